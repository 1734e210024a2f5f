/* test_pool.c — the ordered parallel for: order, window, contexts, stopping, cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tmlint/io.h"
#include "tmlint/pool.h"

typedef struct slot {
  size_t item;
  uint64_t result;
} slot;

typedef struct job {
  unsigned jobs;
  atomic_uint busy[64];  /* by worker: is it in work()? */
  atomic_size_t started; /* items given to work() */
  atomic_bool draining;
  size_t next;          /* the item that must be drained next */
  size_t window, ahead; /* ahead: most items started beyond the drained ones */
  size_t stop_at;
  uint64_t sum;
  unsigned spin;
  unsigned uneven; /* every uneven-th item takes long */
  atomic_bool *cancel;
  size_t cancel_at;
} job;

static uint64_t spin(uint64_t x, unsigned n) {
  for (unsigned i = 0; i < n; i++) x = x * 6364136223846793005u + 1442695040888963407u;
  return x;
}

static uint64_t result_of(size_t i, unsigned n) { return spin(i, n) | 1; }

static void work(void *ctx, unsigned worker, size_t i, void *p) {
  job *j = ctx;
  slot *s = p;
  assert_true(worker < j->jobs);
  assert_int_equal(atomic_fetch_add(&j->busy[worker], 1), 0); /* its context is nobody else's */
  atomic_fetch_add(&j->started, 1);
  s->item = i;
  s->result = result_of(i, j->spin);
  if (j->uneven && i % j->uneven == 0) s->result = (spin(i, 400000) & 0) | s->result;
  if (j->cancel && i == j->cancel_at) atomic_store(j->cancel, true);
  atomic_fetch_sub(&j->busy[worker], 1);
}

static int drain(void *ctx, size_t i, void *p) {
  job *j = ctx;
  slot *s = p;
  assert_false(atomic_exchange(&j->draining, true)); /* one at a time */
  assert_int_equal(i, j->next);
  assert_int_equal(s->item, i);
  size_t ahead = atomic_load(&j->started) - i;
  if (ahead > j->ahead) j->ahead = ahead;
  j->next++;
  j->sum = j->sum * 31 + s->result;
  atomic_store(&j->draining, false);
  return j->stop_at && i == j->stop_at ? 42 : 0;
}

static int run(job *j, size_t n, unsigned jobs, unsigned window) {
  tml_pool p = {
      .jobs = jobs, .n = n, .window = window, .ctx = j, .slot_size = sizeof(slot), .work = work, .drain = drain};
  p.cancel = j->cancel;
  j->jobs = tml_pool_jobs(&p);
  j->window = tml_pool_slots(&p);
  slot *slots = calloc(j->window, sizeof *slots);
  p.slots = slots;
  int rc = tml_pool_run(&p);
  free(slots);
  return rc;
}

static void results_come_in_order(void **state) {
  (void)state;
  static const unsigned jobs[] = {1, 2, 3, 8, 33}, windows[] = {0, 1, 2, 7, 1000};
  static const size_t items[] = {0, 1, 2, 5, 300, 5000};
  for (size_t k = 0; k < TML_COUNT(items); k++) {
    uint64_t want = 0;
    for (size_t i = 0; i < items[k]; i++) want = want * 31 + result_of(i, 5);
    for (size_t a = 0; a < TML_COUNT(jobs); a++) {
      for (size_t b = 0; b < TML_COUNT(windows); b++) {
        job j = {.spin = 5};
        assert_int_equal(run(&j, items[k], jobs[a], windows[b]), 0);
        assert_int_equal(j.next, items[k]);
        assert_int_equal(j.sum, want);
        assert_true(j.ahead <= j.window);
      }
    }
  }
}

static void slow_items_hold_the_others_to_the_window(void **state) {
  (void)state;
  job j = {.spin = 5, .uneven = 100};
  assert_int_equal(run(&j, 3000, 4, 16), 0);
  assert_int_equal(j.next, 3000);
  assert_true(j.ahead <= 16);
}

static void one_job_runs_inline(void **state) {
  (void)state;
  tml_pool p = {.jobs = 1, .n = 100};
  assert_int_equal(tml_pool_slots(&p), 1);
  p.jobs = 8;
  assert_int_equal(tml_pool_jobs(&p), 8);
  assert_int_equal(tml_pool_slots(&p), TML_POOL_WINDOW);
  p.n = 3;
  assert_int_equal(tml_pool_jobs(&p), 3);
  p.jobs = 0;
  p.n = 100000;
  assert_int_equal(tml_pool_jobs(&p), tml_cpu_count());
  assert_true(tml_cpu_count() >= 1);
}

static void a_drain_stops_the_run(void **state) {
  (void)state;
  for (unsigned jobs = 1; jobs <= 4; jobs++) {
    job j = {.spin = 5, .stop_at = 500};
    assert_int_equal(run(&j, 100000, jobs, 64), 42);
    assert_int_equal(j.next, 501);
    assert_true(atomic_load(&j.started) <= 501 + 64 + jobs);
  }
}

static void a_run_is_cancelled(void **state) {
  (void)state;
  for (unsigned jobs = 1; jobs <= 4; jobs++) {
    atomic_bool cancel = false;
    job j = {.spin = 5, .cancel = &cancel, .cancel_at = 777};
    assert_int_equal(run(&j, 100000, jobs, 64), TML_ELIMIT);
    assert_true(j.next <= 777 + 64 + jobs);
    assert_true(atomic_load(&j.started) < 1000);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(results_come_in_order), cmocka_unit_test(slow_items_hold_the_others_to_the_window),
      cmocka_unit_test(one_job_runs_inline),   cmocka_unit_test(a_drain_stops_the_run),
      cmocka_unit_test(a_run_is_cancelled),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
