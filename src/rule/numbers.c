/* numbers.c — family NU, as far as values go: numbers, dates, units that differ between the two texts of a pair.
 *
 * What for: a number that one text states and the other does not, in any way of stating it.
 * What not: digits that belong to a standard, name, version, code or other token (their own rules), the look of numbers
 *   (NU002), currencies (NU005).
 * How: the facts' keys are compared as sets (a number said twice is said). Only where something is left over are all
 *   other ways of saying it looked for: words, months, Roman numerals, digits inside names (values.c).
 */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"
#include "values.h"

enum { SHOW = 4, FACTS_MAX = 128, UNITS_MAX = 64 }; /* shown; left over in one text; units compared */

#define NU_KINDS (TML_FM(TML_F_NUMBER) | TML_FM(TML_F_DATE) | TML_FM(TML_F_TIME))

typedef struct left {
  const tml_fact **v;
  uint32_t n;
} left;

static inline bool is_value(const tml_fact *f) { return (NU_KINDS >> f->kind & 1) != 0; }

/* ---- the first look: the same facts in the same order ---- */

static uint64_t plain_key(const tml_fact *f) { return f->kind == TML_F_NUMBER ? f->key : f->key2 + f->kind; }

static bool same_order(const tml_sheet *x, const tml_sheet *y) {
  uint32_t i = 0, j = 0;
  for (;;) {
    while (i < x->nfact && !is_value(&x->fact[i])) i++;
    while (j < y->nfact && !is_value(&y->fact[j])) j++;
    if (i == x->nfact || j == y->nfact) return i == x->nfact && j == y->nfact;
    const tml_fact *a = &x->fact[i++], *b = &y->fact[j++];
    if (a->kind != b->kind || plain_key(a) != plain_key(b)) return false;
    if (a->kind == TML_F_TIME && a->sub && b->sub && a->key != b->key) return false;
  }
}

/* ---- the second: as sets ---- */

/* tml_hash_mix begins with an exclusive or: the kinds differ in bits that no key has. */
#define T_SURE (UINT64_C(1) << 56)
#define T_HALF (UINT64_C(2) << 56)
#define T_ANY (UINT64_C(3) << 56)
#define D_ALL (UINT64_C(4) << 56)

/* Whether the fact's second reading counts. Texts mix the signs of two worlds, but nobody writes 20,000 for 20 in
 * English. */
static bool either_reading(const tml_sheet *s, const tml_fact *f, const tml_locale *l) {
  if (!f->key2 || f->sub == TML_NUM_COMPACT || memcmp(l->language, "en", 3) != 0) return f->key2 != 0;
  return !memchr(s->text->p + f->start, ',', f->end - f->start);
}

static void keys_of(const tml_sheet *s, const tml_locale *l, tml_values *v) {
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->kind == TML_F_NUMBER) {
      tml_values_add(v, f->key);
      if (either_reading(s, f, l)) tml_values_add(v, f->key2);
    } else if (f->kind == TML_F_VERSION && f->key2) {
      tml_values_add(v, f->key2);
    } else if (f->kind == TML_F_TIME) {
      tml_values_add(v, tml_hash_mix(f->sub ? T_SURE : T_HALF, f->sub ? f->key : f->key2));
      tml_values_add(v, tml_hash_mix(T_ANY, f->key2));
    } else if (f->kind == TML_F_DATE) {
      tml_values_add(v, tml_hash_mix(D_ALL, f->key2));
    }
  }
}

static bool found(const tml_sheet *s, const tml_fact *f, const tml_locale *l, const tml_values *keys) {
  switch (f->kind) {
  case TML_F_NUMBER: return tml_values_has(keys, f->key) || (either_reading(s, f, l) && tml_values_has(keys, f->key2));
  case TML_F_TIME:
    if (!f->sub) return tml_values_has(keys, tml_hash_mix(T_ANY, f->key2));
    return tml_values_has(keys, tml_hash_mix(T_SURE, f->key)) || tml_values_has(keys, tml_hash_mix(T_HALF, f->key2));
  default: return tml_values_has(keys, tml_hash_mix(D_ALL, f->key2));
  }
}

/* Said before: shown once. */
static bool again(const left *l, const tml_fact *f) {
  for (uint32_t i = 0; i < l->n && i < 16; i++)
    if (l->v[i]->kind == f->kind && l->v[i]->key == f->key) return true;
  return false;
}

static left leftovers(tml_arena *a, const tml_sheet *s, const tml_locale *loc, const tml_values *keys) {
  left l = {NULL, 0};
  size_t cap = 0;
  for (uint32_t i = 0; i < s->nfact && l.n < FACTS_MAX; i++) {
    const tml_fact *f = &s->fact[i];
    if (!is_value(f) || (f->kind == TML_F_NUMBER && f->sub == TML_NUM_LIST) || found(s, f, loc, keys) || again(&l, f))
      continue;
    l.v = tml_arena_grow(a, l.v, l.n, &cap, sizeof *l.v);
    l.v[l.n++] = f;
  }
  return l;
}

/* ---- the third: said in another way ---- */

