/* odd.c — the one pass over all bytes of a file: UTF-8 validation and odd characters, for the rules of family CH.
 *
 * What for: d->odd lists, in order of place, byte runs that are not UTF-8, replacement characters, controls, private
 * use, invisible characters, bidi controls and the marks of text that was decoded with a wrong encoding (mojibake), and
 * what is not in NFC. What not: no judgement. Whether a joiner is at home in its script, or a bare `â` a letter of the
 * language, is said in rule/characters.c; mixed scripts are other rules' business. Grammar:  UTF-8 as in Unicode table
 * 3-7; a bad run is made of maximal well-formed prefixes, at least one byte each. Invisible:
 * Default_Ignorable_Code_Point but variation selectors, and the interlinear annotation signs. Mojibake is UTF-8 that
 * was read as Latin-1 or cp1252 (a character U+00C2–U+00F4 and then as many characters with a byte 80–BF as that lead
 * byte asks for), as cp1251 (вЂ), Mac Roman (‚Ä), cp850 (ÔÇ) or GBK (鈥, 锟斤); sequences that sound text has too (`à
 * «`, `É»`) count only where two of them stand together. `â` between a Latin letter and s, t, re, ve, ll, d is what is
 * left of ’ when its other two bytes were dropped. Speed:    clean ASCII goes 8 bytes at a step; two- and three-byte
 * characters are checked in place, and only a lead byte (or a pair of bytes) that can begin something odd leaves the
 * loop for odd_char. */
#include "tmlint/doc.h"
#include "tmlint/read.h"
#include "tmlint/text.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define WITH_AVX2 1 /* asked when it runs */
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#define ONES UINT64_C(0x0101010101010101)
#define HIGH UINT64_C(0x8080808080808080)

/* What the loop does with a byte; _CARE: well-formed characters with this lead may still be odd. */
enum { PLAIN, SLOW, TWO, TWO_CARE, THREE, THREE_CARE };
#define R4(x) x, x, x, x
#define R16(x) R4(x), R4(x), R4(x), R4(x)
static const uint8_t byte_class[256] = {
    /* 00 */ R4(SLOW),
    R4(SLOW),
    SLOW,
    PLAIN,
    PLAIN,
    SLOW,
    SLOW,
    PLAIN,
    SLOW,
    SLOW,
    R16(SLOW),
    /* 20 */ R16(PLAIN),
    R16(PLAIN),
    R16(PLAIN),
    R16(PLAIN),
    R16(PLAIN),
    /* 70 */ R4(PLAIN),
    R4(PLAIN),
    R4(PLAIN),
    PLAIN,
    PLAIN,
    PLAIN,
    SLOW,
    /* 80 */ R16(SLOW),
    R16(SLOW),
    R16(SLOW),
    R16(SLOW),
    /* C0 */ SLOW,
    SLOW,
    TWO_CARE,
    TWO_CARE,
    R4(TWO),
    R4(TWO),
    TWO_CARE,
    TWO_CARE,
    TWO,
    TWO,
    /* D0 */ TWO_CARE,
    TWO,
    TWO,
    TWO,
    R4(TWO),
    TWO_CARE,
    TWO,
    TWO,
    TWO,
    R4(TWO),
    /* E0 */ THREE_CARE,
    THREE_CARE,
    THREE_CARE,
    THREE_CARE,
    R4(THREE),
    THREE,
    THREE_CARE,
    THREE,
    THREE,
    /* EC */ THREE,
    THREE_CARE,
    SLOW,
    THREE_CARE,
    /* F0 */ R16(SLOW)};

/* ---- sets ------------------------------------------------------------------------------------------------------ */

static bool is_invisible(uint32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x180E ||
         (c >= 0x200B && c <= 0x200D) || (c >= 0x2060 && c <= 0x2064) || (c >= 0x206A && c <= 0x206F) || c == 0x3164 ||
         c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0x1BCA0 && c <= 0x1BCA3) ||
         (c >= 0x1D173 && c <= 0x1D17A) || (c >= 0xE0000 && c <= 0xE007F);
}

