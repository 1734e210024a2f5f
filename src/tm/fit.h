/* fit.h — inside tm: the lexicon's tables, and a page's record. */
#ifndef TMLINT_TM_FIT_H
#define TMLINT_TM_FIT_H

#include "pair.h"
#include "tmlint/fit.h"

#include <pthread.h>

enum { BAND_ROWS = 4, BAND_COLUMNS = 64 };
enum { MOST_BITS = 21, LEAST_BITS = 10, ROOM_BITS = 23, TOKEN_SHARE = 5 /* one cell of tokens to 32 of pairs */ };

/* Marks tokens that others can be learnt to go with. */
#define LEARNT 0x80000000u

/* Counts as a memory file has them (fit_file.c): four bits each, and what is more elsewhere. */
typedef struct fit_cells {
  const unsigned char *nibble;                            /* two counts a byte; NULL: they are not here */
  const uint32_t *rank;                                   /* by 128 counts: how many before them have 15 or more */
  const unsigned char *byte;                              /* of those: what is more than 15, 255: it is among `large` */
  const struct fit_large { uint32_t at, count; } * large; /* by place */
  uint32_t nbyte, nlarge;
} fit_cells;

/* What a word weighs that so many texts have, and what it can be explained at best (tml_fit_side): weights of pairs
 * that are counted, and of those that are not; 0: not made yet. Both numbers are one, so that threads may make it
 * twice. */
enum { RARE = 1024 };
typedef struct fit_rare {
  uint64_t of[2][RARE];
} fit_rare;

typedef struct fit_table { /* of two languages */
  uint64_t language, texts;
  uint32_t *token[2];  /* how many texts of each side have it */
  uint16_t *pair;      /* how many pairs of texts have both */
  fit_cells packed[3]; /* token[0], token[1], pair of a file; where those are NULL */
  tml_str sparse[3];   /* of a file: what they are made from when the table is asked for first */
  bool unpack;         /* the others, too */
  bool ready;
  unsigned bits; /* 2^bits cells of pairs */
  uint32_t band[BAND_ROWS][BAND_COLUMNS];
  fit_rare *rare; /* made when first wanted, by any thread; what is learnt ends it */
} fit_table;

struct tml_fit {
  pthread_mutex_t loading;
  fit_table *v;
  size_t n, cap;
  unsigned bits;
  fit_table spare; /* its room is for the next table of as many bits; pair NULL: there is none */
};

/* ---- cells ---- */

static inline size_t cells(unsigned bits) { return (size_t)1 << bits; }

static inline size_t token_place(const fit_table *t, uint32_t v) {
  return v * UINT32_C(2654435769) >> (32 - (t->bits - TOKEN_SHARE));
}
static inline uint32_t *token_cell(const fit_table *t, int side, uint32_t v) { /* of a table that learns */
  return &t->token[side][token_place(t, v)];
}

/* A count that is 15 or more. */
uint32_t tml_fit_large(const fit_cells *p, size_t i);
static inline uint32_t packed_count(const fit_cells *p, size_t i) {
  const uint32_t c = p->nibble[i / 2] >> 4 * (i & 1) & 15u;
  return TML_UNLIKELY(c == 15) ? tml_fit_large(p, i) : c;
}
static inline uint32_t token_count(const fit_table *t, int side, size_t i) {
  return t->token[side] ? t->token[side][i] : packed_count(&t->packed[side], i);
}
static inline uint32_t pair_count(const fit_table *t, size_t i) {
  return t->pair ? t->pair[i] : packed_count(&t->packed[2], i);
}
static inline uint32_t count_of(const fit_table *t, int side, uint32_t v) {
  return token_count(t, side, token_place(t, v));
}

/* A pair of tokens is found by the sum of two products: each is made once a text. */
static inline uint64_t of_source(uint32_t v) { return v * UINT64_C(0x9E3779B97F4A7C15); }
static inline uint64_t of_target(uint32_t v) { return v * UINT64_C(0xC2B2AE3D27D4EB4F); }
static inline uint64_t of_pair(uint64_t s, uint64_t t) {
  uint64_t h = s + t;
  return (h ^ h >> 32) * UINT64_C(0xFF51AFD7ED558CCD);
}
/* Each half of the table has a cell for it: the first bits of either number are the cell's. */
typedef struct both_cells {
  size_t first, second;
} both_cells;
static inline both_cells cells_of(uint64_t h, unsigned bits) {
  uint64_t both = h >> (MOST_BITS + 22 - bits);
  size_t half = cells(bits - 1);
  return (both_cells){(size_t)(both >> 22), half + (both & (half - 1))};
}

