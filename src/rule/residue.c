/* residue.c — rule TM009: what machine translation leaves in a page.
 *
 * What for: loops, syllables of one word that stand apart (`사용 하 여`), words run together at a capital
 * (`vonVorgängern`, `adJuntos`), a machine's tags (`# B1`). One finding a page, with its places. What not: one word
 * twice (LO004), tags in brackets (MK009), names of programs that the source has (EN006). Facts:    Korean verbs of
 * 하다 and 되다 are written together with their noun, and their endings with them (한글 맞춤법); a tag is what
 * translation engines put in place of markup: '#' or '<' with a letter and a number. */
#include "exact.h"
#include "rule/words.h"
#include "tmlint/number.h"
#include "tmlint/opaque.h"
#include "tmlint/tab_lists.h"

enum kind { LOOP, SPLIT, CAPITAL, TAG, SIGN, DETACHED, KINDS };
enum { MOST = 200, SHOWN = 24, LONGEST = 6, ASKED = 64 };

typedef struct place {
  uint32_t segment, start, end;
  uint8_t kind;
} place;

typedef struct residue {
  place at[MOST];
  uint32_t n, count[KINDS], asked; /* asked: words that were sought in the page */
} residue;

static void found(residue *r, uint32_t segment, int kind, const tml_sheet *s, uint32_t first, uint32_t last) {
  r->count[kind]++;
  if (r->n < MOST) r->at[r->n++] = (place){segment, s->tok[first].start, s->tok[last].end, (uint8_t)kind};
}

/* ---- loops ------------------------------------------------------------------------------------------------------------ */

/* A word is among them, and no link begins: types in a signature repeat. */
static bool has_word(const tml_sheet *s, uint32_t a, uint32_t n) {
  bool word = false;
  for (uint32_t k = a; k < a + n; k++) {
    if (s->tok[k].kind == TML_T_PUNCT && s->tok[k].cp == '[') return false;
    word |= s->tok[k].kind == TML_T_WORD && s->tok[k].end - s->tok[k].start > 2;
  }
  return word;
}

static bool same(const tml_sheet *s, uint32_t i, uint32_t n) {
  return s->tok[i].hash == s->tok[i - n].hash && s->tok[i].kind == s->tok[i - n].kind;
}

/* Whether tokens up to i repeat every n tokens, `times` times; the last one of a list may lack its comma. */
static bool row_ends(const tml_sheet *s, uint32_t i, uint32_t n, unsigned times, uint32_t *first) {
  uint32_t need = (times - 1) * n, have = 0;
  while (have < need && i - have >= n && same(s, i - have, n)) have++;
  bool open = n > 1 && have + 1 == need && s->tok[i - n + 1].kind == TML_T_PUNCT;
  if (have < need && !open) return false;
  *first = i + 1 - have - n;
  return has_word(s, *first, n);
}

/* The same up to six tokens `times` times in a row: where the row begins and ends. All but the first of such a row are
 * tokens that were seen before, so only behind some of these anything is compared. */
static bool row_of(const tml_sheet *s, unsigned times, uint32_t *first, uint32_t *last) {
  uint64_t seen[4] = {0, 0, 0, 0};
  uint32_t run = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    uint64_t h = s->tok[i].hash >> 7, bit = UINT64_C(1) << (h & 63), *word = &seen[h >> 6 & 3];
    run = *word & bit ? run + 1 : 0;
    *word |= bit;
    if (run + 1 < times) continue;
    for (uint32_t n = 1; n <= LONGEST && (times - 1) * n <= run + 1 && n <= i; n++) {
      if (!same(s, i, n) || !row_ends(s, i, n, times, first)) continue;
      for (*last = i; *last + 1 < s->ntok && same(s, *last + 1, n);) ++*last;
      return true;
    }
  }
  return false;
}

/* A run without blanks that ends with the same two to eight characters of three bytes four times. */
static bool run_repeats(const tml_sheet *s, const tml_tok *t) {
  const char *p = s->text->p + t->start;
  uint32_t n = t->end - t->start;
  if (n < TML_LONG || t->script < TML_SCRIPT_HANGUL) return false;
  for (uint32_t u = 6; u <= 24 && 4 * u <= n; u += 3) {
    const char *e = p + n - u;
    if (!memcmp(e, e - u, u) && !memcmp(e, e - 2 * u, u) && !memcmp(e, e - 3 * u, u)) return true;
  }
  return false;
}

