/* heading.c — a heading's anchor against its source text.
 *
 * An anchor is the slug of the real English heading: lower case, blanks to `-`, signs dropped. What generators of
 * different years did otherwise is no signal, so letters and digits are compared as one run, in which these may be
 * there or not: a link's URL, an HTML tag, a character reference (as its name, as its sign, not at all), letters that
 * aren't ASCII (as they are, without accents, not at all), `_`. A heading in several pairs is put together from its
 * line. Only when that fails are words looked at: a difference of spelling is no signal, another word or number is.
 */
#include "witness.h"

/* The heading's line as its source has it: the pairs' source texts and what stands between them. */
typedef struct line {
  tml_str part[16];
  unsigned n;
  bool whole; /* nothing is left out */
} line;

enum { MAX_LINE = 4096 }; /* of a heading; what goes on beyond is not read */

static uint32_t line_end(const tml_doc *d, uint32_t from, bool *whole) {
  size_t n = d->n - from < MAX_LINE ? d->n - from : MAX_LINE;
  const char *nl = memchr(d->p + from, '\n', n);
  *whole = nl || from + n == d->n;
  return nl ? (uint32_t)(nl - d->p) : from + (uint32_t)n;
}

/* The name of the anchor that a line begins with: bytes [from, to) of it. */
static bool anchor_in(tml_str s, uint32_t *from, uint32_t *to) {
  static const char open[] = "<a name=\"";
  enum { OPEN = sizeof open - 1, NEAR = 64 };
  const char *tag = s.n ? memchr(s.p, '<', s.n < NEAR ? s.n : NEAR) : NULL, *end = s.p + s.n;
  if (!tag || end - tag <= OPEN || memcmp(tag, open, OPEN) != 0) return false;
  const char *name = tag + OPEN, *quote = memchr(name, '"', (size_t)(end - name));
  if (!quote || quote == name) return false;
  *from = (uint32_t)(name - s.p), *to = (uint32_t)(quote - s.p);
  return true;
}

bool tml_heading_anchor(const tml_doc *d, uint32_t seg, tml_heading *out) {
  const tml_segment *g = &d->segs[seg];
  uint32_t from, to;
  *out = (tml_heading){0};
  if (g->around) {
    const tml_text *t = &g->around->before;
    if (!anchor_in(tml_str_n(t->p, t->n), &from, &to)) return false;
    *out = (tml_heading){
        .anchor = {t->p + from, to - from}, .start = tml_text_raw(t, from), .end = tml_text_raw(t, to - 1) + 1};
  } else if (tml_doc_is_units(d)) {
    *out = (tml_heading){.anchor = g->anchor, .start = g->anchor_start, .end = g->anchor_start + (uint32_t)g->anchor.n};
  } else {
    const char *p = d->p + g->line_start;
    if (g->start <= g->line_start || !anchor_in(tml_str_n(p, g->start - g->line_start), &from, &to)) return false;
    *out = (tml_heading){.anchor = {p + from, to - from}, .start = g->line_start + from, .end = g->line_start + to};
  }
  return out->anchor.n > 0;
}

static void add_part(line *l, const char *p, size_t n) {
  if (!n) return;
  if (l->n == TML_COUNT(l->part)) l->whole = false;
  else l->part[l->n++] = (tml_str){p, n};
}

/* "## Heading ##" and "{#id}" at the end. */
static void trim_id(line *l) {
  if (!l->n) return;
  tml_str *last = &l->part[l->n - 1];
  const char *id = last->n ? memchr(last->p, '{', last->n) : NULL;
  if (id && id + 1 < last->p + last->n && id[1] == '#') last->n = (size_t)(id - last->p);
}

/* In a file of units. */
static void told_line(const tml_doc *d, uint32_t seg, line *l) {
  const tml_segment *g = &d->segs[seg];
  tml_str after = {NULL, 0};
  l->whole = true;
  for (uint32_t i = seg; i < d->nsegs && d->segs[i].line_start == g->line_start && l->n < TML_COUNT(l->part); i++) {
    const tml_segment *s = &d->segs[i];
    if (s->ctx & TML_CTX_NESTED) continue;
    tml_str before = tml_doc_before(d, i);
    if (i > seg) add_part(l, before.p, before.n);
    if (s->source.p) add_part(l, s->source.p, s->source.n);
    if (!s->source.p || memchr(s->source.p, '\n', s->source.n)) l->whole = false;
    after = tml_doc_after(d, i);
  }
  add_part(l, after.p, after.n);
}

