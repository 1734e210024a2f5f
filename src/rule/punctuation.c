/* punctuation.c — rules PU001–PU003: closing signs and brackets.
 *
 * What for: a sentence that lost its closing sign or has one of another kind, brackets that were dropped round a text
 * that is kept, brackets without their other half. What not: quotes (PU004), repeated signs (PU005); link and image
 * syntax (family MK): signs that are markup do not count. Facts:    signs of sentence end by Unicode's
 * Sentence_Terminal, grouped by what they say; habits are the page's own: translators drop the stop in lists and tables
 * on purpose, and then do so all over the page. */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"

/* ---- signs ------------------------------------------------------------------------------------------------------- */

enum { END_NONE, END_STOP, END_QUESTION, END_EXCLAMATION, END_COLON, END_COMMA, END_OTHER, END_FACT };

static int end_class(uint32_t cp, bool greek) {
  switch (cp) {
  case '.':
  case 0x3002:
  case 0xFF0E:
  case 0xFF61:
  case 0x0964:
  case 0x0965:
  case 0x06D4:
  case 0x0589:
  case 0x1362:
  case 0x104B:
  case 0x17D4:
  case 0x2026:
  case 0x0E2F:
  case 0x0F0D: return END_STOP;
  case ';': return greek ? END_QUESTION : END_COMMA;
  case '?':
  case 0xFF1F:
  case 0x061F:
  case 0x037E:
  case 0x055E:
  case 0x1367:
  case 0x203D: return END_QUESTION;
  case '!':
  case 0xFF01:
  case 0x055C: return END_EXCLAMATION;
  case ':':
  case 0xFF1A:
  case 0x1366: return END_COLON;
  case ',':
  case 0xFF0C:
  case 0x3001:
  case 0xFF64:
  case 0x060C:
  case 0x1363:
  case 0x055D:
  case 0xFF1B:
  case 0x061B: return END_COMMA;
  default: return END_OTHER;
  }
}

/* Signs that may stand behind the closing sign of a sentence: quotes, brackets, emphasis, marks of direction. */
static bool may_follow(const tml_tok *t) {
  if (t->flags & (TML_TF_SYNTAX | TML_TF_ESCAPED)) return true;
  switch (t->cp) {
  case '"':
  case '\'':
  case ')':
  case ']':
  case '}':
  case '*':
  case '_':
  case '~':
  case 0xBB:
  case 0xAB:
  case 0x2019:
  case 0x201D:
  case 0x201C:
  case 0x2018:
  case 0x203A:
  case 0x2039:
  case 0x300D:
  case 0x300F:
  case 0xFF09:
  case 0xFF3D:
  case 0x3011:
  case 0x300B:
  case 0x3009:
  case 0x200E:
  case 0x200F:
  case 0x202C:
  case 0x200B:
  case 0xFEFF: return true;
  default: return false;
  }
}

typedef struct ending {
  int class;
  const tml_tok *sign;   /* the closing sign, or the last token where there is none */
  const tml_tok *before; /* the token before the sign */
  bool inside;           /* a quote, bracket or link closes behind the sign */
} ending;

/* How a text ends. Tags are looked through; code, URLs and the like are END_FACT. */
static ending ending_of(const tml_sheet *s, bool greek) {
  ending e = {END_NONE, NULL, NULL, false};
  for (uint32_t i = s->ntok; i--;) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_FACT && t->owner && s->fact[t->owner - 1].kind == TML_F_TAG) continue;
    if (t->kind == TML_T_PUNCT && may_follow(t)) {
      e.inside |= t->cp != '*' && t->cp != '_';
      continue;
    }
    e.sign = t;
    e.before = i ? t - 1 : NULL;
    if (t->kind == TML_T_PUNCT) e.class = end_class(t->cp, greek);
    else if (t->kind == TML_T_FACT) e.class = END_FACT;
    return e;
  }
  return e;
}

static bool is_end(const tml_tok *t, int class, bool greek) {
  return t->kind == TML_T_PUNCT && end_class(t->cp, greek) == class;
}

static uint32_t count_class(const tml_sheet *s, int class, bool greek) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->ntok; i++) n += is_end(&s->tok[i], class, greek);
  return n;
}

static bool has_class(const tml_sheet *s, int class, bool greek) { return count_class(s, class, greek) > 0; }

static bool is_language(const tml_locale *l, const char *id) { return tml_locale_is(l, id); }

/* ---- PU001 end-punctuation --------------------------------------------------------------------------------------- */

/* Where pairs of a page stand that have one habit. */
enum { AT_TEXT, AT_LIST, AT_TABLE, AT_KINDS };
static int place_of(const tml_segment *g) {
  if (g->ctx & (TML_CTX_TABLE | TML_CTX_HTML)) return AT_TABLE;
  return g->ctx & (TML_CTX_LIST | TML_CTX_INDENT) ? AT_LIST : AT_TEXT;
}

