/* names.c — family EN, the rules about names of products, services and acronyms: EN007 name-mismatch, EN010
 * enumeration-mismatch.
 *
 * What for: names that the lexicon knows, compared as sets by what the other side says of them (name.h). What one pair
 * alone proves is reported at once: another product's name, a name out of nowhere, damaged capitals. A name that is
 * missing or stands half translated may be the language's way, so such a finding waits for the run: it is kept where
 * the run keeps the name nearly everywhere (TML_PEND_NAME_KEPT). What not: standards and regulations (standards.c),
 * names in code or file names (commands.c).
 *
 * Lists: three names or more with nothing but signs and conjunctions between them are an enumeration; a member lost or
 * added there is EN010's, the rest is EN007's.
 */
#include "tmlint/name.h"
#include "tmlint/rule.h"

enum { NAMES = 24, LIST = 3 };

typedef struct named {
  const tml_fact *f;
  const tml_entity *e;
  uint8_t said; /* TML_SAID_…, by the other side */
  bool strong;  /* nothing but this product is called so, and languages keep it */
  uint8_t list; /* number of the enumeration it stands in, 0 none */
} named;

typedef struct side {
  const tml_sheet *s;
  named v[NAMES];
  unsigned n;
  bool differs;
} side;

static bool strong(const tml_entity *e) {
  return !(e->flags & (TML_ENT_COMMON | TML_ENT_TRANSLATED)) &&
         (e->sub == TML_NAME_PRODUCT || e->sub == TML_NAME_SERVICE);
}

/* ---- lists ---- */

/* Whether the word is one of the language's "and" and "or", or holds one where words are not parted (`whole`: is it
 * all). */
static bool conjunction(const tml_locale *loc, const tml_sheet *s, const tml_tok *t, bool whole) {
  size_t n;
  const tml_word *w = tml_locale_words(loc, t->hash, &n);
  for (size_t i = 0; i < n; i++)
    if (w[i].kind == TML_WORD_AND || w[i].kind == TML_WORD_OR) return true;
  if (t->script <= TML_SCRIPT_CYRILLIC) return false;
  tml_str word = tml_tok_str(s, t);
  while (word.n) {
    for (int list = 0; list < 2; list++) {
      enum tml_locale_list which = list ? TML_LIST_OR : TML_LIST_AND;
      int at = tml_locale_match(loc, which, word);
      if (at >= 0 && (!whole || tml_locale_item_at(loc, which, (size_t)at).s.n == word.n)) return true;
    }
    if (whole) return false;
    unsigned len;
    tml_utf8_at(word.p, &len);
    word.p += len, word.n -= len;
  }
  return false;
}

static bool parts_list(const tml_locale *loc, const tml_sheet *s, const tml_tok *t, bool whole, bool *sign) {
  if (t->kind == TML_T_PUNCT) {
    *sign |=
        t->hash == ',' || t->cp == 0x3001 || t->cp == 0x060C || t->hash == '/' || t->hash == ';' || t->cp == 0x061B;
    return t->hash != '.' && t->hash != ':' && t->hash != '(' && t->hash != '|' && t->cp != 0x3002;
  }
  if (t->kind != TML_T_WORD || !conjunction(loc, s, t, whole)) return false;
  return *sign = true;
}

/* Nothing but signs, conjunctions and company names between two names. */
static bool joined(const tml_sheet *s, const tml_locale *loc, const tml_fact *a, const tml_fact *b) {
  bool sign = false;
  uint32_t from = a->tok + a->ntok;
  if (b->tok < from || b->tok - from > 6) return false;
  for (uint32_t i = from; i < b->tok; i++)
    if (!parts_list(loc, s, &s->tok[i], true, &sign)) return false;
  return sign;
}

static void find_lists(side *x, const tml_locale *loc) {
  uint8_t lists = 0;
  for (unsigned i = 0, j; i < x->n; i = j) {
    for (j = i + 1; j < x->n && joined(x->s, loc, x->v[j - 1].f, x->v[j].f);) j++;
    if (j - i < LIST) continue;
    lists++;
    for (unsigned k = i; k < j; k++) x->v[k].list = lists;
  }
}

/* ---- what each side names ---- */

static bool noted(const side *x, uint64_t key) {
  for (unsigned i = 0; i < x->n; i++)
    if (x->v[i].f->key == key) return true;
  return false;
}

/* Written without the capitals that its name has: perhaps a word of the language ("notion"). */
static bool small_letters(const tml_sheet *s, const tml_fact *f, const tml_entity *e) {
  bool name = false;
  for (size_t i = 0; i < e->name.n; i++) name |= e->name.p[i] >= 'A' && e->name.p[i] <= 'Z';
  for (uint32_t i = f->start; name && i < f->end; i++)
    if (s->text->p[i] >= 'A' && s->text->p[i] <= 'Z') return false;
  return name;
}

static void read_side(tml_check *c, side *x, const tml_sheet *s, const tml_sheet *other) {
  x->s = s;
  x->n = 0;
  x->differs = false;
  if (!tml_sheet_has(s, TML_F_NAME)) return;
  for (uint32_t i = 0; i < s->nfact && x->n < NAMES; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->kind != TML_F_NAME || noted(x, f->key)) continue;
    named *m = &x->v[x->n++];
    *m = (named){.f = f, .e = tml_lexicon_at(c->page->lexicon, f->unit)};
    m->said = (uint8_t)tml_name_said_by_pair(c->page->lexicon, s, i, other);
    m->strong = strong(m->e) && !small_letters(s, f, m->e);
    x->differs |= m->said != TML_SAID_WHOLE;
  }
}

