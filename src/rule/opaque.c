/* opaque.c — EN005: GUIDs, hashes, thumbprints, addresses, KB and CVE numbers, error codes that were lost or altered.
 *
 * What not: numbers (numbers.c), versions and names of programs (commands.c).
 * How: by key (blanks and letter case of hexadecimal digits do not count in it); what is left over is looked for in the
 *   other text's bytes (a token may stand in code or a URL there), then in pieces.
 */
#include "exact.h"
#include "tmlint/opaque.h"
#include "tmlint/tab_lists.h"

static const char *kind_name(int sub) {
  static const char *const names[TML_OPQ__COUNT] = {
      "token",          "GUID",      "hash",      "thumbprint", "IP address",       "IPv6 address", "MAC address",
      "e-mail address", "host name", "KB number", "CVE number", "hexadecimal code", "product key",  "error code"};
  return sub < TML_OPQ__COUNT ? names[sub] : names[0];
}

/* Domains that documentation may use and localize: Microsoft's published fictitious names and RFC 2606. */
static const char *const samples[] = {
    "contoso",      "fabrikam",      "northwind",   "adatum",     "tailspin",  "woodgrove",  "litware",
    "fourthcoffee", "alpineski",     "example",     "adventure",  "wingtip",   "proseware",  "treyresearch",
    "margie",       "relecloud",     "yourcompany", "yourdomain", "mydomain",  "domain",     "company",
    "bellows",      "lamna",         "firstup",     "vanarsdel",  "humongous", "cohowinery", "lucerne",
    "wideworld",    "graphicdesign", "blueyonder",  "yourtenant", NULL};

static bool is_sample(tml_str s) {
  for (unsigned i = 0; samples[i]; i++)
    if (tml_exact_in(s, tml_str_c(samples[i]), true)) return true;
  return false;
}

/* en.wikipedia.org and fr.wikipedia.org, contoso.com and contoso.de: a label of five letters or more in common. */
static bool related_hosts(tml_str a, tml_str b) {
  for (size_t i = 0; i < a.n;) {
    size_t e = i;
    while (e < a.n && a.p[e] != '.' && a.p[e] != '@') e++;
    if (e - i >= 5 && tml_exact_in(b, tml_str_n(a.p + i, e - i), true)) return true;
    i = e + 1;
  }
  return false;
}

static bool has_key(const tml_sheet *s, uint64_t key) {
  for (uint32_t i = 0; i < s->nfact; i++)
    if (s->fact[i].kind == TML_F_OPAQUE && s->fact[i].key == key) return true;
  return false;
}

/* my.name@your-provider.com: labels that the reader is to fill in, in the source's language. */
static bool is_placeholder(tml_str s) {
  static const char *const labels[] = {TML_LIST_EN_ADDRESS_PLACEHOLDERS, NULL};
  for (size_t i = 0; i < s.n;) {
    size_t e = i;
    while (e < s.n && (s.p[e] | 0x20) >= 'a' && (s.p[e] | 0x20) <= 'z') e++;
    for (unsigned k = 0; labels[k] && e > i; k++)
      if (tml_str_ieq(tml_str_n(s.p + i, e - i), tml_str_c(labels[k]))) return true;
    i = e + 1;
  }
  return false;
}

/* first.last@example.org: a domain that RFC 2606 reserves, for examples alone. */
static bool is_reserved(tml_str s) {
  const char *at = memchr(s.p, '@', s.n);
  if (!at) return false;
  tml_str host = {at + 1, (size_t)(s.p + s.n - at - 1)};
  return tml_str_ieq(host, TML_S("example.com")) || tml_str_ieq(host, TML_S("example.org")) ||
         tml_str_ieq(host, TML_S("example.net"));
}

/* Letters of another script stand at a sign of an address: it is written in the target's own letters. */
static bool other_script_address(tml_str text) {
  const char *p = text.p, *e = text.p + text.n;
  for (unsigned tries = 0; tries < 16 && (p = memchr(p, '@', (size_t)(e - p))); tries++, p++)
    if (p > text.p && p + 1 < e && ((signed char)p[-1] < 0 || (signed char)p[1] < 0) && p[-1] != ' ' && p[1] != ' ')
      return true;
  return false;
}

