/* lexicon.c — priors and EM (lexicon.h).
 *
 * EM goes by source token, not by bead: the token's row lies open in an array indexed by target token, and all beads
 * that hold it are passed twice (what each target place gets in all; then this token's share of it). No hash is asked
 * for a pair, and the sums are made in one fixed order.
 */
#include "lexicon.h"

#include <math.h>
#include <stdlib.h>

#define PRUNE 0.01f /* what is less likely is forgotten */
#define FIRST 0.02f /* of every pair, in the first iteration */
#define ALIKE 0.5f  /* words as alike as this may be cognates */
#define WORTH 30u   /* texts of a memory that count, at most */
#define LOOKS 0.3f  /* what that says */

void lex_table_free(lex_table *t) {
  free(t->at);
  free(t->v);
  free(t->total);
  *t = (lex_table){0};
}

/* ---- priors ------------------------------------------------------------------------------------------------------------ */

static float same_prior(const tok_info *t) {
  switch (t->cls) {
  case TOK_NUMBER:
  case TOK_URL:
  case TOK_CODE: return .9f;
  case TOK_SIGN:
  case TOK_TAG: return .3f;
  case TOK_WORD: return t->n > 3 ? .5f : .2f;
  default: return .3f;
  }
}

/* Likeness of two words, 0 to 1: Dice's coefficient of their letter pairs. */
static float dice(const tok_info *a, const tok_info *b) {
  unsigned hits = 0;
  bool used[TML_TOK_LETTERS] = {false};
  for (unsigned i = 0; i + 1 < a->n; i++)
    for (unsigned j = 0; j + 1 < b->n; j++)
      if (!used[j] && a->s[i] == b->s[j] && a->s[i + 1] == b->s[j + 1]) {
        used[j] = true;
        hits++;
        break;
      }
  return 2.0f * (float)hits / (float)(a->n + b->n - 2);
}

typedef struct keyed {
  uint64_t key;
  uint32_t id;
} keyed;

static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static uint64_t head_of(const tok_info *t) { return (uint64_t)t->s[0] << 32 | (uint64_t)t->s[1] << 16 | t->s[2]; }

typedef struct found {
  uint32_t s, t;
  float p;
} found;

enum { CROWD_KNOWN = 8192, SEEN = 256 }; /* words of a side that a memory is asked for, at most; … counted apart */

typedef struct known {    /* tokens that a memory is asked for */
  uint32_t *word, *token; /* the target's */
  uint32_t *place;        /* by token, UINT32_MAX: none */
  float *p;               /* what it says of them */
  size_t n;
  uint32_t least[2]; /* occurrences of a token that is asked for */
} known;

/* So often a token must stand on its side for no more than CROWD_KNOWN to do so: what stands once in a long text
 * teaches least. */
static uint32_t least_count(const vocab *v, const uint32_t *count) {
  size_t by[SEEN + 1] = {0}, n = 0;
  for (uint32_t i = 0; i < v->n; i++)
    if (count[i] && v->v[i].word) by[count[i] < SEEN ? count[i] : SEEN]++;
  uint32_t c = SEEN;
  while (c && n + by[c] <= CROWD_KNOWN) n += by[c--];
  return c + 1;
}

static void known_make(known *k, const vocab *v, const uint32_t *source_count, const uint32_t *count) {
  k->least[0] = least_count(v, source_count), k->least[1] = least_count(v, count);
  k->word = tml_malloc((v->n + 1) * sizeof *k->word);
  k->token = tml_malloc((v->n + 1) * sizeof *k->token);
  k->place = tml_malloc((v->n + 1) * sizeof *k->place);
  k->p = tml_malloc((v->n + 1) * sizeof *k->p);
  for (uint32_t i = 0; i < v->n; i++) {
    k->place[i] = UINT32_MAX;
    if (count[i] < k->least[1] || !v->v[i].word) continue;
    k->place[i] = (uint32_t)k->n;
    k->word[k->n] = v->v[i].word, k->token[k->n++] = i;
  }
}