/* A list that was read as one number, or the reverse: "1,2" where the other side says 1 and 2. */
static bool parts_said(const tml_sheet *s, const tml_fact *f, const tml_values *other) {
  const char *p = s->text->p + f->start, *e = s->text->p + f->end;
  unsigned parts = 0;
  while (p < e) {
    if (*p < '0' || *p > '9') {
      if (*p == '.') return false;
      p++;
      continue;
    }
    int64_t x = 0;
    unsigned n = 0;
    for (; p < e && *p >= '0' && *p <= '9'; p++, n++)
      if (n < 18) x = x * 10 + (*p - '0');
    if (parts && n == 3 && x == 0) return false; /* 1,000 is no list of 1 and 0 */
    if (n > 18 || !tml_values_int(other, x)) return false;
    parts++;
  }
  return parts > 1;
}

static bool has_word(const tml_sheet *s, uint64_t hash) {
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].kind == TML_T_WORD && s->tok[i].hash == hash) return true;
  return false;
}

/* The words of a date (its month) stand in the other text as they are: "'Jan 2010' or 'MAR 12'" as examples. */
static bool words_kept(const tml_sheet *s, const tml_fact *f, const tml_sheet *other) {
  for (uint32_t i = f->tok; i < f->tok + f->ntok; i++)
    if (s->tok[i].kind == TML_T_WORD && s->tok[i].end - s->tok[i].start > 2 && has_word(other, s->tok[i].hash))
      return true;
  return false;
}

/* The year of another era than the reader's of the source: Buddhist, and the Solar Hijri one of Iran and Afghanistan,
 * which begins in March. (CLDR, calendarPreferenceData) */
static bool buddhist(int64_t v, int y) { return v == y + 543; }
static bool persian(int64_t v, int y) { return v == y - 621 || v == y - 622; }

/* A date's year, month and day in the other text. A month whose name is not known there (an abbreviation, an inflected
 * form, a language without a table) is taken for said where year and day are, and no other date is. */
static bool date_said(const tml_sheet *s, const tml_fact *f, const tml_sheet *o, const tml_values *other) {
  int y = tml_date_year(f), m = tml_date_month(f), d = tml_date_day(f);
  bool year = !y || tml_values_int(other, y) || tml_values_int(other, f->num) || tml_values_int(other, y % 100);
  if (!year && y > 1900) {
    if (tml_values_int(other, y - 621) || tml_values_int(other, y - 622)) return true;
    year = tml_values_int(other, y + 543);
  }
  if (!year || (d && !tml_values_int(other, d))) return false;
  return !m || tml_values_int(other, m) || words_kept(s, f, o) || (y && d && !tml_sheet_has(o, TML_F_DATE));
}

static bool said(const tml_sheet *s, const tml_fact *f, const tml_locale *l, const tml_sheet *o,
                 const tml_values *other) {
  if (f->kind == TML_F_NUMBER) {
    uint64_t groups = tml_values_groups(s->text->p + f->start, s->text->p + f->end);
    return tml_values_has(other, f->key) || (either_reading(s, f, l) && tml_values_has(other, f->key2)) ||
           (groups && tml_values_has(other, groups)) || parts_said(s, f, other);
  }
  if (f->kind == TML_F_TIME) {
    int h = (int)f->num / 60, m = (int)f->num % 60;
    bool hour = tml_values_int(other, h) || tml_values_int(other, h % 12) || tml_values_int(other, h % 12 + 12) ||
                (!h && tml_values_int(other, 24));
    if (hour && (!m || tml_values_int(other, m))) return true;
    return tml_values_has(other, tml_num_key(h * 100 + m, -2)) ||
           tml_values_has(other, tml_num_key(h % 12 * 100 + m, -2));
  }
  return date_said(s, f, o, other);
}

/* Where "10,20" turns out to be a list, its members are values of the text. */
static void add_parts(const tml_sheet *s, const left *l, const tml_values *other, tml_values *mine) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->v[i]->kind == TML_F_NUMBER && parts_said(s, l->v[i], other))
      tml_values_runs(mine, s->text->p + l->v[i]->start, s->text->p + l->v[i]->end);
}

static void drop_said(const tml_sheet *s, left *l, const tml_locale *loc, const tml_sheet *o, const tml_values *other) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if (!said(s, l->v[i], loc, o, other)) l->v[n++] = l->v[i];
  l->n = n;
}

/* "1 300", "150 000": digits in threes with single blanks between them, in a language whose own sign is another one.
 * Where the source has the number, the pieces are no numbers of their own. */
static void drop_blank_groups(left *src, left *tgt, const tml_sheet *t) {
  for (uint32_t i = 0; i + 1 < t->ntok && src->n; i++) {
    const tml_tok *a = &t->tok[i];
    if (a->kind != TML_T_NUM || a->end - a->start > 3 || a->flags & TML_TF_NATIVE) continue;
    int64_t v = (int64_t)a->hash;
    for (uint32_t j = i + 1; j < t->ntok && j < i + 6; j++) {
      const tml_tok *b = &t->tok[j];
      if (b->kind != TML_T_NUM || b->end - b->start != 3 || b->start != b[-1].end + 1 || b->flags & TML_TF_NATIVE)
        break;
      v = v * 1000 + (int64_t)b->hash;
      uint32_t n = 0, m = 0;
      uint64_t key = tml_num_key(v, 0);
      for (uint32_t k = 0; k < src->n; k++)
        if (src->v[k]->kind != TML_F_NUMBER || src->v[k]->key != key) src->v[n++] = src->v[k];
      if (n == src->n) continue;
      src->n = n;
      for (uint32_t k = 0; k < tgt->n; k++)
        if (tgt->v[k]->start < a->start || tgt->v[k]->end > b->end) tgt->v[m++] = tgt->v[k];
      tgt->n = m;
    }
  }
}

