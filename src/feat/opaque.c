/* opaque.c — tokens that mean something to machines only: GUIDs, hashes, thumbprints, addresses, KB and CVE numbers.
 *
 * What for: a digit or letter wrong in one of these makes it useless, and no translation changes them.
 * What not: event ids and other plain numbers (number.c), host names inside URLs (scan.c), versions of four parts that
 *   are no address (3.10.34.30: number.c), identifiers of programs (command.c).
 * Grammar: RFC 4122 (8-4-4-4-12), RFC 4291 and dotted quads for addresses, RFC 5321 as far as people write it.
 */
#include "tmlint/opaque.h"
#include "tmlint/tab_lists.h"

typedef struct opq {
  const tml_featctx *ctx;
  tml_sheet *s;
  tml_tok *t;
  uint32_t n;
  const char *p;
} opq;

static inline bool hex_char(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
static inline uint32_t size_of(const opq *o, uint32_t i) { return o->t[i].end - o->t[i].start; }
static inline bool glued(const opq *o, uint32_t i) { return i < o->n && !(o->t[i].flags & TML_TF_SPACE); }

/* Token i is made of ASCII letters and digits, and free. */
static bool plain(const opq *o, uint32_t i) {
  if (i >= o->n || o->t[i].owner) return false;
  const tml_tok *t = &o->t[i];
  if (t->kind == TML_T_NUM) return !(t->flags & TML_TF_NATIVE);
  if (t->kind == TML_T_MIX) return true;
  if (t->kind != TML_T_WORD || t->script != TML_SCRIPT_LATIN) return false;
  for (uint32_t k = t->start; k < t->end; k++)
    if ((signed char)o->p[k] < 0) return false;
  return true;
}

static bool hex(const opq *o, uint32_t i) {
  if (!plain(o, i)) return false;
  for (uint32_t k = o->t[i].start; k < o->t[i].end; k++)
    if (!hex_char(o->p[k])) return false;
  return true;
}

static bool sign(const opq *o, uint32_t i, uint32_t cp) {
  return i < o->n && !o->t[i].owner && o->t[i].kind == TML_T_PUNCT && o->t[i].cp == cp &&
         !(o->t[i].flags & TML_TF_SYNTAX);
}
static bool joined(const opq *o, uint32_t i, uint32_t cp) { return sign(o, i, cp) && glued(o, i) && glued(o, i + 1); }

/* Claims tokens first..last; the keys: letters and digits in lower case, and for addresses their stops. */
static uint32_t claim(const opq *o, uint32_t first, uint32_t last, int sub) {
  tml_fact *f = tml_feat_claim(o->ctx, o->s, TML_F_OPAQUE, first, last - first + 1);
  f->sub = (uint8_t)sub;
  bool stops =
      sub == TML_OPQ_IP4 || sub == TML_OPQ_IP6 || sub == TML_OPQ_EMAIL || sub == TML_OPQ_HOST || sub == TML_OPQ_CVE;
  uint64_t key = UINT64_C(0x6F7061717565) + (uint64_t)sub, key2 = UINT64_C(0x616C6E756D);
  for (uint32_t k = f->start; k < f->end; k++) {
    unsigned char c = (unsigned char)o->p[k];
    if (c >= 'A' && c <= 'Z') c |= 0x20;
    bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    if (alnum) key2 = tml_hash_mix(key2, c);
    if (alnum || (stops && c != ' ' && c != '\\')) key = tml_hash_mix(key, c);
  }
  f->key = key;
  f->key2 = key2;
  return last + 1;
}

/* 8-4-4-4-12 */
static uint32_t guid(const opq *o, uint32_t i) {
  static const uint8_t sizes[5] = {8, 4, 4, 4, 12};
  for (uint32_t k = 0; k < 5; k++) {
    uint32_t at = i + 2 * k;
    if (at >= o->n || size_of(o, at) != sizes[k] || !hex(o, at) || (k < 4 && !joined(o, at + 1, '-'))) return i;
  }
  return claim(o, i, i + 8, TML_OPQ_GUID);
}

/* XXXXX-XXXXX-XXXXX-XXXXX-XXXXX */
static uint32_t product_key(const opq *o, uint32_t i) {
  bool digit = false;
  for (uint32_t k = 0; k < 5; k++) {
    uint32_t at = i + 2 * k;
    if (at >= o->n || size_of(o, at) != 5 || !plain(o, at) || (k < 4 && !joined(o, at + 1, '-'))) return i;
    if (o->t[at].kind == TML_T_WORD && !(o->t[at].flags & TML_TF_ALLCAPS)) return i;
    digit |= o->t[at].kind != TML_T_WORD;
  }
  return digit ? claim(o, i, i + 8, TML_OPQ_KEY) : i;
}

static uint32_t hash(const opq *o, uint32_t i) {
  return size_of(o, i) >= 32 && o->t[i].kind == TML_T_MIX && hex(o, i) ? claim(o, i, i, TML_OPQ_HASH) : i;
}

/* Pairs of hexadecimal digits: 6 are a MAC address, 10 or more a thumbprint. */
static uint32_t pairs(const opq *o, uint32_t i) {
  if (size_of(o, i) != 2 || !hex(o, i)) return i;
  uint32_t last = i, count = 1, cp = 0;
  bool digit = o->t[i].kind != TML_T_WORD;
  while (last + 1 < o->n && count <= 64) { /* more are no thumbprint; each of thousands would look at all */
    uint32_t next;
    if (sign(o, last + 1, ':') || sign(o, last + 1, '-')) {
      if (!joined(o, last + 1, o->t[last + 1].cp) || (cp && cp != o->t[last + 1].cp)) break;
      cp = o->t[last + 1].cp;
      next = last + 2;
    } else {
      if (cp && cp != ' ') break;
      cp = ' ';
      next = last + 1;
      if (glued(o, next)) break;
    }
    if (next >= o->n || size_of(o, next) != 2 || !hex(o, next)) break;
    digit |= o->t[next].kind != TML_T_WORD;
    last = next;
    count++;
  }
  if (!digit) return i;
  if (count == 6 && cp != ' ') return claim(o, i, last, TML_OPQ_MAC);
  return count >= 10 && count <= 64 && cp != '-' ? claim(o, i, last, TML_OPQ_THUMBPRINT) : i;
}

/* Four octets and a prefix; what could be a version is an address only where an octet or the prefix says so. */
static uint32_t ip4(const opq *o, uint32_t i) {
  if (o->t[i].kind != TML_T_NUM || !joined(o, i + 1, '.')) return i;
  bool sure = o->t[i].hash == 10 || o->t[i].hash == 127;
  for (uint32_t k = 0; k < 4; k++) {
    uint32_t at = i + 2 * k;
    if (at >= o->n || o->t[at].kind != TML_T_NUM || !plain(o, at) || o->t[at].hash > 255 || size_of(o, at) > 3)
      return i;
    if (k < 3 && !joined(o, at + 1, '.')) return i;
    sure |= o->t[at].hash >= 100;
  }
  uint32_t last = i + 6;
  if (joined(o, last + 1, '.') && plain(o, last + 2) && o->t[last + 2].kind == TML_T_NUM) return i;
  if (i && sign(o, i - 1, '.') && glued(o, i)) return i;
  if (joined(o, last + 1, '/') && last + 2 < o->n && o->t[last + 2].kind == TML_T_NUM && o->t[last + 2].hash <= 32) {
    last += 2;
    sure = true;
  }
  return sure ? claim(o, i, last, TML_OPQ_IP4) : i;
}

/* 2001:db8::1, fe80::/10: groups of hexadecimal digits and colons, one empty place or eight groups. */
static uint32_t ip6(const opq *o, uint32_t i) {
  uint32_t at = i, groups = 0, gaps = 0, last = i;
  bool digit = false;
  if (hex(o, at) && size_of(o, at) <= 4) groups = 1, digit = o->t[at].kind != TML_T_WORD;
  else if (!joined(o, at, ':') && !(sign(o, at, ':') && glued(o, at + 1))) return i;
  else at--;            /* begins with "::" */
  while (groups <= 8) { /* an address has no more; times and ratios in a row may have thousands */
    if (!sign(o, at + 1, ':') || (at + 1 != i && !glued(o, at + 1))) break;
    if (sign(o, at + 2, ':') && glued(o, at + 2)) {
      gaps++;
      last = at + 2;
      if (glued(o, at + 3) && hex(o, at + 3) && size_of(o, at + 3) <= 4)
        digit |= o->t[at + 3].kind != TML_T_WORD, groups++, last = at += 3;
      else break;
    } else {
      if (!glued(o, at + 2) || !hex(o, at + 2) || size_of(o, at + 2) > 4) break;
      digit |= o->t[at + 2].kind != TML_T_WORD;
      groups++;
      last = at += 2;
    }
  }
  if (!(gaps == 1 && groups >= 2 && groups <= 8 && digit) && !(gaps == 0 && groups == 8)) return i;
  if (joined(o, last + 1, '/') && last + 2 < o->n && o->t[last + 2].kind == TML_T_NUM && o->t[last + 2].hash <= 128)
    last += 2;
  return claim(o, i, last, TML_OPQ_IP6);
}

/* KB4571756, KB 4571756; CVE-2020-1234; MS17-010 */
static uint32_t bulletin(const opq *o, uint32_t i) {
  const char *p = o->p + o->t[i].start;
  uint32_t n = size_of(o, i);
  if (o->t[i].kind == TML_T_MIX && n >= 8 && n <= 10 && p[0] == 'K' && p[1] == 'B') {
    for (uint32_t k = 2; k < n; k++)
      if (p[k] < '0' || p[k] > '9') return i;
    return claim(o, i, i, TML_OPQ_KB);
  }
  if (o->t[i].kind != TML_T_WORD) return i;
  if (n == 2 && p[0] == 'K' && p[1] == 'B') {
    uint32_t at = i + 1;
    if (joined(o, at, '-')) at++;
    if (plain(o, at) && o->t[at].kind == TML_T_NUM && size_of(o, at) >= 6 && size_of(o, at) <= 8)
      return claim(o, i, at, TML_OPQ_KB);
  }
  if (n == 3 && memcmp(p, "CVE", 3) == 0 && joined(o, i + 1, '-') && plain(o, i + 2) && o->t[i + 2].kind == TML_T_NUM &&
      joined(o, i + 3, '-') && plain(o, i + 4) && o->t[i + 4].kind == TML_T_NUM)
    return claim(o, i, i + 4, TML_OPQ_CVE);
  return i;
}

static uint32_t hexadecimal(const opq *o, uint32_t i) {
  const char *p = o->p + o->t[i].start;
  uint32_t n = size_of(o, i);
  if (o->t[i].kind != TML_T_MIX || n < 4 || n > 18 || p[0] != '0' || (p[1] | 0x20) != 'x') return i;
  for (uint32_t k = 2; k < n; k++)
    if (!hex_char(p[k])) return i;
  return claim(o, i, i, TML_OPQ_HEX);
}

/* AADSTS50076, CX0047: capitals and then digits, six characters or more. What stands so before the number of a standard
 * or is the name of a method (SHA256) is no code. */
static uint32_t error_code(const opq *o, uint32_t i) {
  static const char *const not_codes[] = {TML_LIST_NOT_ERROR_CODES, NULL};
  const char *p = o->p + o->t[i].start;
  uint32_t n = size_of(o, i), k = 0;
  if (o->t[i].kind != TML_T_MIX || n < 6 || n > 16) return i;
  while (k < n && p[k] >= 'A' && p[k] <= 'Z') k++;
  if (k < 2 || n - k < 3 || n - k > 8) return i;
  for (uint32_t d = k; d < n; d++)
    if (p[d] < '0' || p[d] > '9') return i;
  for (unsigned w = 0; not_codes[w]; w++)
    if (tml_str_is((tml_str){p, k}, not_codes[w])) return i;
  return claim(o, i, i, TML_OPQ_CODE);
}

/* Labels joined by stops and hyphens from token i on: the last token; i where only one label. *dots counts. */
static uint32_t labels(const opq *o, uint32_t i, unsigned *dots) {
  uint32_t last = i;
  while ((joined(o, last + 1, '.') || joined(o, last + 1, '-')) && plain(o, last + 2)) {
    if (o->t[last + 1].cp == '.') ++*dots;
    last += 2;
  }
  return last;
}

static const char *const top_level[] = {TML_LIST_TOP_LEVEL_DOMAINS, NULL};

static bool is_top_level(const opq *o, uint32_t i) {
  if (o->t[i].kind != TML_T_WORD || o->t[i].flags & (TML_TF_UPPER | TML_TF_CAPSIN)) return false;
  tml_str s = tml_tok_str(o->s, &o->t[i]);
  for (unsigned k = 0; top_level[k]; k++)
    if (*top_level[k] == *s.p && tml_str_is(s, top_level[k])) return true;
  return false;
}

/* At '@': the address around it. */
static uint32_t email(const opq *o, uint32_t i, uint32_t low) {
  if (i == low || !glued(o, i) || !glued(o, i + 1) || !plain(o, i + 1) || !plain(o, i - 1)) return i;
  uint32_t first = i - 1;
  while (first >= low + 2 && glued(o, first) && plain(o, first - 2) && glued(o, first - 1) &&
         (sign(o, first - 1, '.') || sign(o, first - 1, '-') || sign(o, first - 1, '_') || sign(o, first - 1, '+')))
    first -= 2;
  unsigned dots = 0;
  uint32_t last = labels(o, i + 1, &dots);
  return dots ? claim(o, first, last, TML_OPQ_EMAIL) : i;
}

/* portal.azure.com, contoso.com: lower-case labels and a top-level domain. */
static uint32_t host(const opq *o, uint32_t i) {
  if (i && glued(o, i) && o->t[i - 1].kind == TML_T_PUNCT &&
      (o->t[i - 1].cp == '.' || o->t[i - 1].cp == '@' || o->t[i - 1].cp == '-' || o->t[i - 1].cp == '/' ||
       o->t[i - 1].cp == '*'))
    return i;
  if (!joined(o, i + 1, '.') && !joined(o, i + 1, '-')) return i;
  unsigned dots = 0;
  uint32_t last = labels(o, i, &dots);
  if (!dots || !is_top_level(o, last) || !sign(o, last - 1, '.')) return i;
  if (size_of(o, last) == 2 && dots < 2) return i;
  for (uint32_t k = i; k < last; k += 2) /* "Azure.com" is a brand, "end.com" is fine */
    if (o->t[k].flags & TML_TF_UPPER) return i;
  if (sign(o, last + 1, '(') && glued(o, last + 1)) return i;
  return claim(o, i, last, TML_OPQ_HOST);
}

static uint32_t opaque_at(const opq *o, uint32_t i) {
  uint32_t n = size_of(o, i), next = i;
  uint8_t kind = o->t[i].kind;
  if (kind == TML_T_NUM && (next = ip4(o, i)) != i) return next;
  if (kind != TML_T_WORD && (next = hexadecimal(o, i)) != i) return next;
  if (n >= 32 && (next = hash(o, i)) != i) return next;
  if (n == 8 && (next = guid(o, i)) != i) return next;
  if (n == 5 && (next = product_key(o, i)) != i) return next;
  if (n == 2 && (next = pairs(o, i)) != i) return next;
  if ((kind == TML_T_MIX || o->t[i].flags & TML_TF_ALLCAPS) && (next = bulletin(o, i)) != i) return next;
  if (kind == TML_T_MIX && n >= 6 && (next = error_code(o, i)) != i) return next;
  if (i + 1 >= o->n || o->t[i + 1].kind != TML_T_PUNCT || o->t[i + 1].flags & TML_TF_SPACE) return i;
  uint32_t cp = o->t[i + 1].cp;
  if (cp == ':' && n <= 4 && (next = ip6(o, i)) != i) return next;
  if (cp == '.' || cp == '-') next = host(o, i);
  return next;
}

void tml_feat_opaque(const tml_featctx *ctx, tml_sheet *s) {
  opq o = {ctx, s, s->tok, s->ntok, s->text->p};
  uint32_t low = 0; /* tokens before it belong to facts already made */
  for (uint32_t k = 0; k < s->nhot; k++) {
    uint32_t i = s->hot[k], next = i;
    if (i < low || i >= o.n) continue;
    const tml_tok *t = &o.t[i];
    if (t->owner) {
      low = i + 1;
      continue;
    }
    if (t->kind == TML_T_PUNCT) {
      if (t->cp == '@') next = email(&o, i, low);
      else if (t->cp == ':' && i + 1 < o.n && o.t[i + 1].kind == TML_T_PUNCT && o.t[i + 1].cp == ':') next = ip6(&o, i);
    } else if (t->kind != TML_T_FACT && (t->kind == TML_T_NUM || t->script == TML_SCRIPT_LATIN)) {
      /* a thumbprint may begin with a pair of letters, which are no hot token */
      if (size_of(&o, i) == 2)
        while (i > low && t->flags & TML_TF_SPACE && size_of(&o, i - 1) == 2 && hex(&o, i - 1)) t = &o.t[--i];
      /* An address begins before its '@': look for one ahead before the local part is taken for a host. */
      next = opaque_at(&o, i);
      if (next != i && sign(&o, next, '@') && s->fact[s->nfact - 1].sub == TML_OPQ_HOST) {
        for (uint32_t j = i; j < next; j++) o.t[j].owner = 0;
        s->nfact--;
        next = i;
      }
    }
    if (next > i) low = next;
  }
}