static void fill_rows(lex_table *rows, const found *f, size_t n, uint32_t nrows, bool turned) {
  rows->n = nrows;
  rows->at = tml_calloc(nrows + 2, sizeof *rows->at);
  rows->v = tml_malloc((n + 1) * sizeof *rows->v);
  for (size_t i = 0; i < n; i++) rows->at[(turned ? f[i].t : f[i].s) + 2]++;
  for (uint32_t i = 0; i < nrows; i++) rows->at[i + 2] += rows->at[i + 1];
  for (size_t i = 0; i < n; i++)
    rows->v[rows->at[(turned ? f[i].t : f[i].s) + 1]++] = (lex_entry){turned ? f[i].s : f[i].t, f[i].p};
}

/* What a row of a memory counts beside what the pages at hand teach. */
static float worth(const tml_bitext_words *w, unsigned side, uint32_t word) {
  if (!w || !word) return 0;
  const uint32_t n = w->count(w->ctx, side, word);
  return (float)(n < WORTH ? n : WORTH);
}

/* What a memory says of token s goes into its row f[from, n), beside what looks tell: the likelier counts. */
static size_t add_words(const tml_bitext_words *w, const vocab *v, const known *k, uint32_t s, found *f, size_t from,
                        size_t n) {
  w->row(w->ctx, v->v[s].word, k->word, k->n, k->p);
  for (size_t i = from; i < n; i++) {
    const uint32_t at = k->place[f[i].t];
    if (at == UINT32_MAX) continue;
    if (k->p[at] > f[i].p) f[i].p = k->p[at];
    k->p[at] = 0;
  }
  for (size_t i = 0; i < k->n; i++)
    if (k->p[i] > 0) f[n++] = (found){s, k->token[i], k->p[i]};
  return n;
}

void lex_prior_free(lex_prior *p) {
  for (unsigned d = 0; d < 2; d++) lex_table_free(&p->rows[d]), free(p->k[d]);
  *p = (lex_prior){0};
}

void lex_prior_make(lex_prior *p, const vocab *v, const uint32_t *source_count, const uint32_t *target_count,
                    const tml_bitext_words *words) {
  enum { CROWD = 64 }; /* words with one beginning that are looked at */
  keyed *heads = tml_malloc((v->n + 1) * sizeof *heads);
  size_t nheads = 0, nfound = 0, cap = 0;
  found *f = NULL;
  known k = {0};
  for (unsigned d = 0; d < 2; d++) {
    p->k[d] = tml_malloc((v->n + 1) * sizeof *p->k[d]);
    for (uint32_t i = 0; i < v->n; i++) p->k[d][i] = LEX_K + worth(words, d, v->v[i].word);
  }
  if (words) known_make(&k, v, source_count, target_count);
  for (uint32_t i = 0; i < v->n; i++)
    if (target_count[i] && v->v[i].cls == TOK_WORD && v->v[i].n >= 3) heads[nheads++] = (keyed){head_of(&v->v[i]), i};
  qsort(heads, nheads, sizeof *heads, by_key);
  for (uint32_t s = 0; s < v->n; s++) {
    if (!source_count[s]) continue;
    const tok_info *a = &v->v[s];
    const size_t from = nfound;
    f = tml_grow(f, nfound + CROWD + 1 + k.n, &cap, sizeof *f);
    if (target_count[s]) f[nfound++] = (found){s, s, same_prior(a)};
    if (a->cls == TOK_WORD && a->n >= 3) {
      uint64_t key = head_of(a);
      size_t lo = 0, hi = nheads;
      while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (heads[mid].key < key) lo = mid + 1;
        else hi = mid;
      }
      for (unsigned c = 0; lo < nheads && heads[lo].key == key && c < CROWD; lo++, c++) {
        if (heads[lo].id == s) continue;
        float d = dice(a, &v->v[heads[lo].id]);
        if (d >= ALIKE) f[nfound++] = (found){s, heads[lo].id, LOOKS * d};
      }
    }
    if (words && a->word && source_count[s] >= k.least[0]) nfound = add_words(words, v, &k, s, f, from, nfound);
  }
  fill_rows(&p->rows[0], f, nfound, v->n, false);
  fill_rows(&p->rows[1], f, nfound, v->n, true);
  free(f);
  free(heads);
  free(k.word), free(k.token), free(k.place), free(k.p);
}

