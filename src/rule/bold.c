/* bold.c — family MK: bold that is lost or seen as asterisks (MK005, MK009, MK010).
 *
 * What for: the checks; their rows stand in markup.c. What is rendered and what is left is told by feat/emphasis.c.
 */
#include "markup.h"

/* ---- MK010 unrendered-emphasis ----------------------------------------------------------------------------------- */

static bool is_left_bold(const tml_fact *f) {
  return f->kind == TML_F_EMPH && (f->flags & TML_FF_LEFT) && f->key >> 32 == '*' && (uint32_t)f->key >= 2;
}

static bool is_left_pair_half(const tml_fact *f) {
  return is_left_bold(f) && f->end - f->start == 2 && !(f->unit & TML_EMPH_ESCAPED);
}

static uint32_t count_rendered(const tml_sheet *s, unsigned sub) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->nfact; i++) n += s->fact[i].kind == TML_F_EMPH && s->fact[i].sub == sub;
  return n;
}

static uint32_t count_bold(const tml_sheet *s) { return count_rendered(s, 2); }

/* Next two left-over `**` in one line that were meant to be a pair: from fact *i on. */
static bool next_left_pair(const tml_sheet *s, uint32_t *i, const tml_fact **open, const tml_fact **close) {
  *open = NULL;
  for (; *i < s->nfact; ++*i) {
    const tml_fact *f = &s->fact[*i];
    if (f->kind == TML_F_EMPH && f->sub == 2) *open = NULL; /* not across bold that is rendered */
    if (!is_left_pair_half(f)) continue;
    if (*open && !memchr(s->text->p + (*open)->end, '\n', f->start - (*open)->end) && f->start > (*open)->end) {
      *close = f;
      ++*i;
      return true;
    }
    *open = f;
  }
  return false;
}

static uint32_t count_left_pairs(const tml_sheet *s) {
  const tml_fact *a, *b;
  uint32_t n = 0, i = 0;
  while (next_left_pair(s, &i, &a, &b)) n++;
  return n;
}

/* Whether the target's left-over pairs are bold that the source renders. Where a tool has escaped some asterisks, which
 * of the others belong together is not told. */
static bool pairs_are_bold(const tml_check *c) {
  for (uint32_t i = 0; i < c->tgt->nfact; i++)
    if (is_left_bold(&c->tgt->fact[i]) && (c->tgt->fact[i].unit & TML_EMPH_ESCAPED)) return false;
  return count_bold(c->src) > count_bold(c->tgt) && count_left_pairs(c->src) < count_left_pairs(c->tgt);
}

/* A sign at the inner edge, or nothing: moving the blanks alone would not help. */
static bool has_sign_at_edge(const tml_text *t, uint32_t from, uint32_t to) {
  unsigned len;
  const char *end = t->p + to, *last = end;
  do last--;
  while (last > t->p + from && ((unsigned char)*last & 0xC0) == 0x80);
  return tml_cp_class(tml_utf8_lenient(t->p + from, end, &len)) == TML_CP_PUNCT ||
         tml_cp_class(tml_utf8_lenient(last, end, &len)) == TML_CP_PUNCT;
}

static void report_pair(tml_check *c, const tml_fact *a, const tml_fact *b) {
  const tml_text *t = c->tgt->text;
  uint32_t from = a->end, to = b->start;
  while (from < to && t->p[from] == ' ') from++;
  while (to > from && t->p[to - 1] == ' ') to--;
  bool blanks = from > a->end || to < b->start;
  tml_str q = tml_check_quote(c, tml_sheet_str(c->tgt, a->start, b->end));
  tml_finding *f = tml_report(
      c, "not rendered as bold, for %s: %.*s",
      blanks ? "a blank stands inside the asterisks" : "a sign stands inside them and a letter outside", (int)q.n, q.p);
  tml_report_mark(c, f, TML_SIDE_TARGET, a->start, b->end);
  if (!blanks || from == to || has_sign_at_edge(t, from, to)) return;
  /* The blanks go outside where words are parted by blanks and there is none yet. */
  bool spaced = c->tgt_loc->spaced;
  const char *before = spaced && a->start > 0 && t->p[a->start - 1] != ' ' && from > a->end ? " **" : "**";
  const char *after = spaced && b->end < t->n && t->p[b->end] != ' ' && to < b->start ? "** " : "**";
  tml_report_edit(c, f, tml_text_raw(t, a->start), tml_text_raw(t, from), tml_str_c(before), true);
  tml_report_edit(c, f, tml_text_raw(t, to), tml_text_raw(t, b->end), tml_str_c(after), true);
}

