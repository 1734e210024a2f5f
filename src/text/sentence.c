/* sentence.c — where sentences end: break and no-break rules over one block of text.
 *
 * Grammar: a sentence ends behind a full stop, question or exclamation mark or ellipsis of any script and whatever
 * closes there (quotes, brackets, emphasis), where white space or the end follows. Marks of scripts that put no space
 * behind them (。！？) need none. No end: behind an abbreviation or an initial, behind a short word before a lower-case
 * letter, in a number, in what Markdown keeps together (code, links, tags, addresses). Facts: the locale's
 * sentence_end and abbreviations (CLDR; gen_locale.py). What not: no words, no dictionary but the abbreviations.
 */
#include "tmlint/sentence.h"

typedef struct scan {
  const tml_locale *l;
  const char *p;
  size_t n;
} scan;

static bool space_at(const scan *s, size_t i, size_t *len) {
  unsigned k;
  uint32_t cp = tml_utf8_at(s->p + i, &k);
  *len = k;
  return cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r' || cp == 0x3000 || cp == 0xA0 || cp == 0x202F;
}

/* ---- what is never cut ---- */

/* How far its end is looked for: so no text takes more than linear time. */
enum { CODE_MAX = 1 << 16, TAG_MAX = 1 << 14, LINK_MAX = 1 << 12 };

static size_t code_span(const scan *s, size_t i) {
  size_t k = i;
  while (k < s->n && s->p[k] == '`') k++;
  size_t len = k - i, from = k, n = s->n - k > CODE_MAX ? k + CODE_MAX : s->n;
  for (size_t j = k; j < n;) {
    const char *q = memchr(s->p + j, '`', n - j);
    if (!q) break;
    j = (size_t)(q - s->p);
    size_t e = j;
    while (e < n && s->p[e] == '`') e++;
    if (e - j == len) return e;
    j = e;
  }
  return from;
}

static size_t tag(const scan *s, size_t i) {
  size_t k = i + 1, n = s->n - i > TAG_MAX ? i + TAG_MAX : s->n;
  if (k >= n) return k;
  char c = s->p[k];
  if (!(c == '/' || c == '!' || (unsigned)(c | 32) - 'a' < 26u)) return i + 1;
  if (s->n - i > 3 && memcmp(s->p + i, "<!--", 4) == 0) {
    const char *q = s->p + i + 6, *end = s->p + n;
    for (; q < end && (q = memchr(q, '>', (size_t)(end - q))) != NULL; q++)
      if (q[-1] == '-' && q[-2] == '-') return (size_t)(q - s->p) + 1;
    return i + 1;
  }
  char quote = 0;
  for (; k < n; k++) {
    c = s->p[k];
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '"' && s->p[k - 1] == '=') quote = c;
    else if (c == '>') return k + 1;
    else if (c == '<') break;
  }
  return i + 1;
}

/* "[text](url)", "[text][ref]"; behind the opening bracket where it is no link. */
static size_t bracket(const scan *s, size_t i) {
  int depth = 0;
  size_t k = i, n = s->n - i > LINK_MAX ? i + LINK_MAX : s->n;
  for (; k < n; k++) {
    char c = s->p[k];
    if (c == '\\') k++;
    else if (c == '`') k = code_span(s, k) - 1;
    else if (c == '[') depth++;
    else if (c == ']' && --depth == 0) break;
  }
  if (k + 1 >= n || (s->p[k + 1] != '(' && s->p[k + 1] != '[')) return i + 1;
  char open = s->p[k + 1], close = open == '(' ? ')' : ']';
  depth = 0;
  for (k++; k < n; k++) {
    char c = s->p[k];
    if (c == '\\') k++;
    else if (c == open) depth++;
    else if (c == close && --depth == 0) return k + 1;
  }
  return i + 1;
}

static size_t address(const scan *s, size_t i) { /* at "://": behind the address, its last full stop outside */
  size_t k = i + 3;
  while (k < s->n && (unsigned char)s->p[k] > ' ' && (unsigned char)s->p[k] < 0x80 && !strchr("<>)\"'|`", s->p[k])) k++;
  while (k > i + 3 && strchr(".,;:!?*_", s->p[k - 1])) k--;
  return k;
}

/* ---- marks ---- */

