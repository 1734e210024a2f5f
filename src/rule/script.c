/* script.c — rules CH008 and CH009: letters of another script or of another way of writing.
 *
 * What for: a Latin C in a Cyrillic word, which no search finds; simplified characters in a text for Taiwan.
 * What not: languages (CO005), words glued to words of another script (SP004).
 * Facts:    which letters look alike by Unicode's confusables (UTS #39), those of plain text faces; which characters
 * are written in one way only by variants.h. */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"
#include "rule/variants.h"

static tml_check at_segment(const tml_check *c, uint32_t i) {
  tml_check at = *c;
  at.seg = &c->doc->segs[i];
  at.index = i;
  at.src = &c->page->source[i];
  at.tgt = &c->page->target[i];
  return at;
}

/* ---- CH008 mixed-script-word ---------------------------------------------------------------------------------------------- */

static bool looks_alike(uint32_t cp) {
  static const char latin[] = "aceopxyijsABCEHIJKMNOPSTXYZ";
  static const uint16_t others[] = {/* Cyrillic */ 0x430,
                                    0x441,
                                    0x435,
                                    0x43E,
                                    0x440,
                                    0x445,
                                    0x443,
                                    0x456,
                                    0x458,
                                    0x455,
                                    0x410,
                                    0x412,
                                    0x421,
                                    0x415,
                                    0x41D,
                                    0x406,
                                    0x408,
                                    0x41A,
                                    0x41C,
                                    0x41E,
                                    0x420,
                                    0x405,
                                    0x422,
                                    0x425,
                                    0x423,
                                    /* Greek */ 0x3BF,
                                    0x391,
                                    0x392,
                                    0x395,
                                    0x396,
                                    0x397,
                                    0x399,
                                    0x39A,
                                    0x39C,
                                    0x39D,
                                    0x39F,
                                    0x3A1,
                                    0x3A4,
                                    0x3A5,
                                    0x3A7};
  if (cp < 0x80) return cp && strchr(latin, (int)cp) != NULL;
  for (unsigned i = 0; i < TML_COUNT(others); i++)
    if (others[i] == cp) return true;
  return false;
}

static bool all_alike(tml_str s, uint32_t *letters) {
  *letters = 0;
  for (const char *p = s.p; p < s.p + s.n; ++*letters)
    if (!looks_alike(tml_utf8_next(&p))) return false;
  return true;
}

/* Word tokens first..*last stand together and are of Latin and one other of the two scripts. */
static bool is_mixed(const tml_sheet *s, uint32_t first, uint32_t *last, uint8_t *other) {
  uint32_t i = first;
  *other = 0;
  bool latin = false;
  for (;; i++) {
    uint8_t sc = s->tok[i].script;
    if (sc == TML_SCRIPT_LATIN) latin = true;
    else if (sc != TML_SCRIPT_CYRILLIC && sc != TML_SCRIPT_GREEK) break;
    else if (*other && *other != sc) break;
    else *other = sc;
    if (i + 1 >= s->ntok || s->tok[i + 1].kind != TML_T_WORD || s->tok[i + 1].start != s->tok[i].end) {
      *last = i;
      return latin && *other;
    }
  }
  *last = i;
  return false;
}

/* The letters that do not belong: of the script with fewer letters, all of them look-alikes. */
static bool strangers(const tml_sheet *s, uint32_t first, uint32_t last, uint8_t other, uint8_t *script) {
  uint32_t n[2] = {0, 0}, k;
  bool alike[2] = {true, true};
  for (uint32_t i = first; i <= last; i++) {
    bool latin = s->tok[i].script == TML_SCRIPT_LATIN;
    alike[latin] &= all_alike(tml_tok_str(s, &s->tok[i]), &k);
    n[latin] += (uint32_t)tml_utf8_count(tml_tok_str(s, &s->tok[i]));
  }
  int few = n[1] < n[0] ? 1 : 0;
  if (!alike[few] || n[!few] < 2 || n[few] > 3 || n[few] == n[!few]) return false;
  *script = few ? TML_SCRIPT_LATIN : other;
  for (uint32_t i = first; i <= last; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->script != *script) continue;
    /* an acronym before a word of the language (IPадреса), an ending behind a foreign name (Excelе) */
    if (few && (t->flags & TML_TF_ALLCAPS)) return false;
    /* a capital behind small letters stands for something: valueN, значениеX */
    if (few && i == last && i > first && t->flags & TML_TF_UPPER && t->end - t->start == 1 &&
        !(s->tok[i - 1].flags & TML_TF_ALLCAPS) && tml_tok_str(s, &s->tok[i - 1]).n > 2)
      return false;
    if (!few && i == last && i > first && !(t->flags & TML_TF_UPPER)) return false;
    /* letters behind a name in capitals, as the reader sees them: ПРЕФИКСaa */
    if (i > first && !(t->flags & TML_TF_UPPER) && t[-1].flags & TML_TF_ALLCAPS && t[-1].end - t[-1].start > 4)
      return false;
  }
  return true;
}

