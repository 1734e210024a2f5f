/* doc.c — the document: segments, damage, and offsets to lines and columns. */
#include "tmlint/doc.h"

#if defined __SSE2__
#include <emmintrin.h>
#endif

uint32_t tml_text_raw(const tml_text *t, uint32_t off) {
  if (!t->map) return t->start + off;
  uint32_t lo = 0, hi = t->nmap;
  while (hi - lo > 1) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (t->map[mid][0] <= off) lo = mid;
    else hi = mid;
  }
  uint32_t raw = t->map[lo][1] + (off - t->map[lo][0]);
  return raw > t->end ? t->end : raw;
}

tml_text tml_text_part(tml_arena *a, const tml_text *t, uint32_t from, uint32_t to) {
  tml_text part = {
      .p = t->p + from, .n = to - from, .start = tml_text_raw(t, from), .end = tml_text_raw(t, to - 1) + 1};
  if (!t->map) return part;
  if (part.end > t->end) part.end = t->end;
  uint32_t lo = 0;
  while (lo + 1 < t->nmap && t->map[lo + 1][0] <= from) lo++;
  uint32_t hi = lo + 1;
  while (hi < t->nmap && t->map[hi][0] < to) hi++;
  if (hi == lo + 1 && part.end - part.start == part.n) return part;
  uint32_t(*map)[2] = tml_arena_alloc(a, (hi - lo) * sizeof *map);
  for (uint32_t i = lo; i < hi; i++) map[i - lo][0] = t->map[i][0] - from, map[i - lo][1] = t->map[i][1];
  map[0][0] = 0, map[0][1] = part.start;
  part.map = (const uint32_t(*)[2])map, part.nmap = hi - lo;
  return part;
}

tml_segment *tml_doc_segment(tml_doc *d) {
  d->segs = tml_arena_grow(d->arena, d->segs, d->nsegs, &d->seg_cap, sizeof *d->segs);
  tml_segment *s = &d->segs[d->nsegs++];
  memset(s, 0, sizeof *s);
  return s;
}

void tml_doc_damage(tml_doc *d, int kind, uint32_t start, uint32_t end, uint32_t segment, tml_str note) {
  d->damage = tml_arena_grow(d->arena, d->damage, d->ndamage, &d->damage_cap, sizeof *d->damage);
  d->damage[d->ndamage++] = (tml_damage){(uint8_t)kind, start, end, segment, note};
}

tml_str tml_doc_meta(const tml_doc *d, const char *key) {
  tml_str k = tml_str_c(key);
  for (uint32_t i = 0; i < d->nmeta; i++)
    if (tml_str_eq(d->meta[i].key, k)) return d->meta[i].value;
  return TML_S("");
}

tml_str tml_doc_before(const tml_doc *d, uint32_t seg) {
  const tml_segment *g = &d->segs[seg];
  if (g->around) return tml_str_n(g->around->before.p, g->around->before.n);
  if (tml_doc_is_units(d)) return TML_S("");
  uint32_t from = seg > 0 ? d->segs[seg - 1].end : 0;
  if (from >= g->start) return TML_S("");
  if (g->start - from > TML_DOC_NEAR) from = g->start - TML_DOC_NEAR;
  const char *p = d->p + from, *e = d->p + g->start, *q = e;
  while (q > p && q[-1] != '\n') q--;
  return tml_str_n(q, (size_t)(e - q));
}

tml_str tml_doc_after(const tml_doc *d, uint32_t seg) {
  const tml_segment *g = &d->segs[seg];
  if (g->around) return tml_str_n(g->around->after.p, g->around->after.n);
  if (tml_doc_is_units(d)) return TML_S("");
  uint32_t to = seg + 1 < d->nsegs ? d->segs[seg + 1].start : (uint32_t)d->n;
  if (g->end >= to) return TML_S("");
  if (to - g->end > TML_DOC_NEAR) to = g->end + TML_DOC_NEAR;
  const char *p = d->p + g->end, *nl = memchr(p, '\n', to - g->end);
  return tml_str_n(p, nl ? (size_t)(nl - p) : to - g->end);
}

