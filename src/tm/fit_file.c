/* fit_file.c — a lexicon (fit.h) as a section of a memory file. */
#include "fit.h"
#include "pair.h"

#include <stdlib.h>

/* ---- the section of a file ----
 * A head; for each table, by language: its head, both counts of tokens, the cells. An array that is mostly zeros stands
 * as the places and values of the others. All parts begin at multiples of eight. */

typedef struct section_head {
  uint32_t tables, bits;
} section_head;

typedef struct table_head {
  uint64_t language, texts;
  uint32_t band[BAND_ROWS][BAND_COLUMNS];
} table_head;

typedef struct array_head {
  uint64_t n; /* values that stand there; UINT64_MAX: all */
} array_head;

static void pad(tml_buf *out) {
  static const char none[8] = {0};
  tml_buf_put(out, none, (8 - (out->n & 7)) & 7);
}

static uint32_t value(const void *v, size_t width, size_t i) {
  return width == 2 ? ((const uint16_t *)v)[i] : ((const uint32_t *)v)[i];
}

static void write_array(tml_buf *out, const void *v, size_t width, size_t n) {
  array_head h = {0};
  for (size_t i = 0; i < n; i++) h.n += value(v, width, i) != 0;
  size_t sparse = h.n * (sizeof(uint32_t) + width), used = h.n;
  if (sparse >= n * width) {
    h.n = UINT64_MAX;
    tml_buf_put(out, &h, sizeof h);
    tml_buf_put(out, v, n * width);
    pad(out);
    return;
  }
  tml_buf_put(out, &h, sizeof h);
  tml_buf_reserve(out, sparse + 16);
  for (uint32_t i = 0; used && i < n; i++)
    if (value(v, width, i)) tml_buf_put(out, &i, sizeof i);
  for (size_t i = 0; used && i < n; i++)
    if (value(v, width, i)) tml_buf_put(out, (const char *)v + i * width, width);
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
    table_head t = {.language = v[i].language, .texts = v[i].texts};
    memcpy(t.band, v[i].band, sizeof t.band);
    tml_buf_put(out, &t, sizeof t);
    for (int d = 0; d < 2; d++) write_array(out, v[i].token[d], 4, cells(f->bits - TOKEN_SHARE));
    write_array(out, v[i].pair, 2, cells(f->bits));
  }
  free(v);
}

static bool take(tml_str *s, void *to, size_t n) {
  if (s->n < n) return false;
  memcpy(to, s->p, n);
  s->p += n, s->n -= n;
  return true;
}

/* An array of the section: where it stands whole, as it stands; else made anew. NULL: damaged. */
static void *read_array(tml_str *s, size_t width, unsigned bits, bool *mapped) {
  size_t n = cells(bits);
  array_head h;
  if (!take(s, &h, sizeof h)) return NULL;
  *mapped = h.n == UINT64_MAX;
  if (!*mapped && h.n > n) return NULL;
  size_t size = *mapped ? n * width : (size_t)h.n * (sizeof(uint32_t) + width), whole = (size + 7) & ~(size_t)7;
  if (s->n < whole) return NULL;
  const char *p = s->p;
  s->p += whole, s->n -= whole;
  if (*mapped) return (void *)(uintptr_t)p;
  char *v = width == sizeof(uint16_t) ? (char *)tml_fit_pairs_make(bits) : tml_calloc(n, width);
  const char *values = p + h.n * sizeof(uint32_t);
  for (size_t i = 0; i < h.n; i++) {
    uint32_t at;
    memcpy(&at, p + i * sizeof at, sizeof at);
    if (at >= n) {
      if (width == sizeof(uint16_t)) tml_fit_pairs_free((uint16_t *)(void *)v, bits);
      else free(v);
      return NULL;
    }
    memcpy(v + at * width, values + i * width, width);
  }
  return v;
}

tml_fit *tml_fit_read(tml_str s) {
  section_head h;
  tml_fit *f = tml_fit_new();
  bool good = take(&s, &h, sizeof h) && h.bits >= LEAST_BITS && h.bits <= MOST_BITS;
  f->bits = good ? h.bits : MOST_BITS;
  for (uint32_t i = 0; good && i < h.tables; i++) {
    table_head t;
    if (!(good = take(&s, &t, sizeof t))) break;
    f->v = tml_grow(f->v, f->n + 1, &f->cap, sizeof *f->v);
    fit_table *to = &f->v[f->n++];
    *to = (fit_table){.language = t.language, .texts = t.texts, .bits = h.bits};
    memcpy(to->band, t.band, sizeof to->band);
    for (int d = 0; d < 2 && good; d++)
      good = (to->token[d] = read_array(&s, 4, h.bits - TOKEN_SHARE, &to->mapped[d])) != NULL;
    good = good && (to->pair = read_array(&s, 2, h.bits, &to->mapped[2])) != NULL;
  }
  if (good && !s.n) return f;
  tml_fit_free(f);
  return NULL;
}
