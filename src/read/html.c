/* html.c — HTML to blocks, with exact places: whole pages, and the HTML that stands in Markdown.
 *
 * Grammar: tags, comments, raw text and character references as the HTML Living Standard tokenizes them (13.2.5); of
 * the tree only what decides a text's kind: list items, cells, headings, quotes, <pre>. The tokenizer is our own, as no
 * parser at hand tells where in the bytes a text stands.
 * In a page, white space is folded, references are decoded and tags without meaning (<span>, comments) are dropped,
 * with the map back; in Markdown the text stays as it is. What not: no scripts, styles, templates, <nav>, no blocks
 * that are `hidden` in a page (what needs no end tag, and inline text, is read all the same: scripts show it); no
 * links, no page layout, no repair of the tree.
 */
#include "html.h"

#include "tmlint/read.h"

enum tag_kind {
  INLINE,  /* stays in the text */
  DROPPED, /* stands in the text and is left out of it */
  BLOCK,   /* ends the text, no more */
  HOLDER,  /* ends it and says what stands in it: h1–h6, li, td, th, blockquote, pre, p, dd, dt, caption … */
  LIST,    /* ul, ol, dl, menu */
  ROWS,    /* tr, table */
  BREAK,   /* br */
  SKIPPED  /* with all that is in it */
};

typedef struct tag_info {
  const char *name;
  uint8_t kind, level;
  bool leaf; /* ended by the next one of its kind where no end tag stands */
} tag_info;

/* Ordered by name. */
static const tag_info tags[] = {
    {"address", BLOCK, 0, 0},    {"article", BLOCK, 0, 0},  {"aside", BLOCK, 0, 0},    {"blockquote", HOLDER, 0, 0},
    {"body", BLOCK, 0, 0},       {"br", BREAK, 0, 0},       {"button", BLOCK, 0, 0},   {"caption", BLOCK, 0, 0},
    {"center", BLOCK, 0, 0},     {"col", BLOCK, 0, 0},      {"colgroup", BLOCK, 0, 0}, {"dd", HOLDER, 0, 1},
    {"details", BLOCK, 0, 0},    {"dialog", BLOCK, 0, 0},   {"dir", LIST, 0, 0},       {"div", BLOCK, 0, 0},
    {"dl", LIST, 0, 0},          {"dt", HOLDER, 0, 1},      {"fieldset", BLOCK, 0, 0}, {"figcaption", BLOCK, 0, 0},
    {"figure", BLOCK, 0, 0},     {"font", DROPPED, 0, 0},   {"footer", BLOCK, 0, 0},   {"form", BLOCK, 0, 0},
    {"h1", HOLDER, 1, 0},        {"h2", HOLDER, 2, 0},      {"h3", HOLDER, 3, 0},      {"h4", HOLDER, 4, 0},
    {"h5", HOLDER, 5, 0},        {"h6", HOLDER, 6, 0},      {"head", BLOCK, 0, 0},     {"header", BLOCK, 0, 0},
    {"hr", BLOCK, 0, 0},         {"html", BLOCK, 0, 0},     {"iframe", SKIPPED, 0, 0}, {"label", BLOCK, 0, 0},
    {"legend", BLOCK, 0, 0},     {"li", HOLDER, 0, 1},      {"link", DROPPED, 0, 0},   {"main", BLOCK, 0, 0},
    {"menu", LIST, 0, 0},        {"meta", DROPPED, 0, 0},   {"nav", SKIPPED, 0, 0},    {"noscript", BLOCK, 0, 0},
    {"ol", LIST, 0, 0},          {"optgroup", BLOCK, 0, 0}, {"option", BLOCK, 0, 0},   {"p", BLOCK, 0, 0},
    {"pre", HOLDER, 0, 0},       {"script", SKIPPED, 0, 0}, {"section", BLOCK, 0, 0},  {"select", BLOCK, 0, 0},
    {"span", DROPPED, 0, 0},     {"style", SKIPPED, 0, 0},  {"summary", BLOCK, 0, 0},  {"svg", SKIPPED, 0, 0},
    {"table", ROWS, 0, 0},       {"tbody", BLOCK, 0, 0},    {"td", HOLDER, 0, 1},      {"template", SKIPPED, 0, 0},
    {"textarea", SKIPPED, 0, 0}, {"tfoot", BLOCK, 0, 0},    {"th", HOLDER, 0, 1},      {"thead", BLOCK, 0, 0},
    {"title", HOLDER, 0, 0},     {"tr", ROWS, 0, 0},        {"ul", LIST, 0, 0},        {"wbr", DROPPED, 0, 0}};

