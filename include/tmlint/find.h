/* find.h — findings: what a rule says, where, and all that a report needs of it.
 *
 * A finding is made in the worker's arena, packed into one blob (tml_find_pack), and unpacked where it is written.
 */
#ifndef TMLINT_FIND_H
#define TMLINT_FIND_H

#include "tmlint/base.h"

enum tml_severity { TML_SEV_OFF, TML_SEV_INFO, TML_SEV_WARNING, TML_SEV_ERROR };
enum tml_side { TML_SIDE_PAGE, TML_SIDE_SOURCE, TML_SIDE_TARGET };
enum tml_suspect { TML_SUSPECT_UNKNOWN, TML_SUSPECT_SOURCE, TML_SUSPECT_TARGET };
enum tml_action { TML_ACT_FIX_TARGET, TML_ACT_FIX_MEMORY, TML_ACT_RE_HANDOFF, TML_ACT_FIX_CONFIG };
extern const char *const tml_severity_names[]; /* off info warning error */
extern const char *const tml_side_names[];     /* page source target */
extern const char *const tml_suspect_names[];  /* unknown source target */
extern const char *const tml_action_names[];   /* fix-target fix-memory re-handoff fix-config */

typedef struct tml_span {
  uint32_t start, end; /* file offsets */
} tml_span;

typedef struct tml_excerpt { /* one side of the pair */
  bool present;
  tml_str text;
  uint32_t start, end; /* file offsets of the whole text */
  tml_span *marks;
  uint32_t nmarks;
} tml_excerpt;

enum tml_evidence_kind { TML_EV_SOURCE, TML_EV_TARGET, TML_EV_PAGE, TML_EV_ANCHOR, TML_EV_KINDS };
typedef struct tml_strs {
  tml_str *v;
  uint32_t n;
  size_t cap;
} tml_strs;

typedef struct tml_related {
  tml_str path, segment, message;
  uint32_t line, column;
} tml_related;

typedef struct tml_edit {
  uint32_t start, end; /* file offsets */
  tml_str text;
} tml_edit;

/* A finding that only the whole run, or a memory, can confirm: it is dropped or kept after the barrier. */
enum tml_pending {
  TML_PEND_NONE,
  TML_PEND_NAME_KEPT, /* key: name id; kept only where the run keeps this name elsewhere */
  TML_PEND_DONORS     /* `borrowed`: two witnesses or more are needed against two of them or more; donors are such */
};

typedef struct tml_borrowed { /* a source span that may be another page's: who has it, by the memory's keys */
  uint64_t key[2];
  uint32_t witnesses; /* against it, as far as the page itself goes */
} tml_borrowed;

typedef struct tml_finding {
  uint16_t rule; /* index in the registry */
  uint8_t severity, side, suspect, action, pending;
  bool fix_safe;
  uint32_t start, end; /* the place: file offsets that line and column are of */
  uint32_t line, column, end_line, end_column;
  uint32_t line_at; /* file offset at which that line begins, for byte columns; UINT32_MAX: not known */
  tml_str path, segment, message;
  tml_str source_path; /* the file that `source` and its marks stand in; empty: `path` */
  tml_excerpt source, target;
  tml_strs evidence[TML_EV_KINDS];
  uint64_t cause;       /* 0: its own; equal numbers in one report share a cause. Page causes: any non-zero hash */
  uint8_t rank;         /* within a cause the lowest rank is shown first (the most specific); 100 by default */
  uint64_t pending_key; /* TML_PEND_DONORS: the pairs of the page */
  const tml_borrowed *borrowed; /* TML_PEND_DONORS: one for each of `related`; else NULL */
  uint64_t fp_text;             /* fingerprint part: folded source and target */
  uint64_t fingerprint;
  tml_related *related;
  uint32_t nrelated;
  size_t related_cap;
  tml_edit *edits;
  uint32_t nedits;
  size_t edit_cap;
  tml_str suppressed_by, suppressed_reason; /* empty where not suppressed */
} tml_finding;

void tml_find_pack(tml_buf *out, const tml_finding *f);
/* Unpacks the finding that begins at p; strings borrow from p, lists live in `a`. Returns bytes consumed. */
size_t tml_find_unpack(tml_arena *a, const char *p, size_t n, tml_finding *out);

#endif
