/* score.c — how well segments near the expected path go together (aligner.h).
 *
 * The tokens of a segment are drawn from the segments of the other side: the sum over its tokens t of
 * log(1 + L·(max p(t|s) / p(t) / (|S| + 1) - 1)), s one of the one to five segments of the group S. L is how far t can
 * be explained at all: a token that no lexicon can know yet speaks neither for a bead nor against it. That the best
 * segment counts, not the sum, keeps a text that says the same again from being glued to its neighbour. In groups of
 * two and three there is also a mixture that leans on one segment: for beads with several segments on both sides, whose
 * sentences run across each other's ends. Formulas: IBM model 1 (Brown et al. 1993) as a score of beads after Moore
 * (2002); docs/alignment.md tells more.
 */
#include "aligner.h"

#include <math.h>
#include <stdlib.h>

#define HALF 0.35 /* weight of tokens that overlap */
#define LEAN 0.8f /* of the segment that a group leans on */
#define LEAN_COST 0.35
#define STRONG 1e6f /* of a token's share, at most: FACTORS / 4 of them make a float */
#define AROUND 20u  /* segments before and behind one, for how likely its tokens are by themselves */
#define MIX 0.1f    /* weight of these */

enum { FACTORS = 24 }; /* that are multiplied before a logarithm is taken */

/* ---- what a segment predicts ---- */

static void give(aligner *a, uint32_t t, float p) {
  if (a->vec[t] == 0) a->touched[a->ntouched++] = t;
  a->vec[t] += p;
}
static void clear(aligner *a) {
  for (size_t i = 0; i < a->ntouched; i++) a->vec[a->touched[i]] = 0;
  a->ntouched = 0;
}

typedef struct range {
  uint32_t from, to; /* flat places of tokens */
} range;

/* Opens the tokens of g: vec[t] = sum of p(t|s). */
static void open_plain(aligner *a, const lex_table *x, const uint32_t *tok, range g) {
  for (uint32_t i = g.from; i < g.to; i++)
    for (uint32_t k = x->at[tok[i]]; k < x->at[tok[i] + 1]; k++) give(a, x->v[k].t, x->v[k].p);
}

static range tokens_of(const page_side *s, uint32_t from, uint32_t to) {
  return (range){s->flat + s->at[from], s->flat + s->at[to]};
}

/* What bead b of the page, of this chance, gave the lexicon's entries p(t|s): mark[t] times the entry, for each of its
 * tokens s. */
static void mark(aligner *a, const knowledge *k, const page_pair *p, unsigned from, const tml_bead *b, float chance) {
  const range r[2] = {tokens_of(&p->side[0], b->source, b->source + b->nsource),
                      tokens_of(&p->side[1], b->target, b->target + b->ntarget)};
  const uint32_t *to = k->tok[from ^ 1];
  open_plain(a, k->lex[from], k->tok[from], r[from]);
  for (uint32_t i = r[from ^ 1].from; i < r[from ^ 1].to; i++)
    a->mark[to[i]] += chance / (a->vec[to[i]] + k->uni[from ^ 1][to[i]]);
  clear(a);
}
static void unmark(aligner *a, const knowledge *k, const page_pair *p, unsigned from, const tml_bead *b) {
  const range r = from ? tokens_of(&p->side[0], b->source, b->source + b->nsource)
                       : tokens_of(&p->side[1], b->target, b->target + b->ntarget);
  for (uint32_t i = r.from; i < r.to; i++) a->mark[k->tok[from ^ 1][i]] = 0;
}

/* Opens g without what its own beads, which are marked, gave: they must not prove themselves. */
static void open_without(aligner *a, const knowledge *k, unsigned from, range g) {
  const lex_table *x = k->lex[from];
  const uint32_t *tok = k->tok[from];
  for (uint32_t i = g.from; i < g.to; i++) {
    uint32_t s = tok[i];
    float given = 0, total = x->total[s];
    for (uint32_t e = x->at[s]; e < x->at[s + 1]; e++) given += a->mark[x->v[e].t] * x->v[e].p;
    const float least = k->worth[from][s];
    float left = total - given < least ? least : total - given;
    for (uint32_t e = x->at[s]; e < x->at[s + 1]; e++) {
      uint32_t t = x->v[e].t;
      float c = (total - a->mark[t]) * x->v[e].p;
      if (c > 1e-4f) give(a, t, c / left);
    }
  }
}

