/* scan.h — inside the feature scan: the state that scan.c (tokens), word.c (words that are not ASCII), inline.c (code,
 * links …) and tag.c (tags, references) share. */
#ifndef TMLINT_FEAT_SCAN_H
#define TMLINT_FEAT_SCAN_H

#include "tmlint/feat.h"

#if defined __SSE2__
#include <emmintrin.h>
#endif

enum { TML_LOOK = 4096, TML_NEST = 32 }; /* bytes looked ahead for a closer; open brackets remembered */

/* Beyond these no closer stands: it is not sought again. */
typedef struct tml_scan_none {
  const char *code[8]; /* by run length, the last for longer ones */
  const char *paren, *comment, *math;
} tml_scan_none;

typedef struct tml_scan {
  const tml_featctx *ctx;
  tml_sheet *out;
  const char *p0, *end; /* sixteen bytes behind end may be read */
  tml_tok *tok;
  uint32_t ntok;
  size_t tok_cap;
  unsigned pend;           /* TML_TF_… of the white space before the next token */
  uint32_t open[TML_NEST]; /* tokens of '[' that may open a link, innermost last */
  unsigned nopen;
  bool again;    /* a token was changed after it was made: the hashes are made anew at the end */
  bool none_set; /* `none` is filled: tml_scan_nones */
  tml_scan_none none;
} tml_scan;

/* What is known not to follow; most texts never ask. */
static inline tml_scan_none *tml_scan_nones(tml_scan *s) {
  if (!s->none_set) s->none = (tml_scan_none){0}, s->none_set = true;
  return &s->none;
}

void tml_scan_hot_slow(tml_scan *s, uint32_t tok);
/* The token may begin something that later stages look for. */
static inline void tml_scan_hot(tml_scan *s, uint32_t tok) {
  tml_sheet *o = s->out;
  if (o->nhot && o->hot[o->nhot - 1] >= tok) return;
  if (TML_UNLIKELY(o->nhot == o->hot_cap)) tml_scan_hot_slow(s, tok);
  else o->hot[o->nhot++] = tok;
}

/* ---- bytes at a time ---- */

#define TML_EACH(b) (UINT64_C(0x0101010101010101) * (b))

#if !defined __SSE2__
/* The top bits of eight bytes, side by side. */
static inline uint32_t tml_top_bits(uint64_t x) {
  return (uint32_t)((x >> 7 & TML_EACH(1)) * UINT64_C(0x0102040810204080) >> 56);
}
#endif

/* How many ASCII letters stand at p, up to sixteen. */
static inline unsigned tml_letters16(const char *p) {
#if defined __SSE2__
  __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
  /* letters from 0 to 25, so that with as much as fits below 128 added the others have the top bit */
  __m128i y = _mm_sub_epi8(_mm_or_si128(x, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
  uint32_t others = (uint32_t)_mm_movemask_epi8(_mm_adds_epu8(y, _mm_set1_epi8(127 - 25)));
#else
  uint32_t others = 0;
  for (unsigned i = 0; i < 16; i += 8) {
    uint64_t x;
    memcpy(&x, p + i, 8);
    uint64_t y = (x & TML_EACH(0x7F)) | TML_EACH(0x20);
    others |= tml_top_bits(~((y + TML_EACH(0x80 - 'a')) & ~(y + TML_EACH(0x80 - 'z' - 1)) & ~x)) << i;
  }
#endif
  return (unsigned)__builtin_ctz(others | 1u << 16);
}

/* Bit 5 of the sixteen bytes at p, which small letters have and capitals do not. */
static inline uint32_t tml_small16(const char *p) {
#if defined __SSE2__
  __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
  return (uint32_t)_mm_movemask_epi8(_mm_slli_epi16(x, 2));
#else
  uint64_t x, y;
  memcpy(&x, p, 8);
  memcpy(&y, p + 8, 8);
  return tml_top_bits(x << 2) | tml_top_bits(y << 2) << 8;
#endif
}

/* The first n bytes (at most eight) of a word of eight. */
extern const uint64_t tml_first_bytes[9];

/* As tml_hash; eight bytes behind the last may be read. */
static inline uint64_t tml_hash_bytes(const char *p, size_t n) {
  uint64_t h = UINT64_C(0x9E3779B97F4A7C15) ^ n, w;
  for (; n >= 8; p += 8, n -= 8) {
    memcpy(&w, p, 8);
    h = tml_hash_mix(h, w);
  }
  if (!n) return h;
  memcpy(&w, p, 8);
  return tml_hash_mix(h, w & tml_first_bytes[n]);
}

/* ---- words that are not ASCII (word.c) ---- */

typedef struct tml_scan_word {
  uint64_t hash;
  uint32_t letters;
  uint16_t flags;
  uint8_t script;
  bool upper; /* has a capital */
} tml_scan_word;

/* A word with letters that are not ASCII: where it ends. `p` stands at the first of them; the letters before it, from
 * `from` on, are ASCII. */
const char *tml_scan_wide(const tml_scan *s, const char *from, const char *p, tml_scan_word *out);
/* A word of a script that has three bytes a letter and no case; up to q (3 bytes a letter) it was read already. NULL
 * where it has something (ZWJ, full-width letters) that tml_scan_wide must look at. */
const char *tml_scan_long(const tml_scan *s, const char *from, const char *q, unsigned script, tml_scan_word *out);
/* Either of them, by what the letter at p is. */
const char *tml_scan_letter(const tml_scan *s, const char *p, uint16_t info, tml_scan_word *out);

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
void tml_scan_more_tokens(tml_scan *s);
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
