/* drift.c — links an old list of texts to today's (bitext.h): what is the same, edited, moved, new, gone.
 *
 * What for: the source spans of a side-by-side page, or an old source page, against the current one.
 * What not: no verdict and no message (rule/reference.c), nothing of two languages (bitext).
 * How: 1. texts that show the same and stand once on either side; the longest ascending run of these links is the
 *         order of the page, the others are moved; runs of equal text are extended from there.
 *      2. For the rest an index of trigrams proposes up to eight partners each, and small gaps between links all of
 *         theirs; pairs are scored (likeness.h). Gaps are aligned in order (gaps.c), also those beside moved links.
 *      3. What is left is linked wherever it stands: equal texts, pairs best first (a pair inside one gap has a bonus,
 *         ties go by distance). Then the last ones of each gap, more loosely.
 *      4. What stands word for word inside the other side's texts: sentences cut or joined in another way (parts.c).
 * Cost: linear in the texts but for sorting: lists of the index are cut at COMMON entries, candidates at eight.
 */
#include "drift.h"

#include <stdlib.h>

enum {
  NONE = TML_UNLINKED,
  COMMON = 64,      /* texts that share a trigram, before it tells nothing */
  NEAREST = 8,      /* partners that are scored */
  SMALL_GAP = 6,    /* texts in a gap that are all compared */
  LAST_GAP = 3,     /* … more loosely, at the end */
  BONUS = 15,       /* for a pair inside one gap */
  LEAST = 50,       /* match score of a link */
  LEAST_SHORT = 75, /* … of texts under SHORT words */
  LEAST_LAST = 65,  /* … of those that are left, a few in a gap */
  LEAST_FORM = 38,  /* … of one word each, of these: three quarters of its characters */
  SHORT = 4
};
static const double least_dice = .25, least_ratio = .4;
static const double turned_round =
    .8;                               /* Dice of texts whose parts were exchanged: hardly alike, but made of the same */
static const double whole_share = .9; /* of a text that is made of parts, so much must be found */

const char *const tml_drift_names[] = {"same", "edited", "moved", "added", "removed"};

static void make_side(drift *d, side *s, const tml_text *text, uint32_t n) {
  *s = (side){.n = n,
              .text = text,
              .like = TML_NEWN(&d->tmp, tml_like, n + 1),
              .link = TML_NEWN(&d->tmp, int32_t, n + 1),
              .gap = TML_NEWN(&d->tmp, uint32_t, n + 1),
              .match = TML_NEWN(&d->tmp, uint8_t, n + 1),
              .part = TML_NEWN(&d->tmp, tml_part, n + 1),
              .covered = TML_NEWN(&d->tmp, uint32_t, n + 1),
              .held = TML_NEWN(&d->tmp, bool, n + 1)};
  for (uint32_t i = 0; i < n; i++) {
    tml_like_make(&d->tmp, &d->scratch, &text[i], &s->like[i]);
    s->link[i] = NONE;
  }
}

/* The text with all that it is compared by. */
static const tml_like *opened(drift *d, side *s, uint32_t i) {
  tml_like_open(&d->tmp, &d->scratch, &s->text[i], &s->like[i]);
  return &s->like[i];
}

static void set_link(drift *d, uint32_t o, uint32_t w, unsigned match) {
  d->old.link[o] = (int32_t)w;
  d->now.link[w] = (int32_t)o;
  d->old.match[o] = d->now.match[w] = (uint8_t)match;
}

static void link_equal(drift *d, uint32_t o, uint32_t w) {
  bool equal = d->old.like[o].folded == d->now.like[w].folded || (d->flags & TML_DRIFT_VISIBLE);
  set_link(d, o, w, equal ? 100 : 99);
}

/* ---- the page's order: longest ascending run of links ---- */

