/* file.c — tmlint.json to layers and values (config.h). One table of keys; each kind has its reader.
 *
 * Not here: whether a rule, parameter or language exists – settings.c asks the registry and names the place kept here.
 */
#include "tmlint/config.h"
#include "tmlint/json.h"

#include "tmlint/paths.h"

#include <math.h>
#include <sys/stat.h>

/* ---- the keys ---------------------------------------------------------------------------------------------------- */

static const char *const fail_words[] = {"error", "warning", "info", "never", NULL};
static const char *const level_words[] = {"off", "info", "warning", "error", NULL};
/* find.h's tml_action_names: this room may not look there. test_config.c holds them together. */
static const char *const action_words[] = {"fix-target", "fix-memory", "re-handoff", "fix-config", NULL};

enum { TOP = TML_KEY_TOP, BOTH = TML_KEY_TOP | TML_KEY_OVERRIDE, OVER = TML_KEY_OVERRIDE };

const tml_config_key tml_config_keys[] = {
    {"$schema", TML_KEY_TEXTS, TOP, NULL, "the JSON Schema, for editors; not read"},
    {"extends", TML_KEY_TEXTS, TOP, NULL, "a file, or several, whose settings come first; relative to this file"},
    {"select", TML_KEY_SELECTORS, BOTH, NULL,
     "the rules that run: codes, names, family letters or ALL; in an override they are added"},
    {"ignore", TML_KEY_SELECTORS, BOTH, NULL, "rules that do not run"},
    {"severity", TML_KEY_LEVELS, BOTH, level_words, "severities by rule, family or ALL"},
    {"rules", TML_KEY_PARAMS, BOTH, NULL, "parameters by rule"},
    {"packs", TML_KEY_TEXTS, TOP, NULL,
     "rule packs: JSON files, relative to this file, or names of shipped packs that are off by default"},
    {"preview", TML_KEY_BOOL, TOP, NULL, "also run preview rules"},
    {"fail_on", TML_KEY_LEVEL, TOP, fail_words, "the lowest severity that makes the exit status 1"},
    {"fail_actions", TML_KEY_WORDS, TOP, action_words, "only findings with these actions make the exit status 1"},
    {"severity_min", TML_KEY_LEVEL, TOP, level_words + 1, "the lowest severity that the text format shows"},
    {"max_findings", TML_KEY_COUNT, TOP, NULL, "show at most so many findings; 0: all"},
    {"min_score", TML_KEY_SCORE, TOP, NULL, "the LQA score (0 to 100) under which the exit status is 1"},
    {"jobs", TML_KEY_COUNT, TOP, NULL, "threads; 0: one a processor"},
    {"include", TML_KEY_TEXTS, TOP, NULL, "globs: in folders only files that match one are read"},
    {"exclude", TML_KEY_TEXTS, TOP, NULL, "globs: files and folders that are left out"},
    {"languages", TML_KEY_LANGUAGES, BOTH, NULL,
     "source and target language; on top for files that do not say theirs, in an override for all it matches"},
    {"path_languages", TML_KEY_PATHS, TOP, NULL, "languages by path: a glob, and the target's tag or both"},
    {"overrides", TML_KEY_OVERRIDES, TOP, NULL, "settings for files that match paths and front matter"},
    {"baseline", TML_KEY_TEXT, TOP, NULL, "a baseline, relative to this file: the findings it has do not count"},
    {"reference", TML_KEY_TEXT, TOP, NULL,
     "today's source page, or a folder of them, relative to this file: source spans are compared with it (family RF)"},
    {"source_tree", TML_KEY_TEXT, TOP, NULL,
     "where the pages' sources stand, relative to this file: the pages are aligned with them, and the pairs checked"},
    {"map", TML_KEY_TEXTS, TOP, NULL,
     "with source_tree: how a page's path becomes its source's, such as \"{locale}/{path}=en/{path}\""},
    {"memory", TML_KEY_TEXT, TOP, NULL,
     "a memory that `tmlint learn` wrote, relative to this file: what rules about many pages go by"},
    {"suppress", TML_KEY_SUPPRESS, TOP, NULL,
     "findings that are known and accepted, by rule, path, segment, text or fingerprint, each with a reason"},
    {"paths", TML_KEY_TEXTS, OVER, NULL, "globs, relative to this file's folder; one must match"},
    {"front_matter", TML_KEY_FIELDS, OVER, NULL, "front matter fields that must all have one of the values given"},
    {NULL, 0, 0, NULL, NULL}};

