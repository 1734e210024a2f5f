/* test_text.c — UTF-8, character facts, folding, locale tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tmlint/text.h"

static tml_str folded(tml_buf *b, const char *s, unsigned flags) {
  b->n = 0;
  tml_text_fold(b, tml_str_c(s), flags);
  return tml_buf_view(b);
}

static void assert_fold(const char *from, const char *to, unsigned flags) {
  tml_buf b = {0};
  tml_str got = folded(&b, from, flags);
  if (!tml_str_is(got, to)) fail_msg("%s folds to %.*s, not to %s", from, (int)got.n, got.p, to);
  tml_buf_free(&b);
}

/* ---- UTF-8 ---- */

static void check_invalid(const char *s, size_t n, size_t at) {
  assert_int_equal(tml_utf8_invalid(s, n), at);
  /* Behind and before ASCII of every length, so that the wide steps meet it at every offset. */
  char text[96];
  for (size_t pad = 0; pad < 24; pad++) {
    memset(text, 'a', sizeof text);
    memcpy(text + pad, s, n);
    assert_int_equal(tml_utf8_invalid(text, pad + n), pad + at);
    if (at < n) assert_int_equal(tml_utf8_invalid(text, sizeof text), pad + at);
  }
}

static void utf8_faults_are_found(void **state) {
  (void)state;
  static const struct {
    const char *s;
    size_t at;
  } cases[] = {
      {"plain", 5},
      {"\xC3\xA9", 2},
      {"\xED\x9F\xBF\xEE\x80\x80", 6},
      {"\xF4\x8F\xBF\xBF", 4},
      {"\xC0\xAF", 0},
      {"\xE0\x9F\xBF", 0},
      {"\xED\xA0\x80", 0},
      {"\xF0\x8F\xBF\xBF", 0},
      {"\xF4\x90\x80\x80", 0},
      {"\xF5\x80\x80\x80", 0},
      {"ab\x80", 2},
      {"\xE2\x82", 0},
      {"\xE2\x82\xACx\xFF", 4},
      {"\xF0\x9F\x98", 0},
      {"\xC3\x28", 0},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) check_invalid(cases[i].s, strlen(cases[i].s), cases[i].at);
}

static void utf8_round_trip(void **state) {
  (void)state;
  tml_buf b = {0};
  for (uint32_t cp = 0; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 61) {
    if (cp >= 0xD800 && cp <= 0xDFFF) continue;
    b.n = 0;
    tml_utf8_put(&b, cp);
    assert_int_equal(tml_utf8_invalid(b.p, b.n), b.n);
    unsigned len;
    assert_int_equal(tml_utf8_at(b.p, &len), cp);
    assert_int_equal(len, b.n);
    const char *p = b.p + b.n;
    assert_int_equal(tml_utf8_prev(&p), cp);
    assert_ptr_equal(p, b.p);
    assert_int_equal(tml_utf8_lenient(b.p, b.p + b.n, &len), cp);
  }
  b.n = 0;
  tml_utf8_put(&b, 0xD800);
  assert_true(tml_str_is(tml_buf_view(&b), "\xEF\xBF\xBD"));
  tml_buf_free(&b);
}

static void lenient_reading_replaces_by_maximal_subparts(void **state) {
  (void)state;
  /* The example of Unicode 15, table 3-8 to 3-11. */
  static const char text[] = "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41";
  static const unsigned lengths[] = {2, 1, 3, 2, 1};
  const char *p = text, *end = text + sizeof text - 1;
  for (size_t i = 0; i < TML_COUNT(lengths); i++) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    assert_int_equal(cp, i == 4 ? 'A' : 0xFFFD);
    assert_int_equal(len, lengths[i]);
    p += len;
  }
  assert_ptr_equal(p, end);
  assert_int_equal(tml_utf8_count(TML_S("a\xC3\xA9\xED\x95\x9C\xF0\x9F\x98\x80")), 4);
}