void lex_start(lex_table *out, const lex_prior *p, unsigned d) {
  const lex_table *prior = &p->rows[d];
  lex_table_free(out);
  out->n = prior->n;
  size_t n = prior->at[prior->n];
  out->at = tml_malloc((prior->n + 2) * sizeof *out->at);
  memcpy(out->at, prior->at, (prior->n + 1) * sizeof *out->at);
  out->v = tml_malloc((n + 1) * sizeof *out->v);
  out->cap = n + 1;
  memcpy(out->v, prior->v, n * sizeof *out->v);
  out->total = tml_malloc((prior->n + 1) * sizeof *out->total);
  for (uint32_t i = 0; i < prior->n; i++) out->total[i] = p->k[d][i];
}

/* ---- EM ------------------------------------------------------------------------------------------------------------------- */

typedef struct learner {
  const lex_bead *beads;
  const uint32_t *to; /* the predicted side's tokens */
  unsigned from;
  uint32_t *occ_at, *occ; /* beads that hold a token, one entry an occurrence */
  uint32_t *den_at;       /* a bead's first place in: */
  float *den;             /* what each place of its predicted side gets in all */
  float *row, *acc;       /* by predicted token */
  uint32_t *touched;
} learner;

static void occurrences(learner *l, const uint32_t *tok, size_t nbeads, uint32_t nvocab) {
  l->occ_at = tml_calloc(nvocab + 2, sizeof *l->occ_at);
  size_t all = 0;
  for (size_t b = 0; b < nbeads; b++)
    for (uint32_t i = l->beads[b].s[l->from][0]; i < l->beads[b].s[l->from][1]; i++) l->occ_at[tok[i] + 2]++, all++;
  for (uint32_t i = 0; i < nvocab; i++) l->occ_at[i + 2] += l->occ_at[i + 1];
  l->occ = tml_malloc((all + 1) * sizeof *l->occ);
  for (size_t b = 0; b < nbeads; b++)
    for (uint32_t i = l->beads[b].s[l->from][0]; i < l->beads[b].s[l->from][1]; i++)
      l->occ[l->occ_at[tok[i] + 1]++] = (uint32_t)b;
}

static void open_row(learner *l, const lex_table *t, uint32_t s) {
  for (uint32_t k = t->at[s]; k < t->at[s + 1]; k++) l->row[t->v[k].t] = t->v[k].p;
}
static void shut_row(learner *l, const lex_table *t, uint32_t s) {
  for (uint32_t k = t->at[s]; k < t->at[s + 1]; k++) l->row[t->v[k].t] = 0;
}

/* What the places get in all. */
static void shares(learner *l, const lex_table *t, size_t nbeads, const float *uni, float extra) {
  unsigned to = l->from ^ 1;
  for (size_t b = 0; b < nbeads; b++)
    for (uint32_t p = l->beads[b].s[to][0], q = l->den_at[b]; p < l->beads[b].s[to][1]; p++)
      l->den[q++] = uni[l->to[p]];
  for (uint32_t s = 0; s < t->n; s++) {
    if (l->occ_at[s] == l->occ_at[s + 1]) continue;
    open_row(l, t, s);
    for (uint32_t k = l->occ_at[s]; k < l->occ_at[s + 1]; k++) {
      const lex_bead *b = &l->beads[l->occ[k]];
      float *den = l->den + l->den_at[l->occ[k]];
      for (uint32_t p = b->s[to][0]; p < b->s[to][1]; p++) *den++ += l->row[l->to[p]] + extra;
    }
    shut_row(l, t, s);
  }
}

