/* blanks.c — rules SP001, SP003, SP005 and SP006: blanks at a text's edges, before signs, between scripts, stray ones.
 *
 * What for: a blank that the language does not write, or one that it does and that is lacking. What not: two blanks
 * (SP002), glued words (SP004), blanks inside code, links' targets, tags and formulas.
 * Facts: most languages write no blank before a closing sign. French does before ; : ! ? and », in Canada only before
 * : and » (Office québécois de la langue française, Le Ramat); other Romance languages do not. The signs of
 * Han and kana are as wide as a character and bring their blank along. Korean particles are one word with what stands
 * before them. A language that is not in the lists below is taken as one that writes no blank before signs.
 */
#include "rule/calls.h"
#include "rule/endings.h"
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"

/* Which signs a language parts from the word before them; along CLDR's parents (fr-CH and fr-BE write as fr). */
typedef struct manner {
  const char *id;
  const char *parted; /* ASCII signs with a blank before them */
} manner;

/* Japanese houses differ about the colon; Thai and its neighbours write blanks as signs of their own: not judged. */
static bool judges(const tml_locale *l, uint32_t cp) {
  if (l->spaced) return true;
  if (tml_locale_is(l, "ja")) return cp != ':';
  return l->scripts[0] == TML_SCRIPT_HAN;
}

static const char *parted_signs(const tml_locale *l) {
  static const manner known[] = {{"fr-CA", ":"}, {"fr", ";:!?"}, {"br", ";:!?"}};
  const char *parted = "";
  for (size_t i = 0; i < TML_COUNT(known); i++) {
    if (memcmp(l->id, known[i].id, 2) != 0) continue;
    if (!strcmp(l->id, known[i].id)) return known[i].parted;
    if (!strcmp(l->language, known[i].id)) parted = known[i].parted;
  }
  return parted;
}

/* ---- what stands where ------------------------------------------------------------------------------------------------ */

static bool is_plain_sign(const tml_tok *t) {
  return t->kind == TML_T_PUNCT && !(t->flags & (TML_TF_SYNTAX | TML_TF_ESCAPED | TML_TF_REF)) && !t->owner;
}

/* Signs as wide as a character that close, or that open. */
static bool is_wide_close(uint32_t cp) {
  switch (cp) {
  case 0x3001:
  case 0x3002:
  case 0xFF0C:
  case 0xFF1A:
  case 0xFF1B:
  case 0xFF01:
  case 0xFF1F:
  case 0xFF09:
  case 0x300D:
  case 0x300F:
  case 0x3011:
  case 0x3009:
  case 0x300B: return true;
  default: return false;
  }
}
static bool is_wide_open(uint32_t cp) {
  return cp == 0xFF08 || cp == 0x300C || cp == 0x300E || cp == 0x3010 || cp == 0x3008 || cp == 0x300A;
}
static bool is_close(uint32_t cp) {
  return cp == ',' || cp == '.' || cp == ';' || cp == ':' || cp == '!' || cp == '?' || cp == ')' || cp == ']';
}

/* A sign that ends something: behind it stand a blank, nothing, or another sign that closes. `.NET`, `:8080`, `::`,
 * `...`, `:)` do not. */
static bool ends_here(const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i];
  if (i + 1 >= s->ntok) return true;
  const tml_tok *n = t + 1;
  if (n->flags & TML_TF_SPACE) return !(n->kind == TML_T_PUNCT && n->cp == t->cp); /* `. . .` */
  if (n->kind != TML_T_PUNCT || n->start != t->end) return false;
  if (n->flags & TML_TF_SYNTAX) return n->cp == '*' || n->cp == '_';
  if (t->cp == ':' || t->cp == ';') return false; /* ":)", "::" */
  return n->cp != t->cp && (is_close(n->cp) || is_wide_close(n->cp) || n->cp == '"' || n->cp == 0x201D);
}

/* Between what and the sign the blank stands: a word, number, code, link, emphasis, bracket; not after another sign. */
static bool follows_word(const tml_sheet *s, uint32_t i) {
  const tml_tok *a = &s->tok[i - 1];
  if (a->kind != TML_T_PUNCT) return !(a->kind == TML_T_FACT && a->owner && s->fact[a->owner - 1].kind == TML_F_IMAGE);
  if (a->flags & TML_TF_SYNTAX)
    return !(a->owner && (s->fact[a->owner - 1].kind == TML_F_IMAGE || a->cp == '[' || a->cp == '!'));
  return a->cp == ')' || a->cp == ']' || a->cp == '"' || a->cp == 0x201D || a->cp == 0xBB || a->cp == '%';
}

/* Texts whose blanks are not prose's. */
static bool is_apart(const tml_check *c) {
  return (c->seg->ctx & (TML_CTX_FENCE | TML_CTX_IMAGE)) || ((c->src->has | c->tgt->has) & TML_FM(TML_F_MATH)) ||
         ((c->src->marks & c->tgt->marks) & TML_M_DOLLAR);
}

/* The blanks before token i, and whether the fix may take them away. */
static void report_blank(tml_check *c, tml_finding *f, uint32_t i) {
  const tml_sheet *t = c->tgt;
  uint32_t from = t->tok[i - 1].end, to = t->tok[i].start;
  tml_report_mark(c, f, TML_SIDE_TARGET, from, t->tok[i].end);
  tml_report_edit(c, f, tml_text_raw(t->text, from), tml_text_raw(t->text, to), TML_S(""), true);
}

/* ---- SP003 space-before-punctuation ----------------------------------------------------------------------------------- */

