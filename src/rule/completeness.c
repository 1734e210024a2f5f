/* completeness.c — rules CO001–CO005: empty sides, text left in the source language, text in a wrong language.
 *
 * What for: telling "a sentence left in the source language" from what is kept on purpose: names, paths, identifiers,
 *           signatures, product lists, UI labels, quotations, code.
 * What not: lengths (CO006), lost sentences (sentences.c), misaligned pairs (TM007).
 * How:      a sentence holds function words, a product list or a signature does not. Their languages are in words.h;
 * the source's words are counted only where the target's language does not have them too. Scripts are the locale's. */
#include "tmlint/rule.h"
#include "rule/words.h"

/* ---- CO001, CO002 ----------------------------------------------------------------------------------------------------- */

static bool has_token(const tml_sheet *s, int kind) {
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].kind == kind) return true;
  return false;
}

static void check_empty_target(tml_check *c) {
  const tml_sheet *s = c->src, *t = c->tgt;
  if (t->words || t->nfact || !s->words || !s->text || !t->text || !t->text->p || !s->text->p) return;
  bool blank = t->body_start >= t->body_end;
  if (!blank && (s->words < 4 || s->lower < 3 || has_token(t, TML_T_NUM))) return; /* "-" for "none", "✔" for "yes" */
  if (blank && s->letters < 2 && s->words < 2) return;
  tml_finding *f = tml_report(
      c, blank ? "the source has %u words, the target is empty" : "the source has %u words, the target has none",
      (unsigned)s->words);
  tml_report_mark(c, f, TML_SIDE_SOURCE, s->body_start, s->body_end);
  if (blank) return;
  tml_report_mark(c, f, TML_SIDE_TARGET, t->body_start, t->body_end);
  tml_report_suspect(f, TML_SUSPECT_UNKNOWN); /* the words may stand in a neighbour's target */
}

static void check_empty_source(tml_check *c) {
  const tml_sheet *s = c->src, *t = c->tgt;
  if (s->ntok || s->nfact || !t->words || !s->text || !s->text->p) return;
  tml_finding *f = tml_report(c, "the target has %u words, the source is empty", (unsigned)t->words);
  tml_report_mark(c, f, TML_SIDE_TARGET, t->body_start, t->body_end);
  tml_report_suspect(f, TML_SUSPECT_UNKNOWN);
}

/* ---- what language is this ---------------------------------------------------------------------------------------------- */

enum { FINE, UNTRANSLATED, PARTLY, WRONG };
typedef struct verdict {
  int what;
  uint32_t first, last;         /* PARTLY: target tokens */
  uint32_t src_first, src_last; /* PARTLY: source tokens */
  const char *language;         /* WRONG: the language, or NULL */
  enum tml_script script;       /* WRONG by script */
} verdict;

static bool uses_script(const tml_locale *l, uint8_t script) {
  for (unsigned i = 0; i < TML_COUNT(l->scripts) && l->scripts[i]; i++)
    if (l->scripts[i] == script) return true;
  return script <= TML_SCRIPT_OTHER || (script == TML_SCRIPT_BOPOMOFO && l->scripts[0] == TML_SCRIPT_HAN);
}

/* Function words of a text: how many each language has, and the set of each word. */
enum { MAX_LANGUAGES = 64, MAX_WORDS = 64 };
typedef struct votes {
  uint16_t of[MAX_LANGUAGES];
  uint64_t set[MAX_WORDS], any;
  unsigned n;
} votes;

static void vote(const tml_sheet *s, votes *v) {
  memset(v->of, 0, sizeof v->of);
  v->n = 0, v->any = 0;
  for (uint32_t i = 0; i < s->ntok && v->n < MAX_WORDS; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_WORD || t->owner || (t->flags & TML_TF_ALLCAPS)) continue;
    const tml_word_entry *e = tml_word_entry_find(t->hash);
    if (!e || !e->function) continue;
    v->set[v->n++] = e->function;
    v->any |= e->function;
    for (uint64_t rest = e->function; rest; rest &= rest - 1) v->of[__builtin_ctzll(rest)]++;
  }
}

