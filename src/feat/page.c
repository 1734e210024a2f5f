/* page.c — all sheets of a file, the second look at pairs that differ, and the page's topics with their witnesses.
 *
 * What for: rules compare what the texts say; what a page is about decides which side of a pair is foreign to it.
 * What not: no verdict. A topic lists its witnesses; the rules weigh them.
 * Cost: the sheets are nearly all of it. Topics need work only on pages that name a standard or a regulation at all.
 */
#include "tmlint/page.h"

#include "lazy.h"
#include "lexicon.h"

enum { MAX_TOPICS = 64 };
#define ENTITIES (TML_FM(TML_F_STANDARD) | TML_FM(TML_F_REGULATION))

static const tml_text no_text = {.p = ""};

typedef struct maker {
  const tml_featctx *ctx[2]; /* source, target */
  tml_doc *doc;
  tml_page *page;
  tml_sheet *sheet[2]; /* by segment */
  tml_topic *topic;
  uint32_t last[MAX_TOPICS][2]; /* by topic and side: the last segment counted, + 1 */
  uint32_t ntopic;
  const tml_entity **kinds; /* the document kinds of the lexicon; NULL until a pair asks */
  unsigned nkinds;
} maker;

static bool names_entity(const tml_fact *f) { return f->kind == TML_F_STANDARD || f->kind == TML_F_REGULATION; }

/* ---- the second look ---- */

static void recount(tml_sheet *s) {
  s->has = 0;
  for (uint32_t i = 0; i < s->nfact; i++) s->has |= TML_FM(s->fact[i].kind);
}

/* A new fact over tokens first..last, put in its place; owners behind it move up. */
static tml_fact *insert_fact(const tml_featctx *ctx, tml_sheet *s, int kind, uint32_t first, uint32_t last) {
  tml_feat_add(ctx, s, kind, s->tok[first].start, s->tok[last].end);
  tml_fact f = s->fact[s->nfact - 1];
  f.tok = first;
  f.ntok = last - first + 1;
  if (s->tok[first].flags & TML_TF_LINK) f.flags |= TML_FF_IN_LINK;
  if (s->tok[first].flags & TML_TF_EMPH) f.flags |= TML_FF_IN_EMPH;
  uint32_t at = s->nfact - 1;
  while (at && s->fact[at - 1].start > f.start) s->fact[at] = s->fact[at - 1], at--;
  s->fact[at] = f;
  for (uint32_t i = 0; i < s->ntok; i++)
    if (s->tok[i].owner > at) s->tok[i].owner++;
  for (uint32_t i = first; i <= last; i++)
    if (!s->tok[i].owner) s->tok[i].owner = at + 1;
  return &s->fact[at];
}

static bool of_number_stage(const tml_sheet *s, uint32_t owner) {
  if (!owner) return true;
  int k = s->fact[owner - 1].kind;
  return k == TML_F_NUMBER || k == TML_F_VERSION || k == TML_F_DATE || k == TML_F_TIME || k == TML_F_NONE;
}

/* Whether the groups of `number` ("20000-1") stand at token k, whatever parts them; *last: their last token. */
static bool number_at(const tml_sheet *s, uint32_t k, tml_str number, uint32_t *last) {
  size_t at = 0;
  for (;;) {
    if (k >= s->ntok || (s->tok[k].kind != TML_T_NUM && s->tok[k].kind != TML_T_MIX) ||
        !of_number_stage(s, s->tok[k].owner))
      return false;
    const char *p = s->text->p + s->tok[k].start, *end = s->text->p + s->tok[k].end;
    while (p < end) {
      unsigned len;
      uint32_t cp = tml_utf8_lenient(p, end, &len);
      int d = tml_cp_digit(cp);
      uint32_t c = d >= 0 ? (uint32_t)('0' + d) : tml_cp_fold(cp);
      if (at >= number.n || c != tml_cp_fold((unsigned char)number.p[at])) return false;
      at++;
      p += len;
    }
    *last = k++;
    if (at == number.n) break;
    if (number.p[at] == '-' || number.p[at] == '.') at++;
    if (k < s->ntok && s->tok[k].kind == TML_T_PUNCT && (s->tok[k].hash == '-' || s->tok[k].hash == '.')) k++;
  }
  bool part = k + 1 < s->ntok && s->tok[k].kind == TML_T_PUNCT && s->tok[k].hash == '-' &&
              !(s->tok[k].flags & TML_TF_SPACE) && !(s->tok[k + 1].flags & TML_TF_SPACE) &&
              s->tok[k + 1].kind == TML_T_NUM;
  return !part;
}