static bool is_before(const tml_sheet *s, uint32_t i, const char *parted) {
  const tml_tok *t = &s->tok[i];
  if ((t->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE || !is_plain_sign(t) || !is_close(t->cp))
    return false;
  if (t->cp < 0x80 && strchr(parted, (int)t->cp)) return false;
  if (t->cp == '!' && (s->text->p[t->end] == '[' || s->text->p[t->start + 1] == '['))
    return false;           /* an image that ends in another pair */
  const tml_tok *a = t - 1; /* the blank ends a bare URL */
  if (t->cp == ']' && a->kind == TML_T_FACT && a->owner && s->fact[a->owner - 1].kind == TML_F_URL) return false;
  if (!follows_word(s, i) || !ends_here(s, i)) return false;
  /* 3 : 2 */
  return !(t->cp == ':' && s->tok[i - 1].kind == TML_T_NUM && i + 1 < s->ntok && s->tok[i + 1].kind == TML_T_NUM);
}

/* French without its blank: `base:`; not a time, a key of code, a sign behind another sign. */
static bool is_lacking(const tml_sheet *s, uint32_t i, const char *parted) {
  const tml_tok *t = &s->tok[i];
  if ((t->flags & TML_TF_SPACE) || !is_plain_sign(t) || t->cp >= 0x80 || !strchr(parted, (int)t->cp)) return false;
  const tml_tok *a = t - 1;
  /* `log? dans`: a letter that became a question mark */
  if ((t->cp == '?' || t->cp == '!') && i + 1 < s->ntok && !(t[1].flags & TML_TF_UPPER) && t[1].kind == TML_T_WORD)
    return false;
  bool word = a->kind == TML_T_WORD && a->end == t->start;
  return word && !a->owner && ends_here(s, i) &&
         (i < 2 || (a->flags & TML_TF_SPACE) || a[-1].kind == TML_T_WORD || a[-1].cp == '\'' || a[-1].cp == 0x2019 ||
          a[-1].cp == '-');
}

/* Left as the source has it: the same word with the same sign, a field's name or a command. Not where the sign ends
 * both texts behind a small word that both languages have (`three types of conditions:`). */
static bool is_kept(const tml_sheet *source, const tml_sheet *target, uint32_t at) {
  const tml_tok *word = &target->tok[at - 1];
  uint32_t cp = target->tok[at].cp;
  if (at + 1 == target->ntok && at > 2 && source->tok[source->ntok - 1].cp == cp && (word->flags & TML_TF_SPACE) &&
      word[-1].kind == TML_T_WORD && !(word->flags & (TML_TF_UPPER | TML_TF_CAPSIN | TML_TF_EMPH | TML_TF_LINK)))
    return false;
  for (uint32_t i = 1; i < source->ntok; i++)
    if (source->tok[i].cp == cp && source->tok[i].kind == TML_T_PUNCT && source->tok[i - 1].hash == word->hash)
      return true;
  return false;
}

static uint32_t count_before(const tml_sheet *s, const char *parted) {
  uint32_t n = 0;
  for (uint32_t i = 1; i < s->ntok; i++) n += is_before(s, i, parted);
  return n;
}

static void check_before(tml_check *c) {
  const tml_sheet *t = c->tgt;
  if (c->same || !c->src->ntok || t->ntok < 2) return;
  const char *parted = parted_signs(c->tgt_loc);
  tml_finding *f = NULL;
  int calls = -1; /* whether the source calls a function: asked once */
  if (!*parted && !(c->glances[c->index] & TML_G_PARTED)) return;
  for (uint32_t i = 1; i < t->ntok; i++) {
    if (t->tok[i].kind != TML_T_PUNCT || !is_close(t->tok[i].cp)) continue;
    if ((!(t->tok[i].flags & TML_TF_SPACE) && !*parted) || !judges(c->tgt_loc, t->tok[i].cp)) continue;
    bool before = is_before(t, i, parted);
    bool lacking = !before && *parted && is_lacking(t, i, parted) && !is_kept(c->src, t, i);
    if (lacking && tml_in_call(t, i)) {
      if (calls < 0) calls = tml_has_call(c->src);
      lacking = !calls;
    }
    if (!before && !lacking) continue;
    if (!f) {
      if (is_apart(c) || (before && count_before(c->src, "") >= count_before(t, parted))) return;
      tml_str sign = tml_check_quote(c, tml_tok_str(t, &t->tok[i]));
      f = before ? tml_report(c, "a space before \"%.*s\"", (int)sign.n, sign.p)
                 : tml_report(c, "no space before \"%.*s\": this language writes one", (int)sign.n, sign.p);
      tml_report_evidence(c, f, TML_EV_TARGET, before ? TML_S(" ") : TML_S(""));
    }
    if (before) {
      report_blank(c, f, i);
    } else {
      tml_report_mark(c, f, TML_SIDE_TARGET, t->tok[i - 1].start, t->tok[i].end);
      uint32_t at = tml_text_raw(t->text, t->tok[i].start);
      tml_report_edit(c, f, at, at, TML_S("\xC2\xA0"), true);
    }
  }
}

/* ---- SP006 stray-space ------------------------------------------------------------------------------------------------ */

/* Particles that are nothing else where they stand alone behind a Latin word, a number or a closing bracket. */
static bool is_particle(tml_str w) {
  static const char *const list[] = {TML_LIST_KO_PARTICLES_ALONE};
  if (w.n > 9 || w.n % 3) return false;
  for (unsigned i = 0; i < TML_COUNT(list); i++)
    if (list[i][1] == w.p[1] && list[i][2] == w.p[2] && tml_str_same(w, list[i])) return true;
  return false;
}

/* What a particle was torn off: nothing, a plain word, code or a link, or words in emphasis. */
enum torn { TORN_NOT, TORN_WORD, TORN_INLINE, TORN_EMPH /* on purpose, perhaps */ };

/* Behind markup: `**word** 을`, where `**word**을` renders as well; behind a sign it does not (`**a(b)**을`). A blank
 * ends a bare URL, and an image is no word. */
static enum torn torn_off_markup(const tml_sheet *s, uint32_t i) {
  const tml_tok *a = &s->tok[i - 1];
  if (a->owner && (a->kind == TML_T_FACT || (a->flags & TML_TF_SYNTAX))) {
    int kind = s->fact[a->owner - 1].kind;
    if (kind == TML_F_CODE || (kind == TML_F_LINK && a->cp == ']')) return TORN_INLINE;
  }
  if (a->kind != TML_T_PUNCT || a->cp != '*' || !(a->flags & TML_TF_SYNTAX)) return TORN_NOT;
  uint32_t k = i - 1;
  while (k && i - k < 4 && s->tok[k].kind == TML_T_PUNCT && s->tok[k].cp == '*') k--;
  bool inside = s->tok[k].kind == TML_T_WORD || s->tok[k].kind == TML_T_NUM || s->tok[k].kind == TML_T_MIX;
  return inside ? TORN_EMPH : TORN_NOT;
}

static enum torn torn_particle(const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i], *a = t - 1;
  if (t->kind != TML_T_WORD || t->script != TML_SCRIPT_HANGUL) return TORN_NOT;
  if ((t->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE) return TORN_NOT;
  bool word = a->kind == TML_T_NUM || a->kind == TML_T_MIX ||
              (a->kind == TML_T_WORD && a->script == TML_SCRIPT_LATIN) ||
              (a->kind == TML_T_PUNCT && a->cp == ')' && !(a->flags & TML_TF_SYNTAX));
  enum torn how = word ? TORN_WORD : torn_off_markup(s, i);
  if (!how || !is_particle(tml_tok_str(s, t))) return TORN_NOT;
  return i + 1 >= s->ntok || (t[1].flags & TML_TF_SPACE) || t[1].kind == TML_T_PUNCT ? how : TORN_NOT;
}

/* A lone Hebrew prefix before markup: `ב **שמירה**`. With its hyphen, `ל- [דף](a.md)`, the blank is a habit of houses
 * that wrote so to keep what runs in the other direction apart: told at a lower level. */
static enum torn torn_prefix(const tml_sheet *s, uint32_t i) {
  static const char *const prefixes[] = {TML_LIST_HE_PREFIXES};
  const tml_tok *t = &s->tok[i];
  if ((t->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE) return TORN_NOT;
  bool bold = t->kind == TML_T_PUNCT && (t->flags & TML_TF_SYNTAX) && t->cp == '*';
  bool inline_ = t->owner && (s->fact[t->owner - 1].kind == TML_F_CODE ||
                              (s->fact[t->owner - 1].kind == TML_F_LINK && s->fact[t->owner - 1].start == t->start));
  if (!bold && !inline_) return TORN_NOT;
  const tml_tok *a = t - 1;
  bool hyphen = a->kind == TML_T_PUNCT && (a->cp == '-' || a->cp == 0x5BE);
  if (hyphen) {
    if (i < 2 || (a->flags & TML_TF_SPACE)) return TORN_NOT;
    a--;
  }
  if (a->kind != TML_T_WORD || a->end - a->start != 2 || (a > s->tok && !(a->flags & TML_TF_SPACE))) return TORN_NOT;
  for (unsigned w = 0; w < TML_COUNT(prefixes); w++)
    if (!memcmp(s->text->p + a->start, prefixes[w], 2)) {
      /* what stands behind the stars must be a word: else the signs would not open */
      uint32_t k = i;
      while (bold && k + 1 < s->ntok && k - i < 4 && s->tok[k].kind == TML_T_PUNCT && s->tok[k].cp == '*') k++;
      return s->tok[k].kind == TML_T_PUNCT && bold ? TORN_NOT : hyphen ? TORN_EMPH : TORN_INLINE;
    }
  return TORN_NOT;
}

static bool is_apostrophe(const tml_tok *t) {
  return t->kind == TML_T_PUNCT && (t->cp == '\'' || t->cp == 0x2019 || t->cp == 0x2018) && is_plain_sign(t);
}

/* A sign between two words may open or close a quotation: the other one is sought among the tokens about. */
static bool is_quoted(const tml_sheet *s, uint32_t i, bool opens, const tml_locale *l) {
  enum { ABOUT = 32 };
  for (uint32_t n = 1; n <= ABOUT; n++) {
    if (opens ? i + n >= s->ntok : n > i) return false;
    const tml_tok *t = &s->tok[opens ? i + n : i - n];
    if (!is_apostrophe(t)) continue;
    bool parted = (t->flags & TML_TF_SPACE) || t == s->tok;
    bool glued = t + 1 < s->tok + s->ntok && !(t[1].flags & TML_TF_SPACE), word = glued && t[1].kind == TML_T_WORD;
    if (opens && !parted && !word) return true;
    if (!opens && parted && glued && !(word && tml_ending_of(l, tml_tok_str(s, t + 1)) == TML_ENDING_YES)) return true;
    if (opens && parted) return false;
  }
  return false;
}

/* A Turkish ending and its apostrophe, the blank before, behind or on both sides of it: `Windows 'da`, `ML.NET ' de`,
 * `[sayfa](a.md)' ı`. Behind a plain word the last of them closes a quotation as likely. */
static enum torn torn_ending(const tml_sheet *s, uint32_t i, const tml_locale *l) {
  const tml_tok *t = &s->tok[i], *a = t - 1, *b = t + 1;
  if (!is_apostrophe(t) || i + 1 >= s->ntok || (t->flags & TML_TF_NEWLINE) || (b->flags & TML_TF_NEWLINE))
    return TORN_NOT;
  if (b->kind != TML_T_WORD || b->owner || tml_ending_of(l, tml_tok_str(s, b)) != TML_ENDING_YES) return TORN_NOT;
  if (i + 2 < s->ntok && !(b[1].flags & TML_TF_SPACE) && (b[1].kind != TML_T_PUNCT || is_apostrophe(&b[1])))
    return TORN_NOT;
  bool before = t->flags & TML_TF_SPACE, behind = b->flags & TML_TF_SPACE;
  bool markup = a->kind == TML_T_FACT || (a->kind == TML_T_PUNCT && (a->flags & TML_TF_SYNTAX) && a->cp != '[');
  bool word = a->kind != TML_T_PUNCT || a->cp == ')' || a->cp == '"' || a->cp == 0x201D || a->cp == '%';
  if (!(before ? word || markup : behind && markup)) return TORN_NOT;
  if (before ? !behind && is_quoted(s, i, true, l) : is_quoted(s, i, false, l)) return TORN_NOT;
  return TORN_WORD;
}

static bool has_word(const tml_sheet *s, uint64_t word) {
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].kind == TML_T_WORD && s->tok[i].hash == word) return true;
  return false;
}

