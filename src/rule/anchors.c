/* anchors.c — family AN: headings and their anchors. AN001, AN002; AN003 is made by the run
 * (src/run/fragments.c).
 *
 * What for: the anchor before a heading was made from the real English heading, so it tells when the source span is not
 * that heading; two equal anchors in a page make the second one unreachable.
 * What not: what an anchor may lack or have beside its words: heading.c.
 */
#include "witness.h"

/* A page check speaks about one pair: as if it ran there. */
static void enter(tml_check *c, uint32_t seg) {
  c->seg = &c->doc->segs[seg];
  c->index = seg;
  c->src = &c->page->source[seg];
  c->tgt = &c->page->target[seg];
}

static void leave(tml_check *c) {
  static const tml_sheet nothing = {0};
  c->seg = NULL;
  c->index = UINT32_MAX;
  c->src = c->tgt = &nothing;
}

static void check_heading(tml_check *c) {
  bool any = false;
  for (uint32_t i = 0; i < c->doc->nsegs && !any; i++) any = c->doc->segs[i].heading && c->doc->segs[i].anchor.n;
  if (!any) return;
  const tml_witness *w = tml_witness_of(c);
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    tml_heading h;
    if (!w->seg[i].heading || tml_heading_compare(c->doc, i, &h) < TML_HEADING_OWN_NAME) continue;
    enter(c, i);
    tml_str text = tml_check_quote(c, tml_str_n(c->seg->source.p, c->seg->source.n)),
            anchor = tml_check_quote(c, h.anchor);
    tml_finding *f = tml_report(c, "heading anchor says \"%.*s\", its source span says \"%.*s\"", (int)anchor.n,
                                anchor.p, (int)text.n, text.p);
    tml_report_mark(c, f, TML_SIDE_SOURCE, h.word_start, h.word_end);
    tml_report_suspect(f, TML_SUSPECT_SOURCE);
    tml_report_evidence(c, f, TML_EV_ANCHOR, h.anchor);
    f->cause = tml_witness_cause(w, c, i);
    f->rank = 20;
  }
  leave(c);
}

static void check_duplicate(tml_check *c) {
  tml_map seen = {0};
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    tml_heading h;
    if (!c->doc->segs[i].heading || !c->doc->segs[i].anchor.n || !tml_heading_anchor(c->doc, i, &h)) continue;
    if (i && c->doc->segs[i - 1].line_start == c->doc->segs[i].line_start && c->doc->segs[i - 1].heading)
      continue; /* same heading */
    bool fresh;
    uint64_t *first = tml_map_put(&seen, tml_hash(h.anchor.p, h.anchor.n), &fresh);
    if (fresh) {
      *first = i;
      continue;
    }
    enter(c, i);
    tml_str anchor = tml_check_quote(c, h.anchor);
    tml_finding *f = tml_report(c, "anchor \"%.*s\" stands at an earlier heading already: links reach only that one",
                                (int)anchor.n, anchor.p);
    tml_report_place(f, h.start, h.end);
    f->side = TML_SIDE_PAGE;
    f->suspect = TML_SUSPECT_UNKNOWN;
    f->action = TML_ACT_RE_HANDOFF;
    tml_report_evidence(c, f, TML_EV_ANCHOR, h.anchor);
    tml_report_related(c, f, (uint32_t)*first, TML_S("the first heading with this anchor"));
  }
  leave(c);
  tml_map_free(&seen);
}

#define PAIR(t, s)                                                                                                     \
  "<span data-ttu-id=\"0a1b2-101\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0a1b2-101\">" s          \
  "</span></span>"
#define PAIR2(t, s)                                                                                                    \
  "<span data-ttu-id=\"0a1b2-102\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0a1b2-102\">" s          \
  "</span></span>"

#define PAIR3(t, s)                                                                                                    \
  "<span data-ttu-id=\"0a1b2-103\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0a1b2-103\">" s          \
  "</span></span>"

