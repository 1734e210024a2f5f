/* commands.c — EN006 and EN008: commands, names of APIs, types and files, and versions that were lost or altered.
 *
 * What not: code spans (MK001), brands (EN007), words that only might be names of types: the tokens compared here have
 * a shape that no plain word has (feat/command.c). How: by exact bytes; what is left over is looked for anywhere in the
 * other text (in code, in a URL), in another case, in pieces, and only then called lost.
 */
#include "exact.h"
#include "tmlint/number.h"
#include "tmlint/opaque.h"
#include "values.h"

#define CMD_KINDS (TML_FM(TML_F_COMMAND) | TML_FM(TML_F_API) | TML_FM(TML_F_FILE))

static bool is_operator(const tml_fact *f) { return f->kind == TML_F_COMMAND && f->sub == TML_CMD_OPERATOR; }

static const char *noun(const tml_fact *f) {
  if (f->kind == TML_F_FILE) return "file name";
  if (f->kind == TML_F_API) return f->sub == TML_API_TYPEVAR ? "type variable" : "identifier";
  return f->sub == TML_CMD_CMDLET ? "cmdlet" : f->sub == TML_CMD_OPTION ? "option" : "operator";
}

/* ---- EN006 ---- */

static void marked(tml_check *c, tml_finding *x, const tml_fact *f, uint32_t start, uint32_t end) {
  tml_report_mark(c, x, TML_SIDE_SOURCE, f->start, f->end);
  tml_report_evidence(c, x, TML_EV_SOURCE, tml_fact_str(c->src, f));
  if (end > start) {
    tml_report_mark(c, x, TML_SIDE_TARGET, start, end);
    tml_report_evidence(c, x, TML_EV_TARGET, tml_sheet_str(c->tgt, start, end));
  } else {
    tml_report_side(x, TML_SIDE_SOURCE);
  }
}

/* AND, OR, TRUE written small: operators work in capitals only. Translated, they are words. */
static void operator_lost(tml_check *c, const tml_fact *f) {
  uint64_t hash = c->src->tok[f->tok].hash;
  for (uint32_t i = 0; i < c->tgt->ntok; i++) {
    const tml_tok *t = &c->tgt->tok[i];
    if (t->kind != TML_T_WORD || t->hash != hash || t->flags & TML_TF_ALLCAPS) continue;
    /* "or" is French for gold, "not" German for need, "and" Danish for a duck. */
    tml_str w = tml_fact_str(c->src, f);
    if (c->tgt_loc->scripts[0] == TML_SCRIPT_LATIN &&
        (tml_str_is(w, "OR") || tml_str_is(w, "NOT") ||
         (tml_str_is(w, "AND") && (tml_locale_is(c->tgt_loc, "da") || tml_locale_is(c->tgt_loc, "nb")))))
      return;
    tml_finding *x =
        tml_report(c, "operator %s is written %s in the target", tml_check_quote(c, tml_fact_str(c->src, f)).p,
                   tml_check_quote(c, tml_tok_str(c->tgt, t)).p);
    if (x->severity > TML_SEV_WARNING) x->severity = TML_SEV_WARNING;
    marked(c, x, f, t->start, t->end);
    return;
  }
}

/* Where the extension begins. */
static size_t stem_of(tml_str a) {
  size_t at = a.n;
  while (at && a.p[at - 1] != '.') at--;
  return at ? at - 1 : 0;
}

/* AzCopy.exe may be called AzCopy, and a file by its name alone. */
static bool stem_kept(tml_check *c, const tml_fact *f, tml_str a) {
  size_t n = stem_of(a);
  if (f->kind != TML_F_FILE || n < 4 || !tml_exact_token_in(c->tgt, tml_str_n(a.p, n), true, true)) return false;
  return !tml_exact_in(tml_sheet_text(c->tgt), tml_str_n(a.p, n + 1), true); /* not under another extension */
}

/* A file whose own name is words may have them translated; its extension stays glued to them. A letter that no ASCII
 * name has: right before the extension, or anywhere in a document's name. */
static bool file_translated(tml_check *c, const tml_fact *f, tml_str a) {
  enum { FAR = 48 };
  size_t n = stem_of(a);
  tml_str text = tml_sheet_text(c->tgt), ext = tml_str_n(a.p + n, a.n - n);
  if (f->kind != TML_F_FILE) return false;
  for (size_t at = 1; at + ext.n <= text.n; at++) {
    if (memcmp(text.p + at, ext.p, ext.n) != 0) continue;
    if ((signed char)text.p[at - 1] < 0) return true;
    const char *p = text.p + at;
    for (unsigned k = 0; f->sub == TML_FILE_DOCUMENT && k < FAR && p > text.p; k++) {
      uint32_t cp = tml_utf8_prev(&p);
      if (cp >= 0x80 && tml_cp_is_word(cp)) return true;
      if (cp != '_' && cp != '-' && !tml_cp_is_word(cp)) break;
    }
  }
  return false;
}

/* AfterPLM.docx and NachPLM.docx: a document that the page has its reader name; the target's own file of that kind.
 */
static const tml_fact *document_renamed(tml_check *c, const tml_fact *f, tml_str a, const tml_exact *tgt) {
  tml_str ext = tml_str_n(a.p + stem_of(a), a.n - stem_of(a));
  for (uint32_t i = 0; f->kind == TML_F_FILE && i < tgt->n; i++) {
    tml_str b = tml_fact_str(c->tgt, tgt->v[i]);
    if (tgt->v[i]->kind == TML_F_FILE && tml_str_ends(b, ext) && !tml_str_ends(a, b)) return tgt->v[i];
  }
  return NULL;
}

/* -ValidationOnly, the ValidationOnly parameter. */
static bool dash_dropped(tml_check *c, const tml_fact *f, tml_str a) {
  return f->kind == TML_F_COMMAND && f->sub == TML_CMD_OPTION && a.n > 2 && a.p[1] != '-' &&
         tml_exact_token_in(c->tgt, tml_str_n(a.p + 1, a.n - 1), false, true);
}

/* company_Band1 among sample data: the word before the line is translated, the rest kept, or another such name stands
 * there. */
static bool sample_translated(tml_check *c, const tml_fact *f, tml_str a, const tml_exact *tgt) {
  if (f->kind != TML_F_API || f->sub != TML_API_SNAKE) return false;
  size_t at = a.n;
  while (at && a.p[at - 1] != '_') at--;
  if (!at || (a.p[at] >= 'a' && a.p[at] <= 'z')) return false;
  if (tml_exact_in(tml_sheet_text(c->tgt), tml_str_n(a.p + at - 1, a.n - at + 1), false)) return true;
  for (uint32_t i = 0; i < tgt->n; i++)
    if (tgt->v[i]->kind == TML_F_API && tgt->v[i]->sub == TML_API_SNAKE) return true;
  return false;
}

