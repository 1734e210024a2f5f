/* korean.c — rule LO001: Korean particles that do not fit the sound before them.
 *
 * What for: `2011는`, `URL를`, `데이터을`: five particles have two forms, and the last sound before them decides.
 * What not: blanks before particles (SP006).
 * Facts:    Korean orthography: 은/는 이/가 을/를 과/와 by whether the last syllable ends in a consonant; 로 after a
 * vowel or ㄹ, else 으로. A Hangul syllable tells by its code point. Digits are read as Sino-Korean numbers, capitals
 * by their letters, English words by the endings whose transcription (the national rules for English loan words) is
 * sure. What can be read in two ways (Windows 8: 에이트 or 팔; App: 앱; ID가 and GUID가) fits every particle. */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"

enum sound {
  ANY,       /* not known, or read in several ways */
  VOWEL,     /* 는 가 를 와 로 */
  LIQUID,    /* 은 이 을 과 로 */
  CONSONANT, /* 은 이 을 과 으로 */
  CLOSED     /* 은 이 을 과; 로 or 으로 */
};

/* ---- what the last sound is ---------------------------------------------------------------------------------------- */

static enum sound of_hangul(uint32_t cp) {
  if (cp < 0xAC00 || cp > 0xD7A3) return ANY;
  unsigned coda = (cp - 0xAC00) % 28;
  return coda == 0 ? VOWEL : coda == 8 ? LIQUID : CONSONANT;
}

/* 영 일 이 삼 사 오 육 칠 팔 구 */
static const uint8_t of_digit[10] = {CONSONANT, LIQUID,    VOWEL,  CONSONANT, VOWEL,
                                     VOWEL,     CONSONANT, LIQUID, LIQUID,    VOWEL};

/* Digits p..e. `named`: a Latin word or letters stand before them, so that one or two digits may be read in English:
 * zero one two three four five six seven eight nine. */
static enum sound of_number(const char *p, const char *e, bool named) {
  static const uint8_t english[10] = {VOWEL, CONSONANT, VOWEL, VOWEL, VOWEL, VOWEL, VOWEL, CONSONANT, VOWEL, CONSONANT};
  size_t n = (size_t)(e - p);
  unsigned last = (unsigned)(e[-1] - '0');
  if (n == 1 && !last) return ANY; /* 영, 제로 */
  if (n > 12 || (*p == '0' && !last)) return ANY;
  enum sound x = last ? of_digit[last] : CONSONANT; /* 십 백 천 만 억 */
  if (!named || n > 2 || (n == 2 && !last && *p == '1')) return x;
  if (n == 2 && (*p == '1' || !last)) return ANY; /* twelve, twenty */
  enum sound y = english[last];
  if (x == y) return x;
  return x == VOWEL || y == VOWEL ? ANY : CLOSED;
}

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

/* A capital read by its name: 엘 엠 엔, and 알 or 아르. */
static enum sound of_letter(char c) {
  switch (c) {
  case 'l': return LIQUID;
  case 'm':
  case 'n': return CONSONANT;
  case 'r': return ANY;
  default: return VOWEL;
  }
}

/* An English word's ending, lower case, n letters. */
static enum sound of_ending(const char *w, size_t n) {
  char last = w[n - 1], before = n > 1 ? w[n - 2] : 0, third = n > 2 ? w[n - 3] : 0;
  switch (last) {
  case 'n':
  case 'm': return CONSONANT;
  case 'l': return LIQUID;
  case 'g': return before == 'n' ? CONSONANT : VOWEL;
  case 'c': return before == 'i' ? CONSONANT : before == 'n' ? VOWEL : ANY;
  case 't': return before && !is_vowel(before) && before != 'h' && before != 'w' ? VOWEL : ANY;
  case 'k': return before == 'n' || before == 'r' || before == 's' || before == 'l' ? VOWEL : ANY;
  case 'p': return before == 'm' || before == 'l' || before == 's' || before == 'r' ? VOWEL : ANY;
  case 'b':
  case 'q': return ANY;
  case 'e':
    switch (before) {
    case 'l': return third == 'a' || third == 'o' || !is_vowel(third) || third == 'i' || third == 'u' ? LIQUID : ANY;
    case 'n': return is_vowel(third) ? CONSONANT : ANY;
    case 'm': return third == 'a' || third == 'i' || third == 'o' ? CONSONANT : ANY;
    case 'p':
    case 'k':
    case 'b':
    case 't': return third && !is_vowel(third) && before == 't' ? VOWEL : before == 't' && third != 'e' ? VOWEL : ANY;
    default: return VOWEL;
    }
  default: return VOWEL; /* a d f h i j o r s u v w x y z */
  }
}

