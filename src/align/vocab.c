/* vocab.c — one pass over a text gives its tokens (vocab.h).
 *
 * What not: no sheets of features: a batch of pages is read for what words go with what words, and this is all that
 * needs, at a tenth of the price.
 */
#include "vocab.h"

#include "tmlint/text.h"

#include <stdlib.h>

void vocab_free(vocab *v) {
  tml_map_free(&v->ids);
  free(v->v);
  *v = (vocab){0};
}

/* ---- letters -------------------------------------------------------------------------------------------------------- */

/* Diacritics folded: U+00E0–U+017F (lower case) to their letter; '\0': as it is. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo\0ouuuuyty" /* E0–FF */
                            "aaaaaaccccccccddddeeeeeeeeeegggg"  /* 100–11F */
                            "gggghhhhiiiiiiiiiiiijjkkklllllll"  /* 120–13F */
                            "lllnnnnnnnnnoooooooorrrrrrssssss"  /* 140–15F */
                            "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs"; /* 160–17F */
/* U+0430–U+045F, as the words of other languages are mostly written in Latin letters. */
static const char cyrillic[] = "abvgdeziiiklmnoprstufhccss'y'eua"
                               "eedgeziijlnckiud";
/* U+03B1–U+03C9 */
static const char greek[] = "abgdeziti"
                            "klmnxoprsstufxpo";

static uint32_t plain_letter(uint32_t c) { /* c: case folded */
  if (c < 0xDF) return c;
  if (c == 0xDF) return 's';
  if (c <= 0x17F) return latin[c - 0xE0] ? (uint32_t)latin[c - 0xE0] : c;
  if (c >= 0x218 && c <= 0x21B) return c < 0x21A ? 's' : 't';
  return c;
}
static uint32_t latin_letter(uint32_t c) { /* c: plain */
  if (c >= 0x430 && c <= 0x45F) return (uint32_t)cyrillic[c - 0x430];
  if (c >= 0x3B1 && c <= 0x3C9) return (uint32_t)greek[c - 0x3B1];
  if (c >= 0x3AC && c <= 0x3AF) return (uint32_t) "aehi"[c - 0x3AC]; /* accented */
  if (c >= 0x3CC && c <= 0x3CE) return c == 0x3CD ? 'u' : 'o';
  return c;
}

/* ---- numbers of tokens ------------------------------------------------------------------------------------------------ */

static uint32_t number_of(vocab *v, enum tok_class cls, const void *p, size_t n, const uint32_t *letters, unsigned nl) {
  bool fresh;
  uint64_t hash = tml_hash_mix(tml_hash(p, n), 0x51ED27 + (unsigned)cls);
  if (v->hashes) {
    bool learnt = (cls == TOK_WORD && nl >= 4) || cls == TOK_HANGUL || cls == TOK_GRAM;
    bool weak = cls == TOK_SIGN || (cls == TOK_WORD && nl < 4);
    return (uint32_t)(hash >> 34) | (learnt ? TML_TOK_LEARNT : 0) | (weak ? TML_TOK_WEAK : 0);
  }
  uint64_t *id = tml_map_put(&v->ids, hash, &fresh);
  if (!fresh) return (uint32_t)*id;
  *id = v->n;
  v->v = tml_grow(v->v, v->n + 1, &v->cap, sizeof *v->v);
  tok_info *t = &v->v[v->n];
  *t = (tok_info){.cls = (uint8_t)cls};
  for (unsigned i = 0; i < nl && t->n < TML_TOK_LETTERS; i++) t->s[t->n++] = (uint16_t)latin_letter(letters[i]);
  return v->n++;
}

static void put(vocab *v, tok_list *o, enum tok_class cls, const void *p, size_t n) {
  uint32_t id = number_of(v, cls, p, n, NULL, 0);
  o->v = tml_grow(o->v, o->n + 1, &o->cap, sizeof *o->v);
  o->v[o->n++] = id;
}

