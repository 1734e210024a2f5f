/* values.h — every value that a text states in whatever way: what the number rules ask before they call a number
 * missing.
 *
 * Made only where two texts' numbers differ (a small part of all pairs), so it may look at words one by one.
 */
#ifndef TMLINT_RULE_VALUES_H
#define TMLINT_RULE_VALUES_H

#include "tmlint/number.h"

typedef struct tml_values {
  tml_arena *arena;
  uint64_t *slots; /* open addressing; 0 is free */
  uint32_t cap, n;
} tml_values;

void tml_values_add(tml_values *v, uint64_t key);
bool tml_values_has(const tml_values *v, uint64_t key);
static inline void tml_values_number(tml_values *v, int64_t num, int exp) { tml_values_add(v, tml_num_key(num, exp)); }
static inline bool tml_values_int(const tml_values *v, int64_t num) { return tml_values_has(v, tml_num_key(num, 0)); }

/* Numbers, parts of dates and times, digits inside names, standards, codes and URLs, number words and ordinals, months,
 * Roman numerals, fractions. Into an empty *out. */
void tml_values_of(tml_arena *a, const tml_sheet *s, const tml_locale *l, tml_values *out);

/* Hash of the groups of ASCII digits in p..e, whatever parts them; 0 where there are fewer than three. */
uint64_t tml_values_groups(const char *p, const char *e);

/* Adds every run of ASCII digits in p..e, and decimals of two runs. */
void tml_values_runs(tml_values *v, const char *p, const char *e);

#endif
