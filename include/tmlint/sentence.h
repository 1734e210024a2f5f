/* sentence.h — where sentences end.
 *
 * What for: cutting blocks of text into the pieces that a translation memory's segmenter would make of them.
 * Units: bytes. Threads: pure functions over constant tables. Errors: none; what isn't known is no end.
 */
#ifndef TMLINT_SENTENCE_H
#define TMLINT_SENTENCE_H

#include "tmlint/text.h"

/* Where the sentence that begins at `from` ends: behind its last mark and the quotes, brackets and emphasis that close
 * there, white space not counted; text.n at last. `text`: valid UTF-8, one block, may hold Markdown and inline HTML
 * (code, tags, links and addresses are never cut); sixteen bytes behind it may be read. from < text.n. */
size_t tml_sentence_end(const tml_locale *l, tml_str text, size_t from);

/* The next place behind `from` where a sentence may begin though no mark stands before it: a word with a capital,
 * with the brackets, quotes and emphasis that open there; text.n where there is none. `from` stands between words and
 * outside bold. *hardly: what stands before it would hardly end there ("the Portal", "Azure Portal"). */
size_t tml_sentence_may_begin(tml_str text, size_t from, bool *hardly);

#endif