/* Abbreviations that end in a stop of their own. */
static bool abbreviated(const tml_sheet *s, const ending *e) {
  static const char *const words[] = {TML_LIST_EN_ABBREVIATIONS_AT_THE_END};
  if (!e->before || e->before->kind == TML_T_PUNCT) return true; /* "..", "etc.)." and the like: no plain sentence */
  if (e->before > s->tok && e->before[-1].kind == TML_T_PUNCT && !(e->before->flags & TML_TF_SPACE) &&
      e->before[-1].cp == '.')
    return true; /* a host */
  tml_str w = tml_tok_str(s, e->before);
  if (w.n > 6) return false;
  for (unsigned i = 0; i < TML_COUNT(words); i++)
    if (tml_str_ieq(w, tml_str_c(words[i]))) return true;
  return w.n == 1;
}

/* A sentence of the source that ends in a stop and is long enough to be one. */
static bool full_sentence(const tml_page *p, const tml_segment *g, const tml_sheet *s, const ending *e) {
  bool label = e->class == END_STOP && e->sign->cp == 0x2026 && e->sign->flags & TML_TF_EMPH; /* **Save as…** */
  return e->class == END_STOP && !label && !e->inside && s->words >= 5 && (s->lower >= 3 || !p->source_locale->cased) &&
         !g->heading &&
         !(g->ctx & (TML_CTX_FENCE | TML_CTX_FRONT | TML_CTX_IMAGE | TML_CTX_TITLE | TML_CTX_LINK | TML_CTX_NESTED));
}

/* Korean and Japanese render sentences of lists as noun phrases, and these have no stop: only a predicate misses it. */
static bool predicate_end(const tml_locale *l, const tml_sheet *s, const tml_tok *last) {
  static const char *const ko[] = {TML_LIST_KO_PREDICATE_ENDS}, *const ja[] = {TML_LIST_JA_PREDICATE_ENDS};
  const char *const *list = is_language(l, "ko") ? ko : is_language(l, "ja") ? ja : NULL;
  if (!list) return true;
  tml_str w = tml_tok_str(s, last);
  for (unsigned i = 0; i < (list == ko ? TML_COUNT(ko) : TML_COUNT(ja)); i++)
    if (tml_str_ends(w, tml_str_c(list[i]))) return true;
  return false;
}

/* Whether the sentence's own stop stands before a code or link that word order moved to the end. */
static bool stop_before_tail(const tml_sheet *s, bool greek) {
  uint32_t i = s->ntok, tail = 4;
  while (i && tail--) {
    const tml_tok *t = &s->tok[--i];
    if (t->kind == TML_T_PUNCT && !(t->flags & TML_TF_SYNTAX)) {
      int c = end_class(t->cp, greek);
      if (c == END_STOP || c == END_QUESTION || c == END_EXCLAMATION) return true;
    }
  }
  return false;
}

typedef struct habit {
  uint32_t kept, dropped;
} habit;

static bool lost_stop(const tml_page *p, const tml_sheet *t, const ending *e, bool greek) {
  return (e->class == END_NONE || e->class == END_FACT) && t->words >= 3 && e->sign &&
         (e->class == END_FACT || predicate_end(p->target_locale, t, e->sign)) && !stop_before_tail(t, greek);
}

/* Reports at segment i: a page rule runs at no segment of its own. */
static void report_end(tml_check *c, uint32_t i, const ending *se, const ending *te, const char *what) {
  tml_check at = *c;
  at.seg = &c->doc->segs[i];
  at.index = i;
  at.src = &c->page->source[i];
  at.tgt = &c->page->target[i];
  tml_finding *f = tml_report(&at, "%s", what);
  if (se->sign) tml_report_mark(&at, f, TML_SIDE_SOURCE, se->sign->start, se->sign->end);
  if (te->sign) tml_report_mark(&at, f, TML_SIDE_TARGET, te->sign->start, te->sign->end);
}

/* A sentence that asks from its first word on: not a question that another sentence names. */
static bool asks(const tml_sheet *s, const ending *e) {
  static const char *const words[] = {TML_LIST_EN_ASKS_FIRST};
  if (e->inside || !e->sign) return false;
  uint32_t i = (uint32_t)(e->sign - s->tok); /* where the last sentence begins */
  while (i && !((is_end(&s->tok[i - 1], END_STOP, false) || is_end(&s->tok[i - 1], END_QUESTION, false)) &&
                (s->tok[i].flags & TML_TF_SPACE)))
    i--;
  while (i < s->ntok && s->tok[i].kind == TML_T_PUNCT && (s->tok[i].flags & TML_TF_SYNTAX)) i++;
  if (i >= s->ntok || s->tok[i].kind != TML_T_WORD) return false;
  if (i + 2 < s->ntok && tml_str_ieq(tml_tok_str(s, &s->tok[i + 2]), TML_S("know")))
    return false; /* "Did you know …?" tells */
  for (unsigned k = 0; k < TML_COUNT(words); k++)
    if (tml_str_ieq(tml_tok_str(s, &s->tok[i]), tml_str_c(words[k]))) return true;
  return false;
}

