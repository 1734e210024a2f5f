/* exact.c — see exact.h. Linear in the texts but for the edit distance, which is bounded. */
#include "exact.h"

enum { LEFT_MAX = 64, WORD_MAX = 255 };

bool tml_exact_same(const tml_sheet *x, const tml_sheet *y, uint64_t kinds) {
  uint32_t i = 0, j = 0;
  for (;;) {
    while (i < x->nfact && !(kinds >> x->fact[i].kind & 1)) i++;
    while (j < y->nfact && !(kinds >> y->fact[j].kind & 1)) j++;
    if (i == x->nfact || j == y->nfact) return i == x->nfact && j == y->nfact;
    if (x->fact[i].kind != y->fact[j].kind || x->fact[i].key != y->fact[j].key) return false;
    i++, j++;
  }
}

tml_exact tml_exact_left(tml_arena *a, const tml_sheet *s, const tml_sheet *other, uint64_t kinds) {
  tml_map have = {0};
  tml_exact l = {NULL, 0};
  size_t cap = 0;
  for (uint32_t i = 0; i < other->nfact; i++)
    if (kinds >> other->fact[i].kind & 1) tml_map_put(&have, other->fact[i].key, NULL);
  for (uint32_t i = 0; i < s->nfact && l.n < LEFT_MAX; i++) {
    const tml_fact *f = &s->fact[i];
    if (!(kinds >> f->kind & 1) || tml_map_get(&have, f->key)) continue;
    tml_map_put(&have, f->key, NULL);
    l.v = tml_arena_grow(a, l.v, l.n, &cap, sizeof *l.v);
    l.v[l.n++] = f;
  }
  tml_map_free(&have);
  return l;
}

static inline char low(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
static inline bool alnum(char c) { return (c >= '0' && c <= '9') || (low(c) >= 'a' && low(c) <= 'z'); }

bool tml_exact_in(tml_str text, tml_str what, bool any_case) {
  if (!what.n) return true;
  if (!any_case) return tml_str_find(text, what) != NULL;
  for (size_t at = 0; at + what.n <= text.n; at++) {
    size_t k = 0;
    while (k < what.n && low(text.p[at + k]) == low(what.p[k])) k++;
    if (k == what.n) return true;
  }
  return false;
}

/* Where a match would be a part of another token: 10.24.64.0 of 10.24.64.0/20, a hash that is cut. */
static bool goes_on(char c, char beyond) {
  return alnum(c) || ((c == '/' || c == '.' || c == ':') && c && beyond >= '0' && beyond <= '9');
}

static bool in_url(const tml_sheet *s, size_t at) {
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->kind == TML_F_LINK && at >= f->url_start && at < f->url_end) return true;
    if ((f->kind == TML_F_URL || f->kind == TML_F_IMAGE || f->kind == TML_F_TAG) && at >= f->start && at < f->end)
      return true;
  }
  return false;
}

bool tml_exact_token_in(const tml_sheet *s, tml_str what, bool any_case, bool prose) {
  tml_str text = tml_sheet_text(s);
  if (!what.n) return true;
  for (size_t at = 0; at + what.n <= text.n; at++) {
    if (low(text.p[at]) != low(what.p[0])) continue;
    size_t k = 0, e = at + what.n;
    if (any_case)
      while (k < what.n && low(text.p[at + k]) == low(what.p[k])) k++;
    else
      while (k < what.n && text.p[at + k] == what.p[k]) k++;
    if (k < what.n || (at && alnum(text.p[at - 1]) && alnum(what.p[0]))) continue;
    if (e < text.n && alnum(what.p[what.n - 1]) && goes_on(text.p[e], e + 1 < text.n ? text.p[e + 1] : 0)) continue;
    if (!prose || !in_url(s, at)) return true;
  }
  return false;
}

/* One character of the text: its ASCII letter or digit in lower case, full width folded; 0 for all others. */
static char plain_at(const char *p, unsigned *len) {
  uint32_t cp = tml_utf8_at(p, len);
  if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
  return cp < 0x80 && alnum((char)cp) ? low((char)cp) : 0;
}

bool tml_exact_spread(tml_str text, tml_str what, unsigned least, uint32_t *start, uint32_t *end) {
  enum { GAP = 12 }; /* bytes between two of its characters */
  char need[WORD_MAX + 1];
  size_t n = 0;
  for (size_t i = 0; i < what.n && n < WORD_MAX; i++)
    if (alnum(what.p[i])) need[n++] = low(what.p[i]);
  if (n < least || !n) return false;
  unsigned len;
  for (size_t at = 0; at < text.n; at += len) {
    if (plain_at(text.p + at, &len) != need[0]) continue;
    size_t p = at, last = at, k = 0, gap = 0;
    unsigned step;
    for (; p < text.n && k < n && gap <= GAP; p += step) {
      char c = plain_at(text.p + p, &step);
      if (c == need[k]) k++, last = p + step, gap = 0;
      else if (c) break;
      else gap += step;
    }
    if (k < n || (at && alnum(text.p[at - 1])) || (last < text.n && alnum(text.p[last]))) continue;
    *start = (uint32_t)at;
    *end = (uint32_t)last;
    return true;
  }
  return false;
}

unsigned tml_exact_distance(tml_str a, tml_str b, unsigned limit) {
  if (a.n > WORD_MAX || b.n > WORD_MAX || a.n > b.n + limit || b.n > a.n + limit) return limit + 1;
  unsigned row[WORD_MAX + 1];
  for (size_t j = 0; j <= b.n; j++) row[j] = (unsigned)j;
  for (size_t i = 1; i <= a.n; i++) {
    unsigned corner = row[0], least;
    least = row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.n; j++) {
      unsigned d = corner + (a.p[i - 1] != b.p[j - 1]);
      corner = row[j];
      if (corner + 1 < d) d = corner + 1;
      if (row[j - 1] + 1 < d) d = row[j - 1] + 1;
      row[j] = d;
      if (d < least) least = d;
    }
    if (least > limit) return limit + 1;
  }
  return row[b.n] > limit ? limit + 1 : row[b.n];
}

const tml_fact *tml_exact_nearest(const tml_sheet *s, const tml_exact *l, tml_str what) {
  const tml_fact *best = NULL;
  unsigned limit = (unsigned)(what.n / 3);
  for (uint32_t i = 0; i < l->n; i++) {
    unsigned d = tml_exact_distance(what, tml_fact_str(s, l->v[i]), limit);
    if (d > limit) continue;
    best = l->v[i];
    if (!d) break;
    limit = d - 1;
  }
  return best;
}

void tml_exact_drop(tml_exact *l, const tml_fact *f) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if (l->v[i] != f) l->v[n++] = l->v[i];
  l->n = n;
}
