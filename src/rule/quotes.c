/* quotes.c — rules PU004–PU006, LO002, LO003: quotation marks, apostrophes, repeated and inverted signs.
 *
 * What for: quoted words that lost their quotes, quotes of another language, straight and curly apostrophes side by
 * side, `..` and `、、`, Spanish questions that do not open.
 * What not: brackets and closing signs (punctuation.c), blanks inside quotes (family SP).
 * Facts:    a language's quotes are CLDR's delimiters and what else its typographers use (tml_locale.quote); ASCII's
 * fit every language. */
#include "tmlint/rule.h"

static bool glued(const tml_sheet *s, uint32_t i) { return !(s->tok[i].flags & (TML_TF_SPACE | TML_TF_NEWLINE)); }

/* A check as if it ran at segment i: a page rule runs at none. */
static tml_check at_segment(const tml_check *c, uint32_t i) {
  tml_check at = *c;
  at.seg = &c->doc->segs[i];
  at.index = i;
  at.src = &c->page->source[i];
  at.tgt = &c->page->target[i];
  return at;
}

/* ---- PU006 mixed-apostrophe ------------------------------------------------------------------------------------------- */

enum { STRAIGHT, CURLY, NO_APOSTROPHE };

/* An apostrophe: a sign between two letters, with no blank on either side. */
static int apostrophe(const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i];
  if (t->kind != TML_T_PUNCT || (t->cp != '\'' && t->cp != 0x2019) || (t->flags & TML_TF_SYNTAX)) return NO_APOSTROPHE;
  if (!i || i + 1 >= s->ntok || !glued(s, i) || !glued(s, i + 1)) return NO_APOSTROPHE;
  /* A tag, a link or bold may follow: l'**option**, l'[adresse](…) */
  uint32_t k = i + 1;
  while (k + 1 < s->ntok && s->tok[k].kind == TML_T_PUNCT && (s->tok[k].flags & TML_TF_SYNTAX)) k++;
  if (s->tok[i - 1].kind != TML_T_WORD || (s->tok[k].kind != TML_T_WORD && s->tok[k].kind != TML_T_FACT))
    return NO_APOSTROPHE;
  return t->cp == '\'' ? STRAIGHT : CURLY;
}

typedef struct apostrophes {
  uint32_t n[2];
} apostrophes;

static void count_apostrophes(const tml_sheet *s, apostrophes *a) {
  if (!(s->marks & TML_M_APOS)) return;
  for (uint32_t i = 1; i < s->ntok; i++) {
    int kind = apostrophe(s, i);
    if (kind != NO_APOSTROPHE) a->n[kind]++;
  }
}