/* Shapes that a slip of the source's keyboard has as well ("valueEstimated costs", "budget.tions", "propetyName"): the
 * target may have mended it. */
static bool may_be_slip(tml_check *c, const tml_fact *f, tml_str a) {
  if (f->kind != TML_F_API || f->flags & TML_FF_IN_EMPH || c->src->nfact > 12) return false;
  if (f->sub == TML_API_CAMEL) return true;
  /* the PluginRegistrationTool in running text may be a name that people translate */
  if (f->sub == TML_API_PASCAL && c->src->words > 2 && c->src->tok[f->tok].kind == TML_T_WORD) return true;
  if (f->sub != TML_API_DOTTED) return false;
  for (size_t i = 0; i < a.n; i++)
    if (a.p[i] >= 'A' && a.p[i] <= 'Z') return false;
  return true;
}

/* "In C0_W14_2nd, licenses …": a sign that a tool left in the source's running text stands there for a word. */
static bool left_over(tml_check *c, const tml_fact *f) {
  return f->kind == TML_F_API && f->sub == TML_API_SNAKE && !(f->flags & TML_FF_IN_EMPH) && c->src->words > 3;
}

static bool blank_at(tml_str s, size_t i) { return (unsigned char)s.p[i] <= ' '; }

/* shift_amount in running text that became total_décalage: the arguments of a spreadsheet's functions have names in
 * every language. A word of the target with the line in it and a letter that no identifier of the source has. */
static bool argument_translated(tml_check *c, const tml_fact *f) {
  if (f->kind != TML_F_API || f->sub != TML_API_SNAKE || f->flags & TML_FF_IN_EMPH) return false;
  tml_str text = tml_sheet_text(c->tgt);
  bool line = false, other = false;
  for (size_t i = 0; i < text.n; i++) {
    if (blank_at(text, i)) line = other = false;
    else if (text.p[i] == '_') line = true;
    else if ((signed char)text.p[i] < 0) other = true;
    if (line && other) return true;
  }
  return false;
}

/* In the address of a link, or in a tag. */
static bool in_link_url(const tml_sheet *s, uint32_t at) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if ((s->fact[i].kind == TML_F_LINK && at >= s->fact[i].url_start && at < s->fact[i].url_end) ||
        (s->fact[i].kind == TML_F_TAG && at >= s->fact[i].start && at < s->fact[i].end))
      return true;
  return false;
}

/* A habit of a machine, whatever the name: all findings of it in a run are one cause, by the names' first label
 * (Microsoft.Quantum.Canon.X and Microsoft.Quantum.Arrays.Y). Names of three labels or more. */
static uint64_t idiom(const char *habit, tml_str name) {
  const char *dot = memchr(name.p, '.', name.n);
  size_t first = dot ? (size_t)(dot - name.p) : 0;
  if (!first || !memchr(dot + 1, '.', name.n - first - 1)) return 0;
  return tml_hash_mix(tml_hash("EN006", 5) ^ tml_hash(habit, strlen(habit)), tml_hash(name.p, first)) | 1;
}

/* The last label of a dotted name where it stands in the target without what was before it: empty where it does not. */
static tml_str beheaded(tml_check *c, tml_str name) {
  size_t at = name.n;
  while (at && name.p[at - 1] != '.') at--;
  tml_str last = {name.p + at, name.n - at};
  return at && last.n >= 3 && tml_exact_token_in(c->tgt, last, false, true) ? last : TML_S("");
}

static bool in_capitals(char x) { return tml_is_upper(x) || (x >= '0' && x <= '9') || x == '.' || x == '_'; }

/* The name stands between the brackets of a function in capitals: SUM(First_range; Second_range), as code too. */
static bool between_brackets(tml_str text, tml_str name) {
  enum { FAR = 160, LONG = 4096 }; /* bytes looked back, and in all */
  if (text.n > LONG) text.n = LONG;
  for (tml_str rest = text; rest.n > name.n;) {
    const char *at = tml_str_find(rest, name);
    if (!at) return false;
    const char *low = at - text.p > FAR ? at - FAR : text.p + 1;
    for (const char *q = at; q > low && q[-1] != ')';)
      if (*--q == '(') {
        /* F.DIST (a, b): a blank before the bracket, and more than one argument */
        bool blank = q[-1] == ' ' && q - 1 > text.p;
        const char *head = q - blank;
        bool list = !blank || memchr(q, ',', (size_t)(at - q)) || memchr(q, ';', (size_t)(at - q));
        if (list && head - text.p > 1 && in_capitals(head[-1]) && in_capitals(head[-2])) return true;
        break;
      }
    rest = tml_str_n(at + name.n, rest.n - (size_t)(at + name.n - rest.p));
  }
  return false;
}

/* `= Amount * Tax_rate`: the name stands beside the sign of a calculation, blanks between. */
static bool is_operand(tml_str text, tml_str name) {
  const char *p = tml_str_find(text, name), *e = text.p + text.n;
  if (!p) return false;
  const char *behind = p + name.n;
  bool before = p - text.p > 3 && p[-1] == ' ' && memchr("*+/=", p[-2], 4) && p[-3] == ' ';
  bool after = e - behind > 2 && behind[0] == ' ' && memchr("*+/", behind[1], 3) && behind[2] == ' ';
  return before || after;
}

/* A name of an argument of such a function, here or in a source near by, that is made of words: readers put their own
 * in its place, and it has a name in every language. */
static bool is_argument(tml_check *c, const tml_fact *f, tml_str name) {
  enum { NEAR = 256 }; /* pairs on each side */
  if (f->kind != TML_F_API || f->sub == TML_API_DOTTED || f->sub == TML_API_TYPEVAR) return false;
  if (is_operand(tml_sheet_text(c->src), name)) return true;
  uint32_t n = c->page->doc->nsegs, from = c->index > NEAR ? c->index - NEAR : 0;
  for (uint32_t i = from; i < n && i <= c->index + NEAR; i++) {
    const tml_sheet *source = &c->page->source[i];
    if (source->text && between_brackets(tml_sheet_text(source), name)) return true;
  }
  return false;
}

/* NORM.DIST, FORECAST.LINEAR: functions of a spreadsheet have names in every language; labels of two letters or more,
 * all in capitals. */
static bool is_function(const tml_fact *f, tml_str a) {
  unsigned run = 0;
  if (f->kind != TML_F_API || f->sub != TML_API_DOTTED) return false;
  for (size_t i = 0; i < a.n; i++) {
    if (tml_is_upper(a.p[i])) run++;
    else if (a.p[i] != '.' || run < 2) return false;
    else run = 0;
  }
  return run > 1;
}