/* myname@contoso.com as monnom@contoso.com: another address of a sample domain stands for it, and not one that is the
 * same but for a slip. */
static bool localized(const tml_sheet *mine, const tml_fact *f, const tml_sheet *other, tml_str s) {
  bool found = false;
  for (uint32_t i = 0; i < other->nfact; i++) {
    const tml_fact *o = &other->fact[i];
    if (o->kind != TML_F_OPAQUE || o->sub != TML_OPQ_EMAIL || has_key(mine, o->key)) continue;
    tml_str t = tml_fact_str(other, o);
    if (o->key2 == f->key2 || tml_exact_distance(s, t, 2) <= 2) return false;
    found |=
        (is_sample(s) && is_sample(t)) || is_placeholder(s) || is_placeholder(t) || is_reserved(s) || is_reserved(t);
  }
  return found || (is_reserved(s) && other_script_address(tml_sheet_text(other)));
}

/* A letter, a stop inside a name, or a byte of a letter of two bytes. */
static bool is_letter_byte(unsigned char x) {
  return (x >= 0x80 && x < 0xE0) || x == '.' || ((x | 0x20) >= 'a' && (x | 0x20) <= 'z');
}

/* DAYS360 and TAGE360, GÜN360, DNI.360: the name of a spreadsheet's function, which has names in every language. The
 * same digits behind a word that is another one, and not the same with a slip in it. */
static bool function_translated(tml_str s, tml_str text) {
  size_t n = s.n;
  while (n && tml_is_digit(s.p[n - 1])) n--;
  tml_str digits = {s.p + n, s.n - n}, word = {s.p, n};
  unsigned tries = 0;
  for (const char *p = text.p, *e = text.p + text.n, *q; n && tries++ < 16; p = q + digits.n) {
    q = tml_str_find(tml_str_n(p, (size_t)(e - p)), digits);
    if (!q) return false;
    const char *from = q, *low = q - text.p > 32 ? q - 32 : text.p;
    if (q + digits.n < e && tml_is_digit(q[digits.n])) continue;
    while (from > low && is_letter_byte((unsigned char)from[-1])) from--;
    if (from > text.p && (unsigned char)from[-1] >= 0xE0) continue; /* scripts that write no spaces */
    tml_str other = {from, (size_t)(q - from)};
    if (other.n > 1 && 2 * tml_exact_distance(word, other, (unsigned)word.n) >= word.n) return true;
  }
  return false;
}

/* A token of `mine` that the other text also has, or that is free to differ. */
static bool settled(const tml_sheet *mine, const tml_fact *f, const tml_sheet *other) {
  tml_str s = tml_fact_str(mine, f);
  /* a thumbprint that lost its end is a part of the whole one, and no whole token */
  bool cut = false;
  for (uint32_t i = 0; f->sub == TML_OPQ_THUMBPRINT && i < other->nfact; i++)
    cut |= other->fact[i].kind == TML_F_OPAQUE && other->fact[i].sub == TML_OPQ_THUMBPRINT;
  if (!cut && tml_exact_token_in(other, s, true, false)) return true;
  if (f->sub == TML_OPQ_KB) { /* the word for "KB article" may be translated */
    size_t at = 0;
    while (at < s.n && (s.p[at] < '0' || s.p[at] > '9')) at++;
    return tml_exact_token_in(other, tml_str_n(s.p + at, s.n - at), false, false);
  }
  if (f->sub == TML_OPQ_EMAIL) return localized(mine, f, other, s);
  if (f->sub == TML_OPQ_CODE) return function_translated(s, tml_sheet_text(other));
  if (f->sub != TML_OPQ_HOST) return false;
  if (is_sample(s)) return true;
  for (uint32_t i = 0; i < other->nfact; i++) {
    const tml_fact *o = &other->fact[i];
    if (o->kind == TML_F_OPAQUE && f->sub == TML_OPQ_HOST && o->sub == TML_OPQ_HOST &&
        related_hosts(s, tml_fact_str(other, o)))
      return true;
  }
  return false;
}

static void drop_settled(tml_exact *l, const tml_sheet *mine, const tml_sheet *other) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if (!settled(mine, l->v[i], other)) l->v[n++] = l->v[i];
  l->n = n;
}