/* A run of ASCII letters. */
static enum sound of_latin(const char *p, const char *e) {
  char small[32];
  size_t n = (size_t)(e - p), caps = 0;
  if (!n || n > sizeof small) return ANY;
  for (size_t i = 0; i < n; i++) {
    char c = (char)(p[i] | 0x20);
    if (c < 'a' || c > 'z') return ANY;
    small[i] = c;
  }
  while (caps < n && tml_is_upper(e[-1 - (long)caps])) caps++;
  if (n == 1) return of_letter(small[0]);
  if (caps == 0) {
    if (small[n - 1] == 's' && n > 2 && tml_is_upper(p[n - 2])) return ANY; /* VMs: 브이엠, 브이엠스 */
    if (small[n - 1] == 'r' && n > 2 && !is_vowel(small[n - 2]) && small[n - 2] != 'r')
      return ANY;        /* Expr: spelt or whole */
    bool spoken = false; /* xml, http, css: no vowel, so letter by letter */
    for (size_t i = 0; i < n; i++) spoken |= is_vowel(small[i]) || small[i] == 'y';
    if (!spoken) return of_letter(small[n - 1]);
    return n < 3 ? ANY : of_ending(small, n);
  }
  if (caps == 1 && n > 1 && !tml_is_upper(p[0])) return ANY; /* eDisC */
  if (caps == 1) return of_letter(small[n - 1]) == VOWEL && is_vowel(small[n - 2]) ? ANY : of_letter(small[n - 1]);
  char last = small[n - 1], before = small[n - 2];
  /* CAP, NAT, MAC can be read as words. */
  if (caps > 2 && is_vowel(before) && (last == 'p' || last == 'b' || last == 'c' || last == 'k' || last == 't'))
    return ANY;
  if (caps > 3 && (last == 'e' || (last == 'k' && before == 'c'))) return ANY; /* CORE, LITE, NONE, SACK */
  return of_letter(last);
}

