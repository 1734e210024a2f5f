/* ask.c — what a memory file says of a page (tm.h): its places are weighed against those that the memory has of others.
 */
#include "memory.h"

#include <stdlib.h>

typedef tml_pair pair;

typedef struct list { /* one list of the memory, and where the page is among the pages */
  tml_unpacked u;
  int what;
  uint32_t file;    /* the page's number where its pairs in the memory are left out, else UINT32_MAX */
  uint32_t counted; /* … where they count */
  uint32_t rank;
} list;

static size_t behind(list *l, uint64_t source, uint64_t target, uint32_t file, uint32_t start) {
  const pair key = {source, target, file, start};
  return tml_packed_behind(&l->u, &key);
}

typedef struct place { /* a rendering's first place, and how many it has */
  uint32_t file, start;
  size_t n;
} place;

/* The places of pair i's rendering that are not the page's own; returns the pair behind the last of all its places. Few
 * are counted, of many the page's own are looked up. */
static size_t places_of(list *l, size_t i, place *out) {
  enum { FEW = TML_PACK };
  const size_t all = l->u.of->n;
  const pair p = *tml_unpack(&l->u, i);
  *out = (place){0};
  size_t j = i;
  for (; j < all && j < i + FEW; j++) {
    const pair *q = tml_unpack(&l->u, j);
    if (q->source != p.source || q->target != p.target) return j;
    if (q->file != l->file && !out->n++) out->file = q->file, out->start = q->start;
  }
  j = behind(l, p.source, p.target, UINT32_MAX, UINT32_MAX);
  size_t from = j, to = j;
  if (l->file != UINT32_MAX) from = behind(l, p.source, p.target, l->file, 0);
  if (from < j) to = behind(l, p.source, p.target, l->file, UINT32_MAX);
  out->n = j - i - (to - from);
  if (out->n) {
    const pair *first = tml_unpack(&l->u, from == i ? to : i);
    out->file = first->file, out->start = first->start;
  }
  return j;
}

/* What the memory has of a key, without what page `file` taught it. */
static void remembered(list *l, uint64_t source, tml_kinds *k) {
  const size_t all = l->u.of->n;
  for (size_t i = behind(l, source, 0, 0, 0); i < all && !k->many;) {
    const pair *p = tml_unpack(&l->u, i);
    if (p->source != source) break;
    const uint64_t said = p->target;
    place of;
    i = places_of(l, i, &of);
    if (of.n) tml_kinds_add(k, said, (uint32_t)of.n, (tml_spot){2 * of.file + 1, of.start, of.file, 0});
  }
}

typedef struct verdicts {
  tml_arena *a;
  tml_conflict *v;
  size_t n, cap;
} verdicts;

static tml_conflict *put(verdicts *out, const tml_conflict *c) {
  out->v = tml_arena_grow(out->a, out->v, out->n, &out->cap, sizeof *out->v);
  out->v[out->n] = *c;
  return &out->v[out->n++];
}

static bool is_there(list *l, const pair *p, uint32_t file) {
  const pair key = {p->source, p->target, file, p->start};
  const size_t i = tml_packed_behind(&l->u, &key);
  return i < l->u.of->n && tml_by_rendering(tml_unpack(&l->u, i), &key) == 0;
}

/* One key of the page: its pairs own[0..n), and all that the memory knows of it. */
static void judge(list *l, const pair *own, size_t n, tml_kinds *k, verdicts *out) {
  k->n = 0, k->many = false;
  remembered(l, own->source, k);
  for (size_t i = 0; i < n && !k->many; i++) {
    bool there = l->counted != UINT32_MAX && is_there(l, &own[i], l->counted);
    tml_kinds_add(k, own[i].target, !there, (tml_spot){l->rank, own[i].start, UINT32_MAX, own[i].file});
  }
  if (!tml_kinds_settle(k, l->what)) return;
  for (size_t i = 0; i < n; i++) {
    tml_conflict c = {.start = own[i].start, .segment = own[i].file};
    tml_spot at = {l->rank, own[i].start, UINT32_MAX, own[i].file};
    if (tml_kinds_judge(k, l->what, own[i].target, &at, &c)) put(out, &c);
  }
}

/* The page's number in the memory, UINT32_MAX where it has none, and its place in the order. */
static uint32_t find_page(const tml_memory *m, tml_str path, uint32_t *rank) {
  bool there;
  const size_t at = tml_pages_behind(&m->pages, path, &there);
  *rank = 2 * (uint32_t)at + there;
  return there ? (uint32_t)at : UINT32_MAX;
}

/* ---- names, donors ---- */

typedef struct name_sum {
  uint32_t kept, lost, without; /* without: a page that does not count */
} name_sum;

