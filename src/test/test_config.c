/* test_config.c — tmlint.json: values, extends, places and words of every error; finding the file; nearest names. */
#include "tmlint/config.h"

#include "tmlint/find.h"
#include "tmlint/io.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a folder of its own for every test -------------------------------------------------------------------------- */

typedef struct fix {
  char dir[256], back[1024];
  tml_config c;
  tml_err err;
} fix;

static int setup(void **state) {
  fix *f = calloc(1, sizeof *f);
  const char *tmp = getenv("TMPDIR");
  snprintf(f->dir, sizeof f->dir, "%s/tmlint-config-XXXXXX", tmp ? tmp : "/tmp");
  if (!f || !mkdtemp(f->dir) || !getcwd(f->back, sizeof f->back) || chdir(f->dir)) return -1;
  tml_config_init(&f->c);
  *state = f;
  return 0;
}

static int teardown(void **state) {
  fix *f = *state;
  tml_config_free(&f->c);
  if (chdir(f->back)) return -1;
  char cmd[300];
  snprintf(cmd, sizeof cmd, "rm -rf '%s'", f->dir);
  int rc = system(cmd);
  free(f);
  return rc;
}

static void put(const char *path, const char *text) {
  tml_err err;
  assert_int_equal(tml_io_write(path, tml_str_c(text), NULL, &err), 0);
}

static void loads(fix *f, const char *text) {
  put("tmlint.json", text);
  f->err.msg[0] = 0;
  int rc = tml_config_load(&f->c, "tmlint.json", &f->err);
  if (rc) print_message("%s\n", f->err.msg);
  assert_int_equal(rc, 0);
}

