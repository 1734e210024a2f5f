/* mdline.c — what one line of Markdown is: CommonMark 0.31 block starts, GFM tables, and the extensions that real pages
 * have (DocFX, Docusaurus, Hugo, kramdown, MDX).
 *
 * What not: no state from line to line (markdown.c).
 */
#include "mdline.h"

static bool blank(char c) { return c == ' ' || c == '\t'; }
static bool alpha(char c) { return (unsigned)(c | 32) - 'a' < 26u; }
static bool digit(char c) { return (unsigned)c - '0' < 10u; }

uint32_t tml_md_indent(const tml_mdline *c) {
  uint32_t col = c->col;
  for (uint32_t i = c->i; i < c->e && blank(c->p[i]); i++) col += c->p[i] == '\t' ? 4 - col % 4 : 1;
  return col - c->col + c->rest;
}

void tml_md_eat(tml_mdline *c, uint32_t n) {
  uint32_t take = c->rest < n ? c->rest : n;
  c->rest -= take, n -= take;
  while (n && c->i < c->e && blank(c->p[c->i])) {
    uint32_t width = c->p[c->i] == '\t' ? 4 - c->col % 4 : 1;
    c->col += width, c->i++;
    if (width > n) c->rest = width - n, n = 0;
    else n -= width;
  }
}

uint32_t tml_md_list_mark(const tml_mdline *c, uint32_t *number) {
  uint32_t k = c->i;
  *number = 0;
  if (c->p[k] == '-' || c->p[k] == '*' || c->p[k] == '+') {
    k++;
  } else {
    uint32_t value = 0;
    while (k < c->e && k - c->i < 9 && digit(c->p[k])) value = value * 10 + (uint32_t)(c->p[k++] - '0');
    if (k == c->i || k >= c->e || (c->p[k] != '.' && c->p[k] != ')')) return 0;
    *number = value ? value : 1000;
    k++;
  }
  return k == c->e || blank(c->p[k]) ? k - c->i : 0;
}

bool tml_md_rule(const tml_mdline *c) {
  char mark = c->p[c->i];
  unsigned n = 0;
  if (mark != '*' && mark != '-' && mark != '_') return false;
  for (uint32_t i = c->i; i < c->e; i++) {
    if (c->p[i] == mark) n++;
    else if (!blank(c->p[i])) return false;
  }
  return n >= 3;
}

unsigned tml_md_atx(const tml_mdline *c) {
  uint32_t k = c->i;
  while (k < c->e && c->p[k] == '#') k++;
  unsigned level = k - c->i;
  return level && level <= 6 && (k == c->e || blank(c->p[k])) ? level : 0;
}

unsigned tml_md_setext(const tml_mdline *c) {
  char mark = c->p[c->i];
  if (mark != '=' && mark != '-') return 0;
  uint32_t k = c->i;
  while (k < c->e && c->p[k] == mark) k++;
  while (k < c->e && blank(c->p[k])) k++;
  return k < c->e ? 0 : mark == '=' ? 1 : 2;
}

unsigned tml_md_fence(const tml_mdline *c) {
  char mark = c->p[c->i];
  if (mark != '`' && mark != '~') return 0;
  uint32_t k = c->i;
  while (k < c->e && c->p[k] == mark) k++;
  if (k - c->i < 3 || (mark == '`' && memchr(c->p + k, '`', c->e - k))) return 0;
  return k - c->i;
}

bool tml_md_fence_end(const tml_mdline *c, char mark, unsigned len) {
  uint32_t k = c->i;
  while (k < c->e && c->p[k] == mark) k++;
  if (k - c->i < len) return false;
  while (k < c->e && blank(c->p[k])) k++;
  return k == c->e;
}

/* ---- HTML blocks ---- */

static const char *const block_tags[] = {
    "address",  "article",    "aside",  "base",    "basefont", "blockquote", "body",     "caption",  "center",
    "col",      "colgroup",   "dd",     "details", "dialog",   "dir",        "div",      "dl",       "dt",
    "fieldset", "figcaption", "figure", "footer",  "form",     "frame",      "frameset", "h1",       "h2",
    "h3",       "h4",         "h5",     "h6",      "head",     "header",     "hr",       "html",     "iframe",
    "legend",   "li",         "link",   "main",    "menu",     "menuitem",   "nav",      "noframes", "ol",
    "optgroup", "option",     "p",      "param",   "search",   "section",    "summary",  "table",    "tbody",
    "td",       "tfoot",      "th",     "thead",   "title",    "tr",         "track",    "ul"};