static int odd_kind(uint32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return TML_ODD_CONTROL;
  if (c == 0xFFFD) return TML_ODD_FFFD;
  if (tml_cp_is_bidi_control(c)) return TML_ODD_BIDI;
  if (is_invisible(c)) return TML_ODD_INVISIBLE;
  if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000) return TML_ODD_PRIVATE;
  return 0;
}

static bool is_ascii_letter(unsigned char c) { return (c | 32u) - 'a' < 26u; }
static bool is_cont(char c) { return (signed char)c < (signed char)0xC0; }
static inline bool two_conts(const char *p) {
  uint16_t w;
  memcpy(&w, p, 2);
  return (w & 0xC0C0) == 0x8080;
}

/* ---- mojibake --------------------------------------------------------------------------------------------------- */

/* Bytes 80–BF as Latin-1 or cp1252 shows them. */
static bool is_trail(uint32_t c) {
  static const uint16_t shown[] = {0x0152, 0x0153, 0x0160, 0x0161, 0x0178, 0x017D, 0x017E, 0x0192, 0x02C6,
                                   0x02DC, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E,
                                   0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122};
  if (c >= 0x80 && c <= 0xBF) return true;
  for (unsigned i = 0; i < TML_COUNT(shown); i++)
    if (shown[i] == c) return true;
  return false;
}

/* The length of one wrongly decoded character at p (lead and trails), 0 for none; cp: its first two code points. */
static size_t moji_unit(const char *p, const char *end, uint32_t cp[2]) {
  unsigned len;
  if (p >= end) return 0;
  cp[0] = tml_utf8_lenient(p, end, &len), cp[1] = 0;
  if (cp[0] < 0xC2 || cp[0] > 0xF4) return 0;
  const char *q = p + len;
  for (unsigned k = cp[0] < 0xE0 ? 1 : cp[0] < 0xF0 ? 2 : 3; k; k--) {
    if (q >= end) return 0;
    uint32_t c = tml_utf8_lenient(q, end, &len);
    if (!is_trail(c)) return 0;
    if (!cp[1]) cp[1] = c;
    q += len;
  }
  return (size_t)(q - p);
}

/* Whether one unit alone is proof: it stands in sound text of no language. Signs that may follow a capital letter at a
 * word's end (`ALEMÃ”`, a space, a dash) are no proof, and no sign is behind another capital, but where the word goes
 * on (`CÃ³mo`, `OPCIÃ“N`). */
static bool moji_sure(const uint32_t cp[2], bool after_capital, bool apart, bool goes_on) {
  uint32_t a = cp[0], b = cp[1];
  if (b >= 0x80 && b < 0xA0) return true;
  bool closing = b == 0xA0 || b == 0xAB || b == 0xBB || (b >= 0x2013 && b <= 0x201D) || b == 0x2026 || b == 0x203A;
  switch (a) {
  case 0xC2: return !after_capital && !closing; /* Â© Â® Â° */
  case 0xC3:
    if (after_capital) return goes_on && (!closing || b == 0x201C || b == 0x201D);
    return !closing || apart; /* `35 Ã— 50`, `voilÃ `: no word is a lone Ã, or ends so */
  case 0xE2: return b == 0x20AC || b == 0x201E || b == 0x2020 || b == 0x2C6 || b == 0x2030 || b == 0x201A;
  case 0xE3: return b == 0x20AC || b == 0x201A || b == 0x192;
  case 0xEF: return b == 0xBB || b == 0xBC || b == 0xBD || b == 0xBF;
  default: return false;
  }
}