static void report_minority(tml_check *page, uint32_t at, int side, int minority, const apostrophes *a) {
  tml_check c = at_segment(page, at);
  const tml_sheet *s = side == TML_SIDE_SOURCE ? c.src : c.tgt;
  tml_finding *f = NULL;
  for (uint32_t i = 1; i < s->ntok; i++) {
    if (apostrophe(s, i) != minority) continue;
    if (!f) {
      f = tml_report(&c,
                     minority == STRAIGHT ? "a straight apostrophe; the page has %u curly and %u straight ones"
                                          : "a curly apostrophe; the page has %u straight and %u curly ones",
                     (unsigned)a->n[!minority], (unsigned)a->n[minority]);
      tml_report_suspect(f, side == TML_SIDE_SOURCE ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
    }
    tml_report_mark(&c, f, side, s->tok[i].start, s->tok[i].end);
    tml_report_edit(&c, f, tml_text_raw(s->text, s->tok[i].start), tml_text_raw(s->text, s->tok[i].end),
                    minority == STRAIGHT ? TML_S("\xE2\x80\x99") : TML_S("'"), true);
  }
}

static void check_apostrophes(tml_check *c) {
  for (int side = TML_SIDE_SOURCE; side <= TML_SIDE_TARGET; side++) {
    const tml_sheet *sheets = side == TML_SIDE_SOURCE ? c->page->source : c->page->target;
    apostrophes a = {{0, 0}};
    for (uint32_t i = 0; i < c->doc->nsegs; i++) count_apostrophes(&sheets[i], &a);
    if (!a.n[STRAIGHT] || !a.n[CURLY]) continue;
    int minority = a.n[STRAIGHT] < a.n[CURLY] ? STRAIGHT : CURLY;
    if (a.n[minority] * 3 > a.n[!minority]) continue; /* no habit that a place could break */
    for (uint32_t i = 0; i < c->doc->nsegs; i++)
      if (sheets[i].marks & TML_M_APOS) report_minority(c, i, side, minority, &a);
  }
}

/* ---- PU005 repeated-punctuation --------------------------------------------------------------------------------------- */

enum { R_NONE, R_STOP, R_COMMA, R_COLON };
static int repeatable(uint32_t cp) {
  switch (cp) {
  case '.':
  case 0x3002:
  case 0x0964:
  case 0x06D4: return R_STOP;
  case ',':
  case 0xFF0C:
  case 0x3001:
  case 0x060C: return R_COMMA;
  case ';':
  case 0xFF1B:
  case 0x061B:
  case 0xFF1A: return R_COLON;
  default: return R_NONE;
  }
}

/* Signs i and i + 1 are a stop, comma or semicolon twice, and no ellipsis. */
static bool is_repeat(const tml_sheet *s, uint32_t i) {
  const tml_tok *a = &s->tok[i], *b = &s->tok[i + 1];
  if (a->kind != TML_T_PUNCT || b->kind != TML_T_PUNCT || !glued(s, i + 1) || a->end != b->start) return false;
  int x = repeatable(a->cp), y = repeatable(b->cp);
  if (!x || !y || (a->flags | b->flags) & (TML_TF_SYNTAX | TML_TF_ESCAPED | TML_TF_REF)) return false;
  if (x != y && !(x == R_COMMA && y == R_STOP) && !(x == R_STOP && y == R_COMMA)) return false;
  /* `...`, `.....`; a path or a range: `../x`, `1..5` */
  if (i && s->tok[i - 1].kind == TML_T_PUNCT && !(s->tok[i - 1].flags & TML_TF_SYNTAX) && glued(s, i)) return false;
  if (i + 2 < s->ntok && glued(s, i + 2) && (a->cp < 0x80 || b->cp == '.' || s->tok[i + 2].kind == TML_T_PUNCT) &&
      !(s->tok[i + 2].flags & TML_TF_SYNTAX))
    return false;
  if (a->owner || b->owner) return false;
  /* "etc.," and "Inc.,": the stop is the word's */
  return i > 0 && glued(s, i) && !(x == R_STOP && y == R_COMMA && a->cp == '.');
}

static uint32_t find_repeat(const tml_sheet *s, uint32_t from) {
  for (uint32_t i = from; i + 1 < s->ntok; i++)
    if (s->tok[i].kind == TML_T_PUNCT && s->tok[i + 1].kind == TML_T_PUNCT && is_repeat(s, i)) return i;
  return UINT32_MAX;
}

/* The source has two such signs side by side in whatever way: `0..1`, `../x`. */
static bool has_two(const tml_sheet *s, const tml_tok *two) {
  int x = repeatable(two[0].cp), y = repeatable(two[1].cp);
  for (uint32_t i = 0; i + 1 < s->ntok; i++)
    if (s->tok[i].kind == TML_T_PUNCT && s->tok[i + 1].kind == TML_T_PUNCT && repeatable(s->tok[i].cp) == x &&
        repeatable(s->tok[i + 1].cp) == y && s->tok[i].end == s->tok[i + 1].start)
      return true;
  return false;
}

static void check_repeat(tml_check *c) {
  uint32_t i = find_repeat(c->tgt, 0);
  if (i == UINT32_MAX || (c->seg->ctx & TML_CTX_FENCE) || has_two(c->src, &c->tgt->tok[i])) return;
  tml_finding *f = NULL;
  for (; i != UINT32_MAX; i = find_repeat(c->tgt, i + 1)) {
    const tml_tok *t = &c->tgt->tok[i];
    tml_str two = tml_sheet_str(c->tgt, t->start, t[1].end);
    if (!f) f = tml_report(c, "\"%.*s\": two signs where one belongs", (int)two.n, two.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, t->start, t[1].end);
  }
}

/* ---- LO003 es-inverted-mark ------------------------------------------------------------------------------------------- */

/* A question or exclamation that words stand before: not `(?)`, `!=`, `Ctrl+?`. */
static bool closes_words(const tml_sheet *s, uint32_t i) {
  uint32_t k = i;
  if (!glued(s, i) || s->tok[i].owner || (s->tok[i].flags & (TML_TF_ESCAPED | TML_TF_SYNTAX))) return false;
  while (k && s->tok[k - 1].kind == TML_T_PUNCT && (s->tok[k - 1].flags & TML_TF_SYNTAX)) k--;
  if (!k || s->tok[k - 1].kind == TML_T_PUNCT) {
    uint32_t cp = k ? s->tok[k - 1].cp : 0;
    if (cp != ')' && cp != '"' && cp != 0xBB && cp != 0x201D) return false;
  }
  /* something follows at once: a query string, an operator, a pattern */
  if (i + 1 < s->ntok && glued(s, i + 1)) {
    const tml_tok *n = &s->tok[i + 1];
    if (n->kind != TML_T_PUNCT) return false;
    if (!(n->flags & TML_TF_SYNTAX) && n->cp != ')' && n->cp != '"' && n->cp != 0xBB && n->cp != 0x201D &&
        n->cp != 0x2019 && n->cp != '.' && n->cp != ',' && n->cp != '!' && n->cp != '?')
      return false;
  }
  return true;
}

/* The source has this word with the same sign: a name (Yahoo!). */
static bool named_so(const tml_sheet *s, const tml_tok *word, uint32_t cp) {
  for (uint32_t i = 1; i < s->ntok; i++)
    if (s->tok[i].kind == TML_T_PUNCT && s->tok[i].cp == cp && s->tok[i - 1].hash == word->hash) return true;
  return false;
}

/* Where the clause that ends at i begins has no ¿ or ¡: the signs between i and the sentence before. */
static bool opened(const tml_sheet *s, uint32_t i) {
  while (i--) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT) continue;
    if (t->cp == 0xBF || t->cp == 0xA1) return true;
    if (t->cp == '?' || t->cp == '!') return false;
  }
  return false;
}
static bool closed(const tml_sheet *s, uint32_t i) {
  while (++i < s->ntok) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT && (t->cp == '?' || t->cp == '!' || t->cp == 0x2026)) return true;
  }
  return false;
}