/* Words of language a that language b does not have. */
static unsigned alone(const votes *v, int a, int b) {
  unsigned n = 0;
  for (unsigned i = 0; i < v->n; i++) n += (v->set[i] >> a & 1) && !(b >= 0 && (v->set[i] >> b & 1));
  return n;
}

static int winner(const votes *v) {
  int best = -1;
  for (uint64_t rest = v->any; rest; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (best < 0 || v->of[i] > v->of[best]) best = i;
  }
  return best;
}

/* ---- runs of the source's words in the target ------------------------------------------------------------------------------ */

static bool plain_word(const tml_tok *t) { return (t->kind == TML_T_WORD || t->kind == TML_T_MIX) && !t->owner; }

static uint32_t same_run(const tml_sheet *t, uint32_t i, const tml_sheet *s, uint32_t k) {
  uint32_t n = 0;
  while (i + n < t->ntok && k + n < s->ntok && t->tok[i + n].hash == s->tok[k + n].hash && plain_word(&t->tok[i + n]) &&
         plain_word(&s->tok[k + n]))
    n++;
  return n;
}

/* Stands between two letters: `l'usuari`. */
static bool in_word(const tml_sheet *t, uint32_t i) {
  return i && i + 1 < t->ntok && t->tok[i - 1].kind == TML_T_WORD && t->tok[i + 1].kind == TML_T_WORD &&
         !(t->tok[i].flags & TML_TF_SPACE) && !(t->tok[i + 1].flags & TML_TF_SPACE);
}

/* Quoted, bracketed (the original beside its translation) or emphasised (a label of the user interface). */
static bool set_apart(const tml_sheet *t, uint32_t first, uint32_t last) {
  int round = 0;
  bool quoted = false;
  for (uint32_t i = 0; i <= last; i++) {
    const tml_tok *k = &t->tok[i];
    if (i >= first && (k->flags & TML_TF_EMPH)) return true;
    if (k->kind != TML_T_PUNCT || (k->flags & TML_TF_SYNTAX) || i >= first) continue;
    switch (k->cp) {
    case '(':
    case 0xFF08:
    case 0x300C:
    case 0x300E:
    case 0xAB:
    case 0x201C:
    case 0x201E:
    case 0x300A:
    case '<': round++; break;
    case ')':
    case 0xFF09:
    case 0x300D:
    case 0x300F:
    case 0xBB:
    case 0x201D:
    case 0x300B:
    case '>': round -= round > 0; break;
    case '\'':
      if (in_word(t, i)) break;
      quoted = !quoted;
      break;
    case '"': quoted = !quoted; break;
    default: break;
    }
  }
  return round > 0 || quoted;
}

/* `The text (its translation)`: the original is kept on purpose. */
static bool translated_behind(const tml_sheet *t, uint32_t i) {
  for (uint32_t n = 0; i < t->ntok && n < 8; i++, n++)
    if (t->tok[i].kind == TML_T_PUNCT && !(t->tok[i].flags & TML_TF_SYNTAX) &&
        (t->tok[i].cp == '(' || t->tok[i].cp == 0xFF08))
      return true;
  return false;
}

/* `If x = 1, then …`, `for (…) { … }`: written for a machine. */
static bool is_code(const tml_sheet *t) {
  bool codes = true; /* "at, be, ch": no sentence is without a word of three letters */
  for (uint32_t i = 0; i < t->ntok; i++) {
    if (t->tok[i].kind == TML_T_PUNCT && (t->tok[i].cp == '=' || t->tok[i].cp == '{' || t->tok[i].cp == '}'))
      return true;
    if (t->tok[i].kind == TML_T_WORD && t->tok[i].end - t->tok[i].start > 2) codes = false;
  }
  return codes;
}

/* The longest run of three words or more of the source, with lower-case words and function words in it. `both` is the
 * target's language where it is Latin too, else -1. */
