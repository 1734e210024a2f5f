/* number.c — digits to values: numbers, percentages, amounts, ordinals, versions.
 *
 * What for: what a text's digits say, whatever they are written in: grouping and decimal signs of the locale (1,234.5;
 *   1.234,5; 1 234,5; 1'234.5; 12,34,567), native and full-width digits, compact words (1.5 million, 1,5 Mio., 150万,
 *   1億2000万, 10K, 5 लाख), ordinals (1st, 2e, 第3), units and currencies beside them (25 MB, 50%, $5), versions
 * (1.2.3, v2). What not: numbers in words (rules ask tml_locale_words when a value is missing), digits that another
 * fact owns, letters with digits in them (x64, Q1, 8F90). Two readings: `1,234` is 1234 or 1.234. The locale decides,
 * the other reading is the fact's key2: texts do not always follow their locale, and a rule that compares takes either.
 */
#include "tmlint/tab_lists.h"

#include "digits.h"

enum { PARTS = 12 };

/* Digits with single signs between them: v[0] sep[0] v[1] sep[1] … */
typedef struct run {
  uint32_t tok[PARTS];
  uint64_t v[PARTS];
  uint8_t len[PARTS];
  uint32_t sep[PARTS];
  unsigned k, letters; /* of a currency's sign before the first digit, in its token */
} run;

typedef struct value {
  int64_t num;
  int exp;
  bool ok;
} value;

/* ---- shared with date.c ---- */

unsigned tml_num_digits(const tml_sheet *s, const tml_tok *t, uint64_t *v) {
  const char *p = s->text->p + t->start, *e = s->text->p + t->end;
  unsigned n = 0;
  if (t->kind == TML_T_NUM && !(t->flags & TML_TF_NATIVE)) {
    n = t->end - t->start;
    *v = n <= 18 ? t->hash : UINT64_MAX;
    return n;
  }
  uint64_t x = 0;
  while (p < e) {
    unsigned len;
    int c = tml_cp_digit(tml_utf8_at(p, &len));
    if (c < 0) break;
    x = n < 18 ? x * 10 + (uint64_t)c : UINT64_MAX;
    p += len;
    n++;
  }
  *v = n <= 18 ? x : UINT64_MAX;
  return n;
}

tml_str tml_num_word(const tml_sheet *s, const tml_tok *t, char *buf, size_t cap) {
  const char *p = s->text->p + t->start, *e = s->text->p + t->end;
  size_t n = 0;
  while (p < e) {
    uint32_t cp = tml_cp_fold(tml_utf8_next(&p));
    if (n + 4 > cap) break;
    if (cp < 0x80) buf[n++] = (char)cp;
    else if (cp < 0x800) buf[n++] = (char)(0xC0 | cp >> 6), buf[n++] = (char)(0x80 | (cp & 63));
    else if (cp < 0x10000) {
      buf[n++] = (char)(0xE0 | cp >> 12), buf[n++] = (char)(0x80 | (cp >> 6 & 63)), buf[n++] = (char)(0x80 | (cp & 63));
    } else {
      buf[n++] = (char)(0xF0 | cp >> 18), buf[n++] = (char)(0x80 | (cp >> 12 & 63));
      buf[n++] = (char)(0x80 | (cp >> 6 & 63)), buf[n++] = (char)(0x80 | (cp & 63));
    }
  }
  return (tml_str){buf, n};
}

bool tml_dg_digits(const tml_digits *d, uint32_t i) {
  if (!tml_dg_free(d, i)) return false;
  if (d->t[i].kind == TML_T_NUM) return true;
  return d->t[i].kind == TML_T_MIX && d->s->text->p[d->t[i].start] >= '0' && d->s->text->p[d->t[i].start] <= '9';
}

uint32_t tml_dg_next(const tml_digits *d, uint32_t i) {
  while (i < d->n && d->t[i].kind == TML_T_PUNCT && d->t[i].flags & TML_TF_SYNTAX) i++;
  return i;
}

uint32_t tml_dg_prev(const tml_digits *d, uint32_t i) {
  while (i != UINT32_MAX && d->t[i].kind == TML_T_PUNCT && d->t[i].flags & TML_TF_SYNTAX) i--;
  return i;
}

