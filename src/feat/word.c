/* word.c — inside the feature scan: words with letters that are not ASCII.
 *
 * What for: where such a word ends, what it is made of, and the hash of its folded bytes. What not: tokens (scan.c
 * makes them). Three ways, from the common to the rare: letters of two bytes (Latin with accents, Cyrillic, Greek,
 * Arabic, Hebrew) by one table that has the folded bytes; letters of three bytes that have no case (Hangul, Han, kana,
 * Thai, Devanagari …), where nothing folds, by a table of blocks; everything else a character at a time.
 */
#include "scan.h"

static inline uint32_t narrow(uint32_t cp) { return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp; }

static bool is_cased(unsigned script) {
  return script == TML_SCRIPT_LATIN || script == TML_SCRIPT_CYRILLIC || script == TML_SCRIPT_GREEK ||
         script == TML_SCRIPT_ARMENIAN || script == TML_SCRIPT_GEORGIAN;
}

/* The folded bytes of a word on their way to tml_hash. No word is longer than the buffer; a run of letters that is (a
 * hostile one) is hashed in pieces: each ends where fewer than SPARE bytes are left before a character is put. */
enum { ROOM = 512, SPARE = 8, LOOSE = 16 };
typedef struct folded {
  char bytes[ROOM + LOOSE]; /* LOOSE: whole steps are stored of which a part counts */
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

static inline void describe(const word_facts *w, tml_scan_word *out, uint64_t hash) {
  out->hash = hash;
  out->letters = w->letters;
  out->script = (uint8_t)w->script;
  unsigned flags = 0;
  if (w->first_upper) flags |= TML_TF_UPPER;
  if (w->upper && !w->lower && w->letters > 1) flags |= TML_TF_ALLCAPS;
  if (w->upper && w->lower && !w->first_upper) flags |= TML_TF_CAPSIN; /* vonVorgängern */
  if (w->wide) flags |= TML_TF_FOLDED;
  out->flags = (uint16_t)flags;
  out->upper = w->upper;
}

/* ASCII letters at q, up to `stop` and sixteen: their lower-case bytes and cases; how many. */
static inline unsigned ascii_step(const char *q, const char *stop, word_facts *w, folded *f) {
  uint32_t bit5 = tml_small16(q);
  unsigned n = tml_letters16(q);
  if (n > (size_t)(stop - q)) n = (unsigned)(stop - q);
  uint32_t run = (1u << n) - 1;
  w->upper |= (run & ~bit5) != 0;
  w->lower |= (run & bit5) != 0;
  w->letters += n;
  uint64_t a, b;
  memcpy(&a, q, 8);
  memcpy(&b, q + 8, 8);
  a |= TML_EACH(0x20), b |= TML_EACH(0x20);
  memcpy(f->bytes + f->n, &a, 8);
  memcpy(f->bytes + f->n + 8, &b, 8);
  f->n += n;
  return n;
}

/* Letters of two bytes, all of one script, up to `stop`: the bits of all of them are or-ed to *cases. */
static inline const char *two_steps(const char *q, const char *stop, unsigned script, uint32_t *cases, folded *f) {
  const uint32_t same = 63u << 16 | 3u << 24, want = script << 16 | 1u << 24;
  char *o = f->bytes + f->n;
  uint32_t bits = *cases;
  while (q < stop) {
    uint32_t i = tml_cp_two_at(q), e;
    if (i >= TML_COUNT(tml_cp_two) || ((e = tml_cp_two[i]) & same) != want) break;
    uint16_t two = (uint16_t)e;
    memcpy(o, &two, 2);
    bits |= e;
    o += 2, q += 2;
  }
  f->n = (size_t)(o - f->bytes);
  *cases = bits;
  return q;
}

/* Where a step must end for the piece in the buffer to end as it does when one character is put at a time. */
static inline const char *piece_end(const char *q, const char *end, const folded *f) {
  size_t left = ROOM - SPARE + 1 - f->n;
  return (size_t)(end - q) < left ? end : q + left;
}

/* Any word, of any length. */
static const char *wide_slow(const tml_scan *s, const char *from, const char *p, tml_scan_word *out) {
  word_facts w = {0};
  folded f;
  f.n = 0, f.h = 0;
  const char *q = from;
  if (from < p) {
    w.script = TML_SCRIPT_LATIN;
    w.first_upper = !(*from & 0x20);
    while (q < p) {
      if (TML_UNLIKELY(f.n > ROOM - SPARE)) fold_spill(&f);
      q += ascii_step(q, piece_end(q, p, &f), &w, &f);
    }
  }
  uint32_t cases = 0;
  while (q < s->end) {
    unsigned char c = (unsigned char)*q;
    if (TML_UNLIKELY(f.n > ROOM - SPARE)) fold_spill(&f);
    if (c < 0x80) {
      unsigned n = w.script == TML_SCRIPT_LATIN ? ascii_step(q, piece_end(q, s->end, &f), &w, &f) : 0;
      if (!n) break;
      q += n;
      continue;
    }
    uint32_t i = tml_cp_two_at(q), e = i < TML_COUNT(tml_cp_two) ? tml_cp_two[i] : 0;
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
      if (w.script && f.n <= ROOM - SPARE) {
        const char *at = q;
        q = two_steps(q, piece_end(q, s->end, &f), w.script, &cases, &f);
        w.letters += (uint32_t)(q - at) / 2;
      }
      continue;
    }
    unsigned len = wide_step(s, q, &w, &f, q == from);
    if (!len) break;
    q += len;
  }
  w.upper |= cases >> 22 & 1;
  w.lower |= cases >> 23 & 1;
  uint64_t h = tml_hash_bytes(f.bytes, f.n);
  describe(&w, out, f.h ? tml_hash_mix(f.h, h) : h);
  return q;
}