/* Opens segment i of the part's side `from`. */
static void open_segment(aligner *a, const knowledge *k, const page_part *p, unsigned from, uint32_t i) {
  range g = tokens_of(&p->side[from], i, i + 1);
  const page_pair *q = p->page;
  const tml_bead *own = k->leave_out ? &q->beads[p->bead_of[from][i]] : NULL;
  if (k->leave_out && p->likely_at[from]) {
    const uint32_t *v = p->likely[from], *at = p->likely_at[from] + i;
    for (uint32_t b = at[0]; b < at[1]; b++) mark(a, k, q, from, &q->likely[v[b]], q->likely[v[b]].score);
    open_without(a, k, from, g);
    for (uint32_t b = at[0]; b < at[1]; b++) unmark(a, k, q, from, &q->likely[v[b]]);
    return;
  }
  if (own && own->nsource && own->ntarget) {
    mark(a, k, q, from, own, 1);
    open_without(a, k, from, g);
    unmark(a, k, q, from, own);
    return;
  }
  open_plain(a, k->lex[from], k->tok[from], g);
}

/* ---- groups ---- */

typedef struct scorer {
  aligner *a;
  const knowledge *k;
  const page_side *x, *y;
  unsigned from;
  const uint32_t *lo, *hi;
  const uint32_t *to; /* the predicted side's tokens, by place from at[0] */
  uint32_t base;      /* at[0] */
} scorer;

typedef float four __attribute__((vector_size(16)));

static inline four four_at(const float *v) {
  four x;
  memcpy(&x, v, sizeof x);
  return x;
}

/* The logarithm of the factors less + gain·(size·v + more·(r + 1)) of the places [w, e). Four chains of products: one
 * alone waits for each of its multiplications. */
static inline double log_part(const aligner *a, const float *v, float size, const float *r, float more, uint32_t w,
                              uint32_t e) {
  const float *less = a->less, *gain = a->gain;
  double sum = 0;
  while (w < e) {
    const uint32_t stop = e - w > FACTORS ? w + FACTORS : e;
    four p = {1, 1, 1, 1};
    for (; w + 4 <= stop; w += 4) {
      four x = size * four_at(v + w);
      if (r) x += more * (four_at(r + w) + 1);
      p *= four_at(less + w) + four_at(gain + w) * x;
    }
    float rest = 1;
    for (; w < stop; w++) rest *= less[w] + gain[w] * (size * v[w] + (r ? more * (r[w] + 1) : 0));
    sum += log((double)p[0] * (double)p[1] * (double)p[2] * (double)p[3] * (double)rest);
  }
  return sum;
}

/* All tokens of segment j, those that overlap at less weight; v and r by place. */
static inline double log_both(const scorer *s, const float *v, float size, const float *r, float more, uint32_t j) {
  const uint32_t w = s->y->at[j] - s->base, g = s->y->grams[j] - s->base, e = s->y->at[j + 1] - s->base;
  const double sum = w < g ? log_part(s->a, v, size, r, more, w, g) : 0;
  return g < e ? sum + HALF * log_part(s->a, v, size, r, more, g, e) : sum;
}
static double log_of(const scorer *s, const float *v, float size, uint32_t j) {
  return log_both(s, v, size, NULL, 0, j);
}
static double log_lean(const scorer *s, const float *v, float size, const float *r, float more, uint32_t j) {
  return log_both(s, v, size, r, more, j);
}

static float *cell_of(const scorer *s, uint32_t group, uint32_t other) {
  return s->from ? aligner_cell(s->a, 1, other, group) : aligner_cell(s->a, 0, group, other);
}

static float per_token(const scorer *s, uint32_t q) { return 1 / (float)(s->x->at[q + 1] - s->x->at[q] + 1); }

/* Groups b to i of two or three segments that lean on one of them. All of them together are summed up behind `most`,
 * where the group that is shorter by b has left its sum. */
