/* test_fit.c — the lexicon of two languages: it adds up, it is read as it was written, it sees shifts, exchanges and
 * strangers. Texts are made here, of words of two toy languages. */
#include "tm/fit.h"
#include "tmlint/fit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { WORDS = 1500, PAGES = 300, PAIRS = 30 };

static unsigned next(unsigned *seed) { return *seed = *seed * 1664525u + 1013904223u, *seed >> 8; }

/* Sentence k in a language, its words in another order in the second. */
static tml_text sentence(tml_arena *a, int language, unsigned k) {
  static const char *const part[2][8] = {{"ba", "co", "di", "fe", "gu", "ha", "jo", "ki"},
                                         {"za", "wo", "vi", "tu", "se", "pa", "oq", "ny"}};
  tml_buf b = {0};
  unsigned seed = k * 7919 + 1, n = 6 + next(&seed) % 7, w[16];
  for (unsigned i = 0; i < n; i++) w[i] = next(&seed) % WORDS;
  for (unsigned i = 0; i < n; i++) {
    unsigned x = w[language ? n - 1 - i : i];
    tml_buf_fmt(&b, i ? " %s%s%s" : "%s%s%s", part[language][x & 7], part[language][x >> 3 & 7],
                part[language][x >> 6 & 7]);
  }
  tml_str s = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  return (tml_text){.p = s.p, .n = (uint32_t)s.n, .end = (uint32_t)s.n};
}

/* The record of a page whose pair i has source from + i and target from + at[i] (at NULL: its own). */
static tml_str record(tml_arena *a, const char *language, unsigned from, const unsigned *at) {
  tml_arena tokens = {0};
  tml_doc d = {
      .arena = a, .path = TML_S("x"), .p = "", .source_language = TML_S("en"), .target_language = tml_str_c(language)};
  d.segs = TML_NEWN(a, tml_segment, PAIRS);
  d.nsegs = PAIRS;
  for (unsigned i = 0; i < PAIRS; i++)
    d.segs[i] = (tml_segment){.source = sentence(a, 0, from + i),
                              .target = sentence(a, 1, from + (at ? at[i] : i)),
                              .start = i * 100,
                              .end = i * 100 + 99};
  tml_featctx ctx = {a, &tokens, tml_locale_root(), NULL};
  tml_page page = {0};
  tml_feat_page(&ctx, &ctx, &d, &page);
  tml_buf b = {0};
  tml_fit_record(&page, &b);
  tml_str r = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  tml_arena_free(&tokens);
  return r;
}

/* Eight at a step or one by one: the same values are the least. */
static void least_ones(void **state) {
  (void)state;
  unsigned seed = 1;
  for (unsigned round = 0; round < 4000; round++) {
    int32_t v[TML_FIT_ROOM + 1], plain[TML_FIT_ROOM + 1];
    unsigned n = round % (TML_FIT_ROOM + 1), few = next(&seed) % 3 ? 1u << 24 : 1 + next(&seed) % 20;
    for (unsigned i = 0; i <= TML_FIT_ROOM; i++) v[i] = i < n ? (int32_t)(next(&seed) % few) - 7 : INT32_MAX;
    if (n && round % 5 == 0) v[next(&seed) % n] = INT32_MIN;
    memcpy(plain, v, sizeof v);
    unsigned kept = tml_fit_least(v, n);
    assert_int_equal(kept, tml_fit_least_plain(plain, n));
    assert_memory_equal(v, plain, kept * sizeof *v);
    for (unsigned i = 1; i < kept; i++) assert_true(v[i - 1] < v[i]);
  }
}

static bool never(void *ctx, uint32_t segment) { return (void)ctx, (void)segment, false; }

static void assert_same(const tml_fit *x, const tml_fit *y) {
  tml_buf a = {0}, b = {0};
  tml_fit_write(x, &a);
  tml_fit_write(y, &b);
  assert_int_equal(a.n, b.n);
  assert_memory_equal(a.p, b.p, a.n);
  tml_buf_free(&a);
  tml_buf_free(&b);
}

