/* export.h — pairs out, as JSON Lines (schema tmlint.pair/1) or tab-separated values. src/run/export.c. */
#ifndef TMLINT_EXPORT_H
#define TMLINT_EXPORT_H

#include "tmlint/config.h"
#include "tmlint/settings.h"

enum tml_export_format { TML_EXPORT_JSONL, TML_EXPORT_TSV };

/* Writes the pairs of all files that the configuration names to standard output, or to `output` (replaced at the end)
 * when it is not NULL. Messages about files that can't be read go to standard error. Returns the exit status: 0 or 2.
 */
int tml_run_export(const tml_config *c, const tml_settings *s, enum tml_export_format format, const char *output);

#endif
