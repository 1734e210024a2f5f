/* lazy.c — the second look for an entity: localized names inside unspaced runs, and inflected ones by their stems.
 *
 * What for: "通用数据保护条例" inside a longer run, "Общего регламента по защите данных": asked only where one side
 * names an entity that the other seems to lack, so it may cost what a search costs. Grammar of a pattern: words; `*` at
 * a word's end stands for any further letters. In Hangul, Han and other scripts that are written unspaced or spaced at
 * will, blanks match nothing or any, and a name may begin and end inside a run; in Arabic and Hebrew a name may have
 * prefixes.
 */
#include "lexicon.h"

#include <stdlib.h>

/* The words of a text folded for search, with the token that each byte comes from. */
typedef struct folded {
  tml_buf b;
  uint32_t *tok; /* by byte */
  size_t tok_cap;
} folded;

static void fold(const tml_sheet *s, folded *f) {
  *f = (folded){0};
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

static bool search(const folded *f, const tml_lexalias *a, size_t *from, size_t *len) {
  tml_buf p = {0};
  tml_text_fold(&p, a->text, TML_FOLD_LOWER);
  tml_str pat = tml_buf_view(&p), t = tml_buf_view(&f->b);
  enum tml_script sc = pattern_script(a->text);
  bool run = sc == TML_SCRIPT_HANGUL || tml_script_unspaced(sc),
       prefix = run || sc == TML_SCRIPT_ARABIC || sc == TML_SCRIPT_HEBREW;
  bool hit = false;
  for (size_t at = 0; pat.n && at + 1 < t.n && !hit; at++) {
    if (t.p[at] != pat.p[0] || (at && !prefix && word_byte(t.p[at - 1]))) continue;
    *len = match_at(t, at, pat, run, run);
    *from = at;
    hit = *len > 0;
  }
  tml_buf_free(&p);
  return hit;
}

bool tml_entity_find_lazy(const tml_lexicon *lex, const tml_locale *loc, const tml_sheet *s, uint64_t key,
                          uint32_t *start, uint32_t *end) {
  const uint64_t *at = tml_map_get(&lex->by_key, key);
  if (!at || !s->ntok) return false;
  folded f;
  fold(s, &f);
  size_t best = 0, from = 0, n;
  for (uint32_t i = lex->kin[*at]; i; i = lex->alias[i - 1].kin) {
    const tml_lexalias *a = &lex->alias[i - 1];
    size_t where;
    if (a->lang[0] && !tml_locale_is(loc, a->lang)) continue;
    if (a->flags & TML_ALIAS_CASE || !search(&f, a, &where, &n)) continue;
    if (n > best) best = n, from = where;
  }
  if (best) {
    while (best > 1 && f.b.p[from] == ' ') from++, best--;
    *start = s->tok[f.tok[from]].start;
    *end = s->tok[f.tok[from + best - 1]].end;
  }
  tml_buf_free(&f.b);
  free(f.tok);
  return best > 0;
}
