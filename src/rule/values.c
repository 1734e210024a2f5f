/* values.c — collects the values of a text (values.h). Generous on purpose: what may be the number is taken for it,
 * since a false alarm costs more than a miss. Facts: number words, months and what says a number without being one
 * (half, the right angle) from the locale; English words of that kind (once, both, dozen) from the table below. */
#include "values.h"

enum { WORDS_MAX = 4000 }; /* words looked at in one text */

/* ---- the set ---- */

void tml_values_add(tml_values *v, uint64_t key) {
  if (!key) key = 1;
  if (2 * (v->n + 1) > v->cap) {
    uint32_t cap = v->cap ? 2 * v->cap : 64;
    uint64_t *slots = TML_NEWN(v->arena, uint64_t, cap);
    for (uint32_t i = 0; i < v->cap; i++) {
      if (!v->slots[i]) continue;
      uint32_t k = (uint32_t)(v->slots[i] >> 7) & (cap - 1);
      while (slots[k]) k = (k + 1) & (cap - 1);
      slots[k] = v->slots[i];
    }
    v->slots = slots;
    v->cap = cap;
  }
  uint32_t k = (uint32_t)(key >> 7) & (v->cap - 1);
  for (; v->slots[k]; k = (k + 1) & (v->cap - 1))
    if (v->slots[k] == key) return;
  v->slots[k] = key;
  v->n++;
}

bool tml_values_has(const tml_values *v, uint64_t key) {
  if (!v->cap) return false;
  if (!key) key = 1;
  for (uint32_t k = (uint32_t)(key >> 7) & (v->cap - 1); v->slots[k]; k = (k + 1) & (v->cap - 1))
    if (v->slots[k] == key) return true;
  return false;
}

/* ---- facts ---- */

/* Runs of ASCII digits in the bytes of a name, a code, a formula, and decimals of two runs. */
void tml_values_runs(tml_values *v, const char *p, const char *e) {
  int64_t before = -1;
  while (p < e) {
    if (*p < '0' || *p > '9') {
      if (*p != '.') before = -1;
      p++;
      continue;
    }
    int64_t x = 0;
    unsigned n = 0;
    for (; p < e && *p >= '0' && *p <= '9'; p++, n++)
      if (n < 18) x = x * 10 + (*p - '0');
    if (n <= 18) tml_values_number(v, x, 0);
    if (before >= 0 && n <= 8) {
      int64_t whole = before;
      for (unsigned k = 0; k < n; k++) whole *= 10;
      tml_values_number(v, whole + x, -(int)n);
    }
    before = n <= 8 ? x : -1;
  }
}

static void date_parts(tml_values *v, const tml_fact *f) {
  int y = tml_date_year(f);
  if (y) {
    tml_values_number(v, y, 0);
    tml_values_number(v, f->num, 0);
    tml_values_number(v, y % 100, 0);
  }
  if (tml_date_month(f)) tml_values_number(v, tml_date_month(f), 0);
  if (tml_date_day(f)) tml_values_number(v, tml_date_day(f), 0);
}

static void time_parts(tml_values *v, const tml_fact *f) {
  int h = (int)f->num / 60, m = (int)f->num % 60;
  int hours[4] = {h, h % 12, h % 12 + 12, h == 0 ? 24 : h};
  for (unsigned i = 0; i < 4; i++) {
    tml_values_number(v, hours[i], 0);
    tml_values_number(v, hours[i] * 100 + m, -2); /* 9.30 */
    tml_values_number(v, hours[i] * 100 + m, 0);  /* 0930 */
  }
  tml_values_number(v, m, 0);
}

/* 999.999.999.00 for 999,999,999.00: the same digits in the same groups, parted by other signs. 0 for fewer than three.
 */
uint64_t tml_values_groups(const char *p, const char *e) {
  uint64_t h = 0;
  unsigned groups = 0;
  while (p < e) {
    if (*p < '0' || *p > '9') {
      p++;
      continue;
    }
    const char *from = p;
    while (p < e && *p >= '0' && *p <= '9') p++;
    h = tml_hash_mix(h, tml_hash(from, (size_t)(p - from)));
    groups++;
  }
  return groups < 3 ? 0 : h;
}

/* A telephone number may have been read as grouped by blanks. */
static bool has_blank(const char *p, const char *e) {
  while (p < e && (*p > ' ')) p++;
  return p < e;
}