int tml_dg_small(const tml_digits *d, uint32_t i, unsigned max) {
  uint64_t v;
  unsigned n = tml_num_digits(d->s, &d->t[i], &v);
  return n && n <= max && v < 100000 ? (int)v : -1;
}

uint64_t tml_num_key(int64_t num, int exp) {
  if (!num) exp = 0;
  while (num && num % 10 == 0) num /= 10, exp++;
  uint64_t h = tml_hash_mix(tml_hash_mix(UINT64_C(0x6E756D626572), (uint64_t)num), (uint64_t)(int64_t)exp);
  return h ? h : 1;
}

/* ---- collecting ---- */

static bool in_list(const uint32_t *list, unsigned n, uint32_t cp) {
  for (unsigned i = 0; i < n && list[i]; i++)
    if (list[i] == cp) return true;
  return false;
}
static bool groups_by(const tml_locale *l, uint32_t cp) { return in_list(l->group, TML_COUNT(l->group), cp); }
static bool decimal_of(const tml_locale *l, uint32_t cp) {
  return in_list(l->decimal, TML_COUNT(l->decimal), cp) || l->decimal[0] == 0;
}

/* Signs that part digits; apostrophes and the Arabic signs in one form each; 0 for others. */
static uint32_t separator(uint32_t cp) {
  switch (cp) {
  case '.':
  case ',':
  case '\'': return cp;
  case 0x2019: return '\'';
  case 0x66B: return 0x66B;
  case 0x66C: return 0x66C;
  default: return 0;
  }
}

/* Rp15: the letters of a currency's sign, written as a word is, glued to the number behind them in one token. Returns
 * how many there are, 0 where it is no such token; *unit: the currency. */
static unsigned money_letters(const tml_digits *d, uint32_t i, uint16_t *unit) {
  const tml_tok *t = &d->t[i];
  const char *p = d->s->text->p + t->start;
  uint32_t n = t->end - t->start, k = 1;
  if (t->kind != TML_T_MIX || n < 3 || n > 15 || *p < 'A' || *p > 'Z' || p[1] < 'a' || p[1] > 'z') return 0;
  char low[4] = {(char)(*p | 0x20)};
  for (; k < sizeof low && p[k] >= 'a' && p[k] <= 'z'; k++) low[k] = p[k];
  for (uint32_t j = k; j < n; j++)
    if (p[j] < '0' || p[j] > '9') return 0;
  unsigned u = k < n ? tml_unit_find(d->l, (tml_str){low, k}) : 0;
  if (tml_unit_dimension(u) != TML_DIM_CURRENCY) return 0;
  *unit = (uint16_t)u;
  return k;
}

static void add_part(const tml_digits *d, run *r, uint32_t i) {
  r->tok[r->k] = i;
  uint64_t v;
  tml_tok behind;
  const tml_tok *t = &d->t[i];
  if (r->letters && !r->k) behind = *t, behind.start += r->letters, t = &behind;
  unsigned n = tml_num_digits(d->s, t, &v);
  r->len[r->k] = (uint8_t)(n < 255 ? n : 255);
  r->v[r->k++] = v;
}

/* A blank as grouping sign: one blank, three digits behind it, in a locale that groups so, or a no-break one anywhere.
 */
static bool blank_group(const tml_digits *d, const run *r, uint32_t j) {
  const tml_tok *t = &d->t[j];
  if (!tml_dg_digits(d, j) || t->flags & (TML_TF_DOUBLE | TML_TF_NEWLINE) || t->start - d->t[j - 1].end > 6)
    return false;
  uint64_t v;
  if (tml_num_digits(d->s, t, &v) != 3 || r->len[0] > 3 || !r->v[0]) return false;
  if ((d->t[r->tok[0]].flags ^ t->flags) & TML_TF_NATIVE) return false;
  if (r->k > 1 && r->sep[r->k - 2] != ' ') return false;
  return t->flags & TML_TF_NBSP || groups_by(d->l, 0xA0) || groups_by(d->l, 0x202F) || groups_by(d->l, ' ');
}

