/* html.c — `html`: one page for an audit, to be opened in a browser without a network.
 *
 * For: looking through all findings of a corpus: plots, a table to filter and sort, both texts with marks. Not for
 * programs. What the page does is src/report/html/ (page.css, page.html, page.js), compiled in; here it gets its data:
 * a JSON document in a script block that no browser runs, whose every "<" is an escape, so that no text of a page ends
 * the block or begins a comment in it. The script puts texts down as text only; the policy (CSP) forbids whatever is
 * not the page's own: requests, images, handlers in attributes.
 *
 * A finding is an array (the names are in page.js); marks are offsets in UTF-16 units, as scripts count.
 */
#include "out.h"

#include "tmlint/embedded.h"
#include "tmlint/text.h"

#include <stdlib.h>

#ifndef TML_VERSION
#define TML_VERSION "0"
#endif

typedef struct page { /* beside files.v */
  tml_str type;
  uint64_t words, points;
} page;

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_out_files files;
  page *pages;
  size_t page_cap;
  tml_buf findings; /* they come before the points of the files are known */
  bool *rules;      /* that have findings, by index */
  uint64_t shown;
};

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  w->rules = tml_calloc(tml_rule_count() + 1, sizeof *w->rules);
  return w;
}

/* ---- JSON in a script block ---------------------------------------------------------------------------------------- */

static void string(tml_buf *b, tml_str s) {
  tml_buf j = {0};
  tml_json_string(&j, s);
  for (size_t i = 0; i < j.n; i++) {
    if (j.p[i] == '<') tml_buf_z(b, "\\u003c");
    else tml_buf_c(b, j.p[i]);
  }
  tml_buf_free(&j);
}

static void item(tml_buf *b, tml_str s) {
  tml_buf_c(b, ',');
  string(b, s);
}

static void number(tml_buf *b, uint64_t v) {
  tml_buf_c(b, ',');
  tml_out_number(b, v);
}

/* UTF-16 units that the JSON string has for the first n bytes. */
static uint64_t units(tml_str s, size_t n) {
  const char *p = s.p, *end = s.p + s.n, *stop = s.p + (n < s.n ? n : s.n);
  uint64_t count = 0;
  while (p < stop) {
    unsigned len = 1;
    uint32_t cp = (unsigned char)*p < 0x80 ? (unsigned char)*p : tml_utf8_lenient(p, end, &len);
    count += cp > 0xFFFF ? 2 : 1;
    p += len;
  }
  return count;
}

/* ,TEXT,[from,to,from,to …]; a text that was decoded has none, for marks are bytes of the file. */
static void excerpt(tml_buf *b, const tml_excerpt *e) {
  if (!e->present) {
    tml_buf_z(b, ",null,[]");
    return;
  }
  item(b, e->text);
  tml_buf_z(b, ",[");
  bool raw = e->end - e->start == e->text.n, any = false;
  for (uint32_t i = 0; raw && i < e->nmarks; i++) {
    const tml_span *m = &e->marks[i];
    if (m->start < e->start || m->end > e->end || m->start > m->end) continue;
    if (any) tml_buf_c(b, ',');
    any = true;
    tml_out_number(b, units(e->text, m->start - e->start));
    number(b, units(e->text, m->end - e->start));
  }
  tml_buf_c(b, ']');
}

static void related(tml_buf *b, const tml_finding *f) {
  tml_buf_z(b, ",[");
  for (uint32_t i = 0; i < f->nrelated; i++) {
    const tml_related *r = &f->related[i];
    tml_buf_z(b, i ? ",[" : "[");
    string(b, r->path);
    number(b, r->line);
    item(b, r->message);
    tml_buf_c(b, ']');
  }
  tml_buf_c(b, ']');
}

/* ---- the writer ------------------------------------------------------------------------------------------------------ */

static void part(tml_buf *b, const char *name) {
  for (unsigned i = 0; i < tml_embedded_page_n; i++)
    if (strcmp(tml_embedded_page[i].name, name) == 0)
      tml_buf_put(b, tml_embedded_page[i].data, tml_embedded_page[i].len);
}

