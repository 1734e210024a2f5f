/* fuzz_xml.c — libFuzzer target: any bytes as TMX and as XLIFF through src/read/xml.c, whole and in small pieces.
 *
 * What must hold for every input: batches follow each other without a gap, spans stand inside their batch and in order,
 * a raw text is the file's own bytes, a decoded one maps into its span; and where the pieces end that the file comes in
 * changes nothing in what is read.
 * Run by `make fuzz`; minimised crashers live in testdata/fuzz/fuzz_xml/.
 */
#include "holds.h"

#include "tmlint/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
  size_t size, at; /* where the next batch begins */
  bool same;       /* the batch has more documents */
  uint64_t pairs, hash, damage;
  size_t piece;
} seen;

static uint64_t text_holds(const tml_doc *d, const tml_text *t) {
  if (!t->p) return 1;
  HOLDS(t->start <= t->end && t->end <= d->n);
  if (!t->map && t->n) {
    HOLDS(t->start >= d->from && t->n == t->end - t->start && memcmp(t->p, d->p + t->start, t->n) == 0);
  } else if (t->map) {
    HOLDS(t->nmap > 0 && t->map[0][0] == 0 && t->map[0][1] == t->start && t->start >= d->from);
    uint32_t last = t->start;
    for (uint32_t i = 0; i < t->nmap; i++) {
      HOLDS(!i || t->map[i][0] >= t->map[i - 1][0]);
      HOLDS(t->map[i][0] <= t->n && t->map[i][1] >= last && t->map[i][1] <= t->end);
      last = t->map[i][1];
    }
  }
  return tml_hash_mix(tml_hash(t->p, t->n), (uint64_t)t->start << 32 | t->end);
}

static void take(void *ctx, tml_doc *d) {
  seen *s = ctx;
  HOLDS(d->from <= d->n && d->n <= s->size);
  HOLDS(d->from == s->at || d->n == s->at); /* the same batch in another language */
  s->at = d->n;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *g = &d->segs[i];
    HOLDS(g->start <= g->end && g->start >= d->from && g->end <= d->n);
    s->hash += tml_hash_mix(text_holds(d, &g->source), text_holds(d, &g->target)) ^ tml_hash(g->id.p, g->id.n);
    s->pairs++;
    uint32_t line, column;
    tml_doc_position(d, g->start, &line, &column);
    HOLDS(line >= 1 && column >= 1);
  }
  for (uint32_t i = 0; i < d->ndamage; i++) {
    HOLDS(d->damage[i].start <= d->damage[i].end && d->damage[i].end <= s->size);
    s->damage += (uint64_t)d->damage[i].kind;
  }
}

static size_t more(void *ctx, size_t from, size_t n) {
  seen *s = ctx;
  if (n > s->piece) n = s->piece;
  return from + n <= s->size ? n : s->size - from;
}

static seen read_as(const uint8_t *data, size_t size, int format, size_t piece) {
  tml_arena file = {0}, batch = {0};
  tml_str bytes = tml_arena_str(&file, (tml_str){(const char *)data, size});
  seen s = {.size = size, .piece = piece};
  tml_xml_input in = {.p = bytes.p, .n = size, .more = piece ? more : NULL, .ctx = &s};
  tml_xml_wish wish = {{NULL, 0}, {NULL, 0}};
  tml_read_xml(&batch, TML_S("fuzz.xml"), format, &in, &wish, take, &s);
  tml_arena_free(&batch);
  tml_arena_free(&file);
  return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const int formats[] = {TML_FMT_TMX, TML_FMT_XLIFF};
  if (size && memchr(data, 0, size)) return 0; /* UTF-16 and binary files are told by tml_sniff and never come here */
  for (size_t i = 0; i < TML_COUNT(formats); i++) {
    seen whole = read_as(data, size, formats[i], 0), parts = read_as(data, size, formats[i], 1 + size % 61);
    HOLDS((whole.damage != 0) == (parts.damage != 0));
    if (!whole.damage) HOLDS(whole.pairs == parts.pairs && whole.hash == parts.hash);
  }
  return 0;
}
