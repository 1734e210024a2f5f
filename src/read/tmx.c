/* tmx.c — TMX 1.4b (and 1.1 to 1.4) translation memories to pairs.
 *
 * Grammar: LISA OSCAR, TMX 1.4b: tmx/header/body/tu/tuv/seg; languages in xml:lang or, in old files, lang.
 * Which tuv is the source: the one whose language is --source-language's, else the tu's srclang, else the header's;
 * "*all*" and a language that the tu lacks mean: English where there is one, else the first. Every other tuv is a
 * target: a tu of five languages is four pairs. Ids are the tuid, else the tu's number.
 * Read back of what `tmlint export` writes: props x-page (the page: a batch of its own), x-line (its line there),
 * x-before and x-after (what stands round it in that line), x-anchor, x-url, x-heading, x-context. A page is also what
 * other tools name so (x-document, x-filename, file). Other props and notes teach nothing.
 */
#include "xml.h"

#include <stdlib.h>

enum { TUVS = 64 };
enum { TU, TUV, SEG, PROP, HEADER };
static const char *const names[] = {
    [TU] = "tu", [TUV] = "tuv", [SEG] = "seg", [PROP] = "prop", [HEADER] = "header", NULL};

/* What a pair's place is told by; the last of a kind counts. */
enum { PAGE, LINE, BEFORE, AFTER, ANCHOR, URL, HEADING, CONTEXT, PROPS };
static const struct {
  const char *type;
  uint8_t what;
} props[] = {{"x-page", PAGE},     {"x-line", LINE},     {"x-before", BEFORE},   {"x-after", AFTER},
             {"x-anchor", ANCHOR}, {"x-url", URL},       {"x-heading", HEADING}, {"x-context", CONTEXT},
             {"x-document", PAGE}, {"x-filename", PAGE}, {"x-file", PAGE},       {"document", PAGE},
             {"file", PAGE}};

typedef struct span {
  uint32_t start, end; /* end 0: none */
} span;

typedef struct tuv {
  tml_str lang;
  uint32_t tag, start, end; /* the tuv's '<'; the seg's content */
  uint32_t after;
  bool has;
} tuv;

typedef struct tmx {
  unsigned depth, in_seg; /* in_seg: depth of the seg, 0 outside */
  bool in_tu;
  tml_str header, srclang, id;
  unsigned open; /* the prop that is open, PROPS: none that is read */
  span prop[PROPS];
  uint32_t line, line_start; /* of the last unit: in its page; 0: not told */
  tml_around *around;        /* of the last unit, in batch number `batch` */
  uint32_t batch;
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
  t->open = PROPS;
  memset(t->prop, 0, sizeof t->prop);
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
    tml_str type = tml_xml_attr(x, "type");
    t->open = PROPS;
    for (unsigned k = 0; k < TML_COUNT(props) && t->open == PROPS; k++)
      if (tml_str_is(type, props[k].type)) t->open = props[k].what;
    t->text_at = inside;
  } else if (name == HEADER) {
    t->header = keep(tml_xml_part(x), tml_xml_attr(x, "srclang"));
  }
}

/* A prop's text, for as long as `a`; a NULL pointer where there is none. */
static tml_text text_of(tml_xml *x, tml_arena *a, const tmx *t, unsigned what) {
  const span *s = &t->prop[what];
  return s->end ? tml_xml_text(x, a, s->start, s->end) : (tml_text){0};
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

/* The line that the unit stands in: that of the one before, where both name the same. */
static void stand_in_line(tml_xml *x, tmx *t) {
  tml_arena *b = tml_xml_batch(x);
  tml_text line = text_of(x, b, t, LINE);
  uint32_t n = 0;
  for (uint32_t i = 0; i < line.n && i < 9; i++)
    n = line.p[i] >= '0' && line.p[i] <= '9' ? n * 10 + (uint32_t)(line.p[i] - '0') : 0;
  const bool same = n && n == t->line, known = t->around && t->batch == tml_xml_batches(x);
  if (!same) t->line = n, t->line_start = t->tu_tag;
  tml_around *last = same && known ? t->around : NULL;
  t->around = NULL;
  if (!n) return;
  t->around = TML_NEW(b, tml_around);
  t->batch = tml_xml_batches(x);
  *t->around = (tml_around){n, text_of(x, b, t, BEFORE), text_of(x, b, t, AFTER)};
  if (last && !last->after.n) last->after = t->around->before;
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
  tml_text heading = text_of(x, b, t, HEADING), anchor = text_of(x, b, t, ANCHOR), url = text_of(x, b, t, URL),
           context = text_of(x, b, t, CONTEXT);
  if (heading.n == 1 && heading.p[0] >= '1' && heading.p[0] <= '6') s->heading = (uint8_t)(heading.p[0] - '0');
  s->anchor = tml_str_n(anchor.p, anchor.n);
  s->anchor_start = anchor.n ? anchor.start : s->start;
  if (url.n) s->url = tml_str_n(url.p, url.n), s->ctx |= TML_CTX_LINK;
  s->url_start = url.n ? url.start : s->start;
  s->line_start = t->line_start;
  s->around = t->around;
  for (size_t i = 0; i < context.n;) {
    size_t n = 0;
    while (i + n < context.n && context.p[i + n] != ' ') n++;
    for (unsigned k = 0; k < TML_COUNT(words); k++)
      if (tml_str_is(tml_str_n(context.p + i, n), words[k].word)) s->ctx |= words[k].bit;
    i += n + 1;
  }
}

static void end_tu(tml_xml *x, tmx *t, uint32_t after) {
  const tml_xml_wish *wish = tml_xml_wishes(x);
  const uint32_t batches = tml_xml_batches(x);
  tml_text page = text_of(x, tml_xml_unit(x), t, PAGE);
  tml_xml_page(x, page.n ? tml_str_n(page.p, page.n) : TML_S(""), t->prop[HEADING].end > 0);
  if (batches != tml_xml_batches(x)) t->line = 0; /* another page */
  stand_in_line(x, t);
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
  else if (name == PROP && t->in_tu) {
    if (t->open < PROPS && close >= t->text_at) t->prop[t->open] = (span){t->text_at, close};
    t->open = PROPS;
  } else if (name == TU && t->in_tu) end_tu(x, t, after);
}

const tml_xml_format tml_xml_tmx = {open_tmx, start, end, names};
