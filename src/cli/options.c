/* options.c — the one table of options, the parser over it, and what each option does to the configuration.
 *
 * Grammar: `--name value`, `--name=value`, `-j N`, `-jN`, `--` ends the options; a flag takes no value. Options and
 * paths may be mixed. What is misspelt gets one message with the nearest name.
 */
#include "cli.h"

#include "tmlint/report.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- what options do --------------------------------------------------------------------------------------------- */

static tml_origin by(const cli *k, const cli_option *o) {
  tml_origin at = {tml_arena_fmt((tml_arena *)&k->c.arena, "--%s", o->name).p, 0, 0};
  return at;
}

static void add_word(cli *k, const cli_option *o, tml_words *w, tml_str s) {
  w->v = tml_arena_grow(&k->c.arena, w->v, w->n, &w->cap, sizeof *w->v);
  w->v[w->n++] = (tml_word_at){tml_arena_str(&k->c.arena, s), by(k, o)};
}

/* Selectors: the option may be repeated, and a value may hold several, parted by commas. */
static int add_selectors(cli *k, const cli_option *o, const char *value, tml_words *w, tml_err *err) {
  for (const char *p = value; *p;) {
    size_t n = strcspn(p, ",");
    tml_str s = tml_str_trim(tml_str_n(p, n));
    if (!s.n) return tml_fail(err, TML_EUSAGE, "--%s %s: an empty name between commas", o->name, value);
    add_word(k, o, w, s);
    p += n;
    if (*p == ',' && !*++p) return tml_fail(err, TML_EUSAGE, "--%s %s: ends with a comma", o->name, value);
  }
  return *value ? TML_OK : tml_fail(err, TML_EUSAGE, "--%s needs a rule, a family such as EN, or ALL", o->name);
}

static int set_select(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->c.options.has_select = true;
  return add_selectors(k, o, value, &k->c.options.select, err);
}
static int set_ignore(cli *k, const cli_option *o, const char *value, tml_err *err) {
  return add_selectors(k, o, value, &k->c.options.ignore, err);
}

static int bad_word(const cli_option *o, const char *word, size_t n_words, const char *kind, tml_err *err) {
  const char *near = tml_config_nearest(tml_str_c(word), o->words, n_words);
  if (near)
    return tml_fail(err, TML_EUSAGE, "--%s: unknown %s \"%s\"; did you mean \"%s\"?", o->name, kind, word, near);
  tml_buf list = {0};
  for (size_t i = 0; i < n_words; i++) tml_buf_fmt(&list, "%s%s", i ? ", " : "", o->words[i]);
  int rc =
      tml_fail(err, TML_EUSAGE, "--%s: unknown %s \"%s\"; there are: %.*s", o->name, kind, word, (int)list.n, list.p);
  tml_buf_free(&list);
  return rc;
}

/* The value must be one of the option's words. */
static int need_word(const cli_option *o, const char *value, const char *kind, tml_err *err) {
  size_t n = 0;
  for (; o->words[n]; n++)
    if (strcmp(o->words[n], value) == 0) return TML_OK;
  return bad_word(o, value, n, kind, err);
}

static int set_severity(cli *k, const cli_option *o, const char *value, tml_err *err) {
  const char *eq = strchr(value, '=');
  if (!eq || eq == value)
    return tml_fail(err, TML_EUSAGE, "--%s %s: write RULE=LEVEL, such as NU001=warning", o->name, value);
  int rc = need_word(o, eq + 1, "level", err);
  if (rc) return rc;
  tml_layer *l = &k->c.options;
  l->severity = tml_arena_grow(&k->c.arena, l->severity, l->nseverity, &l->severity_cap, sizeof *l->severity);
  tml_str rule = tml_arena_str(&k->c.arena, tml_str_n(value, (size_t)(eq - value)));
  l->severity[l->nseverity++] = (tml_level_at){{rule, by(k, o)}, (uint8_t)tml_config_level(tml_str_c(eq + 1), false)};
  return TML_OK;
}