/* GCD_EXCEL2003 and GGT_EXCEL2003: what stands behind the last line is kept, all is in capitals, and the function
 * before it has another name. */
static bool variant_of(tml_check *c, const tml_fact *f, tml_str a, const tml_fact *g) {
  if (!g || f->kind != TML_F_API || f->sub != TML_API_SNAKE) return false;
  tml_str b = tml_fact_str(c->tgt, g);
  size_t at = a.n;
  while (at && a.p[at - 1] != '_') at--;
  for (size_t i = 0; i < a.n; i++)
    if (a.p[i] >= 'a' && a.p[i] <= 'z') return false;
  return at > 1 && tml_str_ends(b, tml_str_n(a.p + at - 1, a.n - at + 1)) && tml_exact_distance(a, b, 2) >= 2;
}

/* ---- CreateIndex as креатеиндекс: a name spelt by its sound in Cyrillic ---- */

static bool is_vowel(char l) { return l && strchr("aeiouy", l); }

/* Which Cyrillic consonants may stand for Latin letters at p; how many letters they are. One letter that may also be
 * left out (the w of "window", a silent h) is told by `*loose`. */
static const char *sounds_of(const char *p, size_t left, unsigned *len, bool *loose) {
  static const struct {
    const char *latin, *cyrillic;
  } table[] = {{"ph", "ф"},  {"sh", "шс"}, {"ch", "чкхш"}, {"th", "тсз"}, {"ck", "к"}, {"qu", "к"}, {"b", "б"},
               {"c", "кцс"}, {"d", "д"},   {"f", "ф"},     {"g", "гж"},   {"j", "жд"}, {"k", "к"},  {"l", "л"},
               {"m", "м"},   {"n", "н"},   {"p", "п"},     {"q", "к"},    {"r", "р"},  {"s", "сз"}, {"t", "т"},
               {"v", "в"},   {"w", "в"},   {"x", "к"},     {"z", "зц"},   {"h", "х"}};
  for (size_t i = 0; i < TML_COUNT(table); i++) {
    size_t n = strlen(table[i].latin);
    if (n > left || memcmp(table[i].latin, p, n) != 0) continue;
    *len = (unsigned)n;
    *loose = *p == 'h' || *p == 'w';
    return table[i].cyrillic;
  }
  *len = 1;
  *loose = true;
  return "";
}

static uint32_t low_cyrillic(uint32_t cp) { return cp >= 0x410 && cp <= 0x42F ? cp + 0x20 : cp; }
static bool one_of(const char *set, uint32_t cp) {
  for (const char *p = set; *p;)
    if (tml_utf8_next(&p) == cp) return true;
  return false;
}
static bool is_cyrillic_vowel(uint32_t cp) { return one_of("аеёиоуыэюяйьъ", cp); }

/* Consonant by consonant, doubled ones once; vowels are what engines spell differently each time. */
static bool sounds_like(tml_str latin, tml_str cyrillic) {
  enum { LONGEST = 64 };
  char low[LONGEST];
  if (latin.n > LONGEST) return false;
  for (size_t i = 0; i < latin.n; i++) low[i] = (char)(latin.p[i] | 0x20);
  const char *q = cyrillic.p, *end = cyrillic.p + cyrillic.n;
  unsigned same = 0;
  uint32_t last = 0;
  for (size_t i = 0; i < latin.n;) {
    if (is_vowel(low[i])) {
      i++;
      continue;
    }
    unsigned len;
    bool loose;
    const char *set = sounds_of(low + i, latin.n - i, &len, &loose);
    uint32_t cp = 0;
    const char *at = q;
    while (at < end && is_cyrillic_vowel(cp = low_cyrillic(tml_utf8_next(&at)))) cp = 0;
    if (cp && one_of(set, cp)) {
      q = at, last = cp, same++;
      if (low[i] == 'x' && q < end) { /* кс */
        const char *two = q;
        if (low_cyrillic(tml_utf8_next(&two)) == 0x441) q = two, last = 0x441;
      }
      if (cp == 0x434 && low[i] == 'j' && q < end) { /* дж */
        const char *two = q;
        if (low_cyrillic(tml_utf8_next(&two)) == 0x436) q = two, last = 0x436;
      }
      const char *twice = q;
      if (q < end && low_cyrillic(tml_utf8_next(&twice)) == last) q = twice;
    } else if (!loose && !(last && i && low[i] == low[i - 1])) {
      return false;
    }
    i += len;
  }
  while (q < end)
    if (!is_cyrillic_vowel(low_cyrillic(tml_utf8_next(&q)))) return false;
  return same >= 5; /* DataCheck is no датчик */
}

/* The word of the target that a name of the source became. */
static const tml_tok *spelt_by_sound(const tml_check *c, tml_str a) {
  if (c->tgt_loc->scripts[0] != TML_SCRIPT_CYRILLIC || a.n < 6) return NULL;
  for (size_t i = 0; i < a.n; i++)
    if ((unsigned char)((a.p[i] | 0x20) - 'a') > 25) return NULL;
  for (uint32_t i = 0; i < c->tgt->ntok; i++) {
    const tml_tok *t = &c->tgt->tok[i];
    if (t->kind != TML_T_WORD || t->script != TML_SCRIPT_CYRILLIC || t->owner) continue;
    size_t letters = (t->end - t->start) / 2;
    if (letters * 3 >= a.n * 2 && letters * 2 <= a.n * 3 && sounds_like(a, tml_tok_str(c->tgt, t))) return t;
  }
  return NULL;
}

enum { SOUNDS = 16 }; /* names of a text that are sought by their sound */

/* Names in two humps, which are no facts of their own (CreateIndex): in emphasis, or too long for a brand. A loan word
 * may well sound so (WebSocket, вебсокет). */
static void sounds(tml_check *c) {
  enum { LONG = 14 };
  if (c->tgt_loc->scripts[0] != TML_SCRIPT_CYRILLIC || !(c->src->marks & TML_M_CAPSIN) ||
      !(c->tgt->scripts >> TML_SCRIPT_CYRILLIC & 1))
    return;
  unsigned asked = 0;
  for (uint32_t i = 0; i < c->src->ntok && asked < SOUNDS; i++) {
    const tml_tok *t = &c->src->tok[i];
    if (t->kind != TML_T_WORD || !(t->flags & TML_TF_CAPSIN) || t->owner || t->script != TML_SCRIPT_LATIN) continue;
    if (!(t->flags & TML_TF_EMPH) && t->end - t->start < LONG) continue;
    asked++;
    tml_str a = tml_tok_str(c->src, t);
    const tml_tok *b = tml_exact_token_in(c->tgt, a, true, true) ? NULL : spelt_by_sound(c, a);
    if (!b) continue;
    tml_finding *x = tml_report(c, "identifier: source has %s, target spells it %s", tml_check_quote(c, a).p,
                                tml_check_quote(c, tml_tok_str(c->tgt, b)).p);
    if (x->severity > TML_SEV_WARNING) x->severity = TML_SEV_WARNING;
    tml_report_mark(c, x, TML_SIDE_SOURCE, t->start, t->end);
    tml_report_mark(c, x, TML_SIDE_TARGET, b->start, b->end);
    tml_report_evidence(c, x, TML_EV_SOURCE, a);
    tml_report_evidence(c, x, TML_EV_TARGET, tml_tok_str(c->tgt, b));
  }
}

