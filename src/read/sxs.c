/* sxs.c — side-by-side Markdown to segments, byte-exact, in one pass.
 *
 * Grammar (counted on real pages; what breaks a reader here is content, not markup):
 *   pair   = target "</span>" lookup source "</span></span>"
 *   target = "<span data-ttu-id=" Q id Q ">" text        source = "<span data-stu-id=" Q id Q ">" text
 *   lookup = "<span class=" Q "sxs-lookup" Q ">"         Q = '"', in YAML double quotes '\"', damaged '&quot;'
 * Only these three openers count; other <span> in a text is text. Pairing is by adjacency, the innermost pair first (a
 * pair may stand inside another's text). A text ends at the last "</span>" (source: "</span></span>") before the next
 * opener, and not past a blank line unless it is still open there. Halves that something separates are rejoined by id.
 * Damage is noted (doc.h) and reading goes on; nothing is invented: a missing side stays missing.
 * What not: no Markdown beyond the line a pair stands in (context), no judgement.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memrchr */
#endif
#include "base/seek.h"
#include "tmlint/read.h"
#include "tmlint/text.h"

enum { OPEN_TARGET = 1, OPEN_LOOKUP, OPEN_SOURCE };
enum { CLOSE = 7, NONE = UINT32_MAX }; /* strlen("</span>") */

typedef struct opener {
  uint8_t kind, quote; /* quote: 0 '"', 1 '\"', 2 '&quot;' somewhere */
  uint32_t start, end;
  tml_str id;
} opener;

/* One unit under way. */
typedef struct unit {
  opener target, lookup, source;
  uint32_t target_end;
  uint8_t state; /* OPEN_…: which part is being read; 0 none */
} unit;

enum { DEPTH = 8, LINKED = 32 };

typedef struct reader {
  tml_doc *d;
  const char *p;
  uint32_t n;
  unit at;
  unit outer[DEPTH]; /* units that hold the running one */
  unsigned depth;
  uint32_t first_close, last_close, first_double, last_double; /* since the last opener, or NONE */
  uint32_t region;                                             /* where these were counted from */
  /* the gaps between units: what line they stand in */
  uint32_t gap; /* where the last gap reader stopped */
  uint32_t line_start;
  uint16_t line_ctx;
  uint8_t heading;
  char fence; /* '`' or '~' while in fenced code */
  unsigned fence_len;
  bool line_fresh;     /* no unit in this line yet */
  bool image, bracket; /* an unclosed [ in this line */
  uint32_t linked[LINKED];
  unsigned nlinked;
  uint32_t *alone; /* segments with one side, for rejoining */
  uint32_t nalone;
  size_t alone_cap;
} reader;

/* ---- openers and closers ---- */

static bool quote_at(const char **p, const char *end, uint8_t *how) {
  if (*p < end && **p == '"') return ++*p, true;
  if (end - *p >= 2 && (*p)[0] == '\\' && (*p)[1] == '"') {
    *p += 2;
    if (*how < 1) *how = 1;
    return true;
  }
  if (end - *p >= 6 && memcmp(*p, "&quot;", 6) == 0) {
    *p += 6;
    *how = 2;
    return true;
  }
  return false;
}