/* The quick steps of the validator agree with reading one character at a time, on text that is nearly right. */
static void validation_agrees_with_reading(void **state) {
  (void)state;
  static const char *const pieces[] = {
      "a",    "plain text ", "\xC3\xA9",     "\xE0\xB8\x81", "\xED\x95\x9C",     "\xF0\x9F\x98\x80",
      "\xE0", "\xB8",        "\xED\xA0\x80", "\xE0\x80\x80", "\xF4\x90\x80\x80", "\xC1\xBF"};
  uint64_t seed = 1;
  for (int round = 0; round < 20000; round++) {
    char text[128];
    size_t n = 0;
    unsigned last = round % 4 ? 6 : (unsigned)TML_COUNT(pieces); /* three of four are well-formed but for a cut end */
    for (int i = 0; i < 8; i++) {
      seed = tml_hash_mix(seed, (uint64_t)round);
      const char *piece = pieces[seed % last];
      memcpy(text + n, piece, strlen(piece));
      n += strlen(piece);
    }
    if (n && round % 3 == 0) n -= seed >> 32 & 1;
    size_t at = 0;
    while (at < n) {
      unsigned len;
      if (tml_utf8_lenient(text + at, text + n, &len) == 0xFFFD) break;
      at += len;
    }
    assert_int_equal(tml_utf8_invalid(text, n), at);
  }
}

/* ---- characters ---- */

static void characters_have_their_facts(void **state) {
  (void)state;
  static const struct {
    uint32_t cp;
    enum tml_cp_type type;
    enum tml_script script;
    unsigned width;
  } cases[] = {
      {'a', TML_CP_LETTER, TML_SCRIPT_LATIN, 1},          {'7', TML_CP_DIGIT, TML_SCRIPT_COMMON, 1},
      {0x0416, TML_CP_LETTER, TML_SCRIPT_CYRILLIC, 1},    {0x03B1, TML_CP_LETTER, TML_SCRIPT_GREEK, 1},
      {0xAC00, TML_CP_LETTER, TML_SCRIPT_HANGUL, 2},      {0x4E07, TML_CP_LETTER, TML_SCRIPT_HAN, 2},
      {0x3042, TML_CP_LETTER, TML_SCRIPT_HIRAGANA, 2},    {0x30AB, TML_CP_LETTER, TML_SCRIPT_KATAKANA, 2},
      {0x0E01, TML_CP_LETTER, TML_SCRIPT_THAI, 1},        {0x0E31, TML_CP_MARK, TML_SCRIPT_THAI, 0},
      {0x0966, TML_CP_DIGIT, TML_SCRIPT_DEVANAGARI, 1},   {0x0661, TML_CP_DIGIT, TML_SCRIPT_ARABIC, 1},
      {0x05D0, TML_CP_LETTER, TML_SCRIPT_HEBREW, 1},      {0x0301, TML_CP_MARK, TML_SCRIPT_INHERITED, 0},
      {0x3002, TML_CP_PUNCT, TML_SCRIPT_COMMON, 2},       {0x20AC, TML_CP_SYMBOL, TML_SCRIPT_COMMON, 1},
      {0x200B, TML_CP_FORMAT, TML_SCRIPT_COMMON, 0},      {0x00AD, TML_CP_FORMAT, TML_SCRIPT_COMMON, 1},
      {0x0007, TML_CP_CONTROL, TML_SCRIPT_COMMON, 0},     {'\t', TML_CP_SPACE, TML_SCRIPT_COMMON, 0},
      {0x00A0, TML_CP_SPACE, TML_SCRIPT_COMMON, 1},       {0xE000, TML_CP_PRIVATE, TML_SCRIPT_UNKNOWN, 1},
      {0x2167, TML_CP_NUMBER, TML_SCRIPT_LATIN, 1},       {0x1F600, TML_CP_SYMBOL, TML_SCRIPT_COMMON, 2},
      {0xFF21, TML_CP_LETTER, TML_SCRIPT_LATIN, 2},       {0x0378, TML_CP_UNASSIGNED, TML_SCRIPT_UNKNOWN, 1},
      {0x20000, TML_CP_LETTER, TML_SCRIPT_HAN, 2},        {0x10A00, TML_CP_LETTER, TML_SCRIPT_OTHER, 1},
      {0xD800, TML_CP_UNASSIGNED, TML_SCRIPT_UNKNOWN, 1}, {0x110000, TML_CP_UNASSIGNED, TML_SCRIPT_UNKNOWN, 1},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    uint32_t cp = cases[i].cp;
    if (tml_cp_class(cp) != cases[i].type || tml_cp_script(cp) != cases[i].script || tml_cp_width(cp) != cases[i].width)
      fail_msg("U+%04X: type %d, script %s, width %u", (unsigned)cp, (int)tml_cp_class(cp),
               tml_script_name(tml_cp_script(cp)), tml_cp_width(cp));
  }
  assert_true(tml_cp_info('A') & TML_CPI_UPPER && !(tml_cp_info('A') & TML_CPI_LOWER));
  assert_true(tml_cp_info(0x1F600) & TML_CPI_EMOJI);
  assert_false(tml_cp_info(0xA9) & TML_CPI_EMOJI);
  assert_true(tml_script_unspaced(TML_SCRIPT_THAI) && !tml_script_unspaced(TML_SCRIPT_HANGUL));
  assert_string_equal(tml_script_name(TML_SCRIPT_KATAKANA), "Katakana");
  assert_int_equal(tml_text_width(TML_S("a\xED\x95\x9C\xCC\x81")), 3);
}

