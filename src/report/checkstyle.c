/* checkstyle.c — `checkstyle`: the XML of Checkstyle's XMLLogger, which Jenkins and many others read.
 *
 * Form: checkstyle version="4.3" > file name > error line column severity message source. Only files with findings are
 * named. A cause is shown once. Control characters, which XML 1.0 can't hold, stand as escapes.
 */
#include "out.h"

#include <stdlib.h>

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_buf path; /* of the open <file> */
  bool open;
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
  tml_buf_z(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
}
static void file(tml_writer *w, const tml_report_file *f) { (void)w, (void)f; }

static void open_file(tml_writer *w, tml_str path) {
  if (w->open && tml_str_eq(tml_buf_view(&w->path), path)) return;
  if (w->open) tml_buf_z(w->out, "  </file>\n");
  tml_buf_z(w->out, "  <file name=\"");
  tml_out_xml(w->out, path);
  tml_buf_z(w->out, "\">\n");
  w->path.n = 0;
  tml_buf_str(&w->path, path);
  w->open = true;
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  if (!tml_out_shown(f, c) || (w->opts->max_findings && w->shown >= w->opts->max_findings)) return;
  w->shown++;
  open_file(w, f->path);
  tml_buf message = {0};
  const tml_rule *r = tml_rule_at(f->rule);
  tml_out_message(&message, f, c);
  tml_buf_fmt(w->out, "    <error line=\"%u\" column=\"%u\" severity=\"%s\" message=\"", f->line, f->column,
              tml_severity_names[tml_out_severity(f, c)]);
  tml_out_xml(w->out, tml_buf_view(&message));
  tml_buf_fmt(w->out, "\" source=\"tmlint.%s.%s\"/>\n", r->code, r->name);
  tml_buf_free(&message);
}

static void end(tml_writer *w, const tml_summary *s) {
  (void)s;
  if (w->open) tml_buf_z(w->out, "  </file>\n");
  tml_buf_z(w->out, "</checkstyle>\n");
}

static void close_writer(tml_writer *w) {
  tml_buf_free(&w->path);
  free(w);
}

const tml_writer_kind tml_writer_checkstyle = {"checkstyle", false,   open_writer, begin,
                                               file,         finding, end,         close_writer};
