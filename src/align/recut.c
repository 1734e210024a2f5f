/* recut.c — two texts that stand in one piece with no mark between them, parted once their counterparts are known
 * (bitext.h).
 *
 * What for: a text that was added behind one without a full stop ("Yes In the window, choose Save.") is one sentence to
 * whoever reads one language only. That its counterpart ("Ja") is that of a part tells better.
 * How: where a bead's lengths hardly go together, or a piece is lost next to one that is new, the few places where a
 * sentence may begin (a capital) are tried: the beads around are aligned anew with the piece in two, with all that the
 * batch knows. It stays cut where that makes the chains LEAST times likelier (a logarithm) and one part has a partner
 * without the other. Bounded: TRIES places a piece, NEAR beads on either side.
 * What not: no cut in scripts without capitals, none in code.
 */
#include "models.h"

#include "tmlint/sentence.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 3.0
#define HARDLY 4.0 /* more, where the first part would hardly end so */
#define SHORT 2.0  /* more, where what has no partner is short */
#define ODD 2.0    /* standard deviations of a length that calls for a look */

enum { NEAR = 4, TRIES = 6, PLACES = 48 };

/* A piece, or a part of one. */
typedef struct unit {
  seg_info seg;
  uint32_t piece, from, to; /* bytes of its text; to 0: all of it */
  uint32_t tok, grams, end; /* flat places */
  uint32_t bead;            /* of the last pass */
} unit;

typedef struct recut {
  tml_bitext *b;
  const page_pair *p;
  const tml_pieces *pieces[2];
  knowledge k;
  uint32_t *tok[2];
  unit *u[2];
  size_t nu[2], cap[2];
  tml_bead *v; /* of units */
  size_t nv, vcap;
  uint32_t next; /* bead of the last pass */
  uint32_t cuts;
  page_side side[2]; /* of the window */
  uint32_t *bead_of[2];
  double *expected;
  size_t nseg[2], nat[2], ngrams[2], nbead_of[2], nexpected;
} recut;

typedef struct place {
  uint32_t at;
  bool hardly;
  double odd;
} place;

static void put_unit(recut *r, unsigned d, unit x) {
  r->u[d] = tml_grow(r->u[d], r->nu[d] + 1, &r->cap[d], sizeof *r->u[d]);
  r->u[d][r->nu[d]++] = x;
}

static void put_bead(recut *r, tml_bead x) {
  r->v = tml_grow(r->v, r->nv + 1, &r->vcap, sizeof *r->v);
  r->v[r->nv++] = x;
}

/* The next bead of the last pass with its pieces. */
static void pull(recut *r) {
  const tml_bead *e = &r->p->beads[r->next];
  const uint32_t from[2] = {e->source, e->target}, n[2] = {e->nsource, e->ntarget};
  put_bead(r, (tml_bead){(uint32_t)r->nu[0], (uint32_t)r->nu[1], e->nsource, e->ntarget, e->score});
  for (unsigned d = 0; d < 2; d++)
    for (uint32_t i = from[d]; i < from[d] + n[d]; i++) {
      const page_side *s = &r->p->side[d];
      put_unit(r, d,
               (unit){.seg = s->seg[i],
                      .piece = i,
                      .tok = s->flat + s->at[i],
                      .grams = s->flat + s->grams[i],
                      .end = s->flat + s->at[i + 1],
                      .bead = r->next});
    }
  r->next++;
}

/* ---- which beads are odd ---- */

static void first_of(const tml_bead *e, uint32_t *first, uint32_t *n) {
  first[0] = e->source, first[1] = e->target, n[0] = e->nsource, n[1] = e->ntarget;
}

static uint32_t chars_of(const recut *r, const tml_bead *e, unsigned d) {
  uint32_t first[2], n[2], sum = 0;
  first_of(e, first, n);
  for (uint32_t i = 0; i < n[d]; i++) sum += r->u[d][first[d] + i].seg.chars;
  return sum;
}

/* How far the lengths are from what is usual, in standard deviations; above 0: the target is long. */
static double oddness(const recut *r, uint32_t source, uint32_t target) {
  const length_model *l = &r->k.length;
  const double x = log((target + 2.0) / (source + 2.0)) - l->mu, least = source < target ? source : target;
  return x / sqrt(l->s0 * l->s0 + l->s1 * l->s1 / (least + 1));
}

