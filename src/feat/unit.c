/* unit.c — which unit or currency a word names, from the tables that scripts/gen_units.py makes of CLDR. */
#include "units.h"

const char *tml_unit_name(unsigned unit) { return unit < tml_unit_rows_n ? tml_unit_rows[unit].name : ""; }

const char *tml_unit_plural(unsigned unit) { return unit < tml_unit_rows_n ? tml_unit_rows[unit].plural : ""; }

enum tml_dimension tml_unit_dimension(unsigned unit) {
  return unit < tml_unit_rows_n ? (enum tml_dimension)tml_unit_rows[unit].dimension : TML_DIM_NONE;
}

bool tml_unit_is_english(unsigned unit) { return unit < tml_unit_rows_n && tml_unit_rows[unit].english; }

/* The table's name of a locale: its CLDR id, or the language where the table has no more. */
static size_t language_of(const tml_locale *l, char *buf) {
  const char *z = strcmp(l->id, "zh-Hant") == 0 || strcmp(l->id, "pt-PT") == 0 ? l->id : l->language;
  if (memcmp(l->language, "zh", 3) == 0 && strcmp(l->variant, "Hant") == 0) z = "zh-Hant";
  size_t n = strlen(z);
  memcpy(buf, z, n);
  return n;
}

unsigned tml_unit_find(const tml_locale *l, tml_str word) {
  char buf[64];
  if (!word.n || word.n > sizeof buf - 16) return 0;
  size_t n = language_of(l, buf);
  if (n == 3 && memcmp(buf, "und", 3) == 0) memcpy(buf, "en", 2), n = 2; /* signs at least */
  buf[n++] = '/';
  memcpy(buf + n, word.p, word.n);
  uint32_t h = (uint32_t)tml_hash(buf, n + word.n);
  unsigned low = 0, high = tml_unit_words_n;
  while (low < high) {
    unsigned mid = (low + high) / 2;
    if (tml_unit_words[mid].hash < h) low = mid + 1;
    else high = mid;
  }
  return low < tml_unit_words_n && tml_unit_words[low].hash == h ? tml_unit_words[low].unit : 0;
}

unsigned tml_unit_prefix(const tml_locale *l, tml_str s, size_t *n) {
  char lang[16] = {0};
  language_of(l, lang);
  unsigned low = 0, high = tml_unit_prefixes_n;
  while (low < high) {
    unsigned mid = (low + high) / 2;
    if (strcmp(tml_unit_prefixes[mid].language, lang) < 0) low = mid + 1;
    else high = mid;
  }
  for (; low < tml_unit_prefixes_n; low++) {
    const tml_unit_prefix_row *r = &tml_unit_prefixes[low];
    if (memcmp(r->language, lang, sizeof r->language) != 0) break; /* both are padded with NULs */
    if (r->n > s.n || *r->name != *s.p || memcmp(r->name, s.p, r->n) != 0) continue;
    *n = r->n;
    return r->unit;
  }
  return 0;
}