static bool read_sides(tml_check *c, side *s, side *t) {
  read_side(c, s, c->src, c->tgt);
  read_side(c, t, c->tgt, c->src);
  if (!s->differs && !t->differs) return false;
  find_lists(s, c->src_loc);
  find_lists(t, c->tgt_loc);
  return true;
}

static bool names_within(const tml_sheet *x, const tml_sheet *y) {
  for (uint32_t i = 0; i < x->nfact; i++)
    if (x->fact[i].kind == TML_F_NAME && !tml_name_has(y, x->fact[i].key)) return false;
  return true;
}

/* The same set of names: nearly all pairs. */
static bool same_names(const tml_sheet *x, const tml_sheet *y) { return names_within(x, y) && names_within(y, x); }

static bool readable(const tml_check *c) { return !c->same && c->page->lexicon && c->src->ntok && c->tgt->ntok; }

/* The link's URL begins a word as `name` begins: it speaks for the side that has the name. */
static bool url_says(const tml_check *c, tml_str name) {
  enum { LETTERS = 3 };
  tml_str u = c->seg->url;
  for (size_t i = 0; name.n >= LETTERS && i + LETTERS <= u.n; i++)
    if (tml_str_ieq((tml_str){u.p + i, LETTERS}, (tml_str){name.p, LETTERS}) &&
        (!i || (u.p[i - 1] | 32) < 'a' || (u.p[i - 1] | 32) > 'z'))
      return true;
  return false;
}

/* A name that only the target has: worth a look, at the side that stands against the link. */
static void weigh_added(tml_check *c, tml_finding *f, tml_str name) {
  tml_report_lesser(f);
  bool url = url_says(c, name);
  tml_report_suspect(f, url ? TML_SUSPECT_SOURCE : TML_SUSPECT_UNKNOWN);
  if (url) tml_report_evidence(c, f, TML_EV_PAGE, c->seg->url);
}

/* ---- EN007: capitals ---- */

/* "EDiscovery" where a text, a sentence or an emphasis begins: the capital is the place's. */
static bool begins_sentence(const tml_sheet *t, uint32_t at) {
  while (at > 0 && t->tok[at - 1].kind == TML_T_PUNCT) {
    const tml_tok *p = &t->tok[--at];
    if (p->cp == '.' || p->cp == '!' || p->cp == '?' || p->cp == ':' || p->cp == 0x3002) return true;
    if (!(p->flags & TML_TF_SYNTAX)) return false;
  }
  return at == 0;
}

/* The first token of the target's name that lost the capitals which the source's and the lexicon's spelling have;
 * `later`: words behind the first count, too ("Contoso graph" is half a name, half a word). */
static const tml_tok *case_damage(const tml_sheet *s, const tml_fact *a, const tml_sheet *t, const tml_fact *b,
                                  bool later) {
  if (a->ntok != b->ntok || a->num != b->num) return NULL;
  for (uint32_t i = 0; i < a->ntok; i++) {
    const tml_tok *x = &s->tok[a->tok + i], *y = &t->tok[b->tok + i];
    if (x->kind == TML_T_PUNCT || x->hash != y->hash) continue;
    uint32_t n = x->end - x->start;
    if (n != y->end - y->start || !memcmp(s->text->p + x->start, t->text->p + y->start, n)) continue;
    if (y->flags & TML_TF_ALLCAPS && !(x->flags & TML_TF_ALLCAPS)) continue; /* a heading in capitals */
    if (i == 0 && y->flags & TML_TF_UPPER && !(x->flags & TML_TF_UPPER) &&
        !memcmp(s->text->p + x->start + 1, t->text->p + y->start + 1, n - 1) && begins_sentence(t, b->tok))
      continue;
    bool proper = x->flags & (TML_TF_CAPSIN | TML_TF_ALLCAPS) ||
                  ((i == 0 || later) && x->flags & TML_TF_UPPER && !(y->flags & TML_TF_UPPER));
    if (proper) return y;
  }
  return NULL;
}

static void check_case(tml_check *c) {
  for (uint32_t k = 0; k < c->tgt->nfact; k++) {
    const tml_fact *b = &c->tgt->fact[k], *right = NULL;
    if (b->kind != TML_F_NAME) continue;
    const tml_entity *e = tml_lexicon_at(c->page->lexicon, b->unit);
    tml_str written = tml_fact_str(c->tgt, b);
    if (tml_str_eq(written, e->name)) continue;
    bool so = false;
    for (uint32_t i = 0; i < c->src->nfact && !so; i++) {
      const tml_fact *a = &c->src->fact[i];
      if (a->kind != TML_F_NAME || a->key != b->key) continue;
      so = tml_str_eq(tml_fact_str(c->src, a), written);
      if (tml_str_eq(tml_fact_str(c->src, a), e->name)) right = a;
    }
    const bool product = e->sub == TML_NAME_PRODUCT || e->sub == TML_NAME_SERVICE;
    if (so || !right || !case_damage(c->src, right, c->tgt, b, product)) continue;
    tml_str w = tml_check_quote(c, written);
    tml_finding *f = tml_report(c, "target writes %.*s, the name is %.*s", (int)w.n, w.p, (int)e->name.n, e->name.p);
    tml_report_mark(c, f, TML_SIDE_SOURCE, right->start, right->end);
    tml_report_mark(c, f, TML_SIDE_TARGET, b->start, b->end);
    tml_report_evidence(c, f, TML_EV_SOURCE, e->name);
    tml_report_evidence(c, f, TML_EV_TARGET, w);
    return;
  }
}

