/* rdjsonl.c — `rdjsonl`: Reviewdog Diagnostic Format, a Diagnostic a line, with the fix as a suggestion.
 *
 * Format: reviewdog's proto/rdf/reviewdog.proto. Its columns count bytes, and reviewdog cuts lines at them: where the
 * byte column is not known (a report that was merged) a place has its line alone, and no suggestion. A fix of several
 * edits is one suggestion over all of them, because reviewdog offers each by itself. A cause is shown once.
 */
#include "out.h"

#include <stdlib.h>

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  uint64_t shown;
};

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  return w;
}

static void begin(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void file(tml_writer *w, const tml_report_file *f) { (void)w, (void)f; }

/* "range": {…}; false, and nothing written, where the byte columns are not known. */
static bool range(tml_buf *b, const tml_finding *f, uint32_t start, uint32_t end) {
  uint32_t line, column, end_line, end_column;
  if (!tml_out_byte_position(f, start, &line, &column) || !tml_out_byte_position(f, end, &end_line, &end_column))
    return false;
  tml_buf_fmt(b, "\"range\": {\"start\": {\"line\": %u, \"column\": %u}, \"end\": {\"line\": %u, \"column\": %u}}",
              line, column, end_line, end_column);
  return true;
}

/* What stands between the first edit's start and the last one's end, edited. Edits are in order and do not overlap. */
static bool edited(tml_buf *b, const tml_finding *f) {
  for (uint32_t i = 0; i < f->nedits; i++) {
    tml_str kept;
    if (i) {
      if (!tml_out_bytes(f, f->edits[i - 1].end, f->edits[i].start, &kept)) return false;
      tml_buf_str(b, kept);
    }
    tml_buf_str(b, f->edits[i].text);
  }
  return true;
}

static void suggestion(tml_buf *b, const tml_finding *f) {
  tml_buf text = {0}, where = {0};
  if (f->nedits && edited(&text, f) && range(&where, f, f->edits[0].start, f->edits[f->nedits - 1].end)) {
    tml_buf_z(b, ", \"suggestions\": [{");
    tml_buf_put(b, where.p, where.n);
    tml_out_text(b, "text", tml_buf_view(&text));
    tml_buf_z(b, "}]");
  }
  tml_buf_free(&text);
  tml_buf_free(&where);
}

static void related(tml_buf *b, const tml_finding *f) {
  for (uint32_t i = 0; i < f->nrelated; i++) {
    const tml_related *r = &f->related[i];
    tml_buf_z(b, i ? ", {\"message\": " : ", \"related_locations\": [{\"message\": ");
    tml_out_json_harmless(b, r->message);
    tml_buf_z(b, ", \"location\": {\"path\": ");
    tml_json_string(b, r->path.n ? r->path : f->path);
    tml_buf_fmt(b, ", \"range\": {\"start\": {\"line\": %u}}}}", r->line ? r->line : 1);
  }
  if (f->nrelated) tml_buf_c(b, ']');
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  static const char *const severities[] = {"INFO", "INFO", "WARNING", "ERROR"};
  if (!tml_out_shown(f, c) || (w->opts->max_findings && w->shown >= w->opts->max_findings)) return;
  w->shown++;
  tml_buf *b = w->out, text = {0};
  const tml_rule *r = tml_rule_at(f->rule);
  tml_out_message(&text, f, c);
  tml_buf_z(b, "{\"message\": ");
  tml_json_string(b, tml_buf_view(&text));
  tml_buf_z(b, ", \"location\": {\"path\": ");
  tml_json_string(b, f->path);
  if (f->line) {
    tml_buf_z(b, ", ");
    if (!range(b, f, f->start, f->end > f->start ? f->end : f->start))
      tml_buf_fmt(b, "\"range\": {\"start\": {\"line\": %u}, \"end\": {\"line\": %u}}", f->line,
                  f->end_line > f->line ? f->end_line : f->line);
  }
  tml_buf_fmt(b, "}, \"severity\": \"%s\", \"source\": {\"name\": \"tmlint\"}, \"code\": {\"value\": \"%s\"",
              severities[tml_out_severity(f, c)], r->code);
  text.n = 0;
  if (tml_out_rule_url(&text, r)) tml_out_text(b, "url", tml_buf_view(&text));
  tml_buf_c(b, '}');
  suggestion(b, f);
  related(b, f);
  tml_buf_z(b, "}\n");
  tml_buf_free(&text);
}

static void end(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void close_writer(tml_writer *w) { free(w); }

const tml_writer_kind tml_writer_rdjsonl = {"rdjsonl", false, open_writer, begin, file, finding, end, close_writer};
