/* frontmatter.c — rule FM001: the locale that a page names, in its front matter or its folder, against the language it
 * is in.
 *
 * What for: a page filed under the wrong locale, or handed back with another language's text.
 * What not: single texts in a wrong language (CO005), a title left untranslated (FM002), simplified against traditional
 *           Chinese (CH009).
 * How:      the text's script by its words, its language by function words (words.h); a verdict needs a page's worth of
 * both. */
#include "tmlint/rule.h"
#include "rule/words.h"

enum { LANGUAGES = 64, LEAST_TEXTS = 8, LEAST_WORDS = 40, LEAST_VOTES = 30, SAMPLE = 32 };

/* Some thirty texts, evenly over the page, tell its language as well as all of them. */
static uint32_t stride(const tml_page *p) { return p->doc->nsegs / SAMPLE + 1; }
/* So many words tell a page's language; a long page is not read to its end for it. */
enum { ENOUGH_WORDS = 400 };

typedef struct count {
  uint32_t texts, words;
  uint32_t script[TML_SCRIPT__COUNT]; /* words by script */
  uint32_t votes[LANGUAGES];
} count;

static void count_texts(const tml_page *p, count *n) {
  memset(n, 0, sizeof *n);
  for (uint32_t i = 0; i < p->doc->nsegs && n->words < ENOUGH_WORDS; i += stride(p)) {
    const tml_sheet *t = &p->target[i];
    if (t->words < 4) continue;
    n->texts++;
    for (uint32_t k = 0; k < t->ntok; k++) {
      const tml_tok *w = &t->tok[k];
      if (w->kind != TML_T_WORD || w->owner) continue;
      n->words++;
      n->script[w->script < TML_SCRIPT__COUNT ? w->script : 0]++;
      const tml_word_entry *e = tml_word_entry_find(w->hash);
      for (uint64_t rest = e ? e->function : 0; rest; rest &= rest - 1) n->votes[__builtin_ctzll(rest)]++;
    }
  }
}

/* Function words of language a that b has not, and of b that a has not. */
static void weigh(const tml_page *p, int a, int b, uint32_t *only_a, uint32_t *only_b) {
  for (uint32_t i = 0; i < p->doc->nsegs; i += stride(p)) {
    const tml_sheet *t = &p->target[i];
    for (uint32_t k = 0; k < t->ntok && t->words >= 4; k++) {
      const tml_word_entry *e = t->tok[k].kind == TML_T_WORD ? tml_word_entry_find(t->tok[k].hash) : NULL;
      if (!e) continue;
      *only_a += (e->function >> a & 1) && !(e->function >> b & 1);
      *only_b += (e->function >> b & 1) && !(e->function >> a & 1);
    }
  }
}

static uint32_t own_words(const count *n, const tml_locale *l) {
  uint32_t own = 0;
  for (unsigned i = 0; i < TML_COUNT(l->scripts) && l->scripts[i]; i++) own += n->script[l->scripts[i]];
  return own;
}

/* What the page is in, where that is surely not the locale: a script's or a language's name; NULL where it fits. */
static const char *other_language(const tml_page *p, const count *n, const tml_locale *l) {
  if (tml_locale_is(l, "und") || n->texts < LEAST_TEXTS || n->words < LEAST_WORDS) return NULL;
  uint32_t own = own_words(n, l);
  if (tml_locale_is(l, "zh") && n->script[TML_SCRIPT_HIRAGANA] * 4 > n->words) return "ja";
  if (tml_locale_is(l, "ja") && n->script[TML_SCRIPT_HAN] * 2 > n->words && !n->script[TML_SCRIPT_HIRAGANA])
    return "zh";
  int best = -1, to = tml_word_language_of(l);
  for (int i = 0; i < LANGUAGES; i++)
    if (n->votes[i] && (best < 0 || n->votes[i] > n->votes[best])) best = i;
  if (own * 20 < n->words) {
    for (int s = TML_SCRIPT_GREEK; s < TML_SCRIPT__COUNT; s++)
      if (n->script[s] * 2 > n->words) return tml_script_name((enum tml_script)s);
    return best >= 0 && n->votes[best] >= LEAST_VOTES ? tml_word_languages[best].id : NULL;
  }
  if (to < 0 || !tml_word_languages[to].function || best < 0 || best == to || n->votes[best] < LEAST_VOTES) return NULL;
  /* One script, another language: kin share many words, so only those of one of the two are weighed. */
  uint32_t theirs = 0, ours = 0;
  weigh(p, best, to, &theirs, &ours);
  return theirs >= LEAST_VOTES / 2 && theirs > 8 * ours ? tml_word_languages[best].id : NULL;
}

