/* check.c — `tmlint check`: options to configuration to run. */
#include "cli.h"

#include "tmlint/run.h"

int cli_check(cli *k) {
  tml_err err = {0};
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  if (k->c.list_files) return tml_run_list(&k->c);
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  int status = tml_run_check(&k->c, s);
  tml_settings_free(s);
  return status;
}