/* The value of a whole number up to some millions, else -1. */
static int64_t whole_of(const tml_fact *f) {
  if (f->kind != TML_F_NUMBER || f->exp < 0 || f->exp > 6 || f->num > 1000000) return -1;
  int64_t v = f->num;
  for (int e = f->exp; e > 0; e--) v *= 10;
  return v;
}

/* Numbers that are the year of a date of the other side in another era; in the Persian calendar the day is another,
 * too. */
static void drop_eras(left *l, const tml_sheet *o) {
  for (uint32_t k = 0; k < o->nfact && l->n; k++) {
    const tml_fact *date = &o->fact[k];
    int y = date->kind == TML_F_DATE ? tml_date_year(date) : 0;
    if (y <= 1900) continue;
    bool day = false;
    for (uint32_t i = 0; i < l->n; i++) day |= persian(whole_of(l->v[i]), y);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++) {
      int64_t v = whole_of(l->v[i]);
      bool its_day = day && tml_date_day(date) && v > 0 && v <= 31;
      if (its_day) day = false;
      else if (!buddhist(v, y) && !persian(v, y)) l->v[n++] = l->v[i];
    }
    l->n = n;
  }
}

static void drop_value(left *l, int64_t value) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if (whole_of(l->v[i]) != value) l->v[n++] = l->v[i];
  l->n = n;
}

/* "the 1990s", which many languages call the nineties of their century: lata 90. XX wieku, 90. léta 20. století. */
static void drop_decades(left *src, left *tgt, const tml_sheet *s, const tml_values *in_target) {
  for (uint32_t i = src->n; i-- > 0;) {
    const tml_fact *f = src->v[i];
    int64_t v = whole_of(f);
    bool decade = v > 1000 && v < 2100 && v % 100 && v % 10 == 0 &&
                  (s->text->p[f->end - 1] == 's' || (f->end < s->text->n && s->text->p[f->end] == 's'));
    if (!decade || !tml_values_int(in_target, v % 100)) continue;
    drop_value(src, v);
    drop_value(tgt, v % 100);
    drop_value(tgt, v / 100 + 1);
    if (i > src->n) i = src->n;
  }
}

/* Days without a year, which languages that write 31.12.2020 write as 31.12. or 1.7: the numbers or versions that the
 * scan took them for, against a day of the other text. */
static void drop_days(left *dates, left *l, const tml_sheet *s) {
  for (uint32_t i = dates->n; i-- > 0;) {
    const tml_fact *date = dates->v[i];
    if (date->kind != TML_F_DATE || tml_date_year(date) || !tml_date_month(date) || !tml_date_day(date)) continue;
    for (uint32_t k = 0; k < l->n; k++) {
      if (!tml_is_day_and_month(tml_fact_str(s, l->v[k]), date)) continue;
      l->v[k] = l->v[--l->n];
      dates->v[i] = dates->v[--dates->n];
      break;
    }
  }
}

static bool is_int(const tml_fact *f, int64_t low, int64_t high) {
  int64_t v = whole_of(f);
  return v >= 0 && v >= low && v <= high;
}

/* A day before the short name of a month that is a word, too, where the other side has the number and no date: the
 * Czech "10 pro …" (10 for …, 10 December), "10 set" (sets, September), "5 mai" (more, May). Languages that write
 * months with a capital tell the two apart (date.c). */
static void drop_homographs(left *l, const tml_sheet *o, const tml_values *other) {
  if (o->has & TML_FM(TML_F_DATE)) return;
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++) {
    const tml_fact *f = l->v[i];
    bool word = f->kind == TML_F_DATE && !tml_date_year(f) && tml_values_int(other, tml_date_day(f));
    if (!word) l->v[n++] = f;
  }
  l->n = n;
}

static bool text_has(const tml_sheet *s, const char *const *words) {
  for (uint32_t i = 0; i < s->ntok; i++) {
    if (s->tok[i].kind != TML_T_WORD) continue;
    for (const char *const *w = words; *w; w++)
      if (tml_str_ieq(tml_tok_str(s, &s->tok[i]), tml_str_c(*w))) return true;
  }
  return false;
}

/* "more than five" is 6개 이상: where the boundary itself belongs to the range, the number beside it is right. */
static bool shifted_by_one(const tml_sheet *src, const tml_values *said_in_source, const tml_fact *f) {
  static const char *const open_range[] = {TML_LIST_EN_OPEN_RANGES, NULL};
  int64_t v = whole_of(f);
  return v > 0 && (tml_values_int(said_in_source, v - 1) || tml_values_int(said_in_source, v + 1)) &&
         text_has(src, open_range);
}

/* Drops such a number, and the source's that it stands for. */
static void drop_shifted(tml_check *c, left *src, left *tgt, const tml_values *said_in_source) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < tgt->n; i++) {
    if (!shifted_by_one(c->src, said_in_source, tgt->v[i])) {
      tgt->v[n++] = tgt->v[i];
      continue;
    }
    int64_t v = whole_of(tgt->v[i]);
    uint32_t m = 0;
    for (uint32_t k = 0; k < src->n; k++)
      if (whole_of(src->v[k]) != v - 1 && whole_of(src->v[k]) != v + 1) src->v[m++] = src->v[k];
    src->n = m;
  }
  tgt->n = n;
}

