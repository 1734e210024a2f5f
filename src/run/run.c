/* run.c — the run: list, workers, results in order, the barrier, reports, exit status. */
#include "tmlint/run.h"

#include "file.h"
#include "fragments.h"
#include "hint.h"
#include "late.h"
#include "misfits.h"
#include "parallel.h"
#include "stream.h"
#include "reference.h"
#include "today.h"
#include "tmlint/io.h"
#include "tmlint/load.h"
#include "tmlint/pack.h"
#include "tmlint/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- outputs ---- */

typedef struct output {
  const tml_output *what;
  const tml_writer_kind *kind;
  tml_writer *writer;
  tml_buf buf; /* what was not put yet */
  tml_out to;
  tml_report_opts opts;
  tml_err err;
  bool failed, append;
  tml_output own; /* `what` where it is not the configuration's */
} output;

enum { FLUSH = 1 << 16, MANY = 64 /* pages that ask a memory, for which its tables are unpacked */ };

static void put_output(output *o) {
  if (!o->failed && tml_out_put(&o->to, tml_buf_view(&o->buf), &o->err)) o->failed = true;
  o->buf.n = 0;
}

static void flush_output(void *p) {
  output *o = p;
  if (!o->append && o->buf.n >= FLUSH) put_output(o);
}

/* A step of GitHub Actions may have several commands that write into its summary. */
static int append_to(const char *path, tml_str content, tml_err *err) {
  int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return tml_fail(err, TML_EIO, "%s: can't be opened: %s", path, strerror(errno));
  int rc = tml_io_write_fd(fd, path, content, err);
  if (close(fd) && !rc) rc = tml_fail(err, TML_EIO, "%s: can't be written: %s", path, strerror(errno));
  return rc;
}

static int finish_output(output *o) {
  if (o->append) {
    o->failed = append_to(o->what->file, tml_buf_view(&o->buf), &o->err) != 0;
  } else {
    put_output(o);
    if (!o->failed) o->failed = tml_out_keep(&o->to, &o->err) != 0;
  }
  if (o->failed) fprintf(stderr, "tmlint: %s\n", o->err.msg);
  return o->failed;
}

/* ---- the pool's two ends ---- */

typedef struct job {
  tml_run_ctx ctx;
  tml_walk walk, whole; /* whole: before a shard was taken; else empty or the same */
  tml_worker *workers;
  tml_collector all;
  tml_changes changes;
  tml_baseline baseline;
  const char *write_baseline; /* the command: where to, "-": standard output */
  bool prune;
  size_t fixes, fixed_files, overlaps;
  output *outputs;
  size_t noutputs;
  tml_fragments *fragments; /* NULL where AN003 is off */
  tml_tm *tm;               /* NULL where the rules of the memory are off */
  tml_misfits *misfits;     /* NULL where its rules are off */
  tml_late_page *pages;     /* by file number of the report */
  size_t page_cap;
  tml_err err;
  uint64_t started, shown;
  bool progress, unopened;
} job;

static void work(void *p, unsigned worker, size_t i, void *slot) {
  job *j = p;
  tml_run_file(&j->ctx, &j->workers[worker], &j->walk.files[i], slot);
}

static void show_progress(job *j, size_t done) {
  uint64_t now = tml_clock_ns();
  if (now - j->started < 500000000u || now - j->shown < 100000000u) return;
  j->shown = now;
  enum { WIDE = 30 };
  char bar[WIDE + 1];
  size_t full = done * WIDE / j->walk.n;
  for (size_t k = 0; k < WIDE; k++) bar[k] = k < full ? '#' : '.';
  bar[WIDE] = 0;
  fprintf(stderr, "\r[%s] %zu of %zu files, %zu findings", bar, done, j->walk.n, j->all.entries.n);
}