static void command_lost(tml_check *c, const tml_fact *f, tml_exact *tgt, bool by_sound) {
  tml_str a = tml_fact_str(c->src, f), shown = tml_check_quote(c, a);
  const tml_fact *g = tml_exact_nearest(c->tgt, tgt, a);
  uint32_t start, end;
  const char *name = noun(f);
  tml_finding *x = NULL;
  bool torn = false;
  const tml_tok *spelt =
      by_sound && f->kind == TML_F_API && !tml_exact_token_in(c->tgt, a, true, true) ? spelt_by_sound(c, a) : NULL;
  if (spelt) {
    x = tml_report(c, "%s: source has %s, target spells it %s", name, shown.p,
                   tml_check_quote(c, tml_tok_str(c->tgt, spelt)).p);
    marked(c, x, f, spelt->start, spelt->end);
    return;
  }
  if (tml_str_ends(a, TML_S("()")) && tml_exact_token_in(c->tgt, tml_str_n(a.p, a.n - 2), false, true)) return;
  if (stem_kept(c, f, a) || dash_dropped(c, f, a)) return;
  if (g && g->key2 == f->key2) {
    x = tml_report(c, "%s %s is written %s in the target", name, shown.p,
                   tml_check_quote(c, tml_fact_str(c->tgt, g)).p);
    tml_report_lesser(x);
    marked(c, x, f, g->start, g->end);
  } else if (tml_exact_token_in(c->tgt, a, true, true)) {
    x = tml_report(c, "%s %s is written in another case in the target", name, shown.p);
    tml_report_lesser(x);
    marked(c, x, f, 0, 0);
  } else if (tml_exact_spread(tml_sheet_text(c->tgt), a, 5, &start, &end) && !in_link_url(c->tgt, start)) {
    /* "SessionID2", where the source itself writes "SessionID 2" the other time */
    tml_str b = tml_sheet_str(c->tgt, start, end);
    if (f->kind == TML_F_API && tml_exact_in(b, TML_S(" "), false) && tml_exact_in(tml_sheet_text(c->src), b, false))
      return;
    x = tml_report(c, "%s: source has %s, target has %s", name, shown.p,
                   tml_check_quote(c, tml_sheet_str(c->tgt, start, end)).p);
    marked(c, x, f, start, end);
    torn = true;
    if (f->kind == TML_F_API && tml_exact_in(b, TML_S(". "), false)) x->cause = idiom("split", a);
  } else if (g) {
    tml_str b = tml_fact_str(c->tgt, g);
    x = tml_report(c, "%s: source has %s, target has %s", name, shown.p, tml_check_quote(c, b).p);
    marked(c, x, f, g->start, g->end);
    /* master.odt and mestre.odt: a slip or a name translated */
    bool document = f->kind == TML_F_FILE && g->kind == TML_F_FILE && f->sub == TML_FILE_DOCUMENT &&
                    tml_str_ends(b, tml_str_n(a.p + stem_of(a), a.n - stem_of(a)));
    if (document && x->severity > TML_SEV_WARNING) x->severity = TML_SEV_WARNING;
  } else if (!file_translated(c, f, a) && !sample_translated(c, f, a, tgt) && !may_be_slip(c, f, a)) {
    g = document_renamed(c, f, a, tgt);
    if (g) {
      x = tml_report(c, "%s: source has %s, target has %s", name, shown.p,
                     tml_check_quote(c, tml_fact_str(c->tgt, g)).p);
      if (x->severity > TML_SEV_WARNING) x->severity = TML_SEV_WARNING;
      marked(c, x, f, g->start, g->end);
    } else {
      tml_str rest = f->kind == TML_F_API ? beheaded(c, a) : TML_S("");
      x = rest.n ? tml_report(c, "%s: source has %s, target only %s", name, shown.p, tml_check_quote(c, rest).p)
                 : tml_report(c, "%s: source has %s, target does not", name, shown.p);
      if (argument_translated(c, f)) tml_report_lesser(x);
      marked(c, x, f, 0, 0);
      if (rest.n) x->cause = idiom("beheaded", a);
      if (left_over(c, f)) x->suspect = TML_SUSPECT_UNKNOWN;
    }
  }
  if (x && x->severity > TML_SEV_INFO &&
      (is_argument(c, f, a) || ((is_function(f, a) || variant_of(c, f, a, g)) && !torn)))
    tml_report_lesser(x);
  if (x &&
      (may_be_slip(c, f, a) || (g && f->kind == TML_F_API && tml_exact_distance(a, tml_fact_str(c->tgt, g), 2) <= 2)))
    x->suspect = TML_SUSPECT_UNKNOWN; /* "SharedAccesKey" is mended */
  if (g) tml_exact_drop(tgt, g);
}

/* The last label of a reference's dotted name: `double` of xref:microsoft.quantum.lang-ref.double (three labels or
 * more) and of /dotnet/api/system.double. Empty where it is none. */
static tml_str last_label(tml_str url) {
  size_t end = 0, dots = 0, from = 0;
  while (end < url.n && url.p[end] != '?' && url.p[end] != '#') end++;
  for (size_t i = 0; i < end; i++) {
    if (url.p[i] == '/' || url.p[i] == ':') dots = 0, from = i + 1;
    else if (url.p[i] == '.') dots++, from = i + 1;
  }
  bool reference = dots > 1 || (dots && tml_exact_in(url, TML_S("/api/"), true));
  return reference ? tml_str_n(url.p + from, end - from) : TML_S("");
}

static const tml_fact *link_of(const tml_sheet *s, uint64_t key, uint32_t *from) {
  for (; *from < s->nfact; ++*from)
    if (s->fact[*from].kind == TML_F_LINK && s->fact[*from].key == key) return &s->fact[(*from)++];
  return NULL;
}

