/* pool.h — an ordered parallel for: items are worked on by many threads, their results taken in input order.
 *
 * A worker takes the next index, works into the item's slot, and whoever finds the oldest slot finished drains it and
 * those after it. So results come out in the same order for any number of jobs, and at most `window` are held.
 */
#ifndef TMLINT_POOL_H
#define TMLINT_POOL_H

#include "tmlint/base.h"

#include <stdatomic.h>

#define TML_POOL_WINDOW 256

typedef struct tml_pool {
  unsigned jobs; /* threads in all, the caller's included; 0 means tml_cpu_count(). 1 runs inline, no thread is made */
  size_t n;      /* items */
  unsigned window; /* results held at most; 0 means TML_POOL_WINDOW. Raised to jobs when smaller */
  void *ctx;       /* given to work and drain */
  /* The results: tml_pool_slots() slots of slot_size bytes, the caller's, cleared by the caller. Item i uses slot
   * i % tml_pool_slots(). A slot is given to work again after its drain and keeps what is in it (buffers for reuse);
   * after the run the caller frees what the slots hold, drained or not. */
  void *slots;
  size_t slot_size;
  /* Works item i into slot. worker is 0 to jobs-1: the index of a context that no other thread uses meanwhile. */
  void (*work)(void *ctx, unsigned worker, size_t i, void *slot);
  /* Takes the result of item i; called for i = 0, 1, 2 … by one thread at a time (not always the same one; each call
   * sees what those before it wrote). May be NULL. A value other than 0 stops the run: no later item is drained. */
  int (*drain)(void *ctx, size_t i, void *slot);
  /* Set to true by anyone (a signal handler too) to stop the run after the items in work. May be NULL. */
  atomic_bool *cancel;
} tml_pool;

/* Jobs and window after the defaults above; jobs is never more than n (at least 1). */
unsigned tml_pool_jobs(const tml_pool *p);
/* Number of slots needed: 1 when one job runs inline. */
unsigned tml_pool_slots(const tml_pool *p);

/* Runs to the end. Returns 0 when every item was drained, the drain's own value when it stopped the run, or
 * TML_ELIMIT when it was cancelled before the last item. Where no thread can be made, fewer do the work. */
int tml_pool_run(const tml_pool *p);

/* Processors this process may run on (its affinity mask is heeded), at least 1. */
unsigned tml_cpu_count(void);

#endif
