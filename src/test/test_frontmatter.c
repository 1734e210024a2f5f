/* test_frontmatter.c — the YAML block: its ends, its values and their bytes, and what is left of a broken one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tmlint/input.h"
#include "tmlint/io.h"

static tml_arena arena;

/* Every item as `line key [raw bytes] = value`, with '!' before a duplicate. */
static tml_str listing(tml_str bytes, const tml_frontmatter *fm) {
  tml_buf b = {0};
  for (size_t i = 0; i < fm->n; i++) {
    const tml_fm_item *it = &fm->items[i];
    assert_true(fm->start <= it->start && it->start <= it->end && it->end <= fm->end);
    assert_true(fm->start <= it->key_start && it->key_start <= it->start);
    tml_buf_fmt(&b, "%s%u %.*s %c[%.*s] = %.*s\n", it->duplicate ? "!" : "", it->line, (int)it->key.n, it->key.p,
                it->style, (int)(it->end - it->start), bytes.p + it->start, (int)it->value.n, it->value.p);
  }
  tml_str out = tml_arena_str(&arena, tml_buf_view(&b));
  tml_buf_free(&b);
  return out;
}

static tml_frontmatter parse(tml_str bytes) {
  tml_frontmatter fm;
  tml_frontmatter_parse(bytes, &arena, &fm);
  assert_true(fm.start <= fm.end && fm.body <= bytes.n);
  if (fm.present && !fm.malformed) assert_true(fm.end <= fm.body);
  return fm;
}

static void assert_block(const char *yaml, const char *want) {
  tml_str bytes = tml_arena_fmt(&arena, "---\n%s---\nbody", yaml);
  tml_frontmatter fm = parse(bytes);
  assert_true(fm.present);
  if (fm.malformed) fail_msg("%s%u:%u: %s", yaml, fm.err_line, fm.err_column, fm.err_msg.p);
  assert_string_equal(bytes.p + fm.body, "body");
  tml_str got = listing(bytes, &fm);
  if (!tml_str_is(got, want)) fail_msg("%sgives\n%s, not\n%s", yaml, got.p, want);
}

static void assert_broken(const char *yaml, unsigned line, unsigned column, const char *msg, const char *want) {
  tml_str bytes = tml_arena_fmt(&arena, "---\n%s---\nbody", yaml);
  tml_frontmatter fm = parse(bytes);
  assert_true(fm.present);
  if (!fm.malformed) fail_msg("not found broken: %s", yaml);
  if (fm.err_line != line || fm.err_column != column || !tml_str_is(fm.err_msg, msg))
    fail_msg("%s%u:%u: %s", yaml, fm.err_line, fm.err_column, fm.err_msg.p);
  assert_string_equal(bytes.p + fm.body, "body");
  tml_str got = listing(bytes, &fm);
  if (!tml_str_is(got, want)) fail_msg("%sgives\n%s, not\n%s", yaml, got.p, want);
}

/* ---- the block ---- */

static void the_block_is_found(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool present;
    const char *body;
  } cases[] = {
      {"---\na: b\n---\nx", true, "x"},
      {"---\na: b\n---", true, ""},
      {"\xEF\xBB\xBF---\na: b\n---\nx", true, "x"},
      {"--- \t\na: b\n---  \nx", true, "x"},
      {"---\r\na: b\r\n---\r\nx", true, "x"},
      {"---\r\na: b\n---\r\nx\n", true, "x\n"},
      {"---\ra: b\r---\rx", true, "x"},
      {"---\na: b\n...\nx\n---\n", true, "x\n---\n"},
      {"---\n---\nx", true, "x"},
      {"---\n# only a comment\n---\nx", true, "x"},
      {"---\n- no: map\n  in: it\na: b\n---\nx", true, "x"},
      {"", false, ""},
      {"--", false, "--"},
      {"----\na: b\n---\nx", false, "----\na: b\n---\nx"},
      {"--- x\na: b\n---\nx", false, "--- x\na: b\n---\nx"},
      {"\n---\na: b\n---\nx", false, "\n---\na: b\n---\nx"},
      {"---\n\nA paragraph: not a key.\n\n---\nx", false, "---\n\nA paragraph: not a key.\n\n---\nx"},
      {"---\na: b\n\nA paragraph, no end.", false, "---\na: b\n\nA paragraph, no end."},
      {"---\n# Title\n\nwords", false, "---\n# Title\n\nwords"},
      {"\xEF\xBB\xBFx", false, "x"},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    tml_frontmatter fm = parse(tml_str_c(cases[i].text));
    if (fm.present != cases[i].present) fail_msg("%s", cases[i].text);
    assert_string_equal(cases[i].text + fm.body, cases[i].body);
  }
}