/* The word is the name with an ending of one or two letters behind it, and has lost the capital inside: Powershellu. */
static bool bent_case(tml_str word, tml_str name) {
  if (word.n <= name.n || word.p[0] != name.p[0] || !tml_str_ieq(tml_str_n(word.p, name.n), name) ||
      !memcmp(word.p, name.p, name.n))
    return false;
  const char *p = word.p + name.n, *e = word.p + word.n;
  if (*p == 'r') return false; /* a Youtuber is a word of its own */
  for (unsigned letters = 0; p < e; letters++)
    if (letters == 2 || !(tml_cp_info(tml_utf8_next(&p)) & TML_CPI_LOWER)) return false;
  return true;
}

static void check_bent(tml_check *c) {
  enum { LETTERS = 6, SOUGHT = 16 }; /* names that are looked for */
  for (uint32_t k = 0, asked = 0; k < c->src->nfact && asked < SOUGHT; k++) {
    const tml_fact *a = &c->src->fact[k];
    if (a->kind != TML_F_NAME || a->ntok != 1 || a->end - a->start < LETTERS ||
        !(c->src->tok[a->tok].flags & TML_TF_CAPSIN))
      continue;
    tml_str name = tml_lexicon_at(c->page->lexicon, a->unit)->name;
    if (!tml_str_eq(tml_fact_str(c->src, a), name)) continue;
    asked++;
    for (uint32_t i = 0; i < c->tgt->ntok; i++) {
      const tml_tok *w = &c->tgt->tok[i];
      if (w->kind != TML_T_WORD || w->owner || !(w->flags & TML_TF_UPPER) || w->flags & TML_TF_ALLCAPS) continue;
      if (!bent_case(tml_tok_str(c->tgt, w), name)) continue;
      tml_str q = tml_check_quote(c, tml_tok_str(c->tgt, w));
      tml_finding *f = tml_report(c, "target writes %.*s, the name is %.*s", (int)q.n, q.p, (int)name.n, name.p);
      tml_report_mark(c, f, TML_SIDE_SOURCE, a->start, a->end);
      tml_report_mark(c, f, TML_SIDE_TARGET, w->start, w->end);
      tml_report_evidence(c, f, TML_EV_SOURCE, name);
      tml_report_evidence(c, f, TML_EV_TARGET, q);
      return;
    }
  }
}

/* Signs and words that part the members of lists. */
static unsigned separators(const tml_sheet *s, const tml_locale *loc) {
  unsigned n = 0;
  bool before = false;
  for (uint32_t i = 0; i < s->ntok; i++) {
    bool sign = false;
    parts_list(loc, s, &s->tok[i], false, &sign);
    n += sign && !before; /* ", and" is one */
    before = sign;
  }
  return n;
}

/* A member of x's lists that the other side does not say, or says only so far; *kept: how many of that list it does. */
static const named *lost_member(const side *x, enum tml_said most, unsigned *lost, unsigned *kept) {
  for (unsigned i = 0; i < x->n; i++) {
    if (!x->v[i].list || x->v[i].said > most || !x->v[i].strong) continue;
    *kept = *lost = 0;
    for (unsigned k = 0; k < x->n; k++)
      if (x->v[k].list == x->v[i].list)
        *kept += x->v[k].said == TML_SAID_WHOLE, *lost += x->v[k].said != TML_SAID_WHOLE;
    if (*kept >= LIST - 1 && *lost <= *kept) return &x->v[i];
  }
  return NULL;
}

static bool shares_word(const side *x, const tml_fact *a, const side *y, const tml_fact *b) {
  for (uint32_t i = a->tok; i < a->tok + a->ntok; i++)
    for (uint32_t j = b->tok; j < b->tok + b->ntok; j++)
      if (x->s->tok[i].kind != TML_T_PUNCT && x->s->tok[i].hash == y->s->tok[j].hash) return true;
  return false;
}

/* Token k goes on with a list. */
static bool goes_on(const side *x, const tml_locale *loc, uint32_t k) {
  bool sign = false;
  return k < x->s->ntok && parts_list(loc, x->s, &x->s->tok[k], false, &sign) && sign;
}

/* The lists of x end with the names in them: no sign, conjunction or lone company stands at their edges, as it would
 * before a member that is translated. */
static bool closed_lists(const side *x, const tml_locale *loc) {
  bool any = false;
  for (unsigned i = 0, j; i < x->n; i = j) {
    for (j = i + 1; j < x->n && joined(x->s, loc, x->v[j - 1].f, x->v[j].f);) j++;
    if (j - i < 2) continue;
    const tml_fact *a = x->v[i].f, *b = x->v[j - 1].f;
    if (x->v[j - 1].e->sub == TML_NAME_ORG || (a->tok && goes_on(x, loc, a->tok - 1)) ||
        goes_on(x, loc, b->tok + b->ntok))
      return false;
    any = true;
  }
  return any;
}

