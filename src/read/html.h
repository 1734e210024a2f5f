/* html.h — tags and character references; for the files of this room only. */
#ifndef TMLINT_READ_HTML_H
#define TMLINT_READ_HTML_H

#include "pieces.h"

extern const uint16_t tml_html_entity_count;
extern const char tml_html_entities[]; /* name, 0, text, 0; ordered by name */
extern const uint16_t tml_html_entity_at[];

/* A character reference at p (p < end, *p is '&'): bytes it takes, 0 for none; *text gets 1 to 8 bytes of UTF-8. */
size_t tml_html_reference(const char *p, const char *end, char text[8], unsigned *n);

/* Does a tag stand in the text that ends a block of text (<p>, <li>, <td> …; not <br>)? Code spans are passed over. */
bool tml_html_breaks(const tml_text *t);
/* Cuts a text of Markdown with such tags in it: a raw HTML block, a table's cell. Runs between them get b's block, or
 * in an HTML block that of the tags. */
void tml_cut_html_block(tml_cutter *c, tml_blockinfo b, const tml_text *t);
/* A hard break at i of t ("<br>", two blanks or a backslash and a line's end): the offset behind it, 0 for none. */
uint32_t tml_html_break(const char *p, uint32_t i, uint32_t n);
/* Markdown's code span at p[i] == '`': the offset behind it; behind the backticks where it is none. */
uint32_t tml_html_code(const char *p, uint32_t i, uint32_t n);

#endif
