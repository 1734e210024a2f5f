/* xmlcut.c — see xmlcut.h. Grammar: XML 1.0, content of the root element (production 43). */
#include "xmlcut.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { TEXT, TAG, COMMENT, CDATA, INSTRUCTION, REST };

/* Bytes at the start that are plainly sound text. A character, a reference or a "]]" that the end cuts is not. */
static size_t sound(const char *text, size_t n) {
  const unsigned char *s = (const unsigned char *)text;
  size_t i = 0;
  while (i < n) {
#ifdef __SSE2__
    if (n - i >= 16) {
      __m128i v = _mm_loadu_si128((const __m128i *)(s + i));
      __m128i odd = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('&')), _mm_cmpeq_epi8(v, _mm_set1_epi8(']')));
      odd = _mm_or_si128(odd, _mm_cmplt_epi8(v, _mm_set1_epi8(0x20))); /* signed: those above 7F, too */
      unsigned mask = (unsigned)_mm_movemask_epi8(odd);
      if (!mask) {
        i += 16;
        continue;
      }
      i += (size_t)__builtin_ctz(mask);
    }
#endif
    unsigned char c = s[i];
    if (c < 0x80) {
      if (c == '&') {
        static const char five[][8] = {"\4&lt;", "\4&gt;", "\5&amp;", "\6&quot;", "\6&apos;"};
        size_t k = 0, len = 0;
        for (; k < TML_COUNT(five) && !len; k++)
          if (n - i >= (size_t)five[k][0] && !memcmp(s + i, five[k] + 1, (size_t)five[k][0])) len = (size_t)five[k][0];
        if (!len) return i;
        i += len;
        continue;
      }
      if (c == ']' && (n - i < 3 || (s[i + 1] == ']' && s[i + 2] == '>'))) return i;
      if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') return i;
      i++;
      continue;
    }
    for (; i < n && (c = s[i]) >= 0x80;) {
      if (c >= 0xE0 && c <= 0xEC && n - i >= 3 && (s[i + 1] & 0xC0) == 0x80 && (s[i + 2] & 0xC0) == 0x80 &&
          (c > 0xE0 || s[i + 1] >= 0xA0)) {
        i += 3;
      } else if (c >= 0xC2 && c <= 0xDF && n - i >= 2 && (s[i + 1] & 0xC0) == 0x80) {
        i += 2;
      } else if ((c == 0xEE || c == 0xEF) && n - i >= 3 && (s[i + 1] & 0xC0) == 0x80 && (s[i + 2] & 0xC0) == 0x80 &&
                 !(c == 0xEF && s[i + 1] == 0xBF && s[i + 2] >= 0xBE)) {
        i += 3;
      } else if (c >= 0xF0 && c <= 0xF4 && n - i >= 4 && (s[i + 1] & 0xC0) == 0x80 && (s[i + 2] & 0xC0) == 0x80 &&
                 (s[i + 3] & 0xC0) == 0x80 && (c > 0xF0 || s[i + 1] >= 0x90) && (c < 0xF4 || s[i + 1] < 0x90)) {
        i += 4;
      } else if (c == 0xED && n - i >= 3 && s[i + 1] >= 0x80 && s[i + 1] < 0xA0 && (s[i + 2] & 0xC0) == 0x80) {
        i += 3;
      } else {
        return i;
      }
    }
  }
  return i;
}

static void give(tml_xmlcut *c, const char *p, uint32_t from, uint32_t to) {
  if (from < c->given) from = c->given;
  if (from >= to) return;
  uint32_t n = to - from;
  if (c->fed - from != c->ahead || !c->nplaces) {
    if (c->nplaces == c->place_cap) c->places = tml_grow(c->places, c->nplaces + 1, &c->place_cap, sizeof *c->places);
    c->places[c->nplaces++] = (tml_cut_place){c->fed, from};
    c->ahead = c->fed - from;
  }
  if (c->out.cap - c->out.n < n + 64) tml_buf_reserve(&c->out, n + 64);
  char *o = c->out.p + c->out.n;
  if (n > 64) {
    memcpy(o, p + from, n);
  } else { /* TML_IO_PAD bytes behind the file's last may be read */
    memcpy(o, p + from, 16);
    for (uint32_t i = 16; i < n; i += 16) memcpy(o + i, p + from + i, 16);
  }
  c->out.n += n;
  c->fed += n;
}

void tml_xmlcut_begin(tml_xmlcut *c, uint32_t inside, uint32_t given, bool empty) {
  c->at = inside;
  c->fed = c->given = given;
  c->depth = !empty;
  c->state = empty ? REST : TEXT;
  c->places = tml_grow(c->places, 1, &c->place_cap, sizeof *c->places);
  c->places[c->nplaces++] = (tml_cut_place){0, 0};
}

/* What begins with the '<' at c->at; false: more bytes are needed to know. */
static bool open_markup(tml_xmlcut *c, const char *p, uint32_t end, bool last) {
  const char *s = p + c->at;
  uint32_t left = end - c->at, n = 0;
  if (left < 2 && !last) return false;
  if (left > 1 && s[1] == '?') {
    c->state = INSTRUCTION, n = 2;
  } else if (left > 1 && s[1] == '!') {
    if (left < 9 && !last) return false;
    if (left > 3 && !memcmp(s, "<!--", 4)) c->state = COMMENT, n = 4;
    else if (left > 8 && !memcmp(s, "<![CDATA[", 9)) c->state = CDATA, n = 9;
    else c->state = REST; /* nothing that may stand here: the parser will say so */
  } else {
    c->state = TAG, c->seen = c->at + 1, c->quote = 0;
    return true;
  }
  give(c, p, c->at, c->at + n);
  c->at += n;
  return true;
}