static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
static bool alpha(char c) { return (unsigned)(c | 32) - 'a' < 26u; }

/* ---- tags ---- */

typedef struct tag {
  uint32_t start, end;  /* in the text */
  bool closing, markup; /* markup: a comment, a declaration, an instruction */
  const tag_info *info; /* NULL: a tag that is not in the list stays in the text */
  tml_str name;
} tag;

static const tag_info *find(tml_str name) {
  size_t lo = 0, hi = TML_COUNT(tags);
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2, i = 0;
    const char *z = tags[mid].name;
    int order = 0;
    for (; i < name.n && !order; i++) {
      char c = name.p[i];
      if (c >= 'A' && c <= 'Z') c = (char)(c | 32);
      order = (unsigned char)c - (unsigned char)z[i];
      if (!z[i]) order = 1;
    }
    if (!order && z[i]) order = -1;
    if (!order) return &tags[mid];
    if (order < 0) hi = mid;
    else lo = mid + 1;
  }
  return NULL;
}

static uint32_t behind(const char *p, uint32_t i, uint32_t n, const char *what) {
  uint32_t len = (uint32_t)strlen(what);
  while (i + len <= n) {
    const char *q = memchr(p + i + len - 1, what[len - 1], n - i - len + 1); /* its last character is the rarest */
    if (!q) break;
    i = (uint32_t)(q - p) + 1;
    if (memcmp(q - len + 1, what, len) == 0) return i;
    i -= len - 1;
  }
  return 0;
}

/* The tag, comment or declaration at p[i] == '<'; false where it is a less-than sign. */
static bool read_tag(const char *p, uint32_t i, uint32_t n, tag *t) {
  uint32_t k = i + 1;
  *t = (tag){.start = i};
  if (k >= n) return false;
  if (p[k] == '!' || p[k] == '?') {
    if (n - i >= 4 && memcmp(p + i, "<!--", 4) == 0) t->end = behind(p, i + 4, n, "-->");
    else if (p[k] == '?' || (k + 1 < n && (alpha(p[k + 1]) || p[k + 1] == '['))) t->end = behind(p, k, n, ">");
    t->markup = true;
    return t->end != 0;
  }
  if (p[k] == '/') t->closing = true, k++;
  if (k >= n || !alpha(p[k])) return false;
  uint32_t from = k;
  while (k < n && !space(p[k]) && p[k] != '/' && p[k] != '>') k++;
  t->name = tml_str_n(p + from, k - from);
  for (bool value = false; k < n && p[k] != '>'; k++) {
    if (p[k] == '<') return false;
    if (value && (p[k] == '"' || p[k] == '\'')) {
      const char *q = memchr(p + k + 1, p[k], n - k - 1);
      if (!q) return false; /* never closed: no tag */
      k = (uint32_t)(q - p);
    }
    if (!space(p[k])) value = p[k] == '=';
  }
  if (k >= n) return false;
  t->end = k + 1;
  t->info = find(t->name);
  return true;
}

/* The value of an attribute, quotes outside; empty where it is not there. */
static tml_span attribute(const char *p, const tag *t, const char *name) {
  size_t len = strlen(name);
  uint32_t k = t->start + 1 + (uint32_t)t->name.n, e = t->end - 1;
  while (k < e) {
    while (k < e && (space(p[k]) || p[k] == '/')) k++;
    uint32_t a = k;
    while (k < e && !space(p[k]) && p[k] != '=' && p[k] != '/') k++;
    bool it = k - a == len && tml_str_ieq(tml_str_n(p + a, len), tml_str_n(name, len));
    while (k < e && space(p[k])) k++;
    if (k >= e || p[k] != '=') continue;
    k++;
    while (k < e && space(p[k])) k++;
    tml_span v = {k, k};
    if (k < e && (p[k] == '"' || p[k] == '\'')) {
      const char *q = memchr(p + k + 1, p[k], e - k - 1);
      v = (tml_span){k + 1, q ? (uint32_t)(q - p) : e};
      k = q ? v.end + 1 : e;
    } else {
      while (k < e && !space(p[k])) k++;
      v.end = k;
    }
    if (it) return v;
  }
  return (tml_span){0, 0};
}

