/* collect.c — findings between the workers and the writers (collect.h).
 *
 * A finding costs its entry (64 bytes) in memory; its texts are in the spill, which leaves memory when it grows.
 */
#include "collect.h"

#include <stdlib.h>

enum { SPILL = 2 << 20, SETTLE = 256 << 10, ROOM = 32 << 10 };

static void forget_past(tml_slot *s) {
  if (!s->past) return;
  tml_spill_free(&s->past->findings);
  tml_spill_free(&s->past->facts);
  tml_spill_free(&s->past->fits);
  free(s->past);
  s->past = NULL;
}

/* What one large page needed is not kept by each of many slots. */
static void empty(tml_buf *b) {
  if (b->cap > ROOM) tml_buf_free(b);
  b->n = 0;
}

void tml_slot_clear(tml_slot *s) {
  forget_past(s);
  tml_buf *const all[] = {&s->file,  &s->findings, &s->facts,    &s->fits, &s->links,
                          &s->notes, &s->diff,     &s->suppress, &s->known};
  for (size_t i = 0; i < TML_COUNT(all); i++) empty(all[i]);
  if (s->entries.cap * sizeof *s->entries.v > ROOM) free(s->entries.v), s->entries = (tml_entries){0};
  s->fixes = s->overlaps = 0;
  s->entries.n = 0;
  s->segments = 0;
  s->read = s->unopened = false;
}

void tml_slot_free(tml_slot *s) {
  forget_past(s);
  tml_buf_free(&s->file);
  tml_buf_free(&s->findings);
  tml_buf_free(&s->facts);
  tml_buf_free(&s->fits);
  tml_buf_free(&s->links);
  tml_buf_free(&s->notes);
  tml_buf_free(&s->diff);
  tml_buf_free(&s->known);
  tml_buf_free(&s->suppress);
  free(s->entries.v);
  *s = (tml_slot){0};
}

static uint64_t evidence_hash(const tml_finding *f) {
  uint64_t h = 0;
  for (int k = 0; k < TML_EV_KINDS; k++)
    for (uint32_t i = 0; i < f->evidence[k].n; i++)
      h = tml_hash_mix(h ^ (uint64_t)(k + 1), tml_hash(f->evidence[k].v[i].p, f->evidence[k].v[i].n));
  return h ? tml_hash_mix(h, f->rule + 1u) : 0;
}

static tml_entry *entry(tml_entries *e, const tml_finding *f) {
  e->v = tml_grow(e->v, e->n + 1, &e->cap, sizeof *e->v);
  tml_entry *at = &e->v[e->n++];
  *at = (tml_entry){.cause = f->cause,
                    .evidence = evidence_hash(f),
                    .pending_key = f->pending_key,
                    .fingerprint = f->fingerprint,
                    .start = f->start,
                    .rule = f->rule,
                    .severity = f->severity,
                    .rank = f->rank,
                    .pending = f->pending,
                    .action = f->action,
                    .suppressed = f->suppressed_by.n != 0};
  return at;
}

void tml_slot_add(tml_slot *s, const tml_finding *f) {
  tml_entry *e = entry(&s->entries, f);
  size_t at = s->findings.n;
  e->off = at + (s->past ? tml_spill_size(&s->past->findings) : 0);
  tml_find_pack(&s->findings, f);
  e->len = (uint32_t)(s->findings.n - at);
}

static void settle(tml_spill *to, tml_buf *b) {
  if (!b->n) return;
  uint32_t n = (uint32_t)b->n;
  tml_buf piece = {0};
  tml_buf_put(&piece, &n, sizeof n);
  tml_buf_put(&piece, b->p, n);
  if (tml_spill_append(to, piece.p, piece.n, NULL, NULL) == TML_OK) b->n = 0;
  tml_buf_free(&piece);
}

