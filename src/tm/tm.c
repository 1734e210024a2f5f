/* tm.c — the memory of a run (tm.h): what its pages taught, put together, and after the last of them who stands alone.
 *
 * What pages teach is made in teach.c, who is to blame is decided in verdict.c.
 */
#include "tmlint/tm.h"

#include "pair.h"

#include <stdlib.h>

typedef tml_pair pair;

const uint32_t tml_section_size[TML_SECTIONS] = {
    [TML_SEC_LIST + TML_TM_TARGET] = sizeof(tml_pair),
    [TML_SEC_LIST + TML_TM_FACTS] = sizeof(tml_pair),
    [TML_SEC_LIST + TML_TM_TERM] = sizeof(tml_pair),
    [TML_SEC_NAMES] = sizeof(tml_name_sum),
    [TML_SEC_PAGES] = sizeof(tml_page_at),
    [TML_SEC_UNITS] = sizeof(uint32_t),
    [TML_SEC_TAGS] = 1,
    [TML_SEC_FIT] = 1,
};

struct tml_tm {
  tml_buf section[TML_SECTIONS];
  tml_map names; /* name → kept << 32 | lost */
  tml_conflict *conflicts;
  size_t nconflicts, conflict_cap;
};

tml_tm *tml_tm_new(void) { return tml_calloc(1, sizeof(tml_tm)); }

void tml_tm_free(tml_tm *m) {
  if (!m) return;
  for (int i = 0; i < TML_SECTIONS; i++) tml_buf_free(&m->section[i]);
  free(m->conflicts);
  tml_map_free(&m->names);
  free(m);
}

/* ---- learning ---- */

static void add_block(tml_tm *m, uint32_t file, uint32_t section, const char *p, size_t bytes) {
  tml_buf *b = &m->section[section];
  size_t at = b->n;
  tml_buf_put(b, p, bytes);
  if (section < TML_SEC_LIST + TML_LISTS) {
    pair *v = (pair *)(void *)(b->p + at);
    for (size_t i = 0; i < bytes / sizeof *v; i++) v[i].file = file;
  } else if (section == TML_SEC_NAMES) {
    tml_name_sum *v = (tml_name_sum *)(void *)(b->p + at);
    for (size_t i = 0; i < bytes / sizeof *v; i++) {
      v[i].file = file;
      *tml_map_put(&m->names, v[i].name, NULL) += (uint64_t)v[i].kept << 32 | v[i].lost;
    }
  } else if (section == TML_SEC_PAGES) {
    tml_page_at *v = (tml_page_at *)(void *)(b->p + at);
    v->file = file;
    v->first = (uint32_t)(m->section[TML_SEC_UNITS].n / sizeof(uint32_t));
  }
}

void tml_tm_add(tml_tm *m, uint32_t file, tml_str t) {
  for (size_t at = 0; at < t.n;) {
    tml_block b;
    memcpy(&b, t.p + at, sizeof b);
    at += sizeof b;
    add_block(m, file, b.section, t.p + at, b.bytes);
    at += b.bytes;
  }
}

/* ---- after the barrier ---- */

