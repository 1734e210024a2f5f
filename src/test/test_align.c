/* test_align.c — beads of page pairs. Texts are made here: numbers and names of two toy
 * languages. */
#include "tmlint/bitext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { WORDS = 400 };

/* Word w of a language: letters that share nothing with the other one's. */
static void word(char *out, int language, unsigned w) {
  static const char *const part[2][8] = {{"ba", "co", "di", "fe", "gu", "ha", "jo", "ki"},
                                         {"zan", "wor", "vix", "tul", "sem", "pra", "oqu", "nyl"}};
  sprintf(out, "%s%s%s", part[language][w & 7], part[language][w >> 3 & 7], part[language][w >> 6 & 7]);
}

static unsigned next(unsigned *seed) { return *seed = *seed * 1664525u + 1013904223u, *seed >> 8; }

/* Sentence k, the same in both languages, its words in another order in the second. */
static tml_text sentence(tml_arena *a, int language, unsigned k) {
  tml_buf b = {0};
  unsigned seed = k * 7919 + 1, n = 5 + next(&seed) % 8, w[16];
  for (unsigned i = 0; i < n; i++) w[i] = next(&seed) % WORDS;
  for (unsigned i = 0; i < n; i++) {
    char s[32];
    word(s, language, w[language ? n - 1 - i : i]);
    tml_buf_fmt(&b, i ? " %s" : "%s", s);
  }
  if (k % 20 == 0) tml_buf_fmt(&b, " %u", k + 1000); /* a number, the same in both */
  tml_str s = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  return (tml_text){.p = s.p, .n = (uint32_t)s.n, .end = (uint32_t)s.n};
}

static void add(tml_arena *a, tml_pieces *p, tml_text t, bool first) {
  p->v = tml_arena_grow(a, p->v, p->n, &p->cap, sizeof *p->v);
  p->v[p->n++] = (tml_piece){.text = t, .first = first};
}

static tml_text joined(tml_arena *a, tml_text x, tml_text y) {
  tml_str s = tml_arena_fmt(a, "%.*s %.*s", (int)x.n, x.p, (int)y.n, y.p);
  return (tml_text){.p = s.p, .n = (uint32_t)s.n, .end = (uint32_t)s.n};
}

/* 40 sentences from `from` on: every 10th is lost in the target, every 13th has a stranger behind it, every 7th pair of
 * them is one. `gold` gets the sources of each target, as bits from the page's begin. */
static void page(tml_arena *a, unsigned from, tml_pieces *s, tml_pieces *t, uint64_t *gold) {
  *s = *t = (tml_pieces){0};
  for (unsigned k = 0; k < 40; k++) {
    add(a, s, sentence(a, 0, from + k), k % 4 == 0);
    if (k % 10 == 9) continue;
    if (k % 7 == 3 && (k + 1) % 10 != 9 && k + 1 < 40) {
      gold[t->n] = 3ull << k;
      add(a, t, joined(a, sentence(a, 1, from + k), sentence(a, 1, from + k + 1)), k % 4 == 0);
      add(a, s, sentence(a, 0, from + k + 1), false);
      k++;
      continue;
    }
    gold[t->n] = 1ull << k;
    add(a, t, sentence(a, 1, from + k), k % 4 == 0);
    if (k % 13 == 5) gold[t->n] = 0, add(a, t, sentence(a, 1, 100000 + from + k), false);
  }
}

static tml_bitext *batch(tml_arena *a, unsigned pages, unsigned jobs, uint64_t (*gold)[128]) {
  tml_bitext *b = tml_bitext_new(tml_locale_root(), tml_locale_root());
  for (unsigned i = 0; i < pages; i++) {
    tml_pieces s, t;
    page(a, i * 50, &s, &t, gold[i]);
    tml_bitext_add(b, &s, &t);
  }
  tml_bitext_run(b, jobs, NULL, NULL);
  return b;
}

