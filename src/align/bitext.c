/* bitext.c — a batch of page pairs: passes over all pages, and what they teach between the passes (bitext.h).
 *
 * Each pass aligns every page with what is known; then lengths, kinds of beads and the lexicon are learnt anew from all
 * beads. The first pass knows only what tokens look like. Pages of a pass may be worked on by many threads: they read
 * what is known, and what is learnt is summed up in the order of the pages.
 */
#include "models.h"
#include "order.h"

#include "tmlint/pool.h"

#include <math.h>
#include <stdlib.h>

enum {
  PASSES = 3,
  CAREFUL = 5, /* passes of a batch of up to … source segments: where little is known, a wrong guess is hard to leave */
  FEW = 5000,
  WIDE = 60,
  NARROW = 25,
  ITERATIONS = 4,
  USUAL = 1000 /* tokens that a memory counts for, of how frequent words are */
};

tml_bitext *tml_bitext_new(const tml_locale *source, const tml_locale *target) {
  tml_bitext *b = tml_calloc(1, sizeof *b);
  b->locale[0] = source, b->locale[1] = target;
  return b;
}

void tml_bitext_free(tml_bitext *b) {
  if (!b) return;
  for (size_t i = 0; i < b->npages; i++) {
    for (int d = 0; d < 2; d++)
      free(b->pages[i].side[d].seg), free(b->pages[i].side[d].at), free(b->pages[i].side[d].grams);
    free(b->pages[i].beads), free(b->pages[i].likely), free(b->pages[i].order);
    free(b->pages[i].near[0]), free(b->pages[i].near[1]);
  }
  for (int d = 0; d < 2; d++)
    free(b->tok[d].v), free(b->uni[d]), free(b->known[d]), lex_table_free(&b->lex[d]), free(b->worth[d]);
  free(b->pages), free(b->taught), free(b->grams);
  aligner_free(b->spare);
  vocab_free(&b->v);
  free(b);
}

void tml_bitext_know(tml_bitext *b, const tml_bitext_words *w) {
  b->words = *w;
  b->v.word = w->word;
}

void tml_bitext_teach(tml_bitext *b, const tml_text *source, const tml_text *target) {
  const tml_text *t[2] = {source, target};
  lex_bead x = {.chance = 1};
  for (int d = 0; d < 2; d++) {
    x.s[d][0] = (uint32_t)b->tok[d].n;
    vocab_tokens(&b->v, t[d], &b->tok[d]);
    x.s[d][1] = (uint32_t)b->tok[d].n;
  }
  b->taught = tml_grow(b->taught, b->ntaught + 1, &b->taught_cap, sizeof *b->taught);
  b->taught[b->ntaught++] = x;
}

size_t bitext_grams_last(tml_bitext *b, tok_list *o, size_t from) {
  size_t n = 0, kept = from;
  for (size_t i = from; i < o->n; i++)
    if (b->v.v[o->v[i]].cls == TOK_GRAM) {
      b->grams = tml_grow(b->grams, n + 1, &b->grams_cap, sizeof *b->grams);
      b->grams[n++] = o->v[i];
    } else {
      o->v[kept++] = o->v[i];
    }
  if (n) memcpy(o->v + kept, b->grams, n * sizeof *b->grams);
  return kept;
}

static void take_side(tml_bitext *b, page_side *s, const tml_pieces *p, const uint32_t *order, int d) {
  s->n = p->n;
  s->flat = (uint32_t)b->tok[d].n;
  s->seg = tml_malloc((p->n + 1) * sizeof *s->seg);
  s->at = tml_malloc((p->n + 1) * sizeof *s->at);
  s->grams = tml_malloc((p->n + 1) * sizeof *s->grams);
  bool blocks = false; /* where every piece begins a block, that says nothing */
  for (uint32_t i = 1; i < p->n; i++) blocks |= !p->v[i].first;
  for (uint32_t i = 0; i < p->n; i++) {
    const tml_piece *q = &p->v[order ? order[i] : i];
    s->at[i] = (uint32_t)b->tok[d].n - s->flat;
    s->seg[i] = (seg_info){.block = q->block,
                           .level = q->level,
                           .ctx = q->ctx & (TML_CTX_LIST | TML_CTX_TABLE | TML_CTX_QUOTE),
                           .first = q->first && blocks};
    s->seg[i].chars = vocab_tokens(&b->v, &q->text, &b->tok[d]);
    s->grams[i] = (uint32_t)bitext_grams_last(b, &b->tok[d], s->flat + s->at[i]) - s->flat;
  }
  s->at[p->n] = (uint32_t)b->tok[d].n - s->flat;
}

