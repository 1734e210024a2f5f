/* test_excerpt.c — the text format's excerpts: carets at display columns, harmless characters, cutting. */
#include "report/excerpt.h"

#include <setjmp.h>

#include <cmocka.h>

/* The lines of a text that begins at file offset `at`, with marks in it. */
static void assert_excerpt(const char *text, const tml_span *marks, uint32_t nmarks, unsigned columns,
                           const char *want) {
  enum { AT = 100 };
  tml_span moved[4];
  for (uint32_t i = 0; i < nmarks; i++) moved[i] = (tml_span){marks[i].start + AT, marks[i].end + AT};
  tml_excerpt e = {true, tml_str_c(text), AT, AT + (uint32_t)strlen(text), moved, nmarks};
  tml_excerpt_opts o = {"  ", "target", columns, "", "", false};
  tml_buf b = {0};
  tml_excerpt_put(&b, &e, &o);
  tml_buf_c(&b, 0);
  assert_string_equal(b.p, want);
  tml_buf_free(&b);
}
#define MARK(a, b) (&(tml_span){a, b}), 1

static void carets_stand_under_columns(void **state) {
  (void)state;
  assert_excerpt("one two", MARK(4, 7), 80, "  target  one two\n              ^^^\n");
  assert_excerpt("한국 27001", MARK(7, 12), 80, "  target  한국 27001\n               ^^^^^\n");
  assert_excerpt("한국 27001", MARK(0, 3), 80, "  target  한국 27001\n          ^^\n");
  /* a combining mark takes no column, nor does one alone in a mark take none */
  assert_excerpt("e\xCC\x81x", MARK(3, 4), 80, "  target  e\xCC\x81x\n           ^\n");
  assert_excerpt("e\xCC\x81x", MARK(1, 3), 80, "  target  e\xCC\x81x\n           ^\n");
  assert_excerpt("none", NULL, 0, 80, "  target  none\n");
  assert_excerpt("at the end", MARK(10, 10), 80, "  target  at the end\n                   ^\n");
  assert_excerpt("", NULL, 0, 80, "  target  \n");
  tml_span two[] = {{0, 1}, {2, 4}};
  assert_excerpt("a bc d", two, 2, 80, "  target  a bc d\n          ^ ^^\n");
}

static void harm_is_shown(void **state) {
  (void)state;
  assert_excerpt("a\033[31mb", NULL, 0, 80, "  target  a<U+001B>[31mb\n");
  assert_excerpt("a\xE2\x80\xAE"
                 "b",
                 MARK(4, 5), 80, "  target  a<U+202E>b\n                   ^\n");
  assert_excerpt("a\nb\r", NULL, 0, 80, "  target  a\\nb\\r\n");
  assert_excerpt("a\xFF"
                 "b",
                 MARK(1, 2), 80, "  target  a\\xFFb\n           ^^^^\n");
  /* a space that is not one is shown where it is what the finding is about; tabs likewise */
  assert_excerpt("a\xC2\xA0"
                 "b",
                 MARK(1, 3), 80, "  target  a<U+00A0>b\n           ^^^^^^^^\n");
  assert_excerpt("a\xC2\xA0"
                 "b",
                 NULL, 0, 80,
                 "  target  a\xC2\xA0"
                 "b\n");
  assert_excerpt("a\tb", NULL, 0, 80, "  target  a b\n");
  /* Hindi needs its joiner */
  assert_excerpt("क्\xE2\x80\x8Dष", NULL, 0, 80, "  target  क्\xE2\x80\x8Dष\n");
}

static void long_texts_are_cut(void **state) {
  (void)state;
  const char *text = "0123456789 0123456789 0123456789 0123456789 mark 0123456789 0123456789";
  assert_excerpt(text, MARK(44, 48), 40, "  target  …23456789 mark 0123456789 012…\n                    ^^^^\n");
  assert_excerpt(text, NULL, 0, 40, "  target  0123456789 0123456789 012345…\n");
  assert_excerpt(text, MARK(60, 70), 40,
                 "  target  …9 mark 0123456789 0123456789\n                             ^^^^^^^^^^\n");
}

static void decoded_texts_have_no_carets(void **state) {
  (void)state;
  tml_span m = {103, 106};
  tml_excerpt e = {true, TML_S("a & b"), 100, 109, &m, 1}; /* "a &amp; b" in the file */
  tml_excerpt_opts o = {"", "t", 80, "", "", false};
  tml_buf b = {0};
  tml_excerpt_put(&b, &e, &o);
  assert_true(tml_str_is(tml_buf_view(&b), "t  a & b\n"));
  tml_buf_free(&b);
}

static void colours_and_isolates(void **state) {
  (void)state;
  tml_span m = {100, 102};
  tml_excerpt e = {true, TML_S("אב"), 100, 104, &m, 1};
  tml_excerpt_opts o = {"", "t", 80, "<", ">", true};
  tml_buf b = {0};
  tml_excerpt_put(&b, &e, &o);
  tml_buf_c(&b, 0);
  assert_string_equal(b.p, "t  \xE2\x81\xA8<א>ב\xE2\x81\xA9\n   <^>\n");
  tml_buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(carets_stand_under_columns), cmocka_unit_test(harm_is_shown),
                                     cmocka_unit_test(long_texts_are_cut),
                                     cmocka_unit_test(decoded_texts_have_no_carets),
                                     cmocka_unit_test(colours_and_isolates)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