static void begin(tml_writer *w, const tml_summary *s) {
  tml_buf *b = w->out;
  tml_buf_z(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'nonce-page'; "
               "script-src 'nonce-page'; base-uri 'none'; form-action 'none'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light "
               "dark\">\n<meta name=\"generator\" content=\"tmlint " TML_VERSION "\">\n<title>tmlint report</title>\n"
               "<style nonce=\"page\">\n");
  part(b, "page.css");
  tml_buf_z(b, "</style>\n</head>\n<body>\n");
  part(b, "page.html");
  tml_buf_z(b, "<script type=\"application/json\" id=\"data\">\n{\"version\":\"" TML_VERSION "\"");
  const uint64_t counts[] = {s->files, s->segments, s->errors, s->warnings, s->infos, s->suppressed, s->baselined};
  static const char *const names[] = {"checked", "segments", "errors", "warnings", "infos", "suppressed", "baselined"};
  for (size_t i = 0; i < TML_COUNT(counts); i++)
    tml_buf_fmt(b, ",\"%s\":%llu", names[i], (unsigned long long)counts[i]);
}

static void add_file(tml_writer *w, const tml_report_file *f) {
  size_t i = w->files.n;
  tml_out_files_add(&w->files, f);
  w->pages = tml_grow(w->pages, i + 1, &w->page_cap, sizeof *w->pages);
  w->pages[i] = (page){tml_arena_str(&w->files.arena, f->translation_type), f->source_words, 0};
}

static void file(tml_writer *w, const tml_report_file *f) { add_file(w, f); }

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  size_t at = tml_out_files_find(&w->files, f->path);
  if (at >= w->files.n) { /* a finding of no page: of the configuration */
    at = w->files.n;
    add_file(w, &(tml_report_file){.path = f->path});
  }
  tml_score score = {0};
  tml_score_finding(&score, f, c, w->opts->fail_actions);
  w->pages[at].points += tml_score_points(&score);
  if (w->opts->max_findings && w->shown >= w->opts->max_findings) return;
  tml_buf *b = &w->findings;
  if (w->shown++) tml_buf_z(b, ",\n");
  w->rules[f->rule] = true;
  tml_buf_c(b, '[');
  tml_out_number(b, f->rule);
  number(b, f->severity & 3);
  number(b, at);
  number(b, f->line);
  number(b, f->column);
  item(b, f->segment);
  number(b, f->side);
  number(b, f->suspect);
  number(b, f->action & 3);
  number(b, c->id);
  number(b, c->count);
  number(b, c->first);
  number(b, tml_score_points(&score));
  item(b, f->message);
  excerpt(b, &f->target);
  excerpt(b, &f->source);
  item(b, f->suppressed_by);
  item(b, f->suppressed_reason);
  number(b, f->nedits ? 1 + f->fix_safe : 0);
  related(b, f);
  tml_buf_fmt(b, ",\"%016llx\"]", (unsigned long long)f->fingerprint);
}

static void put_rules(tml_writer *w) {
  tml_buf *b = w->out;
  bool any = false;
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (!w->rules[i]) continue;
    tml_buf_fmt(b, "%s\"%u\":[", any ? ",\n" : "", i);
    any = true;
    string(b, tml_str_c(r->code));
    item(b, tml_str_c(r->name));
    item(b, tml_str_c(r->summary));
    tml_buf url = {0};
    if (tml_out_rule_url(&url, r)) item(b, tml_buf_view(&url));
    tml_buf_free(&url);
    tml_buf_c(b, ']');
  }
}

static void end(tml_writer *w, const tml_summary *s) {
  (void)s;
  tml_buf *b = w->out;
  tml_buf_fmt(b, ",\"cut\":%u,\n\"rules\":{", w->opts->max_findings);
  put_rules(w);
  tml_buf_z(b, "},\n\"files\":[");
  for (size_t i = 0; i < w->files.n; i++) {
    tml_buf_z(b, i ? ",\n[" : "\n[");
    string(b, w->files.v[i].path);
    item(b, w->files.v[i].target_language);
    item(b, w->files.v[i].source_language);
    item(b, w->pages[i].type);
    number(b, w->pages[i].words);
    number(b, w->pages[i].points);
    tml_buf_c(b, ']');
  }
  tml_buf_z(b, "],\n\"findings\":[\n");
  tml_buf_put(b, w->findings.p, w->findings.n);
  tml_buf_z(b, "]}\n</script>\n<script nonce=\"page\">\n");
  part(b, "page.js");
  tml_buf_z(b, "</script>\n</body>\n</html>\n");
}

static void close_writer(tml_writer *w) {
  tml_out_files_free(&w->files);
  tml_buf_free(&w->findings);
  free(w->pages);
  free(w->rules);
  free(w);
}

const tml_writer_kind tml_writer_html = {"html", false, open_writer, begin, file, finding, end, close_writer};