/* `xxx.xxx.xxx.255`: no blank stands in the row, where the script sets them between words. */
static bool glued_row(const tml_sheet *s, uint32_t a, uint32_t b) {
  for (uint32_t k = a; k <= b; k++) {
    if (k > a && s->tok[k].flags & TML_TF_SPACE) return false;
    if (s->tok[k].kind == TML_T_WORD && s->tok[k].script > TML_SCRIPT_CYRILLIC) return false;
  }
  return true;
}

static void find_loops(const tml_page *p, uint32_t i, bool row, residue *r) {
  const tml_sheet *s = &p->source[i], *t = &p->target[i];
  uint32_t a, b, c, d;
  if ((s->marks | t->marks) & TML_M_DOLLAR || tml_sheet_has(t, TML_F_MATH)) return; /* formulas repeat */
  for (uint32_t k = 0; t->marks & TML_M_LONG && k < t->ntok; k++)
    if (t->tok[k].end - t->tok[k].start >= TML_LONG && t->tok[k].kind == TML_T_WORD && run_repeats(t, &t->tok[k])) {
      found(r, i, LOOP, t, k, k);
      return;
    }
  if (row && t->words > 3 && row_of(t, 3, &a, &b) && !glued_row(t, a, b) && !row_of(s, 2, &c, &d))
    found(r, i, LOOP, t, a, b);
}

/* ---- Korean ----------------------------------------------------------------------------------------------------------- */

static bool ends_with_any(tml_str w, const char *const *list) {
  for (; *list; list++)
    if (tml_str_ends(w, tml_str_c(*list))) return true;
  return false;
}

static bool is_any(tml_str w, const char *const *list) {
  for (; *list; list++)
    if (tml_str_same(w, *list)) return true;
  return false;
}

static bool hangul(const tml_tok *t) { return t->kind == TML_T_WORD && t->script == TML_SCRIPT_HANGUL; }
static bool blank_before(const tml_tok *t) { return (t->flags & TML_TF_SPACE) && !(t->flags & TML_TF_NEWLINE); }

/* Token i begins a word that is torn: its last token, 0 for none. */
static uint32_t torn(const tml_sheet *s, uint32_t i) {
  static const char *const ha[] = {TML_LIST_KO_BEHIND_HA, NULL}, *const doe[] = {TML_LIST_KO_BEHIND_DOE, NULL},
                           *const han[] = {"한", "해", NULL}, *const e[] = {"에", NULL},
                           *const stems[] = {TML_LIST_KO_TORN_STEMS, NULL}, *const obj[] = {"을", "를", NULL},
                           *const by[] = {"로", NULL}, *const hae[] = {"해", NULL};
  if (i < 1 || i + 1 >= s->ntok || !hangul(&s->tok[i + 1]) || !blank_before(&s->tok[i + 1])) return 0;
  tml_str w = tml_tok_str(s, &s->tok[i]), next = tml_tok_str(s, &s->tok[i + 1]);
  if (!is_any(w, stems) || !hangul(&s->tok[i - 1])) return 0;
  tml_str before = tml_tok_str(s, &s->tok[i - 1]);
  bool hit = (tml_str_is(w, "하") && is_any(next, ha)) || (tml_str_is(w, "되") && is_any(next, doe)) ||
             (tml_str_is(w, "대") && is_any(next, han) && ends_with_any(before, e)) ||
             (tml_str_is(w, "위") && is_any(next, han) && ends_with_any(before, obj)) ||
             (tml_str_is(w, "통") && is_any(next, han) && ends_with_any(before, obj)) ||
             (tml_str_is(w, "관") && is_any(next, han) && ends_with_any(before, e)) ||
             (tml_str_is(w, "의") && is_any(next, hae) && ends_with_any(before, e)) ||
             (tml_str_is(w, "인") && is_any(next, hae) && ends_with_any(before, by));
  return hit ? i + 1 : 0;
}

