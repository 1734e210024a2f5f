/* out.c — what several formats share (out.h). */
#include "out.h"

#include "excerpt.h"

#include <stdio.h>

#ifndef TML_DOCS_URL
#define TML_DOCS_URL ""
#endif

void tml_out_message(tml_buf *b, const tml_finding *f, const tml_cause *c) {
  tml_excerpt_harmless(b, f->message);
  if (c->count < 2) return;
  uint32_t n = c->count - 1;
  if (c->systematic) tml_buf_fmt(b, " (and %u more %s)", n, n == 1 ? "place" : "places");
  else tml_buf_fmt(b, " (and %u more with the same cause)", n);
}

/* Where a text was decoded, its bytes in the file are others. */
static bool is_raw(const tml_excerpt *e) { return e->present && e->end - e->start == e->text.n; }

bool tml_out_bytes(const tml_finding *f, uint32_t start, uint32_t end, tml_str *out) {
  const tml_excerpt *sides[] = {&f->target, &f->source};
  for (size_t i = 0; i < TML_COUNT(sides); i++) {
    const tml_excerpt *e = sides[i];
    if (!is_raw(e) || start < e->start || end > e->end || start > end) continue;
    *out = tml_str_n(e->text.p + (start - e->start), end - start);
    return true;
  }
  return false;
}

tml_str tml_out_marked(const tml_finding *f) {
  tml_str s;
  const tml_excerpt *e = f->side == TML_SIDE_SOURCE ? &f->source : &f->target;
  if (f->side != TML_SIDE_PAGE && e->nmarks && tml_out_bytes(f, e->marks[0].start, e->marks[0].end, &s)) return s;
  return f->end > f->start && tml_out_bytes(f, f->start, f->end, &s) ? s : TML_S("");
}

bool tml_out_byte_position(const tml_finding *f, uint32_t off, uint32_t *line, uint32_t *column) {
  if (f->line_at == UINT32_MAX || f->line_at > f->start || !f->line) return false;
  tml_str between;
  *line = f->line;
  bool same = off >= f->line_at && off <= f->start;
  if (same || (off > f->start && off <= f->end && f->end_line == f->line)) {
    *column = off - f->line_at + 1;
    return true;
  }
  if (off < f->start || !tml_out_bytes(f, f->start, off, &between)) return false;
  uint32_t at = f->line_at;
  for (size_t i = 0; i < between.n; i++)
    if (between.p[i] == '\n') ++*line, at = f->start + (uint32_t)i + 1;
  *column = off - at + 1;
  return true;
}

/* ---- escapes ----------------------------------------------------------------------------------------------------- */

void tml_out_xml(tml_buf *b, tml_str s) {
  tml_buf plain = {0};
  tml_excerpt_harmless(&plain, s);
  for (size_t i = 0; i < plain.n; i++) {
    switch (plain.p[i]) {
    case '&': tml_buf_z(b, "&amp;"); break;
    case '<': tml_buf_z(b, "&lt;"); break;
    case '>': tml_buf_z(b, "&gt;"); break;
    case '"': tml_buf_z(b, "&quot;"); break;
    case '\'': tml_buf_z(b, "&apos;"); break;
    default: tml_buf_c(b, plain.p[i]); break;
    }
  }
  tml_buf_free(&plain);
}

void tml_out_markdown(tml_buf *b, tml_str s) {
  tml_buf plain = {0};
  tml_excerpt_harmless(&plain, s);
  for (size_t i = 0; i < plain.n; i++) {
    char c = plain.p[i];
    if (c && strchr("&<>\"'`*_[]\\~#!|@$^{}", c)) tml_buf_fmt(b, "&#%d;", c);
    else tml_buf_c(b, c);
  }
  tml_buf_free(&plain);
}

void tml_out_uri(tml_buf *b, tml_str path) {
  static const char safe[] = "-._~/!$&'()*+,;=@";
  if (path.n && *path.p == '/') tml_buf_z(b, "file://");
  else
    while (tml_str_starts(path, TML_S("./"))) path = tml_str_n(path.p + 2, path.n - 2);
  for (size_t i = 0; i < path.n; i++) {
    unsigned char c = (unsigned char)path.p[i];
    bool keep = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr(safe, c));
    if (keep) tml_buf_c(b, (char)c);
    else tml_buf_fmt(b, "%%%02X", c);
  }
}

bool tml_out_rule_url(tml_buf *b, const tml_rule *r) {
  static const char base[] = TML_DOCS_URL;
  if (sizeof base == 1) return false;
  tml_buf_fmt(b, "%s/rules/%s.md", base, r->code);
  return true;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

void tml_out_files_add(tml_out_files *l, const tml_report_file *f) {
  l->v = tml_arena_grow(&l->arena, l->v, l->n, &l->cap, sizeof *l->v);
  struct tml_out_file *e = &l->v[l->n++];
  e->path = tml_arena_str(&l->arena, f->path);
  e->source_language = tml_arena_str(&l->arena, f->source_language);
  e->target_language = tml_arena_str(&l->arena, f->target_language);
}

void tml_out_files_free(tml_out_files *l) { tml_arena_free(&l->arena); }

size_t tml_out_files_find(tml_out_files *l, tml_str path) {
  for (size_t i = 0; i < l->n; i++) {
    size_t k = (l->at + i) % l->n;
    if (!tml_str_eq(l->v[k].path, path)) continue;
    l->at = k;
    return k;
  }
  return SIZE_MAX;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

void tml_out_number(tml_buf *b, uint64_t v) {
  if (b->cap - b->n < TML_DIGITS) tml_buf_reserve(b, TML_DIGITS);
  b->n += tml_decimal(b->p + b->n, v);
}

void tml_out_json_harmless(tml_buf *b, tml_str s) {
  tml_buf plain = {0};
  tml_excerpt_harmless(&plain, s);
  tml_json_string(b, tml_buf_view(&plain));
  tml_buf_free(&plain);
}
