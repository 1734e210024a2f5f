/* memory.c — the memory as a file: written, joined, checked, mapped, and asked about a page.
 *
 * Layout, all numbers as the machine has them (`order` tells): a head; the ends of the paths (uint32_t each) and the
 * paths, in byte order; the pairs, by source, target, path and place; the sums of the names, by name; what is known of
 * languages (fit.c). Parts begin at multiples of eight. `sum` is the hash of all behind it. One rendering's places
 * stand together: what a page must know of a source is found by a few binary searches, however many places the source
 * has.
 */
#include "pair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef tml_pair pair;

enum { VERSION = 2 };
static const char MAGIC[8] = {'t', 'm', 'l', 'i', 'n', 't', '\0', 'M'};
#define ORDER UINT32_C(0x01020304)

typedef struct head {
  char magic[8];
  uint32_t version, order;
  uint64_t sum; /* of all that stands behind it */
  uint64_t size;
  char made_by[16]; /* the version of tmlint: its hashes are its own */
  uint64_t npaths, path_bytes, npairs, nnames, fit_bytes;
} head;

struct tml_memory {
  const char *map;
  size_t size;
  const head *h;
  const uint32_t *ends;
  const char *paths;
  const pair *pairs;
  const tml_name_sum *names;
  tml_str section; /* fit.h */
  tml_fit *fit;
};

static uint64_t padded(uint64_t n) { return (n + 7) & ~UINT64_C(7); }

static uint64_t sum_of(const char *file, size_t n) {
  size_t from = offsetof(head, sum) + sizeof(uint64_t);
  return tml_hash(file + from, n - from);
}

/* ---- writing ---- */

