/* parts.h — texts that stand word for word inside another list's texts: sentences cut or joined otherwise. For this
 * room only. */
#ifndef TMLINT_ALIGN_PARTS_H
#define TMLINT_ALIGN_PARTS_H

#include "likeness.h"

typedef struct tml_part { /* where a text stands: in texts first … first+n-1 of the other list; n 0: nowhere */
  uint32_t first, n;
} tml_part;

/* For every text x[i] with want[i] (out[i] is left alone without, and where nothing is found): where it stands in the
 * texts of y (those with ywant) put together, blanks apart; it must begin and end there as sentences and clauses do. Of
 * several places the one nearest to its gap (ygap against xgap). Texts too short to be known again are left out.
 * Everything in `a`; linear. covered[j] is raised by the characters of y[j] that were found. */
void tml_parts_find(tml_arena *a, const tml_like *x, const uint32_t *xgap, const bool *want, uint32_t nx,
                    const tml_like *y, const uint32_t *ygap, const bool *ywant, uint32_t ny, tml_part *out,
                    uint32_t *covered);

#endif
