/* test_drift.c — links of an old list of texts to today's. */
#include "run/drift.h"
#include "tmlint/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static uint32_t texts(tml_arena *a, const char *const *z, tml_text **v) {
  uint32_t n = 0;
  while (z[n]) n++;
  *v = TML_NEWN(a, tml_text, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    tml_str s = tml_arena_str(a, tml_str_c(z[i]));
    (*v)[i] = (tml_text){.p = s.p, .n = (uint32_t)s.n};
  }
  return n;
}

/* "0-0 same 100; -1-1 added 0 …" against what is expected. */
static void expect(const char *const *old, const char *const *now, unsigned flags, const char *want) {
  tml_arena a = {0};
  tml_text *o, *w;
  uint32_t no = texts(&a, old, &o), nw = texts(&a, now, &w);
  const tml_link *v;
  size_t n = tml_drift(&a, o, no, w, nw, flags, &v);
  tml_buf b = {0};
  for (size_t i = 0; i < n; i++)
    tml_buf_fmt(&b, "%s%d>%d %s%s", i ? ", " : "", (int)v[i].old, (int)v[i].now, tml_drift_names[v[i].status],
                v[i].part ? " part" : "");
  tml_buf_c(&b, 0);
  assert_string_equal(b.p, want);
  tml_buf_free(&b);
  tml_arena_free(&a);
}

static unsigned match(const char *old, const char *now, unsigned flags) {
  tml_arena a = {0};
  tml_text *o, *w;
  uint32_t no = texts(&a, LIST(old), &o), nw = texts(&a, LIST(now), &w);
  const tml_link *v;
  size_t n = tml_drift(&a, o, no, w, nw, flags, &v);
  unsigned m = n == 1 ? v[0].match : 0;
  tml_arena_free(&a);
  return m;
}

#define A "The harbour office opens at eight."
#define B "Ferries to the islands leave from the north pier."
#define C "Tickets are sold on board until the ferry leaves."
#define D "Bicycles travel free of charge in winter."
#define E "Dogs must be kept on a lead at all times."

static void test_status(void **state) {
  (void)state;
  expect(LIST(A, B, C), LIST(A, B, C), 0, "0>0 same, 1>1 same, 2>2 same");
  expect(LIST(A, B, C), LIST(A, C), 0, "0>0 same, 1>-1 removed, 2>1 same");
  expect(LIST(A, C), LIST(A, B, C), 0, "0>0 same, -1>1 added, 1>2 same");
  expect(LIST(A, B, C), LIST(A, "Ferries to the islands now leave from the south pier.", C), 0,
         "0>0 same, 1>1 edited, 2>2 same");
  expect(LIST(A, B, C, D, E), LIST(A, C, D, E, B), 0, "0>0 same, 2>1 same, 3>2 same, 4>3 same, 1>4 moved");
  expect(LIST(A, B, C, D, E), LIST(A, C, D, E, "Ferries to the islands now leave from the south pier."), 0,
         "0>0 same, 2>1 same, 3>2 same, 4>3 same, 1>4 moved");
  expect(LIST(B, A), LIST(E), 0, "0>-1 removed, 1>-1 removed, -1>0 added");
}

static void test_empty(void **state) {
  (void)state;
  tml_arena a = {0};
  tml_text *o;
  const tml_link *v;
  uint32_t n = texts(&a, LIST(A, ""), &o);
  assert_int_equal(tml_drift(&a, o, 0, o, 0, 0, &v), 0);
  assert_int_equal(tml_drift(&a, o, n, o, 0, 0, &v), 2);
  assert_int_equal(v[1].status, TML_DRIFT_REMOVED);
  assert_int_equal(tml_drift(&a, o, 0, o, n, 0, &v), 2);
  assert_int_equal(v[1].status, TML_DRIFT_ADDED);
  assert_int_equal(tml_drift(&a, o, n, o, n, 0, &v), 2);
  assert_int_equal(v[1].status, TML_DRIFT_SAME);
  tml_arena_free(&a);
}

static void test_match(void **state) {
  (void)state;
  assert_int_equal(match(A, A, 0), 100);
  assert_int_equal(match("A&nbsp;ferry \\*leaves\\*.", "A ferry *leaves*.", 0), 100); /* folded: the same */
  assert_int_equal(match("See the [timetable](a.md) of today.", "See the [timetable](b.md) of today.", 0), 99);
  assert_int_equal(match("See the [timetable](a.md) of today.", "See thetimetableof today.", TML_DRIFT_VISIBLE), 100);
  assert_true(match("See the timetable of today.", "See thetimetable of today.", 0) == 99);
  unsigned m = match("The office opens at eight in the morning.", "The office opens at nine in the morning.", 0);
  assert_true(m >= 85 && m < 95);
  assert_int_equal(match("Fares", "Dogs", 0), 0); /* short texts must be close */
  assert_int_equal(match("\xFF\xFE broken bytes in a text", "\xFF\xFE broken bytes in a text", 0), 100);
}

