/* fix.c — fixes made, overlaps resolved, and what they change shown (fix.h). */
#include "tmlint/fix.h"

#include <stdlib.h>

/* ---- edits ---- */

typedef struct extent { /* a finding's edits, from the first to the last */
  const tml_finding *f;
  uint32_t start, end, order;
} extent;

static int by_start(const void *pa, const void *pb) {
  const extent *a = pa, *b = pb;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

static int edit_order(const void *pa, const void *pb) {
  const tml_edit *a = pa, *b = pb;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return a->end < b->end ? -1 : a->end > b->end;
}

static bool is_sound(const extent *e, size_t n) {
  for (uint32_t i = 0; i < e->f->nedits; i++)
    if (e->f->edits[i].start > e->f->edits[i].end || e->f->edits[i].end > n) return false;
  return true;
}

static size_t gather(tml_finding *const *v, uint32_t n, bool unsafe, size_t bytes, extent *out) {
  size_t m = 0;
  for (uint32_t i = 0; i < n; i++) {
    const tml_finding *f = v[i];
    if (!f->nedits || f->suppressed_by.n || f->pending || (!f->fix_safe && !unsafe)) continue;
    extent e = {f, UINT32_MAX, 0, i};
    for (uint32_t k = 0; k < f->nedits; k++) {
      if (f->edits[k].start < e.start) e.start = f->edits[k].start;
      if (f->edits[k].end > e.end) e.end = f->edits[k].end;
    }
    if (is_sound(&e, bytes)) out[m++] = e;
  }
  if (m) qsort(out, m, sizeof *out, by_start);
  return m;
}

/* The edits of one finding, behind what was put out up to *at. */
static void make(const tml_finding *f, tml_str bytes, uint32_t *at, tml_buf *out) {
  tml_edit *own = tml_calloc(f->nedits, sizeof *own);
  memcpy(own, f->edits, f->nedits * sizeof *own);
  qsort(own, f->nedits, sizeof *own, edit_order);
  for (uint32_t i = 0; i < f->nedits; i++) {
    if (own[i].start < *at) continue; /* edits of one finding that overlap: the first holds */
    tml_buf_put(out, bytes.p + *at, own[i].start - *at);
    tml_buf_str(out, own[i].text);
    *at = own[i].end;
  }
  free(own);
}

tml_fix_count tml_fix_apply(tml_str bytes, tml_finding *const *v, uint32_t n, bool unsafe, tml_buf *out) {
  tml_fix_count c = {0};
  extent *all = tml_calloc((size_t)n + 1, sizeof *all);
  size_t m = gather(v, n, unsafe, bytes.n, all);
  uint32_t at = 0;
  const extent *last = NULL;
  for (size_t i = 0; i < m; i++) {
    const extent *e = &all[i];
    bool meets =
        last && (e->start < last->end || (e->start == last->end && (e->start == e->end || last->start == last->end)));
    if (meets) {
      c.overlapping++;
      continue;
    }
    make(e->f, bytes, &at, out);
    last = e;
    c.applied++;
  }
  tml_buf_put(out, bytes.p + at, bytes.n - at);
  free(all);
  return c;
}

/* ---- the diff ---- */

typedef struct lines {
  tml_str *v;
  size_t n, cap;
} lines;

static void split(tml_str s, lines *out) {
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    const char *stop = nl ? nl + 1 : end;
    out->v = tml_grow(out->v, out->n + 1, &out->cap, sizeof *out->v);
    out->v[out->n++] = tml_str_n(p, (size_t)(stop - p));
    p = stop;
  }
}

static void put_line(tml_buf *out, char kind, tml_str line) {
  tml_buf_c(out, kind);
  tml_buf_str(out, line);
  if (!line.n || line.p[line.n - 1] != '\n') tml_buf_z(out, "\n\\ No newline at end of file\n");
}

typedef struct change { /* lines a.v[from … from+n-1] become b.v[to … to+m-1] */
  size_t from, n, to, m;
} change;

