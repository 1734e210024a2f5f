/* xliff.c — XLIFF 1.0 to 1.2 and 2.x to pairs; sdlxliff, mqxliff and mxliff as far as they are XLIFF 1.2.
 *
 * Grammar: OASIS XLIFF 1.2 (file/body/group/trans-unit/source/seg-source/target) and 2.1 (file/group/unit/segment).
 * A trans-unit is one pair, or one a mrk of mtype "seg" where seg-source (else source) has some: they meet the target's
 * by mid. alt-trans, ignorable, glossaries and binary units are passed over. A page is a <file>: its original.
 * A unit whose text waits for work is `state` (CO008): target states new, needs-…; 2.x: initial; the dialects' conf,
 * status and confirmed. A target that is absent or empty is an empty
 * text, and the unit is not finished.
 */
#include "xml.h"

#include <stdlib.h>

enum { PARTS = 512 };
/* Elements by local name; from ALT_TRANS on what is passed over. */
#define NAMES(x)                                                                                                       \
  x(XLIFF, "xliff") x(FILE_, "file") x(TRANS_UNIT, "trans-unit") x(UNIT, "unit") x(SEGMENT, "segment")                 \
      x(SOURCE, "source") x(TARGET, "target") x(SEG_SOURCE, "seg-source") x(MRK, "mrk") x(SEG, "seg")                  \
          x(ALT_TRANS, "alt-trans") x(IGNORABLE, "ignorable") x(BIN_UNIT, "bin-unit") x(GLOSSARY, "glossary")          \
              x(MATCHES, "matches") x(SKELETON, "skeleton") x(INTERNAL, "internal-file")
#define ID(id, name) id,
#define NAME(id, name) name,
enum { NAMES(ID) OTHER };
static const char *const names[] = {NAMES(NAME) NULL};
#undef NAMES
#undef ID
#undef NAME

typedef struct part {
  tml_str mid;
  uint32_t start, end;
  bool used;
} part;

typedef struct side {
  bool has;
  uint32_t start, end;
  part v[PARTS];
  unsigned n;
} side;

typedef struct xliff {
  unsigned depth, skip, text; /* depths of what is passed over, and of the text element that is open; 0: none */
  unsigned part_depth;
  tml_str src, trg, file; /* root's languages and file's */
  tml_str file_src, file_trg;
  tml_str unit, segment;
  bool two, in_unit;
  bool own; /* the unit that is open is a trans-unit, not a segment of a unit */
  uint8_t state;
  uint32_t unit_tag, text_at, part_at, target_tag, number;
  side s[3];     /* source, target, seg-source */
  unsigned open; /* which of them */
} xliff;

static void *open_xliff(tml_xml *x) { return TML_NEW(tml_xml_keep(x), xliff); }

static tml_str keep(tml_arena *a, tml_str s) { return s.n ? tml_arena_str(a, s) : TML_S(""); }

static bool unfinished(tml_str s) {
  return tml_str_is(s, "new") || tml_str_starts(s, TML_S("needs-")) || tml_str_is(s, "initial") ||
         tml_str_is(s, "Draft") || tml_str_is(s, "RejectedTranslation") || tml_str_is(s, "RejectedSignOff") ||
         tml_str_is(s, "NotStarted") || tml_str_is(s, "PartiallyEdited") || tml_str_is(s, "Rejected");
}

/* A trans-unit is a unit of its own in whatever version the file calls itself, a segment a part of one. */
static void begin_unit(tml_xml *x, xliff *f, uint32_t tag, bool own) {
  if (own) tml_xml_unit_begin(x);
  f->own = own;
  f->in_unit = true;
  f->unit_tag = tag;
  f->number++;
  f->state = 0;
  for (unsigned i = 0; i < 3; i++) f->s[i].has = false, f->s[i].n = 0;
  if (own) f->unit = keep(tml_xml_unit(x), tml_xml_attr(x, "id"));
}

static void begin_text(tml_xml *x, xliff *f, unsigned which, uint32_t tag, uint32_t inside) {
  f->text = f->depth;
  f->open = which;
  f->text_at = inside;
  f->part_depth = 0;
  f->s[which].n = 0;
  if (which == 1) {
    f->target_tag = tag;
    if (unfinished(tml_xml_attr(x, "state"))) f->state = 1;
  }
}

static void begin_file(tml_xml *x, xliff *f) {
  tml_arena *k = tml_xml_part(x);
  tml_str original = tml_xml_attr(x, "original");
  f->file = keep(k, original.n ? original : tml_xml_attr(x, "id"));
  f->file_src = keep(k, tml_xml_attr(x, "source-language"));
  f->file_trg = keep(k, tml_xml_attr(x, "target-language"));
}

static void start_text(tml_xml *x, xliff *f, int name, uint32_t inside) {
  side *s = &f->s[f->open];
  if (f->part_depth || !f->own || name != MRK || !tml_str_is(tml_xml_attr(x, "mtype"), "seg")) return;
  if (s->n == PARTS) return;
  f->part_depth = f->depth;
  f->part_at = inside;
  s->v[s->n] = (part){.mid = keep(tml_xml_unit(x), tml_xml_attr(x, "mid"))};
}

