/* drift.c — drift as lines (drift.h). What not: no rule and no verdict, see rule/reference.c. */
#include "drift.h"

#include "tmlint/report.h"

typedef struct maker {
  tml_arena *a;
  const tml_text *now;
  uint32_t from; /* texts of front matter that are left out */
  const tml_link *link;
  size_t nlink;
  tml_drift_line *v;
  size_t n, cap;
} maker;

static tml_text joined(tml_arena *a, const tml_text *now, const uint32_t *v, uint32_t n) {
  if (n == 1) return now[v[0]];
  tml_buf b = {0};
  tml_text t = {.start = UINT32_MAX};
  for (uint32_t i = 0; i < n; i++) {
    if (i) tml_buf_c(&b, ' ');
    tml_buf_put(&b, now[v[i]].p, now[v[i]].n);
    if (now[v[i]].start < t.start) t.start = now[v[i]].start;
    if (now[v[i]].end > t.end) t.end = now[v[i]].end;
  }
  tml_str s = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  t.p = s.p;
  t.n = (uint32_t)s.n;
  return t;
}

static tml_drift_line *add(maker *m) {
  m->v = tml_arena_grow(m->a, m->v, m->n, &m->cap, sizeof *m->v);
  m->v[m->n] = (tml_drift_line){.segment = UINT32_MAX};
  return &m->v[m->n++];
}

/* New texts from link `i` on, until one that goes with a span. */
static void add_new(maker *m, size_t i) {
  for (; i < m->nlink && m->link[i].old == UINT32_MAX; i++) {
    uint32_t *w = TML_NEW(m->a, uint32_t);
    *w = m->link[i].now + m->from;
    tml_drift_line *line = add(m);
    line->now = w;
    line->nnow = 1;
    line->source = m->now[*w];
    line->status = TML_DRIFT_ADDED;
  }
}

/* Links of one span: link i of `first`, then by `next` (index + 1). */
static void add_span(maker *m, const tml_text *old, uint32_t segment, const uint32_t *first, const uint32_t *next) {
  uint32_t n = 0;
  for (uint32_t i = *first; i; i = next[i - 1]) n++;
  uint32_t *w = TML_NEWN(m->a, uint32_t, n + 1);
  tml_drift_line *line = add(m);
  line->segment = segment;
  line->target = *old;
  line->now = w;
  for (uint32_t i = *first; i; i = next[i - 1]) {
    const tml_link *l = &m->link[i - 1];
    if (i == *first || l->match < line->match) line->match = l->match;
    if (i == *first || l->status != TML_DRIFT_SAME) line->status = l->status;
    if (l->now != UINT32_MAX) w[line->nnow++] = l->now + m->from;
  }
  if (line->nnow) line->source = joined(m->a, m->now, w, line->nnow);
  for (uint32_t i = *first; i; i = next[i - 1]) add_new(m, i); /* i is the link behind */
}

size_t tml_run_drift(tml_doc *source, tml_doc *page, enum tml_cut cut, const tml_locale *l, const tml_drift_line **v) {
  tml_arena *a = page->arena;
  tml_pieces pieces = {0};
  tml_read_pieces(source, cut, l, &pieces);
  tml_text *now = TML_NEWN(a, tml_text, pieces.n + 1), *old = TML_NEWN(a, tml_text, page->nsegs + 1);
  uint32_t *segment = TML_NEWN(a, uint32_t, page->nsegs + 1), n = 0;
  for (uint32_t i = 0; i < pieces.n; i++) now[i] = pieces.v[i].text;
  for (uint32_t i = 0; i < page->nsegs; i++) {
    if (!page->segs[i].source.p) continue;
    old[n] = page->segs[i].source;
    segment[n++] = i;
  }
  maker m = {.a = a, .now = now};
  /* A title in front matter would take the first heading's place, where the page has none itself. */
  if (!n || page->segs[segment[0]].start >= page->body)
    while (m.from < pieces.n && pieces.v[m.from].block == TML_BLK_FRONT) m.from++;
  unsigned flags = source->format == TML_FMT_MARKDOWN ? 0 : TML_DRIFT_VISIBLE;
  m.nlink = tml_drift(a, old, n, now + m.from, pieces.n - m.from, flags, &m.link);
  uint32_t *first = TML_NEWN(a, uint32_t, n + 1), *next = TML_NEWN(a, uint32_t, m.nlink + 1);
  for (size_t i = m.nlink; i-- > 0;) { /* backwards: lists come out ascending */
    uint32_t o = m.link[i].old;
    if (o == UINT32_MAX) continue;
    next[i] = first[o];
    first[o] = (uint32_t)i + 1;
  }
  add_new(&m, 0);
  for (uint32_t o = 0; o < n; o++) add_span(&m, &old[o], segment[o], &first[o], next);
  *v = m.v;
  return m.n;
}

/* ---- JSON Lines ---- */

static void side(tml_buf *b, const char *key, const tml_text *t) {
  tml_buf_fmt(b, ", \"%s\": ", key);
  if (!t->p) {
    tml_buf_z(b, "null");
    return;
  }
  tml_buf_fmt(b, "{\"start\": %u, \"end\": %u, \"text\": ", (unsigned)t->start, (unsigned)t->end);
  tml_json_string(b, tml_str_n(t->p, t->n));
  tml_buf_c(b, '}');
}

void tml_run_drift_json(tml_buf *out, const tml_doc *source, const tml_doc *page, const tml_drift_line *line) {
  tml_buf_z(out, "{\"source_path\": ");
  tml_json_string(out, source->path);
  tml_buf_z(out, ", \"target_path\": ");
  tml_json_string(out, page->path);
  tml_buf_z(out, ", \"source_index\": [");
  for (uint32_t i = 0; i < line->nnow; i++) tml_buf_fmt(out, "%s%u", i ? ", " : "", (unsigned)line->now[i]);
  tml_buf_z(out, "], \"target_index\": [");
  if (line->segment != UINT32_MAX) tml_buf_fmt(out, "%u", (unsigned)line->segment);
  tml_buf_c(out, ']');
  side(out, "source", &line->source);
  side(out, "target", &line->target);
  tml_buf_fmt(out, ", \"score\": %u.%02u", line->match / 100u, line->match % 100u);
  if (line->segment != UINT32_MAX) {
    tml_buf_z(out, ", \"segment\": ");
    tml_json_string(out, page->segs[line->segment].id);
  }
  tml_buf_fmt(out, ", \"match\": %u, \"status\": \"%s\"}\n", line->match, tml_drift_names[line->status]);
}