/* Bytes of an id. */
static const bool id_byte[256] = {
    ['-'] = 1, ['_'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
    ['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
    ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1,
    ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1, ['A'] = 1, ['B'] = 1,
    ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1,
    ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1,
    ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1};

enum { COUNTING = 3 }; /* digits at an id's end */

/* The openers as they nearly always stand, with plain quotes. */
static bool plain_opener_at(const char *p, const char *base, const char *end, tml_str known, opener *o) {
  if (end - p < 32) return false;
  if (memcmp(p, "<span class=\"sxs-lookup\">", 25) == 0) {
    *o = (opener){.kind = OPEN_LOOKUP, .start = (uint32_t)(p - base), .end = (uint32_t)(p - base) + 25};
    return true;
  }
  if (memcmp(p, "<span data-", 11) != 0 || memcmp(p + 12, "tu-id=\"", 7) != 0 || (p[11] != 't' && p[11] != 's'))
    return false;
  const char *id = p + 19, *q = id, *stop = end - id > 64 ? id + 64 : end;
  /* a source's id is its target's, and a target's begins as the one before it, which differs in its last digits */
  size_t same = p[11] == 's' ? known.n : known.n > COUNTING ? known.n - COUNTING : 0;
  if (same && (size_t)(stop - id) > same && tml_same_bytes(id, known.p, same)) q += same;
  while (q < stop && id_byte[(unsigned char)*q]) q++;
  if (q == id || end - q < 2 || q[0] != '"' || q[1] != '>') return false;
  *o = (opener){.kind = p[11] == 't' ? OPEN_TARGET : OPEN_SOURCE,
                .start = (uint32_t)(p - base),
                .end = (uint32_t)(q + 2 - base),
                .id = {id, (size_t)(q - id)}};
  return true;
}

/* At "<span "; `known`: an id that is sound, which a source's nearly always is the same as. */
static bool opener_at(const char *p, const char *base, const char *end, tml_str known, opener *o) {
  if (TML_LIKELY(plain_opener_at(p, base, end, known, o))) return true;
  const char *q = p + 6;
  if (end - p < 20) return false;
  *o = (opener){.start = (uint32_t)(p - base)};
  bool lookup = false;
  if (memcmp(q, "data-ttu-id=", 12) == 0) o->kind = OPEN_TARGET, q += 12;
  else if (memcmp(q, "data-stu-id=", 12) == 0) o->kind = OPEN_SOURCE, q += 12;
  else if (memcmp(q, "class=", 6) == 0) o->kind = OPEN_LOOKUP, q += 6, lookup = true;
  else return false;
  if (!quote_at(&q, end, &o->quote)) return false;
  if (lookup) {
    if (end - q < 10 || memcmp(q, "sxs-lookup", 10) != 0) return false;
    q += 10;
  } else {
    const char *id = q, *stop = end - q > 64 ? q + 64 : end;
    while (q < stop && id_byte[(unsigned char)*q]) q++;
    if (q == id) return false;
    o->id = tml_str_n(id, (size_t)(q - id));
  }
  if (!quote_at(&q, end, &o->quote) || q >= end || *q != '>') return false;
  o->end = (uint32_t)(q + 1 - base);
  return true;
}

static bool blank_line_between(const char *p, uint32_t a, uint32_t b) {
  for (uint32_t i = a; i < b; i++)
    if (p[i] == '\n') {
      uint32_t k = i + 1;
      while (k < b && (p[k] == ' ' || p[k] == '\t' || p[k] == '\r')) k++;
      if (k < b && p[k] == '\n') return true;
    }
  return false;
}

/* A heading or a table's row: blocks that end with their line. */
static bool in_one_line_block(const char *p, uint32_t at) {
  while (at > 0 && p[at - 1] != '\n') at--;
  while (p[at] == ' ' || p[at] == '>') at++;
  return p[at] == '#' || p[at] == '|';
}

static void closer(reader *r, uint32_t at) {
  if (r->first_close == NONE) r->first_close = at;
  bool twice = r->last_close != NONE && r->last_close + CLOSE == at;
  /* Not past a blank line, once it could have ended. */
  if (r->last_close != NONE && !twice && blank_line_between(r->p, r->last_close, at)) {
    if (r->at.state == OPEN_TARGET || r->last_double != NONE) return;
  }
  /* Nor past the line of a heading or a table's row: what follows has spans of its own (<span id="x"></span>). */
  if (r->last_double != NONE && !twice && memchr(r->p + r->last_close, '\n', at - r->last_close) &&
      in_one_line_block(r->p, r->at.target.kind ? r->at.target.start : r->at.source.start))
    return;
  r->last_close = at;
  if (twice) {
    if (r->first_double == NONE) r->first_double = at - CLOSE;
    r->last_double = at - CLOSE;
  }
}

static void new_region(reader *r, uint32_t at) {
  r->first_close = r->last_close = r->first_double = r->last_double = NONE;
  r->region = at;
}

/* ---- context: the gap between two units ---- */

static bool blank(char c) { return c == ' ' || c == '\t'; }

static uint32_t list_mark(const char *p, uint32_t i, uint32_t e) { /* bytes of "- ", "12. " or 0 */
  uint32_t k = i;
  if (k < e && (p[k] == '-' || p[k] == '*' || p[k] == '+')) k++;
  else {
    while (k < e && k - i < 9 && p[k] >= '0' && p[k] <= '9') k++;
    if (k == i || k >= e || (p[k] != '.' && p[k] != ')')) return 0;
    k++;
  }
  return k < e && blank(p[k]) ? k - i : 0;
}

/* The line from its start to the unit. */
static void read_prefix(reader *r, uint32_t unit_start) {
  const char *p = r->p;
  uint32_t i = r->line_start, e = unit_start, indent = 0;
  uint16_t ctx = 0;
  r->heading = 0;
  r->image = r->bracket = false;
  for (bool more = true; more && i < e;) {
    more = false;
    for (; i < e && blank(p[i]); i++) indent += p[i] == '\t' ? 4 : 1;
    uint32_t k;
    if (i < e && p[i] == '>') ctx |= TML_CTX_QUOTE, i++, indent = 0, more = true;
    else if ((k = list_mark(p, i, e)) != 0) ctx |= TML_CTX_LIST, i += k, indent = 0, more = true;
  }
  if (indent >= 4) ctx |= TML_CTX_INDENT;
  if (i < e && p[i] == '#') {
    uint32_t k = i;
    while (k < e && p[k] == '#') k++;
    if (k - i <= 6) r->heading = (uint8_t)(k - i);
    i = k;
  } else if (i < e && p[i] == '|') {
    ctx |= TML_CTX_TABLE;
  } else if (i < e && p[i] == '<' && !(e - i > 9 && memcmp(p + i, "<a name=", 8) == 0)) {
    ctx |= TML_CTX_HTML;
  }
  r->line_ctx = ctx;
}

/* Fences, line starts, brackets and cells between the last unit and the next one. */
static void read_gap(reader *r, uint32_t to) {
  const char *p = r->p;
  uint32_t from = r->gap, last = NONE;
  if (to - from <= 1 && !r->line_fresh && (to == from || p[from] == ' ')) { /* nearly always, inside a paragraph */
    r->gap = to;
    return;
  }
  for (uint32_t i = from; i < to; i++) {
    const char *nl = memchr(p + i, '\n', to - i);
    if (!nl) break;
    i = (uint32_t)(nl - p);
    last = i + 1;
    uint32_t k = last;
    while (k < to && (blank(p[k]) || p[k] == '>')) k++;
    if (k + 3 <= r->n && (p[k] == '`' || p[k] == '~') && p[k + 1] == p[k] && p[k + 2] == p[k]) {
      unsigned len = 0;
      char c = p[k];
      while (k < r->n && p[k] == c) k++, len++;
      const char *rest_end = memchr(p + k, '\n', r->n - k);
      size_t rest = rest_end ? (size_t)(rest_end - (p + k)) : r->n - k;
      if (!r->fence) {
        if (c == '~' || !memchr(p + k, '`', rest)) r->fence = c, r->fence_len = len;
      } else if (r->fence == c && len >= r->fence_len && tml_str_trim(tml_str_n(p + k, rest)).n == 0) {
        r->fence = 0;
      }
    }
  }
  if (last != NONE) {
    r->line_start = last;
    r->line_fresh = true;
    r->nlinked = 0;
    r->bracket = false;
  }
  if (r->line_fresh) read_prefix(r, to);
  r->line_fresh = false;
  uint32_t start = last != NONE ? last : from;
  if (to - start > 1 || (to > start && p[start] == '[')) {
    for (uint32_t i = start; (i = (uint32_t)tml_seek(p, i, to, '[', ']', '|')) < to; i++) {
      if (p[i] == '[') r->bracket = true, r->image = i > start && p[i - 1] == '!', r->nlinked = 0;
      else if (p[i] == ']') r->bracket = false, r->nlinked = 0;
      else if (p[i] == '|' && i > 0 && blank(p[i - 1])) r->line_ctx |= TML_CTX_TABLE;
    }
  }
  r->gap = to;
}

static const bool url_sign[256] = {['\n'] = 1, [' '] = 1, ['('] = 1, [')'] = 1};

/* "](url" right behind a unit: the URL of every unit since the bracket. */
static void read_link_after(reader *r, uint32_t end) {
  const char *p = r->p;
  uint32_t i = end;
  while (i < r->n && (p[i] == '*' || p[i] == '_')) i++;
  if (!r->bracket || i + 2 >= r->n || p[i] != ']' || p[i + 1] != '(') return;
  uint32_t u = i + 2, k = u;
  int depth = 0;
  for (; k < r->n && k - u < 4096; k++) {
    if (!url_sign[(unsigned char)p[k]]) continue;
    if (p[k] == '\n' || p[k] == ' ' || (p[k] == ')' && depth == 0)) break;
    depth += p[k] == '(' ? 1 : -1;
  }
  if (k >= r->n || p[k] == '\n') return;
  for (unsigned j = 0; j < r->nlinked; j++) {
    tml_segment *s = &r->d->segs[r->linked[j]];
    s->url = tml_str_n(p + u, k - u);
    s->url_start = u;
    s->ctx |= r->image ? TML_CTX_IMAGE : TML_CTX_LINK;
  }
  r->nlinked = 0;
  r->bracket = false;
}

static const bool anchor_sign[256] = {['"'] = 1, ['\\'] = 1, ['&'] = 1};

/* <a name="slug"></a> right before the unit; its quotes may be damaged too. */
static void read_anchor(reader *r, tml_segment *s) {
  const char *p = r->p;
  uint32_t e = s->start, lo = e > 600 ? e - 600 : 0;
  if (lo < s->line_start) lo = s->line_start;
  while (e > lo && (blank(p[e - 1]) || p[e - 1] == '[' || p[e - 1] == '*' || p[e - 1] == '!')) e--;
  if (e < lo + 16 || memcmp(p + e - 4, "</a>", 4) != 0) return;
  const char *tag = memrchr(p + lo + 1, '<', e - 5 - lo); /* before "</a>" */
  uint32_t i = tag ? (uint32_t)(tag - p) : lo;
  if (e - i < 10 || memcmp(p + i, "<a name=", 8) != 0) return;
  const char *q = p + i + 8, *end = p + e;
  uint8_t how = 0;
  if (!quote_at(&q, end, &how)) return;
  const char *a = q;
  for (; q < end; q++)
    if (anchor_sign[(unsigned char)*q] && (*q != '&' || (end - q > 6 && memcmp(q, "&quot;", 6) == 0))) break;
  s->anchor = tml_str_n(a, (size_t)(q - a));
  s->anchor_start = (uint32_t)(a - p);
}

static void read_front(reader *r, tml_segment *s) {
  s->ctx |= TML_CTX_FRONT;
  tml_str line = tml_str_n(r->p + s->line_start, s->start - s->line_start);
  if (tml_str_starts(line, TML_S("title")) || tml_str_starts(line, TML_S("description"))) s->ctx |= TML_CTX_TITLE;
}

/* ---- texts ---- */

/* YAML double quotes: \" and \\ undone, with the map back. */
static void decode_yaml(reader *r, tml_text *t) {
  const char *p = r->p + t->start;
  uint32_t n = t->end - t->start, out = 0, nmap = 1;
  if (!memchr(p, '\\', n)) return;
  char *copy = tml_arena_alloc(r->d->arena, n + 16);
  uint32_t esc = 1;
  for (uint32_t i = 0; i < n; i++) esc += p[i] == '\\';
  uint32_t(*map)[2] = tml_arena_alloc(r->d->arena, (esc + 1) * sizeof *map);
  map[0][0] = 0, map[0][1] = t->start;
  for (uint32_t i = 0; i < n; i++) {
    if (p[i] == '\\' && i + 1 < n && (p[i + 1] == '"' || p[i + 1] == '\\' || p[i + 1] == '/')) {
      i++;
      map[nmap][0] = out, map[nmap++][1] = t->start + i;
    }
    copy[out++] = p[i];
  }
  copy[out] = 0;
  t->p = copy, t->n = out, t->map = map, t->nmap = nmap;
}

/* Bad bytes become U+FFFD, so that whatever follows may trust the encoding. Bytes as they are: the reader's file has
 * some, and this text may. */
static void mend_utf8(reader *r, tml_text *t) {
  if (!t->p || tml_utf8_invalid(t->p, t->n) == t->n) return;
  uint32_t pieces = 1, out = 0, nmap = 0;
  for (uint32_t i = 0; i < t->n; i++) pieces += (unsigned char)t->p[i] >= 0x80;
  char *copy = tml_arena_alloc(r->d->arena, (size_t)t->n * 3 + 16);
  uint32_t(*map)[2] = tml_arena_alloc(r->d->arena, (pieces * 2 + 2) * sizeof *map);
  const char *p = t->p, *end = t->p + t->n;
  bool start = true;
  while (p < end) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    bool bad = cp == 0xFFFD && !(len == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0);
    if (start || bad) map[nmap][0] = out, map[nmap++][1] = tml_text_raw(t, (uint32_t)(p - t->p));
    if (bad) memcpy(copy + out, "\xEF\xBF\xBD", 3), out += 3;
    else memcpy(copy + out, p, len), out += len;
    p += len;
    start = bad;
  }
  copy[out] = 0;
  t->p = copy, t->n = out, t->map = (const uint32_t(*)[2])map, t->nmap = nmap;
}

static void set_text(reader *r, tml_text *t, uint32_t start, uint32_t end, uint8_t quote) {
  *t = (tml_text){.p = r->p + start, .n = end - start, .start = start, .end = end};
  if (quote == 1) decode_yaml(r, t);
}

/* More "</span>" than "<span" in a text: one of them cuts it. Only where a closer stands inside at all. */
static void check_stray(reader *r, const tml_text *t, uint32_t seg) {
  int depth = 0;
  const char *p = r->p + t->start, *end = r->p + t->end;
  while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
    if (end - p >= 5 && memcmp(p, "<span", 5) == 0) depth++;
    else if (end - p >= CLOSE && memcmp(p, "</span>", CLOSE) == 0 && --depth < 0) {
      uint32_t at = (uint32_t)(p - r->p);
      tml_doc_damage(r->d, TML_DMG_STRAY_CLOSE, at, at + CLOSE, seg, TML_S(""));
      return;
    }
    p++;
  }
}

