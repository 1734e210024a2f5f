/* name.h — whether a text says a name that the other side names, in any of the ways in which translations keep one.
 *
 * What for: the rules about names and the memory that learns which names a run keeps ask the same question, so that
 * they agree. What not: no judgement, and no translated or transliterated names: those are "not said".
 *
 * A name is said by its words: inflected (`SharePointissa`), glued (`PowerBI`), parted (`Power Point`), in another
 * order, inside a longer name, in code, by its initials (`Azure AD`, `IE`) or, an acronym, by its expansion. The
 * company before a product may be left out or added.
 */
#ifndef TMLINT_NAME_H
#define TMLINT_NAME_H

#include "tmlint/entity.h"

enum tml_said { TML_SAID_NOT, TML_SAID_HALF, TML_SAID_WHOLE };

/* How much of the name `f` of sheet `from` is said in sheet `in`. Costs a look over the tokens of `in` for each word.
 */
enum tml_said tml_name_said(const tml_lexicon *lex, const tml_sheet *from, const tml_fact *f, const tml_sheet *in);

/* The same of fact i of `from` and the other text of its pair: several ask, and the answer is kept in the fact. */
enum tml_said tml_name_said_by_pair(const tml_lexicon *lex, const tml_sheet *from, uint32_t i, const tml_sheet *in);

/* Whether `in` says the name's first word, company aside: what tells it from its kin. */
bool tml_name_lead_said(const tml_lexicon *lex, const tml_sheet *from, const tml_fact *f, const tml_sheet *in);

/* Whether sheet `in` says the word of token `t` of `from`, inflected or glued. */
bool tml_name_word_said(const tml_sheet *from, const tml_tok *t, const tml_sheet *in);

/* Whether `in` has a name fact with this key. */
bool tml_name_has(const tml_sheet *in, uint64_t key);

#endif
