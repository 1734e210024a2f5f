/* verdict.c — what is said of one key, weighed: who goes with the others and who does not (pair.h).
 *
 * The run and the memory file ask here, so that both say the same of the same places.
 * What not: no places are looked up, no texts.
 */
#include "pair.h"

#include <stdlib.h>

enum { FORMS = 512 }; /* renderings with their forms; more are no crowd that anybody leads */

void tml_kinds_add(tml_kinds *k, uint64_t value, uint32_t n, tml_spot first) {
  size_t i = 0;
  while (i < k->n && k->v[i].value != value) i++;
  if (i == FORMS) {
    k->many = true;
    return;
  }
  if (i == k->n) {
    k->v = tml_grow(k->v, k->n + 1, &k->cap, sizeof *k->v);
    k->v[k->n++] = (tml_kind){value, n, first};
    return;
  }
  k->v[i].count += n;
  if (tml_spot_earlier(&first, &k->v[i].first)) k->v[i].first = first;
}

/* Forms of one rendering become one, where renderings differ in words at all. */
static void join_forms(tml_kinds *k) {
  k->words = false;
  for (size_t i = 1; i < k->n; i++) k->words |= ((k->v[i].value ^ k->v[0].value) & ~TML_FORM_BITS) != 0;
  if (!k->words) return;
  tml_kinds one = {.v = k->v};
  size_t n = k->n;
  for (size_t i = 0; i < n; i++) {
    tml_kind x = k->v[i];
    x.value &= ~TML_FORM_BITS;
    size_t at = 0;
    while (at < one.n && k->v[at].value != x.value) at++;
    if (at == one.n) {
      k->v[one.n++] = x;
      continue;
    }
    k->v[at].count += x.count;
    if (tml_spot_earlier(&x.first, &k->v[at].first)) k->v[at].first = x.first;
  }
  k->n = one.n;
}

bool tml_kinds_settle(tml_kinds *k, int list) {
  if (k->n < 2 || k->many) return false;
  if (list == TML_TM_TARGET) join_forms(k);
  return k->n <= TML_RENDERINGS;
}

static bool tell(const tml_kinds *k, const tml_kind *own, const tml_kind *other, bool tie, tml_conflict *out) {
  uint32_t total = 0;
  for (size_t i = 0; i < k->n; i++) total += k->v[i].count;
  out->other_file = other->first.file;
  out->other_start = other->first.start;
  out->other_segment = other->first.segment;
  out->minority = own->count;
  out->majority = other->count;
  out->total = total;
  out->said = other->value;
  out->tie = tie;
  return true;
}

static const tml_kind *leader(const tml_kinds *k, uint32_t *equals) {
  const tml_kind *most = &k->v[0];
  *equals = 0;
  for (size_t i = 1; i < k->n; i++)
    if (k->v[i].count > most->count || (k->v[i].count == most->count && tml_spot_earlier(&k->v[i].first, &most->first)))
      most = &k->v[i];
  for (size_t i = 0; i < k->n; i++) *equals += k->v[i].count == most->count;
  return most;
}

static bool judge_target(const tml_kinds *k, const tml_kind *own, tml_conflict *out) {
  uint32_t equals;
  const tml_kind *most = leader(k, &equals);
  out->form = !k->words;
  return own != most && tell(k, own, most, equals > 1 && own->count == most->count, out);
}

/* Facts of two sources of one target: the first lane in which both state something, and not the same; -1: none. */
static int contradict(uint64_t a, uint64_t b) {
  for (int l = 0; l < TML_LANES; l++) {
    uint64_t mask = (UINT64_C(1) << TML_LANE_BITS) - 1, x = a >> (l * TML_LANE_BITS) & mask,
             y = b >> (l * TML_LANE_BITS) & mask;
    if (x && y && x != y) return l;
  }
  return -1;
}

