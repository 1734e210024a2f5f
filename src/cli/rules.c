/* rules.c — `tmlint rules`: the catalogue, from the rows. */
#include "cli.h"

#include "tmlint/report.h"

const char *const cli_status_names[] = {"stable", "preview", "off", "removed"};
const char *const cli_scope_names[] = {"segment", "page", "run"};
const char *const cli_fix_names[] = {"none", "safe", "unsafe"};

static void pad(tml_buf *b, const char *z, size_t width) {
  tml_buf_z(b, z);
  for (size_t n = strlen(z); n < width; n++) tml_buf_c(b, ' ');
}

static void as_text(tml_buf *b) {
  size_t widest = 0, code = 0;
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    size_t n = strlen(tml_rule_at(i)->name), m = strlen(tml_rule_at(i)->code);
    if (n > widest) widest = n;
    if (m > code) code = m;
  }
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status == TML_REMOVED) continue;
    if (i && !tml_rule_same_family(r->code, tml_rule_at(i - 1)->code)) tml_buf_c(b, '\n');
    pad(b, r->code, code + 2);
    pad(b, r->name, widest + 2);
    pad(b, tml_severity_names[r->severity], 9);
    pad(b, r->status == TML_STABLE ? "" : cli_status_names[r->status], 9);
    tml_buf_fmt(b, "%s\n", r->summary);
  }
}

static void member(tml_buf *b, const char *key, const char *value) {
  tml_buf_fmt(b, ", \"%s\": ", key);
  if (value) cli_json_z(b, value);
  else tml_buf_z(b, "null");
}

static void params(tml_buf *b, const tml_rule *r) {
  static const char *const types[] = {"integer", "boolean", "list"};
  tml_buf_z(b, ", \"parameters\": [");
  for (size_t i = 0; r->params && r->params[i].name; i++) {
    const tml_param *p = &r->params[i];
    tml_buf_fmt(b, "%s{\"name\": \"%s\", \"type\": \"%s\"", i ? ", " : "", p->name, types[p->type]);
    if (p->type == TML_PARAM_INT)
      tml_buf_fmt(b, ", \"default\": %lld, \"minimum\": %lld, \"maximum\": %lld", (long long)p->value,
                  (long long)p->min, (long long)p->max);
    else tml_buf_fmt(b, ", \"default\": %s", p->type == TML_PARAM_LIST ? "[]" : p->value ? "true" : "false");
    member(b, "summary", p->summary);
    tml_buf_c(b, '}');
  }
  tml_buf_c(b, ']');
}

static void as_json(tml_buf *b) {
  tml_buf_z(b,
            "{\"schema\": \"tmlint.rules/1\",\n \"tool\": {\"name\": \"tmlint\", \"version\": \"" TML_VERSION "\"},\n"
            " \"rules\": [");
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    tml_buf_fmt(b, "%s\n  {\"code\": \"%s\", \"name\": \"%s\", \"status\": \"%s\"", i ? "," : "", r->code, r->name,
                cli_status_names[r->status]);
    member(b, "severity", tml_severity_names[r->severity]);
    member(b, "scope", cli_scope_names[r->scope]);
    member(b, "fix", cli_fix_names[r->fix]);
    member(b, "since", r->since);
    member(b, "its", r->its);
    member(b, "mqm", r->mqm);
    member(b, "summary", r->summary);
    member(b, "rationale", r->rationale);
    params(b, r);
    tml_buf_z(b, ", \"references\": [");
    for (size_t k = 0; r->refs && r->refs[k]; k++) {
      if (k) tml_buf_z(b, ", ");
      cli_json_z(b, r->refs[k]);
    }
    tml_buf_z(b, "]}");
  }
  tml_buf_z(b, "\n ]}\n");
}

void cli_json_z(tml_buf *b, const char *z) { tml_json_string(b, tml_str_c(z)); }

int cli_rules(cli *k) {
  tml_err err = {0};
  tml_settings *packs;
  if (cli_apply(k, &err) != TML_OK) return cli_complain(&err);
  if (k->nargs) return cli_usage("`tmlint rules` takes no rule; `tmlint explain %s` prints all about one", k->args[0]);
  if (cli_open_packs(k, &packs, &err) != TML_OK) return cli_complain(&err);
  tml_buf b = {0};
  if (k->format && strcmp(k->format, "json") == 0) as_json(&b);
  else if (k->format && strcmp(k->format, "markdown") == 0) cli_markdown_index(&b);
  else as_text(&b);
  tml_settings_free(packs);
  return cli_out(&b, EXIT_CLEAN);
}
