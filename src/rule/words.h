/* words.h — which languages a word belongs to: function words, and words that are or are never written twice; English
 * words for what a reader fills in.
 *
 * For: CO003–CO005 (what language is this text in), LO004 and MK001. Not for: names, numbers, months (tml_locale).
 * Data: rules/data/function-words.json, repeated-words.json and fill-in-words.json by scripts/gen_words.py. Constant;
 * any thread. */
#ifndef TMLINT_RULE_WORDS_H
#define TMLINT_RULE_WORDS_H

#include "tmlint/base.h"
#include "tmlint/text.h"

enum { TML_DOUBLES_UNKNOWN, TML_DOUBLES_ANY, TML_DOUBLES_NEVER };
typedef struct tml_word_language {
  char id[4];
  uint8_t doubles;  /* TML_DOUBLES_… */
  uint8_t function; /* 1: its function words are known */
} tml_word_language;
typedef struct tml_word_entry {
  uint64_t hash;                             /* tml_hash of the lower-case word */
  uint64_t function, doubled, never_doubled; /* sets of languages: bit i is tml_word_languages[i] */
} tml_word_entry;

extern const tml_word_language tml_word_languages[]; /* by id, ends with an empty id */
extern const uint16_t tml_word_starts[4097];         /* by the hash's highest 12 bits */
extern const tml_word_entry tml_word_entries[];

extern const uint64_t tml_fill_in_words[]; /* hashes, ascending; ends with UINT64_MAX */

static inline bool tml_is_fill_in_word(uint64_t hash) {
  const uint64_t *w = tml_fill_in_words;
  while (*w < hash) w++;
  return *w == hash;
}

/* The word's entry, or NULL. */
static inline const tml_word_entry *tml_word_entry_find(uint64_t hash) {
  unsigned b = (unsigned)(hash >> 52);
  for (unsigned i = tml_word_starts[b]; i < tml_word_starts[b + 1]; i++)
    if (tml_word_entries[i].hash == hash) return &tml_word_entries[i];
  return NULL;
}

/* The index of a locale's language, -1 where its words are not known. */
static inline int tml_word_language_of(const tml_locale *l) {
  bool norwegian = tml_locale_is(l, "no") || tml_locale_is(l, "nn");
  bool serbian = tml_locale_is(l, "sr") || tml_locale_is(l, "bs"); /* one list in both scripts: hr */
  const char *language = norwegian ? "nb" : serbian ? "hr" : l->language;
  char id[4] = {0};
  uint32_t want, is;
  for (int i = 0; i < 4 && language[i]; i++) id[i] = language[i];
  memcpy(&want, id, 4);
  for (int i = 0; memcpy(&is, tml_word_languages[i].id, 4), is; i++)
    if (is == want) return i;
  return -1;
}

#endif
