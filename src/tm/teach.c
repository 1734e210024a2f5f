/* teach.c — what one page teaches (tm.h): pairs, facts, terms, names, and its source texts for other locales.
 *
 * A pair is remembered by two hashes. The source's is its folded text's: words, digits, signs and inline facts in
 * order; blanks and case do not count. The target's has 48 bits of its words, digits and facts (signs left out) and 16
 * bits of its full form, so that a difference in form alone can be told from a difference in words.
 * Facts of a source go into lanes (numbers; standards and regulations; names; commands, code and other opaque things):
 * 15 bits each, 0 where it states none, and a bit that tells whether the target states the same.
 */
#include "pair.h"
#include "tmlint/name.h"
#include "tmlint/number.h"
#include "tmlint/text.h"

#include <stdlib.h>

typedef tml_pair pair;

/* Short sources have good reasons to differ; with a name in them they have fewer. */
enum { WORDS = 4, WORDS_WITH_NAME = 2 };

/* Both name standards and share none: one of the texts belongs to a sister page (EN001 says so), and the two teach
 * nothing about each other. Else the sister page, whose source has been borrowed, would be blamed for its right target.
 */
static bool strangers(const tml_sheet *src, const tml_sheet *tgt) {
  if (!tml_sheet_has(src, TML_F_STANDARD) || !tml_sheet_has(tgt, TML_F_STANDARD)) return false;
  for (uint32_t i = 0; i < src->nfact; i++) {
    if (src->fact[i].kind != TML_F_STANDARD) continue;
    for (uint32_t k = 0; k < tgt->nfact; k++)
      if (tgt->fact[k].kind == TML_F_STANDARD && tgt->fact[k].key == src->fact[i].key) return false;
  }
  return true;
}

/* Bytes of words: letters, digits, and what is not ASCII. */
static inline bool in_word(char ch) {
  static const uint64_t set[4] = {UINT64_C(0x03FF000000000000), UINT64_C(0x07FFFFFE07FFFFFE), ~UINT64_C(0),
                                  ~UINT64_C(0)};
  return set[(unsigned char)ch >> 6] >> (ch & 63) & 1;
}

/* A sentence that was left in the source language: the same letters, signs and spaces apart. Were it counted, it could
 * be the majority, and the few that are translated would be blamed. CO003 reports it. */
static bool left_in_source(const tml_text *s, const tml_text *t) {
  if (s->n && t->n && *s->p != *t->p && in_word(*s->p) && in_word(*t->p)) return false;
  uint32_t i = 0, j, least = s->n < t->n ? s->n : t->n;
  for (uint64_t x, y; i + 8 <= least; i += 8) { /* what begins alike: nearly all texts part within a few bytes */
    memcpy(&x, s->p + i, 8), memcpy(&y, t->p + i, 8);
    if (x != y) break;
  }
  for (j = i;; i++, j++) {
    while (i < s->n && !in_word(s->p[i])) i++;
    while (j < t->n && !in_word(t->p[j])) j++;
    if (i == s->n || j == t->n) break;
    if (s->p[i] != t->p[j]) return false;
  }
  if (i < s->n || j < t->n) return false;
  unsigned lower = 0;
  for (i = 0; i < s->n && lower < 3; i++) lower += s->p[i] >= 'a' && s->p[i] <= 'z' && (i == 0 || s->p[i - 1] == ' ');
  return lower >= 3;
}

/* Texts that teach nothing about each other. Asked more than once a pair. */
static bool apart(const tml_page *page, uint32_t i) {
  enum { ASKED = 1, APART = 2 };
  uint8_t *known = &page->taught[i];
  if (*known) return *known & APART;
  const tml_segment *g = &page->doc->segs[i];
  bool are = strangers(&page->source[i], &page->target[i]) || left_in_source(&g->source, &g->target);
  *known = ASKED | (are ? APART : 0);
  return are;
}

bool tml_pair_teaches(const tml_page *page, uint32_t i) {
  const tml_segment *g = &page->doc->segs[i];
  const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
  if (!g->source.p || !g->target.p || !tgt->ntok || g->ctx & TML_CTX_FENCE) return false;
  if (src->words < WORDS && (src->words < WORDS_WITH_NAME || !tml_sheet_has(src, TML_F_NAME))) return false;
  return !apart(page, i);
}

static uint64_t language_of(const tml_page *page) {
  return tml_hash(page->doc->target_language.p, page->doc->target_language.n);
}