static int stream(job *j, const tml_slot *s) {
  tml_arena a = {0};
  tml_buf b = {0};
  int rc = TML_OK;
  for (size_t k = 0; k < j->noutputs; k++) {
    output *o = &j->outputs[k];
    if (!o->kind->streams) continue;
    tml_report_file f;
    tml_unpack_file(&a, s->file.p, s->file.n, &f);
    o->kind->file(o->writer, &f);
    for (size_t i = 0; i < s->entries.n && !rc; i++) {
      if (s->entries.v[i].pending) continue; /* told at the end, if it holds */
      const char *packed = tml_slot_finding(s, i, &b, &j->err);
      if (!packed) rc = TML_EIO;
      if (rc) break;
      tml_finding found;
      tml_find_unpack(&a, packed, s->entries.v[i].len, &found);
      tml_cause none = {.count = 1, .first = true};
      o->kind->finding(o->writer, &found, &none);
      if (!s->past) continue;
      flush_output(o); /* many, of one file */
      tml_arena_reset(&a);
    }
    flush_output(o);
    tml_arena_reset(&a);
  }
  tml_arena_free(&a);
  tml_buf_free(&b);
  return rc;
}

static void taught(void *p, tml_str facts) {
  job *j = p;
  tml_tm_add(j->tm, (uint32_t)j->all.nfiles, facts);
}

static int take(job *j, size_t i, tml_slot *s) {
  if (j->progress) show_progress(j, i + 1);
  if (s->unopened) j->unopened = true;
  if (s->notes.n) fwrite(s->notes.p, 1, s->notes.n, stderr);
  if (s->diff.n && tml_io_write_fd(STDOUT_FILENO, "standard output", tml_buf_view(&s->diff), &j->err)) return TML_EIO;
  j->fixes += s->fixes;
  j->fixed_files += s->fixes > 0;
  j->overlaps += s->overlaps;
  if (!s->read) return 0;
  if (stream(j, s)) return TML_EIO;
  for (size_t k = 0; k < s->known.n; k += sizeof(uint32_t)) {
    uint32_t place;
    memcpy(&place, s->known.p + k, sizeof place);
    j->ctx.seen[place] = 1;
  }
  if (s->suppress.n && (j->tm || j->fragments)) {
    tml_run_ctx *x = &j->ctx;
    x->kept = tml_grow(x->kept, x->nkept + 1, &x->kept_cap, sizeof *x->kept);
    struct tml_kept *k = &x->kept[x->nkept++];
    *k = (struct tml_kept){.path = j->walk.files[i].path};
    tml_buf_str(&k->packed, tml_buf_view(&s->suppress));
  }
  if (j->tm) {
    if (tml_slot_facts(s, taught, j, &j->err)) return TML_EIO;
    j->pages = tml_grow(j->pages, j->all.nfiles + 1, &j->page_cap, sizeof *j->pages);
    tml_late_page *page = &j->pages[j->all.nfiles];
    page->path = j->walk.files[i].path;
    memcpy(page->severity, s->severity, sizeof page->severity);
  }
  if (j->misfits && tml_misfits_add(j->misfits, (uint32_t)j->all.nfiles, j->walk.files[i].path, s, &j->err))
    return TML_EIO;
  if (j->fragments)
    tml_fragments_add(j->fragments, (uint32_t)j->all.nfiles, j->walk.files[i].path, tml_buf_view(&s->links));
  return tml_collect_add(&j->all, s, &j->err);
}

static int drain(void *p, size_t i, void *slot) {
  int rc = take(p, i, slot);
  tml_slot_clear(slot);
  return rc;
}

static int check_all(job *j) {
  tml_pool pool = {.jobs = j->ctx.config->jobs,
                   .n = j->walk.n,
                   .ctx = j,
                   .slot_size = sizeof(tml_slot),
                   .work = work,
                   .drain = drain};
  unsigned jobs = tml_pool_jobs(&pool);
  enum { AHEAD = 32 }; /* results of a worker that may wait for a large page of another's: they are held in memory */
  if (jobs * AHEAD < TML_POOL_WINDOW) pool.window = jobs * AHEAD;
  unsigned slots = tml_pool_slots(&pool);
  pool.slots = tml_calloc(slots, sizeof(tml_slot));
  j->workers = tml_calloc(jobs, sizeof *j->workers);
  int rc = j->walk.n ? tml_pool_run(&pool) : 0;
  for (unsigned i = 0; i < slots; i++) tml_slot_free((tml_slot *)pool.slots + i);
  for (unsigned i = 0; i < jobs; i++) tml_worker_free(&j->workers[i]);
  free(pool.slots);
  free(j->workers);
  if (j->shown) fprintf(stderr, "\r\033[K");
  return rc;
}

