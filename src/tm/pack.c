/* pack.c — a list of pairs in a memory file: sorted, in blocks, each pair in as many bits as it needs (pack.h).
 *
 * A list is the offsets of its blocks (uint32_t each, from the first block on), the blocks, and eight bytes that are
 * nothing. A block begins at a byte and has BLOCK pairs, the last one fewer:
 *   the first pair     key 48, what is said, page, place 32
 *   widths             k 6, place 6
 *   every other pair   1: the key before; then 1: what was said before, 0: what is said
 *                      0: k-bit Rice code of the key's distance, less one; what is said
 *                      page; place
 * What is said: TML_TM_TARGET 24 bits of words, 16 of form; TML_TM_FACTS a bit a lane, and of those that are set 15
 * bits and whether the target says it; TML_TM_TERM 64. A page has the bits that the number of pages needs.
 *
 * Bits are dropped (tml_pair_narrow) where two values that differ are hardly ever taken for one: of n sources, n² /
 * 2^49 pairs share 48 bits (1 in 14,000 that two of 200,000 do; they would be held against each other, but the page
 * that a finding quotes is read for it, and by the whole hash the finding is dropped); two renderings of one source
 * share 24 bits once in 17 million, and a difference is missed.
 */
#include "pack.h"

#include <stdlib.h>

enum { KEY = 48, PLACE = 32, UNARY = 40 /* longest first part of a Rice code */ };
#define KEY_BITS (~UINT64_C(0xFFFF))
#define WORD_BITS UINT64_C(0xFFFFFF0000000000)

void tml_pair_narrow(tml_pair *p, int list) {
  p->source &= KEY_BITS;
  if (list == TML_TM_TARGET) p->target &= WORD_BITS | TML_FORM_BITS;
}

unsigned tml_pack_width(uint64_t most) {
  unsigned n = 0;
  while (n < 64 && most >> n) n++;
  return n;
}

/* ---- writing ---- */

typedef struct writer {
  tml_buf *out;
  uint64_t word;
  unsigned n;
} writer;

static void put(writer *w, uint64_t v, unsigned n) { /* n <= 64 */
  while (n) {
    unsigned k = 8 - w->n < n ? 8 - w->n : n;
    w->word |= (v & ((1u << k) - 1)) << w->n;
    v >>= k, n -= k, w->n += k;
    if (w->n < 8) continue;
    tml_buf_c(w->out, (char)w->word);
    w->word = 0, w->n = 0;
  }
}

static void end(writer *w) {
  if (w->n) put(w, 0, 8 - w->n);
}

static void put_said(writer *w, int list, uint64_t said) {
  if (list == TML_TM_TARGET) {
    put(w, said >> 40, 24);
    put(w, said, 16);
  } else if (list == TML_TM_FACTS) {
    unsigned set = 0;
    for (unsigned l = 0; l < TML_LANES; l++) set |= (unsigned)(TML_LANE(said, l) != 0) << l;
    put(w, set, TML_LANES);
    for (unsigned l = 0; l < TML_LANES; l++) {
      if (!(set >> l & 1)) continue;
      put(w, TML_LANE(said, l), TML_LANE_BITS);
      put(w, said >> (TML_LANES * TML_LANE_BITS + l), 1);
    }
  } else {
    put(w, said, 64);
  }
}

static void put_rice(writer *w, uint64_t v, unsigned k) {
  for (uint64_t q = v >> k; q; q--) put(w, 1, 1);
  put(w, 0, 1);
  put(w, v, k);
}

/* The k with which the distances of a block take fewest bits. */
static unsigned rice_of(const tml_pair *v, size_t n) {
  unsigned best = KEY;
  uint64_t least = UINT64_MAX;
  for (unsigned k = 0; k <= KEY; k++) {
    uint64_t bits = 0, longest = 0;
    for (size_t i = 1; i < n; i++) {
      if (v[i].source == v[i - 1].source) continue;
      uint64_t q = (((v[i].source - v[i - 1].source) >> (64 - KEY)) - 1) >> k;
      bits += q + k;
      if (q > longest) longest = q;
    }
    if (longest < UNARY && bits < least) best = k, least = bits;
  }
  return best;
}

