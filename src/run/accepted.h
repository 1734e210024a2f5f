/* accepted.h — inside the run: findings that somebody has accepted, in the page itself or in the configuration. */
#ifndef TMLINT_RUN_SUPPRESS_H
#define TMLINT_RUN_SUPPRESS_H

#include "tmlint/config.h"
#include "tmlint/find.h"
#include "tmlint/input.h"
#include "tmlint/suppress.h"

typedef struct tml_accepted { /* the configuration's, compiled; frozen before threads start */
  tml_arena arena;
  struct tml_accepted_row {
    const tml_suppress_at *said;
    const tml_glob *path;
    tml_str rules; /* parted by blanks; empty: any */
    bool literal;  /* the path names one file */
  } * v;
  uint32_t n;
} tml_accepted;

/* Entries whose day is over are left out, and said to standard error unless quiet. */
void tml_accepted_make(const tml_config *c, tml_accepted *out);
void tml_accepted_free(tml_accepted *a);
/* The first entry that holds for a finding (path, texts and fingerprint are set), from number *from on; NULL: none. */
const struct tml_accepted_row *tml_accepted_find(const tml_accepted *a, const tml_config *c, tml_arena *scratch,
                                                 const tml_finding *f, uint32_t from);
/* Does the entry name just this file, and could its rules have been found? */
bool tml_accepted_is_of(const struct tml_accepted_row *row, const tml_config *c, tml_arena *scratch, tml_str path);

/* A page's own suppressions, packed for findings that come after the barrier. */
void tml_suppress_pack(tml_buf *b, const tml_suppressions *s);
/* Sets suppressed_by and suppressed_reason where one holds; views into `packed`. */
void tml_suppress_packed(tml_str packed, tml_finding *f);

#endif
