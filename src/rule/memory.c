/* memory.c — rules of the run's memory. Their findings are made after the barrier (src/run/late.c); here are their
 * rows. */
#include "tmlint/rule.h"

static const tml_example none[] = {{0}};

static const tml_rule rules[] = {
    {.code = "TM001",
     .name = "inconsistent-target",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_RUN,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "terminology/inconsistent-with-terminology-resource",
     .summary = "One source is rendered in several ways in one target language.",
     .rationale = "A sentence or a name that reads the same in the source should read the same in the translation: a "
                  "reader takes two names for "
                  "two things. One finding stands at each place that does not go with the majority; it names the "
                  "majority's rendering, a place of "
                  "it, and how many there are. Where no rendering leads, the later place is reported and no side is "
                  "blamed. Silent for sources "
                  "under four words, unless a name of the packs is in them; a heading is compared with headings; pairs "
                  "whose texts name standards and share none teach nothing. A "
                  "difference in case, "
                  "punctuation or marks alone is an info. The rule needs many pages: it is off where single pages are "
                  "read without a memory.",
     .good = none,
     .bad = none},
};

TML_FAMILY(memory, "TM", "Memory", rules)