static void a_block_without_end_is_broken_and_read(void **state) {
  (void)state;
  tml_str bytes = TML_S("---\ntitle: x\nms.date: y\n\n# Heading\n");
  tml_frontmatter fm = parse(bytes);
  assert_true(fm.present && fm.malformed);
  assert_int_equal(fm.body, 0);
  assert_int_equal(fm.err_line, 1);
  assert_string_equal(listing(bytes, &fm).p, "2 title :[x] = x\n3 ms.date :[y] = y\n");
}

/* ---- values ---- */

static void plain_lines_are_scanned(void **state) {
  (void)state;
  assert_block("title: Ein Titel\nms.date: 11/02/2018\n",
               "2 title :[Ein Titel] = Ein Titel\n3 ms.date :[11/02/2018] = 11/02/2018\n");
  assert_block("# c\n\na:   b c  \n  # c\nd: e # c\nf: g#h\n", "4 a :[b c] = b c\n6 d :[e] = e\n7 f :[g#h] = g#h\n");
  assert_block("a:\nb: \nc: # c\nd: ''\n", "2 a :[] = \n3 b :[] = \n4 c :[] = \n5 d '[''] = \n");
  assert_block("a: 'it''s'\nb: \"x \\\"y\\\" \\u00e9\\n\\x41\\L\"\n",
               "2 a '['it''s'] = it's\n3 b \"[\"x \\\"y\\\" \\u00e9\\n\\x41\\L\"] = x \"y\" \xC3\xA9\nA\xE2\x80\xA8\n");
  assert_block("a: http://x/y:z\nb: -1\nc: :x\n",
               "2 a :[http://x/y:z] = http://x/y:z\n3 b :[-1] = -1\n4 c :[:x] = :x\n");
}

static void lists_get_numbers(void **state) {
  (void)state;
  assert_block("a:\n- x\n- 'y'\nb:\n  - z # c\n", "3 a[0] :[x] = x\n4 a[1] '['y'] = y\n6 b[0] :[z] = z\n");
  assert_block("a: [x, \"y z\"]\nb: []\n", "2 a[0] :[x] = x\n2 a[1] \"[\"y z\"] = y z\n3 b :[[]] = \n");
  assert_block("a:\n- b: c\n  d: e\n- - f\n", "3 a[0].b :[c] = c\n4 a[0].d :[e] = e\n5 a[1][0] :[f] = f\n");
}

static void more_than_lines_is_read_with_libyaml(void **state) {
  (void)state;
  assert_block("a:\n  b:\n    c: d\n  e: f\ng: {h: i, j: {}}\n",
               "4 a.b.c :[d] = d\n5 a.e :[f] = f\n6 g.h :[i] = i\n6 g.j :[{}] = \n");
  assert_block("a: >\n  one\n  two\n\nb: |-\n  x\n  y\nc: z\n",
               "2 a >[>\n  one\n  two] = one two\n\n6 b |[|-\n  x\n  y] = x\ny\n9 c :[z] = z\n");
  assert_block("a: one\n  two\nb: \"x\n  y\"\n", "2 a :[one\n  two] = one two\n4 b \"[\"x\n  y\"] = x y\n");
  assert_block("a: &n !!str x\nb: *n\nc: &m {d: e}\nf: *m\n",
               "2 a :[x] = x\n3 b *[*n] = x\n4 c.d :[e] = e\n5 f *[*m] = \n");
  assert_block("\xC3\xA9t\xC3\xA9: \xE6\x97\xA5\xE6\x9C\xAC\nb:\n  c: \"\xE8\xAA\x9E\"\nd: x\n",
               "2 \xC3\xA9t\xC3\xA9 :[\xE6\x97\xA5\xE6\x9C\xAC] = \xE6\x97\xA5\xE6\x9C\xAC\n4 b.c \"[\"\xE8\xAA\x9E\"] "
               "= \xE8\xAA\x9E\n5 d :[x] = x\n");
  assert_block("a: 1\n? [b, c]\n: d\ne: f\n", "2 a :[1] = 1\n3 ? :[d] = d\n5 e :[f] = f\n");
}