/* Spanish, and the languages of Spain that took its rule: Galician may open, so it is not asked. */
static void check_inverted(tml_check *c) {
  if (!tml_locale_is(c->tgt_loc, "es") || (c->seg->ctx & TML_CTX_FENCE)) return;
  const tml_sheet *t = c->tgt;
  tml_finding *f = NULL;
  for (uint32_t i = 0; i < t->ntok; i++) {
    const tml_tok *k = &t->tok[i];
    if (k->kind != TML_T_PUNCT || t->words < 2) continue;
    const char *what = NULL;
    if (k->cp == '?' && closes_words(t, i) && !opened(t, i)) what = "the question has no \"¿\"";
    else if (k->cp == '!' && closes_words(t, i) && !opened(t, i) && !named_so(c->src, k - 1, '!'))
      what = "the exclamation has no \"¡\"";
    else if (k->cp == 0xBF && !closed(t, i)) what = "\"¿\" opens a question that never ends";
    else if (k->cp == 0xA1 && !closed(t, i)) what = "\"¡\" opens an exclamation that never ends";
    if (!what) continue;
    if (!f) f = tml_report(c, "%s", what);
    tml_report_mark(c, f, TML_SIDE_TARGET, k->start, k->end);
  }
}

/* ---- LO002 quote-style, PU004 quote-mismatch ----------------------------------------------------------------------------- */

enum { Q_NONE, Q_OPEN, Q_CLOSE, Q_EITHER };

static bool ends_clause(const tml_tok *t) {
  return t->kind == TML_T_PUNCT && (t->hash == '.' || t->hash == ',' || t->hash == ';' || t->hash == ':' ||
                                    t->hash == '!' || t->hash == '?' || t->hash == ')');
}

static bool is_text(const tml_tok *t) { return t->kind != TML_T_PUNCT && t->kind != TML_T_FACT; }

/* What a quotation mark does where it stands. Its shape tells only in East Asian scripts: “ opens in English and closes
 * in German, » closes in French and opens in Danish. ’ between letters, or behind a word that no quote opened, is an
 * apostrophe: single quotes are not asked. */
