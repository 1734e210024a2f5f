/* likeness.h — how much two texts of one language are alike: for this room only.
 *
 * A text is looked at twice. Folded: as it stands, references and escapes decoded, blanks evened out; only texts that
 * are equal here are the same. Visible: what a reader sees of it, without markup and without blanks; that is what is
 * compared where the texts differ, so that a new link target doesn't make a new sentence, and that pages whose markup
 * was lost ("standardISO/IEC 20000-2") can be compared at all.
 */
#ifndef TMLINT_ALIGN_LIKENESS_H
#define TMLINT_ALIGN_LIKENESS_H

#include "tmlint/doc.h"
#include "tmlint/text.h"

typedef struct tml_like {
  uint64_t folded, visible; /* hashes; `visible` of a text that shows nothing is made from the folded one */
  const uint32_t *cp;       /* visible characters */
  const uint32_t *word;     /* hashes of the words, lower case; a character of an unspaced script is a word */
  const uint32_t *tri;      /* hashes of its trigrams, lower case: ascending, each once */
  uint32_t ncp, nword, ntri;
} tml_like;

/* Scratch of the functions below, kept from call to call. Freed with tml_like_scratch_free. */
typedef struct tml_like_scratch {
  tml_buf raw, folded;
  uint64_t *rows; /* bit-parallel Levenshtein: pattern masks by symbol, then the two difference vectors */
  size_t rows_cap;
  uint32_t *slots; /* symbol → row */
  size_t slots_cap;
  uint32_t *gram, *words;
  size_t gram_cap, words_cap;
} tml_like_scratch;
void tml_like_scratch_free(tml_like_scratch *s);

/* All of *out lives in `a`. */
void tml_like_make(tml_arena *a, tml_like_scratch *s, const tml_text *t, tml_like *out);

/* 0 to 1: common trigrams, twice, by all. Linear. */
double tml_like_dice(const tml_like *x, const tml_like *y);
/* The match score of two texts whose folded forms differ, 0 to 99: 50·(words alike + characters alike), alike being
 * 1 − Levenshtein distance / longer length. Texts that are too long for that are measured by their trigrams. */
unsigned tml_like_score(tml_like_scratch *s, const tml_like *x, const tml_like *y);

#endif
