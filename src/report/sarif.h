/* sarif.h — private to report: the two halves of the SARIF writer. */
#ifndef TML_REPORT_SARIF_H
#define TML_REPORT_SARIF_H

#include "out.h"

/* "tool": {…}, "taxonomies": […]: the rules as their rows have them. */
void tml_sarif_tool(tml_buf *b);
/* A message object. In SARIF's plain text { } are placeholders, which are escaped by
 * doubling (3.11.5), and [a](b) is a link (3.11.6), which a backslash undoes: no text of a page makes either. */
void tml_sarif_message(tml_buf *b, tml_str s);

#endif
