/* complete.c — `tmlint completion SHELL`: scripts for bash, zsh and fish, from the tables of commands, options, rules
 * and schemas.
 *
 * Everything is written into the script: completing runs no tmlint. What a positional word is, the command's usage
 * says (PATH and REPORT: files). In bash `--name=value` comes in parts, for "=" breaks words there.
 */
#include "cli.h"

enum kind { KIND_NONE, KIND_FILES, KIND_RULES, KIND_SCHEMAS, KIND_COMMANDS, KIND_WORDS };

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

/* Of the command's words that are no options. */
static enum kind takes(const cli_command *c) {
  static const struct {
    const char *word;
    enum kind kind;
  } kinds[] = {{"PATH", KIND_FILES},     {"REPORT", KIND_FILES},       {"RULE", KIND_RULES},
               {"[NAME]", KIND_SCHEMAS}, {"[COMMAND]", KIND_COMMANDS}, {"SHELL", KIND_WORDS}};
  for (size_t i = 0; i < TML_COUNT(kinds); i++)
    if (strstr(c->usage, kinds[i].word)) return kinds[i].kind;
  return KIND_NONE;
}

static bool shown(const cli_option *o, const cli_command *c) { return o->help && (o->commands & c->bit); }
static bool takes_rules(const cli_option *o) { return o->arg && strncmp(o->arg, "RULE", 4) == 0; }
static bool takes_file(const cli_option *o) { return o->arg && strcmp(o->arg, "FILE") == 0; }
static bool optional(const cli_option *o) { return o->arg && *o->arg == '['; }
static bool repeats(const cli_option *o) { return strstr(o->help, "repeatable") || takes_rules(o); }

static void words(tml_buf *b, const char *const *w) {
  for (size_t i = 0; w[i]; i++) tml_buf_fmt(b, "%s%s", i ? " " : "", w[i]);
}

static void commands(tml_buf *b) {
  const char *gap = "";
  for (const cli_command *c = cli_commands; c->name; c++) {
    tml_buf_fmt(b, "%s%s", gap, c->name);
    gap = " ";
  }
}

/* Codes; with names, too, where a rule is named, and with families where several are. */
static void rules(tml_buf *b, bool names) {
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status == TML_REMOVED) continue;
    if (!names && (i == 0 || !tml_rule_same_family(r->code, tml_rule_at(i - 1)->code)))
      tml_buf_fmt(b, "%.*s ", (int)tml_rule_letters(r->code), r->code);
    tml_buf_fmt(b, "%s ", r->code);
    if (names) tml_buf_fmt(b, "%s ", r->name);
  }
  if (!names) tml_buf_z(b, "ALL");
  else b->n--; /* the last blank */
}

static void schemas(tml_buf *b) {
  const char *names[32];
  size_t n = cli_schema_names(names, TML_COUNT(names));
  for (size_t i = 0; i < n; i++) tml_buf_fmt(b, "%s%s", i ? " " : "", names[i]);
}

/* The words that a command takes, in one line; nothing for files. */
static void arguments(tml_buf *b, enum kind kind) {
  switch (kind) {
  case KIND_RULES: rules(b, true); break;
  case KIND_SCHEMAS: schemas(b); break;
  case KIND_COMMANDS: commands(b); break;
  case KIND_WORDS: words(b, shells); break;
  default: break;
  }
}

/* ---- bash -------------------------------------------------------------------------------------------------------- */

static void bash_options(tml_buf *b, const cli_command *c) {
  const char *gap = "";
  tml_buf_fmt(b, "    %s) options='", c->name);
  for (const cli_option *o = cli_options; o->name; o++) {
    if (!shown(o, c)) continue;
    tml_buf_fmt(b, "%s--%s%s", gap, o->name, optional(o) ? "=" : "");
    gap = " ";
  }
  tml_buf_z(b, "' words='");
  arguments(b, takes(c));
  tml_buf_fmt(b, "' files=%d ;;\n", takes(c) == KIND_FILES);
}

