/* name.c — whether a text says a name (name.h).
 *
 * Words are compared by their letters, ASCII case ignored. A long word (four letters or more) may go on behind its end:
 * endings, compounds. A short one or an acronym must end there; the plural's `s` may follow. Inside a token a word may
 * begin where a capital follows a small letter (`AzureAD`). Blanks and hyphens inside are skipped (`Share Point`).
 * Links' URLs are not looked at: they name what they lead to, whatever the text says. Code, files and commands are.
 */
#include "tmlint/name.h"

enum { MAX_WORDS = 12, LONG_WORD = 4 };

static bool is_letter(unsigned char c) { return (c | 32u) >= 'a' && (c | 32u) <= 'z'; }
static bool is_alnum(unsigned char c) { return is_letter(c) || (c >= '0' && c <= '9'); }
static unsigned char low(char c) { return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 32 : c); }

bool tml_name_has(const tml_sheet *in, uint64_t key) {
  if (!tml_sheet_has(in, TML_F_NAME)) return false;
  for (uint32_t i = 0; i < in->nfact; i++)
    if (in->fact[i].kind == TML_F_NAME && in->fact[i].key == key) return true;
  return false;
}

/* ---- one word ---- */

/* A word that no ending may follow: an acronym, or a short one. */
static bool is_short(tml_str w) {
  if (w.n < LONG_WORD) return true;
  for (size_t i = 0; i < w.n; i++)
    if (w.p[i] >= 'a' && w.p[i] <= 'z') return false;
  return true;
}

/* At p stands another vowel than the last one of a name: Hungarian lengthens it before an ending (Java, Javában),
 * Slavic and Baltic languages decline it (Studio, Studia; Java, Javě), with three more letters at most. */
static bool declined(char last, const char *p, const char *end) {
  unsigned char c = (unsigned char)*p;
  bool capital = last >= 'A' && last <= 'Z'; /* GNOME, GNOMA */
  last = (char)low(last);
  if (last != 'a' && last != 'e' && last != 'o') return false;
  if (c >= 0xC3 && c <= 0xC5) return true;
  if ((last == 'e' && !capital) || !memchr("aeiouy", low(*p), 6)) return false;
  for (int i = 0; i < 4; i++)
    if (++p == end || !(is_alnum((unsigned char)*p) || (unsigned char)*p >= 0x80)) return true;
  return false;
}

/* The word stands at p: blanks and hyphens between its letters aside. */
static bool word_at(tml_str w, bool brief, const char *p, const char *end) {
  size_t i = 0;
  while (i < w.n) {
    if (p == end) return false;
    if (low(w.p[i]) == low(*p)) {
      i++, p++;
      continue;
    }
    if (brief) return i + 1 == w.n && w.n >= 5 && declined(w.p[i], p, end);
    if (i < 2) return false;
    if (*p != ' ' && *p != '-') return i + 1 == w.n && declined(w.p[i], p, end);
    p++;
  }
  if (!brief || p == end) return true;
  unsigned char c = (unsigned char)*p;
  if (c == 's' && (p + 1 == end || !is_alnum((unsigned char)p[1]))) return true;
  bool digit = c >= '0' && c <= '9', last = w.p[w.n - 1] >= '0' && w.p[w.n - 1] <= '9';
  return !is_alnum(c) || (c >= 'A' && c <= 'Z' && p[-1] >= 'a' && p[-1] <= 'z') || (digit && !last);
}

/* Looks in the bytes from..to for the word at starts of words; it may go on up to `end`. */
static bool word_within(tml_str w, bool brief, const char *text, uint32_t from, uint32_t to, const char *end) {
  for (uint32_t i = from; i < to; i++) {
    char c = text[i];
    if (low(c) != low(w.p[0])) continue;
    if (i > from && is_alnum((unsigned char)text[i - 1])) {
      char before = text[i - 1];
      bool hump = c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z',
           number = is_letter((unsigned char)before) != is_letter((unsigned char)c);
      if (!hump && !number) continue;
    }
    if (word_at(w, brief, text + i, end)) return true;
  }
  return false;
}

static bool looks_inside(int kind) {
  return kind == TML_F_CODE || kind == TML_F_DOCS || kind == TML_F_PLACEHOLDER || kind == TML_F_MATH;
}