static line read_line(const tml_doc *d, uint32_t seg) {
  line l = {0};
  const tml_segment *g = &d->segs[seg];
  if (tml_doc_is_units(d)) {
    told_line(d, seg, &l);
    trim_id(&l);
    return l;
  }
  uint32_t at = g->start, stop = line_end(d, g->start, &l.whole);
  for (uint32_t i = seg; i < d->nsegs && d->segs[i].start < stop && l.n < TML_COUNT(l.part); i++) {
    const tml_segment *s = &d->segs[i];
    if (s->start < at || s->ctx & TML_CTX_NESTED) continue;
    if (s->line_start != g->line_start) break;
    add_part(&l, d->p + at, s->start - at);
    if (s->source.p) add_part(&l, s->source.p, s->source.n);
    else l.whole = false;
    at = s->end;
    if (at > stop) l.whole = false; /* a text with a line end in it */
  }
  if (at < stop) add_part(&l, d->p + at, stop - at);
  trim_id(&l);
  return l;
}

/* ---- letters ---- */

typedef struct reader {
  const char *a, *a_end; /* the anchor, what is left */
  unsigned steps;
  bool dropped; /* non-ASCII letters may be missing */
} reader;

static bool ascii_alnum(unsigned char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

/* Next letter or digit at p, folded; 0 at the end. */
static uint32_t letter_at(const char **p, const char *end) {
  while (*p < end) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(*p, end, &len);
    *p += len;
    if (cp < 0x80 ? ascii_alnum((unsigned char)cp) : tml_cp_is_word(cp) && tml_cp_class(cp) != TML_CP_MARK)
      return tml_cp_fold(cp);
  }
  return 0;
}

/* The base letter of an accented one, 0 where there is none. */
static uint32_t base_letter(uint32_t cp) {
  static const struct {
    uint16_t from, to;
    char base;
  } ranges[] = {{0xE0, 0xE5, 'a'}, {0xE7, 0xE7, 'c'}, {0xE8, 0xEB, 'e'}, {0xEC, 0xEF, 'i'}, {0xF1, 0xF1, 'n'},
                {0xF2, 0xF6, 'o'}, {0xF8, 0xF8, 'o'}, {0xF9, 0xFC, 'u'}, {0xFD, 0xFD, 'y'}, {0xFF, 0xFF, 'y'}};
  for (unsigned i = 0; i < TML_COUNT(ranges); i++)
    if (cp >= ranges[i].from && cp <= ranges[i].to) return (uint32_t)ranges[i].base;
  return 0;
}

/* Eats the letters of s from the anchor; false where they aren't there. */
static bool eat(const char **a, const char *a_end, tml_str s) {
  const char *p = s.p, *q = *a;
  for (uint32_t want; (want = letter_at(&p, s.p + s.n));) {
    const char *r = q;
    uint32_t got = letter_at(&r, a_end);
    if (got == want || (want >= 0x80 && got && got == base_letter(want))) q = r;
    else if (want < 0x80) return false; /* else: dropped */
  }
  *a = q;
  return true;
}

static bool same_ignoring_case(const char *p, const char *upper, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (p[i] != upper[i] && (p[i] & ~32) != upper[i]) return false;
  return true;
}

/* An optional piece of the text at p: a tag, a reference, a link's URL, an include's word. Returns its length, 0 for
 * none. */
static size_t piece_at(const char *p, const char *end, bool after_link) {
  static const char include[] = "!INCLUDE"; /* [!INCLUDE[name](path)] gives its name */
  if (*p == '!' && (size_t)(end - p) > sizeof include && same_ignoring_case(p, include, sizeof include - 1))
    return sizeof include - 1;
  char close = *p == '<' ? '>' : *p == '&' ? ';' : *p == '(' && after_link ? ')' : 0;
  if (!close) return 0;
  size_t most = close == ';' ? 12 : 400, n = 1, depth = 1;
  for (; p + n < end && n < most; n++) {
    if (close == ')' && p[n] == '(') depth++;
    if (p[n] == close && --depth == 0) return n + 1;
    if (close == ';' && !ascii_alnum((unsigned char)p[n]) && p[n] != '#') return 0;
  }
  return 0;
}

