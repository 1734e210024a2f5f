/* slug.c — standards in URLs, file names and heading anchors: witnesses from outside both texts.
 *
 * Two directions, on purpose:
 *   tml_entity_in_slug    what a path or file name says: bodies right before a number ("iso27001", "ISOIEC_27001",
 *                         "rfc5322", "nist-sp-800-53") and the slugs of names without a number ("pci-dss", "gdpr").
 *                         Never from a host (www.27000.org), never from a bare number (iso.org/standard/51986).
 *   tml_entity_in_anchor  whether an anchor names a KNOWN standard: "isoiec-270012013-…" can't be parsed (an anchor
 * drops every sign), but the known name can be slugged and looked for.
 */
#include "lexicon.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }
static char low(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
static bool letter(char c) { return low(c) >= 'a' && low(c) <= 'z'; }
static bool separator(char c) { return c == '-' || c == '_' || c == '.' || c == '+' || c == ' ' || c == '/'; }

static bool starts_low(tml_str s, size_t at, const char *z) {
  size_t i = 0;
  for (; z[i]; i++)
    if (at + i >= s.n || low(s.p[at + i]) != z[i]) return false;
  return true;
}
static size_t skip_separator(tml_str s, size_t at) {
  if (at + 2 < s.n && s.p[at] == '%' && s.p[at + 1] == '2' && s.p[at + 2] == '0') return at + 3;
  return at < s.n && separator(s.p[at]) ? at + 1 : at;
}
static bool year_at(tml_str s, size_t at, size_t stop) {
  return at + 4 <= stop && ((s.p[at] == '1' && s.p[at + 1] == '9') || (s.p[at] == '2' && s.p[at + 1] == '0')) &&
         digit(s.p[at + 2]) && digit(s.p[at + 3]);
}

/* How slugs write a body, and its number: fewest and most digits, whether it has parts, whether they are needed. */
typedef struct slugbody {
  const char *slug, *id;
  uint8_t min, max;
  bool part, need_part;
} slugbody;
static const slugbody bodies[] = {
    {"iso", "iso", 3, 5, true, false},  {"nist", "nist", 3, 4, true, true}, {"fips", "fips", 2, 3, true, false},
    {"rfc", "rfc", 3, 5, false, false}, {"soc", "soc", 1, 1, false, false},
};

/* A number with its part at `at`; a year glued to it or behind it does not belong. Returns its length, 0 for none. */
static size_t number_at(tml_str s, size_t at, const slugbody *b, char *out, size_t *n) {
  size_t i = at;
  while (i < s.n && digit(s.p[i])) i++;
  size_t len = i - at;
  if (len >= 7 && len - 4 <= b->max && b->max >= 4 && year_at(s, i - 4, i)) len -= 4; /* 270012013 */
  if (len < b->min || len > b->max) return 0;
  memcpy(out, s.p + at, len);
  *n = len;
  size_t end = at + len;
  if (b->part && end + 1 < s.n && (s.p[end] == '-' || s.p[end] == '_') && digit(s.p[end + 1]) &&
      !year_at(s, end + 1, s.n)) {
    size_t j = end + 1;
    while (j < s.n && digit(s.p[j])) j++;
    size_t part = j - end - 1;
    if (part >= 5 && year_at(s, j - 4, j)) part -= 4; /* 20000-12011 */
    if (part <= 3) {
      out[(*n)++] = '-';
      memcpy(out + *n, s.p + end + 1, part);
      *n += part;
      end += part + 1;
    }
  }
  if (b->need_part && end == at + len) return 0;
  return end - at;
}

static unsigned add(tml_arena *a, tml_slugname *out, unsigned n, unsigned max, const char *name, size_t len) {
  uint64_t key = tml_hash(name, len);
  for (unsigned i = 0; i < n; i++)
    if (out[i].key == key) return n;
  if (n == max) return n;
  out[n] = (tml_slugname){key, tml_arena_str(a, (tml_str){name, len})};
  return n + 1;
}

/* Whether the slug of `name` ("PCI DSS": pci-dss, pci_dss, pcidss) stands in s, no letter or digit round it. */
static bool has_name(tml_str s, tml_str name) {
  for (size_t at = 0; at + 3 <= s.n; at++) {
    if (low(s.p[at]) != low(name.p[0]) || (at && (letter(s.p[at - 1]) || digit(s.p[at - 1])))) continue;
    size_t i = at, j = 0;
    while (j < name.n) {
      if (separator(name.p[j])) i = skip_separator(s, i), j++;
      else if (i < s.n && low(s.p[i]) == low(name.p[j])) i++, j++;
      else break;
    }
    if (j == name.n && (i == s.n || (!letter(s.p[i]) && !digit(s.p[i])))) return true;
  }
  return false;
}

/* The part of a URL that may name things: path, query, fragment. */
static tml_str url_path(tml_str url) {
  size_t i = 0;
  while (i + 2 < url.n && !(url.p[i] == ':' && url.p[i + 1] == '/' && url.p[i + 2] == '/')) i++;
  if (i + 2 >= url.n) return url; /* relative */
  for (i += 3; i < url.n && url.p[i] != '/'; i++) {
  }
  return (tml_str){url.p + i, url.n - i};
}

unsigned tml_entity_in_slug(tml_arena *a, const tml_lexicon *lex, tml_str slug, bool is_url, tml_slugname *out,
                            unsigned max) {
  tml_str s = is_url ? url_path(slug) : slug;
  unsigned n = 0;
  for (size_t at = 0; at + 4 <= s.n; at++) {
    for (unsigned b = 0; b < TML_COUNT(bodies); b++) {
      const slugbody *body = &bodies[b];
      if (low(s.p[at]) != body->slug[0] || !starts_low(s, at, body->slug)) continue;
      if (body->max == 1 && at && (letter(s.p[at - 1]) || digit(s.p[at - 1]))) continue; /* "soc" ends many words */
      const tml_entity *e = tml_lexicon_by_id(lex, tml_str_c(body->id));
      if (!e) continue;
      size_t i = skip_separator(s, at + strlen(body->slug));
      if (starts_low(s, i, "iec")) i = skip_separator(s, i + 3);
      if (starts_low(s, i, "sp") && body->need_part) i = skip_separator(s, i + 2);
      char name[64];
      size_t len, k = e->name.n;
      if (k > 32 || i >= s.n || !digit(s.p[i])) continue;
      memcpy(name, e->name.p, k);
      name[k++] = ' ';
      if (number_at(s, i, body, name + k, &len)) n = add(a, out, n, max, name, k + len);
    }
  }
  for (unsigned i = 0; i < lex->nentity; i++) {
    const tml_entity *e = &lex->entity[i];
    if ((e->kind != TML_F_STANDARD && e->kind != TML_F_REGULATION) || e->flags & (TML_ENT_BODY | TML_ENT_COMMON))
      continue;
    if (has_name(s, e->name)) n = add(a, out, n, max, e->name.p, e->name.n);
  }
  return n;
}

/* Whether `number` stands in the anchor at `at`, with nothing but a year glued to it. */
static bool number_here(tml_str anchor, size_t at, tml_str number) {
  if (at && digit(anchor.p[at - 1])) return false;
  size_t end = at + number.n;
  if (end == anchor.n || !digit(anchor.p[end])) {
    return end + 1 >= anchor.n || anchor.p[end] != '-' || !digit(anchor.p[end + 1]) ||
           memchr(number.p, '-', number.n) || year_at(anchor, end + 1, anchor.n) ||
           (end + 2 < anchor.n && digit(anchor.p[end + 2]));
  }
  return year_at(anchor, end, anchor.n) && (end + 4 == anchor.n || !digit(anchor.p[end + 4]));
}

bool tml_entity_in_anchor(tml_str anchor, tml_str name) {
  const char *sp = memchr(name.p, ' ', name.n);
  size_t nb = sp ? (size_t)(sp - name.p) : name.n;
  tml_str number = sp ? (tml_str){sp + 1, name.n - nb - 1} : (tml_str){"", 0};
  if (!number.n || !digit(number.p[0])) return has_name(anchor, name);
  char body[16];
  if (nb >= sizeof body) return false;
  for (size_t i = 0; i < nb; i++) body[i] = low(name.p[i]);
  body[nb] = 0;
  bool seen = false; /* the body stands somewhere before: "iso-27001-and-27018" */
  for (size_t at = 0; at < anchor.n; at++) {
    if (starts_low(anchor, at, body)) seen = true;
    if (!seen || at + number.n > anchor.n || memcmp(anchor.p + at, number.p, number.n) != 0) continue;
    if (number.n < 3 && !(at > nb && starts_low(anchor, at - nb - 1, body)) &&
        !(at >= nb && starts_low(anchor, at - nb, body)))
      continue;
    if (number_here(anchor, at, number)) return true;
  }
  return false;
}