/* A Finnish ending behind the colon of a number, an abbreviation or a name: `Windows 10: n`, `API: t`. */
static enum torn torn_colon(const tml_sheet *s, uint32_t i, const tml_sheet *source) {
  static const char *const endings[] = {TML_LIST_FI_ENDINGS_BEHIND_A_COLON};
  const tml_tok *t = &s->tok[i], *a = t - 1, *b = t + 1;
  if (t->kind != TML_T_PUNCT || t->cp != ':' || !is_plain_sign(t) || i + 1 >= s->ntok) return TORN_NOT;
  if ((t->flags & TML_TF_SPACE) || (b->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE) return TORN_NOT;
  bool name = a->kind == TML_T_NUM || a->kind == TML_T_MIX ||
              (a->kind == TML_T_WORD &&
               (a->flags & (TML_TF_ALLCAPS | TML_TF_CAPSIN) || (a->flags & TML_TF_UPPER && has_word(source, a->hash))));
  if (!name) return TORN_NOT;
  if (b->kind != TML_T_WORD || b->owner || (b->flags & TML_TF_UPPER)) return TORN_NOT;
  if (i + 2 < s->ntok && !(b[1].flags & TML_TF_SPACE) && (b[1].kind != TML_T_PUNCT || b[1].cp == '-' || b[1].cp == ':'))
    return TORN_NOT;
  for (unsigned k = 0; k < TML_COUNT(endings); k++)
    if (tml_str_same(tml_tok_str(s, b), endings[k])) return TORN_WORD;
  return TORN_NOT;
}

static uint32_t count_colons(const tml_sheet *s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->ntok; i++)
    n += s->tok[i].kind == TML_T_PUNCT && s->tok[i].cp == ':' && is_plain_sign(&s->tok[i]);
  return n;
}