/* ---- after the barrier ---- */

static void tell_late(void *p, const tml_finding *f) {
  job *j = p;
  tml_cause none = {.count = 1, .first = true};
  for (size_t k = 0; k < j->noutputs; k++)
    if (j->outputs[k].kind->streams) j->outputs[k].kind->finding(j->outputs[k].writer, f, &none);
}

/* Pending findings, which only a run that learns leaves: kept or dropped. Streaming formats are told those that are
 * kept. */
static int settle_pending(job *j) {
  tml_arena a = {0};
  tml_spill_view view = {0};
  int rc = TML_OK;
  for (size_t i = 0; i < j->all.entries.n && !rc; i++) {
    tml_entry *e = &j->all.entries.v[i];
    if (e->pending == TML_PEND_NONE) continue;
    const char *packed = tml_spill_see(&j->all.spill, &view, e->off, e->len, &j->err);
    if (!packed) {
      rc = TML_EIO;
      break;
    }
    tml_finding f;
    bool changed;
    tml_find_unpack(&a, packed, e->len, &f);
    e->dropped = !tml_run_settle_late(&j->ctx, &a, j->tm, j->pages, e->file, &f, &changed);
    if (!e->dropped) tell_late(j, &f);
    if (changed) rc = tml_collect_again(&j->all, e, &f, &j->err); /* what was seen of the spill ends here */
    tml_arena_reset(&a);
  }
  tml_spill_view_free(&view);
  tml_arena_free(&a);
  return rc;
}

static int after_barrier(job *j) {
  if (j->tm) tml_tm_finish(j->tm);
  int rc = settle_pending(j);
  for (size_t i = 0; j->fragments && !j->ctx.memory && j->ctx.config->shards > 1 && i < j->whole.n; i++)
    if (j->whole.files[i].named || tml_run_worth_opening(j->whole.files[i].path))
      tml_fragments_beside(j->fragments, j->whole.files[i].path);
  tml_late late = {.run = &j->ctx, .all = &j->all, .told = tell_late, .ctx = j, .err = &j->err};
  if (!rc && j->fragments) rc = tml_fragments_run(j->fragments, &late);
  if (!rc && j->tm) rc = tml_run_late(&late, j->tm, j->pages);
  /* What was learnt so far is done with, and the tables of words need room. */
  tml_fragments_free(j->fragments);
  tml_tm_free(j->tm);
  j->fragments = NULL, j->tm = NULL;
  if (!rc && j->misfits) rc = tml_misfits_late(j->misfits, &late);
  tml_map_free(&late.seen);
  return rc;
}

/* ---- ends ---- */

static int status_of(const job *j) {
  const tml_config *c = j->ctx.config;
  if (c->fail_on == TML_LEVEL_NEVER) return 0;
  for (size_t i = 0; i < j->all.entries.n; i++) {
    const tml_entry *e = &j->all.entries.v[i];
    if (!e->suppressed && e->severity >= c->fail_on && (c->fail_actions >> e->action & 1)) return 1;
  }
  return 0;
}

/* Beside the annotations of `github`: the summary of the step, where there is one. */
static void open_step_summary(job *j) {
  const char *path = getenv("GITHUB_STEP_SUMMARY");
  if (!path || !*path) return;
  output *o = &j->outputs[j->noutputs++];
  o->own = (tml_output){tml_writer_github_summary.format, path};
  o->what = &o->own;
  o->append = true;
  o->to.fd = -1;
  o->kind = &tml_writer_github_summary;
  o->writer = o->kind->open(&o->buf, &o->opts);
}