/* "How often …", "Whether …": a label that many languages put as a question; "let's … for lunch" asks too. */
static bool asks_inside(const tml_sheet *s) {
  for (uint32_t i = 0; i < s->ntok; i++) /* "When you are done, click …" is a clause */
    if (s->tok[i].kind == TML_T_PUNCT && s->tok[i].cp == ',') return false;
  static const char *const words[] = {TML_LIST_EN_ASKS_INSIDE};
  for (uint32_t i = 0; i < s->ntok && i < 2; i++)
    for (unsigned k = 0; s->tok[i].kind == TML_T_WORD && k < TML_COUNT(words); k++)
      if (tml_str_ieq(tml_tok_str(s, &s->tok[i]), tml_str_c(words[k]))) return true;
  return false;
}

/* The target's own last word asks, whatever its sign: Korean 까 나요 가요 까요, Chinese 吗 嗎. */
static bool asks_by_word(const tml_locale *l, const tml_sheet *t, const ending *e) {
  if (!e->sign || e->sign == t->tok || e->inside) return false;
  const tml_tok *w = e->sign - 1;
  if (w->kind != TML_T_WORD || w->end != e->sign->start) return false;
  static const char *const korean[] = {TML_LIST_KO_ASKS_LAST}, *const chinese[] = {TML_LIST_ZH_ASKS_LAST};
  bool ko = is_language(l, "ko"), zh = is_language(l, "zh");
  const char *const *v = ko ? korean : chinese;
  for (size_t k = 0; (ko || zh) && k < (ko ? TML_COUNT(korean) : TML_COUNT(chinese)); k++)
    if (tml_str_ends(tml_tok_str(t, w), tml_str_c(v[k]))) return true;
  return false;
}

/* A question that became a statement, or nothing at all in running text. */
static void check_question(tml_check *c, uint32_t i, const ending *se, const ending *te, bool greek) {
  const tml_page *p = c->page;
  const tml_segment *g = &c->doc->segs[i];
  const tml_sheet *s = &p->source[i], *t = &p->target[i];
  bool long_enough = p->target_locale->spaced ? t->words >= 2 : t->letters >= 4;
  if (s->words < 4 || !long_enough || g->heading || (g->ctx & (TML_CTX_TITLE | TML_CTX_IMAGE))) return;
  if (!asks(s, se) && (se->inside || !asks_by_word(p->target_locale, t, te))) return;
  if (count_class(t, END_QUESTION, greek) >= count_class(s, END_QUESTION, false)) return; /* it stands elsewhere */
  if (te->class == END_STOP) {
    /* か。 and the polite forms ask without a question mark. */
    if (is_language(p->target_locale, "ja") || is_language(p->target_locale, "th")) return;
    report_end(c, i, se, te, "the source asks a question, the target ends as a statement");
  } else if (te->class == END_NONE && p->target_locale->spaced && !is_language(p->target_locale, "ko") &&
             !(g->ctx & TML_CTX_LINK) && place_of(g) == AT_TEXT && !(s->tok[0].flags & TML_TF_EMPH) &&
             !(s->tok[0].flags & TML_TF_SYNTAX)) {
    report_end(c, i, se, te, "the source's question mark is lost in the target");
  }
}

/* A list's items are dropped together: the neighbour in a list or table has lost its stop, too. */
static bool neighbour_dropped(const tml_page *p, uint32_t i, bool greek) {
  const tml_segment *segs = p->doc->segs;
  if (place_of(&segs[i]) == AT_TEXT) return false;
  for (int step = -1; step <= 1; step += 2) {
    uint32_t k = i + (uint32_t)step;
    if (k >= p->doc->nsegs || place_of(&segs[k]) != place_of(&segs[i]) || !p->target[k].ntok) continue;
    ending se = ending_of(&p->source[k], false), te = ending_of(&p->target[k], greek);
    if (se.class == END_STOP && (te.class == END_NONE || te.class == END_FACT)) return true;
  }
  return false;
}

/* `Kateg.`, `EE. UU.`, `кв.`: the stop is the word's own. */
static bool own_stop(const tml_locale *l, const tml_sheet *t, const ending *e) {
  if (abbreviated(t, e)) return true;
  const tml_tok *w = e->before;
  if (w->kind != TML_T_WORD || tml_utf8_count(tml_tok_str(t, w)) < 5) return !tml_script_unspaced(w->script);
  tml_str with_stop = tml_sheet_str(t, w->start, e->sign->end);
  for (size_t i = 0, n = tml_locale_list(l, TML_LIST_ABBREVIATION); i < n; i++)
    if (tml_str_eq(tml_locale_item_at(l, TML_LIST_ABBREVIATION, i).s, with_stop)) return true;
  return false;
}

