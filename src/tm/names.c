/* names.c — the names of a memory file (pair.h): what pages do with them.
 *
 * A head a name, by name: uint64_t the name, uint32_t where its pages begin in the bytes behind the heads, uint32_t how
 * many they are. A page: three numbers of seven bits a byte, the lowest first and the last below 128: how far it is
 * from the page before, kept, lost.
 */
#include "pair.h"
#include "seven.h"

#include <stdlib.h>

typedef struct name_head {
  uint64_t name;
  uint32_t at, pages;
} name_head;

size_t tml_names_pack(tml_buf *out, const tml_name_sum *v, size_t n) {
  size_t names = 0;
  tml_buf pages = {0};
  for (size_t i = 0, j; i < n; i = j, names++) {
    name_head h = {.name = v[i].name, .at = (uint32_t)pages.n};
    uint32_t before = 0;
    for (j = i; j < n && v[j].name == v[i].name; j++, h.pages++) {
      tml_seven_put(&pages, v[j].file - before);
      tml_seven_put(&pages, v[j].kept);
      tml_seven_put(&pages, v[j].lost);
      before = v[j].file;
    }
    tml_buf_put(out, &h, sizeof h);
  }
  tml_buf_str(out, tml_buf_view(&pages));
  tml_buf_free(&pages);
  return names;
}

bool tml_names_open(tml_str section, uint64_t n) { return section.n / sizeof(name_head) >= n; }

static void pages_of(tml_str section, size_t n, const name_head *h, void (*take)(void *, const tml_name_sum *),
                     void *ctx) {
  const char *bytes = section.p + n * sizeof *h, *end = section.p + section.n;
  if (h->at > (size_t)(end - bytes)) return;
  tml_name_sum s = {.name = h->name};
  const char *p = bytes + h->at;
  for (uint32_t i = 0; i < h->pages && p < end; i++) {
    s.file += tml_seven_get(&p, end);
    s.kept = (uint16_t)tml_seven_get(&p, end);
    s.lost = (uint16_t)tml_seven_get(&p, end);
    take(ctx, &s);
  }
}

void tml_names_ask(tml_str section, size_t n, uint64_t name, void (*take)(void *, const tml_name_sum *), void *ctx) {
  const name_head *v = (const name_head *)(const void *)section.p;
  size_t lo = 0, hi = n;
  while (lo < hi) {
    const size_t mid = lo + (hi - lo) / 2;
    if (v[mid].name < name) lo = mid + 1;
    else hi = mid;
  }
  if (lo < n && v[lo].name == name) pages_of(section, n, &v[lo], take, ctx);
}

static void append(void *out, const tml_name_sum *s) { tml_buf_put(out, s, sizeof *s); }

void tml_names_unpack(tml_str section, size_t n, tml_buf *out) {
  const name_head *v = (const name_head *)(const void *)section.p;
  for (size_t i = 0; i < n; i++) pages_of(section, n, &v[i], append, out);
}