/* ---- helpers ----------------------------------------------------------------------------------------------------- */

typedef struct reader {
  tml_config *c;
  const tml_json *j;
  const char *folder; /* absolute, of the file */
  tml_err *err;
} reader;

typedef struct chain { /* the files being read, innermost first: cycles */
  dev_t dev;
  ino_t ino;
  const struct chain *outer;
} chain;

static tml_word_at word(const reader *r, const cJSON *node, const char *z, bool key) {
  return (tml_word_at){tml_arena_str(&r->c->arena, tml_str_c(z)),
                       key ? tml_json_key_at(r->j, node) : tml_json_at(r->j, node)};
}

static int bad(const reader *r, const cJSON *node, const char *what) {
  tml_origin at = tml_json_at(r->j, node);
  if (node->string)
    return tml_fail(r->err, TML_EUSAGE, "%s:%u:%u: \"%s\" must be %s", at.where, at.line, at.column, node->string,
                    what);
  return tml_fail(r->err, TML_EUSAGE, "%s:%u:%u: this must be %s", at.where, at.line, at.column, what);
}

/* An unknown word where one of `words` must stand. */
static int unknown(const reader *r, tml_origin at, const char *kind, const char *z, const char *const *words) {
  size_t n = 0;
  while (words[n]) n++;
  const char *near = tml_config_nearest(tml_str_c(z), words, n);
  tml_buf list = {0};
  for (size_t i = 0; i < n; i++) tml_buf_fmt(&list, "%s%s", i ? ", " : "", words[i]);
  int rc = near ? tml_fail(r->err, TML_EUSAGE, "%s:%u:%u: unknown %s \"%s\"; did you mean \"%s\"?", at.where, at.line,
                           at.column, kind, z, near)
                : tml_fail(r->err, TML_EUSAGE, "%s:%u:%u: unknown %s \"%s\"; there are: %.*s", at.where, at.line,
                           at.column, kind, z, (int)list.n, list.p);
  tml_buf_free(&list);
  return rc;
}

static void add_word(const reader *r, tml_words *w, tml_word_at at) {
  w->v = tml_arena_grow(&r->c->arena, w->v, w->n, &w->cap, sizeof *w->v);
  w->v[w->n++] = at;
}

/* A text or a list of texts, appended. */
static int read_texts(const reader *r, const cJSON *node, bool single, tml_words *out) {
  if (cJSON_IsString(node) && single) {
    add_word(r, out, word(r, node, node->valuestring, false));
    return TML_OK;
  }
  if (!cJSON_IsArray(node)) return bad(r, node, single ? "a text or a list of texts" : "a list of texts");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    if (!cJSON_IsString(kid)) return bad(r, kid, "a text in quotes");
    add_word(r, out, word(r, kid, kid->valuestring, false));
  }
  return TML_OK;
}

static int read_whole(const reader *r, const cJSON *node, int64_t *out) {
  double v = node->valuedouble;
  if (!cJSON_IsNumber(node) || v != floor(v) || fabs(v) > 9e15) return bad(r, node, "a whole number");
  *out = (int64_t)v;
  return TML_OK;
}

static int read_level(const reader *r, const cJSON *node, const char *const *words, uint8_t *out) {
  if (!cJSON_IsString(node)) return bad(r, node, "a level in quotes, such as \"warning\"");
  for (size_t i = 0; words[i]; i++)
    if (strcmp(words[i], node->valuestring) == 0) {
      *out = (uint8_t)tml_config_level(tml_str_c(words[i]), true);
      return TML_OK;
    }
  return unknown(r, tml_json_at(r->j, node), "level", node->valuestring, words);
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static int read_levels(const reader *r, const cJSON *node, tml_layer *layer) {
  if (!cJSON_IsObject(node)) return bad(r, node, "an object: {\"EN001\": \"warning\"}");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    layer->severity =
        tml_arena_grow(&r->c->arena, layer->severity, layer->nseverity, &layer->severity_cap, sizeof *layer->severity);
    tml_level_at *l = &layer->severity[layer->nseverity];
    *l = (tml_level_at){.rule = word(r, kid, kid->string, true)};
    int rc = read_level(r, kid, level_words, &l->level);
    if (rc) return rc;
    layer->nseverity++;
  }
  return TML_OK;
}

