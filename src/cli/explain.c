/* explain.c — `tmlint explain`: all of a rule's row, for people; and the examples of all rows, for the tests. */
#include "cli.h"

#include "tmlint/io.h"
#include "tmlint/report.h"

#include <unistd.h>

static void heading(tml_buf *b, const char *z) { tml_buf_fmt(b, "\n%s\n", z); }

static void indented(tml_buf *b, const char *label, const char *text, unsigned indent) {
  tml_buf_fmt(b, "%*s%s", (int)indent, "", label);
  for (const char *p = text; *p; p++) {
    tml_buf_c(b, *p);
    if (*p == '\n' && p[1]) tml_buf_fmt(b, "%*s", (int)(indent + strlen(label)), "");
  }
  if (!*text || text[strlen(text) - 1] != '\n') tml_buf_c(b, '\n');
}

static void example(tml_buf *b, const tml_example *x) {
  if (x->page) {
    indented(b, "| ", x->page, 2);
    if (x->source) tml_buf_z(b, "  today's source page:\n"), indented(b, "| ", x->source, 2);
  } else {
    tml_buf_fmt(b, "  source: %s\n", x->source ? x->source : "(none)");
    tml_buf_fmt(b, "  %-7s %s\n", x->locale ? x->locale : "target:", x->target ? x->target : "(none)");
  }
  if (x->mark) tml_buf_fmt(b, "  marks:  \"%s\"\n", x->mark);
  if (x->fixed) tml_buf_fmt(b, "  fixed:  %s\n", x->fixed);
  if (x->why) cli_wrap(b, x->why, 4);
  tml_buf_c(b, '\n');
}

static void examples(tml_buf *b, const char *title, const tml_example *list) {
  if (!list || (!list->target && !list->source && !list->page)) return;
  heading(b, title);
  for (const tml_example *x = list; x->target || x->source || x->page; x++) example(b, x);
  b->n--; /* one blank line less before what follows */
}

static void params(tml_buf *b, const tml_rule *r) {
  if (!r->params || !r->params[0].name) return;
  heading(b, "Parameters (tmlint.json, \"rules\")");
  for (const tml_param *p = r->params; p->name; p++) {
    tml_buf_fmt(b, "  %s: ", p->name);
    if (p->type == TML_PARAM_INT)
      tml_buf_fmt(b, "a number from %lld to %lld, %lld by default\n", (long long)p->min, (long long)p->max,
                  (long long)p->value);
    else if (p->type == TML_PARAM_BOOL) tml_buf_fmt(b, "true or false, %s by default\n", p->value ? "true" : "false");
    else tml_buf_z(b, "a list of texts, empty by default\n");
    cli_wrap(b, p->summary, 4);
  }
}

static void explain(tml_buf *b, const tml_rule *r) {
  tml_buf_fmt(b, "%s %s\n\n", r->code, r->name);
  cli_wrap(b, r->summary, 0);
  tml_buf_fmt(b, "\n%s, %s", tml_severity_names[r->severity], cli_status_names[r->status]);
  if (r->status == TML_PREVIEW) tml_buf_z(b, " (runs with --preview or when selected by its code)");
  if (r->status == TML_OFF) tml_buf_z(b, " (runs when selected by its code or configured)");
  tml_buf_fmt(b, "; looks at the %s; since %s", cli_scope_names[r->scope], r->since);
  if (r->fix != TML_FIX_NONE) tml_buf_fmt(b, "; %s fix", cli_fix_names[r->fix]);
  if (r->its) tml_buf_fmt(b, "\nITS 2.0: %s", r->its);
  if (r->mqm) tml_buf_fmt(b, "%sMQM: %s", r->its ? "; " : "\n", r->mqm);
  tml_buf_c(b, '\n');
  if (r->rationale) {
    heading(b, "Why, and when it is silent");
    cli_wrap(b, r->rationale, 2);
  }
  params(b, r);
  examples(b, "Found", r->bad);
  examples(b, "Right, so silent", r->good);
  if (r->refs && r->refs[0]) heading(b, "References");
  for (size_t i = 0; r->refs && r->refs[i]; i++) tml_buf_fmt(b, "  %s\n", r->refs[i]);
}

/* ---- for the tests ----------------------------------------------------------------------------------------------- */

static void member(tml_buf *b, const char *key, const char *value) {
  if (!value) return;
  tml_buf_fmt(b, "%s\"%s\": ", b->p[b->n - 1] == '{' ? "" : ", ", key);
  tml_json_bytes(b, tml_str_c(value));
}

static void list_json(tml_buf *b, const char *key, const tml_example *x) {
  tml_buf_fmt(b, ", \"%s\": [", key);
  for (bool first = true; x && (x->target || x->source || x->page); x++, first = false) {
    tml_buf_z(b, first ? "\n    {" : ",\n    {");
    member(b, "locale", x->locale);
    member(b, x->page ? "reference" : "source", x->source);
    member(b, "target", x->target);
    member(b, "page", x->page);
    member(b, "mark", x->mark);
    member(b, "fixed", x->fixed);
    member(b, "why", x->why);
    tml_buf_c(b, '}');
  }
  tml_buf_c(b, ']');
}

static int examples_json(void) {
  tml_buf b = {0};
  tml_buf_c(&b, '[');
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    tml_buf_fmt(&b, "%s\n  {\"code\": \"%s\", \"rule\": \"%s\", \"status\": \"%s\"", i ? "," : "", r->code, r->name,
                cli_status_names[r->status]);
    list_json(&b, "bad", r->bad);
    list_json(&b, "good", r->good);
    tml_buf_c(&b, '}');
  }
  tml_buf_z(&b, "\n]\n");
  return cli_out(&b, EXIT_CLEAN);
}

static int explain_all(const cli *k) {
  tml_buf b = {0};
  for (size_t i = 0; i < k->nargs; i++) {
    int at = tml_rule_find(tml_str_c(k->args[i]));
    if (at < 0) {
      tml_buf_free(&b);
      const char *near = tml_rule_nearest(tml_str_c(k->args[i]));
      if (near) return cli_usage("unknown rule \"%s\"; did you mean \"%s\"?", k->args[i], near);
      return cli_usage("unknown rule \"%s\"; `tmlint rules` lists them", k->args[i]);
    }
    if (i) tml_buf_z(&b, "\n");
    if (k->format && strcmp(k->format, "markdown") == 0) cli_markdown_rule(&b, tml_rule_at((unsigned)at));
    else explain(&b, tml_rule_at((unsigned)at));
  }
  return cli_out(&b, EXIT_CLEAN);
}

int cli_explain(cli *k) {
  tml_err err = {0};
  tml_settings *packs;
  if (cli_apply(k, &err) != TML_OK) return cli_complain(&err);
  if (k->examples) return examples_json();
  if (!k->nargs) return cli_usage("which rule? `tmlint explain NU001`; `tmlint rules` lists them");
  if (cli_open_packs(k, &packs, &err) != TML_OK) return cli_complain(&err);
  int status = explain_all(k);
  tml_settings_free(packs);
  return status;
}