static void add_name(void *ctx, const tml_name_sum *s) {
  name_sum *n = ctx;
  if (s->file != n->without) n->kept += s->kept, n->lost += s->lost;
}

void tml_memory_name(const tml_memory *m, const tml_page *page, tml_str path, bool part, uint64_t name, uint32_t *kept,
                     uint32_t *lost) {
  uint32_t rank, own = find_page(m, path, &rank);
  const bool known = part && own != UINT32_MAX; /* what the memory has of the file counts for all its batches */
  name_sum n = {.without = known ? UINT32_MAX : own};
  tml_names_ask(m->section[TML_SEC_NAMES], m->n[TML_SEC_NAMES], name, add_name, &n);
  *kept = n.kept, *lost = n.lost;
  if (known) return;
  tml_buf b = {0};
  tml_names_of(page, &b);
  const tml_name_sum *s = (const tml_name_sum *)(const void *)b.p;
  for (size_t i = 0; i < b.n / sizeof *s; i++)
    if (s[i].name == name) *kept += s[i].kept, *lost += s[i].lost;
  tml_buf_free(&b);
}

void tml_memory_holders(const tml_memory *m, uint64_t key, void (*take)(void *, uint32_t, uint32_t), void *ctx) {
  list l = {.u = {.of = &m->list[TML_TM_TARGET]}};
  pair k = {.source = key};
  tml_pair_narrow(&k, TML_TM_TARGET);
  for (size_t i = tml_packed_behind(&l.u, &k); i < l.u.of->n; i++) {
    const pair *p = tml_unpack(&l.u, i);
    if (p->source != k.source) break;
    take(ctx, p->file, p->start);
  }
}

/* ---- the page in other locales ---- */

/* Pages of the memory with this key: where they begin, and how many. */
static const tml_page_at *pages_of(const tml_memory *m, uint64_t key, uint32_t units, size_t *n) {
  const tml_page_at *v = (const tml_page_at *)(const void *)m->section[TML_SEC_PAGES].p;
  size_t lo = 0, all = m->n[TML_SEC_PAGES], hi = all;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (v[mid].key < key) lo = mid + 1;
    else hi = mid;
  }
  *n = 0;
  while (lo + *n < all && v[lo + *n].key == key && v[lo + *n].n == units) ++*n;
  return v + lo;
}

/* In `a`; NULL: the memory has them not. */
static const uint32_t *units_of(const tml_memory *m, tml_arena *a, const tml_page_at *p) {
  size_t all = m->n[TML_SEC_UNITS];
  if (p->first > all || p->n > all - p->first) return NULL;
  uint32_t *v = TML_NEWN(a, uint32_t, p->n + 1);
  for (uint32_t i = 0; i < p->n; i++) v[i] = tml_memory_unit(m, p->first + i);
  return v;
}

/* The page's, as a file keeps them. */
static uint64_t own_units(const tml_page *page, tml_str name, tml_buf *out) {
  uint64_t key = tml_units_of(page, name, out);
  uint32_t *v = (uint32_t *)(void *)out->p;
  for (size_t i = 0; i < out->n / sizeof *v; i++) v[i] = TML_UNIT(v[i]);
  return key;
}

typedef struct locales {
  verdicts *out;
  const tml_page *page;
  const uint32_t *files; /* of the pages that are compared */
} locales;

static void stands_alone(void *ctx, uint32_t unit, size_t other, uint32_t majority) {
  locales *l = ctx;
  tml_conflict c = {.kind = TML_TM_SOURCE,
                    .start = l->page->doc->segs[unit].start,
                    .other_file = l->files[other],
                    .segment = unit,
                    .other_segment = unit,
                    .minority = 1,
                    .majority = majority};
  put(l->out, &c);
}

static void judge_pages(const tml_memory *m, const tml_page *page, uint32_t file, uint32_t rank, tml_str name,
                        verdicts *out) {
  tml_buf own = {0};
  uint64_t key = own_units(page, name, &own);
  uint32_t n = page->doc->nsegs;
  size_t same, pages = 0, at = 0;
  const tml_page_at *v = pages_of(m, key, n, &same);
  const uint32_t **units = TML_NEWN(out->a, const uint32_t *, same + 1);
  uint32_t *files = TML_NEWN(out->a, uint32_t, same + 1);
  bool placed = false;
  for (size_t i = 0; key && i <= same; i++) { /* in the order of paths, this page among them */
    if (!placed && (i == same || 2 * v[i].file + 1 >= rank)) {
      placed = true;
      files[at = pages] = UINT32_MAX;
      units[pages++] = (const uint32_t *)(const void *)own.p;
    }
    if (i == same || v[i].file == file || !(units[pages] = units_of(m, out->a, &v[i]))) continue;
    files[pages++] = v[i].file;
  }
  locales l = {out, page, files};
  if (pages >= 3) tml_units_judge(units, pages, n, at, stands_alone, &l);
  tml_buf_free(&own);
}