static void line_ends_may_be_mixed(void **state) {
  (void)state;
  tml_str bytes = TML_S("---\r\na: b\r\nc:\n  d: e\r\n  f: \"g\"\r\n---\r\nbody");
  tml_frontmatter fm = parse(bytes);
  assert_false(fm.malformed);
  assert_string_equal(listing(bytes, &fm).p, "2 a :[b] = b\n4 c.d :[e] = e\n5 c.f \"[\"g\"] = g\n");
  bytes = TML_S("\xEF\xBB\xBF---\ra: b\rc: 'd'\r---\rbody");
  fm = parse(bytes);
  assert_string_equal(listing(bytes, &fm).p, "2 a :[b] = b\n3 c '['d'] = d\n");
}

static void of_equal_keys_the_first_counts(void **state) {
  (void)state;
  assert_block("a: 1\nb: 2\na: 3\n", "2 a :[1] = 1\n3 b :[2] = 2\n!4 a :[3] = 3\n");
  tml_buf b = {0};
  tml_buf_z(&b, "---\n");
  for (int i = 0; i < 300; i++) tml_buf_fmt(&b, "key%d: %d\n", i % 200, i);
  tml_buf_z(&b, "---\n");
  tml_frontmatter fm = parse(tml_buf_view(&b));
  assert_int_equal(fm.n, 300);
  for (size_t i = 0; i < fm.n; i++) assert_int_equal(fm.items[i].duplicate, i >= 200);
  assert_true(tml_str_is(tml_frontmatter_get(&fm, "key7")->value, "7"));
  assert_null(tml_frontmatter_get(&fm, "key"));
  tml_buf_free(&b);
}

/* ---- broken blocks ---- */

static void a_broken_block_says_where_and_gives_the_rest(void **state) {
  (void)state;
  assert_broken("title: One: two\nms.contentlocale: ko-KR\n", 2, 11, "a value with \": \" in it must stand in quotes",
                "2 title :[One: two] = One: two\n3 ms.contentlocale :[ko-KR] = ko-KR\n");
  assert_broken("a: \xED\x95\x9C: b\nc: d\n", 2, 5, "a value with \": \" in it must stand in quotes",
                "2 a :[\xED\x95\x9C: b] = \xED\x95\x9C: b\n3 c :[d] = d\n");
  assert_broken("a: b\nc: \"x \"y\" z\"\nd: e\n", 3, 8,
                "text behind a value: put the whole value in quotes, or mend the indentation",
                "2 a :[b] = b\n3 c :[\"x \"y\" z\"] = \"x \"y\" z\"\n4 d :[e] = e\n");
  assert_broken("a: @x\nb: c\n", 2, 4, "a value can't begin with this character: put it in quotes",
                "2 a :[@x] = @x\n3 b :[c] = c\n");
  assert_broken("a: b\nno key here\nc: d\n", 3, 1,
                "this is no \"key: value\" line (a ':' with a space behind it is missing)",
                "2 a :[b] = b\n4 c :[d] = d\n");
  assert_broken("a: \"x\\qy\"\nb: c\n", 2, 6, "in double quotes a backslash must be written twice",
                "2 a :[\"x\\qy\"] = \"x\\qy\"\n3 b :[c] = c\n");
  assert_broken("a: \"x\nb: c\n", 2, 4, "a quotation mark is not closed", "2 a :[\"x] = \"x\n3 b :[c] = c\n");
  assert_broken("a: [x\nb: c\n", 2, 4, "a list is not closed by \"]\"", "2 a :[[x] = [x\n3 b :[c] = c\n");
  assert_broken("a:\n\tb: c\nd: e\n", 3, 1, "a value can't begin with this character: put it in quotes",
                "2 a :[] = \n4 d :[e] = e\n");
  assert_broken("a: {b: \xFF}\nc: d\n", 2, 8, "bytes that are not UTF-8",
                "2 a :[{b: \xFF}] = {b: \xFF}\n3 c :[d] = d\n");
}