static void facts(tml_values *v, const tml_sheet *s, bool is_english) {
  const char *p = s->text->p;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    switch (f->kind) {
    case TML_F_NUMBER:
      tml_values_add(v, f->key);
      if (f->end - f->start > 6) tml_values_add(v, tml_values_groups(p + f->start, p + f->end));
      if (f->key2 && (!is_english || f->sub == TML_NUM_COMPACT || !memchr(p + f->start, ',', f->end - f->start)))
        tml_values_add(v, f->key2);
      if (f->sub == TML_NUM_GLUED || has_blank(p + f->start, p + f->end)) tml_values_runs(v, p + f->start, p + f->end);
      break;
    case TML_F_VERSION:
      if (f->key2) tml_values_add(v, f->key2);
      tml_values_runs(v, p + f->start, p + f->end);
      tml_values_add(v, tml_values_groups(p + f->start, p + f->end));
      break;
    case TML_F_DATE: date_parts(v, f); break;
    case TML_F_TIME: time_parts(v, f); break;
    case TML_F_LINK: tml_values_runs(v, p + f->url_start, p + f->url_end); break;
    case TML_F_EMPH: break;
    default: tml_values_runs(v, p + f->start, p + f->end); break;
    }
  }
}

/* ---- words ---- */

/* English words that say a number by the way, in byte order. More than one row for a word: any of them. */
static const struct {
  const char *word;
  int16_t num;
  int8_t exp;
} by_the_way[] = {
    {"a", 1, 0},          {"an", 1, 0},         {"annual", 1, 0},        {"annually", 1, 0},     {"another", 1, 0},
    {"around", 24, 0},    {"between", 2, 0},    {"bidirectional", 2, 0}, {"billions", 1, 9},     {"bimonthly", 2, 0},
    {"binary", 2, 0},     {"biweekly", 2, 0},   {"blank", 0, 0},         {"both", 2, 0},         {"century", 100, 0},
    {"couple", 2, 0},     {"daily", 1, 0},      {"day", 1, 0},           {"day", 24, 0},         {"decade", 10, 0},
    {"decades", 10, 0},   {"decimal", 10, 0},   {"double", 2, 0},        {"doubled", 2, 0},      {"doubles", 2, 0},
    {"dozen", 6, 0},      {"dozen", 12, 0},     {"dozens", 12, 0},       {"dual", 2, 0},         {"each", 1, 0},
    {"either", 2, 0},     {"ellipsis", 3, 0},   {"every", 1, 0},         {"former", 2, 0},       {"fortnight", 2, 0},
    {"fortnight", 14, 0}, {"full", 100, 0},     {"fully", 100, 0},       {"half", 1, 0},         {"half", 2, 0},
    {"half", 5, -1},      {"half", 5, 1},       {"halves", 2, 0},        {"hex", 16, 0},         {"hexadecimal", 16, 0},
    {"hour", 1, 0},       {"hour", 60, 0},      {"hourly", 1, 0},        {"hundreds", 100, 0},   {"individual", 1, 0},
    {"initial", 1, 0},    {"latter", 2, 0},     {"midnight", 0, 0},      {"midnight", 12, 0},    {"midnight", 24, 0},
    {"millions", 1, 6},   {"minute", 1, 0},     {"minute", 60, 0},       {"month", 1, 0},        {"monthly", 1, 0},
    {"multiple", 2, 0},   {"neither", 2, 0},    {"nil", 0, 0},           {"no", 0, 0},           {"none", 0, 0},
    {"noon", 12, 0},      {"nul", 0, 0},        {"null", 0, 0},          {"nulls", 0, 0},        {"octal", 8, 0},
    {"once", 1, 0},       {"ones", 1, 0},       {"only", 1, 0},          {"pair", 2, 0},         {"pairs", 2, 0},
    {"per", 1, 0},        {"percent", 100, 0},  {"primary", 1, 0},       {"quadruple", 4, 0},    {"quarter", 3, 0},
    {"quarter", 4, 0},    {"quarter", 25, 0},   {"quarterly", 3, 0},     {"quarters", 4, 0},     {"round", 24, 0},
    {"secondary", 2, 0},  {"semiannual", 2, 0}, {"semiannual", 6, 0},    {"semiannually", 2, 0}, {"semiannually", 6, 0},
    {"several", 2, 0},    {"single", 1, 0},     {"tens", 10, 0},         {"tertiary", 3, 0},     {"thousands", 1, 3},
    {"thrice", 3, 0},     {"triad", 3, 0},      {"trio", 3, 0},          {"triple", 3, 0},       {"twice", 2, 0},
    {"week", 1, 0},       {"week", 7, 0},       {"weekly", 1, 0},        {"year", 1, 0},         {"year", 12, 0},
    {"yearly", 1, 0},     {"zeroes", 0, 0},     {"zeros", 0, 0},
};