uint32_t tml_html_break(const char *p, uint32_t i, uint32_t n) {
  if (p[i] == '<') {
    tag t;
    if (n - i < 4 || (p[i + 1] | 32) == 'a' || !read_tag(p, i, n, &t)) return 0;
    return t.info && t.info->kind == BREAK ? t.end : 0;
  }
  if (p[i] == '\\') return i + 1 < n && p[i + 1] == '\n' ? i + 2 : 0;
  uint32_t k = i;
  while (k < n && p[k] == ' ') k++;
  return k - i >= 2 && k < n && p[k] == '\n' ? k + 1 : 0;
}

/* ---- character references ---- */

static size_t numeric(const char *p, const char *end, char text[8], unsigned *n) {
  const char *q = p + 2;
  uint32_t cp = 0;
  bool hex = q < end && (*q | 32) == 'x', any = false;
  if (hex) q++;
  for (; q < end; q++) {
    unsigned d = (unsigned)*q - '0', h = (unsigned)(*q | 32) - 'a';
    if (d > 9) d = hex && h < 6 ? h + 10 : 99;
    if (d > 15) break;
    any = true;
    if (cp < 0x110000) cp = cp * (hex ? 16 : 10) + d;
  }
  if (!any) return 0;
  if (q < end && *q == ';') q++;
  tml_buf b = {0};
  tml_utf8_put(&b, cp && cp < 0x110000 ? cp : 0xFFFD);
  memcpy(text, b.p, b.n);
  *n = (unsigned)b.n;
  tml_buf_free(&b);
  return (size_t)(q - p);
}

size_t tml_html_reference(const char *p, const char *end, char text[8], unsigned *n) {
  if (end - p < 3) return 0;
  if (p[1] == '#') return numeric(p, end, text, n);
  size_t len = 1, max = (size_t)(end - p) < 34 ? (size_t)(end - p) : 34;
  while (len < max && (alpha(p[len]) || (unsigned)p[len] - '0' < 10u)) len++;
  if (len < max && p[len] == ';') len++;
  tml_str name = {p + 1, len - 1};
  size_t lo = 0, hi = tml_html_entity_count;
  while (name.n && lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    const char *z = tml_html_entities + tml_html_entity_at[mid];
    tml_str have = tml_str_c(z);
    int order = tml_str_cmp(name, have);
    if (!order) {
      const char *s = z + have.n + 1;
      *n = (unsigned)strlen(s);
      memcpy(text, s, *n);
      return len;
    }
    if (order < 0) hi = mid;
    else lo = mid + 1;
  }
  return 0;
}

/* ---- Markdown's HTML ---- */

enum { CODE_MAX = 1 << 16 }; /* a code span ends within; so no text takes more than linear time */

uint32_t tml_html_code(const char *p, uint32_t i, uint32_t n) {
  uint32_t k = i;
  while (k < n && p[k] == '`') k++;
  uint32_t len = k - i;
  if (n - k > CODE_MAX) n = k + CODE_MAX;
  for (uint32_t j = k; j < n;) {
    const char *q = memchr(p + j, '`', n - j);
    if (!q) break;
    uint32_t e = j = (uint32_t)(q - p);
    while (e < n && p[e] == '`') e++;
    if (e - j == len) return e;
    j = e;
  }
  return k;
}

static bool breaks(const tag *t) {
  return t->info && t->info->kind >= BLOCK && t->info->kind != BREAK && !tml_str_ieq(t->name, TML_S("label")) &&
         !tml_str_ieq(t->name, TML_S("button"));
}

bool tml_html_breaks(const tml_text *t) {
  if (!memchr(t->p, '<', t->n)) return false;
  for (uint32_t i = 0; i < t->n; i++) {
    tag at;
    if (t->p[i] == '`') i = tml_html_code(t->p, i, t->n) - 1;
    else if (t->p[i] == '\\') i++;
    else if (t->p[i] == '<' && read_tag(t->p, i, t->n, &at)) {
      if (breaks(&at)) return true;
      i = at.end - 1;
    }
  }
  return false;
}

/* ---- blocks ---- */

enum { OPEN = 64 };

