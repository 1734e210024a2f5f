/* today.c — after a run: what the baseline has that is mended, and today's findings as a new one (today.h). */
#include "today.h"

#include "tmlint/paths.h"

#include <stdio.h>
#include <sys/stat.h>

/* Paths of the pages that were read, as the baseline names them, hashed. */
static void gather_paths(const tml_run_ctx *run, const tml_collector *all, tml_map *out) {
  tml_arena a = {0};
  tml_spill_view view = {0};
  for (size_t i = 0; i < all->nfiles; i++) {
    tml_report_file f;
    const char *packed = tml_spill_see(&all->spill, &view, all->files[i].off, all->files[i].len, NULL);
    if (!packed) break;
    tml_unpack_file(&a, packed, all->files[i].len, &f);
    tml_str path = tml_config_relative(run->config, &a, f.path);
    *tml_map_put(out, tml_hash(path.p, path.n), NULL) = 1;
    tml_arena_reset(&a);
  }
  tml_spill_view_free(&view);
  tml_arena_free(&a);
}

/* Could the rule have found it again in this run? A rule that is no more finds nothing: its entry can go. */
static bool ran(const tml_run_ctx *run, tml_str code, bool learnt) {
  int i = tml_rule_find(code);
  if (i < 0) return true;
  const tml_rule *r = tml_rule_at((unsigned)i);
  bool needs_run = r->scope == TML_SCOPE_RUN || tml_str_is(code, "EN007");
  return tml_settings_base(run->settings)->set[i].severity && (learnt || !needs_run);
}

size_t tml_run_fixed(const tml_run_ctx *run, const tml_collector *all, bool learnt, uint8_t *fixed) {
  const tml_baseline *b = run->baseline;
  tml_map read = {0};
  tml_arena a = {0};
  size_t n = 0;
  gather_paths(run, all, &read);
  for (size_t i = 0; i < b->n; i++) {
    const tml_known *k = &b->v[i];
    if (run->seen[i] || !ran(run, k->code, learnt)) continue;
    struct stat st;
    bool here = tml_map_get(&read, tml_hash(k->path.p, k->path.n)) != NULL;
    if (!here && stat(tml_path_join(&a, tml_str_c(run->config->root), k->path).p, &st) == 0) continue;
    fixed[i] = 1;
    n++;
  }
  tml_map_free(&read);
  tml_arena_free(&a);
  return n;
}

void tml_run_tell_fixed(const tml_run_ctx *run, const uint8_t *fixed, size_t n) {
  enum { SHOWN = 10 };
  size_t shown = 0;
  if (!n) return;
  for (size_t i = 0; i < run->baseline->n && shown < SHOWN; i++) {
    const tml_known *k = &run->baseline->v[i];
    if (!fixed[i]) continue;
    shown++;
    fprintf(stderr, "tmlint: fixed: %s %s %s\n", k->path.p, k->code.p, k->message.p);
  }
  if (n > shown) fprintf(stderr, "tmlint: … and %zu more\n", n - shown);
  fprintf(stderr, "tmlint: %zu finding%s of the baseline %s fixed; `tmlint baseline --prune` takes %s out\n", n,
          n == 1 ? "" : "s", n == 1 ? "is" : "are", n == 1 ? "it" : "them");
}

int tml_run_today(const tml_run_ctx *run, tml_collector *all, tml_baseline *out, tml_err *err) {
  tml_arena a = {0};
  tml_spill_view view = {0};
  int rc = TML_OK;
  for (size_t i = 0; i < all->entries.n && !rc; i++) {
    const tml_entry *e = &all->entries.v[i];
    if (e->suppressed) continue;
    const char *packed = tml_spill_see(&all->spill, &view, e->off, e->len, err);
    if (!packed) {
      rc = TML_EIO;
      break;
    }
    tml_finding f;
    tml_find_unpack(&a, packed, e->len, &f);
    tml_known k = {f.fingerprint, tml_config_relative(run->config, &a, f.path), tml_str_c(tml_rule_at(f.rule)->code),
                   f.message};
    tml_baseline_add(out, &k);
    tml_arena_reset(&a);
  }
  tml_spill_view_free(&view);
  tml_arena_free(&a);
  tml_baseline_sort(out);
  return rc;
}
