/* gitlab.c — `gitlab`: the Code Quality report that GitLab shows in merge requests.
 *
 * Format: docs.gitlab.com, "Code Quality", "Code Quality report format": an array of description, check_name,
 * fingerprint, severity (info minor major critical blocker) and location; fingerprints are unique in a report, and tell
 * a finding again after its lines moved. It is a part of Code Climate's issue, which also has type and categories: they
 * are written too, so that other readers of that format take the report. A cause is shown once.
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

static void begin(tml_writer *w, const tml_summary *s) {
  (void)s;
  tml_buf_c(w->out, '[');
}
static void file(tml_writer *w, const tml_report_file *f) { (void)w, (void)f; }

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  static const char *const severities[] = {"info", "info", "minor", "major"};
  if (!tml_out_shown(f, c) || (w->opts->max_findings && w->shown >= w->opts->max_findings)) return;
  tml_buf *b = w->out, message = {0};
  const tml_rule *r = tml_rule_at(f->rule);
  tml_buf_fmt(&message, "%s: ", r->code);
  tml_out_message(&message, f, c);
  tml_buf_z(b, w->shown++ ? ",\n{\"type\": \"issue\", \"description\": " : "\n{\"type\": \"issue\", \"description\": ");
  tml_json_string(b, tml_buf_view(&message));
  tml_out_z(b, "check_name", r->name);
  tml_buf_fmt(b, ", \"categories\": [\"%s\"]", tml_out_severity(f, c) == TML_SEV_ERROR ? "Bug Risk" : "Style");
  tml_buf_fmt(b, ", \"fingerprint\": \"%016llx\"", (unsigned long long)f->fingerprint);
  tml_out_z(b, "severity", tml_cause_critical(f, c, 0xFF) ? "critical" : severities[tml_out_severity(f, c)]);
  tml_str path = f->path;
  while (tml_str_starts(path, TML_S("./"))) path = tml_str_n(path.p + 2, path.n - 2);
  tml_buf_z(b, ", \"location\": {\"path\": ");
  tml_json_string(b, path);
  uint32_t line = f->line ? f->line : 1;
  tml_buf_fmt(b, ", \"lines\": {\"begin\": %u, \"end\": %u}}}", line, f->end_line > line ? f->end_line : line);
  tml_buf_free(&message);
}

static void end(tml_writer *w, const tml_summary *s) {
  (void)s;
  tml_buf_z(w->out, w->shown ? "\n]\n" : "]\n");
}

static void close_writer(tml_writer *w) { free(w); }

const tml_writer_kind tml_writer_gitlab = {"gitlab", false, open_writer, begin, file, finding, end, close_writer};
