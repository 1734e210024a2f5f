/* spacing.c — rules SP002 and SP004: two spaces, and none where one belongs.
 *
 * What for: double blanks that the source has not; words glued to a comma, a bracket, a hyphen, markup, a URL or the
 * next sentence. What not: blanks at a text's edges (SP001), before signs (SP003), stray ones (SP006); words glued to
 * words (CH010). Facts:    whether a language spaces its words is the locale's; which languages hang endings on names,
 * brackets and markup is the list below (agglutinative languages, and prefixes of Arabic and Hebrew). */
#include "rule/calls.h"
#include "rule/endings.h"
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"

static bool spaced_script(uint8_t script) { return script >= TML_SCRIPT_LATIN && script < TML_SCRIPT_THAI; }

/* ---- SP002 double-space --------------------------------------------------------------------------------------------- */

static bool has_double(const tml_sheet *s) {
  if (!(s->marks & TML_M_DOUBLE)) return false;
  for (uint32_t i = 1; i < s->ntok; i++)
    if (s->tok[i].flags & TML_TF_DOUBLE) return true;
  return false;
}

/* The blanks before token i: a no-break space among them stays. */
static tml_str one_blank(const tml_sheet *s, uint32_t i) {
  static const char *const kept[] = {"\xC2\xA0", "\xE2\x80\xAF"};
  tml_str gap = tml_sheet_str(s, s->tok[i - 1].end, s->tok[i].start);
  for (unsigned k = 0; k < TML_COUNT(kept); k++)
    for (size_t at = 0, n = strlen(kept[k]); at + n <= gap.n; at++)
      if (!memcmp(gap.p + at, kept[k], n)) return tml_str_c(kept[k]);
  return TML_S(" ");
}

static bool only_blanks(tml_str s) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char b = (unsigned char)s.p[i];
    if (b != ' ' && b != '\t' && b != 0xC2 && b != 0xA0 && b != 0xE2 && b != 0x80 && b != 0xAF) return false;
  }
  return s.n > 0;
}

static void check_double(tml_check *c) {
  const tml_sheet *t = c->tgt;
  if (!(t->marks & TML_M_DOUBLE) || (c->seg->ctx & (TML_CTX_FENCE | TML_CTX_IMAGE)) || has_double(c->src)) return;
  tml_finding *f = NULL;
  for (uint32_t i = 1; i < t->ntok; i++) {
    if (!(t->tok[i].flags & TML_TF_DOUBLE) || (t->tok[i].flags & TML_TF_NEWLINE)) continue;
    uint32_t from = t->tok[i - 1].end, to = t->tok[i].start;
    if (from >= to || !only_blanks(tml_sheet_str(t, from, to))) continue;
    if (!f) {
      f = tml_report(c, "two spaces inside the text where the source has one");
      tml_report_evidence(c, f, TML_EV_TARGET, TML_S("  ")); /* one habit of a machine, one line with its places */
    }
    tml_report_mark(c, f, TML_SIDE_TARGET, from, to);
    tml_report_edit(c, f, tml_text_raw(t->text, from), tml_text_raw(t->text, to), one_blank(t, i), true);
  }
}

/* ---- SP004 missing-space ---------------------------------------------------------------------------------------------- */

enum glue {
  GLUE_COMMA = 1,
  GLUE_STOP,
  GLUE_CLOSE,
  GLUE_OPEN,
  GLUE_CODE,
  GLUE_EMPH,
  GLUE_LINK,
  GLUE_URL,
  GLUE_TAG,
  GLUE_HYPHEN
};
typedef struct place {
  uint8_t what;
  bool asks;            /* an ending, unless the page has it as a word of its own */
  uint32_t start, end;  /* text offsets */
  uint64_t left, right; /* what is glued */
} place;
enum { MAX_PLACES = 16 };
typedef struct places {
  place at[MAX_PLACES];
  unsigned n;
} places;

/* How a language writes; made when first asked for. */
typedef struct manner {
  const tml_locale *locale;
  bool known;
  bool suffixes;  /* hangs endings on names, brackets and markup */
  bool prefixes;  /* writes short words together with what follows: Arabic, Hebrew */
  bool compounds; /* hangs a noun on another one that may be bold: **Betreff**zeile */
  bool korean;    /* opening brackets, too, stand at the word */
  bool halves;    /* writes a hyphen for the half that two words share: Bild- und Tonaufnahme */
} manner;

/* Letter by letter: asked for every pair. */
static bool is_among(const tml_locale *l, const char *const *languages, size_t n) {
  bool is = false;
  for (size_t i = 0; i < n; i++)
    is |= l->language[0] == languages[i][0] && l->language[1] == languages[i][1] && !l->language[2];
  return is;
}