static bool have(const left *l, int kind) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->v[i]->kind == kind) return true;
  return false;
}

static void keep_kind(left *l, int kind, bool keep) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if ((l->v[i]->kind == kind) == keep) l->v[n++] = l->v[i];
  l->n = n;
}

/* What both texts leave over. False where nothing is. Dates that stand against dates are NU003's. */
static bool compare(tml_check *c, left *src, left *tgt, bool *dates) {
  if (c->same || !c->src->text || !c->tgt->text || same_order(c->src, c->tgt)) return false;
  tml_values ks = {.arena = c->arena}, kt = ks;
  keys_of(c->src, c->src_loc, &ks);
  keys_of(c->tgt, c->tgt_loc, &kt);
  *src = leftovers(c->arena, c->src, c->src_loc, &kt);
  *tgt = leftovers(c->arena, c->tgt, c->tgt_loc, &ks);
  if (!src->n && !tgt->n) return false;
  tml_values in_src, in_tgt;
  tml_values_of(c->arena, c->src, c->src_loc, &in_src);
  tml_values_of(c->arena, c->tgt, c->tgt_loc, &in_tgt);
  add_parts(c->src, src, &in_tgt, &in_src);
  add_parts(c->tgt, tgt, &in_src, &in_tgt);
  drop_said(c->src, src, c->src_loc, c->tgt, &in_tgt);
  drop_said(c->tgt, tgt, c->tgt_loc, c->src, &in_src);
  drop_blank_groups(src, tgt, c->tgt);
  drop_homographs(tgt, c->src, &in_src);
  drop_eras(tgt, c->src);
  drop_decades(src, tgt, c->src, &in_tgt);
  drop_days(src, tgt, c->tgt);
  drop_shifted(c, src, tgt, &in_src);
  *dates = have(src, TML_F_DATE) && have(tgt, TML_F_DATE);
  return src->n || tgt->n;
}

/* ---- NU001 ---- */

/* The number stands behind a capitalised Latin word that doesn't begin the text: Plan 1, Day 1. */
static bool labelled(const tml_sheet *s, const tml_fact *f) {
  if (f->kind != TML_F_NUMBER || f->tok < 2 || s->tok[f->tok].start != f->start) return false;
  uint32_t i = f->tok - 1;
  while (i && s->tok[i].kind == TML_T_PUNCT &&
         (s->tok[i].flags & TML_TF_SYNTAX || s->tok[i].cp == 0xAE || s->tok[i].cp == 0x2122))
    i--;
  const tml_tok *t = &s->tok[i];
  return t->kind == TML_T_WORD && t->script == TML_SCRIPT_LATIN && t->flags & TML_TF_UPPER && t->end - t->start > 1;
}

/* 제3자, 第3者: the third party, whoever it is in the source. */
static bool third_party(const tml_sheet *s, const tml_fact *f) {
  uint32_t i = f->tok + f->ntok;
  if (!is_int(f, 3, 3) || i >= s->ntok || s->tok[i].kind != TML_T_WORD) return false;
  tml_str w = tml_tok_str(s, &s->tok[i]);
  return tml_str_starts(w, TML_S("자")) || tml_str_starts(w, TML_S("者")) || tml_str_starts(w, TML_S("方"));
}

static bool has_int(const tml_sheet *s, int64_t v) {
  uint64_t key = tml_num_key(v, 0);
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_NUMBER && s->fact[i].key == key) return true;
  return false;
}

/* Half, one quarter … written 1/2, 1/4. */
static bool in_fraction(const tml_sheet *s, const tml_fact *f) {
  uint32_t before = f->tok - 1, behind = f->tok + f->ntok;
  return (f->tok && s->tok[before].kind == TML_T_PUNCT && s->tok[before].hash == '/' &&
          !(s->tok[f->tok].flags & TML_TF_SPACE)) ||
         (behind + 1 < s->ntok && s->tok[behind].kind == TML_T_PUNCT && s->tok[behind].hash == '/' &&
          s->tok[behind + 1].kind == TML_T_NUM);
}

/* Languages whose numerals change their form more than the tables know: a small number may be a word that is not found.
 * Those whose numerals hardly change are named. */
static bool inflected_numerals(const tml_locale *l) {
  static const char steady[] = "en de fr es it pt nl sv da nb no nn id ms vi ca gl af sw ko ja zh th lo km my hi ";
  char key[5] = {0};
  size_t n = strlen(l->language);
  memcpy(key, l->language, n);
  key[n] = ' ';
  return !strstr(steady, key);
}

static bool follows(const tml_sheet *s, const tml_fact *f, uint32_t sign) {
  uint32_t i = f->tok + f->ntok;
  return i < s->ntok && s->tok[i].kind == TML_T_PUNCT && s->tok[i].hash == sign;
}

/* A word follows: it is counted. */
static bool counts_a_word(const tml_sheet *s, const tml_fact *f) {
  uint32_t i = f->tok + f->ntok;
  while (i < s->ntok && s->tok[i].kind == TML_T_PUNCT && s->tok[i].flags & TML_TF_SYNTAX) i++;
  if (i + 1 < s->ntok && s->tok[i].kind == TML_T_PUNCT && s->tok[i].hash == '-' && !(s->tok[i].flags & TML_TF_SPACE))
    i++;
  return i < s->ntok && s->tok[i].kind == TML_T_WORD;
}

