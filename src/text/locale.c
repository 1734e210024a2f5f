/* locale.c — finds a locale by its tag and answers from its tables (tab_locale.c). No libc locale is ever asked. */
#include "text/tables.h"

enum { TAG_MAX = 15 };

const tml_locale *tml_locale_all(size_t *n) {
  *n = tml_locales_n;
  return tml_locales;
}

/* Eight bytes as a number that is ordered as they are. */
static inline uint64_t ordered(const char *p) {
#define BYTE(i) ((uint64_t)(unsigned char)p[i] << (56 - 8 * (i)))
  return BYTE(0) | BYTE(1) | BYTE(2) | BYTE(3) | BYTE(4) | BYTE(5) | BYTE(6) | BYTE(7);
#undef BYTE
}

/* Tags are padded with NULs, in the table and here: two numbers each. */
static const tml_locale *by_tag(const char *tag, size_t n) {
  char whole[TAG_MAX + 1] = {0};
  _Static_assert(sizeof whole == 16 && sizeof tml_locale_aliases[0].tag == 16, "tags are two numbers");
  memcpy(whole, tag, n);
  const uint64_t first = ordered(whole), second = ordered(whole + 8);
  unsigned low = 0, high = tml_locale_aliases_n;
  while (low < high) {
    unsigned mid = (low + high) / 2;
    uint64_t a = ordered(tml_locale_aliases[mid].tag), b = ordered(tml_locale_aliases[mid].tag + 8);
    if (a == first && b == second) return &tml_locales[tml_locale_aliases[mid].locale];
    if (first < a || (first == a && second < b)) high = mid;
    else low = mid + 1;
  }
  return NULL;
}

const tml_locale *tml_locale_root(void) { return by_tag("und", 3); }

const tml_locale *tml_locale_find(tml_str tag) {
  char low[TAG_MAX + 1];
  size_t n = 0;
  /* `pt_BR.UTF-8` and `sr_RS@latin` end at the sign; longer tags only have extensions and variants behind the limit. */
  for (; n < tag.n && n < TAG_MAX && tag.p[n] != '.' && tag.p[n] != '@'; n++)
    low[n] = (char)(tag.p[n] == '_' ? '-' : tag.p[n] >= 'A' && tag.p[n] <= 'Z' ? tag.p[n] + 32 : tag.p[n]);
  while (n) {
    const tml_locale *l = by_tag(low, n);
    if (l) return l;
    while (n && low[n - 1] != '-') n--;
    if (n) n--;
  }
  return tml_locale_root();
}

tml_locale_item tml_locale_item_at(const tml_locale *l, enum tml_locale_list which, size_t i) {
  const tml_pool_item *it = &tml_pool_items[l->list[which].at + i];
  tml_word w = {.value = it->value};
  return (tml_locale_item){
      {tml_pool + it->at, it->n}, which == TML_LIST_NUMBER ? tml_word_value(&w) : it->value, it->flags};
}

/* Order of an item's first character against the first character of s (n bytes long). */
static int first_order(const tml_pool_item *it, const char *s, size_t n) {
  size_t least = it->n < n ? it->n : n;
  int order = memcmp(tml_pool + it->at, s, least);
  return order ? order : it->n < n ? -1 : 0;
}

int tml_locale_match_slow(const tml_locale *l, enum tml_locale_list which, tml_str s) {
  unsigned char c = (unsigned char)s.p[0];
  size_t first = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  const tml_pool_item *items = &tml_pool_items[l->list[which].at];
  uint32_t low = 0, high = l->list[which].n, n = high;
  while (low < high) {
    uint32_t mid = (low + high) / 2;
    if (first_order(&items[mid], s.p, first) < 0) low = mid + 1;
    else high = mid;
  }
  for (; low < n && first_order(&items[low], s.p, first) == 0; low++)
    if (items[low].n <= s.n && memcmp(tml_pool + items[low].at, s.p, items[low].n) == 0) return (int)low;
  return -1;
}

const tml_word *tml_locale_words(const tml_locale *l, uint64_t hash, size_t *n) {
  *n = 0;
  if (!l->words.n) return NULL;
  uint32_t h = (uint32_t)hash;
  const uint16_t *bucket = &tml_pool_buckets[l->buckets + (l->bucket_bits ? h >> (32 - l->bucket_bits) : 0)];
  const tml_word *w = &tml_pool_words[l->words.at + bucket[0]], *end = &tml_pool_words[l->words.at + bucket[1]];
  while (w < end && w->hash < h) w++;
  const tml_word *first = w;
  while (w < end && w->hash == h) w++;
  *n = (size_t)(w - first);
  return *n ? first : NULL;
}

int tml_locale_number_words(const tml_locale *l, tml_str word_folded, int64_t *value, bool *ordinal) {
  size_t n;
  const tml_word *w = tml_locale_words(l, tml_hash(word_folded.p, word_folded.n), &n);
  for (size_t i = 0; i < n; i++) { /* ordered by kind: cardinals come first */
    if (w[i].kind != TML_WORD_CARDINAL && w[i].kind != TML_WORD_ORDINAL) continue;
    *value = tml_word_value(&w[i]);
    *ordinal = w[i].kind == TML_WORD_ORDINAL;
    return 1;
  }
  return 0;
}

static int fact_of(const tml_locale *l, tml_str word, unsigned kind) {
  if (word.n && word.p[word.n - 1] == '.') word.n--;
  size_t n;
  const tml_word *w = tml_locale_words(l, tml_hash(word.p, word.n), &n);
  for (size_t i = 0; i < n; i++)
    if (w[i].kind == kind) return w[i].value;
  return 0;
}

int tml_locale_month(const tml_locale *l, tml_str word_folded) { return fact_of(l, word_folded, TML_WORD_MONTH); }