/* Where there is no temporary file to be had, they stay. */
void tml_slot_settle(tml_slot *s) {
  if (s->findings.n + s->facts.n + s->fits.n < SETTLE) return;
  if (!s->past) {
    s->past = tml_calloc(1, sizeof *s->past);
    tml_spill_init(&s->past->findings, SETTLE);
    tml_spill_init(&s->past->facts, SETTLE);
    tml_spill_init(&s->past->fits, SETTLE);
  }
  if (tml_spill_append(&s->past->findings, s->findings.p, s->findings.n, NULL, NULL) == TML_OK) s->findings.n = 0;
  settle(&s->past->facts, &s->facts);
  settle(&s->past->fits, &s->fits);
}

const char *tml_slot_finding(const tml_slot *s, size_t i, tml_buf *b, tml_err *err) {
  const tml_entry *e = &s->entries.v[i];
  uint64_t past = s->past ? tml_spill_size(&s->past->findings) : 0;
  if (e->off >= past) return s->findings.p + (e->off - past);
  b->n = 0;
  tml_buf_reserve(b, e->len);
  return tml_spill_read(&s->past->findings, e->off, b->p, e->len, err) ? NULL : b->p;
}

static int pieces(const tml_spill *past, const tml_buf *last, void (*take)(void *ctx, tml_str), void *ctx,
                  tml_err *err) {
  tml_buf piece = {0};
  int rc = TML_OK;
  uint64_t size = past ? tml_spill_size(past) : 0;
  uint32_t n = 0;
  for (uint64_t at = 0; at < size && !rc; at += sizeof n + n) {
    if ((rc = tml_spill_read(past, at, &n, sizeof n, err))) break;
    piece.n = 0;
    tml_buf_reserve(&piece, n);
    if (!(rc = tml_spill_read(past, at + sizeof n, piece.p, n, err))) take(ctx, tml_str_n(piece.p, n));
  }
  if (!rc && last->n) take(ctx, tml_buf_view(last));
  tml_buf_free(&piece);
  return rc;
}

int tml_slot_facts(const tml_slot *s, void (*take)(void *ctx, tml_str facts), void *ctx, tml_err *err) {
  return pieces(s->past ? &s->past->facts : NULL, &s->facts, take, ctx, err);
}

int tml_slot_fits(const tml_slot *s, void (*take)(void *ctx, tml_str fits), void *ctx, tml_err *err) {
  return pieces(s->past ? &s->past->fits : NULL, &s->fits, take, ctx, err);
}

static void put_s(tml_buf *b, tml_str s) {
  uint32_t n = (uint32_t)s.n;
  tml_buf_put(b, &n, sizeof n);
  tml_buf_put(b, s.p, s.n);
}

void tml_pack_file(tml_buf *b, const tml_report_file *f) {
  uint32_t numbers[] = {f->segments, f->source_words, f->findings, f->subject.n};
  tml_buf_put(b, numbers, sizeof numbers);
  put_s(b, f->path);
  put_s(b, f->format);
  put_s(b, f->source_language);
  put_s(b, f->target_language);
  put_s(b, f->translation_type);
  for (uint32_t i = 0; i < f->subject.n; i++) put_s(b, f->subject.v[i]);
}

static tml_str get_s(const char **p, const char *end) {
  uint32_t n = 0;
  if (end - *p >= (ptrdiff_t)sizeof n) memcpy(&n, *p, sizeof n), *p += sizeof n;
  if (n > (size_t)(end - *p)) n = (uint32_t)(end - *p);
  tml_str s = {*p, n};
  *p += n;
  return s;
}

void tml_unpack_file(tml_arena *a, const char *p, size_t n, tml_report_file *f) {
  const char *end = p + n;
  uint32_t numbers[4];
  memcpy(numbers, p, sizeof numbers);
  p += sizeof numbers;
  *f = (tml_report_file){.segments = numbers[0], .source_words = numbers[1], .findings = numbers[2]};
  f->path = get_s(&p, end);
  f->format = get_s(&p, end);
  f->source_language = get_s(&p, end);
  f->target_language = get_s(&p, end);
  f->translation_type = get_s(&p, end);
  f->subject.n = numbers[3];
  f->subject.v = TML_NEWN(a, tml_str, numbers[3]);
  for (uint32_t i = 0; i < numbers[3]; i++) f->subject.v[i] = get_s(&p, end);
}

