/* chain.c — the beads of a part: what each costs, then the best chain of them (aligner.h).
 *
 * A bead's score is a log ratio: how much likelier its sides are together than apart. It is the part of each of its
 * segments in both directions, the lengths (Gale & Church 1993), the kind of bead, and what the blocks say. Skips cost
 * less behind a skip: what was added or lost comes in runs.
 * The last pass takes the chain with the most beads that are likely right, by the chances of each bead over all chains
 * (forward-backward): that is also the bead's score. Passes before it do the same in small batches, and keep all likely
 * beads for the lexicon; in large ones they take the likeliest chain.
 */
#include "aligner.h"

#include <math.h>
#include <stdlib.h>

#define NEVER (-1e30f)
#define AGAIN 2.0f             /* a skip behind a skip */
#define PLACE 2.0f             /* how much more a pair in the same place is worth than two skips */
#define WEIGHT 0.4             /* of the lexicon: words are not independent of each other */
#define COMMON 0.45f           /* a bead is worth taking from this chance on */
#define LIKELY 0.05f           /* beads that are likelier teach the lexicon, each by its chance */
#define ALONE 0.2f             /* a skip, at half the worth */
#define SURE 10.0f             /* what a segment gains at least in a chain that is on the right way */
#define REACH -12.0f           /* logarithm of the chance of what is still looked for there */
enum { MARGIN = 5, SPAN = 8 }; /* segments around it; … before and behind one that tell whether it is */
#define BEAM 100.0f            /* what is so far behind another that has come as far is given up */

const uint8_t tml_bead_kinds[KINDS][2] = {{1, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 3}, {3, 1}, {1, 4}, {4, 1},
                                          {2, 3}, {3, 2}, {1, 5}, {5, 1}, {3, 3}, {1, 0}, {0, 1}};

/* ---- one bead ---- */

/* Logarithms of lengths, most of which are short. */
static double log_length(const aligner *a, uint32_t chars) {
  return chars < LENGTHS ? a->logs[chars] : log(chars + 2.0);
}

static void lengths(aligner *a, const length_model *l) {
  if (memcmp(&a->length, l, sizeof *l) == 0) return;
  a->length = *l;
  for (uint32_t n = 0; n < LENGTHS; n++) {
    a->logs[n] = log(n + 2.0);
    a->spread[n] = l->s0 * l->s0 + l->s1 * l->s1 / (n + 1.0);
    a->half_log[n] = log(a->spread[n] / l->vl) / 2;
  }
}

static double length_score(const aligner *a, uint32_t m, uint32_t n) {
  const length_model *l = &a->length;
  const double ln = log_length(a, n), x = ln - log_length(a, m) - l->mu, y = ln - l->ml;
  uint32_t least = m < n ? m : n;
  if (least >= LENGTHS) least = LENGTHS - 1; /* hardly changes from there on */
  double s = -x * x / (2 * a->spread[least]) - a->half_log[least] + y * y / (2 * l->vl);
  return s < -12 ? -12 : s;
}

static double structure_score(const page_part *p, uint32_t i, uint32_t ns, uint32_t j, uint32_t nt) {
  const seg_info *x = &p->side[0].seg[i], *y = &p->side[1].seg[j];
  double v = x->block != y->block ? -4 : x->level != y->level || x->ctx != y->ctx ? -2 : 1;
  v += x->first == y->first ? .5 : -1.5;
  for (uint32_t q = 1; q < ns; q++) v -= x[q].first ? 8 : 0;
  for (uint32_t q = 1; q < nt; q++) v -= y[q].first ? 8 : 0;
  return v;
}

/* A cell or a heading that is lost where another of the same column or level is new: two skips in a row say less than
 * that the one became the other. */
static bool same_place(const seg_info *x, const seg_info *y) {
  return (x->block == TML_BLK_CELL || x->block == TML_BLK_HEADING) && x->block == y->block && x->level == y->level &&
         x->ctx == y->ctx && x->first && y->first;
}

static double bead_score(const aligner *a, const knowledge *k, const page_part *p, uint32_t i, uint32_t j,
                         unsigned kind) {
  unsigned ns = tml_bead_kinds[kind][0], nt = tml_bead_kinds[kind][1];
  bool both = ns > 1 && nt > 1;
  unsigned gs = both ? BEAD_MOST + ns - 2 : ns - 1;
  unsigned gt = both ? BEAD_MOST + nt - 2 : nt - 1;
  double v = 0;
  uint32_t ls = 0, lt = 0;
  for (unsigned q = 0; q < nt; q++) v += aligner_cell(a, 0, i, j + q)[gs], lt += p->side[1].seg[j + q].chars;
  for (unsigned q = 0; q < ns; q++) v += aligner_cell(a, 1, i + q, j)[gt], ls += p->side[0].seg[i + q].chars;
  return WEIGHT * v + length_score(a, ls, lt) + structure_score(p, i, ns, j, nt) + k->prior[kind];
}