static void find_order(drift *d) {
  uint32_t n = d->now.n, len = 0;
  uint32_t *tail = TML_NEWN(&d->tmp, uint32_t, n + 1), *before = TML_NEWN(&d->tmp, uint32_t, n + 1);
  memset(d->ordered, 0, d->old.n * sizeof *d->ordered);
  for (uint32_t w = 0; w < n; w++) {
    int32_t o = d->now.link[w];
    if (o == NONE) continue;
    uint32_t lo = 0, hi = len;
    while (lo < hi) {
      uint32_t mid = (lo + hi) / 2;
      if (d->now.link[tail[mid]] < o) lo = mid + 1;
      else hi = mid;
    }
    before[w] = lo ? tail[lo - 1] : UINT32_MAX;
    tail[lo] = w;
    if (lo == len) len++;
  }
  for (uint32_t w = len ? tail[len - 1] : UINT32_MAX; w != UINT32_MAX; w = before[w]) d->ordered[d->now.link[w]] = true;
  uint32_t gap = 0;
  for (uint32_t o = 0; o < d->old.n; o++) d->old.gap[o] = d->ordered[o] ? gap++ : gap;
  gap = 0;
  for (uint32_t w = 0; w < n; w++) d->now.gap[w] = d->now.link[w] != NONE && d->ordered[d->now.link[w]] ? gap++ : gap;
}

/* ---- texts that stand once ---- */

enum { MANY = 0xFFFFFFFFu };

static void index_once(const side *s, tml_map *m) { /* key → index + 1, or MANY */
  for (uint32_t i = 0; i < s->n; i++) {
    bool fresh;
    uint64_t *at = tml_map_put(m, s->like[i].visible, &fresh);
    *at = fresh ? i + 1 : MANY;
  }
}

static void link_once(drift *d) {
  tml_map old = {0}, now = {0};
  index_once(&d->old, &old);
  index_once(&d->now, &now);
  for (uint32_t w = 0; w < d->now.n; w++) {
    uint64_t key = d->now.like[w].visible, *o = tml_map_get(&old, key);
    if (!o || *o == MANY || *tml_map_get(&now, key) == MANY) continue;
    if (shows_same(&d->old.like[*o - 1], &d->now.like[w])) link_equal(d, (uint32_t)*o - 1, w);
  }
  tml_map_free(&old);
  tml_map_free(&now);
}

static bool free_and_same(const drift *d, int64_t o, int64_t w) {
  return o >= 0 && w >= 0 && o < d->old.n && w < d->now.n && is_free(&d->old, (uint32_t)o) &&
         is_free(&d->now, (uint32_t)w) && shows_same(&d->old.like[o], &d->now.like[w]);
}

static void extend(drift *d, bool ordered) {
  for (int64_t w = 0; w < d->now.n; w++)
    if (d->now.link[w] != NONE && d->ordered[d->now.link[w]] == ordered &&
        free_and_same(d, d->now.link[w] + 1, w + 1)) {
      link_equal(d, (uint32_t)d->now.link[w] + 1, (uint32_t)w + 1);
      d->ordered[d->now.link[w] + 1] = ordered;
    }
  for (int64_t w = d->now.n; w-- > 0;)
    if (d->now.link[w] != NONE && d->ordered[d->now.link[w]] == ordered &&
        free_and_same(d, (int64_t)d->now.link[w] - 1, w - 1)) {
      link_equal(d, (uint32_t)d->now.link[w] - 1, (uint32_t)w - 1);
      d->ordered[d->now.link[w] - 1] = ordered;
    }
}

/* ---- texts that stand several times, where no gap could tell them apart ---- */

typedef struct place {
  uint64_t key;
  uint32_t gap, i;
} place;

static int by_place(const void *pa, const void *pb) {
  const place *a = pa, *b = pb;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  if (a->gap != b->gap) return a->gap < b->gap ? -1 : 1;
  return a->i < b->i ? -1 : a->i > b->i;
}

static place *free_places(drift *d, const side *s, bool by_gap, uint32_t *n) {
  place *v = TML_NEWN(&d->tmp, place, s->n + 1);
  *n = 0;
  for (uint32_t i = 0; i < s->n; i++)
    if (is_free(s, i)) v[(*n)++] = (place){s->like[i].visible, by_gap ? s->gap[i] : 0, i};
  if (*n) qsort(v, *n, sizeof *v, by_place);
  return v;
}

