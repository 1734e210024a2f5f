/* export.c — `tmlint export`. */
#include "tmlint/export.h"

#include "cli.h"

int cli_export(cli *k) {
  tml_err err = {0};
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  tml_export_opts opts = {.dedup = k->dedup, .locale = k->locale, .output = k->output};
  opts.format = (enum tml_export_format)k->format_at;
  if (k->only) opts.only = *k->only == 'c' ? TML_ONLY_CLEAN : TML_ONLY_FLAGGED;
  int status = tml_run_export(&k->c, s, &opts);
  tml_settings_free(s);
  return status;
}
