/* slid.c — rules MK006 and MK007: words and signs that moved over the edge of bold or of a link's text.
 *
 * What for: `**설정.**` for `**Settings**.`, `[정의,](url)` for `[definitions](url),`, a kept name of which the bold or
 * the link covers a part only (`[SharePoint](url) Online` for `[SharePoint Online](url)`). What not: bold that is lost
 * (MK005), text and URL (MK002, EN011), word order: translated words may stand on either side. Three ways in which it
 * is sure: a sign that stood outside in the source stands inside in the target; a run of Latin words that both sides
 * have is marked as a whole in the source and in part in the target; what readers type is marked alone in the source,
 * and together with words of the sentence in the target. */
#include "markup.h"

enum sign { NONE, STOP, COMMA, COLON, SEMICOLON, QUESTION, SIGNS };

static enum sign sign_of(uint32_t cp) {
  switch (cp) {
  case '.':
  case 0x3002:
  case 0xFF0E:
  case 0xFF61:
  case 0x0964:
  case 0x06D4: return STOP;
  case ',':
  case 0x3001:
  case 0xFF0C:
  case 0x060C: return COMMA;
  case ':':
  case 0xFF1A: return COLON;
  case ';':
  case 0xFF1B:
  case 0x061B: return SEMICOLON;
  case '?':
  case 0xFF1F:
  case 0x061F: return QUESTION;
  default: return NONE;
  }
}

/* A stretch of a text that is marked: what its edges look like. */
typedef struct edges {
  const tml_fact *f;
  uint32_t first, last; /* tokens inside */
  enum sign inside;     /* the last sign inside, where it is the last token */
  enum sign outside;    /* the sign right behind it */
  bool empty, ends;     /* nothing inside; nothing but markup behind it */
} edges;

static bool is_sign(const tml_tok *t) {
  return t->kind == TML_T_PUNCT && !(t->flags & (TML_TF_SYNTAX | TML_TF_ESCAPED));
}

static edges edges_of(const tml_sheet *s, const tml_fact *f) {
  edges e = {.f = f, .empty = true, .ends = true};
  uint32_t i = f->tok;
  for (; i < s->ntok && s->tok[i].start < f->in_end; i++) {
    if (s->tok[i].start < f->in_start || (s->tok[i].kind == TML_T_PUNCT && (s->tok[i].flags & TML_TF_SYNTAX))) continue;
    if (e.empty) e.first = i;
    e.last = i;
    e.empty = false;
  }
  if (!e.empty && is_sign(&s->tok[e.last]) && e.last > e.first && !(s->tok[e.last].flags & TML_TF_SPACE))
    e.inside = sign_of(s->tok[e.last].cp);
  for (; i < s->ntok; i++) {
    if (s->tok[i].start < f->end || (s->tok[i].kind == TML_T_PUNCT && (s->tok[i].flags & TML_TF_SYNTAX))) continue;
    e.ends = false;
    if (is_sign(&s->tok[i]) && !(s->tok[i].flags & TML_TF_SPACE)) e.outside = sign_of(s->tok[i].cp);
    break;
  }
  return e;
}

/* `etc.`, `Inc.`, `e.V.`: a stop of the word's own. */
static bool own_stop(const tml_sheet *s, const edges *e) {
  if (e->inside != STOP || s->tok[e->last].cp != '.') return false;
  const tml_tok *w = &s->tok[e->last - 1];
  if (w->kind == TML_T_PUNCT) return true; /* "..", ")." */
  if (w->script != TML_SCRIPT_LATIN && w->script != TML_SCRIPT_CYRILLIC) return false;
  return w->end - w->start <= 4 && !e->ends;
}

static bool of_bold(const tml_fact *f) { return f->kind == TML_F_EMPH && f->sub == 2; }
static bool of_italic(const tml_fact *f) { return f->kind == TML_F_EMPH && f->sub == 1; }
static bool of_link(const tml_fact *f) { return f->kind == TML_F_LINK && f->in_end > f->in_start; }
typedef bool (*kind_of)(const tml_fact *);

/* How often a sign stands inside and outside at the edges; `links`: of the links to this place only. */
typedef struct signs {
  uint32_t inside[SIGNS], outside[SIGNS], n;
} signs;

static signs count(const tml_sheet *s, kind_of kind, uint64_t key) {
  signs out = {0};
  for (uint32_t i = 0; i < s->nfact; i++) {
    if (!kind(&s->fact[i]) || (key && s->fact[i].key != key)) continue;
    edges e = edges_of(s, &s->fact[i]);
    out.n++;
    out.inside[e.inside]++;
    out.outside[e.outside]++;
  }
  return out;
}