static void digits_and_case(void **state) {
  (void)state;
  assert_int_equal(tml_cp_digit('9'), 9);
  assert_int_equal(tml_cp_digit(0x0664), 4);
  assert_int_equal(tml_cp_digit(0x06F9), 9);
  assert_int_equal(tml_cp_digit(0x096E), 8);
  assert_int_equal(tml_cp_digit(0x0E53), 3);
  assert_int_equal(tml_cp_digit(0xFF10), 0);
  assert_int_equal(tml_cp_digit(0x1D7FF), 9);
  assert_int_equal(tml_cp_digit(0xB2), -1);
  assert_int_equal(tml_cp_digit(0x4E00), -1);
  assert_int_equal(tml_cp_fold('Z'), 'z');
  assert_int_equal(tml_cp_fold(0xC9), 0xE9);
  assert_int_equal(tml_cp_fold(0x0416), 0x0436);
  assert_int_equal(tml_cp_fold(0x03C2), 0x03C3);
  assert_int_equal(tml_cp_fold(0x0130), 'i');
  assert_int_equal(tml_cp_fold(0x0131), 0x0131);
  assert_int_equal(tml_cp_fold(0x1E921), 0x1E943);
  assert_int_equal(tml_cp_fold(0x10FFFF), 0x10FFFF);
}

/* ---- folding ---- */