static bool find_run(const tml_check *c, int from, int both, verdict *v) {
  enum { LONG = 7 }; /* words that need no second witness */
  const tml_sheet *t = c->tgt, *s = c->src;
  uint32_t best = 0;
  for (uint32_t i = 0; i < t->ntok;) {
    uint32_t step = 1;
    if (plain_word(&t->tok[i])) {
      for (uint32_t k = 0; k < s->ntok; k++) {
        if (s->tok[k].hash != t->tok[i].hash) continue;
        uint32_t n = same_run(t, i, s, k), lower = 0, held = 0;
        if (n > step) step = n;
        if (n < 3 || n <= best) continue;
        for (uint32_t j = i; j < i + n; j++) {
          if (t->tok[j].kind != TML_T_WORD || ((t->tok[j].flags | s->tok[k + j - i].flags) & TML_TF_UPPER)) continue;
          lower++;
          const tml_word_entry *e = tml_word_entry_find(t->tok[j].hash);
          held += e && (e->function >> from & 1) && !(both >= 0 && (e->function >> both & 1));
        }
        /* Three words are a name as well as not ("Outlook on the web"), but where they begin a link's text. */
        bool begins = i && (t->tok[i - 1].flags & TML_TF_SYNTAX) && t->tok[i - 1].cp == '[';
        if (lower < (begins ? 3u : 4u) || held < (both >= 0 && lower < LONG ? 2u : 1u)) continue;
        if (set_apart(t, i, i + n - 1) || translated_behind(t, i + n)) continue;
        best = n;
        v->first = i, v->last = i + n - 1, v->src_first = k, v->src_last = k + n - 1;
      }
    }
    i += step;
  }
  return best > 0;
}

/* ---- the verdict ------------------------------------------------------------------------------------------------------------ */

/* Whether the two texts share a run of words at all: a filter of 256 bits before anything is looked up. */
static bool may_share(const tml_sheet *s, const tml_sheet *t) {
  uint64_t seen[4] = {0};
  for (uint32_t i = 0; i < s->ntok; i++)
    if (plain_word(&s->tok[i])) seen[s->tok[i].hash >> 62] |= UINT64_C(1) << (s->tok[i].hash >> 56 & 63);
  unsigned run = 0;
  for (uint32_t i = 0; i < t->ntok; i++) {
    uint64_t h = t->tok[i].hash;
    if (plain_word(&t->tok[i]) && (seen[h >> 62] >> (h >> 56 & 63) & 1)) {
      if (++run >= 3) return true;
    } else {
      run = 0;
    }
  }
  return false;
}

/* Words of scripts that are neither the locale's nor Latin. Weighed by bytes: of a Japanese sentence the kana are
 * foreign in China and Korea, its Chinese characters are not. */
static bool foreign_script(const tml_check *c, verdict *v) {
  uint32_t own = 0, foreign = 0, words = 0;
  uint8_t which = 0;
  for (uint32_t i = 0; i < c->tgt->ntok; i++) {
    const tml_tok *t = &c->tgt->tok[i];
    if (t->kind != TML_T_WORD || t->script == TML_SCRIPT_LATIN || t->owner) continue;
    if (uses_script(c->tgt_loc, t->script)) {
      own += t->end - t->start;
      continue;
    }
    foreign += t->end - t->start;
    if (t->end - t->start >= 4) words++, which = t->script;
  }
  for (uint32_t i = 0; i < c->src->ntok; i++) /* a text about that script */
    if (c->src->tok[i].kind == TML_T_WORD && c->src->tok[i].script == which) return false;
  if (words < 3 || foreign <= own) return false;
  v->what = WRONG;
  v->script = (enum tml_script)which;
  v->language = NULL;
  return true;
}

/* Most of the target's words stand in the source, in the same order. */
static bool mostly_source(const tml_sheet *s, const tml_sheet *t) {
  uint32_t k = 0, found = 0, all = 0;
  for (uint32_t i = 0; i < t->ntok; i++) {
    if (!plain_word(&t->tok[i])) continue;
    all++;
    for (uint32_t j = k; j < s->ntok && j < k + 12; j++)
      if (s->tok[j].hash == t->tok[i].hash) {
        found++;
        k = j + 1;
        break;
      }
  }
  return all >= 4 && found * 10 >= all * 9;
}

