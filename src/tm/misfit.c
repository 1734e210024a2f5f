/* misfit.c — what is wrong with the pairs of a page, by the lexicon (fit.h).
 *
 * A pair's own score decides whether anything is asked at all: nearly all pass. Where it is low, its source is scored
 * with the targets around it, and its target with the sources around it. A pair whose source and target both go with a
 * neighbour's much better than with each other was misaligned; several in a row, all in one direction, are a shift.
 * Without such a neighbour the pair's own score must be that of strangers.
 */
#include "fit.h"

#include <math.h>
#include <stdlib.h>

enum { NEAR = 5, WORDS = 3 /* tokens of a side that can be judged */ };

#define LOW .1f            /* own scores from so much above the poor ones on are not asked about */
#define CLEAR 9.0f         /* own score of pairs that nobody need ask about */
#define POOR .7f           /* own scores of one pair alone that are, of well-learnt languages */
#define BETTER .9f         /* how much better both must go with a neighbour */
#define SHIFTED .3f        /* in a run: how much better each pair goes with its neighbour */
#define WELL 4.0f          /* … words of a pair go together so well that nobody need ask about it */
#define SLACK .001f        /* for rounding */
enum { RUN = 3, GAP = 4 }; /* pairs of a run; how far apart two of them may be, short texts between them */

typedef struct length_band {
  uint64_t all, below[BAND_COLUMNS + 1];
  unsigned middle;
  bool made;
} length_band;

typedef struct judging {
  const fit_table *t;
  tml_str record;
  tml_arena *a;
  size_t n;
  fit_pair *p;
  fit_side **side[2]; /* sources and targets, made where they are needed */
  float *near[2];     /* what cross made of the targets before and behind */
  bool *known;        /* the lexicon has learnt this pair */
  float *own;         /* CLEAR: not asked yet */
  float poor, well;
  length_band (*band)[2]; /* by row, and whether the pair itself is in it */
} judging;

static const fit_side *make(judging *j, int d, size_t i) {
  if (j->side[d][i]) return j->side[d][i];
  uint32_t v[2][TML_FIT_MOST];
  tml_fit_tokens_of(j->record, &j->p[i], v[0], v[1]);
  fit_side *s = j->side[d][i] = tml_arena_alloc(j->a, sizeof *s);
  tml_fit_side(j->t, d, v[d], j->p[i].n[d], false, s);
  return s;
}

/* Source i beside target k, each of another pair; negative infinity where that can't reach `least`. */
static float cross(judging *j, size_t i, size_t k, float least) {
  float *kept = k == i + 1 ? &j->near[1][i] : k + 1 == i ? &j->near[0][i] : NULL;
  if (kept && !isnan(*kept)) return *kept;
  const fit_side *x = make(j, 0, i), *y = make(j, 1, k);
  if (tml_fit_bound(x, y) < least - SLACK) return -INFINITY;
  float score = tml_fit_sides(j->t, x, y, false);
  if (kept) *kept = score;
  return score;
}

/* A pair alone needs more words. */
static bool judged_alone(const judging *j, size_t i) {
  uint32_t s[TML_FIT_MOST], g[TML_FIT_MOST];
  tml_fit_tokens_of(j->record, &j->p[i], s, g);
  return tml_fit_words(s, j->p[i].n[0]) > WORDS;
}

static bool judged(const fit_pair *p) { return p->taught && p->n[0] >= WORDS && p->n[1] >= WORDS; }

static float own_score(judging *j, size_t i) {
  bool own = j->known[i];
  uint32_t s[TML_FIT_MOST], g[TML_FIT_MOST];
  fit_side x, y;
  tml_fit_tokens_of(j->record, &j->p[i], s, g);
  tml_fit_side(j->t, 0, s, j->p[i].n[0], own, &x);
  tml_fit_side(j->t, 1, g, j->p[i].n[1], own, &y);
  return tml_fit_sides(j->t, &x, &y, own);
}

static bool clear(const judging *j, size_t i) {
  uint32_t s[TML_FIT_MOST], g[TML_FIT_MOST] = {0};
  tml_fit_tokens_of(j->record, &j->p[i], s, g);
  return tml_fit_clear(j->t, s, j->p[i].n[0], g, j->p[i].n[1], j->known[i], j->well);
}

typedef struct found {
  tml_misfit *v;
  size_t n, cap;
} found;

