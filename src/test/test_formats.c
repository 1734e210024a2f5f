/* test_formats.c — hostile texts through every writer: nothing of a page ends a line, a command, a cell or an element.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/out.h"
#include "tmlint/report.h"
#include "tmlint/rule.h"

/* What breaks one format or another, in one text. */
#define NASTY "=1,\"x\"\r\n::error::100%\x01\xE2\x80\xAE<b>&'](y) {0}\xFF|`*\x1B[31m\xEF\xBF\xBE"

static const tml_report_opts opts = {.severity_min = TML_SEV_INFO, .fail_on = TML_SEV_ERROR, .fail_actions = 0xFF};

static tml_finding nasty(void) {
  static tml_span mark = {100, 104};
  static tml_related other;
  other = (tml_related){TML_S("b, c:d.md"), TML_S("5e1f0-2"), TML_S(NASTY), 3, 4};
  tml_finding f = {.severity = TML_SEV_ERROR,
                   .side = TML_SIDE_TARGET,
                   .suspect = TML_SUSPECT_TARGET,
                   .start = 100,
                   .end = 104,
                   .line = 7,
                   .column = 5,
                   .end_line = 7,
                   .end_column = 9,
                   .line_at = 96};
  f.path = TML_S("a, b:100%\n.md");
  f.message = TML_S(NASTY);
  f.segment = TML_S("5e1f0-1");
  f.target = (tml_excerpt){true, TML_S(NASTY), 100, 100 + sizeof NASTY - 1, &mark, 1};
  f.related = &other;
  f.nrelated = 1;
  f.fingerprint = 0x1234;
  return f;
}

static tml_buf written(const tml_writer_kind *k, const tml_finding *f, const tml_cause *c) {
  tml_buf out = {0};
  tml_summary s = {.files = 1, .segments = 1, .errors = 1};
  tml_report_file file = {.path = f->path, .format = TML_S("sxs-markdown"), .segments = 1, .findings = 1};
  tml_writer *w = k->open(&out, &opts);
  k->begin(w, &s);
  k->file(w, &file);
  k->finding(w, f, c);
  k->end(w, &s);
  k->close(w);
  tml_buf_c(&out, 0);
  out.n--;
  return out;
}

static size_t count_of(const tml_buf *b, const char *what) {
  size_t n = 0;
  for (const char *p = b->p; (p = strstr(p, what)); p += strlen(what)) n++;
  return n;
}

static const tml_cause alone = {.count = 1, .first = true};

/* No control character but line ends, no bidi override, no bad byte, in any format. */
static void test_harmless(void **state) {
  (void)state;
  size_t n;
  const char *const *names = tml_writer_formats(&n);
  for (size_t i = 0; i < n; i++) {
    tml_finding f = nasty();
    tml_buf b = written(tml_writer_find(tml_str_c(names[i])), &f, &alone);
    assert_null(memchr(b.p, '\x01', b.n));
    assert_null(memchr(b.p, '\x1B', b.n));
    assert_null(memchr(b.p, '\xFF', b.n));
    assert_null(strstr(b.p, "\xE2\x80\xAE"));
    tml_buf_free(&b);
  }
  assert_true(n >= 10);
}

static void test_github(void **state) {
  (void)state;
  tml_finding f = nasty();
  tml_buf b = written(&tml_writer_github, &f, &alone);
  assert_int_equal(count_of(&b, "\n"), 1);
  assert_int_equal(count_of(&b, "\r"), 0);
  assert_non_null(strstr(b.p, "file=a%2C b%3A100%25%0A.md,line=7,endLine=7,col=5,endColumn=9::=1,"));
  assert_non_null(strstr(b.p, "::error::100%25<U+0001>")); /* inside the message, not at a line's begin */
  assert_true(strncmp(b.p, "::error title=", 14) == 0);
  tml_buf_free(&b);
  f.end_line = 9;
  b = written(&tml_writer_github, &f, &alone);
  assert_non_null(strstr(b.p, "line=7,endLine=9::"));
  tml_buf_free(&b);
}

static void test_github_summary(void **state) {
  (void)state;
  tml_finding f = nasty();
  tml_buf b = written(&tml_writer_github_summary, &f, &alone);
  assert_null(strstr(b.p, "<b>"));
  assert_null(strstr(b.p, "](y)"));
  const char *row = strstr(b.p, "| error |");
  assert_non_null(row);
  size_t bars = 0;
  for (; *row != '\n'; row++) bars += *row == '|';
  assert_int_equal(bars, 5);
  tml_buf_free(&b);
}

