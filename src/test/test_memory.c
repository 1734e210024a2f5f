/* test_memory.c — lists of pairs, names and counts as a memory file has them: what is written is read, wherever it is
 * asked for, and bytes that are none are read within their bounds. */
#include "tm/fit.h"
#include "tm/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

enum { MOST = 1000, PAGES = 300 };

static uint64_t next(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return tml_hash_mix(*seed, 1);
}

/* n pairs, sorted: some keys have many, with the same said and others; some stand close together. */
static void pairs(tml_pair *v, size_t n, int list, uint64_t seed) {
  for (size_t i = 0; i < n; i++) {
    const uint64_t r = next(&seed);
    v[i] = (tml_pair){.source = next(&seed), .target = next(&seed)};
    if (i && r % 3 == 0) v[i].source = v[i - 1].source;
    if (i && r % 3 == 1) v[i].source = v[i - 1].source + ((r >> 32 & 3) << 16);
    if (i && r % 5 < 3) v[i].target = v[i - 1].target;
    if (list == TML_TM_FACTS) /* lanes without a fact have no mark that it is said */
      for (unsigned l = 0; l < TML_LANES; l++)
        if (r >> (8 + l) & 1 || !TML_LANE(v[i].target, l)) {
          v[i].target &= ~(((UINT64_C(1) << TML_LANE_BITS) - 1) << (l * TML_LANE_BITS));
          v[i].target &= ~(UINT64_C(1) << (TML_LANES * TML_LANE_BITS + l));
        }
    v[i].file = (uint32_t)(next(&seed) % PAGES);
    v[i].start = (uint32_t)(r % 7 ? next(&seed) % 5000 : next(&seed));
    tml_pair_narrow(&v[i], list);
  }
  qsort(v, n, sizeof *v, tml_by_rendering);
}

static void lists_are_read(void **state) {
  (void)state;
  static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 128, MOST};
  static tml_pair v[MOST];
  for (int list = 0; list < TML_LISTS; list++)
    for (size_t s = 0; s < TML_COUNT(sizes); s++) {
      const size_t n = sizes[s];
      tml_buf b = {0};
      tml_packed l;
      pairs(v, n, list, s + 1);
      tml_pack(&b, v, n, list, tml_pack_width(PAGES - 1));
      assert_true(tml_packed_open(&l, tml_buf_view(&b), n, list, PAGES));
      tml_unpacked u = {.of = &l}, other = {.of = &l};
      for (size_t i = 0; i < n; i++) assert_int_equal(tml_by_rendering(tml_unpack(&u, i), &v[i]), 0);
      for (size_t i = n; i-- > 0;) {
        size_t first = i; /* equal ones */
        while (first && tml_by_rendering(&v[first - 1], &v[i]) == 0) first--;
        assert_int_equal(tml_packed_behind(&other, &v[i]), first);
        tml_pair behind = v[i];
        if (++behind.start == 0) continue;
        size_t after = i + 1;
        while (after < n && tml_by_rendering(&v[after], &behind) < 0) after++;
        assert_int_equal(tml_packed_behind(&other, &behind), after);
      }
      const tml_pair last = {UINT64_MAX, UINT64_MAX, UINT32_MAX, UINT32_MAX};
      assert_int_equal(tml_packed_behind(&other, &last), n);
      tml_buf_free(&b);
    }
}

static void damaged_lists_stay_within(void **state) {
  (void)state;
  static tml_pair v[MOST];
  uint64_t seed = 5;
  for (int list = 0; list < TML_LISTS; list++) {
    pairs(v, MOST, list, 9);
    tml_buf b = {0};
    tml_pack(&b, v, MOST, list, tml_pack_width(PAGES - 1));
    for (unsigned round = 0; round < 200; round++) {
      const size_t n = round % 4 ? b.n : next(&seed) % b.n;
      char *copy = tml_malloc(n + 1); /* no byte more: a sanitizer sees what is beyond */
      memcpy(copy, b.p, n);
      for (unsigned k = 0; k < 8 && n; k++) copy[next(&seed) % n] = (char)next(&seed);
      tml_packed l;
      if (tml_packed_open(&l, tml_str_n(copy, n), MOST, list, PAGES)) {
        tml_unpacked u = {.of = &l};
        for (size_t i = 0; i < MOST; i += 1 + next(&seed) % 9) tml_unpack(&u, i);
        for (unsigned k = 0; k < 50; k++) assert_true(tml_packed_behind(&u, &v[next(&seed) % MOST]) <= MOST);
      }
      free(copy);
    }
    tml_buf_free(&b);
  }
}

