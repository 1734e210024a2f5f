/* models.c — lengths, kinds of beads, and which tokens can be explained (models.h). */
#include "models.h"

#include <math.h>
#include <stdlib.h>

static const double start_prior[SKIPS] = {.80, .07, .07, .006, .01, .01, .002, .002, .001, .001, .001, .001, .001};
#define PSEUDO 20.0     /* beads that are counted with those of the pages */
#define START_SKIP -4.0 /* logarithm, a segment */
#define LEAST_SPREAD .3 /* of the logarithm of lengths */
/* A skip behind a skip costs less (chain.c: 2 nats), so it counts less for how often a run begins. */
#define AGAIN_COUNT .135
#define SKIP_RATE .03 /* of the pseudo-beads */

void models_start(tml_bitext *b) {
  double sum[2] = {0}, l1 = 0, l2 = 0, n = 0;
  for (size_t p = 0; p < b->npages; p++)
    for (int d = 0; d < 2; d++)
      for (uint32_t i = 0; i < b->pages[p].side[d].n; i++) {
        double c = b->pages[p].side[d].seg[i].chars, l = log(c + 2);
        sum[d] += c;
        if (d) l1 += l, l2 += l * l, n++;
      }
  b->length = (length_model){.mu = log((sum[1] + 1) / (sum[0] + 1)), .s0 = .25, .s1 = 2.2};
  /* A page of few lines says little of lengths; and where all lines are alike, two of them as one would look like
   * nothing else, and like a pair for that. */
  const double usual = 20, mean = n > 0 ? l1 / n : 4;
  b->length.ml = mean;
  b->length.vl = (l2 - n * mean * mean + usual * .7) / (n + usual);
  if (b->length.vl < LEAST_SPREAD) b->length.vl = LEAST_SPREAD;
  for (int k = 0; k < KINDS; k++) b->prior[k] = k < SKIPS ? log(start_prior[k]) : START_SKIP;
}

/* ---- lengths ---- */

typedef struct ratio {
  double x; /* ln((b + 2) / (a + 2)) */
  double w; /* 1 / (min(a, b) + 1) */
} ratio;

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static size_t ratios(const tml_bitext *b, ratio **out) {
  size_t n = 0, cap = 0;
  ratio *r = NULL;
  for (size_t p = 0; p < b->npages; p++)
    for (uint32_t q = 0; q < b->pages[p].nbeads; q++) {
      const tml_bead *e = &b->pages[p].beads[q];
      if (!e->nsource || !e->ntarget) continue;
      double l[2] = {0};
      for (uint32_t i = 0; i < e->nsource; i++) l[0] += b->pages[p].side[0].seg[e->source + i].chars;
      for (uint32_t i = 0; i < e->ntarget; i++) l[1] += b->pages[p].side[1].seg[e->target + i].chars;
      r = tml_grow(r, n + 1, &cap, sizeof *r);
      r[n++] = (ratio){log((l[1] + 2) / (l[0] + 2)), 1 / ((l[0] < l[1] ? l[0] : l[1]) + 1)};
    }
  *out = r;
  return n;
}

static double between(double v, double least, double most) { return v < least ? least : v > most ? most : v; }

/* mu: the median. s0² and s1²: weighted least squares of the squared distances, the 5 % that are farthest left out. */
static void refit_length(length_model *l, const ratio *r, size_t n) {
  double *v = tml_malloc((n + 1) * sizeof *v);
  for (size_t i = 0; i < n; i++) v[i] = r[i].x;
  qsort(v, n, sizeof *v, by_value);
  double mu = v[n / 2], s00 = 0, s01 = 0, s11 = 0, y0 = 0, y1 = 0;
  for (size_t i = 0; i < n; i++) v[i] = fabs(r[i].x - mu) / sqrt(l->s0 * l->s0 + l->s1 * l->s1 * r[i].w);
  qsort(v, n, sizeof *v, by_value);
  double most = v[(size_t)((double)n * .95)];
  for (size_t i = 0; i < n; i++) {
    double x = r[i].x - mu, var = l->s0 * l->s0 + l->s1 * l->s1 * r[i].w, g = 1 / (var * var);
    if (fabs(x) > most * sqrt(var)) continue;
    s00 += g, s01 += g * r[i].w, s11 += g * r[i].w * r[i].w;
    y0 += g * x * x, y1 += g * x * x * r[i].w;
  }
  double det = s00 * s11 - s01 * s01;
  if (det > 1e-12) { /* 1.3: what the trimming took, of a normal distribution */
    l->mu = mu;
    l->s0 = sqrt(between(1.3 * (y0 * s11 - y1 * s01) / det, .01, .25));
    l->s1 = sqrt(between(1.3 * (y1 * s00 - y0 * s01) / det, .25, 16));
  }
  free(v);
}

/* ---- kinds of beads ---- */

static void refit_kinds(tml_bitext *b) {
  double count[KINDS] = {0}, all = PSEUDO, skips = PSEUDO * SKIP_RATE;
  for (int k = 0; k < SKIPS; k++) count[k] = PSEUDO * start_prior[k];
  for (size_t p = 0; p < b->npages; p++) {
    bool before = false;
    for (uint32_t q = 0; q < b->pages[p].nbeads; q++) {
      const tml_bead *e = &b->pages[p].beads[q];
      const bool skip = !e->nsource || !e->ntarget;
      const double weight = skip && before ? AGAIN_COUNT : 1;
      all += weight;
      before = skip;
      if (skip) {
        skips += weight;
        continue;
      }
      for (int k = 0; k < SKIPS; k++)
        count[k] += tml_bead_kinds[k][0] == e->nsource && tml_bead_kinds[k][1] == e->ntarget;
    }
  }
  for (int k = 0; k < SKIPS; k++) b->prior[k] = log(count[k] / all);
  b->prior[SKIPS] = b->prior[SKIPS + 1] = log(skips / all / 2) + .3;
}

void models_refit(tml_bitext *b) {
  enum { FEW = 20 };
  ratio *r;
  size_t n = ratios(b, &r);
  if (n >= FEW) refit_length(&b->length, r, n);
  free(r);
  refit_kinds(b);
}

/* ---- what can be explained ---- */

void models_known(tml_bitext *b, bool learnt) {
  const float seen_once = .2f; /* what a token's only occurrence proves of itself */
  for (unsigned d = 0; d < 2; d++) {
    const lex_table *x = &b->lex[d];
    float *k = b->known[d ^ 1] = tml_realloc(b->known[d ^ 1], ((size_t)b->v.n + 1) * sizeof *k);
    for (uint32_t i = 0; i < b->v.n; i++) k[i] = 0;
    for (uint32_t s = 0; s < b->v.n; s++)
      for (uint32_t e = x->at[s]; e < x->at[s + 1]; e++) {
        float *t = &k[x->v[e].t];
        if (learnt) *t += x->v[e].p * (float)b->count[d][s];
        else if (x->v[e].p > *t) *t = x->v[e].p;
      }
    for (uint32_t t = 0; t < b->v.n; t++) {
      float c = (float)b->count[d ^ 1][t];
      float e = !learnt ? k[t] : c > 0 ? k[t] / c * (c - 1 + seen_once) / (c + seen_once) : 0;
      k[t] = .3f + 1.5f * (e > 1 ? 1 : e);
    }
  }
}