/* A measure of the English system beside one of the metric system ("5-10 meters (about 16-33 feet)"): for readers that
 * the target may not have. A range's first number has its unit at the second. */
static bool beside_metric(const tml_sheet *s, const tml_fact *f) {
  unsigned unit = 0;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *x = &s->fact[i];
    if (x == f || (x->kind == TML_F_NUMBER && x->start > f->end && x->start - f->end <= 4 && !f->unit)) unit = x->unit;
  }
  if (!tml_unit_is_english(unit)) return false;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *x = &s->fact[i];
    if (x->kind == TML_F_NUMBER && x->unit && x->unit != unit &&
        tml_unit_dimension(x->unit) == tml_unit_dimension(unit))
      return true;
  }
  return false;
}

/* The middle of a list "1, 2, 3" or "1, 2 or 3": the other side may say "1 to 3". */
static bool in_the_middle(const tml_sheet *s, const tml_fact *f, const tml_sheet *other) {
  enum { NEAR = 8 }; /* bytes between the members */
  int64_t v = whole_of(f);
  uint32_t i = (uint32_t)(f - s->fact);
  if (v <= 0 || i == 0 || i + 1 >= s->nfact) return false;
  const tml_fact *a = f - 1, *b = f + 1;
  return whole_of(a) == v - 1 && whole_of(b) == v + 1 && f->start - a->end <= NEAR && b->start - f->end <= NEAR &&
         has_int(other, v - 1) && has_int(other, v + 1);
}

/* A 12-hour clock is one with AM and PM. */
static bool names_a_clock(const tml_sheet *s, const tml_fact *f) {
  static const char *const marks[] = {"AM", "PM", NULL};
  return is_int(f, 12, 12) && text_has(s, marks);
}

/* open(2), **printf**(3): the section of a manual that the name stands in. Translations add and drop it. Not Table(2).
 */
static bool manual_section(const tml_sheet *s, const tml_fact *f) {
  if (!is_int(f, 1, 9) || f->tok < 2 || f->tok + 1 >= s->ntok || f->ntok != 1) return false;
  const tml_tok *open = &s->tok[f->tok - 1], *close = &s->tok[f->tok + 1], *name = open - 1;
  if (open->kind != TML_T_PUNCT || open->cp != '(' || close->kind != TML_T_PUNCT || close->cp != ')') return false;
  if ((open->flags | s->tok[f->tok].flags | close->flags) & TML_TF_SPACE) return false;
  while (name > s->tok && name->kind == TML_T_PUNCT && name->flags & TML_TF_SYNTAX) name--;
  return name->kind == TML_T_FACT || name->kind == TML_T_MIX ||
         (name->kind == TML_T_WORD && name->script == TML_SCRIPT_LATIN &&
          (!(name->flags & TML_TF_UPPER) || name->flags & (TML_TF_CAPSIN | TML_TF_ALLCAPS)));
}

/* "3rd party": the other party, whoever it is in the target. */
static bool third_of_parties(const tml_sheet *s, const tml_fact *f) {
  uint32_t i = f->tok + f->ntok;
  if (!is_int(f, 3, 3) || f->sub != TML_NUM_ORDINAL) return false;
  if (i < s->ntok && s->tok[i].kind == TML_T_PUNCT && s->tok[i].hash == '-') i++;
  return i < s->ntok && s->tok[i].kind == TML_T_WORD &&
         (tml_str_ieq(tml_tok_str(s, &s->tok[i]), TML_S("party")) ||
          tml_str_ieq(tml_tok_str(s, &s->tok[i]), TML_S("parties")));
}

/* A number that the source alone has, and that good translations leave out. */
static bool may_be_lost(tml_check *c, const tml_fact *f) {
  const tml_locale *l = c->tgt_loc;
  if (is_int(f, 24, 24)) return true;                                                   /* round the clock */
  if (is_int(f, 100, 100)) return f->sub == TML_NUM_PERCENT || follows(c->src, f, '-'); /* completely */
  if (is_int(f, 0, 0)) return f->sub == TML_NUM_PERCENT || counts_a_word(c->src, f);    /* none */
  if (is_int(f, 7, 7) && has_int(c->src, 24)) return true;                              /* 24/7: all year round */
  if (third_of_parties(c->src, f)) return true;
  if (beside_metric(c->src, f) || in_the_middle(c->src, f, c->tgt)) return true;
  return is_int(f, 0, 12) && (inflected_numerals(l) || in_fraction(c->src, f));
}

/* A number that one side alone has, and that good translations leave out or put in. */
static bool excusable(tml_check *c, const tml_sheet *mine, const tml_fact *f, bool lost) {
  if (f->kind != TML_F_NUMBER) return false;
  if (f->sub == TML_NUM_GLUED) return true; /* 3D */
  if (manual_section(mine, f)) return true;
  if (is_int(f, 1, 1) && (!lost || (counts_a_word(mine, f) && !labelled(mine, f))))
    return true; /* "1 row": "a row"; but "step 1" */
  if (lost) return may_be_lost(c, f);
  return third_party(mine, f) || (f->end - f->start == 2 && is_int(f, 0, 0)) || in_the_middle(mine, f, c->src) ||
         names_a_clock(c->src, f);
}