/* Indonesian and Malay are one language in two standards: a few words prove nothing. */
static bool same_but_standard(int a, int b) {
  if (a < 0 || b < 0) return false;
  tml_str x = tml_str_c(tml_word_languages[a].id), y = tml_str_c(tml_word_languages[b].id);
  return (tml_str_is(x, "id") && tml_str_is(y, "ms")) || (tml_str_is(x, "ms") && tml_str_is(y, "id"));
}

static void judge_words(const tml_check *c, int from, int to, verdict *v) {
  const tml_sheet *s = c->src, *t = c->tgt;
  votes n;
  vote(t, &n);
  bool latin_target = c->tgt_loc->scripts[0] == c->src_loc->scripts[0];
  unsigned theirs = alone(&n, from, to), ours = to >= 0 ? alone(&n, to, from) : 0;
  bool own_script = !latin_target && t->latin * 10 < t->letters * 9;
  if (!own_script && theirs >= 2 && ours == 0 && t->lower >= 3 &&
      (c->same || t->hash == s->hash || mostly_source(s, t))) {
    v->what = is_code(t) ? FINE : UNTRANSLATED;
    return;
  }
  if (c->same) return; /* what is no sentence is kept: names, keywords, quotations of a third language */
  int best = winner(&n);
  if ((!own_script || to >= 0) && best >= 0 && best != to && best != from && t->words >= 6 &&
      alone(&n, best, to) >= 4 && alone(&n, best, from) >= 4 && (to < 0 || alone(&n, to, best) == 0) &&
      (to >= 0 || !latin_target) && !same_but_standard(to, best)) {
    votes of_source;
    vote(s, &of_source);
    if (alone(&of_source, best, from) >= 3) return; /* a quotation */
    v->what = WRONG;
    v->language = tml_word_languages[best].id;
    return;
  }
  if (may_share(s, t) && find_run(c, from, latin_target ? to : -1, v)) v->what = PARTLY;
}

/* A sentence in Chinese characters alone where the locale writes kana between them: names, terms and formulas do
 * without. */
static bool without_kana(const tml_check *c) {
  enum { HAN = 12, WORDS = 6 };
  const uint64_t kana = UINT64_C(1) << TML_SCRIPT_HIRAGANA | UINT64_C(1) << TML_SCRIPT_KATAKANA;
  const tml_sheet *t = c->tgt;
  if (t->scripts & kana || !(t->scripts >> TML_SCRIPT_HAN & 1) || t->letters - t->latin < HAN ||
      c->src->lower < WORDS || !uses_script(c->tgt_loc, TML_SCRIPT_HIRAGANA))
    return false;
  for (uint32_t i = 0; i < t->ntok; i++)
    if (t->tok[i].kind == TML_T_PUNCT && (t->tok[i].cp == 0x3002 || t->tok[i].cp == 0xFF0C)) return true;
  return false;
}

/* The word language of a locale, asked once a page. */
static int words_of(int16_t *memo, const tml_locale *l) {
  if (!*memo) *memo = (int16_t)(tml_word_language_of(l) + 2);
  return *memo - 2;
}