/* An ending without its stem: `중점을 니다`, `영향을 습니다`. */
static bool stemless(const tml_sheet *s, uint32_t i) {
  static const char *const endings[] = {TML_LIST_KO_ENDINGS_ALONE, NULL};
  return i && is_any(tml_tok_str(s, &s->tok[i]), endings) && hangul(&s->tok[i - 1]) &&
         !(i + 1 < s->ntok && !(s->tok[i + 1].flags & TML_TF_SPACE) && s->tok[i + 1].kind != TML_T_PUNCT);
}

/* `사용 합니다`: a verb of 하다 or 되다 apart from its noun. Behind a particle or an ending it stands by itself. */
static bool detached(const tml_sheet *s, uint32_t i) {
  static const char *const verbs[] = {TML_LIST_KO_VERBS_OF_NOUNS, NULL};
  static const char *const closed[] = {TML_LIST_KO_CLOSED_ENDS, NULL};
  if (!i || !blank_before(&s->tok[i]) || !hangul(&s->tok[i - 1]) || !is_any(tml_tok_str(s, &s->tok[i]), verbs))
    return false;
  tml_str before = tml_tok_str(s, &s->tok[i - 1]);
  return before.n >= 6 && before.n <= 12 && !ends_with_any(before, closed);
}

/* The first syllable of all that is looked for: 하 할 합 했 되 된 됩 됐 습 니; of torn words alone also 대 위 통 관 의
 * 인. */
#define BEGINS(x) x(0xD558) x(0xD560) x(0xD569) x(0xD588) x(0xB418) x(0xB41C) x(0xB429) x(0xB410) x(0xC2B5) x(0xB2C8)
#define TORN(x) x(0xB300) x(0xC704) x(0xD1B5) x(0xAD00) x(0xC758) x(0xC778)
static bool may_begin(const char *p, bool single) {
#define LAST_BITS(cp) | UINT64_C(1) << ((cp)&63)
#define IS(cp) case cp:
  const uint64_t last = UINT64_C(0) BEGINS(LAST_BITS) TORN(LAST_BITS);
  if (!(last >> (p[2] & 63) & 1) || (p[0] & 0xF0) != 0xE0) return false;
  switch ((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63)) {
    BEGINS(IS) return true;
    TORN(IS) return single;
  default: return false;
  }
#undef LAST_BITS
#undef IS
}

static void find_korean(const tml_page *p, uint32_t i, residue *r) {
  const tml_sheet *t = &p->target[i];
  for (uint32_t k = 1; k < t->ntok; k++) {
    const tml_tok *x = &t->tok[k];
    if (x->script != TML_SCRIPT_HANGUL || !(x->flags & TML_TF_SPACE) || x->end - x->start > 15) continue;
    if (!may_begin(t->text->p + x->start, x->end - x->start == 3)) continue;
    uint32_t last = x->end - x->start == 3 ? torn(t, k) : 0;
    if (last) found(r, i, SPLIT, t, k - 1, last);
    else if (stemless(t, k)) found(r, i, SPLIT, t, k - 1, k);
    else if (detached(t, k)) found(r, i, DETACHED, t, k - 1, k);
  }
}

/* ---- capitals inside words, tags ------------------------------------------------------------------------------------------ */

static bool in_source(const tml_sheet *s, uint64_t hash) {
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].hash == hash) return true;
  return false;
}

/* Another text of the page has the word: a name of a program that this source does not repeat. */
static bool on_page(const tml_page *p, uint64_t hash) {
  for (uint32_t i = 0; i < p->doc->nsegs; i++)
    if (in_source(&p->source[i], hash)) return true;
  return false;
}

/* The source has code or a name in humps. */
static bool names_program(const tml_sheet *s) {
  if (tml_sheet_has(s, TML_F_CODE)) return true;
  for (uint32_t i = 0; tml_sheet_has(s, TML_F_API) && i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_API && s->fact[i].sub != TML_API_SNAKE) return true;
  if (!(s->marks & TML_M_CAPSIN)) return false;
  for (uint32_t i = 0; i < s->ntok; i++) /* aDate: one letter before the capital */
    if (s->tok[i].kind == TML_T_WORD && (s->tok[i].flags & (TML_TF_CAPSIN | TML_TF_UPPER)) == TML_TF_CAPSIN)
      return true;
  return false;
}