/* ---- units ---- */

static uint32_t rejoin(reader *r, tml_str id, bool has_target) {
  for (uint32_t i = r->nalone; i-- > 0 && r->nalone - i <= 64;) {
    tml_segment *s = &r->d->segs[r->alone[i]];
    if ((s->target.p != NULL) != has_target && tml_str_eq(s->id, id)) {
      uint32_t found = r->alone[i];
      r->alone[i] = r->alone[--r->nalone];
      return found;
    }
  }
  return NONE;
}

static void remember_alone(reader *r, uint32_t seg) {
  r->alone = tml_arena_grow(r->d->arena, r->alone, r->nalone, &r->alone_cap, sizeof *r->alone);
  r->alone[r->nalone++] = seg;
}

static tml_segment *new_segment(reader *r, uint32_t start, uint32_t end) {
  tml_segment *s = tml_doc_segment(r->d);
  s->start = start, s->end = end;
  if (start >= r->gap) read_gap(r, start);
  else s->ctx |= TML_CTX_NESTED;
  s->line_start = r->line_start;
  if (s->line_start > start) { /* it ended lines after it began (at most DEPTH such units are open at a time) */
    s->line_start = start;
    while (s->line_start > 0 && r->p[s->line_start - 1] != '\n') s->line_start--;
  }
  s->ctx |= r->line_ctx;
  s->heading = r->heading;
  if (r->fence) s->ctx |= TML_CTX_FENCE;
  if (start < r->d->body) read_front(r, s);
  read_anchor(r, s);
  if (end > r->gap) r->gap = end;
  if (r->bracket && r->nlinked < LINKED) r->linked[r->nlinked++] = r->d->nsegs - 1;
  read_link_after(r, end);
  return s;
}

