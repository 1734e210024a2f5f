/* json.c — the `json` and `jsonl` reports: schema tmlint.report/1 (docs/schema/report.json, docs/schema/jsonl.json).
 *
 * `json` is one document; `jsonl` is a line each for the run, every file, every finding and the summary, told apart by
 * "type", with the same members. Written directly: a tree in memory would cost ten times the time.
 */
#include "out.h"

#include "tmlint/text.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifndef TML_VERSION
#define TML_VERSION "0"
#endif

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  bool lines, any_file, any_finding, in_findings;
  uint32_t shown;
};

static const char hex[] = "0123456789abcdef";

/* A character of three bytes from U+3000 to U+CFFF stands for itself: most of what is not ASCII. */
static inline bool plain_three(const char *p, const char *end) {
  unsigned char c = (unsigned char)*p;
  return c >= 0xE3 && c <= 0xEC && end - p >= 3 && ((unsigned char)p[1] & 0xC0) == 0x80 &&
         ((unsigned char)p[2] & 0xC0) == 0x80;
}

/* ASCII that stands for itself. */
static inline bool plain_one(unsigned char c) {
  static const uint64_t set[2] = {UINT64_C(0xFFFFFFFB00000000), UINT64_C(0x7FFFFFFFEFFFFFFF)};
  return c < 0x80 && (set[c >> 6] >> (c & 63) & 1);
}

/* A character of two bytes from U+00C0 to U+05FF stands for itself. */
static inline bool plain_two(const char *p, const char *end) {
  unsigned char c = (unsigned char)*p;
  return c >= 0xC3 && c <= 0xD7 && end - p >= 2 && ((unsigned char)p[1] & 0xC0) == 0x80;
}

/* Eight bytes of ASCII, none of them '"', '\\' or a control: a borrow makes false alarms only beside a true one. */
static inline bool plain_eight(const char *p) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  uint64_t w, quote, slash;
  memcpy(&w, p, 8);
  quote = w ^ ones * '"', slash = w ^ ones * '\\';
  return !((w | (w - ones * 0x20) | (w + ones) | (quote - ones) | (slash - ones)) & ones * 0x80);
}

static void quoted(tml_buf *b, tml_str s, bool exact) {
  tml_buf_c(b, '"');
  const char *p = s.p, *end = s.p + s.n, *run = p;
  while (p < end) {
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
      __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
      __m128i odd =
          _mm_or_si128(_mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(0x20)), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F))),
                       _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'))));
      unsigned hit = (unsigned)_mm_movemask_epi8(odd);
      if (!hit) continue;
      p += __builtin_ctz(hit);
      break;
    }
#endif
    while (end - p >= 8 && plain_eight(p)) p += 8;
    while (p < end && plain_one((unsigned char)*p)) p++;
    while (p < end && plain_three(p, end)) p += 3;
    while (p < end && plain_two(p, end)) p += 2;
    if (p == end) break;
    unsigned char c = (unsigned char)*p;
    if (plain_one(c)) continue;
    unsigned len = 1;
    uint32_t cp = c < 0x80 ? c : tml_utf8_lenient(p, end, &len);
    bool bad = cp == 0xFFFD && !(len == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0);
    if (bad && exact) len = 1, cp = 0xDC00 + c;
    bool odd = c < 0x80 || bad || cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF || (cp >= 0x80 && cp < 0xA0) ||
               tml_cp_is_bidi_control(cp);
    if (!odd) {
      p += len;
      continue;
    }
    tml_buf_put(b, run, (size_t)(p - run));
    p += len;
    run = p;
    if (cp == '"' || cp == '\\') tml_buf_c(b, '\\'), tml_buf_c(b, (char)cp);
    else if (cp == '\n') tml_buf_put(b, "\\n", 2);
    else if (cp == '\t') tml_buf_put(b, "\\t", 2);
    else if (cp == '\r') tml_buf_put(b, "\\r", 2);
    else {
      char u[6] = {'\\', 'u', hex[cp >> 12 & 15], hex[cp >> 8 & 15], hex[cp >> 4 & 15], hex[cp & 15]};
      tml_buf_put(b, u, 6);
    }
  }
  tml_buf_put(b, run, (size_t)(p - run));
  tml_buf_c(b, '"');
}

void tml_json_string(tml_buf *b, tml_str s) { quoted(b, s, false); }
void tml_json_bytes(tml_buf *b, tml_str s) { quoted(b, s, true); }

static void language(tml_buf *b, const char *k, tml_str v) {
  tml_out_key(b, k);
  if (v.n) tml_json_string(b, v);
  else tml_buf_z(b, "null");
}

