/* order.h — private to align: sections that stand in another order on the two sides (order.c). */
#ifndef TML_ALIGN_ORDER_H
#define TML_ALIGN_ORDER_H

#include "tmlint/bitext.h"

/* The target's pieces in the order in which they are to be read, on the heap; NULL: as they stand. */
uint32_t *order_of(const tml_pieces *source, const tml_pieces *target);
/* Beads made in that order, in the page's own numbers and order (of the target); on the heap. */
tml_bead *order_back(const uint32_t *order, const tml_bead *v, uint32_t n, uint32_t *count);

#endif