/* [Double](xref:…double): the link's text is a type's name, for its address ends with it. */
static void type_translated(tml_check *c, const tml_fact *f) {
  tml_str name = tml_sheet_str(c->src, f->in_start, f->in_end);
  if (name.n < 3 || name.p[0] < 'A' || name.p[0] > 'Z' || f->url_end <= f->url_start) return;
  if (!tml_str_ieq(name, last_label(tml_sheet_str(c->src, f->url_start, f->url_end)))) return;
  uint32_t i = 0;
  const tml_fact *g, *like = NULL;
  while ((g = link_of(c->tgt, f->key, &i)) != NULL) {
    if (tml_exact_in(tml_sheet_str(c->tgt, g->in_start, g->in_end), name, false)) return;
    like = g;
  }
  if (!like || like->in_end <= like->in_start || tml_exact_token_in(c->tgt, name, false, true)) return;
  tml_str said = tml_sheet_str(c->tgt, like->in_start, like->in_end);
  tml_finding *x =
      tml_report(c, "type name: source has %s, target has %s", tml_check_quote(c, name).p, tml_check_quote(c, said).p);
  /* in running text a PivotTable may be the thing, and not the type */
  enum { PROSE = 3 };
  if (tml_exact_in(said, name, true) || c->src->lower > PROSE) tml_report_lesser(x);
  tml_report_mark(c, x, TML_SIDE_SOURCE, f->in_start, f->in_end);
  tml_report_mark(c, x, TML_SIDE_TARGET, like->in_start, like->in_end);
  tml_report_evidence(c, x, TML_EV_SOURCE, name);
  tml_report_evidence(c, x, TML_EV_TARGET, said);
}

static void types(tml_check *c) {
  if (c->same || !tml_sheet_has(c->src, TML_F_LINK) || !tml_sheet_has(c->tgt, TML_F_LINK)) return;
  for (uint32_t i = 0, n = 0; i < c->src->nfact && n < 16; i++) {
    const tml_fact *f = &c->src->fact[i];
    if (f->kind != TML_F_LINK || f->in_end - f->in_start > 40) continue;
    bool again = false; /* one link a name: repeats say the same */
    for (uint32_t k = 0; k < i && !again; k++)
      again = c->src->fact[k].kind == TML_F_LINK && c->src->fact[k].key == f->key;
    if (!again) type_translated(c, f), n++;
  }
}

/* `‹name>`, `＜name＞`: the angle bracket of what readers fill in, as another sign. */
static bool is_angle(uint32_t cp) { return cp == 0x2039 || cp == 0x3008 || cp == 0xFF1C; }

static uint32_t count_signs(const tml_sheet *s, bool foreign, const tml_tok **first) {
  uint32_t n = 0;
  for (uint32_t i = 0; i + 1 < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT || (foreign ? !is_angle(t->cp) : t->cp != '<')) continue;
    if (s->tok[i + 1].kind == TML_T_PUNCT || s->tok[i + 1].flags & TML_TF_SPACE) continue;
    if (!n++) *first = t;
  }
  return n;
}

static void angles(tml_check *c) {
  const tml_tok *a = NULL, *b = NULL, *unused = NULL;
  if (c->same || !(c->tgt->marks & (TML_M_QUOTE | TML_M_BRACKET | TML_M_WIDE))) return;
  uint32_t foreign = count_signs(c->tgt, true, &b);
  if (!foreign || count_signs(c->src, true, &unused)) return;
  uint32_t s = count_signs(c->src, false, &a), t = count_signs(c->tgt, false, &unused);
  if (s <= t || foreign > s - t) return;
  tml_str said = tml_check_quote(c, tml_tok_str(c->tgt, b));
  tml_finding *x = tml_report(c, "\"<\" is written %.*s in the target", (int)said.n, said.p);
  tml_report_mark(c, x, TML_SIDE_SOURCE, a->start, a->end);
  tml_report_mark(c, x, TML_SIDE_TARGET, b->start, b->end);
}

/* `<code>show <em>package_name</em></code>`, `<var>user_id</var>`: the element says that the reader fills it in; the
 * target has such an element, too. */
static bool is_html_slot(tml_check *c, const tml_fact *f) {
  static const char *const names[] = {"<em>", "<var>", "<i>"}, *const ends[] = {"</em>", "</var>", "</i>"};
  tml_str s = tml_sheet_text(c->src), t = tml_sheet_text(c->tgt), before = {s.p, f->start},
          behind = {s.p + f->end, s.n - f->end};
  if (f->kind != TML_F_API) return false;
  for (unsigned k = 0; k < TML_COUNT(names); k++) {
    if (!tml_str_ends(before, tml_str_c(names[k])) || !tml_str_starts(behind, tml_str_c(ends[k]))) continue;
    tml_str code = tml_str_n(before.p, before.n - strlen(names[k]));
    bool in_code = k == 1;
    for (size_t i = code.n; i > 0 && code.n - i < 256 && !in_code; i--) {
      if (tml_str_starts(tml_str_n(code.p + i - 1, code.n - i + 1), TML_S("</code"))) break;
      in_code = tml_str_starts(tml_str_n(code.p + i - 1, code.n - i + 1), TML_S("<code"));
    }
    return in_code && tml_str_find(t, tml_str_c(names[k]));
  }
  return false;
}

/* A text of a hyphen and a word is a parameter where it is a heading; elsewhere the hyphen may be what a list's mark
 * left. */
static bool is_lone_word(const tml_check *c, const tml_fact *f) {
  return f->sub == TML_CMD_OPTION && f->kind == TML_F_COMMAND && c->src->ntok == 2 && !c->seg->heading &&
         !(c->src->tok[1].flags & TML_TF_CAPSIN);
}

/* Signs "\<" that open what readers fill in (\<name>), and those that open nothing of the kind: nothing or a blank
 * stands behind them, or a blank before the ">". */
static uint32_t count_slots(const tml_sheet *s, const tml_tok **torn, const tml_tok **slot) {
  enum { FAR = 24 }; /* tokens of a slot */
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i], *e = s->tok + s->ntok, *x = t + 1;
    if (t->kind != TML_T_PUNCT || t->cp != '<' || !(t->flags & TML_TF_ESCAPED)) continue;
    n++;
    while (x < e && x - t < FAR && !(x->kind == TML_T_PUNCT && (x->cp == '>' || x->cp == '<'))) x++;
    bool whole =
        x < e && x->kind == TML_T_PUNCT && x->cp == '>' && x > t + 1 && !((t[1].flags | x->flags) & TML_TF_SPACE);
    if (!whole && !*torn) *torn = t;
    if (whole && !*slot) *slot = t;
  }
  return n;
}

/* `The \<key> element` that a machine left as `Element > \<klucz` or `element \<>`. What stands between the signs may
 * be translated; the pair of them is not. */
