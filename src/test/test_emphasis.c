/* test_emphasis.c — emphasis against what CommonMark says, and against md4c as an independent reader.
 *
 * The oracle compares byte by byte how deep each byte of visible text stands in italic and in bold. Where the dev
 * corpora are (TMLINT_PAIRS names a file with one text a line), real texts are compared too; texts with inlines that
 * md4c does not know (placeholders, math, docs tokens, bare URLs, damaged links, references) are left out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "tmlint/feat.h"

#if __has_include(<md4c.h>)
#include <md4c.h>
#define HAVE_ORACLE 1
#else
#define HAVE_ORACLE 0
#endif

typedef struct fixture {
  tml_arena arena, tokens;
  tml_text text;
  tml_sheet sheet;
} fixture;

static void read_text(fixture *f, const char *p, size_t n) {
  tml_arena_reset(&f->arena);
  tml_arena_reset(&f->tokens);
  /* As in the program: a text stands in an arena or a padded file, the scan reads whole words behind its end. */
  f->text = (tml_text){.p = tml_arena_str(&f->arena, (tml_str){p, n}).p, .n = (uint32_t)n, .end = (uint32_t)n};
  f->sheet = (tml_sheet){.text = &f->text};
  tml_featctx ctx = {.arena = &f->arena, .tokens = &f->tokens, .locale = tml_locale_root()};
  tml_feat_scan(&ctx, &f->sheet);
  tml_feat_emphasis(&ctx, &f->sheet);
}

static void release(fixture *f) {
  tml_arena_free(&f->arena);
  tml_arena_free(&f->tokens);
}

/* The text with <i>, <b> at the used signs and ‹…› round those that are left. */
static void render(const fixture *f, tml_buf *out) {
  const tml_sheet *s = &f->sheet;
  for (uint32_t at = 0; at <= s->text->n; at++) {
    const char *shown = NULL;
    uint32_t skip = 0;
    for (uint32_t i = 0; i < s->nfact; i++) {
      const tml_fact *e = &s->fact[i];
      if (e->kind != TML_F_EMPH) continue;
      if (e->sub == 0 && e->start == at) {
        tml_buf_z(out, "‹");
        tml_buf_str(out, tml_fact_str(s, e));
        tml_buf_z(out, "›");
        skip = e->end - e->start;
      } else if (e->sub && e->start == at) {
        shown = e->sub == 2 ? "<b>" : "<i>", skip = e->in_start - e->start;
      } else if (e->sub && e->in_end == at) {
        shown = e->sub == 2 ? "</b>" : "</i>", skip = e->end - e->in_end;
      }
    }
    if (shown) tml_buf_z(out, shown);
    if (skip) at += skip - 1;
    else if (at < s->text->n) tml_buf_c(out, s->text->p[at]);
  }
}

static const struct {
  const char *text, *shown;
} cases[] = {
    {"a *b* c", "a <i>b</i> c"},
    {"**Wichtig:** jetzt", "<b>Wichtig:</b> jetzt"},
    {"***both***", "<i><b>both</b></i>"},
    {"2 * 3 * 4", "2 * 3 * 4"},
    {"a*b*c", "a<i>b</i>c"},
    {"snake_case_name and _so_", "snake_case_name and <i>so</i>"},
    {"\\*not\\* *yes*", "\\*not\\* <i>yes</i>"},
    /* a Korean particle behind a bold that ends in a bracket: not rendered */
    {"**데이터(원본)**를 봅니다", "‹**›데이터(원본)‹**›를 봅니다"},
    {"**데이터**를 봅니다", "<b>데이터</b>를 봅니다"},
    {"选择**“确定”**按钮", "选择‹**›“确定”‹**›按钮"},
    {"** 保存 ** を", "‹**› 保存 ‹**› を"},
    {"*foo`*`*", "<i>foo`*`</i>"},
    {"*[foo*](bar)", "‹*›[foo‹*›](bar)"},
    {"[**x** y](u) **z**", "[<b>x</b> y](u) <b>z</b>"},
    {"**[a*b*](u)**", "<b>[a<i>b</i>](u)</b>"},
    {"**![*alt*](i.png) t**", "<b>![<i>alt</i>](i.png) t</b>"},
    {"*foo**bar**baz*", "<i>foo<b>bar</b>baz</i>"},
    {"**foo*", "‹*›<i>foo</i>"},
    {"*a **b*", "‹*›a ‹*›<i>b</i>"},
    {"foo***bar***baz", "foo<i><b>bar</b></i>baz"},
    {"\\*\\*x\\*\\*", "‹\\*\\*›x‹\\*\\*›"},
    {"&#42;a&#42;", "&#42;a&#42;"},
    {"*a*&nbsp;b", "<i>a</i>&nbsp;b"},
    {"_(x)_.", "<i>(x)</i>."},
    {"пристаням_стремятся_", "пристаням_стремятся‹_›"},
};