static void test_csv(void **state) {
  (void)state;
  tml_finding f = nasty();
  tml_buf b = written(&tml_writer_csv, &f, &alone);
  assert_true(strncmp(b.p, "\xEF\xBB\xBFseverity,", 12) == 0);
  assert_int_equal(count_of(&b, "\r\n"), 2); /* head and row */
  assert_int_equal(count_of(&b, "\n"), 2);
  assert_non_null(strstr(b.p, ",\"'=1,\"\"x\"\"\\r\\n::error::"));
  tml_buf_free(&b);
  static const char *const formulas[] = {"+1", "-1", "@x", "\tx", "\rx", "\nx", "=x", "＝x"};
  for (size_t i = 0; i < TML_COUNT(formulas); i++) {
    f.message = tml_str_c(formulas[i]);
    b = written(&tml_writer_csv, &f, &alone);
    assert_non_null(strstr(b.p, ",\"'"));
    tml_buf_free(&b);
  }
  f.message = TML_S("a=b");
  b = written(&tml_writer_csv, &f, &alone);
  assert_non_null(strstr(b.p, ",a=b,"));
  tml_buf_free(&b);
}

static void test_xml(void **state) {
  (void)state;
  const tml_writer_kind *const kinds[] = {&tml_writer_junit, &tml_writer_checkstyle};
  for (size_t i = 0; i < TML_COUNT(kinds); i++) {
    tml_finding f = nasty();
    tml_buf b = written(kinds[i], &f, &alone);
    assert_null(strstr(b.p, "<b>"));
    assert_null(strstr(b.p, "\xEF\xBF\xBE"));
    assert_non_null(strstr(b.p, "&lt;b&gt;&amp;&apos;"));
    tml_buf_free(&b);
  }
}

/* A test fails exactly where the exit status would be 1. */
static void test_junit_gate(void **state) {
  (void)state;
  tml_finding f = nasty();
  tml_buf b = written(&tml_writer_junit, &f, &alone);
  assert_int_equal(count_of(&b, "<failure "), 1);
  tml_buf_free(&b);
  f.severity = TML_SEV_WARNING;
  b = written(&tml_writer_junit, &f, &alone);
  assert_int_equal(count_of(&b, "<failure "), 0);
  assert_int_equal(count_of(&b, "<system-out>warning: "), 1);
  tml_buf_free(&b);
  f.suppressed_by = TML_S("config");
  b = written(&tml_writer_junit, &f, &alone);
  assert_non_null(strstr(b.p, "no findings"));
  tml_buf_free(&b);
}

static void test_sarif_message(void **state) {
  (void)state;
  tml_finding f = nasty();
  tml_buf b = written(&tml_writer_sarif, &f, &alone);
  assert_non_null(strstr(b.p, "\\\\](y) {{0}}"));
  assert_non_null(strstr(b.p, "\"uri\": \"a,%20b%3A100%25%0A.md\", \"uriBaseId\": \"%SRCROOT%\", \"index\": 0"));
  assert_non_null(strstr(b.p, "\"suppressions\": []"));
  tml_buf_free(&b);
  f.suppressed_by = TML_S("inline");
  f.suppressed_reason = TML_S("agreed");
  b = written(&tml_writer_sarif, &f, &alone);
  assert_non_null(strstr(b.p, "\"kind\": \"inSource\", \"status\": \"accepted\", \"justification\": \"agreed\""));
  tml_buf_free(&b);
}

static void test_cause_once(void **state) {
  (void)state;
  const tml_writer_kind *const once[] = {&tml_writer_github, &tml_writer_gitlab, &tml_writer_checkstyle,
                                         &tml_writer_rdjsonl};
  const tml_cause first = {1, 3, true, false, {0}}, other = {1, 3, false, false, {0}}, places = {1, 2, true, true, {0}};
  tml_finding f = nasty();
  f.message = TML_S("something");
  for (size_t i = 0; i < TML_COUNT(once); i++) {
    tml_buf b = written(once[i], &f, &first);
    assert_non_null(strstr(b.p, "something (and 2 more with the same cause)"));
    tml_buf_free(&b);
    b = written(once[i], &f, &places);
    assert_non_null(strstr(b.p, "something (and 1 more place)"));
    tml_buf_free(&b);
    b = written(once[i], &f, &other);
    assert_null(strstr(b.p, "something"));
    tml_buf_free(&b);
  }
}