/* The k-th with the k-th, inside one gap; then anywhere, where the text is long enough to be known again. */
static void link_repeated(drift *d, bool by_gap) {
  uint32_t no, nn, i = 0, j = 0;
  place *o = free_places(d, &d->old, by_gap, &no), *w = free_places(d, &d->now, by_gap, &nn);
  while (i < no && j < nn) {
    place a = o[i], b = w[j];
    a.i = b.i = 0;
    int c = by_place(&a, &b);
    if (c < 0) i++;
    else if (c > 0) j++;
    else {
      const tml_like *x = &d->old.like[o[i].i], *y = &d->now.like[w[j].i];
      if (shows_same(x, y) && (by_gap || x->nword >= SHORT)) link_equal(d, o[i].i, w[j].i);
      i++, j++;
    }
  }
}

/* ---- edited texts ---- */

static bool is_digit(uint32_t c) { return tml_cp_digit(c) >= 0; }

/* All words of the shorter text stand in the longer one, in order. */
static bool has_words_of(const tml_like *x, const tml_like *y) {
  if (x->nword < y->nword) return has_words_of(y, x);
  uint32_t k = 0;
  for (uint32_t i = 0; i < x->nword && k < y->nword; i++) k += x->word[i] == y->word[k];
  return k && k == y->nword;
}

/* Nothing but numbers tells them apart: "CL1" and "CL5", "0" and "12". */
static bool same_but_numbers(const tml_like *x, const tml_like *y) {
  uint32_t i = 0, k = 0, numbers = 0;
  while (i < x->ncp && k < y->ncp) {
    bool number = is_digit(x->cp[i]) && is_digit(y->cp[k]);
    if (!number && x->cp[i] != y->cp[k]) return false;
    if (!number) i++, k++;
    for (; number && i < x->ncp && is_digit(x->cp[i]); i++) {
    }
    for (; number && k < y->ncp && is_digit(y->cp[k]); k++) {
    }
    numbers += number;
  }
  return numbers && i == x->ncp && k == y->ncp;
}

/* A word that was put otherwise ("Date", "Dates"), and what only numbers tell apart. */
static bool same_but_form(const tml_like *x, const tml_like *y, unsigned score) {
  return (x->nword == 1 && y->nword == 1 && score >= LEAST_FORM) || same_but_numbers(x, y);
}

/* A pair, where it may be a link. `last`: of the few texts that are left between two links, where a heading of one word
 * that got a second one can be known again; `only`: the last one on either side. */
static void propose(drift *d, pairs *p, uint32_t o, uint32_t w, bool same_gap, bool last, bool only) {
  const tml_like *x = &d->old.like[o], *y = &d->now.like[w];
  uint32_t shorter = x->ncp < y->ncp ? x->ncp : y->ncp, longer = x->ncp > y->ncp ? x->ncp : y->ncp;
  if (!shorter || (!last && shorter < longer * least_ratio)) return;
  opened(d, &d->old, o), opened(d, &d->now, w);
  unsigned score = shows_same(x, y) ? 100 : tml_like_score(&d->scratch, x, y);
  unsigned rank = score + (same_gap ? BONUS : 0);
  bool is_short = x->nword < SHORT || y->nword < SHORT;
  unsigned least = !is_short || only ? LEAST : last ? LEAST_LAST : LEAST_SHORT;
  bool fits = rank >= least && (same_gap || score == 100 || (x->nword > 1 && y->nword > 1));
  bool loosely = is_short && last && (has_words_of(x, y) || same_but_form(x, y, score));
  if (!fits && !(last ? loosely : !is_short && tml_like_dice(x, y) >= turned_round)) return;
  p->v = tml_grow(p->v, p->n + 1, &p->cap, sizeof *p->v);
  uint32_t a = d->old.gap[o], b = d->now.gap[w];
  p->v[p->n++] = (pair){o, w, (uint8_t)(score ? score : 1), (uint8_t)rank, a < b ? b - a : a - b};
}

static int best_first(const void *pa, const void *pb) {
  const pair *a = pa, *b = pb;
  if (a->rank != b->rank) return a->rank > b->rank ? -1 : 1;
  if (a->far != b->far) return a->far < b->far ? -1 : 1;
  if (a->old != b->old) return a->old < b->old ? -1 : 1;
  return a->now < b->now ? -1 : a->now > b->now;
}

typedef struct gram { /* a trigram of a free text of today's */
  uint32_t tri, now;
} gram;

static int by_gram(const void *pa, const void *pb) {
  const gram *a = pa, *b = pb;
  if (a->tri != b->tri) return a->tri < b->tri ? -1 : 1;
  return a->now < b->now ? -1 : a->now > b->now;
}