static bool names_section(const tml_sheet *s, const left *l) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->v[i]->kind == TML_F_NUMBER && manual_section(s, l->v[i])) return true;
  return false;
}

static void drop_excusable(tml_check *c, left *l, const tml_sheet *mine, bool lost) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if (!excusable(c, mine, l->v[i], lost)) l->v[n++] = l->v[i];
  l->n = n;
}

static tml_str list_of(tml_check *c, const tml_sheet *s, const left *l) {
  tml_buf b = {0};
  for (uint32_t i = 0; i < l->n && i < SHOW; i++) {
    if (i) tml_buf_z(&b, ", ");
    tml_buf_str(&b, tml_check_quote(c, tml_fact_str(s, l->v[i])));
  }
  if (l->n > SHOW) tml_buf_fmt(&b, " and %u more", (unsigned)(l->n - SHOW));
  tml_str out = tml_arena_str(c->arena, tml_buf_view(&b));
  tml_buf_free(&b);
  return out;
}

static void mark_all(tml_check *c, tml_finding *f, const left *src, const left *tgt) {
  for (uint32_t i = 0; i < src->n; i++) {
    tml_report_mark(c, f, TML_SIDE_SOURCE, src->v[i]->start, src->v[i]->end);
    if (i < SHOW) tml_report_evidence(c, f, TML_EV_SOURCE, tml_fact_str(c->src, src->v[i]));
  }
  for (uint32_t i = 0; i < tgt->n; i++) {
    tml_report_mark(c, f, TML_SIDE_TARGET, tgt->v[i]->start, tgt->v[i]->end);
    if (i < SHOW) tml_report_evidence(c, f, TML_EV_TARGET, tml_fact_str(c->tgt, tgt->v[i]));
  }
}

/* Digits in the link's URL or the heading's anchor, outside both texts, are the page's own. */
static bool witnessed(tml_check *c, const tml_sheet *s, const left *l) {
  tml_str where[2] = {c->seg->url, c->seg->anchor};
  for (uint32_t i = 0; i < l->n; i++) {
    tml_str d = tml_fact_str(s, l->v[i]);
    if (d.n < 2) continue;
    for (unsigned k = 0; k < 2; k++)
      for (size_t at = 0; at + d.n <= where[k].n; at++)
        if (memcmp(where[k].p + at, d.p, d.n) == 0) return true;
  }
  return false;
}

static void suspect(tml_check *c, tml_finding *f, const left *src, const left *tgt) {
  bool for_source = witnessed(c, c->src, src), for_target = witnessed(c, c->tgt, tgt);
  int side = for_source == for_target ? (src->n ? TML_SUSPECT_TARGET : TML_SUSPECT_UNKNOWN)
             : for_target             ? TML_SUSPECT_SOURCE
                                      : TML_SUSPECT_TARGET;
  if (!for_source && !for_target && src->n && tgt->n == 0) side = TML_SUSPECT_TARGET;
  tml_report_suspect(f, side);
  /* what is lost can only be shown in the source */
  if (!tgt->n) tml_report_side(f, TML_SIDE_SOURCE);
}

static left copy(tml_arena *a, const left *l) {
  left to = {tml_arena_alloc(a, (l->n + 1) * sizeof *to.v), l->n};
  if (l->n) memcpy(to.v, l->v, l->n * sizeof *to.v);
  return to;
}

static double real_of(const tml_fact *f) {
  double v = (double)f->num;
  for (int e = f->exp; e > 0 && e < 40; e--) v *= 10;
  for (int e = f->exp; e < 0 && e > -40; e++) v /= 10;
  return v;
}

/* A length, mass, area or volume in a unit of the English system. */
static bool english_measure(const tml_fact *f) {
  if (f->kind != TML_F_NUMBER || !tml_unit_is_english(f->unit)) return false;
  enum tml_dimension d = tml_unit_dimension(f->unit);
  return d == TML_DIM_LENGTH || d == TML_DIM_MASS || d == TML_DIM_AREA || d == TML_DIM_VOLUME;
}

/* Inches given in centimetres, miles in kilometres, pounds in kilograms: every number changed by one known ratio, and
 * one side names a unit of the English system. */
static bool converted(const left *src, const left *tgt) {
  static const double ratios[] = {2.54, 1.609, 0.3048, 0.4536};
  if (src->n != tgt->n) return false;
  bool measure = false;
  for (uint32_t i = 0; i < src->n; i++) measure |= english_measure(src->v[i]) || english_measure(tgt->v[i]);
  for (unsigned r = 0; measure && r < TML_COUNT(ratios); r++) {
    uint32_t i = 0;
    for (; i < src->n; i++) {
      if (src->v[i]->kind != TML_F_NUMBER || tgt->v[i]->kind != TML_F_NUMBER || !src->v[i]->num) break;
      double q = real_of(tgt->v[i]) / real_of(src->v[i]) / ratios[r];
      if (q < 0.97 || q > 1.03) break;
    }
    if (i == src->n) return true;
  }
  return false;
}

