/* xml.h — the XML readers: TMX 1.4b, XLIFF 1.2 and 2.x as documents of a batch of units each. src/read/xml.c.
 *
 * What for: files of any size in bounded memory. A file is handed over in batches: the units of one page (TMX: the
 * prop x-page; XLIFF: the element <file>), at most half a MiB of the file, one document a language pair.
 * Offsets in a document are the file's; d->p is addressed by them, but only [d->from, d->n) holds bytes.
 * Threads: none of these has state but libxml2's handle, which is made once; an input belongs to one thread.
 */
#ifndef TMLINT_XML_H
#define TMLINT_XML_H

#include "tmlint/doc.h"

/* The file. p: its bytes by offset, n: its size. more: makes the bytes from..from+n-1 there, returns how many are
 * (0: the end); done: nothing before `to` will be looked at again, and from then on the bytes may stand elsewhere: p
 * is read anew. Both NULL where all is there. */
typedef struct tml_xml_input {
  const char *p;
  size_t n;
  size_t (*more)(void *ctx, size_t from, size_t n);
  void (*done)(void *ctx, size_t to);
  void *ctx;
} tml_xml_input;

/* Languages asked for; empty: what the file says. */
typedef struct tml_xml_wish {
  tml_str source, target;
} tml_xml_wish;

/* Reads a file of format TML_FMT_TMX or TML_FMT_XLIFF. Each batch's documents are given to `take` one after another;
 * they live in `a`, which is reset behind the batch's last. What breaks the file is damage of the last document
 * (TML_DMG_SYNTAX, TML_DMG_ENCODING, TML_DMG_LIBRARY); at least one document is given. */
void tml_read_xml(tml_arena *a, tml_str path, int format, const tml_xml_input *in, const tml_xml_wish *wish,
                  void (*take)(void *ctx, tml_doc *d), void *ctx);

#endif
