/* seek.h — the next of a few signs in a text, sixteen bytes at a step. */
#ifndef TMLINT_BASE_SEEK_H
#define TMLINT_BASE_SEEK_H

#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The offset of the next `a`, `b` or `c` in p[i, end), else `end`. No byte from `end` on is read. */
static inline size_t tml_seek(const char *p, size_t i, size_t end, char a, char b, char c) {
#ifdef __SSE2__
  for (; i + 16 <= end; i += 16) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
    const __m128i ab = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(a)), _mm_cmpeq_epi8(v, _mm_set1_epi8(b)));
    const unsigned hit = (unsigned)_mm_movemask_epi8(_mm_or_si128(ab, _mm_cmpeq_epi8(v, _mm_set1_epi8(c))));
    if (hit) return i + (unsigned)__builtin_ctz(hit);
  }
#endif
  while (i < end && p[i] != a && p[i] != b && p[i] != c) i++;
  return i;
}

#endif
