/* likeness.c — folded and visible forms of a text, trigrams, and bit-parallel Levenshtein distance (likeness.h).
 *
 * What for: the match score that translation programs show, cheap enough for whole pages.
 * What not: no linking (drift.c), nothing of two languages (bitext).
 * Sources: G. Myers, "A fast bit-vector algorithm for approximate string matching", JACM 46 (1999); the form for global
 * distance and many words is H. Hyyrö's (2003).
 * Cost: a distance takes length · ⌈length / 64⌉ steps, at most LONG · LONG / 64; everything else is linear but for the
 * sorting of trigrams.
 */
#include "likeness.h"

#include <stdlib.h>

enum { LONG = 2048 /* symbols: what is longer is measured by trigrams */ };

void tml_like_scratch_free(tml_like_scratch *s) {
  tml_buf_free(&s->raw);
  tml_buf_free(&s->folded);
  free(s->rows);
  free(s->slots);
  free(s->gram);
  free(s->words);
  free(s->cps);
  free(s->met);
  *s = (tml_like_scratch){0};
}

/* ---- folded: references and escapes decoded, then tml_text_fold ---- */

static bool ascii_punct(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* The character of a reference that begins at p ('&'), and its length; 0 where it is none that matters here. */
static uint32_t reference(const char *p, const char *end, size_t *len) {
  static const struct {
    const char *name;
    uint32_t cp;
  } known[] = {{"&amp;", '&'},      {"&lt;", '<'},        {"&gt;", '>'},       {"&quot;", '"'},
               {"&apos;", '\''},    {"&nbsp;", 0xA0},     {"&copy;", 0xA9},    {"&reg;", 0xAE},
               {"&trade;", 0x2122}, {"&hellip;", 0x2026}, {"&mdash;", '-'},    {"&ndash;", '-'},
               {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018},  {"&ldquo;", 0x201C}, {"&rdquo;", 0x201D}};
  tml_str rest = tml_str_n(p, (size_t)(end - p));
  for (size_t i = 0; i < TML_COUNT(known); i++)
    if (tml_str_starts(rest, tml_str_c(known[i].name))) return *len = strlen(known[i].name), known[i].cp;
  if (rest.n < 4 || p[1] != '#') return 0;
  bool hex = p[2] == 'x' || p[2] == 'X';
  uint32_t cp = 0;
  size_t i = hex ? 3 : 2, from = i;
  for (; i < rest.n && i - from < 7; i++) {
    unsigned d = p[i] >= '0' && p[i] <= '9'                        ? (unsigned)(p[i] - '0')
                 : hex && (p[i] | 32) >= 'a' && (p[i] | 32) <= 'f' ? (unsigned)((p[i] | 32) - 'a') + 10
                                                                   : 16;
    if (d >= (hex ? 16u : 10u)) break;
    cp = cp * (hex ? 16 : 10) + d;
  }
  if (i == from || i >= rest.n || p[i] != ';' || cp < 0x20 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) return 0;
  *len = i + 1;
  return cp;
}

static void decode(tml_buf *out, const char *p, size_t n) {
  const char *end = p + n;
  while (p < end) {
    size_t len = 0;
    if (*p == '\\' && p + 1 < end && ascii_punct(p[1])) {
      tml_buf_put(out, p + 1, 1);
      p += 2;
    } else if (*p == '&') {
      uint32_t cp = reference(p, end, &len);
      if (cp) tml_utf8_put(out, cp);
      else tml_buf_c(out, '&'), len = 1;
      p += len;
    } else if ((unsigned char)*p < 0x80) {
      tml_buf_c(out, *p++);
    } else {
      unsigned n8;
      tml_utf8_put(out, tml_utf8_lenient(p, end, &n8));
      p += n8;
    }
  }
}

/* ---- visible: markup and blanks dropped ---- */

typedef struct seen { /* the visible text while it is made */
  uint32_t *cp, *word;
  uint32_t ncp, nword;
  uint64_t letters; /* hash of the word so far */
  bool in_word;
} seen;

static void end_word(seen *v) {
  if (v->in_word) v->word[v->nword++] = (uint32_t)(v->letters ^ v->letters >> 32);
  v->in_word = false;
}

static void show(seen *v, uint32_t cp) {
  if (cp == 0x2018 || cp == 0x2019) cp = '\'';
  else if (cp >= 0x201C && cp <= 0x201E) cp = '"';
  v->cp[v->ncp++] = cp;
  if (!tml_cp_is_word(cp)) {
    end_word(v);
    return;
  }
  bool alone = tml_script_unspaced(tml_cp_script(cp)) && tml_cp_class(cp) == TML_CP_LETTER;
  if (alone || !v->in_word) {
    end_word(v);
    v->in_word = true;
    v->letters = 0;
  }
  v->letters = tml_hash_mix(v->letters + 1, tml_cp_fold(cp));
  if (alone) end_word(v);
}

/* Behind the ')' of "](…)", p at its '('; NULL where it isn't closed near by. */
static const char *link_end(const char *p, const char *end) {
  enum { FAR = 2000 };
  unsigned depth = 0;
  for (const char *q = p; q < end && q - p < FAR; q++) {
    if (*q == '(') depth++;
    if (*q == ')' && --depth == 0) return q + 1;
  }
  return NULL;
}

/* Behind the tag or comment that begins at p ('<'); NULL where none does. */
static const char *tag_end(const char *p, const char *end) {
  enum { FAR = 1000 };
  if (end - p < 3 || !(((p[1] | 32) >= 'a' && (p[1] | 32) <= 'z') || p[1] == '/' || p[1] == '!')) return NULL;
  for (const char *q = p + 1; q < end && q - p < FAR; q++) {
    if (*q == '>') return q + 1;
    if (*q == '<' || *q == ':') { /* an address in angle brackets is seen */
      if (*q == '<' || (q + 2 < end && q[1] == '/' && memchr(p, ' ', (size_t)(q - p)) == NULL)) return NULL;
    }
  }
  return NULL;
}

/* Behind an include of the documentation system, "[!INCLUDE[a](b)]" or "[!INCLUDE [a](b)]", that begins at p: what it
 * brings is not the page's, and side-by-side pages cut it off. */
static const char *include_end(const char *p, const char *end) {
  if (end - p < 12 || memcmp(p, "[!INCLUDE", 9) != 0) return NULL;
  unsigned depth = 0;
  for (const char *q = p; q < end && q - p < 1000; q++) {
    if (*q == '[') depth++;
    if (*q == ']' && --depth == 0) {
      const char *to = q + 1 < end && q[1] == '(' ? link_end(q + 1, end) : NULL;
      return to ? to : q + 1;
    }
  }
  return NULL;
}

/* Letters that stand round an underscore make it part of a name. */
static bool inside_name(const char *from, const char *p, const char *end) {
  return p > from && p + 1 < end && !ascii_punct(p[-1]) && p[-1] != ' ' && !ascii_punct(p[1]) && p[1] != ' ';
}

static void look(seen *v, tml_str s) {
  const char *p = s.p, *end = s.p + s.n, *to;
  while (p < end) {
    if ((*p == '<' && (to = tag_end(p, end))) || (*p == '[' && (to = include_end(p, end)))) {
      p = to;
    } else if (*p == ']' && p + 1 < end && p[1] == '(' && (to = link_end(p + 1, end))) {
      p = to;
    } else if (*p == '[' || *p == ']' || *p == '*' || *p == '`' || (*p == '!' && p + 1 < end && p[1] == '[') ||
               (*p == '_' && !inside_name(s.p, p, end))) {
      p++; /* a word goes on over it: "un**believ**able" */
    } else {
      uint32_t cp = tml_utf8_next(&p);
      if (tml_cp_class(cp) == TML_CP_SPACE) end_word(v);
      else if (tml_cp_class(cp) != TML_CP_FORMAT) show(v, cp);
    }
  }
  end_word(v);
}

/* ---- trigrams ---- */

static int by_number(const void *pa, const void *pb) {
  uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
  return a < b ? -1 : a > b;
}

static uint32_t char_at(const tml_like *l, uint32_t i) {
  return l->narrow ? ((const uint8_t *)l->chars)[i] : ((const uint32_t *)l->chars)[i];
}

/* False where this turn has met it already. */
static bool meet(tml_like_scratch *s, uint32_t mask, uint32_t gram) {
  uint64_t key = (uint64_t)s->turn << 32 | gram;
  uint32_t i = (gram * 2654435761u >> 7) & mask;
  for (; s->met[i] >> 32 == s->turn; i = (i + 1) & mask)
    if (s->met[i] == key) return false;
  s->met[i] = key;
  return true;
}

uint32_t tml_like_grams(tml_like_scratch *s, const tml_like *l, const uint32_t *count, uint32_t mask,
                        const uint32_t **v) {
  uint32_t size = 16, n = 0;
  while (size < 2 * l->ncp && size < UINT32_C(1) << 31) size *= 2;
  s->gram = tml_grow(s->gram, (size_t)l->ncp + 1, &s->gram_cap, sizeof *s->gram);
  if (size > s->met_cap || s->turn == UINT32_MAX) {
    s->met = tml_grow(s->met, size, &s->met_cap, sizeof *s->met);
    memset(s->met, 0, s->met_cap * sizeof *s->met);
    s->turn = 0;
  }
  s->turn++;
  uint64_t x = 0x20, y = 0x20;
  for (uint32_t i = 0; i < l->ncp; i++) {
    uint64_t z = tml_cp_fold(char_at(l, i)), h = tml_hash_mix(x << 42 ^ y << 21 ^ z, 3);
    uint32_t gram = (uint32_t)(h ^ h >> 32);
    if ((!count || count[gram & mask]) && meet(s, size - 1, gram)) s->gram[n++] = gram;
    x = y, y = z;
  }
  *v = s->gram;
  return n;
}

/* The text's folded form, in scratch. */
static tml_str fold(tml_like_scratch *s, const tml_text *t) {
  s->raw.n = s->folded.n = 0;
  decode(&s->raw, t->p ? t->p : "", t->p ? t->n : 0);
  tml_text_fold(&s->folded, tml_buf_view(&s->raw), TML_FOLD_SPACES);
  return tml_buf_view(&s->folded);
}

static seen see(tml_like_scratch *s, tml_str folded) {
  s->words = tml_grow(s->words, folded.n + 1, &s->words_cap, sizeof *s->words);
  s->cps = tml_grow(s->cps, folded.n + 1, &s->cps_cap, sizeof *s->cps);
  seen v = {.cp = s->cps, .word = s->words};
  look(&v, folded);
  return v;
}

void tml_like_make(tml_arena *a, tml_like_scratch *s, const tml_text *t, tml_like *out) {
  tml_str folded = fold(s, t);
  seen v = see(s, folded);
  *out = (tml_like){.folded = tml_hash(folded.p, folded.n), .ncp = v.ncp, .nword = v.nword};
  out->visible = v.ncp ? tml_hash(v.cp, v.ncp * sizeof *v.cp) : tml_hash_mix(out->folded, 1);
  uint32_t all = 0;
  for (uint32_t i = 0; i < v.ncp; i++) all |= v.cp[i];
  out->narrow = all < 256;
  char *chars = tml_arena_alloc(a, (size_t)v.ncp * (out->narrow ? 1 : sizeof *v.cp) + 1);
  if (!out->narrow) memcpy(chars, v.cp, v.ncp * sizeof *v.cp);
  for (uint32_t i = 0; out->narrow && i < v.ncp; i++) chars[i] = (char)v.cp[i];
  out->chars = chars;
}

static uint32_t *kept(tml_arena *a, const uint32_t *v, uint32_t n) {
  uint32_t *p = tml_arena_alloc(a, ((size_t)n + 1) * sizeof *p);
  if (n) memcpy(p, v, n * sizeof *p);
  return p;
}

void tml_like_open(tml_arena *a, tml_like_scratch *s, const tml_text *t, tml_like *l) {
  if (l->open) return;
  seen v = see(s, fold(s, t));
  const uint32_t *gram;
  l->open = true;
  l->cp = l->narrow ? kept(a, v.cp, v.ncp) : l->chars;
  l->word = kept(a, v.word, v.nword);
  l->ntri = tml_like_grams(s, l, NULL, 0, &gram);
  uint32_t *tri = kept(a, gram, l->ntri);
  if (l->ntri) qsort(tri, l->ntri, sizeof *tri, by_number);
  l->tri = tri;
}

void tml_like_copy(const tml_like *l, uint32_t from, uint32_t n, uint32_t *out) {
  for (uint32_t i = 0; i < n; i++) out[i] = char_at(l, from + i);
}

bool tml_like_is(const tml_like *l, const uint32_t *cp) {
  if (!l->narrow) return !l->ncp || memcmp(l->chars, cp, l->ncp * sizeof *cp) == 0;
  uint32_t i = 0;
  while (i < l->ncp && char_at(l, i) == cp[i]) i++;
  return i == l->ncp;
}

bool tml_like_holds(const tml_like *w, uint32_t at, const tml_like *x) {
  if (at > w->ncp || x->ncp > w->ncp - at) return false;
  if (w->narrow && x->narrow) return memcmp((const char *)w->chars + at, x->chars, x->ncp) == 0;
  uint32_t i = 0;
  while (i < x->ncp && char_at(x, i) == char_at(w, at + i)) i++;
  return i == x->ncp;
}

double tml_like_dice(const tml_like *x, const tml_like *y) {
  uint32_t i = 0, j = 0, common = 0;
  while (i < x->ntri && j < y->ntri) {
    if (x->tri[i] == y->tri[j]) common++, i++, j++;
    else if (x->tri[i] < y->tri[j]) i++;
    else j++;
  }
  return x->ntri + y->ntri ? 2.0 * common / (x->ntri + y->ntri) : 0;
}

/* ---- distance ---- */

/* Rows of bit masks by symbol of the pattern, found by open addressing: slots hold row + 1. Row 0 is that of symbols
 * that the pattern has not. */
typedef struct masks {
  uint64_t *row;
  uint32_t *slot, *symbol;
  uint32_t mask, blocks, rows;
} masks;

static uint32_t find_slot(const masks *m, uint32_t symbol) {
  uint32_t i = (symbol * 2654435761u >> 7) & m->mask;
  while (m->slot[i] && m->symbol[i] != symbol) i = (i + 1) & m->mask;
  return i;
}

static void make_masks(tml_like_scratch *s, const uint32_t *pattern, uint32_t n, masks *m) {
  uint32_t size = 16;
  while (size < 2 * n) size *= 2;
  s->slots = tml_grow(s->slots, 2 * (size_t)size, &s->slots_cap, sizeof *s->slots);
  *m = (masks){.slot = s->slots, .symbol = s->slots + size, .mask = size - 1, .blocks = (n + 63) / 64};
  memset(m->slot, 0, size * sizeof *m->slot);
  m->rows = 1;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = find_slot(m, pattern[i]);
    if (m->slot[at]) continue;
    m->slot[at] = ++m->rows;
    m->symbol[at] = pattern[i];
  }
  size_t words = (size_t)(m->rows + 2) * m->blocks; /* and the two vectors of differences */
  s->rows = tml_grow(s->rows, words, &s->rows_cap, sizeof *s->rows);
  m->row = s->rows;
  memset(m->row, 0, words * sizeof *m->row);
  for (uint32_t i = 0; i < n; i++)
    m->row[(m->slot[find_slot(m, pattern[i])] - 1) * (size_t)m->blocks + i / 64] |= UINT64_C(1) << i % 64;
}

