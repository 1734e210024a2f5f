/* tm.c — the memory of a run (tm.h): consistency of renderings, names kept or translated.
 *
 * A pair is remembered by two hashes. The source's is its folded text's: words, digits, signs and inline facts in
 * order; blanks and case do not count. The target's has 48 bits of its words, digits and facts (signs left out) and 16
 * bits of its full form, so that a difference in form alone can be told from a difference in words.
 */
#include "tmlint/tm.h"

#include "pair.h"
#include "tmlint/name.h"

#include <stdlib.h>

typedef tml_pair pair;
#define FORM_BITS TML_FORM_BITS

typedef struct name_count {
  uint64_t name;
  uint32_t kept, lost;
} name_count;

struct tml_tm {
  pair *pairs;
  size_t npairs, pair_cap;
  tml_map names; /* name → kept << 32 | lost */
  tml_conflict *conflicts;
  size_t nconflicts, conflict_cap;
};

tml_tm *tml_tm_new(void) { return tml_calloc(1, sizeof(tml_tm)); }

void tml_tm_free(tml_tm *m) {
  if (!m) return;
  free(m->pairs);
  free(m->conflicts);
  tml_map_free(&m->names);
  free(m);
}

/* ---- learning: one page ---- */

/* Short sources have good reasons to differ; with a name in them they have fewer. */
enum { WORDS = 4, WORDS_WITH_NAME = 2 };

/* Both name standards and share none: one of the texts belongs to a sister page (EN001 says so), and the two teach
 * nothing about each other. Else the sister page, whose source has been borrowed, would be blamed for its right target.
 */
static bool strangers(const tml_sheet *src, const tml_sheet *tgt) {
  if (!tml_sheet_has(src, TML_F_STANDARD) || !tml_sheet_has(tgt, TML_F_STANDARD)) return false;
  for (uint32_t i = 0; i < src->nfact; i++) {
    if (src->fact[i].kind != TML_F_STANDARD) continue;
    for (uint32_t k = 0; k < tgt->nfact; k++)
      if (tgt->fact[k].kind == TML_F_STANDARD && tgt->fact[k].key == src->fact[i].key) return false;
  }
  return true;
}

/* Bytes of words: letters, digits, and what is not ASCII. */
static inline bool in_word(char ch) {
  static const uint64_t set[4] = {UINT64_C(0x03FF000000000000), UINT64_C(0x07FFFFFE07FFFFFE), ~UINT64_C(0),
                                  ~UINT64_C(0)};
  return set[(unsigned char)ch >> 6] >> (ch & 63) & 1;
}

/* A sentence that was left in the source language: the same letters, signs and spaces apart. Were it counted, it could
 * be the majority, and the few that are translated would be blamed. CO003 reports it. */
static bool left_in_source(const tml_text *s, const tml_text *t) {
  uint32_t i = 0, j = 0;
  unsigned lower = 0;
  for (;; i++, j++) {
    while (i < s->n && !in_word(s->p[i])) i++;
    while (j < t->n && !in_word(t->p[j])) j++;
    if (i == s->n || j == t->n) break;
    if (s->p[i] != t->p[j]) return false;
    lower += s->p[i] >= 'a' && s->p[i] <= 'z' && (i == 0 || s->p[i - 1] == ' ');
  }
  return i == s->n && j == t->n && lower >= 3;
}

bool tml_pair_teaches(const tml_segment *g, const tml_sheet *src, const tml_sheet *tgt) {
  if (!g->source.p || !g->target.p || !tgt->ntok || g->ctx & TML_CTX_FENCE) return false;
  if (src->words < WORDS && (src->words < WORDS_WITH_NAME || !tml_sheet_has(src, TML_F_NAME))) return false;
  return !strangers(src, tgt) && !left_in_source(&g->source, &g->target);
}

