/* reader.h — private to pack: where the reader of a pack is, for complaints that name file, line and key. */
#ifndef TML_PACK_READER_H
#define TML_PACK_READER_H

#include "tmlint/entity.h"
#include "tmlint/json.h"

typedef struct pack_at {
  const tml_json *j;
  const cJSON *item; /* what is being read: the pack itself, or one of a list's items */
  const char *list;  /* the list's key, or NULL */
  int index;
  tml_err *err;
} pack_at;

/* TML_EFORMAT, "standards.json:12:5: entities[3].number.digits: two numbers are expected". `key`: a path below the
 * item, or NULL for the item. */
int pack_bad(const pack_at *w, const char *key, const char *fmt, ...) TML_PRINTF(3, 4);

tml_str pack_str(const cJSON *j); /* empty where it is no string */
const cJSON *pack_get(const cJSON *o, const char *key);
/* The member `key` of o as a non-empty string of valid UTF-8; 1 where it is absent. */
int pack_string(const pack_at *w, const cJSON *o, const char *key, bool necessary, tml_str *out);
int pack_flag(const pack_at *w, const cJSON *o, const char *key, bool *out);
/* One of `words` (ends with NULL); its index. */
int pack_word(const pack_at *w, const cJSON *o, const char *key, const char *const *words, int *out);
/* `inside`: what to put before a key in the complaint. */
int pack_keys(const pack_at *w, const cJSON *o, const char *inside, const char *const *known);

/* The pack's own keys, checked. */
int pack_head(pack_at *w);
/* Its entities, lists and editions into a lexicon. */
int pack_entities(pack_at *w, tml_lexicon *lex);

#endif
