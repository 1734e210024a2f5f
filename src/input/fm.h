/* fm.h — how front matter's two readers share their result; for the files of this room only.
 *
 * frontmatter.c finds the block and scans plain lines, yaml.c reads what is more with libyaml. Both add items here.
 */
#ifndef TMLINT_INPUT_FM_H
#define TMLINT_INPUT_FM_H

#include "tmlint/input.h"

typedef struct fm_builder {
  tml_arena *a;
  tml_str bytes; /* the whole file */
  tml_frontmatter *out;
  size_t cap;
  size_t line_at; /* up to here lines are counted: line_at is on `line` */
  unsigned line;
} fm_builder;

/* Adds an item; line and duplicate are filled in later (fm_finish). Offsets are those of the file. */
void fm_add(fm_builder *b, tml_fm_item item);
/* Malformed at byte `at` of the file; the first report stays. */
void fm_fail(fm_builder *b, size_t at, const char *msg);

/* Reads [start, end) of b->bytes as YAML: items added, or fm_fail. */
void fm_read_yaml(fm_builder *b, size_t start, size_t end);

/* A double- or single-quoted scalar that begins at `at` and ends before `end` on the same line. Gives its decoded text
 * and the offset behind its closing quote; 0 where it does not close, or has an escape that is no escape. */
size_t fm_unquote(tml_arena *a, tml_str bytes, size_t at, size_t end, tml_str *value);

#endif
