/* inline.c — the signs that may begin an inline: code, links, images, URLs, placeholders, docs tokens (tags and
 * character references: tag.c).
 *
 * Grammar and bounds: see scan.c. An inline that is found becomes one TML_T_FACT token (a link's text excepted: it is
 * prose and keeps its tokens) and one fact; one that is not found leaves its sign as a plain sign.
 */
#include "scan.h"

/* ---- storage ---- */

void tml_scan_more_tokens(tml_scan *s) {
  s->tok = tml_arena_grow(s->ctx->tokens, s->tok, s->ntok, &s->tok_cap, sizeof *s->tok);
}

uint32_t tml_scan_sign_marks(uint32_t cp) {
  switch (cp) {
  case 0x2018:
  case 0x201A:
  case 0x201B:
  case 0x201C:
  case 0x201D:
  case 0x201E:
  case 0x201F:
  case 0xAB:
  case 0xBB:
  case 0x2039:
  case 0x203A:
  case 0x300C:
  case 0x300D:
  case 0x300E:
  case 0x300F:
  case 0xFF02:
  case 0x301D:
  case 0x301E:
  case 0x301F: return TML_M_QUOTE;
  case 0x2019:
  case 0xFF07: return TML_M_APOS;
  case 0xFF08:
  case 0xFF09:
  case 0xFF3B:
  case 0xFF3D:
  case 0xFF5B:
  case 0xFF5D:
  case 0x3010:
  case 0x3011:
  case 0x3014:
  case 0x3015:
  case 0x3008:
  case 0x3009:
  case 0x300A:
  case 0x300B: return TML_M_BRACKET;
  default: return 0;
  }
}

void tml_scan_hot_slow(tml_scan *s, uint32_t tok) {
  tml_sheet *o = s->out;
  o->hot = tml_arena_grow(s->ctx->arena, o->hot, o->nhot, &o->hot_cap, sizeof *o->hot);
  o->hot[o->nhot++] = tok;
}

/* A sign between two tokens with no blank on either side ("a.b", "x-y"): what stands before it may begin something. */
static inline void join(tml_scan *s, const char *p) {
  if (!s->pend && s->ntok && p + 1 < s->end && (alnum(p[1]) || p[1] == ':' || p[1] == '\\'))
    tml_scan_hot(s, s->ntok - 1);
}

/* '-': joins, or begins an option ("--name", "-Name"). */
static void hyphen(tml_scan *s, const char *p) {
  if (p + 1 >= s->end) return;
  join(s, p);
  bool begins =
      s->pend || !s->ntok || s->tok[s->ntok - 1].kind == TML_T_PUNCT || s->tok[s->ntok - 1].kind == TML_T_FACT;
  if (begins && (alpha(p[1]) || p[1] == '-' || p[1] == '\\')) tml_scan_hot(s, s->ntok);
}

/* ---- URLs ---- */

static bool locale_segment(const char *p, const char *e) { /* "/en-us/", "/zh-hant-tw/": p behind the first slash */
  size_t n = (size_t)(e - p);
  if (n != 5 && n != 10) return false;
  if (!alpha(p[0]) || !alpha(p[1]) || p[2] != '-' || !alpha(p[3]) || !alpha(p[4])) return false;
  return n == 5 || (alpha(p[5]) && alpha(p[6]) && p[7] == '-' && alpha(p[8]) && alpha(p[9]));
}

/* Bytes of a URL that stand in its key as they are, behind its host. */
static const bool copied[256] = {
#define ROW(n) [n] = true, [n + 1] = true, [n + 2] = true, [n + 3] = true
    ['-'] = true, ['_'] = true, ['.'] = true, ['?'] = true, ['#'] = true, ['='] = true, ['+'] = true,
    ['%'] = true, ROW('0'),     ROW('4'),     ['8'] = true, ['9'] = true, ROW('A'),     ROW('E'),
    ROW('I'),     ROW('M'),     ROW('Q'),     ROW('U'),     ['Y'] = true, ['Z'] = true, ROW('a'),
    ROW('e'),     ROW('i'),     ROW('m'),     ROW('q'),     ROW('u'),     ['y'] = true, ['z'] = true,
#undef ROW
};