static const tml_example an001_good[] = {
    {.locale = "de-DE",
     .page = "## <a name=\"profiles\"></a>" PAIR("Farbprofile", "Color profiles") "\n",
     .why = "an author's own anchor, made of some words of the heading"},
    {.locale = "de-DE",
     .page = "## <a name=\"whats-new-in-1809\"></a>" PAIR("Neuerungen", "What's new in 18.09?") "\n",
     .why = "signs are dropped"},
    {.locale = "de-DE",
     .page = "## <a name=\"plan-amp-deploy\"></a>" PAIR("Planen", "Plan &amp; deploy") "\n",
     .why = "a reference kept as its name"},
    {.locale = "de-DE",
     .page =
         "## <a name=\"use-pn_mail_app\"></a>" PAIR("Nutzen", "Use [!INCLUDE[pn_mail_app](../includes/mail.md)]") "\n",
     .why = "an include gives its name"},
    {.locale = "de-DE",
     .page = "## <a name=\"step-1-create-a-list\"></a>" PAIR("Schritt 1.", "Step 1.") " " PAIR2("Eine Liste anlegen",
                                                                                                "Create a list") "\n",
     .why = "a heading in two pairs"},
    {.locale = "de-DE",
     .page = "## <a name=\"output--int\"></a>" PAIR("Ausgabe", "Output : [Int](xref:lang.int)") "\n",
     .why = "a link's URL left out"},
    {.locale = "de-DE",
     .page = "## <a name=\"caf-menu\"></a>" PAIR("Speisekarte", "Café menu") "\n",
     .why = "accented letters dropped"},
    {.locale = "de-DE",
     .page = "## <a name=\"add-a-site\"></a><a name=\"new\"></a>" PAIR("Website anlegen", "Add a site") "\n",
     .why = "an author's own anchor stands second"},
    {0}};
static const tml_example an001_bad[] = {
    {.locale = "ko-KR",
     .page = "## <a name=\"about-isoiec-27001\"></a>" PAIR("ISO/IEC 27001 정보", "About ISO/IEC 27018") "\n",
     .mark = "27018",
     .why = "the anchor comes from the real heading"},
    {.locale = "de-DE",
     .page = "## <a name=\"see-also\"></a>" PAIR("Siehe auch", "See also") "\n\n## <a name=\"add-a-site\"></a>" PAIR2(
         "Website anlegen", "Add a site") "\n\n## <a name=\"compliance-offerings\"></a>" PAIR3("Angebote",
                                                                                               "Trust center") "\n",
     .mark = "Trust center",
     .why = "the page's other anchors are slugs"},
    {0}};
static const tml_example an002_good[] = {
    {.locale = "de-DE",
     .page = "## <a name=\"azure\"></a>" PAIR("Azure", "Azure") "\n\n## <a name=\"azure-2\"></a>" PAIR2("Azure 2",
                                                                                                        "Azure 2") "\n",
     .why = "two anchors"},
    {.locale = "de-DE",
     .page = "## <a name=\"step-1-go\"></a>" PAIR("Schritt 1.", "Step 1.") " " PAIR2("Los", "Go") "\n",
     .why = "one heading in two pairs"},
    {.locale = "de-DE",
     .page = "## " PAIR("Azure", "Azure") "\n\n## " PAIR2("Azure", "Azure") "\n",
     .why = "headings without anchors"},
    {0}};
static const tml_example an002_bad[] = {
    {.locale = "de-DE",
     .page = "## <a name=\"azure\"></a>" PAIR("Azure", "Azure") "\n\n## <a name=\"azure\"></a>" PAIR2("Azure",
                                                                                                      "Azure") "\n",
     .mark = "azure"},
    {.locale = "ja-JP",
     .page = "## <a name=\"next-steps\"></a>" PAIR(
         "次のステップ", "Next steps") "\n\n### <a name=\"next-steps\"></a>" PAIR2("次の手順", "Next steps") "\n",
     .mark = "next-steps"},
    {0}};

