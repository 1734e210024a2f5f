/* baseline.h — the findings of a day, so that only new ones count: a JSON file of fingerprints
 * (docs/schema/baseline.json).
 *
 * Memory: an object owns what it holds. Threads: read-only once loaded. Not here: what a fingerprint is (run/file.c).
 */
#ifndef TMLINT_BASELINE_H
#define TMLINT_BASELINE_H

#include "tmlint/base.h"

typedef struct tml_known { /* a finding of the baseline; all but the fingerprint is for people */
  uint64_t fingerprint;
  tml_str path, code, message; /* path: from the configuration's folder */
} tml_known;

typedef struct tml_baseline {
  tml_arena arena;
  tml_known *v; /* by path, code, fingerprint; each fingerprint once */
  size_t n, cap;
  tml_map index; /* fingerprint to place in v */
} tml_baseline;

/* TML_EUSAGE with "FILE: what" where it can't be read or is no baseline of this version. */
int tml_baseline_load(tml_baseline *b, const char *path, tml_err *err);
void tml_baseline_free(tml_baseline *b);
/* Copies the strings. */
void tml_baseline_add(tml_baseline *b, const tml_known *k);
/* Place of the fingerprint, or -1. */
ptrdiff_t tml_baseline_find(const tml_baseline *b, uint64_t fingerprint);
/* The file's text, one finding a line; entries where skip[i] is set are left out (NULL: none). Sorts b. */
void tml_baseline_sort(tml_baseline *b);
void tml_baseline_write(const tml_baseline *b, const uint8_t *skip, tml_buf *out);

#endif
