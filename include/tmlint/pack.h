/* pack.h — rule packs: JSON files of the world's facts (rules/ *.json, and the user's own) to a lexicon.
 *
 * Grammar of a pack (schema tmlint.pack/1):
 *   { "pack": "standards", "version": "2026-11", "about": "…",
 *     "between": ["standard", "norme", …],
 *     "entities": [ {"id": "iso", "kind": "standard|regulation|name|document-kind", "class": "product|service|feature|
 *                    organisation|place|acronym", "name": "ISO", "aliases": ["ISO/IEC", …], "loose": ["ISO-IEC"],
 *                    "local": {"fr": ["RGPD"], "ru": ["общ* регламент*"]}, "number": {"digits": [3, 5], "part": true,
 * …}, "common": true, "translated": true} ], "editions": [ {"standard": "ISO 27001", "edition": 2013, "replaced_by":
 * 2022, "read": "2026-11-25", "source": "…"} ], "examples": [ {"text": "…", "locale": "en", "found": ["ISO 27001", …]}
 * ] } Examples are mandatory in a pack that has entities: tml_pack_test runs them.
 *
 * Errors: TML_EFORMAT with the pack's name and the key ("standards.json: entities[3].number.digits: two numbers
 * expected"). Threads: loading is for one thread, before the others start.
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

/* Runs a pack's own examples against a frozen lexicon; reports each failing one through `say`. Returns how many failed,
 * or a negative TML_E…. *ran: how many there are. */
int tml_pack_test(const tml_lexicon *lex, const char *name, tml_str json, void (*say)(void *ctx, const char *msg),
                  void *ctx, unsigned *ran, tml_err *err);

#endif
