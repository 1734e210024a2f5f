/* unfinished.c — CO008: units of an exchange file whose text waits for work.
 *
 * What for: an XLIFF file says of each unit how far it is; what is not finished must not be published or go back into
 * the memory. What not: nothing is judged here; the reader (read/xliff.c) knows the words of the format.
 */
#include "tmlint/rule.h"

static void check_unfinished(tml_check *c) {
  const tml_check before = *c;
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    const tml_segment *s = &c->doc->segs[i];
    bool none = c->doc->format == TML_FMT_XLIFF && s->source.n && !s->target.p;
    if (!none && !s->state) continue;
    c->seg = s;
    c->index = i;
    c->src = &c->page->source[i];
    c->tgt = &c->page->target[i];
    tml_finding *f = tml_report(c, none ? "the unit has no translation yet"
                                        : "the unit's state says that its translation is not finished");
    tml_report_evidence(c, f, TML_EV_TARGET, none ? TML_S("no target") : TML_S("state"));
    *c = before;
  }
}

static const tml_example none[] = {{0}};

static const tml_rule rules[] = {
    {.code = "CO008",
     .name = "unfinished-unit",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "omission",
     .mqm = "accuracy/omission/untranslated",
     .summary = "A unit of an XLIFF file is not translated, or its state says that work is left.",
     .rationale =
         "States new, needs-translation, needs-review-translation and the like (XLIFF 1.2), initial (2.x), Draft, "
         "NotStarted, Rejected (dialects) say that a unit is not ready; a target that is absent or empty says so, too. "
         "Silent for units without a state and for formats that have none.",
     .good = none,
     .bad = none,
     .check = check_unfinished},
};

TML_FAMILY(unfinished, "CO", "Completeness", rules)