static const manner *manner_of(manner *m) {
  static const char *const suffixed[] = {TML_LIST_LANGUAGES_WITH_SUFFIXES};
  static const char *const compounding[] = {TML_LIST_LANGUAGES_WITH_COMPOUNDS};
  static const char *const halving[] = {TML_LIST_LANGUAGES_WITH_HALVES};
  if (m->known) return m;
  const tml_locale *l = m->locale;
  m->known = true;
  m->prefixes = l->scripts[0] == TML_SCRIPT_ARABIC || l->scripts[0] == TML_SCRIPT_HEBREW;
  m->korean = tml_locale_is(l, "ko");
  m->suffixes = is_among(l, suffixed, TML_COUNT(suffixed));
  m->compounds = is_among(l, compounding, TML_COUNT(compounding));
  m->halves = is_among(l, halving, TML_COUNT(halving));
  return m;
}

/* Letters of a word; marks count too. */
static uint32_t letters(const tml_sheet *s, const tml_tok *t) { return (uint32_t)tml_utf8_count(tml_tok_str(s, t)); }

static bool is_word(const tml_sheet *s, const tml_tok *t, uint32_t least) {
  return t->kind == TML_T_WORD && spaced_script(t->script) && letters(s, t) >= least;
}

/* Arabic and Hebrew write their particles together with what follows: و ف ب ك ل and the article, משה וכלב. A word of
 * these letters alone may be particles only. */
static bool only_particles(const tml_sheet *s, const tml_tok *t) {
  static const char letters_of[] = "وفبكلامשהוכלב";
  const char *p = s->text->p + t->start, *end = s->text->p + t->end;
  for (unsigned len; p < end; p += len) {
    tml_utf8_at(p, &len);
    bool found = false;
    for (const char *k = letters_of; *k && !found; k += 2) found = len == 2 && p[0] == k[0] && p[1] == k[1];
    if (!found) return false;
  }
  return true;
}

static void put_at(places *p, int what, const tml_tok *left, const tml_tok *right, uint32_t start, uint32_t end,
                   bool asks) {
  if (p->n == MAX_PLACES) return;
  p->at[p->n++] = (place){(uint8_t)what, asks, start, end, left->hash, right->hash};
}
static void put(places *p, int what, const tml_tok *left, const tml_tok *right, uint32_t start, uint32_t end) {
  put_at(p, what, left, right, start, end, false);
}

/* A word behind markup in a language that hangs endings on it: the page has to tell where it may be one. */
static void put_behind(places *p, int what, const tml_tok *left, const tml_tok *right, uint32_t start, uint32_t end,
                       enum tml_ending ending) {
  put_at(p, what, left, right, start, end, ending != TML_ENDING_NO);
}

/* `CSF),CIS`, `a word,another`: the comma glued to the word behind it, and something spaced stands elsewhere. */
static void see_comma(const tml_sheet *s, uint32_t i, places *out) {
  const tml_tok *t = &s->tok[i];
  if (i == 0 || i + 1 >= s->ntok) return;
  const tml_tok *a = t - 1, *b = t + 1;
  bool left = is_word(s, a, 2) || (a->kind == TML_T_PUNCT && a->cp == ')' && !(a->flags & TML_TF_SYNTAX));
  if ((b->flags & TML_TF_SPACE) || (t->flags & TML_TF_SPACE) || !left || !is_word(s, b, 2) || a->hash == b->hash)
    return;
  put(out, GLUE_COMMA, a, b, a->start, b->end);
}

/* `khác.Dynamics`: a small word, the stop, a word with one capital. */
static void see_stop(const tml_sheet *s, uint32_t i, places *out) {
  const tml_tok *t = &s->tok[i];
  if (i == 0 || i + 1 >= s->ntok) return;
  const tml_tok *a = t - 1, *b = t + 1;
  if ((b->flags & TML_TF_SPACE) || (t->flags & TML_TF_SPACE) || a->owner || b->owner) return;
  if (!is_word(s, a, 3) || (a->flags & (TML_TF_UPPER | TML_TF_CAPSIN)) || !is_word(s, b, 3)) return;
  if (!(b->flags & TML_TF_UPPER) || (b->flags & (TML_TF_ALLCAPS | TML_TF_CAPSIN))) return;
  if (i + 2 < s->ntok && !(b[1].flags & TML_TF_SPACE) && (b[1].kind != TML_T_PUNCT || b[1].cp == '.' || b[1].cp == '('))
    return;
  if (i >= 2 && a[-1].kind == TML_T_PUNCT && !(a->flags & TML_TF_SPACE) &&
      (a[-1].cp == '.' || a[-1].cp == '/' || a[-1].cp == '@'))
    return;
  put(out, GLUE_STOP, a, b, a->start, b->end);
}

