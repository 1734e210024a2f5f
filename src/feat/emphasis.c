/* emphasis.c — which '*' and '_' of a text are emphasis: CommonMark's delimiter-run algorithm over the sheet's tokens.
 *
 * What for: rules tell a rendered bold from asterisks that readers see. Gives TML_F_EMPH facts (feat.h says what is in
 * them), marks used delimiters TML_TF_SYNTAX and what they enclose TML_TF_EMPH / TML_FF_IN_EMPH.
 * What not: no block structure (a text is inline content), no strikethrough.
 * Grammar: CommonMark 0.30, "Emphasis and strong emphasis" and "An algorithm for parsing nested emphasis and links",
 * the rule of three included. 0.31 counts symbols (™ € +) as punctuation too: then `**Word™**은` would not render. The
 * publishing systems of our pages do render it, so the older and more lenient set is taken.
 * Precedence: code, tags and URLs are opaque tokens already; the delimiters in a link's text pair among themselves
 * before those outside it are looked at. Both ends of a text count as white space.
 * Cost: linear; `bottom` keeps a closer from searching again where nothing was found, and nesting is marked in one
 * sweep at the end.
 */
#include "tmlint/feat.h"

enum { NIL = UINT32_MAX };

typedef struct delim {
  uint32_t start;          /* text offset of the first sign that is not used yet */
  uint32_t n;              /* signs not used yet */
  uint32_t whole;          /* signs at first: the rule of three looks at these */
  uint32_t tok, ntok;      /* the run's tokens */
  uint32_t prev, next;     /* neighbours in the list of the delimiters still in play */
  uint32_t link;           /* fact index + 1 of the link or image whose text it stands in, or 0 */
  uint32_t opened, closed; /* signs used as openers and as closers */
  char sign;
  bool can_open, can_close;
  bool matched; /* its list was looked at */
} delim;

typedef struct work {
  const tml_featctx *ctx;
  tml_sheet *s;
  delim *d;
  uint32_t n;
  size_t cap;
} work;

/* ---- flanking ---------------------------------------------------------------------------------------------------- */

enum { SIDE_SPACE, SIDE_PUNCT, SIDE_OTHER };

static int side_of(uint32_t cp) {
  if (cp < 0x80) {
    if (cp == ' ' || (cp >= '\t' && cp <= '\r')) return SIDE_SPACE;
    bool alnum = (cp | 32) - 'a' < 26u || cp - '0' < 10u;
    return cp < ' ' || cp == 0x7F || alnum ? SIDE_OTHER : SIDE_PUNCT;
  }
  switch (tml_cp_class(cp)) {
  case TML_CP_SPACE: return SIDE_SPACE;
  case TML_CP_PUNCT: return SIDE_PUNCT;
  default: return SIDE_OTHER;
  }
}

/* The character before `at`. Texts may hold bytes that are no UTF-8: those count as a character of their own. */
static int side_before(const tml_text *t, uint32_t at) {
  if (at == 0) return SIDE_SPACE;
  uint32_t p = at - 1;
  if ((signed char)t->p[p] >= 0) return side_of((unsigned char)t->p[p]);
  while (p > 0 && at - p < 4 && ((unsigned char)t->p[p] & 0xC0) == 0x80) p--;
  unsigned len;
  uint32_t cp = tml_utf8_lenient(t->p + p, t->p + at, &len);
  return len == at - p ? side_of(cp) : SIDE_OTHER;
}

static int side_after(const tml_text *t, uint32_t at) {
  if (at >= t->n) return SIDE_SPACE;
  if ((signed char)t->p[at] >= 0) return side_of((unsigned char)t->p[at]);
  unsigned len;
  return side_of(tml_utf8_lenient(t->p + at, t->p + t->n, &len));
}

static void flank(const tml_text *t, delim *d) {
  int before = side_before(t, d->start), after = side_after(t, d->start + d->n);
  bool left = after != SIDE_SPACE && (after != SIDE_PUNCT || before != SIDE_OTHER);
  bool right = before != SIDE_SPACE && (before != SIDE_PUNCT || after != SIDE_OTHER);
  if (d->sign == '*') {
    d->can_open = left;
    d->can_close = right;
  } else {
    d->can_open = left && (!right || before == SIDE_PUNCT);
    d->can_close = right && (!left || after == SIDE_PUNCT);
  }
}

