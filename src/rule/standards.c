/* standards.c — family EN, the rules about standards, regulations and audit documents: EN001, EN003, EN004, EN009,
 * EN011, and FM003, which holds the page's own places against each other.
 *
 * What for: the facts of entity.c compared pair by pair; the page's witnesses (witness.h) say which side is foreign.
 * What not: names of products (names.c), numbers (numbers.c): digits of a standard are its own.
 */
#include "witness.h"

#define ENTITY_FACTS (TML_FM(TML_F_STANDARD) | TML_FM(TML_F_REGULATION))

static bool names_entity(const tml_fact *f) { return f->kind == TML_F_STANDARD || f->kind == TML_F_REGULATION; }

/* ---- EN001 ---- */

static void evidence(tml_check *c, tml_finding *f, int kind, const tml_sheet *s) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (names_entity(&s->fact[i]))
      tml_report_evidence(c, f, kind, tml_entity_show(c->arena, c->page->lexicon, s, &s->fact[i], false));
}

/* "target, link and page": who speaks against the source. */
static const char *against(unsigned w) {
  switch (w & (TML_WIT_URL | TML_WIT_ANCHOR | TML_WIT_SUBJECT)) {
  case TML_WIT_URL: return "target and link";
  case TML_WIT_ANCHOR: return "target and heading anchor";
  case TML_WIT_SUBJECT: return "target and page";
  case TML_WIT_URL | TML_WIT_ANCHOR: return "target, link and heading anchor";
  case TML_WIT_URL | TML_WIT_SUBJECT: return "target, link and page";
  case TML_WIT_ANCHOR | TML_WIT_SUBJECT: return "target, heading anchor and page";
  case 0: return "target";
  default: return "target, link, heading anchor and page";
  }
}

static tml_finding *say_mismatch(tml_check *c, const tml_names *n, const tml_verdict *v) {
  const tml_page *p = c->page;
  tml_str s = tml_witness_list(c->arena, p, c->src, n->s, n->ns, n->edition),
          t = tml_witness_list(c->arena, p, c->tgt, n->t, n->nt, n->edition);
  if (n->ns && n->nt) {
    const char *who = v->suspect == TML_SUSPECT_SOURCE ? against(v->witnesses) : "target";
    return tml_report(c, "source says %.*s, %s say%s %.*s", (int)s.n, s.p, who, strchr(who, ' ') ? "" : "s", (int)t.n,
                      t.p);
  }
  if (n->nt) return tml_report(c, "target names %.*s, source does not", (int)t.n, t.p);
  if (v->suspect == TML_SUSPECT_SOURCE)
    return tml_report(c, "source names %.*s, target does not, and the page is about %.*s", (int)s.n, s.p,
                      (int)p->subject->text.n, p->subject->text.p);
  return tml_report(c, "source names %.*s, target does not", (int)s.n, s.p);
}

static void check_mismatch(tml_check *c) {
  tml_names n;
  if (c->same || !tml_witness_names(c->page, c->index, &n)) return;
  const tml_witness *w = tml_witness_of(c);
  const tml_verdict *v = &w->seg[c->index];
  tml_finding *f = say_mismatch(c, &n, v);
  for (unsigned i = 0; i < n.ns; i++) tml_report_mark(c, f, TML_SIDE_SOURCE, n.s[i]->start, n.s[i]->end);
  for (unsigned i = 0; i < n.nt; i++) tml_report_mark(c, f, TML_SIDE_TARGET, n.t[i]->start, n.t[i]->end);
  tml_report_suspect(f, v->suspect);
  if (v->suspect == TML_SUSPECT_UNKNOWN) tml_report_side(f, n.nt ? TML_SIDE_TARGET : TML_SIDE_SOURCE);
  evidence(c, f, TML_EV_SOURCE, c->src);
  evidence(c, f, TML_EV_TARGET, c->tgt);
  if (c->page->subject) tml_report_evidence(c, f, TML_EV_PAGE, c->page->subject->text);
  for (uint32_t i = 0; c->seg->anchor.n && i < c->page->ntopics; i++)
    if (tml_entity_in_anchor(c->seg->anchor, c->page->topics[i].text))
      tml_report_evidence(c, f, TML_EV_ANCHOR, c->page->topics[i].text);
  if (v->suspect != TML_SUSPECT_SOURCE) return;
  f->cause = tml_witness_cause(w, c, c->index);
  f->rank = 10;
}