static void judge_pair(tml_check *c, verdict *v) {
  *v = (verdict){.what = FINE};
  const tml_sheet *t = c->tgt;
  if (t->words < 3 || !c->src->words || (c->seg->ctx & TML_CTX_FENCE)) return;
  if (tml_locale_is(c->src_loc, c->tgt_loc->language) || tml_locale_is(c->tgt_loc, "und")) return;
  uint8_t main_script = c->tgt_loc->scripts[0];
  uint32_t alien = 0;
  for (uint64_t rest = t->scripts & ~(UINT64_C(1) << TML_SCRIPT_LATIN); rest; rest &= rest - 1)
    if (!uses_script(c->tgt_loc, (uint8_t)__builtin_ctzll(rest))) alien = 1;
  if (alien && foreign_script(c, v)) return;
  if (without_kana(c)) {
    v->what = WRONG;
    v->language = "zh";
    return;
  }
  if (main_script != TML_SCRIPT_LATIN && t->lower < 3 && main_script != TML_SCRIPT_CYRILLIC &&
      main_script != TML_SCRIPT_GREEK)
    return;
  int from = words_of(&c->words_src, c->src_loc), to = words_of(&c->words_tgt, c->tgt_loc);
  if (from < 0 || !tml_word_languages[from].function) return;
  if (to >= 0 && !tml_word_languages[to].function) to = -1;
  /* Text of the target's language shows itself within a few words (those it shares with its kin count half); only
   * shared runs are left to be sought there, and they hold words of the source's language.
   * Words shared alone prove nothing: la, se, un, en are French and Spanish. */
  if (!c->same) {
    uint64_t own = to >= 0 ? UINT64_C(1) << to : 0, other = UINT64_C(1) << from;
    bool latin = main_script == c->src_loc->scripts[0];
    unsigned ours = 0, theirs = 0;
    bool its_own = false;
    for (uint32_t i = 0; i < t->ntok; i++) {
      if (t->tok[i].kind != TML_T_WORD) continue;
      const tml_word_entry *e = tml_word_entry_find(t->tok[i].hash);
      if (!e) continue;
      if ((e->function & own) && !(e->function & other)) ours += e->function == own ? 2 : 1;
      its_own |= e->function == own;
      theirs += (e->function & other) && !(latin && (e->function & own));
    }
    if (!its_own) ours = 0;
    /* a text in the locale's own script, or with enough of its words; a third language has neither */
    if (theirs < (latin ? 2u : 1u) && (to < 0 ? t->latin * 10 < t->letters * 9 : ours >= 4)) return;
    if (ours >= 4) {
      if (t->lower >= 3 && may_share(c->src, t) && find_run(c, from, latin ? to : -1, v)) v->what = PARTLY;
      return;
    }
  }
  judge_words(c, from, to, v);
}

/* Three rules ask: the first one's answer serves all. */
static void judge(tml_check *c, verdict *v) {
  if (!c->language_known) {
    judge_pair(c, v);
    c->language_known = 1;
    c->language = NULL;
    if (v->what == FINE) return;
    c->language = tml_arena_alloc(c->arena, sizeof *v);
    memcpy(c->language, v, sizeof *v);
  } else if (c->language) {
    memcpy(v, c->language, sizeof *v);
  } else {
    *v = (verdict){.what = FINE};
  }
}

static void check_untranslated(tml_check *c) {
  verdict v;
  judge(c, &v);
  if (v.what != UNTRANSLATED) return;
  tml_finding *f = tml_report(c, "the text is left in the source language");
  tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->body_start, c->tgt->body_end);
}

static void check_partly(tml_check *c) {
  verdict v;
  judge(c, &v);
  if (v.what != PARTLY) return;
  tml_finding *f = tml_report(c, "%u words are left in the source language", (unsigned)(v.last - v.first + 1));
  tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[v.first].start, c->tgt->tok[v.last].end);
  tml_report_mark(c, f, TML_SIDE_SOURCE, c->src->tok[v.src_first].start, c->src->tok[v.src_last].end);
}

static void check_language(tml_check *c) {
  verdict v;
  judge(c, &v);
  if (v.what != WRONG) return;
  tml_finding *f =
      v.language
          ? tml_report(c, "the target should be in %s, its words are of language \"%s\"", c->tgt_loc->id, v.language)
          : tml_report(c, "the target should be in %s, its script is %s", c->tgt_loc->id, tml_script_name(v.script));
  tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->body_start, c->tgt->body_end);
}

/* ---- rows -------------------------------------------------------------------------------------------------------------------- */

static const tml_example empty_target_good[] = {{"ko-KR", "`id`", "`id`", NULL, "code alone", NULL, NULL},
                                                {"de-DE", "–", "None", NULL, "a dash for a word", NULL, NULL},
                                                {0}};
static const tml_example empty_target_bad[] = {
    {"zh-CN", "）", "(Conversely, you can also clear this box.)", "）", "a whole sentence lost", NULL, NULL}, {0}};
