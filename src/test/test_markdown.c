/* test_markdown.c — the reader of Markdown against md4c as an independent one: small random documents, each word's
 * block.
 *
 * Compared for every word: the kind of its block (paragraph, a list item's first, heading with its level, table cell
 * with its column, code), the item's depth, whether it stands in a quote, and whether the word before stands in the
 * same block. Left out, because md4c 0.4.8 leaves the specifications there: indented code behind a container that
 * ended, a fence at the margin behind one in a container, items with nothing in them, headings right behind a table,
 * tables whose header has another number of cells, items behind two blank lines in a nested one. Left out, because the
 * reader does on purpose (markdown.c): a table that begins on a line that only continues a quote's paragraph; items and
 * quotes that are indented like code; text in HTML, a paragraph to us.
 */
#include "tmlint/pieces.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#if __has_include(<md4c.h>)
#include <md4c.h>

enum { WORDS = 64, DOCUMENTS = 20000, LINES = 7 };

typedef struct where {
  int kind, level, block; /* kind -1: nowhere */
  bool quote;
} where;

typedef struct oracle {
  where at[WORDS];
  char box[64]; /* containers: 'q', 'l' */
  unsigned boxes;
  int quotes, items, kind, level, block, cell;
  bool fresh, first; /* no block in the running item yet; this is its first */
} oracle;

/* A word is "wNN". */
static void words(const char *p, size_t n, where w, where *to) {
  for (size_t i = 0; i + 2 < n; i++)
    if (p[i] == 'w') {
      int k = (p[i + 1] - '0') * 10 + p[i + 2] - '0';
      if (k >= 0 && k < WORDS) to[k] = w;
    }
}

static void leaf(oracle *o, int kind, int level) {
  o->first = kind == TML_BLK_PARAGRAPH && o->fresh;
  o->fresh = false;
  o->kind = kind, o->level = level;
  o->block++;
}

static int enter_block(MD_BLOCKTYPE t, void *detail, void *ctx) {
  oracle *o = ctx;
  switch (t) {
  case MD_BLOCK_QUOTE: leaf(o, -1, 0), o->quotes++, o->box[o->boxes++] = 'q'; break;
  case MD_BLOCK_LI: leaf(o, -1, 0), o->fresh = true, o->items++, o->box[o->boxes++] = 'l'; break;
  case MD_BLOCK_P: leaf(o, TML_BLK_PARAGRAPH, 0); break;
  case MD_BLOCK_H: leaf(o, TML_BLK_HEADING, (int)((const MD_BLOCK_H_DETAIL *)detail)->level); break;
  case MD_BLOCK_CODE: leaf(o, TML_BLK_CODE, 0); break;
  case MD_BLOCK_HTML: leaf(o, TML_BLK_HTML, 0); break;
  case MD_BLOCK_HR: leaf(o, -1, 0); break;
  case MD_BLOCK_TR: o->cell = 0; break;
  case MD_BLOCK_TH:
  case MD_BLOCK_TD: leaf(o, TML_BLK_CELL, ++o->cell); break;
  default: break;
  }
  return 0;
}

static int leave_block(MD_BLOCKTYPE t, void *detail, void *ctx) {
  (void)detail;
  oracle *o = ctx;
  if (t == MD_BLOCK_QUOTE) o->quotes--, o->boxes--;
  if (t == MD_BLOCK_LI) o->items--, o->boxes--;
  if (t != MD_BLOCK_TH && t != MD_BLOCK_TD) o->kind = -1, o->first = false, o->block++;
  return 0;
}

static int span(MD_SPANTYPE t, void *detail, void *ctx) {
  (void)t, (void)detail, (void)ctx;
  return 0;
}

static int text(MD_TEXTTYPE t, const MD_CHAR *p, MD_SIZE n, void *ctx) {
  (void)t;
  oracle *o = ctx;
  if (o->kind == -1 && o->fresh) o->first = true, o->fresh = false; /* of a tight list */
  int kind = o->kind == -1 ? TML_BLK_PARAGRAPH : o->kind, level = o->level;
  if (kind == TML_BLK_PARAGRAPH && o->first && o->boxes && o->box[o->boxes - 1] == 'l')
    kind = TML_BLK_LIST, level = o->items;
  words(p, n, (where){kind, kind == TML_BLK_PARAGRAPH ? 0 : level, o->block, o->quotes > 0}, o->at);
  return 0;
}

