/* late.c — findings that only the whole run can make: after the barrier, pages are read again for their texts.
 *
 * The memory knows places, not texts. The places needed are put in file order, every page concerned is read once more,
 * and what findings will show of a place is kept; then the findings are made. A page that changed meanwhile is left
 * out.
 */
#include "late.h"

#include "stream.h"
#include "tmlint/io.h"
#include "tmlint/read.h"
#include "tmlint/text.h"

#include <stdlib.h>

typedef tml_place place;

typedef struct places {
  place *v;
  size_t n, cap;
} places;

static int by_place(const void *pa, const void *pb) {
  const place *a = pa, *b = pb;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

static void want(places *p, uint32_t file, uint32_t start) {
  p->v = tml_grow(p->v, p->n + 1, &p->cap, sizeof *p->v);
  p->v[p->n++] = (place){.file = file, .start = start};
}

static const place *find_place(const places *p, uint32_t file, uint32_t start) {
  place key = {.file = file, .start = start};
  return bsearch(&key, p->v, p->n, sizeof key, by_place);
}

tml_excerpt tml_run_excerpt(tml_arena *keep, const tml_text *t) {
  tml_excerpt e = {.present = t->p != NULL, .start = t->start, .end = t->end};
  if (t->p) e.text = tml_arena_str(keep, tml_str_n(t->p, t->n));
  return e;
}

/* The unit at `start` alone: the reader is given the file from there on, first a slice that nearly every unit fits in.
 */
static bool read_unit(tml_worker *w, tml_doc *file, uint32_t start, tml_segment *out) {
  enum { SLICE = 1 << 11 };
  if (start >= file->n) return false;
  for (size_t n = SLICE;; n *= 16) {
    tml_doc part = {.arena = &w->arena, .p = file->p + start, .n = file->n - start < n ? file->n - start : n};
    if (tml_utf8_invalid(part.p, part.n) < part.n) tml_read_odd(&part);
    tml_read_sxs(&part);
    bool whole = part.n == file->n - start;
    if (!whole && part.nsegs < 2) continue;
    if (!part.nsegs || part.segs[0].start != 0) return false;
    *out = part.segs[0];
    if (out->end < part.n || whole) return out->source.p && out->target.p;
  }
}

/* Places of a file that is read in batches. */
typedef struct unit_places {
  tml_arena *keep;
  tml_str path;
  place *v;
  size_t n;
} unit_places;

static void fill_units(void *ctx, tml_doc *d) {
  unit_places *u = ctx;
  for (uint32_t i = 0; i < d->nsegs && u->n; i++) {
    const tml_segment *s = &d->segs[i];
    place key = {.file = u->v[0].file, .start = s->start}, *v = bsearch(&key, u->v, u->n, sizeof key, by_place);
    if (!v || !s->source.p || !s->target.p) continue;
    v->there = true;
    v->path = u->path;
    v->id = tml_arena_str(u->keep, s->id);
    v->source = tml_run_excerpt(u->keep, &s->source);
    v->target = tml_run_excerpt(u->keep, &s->target);
    tml_doc_position(d, s->target.start, &v->line, &v->column);
    v->line_at = tml_doc_line_at(d, v->line);
    tml_doc_position(d, s->target.end, &v->end_line, &v->end_column);
  }
}

/* Fills the places of one file: v[0..n), by place. */
static void read_places(const tml_run_ctx *run, tml_worker *w, tml_arena *keep, tml_str path, place *v, size_t n) {
  tml_err err;
  if (run->stdin_bytes && tml_str_eq(path, run->stdin_path)) return;
  tml_arena_reset(&w->arena);
  unit_places units = {keep, path, v, n};
  if (tml_stream_file(run->settings, &w->arena, path, fill_units, &units, &err)) return;
  if (tml_io_read(path.p, &w->file, NULL, &err)) return;
  tml_format format = tml_sniff_name(path);
  if (tml_format_is_units(format) || format == TML_FMT_XML) format = tml_sniff(path, tml_buf_view(&w->file));
  if (tml_format_is_units(format)) {
    tml_stream_bytes(run->settings, &w->arena, path, tml_buf_view(&w->file), format, fill_units, &units);
    return;
  }
  tml_doc file = {.arena = &w->arena, .p = w->file.p, .n = w->file.n};
  for (size_t i = 0; i < n; i++) {
    tml_segment s;
    uint32_t base = v[i].start;
    if (!read_unit(w, &file, base, &s)) continue;
    v[i].there = true;
    v[i].path = path;
    v[i].id = tml_arena_str(keep, s.id);
    v[i].source = tml_run_excerpt(keep, &s.source);
    v[i].target = tml_run_excerpt(keep, &s.target);
    v[i].source.start += base, v[i].source.end += base;
    v[i].target.start += base, v[i].target.end += base;
    tml_doc_position(&file, v[i].target.start, &v[i].line, &v[i].column);
    v[i].line_at = file.lines[v[i].line - 1];
    tml_doc_position(&file, v[i].target.end, &v[i].end_line, &v[i].end_column);
  }
}

static void read_all(const tml_run_ctx *run, tml_arena *keep, places *p, const tml_str *paths) {
  if (!p->n) return;
  qsort(p->v, p->n, sizeof *p->v, by_place);
  size_t n = 1;
  for (size_t i = 1; i < p->n; i++)
    if (by_place(&p->v[i], &p->v[n - 1])) p->v[n++] = p->v[i];
  p->n = n;
  tml_worker w = {0};
  for (size_t i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && p->v[j].file == p->v[i].file;) j++;
    read_places(run, &w, keep, paths[p->v[i].file], &p->v[i], j - i);
  }
  tml_arena_free(&w.arena);
  tml_arena_free(&w.tokens);
  tml_buf_free(&w.file);
}

