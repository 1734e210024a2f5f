/* scan.c — the one pass over a text: bytes to tokens and inline facts.
 *
 * What for: everything later (facts, rules, hashes) is made from what this pass leaves; nobody looks at the bytes
 * again. What not: no judgement, no language: the same bytes give the same tokens in every locale. Grammar: CommonMark
 * 0.31 inlines (code spans, links, images, autolinks, raw HTML, character references, backslash escapes; emphasis is
 * emphasis.c), bare URLs as GFM's extended autolinks, docs tokens of Markdown doc systems
 *   ([!NOTE], [!INCLUDE], xref:, :::).
 * Bounds: every look-ahead is limited (TML_LOOK bytes), and a closer that was not found once is not sought again
 *   beyond that place (s->none): hostile input stays linear.
 */
#include "scan.h"

#include "lexicon.h"

/* What a byte can begin. Bits 0–3 are what runs are made of, so that a run's bits can be or-ed together. */
enum {
  B_LOWER = 1,
  B_UPPER = 2,
  B_DIGIT = 4,
  B_UNDER = 8,
  B_ALNUM = B_LOWER | B_UPPER | B_DIGIT,
  B_RUN = B_ALNUM | B_UNDER,
  B_SPACE = 16,
  B_SIGN = 32,    /* a sign that never begins anything, at most it sets a mark */
  B_SPECIAL = 64, /* a sign that may begin an inline */
  B_HIGH = 128    /* not ASCII */
};

#define L B_LOWER
#define U B_UPPER
#define D B_DIGIT
#define W B_SPACE
#define S B_SIGN
#define X B_SPECIAL
#define H16                                                                                                            \
  B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH, B_HIGH,      \
      B_HIGH, B_HIGH
static const uint8_t kind_of[256] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0, W, W, W, W, W, 0, 0,
    0,   0,   0,   0,   0,   0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, /* controls */
    W,   X,   S,   S,   X,   X,   X,   X,   S, S, S, S, S, X, X, S,
    D,   D,   D,   D,   D,   D,   D,   D,   D, D, X, S, X, S, S, S, /* sp!"#$%&'()*+,-./0-9:;<=>? */
    X,   U,   U,   U,   U,   U,   U,   U,   U, U, U, U, U, U, U, U,
    U,   U,   U,   U,   U,   U,   U,   U,   U, U, U, X, X, X, S, B_UNDER | S, /* @A-Z[\]^_ */
    X,   L,   L,   L,   L,   L,   L,   L,   L, L, L, L, L, L, L, L,
    L,   L,   L,   L,   L,   L,   L,   L,   L, L, L, X, S, S, S, 0, /* `a-z{|}~ */
    H16, H16, H16, H16, H16, H16, H16, H16,
};
#undef L
#undef U
#undef D
#undef W
#undef S
#undef X
#undef H16

/* The mark that a B_SIGN sets. */
static const uint32_t mark_of[128] = {
    ['('] = TML_M_BRACKET, [')'] = TML_M_BRACKET, ['}'] = TML_M_BRACKET, ['*'] = TML_M_STAR,
    ['_'] = TML_M_STAR,    ['"'] = TML_M_QUOTE,   ['|'] = TML_M_PIPE,    ['#'] = TML_M_HASHTAG,
};

const uint64_t tml_first_bytes[9] = {
    0,
    UINT64_C(0xFF),
    UINT64_C(0xFFFF),
    UINT64_C(0xFFFFFF),
    UINT64_C(0xFFFFFFFF),
    UINT64_C(0xFFFFFFFFFF),
    UINT64_C(0xFFFFFFFFFFFF),
    UINT64_C(0xFFFFFFFFFFFFFF),
    ~UINT64_C(0),
};

/* By a word's length, as far as it fits in eight bytes: bit 5 of each of its bytes, which small letters have; and by
 * its length up to sixteen what its hash begins with. */
