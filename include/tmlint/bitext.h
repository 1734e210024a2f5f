/* bitext.h — pages that nothing pairs: the alignment of two lists of pieces (pieces.h), and drift of one list. */
#ifndef TMLINT_BITEXT_H
#define TMLINT_BITEXT_H

#include "tmlint/pieces.h"

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
/* What is known of the two languages beforehand, as a memory has it: words are numbers there, 0: none. */
typedef struct tml_bitext_words {
  const void *ctx;
  uint64_t texts;                                                    /* how many pairs have taught it */
  uint64_t tokens[2];                                                /* how many tokens they have on each side */
  uint32_t (*word)(enum tml_script script, const char *p, size_t n); /* a word's number */
  /* How many texts of a side have the word. */
  uint32_t (*count)(const void *ctx, unsigned side, uint32_t word);
  /* How likely each of n target words goes with the source word, 0 to 1. */
  void (*row)(const void *ctx, uint32_t source, const uint32_t *target, size_t n, float *p);
} tml_bitext_words;
/* Before the first page; `w` is copied, its ctx borrowed. */
void tml_bitext_know(tml_bitext *b, const tml_bitext_words *w);
/* A known pair (of the memory, of a side-by-side page): teaches the lexicon and the lengths. */
void tml_bitext_teach(tml_bitext *b, const tml_text *source, const tml_text *target);
/* Adds a page pair; what is needed of it is copied. Returns its number, from 0. */
uint32_t tml_bitext_add(tml_bitext *b, const tml_pieces *source, const tml_pieces *target);
/* Aligns all. `tick` (may be NULL) is called with the pages done of all passes' pages. */
void tml_bitext_run(tml_bitext *b, unsigned jobs, void (*tick)(void *, uint64_t done, uint64_t all), void *ctx);
/* The beads of a page, in order of the target, then of the source. They live as long as the batch. */
size_t tml_bitext_beads(const tml_bitext *b, uint32_t page, const tml_bead **v);
/* After the run, once a page: cuts pieces that hold two texts with no mark between them, where the other side has a
 * counterpart of one of them alone. `source`, `target`: as they were added; they and the page's beads change where
 * something is cut (parts in `arena`). Returns the number of cuts. */
uint32_t tml_bitext_recut(tml_bitext *b, uint32_t page, tml_pieces *source, tml_pieces *target, tml_arena *arena);
/* Such a cut, made again in a page that is read anew: piece `piece` ends before byte `at` of its text, where the next
 * one begins. */
typedef struct tml_recut {
  uint32_t piece, at;
} tml_recut;
/* The cuts that made `after` of `before`, which is a list of the same texts; returns how many, `out` takes as many as
 * after has more. */
uint32_t tml_bitext_cuts(const tml_pieces *before, const tml_pieces *after, tml_recut *out);
void tml_bitext_cut(tml_pieces *pieces, const tml_recut *cuts, uint32_t n, tml_arena *arena);

/* ---- drift: an old list of texts of one language against today's ------------------------------------------------------ */

enum tml_drift_status { TML_DRIFT_SAME, TML_DRIFT_EDITED, TML_DRIFT_MOVED, TML_DRIFT_ADDED, TML_DRIFT_REMOVED };
extern const char *const tml_drift_names[]; /* same edited moved added removed */
typedef struct tml_link {
  uint32_t old, now; /* indexes; UINT32_MAX on the side that is missing */
  uint8_t status;    /* TML_DRIFT_… (moved wins over edited) */
  uint8_t match;     /* 0–100: 100 only where the folded texts are equal */
  bool shown;        /* readers see no difference: the markup differs at most */
  bool part; /* one stands word for word inside the other, or in several of them: cut in another way. The status is
                SAME, and a text may have several such links */
} tml_link;

enum {
  TML_DRIFT_VISIBLE = 1 /* one side has lost its markup (a scraped page): what readers see decides, blanks apart */
};

/* Links two lists; in order of `now`, removed ones behind the link of the old text before them. *v is in `arena`.
 * Linear but for sorting. Any thread. */
size_t tml_drift(tml_arena *arena, const tml_text *old, uint32_t nold, const tml_text *now, uint32_t nnow,
                 unsigned flags, const tml_link **v);

#endif
