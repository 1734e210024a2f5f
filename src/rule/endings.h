/* endings.h — the endings that Turkish, Hungarian and Finnish hang on nouns, names and markup.
 *
 * For: SP004 (what is glued to a link is an ending, or a word that lacks its blank) and SP006 (an ending torn off its
 * name). Not for analysis: endings of nouns in any row, whatever grammar says about their order; no verbs, no stems. */
#ifndef TMLINT_RULE_ENDINGS_H
#define TMLINT_RULE_ENDINGS_H

#include "tmlint/rule.h"

enum tml_ending { TML_ENDING_UNKNOWN, TML_ENDING_NO, TML_ENDING_YES };

/* Whether a word in small letters is an ending or several; unknown in other languages. */
enum tml_ending tml_ending_of(const tml_locale *l, tml_str word);

#endif