/* Which words of the language are one with what stands beside them. */
enum joins { JOINS_NONE, JOINS_BEFORE, JOINS_BEHIND, JOINS_ENDING, JOINS_COLON };

static enum torn torn(const tml_check *c, uint32_t i, enum joins joins) {
  const tml_sheet *s = c->tgt;
  switch (joins) {
  case JOINS_BEFORE: return torn_particle(s, i);
  case JOINS_BEHIND: return torn_prefix(s, i);
  case JOINS_ENDING: return torn_ending(s, i, c->tgt_loc);
  case JOINS_COLON: return torn_colon(s, i, c->src);
  default: return TORN_NOT;
  }
}

static bool is_stray(const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i], *a = t - 1;
  if ((t->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE) return false;
  bool open = a->kind == TML_T_PUNCT && is_plain_sign(a) && (is_wide_open(a->cp) || a->cp == '(');
  if (open && t->kind == TML_T_PUNCT && (t->cp == ')' || is_wide_close(t->cp))) return false; /* empty: PU002 */
  if (t->kind == TML_T_PUNCT && is_plain_sign(t) && is_wide_close(t->cp)) return true;
  return open && (a->cp != '(' || t->kind != TML_T_PUNCT || is_close(t->cp));
}

static bool may_be_stray(const tml_tok *t, enum joins joins) {
  if (joins == JOINS_ENDING && is_apostrophe(t)) return true;
  if (joins == JOINS_COLON && t->cp == ':') return true;
  if (!(t->flags & TML_TF_SPACE)) return false;
  if (t->kind == TML_T_PUNCT && t->cp > 0x3000) return true;
  const tml_tok *a = t - 1;
  return (a->kind == TML_T_PUNCT && (a->cp == '(' || a->cp > 0x3000)) ||
         /* behind a word of its own script no particle is torn off */
         (joins == JOINS_BEFORE && t->kind == TML_T_WORD && !(a->kind == TML_T_WORD && a->script == t->script)) ||
         (joins == JOINS_BEHIND && t->kind != TML_T_WORD);
}

