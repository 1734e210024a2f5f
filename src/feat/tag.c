/* tag.c — what begins with '<' or '&': HTML tags, comments, autolinks, character references.
 *
 * Grammar and bounds: see scan.c. What is none of these leaves its sign as a plain sign.
 */
#include "scan.h"

/* ---- tags, comments, autolinks ---- */

static const char *const void_tags[] = {"br",   "hr",   "img",  "input",  "wbr",   "col",
                                        "area", "link", "meta", "source", "embed", NULL};
static const char *const html_tags[] = {
    "a",          "abbr",     "b",      "big",    "blockquote", "body",   "button",  "caption", "center", "cite",
    "code",       "colgroup", "dd",     "del",    "details",    "dfn",    "div",     "dl",      "dt",     "em",
    "figcaption", "figure",   "font",   "footer", "form",       "h1",     "h2",      "h3",      "h4",     "h5",
    "h6",         "head",     "header", "html",   "i",          "iframe", "ins",     "kbd",     "label",  "li",
    "main",       "mark",     "nav",    "object", "ol",         "option", "p",       "param",   "pre",    "q",
    "rp",         "rt",       "ruby",   "s",      "samp",       "script", "section", "select",  "small",  "span",
    "strike",     "strong",   "style",  "sub",    "summary",    "sup",    "svg",     "table",   "tbody",  "td",
    "textarea",   "tfoot",    "th",     "thead",  "title",      "tr",     "tt",      "u",       "ul",     "var",
    "video",      NULL};

static bool listed(const char *const *list, const char *p, size_t n) {
  for (; *list; list++) {
    size_t i = 0; /* a name in the list ends with NUL, which equals no letter */
    while (i < n && (p[i] | 0x20) == ((*list)[i] | 0x20)) i++;
    if (i == n && !(*list)[n]) return true;
  }
  return false;
}

static const char *autolink(tml_scan *s, const char *p) { /* p at '<' */
  const char *q = p + 1, *stop = limit(s, p, 2048);
  while (q < stop && (alnum(*q) || *q == '+' || *q == '.' || *q == '-')) q++;
  bool scheme = q < stop && *q == ':' && q - p > 2, mail = q < stop && *q == '@' && q > p + 1;
  if (!scheme && !mail) return NULL;
  while (q < stop && *q != '>' && *q != '<' && !blank(*q)) q++;
  if (q >= stop || *q != '>') return NULL;
  if (scheme && q - p < 7) return NULL;
  bool xref = q - p > 6 && memcmp(p + 1, "xref:", 5) == 0;
  tml_fact *f = opaque(s, xref ? TML_F_DOCS : TML_F_URL, p, q + 1);
  f->in_start = f->url_start = off(s, p + 1);
  f->in_end = f->url_end = off(s, q);
  if (xref) f->sub = TML_DOCS_XREF;
  keyed(s, f, xref ? tml_hash(p + 1, (size_t)(q - p - 1)) : tml_scan_url_key(p + 1, (size_t)(q - p - 1), &f->flags));
  return q + 1;
}

static const char *comment(tml_scan *s, const char *p) {
  if (tml_scan_nones(s)->comment && p >= tml_scan_nones(s)->comment) return NULL;
  for (const char *q = p + 4; q + 2 < s->end; q++) {
    q = memchr(q, '-', (size_t)(s->end - q));
    if (!q || q + 2 >= s->end) break;
    if (q[1] == '-' && q[2] == '>') {
      tml_fact *f = opaque(s, TML_F_TAG, p, q + 3);
      f->sub = 3;
      keyed(s, f, tml_hash("!--", 3));
      return q + 3;
    }
  }
  tml_scan_nones(s)->comment = p;
  return NULL;
}

/* CommonMark's attributes, p behind the tag's name. Where `>` should stand; NULL where the text ends before it. Words
 * that can't be an attribute's name (`<DNS 레코드>`) make it no tag: readers see it. */
