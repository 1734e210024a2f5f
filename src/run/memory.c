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

/* Both names of this page tell: what they have in common at their ends stands below the same folder. */
tml_str tml_run_path_here(tml_arena *a, tml_str here, tml_str own, tml_str other) {
  size_t common = 0, n = 0; /* n: so far; common: from the beginning of a name */
  while (n < here.n && n < own.n && here.p[here.n - 1 - n] == own.p[own.n - 1 - n]) {
    n++;
    const bool begins = (n == here.n || here.p[here.n - 1 - n] == '/') && (n == own.n || own.p[own.n - 1 - n] == '/');
    if (begins && here.p[here.n - n] != '/') common = n;
  }
  tml_str in = tml_str_n(own.p, own.n - common); /* the folder below the root: "ko/" */
  tml_buf b = {0};
  tml_buf_str(&b, tml_str_n(here.p, here.n - common)); /* and from here: "../" */
  if (tml_str_starts(other, in)) {
    other = tml_str_n(other.p + in.n, other.n - in.n);
  } else {
    for (size_t i = 0; i < in.n; i++)
      if (in.p[i] == '/') tml_buf_z(&b, "../");
  }
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
  const tml_conflict *c = s->c;
  bool whole = c->kind == TML_TM_SOURCE;
  for (uint32_t i = 0; i < d->nsegs && !s->p->there; i++) {
    if (whole ? i != c->other_segment : d->segs[i].start != c->other_start) continue;
    tml_doc one = *d;
    tml_page page = {0};
    if (!whole) one.segs = &d->segs[i], one.nsegs = 1;
    tml_run_features(s->run, s->w, &one, &page);
    tml_str name = tml_run_page_name(s->run, d->arena, d->path);
    bool strange;
    const bool known = tml_memory_knows(s->run->memory, &page, whole ? i : 0, name, c, &strange);
    s->p->refuted |= strange && !known;
    if (!known) continue;
    tml_run_fill_place(s->p, d, s->keep, &d->segs[i]);
    if (s->p->term) tml_run_fill_term(s->p, s->keep, &page, 0);
  }
}

static int by_place(const void *pa, const void *pb) {
  const tml_conflict *a = pa, *b = pb;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

void tml_run_memory(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_page *page, const tml_ruleset *set) {
  unsigned wanted = 0;
  for (int k = 0; k < TML_TM_KINDS; k++)
    wanted |= (unsigned)(run->tm[k] >= 0 && set->set[run->tm[k]].severity != TML_SEV_OFF) << k;
  if (!wanted) return;
  tml_arena *a = &w->arena;
  tml_conflict *v;
  tml_str own = tml_config_relative(run->config, a, d->path);
  tml_str name = tml_run_page_name(run, a, d->path);
  size_t n = tml_memory_judge(run->memory, a, page, own, name, wanted, tml_format_is_units(d->format), &v);
  if (n) qsort(v, n, sizeof *v, by_place);
  tml_worker reader = {0};
  for (size_t i = 0; i < n; i++) {
    bool numbered = v[i].kind == TML_TM_SOURCE;
    tml_place here = {.path = d->path, .numbered = numbered}, most = here;
    here.term = most.term = v[i].kind == TML_TM_TERM;
    here.said = v[i].said;
    tml_run_fill_place(&here, d, a, &d->segs[v[i].segment]);
    if (here.term) tml_run_fill_term(&here, a, page, v[i].segment);
    if (here.refuted) continue; /* spares the reading */
    if (v[i].other_file == UINT32_MAX) {
      tml_run_fill_place(&most, d, a, &d->segs[v[i].other_segment]);
      if (most.term) tml_run_fill_term(&most, a, page, v[i].other_segment);
    } else {
      most.path = tml_run_path_here(a, d->path, own, tml_memory_path(run->memory, a, v[i].other_file));
      search s = {run, &reader, a, &v[i], &most};
      tml_run_reread(run, &reader, most.path, look, &s);
    }
    uint16_t rule = (uint16_t)run->tm[v[i].kind];
    tml_finding f;
    if (tml_run_conflict(a, &v[i], &here, &most, rule, set->set[rule].severity, &f)) *tml_sink_new(&w->sink, a) = f;
  }
  tml_worker_free(&reader);
}
