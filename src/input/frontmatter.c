/* frontmatter.c — the YAML block at the start of a page (input.h has the contract).
 *
 * Most pages have nothing but `key: value` lines and lists of plain words: those are scanned here, in one pass and
 * without a copy. At the first line that is more (a nested map, a block scalar, an anchor, a value over several lines,
 * or an error) the scan is given up and libyaml reads the block (yaml.c). When that finds an error, the lines that can
 * still be read are read one by one, because a title with a colon in it must not hide the page's locale.
 *
 * Grammar: YAML 1.2.2, plain, single- and double-quoted scalars (7.3) in block mappings (8.2.2), as libyaml takes it.
 */
#include "base/seek.h"
#include "input/fm.h"

#include <stdlib.h>

/* The next `a` or `b` in [i, end), else end. */
static inline size_t next_of(tml_str s, size_t i, size_t end, char a, char b) {
  return i < end ? tml_seek(s.p, i, end, a, b, b) : end;
}

/* ---- the builder ---- */

void fm_add(fm_builder *b, tml_fm_item item) {
  tml_frontmatter *o = b->out;
  o->items = tml_arena_grow(b->a, o->items, o->n, &b->cap, sizeof *o->items);
  o->items[o->n++] = item;
}

/* The line of byte `at`; cheap when called in ascending order. */
static unsigned line_of(fm_builder *b, size_t at) {
  if (at < b->line_at) {
    b->line_at = 0;
    b->line = 1;
  }
  tml_str s = b->bytes;
  for (size_t i; b->line_at < at; b->line_at = i + 1) { /* one line after the other */
    i = next_of(s, b->line_at, at, '\n', '\r');
    if (i == at) {
      b->line_at = at;
      break;
    }
    if (s.p[i] == '\n' || i + 1 == s.n || s.p[i + 1] != '\n') b->line++;
  }
  return b->line;
}

void fm_fail(fm_builder *b, size_t at, const char *msg) {
  tml_frontmatter *o = b->out;
  if (o->malformed) return;
  if (at > b->bytes.n) at = b->bytes.n;
  o->malformed = true;
  o->err_at = at;
  o->err_line = line_of(b, at);
  o->err_column = 1;
  for (size_t i = at; i > 0 && b->bytes.p[i - 1] != '\n' && b->bytes.p[i - 1] != '\r'; i--)
    if (((uint8_t)b->bytes.p[i - 1] & 0xC0) != 0x80) o->err_column++;
  o->err_msg = tml_arena_str(b->a, tml_str_c(msg));
}

/* Lines and duplicates. Many keys are a hostile page: there a map of hashes keeps it linear. */
static void finish(fm_builder *b) {
  tml_frontmatter *o = b->out;
  tml_map seen = {0};
  uint64_t filter = 0; /* of lengths and last letters: most keys differ in them */
  for (size_t i = 0; i < o->n; i++) {
    tml_fm_item *it = &o->items[i];
    it->line = line_of(b, it->key_start);
    if (o->n > 64) {
      bool fresh;
      uint64_t *first = tml_map_put(&seen, tml_hash(it->key.p, it->key.n), &fresh);
      if (fresh) *first = i;
      it->duplicate = !fresh && tml_str_eq(o->items[*first].key, it->key);
    } else {
      unsigned last = it->key.n ? (unsigned char)it->key.p[it->key.n - 1] : 0;
      uint64_t bit = UINT64_C(1) << ((it->key.n * 27 + last) & 63);
      for (size_t j = 0; filter & bit && j < i && !it->duplicate; j++)
        it->duplicate = tml_str_eq(o->items[j].key, it->key);
      filter |= bit;
    }
  }
  tml_map_free(&seen);
}

/* ---- lines ---- */

/* A line of the block: [start, end) without its end mark, next: where the following one starts. */
typedef struct line {
  size_t start, end, next;
} line;

static bool blank(char c) { return c == ' ' || c == '\t'; }

static line line_at(tml_str s, size_t start, size_t limit) {
  line l = {start, limit, limit};
  l.end = start < limit ? next_of(s, start, limit, '\n', '\r') : limit;
  if (l.end < limit) l.next = l.end + 1;
  if (l.next < limit && s.p[l.end] == '\r' && s.p[l.next] == '\n') l.next++;
  return l;
}