/* Languages whose grammar puts small letters before a capital: tAcht, isiZulu. */
static bool prefixes_names(const tml_locale *l) {
  static const char *const list[] = {TML_LIST_LANGUAGES_WITH_INNER_CAPITALS};
  for (unsigned i = 0; i < TML_COUNT(list); i++)
    if (tml_locale_is(l, list[i])) return true;
  return false;
}

/* A word that begins small and has one capital inside with small letters round it. */
static bool inner_capital(const tml_sheet *s, const tml_tok *t) {
  tml_str w = tml_tok_str(s, t);
  unsigned capitals = 0, letters = 0, behind = 0;
  for (const char *p = w.p; p < w.p + w.n;) {
    uint16_t info = tml_cp_info(tml_utf8_next(&p));
    if (info & TML_CPI_UPPER) capitals++, behind = 0;
    else behind++;
    letters++;
  }
  return capitals == 1 && behind >= 2 && letters - behind >= 3 && letters <= 40;
}

/* ---- Cyrillic: a capital inside a word can be no name of a program that stands there as it is ---- */

/* Letters before the one capital behind the first letter, and those behind it; false where there is none or several. */
static bool one_capital(const tml_sheet *s, const tml_tok *t, uint32_t *before, uint32_t *at) {
  tml_str w = tml_tok_str(s, t);
  uint32_t capitals = 0, letters = 0;
  for (const char *p = w.p; p < w.p + w.n; letters++) {
    const char *from = p;
    if (!(tml_cp_info(tml_utf8_next(&p)) & TML_CPI_UPPER) || !letters) continue;
    capitals++, *before = letters, *at = (uint32_t)(from - w.p);
  }
  uint32_t behind = letters - *before - 1;
  /* мкФарад, кВт: units; ВКонтакте: a letter before the name */
  return capitals == 1 && letters <= 40 && behind && (*before >= 3 || (*before == 2 && behind >= 6));
}

/* The source names a program in humps that the target has not, or code that is prose here: the word may be its
 * translation (userName: имяПользователя). More names than can be sought: it may. */
static bool name_translated(const tml_sheet *s, const tml_sheet *t) {
  enum { NAMES = 16 };
  unsigned code[2] = {0, 0}, names = 0;
  for (uint32_t i = 0; i < s->nfact; i++) code[0] += s->fact[i].kind == TML_F_CODE;
  for (uint32_t i = 0; i < t->nfact; i++) code[1] += t->fact[i].kind == TML_F_CODE;
  if (code[0] > code[1]) return true;
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].flags & (TML_TF_CAPSIN | TML_TF_UNDER) && (names++ == NAMES || !in_source(t, s->tok[i].hash)))
      return true;
  return false;
}

/* The page has the rest behind the capital as a word: ИмяФайла is a name made of words. */
static bool rest_is_word(const tml_page *p, tml_str rest) {
  tml_buf b = {0};
  tml_text_fold(&b, rest, TML_FOLD_LOWER);
  tml_str low = tml_buf_view(&b);
  uint64_t hash = tml_hash(low.p, low.n);
  tml_buf_free(&b);
  for (uint32_t i = 0; i < p->doc->nsegs; i++)
    if (in_source(&p->target[i], hash)) return true;
  return false;
}

static bool stands_alone(const tml_sheet *s, uint32_t k) {
  const tml_tok *t = &s->tok[k];
  static const char joints[] = "._-\\/@=(<>{}[]";
  if (k && !(t->flags & TML_TF_SPACE) &&
      (t[-1].kind != TML_T_PUNCT || (t[-1].cp < 0x80 && strchr("._-\\/@=", (int)t[-1].cp))))
    return false;
  if (k + 1 >= s->ntok || t[1].flags & TML_TF_SPACE) return true;
  if (t[1].kind != TML_T_PUNCT) return false;
  if (t[1].cp >= 0x80 || !strchr(joints, (int)t[1].cp)) return true;
  return t[1].cp == '.' && (k + 2 >= s->ntok || t[2].flags & TML_TF_SPACE);
}