/* Byte columns: before the place, in it, behind it over a line end; not known beyond the excerpt. */
static void test_byte_position(void **state) {
  (void)state;
  static const char text[] = "ab\nc";
  tml_finding f = {.start = 100, .end = 101, .line = 7, .end_line = 7, .line_at = 90};
  f.target = (tml_excerpt){true, tml_str_n(text, 4), 100, 104, NULL, 0};
  uint32_t line, column;
  assert_true(tml_out_byte_position(&f, 95, &line, &column));
  assert_int_equal(column, 6);
  assert_true(tml_out_byte_position(&f, 101, &line, &column));
  assert_int_equal(column, 12);
  assert_true(tml_out_byte_position(&f, 104, &line, &column));
  assert_int_equal(line, 8);
  assert_int_equal(column, 2);
  assert_false(tml_out_byte_position(&f, 105, &line, &column));
  assert_false(tml_out_byte_position(&f, 80, &line, &column));
  f.line_at = UINT32_MAX;
  assert_false(tml_out_byte_position(&f, 100, &line, &column));
  f.line_at = 90;
  f.target.end = 110; /* decoded: its bytes are others */
  assert_false(tml_out_byte_position(&f, 104, &line, &column));
}

/* Two edits are one suggestion, with what stands between them. */
static void test_suggestion(void **state) {
  (void)state;
  tml_edit edits[] = {{100, 101, TML_S("X")}, {103, 104, TML_S("Y")}};
  tml_finding f = {.severity = TML_SEV_WARNING, .start = 100, .end = 104, .line = 7, .end_line = 7, .line_at = 90};
  f.path = TML_S("a.md");
  f.target = (tml_excerpt){true, TML_S("abcd"), 100, 104, NULL, 0};
  f.edits = edits;
  f.nedits = 2;
  tml_buf b = written(&tml_writer_rdjsonl, &f, &alone);
  assert_non_null(strstr(b.p, "\"suggestions\": [{\"range\": {\"start\": {\"line\": 7, \"column\": 11}, \"end\": "
                              "{\"line\": 7, \"column\": 15}}, \"text\": \"XbcY\"}]"));
  tml_buf_free(&b);
}

/* A cause counts once, as its gravest finding, of those whose action counts. */
static void test_score(void **state) {
  (void)state;
  enum { TARGET = 1 << TML_ACT_FIX_TARGET, MEMORY = 1 << TML_ACT_FIX_MEMORY, HANDOFF = 1 << TML_ACT_RE_HANDOFF };
  tml_finding f = {.severity = TML_SEV_WARNING, .action = TML_ACT_FIX_TARGET};
  tml_score s = {.words = 1000};
  tml_score_finding(&s, &f, &alone, 0xFF);
  assert_int_equal(tml_score_points(&s), 1);
  f.severity = TML_SEV_ERROR;
  tml_score_finding(&s, &f, &alone, 0xFF);
  assert_int_equal(tml_score_points(&s), 6);
  assert_true(tml_score_value(&s) > 99.39 && tml_score_value(&s) < 99.41);
  tml_score_finding(&s, &f, &alone, MEMORY);
  assert_int_equal(tml_score_points(&s), 6);
  f.severity = TML_SEV_INFO;
  tml_score_finding(&s, &f, &alone, 0xFF);
  assert_int_equal(tml_score_points(&s), 6);
  tml_cause c = {.id = 1, .count = 3, .first = true, .actions = {0, TARGET, MEMORY, HANDOFF}};
  tml_score_finding(&s, &f, &c, 0xFF);
  assert_int_equal(tml_score_points(&s), 31);
  tml_score_finding(&s, &f, &c, MEMORY | TARGET);
  assert_int_equal(tml_score_points(&s), 32);
  c.first = false;
  tml_score_finding(&s, &f, &c, 0xFF);
  f.suppressed_by = TML_S("config");
  tml_score_finding(&s, &f, &alone, 0xFF);
  assert_int_equal(tml_score_points(&s), 32);
  s.words = 10;
  assert_true(tml_score_value(&s) == 0);
  s.words = 0;
  assert_true(tml_score_value(&s) < 0);
}

static int setup(void **state) {
  (void)state;
  tml_err err;
  return tml_rule_init(&err);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_harmless),      cmocka_unit_test(test_github),     cmocka_unit_test(test_github_summary),
      cmocka_unit_test(test_csv),           cmocka_unit_test(test_xml),        cmocka_unit_test(test_junit_gate),
      cmocka_unit_test(test_sarif_message), cmocka_unit_test(test_cause_once), cmocka_unit_test(test_byte_position),
      cmocka_unit_test(test_suggestion),    cmocka_unit_test(test_score)};
  return cmocka_run_group_tests(tests, setup, NULL);
}