static int read_param(const reader *r, const cJSON *rule, const cJSON *node, tml_layer *layer) {
  layer->params = tml_arena_grow(&r->c->arena, layer->params, layer->nparams, &layer->param_cap, sizeof *layer->params);
  tml_param_at *p = &layer->params[layer->nparams];
  *p = (tml_param_at){.rule = word(r, rule, rule->string, true),
                      .name = word(r, node, node->string, true),
                      .at = tml_json_at(r->j, node)};
  int rc = TML_OK;
  if (cJSON_IsBool(node)) {
    p->type = TML_VALUE_BOOL;
    p->value = cJSON_IsTrue(node);
  } else if (cJSON_IsNumber(node)) {
    p->type = TML_VALUE_INT;
    rc = read_whole(r, node, &p->value);
  } else if (cJSON_IsArray(node)) {
    p->type = TML_VALUE_LIST;
    rc = read_texts(r, node, false, &p->list);
  } else {
    rc = bad(r, node, "a number, true, false or a list of texts");
  }
  if (rc == TML_OK) layer->nparams++;
  return rc;
}

static int read_params(const reader *r, const cJSON *node, tml_layer *layer) {
  if (!cJSON_IsObject(node)) return bad(r, node, "an object: {\"SP002\": {\"parameter\": 1}}");
  for (const cJSON *rule = node->child; rule; rule = rule->next) {
    if (!cJSON_IsObject(rule)) return bad(r, rule, "an object of parameters");
    for (const cJSON *kid = rule->child; kid; kid = kid->next) {
      int rc = read_param(r, rule, kid, layer);
      if (rc) return rc;
    }
  }
  return TML_OK;
}

/* ---- languages, front matter ------------------------------------------------------------------------------------- */

static int read_tag(const reader *r, const cJSON *node, tml_word_at *out) {
  if (!cJSON_IsString(node)) return bad(r, node, "a language tag in quotes, such as \"ko-KR\"");
  *out = word(r, node, node->valuestring, false);
  if (!tml_config_is_tag(out->s)) return bad(r, node, "a language tag, such as \"ko-KR\"");
  return TML_OK;
}

static int read_languages(const reader *r, const cJSON *node, tml_word_at *source, tml_word_at *target) {
  static const char *const names[] = {"source", "target", NULL};
  if (!cJSON_IsObject(node)) return bad(r, node, "an object: {\"source\": \"en-US\", \"target\": \"ko-KR\"}");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    bool is_source = strcmp(kid->string, "source") == 0;
    if (!is_source && strcmp(kid->string, "target") != 0)
      return unknown(r, tml_json_key_at(r->j, kid), "key", kid->string, names);
    int rc = read_tag(r, kid, is_source ? source : target);
    if (rc) return rc;
  }
  return TML_OK;
}

static int read_paths(const reader *r, const cJSON *node) {
  tml_config *c = r->c;
  if (!cJSON_IsObject(node)) return bad(r, node, "an object: {\"ko/**\": \"ko-KR\"}");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    c->path_languages = tml_arena_grow(&c->arena, c->path_languages, c->npath_languages, &c->path_language_cap,
                                       sizeof *c->path_languages);
    tml_pattern_at *p = &c->path_languages[c->npath_languages];
    *p = (tml_pattern_at){.pattern = word(r, kid, kid->string, true), .folder = r->folder};
    int rc = cJSON_IsObject(kid) ? read_languages(r, kid, &p->source, &p->target) : read_tag(r, kid, &p->target);
    if (rc) return rc;
    c->npath_languages++;
  }
  return TML_OK;
}

