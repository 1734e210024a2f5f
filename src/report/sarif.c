/* sarif.c — `sarif`: SARIF 2.1.0 (OASIS standard), for code scanning services and editors.
 *
 * One run. The driver has every rule, in the registry's order, so that ruleIndex is the registry's; MQM and ITS 2.0 are
 * taxonomies that the rules point into. Results keep all findings of a cause. Columns are code points. URIs are
 * relative to %SRCROOT%, the folder that tmlint ran in, so that a report has no trace of the machine. suppressions is
 * there in every result, as the standard asks where it is in one. Rule metadata comes from the rows: sarif_rules.c.
 */
#include "sarif.h"

#include <stdlib.h>

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_out_files files;
  bool in_results;
  uint64_t shown;
};

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  return w;
}

void tml_sarif_message(tml_buf *b, tml_str s) {
  tml_buf t = {0};
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '{' || c == '}') tml_buf_c(&t, c);
    if (c == ']' && i + 1 < s.n && s.p[i + 1] == '(') tml_buf_c(&t, '\\');
    tml_buf_c(&t, c);
  }
  tml_buf_z(b, "{\"text\": ");
  tml_out_json_harmless(b, tml_buf_view(&t));
  tml_buf_c(b, '}');
  tml_buf_free(&t);
}

static void begin(tml_writer *w, const tml_summary *s) {
  (void)s;
  tml_buf *b = w->out;
  tml_buf_z(b, "{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n"
               "\"runs\": [\n{\n");
  tml_sarif_tool(b);
  tml_buf_z(b, ",\n\"automationDetails\": {\"id\": \"tmlint/\"},\n"
               "\"invocations\": [{\"executionSuccessful\": true}],\n\"columnKind\": \"unicodeCodePoints\",\n"
               "\"originalUriBaseIds\": {\"%SRCROOT%\": {\"description\": "
               "{\"text\": \"The folder that tmlint was run in.\"}}},\n\"artifacts\": [");
}

/* "artifactLocation": {…} behind the key that is already there. */
static void location(tml_writer *w, tml_str path, size_t index) {
  tml_buf *b = w->out, uri = {0};
  tml_out_uri(&uri, path);
  tml_buf_z(b, "{\"uri\": ");
  tml_json_string(b, tml_buf_view(&uri));
  if (!path.n || *path.p != '/') tml_out_z(b, "uriBaseId", "%SRCROOT%");
  if (index < w->files.n) tml_out_count(b, "index", index);
  tml_buf_c(b, '}');
  tml_buf_free(&uri);
}

static void file(tml_writer *w, const tml_report_file *f) {
  tml_buf *b = w->out;
  tml_buf_z(b, w->files.n ? ",\n{\"location\": " : "\n{\"location\": ");
  tml_out_files_add(&w->files, f);
  location(w, f->path, w->files.n - 1);
  tml_buf_z(b, ", \"roles\": [\"analysisTarget\"], \"properties\": {\"format\": ");
  tml_json_string(b, f->format);
  tml_out_count(b, "segments", f->segments);
  tml_out_count(b, "source_words", f->source_words);
  if (f->source_language.n) tml_out_text(b, "source_language", f->source_language);
  if (f->target_language.n) tml_out_text(b, "target_language", f->target_language);
  if (f->translation_type.n) tml_out_text(b, "ms.translationtype", f->translation_type);
  tml_buf_z(b, "}}");
}

/* ---- one result -------------------------------------------------------------------------------------------------- */

static void region(tml_buf *b, const tml_finding *f) {
  tml_str snippet;
  uint32_t end = f->end > f->start ? f->end : f->start;
  tml_buf_fmt(b, ", \"region\": {\"startLine\": %u, \"startColumn\": %u, \"endLine\": %u, \"endColumn\": %u", f->line,
              f->column, f->end_line, f->end_column);
  tml_buf_fmt(b, ", \"byteOffset\": %u, \"byteLength\": %u", f->start, end - f->start);
  if (end > f->start && tml_out_bytes(f, f->start, end, &snippet)) {
    tml_buf_z(b, ", \"snippet\": {\"text\": ");
    tml_json_string(b, snippet);
    tml_buf_c(b, '}');
  }
  tml_buf_c(b, '}');
}

static void locations(tml_writer *w, const tml_finding *f) {
  tml_buf *b = w->out;
  tml_buf_z(b, ", \"locations\": [{\"physicalLocation\": {\"artifactLocation\": ");
  location(w, f->path, tml_out_files_find(&w->files, f->path));
  if (f->line) region(b, f);
  tml_buf_c(b, '}');
  if (f->segment.n) {
    tml_buf_z(b, ", \"logicalLocations\": [{\"name\": ");
    tml_json_string(b, f->segment);
    tml_buf_z(b, ", \"kind\": \"segment\"}]");
  }
  tml_buf_z(b, "}]");
}

