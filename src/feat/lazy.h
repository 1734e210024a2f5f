/* lazy.h — inside the features: several lazy searches in one text, which is folded once. See lazy.c. */
#ifndef TML_FEAT_LAZY_H
#define TML_FEAT_LAZY_H

#include "tmlint/entity.h"

/* A text folded for search. {0} at first; the first search folds, the others use it again. Valid while the sheet's
 * tokens are the same; freed by tml_lazy_free. */
typedef struct tml_lazy {
  tml_buf b;     /* its words, folded */
  uint32_t *tok; /* by byte of b: the token it comes from */
  size_t tok_cap;
  uint64_t pairs[16]; /* which two bytes stand side by side in b: bits of a hash */
  bool folded;
} tml_lazy;

/* As tml_entity_find_lazy. */
bool tml_lazy_find(const tml_lexicon *lex, const tml_locale *loc, const tml_sheet *s, tml_lazy *f, uint64_t key,
                   uint32_t *start, uint32_t *end);
void tml_lazy_free(tml_lazy *f);

#endif
