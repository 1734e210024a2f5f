/* links.c — family MK: links (MK002 link-mismatch, MK003 locale-in-link, MK008 empty-link, MK014 broken-link-syntax).
 *
 * What for: the checks; their rows stand in markup.c.
 * Way: link targets are compared by tml_url_key first (scheme, "www.", locale segment, trailing slash and &amp; do not
 * count). Only where these differ the URLs are read: localized hosts and slugs, suffixes glued to a bare URL,
 * fragments.
 */
#include "tmlint/tab_lists.h"

#include "markup.h"

static inline char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c; }

/* Links and bare URLs together: `[https://x.y](https://x.y)` may well become `https://x.y`. A URL in a link's text is
 * its text. */
static bool is_target(const tml_fact *f) {
  return f->kind == TML_F_LINK || (f->kind == TML_F_URL && !(f->flags & TML_FF_IN_LINK));
}

static tml_str url_of(const tml_sheet *s, const tml_fact *f) { return tml_sheet_str(s, f->url_start, f->url_end); }

/* ---- reading URLs loosely ---------------------------------------------------------------------------------------- */

static tml_str without_scheme(tml_str u) {
  if (u.n > 8 && tml_str_ieq(tml_str_n(u.p, 8), TML_S("https://"))) u = tml_str_n(u.p + 8, u.n - 8);
  else if (u.n > 7 && tml_str_ieq(tml_str_n(u.p, 7), TML_S("http://"))) u = tml_str_n(u.p + 7, u.n - 7);
  return tml_str_starts(u, TML_S("www.")) ? tml_str_n(u.p + 4, u.n - 4) : u;
}

static bool has_scheme(tml_str u) { return without_scheme(u).p != u.p; }

/* A piece of a URL that names a language or country of the two texts: "ko", "ko-kr", "en", "us". */
static bool names_language(const tml_check *c, tml_str s) {
  if (s.n != 2 && (s.n < 5 || s.n > 10)) return false;
  tml_str tags[2] = {c->doc->source_language, c->doc->target_language};
  for (int i = 0; i < 2; i++) {
    tml_str t = tags[i];
    if (t.n < 2) continue;
    bool same = s.n <= t.n;
    for (size_t k = 0; same && k < s.n; k++)
      same = lower(s.p[k]) == lower(t.p[k]) || ((s.p[k] == '_' || s.p[k] == '-') && t.p[k] == '-');
    if (same && (s.n == t.n || (t.n > s.n && t.p[s.n] == '-'))) return true;
    if (s.n == 2 && t.n >= 5 && lower(s.p[0]) == lower(t.p[t.n - 2]) && lower(s.p[1]) == lower(t.p[t.n - 1]))
      return true;
  }
  return s.n == 5 && (s.p[2] == '-' || s.p[2] == '_') && tml_is_alpha(s.p[0]) && tml_is_alpha(s.p[1]) &&
         tml_is_alpha(s.p[3]) && tml_is_alpha(s.p[4]);
}

/* Parameters whose value is a language; clcid's is a Windows number of one (0x412). */
static bool asks_language(tml_str s) {
  static const char *const names[] = {TML_LIST_URL_LANGUAGE_PARAMETERS};
  for (size_t i = 0; i < TML_COUNT(names); i++)
    if (tml_str_ieq(s, tml_str_c(names[i]))) return true;
  if (s.n < 5 || s.n > 6 || s.p[0] != '0' || lower(s.p[1]) != 'x') return false;
  for (size_t i = 2; i < s.n; i++)
    if (!tml_is_digit(s.p[i]) && (lower(s.p[i]) < 'a' || lower(s.p[i]) > 'f')) return false;
  return true;
}

/* Next piece of a URL between the signs that part it; pieces that name a language are left out. */
static bool next_piece(const tml_check *c, tml_str *rest, tml_str *piece) {
  while (rest->n) {
    size_t n = 0;
    while (n < rest->n && !strchr("/.?&=#;", rest->p[n])) n++;
    *piece = tml_str_n(rest->p, n);
    size_t skip = n < rest->n ? n + 1 : n;
    *rest = tml_str_n(rest->p + skip, rest->n - skip);
    if (piece->n && !names_language(c, *piece) && !asks_language(*piece)) return true;
  }
  return false;
}

/* README_ko and README-zh-cn without the language. */
static tml_str without_language(const tml_check *c, tml_str s) {
  for (size_t i = 1; i + 2 < s.n; i++)
    if ((s.p[i] == '_' || s.p[i] == '-') && names_language(c, tml_str_n(s.p + i + 1, s.n - i - 1)))
      return tml_str_n(s.p, i);
  return s;
}