static bool tag_named(tml_str name, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (tml_str_ieq(name, tml_str_c(list[i]))) return true;
  return false;
}

/* A whole tag at i by CommonMark's grammar: the offset behind it, 0 for none. */
static uint32_t whole_tag(const char *p, uint32_t i, uint32_t e) {
  uint32_t k = i + 1;
  bool closing = k < e && p[k] == '/';
  if (closing) k++;
  if (k >= e || !alpha(p[k])) return 0;
  while (k < e && (alpha(p[k]) || digit(p[k]) || p[k] == '-' || p[k] == '.')) k++;
  for (bool more = !closing; more;) {
    uint32_t a = k;
    while (a < e && blank(p[a])) a++;
    if (a == k || a >= e || !(alpha(p[a]) || p[a] == '_' || p[a] == ':' || p[a] == '{')) break;
    while (a < e && !strchr(" \t\"'=<>/`", p[a])) a++;
    k = a;
    while (a < e && blank(p[a])) a++;
    if (a < e && p[a] == '=') {
      a++;
      while (a < e && blank(p[a])) a++;
      if (a >= e) return 0;
      if (p[a] == '"' || p[a] == '\'') {
        const char *q = memchr(p + a + 1, p[a], e - a - 1);
        if (!q) return 0;
        k = (uint32_t)(q - p) + 1;
      } else {
        uint32_t v = a;
        while (v < e && !strchr(" \t\"'=<>`", p[v])) v++;
        if (v == a) return 0;
        k = v;
      }
    }
  }
  while (k < e && blank(p[k])) k++;
  if (!closing && k < e && p[k] == '/') k++;
  return k < e && p[k] == '>' ? k + 1 : 0;
}

unsigned tml_md_html(const tml_mdline *c) {
  static const char *const verbatim[] = {"script", "pre", "style", "textarea"};
  const char *p = c->p;
  uint32_t i = c->i, e = c->e;
  if (p[i] != '<' || i + 1 >= e) return 0;
  if (p[i + 1] == '?') return 3;
  if (p[i + 1] == '!') {
    if (e - i >= 4 && memcmp(p + i, "<!--", 4) == 0) return 2;
    if (e - i >= 9 && memcmp(p + i, "<![CDATA[", 9) == 0) return 5;
    return i + 2 < e && alpha(p[i + 2]) ? 4 : 0;
  }
  uint32_t k = i + 1;
  bool closing = p[k] == '/';
  if (closing) k++;
  uint32_t from = k;
  while (k < e && (alpha(p[k]) || digit(p[k]) || p[k] == '-')) k++;
  tml_str name = {p + from, k - from};
  if (!name.n || !alpha(*name.p)) return 0;
  bool cut = k == e || blank(p[k]) || p[k] == '>';
  if (!closing && cut && tag_named(name, verbatim, TML_COUNT(verbatim))) return 1;
  if ((cut || (p[k] == '/' && k + 1 < e && p[k + 1] == '>')) && tag_named(name, block_tags, TML_COUNT(block_tags)))
    return 6;
  uint32_t end = whole_tag(p, i, e);
  if (!end) return 0;
  while (end < e && blank(p[end])) end++;
  return end == e ? 7 : 0;
}

static bool holds(tml_str line, const char *what) {
  size_t n = strlen(what);
  for (size_t i = 0; i + n <= line.n; i++) {
    size_t k = 0;
    while (k < n && (alpha(what[k]) ? (line.p[i + k] | 32) == what[k] : line.p[i + k] == what[k])) k++;
    if (k == n) return true;
  }
  return false;
}

bool tml_md_html_end(unsigned kind, tml_str line) {
  switch (kind) {
  case 1:
    return holds(line, "</script>") || holds(line, "</pre>") || holds(line, "</style>") || holds(line, "</textarea>");
  case 2: return holds(line, "-->");
  case 3: return holds(line, "?>");
  case 4: return holds(line, ">");
  case 5: return holds(line, "]]>");
  default: return false;
  }
}

/* ---- definitions, tables ---- */

