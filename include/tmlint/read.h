/* read.h — readers: bytes of one format to a document. A reader never fails: what it can't read is damage. */
#ifndef TMLINT_READ_H
#define TMLINT_READ_H

#include "tmlint/doc.h"

/* Side-by-side Markdown. d->p, n, arena, body are set; fills segments and damage. One pass, no allocation but the
 * arena. */
void tml_read_sxs(tml_doc *d);

/* One pass over the whole file: invalid UTF-8, U+FFFD, control, private, invisible, bidi, mojibake → d->odd. */
void tml_read_odd(tml_doc *d);

/* The encoding that a page of HTML declares in its first 1,024 bytes (<meta charset>, http-equiv); empty where none. */
tml_str tml_html_charset(tml_str page);

#endif
