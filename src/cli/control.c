/* control.c — options that say which findings count, and whether they go together. */
#include "cli.h"

#include "tmlint/run.h"

#include <errno.h>
#include <stdlib.h>

static int set_mode(cli *k, const cli_option *o, int mode, tml_err *err) {
  if (k->c.mode != TML_MODE_ALL)
    return tml_fail(err, TML_EUSAGE, "--%s: one of --changed, --staged and --diff-from is enough", o->name);
  k->c.mode = (uint8_t)mode;
  return TML_OK;
}

/* K/N */
static int set_shard(tml_config *c, const char *value, tml_err *err) {
  char *slash, *end = NULL;
  errno = 0;
  unsigned long k = strtoul(value, &slash, 10), n = *slash == '/' ? strtoul(slash + 1, &end, 10) : 0;
  bool digits = value[strspn(value, "0123456789/")] == 0;
  if (!digits || *slash != '/' || !end || *end || errno || !k || k > n || n > UINT32_MAX)
    return tml_fail(err, TML_EUSAGE, "--shard %s: write K/N, the part and how many there are, such as 2/8", value);
  c->shard = (uint32_t)k;
  c->shards = (uint32_t)n;
  return TML_OK;
}

int cli_set_control(cli *k, const cli_option *o, const char *value, tml_err *err) {
  tml_config *c = &k->c;
  if (o->arg && value && !*value) return tml_fail(err, TML_EUSAGE, "--%s: the value is empty", o->name);
  if (strcmp(o->name, "changed") == 0) {
    c->changed_ref = value;
    return set_mode(k, o, TML_MODE_CHANGED, err);
  }
  if (strcmp(o->name, "baseline") == 0) {
    c->baseline = value;
    c->from.baseline = (tml_origin){"--baseline", 0, 0};
    return TML_OK;
  }
  if (strcmp(o->name, "reference") == 0) {
    c->reference = value;
    c->from.reference = (tml_origin){"--reference", 0, 0};
    return TML_OK;
  }
  if (strcmp(o->name, "source-tree") == 0) {
    c->source_tree = value;
    c->from.source_tree = (tml_origin){"--source-tree", 0, 0};
    return TML_OK;
  }
  if (strcmp(o->name, "map") == 0) {
    if (!strchr(value, '='))
      return tml_fail(err, TML_EUSAGE, "--map %s: a map is TARGET=SOURCE, such as '{locale}/{path}=en/{path}'", value);
    if (strcmp(c->from.map.where, "--map") != 0) c->nmaps = 0; /* the file's */
    c->from.map = (tml_origin){"--map", 0, 0};
    c->maps = tml_arena_grow(&c->arena, c->maps, c->nmaps, &c->map_cap, sizeof *c->maps);
    c->maps[c->nmaps++] = value;
    return TML_OK;
  }
  if (strcmp(o->name, "memory") == 0) {
    c->memory = value;
    c->from.memory = (tml_origin){"--memory", 0, 0};
    return TML_OK;
  }
  if (strcmp(o->name, "shard") == 0) return set_shard(c, value, err);
  if (strcmp(o->name, "merge") == 0) {
    k->merge = true;
    return TML_OK;
  }
  if (strcmp(o->name, "fix") == 0 || strcmp(o->name, "diff") == 0 || strcmp(o->name, "unsafe-fixes") == 0) {
    bool *flag = *o->name == 'f' ? &c->fix : *o->name == 'd' ? &c->diff : &c->unsafe_fixes;
    *flag = true;
    return TML_OK;
  }
  if (strcmp(o->name, "hook") == 0) {
    k->hook = true;
    return TML_OK;
  }
  if (strcmp(o->name, "prune") == 0) {
    k->prune = true;
    return TML_OK;
  }
  if (strcmp(o->name, "staged") == 0) return set_mode(k, o, TML_MODE_STAGED, err);
  c->diff_from = value;
  return set_mode(k, o, TML_MODE_DIFF, err);
}

int cli_check_control(const cli *k, tml_err *err) {
  static const char *const names[] = {"", "--changed", "--staged", "--diff-from"};
  const tml_config *c = &k->c;
  for (uint32_t i = 0; i < c->npaths; i++)
    if (c->mode != TML_MODE_ALL && strcmp(c->paths[i], "-") == 0)
      return tml_fail(err, TML_EUSAGE, "%s compares files, and standard input (-) is none", names[c->mode]);
  if (c->source_tree && (c->memory || c->shards))
    return tml_fail(err, TML_EUSAGE, "%s does not go with --source-tree: its pages are aligned in one batch",
                    c->memory ? "--memory" : "--shard");
  bool fixes = c->fix || c->diff;
  if (c->nmaps && !c->source_tree && k->command->bit != CMD_ALIGN)
    return tml_fail(err, TML_EUSAGE, "--map goes with --source-tree");
  if (fixes && c->source_tree)
    return tml_fail(err, TML_EUSAGE, "--fix and --diff do not go with --source-tree: aligned pairs are not mended");
  if (c->unsafe_fixes && !fixes) return tml_fail(err, TML_EUSAGE, "--unsafe-fixes goes with --fix or --diff");
  if (fixes && c->mode == TML_MODE_DIFF)
    return tml_fail(err, TML_EUSAGE, "--fix and --diff do not go with --diff-from: its lines would move");
  if (c->fix && !c->diff && c->mode == TML_MODE_STAGED)
    return tml_fail(err, TML_EUSAGE, "--staged reads the index and --fix changes the work tree; use --changed=HEAD");
  for (uint32_t i = 0; i < c->npaths; i++)
    if (c->fix && !c->diff && strcmp(c->paths[i], "-") == 0)
      return tml_fail(err, TML_EUSAGE, "--fix can't change standard input (-); --diff shows what it would do");
  return TML_OK;
}

int cli_baseline(cli *k) {
  tml_err err = {0};
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_config *c = &k->c;
  const char *file = k->output ? k->output : c->baseline ? c->baseline : "tmlint-baseline.json";
  if (k->prune && strcmp(file, "-") == 0) return cli_usage("--prune needs the file that it is to take from: -o FILE");
  c->baseline = k->prune ? file : NULL;
  tml_settings *s = tml_settings_make(c, &err);
  if (!s) return cli_complain(&err);
  int status = tml_run_baseline(c, s, file, k->prune);
  tml_settings_free(s);
  return status;
}

int cli_init(cli *k) {
  tml_err err = {0};
  if (k->nargs) return cli_usage("`tmlint init` is about the current folder; %s is too much", k->args[0]);
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  int status = tml_run_init(&k->c, s, k->hook);
  tml_settings_free(s);
  return status;
}