static void folding_follows_the_catalogue(void **state) {
  (void)state;
  assert_fold("ISO\xC2\xA0"
              "27001",
              "ISO 27001", 0);
  assert_fold("1\xE2\x80\xAF"
              "725\xE3\x80\x80x",
              "1 725 x", 0);
  assert_fold("a\xE2\x80\x90\xE2\x80\x93\xE2\x80\x95\xE2\x88\x92\xEF\xBC\x8D", "a-----", 0);
  assert_fold("\xEF\xBC\xA2\xEF\xBC\x92\xEF\xBC\x9A", "B2:", 0);
  assert_fold("\xE2\x80\x8F"
              "27001\xE2\x80\xAC \xD8\x9C"
              "a",
              "27001 a", 0);
  assert_fold("e\xCC\x81"
              "A",
              "\xC3\xA9"
              "A",
              0);
  assert_fold("E\xCC\x81", "\xC3\xA9", TML_FOLD_LOWER);
  assert_fold("I\xCC\x87LK", "ilk", TML_FOLD_LOWER);
  assert_fold("J\xCC\x8C", "\xC7\xB0", TML_FOLD_LOWER);
  assert_fold("e\xE2\x80\x8E\xCC\x81", "\xC3\xA9", 0);
  assert_fold("\xE0\xA5\xA7\xE0\xA5\xA8", "12", TML_FOLD_DIGITS);
  assert_fold(" a \t\n b\xC2\xA0 ", "a b", TML_FOLD_SPACES);
  assert_fold("\xC8\xBA\xC8\xBA\xC8\xBA", "\xE2\xB1\xA5\xE2\xB1\xA5\xE2\xB1\xA5", TML_FOLD_LOWER);
  assert_fold("", "", TML_FOLD_LOWER | TML_FOLD_SPACES);
  /* Eight bytes at a step and one at a time give the same, at the edges of the alphabet too. */
  char ascii[128], lower[128];
  for (size_t pad = 0; pad < 9; pad++) {
    memset(ascii, 'X', pad);
    for (size_t i = pad; i < 127; i++) ascii[i] = (char)(i - pad + 1);
    ascii[127] = 0;
    for (size_t i = 0; i < 128; i++) lower[i] = (char)(ascii[i] >= 'A' && ascii[i] <= 'Z' ? ascii[i] + 32 : ascii[i]);
    assert_fold(ascii, lower, TML_FOLD_LOWER);
    assert_fold(ascii, ascii, 0);
  }
  /* Marks out of canonical order, and an accent whose base ends a run of ASCII. */
  assert_fold("a\xCC\x95\xCC\x80\xD6\xAE", "\xC3\xA0\xD6\xAE\xCC\x95", 0);
  assert_fold("0123456789012345e\xCC\x81", "0123456789012345\xC3\xA9", 0);
  assert_true(tml_text_is_nfc(TML_S("\xC3\xA9\xED\x95\x9C")));
  assert_false(tml_text_is_nfc(TML_S("e\xCC\x81")));
  /* Decomposes to more code points than it has bytes. */
  tml_buf b = {0};
  tml_text_nfc(&b, TML_S("\xE1\xBE\x82\xE1\xBE\x82\xCC\xA3"));
  assert_int_equal(tml_utf8_invalid(b.p, b.n), b.n);
  assert_true(tml_text_is_nfc(tml_buf_view(&b)));
  tml_buf_free(&b);
}

/* ---- locales ---- */

static void tags_find_their_locale(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"ko-KR", "ko"},
      {"ko", "ko"},
      {"KO_kr", "ko"},
      {"zh-TW", "zh-Hant"},
      {"zh-Hant-TW", "zh-Hant"},
      {"zh-HK", "zh-Hant"},
      {"zh-CN", "zh"},
      {"zh-hans", "zh"},
      {"pt_BR", "pt"},
      {"pt-PT", "pt-PT"},
      {"pt-AO", "pt-PT"},
      {"fr-CA", "fr-CA"},
      {"fr-FR", "fr"},
      {"es-MX", "es-MX"},
      {"es-AR", "es-419"},
      {"es-ES", "es"},
      {"nb-NO", "no"},
      {"nn-NO", "nn"},
      {"iw", "he"},
      {"sr-Latn-RS", "sr-Latn"},
      {"sr-ME", "sr-Latn"},
      {"sr-RS", "sr"},
      {"uz-Cyrl", "und"},
      {"en-GB", "en"},
      {"xx", "und"},
      {"hi-Latn", "und"},
      {"", "und"},
      {"deu", "de"},
      {"de_DE.UTF-8", "de"},
      {"ja-JP-x-private-and-long", "ja"},
      {"und", "und"},
      {"english", "und"},
      {"tl-PH", "fil"},
      {"-", "und"},
      {"az-Cyrl-AZ", "und"},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++)
    assert_string_equal(tml_locale_find(tml_str_c(cases[i][0]))->id, cases[i][1]);
  assert_ptr_equal(tml_locale_find(TML_S("tlh")), tml_locale_root());
}

static const tml_locale *loc(const char *tag) { return tml_locale_find(tml_str_c(tag)); }