static void collect(const tml_digits *d, uint32_t i, run *r) {
  r->k = 0;
  add_part(d, r, i);
  uint32_t j = i;
  while (r->k < PARTS && (d->t[j].kind == TML_T_NUM || (j == i && r->letters))) {
    uint32_t sep;
    if (tml_dg_sign(d, j + 1) && tml_dg_glued(d, j + 1) && (sep = separator((uint32_t)d->t[j + 1].hash)) != 0 &&
        tml_dg_digits(d, j + 2) && tml_dg_glued(d, j + 2)) {
      r->sep[r->k - 1] = sep;
      j += 2;
    } else if (j + 1 < d->n && !tml_dg_glued(d, j + 1) && blank_group(d, r, j + 1)) {
      r->sep[r->k - 1] = ' ';
      j += 1;
    } else {
      break;
    }
    add_part(d, r, j);
  }
}

/* ---- values ---- */

static value join(const run *r, unsigned ints, unsigned all) { /* parts before `ints` are the integer */
  value x = {0, 0, false};
  unsigned digits = 0;
  for (unsigned i = 0; i < all; i++) digits += r->len[i];
  if (digits > 18) return x;
  for (unsigned i = 0; i < all; i++) {
    for (unsigned k = 0; k < r->len[i]; k++) x.num *= 10;
    x.num += (int64_t)r->v[i];
    if (i >= ints) x.exp -= r->len[i];
  }
  x.ok = true;
  return x;
}

/* 12,34,567 is a number in South Asia, and so in English; elsewhere a list. */
static bool groups_by_two(const tml_locale *l) { return l->group_size[1] == 2 || tml_locale_is(l, "en"); }

static bool groups_fit(const tml_locale *l, const run *r, unsigned k) { /* 1,234,567 or 12,34,567 */
  if (r->len[0] > 3 || !r->v[0] || r->len[k - 1] != 3) return false;
  bool three = true, two = r->len[0] <= 2;
  for (unsigned i = 1; i + 1 < k; i++) three &= r->len[i] == 3, two &= r->len[i] == 2;
  return three || (two && groups_by_two(l));
}

/* Reads the first parts of the run as one number; *used: how many. *version: they are 1.2.3. */
static value read_run(const tml_digits *d, const run *r, unsigned *used, value *other, bool *version) {
  *other = (value){0, 0, false};
  *version = false;
  unsigned k = r->k;
  /* only digits before a sign of another kind belong together, but for the last: 1,234.56 */
  unsigned same = k < 2 ? 0 : 1;
  while (same + 1 < k && r->sep[same] == r->sep[0]) same++;
  uint32_t a = r->sep[0];
  if (k > 1 && same + 1 < k) {
    uint32_t b = r->sep[same];
    if ((b == '.' || b == ',' || b == 0x66B) && a != 0x66B && groups_fit(d->l, r, same + 1) &&
        (same + 2 == k || a == ' ')) {
      *used = same + 2;
      return join(r, same + 1, same + 2);
    }
    k = same + 1;
  }
  *used = k;
  if (k == 1) return join(r, 1, 1);
  if (k == 2) {
    bool fit = groups_fit(d->l, r, 2);
    if (a == ' ' || a == '\'' || a == 0x66C) {
      if (fit) return join(r, 2, 2);
    } else if (fit && a != 0x66B) {
      value group = join(r, 2, 2), decimal = join(r, 1, 2);
      bool by_group = groups_by(d->l, a) || !decimal_of(d->l, a);
      *other = by_group ? decimal : group;
      return by_group ? group : decimal;
    } else if ((a != ',' || decimal_of(d->l, ',')) && (r->len[0] < 5 || r->len[1] < 5)) {
      return join(r, 1, 2);
    }
    *used = 1;
    return join(r, 1, 1);
  }
  if (a != 0x66B && groups_fit(d->l, r, k) && (a != '.' || groups_by(d->l, '.'))) return join(r, k, k);
  if (a == '.') {
    *version = true;
    return (value){0, 0, false};
  }
  *used = 1;
  return join(r, 1, 1);
}

/* ---- versions ---- */

/* Beginnings of the words for "version" in the languages of the house, folded; those that end with '$' are whole words.
 */
static const char *const version_words[] = {TML_LIST_VERSION_WORDS, NULL};

/* Without the short words that Hebrew writes together with what follows: בגרסה, ושהגירסה. */
static tml_str without_prefixes(tml_str w) {
  static const char *const prefixes[] = {TML_LIST_HE_PREFIXES};
  for (unsigned k = 0; k < 3 && w.n > 8; k++) {
    size_t i = 0;
    while (i < TML_COUNT(prefixes) && memcmp(prefixes[i], w.p, 2) != 0) i++;
    if (i == TML_COUNT(prefixes)) break;
    w.p += 2, w.n -= 2;
  }
  return w;
}