/* ПриСвойте, составленИе: how engines of 2018 to 2020 wrote the parts that they make words of. */
static void find_cyrillic(const tml_page *p, uint32_t i, residue *r) {
  const tml_sheet *s = &p->source[i], *t = &p->target[i];
  for (uint32_t k = 0; k < t->ntok; k++) {
    const tml_tok *x = &t->tok[k];
    if (x->kind != TML_T_WORD || x->script != TML_SCRIPT_CYRILLIC || x->owner || x->end - x->start < 10 ||
        !(x->flags & (TML_TF_UPPER | TML_TF_CAPSIN)) || x->flags & TML_TF_ALLCAPS)
      continue;
    uint32_t before = 0, at = 0;
    if (!one_capital(t, x, &before, &at) || !stands_alone(t, k)) continue;
    if (name_translated(s, t) || r->asked++ >= ASKED) return;
    if (!rest_is_word(p, tml_sheet_str(t, x->start + at, x->end))) found(r, i, CAPITAL, t, k, k);
  }
}

/* A part of an address or a path, which no blank parts: `serverabc.local/seitenAnfang`, `a/bTeil/c`. One slash alone
 * stands for "or". */
static bool in_address(const tml_sheet *s, uint32_t k) {
  enum { FAR = 16 };
  uint32_t from = k, to = k;
  unsigned slashes = 0, signs = 0;
  while (from > 0 && k - from < FAR && !(s->tok[from].flags & TML_TF_SPACE)) from--;
  while (to + 1 < s->ntok && to - k < FAR && !(s->tok[to + 1].flags & TML_TF_SPACE)) to++;
  for (uint32_t i = from + 1; i < to; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT || t->flags & TML_TF_SYNTAX || s->tok[i + 1].kind == TML_T_PUNCT) continue;
    slashes += t->cp == '/';
    signs += t->cp == '.' || t->cp == '\\' || t->cp == '=' || t->cp == '?';
  }
  return slashes > 1 || (slashes && signs);
}

/* STRESZCZENIe for SYNOPSIS: capitals but for one or two letters at the end. */
static bool small_end(const tml_sheet *s, const tml_tok *t) {
  enum { CAPITALS = 4, SMALL = 2 };
  tml_str w = tml_tok_str(s, t);
  unsigned capitals = 0, small = 0;
  for (const char *p = w.p; p < w.p + w.n;) {
    uint16_t info = tml_cp_info(tml_utf8_next(&p));
    if (info & TML_CPI_UPPER && !small) capitals++;
    else if (info & TML_CPI_LOWER) small++;
    else return false;
  }
  return capitals >= CAPITALS && small && small <= SMALL;
}

/* The word is one of the source's with an ending: GUIDy. */
static bool of_source(const tml_sheet *s, tml_str w) {
  for (uint32_t i = 0; i < s->ntok; i++) {
    tml_str o = tml_tok_str(s, &s->tok[i]);
    if (o.n > 1 && s->tok[i].kind != TML_T_PUNCT && o.n <= w.n && tml_str_ieq(o, tml_str_n(w.p, o.n))) return true;
  }
  return false;
}

static void find_capitals(const tml_page *p, uint32_t i, residue *r) {
  const tml_sheet *s = &p->source[i], *t = &p->target[i];
  if (!(t->marks & TML_M_CAPSIN)) return;
  if (!s->lower && s->words && t->words) /* the source is all in capitals */
    for (uint32_t k = 0; k < t->ntok; k++)
      if (t->tok[k].kind == TML_T_WORD && !t->tok[k].owner && t->tok[k].flags & TML_TF_UPPER &&
          small_end(t, &t->tok[k]) && !of_source(s, tml_tok_str(t, &t->tok[k])))
        found(r, i, CAPITAL, t, k, k);
  for (uint32_t k = 0; k < t->ntok; k++) {
    const tml_tok *x = &t->tok[k];
    if ((x->flags & (TML_TF_CAPSIN | TML_TF_UPPER)) != TML_TF_CAPSIN || x->kind != TML_T_WORD) continue;
    if (x->script == TML_SCRIPT_CYRILLIC) continue; /* find_cyrillic */
    const tml_fact *own = x->owner ? &t->fact[x->owner - 1] : NULL;
    if (own && (own->kind != TML_F_API || own->sub != TML_API_CAMEL || own->ntok != 1)) continue;
    if (k + 1 < t->ntok && !(t->tok[k + 1].flags & TML_TF_SPACE) && t->tok[k + 1].kind == TML_T_PUNCT &&
        (t->tok[k + 1].cp == '.' || t->tok[k + 1].cp == '(' || t->tok[k + 1].cp == '@' || t->tok[k + 1].cp == '=') &&
        k + 2 < t->ntok && !(t->tok[k + 2].flags & TML_TF_SPACE))
      continue; /* a name of a program */
    if (k && !(x->flags & TML_TF_SPACE) && t->tok[k - 1].kind == TML_T_PUNCT &&
        (t->tok[k - 1].cp == '.' || t->tok[k - 1].cp == '@' || t->tok[k - 1].cp == '-'))
      continue;
    if (in_source(s, x->hash) || !inner_capital(t, x) || in_address(t, k)) continue;
    uint32_t a, b;
    /* "Data Connections" as dataConnections: a name that the translator took for an identifier */
    if (tml_exact_spread(tml_sheet_text(s), tml_tok_str(t, x), 4, &a, &b)) continue;
    /* another name of a program stands there in the source: EN006 */
    if (names_program(s) || on_page(p, x->hash)) continue;
    found(r, i, CAPITAL, t, k, k);
  }
}

