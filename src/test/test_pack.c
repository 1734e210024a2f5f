/* test_pack.c — every shipped pack loads and its own examples hold; complaints name pack and key. */
#include "tmlint/embedded.h"
#include "tmlint/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void say(void *ctx, const char *msg) {
  (void)ctx;
  fprintf(stderr, "%s\n", msg);
}

static void shipped_packs_hold(void **state) {
  (void)state;
  tml_err err = {0};
  tml_lexicon *lex = tml_pack_load_shipped(&err);
  if (!lex) fail_msg("%s", err.msg);
  assert_true(tml_lexicon_count(lex) > 100);
  int failed = 0;
  for (unsigned i = 0; i < tml_embedded_packs_n; i++) {
    const struct tml_embedded *e = &tml_embedded_packs[i];
    unsigned ran;
    int rc = tml_pack_test(lex, e->name, (tml_str){e->data, e->len}, say, NULL, &ran, &err);
    assert_true(rc >= 0);
    failed += rc;
    if (strcmp(e->name, "editions") != 0) assert_true(ran > 0);
  }
  assert_int_equal(failed, 0);
  tml_lexicon_free(lex);
}

/* What the build wrote down is what the packs say. */
static void compiled_is_loaded(void **state) {
  (void)state;
  tml_err err = {0};
  tml_lexicon *lex = tml_pack_load_shipped(&err);
  const tml_lexicon *now = tml_pack_shipped();
  assert_non_null(lex);
  assert_int_equal(tml_lexicon_count(now), tml_lexicon_count(lex));
  for (unsigned i = 0; i < tml_lexicon_count(lex); i++) {
    const tml_entity *a = tml_lexicon_at(lex, i), *b = tml_lexicon_at(now, i);
    assert_true(tml_str_eq(a->id, b->id) && tml_str_eq(a->name, b->name) && a->flags == b->flags && a->kind == b->kind);
    assert_memory_equal(&a->number, &b->number, sizeof a->number);
    assert_ptr_equal(tml_lexicon_by_id(now, a->id), b);
    assert_ptr_equal(tml_lexicon_by_key(now, a->key), tml_lexicon_by_id(now, tml_lexicon_by_key(lex, a->key)->id));
  }
  for (unsigned i = 0; i < tml_embedded_packs_n; i++) {
    const struct tml_embedded *e = &tml_embedded_packs[i];
    unsigned ran;
    assert_int_equal(tml_pack_test(now, e->name, (tml_str){e->data, e->len}, say, NULL, &ran, &err), 0);
  }
  tml_lexicon_free(lex);
}

static void complaint(const char *json, const char *expected) {
  tml_lexicon *lex = tml_lexicon_new();
  tml_err err = {0};
  assert_true(tml_pack_load(lex, "mine", tml_str_c(json), &err) < 0);
  assert_string_equal(err.msg, expected);
  tml_lexicon_free(lex);
}

static void complaints_name_the_key(void **state) {
  (void)state;
  complaint("{\n\"pack\": \"x\",\n",
            "mine.json:3:1: the text ends too early: a closing \"}\", \"]\" or quote is missing");
  complaint("[]", "mine.json:1:1: an object is expected: { … }");
  complaint("{\"pack\": \"x\"}", "mine.json:1:1: about: is missing; a text is expected");
  complaint("{\"pack\": \"x\", \"about\": \"y\", \"entries\": []}", "mine.json:1:40: entries: isn't a key of packs");
  complaint("{\"pack\": \"x\", \"about\": \"y\", \"entities\": []}",
            "mine.json:1:1: examples: are missing; a pack with entities shows what it finds");
  complaint("{\"pack\": \"x\", \"about\": \"y\", \"examples\": [1], \"entities\": [{\"id\": \"a\", \"name\": \"A\",\n"
            "\"kind\": \"thing\"}]}",
            "mine.json:2:9: entities[0].kind: standard, regulation, name or document-kind is expected");
  complaint("{\"pack\": \"x\", \"about\": \"y\", \"examples\": [1], \"entities\": [{\"id\": \"a\", \"name\": \"A\",\n"
            "\"kind\": \"standard\",\n\"number\": {\"digits\": 3}}]}",
            "mine.json:3:22: entities[0].number.digits: two numbers are expected, fewest and most digits, from 1 to 9");
  complaint("{\"pack\": \"x\", \"about\": \"y\", \"editions\": [{\"standard\": \"ISO 1\", \"edition\": 2000,\n"
            "\"replaced_by\": 1999, \"read\": \"2026-01-01\", \"source\": \"s\"}]}",
            "mine.json:2:16: editions[0].replaced_by: a later year is expected");
}

static tml_slugname found[8];
static unsigned slugs(tml_arena *a, const tml_lexicon *lex, const char *s, bool url) {
  return tml_entity_in_slug(a, lex, tml_str_c(s), url, found, 8);
}

static void slugs_and_anchors(void **state) {
  (void)state;
  tml_err err = {0};
  tml_lexicon *lex = tml_pack_load_shipped(&err);
  assert_non_null(lex);
  tml_arena a = {0};
  static const struct {
    const char *slug, *name;
  } one[] = {{"https://aka.ms/o365iso27001cert", "ISO 27001"},
             {"https://x.test/ISOIEC_27001_Compliance.pdf", "ISO 27001"},
             {"https://x.test/ISO-IEC-20000-Compliance.pdf", "ISO 20000"},
             {"/html/rfc5322", "RFC 5322"},
             {"https://x.test/nist-sp-800-53", "NIST 800-53"},
             {"https://x.test/a/iso-20000-1-2011", "ISO 20000-1"},
             {"https://x.test/a/pci-dss", "PCI DSS"}};
  for (size_t i = 0; i < TML_COUNT(one); i++) {
    assert_int_equal(slugs(&a, lex, one[i].slug, true), 1);
    assert_string_equal(found[0].name.p, one[i].name);
  }
  assert_int_equal(slugs(&a, lex, "https://www.27000.org/index.htm", true), 0);
  assert_int_equal(slugs(&a, lex, "https://www.iso.org/standard/51986.html", true), 0);
  assert_int_equal(slugs(&a, lex, "https://rfc5322.test/", true), 0);
  assert_int_equal(slugs(&a, lex, "https://x.test/assoc-2-more", true), 0);
  assert_true(tml_entity_in_anchor(TML_S("isoiec-20000-12011-overview"), TML_S("ISO 20000-1")));
  assert_true(tml_entity_in_anchor(TML_S("compliance-isoiec-270012013-information"), TML_S("ISO 27001")));
  assert_true(tml_entity_in_anchor(TML_S("iso-27001-and-27018"), TML_S("ISO 27018")));
  assert_false(tml_entity_in_anchor(TML_S("microsoft-and-isoiec-27001"), TML_S("ISO 27018")));
  assert_false(tml_entity_in_anchor(TML_S("isoiec-20000-12011-overview"), TML_S("ISO 20000-12")));
  assert_true(tml_entity_in_anchor(TML_S("about-pci-dss"), TML_S("PCI DSS")));
  assert_true(tml_entity_related(TML_S("ISO 20000-1"), TML_S("ISO 20000")));
  assert_false(tml_entity_related(TML_S("ISO 27001"), TML_S("ISO 27018")));
  tml_arena_free(&a);
  tml_lexicon_free(lex);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(shipped_packs_hold), cmocka_unit_test(compiled_is_loaded),
                                     cmocka_unit_test(complaints_name_the_key), cmocka_unit_test(slugs_and_anchors)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