static void locales_have_their_signs(void **state) {
  (void)state;
  assert_int_equal(loc("de")->decimal[0], ',');
  assert_int_equal(loc("de")->group[0], '.');
  assert_int_equal(loc("fr")->group[0], 0x202F);
  assert_int_equal(loc("de-CH")->group[0], '\'');
  assert_int_equal(loc("en")->decimal[0], '.');
  assert_int_equal(loc("hi")->group_size[0], 3);
  assert_int_equal(loc("hi")->group_size[1], 2);
  assert_int_equal(loc("es")->min_grouping, 2);
  assert_int_equal(loc("ar")->digit_native, 0x660);
  assert_int_equal(loc("fa")->digit_zero, 0x6F0);
  assert_int_equal(loc("th")->digit_native, 0xE50);
  assert_int_equal(loc("ja")->digit_native, '0');
  assert_true(loc("he")->rtl && loc("ar")->rtl && loc("ur")->rtl && !loc("ko")->rtl);
  assert_true(loc("ko")->spaced && !loc("ja")->spaced && !loc("th")->spaced);
  assert_int_equal(loc("ja")->scripts[1], TML_SCRIPT_HIRAGANA);
  assert_int_equal(loc("ru")->scripts[0], TML_SCRIPT_CYRILLIC);
  assert_string_equal(loc("zh-TW")->variant, "Hant");
  assert_int_equal(loc("ja")->sentence_end[0], 0x3002);
  assert_int_equal(loc("de")->quote[0][0], 0x201E);
  assert_int_equal(loc("fr")->quote[0][1], 0xBB);
}

static void month_is(const char *tag, const char *word, int month) {
  tml_buf b = {0};
  int got = tml_locale_month(loc(tag), folded(&b, word, TML_FOLD_LOWER));
  if (got != month) fail_msg("%s: %s is month %d, not %d", tag, word, got, month);
  tml_buf_free(&b);
}

static void months_are_known(void **state) {
  (void)state;
  month_is("en", "March", 3);
  month_is("en", "Sept", 9);
  month_is("de", "M\xC3\xA4rz", 3);
  month_is("fr", "janv.", 1);
  month_is("fr", "janv", 1);
  month_is("cs", "leden", 1);
  month_is("cs", "ledna", 1);
  month_is("hi", "\xE0\xA4\x9C\xE0\xA4\xA8\xE0\xA4\xB5\xE0\xA4\xB0\xE0\xA5\x80", 1);
  month_is("de", "Haus", 0);
  month_is("und", "may", 0);
  month_is("ko", "may", 0);
}

static void number_is(const char *tag, const char *word, int64_t value, bool ordinal) {
  tml_buf b = {0};
  int64_t got = -1;
  bool is_ordinal = false;
  if (!tml_locale_number_words(loc(tag), folded(&b, word, TML_FOLD_LOWER), &got, &is_ordinal) || got != value ||
      is_ordinal != ordinal)
    fail_msg("%s: %s is %lld%s", tag, word, (long long)got, is_ordinal ? " (ordinal)" : "");
  tml_buf_free(&b);
}

static void number_words_have_values(void **state) {
  (void)state;
  number_is("en", "Twenty-one", 21, false);
  number_is("en", "third", 3, true);
  number_is("en", "million", 1000000, false);
  number_is("fr", "soixante-dix", 70, false);
  number_is("fr", "Première", 1, true);
  number_is("fr", "cents", 100, false);
  number_is("de", "einundzwanzig", 21, false);
  number_is("de", "Dritten", 3, true);
  number_is("de", "Milliarden", 1000000000, false);
  number_is("ru", "двух", 2, false);
  number_is("ru", "ТРЕТЬЕГО", 3, true);
  number_is("ru", "четвёртый", 4, true);
  number_is("ru", "миллионов", 1000000, false);
  number_is("tr", "İki", 2, false);
  number_is("tr", "üçüncü", 3, true);
  number_is("fi", "kahden", 2, false);
  number_is("fi", "kolmannen", 3, true);
  number_is("el", "τρίτος", 3, true);
  number_is("hi", "करोड़", 10000000, false);
  number_is("hi", "पांच", 5, false);
  number_is("ar", "ثلاثة", 3, false);
  number_is("he", "שלישי", 3, true);
  number_is("uk", "п'ять", 5, false);
  number_is("cs", "třetího", 3, true);
  number_is("vi", "ba", 3, false);
  number_is("id", "ketiga", 3, true);
  number_is("es-MX", "terceros", 3, true);
  number_is("pt-BR", "milhões", 1000000, false);
  number_is("sk", "tretích", 3, true);
  number_is("ro", "treilea", 3, true);
  number_is("el", "τρίτων", 3, true);
  number_is("ar", "الاولي", 1, true);
  int64_t value;
  bool ordinal;
  assert_false(tml_locale_number_words(loc("de"), TML_S("haus"), &value, &ordinal));
  assert_false(tml_locale_number_words(tml_locale_root(), TML_S("two"), &value, &ordinal));
  assert_false(tml_locale_number_words(loc("fr"), TML_S("two"), &value, &ordinal));
}