static void number_mismatch(tml_check *c) {
  left src, tgt;
  bool dates;
  if (!compare(c, &src, &tgt, &dates)) return;
  if (dates) keep_kind(&src, TML_F_DATE, false), keep_kind(&tgt, TML_F_DATE, false);
  left a_src = copy(c->arena, &src), a_tgt = copy(c->arena, &tgt);
  drop_excusable(c, &a_src, c->src, true);
  drop_excusable(c, &a_tgt, c->tgt, false);
  bool none = !a_src.n && !a_tgt.n && !(names_section(c->src, &src) && names_section(c->tgt, &tgt));
  if (none || (src.n && converted(&src, &tgt))) return;
  if (!src.n || !tgt.n) src = a_src, tgt = a_tgt; /* else what is excusable alone may be what the other became */
  tml_str a = list_of(c, c->src, &src), b = list_of(c, c->tgt, &tgt);
  tml_finding *f;
  if (src.n && tgt.n) f = tml_report(c, "source has %s, target has %s", a.p, b.p);
  else if (src.n) f = tml_report(c, "source has %s, target does not", a.p);
  else f = tml_report(c, "target has %s, source does not", b.p);
  mark_all(c, f, &src, &tgt);
  suspect(c, f, &src, &tgt);
}

/* ---- NU003 ---- */

/* April 1, 2105, and the same day of 2015: the source's typing slip, mended. */
static bool year_mended(const left *src, const left *tgt) {
  if (src->n != 1 || tgt->n != 1) return false;
  int a = tml_date_year(src->v[0]), b = tml_date_year(tgt->v[0]);
  return a > 2100 && a < 2200 && b > 1900 && b <= 2100 && tml_date_month(src->v[0]) == tml_date_month(tgt->v[0]) &&
         tml_date_day(src->v[0]) == tml_date_day(tgt->v[0]);
}

static void date_mismatch(tml_check *c) {
  left src, tgt;
  bool dates;
  if (!compare(c, &src, &tgt, &dates) || !dates) return;
  keep_kind(&src, TML_F_DATE, true);
  keep_kind(&tgt, TML_F_DATE, true);
  tml_finding *f =
      tml_report(c, "source has the date %s, target has %s", list_of(c, c->src, &src).p, list_of(c, c->tgt, &tgt).p);
  mark_all(c, f, &src, &tgt);
  if (year_mended(&src, &tgt)) tml_report_suspect(f, TML_SUSPECT_SOURCE);
  else suspect(c, f, &src, &tgt);
}

/* ---- NU004 ---- */

static const tml_fact *next_unit(const tml_sheet *s, uint32_t *i) {
  for (; *i < s->nfact; ++*i)
    if (s->fact[*i].kind == TML_F_NUMBER && s->fact[*i].unit) return &s->fact[(*i)++];
  return NULL;
}

/* The source has the number with that unit, too: 7 kilometers or 7 meters. */
static bool has_measure(const tml_sheet *s, const tml_fact *b) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_NUMBER && s->fact[i].unit == b->unit && s->fact[i].key == b->key) return true;
  return false;
}

static void unit_mismatch(tml_check *c) {
  if (c->same || !c->src->text || !c->tgt->text) return;
  uint32_t i = 0;
  const tml_fact *a;
  for (unsigned n = 0; n < UNITS_MAX && (a = next_unit(c->src, &i)) != NULL; n++) {
    const tml_fact *other = NULL;
    bool same = false;
    uint32_t j = 0;
    for (const tml_fact *b; !same && (b = next_unit(c->tgt, &j)) != NULL;) {
      if (b->key != a->key && b->key2 != a->key && b->key != a->key2) continue;
      if (b->unit == a->unit) same = true;
      else if (!other && tml_unit_dimension(b->unit) == tml_unit_dimension(a->unit) && !has_measure(c->src, b))
        other = b;
    }
    if (same || !other || tml_unit_dimension(a->unit) == TML_DIM_CURRENCY) continue;
    tml_finding *f = tml_report(c, "source has %s %s, target has %s", tml_check_quote(c, tml_fact_str(c->src, a)).p,
                                tml_unit_plural(a->unit), tml_unit_plural(other->unit));
    tml_report_mark(c, f, TML_SIDE_SOURCE, a->start, a->end);
    tml_report_mark(c, f, TML_SIDE_TARGET, other->start, other->end);
    return;
  }
}

/* ---- rows ---- */

static const tml_example number_good[] = {
    {.locale = "pt-BR",
     .target = "A cópia começa à meia-noite para uma centena de contas.",
     .source = "The copy starts at 12:00 AM for 100 accounts.",
     .why = "midnight; a collective number"},
    {.locale = "ru-RU",
     .target = "Копирование идёт с полудня до полуночи.",
     .source = "Copying runs from 12:00 PM to 12:00 AM.",
     .why = "noon and midnight, inflected"},
    {.locale = "ko-KR",
     .target = "제3자 앱은 일주일에 한 번 동기화됩니다.",
     .source = "Third-party apps sync once a week.",
     .why = "number words on both sides"},
    {.locale = "id-ID",
     .target = "Tarifnya Rp12.500,00 per kotak.",
     .source = "The rate is IDR 12,500.00 a box.",
     .why = "a currency's letters glued to the digits"},
    {.locale = "de-DE",
     .target = "Bis zu 1.250,5 Einträge",
     .source = "Up to 1,250.5 entries",
     .why = "grouping and decimal signs of the locale"},
    {.locale = "ja-JP", .target = "150万件の行", .source = "1.5 million rows", .why = "myriads"},
    {.locale = "fr-FR",
     .target = "La réunion commence à 15:00.",
     .source = "The meeting begins at 3:00 PM.",
     .why = "12 and 24 hours"},
    {.locale = "ko-KR", .target = "2021년 4월에 업데이트됨", .source = "Updated in April 2021", .why = "month names"},
    {.locale = "ar-SA",
     .target = "يمكنك إضافة ١٢٥ مستخدمًا.",
     .source = "You can add 125 users.",
     .why = "native digits"},
    {.locale = "cs-CZ",
     .target = "Postup z 80. let 20. století a z roku 1992",
     .source = "A procedure of the 1980s and of 1992",
     .why = "a decade is named within its century"},
    {.locale = "pl-PL",
     .target = "Do 4500 wpisów z lat 90. XX wieku",
     .source = "Up to four thousand five hundred entries from the 1990s",
     .why = "a number of several words; a decade"},
    {0}};