/* A lost text is near one that is new, or that has taken another with it: how long that is, 0 where there is none. */
static uint32_t lost_near(const recut *r, size_t at, unsigned d) {
  for (size_t q = at > 2 ? at - 2 : 0; q < r->nv && q <= at + 2; q++) {
    uint32_t first[2], n[2];
    first_of(&r->v[q], first, n);
    if (n[d] == 0) return chars_of(r, &r->v[q], d ^ 1);
  }
  return 0;
}

/* The side whose pieces may hold too much, and what they should be as long as. */
static bool odd_side(const recut *r, size_t at, unsigned *d, uint32_t *chars) {
  const tml_bead *e = &r->v[at];
  if (e->nsource && e->ntarget) {
    const double odd = oddness(r, chars_of(r, e, 0), chars_of(r, e, 1));
    *d = odd > 0;
    *chars = chars_of(r, e, *d ^ 1);
    return fabs(odd) > ODD;
  }
  *d = e->nsource == 0;
  *chars = lost_near(r, at, *d);
  return *chars > 0;
}

/* ---- where it may be cut ---- */

static uint32_t plain_chars(const char *p, uint32_t from, uint32_t to) {
  uint32_t n = 0;
  for (uint32_t i = from; i < to; i++) n += (p[i] & 0xC0) != 0x80 && (unsigned char)p[i] > ' ';
  return n;
}

/* The places whose one part is most nearly as long as what it should go with. */
static unsigned places(const recut *r, unsigned d, const unit *x, uint32_t chars, place *best) {
  const tml_text *t = &r->pieces[d]->v[x->piece].text;
  const uint32_t all = plain_chars(t->p, 0, t->n);
  uint32_t before = 0, from = 0, seen = 0;
  unsigned n = 0;
  bool hardly = false;
  for (size_t at; seen < PLACES && (at = tml_sentence_may_begin(tml_str_n(t->p, t->n), from, &hardly)) < t->n; seen++) {
    before += plain_chars(t->p, from, (uint32_t)at);
    from = (uint32_t)at;
    const uint32_t part[2] = {before, all - before};
    double odd = HUGE_VAL;
    for (unsigned k = 0; k < 2; k++) {
      const double v = fabs(d ? oddness(r, chars, part[k]) : oddness(r, part[k], chars));
      if (v < odd) odd = v;
    }
    if (n == TRIES && odd >= best[n - 1].odd) continue;
    unsigned q = n < TRIES ? n++ : n - 1;
    for (; q && best[q - 1].odd > odd; q--) best[q] = best[q - 1];
    best[q] = (place){from, hardly, odd};
  }
  return n;
}

/* ---- a window, aligned anew ---- */

static void copy_tokens(recut *r, unsigned d, uint32_t from, uint32_t to) {
  tok_list *o = &r->b->tok[d];
  o->v = tml_grow(o->v, o->n + (to - from), &o->cap, sizeof *o->v);
  memcpy(o->v + o->n, o->v + from, (to - from) * sizeof *o->v);
  o->n += to - from;
}

static void put_seg(recut *r, unsigned d, const unit *x) {
  page_side *s = &r->side[d];
  AL_ROOM(s->seg, r->nseg[d], s->n + 1), AL_ROOM(s->at, r->nat[d], s->n + 2), AL_ROOM(s->grams, r->ngrams[d], s->n + 1);
  AL_ROOM(r->bead_of[d], r->nbead_of[d], s->n + 1);
  s->seg[s->n] = x->seg;
  s->at[s->n] = (uint32_t)r->b->tok[d].n - s->flat;
  s->grams[s->n] = s->at[s->n] + (x->grams - x->tok);
  r->bead_of[d][s->n++] = x->bead;
  copy_tokens(r, d, x->tok, x->end);
  s->at[s->n] = (uint32_t)r->b->tok[d].n - s->flat;
}

/* Beads [lo, hi) with unit `at` of side `cut` replaced by the two of `half`; at UINT32_MAX: as they are. Returns the
 * logarithm of the sum over all chains. */
