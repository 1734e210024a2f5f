/* markdown.c — Markdown to blocks in one pass over the lines, with exact places.
 *
 * Grammar: CommonMark 0.31 blocks (quotes, lists, headings, code, HTML), GFM tables, and what real pages add: alerts,
 * includes, zones, tabs, admonitions, shortcodes, anchors in headings (mdline.c knows the single lines).
 * What not: inline markup (a block's text keeps it), references (only their definitions, which hold no text).
 * Where it leaves the specifications on purpose: a definition is one line; a table's row may hold pipes in code, and
 * its header another number of cells; items, links and zones that are indented like code are text, and so is what
 * stands so behind a list that a line at the margin broke off.
 */
#include "html.h"
#include "mdline.h"

enum { BOXES = 48, CELLS = 256 };

typedef struct box { /* a container: a quote, or a list item whose content begins at column `indent` */
  bool quote, fresh; /* fresh: no block in this item yet */
  bool hollow;       /* an item that began with nothing: a blank line ends it */
  uint32_t indent;
  uint32_t astray; /* an item indented like code: the columns before its mark */
} box;

enum leaf { NONE, PARAGRAPH, FENCE, INDENTED, HTML, TABLE };

typedef struct md {
  tml_cutter *c;
  const char *p;
  box boxes[BOXES];
  unsigned nboxes;
  enum leaf leaf;
  tml_blockinfo at; /* of the leaf */
  tml_span *lines;
  uint32_t n;
  size_t cap;
  char fence;
  unsigned fence_len, html;
  uint32_t fence_indent, columns;
  bool broken;     /* a list was broken off by a line at the margin */
  uint32_t astray; /* text indented like code has been met, by so many columns */
} md;

static bool blank(char c) { return c == ' ' || c == '\t'; }

/* ---- leaves ---- */

static void add_line(md *m, uint32_t start, uint32_t end) {
  m->lines = tml_arena_grow(m->c->d->arena, m->lines, m->n, &m->cap, sizeof *m->lines);
  m->lines[m->n++] = (tml_span){start, end};
}

static void open_leaf(md *m, enum leaf leaf, uint8_t block, uint16_t ctx) {
  m->leaf = leaf;
  m->n = 0;
  m->at = (tml_blockinfo){.block = block, .ctx = ctx};
  unsigned depth = 0;
  bool fresh = false;
  for (unsigned i = 0; i < m->nboxes; i++) {
    if (m->boxes[i].quote) {
      m->at.ctx |= TML_CTX_QUOTE;
    } else {
      m->at.ctx |= TML_CTX_LIST;
      depth++;
      fresh = m->boxes[i].fresh;
      m->boxes[i].fresh = m->boxes[i].hollow = false;
    }
  }
  if (leaf == PARAGRAPH && fresh && depth && !m->boxes[m->nboxes - 1].quote)
    m->at.block = TML_BLK_LIST, m->at.level = (uint8_t)depth;
}

static void emit(md *m, tml_blockinfo b, const tml_span *lines, uint32_t n) {
  if (!n) return;
  tml_text t = tml_cutter_text(m->c, lines, n);
  if (b.block == TML_BLK_HTML || (b.block != TML_BLK_CODE && tml_html_breaks(&t))) tml_cut_html_block(m->c, b, &t);
  else tml_cutter_block(m->c, b, &t);
}

static bool name_tag(const char *p, uint32_t i, uint32_t e, tml_span *name, uint32_t *behind) {
  uint32_t k = i + 8;
  if (e - i < 13 || (memcmp(p + i, "<a name=", 8) != 0 && memcmp(p + i, "<a id=", 6) != 0)) return false;
  if (p[i + 3] == 'i') k = i + 6;
  char quote = p[k];
  if (quote != '"' && quote != '\'') return false;
  const char *q = memchr(p + k + 1, quote, e - k - 1);
  if (!q) return false;
  *name = (tml_span){k + 1, (uint32_t)(q - p)};
  k = (uint32_t)(q - p) + 1;
  while (k < e && (p[k] == ' ' || p[k] == '/')) k++;
  if (k >= e || p[k] != '>') return false;
  k++;
  if (e - k >= 4 && memcmp(p + k, "</a>", 4) == 0) k += 4;
  else if (p[k - 2] != '/') return false;
  *behind = k;
  return true;
}

