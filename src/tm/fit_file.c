/* fit_file.c — a lexicon (fit.h) as a section of a memory file.
 *
 * A head; for each table, by language: its head, and three arrays: both counts of tokens, the cells of pairs. An array
 * has a head and is one of two things:
 *   dense   four bits a count, two counts a byte, the first one in the low bits; 15: fifteen or more; how many of these
 *           stand before each 128 counts (uint32_t); a byte for each of them, what is more than 15, 255: 270 or more;
 *           of these place and count (uint32_t). A count is found in it as it stands.
 *   sparse  of each count that is not zero: how many zeros stand before it, and the count; numbers of seven bits a
 * byte, the lowest first, the last byte below 128. Where that takes a fourth of the room; read when the table is asked
 * for first. All parts begin at multiples of eight.
 */
#include "fit.h"
#include "pair.h"
#include "seven.h"

#include <stdlib.h>

enum { ARRAYS = 3, NIBBLE = 15, BYTE = 255, RANK = 128 /* counts */ };

typedef struct section_head {
  uint32_t tables, bits;
} section_head;

typedef struct table_head {
  uint64_t language, texts;
  uint32_t band[BAND_ROWS][BAND_COLUMNS];
} table_head;

typedef struct array_head {
  uint64_t bytes;
  uint32_t dense, counts; /* dense: how many are 15 or more; else: how many are not zero */
  uint32_t large, none;   /* dense: how many are 270 or more; 0 */
} array_head;

/* ---- writing ---- */

static void pad(tml_buf *out) {
  static const char none[8] = {0};
  tml_buf_put(out, none, (8 - (out->n & 7)) & 7);
}

static uint32_t value(const fit_table *t, int k, size_t i) { return k < 2 ? token_count(t, k, i) : pair_count(t, i); }

static size_t counts_of(const fit_table *t, int k) { return cells(t->bits - (k < 2 ? TOKEN_SHARE : 0)); }

static size_t ranks(size_t n) { return (n + RANK - 1) / RANK; }

static void put_dense(tml_buf *out, const fit_table *t, int k, size_t n, array_head *h) {
  for (size_t i = 0; i < n; i += 2) {
    const uint32_t a = value(t, k, i), b = value(t, k, i + 1);
    tml_buf_c(out, (char)((a < NIBBLE ? a : NIBBLE) | (b < NIBBLE ? b : NIBBLE) << 4));
  }
  for (size_t i = 0; i < n; i++) {
    if (i % RANK == 0) tml_buf_put(out, &h->counts, sizeof h->counts);
    h->counts += value(t, k, i) >= NIBBLE;
  }
  for (size_t i = 0; i < n; i++) {
    const uint32_t x = value(t, k, i);
    if (x >= NIBBLE) tml_buf_c(out, (char)(x - NIBBLE < BYTE ? x - NIBBLE : BYTE));
  }
  pad(out);
  for (uint32_t i = 0; i < n; i++) {
    const struct fit_large x = {i, value(t, k, i)};
    if (x.count < NIBBLE + BYTE) continue;
    tml_buf_put(out, &x, sizeof x);
    h->large++;
  }
}

static void write_array(tml_buf *out, const fit_table *t, int k, size_t n) {
  const size_t at = out->n, most = n / 8;
  array_head h = {0};
  tml_buf_put(out, &h, sizeof h);
  const size_t from = out->n;
  uint32_t zeros = 0;
  for (size_t i = 0; i < n && out->n - from <= most; i++) {
    const uint32_t x = value(t, k, i);
    if (!x) {
      zeros++;
      continue;
    }
    tml_seven_put(out, zeros), tml_seven_put(out, x);
    zeros = 0, h.counts++;
  }
  if (out->n - from > most) {
    out->n = from;
    h = (array_head){.dense = 1};
    put_dense(out, t, k, n, &h);
  }
  h.bytes = out->n - from;
  memcpy(out->p + at, &h, sizeof h);
  pad(out);
}

static int by_language(const void *pa, const void *pb) {
  const fit_table *a = pa, *b = pb;
  return a->language < b->language ? -1 : a->language > b->language;
}

void tml_fit_write(const tml_fit *f, tml_buf *out) {
  section_head h = {(uint32_t)f->n, f->bits};
  tml_buf_put(out, &h, sizeof h);
  fit_table *v = tml_malloc((f->n + 1) * sizeof *v);
  if (f->n) memcpy(v, f->v, f->n * sizeof *v);
  if (f->n) qsort(v, f->n, sizeof *v, by_language);
  for (size_t i = 0; i < f->n; i++) {
    const fit_table *x = tml_fit_table(f, v[i].language);
    table_head t = {.language = x->language, .texts = x->texts};
    memcpy(t.band, x->band, sizeof t.band);
    tml_buf_put(out, &t, sizeof t);
    for (int k = 0; k < ARRAYS; k++) write_array(out, x, k, counts_of(x, k));
  }
  free(v);
}

/* ---- reading: whatever the bytes are, it stays within them and within the table ---- */

static bool take(tml_str *s, void *to, size_t n) {
  if (s->n < n) return false;
  memcpy(to, s->p, n);
  s->p += n, s->n -= n;
  return true;
}

