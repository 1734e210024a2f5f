/* export.h — pairs out, as JSON Lines (schema tmlint.pair/1), tab-separated values, TMX, XLIFF or PO. src/run/export.c.
 */
#ifndef TMLINT_EXPORT_H
#define TMLINT_EXPORT_H

#include "tmlint/config.h"
#include "tmlint/settings.h"

enum tml_export_format { TML_EXPORT_JSONL, TML_EXPORT_TSV, TML_EXPORT_TMX, TML_EXPORT_XLIFF, TML_EXPORT_PO };
enum tml_export_only {
  TML_ONLY_ALL,
  TML_ONLY_CLEAN /* no finding at warning or above */,
  TML_ONLY_FLAGGED /* the others */
};

typedef struct tml_export_opts {
  enum tml_export_format format;
  enum tml_export_only only;
  bool dedup;         /* a pair of the same texts and languages once */
  const char *locale; /* pairs of this target language; NULL: all */
  const char *output; /* NULL: standard output */
} tml_export_opts;

/* Writes the pairs of all files that the configuration names to standard output, or to `output` (replaced at the end)
 * when it is not NULL. Messages about files that can't be read go to standard error. Returns the exit status: 0 or 2.
 */
int tml_run_export(const tml_config *c, tml_settings *s, const tml_export_opts *opts);

#endif