static void test_parts(void **state) {
  (void)state;
  expect(LIST(A, B, C), LIST(A " " B, C), 0, "0>0 same part, 1>0 same part, 2>1 same");
  expect(LIST(A " " B, C), LIST(A, B, C), 0, "0>0 same part, 0>1 same part, 1>2 same");
  expect(LIST("Click **OK**.", B, C), LIST("Click **OK**. " B, C), 0, "0>0 same part, 1>0 same part, 2>1 same");
  /* A scraped page: one paragraph, words glued where markup was. */
  expect(LIST(A, "See the [north pier](pier.md) for ferries.", D),
         LIST("Harbour?" A "See thenorth pierfor ferries." E " " D), TML_DRIFT_VISIBLE,
         "0>0 same part, 1>0 same part, 2>0 same part");
  /* A heading's words inside a sentence are no part of it. */
  expect(LIST("Ferries to the islands"),
         LIST("Old ferries to the islands leave from the pier behind the office in winter."), 0,
         "0>-1 removed, -1>0 added");
}

static void test_repeated(void **state) {
  (void)state;
  /* One of several equal texts is gone: its neighbours tell which. */
  expect(LIST("Yes", A, "Yes", B, "Yes", C), LIST("Yes", A, B, "Yes", C), 0,
         "0>0 same, 1>1 same, 2>-1 removed, 3>2 same, 4>3 same, 5>4 same");
  expect(LIST("Note", A, "Note", B, C, D, "Note", E), LIST("Note", A, C, D, "Note", E, "Note", B), 0,
         "0>0 same, 1>1 same, 4>2 same, 5>3 same, 6>4 same, 7>5 same, 2>6 moved, 3>7 moved");
}

/* A few words that are left between the same neighbours: a cell that was edited. */
static void test_short(void **state) {
  (void)state;
  expect(LIST(A, "0", B, "CL1", C), LIST(A, "12", B, "CL5", C), 0,
         "0>0 same, 1>1 edited, 2>2 same, 3>3 edited, 4>4 same");
  expect(LIST(A, "470098", B), LIST(A, E, "470104", B), 0, "0>0 same, -1>1 added, 1>2 edited, 2>3 same");
  expect(LIST(A, "Tickets", B), LIST(A, E, "Ticket", B), 0, "0>0 same, -1>1 added, 1>2 edited, 2>3 same");
  expect(LIST(A, "CL1", B), LIST(A, "CM1", B), 0, "0>0 same, 1>-1 removed, -1>1 added, 2>2 same");
  expect(LIST(A, "0", B), LIST(A, "-", B), 0, "0>0 same, 1>-1 removed, -1>1 added, 2>2 same");
  /* Elsewhere a word alone must be the same. */
  expect(LIST(A, "Tickets", B, C, D), LIST(A, B, C, "Ticket", D), 0,
         "0>0 same, 1>-1 removed, 2>1 same, 3>2 same, -1>3 added, 4>4 same");
  expect(LIST(A, "Tickets", B, C, D), LIST(A, B, C, "Tickets", D), 0,
         "0>0 same, 2>1 same, 3>2 same, 1>3 moved, 4>4 same");
}