/* A finished unit: target text [t0,t1), source text [s0,s1); a missing side has t0 == NONE. */
static void emit(reader *r, const unit *u, uint32_t source_end, uint32_t end) {
  bool has_t = u->target.kind != 0, has_s = u->source.kind != 0;
  uint32_t start = has_t ? u->target.start : u->lookup.kind ? u->lookup.start : u->source.start;
  tml_doc *d = r->d;
  if (has_t != has_s) {
    tml_str id = has_t ? u->target.id : u->source.id;
    uint32_t other = rejoin(r, id, has_t);
    if (other != NONE) {
      tml_segment *s = &d->segs[other];
      uint32_t gap0 = s->end;
      if (has_t) set_text(r, &s->target, u->target.end, u->target_end, u->target.quote);
      else set_text(r, &s->source, u->source.end, source_end, u->source.quote), s->source_id = id;
      if (s->end < end) s->end = end;
      for (uint32_t i = 0; i < d->ndamage; i++)
        if (d->damage[i].segment == other &&
            (d->damage[i].kind == TML_DMG_UNPAIRED_TARGET || d->damage[i].kind == TML_DMG_UNPAIRED_SOURCE))
          d->damage[i] = (tml_damage){TML_DMG_TEXT_BETWEEN, gap0 < start ? gap0 : start, gap0 < start ? start : gap0,
                                      other, TML_S("")};
      return;
    }
  }
  tml_segment *s = new_segment(r, start, end);
  uint32_t index = d->nsegs - 1;
  s->id = has_t ? u->target.id : u->source.id;
  s->source_id = has_s ? u->source.id : s->id;
  if (has_t) set_text(r, &s->target, u->target.end, u->target_end, u->target.quote);
  if (has_s) set_text(r, &s->source, u->source.end, source_end, u->source.quote);
  if (u->target.quote == 2 || u->lookup.quote == 2 || u->source.quote == 2) {
    const opener *o = u->target.quote == 2 ? &u->target : u->lookup.quote == 2 ? &u->lookup : &u->source;
    tml_doc_damage(d, TML_DMG_QUOT_ENTITY, o->start, o->end, index, TML_S(""));
  }
  if (!has_s) {
    tml_doc_damage(d, TML_DMG_UNPAIRED_TARGET, u->target.start, u->target_end, index, TML_S(""));
    remember_alone(r, index);
    return;
  }
  if (!has_t) {
    tml_doc_damage(d, TML_DMG_UNPAIRED_SOURCE, u->source.start, source_end, index, TML_S(""));
    remember_alone(r, index);
    return;
  }
  if (!tml_str_eq(u->target.id, u->source.id))
    tml_doc_damage(d, TML_DMG_ID_MISMATCH, u->source.start, u->source.end, index, TML_S(""));
  uint32_t next = u->lookup.kind ? u->lookup.start : u->source.start;
  if (!u->lookup.kind || u->target_end + CLOSE < next) {
    if (u->target_end + CLOSE <= next)
      tml_doc_damage(d, TML_DMG_TEXT_BETWEEN, u->target_end + CLOSE, next, index,
                     u->lookup.kind ? TML_S("") : TML_S("the lookup span is missing"));
    else
      tml_doc_damage(d, TML_DMG_UNCLOSED, u->target.start, u->target.end, index,
                     TML_S("the target span is never closed"));
  } else if (u->target_end == next) {
    tml_doc_damage(d, TML_DMG_UNCLOSED, u->target.start, u->target.end, index,
                   TML_S("the target span is never closed"));
  }
  if (u->lookup.kind && u->lookup.end < u->source.start)
    tml_doc_damage(d, TML_DMG_TEXT_BETWEEN, u->lookup.end, u->source.start, index, TML_S(""));
  if (s->target.n >= CLOSE && s->target.map == NULL && memchr(s->target.p, '<', s->target.n))
    check_stray(r, &s->target, index);
  if (s->source.n >= CLOSE && s->source.map == NULL && memchr(s->source.p, '<', s->source.n))
    check_stray(r, &s->source, index);
}