/* Headings have no closing stop: one that the target alone has is stray, where the page's other headings have none. */
static void check_headings(tml_check *c, bool greek) {
  const tml_page *p = c->page;
  uint32_t plain = 0, stops = 0, at = 0;
  bool stray = false;
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    const tml_sheet *s = &p->source[i], *t = &p->target[i];
    if (!c->doc->segs[i].heading || !s->ntok || t->ntok < 2) continue;
    ending te = ending_of(t, greek);
    if (te.class != END_STOP) {
      plain++;
      continue;
    }
    stops++;
    ending se = ending_of(s, false);
    if (se.class != END_NONE || te.inside || te.sign->cp == 0x2026 || own_stop(p->target_locale, t, &te)) continue;
    stray = true;
    at = i;
  }
  if (!stray || stops > 1 || plain < 2) return;
  ending se = ending_of(&p->source[at], false), te = ending_of(&p->target[at], greek);
  report_end(c, at, &se, &te, "a full stop behind a heading; the source and the page's other headings have none");
}

/* The sentence goes on in the next pair of the line: `…(it is shown in the pane).` */
static bool goes_on(const tml_page *p, uint32_t i) {
  const tml_segment *g = &p->doc->segs[i];
  if (i + 1 >= p->doc->nsegs || g[1].line_start != g->line_start || !p->target[i + 1].ntok) return false;
  const tml_tok *t = p->target[i + 1].tok;
  return t->kind == TML_T_PUNCT || (t->kind == TML_T_WORD && p->target_locale->cased && !(t->flags & TML_TF_UPPER));
}

static void check_end(tml_check *c) {
  const tml_page *p = c->page;
  const tml_locale *l = p->target_locale;
  bool greek = is_language(l, "el");
  if (is_language(l, "th") || is_language(l, "lo")) return; /* written without closing signs */
  check_headings(c, greek);
  habit seen[AT_KINDS] = {{0, 0}};
  uint32_t n = c->doc->nsegs, lost = 0;
  for (uint32_t i = 0; i < n; i++) {
    const tml_sheet *s = &p->source[i], *t = &p->target[i];
    if (s->words < 4 || !t->ntok) continue;
    ending se = ending_of(s, false);
    if (se.class != END_STOP && se.class != END_QUESTION) continue;
    ending te = ending_of(t, greek);
    if (se.class == END_QUESTION) {
      check_question(c, i, &se, &te, greek);
      continue;
    }
    if (!full_sentence(p, &c->doc->segs[i], s, &se)) continue;
    if (te.class == END_QUESTION && !te.inside && !(te.sign->flags & TML_TF_EMPH) &&
        !has_class(s, END_QUESTION, false) && !asks_inside(s)) {
      report_end(c, i, &se, &te, "the source makes a statement, the target asks a question");
      continue;
    }
    habit *h = &seen[place_of(&c->doc->segs[i])];
    if (te.class == END_NONE || te.class == END_FACT) h->dropped++;
    else h->kept++;
    lost += te.class == END_NONE || te.class == END_FACT;
  }
  for (uint32_t i = 0; lost && i < n; i++) {
    const tml_sheet *s = &p->source[i], *t = &p->target[i];
    if (s->words < 5 || !t->ntok) continue;
    ending se = ending_of(s, false), te = ending_of(t, greek);
    if (!full_sentence(p, &c->doc->segs[i], s, &se) || !lost_stop(p, t, &te, greek) || abbreviated(s, &se)) continue;
    const habit *h = &seen[place_of(&c->doc->segs[i])];
    if (h->kept < 3 * h->dropped && (place_of(&c->doc->segs[i]) != AT_TEXT || h->dropped > 1)) continue;
    if (neighbour_dropped(p, i, greek) || goes_on(p, i)) continue;
    report_end(c, i, &se, &te, "the source ends with a full stop, the target has lost it");
  }
}

/* ---- brackets ----------------------------------------------------------------------------------------------------- */

enum { MAX_OPEN = 64, MAX_PAIRS = 64 };
typedef struct pair {
  uint32_t open, close; /* tokens */
} pair;
typedef struct brackets {
  pair pair[MAX_PAIRS];
  uint32_t npair;
  uint32_t open[MAX_OPEN]; /* tokens of brackets left open … */
  uint32_t nopen;
  uint32_t close[MAX_OPEN]; /* … and of closing ones that nothing opened */
  uint32_t nclose;
  bool full; /* more than fits: nothing is said */
} brackets;

