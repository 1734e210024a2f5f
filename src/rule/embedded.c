/* embedded.c — rules MK013, MK015, MK016 and MK017: images, code spans that were driven together, block marks, math.
 *
 * What for: what stands in a text as a piece of its own and is no word of it. What not: code that was lost or changed
 * (MK001), links (links.c), emphasis (bold.c, slid.c).
 * Facts: images and math are the scan's; a block mark is what CommonMark reads as one at the beginning of a line, so
 * only texts that begin their line are looked at.
 */
#include "markup.h"

/* ---- MK013 image-mismatch ----------------------------------------------------------------------------------------- */

static bool is_image(const tml_fact *f) { return f->kind == TML_F_IMAGE; }

static bool has_image(const tml_sheet *s, uint64_t key) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (is_image(&s->fact[i]) && s->fact[i].key == key) return true;
  return false;
}

/* Pairs beside this one share a paragraph: an image may move to the next sentence. */
static bool is_beside(const tml_check *c, bool target, uint64_t key) {
  for (int d = -1; d <= 1; d += 2) {
    if ((d < 0 && c->index == 0) || c->index + (uint32_t)d >= c->doc->nsegs) continue;
    uint32_t i = c->index + (uint32_t)d;
    if (has_image(target ? &c->page->target[i] : &c->page->source[i], key)) return true;
  }
  return false;
}

static tml_str file_of(const tml_sheet *s, const tml_fact *f) {
  tml_str u = tml_sheet_str(s, f->url_start, f->url_end);
  for (size_t i = u.n; i-- > 0;)
    if (u.p[i] == '/' || u.p[i] == '\\') return tml_str_n(u.p + i + 1, u.n - i - 1);
  return u;
}

static char lower_of(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c; }

/* `start-ko.png`, `start_de-de.png` for `start.png`, `start-en.png`: what differs is short and names the target's
 * language. */
static bool is_localized(const tml_check *c, tml_str source, tml_str target) {
  tml_str tag = c->doc->target_language;
  size_t from = 0, end = 0;
  while (from < source.n && from < target.n && source.p[from] == target.p[from]) from++;
  while (end + from < source.n && end + from < target.n && source.p[source.n - 1 - end] == target.p[target.n - 1 - end])
    end++;
  if (tag.n < 2 || source.n - from - end > 6 || target.n - from - end > 8) return false;
  /* `-en` and `-es` share a letter: the whole piece is looked at. */
  size_t at = from, stop = target.n - end;
  while (at > 0 && from - at < 2 && target.p[at - 1] != '-' && target.p[at - 1] != '_') at--;
  while (stop < target.n && target.p[stop] != '.' && stop + end < target.n + 2) stop++;
  for (; at + 1 < stop; at++)
    if (lower_of(target.p[at]) == lower_of(tag.p[0]) && lower_of(target.p[at + 1]) == lower_of(tag.p[1])) return true;
  return false;
}

static void check_image(tml_check *c) {
  tml_markup_diff d;
  if (!tml_markup_comparable(c) || !tml_markup_compare(c, is_image, &d) || !tml_markup_few(&d)) return;
  for (uint32_t i = 0; i < d.nlost; i++) {
    const tml_fact *f = d.lost[i].f;
    if (has_image(c->tgt, f->key) || is_beside(c, true, f->key)) d.lost[i].state = TML_MK_SILENT;
    for (uint32_t k = 0; k < d.nadded && d.lost[i].state == TML_MK_OPEN; k++)
      if (d.added[k].state == TML_MK_OPEN && is_localized(c, file_of(c->src, f), file_of(c->tgt, d.added[k].f)))
        d.lost[i].state = d.added[k].state = TML_MK_SILENT;
  }
  for (uint32_t i = 0; i < d.nadded; i++)
    if (has_image(c->src, d.added[i].f->key) || is_beside(c, false, d.added[i].f->key))
      d.added[i].state = TML_MK_SILENT;
  tml_markup_swapped(c, &d);
  uint32_t lost = tml_markup_left(d.lost, d.nlost, TML_MK_OPEN),
           added = tml_markup_left(d.added, d.nadded, TML_MK_OPEN);
  if (lost + added == 0 || (lost == 0 && (c->src->has & TML_FM(TML_F_TAG)))) return;
  if (added == 0 && (c->tgt->has & ~c->src->has & TML_FM(TML_F_TAG))) return; /* <img> instead */
  tml_str a = lost ? tml_markup_list(c, c->src, d.lost, d.nlost, TML_MK_OPEN) : TML_S("");
  tml_str b = added ? tml_markup_list(c, c->tgt, d.added, d.nadded, TML_MK_OPEN) : TML_S("");
  tml_finding *f = lost && added
                       ? tml_report(c, "source shows the image %.*s, target %.*s", (int)a.n, a.p, (int)b.n, b.p)
                   : lost ? tml_report(c, "the image %.*s is not shown in the target", (int)a.n, a.p)
                          : tml_report(c, "the target shows the image %.*s, the source none", (int)b.n, b.p);
  tml_markup_show(c, f, &d, TML_MK_OPEN);
}

