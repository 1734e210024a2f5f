/* tokens.c — the tokens of a text, by which fit.c counts and judges (fit.h): hashes, marked where others can be learnt
 * to go with them.
 *
 * A token is a word cut to its first letters (two characters where words are not spaced or are Hangul, two clusters of
 * Thai; a name with a capital inside is whole), a number, an inline, a sign. Of a text those whose hashes are least
 * count, each once, ascending.
 */
#include "fit.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define WIDE
#include <immintrin.h>
#endif

enum { STEM = 6, LEAST = 4 /* letters of a Latin word */ };
enum { NUMBER = 1, PLAIN, LATIN, GRAM, OTHER, SIGN };
enum { ROOM = TML_FIT_ROOM };

/* ---- the least of them ---- */

unsigned tml_fit_least_plain(int32_t *v, unsigned n) {
  unsigned kept = 0;
  for (unsigned i = 1; i < n; i++) {
    int32_t x = v[i];
    unsigned k = i;
    for (; k > 0 && v[k - 1] > x; k--) v[k] = v[k - 1];
    v[k] = x;
  }
  for (unsigned i = 0; i < n && kept < TML_FIT_MOST; i++)
    if (!i || v[i] != v[i - 1]) v[kept++] = v[i];
  return kept;
}

#ifdef WIDE
#define AVX2 __attribute__((target("avx2")))

/* Each of eight and its partner: the lesser one goes where `greater` has no bit. */
#define SORT(v, partners, greater)                                                                                     \
  _mm256_blend_epi32(_mm256_min_epi32(v, partners), _mm256_max_epi32(v, partners), greater)
#define NEXT(v) _mm256_shuffle_epi32(v, 0xB1)
#define REVERSED(v) _mm256_permute4x64_epi64(_mm256_shuffle_epi32(v, 0x1B), 0x4E)

/* Eight that rise and fall, sorted. */
AVX2 static inline __m256i rising(__m256i v) {
  v = SORT(v, _mm256_permute2x128_si256(v, v, 1), 0xF0);
  v = SORT(v, _mm256_shuffle_epi32(v, 0x4E), 0xCC);
  return SORT(v, NEXT(v), 0xAA);
}

AVX2 static inline __m256i sorted(__m256i v) {
  v = SORT(v, NEXT(v), 0xAA);
  v = SORT(v, _mm256_shuffle_epi32(v, 0x1B), 0xCC);
  v = SORT(v, NEXT(v), 0xAA);
  v = SORT(v, REVERSED(v), 0xF0);
  v = SORT(v, _mm256_shuffle_epi32(v, 0x4E), 0xCC);
  return SORT(v, NEXT(v), 0xAA);
}

AVX2 static inline void sort_two(__m256i *a, __m256i *b) {
  __m256i x = sorted(*a), y = sorted(*b);
  y = REVERSED(y);
  *a = rising(_mm256_min_epi32(x, y)), *b = rising(_mm256_max_epi32(x, y));
}

/* Of four values those whose bits are set, side by side; how many. */
#define ONE(k) 4 * (k), 4 * (k) + 1, 4 * (k) + 2, 4 * (k) + 3
static const _Alignas(16) uint8_t packed[16][16] = {
    {0},
    {ONE(0)},
    {ONE(1)},
    {ONE(0), ONE(1)},
    {ONE(2)},
    {ONE(0), ONE(2)},
    {ONE(1), ONE(2)},
    {ONE(0), ONE(1), ONE(2)},
    {ONE(3)},
    {ONE(0), ONE(3)},
    {ONE(1), ONE(3)},
    {ONE(0), ONE(1), ONE(3)},
    {ONE(2), ONE(3)},
    {ONE(0), ONE(2), ONE(3)},
    {ONE(1), ONE(2), ONE(3)},
    {ONE(0), ONE(1), ONE(2), ONE(3)},
};
static const uint8_t packed_n[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};