static int set_preview(cli *k, const cli_option *o, const char *value, tml_err *err) {
  (void)value, (void)err;
  k->c.preview = true;
  k->c.from.preview = by(k, o);
  return TML_OK;
}

static int set_fail_on(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->c.from.fail_on = by(k, o);
  int rc = need_word(o, value, "level", err);
  if (rc == TML_OK) k->c.fail_on = (uint8_t)tml_config_level(tml_str_c(value), true);
  return rc;
}

static int set_severity_min(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->c.from.severity_min = by(k, o);
  int rc = need_word(o, value, "level", err);
  if (rc == TML_OK) k->c.severity_min = (uint8_t)tml_config_level(tml_str_c(value), false);
  return rc;
}

static int set_count(const cli_option *o, const char *value, unsigned long max, uint32_t *out, tml_err *err) {
  char *end;
  errno = 0;
  unsigned long v = strtoul(value, &end, 10);
  if (*value < '0' || *value > '9' || *end || errno || v > max)
    return tml_fail(err, TML_EUSAGE, "--%s %s: this must be a number from 0 to %lu", o->name, value, max);
  *out = (uint32_t)v;
  return TML_OK;
}
static int set_jobs(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->c.from.jobs = by(k, o);
  return set_count(o, value, TML_CONFIG_JOBS_MAX, &k->c.jobs, err);
}
static int set_max(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->c.from.max_findings = by(k, o);
  return set_count(o, value, UINT32_MAX, &k->c.max_findings, err);
}

static int set_min_score(cli *k, const cli_option *o, const char *value, tml_err *err) {
  char *end;
  double v = strtod(value, &end);
  if (*value < '0' || *value > '9' || *end || !(v <= 100))
    return tml_fail(err, TML_EUSAGE, "--%s %s: this must be a number from 0 to 100", o->name, value);
  k->c.from.min_score = by(k, o);
  k->c.min_score = v;
  return TML_OK;
}

/* FMT[=FILE], repeatable; one of them may go to standard output. */
static int set_format(cli *k, const cli_option *o, const char *value, tml_err *err) {
  size_t n = strcspn(value, "=");
  tml_str id = tml_arena_str(&k->c.arena, tml_str_n(value, n));
  int rc = need_word(o, id.p, "format", err);
  if (rc) return rc;
  const char *file = value[n] ? value + n + 1 : NULL;
  if (file && !*file) return tml_fail(err, TML_EUSAGE, "--%s %s: no file behind the \"=\"", o->name, value);
  if (file && strcmp(file, "-") == 0) file = NULL;
  for (uint32_t i = 0; i < k->c.noutputs; i++) {
    const tml_output *other = &k->c.outputs[i];
    if (!file && !other->file)
      return tml_fail(err, TML_EUSAGE, "--%s: both %s and %s would go to standard output; write %s=FILE", o->name,
                      other->format, id.p, id.p);
    if (file && other->file && strcmp(file, other->file) == 0)
      return tml_fail(err, TML_EUSAGE, "--%s: %s and %s would both be written to %s", o->name, other->format, id.p,
                      file);
  }
  k->c.outputs = tml_arena_grow(&k->c.arena, k->c.outputs, k->c.noutputs, &k->c.output_cap, sizeof *k->c.outputs);
  k->c.outputs[k->c.noutputs++] = (tml_output){id.p, file};
  return TML_OK;
}

static int set_own_format(cli *k, const cli_option *o, const char *value, tml_err *err) {
  int rc = need_word(o, value, "format", err);
  unsigned at = 0;
  while (!rc && strcmp(o->words[at], value) != 0) at++;
  if (*o->name == 's') k->segments = at;
  else k->format = value, k->format_at = at;
  return rc;
}

