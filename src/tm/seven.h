/* seven.h — inside tm: numbers of seven bits a byte, the lowest first, the last byte below 128. */
#ifndef TMLINT_TM_SEVEN_H
#define TMLINT_TM_SEVEN_H

#include "tmlint/base.h"

static inline void tml_seven_put(tml_buf *out, uint32_t v) {
  for (; v >= 128; v >>= 7) tml_buf_c(out, (char)(v | 128));
  tml_buf_c(out, (char)v);
}

/* The number at *p, which moves behind it; 0 at the end. */
static inline uint32_t tml_seven_get(const char **p, const char *end) {
  uint32_t v = 0;
  for (unsigned shift = 0; *p < end && shift < 35; shift += 7) {
    const unsigned char c = (unsigned char)*(*p)++;
    if (shift < 32) v |= (uint32_t)(c & 127) << shift;
    if (c < 128) break;
  }
  return v;
}

#endif
