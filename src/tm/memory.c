/* memory.c — the memory as a file: written, joined, checked, mapped. What is asked of it about a page: ask.c.
 *
 * Layout, all numbers as the machine has them (`order` tells): a head; the paths, in byte order (pages.c); then
 * the sections (pair.h): lists of pairs, by key, what is said, page and place (pack.c); the
 * sums of the names, by name and page (names.c); pages by key and path, and their units in the same order; tags of
 * languages (tags.c); what is known of them (fit_file.c). Parts begin at multiples of eight.
 * `sum` is the hash of all behind it.
 * One rendering's places stand together: what a page must know of a source is found by a few binary searches, however
 * many places the source has.
 */
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef tml_pair pair;

enum { VERSION = 7 };
static const char MAGIC[8] = {'t', 'm', 'l', 'i', 'n', 't', '\0', 'M'};
#define ORDER UINT32_C(0x01020304)

typedef struct tml_memory_head {
  char magic[8];
  uint32_t version, order;
  uint64_t sum; /* of all that stands behind it */
  uint64_t size;
  char made_by[16]; /* the version of tmlint: its hashes are its own */
  uint64_t npaths, path_bytes;
  uint64_t n[TML_SECTIONS], bytes[TML_SECTIONS]; /* items (names: names), and what they take */
} head;

static uint64_t padded(uint64_t n) { return (n + 7) & ~UINT64_C(7); }

static uint64_t sum_of(const char *file, size_t n) {
  size_t from = offsetof(head, sum) + sizeof(uint64_t);
  return tml_hash(file + from, n - from);
}

/* ---- writing ---- */

int tml_by_rendering(const void *pa, const void *pb) {
  const pair *a = pa, *b = pb;
  if (a->source != b->source) return a->source < b->source ? -1 : 1;
  if (a->target != b->target) return a->target < b->target ? -1 : 1;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

static int by_name(const void *pa, const void *pb) {
  const tml_name_sum *a = pa, *b = pb;
  if (a->name != b->name) return a->name < b->name ? -1 : 1;
  return a->file < b->file ? -1 : a->file > b->file;
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
  tml_str *sorted = tml_malloc((n + 1) * sizeof *sorted);
  const size_t from = out->n;
  for (size_t i = 0; i < n; i++) v[i] = (numbered){paths[i], (uint32_t)i};
  if (n) qsort(v, n, sizeof *v, by_path);
  for (size_t i = 0; i < n; i++) {
    rank[v[i].at] = (uint32_t)i;
    sorted[i] = v[i].path;
  }
  tml_pages_pack(out, sorted, n);
  free(v), free(sorted);
  const uint64_t bytes = out->n - from;
  pad(out);
  return bytes;
}

static void write_list(tml_buf *out, int list, pair *v, size_t n, const uint32_t *rank, size_t npaths) {
  for (size_t i = 0; i < n; i++) {
    v[i].file = rank[v[i].file];
    tml_pair_narrow(&v[i], list);
  }
  if (n) tml_pairs_sort(v, n, tml_by_rendering);
  tml_pack(out, v, n, list, tml_pack_width(npaths ? npaths - 1 : 0));
}

static size_t write_names(tml_buf *out, tml_name_sum *v, size_t n, const uint32_t *rank) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) v[i].file = rank[v[i].file];
  if (n) qsort(v, n, sizeof *v, by_name);
  for (size_t i = 0, j; i < n; i = j) {
    tml_name_sum s = v[i];
    for (j = i + 1; j < n && by_name(&v[j], &s) == 0; j++)
      s.kept = tml_sum16(s.kept, v[j].kept), s.lost = tml_sum16(s.lost, v[j].lost);
    v[kept++] = s;
  }
  return tml_names_pack(out, v, kept);
}

int tml_by_page_key(const void *pa, const void *pb) {
  const tml_page_at *a = pa, *b = pb;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return a->file < b->file ? -1 : a->file > b->file;
}

