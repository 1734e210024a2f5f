/* entity.h — the lexicon of the packs and the entity facts: standards, regulations, names, document kinds.
 *
 * What for: the names of the world that a text can state, from data (rules/ *.json, loaded by pack.h), as facts with
 * keys. What not: no judgement, and nothing a locale table knows (numbers, months).
 *
 * A lexicon is built once, frozen, and only read afterwards: any thread may use it then. It owns all its strings.
 *
 * What an entity fact (TML_F_STANDARD, _REGULATION, _NAME, _DOCKIND) holds beside kind, place and flags:
 *   key    tml_hash of the canonical name: "ISO 27001", "NIST 800-53", "GDPR", "power-bi"; same key, same thing
 *   key2   standards: tml_hash of the name with its edition ("ISO 27001:2013"); equal to key where none is named
 *   unit   index of the tml_entity (for a standard with a number: its body, e.g. ISO)
 *   sub    names: TML_NAME_…; others 0
 *   in_start..in_end    standards: the number as written, without edition ("27001", "20000-1"); else empty
 *   url_start..url_end  standards: the edition as written ("2013"); else empty
 *   num    standards: the edition's year, 0 where none is named; names: index of the alias that matched + 1
 *   flags  TML_FF_INNER: a member of a list that borrows the body before it (`27018` in "ISO 27001 and 27018"),
 * start..end is its number; TML_FF_LOOSE: malformed spelling; TML_FF_BARE: a number without its body, told by the other
 * side or by the page's subject; TML_FF_BROKEN is not used
 */
#ifndef TMLINT_ENTITY_H
#define TMLINT_ENTITY_H

#include "tmlint/base.h"
#include "tmlint/feat.h"

enum tml_name_class {
  TML_NAME_PRODUCT = 1,
  TML_NAME_SERVICE,
  TML_NAME_FEATURE,
  TML_NAME_ORG,
  TML_NAME_PLACE,
  TML_NAME_ACRONYM
};

enum {                        /* flags of an entity */
       TML_ENT_BODY = 1 << 0, /* a publisher or series that only names a standard together with a number */
       TML_ENT_COMMON =
           1 << 1, /* also an everyday word (Word, Access, Teams): matched with its own capitals only, and weak */
       TML_ENT_TRANSLATED = 1 << 2, /* usually translated: a missing name proves nothing */
       TML_ENT_ACRONYM = 1 << 3,    /* the text is an acronym */
       TML_ENT_FAMILY = 1 << 4      /* a family name (ISO 27000) rather than one document */
};

/* How the number behind a body is built. */
typedef struct tml_stdnum {
  uint8_t min, max; /* digits of the first group; max 0: no number grammar */
  uint8_t groups;   /* further groups parted by blanks ("EN 301 549"): how many, at most */
  bool part;        /* "-1": parts by hyphen */
  bool need_part;   /* the part is necessary: NIST 800-53 */
  bool dot;         /* "802.1" */
  bool letters;     /* letters after digits: "802.1AE", "17a-4" */
  bool year_dash;   /* an edition may be written with a hyphen: IEEE 1588-2008 */
  bool colon;       /* an edition may be written with a colon */
  bool letter;      /* a letter and a dot come first: ITU-T X.509 */
} tml_stdnum;

typedef struct tml_entity {
  uint8_t kind, sub;
  uint16_t flags;
  uint64_t key;      /* tml_hash of `name` */
  tml_str id;        /* of the pack: "iso", "gdpr", "power-bi" */
  tml_str name;      /* canonical spelling, shown in messages */
  tml_stdnum number; /* bodies */
} tml_entity;

enum {                           /* flags of an alias */
       TML_ALIAS_CASE = 1 << 0,  /* capitals must be as written */
       TML_ALIAS_LOOSE = 1 << 1, /* malformed spelling */
       TML_ALIAS_LAZY = 1 << 2   /* searched only where the other side has the entity (tml_entity_find_lazy): unspaced
                                    scripts,   stems with `*` ("общ* регламент*") */
};

typedef struct tml_lexicon tml_lexicon;

/* ---- reading ---------------------------------------------------------------------------------------------------- */

const tml_entity *tml_lexicon_at(const tml_lexicon *lex, unsigned index); /* NULL past the end */
const tml_entity *tml_lexicon_by_key(const tml_lexicon *lex, uint64_t key);
const tml_entity *tml_lexicon_by_id(const tml_lexicon *lex, tml_str id);
unsigned tml_lexicon_count(const tml_lexicon *lex);

/* How to show a fact: "ISO 27001:2013" (edition: with it), "GDPR", "Power BI". In arena `a`, or borrowed from the
 * lexicon. */
tml_str tml_entity_show(tml_arena *a, const tml_lexicon *lex, const tml_sheet *s, const tml_fact *f, bool edition);

/* Which year replaced edition `year` of the standard `key` (without edition), by the dated table of
 * rules/editions.json; 0 where none is known. *when: the day the table's row was read, *source: where. */
int tml_lexicon_superseded(const tml_lexicon *lex, uint64_t key, int year, tml_str *when, tml_str *source);

/* Whether two standards belong together: one is a part or the family of the other (ISO 20000 and ISO 20000-1). */
bool tml_entity_related(tml_str a, tml_str b);

/* Looks for an entity's aliases of the sheet's language that are too loose for the fast pass (TML_ALIAS_LAZY, and
 * alternatives inside unspaced runs). True, and the place in text offsets, where one is found. */
bool tml_entity_find_lazy(const tml_lexicon *lex, const tml_locale *loc, const tml_sheet *s, uint64_t key,
                          uint32_t *start, uint32_t *end);

/* Standards named in a URL's path, a file name or a slug ("iso27001", "ISOIEC_27001", "iso-iec-20000-1"): never from a
 * host or from a bare catalogue number. Writes up to max keys (tml_hash of "ISO 27001") and their names; returns how
 * many. */
typedef struct tml_slugname {
  uint64_t key;
  tml_str name; /* in the arena */
} tml_slugname;
unsigned tml_entity_in_slug(tml_arena *a, const tml_lexicon *lex, tml_str slug, bool is_url, tml_slugname *out,
                            unsigned max);

/* Whether a heading anchor names the standard `name` ("ISO 20000-1"): the name is slugged the ways headings write it
 * and looked for, an edition behind it allowed. */
bool tml_entity_in_anchor(tml_str anchor, tml_str name);

/* ---- building (pack.c) --------------------------------------------------------------------------------------------
 */

tml_lexicon *tml_lexicon_new(void);
void tml_lexicon_free(tml_lexicon *lex);
/* Adds an entity; strings are copied. Returns its index, or that of the entity that has this id already. */
unsigned tml_lexicon_add(tml_lexicon *lex, const tml_entity *e);
/* Adds a spelling. `language`: "ko", or empty for all. */
void tml_lexicon_alias(tml_lexicon *lex, unsigned entity, tml_str alias, tml_str language, unsigned flags);
/* Words that may stand between a body and its number: "norme", "표준". */
void tml_lexicon_between(tml_lexicon *lex, tml_str word);
void tml_lexicon_edition(tml_lexicon *lex, tml_str standard, int year, int replaced_by, tml_str when, tml_str source);
/* Ends building: makes the tables that lookups use. */
void tml_lexicon_freeze(tml_lexicon *lex);

#endif