/* The company of name a stands in the target by itself: what follows it is a translation ("Microsoft 团队"). */
static bool company_alone(const side *s, const named *a, const side *t) {
  for (unsigned k = 0; k < t->n; k++)
    if (t->v[k].e->sub == TML_NAME_ORG && !noted(s, t->v[k].f->key) && shares_word(s, a->f, t, t->v[k].f)) return true;
  return false;
}

/* What a pair alone proves about its lists: a member lost, with fewer members on the target's side; added, with more;
 * or one for another. A member that seems lost while the members are as many may be written in the other script. */
static bool list_differs(tml_check *c, const side *s, const side *t, const named **a, const named **b) {
  unsigned kept, lost;
  *b = lost_member(t, TML_SAID_NOT, &lost, &kept);
  *a = lost_member(s, *b ? TML_SAID_HALF : TML_SAID_NOT, &lost, &kept);
  if (*a && *b) return true;
  if (!*a && !*b) return false;
  unsigned ns = separators(c->src, c->src_loc), nt = separators(c->tgt, c->tgt_loc);
  return *a ? nt < ns && closed_lists(t, c->tgt_loc) && !company_alone(s, *a, t) : nt > ns;
}

/* ---- EN007: names ---- */

/* "Lifecycle Services (LCS)" for the source's LCS. */
static bool spells_out(const tml_sheet *s, const tml_fact *f, const tml_sheet *other) {
  uint32_t at = f->tok + f->ntok;
  return at + 1 < s->ntok && s->tok[at].kind == TML_T_PUNCT && s->tok[at].hash == '(' &&
         s->tok[at + 1].flags & TML_TF_ALLCAPS && tml_name_word_said(s, &s->tok[at + 1], other);
}

/* Both sides spell the abbreviation out, "… (EOP)": the target's stands for the source's, and does not say the name. */
static bool only_abbreviation(const tml_check *c, const side *s, const named *a, const tml_sheet *t) {
  if (a->said != TML_SAID_WHOLE || !spells_out(s->s, a->f, t) || tml_name_has(t, a->f->key)) return false;
  uint64_t hash = s->s->tok[a->f->tok + a->f->ntok + 1].hash;
  for (uint32_t i = 1; i < t->ntok; i++)
    if (t->tok[i].hash == hash && t->tok[i - 1].kind == TML_T_PUNCT && t->tok[i - 1].hash == '(')
      return !tml_name_lead_said(c->page->lexicon, s->s, a->f, t);
  return false;
}

/* Sure as a name in a swap: common words too, where they are written as the name is. */
static bool sure(const tml_sheet *s, const named *m) {
  return m->strong ||
         (m->e->flags & TML_ENT_COMMON && m->said == TML_SAID_NOT && tml_str_eq(tml_fact_str(s, m->f), m->e->name));
}

/* Name a of the source gave way to name b of the target. */
static bool swapped(const tml_check *c, const side *s, const named *a, const side *t, const named *b) {
  if (b->said == TML_SAID_WHOLE || (a->list && b->list)) return false;
  if (a->said == TML_SAID_WHOLE)
    return a->strong && b->strong && b->said == TML_SAID_NOT && only_abbreviation(c, s, a, t->s);
  if (a->e->sub == TML_NAME_ACRONYM && b->e->sub == TML_NAME_ACRONYM)
    return a->said == TML_SAID_NOT && b->said == TML_SAID_NOT;
  if (!(a->strong || b->strong) || !sure(s->s, a) || !sure(t->s, b)) return false;
  if (shares_word(s, a->f, t, b->f)) return true;
  return b->said == TML_SAID_NOT &&
         (a->said == TML_SAID_NOT || !tml_name_lead_said(c->page->lexicon, s->s, a->f, t->s));
}

static void evidence(tml_check *c, tml_finding *f, const named *a, const named *b) {
  if (a) tml_report_mark(c, f, TML_SIDE_SOURCE, a->f->start, a->f->end);
  if (b) tml_report_mark(c, f, TML_SIDE_TARGET, b->f->start, b->f->end);
  if (a) tml_report_evidence(c, f, TML_EV_SOURCE, a->e->name);
  if (b) tml_report_evidence(c, f, TML_EV_TARGET, b->e->name);
}

static bool report_swap(tml_check *c, const side *s, const side *t) {
  for (unsigned i = 0; i < s->n; i++)
    for (unsigned k = 0; k < t->n; k++) {
      const named *a = &s->v[i], *b = &t->v[k];
      if (!swapped(c, s, a, t, b)) continue;
      tml_finding *f = tml_report(c, "source names %.*s, target names %.*s", (int)a->e->name.n, a->e->name.p,
                                  (int)b->e->name.n, b->e->name.p);
      evidence(c, f, a, b);
      return true;
    }
  return false;
}

/* A name that the source does not have often only says whose "it" or "we" is: worth a look. */
static void report_added(tml_check *c, const side *t) {
  for (unsigned k = 0; k < t->n; k++) {
    const named *b = &t->v[k];
    if (b->said != TML_SAID_NOT || !b->strong || spells_out(t->s, b->f, c->src)) continue;
    tml_finding *f = tml_report(c, "target names %.*s, source does not", (int)b->e->name.n, b->e->name.p);
    evidence(c, f, NULL, b);
    weigh_added(c, f, b->e->name);
    return;
  }
}

