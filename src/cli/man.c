/* man.c — `tmlint help --man`: the manual page tmlint(1), in man(7), from the tables of commands and options. */
#include "cli.h"

/* Running text: `code` becomes bold, and what roff would take for its own is written so that it does not. */
static void text(tml_buf *b, const char *s) {
  bool bold = false, line_start = true;
  for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
    if (line_start && (*p == '.' || *p == '\'')) tml_buf_z(b, "\\&");
    line_start = *p == '\n';
    if (*p == '`') {
      bold = !bold;
      tml_buf_z(b, bold ? "\\fB" : "\\fR");
    } else if (*p == '\n' && p[1] == '\n') {
      tml_buf_z(b, "\n.PP\n");
      line_start = true;
      p++;
    } else if (*p == '\\') {
      tml_buf_z(b, "\\e");
    } else if (*p == '-') {
      tml_buf_z(b, "\\-");
    } else if (p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0xA6) {
      tml_buf_z(b, "...");
      p += 2;
    } else {
      tml_buf_c(b, (char)*p);
    }
  }
}

static void in(tml_buf *b, const char *font, const char *s) {
  tml_buf_fmt(b, "\\f%s", font);
  text(b, s);
  tml_buf_z(b, "\\fR");
}

static void option(tml_buf *b, const cli_option *o) {
  tml_buf_z(b, ".TP\n");
  if (o->letter) tml_buf_fmt(b, "\\fB\\-%c\\fR, ", o->letter);
  tml_buf_z(b, "\\fB\\-\\-");
  text(b, o->name);
  tml_buf_z(b, "\\fR");
  if (o->arg && *o->arg == '[') {
    tml_buf_z(b, "[=");
    tml_buf_fmt(b, "\\fI%.*s\\fR]", (int)strcspn(o->arg + 1, "]"), o->arg + 1);
  } else if (o->arg) {
    tml_buf_c(b, ' ');
    in(b, "I", o->arg);
  }
  tml_buf_c(b, '\n');
  text(b, o->help);
  if (o->words && strcmp(o->name, "severity") != 0) {
    tml_buf_z(b, ":");
    for (size_t i = 0; o->words[i]; i++) tml_buf_fmt(b, "%s %s", i ? "," : "", o->words[i]);
  }
  tml_buf_z(b, ".\n");
}

static void command(tml_buf *b, const cli_command *c) {
  tml_buf_z(b, ".SS tmlint ");
  text(b, c->name);
  if (*c->usage) {
    tml_buf_c(b, ' ');
    text(b, c->usage);
  }
  tml_buf_fmt(b, "\n%c", c->summary[0] - 'a' + 'A');
  text(b, c->summary + 1);
  tml_buf_z(b, ".\n");
  if (c->details) {
    tml_buf_z(b, ".PP\n");
    text(b, c->details);
    tml_buf_c(b, '\n');
  }
  for (const cli_option *o = cli_options; o->name; o++)
    if (o->help && (o->commands & c->bit) && o->commands != CMD_ALL) option(b, o);
}

void cli_man(tml_buf *b) {
  tml_buf_z(
      b, ".\\\" Made by `tmlint help --man`.\n"
         ".TH TMLINT 1 " TML_RELEASED " \"tmlint " TML_VERSION "\"\n"
         ".SH NAME\ntmlint \\- lint side\\-by\\-side translated Markdown\n"
         ".SH SYNOPSIS\n"
         "\\fBtmlint\\fR [\\fBcheck\\fR] [\\fIOPTION\\fR...] [\\fIPATH\\fR...]\n.br\n"
         "\\fBtmlint\\fR \\fICOMMAND\\fR ...\n"
         ".SH DESCRIPTION\n"
         "Compares every translated sentence of a side\\-by\\-side page with the source sentence that stands beside\n"
         "it, and says what does not agree: a standard, a number, a date, a link, a placeholder, a sentence left\n"
         "in the source language; and which of the two is probably wrong.\n"
         ".PP\nOptions and paths may be mixed; \\fB\\-\\-\\fR ends the options.\n"
         ".SH COMMANDS\n");
  for (const cli_command *c = cli_commands; c->name; c++) command(b, c);
  tml_buf_z(b, ".SH OPTIONS OF ALL COMMANDS\n");
  for (const cli_option *o = cli_options; o->name; o++)
    if (o->help && o->commands == CMD_ALL) option(b, o);
  tml_buf_z(
      b,
      ".SH ENVIRONMENT\n"
      ".TP\n\\fBNO_COLOR\\fR\nIf set and not empty, text is not coloured unless \\fB\\-\\-color always\\fR is given.\n"
      ".SH FILES\n"
      ".TP\n\\fItmlint.json\\fR\nThe configuration, found from the first path upward;\n"
      "\\fBtmlint schema config\\fR prints its schema.\n"
      ".TP\n\\fItmlint\\-baseline.json\\fR\nWhat \\fBtmlint baseline\\fR writes.\n"
      ".SH EXIT STATUS\n"
      ".TP\n0\nNothing at or above \\fB\\-\\-fail\\-on\\fR.\n"
      ".TP\n1\nFindings at or above it.\n"
      ".TP\n2\nWrong usage or configuration, or a path that can't be opened; the others are still checked.\n"
      ".TP\n3\nAn internal fault.\n"
      ".SH EXAMPLES\n"
      ".nf\n"
      "tmlint ko/\n"
      "tmlint check \\-\\-changed=origin/main \\-\\-format github\n"
      "tmlint \\-\\-format text \\-\\-format sarif=tmlint.sarif docs/\n"
      "tmlint explain NU001\n"
      ".fi\n");
}