static size_t moji_latin(const char *p, const char *begin, const char *end) {
  uint32_t cp[2], next[2];
  size_t n = moji_unit(p, end, cp), all = n;
  if (!n) return 0;
  bool capital = p > begin && p[-1] >= 'A' && p[-1] <= 'Z';
  bool apart = p > begin && !capital && (signed char)p[-1] > 0 && p[-1] != '\'' && p[-1] != '"';
  for (size_t more; (more = moji_unit(p + all, end, next)) != 0;) all += more;
  bool goes_on = p + n < end && is_ascii_letter((unsigned char)p[n]);
  return all > n || moji_sure(cp, capital, apart, goes_on) ? all : 0;
}

/* `organizationâs`: what is left of ’ when the two bytes behind its first are lost. */
static bool moji_bare(const char *p, const char *begin, const char *end) {
  if (p == begin || !is_ascii_letter((unsigned char)p[-1])) return false;
  const char *q = p + 2;
  size_t left = (size_t)(end - q), n = 0;
  if (left && (*q == 's' || *q == 't' || *q == 'd' || (*q == 'm' && p[-1] == 'I'))) n = 1;
  else if (left > 1 && (!memcmp(q, "re", 2) || !memcmp(q, "ve", 2) || !memcmp(q, "ll", 2))) n = 2;
  if (!n || q + n == end) return n != 0;
  unsigned len;
  return !tml_cp_is_word(tml_utf8_lenient(q + n, end, &len));
}

/* Other encodings: characters that no sound text has side by side. */
static size_t moji_pair(const char *p, const char *end) {
  static const char pairs[][8] = {"\xD0\xB2\xD0\x82", "\xE2\x80\x9A\xC3\x84", "\xC3\x94\xC3\x87", "\xE9\x88\xA5",
                                  "\xE9\x94\x9F\xE6\x96\xA4"};
  for (unsigned i = 0; i < TML_COUNT(pairs); i++) {
    size_t n = strlen(pairs[i]);
    if ((size_t)(end - p) >= n && !memcmp(p, pairs[i], n)) return n;
  }
  return 0;
}

/* ---- normal forms -------------------------------------------------------------------------------------------------- */

/* Characters that NFC may change: combining marks of Latin, Greek and Cyrillic, the nukta, kana voicing marks, Hangul
 * jamo, letterlike and CJK compatibility characters. Others are rare. */
static bool may_compose(uint32_t c) {
  return (c >= 0x300 && c < 0x370) || c == 0x93C || c == 0x3099 || c == 0x309A || (c >= 0x1161 && c < 0x1200) ||
         c == 0x2126 || c == 0x212A || c == 0x212B || (c >= 0xF900 && c < 0xFB00);
}

/* The character at p with the base before it and the marks behind it, where these are not in NFC. */
static bool not_nfc(const char *begin, const char **from, const char **to, const char *end) {
  const char *p = *from, *q = *to;
  unsigned first;
  bool mark = tml_cp_class(tml_utf8_lenient(p, end, &first)) == TML_CP_MARK || first == 0;
  while (mark && p > begin && (*from - p) < 32) {
    do p--;
    while (p > begin && is_cont(*p) && *from - p < 36);
    unsigned len;
    uint32_t c = tml_utf8_lenient(p, end, &len);
    if (c == 0xFFFD) return false;
    if (tml_cp_class(c) != TML_CP_MARK) break;
  }
  for (unsigned len, n = 0; q < end && n < 8; n++, q += len) {
    uint32_t c = tml_utf8_lenient(q, end, &len);
    if (tml_cp_class(c) != TML_CP_MARK || c == 0xFFFD) break;
  }
  if (tml_text_is_nfc((tml_str){p, (size_t)(q - p)})) return false;
  *from = p, *to = q;
  return true;
}

/* ---- the pass ---------------------------------------------------------------------------------------------------- */

