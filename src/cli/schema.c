/* schema.c — `tmlint schema`: the JSON Schemas. Those of reports, pairs and the catalogue are files that are compiled
 * in; that of tmlint.json is made from the table of keys and the rules' rows (docs/schema/config.json is its output).
 */
#include "cli.h"

#include "tmlint/embedded.h"

/* ---- the configuration's ----------------------------------------------------------------------------------------- */

static const char dialect[] = "https://json-schema.org/draft/2020-12/schema";

static void words(tml_buf *b, const char *const *v) {
  tml_buf_z(b, "\"enum\": [");
  for (size_t i = 0; v[i]; i++) tml_buf_fmt(b, "%s\"%s\"", i ? ", " : "", v[i]);
  tml_buf_c(b, ']');
}

static void key_type(tml_buf *b, const tml_config_key *k) {
  switch (k->kind) {
  case TML_KEY_SELECTORS: tml_buf_z(b, "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/selector\"}"); break;
  case TML_KEY_LEVELS:
    tml_buf_z(b,
              "\"type\": \"object\", \"propertyNames\": {\"$ref\": \"#/$defs/selector\"}, \"additionalProperties\": {");
    words(b, k->words);
    tml_buf_c(b, '}');
    break;
  case TML_KEY_PARAMS: tml_buf_z(b, "\"$ref\": \"#/$defs/parameters\""); break;
  case TML_KEY_TEXTS: tml_buf_z(b, "\"$ref\": \"#/$defs/texts\""); break;
  case TML_KEY_TEXT: tml_buf_z(b, "\"type\": \"string\""); break;
  case TML_KEY_LEVEL: words(b, k->words); break;
  case TML_KEY_WORDS:
    tml_buf_z(b, "\"type\": \"array\", \"items\": {");
    words(b, k->words);
    tml_buf_c(b, '}');
    break;
  case TML_KEY_BOOL: tml_buf_z(b, "\"type\": \"boolean\""); break;
  case TML_KEY_SCORE: tml_buf_z(b, "\"type\": \"number\", \"minimum\": 0, \"maximum\": 100"); break;
  case TML_KEY_COUNT: tml_buf_z(b, "\"type\": \"integer\", \"minimum\": 0"); break;
  case TML_KEY_LANGUAGES: tml_buf_z(b, "\"$ref\": \"#/$defs/languages\""); break;
  case TML_KEY_PATHS:
    tml_buf_z(b, "\"type\": \"object\", \"additionalProperties\": {\"oneOf\": [{\"$ref\": \"#/$defs/tag\"}, "
                 "{\"$ref\": \"#/$defs/languages\"}]}");
    break;
  case TML_KEY_OVERRIDES: tml_buf_z(b, "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/override\"}"); break;
  case TML_KEY_SUPPRESS: tml_buf_z(b, "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/suppression\"}"); break;
  case TML_KEY_FIELDS:
    tml_buf_z(b, "\"type\": \"object\", \"additionalProperties\": {\"$ref\": \"#/$defs/texts\"}");
    break;
  default: break;
  }
}

static void properties(tml_buf *b, int where, const char *indent) {
  tml_buf_fmt(b, "%s\"properties\": {", indent);
  bool first = true;
  for (const tml_config_key *k = tml_config_keys; k->name; k++) {
    if (!(k->where & where)) continue;
    tml_buf_fmt(b, "%s\n%s  \"%s\": {\"description\": ", first ? "" : ",", indent, k->name);
    cli_json_z(b, k->summary);
    tml_buf_z(b, ", ");
    key_type(b, k);
    tml_buf_c(b, '}');
    first = false;
  }
  tml_buf_fmt(b, "\n%s},\n%s\"additionalProperties\": false", indent, indent);
}

static void selector(tml_buf *b) {
  char last[3] = "";
  tml_buf_z(b, "    \"selector\": {\n      \"description\": \"a rule's code or name, a family's letters, or ALL\",\n"
               "      \"enum\": [\"ALL\"");
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (memcmp(last, r->code, 2) != 0) {
      memcpy(last, r->code, 2);
      tml_buf_fmt(b, ",\n        \"%s\"", last);
    }
    if (r->status != TML_REMOVED) tml_buf_fmt(b, ", \"%s\", \"%s\"", r->code, r->name);
  }
  tml_buf_z(b, "\n      ]\n    }");
}

static void param(tml_buf *b, const tml_param *p) {
  tml_buf_z(b, "{\"description\": ");
  cli_json_z(b, p->summary);
  if (p->type == TML_PARAM_INT)
    tml_buf_fmt(b, ", \"type\": \"integer\", \"default\": %lld, \"minimum\": %lld, \"maximum\": %lld}",
                (long long)p->value, (long long)p->min, (long long)p->max);
  else if (p->type == TML_PARAM_BOOL)
    tml_buf_fmt(b, ", \"type\": \"boolean\", \"default\": %s}", p->value ? "true" : "false");
  else tml_buf_z(b, ", \"type\": \"array\", \"items\": {\"type\": \"string\"}, \"default\": []}");
}