static bool joins_words(const tml_locale *l, const tml_tok *t) {
  size_t n;
  const tml_word *w = tml_locale_words(l, t->hash, &n);
  for (size_t i = 0; i < n; i++)
    if (w[i].kind == TML_WORD_AND || w[i].kind == TML_WORD_OR) return true;
  return false;
}

/* `iOS-ja Android-laitteet`, `Bild-und Tonaufnahme`: the hyphen stands for a half that two words share, and "and" or
 * "or" is glued to it. Not `Drag-und-Drop`. */
static void see_hyphen(const tml_sheet *s, uint32_t i, manner *m, places *out) {
  const tml_tok *t = &s->tok[i], *a = t - 1, *b = t + 1;
  if (i == 0 || i + 2 >= s->ntok || ((t->flags | b->flags) & (TML_TF_SPACE | TML_TF_NEWLINE))) return;
  if (b->kind != TML_T_WORD || b->owner || b->end - b->start < 2 || (b->flags & TML_TF_UPPER)) return;
  if ((b[1].flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE || b[1].kind == TML_T_PUNCT) return;
  if ((a->kind != TML_T_WORD && a->kind != TML_T_NUM && a->kind != TML_T_MIX) || a->end != t->start) return;
  if (!manner_of(m)->halves || !joins_words(m->locale, b)) return;
  put(out, GLUE_HYPHEN, a, b, a->start, b->end);
}

/* In a language that hangs endings on brackets and markup: too short to tell, or not in Latin letters. */
static bool may_not_be_word(const tml_sheet *s, const manner *m, const tml_tok *t) {
  return m->korean || t->script != TML_SCRIPT_LATIN || letters(s, t) < 4;
}

/* What the language's endings say; a capital is none. */
static enum tml_ending ending_of(const tml_sheet *s, const manner *m, const tml_tok *t) {
  if (!m->suffixes || (t->flags & TML_TF_UPPER)) return TML_ENDING_NO;
  return tml_ending_of(m->locale, tml_tok_str(s, t));
}

/* `home)erhalten`: the opening bracket stands apart, so that the word is not one with the bracket (`(re)start`). */
static void see_close(const tml_sheet *s, uint32_t i, manner *m, places *out) {
  const tml_tok *t = &s->tok[i];
  if (i + 1 >= s->ntok || (t[1].flags & TML_TF_SPACE)) return;
  const tml_tok *b = t + 1;
  if (manner_of(m)->suffixes && may_not_be_word(s, m, b)) return;
  if ((b->flags & TML_TF_SPACE) || !is_word(s, b, 3) || (b->flags & TML_TF_CAPSIN)) return;
  if (i && s->tok[i - 1].kind == TML_T_PUNCT && s->tok[i - 1].hash == '-') return; /* (Katalog-)Produkt */
  int depth = 0;
  for (uint32_t k = i; k--;) {
    if (s->tok[k].kind != TML_T_PUNCT) continue;
    if (s->tok[k].cp == ')') depth++;
    if (s->tok[k].cp == '(' && depth-- == 0) {
      bool prefix = i - k == 2 && letters(s, t - 1) <= 5 && !((t[-1].flags | b->flags) & TML_TF_UPPER);
      if (prefix) return; /* (des)ativar */
      /* (versie)nummers, (Haupt)server, (kaksois)napsautus: the first half of a compound may be left out */
      bool half = manner_of(m)->compounds || (m->suffixes && !(t[-1].flags & (TML_TF_UPPER | TML_TF_CAPSIN)));
      if (i - k == 2 && half && !t[-1].owner && t[-1].kind == TML_T_WORD && !(b->flags & TML_TF_UPPER)) return;
      if (i - k >= 2 && k && (s->tok[k].flags & TML_TF_SPACE))
        put_behind(out, GLUE_CLOSE, t - 1, b, t->start, b->end, ending_of(s, m, b));
      return;
    }
  }
}

/* `Dinge(IdD)`: not a call, not an ending (`Datei(en)`), not so in Korean. */
static void see_open(const tml_sheet *s, uint32_t i, manner *m, places *out) {
  const tml_tok *t = &s->tok[i];
  if (i == 0 || i + 2 >= s->ntok || (t->flags & (TML_TF_SPACE | TML_TF_SYNTAX)) || manner_of(m)->korean) return;
  const tml_tok *a = t - 1, *b = t + 1;
  if (!is_word(s, a, 3) || a->owner || (a->flags & TML_TF_CAPSIN) || (b->flags & TML_TF_SPACE)) return;
  if (i >= 2 && !(a->flags & TML_TF_SPACE) && a[-1].kind == TML_T_PUNCT) return;
  bool capital = b->kind == TML_T_WORD && (b->flags & TML_TF_UPPER) && letters(s, b) >= 2;
  if (!memcmp(s->text->p + a->start, s->text->p + b->start, 2)) return; /* सूची(सूचियाँ): an inflected form */
  if (!capital && !(b->kind == TML_T_WORD && letters(s, b) >= 6)) return;
  put(out, GLUE_OPEN, a, b, a->start, b->end);
}

/* Bytes before the scheme of a bare URL: a word of Latin letters and the scheme are one run (`Siehehttps://…`). */
static uint32_t before_scheme(tml_str url) {
  static const char *const schemes[] = {"https://", "http://"};
  for (unsigned k = 0; k < TML_COUNT(schemes); k++)
    for (size_t at = 2, n = strlen(schemes[k]); at <= 10 && at + n < url.n; at++)
      if (!memcmp(url.p + at, schemes[k], n)) return (uint32_t)at;
  return 0;
}

typedef struct short_words {
  const char *language, *words; /* each between two blanks */
} short_words;

static bool is_in(const short_words *v, size_t n, const tml_locale *l, tml_str w) {
  enum { LONGEST = 6 }; /* bytes */
  char parted[LONGEST + 2] = " ";
  if (w.n > LONGEST) return false;
  memcpy(parted + 1, w.p, w.n);
  parted[w.n + 1] = ' ';
  for (size_t i = 0; i < n; i++)
    if (tml_locale_is(l, v[i].language)) return tml_str_find(tml_str_c(v[i].words), tml_str_n(parted, w.n + 2));
  return false;
}

/* A text ends with a letter that is no vowel. */
static bool ends_in_consonant(const char *begin, const char *end) {
  static const char vowels[] = "aeiouyAEIOUYáéíóúýěůąęаеиоуыэюяёіїє";
  const char *p = end;
  while (p > begin && ((unsigned char)p[-1] & 0xC0) == 0x80) p--;
  if (p == begin) return false;
  p--;
  tml_str last = {p, (size_t)(end - p)};
  const char *q = p;
  if (!(tml_cp_info(tml_utf8_next(&q)) & (TML_CPI_UPPER | TML_CPI_LOWER))) return false;
  return !tml_str_find(tml_str_c(vowels), last);
}

/* `[Overview](a.md)e outras`: a short word of the language, standing alone, is glued to what ends at `end`. */
static bool is_short_word(const tml_sheet *s, const manner *m, const tml_tok *b, uint32_t begin, uint32_t end) {
  if (b->kind != TML_T_WORD || b->owner || b + 1 >= s->tok + s->ntok || !(b[1].flags & TML_TF_SPACE)) return false;
  static const short_words sure[] = {TML_LIST_SHORT_WORDS}, like_endings[] = {TML_LIST_SHORT_WORDS_LIKE_ENDINGS};
  tml_str w = tml_tok_str(s, b);
  return is_in(sure, TML_COUNT(sure), m->locale, w) || (is_in(like_endings, TML_COUNT(like_endings), m->locale, w) &&
                                                        !ends_in_consonant(s->text->p + begin, s->text->p + end));
}

/* A tag that dresses words: what stands outside it is another word. */
static bool is_dress(const tml_sheet *s, const tml_fact *f) {
  static const char *const names[] = {"b", "strong", "i", "em", "u", "code", "kbd", "a"};
  tml_str name = tml_sheet_str(s, f->in_start, f->in_end);
  for (unsigned k = 0; k < TML_COUNT(names); k++)
    if (tml_str_ieq(name, tml_str_c(names[k]))) return true;
  return false;
}

static int glue_of(const tml_sheet *s, const tml_fact *f) {
  switch (f->kind) {
  case TML_F_CODE: return GLUE_CODE;
  case TML_F_EMPH: return f->flags & TML_FF_LEFT && f->unit & TML_EMPH_ESCAPED ? 0 : GLUE_EMPH; /* shown signs: MK009 */
  case TML_F_LINK: return GLUE_LINK;
  case TML_F_URL: return f->flags & TML_FF_INNER ? 0 : GLUE_URL;
  case TML_F_TAG: return f->sub <= 1 && is_dress(s, f) ? GLUE_TAG : 0;
  default: return 0;
  }
}

/* Code, emphasis, links, URLs and tags against the words at their sides. */
static void see_facts(const tml_sheet *s, manner *m, places *out) {
  for (uint32_t k = 0; k < s->nfact; k++) {
    const tml_fact *f = &s->fact[k];
    int what = glue_of(s, f);
    if (!what || !f->ntok || f->start >= f->end) continue;
    uint32_t run = what == GLUE_URL ? before_scheme(tml_fact_str(s, f)) : 0;
    if (run) put(out, what, &s->tok[f->tok], &s->tok[f->tok], f->start, f->start + run + 1);
    uint32_t first = f->tok, last = f->tok + f->ntok - 1;
    while (first && s->tok[first].start > f->start) first--;
    while (last + 1 < s->ntok && s->tok[last].end < f->end) last++;
    const tml_tok *a = first ? &s->tok[first - 1] : NULL, *b = last + 1 < s->ntok ? &s->tok[last + 1] : NULL;
    /* a tag dresses the word behind it, or the one before it */
    bool opens = what != GLUE_TAG || (f->sub == 0 && b && b->start == f->end && b->kind != TML_T_PUNCT);
    bool closes = what != GLUE_TAG || (f->sub == 1 && a && a->end == f->start && a->kind != TML_T_PUNCT);
    bool goes_on = b && b->start == f->end && !(b->flags & TML_TF_SPACE) && b->kind == TML_T_WORD;
    if (what == GLUE_EMPH && goes_on && f->in_end > f->in_start && f->in_end - f->in_start <= 4)
      continue; /* **I**nitials */
    uint32_t least = manner_of(m)->prefixes ? 2 : 1;
    if (a && a->end == f->start && !(s->tok[first].flags & TML_TF_SPACE) && is_word(s, a, least) &&
        !(manner_of(m)->prefixes && only_particles(s, a)) && !a->owner && !manner_of(m)->korean && opens)
      put(out, what, a, &s->tok[first], a->start, f->start + 1);
    const char *e = s->text->p + f->in_end;
    if (f->in_end > f->in_start && e[-1] == '-') continue;                     /* a compound's first half */
    if (f->in_end > f->in_start + 1 && e[-1] == ')' && e[-2] == '-') continue; /* Shell-(SSH-)Programm */
    if (what == GLUE_EMPH && goes_on && manner_of(m)->compounds && !(b->flags & TML_TF_UPPER)) continue;
    bool word =
        goes_on && (is_word(s, b, 3) ||
                    (what == GLUE_LINK && f->in_end > f->in_start && is_short_word(s, m, b, f->in_start, f->in_end)) ||
                    (what == GLUE_TAG && a && is_short_word(s, m, b, a->start, a->end)));
    if (!word || b->owner || !closes || (manner_of(m)->suffixes && may_not_be_word(s, m, b))) continue;
    put_behind(out, what, &s->tok[last], b, f->end - 1, b->end, ending_of(s, m, b));
  }
}

static void find_places(const tml_sheet *s, const tml_locale *l, places *out) {
  manner m = {.locale = l};
  out->n = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT || t->owner || (t->flags & TML_TF_SYNTAX)) continue;
    if (t->cp == ',' || t->cp == ';' || t->cp == 0x60C) see_comma(s, i, out);
    else if (t->cp == '.') see_stop(s, i, out);
    else if (t->cp == ')') see_close(s, i, &m, out);
    else if (t->cp == '(') see_open(s, i, &m, out);
    else if (t->cp == '-') see_hyphen(s, i, &m, out);
  }
  const uint64_t inlines =
      TML_FM(TML_F_CODE) | TML_FM(TML_F_EMPH) | TML_FM(TML_F_LINK) | TML_FM(TML_F_URL) | TML_FM(TML_F_TAG);
  if (s->has & inlines) see_facts(s, &m, out);
}