/* Waits for the run: by name and language. */
static uint64_t kept_key(const tml_check *c, uint64_t key) {
  return tml_hash_mix(key, tml_hash(c->doc->target_language.p, c->doc->target_language.n));
}

/* Token k and what stands behind it begin a longer title: "Office of Management", "JSON Web Token". */
static bool title_goes_on(const tml_locale *loc, const tml_sheet *s, uint32_t k) {
  if (k >= s->ntok || s->tok[k].kind != TML_T_WORD) return false;
  if (s->tok[k].flags & TML_TF_UPPER) return true;
  return s->tok[k].end - s->tok[k].start <= 3 && !conjunction(loc, s, &s->tok[k], true) && k + 1 < s->ntok &&
         s->tok[k + 1].kind == TML_T_WORD && s->tok[k + 1].flags & TML_TF_UPPER;
}

/* Whether the source surely means the name: written with its own capitals; one that is also an everyday word inside a
 * sentence only, and not as a part of a longer title ("Photo Stream"). */
static bool means_name(const tml_check *c, const named *m) {
  const tml_sheet *s = c->src;
  const tml_fact *f = m->f;
  uint32_t behind = f->tok + f->ntok;
  if (m->e->sub == TML_NAME_ORG || m->e->flags & TML_ENT_TRANSLATED) return false;
  if (tml_str_ieq(tml_fact_str(s, f), m->e->name) && !tml_str_eq(tml_fact_str(s, f), m->e->name)) return false;
  if (m->e->sub == TML_NAME_ACRONYM) return !title_goes_on(c->src_loc, s, behind);
  if (!(m->e->flags & TML_ENT_COMMON)) return true;
  if (!f->tok || behind >= s->ntok || title_goes_on(c->src_loc, s, behind)) return false;
  const tml_tok *before = &s->tok[f->tok - 1], *after = &s->tok[behind];
  return before->kind == TML_T_WORD && !(before->flags & TML_TF_UPPER) && after->hash != '-' && after->hash != '&';
}

static bool page_has_word(const tml_page *p, uint64_t hash) {
  for (uint32_t i = 0; i < p->doc->nsegs; i++)
    for (uint32_t k = 0; k < p->source[i].ntok; k++) {
      const tml_tok *t = &p->source[i].tok[k];
      if (t->hash == hash && t->kind == TML_T_WORD && !(t->flags & (TML_TF_UPPER | TML_TF_CAPSIN))) return true;
    }
  return false;
}

/* What is missing of a half-said name is an everyday word of the page ("Exchange Server" beside "the server"). */
static bool only_everyday(const tml_check *c, const named *m) {
  for (uint32_t i = m->f->tok; i < m->f->tok + m->f->ntok; i++) {
    const tml_tok *t = &c->src->tok[i];
    if (t->kind == TML_T_PUNCT || !(t->flags & TML_TF_UPPER) || tml_name_word_said(c->src, t, c->tgt)) continue;
    if (t->kind != TML_T_WORD || t->flags & (TML_TF_ALLCAPS | TML_TF_CAPSIN) || !page_has_word(c->page, t->hash))
      return false;
  }
  return true;
}

static bool slip(tml_str a, tml_str b);

/* A word of the target looks like the name: it was misspelt, or translated (`Debain`, `Electrón`, `Javaskript`). */
static bool looks_like(const tml_sheet *t, tml_str name) {
  for (uint32_t i = 0; i < t->ntok; i++) {
    tml_str w = tml_tok_str(t, &t->tok[i]);
    if (t->tok[i].kind != TML_T_WORD || t->tok[i].script != TML_SCRIPT_LATIN || w.n < 3) continue;
    size_t head = 0;
    while (head < w.n && head < name.n && (w.p[head] | 0x20) == (name.p[head] | 0x20)) head++;
    if (head >= 3 || slip(w, name)) return true;
  }
  return false;
}

/* The page is about the name, whose targets near here keep it again and again, and the source only hangs it before
 * another noun ("the Debian system", "a Linux kernel"): people leave it out there, and nobody is led astray. Asked in
 * texts of Latin letters, where a translated name would show. */
static bool left_out(const tml_check *c, const named *m) {
  enum { NEAR = 128, KEPT = 4 };
  const tml_sheet *s = c->src;
  uint32_t behind = m->f->tok + m->f->ntok;
  if (m->said != TML_SAID_NOT || m->f->ntok != 1 || c->tgt_loc->scripts[0] > TML_SCRIPT_LATIN) return false;
  if (behind >= s->ntok || s->tok[behind].kind != TML_T_WORD || s->tok[behind].flags & TML_TF_UPPER ||
      s->tok[behind].end - s->tok[behind].start < 4)
    return false;
  if (looks_like(c->tgt, m->e->name)) return false;
  uint32_t from = c->index > NEAR ? c->index - NEAR : 0, kept = 0,
           to = c->doc->nsegs - from > 2 * NEAR ? from + 2 * NEAR : c->doc->nsegs;
  for (uint32_t i = from; i < to && kept < KEPT; i++)
    kept +=
        i != c->index && tml_name_has(&c->page->target[i], m->f->key) && tml_name_has(&c->page->source[i], m->f->key);
  return kept >= KEPT;
}