/* OK with a Cyrillic K: short words of look-alikes alone, where the other text has the word in Latin letters. */
static bool stands_for(const tml_sheet *s, uint32_t first, uint32_t last, const tml_sheet *o) {
  static const char alike[] = "АAВBСCЕEНHКKМMОOРPТTХX"; /* three bytes each: Cyrillic, Latin */
  char latin[8];
  size_t n = 0;
  tml_str w = tml_sheet_str(s, s->tok[first].start, s->tok[last].end);
  for (const char *p = w.p; p < w.p + w.n; n++) {
    const char *from = p;
    uint32_t cp = tml_utf8_next(&p);
    if (n == sizeof latin) return false;
    latin[n] = (char)cp;
    if (cp < 0x80) continue;
    const char *at = p - from == 2 ? strstr(alike, (char[3]){from[0], from[1], 0}) : NULL;
    if (!at) return false;
    latin[n] = at[2];
  }
  for (uint32_t i = 0; i < o->ntok; i++)
    if (tml_str_eq(tml_tok_str(o, &o->tok[i]), tml_str_n(latin, n))) return true;
  return false;
}

enum { ASKED = 64 }; /* words of a text that are sought in the other one */

static void mixed_on(tml_check *c, int side) {
  const tml_sheet *s = side == TML_SIDE_SOURCE ? c->src : c->tgt, *o = side == TML_SIDE_SOURCE ? c->tgt : c->src;
  const uint64_t latin = UINT64_C(1) << TML_SCRIPT_LATIN,
                 others = UINT64_C(1) << TML_SCRIPT_CYRILLIC | UINT64_C(1) << TML_SCRIPT_GREEK;
  if (!(s->scripts & latin) || !(s->scripts & others)) return;
  tml_finding *f = NULL;
  for (uint32_t i = 0, last, asked = 0; i + 1 < s->ntok && asked < ASKED; i++) {
    if (s->tok[i].kind != TML_T_WORD || s->tok[i + 1].kind != TML_T_WORD || s->tok[i + 1].start != s->tok[i].end)
      continue;
    uint8_t other, script;
    bool hit = is_mixed(s, i, &last, &other);
    asked += hit;
    if (hit && !strangers(s, i, last, other, &script)) {
      script = other;
      hit = other == TML_SCRIPT_CYRILLIC && stands_for(s, i, last, o);
    }
    bool both = hit && o->text &&
                tml_str_find(tml_str_n(o->text->p, o->text->n), tml_sheet_str(s, s->tok[i].start, s->tok[last].end));
    if (hit && !(both && side == TML_SIDE_SOURCE)) { /* what the target copied is told there */
      tml_str w = tml_check_quote(c, tml_sheet_str(s, s->tok[i].start, s->tok[last].end));
      for (uint32_t k = i; k <= last; k++) {
        if (s->tok[k].script != script) continue;
        tml_str x = tml_tok_str(s, &s->tok[k]);
        if (!f) {
          f = tml_report(c, "\"%.*s\": \"%.*s\" is %s in a word of %s letters", (int)w.n, w.p, (int)x.n, x.p,
                         tml_script_name(script),
                         tml_script_name(script == TML_SCRIPT_LATIN ? other : TML_SCRIPT_LATIN));
          tml_report_suspect(f, both || side == TML_SIDE_SOURCE ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
        }
        tml_report_mark(c, f, side, s->tok[k].start, s->tok[k].end);
      }
    }
    i = last > i ? last - 1 : i;
  }
}

static void check_mixed(tml_check *c) {
  if (c->seg->ctx & TML_CTX_FENCE) return;
  mixed_on(c, TML_SIDE_TARGET);
  if (!c->same) mixed_on(c, TML_SIDE_SOURCE);
}

/* ---- CH009 wrong-variant -------------------------------------------------------------------------------------------------- */

enum { SHOWN = 5 }; /* findings of one page before they become one */

/* The next character of the set in token t, from text offset *at on; 0 for none. */
static uint32_t next_in(const tml_sheet *s, const tml_tok *t, const uint64_t *set, uint32_t *at) {
  const char *p = s->text->p + (*at > t->start ? *at : t->start), *e = s->text->p + t->end;
  while (p < e) {
    const char *from = p;
    uint32_t cp = tml_utf8_next(&p);
    if (!tml_variant_in(set, cp)) continue;
    *at = (uint32_t)(from - s->text->p);
    return cp;
  }
  return 0;
}

/* The languages' own names stand in lists of languages. */
static bool names_language(const tml_sheet *s, const tml_tok *t) {
  tml_str w = tml_tok_str(s, t);
  static const char *const names[] = {TML_LIST_ZH_LANGUAGE_NAMES};
  for (size_t i = 0; i < TML_COUNT(names); i++)
    if (tml_str_find(w, tml_str_c(names[i]))) return true;
  return false;
}

static bool is_quote(uint32_t cp) {
  return cp == 0x201C || cp == 0x201D || cp == '"' || cp == 0x300C || cp == 0x300D || cp == 0x300E || cp == 0x300F ||
         cp == 0x300A || cp == 0x300B;
}

/* Between quotes: what is quoted is written as it was. */
static bool quoted(const tml_sheet *s, uint32_t i) {
  return i && i + 1 < s->ntok && s->tok[i - 1].kind == TML_T_PUNCT && is_quote(s->tok[i - 1].cp) &&
         s->tok[i + 1].kind == TML_T_PUNCT && is_quote(s->tok[i + 1].cp);
}

static bool has_han(const tml_sheet *s) { return (s->scripts >> TML_SCRIPT_HAN & 1) != 0; }

/* The first token of the sheet that has a character of the set; UINT32_MAX for none. */
static uint32_t find_variant(const tml_sheet *s, const uint64_t *set, uint32_t from, uint32_t *at) {
  for (uint32_t i = from; i < s->ntok; i++) {
    if (s->tok[i].kind != TML_T_WORD || s->tok[i].script != TML_SCRIPT_HAN) continue;
    *at = 0;
    if (next_in(s, &s->tok[i], set, at) && !names_language(s, &s->tok[i]) && !quoted(s, i)) return i;
  }
  return UINT32_MAX;
}

static void report_variant(tml_check *page, uint32_t index, const uint64_t *set, bool traditional, uint32_t pages) {
  tml_check c = at_segment(page, index);
  tml_finding *f = NULL;
  uint32_t at = 0;
  for (uint32_t i = find_variant(c.tgt, set, 0, &at); i != UINT32_MAX; i = find_variant(c.tgt, set, i + 1, &at)) {
    const tml_tok *t = &c.tgt->tok[i];
    for (; next_in(c.tgt, t, set, &at); at += 3) {
      if (!f) {
        tml_str x = tml_sheet_str(c.tgt, at, at + 3);
        const char *way = traditional ? "simplified" : "traditional",
                   *text = traditional ? "traditional" : "simplified";
        f = pages ? tml_report(&c, "%s characters all over a page for readers of %s ones: %u texts", way, text,
                               (unsigned)pages)
                  : tml_report(&c, "\"%.*s\" is %s in a text of %s characters", (int)x.n, x.p, way, text);
      }
      tml_report_mark(&c, f, TML_SIDE_TARGET, at, at + 3);
    }
  }
}

static void check_variant(tml_check *c) {
  const tml_page *p = c->page;
  const tml_locale *l = p->target_locale;
  if (!tml_locale_is(l, "zh")) return;
  bool traditional = !strcmp(l->variant, "Hant");
  const uint64_t *set = traditional ? tml_variant_simplified : tml_variant_traditional;
  uint32_t n = 0, han = 0, hits[SHOWN];
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    if (!has_han(&p->target[i]) || has_han(&p->source[i]) || (c->doc->segs[i].ctx & TML_CTX_FENCE)) continue;
    han++;
    uint32_t at = 0;
    if (find_variant(&p->target[i], set, 0, &at) == UINT32_MAX) continue;
    if (n < SHOWN) hits[n] = i;
    n++;
  }
  if (n > SHOWN && n * 3 > han) report_variant(c, hits[0], set, traditional, n);
  else
    for (uint32_t i = 0, k = 0; i < c->doc->nsegs && k < n; i++) {
      if (!has_han(&p->target[i]) || has_han(&p->source[i]) || (c->doc->segs[i].ctx & TML_CTX_FENCE)) continue;
      uint32_t at = 0;
      if (find_variant(&p->target[i], set, 0, &at) == UINT32_MAX) continue;
      report_variant(c, i, set, traditional, 0);
      k++;
    }
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example mixed_good[] = {
    {"ru-RU", "Нажмите OK или ОК.", "Click OK or OK.", NULL, "each in letters of one script", NULL, NULL},
    {"uk-UA", "IPадреса, Excelе, µs, α-версія, SQL-запит", "IP address, Excel, µs, α version, SQL query", NULL,
     "an acronym, an ending, units, hyphens", NULL, NULL},
    {"el-GR", "Το Δt και το API του Azure", "Δt and the Azure API", NULL, "a letter of mathematics", NULL, NULL},
    {"ru-RU", "Сервер Azure", "Azure server", NULL, "words of one script each", NULL, NULL},
    {0}};
static const tml_example mixed_bad[] = {
    {"ru-RU", "Откройте cервер.", "Open the server.", "c", "a Latin c", NULL, NULL},
    {"ru-RU", "Нажмите кнопку OК.", "Click OK.", "К", "two letters of two scripts", NULL, NULL},
    {"uk-UA", "Відкрийте Аzure.", "Open Azure.", "А", "a Cyrillic А", NULL, NULL},
    {"el-GR", "Ανοίξτε το Aρχείο.", "Open the file.", "A", "a Latin A", NULL, NULL},
    {0}};
static const tml_example variant_good[] = {
    {"zh-TW", "台灣的使用者可選擇简体中文。", "Users in Taiwan can choose Chinese.", NULL, "a language's own name",
     NULL, NULL},
    {"zh-TW", "布丁和皇后", "Pudding and queen", NULL, "shared characters", NULL, NULL},
    {"zh-CN", "输入“國家”", "Enter the word", NULL, "a quotation", NULL, NULL},
    {"ja-JP", "国の設定", "Country settings", NULL, "Japanese", NULL, NULL},
    {0}};
static const tml_example variant_bad[] = {{"zh-TW", "開啟设定頁面", "Open the settings page", "设", NULL, NULL, NULL},
                                          {"zh-CN", "打开設置页面", "Open the settings page", "設", NULL, NULL, NULL},
                                          {"zh-HK", "開啟档案", "Open the file", "档", NULL, NULL, NULL},
                                          {0}};

static const char *const refs_confusables[] = {"UTS #39, Unicode Security Mechanisms: confusables", NULL};
static const char *const refs_unihan[] = {"UAX #38, Unicode Han Database: kSimplifiedVariant, kTraditionalVariant",
                                          NULL};

static const tml_rule rules[] = {
    {.code = "CH008",
     .name = "mixed-script-word",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "characters",
     .mqm = "fluency/spelling",
     .summary = "letters of two scripts in one word, where they look alike",
     .rationale =
         "A Latin c in a Cyrillic word looks right and is another letter: no search and no spell checker knows the "
         "word. Reported where up to three letters of a word are of the other script and every one of them has a "
         "twin in the word's own. Silent for acronyms and endings that are written together with a word, units "
         "and letters of mathematics.",
     .refs = refs_confusables,
     .good = mixed_good,
     .bad = mixed_bad,
     .needs_glance = TML_G_SCRIPTS,
     .check = check_mixed},
    {.code = "CH009",
     .name = "wrong-variant",
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "locale-violation",
     .mqm = "fluency/locale-convention",
     .summary = "simplified characters in a traditional Chinese text, or the reverse",
     .rationale =
         "A character of the other way of writing is a slip of a converter or of an editor. The characters come from "
         "Unicode's Unihan database; those that both ways write are left out. Silent for quotations, for the "
         "languages' own names, and where the source has Chinese characters itself. A page that is written the "
         "other way all over is one finding.",
     .refs = refs_unihan,
     .good = variant_good,
     .bad = variant_bad,
     .check = check_variant},
};
TML_FAMILY(script, "CH", "Characters", rules)
