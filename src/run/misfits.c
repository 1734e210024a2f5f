/* misfits.c — pairs whose texts do not go together: records of pages kept until all are there, learnt and judged, and
 * findings made of them (misfits.h).
 *
 * A record has places and hashes, no texts. After the barrier each language is learnt and judged by itself, so that a
 * thread needs one language's tables at a time. A page that something is wrong with is read once more for its texts;
 * that is rare. With a memory file the page is at hand, and nothing is kept. Both ways lead to the same findings.
 */
#include "misfits.h"

#include "tmlint/fit.h"
#include "tmlint/pool.h"

#include <stdlib.h>

enum { IN_MEMORY = 1 << 20 /* bytes of records */ };

typedef struct batch { /* a record: of a page, or of a part of it */
  uint64_t at;
  uint32_t bytes, page, language;
  uint32_t n; /* what is wrong with it */
  tml_misfit *v;
} batch;

typedef struct shown { /* by page */
  tml_str path;
  size_t first, n; /* of the batches */
  uint32_t file;
  uint8_t severity[TML_MISFIT_RULES];
} shown;

typedef struct language {
  uint64_t key, texts;
} language;

struct tml_misfits {
  language *languages;
  size_t nlanguages, language_cap;
  tml_spill records;
  batch *batches;
  size_t nbatches, batch_cap;
  shown *v;
  size_t n, cap;
};

enum { NEIGHBOURS, RUNS, LENGTHS }; /* TM007, TM008, CO006 */

static const unsigned char rule_of[] = {[TML_MISFIT_NEIGHBOUR] = NEIGHBOURS,
                                        [TML_MISFIT_STRANGER] = NEIGHBOURS,
                                        [TML_MISFIT_RUN] = RUNS,
                                        [TML_MISFIT_LENGTH] = LENGTHS};

void tml_misfits_rules(tml_run_ctx *run) {
  static const char *const codes[TML_MISFIT_RULES] = {"TM007", "TM008", "CO006"};
  const tml_ruleset *set = tml_settings_base(run->settings);
  run->misfits = false;
  for (int k = 0; k < TML_MISFIT_RULES; k++) {
    run->misfit[k] = tml_rule_find(tml_str_c(codes[k]));
    run->misfits |= set->set[run->misfit[k]].severity || run->config->noverrides;
  }
}

tml_misfits *tml_misfits_new(void) {
  tml_misfits *m = tml_calloc(1, sizeof *m);
  tml_spill_init(&m->records, IN_MEMORY);
  return m;
}

void tml_misfits_free(tml_misfits *m) {
  if (!m) return;
  for (size_t i = 0; i < m->nbatches; i++) free(m->batches[i].v);
  tml_spill_free(&m->records);
  free(m->batches);
  free(m->languages);
  free(m->v);
  free(m);
}

void tml_misfits_collect(const tml_run_ctx *run, const tml_ruleset *set, const tml_page *page, tml_slot *slot) {
  for (int k = 0; k < TML_MISFIT_RULES; k++) slot->misfit[k] = set->set[run->misfit[k]].severity;
  tml_fit_record(page, &slot->fits);
}

static uint32_t language_of(tml_misfits *m, uint64_t key) {
  for (uint32_t i = 0; i < m->nlanguages; i++)
    if (m->languages[i].key == key) return i;
  m->languages = tml_grow(m->languages, m->nlanguages + 1, &m->language_cap, sizeof *m->languages);
  m->languages[m->nlanguages] = (language){.key = key};
  return (uint32_t)m->nlanguages++;
}

/* Until the next one of the same view. */
static int record_of(const tml_misfits *m, const batch *b, tml_spill_view *v, tml_str *out, tml_err *err) {
  *out = tml_str_n(tml_spill_see(&m->records, v, b->at, b->bytes, err), b->bytes);
  return out->p ? TML_OK : TML_EIO;
}

typedef struct adding {
  tml_misfits *m;
  shown shown;
  tml_err *err;
  int rc;
} adding;