/* ---- MK015 glued-code --------------------------------------------------------------------------------------------- */

/* The next code span that follows another with nothing but blanks between: from fact *i on. */
static bool next_glued(const tml_sheet *s, uint32_t *i, const tml_fact **a, const tml_fact **b) {
  const tml_fact *last = NULL;
  for (uint32_t k = *i; k < s->nfact; k++) {
    const tml_fact *f = &s->fact[k];
    if (f->kind != TML_F_CODE) continue;
    if (last && f->tok == last->tok + 1 && !(s->tok[f->tok].flags & TML_TF_NEWLINE)) {
      *a = last;
      *b = f;
      *i = k;
      return true;
    }
    last = f;
  }
  return false;
}

static bool has_code(const tml_sheet *s, uint64_t key) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_CODE && s->fact[i].key == key) return true;
  return false;
}

static void check_glued(tml_check *c) {
  const tml_fact *a, *b;
  uint32_t i = 0, source = 0, target = 0;
  if (!tml_markup_comparable(c) || !(c->src->has & TML_FM(TML_F_CODE)) || !next_glued(c->tgt, &i, &a, &b)) return;
  for (i = 0; next_glued(c->tgt, &i, &a, &b);) target++;
  const tml_fact *x, *y;
  for (i = 0; next_glued(c->src, &i, &x, &y);) source++;
  if (target <= source) return;
  tml_finding *f = NULL;
  uint32_t from = 0, to = 0;
  for (i = 0; next_glued(c->tgt, &i, &a, &b);) {
    if (!has_code(c->src, a->key) || !has_code(c->src, b->key)) continue;
    if (!f) f = tml_report(c, "code spans stand side by side; in the source words or signs part them");
    if (to > from && a->start < to) { /* a longer run */
      to = b->end;
      continue;
    }
    if (to > from) tml_report_mark(c, f, TML_SIDE_TARGET, from, to);
    from = a->start;
    to = b->end;
  }
  if (!f) return;
  tml_report_mark(c, f, TML_SIDE_TARGET, from, to);
  tml_report_evidence(c, f, TML_EV_TARGET, tml_sheet_str(c->tgt, from, to));
}

/* ---- MK016 block-mark-mismatch ------------------------------------------------------------------------------------ */

enum { MARK_NONE, MARK_BULLET, MARK_NUMBER, MARK_HEADING, MARK_QUOTE };

/* What CommonMark reads at the beginning of the text: its mark needs a blank behind it. */
static int mark_at(const tml_sheet *s) {
  if (s->ntok < 2) return MARK_NONE;
  const tml_tok *t = s->tok;
  uint32_t n = 1;
  int mark = MARK_NONE;
  if (t->flags & (TML_TF_ESCAPED | TML_TF_REF | TML_TF_SYNTAX | TML_TF_NATIVE)) return MARK_NONE;
  if (t->kind == TML_T_PUNCT && (t->cp == '-' || t->cp == '*' || t->cp == '+')) mark = MARK_BULLET;
  else if (t->kind == TML_T_PUNCT && t->cp == '>') return MARK_QUOTE;
  else if (t->kind == TML_T_PUNCT && t->cp == '#') {
    while (n < s->ntok && s->tok[n].kind == TML_T_PUNCT && s->tok[n].cp == '#' && s->tok[n].start == s->tok[n - 1].end)
      n++;
    mark = n <= 6 ? MARK_HEADING : MARK_NONE;
  } else if (t->kind == TML_T_NUM && t->end - t->start <= 9 && t[1].kind == TML_T_PUNCT && t[1].start == t->end &&
             (t[1].cp == '.' || t[1].cp == ')') && !(t[1].flags & (TML_TF_ESCAPED | TML_TF_REF))) {
    n = 2;
    mark = MARK_NUMBER;
  }
  if (mark == MARK_NONE || n >= s->ntok) return MARK_NONE;
  const char *behind = s->text->p + s->tok[n - 1].end;
  return s->tok[n - 1].end < s->text->n && (*behind == ' ' || *behind == '\t') ? mark : MARK_NONE;
}

