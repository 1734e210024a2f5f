/* load.c — reads a saved `json` report (load.h).
 *
 * The grammar is RFC 8259, by a reader of our own: what the writer makes of a bad byte (\ufffd as an escape) and of a
 * NUL must come back so that it is written the same again, which a JSON library that deals in C strings can't do.
 */
#include "tmlint/load.h"

#include "out.h"

#include <stdlib.h>

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

enum type { NONE, OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NUL };
enum { DEPTH = 32 };

typedef struct node {
  enum type type;
  tml_str key, text;
  uint64_t number;
  struct node *child, *next;
  size_t n; /* children */
} node;

typedef struct reader {
  tml_arena *a;
  const char *p, *end, *begin;
  const char *fault; /* what is wrong at p */
} reader;

static void blanks(reader *r) {
  while (r->p < r->end && strchr(" \t\r\n", *r->p) && *r->p) r->p++;
}

static bool wrong(reader *r, const char *what) {
  if (!r->fault) r->fault = what;
  return false;
}

static bool hex4(reader *r, uint32_t *cp) {
  *cp = 0;
  for (int i = 0; i < 4; i++, r->p++) {
    static const char digits[] = "0123456789abcdef";
    const char *d = r->p < r->end && *r->p ? strchr(digits, *r->p >= 'A' && *r->p <= 'F' ? *r->p + 32 : *r->p) : NULL;
    if (!d) return wrong(r, "\\u needs four hexadecimal digits");
    *cp = *cp << 4 | (uint32_t)(d - digits);
  }
  return true;
}

static size_t put_utf8(char *to, uint32_t cp) {
  if (cp < 0x80) return to[0] = (char)cp, 1;
  if (cp < 0x800) return to[0] = (char)(0xC0 | cp >> 6), to[1] = (char)(0x80 | (cp & 63)), 2;
  size_t n = 0;
  if (cp < 0x10000) to[n++] = (char)(0xE0 | cp >> 12);
  else to[n++] = (char)(0xF0 | cp >> 18), to[n++] = (char)(0x80 | (cp >> 12 & 63));
  to[n++] = (char)(0x80 | (cp >> 6 & 63));
  to[n++] = (char)(0x80 | (cp & 63));
  return n;
}

