/* sink.h — where the findings of one file gather while its rules run. */
#ifndef TMLINT_RULE_SINK_H
#define TMLINT_RULE_SINK_H

#include "tmlint/rule.h"

typedef struct tml_sink {
  tml_finding **v;
  uint32_t n;
  size_t cap;
} tml_sink;

/* A new finding, all zero, that the sink holds; in `a`. */
static inline tml_finding *tml_sink_new(tml_sink *s, tml_arena *a) {
  s->v = tml_arena_grow(a, s->v, s->n, &s->cap, sizeof *s->v);
  return s->v[s->n++] = TML_NEW(a, tml_finding);
}

/* Runs every enabled rule over the page: segments first, then the page. Findings land in c->sink. */
void tml_rule_run(tml_check *c, const tml_ruleset *set);

#endif