uint64_t tml_scan_url_key(const char *p, size_t n, uint16_t *flags) {
  char small[1024], *o = small;
  const char *e = p + n;
  if (n >= 8 && memcmp(p, "https://", 8) == 0) p += 8;
  else if (n >= 7 && memcmp(p, "http://", 7) == 0) p += 7;
  const char *whole = e - n;
  if (e - p > 4 && memcmp(p, "www.", 4) == 0) p += 4;
  bool host = p > whole; /* of a relative link even the first part is a path */
  while (p < e) {
    if (!host) { /* most of it */
      const char *stop = e - p < small + sizeof small - 2 - o ? e : p + (small + sizeof small - 2 - o);
      while (p < stop && copied[(unsigned char)*p]) *o++ = *p++;
      if (p == e) break;
    }
    if (o >= small + sizeof small - 2) return tml_hash(p, (size_t)(e - p)) ^ tml_hash(small, (size_t)(o - small));
    char c = *p;
    if (c == '&' && e - p >= 5 && memcmp(p, "&amp;", 5) == 0) {
      *o++ = '&';
      p += 5;
      continue;
    }
    if (c == '\\' && p + 1 < e && ascii_punct(p[1])) {
      *o++ = p[1];
      p += 2;
      continue;
    }
    if (c == '/') {
      host = false;
      const char *q = p + 1;
      if (e - p > 5 && p[3] == '-') /* a locale's, perhaps */
        while (q < e && q - p < 12 && *q != '/' && *q != '?' && *q != '#') q++;
      if (q > p + 1 && locale_segment(p + 1, q) && (q == e || *q == '/')) {
        *flags |= TML_FF_LOCALE;
        p = q;
        continue;
      }
    }
    if (c == '?' || c == '#') host = false;
    *o++ = host && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    p++;
  }
  while (o > small && o[-1] == '/') o--;
  return tml_hash(small, (size_t)(o - small));
}

uint64_t tml_url_key(const char *p, size_t n) {
  uint16_t flags = 0;
  return tml_scan_url_key(p, n, &flags);
}

/* Where a bare URL ends: at a blank, a sign that closes, or the first byte that is not ASCII (a particle, a full-width
 * stop); trailing punctuation is not its own. */
static const char *bare_url_end(const tml_scan *s, const char *p) {
  const char *from = p, *e = limit(s, p, TML_LOOK);
  int depth = 0;
  for (; p < e; p++) {
    char c = *p;
    if ((unsigned char)c <= ' ' || (unsigned char)c >= 0x7F || c == '<' || c == '>' || c == '"' || c == '`' ||
        c == '|' || c == '{' || c == '}' || c == '[' || c == ']' || c == '^')
      break;
    if (c == '\\' && !(p + 1 < e && (p[1] == '_' || p[1] == '-' || p[1] == '&'))) break;
    if (c == '*' && p + 1 < e && p[1] == '*') break;
    if (c == '(') depth++;
    if (c == ')' && depth-- == 0) break;
  }
  while (p > from) {
    char c = p[-1];
    if (c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == '\'' || c == '*' || c == '_' ||
        c == '~')
      p--;
    else if (c == '(') p--;
    else break;
  }
  return p;
}

