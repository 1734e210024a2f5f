/* pack.h — rule packs: JSON files of the world's facts and of house rules (rules/ *.json, and the user's own), to a
 * lexicon and to ordinary rules.
 *
 * Grammar: docs/packs.md and the schema tmlint.pack/1 (`tmlint schema pack`). Five kinds: `entity` (list "entities":
 * names that texts state; also "between" and "editions"), and in the list "rules" `term`, `pair`, `forbid`, `require`.
 * Examples are mandatory: tml_pack_test and tml_packs_test run them.
 *
 * Errors: TML_EFORMAT with the pack's file, line, column and key ("standards.json:12:5: entities[3].number.digits: two
 * numbers are expected …"); TML_EIO for a file that can't be read. Threads: loading is for one thread, before the
 * others start; checks of pack rules run in any.
 */
#ifndef TMLINT_PACK_H
#define TMLINT_PACK_H

#include "tmlint/base.h"
#include "tmlint/entity.h"

/* Adds the pack in `json` to a lexicon that is being built. `name` is for messages. */
int tml_pack_load(tml_lexicon *lex, const char *name, tml_str json, tml_err *err);

/* The lexicon of the shipped packs, made at build time: constant, lives as long as the process, needs no loading. */
const tml_lexicon *tml_pack_shipped(void);

/* The same from the packs' JSON, frozen: what the build and the tests use. NULL on failure. Free with tml_lexicon_free.
 */
tml_lexicon *tml_pack_load_shipped(tml_err *err);
/* Likewise, not frozen yet, for more packs to follow; those whose names are in `except` (ends with NULL) are left out.
 */
tml_lexicon *tml_pack_begin_shipped(const char *const *except, tml_err *err);

/* Runs a pack's own examples against a frozen lexicon; reports each failing one through `say`. Returns how many failed,
 * or a negative TML_E…. *ran: how many there are. */
int tml_pack_test(const tml_lexicon *lex, const char *name, tml_str json, void (*say)(void *ctx, const char *msg),
                  void *ctx, unsigned *ran, tml_err *err);

/* ---- the packs that a configuration names ---- */

typedef struct tml_packs tml_packs;
tml_packs *tml_packs_new(void);
/* Takes its rules out of the registry. NULL is fine. */
void tml_packs_free(tml_packs *p);
/* Reads a pack: a file, or the name of a shipped one that is off by default ("docusaurus"). */
int tml_packs_open(tml_packs *p, const char *file_or_name, tml_err *err);
/* After the last: its rules are in the registry, its entities in the lexicon. */
int tml_packs_finish(tml_packs *p, tml_err *err);
/* The shipped lexicon, with the packs' own entities where they have any. */
const tml_lexicon *tml_packs_lexicon(const tml_packs *p);
/* Runs all examples, of entities and of rules; `say` hears of each that fails, with its place. Returns how many failed.
 * *rules, *ran: how many rules and examples there are. */
int tml_packs_test(const tml_packs *p, void (*say)(void *ctx, const char *msg), void *ctx, unsigned *rules,
                   unsigned *ran);
/* Names of the shipped packs that are off by default; NULL behind the last. */
const char *tml_pack_optional(unsigned i);

#endif
