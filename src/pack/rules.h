/* rules.h — private to pack: a rule of a pack, compiled, behind its row (tml_rule.data). */
#ifndef TML_PACK_RULES_H
#define TML_PACK_RULES_H

#include "reader.h"

#include "tmlint/entity.h"
#include "tmlint/rule.h"
#include "tmlint/rx.h"

enum pack_kind { PACK_TERM, PACK_PAIR, PACK_FORBID, PACK_REQUIRE };

/* A term's renderings in one language. */
typedef struct pack_rendering {
  tml_str language;                  /* "ko", "pt-BR" */
  tml_str shown;                     /* the allowed ones, for the message */
  const tml_rx *allowed, *forbidden; /* NULL: none are named */
} pack_rendering;

typedef struct pack_term {
  tml_str source;
  pack_rendering *renderings;
  uint32_t n;
} pack_term;

typedef struct pack_rule {
  uint8_t kind;
  uint8_t side;                 /* TML_SIDE_…: FORBID, REQUIRE */
  bool anywhere;                /* also in code spans, URLs and the like */
  bool safe;                    /* the fix */
  uint16_t where;               /* TML_CTX_…: only there; 0: anywhere */
  bool headings;                /* … and in headings */
  tml_strs sources, targets;    /* languages; none: all */
  const tml_rx *pattern;        /* FORBID, REQUIRE: on `side`; PAIR: on the source; TERM: any of the terms */
  const tml_rx *when, *unless;  /* FORBID, REQUIRE: on the other side, on this side; may be NULL */
  tml_str expect;               /* PAIR: the target's pattern, with $0 … $9 */
  const tml_rx *expected;       /* … compiled, where it has none of these */
  unsigned flags;               /* TML_RX_…: for `expect` */
  tml_str message, replacement; /* replacement.p NULL: no fix */
  const pack_term *terms;
} pack_rule;

/* The patterns of a pack set, freed with it. */
typedef struct pack_patterns {
  tml_rx **v;
  size_t n, cap;
} pack_patterns;

/* Reads the list "rules" of the pack at w into rows, in `a`. `line`: where each stands. */
typedef struct pack_rows {
  tml_rule *v;
  tml_origin *at;
  uint32_t n;
  size_t cap, at_cap;
} pack_rows;
int pack_rules(pack_at *w, tml_arena *a, pack_patterns *px, pack_rows *out);

/* The check of every pack rule. */
void pack_check(tml_check *c);

/* Runs the examples of a pack's entities; returns how many failed. */
int pack_entity_examples(const tml_lexicon *lex, const tml_json *j, void (*say)(void *, const char *), void *ctx,
                         unsigned *ran);
/* Runs the examples of one rule; returns how many failed. */
int pack_examples(const tml_rule *rule, const tml_origin *at, const tml_lexicon *lex, void (*say)(void *, const char *),
                  void *ctx, unsigned *ran);

#endif