void tml_tm_source_keys(const tml_page *page, uint32_t i, uint64_t key[2]) {
  for (unsigned heading = 0; heading < 2; heading++)
    key[heading] = tml_hash_mix(page->source[i].hash, language_of(page) + heading);
}

static void add_targets(const tml_page *page, tml_buf *out) {
  uint64_t language = language_of(page);
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    const tml_segment *g = &page->doc->segs[i];
    const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
    if (!tml_pair_teaches(page, i)) continue;
    /* A heading is a noun phrase where its sentence is none; a name is a name anywhere. */
    bool heading = g->heading && src->words >= WORDS && !tml_sheet_has(src, TML_F_NAME);
    pair p = {.source = tml_hash_mix(src->hash, language + heading),
              .target = (tgt->content & ~TML_FORM_BITS) | (tgt->hash & TML_FORM_BITS),
              .file = i,
              .start = g->start};
    tml_buf_put(out, &p, sizeof p);
  }
}

/* ---- facts ---- */

enum { NAMES = 2 };
static const uint64_t LANE_FACTS = TML_FM(TML_F_NUMBER) | TML_FM(TML_F_DATE) | TML_FM(TML_F_TIME) |
                                   TML_FM(TML_F_VERSION) | TML_FM(TML_F_STANDARD) | TML_FM(TML_F_REGULATION) |
                                   TML_FM(TML_F_NAME) | TML_FM(TML_F_COMMAND) | TML_FM(TML_F_API) | TML_FM(TML_F_FILE) |
                                   TML_FM(TML_F_OPAQUE) | TML_FM(TML_F_CODE);

/* The letters and digits of a text: `Get-X` in code and without it are the same. So is a letter doubled or not: most
 * slips of the source are such. */
static uint64_t letters(tml_str s) {
  uint64_t h = 0;
  unsigned char before = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (!in_word(s.p[i])) continue;
    if (c >= 'A' && c <= 'Z') c |= 32;
    if (c != before || c < 'a') h = (h ^ c) * UINT64_C(0x100000001B3);
    before = c;
  }
  return h;
}

/* The lane of a fact, or -1, and what it says. */
static int lane_of(const tml_sheet *s, const tml_fact *f, uint64_t *says) {
  switch (f->kind) {
  case TML_F_NUMBER:
    if (f->sub == TML_NUM_LIST) return -1;
    *says = tml_hash_mix((uint64_t)f->num, (uint64_t)f->exp);
    return 0;
  case TML_F_DATE:
  case TML_F_TIME:
  case TML_F_VERSION: *says = tml_hash_mix(f->key, f->kind); return 0;
  case TML_F_STANDARD:
  case TML_F_REGULATION: *says = f->key; return 1;
  case TML_F_NAME: *says = f->key; return NAMES;
  case TML_F_COMMAND:
  case TML_F_API:
  case TML_F_FILE:
  case TML_F_OPAQUE: *says = letters(tml_fact_str(s, f)); return 3;
  case TML_F_CODE: *says = letters(tml_sheet_str(s, f->in_start, f->in_end)); return 3;
  default: return -1;
  }
}

static void lanes_of(const tml_sheet *s, uint64_t lane[TML_LANES]) {
  memset(lane, 0, TML_LANES * sizeof *lane);
  if (!(s->has & LANE_FACTS)) return;
  uint64_t seen[32];
  unsigned n = 0;
  for (uint32_t i = 0; i < s->nfact && n < TML_COUNT(seen); i++) {
    uint64_t says;
    int l = lane_of(s, &s->fact[i], &says);
    if (l < 0) continue;
    says = tml_hash_mix(says, (uint64_t)l);
    unsigned k = 0;
    while (k < n && seen[k] != says) k++;
    if (k < n) continue;
    seen[n++] = says;
    lane[l] += says;
  }
}

/* The least that is said of any name. */
static enum tml_said names_said(const tml_page *page, const tml_sheet *src, const tml_sheet *tgt) {
  enum tml_said least = TML_SAID_WHOLE;
  bool half = false;
  for (uint32_t i = 0; i < src->nfact; i++) {
    if (src->fact[i].kind != TML_F_NAME || tml_name_has(tgt, src->fact[i].key)) continue;
    enum tml_said said = tml_name_said_by_pair(page->lexicon, src, i, tgt);
    half |= said == TML_SAID_HALF;
    if (said < least) least = said;
  }
  return half ? TML_SAID_HALF : least;
}