/* Behind the n values stand greater ones. */
AVX2 static unsigned wide_least(int32_t *v, unsigned n) {
  __m256i *at = (__m256i *)(void *)v, a = _mm256_loadu_si256(at), b = a;
  if (n <= 8) {
    a = sorted(a);
    _mm256_storeu_si256(at, a);
  } else {
    b = _mm256_loadu_si256(at + 1);
    sort_two(&a, &b);
    if (n > 16) {
      __m256i c = _mm256_loadu_si256(at + 2), d = _mm256_loadu_si256(at + 3), x, y;
      sort_two(&c, &d);
      x = REVERSED(d), y = REVERSED(c);
      c = _mm256_max_epi32(a, x), d = _mm256_max_epi32(b, y);
      a = _mm256_min_epi32(a, x), b = _mm256_min_epi32(b, y);
      _mm256_storeu_si256(at + 2, rising(_mm256_min_epi32(c, d)));
      _mm256_storeu_si256(at + 3, rising(_mm256_max_epi32(c, d)));
      x = _mm256_min_epi32(a, b), y = _mm256_max_epi32(a, b);
      a = rising(x), b = rising(y);
    }
    _mm256_storeu_si256(at, a);
    _mm256_storeu_si256(at + 1, b);
  }
  /* The first sixteen beside the ones behind them: mostly no two are equal. */
  const __m256i on = _mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 0);
  const __m256i behind = _mm256_permutevar8x32_epi32(b, on);
  const __m256i low = _mm256_blend_epi32(_mm256_permutevar8x32_epi32(a, on), behind, 0x80);
  unsigned same = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(a, low)));
  same |= (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(b, behind))) << 8;
  const unsigned most = n < TML_FIT_MOST ? n : TML_FIT_MOST;
  same &= (1u << most >> 1) - (most > 0);
  if (!same) return most;
  unsigned kept = 0;
  for (unsigned i = 0; i < n && kept < TML_FIT_MOST; i += 4) { /* the last of equal ones, four at a time */
    const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(v + i));
    const __m128i y = _mm_loadu_si128((const __m128i *)(const void *)(v + i + 1));
    const unsigned left = n - i < 4 ? n - i : 4;
    const unsigned keep = ~(unsigned)_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(x, y))) & ((1u << left) - 1);
    const __m128i to = _mm_load_si128((const __m128i *)(const void *)packed[keep]);
    _mm_storeu_si128((__m128i *)(void *)(v + kept), _mm_shuffle_epi8(x, to));
    kept += packed_n[keep];
  }
  return kept < TML_FIT_MOST ? kept : TML_FIT_MOST;
}
#endif

unsigned tml_fit_least(int32_t *v, unsigned n) {
#ifdef WIDE
  if (__builtin_cpu_supports("avx2")) return wide_least(v, n);
#endif
  return tml_fit_least_plain(v, n);
}

/* ---- of a text ---- */

#define INLINE static inline __attribute__((always_inline))

/* The first 31 bits of tml_hash_mix. */
INLINE uint32_t token(uint64_t w, unsigned kind) {
  return (uint32_t)(((w ^ kind) * UINT64_C(0xFF51AFD7ED558CCD)) >> 33);
}

/* As they come. A word's highest bit is 0 here, so that signed order is that of hashes. */
typedef struct bag {
  unsigned n;
  int32_t most; /* it and greater ones are not among the least any more; INT32_MAX is no token */
} bag;

/* What stands behind the values when they are sorted, sixteen at a time. */
enum { BEHIND = 16 };
#define FOUR INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX
static const int32_t none[BEHIND] = {FOUR, FOUR, FOUR, FOUR};

static __attribute__((cold, noinline)) unsigned settle(int32_t *v) {
  memcpy(v + ROOM, none, sizeof none);
  return tml_fit_least(v, ROOM);
}

INLINE void put(bag *o, int32_t *v, uint64_t w, unsigned kind, uint32_t mark) {
  const int32_t x = (int32_t)(token(w, kind) ^ mark);
  if (x >= o->most) return;
  v[o->n++] = x;
  if (TML_LIKELY(o->n < ROOM)) return;
  o->n = settle(v);
  if (o->n == TML_FIT_MOST) o->most = v[TML_FIT_MOST - 1];
}
enum { WORD = 0 };
static const uint32_t ELSE = LEARNT;

