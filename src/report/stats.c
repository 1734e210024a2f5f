/* stats.c — counts and LQA scores of a report (stats.h), and the score itself.
 *
 * The score is MQM's linear model (themqm.org, "The MQM Scoring Models"; severity multipliers minor 1, major 5,
 * critical 25; all error types weigh 1): points over the number of source words. docs/reports.md says how our
 * severities map.
 */
#include "stats.h"

#include "excerpt.h"

#include <stdlib.h>

/* ---- a cause, and the score --------------------------------------------------------------------------------------- */

static uint8_t actions_at(const tml_finding *f, const tml_cause *c, unsigned severity) {
  return (uint8_t)(c->actions[severity] | (f->severity == severity ? 1u << f->action : 0));
}

unsigned tml_cause_severity(const tml_finding *f, const tml_cause *c, uint8_t actions) {
  for (unsigned s = TML_SEV_ERROR; s > TML_SEV_OFF; s--)
    if (actions_at(f, c, s) & actions) return s;
  return TML_SEV_OFF;
}

bool tml_cause_critical(const tml_finding *f, const tml_cause *c, uint8_t actions) {
  return actions_at(f, c, TML_SEV_ERROR) & actions & 1u << TML_ACT_RE_HANDOFF;
}

void tml_score_finding(tml_score *s, const tml_finding *f, const tml_cause *c, uint8_t actions) {
  if (!tml_out_shown(f, c)) return;
  unsigned severity = tml_cause_severity(f, c, actions);
  if (tml_cause_critical(f, c, actions)) s->critical++;
  else if (severity == TML_SEV_ERROR) s->major++;
  else if (severity == TML_SEV_WARNING) s->minor++;
}

uint64_t tml_score_points(const tml_score *s) {
  return s->critical * TML_SCORE_CRITICAL + s->major * TML_SCORE_MAJOR + s->minor * TML_SCORE_MINOR;
}

double tml_score_per_thousand(const tml_score *s) {
  return s->words ? 1000.0 * (double)tml_score_points(s) / (double)s->words : 0;
}

double tml_score_value(const tml_score *s) {
  if (!s->words) return -1;
  double v = 100.0 - tml_score_per_thousand(s) / 10.0;
  return v > 0 ? v : 0;
}

/* ---- counting ----------------------------------------------------------------------------------------------------- */

tml_stats *tml_stats_new(uint8_t actions) {
  tml_stats *s = tml_calloc(1, sizeof *s);
  s->rules = tml_calloc(tml_rule_count() + 1, sizeof *s->rules);
  s->actions = actions;
  return s;
}

void tml_stats_free(tml_stats *s) {
  if (!s) return;
  for (size_t k = 0; k < TML_STATS_KINDS; k++) {
    free(s->group[k].v);
    tml_map_free(&s->group[k].index);
  }
  tml_out_files_free(&s->files);
  tml_arena_free(&s->arena);
  free(s->rows);
  free(s->rules);
  free(s);
}

static uint32_t row_of(tml_stats *s, int kind, tml_str name) {
  tml_stats_group *g = &s->group[kind];
  bool fresh;
  uint64_t *at = tml_map_put(&g->index, tml_hash(name.p, name.n), &fresh);
  if (fresh) {
    g->v = tml_grow(g->v, g->n + 1, &g->cap, sizeof *g->v);
    g->v[g->n] = (tml_stats_row){.name = tml_arena_str(&s->arena, name)};
    *at = g->n++;
  }
  return (uint32_t)*at;
}

static tml_str folder_of(tml_str path) {
  size_t n = path.n;
  while (n && path.p[n - 1] != '/') n--;
  if (n > 1) n--;
  return n ? tml_str_n(path.p, n) : TML_S(".");
}

static tml_str type_of(tml_stats *s, tml_str type) {
  if (tml_str_ieq(type, TML_S("HT"))) return TML_S("human (HT)");
  if (tml_str_ieq(type, TML_S("MT"))) return TML_S("machine (MT)");
  return type.n ? tml_arena_str(&s->arena, type) : TML_S("not said");
}

void tml_stats_file(tml_stats *s, const tml_report_file *f) {
  size_t i = s->files.n;
  tml_out_files_add(&s->files, f);
  s->rows = tml_grow(s->rows, i + 1, &s->row_cap, sizeof *s->rows);
  tml_str locale = f->target_language.n ? f->target_language : TML_S("unknown");
  const tml_str names[TML_STATS_KINDS] = {[TML_STATS_ALL] = TML_S("all"),
                                          [TML_STATS_LOCALE] = locale,
                                          [TML_STATS_TYPE] = type_of(s, f->translation_type),
                                          [TML_STATS_FOLDER] = folder_of(f->path),
                                          [TML_STATS_PAGE] = f->path};
  for (int k = 0; k < TML_STATS_KINDS; k++) {
    s->rows[i][k] = row_of(s, k, names[k]);
    tml_stats_row *r = &s->group[k].v[s->rows[i][k]];
    r->files++;
    r->score.words += f->source_words;
  }
}