/* The last sound of token i; brackets aside. */
static enum sound of_token(const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i];
  const char *p = s->text->p + t->start, *e = s->text->p + t->end;
  const tml_fact *own = t->owner ? &s->fact[t->owner - 1] : NULL;
  if (own && own->kind == TML_F_OPAQUE) return ANY;
  if (own && own->kind == TML_F_DATE && t->kind == TML_T_NUM) return ANY; /* 2020-02-29: 29, 29일 */
  switch (t->kind) {
  case TML_T_WORD:
    if (t->script == TML_SCRIPT_LATIN) return of_latin(p, e);
    return t->script == TML_SCRIPT_HANGUL ? of_hangul(tml_utf8_prev(&e)) : ANY;
  case TML_T_NUM: {
    if (t->flags & TML_TF_NATIVE) return ANY;
    bool named = false, parted = false;
    uint32_t k = i;
    /* 1.2, 20000-1, 4:30: the first part says what stands before it */
    while (k >= 2 && !(s->tok[k].flags & TML_TF_SPACE) && s->tok[k - 1].kind == TML_T_PUNCT &&
           !(s->tok[k - 1].flags & TML_TF_SPACE) && s->tok[k - 2].kind == TML_T_NUM)
      k -= 2, parted = true;
    if (k && (s->tok[k - 1].kind == TML_T_WORD || s->tok[k - 1].kind == TML_T_MIX))
      named = s->tok[k - 1].script == TML_SCRIPT_LATIN;
    else if (k && s->tok[k - 1].kind == TML_T_PUNCT && !(s->tok[k].flags & TML_TF_SPACE)) named = true;
    if (k && s->tok[k - 1].kind == TML_T_FACT) named = true;
    /* 2.0: 영, 공 or 제로; the digits behind a decimal sign are read one by one */
    if (parted && s->tok[i - 1].hash == '.' && e[-1] == '0') return ANY;
    return of_number(p, e, named);
  }
  case TML_T_MIX: {
    const char *q = e;
    if (*p >= '0' && *p <= '9') { /* 5GB; 3D, 10m are read in several ways */
      while (q > p && tml_is_upper(q[-1])) q--;
      return e - q == 2 && e[-1] == 'B' && q > p && q[-1] <= '9' ? VOWEL : ANY;
    }
    while (q > p && q[-1] >= '0' && q[-1] <= '9') q--;
    if (q < e) return q[-1] == '_' ? ANY : of_number(q, e, true);
    while (q > p && ((q[-1] | 0x20) >= 'a' && (q[-1] | 0x20) <= 'z')) q--;
    if (q > p && q[-1] != '_')
      return e - q > 1 && tml_is_upper(e[-1]) && tml_is_upper(e[-2]) ? of_letter((char)(e[-1] | 0x20)) : ANY;
    return of_latin(q, e);
  }
  case TML_T_PUNCT: return t->cp == '%' && !(t->flags & TML_TF_SYNTAX) ? VOWEL /* 퍼센트, 프로 */ : ANY;
  default: return ANY;
  }
}

/* Signs that are not read: markup, and closing quotes. */
static bool is_silent(const tml_tok *t) {
  if (t->kind != TML_T_PUNCT) return false;
  if (t->flags & TML_TF_SYNTAX) return true;
  switch (t->cp) {
  case '"':
  case '\'':
  case 0x2019:
  case 0x201D:
  case 0x300D:
  case 0x300F:
  case 0x300B:
  case 0x3009: return true;
  default: return false;
  }
}

/* The token behind which the particle at i hangs; UINT32_MAX where it hangs on none. */
static uint32_t head_of(const tml_sheet *s, uint32_t i) {
  if (s->tok[i].flags & (TML_TF_SPACE | TML_TF_NEWLINE)) return UINT32_MAX;
  while (i--) {
    const tml_tok *t = &s->tok[i];
    if (t->owner && s->fact[t->owner - 1].kind == TML_F_IMAGE) return UINT32_MAX; /* readers see a picture */
    if (!is_silent(t)) return i;
    if (s->tok[i].flags & (TML_TF_SPACE | TML_TF_NEWLINE)) return UINT32_MAX;
  }
  return UINT32_MAX;
}

/* ---- particles ------------------------------------------------------------------------------------------------------- */

typedef struct particle {
  const char *form, *other; /* UTF-8 */
  uint8_t need;             /* VOWEL: only after a vowel; CONSONANT: only after a closed syllable */
} particle;
/* 로 and 으로 are apart. 이 and 라 forms that are sound after both are not here. */
static const particle particles[] = {
    {"는", "은", VOWEL},     {"은", "는", CONSONANT},     {"가", "이", VOWEL},      {"이", "가", CONSONANT},
    {"를", "을", VOWEL},     {"을", "를", CONSONANT},     {"와", "과", VOWEL},      {"과", "와", CONSONANT},
    {"와의", "과의", VOWEL}, {"과의", "와의", CONSONANT}, {"와는", "과는", VOWEL},  {"과는", "와는", CONSONANT},
    {"와도", "과도", VOWEL}, {"라는", "이라는", VOWEL},   {"라고", "이라고", VOWEL}};