static void report_lost(tml_check *c, const side *s) {
  for (unsigned i = 0; i < s->n; i++) {
    const named *a = &s->v[i];
    if (a->said == TML_SAID_WHOLE || !means_name(c, a)) continue;
    if (a->said == TML_SAID_HALF && only_everyday(c, a)) continue;
    const char *how = a->said == TML_SAID_HALF ? "keeps only part of it" : "does not";
    tml_finding *f =
        tml_report(c, "source names %.*s, target %s; elsewhere the name is kept", (int)a->e->name.n, a->e->name.p, how);
    evidence(c, f, a, NULL);
    f->pending = TML_PEND_NAME_KEPT;
    f->pending_key = kept_key(c, a->f->key);
    if (a->e->sub == TML_NAME_ACRONYM || left_out(c, a))
      tml_report_lesser(f); /* languages have terms of their own for some */
    return;
  }
}

/* One letter too many, too few, another, or two in the wrong order, inside a word: not at its end, where words inflect.
 */
static bool slip(tml_str a, tml_str b) {
  if (a.n < b.n) return slip(b, a);
  if (b.n < 5 || a.n - b.n > 1 || a.p[a.n - 1] != b.p[b.n - 1]) return false;
  size_t i = 0, n = b.n;
  while (i < n && a.p[i] == b.p[i]) i++;
  if (i == n) return false;
  if (a.n > b.n) return !memcmp(a.p + i + 1, b.p + i, n - i);
  if (!memcmp(a.p + i + 1, b.p + i + 1, n - i - 1)) return ((a.p[i] ^ b.p[i]) & ~0x20) != 0;
  return i + 1 < n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] && !memcmp(a.p + i + 2, b.p + i + 2, n - i - 2);
}

/* The source's word that the target's word w is misspelt from. In a language of Latin letters a word of the text may
 * look like one of the source's ("serveur"): there only words that nothing but a name looks like count. */
static const tml_tok *misspelt(const tml_check *c, const tml_tok *w, bool latin) {
  for (uint32_t i = 0; i < c->src->ntok; i++) {
    const tml_tok *o = &c->src->tok[i];
    if (o->kind != TML_T_WORD || o->script != TML_SCRIPT_LATIN || !(o->flags & TML_TF_UPPER)) continue;
    if (!slip(tml_tok_str(c->src, o), tml_tok_str(c->tgt, w))) continue;
    if (!latin || o->flags & TML_TF_CAPSIN) return o;
    tml_str name = tml_tok_str(c->src, o); /* a product or a company that is called so */
    const tml_entity *e = tml_lexicon_by_key(c->page->lexicon, tml_hash(name.p, name.n));
    if (e && e->kind == TML_F_NAME && !(e->flags & (TML_ENT_COMMON | TML_ENT_TRANSLATED))) return o;
  }
  return NULL;
}

static bool has_word(const tml_sheet *s, uint64_t hash) {
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].hash == hash) return true;
  return false;
}

/* The source has the word cut short ("Fin and Ops"). */
static bool cut_short(const tml_sheet *s, tml_str w) {
  enum { LETTERS = 3 };
  for (uint32_t i = 0; i < s->ntok; i++) {
    tml_str o = tml_tok_str(s, &s->tok[i]);
    if (s->tok[i].kind == TML_T_WORD && o.n >= LETTERS && o.n + LETTERS <= w.n && tml_str_ieq(o, (tml_str){w.p, o.n}))
      return true;
  }
  return false;
}

/* A Latin word with a capital in a text of another script, which the source does not have: perhaps a name that the
 * lexicon does not know ("— Germany"). Where it is a word of the source but for a letter, it is misspelt, in any
 * language. */
static void check_words(tml_check *c, bool latin) {
  enum { ASKED = 256 }; /* words that are sought in the source */
  const tml_sheet *t = c->tgt;
  for (uint32_t i = 0, asked = 0; i < t->ntok && asked < ASKED; i++) {
    const tml_tok *w = &t->tok[i];
    if (w->kind != TML_T_WORD || w->script != TML_SCRIPT_LATIN || w->owner || w->end - w->start < 4 ||
        (w->flags & (TML_TF_UPPER | TML_TF_ALLCAPS)) != TML_TF_UPPER)
      continue;
    asked++;
    if (has_word(c->src, w->hash)) continue;
    const tml_tok *o = misspelt(c, w, latin);
    if ((!o && latin) || tml_name_word_said(t, w, c->src)) continue;
    bool meaning =
        i && t->tok[i - 1].kind == TML_T_PUNCT && t->tok[i - 1].hash == '('; /* says what a term stands for */
    if (!o && (meaning || cut_short(c->src, tml_tok_str(t, w)) || t->latin * 2 > t->letters + c->src->letters))
      continue;
    tml_str q = tml_check_quote(c, tml_tok_str(t, w)), right = o ? tml_tok_str(c->src, o) : q;
    tml_finding *f = o ? tml_report(c, "target writes %.*s, source %.*s", (int)q.n, q.p, (int)right.n, right.p)
                       : tml_report(c, "target has %.*s, source does not", (int)q.n, q.p);
    if (o) tml_report_mark(c, f, TML_SIDE_SOURCE, o->start, o->end);
    tml_report_mark(c, f, TML_SIDE_TARGET, w->start, w->end);
    if (!o) weigh_added(c, f, q);
    if (o) tml_report_evidence(c, f, TML_EV_SOURCE, right);
    tml_report_evidence(c, f, TML_EV_TARGET, q);
    return;
  }
}