typedef struct grams {
  gram *v;
  size_t n;
  tml_map first; /* trigram → its place in v, + 1 */
} grams;

/* How many of today's free texts have a trigram of an old free one, by the trigram's low bits; 0: no old one has it. */
typedef struct sieve {
  uint32_t *count;
  uint32_t mask;
} sieve;

static sieve make_sieve(drift *d) {
  uint64_t n = 0, size = 1024;
  const uint32_t *tri;
  for (uint32_t o = 0; o < d->old.n; o++)
    if (is_free(&d->old, o)) n += opened(d, &d->old, o)->ntri;
  while (size < 8 * n && size < UINT64_C(1) << 31) size *= 2;
  sieve v = {TML_NEWN(&d->tmp, uint32_t, size), (uint32_t)(size - 1)};
  for (uint32_t o = 0; o < d->old.n; o++)
    for (uint32_t k = 0; is_free(&d->old, o) && k < d->old.like[o].ntri; k++)
      v.count[d->old.like[o].tri[k] & v.mask] = 1;
  for (uint32_t w = 0; n && w < d->now.n; w++) {
    uint32_t nt = is_free(&d->now, w) ? tml_like_grams(&d->scratch, &d->now.like[w], v.count, v.mask, &tri) : 0;
    for (uint32_t k = 0; k < nt; k++) v.count[tri[k] & v.mask]++;
  }
  return v;
}

/* The trigrams of today's free texts that an old one has and that tell something: of a long page few are left. */
static void index_grams(drift *d, grams *g) {
  size_t cap = 0;
  sieve s = make_sieve(d);
  for (uint32_t w = 0; w < d->now.n; w++) {
    const uint32_t *tri;
    uint32_t nt = is_free(&d->now, w) ? tml_like_grams(&d->scratch, &d->now.like[w], s.count, s.mask, &tri) : 0;
    for (uint32_t k = 0; k < nt; k++) {
      if (s.count[tri[k] & s.mask] > 4 * COMMON) continue; /* several trigrams may share a counter */
      g->v = tml_grow(g->v, g->n + 1, &cap, sizeof *g->v);
      g->v[g->n++] = (gram){tri[k], w};
    }
  }
  if (g->n) qsort(g->v, g->n, sizeof *g->v, by_gram);
  for (size_t i = 0; i < g->n; i++)
    if (i == 0 || g->v[i].tri != g->v[i - 1].tri) *tml_map_put(&g->first, g->v[i].tri, NULL) = i + 1;
}

/* How many trigrams one of today's texts has. */
static uint32_t now_grams(drift *d, uint32_t w) {
  tml_like *l = &d->now.like[w];
  const uint32_t *tri;
  if (!l->ntri) l->ntri = tml_like_grams(&d->scratch, l, NULL, 0, &tri);
  return l->ntri;
}

typedef struct near {
  uint32_t now;
  double dice;
} near;

/* Keeps the NEAREST by Dice; equal ones: those that came first. */
static void keep_near(near *v, unsigned *n, near x) {
  unsigned k = *n;
  if (k == NEAREST && v[k - 1].dice >= x.dice) return;
  if (k < NEAREST) (*n)++;
  else k--;
  while (k && v[k - 1].dice < x.dice) v[k] = v[k - 1], k--;
  v[k] = x;
}

static void propose_near(drift *d, const grams *g, pairs *p, uint32_t o, uint16_t *count, uint32_t *touched) {
  const tml_like *x = &d->old.like[o];
  uint32_t n = 0;
  for (uint32_t k = 0; k < x->ntri; k++) {
    uint64_t *at = tml_map_get(&g->first, x->tri[k]);
    if (!at) continue;
    size_t i = *at - 1, end = i;
    while (end < g->n && end - i <= COMMON && g->v[end].tri == x->tri[k]) end++;
    if (end - i > COMMON) continue;
    for (; i < end; i++)
      if (count[g->v[i].now]++ == 0) touched[n++] = g->v[i].now;
  }
  /* By the trigrams counted first: the true measure is taken of twice as many as are wanted. */
  near rough[NEAREST], best[NEAREST];
  unsigned nrough = 0, nbest = 0;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t w = touched[k];
    keep_near(rough, &nrough, (near){w, 2.0 * count[w] / (x->ntri + now_grams(d, w))});
    count[w] = 0;
  }
  for (unsigned k = 0; k < nrough; k++) {
    double dice = tml_like_dice(x, opened(d, &d->now, rough[k].now));
    if (dice >= least_dice) keep_near(best, &nbest, (near){rough[k].now, dice});
  }
  for (unsigned k = 0; k < nbest; k++)
    propose(d, p, o, best[k].now, d->old.gap[o] == d->now.gap[best[k].now], false, false);
}