/* ---- EN003 ---- */

static bool has_capital(tml_str t) {
  for (size_t i = 0; i < t.n; i++)
    if (t.p[i] >= 'A' && t.p[i] <= 'Z') return true;
  return false;
}

/* Malformed, and not a keyword that both sides have in lower case on purpose. */
static bool is_loose(const tml_sheet *s, const tml_fact *f, const tml_sheet *other) {
  if (f->kind != TML_F_STANDARD || !(f->flags & TML_FF_LOOSE)) return false;
  if (has_capital(tml_fact_str(s, f))) return true;
  for (uint32_t i = 0; i < other->nfact; i++)
    if (other->fact[i].kind == TML_F_STANDARD && other->fact[i].key == f->key &&
        !has_capital(tml_fact_str(other, &other->fact[i])))
      return false;
  return true;
}

static const tml_fact *first_loose(const tml_sheet *s, const tml_sheet *other) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (is_loose(s, &s->fact[i], other)) return &s->fact[i];
  return NULL;
}

static void mark_loose(tml_check *c, tml_finding *f, int side, const tml_sheet *s, const tml_sheet *other) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (is_loose(s, &s->fact[i], other)) tml_report_mark(c, f, side, s->fact[i].start, s->fact[i].end);
}

static void check_malformed(tml_check *c) {
  const tml_fact *s = first_loose(c->src, c->tgt), *t = first_loose(c->tgt, c->src);
  if (!s && !t) return;
  const tml_sheet *sheet = t ? c->tgt : c->src;
  const tml_fact *x = t ? t : s;
  tml_str written = tml_check_quote(c, tml_fact_str(sheet, x)),
          right = tml_entity_show(c->arena, c->page->lexicon, sheet, x, true);
  tml_finding *f = tml_report(c, "%s writes \"%.*s\" for %.*s%s", t ? "target" : "source", (int)written.n, written.p,
                              (int)right.n, right.p, s && t ? ", as the source does" : "");
  mark_loose(c, f, TML_SIDE_SOURCE, c->src, c->tgt);
  mark_loose(c, f, TML_SIDE_TARGET, c->tgt, c->src);
  tml_report_suspect(f, s ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
}

/* ---- EN004 ---- */

/* Another edition of the same standard beside it: the text tells the history. */
static bool tells_history(const tml_sheet *s, const tml_fact *f) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_STANDARD && s->fact[i].key == f->key && s->fact[i].num && s->fact[i].num != f->num)
      return true;
  return false;
}

/* Once a page is enough. Ends at the first earlier mention, so a page that repeats it costs nothing. */
static bool said_before(const tml_check *c, uint64_t edition) {
  for (uint32_t i = 0; i < c->index; i++) {
    const tml_sheet *s = tml_sheet_has(&c->page->target[i], TML_F_STANDARD) ? &c->page->target[i] : &c->page->source[i];
    if (!tml_sheet_has(s, TML_F_STANDARD)) continue;
    for (uint32_t k = 0; k < s->nfact; k++)
      if (s->fact[k].kind == TML_F_STANDARD && s->fact[k].key2 == edition && !tells_history(s, &s->fact[k]))
        return true;
  }
  return false;
}

