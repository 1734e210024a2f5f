/* learn.c — `tmlint learn`: pages to a memory file, parts of a memory to one; and which pages are a shard's. */
#include "late.h"
#include "misfits.h"
#include "tmlint/fit.h"
#include "tmlint/pool.h"
#include "tmlint/tm.h"

#include <stdio.h>
#include <stdlib.h>

/* Every Nth page, from the Kth on: neighbours are alike, so all shards have as much to do. */
void tml_run_shard(const tml_config *c, tml_arena *a, tml_input_file **v, size_t *n) {
  if (c->shards < 2) return;
  tml_input_file *part = TML_NEWN(a, tml_input_file, *n / c->shards + 1);
  size_t kept = 0;
  for (size_t i = c->shard - 1; i < *n; i += c->shards) part[kept++] = (*v)[i];
  *v = part;
  *n = kept;
}

typedef struct job {
  tml_run_ctx ctx;
  tml_walk walk;
  tml_worker *workers;
  tml_tm *tm;
  tml_fit *fit;
  tml_arena arena; /* of the paths */
  tml_str *paths;
  size_t npaths, path_cap;
  int status;
} job;

void tml_run_teach(const tml_run_ctx *run, const tml_ruleset *set, const tml_page *page, tml_slot *slot) {
  tml_doc *d = page->doc;
  tml_tm_learn(page, tml_run_page_name(run, d->arena, d->path), run->taught, &slot->facts);
  for (int k = 0; k < TML_TM_KINDS; k++) slot->severity[k] = set->set[run->tm[k]].severity;
}

void tml_run_memory_rules(tml_run_ctx *run) {
  static const char *const codes[TML_TM_KINDS] = {
      [TML_TM_TARGET] = "TM001", [TML_TM_FACTS] = "TM002", [TML_TM_TERM] = "TM005", [TML_TM_SOURCE] = "TM010"};
  const tml_ruleset *set = tml_settings_base(run->settings);
  run->taught = run->learn_only ? 1u << TML_TM_TAGS : 0;
  for (int k = 0; k < TML_TM_KINDS; k++) {
    run->tm[k] = tml_rule_find(tml_str_c(codes[k]));
    bool on = run->learn_only || run->config->noverrides || set->set[run->tm[k]].severity;
    run->taught |= (unsigned)on << k;
  }
  if (set->set[tml_rule_find(TML_S("TM006"))].severity) run->taught |= 1u << TML_TM_TARGET; /* its donors */
}

static void work(void *p, unsigned worker, size_t i, void *slot) {
  job *j = p;
  tml_run_file(&j->ctx, &j->workers[worker], &j->walk.files[i], slot);
}

static void taught(void *p, tml_str facts) {
  job *j = p;
  tml_tm_add(j->tm, (uint32_t)j->npaths, facts);
}

static void shown(void *p, tml_str fits) {
  job *j = p;
  tml_fit_learn(j->fit, fits);
}

static int drain(void *p, size_t i, void *slot) {
  job *j = p;
  tml_slot *s = slot;
  if (s->unopened) {
    fprintf(stderr, "tmlint: %s: can't be read\n", j->walk.files[i].path.p);
    j->status = 2;
  }
  if (s->notes.n) fwrite(s->notes.p, 1, s->notes.n, stderr);
  if (!s->read) return 0; /* nothing of ours; a page that teaches nothing may be what links lead to */
  j->paths = tml_grow(j->paths, j->npaths + 1, &j->path_cap, sizeof *j->paths);
  j->paths[j->npaths] = tml_config_relative(j->ctx.config, &j->arena, j->walk.files[i].path);
  tml_err err = {0};
  if (tml_slot_facts(s, taught, j, &err) || tml_slot_fits(s, shown, j, &err)) {
    fprintf(stderr, "tmlint: %s\n", err.msg);
    j->status = 2;
  }
  j->npaths++;
  return 0;
}

