/* aligning.h — `tmlint align`: two pages, or two trees paired by path, to pairs. src/run/align.c. */
#ifndef TMLINT_ALIGNING_H
#define TMLINT_ALIGNING_H

#include "tmlint/config.h"
#include "tmlint/pieces.h"
#include "tmlint/settings.h"

enum tml_align_format { TML_ALIGN_JSONL, TML_ALIGN_TSV, TML_ALIGN_HTML, TML_ALIGN_TMX, TML_ALIGN_XLIFF };

typedef struct tml_align_opts {
  const char *source, *target; /* two files or two folders */
  enum tml_cut cut;
  enum tml_align_format format;
  const char *output; /* NULL: standard output */
} tml_align_opts;

/* Aligns and writes. Messages (pages without a partner, empty pages, swapped sides, files that hold no text) go to
 * standard error, progress too where it is a terminal. Exit status: 0; 2 where a path can't be used. */
int tml_run_align(const tml_config *c, const tml_settings *s, const tml_align_opts *o);

#endif
