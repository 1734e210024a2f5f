/* aligner.c — one pair of pages: where its path is expected, cut into parts, each part aligned (aligner.h).
 *
 * A part has at most some thousand segments, so that a page of any length takes the memory of a part. Parts are cut
 * where the path is surest; the passes after the first cut at other places, so what a bad cut did is mended.
 */
#include "aligner.h"

#include <stdlib.h>

enum { PART = 1200, SLACK = 600 }; /* source segments of a part, and how far the best place for a cut is looked for */

aligner *aligner_new(void) { return tml_calloc(1, sizeof(aligner)); }

void aligner_free(aligner *a) {
  if (!a) return;
  free(a->vec), free(a->mark), free(a->touched), free(a->near), free(a->self);
  for (int i = 0; i < BEAD_MOST; i++) free(a->ring[i]);
  for (int i = 0; i < 2; i++) free(a->score[i]), free(a->bead_of[i]), free(a->likely_at[i]), free(a->likely[i]);
  for (int i = 0; i < 3; i++) free(a->chain[i]);
  free(a->most), free(a->less), free(a->gain), free(a->rare), free(a->lo), free(a->hi), free(a->clo), free(a->chi),
      free(a->off), free(a->node);
  free(a->bead), free(a->fore), free(a->back), free(a->best), free(a->how), free(a->expected), free(a->out),
      free(a->may), free(a->once);
  free(a);
}

static void room_vocab(aligner *a, size_t n) {
  if (n <= a->nvocab) return;
  free(a->vec), free(a->mark), free(a->touched), free(a->near);
  a->vec = tml_calloc(n, sizeof *a->vec);
  a->mark = tml_calloc(n, sizeof *a->mark);
  a->touched = tml_malloc(n * sizeof *a->touched);
  a->near = tml_calloc(n, sizeof *a->near);
  a->nvocab = n;
}

/* Which likely beads hold each segment of side d. */
static void index_likely(aligner *a, const page_pair *p, unsigned d) {
  const uint32_t n = p->side[d].n;
  AL_ROOM(a->likely_at[d], a->nlikely_at[d], n + 2);
  uint32_t *at = a->likely_at[d], all = 0;
  memset(at, 0, (n + 2) * sizeof *at);
  for (uint32_t b = 0; b < p->nlikely; b++) {
    const tml_bead *e = &p->likely[b];
    for (uint32_t i = 0; i < (d ? e->ntarget : e->nsource); i++) at[(d ? e->target : e->source) + i + 2]++, all++;
  }
  for (uint32_t i = 0; i < n; i++) at[i + 2] += at[i + 1];
  AL_ROOM(a->likely[d], a->nlikely[d], all);
  for (uint32_t b = 0; b < p->nlikely; b++) {
    const tml_bead *e = &p->likely[b];
    for (uint32_t i = 0; i < (d ? e->ntarget : e->nsource); i++)
      a->likely[d][at[(d ? e->target : e->source) + i + 1]++] = b;
  }
}

/* The path of the last pass, and whose bead each segment is of. */
static void follow(aligner *a, const page_pair *p) {
  AL_ROOM(a->expected, a->nexpected, p->side[0].n);
  for (unsigned d = 0; d < 2; d++) AL_ROOM(a->bead_of[d], a->nbead_of[d], p->side[d].n);
  for (uint32_t b = 0; b < p->nbeads; b++) {
    const tml_bead *e = &p->beads[b];
    for (uint32_t i = 0; i < e->nsource; i++) {
      a->expected[e->source + i] = e->target + (double)i * e->ntarget / e->nsource;
      a->bead_of[0][e->source + i] = b;
    }
    for (uint32_t i = 0; i < e->ntarget; i++) a->bead_of[1][e->target + i] = b;
  }
  for (unsigned d = 0; d < 2 && p->nlikely; d++) index_likely(a, p, d);
}

/* How sure the path is at source i: steps of one to one around it. */
static unsigned steadiness(const aligner *a, uint32_t i, uint32_t m) {
  unsigned n = 0;
  for (uint32_t q = i < 8 ? 0 : i - 8; q < i + 8 && q + 1 < m; q++) {
    double step = a->expected[q + 1] - a->expected[q];
    n += step > .99 && step < 1.01;
  }
  return n;
}