static const tml_example an003_good[] = {
    {.locale = "de-DE",
     .page = "## <a name=\"fares\"></a>" PAIR("Preise", "Fares") "\n\n" PAIR2("Siehe [Preise](#fares).",
                                                                              "See [Fares](#fares).") "\n",
     .why = "the anchor is there"},
    {.locale = "ko-KR",
     .page = "## " PAIR("요금 (2026)", "Fares (2026)") "\n\n" PAIR2("[요금](#요금-2026)을 참조하세요.",
                                                                    "See [Fares](#fares-2026).") "\n",
     .why = "a heading without an anchor is reached by its text, in either language"},
    {.locale = "de-DE",
     .page = "## " PAIR("Preise", "Fares") "\n\n" PAIR2("Siehe [Preise](#fares-1), [oben](#top), [Linux](#tab/linux).",
                                                        "See [Fares](#fares-1), [above](#top), "
                                                        "[Linux](#tab/linux).") "\n",
     .why = "the second of two equal headings; what the site makes of itself"},
    {.locale = "de-DE",
     .page = PAIR("Siehe [Preise](prices.md#fares).", "See [Fares](prices.md#fares).") "\n",
     .why = "a page that was not read"},
    {.locale = "de-DE",
     .page =
         "[!INCLUDE [fares](../includes/fares.md)]\n\n" PAIR("Siehe [Preise](#fares).", "See [Fares](#fares).") "\n",
     .why = "the heading may come with the include"},
    {0}};
static const tml_example an003_bad[] = {
    {.locale = "de-DE",
     .page = "## <a name=\"fares\"></a>" PAIR("Preise", "Fares") "\n\n" PAIR2("Siehe [Preise](#preise).",
                                                                              "See [Fares](#fares).") "\n",
     .mark = "#preise",
     .why = "the anchor was translated, the heading's was not"},
    {.locale = "fr-FR",
     .page = "## <a name=\"step-1-buy\"></a>" PAIR("Étape 1 : acheter", "Step 1: Buy") "\n\n" PAIR2(
         "Voir l'[étape 1](#step-1---buy).", "See [step 1](#step-1---buy).") "\n",
     .mark = "#step-1---buy",
     .why = "broken in the source too"},
    {0}};

static const tml_rule rules[] = {
    {.code = "AN001",
     .name = "heading-anchor-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation",
     .summary = "a heading's anchor has other words than its source span",
     .rationale =
         "The anchor is the slug of the real heading, so a source span with other words came from elsewhere, "
         "and the target was made "
         "for another text than the reader of the source sees. Only words are a signal. Silent for signs, "
         "character references, "
         "tags, link URLs, includes, accents, numbering of repeated headings, cut anchors, headings in "
         "several pairs, spelling "
         "mended on one side, and names that an author gave: words count only where most anchors of the page are "
         "slugs (as many where no word agrees, six times as many where some do), another standard always.",
     .good = an001_good,
     .bad = an001_bad,
     .check = check_heading},
    {.code = "AN002",
     .name = "duplicate-anchor",
     .status = TML_STABLE,
     .severity = TML_SEV_INFO,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",
     .summary = "two headings of a page have one anchor",
     .rationale = "A link to the anchor reaches the first heading only. The anchors come from the source page, so the "
                  "translator can't mend "
                  "them. Reported at the later heading.",
     .good = an002_good,
     .bad = an002_bad,
     .check = check_duplicate},
    {.code = "AN003",
     .name = "broken-fragment",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_RUN,
     .since = "0.1.0",
     .its = "markup",
     .mqm = "design/markup",
     .summary = "a link leads to an anchor that its page has not",
     .rationale =
         "The reader lands at the top of the page, or nowhere. Looked for in every page of the run, so a whole "
         "folder is best, or in the pages that a memory file knows: name=\"\" and id=\"\" of tags, {#id}, and the text "
         "of headings that have no "
         "anchor, in both languages, compared by letters and digits. Silent for pages outside the run, addresses with "
         "a "
         "scheme or from the root, tabs, #top, and pages that include others. Where the source has the same "
         "link the page must be handed off again; else the translator changed it. Without a memory file off "
         "where only what changed is read.",
     .good = an003_good,
     .bad = an003_bad},
};

TML_FAMILY(anchors, "AN", "Anchors and pages", rules)