static int by_rendering(const void *pa, const void *pb) {
  const pair *a = pa, *b = pb;
  if (a->source != b->source) return a->source < b->source ? -1 : 1;
  if (a->target != b->target) return a->target < b->target ? -1 : 1;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

static int by_name(const void *pa, const void *pb) {
  const tml_name_sum *a = pa, *b = pb;
  return a->name < b->name ? -1 : a->name > b->name;
}

typedef struct numbered {
  tml_str path;
  uint32_t at;
} numbered;

static int by_path(const void *pa, const void *pb) {
  return tml_str_cmp(((const numbered *)pa)->path, ((const numbered *)pb)->path);
}

static void pad(tml_buf *out) {
  static const char none[8] = {0};
  tml_buf_put(out, none, padded(out->n) - out->n);
}

/* The paths in order; rank[i]: where paths[i] went. */
static uint64_t write_paths(tml_buf *out, const tml_str *paths, size_t n, uint32_t *rank) {
  numbered *v = tml_malloc((n + 1) * sizeof *v);
  uint32_t end = 0;
  for (size_t i = 0; i < n; i++) v[i] = (numbered){paths[i], (uint32_t)i};
  if (n) qsort(v, n, sizeof *v, by_path);
  for (size_t i = 0; i < n; i++) {
    rank[v[i].at] = (uint32_t)i;
    end += (uint32_t)v[i].path.n;
    tml_buf_put(out, &end, sizeof end);
  }
  pad(out);
  for (size_t i = 0; i < n; i++) tml_buf_str(out, v[i].path);
  pad(out);
  free(v);
  return end;
}

void tml_memory_write(tml_buf *out, const tml_str *paths, size_t npaths, pair *pairs, size_t npairs,
                      tml_name_sum *names, size_t nnames, const tml_fit *fit) {
  head h = {.version = VERSION, .order = ORDER, .npaths = npaths, .npairs = npairs};
  uint32_t *rank = tml_malloc((npaths + 1) * sizeof *rank);
  memcpy(h.magic, MAGIC, sizeof MAGIC);
  memcpy(h.made_by, TML_VERSION, sizeof TML_VERSION <= sizeof h.made_by ? sizeof TML_VERSION - 1 : sizeof h.made_by);
  tml_buf_reserve(out, sizeof h + npairs * sizeof *pairs + nnames * sizeof *names);
  tml_buf_put(out, &h, sizeof h);
  h.path_bytes = write_paths(out, paths, npaths, rank);
  for (size_t i = 0; i < npairs; i++) pairs[i].file = rank[pairs[i].file];
  free(rank);
  size_t at = out->n;
  tml_buf_reserve(out, npairs * sizeof *pairs);
  out->n += npairs * sizeof *pairs;
  if (npairs) tml_pairs_sort(pairs, npairs, (pair *)(void *)(out->p + at), by_rendering);
  if (nnames) qsort(names, nnames, sizeof *names, by_name);
  for (size_t i = 0, j; i < nnames; i = j) {
    tml_name_sum s = names[i];
    for (j = i + 1; j < nnames && names[j].name == s.name; j++) s.counts += names[j].counts;
    tml_buf_put(out, &s, sizeof s);
    h.nnames++;
  }
  h.fit_bytes = out->n;
  tml_fit_write(fit, out);
  h.fit_bytes = out->n - h.fit_bytes;
  h.size = out->n;
  memcpy(out->p, &h, sizeof h);
  h.sum = sum_of(out->p, out->n);
  memcpy(out->p, &h, sizeof h);
}

/* ---- opening ---- */

#define AGAIN "learn it again: tmlint learn PATH… -o %s"

static int check_head(const char *name, const char *p, size_t n, tml_err *err) {
  head h;
  if (n < sizeof h.magic || memcmp(p, MAGIC, sizeof h.magic) != 0)
    return tml_fail(err, TML_EFORMAT, "%s: this is no memory of tmlint; `tmlint learn PATH… -o FILE` makes one", name);
  if (n < sizeof h) return tml_fail(err, TML_EFORMAT, "%s: the memory is cut off; " AGAIN, name, name);
  memcpy(&h, p, sizeof h);
  if (h.order != ORDER)
    return tml_fail(err, TML_EFORMAT, "%s: the memory was made on a machine of another byte order; " AGAIN, name, name);
  char made[sizeof h.made_by + 1] = {0};
  memcpy(made, h.made_by, sizeof h.made_by);
  if (h.version != VERSION || strcmp(made, TML_VERSION) != 0)
    return tml_fail(err, TML_EFORMAT, "%s: a memory of tmlint %s (format %u), and this is %s (format %u); " AGAIN, name,
                    made, (unsigned)h.version, TML_VERSION, (unsigned)VERSION, name);
  if (h.size > n)
    return tml_fail(err, TML_EFORMAT, "%s: the memory is cut off: %zu bytes of %llu; " AGAIN, name, n,
                    (unsigned long long)h.size, name);
  bool fits = h.npaths < UINT32_MAX && h.path_bytes < UINT32_MAX && h.npairs < n && h.nnames < n && h.fit_bytes < n &&
              sizeof h + padded(h.npaths * sizeof(uint32_t)) + padded(h.path_bytes) + h.npairs * sizeof(pair) +
                      h.nnames * sizeof(tml_name_sum) + h.fit_bytes ==
                  n;
  if (!fits || h.sum != sum_of(p, n))
    return tml_fail(err, TML_EFORMAT, "%s: the memory is damaged; " AGAIN, name, name);
  return TML_OK;
}

int tml_memory_open(const char *name, tml_memory **out, tml_err *err) {
  *out = NULL;
  int fd = open(name, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0) return tml_fail(err, TML_EIO, "%s: the memory can't be opened: %s", name, strerror(errno));
  if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size) {
    close(fd);
    return tml_fail(err, TML_EFORMAT, "%s: this is no memory of tmlint; `tmlint learn PATH… -o FILE` makes one", name);
  }
  size_t n = (size_t)st.st_size;
  char *map = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (map == MAP_FAILED) return tml_fail(err, TML_EIO, "%s: the memory can't be mapped: %s", name, strerror(errno));
  int rc = check_head(name, map, n, err);
  if (rc) {
    munmap(map, n);
    return rc;
  }
  tml_memory *m = tml_calloc(1, sizeof *m);
  *m = (tml_memory){.map = map, .size = n, .h = (const head *)(const void *)map};
  const char *p = map + sizeof(head);
  m->ends = (const uint32_t *)(const void *)p;
  m->paths = p += padded(m->h->npaths * sizeof(uint32_t));
  m->pairs = (const pair *)(const void *)(p += padded(m->h->path_bytes));
  m->names = (const tml_name_sum *)(const void *)(p + m->h->npairs * sizeof(pair));
  m->section = tml_str_n((const char *)(m->names + m->h->nnames), m->h->fit_bytes);
  *out = m;
  return TML_OK;
}