#define SMALL(n) (TML_EACH(0x20) >> (64 - 8 * (n)))
static const uint64_t small_letters[9] = {0,        SMALL(1), SMALL(2), SMALL(3), SMALL(4),
                                          SMALL(5), SMALL(6), SMALL(7), SMALL(8)};
#undef SMALL
#define SEED(n) (UINT64_C(0x9E3779B97F4A7C15) ^ (n))
static const uint64_t hash_seeds[17] = {SEED(0),  SEED(1),  SEED(2),  SEED(3),  SEED(4),  SEED(5),
                                        SEED(6),  SEED(7),  SEED(8),  SEED(9),  SEED(10), SEED(11),
                                        SEED(12), SEED(13), SEED(14), SEED(15), SEED(16)};
#undef SEED

/* ---- tokens ---- */

static inline uint32_t marks_of(unsigned flags) {
  return (flags & TML_TF_CAPSIN ? TML_M_CAPSIN : 0u) | (flags & TML_TF_FOLDED ? TML_M_WIDE : 0u);
}

static inline tml_tok *token(tml_scan *s, int kind, const char *from, const char *to) {
  if (TML_UNLIKELY(s->ntok == s->tok_cap)) tml_scan_more_tokens(s);
  tml_tok *t = &s->tok[s->ntok++];
  t->start = (uint32_t)(from - s->p0);
  t->end = (uint32_t)(to - s->p0);
  t->kind = (uint8_t)kind;
  t->script = 0;
  t->flags = (uint16_t)s->pend;
  t->cp = 0;
  t->owner = 0;
  s->pend = 0;
  return t;
}

tml_tok *tml_scan_token(tml_scan *s, int kind, const char *from, const char *to) { return token(s, kind, from, to); }

/* Hash of a run of ASCII letters and digits, lower-cased: equal to tml_hash of the lower-case bytes. */
static inline uint64_t hash_run(const char *p, size_t n) {
  uint64_t h = UINT64_C(0x9E3779B97F4A7C15) ^ n, w;
  const uint64_t low = TML_EACH(0x20);
  for (; n >= 8; p += 8, n -= 8) {
    memcpy(&w, p, 8);
    h = tml_hash_mix(h, w | low);
  }
  if (n) {
    memcpy(&w, p, 8);
    h = tml_hash_mix(h, (w | low) & tml_first_bytes[n]);
  }
  return h;
}

static uint64_t hash_under(const char *p, size_t n) {
  char small[256];
  if (n > sizeof small) return tml_hash(p, n);
  for (size_t i = 0; i < n; i++) small[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] | 0x20) : p[i];
  return tml_hash(small, n);
}

static inline void number_token(tml_scan *s, const char *from, const char *to) {
  tml_scan_hot(s, s->ntok);
  tml_tok *t = token(s, TML_T_NUM, from, to);
  uint64_t v = 0;
  if (to - from <= 18) {
    for (const char *q = from; q < to; q++) v = v * 10 + (uint64_t)(*q - '0');
    t->hash = v;
  } else {
    t->hash = tml_hash(from, (size_t)(to - from));
  }
  s->out->marks |= TML_M_NUM;
}

/* The token of a word that is not ASCII. */
static const char *put_word(tml_scan *s, const char *from, const char *to, const tml_scan_word *w) {
  tml_sheet *o = s->out;
  tml_tok *t = token(s, TML_T_WORD, from, to);
  t->script = w->script;
  t->hash = w->hash;
  t->flags |= w->flags;
  if (TML_UNLIKELY(w->flags)) o->marks |= marks_of(w->flags);
  if (to - from >= TML_LONG) o->marks |= TML_M_LONG;
  if (w->script == TML_SCRIPT_LATIN) {
    if (w->upper) o->marks |= TML_M_CAPWORD;
    else if (w->letters > 1) o->lower++;
    o->latin += w->letters;
  }
  o->scripts |= UINT64_C(1) << w->script;
  o->letters += w->letters;
  o->words++;
  return to;
}