/* A language keeps a name that another one translates: names are counted by target language. */
static void learn_names(tml_buf *out, const tml_page *page, uint64_t language) {
  tml_map counts = {0};
  size_t cap = 0, n = 0;
  name_count *v = NULL;
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
    if (!tml_sheet_has(src, TML_F_NAME) || !tgt->ntok) continue;
    for (uint32_t k = 0; k < src->nfact; k++) {
      const tml_fact *f = &src->fact[k];
      if (f->kind != TML_F_NAME) continue;
      bool fresh, kept = tml_name_has(tgt, f->key) || tml_name_said(page->lexicon, src, f, tgt) == TML_SAID_WHOLE;
      uint64_t *at = tml_map_put(&counts, f->key, &fresh);
      if (fresh) {
        v = tml_grow(v, n + 1, &cap, sizeof *v);
        v[n] = (name_count){.name = tml_hash_mix(f->key, language)};
        *at = n++;
      }
      if (kept) v[*at].kept++;
      else v[*at].lost++;
    }
  }
  uint32_t count = (uint32_t)n;
  tml_buf_put(out, &count, sizeof count);
  tml_buf_put(out, v, n * sizeof *v);
  tml_map_free(&counts);
  free(v);
}

void tml_pairs_of(const tml_page *page, tml_buf *out) {
  uint64_t language = tml_hash(page->doc->target_language.p, page->doc->target_language.n);
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    const tml_segment *g = &page->doc->segs[i];
    const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
    if (!tml_pair_teaches(g, src, tgt)) continue;
    /* A heading is a noun phrase where its sentence is none; a name is a name anywhere. */
    bool heading = g->heading && src->words >= WORDS && !tml_sheet_has(src, TML_F_NAME);
    pair p = {.source = tml_hash_mix(src->hash, language + heading),
              .target = (tgt->content & ~FORM_BITS) | (tgt->hash & FORM_BITS),
              .file = i,
              .start = g->start};
    tml_buf_put(out, &p, sizeof p);
  }
}

void tml_tm_learn(const tml_page *page, tml_buf *out) {
  learn_names(out, page, tml_hash(page->doc->target_language.p, page->doc->target_language.n));
  tml_pairs_of(page, out);
}

void tml_tm_add(tml_tm *m, uint32_t file, tml_str t) {
  uint32_t count = 0;
  if (t.n < sizeof count) return;
  memcpy(&count, t.p, sizeof count);
  const char *p = t.p + sizeof count, *end = t.p + t.n;
  for (uint32_t i = 0; i < count; i++, p += sizeof(name_count)) {
    name_count c;
    memcpy(&c, p, sizeof c);
    uint64_t *v = tml_map_put(&m->names, c.name, NULL);
    *v += (uint64_t)c.kept << 32 | c.lost;
  }
  size_t n = (size_t)(end - p) / sizeof(pair);
  m->pairs = tml_grow(m->pairs, m->npairs + n, &m->pair_cap, sizeof *m->pairs);
  if (n) memcpy(m->pairs + m->npairs, p, n * sizeof(pair));
  for (size_t i = 0; i < n; i++) m->pairs[m->npairs + i].file = file;
  m->npairs += n;
}

/* ---- after the barrier ---- */

