/* pack.c — JSON packs to a lexicon: parsing, checking, and running a pack's own examples.
 *
 * What for: the world's facts are data (rules/ *.json). Grammar: pack.h.
 * What not: no matching (feat), no files: bytes come in, whoever reads them names them.
 * Every complaint names the pack and the key's path, so that the author finds the line.
 */
#include "tmlint/pack.h"

#include "tmlint/embedded.h"

#include <cjson/cJSON.h>
#include <stdio.h>

/* Where we are in the pack, for complaints: "standards.json: entities[3].number.digits". */
typedef struct at {
  const char *pack;
  const char *list;
  int index;
  tml_err *err;
} at;

static int bad(const at *w, const char *key, const char *what) {
  if (w->list)
    return tml_fail(w->err, TML_EFORMAT, "%s.json: %s[%d]%s%s: %s", w->pack, w->list, w->index, key ? "." : "",
                    key ? key : "", what);
  return tml_fail(w->err, TML_EFORMAT, "%s.json: %s: %s", w->pack, key ? key : "the pack", what);
}

static tml_str str_of(const cJSON *j) { return cJSON_IsString(j) ? tml_str_c(j->valuestring) : (tml_str){"", 0}; }

/* The member `key` of o as a non-empty string; 1 where it is absent. */
static int want_string(const at *w, const cJSON *o, const char *key, bool necessary, tml_str *out) {
  const cJSON *j = cJSON_GetObjectItemCaseSensitive(o, key);
  *out = str_of(j);
  if (!j) return necessary ? bad(w, key, "is missing; a text is expected") : 1;
  return out->n ? 0 : bad(w, key, "a text that isn't empty is expected");
}

static int only_keys(const at *w, const cJSON *o, const char *inside, const char *const *known) {
  for (const cJSON *j = o->child; j; j = j->next) {
    const char *const *k = known;
    while (*k && strcmp(*k, j->string) != 0) k++;
    if (*k) continue;
    char key[96];
    snprintf(key, sizeof key, "%s%s%.60s", inside, *inside ? "." : "", j->string);
    return bad(w, key, "isn't a key of packs");
  }
  return 0;
}

/* ---- entities ---- */

static int flag(const at *w, const cJSON *o, const char *key, bool *out) {
  const cJSON *j = cJSON_GetObjectItemCaseSensitive(o, key);
  if (j && !cJSON_IsBool(j)) return bad(w, key, "true or false is expected");
  *out = cJSON_IsTrue(j);
  return 0;
}

static int number_grammar(const at *w, const cJSON *n, tml_stdnum *g) {
  static const char *const known[] = {"digits",  "groups", "part",      "need_part", "dot",
                                      "letters", "letter", "year_dash", "colon",     NULL};
  if (!cJSON_IsObject(n)) return bad(w, "number", "an object is expected");
  if (only_keys(w, n, "number", known)) return TML_EFORMAT;
  const cJSON *d = cJSON_GetObjectItemCaseSensitive(n, "digits");
  const cJSON *lo = cJSON_GetArrayItem(d, 0), *hi = cJSON_GetArrayItem(d, 1);
  if (cJSON_GetArraySize(d) != 2 || !cJSON_IsNumber(lo) || !cJSON_IsNumber(hi) || lo->valueint < 1 ||
      hi->valueint > 9 || lo->valueint > hi->valueint)
    return bad(w, "number.digits", "two numbers are expected, fewest and most digits, from 1 to 9");
  g->min = (uint8_t)lo->valueint;
  g->max = (uint8_t)hi->valueint;
  const cJSON *groups = cJSON_GetObjectItemCaseSensitive(n, "groups");
  if (groups) {
    if (!cJSON_IsNumber(groups) || groups->valueint < 0 || groups->valueint > 4)
      return bad(w, "number.groups", "a number from 0 to 4 is expected");
    g->groups = (uint8_t)groups->valueint;
  }
  if (flag(w, n, "part", &g->part) || flag(w, n, "need_part", &g->need_part) || flag(w, n, "dot", &g->dot) ||
      flag(w, n, "letters", &g->letters) || flag(w, n, "letter", &g->letter) ||
      flag(w, n, "year_dash", &g->year_dash) || flag(w, n, "colon", &g->colon))
    return TML_EFORMAT;
  g->part |= g->need_part;
  return 0;
}

static bool unspaced(tml_str s) {
  for (const char *p = s.p; p < s.p + s.n;) {
    enum tml_script sc = tml_cp_script(tml_utf8_next(&p));
    if (sc == TML_SCRIPT_HANGUL || tml_script_unspaced(sc)) return true;
  }
  return false;
}

