/* pool.c — the ordered parallel for (pool.h says what it promises).
 *
 * The hot path is two atomic steps an item; the mutex and the condition are only for workers that ran a window ahead.
 * Two places need the one total order of sequentially consistent atomics:
 *   - a worker marks its slot ready, then tries the drain flag; the drainer clears the flag, then looks at the slots
 *     again: one of the two sees the other, so a finished slot is never left behind;
 *   - a waiter counts itself in, then looks at `drained`; the drainer moves `drained`, then looks at the count.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_getaffinity: a container's CPU set is no matter for POSIX */
#endif
#include "tmlint/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

unsigned tml_cpu_count(void) {
#ifdef CPU_COUNT
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return (unsigned)CPU_COUNT(&set);
#endif
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 0 ? (unsigned)n : 1;
}

unsigned tml_pool_jobs(const tml_pool *p) {
  size_t jobs = p->jobs ? p->jobs : tml_cpu_count();
  if (jobs > p->n) jobs = p->n;
  return jobs ? (unsigned)jobs : 1;
}

unsigned tml_pool_slots(const tml_pool *p) {
  unsigned jobs = tml_pool_jobs(p);
  if (jobs == 1) return 1;
  unsigned window = p->window ? p->window : TML_POOL_WINDOW;
  return window < jobs ? jobs : window;
}

typedef struct run {
  const tml_pool *p;
  size_t window;
  atomic_uchar *ready; /* one a slot: worked, not drained */
  _Alignas(64) atomic_size_t next;
  _Alignas(64) atomic_size_t drained;
  atomic_bool draining;
  atomic_uint waiting;
  atomic_bool stop;
  int rc; /* the drain's; written under `draining` */
  pthread_mutex_t lock;
  pthread_cond_t moved;
} run;

typedef struct worker {
  run *r;
  unsigned index;
  pthread_t thread;
} worker;

static bool cancelled(const tml_pool *p) { return p->cancel && atomic_load_explicit(p->cancel, memory_order_relaxed); }

static void *slot_of(const run *r, size_t i) { return (char *)r->p->slots + (i % r->window) * r->p->slot_size; }

static void wake(run *r) {
  if (atomic_load(&r->waiting) == 0) return;
  pthread_mutex_lock(&r->lock);
  pthread_cond_broadcast(&r->moved);
  pthread_mutex_unlock(&r->lock);
}

/* Drains what is ready, from the oldest on. Only under r->draining. */
static void drain_ready(run *r) {
  size_t i = atomic_load_explicit(&r->drained, memory_order_relaxed);
  while (i < r->p->n && !atomic_load(&r->stop) && atomic_load(&r->ready[i % r->window])) {
    int rc = r->p->drain ? r->p->drain(r->p->ctx, i, slot_of(r, i)) : 0;
    if (rc) {
      r->rc = rc;
      atomic_store(&r->stop, true);
    }
    atomic_store_explicit(&r->ready[i % r->window], 0, memory_order_relaxed);
    atomic_store(&r->drained, ++i);
    /* Half a window at once: a waiter that is woken for each item costs more than the item. */
    if (i % ((r->window + 1) / 2) == 0) wake(r);
  }
}

static void try_drain(run *r) {
  for (;;) {
    size_t i = atomic_load(&r->drained);
    if (i >= r->p->n || atomic_load(&r->stop) || !atomic_load(&r->ready[i % r->window])) return;
    if (atomic_exchange(&r->draining, true)) return; /* that thread looks again when it is done */
    drain_ready(r);
    atomic_store(&r->draining, false);
    wake(r);
  }
}

static bool has_room(run *r, size_t i) { return i < atomic_load(&r->drained) + r->window; }

static void wait_for_room(run *r, size_t i) {
  if (has_room(r, i)) return;
  pthread_mutex_lock(&r->lock);
  atomic_fetch_add(&r->waiting, 1);
  while (!has_room(r, i) && !atomic_load(&r->stop)) pthread_cond_wait(&r->moved, &r->lock);
  atomic_fetch_sub(&r->waiting, 1);
  pthread_mutex_unlock(&r->lock);
}

static void *work_on(void *arg) {
  worker *w = arg;
  run *r = w->r;
  for (;;) {
    if (cancelled(r->p)) {
      atomic_store(&r->stop, true);
      wake(r);
    }
    if (atomic_load(&r->stop)) break;
    size_t i = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed);
    if (i >= r->p->n) break;
    wait_for_room(r, i);
    if (atomic_load(&r->stop)) break;
    r->p->work(r->p->ctx, w->index, i, slot_of(r, i));
    atomic_store(&r->ready[i % r->window], 1);
    try_drain(r);
  }
  wake(r);
  return NULL;
}

static int run_inline(const tml_pool *p) {
  for (size_t i = 0; i < p->n; i++) {
    if (cancelled(p)) return TML_ELIMIT;
    p->work(p->ctx, 0, i, p->slots);
    int rc = p->drain ? p->drain(p->ctx, i, p->slots) : 0;
    if (rc) return rc;
  }
  return TML_OK;
}

/* Signals go to the caller's thread; the stack is the same everywhere (musl's own would be 128 KiB). */
static unsigned start_workers(worker *w, unsigned jobs) {
  sigset_t all, old;
  pthread_attr_t attr;
  unsigned started = 1;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  if (pthread_attr_init(&attr) == 0) {
    pthread_attr_setstacksize(&attr, (size_t)8 << 20);
    for (; started < jobs; started++)
      if (pthread_create(&w[started].thread, &attr, work_on, &w[started]) != 0) break;
    pthread_attr_destroy(&attr);
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return started;
}

int tml_pool_run(const tml_pool *p) {
  unsigned jobs = tml_pool_jobs(p);
  if (jobs == 1) return run_inline(p);
  run r = {.p = p, .window = tml_pool_slots(p)};
  r.ready = tml_calloc(r.window, sizeof *r.ready);
  worker *w = tml_calloc(jobs, sizeof *w);
  for (unsigned k = 0; k < jobs; k++) w[k] = (worker){.r = &r, .index = k};
  pthread_mutex_init(&r.lock, NULL);
  pthread_cond_init(&r.moved, NULL);

  unsigned started = start_workers(w, jobs);
  work_on(&w[0]);
  for (unsigned k = 1; k < started; k++) pthread_join(w[k].thread, NULL);

  int rc = r.rc ? r.rc : atomic_load(&r.drained) < p->n ? TML_ELIMIT : TML_OK;
  pthread_cond_destroy(&r.moved);
  pthread_mutex_destroy(&r.lock);
  free(w);
  free(r.ready);
  return rc;
}
