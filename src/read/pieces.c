/* pieces.c — a page to pieces: the reader of its format finds blocks, this file cuts them and keeps their places.
 *
 * What not: no format's grammar (markdown.c, html.c, plain.c), no sentence rules (text/sentence.c).
 */
#include "html.h"

#include "tmlint/sentence.h"

/* ---- texts ---- */

static uint32_t first_entry(const tml_cutter *c, uint32_t off) { /* the map's entry that covers off */
  uint32_t lo = 0, hi = c->nmap;
  while (hi - lo > 1) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (c->map[mid][0] <= off) lo = mid;
    else hi = mid;
  }
  return lo;
}

typedef struct joining {
  uint32_t (*map)[2];
  uint32_t n;
  size_t cap;
} joining;

/* Text from `out` on stands at [from, to) of p. */
static void join_map(tml_cutter *c, joining *j, uint32_t out, uint32_t from, uint32_t to) {
  uint32_t k = c->map ? first_entry(c, from) : 0;
  uint32_t at = from, raw = c->map ? c->map[k][1] + (from - c->map[k][0]) : from;
  for (;;) {
    bool goes_on = j->n && j->map[j->n - 1][1] + (out + (at - from) - j->map[j->n - 1][0]) == raw;
    if (!goes_on) {
      j->map = tml_arena_grow(c->d->arena, j->map, j->n, &j->cap, sizeof *j->map);
      j->map[j->n][0] = out + (at - from), j->map[j->n++][1] = raw;
    }
    if (!c->map || ++k >= c->nmap || c->map[k][0] >= to) return;
    at = c->map[k][0], raw = c->map[k][1];
  }
}

static uint32_t newline_behind(const tml_cutter *c, uint32_t end, uint32_t next) {
  const char *nl = next > end ? memchr(c->p + end, '\n', next - end) : NULL;
  return nl ? (uint32_t)(nl - c->p) : end;
}

tml_text tml_cutter_text(tml_cutter *c, const tml_span *lines, uint32_t n) {
  joining j = {0};
  uint32_t total = 0, out = 0;
  bool raw = true;
  for (uint32_t i = 0; i < n; i++) {
    total += lines[i].end - lines[i].start + 1;
    if (i) raw &= lines[i].start == lines[i - 1].end + 1;
  }
  tml_text t = {.p = c->p + lines[0].start};
  if (raw) {
    join_map(c, &j, 0, lines[0].start, lines[n - 1].end);
    out = lines[n - 1].end - lines[0].start;
  } else {
    char *copy = tml_arena_alloc(c->d->arena, total + 16);
    for (uint32_t i = 0; i < n; i++) {
      if (i) {
        uint32_t nl = newline_behind(c, lines[i - 1].end, lines[i].start);
        join_map(c, &j, out, nl, nl + 1);
        copy[out++] = '\n';
      }
      uint32_t len = lines[i].end - lines[i].start;
      if (len) join_map(c, &j, out, lines[i].start, lines[i].end);
      memcpy(copy + out, c->p + lines[i].start, len);
      out += len;
    }
    memset(copy + out, 0, 16);
    t.p = copy;
  }
  t.n = out;
  t.start = j.map[0][1];
  t.end = j.map[j.n - 1][1] + (out - j.map[j.n - 1][0]);
  if (t.end > c->d->n) t.end = (uint32_t)c->d->n; /* a mended byte takes more room than it had */
  if (j.n > 1 || t.end - t.start != out) t.map = (const uint32_t(*)[2])j.map, t.nmap = j.n;
  return t;
}

/* ---- pieces ---- */

static uint32_t blank_len(const tml_text *t, uint32_t i) { /* bytes of the white space at i, 0 for none */
  unsigned len;
  uint32_t cp = tml_utf8_at(t->p + i, &len);
  return tml_cp_class(cp) == TML_CP_SPACE ? len : 0;
}

static bool trim(const tml_text *t, uint32_t *from, uint32_t *to) {
  uint32_t len;
  while (*from < *to && (len = blank_len(t, *from)) != 0) *from += len;
  while (*from < *to) {
    uint32_t k = *to - 1;
    while (k > *from && (t->p[k] & 0xC0) == 0x80) k--;
    if (!blank_len(t, k)) break;
    *to = k;
  }
  return *from < *to;
}