static int by_place(const pair *a, const pair *b) {
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

static int by_source(const void *pa, const void *pb) {
  const pair *a = pa, *b = pb;
  if (a->source != b->source) return a->source < b->source ? -1 : 1;
  return by_place(a, b);
}

static void sort_few(pair *v, size_t n, int (*order)(const void *, const void *)) {
  for (size_t i = 1; i < n; i++) {
    const pair x = v[i];
    size_t k = i;
    for (; k > 0 && (v[k - 1].source != x.source ? v[k - 1].source > x.source : order(&v[k - 1], &x) > 0); k--)
      v[k] = v[k - 1];
    v[k] = x;
  }
}

/* Hashes spread evenly: eight bits below `shift` name a bucket, a pair that stands in another's bucket changes places
 * with one there until each is at home (American flag sort: McIlroy, Bostic, McIlroy 1993), and each bucket is sorted
 * by itself, by the next eight bits. Linear, in place, for a list of pairs is the largest thing that a run holds, and
 * with as few places to write to at a time as the nearest cache has room for. */
static void sort_by_bits(pair *v, size_t n, unsigned shift, int (*order)(const void *, const void *)) {
  enum { BITS = 8, BUCKETS = 1 << BITS, FEW = 16 };
  uint32_t next[BUCKETS], end[BUCKETS] = {0};
  if (n <= FEW) {
    sort_few(v, n, order);
    return;
  }
  if (shift < BITS || n > UINT32_MAX) { /* the same source again and again */
    qsort(v, n, sizeof *v, order);
    return;
  }
  shift -= BITS;
#define BUCKET(p) ((size_t)((p).source >> shift & (BUCKETS - 1)))
  for (size_t i = 0; i < n; i++) end[BUCKET(v[i])]++;
  next[0] = 0;
  for (size_t b = 1; b < BUCKETS; b++) end[b] += next[b] = end[b - 1];
  for (size_t b = 0; b < BUCKETS; b++) {
    while (next[b] < end[b]) {
      pair *here = &v[next[b]];
      const size_t home = BUCKET(*here);
      if (home == b) next[b]++;
      else {
        pair *there = &v[next[home]++], kept = *there;
        *there = *here;
        *here = kept;
      }
    }
  }
#undef BUCKET
  for (size_t b = 0, at = 0; b < BUCKETS; at = end[b++])
    if (end[b] - at > 1) sort_by_bits(v + at, end[b] - at, shift, order);
}

void tml_pairs_sort(pair *v, size_t n, int (*order)(const void *, const void *)) { sort_by_bits(v, n, 64, order); }

size_t tml_pairs_find(const tml_pair *v, size_t n, uint64_t source) {
  size_t lo = 0, hi = n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (v[mid].source < source) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static const pair *sort_list(tml_tm *m, int list, size_t *n) {
  tml_buf *b = &m->section[TML_SEC_LIST + list];
  pair *v = (pair *)(void *)b->p;
  *n = b->n / sizeof *v;
  if (*n > 1) tml_pairs_sort(v, *n, by_source);
  return v;
}

static tml_conflict *add_conflict(tml_tm *m, const tml_conflict *c) {
  m->conflicts = tml_grow(m->conflicts, m->nconflicts + 1, &m->conflict_cap, sizeof *m->conflicts);
  m->conflicts[m->nconflicts] = *c;
  return &m->conflicts[m->nconflicts++];
}

static tml_spot spot_of(const pair *p) { return (tml_spot){p->file, p->start, p->file, 0}; }

static void weigh(tml_tm *m, int list, const pair *g, size_t n, tml_kinds *k) {
  k->n = 0, k->many = false;
  for (size_t i = 0; i < n && !k->many; i++) tml_kinds_add(k, g[i].target, 1, spot_of(&g[i]));
  if (!tml_kinds_settle(k, list)) return;
  for (size_t i = 0; i < n; i++) {
    tml_conflict c = {.file = g[i].file, .start = g[i].start};
    tml_spot own = spot_of(&g[i]);
    if (tml_kinds_judge(k, list, g[i].target, &own, &c)) add_conflict(m, &c);
  }
}

static void weigh_list(tml_tm *m, int list, tml_kinds *k) {
  size_t n;
  const pair *v = sort_list(m, list, &n);
  for (size_t i = 0, j; i < n; i = j) {
    bool differ = false;
    for (j = i + 1; j < n && v[j].source == v[i].source; j++) differ |= v[j].target != v[i].target;
    if (differ) weigh(m, list, v + i, j - i, k);
  }
}

/* ---- pages in several locales ---- */

typedef struct locales {
  tml_tm *m;
  const tml_page_at *own, *group;
} locales;

static void stands_alone(void *ctx, uint32_t unit, size_t other, uint32_t majority) {
  locales *l = ctx;
  tml_conflict c = {.kind = TML_TM_SOURCE,
                    .file = l->own->file,
                    .other_file = l->group[other].file,
                    .segment = unit,
                    .other_segment = unit,
                    .minority = 1,
                    .majority = majority};
  add_conflict(l->m, &c);
}

static void weigh_pages(tml_tm *m) {
  tml_buf *b = &m->section[TML_SEC_PAGES];
  tml_page_at *v = (tml_page_at *)(void *)b->p;
  size_t n = b->n / sizeof *v, cap = 0;
  const uint32_t **units = NULL, *all = (const uint32_t *)(const void *)m->section[TML_SEC_UNITS].p;
  if (n > 1) qsort(v, n, sizeof *v, tml_by_page_key);
  for (size_t i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && v[j].key == v[i].key && v[j].n == v[i].n;) j++;
    if (j - i < 3) continue;
    units = tml_grow(units, j - i, &cap, sizeof *units);
    bool differ = false;
    for (size_t k = i; k < j; k++) {
      units[k - i] = all + v[k].first;
      differ |= memcmp(units[k - i], units[0], v[i].n * sizeof *all) != 0;
    }
    for (size_t k = i; k < j && differ; k++) {
      locales l = {m, &v[k], v + i};
      tml_units_judge(units, j - i, v[i].n, k - i, stands_alone, &l);
    }
  }
  free(units);
}

static int conflict_place(const void *pa, const void *pb) {
  const tml_conflict *a = pa, *b = pb;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return a->segment < b->segment ? -1 : a->segment > b->segment;
}

void tml_tm_finish(tml_tm *m) {
  tml_kinds k = {0};
  for (int list = 0; list < TML_LISTS; list++) weigh_list(m, list, &k);
  free(k.v);
  weigh_pages(m);
  if (m->nconflicts) qsort(m->conflicts, m->nconflicts, sizeof *m->conflicts, conflict_place);
}

void tml_tm_name(const tml_tm *m, uint64_t name, uint32_t *kept, uint32_t *lost) {
  const uint64_t *v = tml_map_get(&m->names, name);
  *kept = v ? (uint32_t)(*v >> 32) : 0;
  *lost = v ? (uint32_t)*v : 0;
}

void tml_tm_holders(const tml_tm *m, uint64_t key, void (*take)(void *, uint32_t, uint32_t), void *ctx) {
  const tml_buf *b = &m->section[TML_SEC_LIST + TML_TM_TARGET];
  const pair *v = (const pair *)(const void *)b->p;
  size_t n = b->n / sizeof *v;
  for (size_t i = tml_pairs_find(v, n, key); i < n && v[i].source == key; i++) take(ctx, v[i].file, v[i].start);
}

void tml_tm_write(tml_tm *m, const tml_fit *fit, const tml_str *paths, size_t npaths, tml_buf *out) {
  tml_memory_write(out, paths, npaths, m->section, fit);
}

size_t tml_tm_conflicts(tml_tm *m, const tml_conflict **v) {
  *v = m->conflicts;
  return m->nconflicts;
}
