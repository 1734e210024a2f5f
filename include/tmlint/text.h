/* text.h — UTF-8, character facts, folding and the locale tables.
 *
 * What for: every question about a code point or a language that the rooms above ask.
 * What not: no word or sentence splitting, no pattern matching (rx.h), no judgement: what a locale's facts mean for a
 * rule is the rule's business.
 * Facts: Unicode and CLDR releases by scripts/gen_tables.py (src/text/tab_*.c name the versions), overridden by
 * rules/locale-overrides.json where the field's usage differs.
 * Units: lengths and offsets in bytes, characters in code points.
 * Errors: none; what isn't known is "no": 0, -1, an empty list, the neutral locale. Never English by default.
 * Threads: all tables are constant, all functions are pure but for the buffer they fill.
 */
#ifndef TMLINT_TEXT_H
#define TMLINT_TEXT_H

#include "tmlint/base.h"

/* ---- UTF-8 ------------------------------------------------------------------------------------------------------- */

/* Offset of the first byte that is not part of well-formed UTF-8 (Unicode table 3-7: no surrogates, no overlong forms),
 * n where all is well. */
size_t tml_utf8_invalid(const char *p, size_t n);

/* The code point at p and its length in *len. p must point at the start of a character of VALID text that isn't empty.
 */
static inline uint32_t tml_utf8_at(const char *p, unsigned *len) {
  const unsigned char *s = (const unsigned char *)p;
  if (TML_LIKELY(s[0] < 0x80)) return *len = 1, s[0];
  if (s[0] < 0xE0) return *len = 2, (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
  if (s[0] < 0xF0) return *len = 3, (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
  *len = 4;
  return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}
/* The same, and moves *p behind the character. Valid text only. */
static inline uint32_t tml_utf8_next(const char **p) {
  unsigned len;
  uint32_t cp = tml_utf8_at(*p, &len);
  *p += len;
  return cp;
}
/* The code point that ends before *p; moves *p to its start. Valid text only, and *p must be behind its beginning. */
static inline uint32_t tml_utf8_prev(const char **p) {
  const char *q = *p;
  do q--;
  while ((*q & 0xC0) == 0x80);
  unsigned len;
  *p = q;
  return tml_utf8_at(q, &len);
}
/* For text that nobody has validated: reads one character of [p, end), p < end, never past the end. A bad sequence
 * gives U+FFFD and the length of its maximal well-formed prefix, at least 1 (as browsers count replacement characters).
 */
uint32_t tml_utf8_lenient(const char *p, const char *end, unsigned *len);
/* Appends cp (U+FFFD where it's no scalar value). */
void tml_utf8_put(tml_buf *b, uint32_t cp);
/* Number of code points in valid text. */
size_t tml_utf8_count(tml_str s);

/* ---- character facts -----------------------------------------------------------------------------------------------
 */

enum tml_cp_type {
  TML_CP_UNASSIGNED, /* Cn, Cs, and everything past U+10FFFF */
  TML_CP_LETTER,     /* L*: ideographs and syllables too */
  TML_CP_MARK,       /* M* */
  TML_CP_DIGIT,      /* Nd of any script: tml_cp_digit gives the value */
  TML_CP_NUMBER,     /* Nl No: Ⅳ ½ ① ² */
  TML_CP_SPACE,      /* Z*, and TAB LF VT FF CR U+0085 */
  TML_CP_PUNCT,      /* P* */
  TML_CP_SYMBOL,     /* S* */
  TML_CP_FORMAT,     /* Cf: zero-width, bidi controls, soft hyphen, BOM */
  TML_CP_CONTROL,    /* Cc but the white space */
  TML_CP_PRIVATE     /* Co */
};

/* Script property. Scripts that are not named here are OTHER; unassigned is UNKNOWN. The scripts from THAI to KATAKANA
 * are those that are written without spaces between words (tml_script_unspaced). */
enum tml_script {
  TML_SCRIPT_UNKNOWN,
  TML_SCRIPT_COMMON,
  TML_SCRIPT_INHERITED,
  TML_SCRIPT_OTHER,
  TML_SCRIPT_LATIN,
  TML_SCRIPT_GREEK,
  TML_SCRIPT_CYRILLIC,
  TML_SCRIPT_ARMENIAN,
  TML_SCRIPT_GEORGIAN,
  TML_SCRIPT_HEBREW,
  TML_SCRIPT_ARABIC,
  TML_SCRIPT_SYRIAC,
  TML_SCRIPT_THAANA,
  TML_SCRIPT_DEVANAGARI,
  TML_SCRIPT_BENGALI,
  TML_SCRIPT_GURMUKHI,
  TML_SCRIPT_GUJARATI,
  TML_SCRIPT_ORIYA,
  TML_SCRIPT_TAMIL,
  TML_SCRIPT_TELUGU,
  TML_SCRIPT_KANNADA,
  TML_SCRIPT_MALAYALAM,
  TML_SCRIPT_SINHALA,
  TML_SCRIPT_ETHIOPIC,
  TML_SCRIPT_CHEROKEE,
  TML_SCRIPT_MONGOLIAN,
  TML_SCRIPT_HANGUL,
  TML_SCRIPT_THAI, /* from here: no spaces between words */
  TML_SCRIPT_LAO,
  TML_SCRIPT_KHMER,
  TML_SCRIPT_MYANMAR,
  TML_SCRIPT_TIBETAN,
  TML_SCRIPT_BOPOMOFO,
  TML_SCRIPT_HAN,
  TML_SCRIPT_HIRAGANA,
  TML_SCRIPT_KATAKANA,
  TML_SCRIPT__COUNT
};
const char *tml_script_name(enum tml_script s); /* "Latin"; static */
static inline bool tml_script_unspaced(enum tml_script s) { return s >= TML_SCRIPT_THAI; }

/* One lookup gives all of a code point's facts, packed in 16 bits:
 *   0–3 type · 4 upper or title case · 5 lower case · 6–7 columns (0, 1, 2) · 8–13 script · 14 Extended_Pictographic
 * (but not ASCII, © or ®) · 15 may change under NFC (NFC_Quick_Check isn't Yes) */
#define TML_CPI_UPPER 0x0010u
#define TML_CPI_LOWER 0x0020u
#define TML_CPI_EMOJI 0x4000u
#define TML_CPI_NFC 0x8000u
#define TML_CPI_TYPE(i) ((enum tml_cp_type)((i)&15u))
#define TML_CPI_WIDTH(i) ((i) >> 6 & 3u)
#define TML_CPI_SCRIPT(i) ((enum tml_script)((i) >> 8 & 63u))

enum { TML_CP_SHIFT = 7 };
extern const uint16_t tml_cp_stage1[(0x110000 >> TML_CP_SHIFT) + 1];
extern const uint16_t tml_cp_stage2[];

/* U+0080 to U+07FF, for scanning words: 0 where it is no letter or mark, or folds to another length; else
 *   0–15 the folded character's two UTF-8 bytes, first byte low · 16–21 script · 22 upper · 23 lower · 24 letter · 25
 * mark */
extern const uint32_t tml_cp_two[0x780];

/* By code point >> 6, up to U+FFFF, for scanning words: the script where all 64 of the block are its letters and none
 * has a case; else 0. */
extern const uint8_t tml_cp_three[0x400];
/* U+0800 to U+33FF: the script of a letter that has no case, TML_NEAR_LETTER where it is of none, TML_NEAR_MARK; else
 * 0. */
enum { TML_NEAR_LETTER = 64, TML_NEAR_MARK };
extern const uint8_t tml_cp_near[0x2C00];

/* Places in these tables by a character's first two (three) bytes; what begins otherwise gives a place past the end. */
static inline uint32_t tml_cp_two_at(const char *p) {
  return (uint32_t)(unsigned char)p[0] * 64 + (unsigned char)p[1] - (0xC2 * 64 + 0x80);
}
static inline uint32_t tml_cp_three_at(const char *p) {
  return (uint32_t)(unsigned char)p[0] * 64 + (unsigned char)p[1] - (0xE0 * 64 + 0x80);
}
static inline uint32_t tml_cp_near_at(const char *p) {
  return (uint32_t)(unsigned char)p[0] * 4096 + (uint32_t)(unsigned char)p[1] * 64 + (unsigned char)p[2] -
         (0xE0 * 4096 + 0x80 * 64 + 0x80 + 0x800);
}

static inline uint16_t tml_cp_info(uint32_t cp) {
  if (TML_UNLIKELY(cp > 0x10FFFF)) cp = 0x10FFFF; /* a noncharacter: unassigned */
  return tml_cp_stage2[((uint32_t)tml_cp_stage1[cp >> TML_CP_SHIFT] << TML_CP_SHIFT) +
                       (cp & ((1u << TML_CP_SHIFT) - 1))];
}
static inline enum tml_cp_type tml_cp_class(uint32_t cp) { return TML_CPI_TYPE(tml_cp_info(cp)); }
static inline enum tml_script tml_cp_script(uint32_t cp) { return TML_CPI_SCRIPT(tml_cp_info(cp)); }
/* Terminal columns: 0 combining, format and control; 2 East Asian wide and full-width, emoji; else 1. Ambiguous is 1.
 */
static inline unsigned tml_cp_width(uint32_t cp) { return TML_CPI_WIDTH(tml_cp_info(cp)); }
/* A letter, mark or digit: what words are made of. */
static inline bool tml_cp_is_word(uint32_t cp) {
  unsigned t = tml_cp_class(cp);
  return t >= TML_CP_LETTER && t <= TML_CP_DIGIT;
}

/* 0–9 for a decimal digit of any script (full-width too), else -1. */
int tml_cp_digit_slow(uint32_t cp);
static inline int tml_cp_digit(uint32_t cp) {
  if (TML_LIKELY(cp < 0x80)) return cp - '0' < 10u ? (int)(cp - '0') : -1;
  return tml_cp_digit_slow(cp);
}
/* Simple case folding (CaseFolding.txt C and S; U+0130 İ folds to i, so that Turkish words compare; ς is σ). */
uint32_t tml_cp_fold_slow(uint32_t cp);
static inline uint32_t tml_cp_fold(uint32_t cp) {
  if (TML_LIKELY(cp < 0x80)) return cp - 'A' < 26u ? cp + 32 : cp;
  return tml_cp_fold_slow(cp);
}
static inline bool tml_cp_is_bidi_control(uint32_t cp) {
  return cp == 0x200E || cp == 0x200F || cp == 0x061C || (cp >= 0x202A && cp <= 0x202E) ||
         (cp >= 0x2066 && cp <= 0x2069);
}

/* ---- folding
 * ----------------------------------------------------------------------------------------------------------- */

enum {
  TML_FOLD_LOWER = 1,  /* simple case folding as well */
  TML_FOLD_DIGITS = 2, /* native digits to ASCII as well */
  TML_FOLD_SPACES = 4  /* runs of white space to one space, none at the ends, as well */
};
/* Appends s folded for comparison: NFC; U+00A0 U+202F U+2007 U+2009 U+3000 to space; U+2010–2015 U+2212 U+FF0D to `-`;
 * full-width ASCII to ASCII; bidi marks and embeddings dropped. Entities and escapes are the reader's. s: valid UTF-8.
 */
void tml_text_fold(tml_buf *out, tml_str s, unsigned flags);
/* Appends s in NFC. Valid UTF-8 only. */
void tml_text_nfc(tml_buf *out, tml_str s);
bool tml_text_is_nfc(tml_str s);
/* Columns the text takes on a terminal. Valid UTF-8. */
size_t tml_text_width(tml_str s);

/* ---- locales
 * ------------------------------------------------------------------------------------------------------------- */

/* Lists of strings a locale has; each string with a value. Read them with tml_locale_list and tml_locale_item. Strings
 * are NFC, as printed (case kept) unless said. */
enum tml_locale_list {
  TML_LIST_MONTH,     /* folded lower case; 1–12; wide and abbreviated forms, nominative, genitive, inflected; a dot
                         that ends an abbreviation is kept; no narrow (one-letter) forms */
  TML_LIST_WEEKDAY,   /* folded lower case; 1 Monday – 7 Sunday */
  TML_LIST_DAYPERIOD, /* folded lower case; enum tml_dayperiod */
  TML_LIST_ERA, /* folded lower case; what is added to the year to make it Gregorian: 令和 2018, พ.ศ. -543, 民國
                   1911, AD 0; TML_ERA_BEFORE where years run backwards */
  TML_LIST_COMPACT, /* folded lower case; power of ten: thousand 3, Mio. 6, 万 4, लाख 5, करोड़ 7 */
  TML_LIST_AND,     /* folded lower case: the words of "A and B"; 0 a word, 1 glued to what follows (Arabic و), 2 to
                       what stands before (Korean 와) */
  TML_LIST_OR,      /* folded lower case: the words of "A or B"; as AND */
  TML_LIST_ABBREVIATION, /* with its dot: a sentence doesn't end there */
  TML_LIST_NUMBER, /* folded lower case, only for locales without spaces between words (and Korean): number words to
                      search a text for; the number; TML_ITEM_… flags */
  TML_LIST_ORDINAL_PREFIX, /* folded lower case: what stands before digits of an ordinal: 第 */
  TML_LIST_ORDINAL_SUFFIX, /* folded lower case: what stands behind digits of an ordinal: st, e, º, ., -й, 번째 */
  TML_LIST_PERCENT,        /* folded lower case: %, ٪, percent, Prozent, 퍼센트 */
  TML_LIST__COUNT
};
enum tml_dayperiod {
  TML_DAY_AM,
  TML_DAY_PM,
  TML_DAY_MIDNIGHT,
  TML_DAY_NOON,
  TML_DAY_MORNING,
  TML_DAY_AFTERNOON,
  TML_DAY_EVENING,
  TML_DAY_NIGHT
};
enum { TML_ERA_BEFORE = 30000 };
enum {
  TML_ITEM_ORDINAL = 1,
  TML_ITEM_COMMON =
      2 /* also an everyday word or part of one, or a single letter (一, สาม in สามารถ, k): weak as evidence */
};

typedef struct tml_locale_item {
  tml_str s;
  int64_t value;
  unsigned flags;
} tml_locale_item;

/* Where a locale's strings stand in the tables: private to locale.c. */
typedef struct tml_locale_range {
  uint32_t at;
  uint32_t n;
} tml_locale_range;

/* One language as written in one place. Constant, never freed. Lists of code points end with 0. */
typedef struct tml_locale {
  char id[12]; /* CLDR's: "ko", "pt", "pt-PT", "zh" (simplified), "zh-Hant", "fr-CA"; "und" is the neutral locale */
  char language[4]; /* "zh"; "und" */
  char variant[5];  /* "Hans", "Hant", "Latn", "Cyrl" where one language has two scripts, else "" */
  uint8_t
      scripts[4]; /* enum tml_script, what the language is written in, main script first: ja Han Hiragana Katakana */
  bool rtl;
  bool spaced;           /* words are parted by spaces (false: zh ja th lo km my) */
  bool cased;            /* its script has capitals */
  uint8_t min_grouping;  /* 2 (es, pl, pt-PT): 4-digit numbers are not grouped */
  uint8_t group_size[2]; /* last group, other groups: 3 3; Indian 3 2 */
  uint32_t digit_zero;   /* zero of the digits the locale uses by default */
  uint32_t digit_native; /* zero of the script's own digits; digit_zero where there are none */
  uint32_t decimal[4];   /* decimal signs in use, the first one is CLDR's */
  uint32_t group[8];     /* grouping signs in use, the first one is CLDR's */
  uint32_t percent[4];   /* percent signs */
  uint32_t sentence_end[8];
  uint32_t quote[12][2]; /* open and close, CLDR's main pair first, then its alternate, then others in use (never
                            ASCII's); {0, 0} ends */
  tml_locale_range list[TML_LIST__COUNT];
  uint64_t first[TML_LIST__COUNT][2]; /* bytes that a list's strings can begin with: tml_locale_match */
  tml_locale_range words;             /* hashed words */
  uint32_t buckets;                   /* start of the index into words */
  uint8_t bucket_bits;
} tml_locale;

/* The locale of a tag: `ko-KR`, `KO`, `zh-TW`, `zh-Hant-TW`, `pt_BR`, `es-MX`; falls back along CLDR's parents and
 * likely scripts. Never NULL: what isn't known gets the neutral locale "und", which has Unicode's facts and no words.
 */
const tml_locale *tml_locale_find(tml_str tag);
const tml_locale *tml_locale_root(void);
/* All locales, for iteration: *n of them, ordered by id. */
const tml_locale *tml_locale_all(size_t *n);

static inline size_t tml_locale_list(const tml_locale *l, enum tml_locale_list which) { return l->list[which].n; }
/* Item i of a list; i below tml_locale_list. */
tml_locale_item tml_locale_item_at(const tml_locale *l, enum tml_locale_list which, size_t i);
/* Longest string of the list that s starts with (folded lower-case text, valid UTF-8); index or -1. Cheap where there
 * is none: may be asked at every character. */
int tml_locale_match_slow(const tml_locale *l, enum tml_locale_list which, tml_str s);
static inline int tml_locale_match(const tml_locale *l, enum tml_locale_list which, tml_str s) {
  if (!s.n) return -1;
  const unsigned char *p = (const unsigned char *)s.p;
  unsigned last = p[0] < 0x80 ? 0 : p[0] < 0xE0 ? 1 : p[0] < 0xF0 ? 2 : 3;
  uint64_t hit = l->first[which][0] >> (p[last] & 63) & l->first[which][1] >> (p[last ? last - 1 : 0] & 63);
  return hit & 1 ? tml_locale_match_slow(l, which, s) : -1;
}

/* Whole words, by the hash of their folded lower-case form (tml_text_fold with TML_FOLD_LOWER, then tml_hash): one
 * probe answers all kinds. A word can have several facts (French `mars`, `neuf`). Words that hold a space or digits are
 * only in the lists; abbreviations are here without their dot. */
enum tml_word_kind {
  TML_WORD_CARDINAL = 1,
  TML_WORD_ORDINAL,
  TML_WORD_MONTH,
  TML_WORD_WEEKDAY,
  TML_WORD_DAYPERIOD,
  TML_WORD_COMPACT, /* value: power of ten */
  TML_WORD_AND,
  TML_WORD_OR,
  TML_WORD_PERCENT,
  TML_WORD_ASIDE,     /* says a number without being one; value: tenths (half 5, right angle 900) */
  TML_WORD_ASIDE_STEM /* the same, and so do the words that begin so */
};
enum {
  TML_WORD_COMMON =
      1 /* also an everyday word or an article (ein, un, neuf, second, on): weak as evidence of a number */
};
typedef struct tml_word {
  uint32_t hash; /* low half of tml_hash */
  int16_t value; /* use tml_word_value */
  uint8_t kind;
  uint8_t flags;
} tml_word;

static inline int64_t tml_word_value(const tml_word *w) {
  int64_t v = w->value;
  if (v >= 0) return v;
  int64_t p = 1;
  for (; v < 0; v++) p *= 10; /* -k stands for 10 to the k */
  return p;
}
/* The facts of a word: *n of them, NULL and 0 for none. */
const tml_word *tml_locale_words(const tml_locale *l, uint64_t hash, size_t *n);

/* The value of a number word (folded lower case), cardinal before ordinal; 0 where it is none. */
int tml_locale_number_words(const tml_locale *l, tml_str word_folded, int64_t *value, bool *ordinal);
/* 1–12, 0 where it is no month. Takes abbreviations with or without the dot. */
int tml_locale_month(const tml_locale *l, tml_str word_folded);

/* Whether the locale's language is this one ("ko", "fil"): a few byte tests, for the hot paths. */
static inline bool tml_locale_is(const tml_locale *l, const char *language) {
  return l->language[0] == language[0] && l->language[1] == language[1] && l->language[2] == language[2] &&
         (!language[2] || l->language[3] == language[3]);
}

#endif