/* At ':' with "//" behind it and a scheme word just before: the scheme's token becomes the URL. */
static const char *bare_url(tml_scan *s, const char *scheme, const char *p) {
  const char *e = bare_url_end(s, p);
  if (e < p + 4) return NULL;
  tml_tok *t = &s->tok[s->ntok - 1];
  s->pend = t->flags & (TML_TF_SPACE | TML_TF_NBSP | TML_TF_NEWLINE | TML_TF_DOUBLE);
  if (t->kind == TML_T_WORD) {
    s->out->letters -= t->end - t->start;
    s->out->latin -= t->end - t->start;
    if (!(t->flags & TML_TF_UPPER)) s->out->lower--; /* counted when it was a word; sums wrap */
    s->out->words--;
  }
  s->ntok--;
  s->again = true;
  tml_fact *f = opaque(s, TML_F_URL, scheme, e);
  f->url_start = f->start, f->url_end = f->end;
  keyed(s, f, tml_scan_url_key(scheme, (size_t)(e - scheme), &f->flags));
  return e;
}

static const char *colon(tml_scan *s, const char *p) {
  const tml_tok *t = s->ntok ? &s->tok[s->ntok - 1] : NULL;
  if (t && !s->pend && t->end == off(s, p) && (t->kind == TML_T_WORD || t->kind == TML_T_MIX)) {
    const char *w = s->p0 + t->start;
    size_t n = t->end - t->start;
    if (s->end - p > 3 && p[1] == '/' && p[2] == '/' && n >= 2 && n <= 10) {
      const char *e = bare_url(s, w, p);
      if (e) return e;
    }
    if (n == 4 && memcmp(w, "xref", 4) == 0 && p + 1 < s->end && !blank(p[1])) {
      const char *e = bare_url_end(s, p + 1);
      if (e > p + 1) {
        s->pend = t->flags & (TML_TF_SPACE | TML_TF_NBSP | TML_TF_NEWLINE | TML_TF_DOUBLE);
        s->ntok--, s->out->words--, s->out->lower--, s->out->letters -= 4, s->out->latin -= 4;
        s->again = true;
        tml_fact *f = opaque(s, TML_F_DOCS, w, e);
        f->sub = TML_DOCS_XREF;
        keyed(s, f, tml_hash(w, (size_t)(e - w)));
        return e;
      }
    }
  }
  if (s->end - p > 3 && p[1] == ':' && p[2] == ':' && (!s->ntok || s->pend) && (alpha(p[3]) || p[3] == ' ')) {
    const char *e = p + 3, *stop = limit(s, p, TML_LOOK);
    while (e < stop && *e != '\n' && !(*e == ':' && stop - e >= 3 && e[1] == ':' && e[2] == ':')) e++;
    if (e < stop && *e == ':') e += 3;
    tml_fact *f = opaque(s, TML_F_DOCS, p, e);
    f->sub = TML_DOCS_COLON;
    const char *w = p + 3;
    while (w < e && *w == ' ') w++;
    const char *we = w;
    while (we < e && (alnum(*we) || *we == '-' || *we == '.')) we++;
    keyed(s, f, tml_hash(w, (size_t)(we - w)));
    return e;
  }
  join(s, p);
  if (p + 1 < s->end && p[1] == ':') tml_scan_hot(s, s->ntok); /* "::1" */
  plain(s, p, p + 1, ':');
  return p + 1;
}

/* ---- code ---- */

static const char *code(tml_scan *s, const char *p) {
  const char *q = p;
  while (q < s->end && *q == '`') q++;
  size_t n = (size_t)(q - p), slot = n < 8 ? n : 7;
  const char *from = q;
  if (!tml_scan_nones(s)->code[slot] || p < tml_scan_nones(s)->code[slot]) {
    while (q < s->end) {
      const char *tick = memchr(q, '`', (size_t)(s->end - q));
      if (!tick) break;
      const char *r = tick;
      while (r < s->end && *r == '`') r++;
      if ((size_t)(r - tick) == n) {
        tml_fact *f = opaque(s, TML_F_CODE, p, r);
        const char *a = from, *b = tick;
        if (b - a > 2 && *a == ' ' && b[-1] == ' ') a++, b--; /* CommonMark strips one blank on both ends */
        f->in_start = off(s, a), f->in_end = off(s, b);
        keyed(s, f, tml_hash(a, (size_t)(b - a)));
        char small[512];
        size_t k = 0;
        for (const char *c = a; c < b && k < sizeof small; c++)
          if (!blank(*c) && *c != '"' && *c != '\'') small[k++] = *c;
        f->key2 = tml_hash(small, k) ^ (k == sizeof small ? f->key : 0);
        return r;
      }
      q = r;
    }
    tml_scan_nones(s)->code[slot] = p; /* none from here on */
  }
  for (const char *c = p; c < from; c++) plain(s, c, c + 1, '`');
  return from;
}