static bool wide_end(uint32_t cp) {
  return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF61 || cp == 0xFF0E;
}

static bool ends(const scan *s, uint32_t cp, size_t at) {
  if (cp < 0x80 && cp != ';') return cp == '.' || cp == '!' || cp == '?';
  if (wide_end(cp) || cp == 0x2026 || (cp >= 0x203C && cp <= 0x203D) || (cp >= 0x2047 && cp <= 0x2049)) return true;
  bool in_list = false;
  for (unsigned i = 0; i < TML_COUNT(s->l->sentence_end) && s->l->sentence_end[i]; i++)
    in_list |= cp == s->l->sentence_end[i];
  if (!in_list || cp != ';') return in_list;
  for (size_t k = at; k-- > 0 && at - k < 12;) { /* Greek's question mark; but not that of "&nbsp;" */
    if (s->p[k] == '&') return false;
    if (!((unsigned)(s->p[k] | 32) - 'a' < 26u || (unsigned)s->p[k] - '0' < 10u || s->p[k] == '#')) break;
  }
  return true;
}

static bool closes(uint32_t cp) {
  return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == '*' || cp == '_' || cp == 0x2019 || cp == 0x201D ||
         cp == 0xBB || cp == 0x203A || cp == 0x300D || cp == 0x300F || cp == 0x3011 || cp == 0xFF09 || cp == 0x300B;
}

/* A quotation mark that closes in this language: German „…“ ends with what opens in English. */
static bool closes_here(const scan *s, uint32_t cp) {
  if (closes(cp)) return true;
  if (cp < 0x80) return false;
  for (unsigned i = 0; i < TML_COUNT(s->l->quote) && s->l->quote[i][1]; i++)
    if (cp == s->l->quote[i][1]) return true;
  return false;
}

/* Behind the marks at i and what closes there: quotes, brackets, emphasis, end tags. */
static size_t closers(const scan *s, size_t i, bool *bracketed) {
  unsigned len;
  while (i < s->n) {
    uint32_t cp = tml_utf8_at(s->p + i, &len);
    if (cp == '<' && i + 1 < s->n && s->p[i + 1] == '/') {
      size_t k = tag(s, i);
      if (k == i + 1) break;
      i = k;
    } else if (closes_here(s, cp)) {
      *bracketed |= cp != '*' && cp != '_';
      i += len;
    } else {
      break;
    }
  }
  return i;
}

/* Where the word that ends before `at` begins. */
static size_t word_start(const scan *s, size_t from, size_t at) {
  while (at > from) {
    const char *q = s->p + at;
    size_t w;
    uint32_t cp = tml_utf8_prev(&q);
    if (space_at(s, (size_t)(q - s->p), &w) || (cp < 0x80 && strchr("([{\"'*_/>", (int)cp))) break;
    at = (size_t)(q - s->p);
  }
  return at;
}

/* What the locale's table has, and titles and forms of companies, which stand in texts of any language. */
static bool listed(const scan *s, tml_str word) {
  static const char *const anywhere[] = {"Dr.",   "Mr.",  "Mrs.", "Ms.",  "Prof.", "Inc.",
                                         "Corp.", "Ltd.", "vs.",  "e.g.", "i.e."};
  for (size_t i = 0; i < TML_COUNT(anywhere); i++)
    if (tml_str_is(word, anywhere[i])) return true;
  /* CLDR's "AD.", "PC.": in the texts of today the name itself, at a sentence's end. A doubled letter is a plural: EE.
   * UU. */
  bool capitals = word.n > 2 && word.p[0] != word.p[1];
  for (size_t i = 0; i + 1 < word.n; i++) capitals &= (unsigned)word.p[i] - 'A' < 26u;
  if (capitals) return false;
  for (size_t i = 0, n = tml_locale_list(s->l, TML_LIST_ABBREVIATION); i < n; i++)
    if (tml_str_eq(tml_locale_item_at(s->l, TML_LIST_ABBREVIATION, i).s, word)) return true;
  return false;
}

/* "etc." may end a sentence, and does before a capital; in German every noun has one. */
static bool may_end(const scan *s, tml_str dotted) {
  return tml_str_is(dotted, "etc.") && strcmp(s->l->language, "de") != 0;
}

