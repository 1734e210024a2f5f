/* witness.c — weighing a page's witnesses: see witness.h.
 *
 * In a side-by-side page the source span often came from the memory of a sister page. A span is held to be foreign when
 * what it names is backed by nothing else on the page, while what the target names in its place is backed by the page's
 * subject, by the link's URL or by the heading's anchor; or when it adds a name that no target of the page knows, to a
 * page that is about another. Where both or neither are backed, nobody is blamed who might be right.
 */
#include "witness.h"

/* The number as letters inside code, a file name or another opaque fact of the other side: named, if not as a standard.
 */
static bool hidden_in(const tml_sheet *s, tml_str number) {
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->kind != TML_F_CODE && f->kind != TML_F_FILE && f->kind != TML_F_API && f->kind != TML_F_OPAQUE &&
        f->kind != TML_F_COMMAND)
      continue;
    tml_str t = tml_fact_str(s, f);
    for (size_t k = 0; k + number.n <= t.n; k++)
      if (memcmp(t.p + k, number.p, number.n) == 0) return true;
  }
  return false;
}

/* A law or standard under its spelt-out name is translated in more ways than a pack can know: only an acronym is
 * missed. */
static bool spelt_out(const tml_sheet *s, const tml_fact *f) {
  if (f->in_end > f->in_start) return false;
  tml_str t = tml_fact_str(s, f);
  unsigned lower = 0;
  for (size_t i = 0; i < t.n; i++) {
    lower = t.p[i] >= 'a' && t.p[i] <= 'z' ? lower + 1 : 0;
    if (lower >= 3 || (unsigned char)t.p[i] >= 0x80) return true;
  }
  return false;
}

/* "IEEE 802.1AE" (x) and "IEEE 802.1 AE" (y): the same number, its letters apart. */
static bool letters_apart(const tml_sheet *a, const tml_fact *x, const tml_sheet *b, const tml_fact *y) {
  uint32_t nx = x->in_end - x->in_start, ny = y->in_end - y->in_start, k = y->in_end;
  if (x->kind != TML_F_STANDARD || y->kind != TML_F_STANDARD || x->unit != y->unit || !ny || nx <= ny || nx > ny + 2)
    return false;
  const char *p = a->text->p + x->in_start, *q = b->text->p;
  if (memcmp(p, q + y->in_start, ny) != 0 || (p[ny] | 32) < 'a') return false;
  while (k < b->text->n && q[k] == ' ') k++;
  return k + nx - ny <= b->text->n && tml_str_ieq(tml_str_n(q + k, nx - ny), tml_str_n(p + ny, nx - ny));
}

static bool only_spaced(const tml_sheet *from, const tml_fact *f, const tml_sheet *to) {
  for (uint32_t i = 0; i < to->nfact; i++)
    if (letters_apart(from, f, to, &to->fact[i]) || letters_apart(to, &to->fact[i], from, f)) return true;
  return false;
}

/* Of a side's surplus, what counts; the first ones are enough. */
static unsigned missing(const tml_sheet *from, const tml_sheet *to, const tml_fact **surplus, uint32_t ns,
                        const tml_fact **out, unsigned n) {
  for (uint32_t i = 0; i < ns && i < 64 && n < TML_WIT_NAMES; i++) {
    const tml_fact *f = surplus[i];
    bool again = false;
    for (unsigned k = 0; k < n; k++) again |= out[k]->key == f->key;
    if (again || spelt_out(from, f) || only_spaced(from, f, to)) continue;
    if (f->in_end > f->in_start && hidden_in(to, tml_sheet_str(from, f->in_start, f->in_end))) continue;
    out[n++] = f;
  }
  return n;
}

/* Same standards, both with editions, no edition in common. */
static bool other_edition(const tml_sheet *s, const tml_sheet *t, tml_names *out) {
  unsigned looked = 0;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *a = &s->fact[i], *b = NULL;
    if (a->kind != TML_F_STANDARD || !a->num) continue;
    if (++looked > 32) break;
    bool same = false;
    for (uint32_t j = 0; j < t->nfact; j++) {
      const tml_fact *x = &t->fact[j];
      if (x->kind != TML_F_STANDARD || x->key != a->key || !x->num) continue;
      same |= x->num == a->num;
      b = x;
    }
    if (!b || same) continue;
    for (uint32_t j = 0; j < s->nfact; j++) /* the source itself may name both */
      same |= s->fact[j].kind == TML_F_STANDARD && s->fact[j].key2 == b->key2;
    if (same) continue;
    out->s[0] = a;
    out->t[0] = b;
    out->ns = out->nt = 1;
    return out->edition = true;
  }
  return false;
}