static void pack_block(writer *w, const tml_pair *v, size_t n, int list, unsigned pages) {
  uint32_t most = 0;
  for (size_t i = 1; i < n; i++) most |= v[i].start;
  const unsigned k = rice_of(v, n), place = tml_pack_width(most);
  put(w, v->source >> (64 - KEY), KEY);
  put_said(w, list, v->target);
  put(w, v->file, pages);
  put(w, v->start, PLACE);
  put(w, k, 6);
  put(w, place, 6);
  for (size_t i = 1; i < n; i++) {
    const bool same = v[i].source == v[i - 1].source, said = same && v[i].target == v[i - 1].target;
    put(w, same, 1);
    if (same) put(w, said, 1);
    else put_rice(w, ((v[i].source - v[i - 1].source) >> (64 - KEY)) - 1, k);
    if (!said) put_said(w, list, v[i].target);
    put(w, v[i].file, pages);
    put(w, v[i].start, place);
  }
  end(w);
}

void tml_pack(tml_buf *out, const tml_pair *v, size_t n, int list, unsigned pages) {
  const size_t blocks = (n + TML_PACK - 1) / TML_PACK, at = out->n;
  static const char none[8] = {0};
  tml_buf_reserve(out, blocks * sizeof(uint32_t));
  out->n += blocks * sizeof(uint32_t);
  const size_t first = out->n;
  writer w = {.out = out};
  for (size_t b = 0; b < blocks; b++) {
    const uint32_t offset = (uint32_t)(out->n - first);
    memcpy(out->p + at + b * sizeof offset, &offset, sizeof offset);
    pack_block(&w, v + b * TML_PACK, n - b * TML_PACK < TML_PACK ? n - b * TML_PACK : TML_PACK, list, pages);
  }
  if (n) tml_buf_put(out, none, sizeof none);
}

/* ---- reading ---- */

enum { LONGEST = 512 }; /* more bits than any pair has */

typedef struct reader {
  const char *p;
  uint64_t at, end; /* bits; what stands behind the end is 0 */
  bool far;         /* from the end: LONGEST bits and more are left */
} reader;

#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t get_short(reader *r, unsigned n) { /* n <= 56 */
  uint64_t w;
  if (!r->far && r->at + n > r->end) return r->at = r->end, 0;
  memcpy(&w, r->p + (r->at >> 3), sizeof w);
  w >>= r->at & 7;
  r->at += n;
  return w & ((UINT64_C(1) << n) - 1);
}

INLINE uint64_t get_said(reader *r, int list) {
  if (list == TML_TM_TARGET) {
    const uint64_t w = get_short(r, 40);
    return w << 40 | w >> 24;
  }
  if (list == TML_TM_TERM) {
    const uint64_t low = get_short(r, 32);
    return low | get_short(r, 32) << 32;
  }
  uint64_t set = get_short(r, TML_LANES), said = 0;
  for (; set; set &= set - 1) {
    const unsigned l = (unsigned)__builtin_ctzll(set);
    const uint64_t lane = get_short(r, TML_LANE_BITS + 1);
    said |= (lane & ((1u << TML_LANE_BITS) - 1)) << (l * TML_LANE_BITS);
    said |= lane >> TML_LANE_BITS << (TML_LANES * TML_LANE_BITS + l);
  }
  return said;
}

INLINE uint64_t get_rice(reader *r, unsigned k) {
  uint64_t q = 0;
  if (r->far) { /* the ones at once */
    uint64_t w;
    memcpy(&w, r->p + (r->at >> 3), sizeof w);
    w = ~(w >> (r->at & 7)) & ((UINT64_C(1) << (UNARY + 1)) - 1);
    q = w ? (uint64_t)__builtin_ctzll(w) : UNARY;
    r->at += q + 1;
  } else {
    while (q < UNARY && get_short(r, 1)) q++;
  }
  return q << k | get_short(r, k);
}