/* Levenshtein distance of the pattern (n > 0) to a text. */
static uint32_t distance_of(tml_like_scratch *s, const uint32_t *pattern, uint32_t n, const uint32_t *text,
                            uint32_t nt) {
  masks m;
  make_masks(s, pattern, n, &m);
  uint64_t *plus = m.row + (size_t)m.rows * m.blocks, *minus = plus + m.blocks;
  memset(plus, 0xFF, m.blocks * sizeof *plus);
  memset(minus, 0, m.blocks * sizeof *minus);
  uint32_t score = n, last = m.blocks - 1;
  uint64_t top = UINT64_C(1) << (n - 1) % 64;
  for (uint32_t j = 0; j < nt; j++) {
    uint32_t slot = m.slot[find_slot(&m, text[j])];
    const uint64_t *row = m.row + (slot ? slot - 1 : 0) * (size_t)m.blocks;
    uint64_t up = 1, down = 0; /* what comes in from the block above: the first row grows by one a step */
    for (uint32_t b = 0; b <= last; b++) {
      uint64_t eq = row[b], pv = plus[b], mv = minus[b], xv = eq | mv;
      eq |= down;
      uint64_t xh = (((eq & pv) + pv) ^ pv) | eq, ph = mv | ~(xh | pv), mh = pv & xh;
      if (b == last) score = score + ((ph & top) != 0) - ((mh & top) != 0);
      uint64_t out_up = ph >> 63, out_down = mh >> 63;
      ph = ph << 1 | up;
      mh = mh << 1 | down;
      plus[b] = mh | ~(xv | ph);
      minus[b] = ph & xv;
      up = out_up, down = out_down;
    }
  }
  return score;
}

/* How alike two sequences are, 0 to 1; negative where they are too long to say. */
static double alike(tml_like_scratch *s, const uint32_t *x, uint32_t nx, const uint32_t *y, uint32_t ny) {
  uint32_t longer = nx > ny ? nx : ny;
  if (longer == 0) return 1;
  while (nx && ny && x[0] == y[0]) x++, y++, nx--, ny--;
  while (nx && ny && x[nx - 1] == y[ny - 1]) nx--, ny--;
  if (nx > ny) {
    const uint32_t *z = x;
    uint32_t nz = nx;
    x = y, nx = ny, y = z, ny = nz;
  }
  if (ny > LONG) return -1;
  uint32_t d = nx ? distance_of(s, x, nx, y, ny) : ny;
  return 1 - (double)d / longer;
}

unsigned tml_like_score(tml_like_scratch *s, const tml_like *x, const tml_like *y) {
  double chars = alike(s, x->cp, x->ncp, y->cp, y->ncp), words = alike(s, x->word, x->nword, y->word, y->nword);
  if (chars < 0) chars = tml_like_dice(x, y);
  if (words < 0) words = chars;
  double score = 50 * (chars + words);
  return score >= 99 ? 99 : score <= 0 ? 0 : (unsigned)(score + .5);
}
