/* fix.h — edits of findings put into a file's bytes, and two versions as a unified diff.
 *
 * Not for writing files (run/fix.c). Units: bytes of the file the findings are of. Threads: no hidden state.
 */
#ifndef TMLINT_FIX_H
#define TMLINT_FIX_H

#include "tmlint/find.h"

typedef struct tml_fix_count {
  uint32_t applied, overlapping; /* findings whose edits were made; that touch those of an earlier one and were left */
} tml_fix_count;

/* Appends to out the bytes with the edits of the findings that have any and are neither suppressed nor pending; unsafe
 * ones only where asked for. Of fixes that overlap or meet in one place the first by place is made, the others are
 * left: they may be another after it. A fix is made whole or not at all; edits that lie outside the file are never
 * made. */
tml_fix_count tml_fix_apply(tml_str bytes, tml_finding *const *v, uint32_t n, bool unsafe, tml_buf *out);
/* The unified diff from one version to the other, three lines of context; nothing where they are the same. */
void tml_fix_diff(tml_str path, tml_str before, tml_str after, tml_buf *out);

#endif