/* ---- nodes: (i, j) is where i sources and j targets are done ---- */

static uint32_t low(const aligner *a, const page_part *p, uint32_t i) {
  return a->lo[i < p->side[0].n ? i : p->side[0].n - 1];
}
static uint32_t high(const aligner *a, const page_part *p, uint32_t i) {
  return i < p->side[0].n ? a->hi[i] : p->side[1].n;
}
static size_t node_at(const aligner *a, const page_part *p, uint32_t i, uint32_t j) {
  return a->node[i] + (j - low(a, p, i));
}

static bool leads_on(const aligner *a, const page_part *p, uint32_t i, uint32_t j, unsigned kind) {
  unsigned ns = tml_bead_kinds[kind][0], nt = tml_bead_kinds[kind][1];
  if (i + ns > p->side[0].n || j + nt > p->side[1].n) return false;
  if (j + nt > high(a, p, i + ns) || j + nt < low(a, p, i + ns)) return false;
  return kind >= SKIPS || (j >= a->lo[i + ns - 1] && j + nt <= a->hi[i]); /* all its cells are in the band */
}

static size_t lay_out(aligner *a, const page_part *p) {
  uint32_t m = p->side[0].n;
  size_t nodes = 0;
  AL_ROOM(a->node, a->nnode, m + 1);
  for (uint32_t i = 0; i <= m; i++) a->node[i] = nodes, nodes += high(a, p, i) - low(a, p, i) + 1;
  AL_ROOM(a->bead, a->nbead, nodes * KINDS);
  return nodes;
}

/* What the beads that begin at a node are worth. */
static void beads_from(const aligner *a, const knowledge *k, const page_part *p, uint32_t i, uint32_t j, float *v) {
  for (unsigned kind = 0; kind < KINDS; kind++)
    v[kind] = !leads_on(a, p, i, j, kind) ? NEVER
              : kind >= SKIPS             ? (float)k->prior[kind]
                                          : (float)bead_score(a, k, p, i, j, kind);
  const float skips = (float)(k->prior[SKIPS] + k->prior[SKIPS + 1]) + AGAIN + PLACE;
  if (v[0] != NEVER && v[0] < skips && same_place(&p->side[0].seg[i], &p->side[1].seg[j])) v[0] = skips;
}

/* ---- chances. Each node has two states: 1 behind a skip. ---- */

/* log(1 + exp(-d)) by a table. */
static void softness(aligner *a) {
  if (a->soft[0] > 0) return;
  for (unsigned i = 0; i <= SOFT_ENDS * SOFT_STEPS + 1; i++) a->soft[i] = (float)log1p(exp(-(double)i / SOFT_STEPS));
}

static float log_add(const aligner *a, float x, float y) {
  const float most = x > y ? x : y, d = x > y ? x - y : y - x;
  if (d >= SOFT_ENDS) return most;
  const unsigned i = (unsigned)(d * SOFT_STEPS);
  const float *v = a->soft + i;
  return most + v[0] + (v[1] - v[0]) * (d * SOFT_STEPS - (float)i);
}

static void push(aligner *a, const page_part *p, uint32_t i, uint32_t j, size_t q, bool most) {
  for (unsigned kind = 0; kind < KINDS; kind++) {
    const float v = a->bead[q * KINDS + kind];
    if (v == NEVER) continue;
    const bool skip = kind >= SKIPS;
    const size_t to = 2 * node_at(a, p, i + tml_bead_kinds[kind][0], j + tml_bead_kinds[kind][1]) + skip;
    for (unsigned s = 0; s < 2; s++) {
      float f = a->fore[2 * q + s];
      if (f == NEVER) continue;
      f += v + (skip && s ? AGAIN : 0);
      if (!most) a->fore[to] = log_add(a, a->fore[to], f);
      else if (f > a->fore[to]) a->fore[to] = f, a->how[to] = (uint8_t)(2 * kind + s);
    }
  }
}

/* By how many segments are done on both sides together: nodes that have come as far can be compared. What is so far
 * behind the best that even the skips that lead from there to here do not tell why is given up before its beads are
 * looked at: a chain across a long lost text falls behind one of wrong beads until it has passed it. The best leads on,
 * so the end is reached. */