static void slots(tml_check *c) {
  const tml_tok *torn = NULL, *slot = NULL, *cut = NULL, *other = NULL;
  if (c->same || !(c->src->marks & c->tgt->marks & TML_M_ESCAPE)) return;
  uint32_t n = count_slots(c->src, &torn, &slot);
  if (!n || torn || count_slots(c->tgt, &cut, &other) > n || !cut) return;
  tml_finding *x = tml_report(c, "\"<…>\" of the source has come apart");
  tml_report_mark(c, x, TML_SIDE_SOURCE, slot->start, slot->end);
  tml_report_mark(c, x, TML_SIDE_TARGET, cut->start, cut->end);
}

static void command_mismatch(tml_check *c) {
  types(c);
  angles(c);
  if (!c->same) sounds(c);
  slots(c);
  if (c->same || !c->src->text || !c->tgt->text || tml_exact_same(c->src, c->tgt, CMD_KINDS)) return;
  tml_exact src = tml_exact_left(c->arena, c->src, c->tgt, CMD_KINDS);
  if (!src.n) return;
  tml_exact tgt = tml_exact_left(c->arena, c->tgt, c->src, CMD_KINDS);
  for (uint32_t i = 0; i < src.n; i++) {
    const tml_fact *f = src.v[i];
    if (is_operator(f)) operator_lost(c, f);
    else if (!is_lone_word(c, f) && !tml_exact_in(tml_sheet_text(c->tgt), tml_fact_str(c->src, f), false) &&
             !is_html_slot(c, f))
      command_lost(c, f, &tgt, i < SOUNDS);
  }
}

/* ---- EN008 ---- */

/* The word right before a fact: its hash, 0 where there is none. */
static uint64_t word_before(const tml_sheet *s, const tml_fact *f) {
  if (!f->tok || f->tok > s->ntok) return 0;
  const tml_tok *t = &s->tok[f->tok - 1];
  return t->kind == TML_T_WORD ? t->hash : 0;
}

/* A name of the source stands right before the target's number. */
static bool named_before(tml_check *c, const tml_fact *g) {
  if (!g->tok || g->tok > c->tgt->ntok) return false;
  const tml_tok *t = &c->tgt->tok[g->tok - 1];
  if (t->kind != TML_T_WORD || t->script != TML_SCRIPT_LATIN || !(t->flags & TML_TF_UPPER) || g->tok < 2) return false;
  for (uint32_t i = 0; i < c->src->ntok; i++)
    if (c->src->tok[i].hash == t->hash && (c->src->tok[i].flags & TML_TF_UPPER)) return true;
  return false;
}

/* The target's number of the same value: TLS 1,2 for TLS 1.2. NULL where it is written well, or is no version there. */
static const tml_fact *with_comma(tml_check *c, const tml_fact *f, bool *fine) {
  *fine = false;
  if (!f->key2) return NULL;
  for (uint32_t i = 0; i < c->tgt->nfact; i++) {
    const tml_fact *g = &c->tgt->fact[i];
    if ((g->kind != TML_F_NUMBER && g->kind != TML_F_VERSION) || (g->key != f->key2 && g->key2 != f->key2)) continue;
    bool comma = tml_exact_in(tml_fact_str(c->tgt, g), TML_S(","), false);
    uint64_t word = word_before(c->src, f);
    if (comma && (g->kind == TML_F_VERSION || f->sub == TML_VER_SURE || (word && word == word_before(c->tgt, g)) ||
                  named_before(c, g)))
      return g;
    *fine = true;
  }
  return NULL;
}

/* The number stands in the text as a run of digits, noughts before it aside. */
static bool has_figures(tml_str text, int value) {
  for (size_t i = 0; i < text.n; i++) {
    if (!tml_is_digit(text.p[i])) continue;
    int v = 0;
    for (; i < text.n && tml_is_digit(text.p[i]); i++) v = v < 1000000 ? 10 * v + (text.p[i] - '0') : v;
    if (v == value) return true;
  }
  return false;
}

/* The three numbers of 20.07.54, all of at most `most` digits; false where they are other ones. */
static bool three_parts(tml_str a, unsigned most, int v[3]) {
  unsigned n = 0, digits = 0;
  v[0] = v[1] = v[2] = 0;
  for (size_t i = 0; i < a.n; i++) {
    if (a.p[i] == '.' && n < 2 && digits) n++, digits = 0;
    else if (tml_is_digit(a.p[i]) && digits++ < most) v[n] = 10 * v[n] + (a.p[i] - '0');
    else return false;
  }
  return n == 2 && digits;
}

/* 20.07.54 beside 1954-07-20: a day that the other text has as a date; day first, month first or year first. */
static bool is_day_of(tml_str a, const tml_sheet *other) {
  int v[3];
  if (!three_parts(a, 4, v)) return false;
  /* 15.10.1582: years that are no dates' to the scan */
  if (v[0] && v[0] <= 31 && v[1] && v[1] <= 31 && v[2] > 999) {
    tml_str text = tml_sheet_text(other);
    if (has_figures(text, v[0]) && has_figures(text, v[1]) && has_figures(text, v[2])) return true;
  }
  for (uint32_t i = 0; i < other->nfact; i++) {
    const tml_fact *f = &other->fact[i];
    if (f->kind != TML_F_DATE) continue;
    int y = tml_date_year(f), m = tml_date_month(f), d = tml_date_day(f);
    bool last = (v[0] == d && v[1] == m) || (v[0] == m && v[1] == d);
    if (y && m && d && ((last && (v[2] == y || v[2] == y % 100)) || (v[0] == y % 100 && v[1] == m && v[2] == d)))
      return true;
  }
  return false;
}

/* 31.12 beside December 31. */
static bool is_short_day_of(tml_str a, const tml_sheet *other) {
  for (uint32_t i = 0; i < other->nfact; i++)
    if (other->fact[i].kind == TML_F_DATE && tml_is_day_and_month(a, &other->fact[i])) return true;
  return false;
}

/* 23.05.09 beside 11:05:09 PM: a time that the other text has, as languages of Europe write it. */
static bool is_time_of(tml_str a, const tml_sheet *other) {
  int v[3];
  if (!three_parts(a, 2, v) || v[0] > 23) return false;
  for (uint32_t i = 0; i < other->nfact; i++) {
    const tml_fact *f = &other->fact[i];
    if (f->kind == TML_F_TIME && f->num / 60 % 12 == v[0] % 12 && f->num % 60 == v[1]) return true;
  }
  return false;
}

