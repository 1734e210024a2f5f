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
    {.code = "TM002",
     .name = "copied-target",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_RUN,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation",
     .summary = "One target stands for sources that state different things.",
     .rationale =
         "A translation that was copied from a similar sentence and not changed. Facts are compared: numbers, dates, "
         "versions; standards and regulations; names; commands, code and other opaque things. Two sources "
         "contradict each other where both state facts of one such kind and not the same ones; other words "
         "do not count. Where the target states what one source does, the others are reported; where it "
         "states what neither does, the smaller number is, or the later place, and no side is blamed.",
     .good = none,
     .bad = none},
    {.code = "TM005",
     .name = "term-drift",
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_RUN,
     .since = "0.1.0",
     .its = "terminology",
     .mqm = "terminology/inconsistent-use-of-terminology",
     .summary = "A term is rendered otherwise than nearly everywhere else.",
     .rationale =
         "Buttons, fields, statuses and other names on the screen stand in bold, and one term has one rendering: a "
         "reader looks for the word that the page names. Learnt from pairs that have one bold in the source and "
         "one in the target, of five words or fewer and with a capital. Reported where at least five places "
         "render the term in one way and those that do not are at most a fifth as many. Renderings are the same where "
         "their words begin alike, in any order: inflection, articles and prepositions do not count. "
         "Silent where the target says the usual rendering outside the bold (MK006's), for keywords that "
         "keep their spelling, and for sentences left in the source language (CO003's).",
     .good = none,
     .bad = none},
    {.code = "TM010",
     .name = "source-disagrees",
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_RUN,
     .since = "0.1.0",
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation",
     .summary = "The page has another source text here than the same page in other locales.",
     .rationale =
         "Side-by-side pages of several locales were made from one source page. Where a unit's source text stands "
         "alone and the other locales agree, it came from elsewhere, most often from the memory of a sister "
         "page. Pages are the same where their paths differ in the locale alone, their units have the same "
         "numbers, and they were handed off from the same file (`ms.openlocfilehash`, or else on the same day, "
         "`ms.lasthandoff`). Words and numbers count, markup does not. Silent for pages that differ "
         "in more than a third of their units, and where fewer than two other locales agree or they are not "
         "more than half of all.",
     .good = none,
     .bad = none},
};

TML_FAMILY(memory, "TM", "Memory", rules)