static uint32_t count_stray(const tml_sheet *s) {
  uint32_t n = 0;
  for (uint32_t i = 1; i < s->ntok; i++) n += may_be_stray(&s->tok[i], JOINS_NONE) && is_stray(s, i);
  return n;
}

static tml_finding *begin_stray(tml_check *c, uint32_t i, enum torn how, enum joins joins) {
  const tml_sheet *t = c->tgt;
  const tml_tok *a = &t->tok[i - 1];
  bool open = a->kind == TML_T_PUNCT && (is_wide_open(a->cp) || a->cp == '(');
  bool before = how && joins == JOINS_BEHIND;
  if (before && a->kind == TML_T_PUNCT) a--;
  const bool ending = how && joins >= JOINS_ENDING;
  tml_str sign = tml_check_quote(c, tml_tok_str(t, open || before ? a : &t->tok[i + ending]));
  tml_finding *f = before   ? tml_report(c, "the prefix %.*s is torn off its word", (int)sign.n, sign.p)
                   : ending ? tml_report(c, "the ending %s%.*s is torn off its word", joins == JOINS_COLON ? ":" : "'",
                                         (int)sign.n, sign.p)
                   : how    ? tml_report(c, "the particle %.*s is torn off its word", (int)sign.n, sign.p)
                   : open   ? tml_report(c, "a space behind \"%.*s\"", (int)sign.n, sign.p)
                            : tml_report(c, "a space before \"%.*s\"", (int)sign.n, sign.p);
  tml_report_evidence(c, f, TML_EV_TARGET, ending ? TML_S("'") : sign); /* one habit, whatever the ending */
  return f;
}

/* The blanks round the apostrophe of an ending. */
static void report_ending(tml_check *c, tml_finding *f, uint32_t i) {
  const tml_sheet *t = c->tgt;
  tml_report_mark(c, f, TML_SIDE_TARGET, t->tok[i - 1].end, t->tok[i + 1].end);
  for (uint32_t k = i; k <= i + 1; k++)
    if (t->tok[k].flags & TML_TF_SPACE)
      tml_report_edit(c, f, tml_text_raw(t->text, t->tok[k - 1].end), tml_text_raw(t->text, t->tok[k].start), TML_S(""),
                      true);
}

/* Blanks at the edges of a link's text: [ page ](a.md). A line's end there is none. */
enum { BEGINS = 1, ENDS = 2 };
static unsigned edges_of(const tml_sheet *s, const tml_fact *f) {
  const char *p = s->text->p;
  if (f->kind != TML_F_LINK || f->in_end < f->in_start + 2) return 0;
  unsigned edges = (p[f->in_start] == ' ' ? BEGINS : 0) | (p[f->in_end - 1] == ' ' ? ENDS : 0);
  return p[f->in_start + (edges & BEGINS)] == '!' ? 0 : edges; /* an image */
}

static void check_link_edges(tml_check *c) {
  const tml_sheet *s = c->src, *t = c->tgt;
  tml_finding *f = NULL;
  for (uint32_t i = 0; i < t->nfact; i++) {
    const tml_fact *x = &t->fact[i];
    const unsigned edges = edges_of(t, x);
    if (!edges) continue;
    if (!f) {
      if (!tml_sheet_has(s, TML_F_LINK)) return;
      for (uint32_t k = 0; k < s->nfact; k++)
        if (edges_of(s, &s->fact[k])) return;
      f = tml_report(c, "a space %s", edges & BEGINS ? "behind a link's \"[\"" : "before a link's \"]\"");
      tml_report_evidence(c, f, TML_EV_TARGET, edges & BEGINS ? TML_S("[") : TML_S("]"));
    }
    uint32_t from = x->in_start, to = x->in_end;
    while (edges & BEGINS && from < to && t->text->p[from] == ' ') from++;
    while (edges & ENDS && to > from && t->text->p[to - 1] == ' ') to--;
    if (edges & BEGINS) tml_report_mark(c, f, TML_SIDE_TARGET, x->in_start, from);
    if (edges & ENDS) tml_report_mark(c, f, TML_SIDE_TARGET, to, x->in_end);
  }
}

/* Straight quotes with a blank on both sides of the opening one, and before the closing one: `" **x** "`. Returns the
 * token of the closing one behind the opening one at i, 0 where there is none. */