/* `…/team/de.html`, `…/faq/index.de.html`, `…/guide.pt-br.html`: a file of the language's own. */
static bool is_language_file(const tml_check *c, tml_str u) {
  size_t from = u.n, n;
  while (from && u.p[from - 1] != '/') from--;
  tml_str name = tml_str_n(u.p + from, u.n - from);
  if (from == 0 || !(tml_str_ends(name, TML_S(".html")) || tml_str_ends(name, TML_S(".htm")))) return false;
  for (n = name.n; name.p[n - 1] != '.';) n--;
  name.n = n - 1;
  for (n = name.n; n && name.p[n - 1] != '.';) n--;
  return names_language(c, tml_str_n(name.p + n, name.n - n));
}

/* What is left of a URL, from this piece on, is the name of such a file. */
static bool only_file(const tml_check *c, tml_str piece, tml_str rest) {
  do
    if (!tml_str_ieq(piece, TML_S("index")) && !tml_str_ieq(piece, TML_S("html")) && !tml_str_ieq(piece, TML_S("htm")))
      return false;
  while (next_piece(c, &rest, &piece));
  return true;
}

static bool same_pieces(const tml_check *c, tml_str a, tml_str b) {
  tml_str x = {0}, y = {0}, whole_a = a, whole_b = b;
  for (;;) {
    bool more_a = next_piece(c, &a, &x), more_b = next_piece(c, &b, &y);
    if (!more_a && !more_b) return true;
    if (!more_a) return is_language_file(c, whole_b) && only_file(c, y, b);
    if (!more_b) return is_language_file(c, whole_a) && only_file(c, x, a);
    if (!tml_str_ieq(x, y) && !tml_str_ieq(without_language(c, x), without_language(c, y))) return false;
  }
}

static tml_str host_of(tml_str u) {
  u = without_scheme(u);
  size_t n = 0;
  while (n < u.n && !strchr("/?#", u.p[n])) n++;
  return tml_str_n(u.p, n);
}

/* en.wikipedia.org and ja.wikipedia.org: each language has its own pages under its own names. */
static bool localized_host(const tml_check *c, tml_str a, tml_str b) {
  tml_str x = host_of(a), y = host_of(b);
  if (tml_str_ieq(x, y) || !x.n || !y.n) return false;
  return memchr(x.p, '.', x.n) && same_pieces(c, x, y);
}

/* A long number or hash in both: articles whose slug is translated keep it. */
static bool share_id(tml_str a, tml_str b) {
  for (size_t i = 0; i < a.n; i++) {
    size_t j = i, digits = 0;
    while (j < a.n && (tml_is_digit(a.p[j]) || (lower(a.p[j]) >= 'a' && lower(a.p[j]) <= 'f')))
      digits += tml_is_digit(a.p[j++]);
    if (digits >= 5 && j - i >= 6) {
      size_t n = j - i;
      for (size_t k = 0; k + n <= b.n; k++)
        if (b.p[k] == a.p[i] && memcmp(b.p + k, a.p + i, n) == 0) return true;
    }
    i = j;
  }
  return false;
}

static tml_str split_fragment(tml_str u, tml_str *fragment) {
  const char *h = memchr(u.p, '#', u.n);
  *fragment = h ? tml_str_n(h + 1, u.n - (size_t)(h - u.p) - 1) : TML_S("");
  return h ? tml_str_n(u.p, (size_t)(h - u.p)) : u;
}

/* `https://x.y'da`, `https://x.y-ban`, `https://x.y:ssa`: a bare URL with an ending of the language. */
static bool is_url_and_ending(tml_str shorter, tml_str longer) {
  if (longer.n <= shorter.n + 1 || longer.n - shorter.n > 8 || memcmp(shorter.p, longer.p, shorter.n) != 0)
    return false;
  const char *p = longer.p + shorter.n, *e = longer.p + longer.n;
  if (*p != '\'' && *p != '-' && *p != ':') return false;
  for (p++; p < e; p++)
    if (!tml_is_alpha(*p)) return false;
  return true;
}

/* A bare URL that stops where its path is translated: `http://srv/mysite` is `http://srv/내사이트`. */
static bool is_cut_by_translation(const tml_check *c, tml_str source, const tml_fact *t) {
  tml_str u = url_of(c->tgt, t);
  return t->kind == TML_F_URL && t->end < c->tgt->text->n && (unsigned char)c->tgt->text->p[t->end] >= 0x80 && u.n &&
         u.p[u.n - 1] == '/' && source.n > u.n && memcmp(source.p, u.p, u.n) == 0;
}