static const tml_example number_bad[] = {
    {.locale = "de-DE", .target = "Stufe 0,7 ist aktiv.", .source = "Level 7 is active.", .mark = "0,7"},
    {.locale = "ko-KR", .target = "최대 17.25개 항목", .source = "Up to 1,725 items", .mark = "17.25"},
    {.locale = "vi-VN", .target = "Giữ nhật ký trong 60 ngày.", .source = "Keep the logs for 90 days.", .mark = "60"},
    {.locale = "pl-PL", .target = "Zapisy z lat 80. XX wieku", .source = "Records of the 1990s", .mark = "80"},
    {.locale = "cs-CZ",
     .target = "Až 5500 položek",
     .source = "Up to four thousand five hundred items",
     .mark = "5500"},
    {0}};
static const tml_example date_good[] = {
    {.locale = "de-DE",
     .target = "Gültig bis 5. März 2021",
     .source = "Valid until March 5, 2021",
     .why = "order and month names"},
    {.locale = "th-TH", .target = "15 มกราคม 2563", .source = "January 15, 2020", .why = "Buddhist era"},
    {.locale = "fr-FR", .target = "le 08/11/2019", .source = "on 11/08/2019", .why = "numeric dates of either order"},
    {0}};
static const tml_example date_bad[] = {
    {.locale = "es-ES",
     .target = "Válido hasta el 6 de marzo de 2021",
     .source = "Valid until March 5, 2021",
     .mark = "6 de marzo de 2021"},
    {.locale = "ko-KR", .target = "2020년 3월 5일", .source = "March 5, 2021", .mark = "2020년 3월 5일"},
    {0}};
static const tml_example unit_good[] = {
    {.locale = "fr-FR",
     .target = "Chaque fichier peut faire 25 Mo.",
     .source = "Each file can be 25 MB.",
     .why = "the locale's sign"},
    {.locale = "ko-KR", .target = "5분 동안 기다립니다.", .source = "Wait for 5 minutes.", .why = "translated"},
    {.locale = "uk-UA",
     .target = "Зачекайте 5 хвилин.",
     .source = "Wait for 5 minutes.",
     .why = "translated and inflected"},
    {0}};
static const tml_example unit_bad[] = {
    {.locale = "de-DE",
     .target = "Jede Datei kann 25 GB groß sein.",
     .source = "Each file can be 25 MB.",
     .mark = "25"},
    {.locale = "ja-JP", .target = "30 秒お待ちください。", .source = "Wait for 30 minutes.", .mark = "30"},
    {0}};

static const tml_rule rules[] = {
    {.code = "NU001",
     .name = "number-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "numbers",
     .mqm = "accuracy/mistranslation/number",
     .needs = NU_KINDS,
     .summary = "A number is missing, added or changed, in either direction.",
     .rationale = "Numbers are compared as values: 1,250.5 and 1.250,5, 1.5 million and 150万, 3:00 PM and 15:00, ١٢٥ "
                  "and 125 are the same. Silent where the other text says the value in words (third-party, once, a "
                  "dozen, months), in Roman numerals or as a list mark, where a number is only repeated, where digits "
                  "are grouped by blanks in a language that groups otherwise, and where the section of a manual comes "
                  "or goes (open(2)). Half of something is any half. Digits of standards, names, versions, dates, URLs "
                  "and code belong to those and have their own rules.",
     .good = number_good,
     .bad = number_bad,
     .check = number_mismatch},
    {.code = "NU003",
     .name = "date-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "locale-violation",
     .mqm = "accuracy/mistranslation/date-time",
     .needs = TML_FM(TML_F_DATE),
     .summary = "The target names another date.",
     .rationale = "Dates are compared by year, month and day, whatever their order, the names of the months or the "
                  "era. Since 11/08 and 08/11 "
                  "can be one day, the order of day and month is not judged.",
     .good = date_good,
     .bad = date_bad,
     .check = date_mismatch},
    {.code = "NU004",
     .name = "unit-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "numbers",
     .mqm = "accuracy/mistranslation/unit-conversion",
     .needs = TML_FM(TML_F_NUMBER),
     .summary = "The same number with another unit: 25 MB became 25 GB.",
     .rationale = "Units are compared only where both texts name one that the tables know, of one dimension, beside "
                  "one value. The names come "
                  "from CLDR in all its cases and plural forms.",
     .good = unit_good,
     .bad = unit_bad,
     .check = unit_mismatch},
};
TML_FAMILY(numbers, "NU", "Numbers", rules)