void tml_stats_finding(tml_stats *s, const tml_finding *f, const tml_cause *c) {
  if (f->suppressed_by.n) return;
  s->rules[f->rule]++;
  size_t at = tml_out_files_find(&s->files, f->path);
  if (!c->first || at >= s->files.n) return;
  for (int k = 0; k < TML_STATS_KINDS; k++) {
    tml_stats_row *r = &s->group[k].v[s->rows[at][k]];
    r->findings[tml_out_severity(f, c)]++;
    tml_score_finding(&r->score, f, c, s->actions);
  }
}

/* ---- tables ------------------------------------------------------------------------------------------------------- */

enum { ROWS = 20 }; /* of a table: what is worst first */

static int by_name(const void *pa, const void *pb) {
  return tml_str_cmp(((const tml_stats_row *)pa)->name, ((const tml_stats_row *)pb)->name);
}

static int worst_first(const void *pa, const void *pb) {
  const tml_stats_row *a = pa, *b = pb;
  uint64_t p = tml_score_points(&a->score), q = tml_score_points(&b->score);
  if (p != q) return p > q ? -1 : 1;
  return by_name(pa, pb);
}

static size_t columns(tml_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
  return n;
}

static void cell(tml_buf *b, tml_str name, size_t width) {
  tml_buf_str(b, name);
  for (size_t n = columns(name); n < width; n++) tml_buf_c(b, ' ');
}

static void row(tml_buf *b, const tml_stats_row *r, size_t width) {
  tml_buf name = {0};
  tml_excerpt_harmless(&name, r->name);
  cell(b, tml_buf_view(&name), width);
  tml_buf_free(&name);
  tml_buf_fmt(b, " %7llu %8llu %6llu %6llu %8llu ", (unsigned long long)r->findings[TML_SEV_ERROR],
              (unsigned long long)r->findings[TML_SEV_WARNING], (unsigned long long)r->findings[TML_SEV_INFO],
              (unsigned long long)r->files, (unsigned long long)r->score.words);
  if (r->score.words) tml_buf_fmt(b, "%9.1f %6.2f\n", tml_score_per_thousand(&r->score), tml_score_value(&r->score));
  else tml_buf_z(b, "        -      -\n");
}

static void table(tml_stats *s, tml_buf *b, int kind, const char *title) {
  tml_stats_group *g = &s->group[kind];
  if (g->n < (kind == TML_STATS_ALL ? 1 : 2)) return; /* one row says what the last table says */
  qsort(g->v, g->n, sizeof *g->v, g->n > ROWS || kind == TML_STATS_PAGE ? worst_first : by_name);
  tml_map_free(&g->index); /* it is out of order now */
  size_t shown = g->n < ROWS ? g->n : ROWS, width = strlen(title);
  for (size_t i = 0; i < shown; i++) {
    tml_buf name = {0};
    tml_excerpt_harmless(&name, g->v[i].name);
    if (columns(tml_buf_view(&name)) > width) width = columns(tml_buf_view(&name));
    tml_buf_free(&name);
  }
  tml_buf_c(b, '\n');
  cell(b, tml_str_c(title), width);
  tml_buf_z(b, "  errors warnings  infos  files    words per 1,000  score\n");
  for (size_t i = 0; i < shown; i++) row(b, &g->v[i], width);
  if (shown < g->n) tml_buf_fmt(b, "… and %zu more, less penalized\n", g->n - shown);
}

static void rules(const tml_stats *s, tml_buf *b) {
  const char *family = "";
  uint64_t n = 0, families = 0;
  tml_buf all = {0};
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (!s->rules[i]) continue;
    if (!tml_rule_same_family(family, r->code)) {
      if (n) tml_buf_fmt(&all, "%8llu %.*s\n", (unsigned long long)n, (int)tml_rule_letters(family), family);
      family = r->code;
      n = 0;
      families++;
    }
    n += s->rules[i];
    tml_buf_fmt(b, "%8llu %s %s\n", (unsigned long long)s->rules[i], r->code, r->name);
  }
  if (n) tml_buf_fmt(&all, "%8llu %.*s\n", (unsigned long long)n, (int)tml_rule_letters(family), family);
  if (families > 1) {
    tml_buf_c(b, '\n');
    tml_buf_put(b, all.p, all.n);
  }
  tml_buf_free(&all);
}

void tml_stats_text(tml_stats *s, tml_buf *b) {
  rules(s, b);
  table(s, b, TML_STATS_LOCALE, "locale");
  table(s, b, TML_STATS_TYPE, "translation");
  table(s, b, TML_STATS_FOLDER, "folder");
  table(s, b, TML_STATS_PAGE, "page");
  table(s, b, TML_STATS_ALL, "score");
}
