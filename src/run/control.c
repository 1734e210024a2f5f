/* control.c — which findings count: not those that somebody has accepted; of a page that is compared with another
 * version, those on pairs that changed, and those outside pairs that the other version does not have.
 */
#include "fragments.h"
#include "parallel.h"

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
  tml_run_suppress(run, w, base, set, NULL);
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
  if (!fits) w->sink.n = slot->links.n = 0;
  if (!base || (!w->sink.n && !slot->links.n)) return;
  const uint8_t *changed = tml_changed_pairs(d, base);
  tml_fragments_keep(&slot->links, d, changed);
  uint64_t *old = NULL;
  uint32_t n_old = 0, n = 0;
  for (uint32_t i = 0; i < w->sink.n; i++) {
    tml_finding *f = w->sink.v[i];
    int counts = in_pair(d, changed, f);
    if (counts > 0 && d->other && f->target.present) {
      tml_segment s = {.target = {.start = f->target.start, .end = f->target.end}};
      counts = !tml_parallel_unchanged(&s, d, tml_str_n(base->p, base->n));
    }
    if (counts < 0) {
      if (!old) old = base_prints(run, w, base, tml_settings_ruleset(run->settings, base), &n_old);
      counts = !bsearch(&f->fingerprint, old, n_old, sizeof *old, by_number);
    }
    if (counts) w->sink.v[n++] = f;
  }
  w->sink.n = n;
}

/* ---- suppressions ------------------------------------------------------------------------------------------------ */

/* Rules that the words name and that ran here: only then is a suppression that held nothing a mistake. What needs the
 * whole run is not known yet. */
static bool could_hold(tml_str words, const tml_ruleset *set) {
  bool any = false;
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status != TML_STABLE && !set->set[i].severity) continue;
    if (!tml_suppress_names(words, r->code, r->name)) continue;
    if (!set->set[i].severity || r->scope == TML_SCOPE_RUN || tml_str_is(tml_str_c(r->code), "EN007")) return false;
    any = true;
  }
  return any;
}

/* The first word that names nothing. */
static bool unknown_word(tml_str words, tml_str *word) {
  for (size_t at = 0; tml_suppress_word(words, &at, word);) {
    bool known = tml_str_is(*word, "ALL") || tml_rule_find(*word) >= 0;
    if (!known && !tml_rule_is_family(*word)) return true;
  }
  return false;
}

static void tell_of(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set,
                    const tml_suppression *s) {
  tml_arena *a = &w->arena;
  tml_str word, why = {0};
  if (!s->words.n) why = TML_S("a suppression that names no rule suppresses nothing; name codes, or ALL");
  else if (unknown_word(s->words, &word))
    why = tml_arena_fmt(a, "there is no rule %.*s to suppress", (int)word.n, word.p);
  else if (!s->used && could_hold(s->words, set))
    why = tml_arena_fmt(a, "nothing here is found by %.*s: the suppression is not needed", (int)s->words.n, s->words.p);
  tml_str none = TML_S("the suppression does not say why: write a reason behind the codes, after a colon");
  for (int i = 0; i < 2; i++) {
    if (i == 0 ? !why.n : why.n || s->reason.n) continue;
    tml_finding *f = tml_run_report(w, d, i ? run->ru002 : run->ru001, set, i ? none : why);
    if (!f) continue;
    f->start = s->start, f->end = s->end;
    f->action = TML_ACT_FIX_CONFIG;
    f->evidence[TML_EV_PAGE].v = TML_NEW(a, tml_str);
    f->evidence[TML_EV_PAGE].v[0] = s->words;
    f->evidence[TML_EV_PAGE].n = s->words.n > 0;
  }
}