/* What a heading holds beside its text: <a name="x"></a> before it, {#x} behind it. */
static void heading(md *m, unsigned level, tml_span *lines, uint32_t n) {
  tml_blockinfo b = m->at;
  const char *p = m->p;
  b.block = TML_BLK_HEADING, b.level = (uint8_t)level;
  tml_span *l = &lines[0], *z = &lines[n - 1];
  uint32_t behind;
  tml_span name;
  while (l->start < l->end && name_tag(p, l->start, l->end, &name, &behind)) {
    if (b.anchor.end == b.anchor.start) b.anchor = name;
    l->start = behind;
    while (l->start < l->end && p[l->start] == ' ') l->start++;
  }
  if (z->end > z->start && p[z->end - 1] == '}') {
    uint32_t k = z->end - 1;
    while (k > z->start && p[k] != '{') k--;
    if (p[k] == '{' && k + 2 < z->end && (p[k + 1] == '#' || p[k + 1] == ':' || p[k + 1] == '.') &&
        (k == z->start || p[k - 1] == ' ' || p[k - 1] == '#' || (unsigned char)p[k - 1] >= 0x80)) {
      uint32_t id = k + 1;
      while (id < z->end && p[id] != '#') id++;
      uint32_t e = id + 1;
      while (e < z->end && p[e] != '}' && p[e] != ' ') e++;
      if (id + 1 < e && e <= z->end && b.anchor.end == b.anchor.start) b.anchor = (tml_span){id + 1, e};
      z->end = k;
      while (z->end > z->start && p[z->end - 1] == ' ') z->end--;
    }
  }
  emit(m, b, lines, n);
}

static void row(md *m, tml_span line) {
  tml_span cells[CELLS];
  tml_blockinfo b = m->at;
  uint32_t n = tml_md_cells(m->p, line, m->columns, cells, CELLS);
  b.block = TML_BLK_CELL;
  b.ctx |= TML_CTX_TABLE;
  for (uint32_t i = 0; i < n; i++) {
    b.level = (uint8_t)(i < 254 ? i + 1 : 255);
    if (cells[i].end > cells[i].start) emit(m, b, &cells[i], 1);
  }
}

static void close_leaf(md *m) {
  while (m->leaf == INDENTED && m->n && m->lines[m->n - 1].start == m->lines[m->n - 1].end) m->n--;
  switch (m->leaf) {
  case NONE: return;
  case TABLE:
    for (uint32_t i = 0; i < m->n; i++) row(m, m->lines[i]);
    break;
  default: emit(m, m->at, m->lines, m->n); break;
  }
  m->leaf = NONE;
  m->n = 0;
}

static void close_boxes(md *m, unsigned keep) {
  if (m->nboxes <= keep) return;
  close_leaf(m);
  for (unsigned i = keep; i < m->nboxes; i++) m->broken |= !m->boxes[i].quote;
  m->nboxes = keep;
}

/* ---- lines ---- */

/* Eats what the open containers ask of the line; how many of them it belongs to. */
static unsigned match_boxes(md *m, tml_mdline *c, bool empty) {
  unsigned k = 0;
  for (; k < m->nboxes; k++) {
    box *b = &m->boxes[k];
    uint32_t indent = tml_md_indent(c);
    if (b->quote) {
      tml_mdline at = *c;
      if (indent > 3) break;
      tml_md_eat(&at, indent);
      if (at.i >= at.e || at.p[at.i] != '>') break;
      at.i++, at.col++;
      tml_md_eat(&at, 1);
      *c = at;
    } else if (indent >= b->indent) {
      tml_md_eat(c, b->indent);
    } else if (!empty || b->hollow) {
      break;
    }
  }
  return k;
}

static void push(md *m, box b) {
  close_leaf(m);
  if (m->nboxes < BOXES) m->boxes[m->nboxes++] = b;
}

/* A list item's mark at the cursor. It can't interrupt a paragraph with nothing behind it, nor with a number but 1. */
static bool try_item(md *m, tml_mdline *c, unsigned matched, bool interrupts) {
  uint32_t number, mark = tml_md_list_mark(c, &number);
  if (!mark || tml_md_rule(c)) return false;
  tml_mdline at = *c;
  at.i += mark, at.col += mark;
  const uint32_t space = tml_md_indent(&at);
  const bool empty = at.i + 1 >= at.e && (at.i == at.e || at.p[at.i] == ' ' || at.p[at.i] == '\t');
  if (interrupts && (empty || number > 1)) return false;
  const uint32_t pad = empty || space > 4 ? 1 : space;
  tml_md_eat(&at, pad);
  close_boxes(m, matched);
  push(m, (box){.fresh = true,
                .hollow = empty,
                .indent = c->indented + mark + pad,
                .astray = c->indented >= 4 ? c->indented : 0});
  *c = at;
  return true;
}