static void put_word(vocab *v, tok_list *o, const uint32_t *c, unsigned n, enum tok_class cls, unsigned stem) {
  unsigned k = n < stem ? n : stem;
  uint32_t id = number_of(v, cls, c, k * sizeof *c, c, n);
  o->v = tml_grow(o->v, o->n + 1, &o->cap, sizeof *o->v);
  o->v[o->n++] = id;
}

/* ---- what a memory knows of words (fit.h) ---- */

static void know(vocab *v, const tok_list *o, enum tml_script script, const char *p, size_t n) {
  if (!v->word) return;
  tok_info *t = &v->v[o->v[o->n - 1]];
  if (!t->word) t->word = v->word(script, p, n);
}

static enum tml_script script_of(uint32_t c) { return TML_CPI_SCRIPT(tml_cp_info(c)); }

/* Characters i and i + 1 of n: two of Han are known as they stand, a foreign word by its first three. */
static void know_gram(vocab *v, const tok_list *o, const uint32_t *c, unsigned i, unsigned n) {
  enum tml_script script = script_of(c[i]);
  if (v->v[o->v[o->n - 1]].word) return;
  unsigned most = script == TML_SCRIPT_KATAKANA ? 3 : 2;
  if (script != TML_SCRIPT_HAN && (script != TML_SCRIPT_KATAKANA || (i && script_of(c[i - 1]) == script))) return;
  char s[9];
  unsigned k = 0;
  for (; k < most && i + k < n && script_of(c[i + k]) == script && c[i + k] <= 0xFFFF; k++) {
    s[3 * k] = (char)(0xE0 | c[i + k] >> 12);
    s[3 * k + 1] = (char)(0x80 | (c[i + k] >> 6 & 63));
    s[3 * k + 2] = (char)(0x80 | (c[i + k] & 63));
  }
  if (k >= 2) know(v, o, script, s, 3 * k);
}

/* ---- the pass --------------------------------------------------------------------------------------------------------- */

typedef struct pass {
  vocab *v;
  tok_list *out;
  const char *p, *end;
  uint32_t chars;
} pass;

static void blanks_less(pass *x, const char *from, const char *to) {
  for (const char *q = from; q < to; q++) x->chars += (*q & 0xC0) != 0x80 && (unsigned char)*q > ' ';
}

static bool is_letter(char c) { return ((unsigned char)c | 32u) - 'a' < 26u; }

static bool is_locale(tml_str s) { /* xx or xx-yy(yy) */
  if (s.n != 2 && s.n != 5 && s.n != 7) return false;
  for (size_t i = 0; i < s.n; i++) {
    bool letter = is_letter(s.p[i]);
    if (i == 2 ? s.p[i] != '-' && s.p[i] != '_' : !letter) return false;
  }
  return true;
}

/* A link's target without protocol, locale segment and query. */
static void put_url(pass *x, const char *p, const char *end) {
  char buf[256];
  size_t n = 0;
  const char *q = memchr(p, ':', (size_t)(end - p));
  if (q && end - q > 2 && q[1] == '/' && q[2] == '/') p = q + 3;
  while (p < end && n < sizeof buf - 1) {
    const char *e = p;
    while (e < end && *e != '/' && *e != '?') e++;
    tml_str part = tml_str_n(p, (size_t)(e - p));
    if (!is_locale(part) || (n == 0 && e == end)) {
      for (const char *c = p; c < e && n < sizeof buf - 1; c++)
        buf[n++] = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
      buf[n++] = '/';
    }
    if (e < end && *e == '?') break;
    p = e + 1;
  }
  if (n > 1) put(x->v, x->out, TOK_URL, buf, n);
}

static bool at_url(const char *p, const char *end) {
  size_t n = (size_t)(end - p);
  return (n > 8 && memcmp(p, "https://", 8) == 0) || (n > 7 && memcmp(p, "http://", 7) == 0);
}