static void put(tml_doc *d, int kind, const char *start, const char *stop, uint32_t cp) {
  uint32_t at = (uint32_t)(start - d->p), to = (uint32_t)(stop - d->p);
  tml_odd *last = d->nodd ? &d->odd[d->nodd - 1] : NULL;
  if (last && last->kind == kind && last->end == at && kind != TML_ODD_BIDI && kind != TML_ODD_NFC) { /* a run is one */
    last->end = to;
    return;
  }
  d->odd = tml_arena_grow(d->arena, d->odd, d->nodd, &d->odd_cap, sizeof *d->odd);
  d->odd[d->nodd++] = (tml_odd){(uint8_t)kind, at, to, cp};
}

/* One character that may be odd; returns what follows it. */
static const char *odd_char(tml_doc *d, const char *p) {
  const char *end = d->p + d->n;
  unsigned len;
  uint32_t c = tml_utf8_lenient(p, end, &len);
  if (c == 0xFFFD && !(len == 3 && !memcmp(p, "\xEF\xBF\xBD", 3))) {
    put(d, TML_ODD_UTF8, p, p + len, 0);
    return p + len;
  }
  int kind = c == '\t' || c == '\n' || c == '\r' ? 0 : odd_kind(c);
  if (kind) {
    if (c == 0xFEFF && p == d->p) kind = TML_ODD_BOM;
    put(d, kind, p, p + len, c);
    return p + len;
  }
  if (may_compose(c)) {
    const char *from = p, *to = p + len;
    if (d->nodd && d->odd[d->nodd - 1].kind == TML_ODD_NFC && d->p + d->odd[d->nodd - 1].end > p) return p + len;
    if (not_nfc(d->p, &from, &to, end)) put(d, TML_ODD_NFC, from, to, c);
    return p + len;
  }
  size_t n = c >= 0xC2 && c <= 0xF4 ? moji_latin(p, d->p, end) : 0;
  if (!n && c >= 0xC2) n = moji_pair(p, end);
  if (!n && c == 0xE2 && moji_bare(p, d->p, end)) n = len;
  if (!n) return p + len;
  put(d, TML_ODD_MOJIBAKE, p, p + n, c);
  return p + n;
}

/* What of two bytes may be odd: U+0080–9F, U+00AD; Ã Â â … before another character that is not ASCII, and a bare â
 * (p[2] is the next byte); U+034F; вЂ; U+061C. */
static inline bool two_odd(const char *p) {
  unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
  switch (a) {
  case 0xC2: return b < 0xA0 || b == 0xAD;
  case 0xC3: return (signed char)p[2] < 0 ? b >= 0x82 && b <= 0xB4 : b == 0xA2;
  case 0xCC: return true;
  case 0xCD: return b < 0xB0;
  case 0xD0: return b == 0xB2 && !memcmp(p + 2, "\xD0\x82", 2);
  default: return b == 0x9C; /* D8 */
  }
}

/* Of three bytes: overlong forms and surrogates; Hangul and Khmer fillers, U+180E; zero-width, bidi and their kin, ‚Ä;
 * U+3164; 鈥 锟; private use, U+FEFF, U+FFA0 and the specials; what NFC may change. */
static inline bool three_odd(const char *p) {
  unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1], c = (unsigned char)p[2];
  switch (a) {
  case 0xE0: return b < 0xA0 || (b == 0xA4 && c == 0xBC);
  case 0xE1:
    return (b == 0x85 && c >= 0x9F) || b == 0x86 || b == 0x87 || (b == 0x9E && c >= 0xB4) || (b == 0xA0 && c == 0x8E);
  case 0xE2:
    if (b == 0x80) return (c >= 0x8B && c <= 0x8F) || (c >= 0xAA && c <= 0xAE) || c == 0x9A;
    return (b == 0x81 && c >= 0xA0) || (b == 0x84 && (c == 0xA6 || c == 0xAA || c == 0xAB));
  case 0xE3: return (b == 0x85 && c == 0xA4) || (b == 0x82 && (c == 0x99 || c == 0x9A));
  case 0xE9: return (b == 0x88 && c == 0xA5) || (b == 0x94 && c == 0x9F);
  case 0xED: return b >= 0xA0;
  default: return b < 0xAC || (b == 0xBB && c == 0xBF) || (b == 0xBE && c == 0xA0) || (b == 0xBF && c >= 0xB9);
  }
}