/* Deep, long, or both: an answer in time, no overflow of anything. */
static void hostile_blocks_are_answered(void **state) {
  (void)state;
  tml_buf b = {0};
  uint64_t t = tml_clock_cpu_ns();
  static const char *const open[] = {"[", "{a: ", "{? [", "- ", "&a [*a, ", "\"\\", "'a", "a: "};
  for (size_t k = 0; k < TML_COUNT(open); k++) {
    b.n = 0;
    tml_buf_z(&b, "---\na: b\nx: ");
    for (int i = 0; i < 20000; i++) tml_buf_z(&b, open[k]);
    tml_buf_z(&b, "\n---\nbody");
    tml_frontmatter fm = parse(tml_buf_view(&b));
    assert_true(fm.present && fm.malformed);
    assert_int_equal(fm.body, b.n - 4);
    assert_true(tml_str_is(tml_frontmatter_get(&fm, "a")->value, "b"));
  }
  b.n = 0;
  tml_buf_z(&b, "---\na: b\nx: |\n");
  while (b.n < 3 << 20) tml_buf_z(&b, "  words and words\n");
  tml_buf_z(&b, "\n---\nbody");
  tml_frontmatter fm = parse(tml_buf_view(&b));
  assert_true(fm.malformed);
  assert_string_equal(fm.err_msg.p, "front matter of more than 1 MiB");
  assert_true(tml_clock_cpu_ns() - t < UINT64_C(3000000000));
  tml_buf_free(&b);
}

/* Every prefix and every page with one byte changed: no crash, spans inside. */
static void damage_never_leads_outside(void **state) {
  (void)state;
  static const char page[] = "\xEF\xBB\xBF---\r\na: 'x''y' # c\nb: \"\\u00e9\\\"\"\nc:\n- d\n- e: [f, {g: h}]\ni: >-\n "
                             " j\n  k\nl: &m n\no: *m\n---\nbody";
  static const char bytes[] = "\0\n\r\t -:'\"\\[]{}#&*!|>%@a\xC3\xFF";
  char text[sizeof page];
  for (size_t n = 0; n < sizeof page; n++) {
    memcpy(text, page, n);
    char *exact = tml_malloc(n + 1); /* of its exact size, so that a sanitizer sees a step too far */
    memcpy(exact, text, n);
    tml_frontmatter fm = parse(tml_str_n(exact, n));
    listing(tml_str_n(exact, n), &fm);
    free(exact);
    for (size_t k = 0; k + 1 < sizeof bytes; k++) {
      memcpy(text, page, sizeof page);
      text[n] = bytes[k];
      fm = parse(tml_str_n(text, sizeof page - 1));
      listing(tml_str_n(text, sizeof page - 1), &fm);
      tml_arena_reset(&arena);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_block_is_found),
      cmocka_unit_test(a_block_without_end_is_broken_and_read),
      cmocka_unit_test(plain_lines_are_scanned),
      cmocka_unit_test(lists_get_numbers),
      cmocka_unit_test(more_than_lines_is_read_with_libyaml),
      cmocka_unit_test(line_ends_may_be_mixed),
      cmocka_unit_test(of_equal_keys_the_first_counts),
      cmocka_unit_test(a_broken_block_says_where_and_gives_the_rest),
      cmocka_unit_test(hostile_blocks_are_answered),
      cmocka_unit_test(damage_never_leads_outside),
  };
  int rc = cmocka_run_group_tests(tests, NULL, NULL);
  tml_arena_free(&arena);
  return rc;
}
