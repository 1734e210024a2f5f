/* standard.c — the number of a standard behind its body: reading it, and its canonical name.
 *
 * Grammar (tml_stdnum says which parts a body has; no blanks inside but where said):
 *   number  = [letter "."] digits { " " digits } { ("-" | ".") digits [letters] }
 *   edition = ":" year | "-" year | ": " year (malformed) | " : " year (malformed)
 * Digits of any script count; hyphens and colons of any width. Blanks before the number may be of any kind: French has
 * U+00A0 there.
 */
#include "lexicon.h"

static bool sign_is(const tml_sheet *s, uint32_t i, char c) {
  return i < s->ntok && s->tok[i].kind == TML_T_PUNCT && s->tok[i].hash == (unsigned char)c;
}
static bool spaced(const tml_sheet *s, uint32_t i) {
  return (s->tok[i].flags & (TML_TF_SPACE | TML_TF_NBSP | TML_TF_NEWLINE)) != 0;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Digits at `p`: how many, and behind them; letters behind ASCII digits belong to a MIX token. */
static unsigned digits_at(const char *p, const char *end, const char **behind, int64_t *value) {
  unsigned n = 0;
  int64_t v = 0;
  while (p < end) {
    unsigned len;
    int d = tml_cp_digit(tml_utf8_lenient(p, end, &len));
    if (d < 0) break;
    if (n < 17) v = v * 10 + d;
    n++;
    p += len;
  }
  *behind = p;
  *value = v;
  return n;
}

/* A token that is digits, or digits and then letters where the grammar has them. Sets where the number in it ends: a
 * revision
 * ("53r4") does not belong. */
static unsigned group_at(const tml_sheet *s, uint32_t i, uint32_t offset, bool letters, uint32_t *end, int64_t *value) {
  if (i >= s->ntok || s->tok[i].owner) return 0;
  const tml_tok *t = &s->tok[i];
  if (t->kind != TML_T_NUM && t->kind != TML_T_MIX) return 0;
  const char *p = s->text->p + t->start + offset, *stop = s->text->p + t->end, *q;
  unsigned n = digits_at(p, stop, &q, value);
  if (!n) return 0;
  if (q < stop) {
    bool revision = (*q | 32) == 'r' && q + 1 < stop && q[1] >= '0' && q[1] <= '9';
    if (!letters && !revision) return 0;
    if (!revision)
      for (const char *r = q; r < stop; r++)
        if (!is_letter(*r)) return 0;
    if (!revision && stop - q > 2) return 0;
    if (!revision) q = stop;
  }
  *end = (uint32_t)(q - s->text->p);
  return n;
}

static bool year_at(const tml_sheet *s, uint32_t i, int64_t *year) {
  uint32_t end;
  return i < s->ntok && s->tok[i].kind == TML_T_NUM && group_at(s, i, 0, false, &end, year) == 4 && *year >= 1900 &&
         *year < 2200;
}

static void edition(const tml_sheet *s, const tml_stdnum *g, tml_stdref *out) {
  uint32_t k = out->end;
  int64_t year;
  if (!g->colon || !sign_is(s, k, ':') || !year_at(s, k + 1, &year)) return;
  bool before = spaced(s, k), behind = spaced(s, k + 1);
  if (behind && s->tok[k + 1].flags & TML_TF_NEWLINE) return;
  out->loose |= before || behind;
  out->year = (int)year;
  out->year_start = s->tok[k + 1].start;
  out->year_end = s->tok[k + 1].end;
  out->end = k + 2;
}

/* Further groups, parts and a dashed edition from token k on. Returns how many hyphened parts there are. */
static unsigned parts_at(const tml_sheet *s, const tml_stdnum *g, uint32_t k, tml_stdref *out) {
  unsigned parts = 0;
  while (k + 1 < s->ntok && !spaced(s, k) && !spaced(s, k + 1)) {
    bool dash = sign_is(s, k, '-'), dot = sign_is(s, k, '.');
    uint32_t end;
    int64_t value;
    if (!(dash && (g->part || g->year_dash || g->colon)) && !(dot && g->dot)) break;
    unsigned m = group_at(s, k + 1, 0, g->letters, &end, &value);
    if (dash && m == 4 && value >= 1900 && value < 2200 && (g->year_dash || g->colon)) {
      out->year = (int)value;
      out->year_start = s->tok[k + 1].start;
      out->year_end = s->tok[k + 1].end;
      out->loose |= !g->year_dash;
      k += 2;
      break;
    }
    if (!m || m > (dot ? 6u : 3u) || (dash && !g->part)) break;
    parts += dash;
    out->num_end = end;
    k += 2;
  }
  out->end = k;
  return parts;
}

/* "2.5" and "50 %" are no standard's number. */
static bool ends_well(const tml_sheet *s, const tml_stdnum *g, uint32_t k) {
  if (sign_is(s, k, '%')) return false;
  return !(g->max == 1 && (sign_is(s, k, '.') || sign_is(s, k, ',')) && k + 1 < s->ntok && !spaced(s, k) &&
           !spaced(s, k + 1) && s->tok[k + 1].kind == TML_T_NUM);
}

bool tml_std_number(const tml_sheet *s, const tml_stdnum *g, uint32_t j, uint32_t offset, tml_stdref *out) {
  if (!g->max || j >= s->ntok) return false;
  *out = (tml_stdref){.first = j, .num_start = s->tok[j].start + offset};
  if (g->letter) {
    if (s->tok[j].kind != TML_T_WORD || s->tok[j].end - s->tok[j].start != 1 || !sign_is(s, j + 1, '.') ||
        spaced(s, j + 1))
      return false;
    j += 2;
    if (j >= s->ntok || spaced(s, j)) return false;
  }
  int64_t value;
  unsigned n = group_at(s, j, offset, g->letters, &out->num_end, &value), groups = 0;
  if (n < g->min || n > g->max) return false;
  uint32_t k = j + 1, end;
  while (groups < g->groups && n == 3 && k < s->ntok && spaced(s, k) && group_at(s, k, 0, false, &end, &value) == 3) {
    out->num_end = end;
    groups++;
    k++;
  }
  if (g->groups && n == 3 && !groups) return false; /* "EN 301" alone */
  if (!parts_at(s, g, k, out) && g->need_part) return false;
  if (!out->year) edition(s, g, out);
  return ends_well(s, g, out->end);
}

size_t tml_std_name(const tml_entity *e, const tml_sheet *s, uint32_t num_start, uint32_t num_end, int year, char *buf,
                    size_t cap) {
  size_t n = 0;
  for (size_t i = 0; i < e->name.n && n + 2 < cap; i++) buf[n++] = e->name.p[i];
  buf[n++] = ' ';
  const char *p = s->text->p + num_start, *end = s->text->p + num_end;
  while (p < end && n + 8 < cap) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    int d = tml_cp_digit(cp);
    if (d >= 0) buf[n++] = (char)('0' + d);
    else if (cp == '.' || cp == 0xFF0E) buf[n++] = '.';
    else if (cp < 0x80 && is_letter((char)cp)) {
      bool capital = e->number.letter && n == e->name.n + 1;
      buf[n++] = (char)(capital ? cp & ~32u : cp | 32u);
    } else if (cp > ' ' && cp != 0xA0 && cp != 0x202F && cp != 0x2009 && buf[n - 1] != '-') buf[n++] = '-';
    p += len;
  }
  if (year) {
    buf[n++] = ':';
    for (int div = 1000; div; div /= 10) buf[n++] = (char)('0' + year / div % 10);
  }
  return n;
}

void tml_std_fill(const tml_lexicon *lex, const tml_sheet *s, tml_fact *f, uint32_t entity, const tml_stdref *r) {
  const tml_entity *e = &lex->entity[entity];
  char buf[96];
  f->unit = (uint16_t)entity;
  f->in_start = r->num_start;
  f->in_end = r->num_end;
  f->url_start = r->year_start;
  f->url_end = r->year_end;
  f->num = r->year;
  f->key = tml_hash(buf, tml_std_name(e, s, r->num_start, r->num_end, 0, buf, sizeof buf));
  f->key2 = r->year ? tml_hash(buf, tml_std_name(e, s, r->num_start, r->num_end, r->year, buf, sizeof buf)) : f->key;
  if (r->loose) f->flags |= TML_FF_LOOSE;
}
