/* date.c — dates and times of the day among the digits of a text.
 *
 * What for: 10/1/2020, 1.10.2020, 2020-10-01, 1 October 2020, October 1st, 2020年10月1日, 2020년 10월, tháng 10 năm
 * 2020, 2563 (Buddhist), 令和2年10月1日; 3:00 PM, 오후 3:00, 15:00, 9 a.m., 9.00 น., 17.30 Uhr, 14h30, 下午3點. What
 * not: months without a digit beside them; ranges (two dates are two facts); durations; time zones. Facts: month names,
 * eras and parts of the day from the locale. The order of numeric dates is the locale's where it can be told (American
 * month first in en), and the fact's key2 does without it.
 */
#include "tmlint/tab_lists.h"

#include "digits.h"

typedef struct date {
  int y, m, d;          /* 0: not named */
  uint32_t first, last; /* tokens */
} date;

static int days_of(int month) {
  return month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Years that people write: Gregorian, or Buddhist. */
static bool is_year(int y) { return y >= 1900 && y <= 2799 && (y < 2150 || y > 2400); }

static bool make_date(const tml_digits *d, date *x) {
  if (x->m < 0 || x->m > 12 || x->d < 0 || x->d > (x->m ? days_of(x->m) : 31)) return false;
  int written = x->y;
  if (x->y > 2400) x->y -= 543;
  tml_fact *f = tml_feat_claim(d->ctx, d->s, TML_F_DATE, x->first, x->last - x->first + 1);
  f->num = written;
  f->key = (uint64_t)x->y << 16 | (uint64_t)x->m << 8 | (uint64_t)x->d;
  int small = x->m < x->d ? x->m : x->d, great = x->m < x->d ? x->d : x->m;
  f->key2 = (uint64_t)(x->y % 100 + (x->y ? 1 : 0)) << 16 | (uint64_t)small << 8 | (uint64_t)great;
  return true;
}

/* ---- numeric: 10/1/2020, 2020-10-01, 1.10.2020, 1. 10. 2020 ---- */

static bool numeric(const tml_digits *d, uint32_t i, date *x) {
  if (!tml_dg_sign(d, i + 1) || !tml_dg_glued(d, i + 1)) return false;
  uint32_t cp = (uint32_t)d->t[i + 1].hash;
  if (cp != '/' && cp != '-' && cp != '.') return false;
  if (!tml_dg_num(d, i + 2) || !tml_dg_sign(d, i + 3) || !tml_dg_glued(d, i + 3) || d->t[i + 3].hash != cp)
    return false;
  if (!tml_dg_digits(d, i + 4)) return false;
  if (cp != '.' && (!tml_dg_glued(d, i + 2) || !tml_dg_glued(d, i + 4))) return false;
  if (tml_dg_glued(d, i + 2) != tml_dg_glued(d, i + 4)) return false;
  uint64_t v[3];
  unsigned n[3];
  for (unsigned k = 0; k < 3; k++) n[k] = tml_num_digits(d->s, &d->t[i + 2 * k], &v[k]);
  if (n[0] > 4 || n[1] > 2 || n[2] > 4) return false;
  int a = (int)v[0], b = (int)v[1], c = (int)v[2];
  if (n[0] == 4 && n[2] <= 2 && is_year(a)) {
    *x = (date){.y = a, .m = b, .d = c};
    if (b > 12) x->m = c, x->d = b;
  } else if (n[0] <= 2 && ((n[2] == 4 && is_year(c)) || (n[2] == 2 && cp == '/' && n[1] + n[0] >= 2))) {
    if (d->t[i + 4].kind != TML_T_NUM) return false;
    *x = (date){.y = n[2] == 2 ? 2000 + c : c, .m = b, .d = a};
    if (b > 12 || (a <= 12 && cp == '/' && memcmp(d->l->language, "en", 3) == 0)) x->m = a, x->d = b;
  } else {
    return false;
  }
  if (!x->m || !x->d || x->m > 12) return false;
  /* 1.2.2016.4 is no date. */
  if (tml_dg_sign(d, i + 5) && tml_dg_glued(d, i + 5) && d->t[i + 5].hash == cp && tml_dg_digits(d, i + 6) &&
      tml_dg_glued(d, i + 6))
    return false;
  x->first = i;
  x->last = i + 4;
  return true;
}

/* 01.2020, 10/2020 */
static bool month_and_year(const tml_digits *d, uint32_t i, date *x) {
  if (!tml_dg_sign(d, i + 1) || !tml_dg_glued(d, i + 1) || !tml_dg_num(d, i + 2) || !tml_dg_glued(d, i + 2))
    return false;
  uint32_t cp = (uint32_t)d->t[i + 1].hash;
  uint64_t m, y;
  if ((cp != '/' && cp != '.') || tml_num_digits(d->s, &d->t[i], &m) != 2 ||
      tml_num_digits(d->s, &d->t[i + 2], &y) != 4)
    return false;
  if (!m || m > 12 || !is_year((int)y) || y > 2100) return false;
  bool alone_before = !i || !tml_dg_glued(d, i) || d->t[i - 1].cp == '(',
       alone_behind = !tml_dg_glued(d, i + 4) || !tml_dg_sign(d, i + 3);
  if (!alone_before || (!alone_behind && tml_dg_digits(d, i + 4))) return false;
  *x = (date){.y = (int)y, .m = (int)m, .first = i, .last = i + 2};
  return true;
}

/* ---- 2020年10月1日, 2020년 10월 1일 ---- */

static bool unit_of(const tml_digits *d, uint32_t i, const char *const *forms) {
  if (!tml_dg_word(d, i) || d->t[i].script < TML_SCRIPT_HANGUL) return false;
  for (; *forms; forms++)
    if (tml_dg_starts(d, i, *forms)) return true;
  return false;
}
static const char *const year_signs[] = {TML_LIST_EAST_ASIAN_YEARS, NULL},
                         *const month_signs[] = {TML_LIST_EAST_ASIAN_MONTHS, NULL},
                         *const day_signs[] = {TML_LIST_EAST_ASIAN_DAYS, NULL};

/* 令和2: the era's name ends right before the number. */
static int era_year(const tml_digits *d, uint32_t i, int y) {
  if (!i || !tml_dg_word(d, i - 1)) return 0;
  for (size_t k = 0; k < tml_locale_list(d->l, TML_LIST_ERA); k++) {
    tml_locale_item it = tml_locale_item_at(d->l, TML_LIST_ERA, k);
    if (it.value > 0 && it.value < TML_ERA_BEFORE && tml_str_ends(tml_tok_str(d->s, &d->t[i - 1]), it.s))
      return y + (int)it.value;
  }
  return 0;
}

static bool east_asian(const tml_digits *d, uint32_t i, date *x) {
  int v = tml_dg_small(d, i, 4);
  if (v < 0) return false;
  *x = (date){.first = i};
  uint32_t at = i;
  if (unit_of(d, at + 1, year_signs)) {
    x->y = is_year(v) ? v : era_year(d, i, v);
    if (!x->y || !tml_dg_num(d, at + 2)) return false;
    at += 2;
    v = tml_dg_small(d, at, 2);
  }
  if (v < 1 || v > 12 || !unit_of(d, at + 1, month_signs)) return false;
  x->m = v;
  x->last = at + 1;
  int day = tml_dg_num(d, at + 2) ? tml_dg_small(d, at + 2, 2) : -1;
  if (day >= 1 && day <= 31 && unit_of(d, at + 3, day_signs)) {
    x->d = day;
    x->last = at + 3;
  }
  return true;
}

/* ---- with the month's name ---- */

/* In text without spaces the name is a part of the token: เดือนตุลาคม, ตุลาคมหรือ. `end`: it must end with it. */
static int month_inside(const tml_digits *d, uint32_t i, bool end) {
  tml_str w = tml_tok_str(d->s, &d->t[i]);
  if (!end) {
    int k = tml_locale_match(d->l, TML_LIST_MONTH, w);
    return k < 0 ? 0 : (int)tml_locale_item_at(d->l, TML_LIST_MONTH, (size_t)k).value;
  }
  for (size_t k = 0; k < tml_locale_list(d->l, TML_LIST_MONTH); k++) {
    tml_locale_item it = tml_locale_item_at(d->l, TML_LIST_MONTH, k);
    if (tml_str_ends(w, it.s)) return (int)it.value;
  }
  return 0;
}

/* Hebrew writes its prepositions at the word: ביוני, שבמרץ, מאי. */
static int month_with_prefix(const tml_digits *d, uint32_t i) {
  static const char prefixes[] = "בלמהוש";
  tml_str w = tml_tok_str(d->s, &d->t[i]);
  for (unsigned n = 0; n < 2 && w.n > 4; n++) {
    bool found = false;
    for (const char *p = prefixes; *p && !found; p += 2) found = w.p[0] == p[0] && w.p[1] == p[1];
    if (!found) return 0;
    w = tml_str_n(w.p + 2, w.n - 2);
    int k = tml_locale_match(d->l, TML_LIST_MONTH, w);
    if (k >= 0 && tml_locale_item_at(d->l, TML_LIST_MONTH, (size_t)k).s.n == w.n)
      return (int)tml_locale_item_at(d->l, TML_LIST_MONTH, (size_t)k).value;
  }
  return 0;
}

/* The month that token i names; `end`: the number stands behind it. */
static int month_of(const tml_digits *d, uint32_t i, bool end) {
  if (!tml_dg_word(d, i)) return 0;
  const tml_tok *t = &d->t[i];
  if (t->script >= TML_SCRIPT_THAI && t->script < TML_SCRIPT_BOPOMOFO) return month_inside(d, i, end);
  size_t n;
  const tml_word *w = tml_locale_words(d->l, t->hash, &n);
  if (!n && t->script == TML_SCRIPT_DEVANAGARI) { /* फ़ in one code point or two */
    tml_buf b = {0};
    tml_text_fold(&b, tml_tok_str(d->s, t), TML_FOLD_LOWER);
    w = tml_locale_words(d->l, tml_hash(b.p, b.n), &n);
    tml_buf_free(&b);
  }
  for (size_t k = 0; k < n; k++) {
    if (w[k].kind != TML_WORD_MONTH) continue;
    /* "may", "march": names only with a capital, where the language writes months with one. */
    bool capitals = memcmp(d->l->language, "en", 3) == 0 || memcmp(d->l->language, "de", 3) == 0;
    if (capitals) return t->flags & TML_TF_UPPER ? w[k].value : 0;
    /* Catalan "des de 2019", since 2019: short for December only with its stop. */
    const bool alone = end && w[k].flags & TML_WORD_COMMON && !(tml_dg_sign(d, i + 1) && d->t[i + 1].hash == '.');
    return alone ? 0 : w[k].value;
  }
  return t->script == TML_SCRIPT_HEBREW ? month_with_prefix(d, i) : 0;
}

static const char *const fillers[] = {TML_LIST_DATE_FILLERS, NULL};
static bool filler(const tml_digits *d, uint32_t i) {
  if (!tml_dg_word(d, i) || d->t[i].end - d->t[i].start > 8 || d->t[i].script > TML_SCRIPT_CYRILLIC) return false;
  for (unsigned k = 0; fillers[k]; k++)
    if (tml_str_same(tml_tok_str(d->s, &d->t[i]), fillers[k])) return true;
  return false;
}

/* Behind a month's name, or a day: the token of the year, or 0. `loose`: two digits may be a year. */
static uint32_t year_behind(const tml_digits *d, uint32_t i, int *y) {
  bool two = false;
  for (unsigned k = 0; k < 2; k++) {
    if (tml_dg_sign(d, i) && (d->t[i].hash == ',' || d->t[i].hash == '.')) i++;
    else if (tml_dg_sign(d, i) && (d->t[i].hash == '-' || d->t[i].hash == '\'' || d->t[i].hash == 0x2019))
      two = true, i++;
    else if (filler(d, i)) i++;
  }
  if (!tml_dg_num(d, i)) return 0;
  int v = tml_dg_small(d, i, 4);
  uint64_t whole;
  unsigned n = tml_num_digits(d->s, &d->t[i], &whole);
  if (n == 4 && is_year(v)) *y = v;
  else if (n == 2 && two) *y = 2000 + v;
  else return 0;
  return i;
}

static bool ordinal_sign(const tml_digits *d, uint32_t i) { /* º, -го, er … glued behind a day */
  if (!tml_dg_word(d, i) || !tml_dg_glued(d, i)) return false;
  char buf[64];
  tml_str w = tml_num_word(d->s, &d->t[i], buf, sizeof buf);
  int k = tml_locale_match(d->l, TML_LIST_ORDINAL_SUFFIX, w);
  return k >= 0 && tml_locale_item_at(d->l, TML_LIST_ORDINAL_SUFFIX, (size_t)k).s.n == w.n;
}

static bool day_first(const tml_digits *d, uint32_t i, date *x) {
  int v = tml_dg_small(d, i, 2);
  if (v < 1 || v > 31) return false;
  uint32_t j = i + 1;
  if (ordinal_sign(d, j)) j++;
  if (tml_dg_sign(d, j) && (d->t[j].hash == '.' || d->t[j].hash == '-') && tml_dg_glued(d, j)) j++;
  if (filler(d, j)) j++;
  int m = month_of(d, j, false);
  if (!m) return false;
  *x = (date){.m = m, .d = v, .first = i, .last = j};
  uint32_t k = year_behind(d, j + 1, &x->y);
  if (k) x->last = k;
  return true;
}

static bool month_first(const tml_digits *d, uint32_t i, date *x) {
  uint32_t j = i;
  bool quote = false;
  for (unsigned k = 0; k < 2; k++) {
    if (!j) return false;
    if (tml_dg_sign(d, j - 1) && (d->t[j - 1].hash == '.' || d->t[j - 1].hash == ',')) j--;
    else if (tml_dg_sign(d, j - 1) && (d->t[j - 1].hash == '\'' || d->t[j - 1].hash == 0x2019)) j--, quote = true;
    else if (filler(d, j - 1)) j--;
  }
  if (!j) return false;
  int m = month_of(d, j - 1, true);
  if (!m) return false;
  uint64_t whole;
  unsigned n = tml_num_digits(d->s, &d->t[i], &whole);
  *x = (date){.m = m, .first = j - 1, .last = i};
  if (n == 4 && d->t[i].kind == TML_T_NUM && is_year((int)whole)) {
    x->y = (int)whole;
    return true;
  }
  if (n > 2 || !whole || whole > 31) return false;
  if (quote && n == 2) {
    x->y = 2000 + (int)whole;
    return true;
  }
  /* "in May 3 users": a day only where a year, a sign or nothing follows, or it stands right behind the month. */
  if (j != i) return false;
  x->d = (int)whole;
  uint32_t k = i + 1;
  if (ordinal_sign(d, k)) k++;
  k = year_behind(d, k, &x->y);
  if (k) x->last = k;
  return true;
}

/* 2020 March 5; 2020. március 5. */
static bool year_first(const tml_digits *d, uint32_t i, date *x) {
  uint64_t y;
  if (tml_num_digits(d->s, &d->t[i], &y) != 4 || !is_year((int)y)) return false;
  uint32_t j = i + 1;
  if (tml_dg_sign(d, j) && d->t[j].hash == '.' && memcmp(d->l->language, "hu", 3) == 0) j++;
  int m = month_of(d, j, false);
  if (!m) return false;
  *x = (date){.y = (int)y, .m = m, .first = i, .last = j};
  int v = tml_dg_digits(d, j + 1) ? tml_dg_small(d, j + 1, 2) : -1;
  if (v >= 1 && v <= 31) x->d = v, x->last = j + 1;
  return true;
}

/* (ngày 5) tháng 10 (năm 2020), tháng 10/2020 */
static bool vietnamese(const tml_digits *d, uint32_t i, date *x) {
  int v = tml_dg_small(d, i, 2);
  if (v < 1) return false;
  uint32_t j = i;
  *x = (date){.first = i};
  if (tml_dg_word(d, i + 1) && tml_dg_is(d, i + 1, "tháng") && tml_dg_num(d, i + 2)) {
    x->d = v;
    j = i + 2;
    v = tml_dg_small(d, j, 2);
  } else if (i && tml_dg_word(d, i - 1) && (tml_dg_is(d, i - 1, "tháng") || tml_dg_is(d, i - 1, "Tháng"))) {
    x->first = i - 1;
  } else {
    return false;
  }
  if (v < 1 || v > 12) return false;
  x->m = v;
  x->last = j;
  uint32_t k = j + 1;
  if (tml_dg_sign(d, k) && d->t[k].hash == '/') k++;
  k = year_behind(d, k, &x->y);
  if (k) x->last = k;
  else if (!x->d) return false; /* "3 tháng 2": a duration as likely; the rule knows months by name */
  return true;
}

uint32_t tml_date_at(const tml_digits *d, uint32_t i) {
  date x;
  bool found = numeric(d, i, &x) || month_and_year(d, i, &x) || east_asian(d, i, &x) || day_first(d, i, &x) ||
               year_first(d, i, &x) || month_first(d, i, &x) ||
               (memcmp(d->l->language, "vi", 3) == 0 && vietnamese(d, i, &x));
  return found && make_date(d, &x) ? x.last + 1 : i;
}

/* ---- times of the day ---- */

enum { HALF_NONE = -1, HALF_AM = 0, HALF_PM = 1 };

static int half_of(int64_t period) {
  switch (period) {
  case TML_DAY_AM:
  case TML_DAY_MORNING:
  case TML_DAY_MIDNIGHT: return HALF_AM;
  case TML_DAY_PM:
  case TML_DAY_AFTERNOON:
  case TML_DAY_EVENING:
  case TML_DAY_NOON: return HALF_PM;
  default: return HALF_NONE; /* night: either */
  }
}

/* Part of the day behind a time: AM, p.m., вечора, SA … *last: its last token. `bare`: there are no minutes, so that
 * only a.m. and p.m. proper make the number a time ("5 morning meetings"). */
static int half_behind(const tml_digits *d, uint32_t i, bool bare, uint32_t *last) {
  if (!tml_dg_word(d, i)) return HALF_NONE;
  const tml_tok *t = &d->t[i];
  uint32_t bytes = t->end - t->start;
  const char *p = d->s->text->p + t->start;
  char c = (char)(*p | 0x20);
  if (bytes == 2 && (c == 'a' || c == 'p') && (p[1] | 0x20) == 'm') return *last = i, c == 'p';
  if (bytes == 1 && (c == 'a' || c == 'p') && i + 2 < d->n && d->t[i + 1].kind == TML_T_PUNCT &&
      d->t[i + 1].hash == '.' && tml_dg_word(d, i + 2) && (tml_dg_is(d, i + 2, "m") || tml_dg_is(d, i + 2, "M")))
    return *last = i + 2, c == 'p';
  size_t n;
  if (d->l->spaced && !tml_locale_words(d->l, t->hash, &n)) return HALF_NONE;
  char buf[64];
  tml_str w = tml_num_word(d->s, t, buf, sizeof buf);
  int k = tml_locale_match(d->l, TML_LIST_DAYPERIOD, w);
  if (k < 0) return HALF_NONE;
  tml_locale_item it = tml_locale_item_at(d->l, TML_LIST_DAYPERIOD, (size_t)k);
  if (it.s.n != w.n || (bare && it.value > TML_DAY_PM)) return HALF_NONE;
  *last = i;
  return half_of(it.value);
}

/* … before it: 오후, 於下午, पूर्वाह्न. */
static int half_before(const tml_digits *d, uint32_t i, bool *glued_in) {
  size_t n;
  if (!i || !tml_dg_word(d, i - 1) || (d->l->spaced && !tml_locale_words(d->l, d->t[i - 1].hash, &n))) return HALF_NONE;
  char buf[96];
  tml_str w = tml_num_word(d->s, &d->t[i - 1], buf, sizeof buf);
  for (size_t k = 0; k < tml_locale_list(d->l, TML_LIST_DAYPERIOD); k++) {
    tml_locale_item it = tml_locale_item_at(d->l, TML_LIST_DAYPERIOD, k);
    if (!tml_str_ends(w, it.s) || (it.s.n != w.n && d->l->spaced)) continue;
    *glued_in = it.s.n != w.n;
    return half_of(it.value);
  }
  return HALF_NONE;
}

static uint32_t make_time(const tml_digits *d, uint32_t first, uint32_t last, int h, int m, int half) {
  if (h > 24 || m > 59) return first;
  bool sure = half != HALF_NONE || h > 12 || h == 0;
  if (half == HALF_PM && h < 12) h += 12;
  if (half == HALF_AM && h == 12) h = 0;
  if (h == 24) h = 0;
  tml_fact *f = tml_feat_claim(d->ctx, d->s, TML_F_TIME, first, last - first + 1);
  f->sub = sure;
  f->num = h * 60 + m;
  f->key = (uint64_t)(h * 60 + m) + 1;
  f->key2 = (uint64_t)((h * 60 + m) % 720) + 1;
  return last + 1;
}

static const char *const hour_signs[] = {TML_LIST_EAST_ASIAN_HOURS, NULL}, *const minute_signs[] = {
                                                                               TML_LIST_EAST_ASIAN_MINUTES, NULL};

/* 下午3點30分, 오후 3시: only with the part of the day, or with minutes; 3시간 and 3時間 are durations. */
static uint32_t east_asian_time(const tml_digits *d, uint32_t i, uint32_t from, int half) {
  if (!unit_of(d, i + 1, hour_signs) || tml_dg_starts(d, i + 1, "時間") || tml_dg_starts(d, i + 1, "时间") ||
      tml_dg_starts(d, i + 1, "시간"))
    return i;
  int h = tml_dg_small(d, i, 2);
  if (h < 0 || h > 24) return i;
  int m = tml_dg_num(d, i + 2) ? tml_dg_small(d, i + 2, 2) : -1;
  if (m >= 0 && unit_of(d, i + 3, minute_signs)) return make_time(d, from, i + 3, h, m, half);
  return half == HALF_NONE ? i : make_time(d, from, i + 1, h, 0, half);
}

/* Minutes right behind the hour's sign: two digits, below 60. *half is set where the token carries it (30PM). */
static int minutes_at(const tml_digits *d, uint32_t i, int *half) {
  if (!tml_dg_digits(d, i) || !tml_dg_glued(d, i)) return -1;
  uint64_t v;
  if (tml_num_digits(d->s, &d->t[i], &v) != 2 || v > 59) return -1;
  if (d->t[i].kind == TML_T_MIX) {
    const char *p = d->s->text->p + d->t[i].start + 2;
    if (d->t[i].end - d->t[i].start != 4 || (p[1] | 0x20) != 'm') return -1;
    char c = (char)(p[0] | 0x20);
    if (c != 'a' && c != 'p') return -1;
    *half = c == 'p';
  }
  return (int)v;
}

/* 14h30, 9h: one MIX token; 9AM too. */
static uint32_t mixed_time(const tml_digits *d, uint32_t i) {
  const tml_tok *t = &d->t[i];
  const char *p = d->s->text->p + t->start;
  uint32_t bytes = t->end - t->start;
  uint64_t h;
  unsigned n = tml_num_digits(d->s, t, &h);
  if (n > 2 || h > 24) return i;
  if (bytes == n + 3 && (p[n] | 0x20) == 'h' && p[n + 1] >= '0' && p[n + 1] <= '5' && p[n + 2] >= '0' &&
      p[n + 2] <= '9')
    return make_time(d, i, i, (int)h, (p[n + 1] - '0') * 10 + p[n + 2] - '0', HALF_NONE);
  if (bytes == n + 2 && (p[n + 1] | 0x20) == 'm' && ((p[n] | 0x20) == 'a' || (p[n] | 0x20) == 'p') && h <= 12)
    return make_time(d, i, i, (int)h, 0, (p[n] | 0x20) == 'p');
  return i;
}

/* Words that make 9.00 a time: they follow it. */
static bool clock_word(const tml_digits *d, uint32_t i) {
  return tml_dg_word(d, i) && (tml_dg_is(d, i, "Uhr") || tml_dg_starts(d, i, "น") || tml_dg_is(d, i, "WIB"));
}

uint32_t tml_time_at(const tml_digits *d, uint32_t i) {
  if (d->t[i].kind == TML_T_MIX) return mixed_time(d, i);
  uint64_t v;
  unsigned n = tml_num_digits(d->s, &d->t[i], &v);
  if (n < 1 || n > 2 || v > 24) return i;
  uint32_t last = i;
  int h = (int)v, half = HALF_NONE, m = -1;
  if (tml_dg_sign(d, i + 1) && tml_dg_glued(d, i + 1) && (d->t[i + 1].hash == ':' || d->t[i + 1].hash == '.')) {
    m = minutes_at(d, i + 2, &half);
    if (m >= 0) last = i + 2;
    if (m >= 0 && d->t[i + 1].hash == '.' && !clock_word(d, i + 3)) {
      uint32_t end;
      if (half == HALF_NONE && half_behind(d, i + 3, false, &end) == HALF_NONE) return i;
    }
    int other = HALF_NONE,
        s = m >= 0 && tml_dg_sign(d, i + 3) && d->t[i + 3].hash == ':' ? minutes_at(d, i + 4, &other) : -1;
    if (s >= 0) last = i + 4, half = other;
  }
  bool glued_in = false;
  int before = half_before(d, i, &glued_in);
  uint32_t from = before != HALF_NONE && !glued_in ? i - 1 : i;
  uint32_t east = m < 0 ? east_asian_time(d, i, from, before) : i;
  if (east != i) return east;
  if (half == HALF_NONE) {
    int behind = half_behind(d, last + 1, m < 0, &last);
    half = behind != HALF_NONE ? behind : before;
  }
  if (m < 0 && (half == HALF_NONE || h > 12 || !h || before != HALF_NONE)) return i;
  uint32_t next = make_time(d, from, last, h, m < 0 ? 0 : m, half);
  return next == from ? i : next;
}
