/* memory.c — findings that a memory file makes of one page (--memory): by the worker, with the page at hand.
 *
 * They are those that a run which learnt the same would make after its barrier (late.c), byte for byte. The memory has
 * no texts: what is quoted of another page is read there, and counts only where it still is what was learnt.
 */
#include "late.h"

#include "rule/sink.h"
#include "stream.h"
#include "tmlint/input.h"
#include "tmlint/paths.h"

#include <stdlib.h>

static void fill(tml_place *p, tml_doc *d, tml_arena *keep, const tml_segment *s) {
  p->there = true;
  p->id = tml_arena_str(keep, s->id);
  p->source = tml_run_excerpt(keep, &s->source);
  p->target = tml_run_excerpt(keep, &s->target);
  tml_doc_position(d, p->target.start, &p->line, &p->column);
}

/* Where a page of the memory is from here: both names of this page tell. */
static tml_str path_here(tml_arena *a, tml_str here, tml_str own, tml_str other) {
  if (tml_str_ends(here, own)) /* seen from the root, or from above it */
    return tml_arena_fmt(a, "%.*s%.*s", (int)(here.n - own.n), here.p, (int)other.n, other.p);
  if (!tml_str_ends(own, here)) return other;
  tml_str in = tml_str_n(own.p, own.n - here.n); /* from a folder within it: "ko/" */
  if (tml_str_starts(other, in)) return tml_arena_str(a, tml_str_n(other.p + in.n, other.n - in.n));
  tml_buf b = {0};
  for (size_t i = 0; i < in.n; i++)
    if (in.p[i] == '/') tml_buf_z(&b, "../");
  tml_buf_str(&b, other);
  tml_str path = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  return path;
}

typedef struct search {
  const tml_run_ctx *run;
  tml_worker *w;
  tml_arena *keep;
  const tml_conflict *c;
  tml_place *p;
} search;

static void look(void *ctx, tml_doc *d) {
  search *s = ctx;
  for (uint32_t i = 0; i < d->nsegs && !s->p->there; i++) {
    if (d->segs[i].start != s->c->other_start) continue;
    tml_doc one = *d;
    tml_page page = {0};
    one.segs = &d->segs[i];
    one.nsegs = 1;
    tml_run_features(s->run, s->w, &one, &page);
    if (tml_memory_knows(s->run->memory, &page, 0, s->c->other_file, s->c->other_start))
      fill(s->p, d, s->keep, &d->segs[i]);
  }
}

/* The place in another page. Left empty but for its path where that page is not there, or is not as it was learnt. */
static void read_other(const tml_run_ctx *run, tml_worker *w, tml_arena *keep, const tml_conflict *c, tml_place *p) {
  search s = {run, w, keep, c, p};
  tml_err err;
  tml_arena_reset(&w->arena);
  tml_arena_reset(&w->tokens);
  if (tml_stream_file(run->settings, &w->arena, p->path, look, &s, &err)) return;
  if (tml_io_read(p->path.p, &w->file, NULL, NULL) || w->file.n >= UINT32_MAX - 16) return;
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  d->arena = &w->arena;
  d->path = p->path;
  d->p = w->file.p;
  d->n = w->file.n;
  tml_run_read(run->settings, d);
  if (tml_format_is_units(d->format))
    tml_stream_bytes(run->settings, &w->arena, p->path, tml_buf_view(&w->file), d->format, look, &s);
  else look(&s, d);
}

static int by_place(const void *pa, const void *pb) {
  const tml_conflict *a = pa, *b = pb;
  return a->start < b->start ? -1 : a->start > b->start;
}

void tml_run_memory(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_page *page, const tml_ruleset *set) {
  int rule = run->tm001;
  if (rule < 0 || !set->set[rule].severity) return;
  tml_arena *a = &w->arena;
  tml_conflict *v;
  tml_str own = tml_config_relative(run->config, a, d->path);
  size_t n = tml_memory_judge(run->memory, a, page, own, tml_format_is_units(d->format), &v);
  if (n) qsort(v, n, sizeof *v, by_place);
  tml_worker reader = {0};
  for (size_t i = 0; i < n; i++) {
    tml_place here = {.path = d->path}, most = {.path = d->path};
    fill(&here, d, a, &d->segs[v[i].segment]);
    if (v[i].other_file == UINT32_MAX) {
      fill(&most, d, a, &d->segs[v[i].other_segment]);
    } else {
      most.path = path_here(a, d->path, own, tml_memory_path(run->memory, v[i].other_file));
      read_other(run, &reader, a, &v[i], &most);
    }
    tml_finding *f = TML_NEW(a, tml_finding);
    tml_run_inconsistent(a, &v[i], &here, &most, (uint16_t)rule, set->set[rule].severity, f);
    w->sink.v = tml_arena_grow(a, w->sink.v, w->sink.n, &w->sink.cap, sizeof *w->sink.v);
    w->sink.v[w->sink.n++] = f;
  }
  tml_arena_free(&reader.arena);
  tml_arena_free(&reader.tokens);
  tml_buf_free(&reader.file);
}
