/* engine.c — runs the enabled rules over a page, and makes the findings they report. */
#include "sink.h"

#include "rule/glance.h"

/* ---- running ---- */

static const tml_sheet nothing = {0};

/* The segment rules for what a pair has. Pairs of a page have much the same: an answer is kept until another one needs
 * its place. */
enum { MEMO = 32 };
typedef struct answer {
  uint64_t have, wanted[TML_RULE_WORDS];
} answer;

static const answer *wanted_for(answer memo[MEMO], const tml_ruleset *set, uint64_t have) {
  answer *a = &memo[have * UINT64_C(0x9E3779B97F4A7C15) >> 59];
  if (TML_LIKELY(a->have == have)) return a;
  *a = (answer){.have = have};
  for (; have; have &= have - 1)
    for (int w = 0; w < TML_RULE_WORDS; w++) a->wanted[w] |= set->wanted_by[__builtin_ctzll(have)][w];
  return a;
}

void tml_rule_run(tml_check *c, const tml_ruleset *set) {
  tml_page *page = c->page;
  answer memo[MEMO];
  for (unsigned i = 0; i < MEMO; i++) memo[i].have = 0; /* what a pair has is never 0 */
  uint16_t *glances = tml_arena_alloc(c->arena, (size_t)page->doc->nsegs * sizeof *glances);
  c->glances = glances;
  for (uint32_t i = 0; i < page->doc->nsegs; i++) {
    c->seg = &page->doc->segs[i];
    glances[i] = 0;
    if (!c->seg->source.p || !c->seg->target.p)
      continue; /* half a pair: family SX says so, and there is nothing to compare */
    c->index = i;
    c->src = &page->source[i];
    c->tgt = &page->target[i];
    c->same = c->src->text && c->tgt->text && c->src->text->n == c->tgt->text->n &&
              memcmp(c->src->text->p, c->tgt->text->p, c->src->text->n) == 0;
    c->language_known = 0;
    glances[i] = tml_glance(c->seg, c->src, c->tgt);
    uint64_t have = tml_needs_of(c->src->has | c->tgt->has, c->src->marks | c->tgt->marks, glances[i]) | UINT64_C(1)
                                                                                                             << 63;
    const answer *a = wanted_for(memo, set, have);
    for (uint32_t w = 0; w < TML_RULE_WORDS; w++)
      for (uint64_t rest = a->wanted[w]; rest; rest &= rest - 1) {
        uint16_t at = set->segment_rules[64 * w + (uint32_t)__builtin_ctzll(rest)];
        c->rule = tml_rule_at(at);
        c->rule_index = at;
        c->setting = &set->set[at];
        c->rule->check(c);
      }
    for (uint32_t k = 0; k < set->npack; k++) {
      c->rule = tml_rule_at(set->pack_rules[k]);
      c->rule_index = set->pack_rules[k];
      c->setting = &set->set[set->pack_rules[k]];
      c->rule->check(c);
    }
  }
  c->seg = NULL;
  c->index = UINT32_MAX;
  c->src = c->tgt = &nothing;
  c->same = false;
  for (uint32_t k = 0; k < set->npage; k++) {
    c->rule = tml_rule_at(set->page_rules[k]);
    c->rule_index = set->page_rules[k];
    c->setting = &set->set[set->page_rules[k]];
    c->rule->check(c);
  }
}

/* ---- reporting ---- */

static void excerpt(tml_excerpt *e, const tml_text *t) {
  if (!t->p) return;
  e->present = true;
  e->text = tml_str_n(t->p, t->n);
  e->start = t->start;
  e->end = t->end;
}

static void at_segment(tml_check *c, tml_finding *f, uint32_t index) {
  const tml_segment *s = &c->doc->segs[index];
  f->segment = s->id;
  excerpt(&f->source, &s->source);
  excerpt(&f->target, &s->target);
  f->start = s->start;
  f->end = s->end;
  uint64_t h = index < c->doc->nsegs ? c->page->source[index].hash : 0;
  f->fp_text = tml_hash_mix(h, c->page->target[index].hash);
}

tml_finding *tml_report(tml_check *c, const char *fmt, ...) {
  tml_finding *f = tml_sink_new(c->sink, c->arena);
  f->rule = c->rule_index;
  f->severity = c->setting->severity;
  f->path = c->doc->path;
  f->rank = 100;
  f->side = TML_SIDE_PAGE;
  if (c->seg) {
    at_segment(c, f, c->index);
    tml_report_side(f, f->target.present ? TML_SIDE_TARGET : TML_SIDE_SOURCE);
    f->suspect = TML_SUSPECT_TARGET;
  }
  va_list ap;
  va_start(ap, fmt);
  f->message = tml_arena_vfmt(c->arena, fmt, ap);
  va_end(ap);
  return f;
}

void tml_report_side(tml_finding *f, int side) {
  f->side = (uint8_t)side;
  const tml_excerpt *e = side == TML_SIDE_SOURCE ? &f->source : &f->target;
  if (side == TML_SIDE_PAGE || !e->present) return;
  f->start = e->nmarks ? e->marks[0].start : e->start;
  f->end = e->nmarks ? e->marks[0].end : e->end;
}