/* The first n bytes, n <= 8; eight can be read wherever a text was scanned. */
INLINE uint64_t first_bytes(const char *p, uint32_t n) {
#define FIRST(n) ((UINT64_C(1) << 8 * (n)) - 1)
  static const uint64_t mask[9] = {0,        FIRST(1), FIRST(2), FIRST(3),    FIRST(4),
                                   FIRST(5), FIRST(6), FIRST(7), ~UINT64_C(0)};
  uint64_t w;
  memcpy(&w, p, sizeof w);
  return w & mask[n];
}

/* Thai writes no blanks, but what stands before, above, below and behind a consonant tells where a syllable may begin:
 * two such clusters are about a word. Letters of three bytes. */
INLINE void put_clusters(bag *o, int32_t *v, const char *p, uint32_t n) {
  uint64_t before = 0, cluster = 0;
  bool any = false, leads = false;
  for (uint32_t i = 0; i + 3 <= n; i += 3) {
    uint32_t c = ((unsigned char)p[i + 1] & 1u) << 6 | ((unsigned char)p[i + 2] & 63u);
    bool follows = (c >= 0x30 && c <= 0x3A) || c == 0x45 || (c >= 0x47 && c <= 0x4E);
    if (cluster && !follows && !leads) {
      if (any) put(o, v, tml_hash_mix(before, cluster), GRAM, WORD);
      any = true, before = cluster, cluster = 0;
    }
    cluster = tml_hash_mix(cluster, c + 1);
    leads = c >= 0x40 && c <= 0x44;
  }
  put(o, v, any ? tml_hash_mix(before, cluster) : cluster, GRAM, WORD);
}

/* Characters of three bytes, nine bytes at most. */
INLINE uint64_t gram(const char *p, uint32_t n) {
  return tml_hash_mix(first_bytes(p, n < 8 ? n : 8), n > 8 ? first_bytes(p + 8, n - 8) : 0);
}

/* Without CAPSIN. */
INLINE uint64_t latin(const tml_tok *t, const char *p, uint32_t n) {
  uint64_t w = first_bytes(p, n < STEM ? n : STEM);
  if (!(t->flags & (TML_TF_UPPER | TML_TF_ALLCAPS))) return w;
  uint64_t high = w & UINT64_C(0x8080808080808080), low = w ^ high; /* A–Z to a–z, eight at a time */
  uint64_t from = low + UINT64_C(0x3F3F3F3F3F3F3F3F), beyond = low + UINT64_C(0x2525252525252525);
  return w | ((from & ~beyond & ~high & UINT64_C(0x8080808080808080)) >> 2);
}

/* Letters of two or three bytes, six bytes or more; marks count. */
static uint64_t other(const tml_tok *t, const char *p, uint32_t n) {
  if (t->script == TML_SCRIPT_ARABIC && n > 8 && memcmp(p, "\xD8\xA7\xD9\x84", 4) == 0)
    p += 4, n -= 4; /* the article */
  uint32_t most = (unsigned char)*p < 0xE0 ? 2 * STEM : 15;
  if (n > most) n = most;
  uint64_t w[2] = {first_bytes(p, n < 8 ? n : 8), n > 8 ? first_bytes(p + 8, n - 8) : 0};
  if (t->script == TML_SCRIPT_CYRILLIC && t->flags & TML_TF_UPPER) { /* the first letter's case */
    uint32_t c = ((unsigned char)p[0] & 31u) << 6 | ((unsigned char)p[1] & 63u);
    c += c < 0x410 ? 0x50 : c < 0x430 ? 0x20 : 0;
    w[0] = (w[0] & ~UINT64_C(0xFFFF)) | (0xC0 | c >> 6) | (uint64_t)(0x80 | (c & 63)) << 8;
  }
  return tml_hash_mix(w[0], w[1]);
}