static void finds_beads(void **state) {
  (void)state;
  enum { PAGES = 30 };
  tml_arena a = {0};
  static uint64_t gold[PAGES][128];
  tml_bitext *b = batch(&a, PAGES, 1, gold);
  unsigned right = 0, all = 0;
  for (unsigned i = 0; i < PAGES; i++) {
    const tml_bead *v;
    size_t n = tml_bitext_beads(b, i, &v);
    uint32_t source = 0, target = 0;
    for (size_t k = 0; k < n; k++) { /* every segment once, in order */
      assert_int_equal(v[k].source, source);
      assert_int_equal(v[k].target, target);
      assert_true(v[k].nsource + v[k].ntarget > 0);
      assert_true(v[k].score >= 0 && v[k].score <= 1);
      source += v[k].nsource, target += v[k].ntarget;
      if (!v[k].ntarget) continue;
      uint64_t want = 0, got = v[k].nsource ? ((1ull << v[k].nsource) - 1) << v[k].source : 0;
      for (unsigned j = 0; j < v[k].ntarget; j++) want |= gold[i][v[k].target + j];
      right += got == want, all++;
    }
  }
  if (right * 100 < all * 97) fail_msg("%u of %u beads are right", right, all);
  tml_bitext_free(b);
  tml_arena_free(&a);
}

static void jobs_change_nothing(void **state) {
  (void)state;
  enum { PAGES = 12 };
  tml_arena a = {0};
  static uint64_t gold[PAGES][128];
  tml_bitext *x = batch(&a, PAGES, 1, gold), *y = batch(&a, PAGES, 4, gold);
  for (unsigned i = 0; i < PAGES; i++) {
    const tml_bead *v, *w;
    size_t n = tml_bitext_beads(x, i, &v);
    assert_int_equal(n, tml_bitext_beads(y, i, &w));
    for (size_t k = 0; k < n; k++) {
      assert_int_equal(v[k].source, w[k].source);
      assert_int_equal(v[k].target, w[k].target);
      assert_int_equal(v[k].nsource, w[k].nsource);
      assert_int_equal(v[k].ntarget, w[k].ntarget);
      assert_true(v[k].score == w[k].score);
    }
  }
  tml_bitext_free(x), tml_bitext_free(y);
  tml_arena_free(&a);
}

/* Empty sides, texts without tokens, and a long page that is cut into parts. */
static void takes_odd_pages(void **state) {
  (void)state;
  tml_arena a = {0};
  tml_bitext *b = tml_bitext_new(tml_locale_root(), tml_locale_root());
  tml_pieces none = {0}, one = {0}, signs = {0}, s = {0}, t = {0};
  add(&a, &one, sentence(&a, 0, 1), true);
  add(&a, &signs, (tml_text){.p = "…", .n = 3}, true);
  enum { LONG = 5000, LOST = 40 };
  for (unsigned k = 0; k < LONG; k++) {
    add(&a, &s, sentence(&a, 0, k), true);
    if (k < 2000 || k >= 2000 + LOST) add(&a, &t, sentence(&a, 1, k), true);
  }
  tml_bitext_add(b, &none, &none);
  tml_bitext_add(b, &one, &none);
  tml_bitext_add(b, &none, &one);
  tml_bitext_add(b, &signs, &signs);
  tml_bitext_add(b, &s, &t);
  tml_bitext_run(b, 1, NULL, NULL);
  const tml_bead *v;
  assert_int_equal(tml_bitext_beads(b, 0, &v), 0);
  assert_int_equal(tml_bitext_beads(b, 1, &v), 1);
  assert_int_equal(v->nsource, 1);
  assert_int_equal(v->ntarget, 0);
  assert_int_equal(tml_bitext_beads(b, 2, &v), 1);
  assert_int_equal(v->ntarget, 1);
  size_t n = tml_bitext_beads(b, 4, &v);
  unsigned right = 0;
  for (size_t k = 0; k < n; k++)
    right += v[k].nsource == 1 && v[k].ntarget == 1 && v[k].source == v[k].target + (v[k].source < 2000 ? 0 : LOST);
  if (right * 100 < (LONG - LOST) * 98) fail_msg("%u of %u beads are right", right, LONG - LOST);
  tml_bitext_free(b);
  tml_arena_free(&a);
}

