/* parts.c — finds texts inside the other list's texts (parts.h).
 *
 * How: the visible characters of all y in one row; every STEP-th window of STEP characters is hashed. A text of 2·STEP
 *      characters or more that stands somewhere holds one such window among its first STEP ones, which gives the place
 *      to compare at.
 * Cost: STEP look-ups a text, and TRIES comparisons a look-up, which end at the first difference.
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

static void make_row(tml_arena *a, const tml_like *y, const bool *want, uint32_t ny, row *r) {
  *r = (row){.from = TML_NEWN(a, uint32_t, ny + 1)};
  for (uint32_t j = 0; j < ny; j++) r->from[j] = r->n, r->n += want[j] ? y[j].ncp : 1; /* 0 stands for one left out */
  r->from[ny] = r->n;
  r->cp = TML_NEWN(a, uint32_t, r->n + 1);
  for (uint32_t j = 0; j < ny; j++)
    if (want[j] && y[j].ncp) memcpy(r->cp + r->from[j], y[j].cp, y[j].ncp * sizeof *r->cp);
  uint32_t windows = r->n / STEP;
  r->next = TML_NEWN(a, uint32_t, windows + 1);
  for (uint32_t k = windows; k-- > 0;) { /* backwards: lists come out ascending */
    uint64_t *at = tml_map_put(&r->first, window(r->cp + k * STEP), NULL);
    r->next[k] = (uint32_t)*at;
    *at = k + 1;
  }
}

static uint32_t text_at(const row *r, uint32_t ny, uint32_t off) { /* the text that holds a character */
  uint32_t lo = 0, hi = ny;
  while (hi - lo > 1) {
    uint32_t mid = (lo + hi) / 2;
    if (r->from[mid] <= off) lo = mid;
    else hi = mid;
  }
  return lo;
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
  for (uint32_t i = 0; i < STEP; i++) {
    uint64_t *at = tml_map_get(&r->first, window(x->cp + i));
    uint32_t tries = 0;
    for (uint32_t k = at ? (uint32_t)*at : 0; k && tries < TRIES; k = r->next[k - 1], tries++) {
      uint32_t off = (k - 1) * STEP;
      if (off < i || r->n - (off - i) < x->ncp) continue;
      off -= i;
      if (memcmp(r->cp + off, x->cp, x->ncp * sizeof *x->cp) != 0) continue;
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
  make_row(a, y, ywant, ny, &r);
  for (uint32_t i = 0; i < nx; i++) {
    place p;
    if (!want[i] || x[i].ncp < 2 * STEP || x[i].nword < WORDS || !find(&r, &x[i], xgap[i], ygap, ny, &p)) continue;
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
