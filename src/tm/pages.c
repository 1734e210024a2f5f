/* pages.c — the paths of a memory file's pages (pages.h).
 *
 * The offsets of the blocks (uint32_t each, from the first block on), and the blocks. A block has the paths of BLOCK
 * pages: of each, how many bytes it has in common with the one before it, how many follow, and these. The first one has
 * none in common. Numbers have seven bits a byte, the lowest first, the last byte below 128.
 */
#include "pages.h"

#include "seven.h"

#include <stdlib.h>

enum { BLOCK = 16 };

void tml_pages_pack(tml_buf *out, const tml_str *v, size_t n) {
  const size_t blocks = (n + BLOCK - 1) / BLOCK, at = out->n;
  tml_buf_reserve(out, blocks * sizeof(uint32_t));
  out->n += blocks * sizeof(uint32_t);
  const size_t first = out->n;
  for (size_t i = 0; i < n; i++) {
    size_t common = 0;
    if (i % BLOCK == 0) {
      const uint32_t offset = (uint32_t)(out->n - first);
      memcpy(out->p + at + i / BLOCK * sizeof offset, &offset, sizeof offset);
    } else {
      while (common < v[i].n && common < v[i - 1].n && v[i].p[common] == v[i - 1].p[common]) common++;
    }
    tml_seven_put(out, (uint32_t)common);
    tml_seven_put(out, (uint32_t)(v[i].n - common));
    tml_buf_put(out, v[i].p + common, v[i].n - common);
  }
}

bool tml_pages_open(tml_pages *p, tml_str section, uint64_t n) {
  const uint64_t blocks = (n + BLOCK - 1) / BLOCK;
  *p = (tml_pages){.n = (size_t)n};
  if (section.n / sizeof(uint32_t) < blocks) return false;
  p->offset = (const uint32_t *)(const void *)section.p;
  p->blocks = tml_str_n(section.p + blocks * sizeof(uint32_t), section.n - (size_t)blocks * sizeof(uint32_t));
  for (uint64_t b = 0; b < blocks; b++)
    if (p->offset[b] >= p->blocks.n) return false;
  return true;
}

/* The path behind *p, made of the one in `text`. */
static void next(const char **p, const char *end, tml_buf *text) {
  const size_t common = tml_seven_get(p, end), more = tml_seven_get(p, end), left = (size_t)(end - *p),
               n = more < left ? more : left;
  text->n = common < text->n ? common : text->n;
  tml_buf_put(text, *p, n);
  *p += n;
}

void tml_pages_each(const tml_pages *v, size_t from, size_t to, void (*take)(void *ctx, uint32_t page, tml_str path),
                    void *ctx) {
  const char *p = NULL, *end = v->blocks.p + v->blocks.n;
  tml_buf text = {0};
  for (size_t i = from / BLOCK * BLOCK; i < to && i < v->n; i++) {
    if (i % BLOCK == 0) p = v->blocks.p + v->offset[i / BLOCK], text.n = 0;
    next(&p, end, &text);
    if (i >= from) take(ctx, (uint32_t)i, tml_buf_view(&text));
  }
  tml_buf_free(&text);
}

static tml_str first_of(const tml_pages *v, size_t block) {
  const char *p = v->blocks.p + v->offset[block], *end = v->blocks.p + v->blocks.n;
  tml_seven_get(&p, end);
  const size_t n = tml_seven_get(&p, end), left = (size_t)(end - p);
  return tml_str_n(p, n < left ? n : left);
}

typedef struct search {
  tml_str path;
  size_t behind; /* paths that stand before it */
  bool there;
} search;

static void compare(void *ctx, uint32_t page, tml_str path) {
  search *s = ctx;
  const int order = tml_str_cmp(path, s->path);
  if (order < 0) s->behind = (size_t)page + 1;
  s->there |= order == 0;
}

size_t tml_pages_behind(const tml_pages *v, tml_str path, bool *there) {
  size_t lo = 0, hi = (v->n + BLOCK - 1) / BLOCK;
  while (lo < hi) { /* the first block that begins behind the path */
    const size_t mid = lo + (hi - lo) / 2;
    if (tml_str_cmp(first_of(v, mid), path) <= 0) lo = mid + 1;
    else hi = mid;
  }
  search s = {.path = path};
  if (lo) {
    s.behind = (lo - 1) * BLOCK;
    tml_pages_each(v, (lo - 1) * BLOCK, lo * BLOCK, compare, &s);
  }
  *there = s.there;
  return s.behind;
}