static void drop_said(tml_check *c, tml_exact *l, const tml_sheet *mine, const tml_sheet *other,
                      const tml_locale *loc) {
  tml_values said = {0};
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++) {
    const tml_fact *f = l->v[i];
    if (tml_exact_in(tml_sheet_text(other), tml_fact_str(mine, f), true)) continue;
    if (f->num == 2 && is_short_day_of(tml_fact_str(mine, f), other)) continue;
    if (f->num == 3 && (is_day_of(tml_fact_str(mine, f), other) || is_time_of(tml_fact_str(mine, f), other))) continue;
    if (f->key2 && !said.arena) tml_values_of(c->arena, other, loc, &said);
    if (f->key2 && tml_values_has(&said, f->key2)) continue;
    l->v[n++] = f;
  }
  l->n = n;
}

static void version_finding(tml_check *c, const tml_fact *f, uint32_t start, uint32_t end) {
  tml_str a = tml_fact_str(c->src, f);
  tml_finding *x = end > start ? tml_report(c, "version: source has %s, target has %s", tml_check_quote(c, a).p,
                                            tml_check_quote(c, tml_sheet_str(c->tgt, start, end)).p)
                               : tml_report(c, "version: source has %s, target does not", tml_check_quote(c, a).p);
  marked(c, x, f, start, end);
}

/* A lone number that is a link's text, where the address holds it with its stop: …/requirement-set-1.5 and `1,5`. */
static void linked_version(tml_check *c) {
  tml_str url = c->seg->url;
  if (!url.n || c->src->ntok != 3 || c->tgt->ntok != 3) return;
  const tml_fact *f = c->src->nfact == 1 ? c->src->fact : NULL, *g = c->tgt->nfact == 1 ? c->tgt->fact : NULL;
  if (!f || !g || f->kind != TML_F_NUMBER || g->kind != TML_F_NUMBER || (f->key != g->key && f->key != g->key2)) return;
  tml_str a = tml_fact_str(c->src, f), b = tml_fact_str(c->tgt, g);
  if (tml_exact_in(a, TML_S("."), false) && tml_exact_in(b, TML_S(","), false) && tml_exact_in(url, a, false))
    version_finding(c, f, g->start, g->end);
}

/* A name that ends in a version, which the target writes as a decimal: Windows 8.1 and `Windows 8,1`. */
static void named_version(tml_check *c) {
  unsigned tries = 0;
  for (uint32_t i = 0; i < c->src->nfact && tries < 8; i++) {
    const tml_fact *f = &c->src->fact[i];
    tml_str a = tml_fact_str(c->src, f);
    if (f->kind != TML_F_NAME || a.n < 5 || a.n > 48 || !tml_is_digit(a.p[a.n - 1])) continue;
    size_t at = a.n - 1;
    while (at > 1 && tml_is_digit(a.p[at])) at--;
    if (a.p[at] != '.' || !tml_is_digit(a.p[at - 1])) continue;
    tries++;
    char other[48];
    memcpy(other, a.p, a.n);
    other[at] = ',';
    tml_str b = tml_str_n(other, a.n);
    uint32_t start, end;
    if (!tml_exact_in(tml_sheet_text(c->tgt), b, false) || tml_exact_in(tml_sheet_text(c->src), b, false)) continue;
    if (!tml_exact_spread(tml_sheet_text(c->tgt), a, 2, &start, &end)) continue;
    if (!tml_exact_in(tml_sheet_str(c->tgt, start, end), TML_S(","), false)) continue;
    version_finding(c, f, start, end);
    return;
  }
}

static void version_mismatch(tml_check *c) {
  if (c->src->has & TML_FM(TML_F_NAME) && !c->same) named_version(c);
  const uint64_t kind = TML_FM(TML_F_VERSION);
  if (!((c->src->has | c->tgt->has) & kind)) {
    if (c->seg->url.n && !c->same) linked_version(c);
    return;
  }
  if (c->same || !c->src->text || !c->tgt->text || tml_exact_same(c->src, c->tgt, kind)) return;
  tml_exact src = tml_exact_left(c->arena, c->src, c->tgt, kind), tgt = tml_exact_left(c->arena, c->tgt, c->src, kind);
  for (uint32_t i = 0; i < src.n; i++) { /* 1,2 for 1.2 */
    bool fine;
    const tml_fact *g = with_comma(c, src.v[i], &fine);
    if (g) version_finding(c, src.v[i], g->start, g->end);
    if (g || fine) tml_exact_drop(&src, src.v[i]), i--;
  }
  drop_said(c, &src, c->src, c->tgt, c->tgt_loc);
  drop_said(c, &tgt, c->tgt, c->src, c->src_loc);
  for (uint32_t i = 0; i < src.n; i++) {
    const tml_fact *f = src.v[i];
    uint32_t start, end;
    if (tgt.n) {
      const tml_fact *g = tml_exact_nearest(c->tgt, &tgt, tml_fact_str(c->src, f));
      if (!g) g = tgt.v[0];
      version_finding(c, f, g->start, g->end);
      tml_exact_drop(&tgt, g);
    } else if (f->num > 1 && tml_exact_spread(tml_sheet_text(c->tgt), tml_fact_str(c->src, f), 2, &start, &end)) {
      version_finding(c, f, start, end);
    } else if (f->num > 1) {
      version_finding(c, f, 0, 0);
    }
  }
  for (uint32_t i = 0; i < tgt.n; i++) { /* Dynamics 36.5 */
    const tml_fact *g = tgt.v[i];
    uint32_t start, end;
    if (g->num < 2) continue;
    tml_str b = tml_fact_str(c->tgt, g);
    bool spread = tml_exact_spread(tml_sheet_text(c->src), b, 2, &start, &end);
    if (spread && tml_exact_in(tml_sheet_str(c->src, start, end), TML_S(","), false))
      continue; /* a number with other signs */
    tml_finding *x = spread
                         ? tml_report(c, "version: source has %s, target has %s",
                                      tml_check_quote(c, tml_sheet_str(c->src, start, end)).p, tml_check_quote(c, b).p)
                         : tml_report(c, "version: target has %s, source does not", tml_check_quote(c, b).p);
    if (spread) tml_report_mark(c, x, TML_SIDE_SOURCE, start, end);
    else tml_report_suspect(x, TML_SUSPECT_UNKNOWN);
    tml_report_mark(c, x, TML_SIDE_TARGET, g->start, g->end);
    tml_report_evidence(c, x, TML_EV_TARGET, b);
  }
}

/* ---- rows ---- */