/* The standard `x` of sheet `from` stands in `s` without its body, or before it ("8601 ISO"): it becomes a fact there.
 */
static bool adopt_bare(const tml_featctx *ctx, tml_sheet *s, const tml_sheet *from, const tml_fact *x) {
  const tml_entity *e = tml_lexicon_at(ctx->lexicon, x->unit);
  if (!e || x->in_end <= x->in_start) return false;
  char buf[96];
  size_t n = tml_std_name(e, from, x->in_start, x->in_end, 0, buf, sizeof buf), skip = e->name.n + 1;
  tml_str number = {buf + skip, n - skip};
  if (number.n < 3) return false;
  for (uint32_t k = 0; k < s->ntok; k++) {
    uint32_t last;
    if ((s->tok[k].kind != TML_T_NUM && s->tok[k].kind != TML_T_MIX) || !number_at(s, k, number, &last)) continue;
    tml_stdref r = {.first = k, .end = last + 1, .num_start = s->tok[k].start, .num_end = s->tok[last].end};
    if (last + 2 < s->ntok && s->tok[last + 1].kind == TML_T_PUNCT && s->tok[last + 1].hash == ':' && x->num &&
        s->tok[last + 2].kind == TML_T_NUM && s->tok[last + 2].hash == (uint64_t)x->num &&
        of_number_stage(s, s->tok[last + 2].owner)) {
      r.year = (int)x->num;
      r.year_start = s->tok[last + 2].start;
      r.year_end = s->tok[last + 2].end;
      last += 2;
    }
    for (uint32_t i = k; i <= last; i++) {
      uint32_t o = s->tok[i].owner;
      if (o) s->fact[o - 1].kind = TML_F_NONE;
      s->tok[i].owner = 0;
    }
    tml_fact *f = insert_fact(ctx, s, TML_F_STANDARD, k, last);
    tml_std_fill(ctx->lexicon, s, f, x->unit, &r);
    /* "800 53" reads as the other side's number */
    f->key = x->key;
    if (!r.year || r.year == x->num) f->key2 = r.year ? x->key2 : x->key;
    f->flags |= TML_FF_BARE;
    recount(s);
    return true;
  }
  return false;
}

static uint32_t token_at(const tml_sheet *s, uint32_t off) {
  uint32_t i = 0;
  while (i + 1 < s->ntok && s->tok[i].end <= off) i++;
  return i;
}

/* A localized name of x that the fast pass can't see. */
static bool adopt_lazy(const tml_featctx *ctx, tml_sheet *s, int kind, uint64_t key) {
  uint32_t start, end;
  if (!tml_entity_find_lazy(ctx->lexicon, ctx->locale, s, key, &start, &end)) return false;
  uint32_t first = token_at(s, start), last = token_at(s, end - 1);
  if (!of_number_stage(s, s->tok[first].owner) || !of_number_stage(s, s->tok[last].owner)) return false;
  const tml_entity *e = tml_lexicon_by_key(ctx->lexicon, key);
  for (uint32_t i = first; i <= last; i++) {
    if (s->tok[i].owner && of_number_stage(s, s->tok[i].owner))
      s->fact[s->tok[i].owner - 1].kind = TML_F_NONE, s->tok[i].owner = 0;
  }
  tml_fact *f = insert_fact(ctx, s, kind, first, last);
  f->start = start;
  f->end = end;
  f->in_start = f->in_end = start;
  f->key = f->key2 = key;
  f->sub = e->sub;
  f->unit = (uint16_t)(e - tml_lexicon_at(ctx->lexicon, 0));
  recount(s);
  return true;
}

enum { MAX_ADOPT = 24 }; /* names a side may lack before we stop looking: each look costs a search */