/* `whole`: not inside a one-word name of another product: PowerPoint does not say the Power of Power BI. */
static bool word_said(const tml_sheet *from, const tml_tok *t, const tml_sheet *in, bool whole) {
  tml_str w = tml_tok_str(from, t);
  if (!w.n) return true;
  bool brief = is_short(w);
  if (!brief && w.p[w.n - 1] == 's') w.n--; /* one of the Teams */
  const char *text = in->text->p, *end = text + in->text->n;
  for (uint32_t i = 0; i < in->ntok; i++) /* most often the very word stands there */
    if (in->tok[i].hash == t->hash && in->tok[i].kind == t->kind) return true;
  const unsigned char first = low(w.p[0]), mask = is_letter(first) ? 0x20 : 0;
  for (uint32_t i = 0; i < in->ntok; i++) {
    const tml_tok *o = &in->tok[i];
    /* inside a plain word no word begins: only its first letter is looked at */
    bool plain = o->kind == TML_T_WORD && !(o->flags & TML_TF_CAPSIN);
    if (plain && ((unsigned char)text[o->start] | mask) != first) continue;
    if (o->kind == TML_T_PUNCT || (o->kind == TML_T_WORD && o->script != TML_SCRIPT_LATIN)) continue;
    if (o->kind == TML_T_FACT && !(o->owner && looks_inside(in->fact[o->owner - 1].kind))) continue;
    if (o->kind == TML_T_NUM && t->kind != TML_T_NUM && t->kind != TML_T_MIX) continue;
    if (whole && o->owner && o->kind == TML_T_WORD && o->flags & TML_TF_CAPSIN &&
        in->fact[o->owner - 1].kind == TML_F_NAME && in->fact[o->owner - 1].ntok == 1)
      continue;
    if (word_within(w, brief, text, o->start, plain ? o->start + 1 : o->end, end)) return true;
  }
  return false;
}

bool tml_name_word_said(const tml_sheet *from, const tml_tok *t, const tml_sheet *in) {
  return word_said(from, t, in, false);
}

/* ---- initials ---- */

/* Capitals of the Latin words of `in`, in order, hold the acronym w: its expansion may stand there. */
static bool expanded(tml_str w, const tml_sheet *in) {
  char caps[256];
  size_t n = 0;
  for (uint32_t i = 0; i < in->ntok && n + 8 < sizeof caps; i++) {
    const tml_tok *t = &in->tok[i];
    if ((t->kind != TML_T_WORD && t->kind != TML_T_MIX) || t->script > TML_SCRIPT_LATIN || t->flags & TML_TF_ALLCAPS)
      continue;
    for (uint32_t k = t->start; k < t->end && n + 8 < sizeof caps; k++) {
      char c = in->text->p[k];
      if (c >= 'A' && c <= 'Z') caps[n++] = c;
    }
  }
  for (size_t i = 0; i + w.n <= n; i++) {
    size_t k = 0;
    while (k < w.n && low(w.p[k]) == low(caps[i + k])) k++;
    if (k == w.n) return true;
  }
  return false;
}

static bool is_acronym(const tml_tok *t) {
  return t->kind == TML_T_WORD && t->flags & TML_TF_ALLCAPS && t->end - t->start <= 6;
}

/* The initials of words a..b of the name stand in `in` as a word. */
static bool initials(const tml_sheet *from, const tml_tok *const *word, unsigned a, unsigned b, const tml_sheet *in) {
  char w[2 * MAX_WORDS];
  size_t n = 0;
  for (unsigned i = a; i <= b; i++)
    for (uint32_t k = word[i]->start; k < word[i]->end && n < sizeof w; k++)
      if (k == word[i]->start || (from->text->p[k] >= 'A' && from->text->p[k] <= 'Z')) w[n++] = from->text->p[k];
  if (n < 2) return false;
  for (uint32_t i = 0; i < in->ntok; i++) {
    const tml_tok *t = &in->tok[i];
    if ((t->kind != TML_T_WORD && t->kind != TML_T_MIX) || t->end - t->start < n) continue;
    size_t k = 0;
    while (k < n && low(w[k]) == low(in->text->p[t->start + k])) k++;
    if (k < n) continue;
    while (t->start + k < t->end && in->text->p[t->start + k] >= '0' && in->text->p[t->start + k] <= '9')
      k++; /* IE11 */
    if (t->start + k == t->end) return true;
  }
  return false;
}

