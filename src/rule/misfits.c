/* misfits.c — rules of texts that do not go together, by what a run or a memory has learnt of two languages. Their
 * findings are made by the run (src/run/misfits.c); here are their rows. */
#include "tmlint/rule.h"

static const tml_example none[] = {{0}};

#define ROW .status = TML_STABLE, .scope = TML_SCOPE_RUN, .since = "0.1.0", .good = none, .bad = none

static const tml_rule rules[] = {
    {.code = "TM007",
     .name = "misaligned-pair",
     ROW,
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
     .severity = TML_SEV_ERROR,
     .its = "mistranslation",
     .mqm = "accuracy/mistranslation",
     .summary = "neighbouring pairs are shifted: each target belongs to the pair before or behind",
     .rationale =
         "One text too many or too few on one side, and every pair from there on has its neighbour's target. Reported "
         "once for the whole run of at least three pairs, with the pairs as related places. How it is "
         "known: TM007; a thousand pairs are enough for it."},
};

static const tml_rule lengths[] = {
    {.code = "CO006",
     .name = "length-outlier",
     ROW,
     .severity = TML_SEV_WARNING,
     .its = "omission",
     .mqm = "accuracy/omission",
     .summary = "the target is far longer or shorter than translations of such a source are",
     .rationale =
         "The usual ratio of lengths is learnt of each pair of languages, from the run's pages or from a memory, for "
         "sources of like length. Letters count, outside code, links and tags. Silent for sources under twenty "
         "letters."},
};

TML_FAMILY(misfits, "TM", "Memory", rules)
TML_FAMILY(lengths, "CO", "Completeness", lengths)