/* Whether the rest of the line, from part k at p, is what is left of the anchor. Bounded; giving up counts as "yes". */
static bool same_letters(const line *l, unsigned k, const char *p, const char *a, const char *a_end, unsigned *steps) {
  if (++*steps > 400) return true;
  for (; k < l->n; p = ++k < l->n ? l->part[k].p : NULL) {
    const char *end = l->part[k].p + l->part[k].n, *from = p;
    while (p < end) {
      size_t n = piece_at(p, end, p > l->part[k].p && p[-1] == ']');
      if (!n) {
        p++;
        continue;
      }
      if (!eat(&a, a_end, (tml_str){from, (size_t)(p - from)})) return false;
      const char *with = a;
      if (eat(&with, a_end, (tml_str){p, n}) && with != a && same_letters(l, k, p + n, with, a_end, steps)) return true;
      from = p += n;
    }
    if (!eat(&a, a_end, (tml_str){from, (size_t)(end - from)})) return false;
  }
  return !letter_at(&a, a_end);
}

/* ---- words ---- */

typedef struct word {
  char p[40];
  uint8_t n;
  bool digit;
  uint32_t start, end; /* in the segment's source text */
  bool used;
} word;
enum { MAX_WORDS = 48 };

static unsigned split(const char *text, const char *p, const char *end, word *out, unsigned n) {
  while (p < end && n < MAX_WORDS) {
    word w = {.start = (uint32_t)(p - text)};
    while (p < end && !strchr(" -\t\n/", *p)) {
      unsigned char c = (unsigned char)*p++;
      if (!ascii_alnum(c)) continue;
      if (w.n < sizeof w.p) w.p[w.n++] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
      w.digit |= c <= '9';
    }
    w.end = (uint32_t)(p - text);
    if (w.n) out[n++] = w;
    if (p < end) p++;
  }
  return n;
}

/* The same word, spelt otherwise: one letter more, less or other, or an ending. Numbers must be equal. */
static bool alike(const word *a, const word *b) {
  if (a->n == b->n && memcmp(a->p, b->p, a->n) == 0) return true;
  if (a->digit || b->digit || a->n < 4 || b->n < 4) return false;
  unsigned i = 0, j = 0, m = a->n < b->n ? a->n : b->n;
  while (i < m && a->p[i] == b->p[i]) i++;
  while (j < m - i && a->p[a->n - 1 - j] == b->p[b->n - 1 - j]) j++;
  unsigned da = a->n - i - j, db = b->n - i - j, big = da > db ? da : db;
  return big <= 1 || (big <= 2 && m >= 7) || (i >= 4 && i + 3 >= m && big <= 3);
}

/* Marks pairs of like words; returns how many words of either side have none. */
static unsigned unmatched(word *a, unsigned na, word *b, unsigned nb, unsigned *left_a, unsigned *left_b) {
  *left_a = na;
  *left_b = nb;
  for (unsigned i = 0; i < na; i++)
    for (unsigned j = 0; j < nb && !a[i].used; j++)
      if (!b[j].used && alike(&a[i], &b[j])) a[i].used = b[j].used = true, --*left_a, --*left_b;
  return *left_a + *left_b;
}

/* Words of an anchor that signs glued together ("ci" + "cd" in CI/CD, "isoiec"): joined neighbours of the other side.
 */
static void join(word *a, unsigned na, word *b, unsigned nb) {
  for (unsigned i = 0; i < na; i++) {
    for (unsigned j = 0; j < nb && !a[i].used; j++) {
      unsigned len = 0, k = j;
      while (k < nb && !b[k].used && len + b[k].n <= a[i].n && memcmp(a[i].p + len, b[k].p, b[k].n) == 0)
        len += b[k++].n;
      if (len != a[i].n) continue;
      a[i].used = true;
      while (j < k) b[j++].used = true;
    }
  }
}