static int read_fields(const reader *r, const cJSON *node, tml_override *o) {
  if (!cJSON_IsObject(node)) return bad(r, node, "an object: {\"ms.translationtype\": \"MT\"}");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    o->fields = tml_arena_grow(&r->c->arena, o->fields, o->nfields, &o->field_cap, sizeof *o->fields);
    tml_field_at *f = &o->fields[o->nfields];
    *f = (tml_field_at){.key = word(r, kid, kid->string, true)};
    int rc = read_texts(r, kid, true, &f->values);
    if (rc) return rc;
    o->nfields++;
  }
  return TML_OK;
}

/* ---- values of the top ------------------------------------------------------------------------------------------- */

/* Globs of a file are relative to its folder, while the walk sees paths as they were named: from the working folder, or
 * absolute. So each pattern with a '/' is kept in both spellings; one without, or one that begins with `**`, as it is.
 */
static const char **globs(const reader *r, const tml_words *w, uint32_t *n, size_t *cap) {
  tml_arena *a = &r->c->arena;
  const char **v = NULL;
  *n = 0;
  *cap = 0;
  for (uint32_t i = 0; i < w->n; i++) {
    tml_str s = w->v[i].s;
    tml_str forms[2] = {s, {NULL, 0}};
    tml_str inner = s.n && s.p[s.n - 1] == '/' ? tml_str_n(s.p, s.n - 1) : s;
    if (memchr(inner.p, '/', inner.n) && !tml_str_starts(s, TML_S("**/"))) {
      while (inner.n && inner.p[0] == '/') inner = tml_str_n(inner.p + 1, inner.n - 1); /* from the folder, as git */
      forms[1] = tml_path_join(a, tml_str_c(r->folder), inner);
      forms[0] = tml_path_relative(a, tml_str_c(r->c->cwd), forms[1]);
    }
    for (int k = 0; k < 2 && forms[k].p; k++) {
      v = tml_arena_grow(a, v, *n, cap, sizeof *v);
      v[(*n)++] = tml_arena_str(a, forms[k]).p;
    }
  }
  return v;
}

static int read_actions(const reader *r, const cJSON *node) {
  tml_words w = {0};
  int rc = read_texts(r, node, false, &w);
  uint8_t mask = 0;
  for (uint32_t i = 0; rc == TML_OK && i < w.n; i++) {
    size_t k = 0;
    while (action_words[k] && !tml_str_is(w.v[i].s, action_words[k])) k++;
    if (!action_words[k]) return unknown(r, w.v[i].at, "action", w.v[i].s.p, action_words);
    mask |= (uint8_t)(1u << k);
  }
  r->c->fail_actions = mask;
  return rc;
}

static int read_count(const reader *r, const cJSON *node, int64_t max, uint32_t *out) {
  int64_t v = 0;
  int rc = read_whole(r, node, &v);
  if (rc) return rc;
  if (v < 0 || v > max) {
    tml_origin at = tml_json_at(r->j, node);
    return tml_fail(r->err, TML_EUSAGE, "%s:%u:%u: \"%s\" must be from 0 to %lld", at.where, at.line, at.column,
                    node->string, (long long)max);
  }
  *out = (uint32_t)v;
  return TML_OK;
}

/* A file's path, or one word: the name of a shipped pack. Those of `extends` come first; one named twice counts once.
 */
static void read_packs(const reader *r, const tml_words *w) {
  tml_config *c = r->c;
  for (uint32_t i = 0; i < w->n; i++) {
    tml_word_at one = w->v[i];
    if (memchr(one.s.p, '/', one.s.n) || tml_str_ends(one.s, TML_S(".json")))
      one.s = tml_path_relative(&c->arena, tml_str_c(c->cwd), tml_path_join(&c->arena, tml_str_c(r->folder), one.s));
    uint32_t k = 0;
    while (k < c->packs.n && !tml_str_eq(c->packs.v[k].s, one.s)) k++;
    if (k == c->packs.n) add_word(r, &c->packs, one);
  }
}

