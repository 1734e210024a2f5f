/* merge.c — `tmlint merge`: saved reports joined, and written in other formats. */
#include "cli.h"

#include "tmlint/run.h"

int cli_merge(cli *k) {
  tml_err err = {0};
  if (!k->nargs) return cli_usage("which reports? `tmlint merge a.json b.json --format sarif=all.sarif`");
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_settings *s = tml_settings_make(&k->c, &err); /* rules of packs stand in reports, too */
  if (!s) return cli_complain(&err);
  int status = tml_run_merge(&k->c);
  tml_settings_free(s);
  return status;
}