/* A capitalised Latin word beside token `amp`, of the kind that people translate; 0 where there is none. A known name
 * of its own that ends or begins there (`SharePoint Online & …`) may stand beside a translation. */
static uint64_t beside(const tml_sheet *s, uint32_t amp, bool left) {
  if (left ? !amp : amp + 1 >= s->ntok) return 0;
  const tml_tok *w = &s->tok[left ? amp - 1 : amp + 1];
  if (w->kind != TML_T_WORD || w->script != TML_SCRIPT_LATIN || !(w->flags & TML_TF_UPPER) ||
      w->flags & (TML_TF_ALLCAPS | TML_TF_CAPSIN))
    return 0;
  const tml_fact *own = w->owner ? &s->fact[w->owner - 1] : NULL;
  if (own && own->kind == TML_F_NAME && (amp < own->tok || amp >= own->tok + own->ntok)) return 0;
  return w->hash;
}

static bool of_other_script(const tml_sheet *s, uint32_t i) {
  return i < s->ntok && s->tok[i].kind == TML_T_WORD && s->tok[i].script > TML_SCRIPT_LATIN;
}

static bool is_amp(const tml_tok *t) { return t->kind == TML_T_PUNCT && t->hash == '&'; }

/* `Security & 준수`: one half of `Security & Compliance` is translated, the other is not. Where the text has another
 * script than Latin this shows by itself. */
static bool half_translated(tml_check *c) {
  const tml_sheet *s = c->src, *t = c->tgt;
  for (uint32_t k = 1; k + 1 < t->ntok; k++) {
    if (!is_amp(&t->tok[k]) || of_other_script(t, k - 1) == of_other_script(t, k + 1)) continue;
    bool left = of_other_script(t, k + 1);
    uint64_t kept = beside(t, k, left);
    for (uint32_t i = 1; kept && i + 1 < s->ntok; i++) {
      if (!is_amp(&s->tok[i]) || beside(s, i, left) != kept || !beside(s, i, !left)) continue;
      tml_str a = tml_check_quote(c, tml_sheet_str(s, s->tok[i - 1].start, s->tok[i + 1].end)),
              b = tml_check_quote(c, tml_sheet_str(t, t->tok[k - 1].start, t->tok[k + 1].end));
      tml_finding *f = tml_report(c, "half of the name is translated: source has %.*s, target has %.*s", (int)a.n, a.p,
                                  (int)b.n, b.p);
      tml_report_mark(c, f, TML_SIDE_SOURCE, s->tok[i - 1].start, s->tok[i + 1].end);
      tml_report_mark(c, f, TML_SIDE_TARGET, t->tok[k - 1].start, t->tok[k + 1].end);
      tml_report_evidence(c, f, TML_EV_SOURCE, a);
      tml_report_evidence(c, f, TML_EV_TARGET, b);
      return true;
    }
  }
  return false;
}

static void check_names(tml_check *c) {
  side s, t;
  const named *a, *b;
  if (!readable(c)) return;
  if (c->tgt_loc->scripts[0] > TML_SCRIPT_LATIN && half_translated(c)) return;
  bool all = same_names(c->src, c->tgt);
  if (!all && read_sides(c, &s, &t)) {
    if (report_swap(c, &s, &t)) return;
    if (!list_differs(c, &s, &t, &a, &b)) {
      report_lost(c, &s);
      report_added(c, &t);
    }
  }
  if (tml_sheet_has(c->tgt, TML_F_NAME) && tml_sheet_has(c->src, TML_F_NAME)) check_case(c);
  if (!all && tml_sheet_has(c->src, TML_F_NAME) && c->tgt->marks & TML_M_CAPWORD) check_bent(c);
  bool latin = c->tgt_loc->scripts[0] <= TML_SCRIPT_LATIN;
  if (c->tgt->marks & TML_M_CAPWORD && !(latin && all)) check_words(c, latin);
}

/* ---- EN010 ---- */

static unsigned count_names(const tml_sheet *s) {
  unsigned n = 0;
  for (uint32_t i = 0; tml_sheet_has(s, TML_F_NAME) && i < s->nfact; i++) n += s->fact[i].kind == TML_F_NAME;
  return n;
}

static void check_list(tml_check *c) {
  side s, t;
  const named *a, *b;
  if (count_names(c->src) < LIST && count_names(c->tgt) < LIST) return;
  if (!readable(c) || same_names(c->src, c->tgt) || !read_sides(c, &s, &t) || !list_differs(c, &s, &t, &a, &b)) return;
  tml_finding *f;
  if (a && b)
    f = tml_report(c, "the list has %.*s in the source and %.*s in the target", (int)a->e->name.n, a->e->name.p,
                   (int)b->e->name.n, b->e->name.p);
  else if (b) f = tml_report(c, "the target's list has %.*s, the source's does not", (int)b->e->name.n, b->e->name.p);
  else f = tml_report(c, "the source's list has %.*s, the target's does not", (int)a->e->name.n, a->e->name.p);
  evidence(c, f, a, b);
}

/* ---- the rows ---- */

