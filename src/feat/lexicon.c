/* lexicon.c — building a lexicon, and asking it.
 *
 * What for: packs fill it once; the entity stage walks its trie, rules ask for names.
 * What not: no JSON (pack), no matching (entity.c).
 * An alias becomes tokens exactly as a text does. Plain ASCII ones are cut here by hand (letters, digits, signs): a run
 * of the scanner over each would double the start-up time; the rest goes through tml_feat_scan. Hyphens are left out of
 * the trie, and the walk skips them where nothing else fits: "PCI-DSS" and "PCI DSS" are one alias.
 */
#include "lexicon.h"

#include <stdlib.h>

tml_lexicon *tml_lexicon_new(void) {
  tml_lexicon *lex = tml_calloc(1, sizeof *lex);
  lex->node = tml_grow(NULL, 1, &lex->node_cap, sizeof *lex->node);
  lex->node[lex->nnode++] = (tml_lexnode){0};
  return lex;
}

void tml_lexicon_free(tml_lexicon *lex) {
  if (!lex) return;
  tml_arena_free(&lex->arena);
  free(lex->entity);
  free(lex->kin);
  free(lex->alias);
  free(lex->node);
  free(lex->edge);
  free(lex->edition);
  tml_map_free(&lex->by_key);
  tml_map_free(&lex->by_id);
  tml_map_free(&lex->between);
  free(lex);
}

unsigned tml_lexicon_add(tml_lexicon *lex, const tml_entity *e) {
  bool fresh;
  uint64_t *at = tml_map_put(&lex->by_id, tml_hash(e->id.p, e->id.n), &fresh);
  if (!fresh) return (unsigned)*at;
  *at = lex->nentity;
  lex->entity = tml_grow(lex->entity, lex->nentity + 1, &lex->entity_cap, sizeof *lex->entity);
  lex->kin = tml_grow(lex->kin, lex->nentity + 1, &lex->kin_cap, sizeof *lex->kin);
  tml_entity *n = &lex->entity[lex->nentity];
  *n = *e;
  n->id = tml_arena_str(&lex->arena, e->id);
  n->name = tml_arena_str(&lex->arena, e->name);
  n->key = tml_hash(n->name.p, n->name.n);
  lex->kin[lex->nentity] = 0;
  *tml_map_put(&lex->by_key, n->key, &fresh) = lex->nentity;
  return (unsigned)lex->nentity++;
}

/* ---- edges ---- */

static void edge_put(tml_lexicon *lex, uint64_t key, uint32_t next) {
  size_t mask = lex->edge_cap - 1, i = key >> 32 & mask;
  while (lex->edge[i].key) i = (i + 1) & mask;
  lex->edge[i] = (tml_lexedge){key, next};
}

static void edges_more(tml_lexicon *lex) {
  tml_lexedge *old = lex->edge;
  size_t n = lex->edge_cap;
  lex->edge_cap = n ? n * 2 : 4096;
  lex->edge = tml_calloc(lex->edge_cap, sizeof *lex->edge);
  for (size_t i = 0; i < n; i++)
    if (old[i].key) edge_put(lex, old[i].key, old[i].next);
  free(old);
}

static uint32_t edge_make(tml_lexicon *lex, uint32_t node, uint64_t cls) {
  if ((lex->nedge + 1) * 2 > lex->edge_cap) edges_more(lex);
  uint32_t next = tml_lex_step(lex, node, cls);
  if (next) return next;
  lex->node = tml_grow(lex->node, lex->nnode + 1, &lex->node_cap, sizeof *lex->node);
  lex->node[lex->nnode] = (tml_lexnode){0};
  next = (uint32_t)lex->nnode++;
  uint64_t key = tml_lex_key(node, cls);
  edge_put(lex, key, next);
  lex->node[node].kids |= 1u << (key >> 59);
  lex->nedge++;
  return next;
}

