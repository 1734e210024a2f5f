/* variants.h — Chinese characters that are written in simplified or in traditional texts only. Data:
 * scripts/gen_variants.py from Unicode's Unihan database. Constant; any thread. */
#ifndef TMLINT_RULE_VARIANTS_H
#define TMLINT_RULE_VARIANTS_H

#include <stdbool.h>
#include <stdint.h>

enum { TML_VARIANT_FIRST = 0x4E00, TML_VARIANT_LAST = 0x9FFF };
extern const uint64_t tml_variant_simplified[], tml_variant_traditional[];

static inline bool tml_variant_in(const uint64_t *set, uint32_t cp) {
  uint32_t at = cp - TML_VARIANT_FIRST;
  return at <= TML_VARIANT_LAST - TML_VARIANT_FIRST && set[at / 64] >> (at & 63) & 1;
}

#endif
