/* tmx.c — TMX 1.4b (and 1.1 to 1.4) translation memories to pairs.
 *
 * Grammar: LISA OSCAR, TMX 1.4b: tmx/header/body/tu/tuv/seg; languages in xml:lang or, in old files, lang.
 * Which tuv is the source: the one whose language is --source-language's, else the tu's srclang, else the header's;
 * "*all*" and a language that the tu lacks mean: English where there is one, else the first. Every other tuv is a
 * target: a tu of five languages is four pairs. Ids are the tuid, else the tu's number.
 * Read back of what `tmlint export` writes: props x-page (the page: a batch of its own), x-anchor, x-url, x-heading,
 * x-context. Other props and notes teach nothing.
 */
#include "xml.h"

#include <stdlib.h>

enum { TUVS = 64 };
enum { TU, TUV, SEG, PROP, HEADER };
static const char *const names[] = {
    [TU] = "tu", [TUV] = "tuv", [SEG] = "seg", [PROP] = "prop", [HEADER] = "header", NULL};

typedef struct tuv {
  tml_str lang;
  uint32_t tag, start, end; /* the tuv's '<'; the seg's content */
  uint32_t after;
  bool has;
} tuv;

typedef struct tmx {
  unsigned depth, in_seg; /* in_seg: depth of the seg, 0 outside */
  bool in_tu;
  tml_str header, srclang, id, type; /* type: of the prop that is open */
  tml_str page, anchor, url, heading, context;
  uint32_t tu_tag, text_at, number;
  tuv v[TUVS];
  unsigned n;
} tmx;

static void *open_tmx(tml_xml *x) { return TML_NEW(tml_xml_keep(x), tmx); }

static tml_str keep(tml_arena *a, tml_str s) { return s.p ? tml_arena_str(a, s) : (tml_str){NULL, 0}; }

static void start_tu(tml_xml *x, tmx *t, uint32_t tag) {
  tml_arena *u = tml_xml_unit(x);
  tml_xml_unit_begin(x);
  t->in_tu = true;
  t->tu_tag = tag;
  t->n = 0;
  t->number++;
  t->srclang = keep(u, tml_xml_attr(x, "srclang"));
  t->id = keep(u, tml_xml_attr(x, "tuid"));
  t->page = t->anchor = t->url = t->heading = t->context = (tml_str){NULL, 0};
}

static void start(tml_xml *x, void *state, int name, uint32_t tag, uint32_t inside) {
  tmx *t = state;
  t->depth++;
  if (t->in_seg) return;
  if (name == TU) {
    start_tu(x, t, tag);
  } else if (name == TUV && t->in_tu) {
    if (t->n == TUVS) return;
    t->v[t->n++] = (tuv){.lang = keep(tml_xml_unit(x), tml_xml_attr(x, "lang")), .tag = tag};
  } else if (name == SEG && t->in_tu && t->n) {
    t->in_seg = t->depth;
    t->text_at = inside;
  } else if (name == PROP && t->in_tu && !t->n) {
    t->type = keep(tml_xml_unit(x), tml_xml_attr(x, "type"));
    t->text_at = inside;
  } else if (name == HEADER) {
    t->header = keep(tml_xml_part(x), tml_xml_attr(x, "srclang"));
  }
}

static void end_prop(tml_xml *x, tmx *t, uint32_t close) {
  if (!t->type.n || t->type.p[0] != 'x') return;
  tml_str *to = tml_str_is(t->type, "x-page")      ? &t->page
                : tml_str_is(t->type, "x-anchor")  ? &t->anchor
                : tml_str_is(t->type, "x-url")     ? &t->url
                : tml_str_is(t->type, "x-heading") ? &t->heading
                : tml_str_is(t->type, "x-context") ? &t->context
                                                   : NULL;
  if (!to || close < t->text_at) return;
  tml_text v = tml_xml_text(x, tml_xml_unit(x), t->text_at, close);
  *to = tml_arena_str(tml_xml_unit(x), tml_str_n(v.p, v.n));
}

/* "en" and "EN-us" speak of one language. */
static bool speaks(tml_str tag, tml_str want) {
  if (tml_str_ieq(tag, want)) return true;
  size_t n = tag.n < want.n ? tag.n : want.n;
  return n && tml_str_ieq(tml_str_n(tag.p, n), tml_str_n(want.p, n)) &&
         (tag.n == n ? want.p[n] == '-' || want.p[n] == '_' : tag.p[n] == '-' || tag.p[n] == '_');
}