static void get_sparse(tml_str s, void *v, size_t width, size_t n) {
  array_head h = {0};
  take(&s, &h, sizeof h);
  const char *p = s.p, *end = s.p + h.bytes;
  size_t at = 0;
  for (uint32_t k = 0; k < h.counts && p < end; k++, at++) {
    at += tml_seven_get(&p, end);
    const uint32_t x = tml_seven_get(&p, end);
    if (at >= n) return;
    if (width == 2) ((uint16_t *)v)[at] = (uint16_t)x;
    else ((uint32_t *)v)[at] = x;
  }
}

static void get_dense(const fit_cells *p, void *v, size_t width, size_t n) {
  size_t at = 0, large = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t x = p->nibble[i / 2] >> 4 * (i & 1) & 15u;
    if (TML_UNLIKELY(x == NIBBLE) && at < p->nbyte) {
      x += p->byte[at++];
      if (x == NIBBLE + BYTE && large < p->nlarge) x = p->large[large++].count;
    }
    if (width == 2) ((uint16_t *)v)[i] = (uint16_t)x;
    else ((uint32_t *)v)[i] = x;
  }
}

static void load(const fit_table *t, int k, void *v, size_t width, size_t n) {
  if (t->sparse[k].p) get_sparse(t->sparse[k], v, width, n);
  else get_dense(&t->packed[k], v, width, n);
}

void tml_fit_load(fit_table *t) {
  for (int d = 0; d < 2; d++) {
    if (!t->unpack && !t->sparse[d].p) continue;
    uint32_t *v = tml_calloc(counts_of(t, d), sizeof *v);
    load(t, d, v, sizeof *v, counts_of(t, d));
    t->token[d] = v;
  }
  if (!t->unpack && !t->sparse[2].p) return;
  uint16_t *v = tml_fit_pairs_make(t->bits);
  load(t, 2, v, sizeof *v, counts_of(t, 2));
  t->pair = v;
}

uint32_t tml_fit_large(const fit_cells *p, size_t i) {
  const unsigned char *q = p->nibble + i / RANK * (RANK / 2);
  size_t at = p->rank[i / RANK], left = i % RANK;
  for (;; left -= 16, q += 8) { /* those before it */
    uint64_t w;
    memcpy(&w, q, sizeof w);
    if (left < 16) w &= (UINT64_C(1) << 4 * left) - 1;
    w &= w >> 1;
    w &= w >> 2;
    w &= UINT64_C(0x1111111111111111);
    w = (w + (w >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    at += w * UINT64_C(0x0101010101010101) >> 56;
    if (left < 16) break;
  }
  if (at >= p->nbyte) return NIBBLE;
  if (p->byte[at] < BYTE) return NIBBLE + p->byte[at];
  size_t lo = 0, hi = p->nlarge;
  while (lo < hi) {
    const size_t mid = lo + (hi - lo) / 2;
    if (p->large[mid].at < i) lo = mid + 1;
    else hi = mid;
  }
  return lo < p->nlarge && p->large[lo].at == i ? p->large[lo].count : NIBBLE + BYTE;
}

/* An array of a table; n: how many counts it has. */
static bool open_array(tml_str *s, fit_table *t, int k, size_t n) {
  array_head h;
  const char *p = s->p + sizeof h;
  if (s->n < sizeof h) return false;
  memcpy(&h, s->p, sizeof h);
  if (h.bytes > s->n - sizeof h) return false;
  const size_t whole = sizeof h + ((h.bytes + 7) & ~UINT64_C(7));
  if (whole > s->n) return false;
  if (!h.dense) {
    t->sparse[k] = tml_str_n(s->p, whole);
    t->ready = false;
  } else {
    const size_t rank = n / 2, byte = rank + ranks(n) * sizeof(uint32_t), large = (byte + h.counts + 7) & ~(size_t)7;
    if (h.bytes != large + h.large * sizeof(struct fit_large)) return false;
    t->packed[k] = (fit_cells){.nibble = (const unsigned char *)p,
                               .rank = (const uint32_t *)(const void *)(p + rank),
                               .byte = (const unsigned char *)p + byte,
                               .large = (const struct fit_large *)(const void *)(p + large),
                               .nbyte = h.counts,
                               .nlarge = h.large};
  }
  s->p += whole, s->n -= whole;
  return true;
}

tml_fit *tml_fit_read(tml_str s, bool many) {
  section_head h;
  tml_fit *f = tml_fit_new();
  bool good = take(&s, &h, sizeof h) && h.bits >= LEAST_BITS && h.bits <= MOST_BITS;
  f->bits = good ? h.bits : MOST_BITS;
  for (uint32_t i = 0; good && i < h.tables; i++) {
    table_head t;
    if (!(good = take(&s, &t, sizeof t))) break;
    f->v = tml_grow(f->v, f->n + 1, &f->cap, sizeof *f->v);
    fit_table *to = &f->v[f->n++];
    *to = (fit_table){.language = t.language, .texts = t.texts, .unpack = many, .ready = !many, .bits = h.bits};
    memcpy(to->band, t.band, sizeof to->band);
    for (int k = 0; k < ARRAYS && good; k++) good = open_array(&s, to, k, counts_of(to, k));
  }
  if (good && !s.n) return f;
  tml_fit_free(f);
  return NULL;
}