static void check_superseded(tml_check *c) {
  const tml_sheet *s = tml_sheet_has(c->tgt, TML_F_STANDARD) ? c->tgt : c->src;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *x = &s->fact[i];
    tml_str when, where;
    if (x->kind != TML_F_STANDARD || !x->num) continue;
    int now = tml_lexicon_superseded(c->page->lexicon, x->key, (int)x->num, &when, &where);
    if (!now || tells_history(s, x) || said_before(c, x->key2)) continue;
    tml_str name = tml_entity_show(c->arena, c->page->lexicon, s, x, true);
    tml_finding *f = tml_report(c, "%.*s was replaced by the edition of %d (as of %.*s)", (int)name.n, name.p, now,
                                (int)when.n, when.p);
    tml_report_evidence(c, f, TML_EV_PAGE, where);
    int side = s == c->tgt ? TML_SIDE_TARGET : TML_SIDE_SOURCE;
    tml_report_mark(c, f, side, x->start, x->end);
    tml_report_side(f, side);
    f->suspect = TML_SUSPECT_UNKNOWN;
    f->action = TML_ACT_RE_HANDOFF;
    tml_report_evidence(c, f, TML_EV_PAGE, name);
    return;
  }
}

/* ---- EN009 ---- */

enum { KINDS = 8 };

static unsigned kinds_of(const tml_lexicon *lex, const tml_sheet *s, const tml_fact **out) {
  const tml_entity *soa = tml_lexicon_by_id(lex, TML_S("statement-of-applicability"));
  unsigned n = 0;
  for (uint32_t i = 0; i < s->nfact && n < KINDS; i++)
    if (s->fact[i].kind == TML_F_DOCKIND) out[n++] = &s->fact[i];
  for (unsigned i = 0; soa && i < n; i++)
    if (out[i]->key == soa->key) { /* "(SOA)" says what the document is, whatever it's called before */
      out[0] = out[i];
      return 1;
    }
  return n;
}

static bool word_in(tml_str url, const char *low) {
  size_t n = strlen(low);
  for (size_t i = 0; i + n <= url.n; i++) {
    size_t k = 0;
    while (k < n && (url.p[i + k] | 32) == low[k]) k++;
    if (k == n) return true;
  }
  return false;
}

/* Whether the link's URL names the kind. */
static bool url_says(tml_str url, tml_str id) {
  if (tml_str_is(id, "certificate")) return word_in(url, "cert");
  if (tml_str_is(id, "assessment-report")) return word_in(url, "report");
  return tml_str_is(id, "statement-of-applicability") && word_in(url, "soa");
}

static void check_kind(tml_check *c) {
  const tml_lexicon *lex = c->page->lexicon;
  const tml_fact *s[KINDS], *t[KINDS];
  if (c->same || !lex) return;
  unsigned ns = kinds_of(lex, c->src, s), nt = kinds_of(lex, c->tgt, t);
  if (!ns || !nt) return;
  for (unsigned i = 0; i < ns; i++)
    for (unsigned k = 0; k < nt; k++)
      if (s[i]->key == t[k]->key || s[i]->key != s[0]->key || t[k]->key != t[0]->key) return;
  const tml_entity *a = tml_lexicon_at(lex, s[0]->unit), *b = tml_lexicon_at(lex, t[0]->unit);
  tml_finding *f =
      tml_report(c, "source says %.*s, target says %.*s", (int)a->name.n, a->name.p, (int)b->name.n, b->name.p);
  for (unsigned i = 0; i < ns; i++) tml_report_mark(c, f, TML_SIDE_SOURCE, s[i]->start, s[i]->end);
  for (unsigned i = 0; i < nt; i++) tml_report_mark(c, f, TML_SIDE_TARGET, t[i]->start, t[i]->end);
  bool us = url_says(c->seg->url, a->id), ut = url_says(c->seg->url, b->id);
  tml_report_suspect(f, ut && !us ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
  tml_report_evidence(c, f, TML_EV_SOURCE, a->name);
  tml_report_evidence(c, f, TML_EV_TARGET, b->name);
}

/* ---- EN011 ---- */

/* What a link's text names of one kind, against what its URL names: true where both do and share nothing. */
static bool link_conflict(tml_check *c, const tml_sheet *s, uint32_t from, uint32_t to, tml_str url,
                          const tml_fact **first, tml_str *says) {
  tml_slugname names[8];
  unsigned n = 0;
  *first = NULL;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->start > to) break;
    if (!names_entity(f) || f->start < from || f->end > to) continue;
    if (!n && !(n = tml_entity_in_slug(c->arena, c->page->lexicon, url, true, names, TML_COUNT(names)))) return false;
    tml_str text = tml_entity_show(c->arena, c->page->lexicon, s, f, false);
    bool kind = false;
    for (unsigned k = 0; k < n; k++) { /* named beside the link: only the brackets slid */
      for (uint32_t j = 0; j < s->nfact; j++)
        if (names_entity(&s->fact[j]) && s->fact[j].key == names[k].key) return false;
    }
    for (unsigned k = 0; k < n; k++) {
      const tml_entity *e = tml_lexicon_by_key(c->page->lexicon, names[k].key);
      int is = e ? e->kind : TML_F_STANDARD;
      if (names[k].key == f->key || tml_entity_related(names[k].name, text)) return false;
      if (is == f->kind) kind = true, *says = names[k].name;
    }
    if (kind && !*first) *first = f;
  }
  return *first != NULL;
}

