/* check.c — the check of pack rules: patterns over the texts of a pair (kinds: docs/packs.md).
 *
 * This is the one check that looks at a text and not at its features: the author of a pack writes what the program does
 * not know. A text in code spans, URLs, tags and placeholders is left out unless the rule says "in_code".
 * A pattern that reaches its match limit makes one RU003 a rule and page: the pattern is at fault.
 */
#include "rules.h"

#include "rule/sink.h"

#include <stdlib.h>

enum { MOST = 20 /* findings of one rule in one text */ };

/* ---- does it apply? ---- */

static bool speaks(const tml_strs *list, tml_str tag) {
  for (uint32_t i = 0; i < list->n; i++) {
    tml_str l = list->v[i];
    if (tag.n >= l.n && tml_str_ieq(tml_str_n(tag.p, l.n), l) && (tag.n == l.n || tag.p[l.n] == '-')) return true;
  }
  return list->n == 0;
}

static bool applies(const tml_check *c, const pack_rule *r) {
  if (!speaks(&r->targets, c->doc->target_language) || !speaks(&r->sources, c->doc->source_language)) return false;
  if (!r->where && !r->headings) return true;
  return (c->seg->ctx & r->where) || (r->headings && c->seg->heading);
}

/* ---- matching ---- */

static bool in_code(const tml_sheet *s, uint32_t start, uint32_t end) {
  const uint64_t kinds = TML_FM(TML_F_CODE) | TML_FM(TML_F_URL) | TML_FM(TML_F_TAG) | TML_FM(TML_F_PLACEHOLDER) |
                         TML_FM(TML_F_DOCS) | TML_FM(TML_F_IMAGE) | TML_FM(TML_F_LINK);
  if (!(s->has & kinds)) return false;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (!(kinds & TML_FM(f->kind))) continue;
    bool link = f->kind == TML_F_LINK || f->kind == TML_F_IMAGE;
    uint32_t from = link ? f->in_end : f->start; /* a link's text is prose, what is behind it is not */
    if (start < f->end && end > from) return true;
  }
  return false;
}

static void limit(tml_check *c) {
  int ru003 = tml_rule_find(TML_S("RU003"));
  const tml_setting *all = c->setting - c->rule_index;
  if (ru003 < 0 || !all[ru003].severity) return;
  for (uint32_t i = 0; i < c->sink->n; i++) {
    const tml_finding *f = c->sink->v[i];
    if (f->rule == ru003 && f->evidence[TML_EV_PAGE].n && tml_str_is(f->evidence[TML_EV_PAGE].v[0], c->rule->code))
      return;
  }
  const tml_setting *own = c->setting;
  uint16_t index = c->rule_index;
  c->setting = &all[ru003];
  c->rule_index = (uint16_t)ru003;
  tml_finding *f =
      tml_report(c,
                 "a pattern of %s ran into its match limit (%d steps) on this text; the rule is at fault, not "
                 "the text: avoid repeats inside repeats, such as (a+)+",
                 c->rule->code, TML_RX_MATCH_LIMIT);
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = TML_ACT_FIX_CONFIG;
  tml_report_evidence(c, f, TML_EV_PAGE, tml_str_c(c->rule->code));
  c->setting = own;
  c->rule_index = index;
}

/* The next match at or behind *from, and *from set behind it. */
static bool next(tml_check *c, const pack_rule *r, const tml_rx *rx, const tml_sheet *s, uint32_t *from, tml_match *m) {
  tml_str text = {s->text->p, s->text->n};
  while (*from <= text.n) {
    int rc = tml_rx_find(rx, c->arena, text, *from, m);
    if (rc == TML_RX_LIMIT) limit(c);
    if (rc != TML_RX_FOUND) return false;
    *from = m->end[0];
    if (m->end[0] == m->start[0]) /* an empty match: behind the next character */
      do ++*from;
      while (*from < text.n && ((unsigned char)text.p[*from] & 0xC0) == 0x80);
    if (m->end[0] > m->start[0] && (r->anywhere || !in_code(s, m->start[0], m->end[0]))) return true;
  }
  return false;
}

static bool matches(tml_check *c, const pack_rule *r, const tml_rx *rx, const tml_sheet *s) {
  tml_match m;
  uint32_t from = 0;
  return next(c, r, rx, s, &from, &m);
}

