/* show.c — `tmlint config`: the resolved configuration, each value with where it came from. */
#include "cli.h"

static void from(tml_buf *b, size_t used, const tml_origin *at) {
  for (; used < 44; used++) tml_buf_c(b, ' ');
  if (at->line) tml_buf_fmt(b, "  %s:%u:%u\n", at->where, at->line, at->column);
  else tml_buf_fmt(b, "  %s\n", at->where);
}

static void line(tml_buf *b, const char *key, const char *value, const tml_origin *at) {
  size_t before = b->n;
  tml_buf_fmt(b, "%-18s %s", key, value);
  from(b, b->n - before, at);
}

static void globs(tml_buf *b, const char *key, const char **v, uint32_t n, const tml_origin *at) {
  for (uint32_t i = 0; i < n; i++) /* a file's glob is kept in two spellings: one is enough to read */
    if (!(at->line && i && v[i][0] == '/')) line(b, key, v[i], at);
  if (!n) line(b, key, "(none)", at);
}

static void language(tml_buf *b, const char *key, const tml_word_at *option, const tml_word_at *config) {
  static const tml_origin by_file = {"each file: front matter, then path", 0, 0};
  if (option->s.n) line(b, key, option->s.p, &option->at);
  else if (config->s.n) line(b, key, config->s.p, &config->at);
  else line(b, key, "(not set)", &by_file);
}

static void values(tml_buf *b, const tml_config *c) {
  static const char *const colors[] = {"auto", "always", "never"};
  static const char *const actions[] = {"fix-target", "fix-memory", "re-handoff", "fix-config"};
  tml_buf t = {0};
  tml_buf_fmt(b, "%-18s %s\n%-18s %s\n\n", "config file", c->file ? c->file : "none found", "root", c->root);
  line(b, "preview", c->preview ? "true" : "false", &c->from.preview);
  line(b, "fail_on", tml_level_names[c->fail_on], &c->from.fail_on);
  for (size_t i = 0; i < TML_COUNT(actions); i++)
    if (c->fail_actions & 1u << i) tml_buf_fmt(&t, "%s%s", t.n ? " " : "", actions[i]);
  tml_buf_c(&t, 0);
  line(b, "fail_actions", c->fail_actions == 0xFF ? "all" : t.p, &c->from.fail_actions);
  tml_buf_free(&t);
  line(b, "severity_min", tml_level_names[c->severity_min], &c->from.severity_min);
  tml_buf_fmt(&t, "%u", c->max_findings);
  tml_buf_c(&t, 0);
  line(b, "max_findings", c->max_findings ? t.p : "no limit", &c->from.max_findings);
  t.n = 0;
  tml_buf_fmt(&t, "%u", c->jobs);
  tml_buf_c(&t, 0);
  line(b, "jobs", t.p, &c->from.jobs);
  t.n = 0;
  tml_buf_fmt(&t, "%g", c->min_score);
  tml_buf_c(&t, 0);
  line(b, "min_score", c->min_score >= 0 ? t.p : "(none)", &c->from.min_score);
  tml_buf_free(&t);
  line(b, "color", colors[c->color], &c->from.color);
  for (uint32_t i = 0; i < c->packs.n; i++) line(b, "packs", c->packs.v[i].s.p, &c->packs.v[i].at);
  line(b, "baseline", c->baseline ? c->baseline : "(none)", &c->from.baseline);
  line(b, "reference", c->reference ? c->reference : "(none)", &c->from.reference);
  line(b, "source_tree", c->source_tree ? c->source_tree : "(none)", &c->from.source_tree);
  for (uint32_t i = 0; i < c->nmaps; i++) line(b, "map", c->maps[i], &c->from.map);
  bool parts = c->mode != TML_MODE_ALL || c->shards > 1 || (c->npaths == 1 && strcmp(c->paths[0], "-") == 0);
  line(b, "memory",
       c->memory ? c->memory
       : parts   ? "(none: what rules learn from many pages is off)"
                 : "(none: a run over several pages learns first)",
       &c->from.memory);
  globs(b, "include", c->include, c->ninclude, &c->from.include);
  globs(b, "exclude", c->exclude, c->nexclude, &c->from.exclude);
  language(b, "languages.source", &c->option_source, &c->source_language);
  language(b, "languages.target", &c->option_target, &c->target_language);
  for (uint32_t i = 0; i < c->npath_languages; i++) {
    const tml_pattern_at *p = &c->path_languages[i];
    size_t before = b->n;
    tml_buf_fmt(b, "%-18s %s: %s%s%s", "path_languages", p->pattern.s.p, p->source.s.n ? p->source.s.p : "",
                p->source.s.n ? " > " : "", p->target.s.n ? p->target.s.p : "");
    from(b, b->n - before, &p->pattern.at);
  }
}