bool tml_witness_names(const tml_page *page, uint32_t seg, tml_names *out) {
  const tml_sheet *s = &page->source[seg], *t = &page->target[seg];
  out->ns = out->nt = 0;
  out->edition = false;
  if (!((s->has | t->has) & (TML_FM(TML_F_STANDARD) | TML_FM(TML_F_REGULATION))) || !s->ntok || !t->ntok) return false;
  static const int kinds[] = {TML_F_STANDARD, TML_F_REGULATION};
  for (unsigned i = 0; i < TML_COUNT(kinds); i++) {
    tml_diff d = tml_feat_diff(page->doc->arena, s, t, kinds[i], true);
    out->ns = missing(s, t, d.only_a, d.na, out->s, out->ns);
    out->nt = missing(t, s, d.only_b, d.nb, out->t, out->nt);
  }
  if (!tml_sheet_has(s, TML_F_REGULATION)) { /* a law named in place of "the regulation" is no other law */
    unsigned n = 0;
    for (unsigned i = 0; i < out->nt; i++)
      if (out->t[i]->kind == TML_F_STANDARD) out->t[n++] = out->t[i];
    out->nt = n;
  }
  return out->ns + out->nt > 0 || other_edition(s, t, out);
}

tml_str tml_witness_list(tml_arena *a, const tml_page *page, const tml_sheet *s, const tml_fact *const *f, unsigned n,
                         bool edition) {
  tml_str all = {"", 0};
  for (unsigned i = 0; i < n; i++) {
    tml_str one = tml_entity_show(a, page->lexicon, s, f[i], edition);
    all = tml_arena_fmt(a, "%.*s%s%.*s", (int)all.n, all.p, i ? ", " : "", (int)one.n, one.p);
  }
  return all;
}

/* ---- one pair ---- */

static const tml_topic *topic_of(const tml_page *page, uint64_t key) {
  for (uint32_t i = 0; i < page->ntopics; i++)
    if (page->topics[i].key == key) return &page->topics[i];
  return NULL;
}

/* Who, beside the pair's own texts, names it: TML_WIT_URL, _ANCHOR, _SUBJECT. */
static unsigned backed(tml_check *c, uint32_t seg, const tml_slugname *url, unsigned nurl, const tml_fact *f) {
  const tml_page *page = c->page;
  const tml_segment *g = &c->doc->segs[seg];
  const tml_topic *t = topic_of(page, f->key);
  unsigned w = 0;
  if (!t) return 0;
  for (unsigned i = 0; i < nurl; i++)
    if (url[i].key == f->key || tml_entity_related(url[i].name, t->text)) w |= TML_WIT_URL;
  if (g->anchor.n && tml_entity_in_anchor(g->anchor, t->text)) w |= TML_WIT_ANCHOR;
  if (page->subject && (page->subject->key == f->key || tml_entity_related(page->subject->text, t->text)))
    w |= TML_WIT_SUBJECT;
  return w;
}

/* Whether a target of another pair names it. */
static bool named_elsewhere(const tml_page *page, uint64_t key) {
  const tml_topic *t = topic_of(page, key);
  return t && t->in_target > 0;
}