static size_t skip_blanks(tml_str s, size_t at, size_t end) {
  while (at < end && blank(s.p[at])) at++;
  return at;
}

static size_t trim_end(tml_str s, size_t start, size_t end) {
  while (end > start && blank(s.p[end - 1])) end--;
  return end;
}

/* Nothing, or only a comment, from `at` on. `at` is the line's start or behind a blank or a quote. */
static bool nothing_more(tml_str s, size_t at, size_t end) {
  size_t i = skip_blanks(s, at, end);
  return i == end || (s.p[i] == '#' && (i == 0 || i > at || blank(s.p[i - 1])));
}

static bool is_empty_line(tml_str s, line l) {
  size_t i = skip_blanks(s, l.start, l.end);
  return i == l.end || s.p[i] == '#';
}

/* "---" or "...": the mark and nothing but blanks. */
static bool is_mark(tml_str s, line l, char c) {
  if (l.end - l.start < 3 || s.p[l.start] != c || s.p[l.start + 1] != c || s.p[l.start + 2] != c) return false;
  return skip_blanks(s, l.start + 3, l.end) == l.end;
}

/* ---- scalars ---- */

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t put_utf8(char *to, uint32_t c) {
  if (c < 0x80) {
    to[0] = (char)c;
    return 1;
  }
  size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t k = n - 1; k > 0; k--, c >>= 6) to[k] = (char)(0x80 | (c & 0x3F));
  to[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | c);
  return n;
}

/* The character that the escape at p (behind '\') stands for; *used: its length. UINT32_MAX: none. */
static uint32_t escape(const char *p, size_t n, size_t *used) {
  static const char names[] = "0abt\tnvfre \"/\\N_LP";
  static const uint32_t values[] = {0, 7, 8, 9, 9, 10, 11, 12, 13, 27, ' ', '"', '/', '\\', 0x85, 0xA0, 0x2028, 0x2029};
  if (n == 0) return UINT32_MAX;
  *used = 1;
  const char *name = p[0] ? strchr(names, p[0]) : NULL;
  if (name) return values[name - names];
  size_t digits = p[0] == 'x' ? 2 : p[0] == 'u' ? 4 : p[0] == 'U' ? 8 : 0;
  if (digits == 0 || n <= digits) return UINT32_MAX;
  uint32_t v = 0;
  for (size_t i = 1; i <= digits; i++) {
    int d = hex(p[i]);
    if (d < 0 || v > 0x10FFFF) return UINT32_MAX;
    v = v << 4 | (uint32_t)d;
  }
  *used = digits + 1;
  return v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF) ? UINT32_MAX : v;
}

/* Where the quoted scalar at `at` closes (the offset of its closing quote), 0: nowhere; *plain: no escape in it. */
static size_t closing_quote(tml_str s, size_t at, size_t end, bool *plain) {
  const char q = s.p[at];
  *plain = true;
  for (size_t i = at + 1; i < end; i++) {
    if (q == '"' && s.p[i] == '\\') {
      *plain = false;
      i++;
    } else if (s.p[i] == q) {
      if (q == '"' || i + 1 == end || s.p[i + 1] != q) return i;
      *plain = false;
      i++;
    }
  }
  return 0;
}

size_t fm_unquote(tml_arena *a, tml_str bytes, size_t at, size_t end, tml_str *value) {
  bool plain;
  size_t close = closing_quote(bytes, at, end, &plain);
  if (close == 0) return 0;
  *value = tml_str_n(bytes.p + at + 1, close - at - 1);
  if (plain) return close + 1;
  char *to = tml_arena_alloc(a, value->n * 2 + 1); /* `\L`, two bytes, stands for three */
  size_t n = 0;
  for (size_t i = at + 1; i < close;) {
    if (bytes.p[at] == '\'') {
      i += bytes.p[i] == '\'';
      to[n++] = bytes.p[i++];
    } else if (bytes.p[i] != '\\') {
      to[n++] = bytes.p[i++];
    } else {
      size_t used;
      uint32_t c = escape(bytes.p + i + 1, close - i - 1, &used);
      if (c == UINT32_MAX) return 0;
      n += put_utf8(to + n, c);
      i += 1 + used;
    }
  }
  to[n] = '\0';
  *value = tml_str_n(to, n);
  return close + 1;
}

/* End of the plain scalar at `at`: before " #" or the line's end, blanks trimmed. *colon: ": " in it or ':' at its end,
 * to YAML that is another key. */
