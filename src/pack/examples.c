/* examples.c — runs a pack's own examples: each text must yield exactly the names it says, in order.
 *
 * An example: {"text": "ISO 27001 et 27018", "locale": "fr", "found": ["ISO 27001", "ISO 27018"], "kinds":
 * ["standard"]}. Without "kinds" only the kinds that the pack itself has are looked at, so that packs don't disturb
 * each other.
 */
#include "tmlint/pack.h"

#include <cjson/cJSON.h>

static tml_str str_of(const cJSON *j) { return cJSON_IsString(j) ? tml_str_c(j->valuestring) : (tml_str){"", 0}; }

static uint64_t kinds_of(const cJSON *root) {
  uint64_t kinds = 0;
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "entities");
  for (const cJSON *j = list ? list->child : NULL; j; j = j->next) {
    tml_str k = str_of(cJSON_GetObjectItemCaseSensitive(j, "kind"));
    if (tml_str_is(k, "standard")) kinds |= TML_FM(TML_F_STANDARD);
    else if (tml_str_is(k, "regulation")) kinds |= TML_FM(TML_F_REGULATION);
    else if (tml_str_is(k, "name")) kinds |= TML_FM(TML_F_NAME);
    else if (tml_str_is(k, "document-kind")) kinds |= TML_FM(TML_F_DOCKIND);
  }
  return kinds;
}

/* What the sheet names, as "A; B; C". */
static tml_str found_list(tml_arena *a, const tml_lexicon *lex, const tml_sheet *s, uint64_t kinds) {
  tml_str all = {"", 0};
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (!(kinds & TML_FM(f->kind))) continue;
    tml_str one = tml_entity_show(a, lex, s, f, true);
    all = tml_arena_fmt(a, "%.*s%s%.*s", (int)all.n, all.p, all.n ? "; " : "", (int)one.n, one.p);
  }
  return all;
}

/* Names that only the second look finds: asked one by one. */
static bool lazily(const tml_lexicon *lex, const tml_locale *loc, const tml_sheet *s, const cJSON *found) {
  for (const cJSON *j = found->child; j; j = j->next) {
    tml_str name = str_of(j);
    uint32_t start, end;
    if (!tml_entity_find_lazy(lex, loc, s, tml_hash(name.p, name.n), &start, &end)) return false;
  }
  return true;
}

static bool example_holds(tml_arena *a, const tml_lexicon *lex, uint64_t kinds, const cJSON *j, const char *name,
                          unsigned i, void (*say)(void *, const char *), void *ctx) {
  tml_str text = str_of(cJSON_GetObjectItemCaseSensitive(j, "text")),
          loc = str_of(cJSON_GetObjectItemCaseSensitive(j, "locale"));
  const cJSON *found = cJSON_GetObjectItemCaseSensitive(j, "found");
  if (!text.n || !loc.n || !cJSON_IsArray(found)) {
    say(ctx, tml_arena_fmt(a, "%s.json: examples[%u]: text, locale and found are expected", name, i).p);
    return false;
  }
  text = tml_arena_str(a, text);
  tml_text t = {.p = text.p, .n = (uint32_t)text.n, .end = (uint32_t)text.n};
  tml_featctx fc = {.arena = a, .tokens = a, .locale = tml_locale_find(loc), .lexicon = lex};
  tml_sheet s;
  tml_feat_sheet(&fc, &t, &s);
  if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(j, "second_look"))) {
    if (lazily(lex, fc.locale, &s, found)) return true;
    say(ctx,
        tml_arena_fmt(a, "%s.json: examples[%u]: \"%.*s\": not found by the second look", name, i, (int)text.n, text.p)
            .p);
    return false;
  }
  tml_str want = {"", 0};
  for (const cJSON *f = found->child; f; f = f->next)
    want =
        tml_arena_fmt(a, "%.*s%s%s", (int)want.n, want.p, want.n ? "; " : "", cJSON_IsString(f) ? f->valuestring : "?");
  tml_str got = found_list(a, lex, &s, kinds);
  if (tml_str_eq(want, got)) return true;
  say(ctx, tml_arena_fmt(a, "%s.json: examples[%u]: \"%.*s\": expected \"%.*s\", found \"%.*s\"", name, i, (int)text.n,
                         text.p, (int)want.n, want.p, (int)got.n, got.p)
               .p);
  return false;
}

int tml_pack_test(const tml_lexicon *lex, const char *name, tml_str json, void (*say)(void *ctx, const char *msg),
                  void *ctx, unsigned *ran, tml_err *err) {
  cJSON *root = cJSON_ParseWithLength(json.p, json.n);
  *ran = 0;
  if (!root) return tml_fail(err, TML_EFORMAT, "%s.json: is not JSON", name);
  uint64_t kinds = kinds_of(root);
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "examples");
  tml_arena a = {0};
  int failed = 0;
  for (const cJSON *j = list ? list->child : NULL; j; j = j->next) {
    failed += !example_holds(&a, lex, kinds, j, name, *ran, say, ctx);
    ++*ran;
    tml_arena_reset(&a);
  }
  tml_arena_free(&a);
  cJSON_Delete(root);
  return failed;
}