static void add(tml_cutter *c, const tml_blockinfo *b, const tml_text *t, uint32_t from, uint32_t to, bool *first) {
  if (!trim(t, &from, &to)) return;
  tml_pieces *o = c->out;
  o->v = tml_arena_grow(c->d->arena, o->v, o->n, &o->cap, sizeof *o->v);
  tml_piece *q = &o->v[o->n++];
  *q = (tml_piece){.text = tml_text_part(c->d->arena, t, from, to),
                   .block = b->block,
                   .level = b->level,
                   .ctx = b->ctx,
                   .first = *first,
                   .block_no = c->blocks};
  if (*first && b->anchor.end > b->anchor.start) {
    tml_text a = tml_cutter_text(c, &b->anchor, 1);
    q->anchor = tml_str_n(a.p, a.n);
    q->anchor_start = a.start;
  }
  *first = false;
}

/* The next hard break from `from` on: where it stands, and in *next what is behind it; t->n at last. */
static uint32_t hard_break(const tml_text *t, uint32_t from, uint32_t *next) {
  for (uint32_t i = from; i < t->n; i++) {
    char ch = t->p[i];
    if (ch == '`') i = tml_html_code(t->p, i, t->n) - 1;
    else if ((ch == '<' || ch == '\\' || (ch == ' ' && t->p[i + 1] == ' ')) &&
             (*next = tml_html_break(t->p, i, t->n)) != 0)
      return i;
    else if (ch == '\\') i++;
  }
  *next = t->n;
  return t->n;
}

void tml_cutter_block(tml_cutter *c, tml_blockinfo b, const tml_text *t) {
  bool first = true;
  if (b.block == TML_BLK_CODE || c->cut == TML_CUT_BLOCKS) {
    add(c, &b, t, 0, t->n, &first);
  } else if (c->cut == TML_CUT_LINES) {
    for (uint32_t i = 0; i < t->n;) {
      const char *nl = memchr(t->p + i, '\n', t->n - i);
      uint32_t e = nl ? (uint32_t)(nl - t->p) : t->n;
      add(c, &b, t, i, e, &first);
      i = e + 1;
    }
  } else {
    for (uint32_t from = 0, next; from < t->n; from = next) {
      uint32_t to = hard_break(t, from, &next), end;
      while (end = to, trim(t, &from, &end)) {
        end = (uint32_t)tml_sentence_end(c->l, tml_str_n(t->p, end), from);
        add(c, &b, t, from, end, &first);
        from = end;
      }
    }
  }
  if (!first) c->blocks++;
}

/* ---- front matter ---- */

/* The decoded value with its way back: plain and quoted scalars of one line; others have no exact place. */
static bool meta_text(tml_cutter *c, const tml_meta *m, tml_text *t) {
  const char *raw = c->d->p;
  uint32_t from = m->start, to = m->end;
  if (to > from + 1 && (raw[from] == '"' || raw[from] == '\'') && raw[to - 1] == raw[from]) from++, to--;
  *t = (tml_text){.p = m->value.p, .n = (uint32_t)m->value.n, .start = from, .end = to};
  if (m->value.n == to - from && memcmp(m->value.p, raw + from, to - from) == 0) {
    t->p = raw + from;
    return true;
  }
  joining j = {0};
  uint32_t i = from, k = 0;
  for (; k < t->n && i < to; i++, k++) {
    if (t->p[k] != raw[i] && (raw[i] == '\\' || raw[i] == '\'')) i++;
    if (i >= to || t->p[k] != raw[i]) return false;
    if (!j.n || j.map[j.n - 1][1] + (k - j.map[j.n - 1][0]) != i) {
      j.map = tml_arena_grow(c->d->arena, j.map, j.n, &j.cap, sizeof *j.map);
      j.map[j.n][0] = k, j.map[j.n++][1] = i;
    } else if (raw[i] == '\'' && i + 1 < to && raw[i + 1] == '\'' && raw[from - 1] == '\'') {
      i++;
    }
  }
  if (k < t->n || i < to) return false;
  char *copy = tml_arena_alloc(c->d->arena, t->n + 16);
  memcpy(copy, t->p, t->n);
  memset(copy + t->n, 0, 16);
  t->p = copy;
  t->map = (const uint32_t(*)[2])j.map, t->nmap = j.n;
  return true;
}

