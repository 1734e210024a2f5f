/* find.c — findings packed into blobs and back: what waits for its turn in a report takes no more than it must. */
#include "tmlint/find.h"

const char *const tml_severity_names[] = {"off", "info", "warning", "error"};
const char *const tml_side_names[] = {"page", "source", "target"};
const char *const tml_suspect_names[] = {"unknown", "source", "target"};
const char *const tml_action_names[] = {"fix-target", "fix-memory", "re-handoff", "fix-config"};

static void put_n(tml_buf *b, uint64_t v) { /* LEB128 */
  while (v >= 0x80) {
    tml_buf_c(b, (char)(v | 0x80));
    v >>= 7;
  }
  tml_buf_c(b, (char)v);
}

static void put_s(tml_buf *b, tml_str s) {
  put_n(b, s.n);
  tml_buf_put(b, s.p, s.n);
}

static void put_8(tml_buf *b, uint64_t v) { tml_buf_put(b, &v, 8); }

static void put_excerpt(tml_buf *b, const tml_excerpt *e) {
  tml_buf_c(b, e->present);
  if (!e->present) return;
  put_s(b, e->text);
  put_n(b, e->start);
  put_n(b, e->end);
  put_n(b, e->nmarks);
  for (uint32_t i = 0; i < e->nmarks; i++) put_n(b, e->marks[i].start), put_n(b, e->marks[i].end);
}

void tml_find_pack(tml_buf *b, const tml_finding *f) {
  put_n(b, f->rule);
  const char small[] = {(char)f->severity, (char)f->side,     (char)f->suspect, (char)f->action,
                        (char)f->pending,  (char)f->fix_safe, (char)f->rank};
  tml_buf_put(b, small, sizeof small);
  put_n(b, f->start);
  put_n(b, f->end);
  put_n(b, f->line);
  put_n(b, f->column);
  put_n(b, f->end_line);
  put_n(b, f->end_column);
  put_n(b, f->line_at);
  put_s(b, f->path);
  put_s(b, f->segment);
  put_s(b, f->message);
  put_s(b, f->source_path);
  put_excerpt(b, &f->source);
  put_excerpt(b, &f->target);
  for (int k = 0; k < TML_EV_KINDS; k++) {
    put_n(b, f->evidence[k].n);
    for (uint32_t i = 0; i < f->evidence[k].n; i++) put_s(b, f->evidence[k].v[i]);
  }
  put_8(b, f->cause);
  put_8(b, f->pending_key);
  put_8(b, f->fp_text);
  put_8(b, f->fingerprint);
  put_n(b, f->nrelated);
  for (uint32_t i = 0; i < f->nrelated; i++) {
    put_s(b, f->related[i].path);
    put_s(b, f->related[i].segment);
    put_s(b, f->related[i].message);
    put_n(b, f->related[i].line);
    put_n(b, f->related[i].column);
  }
  if (f->pending == TML_PEND_DONORS) tml_buf_put(b, f->borrowed, f->nrelated * sizeof *f->borrowed);
  put_n(b, f->nedits);
  for (uint32_t i = 0; i < f->nedits; i++)
    put_n(b, f->edits[i].start), put_n(b, f->edits[i].end), put_s(b, f->edits[i].text);
  put_s(b, f->suppressed_by);
  put_s(b, f->suppressed_reason);
}

/* A blob is our own and whole: no bounds beyond what keeps a fault from running wild. */
typedef struct cursor {
  const char *p, *end;
} cursor;

static uint64_t get_n(cursor *c) {
  uint64_t v = 0;
  unsigned shift = 0;
  while (c->p < c->end) {
    unsigned char b = (unsigned char)*c->p++;
    v |= (uint64_t)(b & 0x7F) << shift;
    if (!(b & 0x80)) break;
    shift += 7;
  }
  return v;
}

static uint32_t get_32(cursor *c) { return (uint32_t)get_n(c); }

static tml_str get_s(cursor *c) {
  size_t n = (size_t)get_n(c);
  if (n > (size_t)(c->end - c->p)) n = (size_t)(c->end - c->p);
  tml_str s = {c->p, n};
  c->p += n;
  return s;
}

static uint64_t get_8(cursor *c) {
  uint64_t v = 0;
  if (c->end - c->p >= 8) memcpy(&v, c->p, 8), c->p += 8;
  return v;
}

static void get_excerpt(tml_arena *a, cursor *c, tml_excerpt *e) {
  *e = (tml_excerpt){.present = c->p < c->end && *c->p++};
  if (!e->present) return;
  e->text = get_s(c);
  e->start = get_32(c);
  e->end = get_32(c);
  e->nmarks = get_32(c);
  e->marks = TML_NEWN(a, tml_span, e->nmarks);
  for (uint32_t i = 0; i < e->nmarks; i++) e->marks[i].start = get_32(c), e->marks[i].end = get_32(c);
}

size_t tml_find_unpack(tml_arena *a, const char *p, size_t n, tml_finding *f) {
  cursor at = {p, p + n}, *c = &at;
  memset(f, 0, sizeof *f);
  f->rule = (uint16_t)get_n(c);
  if (c->end - c->p < 7) return 0;
  f->severity = (uint8_t)c->p[0], f->side = (uint8_t)c->p[1], f->suspect = (uint8_t)c->p[2],
  f->action = (uint8_t)c->p[3];
  f->pending = (uint8_t)c->p[4], f->fix_safe = c->p[5] != 0, f->rank = (uint8_t)c->p[6];
  c->p += 7;
  f->start = get_32(c);
  f->end = get_32(c);
  f->line = get_32(c);
  f->column = get_32(c);
  f->end_line = get_32(c);
  f->end_column = get_32(c);
  f->line_at = get_32(c);
  f->path = get_s(c);
  f->segment = get_s(c);
  f->message = get_s(c);
  f->source_path = get_s(c);
  get_excerpt(a, c, &f->source);
  get_excerpt(a, c, &f->target);
  for (int k = 0; k < TML_EV_KINDS; k++) {
    tml_strs *e = &f->evidence[k];
    e->n = get_32(c);
    e->v = TML_NEWN(a, tml_str, e->n);
    for (uint32_t i = 0; i < e->n; i++) e->v[i] = get_s(c);
  }
  f->cause = get_8(c);
  f->pending_key = get_8(c);
  f->fp_text = get_8(c);
  f->fingerprint = get_8(c);
  f->nrelated = get_32(c);
  f->related = TML_NEWN(a, tml_related, f->nrelated);
  for (uint32_t i = 0; i < f->nrelated; i++) {
    f->related[i].path = get_s(c);
    f->related[i].segment = get_s(c);
    f->related[i].message = get_s(c);
    f->related[i].line = get_32(c);
    f->related[i].column = get_32(c);
  }
  size_t borrowed = f->pending == TML_PEND_DONORS ? f->nrelated * sizeof *f->borrowed : 0;
  if (borrowed && borrowed <= (size_t)(c->end - c->p)) {
    tml_borrowed *v = TML_NEWN(a, tml_borrowed, f->nrelated);
    memcpy(v, c->p, borrowed);
    f->borrowed = v;
    c->p += borrowed;
  }
  f->nedits = get_32(c);
  f->edits = TML_NEWN(a, tml_edit, f->nedits);
  for (uint32_t i = 0; i < f->nedits; i++)
    f->edits[i].start = get_32(c), f->edits[i].end = get_32(c), f->edits[i].text = get_s(c);
  f->suppressed_by = get_s(c);
  f->suppressed_reason = get_s(c);
  return (size_t)(c->p - p);
}
