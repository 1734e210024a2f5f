/* misfits.h — inside the run: pairs whose texts do not go together (TM007, TM008, CO006), by what a run or a memory has
 * learnt of two languages. */
#ifndef TMLINT_RUN_MISFITS_H
#define TMLINT_RUN_MISFITS_H

#include "late.h"

typedef struct tml_misfits tml_misfits;

/* Sets the rules' indexes, and whether any of them may be on. */
void tml_misfits_rules(tml_run_ctx *run);
tml_misfits *tml_misfits_new(void);
void tml_misfits_free(tml_misfits *m);
/* What a page, or a batch of a file, shows of itself: into the slot. Any worker. */
void tml_misfits_collect(const tml_run_ctx *run, const tml_ruleset *set, const tml_page *page, tml_slot *slot);
/* Learns what page number `file` shows, and keeps it (in a spill) until all have taught. */
int tml_misfits_add(tml_misfits *m, uint32_t file, tml_str path, const tml_slot *slot, tml_err *err);
/* After the last page: the findings. */
int tml_misfits_late(tml_misfits *m, tml_late *l);
/* What the run's memory file makes of a page. Findings land in the worker's sink. */
void tml_misfits_page(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_page *page, const tml_ruleset *set);

#endif
