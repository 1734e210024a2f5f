/* utf8.c — UTF-8 validation, reading and writing; slow paths of the character facts; folding for comparison.
 *
 * Grammar: Unicode 15, table 3-7 (well-formed byte sequences); replacement by maximal subparts (section 3.9).
 * Normalization itself is uni.c's.
 */
#include "text/tables.h"
#include "text/uni.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tml_hash and the ASCII scan are written for little-endian machines"
#endif

static bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

/* Length of the well-formed sequence of two bytes or more at s, or -k: ill-formed, with k good bytes before the fault
 * (at least 1: the lead itself counts as the bad subpart where nothing fits it). */
static int sequence(const unsigned char *s, size_t n) {
  unsigned char c = s[0], low = 0x80, high = 0xBF;
  int len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
  if (c < 0xC2 || c > 0xF4) return -1;
  if (c == 0xE0) low = 0xA0;
  if (c == 0xED) high = 0x9F;
  if (c == 0xF0) low = 0x90;
  if (c == 0xF4) high = 0x8F;
  if (n < 2 || s[1] < low || s[1] > high) return -1;
  for (int i = 2; i < len; i++)
    if ((size_t)i >= n || !is_tail(s[i])) return -i;
  return len;
}

/* Bytes of ASCII at the start of s. */
static size_t ascii_run(const unsigned char *s, size_t n) {
  const uint64_t high = UINT64_C(0x8080808080808080);
  size_t i = 0;
  for (; n - i >= 8; i += 8) {
    uint64_t w;
    memcpy(&w, s + i, 8);
    if (w & high) return i + (size_t)(__builtin_ctzll(w & high) >> 3);
  }
  while (i < n && s[i] < 0x80) i++;
  return i;
}

size_t tml_utf8_invalid(const char *p, size_t n) {
  const unsigned char *s = (const unsigned char *)p;
  size_t i = 0;
  while (i < n) {
    unsigned char c = s[i];
    if (c < 0x80) {
      i += ascii_run(s + i, n - i);
    } else if (c >= 0xE0 && c <= 0xEC && n - i >= 3 && is_tail(s[i + 1]) && is_tail(s[i + 2]) &&
               (c > 0xE0 || s[i + 1] >= 0xA0)) {
      i += 3; /* most of CJK, Hangul, Thai, Indic */
    } else if (c >= 0xC2 && c <= 0xDF && n - i >= 2 && is_tail(s[i + 1])) {
      i += 2;
    } else {
      int len = sequence(s + i, n - i);
      if (len < 0) return i;
      i += (size_t)len;
    }
  }
  return n;
}

uint32_t tml_utf8_lenient(const char *p, const char *end, unsigned *len) {
  const unsigned char *s = (const unsigned char *)p;
  if (s[0] < 0x80) return *len = 1, s[0];
  int n = sequence(s, (size_t)(end - p));
  if (n > 0) return tml_utf8_at(p, len);
  *len = (unsigned)-n;
  return 0xFFFD;
}

static char *put(char *o, uint32_t cp) {
  if (cp < 0x80) {
    *o++ = (char)cp;
  } else if (cp < 0x800) {
    *o++ = (char)(0xC0 | cp >> 6);
    *o++ = (char)(0x80 | (cp & 0x3F));
  } else if (cp < 0x10000) {
    *o++ = (char)(0xE0 | cp >> 12);
    *o++ = (char)(0x80 | (cp >> 6 & 0x3F));
    *o++ = (char)(0x80 | (cp & 0x3F));
  } else {
    *o++ = (char)(0xF0 | cp >> 18);
    *o++ = (char)(0x80 | (cp >> 12 & 0x3F));
    *o++ = (char)(0x80 | (cp >> 6 & 0x3F));
    *o++ = (char)(0x80 | (cp & 0x3F));
  }
  return o;
}

void tml_utf8_put(tml_buf *b, uint32_t cp) {
  if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) cp = 0xFFFD;
  tml_buf_reserve(b, 4);
  b->n = (size_t)(put(b->p + b->n, cp) - b->p);
}

size_t tml_utf8_count(tml_str s) {
  size_t count = 0;
  for (size_t i = 0; i < s.n; i++) count += !is_tail((unsigned char)s.p[i]);
  return count;
}

const char *tml_script_name(enum tml_script s) { return (unsigned)s < TML_SCRIPT__COUNT ? tml_script_names[s] : "?"; }

