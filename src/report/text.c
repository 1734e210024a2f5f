/* text.c — findings for people: a line that editors can jump from, then both texts with carets under what is meant.
 *
 *   ko/a.md:31:181 error EN001 standard-mismatch  source says ISO 27018, target and page say ISO 27001
 *     target  Microsoft와 ISO/IEC 27001
 *                         ^^^^^^^^^^^^^
 *     source  Microsoft and ISO/IEC 27018
 *                           ^^^^^^^^^^^^^
 *     and 2 more with the same cause: 40:12 AN001, 52:9 EN001
 *
 * What a text may hold is made harmless: control and bidi characters and bad bytes stand as escapes, a right-to-left
 * text is isolated on a terminal. Excerpts and their carets are excerpt.c's. A cause is shown once, at its finding of
 * lowest rank; findings wait until all of the causes open before them are complete. Texts are cut to the terminal's
 * width.
 */
#include "excerpt.h"
#include "stats.h"

#include "tmlint/report.h"
#include "tmlint/rule.h"

#include <stdlib.h>

enum { PLACES_SHOWN = 8, RELATED_SHOWN = 10, COLUMNS_UNKNOWN = 100 };

typedef struct waiting { /* a finding to show */
  size_t off, len;       /* packed, in store */
  uint32_t cause;        /* 0: its own */
} waiting;

typedef struct place { /* another finding of a cause */
  uint32_t next;       /* index + 1, 0: last */
  size_t off, n;       /* "path:line:col CODE", in names */
  size_t path;         /* bytes of the path and its colon */
} place;

typedef struct cause {
  uint32_t count, seen;
  uint32_t first, last; /* places, index + 1 */
  uint8_t severity;     /* the highest of them: a cause counts as that */
  bool systematic;
} cause;

struct tml_writer {
  tml_buf *out;
  const tml_report_opts *opts;
  tml_arena scratch;
  tml_buf store, names;
  waiting *queue;
  size_t nqueue, queue_cap;
  place *places;
  size_t nplaces, place_cap;
  cause *causes; /* by id */
  size_t ncauses, cause_cap;
  size_t open; /* causes begun and not complete */
  uint64_t by_severity[4], shown, over;
  tml_stats *stats; /* NULL without --statistics */
};

/* ---- colours ----------------------------------------------------------------------------------------------------- */

static const char *const severity_color[] = {"", "\033[36m", "\033[33m", "\033[31m"};

static void color(tml_writer *w, const char *code) {
  if (w->opts->color) tml_buf_z(w->out, code);
}
static void plain(tml_writer *w) { color(w, "\033[0m"); }

/* ---- one finding ------------------------------------------------------------------------------------------------- */

static void header(tml_writer *w, const tml_finding *f) {
  tml_buf *b = w->out;
  const tml_rule *r = tml_rule_at(f->rule);
  color(w, "\033[1m");
  tml_excerpt_harmless(b, f->path);
  plain(w);
  tml_buf_fmt(b, ":%u:%u ", f->line, f->column);
  color(w, severity_color[f->severity & 3]);
  tml_buf_z(b, tml_severity_names[f->severity & 3]);
  plain(w);
  tml_buf_fmt(b, " %s %s  ", r->code, r->name);
  tml_excerpt_harmless(b, f->message);
  tml_buf_c(b, '\n');
}

static void excerpt(tml_writer *w, const char *label, const tml_excerpt *e) {
  if (!e->present) return;
  tml_excerpt_opts o = {.indent = "  ",
                        .label = label,
                        .columns = w->opts->columns ? w->opts->columns : COLUMNS_UNKNOWN,
                        .mark_on = w->opts->color ? "\033[1;31m" : "",
                        .mark_off = w->opts->color ? "\033[0m" : "",
                        .isolate = w->opts->columns > 0};
  tml_excerpt_put(w->out, e, &o);
}

/* How many from i on say the same of one file: they share a line. */
static uint32_t alike(const tml_finding *f, uint32_t i) {
  uint32_t n = 1;
  while (i + n < f->nrelated && tml_str_eq(f->related[i].path, f->related[i + n].path) &&
         tml_str_eq(f->related[i].message, f->related[i + n].message))
    n++;
  return n;
}