static size_t plain_end(tml_str s, size_t at, size_t end, bool *colon) {
  *colon = false;
  for (size_t i = at; (i = next_of(s, i, end, '#', ':')) < end; i++) {
    if (s.p[i] == ':') *colon |= i + 1 == end || blank(s.p[i + 1]);
    else if (i > at && blank(s.p[i - 1])) return trim_end(s, at, i);
  }
  return trim_end(s, at, end);
}

/* May a plain scalar begin so (outside flow)? */
static bool plain_begins(tml_str s, size_t at, size_t end) {
  char c = s.p[at];
  if (c == '-' || c == '?' || c == ':') return at + 1 < end && !blank(s.p[at + 1]);
  return !strchr(",[]{}#&*!|>'\"%@`", c) && c != '\0' && !blank(c);
}

/* A one-line scalar at `at`; false when it is more, or wrong. */
static bool scan_scalar(fm_builder *b, size_t at, size_t end, tml_fm_item *it) {
  tml_str s = b->bytes;
  it->start = it->end = at;
  it->style = ':';
  if (nothing_more(s, at, end)) return true;
  if (s.p[at] == '"' || s.p[at] == '\'') {
    it->style = s.p[at];
    it->end = fm_unquote(b->a, s, at, end, &it->value);
    return it->end != 0 && nothing_more(s, it->end, end);
  }
  if (!plain_begins(s, at, end)) return false;
  bool colon;
  it->end = plain_end(s, at, end, &colon);
  it->value = tml_str_n(s.p + at, it->end - at);
  return !colon;
}

/* ---- keys ---- */

static inline bool key_char(char c) { /* letters, digits, _ - . / */
  static const uint64_t set[2] = {UINT64_C(0x03FFE00000000000), UINT64_C(0x07FFFFFE87FFFFFE)};
  return !((unsigned char)c & 0x80) && (set[(unsigned char)c >> 6] >> (c & 63) & 1);
}

/* `key:` at the line's start, followed by a blank or the line's end; *colon: where the ':' is. Words only: that is
 * all the fast scan takes and all that makes a line look like front matter. */
static bool key_line(tml_str s, line l, size_t *colon) {
  size_t i = l.start;
  while (i < l.end && key_char(s.p[i])) i++;
  if (i == l.start || s.p[l.start] == '-' || i == l.end || s.p[i] != ':') return false;
  *colon = i;
  return i + 1 == l.end || blank(s.p[i + 1]);
}

/* ---- the scan ---- */

static line next_full_line(tml_str s, size_t at, size_t end) {
  line l = line_at(s, at, end);
  while (at < end && is_empty_line(s, l)) {
    at = l.next;
    l = line_at(s, at, end);
  }
  return l;
}

/* `- word` lines under a key without a value; *at moves behind them. */
static bool scan_list(fm_builder *b, tml_str key, size_t *at, size_t end) {
  tml_str s = b->bytes;
  size_t indent = SIZE_MAX, count = 0;
  for (;;) {
    line l = next_full_line(s, *at, end);
    size_t i = skip_blanks(s, l.start, l.end);
    if (i == l.end || s.p[i] != '-') return i == l.start || i == l.end; /* what is indented here is a nested map */
    if (memchr(s.p + l.start, '\t', l.end - l.start)) return false;
    if (indent == SIZE_MAX) indent = i - l.start;
    if (i - l.start != indent || i + 1 == l.end || !blank(s.p[i + 1])) return false;
    tml_fm_item it = {.key = tml_arena_fmt(b->a, "%.*s[%zu]", (int)key.n, key.p, count++)};
    size_t value = skip_blanks(s, i + 1, l.end);
    if (value == l.end || !scan_scalar(b, value, l.end, &it)) return false;
    it.key_start = it.start;
    fm_add(b, it);
    *at = l.next;
  }
}