static int add_aliases(const at *w, tml_lexicon *lex, unsigned e, const cJSON *list, const char *key, const char *lang,
                       unsigned flags) {
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return bad(w, key, "a list of texts is expected");
  for (const cJSON *j = list->child; j; j = j->next) {
    tml_str s = str_of(j);
    if (!s.n || tml_utf8_invalid(s.p, s.n) != s.n) return bad(w, key, "a list of texts is expected, none empty");
    bool lazy = memchr(s.p, '*', s.n) != NULL || unspaced(s);
    tml_lexicon_alias(lex, e, s, tml_str_c(lang), lazy ? flags | TML_ALIAS_LAZY : flags);
  }
  return 0;
}

static int add_local(const at *w, tml_lexicon *lex, unsigned e, const cJSON *local, unsigned flags) {
  if (!local) return 0;
  if (!cJSON_IsObject(local)) return bad(w, "local", "an object of languages is expected");
  for (const cJSON *j = local->child; j; j = j->next) {
    char key[64];
    snprintf(key, sizeof key, "local.%.40s", j->string);
    if (strlen(j->string) > 3 || strlen(j->string) < 2)
      return bad(w, key, "a language of two or three letters is expected");
    if (add_aliases(w, lex, e, j, key, j->string, flags)) return TML_EFORMAT;
  }
  return 0;
}

static int kind_of(const at *w, const cJSON *o, tml_entity *e) {
  static const struct {
    const char *name;
    int value;
  } kinds[] = {{"standard", TML_F_STANDARD},
               {"regulation", TML_F_REGULATION},
               {"name", TML_F_NAME},
               {"document-kind", TML_F_DOCKIND}},
    classes[] = {{"product", TML_NAME_PRODUCT},  {"service", TML_NAME_SERVICE}, {"feature", TML_NAME_FEATURE},
                 {"organisation", TML_NAME_ORG}, {"place", TML_NAME_PLACE},     {"acronym", TML_NAME_ACRONYM}};
  tml_str kind, class;
  if (want_string(w, o, "kind", true, &kind) < 0) return TML_EFORMAT;
  for (size_t i = 0; i < TML_COUNT(kinds); i++)
    if (tml_str_is(kind, kinds[i].name)) e->kind = (uint8_t)kinds[i].value;
  if (!e->kind) return bad(w, "kind", "standard, regulation, name or document-kind is expected");
  if (want_string(w, o, "class", e->kind == TML_F_NAME, &class) < 0) return TML_EFORMAT;
  for (size_t i = 0; i < TML_COUNT(classes); i++)
    if (tml_str_is(class, classes[i].name)) e->sub = (uint8_t)classes[i].value;
  if (e->kind == TML_F_NAME && !e->sub)
    return bad(w, "class", "product, service, feature, organisation, place or acronym is expected");
  return 0;
}

static int entity(const at *w, tml_lexicon *lex, const cJSON *o) {
  static const char *const known[] = {"id",     "kind",   "class", "name",       "aliases", "loose", "local",
                                      "number", "common", "case",  "translated", "note",    NULL};
  tml_entity e = {0};
  bool common, translated, cased;
  if (!cJSON_IsObject(o)) return bad(w, NULL, "an object is expected");
  if (only_keys(w, o, "", known) || want_string(w, o, "id", true, &e.id) < 0 ||
      want_string(w, o, "name", true, &e.name) < 0 || kind_of(w, o, &e) || flag(w, o, "common", &common) ||
      flag(w, o, "translated", &translated) || flag(w, o, "case", &cased))
    return TML_EFORMAT;
  if (tml_lexicon_by_id(lex, e.id)) return bad(w, "id", "is used twice");
  const cJSON *number = cJSON_GetObjectItemCaseSensitive(o, "number");
  if (number && number_grammar(w, number, &e.number)) return TML_EFORMAT;
  bool caps = e.name.n > 1;
  for (size_t i = 0; i < e.name.n; i++) caps &= !(e.name.p[i] >= 'a' && e.name.p[i] <= 'z');
  e.flags = (uint16_t)((number ? TML_ENT_BODY : 0) | (common ? TML_ENT_COMMON : 0) |
                       (translated ? TML_ENT_TRANSLATED : 0) | (caps ? TML_ENT_ACRONYM : 0));
  unsigned i = tml_lexicon_add(lex, &e), flags = common || cased ? TML_ALIAS_CASE : 0;
  if (e.kind != TML_F_DOCKIND) tml_lexicon_alias(lex, i, e.name, (tml_str){"", 0}, flags);
  if (add_aliases(w, lex, i, cJSON_GetObjectItemCaseSensitive(o, "aliases"), "aliases", "", flags) ||
      add_aliases(w, lex, i, cJSON_GetObjectItemCaseSensitive(o, "loose"), "loose", "", flags | TML_ALIAS_LOOSE))
    return TML_EFORMAT;
  return add_local(w, lex, i, cJSON_GetObjectItemCaseSensitive(o, "local"), flags);
}

