/* sentences.c — rules CO007 and CO008: sentences that went, and units that nobody has finished.
 *
 * What for: a pair whose source says three sentences or more, and whose target has half of them or fewer; a pair whose
 * file itself says that its translation is not final.
 * What not: lengths (CO006), words (CO004).
 * Facts:    a sentence ends with a sign of the locale's sentence_end and a blank, or with one that needs none;
 * languages that join sentences by custom (Arabic) or write no signs (Thai, Lao, Khmer, Burmese) are not asked. */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"

static bool is_end(const tml_locale *l, uint32_t cp) {
  if (cp == '.' || cp == '!' || cp == '?' || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F) return true;
  for (unsigned i = 0; i < TML_COUNT(l->sentence_end) && l->sentence_end[i]; i++)
    if (cp == l->sentence_end[i]) return true;
  return false;
}

static bool is_wide(uint32_t cp) { return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0x0964; }

/* `e.g.`, `Inc.`, an initial, a number. */
static bool abbreviated(const tml_sheet *s, const tml_locale *l, uint32_t i) {
  if (!i) return true;
  const tml_tok *w = &s->tok[i - 1];
  if (w->kind == TML_T_PUNCT) return w->cp == '.';
  if (w->kind != TML_T_WORD) return false;
  tml_str with_dot = tml_sheet_str(s, w->start, s->tok[i].end);
  for (size_t k = 0, n = tml_locale_list(l, TML_LIST_ABBREVIATION); k < n; k++)
    if (tml_str_eq(tml_locale_item_at(l, TML_LIST_ABBREVIATION, k).s, with_dot)) return true;
  return w->end - w->start == 1;
}

static uint32_t sentences(const tml_sheet *s, const tml_locale *l) {
  uint32_t n = 0, words = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT) {
      words++;
      continue;
    }
    if (words < (l->spaced ? 2u : 1u) || (t->flags & TML_TF_SYNTAX) || !is_end(l, t->cp)) continue;
    uint32_t k = i + 1; /* quotes, brackets and markup close behind it */
    while (k < s->ntok && s->tok[k].kind == TML_T_PUNCT && !(s->tok[k].flags & TML_TF_SPACE)) k++;
    bool last = k >= s->ntok;
    if (!last && !is_wide(t->cp)) {
      const tml_tok *next = &s->tok[k];
      if (!(next->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) || abbreviated(s, l, i)) continue;
      if (l->cased && next->kind == TML_T_WORD && next->script == TML_SCRIPT_LATIN && !(next->flags & TML_TF_UPPER))
        continue;
    }
    n++;
    words = 0;
  }
  return n + (words > (l->spaced ? 2u : 0u));
}

static void check_sentences(tml_check *c) {
  enum { LEAST_WORDS = 15, LEAST = 3 };
  static const char *const joining[] = {TML_LIST_LANGUAGES_WITH_OPEN_SENTENCES};
  if (c->src->words < LEAST_WORDS || c->same) return;
  for (unsigned i = 0; i < TML_COUNT(joining); i++)
    if (tml_locale_is(c->tgt_loc, joining[i])) return;
  uint32_t s = sentences(c->src, c->src_loc);
  if (s < LEAST) return;
  uint32_t t = sentences(c->tgt, c->tgt_loc);
  if (!t || 2 * t > s) return;
  /* one long sentence may say what three said */
  if (3 * c->tgt->letters > 2 * c->src->letters && c->tgt_loc->cased) return;
  if (5 * c->tgt->letters > c->src->letters && !c->tgt_loc->cased && s < 2 * LEAST && t > 1) return;
  tml_finding *f = tml_report(c, "the source has %u sentences, the target %u", (unsigned)s, (unsigned)t);
  tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->body_start, c->tgt->body_end);
}

/* ---- CO008 unfinished-unit ------------------------------------------------------------------------------------------- */

static void check_state(tml_check *c) {
  if (!c->seg->state) return;
  tml_finding *f = tml_report(c, "the file says that this translation is not final");
  if (c->tgt->ntok) tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->body_start, c->tgt->body_end);
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example state_good[] = {
    {"de-DE", "Speichern Sie die Datei.", "Save the file.", NULL, "side-by-side pages have no states", NULL, NULL},
    {0}};
static const tml_example state_bad[] = {{0}};

static const tml_example sentence_good[] = {
    {"de-DE",
     "Öffnen Sie die Seite, wählen Sie die Datei aus und speichern Sie sie danach in dem Ordner, den Sie angelegt "
     "haben.",
     "Open the page. Choose the file that you need. Then save it in the folder that you made.", NULL,
     "joined, but all is said", NULL, NULL},
    {"fr-FR", "Voir p. ex. la page 1. Puis enregistrez.",
     "See e.g. page no. 1 of Contoso Inc. and the like. Then save the file there.", NULL, "abbreviations", NULL, NULL},
    {0}};
static const tml_example sentence_bad[] = {
    {"de-DE", "Öffnen Sie die Seite.",
     "Open the page. Choose the file that you need. Then save it in the folder that you made.", "Öffnen Sie die Seite.",
     NULL, NULL, NULL},
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
     .summary = "The source has three sentences or more, the target half of them or fewer.",
     .rationale =
         "What was cut off or skipped is lost for the reader, and reads well. Silent for languages that join "
         "sentences by custom or write no signs at their ends, and where the target is long enough to say it all in "
         "fewer sentences.",
     .good = sentence_good,
     .bad = sentence_bad,
     .check = check_sentences},
    {.code = "CO008",
     .name = "unfinished-unit",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "other",
     .mqm = "other",
     .summary = "a unit whose state says new, fuzzy or needs review",
     .rationale =
         "Formats of translation tools keep a state with each unit: new, needs translation, fuzzy, needs review. What "
         "still has such a state should not be published. Silent for formats without states, side-by-side "
         "Markdown among them.",
     .good = state_good,
     .bad = state_bad,
     .needs_glance = TML_G_STATE,
     .check = check_state},
};
TML_FAMILY(sentences, "CO", "Completeness", rules)