void tml_memory_close(tml_memory *m) {
  if (!m) return;
  tml_fit_free(m->fit);
  munmap((void *)(uintptr_t)m->map, m->size);
  free(m);
}

tml_memory_counts tml_memory_size(const tml_memory *m) {
  return (tml_memory_counts){m->h->npaths, m->h->npairs, m->h->nnames};
}

tml_str tml_memory_path(const tml_memory *m, uint32_t file) {
  if (file >= m->h->npaths) return TML_S("");
  uint32_t from = file ? m->ends[file - 1] : 0, to = m->ends[file];
  return from <= to && to <= m->h->path_bytes ? tml_str_n(m->paths + from, to - from) : TML_S("");
}

void tml_memory_name(const tml_memory *m, uint64_t name, uint32_t *kept, uint32_t *lost) {
  tml_name_sum key = {.name = name};
  const tml_name_sum *s = m->h->nnames ? bsearch(&key, m->names, m->h->nnames, sizeof key, by_name) : NULL;
  *kept = s ? (uint32_t)(s->counts >> 32) : 0;
  *lost = s ? (uint32_t)s->counts : 0;
}

/* ---- joining ---- */

static int join_paths(const tml_memory *const *parts, const char *const *names, size_t n, tml_str *paths,
                      tml_err *err) {
  tml_map seen = {0};
  size_t at = 0;
  int rc = TML_OK;
  for (size_t i = 0; i < n && !rc; i++)
    for (uint32_t k = 0; k < parts[i]->h->npaths && !rc; k++) {
      tml_str p = paths[at++] = tml_memory_path(parts[i], k);
      bool fresh;
      uint64_t *by = tml_map_put(&seen, tml_hash(p.p, p.n), &fresh);
      if (!fresh)
        rc = tml_fail(err, TML_EFORMAT, "%.*s is in %s and in %s; a page can be in one part only", (int)p.n, p.p,
                      names[*by], names[i]);
      *by = i;
    }
  tml_map_free(&seen);
  return rc;
}

int tml_memory_join(const tml_memory *const *parts, const char *const *names, size_t n, tml_buf *out, tml_err *err) {
  size_t npaths = 0, npairs = 0, nnames = 0;
  for (size_t i = 0; i < n; i++) {
    npaths += parts[i]->h->npaths;
    npairs += parts[i]->h->npairs;
    nnames += parts[i]->h->nnames;
  }
  tml_str *paths = tml_malloc((npaths + 1) * sizeof *paths);
  int rc = join_paths(parts, names, n, paths, err);
  if (!rc) {
    pair *pairs = tml_malloc((npairs + 1) * sizeof *pairs);
    tml_name_sum *sums = tml_malloc((nnames + 1) * sizeof *sums);
    size_t p = 0, s = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < n; i++) {
      const head *h = parts[i]->h;
      for (size_t k = 0; k < h->npairs; k++) {
        pairs[p] = parts[i]->pairs[k];
        if (pairs[p].file >= h->npaths) rc = tml_fail(err, TML_EFORMAT, "%s: the memory is damaged", names[i]);
        pairs[p++].file += first;
      }
      if (h->nnames) memcpy(sums + s, parts[i]->names, h->nnames * sizeof *sums);
      s += h->nnames;
      first += (uint32_t)h->npaths;
    }
    tml_fit *fit = tml_fit_new();
    for (size_t i = 0; i < n && !rc; i++) {
      tml_fit *part = tml_fit_read(parts[i]->section);
      if (part) tml_fit_add(fit, part);
      else rc = tml_fail(err, TML_EFORMAT, "%s: the memory is damaged", names[i]);
      tml_fit_free(part);
    }
    if (!rc) tml_memory_write(out, paths, npaths, pairs, npairs, sums, nnames, fit);
    tml_fit_free(fit);
    free(pairs);
    free(sums);
  }
  free(paths);
  return rc;
}

/* ---- asked about a page ---- */

/* A place in the order of paths: a page of the memory at 2 * number + 1, one that is not in it between two of them. */
typedef struct place {
  uint32_t rank, start, file, segment;
} place;