static tml_str group(const tml_sheet *s, const tml_match *m, unsigned i) {
  return m->start[i] == UINT32_MAX ? (tml_str){"", 0} : tml_sheet_str(s, m->start[i], m->end[i]);
}

/* $0 to $9 are the groups, $$ a dollar. `quote`: so that a pattern takes them literally. */
static tml_str expand(tml_check *c, tml_str s, const tml_sheet *sheet, const tml_match *m, bool quote) {
  tml_buf b = {0};
  for (size_t i = 0; i < s.n; i++) {
    char d = s.p[i] == '$' && i + 1 < s.n ? s.p[i + 1] : 0;
    if (d >= '0' && d <= '9') {
      tml_str g = group(sheet, m, (unsigned)(d - '0'));
      for (size_t k = 0; k < g.n; k++) {
        if (quote && strchr("\\^$.|?*+()[]{}-#", g.p[k])) tml_buf_c(&b, '\\');
        tml_buf_c(&b, g.p[k]);
      }
      i++;
    } else if (d == '$' && !quote) {
      tml_buf_c(&b, '$');
      i++;
    } else {
      tml_buf_c(&b, s.p[i]);
    }
  }
  tml_str out = tml_arena_str(c->arena, tml_buf_view(&b));
  tml_buf_free(&b);
  return out;
}

/* ---- reporting ---- */

/* The rule's own message, or what was found and the rule's summary. */
static tml_finding *report(tml_check *c, const pack_rule *r, const tml_sheet *s, const tml_match *m,
                           const char *standard) {
  if (!r->message.p) return tml_report(c, "%s (%s)", standard, c->rule->summary);
  tml_str said = m ? expand(c, r->message, s, m, false) : r->message;
  tml_str shown = tml_check_quote(c, said);
  return tml_report(c, "%.*s", (int)shown.n, shown.p);
}

static tml_str quoted(tml_check *c, const tml_sheet *s, const tml_match *m) {
  return tml_check_quote(c, group(s, m, 0));
}

static void mark(tml_check *c, tml_finding *f, int side, const tml_sheet *s, const tml_match *m) {
  tml_report_mark(c, f, side, m->start[0], m->end[0]);
  tml_report_evidence(c, f, side == TML_SIDE_SOURCE ? TML_EV_SOURCE : TML_EV_TARGET, group(s, m, 0));
}

/* ---- kinds ---- */

