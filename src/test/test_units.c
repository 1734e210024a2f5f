/* test_units.c — CO008: what a format says of a unit's state reaches the report. No format that is read from Markdown
 * has states, so the state is set on the document that a reader would have made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rule/sink.h"
#include "tmlint/pack.h"
#include "tmlint/page.h"
#include "tmlint/read.h"

static const char pair[] = "<span data-ttu-id=\"c0de1-101\">Datei speichern</span><span class=\"sxs-lookup\">"
                           "<span data-stu-id=\"c0de1-101\">Save the file</span></span>\n";

/* The findings of CO008 alone over the pair, whose unit has this state. */
static uint32_t findings(tml_arena *a, uint8_t state, tml_finding *first) {
  char *copy = tml_arena_alloc(a, sizeof pair + 64);
  memset(copy, 0, sizeof pair + 64);
  memcpy(copy, pair, sizeof pair - 1);
  tml_doc d = {.arena = a, .path = TML_S("a.md"), .p = copy, .n = sizeof pair - 1};
  tml_read_sxs(&d);
  assert_int_equal(d.nsegs, 1);
  d.segs[0].state = state;
  tml_arena tokens = {0};
  tml_featctx src = {a, &tokens, tml_locale_find(TML_S("en-US")), tml_pack_shipped()}, tgt = src;
  tgt.locale = tml_locale_find(TML_S("de-DE"));
  tml_page page = {0};
  tml_feat_page(&src, &tgt, &d, &page);
  int at = tml_rule_find(TML_S("CO008"));
  assert_true(at >= 0);
  tml_setting setting = {.severity = TML_SEV_WARNING};
  tml_sink sink = {0};
  tml_check c = {.rule = tml_rule_at((unsigned)at),
                 .rule_index = (uint16_t)at,
                 .setting = &setting,
                 .doc = &d,
                 .page = &page,
                 .seg = &d.segs[0],
                 .src = &page.source[0],
                 .tgt = &page.target[0],
                 .src_loc = src.locale,
                 .tgt_loc = tgt.locale,
                 .arena = a,
                 .sink = &sink};
  c.rule->check(&c);
  if (sink.n) *first = *sink.v[0];
  tml_arena_free(&tokens);
  return sink.n;
}

static void a_state_is_told(void **state) {
  (void)state;
  tml_arena a = {0};
  tml_finding f = {0};
  assert_int_equal(findings(&a, 0, &f), 0);
  assert_int_equal(findings(&a, 1, &f), 1);
  assert_int_equal(f.suspect, TML_SUSPECT_TARGET);
  assert_int_equal(f.severity, TML_SEV_WARNING);
  assert_string_equal(f.message.p, "the file says that this translation is not final");
  assert_int_equal(f.target.nmarks, 1);
  assert_memory_equal(pair + f.target.marks[0].start, "Datei speichern", 15);
  tml_arena_free(&a);
}

int main(void) {
  tml_err err;
  if (tml_rule_init(&err) != TML_OK) return 1;
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_state_is_told)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
