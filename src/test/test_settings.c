/* test_settings.c — layers, overrides and languages for one file; rulesets are shared by files with the same overrides.
 */
#include "tmlint/settings.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

/* A configuration made in memory: as if tmlint.json stood in /p and the run were there. */
typedef struct fix {
  tml_config c;
  tml_settings *s;
  tml_arena a;
  unsigned stable, preview, other; /* rules: a stable one, a preview one, a stable one of another family */
} fix;

static tml_word_at word(const char *z) { return (tml_word_at){tml_str_c(z), {"t", 1, 1}}; }

static void add(fix *f, tml_words *w, const char *z) {
  w->v = tml_arena_grow(&f->a, w->v, w->n, &w->cap, sizeof *w->v);
  w->v[w->n++] = word(z);
}

static int setup(void **state) {
  fix *f = calloc(1, sizeof *f);
  tml_err err;
  if (!f || tml_rule_init(&err)) return -1;
  tml_config_init(&f->c);
  f->c.cwd = f->c.root = "/p";
  f->c.jobs = 1;
  f->stable = f->preview = f->other = UINT32_MAX;
  for (unsigned i = tml_rule_count(); i-- > 0;) {
    const tml_rule *r = tml_rule_at(i);
    if (r->status == TML_PREVIEW) f->preview = i;
    if (r->status == TML_STABLE) f->stable = i;
  }
  for (unsigned i = 0; i < tml_rule_count(); i++)
    if (tml_rule_at(i)->status == TML_STABLE && memcmp(tml_rule_at(i)->code, tml_rule_at(f->stable)->code, 2) != 0)
      f->other = i;
  *state = f;
  return f->stable == UINT32_MAX || f->other == UINT32_MAX ? -1 : 0;
}

static int teardown(void **state) {
  fix *f = *state;
  tml_settings_free(f->s);
  tml_config_free(&f->c);
  tml_arena_free(&f->a);
  free(f);
  return 0;
}

static void make(fix *f) {
  tml_err err = {0};
  tml_settings_free(f->s);
  f->s = tml_settings_make(&f->c, &err);
  if (!f->s) fail_msg("%s", err.msg);
}

static tml_layer *layer(fix *f) {
  f->c.layers = tml_arena_grow(&f->a, f->c.layers, f->c.nlayers, &f->c.layer_cap, sizeof *f->c.layers);
  f->c.layers[f->c.nlayers] = (tml_layer){0};
  return &f->c.layers[f->c.nlayers++];
}

static tml_override * override(fix *f, const char *path) {
  f->c.overrides = tml_arena_grow(&f->a, f->c.overrides, f->c.noverrides, &f->c.override_cap, sizeof *f->c.overrides);
  tml_override *o = &f->c.overrides[f->c.noverrides++];
  *o = (tml_override){.folder = "/p"};
  if (path) add(f, &o->paths, path);
  return o;
}

static tml_doc doc(fix *f, const char *path, const char *key, const char *value) {
  tml_doc d = {.arena = &f->a, .path = tml_str_c(path), .p = "", .format = TML_FMT_SXS};
  if (key) {
    d.meta = TML_NEW(&f->a, tml_meta);
    d.meta[0] = (tml_meta){tml_str_c(key), tml_str_c(value), 0, 0};
    d.nmeta = 1;
  }
  return d;
}

static bool on(const tml_ruleset *set, unsigned rule) { return set->set[rule].severity != TML_SEV_OFF; }

/* ---- layers ------------------------------------------------------------------------------------------------------ */

static void defaults(void **state) {
  fix *f = *state;
  make(f);
  const tml_ruleset *set = tml_settings_base(f->s);
  unsigned segment = 0, page = 0;
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    const tml_rule *r = tml_rule_at(i);
    assert_int_equal(on(set, i), r->status == TML_STABLE);
    if (r->status == TML_STABLE) assert_int_equal(set->set[i].severity, r->severity);
    for (unsigned k = 0; r->params && r->params[k].name; k++)
      assert_int_equal(set->set[i].values[k], r->params[k].value);
    if (r->status == TML_STABLE && r->check) {
      segment += r->scope == TML_SCOPE_SEGMENT;
      page += r->scope == TML_SCOPE_PAGE;
    }
  }
  assert_int_equal(set->nsegment, segment);
  assert_int_equal(set->npage, page);
}