static int role_of(const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i];
  if (t->kind != TML_T_PUNCT || (t->flags & (TML_TF_SYNTAX | TML_TF_ESCAPED))) return Q_NONE;
  switch (t->cp) {
  case 0x300C:
  case 0x300E:
  case 0x201E: return Q_OPEN;
  case 0x300D:
  case 0x300F: return Q_CLOSE;
  case '"':
  case 0x201C:
  case 0x201D:
  case 0x201F:
  case 0xAB:
  case 0xBB:
  case 0xFF02: break;
  default: return Q_NONE;
  }
  bool left = i && glued(s, i), right = i + 1 < s->ntok && glued(s, i + 1);
  if (!left && right && is_text(&s->tok[i + 1])) return i || t->cp != 0x201D ? Q_OPEN : Q_EITHER;
  if (left && is_text(&s->tok[i - 1]) && (!right || ends_clause(&s->tok[i + 1]))) return Q_CLOSE;
  return Q_EITHER;
}

static bool listed(const tml_locale *l, uint32_t cp, int side) {
  for (unsigned i = 0; i < TML_COUNT(l->quote) && l->quote[i][0]; i++)
    if (l->quote[i][side] == cp) return true;
  return false;
}

static void put_cp(char out[5], uint32_t cp) {
  tml_buf b = {0};
  tml_utf8_put(&b, cp);
  memcpy(out, b.p, b.n < 5 ? b.n : 4);
  out[b.n < 5 ? b.n : 4] = 0;
  tml_buf_free(&b);
}

static void check_style(tml_check *c) {
  const tml_sheet *t = c->tgt;
  const tml_locale *l = c->tgt_loc;
  if (c->same || !(t->marks & TML_M_QUOTE) || !l->quote[0][0] || tml_locale_is(l, "und") ||
      (c->seg->ctx & TML_CTX_FENCE))
    return;
  tml_finding *f = NULL;
  for (uint32_t i = 0; i < t->ntok; i++) {
    const tml_tok *k = &t->tok[i];
    if (k->kind != TML_T_PUNCT || k->cp < 0x80) continue;
    int role = role_of(t, i);
    if (role == Q_NONE) continue;
    /* Without blanks nobody knows which half it is, unless its shape tells. */
    bool either = role == Q_EITHER || !l->spaced;
    if (listed(l, k->cp, role == Q_CLOSE) || (either && listed(l, k->cp, role != Q_CLOSE))) continue;
    if (!f) {
      char open[5], close[5];
      put_cp(open, l->quote[0][0]), put_cp(close, l->quote[0][1]);
      f = tml_report(c, "\"%.*s\" %s a quotation here; this language writes %s…%s", (int)(k->end - k->start),
                     t->text->p + k->start,
                     role == Q_CLOSE  ? "closes"
                     : role == Q_OPEN ? "opens"
                                      : "marks",
                     open, close);
    }
    tml_report_mark(c, f, TML_SIDE_TARGET, k->start, k->end);
  }
}

typedef struct quoted {
  uint32_t marks;       /* quotation marks */
  uint32_t first, last; /* tokens */
  uint32_t other;       /* what may stand for quotes: bold, italics, code, brackets of titles, single quotes */
} quoted;

static quoted read_quotes(const tml_sheet *s) {
  quoted q = {0, 0, 0, 0};
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT || (t->flags & TML_TF_SYNTAX)) continue;
    if (role_of(s, i) != Q_NONE) {
      if (!q.marks++) q.first = i;
      q.last = i;
    }
    q.other += t->cp == 0x2018 || t->cp == 0x201A || t->cp == 0x2039 || t->cp == 0x203A || t->cp == 0x300A ||
               t->cp == 0x3008 || t->cp == 0x3010 || t->cp == '\'' || t->cp == 0x2019 || t->cp == '[';
  }
  for (uint32_t i = 0; i < s->nfact; i++)
    q.other += s->fact[i].kind == TML_F_CODE || s->fact[i].kind == TML_F_TAG ||
               (s->fact[i].kind == TML_F_EMPH && s->fact[i].sub) || s->fact[i].kind == TML_F_LINK;
  return q;
}

/* Quotes that went: the source has more of them, and nothing in the target stands for them. Quotes that a translator
 * adds round a name are a habit of many languages. */