static void related(tml_writer *w, const tml_finding *f) {
  tml_buf *b = w->out;
  for (uint32_t i = 0; i < f->nrelated; i++) {
    const tml_related *r = &f->related[i];
    tml_str path = r->path.n ? r->path : f->path;
    tml_buf_fmt(b,
                "%s{\"id\": %u, \"physicalLocation\": {\"artifactLocation\": ", i ? ", " : ", \"relatedLocations\": [",
                i + 1);
    location(w, path, tml_out_files_find(&w->files, path));
    if (r->line) tml_buf_fmt(b, ", \"region\": {\"startLine\": %u, \"startColumn\": %u}", r->line, r->column);
    tml_buf_z(b, "}, \"message\": ");
    tml_sarif_message(b, r->message);
    tml_buf_c(b, '}');
  }
  if (f->nrelated) tml_buf_c(b, ']');
}

static void fixes(tml_writer *w, const tml_finding *f) {
  tml_buf *b = w->out;
  if (!f->nedits) return;
  tml_buf_fmt(b, ", \"fixes\": [{\"description\": {\"text\": \"%s\"}, \"artifactChanges\": [{\"artifactLocation\": ",
              f->fix_safe ? "Safe: it changes no word." : "Look at it first: it may change what is said.");
  location(w, f->path, tml_out_files_find(&w->files, f->path));
  tml_buf_z(b, ", \"replacements\": [");
  for (uint32_t i = 0; i < f->nedits; i++) {
    const tml_edit *e = &f->edits[i];
    tml_buf_fmt(b, "%s{\"deletedRegion\": {\"byteOffset\": %u, \"byteLength\": %u}", i ? ", " : "", e->start,
                e->end - e->start);
    if (e->text.n) {
      tml_buf_z(b, ", \"insertedContent\": {\"text\": ");
      tml_json_string(b, e->text);
      tml_buf_c(b, '}');
    }
    tml_buf_c(b, '}');
  }
  tml_buf_z(b, "]}]}]");
}

static void suppressions(tml_buf *b, const tml_finding *f) {
  tml_out_key(b, "suppressions");
  if (!f->suppressed_by.n) {
    tml_buf_z(b, "[]");
    return;
  }
  bool inside = tml_str_starts(f->suppressed_by, TML_S("inline")) || tml_str_starts(f->suppressed_by, TML_S("front"));
  tml_buf_fmt(b, "[{\"kind\": \"%s\", \"status\": \"accepted\"", inside ? "inSource" : "external");
  if (f->suppressed_reason.n) tml_out_text(b, "justification", f->suppressed_reason);
  tml_buf_z(b, ", \"properties\": {\"by\": ");
  tml_json_string(b, f->suppressed_by);
  tml_buf_z(b, "}}]");
}

static void properties(tml_buf *b, const tml_finding *f, const tml_cause *c) {
  tml_buf_fmt(b, ", \"properties\": {\"side\": \"%s\", \"suspect\": \"%s\", \"action\": \"%s\"",
              tml_side_names[f->side], tml_suspect_names[f->suspect], tml_action_names[f->action & 3]);
  if (f->segment.n) tml_out_text(b, "segment", f->segment);
  if (c->id) tml_buf_fmt(b, ", \"cause\": \"c%u\"", c->id);
  tml_out_evidence(b, f);
  tml_buf_c(b, '}');
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  static const char *const levels[] = {"none", "note", "warning", "error"};
  tml_buf *b = w->out;
  if (w->opts->max_findings && w->shown >= w->opts->max_findings) return;
  if (!w->in_results) tml_buf_z(b, w->files.n ? "\n],\n\"results\": [" : "],\n\"results\": [");
  w->in_results = true;
  const tml_rule *r = tml_rule_at(f->rule);
  tml_buf_fmt(b,
              "%s{\"ruleId\": \"%s\", \"ruleIndex\": %u, \"level\": \"%s\", \"message\": ", w->shown++ ? ",\n" : "\n",
              r->code, f->rule, levels[f->severity & 3]);
  tml_sarif_message(b, f->message);
  locations(w, f);
  tml_buf_fmt(b, ", \"partialFingerprints\": {\"tmlint/v1\": \"%016llx\"}", (unsigned long long)f->fingerprint);
  related(w, f);
  suppressions(b, f);
  fixes(w, f);
  properties(b, f, c);
  tml_buf_c(b, '}');
}

static void end(tml_writer *w, const tml_summary *s) {
  (void)s;
  if (!w->in_results) tml_buf_z(w->out, w->files.n ? "\n],\n\"results\": [" : "],\n\"results\": [");
  tml_buf_z(w->out, w->shown ? "\n]\n}\n]\n}\n" : "]\n}\n]\n}\n");
}

static void close_writer(tml_writer *w) {
  tml_out_files_free(&w->files);
  free(w);
}

const tml_writer_kind tml_writer_sarif = {"sarif", false, open_writer, begin, file, finding, end, close_writer};