enum { LOOSE_PAIRS = 256, LOOSE_BYTES = 1024 }; /* beyond these URLs are compared as they are */

static bool same_loosely(const tml_check *c, const tml_fact *s, const tml_fact *t) {
  tml_str a = url_of(c->src, s), b = url_of(c->tgt, t), fa, fb;
  if (a.n > LOOSE_BYTES || b.n > LOOSE_BYTES) return false;
  if (same_pieces(c, without_scheme(a), without_scheme(b)) || localized_host(c, a, b)) return true;
  if (tml_str_ieq(host_of(a), host_of(b)) && has_scheme(a) && share_id(a, b)) return true;
  if (s->kind == TML_F_URL || t->kind == TML_F_URL)
    if (is_url_and_ending(a, b) || is_url_and_ending(b, a) || is_cut_by_translation(c, a, t)) return true;
  if (has_scheme(a) != has_scheme(b)) { /* the host named, or not */
    tml_str with = has_scheme(a) ? a : b, bare = has_scheme(a) ? b : a;
    tml_str host = host_of(with), path = without_scheme(with);
    path = tml_str_n(path.p + host.n, path.n - host.n);
    if (bare.n > 1 && bare.p[0] == '/' && same_pieces(c, path, bare)) return true;
  }
  tml_str pa = split_fragment(a, &fa), pb = split_fragment(b, &fb);
  if (fa.n && fb.n && same_pieces(c, without_scheme(pa), without_scheme(pb)))
    for (size_t i = 0; i < fb.n; i++)
      if ((unsigned char)fb.p[i] >= 0x80 || fb.p[i] == '%') return true; /* the heading's own words */
  return false;
}

/* ---- fragments ---------------------------------------------------------------------------------------------------- */

/* Whether the text's words, joined by '-', are the slug. ASCII letters and digits only: enough for `#vorschau`. */
static bool is_slug_of(tml_str slug, const tml_sheet *s) {
  size_t at = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind == TML_T_PUNCT) continue;
    tml_str w = tml_tok_str(s, t);
    if (at && at < slug.n && slug.p[at] == '-') at++;
    if (w.n > slug.n - at || !tml_str_ieq(w, tml_str_n(slug.p + at, w.n))) return false;
    at += w.n;
  }
  return at == slug.n && at > 0;
}

/* Whether the fragment is made of the link's own text, as a page's list of contents is: `[Two steps](#two-steps-1)`.
 * Letters of any script; signs count neither here nor there. */
static bool is_own_slug(const tml_sheet *s, const tml_fact *link, tml_str fragment) {
  const char *p = s->text->p + link->in_start, *e = s->text->p + link->in_end, *q = fragment.p, *f = q + fragment.n;
  unsigned letters = 0;
  for (;;) {
    unsigned n = 0, m = 0;
    uint32_t x = 0, y = 0;
    while (p < e && !tml_cp_is_word(x = tml_utf8_lenient(p, e, &n))) p += n, x = 0;
    while (q < f && !tml_cp_is_word(y = tml_utf8_lenient(q, f, &m))) q += m, y = 0;
    if (p >= e) break;
    if (q >= f || tml_cp_fold(x) != tml_cp_fold(y)) return false;
    p += n, q += m;
    letters++;
  }
  if (letters < 2) return false;
  for (; q < f; q++) /* the number of a heading that stands twice */
    if (*q != '-' && !tml_is_digit(*q)) return false;
  return true;
}

/* `#idm14060` and `#idm14045`, `#id-1.17.7` and `#id-1.17.8`: a program has numbered its places. The same but for runs
 * of digits, of which one is long. */
static bool is_numbered_place(tml_str a, tml_str b) {
  enum { LONG = 3 };
  size_t i = 0, j = 0;
  bool other = false;
  while (i < a.n && j < b.n) {
    size_t x = i, y = j;
    while (i < a.n && tml_is_digit(a.p[i])) i++;
    while (j < b.n && tml_is_digit(b.p[j])) j++;
    if ((i > x) != (j > y)) return false;
    if (i == x) {
      if (a.p[i++] != b.p[j++]) return false;
      continue;
    }
    other |= i - x >= LONG && !tml_str_eq(tml_str_n(a.p + x, i - x), tml_str_n(b.p + y, j - y));
  }
  return other && i == a.n && j == b.n;
}

