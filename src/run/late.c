/* late.c — findings that only the whole run can make: after the barrier, pages are read again for their texts.
 *
 * The memory knows places, not texts. The places needed are put in file order, every page concerned is read once more,
 * and what findings will show of a place is kept; then the findings are made. A page that changed meanwhile is left
 * out.
 */
#include "late.h"

#include "parallel.h"
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
  if (a->numbered != b->numbered) return a->numbered < b->numbered ? -1 : 1;
  if (a->term != b->term) return a->term < b->term ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

static place place_of(const tml_conflict *c, uint32_t file, uint32_t start, uint32_t unit) {
  bool numbered = c->kind == TML_TM_SOURCE;
  return (place){.file = file, .start = numbered ? unit : start, .numbered = numbered, .term = c->kind == TML_TM_TERM};
}

static place own_place(const tml_conflict *c) {
  place p = place_of(c, c->file, c->start, c->segment);
  p.said = c->said;
  return p;
}

static place other_place(const tml_conflict *c) { return place_of(c, c->other_file, c->other_start, c->other_segment); }

static void want(places *p, place x) {
  p->v = tml_grow(p->v, p->n + 1, &p->cap, sizeof *p->v);
  p->v[p->n++] = x;
}

static const place *find_place(const places *p, place key) { return bsearch(&key, p->v, p->n, sizeof key, by_place); }

tml_excerpt tml_run_excerpt(tml_arena *keep, const tml_text *t) {
  tml_excerpt e = {.present = t->p != NULL, .start = t->start, .end = t->end};
  if (t->p) e.text = tml_arena_str(keep, tml_str_n(t->p, t->n));
  return e;
}

void tml_run_fill_place(place *p, tml_doc *d, tml_arena *keep, const tml_segment *s) {
  const tml_text *t = p->numbered ? &s->source : &s->target;
  p->there = true;
  p->id = tml_arena_str(keep, s->id);
  p->source = tml_run_excerpt(keep, &s->source);
  p->target = tml_run_excerpt(keep, &s->target);
  tml_doc_position(d, t->start, &p->line, &p->column);
  p->line_at = tml_doc_line_at(d, p->line);
  tml_doc_position(d, t->end, &p->end_line, &p->end_column);
  if (!d->other) return;
  p->source_path = tml_arena_str(keep, d->other->path);
  tml_doc_position(d->other, s->source.start, &p->source_line, &p->source_column);
}

void tml_run_fill_term(place *p, tml_arena *keep, const tml_page *page, uint32_t i) {
  const tml_segment *g = &page->doc->segs[i];
  tml_term t;
  p->refuted = !tml_term_of(page, i, &t) || (p->said && tml_term_said(page, i, p->said));
  if (p->refuted) return;
  p->bold_source = tml_arena_str(keep, tml_str_n(g->source.p + t.source_start, t.source_end - t.source_start));
  p->bold_target = tml_arena_str(keep, tml_str_n(g->target.p + t.target_start, t.target_end - t.target_start));
  p->bold_start = tml_text_raw(&g->target, t.target_start);
  p->bold_end = tml_text_raw(&g->target, t.target_end);
  tml_doc_position(page->doc, p->bold_start, &p->line, &p->column);
  p->line_at = tml_doc_line_at(page->doc, p->line);
  tml_doc_position(page->doc, p->bold_end, &p->end_line, &p->end_column);
}

void tml_run_reread(const tml_run_ctx *run, tml_worker *w, tml_str path, void (*take)(void *, tml_doc *), void *ctx) {
  tml_err err;
  tml_arena_reset(&w->arena);
  tml_arena_reset(&w->tokens);
  if (tml_stream_file(run->settings, &w->arena, path, take, ctx, &err)) return;
  if (tml_io_read(path.p, &w->file, NULL, &err) || w->file.n >= UINT32_MAX - 16) return;
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  *d = (tml_doc){.arena = &w->arena, .path = path, .p = w->file.p, .n = w->file.n};
  tml_run_read(run->settings, d);
  if (tml_format_is_units(d->format)) {
    tml_stream_bytes(run->settings, &w->arena, path, tml_buf_view(&w->file), d->format, take, ctx);
    return;
  }
  if (run->parallel) tml_parallel_pair(run->parallel, run, w, d);
  take(ctx, d);
}