/* Only blanks and the marks of blocks around it stand before the text in its line. */
static bool begins_line(const tml_check *c) {
  const tml_segment *g = c->seg;
  if (g->start < g->line_start || (g->ctx & (TML_CTX_TABLE | TML_CTX_FRONT | TML_CTX_IMAGE | TML_CTX_LINK |
                                             TML_CTX_TITLE | TML_CTX_NESTED | TML_CTX_FENCE)))
    return false;
  const char *p = c->doc->p + g->line_start, *end = c->doc->p + g->start;
  if (g->around) {
    if (c->index && g[-1].line_start == g->line_start) return false;
    p = g->around->before.p, end = p + g->around->before.n;
  }
  for (; p < end; p++)
    if (!strchr(" \t>", *p)) return false;
  return true;
}

static const char *const mark_names[] = {"", "list mark", "list number", "heading mark", "quote mark"};

/* Bytes of the mark, for showing. */
static uint32_t mark_end(const tml_sheet *s, int mark) { return s->tok[mark == MARK_NUMBER].end; }

static void check_block(tml_check *c) {
  if (!c->src->ntok || !c->tgt->ntok) return;
  int s = mark_at(c->src), t = mark_at(c->tgt);
  if (s == t || !begins_line(c)) return;
  tml_finding *f =
      !t   ? tml_report(c, "the source begins with a %s, the target with none", mark_names[s])
      : !s ? tml_report(c, "the target begins with what is read as a %s, the source does not", mark_names[t])
           : tml_report(c, "the source begins with a %s, the target with a %s", mark_names[s], mark_names[t]);
  if (!s && t == MARK_NUMBER) tml_report_lesser(f); /* `3. ábra`: readers see nearly the same */
  if (s) tml_report_mark(c, f, TML_SIDE_SOURCE, c->src->tok[0].start, mark_end(c->src, s));
  tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[0].start, t ? mark_end(c->tgt, t) : c->tgt->tok[0].end);
}

/* ---- MK017 math-mismatch ------------------------------------------------------------------------------------------ */

/* TeX and nothing else: `$n$`, `$x^2$`, `$\\alpha$`, `$a_1$`; not `$HOME_DIR and $`, nor prices. */
static bool is_tex(const tml_sheet *s, const tml_fact *f) {
  tml_str in = tml_sheet_str(s, f->in_start, f->in_end);
  if (in.n <= 2) return in.n && tml_is_alpha(in.p[0]) && (in.n == 1 || tml_is_alpha(in.p[1]));
  size_t w = 0;
  while (w < in.n && tml_is_alpha(in.p[w])) w++;
  if (w >= 2 && w < in.n && in.p[w] == ':') return false; /* $Env:TEMP\name */
  for (size_t i = 0; i < in.n; i++) {
    if (in.p[i] == '^' || (in.p[i] == '\\' && i + 1 < in.n && in.p[i + 1] != '_')) return true;
    if (in.p[i] == '_' && i && tml_is_alpha(in.p[i - 1]) && (i == 1 || !tml_is_alpha(in.p[i - 2]))) return true;
  }
  return false;
}

/* The formula without its blanks: they do not count in TeX. A decimal comma is the locale's. */
static uint64_t formula(const tml_sheet *s, const tml_fact *f) {
  uint64_t h = 1;
  for (uint32_t i = f->in_start; i < f->in_end; i++) {
    unsigned char x = (unsigned char)s->text->p[i];
    if (x == ',') x = '.';
    if (x > ' ') h = (h ^ x) * UINT64_C(0x100000001B3);
  }
  return h;
}

/* Words inside a formula are translated: \text{…}. */
static bool has_words(const tml_sheet *s, const tml_fact *f) {
  static const char *const words[] = {"\\text", "\\mbox", "\\mathrm", "\\operatorname"};
  tml_str in = tml_sheet_str(s, f->in_start, f->in_end);
  for (size_t i = 0; i < TML_COUNT(words); i++)
    if (tml_str_find(in, tml_str_c(words[i]))) return true;
  return false;
}

static bool has_formula(const tml_sheet *s, uint64_t formula_) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_MATH && formula(s, &s->fact[i]) == formula_) return true;
  return false;
}

/* A dollar sign with a blank on the side where the formula begins or ends: `$n $`, `$ $`. */
static const tml_tok *torn_dollar(const tml_sheet *s) {
  for (uint32_t i = 1; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT && t->cp == '$' && (t->flags & TML_TF_SPACE) && !(t->flags & TML_TF_ESCAPED)) return t;
  }
  return NULL;
}