static const char *attributes(const char *p, const char *stop, bool closing) {
  for (;;) {
    const char *gap = p;
    while (p < stop && blank(*p)) p++;
    if (p < stop && *p == '/' && p + 1 < stop && p[1] == '>' && !closing) return p + 1;
    if (p >= stop || *p == '>') return p < stop ? p : NULL;
    if (closing || p == gap || !(alpha(*p) || *p == '_' || *p == ':')) return p;
    while (p < stop && (alnum(*p) || *p == '_' || *p == ':' || *p == '.' || *p == '-')) p++;
    const char *eq = p;
    while (eq < stop && blank(*eq)) eq++;
    if (eq >= stop || *eq != '=') continue;
    p = eq + 1;
    while (p < stop && blank(*p)) p++;
    if (p < stop && (*p == '"' || *p == '\'')) {
      const char *q = memchr(p + 1, *p, (size_t)(stop - p - 1));
      if (!q) return NULL;
      p = q + 1;
    } else {
      const char *value = p;
      while (p < stop && !blank(*p) && !strchr("\"'=<>`", *p)) p++;
      if (p == value) return p;
    }
  }
}

/* <a href="…">: its URL as a fact of its own, in the tag's token. */
static void href(tml_scan *s, const char *p, const char *e) {
  for (; e - p > 8; p++) {
    if (!blank(*p) || (p[1] | 0x20) != 'h' || (p[2] | 0x20) != 'r' || (p[3] | 0x20) != 'e' || (p[4] | 0x20) != 'f' ||
        p[5] != '=')
      continue;
    const char *from = p + 7, *to = p[6] == '"' || p[6] == '\'' ? memchr(from, p[6], (size_t)(e - from)) : NULL;
    if (!to) return;
    tml_fact *f = tml_feat_add(s->ctx, s->out, TML_F_URL, off(s, from), off(s, to));
    f->url_start = f->start, f->url_end = f->end;
    f->tok = s->ntok - 1, f->ntok = 1;
    f->flags |= TML_FF_INNER;
    f->key = tml_scan_url_key(from, (size_t)(to - from), &f->flags);
    return;
  }
}

/* <0>, </12>, <1/>: tags that programs number (i18next, translation machines); p at '<'. */
static bool numbered(const char *p, const char *stop) {
  const char *q = p + 1 + (p + 1 < stop && p[1] == '/'), *name = q;
  while (q < stop && q - name < 3 && *q >= '0' && *q <= '9') q++;
  if (q == name || q - name > 2) return false;
  if (q < stop && *q == '/' && p[1] != '/') q++;
  return q < stop && *q == '>';
}

static const char *tag(tml_scan *s, const char *p) {
  const char *q = p + 1, *stop = limit(s, p, TML_LOOK);
  bool closing = q < stop && *q == '/';
  if (closing) q++;
  const char *name = q;
  if (q >= stop || (!alpha(*q) && !numbered(p, stop))) return NULL;
  while (q < stop && (alnum(*q) || *q == '-' || *q == ':' || *q == '_')) q++;
  const char *name_end = q;
  q = attributes(q, stop, closing);
  if (!q || *q != '>') return NULL;
  size_t n = (size_t)(name_end - name);
  bool is_void = listed(void_tags, name, n), known = is_void || !alpha(*name) || listed(html_tags, name, n);
  tml_fact *f = opaque(s, TML_F_TAG, p, q + 1);
  f->sub = closing ? 1 : is_void || q[-1] == '/' ? 2 : 0;
  f->in_start = off(s, name), f->in_end = off(s, name_end);
  if (!known) f->flags |= TML_FF_LOOSE;
  keyed(s, f, known ? lower_hash(name, n) : lower_hash(name, (size_t)(q - name)));
  if (n == 1 && !closing && (name[0] | 0x20) == 'a') href(s, name_end, q);
  return q + 1;
}

const char *tml_scan_less(tml_scan *s, const char *p) {
  const char *q = NULL;
  if (p + 2 < s->end) {
    if (alpha(p[1])) q = autolink(s, p);
    if (!q && p[1] == '!' && s->end - p > 6 && p[2] == '-' && p[3] == '-') q = comment(s, p);
    if (!q && (alpha(p[1]) || p[1] == '/' || (p[1] >= '0' && p[1] <= '9'))) q = tag(s, p);
  }
  if (q) return q;
  s->out->marks |= TML_M_LT;
  plain(s, p, p + 1, '<');
  return p + 1;
}

