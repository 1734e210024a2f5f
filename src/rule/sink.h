/* sink.h — where the findings of one file gather while its rules run. */
#ifndef TMLINT_RULE_SINK_H
#define TMLINT_RULE_SINK_H

#include "tmlint/rule.h"

typedef struct tml_sink {
  tml_finding **v;
  uint32_t n;
  size_t cap;
} tml_sink;

/* Runs every enabled rule over the page: segments first, then the page. Findings land in c->sink. */
void tml_rule_run(tml_check *c, const tml_ruleset *set);

#endif
