/* guess.c — which language a page is in: by letters where a script tells it, else by function words (alignment.h).
 *
 * What for: to cut sentences of a page that says nothing of its language, and to say that two sides are swapped. It
 * answers only where it is clear; nobody's verdict hangs on it.
 */
#include "alignment.h"

#include "rule/words.h"

enum { MOST = 1 << 16, LEAST = 20, LANGUAGES = 64 };

typedef struct tally {
  uint32_t script[TML_SCRIPT__COUNT], letters;
  uint32_t votes[LANGUAGES], words;
} tally;

static void count(tally *t, tml_str s) {
  char word[64];
  size_t n = 0;
  tml_buf folded = {0};
  for (const char *p = s.p, *end = s.p + s.n; p <= end;) {
    unsigned len = 1;
    uint32_t cp = p < end ? tml_utf8_lenient(p, end, &len) : ' ';
    uint16_t info = tml_cp_info(cp);
    enum tml_cp_type type = TML_CPI_TYPE(info);
    if (type == TML_CP_LETTER || type == TML_CP_MARK) {
      t->script[TML_CPI_SCRIPT(info)]++, t->letters++;
      if (n + len <= sizeof word) memcpy(word + n, p, len);
      n += len;
    } else {
      if (n && n <= sizeof word) {
        folded.n = 0;
        tml_text_fold(&folded, tml_str_n(word, n), TML_FOLD_LOWER);
        const tml_word_entry *e = tml_word_entry_find(tml_hash(folded.p, folded.n));
        t->words++;
        for (unsigned i = 0; e && i < LANGUAGES; i++) t->votes[i] += e->function >> i & 1;
      }
      n = 0;
    }
    p += len;
  }
  tml_buf_free(&folded);
}

const char *tml_guess_language(tml_str text) {
  static const struct {
    uint8_t script;
    uint8_t percent; /* of the letters */
    const char *id;
  } by_script[] = {{TML_SCRIPT_HIRAGANA, 10, "ja"},  {TML_SCRIPT_HANGUL, 30, "ko"}, {TML_SCRIPT_THAI, 40, "th"},
                   {TML_SCRIPT_HEBREW, 40, "he"},    {TML_SCRIPT_GREEK, 40, "el"},  {TML_SCRIPT_HAN, 30, "zh"},
                   {TML_SCRIPT_DEVANAGARI, 40, "hi"}};
  tally t = {0};
  if (text.n > MOST) {
    text.n = MOST;
    while (text.n && (text.p[text.n] & 0xC0) == 0x80) text.n--;
  }
  count(&t, text);
  for (size_t i = 0; i < TML_COUNT(by_script); i++)
    if (t.letters >= LEAST && t.script[by_script[i].script] * 100 >= t.letters * by_script[i].percent)
      return by_script[i].id;
  unsigned best = 0, next = 0;
  for (unsigned i = 0; i < LANGUAGES && tml_word_languages[i].id[0]; i++)
    if (t.votes[i] > t.votes[best]) best = i;
  for (unsigned i = 0; i < LANGUAGES && tml_word_languages[i].id[0]; i++)
    if (i != best && t.votes[i] > next) next = t.votes[i];
  bool clear = t.votes[best] >= LEAST && t.votes[best] * 10 >= t.words && t.votes[best] * 4 > next * 5;
  return clear ? tml_word_languages[best].id : NULL;
}
