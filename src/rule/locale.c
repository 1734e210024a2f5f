/* locale.c — rule LO004: a word written twice.
 *
 * What for: slips of the hand and of machines: "the the", "на на", "등록을 등록을".
 * What not: stutter of whole phrases (TM009), repeated signs (PU005).
 * Facts:    which languages double words on purpose, and which words: rules/data/repeated-words.json. In Chinese,
 * Japanese, Thai and their kin reduplication is grammar and words are not spaced: nothing is said there. */
#include "tmlint/rule.h"
#include "rule/words.h"

/* Free, a kind of document, or a part of a name: `Project Project Operations`. */
static bool plain(const tml_sheet *s, const tml_tok *t) {
  return !t->owner || s->fact[t->owner - 1].kind == TML_F_NAME || s->fact[t->owner - 1].kind == TML_F_DOCKIND;
}

/* Word i and the one before it are one word with a blank between. */
static bool is_double(const tml_sheet *s, uint32_t i) {
  const tml_tok *a = &s->tok[i - 1], *b = &s->tok[i];
  return a->hash == b->hash && a->kind == TML_T_WORD && b->kind == TML_T_WORD && (b->flags & TML_TF_SPACE) &&
         !(b->flags & TML_TF_NEWLINE) && plain(s, a) && plain(s, b);
}

/* `vis- à-vis`: part of a hyphenated word. */
static bool hyphened(const tml_sheet *s, uint32_t i) {
  if (i >= 2 && s->tok[i - 2].kind == TML_T_PUNCT && !(s->tok[i - 1].flags & TML_TF_SPACE) && s->tok[i - 2].hash == '-')
    return true;
  return i + 1 < s->ntok && s->tok[i + 1].kind == TML_T_PUNCT && !(s->tok[i + 1].flags & TML_TF_SPACE) &&
         s->tok[i + 1].hash == '-';
}

/* The source has the word once: a name that both texts have, and only one of them twice. */
static bool once_in_source(const tml_sheet *s, uint64_t hash) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    if (s->tok[i].kind != TML_T_WORD || s->tok[i].hash != hash) continue;
    if (i && is_double(s, i)) return false;
    n++;
  }
  return n == 1;
}

/* Letters from which on no word of the language is doubled for its sense; 0: there are such words of any length. */
static unsigned long_word(const tml_locale *l) {
  static const struct {
    const char *language;
    unsigned letters;
  } rows[] = {{"ko", 4}, {"ar", 5}, {"he", 5}, {"hi", 7}, {"mr", 7}, {"gu", 7},
              {"fa", 7}, {"tr", 8}, {"id", 8}, {"ms", 8}, {"eu", 8}, {"fil", 8}};
  for (unsigned i = 0; i < TML_COUNT(rows); i++)
    if (tml_locale_is(l, rows[i].language)) return rows[i].letters;
  return 0;
}

/* `… of the certificate, the certificate's …`: two phrases meet, as the source has both. */
static bool two_kinds(const tml_check *c, const tml_tok *t) {
  if (!t->owner || c->tgt->fact[t->owner - 1].kind != TML_F_DOCKIND) return false;
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->src->nfact && n < 2; i++) n += c->src->fact[i].kind == TML_F_DOCKIND;
  return n == 2;
}

/* A tag that the reader of the format left out stands between the two: the end of a button's name. */
static bool tag_between(const tml_check *c, uint32_t i) {
  const tml_text *t = c->tgt->text;
  if (!t->map) return false;
  uint32_t from = tml_text_raw(t, c->tgt->tok[i - 1].end - 1) + 1, to = tml_text_raw(t, c->tgt->tok[i].start);
  return from < to && to <= c->doc->n && memchr(c->doc->p + from, '<', to - from);
}

static bool slip(const tml_check *c, uint32_t i, unsigned mode, uint64_t bit) {
  const tml_sheet *s = c->tgt;
  const tml_tok *a = &s->tok[i - 1], *b = &s->tok[i];
  const uint16_t mark = TML_TF_EMPH | TML_TF_LINK;
  size_t letters = tml_utf8_count(tml_tok_str(s, b));
  if (letters < (mode == TML_DOUBLES_ANY ? 2u : 1u) || hyphened(s, i) || tml_script_unspaced(b->script)) return false;
  if (two_kinds(c, a) || two_kinds(c, b) || tag_between(c, i)) return false;
  if (letters >= 2 && (a->flags ^ b->flags) & TML_TF_ALLCAPS) return false; /* "N COLUMNS columns": a name to fill in */
  bool names = letters >= 4 && b->script == TML_SCRIPT_LATIN && (a->flags & mark) == (b->flags & mark);
  /* A capital on the second word begins a name, a label or a sentence; but not where the source says the name once. */
  if (b->flags & TML_TF_UPPER) {
    if (!names || !(a->flags & TML_TF_UPPER)) return false;
    return once_in_source(c->src, b->hash) ||
           (mode == TML_DOUBLES_ANY && tml_locale_is(c->tgt_loc, "de") && letters >= 5);
  }
  const tml_word_entry *e = tml_word_entry_find(b->hash);
  if (mode == TML_DOUBLES_ANY) return !(e && (e->doubled & bit));
  if (e && (e->never_doubled & bit)) return true;
  unsigned least = long_word(c->tgt_loc);
  return least && letters >= least && b->script == c->tgt_loc->scripts[0] && !(e && (e->doubled & bit));
}