/* Byte order; most differ in their first letters. */
static int compare(tml_str a, const char *z) {
  size_t i = 0;
  while (i < a.n && z[i] && a.p[i] == z[i]) i++;
  if (i == a.n) return z[i] ? -1 : 0;
  return (unsigned char)a.p[i] < (unsigned char)z[i] ? -1 : 1;
}

static void english(tml_values *v, tml_str word) {
  unsigned low = 0, high = TML_COUNT(by_the_way);
  while (low < high) {
    unsigned mid = (low + high) / 2;
    if (compare(word, by_the_way[mid].word) > 0) low = mid + 1;
    else high = mid;
  }
  for (; low < TML_COUNT(by_the_way) && tml_str_is(word, by_the_way[low].word); low++)
    tml_values_number(v, by_the_way[low].num, by_the_way[low].exp);
}

/* Half of something makes any half ("ligne et demie"). */
static void aside(tml_values *v, int64_t tenths) {
  for (int k = 0; k < (tenths == 5 ? 13 : 1); k++) tml_values_number(v, 10 * k + tenths, -1);
}

/* A chain of number words: "two hundred and five", 二十五. Every stage is a value. */
typedef struct chain {
  int64_t total, now;
  bool on;
} chain;

/* The smallest place of n that is not empty: 100 of 1200. */
static int64_t place_of(int64_t n) {
  int64_t p = 1;
  while (n && n % (p * 10) == 0) p *= 10;
  return p;
}

static void chain_step(tml_values *v, chain *c, int64_t x) {
  tml_values_number(v, x, 0);
  if (!c->on || c->total > INT64_C(1000000000000) || c->now > INT64_C(1000000000)) *c = (chain){0, 0, true};
  if (x >= 100 && x % 100 == 0 && x <= 1000000000) {
    c->now = (c->now ? c->now : 1) * x;
    if (x >= 1000) c->total += c->now, c->now = 0;
  } else if (x == 10 && c->now % 10) { /* 二十 */
    c->now = c->now / 10 * 10 + c->now % 10 * 10;
  } else {
    if (c->now && x >= place_of(c->now)) c->total = c->now = 0; /* "seven and twenty-one": a new number */
    c->now += x;
  }
  tml_values_number(v, c->total + c->now, 0);
}

static int64_t power_of_ten(int64_t n) {
  int64_t x = 1;
  while (n-- > 0 && x < INT64_C(1000000000000)) x *= 10;
  return x;
}

/* What a word says, or the beginning of one. */
static bool word_facts(tml_values *v, const tml_locale *l, uint64_t hash, bool whole, chain *c) {
  size_t n;
  bool number = false;
  const tml_word *w = tml_locale_words(l, hash, &n);
  for (size_t i = 0; i < n; i++) {
    switch (w[i].kind) {
    case TML_WORD_CARDINAL:
    case TML_WORD_ORDINAL:
      if (number) tml_values_number(v, tml_word_value(&w[i]), 0);
      else chain_step(v, c, tml_word_value(&w[i]));
      number = true;
      break;
    case TML_WORD_MONTH: tml_values_number(v, w[i].value, 0); break;
    case TML_WORD_COMPACT: /* "thousand" is a cardinal, too: one step, not two */
      if (!number) chain_step(v, c, power_of_ten(w[i].value));
      number = true;
      break;
    case TML_WORD_AND: number |= c->on; break;
    case TML_WORD_DAYPERIOD: /* 12:00 AM: midnight */
      if (w[i].value == TML_DAY_MIDNIGHT) tml_values_number(v, 0, 0), tml_values_number(v, 24, 0);
      if (w[i].value == TML_DAY_MIDNIGHT || w[i].value == TML_DAY_NOON) tml_values_number(v, 12, 0);
      break;
    case TML_WORD_ASIDE_STEM: aside(v, w[i].value); break;
    case TML_WORD_ASIDE:
      if (whole) aside(v, w[i].value);
      break;
    default: break;
    }
  }
  return number;
}