bool tml_md_definition(const tml_mdline *c) {
  const char *p = c->p;
  uint32_t k = c->i + 1, e = c->e;
  if (p[c->i] != '[' || k >= e || p[k] == '^' || p[k] == '!') return false;
  while (k < e && p[k] != ']' && p[k] != '[') k += p[k] == '\\' ? 2 : 1;
  if (k + 1 >= e || p[k] != ']' || p[k + 1] != ':' || k == c->i + 1) return false;
  k += 2;
  while (k < e && blank(p[k])) k++;
  if (k >= e) return false;
  if (p[k] == '<') {
    while (k < e && p[k] != '>') k++;
    if (k >= e) return false;
    k++;
  } else {
    while (k < e && !blank(p[k])) k++;
  }
  while (k < e && blank(p[k])) k++;
  if (k >= e) return true;
  char open = p[k], close = open == '(' ? ')' : open;
  if (open != '"' && open != '\'' && open != '(') return false;
  while (e > k + 1 && blank(p[e - 1])) e--;
  return e > k + 1 && p[e - 1] == close;
}

unsigned tml_md_delimiters(const tml_mdline *c) {
  const char *p = c->p;
  uint32_t i = c->i, e = c->e;
  unsigned columns = 0;
  bool pipe = false;
  while (e > i && blank(p[e - 1])) e--;
  if (i < e && p[i] == '|') i++, pipe = true;
  while (i < e) {
    while (i < e && blank(p[i])) i++;
    if (i < e && p[i] == ':') i++;
    uint32_t dash = i;
    while (i < e && p[i] == '-') i++;
    if (i == dash) return 0;
    if (i < e && p[i] == ':') i++;
    while (i < e && blank(p[i])) i++;
    columns++;
    if (i >= e) break;
    if (p[i] != '|') return 0;
    pipe = true;
    i++;
    while (i < e && blank(p[i])) i++;
  }
  return pipe ? columns : 0;
}

static uint32_t split(const char *p, tml_span line, bool code, tml_span *cells, uint32_t max) {
  uint32_t n = 0, i = line.start, e = line.end;
  while (e > i && blank(p[e - 1])) e--;
  if (i < e && p[i] == '|') i++;
  uint32_t from = i;
  while (i <= e && n < max) {
    if (i < e && p[i] == '\\') {
      i += 2;
      continue;
    }
    if (code && i < e && p[i] == '`') {
      uint32_t k = i;
      while (k < e && p[k] == '`') k++;
      uint32_t len = k - i, q = k;
      for (uint32_t run = 0; q < e && run != len;) {
        while (q < e && p[q] != '`') q++;
        run = 0;
        while (q < e && p[q] == '`') q++, run++;
        if (run == len) k = q;
      }
      i = k;
      continue;
    }
    if (i >= e || p[i] == '|') {
      if (i >= e && from >= e && n) break; /* behind the last pipe */
      uint32_t s = from, t = i < e ? i : e;
      while (s < t && blank(p[s])) s++;
      while (t > s && blank(p[t - 1])) t--;
      cells[n++] = (tml_span){s, t};
      from = i + 1;
    }
    i++;
  }
  return n;
}

/* GFM splits at every pipe that no backslash escapes; other processors not in code: where a row comes out too long,
 * theirs is what the writer meant. */
uint32_t tml_md_cells(const char *p, tml_span line, uint32_t columns, tml_span *cells, uint32_t max) {
  uint32_t n = split(p, line, false, cells, max);
  if (columns && n > columns && memchr(p + line.start, '`', line.end - line.start))
    n = split(p, line, true, cells, max);
  return n;
}

/* ---- extensions ---- */

static bool begins(const tml_mdline *c, const char *what) {
  size_t n = strlen(what);
  return c->e - c->i >= n && memcmp(c->p + c->i, what, n) == 0;
}
static bool finishes(const tml_mdline *c, const char *what) {
  size_t n = strlen(what);
  return c->e - c->i >= n && memcmp(c->p + c->e - n, what, n) == 0;
}

/* "[!NOTE]", "[!NOTE] text", "[!INCLUDE [x](y)]", "[!code-csharp[x](y)]". */
static tml_md_extra docfx(const tml_mdline *c, uint32_t *from) {
  const char *p = c->p;
  uint32_t k = c->i + 2;
  while (k < c->e && (alpha(p[k]) || p[k] == '-')) k++;
  if (k == c->i + 2 || k >= c->e) return TML_MD_TEXT;
  if (p[k] == ']') {
    k++;
    if (k < c->e && (p[k] == '-' || p[k] == '+')) k++;
    while (k < c->e && blank(p[k])) k++;
    *from = k;
    return k < c->e ? TML_MD_FROM : TML_MD_SKIP;
  }
  if (p[k] != '[' && p[k] != ' ') return TML_MD_TEXT;
  int depth = 0;
  for (k = c->i; k < c->e; k++) {
    if (p[k] == '[') depth++;
    else if (p[k] == ']' && --depth == 0) break;
  }
  return k + 1 >= c->e ? TML_MD_SKIP : TML_MD_TEXT;
}

