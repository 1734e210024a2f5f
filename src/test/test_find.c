/* test_find.c — diffs taken apart and put back, changed pairs, suppressions, baselines and fixes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tmlint/baseline.h"
#include "tmlint/changed.h"
#include "tmlint/fix.h"
#include "tmlint/suppress.h"

#include <stdlib.h>
#include <unistd.h>

static tml_str view(const tml_buf *b) { return tml_buf_view(b); }

#define assert_text(buf, z) assert_true(tml_str_is(view(&(buf)), z))

/* ---- diffs ---- */

static void diff_both_sides(void **state) {
  (void)state;
  static const char text[] =
      "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n\\ No newline at end of file\n"
      "--- /dev/null\n+++ \"b/\\303\\244 \\\"b\"\n@@ -0,0 +1 @@\n+new\n"
      "--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n";
  tml_arena a = {0};
  tml_patch *v;
  size_t n;
  tml_err err;
  assert_int_equal(tml_patch_parse(&a, tml_str_c(text), "t", &v, &n, &err), TML_OK);
  assert_int_equal(n, 2);
  assert_true(tml_str_is(v[0].new_path, "x"));
  assert_true(tml_str_is(v[1].new_path, "\xC3\xA4 \"b"));
  assert_int_equal(v[1].old_path.n, 0);
  tml_buf b = {0};
  tml_patch_side(&v[0], TML_PATCH_OLD, &b);
  assert_text(b, "one\ntwo\nthree");
  b.n = 0;
  tml_patch_side(&v[0], TML_PATCH_NEW, &b);
  assert_text(b, "one\n2\nthree");
  tml_buf_free(&b);
  tml_arena_free(&a);
}

static void diff_reversed(void **state) {
  (void)state;
  static const char text[] = "--- a/x\n+++ b/x\n@@ -2 +2,2 @@\n-b\n+B\n+BB\n@@ -4 +4,0 @@\n-d\n";
  tml_arena a = {0};
  tml_patch *v;
  size_t n;
  tml_err err;
  tml_buf b = {0};
  assert_int_equal(tml_patch_parse(&a, tml_str_c(text), "t", &v, &n, &err), TML_OK);
  assert_int_equal(tml_patch_reverse(&v[0], TML_S("a\nB\nBB\nc\ne\n"), &b), 0);
  assert_text(b, "a\nb\nc\nd\ne\n");
  b.n = 0;
  assert_int_equal(tml_patch_reverse(&v[0], TML_S("a\nB\nXX\nc\ne\n"), &b), 2);
  b.n = 0;
  assert_int_equal(tml_patch_reverse(&v[0], TML_S(""), &b), 2);
  tml_buf_free(&b);
  tml_arena_free(&a);
}

static void diff_broken(void **state) {
  (void)state;
  static const char *const bad[] = {"no diff at all",
                                    "@@ -1 +1 @@\n-a\n+b\n",
                                    "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-a\n+b\n",
                                    "--- a\n+++ b\n@@ -1 +1 @@\n-a\nb\n",
                                    "--- a\n+++ b\n@@ -x +1 @@\n-a\n+b\n",
                                    "--- a\n+++ b\n@@ -99999999999 +1 @@\n"};
  for (size_t i = 0; i < TML_COUNT(bad); i++) {
    tml_arena a = {0};
    tml_patch *v;
    size_t n;
    tml_err err;
    assert_int_equal(tml_patch_parse(&a, tml_str_c(bad[i]), "t", &v, &n, &err), TML_EFORMAT);
    tml_arena_free(&a);
  }
}

/* ---- suppressions ---- */

static void suppress_forms(void **state) {
  (void)state;
  static const char page[] =
      "<!-- tmlint-disable-next-line EN001, NU: why: so -->\n\nline\nafter\n"
      "<!-- tmlint-disable MK001 -->in<!-- tmlint-enable NU -->in<!-- tmlint-enable MK001 -->out\n"
      "tmlint-disable EN001 <!-- tmlint-disabled X --><!-- tmlint-disable-file SP002: all --><!-- tmlint-disable";
  tml_arena a = {0};
  tml_doc d = {.arena = &a, .p = page, .n = sizeof page - 1};
  tml_suppressions s = {0};
  static const char without[] = "tmlint-disable <!-- tmlint-disabl --> <!-- tmlint-enable -->!";
  tml_doc other = {.arena = &a, .p = without, .n = sizeof without - 1};
  tml_meta field = {.key = TML_S("tmlint-disable[0]")};
  assert_true(tml_suppress_mentioned(&d));
  assert_false(tml_suppress_mentioned(&other));
  other.meta = &field, other.nmeta = 1;
  assert_true(tml_suppress_mentioned(&other));
  tml_suppress_read(&d, &s);
  assert_int_equal(s.n, 3);
  assert_true(tml_str_is(s.v[0].reason, "why: so"));
  assert_memory_equal(page + s.v[0].from, "line", 4);
  assert_memory_equal(page + s.v[0].to, "after", 5);
  assert_true(tml_suppress_names(s.v[0].words, "NU003", "date-mismatch"));
  assert_false(tml_suppress_names(s.v[0].words, "EN002", "x"));
  assert_memory_equal(page + s.v[1].to, "<!-- tmlint-enable MK001", 24);
  assert_int_equal(s.v[2].from, 0);
  tml_arena_free(&a);
}

