/* bitext.h — pages that nothing pairs: a page cut into pieces, and the alignment of two such lists.
 *
 * Cutting is the readers' (src/read, sentences by src/text/sentence.c), aligning is src/align's. A piece is what one
 * side of a bead is made of: a sentence, a line or a block, with its place in the page. Offsets are bytes in the file
 * on disk, ends exclusive.
 */
#ifndef TMLINT_BITEXT_H
#define TMLINT_BITEXT_H

#include "tmlint/doc.h"
#include "tmlint/text.h"

/* ---- pieces ------------------------------------------------------------------------------------------------------ */

enum tml_cut { TML_CUT_SENTENCES, TML_CUT_LINES, TML_CUT_BLOCKS };

enum tml_block {
  TML_BLK_PARAGRAPH,
  TML_BLK_HEADING, /* level: 1–6 */
  TML_BLK_LIST,    /* a list item's own paragraph; level: depth from 1 */
  TML_BLK_CELL,    /* a table cell; level: column from 1, 255 at most */
  TML_BLK_CODE,    /* fenced or indented code, <pre>: one piece a block, never cut into sentences */
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
 * spans unwrapped). `l`: the language of the page (never NULL). Everything lives in d->arena. Never fails: what can't
 * be read is damage of the document. */
void tml_read_pieces(tml_doc *d, enum tml_cut cut, const tml_locale *l, tml_pieces *out);

/* ---- bitext: two lists of pieces to beads -------------------------------------------------------------------------- */

/* Source pieces source..source+nsource-1 go with target pieces target..target+ntarget-1; one side may be empty. */
typedef struct tml_bead {
  uint32_t source, target;
  uint8_t nsource, ntarget;
  float score; /* 0 to 1 */
} tml_bead;

/* A batch of page pairs of one language pair, aligned together: the lexicon is learnt from all of them. Deterministic:
 * the same pages in the same order give the same beads for any number of jobs. Not for several threads at once. */
typedef struct tml_bitext tml_bitext;
tml_bitext *tml_bitext_new(const tml_locale *source, const tml_locale *target);
void tml_bitext_free(tml_bitext *b);
/* A known pair (of the memory, of a side-by-side page): teaches the lexicon and the lengths. */
void tml_bitext_teach(tml_bitext *b, const tml_text *source, const tml_text *target);
/* Adds a page pair; what is needed of it is copied. Returns its number, from 0. */
uint32_t tml_bitext_add(tml_bitext *b, const tml_pieces *source, const tml_pieces *target);
/* Aligns all. `tick` (may be NULL) is called with the pages done of all passes' pages. */
void tml_bitext_run(tml_bitext *b, unsigned jobs, void (*tick)(void *, uint64_t done, uint64_t all), void *ctx);
/* The beads of a page, in order of the target, then of the source. They live as long as the batch. */
size_t tml_bitext_beads(const tml_bitext *b, uint32_t page, const tml_bead **v);

/* ---- drift: an old list of texts of one language against today's ------------------------------------------------------ */

enum tml_drift_status { TML_DRIFT_SAME, TML_DRIFT_EDITED, TML_DRIFT_MOVED, TML_DRIFT_ADDED, TML_DRIFT_REMOVED };
typedef struct tml_link {
  uint32_t old, now; /* indexes; UINT32_MAX on the side that is missing */
  uint8_t status;    /* TML_DRIFT_… (moved wins over edited) */
  uint8_t match;     /* 0–100: 100 only where the folded texts are equal */
} tml_link;

/* Links two lists; in order of `now`, removed ones behind the link of the old text before them. In `arena`. */
size_t tml_drift(tml_arena *arena, const tml_text *old, uint32_t nold, const tml_text *now, uint32_t nnow,
                 const tml_link **v);

#endif
