/* models.h — private to align: the batch, and the small models that are learnt from its beads between passes. */
#ifndef TML_ALIGN_MODELS_H
#define TML_ALIGN_MODELS_H

#include "aligner.h"

struct tml_bitext {
  const tml_locale *locale[2];
  vocab v;
  tok_list tok[2]; /* all tokens of a side, page by page */
  uint32_t *grams; /* while a segment is taken */
  size_t grams_cap;
  page_pair *pages;
  size_t npages, cap;
  lex_bead *taught;
  size_t ntaught, taught_cap;
  length_model length;
  double prior[KINDS];
  lex_table lex[2];
  uint32_t *count[2]; /* of tokens on each side, while it runs */
  float *uni[2], *known[2];
  float *worth[2];        /* pseudo-counts of the lexicon's rows */
  tml_bitext_words words; /* of a memory; row: NULL where there is none */
  aligner *spare;         /* what pages are cut anew with */
};

/* What the last pass knew. `tok`: room for the flat lists. */
knowledge bitext_knowledge(const tml_bitext *b, uint32_t **tok);
/* Tokens that overlap their neighbours go behind the others of the segment, whose tokens are v[from, n); where they
 * begin. */
size_t bitext_grams_last(tml_bitext *b, tok_list *o, size_t from);

/* Before the first pass. */
void models_start(tml_bitext *b);
/* Lengths and kinds of beads from all pages' beads. */
void models_refit(tml_bitext *b);
/* How far each token can be explained: by looks before anything is learnt, then by the lexicon. */
void models_known(tml_bitext *b, bool learnt);

#endif