/* The other text's left-over token that this one became: one of the kind, and the nearest where there are several. */
static const tml_fact *partner(const tml_sheet *t, const tml_exact *l, const tml_fact *f, tml_str s) {
  const tml_fact *near = tml_exact_nearest(t, l, s), *only = NULL;
  if (near) return near;
  unsigned count = 0;
  for (uint32_t i = 0; i < l->n; i++)
    if (l->v[i]->sub == f->sub) only = l->v[i], count++;
  return count == 1 ? only : NULL;
}

static unsigned characters(tml_str s) {
  unsigned n = 0;
  for (size_t i = 0; i < s.n; i++)
    n += (s.p[i] >= '0' && s.p[i] <= '9') || ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z');
  return n;
}

/* How the source's token became the target's. */
static const char *how(tml_check *c, tml_str a, tml_str b) {
  bool wide = false, blank = false, other = false;
  for (size_t i = 0; i < b.n; i++) {
    wide |= (signed char)b.p[i] < 0;
    blank |= b.p[i] == ' ' && !tml_exact_in(a, TML_S(" "), false);
    other |= b.p[i] == '.' || b.p[i] == ',' || b.p[i] == ';';
  }
  unsigned na = characters(a), nb = characters(b);
  if (nb < na && nb && !memcmp(a.p, b.p, b.n < a.n ? b.n : a.n))
    return tml_arena_fmt(c->arena, "cut: the last %u characters are missing", na - nb).p;
  if (nb < na) return tml_arena_fmt(c->arena, "%u characters are missing", na - nb).p;
  if (nb > na) return tml_arena_fmt(c->arena, "%u characters were added", nb - na).p;
  if (!wide && !blank && a.n == b.n) {
    unsigned n = 0;
    size_t first = 0;
    for (size_t i = a.n; i--;)
      if (a.p[i] != b.p[i]) n++, first = i;
    if (n)
      return tml_arena_fmt(c->arena, "%u of its characters %s, the first is number %u", n,
                           n == 1 ? "differs" : "differ", (unsigned)first + 1)
          .p;
  }
  return wide    ? "full-width or other foreign signs put in"
         : blank ? "blanks put in"
         : other ? "other signs put in"
                 : "other signs between the same characters";
}

static void changed(tml_check *c, const tml_fact *f, const tml_fact *g) {
  tml_str a = tml_fact_str(c->src, f), b = tml_fact_str(c->tgt, g);
  tml_finding *x = tml_report(c, "%s: source has %s, target has %s (%s)", kind_name(f->sub), tml_check_quote(c, a).p,
                              tml_check_quote(c, b).p, how(c, a, b));
  tml_report_mark(c, x, TML_SIDE_SOURCE, f->start, f->end);
  tml_report_mark(c, x, TML_SIDE_TARGET, g->start, g->end);
  tml_report_evidence(c, x, TML_EV_SOURCE, a);
  tml_report_evidence(c, x, TML_EV_TARGET, b);
}

static void lost(tml_check *c, const tml_fact *f) {
  tml_str a = tml_fact_str(c->src, f);
  uint32_t start, end;
  tml_finding *x;
  if (f->sub != TML_OPQ_HOST && tml_exact_spread(tml_sheet_text(c->tgt), a, 5, &start, &end)) {
    tml_str b = tml_sheet_str(c->tgt, start, end);
    x = tml_report(c, "%s: source has %s, target has %s (%s)", kind_name(f->sub), tml_check_quote(c, a).p,
                   tml_check_quote(c, b).p, how(c, a, b));
    tml_report_mark(c, x, TML_SIDE_TARGET, start, end);
    tml_report_evidence(c, x, TML_EV_TARGET, b);
  } else {
    x = tml_report(c, "%s: source has %s, target does not", kind_name(f->sub), tml_check_quote(c, a).p);
  }
  tml_report_mark(c, x, TML_SIDE_SOURCE, f->start, f->end);
  tml_report_evidence(c, x, TML_EV_SOURCE, a);
  if (!x->target.nmarks) tml_report_side(x, TML_SIDE_SOURCE);
}

