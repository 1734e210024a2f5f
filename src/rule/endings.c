/* endings.c — whether letters are a row of endings (endings.h).
 *
 * Facts: the lists of rules/data/lists.json; all forms that vowel harmony and the sound before them make. A Hungarian
 * -val or -vel takes the consonant before it (Word-del, Access-szel), which may be any. */
#include "rule/endings.h"
#include "tmlint/tab_lists.h"

/* The consonant that -val and -vel took over, with their rest: "del", "szel". */
static bool took_over(tml_str w) {
  size_t n = 0;
  while (n < w.n && n < 3 && tml_is_alpha(w.p[n]) && !strchr("aeiou", w.p[n])) n++;
  return n && n + 2 == w.n && (w.p[n] == 'a' || w.p[n] == 'e') && w.p[n + 1] == 'l';
}

static enum tml_ending row_of(tml_str word, const char *const *endings, size_t count) {
  if (!word.n || word.n > 31) return TML_ENDING_NO;
  uint32_t ends = 1; /* bit n: the first n bytes are endings */
  for (size_t at = 0; at < word.n; at++)
    for (size_t i = 0; ends >> at & 1 && i < count; i++) {
      size_t n = strlen(endings[i]);
      if (n <= word.n - at && !memcmp(endings[i], word.p + at, n)) ends |= UINT32_C(1) << (at + n);
    }
  return ends >> word.n & 1 ? TML_ENDING_YES : TML_ENDING_NO;
}

enum tml_ending tml_ending_of(const tml_locale *l, tml_str word) {
  static const char *const tr[] = {TML_LIST_TR_ENDINGS}, *const hu[] = {TML_LIST_HU_ENDINGS},
                           *const fi[] = {TML_LIST_FI_ENDINGS};
  if (tml_locale_is(l, "tr")) return row_of(word, tr, TML_COUNT(tr));
  if (tml_locale_is(l, "fi")) return row_of(word, fi, TML_COUNT(fi));
  if (tml_locale_is(l, "hu")) return took_over(word) ? TML_ENDING_YES : row_of(word, hu, TML_COUNT(hu));
  return TML_ENDING_UNKNOWN;
}
