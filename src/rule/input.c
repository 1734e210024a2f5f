/* input.c — families IN and RU: rows of what the run itself raises (src/run): files that can't be read, and its own
 * rules.
 *
 * No checks here: a file that can't be read has no page to check.
 */
#include "tmlint/rule.h"

static const char *const utf8_refs[] = {"RFC 3629, UTF-8", NULL};

#define ROW(level, sc)                                                                                                 \
  .status = TML_STABLE, .severity = level, .scope = sc, .since = "0.1.0", .its = "uncategorized", .mqm = "other"

static const tml_rule input[] = {
    {.code = "IN001",
     .name = "unreadable-file",
     ROW(TML_SEV_ERROR, TML_SCOPE_PAGE),
     .summary = "a file can't be read, or changed while it was read",
     .rationale = "What can't be read is not checked: a report without this finding would look clean. The other files "
                  "are checked all the same."},
    {.code = "IN002",
     .name = "unsupported-encoding",
     ROW(TML_SEV_ERROR, TML_SCOPE_PAGE),
     .summary = "a text file in UTF-16, UTF-32 or another encoding that is not UTF-8",
     .rationale =
         "Pages and XML are read as UTF-8; in another encoding no text in it can be told. The message names the "
         "encoding that was found and how to "
         "convert the file.",
     .refs = utf8_refs},
    {.code = "IN003",
     .name = "unsupported-format",
     ROW(TML_SEV_WARNING, TML_SCOPE_PAGE),
     .summary =
         "a known format that is not read yet, a page whose bytes are no text, or a binary named on the command line",
     .rationale = "An exchange file of an unread format (PO …) holds pairs that nobody checked; a "
                  "file named .md or .txt that is no text is broken. Silent for images and other binaries that are "
                  "only met in a folder."},
    {.code = "IN004",
     .name = "malformed-input",
     ROW(TML_SEV_ERROR, TML_SCOPE_PAGE),
     .summary = "broken XML, YAML or PO",
     .rationale = "The message says where the file breaks and how to mend it; what can be read is checked."},
};

static const tml_rule run[] = {
    {.code = "RU001",
     .name = "unused-suppression",
     ROW(TML_SEV_WARNING, TML_SCOPE_PAGE),
     .summary = "a suppression that suppresses nothing",
     .rationale = "It hides the next finding of its kind. Delete it."},
    {.code = "RU002",
     .name = "suppression-without-reason",
     ROW(TML_SEV_INFO, TML_SCOPE_PAGE),
     .summary = "a suppression that does not say why",
     .rationale = "Whoever reads the page next can't tell whether the reason still holds."},
    {.code = "RU003",
     .name = "rule-limit",
     ROW(TML_SEV_WARNING, TML_SCOPE_RUN),
     .summary = "a pack's pattern ran into its match limit",
     .rationale = "The rule is at fault, not the text: its pattern needs too many steps. The text it ran on is not "
                  "checked by it."},
};

TML_FAMILY(input, "IN", "Input", input)
TML_FAMILY(run, "RU", "The run itself", run)