/* The keys that only the top has. */
/* A path is relative to the file; kept as seen from the working folder. */
static int read_path(const reader *r, const tml_config_key *key, const cJSON *node, tml_origin at) {
  tml_config *c = r->c;
  const struct {
    const char *name, **path;
    tml_origin *from;
  } all[] = {{"baseline", &c->baseline, &c->from.baseline},
             {"reference", &c->reference, &c->from.reference},
             {"source_tree", &c->source_tree, &c->from.source_tree},
             {"memory", &c->memory, &c->from.memory}};
  const char *path = tml_path_relative(&c->arena, tml_str_c(c->cwd),
                                       tml_path_join(&c->arena, tml_str_c(r->folder), tml_str_c(node->valuestring)))
                         .p;
  for (size_t i = 0; i < TML_COUNT(all); i++)
    if (strcmp(key->name, all[i].name) == 0) *all[i].path = path, *all[i].from = at;
  return TML_OK;
}

/* A file's maps stand for those of the files that it extends. */
static int read_maps(const reader *r, const tml_words *w, tml_origin at) {
  tml_config *c = r->c;
  c->nmaps = 0;
  c->from.map = at;
  for (uint32_t i = 0; i < w->n; i++) {
    if (!memchr(w->v[i].s.p, '=', w->v[i].s.n))
      return tml_fail(r->err, TML_EUSAGE,
                      "%s:%u:%u: a map is TARGET=SOURCE, such as \"{locale}/{path}=en/{path}\", and this is \"%s\"",
                      w->v[i].at.where, w->v[i].at.line, w->v[i].at.column, w->v[i].s.p);
    c->maps = tml_arena_grow(&c->arena, c->maps, c->nmaps, &c->map_cap, sizeof *c->maps);
    c->maps[c->nmaps++] = w->v[i].s.p;
  }
  return TML_OK;
}

static int read_value(const reader *r, const cJSON *node, const tml_config_key *key) {
  tml_config *c = r->c;
  tml_origin at = tml_json_at(r->j, node);
  tml_words w = {0};
  int rc;
  switch (key->kind) {
  case TML_KEY_BOOL:
    if (!cJSON_IsBool(node)) return bad(r, node, "true or false");
    c->preview = cJSON_IsTrue(node);
    c->from.preview = at;
    return TML_OK;
  case TML_KEY_LEVEL:
    if (strcmp(key->name, "fail_on") == 0) {
      c->from.fail_on = at;
      return read_level(r, node, key->words, &c->fail_on);
    }
    c->from.severity_min = at;
    return read_level(r, node, key->words, &c->severity_min);
  case TML_KEY_WORDS: c->from.fail_actions = at; return read_actions(r, node);
  case TML_KEY_COUNT:
    if (strcmp(key->name, "jobs") == 0) {
      c->from.jobs = at;
      return read_count(r, node, TML_CONFIG_JOBS_MAX, &c->jobs);
    }
    c->from.max_findings = at;
    return read_count(r, node, UINT32_MAX, &c->max_findings);
  case TML_KEY_SCORE:
    if (!cJSON_IsNumber(node) || node->valuedouble < 0 || node->valuedouble > 100)
      return bad(r, node, "a number from 0 to 100");
    c->min_score = node->valuedouble;
    c->from.min_score = at;
    return TML_OK;
  case TML_KEY_PATHS: return read_paths(r, node);
  case TML_KEY_TEXT:
    if (!cJSON_IsString(node) || !*node->valuestring) return bad(r, node, "a file name in quotes");
    return read_path(r, key, node, at);
  case TML_KEY_TEXTS:
    rc = read_texts(r, node, true, &w);
    if (rc == TML_OK && strcmp(key->name, "include") == 0) {
      c->include = globs(r, &w, &c->ninclude, &c->include_cap);
      c->from.include = at;
    } else if (rc == TML_OK && strcmp(key->name, "exclude") == 0) {
      c->exclude = globs(r, &w, &c->nexclude, &c->exclude_cap);
      c->from.exclude = at;
    } else if (rc == TML_OK && strcmp(key->name, "packs") == 0) {
      read_packs(r, &w);
    } else if (rc == TML_OK && strcmp(key->name, "map") == 0) {
      rc = read_maps(r, &w, at);
    }
    return rc;
  default: return TML_OK;
  }
}

/* ---- objects ----------------------------------------------------------------------------------------------------- */