static bool version_word(const tml_digits *d, uint32_t i) {
  if (i == UINT32_MAX || !tml_dg_word(d, i)) return false;
  char buf[64];
  tml_str w = tml_num_word(d->s, &d->t[i], buf, sizeof buf);
  if (d->t[i].script == TML_SCRIPT_HEBREW) w = without_prefixes(w);
  for (unsigned k = 0; version_words[k]; k++) {
    tml_str z = tml_str_c(version_words[k]);
    bool whole = z.p[z.n - 1] == '$';
    if (whole) z.n--;
    if (whole ? tml_str_eq(w, z) : tml_str_starts(w, z)) return true;
  }
  return tml_str_is(w, "bản") && i && tml_dg_word(d, i - 1) &&
         (tml_dg_is(d, i - 1, "phiên") || tml_dg_is(d, i - 1, "Phiên"));
}

static uint64_t version_key(const run *r, unsigned from, unsigned k) {
  uint64_t h = UINT64_C(0x76657273696F6E);
  for (unsigned i = from; i < k; i++) h = tml_hash_mix(h, r->v[i]);
  return h;
}

static uint32_t make_version(const tml_digits *d, const run *r, uint32_t first, unsigned used, int sub) {
  tml_fact *f = tml_feat_claim(d->ctx, d->s, TML_F_VERSION, first, r->tok[used - 1] - first + 1);
  f->sub = (uint8_t)sub;
  f->key = version_key(r, 0, used);
  f->num = (int64_t)used;
  if (used <= 2) {
    value v = join(r, 1, used);
    if (v.ok) f->key2 = tml_num_key(v.num, v.exp);
  }
  return r->tok[used - 1] + 1;
}

/* v2, v1.2.3: a MIX token of the letter and digits. */
static uint32_t v_version(const tml_digits *d, uint32_t i) {
  const tml_tok *t = &d->t[i];
  const char *p = d->s->text->p + t->start;
  uint32_t n = t->end - t->start;
  if (n < 2 || n > 10 || (p[0] | 0x20) != 'v') return i;
  uint64_t v = 0;
  for (uint32_t k = 1; k < n; k++) {
    if (p[k] < '0' || p[k] > '9') return i;
    v = v * 10 + (uint64_t)(p[k] - '0');
  }
  run r = {.k = 1};
  r.tok[0] = i;
  r.v[0] = v;
  r.len[0] = (uint8_t)(n - 1);
  uint32_t j = i;
  while (r.k < PARTS && tml_dg_sign(d, j + 1) && tml_dg_glued(d, j + 1) && d->t[j + 1].hash == '.' &&
         tml_dg_num(d, j + 2) && tml_dg_glued(d, j + 2))
    add_part(d, &r, j += 2);
  return make_version(d, &r, i, r.k, r.k > 1 ? TML_VER_SURE : TML_VER_SHORT);
}

/* `requirement set 1.3`; `16.37 or later`: only versions are later and newer. */
static bool version_phrase(const tml_digits *d, uint32_t before, uint32_t behind) {
  if (before != UINT32_MAX && before && tml_dg_word(d, before) && tml_dg_is(d, before, "set") &&
      tml_dg_word(d, before - 1) &&
      (tml_dg_is(d, before - 1, "requirement") || tml_dg_is(d, before - 1, "Requirement")))
    return true;
  return behind + 1 < d->n && tml_dg_word(d, behind) && tml_dg_is(d, behind, "or") && tml_dg_word(d, behind + 1) &&
         (tml_dg_is(d, behind + 1, "later") || tml_dg_is(d, behind + 1, "newer"));
}

/* The currency that the three capitals of token i stand for (ISO 4217), 0: none. */
static unsigned currency_code(const tml_digits *d, uint32_t i) {
  if (!tml_dg_word(d, i) || !(d->t[i].flags & TML_TF_ALLCAPS) || d->t[i].end - d->t[i].start != 3) return 0;
  char buf[16];
  unsigned u = tml_unit_find(d->l, tml_num_word(d->s, &d->t[i], buf, sizeof buf));
  return tml_unit_dimension(u) == TML_DIM_CURRENCY ? u : 0;
}

