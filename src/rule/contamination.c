/* contamination.c — TM006: a page several of whose source spans belong to another page.
 *
 * What for: one finding a page, so that it is handed off again instead of being "fixed" span by span in right targets.
 * What not: which page they came from: that needs the run or a memory, and the finding waits for them
 * (TML_PEND_DONORS).
 * A span counts with two independent witnesses against it (witness.h): target, link, heading anchor, the page's
 * subject; or one of them and a donor, a page that has the span beside a target of its own.
 */
#include "tmlint/tm.h"
#include "witness.h"

static unsigned count_of(const tml_verdict *v) {
  unsigned n = 0;
  for (unsigned w = v->witnesses; w; w &= w - 1) n++;
  return n;
}

static void relate(tml_check *c, tml_finding *f, tml_borrowed *b, uint32_t seg, const tml_verdict *v) {
  tml_names n;
  const tml_sheet *s = &c->page->source[seg];
  if (!tml_witness_names(c->page, seg, &n)) return;
  tml_str names = tml_witness_list(c->arena, c->page, s, n.s, n.ns, false);
  b += f->nrelated;
  tml_tm_source_keys(c->page, seg, b->key);
  b->witnesses = count_of(v);
  tml_report_related(c, f, seg,
                     tml_arena_fmt(c->arena, "source names %.*s; %u witness%s against it", (int)names.n, names.p,
                                   b->witnesses, b->witnesses == 1 ? "" : "es"));
  for (unsigned i = 0; i < n.ns; i++)
    tml_report_evidence(c, f, TML_EV_SOURCE, tml_entity_show(c->arena, c->page->lexicon, s, n.s[i], false));
}

tml_str tml_contaminated(tml_arena *a, uint32_t foreign, uint32_t pairs, tml_str subject) {
  return tml_arena_fmt(a, "%u of %u source spans belong to another page (score %.2f)%s%.*s", foreign, pairs,
                       (double)foreign / pairs, subject.n ? ": this one is about " : "", (int)subject.n, subject.p);
}

static void check_page(tml_check *c) {
  if (!c->page->ntopics) return;
  const tml_witness *w = tml_witness_of(c);
  if (w->foreign + w->doubtful < 2) return;
  const tml_topic *subject = c->page->subject;
  tml_str message = tml_contaminated(c->arena, w->foreign, w->named, subject ? subject->text : TML_S(""));
  tml_finding *f = tml_report(c, "%.*s", (int)message.n, message.p);
  const tml_sheet *title = c->page->title;
  uint32_t first = 0;
  while (first < c->doc->nsegs && !w->seg[first].witnesses) first++;
  if (title) tml_report_place(f, title->text->start, title->text->end);
  else tml_report_place(f, c->doc->segs[first].start, c->doc->segs[first].end);
  f->suspect = TML_SUSPECT_SOURCE;
  f->action = TML_ACT_RE_HANDOFF;
  f->cause = w->cause;
  f->rank = 90;
  f->pending = TML_PEND_DONORS;
  f->pending_key = w->named;
  if (subject) tml_report_evidence(c, f, TML_EV_PAGE, subject->text);
  tml_borrowed *b = TML_NEWN(c->arena, tml_borrowed, w->foreign + w->doubtful);
  f->borrowed = b;
  for (uint32_t i = 0; i < c->doc->nsegs; i++)
    if (w->seg[i].witnesses) relate(c, f, b, i, &w->seg[i]);
}

#define PAIR(id, t, s)                                                                                                 \
  "<span data-ttu-id=\"0a1b2-" id "\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0a1b2-" id "\">" s    \
  "</span></span>\n\n"

static const tml_example tm006_good[] = {{.locale = "de-DE",
                                          .page = "---\ntitle: ISO 27001\n---\n# " PAIR("101", "ISO 27001", "ISO 27001")
                                              PAIR("102", "Bericht zu ISO 27001", "ISO 27018 report")
                                                  PAIR("103", "Zertifikat ISO 27001", "ISO 27001 certificate"),
                                          .why = "one span alone is EN001's"},
                                         {.locale = "de-DE",
                                          .page = "---\ntitle: ISO 27001\n---\n# " PAIR("101", "ISO 27001", "ISO 27001")
                                              PAIR("102", "ISO 27001 und 27018", "ISO 27001 and 27018")
                                                  PAIR("103", "ISO 9001 ergänzt ihn", "ISO 9001 complements it"),
                                          .why = "related standards on both sides"},
                                         {.locale = "de-DE",
                                          .page = "---\ntitle: ISO 27001\n---\n# " PAIR("101", "ISO 27001", "ISO 27001")
                                              PAIR("102", "Zu ISO 27018", "About ISO 27001")
                                                  PAIR("103", "Nach ISO 27018", "By ISO 27001")
                                                      PAIR("104", "ISO 27001", "ISO 27001"),
                                          .why = "here the targets are at fault"},
                                         {0}};
static const tml_example tm006_bad[] = {
    {.locale = "de-DE",
     .page = "---\ntitle: ISO 27001\n---\n# " PAIR("101", "ISO 27001", "ISO 27001")
         PAIR("102", "Bericht zu ISO 27001", "ISO 27018 report")
             PAIR("103", "Zertifikat ISO 27001", "ISO 22301 certificate") PAIR("104", "Nach ISO 27001", "By ISO 27001"),
     .mark = "ISO 27001"},
    {.locale = "ko-KR",
     .page = "---\ntitle: ISO 20000-1 개요\n---\n# " PAIR("101", "ISO 20000-1", "ISO 20000-1") "## " PAIR(
         "102", "ISO 20000-1 감사", "ISO 22301 audit") "[" PAIR("103", "ISO 20000-1 인증서", "ISO 27001 certificate"),
     .mark = "ISO 20000-1 개요"},
    {0}};

static const tml_rule rules[] = {
    {.code = "TM006",
     .name = "contaminated-page",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation",
     .summary = "two or more source spans of the page belong to another page",
     .rationale =
         "The source spans came from the memory of a sister page. A translator told to fix the targets would "
         "break right texts: the "
         "page must be handed off again. A span counts where two independent witnesses stand against it: its "
         "target, the link's "
         "URL, the heading's anchor, the page's subject; where the folder or a memory holds a page that has the span "
         "with a fitting target, that donor is a witness, too, and is named. One such span is no contamination; "
         "related standards "
         "named on both sides "
         "are none either.",
     .good = tm006_good,
     .bad = tm006_bad,
     .check = check_page},
};

TML_FAMILY(contamination, "TM", "Memory", rules)