static void judge(tml_check *c, uint32_t seg, const tml_names *n, tml_verdict *v) {
  const tml_page *page = c->page;
  const tml_segment *g = &c->doc->segs[seg];
  tml_slugname url[8];
  unsigned nurl = g->url.n ? tml_entity_in_slug(c->arena, page->lexicon, g->url, true, url, TML_COUNT(url)) : 0;
  unsigned s = 0, t = 0, known = 0;
  for (unsigned i = 0; i < n->ns; i++) {
    s |= backed(c, seg, url, nurl, n->s[i]);
    known += named_elsewhere(page, n->s[i]->key);
  }
  for (unsigned i = 0; i < n->nt; i++) t |= backed(c, seg, url, nurl, n->t[i]);
  if (n->edition) v->suspect = TML_SUSPECT_UNKNOWN;
  else if (n->ns && n->nt) {
    if (t && !s) v->suspect = TML_SUSPECT_SOURCE;
    else if (t && s) v->suspect = TML_SUSPECT_UNKNOWN;
    else v->suspect = TML_SUSPECT_TARGET;
  } else if (n->ns) {
    if (s || !page->subject || n->s[0]->kind != page->subject->kind) v->suspect = TML_SUSPECT_TARGET;
    else v->suspect = known ? TML_SUSPECT_UNKNOWN : TML_SUSPECT_SOURCE;
  } else {
    v->suspect = t ? TML_SUSPECT_UNKNOWN : TML_SUSPECT_TARGET;
  }
  if (v->suspect != TML_SUSPECT_SOURCE) return;
  v->witnesses = (uint8_t)(t | (n->nt ? TML_WIT_TARGET : 0) | (page->subject ? TML_WIT_SUBJECT : 0));
}

/* ---- the page ---- */

/* Anchors tell of their headings only where they are slugs. Authors' own anchors are words of the heading as a rule
 * ("profiles" for "Color profiles"): what shares words counts where six times as many others are slugs, what shares
 * none where as many are, or one fewer if the anchor has three words. A heading that names a standard is looked at all
 * the same. One-word anchors that aren't in their headings count where three times as many others are slugs. */
static void judge_headings(const tml_doc *d, const tml_page *page, tml_verdict *v) {
  uint32_t agree = 0, own = 0, differ = 0;
  tml_heading h;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    int r = d->segs[i].heading && d->segs[i].anchor.n ? tml_heading_compare(d, i, &h) : TML_HEADING_NONE;
    agree += r == TML_HEADING_AGREES;
    own += r == TML_HEADING_OWN_NAME;
    v[i].heading = r == TML_HEADING_DISAGREES;
    differ += v[i].heading;
  }
  for (uint32_t i = 0; i < d->nsegs && 6 * differ > agree; i++) {
    if (!v[i].heading || tml_sheet_has(&page->source[i], TML_F_STANDARD)) continue;
    tml_heading_compare(d, i, &h);
    if (h.shares || differ > agree + (h.words >= 3)) v[i].heading = false;
  }
  if (!own || 3 * (own + differ) > agree) return;
  for (uint32_t i = 0; i < d->nsegs; i++)
    if (d->segs[i].heading && d->segs[i].anchor.n && tml_heading_compare(d, i, &h) == TML_HEADING_OWN_NAME)
      v[i].heading = true;
}

const tml_witness *tml_witness_of(tml_check *c) {
  tml_page *page = c->page;
  if (page->scratch) return page->scratch;
  tml_witness *w = TML_NEW(c->arena, tml_witness);
  uint32_t n = c->doc->nsegs;
  tml_verdict *v = TML_NEWN(c->arena, tml_verdict, n + 1);
  w->seg = v;
  w->named = n;
  page->scratch = w;
  judge_headings(c->doc, page, v);
  for (uint32_t i = 0; i < n; i++) {
    tml_names names;
    if (!tml_witness_names(page, i, &names)) continue;
    v[i].differs = true;
    judge(c, i, &names, &v[i]);
    if (v[i].suspect == TML_SUSPECT_SOURCE && v[i].heading) v[i].witnesses |= TML_WIT_ANCHOR;
    w->foreign += (v[i].witnesses & (v[i].witnesses - 1)) != 0;
    w->doubtful += v[i].witnesses && !(v[i].witnesses & (v[i].witnesses - 1));
  }
  if (w->foreign >= 2)
    w->cause = tml_hash_mix(tml_hash("contaminated", 12),
                            tml_hash(tml_doc_page(c->doc).p, tml_doc_page(c->doc).n) + c->doc->from) |
               1;
  return w;
}

uint64_t tml_witness_cause(const tml_witness *w, const tml_check *c, uint32_t seg) {
  if (w->cause) return w->cause;
  return tml_hash_mix(tml_hash(c->doc->path.p, c->doc->path.n) + c->doc->from, c->page->source[seg].hash + seg) | 1;
}
