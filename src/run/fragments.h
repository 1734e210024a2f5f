/* fragments.h — links to anchors, over the whole run (AN003). */
#ifndef TMLINT_RUN_FRAGMENTS_H
#define TMLINT_RUN_FRAGMENTS_H

#include "late.h"

/* The page's links that have a fragment, appended to `out` (a slot's). For workers. */
void tml_fragments_collect(const tml_page *page, tml_buf *out);

/* Leaves out those of pairs that are not in `changed` (a byte a segment of d); changed: NULL: all of them. */
void tml_fragments_keep(tml_buf *links, const tml_doc *d, const uint8_t *changed);

typedef struct tml_fragments tml_fragments;
/* memory: links lead to its pages, and to the page that they stand in, wherever the run looks; NULL: to pages of the
 * run.
 */
tml_fragments *tml_fragments_new(const tml_memory *memory);
void tml_fragments_free(tml_fragments *f);
/* Takes a page of the report, in order: its number, its path (borrowed) and what was collected. */
void tml_fragments_add(tml_fragments *f, uint32_t file, tml_str path, tml_str collected);
/* A page that links may lead to, and that another shard checks; behind the last tml_fragments_add. */
void tml_fragments_beside(tml_fragments *f, tml_str path);
/* Behind the barrier: looks the anchors up and tells a finding for each link to one that is nowhere. */
int tml_fragments_run(tml_fragments *f, tml_late *l);

#endif
