/* misfits.c — pairs whose texts do not go together: records of pages kept until all have taught, judged, and findings
 * made of them (misfits.h).
 *
 * A record has places and hashes, no texts. A page that something is wrong with is read once more for its texts; that
 * is rare. With a memory file the page is at hand, and nothing is kept. Both ways lead to the same findings.
 */
#include "misfits.h"

#include "tmlint/fit.h"

#include <stdlib.h>

enum { IN_MEMORY = 1 << 20 /* bytes of records */, WAITING = 4 << 20 /* … before any is learnt */ };

typedef struct shown { /* by page */
  tml_str path;
  uint64_t at;
  uint32_t file, n;
  uint8_t severity[TML_MISFIT_RULES];
} shown;

typedef struct language {
  uint64_t key, texts;
} language;

/* The first records wait: when the languages are known, their tables have the right size at once, and languages of few
 * texts need none. */
struct tml_misfits {
  tml_fit *lexicon;
  bool learning; /* none waits any more */
  language *languages;
  size_t nlanguages, language_cap;
  tml_spill records;
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
  m->lexicon = tml_fit_new();
  tml_spill_init(&m->records, IN_MEMORY);
  return m;
}

void tml_misfits_free(tml_misfits *m) {
  if (!m) return;
  tml_fit_free(m->lexicon);
  tml_spill_free(&m->records);
  free(m->languages);
  free(m->v);
  free(m);
}

void tml_misfits_collect(const tml_run_ctx *run, const tml_ruleset *set, const tml_page *page, tml_slot *slot) {
  for (int k = 0; k < TML_MISFIT_RULES; k++) slot->misfit[k] = set->set[run->misfit[k]].severity;
  tml_fit_record(page, &slot->fits);
}

static language *language_of(tml_misfits *m, uint64_t key) {
  for (size_t i = 0; i < m->nlanguages; i++)
    if (m->languages[i].key == key) return &m->languages[i];
  m->languages = tml_grow(m->languages, m->nlanguages + 1, &m->language_cap, sizeof *m->languages);
  m->languages[m->nlanguages] = (language){.key = key};
  return &m->languages[m->nlanguages++];
}

static int records_of(const tml_misfits *m, const shown *s, tml_buf *out, tml_err *err) {
  out->n = 0;
  tml_buf_reserve(out, s->n);
  int rc = tml_spill_read(&m->records, s->at, out->p, s->n, err);
  if (!rc) out->n = s->n;
  return rc;
}

/* Learns all that has waited. ended: nothing more will come. */
static int learn(tml_misfits *m, bool ended, tml_err *err) {
  tml_buf b = {0};
  int rc = 0;
  if (m->learning) return 0;
  m->learning = true;
  tml_fit_expect(m->lexicon, m->nlanguages);
  for (size_t i = 0; i < m->n && !(rc = records_of(m, &m->v[i], &b, err)); i++) {
    tml_str r = tml_buf_view(&b);
    for (size_t len; r.n; r.p += len, r.n -= len) {
      uint32_t taught;
      uint64_t key = tml_fit_language(r, &taught);
      len = tml_fit_length(r);
      if (taught && (!ended || language_of(m, key)->texts >= TML_FIT_LEAST))
        tml_fit_learn(m->lexicon, tml_str_n(r.p, len));
    }
  }
  tml_buf_free(&b);
  return rc;
}

int tml_misfits_add(tml_misfits *m, uint32_t file, tml_str path, const tml_slot *slot, tml_err *err) {
  if (!slot->fits.n) return TML_OK;
  tml_str r = tml_buf_view(&slot->fits);
  if (m->learning) tml_fit_learn(m->lexicon, r);
  for (size_t len; !m->learning && r.n; r.p += len, r.n -= len) {
    uint32_t taught;
    uint64_t key = tml_fit_language(r, &taught);
    len = tml_fit_length(r);
    if (taught) language_of(m, key)->texts += taught;
  }
  m->v = tml_grow(m->v, m->n + 1, &m->cap, sizeof *m->v);
  shown *s = &m->v[m->n++];
  *s = (shown){.path = path, .file = file, .n = (uint32_t)slot->fits.n};
  memcpy(s->severity, slot->misfit, sizeof s->severity);
  int rc = tml_spill_append(&m->records, slot->fits.p, slot->fits.n, &s->at, err);
  return rc || tml_spill_size(&m->records) < WAITING ? rc : learn(m, false, err);
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

typedef struct judging { /* a page's records */
  making k;
  tml_arena scratch;
  const shown *page;
  tml_str record; /* of the next batch, and behind it */
  tml_misfit **v; /* by batch */
  size_t *n, batch, batches;
  tml_late *late;
  int rc;
} judging;

static void take(void *ctx, tml_doc *d) {
  judging *l = ctx;
  if (l->batch == l->batches) return;
  if (!d->nsegs) return; /* such a batch shows nothing */
  size_t len = tml_fit_length(l->record), b = l->batch++;
  tml_str record = tml_str_n(l->record.p, len);
  l->record.p += len, l->record.n -= len;
  for (size_t i = 0; i < l->n[b] && !l->rc; i++) {
    if (!still_there(d, record, &l->v[b][i])) continue;
    tml_finding f;
    make(&l->k, d, record, &l->v[b][i], &f);
    f.fingerprint = tml_run_print(&f, tml_config_relative(l->k.run->config, &l->scratch, d->path));
    l->rc = tml_late_tell(l->late, &l->scratch, l->page->file, &f);
  }
}

static bool always(void *ctx, uint32_t segment) { return (void)ctx, (void)segment, true; }

/* Judges a page's records. False: nothing is wrong with it. */
static bool judge(judging *l, const tml_misfits *m, tml_str records) {
  size_t any = 0, len;
  l->record = records;
  l->batch = l->batches = 0;
  for (tml_str r = records; r.n; r.p += len, r.n -= len) len = tml_fit_length(r), l->batches++;
  l->v = TML_NEWN(&l->scratch, tml_misfit *, l->batches);
  l->n = TML_NEWN(&l->scratch, size_t, l->batches);
  for (size_t b = 0; b < l->batches; b++, records.p += len, records.n -= len) {
    len = tml_fit_length(records);
    tml_misfit *v;
    size_t n = tml_fit_judge(m->lexicon, &l->scratch, tml_str_n(records.p, len), always, NULL, &v);
    l->v[b] = v;
    for (size_t i = 0; i < n; i++)
      if (l->k.severity[rule_of[v[i].kind]]) v[l->n[b]++] = v[i];
    any += l->n[b];
  }
  return any != 0;
}

int tml_misfits_late(tml_misfits *m, tml_late *late) {
  tml_buf records = {0};
  tml_worker w = {0};
  judging l = {.late = late};
  l.k = (making){.run = late->run, .a = &l.scratch};
  l.rc = learn(m, true, late->err);
  for (size_t i = 0; i < m->n && !l.rc; i++) {
    const shown *s = &m->v[i];
    l.page = s;
    l.k.severity = s->severity;
    if (!s->severity[0] && !s->severity[1] && !s->severity[2]) continue;
    if ((l.rc = records_of(m, s, &records, late->err))) break;
    if (judge(&l, m, tml_buf_view(&records))) tml_run_reread(late->run, &w, s->path, take, &l);
    tml_arena_reset(&l.scratch);
  }
  tml_buf_free(&records);
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
