/* learn.c — `tmlint learn`. */
#include "cli.h"

#include "tmlint/run.h"

int cli_learn(cli *k) {
  tml_err err = {0};
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  const tml_config *c = &k->c;
  if (!k->output) return cli_usage("where to? `tmlint learn %s -o FILE`", c->npaths ? c->paths[0] : "PATH…");
  for (uint32_t i = 0; i < c->npaths; i++)
    if (strcmp(c->paths[i], "-") == 0) return cli_usage("learn reads files and folders; standard input (-) is none");
  if (k->merge) {
    if (!c->npaths) return cli_usage("which parts? `tmlint learn --merge a.tmm b.tmm -o %s`", k->output);
    if (c->shards) return cli_usage("--merge joins parts; --shard makes one");
    return tml_run_join(c, k->output);
  }
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  int status = tml_run_learn(c, s, k->output);
  tml_settings_free(s);
  return status;
}