static void report_link(tml_check *c, tml_str url, const tml_fact *s, const tml_fact *t) {
  const tml_sheet *sheet = t ? c->tgt : c->src;
  tml_str name = tml_entity_show(c->arena, c->page->lexicon, sheet, t ? t : s, false);
  tml_finding *f = tml_report(c, "link text says %.*s, its URL says %.*s", (int)name.n, name.p, (int)url.n, url.p);
  if (s) tml_report_mark(c, f, TML_SIDE_SOURCE, s->start, s->end);
  if (t) tml_report_mark(c, f, TML_SIDE_TARGET, t->start, t->end);
  tml_report_suspect(f, s && t ? TML_SUSPECT_UNKNOWN : s ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
  if (s && !t && c->tgt->ntok) { /* the same foreign span as EN001's */
    const tml_witness *w = tml_witness_of(c);
    if (w->seg[c->index].suspect == TML_SUSPECT_SOURCE && w->seg[c->index].differs)
      f->cause = tml_witness_cause(w, c, c->index), f->rank = 30;
  }
  tml_report_evidence(c, f, s ? TML_EV_SOURCE : TML_EV_TARGET, name);
}

/* The first link inside a text whose text and URL disagree. */
static const tml_fact *inner_conflict(tml_check *c, const tml_sheet *s, tml_str *says) {
  if (!(s->has & ENTITY_FACTS) || !tml_sheet_has(s, TML_F_LINK)) return NULL;
  unsigned links = 0;
  for (uint32_t i = 0; i < s->nfact && links < 64; i++) {
    const tml_fact *l = &s->fact[i], *first;
    if (l->kind != TML_F_LINK || l->url_end <= l->url_start || l->flags & TML_FF_REFERENCE) continue;
    links++;
    if (link_conflict(c, s, l->in_start, l->in_end, tml_sheet_str(s, l->url_start, l->url_end), &first, says))
      return first;
  }
  return NULL;
}

static void check_link(tml_check *c) {
  const tml_fact *s, *t;
  tml_str says = {0};
  if (c->seg->url.n) {
    bool a = link_conflict(c, c->src, 0, UINT32_MAX, c->seg->url, &s, &says),
         b = link_conflict(c, c->tgt, 0, UINT32_MAX, c->seg->url, &t, &says);
    if (a || b) report_link(c, says, a ? s : NULL, b ? t : NULL);
    return;
  }
  s = inner_conflict(c, c->src, &says);
  t = inner_conflict(c, c->tgt, &says);
  if (s || t) report_link(c, says, s, t);
}

/* ---- FM003 ---- */

/* The standards one of the page's own places names. */
typedef struct place {
  const char *what;
  tml_str name[8];
  unsigned n;
} place;

static void place_sheet(tml_check *c, place *p, const tml_sheet *s) {
  for (uint32_t i = 0; s && i < s->nfact && p->n < TML_COUNT(p->name); i++)
    if (s->fact[i].kind == TML_F_STANDARD && s->fact[i].in_end > s->fact[i].in_start)
      p->name[p->n++] = tml_entity_show(c->arena, c->page->lexicon, s, &s->fact[i], false);
}

static bool disagree(const place *a, const place *b) {
  if (!a->n || !b->n) return false;
  for (unsigned i = 0; i < a->n; i++)
    for (unsigned k = 0; k < b->n; k++)
      if (tml_entity_related(a->name[i], b->name[k])) return false;
  return true;
}

static void check_subject(tml_check *c) {
  const tml_page *p = c->page;
  if (!p->ntopics || !p->title) return;
  place title = {.what = "title"}, h1 = {.what = "first heading"}, anchor = {.what = "first heading's anchor"},
        file = {.what = "file name"};
  place_sheet(c, &title, p->title);
  if (!title.n) return;
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    if (c->doc->segs[i].heading != 1) continue;
    place_sheet(c, &h1, &p->target[i]);
    for (uint32_t k = 0; k < p->ntopics && c->doc->segs[i].anchor.n && anchor.n < TML_COUNT(anchor.name); k++)
      if (tml_entity_in_anchor(c->doc->segs[i].anchor, p->topics[k].text)) anchor.name[anchor.n++] = p->topics[k].text;
    break;
  }
  tml_str path = tml_doc_page(c->doc);
  size_t at = path.n;
  while (at && path.p[at - 1] != '/') at--;
  tml_slugname names[8];
  unsigned n =
      tml_entity_in_slug(c->arena, p->lexicon, (tml_str){path.p + at, path.n - at}, false, names, TML_COUNT(names));
  for (unsigned i = 0; i < n; i++)
    if (memchr(names[i].name.p, ' ', names[i].name.n)) file.name[file.n++] = names[i].name;
  const place *others[] = {&h1, &anchor, &file}, *bad = NULL;
  for (unsigned i = 0; i < TML_COUNT(others) && !bad; i++)
    if (disagree(&title, others[i])) bad = others[i];
  if (!bad) return;
  tml_finding *f = tml_report(c, "the title is about %.*s, the %s about %.*s", (int)title.name[0].n, title.name[0].p,
                              bad->what, (int)bad->name[0].n, bad->name[0].p);
  tml_report_place(f, p->title->text->start, p->title->text->end);
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = TML_ACT_RE_HANDOFF;
  tml_report_evidence(c, f, TML_EV_PAGE, title.name[0]);
  tml_report_evidence(c, f, TML_EV_ANCHOR, bad->name[0]);
}