/* Character by character from p up to `to` or somewhat further; eight bytes behind `to` are the file's. */
static const char *slow_to(tml_doc *d, const char *p, const char *to) {
  while (p < to) {
    unsigned class = byte_class[(unsigned char)*p];
    if (class == PLAIN) p++;
    else if (class >= THREE && two_conts(p + 1) && !(class == THREE_CARE && three_odd(p))) p += 3;
    else if ((class == TWO || class == TWO_CARE) && is_cont(p[1]) && !(class == TWO_CARE && two_odd(p))) p += 2;
    else p = odd_char(d, p);
  }
  return p;
}

#ifdef WITH_AVX2
/* What may be odd of well-formed characters, as sets of the halves of their first and second byte and the low half of
 * their third: a bit that all five tables have for a character is a place to look at. Sets are products, so there are
 * some places too many; two_odd and three_odd know.
 *   1 C0 C1 CC CD; 2 EF and BB, BE, BF; 4 C2 and 80–9F; 8 C2 AD, D8 9C, E1 A0; 16 E0 and E1 before 80–9F;
 *   32 E0 A4 BC, E3 82 99, E3 82 9A, E3 85 A4; 64 E2 80, E2 84, E9 88, E9 94; 128 EF and 80–AF */
#define TWICE(...)                                                                                                     \
  { __VA_ARGS__, __VA_ARGS__ }
static const uint8_t first_high[32] =
    TWICE(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 | 4 | 8, 8, 2 | 8 | 16 | 32 | 64 | 128, 0);
static const uint8_t first_low[32] =
    TWICE(1 | 16 | 32, 1 | 8 | 16, 4 | 8 | 64, 32, 0, 0, 0, 0, 8, 64, 0, 0, 1, 1, 0, 2 | 128);
static const uint8_t second_high[32] = TWICE(1, 1, 1, 1, 1, 1, 1, 1, 1 | 4 | 16 | 32 | 64 | 128,
                                             1 | 4 | 8 | 16 | 64 | 128, 1 | 8 | 32 | 128, 1 | 2, 1, 1, 1, 1);
#define ANY_SECOND 1 | 4 | 16 | 128
static const uint8_t second_low[32] =
    TWICE(ANY_SECOND | 8 | 64, ANY_SECOND, ANY_SECOND | 32, ANY_SECOND, ANY_SECOND | 32 | 64, ANY_SECOND | 32,
          ANY_SECOND, ANY_SECOND, ANY_SECOND | 64, ANY_SECOND, ANY_SECOND, ANY_SECOND | 2, ANY_SECOND | 8,
          ANY_SECOND | 8, ANY_SECOND | 2, ANY_SECOND | 2);
#define ANY_THIRD 1 | 2 | 4 | 8 | 16 | 128
static const uint8_t third_low[32] =
    TWICE(ANY_THIRD, ANY_THIRD, ANY_THIRD, ANY_THIRD, ANY_THIRD | 32, ANY_THIRD | 64, ANY_THIRD | 64, ANY_THIRD,
          ANY_THIRD, ANY_THIRD | 32, ANY_THIRD | 32 | 64, ANY_THIRD | 64, ANY_THIRD | 32 | 64, ANY_THIRD | 64,
          ANY_THIRD | 64, ANY_THIRD | 64);

/* Whether the character at q, a place to look at, is odd; *from: where it begins. `floor`: what lies before is told. */
static bool is_odd_place(const char *q, const char *floor, const char **from) {
  unsigned char a = (unsigned char)*q;
  *from = q;
  switch (byte_class[a]) {
  case SLOW: return true;
  case TWO_CARE:
    if (a != 0xD0) return two_odd(q);
    *from = q - 2; /* the second half of вЂ */
    return q - floor >= 2 && !memcmp(q - 2, "\xD0\xB2\xD0\x82", 4);
  case THREE_CARE: return three_odd(q);
  default: return false;
  }
}

