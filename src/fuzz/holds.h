/* holds.h — what must be true of every input: says what is not, and stops there. */
#ifndef TML_FUZZ_HOLDS_H
#define TML_FUZZ_HOLDS_H

#include <stdio.h>
#include <stdlib.h>

#define HOLDS(what)                                                                                                    \
  do {                                                                                                                 \
    if (!(what)) {                                                                                                     \
      fprintf(stderr, "does not hold: %s (%s:%d)\n", #what, __FILE__, __LINE__);                                       \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

#endif
