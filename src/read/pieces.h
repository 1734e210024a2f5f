/* pieces.h — what the readers of unpaired pages share: blocks in, pieces out. For the files of this room only. */
#ifndef TMLINT_READ_PIECES_H
#define TMLINT_READ_PIECES_H

#include "tmlint/pieces.h"

typedef struct tml_span {
  uint32_t start, end;
} tml_span;

/* One page being cut. Readers see p and n alone: the file, or what was made of it (a side-by-side page unwrapped, bad
 * UTF-8 mended); the map leads back to the file, as tml_text's does (NULL: offsets are the file's). */
typedef struct tml_cutter {
  tml_doc *d;
  const tml_locale *l;
  tml_pieces *out;
  enum tml_cut cut;
  const char *p;
  uint32_t n;
  const uint32_t (*map)[2];
  uint32_t nmap;
  uint32_t body; /* where front matter ends in p */
  uint32_t blocks;
} tml_cutter;

typedef struct tml_blockinfo {
  uint8_t block, level;
  uint16_t ctx;
  tml_span anchor; /* in the text that is cut: p, or an HTML page's; empty: none */
} tml_blockinfo;

/* Lines of p (their ends without the line's end) as one text; lines are joined by a line feed. n > 0. */
tml_text tml_cutter_text(tml_cutter *c, const tml_span *lines, uint32_t n);
/* One block: cut and appended. Empty ones are left out. */
void tml_cutter_block(tml_cutter *c, tml_blockinfo b, const tml_text *t);

/* The readers. */
void tml_cut_markdown(tml_cutter *c);
void tml_cut_plain(tml_cutter *c);
void tml_cut_html(tml_cutter *c);

#endif
