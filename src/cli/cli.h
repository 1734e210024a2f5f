/* cli.h — private to cli: the option table, the command table and what the commands share.
 *
 * Both tables are the one source of the parser, the help texts, the man page and the completions.
 */
#ifndef TML_CLI_CLI_H
#define TML_CLI_CLI_H

#include "tmlint/config.h"
#include "tmlint/rule.h"
#include "tmlint/settings.h"

enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_FAULT = 3 };

typedef struct cli cli;
typedef struct cli_option cli_option;
typedef struct cli_command cli_command;

/* Commands that an option belongs to. */
enum {
  CMD_CHECK = 1 << 0,
  CMD_CONFIG = 1 << 1,
  CMD_EXPORT = 1 << 2,
  CMD_RULES = 1 << 3,
  CMD_EXPLAIN = 1 << 4,
  CMD_SCHEMA = 1 << 5,
  CMD_HELP = 1 << 6,
  CMD_MERGE = 1 << 8,
  CMD_BASELINE = 1 << 9,
  CMD_INIT = 1 << 10,
  CMD_COMPLETION = 1 << 11,
  CMD_PACK = 1 << 12,
  CMD_ALIGN = 1 << 13,
  CMD_LEARN = 1 << 14,
  CMD_ALL = 0x7FFF
};

struct cli_option {
  const char *name;         /* without the dashes */
  char letter;              /* or 0 */
  const char *arg;          /* what the value is called in the help: "FILE"; NULL: none. "[=REF]": only as --name=REF */
  const char *const *words; /* the values there are, ends with NULL; or NULL */
  uint32_t commands;
  const char *help; /* NULL: hidden */
  int (*set)(cli *k, const cli_option *o, const char *value, tml_err *err);
};
/* control.c: options that say which findings count, what is fixed and what is written elsewhere. */
int cli_set_control(cli *k, const cli_option *o, const char *value, tml_err *err);
/* Do they go together? */
int cli_check_control(const cli *k, tml_err *err);

extern const cli_option cli_options[]; /* ends with a NULL name */

struct cli_command {
  const char *name;
  uint32_t bit;
  const char *usage;   /* behind "tmlint NAME" */
  const char *summary; /* one line */
  const char *details; /* paragraphs for `tmlint help NAME`, or NULL */
  int (*run)(cli *k);  /* exit status */
};
extern const cli_command cli_commands[]; /* ends with a NULL name */

typedef struct cli_given { /* an option as given */
  const cli_option *option;
  const char *value;
} cli_given;

struct cli {
  tml_arena arena;
  const cli_command *command;
  cli_given *given; /* in order */
  size_t ngiven, given_cap;
  const char **args; /* what is no option */
  size_t nargs, arg_cap;
  /* options that are not the configuration's */
  bool help, version, examples, prune, hook, man, merge;
  const char *config_file;
  const char *format;        /* of rules, export and align */
  unsigned format_at;        /* … its place among the option's words; 0 where it is not given */
  unsigned segments;         /* of align: the same of its option's */
  const char *output;        /* of export */
  const char *only, *locale; /* of export */
  bool dedup;
  tml_config c;
};

const cli_command *cli_command_find(const char *name);
/* Fills command, given and args. TML_EUSAGE with the message. */
int cli_parse(cli *k, int argc, char **argv, tml_err *err);
/* Configuration file, then the options on top; finished. */
int cli_configure(cli *k, tml_err *err);
/* The rules of the packs that the working folder's configuration names, for commands that only show rules. *out: NULL
 * where there is no configuration; else free it at the end. */
int cli_open_packs(cli *k, tml_settings **out, tml_err *err);
/* For commands without a configuration: what each option says, in order. */
int cli_apply(cli *k, tml_err *err);
/* "tmlint: message" to standard error; returns EXIT_USAGE. */
int cli_complain(const tml_err *err);
int cli_usage(const char *fmt, ...) TML_PRINTF(1, 2);
/* Writes the buffer to standard output and frees it; the status, or EXIT_USAGE where it can't be written. */
int cli_out(tml_buf *b, int status);

int cli_check(cli *k);
int cli_config(cli *k);
int cli_align(cli *k);
int cli_export(cli *k);
int cli_baseline(cli *k);
int cli_init(cli *k);
int cli_merge(cli *k);
int cli_learn(cli *k);
int cli_pack(cli *k);
int cli_rules(cli *k);
int cli_explain(cli *k);
int cli_schema(cli *k);
int cli_help(cli *k);
int cli_completion(cli *k);

/* help.c */
void cli_help_all(tml_buf *b);
void cli_help_command(tml_buf *b, const cli_command *c);
/* Text in lines of at most 80 columns, each behind `indent` spaces; blank lines part paragraphs. */
void cli_wrap(tml_buf *b, const char *text, unsigned indent);

/* man.c: the manual page, in man(7) */
void cli_man(tml_buf *b);

/* schema.c: the names there are; returns how many */
size_t cli_schema_names(const char **names, size_t room);

/* markdown.c */
void cli_markdown_index(tml_buf *b);
void cli_markdown_rule(tml_buf *b, const tml_rule *r);

/* JSON string with quotes; names for what the commands write themselves. */
void cli_json_z(tml_buf *b, const char *z);
extern const char *const cli_status_names[]; /* stable preview off removed */
extern const char *const cli_scope_names[];  /* segment page run */
extern const char *const cli_fix_names[];    /* none safe unsafe */

#endif