static bool cut_text(tml_xmlcut *c, const char *p, uint32_t end, bool last) {
  if (c->at >= end) return false;
  const char *lt = memchr(p + c->at, '<', end - c->at);
  uint32_t stop = lt ? (uint32_t)(lt - p) : end;
  c->raw |= c->at < c->given; /* who was given the first half of a character needs the other */
  if (!c->raw) c->at += (uint32_t)sound(p + c->at, stop - c->at);
  if (c->at < stop) {
    if (!c->raw && !lt && !last && stop - c->at < 8) return false; /* perhaps only cut by the end */
    c->raw = true;
    give(c, p, c->at, stop);
    c->at = stop;
  }
  if (!lt || !open_markup(c, p, end, last)) return false;
  c->raw = false;
  return true;
}

/* The '>' that ends a tag, from `i` on; `end` where it is not there yet. *quote: the quotes that are open. */
static uint32_t tag_end(const char *p, uint32_t i, uint32_t end, char *quote) {
  char q = *quote;
#ifdef __SSE2__
  for (; end - i >= 16 && q != '\''; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
    unsigned gt = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('>')));
    unsigned quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('\'')))) break;
    for (; gt; gt &= gt - 1) {
      unsigned k = (unsigned)__builtin_ctz(gt);
      if (__builtin_parity(quotes & ((1u << k) - 1)) != (q != 0)) continue; /* in quotes */
      *quote = 0;
      return i + k;
    }
    if (__builtin_parity(quotes)) q = q ? 0 : '"';
  }
#endif
  for (; i < end; i++) {
    char ch = p[i];
    if (q) {
      if (ch == q) q = 0;
    } else if (ch == '>') {
      break;
    } else if (ch == '"' || ch == '\'') {
      q = ch;
    }
  }
  *quote = q;
  return i;
}

static bool cut_tag(tml_xmlcut *c, const char *p, uint32_t end, bool last) {
  char quote = c->quote;
  uint32_t i = tag_end(p, c->seen, end, &quote);
  c->seen = i, c->quote = quote;
  if (i >= end) {
    if (last) give(c, p, c->at, end), c->at = end;
    return false;
  }
  uint8_t kind = p[c->at + 1] == '/' ? TML_CUT_END : p[i - 1] == '/' ? TML_CUT_EMPTY : TML_CUT_START;
  if (c->ntags == c->tag_cap) c->tags = tml_grow(c->tags, c->ntags + 1, &c->tag_cap, sizeof *c->tags);
  c->tags[c->ntags++] = (tml_cut_tag){c->at, i + 1, kind};
  give(c, p, c->at, i + 1);
  c->at = i + 1;
  c->depth += kind == TML_CUT_START;
  c->depth -= kind == TML_CUT_END;
  c->state = c->depth ? TEXT : REST;
  return true;
}

/* What ends with `z`, of n bytes. */
static bool cut_until(tml_xmlcut *c, const char *p, uint32_t end, bool last, const char *z, uint32_t n) {
  uint32_t i = c->at;
  for (; i + n <= end; i++) {
    const char *q = memchr(p + i, *z, end - i - n + 1);
    i = q ? (uint32_t)(q - p) : end;
    if (q && !memcmp(q, z, n)) break;
  }
  bool found = i + n <= end;
  uint32_t to = found ? i + n : last ? end : end - c->at < n ? c->at : end - n + 1;
  give(c, p, c->at, to);
  c->at = to;
  if (found) c->state = TEXT;
  return found;
}

void tml_xmlcut_run(tml_xmlcut *c, const char *p, uint32_t end, bool last, uint64_t taken) {
  size_t old = 0;
  while (old + 1 < c->nplaces && c->places[old + 1].fed <= taken) old++;
  if (old) memmove(c->places, c->places + old, (c->nplaces - old) * sizeof *c->places), c->nplaces -= old;
  if (c->head) {
    memmove(c->tags, c->tags + c->head, (c->ntags - c->head) * sizeof *c->tags);
    c->ntags -= c->head, c->head = 0;
  }
  for (bool on = true; on;) switch (c->state) {
    case TEXT: on = cut_text(c, p, end, last); break;
    case TAG: on = cut_tag(c, p, end, last); break;
    case COMMENT: on = cut_until(c, p, end, last, "-->", 3); break;
    case CDATA: on = cut_until(c, p, end, last, "]]>", 3); break;
    case INSTRUCTION: on = cut_until(c, p, end, last, "?>", 2); break;
    default: give(c, p, c->at, end); c->at = end, on = false;
    }
}

uint32_t tml_xmlcut_place(const tml_xmlcut *c, uint64_t fed) {
  size_t low = 0, high = c->nplaces;
  while (high - low > 1) {
    size_t mid = (low + high) / 2;
    if (c->places[mid].fed <= fed) low = mid;
    else high = mid;
  }
  return c->nplaces ? c->places[low].raw + (uint32_t)(fed - c->places[low].fed) : (uint32_t)fed;
}

void tml_xmlcut_free(tml_xmlcut *c) {
  tml_buf_free(&c->out);
  free(c->tags);
  free(c->places);
}