static void add_piece(void *ctx, tml_str r) {
  adding *a = ctx;
  tml_misfits *m = a->m;
  uint64_t at;
  if (!a->rc) a->rc = tml_spill_append(&m->records, r.p, r.n, &at, a->err);
  if (a->rc) return;
  for (size_t len; r.n; r.p += len, r.n -= len, at += len, a->shown.n++) {
    uint32_t taught;
    uint64_t key = tml_fit_language(r, &taught);
    len = tml_fit_length(r);
    batch b = {.at = at, .bytes = (uint32_t)len, .page = (uint32_t)m->n, .language = UINT32_MAX};
    if (taught) {
      b.language = language_of(m, key);
      m->languages[b.language].texts += taught;
    }
    m->batches = tml_grow(m->batches, m->nbatches + 1, &m->batch_cap, sizeof *m->batches);
    m->batches[m->nbatches++] = b;
  }
}

int tml_misfits_add(tml_misfits *m, uint32_t file, tml_str path, const tml_slot *slot, tml_err *err) {
  adding a = {.m = m, .shown = {.path = path, .first = m->nbatches, .file = file}, .err = err};
  memcpy(a.shown.severity, slot->misfit, sizeof a.shown.severity);
  int rc = tml_slot_fits(slot, add_piece, &a, err);
  if (rc || a.rc || !a.shown.n) return rc ? rc : a.rc;
  m->v = tml_grow(m->v, m->n + 1, &m->cap, sizeof *m->v);
  m->v[m->n++] = a.shown;
  return TML_OK;
}

/* ---- learning and judging ---- */

typedef struct judge { /* of a thread */
  tml_fit *lexicon;
  tml_spill_view view;
  tml_arena scratch;
  tml_err err;
  int rc;
} judge;

typedef struct judging {
  tml_misfits *m;
  uint32_t *languages; /* those that can be judged, the largest first */
  size_t n;
  uint32_t only; /* the one that all threads judge */
  const tml_fit *lexicon;
  judge *judges;
} judging;

static bool always(void *ctx, uint32_t segment) { return (void)ctx, (void)segment, true; }

static void learn(tml_misfits *m, uint32_t which, judge *j) {
  tml_fit_expect(j->lexicon, m->nlanguages);
  for (size_t i = 0; i < m->nbatches && !j->rc; i++) {
    if (m->batches[i].language != which) continue;
    tml_str record;
    if (!(j->rc = record_of(m, &m->batches[i], &j->view, &record, &j->err))) tml_fit_learn(j->lexicon, record);
  }
}

static void judge_batch(tml_misfits *m, const tml_fit *lexicon, batch *b, judge *j) {
  const uint8_t *severity = m->v[b->page].severity;
  if (!severity[0] && !severity[1] && !severity[2]) return;
  tml_str record;
  if (j->rc || (j->rc = record_of(m, b, &j->view, &record, &j->err))) return;
  tml_misfit *v;
  size_t n = tml_fit_judge(lexicon, &j->scratch, record, always, NULL, &v);
  for (size_t i = 0; i < n; i++) {
    if (!severity[rule_of[v[i].kind]]) continue;
    if (!b->v) b->v = tml_malloc(n * sizeof *b->v);
    b->v[b->n++] = v[i];
  }
  tml_arena_reset(&j->scratch);
}

static void judge_language(void *ctx, unsigned worker, size_t i, void *slot) {
  judging *all = ctx;
  judge *j = &all->judges[worker];
  (void)slot;
  if (j->lexicon) tml_fit_forget(j->lexicon);
  else j->lexicon = tml_fit_new();
  learn(all->m, all->languages[i], j);
  for (size_t k = 0; k < all->m->nbatches; k++)
    if (all->m->batches[k].language == all->languages[i]) judge_batch(all->m, j->lexicon, &all->m->batches[k], j);
}

/* A part of one language's. */
enum { PART = 64 };
static void judge_part(void *ctx, unsigned worker, size_t i, void *slot) {
  judging *all = ctx;
  (void)slot;
  for (size_t k = i * PART; k < all->m->nbatches && k < (i + 1) * PART; k++)
    if (all->m->batches[k].language == all->only)
      judge_batch(all->m, all->lexicon, &all->m->batches[k], &all->judges[worker]);
}

