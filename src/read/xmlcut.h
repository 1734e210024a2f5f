/* xmlcut.h — XML cut into tags and texts, ahead of the parser that judges it.
 *
 * What for: libxml2 says whether a file is well-formed and what its elements and attributes are, but the texts are most
 * of a file, cost it most of its time, and are decoded from the file's own bytes anyway. So it is given the markup, and
 * of the texts only what is not plainly sound: a text that is passed over is well-formed UTF-8, of characters that XML
 * allows, with no reference but the five of XML and without "]]>". Comments, CDATA sections, processing instructions,
 * what stands before the root element and behind it are given as they are.
 * The places of all tags are known for that, so nobody has to ask the parser where it stands.
 * Cost: each byte is looked at once, wherever the pieces of the file end.
 */
#ifndef TMLINT_READ_XMLCUT_H
#define TMLINT_READ_XMLCUT_H

#include "tmlint/base.h"

enum tml_cut_kind { TML_CUT_START, TML_CUT_END, TML_CUT_EMPTY };

typedef struct tml_cut_tag {
  uint32_t start, end;
  uint8_t kind;
} tml_cut_tag;

/* From `fed` on, what was given runs byte for byte with the file from `raw` on. */
typedef struct tml_cut_place {
  uint64_t fed;
  uint32_t raw;
} tml_cut_place;

typedef struct tml_xmlcut {
  tml_buf out;    /* what is to be given next; whoever gives it empties it */
  uint64_t fed;   /* bytes given and to be given, from the file's first on */
  uint64_t ahead; /* fed less the file's offset, modulo 2^64: of the last place */
  uint32_t given; /* the file's bytes before this one were given as they are, in front of all cutting */
  uint32_t at;    /* the first byte that is not cut yet */
  uint32_t seen;  /* in a tag: up to where it was looked through */
  char quote;
  uint8_t state;
  bool raw; /* the running text is given as it is */
  unsigned depth;
  tml_cut_tag *tags; /* in order; those before `head` are taken */
  size_t head, ntags, tag_cap;
  tml_cut_place *places;
  size_t nplaces, place_cap;
} tml_xmlcut;

/* The root element's start tag ended at `inside`; all bytes before `given` have been given. */
void tml_xmlcut_begin(tml_xmlcut *c, uint32_t inside, uint32_t given, bool empty);
/* Cuts on: bytes before `end` are there; last: no more will come. What the parser has taken of what was given: `taken`.
 */
void tml_xmlcut_run(tml_xmlcut *c, const char *p, uint32_t end, bool last, uint64_t taken);
/* The file offset of what was given as byte `fed`. */
uint32_t tml_xmlcut_place(const tml_xmlcut *c, uint64_t fed);
void tml_xmlcut_free(tml_xmlcut *c);

static inline tml_cut_tag *tml_xmlcut_tag(tml_xmlcut *c) { return c->head < c->ntags ? &c->tags[c->head] : NULL; }

#endif