static const tml_example en007_good[] = {{.locale = "ko-KR",
                                          .target = "SharePoint에서 파일을 엽니다.",
                                          .source = "Open the files in SharePoint.",
                                          .why = "a particle is glued to the name"},
                                         {.locale = "fi-FI",
                                          .target = "Avaa tiedosto SharePointissa.",
                                          .source = "Open the file in SharePoint.",
                                          .why = "an ending"},
                                         {.locale = "cs-CZ",
                                          .target = "Stáhněte sharepointový soubor z OneDrivu.",
                                          .source = "Download the SharePoint file from OneDrive.",
                                          .why = "an adjective made of the name; an ending that eats a letter"},
                                         {.locale = "de-DE",
                                          .target = "Word öffnet das Dokument.",
                                          .source = "Microsoft Word opens the document.",
                                          .why = "the company may be left out"},
                                         {.locale = "ja-JP",
                                          .target = "Azure Active Directory にサインインします。",
                                          .source = "Sign in to Azure AD.",
                                          .why = "initials and their expansion are one name"},
                                         {.locale = "es-ES",
                                          .target = "Abra Excel y guarde el archivo.",
                                          .source = "Open Excel, and save the file in Excel.",
                                          .why = "a name said twice may be said once"},
                                         {.locale = "zh-CN",
                                          .target = "Microsoft Teams 会议",
                                          .source = "Teams meetings",
                                          .why = "a name inside a longer one"},
                                         {0}};
static const tml_example en007_bad[] = {{.locale = "ko-KR",
                                         .target = "OneDrive에서 파일을 엽니다.",
                                         .source = "Open the files in SharePoint.",
                                         .mark = "OneDrive",
                                         .why = "another product"},
                                        {.locale = "de-DE",
                                         .target = "Microsoft 365 verwaltet die Konten.",
                                         .source = "Office 365 manages the accounts.",
                                         .mark = "Microsoft 365",
                                         .why = "another product that shares a word"},
                                        {.locale = "fr-FR",
                                         .target = "Exécutez la commande dans powershell.",
                                         .source = "Run the command in PowerShell.",
                                         .mark = "powershell",
                                         .why = "the name lost its capitals"},
                                        {.locale = "id-ID",
                                         .target = "Rak ada di SharePoint online.",
                                         .source = "The shelf is in SharePoint Online.",
                                         .mark = "SharePoint online",
                                         .why = "a word of it lost its capital"},
                                        {.locale = "cs-CZ",
                                         .target = "Spusťte tento příkaz v Powershellu.",
                                         .source = "Run this command in PowerShell.",
                                         .mark = "Powershellu",
                                         .why = "so it did under an ending"},
                                        {.locale = "ja-JP",
                                         .target = "SharePont のファイル",
                                         .source = "Files in SharePoint",
                                         .mark = "SharePont",
                                         .why = "misspelt by a letter"},
                                        {0}};
static const tml_example en010_good[] = {{.locale = "ko-KR",
                                          .target = "Azure, Intune 및 Power BI에 대한 설명서",
                                          .source = "Documentation for Azure, Intune, and Power BI",
                                          .why = "the same members"},
                                         {.locale = "de-DE",
                                          .target = "Für Power BI, Azure und Intune",
                                          .source = "For Azure, Intune, and Power BI",
                                          .why = "another order"},
                                         {.locale = "fr-FR",
                                          .target = "Microsoft Excel, PowerPoint et SharePoint",
                                          .source = "Excel, PowerPoint, and SharePoint",
                                          .why = "a company's name is no member"},
                                         {0}};
static const tml_example en010_bad[] = {{.locale = "ko-KR",
                                         .target = "Azure, Yammer, Intune 및 Power BI에 대한 설명서",
                                         .source = "Documentation for Azure, Intune, and Power BI",
                                         .mark = "Yammer",
                                         .why = "a member added"},
                                        {.locale = "de-DE",
                                         .target = "Für Azure und Intune",
                                         .source = "For Azure, Intune, and Power BI",
                                         .mark = "Power BI",
                                         .why = "a member lost"},
                                        {0}};

static const tml_rule rules[] = {
    {.code = "EN007",
     .name = "name-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1",
     .its = "terminology",
     .mqm = "accuracy/mistranslation",
     .needs = TML_FM(TML_F_NAME),
     .summary = "a product's or service's name is swapped, lost, added or loses its capitals",
     .rationale =
         "Readers look for a product by its name. A pair alone proves a name that gave way to another one, damaged "
         "capitals, and "
         "a word that is misspelt by a letter. A name that is missing or half translated is reported only where the "
         "run keeps the "
         "name nearly everywhere. For information: a name or a Latin word in a text of another script that the source "
         "does not have, "
         "an acronym lost, the page's own name left out before a noun (the Debian system) in a text of Latin letters. "
         "Silent: particles, endings, plurals, spacing, order, a name said once for twice, a name inside a longer one, "
         "a company "
         "left out before its product, initials and their expansion, everyday words of the page (Exchange Server), and "
         "names that the run translates as a rule.",
     .good = en007_good,
     .bad = en007_bad,
     .check = check_names},
    {.code = "EN010",
     .name = "enumeration-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1",
     .its = "mistranslation",
     .mqm = "accuracy/omission",
     .needs = TML_FM(TML_F_NAME),
     .summary = "a list of names has a member more or less than its source",
     .rationale = "Lists of the products that a statement covers are what such pages are read for: three names or more "
                  "with nothing but signs and "
                  "conjunctions between them. Silent where the other side has no such list, and for members that the "
                  "language writes in its own script "
                  "unless the run keeps that name elsewhere.",
     .good = en010_good,
     .bad = en010_bad,
     .check = check_list}};

TML_FAMILY(names, "EN", "Entities", rules)