/* The score of all files, for --min-score: a writer that writes nothing. */
struct tml_writer {
  tml_score score;
  uint8_t actions;
};
static void score_begin(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void score_file(tml_writer *w, const tml_report_file *f) { w->score.words += f->source_words; }
static void score_finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  tml_score_finding(&w->score, f, c, w->actions);
}
static void no_flush(void *p) { (void)p; }

static int check_score(job *j, int *status) {
  static const tml_writer_kind kind = {"score", false, NULL, score_begin, score_file, score_finding, score_begin, NULL};
  double least = j->ctx.config->min_score;
  tml_writer w = {.actions = j->ctx.config->fail_actions};
  if (least < 0) return TML_OK;
  int rc = tml_collect_write(&j->all, &kind, &w, no_flush, NULL, &j->err);
  if (rc || tml_score_value(&w.score) < 0 || tml_score_value(&w.score) >= least) return rc;
  fprintf(stderr, "tmlint: the score is %.2f (%llu penalty points in %llu source words), below --min-score %g\n",
          tml_score_value(&w.score), (unsigned long long)tml_score_points(&w.score), (unsigned long long)w.score.words,
          least);
  if (*status < 1) *status = 1;
  return rc;
}

/* Also where the run ended before anything was written. */
static void close_outputs(job *j) {
  for (size_t i = 0; i < j->noutputs; i++) {
    j->outputs[i].kind->close(j->outputs[i].writer);
    tml_out_drop(&j->outputs[i].to);
    tml_buf_free(&j->outputs[i].buf);
  }
  free(j->outputs);
}

static int open_outputs(job *j) {
  const tml_config *c = j->ctx.config;
  bool github = false;
  j->outputs = tml_calloc(c->noutputs + 1, sizeof *j->outputs);
  for (uint32_t i = 0; i < c->noutputs; i++) {
    if (c->diff && !c->outputs[i].file) continue; /* standard output is the diff's */
    output *o = &j->outputs[j->noutputs];
    o->what = &c->outputs[i];
    o->kind = tml_writer_find(tml_str_c(o->what->format));
    if (!o->kind) {
      fprintf(stderr, "tmlint: format %s is not there in this version\n", o->what->format);
      return 2;
    }
    if (tml_out_begin(&o->to, o->what->file, &o->err)) { /* now, not after an hour's work */
      fprintf(stderr, "tmlint: %s\n", o->err.msg);
      return 2;
    }
    bool terminal = !o->what->file && tml_io_is_terminal(STDOUT_FILENO);
    o->opts = (tml_report_opts){.color = c->color == TML_COLOR_ALWAYS && !o->what->file,
                                .quiet = c->quiet,
                                .statistics = c->statistics,
                                .severity_min = c->severity_min,
                                .max_findings = c->max_findings,
                                .fail_on = c->fail_on,
                                .fail_actions = c->fail_actions,
                                .columns = terminal ? (unsigned)tml_io_terminal_columns(STDOUT_FILENO) : 0};
    o->writer = o->kind->open(&o->buf, &o->opts);
    j->noutputs++;
    if (o->kind->streams) o->kind->begin(o->writer, NULL);
    github |= o->kind == &tml_writer_github;
  }
  if (github) open_step_summary(j);
  return 0;
}

static int list_changed(job *j, tml_arena *a) {
  tml_err err = {0};
  if (tml_changes_list(j->ctx.config, a, &j->changes, &err)) {
    fprintf(stderr, "tmlint: %s\n", err.msg);
    return 2;
  }
  j->ctx.changes = &j->changes;
  j->walk.files = j->changes.files;
  j->walk.n = j->changes.n;
  return 0;
}

