/* test_sniff.c — what a file is, by content and by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tmlint/input.h"
#include "tmlint/io.h"

#define TTU "<span data-ttu-id=\"a1b2c-101\">Hallo</span>"
#define STU "<span class=\"sxs-lookup\"><span data-stu-id=\"a1b2c-101\">Hello</span></span>"

static void assert_format(const char *name, tml_str bytes, tml_format want) {
  tml_format got = tml_sniff(tml_str_c(name), bytes);
  if (got != want)
    fail_msg("%s (%.40s…): %s, not %s", name, bytes.n ? bytes.p : "", tml_format_id(got), tml_format_id(want));
}
#define FORMAT(name, lit, want) assert_format(name, TML_S(lit), want)

static void side_by_side_pages_are_known_by_content(void **state) {
  (void)state;
  static const char *const names[] = {"a.md", "a.txt", "", "-", "a", "a.markdown", "a.html", "a.bak", "a.tmx"};
  for (size_t i = 0; i < TML_COUNT(names); i++) {
    FORMAT(names[i], "# " TTU STU "\n", TML_FMT_SXS);
    FORMAT(names[i], "\xEF\xBB\xBF---\r\ntitle: x\r\n---\r\n" TTU STU, TML_FMT_SXS);
    FORMAT(names[i], STU, TML_FMT_SXS);
    FORMAT(names[i], "x<span data-stu-id=&quot;a1b2c-101&quot;>Hello</span>", TML_FMT_SXS);
    FORMAT(names[i], "<span class=&quot;sxs-lookup&quot;>", TML_FMT_SXS);
  }
  FORMAT("a.md", "a stray zero \0 and " TTU STU, TML_FMT_SXS);
  /* An opener far behind the head. */
  size_t n = 3 << 20;
  char *big = malloc(n);
  memset(big, ' ', n);
  for (size_t i = 0; i + 8 < n; i += 64) memcpy(big + i, "a <span\n", 8);
  assert_format("a.md", tml_str_n(big, n), TML_FMT_MARKDOWN);
  memcpy(big + n - sizeof TTU, TTU, sizeof TTU - 1);
  assert_format("a.md", tml_str_n(big, n), TML_FMT_SXS);
  free(big);
}

static void other_spans_are_not_pairs(void **state) {
  (void)state;
  FORMAT("a.md", "# Title\n<span id=\"x\">a</span> <span class=\"sxs\">b</span>", TML_FMT_MARKDOWN);
  FORMAT("a.md", "data-ttu-id= and sxs-lookup in prose, `<span>`", TML_FMT_MARKDOWN);
  assert_false(tml_sniff_has_pairs(TML_S("<span data-ttu-i")));
  assert_false(tml_sniff_has_pairs(TML_S("<span ")));
  assert_false(tml_sniff_has_pairs(TML_S("")));
  assert_true(tml_sniff_has_pairs(TML_S("<span <span data-ttu-id=")));
}

static void framed_formats_are_known_by_their_frame(void **state) {
  (void)state;
  static const char *const names[] = {"a.xml", "a.tmx", "a.md", "", "a.txt"};
  for (size_t i = 0; i < TML_COUNT(names); i++) {
    FORMAT(names[i],
           "<?xml version=\"1.0\"?>\n<!-- <xliff> -->\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\" [ <!ENTITY a \"]>\"> "
           "]>\n<tmx version=\"1.4\">",
           TML_FMT_TMX);
    FORMAT(names[i], "\xEF\xBB\xBF<xliff version='1.2' xmlns='urn:x'>", TML_FMT_XLIFF);
    FORMAT(names[i], "<?xml version=\"1.0\"?><x:xliff xmlns:x='u'>", TML_FMT_XLIFF);
    FORMAT(names[i], "<?xml version=\"1.0\"?><martif type=\"TBX\">", TML_FMT_TBX);
    FORMAT(names[i], "<?xml version=\"1.0\"?><root><resheader name=\"x\"/>", TML_FMT_RESX);
    FORMAT(names[i], "<?xml version=\"1.0\"?><root><other/>", TML_FMT_XML);
    FORMAT(names[i], "<!doctype html><title>x</title>", TML_FMT_HTML);
    FORMAT(names[i], "<HTML lang=en>", TML_FMT_HTML);
    FORMAT(names[i], "# translators\n#, fuzzy\n\nmsgid \"\"\nmsgstr \"\"\n\"Language: ko\\n\"\n", TML_FMT_PO);
    FORMAT(names[i], "msgctxt \"a\"\r\nmsgid \"b\"\r\nmsgstr \"c\"\r\n", TML_FMT_PO);
  }
  FORMAT("a.tmx", "<?xml version=\"1.0\"?><tmx><seg><![CDATA[" TTU "]]></seg>", TML_FMT_TMX);
  FORMAT("a.json", "{\"text\": \"" TTU "\"}", TML_FMT_JSON);
  FORMAT("a.html", "<!doctype html><p>" TTU STU, TML_FMT_SXS);
  /* A name alone makes none of them. */
  FORMAT("a.tmx", "just words", TML_FMT_UNKNOWN);
  FORMAT("a.po", "just words", TML_FMT_UNKNOWN);
  FORMAT("a.md", "# How to\n\n```\nmsgid \"a\"\nmsgstr \"b\"\n```\n", TML_FMT_MARKDOWN);
  FORMAT("a.md", "<a name=\"x\"></a>\n# Title", TML_FMT_MARKDOWN);
  FORMAT("a.md", "<!-- only a comment", TML_FMT_MARKDOWN);
  FORMAT("a.md", "<!DOCTYPE", TML_FMT_MARKDOWN);
}