static int set_color(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->c.from.color = by(k, o);
  int rc = need_word(o, value, "value", err);
  if (rc == TML_OK) k->c.color = *value == 'n' ? TML_COLOR_NEVER : value[1] == 'l' ? TML_COLOR_ALWAYS : TML_COLOR_AUTO;
  return rc;
}
static int set_no_color(cli *k, const cli_option *o, const char *value, tml_err *err) {
  (void)value, (void)err;
  k->c.from.color = by(k, o);
  k->c.color = TML_COLOR_NEVER;
  return TML_OK;
}

/* Options' globs come on top of the file's excludes, and replace its includes. */
static int set_include(cli *k, const cli_option *o, const char *value, tml_err *err) {
  (void)err;
  tml_config *c = &k->c;
  if (strcmp(c->from.include.where, "--include") != 0) c->ninclude = 0;
  c->from.include = by(k, o);
  c->include = tml_arena_grow(&c->arena, c->include, c->ninclude, &c->include_cap, sizeof *c->include);
  c->include[c->ninclude++] = value;
  return TML_OK;
}
static int set_exclude(cli *k, const cli_option *o, const char *value, tml_err *err) {
  (void)err;
  tml_config *c = &k->c;
  c->from.exclude = by(k, o);
  c->exclude = tml_arena_grow(&c->arena, c->exclude, c->nexclude, &c->exclude_cap, sizeof *c->exclude);
  c->exclude[c->nexclude++] = value;
  return TML_OK;
}

static int set_language(cli *k, const cli_option *o, const char *value, tml_err *err) {
  if (!tml_config_is_tag(tml_str_c(value)))
    return tml_fail(err, TML_EUSAGE, "--%s %s: this is no language tag; write one such as ko-KR", o->name, value);
  tml_word_at *to = *o->name == 's' ? &k->c.option_source : &k->c.option_target;
  *to = (tml_word_at){tml_str_c(value), by(k, o)};
  return TML_OK;
}

static int set_flag(cli *k, const cli_option *o, const char *value, tml_err *err) {
  (void)value, (void)err;
  switch (*o->name) {
  case 'q': k->c.quiet = true; break;
  case 's': k->c.statistics = true; break;
  case 'l': k->c.list_files = true; break;
  case 'e': k->examples = true; break;
  case 'h': k->help = true; break;
  case 'm': k->man = true; break;
  case 'v': k->version = true; break;
  default: break;
  }
  return TML_OK;
}

static int set_export(cli *k, const cli_option *o, const char *value, tml_err *err) {
  if (*o->name == 'd') {
    k->dedup = true;
    return TML_OK;
  }
  if (*o->name == 'o') {
    k->only = value;
    return need_word(o, value, "part", err);
  }
  k->locale = value;
  if (tml_config_is_tag(tml_str_c(value))) return TML_OK;
  return tml_fail(err, TML_EUSAGE, "--%s %s: this is no language tag; write one such as ko-KR", o->name, value);
}

static int set_output(cli *k, const cli_option *o, const char *value, tml_err *err) {
  if (!*value) return tml_fail(err, TML_EUSAGE, "--%s: the value is empty", o->name);
  k->output = value;
  return TML_OK;
}