/* ---- pairs as they nearly always stand ---- */

/* One whole pair with plain quotes, one id, and no '<' in its texts. It waits for what follows it: a closer there may
 * belong to it. */
typedef struct plain_pair {
  opener target;
  uint32_t target_end, source, source_end; /* file offsets */
  tml_str source_id;
  bool waits;
} plain_pair;

static const char between[] = "</span><span class=\"sxs-lookup\"><span data-stu-id=\"";
enum { BETWEEN = sizeof between - 1, LOOKUP = 25 };

/* Behind the target's opener `o`; returns where the pair ends, NULL where it is another kind of pair. */
static const char *read_plain(const reader *r, const opener *o, plain_pair *x) {
  const char *p = r->p + o->end, *end = r->p + r->n, *t = memchr(p, '<', (size_t)(end - p));
  size_t n = o->id.n;
  if (!t || (size_t)(end - t) < BETWEEN + n + 2 + 2 * CLOSE || !tml_same_bytes(t, between, BETWEEN)) return NULL;
  const char *id = t + BETWEEN, *s = id + n;
  if (!tml_same_bytes(id, o->id.p, n) || s[0] != '"' || s[1] != '>') return NULL;
  s += 2;
  const char *close = memchr(s, '<', (size_t)(end - s));
  if (!close || end - close < 2 * CLOSE || !tml_same_bytes(close, "</span></span>", (size_t)(2 * CLOSE))) return NULL;
  x->target = *o;
  x->target_end = (uint32_t)(t - r->p);
  x->source = (uint32_t)(s - r->p);
  x->source_end = (uint32_t)(close - r->p);
  x->source_id = tml_str_n(id, n);
  x->waits = true;
  return close + 2 * CLOSE;
}

