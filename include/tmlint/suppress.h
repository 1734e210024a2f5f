/* suppress.h — suppressions that stand in a page: comments and a front matter field.
 *
 * Grammar, in a comment of its own (`<!-- … -->`):
 *   tmlint-disable-next-line CODES[: reason]    what begins on the next line that is not blank
 *   tmlint-disable CODES[: reason]              from here to `tmlint-enable [CODES]`, or to the end
 *   tmlint-disable-file CODES[: reason]         the whole file
 * and in front matter `tmlint-disable:` with a code, a list of codes, "CODE: reason" texts, or a map from code to
 * reason. CODES: codes, names, family letters or ALL, parted by commas or blanks. Memory: views of the document, lists
 * in its arena. Threads: no hidden state.
 */
#ifndef TMLINT_SUPPRESS_H
#define TMLINT_SUPPRESS_H

#include "tmlint/doc.h"

typedef struct tml_suppression {
  tml_str words, reason;
  const char *by;      /* "inline", "front matter" */
  uint32_t start, end; /* where it is written */
  uint32_t from, to;   /* findings that begin in from … to-1 */
  bool used;
} tml_suppression;

typedef struct tml_suppressions {
  tml_suppression *v;
  uint32_t n;
  size_t cap;
} tml_suppressions;

/* May there be a suppression in the page at all? Cheap: nearly every page has none. */
bool tml_suppress_mentioned(const tml_doc *d);
/* Those of a page, in file order; reads front matter fields and comments. */
void tml_suppress_read(tml_doc *d, tml_suppressions *out);
/* The next of the words at *at, and *at behind it. False: no more. */
bool tml_suppress_word(tml_str words, size_t *at, tml_str *word);
/* Is the rule among the words? */
bool tml_suppress_names(tml_str words, const char *code, const char *name);

#endif