static void add(judging *j, found *f, tml_misfit m) {
  f->v = tml_arena_grow(j->a, f->v, f->n, &f->cap, sizeof *f->v);
  f->v[f->n++] = m;
}

static bool same_target(const judging *j, size_t i, size_t k) { return j->p[i].target == j->p[k].target; }

/* How much better pair i's source goes with the target `o` places on than with its own. */
static float gain(judging *j, size_t i, int o) {
  size_t k = (size_t)((long)i + o);
  if (k >= j->n || same_target(j, i, k) || !j->p[k].n[1]) return -INFINITY;
  if (j->own[i] == CLEAR) j->own[i] = own_score(j, i);
  return cross(j, i, k, j->own[i] + SHIFTED) - j->own[i];
}

/* Runs of pairs that go with the target `o` places on. `in`: the pairs that are in one. */
static void runs(judging *j, int o, bool *in, found *f) {
  for (size_t i = 0, end; i < j->n; i = end) {
    end = i + 1;
    if (!judged(&j->p[i]) || in[i] || j->own[i] > j->poor + LOW || gain(j, i, o) < SHIFTED) continue;
    uint32_t votes = 1;
    size_t last = i;
    for (size_t k = i + 1; k < j->n && k <= last + GAP; k++) {
      if (!judged(&j->p[k])) continue;
      if (in[k] || gain(j, k, o) < SHIFTED) break;
      votes++, last = k;
    }
    end = last + 1;
    for (size_t k = i; k-- > 0 && k + 2 >= i;) {
      if (!judged(&j->p[k])) continue;
      if (in[k] || gain(j, k, o) < SHIFTED) break;
      votes++, i = k;
    }
    if (votes < RUN) continue;
    for (size_t k = i; k <= last; k++) in[k] = true;
    add(j, f,
        (tml_misfit){
            .kind = TML_MISFIT_RUN, .offset = (int8_t)o, .pair = (uint32_t)i, .pairs = (uint32_t)(last - i + 1)});
  }
}

/* How much better source and target of pair i both go with neighbours than with each other; *offset: where the source's
 * is. */
static float elsewhere(judging *j, size_t i, int *offset) {
  float best = -INFINITY;
  for (int o = -NEAR; o <= NEAR; o++) {
    size_t k = (size_t)((long)i + o), back = (size_t)((long)i - o);
    if (!o || k >= j->n || same_target(j, i, k) || !j->p[k].n[1]) continue;
    float least = j->own[i] + BETTER, there = cross(j, i, k, least);
    if (there < least) continue;
    float mine = j->p[k].n[0] ? cross(j, k, i, least) : -INFINITY;
    if (back < j->n && j->p[back].n[0]) mine = fmaxf(mine, cross(j, back, i, least));
    float both = fminf(there, mine);
    if (both > best) best = both, *offset = o;
  }
  return best - j->own[i];
}

/* Words that are well known, and hardly one of them goes with one of the other text. */
static bool strangers(judging *j, size_t i) {
  bool own = j->known[i];
  uint32_t s[TML_FIT_MOST], g[TML_FIT_MOST];
  fit_side x, y;
  if (j->own[i] > .4f) return false;
  tml_fit_tokens_of(j->record, &j->p[i], s, g);
  tml_fit_side(j->t, 0, s, j->p[i].n[0], own, &x);
  tml_fit_side(j->t, 1, g, j->p[i].n[1], own, &y);
  unsigned known[2], met = tml_fit_met(j->t, &x, &y, own, known);
  return known[0] >= 4 && known[1] >= 4 && met * 8 <= known[0] + known[1];
}

/* Of a band: how many texts lie below each column, and where their middle is. own: with one of them left out. */
static const length_band *band_of(judging *j, unsigned row, bool own) {
  length_band *b = &j->band[row][own];
  if (b->made) return b;
  *b = (length_band){.made = true};
  const uint32_t *band = j->t->band[row];
  for (unsigned c = 0; c < BAND_COLUMNS; c++) b->below[c + 1] = b->below[c] + band[c];
  b->all = b->below[BAND_COLUMNS];
  if (own && b->all) b->all--;
  while (b->below[b->middle + 1] * 2 < b->all && b->middle + 1 < BAND_COLUMNS) b->middle++;
  return b;
}

