/* locale.c — rule LO004: a word written twice.
 *
 * What for: slips of the hand and of machines: "the the", "на на", "등록을 등록을".
 * What not: stutter of whole phrases (TM009), repeated signs (PU005).
 * Facts:    which languages double words on purpose, and which words: rules/data/repeated-words.json. In Chinese,
 * Japanese, Thai and their kin reduplication is grammar and words are not spaced: nothing is said there. */
#include "tmlint/rule.h"
#include "rule/words.h"

/* Word i and the one before it are one word with a blank between. */
static bool is_double(const tml_sheet *s, uint32_t i) {
  const tml_tok *a = &s->tok[i - 1], *b = &s->tok[i];
  return a->hash == b->hash && a->kind == TML_T_WORD && b->kind == TML_T_WORD && (b->flags & TML_TF_SPACE) &&
         !(b->flags & TML_TF_NEWLINE) && !a->owner && !b->owner;
}

/* `vis- à-vis`: part of a hyphenated word. */
static bool hyphened(const tml_sheet *s, uint32_t i) {
  if (i >= 2 && s->tok[i - 2].kind == TML_T_PUNCT && !(s->tok[i - 1].flags & TML_TF_SPACE) && s->tok[i - 2].hash == '-')
    return true;
  return i + 1 < s->ntok && s->tok[i + 1].kind == TML_T_PUNCT && !(s->tok[i + 1].flags & TML_TF_SPACE) &&
         s->tok[i + 1].hash == '-';
}

static bool slip(const tml_sheet *s, uint32_t i, unsigned mode, uint64_t bit) {
  const tml_tok *b = &s->tok[i];
  /* A capital on the second word begins a name, a label or a sentence. */
  if ((b->flags & TML_TF_UPPER) || tml_utf8_count(tml_tok_str(s, b)) < (mode == TML_DOUBLES_ANY ? 2u : 1u) ||
      hyphened(s, i))
    return false;
  if (tml_script_unspaced(b->script)) return false;
  const tml_word_entry *e = tml_word_entry_find(b->hash);
  return mode == TML_DOUBLES_ANY ? !(e && (e->doubled & bit)) : e && (e->never_doubled & bit);
}

static void check_repeated(tml_check *c) {
  const tml_sheet *t = c->tgt;
  uint32_t i = 1;
  while (i < t->ntok && !is_double(t, i)) i++;
  if (i >= t->ntok || (c->seg->ctx & TML_CTX_FENCE)) return;
  int lang = tml_word_language_of(c->tgt_loc);
  if (lang < 0) return;
  for (; i < t->ntok; i++) {
    if (!is_double(t, i) || !slip(t, i, tml_word_languages[lang].doubles, UINT64_C(1) << lang)) continue;
    tml_str w = tml_check_quote(c, tml_tok_str(t, &t->tok[i]));
    tml_finding *f = tml_report(c, "\"%.*s\" stands twice", (int)w.n, w.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, t->tok[i - 1].start, t->tok[i].end);
    for (uint32_t k = 1; k < c->src->ntok; k++) {
      if (!is_double(c->src, k)) continue;
      tml_report_mark(c, f, TML_SIDE_SOURCE, c->src->tok[k - 1].start, c->src->tok[k].end);
      tml_report_suspect(f, TML_SUSPECT_SOURCE);
      tml_report_lesser(f);
      break;
    }
    return;
  }
}

static const tml_example repeated_good[] = {
    {"fr-FR", "Si vous vous connectez, nous nous voyons.", "If you sign in, we meet.", NULL, "reflexive pronouns", NULL,
     NULL},
    {"de-DE", "Das Gerät, für das das Konto gilt, und die, die die Liste führen.", "The device of the account.", NULL,
     "relative pronouns", NULL, NULL},
    {"vi-VN", "Chọn phiên bản bản đồ và làm từ từ.", "Select the map version, slowly.", NULL,
     "Vietnamese syllables meet", NULL, NULL},
    {"hi-IN", "समय समय पर अलग अलग जाँचें", "Check from time to time", NULL, "reduplication", NULL, NULL},
    {"zh-CN", "请 看看 常常 常常 出现的值", "See the values that often come up", NULL, "Chinese", NULL, NULL},
    {"es-ES", "Asignación a A", "Assignment to A", NULL, "a name", NULL, NULL},
    {"ko-KR", "장치 보호 설정 설정", "Set protection settings", NULL, "two nouns of Korean", NULL, NULL},
    {0}};
static const tml_example repeated_bad[] = {
    {"es-ES", "Cree un pedido pedido de ventas.", "Create a sales order.", "pedido pedido", NULL, NULL, NULL},
    {"uk-UA", "Перейдіть на на сторінку.", "Go to the page.", "на на", NULL, NULL, NULL},
    {"ko-KR", "보고서를 확인할 것 것 같습니다.", "You may check the report.", "것 것", NULL, NULL, NULL},
    {"ar-SA", "افتح الصفحة في في المتصفح.", "Open the page in the browser.", "في في", NULL, NULL, NULL},
    {0}};

static const tml_rule rules[] = {
    {.code = "LO004",
     .name = "repeated-word",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "duplication",
     .mqm = "fluency/duplication",
     .summary = "a word written twice",
     .rationale = "A word that stands twice in a row is a slip in most languages. Silent for words that a language "
                  "doubles (vous vous, "
                  "die die), where the second one has a capital (a name, a label), in hyphenated words, and in "
                  "languages without "
                  "spaces. Languages that double words freely (Korean, Vietnamese, Hindi, Arabic, Turkish, Indonesian "
                  "…) have a list "
                  "of the words that are never doubled instead. Doubled in the source too: information only.",
     .good = repeated_good,
     .bad = repeated_bad,
     .check = check_repeated},
};
TML_FAMILY(locale, "LO", "Locale", rules)
