/* memory.c — the memory as a file: written, joined, checked, mapped. What is asked of it about a page: ask.c.
 *
 * Layout, all numbers as the machine has them (`order` tells): a head; the ends of the paths (uint32_t each) and the
 * paths, in byte order; then the sections (pair.h): lists of pairs, by key, what is said, path and place; the sums of
 * the names, by name; pages by key and path, and their units in the same order; tags of
 * languages (tags.c); what is known of them (fit_file.c). Parts begin at multiples of eight.
 * `sum` is the hash of all behind it.
 * One rendering's places stand together: what a page must know of a source is found by a few binary searches, however
 * many places the source has.
 */
#include "pair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef tml_pair pair;

enum { VERSION = 6 };
static const char MAGIC[8] = {'t', 'm', 'l', 'i', 'n', 't', '\0', 'M'};
#define ORDER UINT32_C(0x01020304)

typedef struct tml_memory_head {
  char magic[8];
  uint32_t version, order;
  uint64_t sum; /* of all that stands behind it */
  uint64_t size;
  char made_by[16]; /* the version of tmlint: its hashes are its own */
  uint64_t npaths, path_bytes, n[TML_SECTIONS];
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

static void write_list(tml_buf *out, pair *v, size_t n, const uint32_t *rank) {
  for (size_t i = 0; i < n; i++) v[i].file = rank[v[i].file];
  size_t at = out->n;
  tml_buf_reserve(out, n * sizeof *v);
  out->n += n * sizeof *v;
  if (n) tml_pairs_sort(v, n, (pair *)(void *)(out->p + at), tml_by_rendering);
}

static size_t write_names(tml_buf *out, tml_name_sum *v, size_t n, const uint32_t *rank) {
  size_t written = 0;
  for (size_t i = 0; i < n; i++) v[i].file = rank[v[i].file];
  if (n) qsort(v, n, sizeof *v, by_name);
  for (size_t i = 0, j; i < n; i = j) {
    tml_name_sum s = v[i];
    for (j = i + 1; j < n && by_name(&v[j], &s) == 0; j++)
      s.kept = tml_sum16(s.kept, v[j].kept), s.lost = tml_sum16(s.lost, v[j].lost);
    tml_buf_put(out, &s, sizeof s);
    written++;
  }
  return written;
}

int tml_by_page_key(const void *pa, const void *pb) {
  const tml_page_at *a = pa, *b = pb;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return a->file < b->file ? -1 : a->file > b->file;
}

/* The units follow their pages' order. */
static void write_pages(tml_buf *out, tml_page_at *v, size_t n, const uint32_t *rank, const tml_buf *units) {
  uint32_t first = 0;
  for (size_t i = 0; i < n; i++) v[i].file = rank[v[i].file];
  if (n) qsort(v, n, sizeof *v, tml_by_page_key);
  for (size_t i = 0; i < n; i++) {
    tml_page_at p = v[i];
    p.first = first;
    first += p.n;
    tml_buf_put(out, &p, sizeof p);
  }
  for (size_t i = 0; i < n; i++) tml_buf_put(out, units->p + v[i].first * sizeof(uint32_t), v[i].n * sizeof(uint32_t));
  pad(out);
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
  const size_t bytes = out->n - from;
  pad(out);
  return bytes;
}

void tml_memory_write(tml_buf *out, const tml_str *paths, size_t npaths, tml_buf s[TML_SECTIONS], const tml_fit *fit) {
  head h = {.version = VERSION, .order = ORDER, .npaths = npaths};
  uint32_t *rank = tml_malloc((npaths + 1) * sizeof *rank);
  size_t room = sizeof h;
  for (int i = 0; i < TML_SECTIONS; i++) {
    h.n[i] = s[i].n / tml_section_size[i];
    room += s[i].n;
  }
  memcpy(h.magic, MAGIC, sizeof MAGIC);
  memcpy(h.made_by, TML_VERSION, sizeof TML_VERSION <= sizeof h.made_by ? sizeof TML_VERSION - 1 : sizeof h.made_by);
  tml_buf_reserve(out, room);
  tml_buf_put(out, &h, sizeof h);
  h.path_bytes = write_paths(out, paths, npaths, rank);
  for (int l = 0; l < TML_LISTS; l++)
    write_list(out, (pair *)(void *)s[TML_SEC_LIST + l].p, h.n[TML_SEC_LIST + l], rank);
  h.n[TML_SEC_NAMES] = write_names(out, (tml_name_sum *)(void *)s[TML_SEC_NAMES].p, h.n[TML_SEC_NAMES], rank);
  write_pages(out, (tml_page_at *)(void *)s[TML_SEC_PAGES].p, h.n[TML_SEC_PAGES], rank, &s[TML_SEC_UNITS]);
  free(rank);
  h.n[TML_SEC_TAGS] = write_tags(out, tml_buf_view(&s[TML_SEC_TAGS]));
  h.n[TML_SEC_FIT] = out->n;
  tml_fit_write(fit, out);
  h.n[TML_SEC_FIT] = out->n - h.n[TML_SEC_FIT];
  pad(out);
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
  uint64_t end = sizeof h + padded(h.npaths * sizeof(uint32_t)) + padded(h.path_bytes);
  for (int i = 0; i < TML_SECTIONS && fits; i++) {
    fits = h.n[i] < n;
    end += padded(h.n[i] * tml_section_size[i]);
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
  m->ends = (const uint32_t *)(const void *)p;
  m->paths = p += padded(m->h->npaths * sizeof(uint32_t));
  p += padded(m->h->path_bytes);
  for (int i = 0; i < TML_SECTIONS; i++) {
    m->section[i] = p;
    m->n[i] = m->h->n[i];
    p += padded(m->n[i] * tml_section_size[i]);
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
  const tml_name_sum *v = m->section[TML_SEC_NAMES];
  size_t names = 0, n = m->n[TML_SEC_NAMES];
  for (size_t i = 0; i < n; i++) names += !i || v[i].name != v[i - 1].name;
  return (tml_memory_counts){m->h->npaths, m->n[TML_SEC_LIST + TML_TM_TARGET], names};
}

uint32_t tml_memory_files(const tml_memory *m) { return (uint32_t)m->h->npaths; }

tml_str tml_memory_path(const tml_memory *m, uint32_t file) {
  if (file >= m->h->npaths) return TML_S("");
  uint32_t from = file ? m->ends[file - 1] : 0, to = m->ends[file];
  return from <= to && to <= m->h->path_bytes ? tml_str_n(m->paths + from, to - from) : TML_S("");
}

static tml_str fit_section(const tml_memory *m) { return tml_str_n(m->section[TML_SEC_FIT], m->n[TML_SEC_FIT]); }

const tml_fit *tml_memory_fit(tml_memory *m) {
  if (!m->fit) m->fit = tml_fit_read(fit_section(m));
  return m->fit;
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

/* A part's sections behind those of the parts before it. False: it names pages or units that it does not have. */
static bool append(tml_buf *to, const tml_memory *m, uint32_t first) {
  const uint64_t files = m->h->npaths, units = m->n[TML_SEC_UNITS];
  const uint32_t before = (uint32_t)(to[TML_SEC_UNITS].n / sizeof(uint32_t));
  bool sound = true;
  for (int s = 0; s < TML_SEC_FIT; s++) {
    size_t at = to[s].n, n = m->n[s];
    tml_buf_put(&to[s], m->section[s], n * tml_section_size[s]);
    for (size_t i = 0; s < TML_SEC_LIST + TML_LISTS && i < n; i++) {
      pair *p = (pair *)(void *)(to[s].p + at) + i;
      sound &= p->file < files;
      p->file += first;
    }
    for (size_t i = 0; s == TML_SEC_NAMES && i < n; i++) {
      tml_name_sum *p = (tml_name_sum *)(void *)(to[s].p + at) + i;
      sound &= p->file < files;
      p->file += first;
    }
    for (size_t i = 0; s == TML_SEC_PAGES && i < n; i++) {
      tml_page_at *p = (tml_page_at *)(void *)(to[s].p + at) + i;
      sound &= p->file < files && p->first <= units && p->n <= units - p->first;
      p->file += first;
      p->first += before;
    }
  }
  return sound;
}

int tml_memory_join(const tml_memory *const *parts, const char *const *names, size_t n, tml_buf *out, tml_err *err) {
  size_t npaths = 0;
  tml_buf s[TML_SECTIONS] = {{0}};
  for (size_t i = 0; i < n; i++) npaths += parts[i]->h->npaths;
  tml_str *paths = tml_malloc((npaths + 1) * sizeof *paths);
  int rc = join_paths(parts, names, n, paths, err);
  uint32_t first = 0;
  for (size_t i = 0; i < n && !rc; i++) {
    if (!append(s, parts[i], first)) rc = tml_fail(err, TML_EFORMAT, "%s: the memory is damaged", names[i]);
    first += (uint32_t)parts[i]->h->npaths;
  }
  tml_fit *fit = tml_fit_new();
  for (size_t i = 0; i < n && !rc; i++) {
    tml_fit *part = tml_fit_read(fit_section(parts[i]));
    if (part) tml_fit_add(fit, part);
    else rc = tml_fail(err, TML_EFORMAT, "%s: the memory is damaged", names[i]);
    tml_fit_free(part);
  }
  if (!rc) tml_memory_write(out, paths, npaths, s, fit);
  tml_fit_free(fit);
  for (int i = 0; i < TML_SECTIONS; i++) tml_buf_free(&s[i]);
  free(paths);
  return rc;
}