static void length(judging *j, size_t i, bool own, tml_misfit *m) {
  unsigned row, column;
  m->times = 0;
  if (!tml_fit_band(&j->p[i], &row, &column)) return;
  const length_band *b = band_of(j, row, own);
  if (b->all < 500) return;
  bool longer = column > b->middle;
  uint64_t beyond = longer ? b->below[BAND_COLUMNS] - b->below[column] : b->below[column + 1];
  if (own && beyond) beyond--;
  if (beyond * 2000 > b->all) return;
  m->longer = longer;
  uint32_t times = (uint32_t)(100 * expf(((float)column - (float)b->middle) / 8) + .5f);
  if (longer ? times >= (row ? 250 : 300) : times <= (row ? 33 : 25)) m->times = times; /* short texts vary */
}

static int by_pair(const void *pa, const void *pb) {
  const tml_misfit *a = pa, *b = pb;
  if (a->pair != b->pair) return a->pair < b->pair ? -1 : 1;
  return a->kind < b->kind ? -1 : a->kind > b->kind;
}

/* All scores grow with what was learnt: nine of ten targets of a neighbour score less than this (measured: .15 after
 * 600 texts, .5 after 2800, .7 after 9500). */
static float poor(const fit_table *t) {
  float p = POOR - .2f * (9 - logf((float)t->texts));
  return p < POOR ? p : POOR;
}

size_t tml_fit_judge(const tml_fit *f, tml_arena *a, tml_str record, bool (*own)(void *, uint32_t), void *ctx,
                     tml_misfit **out) {
  record_head h;
  if (record.n < sizeof h) return 0;
  memcpy(&h, record.p, sizeof h);
  const fit_table *t = tml_fit_table(f, h.language);
  if (!t || t->texts < TML_FIT_LEAST) return 0;
  judging j = {.t = t, .record = record, .a = a, .n = h.n, .poor = poor(t)};
  j.well = WELL * expf(j.poor - POOR);
  found r = {0};
  size_t low = 0;
  j.p = TML_NEWN(a, fit_pair, h.n + 1);
  j.own = TML_NEWN(a, float, h.n + 1);
  j.known = TML_NEWN(a, bool, h.n + 1);
  length_band bands[BAND_ROWS][2];
  for (int k = 0; k < BAND_ROWS; k++)
    for (int own_in = 0; own_in < 2; own_in++) bands[k][own_in].made = false;
  j.band = bands;
  for (size_t i = 0; i < h.n; i++) {
    j.p[i] = tml_fit_pair_of(record, i);
    if (!j.p[i].taught) continue;
    bool known = j.known[i] = own(ctx, j.p[i].segment);
    tml_misfit m = {.kind = TML_MISFIT_LENGTH, .pair = (uint32_t)i};
    length(&j, i, known, &m);
    if (m.times) add(&j, &r, m);
    if (!judged(&j.p[i])) continue;
    j.own[i] = clear(&j, i) ? CLEAR : own_score(&j, i);
    low += j.own[i] <= j.poor + LOW;
  }
  if (low) {
    for (int d = 0; d < 2; d++) {
      j.side[d] = TML_NEWN(a, fit_side *, h.n + 1);
      j.near[d] = TML_NEWN(a, float, h.n + 1);
      for (size_t i = 0; i < h.n; i++) j.near[d][i] = NAN;
    }
    bool *in = TML_NEWN(a, bool, h.n + 1);
    runs(&j, 1, in, &r);
    runs(&j, -1, in, &r);
    for (size_t i = 0; i < h.n && t->texts >= TML_FIT_ALONE; i++) {
      int o = 0;
      if (!judged(&j.p[i]) || in[i] || j.own[i] > j.poor || !judged_alone(&j, i)) continue;
      float by = elsewhere(&j, i, &o);
      if (by > BETTER)
        add(&j, &r,
            (tml_misfit){
                .kind = TML_MISFIT_NEIGHBOUR, .offset = (int8_t)o, .pair = (uint32_t)i, .times = (uint32_t)(by * 100)});
      else if (strangers(&j, i))
        add(&j, &r,
            (tml_misfit){.kind = TML_MISFIT_STRANGER, .pair = (uint32_t)i, .times = (uint32_t)(j.own[i] * -100)});
    }
  }
  if (r.n) qsort(r.v, r.n, sizeof *r.v, by_pair);
  *out = r.v;
  return r.n;
}
