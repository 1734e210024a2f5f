/* donors.c — findings that wait for what other pages know: a name is kept elsewhere (EN007), a page's foreign source
 * spans stand in another page (TM006).
 *
 * With a memory file a worker settles them, with the page at hand; a run that learns settles them after its barrier;
 * where there is neither, a name is kept nowhere and no page is a donor. All come to the same for the same pages.
 */
#include "late.h"

#include "rule/sink.h"
#include "tmlint/rule.h"

#include <stdlib.h>

/* A name is kept where most pairs that have it keep it. */
enum { KEPT_LEAST = 3, KEPT_SHARE = 4 /* kept at least four times as often as not */ };

static bool is_kept(uint32_t kept, uint32_t lost) { return kept >= KEPT_LEAST && kept >= (uint64_t)lost * KEPT_SHARE; }

/* ---- donors ---- */

enum { DONORS = 3, HOLDERS = 4096 /* so many places of one span are looked at */ };

typedef struct donor {
  uint32_t file, spans, last; /* last: 1 + the span that was counted last */
  uint32_t start, first;      /* a place of it: the first span that it has */
} donor;

typedef struct asking {
  const tml_run_ctx *run;
  const tml_tm *tm; /* NULL: the memory file is asked */
  tml_arena *a;
  uint32_t own; /* the page's number; UINT32_MAX: the memory has it not */
  tml_str own_path;
  donor *v;
  size_t n, cap;
  uint32_t span, places;
  tml_map at; /* file + 1 → index */
} asking;

static void holds(void *ctx, uint32_t file, uint32_t start) {
  asking *k = ctx;
  if (k->places++ >= HOLDERS) return;
  if (file == k->own) return;
  bool fresh;
  uint64_t *at = tml_map_put(&k->at, (uint64_t)file + 1, &fresh);
  if (fresh) {
    k->v = tml_arena_grow(k->a, k->v, k->n, &k->cap, sizeof *k->v);
    k->v[k->n] = (donor){.file = file, .start = start, .first = k->span};
    *at = k->n++;
  }
  donor *d = &k->v[*at];
  if (d->last == k->span + 1) return;
  d->last = k->span + 1;
  d->spans++;
}

static int most_spans(const void *pa, const void *pb) {
  const donor *a = pa, *b = pb;
  if (a->spans != b->spans) return a->spans > b->spans ? -1 : 1;
  return a->file < b->file ? -1 : a->file > b->file;
}

/* Bit by bit in held: does anybody have the span? Donors in order, most spans first. */
static void ask(asking *k, const tml_finding *f, bool *held) {
  for (k->span = 0; k->span < f->nrelated; k->span++) {
    size_t before = k->n, counted = 0;
    for (int i = 0; i < 2; i++) {
      uint64_t key = f->borrowed[k->span].key[i];
      k->places = 0;
      if (k->tm) tml_tm_holders(k->tm, key, holds, k);
      else tml_memory_holders(k->run->memory, key, holds, k);
    }
    for (size_t i = 0; i < k->n; i++) counted += k->v[i].last == k->span + 1;
    held[k->span] = counted > 0 || k->n > before;
  }
  if (k->n) qsort(k->v, k->n, sizeof *k->v, most_spans);
}

typedef struct search {
  const tml_run_ctx *run;
  tml_worker *w;
  tml_arena *keep;
  const tml_borrowed *span;
  uint32_t start;
  tml_place *p;
} search;

static void look(void *ctx, tml_doc *d) {
  search *s = ctx;
  for (uint32_t i = 0; i < d->nsegs && !s->p->there; i++) {
    if (d->segs[i].start != s->start) continue;
    tml_doc one = *d;
    tml_page page = {0};
    uint64_t key[2];
    one.segs = &d->segs[i], one.nsegs = 1;
    tml_run_features(s->run, s->w, &one, &page);
    tml_tm_source_keys(&page, 0, key);
    if (key[0] == s->span->key[0]) tml_run_fill_place(s->p, d, s->keep, &d->segs[i]);
  }
}