static void collect(void *out, const tml_name_sum *s) { tml_buf_put(out, s, sizeof *s); }

static void names_are_read(void **state) {
  (void)state;
  tml_name_sum v[300] = {{0}};
  uint64_t seed = 3, name = 0;
  for (unsigned i = 0; i < TML_COUNT(v); i++) {
    if (i % 7 == 0) name += 1 + next(&seed) % 1000;
    v[i] = (tml_name_sum){name, i * 130, (uint16_t)next(&seed), (uint16_t)(next(&seed) % 3)};
  }
  tml_buf b = {0}, all = {0}, one = {0};
  const size_t n = tml_names_pack(&b, v, TML_COUNT(v));
  assert_int_equal(n, (TML_COUNT(v) + 6) / 7);
  assert_true(tml_names_open(tml_buf_view(&b), n));
  assert_false(tml_names_open(tml_buf_view(&b), b.n));
  tml_names_unpack(tml_buf_view(&b), n, &all);
  assert_int_equal(all.n, sizeof v);
  assert_memory_equal(all.p, v, sizeof v);
  tml_names_ask(tml_buf_view(&b), n, v[14].name, collect, &one);
  assert_int_equal(one.n, 7 * sizeof *v);
  assert_memory_equal(one.p, v + 14, one.n);
  one.n = 0;
  tml_names_ask(tml_buf_view(&b), n, name + 1, collect, &one);
  assert_int_equal(one.n, 0);
  tml_buf_free(&b), tml_buf_free(&all), tml_buf_free(&one);
}

/* A record of one pair with these words. */
static tml_str record(tml_arena *a, uint32_t from, unsigned n) {
  record_head h = {.language = 7, .n = 1, .tokens = 2 * n, .taught = 1};
  fit_pair p = {.n = {(uint8_t)n, (uint8_t)n}, .taught = true};
  tml_buf b = {0};
  tml_buf_put(&b, &h, sizeof h);
  tml_buf_put(&b, &p, sizeof p);
  for (unsigned side = 0; side < 2; side++)
    for (uint32_t i = 0; i < n; i++) {
      const uint32_t word = LEARNT | (uint32_t)(tml_hash_mix(from + i, side) >> 33);
      tml_buf_put(&b, &word, sizeof word);
    }
  tml_str r = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  return r;
}

/* Few texts are kept sparse, many dense; counts beyond 15 and 270 stand elsewhere. */
static void counts_are_read(void **state) {
  (void)state;
  static const unsigned texts[] = {3, 60000};
  for (size_t k = 0; k < TML_COUNT(texts); k++) {
    tml_arena a = {0};
    tml_fit *f = tml_fit_new();
    for (unsigned i = 0; i < texts[k]; i++) {
      tml_arena_reset(&a);
      tml_fit_learn(f, record(&a, i % 40 == 0 ? 1 : i % 9000 * 16, 16));
    }
    tml_buf b = {0};
    tml_fit_write(f, &b);
    tml_fit *packed = tml_fit_read(tml_buf_view(&b), false), *loaded = tml_fit_read(tml_buf_view(&b), true);
    const fit_table *t = tml_fit_table(f, 7), *p = tml_fit_table(packed, 7), *q = tml_fit_table(loaded, 7);
    assert_int_equal(p->packed[2].nibble != NULL, k);
    assert_non_null(q->pair);
    uint32_t most = 0;
    for (size_t i = 0; i < cells(t->bits); i++) {
      most = pair_count(t, i) > most ? pair_count(t, i) : most;
      assert_int_equal(pair_count(t, i), pair_count(p, i));
      assert_int_equal(pair_count(t, i), pair_count(q, i));
    }
    assert_int_equal(most > 300, k);
    for (int side = 0; side < 2; side++)
      for (size_t i = 0; i < cells(t->bits - TOKEN_SHARE); i++) {
        assert_int_equal(token_count(t, side, i), token_count(p, side, i));
        assert_int_equal(token_count(t, side, i), token_count(q, side, i));
      }
    tml_buf again = {0};
    tml_fit_write(packed, &again);
    assert_true(tml_str_eq(tml_buf_view(&b), tml_buf_view(&again)));
    tml_fit_free(f), tml_fit_free(packed), tml_fit_free(loaded);
    tml_buf_free(&b), tml_buf_free(&again);
    tml_arena_free(&a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(lists_are_read), cmocka_unit_test(damaged_lists_stay_within),
                                     cmocka_unit_test(names_are_read), cmocka_unit_test(counts_are_read)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
