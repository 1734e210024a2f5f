/* markdown.c — a rule's page and the index of all, for docs/rules: `tmlint explain --format markdown`, `tmlint rules
 * --format markdown`. `make accept` writes them; a test compares.
 */
#include "cli.h"

/* Text in a table: a bar would end the cell. */
static void cell(tml_buf *b, const char *z) {
  for (; *z; z++) {
    if (*z == '|') tml_buf_c(b, '\\');
    tml_buf_c(b, *z);
  }
}

void cli_markdown_index(tml_buf *b) {
  tml_buf_z(b,
            "# Rules\n\nWritten by `make accept` from the rules' rows. `tmlint explain CODE` prints the same pages.\n");
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status == TML_REMOVED) continue;
    if (!i || !tml_rule_same_family(r->code, tml_rule_at(i - 1)->code))
      tml_buf_z(b, "\n| code | name | severity | finds |\n|---|---|---|---|\n");
    tml_buf_fmt(b, "| [%s](%s.md) | %s | %s", r->code, r->code, r->name, tml_severity_names[r->severity]);
    if (r->status != TML_STABLE) tml_buf_fmt(b, ", %s", cli_status_names[r->status]);
    tml_buf_z(b, " | ");
    cell(b, r->summary);
    tml_buf_z(b, " |\n");
  }
}

static void example(tml_buf *b, const tml_example *x) {
  tml_buf_c(b, '\n');
  if (x->why) tml_buf_fmt(b, "%s:\n\n", x->why);
  const char *text = x->page ? x->page : "";
  tml_buf_z(b, "````\n");
  if (x->page) {
    tml_buf_fmt(b, "%s%s", text, *text && text[strlen(text) - 1] != '\n' ? "\n" : "");
    if (x->source) tml_buf_fmt(b, "````\n\nToday's source page:\n\n````\n%s", x->source);
  } else {
    tml_buf_fmt(b, "source: %s\n", x->source ? x->source : "(none)");
    tml_buf_fmt(b, "%-7s %s\n", x->locale ? x->locale : "target:", x->target ? x->target : "(none)");
  }
  if (x->mark) tml_buf_fmt(b, "marked: \"%s\"\n", x->mark);
  if (x->fixed) tml_buf_fmt(b, "fixed:  %s\n", x->fixed);
  tml_buf_z(b, "````\n");
}

static void examples(tml_buf *b, const char *title, const tml_example *x) {
  if (!x || (!x->target && !x->source && !x->page)) return;
  tml_buf_fmt(b, "\n## %s\n", title);
  for (; x->target || x->source || x->page; x++) example(b, x);
}

void cli_markdown_rule(tml_buf *b, const tml_rule *r) {
  tml_buf_fmt(b, "# %s %s\n\n%s\n\n", r->code, r->name, r->summary);
  tml_buf_z(b, "| severity | status | looks at | fix | since | ITS 2.0 | MQM |\n|---|---|---|---|---|---|---|\n");
  tml_buf_fmt(b, "| %s | %s | %s | %s | %s | %s | %s |\n", tml_severity_names[r->severity], cli_status_names[r->status],
              cli_scope_names[r->scope], cli_fix_names[r->fix], r->since ? r->since : "", r->its ? r->its : "",
              r->mqm ? r->mqm : "");
  if (r->rationale) tml_buf_fmt(b, "\n## Why, and when it is silent\n\n%s\n", r->rationale);
  if (r->params && r->params[0].name) {
    tml_buf_z(b, "\n## Parameters\n\n| name | value | default | |\n|---|---|---|---|\n");
    for (const tml_param *p = r->params; p->name; p++) {
      if (p->type == TML_PARAM_INT)
        tml_buf_fmt(b, "| `%s` | %lld–%lld | %lld | ", p->name, (long long)p->min, (long long)p->max,
                    (long long)p->value);
      else if (p->type == TML_PARAM_BOOL)
        tml_buf_fmt(b, "| `%s` | true, false | %s | ", p->name, p->value ? "true" : "false");
      else tml_buf_fmt(b, "| `%s` | a list of texts | empty | ", p->name);
      cell(b, p->summary);
      tml_buf_z(b, " |\n");
    }
  }
  examples(b, "Found", r->bad);
  examples(b, "Right, so silent", r->good);
  if (r->refs && r->refs[0]) tml_buf_z(b, "\n## References\n\n");
  for (size_t i = 0; r->refs && r->refs[i]; i++)
    if (strncmp(r->refs[i], "http", 4) == 0) tml_buf_fmt(b, "- <%s>\n", r->refs[i]);
    else tml_buf_fmt(b, "- %s\n", r->refs[i]);
}