static bool all_digits(tml_str w) {
  for (size_t i = 0; i < w.n; i++)
    if ((unsigned)w.p[i] - '0' > 9u) return false;
  return w.n > 0;
}

/* A letter alone: an initial. Not a syllable or an ideograph, which are words. */
static bool initial(tml_str w) {
  if (!w.n) return false;
  unsigned len;
  uint32_t cp = tml_utf8_at(w.p, &len);
  uint16_t info = tml_cp_info(cp);
  enum tml_script script = TML_CPI_SCRIPT(info);
  if (len != w.n || TML_CPI_TYPE(info) != TML_CP_LETTER) return false;
  return (info & TML_CPI_UPPER) || script == TML_SCRIPT_THAI || script == TML_SCRIPT_HEBREW;
}

static bool is_month(const scan *s, size_t i) {
  size_t e = i, w;
  while (e < s->n && !space_at(s, e, &w)) e += w;
  char room[64];
  if (e - i > 40) return false;
  tml_buf b = {room, 0, sizeof room};
  for (const char *q = s->p + i; q < s->p + e;) { /* folded words of the list are no longer than these */
    uint32_t cp = tml_cp_fold(tml_utf8_next(&q));
    if (tml_cp_class(cp) != TML_CP_LETTER && tml_cp_class(cp) != TML_CP_MARK) break;
    if (b.n + 4 > sizeof room) return false;
    tml_utf8_put(&b, cp);
  }
  return b.n && tml_locale_month(s->l, tml_str_n(room, b.n)) != 0;
}

/* German alone begins its nouns with capitals, so a capital behind an ordinal's full stop tells nothing ("im 3.
 * Quartal"). What stands before tells: an article, or a preposition with one in it, wants a noun; a sentence that ends
 * with a number has a noun or a verb there ("in Schritt 3. Klicken Sie"). */
static bool wants_noun(const scan *s, tml_str word) {
  static const char *const words[] = {"der",   "die",   "das",   "dem",   "den",    "des",  "im",
                                      "am",    "zum",   "zur",   "vom",   "beim",   "ins",  "ans",
                                      "jede",  "jeder", "jedes", "jedem", "jeden",  "ihr",  "ihre",
                                      "ihrem", "ihren", "ihrer", "unser", "unsere", "sein", "seine"};
  static const char *const languages[] = {"de", "gsw", "lb", "nds"};
  bool nouns = false;
  for (size_t i = 0; i < TML_COUNT(languages); i++) nouns |= strcmp(s->l->language, languages[i]) == 0;
  for (size_t i = 0; nouns && i < TML_COUNT(words); i++)
    if (tml_str_ieq(word, tml_str_c(words[i]))) return true;
  return false;
}

/* "No.", "Nr.": an abbreviation where a number follows ("No. 5", "Nr. A3"), else a word ("No. It can't be undone."). */
static bool counts(tml_str dotted) {
  static const char *const words[] = {"No.", "no.", "Nr.", "nr.", "Num.", "num."};
  for (size_t i = 0; i < TML_COUNT(words); i++)
    if (tml_str_is(dotted, words[i])) return true;
  return false;
}

static bool number_at(const scan *s, size_t i) {
  for (size_t k = i; k < s->n && k - i < 2; k++)
    if ((unsigned)s->p[k] - '0' <= 9u || s->p[k] == '#') return true;
  return false;
}

/* "z. B.", and "Z. B." where it begins the sentence. */
static bool listed_pair(const scan *s, tml_str one, tml_str two) {
  char pair[48];
  if (one.n + two.n + 2 > sizeof pair) return false;
  memcpy(pair, one.p, one.n);
  pair[one.n] = ' ';
  memcpy(pair + one.n + 1, two.p, two.n);
  const tml_str both = tml_str_n(pair, one.n + 1 + two.n);
  if (listed(s, both)) return true;
  if (!one.n || (unsigned)pair[0] - 'A' >= 26u) return false;
  pair[0] |= 32;
  return listed(s, both);
}

static bool begins_pair(const scan *s, tml_str dotted, size_t next) {
  size_t e = next;
  while (e < s->n && e - next < 8 && s->p[e] != '.' && s->p[e] != ' ') e++;
  return e < s->n && s->p[e] == '.' && listed_pair(s, dotted, tml_str_n(s->p + next, e + 1 - next));
}

