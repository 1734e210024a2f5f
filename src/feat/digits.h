/* digits.h — inside the number stage: what number.c (values), date.c (dates, times of day) share. */
#ifndef TMLINT_FEAT_DIGITS_H
#define TMLINT_FEAT_DIGITS_H

#include "tmlint/number.h"

typedef struct tml_digits {
  const tml_featctx *ctx;
  tml_sheet *s;
  const tml_locale *l;
  tml_tok *t;
  uint32_t n;
} tml_digits;

/* Token i exists, nobody has claimed it, and it is a sign, word … */
static inline bool tml_dg_free(const tml_digits *d, uint32_t i) { return i < d->n && !d->t[i].owner; }
static inline bool tml_dg_sign(const tml_digits *d, uint32_t i) {
  return tml_dg_free(d, i) && d->t[i].kind == TML_T_PUNCT && !(d->t[i].flags & TML_TF_SYNTAX);
}
static inline bool tml_dg_word(const tml_digits *d, uint32_t i) {
  return tml_dg_free(d, i) && d->t[i].kind == TML_T_WORD;
}
static inline bool tml_dg_num(const tml_digits *d, uint32_t i) {
  return tml_dg_free(d, i) && d->t[i].kind == TML_T_NUM;
}
/* NUM, or MIX that begins with a digit. */
bool tml_dg_digits(const tml_digits *d, uint32_t i);
/* No white space before token i. */
static inline bool tml_dg_glued(const tml_digits *d, uint32_t i) { return i < d->n && !(d->t[i].flags & TML_TF_SPACE); }
/* Index of the first token from i on (or back from i) that is no mark of emphasis; n, or UINT32_MAX, where none is. */
uint32_t tml_dg_next(const tml_digits *d, uint32_t i);
uint32_t tml_dg_prev(const tml_digits *d, uint32_t i);
/* Its bytes begin with `z`, are `z`: inline, for a call costs more than a first byte that differs. */
static inline bool tml_dg_starts(const tml_digits *d, uint32_t i, const char *z) {
  const char *p = d->s->text->p + d->t[i].start;
  size_t n = strlen(z);
  return *p == *z && d->t[i].end - d->t[i].start >= n && memcmp(p, z, n) == 0;
}
static inline bool tml_dg_is(const tml_digits *d, uint32_t i, const char *z) {
  return d->t[i].end - d->t[i].start == strlen(z) && tml_dg_starts(d, i, z);
}
/* Value of digit token i where it has at most `max` digits, else -1. */
int tml_dg_small(const tml_digits *d, uint32_t i, unsigned max);

/* A date, or a time of the day, that has its first digits at token i: makes the fact, returns the token behind it; i
 * where there is none. */
uint32_t tml_date_at(const tml_digits *d, uint32_t i);
uint32_t tml_time_at(const tml_digits *d, uint32_t i);

#endif