/* Two parts with a stop: a version where the words beside it say so. */
static int version_sub(const tml_digits *d, const run *r) {
  uint32_t before = r->tok[0] ? tml_dg_prev(d, r->tok[0] - 1) : UINT32_MAX, behind = tml_dg_next(d, r->tok[1] + 1);
  if (version_word(d, before) || (behind < d->n && version_word(d, behind)) || version_phrase(d, before, behind))
    return TML_VER_SURE;
  if (before == UINT32_MAX || before + 1 != r->tok[0]) return -1;
  const tml_tok *t = &d->t[before];
  bool name =
      t->kind == TML_T_WORD && t->script == TML_SCRIPT_LATIN && t->flags & TML_TF_UPPER && t->end - t->start > 1;
  bool short_parts = r->len[0] <= 5 && r->len[1] <= 4;       /* not "Returns 15.83725334", "JD 2440588.125" */
  if (r->len[1] == 2 && currency_code(d, before)) return -1; /* "USD 248.00"; but "PHP 8.1" */
  return name && !groups_fit(d->l, r, 2) && short_parts ? TML_VER_NAMED : -1;
}

/* ---- what stands beside a number ---- */

typedef struct number {
  value v, other;
  uint32_t first, last; /* tokens */
  uint8_t sub;
  uint16_t unit;
} number;

static void scale(number *x, int power) {
  if (!x->other.ok) x->other = x->v; /* the reading without the word: "2조" may be article 2 */
  x->v.exp += power;
  x->sub = TML_NUM_COMPACT;
}

/* Powers of ten that the word at s begins with: 만, 천만, 億. Returns bytes, adds to *power. */
static size_t powers(const tml_locale *l, tml_str s, int *power) {
  size_t at = 0;
  for (;;) {
    int k = tml_locale_match(l, TML_LIST_COMPACT, (tml_str){s.p + at, s.n - at});
    if (k < 0) return at;
    tml_locale_item it = tml_locale_item_at(l, TML_LIST_COMPACT, (size_t)k);
    *power += (int)it.value;
    at += it.s.n;
  }
}

static bool add_value(value *to, value more) { /* whole numbers only */
  if (to->exp < 0 || more.exp < 0 || to->exp > 17 || more.exp > 17) return false;
  while (to->exp > 0) {
    if (to->num > INT64_MAX / 20) return false;
    to->num *= 10, to->exp--;
  }
  while (more.exp > 0) {
    if (more.num > INT64_MAX / 20) return false;
    more.num *= 10, more.exp--;
  }
  to->num += more.num;
  return true;
}

/* 150万, 1億2000万, 3천만: words without spaces. */
static void east_asian_compact(const tml_digits *d, number *x) {
  uint32_t i = x->last + 1;
  if (!tml_dg_word(d, i) || (d->t[i].flags & TML_TF_SPACE && d->l->spaced)) return;
  int power = 0;
  tml_str w = tml_tok_str(d->s, &d->t[i]);
  size_t n = powers(d->l, w, &power);
  if (!n) return;
  scale(x, power);
  x->last = i;
  while (n == w.n && power > 3 && tml_dg_num(d, i + 1) && tml_dg_digits(d, i + 1)) {
    run r = {.k = 0};
    add_part(d, &r, i + 1);
    value v = join(&r, 1, 1);
    int smaller = 0;
    uint32_t last = i + 1;
    if (tml_dg_word(d, i + 2) && tml_dg_glued(d, i + 2)) {
      w = tml_tok_str(d->s, &d->t[i + 2]);
      n = powers(d->l, w, &smaller);
      if (n) last = i + 2;
    }
    v.exp += smaller;
    value sum = x->v;
    if (!v.ok || smaller >= power || r.len[0] > 4 || !add_value(&sum, v)) break;
    x->v = sum;
    x->last = i = last;
    power = smaller;
    if (!smaller) break;
  }
}