/* The page gives a heading the source's fragment as its anchor: there the target's leads nowhere. */
static bool has_anchor(const tml_check *c, tml_str fragment) {
  enum { NEAR = 2048 };
  uint32_t from = c->index > NEAR ? c->index - NEAR : 0,
           to = c->doc->nsegs - from > 2 * NEAR ? from + 2 * NEAR : c->doc->nsegs;
  for (uint32_t i = from; i < to; i++)
    if (c->doc->segs[i].anchor.n && tml_str_ieq(c->doc->segs[i].anchor, fragment)) return true;
  return false;
}

static bool is_localized_heading(const tml_check *c, tml_str fragment) {
  enum { NEAR = 2048 };
  const tml_page *p = c->page;
  uint32_t from = c->index > NEAR ? c->index - NEAR : 0,
           to = p->doc->nsegs - from > 2 * NEAR ? from + 2 * NEAR : p->doc->nsegs;
  for (uint32_t i = from; i < to; i++)
    if (p->doc->segs[i].heading && is_slug_of(fragment, &p->target[i])) return true;
  return false;
}

/* The same page, another fragment (or one has none). */
static bool differs_in_fragment(tml_str a, tml_str b, tml_str *fragment) {
  tml_str fa, fb, pa = split_fragment(a, &fa), pb = split_fragment(b, &fb);
  *fragment = fb;
  return tml_str_ieq(without_scheme(pa), without_scheme(pb));
}

/* ---- damaged syntax ------------------------------------------------------------------------------------------------ */

typedef struct broken {
  uint32_t open, open_end; /* the bracket that opens the text */
  uint32_t close, url;     /* from the closing bracket to the URL */
  uint32_t url_end, end;   /* from the URL to behind the parenthesis */
} broken;

static const char *const openers[] = {"[", "\xEF\xBC\xBB", "\xE3\x80\x90", NULL},
                         *const closers[] = {"]", "\xEF\xBC\xBD", "\xE3\x80\x91", NULL},
                         *const parens[] = {"(", "\xEF\xBC\x88", NULL}, *const ends[] = {")", "\xEF\xBC\x89", NULL};

static uint32_t ends_with(const tml_text *t, uint32_t at, const char *const *list) {
  for (; *list; list++) {
    uint32_t n = (uint32_t)strlen(*list);
    if (at >= n && memcmp(t->p + at - n, *list, n) == 0) return n;
  }
  return 0;
}

static uint32_t starts_with(const tml_text *t, uint32_t at, const char *const *list) {
  for (; *list; list++) {
    uint32_t n = (uint32_t)strlen(*list);
    if (t->n - at >= n && memcmp(t->p + at, *list, n) == 0) return n;
  }
  return 0;
}

static uint32_t blanks_before(const tml_text *t, uint32_t at) {
  while (at > 0 && t->p[at - 1] == ' ') at--;
  return at;
}

/* A URL that stands where a link's target stands, in wrong brackets or with blanks between them. */
static bool broken_at(const tml_text *t, uint32_t url, uint32_t url_end, broken *out) {
  uint32_t at = blanks_before(t, url), n = ends_with(t, at, parens);
  if (!n) return false;
  at = blanks_before(t, at - n);
  if (!(n = ends_with(t, at, closers))) return false;
  at -= n;
  if (at > 0 && t->p[at - 1] == '\\') at--; /* a line break's backslash that slid into the text */
  *out = (broken){.close = at, .url = url, .url_end = url_end};
  uint32_t e = url_end;
  while (e < t->n && t->p[e] == ' ') e++;
  uint32_t m = starts_with(t, e, ends);
  out->end = m ? e + m : 0;
  unsigned deep = 1;
  for (uint32_t p = out->close; p > 0 && deep;) {
    if (ends_with(t, p, closers)) deep++;
    uint32_t k = ends_with(t, p, openers);
    if (k && --deep == 0) {
      out->open = p - k;
      out->open_end = p;
      return true;
    }
    do p--;
    while (p > 0 && ((unsigned char)t->p[p] & 0xC0) == 0x80);
  }
  return false;
}

