/* test_odd.c — the pass over a file's bytes (read/odd.c) against a plain one that looks at every character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tmlint/read.h"
#include "tmlint/text.h"

static void read_bytes(tml_arena *a, tml_doc *d, const char *p, size_t n) {
  char *copy = tml_arena_alloc(a, n + 64);
  memcpy(copy, p, n);
  memset(copy + n, 0, 64);
  memset(d, 0, sizeof *d);
  d->arena = a;
  d->p = copy;
  d->n = n;
  tml_read_odd(d);
}

/* What stands at `at`: the odd thing's kind, or 0. */
static int kind_at(const tml_doc *d, uint32_t at) {
  for (uint32_t i = 0; i < d->nodd; i++)
    if (d->odd[i].start <= at && at < d->odd[i].end) return d->odd[i].kind;
  return 0;
}

/* Every odd sequence, at every place relative to the eight-byte steps, between every kind of neighbour. */
static void finds_each_at_every_place(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    int kind;
  } all[] = {{"\xC3\xA9", 0},
             {"\xED\x95\x98", 0},
             {"\xEF\xBC\x88", 0},
             {"\xF0\x9F\x98\x80", 0},
             {"\x7F", TML_ODD_CONTROL},
             {"\x01", TML_ODD_CONTROL},
             {"\xC2\x85", TML_ODD_CONTROL},
             {"\xC2\xAD", TML_ODD_INVISIBLE},
             {"\xE2\x80\x8B", TML_ODD_INVISIBLE},
             {"\xE2\x81\xA0", TML_ODD_INVISIBLE},
             {"\xEF\xBB\xBF", TML_ODD_INVISIBLE},
             {"\xE3\x85\xA4", TML_ODD_INVISIBLE},
             {"\xCD\x8F", TML_ODD_INVISIBLE},
             {"\xE1\xA0\x8E", TML_ODD_INVISIBLE},
             {"\xF3\xA0\x81\xA7", TML_ODD_INVISIBLE},
             {"\xE2\x80\x8E", TML_ODD_BIDI},
             {"\xE2\x81\xA6", TML_ODD_BIDI},
             {"\xD8\x9C", TML_ODD_BIDI},
             {"\xEF\xBF\xBD", TML_ODD_FFFD},
             {"\xEE\x80\x80", TML_ODD_PRIVATE},
             {"\xEF\xA3\xBF", TML_ODD_PRIVATE},
             {"\xF3\xB0\x80\x80", TML_ODD_PRIVATE},
             {"\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2", TML_ODD_MOJIBAKE},
             {"\xD0\xB2\xD0\x82", TML_ODD_MOJIBAKE},
             {"\xE9\x88\xA5", TML_ODD_MOJIBAKE},
             {"\xE9", TML_ODD_UTF8},
             {"\xC0\xAF", TML_ODD_UTF8},
             {"\xE0\x80\xAF", TML_ODD_UTF8},
             {"\xED\xA0\x80", TML_ODD_UTF8},
             {"\xF4\x90\x80\x80", TML_ODD_UTF8},
             {"\xF8\x88\x80\x80\x80", TML_ODD_UTF8},
             {"\x80", TML_ODD_UTF8}};
  static const char *const around[] = {"x", "\xEA\xB0\x80", "\xD0\xB6", "\xC3\xBC"};
  tml_arena a = {0};
  for (size_t k = 0; k < TML_COUNT(all); k++)
    for (size_t w = 0; w < TML_COUNT(around); w++)
      for (unsigned before = 0; before < 20; before++)
        for (unsigned after = 0; after < 20; after += 3) {
          char text[256];
          size_t n = 0, len = strlen(around[w]);
          for (unsigned i = 0; i < before; i++, n += len) memcpy(text + n, around[w], len);
          uint32_t at = (uint32_t)n;
          memcpy(text + n, all[k].bytes, strlen(all[k].bytes));
          n += strlen(all[k].bytes);
          uint32_t end = (uint32_t)n;
          for (unsigned i = 0; i < after; i++, n += len) memcpy(text + n, around[w], len);
          tml_doc d;
          read_bytes(&a, &d, text, n);
          int want = all[k].kind;
          if (want == TML_ODD_INVISIBLE && at == 0 && !strcmp(all[k].bytes, "\xEF\xBB\xBF")) want = TML_ODD_BOM;
          assert_int_equal(kind_at(&d, at), want);
          assert_int_equal(d.nodd, want ? 1 : 0);
          if (want) {
            assert_int_equal(d.odd[0].start, at);
            assert_int_equal(d.odd[0].end, end);
          }
          tml_arena_reset(&a);
        }
  tml_arena_free(&a);
}

