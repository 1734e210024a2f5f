/* order.c — sections that stand in another order on the two sides of a page.
 *
 * What for: lists of functions, glossaries and the like are sorted by the reader's language, so that half of the
 *   sections have moved; an alignment that only goes forward finds nothing there, or wrong pairs.
 * How: headings whose anchor both sides have, once each, say which section is which. Where they are not in one order,
 *   the target's sections are read in the order of the source's, and the beads are put back afterwards. What not: no
 *   page whose anchors are in order is touched, none where fewer than half of the anchors that stand once
 *   have their like. O(n log n).
 */
#include "order.h"

#include <stdlib.h>

enum { LEAST = 4 }; /* headings in common */

typedef struct mark {
  uint64_t key;
  uint32_t at;
} mark;

static int by_key(const void *a, const void *b) {
  const mark *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return (x->at > y->at) - (x->at < y->at);
}

/* Anchors that stand once, in order of their keys. */
static size_t anchors_of(const tml_pieces *p, mark **out) {
  size_t n = 0, cap = 0, kept = 0;
  mark *v = NULL;
  for (uint32_t i = 0; i < p->n; i++) {
    if (!p->v[i].anchor.n || !p->v[i].first) continue;
    v = tml_grow(v, n + 1, &cap, sizeof *v);
    v[n++] = (mark){tml_hash(p->v[i].anchor.p, p->v[i].anchor.n), i};
  }
  if (n) qsort(v, n, sizeof *v, by_key);
  for (size_t i = 0; i < n;) {
    size_t e = i + 1;
    while (e < n && v[e].key == v[i].key) e++;
    if (e == i + 1) v[kept++] = v[i];
    i = e;
  }
  *out = v;
  return kept;
}

static int by_number(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Places (source << 32 | target) of the anchors that both sides have, in order of the source; NULL where too few are,
 * or all are in order. */
static uint64_t *shared(const tml_pieces *source, const tml_pieces *target, size_t *count) {
  mark *s, *t;
  size_t ns = anchors_of(source, &s), nt = anchors_of(target, &t), n = 0;
  uint64_t *v = tml_malloc((ns + 1) * sizeof *v);
  for (size_t i = 0, j = 0; i < ns && j < nt;) {
    if (s[i].key < t[j].key) i++;
    else if (t[j].key < s[i].key) j++;
    else v[n++] = (uint64_t)s[i++].at << 32 | t[j++].at;
  }
  free(s), free(t);
  bool forward = true;
  qsort(v, n, sizeof *v, by_number);
  for (size_t i = 1; i < n; i++) forward &= (uint32_t)v[i - 1] < (uint32_t)v[i];
  *count = n;
  if (!forward && n >= LEAST && 2 * n >= ns && 2 * n >= nt) return v;
  free(v);
  return NULL;
}

uint32_t *order_of(const tml_pieces *source, const tml_pieces *target) {
  size_t n;
  uint64_t *v = shared(source, target, &n);
  if (!v) return NULL;
  uint8_t *begins = tml_calloc((size_t)target->n + 1, 1);
  uint32_t *order = tml_malloc(((size_t)target->n + 1) * sizeof *order), k = 0;
  for (size_t i = 0; i < n; i++) begins[(uint32_t)v[i]] = 1;
  for (uint32_t j = 0; j < target->n && !begins[j]; j++) order[k++] = j;
  for (size_t i = 0; i < n; i++) {
    uint32_t j = (uint32_t)v[i];
    do order[k++] = j++;
    while (j < target->n && !begins[j]);
  }
  free(begins), free(v);
  return order;
}

/* ---- putting the beads back ---- */

typedef struct placed {
  tml_bead bead;
  uint32_t at, no; /* by target, then as they came */
} placed;

static int by_place(const void *a, const void *b) {
  const placed *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  return (x->no > y->no) - (x->no < y->no);
}

/* The bead's target pieces stand together in the page. */
static bool together(const uint32_t *order, const tml_bead *b) {
  for (unsigned i = 1; i < b->ntarget; i++)
    if (order[b->target + i] != order[b->target] + i) return false;
  return true;
}

tml_bead *order_back(const uint32_t *order, const tml_bead *v, uint32_t n, uint32_t *count) {
  size_t m = 0, cap = 0;
  placed *p = NULL;
  uint32_t at = 0;
  for (uint32_t i = 0; i < n; i++) {
    const tml_bead *b = &v[i];
    if (b->ntarget && together(order, b)) {
      p = tml_grow(p, m + 1, &cap, sizeof *p);
      at = order[b->target];
      p[m] = (placed){*b, at, (uint32_t)m};
      p[m++].bead.target = at;
      continue;
    }
    /* the end of one section with the beginning of another: nothing goes together */
    for (unsigned k = 0; k < b->nsource; k++) {
      p = tml_grow(p, m + 1, &cap, sizeof *p);
      p[m] = (placed){{.source = b->source + k, .target = at + 1, .nsource = 1}, at, (uint32_t)m};
      m++;
    }
    for (unsigned k = 0; k < b->ntarget; k++) {
      p = tml_grow(p, m + 1, &cap, sizeof *p);
      at = order[b->target + k];
      p[m] = (placed){{.source = b->source + b->nsource, .target = at, .ntarget = 1}, at, (uint32_t)m};
      m++;
    }
  }
  if (m) qsort(p, m, sizeof *p, by_place);
  tml_bead *out = tml_malloc((m + 1) * sizeof *out);
  for (size_t i = 0; i < m; i++) out[i] = p[i].bead;
  free(p);
  *count = (uint32_t)m;
  return out;
}