static void check_quotes(tml_check *c) {
  if (c->same || !(c->src->marks & TML_M_QUOTE) || (c->seg->ctx & (TML_CTX_FENCE | TML_CTX_IMAGE | TML_CTX_TITLE)))
    return;
  quoted s = read_quotes(c->src);
  if (s.marks < 2) return;
  quoted t = read_quotes(c->tgt);
  if (t.marks >= s.marks || s.marks % 2 || !c->tgt->ntok) return;
  if (t.other > s.other) return;
  tml_finding *f =
      t.marks % 2 ? tml_report(c, "a quotation mark is lost: the source has %u, the target %u", (unsigned)s.marks,
                               (unsigned)t.marks)
                  : tml_report(c, "the source quotes %u, the target %u", (unsigned)s.marks / 2, (unsigned)t.marks / 2);
  tml_report_mark(c, f, TML_SIDE_SOURCE, c->src->tok[s.first].start, c->src->tok[s.last].end);
  if (t.marks) tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[t.first].start, c->tgt->tok[t.last].end);
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example mixed_good[] = {{"fr-FR", "L’option d’achat", "The option", NULL, "curly alone", NULL, NULL},
                                         {"fr-FR", "L’option `d'achat`", "The option", NULL, "code", NULL, NULL},
                                         {"uk-UA", "п'ять об’єктів", "five objects", NULL, "no habit", NULL, NULL},
                                         {0}};
static const tml_example mixed_bad[] = {{"fr-FR", "L’option d’achat, l’offre et l'essai",
                                         "The option to buy, the offer and the trial", "'", NULL,
                                         "L’option d’achat, l’offre et l’essai", NULL},
                                        {"uk-UA", "п'ять об'єктів, сім'я, пам’ять", "five objects, family, memory", "’",
                                         NULL, "п'ять об'єктів, сім'я, пам'ять", NULL},
                                        {0}};
static const tml_example repeat_good[] = {
    {"de-DE", "Warten Sie ...", "Wait ...", NULL, "an ellipsis", NULL, NULL},
    {"es-ES", "La carpeta ../media y a..b, etc., Inc.", "The folder ../media and a..b, etc., Inc.", NULL,
     "paths, ranges, abbreviations", NULL, NULL},
    {"hi-IN", "श्लोक का अन्त॥", "The end of the verse.", NULL, "a verse's own sign", NULL, NULL},
    {"fr-FR", "Ainsi de suite..", "And so on..", NULL, "so in the source", NULL, NULL},
    {0}};
static const tml_example repeat_bad[] = {{"pl-PL", "Zapisz plik..", "Save the file.", "..", NULL, NULL, NULL},
                                         {"ja-JP", "名前、、値", "Name and value", "、、", NULL, NULL, NULL},
                                         {"zh-CN", "保存文件。.", "Save the file.", "。.", NULL, NULL, NULL},
                                         {"ar-SA", "الاسم،، القيمة", "Name, value", "،،", NULL, NULL, NULL},
                                         {0}};
static const tml_example inverted_good[] = {
    {"es-ES", "¿Qué es esto? ¡Hola a todos!", "What is this? Hello all!", NULL, "both signs", NULL, NULL},
    {"es-ES", "Si quiere, ¿puede verlo? ¡¿De verdad?!", "If you want, can you see it? Really?!", NULL,
     "inside a sentence", NULL, NULL},
    {"es-ES", "Abra Yahoo! y pulse Ctrl+? o el icono (?)", "Open Yahoo! and press Ctrl+? or the icon (?)", NULL,
     "names, keys, icons", NULL, NULL},
    {"es-MX", "Use a != b y pagina.aspx?id=3", "Use a != b and page.aspx?id=3", NULL, "operators, addresses", NULL,
     NULL},
    {0}};
static const tml_example inverted_bad[] = {
    {"es-ES", "Qué es esto?", "What is this?", "?", NULL, NULL, NULL},
    {"es-MX", "¿Cuándo se guarda.", "When is it saved?", "¿", NULL, NULL, NULL},
    {"es-ES", "Bienvenido a la página!", "Welcome to the page!", "!", NULL, NULL, NULL},
    {0}};
static const tml_example style_good[] = {
    {"de-DE", "Wählen Sie „Speichern“ oder \"Öffnen\".", "Choose \"Save\" or \"Open\".", NULL, "German, ASCII", NULL,
     NULL},
    {"fr-FR", "Choisissez « Enregistrer ».", "Choose “Save”.", NULL, "French", NULL, NULL},
    {"ja-JP", "「保存」を選びます。", "Choose “Save”.", NULL, "Japanese", NULL, NULL},
    {0}};