/* Where few are left on both sides of a gap, all of them are compared. */
typedef struct few {
  pairs *p;
  uint32_t most;
  bool last;
} few;

static void propose_gap(drift *d, const tml_gap *g, void *ctx) {
  const few *f = ctx;
  if (g->nold > f->most || g->nnow > f->most) return;
  for (uint32_t i = 0; i < g->nold; i++)
    for (uint32_t j = 0; j < g->nnow; j++)
      propose(d, f->p, g->old[i], g->now[j], true, f->last, f->last && g->nold == 1 && g->nnow == 1);
}

static void propose_gaps(drift *d, pairs *p, bool moved, bool last) {
  few f = {p, last ? LAST_GAP : SMALL_GAP, last};
  tml_gaps_each(d, moved, propose_gap, &f);
}

static void propose_all(drift *d, pairs *p) {
  grams g = {0};
  index_grams(d, &g);
  uint16_t *count = TML_NEWN(&d->tmp, uint16_t, d->now.n + 1);
  uint32_t *touched = TML_NEWN(&d->tmp, uint32_t, d->now.n + 1);
  for (uint32_t o = 0; o < d->old.n && g.n; o++)
    if (is_free(&d->old, o)) propose_near(d, &g, p, o, count, touched);
  propose_gaps(d, p, false, false);
  tml_map_free(&g.first);
  free(g.v);
}

void tml_drift_link(drift *d, uint32_t o, uint32_t w, unsigned score) {
  if (score == 100) link_equal(d, o, w);
  else set_link(d, o, w, score);
}

/* Best first, wherever they stand. */
static void link_best(drift *d, pairs *p) {
  if (p->n) qsort(p->v, p->n, sizeof *p->v, best_first);
  for (size_t i = 0; i < p->n; i++)
    if (is_free(&d->old, p->v[i].old) && is_free(&d->now, p->v[i].now))
      tml_drift_link(d, p->v[i].old, p->v[i].now, p->v[i].score);
}

/* ---- cut or joined in another way ---- */

/* Texts that are not linked, and those of weak links: a sentence that was joined to its neighbour is like the two. */
static bool *loose(drift *d, const side *s) {
  bool *v = TML_NEWN(&d->tmp, bool, s->n + 1);
  for (uint32_t i = 0; i < s->n; i++) v[i] = is_free(s, i) || (s->link[i] != NONE && s->match[i] < 99);
  return v;
}

/* Text w of the other side begins, or ends, with what x shows. */
static bool begins(const tml_like *w, const tml_like *x, bool ends) {
  return x->ncp && x->ncp < w->ncp && tml_like_holds(w, ends ? w->ncp - x->ncp : 0, x);
}

/* Texts too short to be looked for everywhere ("Select **OK**."): joined to the neighbour that they had. */
static void join_short(const side *s, side *other, const bool *want) {
  for (uint32_t i = 0; i < s->n; i++) {
    if (!want[i] || !is_free(s, i)) continue;
    for (int k = 0; k < 2; k++) {
      uint32_t at = k ? i + 1 : i - 1; /* wraps at 0: beyond n then */
      if (at >= s->n) continue;
      const tml_part *p = &s->part[at];
      int32_t w = p->n ? (int32_t)(k ? p->first : p->first + p->n - 1) : s->link[at];
      if (w == NONE || s->match[at] == 100 || !begins(&other->like[w], &s->like[i], !k)) continue;
      s->part[i] = (tml_part){(uint32_t)w, 1};
      other->covered[w] += s->like[i].ncp;
      break;
    }
  }
}

static bool is_whole(const side *s, uint32_t i) { return s->covered[i] >= s->like[i].ncp * whole_share; }