static void lean(const scorer *s, uint32_t b, uint32_t i, uint32_t j0, uint32_t j1) {
  aligner *a = s->a;
  const uint32_t g = i + 1 - b, p0 = s->y->at[j0] - s->base, p1 = s->y->at[j1] - s->base;
  float *restrict all = a->most + s->y->at[s->y->n] - s->base + 1;
  const float light = (1 - LEAN) / (float)(g - 1);
  for (uint32_t q = b; q <= (g == 2 ? i : b); q++) {
    const float *restrict r = a->ring[q % BEAD_MOST];
    const float weight = per_token(s, q);
    if (g == 2 && q == b)
      for (uint32_t w = p0; w < p1; w++) all[w] = weight * (r[w] + 1);
    else
      for (uint32_t w = p0; w < p1; w++) all[w] += weight * (r[w] + 1);
  }
  for (uint32_t heavy = b; heavy <= i; heavy++) {
    const float *r = a->ring[heavy % BEAD_MOST], more = (LEAN - light) * per_token(s, heavy);
    for (uint32_t j = j0; j < j1; j++) {
      float *c = cell_of(s, b, j) + BEAD_MOST + g - 2;
      const float v = (float)(log_lean(s, all, light, r, more, j) - LEAN_COST);
      if (v > *c) *c = v;
    }
  }
}

/* Groups of segments of side `from` that end with i, against the segments of the other side that are near all of them.
 */
static void groups(const scorer *s, uint32_t i) {
  aligner *a = s->a;
  const page_side *x = s->x, *y = s->y;
  const float *now = a->ring[i % BEAD_MOST];
  for (uint32_t w = y->at[s->lo[i]] - s->base; w < y->at[s->hi[i]] - s->base; w++) a->most[w] = now[w] + 1;
  for (uint32_t g = 1; g <= BEAD_MOST && g <= i + 1; g++) {
    uint32_t b = i + 1 - g, j0 = s->lo[i], j1 = s->hi[b];
    if (j0 >= j1) break;
    if (g > 1) {
      const float *restrict r = a->ring[b % BEAD_MOST];
      float *restrict most = a->most;
      for (uint32_t w = y->at[j0] - s->base, e = y->at[j1] - s->base; w < e; w++) {
        const float v = r[w] + 1;
        most[w] = v > most[w] ? v : most[w];
      }
    }
    float size = 1 / (float)(x->at[i + 1] - x->at[b] + 1);
    bool leans = g == 2 || g == 3;
    for (uint32_t j = j0; j < j1; j++) {
      float *c = cell_of(s, b, j);
      c[g - 1] = (float)log_of(s, a->most, size, j);
      if (leans) c[BEAD_MOST + g - 2] = c[g - 1];
    }
    if (leans && s->k->leave_out) lean(s, b, i, j0, j1);
  }
}

/* ---- how likely a token is by itself ---- */

static void count_segment(aligner *a, const page_side *y, const uint32_t *tok, uint32_t j, int by) {
  for (uint32_t w = y->at[j]; w < y->at[j + 1]; w++) a->near[tok[w - y->at[0]]] += (uint32_t)by;
}

/* By place: p(t) of the batch against a mixture of it and the token's share in the segments around, the own one left
 * out; 1 at most. What all around speak of is no sign that two of them go together: a text that has no partner was
 * glued to its neighbour for it. */
static void by_itself(aligner *a, const page_side *y, const uint32_t *tok, const float *uni) {
  uint32_t all = 0;
  AL_ROOM(a->self, a->nself, y->at[y->n] - y->at[0]);
  for (uint32_t j = 0; j < y->n && j < AROUND; j++) count_segment(a, y, tok, j, 1), all += y->at[j + 1] - y->at[j];
  for (uint32_t j = 0; j < y->n; j++) {
    if (j + AROUND < y->n) count_segment(a, y, tok, j + AROUND, 1), all += y->at[j + AROUND + 1] - y->at[j + AROUND];
    if (j > AROUND) count_segment(a, y, tok, j - AROUND - 1, -1), all -= y->at[j - AROUND] - y->at[j - AROUND - 1];
    count_segment(a, y, tok, j, -1);
    const uint32_t others = all - (y->at[j + 1] - y->at[j]);
    const float share = MIX / (float)(others + 1);
    for (uint32_t w = y->at[j]; w < y->at[j + 1]; w++) {
      const uint32_t t = tok[w - y->at[0]];
      const float here = uni[t] * (1 - MIX) + share * (float)a->near[t];
      a->self[w - y->at[0]] = here > uni[t] ? uni[t] / here : 1;
    }
    count_segment(a, y, tok, j, 1);
  }
  for (uint32_t j = y->n > AROUND ? y->n - AROUND - 1 : 0; j < y->n; j++)
    for (uint32_t w = y->at[j]; w < y->at[j + 1]; w++) a->near[tok[w - y->at[0]]] = 0;
}