void tml_collect_init(tml_collector *c) {
  *c = (tml_collector){0};
  tml_spill_init(&c->spill, SPILL);
}

void tml_collect_free(tml_collector *c) {
  tml_spill_free(&c->spill);
  free(c->entries.v);
  free(c->files);
}

/* The blob goes to the spill, the entry says where. */
static int spill(tml_collector *c, tml_entry *e, const char *blob, tml_err *err) {
  return tml_spill_append(&c->spill, blob, e->len, &e->off, err);
}

static tml_entry *room_for(tml_collector *c, size_t more) {
  c->entries.v = tml_grow(c->entries.v, c->entries.n + more, &c->entries.cap, sizeof *c->entries.v);
  return &c->entries.v[c->entries.n];
}

int tml_collect_add(tml_collector *c, tml_slot *s, tml_err *err) {
  uint64_t off;
  int rc = tml_spill_append(&c->spill, s->file.p, s->file.n, &off, err);
  if (rc) return rc;
  c->files = tml_grow(c->files, c->nfiles + 1, &c->file_cap, sizeof *c->files);
  c->files[c->nfiles] = (struct tml_file_at){off, (uint32_t)s->file.n, 0};
  tml_buf b = {0};
  for (size_t i = 0; i < s->entries.n && !rc; i++) {
    tml_entry *e = &s->entries.v[i];
    const char *blob = tml_slot_finding(s, i, &b, err);
    e->file = (uint32_t)c->nfiles;
    rc = blob ? spill(c, e, blob, err) : TML_EIO;
  }
  tml_buf_free(&b);
  if (rc) return rc;
  if (!c->entries.n && s->entries.n > c->entries.cap) { /* one long file: its list is taken over, not held twice */
    free(c->entries.v);
    c->entries = s->entries;
    s->entries = (tml_entries){0};
  } else if (s->entries.n) {
    memcpy(room_for(c, s->entries.n), s->entries.v, s->entries.n * sizeof *s->entries.v);
    c->entries.n += s->entries.n;
  }
  c->nfiles++;
  c->summary.files++;
  c->summary.segments += s->segments;
  c->summary.files_with_pairs += s->segments > 0;
  return TML_OK;
}

int tml_collect_late(tml_collector *c, uint32_t file, const tml_finding *f, tml_err *err) {
  tml_entries one = {0};
  tml_entry *e = entry(&one, f);
  tml_buf b = {0};
  tml_find_pack(&b, f);
  e->len = (uint32_t)b.n;
  e->file = file;
  int rc = spill(c, e, b.p, err);
  if (!rc) *room_for(c, 1) = *e, c->entries.n++;
  tml_buf_free(&b);
  free(one.v);
  return rc;
}

int tml_collect_again(tml_collector *c, tml_entry *e, const tml_finding *f, tml_err *err) {
  tml_buf b = {0};
  tml_find_pack(&b, f);
  e->len = (uint32_t)b.n;
  int rc = tml_spill_append(&c->spill, b.p, e->len, &e->off, err);
  tml_buf_free(&b);
  return rc;
}

static int in_order(const void *pa, const void *pb) {
  const tml_entry *a = pa, *b = pb;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
  return a->off < b->off ? -1 : a->off > b->off;
}

/* Same rule, same evidence, three places or more: one cause, unless a page's own cause already says so. */
enum { SYSTEMATIC = 3 };