static void add_facts(const tml_page *page, tml_buf *out) {
  uint64_t language = language_of(page) + 1;
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    const tml_segment *g = &page->doc->segs[i];
    const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
    if (!(src->has & LANE_FACTS) || !g->source.p || !g->target.p || !tgt->ntok || g->ctx & TML_CTX_FENCE) continue;
    if (src->words < WORDS_WITH_NAME || apart(page, i)) continue;
    uint64_t s[TML_LANES], t[TML_LANES], value = 0;
    lanes_of(src, s);
    lanes_of(tgt, t);
    for (int l = 0; l < TML_LANES; l++) {
      if (!s[l]) continue;
      /* a name that is half said is another name, or its own with a word translated: nobody knows */
      enum tml_said said = l == NAMES ? names_said(page, src, tgt) : s[l] == t[l] ? TML_SAID_WHOLE : TML_SAID_NOT;
      if (said == TML_SAID_HALF) continue;
      uint64_t bits = s[l] >> (64 - TML_LANE_BITS);
      value |= (bits ? bits : 1) << (l * TML_LANE_BITS);
      value |= (uint64_t)(said == TML_SAID_WHOLE) << (TML_LANES * TML_LANE_BITS + l);
    }
    if (!value) continue;
    pair p = {.source = tml_hash_mix(tgt->content, language), .target = value, .file = i, .start = g->start};
    tml_buf_put(out, &p, sizeof p);
  }
}

/* ---- terms ----
 *
 * A term is what a text has in bold, where both texts have one bold and no more: which belongs to which is sure then.
 * A rendering counts by its words' beginnings, in any order: inflected, with an article or another preposition it is
 * the same. */

enum { TERM_WORDS = 5, SMALL = 3, STEM = 4, STEM_HANGUL = 2 };

static const tml_fact *only_bold(const tml_sheet *s) {
  const tml_fact *f = NULL;
  for (uint32_t i = 0; i < s->nfact; i++) {
    if (s->fact[i].kind != TML_F_EMPH || s->fact[i].sub != 2) continue;
    if (f) return NULL;
    f = &s->fact[i];
  }
  return f;
}

/* Hangul: what particles leave of a word. A noun that ends like one is cut wherever it stands. */
static size_t without_particles(const char *p, size_t n) {
  static const char ends[] = "을를은는이가의에와과도로";
  for (;;) {
    bool cut = false;
    for (size_t i = 0; i + 3 < sizeof ends && n > 3; i += 3) cut |= memcmp(p + n - 3, ends + i, 3) == 0;
    if (!cut) return n;
    n -= 3;
  }
}

static bool has_marks(tml_str s) { /* combining ones, U+0300 … 036F */
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] == 0xCC || (unsigned char)s.p[i] == 0xCD) return true;
  return false;
}

static uint64_t beginning(tml_str s, unsigned most) {
  uint64_t h = 1;
  const char *p = s.p, *end = s.p + s.n;
  for (unsigned n = 0; p < end && n < most; n++) {
    unsigned len;
    uint32_t c = tml_cp_fold(tml_utf8_lenient(p, end, &len));
    h = (h ^ (c == 0xF0 ? 0x111 : c)) * UINT64_C(0x100000001B3); /* eth is typed for d with stroke */
    p += len;
  }
  return h;
}

/* The beginning of a word, folded; 0 for one of three small letters or fewer, where such are small words. */
static uint64_t stem(const tml_sheet *s, const tml_tok *t, bool small) {
  tml_str w = tml_tok_str(s, t);
  if (tml_script_unspaced(t->script)) return beginning(w, UINT32_MAX);
  if (t->script == TML_SCRIPT_HANGUL) return beginning(tml_str_n(w.p, without_particles(w.p, w.n)), STEM_HANGUL);
  size_t letters = tml_utf8_count(w);
  if (small && letters <= SMALL && !(t->flags & TML_TF_UPPER)) return 0;
  if (letters >= 5 && tml_str_starts(w, TML_S("ال"))) w = tml_str_n(w.p + 4, w.n - 4); /* the article */
  unsigned most = letters > STEM ? STEM : letters > SMALL ? (unsigned)letters - 1 : (unsigned)letters;
  if (!has_marks(w)) return beginning(w, most);
  tml_buf b = {0};
  tml_text_nfc(&b, w);
  uint64_t h = beginning(tml_buf_view(&b), most);
  tml_buf_free(&b);
  return h;
}