static const tml_example empty_source_good[] = {{"ko-KR", "<a name=\"bk_x\"> </a>", "", NULL, "a bookmark", NULL, NULL},
                                                {"fr-FR", ".", "", NULL, "a lone stop", NULL, NULL},
                                                {0}};
static const tml_example empty_source_bad[] = {
    {"fr-FR", "Enregistrez le fichier.", "", "Enregistrez le fichier.", NULL, NULL, NULL}, {0}};

static const tml_example untranslated_good[] = {
    {"ko-KR", "Word, Excel, PowerPoint, Outlook", "Word, Excel, PowerPoint, Outlook", NULL, "a list of products", NULL,
     NULL},
    {"fr-FR", "function getItem(id: string): void", "function getItem(id: string): void", NULL, "a signature", NULL,
     NULL},
    {"ja-JP", "C:\\program files\\common files\\data", "C:\\program files\\common files\\data", NULL, "a path", NULL,
     NULL},
    {"de-DE", "Center for Internet Security", "Center for Internet Security", NULL, "a name", NULL, NULL},
    {"es-ES", "Guarde el archivo antes de cerrar.", "Save the file before you close it.", NULL, "translated", NULL,
     NULL},
    {0}};
static const tml_example untranslated_bad[] = {
    {"ko-KR", "Save the file before you close the window.", "Save the file before you close the window.",
     "Save the file before you close the window.", NULL, NULL, NULL},
    {"fr-FR", "This is the list of all the files that you have.", "This is the list of all the files that you have.",
     "This is the list of all the files that you have.", NULL, NULL, NULL},
    {0}};
static const tml_example partly_good[] = {
    {"ko-KR", "메시지 \"the file is not found\"가 표시됩니다.", "The message \"the file is not found\" is shown.", NULL,
     "quoted", NULL, NULL},
    {"ja-JP", "**Save to the cloud** を選択します。", "Select **Save to the cloud**.", NULL, "a label", NULL, NULL},
    {"zh-CN", "单一登录 (sign in with one account) 功能", "The sign in with one account feature (single sign-on)", NULL,
     "the original in brackets", NULL, NULL},
    {"fr-FR", "Le service Azure Active Directory est actif.", "The Azure Active Directory service is active.", NULL,
     "a name", NULL, NULL},
    {0}};
static const tml_example partly_bad[] = {
    {"ko-KR", "파일을 저장한 다음 close all of the windows 합니다.",
     "Save the file and then close all of the windows there.", "close all of the windows", NULL, NULL, NULL},
    {"de-DE", "Speichern Sie die Datei and then close the window.", "Save the file and then close the window.",
     "and then close the window", NULL, NULL, NULL},
    {"ca-ES", "Localitzeu l'arxiu i els fitxers based on their name and type.",
     "Locate the files based on their name and type.", "based on their name and type",
     "an apostrophe inside a word opens no quotation", NULL, NULL},
    {"nl-NL", "Snel documenten aanmaken, create new documents from custom file templates.",
     "Quickly create new documents from custom file templates.", "create new documents from custom file templates",
     "seven words need no second word that is English alone", NULL, NULL},
    {0}};
static const tml_example language_good[] = {
    {"gl-ES", "Na barra de ferramentas de abaixo, prema no botón de menú e logo garde o ficheiro.",
     "In the toolbar below, click the menu button, and then save the file.", NULL, "Galician", NULL, NULL},
    {"sr-Cyrl-RS", "Сачувајте датотеку на диску пре него што затворите прозор.",
     "Save the file to the disk before you close the window.", NULL, "Serbian", NULL, NULL},
    {"lb-LU", "Späichert de Fichier op der Festplack, ier Dir d'Fënster zoumaacht.",
     "Save the file to the disk before you close the window.", NULL, "Luxembourgish", NULL, NULL},
    {"pt-BR", "Guarde o arquivo antes de fechar a janela.", "Save the file before you close the window.", NULL,
     "Portuguese", NULL, NULL},
    {"ko-KR", "Ελληνικά", "Greek", NULL, "a name of a language", NULL, NULL},
    {"uk-UA", "Збережіть файл, перш ніж закрити вікно.", "Save the file before you close the window.", NULL,
     "Ukrainian", NULL, NULL},
    {0}};
