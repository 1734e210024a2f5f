/* sentences.c — rule CO007: sentences of the source that the target has not.
 *
 * What for: a text of three sentences or more of which the target has half or fewer: the translator, or a memory's
 *           segmentation, dropped the rest.
 * What not: what is said in them (TM007), an empty target (CO001), lengths (CO006).
 * How:      closing signs among the tokens, counted warily in the source (a capital must follow, three words stand
 *           before) and generously in the target (any sign that may close, semicolons too): translators join sentences.
 */
#include "tmlint/rule.h"

enum { LEAST = 3, WORDS = 3 };

static bool closes(uint32_t cp, bool generous) {
  switch (cp) {
  case '.':
  case '?':
  case '!':
  case 0x3002: /* 。 */
  case 0xFF0E:
  case 0xFF1F:
  case 0xFF01:
  case 0xFF61:
  case 0x0964: /* । */
  case 0x06D4: /* ۔ */
  case 0x061F: /* ؟ */
  case 0x0589: /* ։ */
  case 0x1362: return true;
  case ';':
  case ':':
  case 0xFF1B:
  case 0xFF1A:
  case 0x061B: /* ؛ */
  case 0x2026: return generous;
  default: return false;
  }
}

static bool full_width(uint32_t cp) { return cp == 0x3002 || cp >= 0xFF00; }

/* A letter or two before a dot: an initial or an abbreviation. */
static bool abbreviates(const tml_sheet *s, uint32_t k) {
  const tml_tok *w = k ? &s->tok[k - 1] : NULL;
  return w && w->kind == TML_T_WORD && !tml_script_unspaced((enum tml_script)w->script) && w->end - w->start <= 2;
}

/* What follows a closing sign of the source begins a sentence: a blank, and no small letter. */
static bool begins(const tml_sheet *s, const tml_locale *l, uint32_t k) {
  bool space = false;
  for (; k < s->ntok; k++) {
    const tml_tok *t = &s->tok[k];
    space |= (t->flags & TML_TF_SPACE) != 0;
    if (t->kind == TML_T_PUNCT) continue;
    return space && !(t->kind == TML_T_WORD && l->cased && !(t->flags & TML_TF_UPPER));
  }
  return true;
}

static uint32_t count(const tml_sheet *s, const tml_locale *l, bool generous) {
  uint32_t n = 0, words = 0, least = generous ? 1 : WORDS;
  for (uint32_t k = 0; k < s->ntok; k++) {
    const tml_tok *t = &s->tok[k];
    words += t->kind == TML_T_WORD || t->kind == TML_T_MIX;
    if (t->kind != TML_T_PUNCT || t->owner || words < least || !closes(t->cp, generous)) continue;
    if (!generous && ((t->cp == '.' && abbreviates(s, k)) || (!full_width(t->cp) && !begins(s, l, k + 1)))) continue;
    n++;
    words = 0;
  }
  return n + (words >= least);
}

/* Languages without closing signs. */
static bool counts(const tml_locale *l) { return l->spaced || tml_locale_is(l, "zh") || tml_locale_is(l, "ja"); }

static void check_lost(tml_check *c) {
  if (c->src->words < LEAST * WORDS || !counts(c->src_loc) || !counts(c->tgt_loc)) return;
  uint32_t source = count(c->src, c->src_loc, false);
  if (source < LEAST) return;
  uint32_t target = count(c->tgt, c->tgt_loc, true);
  if (!target || target * 2 > source) return;
  tml_finding *f = tml_report(c, "source has %u sentences, target has %u", (unsigned)source, (unsigned)target);
  tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->body_start, c->tgt->body_end);
}

#define THREE "Open the lid. Pour the water in slowly. Close the lid again."

static const tml_example lost_good[] = {
    {.locale = "de-DE",
     .target = "Öffnen Sie den Deckel, und gießen Sie langsam Wasser ein. Schließen Sie ihn wieder.",
     .source = THREE,
     .why = "two of three were joined"},
    {.locale = "fr-FR",
     .target = "Ouvrez le couvercle ; versez lentement l'eau ; refermez le couvercle.",
     .source = THREE,
     .why = "parted by semicolons"},
    {.locale = "th-TH",
     .target = "เปิดฝา เทน้ำลงช้า ๆ แล้วปิดฝาอีกครั้ง",
     .source = THREE,
     .why = "Thai is written without closing signs"},
    {.locale = "zh-TW",
     .target = "參閱 Phys. Rev. Lett. 第三期。",
     .source = "See Phys. Rev. Lett. No. 3 of J. R. Smith et al. and others.",
     .why = "abbreviations"},
    {.locale = "ja-JP",
     .target = "ふたを開けます。ゆっくり水を注ぎます。ふたを閉めます。",
     .source = THREE,
     .why = "all there"},
    {0}};
static const tml_example lost_bad[] = {
    {.locale = "ko-KR", .target = "뚜껑을 여세요.", .source = THREE, .mark = "뚜껑을 여세요."},
    {.locale = "fr-FR",
     .target = "Refermez le couvercle.",
     .source = "Open the lid. Pour the water in slowly. Wait for a minute. Close the lid again.",
     .mark = "Refermez le couvercle."},
    {0}};

static const tml_rule rules[] = {
    {.code = "CO007",
     .name = "sentence-lost",
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "omission",
     .mqm = "accuracy/omission",
     .summary = "the target has half of the source's sentences, or fewer",
     .rationale =
         "For sources of three sentences or more. Sentences of the source are counted warily: three words and a "
         "closing "
         "sign, a blank and no small letter behind it, no abbreviation. Those of the target are counted generously, "
         "semicolons "
         "and colons too, because translators join sentences. Silent for languages without closing signs (Thai, Lao, "
         "Khmer, Burmese).",
     .good = lost_good,
     .bad = lost_bad,
     .check = check_lost},
};
TML_FAMILY(sentences, "CO", "Completeness", rules)
