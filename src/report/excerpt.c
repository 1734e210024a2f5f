/* excerpt.c — one text on one line of a terminal, with carets (excerpt.h).
 *
 * The text is cut into cells: a character, or the escape that stands for it, with its columns (East Asian wide is 2, a
 * combining mark 0). Invisible characters are escaped where they are marked or can do harm; ZWJ and ZWNJ, which scripts
 * need, only where they are marked. Carets count columns in the order of the text: on a terminal that reorders
 * right-to-left text they may stand elsewhere, the colour of the marked text does not.
 */
#include "excerpt.h"

#include "tmlint/text.h"

#include <stdlib.h>

typedef struct cell {
  uint32_t at;   /* offset in the text */
  uint8_t len;   /* bytes of the text */
  uint8_t width; /* columns */
  bool escaped, marked;
  char shown[12]; /* the escape */
} cell;

enum { LEAST = 30 }; /* columns that a text has at the very least */

static bool is_rtl(uint32_t cp) {
  enum tml_script s = tml_cp_script(cp);
  return s == TML_SCRIPT_HEBREW || s == TML_SCRIPT_ARABIC || s == TML_SCRIPT_SYRIAC || s == TML_SCRIPT_THAANA;
}

/* The escape of a character that must not or cannot be shown as it is; empty where it can. */
static void escape_of(uint32_t cp, bool bad, const char *p, bool marked, tml_buf *out) {
  enum tml_cp_type type = tml_cp_class(cp);
  if (bad) tml_buf_fmt(out, "\\x%02X", (unsigned)(unsigned char)*p);
  else if (cp == '\n') tml_buf_z(out, "\\n");
  else if (cp == '\r') tml_buf_z(out, "\\r");
  else if (cp == '\t') tml_buf_z(out, marked ? "\\t" : " ");
  else if (cp == 0x200C || cp == 0x200D) {
    if (marked) tml_buf_fmt(out, "<U+%04X>", cp);
  } else if (type == TML_CP_CONTROL || type == TML_CP_FORMAT || type == TML_CP_PRIVATE || type == TML_CP_UNASSIGNED ||
             cp == 0x85 || cp == 0x2028 || cp == 0x2029 || (type == TML_CP_SPACE && cp != ' ' && marked))
    tml_buf_fmt(out, "<U+%04X>", cp);
}

/* One character at p, never past end; U+FFFD of bad bytes comes byte by byte. */
static uint32_t character(const char *p, const char *end, unsigned *len, bool *bad) {
  uint32_t cp = tml_utf8_lenient(p, end, len);
  *bad = cp == 0xFFFD && !(*len == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0);
  if (*bad) *len = 1;
  return cp;
}