tml_str tml_run_page_name(const tml_run_ctx *run, tml_arena *a, tml_str path) {
  tml_str p = tml_config_relative(run->config, a, path);
  for (size_t i = 0, from = 0; i < p.n; i++) {
    if (p.p[i] != '/' && p.p[i] != '.') continue;
    if (tml_settings_is_locale(tml_str_n(p.p + from, i - from)) && (p.p[i] == '/' || from))
      return tml_arena_fmt(a, "%.*s*%.*s", (int)from, p.p, (int)(p.n - i), p.p + i);
    from = i + 1;
  }
  return TML_S("");
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

/* Places of a file that is read as a whole, or in batches. */
typedef struct unit_places {
  const tml_run_ctx *run;
  tml_worker *w;
  tml_arena *keep;
  place *v;
  size_t n;
} unit_places;

static void fill_unit(unit_places *u, tml_doc *d, uint32_t i, place *v) {
  tml_run_fill_place(v, d, u->keep, &d->segs[i]);
  if (!v->term) return;
  tml_doc one = *d;
  tml_page page = {0};
  one.segs = &d->segs[i], one.nsegs = 1;
  tml_run_features(u->run, u->w, &one, &page);
  tml_run_fill_term(v, u->keep, &page, 0);
}

static void fill_units(void *ctx, tml_doc *d) {
  unit_places *u = ctx;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *s = &d->segs[i];
    if (!s->source.p || !s->target.p) continue;
    for (int how = 0; how < 3; how++) {
      place key = {.file = u->v[0].file, .start = how == 2 ? i : s->start, .numbered = how == 2, .term = how == 1};
      place *v = bsearch(&key, u->v, u->n, sizeof key, by_place);
      if (v) fill_unit(u, d, i, v);
    }
  }
}

/* Only a side-by-side page can be read unit by unit. */
static bool in_slices(const tml_run_ctx *run, const place *v, size_t n, tml_str path, tml_str bytes) {
  for (size_t i = 0; i < n; i++)
    if (run->parallel || v[i].numbered || v[i].term) return false;
  tml_format name = tml_sniff_name(path);
  return (!tml_format_is_units(name) && name != TML_FMT_XML) || !tml_format_is_units(tml_sniff(path, bytes));
}

/* Fills the places of one file: v[0..n), by place. */
static void read_places(const tml_run_ctx *run, tml_worker *w, tml_arena *keep, tml_str path, place *v, size_t n) {
  tml_err err;
  if (run->stdin_bytes && tml_str_eq(path, run->stdin_path)) return;
  tml_arena_reset(&w->arena);
  unit_places units = {run, w, keep, v, n};
  for (size_t i = 0; i < n; i++) v[i].path = path;
  if (tml_stream_file(run->settings, &w->arena, path, fill_units, &units, &err)) return;
  if (tml_io_read(path.p, &w->file, NULL, &err)) return;
  if (!in_slices(run, v, n, path, tml_buf_view(&w->file))) {
    tml_run_reread(run, w, path, fill_units, &units);
    return;
  }
  tml_doc file = {.arena = &w->arena, .p = w->file.p, .n = w->file.n};
  for (size_t i = 0; i < n; i++) {
    tml_segment s;
    uint32_t base = v[i].start;
    if (!read_unit(w, &file, base, &s)) continue;
    s.source.start += base, s.source.end += base;
    s.target.start += base, s.target.end += base;
    tml_run_fill_place(&v[i], &file, keep, &s);
  }
}

static void read_all(const tml_run_ctx *run, tml_arena *keep, places *p, const tml_late_page *pages) {
  if (!p->n) return;
  qsort(p->v, p->n, sizeof *p->v, by_place);
  size_t n = 1;
  for (size_t i = 1; i < p->n; i++)
    if (by_place(&p->v[i], &p->v[n - 1])) p->v[n++] = p->v[i];
  p->n = n;
  tml_worker w = {0};
  for (size_t i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && p->v[j].file == p->v[i].file;) j++;
    read_places(run, &w, keep, pages[p->v[i].file].path, &p->v[i], j - i);
  }
  tml_worker_free(&w);
}

/* ---- findings ---- */