/* A run that begins with an ASCII letter or digit. */
static const char *ascii_run(tml_scan *s, const char *p) {
  const char *from = p;
  unsigned bits = 0, b, first = kind_of[(unsigned char)*p];
  do {
    while ((b = kind_of[(unsigned char)*p]) & B_ALNUM) bits |= b, p++;
    if (TML_LIKELY(!(b & B_UNDER)) || p + 1 >= s->end || !(kind_of[(unsigned char)p[1]] & B_ALNUM)) break;
    bits |= B_UNDER;
    p++;
  } while (p < s->end);
  if (TML_UNLIKELY(p > s->end)) p = s->end; /* the byte behind a text is always a sign ('<') or 0; decoded copies too */
  if (bits == B_DIGIT) {
    number_token(s, from, p);
    return p;
  }
  if (TML_UNLIKELY((signed char)*p < 0 && p < s->end) && !(bits & (B_DIGIT | B_UNDER))) {
    tml_scan_word w;
    unsigned len;
    uint16_t info = tml_cp_info(tml_utf8_at(p, &len));
    unsigned type = TML_CPI_TYPE(info);
    if ((type == TML_CP_LETTER && TML_CPI_SCRIPT(info) == TML_SCRIPT_LATIN) || type == TML_CP_MARK)
      return put_word(s, from, tml_scan_wide(s, from, p, &w), &w);
  }
  size_t n = (size_t)(p - from);
  tml_tok *t = token(s, bits & (B_DIGIT | B_UNDER) ? TML_T_MIX : TML_T_WORD, from, p);
  unsigned flags = 0;
  if (bits & B_UPPER) {
    if (first & B_UPPER) flags |= TML_TF_UPPER;
    if (!(bits & B_LOWER) && n > 1) flags |= TML_TF_ALLCAPS;
    else if (n > 1) {
      unsigned rest = 0;
      for (const char *q = from + 1; q < p; q++) rest |= kind_of[(unsigned char)*q];
      if (rest & B_UPPER) flags |= TML_TF_CAPSIN;
    }
    s->out->marks |= TML_M_CAPWORD;
  } else if (n > 1 && !(bits & B_DIGIT)) {
    s->out->lower++;
  }
  t->script = TML_SCRIPT_LATIN;
  if (bits & (B_DIGIT | B_UNDER)) {
    if (bits & B_DIGIT) flags |= TML_TF_DIGIT, s->out->marks |= TML_M_NUM;
    if (bits & B_UNDER) flags |= TML_TF_UNDER;
  } else {
    s->out->letters += (uint32_t)n;
    s->out->latin += (uint32_t)n;
  }
  if (t->kind == TML_T_MIX || flags & (TML_TF_CAPSIN | TML_TF_ALLCAPS)) tml_scan_hot(s, s->ntok - 1);
  if (flags & TML_TF_CAPSIN) s->out->marks |= TML_M_CAPSIN;
  t->flags |= (uint16_t)flags;
  t->hash = bits & B_UNDER ? hash_under(from, n) : hash_run(from, n);
  s->out->words++;
  return p;
}

static inline uint32_t fold_sign(uint32_t cp) {
  if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212) return '-';
  return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp;
}

static inline tml_tok *sign(tml_scan *s, uint32_t cp, const char *from, const char *to) {
  tml_tok *t = token(s, TML_T_PUNCT, from, to);
  t->cp = cp;
  t->hash = cp;
  return t;
}

static const char *native_number(tml_scan *s, const char *p) {
  const char *from = p;
  uint64_t v = 0;
  unsigned len, n = 0;
  bool wide = false;
  while (p < s->end && (signed char)*p < 0) {
    uint32_t cp = tml_utf8_at(p, &len);
    int d = tml_cp_digit(cp);
    if (d < 0) break;
    wide |= cp >= 0xFF10 && cp <= 0xFF19;
    v = v * 10 + (uint64_t)d;
    p += len;
    n++;
  }
  tml_scan_hot(s, s->ntok);
  tml_tok *t = token(s, TML_T_NUM, from, p);
  t->hash = n <= 18 ? v : tml_hash(from, (size_t)(p - from));
  t->flags |= TML_TF_NATIVE;
  if (wide) t->flags |= TML_TF_FOLDED, s->out->marks |= TML_M_WIDE;
  s->out->marks |= TML_M_NUM;
  return p;
}

