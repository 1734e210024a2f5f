/* fit.c — words that go together in two languages, counted (fit.h): tables, scores. Tokens: tokens.c; the section of a
 * memory file: fit_file.c; words for the alignment: words.c.
 *
 * Every word of a source is counted with every word of its target, each pair of words in two cells of a table; the
 * lesser of the two is its count, so that what shares one cell does little harm. A cell is found by the first bits of a
 * hash: a table is halved by adding neighbours.
 *
 * A token is explained by the token of the other text that it goes with most: n(s,t)·N / (n(s)·n(t)), how much likelier
 * it is beside that one than anywhere, times n(s,t) / min(n(s), n(t)), for words of one subject meet, too, but less
 * often than a word and its translation; the same number, name or sign on both sides explains itself. The score is the
 * mean over both texts' tokens of the logarithm of that, mixed with 1 and capped, weighted by how rare the token is.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#endif
#include "fit.h"
#include "pair.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define WIDE
#include <immintrin.h>
#endif
#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>

/* ---- records ---- */

static uint16_t least16(uint32_t n) { return (uint16_t)(n < UINT16_MAX ? n : UINT16_MAX); }

/* Lengths tell nothing where a formula is one side's and letters the other's, and where what is written in letters of
 * its own has kept a good part in Latin ones: names, code, titles with their translation behind them. */
static bool lengths_tell(const tml_page *page, const tml_sheet *s, const tml_sheet *t) {
  if (tml_sheet_has(s, TML_F_MATH) || tml_sheet_has(t, TML_F_MATH)) return false;
  if (page->source_locale && page->source_locale->scripts[0] == TML_SCRIPT_LATIN && s->latin * 5 < s->letters * 4)
    return false;
  int script = page->target_locale ? page->target_locale->scripts[0] : TML_SCRIPT_UNKNOWN;
  return script == TML_SCRIPT_LATIN || t->latin * 5 < t->letters * 2;
}

void tml_fit_record(const tml_page *page, tml_buf *out) {
  const tml_doc *d = page->doc;
  size_t at = out->n;
  record_head h = {.language = tml_hash_mix(tml_hash(d->source_language.p, d->source_language.n),
                                            tml_hash(d->target_language.p, d->target_language.n))};
  tml_buf_put(out, &h, sizeof h);
  tml_buf_reserve(out, d->nsegs * (sizeof(fit_pair) + 24 * sizeof(uint32_t)));
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *g = &d->segs[i];
    if (!g->source.p || !g->target.p || g->ctx & TML_CTX_FENCE || !page->source[i].ntok || !page->target[i].ntok)
      continue;
    const tml_sheet *s = &page->source[i], *t = &page->target[i];
    fit_pair p = {
        .start = g->start, .segment = i, .target = (uint32_t)(t->content >> 32), .taught = tml_pair_teaches(page, i)};
    if (lengths_tell(page, s, t)) p.letters[0] = least16(s->letters), p.letters[1] = least16(t->letters);
    tml_buf_put(out, &p, sizeof p);
    h.n++, h.taught += p.taught;
  }
  for (uint32_t i = 0, k = 0; k < h.n; i++) {
    fit_pair *p = (fit_pair *)(void *)(out->p + at + sizeof h) + k;
    if (p->segment != i) continue;
    p->tokens = h.tokens;
    const tml_sheet *sheet[2] = {&page->source[i], &page->target[i]};
    for (int x = 0; x < 2; x++) {
      tml_buf_reserve(out, TML_FIT_MOST * sizeof(uint32_t));
      unsigned n = tml_fit_tokens(sheet[x], (uint32_t *)(void *)(out->p + out->n));
      p = (fit_pair *)(void *)(out->p + at + sizeof h) + k;
      p->n[x] = (uint8_t)n, h.tokens += n;
      out->n += n * sizeof(uint32_t);
    }
    k++;
  }
  memcpy(out->p + at, &h, sizeof h);
}

size_t tml_fit_length(tml_str records) {
  record_head h;
  if (records.n < sizeof h) return records.n;
  memcpy(&h, records.p, sizeof h);
  return sizeof h + h.n * sizeof(fit_pair) + h.tokens * sizeof(uint32_t);
}

size_t tml_fit_count(tml_str record) {
  record_head h = {0};
  if (record.n >= sizeof h) memcpy(&h, record.p, sizeof h);
  return h.n;
}

