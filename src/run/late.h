/* late.h — inside the run: findings that only the whole run can make. */
#ifndef TMLINT_RUN_LATE_H
#define TMLINT_RUN_LATE_H

#include "collect.h"
#include "file.h"
#include "tmlint/tm.h"

typedef struct tml_place { /* a segment, as a finding shows it */
  uint32_t file, start;    /* page, and file offset of the unit */
  bool there;              /* the texts could be read */
  tml_str path, id;
  tml_excerpt source, target;
  uint32_t line, column, end_line, end_column, line_at;
} tml_place;

/* A text, kept in `keep`. */
tml_excerpt tml_run_excerpt(tml_arena *keep, const tml_text *t);
/* TM001 at `own`, which goes otherwise than the majority's place `most`; all but the fingerprint. */
void tml_run_inconsistent(tml_arena *a, const tml_conflict *c, const tml_place *own, const tml_place *most,
                          uint16_t rule, uint8_t severity, tml_finding *f);
/* memory.c: what the run's memory file makes of a page. Findings land in the worker's sink. */
void tml_run_memory(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_page *page, const tml_ruleset *set);

/* Makes them from the finished memory, adds them to the collector and tells each to `told` (for formats that stream).
 * paths: by file number of the report. */
int tml_run_late(const tml_run_ctx *run, tml_tm *tm, const tml_str *paths, tml_collector *all,
                 void (*told)(void *ctx, const tml_finding *f), void *ctx, tml_err *err);

#endif