/* ---- TM001 ---- */

static tml_str cut(tml_arena *a, tml_str s) { /* for messages: the first 60 or so characters */
  size_t n = 0, i = 0;
  while (i < s.n && n < 60) {
    i++;
    while (i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80) i++;
    n++;
  }
  return i < s.n ? tml_arena_fmt(a, "%.*s…", (int)i, s.p) : tml_str_n(s.p, s.n);
}

static bool in_word(char ch) {
  return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
}

static bool has_word(tml_str s, const char *w, size_t n) {
  for (size_t i = 0; i + n <= s.n; i++)
    if (s.p[i] == *w && !memcmp(s.p + i, w, n) && (i == 0 || !in_word(s.p[i - 1])) &&
        (i + n == s.n || !in_word(s.p[i + n])))
      return true;
  return false;
}

/* `own` keeps names of the source that `most` has lost, and keeps nothing else of it: the greater number is no proof.
 */
static bool keeps_names(tml_str source, tml_str own, tml_str most) {
  bool gained = false;
  for (size_t i = 0, j; i < source.n; i = j) {
    for (j = i + 1; j < source.n && in_word(source.p[i]) && in_word(source.p[j]);) j++;
    if (j - i < 3 || !in_word(source.p[i])) continue;
    bool kept = has_word(own, source.p + i, j - i), there = has_word(most, source.p + i, j - i);
    if (kept == there) continue;
    if (there || source.p[i] >= 'a') return false;
    gained = true;
  }
  return gained;
}

/* Whom to blame: nobody where no rendering has more than half of the places. */
static enum tml_suspect blame(const tml_conflict *c, const place *own, const place *most) {
  if (c->tie || c->majority * 2 <= c->total || !most->there) return TML_SUSPECT_UNKNOWN;
  if (keeps_names(own->source.text, own->target.text, most->target.text)) return TML_SUSPECT_UNKNOWN;
  return TML_SUSPECT_TARGET;
}

static const char *plural(uint32_t n) { return n == 1 ? "" : "s"; }