void tml_run_suppress(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot) {
  if (!tml_suppress_mentioned(d)) return;
  tml_suppressions own = {0};
  tml_suppress_read(d, &own);
  for (uint32_t i = 0; i < w->sink.n; i++) {
    tml_finding *f = w->sink.v[i];
    const tml_rule *r = tml_rule_at(f->rule);
    for (uint32_t k = 0; k < own.n; k++) {
      tml_suppression *s = &own.v[k];
      if (f->start < s->from || f->start >= s->to || !tml_suppress_names(s->words, r->code, r->name)) continue;
      s->used = true;
      if (f->suppressed_by.n) continue;
      f->suppressed_by = tml_str_c(s->by);
      f->suppressed_reason = s->reason;
    }
  }
  for (uint32_t k = 0; k < own.n; k++) tell_of(run, w, d, set, &own.v[k]);
  if (slot) tml_suppress_pack(&slot->suppress, &own);
}

static void accept_configured(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set) {
  const tml_accepted *all = &run->accepted;
  if (!all->n) return;
  uint8_t *used = TML_NEWN(&w->arena, uint8_t, all->n);
  uint32_t found = w->sink.n;
  for (uint32_t i = 0; i < found; i++) {
    tml_finding *f = w->sink.v[i];
    uint32_t from = 0;
    for (const struct tml_accepted_row *row; (row = tml_accepted_find(all, run->config, &w->arena, f, from));
         from = (uint32_t)(row - all->v) + 1) {
      used[row - all->v] = 1;
      if (f->suppressed_by.n) continue;
      f->suppressed_by = TML_S("config");
      f->suppressed_reason = row->said->reason.s;
    }
  }
  if (d->format == TML_FMT_TMX || d->format == TML_FMT_XLIFF) return; /* a batch is not the whole file */
  for (uint32_t i = 0; i < all->n; i++) {
    const struct tml_accepted_row *row = &all->v[i];
    tml_str rules = row->rules.n ? row->rules : TML_S("ALL");
    bool idle = !used[i] && tml_accepted_is_of(row, run->config, &w->arena, d->path) && could_hold(rules, set);
    bool silent = used[i] && !row->said->reason.s.n;
    if (!idle && !silent) continue;
    const tml_origin *at = &row->said->at;
    const char *what =
        idle ? "holds nothing in this page" : "holds findings here and does not say why: give it a \"reason\"";
    tml_finding *f = tml_run_report(
        w, d, idle ? run->ru001 : run->ru002, set,
        tml_arena_fmt(&w->arena, "the suppression at %s:%u:%u %s", at->where, at->line, at->column, what));
    if (f) f->action = TML_ACT_FIX_CONFIG;
  }
  if (w->sink.n > found) tml_run_prints(run, w, d);
}

bool tml_run_accept_late(const tml_run_ctx *run, tml_arena *scratch, tml_finding *f) {
  for (size_t i = 0; i < run->nkept && !f->suppressed_by.n; i++)
    if (tml_str_eq(run->kept[i].path, f->path)) tml_suppress_packed(tml_buf_view(&run->kept[i].packed), f);
  const struct tml_accepted_row *row =
      f->suppressed_by.n ? NULL : tml_accepted_find(&run->accepted, run->config, scratch, f, 0);
  if (row) {
    f->suppressed_by = TML_S("config");
    f->suppressed_reason = row->said->reason.s;
  }
  ptrdiff_t known = run->baseline && !f->suppressed_by.n ? tml_baseline_find(run->baseline, f->fingerprint) : -1;
  if (known >= 0) run->seen[known] = 1;
  return known < 0;
}

static void leave_known(const tml_run_ctx *run, tml_worker *w, tml_slot *slot) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < w->sink.n; i++) {
    tml_finding *f = w->sink.v[i];
    ptrdiff_t at = f->suppressed_by.n ? -1 : tml_baseline_find(run->baseline, f->fingerprint);
    uint32_t place = (uint32_t)at;
    if (at < 0) w->sink.v[n++] = f;
    else tml_buf_put(&slot->known, &place, sizeof place);
  }
  w->sink.n = n;
}

void tml_run_control(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot) {
  accept_configured(run, w, d, set);
  if (run->baseline) leave_known(run, w, slot);
  if (run->changes) keep_changed(run, w, d, slot);
}