/* What the value of an option may be; options without a value are not listed. */
static void bash_values(tml_buf *b, const cli_command *c) {
  for (const cli_option *o = cli_options; o->name; o++) {
    if (!shown(o, c) || !o->arg) continue;
    tml_buf_fmt(b, "    '%s --%s'", c->name, o->name);
    if (o->letter) tml_buf_fmt(b, " | '%s -%c'", c->name, o->letter);
    tml_buf_fmt(b, ") kind=%s values='",
                takes_rules(o)  ? (o->words ? "level" : "rules")
                : optional(o)   ? "ref"
                : takes_file(o) ? "file"
                                : "words");
    if (o->words) words(b, o->words);
    tml_buf_z(b, "' ;;\n");
  }
}

static void bash(tml_buf *b) {
  tml_buf_z(b, "# bash completion of tmlint " TML_VERSION "; made by `tmlint completion bash`.\n"
               "_tmlint() {\n"
               "  local cur=${COMP_WORDS[COMP_CWORD]} command=check options words files kind= values='' given= i\n"
               "  COMPREPLY=()\n"
               "  case ${COMP_WORDS[1]} in\n    ");
  for (const cli_command *c = cli_commands; c->name; c++)
    tml_buf_fmt(b, "%s%s", c == cli_commands ? "" : " | ", c->name);
  tml_buf_z(b, ") ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]} ;;\n"
               "  esac\n"
               "  case $command in\n");
  for (const cli_command *c = cli_commands; c->name; c++) bash_options(b, c);
  tml_buf_z(b, "  esac\n"
               "  # The option whose value this is: `--name value`, `--name = value`, `--name NU001 = level`.\n"
               "  for ((i = COMP_CWORD; i > 0 && i >= COMP_CWORD - 4; i--)); do\n"
               "    [[ ${COMP_WORDS[i]} == -?* && $i -lt $COMP_CWORD ]] && { given=${COMP_WORDS[i]}; break; }\n"
               "  done\n"
               "  [[ $cur == '=' ]] && cur=\n"
               "  case \"$command $given\" in\n");
  for (const cli_command *c = cli_commands; c->name; c++) bash_values(b, c);
  tml_buf_z(b, "  esac\n"
               "  local between=$((COMP_CWORD - i - 1)) equals=\n"
               "  [[ -n $kind ]] && [[ ${COMP_WORDS[i + 1]} == '=' ]] && equals=1\n"
               "  # How many words of the value stand before the one at hand.\n"
               "  [[ -n $equals ]] && ((between > 0)) && ((between--))\n"
               "  [[ $kind == ref && -z $equals ]] && kind=\n"
               "  [[ $kind == level ]] && ((between > 0)) && [[ ${COMP_WORDS[COMP_CWORD]} == '=' || "
               "${COMP_WORDS[COMP_CWORD - 1]} == '=' ]] && kind=words between=0\n"
               "  ((between > 0)) && kind=\n"
               "  case $kind in\n"
               "    words) COMPREPLY=($(compgen -W \"$values\" -- \"$cur\")) ;;\n"
               "    file) COMPREPLY=($(compgen -f -- \"$cur\")); compopt -o filenames 2>/dev/null ;;\n"
               "    ref) COMPREPLY=($(compgen -W \"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)\" -- "
               "\"$cur\")) ;;\n"
               "    rules | level)\n"
               "      local before=\n"
               "      [[ $kind == rules && $cur == *,* ]] && before=${cur%,*},\n"
               "      COMPREPLY=($(compgen -P \"$before\" -W '");
  rules(b, false);
  tml_buf_z(
      b, "' -- \"${cur##*,}\"))\n"
         "      [[ $kind == level ]] && { COMPREPLY=(\"${COMPREPLY[@]/%/=}\"); compopt -o nospace 2>/dev/null; } ;;\n"
         "    *)\n"
         "      if [[ $cur == -* ]]; then\n"
         "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
         "        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null\n"
         "        return 0\n"
         "      fi\n"
         "      ((COMP_CWORD == 1)) && words='");
  commands(b);
  tml_buf_z(b, "'\n"
               "      COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
               "      ((files)) && COMPREPLY+=($(compgen -f -- \"$cur\")) && compopt -o filenames 2>/dev/null ;;\n"
               "  esac\n"
               "  return 0\n"
               "}\n"
               "complete -F _tmlint tmlint\n");
}