/* The same word but for one letter: अप्रेल for अप्रैल. Code points; both of five or more. */
static bool nearly(tml_str a, tml_str b) {
  const char *p = a.p, *q = b.p, *pe = a.p + a.n, *qe = b.p + b.n;
  while (p < pe && q < qe && *p == *q) p++, q++;
  while (pe > p && qe > q && pe[-1] == qe[-1]) pe--, qe--;
  while (p > a.p && p < a.p + a.n && (*p & 0xC0) == 0x80) p--, q--; /* back to a whole code point */
  while (pe < a.p + a.n && (*pe & 0xC0) == 0x80) pe++, qe++;
  return tml_utf8_count(tml_str_n(p, (size_t)(pe - p))) <= 1 && tml_utf8_count(tml_str_n(q, (size_t)(qe - q))) <= 1;
}

static void months_nearly(tml_values *v, const tml_locale *l, tml_str word) {
  if (tml_utf8_count(word) < 5) return;
  for (size_t i = 0; i < tml_locale_list(l, TML_LIST_MONTH); i++) {
    tml_locale_item it = tml_locale_item_at(l, TML_LIST_MONTH, i);
    if (it.s.n + 4 >= word.n && it.s.n <= word.n + 4 && tml_utf8_count(it.s) >= 5 && nearly(word, it.s))
      tml_values_number(v, it.value, 0);
  }
}

/* восьмигодинний, zweistufig, dreimal, áprilisban: a word that begins with a number word or month of three letters or
 * more. */
static void beginnings(tml_values *v, const tml_locale *l, tml_str folded) {
  const char *p = folded.p, *e = folded.p + folded.n;
  for (unsigned letters = 1; p < e && letters <= 12; letters++) {
    tml_utf8_next(&p);
    if (letters < 3 || p == e) continue;
    chain c = {0, 0, false};
    word_facts(v, l, tml_hash(folded.p, (size_t)(p - folded.p)), false, &c);
  }
  months_nearly(v, l, folded);
}

/* بمئة, والثاني, ובשנייה: particles written together with the word, three letters at most. */
static void behind_particles(tml_values *v, const tml_locale *l, tml_str word) {
  const char *p = word.p, *e = word.p + word.n;
  for (unsigned skipped = 1; skipped <= 3 && p < e; skipped++) {
    tml_utf8_next(&p);
    if (tml_utf8_count(tml_str_n(p, (size_t)(e - p))) < 3) return;
    chain c = {0, 0, false};
    word_facts(v, l, tml_hash(p, (size_t)(e - p)), true, &c);
  }
}

/* Text without spaces between words, and Korean: number words and months anywhere in it. */
static void inside(tml_values *v, const tml_locale *l, tml_str s) {
  size_t items = tml_locale_list(l, TML_LIST_NUMBER);
  if (!items) return;
  chain c = {0, 0, false};
  for (size_t at = 0; at < s.n;) {
    int k = tml_locale_match(l, TML_LIST_NUMBER, (tml_str){s.p + at, s.n - at});
    if (k >= 0) {
      tml_locale_item it = tml_locale_item_at(l, TML_LIST_NUMBER, (size_t)k);
      chain_step(v, &c, it.value);
      at += it.s.n;
      continue;
    }
    k = tml_locale_match(l, TML_LIST_MONTH, (tml_str){s.p + at, s.n - at});
    if (k >= 0) tml_values_number(v, tml_locale_item_at(l, TML_LIST_MONTH, (size_t)k).value, 0);
    c.on = false;
    do at++;
    while (at < s.n && (s.p[at] & 0xC0) == 0x80);
  }
}

static int roman(tml_str s) {
  static const char digits[] = "ivxlc";
  static const int worth[] = {1, 5, 10, 50, 100};
  int total = 0, last = 0;
  for (size_t i = s.n; i-- > 0;) {
    const char *d = strchr(digits, s.p[i] | 0x20);
    if (!d || !s.p[i]) return 0;
    int x = worth[d - digits];
    total += x < last ? -x : x;
    if (x > last) last = x;
  }
  return total > 0 && total < 400 ? total : 0;
}