/* A text with no mark before it that was added behind another, or before it: each stands alone. Without a partner for
 * either nothing is cut. */
static void parts_what_was_glued(void **state) {
  (void)state;
  enum { PAGES = 20, EACH = 40 };
  tml_arena a = {0};
  tml_bitext *b = tml_bitext_new(tml_locale_root(), tml_locale_root());
  static tml_pieces s[PAGES], t[PAGES];
  for (unsigned i = 0; i < PAGES; i++) {
    for (unsigned k = 0; k < EACH; k++) {
      const unsigned at = i * EACH + k;
      tml_text one = sentence(&a, 0, at), stranger = sentence(&a, 0, 200000 + at);
      *(char *)(uintptr_t)stranger.p -= 32;
      if (k == 10) one = joined(&a, one, stranger);
      *(char *)(uintptr_t)one.p -= 32;
      if (k == 25) one = joined(&a, stranger, one);
      add(&a, &s[i], one, k % 4 == 0);
      add(&a, &t[i], sentence(&a, 1, at), k % 4 == 0);
    }
    tml_bitext_add(b, &s[i], &t[i]);
  }
  tml_bitext_run(b, 2, NULL, NULL);
  unsigned cuts = 0, right = 0;
  for (unsigned i = 0; i < PAGES; i++) {
    const tml_pieces before[2] = {s[i], t[i]};
    const uint32_t made = tml_bitext_recut(b, i, &s[i], &t[i], &a);
    const tml_pieces *const now[2] = {&s[i], &t[i]};
    uint32_t told = 0;
    for (unsigned d = 0; d < 2; d++) { /* the cuts made again in the same texts give the same pieces */
      tml_recut cut[64];
      assert_in_range(now[d]->n - before[d].n, 0, 64);
      const uint32_t k = tml_bitext_cuts(&before[d], now[d], cut);
      tml_pieces again = before[d];
      tml_bitext_cut(&again, cut, k, &a);
      told += k;
      assert_int_equal(again.n, now[d]->n);
      for (uint32_t q = 0; q < again.n; q++) {
        assert_int_equal(again.v[q].text.n, now[d]->v[q].text.n);
        assert_ptr_equal(again.v[q].text.p, now[d]->v[q].text.p);
        assert_int_equal(again.v[q].text.start, now[d]->v[q].text.start);
        assert_int_equal(again.v[q].first, now[d]->v[q].first);
      }
    }
    assert_int_equal(told, made);
    cuts += made;
    const tml_bead *v;
    const size_t n = tml_bitext_beads(b, i, &v);
    uint32_t source = 0, target = 0;
    for (size_t k = 0; k < n; k++) {
      assert_int_equal(v[k].source, source);
      assert_int_equal(v[k].target, target);
      source += v[k].nsource, target += v[k].ntarget;
      if (v[k].nsource != 1 || v[k].ntarget) continue;
      right += s[i].v[v[k].source].text.p[0] < 'a' && s[i].v[v[k].source].text.start > 0;
    }
    assert_int_equal(source, s[i].n);
    assert_int_equal(target, t[i].n);
    assert_int_equal(t[i].n, EACH);
  }
  if (cuts < PAGES * 2 * 9 / 10 || cuts > PAGES * 2) fail_msg("%u cuts", cuts);
  if (right < PAGES * 9 / 10) fail_msg("%u of %u strangers behind another stand alone", right, PAGES);
  tml_bitext_free(b);
  tml_arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(finds_beads), cmocka_unit_test(jobs_change_nothing),
                                     cmocka_unit_test(takes_odd_pages), cmocka_unit_test(parts_what_was_glued)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