/* ---- a name ---- */

/* The same letters and digits, whatever parts them: PowerApps and Power Apps. */
static bool same_letters(tml_str a, tml_str b) {
  size_t i = 0, j = 0;
  for (;;) {
    while (i < a.n && !is_alnum((unsigned char)a.p[i]) && (unsigned char)a.p[i] < 0x80) i++;
    while (j < b.n && !is_alnum((unsigned char)b.p[j]) && (unsigned char)b.p[j] < 0x80) j++;
    if (i == a.n || j == b.n) return i == a.n && j == b.n;
    if (low(a.p[i++]) != low(b.p[j++])) return false;
  }
}

static bool has_letters(const tml_sheet *in, tml_str name) {
  for (uint32_t i = 0; i < in->nfact; i++)
    if (in->fact[i].kind == TML_F_NAME && same_letters(tml_fact_str(in, &in->fact[i]), name)) return true;
  return false;
}

static bool is_company(const tml_lexicon *lex, const tml_sheet *s, const tml_tok *t) {
  tml_str w = tml_tok_str(s, t);
  const tml_entity *e = tml_lexicon_by_key(lex, tml_hash(w.p, w.n));
  return e && e->kind == TML_F_NAME && e->sub == TML_NAME_ORG;
}

/* The words that carry the name: companies, small words and signs left out where something with a letter remains. */
static unsigned words_of(const tml_lexicon *lex, const tml_sheet *s, const tml_fact *f, const tml_tok **out) {
  unsigned n = 0, letters = 0;
  uint32_t end = f->tok + f->ntok;
  for (int pass = 0; pass < 2 && !letters; pass++) {
    n = 0;
    for (uint32_t i = f->tok; i < end && i < s->ntok && n < MAX_WORDS; i++) {
      const tml_tok *t = &s->tok[i];
      if (t->kind == TML_T_PUNCT || t->kind == TML_T_FACT) continue;
      if (!pass &&
          ((t->kind == TML_T_WORD && !(t->flags & (TML_TF_UPPER | TML_TF_CAPSIN)) && n) || is_company(lex, s, t)))
        continue;
      out[n++] = t;
      letters += t->kind != TML_T_NUM;
    }
  }
  return n;
}

bool tml_name_lead_said(const tml_lexicon *lex, const tml_sheet *from, const tml_fact *f, const tml_sheet *in) {
  const tml_tok *word[MAX_WORDS];
  return words_of(lex, from, f, word) && word_said(from, word[0], in, true);
}

enum tml_said tml_name_said(const tml_lexicon *lex, const tml_sheet *from, const tml_fact *f, const tml_sheet *in) {
  if (tml_name_has(in, f->key) || has_letters(in, tml_fact_str(from, f))) return TML_SAID_WHOLE;
  const tml_tok *word[MAX_WORDS];
  bool said[MAX_WORDS];
  unsigned n = words_of(lex, from, f, word), found = 0;
  for (unsigned i = 0; i < n; i++)
    said[i] =
        tml_name_word_said(from, word[i], in) || (is_acronym(word[i]) && expanded(tml_tok_str(from, word[i]), in));
  for (unsigned a = 0; a < n; a++)
    for (unsigned b = a + 1; b < n; b++) {
      bool all = true;
      for (unsigned i = a; i <= b; i++) all &= said[i];
      if (all || !initials(from, word, a, b, in)) continue;
      for (unsigned i = a; i <= b; i++) said[i] = true;
    }
  for (unsigned i = 0; i < n; i++) found += said[i];
  return found == n ? TML_SAID_WHOLE : found ? TML_SAID_HALF : TML_SAID_NOT;
}

enum tml_said tml_name_said_by_pair(const tml_lexicon *lex, const tml_sheet *from, uint32_t i, const tml_sheet *in) {
  tml_fact *f = &from->fact[i];
  if (!f->said) f->said = (uint8_t)(tml_name_said(lex, from, f, in) + 1);
  return (enum tml_said)(f->said - 1);
}