/* 1 opening, 2 closing, 0 no bracket; the kind of bracket in *shape. */
static int bracket_of(const tml_tok *t, uint32_t *shape) {
  if (t->kind != TML_T_PUNCT || (t->flags & TML_TF_SYNTAX)) return 0;
  switch (t->cp) {
  case '(':
  case 0xFF08: return *shape = '(', 1;
  case ')':
  case 0xFF09: return *shape = '(', 2;
  case 0x3010: return *shape = 0x3010, 1;
  case 0x3011: return *shape = 0x3010, 2;
  case 0x300C: return *shape = 0x300C, 1;
  case 0x300D: return *shape = 0x300C, 2;
  case 0x300E: return *shape = 0x300E, 1;
  case 0x300F: return *shape = 0x300E, 2;
  case 0x300A: return *shape = 0x300A, 1;
  case 0x300B: return *shape = 0x300A, 2;
  default: return 0;
  }
}

/* `a)`, `1)`, `iv)` at the beginning or behind a blank; `:)` and its kin. */
static bool lone_close_ok(const tml_sheet *s, uint32_t i) {
  if (i == 0 || (s->tok[i].flags & TML_TF_SPACE)) return false;
  const tml_tok *t = &s->tok[i - 1];
  if (t->kind == TML_T_PUNCT && t->cp == '.' && i > 1 && !(t->flags & TML_TF_SPACE)) { /* 1.) */
    t--;
    i--;
    if (t->kind != TML_T_NUM && t->end - t->start > 2) return false;
  }
  if (t->kind == TML_T_PUNCT) return t->cp == ':' || t->cp == ';' || t->cp == '-';
  if (t->kind == TML_T_FACT) return false;
  bool begins = i == 1 || (t->flags & TML_TF_SPACE) || (t - 1)->kind == TML_T_PUNCT;
  return begins && t->end - t->start <= 4;
}

static void read_brackets(const tml_sheet *s, brackets *b) {
  uint32_t shape = 0, shapes[MAX_OPEN];
  b->npair = b->nopen = b->nclose = 0;
  b->full = false;
  for (uint32_t i = 0; i < s->ntok; i++) {
    int what = bracket_of(&s->tok[i], &shape);
    if (!what) continue;
    if (what == 1) {
      if (i && s->tok[i - 1].kind == TML_T_PUNCT && (s->tok[i - 1].cp == ':' || s->tok[i - 1].cp == ';') &&
          !(s->tok[i].flags & TML_TF_SPACE) && s->tok[i].cp == '(' &&
          (i + 1 == s->ntok || (s->tok[i + 1].flags & TML_TF_SPACE)))
        continue; /* :( */
      if (b->nopen == MAX_OPEN) {
        b->full = true;
        return;
      }
      shapes[b->nopen] = shape;
      b->open[b->nopen++] = i;
    } else if (b->nopen && shapes[b->nopen - 1] == shape) {
      if (b->npair == MAX_PAIRS) {
        b->full = true;
        return;
      }
      b->pair[b->npair++] = (pair){b->open[--b->nopen], i};
    } else if (!lone_close_ok(s, i)) {
      if (b->nclose == MAX_OPEN) {
        b->full = true;
        return;
      }
      b->close[b->nclose++] = i;
    }
  }
}

static bool balanced(const brackets *b) { return !b->nopen && !b->nclose && !b->full; }

/* ---- PU002 bracket-mismatch ----------------------------------------------------------------------------------------- */

static bool inside(const brackets *b, uint32_t first, uint32_t last) {
  for (uint32_t i = 0; i < b->npair; i++)
    if (b->pair[i].open < first && last < b->pair[i].close) return true;
  return false;
}

/* The place from token `at` on where the tokens first..last of `s` stand in `t`, UINT32_MAX for none. */
static uint32_t find_run(const tml_sheet *s, uint32_t first, uint32_t last, const tml_sheet *t, uint32_t at) {
  uint32_t n = last - first + 1;
  for (; at + n <= t->ntok; at++) {
    uint32_t k = 0;
    while (k < n && t->tok[at + k].kind == s->tok[first + k].kind && t->tok[at + k].hash == s->tok[first + k].hash) k++;
    if (k == n) return at;
  }
  return UINT32_MAX;
}

/* What stands in the bracket is a name or term that is kept as it is: one or a few words, at least one of them Latin,
 * not a number, not a plural ending (`file(s)`), not a word of function. */
static bool kept_content(const tml_sheet *s, uint32_t first, uint32_t last) {
  if (last < first || last - first > 5 || !(s->tok[first - 1].flags & TML_TF_SPACE || first == 1)) return false;
  bool name = false;
  for (uint32_t i = first; i <= last; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_NUM) return false;
    if (t->kind == TML_T_PUNCT && !(t->flags & TML_TF_SYNTAX) && t->cp != '*' && t->cp != '-' && t->cp != '_')
      return false;
    if (t->kind == TML_T_FACT || t->kind == TML_T_MIX) name = true;
    if (t->kind == TML_T_WORD && t->end - t->start >= 2 && (t->flags & (TML_TF_UPPER | TML_TF_CAPSIN))) name = true;
  }
  return name;
}

