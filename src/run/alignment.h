/* alignment.h — inside the run: an aligned page pair, as the writers of `tmlint align` get it. */
#ifndef TMLINT_RUN_ALIGNMENT_H
#define TMLINT_RUN_ALIGNMENT_H

#include "drift.h"
#include "tmlint/aligning.h"

typedef struct tml_aligned_page {
  tml_doc *source, *target;
  const tml_locale *locale[2];
  tml_str language[2]; /* as it was said or read */
  tml_pieces piece[2];
  const tml_bead *beads;
  size_t nbeads;
  bool drift; /* the target is a side-by-side page: `lines` in place of beads */
  const tml_drift_line *lines;
  size_t nlines;
} tml_aligned_page;

/* Text of the n pieces from `from` on, joined as the language joins sentences; places of the first and the last. In a.
 */
tml_text tml_aligned_text(tml_arena *a, const tml_aligned_page *p, unsigned side, uint32_t from, uint32_t n);

/* The page of a language by its words and letters: a language's id such as "de", or NULL where it is not clear. */
const char *tml_guess_language(tml_str text);

/* html: a page that needs nothing else. */
void tml_align_html_begin(tml_buf *out);
void tml_align_html_page(tml_buf *out, tml_arena *a, const tml_aligned_page *p);
void tml_align_html_end(tml_buf *out);

#endif
