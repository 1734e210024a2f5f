/* load.h — a saved `json` report back as files and findings. src/report/load.c.
 *
 * Not for jsonl, and for no other program's JSON. Only what the report holds comes back: ranks are guessed from the
 * rules' scopes, byte columns are not known (line_at is UINT32_MAX), and the numbers of causes hold within one report.
 * Memory: everything lives in the arena; texts may borrow from `json`. Threads: no shared state.
 */
#ifndef TMLINT_LOAD_H
#define TMLINT_LOAD_H

#include "tmlint/report.h"

typedef struct tml_loaded {
  tml_report_file *files; /* as in the report */
  size_t nfiles;
  tml_finding
      *findings; /* in its order; `cause` is its number ("c3": 3), 0 for causes that a run makes of equal evidence */
  size_t nfindings;
  uint64_t baselined;
} tml_loaded;

/* TML_EFORMAT says what is wrong and where (name, line), and what to do about it. */
int tml_report_load(tml_arena *a, const char *name, tml_str json, tml_loaded *out, tml_err *err);

#endif