/* An acronym may stand for its long form alone. It was in brackets where a name of the target's own stands before it:
 * a small word at once, and a capital among the words before that. */
static bool after_own_name(const tml_check *c, uint32_t at, uint32_t open) {
  const tml_sheet *t = c->tgt;
  if (!c->tgt_loc->cased || at < 3 || is_language(c->tgt_loc, "de"))
    return false; /* German writes all nouns with capitals */
  const tml_tok *a = &t->tok[at - 1];
  if (a->kind != TML_T_WORD || (a->flags & TML_TF_UPPER) || a->script != c->tgt_loc->scripts[0] ||
      a->end - a->start < 4)
    return false;
  for (uint32_t i = at - 1; i-- > 0 && at - i < 8;) {
    const tml_tok *k = &t->tok[i];
    if (k->kind == TML_T_PUNCT && k->cp != '\'' && k->cp != 0x2019 && k->cp != '-') return false;
    if (k->kind == TML_T_WORD && (k->flags & TML_TF_UPPER) && i > 0 && k->script == c->tgt_loc->scripts[0]) {
      /* A word of the source, too: only where it belongs to the name before the source's bracket ("Commission"). */
      uint32_t in_source = find_run(t, i, i, c->src, 0);
      return in_source == UINT32_MAX || (in_source < open && open - in_source <= 6);
    }
  }
  return false;
}

/* What the brackets hold speaks for itself: an identifier, a word that was left untranslated. Not code and not
 * emphasised: these stand apart without brackets, and translators do work them into the sentence. */
static bool telling(const tml_sheet *s, uint32_t first, uint32_t last) {
  const tml_tok *t = &s->tok[first];
  if (first != last || (t->flags & TML_TF_EMPH)) return false;
  if (t->kind == TML_T_MIX) return (t->flags & TML_TF_UNDER) != 0;
  return t->kind == TML_T_WORD && t->end - t->start >= 6 && (t->flags & TML_TF_UPPER) &&
         !(t->flags & (TML_TF_ALLCAPS | TML_TF_CAPSIN));
}

/* A pair with nothing in it: what it held was lost or moved out. `calls`: `run()` counts, too. */
static const pair *empty_pair(const tml_sheet *s, const brackets *b, bool calls) {
  for (uint32_t i = 0; i < b->npair; i++) {
    uint32_t o = b->pair[i].open;
    if (b->pair[i].close != o + 1 || (s->tok[o].cp != '(' && s->tok[o].cp != 0xFF08)) continue;
    const tml_tok *a = o ? &s->tok[o - 1] : NULL;
    while (a && a > s->tok && a->kind == TML_T_PUNCT && a->flags & TML_TF_SYNTAX) a--; /* **run**() */
    bool word = a && (a->kind == TML_T_WORD || a->kind == TML_T_MIX);
    bool call = word && (a->kind == TML_T_MIX || (a->flags & TML_TF_CAPSIN) || a->owner ||
                         (!(s->tok[o].flags & TML_TF_SPACE) && a->script == TML_SCRIPT_LATIN));
    if (calls || !call) return &b->pair[i];
  }
  return NULL;
}

static bool opens_next(const tml_sheet *t, uint32_t i) {
  return i < t->ntok && t->tok[i].kind == TML_T_PUNCT &&
         (t->tok[i].cp == '(' || t->tok[i].cp == 0xFF08 || t->tok[i].cp == '[') && !(t->tok[i].flags & TML_TF_SYNTAX);
}

static uint32_t count_run(const tml_sheet *s, uint32_t first, uint32_t last, const tml_sheet *t) {
  uint32_t n = 0;
  for (uint32_t at = 0; (at = find_run(s, first, last, t, at)) != UINT32_MAX; at++) n++;
  return n;
}

static void check_pairs(tml_check *c) {
  brackets sb, tb;
  read_brackets(c->src, &sb);
  if (!sb.npair || !balanced(&sb)) return;
  read_brackets(c->tgt, &tb);
  const pair *empty = tb.full || empty_pair(c->src, &sb, true) ? NULL : empty_pair(c->tgt, &tb, false);
  if (empty) {
    tml_finding *f = tml_report(c, "the brackets are empty; the source has no empty brackets");
    tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[empty->open].start, c->tgt->tok[empty->close].end);
    return;
  }
  if (!balanced(&tb) || tb.npair >= sb.npair) return;
  for (uint32_t i = 0; i < sb.npair; i++) {
    uint32_t first = sb.pair[i].open + 1, last = sb.pair[i].close - 1;
    if (!kept_content(c->src, first, last)) continue;
    if (count_run(c->src, first, last, c->src) != 1 || count_run(c->src, first, last, c->tgt) != 1) continue;
    uint32_t at = find_run(c->src, first, last, c->tgt, 0);
    if (inside(&tb, at, at + last - first) || opens_next(c->tgt, at + last - first + 1)) continue;
    if (!telling(c->src, first, last) && !after_own_name(c, at, sb.pair[i].open)) continue;
    const tml_tok *o = &c->src->tok[sb.pair[i].open], *e = &c->src->tok[sb.pair[i].close];
    uint32_t from = c->tgt->tok[at].start, to = c->tgt->tok[at + last - first].end;
    tml_finding *f = tml_report(c, "source has brackets round \"%.*s\", the target has the text without them",
                                (int)(e->start - o->end), c->src->text->p + o->end);
    tml_report_mark(c, f, TML_SIDE_SOURCE, o->start, e->end);
    tml_report_mark(c, f, TML_SIDE_TARGET, from, to);
    return;
  }
}