static void compact_word(const tml_digits *d, number *x) {
  if (!d->l->spaced || memcmp(d->l->language, "ko", 3) == 0) {
    east_asian_compact(d, x);
    return;
  }
  uint32_t i = x->last + 1;
  if (!tml_dg_word(d, i) || d->t[i].flags & TML_TF_NEWLINE || d->t[i].end - d->t[i].start < 2) return;
  size_t n;
  const tml_word *w = tml_locale_words(d->l, d->t[i].hash, &n);
  for (size_t k = 0; k < n; k++) {
    if (w[k].kind != TML_WORD_COMPACT) continue;
    scale(x, w[k].value);
    x->last = i;
    return;
  }
}

static bool percent_sign(const tml_digits *d, uint32_t i) {
  if (!tml_dg_sign(d, i)) return false;
  uint32_t cp = (uint32_t)d->t[i].hash;
  return cp == '%' || cp == 0x66A || in_list(d->l->percent, TML_COUNT(d->l->percent), cp);
}

static bool currency_sign(const tml_digits *d, uint32_t i, uint16_t *unit) {
  if (!tml_dg_sign(d, i) || d->t[i].cp < '$' || d->t[i].cp == '%' || (d->t[i].cp > '$' && d->t[i].cp < 0xA2))
    return false;
  unsigned u = tml_unit_find(d->l, tml_tok_str(d->s, &d->t[i]));
  if (tml_unit_dimension(u) != TML_DIM_CURRENCY) return false;
  *unit = (uint16_t)u;
  return true;
}

static void unit_word(const tml_digits *d, number *x) {
  uint32_t i = tml_dg_next(d, x->last + 1);
  if (percent_sign(d, i)) {
    x->sub = TML_NUM_PERCENT;
    if (i == x->last + 1) x->last = i;
    return;
  }
  uint16_t unit;
  if (currency_sign(d, i, &unit)) {
    x->sub = TML_NUM_CURRENCY;
    x->unit = unit;
    if (i == x->last + 1) x->last = i;
    return;
  }
  if (!tml_dg_word(d, i) || d->t[i].flags & TML_TF_NEWLINE) return;
  unsigned u;
  if (d->t[i].script >= TML_SCRIPT_HANGUL) {
    size_t n;
    u = tml_unit_prefix(d->l, tml_tok_str(d->s, &d->t[i]), &n);
    /* ម.ម.: the first letter of an abbreviation with stops is no unit */
    if (u && tml_dg_sign(d, i + 1) && tml_dg_glued(d, i + 1) && d->t[i + 1].hash == '.' && i + 2 < d->n &&
        tml_dg_glued(d, i + 2) && tml_dg_word(d, i + 2))
      u = 0;
  } else {
    char buf[48];
    u = tml_unit_find(d->l, tml_num_word(d->s, &d->t[i], buf, sizeof buf));
  }
  if (!u) return;
  /* The word stays free: it is only named here. */
  x->unit = (uint16_t)u;
  enum tml_dimension dim = tml_unit_dimension(u);
  x->sub = dim == TML_DIM_CURRENCY ? TML_NUM_CURRENCY : dim == TML_DIM_PERCENT ? TML_NUM_PERCENT : TML_NUM_UNIT;
}

/* A unit of data, money and the like: what stands before it is a number, and no version of the word before that. */
static bool amount_behind(const tml_digits *d, uint32_t i) {
  if (!tml_dg_word(d, i) || d->t[i].script >= TML_SCRIPT_HANGUL) return false;
  char buf[48];
  enum tml_dimension dim = tml_unit_dimension(tml_unit_find(d->l, tml_num_word(d->s, &d->t[i], buf, sizeof buf)));
  return dim == TML_DIM_DATA || dim == TML_DIM_RATE || dim == TML_DIM_FREQUENCY || dim == TML_DIM_CURRENCY;
}

static void before_number(const tml_digits *d, number *x) {
  uint32_t i = x->first;
  if (!i) return;
  if (percent_sign(d, i - 1) && tml_dg_glued(d, i)) {
    x->sub = TML_NUM_PERCENT;
    x->first = i - 1;
  } else if (currency_sign(d, i - 1, &x->unit)) {
    x->sub = TML_NUM_CURRENCY;
    x->first = i - 1;
  } else if (x->sub == TML_NUM_PLAIN) {
    unsigned u = currency_code(d, i - 1);
    if (u) x->unit = (uint16_t)u, x->sub = TML_NUM_CURRENCY;
  }
}