static void forward(aligner *a, const knowledge *k, const page_part *p, size_t nodes, bool most) {
  const uint32_t m = p->side[0].n, n = p->side[1].n;
  const float apart = -(float)(k->prior[SKIPS] + k->prior[SKIPS + 1]) - 2 * AGAIN;
  AL_ROOM(a->fore, a->nfore, 2 * nodes);
  AL_ROOM(a->how, a->nhow, 2 * nodes);
  for (size_t q = 0; q < 2 * nodes; q++) a->fore[q] = NEVER;
  a->fore[0] = 0;
  for (uint32_t done = 0, from = 0, to = 0; done <= m + n; done++) { /* rows [from, to) have a node with that many */
    float best = NEVER;
    uint32_t there = 0;
    while (from + high(a, p, from) < done) from++;
    while (to <= m && to + low(a, p, to) <= done) to++;
    for (uint32_t i = from; i < to; i++) {
      const float *f = a->fore + 2 * node_at(a, p, i, done - i), v = f[0] > f[1] ? f[0] : f[1];
      if (v > best) best = v, there = i;
    }
    if (best == NEVER) continue;
    for (uint32_t i = from; i < to; i++) {
      const size_t q = node_at(a, p, i, done - i);
      float *f = a->fore + 2 * q;
      const float least = best - BEAM - apart * (float)(i > there ? i - there : there - i);
      if (f[0] < least && f[1] < least) {
        f[0] = f[1] = NEVER;
        continue;
      }
      beads_from(a, k, p, i, done - i, a->bead + q * KINDS);
      push(a, p, i, done - i, q, most);
    }
  }
}

static bool given_up(const aligner *a, size_t q) { return a->fore[2 * q] == NEVER && a->fore[2 * q + 1] == NEVER; }

static void backward(aligner *a, const page_part *p, size_t nodes) {
  AL_ROOM(a->back, a->nback, 2 * nodes);
  for (size_t q = 0; q < 2 * nodes; q++) a->back[q] = NEVER;
  a->back[2 * nodes - 1] = a->back[2 * nodes - 2] = 0; /* the last node */
  for (uint32_t i = p->side[0].n + 1; i-- > 0;)
    for (uint32_t j = high(a, p, i) + 1; j-- > low(a, p, i);) {
      size_t q = node_at(a, p, i, j);
      if (given_up(a, q)) continue;
      for (unsigned kind = 0; kind < KINDS; kind++) {
        float v = a->bead[q * KINDS + kind];
        if (v == NEVER) continue;
        bool skip = kind >= SKIPS;
        float b = a->back[2 * node_at(a, p, i + tml_bead_kinds[kind][0], j + tml_bead_kinds[kind][1]) + skip];
        if (b == NEVER) continue;
        for (unsigned s = 0; s < 2; s++)
          a->back[2 * q + s] = log_add(a, a->back[2 * q + s], b + v + (skip && s ? AGAIN : 0));
      }
    }
}

/* The chain whose beads have the best sum of chances, each less what an unlikely one costs. Chances go to a->bead; how
 * each bead looked (its log ratio) stays in a->fore. `keep`: likely beads go to a->may. */
static void by_chances(aligner *a, const page_part *p, size_t nodes, bool keep) {
  float all = a->back[0];
  AL_ROOM(a->best, a->nbest, nodes);
  for (size_t q = 0; q < nodes; q++) a->best[q] = NEVER;
  a->best[0] = 0;
  for (uint32_t i = 0; i <= p->side[0].n; i++)
    for (uint32_t j = low(a, p, i); j <= high(a, p, i); j++) {
      size_t q = node_at(a, p, i, j);
      if (given_up(a, q)) continue;
      float plain = log_add(a, a->fore[2 * q], a->fore[2 * q + 1]);
      float again = log_add(a, a->fore[2 * q], a->fore[2 * q + 1] + AGAIN);
      for (unsigned kind = 0; kind < KINDS; kind++) {
        float v = a->bead[q * KINDS + kind];
        if (v == NEVER) continue;
        bool skip = kind >= SKIPS;
        size_t to = node_at(a, p, i + tml_bead_kinds[kind][0], j + tml_bead_kinds[kind][1]);
        float x = (skip ? again : plain) + v + a->back[2 * to + skip] - all;
        float chance = x < -30 ? 0 : expf(x < 0 ? x : 0);
        /* a bead that looks unlike a translation gets less, however sure the chain is of it */
        if (!skip && keep && chance > LIKELY) {
          a->may = tml_grow(a->may, a->nmay + 1, &a->may_cap, sizeof *a->may);
          a->may[a->nmay++] =
              (tml_bead){p->from[0] + i, p->from[1] + j, tml_bead_kinds[kind][0], tml_bead_kinds[kind][1], chance};
        }
        if (!skip && !keep) a->bead[q * KINDS + kind] = chance <= 0 ? 0 : chance / (1 + expf(-v / 2));
        float gain = skip ? chance / 2 - ALONE : chance - COMMON;
        if (a->best[q] + gain > a->best[to]) a->best[to] = a->best[q] + gain, a->how[to] = (uint8_t)kind;
      }
    }
}

