/* pack.c — JSON packs to a lexicon: parsing and checking.
 *
 * What for: the world's facts are data (rules/ *.json). Grammar: pack.h.
 * What not: no matching (feat), no rules (rules.c), no files (packs.c).
 * Every complaint names the pack, the line and the key's path, so that the author finds the place.
 */
#include "tmlint/pack.h"

#include "reader.h"

#include "tmlint/embedded.h"

#include <stdio.h>

/* ---- reading ---- */

/* The deepest part of the path "number.digits" that is there. */
static const cJSON *follow(const cJSON *node, const char *path) {
  for (const char *p = path; p && *p;) {
    char key[64];
    size_t n = strcspn(p, ".[");
    snprintf(key, sizeof key, "%.*s", (int)n, p);
    const cJSON *kid = cJSON_GetObjectItemCaseSensitive(node, key);
    if (!kid) return node;
    node = kid;
    p += n + (p[n] == '.');
    if (*p == '[') break;
  }
  return node;
}

int pack_bad(const pack_at *w, const char *key, const char *fmt, ...) {
  char what[300], where[120] = "the pack";
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(what, sizeof what, fmt, ap);
  va_end(ap);
  tml_origin o = tml_json_at(w->j, follow(w->item, key));
  if (w->list) snprintf(where, sizeof where, "%s[%d]%s%.60s", w->list, w->index, key ? "." : "", key ? key : "");
  else if (key) snprintf(where, sizeof where, "%.60s", key);
  return tml_fail(w->err, TML_EFORMAT, "%s:%u:%u: %s: %s", o.where, o.line, o.column, where, what);
}

tml_str pack_str(const cJSON *j) { return cJSON_IsString(j) ? tml_str_c(j->valuestring) : (tml_str){"", 0}; }
const cJSON *pack_get(const cJSON *o, const char *key) { return cJSON_GetObjectItemCaseSensitive(o, key); }

int pack_string(const pack_at *w, const cJSON *o, const char *key, bool necessary, tml_str *out) {
  const cJSON *j = pack_get(o, key);
  *out = pack_str(j);
  if (!j) return necessary ? pack_bad(w, key, "is missing; a text is expected") : 1;
  if (tml_utf8_invalid(out->p, out->n) != out->n) return pack_bad(w, key, "is not valid UTF-8");
  return out->n ? 0 : pack_bad(w, key, "a text that isn't empty is expected");
}

int pack_flag(const pack_at *w, const cJSON *o, const char *key, bool *out) {
  const cJSON *j = pack_get(o, key);
  if (j && !cJSON_IsBool(j)) return pack_bad(w, key, "true or false is expected");
  *out = cJSON_IsTrue(j);
  return 0;
}

int pack_word(const pack_at *w, const cJSON *o, const char *key, const char *const *words, int *out) {
  tml_str s;
  int rc = pack_string(w, o, key, true, &s);
  if (rc) return rc;
  tml_buf list = {0};
  for (*out = 0; words[*out]; ++*out) {
    if (tml_str_is(s, words[*out])) return tml_buf_free(&list), 0;
    tml_buf_fmt(&list, "%s%s", *out == 0 ? "" : words[*out + 1] ? ", " : " or ", words[*out]);
  }
  rc = pack_bad(w, key, "%.*s is expected", (int)list.n, list.p);
  tml_buf_free(&list);
  return rc;
}

int pack_keys(const pack_at *w, const cJSON *o, const char *inside, const char *const *known) {
  for (const cJSON *j = o->child; j; j = j->next) {
    const char *const *k = known;
    while (*k && strcmp(*k, j->string) != 0) k++;
    if (*k) continue;
    char key[96];
    snprintf(key, sizeof key, "%s%s%.60s", inside, *inside ? "." : "", j->string);
    return pack_bad(w, key, "isn't a key of packs");
  }
  return 0;
}

/* ---- entities ---- */