/* ---- zsh --------------------------------------------------------------------------------------------------------- */

/* In single quotes, inside the brackets of an _arguments specification. */
static void zsh_text(tml_buf *b, const char *text) {
  for (const char *p = text; *p; p++) {
    if (*p == '\'') tml_buf_z(b, "'\\''");
    else if (strchr("[]:\\`$", *p)) tml_buf_fmt(b, "\\%c", *p);
    else tml_buf_c(b, *p);
  }
}

static void zsh_option(tml_buf *b, const cli_option *o, const char *dashes, const char *name) {
  tml_buf_z(b, "        '");
  if (repeats(o)) tml_buf_c(b, '*');
  else if (o->letter) tml_buf_fmt(b, "(-%c --%s)", o->letter, o->name);
  tml_buf_fmt(b, "%s%s%s[", dashes, name, !o->arg ? "" : optional(o) ? "=-" : dashes[1] ? "=" : "+");
  zsh_text(b, o->help);
  tml_buf_c(b, ']');
  if (o->arg) {
    tml_buf_z(b, optional(o) ? "::" : ":");
    zsh_text(b, o->arg);
    tml_buf_c(b, ':');
    if (takes_rules(o)) tml_buf_z(b, o->words ? "_tmlint_level" : "_sequence _tmlint_rules");
    else if (takes_file(o)) tml_buf_z(b, "_files");
    else if (o->words) {
      tml_buf_c(b, '(');
      words(b, o->words);
      tml_buf_c(b, ')');
    }
  }
  tml_buf_z(b, "' \\\n");
}

static void zsh_command(tml_buf *b, const cli_command *c) {
  tml_buf_fmt(b, "    %s)\n      _arguments -s -S \\\n", c->name);
  for (const cli_option *o = cli_options; o->name; o++) {
    if (!shown(o, c)) continue;
    char letter[2] = {o->letter, 0};
    if (o->letter) zsh_option(b, o, "-", letter);
    zsh_option(b, o, "--", o->name);
  }
  enum kind kind = takes(c);
  if (kind == KIND_FILES) {
    tml_buf_z(b, "        '*:file:_files' ;;\n");
  } else if (kind == KIND_NONE) {
    tml_buf_z(b, "        && return ;;\n");
  } else {
    tml_buf_z(b, "        '*:word:(");
    arguments(b, kind);
    tml_buf_z(b, ")' ;;\n");
  }
}

static void zsh(tml_buf *b) {
  tml_buf_z(b, "#compdef tmlint\n# zsh completion of tmlint " TML_VERSION "; made by `tmlint completion zsh`.\n\n"
               "_tmlint_rules() {\n  local -a all\n  all=(");
  rules(b, false);
  tml_buf_z(b, ")\n  compadd \"$@\" -a all\n}\n\n"
               "_tmlint_level() {\n"
               "  if compset -P '*='; then\n    compadd off info warning error\n"
               "  else\n    _tmlint_rules -S=\n  fi\n}\n\n"
               "_tmlint() {\n  local command=check\n  local -a commands\n  commands=(\n");
  for (const cli_command *c = cli_commands; c->name; c++) {
    tml_buf_fmt(b, "    '%s:", c->name);
    zsh_text(b, c->summary);
    tml_buf_z(b, "'\n");
  }
  tml_buf_z(b, "  )\n"
               "  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then\n"
               "    _describe command commands\n    _files\n    return\n  fi\n"
               "  if ((CURRENT > 2)) && [[ -n ${(M)commands:#$words[2]:*} ]]; then\n"
               "    command=$words[2]\n    shift words\n    ((CURRENT--))\n  fi\n"
               "  case $command in\n");
  for (const cli_command *c = cli_commands; c->name; c++) zsh_command(b, c);
  tml_buf_z(b, "  esac\n}\n\n"
               "# Read from fpath it is the function itself; sourced, it is made known.\n"
               "if [[ $funcstack[1] == _tmlint ]]; then\n  _tmlint \"$@\"\nelse\n  compdef _tmlint tmlint\nfi\n");
}