static const tml_config_key *find_key(const reader *r, const cJSON *node, int where) {
  const char *names[64];
  size_t n = 0;
  for (const tml_config_key *k = tml_config_keys; k->name; k++) {
    if (!(k->where & where)) continue;
    if (strcmp(k->name, node->string) == 0) return k;
    names[n++] = k->name;
  }
  names[n] = NULL;
  unknown(r, tml_json_key_at(r->j, node), where == TML_KEY_TOP ? "key" : "key of an override", node->string, names);
  return NULL;
}

/* The keys that the top and overrides share. *mine: it was one of them. */
static int read_shared(const reader *r, const cJSON *node, const tml_config_key *key, tml_layer *layer, bool *mine) {
  *mine = true;
  switch (key->kind) {
  case TML_KEY_SELECTORS:
    if (strcmp(key->name, "ignore") == 0) return read_texts(r, node, false, &layer->ignore);
    layer->has_select = true;
    return read_texts(r, node, false, &layer->select);
  case TML_KEY_LEVELS: return read_levels(r, node, layer);
  case TML_KEY_PARAMS: return read_params(r, node, layer);
  default: *mine = false; return TML_OK;
  }
}

static int read_override(const reader *r, const cJSON *node) {
  tml_config *c = r->c;
  if (!cJSON_IsObject(node)) return bad(r, node, "an object: {\"paths\": [\"old/**\"], \"ignore\": [\"EN\"]}");
  tml_override o = {.at = tml_json_at(r->j, node), .folder = r->folder};
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    const tml_config_key *key = find_key(r, kid, TML_KEY_OVERRIDE);
    if (!key) return TML_EUSAGE;
    bool mine = false;
    int rc = read_shared(r, kid, key, &o.layer, &mine);
    if (!mine && key->kind == TML_KEY_TEXTS) rc = read_texts(r, kid, true, &o.paths);
    if (!mine && key->kind == TML_KEY_FIELDS) rc = read_fields(r, kid, &o);
    if (!mine && key->kind == TML_KEY_LANGUAGES) rc = read_languages(r, kid, &o.source_language, &o.target_language);
    if (rc) return rc;
  }
  if (!o.paths.n && !o.nfields)
    return tml_fail(r->err, TML_EUSAGE,
                    "%s:%u:%u: an override needs \"paths\" or \"front_matter\", or it would never apply", o.at.where,
                    o.at.line, o.at.column);
  c->overrides = tml_arena_grow(&c->arena, c->overrides, c->noverrides, &c->override_cap, sizeof *c->overrides);
  c->overrides[c->noverrides++] = o;
  return TML_OK;
}

static int read_overrides(const reader *r, const cJSON *node) {
  if (!cJSON_IsArray(node)) return bad(r, node, "a list of objects");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    int rc = read_override(r, kid);
    if (rc) return rc;
  }
  return TML_OK;
}

static bool is_date(tml_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (i == 4 || i == 7 ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n == 10;
}

static int read_suppression(const reader *r, const cJSON *node) {
  static const char *const names[] = {"rule", "path", "segment", "text", "fingerprint", "reason", "until", NULL};
  tml_config *c = r->c;
  if (!cJSON_IsObject(node))
    return bad(r, node, "an object: {\"rule\": \"EN001\", \"path\": \"ko/a.md\", \"reason\": \"…\"}");
  tml_suppress_at s = {.at = tml_json_at(r->j, node), .folder = r->folder};
  tml_word_at *to[] = {NULL, &s.path, &s.segment, &s.text, &s.fingerprint, &s.reason, &s.until};
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    size_t i = 0;
    while (names[i] && strcmp(names[i], kid->string) != 0) i++;
    if (!names[i]) return unknown(r, tml_json_key_at(r->j, kid), "key of a suppression", kid->string, names);
    if (i == 0) {
      int rc = read_texts(r, kid, true, &s.rules);
      if (rc) return rc;
      continue;
    }
    if (!cJSON_IsString(kid) || !*kid->valuestring) return bad(r, kid, "a text in quotes");
    *to[i] = word(r, kid, kid->valuestring, false);
    if (to[i] == &s.until && !is_date(s.until.s)) return bad(r, kid, "a date such as \"2027-01-31\"");
  }
  if (!s.rules.n && !s.path.s.n && !s.segment.s.n && !s.text.s.n && !s.fingerprint.s.n)
    return tml_fail(r->err, TML_EUSAGE,
                    "%s:%u:%u: a suppression needs \"rule\", \"path\", \"segment\", \"text\" or \"fingerprint\", or it "
                    "would hide everything",
                    s.at.where, s.at.line, s.at.column);
  c->suppress = tml_arena_grow(&c->arena, c->suppress, c->nsuppress, &c->suppress_cap, sizeof *c->suppress);
  c->suppress[c->nsuppress++] = s;
  return TML_OK;
}

