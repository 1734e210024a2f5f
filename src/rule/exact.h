/* exact.h — comparing tokens that no translation may change: where they are left over, how they differ.
 *
 * Used by the rules for opaque tokens, commands and versions, only where two texts' tokens differ.
 */
#ifndef TMLINT_RULE_EXACT_H
#define TMLINT_RULE_EXACT_H

#include "tmlint/rule.h"

typedef struct tml_exact {
  const tml_fact **v;
  uint32_t n;
} tml_exact;

/* True where both texts have the same facts of these kinds in the same order, by key: the common case. */
bool tml_exact_same(const tml_sheet *x, const tml_sheet *y, uint64_t kinds);
/* Facts of these kinds in `s` whose key none in `other` has, each key once. */
tml_exact tml_exact_left(tml_arena *a, const tml_sheet *s, const tml_sheet *other, uint64_t kinds);

/* The bytes of `what` stand in the text; `any_case`: ASCII case does not count. */
bool tml_exact_in(tml_str text, tml_str what, bool any_case);
/* The token stands in the sheet's text as a whole: no letter, digit, or sign that would make it another token, beside
 * it. `prose`: not inside a URL. ASCII case does not count where `any_case`. */
bool tml_exact_token_in(const tml_sheet *s, tml_str what, bool any_case, bool prose);
/* The letters and digits of `what` stand in the text in order, with other signs or blanks between them, or in full
 * width: where, in bytes of the text. Not
 * sought where it has fewer than `least` letters and digits. */
bool tml_exact_spread(tml_str text, tml_str what, unsigned least, uint32_t *start, uint32_t *end);
/* Edit distance in bytes, at most `limit` (limit + 1 where it is more). Both under 256 bytes, else limit + 1. */
unsigned tml_exact_distance(tml_str a, tml_str b, unsigned limit);
/* The one of `l` that is most like `what`: an edit distance of at most a third. NULL where none is. */
const tml_fact *tml_exact_nearest(const tml_sheet *s, const tml_exact *l, tml_str what);
void tml_exact_drop(tml_exact *l, const tml_fact *f);
static inline tml_str tml_sheet_text(const tml_sheet *s) { return tml_str_n(s->text->p, s->text->n); }

#endif