/* Tokens i - 3 to i are two words and the same two again, all small: "osobních údajů osobních údajů". */
static bool is_pair(const tml_sheet *s, uint32_t i) {
  enum { LETTERS = 4 };
  if (i < 3 || s->tok[i].hash != s->tok[i - 2].hash || s->tok[i - 1].hash != s->tok[i - 3].hash) return false;
  for (uint32_t k = i - 3; k <= i; k++) {
    const tml_tok *t = &s->tok[k];
    if (t->kind != TML_T_WORD || t->flags & (TML_TF_UPPER | TML_TF_CAPSIN | TML_TF_ALLCAPS) || t->owner ||
        t->script < TML_SCRIPT_LATIN || tml_script_unspaced(t->script) ||
        (t->flags ^ s->tok[i].flags) & (TML_TF_EMPH | TML_TF_LINK))
      return false;
    if (k > i - 3 && (!(t->flags & TML_TF_SPACE) || t->flags & TML_TF_NEWLINE)) return false;
  }
  return s->tok[i].hash != s->tok[i - 1].hash && tml_utf8_count(tml_tok_str(s, &s->tok[i])) >= LETTERS &&
         tml_utf8_count(tml_tok_str(s, &s->tok[i - 1])) >= LETTERS;
}

/* Two words twice, which the source does not have. */
static void check_pairs(tml_check *c) {
  const tml_sheet *t = c->tgt;
  for (uint32_t i = 3; i < t->ntok; i++) {
    if (!is_pair(t, i) || (i + 1 < t->ntok && t->tok[i + 1].hash == t->tok[i - 1].hash)) continue;
    for (uint32_t k = 3; k < c->src->ntok; k++)
      if (c->src->tok[k].hash == c->src->tok[k - 2].hash && c->src->tok[k - 1].hash == c->src->tok[k - 3].hash) return;
    tml_str w = tml_check_quote(c, tml_sheet_str(t, t->tok[i - 1].start, t->tok[i].end));
    tml_finding *f = tml_report(c, "\"%.*s\" stands twice", (int)w.n, w.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, t->tok[i - 3].start, t->tok[i].end);
    return;
  }
}

static void check_repeated(tml_check *c) {
  const tml_sheet *t = c->tgt;
  if (c->seg->ctx & TML_CTX_FENCE) return;
  int lang = tml_word_language_of(c->tgt_loc);
  if (lang < 0) return;
  if (tml_word_languages[lang].doubles == TML_DOUBLES_ANY) check_pairs(c);
  enum { ASKED = 64 }; /* words that are looked at in the source, too */
  for (uint32_t i = 1, asked = 0; i < t->ntok && asked < ASKED; i++) {
    /* Arabic joins the members of a list by و at each of them: "and the unit and the unit of …" */
    if (t->tok[i].script == TML_SCRIPT_ARABIC && !memcmp(t->text->p + t->tok[i].start, "\xD9\x88", 2)) continue;
    if (!is_double(t, i)) continue;
    asked++;
    if (!slip(c, i, tml_word_languages[lang].doubles, UINT64_C(1) << lang)) continue;
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
    {"ar-SA", "الدور والوحدة والوحدة التنظيمية", "Role, unit and organizational unit", NULL, "members of a list", NULL,
     NULL},
    {"pl-PL", "dzień po dniu dzień po dniu, raz za razem raz za razem", "day after day, time after time", NULL,
     "set phrases", NULL, NULL},
    {"es-ES", "Asignación a A", "Assignment to A", NULL, "a name", NULL, NULL},
    {"es-ES", "Se muestran COLUMNAS columnas.", "COLUMNS columns are shown.", NULL, "a name to fill in", NULL, NULL},
    {"ko-KR", "장치 보호 설정 설정", "Set protection settings", NULL, "two nouns of Korean", NULL, NULL},
    {"tr-TR", "Dosyaları yavaş yavaş ve adım adım aktarın.", "Transfer the files slowly, step by step.", NULL,
     "reduplication", NULL, NULL},
    {0}};
static const tml_example repeated_bad[] = {
    {"es-ES", "Cree un pedido pedido de ventas.", "Create a sales order.", "pedido pedido", NULL, NULL, NULL},
    {"uk-UA", "Перейдіть на на сторінку.", "Go to the page.", "на на", NULL, NULL, NULL},
    {"cs-CZ", "Program chrání denní přehledy denní přehledy všech skladů.", "The program protects the daily reports.",
     "denní přehledy denní přehledy", "two words twice", NULL, NULL},
    {"ko-KR", "보고서를 확인할 것 것 같습니다.", "You may check the report.", "것 것", NULL, NULL, NULL},
    {"ar-SA", "افتح الصفحة في في المتصفح.", "Open the page in the browser.", "في في", NULL, NULL, NULL},
    {"tr-TR", "Ayarları kaydetmek için uygulamayı uygulamayı kapatın.", "Close the app to save the settings.",
     "uygulamayı uygulamayı", "no word of eight letters is doubled", NULL, NULL},
    {"sr-Cyrl-RS", "Отворите датотеку датотеку у прозору.", "Open the file in the window.", "датотеку датотеку", NULL,
     NULL, NULL},
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
     .rationale =
         "A word that stands twice in a row is a slip in most languages, and so are two words. Silent for words "
         "that a language doubles (vous vous, die die), where the second one has a capital (a name, a label), in "
         "hyphenated words, where one of the two is all in capitals (N COLUMNS columns) or a tag of HTML stands "
         "between them, and in languages without spaces. Languages that double words freely (Korean, Vietnamese, "
         "Hindi, Arabic, Turkish, Indonesian …) have a list of the words that are never doubled instead. Doubled "
         "in the source too: information only.",
     .good = repeated_good,
     .bad = repeated_bad,
     .needs_glance = TML_G_TWICE,
     .check = check_repeated},
};
TML_FAMILY(locale, "LO", "Locale", rules)