static void related(tml_writer *w, const tml_finding *f) {
  uint32_t i = 0;
  for (uint32_t line = 0; i < f->nrelated && line < RELATED_SHOWN; line++) {
    const tml_related *r = &f->related[i];
    tml_str path = r->path.n ? r->path : f->path;
    uint32_t n = alike(f, i);
    tml_buf label = {0};
    tml_buf_z(&label, "see     ");
    if (!tml_str_eq(path, f->path)) {
      tml_excerpt_harmless(&label, path);
      tml_buf_c(&label, ':');
    }
    for (uint32_t k = 0; k < n && k < PLACES_SHOWN; k++)
      tml_buf_fmt(&label, "%s%u:%u", k ? ", " : "", r[k].line, r[k].column);
    if (n > PLACES_SHOWN) tml_buf_fmt(&label, " and %u more", n - PLACES_SHOWN);
    tml_buf_c(&label, 0);
    excerpt(w, label.p, &(tml_excerpt){true, r->message, 0, (uint32_t)r->message.n, NULL, 0});
    tml_buf_free(&label);
    i += n;
  }
  if (i < f->nrelated) tml_buf_fmt(w->out, "  see     and %u more\n", f->nrelated - i);
}

/* The other places of its cause; those in the same file without the path. */
static void same_cause(tml_writer *w, const tml_finding *f, const cause *c) {
  uint32_t others = 0, listed = 0;
  for (uint32_t i = c->first; i; i = w->places[i - 1].next) others++;
  if (!others) return;
  tml_buf *b = w->out;
  tml_buf_fmt(b, "  and %u more %s:", others,
              c->systematic ? (others == 1 ? "place" : "places") : "with the same cause");
  for (uint32_t i = c->first; i && listed < PLACES_SHOWN; i = w->places[i - 1].next, listed++) {
    const place *p = &w->places[i - 1];
    tml_str text = tml_str_n(w->names.p + p->off, p->n);
    if (tml_str_eq(tml_str_n(text.p, p->path - 1), f->path)) text = tml_str_n(text.p + p->path, text.n - p->path);
    tml_buf_z(b, listed ? ", " : " ");
    tml_excerpt_harmless(b, text);
  }
  tml_buf_z(b, listed < others ? ", …\n" : "\n");
}

static void show(tml_writer *w, const waiting *q) {
  tml_finding f;
  tml_find_unpack(&w->scratch, w->store.p + q->off, q->len, &f);
  unsigned severity = q->cause ? w->causes[q->cause].severity : f.severity;
  w->by_severity[severity & 3]++;
  if (severity >= w->opts->severity_min) {
    if (w->opts->max_findings && w->shown >= w->opts->max_findings) {
      w->over++;
    } else {
      w->shown++;
      header(w, &f);
      excerpt(w, "target", &f.target);
      excerpt(w, "source", &f.source);
      related(w, &f);
      if (q->cause) same_cause(w, &f, &w->causes[q->cause]);
    }
  }
  tml_arena_reset(&w->scratch);
}

static void show_waiting(tml_writer *w) {
  for (size_t i = 0; i < w->nqueue; i++) show(w, &w->queue[i]);
  w->nqueue = w->store.n = w->names.n = w->nplaces = 0;
}

/* ---- the writer -------------------------------------------------------------------------------------------------- */

static tml_writer *open_writer(tml_buf *out, const tml_report_opts *opts) {
  tml_writer *w = tml_calloc(1, sizeof *w);
  w->out = out;
  w->opts = opts;
  if (opts->statistics) w->stats = tml_stats_new(opts->fail_actions);
  return w;
}