/* `# B1`, `#A0`: a sign, a letter from A to D and a number. */
static void find_tags(const tml_page *p, uint32_t i, residue *r) {
  const tml_sheet *s = &p->source[i], *t = &p->target[i];
  if (!(t->marks & TML_M_HASHTAG)) return;
  for (uint32_t k = 0; k + 1 < t->ntok; k++) {
    const tml_tok *x = &t->tok[k], *n = x + 1;
    if (x->kind != TML_T_PUNCT || x->cp != '#' || (x->flags & TML_TF_ESCAPED) || n->kind != TML_T_MIX) continue;
    tml_str w = tml_tok_str(t, n);
    if (w.n < 2 || w.n > 3 || w.p[0] < 'A' || w.p[0] > 'D' || w.p[1] > '9') continue;
    if (k && !(x->flags & TML_TF_SPACE) && t->tok[k - 1].kind != TML_T_PUNCT) continue; /* C# A1 */
    if (!in_source(s, n->hash)) found(r, i, TAG, t, k, k + 1);
  }
}

/* ---- a displaced '&' ---- */

static bool is_amp(const tml_sheet *s, uint32_t k) {
  return k && k + 1 < s->ntok && s->tok[k].kind == TML_T_PUNCT && s->tok[k].cp == '&' &&
         s->tok[k + 1].flags & TML_TF_SPACE;
}
static bool is_function_word(const tml_tok *t, uint64_t language) {
  if (t->kind != TML_T_WORD || t->flags & (TML_TF_UPPER | TML_TF_CAPSIN)) return false;
  const tml_word_entry *e = tml_word_entry_find(t->hash);
  return e && e->function & language;
}

/* The name of &amp; as a word, in Latin or Cyrillic letters. */
static bool is_entity_name(const tml_sheet *s, uint32_t k) {
  char buf[16];
  const tml_tok *t = &s->tok[k];
  if (t->kind != TML_T_WORD || t->end - t->start > 6 || t->end - t->start < 3) return false;
  tml_str w = tml_num_word(s, t, buf, sizeof buf);
  return tml_str_is(w, "amp") || tml_str_is(w, "амп");
}

/* "Security & Compliance Center or": "centre de sécurité conformité & ou". The source's sign stands in a name, between
 * two capitals; no language joins a conjunction or an article to anything by it. */
static void find_signs(const tml_page *p, uint32_t i, int language, residue *r) {
  const tml_sheet *s = &p->source[i], *t = &p->target[i];
  if (!(s->marks & TML_M_AMP)) return;
  bool name = false;
  for (uint32_t k = 1; k + 1 < s->ntok; k++)
    if (is_amp(s, k)) {
      if (!(s->tok[k - 1].flags & TML_TF_UPPER && s->tok[k + 1].flags & TML_TF_UPPER)) return;
      name = true;
    }
  if (!name) return;
  for (uint32_t k = 0; k < t->ntok; k++)
    if (is_entity_name(t, k) && !in_source(s, t->tok[k].hash)) found(r, i, SIGN, t, k, k);
  if (language < 0 || !(t->marks & TML_M_AMP)) return;
  for (uint32_t k = 1; k + 1 < t->ntok; k++) {
    if (!is_amp(t, k) || !(t->tok[k].flags & TML_TF_SPACE)) continue;
    if (is_function_word(&t->tok[k + 1], UINT64_C(1) << language)) found(r, i, SIGN, t, k, k + 1);
    else if (is_function_word(&t->tok[k - 1], UINT64_C(1) << language)) found(r, i, SIGN, t, k - 1, k);
  }
}