static int number_grammar(const pack_at *w, const cJSON *n, tml_stdnum *g) {
  static const char *const known[] = {"digits",  "groups", "part",      "need_part", "dot",
                                      "letters", "letter", "year_dash", "colon",     NULL};
  if (!cJSON_IsObject(n)) return pack_bad(w, "number", "an object is expected");
  if (pack_keys(w, n, "number", known)) return TML_EFORMAT;
  const cJSON *d = cJSON_GetObjectItemCaseSensitive(n, "digits");
  const cJSON *lo = cJSON_GetArrayItem(d, 0), *hi = cJSON_GetArrayItem(d, 1);
  if (cJSON_GetArraySize(d) != 2 || !cJSON_IsNumber(lo) || !cJSON_IsNumber(hi) || lo->valueint < 1 ||
      hi->valueint > 9 || lo->valueint > hi->valueint)
    return pack_bad(w, "number.digits", "two numbers are expected, fewest and most digits, from 1 to 9");
  g->min = (uint8_t)lo->valueint;
  g->max = (uint8_t)hi->valueint;
  const cJSON *groups = cJSON_GetObjectItemCaseSensitive(n, "groups");
  if (groups) {
    if (!cJSON_IsNumber(groups) || groups->valueint < 0 || groups->valueint > 4)
      return pack_bad(w, "number.groups", "a number from 0 to 4 is expected");
    g->groups = (uint8_t)groups->valueint;
  }
  if (pack_flag(w, n, "part", &g->part) || pack_flag(w, n, "need_part", &g->need_part) ||
      pack_flag(w, n, "dot", &g->dot) || pack_flag(w, n, "letters", &g->letters) ||
      pack_flag(w, n, "letter", &g->letter) || pack_flag(w, n, "year_dash", &g->year_dash) ||
      pack_flag(w, n, "colon", &g->colon))
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

static int add_aliases(const pack_at *w, tml_lexicon *lex, unsigned e, const cJSON *list, const char *key,
                       const char *lang, unsigned flags) {
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return pack_bad(w, key, "a list of texts is expected");
  for (const cJSON *j = list->child; j; j = j->next) {
    tml_str s = pack_str(j);
    if (!s.n || tml_utf8_invalid(s.p, s.n) != s.n) return pack_bad(w, key, "a list of texts is expected, none empty");
    bool lazy = memchr(s.p, '*', s.n) != NULL || unspaced(s);
    tml_lexicon_alias(lex, e, s, tml_str_c(lang), lazy ? flags | TML_ALIAS_LAZY : flags);
  }
  return 0;
}

static int add_local(const pack_at *w, tml_lexicon *lex, unsigned e, const cJSON *local, unsigned flags) {
  if (!local) return 0;
  if (!cJSON_IsObject(local)) return pack_bad(w, "local", "an object of languages is expected");
  for (const cJSON *j = local->child; j; j = j->next) {
    char key[64];
    snprintf(key, sizeof key, "local.%.40s", j->string);
    if (strlen(j->string) > 3 || strlen(j->string) < 2)
      return pack_bad(w, key, "a language of two or three letters is expected");
    if (add_aliases(w, lex, e, j, key, j->string, flags)) return TML_EFORMAT;
  }
  return 0;
}

static int kind_of(const pack_at *w, const cJSON *o, tml_entity *e) {
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
  if (pack_string(w, o, "kind", true, &kind) < 0) return TML_EFORMAT;
  for (size_t i = 0; i < TML_COUNT(kinds); i++)
    if (tml_str_is(kind, kinds[i].name)) e->kind = (uint8_t)kinds[i].value;
  if (!e->kind) return pack_bad(w, "kind", "standard, regulation, name or document-kind is expected");
  if (pack_string(w, o, "class", e->kind == TML_F_NAME, &class) < 0) return TML_EFORMAT;
  for (size_t i = 0; i < TML_COUNT(classes); i++)
    if (tml_str_is(class, classes[i].name)) e->sub = (uint8_t)classes[i].value;
  if (e->kind == TML_F_NAME && !e->sub)
    return pack_bad(w, "class", "product, service, feature, organisation, place or acronym is expected");
  return 0;
}

static int entity(const pack_at *w, tml_lexicon *lex, const cJSON *o) {
  static const char *const known[] = {"id",     "kind",   "class", "name",       "aliases", "loose", "local",
                                      "number", "common", "case",  "translated", "note",    NULL};
  tml_entity e = {0};
  bool common, translated, cased;
  if (!cJSON_IsObject(o)) return pack_bad(w, NULL, "an object is expected");
  if (pack_keys(w, o, "", known) || pack_string(w, o, "id", true, &e.id) < 0 ||
      pack_string(w, o, "name", true, &e.name) < 0 || kind_of(w, o, &e) || pack_flag(w, o, "common", &common) ||
      pack_flag(w, o, "translated", &translated) || pack_flag(w, o, "case", &cased))
    return TML_EFORMAT;
  if (tml_lexicon_by_id(lex, e.id)) return pack_bad(w, "id", "is used twice");
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

static int edition(const pack_at *w, tml_lexicon *lex, const cJSON *o) {
  static const char *const known[] = {"standard", "edition", "replaced_by", "read", "source", NULL};
  tml_str standard, read, source;
  if (!cJSON_IsObject(o)) return pack_bad(w, NULL, "an object is expected");
  if (pack_keys(w, o, "", known) || pack_string(w, o, "standard", true, &standard) < 0 ||
      pack_string(w, o, "read", true, &read) < 0 || pack_string(w, o, "source", true, &source) < 0)
    return TML_EFORMAT;
  const cJSON *from = cJSON_GetObjectItemCaseSensitive(o, "edition"),
              *to = cJSON_GetObjectItemCaseSensitive(o, "replaced_by");
  if (!cJSON_IsNumber(from) || from->valueint < 1900 || from->valueint > 2200)
    return pack_bad(w, "edition", "a year is expected");
  if (!cJSON_IsNumber(to) || to->valueint <= from->valueint || to->valueint > 2200)
    return pack_bad(w, "replaced_by", "a later year is expected");
  if (read.n != 10 || read.p[4] != '-' || read.p[7] != '-')
    return pack_bad(w, "read", "a day such as 2026-11-25 is expected");
  tml_lexicon_edition(lex, standard, from->valueint, to->valueint, read, source);
  return 0;
}

/* ---- the pack ---- */

static int each(pack_at *w, tml_lexicon *lex, const char *key,
                int (*fn)(const pack_at *, tml_lexicon *, const cJSON *)) {
  const cJSON *pack = w->item, *list = pack_get(pack, key);
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return pack_bad(w, key, "a list is expected");
  w->list = key;
  w->index = 0;
  int rc = 0;
  for (const cJSON *j = list->child; j && !rc; j = j->next, w->index++) {
    w->item = j;
    rc = fn(w, lex, j);
  }
  w->list = NULL;
  w->item = pack;
  return rc;
}

static int between(const pack_at *w, tml_lexicon *lex, const cJSON *j) {
  tml_str s = pack_str(j);
  if (!s.n) return pack_bad(w, NULL, "a word is expected");
  tml_lexicon_between(lex, s);
  return 0;
}

int pack_head(pack_at *w) {
  static const char *const known[] = {"$schema",  "pack",  "version",  "about",    "between",
                                      "entities", "rules", "editions", "examples", NULL};
  tml_str s;
  if (pack_keys(w, w->item, "", known) || pack_string(w, w->item, "pack", true, &s) < 0 ||
      pack_string(w, w->item, "about", true, &s) < 0 || pack_string(w, w->item, "version", false, &s) < 0)
    return TML_EFORMAT;
  if (pack_get(w->item, "entities") && cJSON_GetArraySize(pack_get(w->item, "examples")) == 0)
    return pack_bad(w, "examples", "are missing; a pack with entities shows what it finds");
  return 0;
}

int pack_entities(pack_at *w, tml_lexicon *lex) {
  if (each(w, lex, "between", between) || each(w, lex, "entities", entity)) return TML_EFORMAT;
  return each(w, lex, "editions", edition);
}

int tml_pack_load(tml_lexicon *lex, const char *name, tml_str json, tml_err *err) {
  char path[128];
  snprintf(path, sizeof path, "%s.json", name);
  tml_json j;
  int rc = tml_json_parse(&j, path, json, err);
  pack_at w = {.j = &j, .item = j.root, .err = err};
  if (!rc) rc = pack_head(&w);
  if (!rc) rc = pack_entities(&w, lex);
  tml_json_free(&j);
  return rc;
}

tml_lexicon *tml_pack_load_shipped(tml_err *err) {
  tml_lexicon *lex = tml_pack_begin_shipped((const char *const[]){NULL}, err);
  if (lex) tml_lexicon_freeze(lex);
  return lex;
}

tml_lexicon *tml_pack_begin_shipped(const char *const *except, tml_err *err) {
  tml_lexicon *lex = tml_lexicon_new();
  for (unsigned i = 0; i < tml_embedded_packs_n; i++) {
    const struct tml_embedded *e = &tml_embedded_packs[i];
    size_t k = 0;
    while (except[k] && strcmp(except[k], e->name) != 0) k++;
    if (!except[k] && tml_pack_load(lex, e->name, (tml_str){e->data, e->len}, err)) {
      tml_lexicon_free(lex);
      return NULL;
    }
  }
  return lex;
}