/* Fixes stay in their lines: with as many lines on both sides, line by line; else what is between the equal ends. */
static size_t find_changes(const lines *a, const lines *b, change **out) {
  size_t n = 0, cap = 0;
  *out = NULL;
  if (a->n != b->n) {
    size_t head = 0, tail = 0, least = a->n < b->n ? a->n : b->n;
    while (head < least && tml_str_eq(a->v[head], b->v[head])) head++;
    while (tail < least - head && tml_str_eq(a->v[a->n - 1 - tail], b->v[b->n - 1 - tail])) tail++;
    *out = tml_grow(NULL, 1, &cap, sizeof **out);
    **out = (change){head, a->n - head - tail, head, b->n - head - tail};
    return 1;
  }
  for (size_t i = 0; i < a->n; i++) {
    if (tml_str_eq(a->v[i], b->v[i])) continue;
    if (n && (*out)[n - 1].from + (*out)[n - 1].n == i) {
      (*out)[n - 1].n++, (*out)[n - 1].m++;
      continue;
    }
    *out = tml_grow(*out, n + 1, &cap, sizeof **out);
    (*out)[n++] = (change){i, 1, i, 1};
  }
  return n;
}

enum { CONTEXT = 3 };

static void put_range(tml_buf *out, char sign, size_t from, size_t n) {
  tml_buf_fmt(out, n == 1 ? "%c%zu" : "%c%zu,%zu", sign, from + (n > 0), n);
}

/* One hunk: changes c[0..k). */
static void put_hunk(const lines *a, const lines *b, const change *c, size_t k, tml_buf *out) {
  const change *last = &c[k - 1];
  size_t lead = c->from < CONTEXT ? c->from : CONTEXT, end = last->from + last->n,
         trail = a->n - end < CONTEXT ? a->n - end : CONTEXT;
  tml_buf_z(out, "@@ ");
  put_range(out, '-', c->from - lead, end + trail - (c->from - lead));
  tml_buf_c(out, ' ');
  put_range(out, '+', c->to - lead, last->to + last->m + trail - (c->to - lead));
  tml_buf_z(out, " @@\n");
  size_t at = c->from - lead;
  for (size_t i = 0; i < k; i++) {
    for (; at < c[i].from; at++) put_line(out, ' ', a->v[at]);
    for (size_t j = 0; j < c[i].n; j++) put_line(out, '-', a->v[c[i].from + j]);
    for (size_t j = 0; j < c[i].m; j++) put_line(out, '+', b->v[c[i].to + j]);
    at = c[i].from + c[i].n;
  }
  for (size_t j = 0; j < trail; j++) put_line(out, ' ', a->v[at + j]);
}

/* As git writes names: quoted where a byte would end the line or the name. */
static void put_name(tml_buf *out, const char *mark, char side, tml_str path) {
  bool odd = false;
  for (size_t i = 0; i < path.n; i++)
    odd |= (unsigned char)path.p[i] < 0x20 || path.p[i] == '"' || path.p[i] == '\\' || path.p[i] == 0x7F;
  tml_buf_fmt(out, "%s %s", mark, odd ? "\"" : "");
  if (*path.p != '/') tml_buf_fmt(out, "%c/", side);
  for (size_t i = 0; i < path.n; i++) {
    unsigned char ch = (unsigned char)path.p[i];
    if (ch < 0x20 || ch == 0x7F) tml_buf_fmt(out, "\\%03o", ch);
    else if (ch == '"' || ch == '\\') tml_buf_fmt(out, "\\%c", ch);
    else tml_buf_c(out, (char)ch);
  }
  tml_buf_z(out, odd ? "\"\n" : memchr(path.p, ' ', path.n) ? "\t\n" : "\n");
}

void tml_fix_diff(tml_str path, tml_str before, tml_str after, tml_buf *out) {
  if (tml_str_eq(before, after)) return;
  lines a = {0}, b = {0};
  change *c;
  split(before, &a);
  split(after, &b);
  size_t n = find_changes(&a, &b, &c);
  put_name(out, "---", 'a', path);
  put_name(out, "+++", 'b', path);
  for (size_t i = 0, k; i < n; i = k) {
    for (k = i + 1; k < n && c[k].from - (c[k - 1].from + c[k - 1].n) <= 2 * CONTEXT;) k++;
    put_hunk(&a, &b, c + i, k - i, out);
  }
  free(c);
  free(a.v);
  free(b.v);
}
