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
  B_SIGN = 32,    /* a sign that never begins anything */
  B_SPECIAL = 64, /* a sign that may begin an inline, or sets a mark */
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
    W,   X,   X,   X,   X,   X,   X,   X,   X, X, X, S, S, X, X, S,
    D,   D,   D,   D,   D,   D,   D,   D,   D, D, X, S, X, S, X, S, /* sp!"#$%&'()*+,-./0-9:;<=>? */
    X,   U,   U,   U,   U,   U,   U,   U,   U, U, U, U, U, U, U, U,
    U,   U,   U,   U,   U,   U,   U,   U,   U, U, U, X, X, X, S, B_UNDER | X, /* @A-Z[\]^_ */
    X,   L,   L,   L,   L,   L,   L,   L,   L, L, L, L, L, L, L, L,
    L,   L,   L,   L,   L,   L,   L,   L,   L, L, L, X, X, X, S, 0, /* `a-z{|}~ */
    H16, H16, H16, H16, H16, H16, H16, H16,
};
#undef L
#undef U
#undef D
#undef W
#undef S
#undef X
#undef H16

/* ---- tokens ---- */

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
  const uint64_t low = UINT64_C(0x2020202020202020);
  for (; n >= 8; p += 8, n -= 8) {
    memcpy(&w, p, 8);
    h = tml_hash_mix(h, w | low);
  }
  if (n) {
    memcpy(&w, p, 8);
    h = tml_hash_mix(h, (w | low) & (~UINT64_C(0) >> (64 - 8 * n)));
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

static const char *wide_word(tml_scan *s, const char *from, const char *p, unsigned ascii_bits);

/* Eight bytes at once: in the top bit of each byte whether it is an ASCII letter. */
#define EACH(b) (UINT64_C(0x0101010101010101) * (b))
static inline uint64_t letters_of(uint64_t x) {
  uint64_t y = (x & EACH(0x7F)) | EACH(0x20);
  return (y + EACH(0x80 - 'a')) & ~(y + EACH(0x80 - 'z' - 1)) & ~x & EACH(0x80);
}

/* Where a word of up to sixteen ASCII letters ends, if a plain sign or blank stands there; else 0. Fills hash and
 * flags: most words are such words, and everything about them is told by the one or two loads. */
static inline unsigned short_word(const char *p, size_t left, uint64_t *hash, unsigned *flags) {
  uint64_t x;
  memcpy(&x, p, 8);
  uint64_t letters = letters_of(x), rest = ~letters & EACH(0x80), upper = letters & ~(x << 2), h;
  unsigned n;
  if (TML_LIKELY(rest != 0)) {
    n = (unsigned)__builtin_ctzll(rest) >> 3;
    if (TML_UNLIKELY(n - 1 >= left)) return 0;
    uint64_t keep = ~UINT64_C(0) >> (64 - 8 * n);
    upper &= keep;
    h = tml_hash_mix(UINT64_C(0x9E3779B97F4A7C15) ^ n, (x | EACH(0x20)) & keep);
    *flags = 0;
    if (upper) {
      *flags = upper & 0x80 ? TML_TF_UPPER : 0;
      if (n > 1 && upper == (EACH(0x80) & keep)) *flags |= TML_TF_ALLCAPS;
      else if (upper & ~UINT64_C(0x80)) *flags |= TML_TF_CAPSIN;
    }
  } else {
    if (left < 9) return 0;
    uint64_t y;
    memcpy(&y, p + 8, 8);
    uint64_t more = letters_of(y);
    rest = ~more & EACH(0x80);
    if (!rest) return 0;
    unsigned k = (unsigned)__builtin_ctzll(rest) >> 3;
    n = 8 + k;
    if (!k || n > left) return 0;
    uint64_t keep = ~UINT64_C(0) >> (64 - 8 * k), upper2 = more & ~(y << 2) & keep;
    h = tml_hash_mix(tml_hash_mix(UINT64_C(0x9E3779B97F4A7C15) ^ n, x | EACH(0x20)), (y | EACH(0x20)) & keep);
    *flags = upper & 0x80 ? TML_TF_UPPER : 0;
    if (upper == EACH(0x80) && upper2 == (EACH(0x80) & keep)) *flags |= TML_TF_ALLCAPS;
    else if ((upper & ~UINT64_C(0x80)) | upper2) *flags |= TML_TF_CAPSIN;
  }
  *hash = h;
  return n;
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
    unsigned len;
    uint16_t info = tml_cp_info(tml_utf8_at(p, &len));
    unsigned type = TML_CPI_TYPE(info);
    if ((type == TML_CP_LETTER && TML_CPI_SCRIPT(info) == TML_SCRIPT_LATIN) || type == TML_CP_MARK)
      return wide_word(s, from, p, bits);
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

static inline uint32_t narrow(uint32_t cp) { return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp; }

static bool is_cased(unsigned script) {
  return script == TML_SCRIPT_LATIN || script == TML_SCRIPT_CYRILLIC || script == TML_SCRIPT_GREEK ||
         script == TML_SCRIPT_ARMENIAN || script == TML_SCRIPT_GEORGIAN;
}

/* The folded bytes of a word on their way to tml_hash. No word is longer than the buffer; a run of letters that is (a
 * hostile one) is hashed in pieces. */
typedef struct folded {
  char bytes[512];
  size_t n;
  uint64_t h;
} folded;

static inline void fold_put(folded *f, uint32_t cp) {
  char *o = f->bytes + f->n;
  if (cp < 0x80) o[0] = (char)cp, f->n += 1;
  else if (cp < 0x800) o[0] = (char)(0xC0 | cp >> 6), o[1] = (char)(0x80 | (cp & 63)), f->n += 2;
  else if (cp < 0x10000) {
    o[0] = (char)(0xE0 | cp >> 12), o[1] = (char)(0x80 | (cp >> 6 & 63)), o[2] = (char)(0x80 | (cp & 63)), f->n += 3;
  } else {
    o[0] = (char)(0xF0 | cp >> 18), o[1] = (char)(0x80 | (cp >> 12 & 63));
    o[2] = (char)(0x80 | (cp >> 6 & 63)), o[3] = (char)(0x80 | (cp & 63)), f->n += 4;
  }
}

static void fold_spill(folded *f) {
  f->h = tml_hash_mix(f->h, tml_hash(f->bytes, f->n));
  f->n = 0;
}

/* What a word's characters told. */
typedef struct word_facts {
  unsigned script;
  bool first_upper, upper, lower, wide;
  uint32_t letters;
} word_facts;

static inline __attribute__((always_inline)) const char *put_word(tml_scan *s, const char *from, const char *to,
                                                                  const word_facts *w, uint64_t hash) {
  tml_tok *t = token(s, TML_T_WORD, from, to);
  t->script = (uint8_t)w->script;
  t->hash = hash;
  unsigned flags = 0;
  if (w->first_upper) flags |= TML_TF_UPPER;
  if (w->upper && !w->lower && w->letters > 1) flags |= TML_TF_ALLCAPS;
  if (w->upper && w->lower && !w->first_upper)
    flags |= TML_TF_CAPSIN, s->out->marks |= TML_M_CAPSIN; /* vonVorgängern */
  if (w->wide) flags |= TML_TF_FOLDED, s->out->marks |= TML_M_WIDE;
  if (w->script == TML_SCRIPT_LATIN) {
    if (w->upper) s->out->marks |= TML_M_CAPWORD;
    else if (w->letters > 1) s->out->lower++;
    s->out->latin += w->letters;
  }
  t->flags |= (uint16_t)flags;
  s->out->scripts |= UINT64_C(1) << w->script;
  s->out->letters += w->letters;
  s->out->words++;
  return to;
}

/* One character of a word that the fast loops leave alone; 0 where the word ends before it, else its bytes. */
static unsigned wide_step(const tml_scan *s, const char *q, word_facts *w, folded *f, bool first) {
  unsigned len;
  uint32_t cp = tml_utf8_at(q, &len);
  uint16_t info = tml_cp_info(cp);
  unsigned type = TML_CPI_TYPE(info), sc = TML_CPI_SCRIPT(info);
  if (type == TML_CP_LETTER) {
    if (!w->script && sc > TML_SCRIPT_INHERITED) w->script = sc;
    else if (sc != w->script && sc > TML_SCRIPT_INHERITED) return 0;
    if (info & TML_CPI_UPPER) {
      w->upper = true;
      if (first) w->first_upper = true;
    } else if (info & TML_CPI_LOWER) {
      w->lower = true;
    }
    if (cp >= 0xFF00 && cp <= 0xFF5E) w->wide = true;
    w->letters++;
    fold_put(f, tml_cp_fold(narrow(cp)));
  } else if (type == TML_CP_FORMAT) { /* ZWNJ, ZWJ, soft hyphen inside a word: not part of what is compared */
    unsigned l2;
    if (q + len >= s->end || (signed char)q[len] >= 0) return 0;
    uint16_t next = tml_cp_info(tml_utf8_at(q + len, &l2));
    if (TML_CPI_TYPE(next) != TML_CP_LETTER || TML_CPI_SCRIPT(next) != w->script) return 0;
  } else if (type == TML_CP_MARK) {
    fold_put(f, cp);
  } else {
    return 0;
  }
  return len;
}

/* A word with letters that are not ASCII. `p` stands at the first of them; the letters before it, if any, are ASCII. */
static const char *wide_word(tml_scan *s, const char *from, const char *p, unsigned ascii_bits) {
  word_facts w = {0};
  folded f;
  f.n = 0, f.h = 0;
  if (from < p) {
    w.script = TML_SCRIPT_LATIN;
    w.letters = (uint32_t)(p - from);
    w.first_upper = kind_of[(unsigned char)*from] & B_UPPER;
    w.upper = (ascii_bits & B_UPPER) != 0;
    w.lower = (ascii_bits & B_LOWER) != 0;
    for (const char *q = from; q < p; q++) {
      f.bytes[f.n++] = (char)(*q | 0x20);
      if (TML_UNLIKELY(f.n > sizeof f.bytes - 8)) fold_spill(&f);
    }
  }
  const char *q = p;
  uint32_t cases = 0;
  while (q < s->end) {
    unsigned char c = (unsigned char)*q;
    if (TML_UNLIKELY(f.n > sizeof f.bytes - 8)) fold_spill(&f);
    if (c < 0x80) {
      unsigned b = kind_of[c];
      if (!(b & (B_LOWER | B_UPPER)) || w.script != TML_SCRIPT_LATIN) break;
      cases |= (b & B_UPPER) ? 1u << 22 : 1u << 23;
      w.letters++;
      f.bytes[f.n++] = (char)(c | 0x20);
      q++;
      continue;
    }
    uint32_t e = c < 0xE0 ? tml_cp_two[((uint32_t)(c & 0x1F) << 6 | ((unsigned char)q[1] & 0x3F)) - 0x80] : 0;
    if (TML_LIKELY(e)) {
      unsigned sc = e >> 16 & 63;
      if (sc != w.script) {
        if (!w.script) {
          w.script = sc > TML_SCRIPT_INHERITED ? sc : 0;
          w.first_upper = e >> 22 & 1;
        } else if (sc > TML_SCRIPT_INHERITED) {
          break;
        }
      }
      cases |= e;
      w.letters += e >> 24 & 1;
      uint16_t two = (uint16_t)e;
      memcpy(f.bytes + f.n, &two, 2);
      f.n += 2;
      q += 2;
      continue;
    }
    unsigned len = wide_step(s, q, &w, &f, q == from);
    if (!len) break;
    q += len;
  }
  w.upper |= cases >> 22 & 1;
  w.lower |= cases >> 23 & 1;
  uint64_t h = f.h ? tml_hash_mix(f.h, tml_hash(f.bytes, f.n)) : tml_hash(f.bytes, f.n);
  return put_word(s, from, q, &w, h);
}

/* Words of scripts that have three bytes a character and no case: Hangul, Han, kana, Thai, Devanagari … Nothing folds,
 * so the raw bytes are hashed. NULL where the word has something (ZWJ, full-width letters) that wide_word must look at.
 */
static const char *long_word(tml_scan *s, const char *from, unsigned script) {
  const char *q = from;
  word_facts w = {.script = script};
  while (s->end - q >= 3) {
    unsigned char c = (unsigned char)*q, d = (unsigned char)q[1];
    if (script == TML_SCRIPT_HANGUL &&
        (c == 0xEB || c == 0xEC || (c == 0xEA && d >= 0xB0) || (c == 0xED && d < 0x9E))) {
      q += 3, w.letters++;
      continue;
    }
    if (script == TML_SCRIPT_HAN && ((c >= 0xE5 && c <= 0xE8) || (c == 0xE4 && d >= 0xB8))) {
      q += 3, w.letters++;
      continue;
    }
    if ((c & 0xF0) != 0xE0) {
      if (c >= 0xC0) return NULL;
      break;
    }
    uint32_t cp = (uint32_t)(c & 0x0F) << 12 | (uint32_t)(d & 0x3F) << 6 | ((unsigned char)q[2] & 0x3F);
    uint16_t info = tml_cp_info(cp);
    unsigned type = TML_CPI_TYPE(info), sc = TML_CPI_SCRIPT(info);
    if (type == TML_CP_LETTER) {
      if (sc != script && sc > TML_SCRIPT_INHERITED) break;
      w.letters++;
    } else if (type == TML_CP_FORMAT) {
      return NULL;
    } else if (type != TML_CP_MARK) {
      break;
    }
    q += 3;
  }
  return put_word(s, from, q, &w, tml_hash(from, (size_t)(q - from)));
}

static inline uint32_t fold_sign(uint32_t cp) {
  if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212) return '-';
  return narrow(cp);
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
  unsigned char c = (unsigned char)*p;
  if (c < 0xE0 && (tml_cp_two[((uint32_t)(c & 0x1F) << 6 | ((unsigned char)p[1] & 0x3F)) - 0x80] >> 24 & 1))
    return wide_word(s, p, p, 0);
  unsigned len;
  uint32_t cp = tml_utf8_at(p, &len);
  uint16_t info = tml_cp_info(cp);
  switch (TML_CPI_TYPE(info)) {
  case TML_CP_LETTER:
    if (len == 3 && TML_CPI_SCRIPT(info) > TML_SCRIPT_INHERITED && !is_cased(TML_CPI_SCRIPT(info))) {
      const char *q = long_word(s, p, TML_CPI_SCRIPT(info));
      if (q) return q;
    }
    return wide_word(s, p, p, 0);
  case TML_CP_MARK: return wide_word(s, p, p, 0);
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

static void finish(tml_scan *s) {
  tml_sheet *o = s->out;
  if (o->latin) o->scripts |= UINT64_C(1) << TML_SCRIPT_LATIN;
  const tml_lexicon *lex = s->ctx->lexicon;
  uint64_t content = 0, links = 0, form = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT) { /* a link counts by its target, wherever word order puts it */
      if (t->owner && (t->cp == '[' || t->cp == '!')) links += t->hash;
      form = (form + t->hash) * UINT64_C(0x9E3779B97F4A7C15);
      continue;
    }
    content = tml_hash_mix(content, t->hash);
    if (lex && TML_UNLIKELY(tml_lex_first(lex, t->hash) | (t->kind == TML_T_MIX))) {
      if (o->nnamed == o->named_cap)
        o->named = tml_arena_grow(s->ctx->arena, o->named, o->nnamed, &o->named_cap, sizeof *o->named);
      o->named[o->nnamed++] = i;
    }
  }
  o->content = tml_hash_mix(content, links);
  o->hash = tml_hash_mix(o->content, form);
  o->tok = s->tok;
  o->ntok = s->ntok;
  o->tok_cap = s->ntok;
  o->body_start = s->ntok ? s->tok[0].start : 0;
  o->body_end = s->ntok ? s->tok[s->ntok - 1].end : 0;
}

/* Everything but a plain word: what stands at p decides. */
static const char *other(tml_scan *s, const char *p) {
  unsigned char c = (unsigned char)*p;
  unsigned b = kind_of[c];
  if (b & B_ALNUM) return ascii_run(s, p);
  if (b & B_SPACE) {
    if (TML_LIKELY(c == ' ' && p + 1 < s->end && !(kind_of[(unsigned char)p[1]] & B_SPACE))) {
      s->pend |= TML_TF_SPACE;
      return p + 1;
    }
    return blanks(s, p);
  }
  if (c >= 0x80) return wide_char(s, p);
  if (b & B_SIGN || (c == '.' && (p + 1 == s->end || p[1] == ' '))) { /* a full stop: nothing begins there */
    sign(s, c, p, p + 1);
    return p + 1;
  }
  if (b & B_SPECIAL) return tml_scan_special(s, p);
  return p + 1; /* a control character: CH004 */
}

void tml_feat_scan(const tml_featctx *ctx, tml_sheet *out) {
  const tml_text *text = out->text;
  const char *const p0 = text->p, *const end = text->p + text->n, *p = p0;
  tml_scan state, *s = &state;
  s->ctx = ctx, s->out = out, s->p0 = p0, s->end = end, s->ntok = 0, s->pend = 0, s->nopen = 0;
  s->none = (tml_scan_none){0};
  tml_scan_open_tokens(s, text->n);
  uint32_t letters = 0, words = 0, lower = 0;
  unsigned seen = 0;
  while (p < end) {
    uint64_t hash;
    unsigned flags, n;
    if (!(kind_of[(unsigned char)*p] & (B_LOWER | B_UPPER)) || !(n = short_word(p, (size_t)(end - p), &hash, &flags)) ||
        (kind_of[(unsigned char)p[n]] & (B_RUN | B_HIGH) && p + n < end)) {
      p = other(s, p);
      continue;
    }
    if (TML_UNLIKELY(s->ntok == s->tok_cap)) tml_scan_more_tokens(s);
    tml_tok *t = &s->tok[s->ntok++];
    *t = (tml_tok){.start = (uint32_t)(p - p0),
                   .end = (uint32_t)(p - p0) + n,
                   .kind = TML_T_WORD,
                   .script = TML_SCRIPT_LATIN,
                   .flags = (uint16_t)(s->pend | flags),
                   .hash = hash};
    if (TML_UNLIKELY(flags & (TML_TF_CAPSIN | TML_TF_ALLCAPS))) tml_scan_hot(s, s->ntok - 1);
    words++;
    letters += n;
    seen |= flags;
    lower += !flags & (n > 1);
    p += n;
    s->pend = 0;
    if (p + 1 < end && *p == ' ' && !(kind_of[(unsigned char)p[1]] & B_SPACE)) s->pend = TML_TF_SPACE, p++;
  }
  out->letters += letters;
  out->latin += letters;
  out->words += words;
  out->lower += lower;
  if (seen) out->marks |= TML_M_CAPWORD | (seen & TML_TF_CAPSIN ? TML_M_CAPSIN : 0);
  tml_scan_close_tokens(s);
  finish(s);
}