/* One learning, and parts of it in another order, joined; of one pair of languages and of so many that tables shrink.
 */
static void adds_up(void **state) {
  (void)state;
  static const char *const names[] = {"aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii", "jj"};
  for (unsigned languages = 1; languages <= TML_COUNT(names); languages += 3) {
    tml_arena a = {0};
    tml_fit *all = tml_fit_new(), *part[3] = {tml_fit_new(), tml_fit_new(), tml_fit_new()}, *sum = tml_fit_new();
    for (unsigned k = 0; k < 12; k++) {
      tml_str r = record(&a, names[k % languages], k * PAIRS, NULL);
      tml_fit_learn(all, r);
      tml_fit_learn(part[k < 3 ? 0 : 1 + k % 2], r); /* the first has few languages, and finer tables */
    }
    for (unsigned i = 3; i-- > 0;) {
      tml_buf b = {0};
      tml_fit_write(part[i], &b);
      tml_fit *read = tml_fit_read(tml_buf_view(&b), false);
      assert_non_null(read);
      assert_same(read, part[i]);
      tml_fit_add(sum, read);
      tml_fit_free(read);
      assert_null(tml_fit_read(tml_str_n(b.p, b.n - 8), false));
      tml_buf_free(&b);
    }
    assert_same(all, sum);
    tml_fit_free(all), tml_fit_free(sum);
    for (unsigned i = 0; i < 3; i++) tml_fit_free(part[i]);
    tml_arena_free(&a);
  }
}

static tml_fit *taught(tml_arena *a) {
  tml_fit *f = tml_fit_new();
  for (unsigned k = 0; k < PAGES; k++) tml_fit_learn(f, record(a, "xx", k * PAIRS, NULL));
  return f;
}

/* Judged, without what the lengths say. */
static size_t judge(const tml_fit *f, tml_arena *a, tml_str r, tml_misfit *out) {
  tml_misfit *v;
  size_t n = tml_fit_judge(f, a, r, never, NULL, &v), kept = 0;
  for (size_t i = 0; i < n && kept < 4; i++)
    if (v[i].kind != TML_MISFIT_LENGTH) out[kept++] = v[i];
  return kept;
}

static void sees_what_is_wrong(void **state) {
  (void)state;
  tml_arena a = {0};
  tml_fit *f = taught(&a);
  unsigned at[PAIRS];
  tml_misfit v[4];
  for (unsigned i = 0; i < PAIRS; i++) at[i] = i;
  assert_int_equal(judge(f, &a, record(&a, "xx", 50000, at), v), 0);
  assert_int_equal(judge(f, &a, record(&a, "yy", 50000, at), v), 0); /* a language never met */
  at[3] = 4, at[4] = 3;
  assert_int_equal(judge(f, &a, record(&a, "xx", 50000, at), v), 2);
  assert_int_equal(v[0].kind, TML_MISFIT_NEIGHBOUR);
  assert_int_equal(v[0].pair, 3);
  assert_int_equal(v[0].offset, 1);
  assert_int_equal(v[1].offset, -1);
  at[3] = 3, at[4] = 4;
  at[9] = 900;
  assert_int_equal(judge(f, &a, record(&a, "xx", 50000, at), v), 1);
  assert_int_equal(v[0].kind, TML_MISFIT_STRANGER);
  assert_int_equal(v[0].pair, 9);
  at[9] = 9;
  for (unsigned i = 10; i < 16; i++) at[i] = i + 1; /* 16 has its own, which 15 has too */
  assert_int_equal(judge(f, &a, record(&a, "xx", 50000, at), v), 2);
  assert_int_equal(v[1].kind, TML_MISFIT_RUN);
  assert_int_equal(v[1].offset, -1);
  assert_true(v[1].pair == 11 && v[1].pairs == 5);
  assert_true(v[0].kind == TML_MISFIT_STRANGER && v[0].pair == 10); /* its target is gone */
  tml_fit_free(f);
  tml_arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(least_ones), cmocka_unit_test(adds_up),
                                     cmocka_unit_test(sees_what_is_wrong)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
