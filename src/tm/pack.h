/* pack.h — inside tm: lists of pairs as a memory file has them. */
#ifndef TMLINT_TM_PACK_H
#define TMLINT_TM_PACK_H

#include "pair.h"

enum { TML_PACK = 64 }; /* pairs in a block */

/* Leaves of a pair what a file keeps. Before pairs are sorted, and before a file is asked for one. */
void tml_pair_narrow(tml_pair *p, int list);
/* How many bits a number takes. */
unsigned tml_pack_width(uint64_t most);
/* Appends n narrow pairs, sorted (tml_by_rendering); pages: bits of a page's number. */
void tml_pack(tml_buf *out, const tml_pair *v, size_t n, int list, unsigned pages);

typedef struct tml_packed { /* a list of a file; borrows its bytes */
  const uint32_t *offset;
  const char *blocks;
  size_t bytes, n;
  int list;
  unsigned pages;
} tml_packed;

/* n pairs, of so many pages. False: the bytes are none. Whatever they are, reading stays within them. */
bool tml_packed_open(tml_packed *l, tml_str section, uint64_t n, int list, uint64_t pages);

typedef struct tml_unpacked { /* somebody reads a list: the first pairs of its last block are at hand */
  const tml_packed *of;
  size_t block; /* + 1; 0: none */
  size_t n;     /* pairs of it that are in v */
  uint64_t at;  /* in bits: where the next one begins */
  unsigned rice, place;
  tml_pair v[TML_PACK];
} tml_unpacked;

/* Pair i, which must be there; until the next one is asked for. */
const tml_pair *tml_unpack(tml_unpacked *u, size_t i);
/* The first pair that stands at or behind `key`, which is narrow; the number of pairs where there is none. */
size_t tml_packed_behind(tml_unpacked *u, const tml_pair *key);

#endif