static void write_pages(tml_buf *out, tml_page_at *v, size_t n, const uint32_t *rank) {
  uint32_t first = 0;
  for (size_t i = 0; i < n; i++) v[i].file = rank[v[i].file];
  if (n) qsort(v, n, sizeof *v, tml_by_page_key);
  for (size_t i = 0; i < n; i++) {
    tml_page_at p = v[i];
    p.first = first;
    first += p.n;
    tml_buf_put(out, &p, sizeof p);
  }
}

/* They follow their pages' order. */
static void write_units(tml_buf *out, const tml_page_at *v, size_t n, const tml_buf *units) {
  const uint32_t *u = (const uint32_t *)(const void *)units->p;
  for (size_t i = 0; i < n; i++)
    for (uint32_t k = v[i].first; k < v[i].first + v[i].n; k++) {
      const uint32_t h = TML_UNIT(u[k]);
      const char bytes[TML_UNIT_BYTES] = {(char)h, (char)(h >> 8), (char)(h >> 16)};
      tml_buf_put(out, bytes, sizeof bytes);
    }
}

static int by_bytes(const void *a, const void *b) { return tml_str_cmp(*(const tml_str *)a, *(const tml_str *)b); }

/* Lines, each once; sorted. */
static size_t write_tags(tml_buf *out, tml_str lines) {
  const size_t from = out->n;
  size_t n = 0, cap = 0;
  tml_str *v = NULL;
  for (const char *end; lines.n && (end = memchr(lines.p, '\n', lines.n)); n++) {
    v = tml_grow(v, n + 1, &cap, sizeof *v);
    v[n] = tml_str_n(lines.p, (size_t)(end + 1 - lines.p));
    lines.p += v[n].n, lines.n -= v[n].n;
  }
  if (n) qsort(v, n, sizeof *v, by_bytes);
  for (size_t i = 0; i < n; i++)
    if (!i || !tml_str_eq(v[i], v[i - 1])) tml_buf_str(out, v[i]);
  free(v);
  return out->n - from;
}

static void write_section(tml_buf *out, int k, tml_buf s[TML_SECTIONS], const uint32_t *rank, const tml_fit *fit,
                          head *h) {
  void *v = s[k].p;
  const size_t pages = s[TML_SEC_PAGES].n / sizeof(tml_page_at);
  h->n[k] = s[k].n / tml_section_size[k];
  switch (k) {
  case TML_SEC_NAMES: h->n[k] = write_names(out, v, h->n[k], rank); break;
  case TML_SEC_PAGES: write_pages(out, v, pages, rank); break;
  case TML_SEC_UNITS: write_units(out, (const tml_page_at *)(const void *)s[TML_SEC_PAGES].p, pages, &s[k]); break;
  case TML_SEC_TAGS: h->n[k] = write_tags(out, tml_buf_view(&s[k])); break;
  case TML_SEC_FIT: tml_fit_write(fit, out); break;
  default: write_list(out, k - TML_SEC_LIST, v, h->n[k], rank, h->npaths);
  }
}