static void forbid(tml_check *c, const pack_rule *r, const tml_sheet *s, const tml_sheet *other) {
  if ((r->when && !matches(c, r, r->when, other)) || (r->unless && matches(c, r, r->unless, s))) return;
  tml_match m;
  uint32_t from = 0;
  for (int n = 0; n < MOST && next(c, r, r->pattern, s, &from, &m); n++) {
    tml_str q = quoted(c, s, &m);
    tml_finding *f = report(c, r, s, &m, tml_arena_fmt(c->arena, "\"%.*s\" is not wanted here", (int)q.n, q.p).p);
    tml_report_suspect(f, r->side == TML_SIDE_SOURCE ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
    mark(c, f, r->side, s, &m);
    if (r->replacement.p)
      tml_report_edit(c, f, tml_text_raw(s->text, m.start[0]), tml_text_raw(s->text, m.end[0]),
                      expand(c, r->replacement, s, &m, false), r->safe);
  }
}

static void require(tml_check *c, const pack_rule *r, const tml_sheet *s, const tml_sheet *other) {
  tml_match m;
  uint32_t from = 0;
  if (r->when && !next(c, r, r->when, other, &from, &m)) return;
  if (matches(c, r, r->pattern, s) || (r->unless && matches(c, r, r->unless, s))) return;
  tml_finding *f = report(c, r, other, r->when ? &m : NULL, "what must be here is missing");
  tml_report_suspect(f, r->side == TML_SIDE_SOURCE ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
  if (r->when) mark(c, f, r->side == TML_SIDE_SOURCE ? TML_SIDE_TARGET : TML_SIDE_SOURCE, other, &m);
}

static bool expected(tml_check *c, const pack_rule *r, const tml_match *m) {
  tml_str made = expand(c, r->expect, c->src, m, true);
  if (tml_str_eq(made, r->expect)) return matches(c, r, r->expected, c->tgt);
  tml_err err = {0};
  tml_rx *rx = tml_rx_new(made, r->flags | TML_RX_ONCE, &err);
  if (!rx) return true; /* too long a text for a pattern: nothing is sure */
  bool found = matches(c, r, rx, c->tgt);
  tml_rx_free(rx);
  return found;
}

static void pair(tml_check *c, const pack_rule *r) {
  tml_match m;
  uint32_t from = 0;
  for (int n = 0; n < MOST && next(c, r, r->pattern, c->src, &from, &m); n++) {
    if (expected(c, r, &m)) continue;
    tml_str q = quoted(c, c->src, &m);
    tml_finding *f = report(c, r, c->src, &m,
                            tml_arena_fmt(c->arena, "source has \"%.*s\", target nothing for it", (int)q.n, q.p).p);
    f->suspect = TML_SUSPECT_UNKNOWN;
    tml_report_side(f, TML_SIDE_TARGET);
    mark(c, f, TML_SIDE_SOURCE, c->src, &m);
  }
}

/* The renderings for the target's language, or for the nearest wider one: "pt-BR", then "pt". */
static const pack_rendering *rendering(const pack_term *t, tml_str tag) {
  const pack_rendering *best = NULL;
  for (uint32_t i = 0; i < t->n; i++) {
    tml_strs one = {&t->renderings[i].language, 1, 1};
    if (speaks(&one, tag) && (!best || best->language.n < one.v[0].n)) best = &t->renderings[i];
  }
  return best;
}

static void term(tml_check *c, const pack_rule *r) {
  tml_match m, wrong;
  uint32_t from = 0;
  const pack_term *seen[MOST];
  int n = 0;
  while (n < MOST && next(c, r, r->pattern, c->src, &from, &m)) {
    const pack_term *t = &r->terms[strtoul(m.mark.p, NULL, 10)];
    int k = 0;
    while (k < n && seen[k] != t) k++;
    const pack_rendering *w = rendering(t, c->doc->target_language);
    if (k < n || !w) continue;
    seen[n++] = t;
    uint32_t at = 0;
    bool bad = w->forbidden && next(c, r, w->forbidden, c->tgt, &at, &wrong);
    if (!bad && (!w->allowed || matches(c, r, w->allowed, c->tgt))) continue;
    if (bad && w->allowed && matches(c, r, w->allowed, c->tgt)) {
      /* an allowed rendering may contain a forbidden one: only what stands outside is wrong */
      tml_match good;
      uint32_t g = 0;
      bool inside = false;
      while (!inside && next(c, r, w->allowed, c->tgt, &g, &good))
        inside = good.start[0] <= wrong.start[0] && wrong.end[0] <= good.end[0];
      if (inside) continue;
    }
    tml_str q = quoted(c, c->src, &m), say = bad ? quoted(c, c->tgt, &wrong) : (tml_str){"", 0};
    const char *what =
        bad ? tml_arena_fmt(c->arena, "\"%.*s\" is not how \"%.*s\" is translated%s%.*s", (int)say.n, say.p, (int)q.n,
                            q.p, w->shown.n ? ", but " : "", (int)w->shown.n, w->shown.n ? w->shown.p : "")
                  .p
            : tml_arena_fmt(c->arena, "\"%.*s\" is translated %.*s", (int)q.n, q.p, (int)w->shown.n, w->shown.p).p;
    tml_finding *f = report(c, r, c->src, &m, what);
    tml_report_side(f, TML_SIDE_TARGET);
    mark(c, f, TML_SIDE_SOURCE, c->src, &m);
    if (bad) mark(c, f, TML_SIDE_TARGET, c->tgt, &wrong);
  }
}

void pack_check(tml_check *c) {
  const pack_rule *r = c->rule->data;
  if (!c->src->text || !c->tgt->text || !applies(c, r)) return;
  bool source = r->side == TML_SIDE_SOURCE;
  switch (r->kind) {
  case PACK_TERM: term(c, r); break;
  case PACK_PAIR: pair(c, r); break;
  case PACK_FORBID: forbid(c, r, source ? c->src : c->tgt, source ? c->tgt : c->src); break;
  case PACK_REQUIRE: require(c, r, source ? c->src : c->tgt, source ? c->tgt : c->src); break;
  default: break;
  }
}