static void start(tml_xml *x, void *state, int name, uint32_t tag, uint32_t inside) {
  xliff *f = state;
  f->depth++;
  if (f->skip) return;
  if (f->text) {
    start_text(x, f, name, inside);
  } else if (name == XLIFF && f->depth == 1) {
    f->two = tml_str_starts(tml_xml_attr(x, "version"), TML_S("2"));
    f->src = keep(tml_xml_keep(x), tml_xml_attr(x, "srcLang"));
    f->trg = keep(tml_xml_keep(x), tml_xml_attr(x, "trgLang"));
  } else if (name == FILE_) {
    begin_file(x, f);
  } else if (name == TRANS_UNIT) {
    begin_unit(x, f, tag, true);
    if (unfinished(tml_xml_attr(x, "status"))) f->state = 1; /* mq:status */
  } else if (f->two && name == UNIT && !f->in_unit) {
    tml_xml_unit_begin(x);
    f->unit = keep(tml_xml_unit(x), tml_xml_attr(x, "id"));
  } else if (f->two && name == SEGMENT && !f->in_unit) {
    begin_unit(x, f, tag, false);
    f->segment = keep(tml_xml_unit(x), tml_xml_attr(x, "id"));
    if (unfinished(tml_xml_attr(x, "state"))) f->state = 1;
  } else if (name >= ALT_TRANS && name < OTHER) {
    f->skip = f->depth;
  } else if (name == SEG && f->in_unit) { /* sdl:seg of sdl:seg-defs */
    if (unfinished(tml_xml_attr(x, "conf"))) f->state = 1;
  } else if (f->in_unit && name == SOURCE) {
    begin_text(x, f, 0, tag, inside);
  } else if (f->in_unit && name == TARGET) {
    begin_text(x, f, 1, tag, inside);
  } else if (f->in_unit && name == SEG_SOURCE) {
    begin_text(x, f, 2, tag, inside);
  }
}

static tml_segment *pair(tml_xml *x, const xliff *f, tml_str id, const part *s, const part *t, uint32_t after) {
  const tml_xml_wish *wish = tml_xml_wishes(x);
  tml_str src = wish->source.n ? wish->source : f->two ? f->src : f->file_src;
  tml_str trg = wish->target.n ? wish->target : f->two ? f->trg : f->file_trg;
  tml_segment *g = tml_xml_pair(x, src, trg);
  tml_arena *b = tml_xml_batch(x);
  g->id = g->source_id = tml_arena_str(b, id);
  g->start = f->unit_tag;
  g->end = after;
  g->line_start = f->unit_tag;
  g->state = f->state;
  if (s) g->source = tml_xml_text(x, b, s->start, s->end);
  g->target = (tml_text){.p = "", .start = after, .end = after}; /* none: an empty text behind the unit */
  if (t) g->target = tml_xml_text(x, b, t->start, t->end);
  if (!t || !g->target.n) g->state = 1;
  return g;
}

static part whole(const side *s) { return (part){.start = s->start, .end = s->end}; }

static void end_unit(tml_xml *x, xliff *f, uint32_t after) {
  tml_arena *u = tml_xml_unit(x);
  side *s = f->s[2].has && f->s[2].n ? &f->s[2] : &f->s[0], *t = &f->s[1];
  tml_str name = f->unit.n ? f->unit : tml_arena_fmt(u, "%u", f->number);
  if (!f->own && f->segment.n)
    name = tml_arena_fmt(u, "%.*s/%.*s", (int)name.n, name.p, (int)f->segment.n, f->segment.p);
  tml_xml_page(x, f->file, false);
  if (s->has && (!s->n || !t->n)) {
    part a = whole(&f->s[0]), b = whole(t);
    pair(x, f, name, &a, t->has ? &b : NULL, after);
  }
  uint32_t last = f->unit_tag;
  for (unsigned i = 0; s->has && t->n && i < s->n; i++) {
    const part *other = NULL;
    for (unsigned k = 0; k < t->n && !other; k++)
      if (tml_str_eq(t->v[k].mid, s->v[i].mid) && !t->v[k].used) t->v[k].used = true, other = &t->v[k];
    tml_segment *g = pair(x, f, tml_arena_fmt(u, "%.*s/%.*s", (int)name.n, name.p, (int)s->v[i].mid.n, s->v[i].mid.p),
                          &s->v[i], other, after);
    if (i) g->start = other ? other->start : last; /* several pairs in one unit, each with a place of its own */
    if (other) last = other->start, g->end = other->end;
  }
  f->in_unit = false;
  if (f->own) tml_xml_unit_done(x, after), f->unit = TML_S("");
}

static void end(tml_xml *x, void *state, int name, uint32_t close, uint32_t after) {
  xliff *f = state;
  unsigned depth = f->depth--;
  if (f->skip) {
    if (f->skip == depth) f->skip = 0;
    return;
  }
  if (f->text) {
    side *s = &f->s[f->open];
    if (f->part_depth == depth) {
      s->v[s->n].start = f->part_at < close ? f->part_at : close, s->v[s->n].end = close;
      s->n++;
      f->part_depth = 0;
    } else if (f->text == depth) {
      s->start = f->text_at < close ? f->text_at : close, s->end = close, s->has = true;
      f->text = 0;
    }
    return;
  }
  if (f->in_unit && name == (f->own ? TRANS_UNIT : SEGMENT)) end_unit(x, f, after);
  else if (f->two && name == UNIT) tml_xml_unit_done(x, after), f->unit = TML_S("");
}

const tml_xml_format tml_xml_xliff = {open_xliff, start, end, names};