static const tml_example command_good[] = {{.locale = "ko-KR",
                                            .target = "Get-MailboxSearch를 실행합니다.",
                                            .source = "Run Get-MailboxSearch.",
                                            .why = "a particle glued to it"},
                                           {.locale = "de-DE",
                                            .target = "Das Dual-Write-Projekt ist schreibgeschützt.",
                                            .source = "The dual-write project is View-Only.",
                                            .why = "hyphenated words"},
                                           {.locale = "fr-FR",
                                            .target = "Ouvrez `settings.json`.",
                                            .source = "Open settings.json.",
                                            .why = "it stands in code"},
                                           {.locale = "cs-CZ",
                                            .target = "Vyberte Systém.Další krok najdete níže.",
                                            .source = "Select System.The next step is below.",
                                            .why = "two sentences that meet"},
                                           {.locale = "pl-PL",
                                            .target = "Wpisz \\<nazwa witryny> lub 3 \\< 5.",
                                            .source = "Type \\<site name> or 3 \\< 5.",
                                            .why = "what the reader fills in is translated; a sign of mathematics"},
                                           {.locale = "ja-JP",
                                            .target = "A または B を選択します。",
                                            .source = "Select A OR B.",
                                            .why = "an operator translated as a word"},
                                           {.locale = "ru-RU",
                                            .target = "Протокол вебсокет и чекбокс в форме",
                                            .source = "The WebSocket protocol and the CheckBox of a form",
                                            .why = "loan words"},
                                           {.locale = "ru-RU",
                                            .target = "Метод **создания** индекса и **Датчик**",
                                            .source = "The **CreateIndex** method and **DataCheck**",
                                            .why = "translated"},
                                           {.locale = "de-DE",
                                            .target = "[Übersicht](/a/overview) und [Doppelt](b.md)",
                                            .source = "[Overview](/a/overview) and [Double](b.md)",
                                            .why = "a link's text that is no type's name"},
                                           {0}};
static const tml_example command_bad[] = {{.locale = "ko-KR",
                                           .target = "Get-MailUser를 실행합니다.",
                                           .source = "Run Remove-MailUser.",
                                           .mark = "Get-MailUser"},
                                          {.locale = "zh-TW",
                                           .target = "命名空間 Microsoft. Quantum.Canon",
                                           .source = "The namespace Microsoft.Quantum.Canon",
                                           .mark = "Microsoft. Quantum.Canon"},
                                          {.locale = "ru-RU",
                                           .target = "Вызовите метод **креатеиндекс** объекта.",
                                           .source = "Call the **CreateIndex** method of the object.",
                                           .mark = "креатеиндекс"},
                                          {.locale = "ru-RU",
                                           .target = "Здесь нужна процедура Обжектпропертилист.",
                                           .source = "The ObjectPropertyList procedure is needed here.",
                                           .mark = "Обжектпропертилист"},
                                          {.locale = "pl-PL",
                                           .target = "Zwracany typ: System. Object",
                                           .source = "Type returned: System.Object",
                                           .mark = "System. Object"},
                                          {.locale = "fr-FR",
                                           .target = "Ouvrez le fichier de paramètres.",
                                           .source = "Open userSettings.json now.",
                                           .mark = "userSettings.json"},
                                          {.locale = "zh-TW",
                                           .target = "輸出：[雙精度](xref:math.core.double)",
                                           .source = "Output: [Double](xref:math.core.double)",
                                           .mark = "雙精度",
                                           .why = "a type's name translated"},
                                          {.locale = "pl-PL",
                                           .target = "Wersja klucza \\<> elementu",
                                           .source = "The version of the \\<pass> element",
                                           .mark = "\\<",
                                           .why = "the name has left its brackets"},
                                          {0}};
static const tml_example version_good[] = {
    {.locale = "de-DE", .target = "Version 2.0 ist verfügbar.", .source = "Version 2.0 is available.", .why = "kept"},
    {.locale = "fr-FR",
     .target = "Un taux de 1,5 suffit.",
     .source = "A rate of 1.5 is enough.",
     .why = "a decimal is no version"},
    {.locale = "ko-KR", .target = "버전 2", .source = "v2", .why = "said in another way"},
    {0}};
static const tml_example version_bad[] = {
    {.locale = "de-DE", .target = "TLS 1,2 ist erforderlich.", .source = "TLS 1.2 is required.", .mark = "1,2"},
    {.locale = "ja-JP", .target = "バージョン 3.10.8.12", .source = "Version 3.10.8.21", .mark = "3.10.8.12"},
    {.locale = "he-IL",
     .target = "עבור לגירסה 11,8 של הלקוח.",
     .source = "Move to version 11.8 of the client.",
     .mark = "11,8"},
    {.locale = "zh-CN", .target = ".NET Framework 4。7", .source = ".NET Framework 4.7.2", .mark = "4.7.2"},
    {0}};

static const tml_rule rules[] = {
    {.code = "EN006",
     .name = "command-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "inconsistent-entities",
     .mqm = "accuracy/mistranslation/entity",
     .needs = CMD_KINDS | TML_FM(TML_F_LINK),
     .needs_marks = TML_M_LT | TML_M_ESCAPE | TML_M_CAPSIN,
     .summary = "A cmdlet, option, API or file name is lost, altered or translated in prose.",
     .rationale =
         "Readers type these tokens. Only tokens whose shape cannot be a plain word are compared (Verb-Noun, "
         "--option, dotted names, camelCase, snake_case, file names with a known extension), and names of "
         "types: a link's text that the link's own dotted address ends with. Another case alone is an info; "
         "an operator (AND, OR, TRUE) that is no longer in capitals is a warning, and so is another name of a "
         "document (report.docx). A name that stands among the arguments of a function in capitals, or is one "
         "of those functions (NORM.DIST), has a name in every language: an info. Signs of what the reader fills in "
         "(\\<name>) that a machine tore apart are told, too. A name in humps that Cyrillic letters "
         "spell by its sound (CreateIndex, креатеиндекс) is found in running text, too; in two humps, a warning, only "
         "in emphasis or where it is long, for loan words sound alike. Silent where the token "
         "stands in code or in a URL of the other text, and where HTML sets it in code as what the reader fills "
         "in (<em>, <var>) and the target does so, too.",
     .good = command_good,
     .bad = command_bad,
     .check = command_mismatch},
    {.code = "EN008",
     .name = "version-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "inconsistent-entities",
     .mqm = "accuracy/mistranslation/entity",
     .needs = TML_FM(TML_F_VERSION) | TML_FM(TML_F_NUMBER),
     .summary = "The target names another version, or writes its stop as a comma.",
     .rationale = "A version is no decimal number: 1.2 stays 1.2 in every language. A number counts as a version where "
                  "it has three parts, stands beside a word for version (or later, requirement set), right behind a "
                  "capitalised name, or is the text of a link whose address holds it. Silent for decimals, and where "
                  "the other text has the three parts as a day or a time (20.07.54, 23.05.09).",
     .good = version_good,
     .bad = version_bad,
     .check = version_mismatch},
};
TML_FAMILY(commands, "EN", "Entities", rules)