static void texts_go_by_name_where_content_is_open(void **state) {
  (void)state;
  FORMAT("a.md", "words", TML_FMT_MARKDOWN);
  FORMAT("A.MD", "words", TML_FMT_MARKDOWN);
  FORMAT("a.txt", "# words", TML_FMT_TEXT);
  FORMAT("", "words", TML_FMT_TEXT);
  FORMAT("", "# words", TML_FMT_MARKDOWN);
  FORMAT("README", "a [link](x)", TML_FMT_MARKDOWN);
  FORMAT("a.c", "int x;", TML_FMT_UNKNOWN);
  FORMAT("a.yml", "a: b", TML_FMT_YAML);
  FORMAT("a.json", " [1]", TML_FMT_JSON);
  FORMAT("", "{\n \"a\": 1}", TML_FMT_JSON);
  FORMAT("", "[link](x)", TML_FMT_MARKDOWN);
  FORMAT("a.md", "[\"a\"](x)", TML_FMT_MARKDOWN);
  FORMAT("a.properties", "a=b", TML_FMT_PROPERTIES);
  FORMAT("x.strings", "\"a\" = \"b\";", TML_FMT_STRINGS);
  FORMAT("a.csv", "a;b", TML_FMT_CSV);
  FORMAT("a.tsv", "a\tb", TML_FMT_TSV);
  FORMAT("a.png", "no image at all", TML_FMT_UNKNOWN);
  FORMAT("a.md", "caf\xE9 and na\xEFve, in another encoding", TML_FMT_MARKDOWN);
  FORMAT("a.md", "", TML_FMT_EMPTY);
  FORMAT("a.md", " \r\n\t\n", TML_FMT_EMPTY);
  FORMAT("a.md", "\xEF\xBB\xBF\n", TML_FMT_EMPTY);
  FORMAT("", "0", TML_FMT_TEXT);
}

static void binaries_are_known(void **state) {
  (void)state;
  FORMAT("a.md", "%PDF-1.7\n", TML_FMT_PDF);
  FORMAT("a.md", "\x89PNG\r\n\x1A\n", TML_FMT_IMAGE);
  FORMAT("a", "\xFF\xD8\xFF\xE0", TML_FMT_IMAGE);
  FORMAT("a.md", "PK\3\4\24\0\6\0[Content_Types].xml", TML_FMT_OFFICE);
  FORMAT("a.docx", "PK\3\4", TML_FMT_OFFICE);
  FORMAT("a", "PK\3\4\24\0\0\0a.txt", TML_FMT_ZIP);
  FORMAT("a", "\x1F\x8B\x08\0", TML_FMT_ZIP);
  FORMAT("a",
         "\x7F"
         "ELF\2\1\1\0",
         TML_FMT_BINARY);
  char noise[4000];
  uint64_t x = 7;
  for (size_t i = 0; i < sizeof noise; i++) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    noise[i] = (char)(x >> 56);
  }
  assert_format("a.md", tml_str_n(noise, sizeof noise), TML_FMT_BINARY);
  assert_true(tml_format_is_binary(TML_FMT_BINARY) && tml_format_is_binary(TML_FMT_OFFICE));
  assert_false(tml_format_is_binary(TML_FMT_UTF32) || tml_format_is_binary(TML_FMT_TSV));
}