static int by_place(const pair *a, const pair *b) {
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

static int by_source(const void *pa, const void *pb) {
  const pair *a = pa, *b = pb;
  if (a->source != b->source) return a->source < b->source ? -1 : 1;
  return by_place(a, b);
}

/* Hashes spread evenly: pairs go to as many buckets as there are pairs, each bucket is sorted by itself. Linear. */
void tml_pairs_sort(const pair *from, size_t n, pair *to, int (*order)(const void *, const void *)) {
  unsigned bits = 1;
  while (bits < 20 && ((size_t)1 << bits) < n) bits++;
  size_t buckets = (size_t)1 << bits;
  uint32_t *start = tml_calloc(buckets + 1, sizeof *start);
#define BUCKET(p) ((size_t)((p).source >> (64 - bits)))
  for (size_t i = 0; i < n; i++) start[BUCKET(from[i]) + 1]++;
  for (size_t b = 0; b < buckets; b++) start[b + 1] += start[b];
  uint32_t *at = tml_malloc(buckets * sizeof *at);
  memcpy(at, start, buckets * sizeof *at);
  for (size_t i = 0; i < n; i++) to[at[BUCKET(from[i])]++] = from[i];
#undef BUCKET
  for (size_t b = 0; b < buckets; b++)
    if (start[b + 1] - start[b] > 1) qsort(to + start[b], start[b + 1] - start[b], sizeof *to, order);
  free(at);
  free(start);
}

static void sort_pairs(tml_tm *m) {
  size_t n = m->npairs;
  if (n < 2) return;
  pair *out = tml_malloc(n * sizeof *out);
  tml_pairs_sort(m->pairs, n, out, by_source);
  free(m->pairs);
  m->pairs = out;
  m->pair_cap = n;
}

typedef struct rendering {
  uint64_t target;
  uint32_t first, count; /* index in the group; places */
} rendering;

static void add_conflict(tml_tm *m, const pair *g, uint32_t at, const rendering *own, const rendering *most,
                         uint32_t total, bool tie, bool form) {
  m->conflicts = tml_grow(m->conflicts, m->nconflicts + 1, &m->conflict_cap, sizeof *m->conflicts);
  m->conflicts[m->nconflicts++] = (tml_conflict){.file = g[at].file,
                                                 .start = g[at].start,
                                                 .other_file = g[most->first].file,
                                                 .other_start = g[most->first].start,
                                                 .minority = own->count,
                                                 .majority = most->count,
                                                 .total = total,
                                                 .tie = tie,
                                                 .form = form};
}

/* Renderings of one source, told apart by `mask` of the target's hash. Few: a table of so many, beyond it nobody can
 * speak of a majority anyway. */
enum { RENDERINGS = TML_RENDERINGS };

static void weigh(tml_tm *m, const pair *g, size_t n, uint64_t mask, bool form) {
  rendering r[RENDERINGS];
  uint32_t kinds = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t k = 0;
    while (k < kinds && r[k].target != (g[i].target & mask)) k++;
    if (k == RENDERINGS) return;
    if (k == kinds) r[kinds++] = (rendering){g[i].target & mask, i, 0};
    r[k].count++;
  }
  if (kinds < 2) return;
  const rendering *most = &r[0];
  uint32_t equals = 0;
  for (uint32_t k = 1; k < kinds; k++)
    if (r[k].count > most->count) most = &r[k];
  for (uint32_t k = 0; k < kinds; k++) equals += r[k].count == most->count;
  bool tie = equals > 1;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t k = 0;
    while (r[k].target != (g[i].target & mask)) k++;
    if (&r[k] != most) add_conflict(m, g, i, &r[k], most, (uint32_t)n, tie && r[k].count == most->count, form);
  }
}

static int conflict_place(const void *pa, const void *pb) {
  const tml_conflict *a = pa, *b = pb;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

void tml_tm_finish(tml_tm *m) {
  sort_pairs(m);
  for (size_t i = 0, j; i < m->npairs; i = j) {
    const pair *g = &m->pairs[i];
    bool differ = false, words = false;
    for (j = i + 1; j < m->npairs && m->pairs[j].source == g->source; j++) {
      differ |= m->pairs[j].target != g->target;
      words |= (m->pairs[j].target ^ g->target) & ~FORM_BITS;
    }
    if (!differ) continue;
    weigh(m, g, j - i, words ? ~FORM_BITS : ~UINT64_C(0), !words);
  }
  if (m->nconflicts) qsort(m->conflicts, m->nconflicts, sizeof *m->conflicts, conflict_place);
}

void tml_tm_name(const tml_tm *m, uint64_t name, uint32_t *kept, uint32_t *lost) {
  const uint64_t *v = tml_map_get(&m->names, name);
  *kept = v ? (uint32_t)(*v >> 32) : 0;
  *lost = v ? (uint32_t)*v : 0;
}

void tml_tm_write(tml_tm *m, const tml_fit *fit, const tml_str *paths, size_t npaths, tml_buf *out) {
  tml_name_sum *names = tml_malloc((m->names.n + 1) * sizeof *names);
  size_t n = 0;
  for (size_t i = 0; i < m->names.cap; i++)
    if (m->names.slots[2 * i]) names[n++] = (tml_name_sum){m->names.slots[2 * i], m->names.slots[2 * i + 1]};
  tml_memory_write(out, paths, npaths, m->pairs, m->npairs, names, n, fit);
  free(names);
}

size_t tml_tm_conflicts(tml_tm *m, const tml_conflict **v) {
  *v = m->conflicts;
  return m->nconflicts;
}
