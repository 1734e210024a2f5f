/* lexicon.h — the inside of a frozen lexicon, for feat only (entity.h is what others see).
 *
 * A trie over token hashes: nodes are numbers, an edge is (node, token class and hash) → node in one open-addressed
 * table; a node's aliases are a list. The root's edges have a bitset before them, so that a text's ordinary words cost
 * one test.
 */
#ifndef TML_FEAT_LEXICON_H
#define TML_FEAT_LEXICON_H

#include "tmlint/entity.h"

enum { TML_LEX_BITS = 15 }; /* of the bitset: 4 KiB, stays in the first cache */
enum { TML_LEX_MAXTOK = 12 };

typedef struct tml_lexedge {
  uint64_t key; /* 0: free */
  uint32_t next;
} tml_lexedge;

typedef struct tml_lexalias {
  tml_str text;
  uint32_t entity;
  uint32_t next;  /* another alias of the same node, index + 1 */
  uint32_t kin;   /* another alias of the same entity, index + 1 */
  char lang[4];   /* "" any */
  uint8_t flags;  /* TML_ALIAS_… */
  uint8_t dot;    /* begins with '.': the sign before the first token belongs to it */
  uint32_t upper; /* bit i: token i begins with a capital; TML_ALIAS_CASE compares it */
} tml_lexalias;

typedef struct tml_lexnode {
  uint32_t alias; /* first alias that ends here, index + 1 */
  uint32_t kids;  /* a filter of the edges from here: the top five bits of their keys. Most nodes have none or one, and
                     a probe of the table is a miss of the cache */
} tml_lexnode;

typedef struct tml_lexedition {
  uint64_t key;
  int year, replaced_by;
  tml_str when, source;
} tml_lexedition;

struct tml_lexicon {
  tml_arena arena;
  tml_entity *entity;
  uint32_t *kin; /* by entity: its first alias, index + 1 */
  size_t nentity, entity_cap, kin_cap;
  tml_lexalias *alias;
  size_t nalias, alias_cap;
  tml_lexnode *node;
  size_t nnode, node_cap;
  tml_lexedge *edge;
  size_t nedge, edge_cap; /* a power of two */
  tml_lexedition *edition;
  size_t nedition, edition_cap;
  tml_map by_key, by_id, between;
  uint64_t first[(1u << TML_LEX_BITS) / 64];
  bool frozen;
};

/* The edge key of a token: its hash and whether it's a word, a number or a sign. Never 0. */
static inline uint64_t tml_lex_class(const tml_tok *t) {
  return t->hash ^ (t->kind == TML_T_NUM     ? UINT64_C(0x5bd1e995a7c3f00d)
                    : t->kind == TML_T_PUNCT ? UINT64_C(0x1b873593c1d2e4f7)
                                             : 0);
}
static inline bool tml_lex_first(const tml_lexicon *lex, uint64_t hash) {
  unsigned i = (unsigned)(hash >> (64 - TML_LEX_BITS));
  return lex->first[i >> 6] >> (i & 63) & 1;
}
/* The node behind `node` by a token class; 0 where there is none (the root is 0 and nothing leads to it). */
/* The node is spread before the class joins it: small numbers of both must not meet. */
static inline uint64_t tml_lex_key(uint32_t node, uint64_t cls) {
  return tml_hash_mix((node + 1) * UINT64_C(0x9E3779B97F4A7C15), cls) | 1;
}
static inline uint32_t tml_lex_step(const tml_lexicon *lex, uint32_t node, uint64_t cls) {
  uint64_t key = tml_lex_key(node, cls);
  if (!(lex->node[node].kids >> (key >> 59) & 1)) return 0;
  size_t mask = lex->edge_cap - 1;
  for (size_t i = key >> 32 & mask;; i = (i + 1) & mask) {
    if (lex->edge[i].key == key) return lex->edge[i].next;
    if (lex->edge[i].key == 0) return 0;
  }
}

/* A standard's number at token j, behind its body: what it is and where it ends. */
typedef struct tml_stdref {
  uint32_t first, end;           /* tokens: number and edition */
  uint32_t num_start, num_end;   /* text offsets */
  uint32_t year_start, year_end; /* equal where no edition */
  int year;
  bool loose; /* blank before or behind the colon */
} tml_stdref;

/* Reads a number by the grammar at token j (`offset`: bytes of that token that belong to the body: "ISO27001"). */
bool tml_std_number(const tml_sheet *s, const tml_stdnum *g, uint32_t j, uint32_t offset, tml_stdref *out);
/* Canonical name ("ISO 27001", with `year` "ISO 27001:2013") into buf; returns its length. */
size_t tml_std_name(const tml_entity *e, const tml_sheet *s, uint32_t num_start, uint32_t num_end, int year, char *buf,
                    size_t cap);
/* Sets keys and fields of a standard fact. */
void tml_std_fill(const tml_lexicon *lex, const tml_sheet *s, tml_fact *f, uint32_t entity, const tml_stdref *r);

#endif
