/* markup.h — inside family MK: what its files share. */
#ifndef TMLINT_RULE_MARKUP_H
#define TMLINT_RULE_MARKUP_H

#include "tmlint/rule.h"

/* Whether the pair has two sides to compare: both hold something, they differ, and it isn't fenced code. */
static inline bool tml_markup_comparable(const tml_check *c) {
  return !c->same && c->src->ntok && c->tgt->ntok && !(c->seg->ctx & TML_CTX_FENCE);
}

/* One difference under way: a fact that only one side has, and what it was found to be. */
enum tml_markup_state { TML_MK_OPEN, TML_MK_SILENT, TML_MK_LESSER };
typedef struct tml_markup_item {
  const tml_fact *f;
  uint8_t state;
} tml_markup_item;

typedef struct tml_markup_diff {
  tml_markup_item *lost, *added; /* only in the source, only in the target */
  uint32_t nlost, nadded;
} tml_markup_diff;

/* Facts of the kinds that `wanted` says, as multisets of their keys. False where nothing differs; no allocation then.
 */
bool tml_markup_compare(tml_check *c, bool (*wanted)(const tml_fact *), tml_markup_diff *out);
uint32_t tml_markup_left(const tml_markup_item *v, uint32_t n, int state);
/* Whether the loose comparisons of each lost one with each added one are affordable. */
static inline bool tml_markup_few(const tml_markup_diff *d) { return (uint64_t)d->nlost * d->nadded <= 4096; }

enum { TML_MK_TRIES = 64 }; /* occurrences of one string that are looked at: a text may repeat it without end */
/* Which side the neighbours in the page hold to be wrong: the source where they know what only the target has (`added`,
 * 0 for none) and nowhere else what only the source has (`lost`); unknown where they know both; else the target. */
int tml_markup_suspect(const tml_check *c, bool (*wanted)(const tml_fact *), uint64_t lost, uint64_t added);
/* Silences what changed places with an inline that stands outside the pair: `A of <B>` can be `B’s <A>`, and of the two
 * only one is inside the spans. */
void tml_markup_swapped(const tml_check *c, tml_markup_diff *d);
/* Marks and evidence of the items in a state. */
void tml_markup_show(tml_check *c, tml_finding *f, const tml_markup_diff *d, int state);
/* "`a`", or "`a` and 2 more": the items in a state. */
tml_str tml_markup_list(tml_check *c, const tml_sheet *s, const tml_markup_item *v, uint32_t n, int state);

void tml_markup_code(tml_check *c);        /* MK001 */
void tml_markup_link(tml_check *c);        /* MK002, links.c */
void tml_markup_locale(tml_check *c);      /* MK003, links.c */
void tml_markup_tag(tml_check *c);         /* MK004 */
void tml_markup_emphasis(tml_check *c);    /* MK005, bold.c */
void tml_markup_empty_link(tml_check *c);  /* MK008, links.c */
void tml_markup_leaked(tml_check *c);      /* MK009, bold.c */
void tml_markup_unrendered(tml_check *c);  /* MK010, bold.c */
void tml_markup_placeholder(tml_check *c); /* MK011 */
void tml_markup_docs(tml_check *c);        /* MK012 */
void tml_markup_broken_link(tml_check *c); /* MK014, links.c */

#endif
