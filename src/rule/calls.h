/* calls.h — whether a sign stands among the arguments of a function: SUM(first;second), ADDRESS(row;column[;abs]).
 *
 * Used by the rules about blanks: what stands there is written as the program's readers type it, in every language.
 */
#ifndef TMLINT_RULE_CALLS_H
#define TMLINT_RULE_CALLS_H

#include "tmlint/rule.h"

/* Token i of the sheet stands between the brackets of a function in capitals. */
static inline bool tml_in_call(const tml_sheet *s, uint32_t i) {
  enum { FAR = 64 }; /* tokens looked back */
  for (unsigned k = 0, depth = 0; i > 0 && k < FAR; k++) {
    const tml_tok *t = &s->tok[--i];
    if (t->kind != TML_T_PUNCT) continue;
    if (t->cp == ')') depth++;
    else if (t->cp == '(' && depth) depth--;
    else if (t->cp == '(') return i && t[-1].flags & TML_TF_ALLCAPS && t[-1].end - t[-1].start > 1;
  }
  return false;
}

/* Token i is called: no blank before the bracket. */
static inline bool tml_is_called(const tml_sheet *s, uint32_t i) {
  return i + 1 < s->ntok && s->tok[i + 1].kind == TML_T_PUNCT && s->tok[i + 1].cp == '(' &&
         !(s->tok[i + 1].flags & TML_TF_SPACE);
}

/* … and is a function in capitals. */
static inline bool tml_is_function(const tml_sheet *s, uint32_t i) {
  return s->tok[i].flags & TML_TF_ALLCAPS && s->tok[i].end - s->tok[i].start > 1 && tml_is_called(s, i);
}

/* The sheet has a function in capitals with its arguments. */
static inline bool tml_has_call(const tml_sheet *s) {
  for (uint32_t i = 0; i + 1 < s->ntok; i++)
    if (tml_is_function(s, i)) return true;
  return false;
}

#endif