void tml_memory_write(tml_buf *out, const tml_str *paths, size_t npaths, tml_buf s[TML_SECTIONS], const tml_fit *fit) {
  head h = {.version = VERSION, .order = ORDER, .npaths = npaths};
  uint32_t *rank = tml_malloc((npaths + 1) * sizeof *rank);
  memcpy(h.magic, MAGIC, sizeof MAGIC);
  memcpy(h.made_by, TML_VERSION, sizeof TML_VERSION <= sizeof h.made_by ? sizeof TML_VERSION - 1 : sizeof h.made_by);
  tml_buf_put(out, &h, sizeof h);
  h.path_bytes = write_paths(out, paths, npaths, rank);
  for (int k = 0; k < TML_SECTIONS; k++) {
    const size_t from = out->n;
    write_section(out, k, s, rank, fit, &h);
    h.bytes[k] = out->n - from;
    pad(out);
  }
  free(rank);
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
  bool fits = h.npaths < UINT32_MAX && h.path_bytes < UINT32_MAX;
  uint64_t end = sizeof h + padded(h.path_bytes);
  for (int i = 0; i < TML_SECTIONS && fits; i++) {
    fits = h.bytes[i] < n && h.n[i] < UINT32_MAX;
    end += padded(h.bytes[i]);
  }
  fits = fits && end == n;
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
  const tml_str paths = tml_str_n(p, m->h->path_bytes);
  p += padded(paths.n);
  for (int i = 0; i < TML_SECTIONS; i++) {
    m->section[i] = tml_str_n(p, m->h->bytes[i]);
    m->n[i] = m->h->n[i];
    p += padded(m->section[i].n);
  }
  bool fits = tml_pages_open(&m->pages, paths, m->h->npaths) &&
              tml_names_open(m->section[TML_SEC_NAMES], m->n[TML_SEC_NAMES]) &&
              m->section[TML_SEC_PAGES].n / sizeof(tml_page_at) == m->n[TML_SEC_PAGES] &&
              m->section[TML_SEC_UNITS].n / TML_UNIT_BYTES == m->n[TML_SEC_UNITS];
  for (int i = 0; i < TML_LISTS; i++)
    fits &= tml_packed_open(&m->list[i], m->section[TML_SEC_LIST + i], m->n[TML_SEC_LIST + i], i, m->h->npaths);
  if (!fits) {
    tml_memory_close(m);
    return tml_fail(err, TML_EFORMAT, "%s: the memory is damaged; " AGAIN, name, name);
  }
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
  return (tml_memory_counts){m->h->npaths, m->n[TML_SEC_LIST + TML_TM_TARGET], m->n[TML_SEC_NAMES]};
}

typedef struct copy {
  tml_arena *a;
  tml_str path;
} copy;

static void take_copy(void *ctx, uint32_t page, tml_str path) {
  copy *c = ctx;
  (void)page;
  c->path = tml_arena_str(c->a, path);
}

tml_str tml_memory_path(const tml_memory *m, tml_arena *a, uint32_t file) {
  copy c = {a, TML_S("")};
  tml_pages_each(&m->pages, file, (size_t)file + 1, take_copy, &c);
  return c.path;
}

void tml_memory_paths(const tml_memory *m, void (*take)(void *ctx, uint32_t file, tml_str path), void *ctx) {
  tml_pages_each(&m->pages, 0, m->pages.n, take, ctx);
}

uint32_t tml_memory_file(const tml_memory *m, tml_str path) {
  bool there;
  const size_t at = tml_pages_behind(&m->pages, path, &there);
  return there ? (uint32_t)at : UINT32_MAX;
}

const tml_fit *tml_memory_fit(tml_memory *m, bool many) {
  if (!m->fit) m->fit = tml_fit_read(m->section[TML_SEC_FIT], many);
  return m->fit;
}

/* ---- joining ---- */

typedef struct joining {
  tml_map seen;
  tml_str *paths;
  tml_arena *a;
  const char *const *names;
  size_t n, part;
  tml_err *err;
  int rc;
} joining;

static void join_path(void *ctx, uint32_t page, tml_str path) {
  joining *j = ctx;
  bool fresh;
  uint64_t *by = tml_map_put(&j->seen, tml_hash(path.p, path.n), &fresh);
  (void)page;
  if (!fresh && !j->rc)
    j->rc = tml_fail(j->err, TML_EFORMAT, "%.*s is in %s and in %s; a page can be in one part only", (int)path.n,
                     path.p, j->names[*by], j->names[j->part]);
  *by = j->part;
  j->paths[j->n++] = tml_arena_str(j->a, path);
}

static int join_paths(const tml_memory *const *parts, const char *const *names, size_t n, tml_arena *a, tml_str *paths,
                      tml_err *err) {
  joining j = {.paths = paths, .a = a, .names = names, .err = err};
  for (; j.part < n && !j.rc; j.part++) tml_memory_paths(parts[j.part], join_path, &j);
  tml_map_free(&j.seen);
  return j.rc;
}