/* A paragraph's line, or the table that it turns out to be. */
static void text_line(md *m, tml_mdline *c, uint32_t line_end, uint16_t ctx) {
  uint32_t end = c->e;
  if (m->leaf == TABLE) {
    add_line(m, c->i, end);
    return;
  }
  unsigned columns;
  if (m->leaf == PARAGRAPH && (columns = tml_md_delimiters(c)) != 0) {
    tml_span head = m->lines[m->n - 1], cells[CELLS];
    /* As Markdig, not as GFM: a header of fewer cells than the line below is a table's, too. */
    if (tml_md_cells(m->p, head, columns, cells, CELLS) == columns ||
        memchr(m->p + head.start, '|', head.end - head.start)) {
      tml_blockinfo at = m->at;
      m->n--;
      close_leaf(m);
      open_leaf(m, TABLE, TML_BLK_CELL, at.ctx);
      m->columns = columns;
      add_line(m, head.start, head.end);
      return;
    }
  }
  uint32_t from = c->i;
  tml_md_extra extra = tml_md_directive(c, &from);
  if (extra == TML_MD_SKIP && !(m->leaf == PARAGRAPH && tml_md_definition(c))) {
    close_leaf(m);
    return;
  }
  if (extra == TML_MD_FROM) close_leaf(m);
  if (m->leaf != PARAGRAPH) open_leaf(m, PARAGRAPH, TML_BLK_PARAGRAPH, ctx);
  if (line_end >= end + 2 && m->p[end] == ' ' && m->p[end + 1] == ' ') end += 2; /* a hard break */
  add_line(m, from, end);
}

/* "## text ##" */
static void atx(md *m, const tml_mdline *c, unsigned level, uint16_t ctx) {
  const char *p = m->p;
  open_leaf(m, NONE, TML_BLK_HEADING, ctx);
  tml_span line = {c->i + level, c->e};
  while (line.start < line.end && blank(p[line.start])) line.start++;
  uint32_t e = line.end;
  while (e > line.start && p[e - 1] == '#') e--;
  if (e < line.end && (e == line.start || blank(p[e - 1]))) {
    while (e > line.start && blank(p[e - 1])) e--;
    line.end = e;
  }
  if (line.end > line.start) heading(m, level, &line, 1);
}

/* Blocks of one line, and the first lines of code and HTML. True where the line is taken. */
static bool start_block(md *m, tml_mdline *c, unsigned matched, uint32_t end, uint16_t ctx) {
  const bool inside = matched == m->nboxes;
  unsigned level, len;
  if ((level = tml_md_atx(c)) != 0) {
    close_boxes(m, matched), close_leaf(m);
    m->broken = false, m->astray = 0;
    atx(m, c, level, ctx);
    return true;
  }
  if ((len = tml_md_fence(c)) != 0) {
    close_boxes(m, matched), close_leaf(m);
    open_leaf(m, FENCE, TML_BLK_CODE, ctx | TML_CTX_FENCE);
    m->fence = c->p[c->i], m->fence_len = len, m->fence_indent = c->indented;
    return true;
  }
  if (inside && m->leaf == PARAGRAPH && (level = tml_md_setext(c)) != 0) {
    heading(m, level, m->lines, m->n);
    m->leaf = NONE;
    m->n = 0;
    return true;
  }
  if (tml_md_rule(c)) {
    close_boxes(m, matched), close_leaf(m);
    open_leaf(m, NONE, TML_BLK_PARAGRAPH, ctx);
    return true;
  }
  unsigned kind = tml_md_html(c);
  if (!kind || (kind == 7 && m->leaf == PARAGRAPH)) return false;
  close_boxes(m, matched), close_leaf(m);
  open_leaf(m, HTML, TML_BLK_HTML, ctx | TML_CTX_HTML);
  m->html = kind;
  add_line(m, c->i, end);
  if (tml_md_html_end(kind, tml_str_n(c->p + c->i, end - c->i))) close_leaf(m);
  return true;
}

/* A line indented like code that is text all the same: what a list that was broken off would have held, or an item.
 * Writers see it as they meant it, and translation memories hold it. */
static bool astray(const md *m, const tml_mdline *c, uint32_t indent) {
  uint32_t number;
  tml_mdline at = *c;
  tml_md_eat(&at, indent);
  while (at.e > at.i && blank(at.p[at.e - 1])) at.e--;
  return (m->astray == indent && at.i < at.e && tml_md_list_mark(&at, &number)) || tml_md_astray(&at, m->broken);
}

