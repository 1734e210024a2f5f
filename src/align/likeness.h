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
  const void *chars;        /* visible characters: a byte each where all are below 256 (narrow), else uint32_t */
  uint32_t ncp, nword;
  bool narrow;
  /* Of a text that is compared: tml_like_open. Of a long page few are. */
  bool open;
  uint32_t ntri;        /* 0: not counted yet */
  const uint32_t *cp;   /* visible characters */
  const uint32_t *word; /* hashes of the words, lower case; a character of an unspaced script is a word */
  const uint32_t *tri;  /* hashes of its trigrams, lower case: ascending, each once */
} tml_like;

/* Scratch of the functions below, kept from call to call. Freed with tml_like_scratch_free. */
typedef struct tml_like_scratch {
  tml_buf raw, folded;
  uint64_t *rows; /* bit-parallel Levenshtein: pattern masks by symbol, then the two difference vectors */
  size_t rows_cap;
  uint32_t *slots; /* symbol → row */
  size_t slots_cap;
  uint32_t *gram, *words, *cps;
  size_t gram_cap, words_cap, cps_cap;
  uint64_t *met; /* trigrams of the text at hand: its turn, trigram */
  size_t met_cap;
  uint32_t turn;
} tml_like_scratch;
void tml_like_scratch_free(tml_like_scratch *s);

/* Hashes, characters, counts. All of *out lives in `a`. */
void tml_like_make(tml_arena *a, tml_like_scratch *s, const tml_text *t, tml_like *out);
/* The rest of it, where that isn't there yet; t: the same text. */
void tml_like_open(tml_arena *a, tml_like_scratch *s, const tml_text *t, tml_like *l);
/* Trigrams, each once, in scratch: *v. Those alone whose low bits have a count that is not 0, where `count` is given.
 */
uint32_t tml_like_grams(tml_like_scratch *s, const tml_like *l, const uint32_t *count, uint32_t mask,
                        const uint32_t **v);

/* Characters from..from+n-1. */
void tml_like_copy(const tml_like *l, uint32_t from, uint32_t n, uint32_t *out);
/* These are all of its characters. */
bool tml_like_is(const tml_like *l, const uint32_t *cp);
/* The characters of x stand in w, from `at` on. */
bool tml_like_holds(const tml_like *w, uint32_t at, const tml_like *x);

/* The two below are for open ones. */
/* 0 to 1: common trigrams, twice, by all. Linear. */
double tml_like_dice(const tml_like *x, const tml_like *y);
/* The match score of two texts whose folded forms differ, 0 to 99: 50·(words alike + characters alike), alike being
 * 1 − Levenshtein distance / longer length. Texts that are too long for that are measured by their trigrams. */
unsigned tml_like_score(tml_like_scratch *s, const tml_like *x, const tml_like *y);

#endif