static int set_text(cli *k, const cli_option *o, const char *value, tml_err *err) {
  if (!*value) return tml_fail(err, TML_EUSAGE, "--%s: the value is empty", o->name);
  switch (*o->name) {
  case 'c': k->config_file = value; break;
  case 's': k->c.stdin_filename = value; break;
  case 'o': k->output = strcmp(value, "-") == 0 ? NULL : value; break;
  default: break;
  }
  return TML_OK;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static const char *const rules_formats[] = {"text", "json", "markdown", NULL};
static const char *const explain_formats[] = {"text", "markdown", NULL};
/* in the order of enum tml_export_format, tml_align_format and tml_cut */
static const char *const export_formats[] = {"jsonl", "tsv", "tmx", "xliff", "po", NULL};
static const char *const export_parts[] = {"clean", "flagged", NULL};
static const char *const align_formats[] = {"jsonl", "tsv", "html", "tmx", "xliff", NULL};
static const char *const cuts[] = {"sentences", "lines", "blocks", NULL};
static const char *const levels[] = {"off", "info", "warning", "error", NULL};
static const char *const fail_levels[] = {"error", "warning", "info", "never", NULL};
static const char *const whens[] = {"auto", "always", "never", NULL};

enum {
  CHECKS = CMD_CHECK | CMD_CONFIG,
  RULES = CHECKS | CMD_BASELINE,
  READS = RULES | CMD_EXPORT,
  TREES = READS | CMD_ALIGN | CMD_LEARN,
  SHOWS = CHECKS | CMD_MERGE
};

const cli_option cli_options[] = {
    {"format", 'f', "FMT[=FILE]", tml_writer_format_names, SHOWS,
     "write this report, to a file or standard output; repeatable", set_format},
    {"format", 'f', "FMT", rules_formats, CMD_RULES, "how to write the catalogue", set_own_format},
    {"format", 'f', "FMT", explain_formats, CMD_EXPLAIN, "how to write the page", set_own_format},
    {"format", 'f', "FMT", export_formats, CMD_EXPORT, "how to write the pairs", set_own_format},
    {"format", 'f', "FMT", align_formats, CMD_ALIGN, "how to write the beads (default: jsonl)", set_own_format},
    {"segments", 0, "CUT", cuts, CMD_ALIGN, "what a page is cut into (default: sentences)", set_own_format},
    {"select", 0, "RULES", NULL, RULES, "run these rules: codes, names, families (EN) or ALL, parted by commas",
     set_select},
    {"ignore", 0, "RULES", NULL, RULES, "do not run these", set_ignore},
    {"severity", 0, "RULE=LEVEL", levels, RULES, "give a rule or family another severity, or turn it off",
     set_severity},
    {"preview", 0, NULL, NULL, RULES, "also run the preview rules", set_preview},
    {"fail-on", 0, "LEVEL", fail_levels, SHOWS, "exit with 1 from this severity on (default: error)", set_fail_on},
    {"severity-min", 0, "LEVEL", levels + 1, SHOWS, "text shows findings from this severity on (default: warning)",
     set_severity_min},
    {"max-findings", 0, "N", NULL, SHOWS, "show at most N findings", set_max},
    {"statistics", 0, NULL, NULL, CMD_CHECK | CMD_MERGE,
     "also count the findings by rule and family, and by locale, folder and page with their LQA score", set_flag},
    {"min-score", 0, "N", NULL, CMD_CHECK | CMD_MERGE,
     "exit with 1 when the LQA score of all files is below N (0 to 100)", set_min_score},
    {"quiet", 'q', NULL, NULL, CMD_CHECK | CMD_EXPORT | CMD_BASELINE | CMD_MERGE | CMD_ALIGN | CMD_LEARN,
     "findings and errors only: no summary, progress or hints", set_flag},
    {"color", 0, "WHEN", whens, SHOWS, "colour in text (default: auto, on a terminal)", set_color},
    {"no-color", 0, NULL, NULL, SHOWS, "the same as --color never", set_no_color},
    {"source-language", 0, "TAG", NULL, TREES, "the source's language, whatever the files say", set_language},
    {"target-language", 0, "TAG", NULL, TREES, "the target's", set_language},
    {"include", 0, "GLOB", NULL, TREES, "in folders read only files that match; repeatable", set_include},
    {"exclude", 0, "GLOB", NULL, TREES, "leave out files and folders that match; repeatable", set_exclude},
    {"list-files", 0, NULL, NULL, CMD_CHECK, "print the files that would be read, and end", set_flag},
    {"stdin-filename", 0, "NAME", NULL, READS, "the name that standard input (-) goes by", set_text},
    {"config", 0, "FILE", NULL, TREES | CMD_MERGE,
     "use this file, not the tmlint.json found from the first path upward", set_text},
    {"jobs", 'j', "N", NULL, RULES | CMD_ALIGN | CMD_LEARN, "threads (default: one a processor)", set_jobs},
    {"changed", 0, "[=REF]", NULL, CHECKS,
     "only what changed since the merge base with REF (default: upstream/main, origin/main or main)", cli_set_control},
    {"staged", 0, NULL, NULL, CHECKS, "only what is staged, as it is in git's index", cli_set_control},
    {"diff-from", 0, "FILE", NULL, CHECKS, "only what a unified diff changed (-: standard input)", cli_set_control},
    {"baseline", 0, "FILE", NULL, CMD_CHECK | CMD_CONFIG,
     "findings that this file of `tmlint baseline` has do not count", cli_set_control},
    {"reference", 0, "PATH", NULL, RULES,
     "compare source spans with today's source page, or with a tree of such pages (family RF)", cli_set_control},
    {"source-tree", 0, "PATH", NULL, RULES,
     "the pages' sources are the pages of this tree: align them, and check the pairs", cli_set_control},
    {"map", 0, "PATTERN", NULL, CMD_ALIGN,
     "how the paths of TARGET and of SOURCE correspond, '{locale}/{path}={path}'; repeatable", cli_set_control},
    {"map", 0, "PATTERN", NULL, RULES,
     "with --source-tree: how paths correspond, '{locale}/{path}=en/{path}'; repeatable", cli_set_control},
    {"memory", 0, "FILE", NULL, RULES, "what rules about many pages go by, as `tmlint learn` wrote it",
     cli_set_control},
    {"memory", 0, "FILE", NULL, CMD_ALIGN,
     "what is known of the words of the two languages, as `tmlint learn` wrote it", cli_set_control},
    {"shard", 0, "K/N", NULL, CHECKS | CMD_LEARN, "only part K of N of the files; `merge` joins the reports",
     cli_set_control},
    {"merge", 0, NULL, NULL, CMD_LEARN, "join parts of a memory", cli_set_control},
    {"fix", 0, NULL, NULL, CMD_CHECK, "mend what can be mended safely, and report what is left", cli_set_control},
    {"unsafe-fixes", 0, NULL, NULL, CMD_CHECK, "with --fix or --diff: also what may change what is said",
     cli_set_control},
    {"diff", 0, NULL, NULL, CMD_CHECK, "print what --fix would do as a unified diff; nothing is written",
     cli_set_control},
    {"hook", 0, NULL, NULL, CMD_INIT, "also a git hook that lints what is staged before every commit", cli_set_control},
    {"prune", 0, NULL, NULL, CMD_BASELINE, "only take out what is fixed", cli_set_control},
    {"output", 'o', "FILE", NULL, CMD_BASELINE, "the file (default: tmlint-baseline.json; -: standard output)",
     set_output},
    {"output", 'o', "FILE", NULL, CMD_LEARN, "the memory file", set_output},
    {"output", 'o', "FILE", NULL, CMD_EXPORT | CMD_ALIGN, "write to a file, not to standard output", set_text},
    {"man", 0, NULL, NULL, CMD_HELP, "print the manual page tmlint(1), for man", set_flag},
    {"examples-json", 0, NULL, NULL, CMD_EXPLAIN, NULL, set_flag},
    {"help", 'h', NULL, NULL, CMD_ALL, "print help", set_flag},
    {"version", 'V', NULL, NULL, CMD_ALL, "print the version", set_flag},
    {"only", 0, "WHICH", export_parts, CMD_EXPORT,
     "check first: write the pairs that have no finding at warning or above, or those that have, with what was found",
     set_export},
    {"dedup", 0, NULL, NULL, CMD_EXPORT, "write a pair of the same two texts once", set_export},
    {"locale", 0, "TAG", NULL, CMD_EXPORT, "only pairs of this target language (ko: ko-KR, too)", set_export},
    {NULL, 0, NULL, NULL, 0, NULL, NULL}};

/* ---- the parser -------------------------------------------------------------------------------------------------- */

static const cli_option *find_option(const cli *k, tml_str name, char letter) {
  for (const cli_option *o = cli_options; o->name; o++)
    if ((o->commands & k->command->bit) && (letter ? o->letter == letter : tml_str_is(name, o->name))) return o;
  return NULL;
}

static int unknown_option(const cli *k, tml_str name, tml_err *err) {
  const char *names[TML_COUNT(cli_options)];
  size_t n = 0;
  for (const cli_option *o = cli_options; o->name; o++) {
    if (tml_str_is(name, o->name)) /* it belongs to another command */
      return tml_fail(err, TML_EUSAGE, "`tmlint %s` has no option --%s; see `tmlint help %s`", k->command->name,
                      o->name, k->command->name);
    if ((o->commands & k->command->bit) && o->help) names[n++] = o->name;
  }
  const char *near = tml_config_nearest(name, names, n);
  if (near) return tml_fail(err, TML_EUSAGE, "unknown option --%.*s; did you mean --%s?", (int)name.n, name.p, near);
  return tml_fail(err, TML_EUSAGE, "unknown option --%.*s; see `tmlint help %s`", (int)name.n, name.p,
                  k->command->name);
}

static int give(cli *k, const cli_option *o, const char *value, tml_err *err) {
  k->given = tml_arena_grow(&k->arena, k->given, k->ngiven, &k->given_cap, sizeof *k->given);
  k->given[k->ngiven++] = (cli_given){o, value};
  if (o->set == set_flag && o->commands == CMD_ALL) return set_flag(k, o, value, err); /* help and version: at once */
  return TML_OK;
}

/* argv[*i] begins with "--". */
static int parse_long(cli *k, int argc, char **argv, int *i, tml_err *err) {
  const char *word = argv[*i] + 2;
  size_t n = strcspn(word, "=");
  tml_str name = tml_str_n(word, n);
  const cli_option *o = find_option(k, name, 0);
  if (!o) return unknown_option(k, name, err);
  const char *value = word[n] ? word + n + 1 : NULL;
  if (!o->arg && value) return tml_fail(err, TML_EUSAGE, "--%s takes no value", o->name);
  if (o->arg && !value && *o->arg != '[') {
    if (*i + 1 >= argc) return tml_fail(err, TML_EUSAGE, "--%s needs a value: --%s %s", o->name, o->name, o->arg);
    value = argv[++*i];
  }
  return give(k, o, value, err);
}

/* argv[*i] begins with "-" and a letter: -q, -j4, -j 4, -qj4. */
static int parse_short(cli *k, int argc, char **argv, int *i, tml_err *err) {
  for (const char *p = argv[*i] + 1; *p; p++) {
    const cli_option *o = find_option(k, (tml_str){NULL, 0}, *p);
    if (!o) return tml_fail(err, TML_EUSAGE, "unknown option -%c; see `tmlint help %s`", *p, k->command->name);
    if (!o->arg) {
      int rc = give(k, o, NULL, err);
      if (rc) return rc;
      continue;
    }
    const char *value = p[1] ? p + 1 + (p[1] == '=') : NULL;
    if (!value) {
      if (*i + 1 >= argc) return tml_fail(err, TML_EUSAGE, "-%c needs a value: -%c %s", o->letter, o->letter, o->arg);
      value = argv[++*i];
    }
    return give(k, o, value, err);
  }
  return TML_OK;
}

/* Which command the first word means; *words: how many words it took. */
static int which_command(cli *k, int argc, char **argv, int *words, tml_err *err) {
  *words = 0;
  k->command = cli_command_find("check");
  if (argc < 2 || argv[1][0] == '-') return TML_OK;
  const cli_command *c = cli_command_find(argv[1]);
  struct stat st;
  if (c) {
    k->command = c;
    *words = 1;
    return TML_OK;
  }
  /* A path, there or at least meant as one. */
  if (stat(argv[1], &st) == 0 || strpbrk(argv[1], "/.")) return TML_OK;
  const char *names[32];
  size_t n = 0;
  for (c = cli_commands; c->name; c++) names[n++] = c->name;
  const char *near = tml_config_nearest(tml_str_c(argv[1]), names, n);
  if (near)
    return tml_fail(err, TML_EUSAGE, "\"%s\" is neither a command nor a file here; did you mean `tmlint %s`?", argv[1],
                    near);
  return tml_fail(err, TML_EUSAGE, "\"%s\" is neither a command nor a file here; see `tmlint --help`", argv[1]);
}

/* `tmlint --quiet check a.md`: a command behind options. check is what is meant anyway; others have other options. */
static int late_command(cli *k, tml_err *err) {
  struct stat st;
  if (!k->nargs || !cli_command_find(k->args[0]) || stat(k->args[0], &st) == 0) return TML_OK;
  if (strcmp(k->args[0], "check") != 0)
    return tml_fail(err, TML_EUSAGE, "the command stands first: `tmlint %s …`, its options behind it", k->args[0]);
  k->args++;
  k->nargs--;
  return TML_OK;
}

int cli_parse(cli *k, int argc, char **argv, tml_err *err) {
  int words, rc = which_command(k, argc, argv, &words, err);
  if (rc) return rc;
  bool options = true;
  for (int i = 1 + words; i < argc && rc == TML_OK; i++) {
    const char *a = argv[i];
    if (options && strcmp(a, "--") == 0) {
      options = false;
    } else if (options && a[0] == '-' && a[1] == '-') {
      rc = parse_long(k, argc, argv, &i, err);
    } else if (options && a[0] == '-' && a[1]) {
      rc = parse_short(k, argc, argv, &i, err);
    } else {
      k->args = tml_arena_grow(&k->arena, k->args, k->nargs, &k->arg_cap, sizeof *k->args);
      k->args[k->nargs++] = a;
    }
  }
  return rc == TML_OK && words == 0 ? late_command(k, err) : rc;
}

int cli_apply(cli *k, tml_err *err) {
  int rc = TML_OK;
  for (size_t i = 0; i < k->ngiven && rc == TML_OK; i++)
    rc = k->given[i].option->set(k, k->given[i].option, k->given[i].value, err);
  return rc;
}

int cli_configure(cli *k, tml_err *err) {
  tml_config *c = &k->c;
  tml_config_init(c);
  c->paths = k->args;
  c->npaths = (uint32_t)k->nargs;
  const char *first = k->nargs ? k->args[0] : NULL;
  for (size_t i = 0; i < k->ngiven; i++) { /* these two say where the file is looked for */
    if (k->given[i].option->set != set_text) continue;
    int rc = set_text(k, k->given[i].option, k->given[i].value, err);
    if (rc) return rc;
  }
  if (first && strcmp(first, "-") == 0) first = c->stdin_filename;
  const char *file = k->config_file ? k->config_file : tml_config_find(c, first).p;
  int rc = file && *file ? tml_config_load(c, file, err) : TML_OK;
  if (rc == TML_OK) rc = cli_apply(k, err);
  if (rc) return rc;
  bool from_stdin = false;
  for (size_t i = 0; i < k->nargs; i++) {
    if (!*k->args[i]) return tml_fail(err, TML_EUSAGE, "a path is empty");
    if (strcmp(k->args[i], "-") == 0 && from_stdin)
      return tml_fail(err, TML_EUSAGE, "standard input (-) is named twice");
    if (strcmp(k->args[i], "-") == 0) from_stdin = true;
  }
  if (c->stdin_filename && !from_stdin)
    return tml_fail(err, TML_EUSAGE, "--stdin-filename names standard input, but no path is \"-\"");
  if ((rc = cli_check_control(k, err))) return rc;
  tml_config_finish(c);
  return TML_OK;
}

int cli_open_packs(cli *k, tml_settings **out, tml_err *err) {
  *out = NULL;
  tml_config_init(&k->c);
  const char *file = tml_config_find(&k->c, NULL).p;
  if (!file || !*file) return TML_OK;
  int rc = tml_config_load(&k->c, file, err);
  if (rc) return rc;
  tml_config_finish(&k->c);
  *out = tml_settings_make(&k->c, err);
  return *out ? TML_OK : TML_EUSAGE;
}