/* ---- escapes ---- */

static const char *backslash(tml_scan *s, const char *p) {
  if (p + 1 < s->end && ascii_punct(p[1])) {
    if (p[1] == '.' || p[1] == ':') join(s, p + 1);
    else if (p[1] == '-') hyphen(s, p + 1);
    else if (p[1] == '@') tml_scan_hot(s, s->ntok);
    tml_tok *t = plain(s, p, p + 2, (unsigned char)p[1]);
    t->flags |= TML_TF_ESCAPED;
    s->out->marks |= TML_M_ESCAPE;
    if (p[1] == '*') s->out->marks |= TML_M_STAR;
    if (p[1] == '(' || p[1] == ')' || p[1] == '[' || p[1] == ']' || p[1] == '{' || p[1] == '}')
      s->out->marks |= TML_M_BRACKET;
    return p + 2;
  }
  plain(s, p, p + 1, '\\');
  return p + 1;
}

/* ---- brackets: links, images, docs tokens ---- */

static bool starts(const tml_scan *s, const char *p, const char *z) {
  size_t n = strlen(z);
  if ((size_t)(s->end - p) < n) return false;
  for (size_t i = 0; i < n; i++)
    if ((p[i] >= 'a' && p[i] <= 'z' ? p[i] - 32 : p[i]) != z[i]) return false;
  return true;
}

/* [!NOTE] and its like, [!INCLUDE[…](…)], [!div …], [!VIDEO …]: the whole is a docs token. */
static const char *docs_token(tml_scan *s, const char *p) {
  const char *q = p + 2, *stop = limit(s, p, 1024);
  while (q < stop && (alnum(*q) || *q == '-' || *q == '_')) q++;
  if (q == p + 2) return NULL;
  const char *word = p + 2, *word_end = q;
  const char *uri = NULL, *uri_end = NULL;
  bool include = starts(s, word, "INCLUDE");
  int depth = 1;
  for (; q < stop && depth; q++) {
    if (*q == '[') depth++;
    else if (*q == ']') depth--;
    else if (*q == '\n' && depth == 1 && !include) return NULL;
    else if (depth == 1 && *q == '(') uri = q + 1, uri_end = NULL;
    else if (depth == 1 && *q == ')' && uri) uri_end = q;
  }
  if (depth) return NULL;
  if (include && !uri && q < stop && *q == '(') {
    uri = q + 1;
    while (q < stop && *q != ')' && *q != '\n') q++;
    if (q >= stop || *q != ')') return NULL;
    uri_end = q++;
  }
  tml_fact *f = opaque(s, TML_F_DOCS, p, q);
  f->sub = include ? TML_DOCS_INCLUDE : word_end + 1 == q ? TML_DOCS_ALERT : TML_DOCS_OTHER;
  f->in_start = off(s, word), f->in_end = off(s, word_end);
  if (uri && uri_end) f->url_start = off(s, uri), f->url_end = off(s, uri_end);
  keyed(s, f, uri && uri_end ? tml_url_key(uri, (size_t)(uri_end - uri)) : lower_hash(word, (size_t)(word_end - word)));
  return q;
}