static const tml_example language_bad[] = {
    {"pt-BR", "Guarde el archivo y todos los datos en las carpetas antes de cerrarlas.",
     "Save the file and all data in the folders before you close them.",
     "Guarde el archivo y todos los datos en las carpetas antes de cerrarlas.", "Spanish on a Portuguese page", NULL,
     NULL},
    {"ko-KR", "Сохраните этот файл, прежде чем закрыть окно.", "Save this file before you close the window.",
     "Сохраните этот файл, прежде чем закрыть окно.", "Russian on a Korean page", NULL, NULL},
    {"eu-ES", "Los resultados se guardan al final del mes y después ya no se pueden modificar.",
     "The results are saved at the end of the month and can't be changed after that.",
     "Los resultados se guardan al final del mes y después ya no se pueden modificar.", "Spanish on a Basque page",
     NULL, NULL},
    {0}};

#define ROW .status = TML_STABLE, .scope = TML_SCOPE_SEGMENT, .since = "0.1.0"
static const tml_rule rules[] = {
    {.code = "CO001",
     .name = "empty-target",
     ROW,
     .severity = TML_SEV_ERROR,
     .its = "omission",
     .mqm = "accuracy/omission",
     .summary = "the source has words, the target has none",
     .rationale = "The sentence is lost. Silent where the source is code or an image only, and where a sign stands for "
                  "a word or two.",
     .good = empty_target_good,
     .bad = empty_target_bad,
     .needs_glance = TML_G_EMPTY,
     .check = check_empty_target},
    {.code = "CO002",
     .name = "empty-source",
     ROW,
     .severity = TML_SEV_INFO,
     .its = "addition",
     .mqm = "accuracy/addition",
     .summary = "the target has words, the source has none",
     .rationale = "The source span is lost, or the translator moved words here. Silent for bookmarks and lone signs.",
     .good = empty_source_good,
     .bad = empty_source_bad,
     .needs_glance = TML_G_EMPTY,
     .check = check_empty_source},
    {.code = "CO003",
     .name = "untranslated",
     ROW,
     .severity = TML_SEV_WARNING,
     .its = "untranslated",
     .mqm = "accuracy/untranslated",
     .summary = "a sentence left in the source language",
     .rationale = "Only sentences are meant: three lower-case words or more, among them function words of the source "
                  "language (the, of, "
                  "is) that the target's language does not have. Silent for names, paths, identifiers, signatures, "
                  "product lists, "
                  "code and URLs, which have none.",
     .good = untranslated_good,
     .bad = untranslated_bad,
     .needs_glance = TML_G_SENTENCE,
     .check = check_untranslated},
    {.code = "CO004",
     .name = "partly-untranslated",
     ROW,
     .severity = TML_SEV_WARNING,
     .its = "untranslated",
     .mqm = "accuracy/untranslated",
     .summary = "a run of the source's words inside the target",
     .rationale = "Three words or more that stand in the source in the same order, with function words of the source "
                  "language among "
                  "them. Silent where they are quoted, in brackets beside their translation, or emphasised as a label "
                  "of the user "
                  "interface.",
     .good = partly_good,
     .bad = partly_bad,
     .needs_glance = TML_G_SENTENCE,
     .check = check_partly},
    {.code = "CO005",
     .name = "wrong-language",
     ROW,
     .severity = TML_SEV_ERROR,
     .its = "locale-violation",
     .mqm = "accuracy/mistranslation",
     .summary = "the target is in another language or script than its locale",
     .rationale = "By script where most words are of a script that is neither the locale's nor Latin, by function "
                  "words where languages "
                  "share a script (Spanish on a Portuguese page). Silent for short texts and names.",
     .good = language_good,
     .bad = language_bad,
     .needs_glance = TML_G_SENTENCE,
     .check = check_language},
};
TML_FAMILY(completeness, "CO", "Completeness", rules)