/* What one side names and `to` seems to lack. */
static void adopt(const tml_featctx *ctx, tml_sheet *to, const tml_sheet *from, const tml_fact **lacks, uint32_t n) {
  uint64_t tried[MAX_ADOPT];
  uint32_t ntried = 0;
  for (uint32_t i = 0; i < n && ntried < MAX_ADOPT && to->ntok; i++) {
    const tml_fact *x = lacks[i];
    bool again = false;
    for (uint32_t k = 0; k < ntried && !again; k++) again = tried[k] == x->key;
    if (again) continue;
    tried[ntried++] = x->key;
    if (x->in_end > x->in_start) adopt_bare(ctx, to, from, x);
    else adopt_lazy(ctx, to, x->kind, x->key);
  }
}

/* The lists point into the sheets' facts, which adopting moves: the lists' facts are copied first. */
static void adopt_both(maker *m, tml_sheet *s, tml_sheet *t, int kind) {
  tml_arena *a = m->doc->arena;
  tml_diff d = tml_feat_diff(a, s, t, kind, true);
  if (!d.na && !d.nb) return;
  const tml_fact **lists[2] = {d.only_a, d.only_b};
  uint32_t counts[2] = {d.na, d.nb};
  for (unsigned k = 0; k < 2; k++) {
    if (counts[k] > 4 * MAX_ADOPT) counts[k] = 4 * MAX_ADOPT;
    for (uint32_t i = 0; i < counts[k]; i++) {
      tml_fact *copy = TML_NEW(a, tml_fact);
      *copy = *lists[k][i];
      lists[k][i] = copy;
    }
  }
  adopt(m->ctx[1], t, s, lists[0], counts[0]);
  adopt(m->ctx[0], s, t, lists[1], counts[1]);
}

/* Document kinds in other languages: sought where the other side names one and this one none; the longest first, so
 * that "적용성 보고서" is no report. */
static void adopt_kinds(maker *m, const tml_featctx *ctx, tml_sheet *to) {
  if (!m->kinds) { /* the lexicon has hundreds of names and a dozen kinds */
    m->kinds = TML_NEWN(m->doc->arena, const tml_entity *, tml_lexicon_count(ctx->lexicon) + 1);
    for (unsigned i = 0; i < tml_lexicon_count(ctx->lexicon); i++)
      if (tml_lexicon_at(ctx->lexicon, i)->kind == TML_F_DOCKIND)
        m->kinds[m->nkinds++] = tml_lexicon_at(ctx->lexicon, i);
  }
  const tml_entity *best;
  tml_lazy folded = {0};
  unsigned rounds = 0;
  do {
    uint32_t start, end, longest = 0;
    best = NULL;
    for (unsigned i = 0; i < m->nkinds; i++) {
      const tml_entity *e = m->kinds[i];
      if (!tml_lazy_find(ctx->lexicon, ctx->locale, to, &folded, e->key, &start, &end)) continue;
      if (end - start > longest && of_number_stage(to, to->tok[token_at(to, start)].owner))
        best = e, longest = end - start;
    }
  } while (best && adopt_lazy(ctx, to, TML_F_DOCKIND, best->key) && ++rounds < 8);
  tml_lazy_free(&folded);
}

static void second_look(maker *m, uint32_t i) {
  tml_sheet *s = &m->sheet[0][i], *t = &m->sheet[1][i];
  if ((s->has | t->has) & TML_FM(TML_F_STANDARD)) adopt_both(m, s, t, TML_F_STANDARD);
  if ((s->has | t->has) & TML_FM(TML_F_REGULATION)) adopt_both(m, s, t, TML_F_REGULATION);
  bool a = tml_sheet_has(s, TML_F_DOCKIND), b = tml_sheet_has(t, TML_F_DOCKIND);
  if (a && !b) adopt_kinds(m, m->ctx[1], t);
  else if (b && !a) adopt_kinds(m, m->ctx[0], s);
}

/* ---- topics ---- */

static tml_topic *topic_of(maker *m, uint64_t key) {
  for (uint32_t i = 0; i < m->ntopic; i++)
    if (m->topic[i].key == key) return &m->topic[i];
  return NULL;
}

static tml_topic *topic_for(maker *m, const tml_sheet *s, const tml_fact *f) {
  tml_topic *t = topic_of(m, f->key);
  if (t || m->ntopic == MAX_TOPICS) return t;
  if (!m->topic) m->topic = TML_NEWN(m->doc->arena, tml_topic, MAX_TOPICS);
  t = &m->topic[m->ntopic++];
  t->kind = f->kind;
  t->key = f->key;
  t->text = tml_entity_show(m->doc->arena, m->page->lexicon, s, f, false);
  return t;
}

