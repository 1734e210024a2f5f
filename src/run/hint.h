/* hint.h — inside the run: what a person should be told who got fewer findings than expected. */
#ifndef TMLINT_RUN_HINT_H
#define TMLINT_RUN_HINT_H

#include "collect.h"
#include "tmlint/config.h"
#include "tmlint/input.h"

/* To standard error, unless the run is quiet. Never changes the exit status. */
void tml_run_hint(const tml_config *c, tml_collector *all, const tml_walk *walk);

#endif