/* text (code points) as UTF-16 or UTF-32. */
static tml_str encoded(char *to, const uint32_t *text, size_t n, unsigned width, bool big, bool mark) {
  size_t k = 0;
  for (size_t i = mark ? 0 : 1; i <= n; i++) {
    uint32_t c = i == 0 ? 0xFEFF : text[i - 1], units[2] = {c, 0};
    size_t count = 1;
    if (width == 2 && c > 0xFFFF) {
      units[0] = 0xD7C0 + (c >> 10);
      units[1] = 0xDC00 + (c & 0x3FF);
      count = 2;
    }
    for (size_t u = 0; u < count; u++)
      for (unsigned b = 0; b < width; b++) to[k++] = (char)(units[u] >> 8 * (big ? width - 1 - b : b));
  }
  return tml_str_n(to, k);
}

static void wide_encodings_are_known_with_and_without_a_mark(void **state) {
  (void)state;
  uint32_t latin[200], korean[200];
  for (size_t i = 0; i < 200; i++) {
    latin[i] = i % 40 == 39 ? '\n' : i % 6 == 5 ? ' ' : 'a' + (uint32_t)i % 26;
    korean[i] = i % 40 == 39 ? '\n' : i % 6 == 5 ? ' ' : i % 50 == 7 ? 0x1F600 : 0xAC00 + (uint32_t)i * 37;
  }
  char to[1000];
  for (int mark = 0; mark < 2; mark++) {
    for (int big = 0; big < 2; big++) {
      const tml_format want = big ? TML_FMT_UTF16BE : TML_FMT_UTF16LE;
      assert_format("a.md", encoded(to, latin, 200, 2, big, mark), want);
      assert_format("a.md", encoded(to, korean, 200, 2, big, mark), want);
      assert_format("a.md", encoded(to, latin, 200, 4, big, mark), TML_FMT_UTF32);
      assert_format("", encoded(to, latin, 3, 2, big, mark), want);
    }
  }
  FORMAT("a.md", "one zero \0 in a page of many words does not make it anything else, says this line of text",
         TML_FMT_MARKDOWN);
}

static void names_alone_are_asked_before_opening(void **state) {
  (void)state;
  assert_int_equal(tml_sniff_name(TML_S("x/a.PNG")), TML_FMT_IMAGE);
  assert_int_equal(tml_sniff_name(TML_S("a.md")), TML_FMT_MARKDOWN);
  assert_int_equal(tml_sniff_name(TML_S("a.sdlxliff")), TML_FMT_XLIFF);
  assert_int_equal(tml_sniff_name(TML_S("png")), TML_FMT_COUNT);
  assert_int_equal(tml_sniff_name(TML_S("a.c")), TML_FMT_COUNT);
  assert_int_equal(tml_sniff_name(TML_S("a.md po")), TML_FMT_COUNT);
  assert_int_equal(tml_sniff_name(TML_S("a.")), TML_FMT_COUNT);
  assert_string_equal(tml_format_name(TML_FMT_TMX), "TMX translation memory");
  assert_string_equal(tml_format_id(TML_FMT_SXS), "sxs-markdown");
  for (int f = 0; f < TML_FMT_COUNT; f++)
    for (int g = 0; g < f; g++) assert_string_not_equal(tml_format_id((tml_format)f), tml_format_id((tml_format)g));
}

static void the_seeds_are_what_they_are(void **state) {
  (void)state;
  static const char *const dir[] = {"../shared/seeds"};
  tml_arena a = {0};
  tml_walk w;
  tml_buf b = {0};
  tml_walk_run(&a, dir, 1, NULL, &w);
  if (w.n == 0) {
    print_message("           no ../shared/seeds here: skipped\n");
    tml_arena_free(&a);
    skip();
  }
  size_t pages = 0;
  for (size_t i = 0; i < w.n; i++) {
    if (tml_io_read(w.files[i].path.p, &b, NULL, NULL) != TML_OK) continue;
    tml_format f = tml_sniff(w.files[i].path, tml_buf_view(&b));
    pages += f == TML_FMT_SXS;
    if (strstr(w.files[i].path.p, "/004_")) assert_int_equal(f, TML_FMT_TEXT);
  }
  assert_int_equal(pages, 4);
  tml_buf_free(&b);
  tml_arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(side_by_side_pages_are_known_by_content),
      cmocka_unit_test(other_spans_are_not_pairs),
      cmocka_unit_test(framed_formats_are_known_by_their_frame),
      cmocka_unit_test(texts_go_by_name_where_content_is_open),
      cmocka_unit_test(binaries_are_known),
      cmocka_unit_test(wide_encodings_are_known_with_and_without_a_mark),
      cmocka_unit_test(names_alone_are_asked_before_opening),
      cmocka_unit_test(the_seeds_are_what_they_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