static void witness(maker *m, const tml_sheet *s, unsigned w) {
  for (uint32_t i = 0; s && i < s->nfact; i++) {
    tml_topic *t = names_entity(&s->fact[i]) ? topic_for(m, s, &s->fact[i]) : NULL;
    if (t) t->witnesses |= w;
  }
}

/* Counts a pair once for each thing that a side names. */
static void count_side(maker *m, uint32_t seg, int side) {
  const tml_sheet *s = &m->sheet[side][seg];
  if (!(s->has & ENTITIES)) return;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (!names_entity(f)) continue;
    tml_topic *t = topic_for(m, s, f);
    if (!t || m->last[t - m->topic][side] == seg + 1) continue;
    m->last[t - m->topic][side] = seg + 1;
    ++*(side ? &t->in_target : &t->in_source);
  }
}

static tml_str file_name(tml_str path) {
  size_t i = path.n;
  while (i && path.p[i - 1] != '/') i--;
  return (tml_str){path.p + i, path.n - i};
}

static void slug_witness(maker *m, tml_str slug, bool url, unsigned w) {
  tml_slugname found[8];
  unsigned n = tml_entity_in_slug(m->doc->arena, m->page->lexicon, slug, url, found, TML_COUNT(found));
  for (unsigned i = 0; i < n; i++) {
    tml_topic *t = topic_of(m, found[i].key);
    if (t) t->witnesses |= w;
  }
}

/* Anchors and links speak only of what the texts name: everything they could bear witness for is a topic already. */
static void outer_witnesses(maker *m) {
  tml_doc *d = m->doc;
  slug_witness(m, file_name(tml_doc_page(d)), false, TML_W_FILE);
  for (uint32_t k = 0; k < m->ntopic; k++)
    if (tml_entity_in_anchor(file_name(tml_doc_page(d)), m->topic[k].text)) m->topic[k].witnesses |= TML_W_FILE;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *g = &d->segs[i];
    if (g->url.n) slug_witness(m, g->url, true, TML_W_URLS);
    if (!g->anchor.n) continue;
    for (uint32_t k = 0; k < m->ntopic; k++)
      if (!(m->topic[k].witnesses & TML_W_ANCHORS) && tml_entity_in_anchor(g->anchor, m->topic[k].text))
        m->topic[k].witnesses |= TML_W_ANCHORS;
  }
}

static void majority(maker *m) {
  uint32_t s = 0, t = 0;
  for (uint32_t i = 0; i < m->ntopic; i++) {
    if (m->topic[i].in_source > s) s = m->topic[i].in_source;
    if (m->topic[i].in_target > t) t = m->topic[i].in_target;
  }
  for (uint32_t i = 0; i < m->ntopic; i++) {
    tml_topic *x = &m->topic[i];
    if (s > 1 && x->in_source == s) x->witnesses |= TML_W_SOURCES;
    if (t > 1 && x->in_target == t) x->witnesses |= TML_W_TARGETS;
  }
}

static unsigned weight(unsigned w) {
  static const struct {
    unsigned bit, weight;
  } of[] = {{TML_W_TITLE, 4},   {TML_W_FILE, 4},        {TML_W_H1, 3},   {TML_W_ANCHORS, 2},
            {TML_W_TARGETS, 2}, {TML_W_DESCRIPTION, 1}, {TML_W_URLS, 1}, {TML_W_SOURCES, 1}};
  unsigned sum = 0;
  for (unsigned i = 0; i < TML_COUNT(of); i++)
    if (w & of[i].bit) sum += of[i].weight;
  return sum;
}

/* The topic that leads: it needs a witness that speaks for the whole page (title, first heading, file name) and another
 * one beside it; two unrelated leaders (a page about ISO 27001 and 27018) make no subject. */