/* ---- collecting the runs ----------------------------------------------------------------------------------------- */

static inline bool is_sign(const tml_tok *t, uint16_t escaped) {
  return t->kind == TML_T_PUNCT && (t->cp == '*' || t->cp == '_') &&
         (t->flags & (TML_TF_ESCAPED | TML_TF_REF | TML_TF_SYNTAX | TML_TF_FOLDED)) == escaped && t->owner == 0;
}

/* Number of tokens from i on that are the same sign without a gap. */
static uint32_t run_at(const tml_sheet *s, uint32_t i, uint16_t escaped) {
  uint32_t j = i + 1;
  while (j < s->ntok && is_sign(&s->tok[j], escaped) && s->tok[j].cp == s->tok[i].cp &&
         s->tok[j].start == s->tok[j - 1].end)
    j++;
  return j - i;
}

static void add_left(work *w, uint32_t tok, uint32_t ntok, unsigned unit) {
  const tml_tok *t = &w->s->tok[tok];
  tml_fact *f = tml_feat_add(w->ctx, w->s, TML_F_EMPH, t->start, t[ntok - 1].end);
  f->flags |= TML_FF_LEFT;
  f->in_start = f->in_end = f->start;
  f->tok = tok;
  f->ntok = ntok;
  f->key = (uint64_t)t->cp << 32 | ntok;
  f->unit = (uint16_t)unit;
}

/* One run of signs at token i: returns its tokens. */
static uint32_t add_run(work *w, uint32_t i, uint32_t link) {
  const tml_tok *t = &w->s->tok[i];
  uint32_t n = run_at(w->s, i, 0);
  w->d = tml_arena_grow(w->ctx->arena, w->d, w->n, &w->cap, sizeof(delim));
  delim *d = &w->d[w->n++];
  *d = (delim){.start = t->start, .n = n, .whole = n, .tok = i, .ntok = n, .link = link, .sign = (char)t->cp};
  flank(w->s->text, d);
  return n;
}

static void collect(work *w) {
  const tml_sheet *s = w->s;
  uint32_t link[8] = {0}, depth = 0; /* an image in a link is the deepest that Markdown has */
  for (uint32_t i = 0, n; i < s->ntok; i += n) {
    const tml_tok *t = &s->tok[i];
    n = 1;
    if (t->kind != TML_T_PUNCT) continue;
    if (t->owner && (t->flags & TML_TF_SYNTAX) && !(s->fact[t->owner - 1].flags & TML_FF_BROKEN)) {
      if (t->cp == ']') depth -= depth > 0;
      else if (depth + 1 < TML_COUNT(link)) link[++depth] = t->owner;
    } else if (is_sign(t, 0)) {
      n = add_run(w, i, link[depth]);
    } else if (t->cp == '*' && is_sign(t, TML_TF_ESCAPED)) {
      n = run_at(s, i, TML_TF_ESCAPED);
      if (n >= 2) add_left(w, i, n, TML_EMPH_ESCAPED); /* `\*\*`: bold that a tool did not understand */
    }
  }
}

/* ---- matching ---------------------------------------------------------------------------------------------------- */

static void drop(work *w, uint32_t i) {
  delim *d = &w->d[i];
  if (d->prev != NIL) w->d[d->prev].next = d->next;
  if (d->next != NIL) w->d[d->next].prev = d->prev;
}

static bool fits(const delim *o, const delim *c) {
  if (!o->can_open || o->sign != c->sign) return false;
  bool both = o->can_close || c->can_open;
  return !both || (o->whole + c->whole) % 3 != 0 || (o->whole % 3 == 0 && c->whole % 3 == 0);
}

/* One emphasis of 1 or 2 signs, taken from the inner ends of both runs. */
static void pair(work *w, delim *o, delim *c) {
  uint32_t use = o->n >= 2 && c->n >= 2 ? 2 : 1;
  uint32_t from = o->start + o->n - use;
  tml_sheet *s = w->s;
  /* A sign is one byte and one token, so a token's index follows from its offset. */
  uint32_t first = o->tok + (from - s->tok[o->tok].start);
  uint32_t last = c->tok + (c->start - s->tok[c->tok].start) + use - 1;
  tml_fact *f = tml_feat_add(w->ctx, s, TML_F_EMPH, from, c->start + use);
  f->sub = (uint8_t)use;
  f->in_start = from + use;
  f->in_end = c->start;
  f->tok = first;
  f->ntok = last - first + 1;
  f->key = use;
  for (uint32_t k = 0; k < use; k++) {
    s->tok[first + k].flags |= TML_TF_SYNTAX;
    s->tok[last - k].flags |= TML_TF_SYNTAX;
  }
  o->n -= use;
  o->opened += use;
  c->start += use;
  c->n -= use;
  c->closed += use;
}