/* x10E38: the power of a number in scientific notation, glued to it; a bare x10 is a grid's other side. */
static bool power_behind(tml_str s) {
  return s.n > 3 && (s.p[0] | 0x20) == 'x' && s.p[1] == '1' && s.p[2] == '0' && (s.p[3] | 0x20) == 'e';
}

/* Letters glued to ASCII digits in one token: 25MB, 10K, 1st, 3D. False where they make no number (8F90, 1a2b). */
static bool suffix(const tml_digits *d, number *x) {
  const tml_tok *t = &d->t[x->last];
  uint64_t v;
  unsigned digits = tml_num_digits(d->s, t, &v);
  tml_str s = {d->s->text->p + t->start + digits, t->end - t->start - digits};
  char low[16];
  if (s.n > 12) return false;
  if (power_behind(s)) return true; /* 1.5x10E38 */
  for (size_t i = 0; i < s.n; i++) {
    if ((s.p[i] | 0x20) < 'a' || (s.p[i] | 0x20) > 'z') return false;
    low[i] = (char)(s.p[i] | 0x20);
  }
  tml_str w = {low, s.n};
  unsigned u = tml_unit_find(d->l, w);
  int k;
  if (u && s.n > 1) {
    x->unit = (uint16_t)u;
    x->sub = TML_NUM_UNIT;
  } else if (s.n == 1 && (low[0] == 'k' || *s.p == 'M' || *s.p == 'B')) {
    scale(x, low[0] == 'k' ? 3 : *s.p == 'M' ? 6 : 9);
  } else if (tml_str_is(w, "st") || tml_str_is(w, "nd") || tml_str_is(w, "rd") || tml_str_is(w, "th") ||
             ((k = tml_locale_match(d->l, TML_LIST_ORDINAL_SUFFIX, w)) >= 0 &&
              tml_locale_item_at(d->l, TML_LIST_ORDINAL_SUFFIX, (size_t)k).s.n == w.n)) {
    x->sub = TML_NUM_ORDINAL;
  } else {
    x->sub = TML_NUM_GLUED;
  }
  return true;
}

static bool list_mark(const tml_digits *d, const number *x) {
  if (x->first || x->last || d->t[0].kind != TML_T_NUM || x->v.num >= 100) return false;
  if (!tml_dg_sign(d, 1) || !tml_dg_glued(d, 1) || (d->t[1].hash != '.' && d->t[1].hash != ')')) return false;
  return d->n == 2 || !tml_dg_glued(d, 2);
}

static uint64_t digits_key(tml_str s) {
  uint64_t h = UINT64_C(0x646967697473);
  for (const char *p = s.p, *e = s.p + s.n; p < e;) {
    unsigned len;
    int c = tml_cp_digit(tml_utf8_at(p, &len));
    if (c >= 0) h = tml_hash_mix(h, (uint64_t)c);
    p += len;
  }
  return h;
}

static void make_number(const tml_digits *d, const number *x) {
  tml_fact *f = tml_feat_claim(d->ctx, d->s, TML_F_NUMBER, x->first, x->last - x->first + 1);
  f->sub = x->sub;
  f->unit = x->unit;
  if (!x->v.ok) { /* more digits than a value holds: compared digit by digit, the signs between them aside */
    f->key = digits_key(tml_fact_str(d->s, f));
    return;
  }
  f->key = tml_num_key(x->v.num, x->v.exp);
  if (x->other.ok) f->key2 = tml_num_key(x->other.num, x->other.exp);
  f->num = x->v.num;
  int exp = x->v.exp;
  while (f->num && f->num % 10 == 0) f->num /= 10, exp++;
  f->exp = (int16_t)(f->num ? exp : 0);
}

/* 10,20,30: several numbers. */
static uint32_t make_list(const tml_digits *d, const run *r) {
  for (unsigned k = 0; k < r->k; k++) {
    run one = {.letters = k ? 0 : r->letters};
    add_part(d, &one, r->tok[k]);
    number x = {.v = join(&one, 1, 1), .first = r->tok[k], .last = r->tok[k]};
    if (d->t[x.last].kind != TML_T_MIX || one.letters || suffix(d, &x)) make_number(d, &x);
  }
  return r->tok[r->k - 1] + 1;
}