static const char *wide_char(tml_scan *s, const char *p) {
  unsigned len;
  uint32_t cp = tml_utf8_at(p, &len);
  uint16_t info = tml_cp_info(cp);
  tml_scan_word w;
  switch (TML_CPI_TYPE(info)) {
  case TML_CP_LETTER: return put_word(s, p, tml_scan_letter(s, p, info, &w), &w);
  case TML_CP_MARK: return put_word(s, p, tml_scan_wide(s, p, p, &w), &w);
  case TML_CP_DIGIT: return native_number(s, p);
  case TML_CP_SPACE:
    s->pend |= TML_TF_SPACE | (cp == 0x3000 ? 0 : TML_TF_NBSP);
    if (cp != 0x3000) s->out->marks |= TML_M_NBSP;
    return p + len;
  case TML_CP_FORMAT:
  case TML_CP_CONTROL:
  case TML_CP_PRIVATE:
  case TML_CP_UNASSIGNED: return p + len; /* family CH sees these */
  default: break;
  }
  tml_tok *t = sign(s, cp, p, p + len);
  t->hash = fold_sign(cp);
  if (t->hash != cp) {
    t->flags |= TML_TF_FOLDED;
    if (cp >= 0xFF00) s->out->marks |= TML_M_WIDE;
  }
  s->out->marks |= tml_scan_sign_marks(cp);
  return p + len;
}

static inline const char *blanks(tml_scan *s, const char *p) {
  unsigned n = 0;
  bool line = false;
  for (; p < s->end && (kind_of[(unsigned char)*p] & B_SPACE); p++, n++) line |= *p == '\n' || *p == '\r';
  s->pend |= TML_TF_SPACE;
  if (line) {
    s->pend |= TML_TF_NEWLINE;
    s->out->marks |= TML_M_NEWLINE;
  } else if (n > 1) {
    s->pend |= TML_TF_DOUBLE;
    if (s->ntok && p < s->end) s->out->marks |= TML_M_DOUBLE;
  }
  return p;
}

/* ---- hashes ---- */

/* What the sheet's hashes have so far; the lexicon's bits by the side. */
typedef struct sums {
  uint64_t content, links, form;
  const uint64_t *first;
} sums;

static const uint64_t no_names[(1u << TML_LEX_BITS) / 64];

static void name_slow(tml_scan *s, uint32_t tok) {
  tml_sheet *o = s->out;
  o->named = tml_arena_grow(s->ctx->arena, o->named, o->nnamed, &o->named_cap, sizeof *o->named);
  o->named[o->nnamed++] = tok;
}

static inline void name(tml_scan *s, uint32_t tok) {
  tml_sheet *o = s->out;
  if (TML_UNLIKELY(o->nnamed == o->named_cap)) name_slow(s, tok);
  else o->named[o->nnamed++] = tok;
}

static inline bool begins_name(const sums *u, uint64_t hash) {
  unsigned i = (unsigned)(hash >> (64 - TML_LEX_BITS));
  return u->first[i >> 6] >> (i & 63) & 1;
}

static inline uint64_t add_sign(uint64_t form, uint64_t hash) { return (form + hash) * UINT64_C(0x9E3779B97F4A7C15); }

/* Tokens from `i` on. */
static void add_tokens(tml_scan *s, uint32_t i, sums *u) {
  for (; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT) { /* a link counts by its target, wherever word order puts it */
      if (t->owner && (t->cp == '[' || t->cp == '!')) u->links += t->hash;
      u->form = add_sign(u->form, t->hash);
      continue;
    }
    u->content = tml_hash_mix(u->content, t->hash);
    if (begins_name(u, t->hash) || (t->kind == TML_T_MIX && s->ctx->lexicon)) name(s, i);
  }
}