static void strings(tml_buf *b, const tml_strs *l) {
  tml_buf_c(b, '[');
  for (uint32_t i = 0; i < l->n; i++) {
    if (i) tml_buf_put(b, ", ", 2);
    tml_json_string(b, l->v[i]);
  }
  tml_buf_c(b, ']');
}

static void summary(tml_buf *b, const tml_summary *s) {
  tml_buf_z(b, "{\"files\": ");
  tml_out_number(b, s->files);
  tml_out_count(b, "segments", s->segments);
  tml_out_count(b, "errors", s->errors);
  tml_out_count(b, "warnings", s->warnings);
  tml_out_count(b, "infos", s->infos);
  tml_out_count(b, "suppressed", s->suppressed);
  tml_out_count(b, "baselined", s->baselined);
  tml_buf_c(b, '}');
}

static void tool(tml_buf *b) {
  tml_buf_z(b, "\"schema\": \"tmlint.report/1\", \"tool\": {\"name\": \"tmlint\", \"version\": \"" TML_VERSION "\"}");
}

static void excerpt(tml_buf *b, const char *k, const tml_excerpt *e) {
  if (!e->present) return;
  tml_out_key(b, k);
  tml_buf_z(b, "{\"text\": ");
  tml_json_string(b, e->text);
  tml_out_count(b, "start", e->start);
  tml_out_count(b, "end", e->end);
  tml_out_key(b, "marks");
  tml_buf_c(b, '[');
  for (uint32_t i = 0; i < e->nmarks; i++) {
    if (i) tml_buf_put(b, ", ", 2);
    tml_buf_c(b, '[');
    tml_out_number(b, e->marks[i].start);
    tml_buf_put(b, ", ", 2);
    tml_out_number(b, e->marks[i].end);
    tml_buf_c(b, ']');
  }
  tml_buf_put(b, "]}", 2);
}

void tml_out_evidence(tml_buf *b, const tml_finding *f) {
  static const char *const names[TML_EV_KINDS] = {"source", "target", "page", "anchor"};
  bool any = false;
  tml_out_key(b, "evidence");
  tml_buf_c(b, '{');
  for (int k = 0; k < TML_EV_KINDS; k++) {
    if (!f->evidence[k].n) continue;
    if (any) tml_buf_put(b, ", ", 2);
    any = true;
    tml_buf_c(b, '"');
    tml_buf_z(b, names[k]);
    tml_buf_put(b, "\": ", 3);
    strings(b, &f->evidence[k]);
  }
  tml_buf_c(b, '}');
}

static void fix(tml_buf *b, const tml_finding *f) {
  tml_out_key(b, "fix");
  if (!f->nedits) {
    tml_buf_z(b, "null");
    return;
  }
  tml_buf_z(b, f->fix_safe ? "{\"safe\": true, \"edits\": [" : "{\"safe\": false, \"edits\": [");
  for (uint32_t i = 0; i < f->nedits; i++) {
    tml_buf_z(b, i ? ", {\"start\": " : "{\"start\": ");
    tml_out_number(b, f->edits[i].start);
    tml_out_count(b, "end", f->edits[i].end);
    tml_out_text(b, "text", f->edits[i].text);
    tml_buf_c(b, '}');
  }
  tml_buf_put(b, "]}", 2);
}

static void related(tml_buf *b, const tml_finding *f) {
  tml_out_key(b, "related");
  tml_buf_c(b, '[');
  for (uint32_t i = 0; i < f->nrelated; i++) {
    const tml_related *r = &f->related[i];
    tml_buf_z(b, i ? ", {\"path\": " : "{\"path\": ");
    tml_json_string(b, r->path);
    if (r->segment.n) tml_out_text(b, "segment", r->segment);
    tml_out_count(b, "line", r->line);
    tml_out_count(b, "column", r->column);
    tml_out_text(b, "message", r->message);
    tml_buf_c(b, '}');
  }
  tml_buf_c(b, ']');
}