static double window(recut *r, size_t lo, size_t hi, unsigned cut, uint32_t at, const unit *half) {
  const size_t kept[2] = {r->b->tok[0].n, r->b->tok[1].n};
  uint32_t first[2], last[2], n[2];
  first_of(&r->v[lo], first, n);
  first_of(&r->v[hi - 1], last, n);
  page_part part = {.page = r->p};
  for (unsigned d = 0; d < 2; d++) {
    r->side[d].n = 0, r->side[d].flat = (uint32_t)kept[d];
    for (uint32_t i = first[d]; i < last[d] + n[d]; i++) {
      if (d == cut && i == at) put_seg(r, d, &half[0]), put_seg(r, d, &half[1]);
      else put_seg(r, d, &r->u[d][i]);
    }
    part.side[d] = r->side[d], part.bead_of[d] = r->bead_of[d];
    r->tok[d] = r->b->tok[d].v;
  }
  AL_ROOM(r->expected, r->nexpected, part.side[0].n);
  for (uint32_t i = 0; i < part.side[0].n; i++) r->expected[i] = (double)i * part.side[1].n / part.side[0].n;
  part.expected = r->expected;
  const double sum = aligner_part(r->b->spare, &r->k, &part);
  r->b->tok[0].n = kept[0], r->b->tok[1].n = kept[1];
  return sum;
}

static const tml_bead *bead_with(const aligner *a, unsigned d, uint32_t i) {
  for (size_t q = 0; q < a->nout; q++) {
    uint32_t first[2], n[2];
    first_of(&a->out[q], first, n);
    if (i >= first[d] && i < first[d] + n[d]) return &a->out[q];
  }
  return NULL;
}

/* In what the window became: does one part of unit i have a partner without the other? *cost: what that must gain. */
static bool parted(const aligner *a, unsigned d, uint32_t i, const unit *half, double *cost) {
  const tml_bead *x = bead_with(a, d, i), *y = bead_with(a, d, i + 1);
  if (!x || !y || x == y) return false;
  const bool has[2] = {x->nsource && x->ntarget, y->nsource && y->ntarget};
  const uint32_t chars[2] = {half[0].seg.chars, half[1].seg.chars};
  if (has[0] != has[1] && chars[has[0]] * 2 < chars[has[1]]) *cost += SHORT;
  return has[0] || has[1];
}

/* The unit's two parts, their tokens at the end of the batch's. False where one of them says nothing. */
static bool halve(recut *r, unsigned d, const unit *x, uint32_t at, unit *half) {
  const tml_text *t = &r->pieces[d]->v[x->piece].text;
  const uint32_t ends[3] = {0, at, t->n};
  tok_list *o = &r->b->tok[d];
  for (unsigned k = 0; k < 2; k++) {
    const tml_text part = {.p = t->p + ends[k], .n = ends[k + 1] - ends[k]};
    half[k] = *x;
    half[k].from = ends[k], half[k].to = ends[k + 1];
    half[k].tok = (uint32_t)o->n;
    half[k].seg.chars = vocab_tokens(&r->b->v, &part, o);
    half[k].grams = (uint32_t)bitext_grams_last(r->b, o, half[k].tok);
    half[k].end = (uint32_t)o->n;
    half[k].seg.first &= k == 0;
    for (uint32_t q = half[k].tok; q < half[k].end; q++)
      if (o->v[q] >= r->k.nvocab) return false; /* what is not closed in a part */
    if (half[k].tok == half[k].end) return false;
  }
  return true;
}

static void take_window(recut *r, size_t lo, unsigned d, uint32_t at, const unit *half) {
  const aligner *a = r->b->spare;
  const uint32_t base[2] = {r->v[lo].source, r->v[lo].target};
  put_unit(r, d, half[1]);
  memmove(r->u[d] + at + 2, r->u[d] + at + 1, (r->nu[d] - at - 2) * sizeof *r->u[d]);
  r->u[d][at] = half[0], r->u[d][at + 1] = half[1];
  r->nv = lo;
  for (size_t q = 0; q < a->nout; q++) {
    tml_bead e = a->out[q];
    e.source += base[0], e.target += base[1];
    put_bead(r, e);
  }
  r->cuts++;
}

/* Tries to cut the pieces of bead `at`, the window's last being the last of all. Where to go on. */
static size_t look(recut *r, size_t at) {
  const size_t lo = at > NEAR ? at - NEAR : 0;
  unsigned d;
  uint32_t chars, first[2], n[2];
  if (!odd_side(r, at, &d, &chars)) return at + 1;
  first_of(&r->v[at], first, n);
  double plain = 0;
  bool known = false;
  for (uint32_t i = first[d]; i < first[d] + n[d]; i++) {
    const unit x = r->u[d][i];
    place best[TRIES];
    unit half[2];
    if (x.to || x.seg.block == TML_BLK_CODE) continue;
    const unsigned np = places(r, d, &x, chars, best);
    unsigned found = TRIES;
    double most = 0;
    const size_t kept = r->b->tok[d].n;
    const uint32_t inside = i - (d ? r->v[lo].target : r->v[lo].source);
    for (unsigned q = 0; q < np; q++) {
      if (!known) plain = window(r, lo, r->nv, 0, UINT32_MAX, NULL), known = true;
      if (halve(r, d, &x, best[q].at, half)) {
        double gain = window(r, lo, r->nv, d, i, half) - plain, cost = LEAST + (best[q].hardly ? HARDLY : 0);
        if (parted(r->b->spare, d, inside, half, &cost) && gain - cost > most) most = gain - cost, found = q;
      }
      r->b->tok[d].n = kept;
    }
    if (found == TRIES) continue;
    halve(r, d, &x, best[found].at, half);
    window(r, lo, r->nv, d, i, half);
    take_window(r, lo, d, i, half);
    for (at = lo; at < r->nv; at++) { /* behind the second part */
      first_of(&r->v[at], first, n);
      if (first[d] > i + 1) break;
    }
    return at;
  }
  return at + 1;
}

