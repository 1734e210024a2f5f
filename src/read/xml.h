/* xml.h — between xml.c and the formats that stand on it (tmx.c, xliff.c). */
#ifndef TMLINT_READ_XML_H
#define TMLINT_READ_XML_H

#include "tmlint/xml.h"

typedef struct tml_xml tml_xml;

/* tag: offset of the '<'; inside: first byte behind the start tag. close: offset of the end tag's '<' (of the element's
 * own '<' where it is empty: `inside` of it is then `close`); after: first byte behind it. */
typedef struct tml_xml_format {
  void *(*open)(tml_xml *x);
  void (*start)(tml_xml *x, void *state, int name, uint32_t tag, uint32_t inside);
  void (*end)(tml_xml *x, void *state, int name, uint32_t close, uint32_t after);
  const char *const *names; /* local names, ends with NULL: a name is told by its index, all others by the last's */
} tml_xml_format;
extern const tml_xml_format tml_xml_tmx, tml_xml_xliff;

tml_arena *tml_xml_keep(tml_xml *x); /* lives until the end of the file */
tml_arena *tml_xml_part(tml_xml *x); /* emptied at each call: for what a file repeats, one part's at a time */
tml_arena *tml_xml_unit(tml_xml *x); /* lives until tml_xml_unit_done */
const tml_xml_wish *tml_xml_wishes(const tml_xml *x);
/* An attribute of the element that starts, by local name; p NULL where absent. A view for the time of the call. */
tml_str tml_xml_attr(const tml_xml *x, const char *name);
/* A unit begins: until its end its bytes are kept. */
void tml_xml_unit_begin(tml_xml *x);
/* The text between two offsets of the running unit, decoded, for as long as its batch: references, CDATA, line ends;
 * inline elements as xml.c's head says. */
tml_text tml_xml_text(tml_xml *x, tml_arena *a, uint32_t start, uint32_t end);
/* The units from here on stand in this page; one that differs ends the batch, and so does the heading of a section in a
 * page that is long already. */
void tml_xml_page(tml_xml *x, tml_str page, bool heading);
/* How many batches have ended: what was made for the batch is there as long as this is the same. */
uint32_t tml_xml_batches(const tml_xml *x);
/* A new pair of these languages, in the running batch. */
tml_segment *tml_xml_pair(tml_xml *x, tml_str source, tml_str target);
tml_arena *tml_xml_batch(tml_xml *x); /* what the pair keeps */
/* A unit ended at `after`: the batch may end here. */
void tml_xml_unit_done(tml_xml *x, uint32_t after);

#endif
