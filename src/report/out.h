/* out.h — private to report: what several formats share: members of JSON, escapes, what is shown of a cause.
 *
 * Texts of pages are made harmless before they meet a format: control and bidi characters and bad bytes stand as
 * escapes on one line (excerpt.h). Only what a program takes back as bytes (snippets, replacements) stays as it is.
 */
#ifndef TML_REPORT_OUT_H
#define TML_REPORT_OUT_H

#include "tmlint/report.h"
#include "tmlint/rule.h"

/* Annotations show a cause once, and what is suppressed not at all. */
static inline bool tml_out_shown(const tml_finding *f, const tml_cause *c) { return !f->suppressed_by.n && c->first; }
/* The message on one line, with how many others share the cause. */
void tml_out_message(tml_buf *b, const tml_finding *f, const tml_cause *c);
/* The severity that a cause counts as, where it is shown once. */
static inline unsigned tml_out_severity(const tml_finding *f, const tml_cause *c) {
  return tml_cause_severity(f, c, 0xFF) & 3;
}
/* The text that the finding's first mark (else its place) covers, where it can be told; else empty. */
tml_str tml_out_marked(const tml_finding *f);
/* A text for an XML attribute or element: harmless, then & < > " and ' as references. */
void tml_out_xml(tml_buf *b, tml_str s);
/* A text for one line of Markdown: harmless, then every sign that could mean something as a reference. */
void tml_out_markdown(tml_buf *b, tml_str s);
/* A path as a relative URI reference or, when it is absolute, as a file: URI. */
void tml_out_uri(tml_buf *b, tml_str path);
/* The page about the rule, where the build knows a place for it (DOCS_URL); else false. */
bool tml_out_rule_url(tml_buf *b, const tml_rule *r);

/* Line and byte column (from 1) of a file offset, as far as the finding lets them be told; else false. */
bool tml_out_byte_position(const tml_finding *f, uint32_t off, uint32_t *line, uint32_t *column);
/* The bytes of the file from start to end, as far as the finding's excerpts hold them; else false. */
bool tml_out_bytes(const tml_finding *f, uint32_t start, uint32_t end, tml_str *out);

/* ---- the files of a report, for formats that need them with their findings ---- */

typedef struct tml_out_files {
  tml_arena arena;
  struct tml_out_file {
    tml_str path, source_language, target_language;
  } * v;
  size_t n, cap, at;
} tml_out_files;
void tml_out_files_add(tml_out_files *l, const tml_report_file *f);
void tml_out_files_free(tml_out_files *l);
/* Index of the path; findings come in the order of the files, so that this is quick. SIZE_MAX where there is none. */
size_t tml_out_files_find(tml_out_files *l, tml_str path);

/* ---- JSON: members after a first one ---- */

void tml_out_number(tml_buf *b, uint64_t v);
static inline void tml_out_key(tml_buf *b, const char *k) { /* , "k": */
  size_t n = strlen(k);                                     /* of a literal: known when it is compiled */
  if (TML_UNLIKELY(b->cap - b->n < n + 6)) tml_buf_reserve(b, n + 6);
  char *p = b->p + b->n;
  memcpy(p, ", \"", 3);
  memcpy(p + 3, k, n);
  memcpy(p + 3 + n, "\": ", 3);
  b->n += n + 6;
}
static inline void tml_out_text(tml_buf *b, const char *k, tml_str v) {
  tml_out_key(b, k);
  tml_json_string(b, v);
}
static inline void tml_out_z(tml_buf *b, const char *k, const char *v) { tml_out_text(b, k, tml_str_c(v)); }
static inline void tml_out_count(tml_buf *b, const char *k, uint64_t v) {
  tml_out_key(b, k);
  tml_out_number(b, v);
}
/* "evidence": {…} of the finding. json.c */
void tml_out_evidence(tml_buf *b, const tml_finding *f);
/* A harmless text as a JSON string. */
void tml_out_json_harmless(tml_buf *b, tml_str s);

#endif