uint64_t tml_fit_language(tml_str record, uint32_t *taught) {
  record_head h = {0};
  if (record.n >= sizeof h) memcpy(&h, record.p, sizeof h);
  *taught = h.taught;
  return h.language;
}

fit_pair tml_fit_pair_of(tml_str record, size_t i) {
  fit_pair p;
  memcpy(&p, record.p + sizeof(record_head) + i * sizeof p, sizeof p);
  return p;
}

tml_fit_pair tml_fit_at(tml_str record, size_t i) {
  fit_pair p = tml_fit_pair_of(record, i);
  return (tml_fit_pair){p.start, p.segment};
}

/* Sixteen bytes at a step, as many as there may be, where the record is so long. */
static inline void copy(uint32_t *to, const char *from, unsigned n, const char *end) {
  if ((size_t)(end - from) >= TML_FIT_MOST * sizeof *to) memcpy(to, from, TML_FIT_MOST * sizeof *to);
  else memcpy(to, from, n * sizeof *to);
}

void tml_fit_tokens_of(tml_str record, const fit_pair *p, uint32_t *source, uint32_t *target) {
  record_head h;
  memcpy(&h, record.p, sizeof h);
  const char *at = record.p + sizeof h + h.n * sizeof(fit_pair) + p->tokens * sizeof(uint32_t);
  copy(source, at, p->n[0], record.p + record.n);
  copy(target, at + p->n[0] * sizeof(uint32_t), p->n[1], record.p + record.n);
}

unsigned tml_fit_words(const uint32_t *v, unsigned n) {
  unsigned words = 0;
  for (unsigned i = 0; i < n; i++) words += (v[i] & LEARNT) != 0;
  return words;
}

/* ---- tables ---- */

/* All tables together have 2^ROOM_BITS cells of pairs at most. */
static unsigned bits_for(size_t tables) {
  unsigned bits = MOST_BITS;
  while (bits > LEAST_BITS && tables << bits > (size_t)1 << ROOM_BITS) bits--;
  return bits;
}

__attribute__((cold, noinline)) static void full(uint16_t *c) { *c = UINT16_MAX; }
static inline void more(uint16_t *c) {
  if (TML_UNLIKELY(!++*c)) full(c); /* a call, for else the compiler makes a move of it that costs each time */
}

/* Large tables of pairs are pages of their own: what folding frees goes back at once, and what is never touched costs
 * nothing. */
enum { PAGES_BITS = 17 };

