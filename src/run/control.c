/* control.c — which findings count: of a page that is compared with another version, those on pairs that changed, and
 * those outside pairs that the other version does not have.
 */
#include "file.h"

#include "tmlint/changed.h"
#include "tmlint/io.h"

#include <stdlib.h>

/* ---- changed pages ----------------------------------------------------------------------------------------------- */

static void pad(tml_buf *b) {
  tml_buf_reserve(b, TML_IO_PAD);
  memset(b->p + b->n, 0, TML_IO_PAD);
}

/* The other version's document; NULL where the file is new. *fits: the diff is of this file. */
static tml_doc *read_base(const tml_run_ctx *run, tml_worker *w, const tml_doc *d, tml_slot *slot, bool *fits) {
  const tml_patch *p = tml_changes_of(run->changes, d->path);
  w->base.n = 0;
  *fits = true;
  if (!p || !p->old_path.n) return NULL;
  if (run->changes->mode == TML_MODE_DIFF) {
    uint32_t line = tml_patch_reverse(p, tml_str_n(d->p, d->n), &w->base);
    if (line) {
      tml_buf_fmt(&slot->notes,
                  "tmlint: %s: line %u is not what the diff says: it was made from another version of the file\n",
                  d->path.p, line);
      slot->unopened = true;
      *fits = false;
      return NULL;
    }
  } else {
    tml_patch_side(p, TML_PATCH_OLD, &w->base);
  }
  pad(&w->base);
  tml_doc *base = TML_NEW(&w->arena, tml_doc);
  *base = (tml_doc){.arena = &w->arena, .path = d->path, .p = w->base.p, .n = w->base.n};
  tml_run_read(run->settings, base);
  return base;
}

/* Places of changed pairs, in file order; does one hold this finding? 1: a changed pair; 0: another pair; -1: no pair.
 */
static int in_pair(const tml_doc *d, const uint8_t *changed, const tml_finding *f) {
  if (f->side == TML_SIDE_PAGE) return -1;
  uint32_t lo = 0, hi = d->nsegs; /* the last unit that begins at or before the place */
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (d->segs[mid].start <= f->start) lo = mid + 1;
    else hi = mid;
  }
  while (lo-- > 0) { /* a pair inside another ends before it */
    const tml_segment *s = &d->segs[lo];
    if (f->start < s->end || (f->start == s->end && f->end == f->start)) return changed[lo];
    if (!(s->ctx & TML_CTX_NESTED)) break;
  }
  return -1;
}

static int by_number(const void *pa, const void *pb) {
  uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;
  return a < b ? -1 : a > b;
}

/* Fingerprints of the other version's findings, sorted. */
static uint64_t *base_prints(const tml_run_ctx *run, tml_worker *w, tml_doc *base, const tml_ruleset *set,
                             uint32_t *n) {
  tml_sink mine = w->sink;
  tml_page page = {0};
  w->sink = (tml_sink){0};
  tml_run_rules(run, w, base, &page, set);
  tml_run_prints(run, w, base);
  uint64_t *v = TML_NEWN(&w->arena, uint64_t, w->sink.n + 1);
  *n = w->sink.n;
  for (uint32_t i = 0; i < *n; i++) v[i] = w->sink.v[i]->fingerprint;
  if (*n) qsort(v, *n, sizeof *v, by_number);
  w->sink = mine;
  return v;
}

static void keep_changed(const tml_run_ctx *run, tml_worker *w, tml_doc *d, tml_slot *slot) {
  bool fits;
  tml_doc *base = read_base(run, w, d, slot, &fits);
  if (!fits) w->sink.n = 0;
  if (!base || !w->sink.n) return;
  const uint8_t *changed = tml_changed_pairs(d, base);
  uint64_t *old = NULL;
  uint32_t n_old = 0, n = 0;
  for (uint32_t i = 0; i < w->sink.n; i++) {
    tml_finding *f = w->sink.v[i];
    int counts = in_pair(d, changed, f);
    if (counts < 0) {
      if (!old) old = base_prints(run, w, base, tml_settings_ruleset(run->settings, base), &n_old);
      counts = !bsearch(&f->fingerprint, old, n_old, sizeof *old, by_number);
    }
    if (counts) w->sink.v[n++] = f;
  }
  w->sink.n = n;
}

void tml_run_control(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot) {
  if (run->changes) keep_changed(run, w, d, slot);
  (void)set;
}