/* Nothing follows that belongs to it. */
static void emit_plain(reader *r, plain_pair *x) {
  tml_segment *s = new_segment(r, x->target.start, x->source_end + 2 * CLOSE);
  s->id = x->target.id;
  s->source_id = x->source_id;
  set_text(r, &s->target, x->target.end, x->target_end, 0);
  set_text(r, &s->source, x->source, x->source_end, 0);
  new_region(r, x->source_end + 2 * CLOSE);
  x->waits = false;
}

/* A closer follows: the reader as it stands behind the pair's own closers. */
static void hold_plain(reader *r, plain_pair *x) {
  const uint32_t lookup = x->target_end + CLOSE, end = x->source_end;
  r->at = (unit){.target = x->target,
                 .lookup = {.kind = OPEN_LOOKUP, .start = lookup, .end = lookup + LOOKUP},
                 .source = {.kind = OPEN_SOURCE, .start = lookup + LOOKUP, .end = x->source, .id = x->source_id},
                 .target_end = x->target_end,
                 .state = OPEN_SOURCE};
  new_region(r, x->source);
  r->first_close = r->first_double = r->last_double = end;
  r->last_close = end + CLOSE;
  x->waits = false;
}

/* The end of the running block behind `from`: where a text that never closes is cut. */
static uint32_t block_end(const reader *r, uint32_t from, uint32_t to) {
  const char *nl = memchr(r->p + from, '\n', to - from);
  uint32_t e = nl ? (uint32_t)(nl - r->p) : to;
  while (e > from && (r->p[e - 1] == '\r' || blank(r->p[e - 1]))) e--;
  return e;
}