/* No end at the one full stop at `dot`, behind which text goes on at `next`. */
static bool no_end(const scan *s, size_t from, size_t dot, size_t next) {
  size_t at = word_start(s, from, dot), w;
  tml_str word = {s->p + at, dot - at}, dotted = {s->p + at, dot + 1 - at};
  if (!word.n) return false;
  size_t lead = from;
  while (lead < at && (s->p[lead] == '*' || s->p[lead] == '_' || s->p[lead] == '(')) lead++;
  const bool number = all_digits(word);
  if (lead == at && number) return true; /* "1. Title" */
  if (lead == at && word.n == 1 && !begins_pair(s, dotted, next))
    return lead != from;                        /* "b. Click": the step's letter is a piece of its own; not "(b." */
  if (number && is_month(s, next)) return true; /* "18. November" */
  if (counts(dotted)) return number_at(s, next);
  if ((listed(s, dotted) && !may_end(s, dotted)) || initial(word)) return true;
  if (at == from) return false;
  size_t before = at; /* the word before: "z. B.", "Figure 2." at the beginning */
  while (before > from) {
    const char *q = s->p + before;
    tml_utf8_prev(&q);
    if (!space_at(s, (size_t)(q - s->p), &w)) break;
    before = (size_t)(q - s->p);
  }
  if (before == at) return false;
  size_t first = word_start(s, from, before);
  if (number && word.n <= 3 && wants_noun(s, tml_str_n(s->p + first, before - first))) return true;
  if (number) return word.n < 3 && first <= lead && before > first;
  return listed_pair(s, tml_str_n(s->p + first, before - first), dotted);
}

/* A word of two letters or more, of a script that has no capitals, ends before the stop at i: what stands behind it is
 * no less a beginning for its small letter ("합니다. custodian"). Not where scripts write without spaces: there a full
 * stop is an abbreviation's. */
static bool behind_uncased(const scan *s, size_t from, size_t i) {
  for (unsigned n = 0; i > from; n++) {
    const char *q = s->p + i;
    const uint16_t info = tml_cp_info(tml_utf8_prev(&q));
    if (TML_CPI_TYPE(info) != TML_CP_LETTER && TML_CPI_TYPE(info) != TML_CP_MARK) break;
    if ((info & (TML_CPI_UPPER | TML_CPI_LOWER)) || tml_script_unspaced(TML_CPI_SCRIPT(info))) break;
    if (n == 1) return true;
    i = (size_t)(q - s->p);
  }
  return false;
}

/* A long word or what closes stands before the stop at i: hardly an abbreviation, and what stands behind it is a
 * beginning for all its small letter ("the new features. visit them"). */
static bool behind_long(const scan *s, size_t from, size_t i) {
  enum { LONG = 5 };
  for (unsigned n = 0; i > from && n < LONG; n++) {
    const char *q = s->p + i;
    const uint32_t cp = tml_utf8_prev(&q);
    if (n == 0 && cp < 0x80 && strchr("*_`)]", (int)cp)) return true;
    if (tml_cp_class(cp) != TML_CP_LETTER) return false;
    if (n == LONG - 1) return true;
    i = (size_t)(q - s->p);
  }
  return false;
}

/* Does a sentence begin at i, behind white space? `any`: with a small letter, too. */
static bool begins(const scan *s, size_t i, bool any) {
  size_t sign = i + (i < s->n && s->p[i] == '['); /* "a 1, a 2, … , a 9"; "(a 1 [; a 2 [; … [; a 9]]])" */
  if (sign < s->n && (s->p[sign] == ',' || s->p[sign] == ';')) return false;
  enum { FAR = 256 }; /* nobody writes so many signs before a word; a page of "? ? ?" must not be read again for each */
  for (const size_t end = s->n - i > FAR ? i + FAR : s->n; i < end;) {
    unsigned len;
    uint32_t cp = tml_utf8_at(s->p + i, &len);
    uint16_t info = tml_cp_info(cp);
    if (TML_CPI_TYPE(info) == TML_CP_LETTER) return any || !(info & TML_CPI_LOWER);
    if (TML_CPI_TYPE(info) == TML_CP_DIGIT) return true;
    if (cp == '`' || cp == '<' || cp == '[' || cp == '!' || cp == '@' || cp >= 0x80) return true;
    i += len;
  }
  return true;
}

