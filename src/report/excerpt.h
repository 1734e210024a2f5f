/* excerpt.h — private to report: one text on one line of a terminal, with carets under what is marked. */
#ifndef TML_REPORT_EXCERPT_H
#define TML_REPORT_EXCERPT_H

#include "tmlint/find.h"

typedef struct tml_excerpt_opts {
  const char *indent, *label;     /* "  ", "target": the text begins two columns behind it */
  unsigned columns;               /* of the whole line; the text has 30 at least */
  const char *mark_on, *mark_off; /* put round marked text: colours, or "" */
  bool isolate;                   /* bidi isolates round a text with right-to-left letters */
} tml_excerpt_opts;

/* The text's line and, where something is marked, the line of carets. */
void tml_excerpt_put(tml_buf *b, const tml_excerpt *e, const tml_excerpt_opts *o);
/* Any text on one line: control, bidi and bad bytes as escapes (\n, <U+202E>, \xFF). */
void tml_excerpt_harmless(tml_buf *b, tml_str s);

#endif
