/* json.h — JSON that people write (tmlint.json, rule packs), with the place of each value. The parser is cJSON; it
 * keeps no places, so a second walk over the (by then valid) text in step with the tree finds them. Errors: TML_EIO, or
 * TML_EUSAGE with "path:line:column: what". Threads: one at a time.
 */
#ifndef TMLINT_JSON_H
#define TMLINT_JSON_H

#include "tmlint/base.h"

#include <cjson/cJSON.h>

typedef struct tml_origin {
  const char *where;     /* "default", "--select", or the file's path as shown */
  uint32_t line, column; /* in the file, from 1; 0 where it is no file */
} tml_origin;

typedef struct tml_json {
  const char *path; /* as shown */
  tml_buf text;
  cJSON *root;
  tml_map keys, values; /* node pointer to byte offset: of its key, of its value */
} tml_json;

/* Reads and parses an object. Doubled keys are errors too. Free it always. `path` is borrowed. */
int tml_json_load(tml_json *j, const char *path, tml_err *err);
/* The same from bytes, which are copied. */
int tml_json_parse(tml_json *j, const char *path, tml_str text, tml_err *err);
void tml_json_free(tml_json *j);
/* Place of a node's value, or of its key. */
tml_origin tml_json_at(const tml_json *j, const cJSON *node);
tml_origin tml_json_key_at(const tml_json *j, const cJSON *node);

#endif