/* The stop at i stands alone, and ends what is before it all the same: "**Save** . Then", "`x`  . Then". */
static bool stands_off(const scan *s, size_t from, size_t i, size_t behind) {
  if (i - from < 3 || s->p[i - 1] != ' ' || behind != i + 1 || s->n - i < 3 || s->p[i + 2] == '.') return false;
  const char *q = s->p + i - (s->p[i - 2] == ' ' ? 2 : 1);
  const uint32_t cp = tml_utf8_prev(&q);
  return tml_cp_class(cp) == TML_CP_LETTER || tml_cp_class(cp) == TML_CP_DIGIT || strchr("*_`)]\"'", (int)(cp & 0x7F));
}

/* Something stands before the marks that they can end: not "(...)", " . . ". */
static bool ends_something(const scan *s, size_t from, size_t i) {
  if (i == from) return false;
  char c = s->p[i - 1];
  if (!strchr(" \n\t([{*_", c)) return true;
  if ((c != '*' && c != '_') || i - from < 3) return false;
  return s->p[i - 2] == c ? s->p[i - 3] != ' ' : s->p[i - 2] != ' ';
}

/* The marks at i end a sentence: behind them and what closes there; 0 where they don't. *on: where to go on. */
static size_t end_at(const scan *s, size_t from, size_t i, size_t *on) {
  unsigned len;
  uint32_t cp = tml_utf8_at(s->p + i, &len);
  bool wide = wide_end(cp), bracketed = false;
  size_t k = i + len, w;
  for (; k < s->n; k += len) {
    cp = tml_utf8_at(s->p + k, &len);
    if (!ends(s, cp, k)) break;
    wide |= wide_end(cp);
  }
  const bool one = s->p[i] == '.' && k == i + 1, dots = s->p[i] == '.';
  k = closers(s, k, &bracketed);
  *on = k;
  size_t next = k;
  while (next < s->n && space_at(s, next, &w)) next += w;
  if (next >= s->n) return s->n;
  if (wide) { /* 「…。」と: the sentence goes on */
    cp = tml_utf8_at(s->p + next, &len);
    return bracketed && next == k && tml_cp_script(cp) == TML_SCRIPT_HIRAGANA ? 0 : k;
  }
  if (next == k || (dots && !ends_something(s, from, i) && !stands_off(s, from, i, k)) ||
      (one && no_end(s, from, i, next)))
    return 0;
  return begins(s, next, one && (behind_uncased(s, from, i) || behind_long(s, from, i))) ? k : 0;
}

/* A link whose text ends with a mark ends the sentence, too. */
static size_t end_at_link(const scan *s, size_t link, size_t behind) {
  size_t k = behind - 1, w;
  const char open = s->p[k] == ')' ? '(' : '[';
  while (k > link && !(s->p[k] == open && s->p[k - 1] == ']')) k--;
  if (k <= link + 2) return 0;
  const char *q = s->p + k - 1;
  uint32_t cp;
  do cp = tml_utf8_prev(&q);
  while (closes(cp) && q > s->p + link + 1);
  const size_t mark = (size_t)(q - s->p);
  if (!ends(s, cp, mark) || (cp == '.' && no_end(s, link + 1, mark, behind))) return 0;
  bool bracketed = false;
  k = closers(s, behind, &bracketed);
  size_t next = k;
  while (next < s->n && space_at(s, next, &w)) next += w;
  return next > k && next < s->n && begins(s, next, false) ? k : 0;
}

/* What stands behind the end at `end` and says nothing of its own goes with it: links without a text and runs of
 * escaped asterisks, which machine translation leaves behind, and signs up to the end of the block. */