void tml_markup_unrendered(tml_check *c) {
  if (!tml_markup_comparable(c) || !pairs_are_bold(c)) return;
  enum { MOST = 16 }; /* a text with more is spoilt as a whole */
  const tml_fact *a, *b;
  uint32_t i = 0, n = 0;
  while (n++ < MOST && next_left_pair(c->tgt, &i, &a, &b)) report_pair(c, a, b);
}

/* ---- MK009 leaked-markup ----------------------------------------------------------------------------------------- */

/* Names that translation tools give to the tags they protect: <b0>, </g12>, <bpt>, <ph>. */
static bool is_machine_tag(const tml_sheet *s, const tml_fact *f) {
  if (f->kind != TML_F_TAG || !(f->flags & TML_FF_LOOSE)) return false;
  tml_str n = tml_sheet_str(s, f->in_start, f->in_end);
  static const char *const whole[] = {"bpt", "ept", "ph", "mrk", "cf"};
  for (size_t i = 0; i < TML_COUNT(whole); i++)
    if (tml_str_is(n, whole[i])) return true;
  return n.n >= 2 && n.n <= 4 && (unsigned char)(n.p[0] - 'a') < 26 && n.p[1] >= '0' && n.p[1] <= '9' &&
         (n.n < 3 || (n.p[2] >= '0' && n.p[2] <= '9')) && (n.n < 4 || (n.p[3] >= '0' && n.p[3] <= '9')) &&
         !(n.n == 2 && n.p[0] == 'h');
}

/* #A0, # B1: a capital and a number behind '#', which the source has not. */
static uint32_t machine_hash(const tml_check *c) {
  if (!(c->tgt->marks & TML_M_HASHTAG) || (c->src->marks & TML_M_HASHTAG)) return 0;
  for (uint32_t i = 0; i + 1 < c->tgt->ntok; i++) {
    const tml_tok *h = &c->tgt->tok[i], *m = h + 1;
    if (h->kind != TML_T_PUNCT || h->cp != '#' || m->kind != TML_T_MIX || m->end - m->start > 3) continue;
    if (i > 0 && h[-1].kind == TML_T_WORD && h[-1].end == h->start) continue; /* C#, F# */
    const char *p = c->tgt->text->p + m->start;
    if (p[0] >= 'A' && p[0] <= 'Z' && p[1] >= '0' && p[1] <= '9') return i + 1;
  }
  return 0;
}

static bool is_leak(const tml_sheet *s, const tml_fact *f) { return is_left_bold(f) || is_machine_tag(s, f); }

/* The leaks of the target that are not MK010's pairs; the first one, and a mark for each where `f` is given. */
static uint32_t target_leaks(tml_check *c, tml_finding *f, const tml_fact **first) {
  const tml_fact *a = NULL, *b = NULL;
  uint32_t n = 0, next = 0;
  bool pairs = pairs_are_bold(c) && next_left_pair(c->tgt, &next, &a, &b);
  for (uint32_t i = 0; i < c->tgt->nfact; i++) {
    const tml_fact *x = &c->tgt->fact[i];
    if (!is_leak(c->tgt, x)) continue;
    if (pairs && x == a) continue;
    if (pairs && x == b) {
      pairs = next_left_pair(c->tgt, &next, &a, &b);
      continue;
    }
    if (!n++) *first = x;
    if (f) tml_report_mark(c, f, TML_SIDE_TARGET, x->start, x->end);
  }
  return n;
}