/* A weak link whose one side is made of the other's and of other texts: they are parts, nothing was edited. */
static void settle_parts(drift *d) {
  for (uint32_t o = 0; o < d->old.n; o++) {
    int32_t w = d->old.link[o];
    if (w == NONE) continue;
    bool in_now = d->old.part[o].n && d->old.part[o].first <= (uint32_t)w &&
                  (uint32_t)w < d->old.part[o].first + d->old.part[o].n && is_whole(&d->now, (uint32_t)w);
    bool in_old = d->now.part[w].n && d->now.part[w].first <= o && o < d->now.part[w].first + d->now.part[w].n &&
                  is_whole(&d->old, o);
    if (in_now) d->now.part[w] = (tml_part){0};
    else if (in_old) d->old.part[o] = (tml_part){0};
    if (in_now || in_old) d->old.link[o] = d->now.link[w] = NONE;
    else d->old.part[o] = d->now.part[w] = (tml_part){0};
  }
}

static void link_parts(drift *d) {
  bool *old = loose(d, &d->old), *now = loose(d, &d->now);
  tml_parts_find(&d->tmp, d->old.like, d->old.gap, old, d->old.n, d->now.like, d->now.gap, now, d->now.n, d->old.part,
                 d->now.covered);
  tml_parts_find(&d->tmp, d->now.like, d->now.gap, now, d->now.n, d->old.like, d->old.gap, old, d->old.n, d->now.part,
                 d->old.covered);
  join_short(&d->old, &d->now, old);
  join_short(&d->now, &d->old, now);
  settle_parts(d);
}

/* ---- the result ---- */

static bool is_linked(const drift *d, uint32_t o) {
  return d->old.link[o] != NONE || d->old.part[o].n || d->old.held[o];
}

typedef struct links {
  tml_arena *a;
  tml_link *v;
  uint32_t n;
  size_t cap;
} links;

static void put(links *l, uint32_t old, uint32_t now, int status, unsigned match, bool part) {
  l->v = tml_arena_grow(l->a, l->v, l->n, &l->cap, sizeof *l->v);
  l->v[l->n++] = (tml_link){.old = old, .now = now, .status = (uint8_t)status, .match = (uint8_t)match, .part = part};
}

static void put_removed(const drift *d, links *l, uint32_t o) {
  for (; o < d->old.n && !is_linked(d, o); o++) put(l, o, UINT32_MAX, TML_DRIFT_REMOVED, 0, false);
}

/* A link, and behind it what is gone from behind its old text; `last`: no later text is linked to it. */
static void put_link(const drift *d, links *l, uint32_t o, uint32_t w, bool part, bool last) {
  bool same = part || d->old.match[o] == 100;
  int status = !part && !d->ordered[o] ? TML_DRIFT_MOVED : same ? TML_DRIFT_SAME : TML_DRIFT_EDITED;
  put(l, o, w, status, part ? 99 : d->old.match[o], part);
  l->v[l->n - 1].shown = part || shows_same(&d->old.like[o], &d->now.like[w]);
  if (last) put_removed(d, l, o + 1);
}

typedef struct inside { /* an old text that stands in one of today's; lists by today's text */
  uint32_t old, next;   /* index + 1; 0 ends */
} inside;

static void put_now(const drift *d, links *l, uint32_t w, const inside *in, uint32_t first, const uint32_t *last_of) {
  uint32_t before = l->n;
  int32_t o = d->now.link[w];
  if (o != NONE) put_link(d, l, (uint32_t)o, w, false, last_of[o] == w);
  for (uint32_t k = 0; k < d->now.part[w].n; k++) {
    uint32_t p = d->now.part[w].first + k;
    put_link(d, l, p, w, true, last_of[p] == w);
  }
  for (uint32_t k = first; k; k = in[k - 1].next) {
    uint32_t x = in[k - 1].old;
    if (x - d->now.part[w].first >= d->now.part[w].n) /* else it is told already */
      put_link(d, l, x, w, true, last_of[x] == w);
  }
  if (l->n == before) put(l, UINT32_MAX, w, TML_DRIFT_ADDED, 0, false);
}

