/* glance.h — what one look at a pair's tokens tells: which rules that seek places need not be asked.
 *
 * For: the engine, and page rules that walk all pairs. Not for judging: a bit says that such a place may be there. */
#ifndef TMLINT_RULE_GLANCE_H
#define TMLINT_RULE_GLANCE_H

#include "tmlint/rule.h"

/* TML_G_… of a pair whose sides are both there; the locales are not asked. */
uint16_t tml_glance(const tml_segment *g, const tml_sheet *source, const tml_sheet *target);

#endif