void tml_excerpt_harmless(tml_buf *b, tml_str s) {
  const char *p = s.p, *end = s.p + s.n;
  while (p < end) {
    const char *run = p;
    while (p < end && *p >= ' ' && *p < 0x7F) p++;
    tml_buf_put(b, run, (size_t)(p - run));
    if (p == end) return;
    unsigned len;
    bool bad;
    uint32_t cp = character(p, end, &len, &bad);
    size_t before = b->n;
    escape_of(cp, bad, p, false, b);
    if (b->n == before) tml_buf_put(b, p, len);
    p += len;
  }
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

typedef struct line {
  cell *v;
  size_t n, cap;
  bool rtl, marked;
} line;

static bool in_marks(const tml_excerpt *e, uint32_t at, uint32_t len) {
  uint32_t start = e->start + at;
  for (uint32_t i = 0; i < e->nmarks; i++) {
    const tml_span *m = &e->marks[i];
    if (start < m->end && start + len > m->start) return true;
    /* An empty mark is a place between characters: the one behind it, or the last. */
    if (m->start == m->end && (start == m->start || (m->start == e->end && start + len == e->end))) return true;
  }
  return false;
}

/* Marks are file offsets. Where the text was decoded (its bytes in the file differ from it) they can't be placed in it,
 * and none is drawn. */
static line cells_of(const tml_excerpt *e) {
  line l = {0};
  bool raw = e->end - e->start == e->text.n;
  const char *p = e->text.p, *end = p + e->text.n;
  while (p < end) {
    unsigned len;
    bool bad;
    uint32_t cp = character(p, end, &len, &bad);
    l.v = tml_grow(l.v, l.n + 1, &l.cap, sizeof *l.v);
    cell *c = &l.v[l.n++];
    *c = (cell){.at = (uint32_t)(p - e->text.p), .len = (uint8_t)len};
    c->marked = raw && in_marks(e, c->at, len);
    tml_buf t = {0};
    escape_of(cp, bad, p, c->marked, &t);
    if (t.n) {
      memcpy(c->shown, t.p, t.n);
      c->shown[t.n] = 0;
      c->escaped = true;
    }
    c->width = (uint8_t)(t.n ? t.n : tml_cp_width(cp));
    tml_buf_free(&t);
    l.rtl |= is_rtl(cp);
    l.marked |= c->marked;
    p += len;
  }
  return l;
}

static size_t columns(const line *l, size_t from, size_t to) {
  size_t n = 0;
  for (size_t i = from; i < to; i++) n += l->v[i].width;
  return n;
}

/* The cells that fit: all, or a window round the first mark, with room for the signs that something is cut. */
static void window(const line *l, size_t room, size_t *from, size_t *to) {
  *from = 0;
  *to = l->n;
  if (columns(l, 0, l->n) <= room) return;
  size_t first = 0;
  while (first < l->n && !l->v[first].marked) first++;
  if (first == l->n) first = 0;
  room -= 2; /* "…" at both ends */
  size_t left = 0, start = first;
  while (start > 0 && left + l->v[start - 1].width <= room / 3) left += l->v[--start].width;
  size_t used = left, stop = first;
  while (stop < l->n && used + l->v[stop].width <= room) used += l->v[stop++].width;
  /* The end is near: show more of what stands before. */
  while (stop == l->n && start > 0 && used + l->v[start - 1].width <= room) used += l->v[--start].width;
  while (start > 0 && start < l->n && l->v[start].width == 0) start++; /* not a mark without its letter */
  while (stop < l->n && l->v[stop].width == 0) stop++;
  *from = start;
  *to = stop;
}

static void put_text(tml_buf *b, const tml_excerpt *e, const line *l, size_t from, size_t to,
                     const tml_excerpt_opts *o) {
  bool on = false;
  for (size_t i = from; i < to; i++) {
    const cell *c = &l->v[i];
    if (c->marked != on) tml_buf_z(b, c->marked ? o->mark_on : o->mark_off);
    on = c->marked;
    if (c->escaped) tml_buf_z(b, c->shown);
    else tml_buf_put(b, e->text.p + c->at, c->len);
  }
  if (on) tml_buf_z(b, o->mark_off);
}

static void put_carets(tml_buf *b, const line *l, size_t from, size_t to, size_t indent, const tml_excerpt_opts *o) {
  size_t col = 0, drawn = 0;
  size_t begin = b->n;
  for (size_t i = from; i < to; i++) {
    const cell *c = &l->v[i];
    size_t want = !c->marked ? 0 : c->width ? c->width : !(i > from && l->v[i - 1].marked);
    if (want) {
      for (; drawn < col; drawn++) tml_buf_c(b, ' ');
      for (; drawn < col + want; drawn++) tml_buf_c(b, '^');
    }
    col += c->width;
  }
  if (b->n == begin) return;
  tml_buf whole = {0};
  for (size_t i = 0; i < indent; i++) tml_buf_c(&whole, ' ');
  tml_buf_z(&whole, o->mark_on);
  tml_buf_put(&whole, b->p + begin, b->n - begin);
  tml_buf_z(&whole, o->mark_off);
  tml_buf_c(&whole, '\n');
  b->n = begin;
  tml_buf_put(b, whole.p, whole.n);
  tml_buf_free(&whole);
}

void tml_excerpt_put(tml_buf *b, const tml_excerpt *e, const tml_excerpt_opts *o) {
  line l = cells_of(e);
  size_t indent = strlen(o->indent) + strlen(o->label) + 2, from, to;
  window(&l, o->columns > indent + LEAST ? o->columns - indent : LEAST, &from, &to);
  tml_buf_fmt(b, "%s%s  ", o->indent, o->label);
  if (from) tml_buf_z(b, "…");
  if (l.rtl && o->isolate) tml_buf_z(b, "\u2068");
  put_text(b, e, &l, from, to, o);
  if (l.rtl && o->isolate) tml_buf_z(b, "\u2069");
  tml_buf_z(b, to < l.n ? "…\n" : "\n");
  if (l.marked) put_carets(b, &l, from, to, indent + (from ? 1 : 0), o);
  free(l.v);
}