static void finish(tml_scan *s, sums *u) {
  tml_sheet *o = s->out;
  if (s->again) {
    u->content = u->links = u->form = 0;
    o->nnamed = 0;
    add_tokens(s, 0, u);
  }
  if (o->latin) o->scripts |= UINT64_C(1) << TML_SCRIPT_LATIN;
  o->content = tml_hash_mix(u->content, u->links);
  o->hash = tml_hash_mix(o->content, u->form);
  o->tok = s->tok;
  o->ntok = s->ntok;
  o->tok_cap = s->ntok;
  o->body_start = s->ntok ? s->tok[0].start : 0;
  o->body_end = s->ntok ? s->tok[s->ntok - 1].end : 0;
}

/* ---- the loop ---- */

/* Everything that the loop does not do itself: what stands at p decides. */
static const char *other(tml_scan *s, const char *p) {
  unsigned char c = (unsigned char)*p;
  unsigned b = kind_of[c];
  if (b & B_ALNUM) return ascii_run(s, p);
  /* the loop takes a blank at a time behind a token: two are one gap */
  if (b & B_SPACE) return blanks(s, s->pend && p > s->p0 && p[-1] == ' ' ? p - 1 : p);
  if (c >= 0x80) return wide_char(s, p);
  if (b & B_SPECIAL) return tml_scan_special(s, p);
  return p + 1; /* a control character: CH004 */
}

/* A token in few stores. head: kind | script << 8 | flags << 16 | code point << 32; no owner. */
static inline void put_token(tml_tok *t, uint32_t start, uint32_t size, uint64_t head, uint64_t hash) {
  _Static_assert(offsetof(tml_tok, end) == 4 && offsetof(tml_tok, kind) == 8 && offsetof(tml_tok, script) == 9 &&
                     offsetof(tml_tok, flags) == 10 && offsetof(tml_tok, cp) == 12 && offsetof(tml_tok, hash) == 16 &&
                     offsetof(tml_tok, owner) == 24 && sizeof(tml_tok) == 32,
                 "tokens are stored as numbers of eight bytes");
  uint64_t none = 0;
  t->start = start;
  t->end = start + size;
  memcpy(&t->kind, &head, 8);
  t->hash = hash;
  memcpy(&t->owner, &none, 8);
}

/* What the loop keeps for itself until its end, or until something rare needs it. */
typedef struct counts {
  uint32_t letters, others, lower, marks; /* others: letters that are not Latin */
  uint32_t signs, rare;                   /* tokens that the loop made of signs, and those that it did not make */
  uint64_t scripts;
} counts;

/* Flags and marks of an ASCII word with capitals, up to sixteen letters at p. */
static unsigned capitals(tml_scan *s, const char *p, unsigned size, uint32_t tok, counts *n) {
  uint32_t run = (1u << size) - 1, big = run & ~tml_small16(p);
  unsigned flags = big & 1 ? TML_TF_UPPER : 0;
  if (size > 1 && big == run) flags |= TML_TF_ALLCAPS;
  else if (big & ~1u) flags |= TML_TF_CAPSIN;
  n->marks |= TML_M_CAPWORD | marks_of(flags);
  if (flags & (TML_TF_CAPSIN | TML_TF_ALLCAPS)) tml_scan_hot(s, tok);
  return flags;
}

/* Of tml_cp_two: a Latin letter. */
static inline bool is_latin(uint32_t e) { return (e & (63u << 16 | 1u << 24)) == (TML_SCRIPT_LATIN << 16 | 1u << 24); }

