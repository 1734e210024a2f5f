/* github.c — `github`: workflow commands, which GitHub Actions turns into annotations; and the summary of a step.
 *
 *   ::error title=EN001 standard-mismatch,file=ko/a.md,line=31,endLine=31,col=181,endColumn=190::source says …
 *
 * Grammar: docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of @actions/core: in a
 * message % CR LF, in a property also : and , — so that no text of a page ends a command or begins one. A cause is
 * shown once. GitHub shows ten errors, ten warnings and ten notices of a step; the summary (Markdown, run.c appends it
 * to $GITHUB_STEP_SUMMARY) has more, and stays far below GitHub's limit of 1 MiB.
 */
#include "excerpt.h"
#include "out.h"

#include <stdlib.h>

enum { SUMMARY_ROWS = 200, SUMMARY_BYTES = 512 << 10 };

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_buf rows; /* of the summary */
  uint64_t shown, by_severity[4];
};

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  return w;
}

static void begin(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void file(tml_writer *w, const tml_report_file *f) { (void)w, (void)f; }

static void escape(tml_buf *b, tml_str s, bool property) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) tml_buf_fmt(b, "%%%02X", c);
    else tml_buf_c(b, (char)c);
  }
}

/* The path as it is: GitHub looks it up. Its escapes keep it on the line. */
static void place(tml_buf *b, const tml_finding *f) {
  tml_str path = f->path;
  while (tml_str_starts(path, TML_S("./"))) path = tml_str_n(path.p + 2, path.n - 2);
  tml_buf_z(b, "file=");
  escape(b, path, true);
  if (!f->line) return;
  tml_buf_fmt(b, ",line=%u,endLine=%u", f->line, f->end_line > f->line ? f->end_line : f->line);
  /* GitHub refuses columns where a place has several lines. */
  if (f->end_line <= f->line) tml_buf_fmt(b, ",col=%u,endColumn=%u", f->column, f->end_column);
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  static const char *const commands[] = {"notice", "notice", "warning", "error"};
  if (!tml_out_shown(f, c) || (w->opts->max_findings && w->shown >= w->opts->max_findings)) return;
  w->shown++;
  const tml_rule *r = tml_rule_at(f->rule);
  tml_buf message = {0};
  tml_out_message(&message, f, c);
  tml_buf_fmt(w->out, "::%s title=%s %s,", commands[tml_out_severity(f, c)], r->code, r->name);
  place(w->out, f);
  tml_buf_z(w->out, "::");
  escape(w->out, tml_buf_view(&message), false);
  tml_buf_c(w->out, '\n');
  tml_buf_free(&message);
}

static void end(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }

static void close_writer(tml_writer *w) {
  tml_buf_free(&w->rows);
  free(w);
}

const tml_writer_kind tml_writer_github = {"github", false, open_writer, begin, file, finding, end, close_writer};

/* ---- the summary of a step --------------------------------------------------------------------------------------- */

static void summary_finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  if (!tml_out_shown(f, c)) return;
  w->by_severity[tml_out_severity(f, c)]++;
  w->shown++;
  if (w->shown > SUMMARY_ROWS || w->rows.n > SUMMARY_BYTES) return;
  tml_buf *b = &w->rows, message = {0};
  const tml_rule *r = tml_rule_at(f->rule);
  tml_buf_fmt(b, "| %s | %s %s | ", tml_severity_names[tml_out_severity(f, c)], r->code, r->name);
  tml_out_markdown(b, f->path);
  tml_buf_fmt(b, ":%u:%u | ", f->line, f->column);
  tml_out_message(&message, f, c); /* harmless is harmless twice */
  tml_out_markdown(b, tml_buf_view(&message));
  tml_buf_z(b, " |\n");
  tml_buf_free(&message);
}

static const char *plural(uint64_t n) { return n == 1 ? "" : "s"; }

static void summary_end(tml_writer *w, const tml_summary *s) {
  tml_buf *b = w->out;
  const uint64_t *n = w->by_severity;
  tml_buf_fmt(b, "### tmlint: %llu error%s, %llu warning%s, %llu info%s\n\n%llu file%s, %llu segment%s.\n",
              (unsigned long long)n[TML_SEV_ERROR], plural(n[TML_SEV_ERROR]), (unsigned long long)n[TML_SEV_WARNING],
              plural(n[TML_SEV_WARNING]), (unsigned long long)n[TML_SEV_INFO], plural(n[TML_SEV_INFO]),
              (unsigned long long)s->files, plural(s->files), (unsigned long long)s->segments, plural(s->segments));
  if (!w->shown) return;
  tml_buf_z(b, "\n| severity | rule | place | finding |\n| --- | --- | --- | --- |\n");
  tml_buf_put(b, w->rows.p, w->rows.n);
  uint64_t rows = 0;
  for (size_t i = 0; i < w->rows.n; i++) rows += w->rows.p[i] == '\n';
  if (rows < w->shown)
    tml_buf_fmt(b, "\nThe first %llu of %llu findings.\n", (unsigned long long)rows, (unsigned long long)w->shown);
}

const tml_writer_kind tml_writer_github_summary = {"github-summary", false,       open_writer, begin, file,
                                                   summary_finding,  summary_end, close_writer};