/* Names the donors, and leaves the spans that count. False: they are too few. */
static bool settle_donors(asking *k, const tml_late_page *pages, tml_finding *f) {
  tml_arena *a = k->a;
  bool *held = TML_NEWN(a, bool, f->nrelated + 1);
  if (f->borrowed && (k->tm || k->run->memory)) ask(k, f, held);
  tml_related *r = TML_NEWN(a, tml_related, f->nrelated + DONORS);
  uint32_t n = 0;
  for (uint32_t i = 0; i < f->nrelated && f->borrowed; i++) {
    uint32_t witnesses = f->borrowed[i].witnesses + held[i];
    if (witnesses < 2) continue;
    r[n] = f->related[i];
    if (held[i]) { /* "…; 2 witnesses against it" */
      int names = (int)r[n].message.n;
      for (int c = names; c-- > 0;)
        if (r[n].message.p[c] == ';') {
          names = c;
          break;
        }
      r[n].message = tml_arena_fmt(a, "%.*s; %u witnesses against it, a page that has it among them", names,
                                   r[n].message.p, witnesses);
    }
    n++;
  }
  if (n < 2) return false;
  const tml_strs *subject = &f->evidence[TML_EV_PAGE];
  f->message = tml_contaminated(a, n, (uint32_t)f->pending_key, subject->n ? subject->v[0] : TML_S(""));
  tml_worker reader = {0};
  for (size_t i = 0; i < k->n && i < DONORS; i++) {
    const donor *d = &k->v[i];
    tml_place p = {.path =
                       k->tm ? pages[d->file].path
                             : tml_run_path_here(a, f->path, k->own_path, tml_memory_path(k->run->memory, a, d->file))};
    search s = {k->run, &reader, a, &f->borrowed[d->first], d->start, &p};
    tml_run_reread(k->run, &reader, p.path, look, &s);
    if (!i)
      f->message = tml_arena_fmt(a, "%.*s; %u of them stand%s in %.*s", (int)f->message.n, f->message.p, d->spans,
                                 d->spans == 1 ? "s" : "", (int)p.path.n, p.path.p);
    r[n++] = (tml_related){p.path, p.id, tml_arena_fmt(a, "the page has %u of the source spans", d->spans), p.line,
                           p.column};
  }
  tml_worker_free(&reader);
  f->related = r;
  f->nrelated = n;
  f->borrowed = NULL;
  f->pending = TML_PEND_NONE;
  return true;
}

/* ---- who settles ---- */

void tml_run_settle(const tml_run_ctx *run, tml_worker *w, const tml_page *page, bool part) {
  tml_sink *s = &w->sink;
  tml_arena *a = &w->arena;
  uint32_t n = 0;
  tml_str own = {0};
  for (uint32_t i = 0; i < s->n; i++) {
    tml_finding *f = s->v[i];
    bool stays = true;
    if (f->pending && !own.p) own = tml_config_relative(run->config, a, page->doc->path);
    if (f->pending == TML_PEND_NAME_KEPT) {
      uint32_t kept = 0, lost = 0;
      if (run->memory) tml_memory_name(run->memory, page, own, part, f->pending_key, &kept, &lost);
      stays = is_kept(kept, lost);
      f->pending = TML_PEND_NONE;
    } else if (f->pending == TML_PEND_DONORS) {
      asking k = {.run = run, .a = a, .own = UINT32_MAX, .own_path = own};
      if (run->memory) k.own = tml_memory_file(run->memory, own);
      stays = settle_donors(&k, NULL, f);
      tml_map_free(&k.at);
    }
    if (stays) s->v[n++] = f;
  }
  s->n = n;
}

bool tml_run_settle_late(const tml_run_ctx *run, tml_arena *a, const tml_tm *tm, const tml_late_page *pages,
                         uint32_t file, tml_finding *f, bool *changed) {
  *changed = false;
  if (f->pending == TML_PEND_NAME_KEPT) {
    uint32_t kept, lost;
    tml_tm_name(tm, f->pending_key, &kept, &lost);
    return is_kept(kept, lost);
  }
  asking k = {.run = run, .tm = tm, .a = a, .own = file};
  *changed = settle_donors(&k, pages, f);
  tml_map_free(&k.at);
  return *changed;
}
