/* memory.c — rules that go by what many pages taught: the run's memory (src/run/late.c) and its lexicon
 * (src/run/misfits.c) make their findings; here are their rows. */
#include "tmlint/rule.h"

static const tml_example none[] = {{0}}; /* no pair alone has them */

#define ROW .scope = TML_SCOPE_RUN, .learns = true, .since = "0.1.0", .good = none, .bad = none

static const tml_rule rules[] = {
    {.code = "TM001",
     .name = "inconsistent-target",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
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
                  "read without a memory."},
    {.code = "TM002",
     .name = "copied-target",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .its = "inconsistency",
     .mqm = "accuracy/mistranslation",
     .summary = "One target stands for sources that state different things.",
     .rationale =
         "A translation that was copied from a similar sentence and not changed. Facts are compared: numbers, dates, "
         "versions; standards and regulations; names; commands, code and other opaque things. Two sources "
         "contradict each other where both state facts of one such kind and not the same ones; other words "
         "do not count. Where the target states what one source does, the others are reported; where it "
         "states what neither does, the smaller number is, or the later place, and no side is blamed."},
    {.code = "TM005",
     .name = "term-drift",
     ROW,
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
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
         "keep their spelling, and for sentences left in the source language (CO003's)."},
    {.code = "TM007",
     .name = "misaligned-pair",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .its = "mistranslation",
     .mqm = "accuracy/mistranslation",
     .summary = "the target is no translation of its source",
     .rationale =
         "Which words go together is learnt from the run's pages, or from a memory. Reported where source and target "
         "both "
         "go far better with a neighbour's text than with each other, and where hardly a word of one has ever "
         "stood beside a word of the other. The same numbers, names, code and signs on both sides speak for a pair. "
         "Silent for sources under four words, for languages that less than eight thousand pairs were learnt of, and "
         "where single pages are read without a memory."},
    {.code = "TM008",
     .name = "shifted-run",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .its = "mistranslation",
     .mqm = "accuracy/mistranslation",
     .summary = "neighbouring pairs are shifted: each target belongs to the pair before or behind",
     .rationale =
         "One text too many or too few on one side, and every pair from there on has its neighbour's target. Reported "
         "once for the whole run of at least three pairs, with the pairs as related places. How it is "
         "known: TM007; a thousand pairs are enough for it."},
    {.code = "TM010",
     .name = "source-disagrees",
     ROW,
     .status = TML_PREVIEW,
     .severity = TML_SEV_WARNING,
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
         "more than half of all."},
};

static const tml_rule lengths[] = {
    {.code = "CO006",
     .name = "length-outlier",
     ROW,
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .its = "omission",
     .mqm = "accuracy/omission",
     .summary = "the target is far longer or shorter than translations of such a source are",
     .rationale =
         "The usual ratio of lengths is learnt of each pair of languages, from the run's pages or from a memory, for "
         "sources of like length. Letters count, outside code, links and tags. Silent for sources under twenty "
         "letters."},
};

TML_FAMILY(memory, "TM", "Memory", rules)
TML_FAMILY(lengths, "CO", "Completeness", lengths)