/* The sign that the whole text ends with, outside of any link and bold. */
static enum sign closing(const tml_sheet *s, kind_of kind) {
  for (uint32_t i = s->ntok; i--;) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT && (t->flags & TML_TF_SYNTAX)) continue;
    if (!is_sign(t) || (t->flags & (kind == of_link ? TML_TF_LINK : TML_TF_EMPH))) return NONE;
    return sign_of(t->cp);
  }
  return NONE;
}

static void report_sign(tml_check *c, const edges *e, const char *what) {
  const tml_sheet *t = c->tgt;
  const tml_tok *sign = &t->tok[e->last];
  tml_str shown = tml_check_quote(c, tml_tok_str(t, sign)), text = tml_check_quote(c, tml_fact_str(t, e->f));
  tml_finding *f = tml_report(c, "\"%.*s\" belongs behind the %s, not inside it: %.*s", (int)shown.n, shown.p, what,
                              (int)text.n, text.p);
  tml_report_mark(c, f, TML_SIDE_TARGET, sign->start, sign->end);
  tml_report_evidence(c, f, TML_EV_TARGET, tml_tok_str(t, sign));
  tml_report_edit(c, f, tml_text_raw(t->text, sign->start), tml_text_raw(t->text, sign->end), (tml_str){"", 0}, true);
  uint32_t end = tml_text_raw(t->text, e->f->end);
  tml_report_edit(c, f, end, end, tml_tok_str(t, sign), true);
}

/* ---- names of which a part is marked ------------------------------------------------------------------------------------ */

static bool is_name_word(const tml_tok *t) {
  return (t->kind == TML_T_WORD && t->script == TML_SCRIPT_LATIN) || t->kind == TML_T_MIX || t->kind == TML_T_NUM;
}

/* The next word of a name at or behind i: blanks and markup between words aside. */
static uint32_t next_word(const tml_sheet *s, uint32_t i) {
  while (i < s->ntok && s->tok[i].kind == TML_T_PUNCT && (s->tok[i].flags & TML_TF_SYNTAX)) i++;
  return i;
}

enum { LONGEST = 12, MOST = 24 };

/* The words first..last of the source, all of them a name's: their hashes, the number of them, 0 where it is no name.
 */
static uint32_t words_of(const tml_sheet *s, const edges *e, uint64_t *hash) {
  uint32_t n = 0, capitals = 0;
  for (uint32_t i = e->first; i <= e->last; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT && (t->flags & TML_TF_SYNTAX)) continue;
    if (!is_name_word(t) || n == LONGEST) return 0;
    capitals += (t->flags & (TML_TF_UPPER | TML_TF_CAPSIN)) != 0;
    hash[n++] = t->hash;
  }
  return n >= 2 && capitals >= 2 ? n : 0;
}

/* How often the words stand in a text, and where: the last occurrence's first and last token. */
static uint32_t occurrences(const tml_sheet *s, const uint64_t *hash, uint32_t n, uint32_t *first, uint32_t *last) {
  uint32_t found = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    if (s->tok[i].hash != hash[0] || !is_name_word(&s->tok[i])) continue;
    uint32_t k = 1, at = i;
    while (k < n) {
      uint32_t next = next_word(s, at + 1);
      if (next >= s->ntok || !is_name_word(&s->tok[next]) || s->tok[next].hash != hash[k]) break;
      at = next, k++;
    }
    if (k < n) continue;
    found++, *first = i, *last = at;
  }
  return found;
}

static void check_names(tml_check *c, kind_of kind, uint16_t flag, const char *what) {
  for (uint32_t i = 0, tried = 0; i < c->src->nfact && tried < MOST; i++) {
    if (!kind(&c->src->fact[i])) continue;
    edges e = edges_of(c->src, &c->src->fact[i]);
    uint64_t hash[LONGEST];
    uint32_t n = e.empty ? 0 : words_of(c->src, &e, hash), a, b, x, y;
    tried++;
    if (!n || occurrences(c->src, hash, n, &x, &y) != 1 || occurrences(c->tgt, hash, n, &a, &b) != 1) continue;
    uint32_t marked = 0, words = 0;
    for (uint32_t k = a; k <= b; k++)
      if (is_name_word(&c->tgt->tok[k])) words++, marked += (c->tgt->tok[k].flags & flag) != 0;
    if (!marked || marked == words) continue;
    tml_str name = tml_check_quote(c, tml_sheet_str(c->src, c->src->tok[e.first].start, c->src->tok[e.last].end));
    tml_finding *f = tml_report(c, "the %s covers only a part of \"%.*s\"", what, (int)name.n, name.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[a].start, c->tgt->tok[b].end);
    tml_report_mark(c, f, TML_SIDE_SOURCE, c->src->fact[i].start, c->src->fact[i].end);
  }
}