static void weak_words_are_marked(void **state) {
  (void)state;
  size_t n;
  const tml_word *w = tml_locale_words(loc("de"), tml_hash("eins", 4), &n);
  assert_true(n == 1 && w->kind == TML_WORD_CARDINAL && w->flags & TML_WORD_COMMON);
  w = tml_locale_words(loc("de"), tml_hash("zwei", 4), &n);
  assert_true(n == 1 && !(w->flags & TML_WORD_COMMON));
  w = tml_locale_words(loc("en"), tml_hash("may", 3), &n);
  assert_true(n == 1 && w->kind == TML_WORD_MONTH && w->value == 5 && w->flags & TML_WORD_COMMON);
}

static void string_is(const char *tag, enum tml_locale_list which, const char *text, const char *begins, int64_t value,
                      unsigned flags) {
  int at = tml_locale_match(loc(tag), which, tml_str_c(text));
  if (at < 0) fail_msg("%s: nothing begins %s", tag, text);
  tml_locale_item it = tml_locale_item_at(loc(tag), which, (size_t)at);
  if (!tml_str_is(it.s, begins) || it.value != value || it.flags != flags)
    fail_msg("%s: %s begins with %.*s, %lld, %u", tag, text, (int)it.s.n, it.s.p, (long long)it.value, it.flags);
}

static void number_strings_are_searched(void **state) {
  (void)state;
  string_is("ko", TML_LIST_NUMBER, "세 번째 단계", "세 번째", 3, TML_ITEM_ORDINAL);
  string_is("ko", TML_LIST_NUMBER, "열두 달", "열두", 12, 0);
  string_is("ko", TML_LIST_NUMBER, "두 개", "두 개", 2, 0);
  string_is("ja", TML_LIST_NUMBER, "三つの", "三つ", 3, 0);
  string_is("ja", TML_LIST_NUMBER, "一般", "一", 1, TML_ITEM_COMMON);
  string_is("zh-CN", TML_LIST_NUMBER, "两个", "两个", 2, 0);
  string_is("zh-TW", TML_LIST_NUMBER, "第三方", "第三方", 3, TML_ITEM_ORDINAL);
  string_is("th", TML_LIST_NUMBER, "สามารถ", "สาม", 3, TML_ITEM_COMMON);
  string_is("zh-TW", TML_LIST_COMPACT, "億元", "億", 8, 0);
  string_is("hi", TML_LIST_COMPACT, "लाख", "लाख", 5, 0);
  string_is("th", TML_LIST_ERA, "พ.ศ. 2562", "พ.ศ.", -543, 0);
  string_is("ja", TML_LIST_ERA, "令和元年", "令和", 2018, 0);
  string_is("en", TML_LIST_ORDINAL_SUFFIX, "nd of", "nd", 0, 0);
  string_is("ru", TML_LIST_ORDINAL_SUFFIX, "-го", "-го", 0, 0);
  string_is("ja", TML_LIST_ORDINAL_PREFIX, "第3", "第", 0, 0);
  string_is("tr", TML_LIST_MONTH, "ocakta", "ocakta", 1, 0);
  string_is("ar", TML_LIST_AND, "والملفات", "و", 1, 0);
  assert_int_equal(tml_locale_match(loc("zh"), TML_LIST_NUMBER, TML_S("文件")), -1);
  assert_int_equal(tml_locale_match(loc("zh"), TML_LIST_NUMBER, TML_S("")), -1);
}