static const place *same_place(const places *p, const place *x) {
  for (unsigned i = 0; i < p->n; i++)
    if (p->at[i].what == x->what && p->at[i].left == x->left && p->at[i].right == x->right) return &p->at[i];
  return NULL;
}
static bool has_kind(const places *p, uint8_t what) {
  for (unsigned i = 0; i < p->n; i++)
    if (p->at[i].what == what) return true;
  return false;
}

/* A bracket that stands at a word, whatever is in it: `page(sec)`. */
static bool opens_glued(const tml_sheet *s) {
  for (uint32_t i = 1; i + 1 < s->ntok; i++)
    if (s->tok[i].kind == TML_T_PUNCT && s->tok[i].cp == '(' && !(s->tok[i].flags & (TML_TF_SPACE | TML_TF_SYNTAX)) &&
        s->tok[i - 1].kind == TML_T_WORD && s->tok[i + 1].kind == TML_T_WORD && !(s->tok[i + 1].flags & TML_TF_SPACE) &&
        letters(s, &s->tok[i + 1]) >= 3)
      return true;
  return false;
}

static const char *const glued[] = {"",
                                    "a space is missing behind the comma",
                                    "a space is missing between two sentences",
                                    "a space is missing behind the closing bracket",
                                    "a space is missing before the opening bracket",
                                    "a word is glued to the code",
                                    "a word is glued to the emphasis",
                                    "a word is glued to the link",
                                    "a word is glued to the URL",
                                    "a word is glued to the tag",
                                    "a space is missing behind the hyphen"};