/* ":::note Title", ":::note[Title]", ":::zone pivot=…", ":::". */
static tml_md_extra container(const tml_mdline *c, uint32_t *from) {
  static const char *const titled[] = {"note",   "tip",     "info",     "important", "caution", "warning",
                                       "danger", "success", "question", "details",   "hint",    "attention"};
  const char *p = c->p;
  uint32_t k = c->i;
  while (k < c->e && (p[k] == ':' || blank(p[k]))) k++;
  uint32_t name = k;
  while (k < c->e && alpha(p[k])) k++;
  if (!tag_named(tml_str_n(p + name, k - name), titled, TML_COUNT(titled))) return TML_MD_SKIP;
  while (k < c->e && (blank(p[k]) || p[k] == '[')) k++;
  if (k >= c->e || p[k] == '{' || p[k] == ':') return TML_MD_SKIP;
  *from = k;
  return TML_MD_FROM;
}

tml_md_extra tml_md_directive(const tml_mdline *c, uint32_t *from) {
  switch (c->p[c->i]) {
  case '[': return begins(c, "[!") ? docfx(c, from) : tml_md_definition(c) ? TML_MD_SKIP : TML_MD_TEXT;
  case ':': return begins(c, ":::") ? container(c, from) : TML_MD_TEXT;
  case '{':
    return (begins(c, "{{") && finishes(c, "}}")) || (begins(c, "{%") && finishes(c, "%}")) ||
                   (begins(c, "{:") && finishes(c, "}")) || (begins(c, "{#") && finishes(c, "}"))
               ? TML_MD_SKIP
               : TML_MD_TEXT;
  case 'i':
    return begins(c, "import ") && (finishes(c, "';") || finishes(c, "\";") || finishes(c, "'") || finishes(c, "\"")) &&
                   holds(tml_str_n(c->p + c->i, c->e - c->i), " from ")
               ? TML_MD_SKIP
               : TML_MD_TEXT;
  default: return TML_MD_TEXT;
  }
}

/* ---- indented text ---- */

/* Begins with a capital, or a letter of a script that has none. */
static bool capital(const tml_mdline *c, uint32_t i) {
  while (i < c->e && (c->p[i] == '*' || c->p[i] == '_' || c->p[i] == '"')) i++;
  if (i >= c->e) return false;
  unsigned len;
  const uint16_t info = tml_cp_info(tml_utf8_at(c->p + i, &len));
  return TML_CPI_TYPE(info) == TML_CP_LETTER && !(info & TML_CPI_LOWER);
}

static bool ends_sentence(const tml_mdline *c) {
  uint32_t e = c->e;
  while (e > c->i && strchr("*_)\"' ", c->p[e - 1])) e--;
  return e > c->i && (strchr(".:?!", c->p[e - 1]) || (e - c->i >= 3 && memcmp(c->p + e - 3, "\xE3\x80\x82", 3) == 0));
}

static uint32_t words(const tml_mdline *c) {
  uint32_t n = 0;
  for (uint32_t i = c->i; i < c->e; i++) n += !blank(c->p[i]) && (i == c->i || blank(c->p[i - 1]));
  return n;
}

bool tml_md_astray(const tml_mdline *c, bool broken) {
  enum { PHRASE = 4, SENTENCE = 5 };
  uint32_t number;
  tml_mdline at = *c;
  if (at.i >= at.e) return false;
  if (begins(&at, ":::")) return true;
  uint32_t mark = tml_md_list_mark(&at, &number);
  if (!mark && broken && at.e - at.i > 3 && alpha(at.p[at.i]) && at.p[at.i + 1] == '.' && at.p[at.i + 2] == ' ')
    mark = 2; /* "a. " */
  at.i += mark;
  while (at.i < at.e && blank(at.p[at.i])) at.i++;
  if (at.i >= at.e) return false;
  if (begins(&at, "[") || begins(&at, "![")) return holds(tml_str_n(at.p + at.i, at.e - at.i), "](");
  if (mark) return capital(&at, at.i) && (words(&at) >= PHRASE || ends_sentence(&at));
  if (!broken) return false;
  if (tml_md_fence(&at) || at.p[at.i] == '|' || begins(&at, "> ")) return true;
  return capital(&at, at.i) && words(&at) >= SENTENCE && ends_sentence(&at);
}
