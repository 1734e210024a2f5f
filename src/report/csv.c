/* csv.c — `csv`: all findings for a spreadsheet, one a row.
 *
 * RFC 4180 (CRLF, quotes doubled) in UTF-8 with a byte order mark, without which spreadsheets take it for the system's
 * old encoding. No text of a page becomes a formula: a cell that begins with = + - @ (full-width ones too), a tab or a
 * line end gets an apostrophe in front (OWASP, "CSV Injection"). Texts are on one line, with escapes for what is not to
 * be seen.
 */
#include "excerpt.h"
#include "out.h"

#include <stdio.h>
#include <stdlib.h>

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_out_files files;
  uint64_t shown;
  bool in_row;
};

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  return w;
}

static const char *const columns[] = {"severity",        "code",    "rule",          "path",    "line",
                                      "column",          "segment", "side",          "suspect", "action",
                                      "message",         "source",  "target",        "marked",  "source_language",
                                      "target_language", "cause",   "suppressed_by", "reason",  "fingerprint"};

static bool is_formula(tml_str s) {
  static const char *const begins[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  for (size_t i = 0; i < TML_COUNT(begins); i++)
    if (tml_str_starts(s, tml_str_c(begins[i]))) return true;
  return false;
}

static void cell(tml_writer *w, tml_str s) {
  tml_buf *b = w->out, plain = {0};
  if (w->in_row) tml_buf_c(b, ',');
  w->in_row = true;
  if (is_formula(s)) tml_buf_c(&plain, '\'');
  tml_excerpt_harmless(&plain, s);
  bool quote = plain.n && (*plain.p == ' ' || plain.p[plain.n - 1] == ' ');
  for (size_t i = 0; i < plain.n && !quote; i++) quote = strchr(",;\"'", plain.p[i]) != NULL;
  if (quote) tml_buf_c(b, '"');
  for (size_t i = 0; i < plain.n; i++) {
    if (plain.p[i] == '"') tml_buf_c(b, '"');
    tml_buf_c(b, plain.p[i]);
  }
  if (quote) tml_buf_c(b, '"');
  tml_buf_free(&plain);
}

static void cell_z(tml_writer *w, const char *z) { cell(w, tml_str_c(z)); }

static void cell_number(tml_writer *w, uint32_t n) {
  if (w->in_row) tml_buf_c(w->out, ',');
  w->in_row = true;
  tml_out_number(w->out, n);
}

static void end_row(tml_writer *w) {
  tml_buf_z(w->out, "\r\n");
  w->in_row = false;
}

static void begin(tml_writer *w, const tml_summary *s) {
  (void)s;
  tml_buf_z(w->out, "\uFEFF");
  for (size_t i = 0; i < TML_COUNT(columns); i++) cell_z(w, columns[i]);
  end_row(w);
}

static void file(tml_writer *w, const tml_report_file *f) { tml_out_files_add(&w->files, f); }

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  if (w->opts->max_findings && w->shown >= w->opts->max_findings) return;
  w->shown++;
  const tml_rule *r = tml_rule_at(f->rule);
  size_t at = tml_out_files_find(&w->files, f->path);
  cell_z(w, tml_severity_names[f->severity & 3]);
  cell_z(w, r->code);
  cell_z(w, r->name);
  cell(w, f->path);
  cell_number(w, f->line);
  cell_number(w, f->column);
  cell(w, f->segment);
  cell_z(w, tml_side_names[f->side]);
  cell_z(w, tml_suspect_names[f->suspect]);
  cell_z(w, tml_action_names[f->action & 3]);
  cell(w, f->message);
  cell(w, f->source.text);
  cell(w, f->target.text);
  cell(w, tml_out_marked(f));
  cell(w, at < w->files.n ? w->files.v[at].source_language : TML_S(""));
  cell(w, at < w->files.n ? w->files.v[at].target_language : TML_S(""));
  char text[24] = "";
  if (c->id) snprintf(text, sizeof text, "c%u", c->id);
  cell_z(w, text);
  cell(w, f->suppressed_by);
  cell(w, f->suppressed_reason);
  snprintf(text, sizeof text, "%016llx", (unsigned long long)f->fingerprint);
  cell_z(w, text);
  end_row(w);
}

static void end(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }

static void close_writer(tml_writer *w) {
  tml_out_files_free(&w->files);
  free(w);
}

const tml_writer_kind tml_writer_csv = {"csv", false, open_writer, begin, file, finding, end, close_writer};
