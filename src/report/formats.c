/* formats.c — the formats there are. */
#include "tmlint/report.h"

static const tml_writer_kind *const kinds[] = {&tml_writer_text, &tml_writer_json, &tml_writer_jsonl};

const tml_writer_kind *tml_writer_find(tml_str format) {
  for (size_t i = 0; i < TML_COUNT(kinds); i++)
    if (tml_str_is(format, kinds[i]->format)) return kinds[i];
  return NULL;
}

const char *const *tml_writer_formats(size_t *n) {
  static const char *const names[] = {"text", "json", "jsonl"};
  *n = TML_COUNT(names);
  return names;
}
