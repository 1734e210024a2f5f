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
#define AROUND 20u /* segments before and behind one, for how likely its tokens are by themselves */
#define MIX 0.1f   /* weight of these */

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

/* The logarithm of the factors less + gain·size·v of the places [w, e). Four chains of products: one alone waits for
 * each of its multiplications. */
static double log_part(const aligner *a, const float *v, float size, uint32_t w, uint32_t e) {
  const float *less = a->less, *gain = a->gain;
  double sum = 0;
  while (w < e) {
    const uint32_t stop = e - w > 32 ? w + 32 : e;
    double p[4] = {1, 1, 1, 1};
    for (; w + 4 <= stop; w += 4)
      for (unsigned q = 0; q < 4; q++) p[q] *= (double)(less[w + q] + gain[w + q] * (size * v[w + q]));
    for (; w < stop; w++) p[0] *= (double)(less[w] + gain[w] * (size * v[w]));
    sum += log(p[0] * p[1] * p[2] * p[3]);
  }
  return sum;
}

/* All tokens of segment j, those that overlap at less weight; v by place. */
static double log_of(const scorer *s, const float *v, float size, uint32_t j) {
  const uint32_t w = s->y->at[j] - s->base, g = s->y->grams[j] - s->base, e = s->y->at[j + 1] - s->base;
  const double sum = w < g ? log_part(s->a, v, size, w, g) : 0;
  return g < e ? sum + HALF * log_part(s->a, v, size, g, e) : sum;
}

static float *cell_of(const scorer *s, uint32_t group, uint32_t other) {
  return s->from ? aligner_cell(s->a, 1, other, group) : aligner_cell(s->a, 0, group, other);
}

/* Groups b to i of two or three segments that lean on one of them. */
static void lean(const scorer *s, uint32_t b, uint32_t i, uint32_t j0, uint32_t j1) {
  aligner *a = s->a;
  uint32_t g = i + 1 - b, p0 = s->y->at[j0] - s->base, p1 = s->y->at[j1] - s->base;
  float *mix = a->most + s->y->at[s->y->n] - s->base + 1; /* behind the other */
  for (uint32_t heavy = b; heavy <= i; heavy++) {
    for (uint32_t w = p0; w < p1; w++) mix[w] = 0;
    for (uint32_t q = b; q <= i; q++) {
      const float *restrict r = a->ring[q % BEAD_MOST];
      float *restrict to = mix;
      float weight = (q == heavy ? LEAN : (1 - LEAN) / (float)(g - 1)) / (float)(s->x->at[q + 1] - s->x->at[q] + 1);
      for (uint32_t w = p0; w < p1; w++) to[w] += weight * (r[w] + 1);
    }
    for (uint32_t j = j0; j < j1; j++) {
      float *c = cell_of(s, b, j) + BEAD_MOST + g - 2;
      float v = (float)(log_of(s, mix, 1, j) - LEAN_COST);
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
  AL_ROOM(a->less, a->nless, places), AL_ROOM(a->gain, a->ngain, places);
  for (uint32_t w = 0; w < places; w++) {
    const float share = k->lambda * known[s.to[w]];
    a->less[w] = 1 - share, a->gain[w] = share * a->self[w];
  }
  for (uint32_t i = 0; i < x->n; i++) {
    open_segment(a, k, p, from, i);
    float *now = a->ring[i % BEAD_MOST];
    for (uint32_t w = y->at[s.lo[i]] - s.base; w < y->at[s.hi[i]] - s.base; w++) {
      float v = a->vec[s.to[w]];
      now[w] = v == 0 ? 0 : v / uni[s.to[w]];
    }
    clear(a);
    groups(&s, i);
  }
}

/* ---- the band ---- */

static void band(aligner *a, const knowledge *k, const page_part *p) {
  uint32_t m = p->side[0].n, n = p->side[1].n, w = k->window;
  AL_ROOM(a->lo, a->nlo, m + 1), AL_ROOM(a->hi, a->nhi, m + 1), AL_ROOM(a->off, a->noff, m + 1);
  AL_ROOM(a->clo, a->nclo, n), AL_ROOM(a->chi, a->nchi, n);
  double from = p->from[1];
  for (uint32_t i = 0; i < m; i++) { /* what is skipped between two rows belongs to both */
    double r = i ? p->expected[i - 1] - from : 0, q = i + 1 < m ? p->expected[i + 1] - from : n;
    a->lo[i] = r > w ? (uint32_t)r - w : 0;
    a->hi[i] = q + w + 1 < n ? (uint32_t)(q < 0 ? 0 : q) + w + 1 : n;
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