/* Where the part from `i` on ends; `pass` moves the place. */
static uint32_t cut(const aligner *a, const knowledge *k, const page_pair *p, uint32_t i) {
  uint32_t m = p->side[0].n, size = PART + (k->last ? SLACK : 0);
  if (m - i <= size + SLACK) return m;
  uint32_t best = i + size;
  unsigned most = 0;
  for (uint32_t q = i + size; q < i + size + SLACK && most < 16; q++) {
    /* with a path known: never inside a bead */
    if (k->leave_out && p->beads[a->bead_of[0][q]].source != q) continue;
    unsigned s = steadiness(a, q, m) + 1;
    if (s > most) most = s, best = q;
  }
  return best;
}

static page_part part_of(const aligner *a, const knowledge *k, const page_pair *p, const uint32_t *from,
                         const uint32_t *to) {
  page_part x = {.page = p, .from = {from[0], from[1]}, .expected = a->expected + from[0]};
  for (unsigned d = 0; d < 2; d++) {
    x.side[d] = p->side[d];
    x.side[d].seg += from[d], x.side[d].at += from[d], x.side[d].grams += from[d], x.side[d].n = to[d] - from[d];
    if (k->leave_out) x.bead_of[d] = a->bead_of[d] + from[d];
    if (p->near[d]) x.near[d] = p->near[d] + from[0];
    if (k->leave_out && p->nlikely) x.likely_at[d] = a->likely_at[d] + from[d], x.likely[d] = a->likely[d];
  }
  return x;
}

static void align_part(aligner *a, const knowledge *k, const page_part *p) {
  if (p->side[0].n && p->side[1].n) {
    aligner_score(a, k, p);
    aligner_chain(a, k, p);
    return;
  }
  a->out = tml_grow(a->out, a->nout + p->side[0].n + p->side[1].n + 1, &a->out_cap, sizeof *a->out);
  for (uint32_t i = 0; i < p->side[0].n; i++) a->out[a->nout++] = (tml_bead){p->from[0] + i, p->from[1], 1, 0, 0};
  for (uint32_t j = 0; j < p->side[1].n; j++) a->out[a->nout++] = (tml_bead){p->from[0], p->from[1] + j, 0, 1, 0};
}

static tml_bead *copy_of(const tml_bead *v, size_t n) {
  tml_bead *out = tml_malloc((n + 1) * sizeof *out);
  if (n) memcpy(out, v, n * sizeof *out);
  return out;
}

void aligner_run(aligner *a, const knowledge *k, page_pair *p) {
  uint32_t m = p->side[0].n, n = p->side[1].n, from[2] = {0, 0};
  room_vocab(a, k->nvocab + 1);
  a->nout = a->nmay = 0;
  for (unsigned d = 0; d < 2 && k->chances && !p->near[d]; d++)
    p->near[d] = tml_malloc(((size_t)m + 1) * sizeof *p->near[d]);
  if (m && n) {
    if (k->leave_out) follow(a, p);
    else aligner_expect(a, k, p);
  }
  do {
    uint32_t to[2] = {m, n};
    if (m && n) {
      to[0] = cut(a, k, p, from[0]);
      if (to[0] < m) to[1] = (uint32_t)a->expected[to[0]];
      if (to[1] < from[1]) to[1] = from[1];
    }
    page_part x = part_of(a, k, p, from, to);
    align_part(a, k, &x);
    from[0] = to[0], from[1] = to[1];
    if (k->tick) k->tick(k->tick_ctx, from[0], m);
  } while (from[0] < m);
  free(p->beads), free(p->likely);
  p->beads = copy_of(a->out, a->nout);
  p->nbeads = (uint32_t)a->nout;
  p->likely = a->nmay ? copy_of(a->may, a->nmay) : NULL;
  p->nlikely = (uint32_t)a->nmay;
}

double aligner_part(aligner *a, const knowledge *k, const page_part *p) {
  room_vocab(a, k->nvocab + 1);
  a->nout = 0;
  align_part(a, k, p);
  return p->side[0].n && p->side[1].n ? aligner_sum(a) : (double)(p->side[0].n + p->side[1].n) * k->prior[SKIPS];
}