/* `việcBusiness`: a small word of the page and a name of the source in one, where the target has no such name apart. */
enum { NEAR = 100 }; /* pairs on each side that are asked for the word */

static bool has_token(const tml_sheet *s, tml_str w) {
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].kind == TML_T_WORD && tml_str_eq(tml_tok_str(s, &s->tok[i]), w)) return true;
  return false;
}

static bool near_by(const tml_check *c, tml_str w) {
  uint32_t from = c->index > NEAR ? c->index - NEAR : 0, n = c->doc->nsegs;
  for (uint32_t k = from; k < n && k <= c->index + NEAR; k++)
    if (k != c->index && has_token(&c->page->target[k], w)) return true;
  return false;
}

/* Where the name begins in the word, 0 for nowhere. */
static uint32_t name_inside(const tml_check *c, const tml_tok *t) {
  tml_str w = tml_tok_str(c->tgt, t);
  if ((t->flags & TML_TF_UPPER) || w.n > 64) return 0;
  size_t at = 0;
  while (at < w.n && !(w.p[at] >= 'A' && w.p[at] <= 'Z')) at++;
  tml_str head = {w.p, at}, name = {w.p + at, w.n - at};
  if (at < 3 || name.n < 3 || !has_token(c->src, name) || has_token(c->src, w) || has_token(c->tgt, name)) return 0;
  return near_by(c, head) ? (uint32_t)at : 0;
}

