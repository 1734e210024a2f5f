/* help.c — help texts, from the tables of commands and options. */
#include "cli.h"

enum { COLUMNS = 80, SHORT_COLUMNS = 28 };

static size_t columns(tml_str s) { /* our own texts: code points are columns */
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
  return n;
}

void cli_wrap(tml_buf *b, const char *text, unsigned indent) {
  size_t at = 0; /* columns used in this line; 0: nothing yet */
  for (const char *p = text; *p;) {
    if (*p == '\n') {
      bool paragraph = p[1] == '\n';
      tml_buf_z(b, paragraph ? "\n\n" : "\n");
      at = 0;
      while (*p == '\n') p++;
      continue;
    }
    if (*p == ' ') {
      p++;
      continue;
    }
    size_t n = strcspn(p, " \n"), width = columns(tml_str_n(p, n));
    if (at && at + 1 + width > COLUMNS) {
      tml_buf_c(b, '\n');
      at = 0;
    }
    if (!at) {
      for (unsigned i = 0; i < indent; i++) tml_buf_c(b, ' ');
      at = indent;
    } else {
      tml_buf_c(b, ' ');
      at++;
    }
    tml_buf_put(b, p, n);
    at += width;
    p += n;
  }
  if (at) tml_buf_c(b, '\n');
}

static void two_columns(tml_buf *b, tml_str left, const char *right) {
  tml_buf_z(b, "  ");
  tml_buf_str(b, left);
  size_t n = 2 + columns(left);
  if (n + 2 > SHORT_COLUMNS) {
    tml_buf_c(b, '\n');
    n = 0;
  }
  for (; n < SHORT_COLUMNS; n++) tml_buf_c(b, ' ');
  tml_buf wrapped = {0};
  cli_wrap(&wrapped, right, SHORT_COLUMNS);
  tml_buf_put(b, wrapped.p + SHORT_COLUMNS, wrapped.n - SHORT_COLUMNS);
  tml_buf_free(&wrapped);
}

static void options(tml_buf *b, uint32_t bit) {
  for (const cli_option *o = cli_options; o->name; o++) {
    if (!o->help || !(o->commands & bit)) continue;
    tml_buf left = {0}, right = {0};
    if (o->letter) tml_buf_fmt(&left, "-%c, ", o->letter);
    tml_buf_fmt(&left, "--%s%s%s", o->name, o->arg && *o->arg != '[' ? " " : "", o->arg ? o->arg : "");
    tml_buf_z(&right, o->help);
    if (o->words && strcmp(o->name, "severity") != 0) {
      tml_buf_z(&right, ":");
      for (size_t i = 0; o->words[i]; i++) tml_buf_fmt(&right, "%s %s", i ? "," : "", o->words[i]);
    }
    tml_buf_c(&right, 0);
    two_columns(b, tml_buf_view(&left), right.p);
    tml_buf_free(&left);
    tml_buf_free(&right);
  }
}

void cli_help_command(tml_buf *b, const cli_command *c) {
  tml_buf_fmt(b, "Usage: tmlint %s %s\n\n", c->name, c->usage);
  tml_buf one = {0};
  tml_buf_fmt(&one, "%c%s.", c->summary[0] - 'a' + 'A', c->summary + 1);
  tml_buf_c(&one, 0);
  cli_wrap(b, one.p, 0);
  tml_buf_free(&one);
  if (c->details) {
    tml_buf_c(b, '\n');
    cli_wrap(b, c->details, 0);
  }
  tml_buf_z(b, "\nOptions:\n");
  options(b, c->bit);
}

void cli_help_all(tml_buf *b) {
  tml_buf_z(b, "tmlint " TML_VERSION " - lints side-by-side translated Markdown\n\n"
               "Usage: tmlint [check] [OPTION…] [PATH…]\n"
               "       tmlint COMMAND …\n\n"
               "Commands:\n");
  for (const cli_command *c = cli_commands; c->name; c++) two_columns(b, tml_str_c(c->name), c->summary);
  tml_buf_z(b, "\nOptions of check:\n");
  options(b, CMD_CHECK);
  tml_buf_z(b, "\nExamples:\n"
               "  tmlint ko/                       lint a folder\n"
               "  tmlint --format json ko/a.md     one page, as JSON\n"
               "  tmlint explain NU001             what a rule is about\n"
               "\n`tmlint help COMMAND` tells more.\n");
}

int cli_help(cli *k) {
  tml_buf b = {0};
  tml_err err = {0};
  if (cli_apply(k, &err) != TML_OK) return cli_complain(&err);
  if (k->man && k->nargs) return cli_usage("the manual page is one for all commands; %s is too much", k->args[0]);
  if (k->man) {
    cli_man(&b);
    return cli_out(&b, EXIT_CLEAN);
  }
  if (k->nargs == 0) {
    cli_help_all(&b);
    return cli_out(&b, EXIT_CLEAN);
  }
  const cli_command *c = cli_command_find(k->args[0]);
  if (!c) {
    const char *names[32];
    size_t n = 0;
    for (c = cli_commands; c->name; c++) names[n++] = c->name;
    const char *near = tml_config_nearest(tml_str_c(k->args[0]), names, n);
    if (near) return cli_usage("unknown command \"%s\"; did you mean \"%s\"?", k->args[0], near);
    return cli_usage("unknown command \"%s\"; see `tmlint --help`", k->args[0]);
  }
  cli_help_command(&b, c);
  return cli_out(&b, EXIT_CLEAN);
}
