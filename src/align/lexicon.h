/* lexicon.h — private to align: how likely a token of one language stands for one of the other.
 *
 * p(t|s) = (K·p0(t|s) + C(s,t)) / (K + C(s)): p0 is what the tokens' own looks tell (the same number, code span, link;
 * alike words), C the expected counts of IBM model 1 over the beads (Brown et al. 1993), K = 3 (priors and rare words:
 * Moore 2002, 2004). Deterministic; one thread a direction.
 */
#ifndef TML_ALIGN_LEXICON_H
#define TML_ALIGN_LEXICON_H

#include "vocab.h"

#include "tmlint/bitext.h"

#define LEX_K 3.0f /* pseudo-counts of the prior, at least */

/* Tokens that belong together: places in the flat token lists of the two sides. */
typedef struct lex_bead {
  uint32_t s[2][2]; /* [side] from, to */
  float chance;     /* that it is one; a token may be in several */
} lex_bead;

typedef struct lex_entry {
  uint32_t t;
  float p;
} lex_entry;

/* One direction: rows of source tokens, each a list of entries, at[s] to at[s + 1]. */
typedef struct lex_table {
  uint32_t n; /* rows */
  uint32_t *at;
  lex_entry *v;
  size_t cap;
  float *total; /* K + C(s) of each row */
} lex_table;

/* What looks tell: p0 in both directions is the same list of pairs, read by rows. */
typedef struct lex_prior {
  lex_table rows[2]; /* [0] by source token, [1] by target token; total unused */
  float *k[2];       /* pseudo-counts of each row */
} lex_prior;

void lex_table_free(lex_table *t);
void lex_prior_free(lex_prior *p);
/* Priors between the tokens that occur on the source side and those on the target side; words: what a memory knows, or
 * NULL. */
void lex_prior_make(lex_prior *p, const vocab *v, const uint32_t *source_count, const uint32_t *target_count,
                    const tml_bitext_words *words);
/* The table before anything is learnt: p0 alone. d: which rows. */
void lex_start(lex_table *out, const lex_prior *prior, unsigned d);
/* `iterations` of EM from `io`; `tok`: the two flat lists; from: 0 learns p(target|source). `uni`: p(t) of the side
 * that is predicted, the null word's. `first`: add a bit to every pair, so that all that stand together can be learnt.
 */
void lex_learn(lex_table *io, const lex_prior *prior, const lex_bead *beads, size_t nbeads, uint32_t *const tok[2],
               unsigned from, const float *uni, uint32_t nvocab, unsigned iterations, bool first);

#endif