/* How many texts have both words, the pair's own left out: 0 where none has. */
static inline uint32_t together(const fit_table *t, uint64_t s, uint64_t g, uint32_t beyond) {
  uint64_t h = of_pair(s, g);
  both_cells c = cells_of(h, t->bits);
  uint32_t x = pair_count(t, c.first);
  if (x <= beyond) return 0;
  uint32_t y = pair_count(t, c.second);
  x = x < y ? x : y;
  return x <= beyond ? 0 : x;
}

/* fit_file.c: makes what a table of a file must have before it is asked. */
void tml_fit_load(fit_table *t);
/* Tables of pairs: zeros. bits: as the table's. */
uint16_t *tml_fit_pairs_make(unsigned bits);
void tml_fit_pairs_free(uint16_t *p, unsigned bits);

/* ---- records ---- */

/* A record: head, pairs, tokens. */
typedef struct record_head {
  uint64_t language;
  uint32_t n, tokens;
  uint32_t taught, unused; /* how many of the pairs teach */
} record_head;

typedef struct fit_pair {
  uint32_t start, segment;
  uint32_t target; /* of the target's content: equal ones are the same */
  uint32_t tokens; /* where they begin: the source's, then the target's */
  uint16_t letters[2];
  uint8_t n[2];
  bool taught; /* else it is only a neighbour */
} fit_pair;

/* A text as scores need it. */
typedef struct fit_side {
  unsigned n, learnt; /* the words begin at `learnt` */
  uint32_t v[TML_FIT_MOST];
  float count[TML_FIT_MOST];
  float weight[TML_FIT_MOST];
  uint64_t part[TML_FIT_MOST];
  float most, least; /* the greatest sum that scores can have of this side, and the least weight */
} fit_side;

/* The tokens of a text; `out` has room for TML_FIT_MOST. How many they are. */
unsigned tml_fit_tokens(const tml_sheet *s, uint32_t *out);
enum { TML_FIT_ROOM = 32 };
/* Of n <= TML_FIT_ROOM values less than INT32_MAX the TML_FIT_MOST least, ascending, each once; how many. `v` has
 * TML_FIT_ROOM + 1, INT32_MAX behind the n; only what is returned means anything afterwards, and the last. The second
 * needs no particular processor, for the first to be held against. */
unsigned tml_fit_least(int32_t *v, unsigned n);
unsigned tml_fit_least_plain(int32_t *v, unsigned n);

fit_pair tml_fit_pair_of(tml_str record, size_t i);
void tml_fit_tokens_of(tml_str record, const fit_pair *p, uint32_t *source, uint32_t *target);
/* How many of the tokens are words. */
unsigned tml_fit_words(const uint32_t *v, unsigned n);
const fit_table *tml_fit_table(const tml_fit *f, uint64_t language); /* NULL: nothing is known of the two languages */
void tml_fit_side(const fit_table *t, int side, const uint32_t *v, unsigned n, bool own, fit_side *out);
/* About 0 for strangers, 1 and more for translations. own: the pair's own counts are in the sides no more, and are to
 * be left out of the cells. */
float tml_fit_sides(const fit_table *t, const fit_side *s, const fit_side *g, bool own);
/* No less than tml_fit_sides of them (own: false). Cheap. */
float tml_fit_bound(const fit_side *s, const fit_side *g);
/* Does at least half of the source go with words of the target `well` times as often as by chance? Cheaper than a
 * score. `g` has TML_FIT_MOST that may be read.
 */
bool tml_fit_clear(const fit_table *t, const uint32_t *s, unsigned ns, const uint32_t *g, unsigned ng, bool own,
                   float well);
/* How many well-known words of both sides go with one of the other; known: how many there are. */
unsigned tml_fit_met(const fit_table *t, const fit_side *s, const fit_side *g, bool own, unsigned known[2]);
bool tml_fit_band(const fit_pair *p, unsigned *row, unsigned *column);

#endif