uint32_t tml_bitext_add(tml_bitext *b, const tml_pieces *source, const tml_pieces *target) {
  b->pages = tml_grow(b->pages, b->npages + 1, &b->cap, sizeof *b->pages);
  page_pair *p = &b->pages[b->npages];
  *p = (page_pair){0};
  p->order = order_of(source, target);
  take_side(b, &p->side[0], source, NULL, 0);
  take_side(b, &p->side[1], target, p->order, 1);
  return (uint32_t)b->npages++;
}

size_t tml_bitext_beads(const tml_bitext *b, uint32_t page, const tml_bead **v) {
  *v = b->pages[page].beads;
  return b->pages[page].nbeads;
}

/* ---- the lexicon ---- */

static void learn(tml_bitext *b, const lex_prior *prior) {
  size_t n = b->ntaught, cap = 0;
  lex_bead *v = tml_grow(NULL, n + 1, &cap, sizeof *v);
  if (n) memcpy(v, b->taught, n * sizeof *v);
  for (size_t p = 0; p < b->npages; p++) {
    const page_pair *y = &b->pages[p];
    for (uint32_t q = 0; q < (y->nlikely ? y->nlikely : y->nbeads); q++) {
      const tml_bead *e = y->nlikely ? &y->likely[q] : &y->beads[q];
      if (!e->nsource || !e->ntarget) continue;
      const page_side *s = &y->side[0], *t = &y->side[1];
      v = tml_grow(v, n + 1, &cap, sizeof *v);
      v[n++] = (lex_bead){{{s->flat + s->at[e->source], s->flat + s->at[e->source + e->nsource]},
                           {t->flat + t->at[e->target], t->flat + t->at[e->target + e->ntarget]}},
                          y->nlikely ? e->score : 1};
    }
  }
  uint32_t *const tok[2] = {b->tok[0].v, b->tok[1].v};
  for (unsigned d = 0; d < 2; d++) {
    lex_start(&b->lex[d], prior, d);
    lex_learn(&b->lex[d], prior, v, n, tok, d, b->uni[d ^ 1], b->v.n, ITERATIONS, true);
  }
  free(v);
}

/* A word's share of the memory's tokens; 0: it is not known. */
static double usual(const tml_bitext_words *w, unsigned side, uint32_t word) {
  return w->row && word ? w->count(w->ctx, side, word) / ((double)w->tokens[side] + 1) : 0;
}

static void unigrams(tml_bitext *b) {
  for (int d = 0; d < 2; d++) {
    b->count[d] = tml_calloc((size_t)b->v.n + 1, sizeof *b->count[d]);
    for (size_t i = 0; i < b->tok[d].n; i++) b->count[d][b->tok[d].v[i]]++;
    b->uni[d] = tml_realloc(b->uni[d], ((size_t)b->v.n + 1) * sizeof *b->uni[d]);
    for (uint32_t i = 0; i < b->v.n; i++) {
      const double n = (double)b->tok[d].n + 1;
      const double known = usual(&b->words, (unsigned)d, b->v.v[i].word);
      b->uni[d][i] = !b->count[d][i] ? 0
                     : known > 0     ? (float)((b->count[d][i] + .1 + USUAL * known) / (n + USUAL))
                                     : (float)((b->count[d][i] + .1) / n);
    }
  }
}

/* ---- passes ---- */

static uint64_t segments(const tml_bitext *b) {
  uint64_t n = 0;
  for (size_t i = 0; i < b->npages; i++) n += b->pages[i].side[0].n;
  return n;
}

typedef struct work {
  tml_bitext *b;
  const knowledge *k;
  aligner **workers;
  void (*tick)(void *, uint64_t, uint64_t);
  void *ctx;
  uint64_t done, all;
  int pass, passes;
} work;