/* ---- MK006 --------------------------------------------------------------------------------------------------------------- */

/* Signs that moved into the bold, or the italics. */
static void check_signs(tml_check *c, kind_of kind, const char *what) {
  signs s = {0}; /* counted at the first sign that stands inside: most bold has none */
  enum sign end = NONE;
  uint32_t tried = 0;
  bool counted = false;
  uint32_t said = 0; /* the end of the sign reported last: italics may stand in italics */
  for (uint32_t i = 0; i < c->tgt->nfact && tried < MOST; i++) {
    if (!kind(&c->tgt->fact[i])) continue;
    tried++;
    edges e = edges_of(c->tgt, &c->tgt->fact[i]);
    if (!e.empty && c->tgt->tok[e.last].end == said) continue;
    if ((e.inside != STOP && e.inside != COMMA) || e.outside || own_stop(c->tgt, &e)) continue;
    if (!counted) s = count(c->src, kind, 0), end = closing(c->src, kind), counted = true;
    if (!s.n) return;
    if (s.inside[e.inside]) continue;
    /* what is marked is no clause: a comma at its end is the sentence's, wherever the source has it */
    bool was = e.inside == COMMA ? !e.ends || s.outside[COMMA] : s.outside[STOP] || (e.ends && end == STOP);
    if (!was) continue;
    report_sign(c, &e, what);
    said = c->tgt->tok[e.last].end;
  }
}

/* What readers type: $true, -Identity, User.Read, HKEY_USERS; it has no blank, and a sign that no word has. */
static bool is_typed(tml_str s) {
  bool sign = false;
  for (size_t i = 0; i < s.n; i++) {
    const char x = s.p[i];
    const bool letter = (x | 32) >= 'a' && (x | 32) <= 'z', digit = x >= '0' && x <= '9';
    if (!letter && !digit && (x == 0 || !strchr("$-_.\\", x))) return false;
    sign |= x == '$' || x == '_' || x == '\\' || (x == '-' && !i) || (x == '.' && i && i + 1 < s.n && !digit);
  }
  return sign && s.n >= 3;
}

static bool is_once(tml_str text, tml_str what) {
  const char *p = tml_str_find(text, what);
  return p && !tml_str_find(tml_str_n(p + 1, (size_t)(text.p + text.n - p - 1)), what);
}

/* `**$true und**` for `**$true**`: a word of the sentence in the bold of what readers type. */
static void check_typed(tml_check *c) {
  for (uint32_t i = 0, tried = 0; i < c->src->nfact && tried < MOST; i++) {
    const tml_fact *a = &c->src->fact[i];
    if (!of_bold(a)) continue;
    tried++;
    tml_str typed = tml_sheet_str(c->src, a->in_start, a->in_end);
    if (typed.n > 80 || !is_typed(typed)) continue;
    if (!is_once(tml_sheet_str(c->tgt, 0, c->tgt->text->n), typed) ||
        !is_once(tml_sheet_str(c->src, 0, c->src->text->n), typed))
      continue;
    for (uint32_t k = 0; k < c->tgt->nfact; k++) {
      const tml_fact *b = &c->tgt->fact[k];
      if (!of_bold(b)) continue;
      tml_str all = tml_sheet_str(c->tgt, b->in_start, b->in_end);
      if (all.n < typed.n + 2 || !tml_str_find(all, typed)) continue;
      bool behind = !memcmp(all.p, typed.p, typed.n) && all.p[typed.n] == ' ';
      bool before = !memcmp(all.p + all.n - typed.n, typed.p, typed.n) && all.p[all.n - typed.n - 1] == ' ';
      if (!behind && !before) break;
      tml_str q = tml_check_quote(c, typed);
      tml_finding *f = tml_report(c, "the bold covers more than %.*s", (int)q.n, q.p);
      tml_report_mark(c, f, TML_SIDE_TARGET, b->in_start + (behind ? (uint32_t)typed.n + 1 : 0),
                      b->in_end - (behind ? 0 : (uint32_t)typed.n + 1));
      tml_report_mark(c, f, TML_SIDE_SOURCE, a->start, a->end);
      break;
    }
  }
}

