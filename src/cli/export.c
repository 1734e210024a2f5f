/* export.c — `tmlint export`. */
#include "tmlint/export.h"

#include "cli.h"

int cli_export(cli *k) {
  tml_err err = {0};
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  bool tsv = k->format && strcmp(k->format, "tsv") == 0;
  int status = tml_run_export(&k->c, s, tsv ? TML_EXPORT_TSV : TML_EXPORT_JSONL, k->output);
  tml_settings_free(s);
  return status;
}
