/* pack.c — `tmlint pack test FILE…`: runs the examples of rule packs; `tmlint pack list`: the shipped ones. */
#include "cli.h"

#include "tmlint/run.h"

int cli_pack(cli *k) {
  tml_err err = {0};
  if (cli_apply(k, &err) != TML_OK) return cli_complain(&err);
  const char *what = k->nargs ? k->args[0] : "";
  if (strcmp(what, "list") == 0 && k->nargs == 1) return tml_run_pack_list();
  if (strcmp(what, "test") != 0)
    return cli_usage("%s; write `tmlint pack test my-rules.json`, or `tmlint pack list`",
                     k->nargs ? "what is to be done with the pack?" : "test or list?");
  if (k->nargs < 2) return cli_usage("which pack? `tmlint pack test my-rules.json`");
  return tml_run_pack_test(k->args + 1, k->nargs - 1);
}