static uint32_t loose_quotes(const tml_sheet *s, uint32_t i) {
  enum { FAR = 16 };
  const tml_tok *a = &s->tok[i];
  if (a->kind != TML_T_PUNCT || (a->cp != '"' && a->cp != '\'') || !is_plain_sign(a) || i + 2 >= s->ntok) return 0;
  if ((a[1].flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE) return 0;
  if (i && (!(a->flags & TML_TF_SPACE) || a[-1].kind == TML_T_NUM)) return 0; /* 5 " wide */
  if (a[1].kind == TML_T_PUNCT && !(a[1].flags & TML_TF_SYNTAX)) return 0;
  for (uint32_t j = i + 1; j < s->ntok && j < i + FAR; j++) {
    const tml_tok *b = &s->tok[j];
    if (b->kind != TML_T_PUNCT || b->cp != a->cp) continue;
    if (j == i + 1 || !is_plain_sign(b) || (b->flags & (TML_TF_SPACE | TML_TF_NEWLINE)) != TML_TF_SPACE) return 0;
    if (b[-1].kind == TML_T_PUNCT && !(b[-1].flags & TML_TF_SYNTAX)) return 0;
    return j + 1 == s->ntok || b[1].flags & TML_TF_SPACE || (b[1].kind == TML_T_PUNCT && is_close(b[1].cp)) ? j : 0;
  }
  return 0;
}

static void check_quotes(tml_check *c) {
  const tml_sheet *t = c->tgt;
  tml_finding *f = NULL;
  for (uint32_t i = 0; i < t->ntok; i++) {
    uint32_t j = loose_quotes(t, i);
    if (!j) continue;
    if (!f) {
      for (uint32_t k = 0; k < c->src->ntok; k++)
        if (loose_quotes(c->src, k)) return;
      if (is_apart(c)) return;
      tml_str q = tml_check_quote(c, tml_sheet_str(t, t->tok[i].start, t->tok[j].end));
      f = tml_report(c, "blanks inside the quotes: %.*s", (int)q.n, q.p);
    }
    report_blank(c, f, i + 1);
    report_blank(c, f, j);
    i = j;
  }
}

static void check_stray(tml_check *c) {
  const tml_sheet *t = c->tgt;
  if (c->same || !c->src->ntok || t->ntok < 2) return;
  enum joins joins = JOINS_NONE;
  if (t->scripts >> TML_SCRIPT_HANGUL & 1 && tml_locale_is(c->tgt_loc, "ko")) joins = JOINS_BEFORE;
  if (t->scripts >> TML_SCRIPT_HEBREW & 1 && tml_locale_is(c->tgt_loc, "he")) joins = JOINS_BEHIND;
  if (c->glances[c->index] & TML_G_ENDING) {
    if (tml_locale_is(c->tgt_loc, "tr")) joins = JOINS_ENDING;
    if (tml_locale_is(c->tgt_loc, "fi") && count_colons(t) > count_colons(c->src)) joins = JOINS_COLON;
  }
  if (c->glances[c->index] & TML_G_PARTED) {
    if (tml_sheet_has(t, TML_F_LINK)) check_link_edges(c);
    check_quotes(c);
  } else if (!joins) {
    return;
  }
  tml_finding *f = NULL;
  uint32_t dressed = 0; /* the first one that many houses write so on purpose */
  for (uint32_t i = 1; i < t->ntok; i++) {
    if (!may_be_stray(&t->tok[i], joins)) continue;
    enum torn how = torn(c, i, joins);
    if (how == TORN_EMPH) {
      if (!dressed) dressed = i;
      continue;
    }
    if (!how && !is_stray(t, i)) continue;
    if (!f) {
      if (is_apart(c) || (!how && count_stray(c->src) >= count_stray(t))) return;
      f = begin_stray(c, i, how, joins);
    }
    if (how && joins >= JOINS_ENDING) report_ending(c, f, i);
    else report_blank(c, f, i);
  }
  if (f || !dressed || is_apart(c)) return;
  f = begin_stray(c, dressed, TORN_EMPH, joins);
  tml_report_lesser(f);
  for (uint32_t i = dressed; i < t->ntok; i++)
    if (may_be_stray(&t->tok[i], joins) && torn(c, i, joins) == TORN_EMPH) report_blank(c, f, i);
}

/* ---- SP001 edge-space ------------------------------------------------------------------------------------------------- */

static bool is_blank(char x) { return x == ' ' || x == '\t'; }

/* Whether a blank, a line's end or a table's bar stands beside the text on that side: a blank at its edge is idle. */
static bool is_open(const tml_check *c, bool end) {
  uint32_t at = end ? c->seg->end : c->seg->start;
  const tml_around *told = c->seg->around;
  char x;
  if (told) {
    const tml_text *t = end ? &told->after : &told->before;
    const bool last = end ? c->index + 1 == c->doc->nsegs : c->index == 0;
    if (!t->n) return last || c->seg[end ? 1 : -1].line_start != c->seg->line_start;
    x = t->p[end ? 0 : t->n - 1];
  } else {
    if (end ? at >= c->doc->n : at == 0) return true;
    x = c->doc->p[end ? at : at - 1];
  }
  return is_blank(x) || x == '\n' || x == '\r' || x == '|';
}

static void check_edges(tml_check *c) {
  const tml_text *s = c->src->text, *t = c->tgt->text;
  if (!s->n || !t->n || !c->src->ntok || !c->tgt->ntok || (c->seg->ctx & (TML_CTX_FENCE | TML_CTX_FRONT))) return;
  bool begins = is_blank(t->p[0]) && !is_blank(s->p[0]), ends = is_blank(t->p[t->n - 1]) && !is_blank(s->p[s->n - 1]);
  if (!begins && !ends) return;
  uint32_t from = c->tgt->body_start, to = c->tgt->body_end;
  if (begins && (!is_open(c, false) || from >= to)) begins = false;
  /* two blanks at a line's end break the line */
  if (ends && (!is_open(c, true) || from >= to || t->n - to >= 2)) ends = false;
  if (!begins && !ends) return;
  tml_finding *f = tml_report(c, "a space at the %s that the source has not", begins ? "beginning" : "end");
  if (begins) {
    tml_report_mark(c, f, TML_SIDE_TARGET, 0, from);
    tml_report_edit(c, f, tml_text_raw(t, 0), tml_text_raw(t, from), TML_S(""), true);
  }
  if (ends) {
    tml_report_mark(c, f, TML_SIDE_TARGET, to, t->n);
    tml_report_edit(c, f, tml_text_raw(t, to), tml_text_raw(t, t->n), TML_S(""), true);
  }
  tml_report_evidence(c, f, TML_EV_TARGET, TML_S(" "));
}

/* ---- SP005 cjk-latin-space -------------------------------------------------------------------------------------------- */

enum { PARAM_STRIP };

static bool is_cjk(const tml_tok *t) {
  return t->kind == TML_T_WORD &&
         (t->script == TML_SCRIPT_HAN || t->script == TML_SCRIPT_HIRAGANA || t->script == TML_SCRIPT_KATAKANA);
}
static bool is_latin(const tml_tok *t) {
  return (t->kind == TML_T_WORD && t->script == TML_SCRIPT_LATIN) || t->kind == TML_T_NUM || t->kind == TML_T_MIX;
}

static void check_cjk(tml_check *c) {
  const tml_sheet *t = c->tgt;
  bool strip = tml_check_param(c, PARAM_STRIP) != 0;
  if (c->tgt_loc->spaced || (c->seg->ctx & TML_CTX_FENCE)) return;
  tml_finding *f = NULL;
  for (uint32_t i = 1; i < t->ntok; i++) {
    const tml_tok *a = &t->tok[i - 1], *b = &t->tok[i];
    if (!((is_cjk(a) && is_latin(b)) || (is_latin(a) && is_cjk(b))) || (b->flags & TML_TF_NEWLINE)) continue;
    bool blank = b->flags & TML_TF_SPACE;
    if (blank != strip) continue;
    if (!f) f = tml_report(c, strip ? "a space between two scripts" : "no space between two scripts");
    tml_report_mark(c, f, TML_SIDE_TARGET, a->start, b->end);
    tml_report_edit(c, f, tml_text_raw(t->text, a->end), tml_text_raw(t->text, b->start),
                    strip ? TML_S("") : TML_S(" "), true);
  }
  if (f) tml_report_evidence(c, f, TML_EV_TARGET, strip ? TML_S(" ") : TML_S(""));
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example before_good[] = {
    {"fr-FR", "Est-ce vrai ? Oui : lisez !", "Is it true? Yes: read!", NULL, "French parts these signs", NULL, NULL},
    {"fr-CA", "Est-ce vrai? Oui : lisez!", "Is it true? Yes: read!", NULL, "Canadian French parts the colon only", NULL,
     NULL},
    {"de-DE", "Nutzen Sie .NET und :: hier.", "Use .NET and :: here.", NULL, "names and operators", NULL, NULL},
    {"es-ES", "Elija ![Más](m.png) .", "Choose ![More](m.png) .", NULL, "behind an image", NULL, NULL},
    {"pl-PL", "Podziel 3 : 2.", "Divide 3 : 2.", NULL, "a ratio", NULL, NULL},
    {"it-IT", "Aspetti ... ora.", "Wait ... now.", NULL, "three dots", NULL, NULL},
    {0}};
static const tml_example before_bad[] = {
    {"de-DE", "Wählen Sie **Speichern** .", "Choose **Save**.", " .", "behind bold", "Wählen Sie **Speichern**.", NULL},
    {"fr-FR", "Lisez `id` , puis `name`.", "Read `id`, then `name`.", " ,", "behind code", "Lisez `id`, puis `name`.",
     NULL},
    {"fr-FR", "Suivez deux étapes:", "Take two steps:", "étapes:", "French parts the colon",
     "Suivez deux étapes\xC2\xA0:", NULL},
    {"fr-CA", "Est-ce vrai ?", "Is it true?", " ?", "not in Canada", "Est-ce vrai?", NULL},
    {"ko-KR", "참고 : 읽어 보세요.", "Note: read on.", " :", NULL, "참고: 읽어 보세요.", NULL},
    {0}};
static const tml_example stray_good[] = {
    {"ja-JP", "これは「設定」です。", "This is Settings.", NULL, "no blank", NULL, NULL},
    {"ko-KR", "ISO 27001의 예와 3 개월", "An example of ISO 27001 and 3 months", NULL,
     "a particle at its word, a counter apart", NULL, NULL},
    {"he-IL", "הגדר ב**שמירה** ובסעיף ב.", "Set it in **Save** and in section B.", NULL, "a prefix at its word", NULL,
     NULL},
    {"tr-TR", "Linux'ta 'de' dilini ve 'in' komutunu yazın.", "On Linux, type the language 'de' and the command 'in'.",
     NULL, "endings at their words, quoted words", NULL, NULL},
    {"de-DE", "Wert ( a + b )", "Value ( a + b )", NULL, "so in the source", NULL, NULL},
    {"cs-CZ", "Otevřete [ stránku](a.md).", "Open the [ page](a.md).", NULL, "so in the source", NULL, NULL},
    {"zh-CN", "调用 f(x)、g(x)。", "Call f(x), g(x).", NULL, "blanks between scripts are house policy", NULL, NULL},
    {"el-GR", "Δύο: \"ναι\" και \"όχι\", ή 5 \" επί 6 \".", "Two: \"yes\" and \"no\", or 5 \" by 6 \".", NULL,
     "quotes at their words, inches", NULL, NULL},
    {0}};
static const tml_example stray_bad[] = {
    {"zh-TW", "傳回 `x` ，然後結束。", "Returns `x` and ends.", " ，", NULL, "傳回 `x`，然後結束。", NULL},
    {"ja-JP", "（ 例 ）です。", "(For example.)", " 例", NULL, NULL, NULL},
    {"ko-KR", "ISO 27001 의 예입니다.", "An example of ISO 27001.", " 의", NULL, "ISO 27001의 예입니다.", NULL},
    {"he-IL", "בחר ב **שמירה** כעת.", "Choose **Save** now.", " *", NULL, "בחר ב**שמירה** כעת.", NULL},
    {"es-ES", "El valor ( en bytes) cambia.", "The value (in bytes) changes.", " en", NULL,
     "El valor (en bytes) cambia.", NULL},
    {"fi-FI", "Toimii Windows 10: ssä.", "Works on Windows 10.", ": ssä", "a Finnish ending", "Toimii Windows 10:ssä.",
     NULL},
    {"tr-TR", "Bu özellik Linux 'ta çalışır.", "This feature works on Linux.", " 'ta", "a Turkish ending",
     "Bu özellik Linux'ta çalışır.", NULL},
    {"pl-PL", "Otwórz stronę [ ustawień](a.md) teraz.", "Open the [settings](a.md) page now.", " ", "in a link's text",
     NULL, NULL},
    {"el-GR", "Το πεδίο \" **Ράφι** \".", "The **Shelf** field.", " *", "blanks inside quotes",
     "Το πεδίο \"**Ράφι**\".", NULL},
    {0}};
static const tml_example edge_good[] = {{"de-DE", "Ja", "Yes", NULL, "no blank", NULL, NULL},
                                        {"fr-FR", "Oui ", "Yes ", NULL, "so in the source", NULL, NULL},
                                        {"ja-JP", "はい  ", "Yes", NULL, "two blanks break the line", NULL, NULL},
                                        {0}};
static const tml_example edge_bad[] = {{"ar-SA", "نعم ", "Yes", " ", NULL, "نعم", NULL},
                                       {"uk-UA", "Фактично ", "Actual", " ", NULL, "Фактично", NULL},
                                       {0}};
static const tml_example cjk_good[] = {
    {"zh-CN", "使用 PowerShell 7 命令。", "Use PowerShell 7 commands.", NULL, "a blank between scripts", NULL, NULL},
    {"ko-KR", "PowerShell을 씁니다.", "Use PowerShell.", NULL, "Korean parts its words itself", NULL, NULL},
    {"ja-JP", "`run`を使う。", "Use `run`.", NULL, "code is no word", NULL, NULL},
    {0}};
static const tml_example cjk_bad[] = {{"zh-CN", "使用PowerShell命令。", "Use PowerShell commands.", "使用PowerShell",
                                       NULL, "使用 PowerShell 命令。", NULL},
                                      {"ja-JP", "7個あります。", "There are 7.", "7個", NULL, "7 個あります。", NULL},
                                      {0}};
static const tml_param cjk_params[] = {
    {.name = "strip", .type = TML_PARAM_BOOL, .value = 0, .summary = "report such blanks, instead of missing ones"},
    {0}};

#define SPACING                                                                                                        \
  .scope = TML_SCOPE_SEGMENT, .fix = TML_FIX_SAFE, .since = "0.1.0", .its = "whitespace",                              \
  .mqm = "fluency/typography/whitespace"
static const tml_rule rules[] = {
    {.code = "SP001",
     .name = "edge-space",
     .status = TML_STABLE,
     .severity = TML_SEV_INFO,
     SPACING,
     .summary = "a space at the beginning or end that the source has not",
     .rationale = "It does nothing on the page but makes equal texts differ in a memory. Silent where the source has "
                  "it, where two blanks break a line, and where the text stands against something that the blank "
                  "parts it from.",
     .good = edge_good,
     .bad = edge_bad,
     .needs_glance = TML_G_EDGE,
     .check = check_edges},
    {.code = "SP003",
     .name = "space-before-punctuation",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     SPACING,
     .summary = "a space before a closing sign, or none where French has one",
     .rationale = "A sign closes what stands before it, also behind code, bold or a link; a blank between sends it to "
                  "the next line. French parts ; : ! ? by a no-break space, in Canada the colon only: there its lack "
                  "is reported. Silent where the source has as many, for ratios, `::`, `...`, names that begin with a "
                  "sign (.NET), images, the arguments of a function in capitals, and beside formulas.",
     .good = before_good,
     .bad = before_bad,
     .needs_glance = TML_G_PARTED | TML_G_ASKS,
     .check = check_before},
    {.code = "SP005",
     .name = "cjk-latin-space",
     .status = TML_OFF,
     .severity = TML_SEV_WARNING,
     SPACING,
     .summary = "no space between Han or kana and Latin letters or digits; or, by configuration, one",
     .rationale = "Houses differ, so the rule is off until it is configured: by default it asks for a blank between "
                  "the scripts, with `strip` for none. Code, links' addresses and signs are left alone.",
     .params = cjk_params,
     .good = cjk_good,
     .bad = cjk_bad,
     .check = check_cjk},
    {.code = "SP006",
     .name = "stray-space",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     SPACING,
     .summary = "a space behind an opening sign, inside quotes, before a wide sign, or between a word and its "
                "particle, prefix or ending",
     .rationale =
         "Opening signs and quotes stand at what they open, also the brackets of a link's text; the signs of "
         "Chinese and Japanese bring their blank along; a Korean particle is one word with what stands before it "
         "(`27001의`), a Hebrew prefix with what follows, a Turkish ending with its name and the apostrophe between "
         "them (`Windows'ta`), a Finnish one with its number or name and the colon (`10:ssä`). Behind bold many "
         "Korean houses write the blank on purpose, and Hebrew ones behind a prefix with its hyphen: that is told "
         "at a lower level, and not at all where the bold ends in a sign and needs the blank to be rendered. "
         "Silent where the source has as many, at line breaks, beside formulas and behind bare URLs.",
     .good = stray_good,
     .bad = stray_bad,
     .needs_glance = TML_G_PARTED | TML_G_HANGUL | TML_G_HEBREW | TML_G_ENDING,
     .check = check_stray},
};
TML_FAMILY(blanks, "SP", "Spacing", rules)