typedef struct kind { /* a rendering */
  uint64_t target;
  uint32_t count;
  place first;
} kind;

typedef struct kinds {
  kind *v;
  size_t n, cap;
} kinds;

enum { FORMS = 512 }; /* renderings with their forms; more are no crowd that anybody leads */

static bool earlier(const place *a, const place *b) {
  return a->rank != b->rank ? a->rank < b->rank : a->start < b->start;
}

static void count(tml_arena *a, kinds *k, uint64_t target, uint32_t n, place first) {
  size_t i = 0;
  while (i < k->n && k->v[i].target != target) i++;
  if (i == k->n) {
    k->v = tml_arena_grow(a, k->v, k->n, &k->cap, sizeof *k->v);
    k->v[k->n++] = (kind){target, n, first};
    return;
  }
  k->v[i].count += n;
  if (earlier(&first, &k->v[i].first)) k->v[i].first = first;
}

/* The first pair of [i, end) that stands at or behind `key`. Near the front at first: most renderings are few. */
static size_t at_or_behind(const pair *v, size_t i, size_t end, const pair *key) {
  size_t step = 1;
  while (i + step < end && by_rendering(&v[i + step], key) < 0) step *= 2;
  size_t lo = i + step / 2, hi = i + step < end ? i + step : end;
  if (i < end && by_rendering(&v[i], key) >= 0) return i;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (by_rendering(&v[mid], key) < 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* The renderings that the memory has of a source, without those of page `own`. False: too many to count. */
static bool remembered(const tml_memory *m, tml_arena *a, uint64_t source, uint32_t own, kinds *k) {
  const pair *v = m->pairs;
  size_t end = m->h->npairs;
  pair key = {.source = source};
  size_t lo = 0, hi = end;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (v[mid].source < source) lo = mid + 1;
    else hi = mid;
  }
  for (size_t i = lo, j; i < end && v[i].source == source; i = j) {
    key = (pair){source, v[i].target, UINT32_MAX, UINT32_MAX};
    j = at_or_behind(v, i, end, &key);
    key.file = own, key.start = 0;
    size_t from = at_or_behind(v, i, j, &key);
    key.start = UINT32_MAX;
    size_t to = at_or_behind(v, from, j, &key);
    size_t n = j - i - (to - from), first = from == i ? to : i;
    if (!n) continue;
    if (k->n == FORMS) return false;
    place at = {2 * v[first].file + 1, v[first].start, v[first].file, 0};
    count(a, k, v[i].target, (uint32_t)n, at);
  }
  return true;
}

/* Forms of one rendering become one, where renderings differ in words at all. */
static bool join_forms(kinds *k) {
  bool words = false;
  for (size_t i = 1; i < k->n; i++) words |= ((k->v[i].target ^ k->v[0].target) & ~TML_FORM_BITS) != 0;
  if (!words) return false;
  size_t n = 0;
  for (size_t i = 0; i < k->n; i++) {
    kind one = k->v[i];
    one.target &= ~TML_FORM_BITS;
    size_t at = 0;
    while (at < n && k->v[at].target != one.target) at++;
    if (at == n) {
      k->v[n++] = one;
      continue;
    }
    k->v[at].count += one.count;
    if (earlier(&one.first, &k->v[at].first)) k->v[at].first = one.first;
  }
  k->n = n;
  return true;
}

typedef struct verdicts {
  tml_conflict *v;
  size_t n, cap;
} verdicts;

static place own_place(const pair *p, uint32_t rank) { return (place){rank, p->start, UINT32_MAX, p->file}; }

static bool is_there(const tml_memory *m, const pair *p, uint32_t file) {
  pair key = {p->source, p->target, file, p->start};
  return m->h->npairs && bsearch(&key, m->pairs, m->h->npairs, sizeof key, by_rendering);
}

/* One source of the page: its pairs own[0..n), and all that the memory knows of others than page `file`. counted: the
 * page's number where the memory's pairs of it were counted. */
static void judge(const tml_memory *m, tml_arena *a, const pair *own, size_t n, uint32_t file, uint32_t counted,
                  uint32_t rank, verdicts *out) {
  kinds k = {0};
  if (!remembered(m, a, own->source, file, &k)) return;
  for (size_t i = 0; i < n; i++) {
    place at = own_place(&own[i], rank);
    bool there = counted != UINT32_MAX && is_there(m, &own[i], counted);
    count(a, &k, own[i].target, !there, at);
  }
  if (k.n < 2) return;
  bool words = join_forms(&k);
  uint64_t mask = words ? ~TML_FORM_BITS : ~UINT64_C(0);
  if (k.n > TML_RENDERINGS) return;
  const kind *most = &k.v[0];
  uint32_t total = 0, equals = 0;
  for (size_t i = 0; i < k.n; i++) {
    total += k.v[i].count;
    if (k.v[i].count > most->count || (k.v[i].count == most->count && earlier(&k.v[i].first, &most->first)))
      most = &k.v[i];
  }
  for (size_t i = 0; i < k.n; i++) equals += k.v[i].count == most->count;
  for (size_t i = 0; i < n; i++) {
    size_t at = 0;
    while (k.v[at].target != (own[i].target & mask)) at++;
    const kind *mine = &k.v[at];
    if (mine == most) continue;
    out->v = tml_arena_grow(a, out->v, out->n, &out->cap, sizeof *out->v);
    out->v[out->n++] = (tml_conflict){.start = own[i].start,
                                      .segment = own[i].file,
                                      .other_file = most->first.file,
                                      .other_start = most->first.start,
                                      .other_segment = most->first.segment,
                                      .minority = mine->count,
                                      .majority = most->count,
                                      .total = total,
                                      .tie = equals > 1 && mine->count == most->count,
                                      .form = !words};
  }
}

/* The page's number in the memory, UINT32_MAX where it has none, and its place in the order. */
static uint32_t find_page(const tml_memory *m, tml_str path, uint32_t *rank) {
  uint32_t lo = 0, hi = (uint32_t)m->h->npaths;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (tml_str_cmp(tml_memory_path(m, mid), path) < 0) lo = mid + 1;
    else hi = mid;
  }
  bool there = lo < m->h->npaths && tml_str_eq(tml_memory_path(m, lo), path);
  *rank = 2 * lo + there;
  return there ? lo : UINT32_MAX;
}