static void close_target_alone(reader *r, uint32_t to) {
  unit u = r->at;
  if (!u.target.kind) { /* a lookup that holds nothing: no text, so no segment */
    tml_doc_damage(r->d, TML_DMG_UNCLOSED, u.lookup.start, u.lookup.end, UINT32_MAX,
                   TML_S("the lookup span holds no source"));
    return;
  }
  u.source = u.lookup = (opener){0};
  if (u.state == OPEN_TARGET) u.target_end = r->first_close != NONE ? r->first_close : block_end(r, u.target.end, to);
  emit(r, &u, 0, u.target_end + (u.target_end + CLOSE <= to && r->p[u.target_end] == '<' ? CLOSE : 0));
}

static void leave(reader *r) {
  if (r->depth) r->at = r->outer[--r->depth];
  else r->at = (unit){0};
}

/* The running unit's source ends somewhere before `to`. Several may end there: the inner one at the first closer, the
 * outermost at the last. False where none ends: it goes on behind the next opener. */
static bool close_source(reader *r) {
  bool any = false;
  while (r->at.state == OPEN_SOURCE) {
    uint32_t end = NONE, after;
    if (r->first_double != NONE) {
      end = r->depth && r->outer[r->depth - 1].state == OPEN_SOURCE && r->first_double != r->last_double
                ? r->first_double
                : r->last_double;
      after = end + 2 * CLOSE;
    } else if (r->last_close != NONE && !r->depth) {
      end = r->last_close; /* one closer is missing */
      after = end + CLOSE;
      uint32_t at = r->at.source.start;
      emit(r, &r->at, end, after);
      tml_doc_damage(r->d, TML_DMG_UNCLOSED, at, r->at.source.end, r->d->nsegs - 1,
                     TML_S("the lookup span is never closed"));
      leave(r);
      new_region(r, after);
      return true;
    } else {
      return any;
    }
    emit(r, &r->at, end, after);
    leave(r);
    any = true;
    /* closers behind the inner end belong to the outer unit */
    uint32_t last = r->last_double, last_close = r->last_close;
    new_region(r, after);
    if (last != NONE && last >= after)
      r->first_close = r->first_double = r->last_double = last, r->last_close = last + CLOSE;
    else if (last_close != NONE && last_close >= after) r->first_close = r->last_close = last_close;
  }
  return any;
}

/* Everything before an opener (or the end of the file) is known now. */
static void settle(reader *r, uint32_t to, int next) {
  if (r->at.state == OPEN_SOURCE) close_source(r);
  switch (r->at.state) {
  case OPEN_TARGET:
    if (next == OPEN_LOOKUP || next == OPEN_SOURCE) {
      r->at.target_end = r->last_close != NONE ? r->last_close : to;
    } else if (next == 0 || r->first_close != NONE) {
      close_target_alone(r, to);
      leave(r);
    } else if (r->depth < DEPTH) { /* still open: the next pair stands inside it */
      if (blank_line_between(r->p, r->at.target.end, to)) {
        close_target_alone(r, to);
        leave(r);
      } else {
        r->outer[r->depth++] = r->at;
        r->at = (unit){0};
      }
    }
    break;
  case OPEN_LOOKUP:
    if (next != OPEN_SOURCE) {
      close_target_alone(r, to);
      leave(r);
    }
    break;
  case OPEN_SOURCE: /* no closer yet */
    if (next == OPEN_TARGET && r->depth < DEPTH && !blank_line_between(r->p, r->region, to)) {
      r->outer[r->depth++] = r->at;
      r->at = (unit){0};
    } else {
      unit u = r->at;
      uint32_t end = block_end(r, r->region, to);
      emit(r, &u, end, end);
      tml_doc_damage(r->d, TML_DMG_UNCLOSED, u.source.start, u.source.end, r->d->nsegs - 1,
                     TML_S("the source span is never closed"));
      leave(r);
      if (r->at.state) settle(r, to, next); /* what held it is cut here too */
    }
    break;
  default: break;
  }
  if (!next)
    while (r->at.state || r->depth) {
      if (r->at.state == OPEN_SOURCE) {
        unit u = r->at;
        uint32_t end = block_end(r, r->region, to);
        emit(r, &u, end, end);
        tml_doc_damage(r->d, TML_DMG_UNCLOSED, u.source.start, u.source.end, r->d->nsegs - 1,
                       TML_S("the source span is never closed"));
      } else if (r->at.state) {
        close_target_alone(r, to);
      }
      leave(r);
    }
}