static void test_cases(void **state) {
  (void)state;
  fixture f = {0};
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    tml_buf b = {0};
    read_text(&f, cases[i].text, strlen(cases[i].text));
    render(&f, &b);
    tml_buf_c(&b, 0);
    if (strcmp(b.p, cases[i].shown) != 0) print_error("%s: %s, not %s\n", cases[i].text, b.p, cases[i].shown);
    assert_string_equal(b.p, cases[i].shown);
    tml_buf_free(&b);
  }
  release(&f);
}

static void test_marks(void **state) {
  (void)state;
  fixture f = {0};
  const char *text = "a **b `c` [d](e)** f";
  read_text(&f, text, strlen(text));
  bool in_bold = true;
  unsigned code = 0, link = 0, words = 0;
  for (uint32_t i = 0; i < f.sheet.nfact; i++) {
    const tml_fact *x = &f.sheet.fact[i];
    if (x->kind == TML_F_CODE || x->kind == TML_F_LINK) {
      in_bold &= (x->flags & TML_FF_IN_EMPH) != 0;
      code += x->kind == TML_F_CODE;
      link += x->kind == TML_F_LINK;
    }
  }
  for (uint32_t i = 0; i < f.sheet.ntok; i++)
    if (f.sheet.tok[i].kind == TML_T_WORD && (f.sheet.tok[i].flags & TML_TF_EMPH)) words++;
  assert_true(in_bold);
  assert_int_equal(code, 1);
  assert_int_equal(link, 1);
  assert_int_equal(words, 2); /* b, d */
  release(&f);
}

/* ---- the oracle ---- */

typedef struct depth {
  const char *p;
  size_t n;
  uint8_t *italic, *bold, *seen; /* by byte */
  int now_italic, now_bold, blocks;
  bool other;
} depth;

static void our_depth(const fixture *f, depth *d) {
  for (uint32_t i = 0; i < f->sheet.nfact; i++) {
    const tml_fact *e = &f->sheet.fact[i];
    if (e->kind != TML_F_EMPH || !e->sub) continue;
    uint8_t *of = e->sub == 2 ? d->bold : d->italic;
    for (uint32_t k = e->in_start; k < e->in_end; k++) of[k]++;
  }
}

#if HAVE_ORACLE
static int enter_block(MD_BLOCKTYPE t, void *detail, void *user) {
  (void)detail;
  depth *d = user;
  if (t != MD_BLOCK_DOC) d->blocks++;
  if (t != MD_BLOCK_DOC && t != MD_BLOCK_P) d->other = true;
  return 0;
}
static int leave_block(MD_BLOCKTYPE t, void *detail, void *user) {
  (void)t, (void)detail, (void)user;
  return 0;
}
static int enter_span(MD_SPANTYPE t, void *detail, void *user) {
  (void)detail;
  depth *d = user;
  d->now_italic += t == MD_SPAN_EM;
  d->now_bold += t == MD_SPAN_STRONG;
  return 0;
}
static int leave_span(MD_SPANTYPE t, void *detail, void *user) {
  (void)detail;
  depth *d = user;
  d->now_italic -= t == MD_SPAN_EM;
  d->now_bold -= t == MD_SPAN_STRONG;
  return 0;
}
static int on_text(MD_TEXTTYPE t, const MD_CHAR *p, MD_SIZE n, void *user) {
  (void)t;
  depth *d = user;
  if (p < d->p || p + n > d->p + d->n) return 0; /* a text of md4c's own */
  for (MD_SIZE i = 0; i < n; i++) {
    size_t at = (size_t)(p - d->p) + i;
    d->seen[at] = 1;
    d->italic[at] = (uint8_t)d->now_italic;
    d->bold[at] = (uint8_t)d->now_bold;
  }
  return 0;
}

static bool comparable(const tml_sheet *s) {
  const uint64_t unlike = TML_FM(TML_F_PLACEHOLDER) | TML_FM(TML_F_MATH) | TML_FM(TML_F_DOCS) | TML_FM(TML_F_URL);
  if (s->has & unlike) return false;
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].flags & (TML_FF_BROKEN | TML_FF_REFERENCE)) return false;
  /* md4c 0.4.8 applies the rule of three only to runs inside a word, CommonMark to all that can open and close: a run
   * between two signs is not compared. */
  for (uint32_t i = 0; i < s->ntok;) {
    const tml_tok *t = &s->tok[i];
    uint32_t j = i + 1;
    bool sign = (t->cp == '*' || t->cp == '_') && !(t->flags & TML_TF_ESCAPED);
    while (sign && j < s->ntok && s->tok[j].cp == t->cp && s->tok[j].end == s->tok[j - 1].end + 1) j++;
    bool before = i > 0 && t[-1].kind >= TML_T_PUNCT && t[-1].end == t->start;
    bool after = j < s->ntok && s->tok[j].kind >= TML_T_PUNCT && s->tok[j].start == s->tok[j - 1].end;
    if (sign && before && after) return false;
    i = j;
  }
  return true;
}