static void check_math(tml_check *c) {
  if (!tml_markup_comparable(c) || !(c->src->has & TML_FM(TML_F_MATH))) return;
  const tml_fact *lost = NULL;
  for (uint32_t i = 0; i < c->src->nfact && !lost; i++) {
    const tml_fact *f = &c->src->fact[i];
    if (f->kind == TML_F_MATH && is_tex(c->src, f) && !has_words(c->src, f) && !has_formula(c->tgt, formula(c->src, f)))
      lost = f;
  }
  if (!lost) return;
  tml_str q = tml_check_quote(c, tml_fact_str(c->src, lost));
  const tml_tok *torn = torn_dollar(c->tgt);
  tml_finding *f = torn ? tml_report(c, "the formula %.*s is broken in the target: blanks beside a $", (int)q.n, q.p)
                        : tml_report(c, "the formula %.*s is lost or changed in the target", (int)q.n, q.p);
  tml_report_mark(c, f, TML_SIDE_SOURCE, lost->start, lost->end);
  if (torn) tml_report_mark(c, f, TML_SIDE_TARGET, torn->start, torn->end);
  /* Torn formulas are one cause: the machine that does it does it everywhere. */
  tml_report_evidence(c, f, torn ? TML_EV_TARGET : TML_EV_SOURCE, torn ? TML_S("$") : tml_fact_str(c->src, lost));
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

#define EX_END                                                                                                         \
  { 0 }
#define GOOD(locale, source, target, why)                                                                              \
  { locale, target, source, NULL, why, NULL, NULL }
#define BAD(locale, source, target, mark, why)                                                                         \
  { locale, target, source, mark, why, NULL, NULL }
#define MEND(locale, source, target, mark, fixed)                                                                      \
  { locale, target, source, mark, NULL, fixed, NULL }

static const char *const markdown_refs[] = {"CommonMark 0.30, https://spec.commonmark.org/0.30/", NULL};

static const tml_example image_good[] = {
    GOOD("de-DE", "Select ![Add](media/add.png) now.", "Wählen Sie jetzt ![Hinzufügen](media/de/add.png).",
         "a localized folder and text"),
    GOOD("ko-KR", "![Start](media/start.png)", "![시작](media/start-ko.png)", "a localized file"),
    GOOD("fr-FR", "See ![a](a.png), then ![b](b.png).", "Voir ![b](b.png), puis ![a](a.png).", "another order"),
    GOOD("ja-JP", "Tap ![More](m.png \"More\").", "![その他](m.png \"その他\") をタップします。", "a translated title"),
    EX_END};
static const tml_example image_bad[] = {
    BAD("es-ES", "Select ![Add](media/add.png) now.", "Seleccione Agregar ahora.", "![Add](media/add.png)", "lost"),
    BAD("ko-KR", "Open ![Menu](media/menu.png).", "![메뉴](media/list.png)를 엽니다.", "![메뉴](media/list.png)",
        "another file"),
    BAD("zh-CN", "Click ![Edit](media/edit.png) **Edit**.", "单击](media/edit.png)**编辑** ![编辑。",
        "![Edit](media/edit.png)", "torn"),
    EX_END};

static const tml_example block_good[] = {
    GOOD("de-DE", "- One more", "- Noch eins", "a list mark on both sides"),
    GOOD("fr-FR", "3.x has it.", "3.x l’a aussi.", "a version is no list number"),
    GOOD("ru-RU", "*Note*: read on.", "*Примечание*: читайте дальше.", "emphasis"),
    GOOD("cs-CZ", "July 30 is the day.", "30\\. července je ten den.", "escaped: no list"), EX_END};
static const tml_example block_bad[] = {
    BAD("zh-CN", "- Turns video on.", "-启用视频。", "-", "the blank is lost"),
    BAD("ko-KR", "Click the + sign.", "+ 기호를 클릭합니다.", "+", "read as a list mark"),
    BAD("de-DE", "July 30, 2021 was the day.", "30. Juli 2021 war der Tag.", "30.", "read as the number of a list"),
    EX_END};

static const tml_example math_good[] = {
    GOOD("de-DE", "A list of $n$ bits", "Eine Liste von $n$ Bits", "the same"),
    GOOD("ja-JP", "It costs $100 and $150.", "100 ドルと 150 ドルです。", "prices"),
    GOOD("fr-FR", "Let $x = 0.5 \\alpha$.", "Soit $x=0,5\\alpha$.", "blanks and the decimal comma"),
    GOOD("es-ES", "So $p = \\text{yes}$.", "Entonces $p = \\text{sí}$.", "words in a formula"),
    GOOD("zh-TW", "Set $HOME_DIR and $PATH first.", "請先設定 HOME_DIR 和 PATH。", "variables of a shell"),
    EX_END};
static const tml_example math_bad[] = {
    BAD("zh-TW", "A list of $n$ bits", "$n $ 位元的清單", "$", "a blank breaks it"),
    BAD("ko-KR", "Let $x^2 = y$ hold.", "$x^3 = y$가 성립합니다.", "$x^2 = y$", "another formula"),
    BAD("ru-RU", "Apply $\\alpha_j$ twice.", "Примените дважды.", "$\\alpha_j$", "lost"), EX_END};

static const tml_example glued_good[] = {
    GOOD("de-DE", "Set `a` and `b`.", "Legen Sie `a` und `b` fest.", "a word between"),
    GOOD("fr-FR", "Run `git` `push`.", "Exécutez `git` `push`.", "so in the source"),
    GOOD("ja-JP", "Set `a`, `b`.", "`a`、`b` を設定します。", "a sign between"), EX_END};
static const tml_example glued_bad[] = {
    BAD("zh-TW", "The value `true` if `x` and `y` are equal.", "如果和相等，則值為 `true` `x` `y`。", "`true` `x` `y`",
        "driven together"),
    BAD("fr-FR", "The `id` and `name` values are short.", "Les valeurs et sont courtes `id` `name`.", "`id` `name`",
        "their words stand elsewhere"),
    BAD("ko-KR", "A keyword from `List_a` or `List_b` is found.", "키워드가 `List_a` `List_b` 발견됩니다.",
        "`List_a` `List_b`", "\"or\" is lost"),
    EX_END};

#define SEG(f) .scope = TML_SCOPE_SEGMENT, .check = f
static const tml_rule rules[] = {
    {.code = "MK013",
     .name = "image-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",
     .needs = TML_FM(TML_F_IMAGE),

     .summary = "an image is lost, added or another one",
     .rationale = "A lost picture of a button leaves an instruction that nobody can follow. Images are compared by the "
                  "name of their file. Silent for localized folders and files (`start-ko.png`), another order, an "
                  "image that stands in the sentence beside, a translated text, and an <img> tag in its place.",
     .refs = markdown_refs,
     .good = image_good,
     .bad = image_bad,
     SEG(check_image)},
    {.code = "MK015",
     .name = "glued-code",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "accuracy/other",
     .needs = TML_FM(TML_F_CODE),
     .summary = "code spans were driven together: nothing stands between them any more",
     .rationale =
         "Where machine translation loses the place of code spans it sets them side by side, and the sentence round "
         "them loses its sense (\"replace and with your values `a` `b`\"). Found where the target has more spans side "
         "by side than the source, and both are the source's. Spans without a blank between them are one span: MK001.",
     .refs = markdown_refs,
     .good = glued_good,
     .bad = glued_bad,
     SEG(check_glued)},
    {.code = "MK016",
     .name = "block-mark-mismatch",
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",

     .summary = "a mark of a list, heading or quote was lost or added at the beginning of a line",
     .rationale = "At the beginning of a line `- `, `1. `, `# ` and `> ` make a list, a heading, a quote. Where a "
                  "blank is lost (`-启用`) the list is lost; where a translated line begins with a date (`30. Juli`) "
                  "or a sign, a list appears. Looked at are texts that begin their line. Silent for marks that are "
                  "escaped, have a no-break space behind them, or are no marks (`3.x`).",
     .refs = markdown_refs,
     .good = block_good,
     .bad = block_bad,
     .needs_glance = TML_G_BLOCK,
     SEG(check_block)},
    {.code = "MK017",
     .name = "math-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",
     .needs = TML_FM(TML_F_MATH),

     .summary = "a formula is broken, lost or changed",
     .rationale = "A formula in TeX means the same in every language, and is typeset only where its dollar signs touch "
                  "it: `$n $` is shown as it is written. Blanks inside do not count. Silent for prices, shell "
                  "variables and the ends of regular expressions, a decimal comma, words in \\text{…}, another order "
                  "and repeated mentions.",
     .refs = markdown_refs,
     .good = math_good,
     .bad = math_bad,
     SEG(check_math)},
};

TML_FAMILY(embedded, "MK", "Inline markup", rules)