/* Random bytes: what is not UTF-8 is what the plain reader says, byte by byte, and nothing else is. */
static void agrees_with_the_plain_reader(void **state) {
  (void)state;
  static const unsigned char pool[] = {'a',  'b',  ' ',  '\n', 0xC3, 0xA9, 0xE2, 0x80, 0x99, 0xED,
                                       0xA0, 0xF0, 0x9F, 0x98, 0xFF, 0xC2, 0xBF, 0xE0, 0xF4, 0x90};
  tml_arena a = {0};
  uint64_t seed = 42;
  for (int round = 0; round < 20000; round++) {
    char text[96];
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    size_t n = (size_t)(seed >> 33) % sizeof text;
    for (size_t i = 0; i < n; i++) {
      seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
      text[i] = (char)pool[(seed >> 33) % sizeof pool];
    }
    tml_doc d;
    read_bytes(&a, &d, text, n);
    for (const char *p = text, *end = text + n; p < end;) {
      unsigned len;
      uint32_t cp = tml_utf8_lenient(p, end, &len);
      bool bad = cp == 0xFFFD && !(len == 3 && !memcmp(p, "\xEF\xBF\xBD", 3));
      for (unsigned i = 0; i < len; i++) assert_int_equal(kind_at(&d, (uint32_t)(p - text) + i) == TML_ODD_UTF8, bad);
      p += len;
    }
    tml_arena_reset(&a);
  }
  tml_arena_free(&a);
}

static void leaves_sound_text_alone(void **state) {
  (void)state;
  static const char *const sound[] = {"L’âme « déjà », À « x", "trung tâm nhân viên", "ALEMÃ”, CHÂ», ACTIVITÉ !",
                                      "Å a Ð° b", "tab\tline\r\n"};
  tml_arena a = {0};
  for (size_t i = 0; i < TML_COUNT(sound); i++) {
    tml_doc d;
    read_bytes(&a, &d, sound[i], strlen(sound[i]));
    assert_int_equal(d.nodd, 0);
  }
  tml_arena_free(&a);
}

static void finds_wrong_decodings(void **state) {
  (void)state;
  static const char *const damaged[] = {"CÃ³mo",   "LÃ¤gg till", "voilÃ\u00A0",        "35 Ã— 50",      "donâ€™t",
                                        "OPCIÃ“N", "FRANÃ‡OIS",  "c'est-Ã\u00A0-dire", "DÃ©jÃ\u00A0 vu"};
  tml_arena a = {0};
  for (size_t i = 0; i < TML_COUNT(damaged); i++) {
    tml_doc d;
    read_bytes(&a, &d, damaged[i], strlen(damaged[i]));
    assert_true(d.nodd >= 1);
    assert_int_equal(d.odd[0].kind, TML_ODD_MOJIBAKE);
  }
  tml_arena_free(&a);
}

static void runs_are_one(void **state) {
  (void)state;
  tml_arena a = {0};
  tml_doc d;
  read_bytes(&a, &d, "x\xFF\xFE\xFDy\xE2\x80\x8B\xE2\x80\x8Bz", 12);
  assert_int_equal(d.nodd, 2);
  assert_int_equal(d.odd[0].end - d.odd[0].start, 3);
  assert_int_equal(d.odd[1].end - d.odd[1].start, 6);
  tml_arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(finds_each_at_every_place),
                                     cmocka_unit_test(agrees_with_the_plain_reader),
                                     cmocka_unit_test(leaves_sound_text_alone), cmocka_unit_test(finds_wrong_decodings),
                                     cmocka_unit_test(runs_are_one)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
