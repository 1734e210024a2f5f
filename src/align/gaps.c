/* gaps.c — the free texts of each gap, aligned in order (drift.h).
 *
 * What for: texts that stand several times ("Yes", "Note") can only be told apart by what stands beside them, so a gap
 * is aligned as a whole: the chain of equal and similar pairs with the highest sum, neighbours in both lists preferred.
 * Cost: a gap takes old · now steps and is left to others where a side has more than WIDE texts: linear in the page.
 */
#include "drift.h"

#include <stdlib.h>

enum {
  WIDE = TML_GAP_WIDE,
  EQUAL = 100, /* worth of an equal pair, and its length to LONGEST */
  LONGEST = 40,
  BESIDE = 8 /* more for a pair that follows a pair */
};

typedef struct cell {
  int32_t best, here; /* best sum up to here; the same where this pair is in it (below 0: it can't be) */
} cell;

static uint64_t key_of(uint32_t o, uint32_t w) { return (uint64_t)o << 32 | w; }

static unsigned score_of(const drift *d, const tml_map *scores, uint32_t o, uint32_t w) {
  if (shows_same(&d->old.like[o], &d->now.like[w])) return 100;
  uint64_t *s = scores->n ? tml_map_get(scores, key_of(o, w)) : NULL;
  return s ? (unsigned)*s : 0;
}

static int32_t worth(const drift *d, uint32_t o, unsigned score) {
  uint32_t n = d->old.like[o].ncp;
  return score == 100 ? EQUAL + (int32_t)(n < LONGEST ? n : LONGEST) : (int32_t)score;
}

static void align(drift *d, const tml_gap *g, const tml_map *scores, cell *v) {
  uint32_t wide = g->nnow + 1;
  for (uint32_t i = 0; i <= g->nold; i++) v[i * wide] = (cell){0, -1};
  for (uint32_t j = 0; j <= g->nnow; j++) v[j] = (cell){0, -1};
  v[0].here = 0; /* the link before the gap */
  for (uint32_t i = 1; i <= g->nold; i++)
    for (uint32_t j = 1; j <= g->nnow; j++) {
      cell *c = &v[i * wide + j];
      const cell *diagonal = c - wide - 1;
      unsigned score = score_of(d, scores, g->old[i - 1], g->now[j - 1]);
      c->here = -1;
      if (score) {
        int32_t before = diagonal->best;
        if (diagonal->here >= 0 && diagonal->here + BESIDE > before) before = diagonal->here + BESIDE;
        c->here = before + worth(d, g->old[i - 1], score);
        if (i == g->nold && j == g->nnow) c->here += BESIDE; /* the link behind it */
      }
      c->best = c->here;
      if (c[-1].best > c->best) c->best = c[-1].best;
      if ((c - wide)->best > c->best) c->best = (c - wide)->best;
    }
  uint32_t i = g->nold, j = g->nnow;
  bool beside = false; /* the pair behind counts on this one */
  while (i && j) {
    const cell *c = &v[i * wide + j], *diagonal = c - wide - 1;
    if (!beside && c->here < c->best) {
      if (c[-1].best == c->best) j--;
      else i--;
      continue;
    }
    if (c->here < 0) break;
    tml_drift_link(d, g->old[i - 1], g->now[j - 1], score_of(d, scores, g->old[i - 1], g->now[j - 1]));
    beside = diagonal->here >= 0 && diagonal->here + BESIDE > diagonal->best;
    i--, j--;
  }
}

/* ---- the gaps ---- */

static void put_old(const drift *d, tml_gap *g, uint32_t o) {
  if (is_free(&d->old, o) && g->nold++ < WIDE) g->old[g->nold - 1] = o;
}

static void put_now(const drift *d, tml_gap *g, uint32_t w) {
  if (is_free(&d->now, w) && g->nnow++ < WIDE) g->now[g->nnow - 1] = w;
}

static void each_of_order(drift *d, tml_gap *g, void (*fn)(drift *, const tml_gap *, void *), void *ctx) {
  uint32_t o = 0, w = 0;
  while (o < d->old.n && w < d->now.n) {
    uint32_t at = d->old.gap[o] < d->now.gap[w] ? d->old.gap[o] : d->now.gap[w];
    g->nold = g->nnow = 0;
    for (; o < d->old.n && d->old.gap[o] == at; o++) put_old(d, g, o);
    for (; w < d->now.n && d->now.gap[w] == at; w++) put_now(d, g, w);
    if (g->nold && g->nnow) fn(d, g, ctx);
  }
}

/* Behind and before a moved link: what stands there on both sides, up to the next link. */
static void each_moved(drift *d, tml_gap *g, void (*fn)(drift *, const tml_gap *, void *), void *ctx) {
  for (uint32_t w = 0; w < d->now.n; w++) {
    int32_t at = d->now.link[w];
    if (at == TML_UNLINKED || d->ordered[at]) continue;
    uint32_t o = (uint32_t)at, i, k;
    g->nold = g->nnow = 0;
    for (i = o + 1; i < d->old.n && d->old.link[i] == TML_UNLINKED && i - o <= WIDE; i++) put_old(d, g, i);
    for (k = w + 1; k < d->now.n && d->now.link[k] == TML_UNLINKED && k - w <= WIDE; k++) put_now(d, g, k);
    if (g->nold && g->nnow) fn(d, g, ctx);
    g->nold = g->nnow = 0;
    for (i = o; i > 0 && d->old.link[i - 1] == TML_UNLINKED && o - i < WIDE;) i--;
    for (k = w; k > 0 && d->now.link[k - 1] == TML_UNLINKED && w - k < WIDE;) k--;
    for (; i < o; i++) put_old(d, g, i);
    for (; k < w; k++) put_now(d, g, k);
    if (g->nold && g->nnow) fn(d, g, ctx);
  }
}

void tml_gaps_each(drift *d, bool moved, void (*fn)(drift *, const tml_gap *, void *), void *ctx) {
  tml_gap *g = tml_malloc(sizeof *g);
  if (moved) each_moved(d, g, fn, ctx);
  else each_of_order(d, g, fn, ctx);
  free(g);
}

/* ---- linking ---- */

typedef struct linker {
  tml_map scores;
  cell *v;
} linker;

static void link_gap(drift *d, const tml_gap *g, void *ctx) {
  linker *l = ctx;
  if (g->nold <= WIDE && g->nnow <= WIDE) align(d, g, &l->scores, l->v);
}

void tml_gaps_link(drift *d, bool moved, const pairs *p) {
  linker l = {.v = tml_malloc((WIDE + 1) * (WIDE + 1) * sizeof *l.v)};
  for (size_t i = 0; i < p->n; i++)
    if (moved || d->old.gap[p->v[i].old] == d->now.gap[p->v[i].now])
      *tml_map_put(&l.scores, key_of(p->v[i].old, p->v[i].now), NULL) = p->v[i].score;
  tml_gaps_each(d, moved, link_gap, &l);
  free(l.v);
  tml_map_free(&l.scores);
}
