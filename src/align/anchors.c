/* anchors.c — where the path of a page is expected before anything is known: by tokens that stand once on each side.
 *
 * Numbers, URLs, code, names: a token that is in both pages, once in each, most often marks a pair. The longest chain
 * of such marks in which both sides go forward is the path; between them it goes by length. O(n log n).
 */
#include "aligner.h"

#include <stdlib.h>

enum { SMALL = 100 }; /* pages of fewer segments than this need no anchors: the window sees all of them */

static int by_number(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* (token, segment) of all tokens of a side, in order of the token; those that stand twice out. */
static size_t tokens_once(const knowledge *k, const page_pair *p, unsigned d, uint64_t *v) {
  const page_side *s = &p->side[d];
  const uint32_t *tok = k->tok[d] + s->flat;
  size_t n = 0, kept = 0;
  for (uint32_t i = 0; i < s->n; i++)
    for (uint32_t w = s->at[i]; w < s->at[i + 1]; w++)
      if (k->uni[d ^ 1][tok[w]] > 0) v[n++] = (uint64_t)tok[w] << 32 | i;
  qsort(v, n, sizeof *v, by_number);
  for (size_t i = 0; i < n;) {
    size_t e = i + 1;
    while (e < n && v[e] >> 32 == v[i] >> 32) e++;
    if (e == i + 1) v[kept++] = v[i];
    i = e;
  }
  return kept;
}

/* Marks (source << 32 | target) in order of the source: *v; how many. */
static size_t marks(aligner *a, const knowledge *k, const page_pair *p, uint64_t **v) {
  size_t ns = p->side[0].at[p->side[0].n], nt = p->side[1].at[p->side[1].n], n = 0;
  AL_ROOM(a->once, a->nonce, ns + nt);
  uint64_t *s = a->once, *t = a->once + ns;
  ns = tokens_once(k, p, 0, s), nt = tokens_once(k, p, 1, t);
  for (size_t i = 0, j = 0; i < ns && j < nt;) {
    uint32_t x = (uint32_t)(s[i] >> 32), y = (uint32_t)(t[j] >> 32);
    if (x < y) i++;
    else if (y < x) j++;
    else s[n++] = s[i] << 32 | (uint32_t)t[j], i++, j++; /* n <= i: nothing unread is lost */
  }
  qsort(s, n, sizeof *s, by_number);
  *v = s;
  return n;
}

/* Longest chain of marks that goes forward on both sides; v is cut down to it. */
static size_t longest(aligner *a, uint64_t *v, size_t n) {
  for (int i = 0; i < 3; i++) AL_ROOM(a->chain[i], a->nchain[i], n);
  uint32_t *tail = a->chain[0], *before = a->chain[1], *path = a->chain[2];
  size_t len = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t t = (uint32_t)v[i];
    size_t lo = 0, hi = len; /* the first chain end that is not below t; equal targets are no step forward */
    while (lo < hi) {
      size_t mid = lo + (hi - lo) / 2;
      if ((uint32_t)v[tail[mid]] < t) lo = mid + 1;
      else hi = mid;
    }
    before[i] = lo ? tail[lo - 1] : UINT32_MAX;
    tail[lo] = (uint32_t)i;
    if (lo == len) len++;
  }
  uint32_t at = len ? tail[len - 1] : UINT32_MAX;
  for (size_t i = len; i-- > 0; at = before[at]) path[i] = at;
  for (size_t i = 0; i < len; i++) v[i] = v[path[i]];
  return len;
}

/* From (i0, j0) to (i1, j1) by length. */
static void between(aligner *a, const page_pair *p, uint32_t i0, uint32_t j0, uint32_t i1, uint32_t j1) {
  double all[2] = {0}, at = 0, there = 0;
  for (uint32_t i = i0; i < i1; i++) all[0] += p->side[0].seg[i].chars + 5;
  for (uint32_t j = j0; j < j1; j++) all[1] += p->side[1].seg[j].chars + 5;
  for (uint32_t i = i0, j = j0; i < i1; i++) {
    double want = at / all[0] * all[1];
    while (j + 1 < j1 && there + p->side[1].seg[j].chars + 5 <= want) there += p->side[1].seg[j++].chars + 5;
    a->expected[i] = j;
    at += p->side[0].seg[i].chars + 5;
  }
}

void aligner_expect(aligner *a, const knowledge *k, const page_pair *p) {
  uint32_t m = p->side[0].n, n = p->side[1].n, i = 0, j = 0;
  AL_ROOM(a->expected, a->nexpected, m);
  if (m >= SMALL || n >= SMALL) {
    uint64_t *v = NULL;
    size_t n_marks = marks(a, k, p, &v), len = longest(a, v, n_marks);
    for (size_t q = 0; q < len; q++) {
      uint32_t i1 = (uint32_t)(v[q] >> 32), j1 = (uint32_t)v[q];
      if (i1 <= i) continue; /* a segment with several marks */
      between(a, p, i, j, i1, j1);
      i = i1, j = j1;
    }
  }
  between(a, p, i, j, m, n);
}