static void opaque_mismatch(tml_check *c) {
  if (c->same || !c->src->text || !c->tgt->text || tml_exact_same(c->src, c->tgt, TML_FM(TML_F_OPAQUE))) return;
  tml_exact src = tml_exact_left(c->arena, c->src, c->tgt, TML_FM(TML_F_OPAQUE));
  tml_exact tgt = tml_exact_left(c->arena, c->tgt, c->src, TML_FM(TML_F_OPAQUE));
  drop_settled(&src, c->src, c->tgt);
  drop_settled(&tgt, c->tgt, c->src);
  for (uint32_t i = 0; i < src.n; i++) {
    const tml_fact *f = src.v[i], *g = partner(c->tgt, &tgt, f, tml_fact_str(c->src, f));
    if (g) {
      changed(c, f, g);
      tml_exact_drop(&tgt, g);
    } else {
      lost(c, f);
    }
  }
  for (uint32_t i = 0; i < tgt.n; i++) {
    const tml_fact *g = tgt.v[i];
    tml_str b = tml_fact_str(c->tgt, g);
    uint32_t start, end;
    if (g->sub == TML_OPQ_HOST || tml_exact_spread(tml_sheet_text(c->src), b, 5, &start, &end)) continue;
    tml_finding *x = tml_report(c, "%s: target has %s, source does not", kind_name(g->sub), tml_check_quote(c, b).p);
    tml_report_suspect(x, TML_SUSPECT_UNKNOWN);
    tml_report_mark(c, x, TML_SIDE_TARGET, g->start, g->end);
    tml_report_evidence(c, x, TML_EV_TARGET, b);
  }
}

static const tml_example good[] = {{.locale = "ko-KR",
                                    .target = "KB4571756을 설치합니다.",
                                    .source = "Install KB 4571756.",
                                    .why = "the blank does not count, nor does a particle"},
                                   {.locale = "de-DE",
                                    .target = "Schreiben Sie an maria@contoso.de.",
                                    .source = "Write to mary@contoso.com.",
                                    .why = "sample domains may be localized"},
                                   {.locale = "fr-FR",
                                    .target = "Le serveur écoute sur `192.168.1.25`.",
                                    .source = "The server listens on 192.168.1.25.",
                                    .why = "it stands in code"},
                                   {0}};
static const tml_example bad[] = {{.locale = "zh-TW",
                                   .target = "識別碼是 6ea52149-91cd-4965-b5bb-82ca6a3ec9bf。",
                                   .source = "The id is 6ea52149-91cd-4965-b5bb-82ca6a3ec9be.",
                                   .mark = "6ea52149-91cd-4965-b5bb-82ca6a3ec9bf",
                                   .why = "a letter changed"},
                                  {.locale = "ja-JP",
                                   .target = "指紋は A1：B2:C3:D4:E5:F6:07:18:29:3A です。",
                                   .source = "The thumbprint is A1:B2:C3:D4:E5:F6:07:18:29:3A.",
                                   .mark = "A1：B2:C3:D4:E5:F6:07:18:29:3A",
                                   .why = "a full-width colon"},
                                  {.locale = "es-ES",
                                   .target = "Abra el puerto para 10.24.64.0.",
                                   .source = "Open the port for 10.24.64.0/20.",
                                   .mark = "10.24.64.0",
                                   .why = "the prefix is cut"},
                                  {0}};

static const tml_rule rules[] = {
    {.code = "EN005",
     .name = "opaque-token-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_ERROR,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "inconsistent-entities",
     .mqm = "accuracy/mistranslation/entity",
     .needs = TML_FM(TML_F_OPAQUE),
     .summary = "A GUID, hash, thumbprint, address, KB or CVE number, error code is lost or altered.",
     .rationale = "These tokens are read by machines: one wrong character makes them useless. The message says how "
                  "they differ: blanks put in, characters missing, added or changed. Silent on documented sample "
                  "domains (contoso.com), on addresses that the reader fills in (yourname@…), on a spreadsheet's "
                  "function under another name (DAYS360, TAGE360), on hosts of one family (en.wikipedia.org, "
                  "fr.wikipedia.org), and where the token stands in code or a URL.",
     .good = good,
     .bad = bad,
     .check = opaque_mismatch},
};
TML_FAMILY(opaque, "EN", "Entities", rules)