/* The first half of вЂ was passed right before p: only its second half told, so both are to be seen. */
static const char *with_half(const char *p, const char *floor) {
  return p - floor >= 2 && !memcmp(p - 2, "\xD0\xB2", 2) ? p - 2 : p;
}

/* One byte in all places. GCC would rather make a constant anew at each step, in three instructions: it must not know
 * it for one. */
__attribute__((target("avx2"))) static inline __m256i every(char b) {
  __m256i v = _mm256_set1_epi8(b);
  __asm__("" : "+x"(v));
  return v;
}

/* 32 bytes at a step; returns where it stopped, 40 bytes or fewer before the end. */
__attribute__((target("avx2"))) static const char *wide_steps(tml_doc *d, const char *p, const char *stop) {
#define TABLE(t) _mm256_loadu_si256((const __m256i *)(const void *)(t))
#define BITS(v) ((uint32_t)_mm256_movemask_epi8(v))
  const __m256i t1 = TABLE(first_high), t2 = TABLE(first_low), t3 = TABLE(second_high), t4 = TABLE(second_low),
                t5 = TABLE(third_low), low = every(0x0F), blank = every(0x20), del = every(0x7F), nl = every('\n'),
                cr = every('\r'), tab = every('\t'), c0 = every((char)0xC0), df = every((char)0xDF),
                ef = every((char)0xEF), c3 = every((char)0xC3), ee = every((char)0xEE), ed = every((char)0xED),
                d0 = every((char)0xD0), e2 = every((char)0xE2), a2 = every((char)0xA2), x9f = every((char)0x9F),
                x82 = every((char)0x82), x81 = every((char)0x81);
  const char *floor = p;
  while (p < stop) {
    const __m256i v = TABLE(p), is_del = _mm256_cmpeq_epi8(v, del);
    /* as signed bytes, what is not ASCII is small, too */
    uint32_t control = BITS(_mm256_or_si256(_mm256_cmpgt_epi8(blank, v), is_del));
    if (!control) {
      p += 32;
      continue;
    }
    const uint32_t high = BITS(v);
    control &= ~(high | BITS(_mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v, nl), _mm256_cmpeq_epi8(v, cr)),
                                             _mm256_cmpeq_epi8(v, tab))));
    if (!(high | control)) {
      p += 32;
      continue;
    }
    const uint32_t cont = BITS(_mm256_cmpgt_epi8(c0, v)), lead = high & ~cont,
                   three = BITS(_mm256_cmpgt_epi8(v, df)) & high, four = BITS(_mm256_cmpgt_epi8(v, ef)) & high;
    /* A character that goes on behind these bytes is left to the next step. */
    const uint32_t open =
        (four & UINT32_C(0xE0000000)) | (three & UINT32_C(0xC0000000)) | (lead & UINT32_C(0x80000000));
    const unsigned take = open ? (unsigned)__builtin_ctz(open) : 32;
    const uint32_t kept = ~UINT32_C(0) >> (32 - take);
    if (TML_UNLIKELY((((lead << 1 | three << 2 | four << 3) ^ cont) | control | four) & kept)) {
      p = floor = slow_to(d, with_half(p, floor), p + take);
      continue;
    }
    const __m256i v1 = TABLE(p + 1), v2 = TABLE(p + 2);
    __m256i hit = _mm256_and_si256(_mm256_shuffle_epi8(t1, _mm256_and_si256(_mm256_srli_epi16(v, 4), low)),
                                   _mm256_shuffle_epi8(t2, _mm256_and_si256(v, low)));
    hit = _mm256_and_si256(hit, _mm256_shuffle_epi8(t3, _mm256_and_si256(_mm256_srli_epi16(v1, 4), low)));
    hit = _mm256_and_si256(hit, _mm256_shuffle_epi8(t4, _mm256_and_si256(v1, low)));
    hit = _mm256_and_si256(hit, _mm256_shuffle_epi8(t5, _mm256_and_si256(v2, low)));
    /* Ã before two more; â; private use; surrogates; the end of вЂ; U+206x: their sign bits */
    __m256i more = _mm256_and_si256(_mm256_cmpeq_epi8(v, c3), _mm256_or_si256(v2, _mm256_cmpeq_epi8(v1, a2)));
    more = _mm256_or_si256(more, _mm256_cmpeq_epi8(v, ee));
    more = _mm256_or_si256(more, _mm256_and_si256(_mm256_cmpeq_epi8(v, ed), _mm256_cmpgt_epi8(v1, x9f)));
    more = _mm256_or_si256(more, _mm256_and_si256(_mm256_cmpeq_epi8(v, d0), _mm256_cmpeq_epi8(v1, x82)));
    more = _mm256_or_si256(more, _mm256_and_si256(_mm256_cmpeq_epi8(v, e2), _mm256_cmpeq_epi8(v1, x81)));
    uint32_t places = (~BITS(_mm256_cmpeq_epi8(hit, _mm256_setzero_si256())) | BITS(more)) & kept;
    const char *next = p + take, *from;
    for (; places; places &= places - 1)
      if (TML_UNLIKELY(is_odd_place(p + __builtin_ctz(places), floor, &from))) {
        next = floor = odd_char(d, from);
        break;
      }
    p = next;
  }
  return with_half(p, floor);