/* ---- the rows ---- */

static const tml_example en001_good[] = {
    {.locale = "fr-FR",
     .target = "La norme ISO\u00a027001:2013 est suivie.",
     .source = "ISO/IEC 27001 is followed.",
     .why = "ISO is ISO/IEC, a no-break space is a space, and an edition may stand on one side only"},
    {.locale = "ko-KR",
     .target = "ISO 27001, 27017 및 27018 인증서",
     .source = "ISO 27001, ISO 27017, and ISO/IEC 27018 certificates",
     .why = "a list borrows the body before it"},
    {.locale = "fr-FR",
     .target = "Conformité à la norme 20000-1:2011",
     .source = "Compliance with ISO 20000-1:2011",
     .why = "the number alone is clear beside its source"},
    {.locale = "ko-KR",
     .target = "ISO(국제 표준화 기구) 27001 인증",
     .source = "ISO 27001 certification",
     .why = "an expansion stands between body and number"},
    {.locale = "es-ES",
     .target = "El RGPD se aplica.",
     .source = "The GDPR applies.",
     .why = "a law's own name in the language"},
    {.locale = "zh-CN",
     .target = "必须遵守欧盟通用数据保护条例的要求。",
     .source = "The General Data Protection Regulation (GDPR) must be met.",
     .why = "a localized name inside an unspaced run"},
    {.locale = "de-DE",
     .target = "Die ISO und die IEC geben Normen heraus.",
     .source = "ISO publishes standards.",
     .why = "bodies alone are no standard"},
    {0}};
