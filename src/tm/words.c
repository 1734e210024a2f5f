/* words.c — the lexicon (fit.h) asked by the alignment of pages: how likely a word of one language goes with words of
 * the other.
 *
 * Of the texts that have either word, c have both; chance alone makes s·t/N. What is more than chance, squared, over
 * s·t is 1 for two words that never stand apart, and next to nothing for words of one subject that meet now and then.
 */
#include "fit.h"

#define NOISE 1.0f /* meetings that prove nothing: cells are shared */
#define LEAST .02f /* what is less likely is no news */
#define SHARE .01f /* nor what is less of all that the word may go with */

const tml_fit_lexicon *tml_fit_lexicon_of(const tml_fit *f, uint64_t language) { return tml_fit_table(f, language); }

uint64_t tml_fit_lexicon_texts(const tml_fit_lexicon *t) { return t->texts; }

uint64_t tml_fit_lexicon_tokens(const tml_fit_lexicon *t, unsigned side) {
  uint64_t sum = 0;
  for (size_t i = 0; i < cells(t->bits - TOKEN_SHARE); i++) sum += token_count(t, (int)side, i);
  return sum;
}

void tml_fit_lexicon_row(const void *table, uint32_t s, const uint32_t *t, size_t n, float *p) {
  const fit_table *x = table;
  const uint32_t own = count_of(x, 0, s);
  const uint64_t a = of_source(s);
  float sum = 0;
  for (size_t i = 0; i < n; i++) {
    p[i] = 0;
    if (own < 2 || !t[i]) continue;
    const uint32_t c = together(x, a, of_target(t[i]), 1);
    if (!c) continue;
    const float other = (float)count_of(x, 1, t[i]), chance = (float)own * other / (float)x->texts;
    const float more = (float)c - NOISE - chance;
    if (more <= 0) continue;
    float both = more * more / ((float)own * (other < more ? more : other));
    if (both < LEAST) continue;
    p[i] = both > 1 ? 1 : both;
    sum += p[i];
  }
  for (size_t i = 0; sum > 1 && i < n; i++) p[i] = p[i] < SHARE * sum ? 0 : p[i] / sum;
}

uint32_t tml_fit_lexicon_count(const void *table, unsigned side, uint32_t word) {
  return word ? count_of(table, (int)side, word) : 0;
}