static size_t with_rest(const scan *s, size_t end) {
  enum { FAR = 256 };
  for (size_t i = end, w; i < s->n && i - end < FAR;) {
    const char *p = s->p + i;
    unsigned len;
    const uint32_t cp = tml_utf8_at(p, &len);
    const enum tml_cp_type t = tml_cp_class(cp);
    if (space_at(s, i, &w)) {
      i += w;
    } else if (s->n - i > 4 && memcmp(p, "[](", 3) == 0) {
      const size_t behind = bracket(s, i);
      if (behind == i + 1) return end;
      end = i = behind;
    } else if (s->n - i >= 4 && memcmp(p, "\\*\\*", 4) == 0) {
      while (s->n - i >= 2 && memcmp(s->p + i, "\\*", 2) == 0) i += 2;
      if (i < s->n && !space_at(s, i, &w)) return end; /* what they stand at is a word */
      end = i;
    } else if (t == TML_CP_LETTER || t == TML_CP_DIGIT || cp == '<' || cp == '!' || cp == '[' || cp == '`' ||
               cp >= 0x2100) {
      return end;
    } else {
      i += len;
    }
    if (i >= s->n) return s->n;
  }
  return end;
}

static size_t sentence_end(const tml_locale *l, tml_str text, size_t from) {
  scan s = {l, text.p, text.n};
  size_t i = from, e, on;
  while (i < s.n) {
    const char c = s.p[i];
    if (c == '\\') {
      i += 2;
    } else if (c == '`') {
      i = code_span(&s, i);
    } else if (c == '<') {
      i = tag(&s, i);
    } else if (c == '[') {
      on = bracket(&s, i);
      if (on > i + 1 && (e = end_at_link(&s, i, on)) != 0) return e;
      i = on;
    } else if (c == ':' && i + 2 < s.n && s.p[i + 1] == '/' && s.p[i + 2] == '/') {
      i = address(&s, i);
    } else {
      unsigned len;
      uint32_t cp = tml_utf8_at(s.p + i, &len);
      if (ends(&s, cp, i)) {
        if ((e = end_at(&s, from, i, &on)) != 0) return e;
        i = on;
      } else {
        i += len;
      }
    }
  }
  return s.n;
}

size_t tml_sentence_end(const tml_locale *l, tml_str text, size_t from) {
  const scan s = {l, text.p, text.n};
  return with_rest(&s, sentence_end(l, text, from));
}

/* The word that ends before `at` is hardly a text's last: short and small ("the", "von"), or with a capital inside the
 * text ("Azure" of "Azure Portal"). */
static bool behind_hardly_last(const scan *s, size_t at) {
  enum { SMALL = 3, FAR = 64 };
  unsigned n = 0;
  uint16_t info = 0;
  while (at && (s->p[at - 1] == ' ' || s->p[at - 1] == '\n')) at--;
  for (; at && n < FAR; n++) {
    const char *q = s->p + at;
    const uint16_t before = tml_cp_info(tml_utf8_prev(&q));
    if (TML_CPI_TYPE(before) != TML_CP_LETTER) break;
    info = before;
    at = (size_t)(q - s->p);
  }
  if (!n) return false;
  return info & TML_CPI_UPPER ? at > 0 : n <= SMALL && (info & TML_CPI_LOWER);
}

size_t tml_sentence_may_begin(tml_str text, size_t from, bool *hardly) {
  const scan s = {NULL, text.p, text.n};
  bool behind_space = false, bold = false;
  for (size_t i = from, w; i < s.n;) {
    const size_t at = i;
    const char c = s.p[i];
    if (space_at(&s, i, &w)) {
      behind_space = true, i += w;
      continue;
    }
    if (behind_space && !bold) {
      while (i < s.n && i - at < 8 && strchr("*_\"'([", s.p[i])) i++;
      if (i < s.n) {
        unsigned len;
        const uint16_t info = tml_cp_info(tml_utf8_at(s.p + i, &len));
        if (at > from && TML_CPI_TYPE(info) == TML_CP_LETTER && (info & TML_CPI_UPPER)) {
          *hardly = behind_hardly_last(&s, at);
          return at;
        }
      }
      i = at;
    }
    behind_space = false;
    if (c == '\\') i += 2;
    else if (c == '`') i = code_span(&s, i);
    else if (c == '<') i = tag(&s, i);
    else if (c == '[') i = bracket(&s, i);
    else if (c == ':' && i + 2 < s.n && s.p[i + 1] == '/' && s.p[i + 2] == '/') i = address(&s, i);
    else if (c == '*' && s.p[i + 1] == '*') bold = !bold, i += 2;
    else i += w;
  }
  return s.n;
}
