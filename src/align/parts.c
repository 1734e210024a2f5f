/* parts.c — finds texts inside the other list's texts (parts.h).
 *
 * How: the visible characters of all y that may hold one in one row; every STEP-th window of STEP characters is hashed.
 * A text of 2·STEP characters or more that stands somewhere holds one such window among its first STEP ones, which
 * gives the place to compare at. Cost: STEP look-ups a text, and TRIES comparisons a look-up, which end at the first
 * difference.
 */
#include "parts.h"

#include <stdlib.h>

enum {
  STEP = 8,
  TRIES = 16, /* places of one window that are compared */
  WORDS = 4   /* what is shorter proves nothing */
};

typedef struct row {
  uint32_t *cp, *from; /* characters; where text j begins */
  uint32_t n;
  tml_map first;  /* hash of a window → its last place + 1 */
  uint32_t *next; /* by window: the one before with that hash, + 1 */
} row;

static uint64_t window(const uint32_t *p) { return tml_hash(p, STEP * sizeof *p); }

static uint32_t text_at(const row *r, uint32_t ny, uint32_t off) { /* the text that holds a character */
  uint32_t lo = 0, hi = ny;
  while (hi - lo > 1) {
    uint32_t mid = (lo + hi) / 2;
    if (r->from[mid] <= off) lo = mid;
    else hi = mid;
  }
  return lo;
}

static void measure(row *r, const tml_like *y, const bool *want, uint32_t ny) {
  r->n = 0;
  for (uint32_t j = 0; j < ny; j++) r->from[j] = r->n, r->n += want[j] ? y[j].ncp : 1; /* 0 stands for one left out */
  r->from[ny] = r->n;
}

/* Windows that a text looked for may be found by, as bits of their hashes. */
typedef struct hopes {
  uint64_t *bit;
  uint32_t mask, longest; /* of the texts */
} hopes;

static bool is_sought(const tml_like *x, bool want) { return want && x->ncp >= 2 * STEP && x->nword >= WORDS; }

static hopes make_hopes(tml_arena *a, const tml_like *x, const bool *want, uint32_t nx) {
  uint64_t n = 0, bits = 1024;
  hopes h = {0};
  for (uint32_t i = 0; i < nx; i++) {
    if (!is_sought(&x[i], want[i])) continue;
    if (x[i].ncp > h.longest) h.longest = x[i].ncp;
    n += STEP;
  }
  while (bits < 16 * n && bits < UINT64_C(1) << 31) bits *= 2;
  h.mask = (uint32_t)(bits - 1);
  h.bit = TML_NEWN(a, uint64_t, bits / 64);
  for (uint32_t i = 0; i < nx; i++) {
    if (!is_sought(&x[i], want[i])) continue;
    uint32_t cp[2 * STEP];
    tml_like_copy(&x[i], 0, 2 * STEP, cp);
    for (uint32_t k = 0; k < STEP; k++) {
      uint32_t at = (uint32_t)window(cp + k) & h.mask;
      h.bit[at / 64] |= UINT64_C(1) << at % 64;
    }
  }
  return h;
}

/* Of the texts y that are wanted, those in which one of the others may stand: those around a window that one of them
 * has. */
static bool *hopeful(tml_arena *a, const hopes *h, const row *r, const tml_like *y, const bool *want, uint32_t ny) {
  bool *v = TML_NEWN(a, bool, ny + 1);
  uint32_t cp[STEP], n = 0, marked = 0; /* all texts before `marked` are settled */
  for (uint32_t j = 0; j < ny; j++) {
    uint32_t len = want[j] ? y[j].ncp : 1;
    for (uint32_t i = 0; i < len; i++) {
      if (want[j]) tml_like_copy(&y[j], i, 1, &cp[n++]);
      else cp[n++] = 0;
      if (n < STEP) continue;
      n = 0;
      uint32_t hash = (uint32_t)window(cp) & h->mask;
      if (!(h->bit[hash / 64] >> hash % 64 & 1)) continue;
      uint32_t begin = r->from[j] + i + 1 - STEP, from = begin < STEP ? 0 : begin - STEP;
      uint64_t to = (uint64_t)begin + h->longest;
      uint32_t k = text_at(r, ny, from);
      for (k = k < marked ? marked : k; k < ny && r->from[k] < to; k++) v[k] = want[k], marked = k + 1;
    }
  }
  return v;
}