void tml_markup_leaked(tml_check *c) {
  if (!tml_markup_comparable(c)) return;
  uint32_t hash = machine_hash(c), source = 0;
  if (hash) {
    const tml_tok *t = &c->tgt->tok[hash - 1];
    tml_str q = tml_sheet_str(c->tgt, t->start, t[1].end);
    tml_finding *f =
        tml_report(c, "%.*s looks like a tag of a translation tool: the source has nothing there", (int)q.n, q.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, t->start, t[1].end);
    return;
  }
  const tml_fact *first = NULL;
  uint32_t target = target_leaks(c, NULL, &first);
  if (!target) return;
  for (uint32_t i = 0; i < c->src->nfact; i++) source += is_leak(c->src, &c->src->fact[i]);
  if (source >= target) return;
  tml_str q = tml_fact_str(c->tgt, first);
  tml_finding *f = tml_report(
      c, first->kind == TML_F_TAG ? "%.*s looks like a tag of a translation tool" : "readers see %.*s: it is no bold",
      (int)q.n, q.p);
  target_leaks(c, f, &first);
}

/* ---- MK005 emphasis-mismatch ------------------------------------------------------------------------------------- */

/* Bold by tags. */
static uint32_t count_tags(const tml_sheet *s) {
  uint32_t n = 0;
  for (uint32_t i = 0; tml_sheet_has(s, TML_F_TAG) && i < s->nfact; i++) {
    if (s->fact[i].kind != TML_F_TAG || s->fact[i].sub != 0) continue;
    tml_str name = tml_sheet_str(s, s->fact[i].in_start, s->fact[i].in_end);
    n += tml_str_ieq(name, TML_S("b")) || tml_str_ieq(name, TML_S("strong"));
  }
  return n;
}

static bool has_leaks(const tml_sheet *s) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (is_left_bold(&s->fact[i])) return true;
  return false;
}

/* 'dd': words between straight single quotes, which are no sign of their own for the scan (they are apostrophes, too).
 */
static bool has_single_quotes(const tml_sheet *s) {
  bool open = false;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT || t->cp != '\'') continue;
    bool space_before = !i || t->flags & TML_TF_SPACE || (t[-1].kind == TML_T_PUNCT && t[-1].cp == '(');
    bool space_behind = i + 1 == s->ntok || t[1].flags & TML_TF_SPACE || t[1].kind == TML_T_PUNCT;
    if (space_before && !space_behind) open = true;
    else if (open && !space_before && space_behind) return true;
  }
  return false;
}

/* One side has bold, the other has none at all; quotes, italic and code do in its place. */
void tml_markup_emphasis(tml_check *c) {
  if (!tml_markup_comparable(c)) return;
  uint32_t source = count_bold(c->src) + count_tags(c->src), target = count_bold(c->tgt) + count_tags(c->tgt);
  if ((source == 0) == (target == 0)) return;
  const tml_sheet *has = source ? c->src : c->tgt, *lacks = source ? c->tgt : c->src;
  const uint64_t instead = TML_FM(TML_F_CODE) | TML_FM(TML_F_TAG);
  if (has_leaks(lacks) || has_leaks(has) || count_rendered(lacks, 1) > count_rendered(has, 1) ||
      (lacks->has & instead & ~has->has) || (lacks->marks & ~has->marks & (TML_M_QUOTE | TML_M_BRACKET)) ||
      (has_single_quotes(lacks) && !has_single_quotes(has)))
    return;
  tml_finding *f = tml_report(c, source ? "the source has words in bold, the target has none"
                                        : "the target has words in bold, the source has none");
  tml_report_evidence(c, f, source ? TML_EV_SOURCE : TML_EV_TARGET, TML_S("**")); /* one habit of a machine, one line */
  for (uint32_t i = 0; i < has->nfact; i++)
    if (has->fact[i].kind == TML_F_EMPH && has->fact[i].sub == 2)
      tml_report_mark(c, f, source ? TML_SIDE_SOURCE : TML_SIDE_TARGET, has->fact[i].start, has->fact[i].end);
}