/* ---- fixes ---- */

static tml_finding mend(tml_edit *e, uint32_t n, bool safe) {
  return (tml_finding){.edits = e, .nedits = n, .fix_safe = safe};
}

static void fix_overlaps(void **state) {
  (void)state;
  tml_edit two[] = {{6, 7, TML_S("Z")}, {0, 1, TML_S("A")}}, inside[] = {{3, 4, TML_S("?")}},
           behind[] = {{7, 8, TML_S("")}}, at[] = {{8, 8, TML_S("+")}}, same[] = {{8, 8, TML_S("-")}},
           far[] = {{9, 99, TML_S("!")}};
  tml_finding f[] = {mend(inside, 1, true), mend(two, 2, true),  mend(behind, 1, true),
                     mend(at, 1, true),     mend(same, 1, true), mend(far, 1, true)};
  tml_finding *v[] = {&f[0], &f[1], &f[2], &f[3], &f[4], &f[5]};
  tml_buf b = {0};
  tml_fix_count c = tml_fix_apply(TML_S("abcdefghij"), v, 6, false, &b);
  assert_text(b, "AbcdefZij");
  assert_int_equal(c.applied, 2);
  assert_int_equal(c.overlapping, 3);
  f[1].fix_safe = false, f[2].suppressed_by = TML_S("x"), f[4].pending = 1;
  b.n = 0;
  c = tml_fix_apply(TML_S("abcdefghij"), v, 6, false, &b);
  assert_text(b, "abc?efgh+ij");
  assert_int_equal(c.applied, 2);
  tml_buf_free(&b);
}

static void fix_shown(void **state) {
  (void)state;
  tml_buf b = {0};
  tml_fix_diff(TML_S("a b.md"), TML_S("1\n2\n3\n4\n5\n6\n7\n8\n9"), TML_S("1\n2\n3\n4\nV\n6\n7\n8\nIX"), &b);
  assert_text(b, "--- a/a b.md\t\n+++ b/a b.md\t\n@@ -2,8 +2,8 @@\n 2\n 3\n 4\n-5\n+V\n 6\n 7\n 8\n-9\n\\ No newline "
                 "at end of file\n"
                 "+IX\n\\ No newline at end of file\n");
  b.n = 0;
  tml_fix_diff(TML_S("a"), TML_S("1\n2\n"), TML_S("1\n"), &b);
  assert_text(b, "--- a/a\n+++ b/a\n@@ -1,2 +1 @@\n 1\n-2\n");
  b.n = 0;
  tml_fix_diff(TML_S("a"), TML_S("1\n"), TML_S("1\n"), &b);
  assert_int_equal(b.n, 0);
  tml_buf_free(&b);
}

/* ---- baselines ---- */

static void baseline_round(void **state) {
  (void)state;
  tml_baseline b = {0}, again;
  tml_buf text = {0};
  tml_err err;
  char path[] = "/tmp/tmlint-test-XXXXXX";
  tml_baseline_add(&b, &(tml_known){7, TML_S("b.md"), TML_S("NU001"), TML_S("a \"7\"\n\\")});
  tml_baseline_add(&b, &(tml_known){5, TML_S("a.md"), TML_S("NU001"), TML_S("ä")});
  tml_baseline_add(&b, &(tml_known){5, TML_S("c.md"), TML_S("NU001"), TML_S("twice")});
  tml_baseline_sort(&b);
  assert_int_equal(b.n, 2);
  assert_int_equal(tml_baseline_find(&b, 7), 1);
  assert_int_equal(tml_baseline_find(&b, 6), -1);
  tml_baseline_write(&b, NULL, &text);
  int fd = mkstemp(path);
  assert_true(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && close(fd) == 0);
  assert_int_equal(tml_baseline_load(&again, path, &err), TML_OK);
  unlink(path);
  assert_int_equal(again.n, 2);
  assert_true(tml_str_eq(again.v[1].message, b.v[1].message));
  assert_int_equal(tml_baseline_find(&again, 5), 0);
  text.n = 0;
  tml_baseline_write(&again, (const uint8_t[]){1, 1}, &text);
  assert_text(text, "{\n\"schema\": \"tmlint.baseline/1\",\n\"findings\": [\n]\n}\n");
  tml_buf_free(&text);
  tml_baseline_free(&b);
  tml_baseline_free(&again);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(diff_both_sides), cmocka_unit_test(diff_reversed), cmocka_unit_test(diff_broken),
      cmocka_unit_test(suppress_forms),  cmocka_unit_test(fix_overlaps),  cmocka_unit_test(fix_shown),
      cmocka_unit_test(baseline_round),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