/* .25 where no digit or letter stands before the stop: the run's value is a fraction. */
static bool bare_fraction(const tml_digits *d, uint32_t i, const run *r) {
  if (r->k != 1 || !i || !tml_dg_glued(d, i) || !tml_dg_sign(d, i - 1) || d->t[i - 1].cp != '.') return false;
  return d->t[i].kind == TML_T_NUM &&
         (i == 1 || !tml_dg_glued(d, i - 1) || (d->t[i - 2].kind == TML_T_PUNCT && d->t[i - 2].cp != '.'));
}

/* Letters: of a currency's sign, of which `unit` tells, before the digits of token i. */
static uint32_t number_at(const tml_digits *d, uint32_t i, unsigned letters, uint16_t unit) {
  run r = {.letters = letters};
  unsigned used;
  bool version;
  number x = {.first = i, .unit = unit, .sub = letters ? TML_NUM_CURRENCY : TML_NUM_PLAIN};
  collect(d, i, &r);
  x.v = read_run(d, &r, &used, &x.other, &version);
  if (version) return make_version(d, &r, i, used, TML_VER_SURE);
  if (used == 1 && r.k > 2) return make_list(d, &r);
  if (bare_fraction(d, i, &r) && x.v.ok) {
    x.other = x.v;
    x.v.exp -= r.len[0];
    x.first = i - 1;
  }

  if (used == 2 && r.sep[0] == '.' && d->t[r.tok[1]].kind == TML_T_NUM && !percent_sign(d, r.tok[1] + 1)) {
    int sub = version_sub(d, &r);
    if (sub == TML_VER_NAMED && amount_behind(d, r.tok[1] + 1)) sub = -1; /* "Use 2.5 GB" */
    if (sub >= 0) return make_version(d, &r, i, 2, sub);
  }
  if (used == 2 && r.sep[0] == ',' && r.len[0] + r.len[1] <= 4 && d->t[r.tok[1]].kind == TML_T_NUM &&
      decimal_of(d->l, ',') && version_word(d, i ? tml_dg_prev(d, i - 1) : UINT32_MAX)) {
    uint32_t next = make_version(d, &r, i, 2, TML_VER_SURE);
    tml_fact *f = &d->s->fact[d->s->nfact - 1];
    f->key = tml_hash_mix(f->key, ','); /* "version 1,1" is not 1.1 */
    return next;
  }
  x.last = r.tok[used - 1];
  if (d->t[x.last].kind == TML_T_MIX && !(letters && x.last == i) && !suffix(d, &x)) return x.last + 1;
  if (list_mark(d, &x)) {
    x.sub = TML_NUM_LIST;
  } else if (x.sub == TML_NUM_PLAIN) {
    uint32_t digits_end = x.last;
    compact_word(d, &x);
    unit_word(d, &x);
    before_number(d, &x);
    if (x.sub == TML_NUM_PLAIN && tml_dg_word(d, digits_end + 1) && tml_dg_glued(d, digits_end + 1)) {
      char buf[48];
      tml_str w = tml_num_word(d->s, &d->t[digits_end + 1], buf, sizeof buf);
      if (tml_locale_match(d->l, TML_LIST_ORDINAL_SUFFIX, w) >= 0) x.sub = TML_NUM_ORDINAL;
    }
  }
  make_number(d, &x);
  return x.last + 1;
}

void tml_feat_number(const tml_featctx *ctx, tml_sheet *s) {
  tml_digits d = {ctx, s, ctx->locale, s->tok, s->ntok};
  uint32_t low = 0;
  for (uint32_t k = 0; k < s->nhot; k++) {
    uint32_t i = s->hot[k], next;
    if (i < low || i >= d.n) continue;
    const tml_tok *t = &d.t[i];
    if (t->owner || (t->kind != TML_T_NUM && !(t->kind == TML_T_MIX && t->flags & TML_TF_DIGIT))) continue;
    if (tml_dg_digits(&d, i)) {
      next = t->kind == TML_T_NUM ? tml_date_at(&d, i) : i;
      if (next == i) next = tml_time_at(&d, i);
      if (next == i) next = number_at(&d, i, 0, 0);
    } else {
      next = v_version(&d, i);
      uint16_t unit = 0;
      unsigned letters = next == i ? money_letters(&d, i, &unit) : 0;
      if (letters) next = number_at(&d, i, letters, unit);
    }
    if (next > i) low = next;
  }
}
