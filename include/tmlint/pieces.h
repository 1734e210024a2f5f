/* pieces.h — a page that nothing pairs, cut into pieces: sentences, lines or blocks, each with its place in the page.
 *
 * Cutting is the readers' (src/read, sentences by src/text/sentence.c); who aligns or compares pages takes pieces.
 * Offsets are bytes in the file on disk, ends exclusive.
 */
#ifndef TMLINT_PIECES_H
#define TMLINT_PIECES_H

#include "tmlint/doc.h"
#include "tmlint/text.h"

enum tml_cut { TML_CUT_SENTENCES, TML_CUT_LINES, TML_CUT_BLOCKS };

enum tml_block_kind {
  TML_BLK_PARAGRAPH,
  TML_BLK_HEADING, /* level: 1–6 */
  TML_BLK_LIST,    /* a list item's own paragraph; level: depth from 1 */
  TML_BLK_CELL,    /* a table cell; level: column from 1, 255 at most */
  TML_BLK_CODE,    /* fenced or indented code, <pre>: one piece a block, whatever the cut */
  TML_BLK_FRONT,   /* a front matter value that is prose: title, description */
  TML_BLK_HTML     /* a block of raw HTML that holds no text of its own kind above */
};

typedef struct tml_piece {
  tml_text text; /* as rules see it: container escapes decoded, inline markup kept; its raw span in the file */
  uint8_t block; /* TML_BLK_… */
  uint8_t level;
  uint16_t ctx;      /* TML_CTX_… */
  bool first;        /* first piece of its block */
  uint32_t block_no; /* blocks are numbered from 0 in the page */
  tml_str anchor;    /* a heading's <a name>, {#id} or id=""; empty where there is none */
  uint32_t anchor_start;
} tml_piece;

typedef struct tml_pieces {
  tml_piece *v;
  uint32_t n;
  size_t cap;
} tml_pieces;

/* Cuts a page by d->format (Markdown, text, HTML; a side-by-side page: with its source spans dropped and its target
 * spans unwrapped; other formats: as text). d->body and d->meta are set where there is front matter; a side-by-side
 * page's segments are read (its *source* spans are d->segs). `l`: the language of the page (never NULL). Everything
 * lives in d->arena. Never fails: what can't be read is damage of the document. Pieces are in order of the page, no
 * piece is empty or white space only, no two overlap. */
void tml_read_pieces(tml_doc *d, enum tml_cut cut, const tml_locale *l, tml_pieces *out);

#endif