static const char *open_bracket(tml_scan *s, const char *p, bool image) {
  const char *b = image ? p + 1 : p;
  if (!image && p + 2 < s->end && p[1] == '!' && alpha(p[2])) {
    const char *q = docs_token(s, p);
    if (q) return q;
  }
  tml_tok *t = plain(s, p, b + 1, '[');
  if (image) t->hash = t->cp = '!';
  s->out->marks |= TML_M_BRACKET;
  if (s->nopen == TML_NEST) { /* the outermost can no longer become a link */
    memmove(s->open, s->open + 1, (TML_NEST - 1) * sizeof *s->open);
    s->nopen--;
  }
  s->open[s->nopen++] = s->ntok - 1;
  return b + 1;
}

typedef struct destination {
  const char *url, *url_end, *after;
} destination;

/* (url "title"), p behind the opening sign. `close`: the closing sign, ')' or U+FF09 given as its last byte's test. */
static bool destination_at(const tml_scan *s, const char *p, destination *d) {
  const char *stop = limit(s, p, TML_LOOK);
  while (p < stop && blank(*p)) p++;
  if (p < stop && *p == '<') {
    const char *q = p + 1;
    while (q < stop && *q != '>' && *q != '\n' && *q != '<') q++;
    if (q >= stop || *q != '>') return false;
    d->url = p + 1, d->url_end = q;
    p = q + 1;
  } else {
    int depth = 0;
    const char *q = p;
    for (;; q++) {
      while (q < stop && copied[(unsigned char)*q]) q++;
      if (q >= stop || (unsigned char)*q <= ' ') break;
      if (*q == '\\' && q + 1 < stop && ascii_punct(q[1])) q++;
      else if (*q == '(') {
        if (++depth > 32) return false;
      } else if (*q == ')' && depth-- == 0) break;
    }
    d->url = p, d->url_end = q;
    p = q;
  }
  const char *before = p;
  while (p < stop && blank(*p)) p++;
  if (p < stop && p > before && (*p == '"' || *p == '\'' || *p == '(')) {
    char close = *p == '(' ? ')' : *p;
    const char *q = p + 1;
    while (q < stop && *q != close) q += *q == '\\' && q + 1 < stop ? 2 : 1;
    if (q >= stop) return false;
    p = q + 1;
    while (p < stop && blank(*p)) p++;
  }
  if (p >= stop || *p != ')') return false;
  d->after = p + 1;
  return true;
}

/* Something that can only be a link's target, for links whose syntax is damaged. */
static bool looks_like_url(const char *p, const char *e) {
  if (e - p >= 7 && (memcmp(p, "http://", 7) == 0 || memcmp(p, "https:/", 7) == 0)) return true;
  if (e - p >= 5 && memcmp(p, "xref:", 5) == 0) return true;
  if (e - p >= 3 && (memcmp(p, "../", 3) == 0 || memcmp(p, "~/", 2) == 0)) return true;
  for (const char *q = p; q < e; q++)
    if (blank(*q) || (unsigned char)*q >= 0x80) return false;
  if (e - p >= 2 && *p == '#' && alpha(p[1])) return true;
  if (e - p >= 2 && *p == '/' && alpha(p[1])) return true;
  return e - p > 4 && (memcmp(e - 3, ".md", 3) == 0 || memcmp(e - 4, ".yml", 4) == 0);
}

#define CLOSED (UINT32_C(1) << 31)