/* ---- PU003 unpaired-bracket ------------------------------------------------------------------------------------------ */

/* Whether a neighbour's target has the other half: sentences were cut in another place than in the source. */
static bool other_half(const tml_check *c, bool before, bool opening) {
  brackets b;
  if (before ? c->index == 0 : c->index + 1 >= c->doc->nsegs) return false;
  read_brackets(&c->page->target[before ? c->index - 1 : c->index + 1], &b);
  return opening ? b.nclose > 0 : b.nopen > 0;
}

/* A closing bracket that nothing opens, be it an enumerator's. */
static bool lone_close(const tml_sheet *s) {
  uint32_t shape = 0, open = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    int what = bracket_of(&s->tok[i], &shape);
    if (what == 1) open++;
    if (what && what != 1 && !open--) return true;
  }
  return false;
}

static void check_unpaired(tml_check *c) {
  brackets tb, sb;
  read_brackets(c->tgt, &tb);
  if (tb.full || (!tb.nopen && !tb.nclose)) return;
  read_brackets(c->src, &sb);
  if (!balanced(&sb)) return;
  if (tb.nclose == 1 && !tb.nopen && lone_close(c->src)) return; /* the source's "ID) x": not an enumerator here */
  if (tml_sheet_has(c->src, TML_F_MATH)) return; /* broken formulas show their half-open intervals: MK017 */
  bool opening = tb.nopen > 0;
  if (tb.nopen + tb.nclose == 1 && other_half(c, !opening, opening)) return;
  tml_finding *f = tml_report(c, opening ? "the bracket is never closed; the source's brackets are paired"
                                         : "the bracket was never opened; the source's brackets are paired");
  for (uint32_t i = 0; i < tb.nopen; i++)
    tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[tb.open[i]].start, c->tgt->tok[tb.open[i]].end);
  for (uint32_t i = 0; i < tb.nclose; i++)
    tml_report_mark(c, f, TML_SIDE_TARGET, c->tgt->tok[tb.close[i]].start, c->tgt->tok[tb.close[i]].end);
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

static const char *const refs_brackets[] = {"Unicode Character Database: BidiBrackets.txt", NULL};
static const char *const refs_end[] = {"Unicode Standard Annex 29: Sentence_Terminal", NULL};

static const tml_example end_good[] = {
    {"ko-KR", "설정을 저장합니다.", "Save the settings that you changed here.", NULL, "both end with a stop", NULL,
     NULL},
    {"hi-IN", "अपनी सेटिंग्स को सहेजना न भूलें।", "Please don't forget to save your settings.", NULL,
     "the danda is Hindi's stop", NULL, NULL},
    {"th-TH", "อย่าลืมบันทึกการตั้งค่าของคุณ", "Please don't forget to save your settings.", NULL, "Thai has no stop", NULL,
     NULL},
    {"ja-JP", "設定を保存する方法について説明しています。", "This page tells how to save the settings:", NULL,
     "a colon may become a stop", NULL, NULL},
    {"ko-KR", "저장된 설정의 이름", "The name of the settings that were saved.", NULL,
     "a noun phrase of Korean has no stop", NULL, NULL},
    {"ja-JP", "この設定を保存しますか。", "Do you want to save these settings?", NULL, "か。 asks", NULL, NULL},
    {"el-GR", "Θέλετε να αποθηκεύσετε τις ρυθμίσεις;", "Do you want to save the settings?", NULL,
     "; is the Greek question mark", NULL, NULL},
    {0}};
static const tml_example end_bad[] = {
    {"de-DE", "Bitte speichern Sie danach alle Einstellungen", "Please save all of your settings after that.",
     "Einstellungen", "the stop is lost", NULL, NULL},
    {"es-ES", "Quiere guardar ahora los cambios.", "Do you want to save the changes now?", ".",
     "a question became a statement", NULL, NULL},
    {"ko-KR", "그런 다음 변경한 모든 설정을 저장합니다", "After that, please save all of your settings.", "저장합니다",
     "a predicate needs its stop", NULL, NULL},
    {0}};