static const char *const after_ro[] = {"", TML_LIST_KO_BEHIND_RO};

static bool is_ro(tml_str w, bool *eu) {
  *eu = tml_str_starts(w, TML_S("으로"));
  if (!*eu && !tml_str_starts(w, TML_S("로"))) return false;
  size_t n = *eu ? 6 : 3;
  for (unsigned i = 0; i < TML_COUNT(after_ro); i++)
    if (tml_str_same((tml_str){w.p + n, w.n - n}, after_ro[i])) return true;
  return false;
}

/* The sounds before it do not go with this particle: what should stand there, in *right. */
static bool misfit(tml_check *c, tml_str w, enum sound x, tml_str *right) {
  bool eu;
  if (x == ANY) return false;
  if (is_ro(w, &eu)) {
    if (x == CLOSED || eu == (x == CONSONANT)) return false;
    *right = eu ? (tml_str){w.p + 3, w.n - 3} : tml_arena_fmt(c->arena, "으%.*s", (int)w.n, w.p);
    return true;
  }
  for (unsigned i = 0; i < TML_COUNT(particles); i++) {
    if (!tml_str_same(w, particles[i].form)) continue;
    *right = tml_str_c(particles[i].other);
    return (particles[i].need == VOWEL) != (x == VOWEL);
  }
  return false;
}

/* A particle at a Hangul word's own end: only the forms that no noun or verb ends with. *at: where it begins. */
static bool inner(tml_str w, uint32_t *at) {
  /* nouns by themselves; 지을 이을 나을 부을 그을 저을 모을 are verbs */
  static const char *const nouns[] = {TML_LIST_KO_ENDS_IN_EUL};
  static const char *const tails[] = {"", TML_LIST_KO_BEHIND_EURO};
  for (uint32_t k = 6; k <= 12 && k < w.n; k += 3) {
    const char *q = w.p + w.n - k;
    if (memcmp(q, "으로", 6) != 0) continue;
    for (unsigned i = 0; i < TML_COUNT(tails); i++)
      if (tml_str_same(tml_str_n(q + 6, k - 6), tails[i])) {
        *at = (uint32_t)w.n - k;
        return true;
      }
  }
  *at = (uint32_t)w.n - 3;
  if (w.n < 6) return false;
  if (tml_str_ends(w, TML_S("를"))) return true;
  if (!tml_str_ends(w, TML_S("을"))) return false;
  for (unsigned i = 0; i < TML_COUNT(nouns) && w.n <= 9; i++)
    if (tml_str_same(w, nouns[i])) return false;
  return !tml_str_ends(w, TML_S("지을")) && !tml_str_ends(w, TML_S("마을"));
}

/* `은(는)`, `을/를`: both forms are offered. `이 <a>`, `이 [`: the word "this", glued to what stands before it. */
static bool offered(const tml_sheet *s, uint32_t i) {
  if (i + 1 < s->ntok && (s->tok[i + 1].flags & TML_TF_SPACE) && tml_str_is(tml_tok_str(s, &s->tok[i]), "이"))
    return s->tok[i + 1].kind == TML_T_FACT || (s->tok[i + 1].flags & TML_TF_SYNTAX);
  if (i + 1 >= s->ntok || (s->tok[i + 1].flags & TML_TF_SPACE) || s->tok[i + 1].kind != TML_T_PUNCT) return false;
  return s->tok[i + 1].hash == '(' || s->tok[i + 1].hash == '/' || s->tok[i + 1].hash == '[';
}