static void closeness(void **state) {
  fix *f = *state;
  const char *code = tml_rule_at(f->stable)->code;
  char *family = TML_NEWN(&f->a, char, 3);
  memcpy(family, code, 2);
  add(f, &layer(f)->ignore, code);
  make(f);
  assert_false(on(tml_settings_base(f->s), f->stable));
  f->c.options.has_select = true; /* a family does not bring back what a code took away … */
  add(f, &f->c.options.select, family);
  make(f);
  assert_false(on(tml_settings_base(f->s), f->stable));
  assert_false(on(tml_settings_base(f->s), f->other));
  add(f, &f->c.options.select, tml_rule_at(f->stable)->name); /* … its name does */
  make(f);
  assert_true(on(tml_settings_base(f->s), f->stable));
  add(f, &f->c.options.ignore, code); /* of equals in a layer, ignore wins */
  make(f);
  assert_false(on(tml_settings_base(f->s), f->stable));
}

static void preview_rules(void **state) {
  fix *f = *state;
  if (f->preview == UINT32_MAX) skip();
  add(f, &f->c.options.select, "ALL");
  f->c.options.has_select = true;
  make(f);
  assert_false(on(tml_settings_base(f->s), f->preview));
  f->c.preview = true;
  make(f);
  assert_true(on(tml_settings_base(f->s), f->preview));
  f->c.preview = false;
  add(f, &f->c.options.select, tml_rule_at(f->preview)->code);
  make(f);
  assert_true(on(tml_settings_base(f->s), f->preview));
}

static void unknown_words(void **state) {
  fix *f = *state;
  tml_err err = {0};
  add(f, &f->c.options.ignore, "QQ999");
  f->c.options.ignore.v[0].at = (tml_origin){"--ignore", 0, 0};
  assert_null(tml_settings_make(&f->c, &err));
  assert_int_equal(err.code, TML_EUSAGE);
  assert_true(strncmp(err.msg, "--ignore: unknown rule \"QQ999\"", 30) == 0);
}

/* ---- overrides --------------------------------------------------------------------------------------------------- */

static void by_path_and_front_matter(void **state) {
  fix *f = *state;
  const char *code = tml_rule_at(f->stable)->code;
  add(f, &override(f, "old/**")->layer.ignore, "ALL");
  tml_override *mt = override(f, NULL);
  mt->fields = TML_NEW(&f->a, tml_field_at);
  mt->nfields = 1;
  mt->fields[0].key = word("ms.translationtype");
  add(f, &mt->fields[0].values, "mt");
  mt->layer.has_select = true; /* adds */
  add(f, &mt->layer.select, code);
  make(f);
  tml_doc plain = doc(f, "a.md", NULL, NULL), old = doc(f, "old/x/a.md", NULL, NULL),
          old_mt = doc(f, "./old/b.md", "ms.translationtype", "MT"), far = doc(f, "/q/old/a.md", NULL, NULL),
          whole = doc(f, "/p/old/a.md", NULL, NULL);
  const tml_ruleset *base = tml_settings_base(f->s);
  assert_ptr_equal(tml_settings_ruleset(f->s, &plain), base);
  assert_ptr_equal(tml_settings_ruleset(f->s, &far), base);
  const tml_ruleset *set = tml_settings_ruleset(f->s, &old);
  assert_false(on(set, f->stable));
  assert_int_equal(set->nsegment + set->npage, 0);
  assert_ptr_equal(tml_settings_ruleset(f->s, &whole), set);
  set = tml_settings_ruleset(f->s, &old_mt);
  assert_true(on(set, f->stable));
  assert_false(on(set, f->other));
}