static void check_joined(tml_check *c) {
  const tml_sheet *t = c->tgt;
  unsigned tries = 0;
  for (uint32_t i = 0; i < t->ntok && tries < 4; i++) {
    const tml_tok *k = &t->tok[i];
    if (k->kind != TML_T_WORD || !(k->flags & TML_TF_CAPSIN) || k->owner || k->script != TML_SCRIPT_LATIN) continue;
    if ((i + 1 < t->ntok && !(k[1].flags & TML_TF_SPACE) && k[1].cp == '.') ||
        (i && !(k->flags & TML_TF_SPACE) && (k[-1].cp == '.' || k[-1].cp == '@' || k[-1].cp == '/')))
      continue;
    tries++;
    uint32_t at = name_inside(c, k);
    if (!at) continue;
    tml_str name = tml_check_quote(c, tml_sheet_str(t, k->start + at, k->end));
    tml_finding *f = tml_report(c, "a word is glued to the name %.*s", (int)name.n, name.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, k->start, k->end);
    return;
  }
}

/* The token of the sheet that begins at an offset, or the first behind it. */
static uint32_t token_at(const tml_sheet *s, uint32_t at) {
  uint32_t i = 0;
  while (i < s->ntok && s->tok[i].start < at) i++;
  return i;
}

/* The comma's place is among the arguments of a function, as the source has them. */
static bool in_call(const tml_check *c, const place *x) {
  return tml_in_call(c->tgt, token_at(c->tgt, x->start)) && tml_has_call(c->src);
}

/* The function is called so in the source too: Sum( a, b ), or another one in capitals. */
static bool is_call(const tml_check *c, const place *x) {
  for (uint32_t i = 0; i + 1 < c->src->ntok; i++)
    if (c->src->tok[i].hash == x->left && tml_is_called(c->src, i)) return true;
  uint32_t i = token_at(c->tgt, x->start);
  return i < c->tgt->ntok && tml_is_function(c->tgt, i) && tml_has_call(c->src);
}

/* (Dés)activer at the beginning of a name: a capital syllable that no word of the source is, before small letters. */
static bool is_prefix(const tml_check *c, const place *x) {
  const tml_sheet *s = c->tgt;
  uint32_t i = token_at(s, x->start);
  if (i < 2 || i + 1 >= s->ntok || s->tok[i].start != x->start || s->tok[i - 1].hash != x->left) return false;
  const tml_tok *t = &s->tok[i];
  if (t[-2].cp != '(' || t[-1].flags & TML_TF_ALLCAPS || letters(s, t - 1) > 5 || t[1].flags & TML_TF_UPPER)
    return false;
  for (uint32_t k = 0; k < c->src->ntok; k++)
    if (c->src->tok[k].hash == x->left) return false;
  return true;
}