static int list_input(job *j, tml_arena *a, tml_buf *from_stdin) {
  const tml_config *c = j->ctx.config;
  if (c->mode) {
    int status = list_changed(j, a);
    tml_run_shard(c, a, &j->walk.files, &j->walk.n);
    return status;
  }
  const char **paths = TML_NEWN(a, const char *, c->npaths);
  size_t n = 0;
  bool standard = false;
  for (uint32_t i = 0; i < c->npaths; i++) {
    if (!strcmp(c->paths[i], "-")) standard = true;
    else paths[n++] = c->paths[i];
  }
  tml_walk_opts opts = {
      .include = c->include, .n_include = c->ninclude, .exclude = c->exclude, .n_exclude = c->nexclude};
  if (n || !standard) tml_walk_run(a, paths, n, &opts, &j->walk);
  j->whole = j->walk;
  tml_run_shard(c, a, &j->walk.files, &j->walk.n);
  int status = 0;
  for (size_t i = 0; i < j->walk.n_issues; i++) {
    fprintf(stderr, "tmlint: %s: %s\n", j->walk.issues[i].path.p, j->walk.issues[i].msg.p);
    status = 2;
  }
  if (!standard) return status;
  tml_err err = {0};
  if (tml_io_read_stdin(from_stdin, &err)) {
    fprintf(stderr, "tmlint: %s\n", err.msg);
    return 2;
  }
  j->ctx.stdin_bytes = from_stdin;
  j->ctx.stdin_path = tml_arena_str(a, tml_str_c(c->stdin_filename ? c->stdin_filename : "<stdin>"));
  tml_input_file *all = TML_NEWN(a, tml_input_file, j->walk.n + 1);
  size_t k = 0;
  while (k < j->walk.n && tml_str_cmp(j->walk.files[k].path, j->ctx.stdin_path) < 0) all[k] = j->walk.files[k], k++;
  all[k] = (tml_input_file){j->ctx.stdin_path, true};
  if (j->walk.n > k) memcpy(all + k + 1, j->walk.files + k, (j->walk.n - k) * sizeof *all);
  j->walk.files = all;
  j->walk.n++;
  return status;
}

int tml_run_list(const tml_config *c) {
  job j = {.ctx = {.config = c}};
  tml_arena a = {0};
  tml_buf in = {0};
  int status = list_input(&j, &a, &in);
  for (size_t i = 0; i < j.walk.n; i++)
    if (j.walk.files[i].named || tml_run_worth_opening(j.walk.files[i].path)) puts(j.walk.files[i].path.p);
  tml_buf_free(&in);
  tml_buf_free(&j.changes.text);
  tml_arena_free(&a);
  return status;
}

static int write_outputs(job *j, int *status) {
  for (size_t i = 0; i < j->noutputs; i++) {
    output *o = &j->outputs[i];
    if (o->kind->streams) o->kind->end(o->writer, &j->all.summary);
    else if (tml_collect_write(&j->all, o->kind, o->writer, flush_output, o, &j->err)) return -1;
    if (finish_output(o)) *status = 2;
  }
  return 0;
}

static int load_baseline(job *j) {
  const tml_config *c = j->ctx.config;
  tml_err err = {0};
  if (!c->baseline || (j->write_baseline && !j->prune)) return 0;
  if (tml_baseline_load(&j->baseline, c->baseline, &err)) {
    fprintf(stderr, "tmlint: %s\n", err.msg);
    return 2;
  }
  j->ctx.baseline = &j->baseline;
  j->ctx.seen = tml_calloc(j->baseline.n + 1, 1);
  return 0;
}

/* Counts what the baseline has; tells what is fixed, or takes it out. */
static void settle_baseline(job *j, uint8_t *fixed) {
  const tml_run_ctx *x = &j->ctx;
  for (size_t i = 0; i < j->baseline.n; i++) j->all.summary.baselined += x->seen[i];
  size_t n = tml_run_fixed(x, &j->all, j->ctx.collect_facts || j->ctx.memory, fixed);
  if (!j->write_baseline && !x->config->quiet) tml_run_tell_fixed(x, fixed, n);
}