/* ---- all of a page ---- */

/* Bytes [from, to) of a piece. */
static tml_piece part_of(const tml_piece *x, uint32_t from, uint32_t to, tml_arena *arena) {
  tml_piece v = *x;
  while (to > from && (unsigned char)x->text.p[to - 1] <= ' ') to--;
  v.text = tml_text_part(arena, &x->text, from, to);
  if (from) v.first = false, v.anchor = (tml_str){NULL, 0};
  return v;
}

uint32_t tml_bitext_cuts(const tml_pieces *before, const tml_pieces *after, tml_recut *out) {
  uint32_t n = 0;
  for (uint32_t i = 0, k = 0; i < after->n; i++) {
    const char *p = after->v[i].text.p;
    if (k < before->n && p == before->v[k].text.p) k++;
    else if (n < after->n - before->n) out[n++] = (tml_recut){k - 1, (uint32_t)(p - before->v[k - 1].text.p)};
  }
  return n;
}

void tml_bitext_cut(tml_pieces *pieces, const tml_recut *cuts, uint32_t n, tml_arena *arena) {
  if (!n) return;
  tml_piece *v = TML_NEWN(arena, tml_piece, pieces->n + n);
  uint32_t made = 0;
  for (uint32_t i = 0, k = 0; i < pieces->n; i++) {
    const tml_piece *x = &pieces->v[i];
    if (k < n && cuts[k].piece == i && cuts[k].at > 0 && cuts[k].at < x->text.n) {
      v[made++] = part_of(x, 0, cuts[k].at, arena);
      v[made++] = part_of(x, cuts[k++].at, x->text.n, arena);
    } else {
      v[made++] = *x;
    }
  }
  pieces->v = v, pieces->n = made, pieces->cap = made;
}

static tml_piece *rebuild(const recut *r, unsigned d, tml_arena *arena) {
  tml_piece *v = TML_NEWN(arena, tml_piece, r->nu[d] + 1);
  for (size_t i = 0; i < r->nu[d]; i++) {
    const unit *x = &r->u[d][i];
    const tml_piece *whole = &r->pieces[d]->v[x->piece];
    v[i] = x->to ? part_of(whole, x->from, x->to, arena) : *whole;
  }
  return v;
}

uint32_t tml_bitext_recut(tml_bitext *b, uint32_t page, tml_pieces *source, tml_pieces *target, tml_arena *arena) {
  page_pair *p = &b->pages[page];
  recut r = {.b = b, .p = p, .pieces = {source, target}};
  r.k = bitext_knowledge(b, r.tok);
  if (!b->spare) b->spare = aligner_new();
  for (size_t at = 0; at < r.nv || r.next < p->nbeads;) {
    while (r.next < p->nbeads && r.nv <= at + NEAR) pull(&r);
    if (at >= r.nv) break;
    at = look(&r, at);
  }
  if (r.cuts) {
    tml_pieces *const out[2] = {source, target};
    tml_piece *const v[2] = {rebuild(&r, 0, arena), rebuild(&r, 1, arena)};
    for (unsigned d = 0; d < 2; d++) out[d]->v = v[d], out[d]->n = (uint32_t)r.nu[d], out[d]->cap = r.nu[d];
    free(p->beads);
    p->beads = r.v, p->nbeads = (uint32_t)r.nv;
    r.v = NULL;
  }
  for (unsigned d = 0; d < 2; d++)
    free(r.u[d]), free(r.side[d].seg), free(r.side[d].at), free(r.side[d].grams), free(r.bead_of[d]);
  free(r.v), free(r.expected);
  return r.cuts;
}
