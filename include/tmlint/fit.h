/* fit.h — does a target fit its source? Scores by words that go together, learnt as counts that add up.
 *
 * What for: TM007 and TM008, where a pair's target belongs to a neighbour. The counts are a fixed table, so the parts
 * of a tree can be learnt apart and added cell by cell; a table can be mapped and read. Threads: learning is for one
 * thread at a time, everything else for any.
 */
#ifndef TMLINT_FIT_H
#define TMLINT_FIT_H

#include "tmlint/doc.h"

enum { TML_FIT_CELL_BITS = 21, TML_FIT_CELLS = 1 << TML_FIT_CELL_BITS, TML_FIT_NEAR = 5 };

/* Saturating counts: of token pairs in one text pair, of tokens by side, and of text pairs. Cells are shared by what
 * hashes alike. All zero is the empty table; adding two is adding every number (tml_fit_add). */
typedef struct tml_fit_table {
  uint16_t pair[TML_FIT_CELLS];
  uint32_t token[2][TML_FIT_CELLS / 8];
  uint64_t sum;         /* of pair */
  uint32_t texts[4096]; /* text pairs by language pair */
} tml_fit_table;

/* The tokens of a text as hashes: each once, ascending, TML_FIT_MOST at most. */
enum { TML_FIT_MOST = 48 };
typedef struct tml_fit_text {
  const uint32_t *v;
  uint32_t n;
  uint32_t chars; /* without white space */
} tml_fit_text;

/* Languages are in every hash: one table serves all. */
uint32_t tml_fit_language(tml_str source, tml_str target);
tml_fit_text tml_fit_tokens(tml_arena *a, const tml_text *t);
void tml_fit_learn(tml_fit_table *t, uint32_t language, const tml_fit_text *source, const tml_fit_text *target);
void tml_fit_add(tml_fit_table *to, const tml_fit_table *from);

/* How well the two go together: about 0 for strangers, 1 and more for translations. `own`: the table has learnt this
 * very pair; its own counts are taken away. */
float tml_fit_score(const tml_fit_table *t, uint32_t language, const tml_fit_text *source, const tml_fit_text *target,
                    bool own);

typedef struct tml_fit {
  float score;    /* of the pair itself */
  float source;   /* the best of its source with a target of the TML_FIT_NEAR pairs before and behind it */
  float target;   /* the best of its target with a source of theirs */
  int32_t offset; /* of that other target, in pairs; 0: no neighbour has tokens */
} tml_fit;
/* Above 0: source and target would both rather go with a neighbour. */
static inline float tml_fit_elsewhere(const tml_fit *f) {
  float least = f->source < f->target ? f->source : f->target;
  return f->offset ? least - f->score : 0;
}
/* All pairs of a page, in its order; out has n. Pairs without tokens on a side get zeros. */
void tml_fit_page(const tml_fit_table *t, uint32_t language, const tml_fit_text *source, const tml_fit_text *target,
                  uint32_t n, bool own, tml_fit *out);

#endif