/* The last sound before the particle at i; behind a closing bracket the one that the bracket and its head share. */
static enum sound sound_before(const tml_sheet *s, uint32_t i) {
  uint32_t h = head_of(s, i);
  if (h == UINT32_MAX) return ANY;
  /* a particle behind a particle is another slip */
  bool second = s->tok[h].script == TML_SCRIPT_HANGUL && s->tok[h].end - s->tok[h].start == 3 && h > 0 &&
                !(s->tok[h].flags & TML_TF_SPACE);
  if (s->tok[h].kind != TML_T_PUNCT || s->tok[h].hash != ')') return second ? ANY : of_token(s, h);
  uint32_t open = h;
  while (open && !(s->tok[open].kind == TML_T_PUNCT && s->tok[open].hash == '(')) open--;
  if (!open || open + 1 >= h) return ANY;
  uint32_t in = head_of(s, h), out = open - 1;
  while (out && is_silent(&s->tok[out])) out--;
  if (in == UINT32_MAX || in <= open) return ANY;
  enum sound a = of_token(s, in), b = of_token(s, out);
  if (s->tok[in].script == TML_SCRIPT_HANGUL && s->tok[in].end - s->tok[in].start <= 6) return ANY; /* (으)로 */
  return a == b ? a : ANY;
}

/* The last syllable of every particle looked for: 는 은 가 이 를 을 와 과 의 도 라 고 로 만 써 서 터. */
#define ENDS(x)                                                                                                        \
  x(0xB294) x(0xC740) x(0xAC00) x(0xC774) x(0xB97C) x(0xC744) x(0xC640) x(0xACFC) x(0xC758) x(0xB3C4) x(0xB77C)        \
      x(0xACE0) x(0xB85C) x(0xB9CC) x(0xC368) x(0xC11C) x(0xD130)
static bool may_end(const char *e) {
#define LAST_BITS(cp) | UINT64_C(1) << ((cp)&63)
#define IS(cp) case cp:
  const uint64_t last = UINT64_C(0) ENDS(LAST_BITS);
  if (!(last >> (e[-1] & 63) & 1) || (e[-3] & 0xF0) != 0xE0) return false;
  switch ((e[-3] & 15) << 12 | (e[-2] & 63) << 6 | (e[-1] & 63)) {
    ENDS(IS) return true;
  default: return false;
  }
#undef LAST_BITS
#undef IS
}

/* `바을 수`: a verb's ending, not a particle, stands before 수. */
static bool is_torn_verb(const tml_sheet *s, uint32_t i) {
  return i + 1 < s->ntok && tml_str_starts(tml_tok_str(s, &s->tok[i + 1]), TML_S("수")) &&
         s->tok[i].end - s->tok[i].start <= 6;
}

