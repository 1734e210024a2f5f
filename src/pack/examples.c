/* examples.c — runs a pack's own examples. Of rules: a bad one fires once, at its mark, a good one is silent, a fixed
 * one reads as it says. Of entities: each text must yield exactly the names it says, in order.
 *
 * An entity's example: {"text": "ISO 27001 et 27018", "locale": "fr", "found": ["ISO 27001", "ISO 27018"], "kinds":
 * ["standard"]}. Without "kinds" only the kinds that the pack itself has are looked at, so that packs don't disturb
 * each other.
 */
#include "rules.h"

#include "rule/sink.h"
#include "tmlint/pack.h"

#include <stdlib.h>

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

typedef struct teller {
  void (*say)(void *, const char *);
  void *ctx;
} teller;

static bool fails(const teller *t, tml_arena *a, tml_origin at, const char *fmt, ...) TML_PRINTF(4, 5);
static bool fails(const teller *t, tml_arena *a, tml_origin at, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  tml_str what = tml_arena_vfmt(a, fmt, ap);
  va_end(ap);
  t->say(t->ctx, tml_arena_fmt(a, "%s:%u:%u: %s", at.where, at.line, at.column, what.p).p);
  return false;
}

static bool example_holds(tml_arena *a, const tml_lexicon *lex, uint64_t kinds, const cJSON *j, tml_origin at,
                          const teller *t) {
  tml_str text = str_of(cJSON_GetObjectItemCaseSensitive(j, "text")),
          loc = str_of(cJSON_GetObjectItemCaseSensitive(j, "locale"));
  const cJSON *found = cJSON_GetObjectItemCaseSensitive(j, "found");
  if (!text.n || !loc.n || !cJSON_IsArray(found)) return fails(t, a, at, "text, locale and found are expected");
  text = tml_arena_str(a, text);
  tml_text x = {.p = text.p, .n = (uint32_t)text.n, .end = (uint32_t)text.n};
  tml_featctx fc = {.arena = a, .tokens = a, .locale = tml_locale_find(loc), .lexicon = lex};
  tml_sheet s;
  tml_feat_sheet(&fc, &x, &s);
  if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(j, "second_look")))
    return lazily(lex, fc.locale, &s, found) || fails(t, a, at, "\"%s\": not found by the second look", text.p);
  tml_str want = {"", 0};
  for (const cJSON *f = found->child; f; f = f->next)
    want =
        tml_arena_fmt(a, "%.*s%s%s", (int)want.n, want.p, want.n ? "; " : "", cJSON_IsString(f) ? f->valuestring : "?");
  tml_str got = found_list(a, lex, &s, kinds);
  return tml_str_eq(want, got) ||
         fails(t, a, at, "\"%s\": expected \"%.*s\", found \"%.*s\"", text.p, (int)want.n, want.p, (int)got.n, got.p);
}

int pack_entity_examples(const tml_lexicon *lex, const tml_json *j, void (*say)(void *, const char *), void *ctx,
                         unsigned *ran) {
  uint64_t kinds = kinds_of(j->root);
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(j->root, "examples");
  tml_arena a = {0};
  teller t = {say, ctx};
  int failed = 0;
  for (const cJSON *x = list ? list->child : NULL; x; x = x->next) {
    failed += !example_holds(&a, lex, kinds, x, tml_json_at(j, x), &t);
    ++*ran;
    tml_arena_reset(&a);
  }
  tml_arena_free(&a);
  return failed;
}

int tml_pack_test(const tml_lexicon *lex, const char *name, tml_str json, void (*say)(void *ctx, const char *msg),
                  void *ctx, unsigned *ran, tml_err *err) {
  tml_json j;
  tml_buf path = {0};
  tml_buf_fmt(&path, "%s.json", name);
  tml_buf_c(&path, 0);
  *ran = 0;
  int rc = tml_json_parse(&j, path.p, json, err);
  if (!rc) rc = pack_entity_examples(lex, &j, say, ctx, ran);
  tml_json_free(&j);
  tml_buf_free(&path);
  return rc;
}

/* ---- rules ---- */

typedef struct bench { /* a page of one pair */
  tml_arena a;
  tml_doc doc;
  tml_sink sink;
} bench;