static void parameters(tml_buf *b) {
  bool any = false;
  tml_buf_z(b, "    \"parameters\": {\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n"
               "      \"properties\": {");
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status == TML_REMOVED || !r->params || !r->params[0].name) continue;
    for (int by_name = 0; by_name < 2; by_name++) {
      tml_buf_fmt(b, "%s\n        \"%s\": ", any ? "," : "", by_name ? r->name : r->code);
      any = true;
      if (by_name) {
        tml_buf_fmt(b, "{\"$ref\": \"#/$defs/parameters/properties/%s\"}", r->code);
        continue;
      }
      tml_buf_z(b, "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
      for (const tml_param *p = r->params; p->name; p++) {
        tml_buf_fmt(b, "%s\n          \"%s\": ", p == r->params ? "" : ",", p->name);
        param(b, p);
      }
      tml_buf_z(b, "}}");
    }
  }
  tml_buf_z(b, "\n      }\n    }");
}

static void config_schema(tml_buf *b) {
  tml_buf_fmt(b,
              "{\n  \"$schema\": \"%s\",\n  \"title\": \"tmlint.json\",\n"
              "  \"description\": \"The configuration of tmlint; docs/config.md tells more.\",\n"
              "  \"type\": \"object\",\n",
              dialect);
  properties(b, TML_KEY_TOP, "  ");
  tml_buf_z(
      b,
      ",\n  \"$defs\": {\n"
      "    \"texts\": {\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": "
      "\"string\"}}]},\n"
      "    \"tag\": {\"type\": \"string\", \"pattern\": \"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$\"},\n"
      "    \"languages\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": "
      "{\"source\": {\"$ref\": \"#/$defs/tag\"}, \"target\": {\"$ref\": \"#/$defs/tag\"}}},\n"
      "    \"suppression\": {\n      \"type\": \"object\", \"additionalProperties\": false,\n"
      "      \"anyOf\": [{\"required\": [\"rule\"]}, {\"required\": [\"path\"]}, {\"required\": "
      "[\"segment\"]}, {\"required\": [\"text\"]}, {\"required\": [\"fingerprint\"]}],\n      \"properties\": {\n"
      "        \"rule\": {\"oneOf\": [{\"$ref\": \"#/$defs/selector\"}, {\"type\": \"array\", \"items\": "
      "{\"$ref\": \"#/$defs/selector\"}}]},\n"
      "        \"path\": {\"description\": \"a glob, relative to this file's folder\", \"type\": \"string\"},\n"
      "        \"segment\": {\"description\": \"the pair's id\", \"type\": \"string\"},\n"
      "        \"text\": {\"description\": \"the whole source or the whole target\", \"type\": \"string\"},\n"
      "        \"fingerprint\": {\"description\": \"of a finding, from a report\", \"type\": \"string\", \"pattern\": "
      "\"^[0-9a-f]{16}$\"},\n"
      "        \"reason\": {\"type\": \"string\"},\n"
      "        \"until\": {\"description\": \"the last day it holds\", \"type\": \"string\", \"pattern\": "
      "\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}\n      }\n    },\n"
      "    \"override\": {\n      \"type\": \"object\",\n"
      "      \"anyOf\": [{\"required\": [\"paths\"]}, {\"required\": [\"front_matter\"]}],\n");
  properties(b, TML_KEY_OVERRIDE, "      ");
  tml_buf_z(b, "\n    },\n");
  selector(b);
  tml_buf_z(b, ",\n");
  parameters(b);
  tml_buf_z(b, "\n  }\n}\n");
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

/* "config" is among the embedded files too, once it was accepted: ours is the one that cannot be stale. */
size_t cli_schema_names(const char **names, size_t room) {
  size_t n = 0;
  names[n++] = "config";
  for (unsigned i = 0; i < tml_embedded_schemas_n && n < room; i++)
    if (strcmp(tml_embedded_schemas[i].name, "config") != 0) names[n++] = tml_embedded_schemas[i].name;
  return n;
}

int cli_schema(cli *k) {
  const char *names[32];
  size_t n = cli_schema_names(names, TML_COUNT(names));
  tml_buf b = {0};
  if (k->nargs == 0) {
    for (size_t i = 0; i < n; i++) tml_buf_fmt(&b, "%s\n", names[i]);
    return cli_out(&b, EXIT_CLEAN);
  }
  if (k->nargs > 1) return cli_usage("`tmlint schema` prints one schema; %s is one too many", k->args[1]);
  const char *name = k->args[0];
  if (strcmp(name, "config") == 0) {
    config_schema(&b);
    return cli_out(&b, EXIT_CLEAN);
  }
  for (unsigned i = 0; i < tml_embedded_schemas_n; i++) {
    const struct tml_embedded *e = &tml_embedded_schemas[i];
    if (strcmp(e->name, name) != 0) continue;
    tml_buf_put(&b, e->data, e->len);
    return cli_out(&b, EXIT_CLEAN);
  }
  const char *near = tml_config_nearest(tml_str_c(name), names, n);
  if (near) return cli_usage("unknown schema \"%s\"; did you mean \"%s\"?", name, near);
  return cli_usage("unknown schema \"%s\"; `tmlint schema` lists them", name);
}