static int put_baseline(job *j, const uint8_t *fixed) {
  tml_buf out = {0};
  tml_err err = {0};
  const char *to = j->write_baseline;
  size_t gone = 0, n;
  int rc = j->prune ? TML_OK : tml_run_today(&j->ctx, &j->all, &j->baseline, &err);
  for (size_t i = 0; j->prune && i < j->baseline.n; i++) gone += fixed[i];
  n = j->baseline.n - gone;
  tml_baseline_write(&j->baseline, j->prune ? fixed : NULL, &out);
  bool standard = strcmp(to, "-") == 0;
  if (!rc && standard) rc = tml_io_write_fd(STDOUT_FILENO, "standard output", tml_buf_view(&out), &err);
  else if (!rc) rc = tml_io_write(to, tml_buf_view(&out), NULL, &err);
  if (rc) fprintf(stderr, "tmlint: %s\n", err.msg);
  else if (!j->ctx.config->quiet && j->prune) fprintf(stderr, "tmlint: %s: %zu fixed, %zu left\n", to, gone, n);
  else if (!j->ctx.config->quiet)
    fprintf(stderr, "tmlint: %s: %zu finding%s\n", standard ? "baseline" : to, n, n == 1 ? "" : "s");
  tml_buf_free(&out);
  return rc ? 2 : 0;
}

static void tell_fixes(const job *j) {
  const tml_config *c = j->ctx.config;
  if (c->quiet) return;
  fprintf(stderr, "tmlint: %zu fix%s %s in %zu file%s", j->fixes, j->fixes == 1 ? "" : "es", c->diff ? "shown" : "made",
          j->fixed_files, j->fixed_files == 1 ? "" : "s");
  if (j->overlaps)
    fprintf(stderr, "; %zu overlapped another and %s looked at again after it", j->overlaps,
            j->overlaps == 1 ? "was" : "were");
  fputc('\n', stderr);
}