static const tml_example pair_good[] = {
    {"ko-KR", "ISO(국제 표준화 기구)는 독립 기구입니다.",
     "The International Organization for Standardization (ISO) is independent.", NULL, "one pair on either side", NULL,
     NULL},
    {"fr-FR", "Foire aux questions (FAQ)", "Frequently asked questions", NULL, "an acronym that the target adds", NULL,
     NULL},
    {"de-DE", "Speichern Sie die Datei, falls nötig.", "Save the file (if needed).", NULL,
     "a remark worked into the sentence", NULL, NULL},
    {"fr-FR", "Choisissez le ou les fichiers.", "Choose the file(s).", NULL, "a plural in brackets", NULL, NULL},
    {"zh-CN", "安全运营中心（SOC）负责此事。", "The security operations center (SOC) does this.", NULL,
     "full-width brackets", NULL, NULL},
    {0}};
static const tml_example pair_bad[] = {
    {"fr-FR", "Le Conseil des mesures BDM publie la liste.", "The Bureau of Measures (BDM) publishes the list.", "BDM",
     "the brackets are lost", NULL, NULL},
    {"es-ES", "Abra el Centro de Control CC_Panel y espere.", "Open the control center (CC_Panel) and wait.",
     "CC_Panel", "the brackets are lost", NULL, NULL},
    {"zh-CN", "转到管理中心 ()，然后等待。", "Go to the admin center (the new one), and wait.", "()",
     "nothing left in them", NULL, NULL},
    {0}};

static const tml_example unpaired_good[] = {
    {"ko-KR", "a) 파일을 저장합니다.", "a) Save the file.", NULL, "an enumerator", NULL, NULL},
    {"de-DE", "1) Datei speichern (falls nötig).", "1. Save the file (if needed).", NULL,
     "an enumerator of the target alone", NULL, NULL},
    {"fr-FR", "C’est fait :)", "Done!", NULL, "an emoticon", NULL, NULL},
    {"ja-JP", "ファイル（必要な場合)を保存します。", "Save the file (if needed).", NULL,
     "a wide bracket closed by a narrow one is closed", NULL, NULL},
    {"es-ES", "Intervalo [0, 1) abierto", "Half-open interval [0, 1)", NULL, "so in the source", NULL, NULL},
    {0}};
static const tml_example unpaired_bad[] = {
    {"zh-CN", "保存文件（如果需要。", "Save the file (if needed).", "（", "never closed", NULL, NULL},
    {"fr-FR", "Enregistrez le fichier si nécessaire) ensuite.", "Save the file (if needed) then.", ")", "never opened",
     NULL, NULL},
    {0}};

static const tml_rule rules[] = {
    {.code = "PU001",
     .name = "end-punctuation",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "typographical",
     .mqm = "fluency/punctuation",
     .summary = "a sentence lost its full stop, or a question its question mark",
     .rationale = "A sentence without its closing sign runs into the next one, and a question that ends as a statement "
                  "says something "
                  "else. Signs of the locale count as what they stand for (。 । ؟ ;). Silent in headings, titles and "
                  "link texts, "
                  "where sentences become noun phrases; in languages without closing signs (Thai, Lao); where Korean "
                  "or Japanese "
                  "end in a noun phrase, or Japanese asks with か。; where the stop moved into a link's text or before "
                  "a code at "
                  "the end; and where dropping the stop is the page's habit in that kind of place (lists, tables).",
     .refs = refs_end,
     .good = end_good,
     .bad = end_bad,
     .check = check_end},
    {.code = "PU002",
     .name = "bracket-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "typographical",
     .mqm = "fluency/punctuation/unpaired-marks",
     .needs_marks = TML_M_BRACKET,
     .summary = "brackets dropped round a name that the target keeps, or left empty",
     .rationale =
         "An acronym, code or name that the source gives in brackets reads as part of the name before it when the "
         "brackets "
         "are lost. Only a text that both sides have once, in brackets in the source and bare in the target, is "
         "reported: remarks are worked into sentences, acronyms are bracketed or added on one side, and plural "
         "endings (file(s)) spelt out by right translations. Code and emphasised names may lose their brackets. "
         "Brackets with nothing in them are reported where the source has none.",
     .refs = refs_brackets,
     .good = pair_good,
     .bad = pair_bad,
     .check = check_pairs},
    {.code = "PU003",
     .name = "unpaired-bracket",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "typographical",
     .mqm = "fluency/punctuation/unpaired-marks",
     .needs_marks = TML_M_BRACKET | TML_M_QUOTE,
     .summary = "a bracket of the target has no other half",
     .rationale =
         "Text was lost, or a bracket was. Silent for enumerators (a), 1)) and emoticons, where the source is "
         "unbalanced "
         "too, and where a neighbouring pair has the other half. A wide bracket may be closed by a narrow one.",
     .refs = refs_brackets,
     .good = unpaired_good,
     .bad = unpaired_bad,
     .check = check_unpaired},
};
TML_FAMILY(punctuation, "PU", "Punctuation", rules)