/* The whole block by lines; false: it holds more than this scan knows. */
static bool scan(fm_builder *b, size_t at, size_t end) {
  tml_str s = b->bytes;
  line l, after = next_full_line(s, at, end);
  while (at < end) {
    l = after;
    at = l.next;
    if (is_empty_line(s, l)) break;
    size_t colon;
    if (!key_line(s, l, &colon)) return false;
    tml_fm_item it = {.key = tml_str_n(s.p + l.start, colon - l.start), .key_start = l.start};
    size_t value = skip_blanks(s, colon + 1, l.end);
    if (!scan_scalar(b, value, l.end, &it)) return false;
    if (it.start == it.end) {
      size_t before = b->out->n;
      it.start = it.end = colon + 1;
      if (!scan_list(b, it.key, &at, end)) return false;
      after = next_full_line(s, at, end);
      if (b->out->n > before) continue; /* the list's items stand for the key */
    } else {
      after = next_full_line(s, at, end);
      if (after.end > after.start && blank(s.p[after.start]) && !is_empty_line(s, after)) return false; /* goes on */
    }
    fm_add(b, it);
  }
  return true;
}

/* What single lines give in a broken block: a value that is no scalar is taken as it stands. */
static void salvage(fm_builder *b, size_t at, size_t end) {
  tml_str s = b->bytes;
  b->out->n = 0;
  while (at < end) {
    line l = line_at(s, at, end);
    size_t colon;
    at = l.next;
    if (!key_line(s, l, &colon)) continue;
    tml_fm_item it = {.key = tml_str_n(s.p + l.start, colon - l.start), .key_start = l.start};
    size_t value = skip_blanks(s, colon + 1, l.end);
    if (!scan_scalar(b, value, l.end, &it)) {
      it.style = ':';
      it.start = value;
      it.end = trim_end(s, value, l.end);
      it.value = tml_str_n(s.p + value, it.end - value);
    }
    fm_add(b, it);
  }
}

/* ---- the block ---- */

/* Prose between two thematic breaks is no front matter: the first line of it, or half of all, must look like keys. */
static bool looks_like_keys(tml_str s, size_t at, size_t end) {
  size_t keys = 0, others = 0, colon;
  while (at < end && keys + others < 64) {
    line l = line_at(s, at, end);
    at = l.next;
    if (is_empty_line(s, l) || blank(s.p[l.start]) || s.p[l.start] == '-') continue;
    bool key = key_line(s, l, &colon);
    if (key && keys + others == 0) return true;
    *(key ? &keys : &others) += 1;
  }
  return keys && keys >= others;
}

/* A block that never ends: its first two lines must be keys, and it goes as far as such lines go. */
static bool unclosed_block(tml_str s, size_t at, size_t *end) {
  size_t keys = 0, colon;
  *end = at;
  while (at < s.n) {
    line l = line_at(s, at, s.n);
    if (!key_line(s, l, &colon)) break;
    keys++;
    at = *end = l.next;
  }
  return keys >= 2;
}

void tml_frontmatter_parse(tml_str bytes, tml_arena *a, tml_frontmatter *out) {
  *out = (tml_frontmatter){.err_msg = {"", 0}};
  const size_t bom = bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  out->body = bom;
  if (bytes.n - bom < 3 || bytes.p[bom] != '-') return;
  line l = line_at(bytes, bom, bytes.n);
  if (!is_mark(bytes, l, '-')) return;
  fm_builder b = {.a = a, .bytes = bytes, .out = out, .line = 1};
  const size_t start = l.next;
  for (size_t at = start; at < bytes.n;) {
    l = line_at(bytes, at, bytes.n);
    if (is_mark(bytes, l, '-') || is_mark(bytes, l, '.')) {
      const bool nothing = next_full_line(bytes, start, at).start >= at;
      if (!nothing && !looks_like_keys(bytes, start, at)) return;
      *out = (tml_frontmatter){.present = true, .start = start, .end = at, .body = l.next, .err_msg = {"", 0}};
      if (!scan(&b, start, at)) {
        out->n = 0;
        fm_read_yaml(&b, start, at);
        if (out->malformed) salvage(&b, start, at);
      }
      finish(&b);
      return;
    }
    at = l.next;
  }
  size_t end;
  if (!unclosed_block(bytes, start, &end)) return;
  out->present = true;
  out->start = start;
  out->end = end;
  fm_fail(&b, bom, "front matter begins here and never ends: a line \"---\" is missing");
  salvage(&b, start, end);
  finish(&b);
}

const tml_fm_item *tml_frontmatter_get(const tml_frontmatter *fm, const char *key) {
  for (size_t i = 0; i < fm->n; i++)
    if (tml_str_is(fm->items[i].key, key)) return &fm->items[i];
  return NULL;
}