static void lists_are_read(void **state) {
  (void)state;
  const tml_locale *ko = loc("ko"), *de = loc("de");
  int at = tml_locale_match(ko, TML_LIST_COMPACT, TML_S("\xEC\x96\xB5 \xEC\x9B\x90"));
  assert_true(at >= 0);
  assert_int_equal(tml_locale_item_at(ko, TML_LIST_COMPACT, (size_t)at).value, 8);
  at = tml_locale_match(de, TML_LIST_COMPACT, TML_S("mio. euro"));
  assert_true(at >= 0);
  assert_int_equal(tml_locale_item_at(de, TML_LIST_COMPACT, (size_t)at).value, 6);
  assert_int_equal(tml_locale_match(de, TML_LIST_COMPACT, TML_S("haus")), -1);
  at = tml_locale_match(ko, TML_LIST_DAYPERIOD, TML_S("\xEC\x98\xA4\xED\x9B\x84 3"));
  assert_int_equal(tml_locale_item_at(ko, TML_LIST_DAYPERIOD, (size_t)at).value, TML_DAY_PM);
  assert_true(tml_locale_list(de, TML_LIST_ABBREVIATION) > 50);
  assert_int_equal(tml_locale_list(tml_locale_root(), TML_LIST_MONTH), 0);
}

/* Every string of every list is folded as the header says, and the word probe finds what the lists hold. */
static void tables_are_sound(void **state) {
  (void)state;
  size_t n;
  const tml_locale *all = tml_locale_all(&n);
  tml_buf b = {0};
  assert_true(n >= 25);
  for (const tml_locale *l = all; l < all + n; l++) {
    if (l > all) assert_true(strcmp(l[-1].id, l->id) < 0);
    assert_ptr_equal(tml_locale_find(tml_str_c(l->id)), l);
    assert_true(l->decimal[0] && l->group[0] && l->sentence_end[0] && l->group_size[0]);
    for (int which = 0; which < TML_LIST__COUNT; which++) {
      for (size_t i = 0; i < tml_locale_list(l, (enum tml_locale_list)which); i++) {
        tml_locale_item it = tml_locale_item_at(l, (enum tml_locale_list)which, i);
        assert_true(it.s.n > 0);
        assert_int_equal(tml_utf8_invalid(it.s.p, it.s.n), it.s.n);
        b.n = 0;
        tml_text_fold(&b, it.s, TML_FOLD_LOWER);
        if (which != TML_LIST_ABBREVIATION && !tml_str_eq(tml_buf_view(&b), it.s))
          fail_msg("%s, list %d: %.*s isn't folded", l->id, which, (int)it.s.n, it.s.p);
        int at = tml_locale_match(l, (enum tml_locale_list)which, it.s);
        if (at < 0 || !tml_str_eq(tml_locale_item_at(l, (enum tml_locale_list)which, (size_t)at).s, it.s))
          fail_msg("%s, list %d: %.*s isn't found", l->id, which, (int)it.s.n, it.s.p);
        if (which == TML_LIST_MONTH) assert_in_range(it.value, 1, 12);
        if (which == TML_LIST_WEEKDAY) assert_in_range(it.value, 1, 7);
      }
    }
    if (strcmp(l->id, "und") != 0) assert_true(tml_locale_list(l, TML_LIST_MONTH) >= 12);
  }
  tml_buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(utf8_faults_are_found),
      cmocka_unit_test(utf8_round_trip),
      cmocka_unit_test(lenient_reading_replaces_by_maximal_subparts),
      cmocka_unit_test(validation_agrees_with_reading),
      cmocka_unit_test(characters_have_their_facts),
      cmocka_unit_test(digits_and_case),
      cmocka_unit_test(folding_follows_the_catalogue),
      cmocka_unit_test(tags_find_their_locale),
      cmocka_unit_test(locales_have_their_signs),
      cmocka_unit_test(months_are_known),
      cmocka_unit_test(number_words_have_values),
      cmocka_unit_test(weak_words_are_marked),
      cmocka_unit_test(number_strings_are_searched),
      cmocka_unit_test(lists_are_read),
      cmocka_unit_test(tables_are_sound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