/* The page's pairs, as a file keeps them; whole (NULL: not asked for): by segment, what is cut of their keys. */
static void narrow_pairs(const tml_page *page, int what, tml_buf *out, uint64_t *whole) {
  tml_pairs_of(page, what, out);
  pair *v = (pair *)(void *)out->p;
  for (size_t i = 0; i < out->n / sizeof *v; i++) {
    if (whole) whole[v[i].file] = v[i].source;
    tml_pair_narrow(&v[i], what);
  }
}

size_t tml_memory_judge(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path, tml_str name,
                        unsigned wanted, bool part, tml_conflict **v) {
  verdicts out = {.a = a};
  tml_kinds k = {0};
  uint32_t rank, file = find_page(m, path, &rank);
  uint64_t *whole = TML_NEWN(a, uint64_t, page->doc->nsegs + 1);
  for (int what = 0; what < TML_LISTS; what++) {
    if (!(wanted >> what & 1)) continue;
    tml_buf own = {0};
    list l = {.u = {.of = &m->list[what]}, .what = what, .file = file, .counted = UINT32_MAX, .rank = rank};
    if (part) l.file = UINT32_MAX, l.counted = file;
    const size_t before = out.n;
    narrow_pairs(page, what, &own, whole);
    pair *p = (pair *)(void *)own.p;
    size_t n = own.n / sizeof *p;
    if (n) qsort(p, n, sizeof *p, tml_by_rendering);
    for (size_t i = 0, j; i < n; i = j) {
      for (j = i + 1; j < n && p[j].source == p[i].source;) j++;
      judge(&l, p + i, j - i, &k, &out);
    }
    for (size_t i = before; i < out.n; i++) out.v[i].key = whole[out.v[i].segment];
    tml_buf_free(&own);
  }
  free(k.v);
  if (wanted >> TML_TM_SOURCE & 1 && !part) judge_pages(m, page, file, rank, name, &out);
  *v = out.v;
  return out.n;
}

static bool knows_unit(const tml_memory *m, const tml_page *page, uint32_t i, tml_str name, uint32_t file) {
  tml_buf own = {0};
  uint64_t key = own_units(page, name, &own);
  size_t n;
  const tml_page_at *v = pages_of(m, key, page->doc->nsegs, &n);
  bool known = false;
  for (size_t k = 0; key && k < n; k++) {
    const uint32_t *units = v[k].file == file ? units_of(m, page->doc->arena, &v[k]) : NULL;
    uint32_t mine;
    memcpy(&mine, own.p + i * sizeof mine, sizeof mine);
    known |= units && units[i] == mine;
  }
  tml_buf_free(&own);
  return known;
}

bool tml_memory_knows(const tml_memory *m, const tml_page *page, uint32_t i, tml_str name, const tml_conflict *c,
                      bool *strange) {
  *strange = false;
  if (c->kind == TML_TM_SOURCE) return knows_unit(m, page, i, name, c->other_file);
  tml_buf own = {0};
  list l = {.u = {.of = &m->list[c->kind]}, .what = c->kind, .file = UINT32_MAX, .counted = UINT32_MAX};
  tml_pairs_of(page, c->kind, &own);
  const pair *p = (const pair *)(const void *)own.p;
  bool known = false;
  for (size_t k = 0, n = own.n / sizeof *p; k < n; k++) {
    if (p[k].file != i) continue;
    pair one = p[k];
    one.start = c->other_start;
    tml_pair_narrow(&one, c->kind);
    if (!is_there(&l, &one, c->other_file)) continue;
    if (p[k].source == c->key) known = true;
    else *strange = true;
  }
  tml_buf_free(&own);
  return known;
}

bool *tml_memory_pairs(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path) {
  tml_buf own = {0};
  uint32_t rank, file = find_page(m, path, &rank);
  bool *known = TML_NEWN(a, bool, page->doc->nsegs + 1);
  list l = {.u = {.of = &m->list[TML_TM_TARGET]}};
  narrow_pairs(page, TML_TM_TARGET, &own, NULL);
  const pair *p = (const pair *)(const void *)own.p;
  for (size_t i = 0, n = own.n / sizeof *p; i < n && file != UINT32_MAX; i++) {
    const size_t at = behind(&l, p[i].source, p[i].target, file, 0);
    const pair *q = at < l.u.of->n ? tml_unpack(&l.u, at) : NULL;
    known[p[i].file] = q && q->source == p[i].source && q->target == p[i].target && q->file == file;
  }
  tml_buf_free(&own);
  return known;
}
