/* drift.h — the two lists while they are being linked: for this room only. */
#ifndef TMLINT_ALIGN_DRIFT_H
#define TMLINT_ALIGN_DRIFT_H

#include "tmlint/bitext.h"

#include "likeness.h"
#include "parts.h"

enum { TML_UNLINKED = -1 };

typedef struct side {
  uint32_t n;
  const tml_text *text;
  tml_like *like;
  int32_t *link;     /* index on the other side, or TML_UNLINKED */
  uint32_t *gap;     /* how many links of the order stand before it */
  uint8_t *match;    /* of the link */
  tml_part *part;    /* where it stands in the other side */
  uint32_t *covered; /* characters of it that are the other side's parts */
  bool *held;        /* parts of the other side stand in it */
} side;

typedef struct drift {
  tml_arena *out;
  tml_arena tmp;
  tml_like_scratch scratch;
  unsigned flags;
  side old, now;
  bool *ordered; /* by old index: its link is of the page's order */
} drift;

typedef struct pair {
  uint32_t old, now;
  uint8_t score, rank; /* match; match with its bonus */
  uint32_t far;        /* distance, in gaps */
} pair;

typedef struct pairs {
  pair *v;
  size_t n, cap;
} pairs;

/* Neither linked nor known to be a part, or made of parts. */
static inline bool is_free(const side *s, uint32_t i) {
  return s->link[i] == TML_UNLINKED && !s->part[i].n && !s->held[i];
}

static inline bool shows_same(const tml_like *x, const tml_like *y) {
  return x->visible == y->visible && x->ncp == y->ncp && tml_like_holds(x, 0, y);
}

/* Links a pair of free texts; score 100: they show the same. */
void tml_drift_link(drift *d, uint32_t o, uint32_t w, unsigned score);

/* ---- gaps.c ---- */

enum { TML_GAP_WIDE = 128 };
typedef struct tml_gap { /* free texts that stand between the same links; of more than TML_GAP_WIDE the first are here
                          */
  uint32_t old[TML_GAP_WIDE], now[TML_GAP_WIDE];
  uint32_t nold, nnow;
} tml_gap;

/* Calls fn for every gap of the page's order that has free texts on both sides; with `moved`, for what stands next to
 * moved links instead. fn may link. */
void tml_gaps_each(drift *d, bool moved, void (*fn)(drift *, const tml_gap *, void *), void *ctx);
/* Links the free texts of each gap in order: those that show the same, and the pairs. */
void tml_gaps_link(drift *d, bool moved, const pairs *p);

#endif