/* Where the beads of each source segment may be, for the next pass; where the chain may be on the wrong way there, that
 * is left open (UINT32_MAX). */
static void keep_near(aligner *a, const page_part *p) {
  const uint32_t m = p->side[0].n, n = p->side[1].n;
  uint32_t *first = p->near[0], *end = p->near[1], at = 0;
  float *gained = a->best; /* by row, on the likeliest way; what by_chances had there is done with */
  for (uint32_t i = 0; i <= m; i++) {
    uint32_t from = UINT32_MAX, to = 0;
    float most = REACH;
    gained[i] = i ? gained[i - 1] : 0;
    for (uint32_t j = low(a, p, i); j <= high(a, p, i); j++) {
      const size_t q = 2 * node_at(a, p, i, j);
      const bool skipped = a->fore[q] + a->back[q] < a->fore[q + 1] + a->back[q + 1];
      const float chance = a->fore[q + skipped] + a->back[q + skipped] - a->back[0];
      if (chance < REACH) continue;
      if (chance > most) most = chance, gained[i] = a->fore[q + skipped];
      if (from == UINT32_MAX) from = j;
      to = j;
    }
    if (from != UINT32_MAX) at = from;
    if (i < m) first[i] = p->from[1] + (at > MARGIN ? at - MARGIN : 0);
    if (i) end[i - 1] = from == UINT32_MAX ? UINT32_MAX : p->from[1] + to + MARGIN;
  }
  for (uint32_t i = m; i-- > 0;)
    if (end[i] == UINT32_MAX) end[i] = i + 1 < m ? end[i + 1] : p->from[1] + n;
  for (uint32_t i = 0; i < m; i++) {
    const uint32_t before = i > SPAN ? i - SPAN : 0, behind = i + SPAN < m ? i + SPAN : m;
    if (gained[behind] - gained[before] < SURE * (float)(behind - before)) end[i] = UINT32_MAX;
  }
}

/* ---- the chain itself ---- */

static void emit(aligner *a, const page_part *p, bool last) {
  size_t begin = a->nout;
  uint32_t i = p->side[0].n, j = p->side[1].n;
  unsigned state = 0;
  if (!last) {
    size_t q = 2 * node_at(a, p, i, j);
    state = a->fore[q + 1] > a->fore[q];
  }
  while (i || j) {
    size_t q = node_at(a, p, i, j);
    unsigned kind = last ? a->how[q] : a->how[2 * q + state] / 2;
    if (!last) state = a->how[2 * q + state] & 1;
    unsigned ns = tml_bead_kinds[kind][0], nt = tml_bead_kinds[kind][1];
    i -= ns, j -= nt;
    a->out = tml_grow(a->out, a->nout + 1, &a->out_cap, sizeof *a->out);
    float score = last && kind < SKIPS ? a->bead[node_at(a, p, i, j) * KINDS + kind] : 0;
    a->out[a->nout++] = (tml_bead){p->from[0] + i, p->from[1] + j, (uint8_t)ns, (uint8_t)nt, score};
  }
  for (size_t x = begin, y = a->nout; x + 1 < y; x++) {
    tml_bead b = a->out[x];
    a->out[x] = a->out[--y];
    a->out[y] = b;
  }
}

double aligner_sum(const aligner *a) { return (double)a->back[0]; }

void aligner_chain(aligner *a, const knowledge *k, const page_part *p) {
  lengths(a, &k->length);
  softness(a);
  size_t nodes = lay_out(a, p);
  const bool chances = k->last || k->chances;
  forward(a, k, p, nodes, !chances);
  if (chances) {
    backward(a, p, nodes);
    by_chances(a, p, nodes, !k->last);
    if (p->near[0] && !k->last) keep_near(a, p);
  }
  emit(a, p, chances);
}