static uint64_t part_of(const tml_sheet *s, const tml_tok *t, bool small) {
  if (t->kind == TML_T_PUNCT) return 0;
  uint64_t h = t->kind == TML_T_WORD ? stem(s, t, small) : t->hash;
  return h ? tml_hash_mix(h, t->kind != TML_T_WORD) : 0;
}

static bool small_words(const tml_page *page) { return !tml_locale_is(page->target_locale, "vi"); }

/* Of the tokens first … first + n - 1. */
static uint64_t rendering_of(const tml_page *page, const tml_sheet *s, uint32_t first, uint32_t n) {
  uint64_t sum = 0;
  for (int pass = 0; pass < 2 && !sum; pass++)
    for (uint32_t i = first; i < first + n && i < s->ntok; i++)
      sum += part_of(s, &s->tok[i], !pass && small_words(page));
  return sum;
}

static const tml_tok *first_word(const tml_sheet *s, const tml_fact *f) {
  for (uint32_t k = f->tok; k < f->tok + f->ntok && k < s->ntok; k++)
    if (s->tok[k].kind != TML_T_PUNCT) return &s->tok[k];
  return NULL;
}

/* Kept, but not as a label is written: a keyword, a field of a protocol. */
static bool as_typed(const tml_sheet *src, const tml_fact *a, const tml_sheet *tgt, const tml_fact *b) {
  const tml_tok *x = first_word(src, a), *y = first_word(tgt, b);
  return x && y && x->hash == y->hash && (!(y->flags & TML_TF_UPPER) || y->flags & TML_TF_ALLCAPS);
}

bool tml_term_of(const tml_page *page, uint32_t i, tml_term *out) {
  const tml_segment *g = &page->doc->segs[i];
  const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
  if (!tml_sheet_has(src, TML_F_EMPH) || !tml_sheet_has(tgt, TML_F_EMPH) || g->ctx & TML_CTX_FENCE) return false;
  const tml_fact *a = only_bold(src), *b = only_bold(tgt);
  if (!a || !b) return false;
  unsigned words = 0;
  bool capital = false;
  out->term = 0;
  for (uint32_t k = a->tok; k < a->tok + a->ntok && k < src->ntok; k++) {
    const tml_tok *t = &src->tok[k];
    if (t->kind == TML_T_PUNCT) continue;
    if (!words++) capital = t->flags & TML_TF_UPPER;
    out->term = tml_hash_mix(out->term, t->hash);
  }
  /* A term in small letters is most often what one types; so is one that keeps its word, in small letters or capitals.
   */
  if (!words || words > TERM_WORDS || !capital || as_typed(src, a, tgt, b)) return false;
  if (left_in_source(&g->source, &g->target)) return false;
  out->rendering = rendering_of(page, tgt, b->tok, b->ntok);
  out->source_start = a->in_start, out->source_end = a->in_end;
  out->target_start = b->in_start, out->target_end = b->in_end;
  return out->rendering != 0;
}

bool tml_term_said(const tml_page *page, uint32_t i, uint64_t rendering) {
  const tml_sheet *s = &page->target[i];
  enum { LONGEST = 16 };
  for (uint32_t from = 0; from < s->ntok; from++)
    for (int small = 0; small < 2; small++) {
      uint64_t sum = 0;
      for (uint32_t k = from; k < s->ntok && k < from + LONGEST; k++) {
        sum += part_of(s, &s->tok[k], small);
        if (sum == rendering) return true;
      }
    }
  return false;
}

static void add_terms(const tml_page *page, tml_buf *out) {
  uint64_t language = language_of(page) + 2;
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    tml_term t;
    if (!tml_term_of(page, i, &t)) continue;
    pair p = {tml_hash_mix(t.term, language), t.rendering, i, page->doc->segs[i].start};
    tml_buf_put(out, &p, sizeof p);
  }
}

void tml_pairs_of(const tml_page *page, int list, tml_buf *out) {
  switch (list) {
  case TML_TM_TARGET: add_targets(page, out); break;
  case TML_TM_FACTS: add_facts(page, out); break;
  case TML_TM_TERM: add_terms(page, out); break;
  default: break;
  }
}

/* ---- names ---- */

