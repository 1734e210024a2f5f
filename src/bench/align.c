/* align.c — aligns pages of plain segments, for the measurements of scripts/bench_align.py.
 *
 *   align [--jobs N] [--time] FILE     FILE: page pairs; in each the source segments, one a line, an empty line, the
 * target segments, a line "\f". All are one batch. Writes a line a bead: first source, how many, first target, how
 * many, score; "\f" ends a page. With --time, only the CPU seconds.
 */
#include "tmlint/bitext.h"
#include "tmlint/io.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  bool timed = false;
  unsigned jobs = 1;
  const char *path = NULL;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--time")) timed = true;
    else if (!strcmp(argv[i], "--jobs") && i + 1 < argc) jobs = (unsigned)atoi(argv[++i]);
    else path = argv[i];
  }
  tml_buf file = {0};
  tml_err err;
  if (!path || tml_io_read(path, &file, NULL, &err))
    return fprintf(stderr, "usage: align [--jobs N] [--time] FILE\n"), 2;
  tml_arena a = {0};
  tml_pieces side[2] = {{0}};
  unsigned at = 0;
  uint32_t pages = 0;
  uint64_t from = tml_clock_cpu_ns();
  const tml_locale *root = tml_locale_root();
  tml_bitext *b = tml_bitext_new(root, root);
  for (const char *p = file.p, *end = file.p + file.n; p < end;) {
    const char *q = memchr(p, '\n', (size_t)(end - p));
    if (!q) q = end;
    if (q - p == 1 && *p == '\f') {
      tml_bitext_add(b, &side[0], &side[1]);
      pages++;
      tml_arena_reset(&a);
      side[0] = side[1] = (tml_pieces){0};
      at = 0;
    } else if (q == p) {
      at = 1;
    } else {
      tml_pieces *l = &side[at];
      l->v = tml_arena_grow(&a, l->v, l->n, &l->cap, sizeof *l->v);
      l->v[l->n] = (tml_piece){.text = {.p = p, .n = (uint32_t)(q - p)}, .first = l->n == 0};
      l->n++;
    }
    p = q < end ? q + 1 : end;
  }
  tml_bitext_run(b, jobs, NULL, NULL);
  if (timed) printf("%.6f\n", (double)(tml_clock_cpu_ns() - from) / 1e9);
  for (uint32_t i = 0; i < pages && !timed; i++) {
    const tml_bead *v;
    size_t n = tml_bitext_beads(b, i, &v);
    for (size_t k = 0; k < n; k++)
      printf("%u\t%u\t%u\t%u\t%.4f\n", v[k].source, v[k].nsource, v[k].target, v[k].ntarget, (double)v[k].score);
    puts("\f");
  }
  tml_bitext_free(b);
  tml_arena_free(&a);
  tml_buf_free(&file);
  return 0;
}