#undef TABLE
#undef BITS
}
#endif

void tml_read_odd(tml_doc *d) {
  const char *p = d->p, *end = p + d->n;
#ifdef WITH_AVX2
  if (d->n > 64 && __builtin_cpu_supports("avx2")) p = wide_steps(d, p, end - 40);
#endif
  const char *fast = d->n > 16 ? end - 16 : p; /* wide loads and lookahead stay inside */
  while (p < fast) {
#ifdef __SSE2__
    /* Sixteen at a time: bytes above 0x7F are negative, so one signed comparison finds them and the controls. */
    while (p < fast) {
      __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
      __m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(0x20)), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)));
      unsigned mask = (unsigned)_mm_movemask_epi8(odd);
      if (!mask) {
        p += 16;
        continue;
      }
      p += __builtin_ctz(mask);
      if (*p != '\n') break;
      p++;
    }
    if (p >= fast) break;
#else
    uint64_t w;
    memcpy(&w, p, 8);
    /* Bytes with the high bit, below 0x20, or 0x7F; a borrow or carry makes false alarms only behind a true one. */
    uint64_t hit = (w | (w - ONES * 0x20) | (w + ONES)) & HIGH;
    if (TML_LIKELY(!hit)) {
      p += 8;
      continue;
    }
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    p += (unsigned)__builtin_ctzll(hit) >> 3;
#endif
#endif
    unsigned class = byte_class[(unsigned char)*p];
    if (class == PLAIN) {
      p++;
      continue;
    }
    do {
      if (class >= THREE && two_conts(p + 1)) {
        p = class == THREE_CARE && TML_UNLIKELY(three_odd(p)) ? odd_char(d, p) : p + 3;
      } else if ((class == TWO || class == TWO_CARE) && is_cont(p[1])) {
        p = class == TWO_CARE && TML_UNLIKELY(two_odd(p)) ? odd_char(d, p) : p + 2;
      } else {
        p = odd_char(d, p);
      }
      class = byte_class[(unsigned char)*p];
    } while (class != PLAIN && p < fast);
  }
  while (p < end) p = byte_class[(unsigned char)*p] == PLAIN ? p + 1 : odd_char(d, p);
}