/* A language keeps a name that another one translates: names are counted by target language. */
void tml_names_of(const tml_page *page, tml_buf *out) {
  uint64_t language = language_of(page);
  tml_map counts = {0};
  size_t cap = 0, n = 0;
  tml_name_sum *v = NULL;
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    const tml_sheet *src = &page->source[i], *tgt = &page->target[i];
    if (!tml_sheet_has(src, TML_F_NAME) || !tgt->ntok) continue;
    for (uint32_t k = 0; k < src->nfact; k++) {
      const tml_fact *f = &src->fact[k];
      if (f->kind != TML_F_NAME) continue;
      bool fresh,
          kept = tml_name_has(tgt, f->key) || tml_name_said_by_pair(page->lexicon, src, k, tgt) == TML_SAID_WHOLE;
      uint64_t *at = tml_map_put(&counts, f->key, &fresh);
      if (fresh) {
        v = tml_grow(v, n + 1, &cap, sizeof *v);
        v[n] = (tml_name_sum){.name = tml_hash_mix(f->key, language)};
        *at = n++;
      }
      uint16_t *count = kept ? &v[*at].kept : &v[*at].lost;
      *count += *count < UINT16_MAX;
    }
  }
  tml_buf_put(out, v, n * sizeof *v);
  tml_map_free(&counts);
  free(v);
}

/* ---- the page among those of other locales ---- */

/* What stands behind the last hyphen: the part of an id before it is the file's, and so the locale's. */
static tml_str number_of(tml_str id) {
  size_t i = id.n;
  while (i && id.p[i - 1] != '-') i--;
  return tml_str_n(id.p + i, id.n - i);
}

uint64_t tml_units_of(const tml_page *page, tml_str name, tml_buf *out) {
  const tml_doc *d = page->doc;
  if (!name.n || d->format != TML_FMT_SXS || !d->nsegs) return 0;
  /* Handed off at another time, it was another text. */
  tml_str of = tml_doc_meta(d, "ms.openlocfilehash");
  if (!of.n) of = tml_doc_meta(d, "ms.lasthandoff");
  uint64_t key = tml_hash_mix(tml_hash(name.p, name.n), tml_hash(of.p, of.n));
  for (uint32_t i = 0; i < d->nsegs; i++) {
    tml_str number = number_of(d->segs[i].id);
    key = tml_hash_mix(key, tml_hash(number.p, number.n));
    const tml_sheet *s = &page->source[i];
    uint64_t h = 0;
    for (uint32_t k = 0; k < s->ntok; k++)
      if (s->tok[k].kind != TML_T_PUNCT && s->tok[k].kind != TML_T_FACT) h = tml_hash_mix(h, s->tok[k].hash);
    uint32_t words = (uint32_t)(h >> 32);
    tml_buf_put(out, &words, sizeof words);
  }
  return key ? key : 1;
}

static void begin(tml_buf *out, uint32_t section, size_t *at) {
  tml_block b = {section, 0};
  *at = out->n;
  tml_buf_put(out, &b, sizeof b);
}

static void end(tml_buf *out, size_t at) {
  tml_block b;
  memcpy(&b, out->p + at, sizeof b);
  b.bytes = (uint32_t)(out->n - at - sizeof b);
  memcpy(out->p + at, &b, sizeof b);
  if (!b.bytes) out->n = at;
}

void tml_tm_learn(const tml_page *page, tml_str name, unsigned wanted, tml_buf *out) {
  size_t at;
  begin(out, TML_SEC_NAMES, &at);
  tml_names_of(page, out);
  end(out, at);
  if (wanted >> TML_TM_TAGS & 1) {
    begin(out, TML_SEC_TAGS, &at);
    tml_tags_of(page->doc, out);
    end(out, at);
  }
  for (int list = 0; list < TML_LISTS; list++) {
    if (!(wanted >> list & 1)) continue;
    begin(out, TML_SEC_LIST + (uint32_t)list, &at);
    tml_pairs_of(page, list, out);
    end(out, at);
  }
  if (!(wanted >> TML_TM_SOURCE & 1)) return;
  size_t units;
  begin(out, TML_SEC_PAGES, &at);
  tml_page_at p = {0};
  tml_buf_put(out, &p, sizeof p);
  end(out, at);
  begin(out, TML_SEC_UNITS, &units);
  p.key = tml_units_of(page, name, out);
  p.n = (uint32_t)((out->n - units - sizeof(tml_block)) / sizeof(uint32_t));
  end(out, units);
  memcpy(out->p + at + sizeof(tml_block), &p, sizeof p);
  if (!p.key) out->n = at;
}
