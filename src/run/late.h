/* late.h — inside the run: findings that only the whole run can make. */
#ifndef TMLINT_RUN_LATE_H
#define TMLINT_RUN_LATE_H

#include "collect.h"
#include "file.h"
#include "tmlint/tm.h"

/* Makes them from the finished memory, adds them to the collector and tells each to `told` (for formats that stream).
 * paths: by file number of the report. */
int tml_run_late(const tml_run_ctx *run, tml_tm *tm, const tml_str *paths, tml_collector *all,
                 void (*told)(void *ctx, const tml_finding *f), void *ctx, tml_err *err);

#endif