static void learn_all(job *j) {
  tml_pool pool = {.jobs = j->ctx.config->jobs,
                   .n = j->walk.n,
                   .ctx = j,
                   .slot_size = sizeof(tml_slot),
                   .work = work,
                   .drain = drain};
  unsigned jobs = tml_pool_jobs(&pool), slots = tml_pool_slots(&pool);
  pool.slots = tml_calloc(slots, sizeof(tml_slot));
  j->workers = tml_calloc(jobs, sizeof *j->workers);
  if (j->walk.n) tml_pool_run(&pool);
  for (unsigned i = 0; i < slots; i++) tml_slot_free((tml_slot *)pool.slots + i);
  for (unsigned i = 0; i < jobs; i++) tml_worker_free(&j->workers[i]);
  free(pool.slots);
  free(j->workers);
}

static int put(const tml_config *c, const char *to, tml_buf *out) {
  tml_err err = {0};
  tml_memory *m;
  int rc = tml_io_write(to, tml_buf_view(out), NULL, &err);
  if (!rc) rc = tml_memory_open(to, &m, &err); /* what stands there is what was meant */
  if (rc) {
    fprintf(stderr, "tmlint: %s\n", err.msg);
    return 2;
  }
  tml_memory_counts n = tml_memory_size(m);
  if (!c->quiet)
    fprintf(stderr, "tmlint: %s: %llu pages, %llu pairs, %llu names\n", to, (unsigned long long)n.pages,
            (unsigned long long)n.pairs, (unsigned long long)n.names);
  tml_memory_close(m);
  return 0;
}

int tml_run_learn(const tml_config *c, tml_settings *s, const char *to) {
  job j = {.ctx = {.config = c, .settings = s, .an003 = -1, .learn_only = true, .collect_facts = tml_run_teach}};
  tml_arena a = {0};
  tml_buf out = {0};
  tml_walk_opts opts = {
      .include = c->include, .n_include = c->ninclude, .exclude = c->exclude, .n_exclude = c->nexclude};
  j.ctx.in001 = j.ctx.in002 = j.ctx.in003 = j.ctx.in004 = j.ctx.ru001 = j.ctx.ru002 = -1;
  j.ctx.lexicon = tml_settings_lexicon(s);
  tml_run_memory_rules(&j.ctx);
  j.tm = tml_tm_new();
  j.fit = tml_fit_new();
  tml_misfits_rules(&j.ctx);
  j.ctx.misfits = true;
  tml_walk_run(&a, (const char **)(uintptr_t)c->paths, c->npaths, &opts, &j.walk);
  for (size_t i = 0; i < j.walk.n_issues; i++) {
    fprintf(stderr, "tmlint: %s: %s\n", j.walk.issues[i].path.p, j.walk.issues[i].msg.p);
    j.status = 2;
  }
  tml_run_shard(c, &a, &j.walk.files, &j.walk.n);
  learn_all(&j);
  tml_tm_write(j.tm, j.fit, j.paths, j.npaths, &out);
  int status = put(c, to, &out);
  tml_buf_free(&out);
  tml_tm_free(j.tm);
  tml_fit_free(j.fit);
  free(j.paths);
  tml_arena_free(&j.arena);
  tml_arena_free(&a);
  return status > j.status ? status : j.status;
}

int tml_run_join(const tml_config *c, const char *to) {
  tml_memory **parts = tml_calloc(c->npaths, sizeof *parts);
  tml_buf out = {0};
  tml_err err = {0};
  int rc = TML_OK, status = 2;
  for (uint32_t i = 0; i < c->npaths && !rc; i++) rc = tml_memory_open(c->paths[i], &parts[i], &err);
  if (!rc) rc = tml_memory_join((const tml_memory *const *)parts, c->paths, c->npaths, &out, &err);
  if (rc) fprintf(stderr, "tmlint: %s\n", err.msg);
  else status = put(c, to, &out);
  for (uint32_t i = 0; i < c->npaths; i++) tml_memory_close(parts[i]);
  free(parts);
  tml_buf_free(&out);
  return status;
}