tml_str tml_run_cut(tml_arena *a, tml_str s) {
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

/* `name(…)`: what a reader types, not what one reads. */
static bool is_signature(tml_str s) {
  size_t i = 0;
  while (i < s.n && (in_word(s.p[i]) || s.p[i] == '.' || s.p[i] == '_')) i++;
  return i > 1 && i < s.n && s.p[i] == '(' && s.p[s.n - 1] == ')';
}

/* The same letters and digits, signs and blanks apart. */
static bool is_kept(tml_str s, tml_str t) {
  size_t i = 0, j = 0;
  for (;; i++, j++) {
    while (i < s.n && !in_word(s.p[i]) && !((unsigned char)s.p[i] & 0x80)) i++;
    while (j < t.n && !in_word(t.p[j]) && !((unsigned char)t.p[j] & 0x80)) j++;
    if (i == s.n || j == t.n) return i == s.n && j == t.n;
    if (s.p[i] != t.p[j]) return false;
  }
}

/* A signature that is kept is right, whatever most places do. */
static bool is_right(const tml_conflict *c, const place *own) {
  return c->kind == TML_TM_TARGET && is_signature(own->source.text) && is_kept(own->source.text, own->target.text);
}

/* Whom to blame: nobody where no rendering has more than half of the places. */
static enum tml_suspect blame(const tml_conflict *c, const place *own, const place *most) {
  if (most->there && is_signature(own->source.text) && is_kept(own->source.text, most->target.text))
    return TML_SUSPECT_TARGET;
  if (c->tie || c->majority * 2 <= c->total || !most->there) return TML_SUSPECT_UNKNOWN;
  if (keeps_names(own->source.text, own->target.text, most->target.text)) return TML_SUSPECT_UNKNOWN;
  return TML_SUSPECT_TARGET;
}

static const char *plural(uint32_t n) { return n == 1 ? "" : "s"; }

static tml_str quote_of(tml_arena *a, const place *p, tml_str text) {
  return p->there ? tml_arena_fmt(a, "“%.*s”", (int)text.n, text.p)
                  : tml_arena_fmt(a, "see %.*s", (int)p->path.n, p->path.p);
}

static void say_target(tml_arena *a, const tml_conflict *c, const place *own, const place *most, tml_finding *f) {
  tml_str other = most->there ? tml_run_cut(a, most->target.text) : TML_S("");
  tml_str quoted = quote_of(a, most, other);
  f->suspect = (uint8_t)blame(c, own, most);
  if (c->form)
    f->message = tml_arena_fmt(a, "the same source is rendered in another form elsewhere (%u place%s): %.*s",
                               (unsigned)c->majority, plural(c->majority), (int)quoted.n, quoted.p);
  else if (c->tie)
    f->message = tml_arena_fmt(a, "the same source is rendered otherwise elsewhere (%u place%s each): %.*s",
                               (unsigned)c->majority, plural(c->majority), (int)quoted.n, quoted.p);
  else
    f->message = tml_arena_fmt(a, "the same source is rendered otherwise in %u of %u places: %.*s",
                               (unsigned)c->majority, (unsigned)c->total, (int)quoted.n, quoted.p);
  f->related[0].message = other;
}

static void say_facts(tml_arena *a, const tml_conflict *c, const place *most, tml_finding *f) {
  tml_str other = most->there ? tml_run_cut(a, most->source.text) : TML_S("");
  tml_str quoted = quote_of(a, most, other);
  f->suspect = c->fits ? TML_SUSPECT_TARGET : TML_SUSPECT_UNKNOWN;
  f->message = tml_arena_fmt(a, "this target also stands for a source that states something else%s (%u place%s): %.*s",
                             c->fits ? ", and fits that" : "", (unsigned)c->majority, plural(c->majority),
                             (int)quoted.n, quoted.p);
  f->related[0].message = other;
}

static void say_source(tml_arena *a, const tml_conflict *c, const place *own, const place *most, tml_finding *f) {
  tml_str other = most->there ? tml_run_cut(a, most->source.text) : TML_S("");
  tml_str quoted = quote_of(a, most, other);
  f->side = TML_SIDE_SOURCE;
  f->start = own->source.start, f->end = own->source.end;
  f->suspect = TML_SUSPECT_SOURCE;
  f->action = TML_ACT_FIX_MEMORY;
  f->message = tml_arena_fmt(a, "%u other locales have another source text here: %.*s", (unsigned)c->majority,
                             (int)quoted.n, quoted.p);
  f->related[0].message = other;
}

static void say_term(tml_arena *a, const tml_conflict *c, const place *own, const place *most, tml_finding *f) {
  tml_str term = tml_run_cut(a, own->bold_source), mine = tml_run_cut(a, own->bold_target);
  tml_str other = most->there ? tml_run_cut(a, most->bold_target) : TML_S("");
  tml_str quoted = quote_of(a, most, other);
  f->message = tml_arena_fmt(a, "“%.*s” is “%.*s” here, and otherwise in %u of %u places: %.*s", (int)term.n, term.p,
                             (int)mine.n, mine.p, (unsigned)c->majority, (unsigned)c->total, (int)quoted.n, quoted.p);
  f->related[0].message = other;
  f->start = own->bold_start, f->end = own->bold_end;
  f->target.marks = TML_NEW(a, tml_span);
  f->target.marks[0] = (tml_span){f->start, f->end};
  f->target.nmarks = 1;
}

/* As tml_parallel_place, which sees no late findings. */
void tml_run_relate_source(tml_arena *a, const place *own, tml_finding *f) {
  if (!own->source_path.n) return;
  tml_related *r = TML_NEWN(a, tml_related, f->nrelated + 1);
  r[0] = (tml_related){.path = own->source_path,
                       .message = TML_S("the source text"),
                       .line = own->source_line,
                       .column = own->source_column};
  if (f->nrelated) memcpy(r + 1, f->related, f->nrelated * sizeof *r);
  f->source_path = own->source_path;
  f->related = r, f->nrelated++;
}

void tml_run_at_place(tml_arena *a, const place *p, uint16_t rule, uint8_t severity, tml_finding *f) {
  *f = (tml_finding){.rule = rule,
                     .severity = severity,
                     .side = TML_SIDE_TARGET,
                     .rank = 100,
                     .path = p->path,
                     .segment = p->id,
                     .source = p->source,
                     .target = p->target,
                     .start = p->target.start,
                     .end = p->target.end,
                     .line = p->line,
                     .column = p->column,
                     .end_line = p->end_line,
                     .end_column = p->end_column,
                     .line_at = p->line_at};
  tml_str *ev = TML_NEWN(a, tml_str, 2);
  ev[0] = p->target.text, ev[1] = p->source.text;
  f->evidence[TML_EV_TARGET] = (tml_strs){ev, 1, 1};
  f->evidence[TML_EV_SOURCE] = (tml_strs){ev + 1, 1, 1};
  f->fp_text = tml_hash_mix(tml_hash(ev[1].p, ev[1].n), tml_hash(ev[0].p, ev[0].n));
}

bool tml_run_conflict(tml_arena *a, const tml_conflict *c, const place *own, const place *most, uint16_t rule,
                      uint8_t severity, tml_finding *f) {
  if (own->refuted || most->refuted || is_right(c, own)) return false;
  tml_run_at_place(a, own, rule, c->form ? TML_SEV_INFO : severity, f);
  f->related = TML_NEW(a, tml_related);
  f->related[0] = (tml_related){.path = most->path, .segment = most->id, .line = most->line, .column = most->column};
  f->nrelated = 1;
  f->suspect = TML_SUSPECT_TARGET;
  f->action = TML_ACT_FIX_TARGET;
  switch (c->kind) {
  case TML_TM_TARGET: say_target(a, c, own, most, f); break;
  case TML_TM_FACTS: say_facts(a, c, most, f); break;
  case TML_TM_TERM: say_term(a, c, own, most, f); break;
  default: say_source(a, c, own, most, f); break;
  }
  tml_run_relate_source(a, own, f);
  return true;
}

int tml_late_tell(tml_late *l, tml_arena *scratch, uint32_t file, tml_finding *f) {
  uint64_t *equal = tml_map_put(&l->seen, f->fingerprint, NULL);
  if (*equal) f->fingerprint = tml_hash_mix(f->fingerprint, *equal);
  ++*equal;
  if (!tml_run_accept_late(l->run, scratch, f)) return TML_OK;
  int rc = tml_collect_late(l->all, file, f, l->err);
  l->told(l->ctx, f);
  return rc;
}

int tml_run_late(tml_late *l, tml_tm *tm, const tml_late_page *pages) {
  int rc = TML_OK;
  const tml_conflict *v;
  size_t n = tml_tm_conflicts(tm, &v);
  places p = {0};
  tml_arena keep = {0}, scratch = {0};
  for (size_t i = 0; i < n; i++) {
    if (!pages[v[i].file].severity[v[i].kind]) continue;
    want(&p, own_place(&v[i]));
    want(&p, other_place(&v[i]));
  }
  read_all(l->run, &keep, &p, pages);
  for (size_t i = 0; i < n && !rc; i++) {
    uint8_t severity = pages[v[i].file].severity[v[i].kind];
    const place *own = severity ? find_place(&p, own_place(&v[i])) : NULL;
    const place *most = severity ? find_place(&p, other_place(&v[i])) : NULL;
    if (!own || !most || !own->there || !most->there) continue;
    tml_finding f;
    if (!tml_run_conflict(&scratch, &v[i], own, most, (uint16_t)l->run->tm[v[i].kind], severity, &f)) continue;
    f.fingerprint = tml_run_print(&f, tml_config_relative(l->run->config, &scratch, own->path));
    rc = tml_late_tell(l, &scratch, v[i].file, &f);
    tml_arena_reset(&scratch);
  }
  free(p.v);
  tml_arena_free(&keep);
  tml_arena_free(&scratch);
  return rc;
}