int tml_cp_digit_slow(uint32_t cp) {
  if (tml_cp_class(cp) != TML_CP_DIGIT) return -1;
  unsigned low = 0, high = tml_digit_zeros_n; /* the last zero that isn't above cp */
  while (high - low > 1) {
    unsigned mid = (low + high) / 2;
    if (tml_digit_zeros[mid] <= cp) low = mid;
    else high = mid;
  }
  return (int)(cp - tml_digit_zeros[low]);
}

uint32_t tml_cp_fold_slow(uint32_t cp) {
  if (cp >= tml_fold_end) return cp;
  unsigned block = tml_fold_stage1[cp >> TML_CP_SHIFT];
  unsigned which = tml_fold_stage2[(block << TML_CP_SHIFT) + (cp & ((1u << TML_CP_SHIFT) - 1))];
  return cp + (uint32_t)tml_fold_delta[which];
}

size_t tml_text_width(tml_str s) {
  size_t width = 0;
  for (const char *p = s.p, *end = s.p + s.n; p < end;) width += tml_cp_width(tml_utf8_next(&p));
  return width;
}

/* The folding of one code point; 0 drops it. */
static uint32_t fold_one(uint32_t cp, unsigned flags) {
  if (cp >= 0x80) {
    if (cp == 0xA0 || cp == 0x202F || cp == 0x2007 || cp == 0x2009 || cp == 0x3000) return ' ';
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212) return '-';
    if (tml_cp_is_bidi_control(cp)) return 0;
    if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
    if (flags & TML_FOLD_DIGITS) {
      int d = tml_cp_digit(cp);
      if (d >= 0) return (uint32_t)('0' + d);
    }
  }
  return flags & TML_FOLD_LOWER ? tml_cp_fold(cp) : cp;
}

/* Folds ASCII at p into o, eight bytes at a time: capitals get their bit 5. Gives the length. */
static size_t fold_ascii(char *o, const char *p, const char *end, bool lower) {
  const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
  size_t n = 0;
  for (; (size_t)(end - p) - n >= 8; n += 8) {
    uint64_t w;
    memcpy(&w, p + n, 8);
    if (w & high) break;
    /* Bit 7 of each byte: at least A, but not above Z. */
    uint64_t capital = ((w + ones * (0x80 - 'A')) & ~(w + ones * (0x7F - 'Z'))) & high;
    if (lower) w |= capital >> 2;
    memcpy(o + n, &w, 8);
  }
  return n;
}

/* All of the folding but NFC. True where characters were dropped. */
static bool fold_plain(tml_buf *out, tml_str s, unsigned flags) {
  /* Case folding can make two bytes three (U+023A), never more. */
  tml_buf_reserve(out, s.n + s.n / 2 + 4);
  char *begin = out->p + out->n, *o = begin;
  bool dropped = false;
  unsigned capitals = flags & TML_FOLD_LOWER ? 26 : 0;
  int space = flags & TML_FOLD_SPACES ? ' ' : -1;
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    unsigned char c = (unsigned char)*p;
    if (c < 0x80 && c > space) {
      size_t n = flags & TML_FOLD_SPACES ? 0 : fold_ascii(o, p, end, flags & TML_FOLD_LOWER);
      o += n;
      p += n;
      if (n) continue;
      *o++ = (char)((unsigned)(c - 'A') < capitals ? c + 32 : c);
      p++;
      continue;
    }
    uint32_t cp = tml_utf8_next(&p);
    uint32_t to = fold_one(cp, flags);
    if (flags & TML_FOLD_SPACES && tml_cp_class(to) == TML_CP_SPACE) {
      if (o == begin || o[-1] == ' ') continue;
      to = ' ';
    }
    if (to || !cp) o = put(o, to);
    else dropped = true;
  }
  if (flags & TML_FOLD_SPACES && o > begin && o[-1] == ' ') o--;
  out->n = (size_t)(o - out->p);
  return dropped;
}

void tml_text_fold(tml_buf *out, tml_str s, unsigned flags) {
  size_t start = out->n;
  tml_buf work = {0};
  bool again;
  if (tml_uni_suspect(s)) {
    /* NFC first, so that a decomposed İ folds like a composed one; and again, since the lower-case pair may compose
     * where the capital one doesn't. */
    tml_text_nfc(&work, s);
    fold_plain(out, tml_buf_view(&work), flags);
    again = true;
  } else {
    again = fold_plain(out, s, flags); /* what was dropped may have parted a base from its accent */
  }
  tml_str plain = tml_str_n(out->p + start, out->n - start);
  if (again && tml_uni_suspect(plain)) {
    work.n = 0;
    tml_text_nfc(&work, plain);
    out->n = start;
    tml_buf_str(out, tml_buf_view(&work));
  }
  tml_buf_free(&work);
}