size_t tml_memory_judge(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path, bool part,
                        tml_conflict **v) {
  tml_buf own = {0};
  verdicts out = {0};
  uint32_t rank, file = find_page(m, path, &rank);
  tml_pairs_of(page, &own);
  pair *p = (pair *)(void *)own.p;
  size_t n = own.n / sizeof *p;
  if (n) qsort(p, n, sizeof *p, by_rendering);
  for (size_t i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && p[j].source == p[i].source;) j++;
    judge(m, a, p + i, j - i, part ? UINT32_MAX : file, part ? file : UINT32_MAX, rank, &out);
  }
  tml_buf_free(&own);
  *v = out.v;
  return out.n;
}

bool tml_memory_knows(const tml_memory *m, const tml_page *page, uint32_t i, uint32_t file, uint32_t start) {
  tml_buf own = {0};
  tml_pairs_of(page, &own);
  const pair *p = (const pair *)(const void *)own.p;
  bool known = false;
  for (size_t k = 0, n = own.n / sizeof *p; k < n; k++) {
    if (p[k].file != i) continue;
    pair one = p[k];
    one.start = start;
    known = is_there(m, &one, file);
  }
  tml_buf_free(&own);
  return known;
}

const tml_fit *tml_memory_fit(tml_memory *m) {
  if (!m->fit) m->fit = tml_fit_read(m->section);
  return m->fit;
}

bool *tml_memory_pairs(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path) {
  tml_buf own = {0};
  uint32_t rank, file = find_page(m, path, &rank);
  bool *known = TML_NEWN(a, bool, page->doc->nsegs + 1);
  tml_pairs_of(page, &own);
  const pair *p = (const pair *)(const void *)own.p;
  for (size_t i = 0, n = own.n / sizeof *p; i < n && file != UINT32_MAX; i++) {
    pair key = {p[i].source, p[i].target, file, 0};
    size_t at = at_or_behind(m->pairs, 0, m->h->npairs, &key);
    const pair *q = &m->pairs[at];
    known[p[i].file] = at < m->h->npairs && q->source == key.source && q->target == key.target && q->file == file;
  }
  tml_buf_free(&own);
  return known;
}