/* ---- the page ------------------------------------------------------------------------------------------------------------- */

static void find_all(tml_check *c, residue *r) {
  const tml_page *p = c->page;
  bool korean = tml_locale_is(p->target_locale, "ko"), capitals = !prefixes_names(p->target_locale);
  int language = tml_word_language_of(p->target_locale);
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    const tml_sheet *s = &p->source[i], *t = &p->target[i];
    if (!s->ntok || !t->ntok || s->hash == t->hash || (c->doc->segs[i].ctx & TML_CTX_FENCE)) continue;
    find_loops(p, i, c->glances[i] & TML_G_ROW, r);
    if (korean) find_korean(p, i, r);
    if (capitals) find_capitals(p, i, r);
    if (t->scripts >> TML_SCRIPT_CYRILLIC & 1) find_cyrillic(p, i, r);
    find_tags(p, i, r);
    find_signs(p, i, language, r);
  }
}

static tml_str counts_of(tml_check *c, const residue *r, bool sure) {
  static const char *const names[KINDS][2] = {{"loop", "loops"},
                                              {"torn word", "torn words"},
                                              {"capital inside a word", "capitals inside words"},
                                              {"left-over tag", "left-over tags"},
                                              {"displaced \"&\"", "displaced \"&\""},
                                              {"verb apart from its noun", "verbs apart from their nouns"}};
  tml_buf b = {0};
  for (int k = 0; k < KINDS; k++)
    if (r->count[k] && (k != DETACHED || !sure))
      tml_buf_fmt(&b, "%s%u %s", b.n ? ", " : "", (unsigned)r->count[k], names[k][r->count[k] > 1]);
  tml_str out = tml_arena_str(c->arena, tml_buf_view(&b));
  tml_buf_free(&b);
  return out;
}

