/* packs.c — packs at work for their authors: their examples run, the shipped ones listed (run.h). */
#include "tmlint/embedded.h"
#include "tmlint/pack.h"
#include "tmlint/run.h"

#include <stdio.h>

static void say(void *ctx, const char *msg) {
  (void)ctx;
  printf("%s\n", msg);
}

int tml_run_pack_test(const char *const *files, size_t n) {
  int status = 0;
  for (size_t i = 0; i < n; i++) {
    tml_err err = {0};
    tml_packs *p = tml_packs_new();
    unsigned rules = 0, ran = 0;
    int rc = tml_packs_open(p, files[i], &err);
    if (!rc) rc = tml_packs_finish(p, &err);
    int failed = rc ? 0 : tml_packs_test(p, say, NULL, &rules, &ran);
    if (rc) {
      fprintf(stderr, "tmlint: %s\n", err.msg);
      status = 2;
    } else {
      printf("%s: %u rule%s, %u example%s: ", files[i], rules, rules == 1 ? "" : "s", ran, ran == 1 ? "" : "s");
      if (failed) printf("%d failed\n", failed);
      else puts("all hold");
      if (failed && !status) status = 1;
    }
    tml_packs_free(p);
  }
  return fflush(stdout) ? 2 : status;
}

int tml_run_pack_list(void) {
  for (unsigned i = 0; i < tml_embedded_packs_n; i++) printf("%-16s always on\n", tml_embedded_packs[i].name);
  for (unsigned i = 0; tml_pack_optional(i); i++)
    printf("%-16s on where \"packs\" of tmlint.json names it\n", tml_pack_optional(i));
  return fflush(stdout) ? 2 : 0;
}
