/* memory.h — inside tm: an opened memory file (memory.c), asked by ask.c and tags.c. */
#ifndef TMLINT_TM_MEMORY_H
#define TMLINT_TM_MEMORY_H

#include "pack.h"
#include "pages.h"

struct tml_memory {
  const char *map;
  size_t size;
  const struct tml_memory_head *h;
  tml_pages pages;
  tml_str section[TML_SECTIONS];
  size_t n[TML_SECTIONS];
  tml_packed list[TML_LISTS];
  tml_fit *fit;
};

static inline uint32_t tml_memory_unit(const tml_memory *m, size_t i) { /* TML_UNIT of a source's hash */
  const unsigned char *p = (const unsigned char *)m->section[TML_SEC_UNITS].p + i * TML_UNIT_BYTES;
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

#endif