/* The line goes on with the code or HTML that is open. */
static bool verbatim(md *m, tml_mdline *c, bool empty) {
  if (m->leaf == FENCE) {
    uint32_t indent = tml_md_indent(c);
    tml_mdline at = *c;
    tml_md_eat(&at, indent);
    if (!empty && (indent <= 3 || indent <= m->fence_indent) && tml_md_fence_end(&at, m->fence, m->fence_len)) {
      close_leaf(m);
      return true;
    }
    tml_md_eat(c, indent < m->fence_indent ? indent : m->fence_indent);
    add_line(m, c->i, c->e);
    return true;
  }
  if (m->leaf == HTML) {
    if (empty && m->html >= 6) {
      close_leaf(m);
      return true;
    }
    add_line(m, c->i, c->e);
    if (tml_md_html_end(m->html, tml_str_n(c->p + c->i, c->e - c->i))) close_leaf(m);
    return true;
  }
  if (m->leaf != INDENTED) return false;
  const uint32_t indent = tml_md_indent(c);
  if (!empty && (indent < 4 || (m->lines[m->n - 1].start == m->lines[m->n - 1].end && astray(m, c, indent)))) {
    close_leaf(m);
    return false;
  }
  tml_md_eat(c, 4);
  add_line(m, c->i, c->e);
  return true;
}

/* Container marks and block starts at the cursor. True where the line is taken. */
static bool starts(md *m, tml_mdline *c, unsigned *matched, uint32_t start, uint32_t end) {
  for (;;) {
    const uint32_t indent = tml_md_indent(c);
    const uint16_t ctx = c->i - start + indent >= 4 ? TML_CTX_INDENT : 0;
    if (indent >= 4 && m->leaf == PARAGRAPH && !(*matched < m->nboxes && m->boxes[*matched].astray == indent))
      return false;
    if (indent >= 4 && !astray(m, c, indent)) {
      if (m->leaf == PARAGRAPH) return false;
      open_leaf(m, INDENTED, TML_BLK_CODE, TML_CTX_INDENT);
      tml_md_eat(c, 4);
      add_line(m, c->i, end);
      return true;
    }
    tml_md_eat(c, indent);
    if (indent >= 4) m->astray = indent;
    c->indented = indent;
    if (c->p[c->i] == '>') {
      close_boxes(m, *matched);
      push(m, (box){.quote = true});
      c->i++, c->col++;
      tml_md_eat(c, 1);
    } else {
      const bool inside = *matched == m->nboxes && m->leaf == PARAGRAPH;
      if (inside && tml_md_setext(c)) return start_block(m, c, *matched, end, ctx);
      if (!try_item(m, c, *matched, inside)) return start_block(m, c, *matched, end, ctx);
    }
    *matched = m->nboxes;
    uint32_t i = c->i;
    while (i < c->e && blank(c->p[i])) i++;
    if (i >= c->e) return true; /* nothing behind the mark */
  }
}

static void blank_line(md *m, tml_mdline *c) {
  if (!verbatim(m, c, true)) close_leaf(m);
  if (m->nboxes && m->boxes[m->nboxes - 1].hollow) m->nboxes--, m->broken = true;
}

static void line(md *m, uint32_t start, uint32_t end) {
  tml_mdline at = {.p = m->p, .i = start, .e = end}, *c = &at;
  uint32_t text_end = end;
  while (text_end > start && blank(m->p[text_end - 1])) text_end--;
  unsigned matched = match_boxes(m, c, text_end == start);
  const bool empty = c->i >= text_end;
  if (matched < m->nboxes && (empty || m->leaf != PARAGRAPH)) close_boxes(m, matched);
  if (empty) {
    blank_line(m, c);
    return;
  }
  if (verbatim(m, c, false)) return;
  c->e = text_end;
  if (starts(m, c, &matched, start, end)) return;
  tml_md_eat(c, tml_md_indent(c));
  if (m->leaf != PARAGRAPH)
    close_boxes(m, matched); /* else the line goes on with it, lazily where it leaves its boxes */
  text_line(m, c, end, c->i - start >= 4 ? TML_CTX_INDENT : 0);
}

void tml_cut_markdown(tml_cutter *c) {
  md state = {.c = c, .p = c->p}, *m = &state;
  uint32_t i = c->body;
  if (!i && c->n >= 3 && memcmp(c->p, "\xEF\xBB\xBF", 3) == 0) i = 3;
  while (i < c->n) {
    const char *nl = memchr(c->p + i, '\n', c->n - i);
    uint32_t e = nl ? (uint32_t)(nl - c->p) : c->n, next = e + 1;
    if (e > i && c->p[e - 1] == '\r') e--;
    const char *cr = e > i ? memchr(c->p + i, '\r', e - i) : NULL; /* alone it ends a line, too */
    if (cr) e = (uint32_t)(cr - c->p), next = e + 1;
    line(m, i, e);
    i = next;
  }
  close_boxes(m, 0);
  close_leaf(m);
}