/* What is wrong with the batches. */
static int judge_all(tml_misfits *m, unsigned jobs, tml_err *err) {
  judging all = {.m = m, .languages = tml_malloc((m->nlanguages + 1) * sizeof(uint32_t))};
  for (uint32_t i = 0; i < m->nlanguages; i++) {
    if (m->languages[i].texts < TML_FIT_LEAST) continue;
    size_t k = all.n++;
    for (; k > 0 && m->languages[all.languages[k - 1]].texts < m->languages[i].texts; k--)
      all.languages[k] = all.languages[k - 1];
    all.languages[k] = i;
  }
  bool parts = all.n == 1;
  tml_pool pool = {.jobs = jobs,
                   .n = parts ? (m->nbatches + PART - 1) / PART : all.n,
                   .ctx = &all,
                   .slot_size = 1,
                   .work = parts ? judge_part : judge_language};
  jobs = tml_pool_jobs(&pool);
  pool.slots = tml_calloc(tml_pool_slots(&pool), 1);
  all.judges = tml_calloc(jobs, sizeof *all.judges);
  if (parts) {
    tml_fit *lexicon = all.judges[0].lexicon = tml_fit_new();
    all.only = all.languages[0];
    learn(m, all.only, &all.judges[0]);
    all.lexicon = lexicon;
  }
  if (all.n) tml_pool_run(&pool);
  int rc = TML_OK;
  for (unsigned i = 0; i < jobs; i++) {
    judge *j = &all.judges[i];
    if (j->rc && !rc) rc = j->rc, *err = j->err;
    tml_fit_free(j->lexicon);
    tml_spill_view_free(&j->view);
    tml_arena_free(&j->scratch);
  }
  free(all.judges);
  free(all.languages);
  free(pool.slots);
  return rc;
}

/* ---- findings ---- */

static void relate(tml_arena *a, tml_doc *d, const tml_segment *g, tml_str message, tml_finding *f) {
  tml_related r = {.path = d->path, .segment = tml_arena_str(a, g->id), .message = message};
  tml_doc_position(d, g->target.start, &r.line, &r.column);
  f->related = tml_arena_grow(a, f->related, f->nrelated, &f->related_cap, sizeof *f->related);
  f->related[f->nrelated++] = r;
}

static const char *where(int offset) { return offset < 0 ? "before" : "behind"; }

static tml_str places(tml_arena *a, int offset) {
  int n = offset < 0 ? -offset : offset;
  return n == 1 ? tml_arena_fmt(a, "the pair %s it", where(offset))
                : tml_arena_fmt(a, "the pair %d places %s it", n, where(offset));
}

typedef struct making {
  const tml_run_ctx *run;
  tml_arena *a; /* what the findings keep */
  const uint8_t *severity;
} making;

static tml_str ratio(tml_arena *a, const tml_misfit *m) {
  if (m->times >= 1000) return tml_arena_fmt(a, "%u", (unsigned)(m->times / 100));
  return tml_arena_fmt(a, "%u.%u", (unsigned)(m->times / 100), (unsigned)(m->times % 100 / 10));
}

static tml_str text_of(tml_arena *a, const tml_text *t) {
  return tml_run_cut(a, tml_arena_str(a, tml_str_n(t->p, t->n)));
}

static void make(const making *k, tml_doc *d, tml_str record, const tml_misfit *m, tml_finding *f) {
  tml_arena *a = k->a;
  unsigned which = rule_of[m->kind];
  tml_place p = {.path = d->path};
  tml_run_fill_place(&p, d, a, &d->segs[tml_fit_at(record, m->pair).segment]);
  tml_run_at_place(a, &p, (uint16_t)k->run->misfit[which], k->severity[which], f);
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = m->kind == TML_MISFIT_RUN ? TML_ACT_RE_HANDOFF : TML_ACT_FIX_TARGET;
  if (m->kind == TML_MISFIT_NEIGHBOUR) {
    const tml_segment *to = &d->segs[tml_fit_at(record, (size_t)((long)m->pair + m->offset)).segment];
    tml_str other = text_of(a, &to->target), there = places(a, m->offset);
    f->message =
        tml_arena_fmt(a, "the target is no translation of its source, which goes with the target of %.*s: “%.*s”",
                      (int)there.n, there.p, (int)other.n, other.p);
    relate(a, d, to, other, f);
  } else if (m->kind == TML_MISFIT_STRANGER) {
    f->message = TML_S("the target is no translation of its source: their words do not go together anywhere else");
  } else if (m->kind == TML_MISFIT_RUN) {
    f->message = tml_arena_fmt(
        a, "the targets of %u neighbouring pairs are shifted: each source goes with the target of the pair %s it",
        (unsigned)m->pairs, where(m->offset));
    for (uint32_t i = 0; i < m->pairs; i++) {
      const tml_segment *to = &d->segs[tml_fit_at(record, m->pair + i).segment];
      relate(a, d, to, text_of(a, &to->source), f);
    }
  } else {
    tml_misfit inverse = *m;
    if (!m->longer) inverse.times = m->times ? 10000 / m->times : 9900;
    tml_str x = ratio(a, &inverse);
    f->message = tml_arena_fmt(a,
                               m->longer ? "the target is %.*s times as long as translations of such a source are"
                                         : "translations of such a source are %.*s times as long as this target",
                               (int)x.n, x.p);
  }
  tml_run_relate_source(a, &p, f);
}