static void check_bold(tml_check *c) {
  if (!tml_markup_comparable(c) || !tml_sheet_has(c->src, TML_F_EMPH) || !tml_sheet_has(c->tgt, TML_F_EMPH)) return;
  check_signs(c, of_bold, "bold");
  check_signs(c, of_italic, "italics");
  check_typed(c);
  check_names(c, of_bold, TML_TF_EMPH, "bold");
}

/* ---- MK007 --------------------------------------------------------------------------------------------------------------- */

/* Signs that no text begins with. */
static bool leads(const tml_tok *t) {
  if (!is_sign(t)) return false;
  enum sign x = sign_of(t->cp);
  return (x == COMMA || x == COLON || x == SEMICOLON || t->cp == 0x3002 || t->cp == ')' || t->cp == 0xFF09);
}

static void check_link(tml_check *c) {
  if (!tml_markup_comparable(c) || !tml_sheet_has(c->src, TML_F_LINK) || !tml_sheet_has(c->tgt, TML_F_LINK)) return;
  uint32_t tried = 0;
  for (uint32_t i = 0; i < c->tgt->nfact && tried < MOST; i++) {
    const tml_fact *l = &c->tgt->fact[i];
    if (!of_link(l)) continue;
    tried++;
    edges e = edges_of(c->tgt, l);
    if (e.empty) continue;
    const tml_tok *first = &c->tgt->tok[e.first];
    bool begins = leads(first) && e.first != e.last;
    if (!begins && (!e.inside || e.outside)) continue; /* nearly always: the source is not looked at */
    signs s = count(c->src, of_link, l->key);
    if (!s.n) continue;
    if (e.inside && !e.outside && !s.inside[e.inside] && !own_stop(c->tgt, &e)) {
      bool was = s.outside[e.inside] || (e.ends && closing(c->src, of_link) == e.inside);
      if (!was && e.inside == COMMA) {
        signs all = count(c->src, of_link, 0);
        was = all.outside[COMMA] && !all.inside[COMMA];
      }
      if (was) report_sign(c, &e, "link");
      continue;
    }
    if (!begins) continue;
    bool also = false; /* in the source, too */
    for (uint32_t k = 0; k < c->src->nfact && !also; k++)
      if (of_link(&c->src->fact[k]) && c->src->fact[k].key == l->key) {
        edges o = edges_of(c->src, &c->src->fact[k]);
        also = !o.empty && leads(&c->src->tok[o.first]);
      }
    if (also) continue;
    tml_str q = tml_check_quote(c, tml_fact_str(c->tgt, l));
    tml_finding *f = tml_report(c, "a sign that belongs before the link stands inside it: %.*s", (int)q.n, q.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, first->start, first->end);
  }
  check_names(c, of_link, TML_TF_LINK, "link");
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------- */

static const tml_example bold_good[] = {
    {"ko-KR", "**설정**을 선택합니다.", "Select **Settings**.", NULL, "the stop stays outside", NULL, NULL},
    {"fr-FR", "**Attention.** Sauvegardez.", "**Caution.** Back up.", NULL, "inside in both", NULL, NULL},
    {"de-DE", "**Müller GmbH & Co.** liefert **Teile**.", "**Müller Ltd** delivers **parts**.", NULL,
     "the stop of an abbreviation", NULL, NULL},
    {"fr-FR", "**Remarque :** sauvegardez.", "**Note**: back up.", NULL, "a colon may stand on either side", NULL,
     NULL},
    {"ja-JP", "**保存** を選びます。", "Select **Save changes now**.", NULL, "translated words are not counted", NULL,
     NULL},
    {"el-GR", "Θέλετε **$depth = 5**;", "Do you want **$depth = 5**?", NULL, "marked as in the source", NULL, NULL},
    {"id-ID", "**Selain itu,** simpan **$depth**.", "**Besides,** keep **$depth**.", NULL, "a comma inside in both",
     NULL, NULL},
    {0}};
static const tml_example bold_bad[] = {
    {"ko-KR", "**저장을 선택합니다.**", "Select **Save**.", ".", NULL, "**저장을 선택합니다**.", NULL},
    {"fr-FR", "Choisissez **Enregistrer,** puis **Fermer**.", "Choose **Save**, then **Close**.", ",", NULL,
     "Choisissez **Enregistrer**, puis **Fermer**.", NULL},
    {"ar-SA", "اختر **حفظ.**", "Choose **Save**.", ".", NULL, "اختر **حفظ**.", NULL},
    {"id-ID", "Pada tab **Rak,** pilih satu.", "On the **Shelves** tab, select one.", ",", NULL,
     "Pada tab **Rak**, pilih satu.", NULL},
    {"el-GR", "Ανοίξτε το *Ράφι.*", "Open the *Shelf*.", ".", "italics", "Ανοίξτε το *Ράφι*.", NULL},
    {"el-GR", "Ορίστε **$depth και** συνεχίστε.", "Set **$depth** and go on.", "και",
     "a word in the bold of what readers type", NULL, NULL},
    {"ko-KR", "**Contoso Data** Hub를 엽니다.", "Open **Contoso Data Hub**.", "Contoso Data** Hub", NULL, NULL, NULL},
    {0}};
static const char *const bold_refs[] = {"https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis", NULL};

static const tml_example link_good[] = {
    {"ko-KR", "[설정](a.md)을 참조하세요.", "See [Settings](a.md).", NULL, "the stop stays outside", NULL, NULL},
    {"es-ES", "[¿Qué es?](a.md)", "[What is it?](a.md)", NULL, "inside in both", NULL, NULL},
    {"es-ES", "[Office](a.md)[.context](b.md)", "[Office](a.md)[.context](b.md)", NULL,
     "a name that begins with a stop", NULL, NULL},
    {"pl-PL", "[Wyślij raport.](a.md)", "[Send the report](a.md)", NULL, "the source closes with no sign", NULL, NULL},
    {"de-DE", "Siehe [Teile, Preise usw.](a.md) im Heft.", "See [Parts, prices and more](a.md) in the booklet.", NULL,
     "an abbreviation's stop", NULL, NULL},
    {0}};
static const tml_example link_bad[] = {
    {"ko-KR", "자세한 내용은 [설정을 참조하세요.](a.md)", "For more, see [Settings](a.md).", ".", NULL,
     "자세한 내용은 [설정을 참조하세요](a.md).", NULL},
    {"fr-FR", "Voir [Parts,](a.md) [Prix](b.md) et [Fin](c.md).", "See [Parts](a.md), [Prices](b.md) and [End](c.md).",
     ",", NULL, "Voir [Parts](a.md), [Prix](b.md) et [Fin](c.md).", NULL},
    {"ja-JP", "部品[、価格](a.md)を見ます。", "See parts, [prices](a.md).", "、", NULL, NULL, NULL},
    {"ko-KR", "[Contoso Data](a.md) Hub를 참조하세요.", "See [Contoso Data Hub](a.md).", "Contoso Data](a.md) Hub",
     NULL, NULL, NULL},
    {0}};

static const tml_rule rules[] = {
    {.code = "MK006",
     .name = "emphasis-slid",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .fix = TML_FIX_SAFE,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",
     .needs = TML_FM(TML_F_EMPH),
     .summary = "a stop, comma or word, or a part of a name, moved over the edge of the bold or italics",
     .rationale =
         "Machine translation moves the edges of markup: the sentence's stop or comma, and with it words, end up "
         "inside the bold or the italics; of a name that is kept, a part is no longer bold; the bold of what "
         "readers type (`**$true**`) takes in a word beside it. Found where the number of bolds is the same, too.\n\n"
         "Silent where the source has such a sign inside its bold, too, and with a stop that the source has none "
         "of behind it; with colons, which styles put on either side; with the stop of an abbreviation; with "
         "translated words, whose order is the translator's. The fix moves the sign behind the bold.",
     .refs = bold_refs,
     .good = bold_good,
     .bad = bold_bad,
     .check = check_bold},
    {.code = "MK007",
     .name = "link-text-slid",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .fix = TML_FIX_SAFE,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",
     .needs = TML_FM(TML_F_LINK),
     .summary = "a sign, or a part of a name, moved over the edge of a link's text",
     .rationale =
         "Machine translation pulls the sentence's stop or a list's comma, and with them words, into the text of a "
         "link, or leaves a part of a kept name outside. Links are compared by where they lead.\n\n"
         "Silent where the source has such a sign inside the link, too, or none behind it; with names that begin "
         "with a stop (`.context`); with the stop of an abbreviation; with translated words. The fix moves the "
         "sign behind the link.",
     .refs = bold_refs,
     .good = link_good,
     .bad = link_bad,
     .check = check_link},
};

TML_FAMILY(slid, "MK", "Markup", rules)