void tml_run_inconsistent(tml_arena *a, const tml_conflict *c, const tml_place *own, const tml_place *most,
                          uint16_t rule, uint8_t severity, tml_finding *f) {
  memset(f, 0, sizeof *f);
  f->rule = rule;
  f->severity = c->form ? TML_SEV_INFO : severity;
  f->side = TML_SIDE_TARGET;
  f->suspect = (uint8_t)blame(c, own, most);
  f->action = TML_ACT_FIX_TARGET;
  f->rank = 100;
  f->path = own->path;
  f->segment = own->id;
  f->source = own->source;
  f->target = own->target;
  f->start = own->target.start, f->end = own->target.end;
  f->line = own->line, f->column = own->column, f->end_line = own->end_line, f->end_column = own->end_column;
  f->line_at = own->line_at;
  tml_str other = most->there ? cut(a, most->target.text) : TML_S("");
  tml_str quoted = most->there ? tml_arena_fmt(a, "“%.*s”", (int)other.n, other.p)
                               : tml_arena_fmt(a, "see %.*s", (int)most->path.n, most->path.p);
  if (c->form)
    f->message = tml_arena_fmt(a, "the same source is rendered in another form elsewhere (%u place%s): %.*s",
                               (unsigned)c->majority, plural(c->majority), (int)quoted.n, quoted.p);
  else if (c->tie)
    f->message = tml_arena_fmt(a, "the same source is rendered otherwise elsewhere (%u place%s each): %.*s",
                               (unsigned)c->majority, plural(c->majority), (int)quoted.n, quoted.p);
  else
    f->message = tml_arena_fmt(a, "the same source is rendered otherwise in %u of %u places: %.*s",
                               (unsigned)c->majority, (unsigned)c->total, (int)quoted.n, quoted.p);
  f->related = TML_NEWN(a, tml_related, 1);
  f->related[0] = (tml_related){most->path, most->id, other, most->line, most->column};
  f->nrelated = 1;
  tml_str *ev = TML_NEWN(a, tml_str, 2);
  ev[0] = own->target.text, ev[1] = own->source.text;
  f->evidence[TML_EV_TARGET] = (tml_strs){ev, 1, 1};
  f->evidence[TML_EV_SOURCE] = (tml_strs){ev + 1, 1, 1};
  f->fp_text =
      tml_hash_mix(tml_hash(own->source.text.p, own->source.text.n), tml_hash(own->target.text.p, own->target.text.n));
}

int tml_run_late(const tml_run_ctx *run, tml_tm *tm, const tml_str *paths, tml_collector *all,
                 void (*told)(void *, const tml_finding *), void *ctx, tml_err *err) {
  const tml_ruleset *set = tml_settings_base(run->settings);
  int rule = run->tm001, rc = TML_OK;
  if (rule < 0 || !set->set[rule].severity) return TML_OK;
  const tml_conflict *v;
  size_t n = tml_tm_conflicts(tm, &v);
  places p = {0};
  tml_arena keep = {0}, scratch = {0};
  for (size_t i = 0; i < n; i++) {
    want(&p, v[i].file, v[i].start);
    want(&p, v[i].other_file, v[i].other_start);
  }
  read_all(run, &keep, &p, paths);
  tml_map seen = {0};
  for (size_t i = 0; i < n && !rc; i++) {
    const place *own = find_place(&p, v[i].file, v[i].start), *most = find_place(&p, v[i].other_file, v[i].other_start);
    if (!own || !most || !own->there || !most->there) continue;
    tml_finding f;
    tml_run_inconsistent(&scratch, &v[i], own, most, (uint16_t)rule, set->set[rule].severity, &f);
    f.fingerprint = tml_run_print(&f, tml_config_relative(run->config, &scratch, own->path));
    uint64_t *equal = tml_map_put(&seen, f.fingerprint, NULL);
    if (*equal) f.fingerprint = tml_hash_mix(f.fingerprint, *equal);
    ++*equal;
    if (!tml_run_accept_late(run, &scratch, &f)) continue;
    rc = tml_collect_late(all, v[i].file, &f, err);
    told(ctx, &f);
    tml_arena_reset(&scratch);
  }
  tml_map_free(&seen);
  free(p.v);
  tml_arena_free(&keep);
  tml_arena_free(&scratch);
  return rc;
}
