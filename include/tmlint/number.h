/* number.h — what TML_F_NUMBER, TML_F_VERSION, TML_F_DATE and TML_F_TIME facts hold.
 *
 * NUMBER   num·10^exp without trailing zeros; key: tml_num_key of it. key2: the key of the other reading where the
 * digits have two (`1,234` is 1234 or 1.234; `10K` is 10000 or 10; `2000万` …), else 0. unit: tml_unit id or 0. VERSION
 * key: hash of the parts (`1.2.3`; leading zeros do not count). key2: where it has one or two parts, the key of the
 * number that it would be (`1.2`), else 0. num: how many parts. sub: TML_VER_…. DATE     key: y<<16|m<<8|d, parts 0
 * where not named, as the locale orders them. key2: without the order: two digits of the year, the smaller and the
 * greater of month and day (`11/08` and `08/11` are one), so that numeric dates of unknown order compare. num: the year
 * as written, without its era. TIME     key: minutes of the day + 1; sub: 1 where it is sure which half of the day.
 * key2: minutes of the half day + 1.
 */
#ifndef TMLINT_NUMBER_H
#define TMLINT_NUMBER_H

#include "tmlint/feat.h"

enum { /* tml_fact.sub of TML_F_NUMBER */
       TML_NUM_PLAIN,
       TML_NUM_ORDINAL,
       TML_NUM_PERCENT,
       TML_NUM_UNIT,
       TML_NUM_CURRENCY,
       TML_NUM_COMPACT, /* 1.5 million, 10K, 150万 */
       TML_NUM_GLUED,   /* digits with letters that are no known unit: 3D, 1a */
       TML_NUM_LIST     /* a list mark at the text's start */
};

enum {                /* tml_fact.sub of TML_F_VERSION */
       TML_VER_SURE,  /* three parts or more, `v1.2`, or after a word for "version" */
       TML_VER_NAMED, /* two parts right after a capitalised Latin word: TLS 1.2 */
       TML_VER_SHORT  /* `v2` */
};

/* The key of a value: equal values have equal keys, never 0. Takes any mantissa and exponent. */
uint64_t tml_num_key(int64_t num, int exp);

/* Parts of a date fact. */
static inline int tml_date_year(const tml_fact *f) { return (int)(f->key >> 16); }
static inline int tml_date_month(const tml_fact *f) { return (int)(f->key >> 8 & 255); }
static inline int tml_date_day(const tml_fact *f) { return (int)(f->key & 255); }

/* "31.12" or "1.7": a day and a month as languages write them that write 31.12.2020, and the date is that day without a
 * year. */
static inline bool tml_is_day_and_month(tml_str a, const tml_fact *date) {
  int v[2] = {0, 0};
  unsigned n = 0, digits = 0;
  for (size_t i = 0; i < a.n; i++) {
    if (a.p[i] == '.' && !n && digits) n = 1, digits = 0;
    else if (a.p[i] >= '0' && a.p[i] <= '9' && digits++ < 2) v[n] = 10 * v[n] + (a.p[i] - '0');
    else return false;
  }
  return n && digits && !tml_date_year(date) && v[0] == tml_date_day(date) && v[1] == tml_date_month(date) && v[0] &&
         v[1];
}

/* Digits at the start of a token (NUM, or MIX that begins with digits): how many, and their value (at most 18 digits;
 * more give UINT64_MAX). 0 where it begins with none. */
unsigned tml_num_digits(const tml_sheet *s, const tml_tok *t, uint64_t *value);

/* The folded (lower-case) form of a token in buf, cut at cap bytes. For looking words up in locale lists. */
tml_str tml_num_word(const tml_sheet *s, const tml_tok *t, char *buf, size_t cap);

/* ---- units: unit.c over the generated tab_unit.c ---------------------------------------------------------------------- */

enum tml_dimension {
  TML_DIM_NONE,
  TML_DIM_DATA,
  TML_DIM_RATE, /* data a second */
  TML_DIM_TIME,
  TML_DIM_LENGTH,
  TML_DIM_AREA,
  TML_DIM_VOLUME,
  TML_DIM_MASS,
  TML_DIM_TEMPERATURE,
  TML_DIM_FREQUENCY,
  TML_DIM_POWER,
  TML_DIM_PERCENT,
  TML_DIM_CURRENCY
};

/* The unit that a folded word (or sign) names in this language; 0 where it is none that is known. */
unsigned tml_unit_find(const tml_locale *l, tml_str word);
/* For text without spaces between words (and Korean): the unit whose name s begins with, its length in *n. */
unsigned tml_unit_prefix(const tml_locale *l, tml_str s, size_t *n);
const char *tml_unit_name(unsigned unit);   /* "megabyte"; "" for 0 */
const char *tml_unit_plural(unsigned unit); /* "megabytes", "feet" */
enum tml_dimension tml_unit_dimension(unsigned unit);
bool tml_unit_is_english(unsigned unit); /* a mile, a degree Fahrenheit: not of the metric system (CLDR, units) */

#endif
