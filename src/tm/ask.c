/* ask.c — what a memory file says of a page (tm.h): its places are weighed against those that the memory has of others.
 */
#include "pair.h"

#include <stdlib.h>

typedef tml_pair pair;

/* The first pair of [i, end) that stands at or behind `key`. Near the front at first: most renderings are few. */
static size_t at_or_behind(const pair *v, size_t i, size_t end, const pair *key) {
  size_t step = 1;
  while (i + step < end && tml_by_rendering(&v[i + step], key) < 0) step *= 2;
  size_t lo = i + step / 2, hi = i + step < end ? i + step : end;
  if (i < end && tml_by_rendering(&v[i], key) >= 0) return i;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (tml_by_rendering(&v[mid], key) < 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

typedef struct list { /* one list of the memory, and where the page is among the pages */
  const pair *v;
  size_t n;
  int what;
  uint32_t file;    /* the page's number where its pairs in the memory are left out, else UINT32_MAX */
  uint32_t counted; /* … where they count */
  uint32_t rank;
} list;

/* What the memory has of a key, without what page `file` taught it. */
static void remembered(const list *l, uint64_t source, tml_kinds *k) {
  const pair *v = l->v;
  pair key;
  for (size_t i = tml_pairs_find(v, l->n, source), j; i < l->n && v[i].source == source && !k->many; i = j) {
    key = (pair){source, v[i].target, UINT32_MAX, UINT32_MAX};
    j = at_or_behind(v, i, l->n, &key);
    key.file = l->file, key.start = 0;
    size_t from = at_or_behind(v, i, j, &key);
    key.start = UINT32_MAX;
    size_t to = at_or_behind(v, from, j, &key);
    size_t n = j - i - (to - from), first = from == i ? to : i;
    if (!n) continue;
    tml_spot at = {2 * v[first].file + 1, v[first].start, v[first].file, 0};
    tml_kinds_add(k, v[i].target, (uint32_t)n, at);
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

static bool is_there(const list *l, const pair *p, uint32_t file) {
  pair key = {p->source, p->target, file, p->start};
  return l->n && bsearch(&key, l->v, l->n, sizeof key, tml_by_rendering);
}

/* One key of the page: its pairs own[0..n), and all that the memory knows of it. */
static void judge(const list *l, const pair *own, size_t n, tml_kinds *k, verdicts *out) {
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
  uint32_t lo = 0, all = tml_memory_files(m), hi = all;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (tml_str_cmp(tml_memory_path(m, mid), path) < 0) lo = mid + 1;
    else hi = mid;
  }
  bool there = lo < all && tml_str_eq(tml_memory_path(m, lo), path);
  *rank = 2 * lo + there;
  return there ? lo : UINT32_MAX;
}

/* ---- names, donors ---- */

void tml_memory_name(const tml_memory *m, const tml_page *page, tml_str path, bool part, uint64_t name, uint32_t *kept,
                     uint32_t *lost) {
  const tml_name_sum *v = m->section[TML_SEC_NAMES];
  size_t all = m->n[TML_SEC_NAMES], lo = 0, hi = all;
  uint32_t rank, own = find_page(m, path, &rank);
  const bool known = part && own != UINT32_MAX; /* what the memory has of the file counts for all its batches */
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (v[mid].name < name) lo = mid + 1;
    else hi = mid;
  }
  *kept = *lost = 0;
  for (; lo < all && v[lo].name == name; lo++)
    if (known || v[lo].file != own) *kept += v[lo].kept, *lost += v[lo].lost;
  if (known) return;
  tml_buf b = {0};
  tml_names_of(page, &b);
  const tml_name_sum *s = (const tml_name_sum *)(const void *)b.p;
  for (size_t i = 0; i < b.n / sizeof *s; i++)
    if (s[i].name == name) *kept += s[i].kept, *lost += s[i].lost;
  tml_buf_free(&b);
}

void tml_memory_holders(const tml_memory *m, uint64_t key, void (*take)(void *, uint32_t, uint32_t), void *ctx) {
  const pair *v = tml_memory_list(m, TML_TM_TARGET);
  size_t n = m->n[TML_SEC_LIST + TML_TM_TARGET];
  for (size_t i = tml_pairs_find(v, n, key); i < n && v[i].source == key; i++) take(ctx, v[i].file, v[i].start);
}

/* ---- the page in other locales ---- */

/* Pages of the memory with this key: where they begin, and how many. */
static const tml_page_at *pages_of(const tml_memory *m, uint64_t key, uint32_t units, size_t *n) {
  const tml_page_at *v = m->section[TML_SEC_PAGES];
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

static const uint32_t *units_of(const tml_memory *m, const tml_page_at *p) {
  size_t all = m->n[TML_SEC_UNITS];
  return p->first <= all && p->n <= all - p->first ? (const uint32_t *)m->section[TML_SEC_UNITS] + p->first : NULL;
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
  uint64_t key = tml_units_of(page, name, &own);
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
    if (i == same || v[i].file == file || !(units[pages] = units_of(m, &v[i]))) continue;
    files[pages++] = v[i].file;
  }
  locales l = {out, page, files};
  if (pages >= 3) tml_units_judge(units, pages, n, at, stands_alone, &l);
  tml_buf_free(&own);
}

size_t tml_memory_judge(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path, tml_str name,
                        unsigned wanted, bool part, tml_conflict **v) {
  verdicts out = {.a = a};
  tml_kinds k = {0};
  uint32_t rank, file = find_page(m, path, &rank);
  for (int what = 0; what < TML_LISTS; what++) {
    if (!(wanted >> what & 1)) continue;
    tml_buf own = {0};
    list l = {tml_memory_list(m, what), m->n[TML_SEC_LIST + what], what, file, UINT32_MAX, rank};
    if (part) l.file = UINT32_MAX, l.counted = file;
    tml_pairs_of(page, what, &own);
    pair *p = (pair *)(void *)own.p;
    size_t n = own.n / sizeof *p;
    if (n) qsort(p, n, sizeof *p, tml_by_rendering);
    for (size_t i = 0, j; i < n; i = j) {
      for (j = i + 1; j < n && p[j].source == p[i].source;) j++;
      judge(&l, p + i, j - i, &k, &out);
    }
    tml_buf_free(&own);
  }
  free(k.v);
  if (wanted >> TML_TM_SOURCE & 1 && !part) judge_pages(m, page, file, rank, name, &out);
  *v = out.v;
  return out.n;
}

static bool knows_unit(const tml_memory *m, const tml_page *page, uint32_t i, tml_str name, uint32_t file) {
  tml_buf own = {0};
  uint64_t key = tml_units_of(page, name, &own);
  size_t n;
  const tml_page_at *v = pages_of(m, key, page->doc->nsegs, &n);
  bool known = false;
  for (size_t k = 0; key && k < n; k++) {
    const uint32_t *units = v[k].file == file ? units_of(m, &v[k]) : NULL;
    uint32_t mine;
    memcpy(&mine, own.p + i * sizeof mine, sizeof mine);
    known |= units && units[i] == mine;
  }
  tml_buf_free(&own);
  return known;
}

bool tml_memory_knows(const tml_memory *m, const tml_page *page, uint32_t i, tml_str name, const tml_conflict *c) {
  if (c->kind == TML_TM_SOURCE) return knows_unit(m, page, i, name, c->other_file);
  tml_buf own = {0};
  list l = {tml_memory_list(m, c->kind), m->n[TML_SEC_LIST + c->kind], c->kind, UINT32_MAX, UINT32_MAX, 0};
  tml_pairs_of(page, c->kind, &own);
  const pair *p = (const pair *)(const void *)own.p;
  bool known = false;
  for (size_t k = 0, n = own.n / sizeof *p; k < n; k++) {
    if (p[k].file != i) continue;
    pair one = p[k];
    one.start = c->other_start;
    known |= is_there(&l, &one, c->other_file);
  }
  tml_buf_free(&own);
  return known;
}

bool *tml_memory_pairs(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path) {
  tml_buf own = {0};
  uint32_t rank, file = find_page(m, path, &rank);
  bool *known = TML_NEWN(a, bool, page->doc->nsegs + 1);
  const pair *v = tml_memory_list(m, TML_TM_TARGET);
  size_t all = m->n[TML_SEC_LIST + TML_TM_TARGET];
  tml_pairs_of(page, TML_TM_TARGET, &own);
  const pair *p = (const pair *)(const void *)own.p;
  for (size_t i = 0, n = own.n / sizeof *p; i < n && file != UINT32_MAX; i++) {
    pair key = {p[i].source, p[i].target, file, 0};
    size_t at = at_or_behind(v, 0, all, &key);
    known[p[i].file] = at < all && v[at].source == key.source && v[at].target == key.target && v[at].file == file;
  }
  tml_buf_free(&own);
  return known;
}
