/* plain.c — plain text to blocks: paragraphs between blank lines.
 *
 * Two kinds of pages: hard-wrapped prose, where a line's end is a space; and one paragraph a line (scraped pages,
 * translators' files). Which one it is, the lengths of the page's lines tell.
 */
#include "pieces.h"

enum { WRAP_MAX = 110, WRAP_MIN = 40 };

/* Lines that another line of the same paragraph follows are nearly all nearly as long as the longest. */
static bool hard_wrapped(const tml_cutter *c) {
  uint32_t longest = 0, inner = 0, filled = 0, before = 0;
  for (int pass = 0; pass < 2; pass++, before = 0)
    for (uint32_t i = c->body, len; i < c->n; i += len + 1) {
      const char *nl = memchr(c->p + i, '\n', c->n - i);
      len = (uint32_t)((nl ? nl : c->p + c->n) - (c->p + i));
      tml_str line = tml_str_trim(tml_str_n(c->p + i, len));
      uint32_t width = (uint32_t)tml_text_width(line);
      if (!pass && width > longest) longest = width;
      if (pass && width && before) inner++, filled += before * 3 > longest * 2;
      before = width;
    }
  return longest >= WRAP_MIN && longest <= WRAP_MAX && inner && filled * 10 >= inner * 8;
}

void tml_cut_plain(tml_cutter *c) {
  const bool wrapped = c->cut != TML_CUT_LINES && hard_wrapped(c);
  tml_span *lines = NULL;
  uint32_t n = 0;
  size_t cap = 0;
  tml_blockinfo b = {.block = TML_BLK_PARAGRAPH};
  uint32_t i = c->body;
  if (!i && c->n >= 3 && memcmp(c->p, "\xEF\xBB\xBF", 3) == 0) i = 3;
  for (uint32_t len; i < c->n; i += len + 1) {
    const char *nl = memchr(c->p + i, '\n', c->n - i);
    len = (uint32_t)((nl ? nl : c->p + c->n) - (c->p + i));
    uint32_t s = i, e = i + len;
    while (e > s && (c->p[e - 1] == '\r' || c->p[e - 1] == ' ' || c->p[e - 1] == '\t')) e--;
    while (s < e && (c->p[s] == ' ' || c->p[s] == '\t')) s++;
    if (s < e) {
      lines = tml_arena_grow(c->d->arena, lines, n, &cap, sizeof *lines);
      lines[n++] = (tml_span){s, e};
    }
    if (n && (s == e || !wrapped)) {
      tml_text t = tml_cutter_text(c, lines, n);
      tml_cutter_block(c, b, &t);
      n = 0;
    }
  }
  if (n) {
    tml_text t = tml_cutter_text(c, lines, n);
    tml_cutter_block(c, b, &t);
  }
}