/* Everything before the opener is settled. */
static void begin(reader *r, const opener *o) {
  unit *u = &r->at;
  /* A target that held a broken unit: where it ends was never settled. */
  if (u->state == OPEN_TARGET && u->target_end < u->target.end) u->target_end = o->start;
  switch (o->kind) {
  case OPEN_TARGET:
    if (u->state) { /* too deep: give the outer ones up */
      close_target_alone(r, o->start);
      *u = (unit){0};
    }
    u->target = *o;
    break;
  case OPEN_LOOKUP:
    if (u->state != OPEN_TARGET) {
      if (u->state && r->depth < DEPTH) r->outer[r->depth++] = *u;
      *u = (unit){0};
    }
    u->lookup = *o;
    break;
  default:
    if (u->state == OPEN_SOURCE) {
      if (r->depth < DEPTH) r->outer[r->depth++] = *u;
      *u = (unit){0};
    }
    u->source = *o;
  }
  u->state = o->kind;
  new_region(r, o->end);
}

static int by_start(const tml_segment *a, const tml_segment *b) {
  return a->start < b->start ? -1 : a->start > b->start;
}

/* A nested pair is finished before the one that holds it: put all in order of place. Few are out of order. */
static void order(tml_doc *d) {
  for (uint32_t i = 1; i < d->nsegs; i++) {
    if (by_start(&d->segs[i - 1], &d->segs[i]) <= 0) continue;
    tml_segment s = d->segs[i];
    uint32_t k = i;
    while (k > 0 && by_start(&d->segs[k - 1], &s) > 0) d->segs[k] = d->segs[k - 1], k--;
    d->segs[k] = s;
    for (uint32_t j = 0; j < d->ndamage; j++) {
      uint32_t *at = &d->damage[j].segment;
      if (*at == i) *at = k;
      else if (*at != NONE && *at >= k && *at < i) ++*at;
    }
  }
  for (uint32_t i = 1; i < d->nsegs; i++)
    if (d->segs[i].start < d->segs[i - 1].end) d->segs[i].ctx |= TML_CTX_NESTED;
}

void tml_read_sxs(tml_doc *d) {
  reader state = {.d = d, .p = d->p, .n = (uint32_t)d->n, .line_fresh = true}, *r = &state;
  /* Room for as many pairs as real pages have, one in some 250 bytes: a list that grows is copied again and again. */
  enum { BYTES_A_PAIR = 240, MOST = 4096 };
  d->seg_cap = d->n / BYTES_A_PAIR < MOST ? d->n / BYTES_A_PAIR + 4 : MOST;
  d->segs = tml_arena_alloc(d->arena, d->seg_cap * sizeof *d->segs);
  new_region(r, 0);
  const char *p = d->p, *end = d->p + d->n;
  bool bad = false;
  plain_pair pair = {.waits = false};
  for (uint32_t i = 0; i < d->nodd && !bad; i++) bad = d->odd[i].kind == TML_ODD_UTF8;
  while (p < end) {
    if (*p != '<' && !(p = memchr(p, '<', (size_t)(end - p)))) break;
    if (end - p < CLOSE) break;
    if (p[1] == '/') {
      if (memcmp(p, "</span>", CLOSE) == 0) {
        if (pair.waits) hold_plain(r, &pair);
        if (r->at.state) closer(r, (uint32_t)(p - d->p));
        p += CLOSE;
        continue;
      }
    } else if (p[1] == 's' && memcmp(p, "<span ", 6) == 0) {
      opener o;
      if (opener_at(p, d->p, end, r->at.state ? r->at.target.id : pair.target.id, &o)) {
        if (pair.waits) emit_plain(r, &pair);
        if (r->at.state) settle(r, o.start, o.kind);
        p = o.kind == OPEN_TARGET && !o.quote && !r->at.state && !r->depth ? read_plain(r, &o, &pair) : NULL;
        if (TML_LIKELY(p != NULL)) continue;
        begin(r, &o);
        p = d->p + o.end;
        continue;
      }
    }
    p++;
  }
  if (pair.waits) emit_plain(r, &pair);
  settle(r, (uint32_t)d->n, 0);
  order(d);
  if (bad)
    for (uint32_t i = 0; i < d->nsegs; i++) {
      mend_utf8(r, &d->segs[i].target);
      mend_utf8(r, &d->segs[i].source);
    }
}