/* Any two lists: every text is told, removed ones in place, and a second run gives the same. */
static void test_invariants(void **state) {
  (void)state;
  static const char *const word[] = {"pier", "ferry", "**boat**", "a", "in", "[sea](s.md)", "Ω", "海", "x_y", "8"};
  uint32_t seed = 7;
  for (int round = 0; round < 300; round++) {
    tml_arena a = {0};
    tml_text *side[2];
    uint32_t n[2];
    for (int s = 0; s < 2; s++) {
      n[s] = (seed = seed * 1664525 + 1013904223) >> 27;
      side[s] = TML_NEWN(&a, tml_text, n[s] + 1);
      for (uint32_t i = 0; i < n[s]; i++) {
        tml_str t = {"", 0};
        for (uint32_t k = (seed = seed * 1664525 + 1013904223) >> 29; k < 8; k++)
          t = tml_arena_fmt(&a, "%.*s%s%s", (int)t.n, t.p, t.n ? " " : "",
                            word[((seed = seed * 1664525 + 1013904223) >> 16) % TML_COUNT(word)]);
        side[s][i] = (tml_text){.p = t.p, .n = (uint32_t)t.n};
      }
    }
    const tml_link *v, *again;
    size_t links = tml_drift(&a, side[0], n[0], side[1], n[1], round & 1, &v);
    assert_int_equal(links, tml_drift(&a, side[0], n[0], side[1], n[1], round & 1, &again));
    uint32_t *told[2] = {TML_NEWN(&a, uint32_t, n[0] + 1), TML_NEWN(&a, uint32_t, n[1] + 1)}, last = 0;
    for (size_t i = 0; i < links; i++) {
      assert_memory_equal(&v[i].old, &again[i].old, 8);
      assert_true(v[i].status == again[i].status && v[i].match == again[i].match && v[i].part == again[i].part);
      if (v[i].old != UINT32_MAX) told[0][v[i].old]++;
      if (v[i].now != UINT32_MAX) {
        assert_true(v[i].now >= last);
        last = v[i].now;
        told[1][v[i].now]++;
      }
      assert_int_equal(v[i].status == TML_DRIFT_ADDED, v[i].old == UINT32_MAX);
      assert_int_equal(v[i].status == TML_DRIFT_REMOVED, v[i].now == UINT32_MAX);
    }
    for (int s = 0; s < 2; s++)
      for (uint32_t i = 0; i < n[s]; i++) assert_true(told[s][i] > 0);
    tml_arena_free(&a);
  }
}

/* ---- as lines ---- */

#define PAIR(id, t, s)                                                                                                 \
  "<span data-ttu-id=\"a1b2c-" id "\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"a1b2c-" id "\">" s    \
  "</span></span>\n\n"

static tml_doc *doc(tml_arena *a, const char *path, const char *text, int format) {
  tml_doc *d = TML_NEW(a, tml_doc);
  tml_str s = tml_arena_str(a, tml_arena_fmt(a, "%s%32s", text, "")); /* padded as files are */
  d->arena = a;
  d->path = tml_str_c(path);
  d->p = s.p;
  d->n = strlen(text);
  d->format = (uint8_t)format;
  if (format == TML_FMT_SXS) tml_read_sxs(d);
  return d;
}

static void test_lines(void **state) {
  (void)state;
  tml_arena a = {0};
  tml_doc *page =
      doc(&a, "ko.md", PAIR("101", "x", A) PAIR("102", "x", B " " C) PAIR("103", "x", D) PAIR("104", "x", "Gone."),
          TML_FMT_SXS);
  tml_doc *today = doc(&a, "en.md", "# New\n\n" A " " B "\n\n" C "\n\nBicycles travel free of charge in summer.\n",
                       TML_FMT_MARKDOWN);
  const tml_drift_line *v;
  size_t n = tml_run_drift(today, page, TML_CUT_SENTENCES, tml_locale_find(TML_S("en-US")), &v);
  tml_buf b = {0};
  for (size_t i = 0; i < n; i++) tml_run_drift_json(&b, today, page, &v[i]);
  tml_buf_c(&b, 0);
  static const char *const want[] = {
      "\"source_index\": [0], \"target_index\": [], \"source\": {\"start\": 2, \"end\": 5, \"text\": \"New\"}, "
      "\"target\": null",
      "\"score\": 0.00, \"match\": 0, \"status\": \"added\"",
      "\"source_index\": [1], \"target_index\": [0]",
      "\"score\": 1.00, \"segment\": \"a1b2c-101\", \"match\": 100, \"status\": \"same\"",
      "\"source_index\": [2, 3], \"target_index\": [1]",
      "\"text\": \"" B " " C "\"}",
      "\"segment\": \"a1b2c-102\", \"match\": 99, \"status\": \"same\"",
      "\"source_index\": [4], \"target_index\": [2]",
      "\"segment\": \"a1b2c-103\"",
      "\"status\": \"edited\"",
      "\"source_index\": [], \"target_index\": [3], \"source\": null",
      "\"segment\": \"a1b2c-104\", \"match\": 0, \"status\": \"removed\""};
  const char *at = b.p; /* in this order */
  for (size_t i = 0; i < TML_COUNT(want); i++) {
    const char *found = strstr(at, want[i]);
    if (!found) fail_msg("%s is not in, or out of order: %s", want[i], at);
    at = found;
  }
  tml_buf_free(&b);
  tml_arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_status),     cmocka_unit_test(test_empty),
                                     cmocka_unit_test(test_match),      cmocka_unit_test(test_parts),
                                     cmocka_unit_test(test_repeated),   cmocka_unit_test(test_short),
                                     cmocka_unit_test(test_invariants), cmocka_unit_test(test_lines)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