void tml_collect_finish(tml_collector *c) {
  tml_entry *v = c->entries.v;
  size_t n = 0;
  for (size_t i = 0; i < c->entries.n; i++)
    if (!v[i].dropped) v[n++] = v[i];
  c->entries.n = n;
  if (n) qsort(v, n, sizeof *v, in_order);
  tml_map causes = {0}, same = {0};
  for (size_t i = 0; i < n; i++) {
    tml_summary *s = &c->summary;
    c->files[v[i].file].findings++;
    if (v[i].suppressed) {
      s->suppressed++;
      continue;
    }
    s->errors += v[i].severity == TML_SEV_ERROR;
    s->warnings += v[i].severity == TML_SEV_WARNING;
    s->infos += v[i].severity == TML_SEV_INFO;
    if (v[i].cause) ++*tml_map_put(&causes, v[i].cause, NULL);
    if (v[i].evidence) ++*tml_map_put(&same, v[i].evidence, NULL);
  }
  for (size_t i = 0; i < n; i++) {
    uint64_t *own = v[i].cause ? tml_map_get(&causes, v[i].cause) : NULL;
    if (own && *own > 1) continue;
    uint64_t *many = v[i].evidence ? tml_map_get(&same, v[i].evidence) : NULL;
    v[i].cause = many && *many >= SYSTEMATIC ? v[i].evidence : 0;
  }
  tml_map_free(&causes);
  tml_map_free(&same);
}

typedef struct cause_row {
  uint32_t id, count, first;
  uint8_t actions[4]; /* as in tml_cause */
} cause_row;

int tml_collect_write(tml_collector *c, const tml_writer_kind *k, tml_writer *w, void (*flush)(void *ctx), void *ctx,
                      tml_err *err) {
  int rc = TML_OK;
  tml_arena a = {0};
  tml_spill_view view = {0};
  tml_map index = {0};
  size_t nrows = 0, cap = 0;
  cause_row *rows = NULL;
  const tml_entry *v = c->entries.v;
  for (size_t i = 0; i < c->entries.n; i++) {
    if (!v[i].cause || v[i].suppressed) continue;
    bool fresh;
    uint64_t *at = tml_map_put(&index, v[i].cause, &fresh);
    if (fresh) {
      rows = tml_grow(rows, nrows + 1, &cap, sizeof *rows);
      rows[nrows] = (cause_row){.id = (uint32_t)nrows + 1, .first = (uint32_t)i};
      *at = nrows++;
    }
    cause_row *r = &rows[*at];
    r->count++;
    r->actions[v[i].severity & 3] |= (uint8_t)(1u << v[i].action);
    if (v[i].rank < v[r->first].rank) r->first = (uint32_t)i;
  }
  k->begin(w, &c->summary);
  for (size_t i = 0; i < c->nfiles && !rc; i++) {
    const char *packed = tml_spill_see(&c->spill, &view, c->files[i].off, c->files[i].len, err);
    if (!packed) {
      rc = TML_EIO;
      break;
    }
    tml_report_file f;
    tml_unpack_file(&a, packed, c->files[i].len, &f);
    f.findings = c->files[i].findings;
    k->file(w, &f);
    tml_arena_reset(&a);
    flush(ctx);
  }
  for (size_t i = 0; i < c->entries.n && !rc; i++) {
    const char *packed = tml_spill_see(&c->spill, &view, v[i].off, v[i].len, err);
    if (!packed) {
      rc = TML_EIO;
      break;
    }
    tml_finding f;
    tml_find_unpack(&a, packed, v[i].len, &f);
    tml_cause cause = {.first = true, .count = 1};
    uint64_t *at = v[i].cause && !v[i].suppressed ? tml_map_get(&index, v[i].cause) : NULL;
    if (at) {
      const cause_row *r = &rows[*at];
      cause = (tml_cause){r->count > 1 ? r->id : 0, r->count, r->first == i, v[i].cause == v[i].evidence, {0}};
      memcpy(cause.actions, r->actions, sizeof cause.actions);
    }
    k->finding(w, &f, &cause);
    tml_arena_reset(&a);
    flush(ctx);
  }
  if (!rc) k->end(w, &c->summary);
  flush(ctx);
  tml_map_free(&index);
  free(rows);
  tml_spill_view_free(&view);
  tml_arena_free(&a);
  return rc;
}