static bool fits(uint64_t v, int lane) { return v >> (TML_LANES * TML_LANE_BITS + lane) & 1; }

static bool judge_facts(const tml_kinds *k, const tml_kind *own, const tml_spot *at, tml_conflict *out) {
  const tml_kind *best = NULL;
  bool best_fits = false;
  for (size_t i = 0; i < k->n; i++) {
    const tml_kind *x = &k->v[i];
    int lane = contradict(own->value, x->value);
    if (lane < 0 || fits(own->value, lane)) continue;
    bool f = fits(x->value, lane);
    if (!f && (x->count < own->count || (x->count == own->count && !tml_spot_earlier(&x->first, at)))) continue;
    if (best &&
        (best_fits > f || (best_fits == f && (best->count > x->count ||
                                              (best->count == x->count && tml_spot_earlier(&best->first, &x->first))))))
      continue;
    best = x, best_fits = f;
  }
  out->fits = best_fits;
  return best && tell(k, own, best, !best_fits && best->count == own->count, out);
}

/* A term is rendered in one way where most places are, by far. */
enum { TERM_LEAST = 5, TERM_SHARE = 5 };

static bool judge_term(const tml_kinds *k, const tml_kind *own, tml_conflict *out) {
  uint32_t equals, total = 0;
  const tml_kind *most = leader(k, &equals);
  for (size_t i = 0; i < k->n; i++) total += k->v[i].count;
  if (own == most || most->count < TERM_LEAST || most->count < (total - most->count) * TERM_SHARE) return false;
  return tell(k, own, most, false, out);
}

bool tml_kinds_judge(const tml_kinds *k, int list, uint64_t value, const tml_spot *own, tml_conflict *out) {
  size_t i = 0;
  if (list == TML_TM_TARGET && k->words) value &= ~TML_FORM_BITS;
  while (i < k->n && k->v[i].value != value) i++;
  if (i == k->n) return false;
  out->kind = (uint8_t)list;
  switch (list) {
  case TML_TM_TARGET: return judge_target(k, &k->v[i], out);
  case TML_TM_FACTS: return judge_facts(k, &k->v[i], own, out);
  case TML_TM_TERM: return judge_term(k, &k->v[i], out);
  default: return false;
  }
}

/* ---- one page in several locales ---- */

enum { ALIKE = 3 }; /* a page that goes its own way in more than a third of its units is another version of it */

/* What more than half of the pages hold, if anything is. */
static uint32_t most_of(const uint32_t *const *v, size_t pages, uint32_t unit) {
  uint32_t most = 0;
  size_t lead = 0;
  for (size_t i = 0; i < pages; i++) {
    if (!lead) most = v[i][unit];
    lead = v[i][unit] == most ? lead + 1 : lead - 1;
  }
  return most;
}

/* Does page `own` stand alone, against more than half of all? *first: of them; *count: how many they are. */
static bool alone(const uint32_t *const *v, size_t pages, uint32_t unit, size_t own, size_t *first, uint32_t *count) {
  uint32_t mine = v[own][unit], most = most_of(v, pages, unit);
  *count = 0;
  if (mine == most) return false;
  for (size_t i = 0; i < pages; i++) {
    if (i != own && v[i][unit] == mine) return false;
    if (v[i][unit] == most && !(*count)++) *first = i;
  }
  return *count >= 2 && *count * 2 > pages;
}

void tml_units_judge(const uint32_t *const *v, size_t pages, uint32_t n, size_t own,
                     void (*found)(void *ctx, uint32_t unit, size_t other, uint32_t majority), void *ctx) {
  uint32_t differ = 0, count;
  size_t first;
  for (uint32_t u = 0; u < n; u++) differ += alone(v, pages, u, own, &first, &count);
  if (!differ || differ > n / ALIKE) return;
  for (uint32_t u = 0; u < n; u++)
    if (alone(v, pages, u, own, &first, &count)) found(ctx, u, first, count);
}