/* meia-noite: a word that is two tokens. */
static void hyphened(tml_values *v, const tml_sheet *s, const tml_locale *l, uint32_t i) {
  const tml_tok *t = &s->tok[i];
  if (i + 2 >= s->ntok || t[1].kind != TML_T_PUNCT || t[1].hash != '-' || t[1].flags & TML_TF_SPACE ||
      t[2].kind != TML_T_WORD || t[2].flags & TML_TF_SPACE)
    return;
  char first[64], second[64], both[132];
  tml_str a = tml_num_word(s, t, first, sizeof first), b = tml_num_word(s, t + 2, second, sizeof second);
  if (a.n + b.n + 1 > sizeof both) return;
  memcpy(both, a.p, a.n);
  both[a.n] = '-';
  memcpy(both + a.n + 1, b.p, b.n);
  chain c = {0, 0, false};
  word_facts(v, l, tml_hash(both, a.n + b.n + 1), true, &c);
}

/* Ⅳ ④ ½ and superscripts. */
static void number_sign(tml_values *v, uint32_t cp) {
  if (cp >= 0x2160 && cp <= 0x216B) tml_values_number(v, cp - 0x2160 + 1, 0);
  else if (cp >= 0x2170 && cp <= 0x217B) tml_values_number(v, cp - 0x2170 + 1, 0);
  else if (cp >= 0x2460 && cp <= 0x2473) tml_values_number(v, cp - 0x2460 + 1, 0);
  else if (cp >= 0x2474 && cp <= 0x2487) tml_values_number(v, cp - 0x2474 + 1, 0);
  else if (cp >= 0x2776 && cp <= 0x277F) tml_values_number(v, cp - 0x2776 + 1, 0);
  else if (cp == 0xB2 || cp == 0xB3) tml_values_number(v, cp - 0xB0, 0);
  else if (cp == 0xB9) tml_values_number(v, 1, 0);
  else if (cp == 0xBC) tml_values_number(v, 25, -2), tml_values_number(v, 1, 0), tml_values_number(v, 4, 0);
  else if (cp == 0xBD) tml_values_number(v, 5, -1), tml_values_number(v, 1, 0), tml_values_number(v, 2, 0);
  else if (cp == 0xBE) tml_values_number(v, 75, -2), tml_values_number(v, 3, 0), tml_values_number(v, 4, 0);
}

/* 10³⁸: superscript digits in a row are one number; -1 for other signs. */
static int superscript(uint32_t cp) {
  if (cp == 0xB2 || cp == 0xB3) return (int)cp - 0xB0;
  if (cp == 0xB9) return 1;
  return cp == 0x2070 || (cp >= 0x2074 && cp <= 0x2079) ? (int)cp - 0x2070 : -1;
}

static void words(tml_values *v, const tml_sheet *s, const tml_locale *l, bool is_english) {
  chain c = {0, 0, false};
  int64_t raised = 0;
  uint32_t looked = 0;
  for (uint32_t i = 0; i < s->ntok && looked < WORDS_MAX; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT) {
      number_sign(v, t->cp);
      int up = superscript(t->cp);
      raised = up < 0 ? 0 : raised % 1000000 * 10 + up;
      if (up >= 0) tml_values_number(v, raised, 0);
      if (t->hash != '-') c.on = false;
      continue;
    }
    if (t->kind == TML_T_MIX && (!t->owner || s->fact[t->owner - 1].kind != TML_F_NUMBER))
      tml_values_runs(v, s->text->p + t->start, s->text->p + t->end);
    if (t->kind != TML_T_WORD) {
      c.on = false;
      continue;
    }
    looked++;
    tml_str word = tml_tok_str(s, t);
    if (t->script >= TML_SCRIPT_HANGUL) {
      inside(v, l, word.n > 300 ? tml_str_n(word.p, 300) : word);
      if (t->script != TML_SCRIPT_HANGUL) continue;
    }
    if (!word_facts(v, l, t->hash, true, &c)) c.on = false;
    hyphened(v, s, l, i);
    char buf[64];
    tml_str folded = tml_num_word(s, t, buf, sizeof buf);
    if (is_english) english(v, folded);
    else if (t->script < TML_SCRIPT_HANGUL) beginnings(v, l, folded);
    if (t->script == TML_SCRIPT_ARABIC || t->script == TML_SCRIPT_HEBREW) behind_particles(v, l, word);
    if (t->script == TML_SCRIPT_LATIN && word.n <= 6) {
      int x = roman(word);
      if (x) tml_values_number(v, x, 0);
    }
  }
}

void tml_values_of(tml_arena *a, const tml_sheet *s, const tml_locale *l, tml_values *out) {
  *out = (tml_values){.arena = a};
  if (!s->text) return;
  bool is_english = memcmp(l->language, "en", 3) == 0;
  facts(out, s, is_english);
  words(out, s, l, is_english);
}