typedef struct html {
  tml_cutter *c;
  const tml_text *t;
  tml_blockinfo base;
  const tag_info *open[OPEN];
  unsigned nopen;
  bool page;                     /* a whole page: texts are decoded */
  bool kinds;                    /* tags say what a text is */
  unsigned column, span;         /* of the running row; columns that its last cell takes */
  bool endless[TML_COUNT(tags)]; /* by tag: one was met that never ends */
  tml_span anchor;               /* in the text: the id of the heading that is open */
} html;

static bool is(const tag_info *i, const char *name) { return i && strcmp(i->name, name) == 0; }

static tml_blockinfo kind_of(const html *h) {
  tml_blockinfo b = h->base;
  if (!h->kinds) return b;
  bool known = false;
  unsigned depth = 0;
  for (unsigned k = 0; k < h->nopen; k++) depth += h->open[k]->kind == LIST;
  b.block = TML_BLK_PARAGRAPH;
  for (unsigned k = h->nopen; k-- > 0;) {
    const tag_info *i = h->open[k];
    if (is(i, "li") || is(i, "dd") || is(i, "dt")) {
      if (!known) b.block = TML_BLK_LIST, b.level = (uint8_t)(depth ? depth : 1), known = true;
      b.ctx |= TML_CTX_LIST;
    } else if (is(i, "td") || is(i, "th")) {
      if (!known) b.block = TML_BLK_CELL, b.level = (uint8_t)(h->column < 255 ? h->column : 255), known = true;
      b.ctx |= TML_CTX_TABLE;
    } else if (is(i, "blockquote")) {
      b.ctx |= TML_CTX_QUOTE;
    } else if (is(i, "pre") && !known) {
      b.block = TML_BLK_CODE, b.ctx |= TML_CTX_FENCE, known = true;
    } else if (is(i, "title") && !known) {
      b.block = TML_BLK_FRONT, b.ctx |= TML_CTX_FRONT | TML_CTX_TITLE, known = true;
    } else if (i->level && !known) {
      b.block = TML_BLK_HEADING, b.level = i->level, known = true;
    }
  }
  return b;
}

/* Is there anything in [from, to) but tags and white space? */
static bool has_text(const html *h, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++) {
    tag t;
    if (h->t->p[i] == '<' && read_tag(h->t->p, i, to, &t)) i = t.end - 1;
    else if (!space(h->t->p[i])) return true;
  }
  return false;
}

typedef struct folding {
  char *p;
  uint32_t n;
  uint32_t (*map)[2];
  uint32_t nmap;
  size_t cap;
  uint32_t next; /* the place that follows on what was put last */
} folding;

static void put(const html *h, folding *f, const char *s, uint32_t n, uint32_t at) {
  uint32_t raw = tml_text_raw(h->t, at);
  if (!f->nmap || f->next != raw) {
    f->map = tml_arena_grow(h->c->d->arena, f->map, f->nmap, &f->cap, sizeof *f->map);
    f->map[f->nmap][0] = f->n, f->map[f->nmap++][1] = raw;
  }
  memcpy(f->p + f->n, s, n);
  f->n += n;
  f->next = raw + n;
}

/* The tag says that its element is hidden. */
static bool hides(const char *p, const tag *t) {
  static const char name[] = "hidden", found[] = "=\"until-found\"";
  char quote = 0;
  for (uint32_t k = t->start + 2; k + sizeof name <= t->end; k++) {
    if (quote || p[k] == '"' || p[k] == '\'') {
      if (!quote) quote = p[k];
      else if (p[k] == quote) quote = 0;
      continue;
    }
    const char *behind = p + k + sizeof name - 1;
    if (space(p[k - 1]) && memcmp(p + k, name, sizeof name - 1) == 0 && !alpha(*behind) && *behind != '-')
      return t->end - (k + sizeof name - 1) < sizeof found || memcmp(behind, found, sizeof found - 1) != 0;
  }
  return false;
}