/* The page has the word with a blank before it: what is glued to the markup is no ending. */
static bool stands_apart(const tml_check *c, uint64_t word) {
  uint32_t from = c->index > NEAR ? c->index - NEAR : 0, n = c->doc->nsegs;
  for (uint32_t k = from; k < n && k <= c->index + NEAR; k++) {
    const tml_sheet *s = &c->page->target[k];
    for (uint32_t i = 0; i < s->ntok; i++) {
      const tml_tok *t = &s->tok[i];
      if (t->hash != word || t->kind != TML_T_WORD || (i && !(t->flags & TML_TF_SPACE))) continue;
      if (i && t[-1].kind == TML_T_PUNCT && (t[-1].cp == '-' || t[-1].cp == '\'' || t[-1].cp == 0x2019)) continue;
      return true;
    }
  }
  return false;
}

static void check_missing(tml_check *c) {
  if (!c->tgt_loc->spaced || (c->seg->ctx & TML_CTX_FENCE)) return;
  places t, s;
  if (c->tgt->marks & TML_M_CAPSIN) check_joined(c);
  find_places(c->tgt, c->tgt_loc, &t);
  if (!t.n) return;
  find_places(c->src, c->src_loc, &s);
  tml_finding *f = NULL;
  uint8_t what = 0;
  unsigned asked = 0;
  for (unsigned i = 0; i < t.n; i++) {
    const place *x = &t.at[i], *y = same_place(&s, x);
    if (f && x->what != what) continue;
    if (x->asks && (++asked > 4 || !stands_apart(c, x->right))) continue;
    if (y) {
      /* The source has the very same: it is at fault, if anybody. */
      if (f || x->what != GLUE_COMMA || c->tgt->text->p[x->start] != ')') continue;
      f = tml_report(c, "%s, so in the source too", glued[x->what]);
      tml_report_lesser(f);
      tml_report_suspect(f, TML_SUSPECT_SOURCE);
      tml_report_mark(c, f, TML_SIDE_SOURCE, y->start, y->end);
      tml_report_mark(c, f, TML_SIDE_TARGET, x->start, x->end);
      return;
    }
    if ((has_kind(&s, x->what) && x->what != GLUE_HYPHEN) || (x->what == GLUE_COMMA && in_call(c, x)) ||
        (x->what == GLUE_OPEN && (is_call(c, x) || opens_glued(c->src))) || (x->what == GLUE_CLOSE && is_prefix(c, x)))
      continue;
    if (!f) {
      f = tml_report(c, "%s", glued[what = x->what]);
      if (what == GLUE_HYPHEN) tml_report_evidence(c, f, TML_EV_TARGET, TML_S("-")); /* a machine's habit */
    }
    tml_report_mark(c, f, TML_SIDE_TARGET, x->start, x->end);
  }
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example double_good[] = {
    {"fr-FR", "Enregistrez le fichier.", "Save the file.", NULL, "one space", NULL, NULL},
    {"de-DE", "Erst speichern.  Dann schließen.", "Save first.  Close then.", NULL, "so in the source", NULL, NULL},
    {"es-ES", "Use `a  b` aquí.", "Use `a  b` here.", NULL, "code", NULL, NULL},
    {0}};
static const tml_example double_bad[] = {
    {"ko-KR", "파일을  저장합니다.", "Save the file.", "  ", "two spaces", "파일을 저장합니다.", NULL},
    {"fr-FR", "Cliquez sur  **OK**.", "Click **OK**.", "  ", "before markup", "Cliquez sur **OK**.", NULL},
    {0}};
static const tml_example missing_good[] = {
    {"ko-KR", "PBX(사설 교환기)를 씁니다.", "Use a PBX (private exchange).", NULL,
     "Korean writes brackets and particles at the word", NULL, NULL},
    {"tr-TR", "**Düzenle**'yi seçin, 14'te açın.", "Select **Edit**, open at 14.", NULL, "endings after bold", NULL,
     NULL},
    {"ja-JP", "**保存**を選択し、`run`コマンドを使います。", "Select **Save** and use the `run` command.", NULL,
     "Japanese has no spaces", NULL, NULL},
    {"de-DE", "Wählen Sie die Datei(en) aus.", "Select the file(s).", NULL, "an ending in brackets", NULL, NULL},
    {"fr-FR", "L’objet et l’`id` sont lus.", "The object and the `id` are read.", NULL, "an elision", NULL, NULL},
    {"pt-PT", "Pode (des)ativar os alertas.", "You can turn the alerts on and off.", NULL, "a prefix in brackets", NULL,
     NULL},
    {"de-DE", "Ton- und Bilddateien per Drag-und-Drop", "Sound and picture files by drag-and-drop", NULL,
     "half a word, hyphens on both sides", NULL, NULL},
    {"nl-NL", "Sorteer op (versie)nummers.", "Sort by (version) numbers.", NULL, "half a compound in brackets", NULL,
     NULL},
    {"sr-Cyrl-RS", "Обрада за страницу(одељак) није успела.", "The parse for page(sec) failed.", NULL,
     "so in the source", NULL, NULL},
    {"de-DE", "Klicken Sie in die **Betreff**zeile.", "Click the **Subject** line.", NULL, "a compound", NULL, NULL},
    {"hu-HU", "Nyissa meg a **Word**ben, az [Access](a.md)szel és a `main`ig.",
     "Open in **Word**, with [Access](a.md) up to `main`.", NULL, "endings of Hungarian", NULL, NULL},
    {"ar-SA", "حدد و[الإعدادات](a.md) الآن.", "Select and [settings](a.md) now.", NULL, "a prefix of Arabic", NULL,
     NULL},
    {"ru-RU", "Строки [отчёт](a.md)а и таблицы.", "The lines of the [report](a.md) and tables.", NULL,
     "an ending behind a linked word", NULL, NULL},
    {"fr-FR", "Lisez les [fichier](a.md)s et l’[aide](b.md)d’abord.", "Read the [files](a.md) and the [help](b.md).",
     NULL, "a plural's ending; an elision", NULL, NULL},
    {0}};
static const tml_example missing_bad[] = {
    {"de-DE", "Aufwand,Termine und Dauer", "Effort, dates and duration", "Aufwand,Termine", "the comma", NULL, NULL},
    {"de-DE", "Sie können es (zu Hause)erhalten und lesen.", "You can get it (at home) and read it.", ")erhalten",
     "the bracket", NULL, NULL},
    {"fr-FR", "La valeur`id` est lue.", "The `id` value is read.", "valeur`", "glued to code", NULL, NULL},
    {"uk-UA", "Увійдіть у[центр](a.md) зараз.", "Sign in to the [center](a.md) now.", "у[", "glued to a link", NULL,
     NULL},
    {"pt-BR", "Abra o [guia](a.md)e as notas.", "Open the [guide](a.md) and the notes.", ")e",
     "a short word behind a link", NULL, NULL},
    {"ru-RU", "См. <a href=\"a.md\">обзор 2013</a>и другие.", "See <a href=\"a.md\">overview 2013</a>, and others.",
     ">и", "a short word behind a tag", NULL, NULL},
    {"vi-VN", "Làm các việc khác.Dùng thanh này.", "Do the other things. Use this bar.", "khác.Dùng", "two sentences",
     NULL, NULL},
    {"de-DE", "Bild-und Tonaufnahmen sind Dateien.", "Picture and sound recordings are files.", "Bild-und",
     "half a word", NULL, NULL},
    {"hu-HU", "Lásd a [Mentés](a.md)című szakaszt.", "See the section [Saving](a.md).", ")című",
     "no ending of Hungarian", NULL, NULL},
    {"uk-UA", "Дивітьсяhttps://example.com/a зараз.", "See https://example.com/a now.", "Дивітьсяh", "glued to a URL",
     NULL, NULL},
    {0}};

static const tml_rule rules[] = {
    {.code = "SP002",
     .name = "double-space",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .fix = TML_FIX_SAFE,
     .since = "0.1.0",
     .its = "whitespace",
     .mqm = "fluency/typography/whitespace",
     .needs_marks = TML_M_DOUBLE,
     .summary = "two spaces inside the target where the source has none",
     .rationale =
         "Two blanks in a row are a slip, and often the place where a machine or an editor took something out. "
         "Silent where the source has them, in code, and at the ends of a text. The fix keeps a no-break space "
         "that is among them.",
     .good = double_good,
     .bad = double_bad,
     .check = check_double},
    {.code = "SP004",
     .name = "missing-space",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "whitespace",
     .mqm = "fluency/typography/whitespace",
     .summary = "a word glued to a comma, a bracket, a hyphen, markup, a URL, a name or the next sentence",
     .rationale =
         "Glued words can't be read or searched for. Silent in languages that do not space their words; for "
         "the endings that Korean, Turkish, Hungarian, Finnish and others hang on brackets and markup (a row of known "
         "endings, or letters that the page has nowhere as a word of its own), the "
         "compounds of German and its sisters, and the prefixes of Arabic and Hebrew; for plural endings, "
         "prefixes and halves of compounds in brackets, calls and their arguments, names that the source has "
         "as they are, and decimals; and where the source has a place of that kind of its own. Where both "
         "sides have the very same, it is said at a lower level, and the source is the suspect.",
     .good = missing_good,
     .bad = missing_bad,
     .needs = TML_FM(TML_F_CODE) | TML_FM(TML_F_EMPH) | TML_FM(TML_F_LINK) | TML_FM(TML_F_URL) | TML_FM(TML_F_TAG),
     .needs_marks = TML_M_CAPSIN,
     .needs_glance = TML_G_GLUED,
     .check = check_missing},
};
TML_FAMILY(spacing, "SP", "Spacing", rules)