static const tml_topic *subject_of(const maker *m) {
  const tml_topic *best = NULL;
  unsigned top = 0;
  bool tie = false;
  for (uint32_t i = 0; i < m->ntopic; i++) {
    const tml_topic *t = &m->topic[i];
    unsigned w = weight(t->witnesses), whole = t->witnesses & (TML_W_TITLE | TML_W_H1 | TML_W_FILE);
    if (!whole || !(t->witnesses & (t->witnesses - 1)) || t->in_target + t->in_source < 2 || w < top) continue;
    bool kin = best && tml_entity_related(best->text, t->text);
    if (w == top && best) {
      if (kin && t->in_target <= best->in_target) continue;
      tie = !kin;
      if (tie) continue;
    } else {
      tie = false;
    }
    best = t;
    top = w;
  }
  return tie ? NULL : best;
}

static void make_topics(maker *m) {
  tml_doc *d = m->doc;
  bool h1 = false;
  witness(m, m->page->title, TML_W_TITLE);
  witness(m, m->page->description, TML_W_DESCRIPTION);
  for (uint32_t i = 0; i < d->nsegs; i++) {
    count_side(m, i, 0);
    count_side(m, i, 1);
    if (d->segs[i].ctx & TML_CTX_TITLE) witness(m, &m->sheet[1][i], TML_W_TITLE);
    if (d->segs[i].heading != 1 || h1) continue;
    h1 = true;
    witness(m, &m->sheet[1][i], TML_W_H1);
    for (uint32_t k = 0; k < m->ntopic; k++) /* the first heading's anchor is as good as its text */
      if (d->segs[i].anchor.n && tml_entity_in_anchor(d->segs[i].anchor, m->topic[k].text))
        m->topic[k].witnesses |= TML_W_H1;
  }
  if (!m->ntopic) return;
  outer_witnesses(m);
  majority(m);
  m->page->topics = m->topic;
  m->page->ntopics = m->ntopic;
  m->page->subject = subject_of(m);
}

/* ---- sheets ---- */

static const tml_sheet *meta_sheet(maker *m, const char *key) {
  const tml_doc *d = m->doc;
  for (uint32_t i = 0; i < d->nmeta; i++) {
    const tml_meta *f = &d->meta[i];
    if (!tml_str_is(f->key, key) || !f->value.n || f->value.n > 4000 || memchr(f->value.p, '<', f->value.n)) continue;
    tml_text *t = TML_NEW(d->arena, tml_text);
    *t = (tml_text){.p = f->value.p, .n = (uint32_t)f->value.n, .start = f->start, .end = f->end};
    tml_sheet *s = TML_NEW(d->arena, tml_sheet);
    tml_feat_sheet(m->ctx[1], t, s);
    return s;
  }
  return NULL;
}

void tml_feat_page(const tml_featctx *src, const tml_featctx *tgt, tml_doc *doc, tml_page *out) {
  maker m = {.ctx = {src, tgt}, .doc = doc, .page = out};
  *out = (tml_page){.doc = doc, .source_locale = src->locale, .target_locale = tgt->locale, .lexicon = tgt->lexicon};
  size_t bytes = sizeof(tml_sheet) * ((size_t)doc->nsegs + 1);
  m.sheet[0] = tml_arena_alloc(doc->arena, bytes);
  m.sheet[1] = tml_arena_alloc(doc->arena, bytes);
  uint64_t has = 0;
  for (uint32_t i = 0; i < doc->nsegs; i++) {
    const tml_segment *g = &doc->segs[i];
    tml_feat_sheet(src, g->source.p ? &g->source : &no_text, &m.sheet[0][i]);
    tml_feat_sheet(tgt, g->target.p ? &g->target : &no_text, &m.sheet[1][i]);
    has |= m.sheet[0][i].has | m.sheet[1][i].has;
  }
  out->taught = TML_NEWN(src->arena, uint8_t, doc->nsegs + 1);
  out->source = m.sheet[0];
  out->target = m.sheet[1];
  out->title = meta_sheet(&m, "title");
  out->description = meta_sheet(&m, "description");
  if (!out->lexicon || !(has & (ENTITIES | TML_FM(TML_F_DOCKIND)))) return;
  for (uint32_t i = 0; i < doc->nsegs; i++)
    if ((m.sheet[0][i].has | m.sheet[1][i].has) & (ENTITIES | TML_FM(TML_F_DOCKIND))) second_look(&m, i);
  if (has & ENTITIES) make_topics(&m);
}