/* At a letter of two or three bytes: reads its word. NULL where it is something else. */
static inline const char *wide_letters(const tml_scan *s, const char *p, tml_scan_word *w) {
  uint32_t i = tml_cp_three_at(p);
  const char *q = p, *end = s->end;
  if (i < TML_COUNT(tml_cp_three) && (w->script = tml_cp_three[i])) {
    unsigned script = w->script;
    w->flags = 0;
    do q += 3;
    while (q < end && (i = tml_cp_three_at(q)) < TML_COUNT(tml_cp_three) && tml_cp_three[i] == script);
    if (TML_LIKELY((signed char)*q >= 0 && q <= end)) {
      w->letters = (uint32_t)(q - p) / 3;
      w->hash = tml_hash_bytes(p, (size_t)(q - p));
    } else if (!(q = tml_scan_long(s, p, q <= end ? q : p, script, w))) {
      q = tml_scan_wide(s, p, p, w);
    }
  } else if ((i = tml_cp_two_at(p)) < TML_COUNT(tml_cp_two) && tml_cp_two[i] >> 24 & 1) {
    q = tml_scan_wide(s, p, p, w);
  } else if ((i = tml_cp_near_at(p)) < TML_COUNT(tml_cp_near) && tml_cp_near[i] - 1u < TML_NEAR_LETTER - 1) {
    q = tml_scan_long(s, p, p, tml_cp_near[i], w);
    if (!q) q = tml_scan_wide(s, p, p, w);
  } else {
    return NULL;
  }
  return q;
}

static inline void count_wide(const tml_scan_word *w, size_t size, counts *n) {
  if (TML_UNLIKELY(size >= TML_LONG)) n->marks |= TML_M_LONG;
  if (w->flags) n->marks |= marks_of(w->flags);
  if (w->script == TML_SCRIPT_LATIN) {
    if (w->upper) n->marks |= TML_M_CAPWORD;
    else n->lower += w->letters > 1;
    n->letters += w->letters;
  } else {
    n->others += w->letters;
  }
  n->scripts |= UINT64_C(1) << w->script;
}

/* Where the loop must look whether there is room for another token: each takes a byte at least. */
static const char *room_end(tml_scan *s, const char *p) {
  if (s->ntok == s->tok_cap) tml_scan_more_tokens(s);
  return limit(s, p, s->tok_cap - s->ntok);
}

