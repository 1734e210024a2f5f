/* drift.c — links lists of texts, for the measurements of scripts/bench_drift.py.
 *
 *   drift [--visible] FILE     FILE: pages; in each the old texts, an empty line, today's texts, a line "\f". One text
 * a line. Writes a line a link: old, now (from 0, -1: none), status, match, part; "\f" ends a page. With --time, only
 * the CPU seconds of the linking.
 */
#include "tmlint/bitext.h"
#include "tmlint/io.h"

#include <stdio.h>

typedef struct list {
  tml_text *v;
  uint32_t n;
  size_t cap;
} list;

int main(int argc, char **argv) {
  unsigned flags = 0;
  bool timed = false;
  const char *path = NULL;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--visible")) flags |= TML_DRIFT_VISIBLE;
    else if (!strcmp(argv[i], "--time")) timed = true;
    else path = argv[i];
  }
  tml_buf file = {0};
  tml_err err;
  if (!path || tml_io_read(path, &file, NULL, &err))
    return fprintf(stderr, "usage: drift [--visible] [--time] FILE\n"), 2;
  tml_arena a = {0};
  list side[2] = {0};
  unsigned at = 0;
  uint64_t spent = 0;
  for (const char *p = file.p, *end = file.p + file.n; p < end;) {
    const char *q = memchr(p, '\n', (size_t)(end - p));
    if (!q) q = end;
    if (q - p == 1 && *p == '\f') {
      const tml_link *v;
      uint64_t from = tml_clock_cpu_ns();
      size_t n = tml_drift(&a, side[0].v, side[0].n, side[1].v, side[1].n, flags, &v);
      spent += tml_clock_cpu_ns() - from;
      for (size_t i = 0; i < n && !timed; i++)
        printf("%d\t%d\t%s\t%u\t%d\n", (int)v[i].old, (int)v[i].now, tml_drift_names[v[i].status], v[i].match,
               v[i].part);
      if (!timed) puts("\f");
      tml_arena_reset(&a);
      side[0] = side[1] = (list){0};
      at = 0;
    } else if (q == p) {
      at = 1;
    } else {
      list *l = &side[at];
      l->v = tml_arena_grow(&a, l->v, l->n, &l->cap, sizeof *l->v);
      l->v[l->n++] = (tml_text){.p = p, .n = (uint32_t)(q - p)};
    }
    p = q < end ? q + 1 : end;
  }
  if (timed) printf("%.6f\n", (double)spent / 1e9);
  tml_arena_free(&a);
  tml_buf_free(&file);
  return 0;
}