static uint32_t put_all(drift *d, const tml_link **v) {
  uint32_t *first = TML_NEWN(&d->tmp, uint32_t, d->now.n + 1), *last_of = TML_NEWN(&d->tmp, uint32_t, d->old.n + 1);
  inside *in = NULL;
  uint32_t n = 0;
  size_t cap = 0;
  for (uint32_t o = d->old.n; o-- > 0;) /* backwards: lists come out ascending */
    for (uint32_t k = 0; k < d->old.part[o].n; k++) {
      uint32_t w = d->old.part[o].first + k;
      in = tml_arena_grow(&d->tmp, in, n, &cap, sizeof *in);
      in[n] = (inside){o, first[w]};
      first[w] = ++n;
      last_of[o] = w;
    }
  for (uint32_t w = 0; w < d->now.n; w++) { /* the last of today's texts that an old one goes with */
    int32_t o = d->now.link[w];
    if (o != NONE && w >= last_of[o]) last_of[o] = w;
    for (uint32_t k = d->now.part[w].first; k < d->now.part[w].first + d->now.part[w].n; k++) {
      d->old.held[k] = true;
      if (w >= last_of[k]) last_of[k] = w;
    }
  }
  links l = {.a = d->out};
  put_removed(d, &l, 0);
  for (uint32_t w = 0; w < d->now.n; w++) put_now(d, &l, w, in, first[w], last_of);
  *v = l.v;
  return l.n;
}

typedef struct joiner { /* the side whose texts are made of the other's */
  side *whole, *of;
  bool of_old;
} joiner;

/* Where a text of the gap is nothing but some of the other side's, one behind the other. */
static void join_run(drift *d, const tml_gap *g, void *ctx) {
  (void)d;
  const joiner *j = ctx;
  const uint32_t *whole = j->of_old ? g->now : g->old, *of = j->of_old ? g->old : g->now;
  uint32_t nwhole = j->of_old ? g->nnow : g->nold, nof = j->of_old ? g->nold : g->nnow;
  if (nwhole > TML_GAP_WIDE || nof > TML_GAP_WIDE) return;
  for (uint32_t i = 0; i < nwhole; i++) {
    const tml_like *w = &j->whole->like[whole[i]];
    for (uint32_t k = 0, end; k < nof && !j->whole->part[whole[i]].n; k++) {
      uint32_t at = 0;
      for (end = k; end < nof && at < w->ncp && of[end] - of[k] == end - k; end++) {
        const tml_like *x = &j->of->like[of[end]];
        if (!x->ncp || !tml_like_holds(w, at, x)) break;
        at += x->ncp;
      }
      if (at != w->ncp || end <= k + 1) continue;
      j->whole->part[whole[i]] = (tml_part){of[k], end - k};
      for (uint32_t x = k; x < end; x++) j->of->held[of[x]] = true;
    }
  }
}

static void join_runs(drift *d) {
  joiner of_old = {&d->now, &d->old, true}, of_now = {&d->old, &d->now, false};
  tml_gaps_each(d, false, join_run, &of_old);
  tml_gaps_each(d, false, join_run, &of_now);
}

static void link_all(drift *d) {
  pairs p = {0};
  link_once(d);
  find_order(d);
  extend(d, true);
  extend(d, false);
  find_order(d);
  join_runs(d);
  propose_all(d, &p);
  tml_gaps_link(d, false, &p);
  propose_gaps(d, &p, true, false);
  tml_gaps_link(d, true, &p);
  link_repeated(d, true);
  link_best(d, &p);
  link_repeated(d, false);
  for (int moved = 0; moved < 2; moved++) {
    find_order(d);
    p.n = 0;
    propose_gaps(d, &p, moved, true);
    tml_gaps_link(d, moved, &p);
  }
  free(p.v);
  find_order(d);
  link_parts(d);
  find_order(d);
}

size_t tml_drift(tml_arena *arena, const tml_text *old, uint32_t nold, const tml_text *now, uint32_t nnow,
                 unsigned flags, const tml_link **v) {
  drift d = {.out = arena, .flags = flags};
  make_side(&d, &d.old, old, nold);
  make_side(&d, &d.now, now, nnow);
  d.ordered = TML_NEWN(&d.tmp, bool, nold + 1);
  link_all(&d);
  size_t n = put_all(&d, v);
  tml_like_scratch_free(&d.scratch);
  tml_arena_free(&d.tmp);
  return n;
}