static int read_suppressions(const reader *r, const cJSON *node) {
  if (!cJSON_IsArray(node)) return bad(r, node, "a list of objects");
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    int rc = read_suppression(r, kid);
    if (rc) return rc;
  }
  return TML_OK;
}

static int read_top(const reader *r) {
  tml_config *c = r->c;
  tml_layer layer = {0};
  for (const cJSON *kid = r->j->root->child; kid; kid = kid->next) {
    const tml_config_key *key = find_key(r, kid, TML_KEY_TOP);
    if (!key) return TML_EUSAGE;
    bool mine = false;
    int rc = read_shared(r, kid, key, &layer, &mine);
    if (!mine && key->kind == TML_KEY_LANGUAGES) rc = read_languages(r, kid, &c->source_language, &c->target_language);
    else if (!mine && key->kind == TML_KEY_OVERRIDES) rc = read_overrides(r, kid);
    else if (!mine && key->kind == TML_KEY_SUPPRESS) rc = read_suppressions(r, kid);
    else if (!mine) rc = read_value(r, kid, key);
    if (rc) return rc;
  }
  c->layers = tml_arena_grow(&c->arena, c->layers, c->nlayers, &c->layer_cap, sizeof *c->layers);
  c->layers[c->nlayers++] = layer;
  return TML_OK;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static int load(tml_config *c, tml_str path, const tml_origin *by, const chain *outer, tml_err *err);

static int load_extends(const reader *r, const chain *self) {
  const cJSON *node = cJSON_GetObjectItemCaseSensitive(r->j->root, "extends");
  if (!node) return TML_OK;
  tml_words w = {0};
  int rc = read_texts(r, node, true, &w);
  for (uint32_t i = 0; rc == TML_OK && i < w.n; i++) {
    tml_str dir = tml_path_dirname(tml_str_c(r->j->path));
    rc = load(r->c, tml_path_normalise(&r->c->arena, tml_path_join(&r->c->arena, dir, w.v[i].s)), &w.v[i].at, self,
              r->err);
  }
  return rc;
}

static int load(tml_config *c, tml_str path, const tml_origin *by, const chain *outer, tml_err *err) {
  path = tml_arena_str(&c->arena, path);
  struct stat st;
  if (stat(path.p, &st) != 0) {
    return by ? tml_fail(err, TML_EUSAGE, "%s:%u:%u: \"extends\" names %s, which can't be opened", by->where, by->line,
                         by->column, path.p)
              : tml_fail(err, TML_EUSAGE, "the configuration file %s can't be opened", path.p);
  }
  chain self = {st.st_dev, st.st_ino, outer};
  for (const chain *f = outer; f; f = f->outer)
    if (f->dev == st.st_dev && f->ino == st.st_ino)
      return tml_fail(err, TML_EUSAGE, "%s:%u:%u: \"extends\" goes in a circle: %s is already being read", by->where,
                      by->line, by->column, path.p);
  tml_json j;
  tml_str folder = tml_path_dirname(tml_path_absolute(&c->arena, path));
  int rc = tml_json_load(&j, path.p, err);
  reader r = {c, &j, tml_arena_str(&c->arena, folder).p, err};
  if (rc == TML_OK) rc = load_extends(&r, &self);
  if (rc == TML_OK) rc = read_top(&r);
  tml_json_free(&j);
  return rc == TML_OK ? rc : TML_EUSAGE;
}

int tml_config_load(tml_config *c, const char *path, tml_err *err) {
  int rc = load(c, tml_str_c(path), NULL, NULL, err);
  if (rc == TML_OK) c->file = tml_arena_str(&c->arena, tml_str_c(path)).p;
  return rc;
}