uint32_t tml_fit_word(enum tml_script script, const char *word, size_t n) {
  enum { READ = 32, AHEAD = 8 };
  char p[READ + AHEAD] = {0};
  const uint32_t len = (uint32_t)(n < READ ? n : READ);
  memcpy(p, word, len);
  const uint32_t c = n > 1 ? ((unsigned char)p[0] & 31u) << 6 | ((unsigned char)p[1] & 63u) : 0;
  tml_tok t = {.script = (uint8_t)script, .flags = c >= 0x400 && c < 0x430 ? TML_TF_UPPER : 0};
  if (script == TML_SCRIPT_LATIN) {
    t.flags = TML_TF_UPPER;
    return len < LEAST ? 0 : token(latin(&t, p, len), LATIN) | LEARNT;
  }
  if (script == TML_SCRIPT_HANGUL || script == TML_SCRIPT_HAN) return token(gram(p, len < 6 ? len : 6), GRAM) | LEARNT;
  if (script == TML_SCRIPT_KATAKANA) return token(gram(p, len < 9 ? len : 9), GRAM) | LEARNT;
  return tml_script_unspaced(script) || len < 6 ? 0 : token(other(&t, p, len), OTHER) | LEARNT;
}

/* A sign that counts, or 0. */
INLINE uint32_t sign(uint32_t c) {
  /* ? ! : ( ) [ ] * | % / + = < > _ @ # $ & */
  static const uint64_t wanted[2] = {UINT64_C(0xF4008F7A00000000), UINT64_C(0x10000000A8000001)};
  if (c >= 0x80) {
    if (c == 0x61F) c = '?';
    else if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    else return 0;
  }
  return wanted[c >> 6] >> (c & 63) & 1 ? c : 0;
}

unsigned tml_fit_tokens(const tml_sheet *s, uint32_t *out) {
  int32_t v[ROOM + BEHIND];
  bag o = {0, INT32_MAX};
  const char *text = s->text->p;
  for (const tml_tok *t = s->tok, *end = t + s->ntok; t < end; t++) {
    if (t->kind != TML_T_WORD) {
      if (t->kind != TML_T_PUNCT) {
        put(&o, v, t->hash, t->kind == TML_T_NUM ? NUMBER : PLAIN, ELSE);
      } else {
        uint32_t c = sign(t->cp);
        if (c) put(&o, v, c, SIGN, ELSE);
      }
      continue;
    }
    const char *p = text + t->start;
    const uint32_t n = t->end - t->start;
    if (t->script == TML_SCRIPT_LATIN) {
      if (t->flags & TML_TF_CAPSIN) put(&o, v, t->hash, LATIN, WORD); /* a name */
      else if (n >= LEAST) put(&o, v, latin(t, p, n), LATIN, WORD);
      continue;
    }
    /* Characters of three bytes: so many bytes at a time, so many on, of so many. */
    uint32_t size = 6, step = 3, all = n;
    if (t->script == TML_SCRIPT_HIRAGANA) continue; /* endings and particles */
    if (t->script == TML_SCRIPT_HANGUL) {
      step = 6, all = n < 12 ? (n < 6 ? n : 6) : 12;
    } else if (t->script == TML_SCRIPT_KATAKANA) {
      size = step = 9, all = n < 9 ? n : 9; /* a foreign word */
    } else if (t->script == TML_SCRIPT_THAI) {
      put_clusters(&o, v, p, n);
      continue;
    } else if (!tml_script_unspaced(t->script)) {
      if (n >= 6) put(&o, v, other(t, p, n), OTHER, WORD);
      continue;
    }
    for (uint32_t at = 0; at == 0 || at + size <= all; at += step)
      put(&o, v, gram(p + at, all < size ? all : size), GRAM, WORD);
  }
  memcpy(v + o.n, none, sizeof none);
  unsigned n = tml_fit_least(v, o.n);
  for (unsigned i = 0; i < TML_FIT_MOST; i++) out[i] = (uint32_t)v[i] ^ LEARNT;
  return n;
}
