/* sheet.c — runs the stages over one text, and the few operations that every stage and rule shares. */
#include "tmlint/feat.h"

tml_fact *tml_feat_add(const tml_featctx *ctx, tml_sheet *s, int kind, uint32_t start, uint32_t end) {
  s->fact = tml_arena_grow(ctx->arena, s->fact, s->nfact, &s->fact_cap, sizeof *s->fact);
  tml_fact *f = &s->fact[s->nfact++];
  *f = (tml_fact){.kind = (uint8_t)kind, .start = start, .end = end, .in_start = start, .in_end = end};
  s->has |= TML_FM(kind);
  return f;
}

tml_fact *tml_feat_claim(const tml_featctx *ctx, tml_sheet *s, int kind, uint32_t first, uint32_t n) {
  tml_fact *f = tml_feat_add(ctx, s, kind, s->tok[first].start, s->tok[first + n - 1].end);
  f->tok = first;
  f->ntok = n;
  uint16_t where = s->tok[first].flags;
  if (where & TML_TF_LINK) f->flags |= TML_FF_IN_LINK;
  if (where & TML_TF_EMPH) f->flags |= TML_FF_IN_EMPH;
  for (uint32_t i = first; i < first + n; i++) s->tok[i].owner = s->nfact;
  return f;
}

/* Facts come from several stages: by place, the larger first; owners follow. Few facts: insertion sort, and most texts
 * are in order already. */
static void sort_facts(const tml_featctx *ctx, tml_sheet *s) {
  bool sorted = true;
  for (uint32_t i = 1; i < s->nfact && sorted; i++)
    sorted = s->fact[i - 1].start < s->fact[i].start ||
             (s->fact[i - 1].start == s->fact[i].start && s->fact[i - 1].end >= s->fact[i].end);
  if (sorted) return;
  uint32_t n = s->nfact, *at = tml_arena_alloc(ctx->arena, n * sizeof *at),
           *tmp = tml_arena_alloc(ctx->arena, n * sizeof *tmp);
  for (uint32_t i = 0; i < n; i++) at[i] = i;
  for (uint32_t w = 1; w < n; w *= 2) { /* merge sort: hostile input has many facts */
    for (uint32_t lo = 0; lo < n; lo += 2 * w) {
      uint32_t mid = lo + w < n ? lo + w : n, hi = lo + 2 * w < n ? lo + 2 * w : n, i = lo, j = mid, k = lo;
      while (i < mid || j < hi) {
        bool left = j >= hi;
        if (i < mid && j < hi) {
          const tml_fact *a = &s->fact[at[i]], *b = &s->fact[at[j]];
          left = a->start < b->start || (a->start == b->start && a->end >= b->end);
        }
        tmp[k++] = left ? at[i++] : at[j++];
      }
    }
    uint32_t *t = at;
    at = tmp;
    tmp = t;
  }
  tml_fact *sorted_facts = tml_arena_alloc(ctx->arena, n * sizeof *sorted_facts);
  for (uint32_t i = 0; i < n; i++) sorted_facts[i] = s->fact[at[i]], tmp[at[i]] = i;
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].owner) s->tok[i].owner = tmp[s->tok[i].owner - 1] + 1;
  s->fact = sorted_facts;
  s->fact_cap = n;
}

void tml_feat_sheet(const tml_featctx *ctx, const tml_text *text, tml_sheet *out) {
  *out = (tml_sheet){.text = text};
  if (!text->n) return;
  tml_feat_scan(ctx, out);
  if (out->marks & TML_M_STAR) tml_feat_emphasis(ctx, out);
  if (out->nhot) {
    tml_feat_opaque(ctx, out);
    tml_feat_command(ctx, out);
  }
  if (out->nnamed) tml_feat_entity(ctx, out);
  if (out->marks & TML_M_NUM) tml_feat_number(ctx, out);
  if (out->nfact > 1) sort_facts(ctx, out);
}

static bool next_of(const tml_sheet *s, int kind, uint32_t *i) {
  while (*i < s->nfact && s->fact[*i].kind != kind) ++*i;
  return *i < s->nfact;
}

static uint32_t count_of(const tml_sheet *s, int kind) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->nfact; i++) n += s->fact[i].kind == kind;
  return n;
}

/* Few facts of one kind: nested loops. Many (hostile, or a table in one text): a map of counts. */
tml_diff tml_feat_diff(tml_arena *a, const tml_sheet *x, const tml_sheet *y, int kind, bool as_set) {
  tml_diff d = {0};
  uint32_t nx = tml_sheet_has(x, kind) ? count_of(x, kind) : 0, ny = tml_sheet_has(y, kind) ? count_of(y, kind) : 0;
  if (!nx && !ny) return d;
  if (nx == ny && x != y) { /* the common case: the same, in the same order */
    uint32_t i = 0, j = 0, same = 0;
    while (next_of(x, kind, &i) && next_of(y, kind, &j) && x->fact[i].key == y->fact[j].key) same++, i++, j++;
    if (same == nx) {
      d.common = nx;
      return d;
    }
  }
  d.only_a = tml_arena_alloc(a, (nx + 1) * sizeof *d.only_a);
  d.only_b = tml_arena_alloc(a, (ny + 1) * sizeof *d.only_b);
  tml_map counts = {0};
  for (uint32_t i = 0; next_of(y, kind, &i); i++) ++*tml_map_put(&counts, y->fact[i].key, NULL);
  tml_map seen = {0};
  for (uint32_t i = 0; next_of(x, kind, &i); i++) {
    uint64_t key = x->fact[i].key, *have = tml_map_get(&counts, key);
    if (as_set) {
      if (have) d.common++;
      else d.only_a[d.na++] = &x->fact[i];
      tml_map_put(&seen, key, NULL);
    } else if (have && *have) {
      --*have;
      d.common++;
    } else {
      d.only_a[d.na++] = &x->fact[i];
    }
  }
  if (as_set) {
    for (uint32_t i = 0; next_of(y, kind, &i); i++)
      if (!tml_map_get(&seen, y->fact[i].key)) d.only_b[d.nb++] = &y->fact[i];
  } else { /* the last ones of a key are the surplus */
    uint32_t i = y->nfact;
    while (i-- > 0) {
      if (y->fact[i].kind != kind) continue;
      uint64_t *left = tml_map_get(&counts, y->fact[i].key);
      if (left && *left) {
        --*left;
        d.only_b[d.nb++] = &y->fact[i];
      }
    }
    for (uint32_t k = 0; k < d.nb / 2; k++) {
      const tml_fact *t = d.only_b[k];
      d.only_b[k] = d.only_b[d.nb - 1 - k];
      d.only_b[d.nb - 1 - k] = t;
    }
  }
  tml_map_free(&counts);
  tml_map_free(&seen);
  return d;
}