static void overrides(tml_buf *b, const tml_config *c) {
  for (uint32_t i = 0; i < c->noverrides; i++) {
    const tml_override *o = &c->overrides[i];
    size_t before = b->n;
    tml_buf_fmt(b, "%-18s", "override");
    for (uint32_t k = 0; k < o->paths.n; k++) tml_buf_fmt(b, " %s", o->paths.v[k].s.p);
    for (uint32_t k = 0; k < o->nfields; k++) {
      tml_buf_fmt(b, " %s=", o->fields[k].key.s.p);
      for (uint32_t w = 0; w < o->fields[k].values.n; w++)
        tml_buf_fmt(b, "%s%s", w ? "|" : "", o->fields[k].values.v[w].s.p);
    }
    from(b, b->n - before, &o->at);
  }
}

static void suppressions(tml_buf *b, const tml_config *c) {
  for (uint32_t i = 0; i < c->nsuppress; i++) {
    const tml_suppress_at *s = &c->suppress[i];
    const tml_word_at *words[] = {&s->path, &s->segment, &s->text, &s->fingerprint};
    size_t before = b->n;
    tml_buf_fmt(b, "%-18s", "suppress");
    for (uint32_t k = 0; k < s->rules.n; k++) tml_buf_fmt(b, " %s", s->rules.v[k].s.p);
    for (size_t k = 0; k < TML_COUNT(words); k++)
      if (words[k]->s.n) tml_buf_fmt(b, " %s", words[k]->s.p);
    if (s->until.s.n) tml_buf_fmt(b, " until %s", s->until.s.p);
    from(b, b->n - before, &s->at);
  }
}

static void rules(tml_buf *b, tml_settings *s) {
  const tml_ruleset *set = tml_settings_base(s);
  tml_buf_z(b, "\nrules\n");
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status == TML_REMOVED) continue;
    tml_origin at = tml_settings_origin(s, i);
    size_t before = b->n;
    tml_buf_fmt(b, "%-6s %-27s %s", r->code, r->name, tml_severity_names[set->set[i].severity]);
    if (set->set[i].severity == TML_SEV_OFF && strcmp(at.where, "default") == 0)
      at.where = r->status == TML_PREVIEW ? "default (preview)" : "default (off until configured)";
    from(b, b->n - before, &at);
    for (unsigned k = 0; r->params && r->params[k].name; k++) {
      const tml_param *p = &r->params[k];
      before = b->n;
      tml_buf_fmt(b, "         %s = ", p->name);
      if (p->type == TML_PARAM_INT) tml_buf_fmt(b, "%lld", (long long)set->set[i].values[k]);
      else if (p->type == TML_PARAM_BOOL) tml_buf_z(b, set->set[i].values[k] ? "true" : "false");
      for (uint32_t w = 0; p->type == TML_PARAM_LIST && w < set->set[i].lists[k].n; w++)
        tml_buf_fmt(b, "%s%s", w ? ", " : "", set->set[i].lists[k].v[w].p);
      tml_origin place = tml_settings_param_origin(s, i, k);
      from(b, b->n - before, &place);
    }
  }
}

int cli_config(cli *k) {
  tml_err err = {0};
  if (cli_configure(k, &err) != TML_OK) return cli_complain(&err);
  tml_settings *s = tml_settings_make(&k->c, &err);
  if (!s) return cli_complain(&err);
  tml_buf b = {0};
  values(&b, &k->c);
  overrides(&b, &k->c);
  suppressions(&b, &k->c);
  rules(&b, s);
  tml_settings_free(s);
  return cli_out(&b, EXIT_CLEAN);
}
