/* entity.c — standards, regulations, names and document kinds of the lexicon among a text's tokens.
 *
 * What for: one walk over the tokens that no earlier stage has claimed; the longest alias of the lexicon's trie wins,
 * and a body (ISO, NIST …) counts only together with a number (standard.c), in front of which words such as "norme" or
 * a bracketed expansion may stand. Lists go on: "ISO 27001, 27017 and 27018", "ISO 27001 및 27018". What not: names
 * inside unspaced runs and inflected ones: the second look of page.c, only where the sides differ. Cost: one bit test
 * for a word that begins no alias.
 */
#include "lexicon.h"

typedef struct walk {
  const tml_featctx *ctx;
  const tml_lexicon *lex;
  tml_sheet *s;
} walk;

/* A possible match: alias, token behind it, and how many bytes of that token it took ("ISO27001"). */
typedef struct cand {
  uint32_t alias, end, offset;
} cand;

static bool spaced(const tml_tok *t) { return (t->flags & (TML_TF_SPACE | TML_TF_NBSP | TML_TF_NEWLINE)) != 0; }
static bool sign_is(const tml_sheet *s, uint32_t i, char c) {
  return i < s->ntok && s->tok[i].kind == TML_T_PUNCT && s->tok[i].hash == (unsigned char)c && !s->tok[i].owner;
}
static bool ascii_alnum(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
}

/* The alias's letters as they are written in the text: blanks, hyphens and markup aside. */
static bool same_case(tml_str a, tml_str b) {
  size_t i = 0, j = 0;
  for (;;) {
    while (i < a.n && !ascii_alnum((unsigned char)a.p[i])) i++;
    while (j < b.n && !ascii_alnum((unsigned char)b.p[j])) j++;
    if (i == a.n) return true;
    if (j == b.n || a.p[i] != b.p[j]) return false;
    i++, j++;
  }
}

static bool language_fits(const tml_lexalias *a, const tml_locale *loc) {
  return !a->lang[0] || tml_locale_is(loc, a->lang);
}

/* The text of tokens i..end, and `offset` bytes of token `end`. */
static tml_str run_text(const walk *w, uint32_t i, const cand *c) {
  const tml_sheet *s = w->s;
  uint32_t stop = c->offset ? s->tok[c->end].start + c->offset : s->tok[c->end - 1].end;
  return tml_sheet_str(s, s->tok[i].start, stop);
}

/* Letters that a MIX token begins with ("ISO27001"): their hash as a word; *n bytes, 0 where it isn't letters then
 * digits. */
static uint64_t head_hash(const tml_sheet *s, const tml_tok *t, uint32_t *n) {
  char low[16];
  const char *p = s->text->p + t->start;
  uint32_t len = t->end - t->start, k = 0;
  *n = 0;
  while (k < len && k < sizeof low && ((p[k] | 32) >= 'a' && (p[k] | 32) <= 'z')) low[k] = (char)(p[k] | 32), k++;
  if (!k || k >= len || p[k] < '0' || p[k] > '9') return 0;
  *n = k;
  return tml_hash(low, k);
}

/* `first`: the node behind the root that token i leads to, 0 for none. */
static unsigned collect(const walk *w, uint32_t i, uint32_t first, cand *out, unsigned max) {
  const tml_lexicon *lex = w->lex;
  const tml_sheet *s = w->s;
  uint32_t node = 0;
  unsigned n = 0;
  for (uint32_t k = i; k < s->ntok && k < i + 2 * TML_LEX_MAXTOK && n < max; k++) {
    const tml_tok *t = &s->tok[k];
    if (t->owner || t->kind == TML_T_FACT) break;
    uint32_t next = k == i ? first : tml_lex_step(lex, node, tml_lex_class(t));
    if (next) {
      node = next;
      if (lex->node[node].alias) out[n++] = (cand){lex->node[node].alias, k + 1, 0};
      continue;
    }
    if (t->kind == TML_T_MIX) { /* "ISO27001": the letters may be the last word of a body */
      uint32_t head;
      uint64_t h = head_hash(s, t, &head);
      if (head && (next = tml_lex_step(lex, node, h)) && lex->node[next].alias)
        out[n++] = (cand){lex->node[next].alias, k, head};
      break;
    }
    bool star = t->flags & TML_TF_SYNTAX && t->cp == '*';
    bool dash = t->kind == TML_T_PUNCT && t->hash == '-' && !spaced(t) && k + 1 < s->ntok && !spaced(&s->tok[k + 1]);
    if (k == i || (!star && !dash)) break;
  }
  return n;
}

/* ---- standards ---- */

/* Behind "(…)": the token after the bracket that opens at k, or 0. */
static uint32_t behind_bracket(const tml_sheet *s, uint32_t k) {
  if (!sign_is(s, k, '(')) return 0;
  for (uint32_t j = k + 1; j < s->ntok && j < k + 14; j++) {
    if (s->tok[j].kind == TML_T_NUM || s->tok[j].kind == TML_T_MIX) return 0;
    if (sign_is(s, j, ')')) return j + 1;
  }
  return 0;
}