/* ---- character references and escapes ---- */

static const struct {
  const char *name;
  uint32_t cp;
} refs[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", 0xA0},
    {"copy", 0xA9},     {"reg", 0xAE},     {"trade", 0x2122}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026},
    {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"laquo", 0xAB},   {"raquo", 0xBB},
    {"middot", 0xB7},   {"bull", 0x2022},  {"times", 0xD7},   {"deg", 0xB0},     {"euro", 0x20AC},  {"pound", 0xA3},
    {"yen", 0xA5},      {"cent", 0xA2},    {"larr", 0x2190},  {"rarr", 0x2192},  {"uarr", 0x2191},  {"darr", 0x2193},
    {"sect", 0xA7},     {"para", 0xB6},    {"plusmn", 0xB1},  {"frac12", 0xBD},  {"ensp", 0x2002},  {"emsp", 0x2003},
    {"thinsp", 0x2009}, {"zwnj", 0x200C},  {"zwj", 0x200D},   {"shy", 0xAD},     {"le", 0x2264},    {"ge", 0x2265},
    {"ne", 0x2260},     {"check", 0x2713}, {"sup2", 0xB2},    {"sup3", 0xB3},    {"micro", 0xB5},   {"sol", '/'},
    {"lbrack", '['},    {"rbrack", ']'},   {"lpar", '('},     {"rpar", ')'},     {"ast", '*'},      {"num", '#'},
    {"dollar", '$'},    {"percnt", '%'},   {"vert", '|'},     {"lowbar", '_'},   {"lbrace", '{'},   {"rbrace", '}'},
    {"colon", ':'},     {"comma", ','},    {"period", '.'},   {"bsol", '\\'},    {"grave", '`'},    {"Tab", '\t'},
    {"NewLine", '\n'}};

const char *tml_scan_reference(tml_scan *s, const char *p) {
  const char *q = p + 1, *stop = limit(s, p, 12);
  uint32_t cp = 0;
  if (q < stop && *q == '#') {
    q++;
    bool hex = q < stop && (*q | 0x20) == 'x';
    if (hex) q++;
    const char *d = q;
    while (q < stop && (digit(*q) || (hex && (*q | 0x20) >= 'a' && (*q | 0x20) <= 'f'))) {
      unsigned v = digit(*q) ? (unsigned)(*q - '0') : (unsigned)((*q | 0x20) - 'a' + 10);
      cp = cp * (hex ? 16 : 10) + v;
      q++;
    }
    if (q == d || q >= stop || *q != ';' || cp > 0x10FFFF) cp = 0;
  } else {
    while (q < stop && alnum(*q)) q++;
    if (q < stop && *q == ';')
      for (size_t i = 0; i < TML_COUNT(refs); i++)
        if (refs[i].name[0] == p[1] && strlen(refs[i].name) == (size_t)(q - p - 1) &&
            memcmp(refs[i].name, p + 1, (size_t)(q - p - 1)) == 0)
          cp = refs[i].cp;
  }
  if (!cp) {
    plain(s, p, p + 1, '&');
    return p + 1;
  }
  s->out->marks |= TML_M_REF;
  uint16_t info = tml_cp_info(cp);
  if (TML_CPI_TYPE(info) == TML_CP_SPACE) {
    s->pend |= TML_TF_SPACE | (cp > 0x80 ? TML_TF_NBSP : 0);
    if (cp > 0x80) s->out->marks |= TML_M_NBSP;
    return q + 1;
  }
  if (TML_CPI_TYPE(info) == TML_CP_FORMAT) return q + 1;
  tml_tok *t = plain(s, p, q + 1, cp);
  t->flags |= TML_TF_REF;
  if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212) t->hash = '-';
  s->out->marks |= tml_scan_sign_marks(cp);
  if (cp == '"') s->out->marks |= TML_M_QUOTE;
  return q + 1;
}