static int run_all(const tml_config *c, tml_settings *s, const char *write_baseline, bool prune,
                   const tml_writer_kind *kind, tml_writer *to) {
  job j = {
      .ctx = {.config = c, .settings = s}, .write_baseline = write_baseline, .prune = prune, .started = tml_clock_ns()};
  tml_arena a = {0};
  uint8_t *fixed = NULL;
  tml_buf in = {0};
  tml_reference_set *reference = NULL;
  tml_memory *memory = NULL;
  int status = 3;
  j.ctx.in001 = tml_rule_find(TML_S("IN001"));
  j.ctx.in002 = tml_rule_find(TML_S("IN002"));
  j.ctx.in003 = tml_rule_find(TML_S("IN003"));
  j.ctx.in004 = tml_rule_find(TML_S("IN004"));
  j.ctx.ru001 = tml_rule_find(TML_S("RU001"));
  j.ctx.ru002 = tml_rule_find(TML_S("RU002"));
  j.ctx.an003 = tml_rule_find(TML_S("AN003"));
  tml_run_memory_rules(&j.ctx);
  tml_misfits_rules(&j.ctx);
  if (!tml_settings_base(s)->set[j.ctx.an003].severity) j.ctx.an003 = -1;
  tml_accepted_make(c, &j.ctx.accepted);
  j.progress = !c->quiet && tml_io_is_terminal(STDERR_FILENO);
  tml_collect_init(&j.all);
  j.ctx.lexicon = tml_settings_lexicon(s);
  if (c->reference && tml_reference_open(c, s, j.ctx.lexicon, &reference, &j.err)) {
    fprintf(stderr, "tmlint: %s\n", j.err.msg);
    status = 2;
    goto out;
  }
  j.ctx.reference = reference;
  if (c->memory && tml_memory_open(c->memory, &memory, &j.err)) {
    fprintf(stderr, "tmlint: %s\n", j.err.msg);
    status = 2;
    goto out;
  }
  j.ctx.memory = memory;
  if (j.ctx.an003 >= 0) j.fragments = tml_fragments_new(memory);
  int paths = list_input(&j, &a, &in);
  if (c->mode && paths) { /* nothing is known of what changed: no report may look clean */
    status = paths;
    goto out;
  }
  if (memory && j.ctx.misfits && !(j.ctx.fit = tml_memory_fit(memory, j.walk.n > MANY))) {
    fprintf(stderr, "tmlint: %s: the memory is damaged\n", c->memory);
    status = 2;
    goto out;
  }
  int outs = load_baseline(&j);
  if (!outs && !write_baseline && !kind) outs = open_outputs(&j);
  if (outs) {
    status = outs;
    goto out;
  }
  bool many = j.walk.n > 1 || (j.walk.n == 1 && tml_format_is_units(tml_sniff_name(j.walk.files[0].path)));
  if (c->source_tree) {
    j.ctx.parallel = tml_parallel_open(&j.ctx, j.walk.files, j.walk.n, j.progress, &j.err);
    if (!j.ctx.parallel) {
      fprintf(stderr, "tmlint: %s\n", j.err.msg);
      status = 2;
      goto out;
    }
  }
  if (!memory && c->shards < 2 && many && !c->mode) { /* one page, or a part, teaches too little */
    j.tm = tml_tm_new();
    j.ctx.collect_facts = tml_run_teach;
    if (j.ctx.misfits) j.misfits = tml_misfits_new();
  }
  if (check_all(&j) || after_barrier(&j)) goto fault;
  tml_collect_finish(&j.all);
  fixed = tml_calloc(j.baseline.n + 1, 1);
  if (j.ctx.baseline) settle_baseline(&j, fixed);
  j.all.summary.seconds = (double)(tml_clock_ns() - j.started) / 1e9;
  status = write_baseline ? put_baseline(&j, fixed) : kind ? 0 : status_of(&j);
  if (j.unopened && status < 2) status = 2;
  if (kind) {
    if (paths > status) status = paths;
    if (tml_collect_write(&j.all, kind, to, no_flush, NULL, &j.err)) goto fault;
    goto out;
  }
  if (check_score(&j, &status)) goto fault;
  if (paths > status) status = paths;
  if (write_outputs(&j, &status)) goto fault;
  if (c->fix || c->diff) tell_fixes(&j);
  if (!c->mode && !write_baseline) tml_run_hint(c, &j.all, &j.walk);
  goto out;
fault:
  fprintf(stderr, "tmlint: %s\n", j.err.msg);
  status = 3;
out:
  close_outputs(&j);
  free(fixed);
  free(j.ctx.seen);
  tml_baseline_free(&j.baseline);
  tml_collect_free(&j.all);
  tml_tm_free(j.tm);
  tml_misfits_free(j.misfits);
  tml_memory_close(memory);
  tml_reference_free(reference);
  tml_parallel_free(j.ctx.parallel);
  tml_fragments_free(j.fragments);
  tml_accepted_free(&j.ctx.accepted);
  for (size_t i = 0; i < j.ctx.nkept; i++) tml_buf_free(&j.ctx.kept[i].packed);
  free(j.ctx.kept);
  free(j.pages);
  tml_buf_free(&in);
  tml_buf_free(&j.changes.text);
  tml_arena_free(&a);
  return status;
}

/* ---- saved reports ---- */

typedef struct merged_file { /* a file of a report, and its findings: they stand together there */
  const tml_report_file *file;
  tml_finding *findings;
  size_t n;
  const char *report;
} merged_file;

static int by_path(const void *pa, const void *pb) {
  return tml_str_cmp(((const merged_file *)pa)->file->path, ((const merged_file *)pb)->file->path);
}

/* Appends the files of one report. Causes of different reports are different. */
static int add_report(const char *name, const tml_loaded *l, uint64_t nth, merged_file *to, tml_err *err) {
  size_t k = 0;
  for (size_t i = 0; i < l->nfiles; i++) {
    to[i] = (merged_file){&l->files[i], &l->findings[k], 0, name};
    for (; k < l->nfindings && tml_str_eq(l->findings[k].path, l->files[i].path); k++) {
      if (l->findings[k].cause) l->findings[k].cause = tml_hash_mix(nth + 1, l->findings[k].cause) | 1;
      to[i].n++;
    }
  }
  if (k == l->nfindings) return TML_OK;
  return tml_fail(err, TML_EFORMAT, "%s: the finding at %.*s:%u stands at no file of the report, or out of order", name,
                  (int)l->findings[k].path.n, l->findings[k].path.p, (unsigned)l->findings[k].line);
}