/* `code`; one backtick where it does not close. */
static bool code_span(pass *x) {
  const char *p = x->p;
  size_t run = 0;
  while (p + run < x->end && p[run] == '`') run++;
  for (const char *q = p + run; q < x->end;) {
    q = memchr(q, '`', (size_t)(x->end - q));
    if (!q) break;
    size_t k = 0;
    while (q + k < x->end && q[k] == '`') k++;
    if (k == run) {
      tml_str s = tml_str_trim(tml_str_n(p + run, (size_t)(q - p) - run));
      if (s.n) put(x->v, x->out, TOK_CODE, s.p, s.n);
      blanks_less(x, p, q + k);
      x->p = q + k;
      return true;
    }
    q += k;
  }
  return false;
}

/* <name …>, </name>, <https://…>; nothing where no > closes it on the line. */
static bool tag(pass *x) {
  const char *p = x->p + 1, *e = p;
  if (p < x->end && *p == '/') p++;
  if (p >= x->end || !is_letter(*p)) return false;
  for (e = p; e < x->end && *e != '>' && *e != '<' && e - p < 2000; e++) {
  }
  if (e >= x->end || *e != '>') return false;
  if (at_url(p, e)) {
    put_url(x, p, e);
  } else if (p[-1] != '/') {
    char name[16];
    size_t n = 0;
    while (n < sizeof name && p + n < e && is_letter(p[n])) name[n] = (char)(p[n] | 32), n++;
    put(x->v, x->out, TOK_TAG, name, n);
    for (const char *q = p + n; q + 6 < e; q++)
      if ((memcmp(q, "href=", 5) == 0 || memcmp(q, "src=", 4) == 0) && (q = memchr(q, '=', (size_t)(e - q))) != NULL) {
        char quote = q[1];
        const char *stop = quote == '"' || quote == '\'' ? memchr(q + 2, quote, (size_t)(e - q - 2)) : NULL;
        if (stop) put_url(x, q + 2, stop);
        break;
      }
  }
  x->p = e + 1;
  return true;
}

/* ](target "title") behind a link's text. */
static bool link_target(pass *x) {
  const char *p = x->p + 2, *e = p;
  unsigned depth = 0;
  for (; e < x->end && e - p < 2000; e++) {
    if (*e == '(') depth++;
    else if (*e == ')' && depth-- == 0) break;
    else if ((unsigned char)*e <= ' ') break;
  }
  if (e >= x->end || e - p >= 2000) return false;
  put(x->v, x->out, TOK_SIGN, "]", 1);
  if (e > p) put_url(x, p, e);
  x->p = *e == ')' ? e + 1 : e;
  x->chars += 3;
  return true;
}

static void number(pass *x) {
  char digits[40];
  size_t n = 0;
  while (x->p < x->end) {
    unsigned len;
    uint32_t c = tml_utf8_lenient(x->p, x->end, &len);
    int d = tml_cp_digit(c);
    if (d < 0) {
      /* a sign between digits */
      unsigned next;
      if (!(c == ',' || c == '.' || c == '\'' || c == 0x2019 || c == 0xA0 || c == 0x202F || c == 0x66B || c == 0x66C) ||
          x->p + len >= x->end || tml_cp_digit(tml_utf8_lenient(x->p + len, x->end, &next)) < 0)
        break;
      x->p += len;
      x->chars += 1;
      continue;
    }
    if (n < sizeof digits) digits[n++] = (char)('0' + d);
    x->p += len;
    x->chars++;
  }
  put(x->v, x->out, TOK_NUMBER, digits, n);
}

static void put_grams(pass *x, const uint32_t *c, unsigned n) {
  for (unsigned i = 0; i + 1 < n; i++) {
    put(x->v, x->out, TOK_GRAM, c + i, 2 * sizeof *c);
    if (x->v->word) know_gram(x->v, x->out, c, i, n);
  }
}

