/* junit.c — `junit`: a test suite a file, so that a CI system without annotations shows the findings as tests.
 *
 * Form: the common subset of what Jenkins, GitLab and Azure Pipelines read (testsuites > testsuite > testcase >
 * failure). A finding that counts for the exit status (--fail-on, fail_actions) is a failed test; any other is a test
 * that passed and says so in system-out; a file without findings is one test that passed. So the report fails exactly
 * where tmlint does. No times: the same findings give the same bytes. A cause is one test.
 */
#include "excerpt.h"
#include "out.h"

#include <stdlib.h>

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_out_files files;
  size_t next;   /* the first file whose suite is not written */
  tml_buf cases; /* of the file `next` */
  tml_buf suites;
  uint64_t tests, failures, all_tests, all_failures, shown;
};

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  return w;
}

static void begin(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void file(tml_writer *w, const tml_report_file *f) { tml_out_files_add(&w->files, f); }

static void attribute(tml_buf *b, const char *name, tml_str value) {
  tml_buf_fmt(b, " %s=\"", name);
  tml_out_xml(b, value);
  tml_buf_c(b, '"');
}

static void end_suite(tml_writer *w) {
  tml_buf *b = &w->suites;
  tml_str path = w->files.v[w->next++].path;
  tml_buf_z(b, "  <testsuite");
  attribute(b, "name", path);
  tml_buf_fmt(b, " tests=\"%llu\" failures=\"%llu\" errors=\"0\" skipped=\"0\">\n",
              (unsigned long long)(w->tests ? w->tests : 1), (unsigned long long)w->failures);
  if (w->tests) {
    tml_buf_put(b, w->cases.p, w->cases.n);
  } else {
    tml_buf_z(b, "    <testcase name=\"no findings\"");
    attribute(b, "classname", path);
    tml_buf_z(b, "/>\n");
    w->tests = 1;
  }
  tml_buf_z(b, "  </testsuite>\n");
  w->all_tests += w->tests;
  w->all_failures += w->failures;
  w->tests = w->failures = w->cases.n = 0;
}

static void side(tml_buf *b, const char *label, const tml_excerpt *e) {
  if (!e->present) return;
  tml_buf_fmt(b, "\n%s: ", label);
  tml_out_xml(b, e->text);
}

/* What is behind the message: the place, both texts. */
static void details(tml_buf *b, const tml_finding *f) {
  tml_out_xml(b, f->path);
  tml_buf_fmt(b, ":%u:%u", f->line, f->column);
  side(b, "target", &f->target);
  side(b, "source", &f->source);
  tml_buf_fmt(b, "\naction: %s, suspect: %s", tml_action_names[f->action & 3], tml_suspect_names[f->suspect]);
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  if (!tml_out_shown(f, c) || (w->opts->max_findings && w->shown >= w->opts->max_findings)) return;
  while (w->next < w->files.n && !tml_str_eq(w->files.v[w->next].path, f->path)) end_suite(w);
  if (w->next == w->files.n) return;
  w->shown++;
  w->tests++;
  const tml_rule *r = tml_rule_at(f->rule);
  bool fails = tml_cause_severity(f, c, w->opts->fail_actions) >= w->opts->fail_on;
  w->failures += fails;
  tml_buf *b = &w->cases, message = {0};
  tml_buf_fmt(b, "    <testcase name=\"%s %s at %u:%u\"", r->code, r->name, f->line, f->column);
  attribute(b, "classname", f->path);
  tml_buf_z(b, ">\n");
  tml_out_message(&message, f, c);
  if (fails) {
    tml_buf_fmt(b, "      <failure type=\"%s\"", tml_severity_names[tml_out_severity(f, c)]);
    attribute(b, "message", tml_buf_view(&message));
    tml_buf_c(b, '>');
    details(b, f);
    tml_buf_z(b, "</failure>\n");
  } else {
    tml_buf_fmt(b, "      <system-out>%s: ", tml_severity_names[tml_out_severity(f, c)]);
    tml_out_xml(b, tml_buf_view(&message));
    tml_buf_c(b, '\n');
    details(b, f);
    tml_buf_z(b, "</system-out>\n");
  }
  tml_buf_z(b, "    </testcase>\n");
  tml_buf_free(&message);
}

static void end(tml_writer *w, const tml_summary *s) {
  (void)s;
  while (w->next < w->files.n) end_suite(w);
  tml_buf_fmt(w->out,
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<testsuites name=\"tmlint\" tests=\"%llu\" failures=\"%llu\" errors=\"0\">\n",
              (unsigned long long)w->all_tests, (unsigned long long)w->all_failures);
  tml_buf_put(w->out, w->suites.p, w->suites.n);
  tml_buf_z(w->out, "</testsuites>\n");
}

static void close_writer(tml_writer *w) {
  tml_out_files_free(&w->files);
  tml_buf_free(&w->cases);
  tml_buf_free(&w->suites);
  free(w);
}

const tml_writer_kind tml_writer_junit = {"junit", false, open_writer, begin, file, finding, end, close_writer};
