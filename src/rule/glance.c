/* glance.c — one look at a pair's tokens (glance.h).
 *
 * What for: rules about neighbours (a blank before a sign, a word twice) would each walk the tokens of every text, and
 * nearly no text has what they seek. One walk over the target sets a bit for each of them.
 * What not: no locale, no judgement. A bit that is set asks the rule; one that is not saves the call, so that whatever
 * a rule can report must set its bit. */
#include "rule/glance.h"

/* What a sign may be a part of. */
enum {
  CLOSES = 1,   /* ends something: no blank before it (SP003, SP006) */
  OPENS = 2,    /* no blank behind it (SP006) */
  PARTS = 4,    /* a blank behind it (SP004) */
  REPEATS = 8,  /* stands alone (PU005) */
  ASKS = 16,    /* French parts it, Spanish opens it */
  ROUND = 32,   /* a blank before it (SP004) */
  HANGS = 64,   /* at the word before it, an ending behind it (SP006) */
  HALVES = 128, /* at the word before it, a short word at its other side (SP004) */
  QUOTES = 256  /* no blank on both sides (SP006) */
};

static const uint16_t ascii[128] = {
    ['!'] = CLOSES | ASKS,
    ['"'] = QUOTES,
    ['\''] = HANGS | QUOTES,
    ['('] = OPENS | ROUND,
    [')'] = CLOSES | PARTS,
    [','] = CLOSES | PARTS | REPEATS,
    ['-'] = HALVES,
    ['.'] = CLOSES | PARTS | REPEATS,
    [':'] = CLOSES | ASKS | HANGS,
    [';'] = CLOSES | PARTS | REPEATS | ASKS,
    ['?'] = CLOSES | ASKS,
    [']'] = CLOSES,
};

static unsigned wide_sign(uint32_t cp) {
  switch (cp) {
  case 0xA1:
  case 0xBF: return ASKS;
  case 0x2018:
  case 0x2019: return HANGS;
  case 0x60C: return PARTS | REPEATS;
  case 0x61B:
  case 0x6D4:
  case 0x964: return REPEATS;
  case 0x3001:
  case 0x3002:
  case 0xFF0C:
  case 0xFF1A:
  case 0xFF1B: return CLOSES | REPEATS;
  case 0x3009:
  case 0x300B:
  case 0x300D:
  case 0x300F:
  case 0x3011:
  case 0xFF01:
  case 0xFF09:
  case 0xFF1F: return CLOSES;
  case 0x3008:
  case 0x300A:
  case 0x300C:
  case 0x300E:
  case 0x3010:
  case 0xFF08: return OPENS;
  default: return 0;
  }
}

/* A sign of the target and its neighbours. */
static inline unsigned see_sign(const tml_tok *t, bool last) {
  if (t->cp < 0x80 && (t->owner || (t->flags & TML_TF_SYNTAX))) { /* markup, a part of a name or number */
    if (t->cp == '[') return !last && t[1].flags & TML_TF_SPACE ? TML_G_PARTED : 0;
    return t->cp == ']' && t->flags & TML_TF_SPACE ? TML_G_PARTED : 0;
  }
  unsigned is = t->cp < 0x80 ? ascii[t->cp] : wide_sign(t->cp), g = 0;
  if (!is) return 0;
  if (is & QUOTES && !last && t[0].flags & t[1].flags & TML_TF_SPACE) g |= TML_G_PARTED;
  if (is & ASKS) g |= TML_G_ASKS;
  if (is & HANGS && !last && (t[0].flags | t[1].flags) & TML_TF_SPACE) g |= TML_G_ENDING;
  if (t->flags & TML_TF_SPACE) g |= is & CLOSES ? TML_G_PARTED : 0;
  else if (is & ROUND) g |= TML_G_GLUED;
  if (last || !(is & (OPENS | PARTS | REPEATS | HALVES))) return g;
  if (t[1].flags & TML_TF_SPACE) return is & OPENS ? g | TML_G_PARTED : g;
  if (is & (PARTS | HALVES) && t[1].kind == TML_T_WORD && (is & PARTS || t[1].end - t[1].start <= 5)) g |= TML_G_GLUED;
  if (is & REPEATS && t[1].kind == TML_T_PUNCT) g |= TML_G_TWO_SIGNS;
  return g;
}

/* Two to six tokens stand three times in a row, the last one of them perhaps but for its first. */
static bool repeats(const tml_sheet *s, uint32_t i, unsigned run) {
  for (uint32_t n = 2; n <= 6 && 2 * n <= run + 1 && n <= i; n++) {
    uint32_t have = 0;
    while (have < 2 * n && i - have >= n && s->tok[i - have].hash == s->tok[i - have - n].hash) have++;
    if (have + 1 >= 2 * n) return true;
  }
  return false;
}

static unsigned see_target(const tml_sheet *s) {
  /* A filter of so many flags: what stood before. */
  enum { FLAGS = 128 };
  bool seen[FLAGS] = {false};
  unsigned g = 0, run = 0;
  const tml_tok *const first = s->tok, *const end = first + s->ntok;
  for (const tml_tok *t = first; t < end; t++) {
    bool *before = &seen[t->hash % FLAGS];
    if (TML_UNLIKELY(*before)) {
      run++;
      if (t->hash == t[-1].hash) g |= run > 1 && t->hash == t[-2].hash ? TML_G_TWICE | TML_G_ROW : TML_G_TWICE;
      else if (run > 1 && t - first > 2 && t->hash == t[-2].hash && t[-1].hash == t[-3].hash) g |= TML_G_TWICE;
      if (run > 2 && !(g & TML_G_ROW) && repeats(s, (uint32_t)(t - first), run)) g |= TML_G_ROW;
    } else {
      *before = true;
      run = 0;
    }
    if (t->kind == TML_T_PUNCT) g |= see_sign(t, t + 1 == end);
  }
  return g;
}

static inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* The mark of a list, heading or quote, if a blank follows. */
static inline bool may_be_mark(const tml_sheet *s) {
  const tml_tok *t = s->tok;
  return s->ntok > 1 && t->kind != TML_T_WORD &&
         (t->kind == TML_T_NUM ||
          (t->kind == TML_T_PUNCT && (t->cp == '-' || t->cp == '*' || t->cp == '+' || t->cp == '#' || t->cp == '>')));
}

uint16_t tml_glance(const tml_segment *g, const tml_sheet *source, const tml_sheet *target) {
  const uint64_t latin = UINT64_C(1) << TML_SCRIPT_LATIN,
                 alike = UINT64_C(1) << TML_SCRIPT_CYRILLIC | UINT64_C(1) << TML_SCRIPT_GREEK;
  unsigned is = see_target(target);
  if (target->scripts >> TML_SCRIPT_HANGUL & 1) is |= TML_G_HANGUL;
  if (target->scripts >> TML_SCRIPT_HEBREW & 1) is |= TML_G_HEBREW;
  if ((target->scripts & latin && target->scripts & alike) || (source->scripts & latin && source->scripts & alike))
    is |= TML_G_SCRIPTS;
  if (target->words >= 3 && source->words) is |= TML_G_SENTENCE;
  if ((!target->words && !target->nfact) || (!source->ntok && !source->nfact)) is |= TML_G_EMPTY;
  if (may_be_mark(source) || may_be_mark(target)) is |= TML_G_BLOCK;
  const tml_text *t = target->text;
  if (t && t->n && (is_blank(t->p[0]) || is_blank(t->p[t->n - 1]))) is |= TML_G_EDGE;
  if (g->state) is |= TML_G_STATE;
  return (uint16_t)is;
}