/* Behind a backslash. U+FFFD as an escape stands for a bad byte: 0xFF is one that comes out as the same escape. */
static bool escape(reader *r, char *to, size_t *n) {
  static const char from[] = "\"\\/bfnrt", as[] = "\"\\/\b\f\n\r\t";
  if (r->p == r->end) return wrong(r, "the text ends in an escape");
  char c = *r->p++;
  const char *at = c ? strchr(from, c) : NULL;
  uint32_t cp, low;
  if (at) {
    to[(*n)++] = as[at - from];
    return true;
  }
  if (c != 'u' || !hex4(r, &cp)) return wrong(r, "an unknown escape");
  if (cp >= 0xD800 && cp < 0xDC00 && r->end - r->p > 6 && r->p[0] == '\\' && r->p[1] == 'u') {
    r->p += 2;
    if (!hex4(r, &low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return wrong(r, "half a surrogate pair");
    cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
  }
  if (cp == 0xFFFD || (cp >= 0xD800 && cp < 0xE000)) to[(*n)++] = '\xFF';
  else *n += put_utf8(to + *n, cp);
  return true;
}

static bool string(reader *r, tml_str *out) {
  const char *p = ++r->p;
  while (p < r->end && *p != '"' && *p != '\\') p++;
  if (p < r->end && *p == '"') { /* nothing to decode */
    *out = tml_str_n(r->p, (size_t)(p - r->p));
    r->p = p + 1;
    return true;
  }
  while (p < r->end && *p != '"') p += *p == '\\' && p + 1 < r->end ? 2 : 1;
  if (p >= r->end) return wrong(r, "a text without its closing quote");
  char *to = tml_arena_alloc(r->a, (size_t)(p - r->p) + 1);
  size_t n = 0;
  while (*r->p != '"') {
    if (*r->p != '\\') {
      to[n++] = *r->p++;
      continue;
    }
    r->p++;
    if (!escape(r, to, &n)) return false;
  }
  r->p++;
  *out = tml_str_n(to, n);
  return true;
}

static bool word(reader *r, node *v, const char *z, enum type type) {
  size_t n = strlen(z);
  if ((size_t)(r->end - r->p) < n || memcmp(r->p, z, n) != 0) return wrong(r, "an unknown word");
  r->p += n;
  v->type = type;
  return true;
}

/* Reports have whole numbers from 0; of any other number only the whole part is read. */
static bool number(reader *r, node *v) {
  v->type = NUMBER;
  if (*r->p == '-') r->p++;
  if (r->p == r->end || *r->p < '0' || *r->p > '9') return wrong(r, "a value is expected");
  for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++) v->number = v->number * 10 + (uint64_t)(*r->p - '0');
  while (r->p < r->end && *r->p && strchr("0123456789.eE+-", *r->p)) r->p++;
  return true;
}

static bool value(reader *r, node *v, int depth);

static bool children(reader *r, node *v, int depth) {
  bool object = *r->p == '{';
  char close = object ? '}' : ']';
  node **last = &v->child;
  v->type = object ? OBJECT : ARRAY;
  if (depth == DEPTH) return wrong(r, "nested too deeply");
  r->p++;
  blanks(r);
  if (r->p < r->end && *r->p == close) {
    r->p++;
    return true;
  }
  for (;;) {
    node *c = TML_NEW(r->a, node);
    blanks(r);
    if (object) {
      if (r->p == r->end || *r->p != '"') return wrong(r, "a key is expected");
      if (!string(r, &c->key)) return false;
      blanks(r);
      if (r->p == r->end || *r->p++ != ':') return wrong(r, "a colon is expected");
    }
    if (!value(r, c, depth + 1)) return false;
    *last = c;
    last = &c->next;
    v->n++;
    blanks(r);
    if (r->p == r->end) return wrong(r, "the file ends here: is it cut?");
    char sign = *r->p++;
    if (sign == close) return true;
    if (sign != ',') return wrong(r, "a comma is expected");
  }
}

static bool value(reader *r, node *v, int depth) {
  blanks(r);
  if (r->p == r->end) return wrong(r, "the file ends here: is it cut?");
  switch (*r->p) {
  case '{':
  case '[': return children(r, v, depth);
  case '"': v->type = STRING; return string(r, &v->text);
  case 't': return word(r, v, "true", TRUE);
  case 'f': return word(r, v, "false", FALSE);
  case 'n': return word(r, v, "null", NUL);
  default: return number(r, v);
  }
}

/* ---- members ------------------------------------------------------------------------------------------------------ */

static const node nothing;

static const node *member(const node *v, const char *key) {
  for (const node *c = v->type == OBJECT ? v->child : NULL; c; c = c->next)
    if (tml_str_is(c->key, key)) return c;
  return &nothing;
}

static tml_str text(const node *v, const char *key) {
  const node *m = member(v, key);
  return m->type == STRING ? m->text : TML_S("");
}

static uint32_t n32(const node *v, const char *key) {
  uint64_t n = member(v, key)->number;
  return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

static int name_of(tml_str s, const char *const *names, int n) {
  for (int i = 0; i < n; i++)
    if (tml_str_is(s, names[i])) return i;
  return -1;
}

static tml_strs strings(tml_arena *a, const node *list) {
  tml_strs s = {.v = TML_NEWN(a, tml_str, list->n)};
  for (const node *c = list->child; c; c = c->next) s.v[s.n++] = c->text;
  return s;
}

static tml_excerpt excerpt(tml_arena *a, const node *v) {
  tml_excerpt e = {
      .present = v->type == OBJECT, .text = text(v, "text"), .start = n32(v, "start"), .end = n32(v, "end")};
  const node *marks = member(v, "marks");
  e.marks = TML_NEWN(a, tml_span, marks->n);
  for (const node *m = marks->child; m; m = m->next)
    if (m->n == 2) e.marks[e.nmarks++] = (tml_span){(uint32_t)m->child->number, (uint32_t)m->child->next->number};
  return e;
}

static void fix(tml_arena *a, const node *v, tml_finding *f) {
  const node *edits = member(v, "edits");
  f->fix_safe = member(v, "safe")->type == TRUE;
  f->edits = TML_NEWN(a, tml_edit, edits->n);
  for (const node *e = edits->child; e; e = e->next)
    f->edits[f->nedits++] = (tml_edit){n32(e, "start"), n32(e, "end"), text(e, "text")};
}

static void related(tml_arena *a, const node *list, tml_finding *f) {
  f->related = TML_NEWN(a, tml_related, list->n);
  for (const node *r = list->child; r; r = r->next)
    f->related[f->nrelated++] =
        (tml_related){text(r, "path"), text(r, "segment"), text(r, "message"), n32(r, "line"), n32(r, "column")};
}

/* The place that line and column are of: the mark of a page finding, the first mark of its side, or its side's text. */
static void place(const node *v, tml_finding *f) {
  const node *mark = member(v, "mark");
  const tml_excerpt *e = f->side == TML_SIDE_SOURCE ? &f->source : &f->target;
  if (mark->type == OBJECT) f->start = n32(mark, "start"), f->end = n32(mark, "end");
  else if (e->nmarks) f->start = e->marks[0].start, f->end = e->marks[0].end;
  else f->start = e->start, f->end = e->end;
}

static const char *finding(tml_arena *a, const node *v, tml_finding *f) {
  static const char *const evidence[TML_EV_KINDS] = {"source", "target", "page", "anchor"};
  int rule = tml_rule_find(text(v, "code"));
  int severity = name_of(text(v, "severity"), tml_severity_names, 4),
      side = name_of(text(v, "side"), tml_side_names, 3);
  int suspect = name_of(text(v, "suspect"), tml_suspect_names, 3),
      action = name_of(text(v, "action"), tml_action_names, 4);
  if (rule < 0) return "has a rule that this version does not know";
  if (severity < 1 || side < 0 || suspect < 0 || action < 0 || !text(v, "path").n) return "lacks a member";
  f->rule = (uint16_t)rule, f->severity = (uint8_t)severity, f->side = (uint8_t)side;
  f->suspect = (uint8_t)suspect, f->action = (uint8_t)action;
  f->path = text(v, "path"), f->segment = text(v, "segment"), f->message = text(v, "message");
  f->source_path = text(v, "source_path");
  f->line = n32(v, "line"), f->column = n32(v, "column"), f->end_line = n32(v, "end_line"),
  f->end_column = n32(v, "end_column");
  f->line_at = UINT32_MAX;
  f->source = excerpt(a, member(v, "source"));
  f->target = excerpt(a, member(v, "target"));
  place(v, f);
  for (int k = 0; k < TML_EV_KINDS; k++) f->evidence[k] = strings(a, member(member(v, "evidence"), evidence[k]));
  tml_str cause = text(v, "cause"), print = text(v, "fingerprint");
  for (size_t i = 1; i < cause.n && cause.p[i] >= '0' && cause.p[i] <= '9'; i++)
    f->cause = f->cause * 10 + (uint64_t)(cause.p[i] - '0');
  for (size_t i = 0; i < print.n && i < 16; i++)
    f->fingerprint = f->fingerprint << 4 | (uint64_t)(print.p[i] >= 'a' ? print.p[i] - 'a' + 10 : print.p[i] - '0');
  f->rank = side == TML_SIDE_PAGE ? 90 : tml_rule_at(f->rule)->scope == TML_SCOPE_SEGMENT ? 10 : 20;
  fix(a, member(v, "fix"), f);
  related(a, member(v, "related"), f);
  f->suppressed_by = text(member(v, "suppressed"), "by");
  f->suppressed_reason = text(member(v, "suppressed"), "reason");
  return NULL;
}

static void file(tml_arena *a, const node *v, tml_report_file *f) {
  *f = (tml_report_file){.path = text(v, "path"),
                         .format = text(v, "format"),
                         .source_language = text(v, "source_language"),
                         .target_language = text(v, "target_language"),
                         .segments = n32(v, "segments"),
                         .source_words = n32(v, "source_words"),
                         .subject = strings(a, member(v, "subject")),
                         .translation_type = text(member(v, "metadata"), "ms.translationtype")};
}

/* ---- causes ------------------------------------------------------------------------------------------------------- */

static bool same_evidence(const tml_finding *f, const tml_finding *g) {
  if (f->rule != g->rule) return false;
  for (int k = 0; k < TML_EV_KINDS; k++) {
    if (f->evidence[k].n != g->evidence[k].n) return false;
    for (uint32_t i = 0; i < f->evidence[k].n; i++)
      if (!tml_str_eq(f->evidence[k].v[i], g->evidence[k].v[i])) return false;
  }
  return true;
}

/* A cause of one rule and one evidence, in three places or more, is one that a run makes, and finds again by itself. */
static void forget_systematic(tml_loaded *l) {
  tml_map first = {0}, other = {0};
  for (size_t i = 0; i < l->nfindings; i++) {
    const tml_finding *f = &l->findings[i];
    if (!f->cause) continue;
    bool fresh;
    uint64_t *at = tml_map_put(&first, f->cause, &fresh);
    if (fresh) *at = i;
    if (!same_evidence(f, &l->findings[*at])) *tml_map_put(&other, f->cause, NULL) = 1;
  }
  for (size_t i = 0; i < l->nfindings; i++) {
    tml_finding *f = &l->findings[i];
    if (f->cause && !tml_map_get(&other, f->cause)) f->cause = 0, f->rank = 100;
    else if (!f->cause) f->rank = 100;
  }
  tml_map_free(&first);
  tml_map_free(&other);
}

static int malformed(const reader *r, const char *name, tml_err *err) {
  size_t line = 1;
  for (const char *p = r->begin; p < r->p; p++) line += *p == '\n';
  return tml_fail(err, TML_EFORMAT, "%s:%zu: %s; `tmlint --format json=FILE` writes what can be merged", name, line,
                  r->fault ? r->fault : "something stands behind the report");
}

int tml_report_load(tml_arena *a, const char *name, tml_str json, tml_loaded *out, tml_err *err) {
  reader r = {a, json.p, json.p + json.n, json.p, NULL};
  node root = {0};
  *out = (tml_loaded){0};
  if (!value(&r, &root, 0)) return malformed(&r, name, err);
  blanks(&r);
  if (r.p < r.end) return malformed(&r, name, err);
  const node *files = member(&root, "files"), *findings = member(&root, "findings");
  if (!tml_str_is(text(&root, "schema"), "tmlint.report/1") || files->type != ARRAY || findings->type != ARRAY)
    return tml_fail(err, TML_EFORMAT,
                    "%s: this is no report of schema tmlint.report/1; `tmlint --format json=FILE` writes one", name);
  out->baselined = member(member(&root, "summary"), "baselined")->number;
  out->files = TML_NEWN(a, tml_report_file, files->n);
  for (const node *c = files->child; c; c = c->next) file(a, c, &out->files[out->nfiles++]);
  out->findings = TML_NEWN(a, tml_finding, findings->n);
  for (const node *c = findings->child; c; c = c->next) {
    const char *what = finding(a, c, &out->findings[out->nfindings++]);
    tml_str code = text(c, "code");
    if (what)
      return tml_fail(err, TML_EFORMAT, "%s: finding %zu (%.*s) %s", name, out->nfindings, (int)code.n, code.p, what);
  }
  forget_systematic(out);
  return TML_OK;
}