static void front(tml_cutter *c) {
  tml_doc *d = c->d;
  tml_blockinfo b = {.block = TML_BLK_FRONT, .ctx = TML_CTX_FRONT | TML_CTX_TITLE};
  for (uint32_t i = 0; i < d->nmeta; i++) {
    const tml_meta *m = &d->meta[i];
    if (!tml_str_is(m->key, "title") && !tml_str_is(m->key, "description")) continue;
    tml_text t;
    bool paired = false;
    for (uint32_t k = 0; k < d->nsegs && d->segs[k].start < d->body; k++)
      if (d->segs[k].start >= m->start && d->segs[k].end <= m->end && d->segs[k].target.p)
        tml_cutter_block(c, b, &d->segs[k].target), paired = true;
    if (!paired && m->value.n && tml_utf8_invalid(m->value.p, m->value.n) == m->value.n && meta_text(c, m, &t))
      tml_cutter_block(c, b, &t);
  }
}

/* ---- pages that are read from a copy ---- */

typedef struct copying {
  char *p;
  uint32_t n;
  joining j;
} copying;

static void copy_part(tml_cutter *c, copying *k, uint32_t from, uint32_t to) {
  if (from >= to) return;
  join_map(c, &k->j, k->n, from, to);
  memcpy(k->p + k->n, c->p + from, to - from);
  k->n += to - from;
}

static void read_copy(tml_cutter *c, copying *k) {
  memset(k->p + k->n, 0, 16);
  c->p = k->p, c->n = k->n;
  if (k->j.n) c->map = (const uint32_t(*)[2])k->j.map, c->nmap = k->j.n;
}

/* A side-by-side page as it was published: target spans unwrapped, source spans dropped. A pair inside another's text
 * goes with it. */
static void unwrap(tml_cutter *c) {
  const tml_doc *d = c->d;
  copying k = {.p = tml_arena_alloc(d->arena, (size_t)c->n + 32)};
  uint32_t at = 0, body = UINT32_MAX;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *s = &d->segs[i];
    if (s->start < at) continue;
    if (body == UINT32_MAX && s->start >= d->body)
      copy_part(c, &k, at, d->body), at = d->body > at ? d->body : at, body = k.n;
    copy_part(c, &k, at, s->start);
    if (s->target.p) copy_part(c, &k, s->target.start, s->target.end);
    at = s->end;
  }
  if (body == UINT32_MAX) copy_part(c, &k, at, d->body), at = d->body > at ? d->body : at, body = k.n;
  copy_part(c, &k, at, c->n);
  read_copy(c, &k);
  c->body = body;
}

/* Bad bytes become U+FFFD, so that whatever follows may trust the encoding. */
static void mend(tml_cutter *c, size_t bad) {
  copying k = {.p = tml_arena_alloc(c->d->arena, (size_t)c->n * 3 + 32)};
  uint32_t at = 0, body = c->body;
  while (bad < c->n - at) {
    copy_part(c, &k, at, at + (uint32_t)bad);
    at += (uint32_t)bad;
    unsigned len;
    tml_utf8_lenient(c->p + at, c->p + c->n, &len);
    join_map(c, &k.j, k.n, at, at + 1);
    memcpy(k.p + k.n, "\xEF\xBF\xBD", 3);
    k.n += 3, at += len;
    if (at <= c->body) body = k.n + (c->body - at);
    bad = tml_utf8_invalid(c->p + at, c->n - at);
  }
  copy_part(c, &k, at, c->n);
  read_copy(c, &k);
  c->body = body < c->n ? body : c->n;
}

void tml_read_pieces(tml_doc *d, enum tml_cut cut, const tml_locale *l, tml_pieces *out) {
  tml_cutter c = {.d = d, .l = l, .out = out, .cut = cut, .p = d->p, .n = (uint32_t)d->n, .body = d->body};
  *out = (tml_pieces){0};
  front(&c);
  if (d->format == TML_FMT_SXS) unwrap(&c);
  const size_t bad = tml_utf8_invalid(c.p, c.n);
  if (bad < c.n) mend(&c, bad);
  switch (d->format) {
  case TML_FMT_SXS:
  case TML_FMT_MARKDOWN: tml_cut_markdown(&c); break;
  case TML_FMT_HTML: tml_cut_html(&c); break;
  default: tml_cut_plain(&c); break;
  }
}
