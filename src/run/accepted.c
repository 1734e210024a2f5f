/* accepted.c — the configuration's suppressions matched with findings, and a page's own kept for later (accepted.h). */
#include "accepted.h"

#include "tmlint/paths.h"
#include "tmlint/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- the configuration's ----------------------------------------------------------------------------------------- */

/* SOURCE_DATE_EPOCH, as reproducible-builds.org has it, stands for the clock: the same run, the same findings. */
static void today(char out[11]) {
  const char *fixed = getenv("SOURCE_DATE_EPOCH");
  time_t now = fixed && *fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
  struct tm t = {0};
  gmtime_r(&now, &t);
  if (!strftime(out, 11, "%Y-%m-%d", &t)) out[0] = 0;
}

void tml_accepted_make(const tml_config *c, tml_accepted *out) {
  char day[11];
  today(day);
  *out = (tml_accepted){0};
  out->v = TML_NEWN(&out->arena, struct tml_accepted_row, c->nsuppress + 1);
  for (uint32_t i = 0; i < c->nsuppress; i++) {
    const tml_suppress_at *s = &c->suppress[i];
    if (s->until.s.n && tml_str_cmp(s->until.s, tml_str_c(day)) < 0) {
      if (!c->quiet)
        fprintf(stderr, "tmlint: %s:%u:%u: this suppression held until %s; take it out or renew it\n", s->at.where,
                s->at.line, s->at.column, s->until.s.p);
      continue;
    }
    struct tml_accepted_row *row = &out->v[out->n++];
    tml_buf rules = {0};
    for (uint32_t k = 0; k < s->rules.n; k++) tml_buf_fmt(&rules, "%s%s", k ? " " : "", s->rules.v[k].s.p);
    *row = (struct tml_accepted_row){.said = s, .rules = tml_arena_str(&out->arena, tml_buf_view(&rules))};
    tml_buf_free(&rules);
    if (!s->path.s.n) continue;
    row->path = tml_glob_compile(&out->arena, s->path.s);
    row->literal = !strpbrk(s->path.s.p, "*?[{\\") && tml_path_ext(s->path.s).n;
  }
}

void tml_accepted_free(tml_accepted *a) { tml_arena_free(&a->arena); }

static bool path_holds(const struct tml_accepted_row *row, const tml_config *c, tml_arena *scratch, tml_str path) {
  tml_str folder = tml_str_c(row->said->folder);
  tml_str whole = tml_path_normalise(scratch, tml_path_join(scratch, tml_str_c(c->cwd), path));
  if (!tml_path_inside(folder, whole)) return false;
  size_t skip = folder.n == 1 ? 1 : folder.n + 1;
  return whole.n > skip && tml_glob_selects(row->path, tml_str_n(whole.p + skip, whole.n - skip));
}

static bool text_holds(const tml_finding *f, tml_str text) {
  text = tml_str_trim(text);
  return (f->source.present && tml_str_eq(tml_str_trim(f->source.text), text)) ||
         (f->target.present && tml_str_eq(tml_str_trim(f->target.text), text));
}

static bool print_holds(const tml_finding *f, tml_str print) {
  char hex[17];
  snprintf(hex, sizeof hex, "%016llx", (unsigned long long)f->fingerprint);
  return tml_str_is(print, hex);
}

const struct tml_accepted_row *tml_accepted_find(const tml_accepted *a, const tml_config *c, tml_arena *scratch,
                                                 const tml_finding *f, uint32_t from) {
  const tml_rule *rule = tml_rule_at(f->rule);
  for (uint32_t i = from; i < a->n; i++) {
    const struct tml_accepted_row *row = &a->v[i];
    const tml_suppress_at *s = row->said;
    if (row->rules.n && !tml_suppress_names(row->rules, rule->code, rule->name)) continue;
    if (s->segment.s.n && !tml_str_eq(s->segment.s, f->segment)) continue;
    if (s->fingerprint.s.n && !print_holds(f, s->fingerprint.s)) continue;
    if (s->text.s.n && !text_holds(f, s->text.s)) continue;
    if (row->path && !path_holds(row, c, scratch, f->path)) continue;
    return row;
  }
  return NULL;
}

bool tml_accepted_is_of(const struct tml_accepted_row *row, const tml_config *c, tml_arena *scratch, tml_str path) {
  return row->literal && path_holds(row, c, scratch, path);
}

/* ---- a page's own, kept ------------------------------------------------------------------------------------------ */

void tml_suppress_pack(tml_buf *b, const tml_suppressions *s) {
  for (uint32_t i = 0; i < s->n; i++) {
    const tml_suppression *x = &s->v[i];
    uint32_t head[] = {x->from, x->to, (uint32_t)x->words.n, (uint32_t)x->reason.n, (uint32_t)strlen(x->by)};
    tml_buf_put(b, head, sizeof head);
    tml_buf_str(b, x->words);
    tml_buf_str(b, x->reason);
    tml_buf_z(b, x->by);
  }
}

void tml_suppress_packed(tml_str s, tml_finding *f) {
  const tml_rule *rule = tml_rule_at(f->rule);
  uint32_t head[5];
  for (const char *p = s.p, *end = s.p + s.n; end - p >= (ptrdiff_t)sizeof head;) {
    memcpy(head, p, sizeof head);
    p += sizeof head;
    tml_str words = {p, head[2]}, reason = {p + head[2], head[3]}, by = {p + head[2] + head[3], head[4]};
    p = by.p + by.n;
    if (f->start < head[0] || f->start >= head[1] || !tml_suppress_names(words, rule->code, rule->name)) continue;
    f->suppressed_by = by;
    f->suppressed_reason = reason;
    return;
  }
}