static unsigned find(const tmx *t, tml_str want) {
  for (unsigned i = 0; i < t->n && want.n; i++)
    if (tml_str_ieq(t->v[i].lang, want)) return i;
  for (unsigned i = 0; i < t->n && want.n; i++)
    if (speaks(t->v[i].lang, want)) return i;
  return t->n;
}

static unsigned source_of(const tmx *t, const tml_xml_wish *wish) {
  tml_str order[] = {wish->source, t->srclang, t->header, TML_S("en")};
  for (unsigned k = 0; k < TML_COUNT(order); k++) {
    unsigned i = find(t, order[k]);
    if (i < t->n) return i;
    if (k == 0 && wish->source.n) return t->n; /* asked for, and not in this tu */
  }
  return 0;
}

static void stand_in(tml_xml *x, const tmx *t, tml_segment *s) {
  static const struct {
    const char *word;
    uint16_t bit;
  } words[] = {{"list", TML_CTX_LIST},          {"table", TML_CTX_TABLE},     {"quote", TML_CTX_QUOTE},
               {"code", TML_CTX_FENCE},         {"html", TML_CTX_HTML},       {"title", TML_CTX_TITLE},
               {"front_matter", TML_CTX_FRONT}, {"indented", TML_CTX_INDENT}, {"nested", TML_CTX_NESTED},
               {"image", TML_CTX_IMAGE}};
  tml_arena *b = tml_xml_batch(x);
  if (t->heading.n == 1 && t->heading.p[0] >= '1' && t->heading.p[0] <= '6')
    s->heading = (uint8_t)(t->heading.p[0] - '0');
  if (t->anchor.n) s->anchor = tml_arena_str(b, t->anchor);
  if (t->url.n) s->url = tml_arena_str(b, t->url), s->ctx |= TML_CTX_LINK;
  s->anchor_start = s->url_start = s->start;
  for (size_t i = 0; i < t->context.n;) {
    size_t n = 0;
    while (i + n < t->context.n && t->context.p[i + n] != ' ') n++;
    for (unsigned k = 0; k < TML_COUNT(words); k++)
      if (tml_str_is(tml_str_n(t->context.p + i, n), words[k].word)) s->ctx |= words[k].bit;
    i += n + 1;
  }
}

static void end_tu(tml_xml *x, tmx *t, uint32_t after) {
  const tml_xml_wish *wish = tml_xml_wishes(x);
  tml_xml_page(x, t->page.n ? t->page : TML_S(""));
  unsigned src = t->n ? source_of(t, wish) : 0;
  bool first = true;
  for (unsigned i = 0; i < t->n && src < t->n; i++) {
    const tuv *g = &t->v[i], *s = &t->v[src];
    if (i == src || !g->has || !s->has || (wish->target.n && !speaks(g->lang, wish->target))) continue;
    tml_segment *p = tml_xml_pair(x, s->lang, g->lang);
    tml_arena *b = tml_xml_batch(x);
    p->id = t->id.n ? tml_arena_str(b, t->id) : tml_arena_fmt(b, "%u", t->number);
    p->source_id = p->id;
    p->start = first ? t->tu_tag : g->tag;
    p->end = first ? after : g->after;
    p->line_start = p->start;
    p->source = tml_xml_text(x, b, s->start, s->end);
    p->target = tml_xml_text(x, b, g->start, g->end);
    stand_in(x, t, p);
    first = false;
  }
  t->in_tu = false;
  tml_xml_unit_done(x, after);
}

static void end(tml_xml *x, void *state, int name, uint32_t close, uint32_t after) {
  tmx *t = state;
  if (t->in_seg && t->depth-- > t->in_seg) return;
  if (t->in_seg) {
    t->in_seg = 0;
    tuv *v = &t->v[t->n - 1];
    v->start = t->text_at < close ? t->text_at : close, v->end = close, v->has = true;
    return;
  }
  t->depth--;
  if (name == TUV && t->in_tu && t->n) t->v[t->n - 1].after = after;
  else if (name == PROP && t->in_tu && t->type.p) end_prop(x, t, close), t->type = (tml_str){NULL, 0};
  else if (name == TU && t->in_tu) end_tu(x, t, after);
}

const tml_xml_format tml_xml_tmx = {open_tmx, start, end, names};