static void score_side(aligner *a, const knowledge *k, const page_part *p, unsigned from) {
  const page_side *x = &p->side[from], *y = &p->side[from ^ 1];
  const float *uni = k->uni[from ^ 1], *known = k->known[from ^ 1];
  scorer s = {a, k, x, y, from, from ? a->clo : a->lo, from ? a->chi : a->hi, NULL, y->at[0]};
  s.to = k->tok[from ^ 1] + y->flat + s.base;
  uint32_t places = y->at[y->n] - s.base;
  for (int r = 0; r < BEAD_MOST; r++) AL_ROOM(a->ring[r], a->nring[r], places);
  AL_ROOM(a->most, a->nmost, 2 * (size_t)places + 1);
  by_itself(a, y, s.to, uni);
  AL_ROOM(a->less, a->nless, places), AL_ROOM(a->gain, a->ngain, places), AL_ROOM(a->rare, a->nrare, places);
  for (uint32_t w = 0; w < places; w++) {
    const float share = k->lambda * known[s.to[w]];
    a->less[w] = 1 - share, a->gain[w] = share * a->self[w], a->rare[w] = 1 / uni[s.to[w]];
  }
  for (uint32_t i = 0; i < x->n; i++) {
    open_segment(a, k, p, from, i);
    float *now = a->ring[i % BEAD_MOST];
    for (uint32_t w = y->at[s.lo[i]] - s.base; w < y->at[s.hi[i]] - s.base; w++) {
      const float v = a->vec[s.to[w]] * a->rare[w];
      now[w] = v < STRONG ? v : STRONG;
    }
    clear(a);
    groups(&s, i);
  }
}

/* ---- the band ---- */

/* The target segments that source segment i may go with, from the part's first on: what the last pass left (chain.c),
 * else the path's surroundings. */
static void reach(const knowledge *k, const page_part *p, uint32_t i, double *first, double *end) {
  const double from = p->from[1], w = k->window;
  if (k->leave_out && p->near[0] && p->near[1][i] != UINT32_MAX) {
    *first = p->near[0][i] - from, *end = p->near[1][i] - from;
    return;
  }
  /* what is skipped between two rows belongs to both */
  const double r = i ? p->expected[i - 1] - from : 0;
  const double q = i + 1 < p->side[0].n ? p->expected[i + 1] - from : p->side[1].n;
  *first = r - w, *end = (q < 0 ? 0 : q) + w + 1;
}

static void band(aligner *a, const knowledge *k, const page_part *p) {
  uint32_t m = p->side[0].n, n = p->side[1].n;
  AL_ROOM(a->lo, a->nlo, m + 1), AL_ROOM(a->hi, a->nhi, m + 1), AL_ROOM(a->off, a->noff, m + 1);
  AL_ROOM(a->clo, a->nclo, n), AL_ROOM(a->chi, a->nchi, n);
  for (uint32_t i = 0; i < m; i++) {
    double first, end;
    reach(k, p, i, &first, &end);
    a->lo[i] = first > 0 ? (uint32_t)first : 0;
    a->hi[i] = end < 0 ? 0 : end < n ? (uint32_t)end : n;
    if (a->lo[i] >= n) a->lo[i] = n - 1;
    if (i && a->lo[i] < a->lo[i - 1]) a->lo[i] = a->lo[i - 1];
    if (i && a->hi[i] < a->hi[i - 1]) a->hi[i] = a->hi[i - 1];
  }
  a->lo[0] = 0, a->hi[m - 1] = n;
  size_t cells = 0;
  for (uint32_t i = 0; i < m; i++) {
    if (a->hi[i] <= a->lo[i]) a->hi[i] = a->lo[i] + 1;
    if (i + 1 < m && a->hi[i] < a->lo[i + 1] + 1) a->hi[i] = a->lo[i + 1] + 1; /* the next row must be reached */
    a->off[i] = cells, cells += a->hi[i] - a->lo[i];
  }
  uint32_t c = 0;
  for (uint32_t j = 0; j < n; j++) { /* rows whose band has j: lo and hi never fall */
    while (a->hi[c] <= j) c++;
    a->clo[j] = c;
  }
  c = m;
  for (uint32_t j = n; j-- > 0;) {
    while (a->lo[c - 1] > j) c--;
    a->chi[j] = c;
  }
  for (int d = 0; d < 2; d++) AL_ROOM(a->score[d], a->nscore[d], cells * PLANES);
}

void aligner_score(aligner *a, const knowledge *k, const page_part *p) {
  band(a, k, p);
  score_side(a, k, p, 0);
  score_side(a, k, p, 1);
}
