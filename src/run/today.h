/* today.h — inside the run: what a baseline holds of this run, and a new one from it. */
#ifndef TMLINT_RUN_BASELINE_H
#define TMLINT_RUN_BASELINE_H

#include "file.h"

/* After the run: marks in fixed[] (by place in the baseline) what was looked for and is not there any more: entries of
 * pages that were read or are gone, by rules that ran. Returns how many. */
size_t tml_run_fixed(const tml_run_ctx *run, const tml_collector *all, bool learnt, uint8_t *fixed);
/* Tells them on standard error. */
void tml_run_tell_fixed(const tml_run_ctx *run, const uint8_t *fixed, size_t n);
/* Today's findings as a baseline. */
int tml_run_today(const tml_run_ctx *run, tml_collector *all, tml_baseline *out, tml_err *err);

#endif
