/* mdline.h — what one line of Markdown is; for the files of this room only. */
#ifndef TMLINT_READ_MDLINE_H
#define TMLINT_READ_MDLINE_H

#include "pieces.h"

/* A line under the reader: p[i, e) is left of it. Columns count tabs as up to the next multiple of four. */
typedef struct tml_mdline {
  const char *p;
  uint32_t i, e;
  uint32_t col;      /* column of i */
  uint32_t rest;     /* columns of the tab before i that are not eaten yet */
  uint32_t indented; /* columns that stood before the text */
} tml_mdline;

/* Columns of white space at the cursor; and eats up to n of them. */
uint32_t tml_md_indent(const tml_mdline *c);
void tml_md_eat(tml_mdline *c, uint32_t n);

/* The following look at the text [i, e) of a line whose indentation is eaten; i < e. */

/* "- ", "12. ": bytes of the mark itself, 0 for none. *number: 1 or more for ordered lists (0 counts as 1000). */
uint32_t tml_md_list_mark(const tml_mdline *c, uint32_t *number);
bool tml_md_rule(const tml_mdline *c);       /* "* * *" */
unsigned tml_md_atx(const tml_mdline *c);    /* level of "## x", 0 for none */
unsigned tml_md_setext(const tml_mdline *c); /* 1 "===", 2 "---", 0 */
unsigned tml_md_fence(const tml_mdline *c);  /* length of an opening fence, 0 for none */
bool tml_md_fence_end(const tml_mdline *c, char mark, unsigned len);
unsigned tml_md_html(const tml_mdline *c);         /* CommonMark's kinds 1–7 of HTML blocks, 0 */
bool tml_md_html_end(unsigned kind, tml_str line); /* does the line end a block of kind 1–5? */
bool tml_md_definition(const tml_mdline *c);       /* "[label]: address" */
unsigned tml_md_delimiters(const tml_mdline *c);   /* "|---|:-:|": number of columns, 0 for none */

/* A line indented like code that its writer meant as text: an item, a link, a zone; where a list was broken off before
 * it (a line at the margin stands between), also a sentence, a fence, a table's row, an alert. */
bool tml_md_astray(const tml_mdline *c, bool broken);

/* Lines that belong to an extension and hold no text: includes, zones, shortcodes, attribute lists, ES imports. */
typedef enum tml_md_extra { TML_MD_TEXT, TML_MD_SKIP, TML_MD_FROM } tml_md_extra;
/* TML_MD_FROM: text begins at *from ("[!NOTE] text", ":::note Title"). */
tml_md_extra tml_md_directive(const tml_mdline *c, uint32_t *from);

/* The cells of a table's row, at most `max`; how many. `columns`: of the table, 0 while that is not known. */
uint32_t tml_md_cells(const char *p, tml_span line, uint32_t columns, tml_span *cells, uint32_t max);

#endif