/* A page's text: white space folded, references decoded but for those of `<` and `&`, tags without meaning dropped. */
static tml_text fold(const html *h, uint32_t from, uint32_t to, bool pre) {
  const char *p = h->t->p;
  folding f = {.p = tml_arena_alloc(h->c->d->arena, (size_t)(to - from) * 2 + 32)};
  for (uint32_t i = from; i < to;) {
    tag t;
    char ref[8];
    unsigned n;
    size_t len;
    if (p[i] == '<' && read_tag(p, i, to, &t)) {
      bool dropped = t.markup || (t.info && t.info->kind == DROPPED);
      if (!pre && !dropped) put(h, &f, p + i, t.end - i, i);
      /* what a script shows instead of what stands before it ("<span>Ctrl</span><span hidden>Command</span>") is no
       * part of that word */
      if (!pre && dropped && !t.closing && f.n && hides(p, &t)) {
        unsigned char last = (unsigned char)f.p[f.n - 1];
        if (alpha((char)last) || last >= 0x80 || (last >= '0' && last <= '9')) {
          put(h, &f, " ", 1, i);
          f.next = UINT32_MAX;
        }
      }
      i = t.end;
    } else if (p[i] == '&' && (len = tml_html_reference(p + i, p + to, ref, &n)) != 0) {
      bool keep = !pre && n == 1 && (ref[0] == '<' || ref[0] == '&');
      if (keep) {
        put(h, &f, p + i, (uint32_t)len, i);
      } else {
        put(h, &f, ref, n, i);
        f.next = UINT32_MAX;
      }
      i += (uint32_t)len;
    } else if (space(p[i]) && !pre) {
      uint32_t k = i;
      while (k < to && space(p[k])) k++;
      if (f.n && f.p[f.n - 1] != ' ') {
        put(h, &f, " ", 1, i);
        f.next = k == i + 1 && p[i] == ' ' ? f.next : UINT32_MAX;
      }
      i = k;
    } else {
      put(h, &f, p + i, 1, i);
      i++;
    }
  }
  memset(f.p + f.n, 0, 16);
  if (!f.n) return (tml_text){0};
  tml_text out = {.p = f.p, .n = f.n, .start = f.map[0][1], .end = tml_text_raw(h->t, to - 1) + 1};
  out.map = (const uint32_t(*)[2])f.map, out.nmap = f.nmap;
  return out;
}

/* A run of text between two tags that end it. */
static void run(html *h, uint32_t from, uint32_t to) {
  if (from >= to || !has_text(h, from, to)) return;
  tml_blockinfo b = kind_of(h);
  if (b.block == TML_BLK_HEADING) b.anchor = h->anchor;
  tml_text t = h->page ? fold(h, from, to, b.block == TML_BLK_CODE) : tml_text_part(h->c->d->arena, h->t, from, to);
  if (t.n) tml_cutter_block(h->c, b, &t);
}

static void close_to(html *h, unsigned keep) { h->nopen = keep < h->nopen ? keep : h->nopen; }

static void opened(html *h, const tag *t) {
  const tag_info *i = t->info;
  bool cell = is(i, "td") || is(i, "th"), item = is(i, "li") || is(i, "dd") || is(i, "dt");
  /* end tags that may be left out */
  for (unsigned k = h->nopen; k-- > 0;) {
    const tag_info *o = h->open[k];
    if (cell ? is(o, "tr") || is(o, "table") : item ? o->kind == LIST || o->kind == ROWS : true) break;
    if (cell ? is(o, "td") || is(o, "th") : o->leaf && !is(o, "td") && !is(o, "th")) close_to(h, k);
  }
  if (is(i, "tr")) {
    for (unsigned k = h->nopen; k-- > 0;)
      if (is(h->open[k], "table")) {
        close_to(h, k + 1);
        break;
      } else if (is(h->open[k], "tr")) {
        close_to(h, k);
        break;
      }
    h->column = 0, h->span = 1;
  }
  if (i->level) { /* a heading can't stand in another */
    if (h->nopen && h->open[h->nopen - 1]->level) close_to(h, h->nopen - 1);
    h->anchor = attribute(h->t->p, t, "id");
  }
  if (cell) {
    tml_span v = attribute(h->t->p, t, "colspan");
    unsigned span = 0;
    for (uint32_t k = v.start; k < v.end && span < 100; k++)
      span = (unsigned)h->t->p[k] - '0' < 10u ? span * 10 + (unsigned)(h->t->p[k] - '0') : span;
    h->column += h->span;
    h->span = span ? span : 1;
  }
  if ((i->kind == HOLDER || i->kind == LIST || i->kind == ROWS) && h->nopen < OPEN) h->open[h->nopen++] = i;
}

static void closed(html *h, const tag *t) {
  for (unsigned k = h->nopen; k-- > 0;)
    if (h->open[k] == t->info) {
      close_to(h, k);
      return;
    }
}