static void index_lines(tml_doc *d) {
  size_t cap = 0, n = 0;
  uint32_t *lines = NULL;
  const char *p = d->p + d->from, *end = d->p + d->n;
  for (;;) {
    lines = tml_arena_grow(d->arena, lines, n, &cap, sizeof *lines);
    lines[n] = n || !d->from ? (uint32_t)(p - d->p) : d->from_line_at;
    n++;
    const char *nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    if (!nl) break;
    p = nl + 1;
  }
  d->lines = lines;
  d->nlines = (uint32_t)n;
}

uint32_t tml_doc_line_at(const tml_doc *d, uint32_t line) { return d->lines[line - (d->from_line ? d->from_line : 1)]; }

static uint32_t count(const char *p, size_t n) { /* characters: bytes that continue none; many at a time */
  const uint64_t ones = UINT64_C(0x0101010101010101);
  uint32_t c = 0;
#if defined __SSE2__
  while (n >= 16) { /* a byte counts what stands in its place, up to 255; then these sixteen are added up */
    size_t steps = n / 16 < 255 ? n / 16 : 255;
    n -= steps * 16;
    __m128i sums = _mm_setzero_si128();
    for (; steps; steps--, p += 16)
      sums = _mm_sub_epi8(sums, _mm_cmpgt_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), _mm_set1_epi8(-65)));
    sums = _mm_sad_epu8(sums, _mm_setzero_si128());
    c += (uint32_t)_mm_cvtsi128_si32(sums) + (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(sums, 8));
  }
#endif
  for (uint64_t w; n >= 8; p += 8, n -= 8) {
    memcpy(&w, p, 8);
    uint64_t on = (w >> 7 & ~(w >> 6)) & ones; /* 10xxxxxx */
    c += 8 - (uint32_t)(on * ones >> 56);
  }
  for (size_t i = 0; i < n; i++) c += ((unsigned char)p[i] & 0xC0) != 0x80;
  return c;
}

/* Characters before an offset. A page in one line with thousands of findings would count it thousands of times. */
static uint32_t before(tml_doc *d, uint32_t off) {
  if (!d->chars) {
    size_t steps = (d->n - d->from) / TML_DOC_STEP + 1;
    const char *p = d->p + d->from;
    d->chars = tml_arena_alloc(d->arena, steps * sizeof *d->chars);
    uint32_t sum = 0;
    for (size_t k = 0; k < steps; k++) {
      d->chars[k] = sum;
      size_t left = d->n - d->from - k * TML_DOC_STEP;
      sum += count(p + k * TML_DOC_STEP, left < TML_DOC_STEP ? left : TML_DOC_STEP);
    }
  }
  if (off < d->from) return 0;
  uint32_t k = (off - d->from) / TML_DOC_STEP, at = d->from + k * TML_DOC_STEP;
  return d->chars[k] + count(d->p + at, off - at);
}

void tml_doc_position(tml_doc *d, uint32_t off, uint32_t *line, uint32_t *column) {
  if (!d->lines) index_lines(d);
  uint32_t lo = 0, hi = d->nlines;
  while (hi - lo > 1) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (d->lines[mid] <= off) lo = mid;
    else hi = mid;
  }
  uint32_t start = d->lines[lo], end = off < d->n ? off : (uint32_t)d->n;
  *line = lo + 1 + (d->from_line ? d->from_line - 1 : 0);
  *column = 1;
  if (lo == 0 && start < d->from) { /* a line that begins before the batch */
    *column += d->from_chars;
    start = d->from;
    if (end < start) end = start;
  }
  *column += (end - start <= 4 * TML_DOC_STEP ? count(d->p + start, end - start) : before(d, end) - before(d, start));
}