static void fails(fix *f, const char *text, const char *message) {
  put("tmlint.json", text);
  tml_config_free(&f->c);
  tml_config_init(&f->c);
  assert_int_equal(tml_config_load(&f->c, "tmlint.json", &f->err), TML_EUSAGE);
  assert_string_equal(f->err.msg, message);
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static void all_keys(void **state) {
  fix *f = *state;
  loads(f, "{\n"
           "  \"select\": [\"EN\", \"NU001\"],\n"
           "  \"ignore\": [],\n"
           "  \"severity\": {\"EN001\": \"warning\", \"TM\": \"off\"},\n"
           "  \"rules\": {\"PU001\": {\"n\": 3, \"b\": true, \"l\": [\"x\", \"y\"]}},\n"
           "  \"preview\": true, \"fail_on\": \"never\", \"severity_min\": \"info\",\n"
           "  \"fail_actions\": [\"fix-target\", \"fix-memory\"],\n"
           "  \"jobs\": 3, \"max_findings\": 10,\n"
           "  \"include\": [\"*.md\"], \"exclude\": \"old\",\n"
           "  \"languages\": {\"source\": \"en-GB\", \"target\": \"ko-KR\"},\n"
           "  \"path_languages\": {\"de/**\": \"de-DE\", \"x/**\": {\"source\": \"fr\", \"target\": \"ar\"}},\n"
           "  \"overrides\": [{\"paths\": [\"mt/**\"], \"front_matter\": {\"ms.translationtype\": \"MT\"},\n"
           "                 \"ignore\": [\"PU\"], \"languages\": {\"target\": \"ja-JP\"}}]\n"
           "}\n");
  const tml_config *c = &f->c;
  assert_int_equal(c->nlayers, 1);
  const tml_layer *l = &c->layers[0];
  assert_true(l->has_select);
  assert_int_equal(l->select.n, 2);
  assert_true(tml_str_is(l->select.v[1].s, "NU001"));
  assert_int_equal(l->select.v[1].at.line, 2);
  assert_int_equal(l->select.v[1].at.column, 20);
  assert_int_equal(l->ignore.n, 0);
  assert_int_equal(l->nseverity, 2);
  assert_int_equal(l->severity[1].level, TML_LEVEL_OFF);
  assert_int_equal(l->severity[1].rule.at.column, 36);
  assert_int_equal(l->nparams, 3);
  assert_int_equal(l->params[0].value, 3);
  assert_int_equal(l->params[1].type, TML_VALUE_BOOL);
  assert_int_equal(l->params[2].list.n, 2);
  assert_true(c->preview);
  assert_int_equal(c->fail_on, TML_LEVEL_NEVER);
  assert_int_equal(c->severity_min, TML_LEVEL_INFO);
  assert_int_equal(c->fail_actions, 1 << TML_ACT_FIX_TARGET | 1 << TML_ACT_FIX_MEMORY);
  assert_int_equal(c->jobs, 3);
  assert_int_equal(c->max_findings, 10);
  assert_int_equal(c->ninclude, 1);
  assert_string_equal(c->exclude[0], "old");
  assert_true(tml_str_is(c->source_language.s, "en-GB"));
  assert_int_equal(c->npath_languages, 2);
  assert_true(tml_str_is(c->path_languages[1].source.s, "fr"));
  assert_int_equal(c->noverrides, 1);
  const tml_override *o = &c->overrides[0];
  assert_true(tml_str_is(o->fields[0].key.s, "ms.translationtype"));
  assert_true(tml_str_is(o->fields[0].values.v[0].s, "MT"));
  assert_true(tml_str_is(o->target_language.s, "ja-JP"));
  assert_false(o->layer.has_select);
}

static void levels_and_actions(void **state) {
  (void)state;
  for (int i = TML_SEV_OFF; i <= TML_SEV_ERROR; i++) {
    assert_string_equal(tml_level_names[i], tml_severity_names[i]);
    assert_int_equal(tml_config_level(tml_str_c(tml_severity_names[i]), false), i);
  }
  assert_int_equal(tml_config_level(TML_S("never"), false), -1);
  assert_int_equal(tml_config_level(TML_S("never"), true), TML_LEVEL_NEVER);
  for (const tml_config_key *k = tml_config_keys; k->name; k++)
    for (size_t i = 0; strcmp(k->name, "fail_actions") == 0 && k->words[i]; i++)
      assert_string_equal(k->words[i], tml_action_names[i]);
}

static void globs_in_both_spellings(void **state) {
  fix *f = *state;
  assert_int_equal(mkdir("sub", 0777), 0);
  put("sub/tmlint.json", "{\"exclude\": [\"a/b.md\", \"**/c.md\", \"d.md\", \"/e.md\"]}");
  assert_int_equal(tml_config_load(&f->c, "sub/tmlint.json", &f->err), 0);
  assert_int_equal(f->c.nexclude, 6);
  assert_string_equal(f->c.exclude[0], "sub/a/b.md");
  assert_true(f->c.exclude[1][0] == '/');
  assert_string_equal(f->c.exclude[2], "**/c.md");
  assert_string_equal(f->c.exclude[3], "d.md");
  assert_string_equal(f->c.exclude[4], "sub/e.md");
}

/* ---- extends ----------------------------------------------------------------------------------------------------- */

static void extends_comes_first(void **state) {
  fix *f = *state;
  assert_int_equal(mkdir("base", 0777), 0);
  put("base/a.json", "{\"fail_on\": \"info\", \"jobs\": 2, \"ignore\": [\"EN\"], \"extends\": \"b.json\"}");
  put("base/b.json", "{\"fail_on\": \"warning\", \"preview\": true, \"overrides\": [{\"paths\": \"x\"}]}");
  loads(f, "{\"ignore\": [\"NU\"], \"jobs\": 4, \"extends\": [\"base/a.json\"]}");
  assert_int_equal(f->c.nlayers, 3);
  assert_int_equal(f->c.layers[0].ignore.n, 0);
  assert_true(tml_str_is(f->c.layers[1].ignore.v[0].s, "EN"));
  assert_true(tml_str_is(f->c.layers[2].ignore.v[0].s, "NU"));
  assert_int_equal(f->c.fail_on, TML_LEVEL_INFO);
  assert_true(f->c.preview);
  assert_int_equal(f->c.jobs, 4);
  assert_string_equal(f->c.from.fail_on.where, "base/a.json");
  assert_string_equal(f->c.from.preview.where, "base/b.json");
  assert_string_equal(strrchr(f->c.overrides[0].folder, '/'), "/base");
  assert_string_equal(f->c.file, "tmlint.json");
}

static void extends_goes_wrong(void **state) {
  fix *f = *state;
  put("a.json", "{\"extends\": \"tmlint.json\"}");
  fails(f, "{\"extends\": \"./a.json\"}",
        "a.json:1:13: \"extends\" goes in a circle: tmlint.json is already being read");
  fails(f, "{\"extends\": \"none.json\"}", "tmlint.json:1:13: \"extends\" names none.json, which can't be opened");
  fails(f, "{\"extends\": 1}", "tmlint.json:1:13: \"extends\" must be a text or a list of texts");
  put("a.json", "{\"jobs\": -1}");
  fails(f, "{\"extends\": \"a.json\"}", "a.json:1:10: \"jobs\" must be from 0 to 1024");
}

/* ---- what is wrong, and where ------------------------------------------------------------------------------------ */

static void broken_json(void **state) {
  fix *f = *state;
  fails(f, "{\n  // why\n}", "tmlint.json:2:3: comments are not allowed in JSON");
  fails(f, "{\"jobs\": 1,}", "tmlint.json:1:12: a comma before the closing bracket is not allowed");
  fails(f, "{\"jobs\": 1", "tmlint.json:1:11: the text ends too early: a closing \"}\", \"]\" or quote is missing");
  fails(f, "{\"jobs\": 1\n \"preview\": true}", "tmlint.json:2:2: a comma is missing before this");
  fails(f, "{\"jobs\": [1 2]}", "tmlint.json:1:13: this is not JSON");
  fails(f, "{\"jobs\": 1, \"x}", "tmlint.json:1:13: this text has no closing quote, or an escape that is not JSON");
  fails(f, "{\"jobs\": 1} x", "tmlint.json:1:13: this is not JSON");
  fails(f, "{\"include\": [\"a\",]}", "tmlint.json:1:18: a comma before the closing bracket is not allowed");
  fails(f, "{'jobs': 1}", "tmlint.json:1:2: texts stand in double quotes");
  fails(f, "", "tmlint.json:1:1: the text ends too early: a closing \"}\", \"]\" or quote is missing");
  fails(f, "[]", "tmlint.json:1:1: an object is expected: { … }");
  fails(f, "{\"jobs\": 1,\n\"jobs\": 2}", "tmlint.json:2:1: key \"jobs\" stands twice, first in line 1; keep one");
}

static void unknown_words(void **state) {
  fix *f = *state;
  fails(f, "{\"selct\": []}", "tmlint.json:1:2: unknown key \"selct\"; did you mean \"select\"?");
  fails(f, "{\"한\": 1, \"severty\": {}}",
        "tmlint.json:1:2: unknown key \"한\"; there are: $schema, extends, select, "
        "ignore, severity, rules, packs, preview, fail_on, fail_actions, severity_min, "
        "max_findings, min_score, jobs, include, exclude, languages, path_languages, overrides, baseline, reference, "
        "source_tree, map, memory, suppress");
  fails(f, "{\"severity\": {\"EN001\": \"eror\"}}",
        "tmlint.json:1:24: unknown level \"eror\"; did you mean \"error\"?");
  fails(f, "{\"fail_on\": \"off\"}", "tmlint.json:1:13: unknown level \"off\"; there are: error, warning, info, never");
  fails(f, "{\"fail_actions\": [\"fix-taget\"]}",
        "tmlint.json:1:19: unknown action \"fix-taget\"; did you mean \"fix-target\"?");
  fails(f, "{\"overrides\": [{\"path\": \"x\"}]}",
        "tmlint.json:1:17: unknown key of an override \"path\"; did you mean \"paths\"?");
  fails(f, "{\"overrides\": [{\"paths\": \"x\", \"jobs\": 1}]}",
        "tmlint.json:1:31: unknown key of an override \"jobs\"; there are: select, ignore, severity, rules, languages, "
        "paths, front_matter");
  fails(f, "{\"languages\": {\"traget\": \"ko\"}}",
        "tmlint.json:1:16: unknown key \"traget\"; did you mean \"target\"?");
}

static void wrong_types(void **state) {
  fix *f = *state;
  fails(f, "{\"preview\": 1}", "tmlint.json:1:13: \"preview\" must be true or false");
  fails(f, "{\"select\": \"EN\"}", "tmlint.json:1:12: \"select\" must be a list of texts");
  fails(f, "{\"ignore\": [1]}", "tmlint.json:1:13: this must be a text in quotes");
  fails(f, "{\"jobs\": 1.5}", "tmlint.json:1:10: \"jobs\" must be a whole number");
  fails(f, "{\"jobs\": 99999}", "tmlint.json:1:10: \"jobs\" must be from 0 to 1024");
  fails(f, "{\"languages\": {\"target\": \"Korean language\"}}",
        "tmlint.json:1:26: \"target\" must be a language tag, such as \"ko-KR\"");
  fails(f, "{\"rules\": {\"PU001\": {\"x\": null}}}",
        "tmlint.json:1:27: \"x\" must be a number, true, false or a list of texts");
  fails(f, "{\"overrides\": [{\"ignore\": [\"EN\"]}]}",
        "tmlint.json:1:16: an override needs \"paths\" or \"front_matter\", or it would never apply");
}

/* Cut at every byte, and with every byte replaced: an error with a place, or a configuration; never anything else. */
static void any_bytes(void **state) {
  fix *f = *state;
  static const char text[] =
      "{\"select\": [\"EN\"], \"severity\": {\"EN001\": \"off\"}, \"rules\": {\"P\": {\"n\": -3e0, \"l\": "
      "[\"\\u00e9\\n\"]}}, \"jobs\": 3, \"path_languages\": {\"d\": {\"target\": \"fr\"}}, "
      "\"overrides\": [{\"front_matter\": {\"x\": [\"y\"]}, \"ignore\": []}]}";
  static const char bytes[] = "\"{}[],:x0-\\\n\xFF/";
  size_t n = strlen(text);
  for (size_t i = 0; i <= n; i++)
    for (size_t k = 0; k < sizeof bytes; k++) { /* the last is NUL: cut there */
      char copy[sizeof text];
      memcpy(copy, text, sizeof text);
      copy[i] = i < n ? bytes[k] : 0;
      FILE *out = fopen("x.json", "w");
      assert_non_null(out);
      fputs(copy, out);
      fclose(out);
      tml_config_free(&f->c);
      tml_config_init(&f->c);
      f->err.msg[0] = 0;
      if (tml_config_load(&f->c, "x.json", &f->err))
        assert_true(strncmp(f->err.msg, "x.json:1:", 9) == 0 || strstr(f->err.msg, ":2:"));
    }
}

/* ---- finding, settling ------------------------------------------------------------------------------------------- */

static void found_upward(void **state) {
  fix *f = *state;
  assert_int_equal(mkdir("ko", 0777) | mkdir("ko/deep", 0777), 0);
  put("ko/a.md", "x");
  put("tmlint.json", "{}");
  assert_true(tml_str_is(tml_config_find(&f->c, "ko/a.md"), "tmlint.json"));
  assert_true(tml_str_is(tml_config_find(&f->c, "ko/deep"), "tmlint.json"));
  assert_true(tml_str_is(tml_config_find(&f->c, NULL), "tmlint.json"));
  assert_true(tml_str_is(tml_config_find(&f->c, "ko/not-there.md"), "tmlint.json"));
  put("ko/tmlint.json", "{}");
  assert_true(tml_str_is(tml_config_find(&f->c, "ko/deep"), "ko/tmlint.json"));
}

static void settled(void **state) {
  fix *f = *state;
  assert_int_equal(mkdir("ko", 0777), 0);
  put("ko/tmlint.json", "{}");
  assert_int_equal(tml_config_load(&f->c, "ko/tmlint.json", &f->err), 0);
  tml_config_finish(&f->c);
  assert_true(f->c.jobs >= 1);
  assert_int_equal(f->c.noutputs, 1);
  assert_string_equal(f->c.outputs[0].format, "text");
  assert_int_not_equal(f->c.color, TML_COLOR_AUTO);
  tml_arena a = {0};
  assert_true(tml_str_is(tml_config_relative(&f->c, &a, TML_S("ko/x/../a.md")), "a.md"));
  assert_true(tml_str_is(tml_config_relative(&f->c, &a, TML_S("./de//a.md")), "de/a.md"));
  tml_arena_free(&a);
}

static void nearest(void **state) {
  (void)state;
  static const char *const names[] = {"select", "severity", "ignore", "EN001", "EN009"};
  size_t n = TML_COUNT(names);
  assert_string_equal(tml_config_nearest(TML_S("selekt"), names, n), "select");
  assert_string_equal(tml_config_nearest(TML_S("SELECT"), names, n), "select");
  assert_string_equal(tml_config_nearest(TML_S("ignroe"), names, n), "ignore");
  assert_string_equal(tml_config_nearest(TML_S("EN010"), names, n), "EN001");
  assert_string_equal(tml_config_nearest(TML_S("sever"), names, n), "severity");
  assert_null(tml_config_nearest(TML_S("quantum"), names, n));
  assert_null(tml_config_nearest(TML_S(""), names, n));
}

static void tags(void **state) {
  (void)state;
  static const char *const good[] = {"ko", "ko-KR", "zh-Hant-TW", "pt_BR", "es-419", "fil"};
  static const char *const bad[] = {"", "k", "korean", "ko-", "-KR", "ko--KR", "ko KR", "12", "ko-abcdefghi"};
  for (size_t i = 0; i < TML_COUNT(good); i++) assert_true(tml_config_is_tag(tml_str_c(good[i])));
  for (size_t i = 0; i < TML_COUNT(bad); i++) assert_false(tml_config_is_tag(tml_str_c(bad[i])));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {T(all_keys),
                                     T(levels_and_actions),
                                     T(globs_in_both_spellings),
                                     T(extends_comes_first),
                                     T(extends_goes_wrong),
                                     T(broken_json),
                                     T(unknown_words),
                                     T(wrong_types),
                                     T(any_bytes),
                                     T(found_upward),
                                     T(settled),
                                     T(nearest),
                                     T(tags)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