/* A run of one kind of letters. */
static void letters(pass *x, uint32_t first_info) {
  enum { ROOM = 64 };
  uint32_t c[ROOM];
  unsigned n = 0;
  enum tml_script script = TML_CPI_SCRIPT(first_info);
  bool grams = tml_script_unspaced(script);
  const char *from = x->p;
  while (x->p < x->end) {
    unsigned len = 1;
    uint32_t cp = (unsigned char)*x->p < 0x80 ? (unsigned char)*x->p : tml_utf8_lenient(x->p, x->end, &len);
    uint16_t info = tml_cp_info(cp);
    enum tml_cp_type t = TML_CPI_TYPE(info);
    if (t == TML_CP_MARK || t == TML_CP_FORMAT) {
      x->p += len;
      if (t == TML_CP_MARK && script >= TML_SCRIPT_DEVANAGARI && n < ROOM) c[n++] = cp; /* vowels of Indic and Thai */
      continue;
    }
    if (t != TML_CP_LETTER || tml_script_unspaced(TML_CPI_SCRIPT(info)) != grams ||
        (script == TML_SCRIPT_HANGUL) != (TML_CPI_SCRIPT(info) == TML_SCRIPT_HANGUL))
      break;
    x->p += len;
    x->chars++;
    if (n == ROOM) {
      if (!grams) continue;
      put_grams(x, c, n);
      c[0] = c[n - 1], n = 1;
    }
    c[n++] = plain_letter(tml_cp_fold(cp));
  }
  if (grams) {
    put_grams(x, c, n);
    if (n == 1) put(x->v, x->out, TOK_GRAM, c, sizeof *c);
  } else if (script == TML_SCRIPT_HANGUL) {
    size_t all = (size_t)(x->p - from);
    put_word(x->v, x->out, c, n < 2 ? n : 2, TOK_HANGUL, 2);
    know(x->v, x->out, script, from, all < 6 ? all : 6);
    if (n < 4) return;
    put_word(x->v, x->out, c + 2, 2, TOK_HANGUL, 2);
    if (all >= 12) know(x->v, x->out, script, from + 6, 6);
  } else if (n > 1) {
    put_word(x->v, x->out, c, n, TOK_WORD, TML_TOK_STEM);
    know(x->v, x->out, script, from, (size_t)(x->p - from));
  }
}

static char sign_of(uint32_t c) {
  if (c < 0x80) return strchr("?!:;()[]*|%", (int)c) && c ? (char)c : 0;
  if (c >= 0xFF01 && c <= 0xFF5E) return sign_of(c - 0xFEE0);
  switch (c) {
  case 0x61F:
  case 0x37E: return '?';
  case 0x61B: return ';';
  case 0x66A: return '%';
  default: return 0;
  }
}

uint32_t vocab_tokens(vocab *v, const tml_text *t, tok_list *out) {
  pass x = {v, out, t->p, t->p + t->n, 0};
  while (x.p < x.end) {
    char b = *x.p;
    if (b == '`' && code_span(&x)) continue;
    if (b == '<' && tag(&x)) continue;
    if (b == ']' && x.p + 1 < x.end && x.p[1] == '(' && link_target(&x)) continue;
    if (b == 'h' && at_url(x.p, x.end)) {
      const char *e = x.p;
      while (e < x.end && (unsigned char)*e > ' ' && (unsigned char)*e < 0x80 && !strchr("<>\")]", *e)) e++;
      put_url(&x, x.p, e);
      blanks_less(&x, x.p, e);
      x.p = e;
      continue;
    }
    unsigned len = 1;
    uint32_t c = (unsigned char)b < 0x80 ? (unsigned char)b : tml_utf8_lenient(x.p, x.end, &len);
    uint16_t info = tml_cp_info(c);
    switch (TML_CPI_TYPE(info)) {
    case TML_CP_LETTER: letters(&x, info); continue;
    case TML_CP_DIGIT: number(&x); continue;
    case TML_CP_SPACE:
    case TML_CP_CONTROL: break;
    default: {
      char s = sign_of(c);
      if (s) put(v, out, TOK_SIGN, &s, 1);
      x.chars++;
    }
    }
    x.p += len;
  }
  return x.chars;
}