/* Finds the number that belongs to the body that ends at c. */
static bool find_number(const walk *w, const tml_entity *e, const cand *c, tml_stdref *r) {
  const tml_sheet *s = w->s;
  uint32_t k = c->end;
  if (c->offset) return tml_std_number(s, &e->number, k, c->offset, r);
  if (tml_std_number(s, &e->number, k, 0, r)) return !(s->tok[k].flags & TML_TF_NEWLINE) || e->number.min > 2;
  if ((sign_is(s, k, '-') || sign_is(s, k, '/') || sign_is(s, k, '_')) && k + 1 < s->ntok && !spaced(&s->tok[k + 1]))
    return tml_std_number(s, &e->number, k + 1, 0, r);
  if (e->number.min < 3) return false;
  uint32_t b = behind_bracket(s, k);
  if (b && tml_std_number(s, &e->number, b, 0, r)) return true;
  for (unsigned i = 0; i < 3 && k < s->ntok; i++, k++) {
    const tml_tok *t = &s->tok[k];
    bool sign = sign_is(s, k, '-') || (t->flags & TML_TF_SYNTAX && t->cp == '*');
    if (!sign && (t->kind != TML_T_WORD || !tml_map_get(&w->lex->between, t->hash))) return false;
    if (tml_std_number(s, &e->number, k + 1, 0, r)) return true;
  }
  return false;
}

/* A year that only looks like a number: "ISO 2016 image". */
static bool only_a_year(const tml_entity *e, const tml_lexalias *a, const tml_sheet *s, const tml_stdref *r) {
  if (!e->number.colon || r->year || memchr(a->text.p, '/', a->text.n) || r->num_end - r->num_start != 4) return false;
  const char *p = s->text->p + r->num_start;
  return (p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0');
}

/* Whether token k parts the members of a list; *next: the token behind. */
static bool list_sign(const walk *w, uint32_t k, uint32_t *next) {
  const tml_sheet *s = w->s;
  if (k >= s->ntok || s->tok[k].owner) return false;
  const tml_tok *t = &s->tok[k];
  *next = k + 1;
  if (t->kind == TML_T_PUNCT) {
    if (t->hash == ',' || t->cp == 0x3001 || t->cp == 0x060C) { /* "27001, and 27018" */
      uint32_t after;
      if (k + 1 < s->ntok && s->tok[k + 1].kind == TML_T_WORD && list_sign(w, k + 1, &after)) *next = after;
      return true;
    }
    return t->hash == '/' || t->hash == '&';
  }
  if (t->kind != TML_T_WORD) return false;
  size_t n;
  const tml_word *word = tml_locale_words(w->ctx->locale, t->hash, &n);
  for (size_t i = 0; i < n; i++)
    if (word[i].kind == TML_WORD_AND || word[i].kind == TML_WORD_OR) return true;
  /* a particle or a conjunction between two numbers, glued: 27001과 27018, 27001和27018 */
  return t->end - t->start <= 9 && !spaced(t) && (t->script == TML_SCRIPT_HANGUL || tml_script_unspaced(t->script));
}

static void list_members(const walk *w, uint32_t entity, uint32_t k, bool after_year) {
  tml_sheet *s = w->s;
  const tml_entity *e = &w->lex->entity[entity];
  tml_stdref r;
  uint32_t next;
  for (unsigned n = 0; n < 64 && list_sign(w, k, &next); n++) {
    if (next >= s->ntok || !tml_std_number(s, &e->number, next, 0, &r)) return;
    uint32_t len = s->tok[next].end - s->tok[next].start;
    if (e->number.max > 1 && !e->number.need_part && len < 4) return;
    static const tml_lexalias plain = {.text = {"", 0}};
    if (!after_year &&
        (only_a_year(e, &plain, s, &r) || (e->number.max > 1 && len == 4 && !e->number.colon && r.end == next + 1 &&
                                           s->text->p[r.num_start] <= '2' && s->text->p[r.num_start + 1] == '0')))
      return;
    tml_fact *f = tml_feat_claim(w->ctx, s, TML_F_STANDARD, next, r.end - next);
    tml_std_fill(w->lex, s, f, entity, &r);
    f->start = r.num_start;
    f->flags |= TML_FF_INNER;
    k = r.end;
  }
}

/* Capitals of a body's name: "Iso", "iso", "Iec" are malformed. */
static bool odd_case(const tml_entity *e, tml_str text) {
  for (size_t i = 0; i < e->name.n; i++)
    if (e->name.p[i] >= 'a' && e->name.p[i] <= 'z') return false;
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] >= 'a' && text.p[i] <= 'z') return true;
  return false;
}