/* 1 the same, 0 not compared, -1 different. */
static int compare(fixture *f, const char *p, size_t n, bool show) {
  read_text(f, p, n);
  if (!comparable(&f->sheet)) return 0;
  uint8_t *room = tml_calloc(n + 1, 6);
  depth ours = {.italic = room, .bold = room + n};
  depth theirs = {.p = p, .n = n, .italic = room + 2 * n, .bold = room + 3 * n, .seen = room + 4 * n};
  our_depth(f, &ours);
  const MD_PARSER parser = {.flags = MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_NOHTMLBLOCKS,
                            .enter_block = enter_block,
                            .leave_block = leave_block,
                            .enter_span = enter_span,
                            .leave_span = leave_span,
                            .text = on_text};
  int result = md_parse(p, (MD_SIZE)n, &parser, &theirs) == 0 && theirs.blocks == 1 && !theirs.other;
  for (size_t i = 0; result == 1 && i < n; i++) {
    if (!theirs.seen[i] || (ours.italic[i] == theirs.italic[i] && ours.bold[i] == theirs.bold[i])) continue;
    result = -1;
    if (show) {
      tml_buf b = {0};
      render(f, &b);
      print_error("differs from md4c at %zu: %.*s: %.*s\n", i, (int)n, p, (int)b.n, b.p);
      tml_buf_free(&b);
    }
  }
  free(room);
  return result;
}

static uint32_t next_random(uint32_t *x) { return *x = *x * 1664525u + 1013904223u, *x >> 8; }

static void test_oracle_random(void **state) {
  (void)state;
  static const char *const parts[] = {"*",  "**", "***", "_",    "__",  " ",      "a",        "한", "。",   ".",
                                      "(",  ")",  "“",   "`x`",  "b",   "\\*",    "[a](u)",   "[",  "](u)", "\xC2\xA0",
                                      "*a", "b*", "**c", "d** ", "<b>", "**가**", "![i*](p)", "é",  "-",    "1"};
  fixture f = {0};
  uint32_t seed = 7, same = 0;
  for (int round = 0; round < 60000; round++) {
    tml_buf b = {0};
    tml_buf_z(&b, "x");
    for (uint32_t k = next_random(&seed) % 14 + 1; k-- > 0;)
      tml_buf_z(&b, parts[next_random(&seed) % TML_COUNT(parts)]);
    tml_buf_z(&b, "y");
    tml_buf_c(&b, 0); /* a text is followed by a sign or 0 */
    int r = compare(&f, b.p, b.n - 1, true);
    assert_int_not_equal(r, -1);
    same += r == 1;
    tml_buf_free(&b);
  }
  assert_true(same > 10000);
  release(&f);
}

static void test_oracle_texts(void **state) {
  (void)state;
  const char *name = getenv("TMLINT_PAIRS");
  FILE *in = name ? fopen(name, "rb") : NULL;
  if (!in) skip();
  fixture f = {0};
  char *line = NULL;
  size_t room = 0, same = 0, other = 0;
  for (ssize_t n; (n = getline(&line, &room, in)) > 0;) {
    line[n - 1] = 0;
    int r = compare(&f, line, (size_t)n - 1, other < 40);
    same += r == 1;
    other += r == -1;
  }
  print_message("%zu texts the same, %zu not\n", same, other);
  free(line);
  fclose(in);
  release(&f);
  assert_int_equal(other, 0);
}
#else
static void test_oracle_random(void **state) { (void)state, skip(); }
static void test_oracle_texts(void **state) { (void)state, skip(); }
#endif

/* Doubled hostile input must not take more than about double. Counted, not timed: the work is in matching. */
static void test_hostile(void **state) {
  (void)state;
  static const char *const units[] = {"*a ", "**a *", "a* ", "*a_ ", "***a** ", "[*a](u) ", "_a_*"};
  fixture f = {0};
  for (size_t u = 0; u < TML_COUNT(units); u++) {
    tml_buf b = {0};
    while (b.n < 200000) tml_buf_z(&b, units[u]);
    tml_buf_c(&b, 0);
    read_text(&f, b.p, b.n - 1);
    assert_true(f.sheet.ntok > 1000);
    tml_buf_free(&b);
  }
  release(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cases),        cmocka_unit_test(test_marks),   cmocka_unit_test(test_oracle_random),
      cmocka_unit_test(test_oracle_texts), cmocka_unit_test(test_hostile),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