static void check_residue(tml_check *c) {
  enum { FEW = 5 }; /* detached verbs of a page that are no habit yet */
  residue *r = tml_arena_alloc(c->arena, sizeof *r);
  r->n = r->asked = 0;
  memset(r->count, 0, sizeof r->count);
  find_all(c, r);
  bool sure = r->count[LOOP] + r->count[SPLIT] + r->count[CAPITAL] + r->count[TAG] + r->count[SIGN] > 0;
  if (!sure && r->count[DETACHED] < FEW) return;
  uint32_t at = 0;
  while (sure && r->at[at].kind == DETACHED && at + 1 < r->n) at++;
  tml_check one = *c;
  one.seg = &c->doc->segs[r->at[at].segment], one.index = r->at[at].segment;
  one.src = &c->page->source[one.index], one.tgt = &c->page->target[one.index];
  tml_str what = counts_of(c, r, sure), w = tml_check_quote(c, tml_sheet_str(one.tgt, r->at[at].start, r->at[at].end));
  /* people, too, forget a blank before a name */
  bool glued = r->count[CAPITAL] && r->count[LOOP] + r->count[SPLIT] + r->count[TAG] + r->count[SIGN] == 0;
  tml_finding *f =
      glued ? tml_report(&one, "\"%.*s\" is two words run together, or one with a wrong capital: %.*s on this page",
                         (int)w.n, w.p, (int)what.n, what.p)
            : tml_report(&one, "machine translation left \"%.*s\": %.*s on this page", (int)w.n, w.p, (int)what.n,
                         what.p);
  if (!sure) tml_report_lesser(f);
  uint32_t last = one.index;
  for (uint32_t i = at; i < r->n; i++) {
    const place *x = &r->at[i];
    if (sure && x->kind == DETACHED) continue;
    if (x->segment == one.index) tml_report_mark(&one, f, TML_SIDE_TARGET, x->start, x->end);
    else if (x->segment != last && f->nrelated < SHOWN) {
      last = x->segment;
      tml_report_related(c, f, x->segment,
                         tml_check_quote(c, tml_sheet_str(&c->page->target[x->segment], x->start, x->end)));
    }
  }
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example residue_good[] = {
    {"ko-KR", "파일을 사용하여 관련된 항목을 확인해야 합니다. 해야 할 일을 합니다.",
     "You must check the items with the file.", NULL, "written together, and verbs by themselves", NULL, NULL},
    {"de-DE", "Öffnen Sie iPhone, eDiscovery und accountName.", "Open iPhone, eDiscovery and accountName.", NULL,
     "names of the source", NULL, NULL},
    {"fr-FR", "C# A1 et le numéro #12", "C# A1 and number #12", NULL, "a language, a number", NULL, NULL},
    {"de-DE", "Rufen Sie den serverabc.local/seitenAnfang auf.", "Open the server.", NULL, "a part of an address", NULL,
     NULL},
    {"ru-RU", "Введите адрес xxx.xxx.xxx.255 в этом окне.", "Enter the broadcast address here.", NULL,
     "a number's pattern", NULL, NULL},
    {"ru-RU", "Введите имяПользователя и ИмяФайла, 5 кВт, ВКонтакте.", "Enter the userName and the FileName, 5 kW, VK.",
     NULL, "names made of words, units, a letter before a name", NULL, NULL},
    {"ru-RU", "Модуль «МойСклад» и склад.", "The MoySklad module and the warehouse.", NULL, "a brand", NULL, NULL},
    {"fr-FR", "Le centre Sécurité & Conformité ou Windows PowerShell", "The Security & Compliance Center or PowerShell",
     NULL, "the sign in the name", NULL, NULL},
    {"pl-PL", "GUIDy i JSONy", "GUID, JSON", NULL, "endings of acronyms", NULL, NULL},
    {"ga-IE", "An tAcht agus an tOrdú", "The act and the order", NULL, "Irish", NULL, NULL},
    {0}};
static const tml_example residue_bad[] = {
    {"ko-KR", "명령을 사용 하 여 계정을 봅니다.", "View the accounts with the command.", "사용 하 여", NULL, NULL,
     NULL},
    {"cs-CZ", "PARAMETRy", "PARAMETERS", "PARAMETRy", "a heading in capitals", NULL, NULL},
    {"es-ES", "Los archivos adJuntos se guardan.", "The attached files are saved.", "adJuntos", NULL, NULL, NULL},
    {"fr-FR", "la version de la version de la version de", "the version", "la version de la version de la version de",
     NULL, NULL, NULL},
    {"ru-RU", "ПриСвойте свойству новое значение.", "Set the property to a new value.", "ПриСвойте", NULL, NULL, NULL},
    {"uk-UA", "Моніторинг і складанНя звітів.", "Monitoring and reporting.", "складанНя", NULL, NULL, NULL},
    {"pt-BR", "Use o centro de segurança e conformidade &amp; ou o PowerShell.",
     "Use the Security &amp; Compliance Center or PowerShell.", "&amp; ou", NULL, NULL, NULL},
    {"ru-RU", "Откройте центр безопасности _Амп_ соответствия.", "Open the Security &amp; Compliance Center.", "Амп",
     NULL, NULL, NULL},
    {"zh-TW", "輸出 ( # B1 整數", "Output: integer", "# B1", NULL, NULL, NULL},
    {0}};

static const tml_rule rules[] = {
    {.code = "TM009",
     .name = "machine-residue",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "non-conformance",
     .mqm = "fluency/unintelligible",
     .summary = "loops, torn words, capitals inside words, tags and displaced signs that machine translation left",
     .rationale =
         "What an editor should have mended: one phrase over and over, Korean words whose syllables stand apart, "
         "two words run together at a capital, tags that stood for markup, the & of a name before or behind an "
         "article or a conjunction. One finding a page, with its places. A page that only parts verbs of 하다 and 되다 "
         "from their nouns is an info. Silent for names of programs that the source has, for parts of addresses, "
         "and for languages that prefix names.",
     .good = residue_good,
     .bad = residue_bad,
     .check = check_residue},
};
TML_FAMILY(residue, "TM", "Memory", rules)
