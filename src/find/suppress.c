/* suppress.c — finds suppressions in a page and says what they hold for (suppress.h).
 *
 * Not here: whether a rule of that name exists and what was used (run/control.c), nor the configuration's own.
 */
#include "tmlint/suppress.h"

static const char mark[] = "tmlint-disable";
enum { MARK = sizeof mark - 1 };

/* Horspool: the byte under the word's end says how far it can be moved on. */
static const char *find_mark(const char *p, const char *end, const uint8_t *skip) {
  while (end - p >= MARK) {
    unsigned char last = (unsigned char)p[MARK - 1];
    if (last == (unsigned char)mark[MARK - 1] && memcmp(p, mark, MARK) == 0) return p;
    p += skip[last];
  }
  return NULL;
}

static void fill_skips(uint8_t skip[256]) {
  memset(skip, MARK, 256);
  for (int i = 0; i < MARK - 1; i++) skip[(unsigned char)mark[i]] = (uint8_t)(MARK - 1 - i);
}

static bool is_gap(char c) { return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* A comment has a '!', which few texts do: the search for it is the C library's, many bytes at a time. */
bool tml_suppress_mentioned(const tml_doc *d) {
  for (uint32_t i = 0; i < d->nmeta; i++)
    if (tml_str_starts(d->meta[i].key, tml_str_n(mark, MARK))) return true;
  const char *p = d->p + d->body, *end = d->p + d->n;
  while (p < end && (p = memchr(p, '!', (size_t)(end - p)))) {
    const char *at = ++p;
    while (at < end && (*at == '-' || is_gap(*at))) at++;
    if (end - at >= MARK && memcmp(at, mark, MARK) == 0) return true;
  }
  return false;
}

/* ---- words ---- */

bool tml_suppress_word(tml_str words, size_t *at, tml_str *word) {
  while (*at < words.n && is_gap(words.p[*at])) ++*at;
  size_t from = *at;
  while (*at < words.n && !is_gap(words.p[*at])) ++*at;
  *word = tml_str_n(words.p + from, *at - from);
  return *at > from;
}

bool tml_suppress_names(tml_str words, const char *code, const char *name) {
  tml_str w;
  for (size_t at = 0; tml_suppress_word(words, &at, &w);) {
    if (tml_str_is(w, code) || tml_str_is(w, name) || tml_str_is(w, "ALL")) return true;
    if (w.n == strcspn(code, "0123456789") && memcmp(w.p, code, w.n) == 0) return true; /* a family */
  }
  return false;
}

/* ---- reading ---- */

static tml_suppression *add(tml_doc *d, tml_suppressions *out) {
  out->v = tml_arena_grow(d->arena, out->v, out->n, &out->cap, sizeof *out->v);
  tml_suppression *s = &out->v[out->n++];
  *s = (tml_suppression){0};
  return s;
}

/* "EN001, NU001: reason" */
static void split(tml_str s, tml_suppression *to) {
  const char *colon = s.n ? memchr(s.p, ':', s.n) : NULL;
  to->words = tml_str_trim(colon ? tml_str_n(s.p, (size_t)(colon - s.p)) : s);
  if (colon) to->reason = tml_str_trim(tml_str_n(colon + 1, s.n - (size_t)(colon + 1 - s.p)));
}

/* A comment that the page itself says is text: `<!--` in a fence is left to the caller's judgement, as it is to
 * readers. */
static const char *find(const char *p, const char *end, const char *z) {
  size_t n = strlen(z);
  for (; end - p >= (ptrdiff_t)n; p++) {
    p = memchr(p, *z, (size_t)(end - p) - n + 1);
    if (!p) return NULL;
    if (memcmp(p, z, n) == 0) return p;
  }
  return NULL;
}

/* The next line with something on it, from `at` (inside the line before it). */
static void next_line(const tml_doc *d, uint32_t at, tml_suppression *s) {
  const char *p = d->p + at, *end = d->p + d->n;
  while (p < end && *p != '\n') p++;
  while (p < end && (*p == '\n' || *p == '\r' || *p == ' ' || *p == '\t')) p++;
  s->from = (uint32_t)(p - d->p);
  while (p < end && *p != '\n') p++;
  s->to = (uint32_t)(p - d->p) + (p < end);
}

/* Where the block that begins at `from` ends: the next `tmlint-enable` that names all of its words, or none. */
static uint32_t block_end(const tml_doc *d, uint32_t from, tml_str words) {
  const char *end = d->p + d->n;
  for (const char *p = d->p + from; (p = find(p, end, "<!--")); p += 4) {
    const char *close = find(p, end, "-->");
    if (!close) break;
    tml_str inner = tml_str_trim(tml_str_n(p + 4, (size_t)(close - p) - 4));
    if (!tml_str_starts(inner, TML_S("tmlint-enable"))) continue;
    tml_suppression on = {0};
    tml_str w;
    split(tml_str_n(inner.p + 13, inner.n - 13), &on);
    bool all = true;
    for (size_t at = 0; on.words.n && all && tml_suppress_word(words, &at, &w);) {
      bool named = false;
      tml_str other;
      for (size_t k = 0; !named && tml_suppress_word(on.words, &k, &other);)
        named = tml_str_eq(w, other) || tml_str_is(other, "ALL");
      all = named;
    }
    if (all) return (uint32_t)(p - d->p);
  }
  return (uint32_t)d->n;
}

/* A comment whose first word begins at `at`. */
static void read_comment(tml_doc *d, const char *at, tml_suppressions *out) {
  const char *open = at, *end = d->p + d->n, *rest = at + MARK;
  while (open > d->p && (open[-1] == ' ' || open[-1] == '\t' || open[-1] == '\n' || open[-1] == '\r')) open--;
  if (open - d->p < 4 || memcmp(open - 4, "<!--", 4) != 0) return;
  const char *close = find(rest, end, "-->");
  if (!close) return;
  tml_str tail = {rest, (size_t)(close - rest)};
  int form = tml_str_starts(tail, TML_S("-next-line")) ? 1 : tml_str_starts(tail, TML_S("-file")) ? 2 : 0;
  size_t skip = form == 1 ? 10 : form == 2 ? 5 : 0;
  if (tail.n > skip && !is_gap(tail.p[skip]) && tail.p[skip] != ':') return; /* another word */
  tml_suppression s = {.by = "inline", .start = (uint32_t)(open - 4 - d->p), .end = (uint32_t)(close + 3 - d->p)};
  split(tml_str_n(tail.p + skip, tail.n - skip), &s);
  s.from = form == 2 ? 0 : s.end;
  s.to = (uint32_t)d->n + 1;
  if (form == 1) next_line(d, s.end, &s);
  else if (form == 0) s.to = block_end(d, s.end, s.words);
  *add(d, out) = s;
}

/* Fields come flattened: "tmlint-disable", "tmlint-disable[0]", "tmlint-disable.EN001", "tmlint-disable[0].EN001". */
static void read_field(tml_doc *d, const tml_meta *m, tml_suppressions *out) {
  tml_str tail = {m->key.p + MARK, m->key.n - MARK}, value = tml_str_trim(m->value);
  const char *dot = tail.n ? memchr(tail.p, '.', tail.n) : NULL;
  if (tail.n && *tail.p != '[' && *tail.p != '.') return;
  if (!dot && !value.n) return; /* an empty list */
  if (value.n >= 2 && *value.p == '[' && value.p[value.n - 1] == ']') value = tml_str_n(value.p + 1, value.n - 2);
  tml_suppression s = {.by = "front matter", .start = m->start, .end = m->end, .to = (uint32_t)d->n + 1};
  if (dot) s.words = tml_str_n(dot + 1, (size_t)(tail.p + tail.n - dot) - 1), s.reason = value;
  else split(value, &s);
  *add(d, out) = s;
}

void tml_suppress_read(tml_doc *d, tml_suppressions *out) {
  uint8_t skip[256];
  fill_skips(skip);
  for (uint32_t i = 0; i < d->nmeta; i++)
    if (tml_str_starts(d->meta[i].key, tml_str_n(mark, MARK))) read_field(d, &d->meta[i], out);
  const char *end = d->p + d->n;
  for (const char *p = d->p + d->body; p <= end && (p = find_mark(p, end, skip)); p += MARK) read_comment(d, p, out);
}