/* The source's link in the target's text, where its syntax is damaged there. */
static bool find_broken(const tml_check *c, const tml_fact *link, broken *out) {
  tml_str url = url_of(c->src, link), rest = tml_str_n(c->tgt->text->p, c->tgt->text->n);
  if (url.n < 2) return false;
  unsigned tries = 0;
  for (const char *p; tries++ < TML_MK_TRIES && (p = tml_str_find(rest, url));) {
    uint32_t at = (uint32_t)(p - c->tgt->text->p);
    bool whole = false;
    for (uint32_t i = 0; i < c->tgt->nfact && !whole; i++) {
      const tml_fact *f = &c->tgt->fact[i];
      whole = f->kind == TML_F_LINK && !(f->flags & TML_FF_BROKEN) && f->start <= at && f->end > at;
    }
    if (!whole && broken_at(c->tgt->text, at, at + (uint32_t)url.n, out)) return true;
    rest = tml_str_n(p + 1, c->tgt->text->n - at - 1);
  }
  return false;
}

static uint32_t count_links(const tml_sheet *s, bool whole) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->nfact; i++)
    n += s->fact[i].kind == TML_F_LINK && !(whole && (s->fact[i].flags & TML_FF_BROKEN));
  return n;
}

static void report_broken(tml_check *c, const broken *b) {
  const tml_text *t = c->tgt->text;
  uint32_t end = b->end ? b->end : b->url_end;
  tml_str q = tml_check_quote(c, tml_sheet_str(c->tgt, b->close, end));
  tml_finding *f = tml_report(c, "the link is not rendered: %.*s", (int)q.n, q.p);
  tml_report_mark(c, f, TML_SIDE_TARGET, b->close, end);
  tml_report_evidence(c, f, TML_EV_TARGET, q);
  if (!b->end) return;
  if (b->open_end - b->open > 1)
    tml_report_edit(c, f, tml_text_raw(t, b->open), tml_text_raw(t, b->open_end), TML_S("["), true);
  tml_report_edit(c, f, tml_text_raw(t, b->close), tml_text_raw(t, b->url), TML_S("]("), true);
  if (b->end != b->url_end + 1 || t->p[b->url_end] != ')')
    tml_report_edit(c, f, tml_text_raw(t, b->url_end), tml_text_raw(t, b->end), TML_S(")"), true);
}

/* MK014. A source that is damaged too is no finding, and neither is a remark in parentheses behind a bracket. */
void tml_markup_broken_link(tml_check *c) {
  if (!tml_markup_comparable(c)) return;
  uint32_t whole = count_links(c->src, true);
  if (whole <= count_links(c->tgt, true)) return;
  for (uint32_t i = 0, n = 0; i < c->src->nfact && n < 64; i++) {
    const tml_fact *f = &c->src->fact[i];
    broken b;
    if (f->kind != TML_F_LINK || (f->flags & (TML_FF_BROKEN | TML_FF_REFERENCE))) continue;
    n++;
    if (!find_broken(c, f, &b)) continue;
    report_broken(c, &b);
    return;
  }
}

/* ---- MK002 link-mismatch ------------------------------------------------------------------------------------------ */

/* [text][label] is a link only where the page defines the label ([Insert][Table] is a path through a menu). Its URL, or
 * nothing. */
static tml_str defined(const tml_check *c, const tml_sheet *s, const tml_fact *f) {
  enum { FOOT = 65536 }; /* definitions stand at a file's foot */
  size_t from = c->doc->n - c->doc->body > FOOT ? c->doc->n - FOOT : c->doc->body;
  tml_str label = url_of(s, f), rest = tml_str_n(c->doc->p + from, c->doc->n - from);
  const char *end = c->doc->p + c->doc->n;
  for (const char *p; (p = tml_str_find(rest, label));) {
    const char *e = p + label.n;
    if (p > c->doc->p && p[-1] == '[' && end - e > 2 && e[0] == ']' && e[1] == ':') {
      const char *to = memchr(e, '\n', (size_t)(end - e));
      return tml_str_trim(tml_str_n(e + 2, (size_t)((to ? to : end) - e - 2)));
    }
    rest = tml_str_n(e, (size_t)(end - e));
  }
  return TML_S("");
}

/* Two labels: the target's may be translated where the page defines it, to the same place if the source's is defined
 * too. */
static bool same_reference(const tml_check *c, const tml_fact *s, const tml_fact *t) {
  if (!(s->flags & t->flags & TML_FF_REFERENCE)) return false;
  tml_str a = defined(c, c->src, s), b = defined(c, c->tgt, t);
  return a.n ? tml_str_eq(a, b) : true;
}

