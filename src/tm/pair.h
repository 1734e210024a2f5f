/* pair.h — inside tm: a pair as it is remembered, and what a page teaches as bytes. */
#ifndef TMLINT_TM_PAIR_H
#define TMLINT_TM_PAIR_H

#include "tmlint/tm.h"

typedef struct tml_pair { /* 24 bytes */
  uint64_t source, target;
  uint32_t file, start; /* file offset of the unit */
} tml_pair;

/* The target's low bits tell its form (case, punctuation, marks), the others its words. */
#define TML_FORM_BITS UINT64_C(0xFFFF)

typedef struct tml_name_sum { /* names in a file, by name */
  uint64_t name;
  uint64_t counts; /* kept << 32 | lost */
} tml_name_sum;

/* Renderings of one source that are told apart. Beyond so many nobody can speak of a majority. */
enum { TML_RENDERINGS = 64 };

/* Does a pair teach? Not where it is short, is code, or its texts have nothing to do with each other. */
bool tml_pair_teaches(const tml_segment *g, const tml_sheet *source, const tml_sheet *target);
/* The pairs of a page that teach, appended to `out`; their file is the segment's index. */
void tml_pairs_of(const tml_page *page, tml_buf *out);
/* Sorts n pairs, n > 0, into `to`. `order` compares sources first. */
void tml_pairs_sort(const tml_pair *from, size_t n, tml_pair *to, int (*order)(const void *, const void *));
/* memory.c: the whole file. Pairs' files are numbers of `paths`; they are renumbered in place, and the names sorted;
 * those of one name are added up. */
void tml_memory_write(tml_buf *out, const tml_str *paths, size_t npaths, tml_pair *pairs, size_t npairs,
                      tml_name_sum *names, size_t nnames, const tml_fit *fit);

#endif