/* ---- fish -------------------------------------------------------------------------------------------------------- */

static void fish_text(tml_buf *b, const char *text) { /* in single quotes */
  for (const char *p = text; *p; p++) {
    if (*p == '\'' || *p == '\\') tml_buf_c(b, '\\');
    tml_buf_c(b, *p);
  }
}

static void fish_option(tml_buf *b, const cli_command *c, const cli_option *o) {
  tml_buf_fmt(b, "complete -c tmlint -n '__tmlint_is %s' -l %s", c->name, o->name);
  if (o->letter) tml_buf_fmt(b, " -s %c", o->letter);
  if (takes_file(o)) tml_buf_z(b, " -r -F");
  else if (o->arg && !optional(o)) tml_buf_z(b, " -x");
  if (takes_rules(o)) {
    tml_buf_z(b, o->words ? " -a '(__tmlint_levels)'" : " -a '(__fish_complete_list , __tmlint_rules)'");
  } else if (o->words) {
    tml_buf_z(b, " -a '");
    words(b, o->words);
    tml_buf_c(b, '\'');
  }
  tml_buf_z(b, " -d '");
  fish_text(b, o->help);
  tml_buf_z(b, "'\n");
}

static void fish(tml_buf *b) {
  tml_buf_z(b, "# fish completion of tmlint " TML_VERSION "; made by `tmlint completion fish`.\n"
               "function __tmlint_rules\n  string split ' ' '");
  rules(b, false);
  tml_buf_z(b, "'\nend\n"
               "function __tmlint_levels\n  for rule in (__tmlint_rules)\n"
               "    printf '%s\\n' $rule={off,info,warning,error}\n  end\nend\n"
               "# Is it about this command? Without one it is check.\n"
               "function __tmlint_is\n  set -l given (commandline -opc)\n  set -l command check\n"
               "  contains -- \"$given[2]\" ");
  commands(b);
  tml_buf_z(b, "; and set command $given[2]\n  test $command = $argv[1]\nend\n"
               "function __tmlint_first\n  test (count (commandline -opc)) -eq 1\nend\n\n");
  for (const cli_command *c = cli_commands; c->name; c++) {
    tml_buf_fmt(b, "complete -c tmlint -n __tmlint_first -a %s -d '", c->name);
    fish_text(b, c->summary);
    tml_buf_z(b, "'\n");
  }
  for (const cli_command *c = cli_commands; c->name; c++) {
    enum kind kind = takes(c);
    if (kind != KIND_FILES) {
      tml_buf_fmt(b, "complete -c tmlint -f -n '__tmlint_is %s' -a '", c->name);
      arguments(b, kind);
      tml_buf_z(b, "'\n");
    }
    for (const cli_option *o = cli_options; o->name; o++)
      if (shown(o, c)) fish_option(b, c, o);
  }
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

int cli_completion(cli *k) {
  if (k->nargs != 1) return cli_usage("write `tmlint completion bash`, `… zsh` or `… fish`");
  tml_buf b = {0};
  const char *shell = k->args[0];
  if (strcmp(shell, shells[0]) == 0) bash(&b);
  else if (strcmp(shell, shells[1]) == 0) zsh(&b);
  else if (strcmp(shell, shells[2]) == 0) fish(&b);
  else return cli_usage("no completion for the shell \"%s\"; there are: bash, zsh, fish", shell);
  return cli_out(&b, EXIT_CLEAN);
}