uint16_t *tml_fit_pairs_make(unsigned bits) {
  if (bits < PAGES_BITS) return tml_calloc(cells(bits), sizeof(uint16_t));
  void *p = mmap(NULL, cells(bits) * sizeof(uint16_t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) tml_oom();
  return p;
}

void tml_fit_pairs_free(uint16_t *p, unsigned bits) {
  if (p && bits >= PAGES_BITS) munmap(p, cells(bits) * sizeof *p);
  else free(p);
}

/* The first half of it. */
static uint16_t *pairs_halve(uint16_t *p, unsigned bits) {
  size_t half = cells(bits - 1) * sizeof *p;
  if (bits < PAGES_BITS) return tml_realloc(p, half);
  if (bits > PAGES_BITS) return munmap((char *)p + half, half), p;
  uint16_t *v = tml_malloc(half);
  memcpy(v, p, half);
  tml_fit_pairs_free(p, bits);
  return v;
}

static bool take_spare(fit_table *t, fit_table *spare) {
  if (!spare->pair || spare->bits != t->bits) return false;
  t->pair = memset(spare->pair, 0, cells(t->bits) * sizeof *t->pair);
  for (int d = 0; d < 2; d++)
    t->token[d] = memset(spare->token[d], 0, cells(t->bits - TOKEN_SHARE) * sizeof *t->token[d]);
  spare->pair = NULL;
  return true;
}

static void table_make(fit_table *t, uint64_t language, unsigned bits, fit_table *spare) {
  *t = (fit_table){.language = language, .ready = true, .bits = bits};
  if (take_spare(t, spare)) return;
  t->pair = tml_fit_pairs_make(bits);
  for (int d = 0; d < 2; d++) t->token[d] = tml_calloc(cells(bits - TOKEN_SHARE), sizeof *t->token[d]);
}

static void forget_rare(fit_table *t) {
  free(t->rare);
  t->rare = NULL;
}

static void table_free(fit_table *t) {
  free(t->rare);
  free(t->token[0]);
  free(t->token[1]);
  tml_fit_pairs_free(t->pair, t->bits);
}

static void table_fold(fit_table *t) {
  t->bits--;
  for (size_t i = 0; i < cells(t->bits); i += 4) {
    uint64_t w[2];
    memcpy(w, t->pair + 2 * i, sizeof w);
    if (!(w[0] | w[1])) memset(t->pair + i, 0, 4 * sizeof *t->pair); /* most are */
    else
      for (size_t k = i; k < i + 4; k++) t->pair[k] = tml_sum16(t->pair[2 * k], t->pair[2 * k + 1]);
  }
  t->pair = pairs_halve(t->pair, t->bits + 1);
  for (int d = 0; d < 2; d++) {
    uint32_t *v = t->token[d];
    for (size_t i = 0; i < cells(t->bits - TOKEN_SHARE); i++) v[i] = v[2 * i] + v[2 * i + 1];
    t->token[d] = tml_realloc(v, cells(t->bits - TOKEN_SHARE) * sizeof *v);
  }
}

tml_fit *tml_fit_new(void) {
  tml_fit *f = tml_calloc(1, sizeof *f);
  f->bits = MOST_BITS;
  pthread_mutex_init(&f->loading, NULL);
  return f;
}

void tml_fit_free(tml_fit *f) {
  if (!f) return;
  for (size_t i = 0; i < f->n; i++) table_free(&f->v[i]);
  if (f->spare.pair) table_free(&f->spare);
  free(f->v);
  pthread_mutex_destroy(&f->loading);
  free(f);
}

void tml_fit_forget(tml_fit *f) {
  while (f->n) {
    if (f->spare.pair) table_free(&f->spare);
    f->spare = f->v[--f->n];
    forget_rare(&f->spare);
  }
  f->bits = MOST_BITS;
}

static const fit_table *at_hand(const tml_fit *f, const fit_table *t) {
  if (__atomic_load_n(&t->ready, __ATOMIC_ACQUIRE)) return t;
  pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&f->loading;
  fit_table *to = (fit_table *)(uintptr_t)t;
  pthread_mutex_lock(lock);
  if (!to->ready) tml_fit_load(to);
  __atomic_store_n(&to->ready, true, __ATOMIC_RELEASE);
  pthread_mutex_unlock(lock);
  return t;
}

const fit_table *tml_fit_table(const tml_fit *f, uint64_t language) {
  for (size_t i = 0; i < f->n; i++)
    if (f->v[i].language == language) return at_hand(f, &f->v[i]);
  return NULL;
}

static void fold_to(tml_fit *f, unsigned bits) {
  for (; f->bits > bits; f->bits--)
    for (size_t i = 0; i < f->n; i++) table_fold(&f->v[i]);
}

static fit_table *table_for(tml_fit *f, uint64_t language) {
  fit_table *t = (fit_table *)(uintptr_t)tml_fit_table(f, language);
  if (t) return t;
  fold_to(f, bits_for(f->n + 1));
  f->v = tml_grow(f->v, f->n + 1, &f->cap, sizeof *f->v);
  table_make(&f->v[f->n], language, f->bits, &f->spare);
  return &f->v[f->n++];
}

static void learn_words(fit_table *t, const uint64_t *s, unsigned ns, const uint64_t *g, unsigned ng) {
  uint16_t *cell = t->pair;
  const unsigned bits = t->bits;
  for (unsigned i = 0; i < ns; i++)
    for (unsigned j = 0; j < ng; j++) {
      both_cells c = cells_of(of_pair(s[i], g[j]), bits);
      more(&cell[c.first]);
      more(&cell[c.second]);
    }
}

#ifdef WIDE
#define AVX2 __attribute__((target("avx2")))

/* Both cells of four pairs at once: the second in its half. */
typedef struct wide_cells {
  __m256i low, high, half; /* what of_pair multiplies by, in halves */
  __m128i first, second;   /* how far to shift */
} wide_cells;

AVX2 static inline void wide_cells_of(wide_cells *k, unsigned bits) {
  *k = (wide_cells){.low = _mm256_set1_epi64x(0xED558CCD),
                    .high = _mm256_set1_epi64x(0xFF51AFD7),
                    .half = _mm256_set1_epi64x((long long)(2 * cells(bits - 1) - 2)),
                    .first = _mm_cvtsi32_si128((int)(MOST_BITS + 43 - bits)),
                    .second = _mm_cvtsi32_si128((int)(MOST_BITS + 21 - bits))};
}

AVX2 static inline __m256i wide_pairs(const wide_cells *k, __m256i s, __m256i t) {
  __m256i h = _mm256_add_epi64(s, t), top = _mm256_srli_epi64(h, 32), x = _mm256_xor_si256(h, top);
  __m256i beyond = _mm256_add_epi64(_mm256_mul_epu32(x, k->high), _mm256_mul_epu32(top, k->low));
  return _mm256_add_epi64(_mm256_mul_epu32(x, k->low), _mm256_slli_epi64(beyond, 32));
}
/* How far from the table's beginning and from its middle they are, in bytes. */
AVX2 static inline __m256i wide_first(const wide_cells *k, __m256i h) {
  return _mm256_and_si256(_mm256_srl_epi64(h, k->first), _mm256_set1_epi64x(-2));
}
AVX2 static inline __m256i wide_second(const wide_cells *k, __m256i h) {
  return _mm256_and_si256(_mm256_srl_epi64(h, k->second), k->half);
}

#define LOAD(p) _mm256_loadu_si256((const __m256i *)(const void *)(p))

/* `g` has room for a multiple of four. */
AVX2 static void wide_learn(fit_table *t, const uint64_t *s, unsigned ns, const uint64_t *g, unsigned ng) {
  wide_cells k;
  wide_cells_of(&k, t->bits);
  const __m256i cell = _mm256_set1_epi64x((long long)(uintptr_t)t->pair),
                half = _mm256_set1_epi64x((long long)(uintptr_t)(t->pair + cells(t->bits - 1)));
  for (unsigned i = 0; i < ns; i++) {
    const __m256i a = _mm256_set1_epi64x((long long)s[i]);
    uint16_t *at[2][TML_FIT_MOST];
    for (unsigned j = 0; j < ng; j += 4) {
      __m256i h = wide_pairs(&k, a, LOAD(g + j));
      _mm256_storeu_si256((__m256i *)(void *)(at[0] + j), _mm256_add_epi64(cell, wide_first(&k, h)));
      _mm256_storeu_si256((__m256i *)(void *)(at[1] + j), _mm256_add_epi64(half, wide_second(&k, h)));
    }
    unsigned j = 0;
    for (; j + 2 <= ng; j += 2) more(at[0][j]), more(at[1][j]), more(at[0][j + 1]), more(at[1][j + 1]);
    if (j < ng) more(at[0][j]), more(at[1][j]);
  }
}
#endif

static void learn_pair(fit_table *t, const uint32_t *s, unsigned ns, const uint32_t *g, unsigned ng) {
  uint64_t a[TML_FIT_MOST], b[TML_FIT_MOST] = {0};
  unsigned na = 0, nb = 0;
  for (unsigned i = 0; i < ns; i++) {
    ++*token_cell(t, 0, s[i]);
    if (s[i] & LEARNT) a[na++] = of_source(s[i]);
  }
  for (unsigned j = 0; j < ng; j++) {
    ++*token_cell(t, 1, g[j]);
    if (g[j] & LEARNT) b[nb++] = of_target(g[j]);
  }
#ifdef WIDE
  if (__builtin_cpu_supports("avx2")) {
    wide_learn(t, a, na, b, nb);
    return;
  }
#endif
  learn_words(t, a, na, b, nb);
}

/* The band of a pair's lengths: by the source's, and by the logarithm of the ratio. Letters outside code and links. */
bool tml_fit_band(const fit_pair *p, unsigned *row, unsigned *column) {
  uint32_t a = p->letters[0], b = p->letters[1];
  if (a < 20 || !b) return false;
  *row = a < 40 ? 0 : a < 80 ? 1 : a < 160 ? 2 : 3;
  float x = logf((float)(b + 2) / (float)(a + 2)) * 8 + BAND_COLUMNS / 2;
  *column = x < 0 ? 0 : x >= BAND_COLUMNS ? BAND_COLUMNS - 1 : (unsigned)x;
  return true;
}

void tml_fit_expect(tml_fit *f, size_t languages) {
  if (languages > f->n) fold_to(f, bits_for(languages));
}

void tml_fit_learn(tml_fit *f, tml_str records) {
  for (size_t len; records.n; records.p += len, records.n -= len) {
    record_head h;
    len = tml_fit_length(records);
    if (records.n < sizeof h) return;
    memcpy(&h, records.p, sizeof h);
    fit_table *t = NULL;
    for (size_t i = 0; i < h.n; i++) {
      fit_pair p = tml_fit_pair_of(records, i);
      uint32_t s[TML_FIT_MOST], g[TML_FIT_MOST];
      unsigned row, column;
      if (!p.taught) continue;
      if (!t) forget_rare(t = table_for(f, h.language));
      t->texts++;
      if (tml_fit_band(&p, &row, &column)) t->band[row][column]++;
      tml_fit_tokens_of(records, &p, s, g);
      learn_pair(t, s, p.n[0], g, p.n[1]);
    }
  }
}

void tml_fit_add(tml_fit *to, const tml_fit *from) {
  for (size_t k = 0; k < from->n; k++) {
    const fit_table *b = at_hand(from, &from->v[k]);
    fit_table *a = table_for(to, b->language);
    if (to->bits > b->bits) fold_to(to, b->bits), a = table_for(to, b->language);
    unsigned by = b->bits - a->bits;
    a->texts += b->texts;
    forget_rare(a);
    for (unsigned r = 0; r < BAND_ROWS; r++)
      for (unsigned c = 0; c < BAND_COLUMNS; c++) a->band[r][c] += b->band[r][c];
    for (size_t i = 0; i < cells(b->bits); i++) a->pair[i >> by] = tml_sum16(a->pair[i >> by], pair_count(b, i));
    for (int d = 0; d < 2; d++)
      for (size_t i = 0; i < cells(b->bits - TOKEN_SHARE); i++) a->token[d][i >> by] += token_count(b, d, i);
  }
}

/* ---- scores ---- */

#define MIX .3f
#define CAP 4.0f
#define SELDOM .3f
#define FLOOR 1.0f /* one meeting proves little */

/* Where the words begin: tokens ascend, and words have the highest bit. */
static unsigned first_word(const uint32_t *v, unsigned n) {
  unsigned i = 0;
  while (i < n && !(v[i] & LEARNT)) i++;
  return i;
}

static float all_texts(const fit_table *t, bool own) {
  float all = (float)t->texts - (own ? 1 : 0);
  return all < 1 ? 1 : all;
}

static inline float gain_of(float best) {
  float gain = logf(MIX + (1 - MIX) * best);
  return gain < CAP ? gain : CAP;
}

typedef struct rare {
  float weight, gain;
} rare;

static rare rare_of(float count, float all) {
  rare r = {.weight = sqrtf(logf(1 + all / count))};
  /* A word can at best stand in the same texts as one that is as frequent. */
  float best = count / (count * count / all + FLOOR);
  if (best > 1) r.gain = gain_of(best);
  return r;
}

static fit_rare *rare_at(const fit_table *t) {
  fit_rare **at = &((fit_table *)(uintptr_t)t)->rare, *none = NULL;
  fit_rare *r = __atomic_load_n(at, __ATOMIC_ACQUIRE);
  if (r) return r;
  r = tml_calloc(1, sizeof *r);
  if (__atomic_compare_exchange_n(at, &none, r, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return r;
  free(r);
  return none;
}

__attribute__((noinline)) static uint64_t make_rare(uint64_t *at, uint32_t count, float all) {
  const rare r = rare_of((float)count, all);
  uint64_t both;
  memcpy(&both, &r, sizeof both);
  if (count < RARE) __atomic_store_n(at, both, __ATOMIC_RELAXED);
  return both;
}

void tml_fit_side(const fit_table *t, int side, const uint32_t *v, unsigned n, bool own, fit_side *out) {
  const float all = all_texts(t, own);
  uint64_t *made = rare_at(t)->of[own];
  out->n = n;
  out->learnt = first_word(v, n);
  out->most = out->least = 0;
  for (unsigned i = 0; i < n; i++) {
    uint32_t c = count_of(t, side, v[i]);
    c -= own && c;
    if (c < 1) c = 1;
    uint64_t both = c < RARE ? __atomic_load_n(&made[c], __ATOMIC_RELAXED) : 0;
    if (!both) both = make_rare(&made[c], c, all);
    rare r;
    memcpy(&r, &both, sizeof r);
    out->v[i] = v[i];
    out->count[i] = (float)c;
    out->weight[i] = r.weight;
    out->part[i] = side ? of_target(v[i]) : of_source(v[i]);
    if (i >= out->learnt) out->most += r.weight * r.gain;
    out->least += c < 2 ? r.weight * SELDOM : r.weight;
  }
  for (unsigned i = n; i & 3; i++) out->part[i] = 0, out->count[i] = 1;
}

float tml_fit_bound(const fit_side *s, const fit_side *g) {
  float sum = s->most + g->most;
  for (unsigned i = 0, j = 0; i < s->n && j < g->n;) {
    if (s->v[i] == g->v[j]) { /* explained in full */
      sum += CAP * (s->weight[i] + g->weight[j]);
      i++, j++;
    } else if (s->v[i] < g->v[j]) i++;
    else j++;
  }
  return sum / (.5f + s->least + g->least);
}

static float explained(const fit_side *x, const float *best, float *weight) {
  const float nothing = logf(MIX);
  float sum = 0;
  for (unsigned i = 0; i < x->n; i++) {
    float w = x->weight[i];
    if (x->count[i] < 2 && best[i] <= 0) w *= SELDOM; /* never met elsewhere: nobody can explain it */
    sum += w * (best[i] <= 0 ? nothing : gain_of(best[i]));
    *weight += w;
  }
  return sum;
}

/* How much oftener than by chance two words stand together, of as many texts as each has; times the share of the rarer
 * one's texts: words of one subject meet often enough, but each has most of its meetings with its translation. */
static inline float tie(float both, float s, float g, float all) {
  float rarer = s < g ? s : g;
  if (rarer < both) rarer = both;
  return both * both / (rarer * (s * g / all + FLOOR));
}

#ifdef WIDE
/* 32 bits are read for a cell of 16: with the one behind it in the first half, with the one before it in the second. */
#define LESSER(t, k, h)                                                                                                \
  _mm_min_epu32(                                                                                                       \
      _mm_and_si128(_mm256_i64gather_epi32((const int *)(const void *)(t)->pair, wide_first(k, h), 1),                 \
                    _mm_set1_epi32(UINT16_MAX)),                                                                       \
      _mm_srli_epi32(_mm256_i64gather_epi32((const int *)(const void *)((t)->pair + cells((t)->bits - 1) - 1),         \
                                            wide_second(k, h), 1),                                                     \
                     16))

/* As the plain one, four words of the target at a time. */
AVX2 static void wide_meet(const fit_table *t, const fit_side *s, const fit_side *g, uint32_t one, float all,
                           float *best_s, float *best_g) {
  wide_cells k;
  wide_cells_of(&k, t->bits);
  const __m128i left_out = _mm_set1_epi32((int)one), place = _mm_setr_epi32(0, 1, 2, 3);
  const __m128i first = _mm_set1_epi32((int)g->learnt - 1), end = _mm_set1_epi32((int)g->n);
  const __m128 texts = _mm_set1_ps(all), least = _mm_set1_ps(FLOOR);
  for (unsigned i = s->learnt; i < s->n; i++) {
    const __m256i a = _mm256_set1_epi64x((long long)s->part[i]);
    const __m128 c = _mm_set1_ps(s->count[i]);
    __m128 best = _mm_setzero_ps();
    for (unsigned j = g->learnt & ~3u; j < g->n; j += 4) {
      const __m256i h = wide_pairs(&k, a, LOAD(g->part + j));
      const __m128i x = LESSER(t, &k, h), at = _mm_add_epi32(_mm_set1_epi32((int)j), place);
      __m128i live = _mm_and_si128(_mm_cmpgt_epi32(at, first), _mm_cmpgt_epi32(end, at));
      live = _mm_and_si128(live, _mm_cmpgt_epi32(x, left_out));
      if (_mm_testz_si128(live, live)) continue;
      const __m128 d = _mm_loadu_ps(g->count + j), both = _mm_cvtepi32_ps(_mm_sub_epi32(x, left_out));
      const __m128 rarer = _mm_max_ps(_mm_min_ps(c, d), both);
      const __m128 chance = _mm_add_ps(_mm_div_ps(_mm_mul_ps(c, d), texts), least);
      const __m128 r =
          _mm_and_ps(_mm_castsi128_ps(live), _mm_div_ps(_mm_mul_ps(both, both), _mm_mul_ps(rarer, chance)));
      best = _mm_max_ps(best, r);
      _mm_storeu_ps(best_g + j, _mm_max_ps(_mm_loadu_ps(best_g + j), r));
    }
    best = _mm_max_ps(best, _mm_movehl_ps(best, best));
    best = _mm_max_ss(best, _mm_shuffle_ps(best, best, 1));
    best_s[i] = _mm_cvtss_f32(best);
  }
}
#endif

static void meet(const fit_table *t, const fit_side *s, const fit_side *g, uint32_t one, float all, float *best_s,
                 float *best_g) {
  for (unsigned i = s->learnt; i < s->n; i++)
    for (unsigned j = g->learnt; j < g->n; j++) {
      uint32_t c = together(t, s->part[i], g->part[j], one);
      if (!c) continue;
      float r = tie((float)(c - one), s->count[i], g->count[j], all);
      if (r > best_s[i]) best_s[i] = r;
      if (r > best_g[j]) best_g[j] = r;
    }
}

/* Of each token of both sides: how well the best of the other explains it. */
static void bests(const fit_table *t, const fit_side *s, const fit_side *g, bool own, float *best_s, float *best_g) {
  float all = all_texts(t, own);
  uint32_t one = own;
  memset(best_s, 0, TML_FIT_MOST * sizeof *best_s);
  memset(best_g, 0, TML_FIT_MOST * sizeof *best_g);
#ifdef WIDE
  if (t->pair && __builtin_cpu_supports("avx2")) wide_meet(t, s, g, one, all, best_s, best_g);
  else
#endif
    meet(t, s, g, one, all, best_s, best_g);
  for (unsigned i = 0, j = 0; i < s->n && j < g->n;) { /* the same number, name, sign */
    if (s->v[i] != g->v[j]) {
      if (s->v[i] < g->v[j]) i++;
      else j++;
      continue;
    }
    uint32_t c = s->v[i] & LEARNT ? together(t, s->part[i], g->part[j], one) : 0;
    float r = c ? tie((float)(c - one), s->count[i], g->count[j], all) : 0;
    r += all / (s->count[i] + 5);
    if (r > best_s[i]) best_s[i] = r;
    if (r > best_g[j]) best_g[j] = r;
    i++, j++;
  }
}

typedef struct clear_words {
  uint64_t all, parts;  /* texts; how often as by chance is well, in parts */
  uint32_t one, beyond; /* the least number of texts that may do, less one */
  unsigned wanted, word;
} clear_words;

enum { PARTS = 16 };

/* Is it one of the target's tokens, and seldom enough to tell? */
static inline bool is_same(const fit_table *t, const clear_words *w, uint32_t v) {
  return w->all * PARTS >= w->parts * (count_of(t, 0, v) + UINT64_C(5));
}

static bool any_goes(const fit_table *t, const clear_words *w, uint32_t v, const uint32_t *g, unsigned ng) {
  for (unsigned j = w->word; j < ng; j++) {
    const uint64_t x = together(t, of_source(v), of_target(g[j]), w->beyond);
    if (x && (x - w->one) * w->all * PARTS >= w->parts * ((uint64_t)count_of(t, 0, v) * count_of(t, 1, g[j]) + w->all))
      return true;
  }
  return false;
}

static bool enough(const fit_table *t, const clear_words *w, const uint32_t *s, unsigned ns, const uint32_t *g,
                   unsigned ng) {
  unsigned met = 0, same = 0;
  for (unsigned i = 0; i < ns && met < w->wanted && met + (ns - i) >= w->wanted; i++) {
    while (same < ng && g[same] < s[i]) same++;
    met += (same < ng && g[same] == s[i] && is_same(t, w, s[i])) || (s[i] & LEARNT && any_goes(t, w, s[i], g, ng));
  }
  return met >= w->wanted;
}

#ifdef WIDE
/* The same, four words of the target at a time. Products of counts are whole numbers that a double has room for. */
AVX2 static bool wide_enough(const fit_table *t, const clear_words *w, const uint32_t *s, unsigned ns,
                             const uint32_t *g, unsigned ng) {
  uint64_t part[TML_FIT_MOST] = {0};
  double count[TML_FIT_MOST] = {0};
  wide_cells k;
  const unsigned all = (1u << ng) - 1, words = all & ~((1u << w->word) - 1);
  const __m256i eight = LOAD(g), others = LOAD(g + 8);
  const __m256d texts = _mm256_set1_pd((double)(w->all * PARTS)), least = _mm256_set1_pd((double)(w->all * w->parts));
  const __m128i one = _mm_set1_epi32((int)w->one);
  unsigned met = 0;
  wide_cells_of(&k, t->bits);
  for (unsigned j = w->word; j < ng; j++) part[j] = of_target(g[j]), count[j] = count_of(t, 1, g[j]);
  for (unsigned i = 0; i < ns && met < w->wanted && met + (ns - i) >= w->wanted; i++) {
    const __m256i v = _mm256_set1_epi32((int)s[i]);
    unsigned same = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(eight, v)));
    same |= (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(others, v))) << 8;
    if (same & all && is_same(t, w, s[i])) {
      met++;
      continue;
    }
    if (!(s[i] & LEARNT)) continue;
    const __m256i a = _mm256_set1_epi64x((long long)of_source(s[i]));
    const __m256d c = _mm256_set1_pd((double)(w->parts * count_of(t, 0, s[i])));
    for (unsigned j = w->word & ~3u; j < ng; j += 4) {
      const __m256i h = wide_pairs(&k, a, LOAD(part + j));
      const __m256d x = _mm256_mul_pd(_mm256_cvtepi32_pd(_mm_sub_epi32(LESSER(t, &k, h), one)), texts);
      const __m256d chance = _mm256_add_pd(_mm256_mul_pd(_mm256_loadu_pd(count + j), c), least);
      if ((unsigned)_mm256_movemask_pd(_mm256_cmp_pd(x, chance, _CMP_GE_OQ)) & words >> j) {
        met++;
        break;
      }
    }
  }
  return met >= w->wanted;
}
#endif