static bool append_list(tml_buf *to, const tml_memory *m, int list, uint32_t first) {
  bool sound = true;
  tml_unpacked u = {.of = &m->list[list]};
  for (size_t i = 0; i < u.of->n; i++) {
    pair p = *tml_unpack(&u, i);
    sound &= p.file < m->h->npaths;
    p.file += first;
    tml_buf_put(to, &p, sizeof p);
  }
  return sound;
}

static bool append_names(tml_buf *to, const tml_memory *m, uint32_t first) {
  bool sound = true;
  const size_t at = to->n;
  tml_names_unpack(m->section[TML_SEC_NAMES], m->n[TML_SEC_NAMES], to);
  for (size_t i = at; i < to->n; i += sizeof(tml_name_sum)) {
    tml_name_sum *p = (tml_name_sum *)(void *)(to->p + i);
    sound &= p->file < m->h->npaths;
    p->file += first;
  }
  return sound;
}

/* A part's sections behind those of the parts before it. False: it names pages or units that it does not have. */
static bool append(tml_buf *to, const tml_memory *m, uint32_t first) {
  const uint32_t before = (uint32_t)(to[TML_SEC_UNITS].n / sizeof(uint32_t));
  bool sound = append_names(&to[TML_SEC_NAMES], m, first);
  for (int l = 0; l < TML_LISTS; l++) sound &= append_list(&to[TML_SEC_LIST + l], m, l, first);
  const tml_page_at *v = (const tml_page_at *)(const void *)m->section[TML_SEC_PAGES].p;
  for (size_t i = 0; i < m->n[TML_SEC_PAGES]; i++) {
    tml_page_at p = v[i];
    sound &= p.file < m->h->npaths && p.first <= m->n[TML_SEC_UNITS] && p.n <= m->n[TML_SEC_UNITS] - p.first;
    p.file += first;
    p.first += before;
    tml_buf_put(&to[TML_SEC_PAGES], &p, sizeof p);
  }
  for (size_t i = 0; i < m->n[TML_SEC_UNITS]; i++) {
    const uint32_t unit = tml_memory_unit(m, i) << 8;
    tml_buf_put(&to[TML_SEC_UNITS], &unit, sizeof unit);
  }
  tml_buf_str(&to[TML_SEC_TAGS], m->section[TML_SEC_TAGS]);
  return sound;
}

int tml_memory_join(const tml_memory *const *parts, const char *const *names, size_t n, tml_buf *out, tml_err *err) {
  size_t npaths = 0;
  tml_buf s[TML_SECTIONS] = {{0}};
  for (size_t i = 0; i < n; i++) npaths += parts[i]->h->npaths;
  tml_str *paths = tml_malloc((npaths + 1) * sizeof *paths);
  tml_arena a = {0};
  int rc = join_paths(parts, names, n, &a, paths, err);
  uint32_t first = 0;
  for (size_t i = 0; i < n && !rc; i++) {
    if (!append(s, parts[i], first)) rc = tml_fail(err, TML_EFORMAT, "%s: the memory is damaged", names[i]);
    first += (uint32_t)parts[i]->h->npaths;
  }
  tml_fit *fit = tml_fit_new();
  for (size_t i = 0; i < n && !rc; i++) {
    tml_fit *part = tml_fit_read(parts[i]->section[TML_SEC_FIT], false);
    if (part) tml_fit_add(fit, part);
    else rc = tml_fail(err, TML_EFORMAT, "%s: the memory is damaged", names[i]);
    tml_fit_free(part);
  }
  if (!rc) tml_memory_write(out, paths, npaths, s, fit);
  tml_fit_free(fit);
  for (int i = 0; i < TML_SECTIONS; i++) tml_buf_free(&s[i]);
  free(paths);
  tml_arena_free(&a);
  return rc;
}
