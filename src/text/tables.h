/* tables.h — the generated tables, for utf8.c and locale.c only. Private to the room. */
#ifndef TML_TEXT_TABLES_H
#define TML_TEXT_TABLES_H

#include "tmlint/text.h"

/* tab_unicode.c: case folding as a two-stage table of indexes into a list of differences. */
extern const uint8_t tml_fold_stage1[], tml_fold_stage2[];
extern const int32_t tml_fold_delta[];
extern const uint32_t tml_fold_end; /* first code point past the table */
/* The zeros of all runs of ten digits, ascending. */
extern const uint32_t tml_digit_zeros[];
extern const unsigned tml_digit_zeros_n;
extern const char *const tml_script_names[];

/* tab_locale.c: strings by offset into one pool, no pointers. Values as in tml_word. */
typedef struct tml_pool_item {
  uint32_t at : 24, n : 8;
  int16_t value;
  uint16_t flags;
} tml_pool_item;
extern const char tml_pool[];
extern const tml_pool_item tml_pool_items[];
extern const tml_word tml_pool_words[];
extern const uint16_t tml_pool_buckets[]; /* per locale: first word of each bucket, and the end */
extern const tml_locale tml_locales[];
extern const unsigned tml_locales_n;
/* A tag (lower case, parts joined by '-') and the locale it stands for, ascending by tag. */
typedef struct tml_locale_alias {
  char tag[16];
  uint16_t locale;
} tml_locale_alias;
extern const tml_locale_alias tml_locale_aliases[];
extern const unsigned tml_locale_aliases_n;

#endif
