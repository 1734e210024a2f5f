/* main.c — the door: the table of commands, and from words to the command that does the work. */
#include "cli.h"

#include "tmlint/io.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const cli_command cli_commands[] = {
    {"check", CMD_CHECK, "[OPTION…] [PATH…]", "lint files and folders",
     "Reads side-by-side Markdown and reports what is wrong in it. Without a path the current folder is read; \"-\" is "
     "standard input. `tmlint PATH…` means `tmlint check PATH…`.\n\n"
     "Exit status, the worst wins: 0 nothing at or above --fail-on; 1 findings at or above it; 2 wrong usage or "
     "configuration, or a path that can't be opened (the others are still checked); 3 an internal fault.",
     cli_check},
    {"export", CMD_EXPORT, "[OPTION…] [PATH…]", "write the pairs as JSON Lines or tab-separated values",
     "One line a pair, in the order of the files. jsonl has places, context and languages (`tmlint schema pair`); tsv "
     "has path, line, "
     "id, source and target, with \\t \\n \\r \\\\ for what would break a line.",
     cli_export},
    {"align", CMD_ALIGN, "[OPTION…] SOURCE TARGET", "pair a page with its translation, or two trees by path",
     "SOURCE and TARGET are two files (Markdown, text) or two folders, whose pages are paired by path. Each is cut "
     "into "
     "segments, and a line a bead is written in the order of the target: which segments go together, where they stand, "
     "and a score from 0 to 1 (`tmlint schema pair`). What has no counterpart has an empty side. The lexicon is learnt "
     "from all pages of the call, so a whole tree is aligned better than its pages one by one.\n\n"
     "Where TARGET is a side-by-side page, its source spans are compared with SOURCE, today's source page: a line has "
     "a "
     "status (same, edited, moved, added, removed) and the match in per cent.",
     cli_align},
    {"merge", CMD_MERGE, "[OPTION…] REPORT…", "join saved JSON reports, or write them in other formats",
     "Takes the reports that `tmlint check --format json=FILE` wrote, of the parts of one tree, and writes what one "
     "run "
     "over all of it would have written: text, or any --format. The exit status is that of check.",
     cli_merge},
    {"baseline", CMD_BASELINE, "[OPTION…] [PATH…]", "write today's findings to a file, so that only new ones count",
     "`tmlint check --baseline FILE`, or the key \"baseline\" of tmlint.json, leaves out what the file has, also after "
     "a page "
     "was handed off again. With --prune nothing is added: what is fixed is taken out.",
     cli_baseline},
    {"rules", CMD_RULES, "[--format FMT]", "list the rules", NULL, cli_rules},
    {"explain", CMD_EXPLAIN, "[--format FMT] RULE…",
     "print all about a rule: why, when it is silent, parameters, examples", NULL, cli_explain},
    {"pack", CMD_PACK, "test FILE… | list", "run the examples of rule packs, or list the shipped packs",
     "A pack is a JSON file with rules and names of your own (docs/packs.md); the key \"packs\" of tmlint.json puts it "
     "to "
     "use. Every rule in it has examples, and `pack test` runs them. Exit status: 0 all hold, 1 some fail, 2 the pack "
     "is "
     "malformed.",
     cli_pack},
    {"init", CMD_INIT, "[--hook]", "write a tmlint.json for the current folder",
     "Looks for what it needs to know: the roots of the docsets (.openpublishing.publish.config.json) and the "
     "languages of the "
     "pages. A tmlint.json that is there stays as it is.",
     cli_init},
    {"config", CMD_CONFIG, "[OPTION…] [PATH…]", "print the resolved configuration and where each value comes from",
     "Takes the options of check, and shows what they and the files make of it.", cli_config},
    {"schema", CMD_SCHEMA, "[NAME]", "print a JSON Schema; without a name, list them", NULL, cli_schema},
    {"completion", CMD_COMPLETION, "SHELL", "print the completion script of a shell: bash, zsh or fish",
     "`make install` puts all three where the shells look for them. Without it, for bash: `source <(tmlint completion "
     "bash)`.",
     cli_completion},
    {"help", CMD_HELP, "[COMMAND]", "print help", NULL, cli_help},
    {"learn", CMD_LEARN, "[OPTION…] PATH… -o FILE | --merge PART… -o FILE",
     "write a memory: what pages teach the rules about many pages",
     "`tmlint check --memory FILE`, or the key \"memory\" of tmlint.json, then gives a page the same findings in hook, "
     "gate, "
     "editor and audit. Pages may be learnt in parts, on several machines (--shard); --merge joins the parts to what "
     "one "
     "run would have learnt. A memory holds hashes and counts, no texts.",
     cli_learn},
    {NULL, 0, NULL, NULL, NULL, NULL}};

const cli_command *cli_command_find(const char *name) {
  for (const cli_command *c = cli_commands; c->name; c++)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

int cli_complain(const tml_err *err) { return cli_usage("%s", err->msg); }

int cli_usage(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  fputs("tmlint: ", stderr);
  vfprintf(stderr, fmt, ap);
  fputc('\n', stderr);
  va_end(ap);
  return EXIT_USAGE;
}

int cli_out(tml_buf *b, int status) {
  tml_err err;
  int rc = tml_io_write_fd(STDOUT_FILENO, "standard output", tml_buf_view(b), &err);
  tml_buf_free(b);
  return rc ? cli_complain(&err) : status;
}

static int run(cli *k) {
  tml_err err = {0};
  if (tml_rule_init(&err) != TML_OK) {
    fprintf(stderr, "tmlint: internal fault: %s\n", err.msg);
    return EXIT_FAULT;
  }
  return k->command->run(k);
}

/* Large buffers go back to the system when they are freed. glibc would learn from the first of them to keep such, up to
 * 32 MiB: the largest of 8,000 pages left 11 MiB behind. */
static void return_large_buffers(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 19);
#endif
}

int main(int argc, char **argv) {
  return_large_buffers();
  cli k = {0};
  tml_err err = {0};
  int status, rc = cli_parse(&k, argc, argv, &err);
  if (rc && !k.help && !k.version) {
    status = cli_complain(&err);
  } else if (k.version) {
    tml_buf b = {0};
    tml_buf_z(&b, "tmlint " TML_VERSION "\n");
    status = cli_out(&b, EXIT_CLEAN);
  } else if (k.help) {
    tml_buf b = {0};
    /* `tmlint --help` is about the program, `tmlint check --help` about the command. */
    if (argc > 1 && cli_command_find(argv[1])) cli_help_command(&b, k.command);
    else cli_help_all(&b);
    status = cli_out(&b, EXIT_CLEAN);
  } else {
    status = run(&k);
  }
  tml_config_free(&k.c);
  tml_arena_free(&k.arena);
  return status;
}
