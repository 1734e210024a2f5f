/* pages.h — inside tm: the paths of the pages of a memory file, in byte order; a page's number is its place. */
#ifndef TMLINT_TM_PAGES_H
#define TMLINT_TM_PAGES_H

#include "tmlint/base.h"

/* Appends n paths that are in order. */
void tml_pages_pack(tml_buf *out, const tml_str *v, size_t n);

typedef struct tml_pages { /* borrows the file's bytes */
  const uint32_t *offset;
  tml_str blocks;
  size_t n;
} tml_pages;

/* False: the bytes are none. Whatever they are, reading stays within them. */
bool tml_pages_open(tml_pages *p, tml_str section, uint64_t n);
/* Calls back for the pages [from, to), in order; a path lives as long as its call. */
void tml_pages_each(const tml_pages *v, size_t from, size_t to, void (*take)(void *ctx, uint32_t page, tml_str path),
                    void *ctx);
/* How many pages stand before the path; is one of that path there? */
size_t tml_pages_behind(const tml_pages *v, tml_str path, bool *there);

#endif