/* The last folder of a path that is a locale: `ko-KR`, `pt-br`, `zh-hant`. */
static tml_str folder_locale(tml_str path) {
  tml_str found = {NULL, 0};
  for (size_t i = 0, from = 0; i < path.n; i++) {
    if (path.p[i] != '/' && path.p[i] != '\\') continue;
    tml_str part = tml_str_n(path.p + from, i - from);
    from = i + 1;
    if (part.n < 5 || part.n > 10 || (part.p[2] != '-' && part.p[2] != '_')) continue;
    if (((part.p[0] | 32u) - 'a') >= 26u || ((part.p[1] | 32u) - 'a') >= 26u) continue;
    if (!tml_locale_is(tml_locale_find(part), "und")) found = part;
  }
  return found;
}

static void check_locale(tml_check *c) {
  const tml_doc *d = c->doc;
  if (d->nsegs < LEAST_TEXTS) return;
  const tml_meta *said = NULL;
  for (uint32_t i = 0; i < d->nmeta; i++)
    if (tml_str_is(d->meta[i].key, "ms.contentlocale")) said = &d->meta[i];
  tml_str folder = folder_locale(d->path);
  const tml_locale *in_meta = said ? tml_locale_find(said->value) : NULL,
                   *in_folder = folder.n ? tml_locale_find(folder) : NULL;
  if (!in_meta && !in_folder) return;
  count n;
  count_texts(c->page, &n);
  const char *meta_is = in_meta ? other_language(c->page, &n, in_meta) : NULL;
  const char *folder_is = in_folder && in_folder != in_meta ? other_language(c->page, &n, in_folder) : NULL;
  if (meta_is) {
    tml_finding *f = tml_report(c, "ms.contentlocale is %.*s, but the page's texts are %s", (int)said->value.n,
                                said->value.p, meta_is);
    tml_report_place(f, said->start, said->end);
    f->action = TML_ACT_FIX_CONFIG;
  } else if (folder_is) {
    tml_finding *f =
        tml_report(c, "the page is in the folder %.*s, but its texts are %s", (int)folder.n, folder.p, folder_is);
    tml_report_place(f, 0, d->n < 3 ? (uint32_t)d->n : 3);
    f->action = TML_ACT_FIX_CONFIG;
  }
}

#define PAIR(id, t, s)                                                                                                 \
  "<span data-ttu-id=\"a1b2c-" id "\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"a1b2c-" id "\">" s    \
  "</span></span>\n\n"
#define EIGHT(t, s)                                                                                                    \
  PAIR("101", t, s)                                                                                                    \
  PAIR("102", t, s)                                                                                                    \
  PAIR("103", t, s) PAIR("104", t, s) PAIR("105", t, s) PAIR("106", t, s) PAIR("107", t, s) PAIR("108", t, s)
#define GERMAN "Speichern Sie die Datei in dem Ordner, der für diese Daten ist."
#define KOREAN "이 데이터에 사용할 폴더에 파일을 먼저 저장한 다음 창을 닫습니다."
#define ENGLISH "Save the file in the folder that is meant for this data."

static const tml_example locale_good[] = {{.locale = "de-DE",
                                           .page = "---\nms.contentlocale: de-DE\n---\n" EIGHT(GERMAN, ENGLISH),
                                           .why = "German under de-DE"},
                                          {.locale = "ko-KR",
                                           .page = "---\nms.contentlocale: ko-KR\n---\n" EIGHT(KOREAN, ENGLISH),
                                           .why = "Korean under ko-KR"},
                                          {0}};
static const tml_example locale_bad[] = {{.locale = "fr-FR",
                                          .page = "---\nms.contentlocale: fr-FR\n---\n" EIGHT(GERMAN, ENGLISH),
                                          .mark = "fr-FR",
                                          .why = "German under fr-FR"},
                                         {.locale = "ja-JP",
                                          .page = "---\nms.contentlocale: ja-JP\n---\n" EIGHT(KOREAN, ENGLISH),
                                          .mark = "ja-JP",
                                          .why = "Korean under ja-JP"},
                                         {0}};

static const tml_rule rules[] = {
    {.code = "FM001",
     .name = "locale-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "locale-violation",
     .mqm = "locale-convention",
     .summary = "the locale in front matter or folder is not the language of the texts",
     .rationale = "A page under the wrong locale is published to the wrong readers, and every rule of the locale "
                  "judges it wrongly. "
                  "Decided by the scripts of all targets and, within one script, by function words; silent for pages "
                  "of few words, "
                  "for languages too close to tell apart, and for variants of one language.",
     .good = locale_good,
     .bad = locale_bad,
     .check = check_locale},
};
TML_FAMILY(frontmatter, "FM", "Front matter", rules)
