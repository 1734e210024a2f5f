/* fit.c — scores of real pairs and of wrong ones made of them, for the measurements of scripts/bench_fit.py.
 *
 *   fit LOCALE FOLDER     FOLDER: pages of one target language. Three quarters of the pages teach; of the others every
 * pair of four words or more and 15 characters or more is scored as it is, with its target one place on (shifted), with
 * its neighbour's target (swapped), and with the target of like length of another page (replaced: by another text, of
 * another source). A line each: kind,
 * score, the best score that a neighbour's target has, source and target both: the best lesser one that a neighbour
 * has.
 *
 * Then what the rules make of such a page: one as it is ("clean"; "lengths": CO006 alone), one with a run of six
 * shifted targets, with two exchanged ones, with a replaced one: "rule", which, how many findings it has there, how
 * many elsewhere.
 */
#include "tm/fit.h"
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/pack.h"
#include "tmlint/page.h"
#include "tmlint/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NEAR = 5 };

typedef struct page { /* a page's record, and of its pairs whether they are asked, and their targets' lengths and hashes
                       */
  tml_str record;
  size_t n;
  bool test, *asked;
  uint32_t *chars;
  uint64_t *same, *source;
} page;

static uint32_t chars(const tml_text *t) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->n; i++) n += (t->p[i] & 0xC0) != 0x80 && (unsigned char)t->p[i] > ' ';
  return n;
}

static void keep(page *p, tml_arena *a, const tml_page *from, tml_str path) {
  tml_buf b = {0};
  size_t name = path.n;
  while (name && path.p[name - 1] != '/') name--;
  tml_fit_record(from, &b);
  *p = (page){.record = tml_arena_str(a, tml_buf_view(&b))};
  tml_buf_free(&b);
  p->n = tml_fit_count(p->record);
  p->test = tml_hash(path.p + name, path.n - name) % 4 == 0;
  p->asked = TML_NEWN(a, bool, p->n + 1);
  p->chars = TML_NEWN(a, uint32_t, p->n + 1);
  p->same = TML_NEWN(a, uint64_t, p->n + 1);
  p->source = TML_NEWN(a, uint64_t, p->n + 1);
  for (size_t i = 0; i < p->n; i++) {
    uint32_t k = tml_fit_at(p->record, i).segment;
    p->asked[i] = from->source[k].words >= 4 && chars(from->source[k].text) >= 15;
    p->chars[i] = chars(from->target[k].text);
    p->same[i] = from->target[k].content;
    p->source[i] = from->source[k].content;
  }
}

static const tml_fit *lexicon;

static double score(const page *p, long s, const page *q, long t) {
  return s < 0 || t < 0 || s >= (long)p->n || t >= (long)q->n
             ? -INFINITY
             : (double)tml_fit_score(lexicon, p->record, (size_t)s, q->record, (size_t)t);
}

/* Pair i of a page whose row r has target at(r). */
static void tell(const char *kind, const page *p, long i, long (*at)(long row, long i)) {
  double own = score(p, i, p, at(i, i)), best = -INFINITY, both = -INFINITY;
  uint64_t same = p->same[at(i, i)];
  for (long o = -NEAR; o <= NEAR; o++) {
    long j = at(i + o, i);
    if (!o || j < 0 || j >= (long)p->n || p->same[j] == same) continue;
    double there = score(p, i, p, j);
    best = fmax(best, there);
    both = fmax(both, fmin(there, fmax(score(p, i + o, p, at(i, i)), score(p, i - o, p, at(i, i)))));
  }
  if (own > -INFINITY && best > -INFINITY) printf("%s %f %f %f\n", kind, own, best, both);
}

static long as_it_is(long row, long i) { return (void)i, row; }
static long shifted(long row, long i) { return (void)i, row + 1; }
static long swapped(long row, long i) { return row == i ? i + 1 : row == i + 1 ? i : row; }

static uint64_t next(uint64_t *seed) { return *seed = tml_hash_mix(*seed + 1, UINT64_C(0x9E3779B97F4A7C15)); }

static void replaced(const page *v, size_t n, const page *p, size_t i, uint64_t *seed) {
  const page *from = NULL;
  size_t at = 0;
  double least = INFINITY;
  for (int k = 0; k < 20; k++) {
    const page *q = &v[next(seed) % n];
    if (!q->n || q == p) continue;
    size_t j = next(seed) % q->n;
    double d = fabs(log((q->chars[j] + 1.0) / (p->chars[i] + 1.0)));
    if (q->asked[j] && q->same[j] != p->same[i] && q->source[j] != p->source[i] && d < least)
      least = d, from = q, at = j;
  }
  if (!from) return;
  double own = score(p, (long)i, from, (long)at), best = -INFINITY, both = -INFINITY;
  for (long o = -NEAR; o <= NEAR; o++) {
    long j = (long)i + o;
    if (!o || j < 0 || j >= (long)p->n) continue;
    double there = score(p, (long)i, p, j);
    best = fmax(best, there);
    both = fmax(both, fmin(there, fmax(score(p, j, from, (long)at), score(p, (long)i - o, from, (long)at))));
  }
  if (own > -INFINITY && best > -INFINITY) printf("replaced %f %f %f\n", own, best, both);
}

/* ---- what the rules say ---- */

