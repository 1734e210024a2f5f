/* json.h — private to config: JSON text with the place of each value. The parser is cJSON; it keeps no places, so a
 * second walk over the (by then valid) text in step with the tree finds them.
 */
#ifndef TML_CONFIG_JSON_H
#define TML_CONFIG_JSON_H

#include "tmlint/config.h"

#include <cjson/cJSON.h>

typedef struct tml_json {
  const char *path; /* as shown */
  tml_buf text;
  cJSON *root;
  tml_map keys, values; /* node pointer to byte offset: of its key, of its value */
} tml_json;

/* Reads and parses. TML_EIO, or TML_EUSAGE with "path:line:column: what". Doubled keys are errors too. Free it always.
 */
int tml_json_load(tml_json *j, const char *path, tml_err *err);
void tml_json_free(tml_json *j);
/* Place of a node's value, or of its key. */
tml_origin tml_json_at(const tml_json *j, const cJSON *node);
tml_origin tml_json_key_at(const tml_json *j, const cJSON *node);

#endif