static void ours(const char *p, size_t n, where *at) {
  tml_arena a = {0};
  char *copy = tml_arena_zero(&a, n + 64);
  memcpy(copy, p, n);
  tml_doc d = {.arena = &a, .path = TML_S("a.md"), .p = copy, .n = n, .format = TML_FMT_MARKDOWN};
  tml_pieces v = {0};
  tml_read_pieces(&d, TML_CUT_BLOCKS, tml_locale_root(), &v);
  for (uint32_t i = 0; i < v.n; i++) {
    const tml_piece *x = &v.v[i];
    const bool level = x->block == TML_BLK_LIST || x->block == TML_BLK_HEADING || x->block == TML_BLK_CELL;
    words(x->text.p, x->text.n, (where){x->block, level ? x->level : 0, (int)i, (x->ctx & TML_CTX_QUOTE) != 0}, at);
  }
  tml_arena_free(&a);
}

/* The first word of which the two tell differently, WORDS where none. */
static int differs(const char *p, size_t n, oracle *o, where *us) {
  static const MD_PARSER parser = {0, MD_FLAG_TABLES, enter_block, leave_block, span, span, text, NULL, NULL};
  *o = (oracle){.kind = -1};
  for (int i = 0; i < WORDS; i++) o->at[i].kind = us[i].kind = -1;
  md_parse(p, (MD_SIZE)n, &parser, o);
  ours(p, n, us);
  for (int k = 0; k < WORDS; k++) {
    const where *a = &o->at[k], *b = &us[k];
    if (a->kind == -1 && b->kind == -1) continue;
    if (a->kind != b->kind || a->level != b->level || a->quote != b->quote) return k;
    if (k && a[-1].kind == a->kind && (a[-1].block == a->block) != (b[-1].block == b->block)) return k;
  }
  return WORDS;
}

static unsigned below(uint64_t *s, unsigned n) {
  *s = *s * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(*s >> 33) % n;
}

/* A line or a group of lines. */
static size_t make(char *b, uint64_t *s, int *w, const char **after) {
  static const char *const indents[] = {"", "", "", " ", "  ", "   "};
  static const char *const marks[] = {"",   "",    "",    "- ",   "* ",   "+ ",   "1. ",  "> ",
                                      "# ", "## ", "-  ", "10. ", "- - ", "> - ", "- > ", "2) "};
  static const char *const lines[] = {"", "", "", "---", "===", "***"};
  const int i = *w;
  switch (below(s, 9)) {
  case 0: *w += 1; return (size_t)sprintf(b, "\n%s\nw%02d\n%s\n", "```", i, "```");
  case 1:
    *w += 4;
    *after = "\n";
    return (size_t)sprintf(b, "\n| w%02d | w%02d |\n|---|---|\n| w%02d | w%02d |\n", i, i + 1, i + 2, i + 3);
  case 2:
  case 3: return (size_t)sprintf(b, "%s\n", lines[below(s, TML_COUNT(lines))]);
  default:
    *w += 2;
    return (size_t)sprintf(b, "%s%sw%02d w%02d\n", indents[below(s, TML_COUNT(indents))],
                           marks[below(s, TML_COUNT(marks))], i, i + 1);
  }
}

static void test_random(void **state) {
  (void)state;
  static oracle o;
  where us[WORDS];
  uint64_t seed = 20261130;
  unsigned bad = 0;
  for (unsigned t = 0; t < DOCUMENTS; t++) {
    char b[2048];
    size_t n = 0;
    int w = 0;
    for (unsigned k = 2 + below(&seed, LINES); k; k--) {
      const char *after = NULL;
      n += make(b + n, &seed, &w, &after);
      if (after) n += (size_t)sprintf(b + n, "%s", after);
    }
    int at = differs(b, n, &o, us);
    if (at == WORDS || ++bad > 5) continue;
    print_error("w%02d: md4c has kind %d level %d quote %d, we %d %d %d in\n%.*s----\n", at, o.at[at].kind,
                o.at[at].level, o.at[at].quote, us[at].kind, us[at].level, us[at].quote, (int)n, b);
  }
  if (bad) fail_msg("%u of %u documents differ", bad, (unsigned)DOCUMENTS);
}
#else
static void test_random(void **state) { (void)state, skip(); }
#endif

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