/* ---- aliases to tokens ---- */

static bool is_alnum(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Cuts a plain ASCII alias. Returns the number of tokens, 0 where it isn't plain. */
static unsigned cut_plain(tml_str a, tml_tok *tok) {
  unsigned n = 0;
  char low[64];
  for (size_t i = 0; i < a.n;) {
    unsigned char c = (unsigned char)a.p[i];
    if (c == ' ') {
      i++;
      continue;
    }
    if (n == TML_LEX_MAXTOK || c >= 0x80 || c == '_' || c == '*' || c == '<' || c == '`') return 0;
    tml_tok *t = &tok[n++];
    *t = (tml_tok){.start = (uint32_t)i, .end = (uint32_t)i + 1, .kind = TML_T_PUNCT, .cp = c, .hash = c};
    if (!is_alnum(c)) {
      i++;
      continue;
    }
    size_t j = i;
    bool digit = false, letter = false;
    uint64_t v = 0;
    for (; j < a.n && is_alnum((unsigned char)a.p[j]) && j - i < sizeof low; j++) {
      unsigned char d = (unsigned char)a.p[j];
      if (d <= '9') digit = true, v = v * 10 + (d - '0');
      else letter = true;
      low[j - i] = (char)(d >= 'A' && d <= 'Z' ? d | 0x20 : d);
    }
    if (j < a.n && (unsigned char)a.p[j] >= 0x80) return 0; /* a Latin word may go on */
    t->end = (uint32_t)j;
    t->kind = (uint8_t)(letter ? digit ? TML_T_MIX : TML_T_WORD : TML_T_NUM);
    t->hash = letter ? tml_hash(low, j - i) : v;
    if (c >= 'A' && c <= 'Z') t->flags |= TML_TF_UPPER;
    i = j;
  }
  return n;
}

static unsigned cut_scanned(tml_lexicon *lex, tml_str a, tml_tok *tok) {
  tml_text text = {.p = a.p, .n = (uint32_t)a.n, .end = (uint32_t)a.n};
  tml_featctx ctx = {.arena = &lex->arena, .tokens = &lex->arena, .locale = tml_locale_root()};
  tml_sheet s = {.text = &text};
  tml_feat_scan(&ctx, &s);
  unsigned n = 0;
  for (uint32_t i = 0; i < s.ntok; i++) {
    if (n == TML_LEX_MAXTOK || s.tok[i].kind == TML_T_FACT) return 0;
    tok[n++] = s.tok[i];
  }
  return n;
}

static void first_bit(tml_lexicon *lex, uint64_t cls) {
  unsigned i = (unsigned)(cls >> (64 - TML_LEX_BITS));
  lex->first[i >> 6] |= UINT64_C(1) << (i & 63);
}

void tml_lexicon_alias(tml_lexicon *lex, unsigned entity, tml_str alias, tml_str language, unsigned flags) {
  tml_lexalias a = {.entity = entity, .flags = (uint8_t)flags, .text = tml_arena_str(&lex->arena, alias)};
  if (language.n < sizeof a.lang) memcpy(a.lang, language.p, language.n);
  lex->alias = tml_grow(lex->alias, lex->nalias + 1, &lex->alias_cap, sizeof *lex->alias);
  uint32_t node = 0;
  if (!(flags & TML_ALIAS_LAZY)) {
    tml_tok tok[TML_LEX_MAXTOK];
    unsigned n = cut_plain(a.text, tok), k = 0;
    if (!n) n = cut_scanned(lex, a.text, tok);
    for (unsigned i = 0; i < n; i++) {
      if (i == 0 && tok[i].kind == TML_T_PUNCT && tok[i].cp == '.') {
        a.dot = 1;
        continue;
      }
      if (tok[i].kind == TML_T_PUNCT && tok[i].cp == '-') continue;
      if (tok[i].flags & TML_TF_UPPER) a.upper |= 1u << k;
      if (!node) first_bit(lex, tml_lex_class(&tok[i]));
      node = edge_make(lex, node, tml_lex_class(&tok[i]));
      k++;
    }
  }
  a.kin = lex->kin[entity];
  lex->kin[entity] = (uint32_t)lex->nalias + 1;
  if (node) {
    a.next = lex->node[node].alias;
    lex->node[node].alias = (uint32_t)lex->nalias + 1;
  }
  lex->alias[lex->nalias++] = a;
}

void tml_lexicon_between(tml_lexicon *lex, tml_str word) {
  tml_tok tok[TML_LEX_MAXTOK];
  unsigned n = cut_plain(word, tok);
  if (!n) n = cut_scanned(lex, tml_arena_str(&lex->arena, word), tok);
  bool fresh;
  if (n == 1) *tml_map_put(&lex->between, tok[0].hash, &fresh) = 1;
}

void tml_lexicon_edition(tml_lexicon *lex, tml_str standard, int year, int replaced_by, tml_str when, tml_str source) {
  lex->edition = tml_grow(lex->edition, lex->nedition + 1, &lex->edition_cap, sizeof *lex->edition);
  lex->edition[lex->nedition++] = (tml_lexedition){.key = tml_hash(standard.p, standard.n),
                                                   .year = year,
                                                   .replaced_by = replaced_by,
                                                   .when = tml_arena_str(&lex->arena, when),
                                                   .source = tml_arena_str(&lex->arena, source)};
}

void tml_lexicon_freeze(tml_lexicon *lex) {
  if (!lex->edge_cap) edges_more(lex); /* lookups need a table, be it empty */
  lex->frozen = true;
}

/* ---- asking ---- */

const tml_entity *tml_lexicon_at(const tml_lexicon *lex, unsigned index) {
  return lex && index < lex->nentity ? &lex->entity[index] : NULL;
}

const tml_entity *tml_lexicon_by_key(const tml_lexicon *lex, uint64_t key) {
  uint64_t *at = lex ? tml_map_get(&lex->by_key, key) : NULL;
  return at ? &lex->entity[*at] : NULL;
}

const tml_entity *tml_lexicon_by_id(const tml_lexicon *lex, tml_str id) {
  uint64_t *at = lex ? tml_map_get(&lex->by_id, tml_hash(id.p, id.n)) : NULL;
  return at ? &lex->entity[*at] : NULL;
}

unsigned tml_lexicon_count(const tml_lexicon *lex) { return lex ? (unsigned)lex->nentity : 0; }

int tml_lexicon_superseded(const tml_lexicon *lex, uint64_t key, int year, tml_str *when, tml_str *source) {
  for (size_t i = 0; lex && i < lex->nedition; i++) {
    const tml_lexedition *e = &lex->edition[i];
    if (e->key != key || e->year != year) continue;
    *when = e->when;
    *source = e->source;
    return e->replaced_by;
  }
  return 0;
}

tml_str tml_entity_show(tml_arena *a, const tml_lexicon *lex, const tml_sheet *s, const tml_fact *f, bool edition) {
  const tml_entity *e = tml_lexicon_at(lex, f->unit);
  if (!e) return tml_fact_str(s, f);
  if (f->kind != TML_F_STANDARD || f->in_end <= f->in_start) return e->name;
  char buf[96];
  size_t n = tml_std_name(e, s, f->in_start, f->in_end, edition ? (int)f->num : 0, buf, sizeof buf);
  return tml_arena_str(a, (tml_str){buf, n});
}

/* Names are "BODY NUMBER"; one is the other's family where the number goes on with a part. */
bool tml_entity_related(tml_str a, tml_str b) {
  if (a.n > b.n) {
    tml_str t = a;
    a = b;
    b = t;
  }
  return tml_str_starts(b, a) && (a.n == b.n || b.p[a.n] == '-' || b.p[a.n] == '.');
}