static void check_particle(tml_check *c) {
  if (!tml_locale_is(c->tgt_loc, "ko")) return;
  const tml_sheet *t = c->tgt;
  if (c->seg->ctx & TML_CTX_FENCE) return;
  tml_finding *f = NULL;
  for (uint32_t i = 0; i < t->ntok; i++) {
    const tml_tok *k = &t->tok[i];
    if (k->kind != TML_T_WORD || k->script != TML_SCRIPT_HANGUL || k->end - k->start < 3) continue;
    tml_str w = tml_tok_str(t, k), right;
    if (!may_end(t->text->p + k->end)) continue;
    uint32_t at = 0;
    enum sound x = ANY;
    bool glued = i && !(k->flags & TML_TF_SPACE);
    /* behind markup it is as often the word "this", whose blank is lost: `[경우](url)이 단계` */
    if (glued && (k[-1].flags & TML_TF_SYNTAX) && tml_str_is(w, "이")) continue;
    if (glued && w.n <= 12) x = sound_before(t, i);
    if (!misfit(c, w, x, &right)) {
      if (w.n < 6 || !inner(w, &at) || is_torn_verb(t, i)) continue;
      const char *p = w.p + at;
      x = of_hangul(tml_utf8_prev(&p));
      w = (tml_str){w.p + at, w.n - at};
      if (!misfit(c, w, x, &right)) continue;
    }
    if (offered(t, i)) continue;
    uint32_t from = k->start + at;
    if (!f) {
      const tml_tok *head = &t->tok[at ? i : head_of(t, i)];
      tml_str said = tml_check_quote(c, tml_sheet_str(t, head->start, at ? from : head->end));
      f = tml_report(c, "%.*s does not fit the sound of \"%.*s\" before it, which asks for %.*s", (int)w.n, w.p,
                     (int)said.n, said.p, (int)right.n, right.p);
    }
    tml_report_mark(c, f, TML_SIDE_TARGET, from, k->end);
    tml_report_edit(c, f, tml_text_raw(t->text, from), tml_text_raw(t->text, k->end), right, true);
  }
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example particle_good[] = {
    {"ko-KR", "ISO 20000-1:2011은 표준입니다.", "ISO 20000-1:2011 is a standard.", NULL, "이천십일은", NULL, NULL},
    {"ko-KR", "사용자 이름은(는) 필요하고 값을/를 넣습니다.", "The user name is needed; enter a value.", NULL,
     "both forms are offered", NULL, NULL},
    {"ko-KR", "관리 포털(portal)을 엽니다.", "Open the portal.", NULL, "bracket and head agree", NULL, NULL},
    {"ko-KR", "서비스(SQL)를 엽니다.", "Open the service.", NULL, "bracket and head disagree: either will do", NULL,
     NULL},
    {"ko-KR", "Windows 8를 씁니다. Windows 8을 씁니다.", "Use Windows 8.", NULL, "팔 or 에이트", NULL, NULL},
    {"ko-KR", "가을에 마을을 지을 것입니다. 전문가와 결과로 추가합니다.", "We build the village in autumn.", NULL,
     "words that end like a particle", NULL, NULL},
    {"ko-KR", "Contoso 365이 [청구](a.md) 페이지와 Expr이 있고 이름을 바을 수 없습니다.",
     "Go to the [Billing](a.md) page; Expr is there.", NULL, "the word \"this\", letters read in two ways, a verb",
     NULL, NULL},
    {"ko-KR", "ID가 2로 끝나면 **URL**을 SAML로 엽니다.", "If the ID ends in 2, open the URL with SAML.", NULL,
     "letters are read aloud", NULL, NULL},
    {0}};
static const tml_example particle_bad[] = {
    {"ko-KR", "표준 27001:2011는 규격입니다.", "Standard 27001:2011 is a norm.", "는", "이천십일은",
     "표준 27001:2011은 규격입니다.", NULL},
    {"ko-KR", "**URL**를 복사합니다.", "Copy the **URL**.", "를", "유알엘을", "**URL**을 복사합니다.", NULL},
    {"ko-KR", "데이터을 복사합니다.", "Copy the data.", "을", NULL, "데이터를 복사합니다.", NULL},
    {"ko-KR", "값을 10로 바꿉니다.", "Change the value to 10.", "로", "십으로", "값을 10으로 바꿉니다.", NULL},
    {0}};
static const char *const particle_refs[] = {"국립국어원, 한글 맞춤법; 외래어 표기법, 영어의 표기", NULL};

static const tml_rule rules[] = {
    {.code = "LO001",
     .name = "ko-particle",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .fix = TML_FIX_SAFE,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "grammar",
     .mqm = "fluency/grammar/function-words",
     .summary = "a Korean particle that does not fit the sound before it",
     .rationale =
         "은/는, 이/가, 을/를, 과/와 and 로/으로 go by the last sound before them, also where that is a digit or a "
         "Latin letter that the reader says aloud: 2011은, URL을, API를. Programs that put names and numbers "
         "into a text leave the wrong form. Silent where both forms are offered, where bracket and head "
         "disagree, and where what stands before can be read in two ways.",
     .refs = particle_refs,
     .good = particle_good,
     .bad = particle_bad,
     .needs_glance = TML_G_HANGUL,
     .check = check_particle},
};
TML_FAMILY(korean, "LO", "Locale", rules)