static const tml_example en001_bad[] = {{.locale = "ko-KR",
                                         .target = "ISO/IEC 27018을 참조하세요.",
                                         .source = "See ISO/IEC 27001.",
                                         .mark = "ISO/IEC 27018",
                                         .why = "another standard"},
                                        {.locale = "de-DE",
                                         .target = "Siehe RFC 5321.",
                                         .source = "See RFC 5322.",
                                         .mark = "RFC 5321",
                                         .why = "another RFC"},
                                        {.locale = "ja-JP",
                                         .target = "この証明書は監査に使えます。",
                                         .source = "This SOC 2 certificate can be used for audits.",
                                         .mark = "SOC 2",
                                         .why = "lost"},
                                        {.locale = "es-ES",
                                         .target = "Certificado ISO 27001:2005",
                                         .source = "ISO 27001:2013 certificate",
                                         .mark = "ISO 27001:2005",
                                         .why = "another edition"},
                                        {0}};
static const tml_example en003_good[] = {{.locale = "de-DE",
                                          .target = "Nach ISO/IEC 27001:2013 zertifiziert",
                                          .source = "Certified to ISO/IEC 27001:2013",
                                          .why = "as its publisher writes it"},
                                         {.locale = "ko-KR",
                                          .target = "ISO27001 및 ISO-27001 인증",
                                          .source = "ISO27001 and ISO-27001 certification",
                                          .why = "compact forms are in use"},
                                         {.locale = "ja-JP",
                                          .target = "ISO/IEC 27001：2013 規格",
                                          .source = "ISO/IEC 27001:2013 standard",
                                          .why = "a full-width colon is the locale's"},
                                         {0}};
static const tml_example en003_bad[] = {{.locale = "ko-KR",
                                         .target = "ISO/IEC 27001: 2013 표준",
                                         .source = "ISO/IEC 27001:2013 standard",
                                         .mark = "ISO/IEC 27001: 2013",
                                         .why = "a blank behind the colon"},
                                        {.locale = "de-DE",
                                         .target = "Vorteile von ISO-IEC-27018",
                                         .source = "Benefits of ISO/IEC 27018",
                                         .mark = "ISO-IEC-27018",
                                         .why = "hyphens for the slash"},
                                        {.locale = "zh-CN",
                                         .target = "符合iso 27018 的要求",
                                         .source = "Meets ISO 27018 requirements",
                                         .mark = "iso 27018",
                                         .why = "capitals lost"},
                                        {0}};
static const tml_example en004_good[] = {
    {.locale = "fr-FR", .target = "ISO 9001:2015", .source = "ISO 9001:2015", .why = "the table knows no later one"},
    {.locale = "de-DE",
     .target = "ISO 27001:2022 ersetzt ISO 27001:2013.",
     .source = "ISO 27001:2022 replaces ISO 27001:2013.",
     .why = "history"},
    {.locale = "ko-KR",
     .target = "2013년에 개정된 ISO 27001",
     .source = "ISO 27001, revised in 2013",
     .why = "a year in the text is no edition"},
    {0}};
static const tml_example en004_bad[] = {{.locale = "de-DE",
                                         .target = "Zertifikat nach ISO 27001:2013",
                                         .source = "ISO 27001:2013 certificate",
                                         .mark = "ISO 27001:2013"},
                                        {.locale = "ko-KR",
                                         .target = "ISO/IEC 20000-1:2011 인증서",
                                         .source = "ISO/IEC 20000-1:2011 certificate",
                                         .mark = "ISO/IEC 20000-1:2011"},
                                        {0}};