static int edition(const at *w, tml_lexicon *lex, const cJSON *o) {
  static const char *const known[] = {"standard", "edition", "replaced_by", "read", "source", NULL};
  tml_str standard, read, source;
  if (!cJSON_IsObject(o)) return bad(w, NULL, "an object is expected");
  if (only_keys(w, o, "", known) || want_string(w, o, "standard", true, &standard) < 0 ||
      want_string(w, o, "read", true, &read) < 0 || want_string(w, o, "source", true, &source) < 0)
    return TML_EFORMAT;
  const cJSON *from = cJSON_GetObjectItemCaseSensitive(o, "edition"),
              *to = cJSON_GetObjectItemCaseSensitive(o, "replaced_by");
  if (!cJSON_IsNumber(from) || from->valueint < 1900 || from->valueint > 2200)
    return bad(w, "edition", "a year is expected");
  if (!cJSON_IsNumber(to) || to->valueint <= from->valueint || to->valueint > 2200)
    return bad(w, "replaced_by", "a later year is expected");
  if (read.n != 10 || read.p[4] != '-' || read.p[7] != '-')
    return bad(w, "read", "a day such as 2026-11-25 is expected");
  tml_lexicon_edition(lex, standard, from->valueint, to->valueint, read, source);
  return 0;
}

/* ---- the pack ---- */

static int parse(const char *name, tml_str json, cJSON **out, tml_err *err) {
  const char *end = NULL;
  *out = cJSON_ParseWithLengthOpts(json.p, json.n, &end, false);
  if (*out && cJSON_IsObject(*out)) return 0;
  unsigned line = 1;
  for (const char *p = json.p; !*out && end && p < end && p < json.p + json.n; p++) line += *p == '\n';
  int rc = *out ? tml_fail(err, TML_EFORMAT, "%s.json: an object is expected", name)
                : tml_fail(err, TML_EFORMAT, "%s.json:%u: is not JSON", name, line);
  cJSON_Delete(*out);
  *out = NULL;
  return rc;
}

static int each(at *w, tml_lexicon *lex, const cJSON *root, const char *key,
                int (*fn)(const at *, tml_lexicon *, const cJSON *)) {
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, key);
  if (!list) return 0;
  w->list = NULL;
  if (!cJSON_IsArray(list)) return bad(w, key, "a list is expected");
  w->list = key;
  w->index = 0;
  for (const cJSON *j = list->child; j; j = j->next, w->index++)
    if (fn(w, lex, j)) return TML_EFORMAT;
  w->list = NULL;
  return 0;
}

static int between(const at *w, tml_lexicon *lex, const cJSON *j) {
  tml_str s = str_of(j);
  if (!s.n) return bad(w, NULL, "a word is expected");
  tml_lexicon_between(lex, s);
  return 0;
}

static int load(at *w, tml_lexicon *lex, const cJSON *root) {
  static const char *const known[] = {"$schema",  "pack",     "version",  "about", "between",
                                      "entities", "editions", "examples", NULL};
  tml_str s;
  if (only_keys(w, root, "", known) || want_string(w, root, "pack", true, &s) < 0 ||
      want_string(w, root, "about", true, &s) < 0)
    return TML_EFORMAT;
  if (cJSON_GetObjectItemCaseSensitive(root, "entities") &&
      cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "examples")) == 0)
    return bad(w, "examples", "are missing; a pack with entities shows what it finds");
  if (each(w, lex, root, "between", between) || each(w, lex, root, "entities", entity)) return TML_EFORMAT;
  return each(w, lex, root, "editions", edition);
}

int tml_pack_load(tml_lexicon *lex, const char *name, tml_str json, tml_err *err) {
  at w = {.pack = name, .err = err};
  cJSON *root;
  int rc = parse(name, json, &root, err);
  if (!rc) rc = load(&w, lex, root);
  cJSON_Delete(root);
  return rc;
}

tml_lexicon *tml_pack_load_shipped(tml_err *err) {
  tml_lexicon *lex = tml_lexicon_new();
  for (unsigned i = 0; i < tml_embedded_packs_n; i++) {
    const struct tml_embedded *e = &tml_embedded_packs[i];
    if (tml_pack_load(lex, e->name, (tml_str){e->data, e->len}, err)) {
      tml_lexicon_free(lex);
      return NULL;
    }
  }
  tml_lexicon_freeze(lex);
  return lex;
}
