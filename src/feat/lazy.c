/* lazy.c — the second look for an entity: localized names inside unspaced runs, and inflected ones by their stems.
 *
 * What for: "通用数据保护条例" inside a longer run, "Общего регламента по защите данных": asked only where one side
 * names an entity that the other seems to lack, so it may cost what a search costs. Grammar of a pattern: words; `*` at
 * a word's end stands for any further letters. In Hangul, Han and other scripts that are written unspaced or spaced at
 * will, blanks match nothing or any, and a name may begin and end inside a run; in Arabic and Hebrew a name may have
 * prefixes.
 */
#include "lazy.h"

#include "lexicon.h"

#include <stdlib.h>

static inline unsigned pair_bit(char a, char b) { return ((unsigned char)a * 37u + (unsigned char)b) & 1023; }

static void fold(const tml_sheet *s, tml_lazy *f) {
  f->folded = true;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    size_t from = f->b.n;
    bool gap = (t->flags & (TML_TF_SPACE | TML_TF_NBSP | TML_TF_NEWLINE)) != 0;
    if (t->kind == TML_T_PUNCT || t->kind == TML_T_FACT) {
      tml_buf_c(&f->b, t->flags & TML_TF_SYNTAX ? ' ' : '\x01');
    } else {
      if (gap) tml_buf_c(&f->b, ' ');
      tml_text_fold(&f->b, tml_tok_str(s, t), TML_FOLD_LOWER);
    }
    f->tok = tml_grow(f->tok, f->b.n + 1, &f->tok_cap, sizeof *f->tok);
    for (size_t k = from; k < f->b.n; k++) f->tok[k] = i;
  }
  for (size_t k = 0; k + 1 < f->b.n; k++) {
    unsigned bit = pair_bit(f->b.p[k], f->b.p[k + 1]);
    f->pairs[bit >> 6] |= UINT64_C(1) << (bit & 63);
  }
}

/* False: the text has not even the two bytes that the pattern begins with. Only where these must stand side by side:
 * two ASCII letters, or the first bytes of one character. */
static bool may_hold(const tml_lazy *f, tml_str pattern) {
  const char *p = pattern.p;
  char a, b;
  if (pattern.n < 2) return true;
  if ((signed char)*p >= 0) {
    a = (char)(*p | 0x20), b = (char)(p[1] | 0x20);
    if (a < 'a' || a > 'z' || b < 'a' || b > 'z') return true;
  } else {
    uint32_t cp = tml_cp_fold(tml_utf8_next(&p));
    if (cp < 0x80 || cp >= 0x10000 || (cp >= 0x2000 && cp < 0x3040) || cp >= 0xFE00) return true;
    a = (char)(cp < 0x800 ? 0xC0 | cp >> 6 : 0xE0 | cp >> 12);
    b = (char)(0x80 | ((cp < 0x800 ? cp : cp >> 6) & 0x3F));
  }
  unsigned bit = pair_bit(a, b);
  return f->pairs[bit >> 6] >> (bit & 63) & 1;
}

static bool word_byte(char c) { return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/* Length of the match of pattern p at t[at], 0 for none. */
static size_t match_at(tml_str t, size_t at, tml_str p, bool free_spaces, bool free_end) {
  size_t i = at, j = 0;
  while (j < p.n) {
    char c = p.p[j];
    if (c == '*') {
      while (i < t.n && word_byte(t.p[i])) i++;
      j++;
    } else if (c == ' ') {
      if (!free_spaces && (i >= t.n || (t.p[i] != ' ' && t.p[i] != '\x01'))) return 0;
      while (i < t.n && t.p[i] == ' ') i++;
      if (!free_spaces && i < t.n && t.p[i] == '\x01') i++;
      j++;
    } else {
      if (free_spaces && j)
        while (i < t.n && t.p[i] == ' ') i++;
      if (i >= t.n || t.p[i] != c) return 0;
      i++, j++;
    }
  }
  if (!free_end && i < t.n && word_byte(t.p[i]) && word_byte(t.p[i - 1])) return 0;
  return i - at;
}

static enum tml_script pattern_script(tml_str p) {
  for (const char *q = p.p; q < p.p + p.n;) {
    uint32_t cp = tml_utf8_next(&q);
    enum tml_script sc = tml_cp_script(cp);
    if (sc > TML_SCRIPT_OTHER) return sc;
  }
  return TML_SCRIPT_LATIN;
}

static bool search(const tml_lazy *f, const tml_lexalias *a, size_t *from, size_t *len) {
  tml_buf p = {0};
  tml_text_fold(&p, a->text, TML_FOLD_LOWER);
  tml_str pat = tml_buf_view(&p), t = tml_buf_view(&f->b);
  enum tml_script sc = pattern_script(a->text);
  bool run = sc == TML_SCRIPT_HANGUL || tml_script_unspaced(sc),
       prefix = run || sc == TML_SCRIPT_ARABIC || sc == TML_SCRIPT_HEBREW;
  bool hit = false;
  *from = *len = 0;
  for (size_t at = 0; pat.n && at + 1 < t.n && !hit; at++) {
    const char *b = t.p, *begin = memchr(b + at, *pat.p, t.n - 1 - at);
    if (!begin) break;
    at = (size_t)(begin - b);
    if (at && !prefix && word_byte(b[at - 1])) continue;
    *len = match_at(t, at, pat, run, run);
    *from = at;
    hit = *len > 0;
  }
  tml_buf_free(&p);
  return hit;
}

bool tml_lazy_find(const tml_lexicon *lex, const tml_locale *loc, const tml_sheet *s, tml_lazy *f, uint64_t key,
                   uint32_t *start, uint32_t *end) {
  const uint64_t *at = tml_map_get(&lex->by_key, key);
  if (!at || !s->ntok) return false;
  if (!f->folded) fold(s, f);
  size_t best = 0, from = 0, n;
  for (uint32_t i = lex->kin[*at]; i; i = lex->alias[i - 1].kin) {
    const tml_lexalias *a = &lex->alias[i - 1];
    size_t where;
    if (a->lang[0] && !tml_locale_is(loc, a->lang)) continue;
    if (a->flags & TML_ALIAS_CASE || !may_hold(f, a->text) || !search(f, a, &where, &n)) continue;
    if (n > best) best = n, from = where;
  }
  if (best) {
    while (best > 1 && f->b.p[from] == ' ') from++, best--;
    *start = s->tok[f->tok[from]].start;
    *end = s->tok[f->tok[from + best - 1]].end;
  }
  return best > 0;
}

void tml_lazy_free(tml_lazy *f) {
  tml_buf_free(&f->b);
  free(f->tok);
  *f = (tml_lazy){0};
}

bool tml_entity_find_lazy(const tml_lexicon *lex, const tml_locale *loc, const tml_sheet *s, uint64_t key,
                          uint32_t *start, uint32_t *end) {
  tml_lazy f = {0};
  bool found = tml_lazy_find(lex, loc, s, &f, key, start, end);
  tml_lazy_free(&f);
  return found;
}