static const tml_example style_bad[] = {
    {"de-DE", "Wählen Sie „Speichern” hier.", "Choose “Save” here.", "”", NULL, NULL, NULL},
    {"hu-HU", "Válassza a «Mentés„ gombot.", "Press “Save”.", "«", NULL, NULL, NULL},
    {0}};
static const tml_example quotes_good[] = {
    {"de-DE", "Wählen Sie „Ja“.", "Choose \"Yes\".", NULL, "quotes of the language", NULL, NULL},
    {"ja-JP", "**はい**を選びます。", "Choose \"Yes\".", NULL, "bold stands for quotes", NULL, NULL},
    {"zh-CN", "选择“是”。", "Choose Yes.", NULL, "added ones are a habit", NULL, NULL},
    {0}};
static const tml_example quotes_bad[] = {
    {"fr-FR", "Choisissez Oui.", "Choose \"Yes\".", "\"Yes\"", "lost", NULL, NULL},
    {"ko-KR", "\"예를 선택합니다.", "Choose \"Yes\".", "\"", "half lost", NULL, NULL},
    {0}};

static const char *const refs_cldr[] = {"Unicode CLDR, delimiters", NULL};
static const char *const refs_rae[] = {"RAE, Ortografía de la lengua española, signos de interrogación y exclamación",
                                       NULL};

#define ROW .since = "0.1.0", .its = "typographical"
static const tml_rule rules[] = {
    {.code = "PU004",
     .name = "quote-mismatch",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_INFO,
     .scope = TML_SCOPE_SEGMENT,
     .mqm = "fluency/typography/unpaired-marks",
     .summary = "the source quotes more than the target does",
     .rationale =
         "Quotes say that words are named, not used; a label that lost them reads as a part of the sentence. "
         "Silent for the "
         "quotes of any language, where bold, italics, code or other marks stand for them, and for quotes that "
         "the translation adds.",
     .good = quotes_good,
     .bad = quotes_bad,
     .needs_marks = TML_M_QUOTE,
     .check = check_quotes},
    {.code = "PU005",
     .name = "repeated-punctuation",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .mqm = "fluency/typography/punctuation",
     .summary = "a stop or comma that stands twice",
     .rationale = "Two stops or commas side by side are a slip of the hand, or a stop that was added to one that was "
                  "there. Silent for "
                  "an ellipsis, paths, ranges, abbreviations before a comma, and where the "
                  "source has the same.",
     .good = repeat_good,
     .bad = repeat_bad,
     .needs_glance = TML_G_TWO_SIGNS,
     .check = check_repeat},
    {.code = "PU006",
     .name = "mixed-apostrophe",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_INFO,
     .fix = TML_FIX_SAFE,
     .scope = TML_SCOPE_PAGE,
     .mqm = "fluency/typography/punctuation",
     .summary = "straight and curly apostrophes in one page",
     .rationale =
         "One page, one apostrophe: a search for l’offre does not find l'offre. The places of the rarer form are "
         "reported, "
         "where the other one is three times as frequent or more; targets and sources are counted apart. Silent "
         "in code.",
     .good = mixed_good,
     .bad = mixed_bad,
     .check = check_apostrophes},
    {.code = "LO002",
     .name = "quote-style",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_INFO,
     .scope = TML_SCOPE_SEGMENT,
     .mqm = "fluency/locale-convention",
     .needs_marks = TML_M_QUOTE,
     .summary = "quotation marks of another language",
     .rationale =
         "“…” opens and closes otherwise than „…“ and «…»; a reader of the language takes foreign quotes for a "
         "slip. The quotes "
         "of a language are CLDR's and those that its typographers use beside them; ASCII quotes are never "
         "reported.",
     .refs = refs_cldr,
     .good = style_good,
     .bad = style_bad,
     .check = check_style},
    {.code = "LO003",
     .name = "es-inverted-mark",
     ROW,
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .mqm = "fluency/locale-convention",
     .summary = "¿ or ¡ missing, or without its other half",
     .rationale = "Spanish opens questions and exclamations; the sign stands where the question begins, also inside a "
                  "sentence. Silent for "
                  "names (Yahoo!), keys, operators and icons.",
     .refs = refs_rae,
     .good = inverted_good,
     .bad = inverted_bad,
     .needs_glance = TML_G_ASKS,
     .check = check_inverted},
};
TML_FAMILY(quotes, "PU", "Punctuation", rules)