static void make_link(tml_scan *s, uint32_t open, const char *p, const destination *d, const char *after, bool broken) {
  tml_tok *o = &s->tok[open];
  bool image = o->cp == '!';
  tml_fact *f = tml_feat_add(s->ctx, s->out, image ? TML_F_IMAGE : TML_F_LINK, o->start, off(s, after));
  f->in_start = o->end, f->in_end = off(s, p);
  f->url_start = off(s, d->url), f->url_end = off(s, d->url_end);
  f->tok = open, f->ntok = s->ntok - open;
  if (broken) f->flags |= TML_FF_BROKEN;
  f->key = tml_scan_url_key(d->url, (size_t)(d->url_end - d->url), &f->flags);
  if (image) { /* the file's name: media folders are localized */
    const char *n = d->url_end;
    while (n > d->url && n[-1] != '/') n--;
    f->key2 = f->key;
    f->key = tml_hash(n, (size_t)(d->url_end - n));
  }
  o->flags |= TML_TF_SYNTAX;
  o->hash = f->key;
  o->owner = s->out->nfact;
  s->again = true;
  for (uint32_t i = open + 1; i < s->ntok; i++) s->tok[i].flags |= TML_TF_LINK;
  for (uint32_t i = s->out->nfact - 1; i-- > 0 && s->out->fact[i].start > o->start;)
    s->out->fact[i].flags |= TML_FF_IN_LINK;
  if (image || broken) return;
  for (unsigned i = 0; i < s->nopen; i++) /* a link holds no link: what is still open round it becomes none */
    if (s->tok[s->open[i] & ~CLOSED].cp == '[') s->open[i] |= CLOSED;
}

static const char *close_bracket(tml_scan *s, const char *p) {
  s->out->marks |= TML_M_BRACKET;
  if (!s->nopen) {
    plain(s, p, p + 1, ']');
    return p + 1;
  }
  uint32_t open = s->open[--s->nopen];
  if (open & CLOSED) {
    plain(s, p, p + 1, ']');
    return p + 1;
  }
  const char *q = p + 1;
  destination d;
  bool made = false, broken = false;
  if (q < s->end && *q == '(' && !(tml_scan_nones(s)->paren && q >= tml_scan_nones(s)->paren)) {
    made = destination_at(s, q + 1, &d);
    if (!made && !memchr(q, ')', (size_t)(limit(s, q, TML_LOOK) - q)) && s->end - q < TML_LOOK)
      tml_scan_nones(s)->paren = q;
  } else if (s->end - q > 2 && blank(*q)) { /* "] (url)" */
    const char *r = q;
    while (r < s->end && r - q < 3 && (*r == ' ' || *r == '\t')) r++;
    if (r < s->end && *r == '(' && destination_at(s, r + 1, &d) && looks_like_url(d.url, d.url_end))
      made = broken = true;
  } else if (s->end - q > 6 && memcmp(q, "\xEF\xBC\x88", 3) == 0) { /* "]（url）" */
    const char *r = q + 3, *stop = limit(s, q, 2048);
    while (r < stop && (unsigned char)*r > ' ' && (unsigned char)*r < 0x80 && *r != ')') r++;
    if (r < stop && (*r == ')' || (stop - r >= 3 && memcmp(r, "\xEF\xBC\x89", 3) == 0)) && looks_like_url(q + 3, r)) {
      d = (destination){q + 3, r, *r == ')' ? r + 1 : r + 3};
      made = broken = true;
    }
  }
  if (made) {
    make_link(s, open, p, &d, d.after, broken);
    tml_tok *t = plain(s, p, d.after, ']');
    t->flags |= TML_TF_SYNTAX;
    t->owner = s->out->nfact;
    s->out->fact[s->out->nfact - 1].ntok++;
    return d.after;
  }
  if (q < s->end && *q == '[' && !s->nopen) { /* [text][ref] */
    const char *r = q + 1, *stop = limit(s, q, 256);
    while (r < stop && *r != ']' && *r != '[' && *r != '\n') r++;
    if (r < stop && *r == ']' && !(r + 1 < s->end && r[1] == '(')) {
      const char *from = q + 1, *to = r; /* blanks at a label's ends do not count */
      while (from < to && blank(*from)) from++;
      while (to > from && blank(to[-1])) to--;
      d = (destination){from, to, r + 1};
      make_link(s, open, p, &d, r + 1, false);
      tml_fact *f = &s->out->fact[s->out->nfact - 1];
      f->flags |= TML_FF_REFERENCE;
      f->key = lower_hash(from, (size_t)(to - from));
      tml_tok *t = plain(s, p, r + 1, ']');
      t->flags |= TML_TF_SYNTAX;
      t->owner = s->out->nfact;
      f->ntok++;
      return r + 1;
    }
  }
  plain(s, p, p + 1, ']');
  return p + 1;
}