/* What a lost and an added link are to each other. */
static int relation(const tml_check *c, const tml_fact *s, const tml_fact *t) {
  tml_str a = url_of(c->src, s), b = url_of(c->tgt, t), fragment;
  if (tml_str_ieq(a, b)) return TML_MK_LESSER; /* case: some hosts tell it apart */
  if (same_reference(c, s, t) || same_loosely(c, s, t)) return TML_MK_SILENT;
  if (!differs_in_fragment(a, b, &fragment)) return TML_MK_OPEN;
  if (a.p[0] != '#') return TML_MK_LESSER;
  tml_str own = tml_str_n(a.p + 1, a.n - 1);
  if (is_numbered_place(own, fragment) && !has_anchor(c, own)) return TML_MK_SILENT;
  if (s->kind == TML_F_LINK && t->kind == TML_F_LINK && is_own_slug(c->src, s, own) &&
      is_own_slug(c->tgt, t, fragment) && !has_anchor(c, own))
    return TML_MK_SILENT;
  return is_localized_heading(c, fragment) ? TML_MK_SILENT : TML_MK_OPEN;
}

static void link_pairs(tml_check *c, tml_markup_diff *d) {
  static const int passes[] = {TML_MK_SILENT, TML_MK_LESSER};
  for (size_t k = 0; k < TML_COUNT(passes); k++)
    for (uint32_t i = 0; i < d->nlost; i++)
      for (uint32_t j = 0; j < d->nadded && d->lost[i].state == TML_MK_OPEN; j++)
        if (d->added[j].state == TML_MK_OPEN && relation(c, d->lost[i].f, d->added[j].f) == passes[k])
          d->lost[i].state = d->added[j].state = (uint8_t)passes[k];
}

static void link_singles(tml_check *c, tml_markup_diff *d) {
  broken b;
  for (uint32_t i = 0; i < d->nlost && i < 64; i++) {
    const tml_fact *f = d->lost[i].f;
    if (d->lost[i].state != TML_MK_OPEN) continue;
    if (f->flags & TML_FF_REFERENCE ? !defined(c, c->src, f).n : find_broken(c, f, &b))
      d->lost[i].state = TML_MK_SILENT;
  }
  for (uint32_t i = 0; i < d->nadded && i < 64; i++) {
    const tml_fact *f = d->added[i].f;
    if (d->added[i].state == TML_MK_OPEN && (f->flags & TML_FF_REFERENCE) && !defined(c, c->tgt, f).n)
      d->added[i].state = TML_MK_SILENT;
  }
}

static void link_repeats(const tml_sheet *other, tml_markup_item *v, uint32_t n) {
  for (uint32_t i = 0; i < n && n <= 64; i++)
    for (uint32_t k = 0; k < other->nfact && v[i].state == TML_MK_OPEN; k++)
      if (is_target(&other->fact[k]) && other->fact[k].key == v[i].f->key) v[i].state = TML_MK_LESSER;
}

/* `[text] [ label]`: the lost reference's label, with blanks before it or inside its bracket. */
static bool label_apart(const tml_check *c, const tml_fact *lost, uint32_t *from, uint32_t *to) {
  const tml_text *t = c->tgt->text;
  tml_str label = url_of(c->src, lost), rest = tml_str_n(t->p, t->n);
  unsigned tries = 0;
  if (!(lost->flags & TML_FF_REFERENCE) || label.n < 2) return false;
  for (const char *p; tries++ < TML_MK_TRIES && (p = tml_str_find(rest, label));) {
    uint32_t at = (uint32_t)(p - t->p), end = at + (uint32_t)label.n, open = blanks_before(t, at);
    while (end < t->n && t->p[end] == ' ') end++;
    if (open && t->p[open - 1] == '[' && end < t->n && t->p[end] == ']') {
      uint32_t close = blanks_before(t, open - 1);
      if (close && t->p[close - 1] == ']') {
        *from = close - 1, *to = end + 1;
        return true;
      }
    }
    rest = tml_str_n(p + 1, t->n - at - 1);
  }
  return false;
}

static const tml_fact *first_in(const tml_markup_item *v, uint32_t n, int state) {
  for (uint32_t i = 0; i < n; i++)
    if (v[i].state == state) return v[i].f;
  return NULL;
}