static int collect_merged(job *j, const merged_file *v, size_t n) {
  tml_slot slot = {0};
  int rc = TML_OK;
  for (size_t i = 0; i < n && !rc; i++) {
    if (i && tml_str_eq(v[i].file->path, v[i - 1].file->path)) {
      rc = tml_fail(&j->err, TML_EFORMAT, "%.*s is in %s and in %s; a file can be in one report only",
                    (int)v[i].file->path.n, v[i].file->path.p, v[i - 1].report, v[i].report);
      break;
    }
    tml_slot_clear(&slot);
    tml_pack_file(&slot.file, v[i].file);
    slot.segments = v[i].file->segments;
    for (size_t k = 0; k < v[i].n; k++) {
      tml_slot_add(&slot, &v[i].findings[k]);
      slot.entries.v[k].start = (uint32_t)k; /* a report is in order already */
    }
    rc = tml_collect_add(&j->all, &slot, &j->err);
    for (size_t o = 0; o < j->noutputs && !rc; o++) {
      if (!j->outputs[o].kind->streams) continue;
      tml_cause alone = {.count = 1, .first = true};
      j->outputs[o].kind->file(j->outputs[o].writer, v[i].file);
      for (size_t k = 0; k < v[i].n; k++) j->outputs[o].kind->finding(j->outputs[o].writer, &v[i].findings[k], &alone);
      flush_output(&j->outputs[o]);
    }
  }
  tml_slot_free(&slot);
  return rc;
}

int tml_run_merge(const tml_config *c) {
  job j = {.ctx = {.config = c}, .started = tml_clock_ns()};
  tml_arena a = {0};
  merged_file *files = NULL;
  size_t n = 0, cap = 0;
  int status = 2;
  uint64_t baselined = 0;
  tml_collect_init(&j.all);
  for (uint32_t i = 0; i < c->npaths; i++) {
    tml_buf json = {0};
    tml_loaded l;
    int rc =
        strcmp(c->paths[i], "-") ? tml_io_read(c->paths[i], &json, NULL, &j.err) : tml_io_read_stdin(&json, &j.err);
    tml_str copy = rc ? TML_S("") : tml_arena_str(&a, tml_buf_view(&json));
    tml_buf_free(&json);
    if (rc || tml_report_load(&a, c->paths[i], copy, &l, &j.err)) goto fault;
    files = tml_grow(files, n + l.nfiles + 1, &cap, sizeof *files);
    if (add_report(c->paths[i], &l, i, files + n, &j.err)) goto fault;
    n += l.nfiles;
    baselined += l.baselined;
  }
  if (n) qsort(files, n, sizeof *files, by_path);
  if ((status = open_outputs(&j))) goto out;
  status = 2;
  if (collect_merged(&j, files, n)) goto fault;
  tml_collect_finish(&j.all);
  j.all.summary.baselined = baselined;
  j.all.summary.seconds = (double)(tml_clock_ns() - j.started) / 1e9;
  status = status_of(&j);
  if (check_score(&j, &status) || write_outputs(&j, &status)) {
    status = 3;
    goto fault;
  }
  goto out;
fault:
  fprintf(stderr, "tmlint: %s\n", j.err.msg);
out:
  close_outputs(&j);
  free(files);
  tml_collect_free(&j.all);
  tml_arena_free(&a);
  return status;
}

int tml_run_check(const tml_config *c, tml_settings *s) { return run_all(c, s, NULL, false, NULL, NULL); }

int tml_run_baseline(const tml_config *c, tml_settings *s, const char *file, bool prune) {
  return run_all(c, s, file ? file : "-", prune, NULL, NULL);
}

int tml_run_findings(const tml_config *c, tml_settings *s, const tml_writer_kind *kind, tml_writer *w) {
  return run_all(c, s, NULL, false, kind, w);
}