static void *resolve(void *p) {
  fix *f = p;
  static const char *const paths[] = {"x/a.md", "y/a.md", "x/y/a.md", "z.md"};
  tml_arena a = {0};
  const tml_ruleset *seen[4] = {0};
  bool steady = true;
  for (int round = 0; round < 2000; round++) {
    tml_doc d = {.arena = &a, .path = tml_str_c(paths[round % 4]), .p = ""};
    const tml_ruleset *set = tml_settings_ruleset(f->s, &d);
    if (seen[round % 4] && seen[round % 4] != set) steady = false;
    seen[round % 4] = set;
    tml_arena_reset(&a);
  }
  tml_arena_free(&a);
  return steady ? (void *)seen[0] : NULL;
}

static void threads_share(void **state) {
  fix *f = *state;
  add(f, &override(f, "x/**")->layer.ignore, "ALL");
  add(f, &override(f, "**/y/**")->layer.ignore, tml_rule_at(f->other)->code);
  make(f);
  pthread_t t[4];
  void *got[4];
  for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&t[i], NULL, resolve, f), 0);
  for (int i = 0; i < 4; i++) pthread_join(t[i], &got[i]);
  tml_doc d = doc(f, "x/a.md", NULL, NULL);
  for (int i = 0; i < 4; i++) assert_ptr_equal(got[i], tml_settings_ruleset(f->s, &d));
}

/* ---- languages --------------------------------------------------------------------------------------------------- */

static void assert_languages(fix *f, const char *path, const char *key, const char *value, const char *source,
                             const char *target) {
  tml_doc d = doc(f, path, key, value);
  tml_settings_languages(f->s, &d);
  if (!tml_str_is(d.source_language, source) || !tml_str_is(d.target_language, target))
    fail_msg("%s: %.*s > %.*s, not %s > %s", path, (int)d.source_language.n, d.source_language.p,
             (int)d.target_language.n, d.target_language.p, source, target);
}

static void languages_by_path(void **state) {
  fix *f = *state;
  make(f);
  assert_languages(f, "a.md", NULL, NULL, "en-US", "");
  assert_languages(f, "ko/a.md", NULL, NULL, "en-US", "ko");
  assert_languages(f, "docs/ko-KR/cs/a.md", NULL, NULL, "en-US", "ko-KR");
  assert_languages(f, "docs/zh-Hant/a.md", NULL, NULL, "en-US", "zh-Hant");
  assert_languages(f, "docs/es-419/a.md", NULL, NULL, "en-US", "es-419");
  assert_languages(f, "de/a.fr.md", NULL, NULL, "en-US", "fr");
  assert_languages(f, "api/lib/a.min.md", NULL, NULL, "en-US", "");
  assert_languages(f, "co-op/azure-ad/a.md", NULL, NULL, "en-US", "");
  assert_languages(f, "/x/it/a.md", NULL, NULL, "en-US", "it");
  assert_languages(f, "ko/a.md", "ms.contentlocale", "ja-JP", "en-US", "ja-JP");
  assert_languages(f, "ko/a.md", "lang", "fi", "en-US", "fi");
  assert_languages(f, "ko/a.md", "ms.contentlocale", "not a tag", "en-US", "ko");
}

static void languages_by_rank(void **state) {
  fix *f = *state;
  f->c.source_language = word("en-GB");
  f->c.target_language = word("th");
  f->c.path_languages = TML_NEW(&f->a, tml_pattern_at);
  f->c.path_languages[0] = (tml_pattern_at){.pattern = word("mt/**"), .folder = "/p", .target = word("ar")};
  f->c.npath_languages = 1;
  tml_override *o = override(f, "mt/deep/**");
  o->target_language = word("he");
  o->source_language = word("de");
  make(f);
  assert_languages(f, "a.md", NULL, NULL, "en-GB", "th");
  assert_languages(f, "ko/a.md", NULL, NULL, "en-GB", "ko");
  assert_languages(f, "mt/ko/a.md", "ms.contentlocale", "ja-JP", "en-GB", "ar");
  assert_languages(f, "mt/deep/a.md", "ms.contentlocale", "ja-JP", "de", "he");
  f->c.option_target = word("vi");
  make(f);
  assert_languages(f, "mt/deep/a.md", "ms.contentlocale", "ja-JP", "de", "vi");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      T(defaults),      T(closeness),         T(preview_rules),    T(unknown_words), T(by_path_and_front_matter),
      T(threads_share), T(languages_by_path), T(languages_by_rank)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
