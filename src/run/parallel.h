/* parallel.h — pages whose source stands in another tree: paired by path, aligned before anything is checked, and given
 * their pairs when their turn comes (`tmlint check --source-tree`). */
#ifndef TMLINT_RUN_PARALLEL_H
#define TMLINT_RUN_PARALLEL_H

#include "file.h"

typedef struct tml_parallel tml_parallel;

/* Pairs the files with those of the source tree and aligns them all. Beads are kept, texts are not. Says on standard
 * error what was paired and what was not. NULL with an error where the tree or a map can't be used. */
tml_parallel *tml_parallel_open(const tml_run_ctx *run, const tml_input_file *files, size_t n, bool progress,
                                tml_err *err);
void tml_parallel_free(tml_parallel *p);
/* Gives a page its pairs, in file order of the target: d->segs, d->other. Nothing where it has no source page, or holds
 * its pairs itself. Any worker. */
void tml_parallel_pair(const tml_parallel *p, const tml_run_ctx *run, tml_worker *w, tml_doc *d);
/* The worker's findings on such a page: their place is in the page, what stands in the source is related. */
void tml_parallel_place(tml_worker *w, tml_doc *d);
/* Is the pair's target, word for word, in the page's other version? */
bool tml_parallel_unchanged(const tml_segment *s, const tml_doc *d, tml_str other);

/* The path of the source page below its tree by a pattern "TARGET=SOURCE" (docs/bitext.md); empty: it does not match.
 */
tml_str tml_parallel_map(tml_arena *a, tml_str pattern, tml_str path);

#endif
