/* fit.c — scores of text pairs by a table of counts (fit.h).
 *
 * A token t of one text is explained by the token s of the other that it goes with most: n(s,t)·N / (n(s)·n(t)), how
 * much likelier t is beside s than anywhere. The score is the mean over both texts' tokens of the logarithm of that,
 * mixed with 1 and capped, and weighted by how rare the token is. Cells are shared, so what strangers would leave in a
 * cell is taken off.
 */
#include "tmlint/fit.h"

#include "vocab.h"

#include <math.h>
#include <stdlib.h>

uint32_t tml_fit_language(tml_str source, tml_str target) {
  return (uint32_t)(tml_hash_mix(tml_hash(source.p, source.n), tml_hash(target.p, target.n)) >> 32);
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

tml_fit_text tml_fit_tokens(tml_arena *a, const tml_text *t) {
  vocab v = {.hashes = true};
  tok_list list = {0};
  tml_fit_text out = {0};
  if (!t->p) return out;
  out.chars = vocab_tokens(&v, t, &list);
  uint32_t kept[TML_FIT_MOST], n = 0;
  for (size_t i = 0; i < list.n && n < TML_FIT_MOST; i++) { /* the first ones: what both sides begin with */
    uint32_t k = 0;
    while (k < n && kept[k] != list.v[i]) k++;
    if (k == n) kept[n++] = list.v[i];
  }
  free(list.v);
  qsort(kept, n, sizeof *kept, by_value);
  uint32_t *own = tml_arena_alloc(a, (n + 1) * sizeof *own);
  memcpy(own, kept, n * sizeof *own);
  out.v = own, out.n = n;
  return out;
}

#define MIX 0.5f

static uint32_t mix(uint32_t a, uint32_t b) { return (uint32_t)(tml_hash_mix(a, b) >> 16); }
static uint32_t pair_cell(uint32_t language, uint32_t s, uint32_t t) {
  return (uint32_t)(tml_hash_mix((uint64_t)s << 32 | t, language) >> 20) & (TML_FIT_CELLS - 1);
}
static uint32_t token_cell(uint32_t language, uint32_t s) { return mix(s, language) & (TML_FIT_CELLS / 8 - 1); }

static void more(uint16_t *c) { *c += *c < UINT16_MAX; }

void tml_fit_learn(tml_fit_table *t, uint32_t language, const tml_fit_text *source, const tml_fit_text *target) {
  if (!source->n || !target->n) return;
  t->texts[language & 4095]++;
  for (uint32_t i = 0; i < source->n; i++) t->token[0][token_cell(language, source->v[i])]++;
  for (uint32_t j = 0; j < target->n; j++) t->token[1][token_cell(language, target->v[j])]++;
  for (uint32_t i = 0; i < source->n; i++)
    for (uint32_t j = 0; j < target->n && source->v[i] & TML_TOK_LEARNT; j++)
      if (target->v[j] & TML_TOK_LEARNT) t->sum++, more(&t->pair[pair_cell(language, source->v[i], target->v[j])]);
}

void tml_fit_add(tml_fit_table *to, const tml_fit_table *from) {
  for (size_t i = 0; i < TML_FIT_CELLS; i++) {
    uint32_t sum = (uint32_t)to->pair[i] + from->pair[i];
    to->pair[i] = (uint16_t)(sum > UINT16_MAX ? UINT16_MAX : sum);
  }
  for (int d = 0; d < 2; d++)
    for (size_t i = 0; i < TML_FIT_CELLS / 8; i++) to->token[d][i] += from->token[d][i];
  to->sum += from->sum;
  for (size_t i = 0; i < TML_COUNT(to->texts); i++) to->texts[i] += from->texts[i];
}

/* ---- scores ---- */

typedef struct side_count {
  float n[TML_FIT_MOST]; /* of each token in the table */
} side_count;

static void counts(const tml_fit_table *t, uint32_t language, int d, const tml_fit_text *x, float own,
                   side_count *out) {
  for (uint32_t i = 0; i < x->n; i++) {
    float c = (float)t->token[d][token_cell(language, x->v[i])] - own;
    out->n[i] = c < 1 ? 1 : c;
  }
}

/* Sum over one side of what the best partners say; *weight: of the tokens. */
static float explained(const tml_fit_text *x, const float *best, const float *n, float all, float *weight) {
  float sum = 0;
  for (uint32_t i = 0; i < x->n; i++) {
    if (x->v[i] & TML_TOK_WEAK && best[i] <= 0) continue;
    float w = logf(1 + all / n[i]);
    if (n[i] < 2 && best[i] <= 0) w *= .3f; /* never met elsewhere: nobody can explain it */
    float gain = logf(MIX + (1 - MIX) * best[i]);
    if (gain > 4) gain = 4;
    sum += w * gain;
    *weight += w;
  }
  return sum;
}

float tml_fit_score(const tml_fit_table *t, uint32_t language, const tml_fit_text *source, const tml_fit_text *target,
                    bool own) {
  if (!source->n || !target->n) return 0;
  float one = own ? 1 : 0, all = (float)t->texts[language & 4095] - one;
  if (all < 1) all = 1;
  side_count s, g;
  const float noise = (float)((double)t->sum / TML_FIT_CELLS);
  counts(t, language, 0, source, one, &s);
  counts(t, language, 1, target, one, &g);
  float best_s[TML_FIT_MOST] = {0}, best_t[TML_FIT_MOST] = {0};
  for (uint32_t i = 0; i < source->n; i++)
    for (uint32_t j = 0; j < target->n; j++) {
      float chance = s.n[i] * g.n[j] / all;
      float c = source->v[i] & target->v[j] & TML_TOK_LEARNT
                    ? (float)t->pair[pair_cell(language, source->v[i], target->v[j])] - one - noise
                    : 0;
      float r = c <= 0 ? 0 : c / (chance + 1.5f);                         /* 1.5: one meeting proves little */
      if (source->v[i] == target->v[j]) r = r + .2f * all / (s.n[i] + 5); /* the same number, name, code */
      if (r > best_s[i]) best_s[i] = r;
      if (r > best_t[j]) best_t[j] = r;
    }
  float weight = .5f, sum = explained(source, best_s, s.n, all, &weight);
  sum += explained(target, best_t, g.n, all, &weight);
  return sum / weight;
}

void tml_fit_page(const tml_fit_table *t, uint32_t language, const tml_fit_text *source, const tml_fit_text *target,
                  uint32_t n, bool own, tml_fit *out) {
  const float none = -1e9f;
  for (uint32_t i = 0; i < n; i++) {
    bool both = source[i].n && target[i].n;
    out[i] = (tml_fit){both ? tml_fit_score(t, language, &source[i], &target[i], own) : 0, none, none, 0};
  }
  for (uint32_t i = 0; i < n; i++) {
    uint32_t from = i > TML_FIT_NEAR ? i - TML_FIT_NEAR : 0, to = i + TML_FIT_NEAR + 1 < n ? i + TML_FIT_NEAR + 1 : n;
    for (uint32_t j = from; j < to && source[i].n; j++) {
      if (j == i || !target[j].n) continue;
      float v = tml_fit_score(t, language, &source[i], &target[j], false);
      if (v > out[i].source) out[i].source = v, out[i].offset = (int32_t)j - (int32_t)i;
      if (v > out[j].target) out[j].target = v;
    }
  }
  for (uint32_t i = 0; i < n; i++)
    if (!source[i].n || !target[i].n) out[i] = (tml_fit){0};
}