bool tml_packed_open(tml_packed *l, tml_str section, uint64_t n, int list, uint64_t pages) {
  const uint64_t blocks = (n + TML_PACK - 1) / TML_PACK, head = blocks * sizeof(uint32_t);
  *l = (tml_packed){.n = (size_t)n, .list = list, .pages = tml_pack_width(pages ? pages - 1 : 0)};
  if (!n) return section.n == 0;
  if (section.n / sizeof(uint32_t) < blocks || section.n < head + 8) return false;
  l->offset = (const uint32_t *)(const void *)section.p;
  l->blocks = section.p + head;
  l->bytes = section.n - (size_t)head - 8;
  for (uint64_t b = 0; b < blocks; b++)
    if (l->offset[b] >= l->bytes || (b && l->offset[b] <= l->offset[b - 1])) return false;
  return true;
}

static reader at_block(const tml_packed *l, size_t block) {
  const uint64_t at = (uint64_t)l->offset[block] * 8, end = (uint64_t)l->bytes * 8;
  return (reader){l->blocks, at, end, at + LONGEST <= end};
}

static tml_pair first_of(const tml_packed *l, reader *r) {
  tml_pair p;
  p.source = get_short(r, KEY) << (64 - KEY);
  p.target = get_said(r, l->list);
  p.file = (uint32_t)get_short(r, l->pages);
  p.start = (uint32_t)get_short(r, PLACE);
  return p;
}

static void open_block(tml_unpacked *u, size_t block) {
  reader r = at_block(u->of, block);
  u->v[0] = first_of(u->of, &r);
  u->rice = (unsigned)get_short(&r, 6), u->place = (unsigned)get_short(&r, 6);
  if (u->rice > KEY) u->rice = KEY;
  if (u->place > PLACE) u->place = PLACE;
  u->at = r.at, u->n = 1, u->block = block + 1;
}

INLINE void next_of(tml_unpacked *u, int list, bool far) {
  const tml_packed *l = u->of;
  reader r = {l->blocks, u->at, (uint64_t)l->bytes * 8, far};
  const tml_pair *before = &u->v[u->n - 1];
  tml_pair *p = &u->v[u->n];
  const bool same = get_short(&r, 1), said = same && get_short(&r, 1);
  p->source = before->source;
  p->target = before->target;
  if (!same) p->source += (get_rice(&r, u->rice) + 1) << (64 - KEY);
  if (!said) p->target = get_said(&r, list);
  p->file = (uint32_t)get_short(&r, l->pages);
  p->start = (uint32_t)get_short(&r, u->place);
  u->at = r.at, u->n++;
}

static void next_pair(tml_unpacked *u) {
  const bool far = u->at + LONGEST <= (uint64_t)u->of->bytes * 8;
  if (far && u->of->list == TML_TM_TARGET) next_of(u, TML_TM_TARGET, true);
  else if (far && u->of->list == TML_TM_FACTS) next_of(u, TML_TM_FACTS, true);
  else next_of(u, u->of->list, false);
}

const tml_pair *tml_unpack(tml_unpacked *u, size_t i) {
  if (u->block != i / TML_PACK + 1) open_block(u, i / TML_PACK);
  while (u->n <= i % TML_PACK) next_pair(u);
  return &u->v[i % TML_PACK];
}

size_t tml_packed_behind(tml_unpacked *u, const tml_pair *key) {
  const tml_packed *l = u->of;
  size_t lo = 0, hi = (l->n + TML_PACK - 1) / TML_PACK; /* the first block that begins at or behind the key */
  while (lo < hi) {
    const size_t mid = lo + (hi - lo) / 2;
    reader r = at_block(l, mid);
    const uint64_t source = get_short(&r, KEY) << (64 - KEY);
    bool before = source < key->source;
    if (source == key->source) {
      r = at_block(l, mid);
      const tml_pair first = first_of(l, &r);
      before = tml_by_rendering(&first, key) < 0;
    }
    if (before) lo = mid + 1;
    else hi = mid;
  }
  if (!lo) return 0;
  size_t i = (lo - 1) * TML_PACK, end = lo * TML_PACK < l->n ? lo * TML_PACK : l->n;
  if (u->block == lo && u->n && u->v[u->n - 1].source < key->source) i += u->n - 1; /* as far as it has been read */
  while (i < end && tml_by_rendering(tml_unpack(u, i), key) < 0) i++;
  return i;
}
