/* scan.h — inside the feature scan: the state that scan.c (tokens), inline.c (code, links …) and tag.c (tags,
 * references) share. */
#ifndef TMLINT_FEAT_SCAN_H
#define TMLINT_FEAT_SCAN_H

#include "tmlint/feat.h"

enum { TML_LOOK = 4096, TML_NEST = 32 }; /* bytes looked ahead for a closer; open brackets remembered */

/* Beyond these no closer stands: it is not sought again. */
typedef struct tml_scan_none {
  const char *code[8]; /* by run length, the last for longer ones */
  const char *paren, *comment, *math;
} tml_scan_none;

typedef struct tml_scan {
  const tml_featctx *ctx;
  tml_sheet *out;
  const char *p0, *end; /* eight bytes behind end may be read */
  tml_tok *tok;
  uint32_t ntok;
  size_t tok_cap;
  unsigned pend;           /* TML_TF_… of the white space before the next token */
  uint32_t open[TML_NEST]; /* tokens of '[' that may open a link, innermost last */
  unsigned nopen;
  tml_scan_none none;
} tml_scan;

void tml_scan_hot_slow(tml_scan *s, uint32_t tok);
/* The token may begin something that later stages look for. */
static inline void tml_scan_hot(tml_scan *s, uint32_t tok) {
  tml_sheet *o = s->out;
  if (o->nhot && o->hot[o->nhot - 1] >= tok) return;
  if (TML_UNLIKELY(o->nhot == o->hot_cap)) tml_scan_hot_slow(s, tok);
  else o->hot[o->nhot++] = tok;
}

/* ---- what the files of the scan share ---- */

static inline bool alpha(char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static inline bool digit(char c) { return (unsigned char)(c - '0') < 10; }
static inline bool alnum(char c) { return alpha(c) || digit(c); }
static inline bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static inline bool ascii_punct(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
static inline uint32_t off(const tml_scan *s, const char *p) { return (uint32_t)(p - s->p0); }
static inline const char *limit(const tml_scan *s, const char *p, size_t n) {
  return (size_t)(s->end - p) > n ? p + n : s->end;
}

tml_tok *tml_scan_token(tml_scan *s, int kind, const char *from, const char *to);
void tml_scan_open_tokens(tml_scan *s, uint32_t bytes);
void tml_scan_more_tokens(tml_scan *s);
void tml_scan_close_tokens(tml_scan *s);
/* TML_M_… that a sign sets. */
uint32_t tml_scan_sign_marks(uint32_t cp);
/* At an ASCII sign that may begin an inline: makes tokens and facts, returns where to go on. */
const char *tml_scan_special(tml_scan *s, const char *p);
/* Key of a URL: without scheme, "www.", locale segment, trailing slash; &amp; and \-escapes undone; case of the host
 * ignored. */
uint64_t tml_url_key(const char *p, size_t n);

/* The same, and sets TML_FF_LOCALE where it holds a locale segment. */
uint64_t tml_scan_url_key(const char *p, size_t n, uint16_t *flags);
/* At '<' and '&' (tag.c). */
const char *tml_scan_less(tml_scan *s, const char *p);
const char *tml_scan_reference(tml_scan *s, const char *p);

/* A sign. */
static inline tml_tok *plain(tml_scan *s, const char *p, const char *to, uint32_t cp) {
  tml_tok *t = tml_scan_token(s, TML_T_PUNCT, p, to);
  t->cp = cp;
  t->hash = cp;
  return t;
}

/* A fact that stands as one token. */
static inline tml_fact *opaque(tml_scan *s, int kind, const char *from, const char *to) {
  tml_tok *t = tml_scan_token(s, TML_T_FACT, from, to);
  tml_fact *f = tml_feat_add(s->ctx, s->out, kind, off(s, from), off(s, to));
  f->tok = s->ntok - 1;
  f->ntok = 1;
  t->owner = s->out->nfact;
  return f;
}

static inline void keyed(tml_scan *s, tml_fact *f, uint64_t key) {
  f->key = key;
  s->tok[f->tok].hash = tml_hash_mix(key, f->kind);
}

/* Hash of the bytes, ASCII letters lower-cased. */
static inline uint64_t lower_hash(const char *p, size_t n) {
  char small[256];
  if (n > sizeof small) return tml_hash(p, n);
  for (size_t i = 0; i < n; i++) small[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] | 0x20) : p[i];
  return tml_hash(small, n);
}

#endif