/* Is every place of the misfit where the record has it? */
static bool still_there(const tml_doc *d, tml_str record, const tml_misfit *m) {
  tml_fit_pair p = tml_fit_at(record, m->pair);
  if (p.segment >= d->nsegs || d->segs[p.segment].start != p.start) return false;
  p = tml_fit_at(record, tml_fit_count(record) - 1);
  return p.segment < d->nsegs && d->segs[p.segment].start == p.start;
}

/* ---- of a run ---- */

typedef struct telling { /* a page's findings */
  making k;
  tml_arena scratch;
  tml_misfits *m;
  const shown *page;
  size_t batch; /* the next */
  tml_spill_view view;
  tml_late *late;
  int rc;
} telling;

static void take(void *ctx, tml_doc *d) {
  telling *l = ctx;
  if (l->batch == l->page->n) return;
  if (!d->nsegs) return; /* such a batch shows nothing */
  const batch *b = &l->m->batches[l->page->first + l->batch++];
  tml_str record;
  if (!b->n || l->rc || (l->rc = record_of(l->m, b, &l->view, &record, l->late->err))) return;
  for (size_t i = 0; i < b->n && !l->rc; i++) {
    if (!still_there(d, record, &b->v[i])) continue;
    tml_finding f;
    make(&l->k, d, record, &b->v[i], &f);
    f.fingerprint = tml_run_print(&f, tml_config_relative(l->k.run->config, &l->scratch, d->path));
    l->rc = tml_late_tell(l->late, &l->scratch, l->page->file, &f);
  }
}

int tml_misfits_late(tml_misfits *m, tml_late *late) {
  tml_worker w = {0};
  telling l = {.late = late, .m = m};
  l.k = (making){.run = late->run, .a = &l.scratch};
  l.rc = judge_all(m, late->run->config->jobs, late->err);
  for (size_t i = 0; i < m->n && !l.rc; i++) {
    const shown *s = &m->v[i];
    size_t any = 0;
    for (size_t k = 0; k < s->n; k++) any += m->batches[s->first + k].n;
    if (!any) continue;
    l.page = s;
    l.batch = 0;
    l.k.severity = s->severity;
    tml_run_reread(late->run, &w, s->path, take, &l);
    tml_arena_reset(&l.scratch);
  }
  tml_spill_view_free(&l.view);
  tml_worker_free(&w);
  tml_arena_free(&l.scratch);
  return l.rc;
}

/* ---- of a memory file ---- */

static bool in_memory(void *ctx, uint32_t segment) { return ((const bool *)ctx)[segment]; }

void tml_misfits_page(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_page *page, const tml_ruleset *set) {
  uint8_t severity[TML_MISFIT_RULES];
  bool on = false;
  for (int k = 0; k < TML_MISFIT_RULES; k++) on |= (severity[k] = set->set[run->misfit[k]].severity) != TML_SEV_OFF;
  if (!on) return;
  tml_arena *a = &w->arena;
  tml_buf record = {0};
  tml_misfit *v;
  bool *known = tml_memory_pairs(run->memory, a, page, tml_config_relative(run->config, a, d->path));
  tml_fit_record(page, &record);
  size_t n = tml_fit_judge(run->fit, a, tml_buf_view(&record), in_memory, known, &v);
  making k = {.run = run, .a = a, .severity = severity};
  for (size_t i = 0; i < n; i++)
    if (severity[rule_of[v[i].kind]]) make(&k, d, tml_buf_view(&record), &v[i], tml_sink_new(&w->sink, a));
  tml_buf_free(&record);
}