static void run_pair(bench *b, const tml_rule *rule, const tml_lexicon *lex, const char *locale, tml_str source,
                     tml_str target) {
  tml_arena_reset(&b->a);
  b->sink = (tml_sink){0};
  tml_str bytes = tml_arena_fmt(&b->a, "%.*s\n%.*s\n        ", (int)target.n, target.p, (int)source.n, source.p);
  b->doc = (tml_doc){.arena = &b->a, .path = TML_S("example"), .p = bytes.p, .n = bytes.n};
  b->doc.source_language = TML_S("en-US");
  b->doc.target_language = tml_str_c(locale);
  tml_segment *s = tml_doc_segment(&b->doc);
  uint32_t nt = (uint32_t)target.n, ns = (uint32_t)source.n;
  s->id = s->source_id = TML_S("example");
  s->target = (tml_text){.p = bytes.p, .n = nt, .end = nt};
  s->source = (tml_text){.p = bytes.p + nt + 1, .n = ns, .start = nt + 1, .end = nt + 1 + ns};
  s->end = s->source.end;
  s->ctx = 0xFFFF; /* everywhere, so that "where" lets it pass */
  s->heading = 1;
  int index = tml_rule_find(tml_str_c(rule->code));
  tml_setting *set = TML_NEWN(&b->a, tml_setting, tml_rule_count());
  for (unsigned i = 0; i < tml_rule_count(); i++) set[i].severity = tml_rule_at(i)->severity;
  uint16_t only = (uint16_t)index;
  tml_ruleset *rules = TML_NEW(&b->a, tml_ruleset);
  rules->set = set;
  rules->pack_rules = &only;
  rules->npack = 1;
  const tml_locale *sl = tml_locale_find(b->doc.source_language), *tl = tml_locale_find(b->doc.target_language);
  tml_featctx src = {&b->a, &b->a, sl, lex}, tgt = {&b->a, &b->a, tl, lex};
  tml_page page = {0};
  tml_feat_page(&src, &tgt, &b->doc, &page);
  tml_check c = {.doc = &b->doc, .page = &page, .src_loc = sl, .tgt_loc = tl, .arena = &b->a, .sink = &b->sink};
  tml_rule_run(&c, rules);
}

static int by_place(const void *pa, const void *pb) {
  const tml_edit *a = pa, *b = pb;
  return a->start < b->start ? -1 : a->start > b->start;
}

/* The target with all edits made. */
static tml_str mended(bench *b) {
  tml_edit *v = NULL;
  size_t n = 0, cap = 0;
  for (uint32_t i = 0; i < b->sink.n; i++)
    for (uint32_t k = 0; k < b->sink.v[i]->nedits; k++) {
      v = tml_arena_grow(&b->a, v, n, &cap, sizeof *v);
      v[n++] = b->sink.v[i]->edits[k];
    }
  if (n) qsort(v, n, sizeof *v, by_place);
  tml_buf out = {0};
  uint32_t at = 0, end = b->doc.segs[0].target.end;
  for (size_t i = 0; i < n && v[i].end <= end; i++) {
    tml_buf_put(&out, b->doc.p + at, v[i].start - at);
    tml_buf_str(&out, v[i].text);
    at = v[i].end;
  }
  tml_buf_put(&out, b->doc.p + at, end - at);
  tml_str s = tml_arena_str(&b->a, tml_buf_view(&out));
  tml_buf_free(&out);
  return s;
}

static bool holds(bench *b, const tml_rule *rule, const tml_origin *at, const tml_lexicon *lex, const tml_example *x,
                  unsigned number, const teller *t) {
  run_pair(b, rule, lex, x->locale, tml_str_c(x->source), tml_str_c(x->target));
  const char *which = x->mark ? "bad" : "good";
  for (uint32_t i = 0; i < b->sink.n; i++)
    if (tml_rule_at(b->sink.v[i]->rule) != rule)
      return fails(t, &b->a, *at, "%s, %s example %u: %s", rule->code, which, number, b->sink.v[i]->message.p);
  if (!x->mark)
    return !b->sink.n || fails(t, &b->a, *at, "%s, good example %u: \"%s\" is found: %s", rule->code, number, x->target,
                               b->sink.v[0]->message.p);
  if (b->sink.n != 1)
    return fails(t, &b->a, *at, "%s, bad example %u: \"%s\": one finding is expected, there are %u", rule->code, number,
                 x->target, b->sink.n);
  const tml_finding *f = b->sink.v[0];
  bool marked = false;
  for (int side = 0; side < 2; side++) {
    const tml_excerpt *e = side ? &f->target : &f->source;
    for (uint32_t k = 0; k < e->nmarks; k++)
      marked |= tml_str_is(tml_str_n(b->doc.p + e->marks[k].start, e->marks[k].end - e->marks[k].start), x->mark);
    marked |= !f->target.nmarks && !f->source.nmarks && tml_str_is(e->text, x->mark);
  }
  if (!marked)
    return fails(t, &b->a, *at, "%s, bad example %u: \"%s\" is not what is marked", rule->code, number, x->mark);
  if (!x->fixed)
    return rule->fix == TML_FIX_NONE ||
           fails(t, &b->a, *at, "%s, bad example %u: \"fixed\" is missing: the rule has a fix", rule->code, number);
  tml_str got = mended(b);
  if (!tml_str_is(got, x->fixed))
    return fails(t, &b->a, *at, "%s, bad example %u: fixed, it reads \"%s\"", rule->code, number, got.p);
  run_pair(b, rule, lex, x->locale, tml_str_c(x->source), tml_str_c(x->fixed));
  return !b->sink.n ||
         fails(t, &b->a, *at, "%s, bad example %u: what it is fixed to is found again", rule->code, number);
}

int pack_examples(const tml_rule *rule, const tml_origin *at, const tml_lexicon *lex, void (*say)(void *, const char *),
                  void *ctx, unsigned *ran) {
  bench b = {0};
  teller t = {say, ctx};
  int failed = 0;
  for (int k = 0; k < 2; k++)
    for (const tml_example *x = k ? rule->bad : rule->good; x->target; x++, ++*ran)
      failed += !holds(&b, rule, at, lex, x, (unsigned)(x - (k ? rule->bad : rule->good)) + 1, &t);
  tml_arena_free(&b.a);
  return failed;
}