enum { USUAL = ROOM - 2 * LOOSE }; /* bytes of a word that is read at one go */
enum { UPPER = 1 << 22, LOWER = 1 << 23, LETTER = 1 << 24, SORT = 63 << 16 | 3 << 24 }; /* of tml_cp_two */

/* The usual word: letters of one script, ASCII ones among Latin, and of three bytes those of the same script (tiếng
 * Việt). Whatever else is met sends it to wide_slow. */
const char *tml_scan_wide(const tml_scan *s, const char *from, const char *p, tml_scan_word *out) {
  const char *q = from, *end = limit(s, from, USUAL);
  folded f;
  char *o = f.bytes;
  uint32_t bits = 0, letters = 0, i = tml_cp_two_at(q), e = i < TML_COUNT(tml_cp_two) ? tml_cp_two[i] : 0;
  if (from < p) e = TML_SCRIPT_LATIN << 16 | LETTER | (*from & 0x20 ? 0 : UPPER);
  else if (!(e & LETTER) || (e >> 16 & 63) <= TML_SCRIPT_INHERITED) return wide_slow(s, from, p, out);
  const uint32_t first = e, want = e & SORT, script = e >> 16 & 63;
  while (q < end) {
    if ((signed char)*q >= 0) {
      if (script != TML_SCRIPT_LATIN) break;
      uint32_t small = tml_small16(q), n = tml_letters16(q), run = (1u << n) - 1;
      uint64_t a, b;
      memcpy(&a, q, 8);
      memcpy(&b, q + 8, 8);
      a |= TML_EACH(0x20), b |= TML_EACH(0x20);
      memcpy(o, &a, 8);
      memcpy(o + 8, &b, 8);
      bits |= (run & ~small ? UPPER : 0u) | (run & small ? LOWER : 0u);
      q += n, o += n, letters += n;
      if ((signed char)*q >= 0 && n < 16) break;
      continue;
    }
    i = tml_cp_two_at(q), e = 0;
    if (TML_LIKELY(i < TML_COUNT(tml_cp_two)) && TML_LIKELY(((e = tml_cp_two[i]) & SORT) == want)) {
      uint16_t two = (uint16_t)e;
      memcpy(o, &two, 2);
      bits |= e;
      q += 2, o += 2, letters++;
      continue;
    }
    if (e & LETTER && (e >> 16 & 63) > TML_SCRIPT_INHERITED) break;
    unsigned len;
    uint32_t cp = tml_utf8_at(q, &len);
    uint16_t info = tml_cp_info(cp);
    unsigned type = TML_CPI_TYPE(info);
    if (type == TML_CP_LETTER && TML_CPI_SCRIPT(info) == script && len == 3 && cp < 0xFF00) {
      f.n = (size_t)(o - f.bytes);
      fold_put(&f, tml_cp_fold(cp));
      o = f.bytes + f.n;
      bits |= (info & TML_CPI_UPPER ? UPPER : 0u) | (info & TML_CPI_LOWER ? LOWER : 0u);
      q += 3, letters++;
      continue;
    }
    if (type == TML_CP_LETTER || type == TML_CP_MARK || type == TML_CP_FORMAT) return wide_slow(s, from, p, out);
    break;
  }
  if (q > end || (q == end && end < s->end)) return wide_slow(s, from, p, out);
  out->hash = tml_hash_bytes(f.bytes, (size_t)(o - f.bytes));
  out->letters = letters;
  out->script = (uint8_t)script;
  out->flags = 0;
  out->upper = false;
  if (bits & UPPER) {
    out->upper = true;
    if (first & UPPER) out->flags = TML_TF_UPPER;
    if (!(bits & LOWER)) out->flags |= letters > 1 ? TML_TF_ALLCAPS : 0;
    else if (!(first & UPPER)) out->flags |= TML_TF_CAPSIN;
  }
  return q;
}

const char *tml_scan_long(const tml_scan *s, const char *from, const char *q, unsigned script, tml_scan_word *out) {
  word_facts w = {.script = script, .letters = (uint32_t)(q - from) / 3};
  while (s->end - q >= 3 && (signed char)*q < 0) {
    uint32_t i = tml_cp_near_at(q);
    if (i < TML_COUNT(tml_cp_near)) {
      unsigned c = tml_cp_near[i];
      if (c == script || c == TML_NEAR_LETTER) {
        q += 3, w.letters++;
        continue;
      }
      if (c == TML_NEAR_MARK) {
        q += 3;
        continue;
      }
      if (c) break;
    } else if ((i = tml_cp_three_at(q)) < TML_COUNT(tml_cp_three) && tml_cp_three[i] == script) {
      q += 3, w.letters++;
      continue;
    }
    unsigned char c = (unsigned char)*q;
    if ((c & 0xF0) != 0xE0) {
      if (c >= 0xC0) return NULL;
      break;
    }
    unsigned len;
    uint16_t info = tml_cp_info(tml_utf8_at(q, &len));
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
  describe(&w, out, tml_hash_bytes(from, (size_t)(q - from)));
  return q;
}

const char *tml_scan_letter(const tml_scan *s, const char *p, uint16_t info, tml_scan_word *out) {
  unsigned script = TML_CPI_SCRIPT(info);
  if (((unsigned char)*p & 0xF0) == 0xE0 && script > TML_SCRIPT_INHERITED && !is_cased(script)) {
    const char *q = tml_scan_long(s, p, p, script, out);
    if (q) return q;
  }
  return tml_scan_wide(s, p, p, out);
}