/* From p to the text's end, with `n` and `u` as they stand. */
static void scan_all(tml_scan *s, const char *p, counts *n, sums *u) {
  const char *const p0 = s->p0, *stop = room_end(s, p);
  uint64_t content = 0, form = 0;
  tml_tok *t = s->tok;
  unsigned gap = 0, c = (unsigned char)*p; /* flags << 16; the byte at p */
  for (;;) {
    unsigned k = kind_of[c];
    size_t size;
    uint64_t hash;
    tml_scan_word w;
    const char *q;
    if (TML_UNLIKELY(p >= stop)) {
      s->ntok = (uint32_t)(t - s->tok);
      if (p >= s->end) break;
      stop = room_end(s, p);
      t = s->tok + s->ntok;
    }
    if (k & (B_LOWER | B_UPPER)) {
      uint64_t x, y;
      size = tml_letters16(p);
      if (TML_UNLIKELY(kind_of[(unsigned char)p[size]] & (B_RUN | B_HIGH) || p + size > stop)) {
        uint32_t i = tml_cp_two_at(p + size);
        if (p + size >= stop || i >= TML_COUNT(tml_cp_two) || !is_latin(tml_cp_two[i])) goto rare;
        q = tml_scan_wide(s, p, p + size, &w);
        goto wide;
      }
      memcpy(&x, p, 8);
      if (TML_LIKELY(size <= 8)) {
        x &= tml_first_bytes[size];
        y = x | small_letters[size];
        hash = tml_hash_mix(hash_seeds[size], y);
        y ^= x;
      } else {
        memcpy(&y, p + 8, 8);
        y &= tml_first_bytes[size - 8];
        uint64_t a = x | TML_EACH(0x20), b = y | small_letters[size - 8];
        hash = tml_hash_mix(tml_hash_mix(hash_seeds[size], a), b);
        y = (a ^ x) | (b ^ y);
      }
      if (y) gap |= capitals(s, p, (unsigned)size, (uint32_t)(t - s->tok), n) << 16;
      else n->lower += size > 1;
      n->letters += (uint32_t)size;
      put_token(t, (uint32_t)(p - p0), (uint32_t)size, TML_T_WORD | TML_SCRIPT_LATIN << 8 | gap, hash);
    } else if (k & B_HIGH) {
      if (!(q = wide_letters(s, p, &w))) goto rare;
    wide:
      size = (size_t)(q - p);
      count_wide(&w, size, n);
      hash = w.hash;
      put_token(t, (uint32_t)(p - p0), (uint32_t)size,
                TML_T_WORD | (uint32_t)w.script << 8 | (uint32_t)w.flags << 16 | gap, hash);
    } else if (k & B_SIGN || (c == '.' && (p[1] == ' ' || p + 1 == s->end))) { /* a full stop: nothing begins there */
      n->marks |= mark_of[c];
      put_token(t, (uint32_t)(p - p0), 1, TML_T_PUNCT | gap | (uint64_t)c << 32, c);
      form = add_sign(form, c);
      n->signs++;
      size = 1;
      goto next;
    } else {
      goto rare;
    }
    content = tml_hash_mix(content, hash);
    if (TML_UNLIKELY(begins_name(u, hash))) name(s, (uint32_t)(t - s->tok));
  next:
    t++;
    p += size;
    gap = 0;
    c = (unsigned char)*p;
    if (c == ' ') gap = TML_TF_SPACE << 16, c = (unsigned char)*++p;
    continue;
  rare:;
    uint32_t made = (uint32_t)(t - s->tok);
    s->ntok = made;
    s->pend = gap >> 16;
    p = other(s, p);
    t = s->tok + s->ntok;
    n->rare += s->ntok - made;
    if (TML_LIKELY(s->ntok == made + 1)) {
      if (t[-1].kind == TML_T_PUNCT) {
        form = add_sign(form, t[-1].hash);
      } else {
        content = tml_hash_mix(content, t[-1].hash);
        if (begins_name(u, t[-1].hash) || (t[-1].kind == TML_T_MIX && s->ctx->lexicon)) name(s, made);
      }
    } else if (s->ntok > made) {
      u->content = content, u->form = form;
      add_tokens(s, made, u);
      content = u->content, form = u->form;
    }
    gap = s->pend << 16;
    c = (unsigned char)*p;
    if (c == ' ' && !gap) gap = TML_TF_SPACE << 16, c = (unsigned char)*++p;
  }
  u->content = content, u->form = form;
}

static inline void open_tokens(tml_scan *s, uint32_t bytes) {
  /* At most one token a byte; real text has one in four. What is not used is given back. */
  s->tok_cap = bytes <= 2048 ? bytes + 1 : bytes / 2 + 16;
  s->tok = tml_arena_alloc(s->ctx->tokens, s->tok_cap * sizeof *s->tok);
}

static inline void close_tokens(tml_scan *s) {
  tml_arena *a = s->ctx->tokens;
  const char *end = (const char *)(s->tok + s->tok_cap);
  if (s->ntok < s->tok_cap && end <= a->at && a->at - end < 16) a->at = (char *)(s->tok + s->ntok);
}

void tml_feat_scan(const tml_featctx *ctx, tml_sheet *out) {
  const tml_text *text = out->text;
  tml_scan state, *s = &state;
  s->ctx = ctx, s->out = out, s->p0 = text->p, s->end = text->p + text->n;
  s->ntok = 0, s->pend = 0, s->nopen = 0, s->again = false;
  s->none_set = false;
  open_tokens(s, text->n);
  counts n = {0};
  sums u = {0, 0, 0, ctx->lexicon ? ctx->lexicon->first : no_names};
  scan_all(s, text->p, &n, &u);
  out->letters += n.letters + n.others;
  out->latin += n.letters;
  out->words += s->ntok - n.signs - n.rare;
  out->lower += n.lower;
  out->marks |= n.marks;
  out->scripts |= n.scripts;
  close_tokens(s);
  finish(s, &u);
}