/* ---- placeholders and math ---- */

static const char *brace(tml_scan *s, const char *p) { /* at '{' or at '$' before '{' */
  const char *q = *p == '$' ? p + 1 : p, *stop = limit(s, p, 80);
  bool twice = q + 1 < stop && q[1] == '{';
  q += twice ? 2 : 1;
  const char *in = q;
  bool any = false;
  while (q < stop && (alnum(*q) || *q == '_' || *q == '.' || *q == '-' || *q == ':' || *q == ',' || *q == '|' ||
                      (twice && *q == ' '))) {
    any |= alnum(*q);
    if (*q == '.' && q[-1] == '.') return NULL; /* {0..n} */
    q++;
  }
  if (!any || q >= stop || *q != '}' || in[0] == ':' || in[0] == '.' || (twice && (q + 1 >= s->end || q[1] != '}')))
    return NULL;
  q += twice ? 2 : 1;
  /* {8F904BAF-…} is an identifier in braces, not a placeholder */
  if (!twice && *p == '{' && q - in > 32) return NULL;
  tml_fact *f = opaque(s, TML_F_PLACEHOLDER, p, q);
  f->in_start = off(s, in), f->in_end = off(s, q) - (twice ? 2 : 1);
  keyed(s, f, tml_hash(p, (size_t)(q - p)));
  return q;
}

static const char *percent(tml_scan *s, const char *p) {
  const char *q = p + 1, *stop = limit(s, p, 40);
  bool after_digit = s->ntok && s->tok[s->ntok - 1].kind == TML_T_NUM; /* 100% d… */
  if (!after_digit && q < stop) {
    if (alpha(*q)) {
      const char *r = q;
      while (r < stop && (alnum(*r) || *r == '_' || (*r == '(' || *r == ')'))) r++;
      if (r < stop && *r == '%' && r - q > 2) q = r + 1;     /* %APPDATA% */
      else if (r - q == 1 && strchr("sdiuxXfgc", *q)) q = r; /* %s */
      else q = p;
    } else if (digit(*q)) { /* %1$s; a bare %1 is Turkish or Basque for 1 % */
      while (q < stop && digit(*q)) q++;
      q = q + 1 < stop && *q == '$' && strchr("sdiuxXfgc@", q[1]) ? q + 2 : p;
    } else {
      q = p;
    }
    if (q > p + 1) {
      keyed(s, opaque(s, TML_F_PLACEHOLDER, p, q), tml_hash(p, (size_t)(q - p)));
      return q;
    }
  }
  plain(s, p, p + 1, '%');
  return p + 1;
}

/* A formula begins with none of these: the sign before them ends a regular expression, or names itself ('$'). */
static bool opens_no_formula(char c) { return c == ')' || c == ']' || c == '\'' || c == '"' || c == ',' || c == ';'; }

/* Three running words and no command of TeX: the signs stand in two expressions, and prose is between them. */
static bool is_prose(const char *p, const char *e) {
  unsigned words = 0;
  while (p < e) {
    if (*p == '\\' && p + 1 < e && alpha(p[1])) return false;
    const char *from = p;
    while (p < e && alpha(*p)) p++;
    if (p - from >= 3 && (p == e || blank(*p)) && from[-1] == ' ') words++;
    if (p == from) p++;
  }
  return words >= 3;
}