/* Never without an end tag. */
static bool ends_itself(const tag_info *i) {
  static const char *const names[] = {"article", "aside", "details", "div",     "fieldset", "footer", "form",
                                      "header",  "main",  "ol",      "section", "table",    "ul"};
  for (unsigned k = 0; k < TML_COUNT(names); k++)
    if (is(i, names[k])) return true;
  return false;
}

/* Behind the end tag of an element that is passed over. */
static uint32_t skip(html *h, const tag *t) {
  const char *p = h->t->p;
  const uint32_t n = h->t->n;
  bool *endless = &h->endless[t->info - tags];
  if (*endless) return t->end;
  unsigned depth = 1;
  bool nests = !is(t->info, "script") && !is(t->info, "style") && !is(t->info, "textarea");
  uint32_t i = t->end;
  if (i >= 2 && p[i - 2] == '/' && is(t->info, "svg")) return i;
  while (i < n) {
    const char *q = memchr(p + i, '<', n - i);
    if (!q) break;
    i = (uint32_t)(q - p);
    tag at;
    if ((nests || (i + 1 < n && p[i + 1] == '/')) && read_tag(p, i, n, &at)) {
      if (at.info == t->info) depth = at.closing ? depth - 1 : depth + 1;
      i = at.end;
      if (!depth) return i;
    } else {
      i++;
    }
  }
  *endless = true;
  return t->end; /* never closed: only the tag itself is passed over */
}

static void described(html *h, const tag *t) { /* <meta name="description" content="…"> */
  tml_span name = attribute(h->t->p, t, "name"), text = attribute(h->t->p, t, "content");
  if (text.start == text.end ||
      !tml_str_ieq(tml_str_n(h->t->p + name.start, name.end - name.start), TML_S("description")))
    return;
  tml_blockinfo b = {.block = TML_BLK_FRONT, .ctx = TML_CTX_FRONT | TML_CTX_TITLE};
  tml_text v = fold(h, text.start, text.end, false);
  if (v.n) tml_cutter_block(h->c, b, &v);
}

static void cut(html *h) {
  const char *p = h->t->p;
  const uint32_t n = h->t->n;
  uint32_t from = 0, i = 0;
  while (i < n) {
    if (p[i] == '`' && !h->page) {
      i = tml_html_code(p, i, n);
      continue;
    }
    if (p[i] != '<') {
      i++;
      continue;
    }
    tag t;
    if (!read_tag(p, i, n, &t)) {
      i++;
      continue;
    }
    if (h->page && is(t.info, "meta")) {
      run(h, from, i);
      described(h, &t);
      from = t.end;
    } else if (breaks(&t) || (h->page && t.info && t.info->kind == BREAK)) {
      run(h, from, i);
      if (!t.closing && (t.info->kind == SKIPPED || (h->page && ends_itself(t.info) && hides(p, &t))))
        t.end = skip(h, &t);
      else if (t.closing) closed(h, &t);
      else opened(h, &t);
      from = t.end;
    } else if (t.markup && !has_text(h, from, i)) { /* a comment between two blocks */
      from = t.end;
    }
    i = t.end;
  }
  run(h, from, n);
}

void tml_cut_html_block(tml_cutter *c, tml_blockinfo b, const tml_text *t) {
  html h = {.c = c, .t = t, .base = b, .kinds = b.block == TML_BLK_HTML, .span = 1};
  cut(&h);
}

void tml_cut_html(tml_cutter *c) {
  if (!c->n) return;
  tml_span all = {0, c->n};
  tml_text t = tml_cutter_text(c, &all, 1);
  html h = {.c = c, .t = &t, .page = true, .kinds = true, .span = 1};
  cut(&h);
}

tml_str tml_html_charset(tml_str page) {
  enum { HEAD = 1024 }; /* the standard's prescan */
  static const char name[] = "charset";
  const char *p = page.p, *e = p + (page.n < HEAD ? page.n : HEAD);
  for (; p + sizeof name < e; p++) {
    if (!tml_str_ieq(tml_str_n(p, sizeof name - 1), tml_str_n(name, sizeof name - 1))) continue;
    const char *q = p + sizeof name - 1;
    while (q < e && space(*q)) q++;
    if (q == e || *q++ != '=') continue;
    while (q < e && (space(*q) || *q == '"' || *q == '\'')) q++;
    const char *from = q;
    while (q < e && (alpha(*q) || (*q >= '0' && *q <= '9') || *q == '-' || *q == '_')) q++;
    return tml_str_n(from, (size_t)(q - from));
  }
  return TML_S("");
}