/* A page that is alone has one worker. */
static void tick_part(void *ctx, uint64_t done, uint64_t all) {
  work *w = ctx;
  w->tick(w->ctx, (uint64_t)w->pass * all + done, (uint64_t)w->passes * all);
}

static void work_page(void *ctx, unsigned worker, size_t i, void *slot) {
  work *w = ctx;
  (void)slot;
  aligner_run(w->workers[worker], w->k, &w->b->pages[i]);
}
static int drain_page(void *ctx, size_t i, void *slot) {
  work *w = ctx;
  (void)i, (void)slot;
  w->done++;
  if (w->tick) w->tick(w->ctx, w->done, w->all);
  return 0;
}

knowledge bitext_knowledge(const tml_bitext *b, uint32_t **tok) {
  const uint64_t segs = b->ntaught + b->words.texts + segments(b);
  tok[0] = b->tok[0].v, tok[1] = b->tok[1].v;
  knowledge k = {
      .lex = {&b->lex[0], &b->lex[1]},
      .uni = {b->uni[0], b->uni[1]},
      .known = {b->known[0], b->known[1]},
      .worth = {b->worth[0], b->worth[1]},
      .nvocab = b->lex[0].n,
      .tok = tok,
      .lambda = (float)(.15 + .15 * (segs < 50 ? (double)segs / 50 : 1) + .1 * (segs < 1000 ? (double)segs / 1000 : 1)),
      .leave_out = true,
      .last = true,
      .length = b->length,
      .window = NARROW};
  memcpy(k.prior, b->prior, sizeof k.prior);
  return k;
}

static void one_pass(tml_bitext *b, const tml_pool *pool, work *w, int pass) {
  uint32_t *tok[2];
  const bool taught = b->ntaught || b->words.row;
  models_known(b, pass > 0 || taught);
  knowledge k = bitext_knowledge(b, tok);
  if (!pass && !taught) k.lambda = .1f;
  k.leave_out = pass > 0, k.last = pass + 1 == w->passes;
  k.chances = w->passes == CAREFUL;
  if (!pass) k.window = WIDE;
  k.tick = w->tick && b->npages == 1 ? tick_part : NULL, k.tick_ctx = w;
  w->pass = pass;
  w->k = &k;
  tml_pool_run(pool);
}

void tml_bitext_run(tml_bitext *b, unsigned jobs, void (*tick)(void *, uint64_t done, uint64_t all), void *ctx) {
  unigrams(b);
  lex_prior prior = {0};
  lex_prior_make(&prior, &b->v, b->count[0], b->count[1], b->words.row ? &b->words : NULL);
  models_start(b);
  for (unsigned d = 0; d < 2; d++) free(b->worth[d]), b->worth[d] = prior.k[d];
  for (unsigned d = 0; d < 2; d++) lex_start(&b->lex[d], &prior, d);
  if (b->ntaught) learn(b, &prior);
  const int passes = segments(b) <= FEW ? CAREFUL : PASSES;
  work w = {.b = b, .passes = passes, .tick = tick, .ctx = ctx, .all = (uint64_t)b->npages * (uint64_t)passes};
  tml_pool pool = {.jobs = jobs, .n = b->npages, .ctx = &w, .work = work_page, .drain = drain_page, .slot_size = 1};
  unsigned workers = tml_pool_jobs(&pool);
  w.workers = tml_calloc((size_t)workers + 1, sizeof *w.workers);
  for (unsigned i = 0; i < workers; i++) w.workers[i] = aligner_new();
  char *slots = tml_calloc((size_t)tml_pool_slots(&pool) + 1, 1);
  pool.slots = slots;
  for (int pass = 0; pass < passes; pass++) {
    if (pass) models_refit(b), learn(b, &prior);
    one_pass(b, &pool, &w, pass);
  }
  for (size_t i = 0; i < b->npages; i++) {
    page_pair *p = &b->pages[i];
    if (!p->order) continue;
    tml_bead *made = p->beads;
    p->beads = order_back(p->order, made, p->nbeads, &p->nbeads);
    free(made);
  }
  for (unsigned i = 0; i < workers; i++) aligner_free(w.workers[i]);
  free(w.workers), free(slots);
  for (int d = 0; d < 2; d++) free(b->count[d]), b->count[d] = NULL, prior.k[d] = NULL;
  lex_prior_free(&prior);
}