/* The record of a page with other targets: target i is that of pair at[i] of page from[i]. */
static tml_str altered(tml_arena *a, const page *p, const page *const *from, const size_t *at) {
  tml_buf b = {0};
  record_head h;
  uint32_t s[TML_FIT_MOST], t[TML_FIT_MOST], other[TML_FIT_MOST];
  memcpy(&h, p->record.p, sizeof h);
  h.tokens = 0;
  tml_buf_put(&b, &h, sizeof h);
  for (size_t i = 0; i < p->n; i++) {
    fit_pair x = tml_fit_pair_of(p->record, i), y = tml_fit_pair_of(from[i]->record, at[i]);
    x.letters[1] = y.letters[1], x.target = y.target, x.n[1] = y.n[1], x.tokens = h.tokens;
    h.tokens += (uint32_t)x.n[0] + x.n[1];
    tml_buf_put(&b, &x, sizeof x);
  }
  for (size_t i = 0; i < p->n; i++) {
    fit_pair x = tml_fit_pair_of(p->record, i), y = tml_fit_pair_of(from[i]->record, at[i]);
    tml_fit_tokens_of(p->record, &x, s, other);
    tml_fit_tokens_of(from[i]->record, &y, other, t);
    tml_buf_put(&b, s, x.n[0] * sizeof *s);
    tml_buf_put(&b, t, y.n[1] * sizeof *t);
  }
  memcpy(b.p, &h, sizeof h);
  tml_str r = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  return r;
}

static bool never(void *ctx, uint32_t segment) { return (void)ctx, (void)segment, false; }

/* Findings in pairs first … last, and elsewhere; those of lengths alone, or all others. */
static void count(const char *what, tml_arena *a, tml_str record, size_t first, size_t last, bool lengths) {
  tml_misfit *v;
  unsigned in = 0, out = 0;
  size_t n = tml_fit_judge(lexicon, a, record, never, NULL, &v);
  for (size_t i = 0; i < n; i++) {
    bool run = v[i].kind == TML_MISFIT_RUN;
    if ((v[i].kind == TML_MISFIT_LENGTH) != lengths) continue;
    size_t end = v[i].pair + (run ? v[i].pairs - 1 : 0);
    bool here = v[i].pair <= last && end >= first;
    in += here && (run || strcmp(what, "shifted") != 0), out += !here;
  }
  printf("rule %s %u %u\n", what, in, out);
}

static void ask_rules(const page *v, size_t n, const page *p, uint64_t *seed) {
  enum { RUN = 6 };
  if (p->n < 2 * RUN) return;
  tml_arena a = {0};
  const page **from = TML_NEWN(&a, const page *, p->n);
  size_t *at = TML_NEWN(&a, size_t, p->n), k = RUN / 2 + next(seed) % (p->n - 2 * RUN + 1);
  for (size_t i = 0; i < p->n; i++) from[i] = p, at[i] = i;
  count("clean", &a, p->record, p->n, p->n, false);
  count("lengths", &a, p->record, p->n, p->n, true);
  for (size_t i = k; i < k + RUN; i++) at[i] = i + 1;
  count("shifted", &a, altered(&a, p, from, at), k, k + RUN, false);
  for (size_t i = k; i < k + RUN; i++) at[i] = i;
  if (p->asked[k] && p->asked[k + 1] && p->same[k] != p->same[k + 1]) {
    at[k] = k + 1, at[k + 1] = k;
    count("exchanged", &a, altered(&a, p, from, at), k, k + 1, false);
    at[k] = k, at[k + 1] = k + 1;
  }
  const page *q = &v[next(seed) % n];
  size_t j = q->n ? next(seed) % q->n : 0;
  if (p->asked[k] && q != p && q->n && q->asked[j]) {
    from[k] = q, at[k] = j;
    count("replaced", &a, altered(&a, p, from, at), k, k, false);
  }
  tml_arena_free(&a);
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: fit LOCALE FOLDER\n"), 2;
  tml_arena a = {0}, tok = {0}, keeps = {0};
  tml_walk walk = {0};
  tml_walk_opts opts = {0};
  const char *paths[] = {argv[2]};
  tml_walk_run(&keeps, paths, 1, &opts, &walk);
  tml_str source = TML_S("en-US"), target = tml_str_c(argv[1]);
  const tml_locale *sl = tml_locale_find(source), *tl = tml_locale_find(target);
  page *v = TML_NEWN(&keeps, page, walk.n + 1);
  size_t n = 0;
  tml_buf b = {0};
  tml_err err;
  for (size_t i = 0; i < walk.n; i++) {
    if (tml_io_read(walk.files[i].path.p, &b, NULL, &err)) continue;
    tml_arena_reset(&a);
    tml_arena_reset(&tok);
    tml_doc d = {.arena = &a,
                 .path = walk.files[i].path,
                 .p = b.p,
                 .n = b.n,
                 .source_language = source,
                 .target_language = target};
    tml_page read = {0};
    tml_featctx sc = {&a, &tok, sl, NULL}, tc = {&a, &tok, tl, NULL};
    tml_read_odd(&d);
    tml_read_sxs(&d);
    tml_feat_page(&sc, &tc, &d, &read);
    keep(&v[n++], &keeps, &read, walk.files[i].path);
  }
  tml_fit *f = tml_fit_new();
  for (size_t i = 0; i < n; i++)
    if (!v[i].test) tml_fit_learn(f, v[i].record);
  lexicon = f;
  uint64_t seed = 1;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; v[i].test && k < v[i].n; k++) {
      if (!v[i].asked[k]) continue;
      tell("real", &v[i], (long)k, as_it_is);
      if (k + 1 < v[i].n && v[i].same[k + 1] != v[i].same[k]) {
        tell("shifted", &v[i], (long)k, shifted);
        tell("swapped", &v[i], (long)k, swapped);
      }
      replaced(v, n, &v[i], k, &seed);
    }
  for (size_t i = 0; i < n; i++)
    if (v[i].test) ask_rules(v, n, &v[i], &seed);
  tml_fit_free(f);
  tml_buf_free(&b);
  tml_arena_free(&a);
  tml_arena_free(&tok);
  tml_arena_free(&keeps);
  return 0;
}