static const tml_example en009_good[] = {
    {.locale = "ko-KR",
     .target = "적용성 보고서(SOA)",
     .source = "Statement of Applicability (SOA)",
     .why = "the bracketed acronym decides"},
    {.locale = "de-DE", .target = "Prüfungsbericht", .source = "Audit assessment report", .why = "the same kind"},
    {.locale = "fr-FR",
     .target = "Certification ISO 27001",
     .source = "ISO 27001 certificate",
     .why = "certificate and certification are one"},
    {0}};
static const tml_example en009_bad[] = {
    {.locale = "ko-KR",
     .target = "ISO 27001 감사 평가 인증서",
     .source = "ISO 27001 audit assessment report",
     .mark = "인증서",
     .why = "a report became a certificate"},
    {.locale = "es-ES", .target = "Certificado de la auditoría", .source = "Audit report", .mark = "Certificado"},
    {.locale = "de-DE", .target = "Prüfbericht ISO 27001 (SOA)", .source = "ISO 27001 audit report", .mark = "SOA"},
    {0}};
static const tml_example en011_good[] = {{.locale = "de-DE",
                                          .target = "[ISO 27001 und 27018](https://aka.ms/iso27001report)",
                                          .source = "[ISO 27001 and 27018](https://aka.ms/iso27001report)",
                                          .why = "one of the two is named"},
                                         {.locale = "de-DE",
                                          .target = "[ISO 20000-1](https://www.iso.org/standard/51986.html)",
                                          .source = "[ISO 20000-1](https://www.iso.org/standard/51986.html)",
                                          .why = "a catalogue number names nothing"},
                                         {.locale = "fr-FR",
                                          .target = "[ISO 20000-1](https://x.example/iso-20000-summary.pdf)",
                                          .source = "[ISO 20000-1](https://x.example/iso-20000-summary.pdf)",
                                          .why = "the family of the part"},
                                         {0}};
static const tml_example en011_bad[] = {{.locale = "de-DE",
                                         .target = "[ISO 27018](https://aka.ms/o365iso27001cert)",
                                         .source = "[ISO 27001](https://aka.ms/o365iso27001cert)",
                                         .mark = "ISO 27018"},
                                        {.locale = "ja-JP",
                                         .target = "[RFC 5321](https://x.example/html/rfc5321) を参照",
                                         .source = "See [RFC 5322](https://x.example/html/rfc5321)",
                                         .mark = "RFC 5322"},
                                        {0}};
#define PAIR(t, s)                                                                                                     \
  "<span data-ttu-id=\"0a1b2-101\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0a1b2-101\">" s          \
  "</span></span>\n"
static const tml_example fm003_good[] = {
    {.locale = "de-DE",
     .page = "---\ntitle: ISO 27001\n---\n# " PAIR("Über ISO/IEC 27001:2013", "About ISO/IEC 27001:2013"),
     .why = "one standard, in two spellings"},
    {.locale = "de-DE",
     .page = "---\ntitle: ISO 20000\n---\n# " PAIR("ISO 20000-1", "ISO 20000-1"),
     .why = "a family and its part"},
    {.locale = "de-DE",
     .page = "---\ntitle: Dienste\n---\n# " PAIR("ISO 20000-1", "ISO 20000-1"),
     .why = "a title that names none"},
    {0}};
static const tml_example fm003_bad[] = {
    {.locale = "de-DE",
     .page = "---\ntitle: ISO 27018\n---\n# " PAIR("Über ISO 27001", "About ISO 27001"),
     .mark = "ISO 27018"},
    {.locale = "ko-KR",
     .page = "---\ntitle: ISO 9001 개요\n---\n# <a name=\"iso-22301-overview\"></a>" PAIR("개요: ISO 22301",
                                                                                          "ISO 22301 overview"),
     .mark = "ISO 9001 개요"},
    {0}};