void tml_markup_link(tml_check *c) {
  tml_markup_diff d;
  if (!tml_markup_comparable(c) || !tml_markup_compare(c, is_target, &d)) return;
  if ((uint64_t)d.nlost * d.nadded <= LOOSE_PAIRS) link_pairs(c, &d);
  tml_markup_swapped(c, &d);
  link_singles(c, &d);
  link_repeats(c->tgt, d.lost, d.nlost);
  link_repeats(c->src, d.added, d.nadded);
  int state = TML_MK_OPEN;
  const tml_fact *lost = first_in(d.lost, d.nlost, state), *added = first_in(d.added, d.nadded, state);
  if (!lost && !added) {
    state = TML_MK_LESSER;
    lost = first_in(d.lost, d.nlost, state), added = first_in(d.added, d.nadded, state);
    if (!lost && !added) return;
  }
  bool extra = !d.nlost && added->url_end > added->url_start; /* a link more leads nobody astray */
  tml_str a = lost ? tml_check_quote(c, url_of(c->src, lost)) : TML_S(""),
          b = added ? tml_check_quote(c, url_of(c->tgt, added)) : TML_S("");
  tml_finding *f;
  uint32_t from, to;
  bool apart = lost && !added && label_apart(c, lost, &from, &to);
  if (apart) {
    tml_str q = tml_check_quote(c, tml_sheet_str(c->tgt, from, to));
    f = tml_report(c, "the link is not rendered, for a blank stands before its label or inside: %.*s", (int)q.n, q.p);
    tml_report_mark(c, f, TML_SIDE_TARGET, from, to);
  } else if (lost && added) f = tml_report(c, "source links to %.*s, target to %.*s", (int)a.n, a.p, (int)b.n, b.p);
  else if (lost) f = tml_report(c, "the source's link to %.*s is not in the target", (int)a.n, a.p);
  else if (extra) f = tml_report(c, "target links to %.*s, source does not", (int)b.n, b.p);
  else f = tml_report(c, "a link of the target leads nowhere: ()");
  for (uint32_t i = 0; i < d.nlost; i++)
    if (d.lost[i].state == state) {
      tml_report_mark(c, f, TML_SIDE_SOURCE, d.lost[i].f->url_start, d.lost[i].f->url_end);
      tml_report_evidence(c, f, TML_EV_SOURCE, url_of(c->src, d.lost[i].f));
    }
  for (uint32_t i = 0; i < d.nadded; i++)
    if (d.added[i].state == state) {
      tml_report_mark(c, f, TML_SIDE_TARGET, d.added[i].f->url_start, d.added[i].f->url_end);
      tml_report_evidence(c, f, TML_EV_TARGET, url_of(c->tgt, d.added[i].f));
    }
  tml_report_suspect(f, tml_markup_suspect(c, is_target, lost ? lost->key : 0, added ? added->key : 0));
  bool all =
      d.nlost > 1 && !(c->tgt->has & (TML_FM(TML_F_LINK) | TML_FM(TML_F_URL))); /* perhaps another sentence's source */
  if (extra || all) f->suspect = TML_SUSPECT_UNKNOWN;
  if (extra || state == TML_MK_LESSER) tml_report_lesser(f);
}

/* ---- MK003 locale-in-link ------------------------------------------------------------------------------------------ */

/* The source language's locale as first part of the path ("/en-us" of https://x.y/en-us/z): deeper down it is a folder,
 * and a file to load has one copy a language. Offsets in `u`. */
static bool locale_in(const tml_check *c, tml_str u, size_t *from, size_t *to) {
  size_t skip = 0;
  if (u.n > 4 && memcmp(u.p, "http", 4) == 0) {
    tml_str path = without_scheme(u);
    const char *slash = memchr(path.p, '/', path.n);
    if (!slash) return false;
    skip = (size_t)(slash - u.p);
  }
  tml_str lang = c->doc->source_language.n >= 2 ? tml_str_n(c->doc->source_language.p, 2) : TML_S("en");
  if (u.n < skip + 6 || u.p[skip] != '/' || u.p[skip + 3] != '-' || (u.n > skip + 6 && u.p[skip + 6] != '/'))
    return false;
  if (!tml_str_ieq(tml_str_n(u.p + skip + 1, 2), lang) || !tml_is_alpha(u.p[skip + 4]) || !tml_is_alpha(u.p[skip + 5]))
    return false;
  tml_str host = host_of(u);
  const char *dot = NULL;
  for (const char *p = u.p + skip + 6; p < u.p + u.n && *p != '?' && *p != '#'; p++) {
    if (*p == '.') dot = p;
    if (*p == '/') dot = NULL;
  }
  if (dot && !tml_str_starts(tml_str_n(dot, (size_t)(u.p + u.n - dot)), TML_S(".htm")) &&
      !tml_str_starts(tml_str_n(dot, (size_t)(u.p + u.n - dot)), TML_S(".aspx")))
    return false;
  const tml_strs *keep = &c->setting->lists[0];
  for (uint32_t i = 0; i < keep->n; i++)
    if (tml_str_ieq(host, keep->v[i]) ||
        (host.n > keep->v[i].n && host.p[host.n - keep->v[i].n - 1] == '.' &&
         tml_str_ieq(tml_str_n(host.p + host.n - keep->v[i].n, keep->v[i].n), keep->v[i])))
      return false;
  *from = skip, *to = skip + 6;
  return true;
}