/* Pairs the delimiters of the list that begins at `ci`. */
static void match(work *w, uint32_t ci) {
  uint32_t bottom[2][2][3]; /* by sign, whether the closer can open too, its length: no opener from here down */
  memset(bottom, 0xFF, sizeof bottom);
  while (ci != NIL) {
    delim *c = &w->d[ci];
    if (!c->can_close) {
      ci = c->next;
      continue;
    }
    uint32_t *floor = &bottom[c->sign == '_'][c->can_open][c->whole % 3];
    uint32_t oi = c->prev;
    while (oi != NIL && (*floor == NIL || oi > *floor) && !fits(&w->d[oi], c)) oi = w->d[oi].prev;
    if (oi == NIL || (*floor != NIL && oi <= *floor)) {
      if (c->prev != NIL) *floor = c->prev;
      if (!c->can_open) drop(w, ci);
      ci = c->next;
      continue;
    }
    delim *o = &w->d[oi];
    pair(w, o, c);
    o->next = ci; /* what stands between the two is out of play */
    c->prev = oi;
    if (o->n == 0) drop(w, oi);
    if (c->n == 0) {
      drop(w, ci);
      ci = c->next;
    }
  }
}

/* Links the delimiters of one link (0: those outside all links) into a list and pairs them. */
static void match_in(work *w, uint32_t from, uint32_t to, uint32_t link) {
  uint32_t first = NIL, last = NIL;
  for (uint32_t i = from; i < to; i++) {
    if (w->d[i].link != link) continue;
    w->d[i].prev = last;
    w->d[i].next = NIL;
    w->d[i].matched = true;
    if (last == NIL) first = i;
    else w->d[last].next = i;
    last = i;
  }
  match(w, first);
}

/* The delimiters of each link's text, images in it apart, before those outside all links. */
static void match_links(work *w) {
  for (uint32_t i = 0; i < w->n; i++) {
    uint32_t link = w->d[i].link, end = link ? w->s->fact[link - 1].end : 0, j = i + 1;
    if (!link || w->d[i].matched) continue;
    while (j < w->n && w->d[j].start < end) j++;
    match_in(w, i, j, link);
  }
}

/* ---- what stands inside ------------------------------------------------------------------------------------------ */

/* Emphases nest, so one sweep with a depth does. nscan: the facts that were there before ours. */
static void mark_inside(work *w, uint32_t nscan) {
  tml_sheet *s = w->s;
  uint32_t depth = 0, ti = 0;
  for (uint32_t i = 0; i < w->n; i++) {
    const delim *d = &w->d[i];
    if (depth > 0)
      for (; ti < d->tok; ti++) s->tok[ti].flags |= TML_TF_EMPH;
    depth -= d->closed;
    depth += d->opened;
    ti = d->tok + d->ntok;
  }
  for (uint32_t i = 0; i < nscan; i++)
    if (s->tok[s->fact[i].tok].flags & TML_TF_EMPH) s->fact[i].flags |= TML_FF_IN_EMPH;
}

void tml_feat_emphasis(const tml_featctx *ctx, tml_sheet *s) {
  work w = {.ctx = ctx, .s = s};
  uint32_t nscan = s->nfact;
  collect(&w);
  if (w.n == 0) return;
  match_links(&w);
  match_in(&w, 0, w.n, 0);
  mark_inside(&w, nscan);
  for (uint32_t i = 0; i < w.n; i++) {
    const delim *d = &w.d[i];
    if (d->n == 0 || (d->n == 1 && !d->can_open && !d->can_close)) continue;
    add_left(&w, d->tok + (d->start - s->tok[d->tok].start), d->n,
             (d->can_open ? TML_EMPH_OPENS : 0u) | (d->can_close ? TML_EMPH_CLOSES : 0u));
  }
}