static unsigned left(const word *w, unsigned n) {
  unsigned k = 0;
  for (unsigned i = 0; i < n; i++) k += !w[i].used;
  return k;
}

static bool odd_anchor(tml_str a) { return memchr(a.p, '%', a.n) || memchr(a.p, '/', a.n) || memchr(a.p, '.', a.n); }

static int words_disagree(const line *l, const tml_text *src, tml_heading *h) {
  word a[MAX_WORDS], s[MAX_WORDS];
  unsigned na = split(h->anchor.p, h->anchor.p, h->anchor.p + h->anchor.n, a, 0), ns = 0, la, ls;
  for (unsigned k = 0; k < l->n; k++) {
    bool own = l->part[k].p == src->p;
    unsigned from = ns;
    ns = split(l->part[k].p, l->part[k].p, l->part[k].p + l->part[k].n, s, ns);
    for (unsigned i = from; i < ns && !own; i++) s[i].start = s[i].end = UINT32_MAX;
  }
  if (na == MAX_WORDS || ns == MAX_WORDS) return TML_HEADING_AGREES;
  if (!unmatched(a, na, s, ns, &la, &ls)) return TML_HEADING_AGREES;
  join(a, na, s, ns);
  join(s, ns, a, na);
  la = left(a, na);
  ls = left(s, ns);
  if (!la && !ls) return TML_HEADING_AGREES; /* word order, split otherwise */
  bool repeat =
      !ls && la == 1 && !a[na - 1].used && a[na - 1].digit && a[na - 1].n <= 2; /* "-1" of a repeated heading */
  bool cut = !la && h->anchor.n >= 40 && left(s, ns - ls) == 0;                 /* what is left is the end */
  if (repeat || cut || (!ls && !l->whole)) return TML_HEADING_AGREES;
  h->word_start = UINT32_MAX;
  for (unsigned i = 0; i < ns; i++) {
    if (s[i].used || s[i].end == UINT32_MAX) continue;
    if (h->word_start == UINT32_MAX) h->word_start = s[i].start;
    h->word_end = s[i].end;
  }
  if (h->word_start == UINT32_MAX) h->word_start = 0, h->word_end = src->n;
  h->shares = la < na;
  h->words = na;
  return na == 1 && la == 1 ? TML_HEADING_OWN_NAME : TML_HEADING_DISAGREES;
}

/* The common case, byte by byte: plain ASCII, the same letters and digits. "No" only means: look closer. */
static bool plainly_equal(tml_str text, tml_str anchor) {
  static const uint64_t letters = UINT64_C(0x07FFFFFE07FFFFFE), digits = UINT64_C(0x03FF000000000000);
  const unsigned char *a = (const unsigned char *)anchor.p, *end = a + anchor.n;
  for (size_t i = 0; i < text.n; i++) {
    unsigned char c = (unsigned char)text.p[i];
    if (c >= 0x80) return false;
    if (!((c & 64 ? letters : digits) >> (c & 63) & 1)) continue;
    if (c & 64) c |= 32;
    while (a < end && (*a == '-' || *a == '_')) a++;
    if (a == end || *a++ != c) return false;
  }
  return a == end;
}

int tml_heading_compare(const tml_doc *d, uint32_t seg, tml_heading *out) {
  const tml_segment *g = &d->segs[seg];
  if (!g->heading || !g->anchor.n || !g->source.p || !g->source.n) return TML_HEADING_NONE;
  if (TML_LIKELY(plainly_equal(tml_str_n(g->source.p, g->source.n), g->anchor))) return TML_HEADING_AGREES;
  if (!tml_heading_anchor(d, seg, out) || odd_anchor(out->anchor)) return TML_HEADING_NONE;
  line l = read_line(d, seg);
  if (!l.n) return TML_HEADING_NONE;
  unsigned steps = 0;
  if (same_letters(&l, 0, l.part[0].p, out->anchor.p, out->anchor.p + out->anchor.n, &steps)) return TML_HEADING_AGREES;
  return words_disagree(&l, &g->source, out);
}
