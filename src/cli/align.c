/* align.c — `tmlint align SOURCE TARGET`. */
#include "tmlint/aligning.h"

#include "cli.h"

int cli_align(cli *k) {
  tml_err err = {0};
  if (k->nargs != 2)
    return cli_usage("align takes two paths, SOURCE and TARGET; there %s %zu", k->nargs == 1 ? "is" : "are", k->nargs);
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  tml_align_opts o = {.source = k->args[0], .target = k->args[1], .output = k->output};
  o.cut = (enum tml_cut)k->segments;
  o.format = (enum tml_align_format)k->format_at;
  int status = tml_run_align(&k->c, s, &o);
  tml_settings_free(s);
  return status;
}