/* $…$ and $$…$$, only where the inside can be nothing else: TeX signs, or a letter or two. */
static const char *math(tml_scan *s, const char *p) {
  if (tml_scan_nones(s)->math && p >= tml_scan_nones(s)->math) return NULL;
  bool twice = p + 1 < s->end && p[1] == '$';
  const char *in = p + (twice ? 2 : 1), *stop = limit(s, p, 1024), *q = in;
  if (in >= s->end || ((blank(*in) || opens_no_formula(*in)) && !twice)) return NULL;
  bool tex = false;
  for (; q < stop; q++) {
    if (*q == '$') break;
    if (*q == '\\' || *q == '^' || *q == '_') tex = true;
    if (*q == '\\' && q + 1 < stop) q++;
  }
  if (q >= stop) {
    if (stop == s->end) tml_scan_nones(s)->math = p;
    return NULL;
  }
  if (twice ? q + 1 >= s->end || q[1] != '$' : blank(q[-1]) || (q + 1 < s->end && digit(q[1]))) return NULL;
  if (q == in || (!tex && q - in > 2)) return NULL;
  if ((!tex && !alpha(*in)) || (!twice && is_prose(in, q))) return NULL;
  tml_fact *f = opaque(s, TML_F_MATH, p, q + (twice ? 2 : 1));
  f->in_start = off(s, in), f->in_end = off(s, q);
  f->sub = twice;
  keyed(s, f, tml_hash(in, (size_t)(q - in)));
  return q + (twice ? 2 : 1);
}

static const char *dollar(tml_scan *s, const char *p) {
  s->out->marks |= TML_M_DOLLAR;
  const char *q = NULL;
  if (p + 1 < s->end && p[1] == '{') q = brace(s, p);
  if (!q) q = math(s, p);
  if (q) return q;
  plain(s, p, p + 1, '$');
  return p + 1;
}

/* "www." just read and a host behind it. */
static const char *dot(tml_scan *s, const char *p) {
  const tml_tok *t = s->ntok ? &s->tok[s->ntok - 1] : NULL;
  if (t && !s->pend && t->kind == TML_T_WORD && t->end - t->start == 3 && t->end == off(s, p) && s->end - p > 4 &&
      alnum(p[1])) {
    const char *w = s->p0 + t->start;
    if ((w[0] | 0x20) == 'w' && (w[1] | 0x20) == 'w' && (w[2] | 0x20) == 'w') {
      const char *e = bare_url(s, w, p);
      if (e) return e;
    }
  }
  join(s, p);
  plain(s, p, p + 1, '.');
  return p + 1;
}

const char *tml_scan_special(tml_scan *s, const char *p) {
  uint32_t mark = 0;
  const char *q;
  switch (*p) {
  case '.': return dot(s, p);
  case ':': return colon(s, p);
  case '`': return code(s, p);
  case '<': return tml_scan_less(s, p);
  case '&': s->out->marks |= TML_M_AMP; return tml_scan_reference(s, p);
  case '\\': return backslash(s, p);
  case '[': return open_bracket(s, p, false);
  case ']': return close_bracket(s, p);
  case '!':
    if (p + 1 < s->end && p[1] == '[') return open_bracket(s, p, true);
    break;
  case '%': return percent(s, p);
  case '$': return dollar(s, p);
  case '{':
    if ((q = brace(s, p))) return q;
    mark = TML_M_BRACKET;
    break;
  case '}':
  case '(':
  case ')': mark = TML_M_BRACKET; break;
  case '*':
  case '_': mark = TML_M_STAR; break;
  case '"': mark = TML_M_QUOTE; break;
  case '\'':
    if (s->pend && p + 1 < s->end && alpha(p[1])) tml_scan_hot(s, s->ntok); /* 'T */
    mark = TML_M_APOS;
    break;
  case '-': hyphen(s, p); break;
  case '@': tml_scan_hot(s, s->ntok); break;
  case '|': mark = TML_M_PIPE; break;
  case '#': mark = TML_M_HASHTAG; break;
  default: break;
  }
  s->out->marks |= mark;
  plain(s, p, p + 1, (unsigned char)*p);
  return p + 1;
}