bool tml_fit_clear(const fit_table *t, const uint32_t *s, unsigned ns, const uint32_t *g, unsigned ng, bool own,
                   float well) {
  clear_words w = {.all = t->texts - own, .parts = (uint64_t)(well * PARTS), .one = own};
  w.beyond = w.one + (uint32_t)((w.parts - 1) / PARTS);
  w.wanted = (ns + 1) / 2 > 3 ? (ns + 1) / 2 : 3;
  w.word = first_word(g, ng);
  if (t->texts <= own || ns < w.wanted) return false;
#ifdef WIDE
  if (t->pair && __builtin_cpu_supports("avx2")) return wide_enough(t, &w, s, ns, g, ng);
#endif
  return enough(t, &w, s, ns, g, ng);
}

unsigned tml_fit_met(const fit_table *t, const fit_side *s, const fit_side *g, bool own, unsigned known[2]) {
  enum { KNOWN = 10 };
  static const float with = .5f;
  float best[2][TML_FIT_MOST];
  unsigned met = 0;
  bests(t, s, g, own, best[0], best[1]);
  for (int d = 0; d < 2; d++) {
    const fit_side *x = d ? g : s;
    known[d] = 0;
    for (unsigned i = 0; i < x->n; i++) {
      bool well = x->v[i] & LEARNT && x->count[i] >= KNOWN;
      known[d] += well;
      met += best[d][i] >= with;
    }
  }
  return met;
}

float tml_fit_sides(const fit_table *t, const fit_side *s, const fit_side *g, bool own) {
  float best_s[TML_FIT_MOST], best_g[TML_FIT_MOST];
  bests(t, s, g, own, best_s, best_g);
  float weight = .5f, sum = explained(s, best_s, &weight);
  sum += explained(g, best_g, &weight);
  return sum / weight;
}

float tml_fit_score(const tml_fit *f, tml_str a, size_t source, tml_str b, size_t target) {
  record_head h;
  memcpy(&h, a.p, sizeof h);
  const fit_table *t = tml_fit_table(f, h.language);
  fit_pair p = tml_fit_pair_of(a, source), q = tml_fit_pair_of(b, target);
  uint32_t s[TML_FIT_MOST], g[TML_FIT_MOST], unused[TML_FIT_MOST];
  if (!t || !p.n[0] || !q.n[1]) return -INFINITY;
  tml_fit_tokens_of(a, &p, s, unused);
  tml_fit_tokens_of(b, &q, unused, g);
  fit_side x, y;
  tml_fit_side(t, 0, s, p.n[0], false, &x);
  tml_fit_side(t, 1, g, q.n[1], false, &y);
  return tml_fit_sides(t, &x, &y, false);
}