static void make_row(tml_arena *a, const hopes *h, const tml_like *y, const bool *want, uint32_t ny, row *r) {
  *r = (row){.from = TML_NEWN(a, uint32_t, ny + 1)};
  measure(r, y, want, ny);
  want = hopeful(a, h, r, y, want, ny);
  measure(r, y, want, ny);
  r->cp = TML_NEWN(a, uint32_t, r->n + 1);
  for (uint32_t j = 0; j < ny; j++)
    if (want[j]) tml_like_copy(&y[j], 0, y[j].ncp, r->cp + r->from[j]);
  uint32_t windows = r->n / STEP;
  r->next = TML_NEWN(a, uint32_t, windows + 1);
  for (uint32_t k = windows; k-- > 0;) { /* backwards: lists come out ascending */
    uint64_t *at = tml_map_put(&r->first, window(r->cp + k * STEP), NULL);
    r->next[k] = (uint32_t)*at;
    *at = k + 1;
  }
}

typedef struct place {
  uint32_t off, first, far;
} place;

/* Whether from..to begins and ends where a sentence or clause may: a heading's few words stand in many a sentence. */
static bool is_cut(const row *r, uint32_t ny, uint32_t from, uint32_t to) {
  uint32_t first = text_at(r, ny, from), last = text_at(r, ny, to - 1);
  bool begins = from == r->from[first] || !tml_cp_is_word(r->cp[from - 1]);
  bool ends = to == r->from[last + 1] || !tml_cp_is_word(r->cp[to - 1]) || !tml_cp_is_word(r->cp[to]) ||
              tml_cp_info(r->cp[to]) & TML_CPI_UPPER;
  return begins && ends;
}

static bool find(const row *r, const tml_like *x, uint32_t gap, const uint32_t *ygap, uint32_t ny, place *best) {
  bool found = false;
  uint32_t cp[2 * STEP];
  tml_like_copy(x, 0, 2 * STEP, cp);
  for (uint32_t i = 0; i < STEP; i++) {
    uint64_t *at = tml_map_get(&r->first, window(cp + i));
    uint32_t tries = 0;
    for (uint32_t k = at ? (uint32_t)*at : 0; k && tries < TRIES; k = r->next[k - 1], tries++) {
      uint32_t off = (k - 1) * STEP;
      if (off < i || r->n - (off - i) < x->ncp) continue;
      off -= i;
      if (!tml_like_is(x, r->cp + off)) continue;
      uint32_t j = text_at(r, ny, off), far = ygap[j] < gap ? gap - ygap[j] : ygap[j] - gap;
      if ((found && far >= best->far) || !is_cut(r, ny, off, off + x->ncp)) continue;
      *best = (place){off, j, far};
      found = true;
    }
  }
  return found;
}

void tml_parts_find(tml_arena *a, const tml_like *x, const uint32_t *xgap, const bool *want, uint32_t nx,
                    const tml_like *y, const uint32_t *ygap, const bool *ywant, uint32_t ny, tml_part *out,
                    uint32_t *covered) {
  row r;
  bool any = false;
  for (uint32_t i = 0; i < nx; i++) any |= want[i];
  if (!any || !ny) return;
  hopes h = make_hopes(a, x, want, nx);
  make_row(a, &h, y, ywant, ny, &r);
  for (uint32_t i = 0; i < nx; i++) {
    place p;
    if (!is_sought(&x[i], want[i]) || !find(&r, &x[i], xgap[i], ygap, ny, &p)) continue;
    uint32_t end = p.off + x[i].ncp;
    for (uint32_t j = p.first; j < ny && r.from[j] < end; j++) {
      uint32_t from = r.from[j] > p.off ? r.from[j] : p.off, to = r.from[j + 1] < end ? r.from[j + 1] : end;
      if (to <= from) continue;
      covered[j] += to - from;
      /* A few characters that a neighbour lends don't make it a part. */
      if (2 * (to - from) < y[j].ncp && 2 * (to - from) < x[i].ncp) continue;
      if (!out[i].n) out[i].first = j;
      out[i].n = j + 1 - out[i].first;
    }
  }
  tml_map_free(&r.first);
}