static tml_finding *report_locale(tml_check *c, tml_str segment) {
  return tml_report(c, "the link leads to the %.*s page whatever the reader's language", (int)segment.n - 1,
                    segment.p + 1);
}

/* In the target's text. */
static void locale_of_fact(tml_check *c, const tml_fact *f) {
  size_t from, to;
  if (!locale_in(c, url_of(c->tgt, f), &from, &to)) return;
  uint32_t start = f->url_start + (uint32_t)from, end = f->url_start + (uint32_t)to;
  tml_finding *x = report_locale(c, tml_sheet_str(c->tgt, start, end));
  tml_report_mark(c, x, TML_SIDE_TARGET, start, end);
  tml_report_edit(c, x, tml_text_raw(c->tgt->text, start), tml_text_raw(c->tgt->text, end), TML_S(""), false);
}

/* In the link round the pair. */
static void locale_of_segment(tml_check *c) {
  size_t from, to;
  if (!locale_in(c, c->seg->url, &from, &to)) return;
  uint32_t start = c->seg->url_start + (uint32_t)from, end = c->seg->url_start + (uint32_t)to;
  tml_finding *x = report_locale(c, tml_str_n(c->seg->url.p + from, to - from));
  x->side = TML_SIDE_PAGE;
  tml_report_place(x, start, end);
  tml_report_edit(c, x, start, end, TML_S(""), false);
}

/* A page rule, for most links stand round the pairs: each pair is the running one in turn. */
void tml_markup_locale(tml_check *c) {
  const tml_check before = *c;
  if (!strcmp(c->src_loc->language, c->tgt_loc->language)) return; /* en-GB readers are served by an English page */
  for (uint32_t i = 0; i < c->page->doc->nsegs; i++) {
    const tml_segment *seg = &c->page->doc->segs[i];
    const tml_sheet *t = &c->page->target[i];
    bool look = t->has & (TML_FM(TML_F_LINK) | TML_FM(TML_F_URL));
    if (!look && seg->url.n < 8) continue;
    c->seg = seg, c->index = i, c->tgt = t, c->src = &c->page->source[i];
    if (seg->url.n >= 8) locale_of_segment(c);
    for (uint32_t k = 0; look && k < t->nfact; k++)
      if (is_target(&t->fact[k]) && (t->fact[k].flags & TML_FF_LOCALE)) locale_of_fact(c, &t->fact[k]);
  }
  *c = before;
}

/* ---- MK008 empty-link ---------------------------------------------------------------------------------------------- */

/* [](url), or <a href="url"></a>. */
static bool is_empty_link(const tml_sheet *s, const tml_fact *f) {
  if (f->kind == TML_F_LINK) return !(f->flags & TML_FF_BROKEN) && f->ntok == 2;
  if (f->kind != TML_F_URL || !(f->flags & TML_FF_INNER) || f->tok + 1 >= s->ntok) return false;
  const tml_tok *next = &s->tok[f->tok + 1];
  if (next->kind != TML_T_FACT || !next->owner) return false;
  const tml_fact *close = &s->fact[next->owner - 1];
  return close->kind == TML_F_TAG && close->sub == 1 && close->in_end - close->in_start == 1 &&
         (s->text->p[close->in_start] | 0x20) == 'a';
}

void tml_markup_empty_link(tml_check *c) {
  if (!tml_markup_comparable(c)) return;
  uint32_t source = 0, target = 0;
  const tml_fact *first = NULL;
  for (uint32_t i = 0; i < c->tgt->nfact; i++)
    if (is_empty_link(c->tgt, &c->tgt->fact[i]) && !target++) first = &c->tgt->fact[i];
  if (!target) return;
  for (uint32_t i = 0; i < c->src->nfact; i++) source += is_empty_link(c->src, &c->src->fact[i]);
  if (source >= target) return;
  tml_str q = tml_check_quote(c, url_of(c->tgt, first));
  tml_finding *f = tml_report(c, "the link to %.*s has no text: readers can't see it", (int)q.n, q.p);
  tml_report_mark(c, f, TML_SIDE_TARGET, first->start, first->end);
  tml_report_evidence(c, f, TML_EV_TARGET, url_of(c->tgt, first));
}
