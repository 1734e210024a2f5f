/* test_base.c — what base.h promises of formats: the same bytes as stdio's, whichever way they are made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <stdio.h>

#include "tmlint/base.h"

#define SAME(...)                                                                                                      \
  do {                                                                                                                 \
    char want[256];                                                                                                    \
    int n = snprintf(want, sizeof want, __VA_ARGS__);                                                                  \
    tml_str got = tml_arena_fmt(&a, __VA_ARGS__);                                                                      \
    assert_int_equal(got.n, n);                                                                                        \
    assert_memory_equal(got.p, want, (size_t)n + 1);                                                                   \
    tml_buf b = {0};                                                                                                   \
    tml_buf_z(&b, "before");                                                                                           \
    tml_buf_fmt(&b, __VA_ARGS__);                                                                                      \
    assert_int_equal(b.n, 6 + n);                                                                                      \
    assert_memory_equal(b.p + 6, want, (size_t)n);                                                                     \
    tml_buf_free(&b);                                                                                                  \
  } while (0)

static void formats_are_stdios(void **state) {
  (void)state;
  tml_arena a = {0};
  SAME("%s", "");
  SAME("plain");
  SAME("%s and %.*s|%.*s|%.*s", "one", 2, "two", 9, "three", 0, "four");
  SAME("%.*s", 5, "a\0b"); /* as stdio: no further than a NUL */
  SAME("%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
  SAME("%u %u %zu %llu", 0u, UINT_MAX, SIZE_MAX, ULLONG_MAX);
  SAME("%c%c 100%%", 'x', '\n');
  SAME("<U+%04X> %5u|%-4s|%.2f %lld", 0xADu, 7u, "ab", 1.25, -9LL); /* others are stdio's own */
  tml_arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(formats_are_stdios)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