static uint32_t take_standard(const walk *w, uint32_t i, const cand *c, const tml_lexalias *a) {
  const tml_entity *e = &w->lex->entity[a->entity];
  tml_stdref r;
  if (!find_number(w, e, c, &r) || only_a_year(e, a, w->s, &r)) return 0;
  tml_str body = run_text(w, i, c);
  tml_fact *f = tml_feat_claim(w->ctx, w->s, TML_F_STANDARD, i, r.end - i);
  tml_std_fill(w->lex, w->s, f, a->entity, &r);
  if (r.end - 1 == r.first && !r.year) f->end = r.num_end; /* a revision behind it stays outside */
  bool ascii = true;
  for (size_t k = 0; k < a->text.n; k++) ascii &= (unsigned char)a->text.p[k] < 0x80;
  if (a->flags & TML_ALIAS_LOOSE || (ascii && e->number.colon && odd_case(e, body))) f->flags |= TML_FF_LOOSE;
  if (memchr(body.p, '-', body.n) && !memchr(a->text.p, '-', a->text.n)) f->flags |= TML_FF_LOOSE; /* ISO-IEC 27001 */
  const char *num = w->s->text->p + r.num_start;
  bool year_like = r.num_end - r.num_start == 4 && (num[0] == '2' && num[1] == '0');
  list_members(w, a->entity, r.end, year_like);
  return r.end;
}

/* ---- the walk ---- */

static uint32_t take_name(const walk *w, uint32_t i, const cand *c, const tml_lexalias *a, uint32_t alias) {
  const tml_entity *e = &w->lex->entity[a->entity];
  tml_fact *f = tml_feat_claim(w->ctx, w->s, e->kind, i, c->end - i);
  f->key = f->key2 = e->key;
  f->unit = (uint16_t)a->entity;
  f->sub = e->sub;
  f->num = e->kind == TML_F_NAME ? (int64_t)alias + 1 : 0;
  f->in_start = f->in_end = f->start;
  return c->end;
}

/* "en ISO 8601" in Dutch, French or Spanish is a preposition and ISO, not EN ISO: a word in small letters before one in
 * capitals, where the alias has capitals only. */
static bool is_small_word(tml_str alias, tml_str text) {
  const char *blank = memchr(text.p, ' ', text.n), *gap = memchr(alias.p, ' ', alias.n);
  if (!blank || !gap || text.p[0] < 'a' || text.p[0] > 'z' || alias.p[0] < 'A' || alias.p[0] > 'Z') return false;
  for (const char *p = text.p; p < blank; p++)
    if (*p < 'a' || *p > 'z') return false;
  return blank + 1 < text.p + text.n && blank[1] >= 'A' && blank[1] <= 'Z';
}

/* Tries the aliases that end at one place; returns the token behind what was taken, 0 for none. */
static uint32_t try_aliases(const walk *w, uint32_t i, const cand *c) {
  const tml_lexicon *lex = w->lex;
  for (uint32_t at = c->alias; at; at = lex->alias[at - 1].next) {
    const tml_lexalias *a = &lex->alias[at - 1];
    const tml_entity *e = &lex->entity[a->entity];
    if (!language_fits(a, w->ctx->locale)) continue;
    if (a->flags & TML_ALIAS_CASE && !same_case(a->text, run_text(w, i, c))) continue;
    if (e->flags & TML_ENT_BODY && is_small_word(a->text, run_text(w, i, c))) continue;
    uint32_t from = i;
    if (a->dot) { /* ".NET": the dot touches */
      if (!i || !sign_is(w->s, i - 1, '.') || spaced(&w->s->tok[i])) continue;
      from = i - 1;
    }
    uint32_t end = 0;
    if (e->flags & TML_ENT_BODY) end = take_standard(w, from, c, a);
    else if (!c->offset) end = take_name(w, from, c, a, at - 1);
    if (end) return end;
  }
  return 0;
}

static uint32_t match(const walk *w, uint32_t i, uint32_t first) {
  cand c[TML_LEX_MAXTOK + 2];
  unsigned n = collect(w, i, first, c, TML_COUNT(c));
  while (n--) {
    uint32_t end = try_aliases(w, i, &c[n]);
    if (end) return end;
  }
  return 0;
}

/* "ISO27001": a MIX token whose letters may begin an alias. */
static bool head_begins(const walk *w, const tml_tok *t) {
  uint32_t n;
  uint64_t h = t->flags & TML_TF_DIGIT ? head_hash(w->s, t, &n) : 0;
  return h && tml_lex_first(w->lex, h);
}

/* Nearly all tokens have ended at the bit test of the scan's last loop (sheet.named). */
void tml_feat_entity(const tml_featctx *ctx, tml_sheet *s) {
  walk w = {ctx, ctx->lexicon, s};
  uint32_t low = 0;
  for (uint32_t k = 0; k < s->nnamed; k++) {
    uint32_t i = s->named[k];
    const tml_tok *t = &s->tok[i];
    if (i < low || (t->kind != TML_T_WORD && t->kind != TML_T_MIX) || t->owner) continue;
    uint32_t first = tml_lex_first(w.lex, t->hash) ? tml_lex_step(w.lex, 0, t->hash) : 0;
    if (!first && (t->kind == TML_T_WORD || !head_begins(&w, t))) continue;
    uint32_t end = match(&w, i, first);
    if (end) low = end;
  }
}