/* The expected counts of s, in acc; how many tokens they are of. */
static uint32_t count_row(learner *l, const lex_table *t, uint32_t s, float extra) {
  unsigned to = l->from ^ 1;
  uint32_t n = 0;
  open_row(l, t, s);
  for (uint32_t k = l->occ_at[s]; k < l->occ_at[s + 1]; k++) {
    const lex_bead *b = &l->beads[l->occ[k]];
    const float *den = l->den + l->den_at[l->occ[k]];
    for (uint32_t p = b->s[to][0]; p < b->s[to][1]; p++, den++) {
      uint32_t w = l->to[p];
      float c = l->row[w] + extra;
      if (c <= 0) continue;
      if (l->acc[w] == 0) l->touched[n++] = w;
      l->acc[w] += b->chance * c / *den;
    }
  }
  shut_row(l, t, s);
  return n;
}

/* Row s of `out`, from acc and the prior. */
static void make_row(learner *l, lex_table *out, const lex_prior *p, uint32_t s, uint32_t n) {
  const lex_table *prior = &p->rows[l->from];
  const float k0 = p->k[l->from][s];
  float total = k0;
  for (uint32_t i = 0; i < n; i++) total += l->acc[l->touched[i]];
  out->total[s] = total;
  uint32_t at = out->at[s];
  uint32_t np = prior->at[s + 1] - prior->at[s];
  out->v = tml_grow(out->v, at + n + np, &out->cap, sizeof *out->v);
  for (uint32_t k = prior->at[s]; k < prior->at[s + 1]; k++) { /* what looks tell stays, however little */
    const lex_entry *e = &prior->v[k];
    out->v[at++] = (lex_entry){e->t, (k0 * e->p + l->acc[e->t]) / total};
    l->acc[e->t] = -1;
  }
  for (uint32_t i = 0; i < n; i++) {
    uint32_t w = l->touched[i];
    if (l->acc[w] > 0 && l->acc[w] / total >= PRUNE) out->v[at++] = (lex_entry){w, l->acc[w] / total};
    l->acc[w] = 0;
  }
  for (uint32_t k = prior->at[s]; k < prior->at[s + 1]; k++) l->acc[prior->v[k].t] = 0;
  out->at[s + 1] = at;
}

void lex_learn(lex_table *io, const lex_prior *prior, const lex_bead *beads, size_t nbeads, uint32_t *const tok[2],
               unsigned from, const float *uni, uint32_t nvocab, unsigned iterations, bool first) {
  learner l = {.beads = beads, .to = tok[from ^ 1], .from = from};
  occurrences(&l, tok[from], nbeads, nvocab);
  uint32_t places = 0;
  l.den_at = tml_malloc((nbeads + 1) * sizeof *l.den_at);
  for (size_t b = 0; b < nbeads; b++) l.den_at[b] = places, places += beads[b].s[from ^ 1][1] - beads[b].s[from ^ 1][0];
  l.den = tml_calloc((size_t)places + 1, sizeof *l.den);
  l.row = tml_calloc((size_t)nvocab + 1, sizeof *l.row);
  l.acc = tml_calloc((size_t)nvocab + 1, sizeof *l.acc);
  l.touched = tml_malloc(((size_t)nvocab + 1) * sizeof *l.touched);
  for (unsigned it = 0; it < iterations; it++) {
    float extra = first && it == 0 ? FIRST : 0;
    shares(&l, io, nbeads, uni, extra);
    lex_table out = {.n = nvocab};
    out.at = tml_calloc((size_t)nvocab + 2, sizeof *out.at);
    out.total = tml_malloc(((size_t)nvocab + 1) * sizeof *out.total);
    for (uint32_t s = 0; s < nvocab; s++) make_row(&l, &out, prior, s, count_row(&l, io, s, extra));
    lex_table_free(io);
    *io = out;
  }
  free(l.occ_at), free(l.occ), free(l.den), free(l.den_at), free(l.row), free(l.acc), free(l.touched);
}
