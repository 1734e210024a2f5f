/* formats.c — the formats there are: one list, from which the options and the messages have theirs. */
#include "tmlint/report.h"

#define FORMATS(X)                                                                                                     \
  X(text) X(json) X(jsonl) X(csv) X(sarif) X(github) X(gitlab) X(junit) X(checkstyle) X(rdjsonl) X(html)

#define KIND(name) &tml_writer_##name,
#define NAME(name) #name,
static const tml_writer_kind *const kinds[] = {FORMATS(KIND)};
const char *const tml_writer_format_names[] = {FORMATS(NAME) NULL};

const tml_writer_kind *tml_writer_find(tml_str format) {
  for (size_t i = 0; i < TML_COUNT(kinds); i++)
    if (tml_str_is(format, kinds[i]->format)) return kinds[i];
  return NULL;
}

const char *const *tml_writer_formats(size_t *n) {
  *n = TML_COUNT(kinds);
  return tml_writer_format_names;
}