static const char *const en_refs[] = {"https://www.iso.org/standards-catalogue/browse-by-ics.html", NULL};

static const tml_rule rules[] = {
    {.code = "EN001",
     .name = "standard-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "mistranslation",
     .mqm = "accuracy/mistranslation",
     .needs = ENTITY_FACTS,
     .summary = "source and target name different standards or regulations",
     .rationale = "A reader who relies on ISO 27018 where ISO 27001 is meant is misled. In side-by-side pages it is "
                  "often the source span that is "
                  "foreign: it came from the memory of a sister page, while the target is right. The page's witnesses "
                  "(title, heading anchor, "
                  "link, the other pairs) decide which side is suspect.\n\n"
                  "Silent for ISO X beside ISO/IEC X, for national adoptions (DIN EN ISO), for an edition on one side "
                  "only, for lists that "
                  "borrow the body, for a bare number that the other side explains, for laws under their name in the "
                  "language, for bodies "
                  "without a number, and for a law named in place of \"the regulation\".",
     .refs = en_refs,
     .good = en001_good,
     .bad = en001_bad,
     .check = check_mismatch},
    {.code = "EN003",
     .name = "standard-malformed",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "misspelling",
     .mqm = "linguistic-conventions/spelling",
     .needs = TML_FM(TML_F_STANDARD),
     .summary = "a standard's name is written as nobody writes it",
     .rationale = "ISO-Iec-27018, iso 27018 and ISO/IEC 27001: 2013 are not found by readers who search for the "
                  "standard. Where source and "
                  "target share the form, the source is at fault. Compact forms (ISO27001, ISO-27001) are in use and "
                  "not reported.",
     .refs = en_refs,
     .good = en003_good,
     .bad = en003_bad,
     .check = check_malformed},
    {.code = "EN004",
     .name = "superseded-edition",
     .status = TML_STABLE,
     .severity = TML_SEV_INFO,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "other",
     .mqm = "accuracy/other",
     .needs = TML_FM(TML_F_STANDARD),
     .summary = "an edition of a standard that a later one has replaced",
     .rationale = "The shipped table (rules/editions.json) says for each row when and where it was read. Only worth a "
                  "look: the page may be "
                  "right to name the edition it was audited by. Silent where the text names another edition of the "
                  "same standard too: it "
                  "tells the history.",
     .refs = en_refs,
     .good = en004_good,
     .bad = en004_bad,
     .check = check_superseded},
    {.code = "EN009",
     .name = "document-kind-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "mistranslation",
     .mqm = "accuracy/mistranslation",
     .needs = TML_FM(TML_F_DOCKIND),
     .summary = "source and target name different kinds of audit document",
     .rationale = "A certificate is no report, and a statement of applicability is neither. Small lexicons for some "
                  "thirty languages; the longest "
                  "name wins, and \"(SOA)\" decides. Silent where one side's kind isn't known, where a side names "
                  "several, and for "
                  "certificate beside certification.",
     .good = en009_good,
     .bad = en009_bad,
     .check = check_kind},
    {.code = "EN011",
     .name = "link-text-conflict",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation",
     .needs = ENTITY_FACTS,
     .summary = "a link's text and its URL name different standards",
     .rationale = "The URL stands outside the texts, so it is a third witness. Silent where text and URL share one "
                  "name or its family, and for "
                  "hosts and catalogue numbers, which name nothing.",
     .good = en011_good,
     .bad = en011_bad,
     .check = check_link},
    {.code = "FM003",
     .name = "subject-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/other",
     .summary = "title, first heading, its anchor and the file name are about different standards",
     .rationale = "A page whose front matter came from another page is filed and found under the wrong name. Silent "
                  "where a place names no "
                  "standard, and for a family beside its part.",
     .good = fm003_good,
     .bad = fm003_bad,
     .check = check_subject},
};

TML_FAMILY(standards, "EN", "Entities: standards and regulations", rules)
