/* units.h — inside the number stage: the generated tables of unit names (tab_units.c). */
#ifndef TMLINT_FEAT_UNITS_H
#define TMLINT_FEAT_UNITS_H

#include "tmlint/number.h"

typedef struct tml_unit_row {
  const char *name, *plural;
  uint8_t dimension;
  bool english;
} tml_unit_row;
typedef struct tml_unit_word {
  uint32_t hash; /* low half of tml_hash of "language/name" */
  uint16_t unit;
} tml_unit_word;
typedef struct tml_unit_prefix_row {
  char language[8];
  uint8_t n;
  uint16_t unit;
  const char *name;
} tml_unit_prefix_row;

extern const tml_unit_row tml_unit_rows[];
extern const unsigned tml_unit_rows_n;
extern const tml_unit_word tml_unit_words[];
extern const unsigned tml_unit_words_n;
extern const tml_unit_prefix_row tml_unit_prefixes[];
extern const unsigned tml_unit_prefixes_n;

#endif
