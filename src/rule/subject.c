/* subject.c — rule EN002: a standard on which both sides agree, and which is foreign to the page.
 *
 * What for: pages that were made from a sister page: heading, certificate and audit report still name the sister's
 * standard, in source and target alike, so that no comparison of the two can see it.
 * What not: sides that disagree (EN001), titles (FM003).
 * Facts:    the page's subject and its witnesses (page.h); kinds of documents (rules/document-kinds.json). */
#include "witness.h"

static unsigned bits(uint32_t w) {
  unsigned n = 0;
  for (; w; w &= w - 1) n++;
  return n;
}

static const tml_fact *standard_of(const tml_sheet *s, uint64_t key) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_STANDARD && s->fact[i].key == key) return &s->fact[i];
  return NULL;
}

static bool asks(const tml_sheet *s) {
  return s->ntok && s->tok[s->ntok - 1].kind == TML_T_PUNCT && s->tok[s->ntok - 1].hash == '?';
}

/* A place that speaks of the page's own matter: a heading, a question, a document of the audit. */
static bool is_own_place(const tml_page *p, uint32_t i) {
  return p->doc->segs[i].heading || tml_sheet_has(&p->source[i], TML_F_DOCKIND) || asks(&p->source[i]);
}

static const tml_topic *topic_of(const tml_page *p, uint64_t key) {
  for (uint32_t i = 0; i < p->ntopics; i++)
    if (p->topics[i].kind == TML_F_STANDARD && p->topics[i].key == key) return &p->topics[i];
  return NULL;
}

/* The standard is no matter of the page: none of the page's own places is a witness for it, and few texts name it. */
static bool is_foreign(const tml_page *p, const tml_topic *t) {
  enum { OWN = TML_W_TITLE | TML_W_H1 | TML_W_FILE | TML_W_DESCRIPTION | TML_W_TARGETS | TML_W_SOURCES };
  return t && t != p->subject && !(t->witnesses & OWN) && 3 * t->in_target <= p->subject->in_target &&
         !tml_entity_related(t->text, p->subject->text);
}

static void check_off_subject(tml_check *c) {
  const tml_page *p = c->page;
  if (!p->subject || p->subject->kind != TML_F_STANDARD || bits(p->subject->witnesses) < 2) return;
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    const tml_sheet *s = &p->source[i], *t = &p->target[i];
    if (!tml_sheet_has(s, TML_F_STANDARD) || !tml_sheet_has(t, TML_F_STANDARD) || !is_own_place(p, i)) continue;
    /* beside the page's own it is a related one */
    if (standard_of(s, p->subject->key) || standard_of(t, p->subject->key)) continue;
    for (uint32_t k = 0; k < s->nfact; k++) {
      const tml_fact *a = &s->fact[k], *b;
      if (a->kind != TML_F_STANDARD || !(b = standard_of(t, a->key))) continue;
      const tml_topic *topic = topic_of(p, a->key);
      if (!is_foreign(p, topic)) continue;
      tml_check at = *c;
      at.seg = &c->doc->segs[i], at.index = i, at.src = s, at.tgt = t;
      tml_finding *f = tml_report(&at, "both sides name %.*s, and the page is about %.*s", (int)topic->text.n,
                                  topic->text.p, (int)p->subject->text.n, p->subject->text.p);
      tml_report_mark(&at, f, TML_SIDE_SOURCE, a->start, a->end);
      tml_report_mark(&at, f, TML_SIDE_TARGET, b->start, b->end);
      f->suspect = TML_SUSPECT_UNKNOWN;
      f->action = TML_ACT_RE_HANDOFF;
      tml_report_evidence(&at, f, TML_EV_SOURCE, topic->text);
      tml_report_evidence(&at, f, TML_EV_TARGET, topic->text);
      tml_report_evidence(&at, f, TML_EV_PAGE, p->subject->text);
      break;
    }
  }
}

#define PAIR(n, t, s)                                                                                                  \
  "<span data-ttu-id=\"c0de1-" n "\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"c0de1-" n "\">" s      \
  "</span></span>\n\n"
#define HEAD                                                                                                           \
  "---\ntitle: ISO 22301\nms.contentlocale: de-DE\n---\n\n# <a name=\"iso-22301\"></a>" PAIR(                          \
      "101", "ISO 22301", "ISO 22301") PAIR("102", "Die Norm ISO 22301 hilft.", "The standard ISO 22301 helps.")       \
      PAIR("103", "ISO 22301 gilt überall.", "ISO 22301 is valid everywhere.")                                         \
          PAIR("104", "Mehr über ISO 22301.", "More about ISO 22301.")

static const tml_example subject_good[] = {
    {.page = HEAD PAIR("105", "Verwandt: ISO 9001.", "Related: ISO 9001."), .why = "named in running text"},
    {.page = HEAD "## " PAIR("105", "ISO 22301 und ISO 9001", "ISO 22301 and ISO 9001"),
     .why = "beside the page's own"},
    {0}};
static const tml_example subject_bad[] = {
    {.page = HEAD "## " PAIR("105", "Vorteile von ISO 9001", "Benefits of ISO 9001"), .mark = "ISO 9001"}, {0}};

static const tml_rule rules[] = {
    {.code = "EN002",
     .name = "standard-off-subject",
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation/entity",
     .summary = "Both sides agree on a standard that is foreign to the page.",
     .rationale =
         "A page made from a sister page keeps the sister's standard where nobody looked: in a heading, a "
         "certificate, an audit report, a question. Source and target agree, so only the page's other witnesses "
         "(title, first heading, file name, anchors, links, the other texts) can tell; two of them must speak "
         "for the page's own. Silent for standards named in running text or beside the page's own.",
     .good = subject_good,
     .bad = subject_bad,
     .check = check_off_subject},
};
TML_FAMILY(subject, "EN", "Entities: standards and regulations", rules)
