/* units.c — reads a TMX or XLIFF file to pairs and does nothing with them, for scripts/bench_tmx.py: the way that
 * `check` and `export` read such files (run/stream.h), without what they then do.
 */
#include "run/stream.h"
#include "tmlint/settings.h"

#include <stdio.h>

typedef struct count {
  unsigned long pairs, bytes, batches;
} count;

static void take(void *ctx, tml_doc *d) {
  count *c = ctx;
  for (uint32_t i = 0; i < d->nsegs; i++) c->bytes += d->segs[i].source.n + d->segs[i].target.n;
  c->pairs += d->nsegs;
  c->batches++;
}

int main(int argc, char **argv) {
  if (argc != 2) return fprintf(stderr, "usage: units FILE\n"), 2;
  tml_config config = {0};
  tml_err err = {0};
  tml_settings *s = tml_settings_make(&config, &err);
  if (!s) return fprintf(stderr, "%s\n", err.msg), 2;
  tml_arena a = {0};
  count c = {0};
  bool ours = tml_stream_file(s, &a, tml_str_c(argv[1]), take, &c, &err);
  printf("%lu pairs, %lu bytes of text, %lu batches\n", c.pairs, c.bytes, c.batches);
  tml_arena_free(&a);
  tml_settings_free(s);
  return !ours || err.code;
}
