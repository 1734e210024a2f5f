/* tm.h — the memory of a run: what its pages teach, asked only after the barrier.
 *
 * What it holds: 24 bytes a pair (hash of the folded source, hash of the folded target, place) and two counters a name.
 * No texts: whoever needs them reads the page again. Everything adds up: pages are learnt in any grouping, one after
 * another in report order, with the same result.
 * Threads: tml_tm_learn is pure but for its buffer; the rest belongs to one thread.
 */
#ifndef TMLINT_TM_H
#define TMLINT_TM_H

#include "tmlint/page.h"

typedef struct tml_tm tml_tm;

tml_tm *tml_tm_new(void);
void tml_tm_free(tml_tm *m);

/* What one page teaches, appended to `out` as bytes for tml_tm_add. */
void tml_tm_learn(const tml_page *page, tml_buf *out);
/* Adds what page number `file` taught. */
void tml_tm_add(tml_tm *m, uint32_t file, tml_str taught);
/* After the last page: puts everything in order. */
void tml_tm_finish(tml_tm *m);

/* How often pairs whose source has this name (a TML_F_NAME key) keep it, and how often they do not. */
void tml_tm_name(const tml_tm *m, uint64_t name, uint32_t *kept, uint32_t *lost);

/* One folded source with several targets (TM001): a place that does not go with the majority. */
typedef struct tml_conflict {
  uint32_t file, start;               /* the minority's place: page, and file offset of the unit */
  uint32_t other_file, other_start;   /* a place of the majority: the first */
  uint32_t minority, majority, total; /* how many places each rendering has, and all together */
  bool tie;                           /* no majority: reported at the later place */
  bool form;                          /* the renderings differ in case, punctuation or marks only */
} tml_conflict;
/* All conflicts by place. *v lives as long as the memory. */
size_t tml_tm_conflicts(tml_tm *m, const tml_conflict **v);

#endif