static void members(tml_buf *b, const tml_finding *f, const tml_cause *c) {
  const tml_rule *r = tml_rule_at(f->rule);
  tml_buf_z(b, "\"code\": \"");
  tml_buf_z(b, r->code);
  tml_buf_z(b, "\", \"rule\": \"");
  tml_buf_z(b, r->name);
  tml_buf_z(b, "\", \"severity\": \"");
  tml_buf_z(b, tml_severity_names[f->severity]);
  tml_buf_c(b, '"');
  tml_out_text(b, "path", f->path);
  if (f->source_path.n) tml_out_text(b, "source_path", f->source_path);
  tml_out_count(b, "line", f->line);
  tml_out_count(b, "column", f->column);
  tml_out_count(b, "end_line", f->end_line);
  tml_out_count(b, "end_column", f->end_column);
  if (f->segment.n) tml_out_text(b, "segment", f->segment);
  tml_out_text(b, "side", tml_str_c(tml_side_names[f->side]));
  tml_out_text(b, "suspect", tml_str_c(tml_suspect_names[f->suspect]));
  tml_out_text(b, "action", tml_str_c(tml_action_names[f->action]));
  tml_out_key(b, "cause");
  if (c->id) tml_buf_fmt(b, "\"c%u\"", (unsigned)c->id);
  else tml_buf_z(b, "null");
  tml_out_text(b, "message", f->message);
  excerpt(b, "source", &f->source);
  excerpt(b, "target", &f->target);
  if (f->side == TML_SIDE_PAGE) {
    tml_out_key(b, "mark");
    tml_buf_z(b, "{\"start\": ");
    tml_out_number(b, f->start);
    tml_out_count(b, "end", f->end);
    tml_buf_c(b, '}');
  }
  tml_out_evidence(b, f);
  tml_out_key(b, "fingerprint");
  char print[18] = {'"'};
  for (int i = 0; i < 16; i++) print[1 + i] = hex[f->fingerprint >> (60 - 4 * i) & 15];
  print[17] = '"';
  tml_buf_put(b, print, sizeof print);
  tml_out_key(b, "suppressed");
  if (f->suppressed_by.n) {
    tml_buf_z(b, "{\"by\": ");
    tml_json_string(b, f->suppressed_by);
    tml_out_text(b, "reason", f->suppressed_reason);
    tml_buf_c(b, '}');
  } else {
    tml_buf_z(b, "null");
  }
  fix(b, f);
  related(b, f);
}

static void file_members(tml_buf *b, const tml_report_file *f) {
  tml_buf_z(b, "\"path\": ");
  tml_json_string(b, f->path);
  tml_out_text(b, "format", f->format);
  language(b, "source_language", f->source_language);
  language(b, "target_language", f->target_language);
  tml_out_count(b, "segments", f->segments);
  tml_out_count(b, "source_words", f->source_words);
  tml_out_key(b, "subject");
  strings(b, &f->subject);
  tml_out_key(b, "metadata");
  tml_buf_c(b, '{');
  if (f->translation_type.n) {
    tml_buf_z(b, "\"ms.translationtype\": ");
    tml_json_string(b, f->translation_type);
  }
  tml_buf_c(b, '}');
  tml_out_count(b, "findings", f->findings);
}

/* ---- the two writers ---- */

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  return w;
}

static tml_writer *open_lines(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = open_writer(out, opts);
  w->lines = true;
  return w;
}

static void begin(tml_writer *w, const tml_summary *s) {
  tml_buf *b = w->out;
  if (w->lines) {
    tml_buf_z(b, "{\"type\": \"run\", ");
    tool(b);
    tml_buf_z(b, "}\n");
    return;
  }
  tml_buf_z(b, "{\n");
  tool(b);
  tml_buf_z(b, ",\n\"summary\": ");
  summary(b, s);
  tml_buf_z(b, ",\n\"files\": [");
}

static void file(tml_writer *w, const tml_report_file *f) {
  tml_buf *b = w->out;
  if (w->lines) {
    tml_buf_z(b, "{\"type\": \"file\", ");
    file_members(b, f);
    tml_buf_z(b, "}\n");
    return;
  }
  tml_buf_z(b, w->any_file ? ",\n{" : "\n{");
  w->any_file = true;
  file_members(b, f);
  tml_buf_c(b, '}');
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  tml_buf *b = w->out;
  if (w->opts->max_findings && w->shown >= w->opts->max_findings) return;
  w->shown++;
  if (w->lines) {
    tml_buf_z(b, "{\"type\": \"finding\", ");
    members(b, f, c);
    tml_buf_z(b, "}\n");
    return;
  }
  if (!w->in_findings) tml_buf_z(b, "\n],\n\"findings\": [");
  w->in_findings = true;
  tml_buf_z(b, w->any_finding ? ",\n{" : "\n{");
  w->any_finding = true;
  members(b, f, c);
  tml_buf_c(b, '}');
}

static void end(tml_writer *w, const tml_summary *s) {
  tml_buf *b = w->out;
  if (w->lines) {
    tml_buf_z(b, "{\"type\": \"summary\", \"summary\": ");
    summary(b, s);
    tml_buf_z(b, "}\n");
    return;
  }
  if (!w->in_findings) tml_buf_z(b, "\n],\n\"findings\": [");
  tml_buf_z(b, "\n]\n}\n");
}

static void close_writer(tml_writer *w) { free(w); }

const tml_writer_kind tml_writer_json = {"json", false, open_writer, begin, file, finding, end, close_writer};
const tml_writer_kind tml_writer_jsonl = {"jsonl", true, open_lines, begin, file, finding, end, close_writer};
