/* sentence.c — where sentences end: break and no-break rules over one block of text.
 *
 * Grammar: a sentence ends behind a full stop, question or exclamation mark or ellipsis of any script and whatever
 * closes there (quotes, brackets, emphasis), where white space or the end follows. Marks of scripts that put no space
 * behind them (。！？) need none. No end: behind an abbreviation or an initial, before a lower-case letter, in a
 * number, in what Markdown keeps together (code, links, tags, addresses). Facts: the locale's sentence_end and
 * abbreviations (CLDR; gen_locale.py). What not: no words, no dictionary but the abbreviations.
 */
#include "tmlint/sentence.h"

typedef struct scan {
  const tml_locale *l;
  const char *p;
  size_t n;
} scan;

static bool space_at(const scan *s, size_t i, size_t *len) {
  unsigned k;
  uint32_t cp = tml_utf8_at(s->p + i, &k);
  *len = k;
  return cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r' || cp == 0x3000 || cp == 0xA0 || cp == 0x202F;
}

/* ---- what is never cut ---- */

static size_t code_span(const scan *s, size_t i) {
  size_t k = i;
  while (k < s->n && s->p[k] == '`') k++;
  size_t len = k - i, from = k;
  for (size_t j = k; j < s->n;) {
    const char *q = memchr(s->p + j, '`', s->n - j);
    if (!q) break;
    j = (size_t)(q - s->p);
    size_t e = j;
    while (e < s->n && s->p[e] == '`') e++;
    if (e - j == len) return e;
    j = e;
  }
  return from;
}

static size_t tag(const scan *s, size_t i) {
  size_t k = i + 1;
  if (k >= s->n) return k;
  char c = s->p[k];
  if (!(c == '/' || c == '!' || (unsigned)(c | 32) - 'a' < 26u)) return i + 1;
  if (s->n - i > 3 && memcmp(s->p + i, "<!--", 4) == 0) {
    for (k = i + 4; k + 2 < s->n; k++)
      if (memcmp(s->p + k, "-->", 3) == 0) return k + 3;
    return i + 1;
  }
  char quote = 0;
  for (; k < s->n; k++) {
    c = s->p[k];
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '"' && s->p[k - 1] == '=') quote = c;
    else if (c == '>') return k + 1;
    else if (c == '<') break;
  }
  return i + 1;
}

/* "[text](url)", "[text][ref]"; behind the opening bracket where it is no link. */
static size_t bracket(const scan *s, size_t i) {
  int depth = 0;
  size_t k = i;
  for (; k < s->n; k++) {
    char c = s->p[k];
    if (c == '\\') k++;
    else if (c == '`') k = code_span(s, k) - 1;
    else if (c == '[') depth++;
    else if (c == ']' && --depth == 0) break;
  }
  if (k + 1 >= s->n || (s->p[k + 1] != '(' && s->p[k + 1] != '[')) return i + 1;
  char open = s->p[k + 1], close = open == '(' ? ')' : ']';
  depth = 0;
  for (k++; k < s->n; k++) {
    char c = s->p[k];
    if (c == '\\') k++;
    else if (c == open) depth++;
    else if (c == close && --depth == 0) return k + 1;
  }
  return i + 1;
}

static size_t address(const scan *s, size_t i) { /* at "://": behind the address, its last full stop outside */
  size_t k = i + 3;
  while (k < s->n && (unsigned char)s->p[k] > ' ' && (unsigned char)s->p[k] < 0x80 && !strchr("<>)\"'|`", s->p[k])) k++;
  while (k > i + 3 && strchr(".,;:!?*_", s->p[k - 1])) k--;
  return k;
}

/* ---- marks ---- */

static bool wide_end(uint32_t cp) {
  return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF61 || cp == 0xFF0E;
}

static bool ends(const scan *s, uint32_t cp) {
  if (cp < 0x80) return cp == '.' || cp == '!' || cp == '?';
  if (wide_end(cp) || cp == 0x2026 || (cp >= 0x203C && cp <= 0x203D) || (cp >= 0x2047 && cp <= 0x2049)) return true;
  for (unsigned i = 0; i < TML_COUNT(s->l->sentence_end) && s->l->sentence_end[i]; i++)
    if (cp == s->l->sentence_end[i]) return true;
  return false;
}

static bool closes(uint32_t cp) {
  return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == '*' || cp == '_' || cp == 0x2019 || cp == 0x201D ||
         cp == 0xBB || cp == 0x203A || cp == 0x300D || cp == 0x300F || cp == 0x3011 || cp == 0xFF09 || cp == 0x300B;
}

static bool abbreviation(const scan *s, size_t from, size_t dot) {
  size_t b = dot;
  while (b > from && (unsigned char)s->p[b - 1] > ' ' && !strchr("([{\"'*_/", s->p[b - 1])) b--;
  tml_str word = {s->p + b, dot + 1 - b};
  for (size_t i = 0, n = tml_locale_list(s->l, TML_LIST_ABBREVIATION); i < n; i++)
    if (tml_str_eq(tml_locale_item_at(s->l, TML_LIST_ABBREVIATION, i).s, word)) return true;
  return word.n == 2 && word.p[0] >= 'A' && word.p[0] <= 'Z'; /* an initial */
}

/* Does a sentence begin at i, behind white space? */
static bool begins(const scan *s, size_t i) {
  for (; i < s->n;) {
    unsigned len;
    uint32_t cp = tml_utf8_at(s->p + i, &len);
    uint16_t info = tml_cp_info(cp);
    if (TML_CPI_TYPE(info) == TML_CP_LETTER) return !(info & TML_CPI_LOWER);
    if (TML_CPI_TYPE(info) == TML_CP_DIGIT) return true;
    if (cp == '`' || cp == '<' || cp == '[' || cp == '!' || cp >= 0x80) return true;
    i += len;
  }
  return true;
}

size_t tml_sentence_end(const tml_locale *l, tml_str text, size_t from) {
  scan s = {l, text.p, text.n};
  size_t i = from;
  while (i < s.n) {
    char c = s.p[i];
    if (c == '\\') {
      i += 2;
      continue;
    }
    if (c == '`' || c == '<' || c == '[') {
      i = c == '`' ? code_span(&s, i) : c == '<' ? tag(&s, i) : bracket(&s, i);
      continue;
    }
    if (c == ':' && i + 2 < s.n && s.p[i + 1] == '/' && s.p[i + 2] == '/') {
      i = address(&s, i);
      continue;
    }
    unsigned len;
    uint32_t cp = tml_utf8_at(s.p + i, &len);
    if (!ends(&s, cp)) {
      i += len;
      continue;
    }
    bool wide = wide_end(cp);
    size_t k = i + len, w;
    for (; k < s.n; k += len) {
      cp = tml_utf8_at(s.p + k, &len);
      if (!ends(&s, cp)) break;
      wide |= wide_end(cp);
    }
    bool one = c == '.' && k == i + 1;
    for (; k < s.n; k += len) {
      cp = tml_utf8_at(s.p + k, &len);
      if (!closes(cp)) break;
    }
    if (k >= s.n) return s.n;
    size_t next = k;
    while (next < s.n && space_at(&s, next, &w)) next += w;
    if (next >= s.n) return s.n;
    if (wide || (next > k && !(one && abbreviation(&s, from, i)) && begins(&s, next))) return k;
    i = k;
  }
  return s.n;
}