void tml_report_suspect(tml_finding *f, int suspect) {
  f->suspect = (uint8_t)suspect;
  if (suspect == TML_SUSPECT_SOURCE) {
    f->action = TML_ACT_FIX_MEMORY;
    if (f->source.present) tml_report_side(f, TML_SIDE_SOURCE);
  } else if (suspect == TML_SUSPECT_TARGET) {
    f->action = TML_ACT_FIX_TARGET;
    if (f->target.present) tml_report_side(f, TML_SIDE_TARGET);
  }
}

static void mark(tml_arena *a, tml_finding *f, int side, tml_span at) {
  tml_excerpt *e = side == TML_SIDE_SOURCE ? &f->source : &f->target;
  tml_span *v = TML_NEWN(a, tml_span, e->nmarks + 1);
  uint32_t k = e->nmarks;
  while (k > 0 && e->marks[k - 1].start > at.start) k--;
  if (k) memcpy(v, e->marks, k * sizeof *v);
  v[k] = at;
  if (e->nmarks > k) memcpy(v + k + 1, e->marks + k, (e->nmarks - k) * sizeof *v);
  e->marks = v;
  e->nmarks++;
  if (f->side == side) tml_report_side(f, side);
}

/* Of a text with thousands of differences a reader needs a few. */
enum { MARKS = 32 };

void tml_report_mark(tml_check *c, tml_finding *f, int side, uint32_t start, uint32_t end) {
  const tml_sheet *s = side == TML_SIDE_SOURCE ? c->src : c->tgt;
  const tml_excerpt *e = side == TML_SIDE_SOURCE ? &f->source : &f->target;
  if (!s->text || !e->present || e->nmarks >= MARKS) return;
  tml_span at = {tml_text_raw(s->text, start), tml_text_raw(s->text, end)};
  if (end > start && at.end < at.start) at.end = at.start;
  mark(c->arena, f, side, at);
}

void tml_report_place(tml_finding *f, uint32_t start, uint32_t end) { f->start = start, f->end = end; }

static void add(tml_arena *a, tml_strs *list, tml_str s) {
  for (uint32_t i = 0; i < list->n; i++)
    if (tml_str_eq(list->v[i], s)) return;
  if (!list->n) list->v = TML_NEWN(a, tml_str, list->cap = 1); /* mostly the only one */
  list->v = tml_arena_grow(a, list->v, list->n, &list->cap, sizeof *list->v);
  list->v[list->n++] = s;
}

void tml_report_evidence(tml_check *c, tml_finding *f, int kind, tml_str s) { add(c->arena, &f->evidence[kind], s); }

void tml_report_related(tml_check *c, tml_finding *f, uint32_t index, tml_str message) {
  f->related = tml_arena_grow(c->arena, f->related, f->nrelated, &f->related_cap, sizeof *f->related);
  tml_related *r = &f->related[f->nrelated++];
  const tml_segment *s = &c->doc->segs[index];
  *r = (tml_related){.path = c->doc->path, .segment = s->id, .message = message};
  tml_doc_position(c->doc, s->target.p ? s->target.start : s->start, &r->line, &r->column);
}

void tml_report_edit(tml_check *c, tml_finding *f, uint32_t start, uint32_t end, tml_str text, bool safe) {
  f->edits = tml_arena_grow(c->arena, f->edits, f->nedits, &f->edit_cap, sizeof *f->edits);
  f->edits[f->nedits++] = (tml_edit){start, end, text};
  f->fix_safe = safe;
}

void tml_report_lesser(tml_finding *f) { f->severity = TML_SEV_INFO; }

/* Control and bidi characters would act on the reader's terminal: they are shown by their numbers. */
tml_str tml_check_quote(tml_check *c, tml_str s) {
  enum { LONG = 60 };
  size_t plain = 0; /* nearly always a few words of ASCII: as they are */
  while (plain < s.n && plain < LONG && s.p[plain] >= ' ' && s.p[plain] <= '~') plain++;
  if (plain == s.n) return tml_arena_str(c->arena, s);
  tml_buf b = {0};
  tml_buf_reserve(&b, s.n < 4 * LONG ? s.n + 16 : 4 * LONG);
  const char *p = s.p, *end = s.p + s.n;
  unsigned n = 0, len;
  while (p < end) {
    if (n++ == LONG) {
      tml_buf_z(&b, "…");
      break;
    }
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    unsigned type = tml_cp_class(cp);
    if (cp == '\n' || cp == '\r' || cp == '\t') tml_buf_c(&b, ' ');
    else if (type == TML_CP_CONTROL || tml_cp_is_bidi_control(cp)) tml_buf_fmt(&b, "<U+%04X>", (unsigned)cp);
    else tml_buf_put(&b, p, len);
    p += len;
  }
  tml_str out = tml_arena_str(c->arena, tml_buf_view(&b));
  tml_buf_free(&b);
  return out;
}