static void begin(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void file(tml_writer *w, const tml_report_file *f) {
  if (w->stats) tml_stats_file(w->stats, f);
}

static void add_place(tml_writer *w, cause *c, const tml_finding *f) {
  w->places = tml_grow(w->places, w->nplaces + 1, &w->place_cap, sizeof *w->places);
  place *p = &w->places[w->nplaces++];
  *p = (place){.off = w->names.n, .path = f->path.n + 1};
  tml_buf_str(&w->names, f->path);
  tml_buf_fmt(&w->names, ":%u:%u", f->line, f->column);
  if (!c->systematic) tml_buf_fmt(&w->names, " %s", tml_rule_at(f->rule)->code);
  p->n = w->names.n - p->off;
  if (c->last) w->places[c->last - 1].next = (uint32_t)w->nplaces;
  else c->first = (uint32_t)w->nplaces;
  c->last = (uint32_t)w->nplaces;
}

static void finding(tml_writer *w, const tml_finding *f, const tml_cause *tc) {
  cause *c = NULL;
  if (tc->id) {
    size_t had = w->ncauses;
    if (tc->id >= had) {
      w->causes = tml_grow(w->causes, (size_t)tc->id + 1, &w->cause_cap, sizeof *w->causes);
      memset(w->causes + had, 0, ((size_t)tc->id + 1 - had) * sizeof *w->causes);
      w->ncauses = (size_t)tc->id + 1;
    }
    c = &w->causes[tc->id];
    c->count = tc->count;
    c->systematic = tc->systematic;
    if (!f->suppressed_by.n && f->severity > c->severity) c->severity = f->severity;
    if (c->seen++ == 0) w->open++;
    if (c->seen == c->count) w->open--;
  }
  if (w->stats) tml_stats_finding(w->stats, f, tc);
  if (f->suppressed_by.n) {
    /* counted in the summary */
  } else if (tc->first || !c) {
    w->queue = tml_grow(w->queue, w->nqueue + 1, &w->queue_cap, sizeof *w->queue);
    waiting *q = &w->queue[w->nqueue++];
    q->off = w->store.n;
    tml_find_pack(&w->store, f);
    q->len = w->store.n - q->off;
    q->cause = tc->id;
  } else {
    add_place(w, c, f);
  }
  if (!w->open) show_waiting(w);
}

static void count(tml_buf *b, uint64_t n, const char *one, const char *many) {
  tml_buf_fmt(b, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

static void end(tml_writer *w, const tml_summary *s) {
  tml_buf *b = w->out;
  show_waiting(w);
  if (w->stats && w->shown) tml_buf_c(b, '\n');
  if (w->stats) tml_stats_text(w->stats, b);
  if (w->opts->quiet) return;
  if (w->shown || w->opts->statistics) tml_buf_c(b, '\n');
  if (w->over) {
    count(b, w->over, "more finding", "more findings");
    tml_buf_fmt(b, ", not shown (--max-findings %u)\n", w->opts->max_findings);
  }
  count(b, s->files, "file", "files");
  tml_buf_z(b, ", ");
  count(b, s->segments, "segment", "segments");
  tml_buf_z(b, ": ");
  count(b, w->by_severity[TML_SEV_ERROR], "error", "errors");
  tml_buf_z(b, ", ");
  count(b, w->by_severity[TML_SEV_WARNING], "warning", "warnings");
  tml_buf_z(b, ", ");
  count(b, w->by_severity[TML_SEV_INFO], "info", "infos");
  uint64_t hidden = 0;
  for (unsigned v = TML_SEV_INFO; v < w->opts->severity_min; v++) hidden += w->by_severity[v];
  if (hidden)
    tml_buf_fmt(b, " (%llu not shown: --severity-min %s)", (unsigned long long)hidden,
                tml_severity_names[w->by_severity[TML_SEV_INFO] ? TML_SEV_INFO : TML_SEV_WARNING]);
  if (s->suppressed) tml_buf_fmt(b, ", %llu suppressed", (unsigned long long)s->suppressed);
  if (s->baselined) tml_buf_fmt(b, ", %llu in the baseline", (unsigned long long)s->baselined);
  if (w->opts->columns) tml_buf_fmt(b, ", %.2f s", s->seconds);
  tml_buf_c(b, '\n');
}

static void close_writer(tml_writer *w) {
  tml_arena_free(&w->scratch);
  tml_buf_free(&w->store);
  tml_buf_free(&w->names);
  free(w->queue);
  free(w->places);
  free(w->causes);
  tml_stats_free(w->stats);
  free(w);
}

const tml_writer_kind tml_writer_text = {"text", false, open_writer, begin, file, finding, end, close_writer};
