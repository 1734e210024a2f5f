/* xml.c — XML to units: the only user of libxml2, which is opened at the first XML file and never for Markdown.
 *
 * Grammar: XML 1.0 as libxml2's SAX2 push parser reads it. libxml2 tells elements, attributes and faults; where tags
 * stand and what need not be given to it says xmlcut.h. The texts are decoded here from the file's own bytes, so that
 * every character keeps its exact place (the parser's buffers do not). Inline elements of TMX 1.4b and XLIFF: what
 * stands for native code (bpt ept ph it ut) gives that code where it reads as markup or a placeholder, else its own
 * start tag; g, x, bx, ex, pc, sc, ec and empty elements stand as they are written, as tags; mrk, hi, sub, sm, em are
 * transparent. Safety: no entity is expanded beyond the five of XML, whatever a file declares (one finding says so); no
 * DTD and nothing else is loaded; libxml2's limits on depth and length hold; a unit of more than UNIT_MAX bytes ends
 * the reading. Memory: one batch of units, one unit, and libxml2's buffers, however long the file is.
 */
#include "xml.h"

#include "base/seek.h"
#include "xmlcut.h"

#include <dlfcn.h>
#include <libxml/parser.h>
#include <pthread.h>
#include <stdlib.h>

enum { CHUNK = 1 << 15, BATCH = 96 << 10, PAGE = 1 << 20, UNIT_MAX = 8 << 20, LANGUAGES = 128, NAMES = 64 };

/* ---- libxml2, by dlopen ------------------------------------------------------------------------------------------ */

static struct {
  xmlParserCtxtPtr (*create)(xmlSAXHandlerPtr, void *, const char *, int, const char *);
  int (*options)(xmlParserCtxtPtr, int);
  int (*chunk)(xmlParserCtxtPtr, const char *, int, int);
  void (*stop)(xmlParserCtxtPtr);
  void (*free_ctxt)(xmlParserCtxtPtr);
  void (*free_doc)(xmlDocPtr);
  long (*consumed)(xmlParserCtxtPtr);
  xmlEntityPtr (*predefined)(const xmlChar *);
  bool there;
} lib;

/* POSIX wants a function's address out of a data pointer. */
static bool look_up(void *handle, const char *name, void *to) {
  void *at = dlsym(handle, name);
  memcpy(to, &at, sizeof at);
  return at != NULL;
}

static void load(void) {
  static const char *const names[] = {"libxml2.so.2", "libxml2.so.16", "libxml2.so"};
  void *h = NULL;
  for (size_t i = 0; i < TML_COUNT(names) && !h; i++) h = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!h) return;
  void (*init)(void);
  lib.there = look_up(h, "xmlInitParser", &init) && look_up(h, "xmlCreatePushParserCtxt", &lib.create) &&
              look_up(h, "xmlCtxtUseOptions", &lib.options) && look_up(h, "xmlParseChunk", &lib.chunk) &&
              look_up(h, "xmlStopParser", &lib.stop) && look_up(h, "xmlFreeParserCtxt", &lib.free_ctxt) &&
              look_up(h, "xmlFreeDoc", &lib.free_doc) && look_up(h, "xmlByteConsumed", &lib.consumed) &&
              look_up(h, "xmlGetPredefinedEntity", &lib.predefined);
  if (lib.there) init();
}

static bool loaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return lib.there;
}

/* ---- the reader -------------------------------------------------------------------------------------------------- */

typedef struct decoder {
  const char *p; /* the file */
  tml_buf out;
  uint32_t (*map)[2];
  size_t nmap, map_cap;
  uint32_t expect; /* the raw offset that needs no new entry */
} decoder;

struct tml_xml {
  const tml_xml_input *in;
  const tml_xml_wish *wish;
  const tml_xml_format *format;
  void *state;
  tml_arena *batch; /* the caller's */
  tml_arena keep, part, unit;
  void (*take)(void *, tml_doc *);
  void *ctx;
  tml_str path;
  uint8_t fmt;
  xmlParserCtxtPtr parser;
  tml_xmlcut cut;
  decoder decoder;
  struct {
    const xmlChar *name; /* of libxml2's dictionary: one pointer a name */
    int known;
  } names[NAMES];
  size_t filled; /* bytes that are there */
  const xmlChar **attrs;
  int nattrs;
  tml_doc *docs[LANGUAGES];
  unsigned ndocs;
  uint32_t batches;
  tml_buf page;
  /* Where the batch begins, and what stands before it. */
  uint32_t from, line, line_at, chars;
  bool paired;        /* the running unit has pairs already: no batch may end before it */
  uint32_t unit_from; /* where the running unit may begin at the earliest */
  unsigned depth;     /* open elements */
  bool rooted, in_unit;
  bool declares, stopped;
  uint32_t declared_at;
  int damage;
  uint32_t damage_at;
  tml_str why;
};

tml_arena *tml_xml_keep(tml_xml *x) { return &x->keep; }
tml_arena *tml_xml_unit(tml_xml *x) { return &x->unit; }
tml_arena *tml_xml_part(tml_xml *x) {
  tml_arena_reset(&x->part);
  return &x->part;
}
tml_arena *tml_xml_batch(tml_xml *x) { return x->batch; }
uint32_t tml_xml_batches(const tml_xml *x) { return x->batches; }
const tml_xml_wish *tml_xml_wishes(const tml_xml *x) { return x->wish; }

tml_str tml_xml_attr(const tml_xml *x, const char *name) {
  for (int i = 0; i < x->nattrs; i++) {
    const xmlChar **a = x->attrs + (size_t)i * 5;
    if (strcmp((const char *)a[0], name) == 0) return tml_str_n((const char *)a[3], (size_t)(a[4] - a[3]));
  }
  return (tml_str){NULL, 0};
}

/* ---- batches ----------------------------------------------------------------------------------------------------- */

static tml_doc *new_doc(tml_xml *x) {
  tml_doc *d = TML_NEW(x->batch, tml_doc);
  d->arena = x->batch;
  d->path = x->path;
  d->page = tml_arena_str(x->batch, tml_buf_view(&x->page));
  d->p = x->in->p;
  d->format = x->fmt;
  d->from = x->from;
  d->from_line = x->line;
  d->from_line_at = x->line_at;
  d->from_chars = x->chars;
  d->body = x->from;
  return d;
}

/* Lines and characters before `to`, for the next batch. */
static void advance(tml_xml *x, uint32_t to) {
  const char *p = x->in->p + x->from, *end = x->in->p + to;
  for (const char *nl; p < end && (nl = memchr(p, '\n', (size_t)(end - p))); p = nl + 1) {
    x->line++;
    x->line_at = (uint32_t)(nl + 1 - x->in->p);
    x->chars = 0;
  }
  for (; p < end; p++) x->chars += ((unsigned char)*p & 0xC0) != 0x80;
  x->from = to;
}

static void flush(tml_xml *x, uint32_t to, bool last) {
  if (last && !x->ndocs) x->docs[x->ndocs++] = new_doc(x);
  for (unsigned i = 0; i < x->ndocs; i++) {
    tml_doc *d = x->docs[i];
    d->n = to;
    if (last && i + 1 == x->ndocs) {
      if (x->damage) tml_doc_damage(d, x->damage, x->damage_at, x->damage_at, UINT32_MAX, x->why);
      if (x->declares)
        tml_doc_damage(d, TML_DMG_SYNTAX, x->declared_at, x->declared_at, UINT32_MAX,
                       TML_S("the file declares entities, which are never expanded: write the characters themselves"));
    }
    x->take(x->ctx, d);
  }
  x->ndocs = 0;
  x->batches++;
  tml_arena_reset(x->batch);
  advance(x, to);
  if (x->in->done) x->in->done(x->in->ctx, x->line_at < to && to - x->line_at < CHUNK ? x->line_at : to);
}

/* A page is one batch. A book of a page is cut, before a heading where the next one is not far. */
static bool batch_full(const tml_xml *x, uint32_t to) { return to - x->from >= (x->page.n ? PAGE + PAGE / 4 : BATCH); }

void tml_xml_page(tml_xml *x, tml_str page, bool heading) {
  const bool same = tml_str_eq(page, tml_buf_view(&x->page));
  if (x->paired || (same && !(heading && x->page.n && x->unit_from - x->from >= PAGE))) return;
  if (x->ndocs) flush(x, x->unit_from, false);
  x->page.n = 0;
  tml_buf_str(&x->page, page);
}

tml_segment *tml_xml_pair(tml_xml *x, tml_str source, tml_str target) {
  bool inside = x->paired;
  x->paired = true;
  for (unsigned i = 0; i < x->ndocs; i++)
    if (tml_str_eq(x->docs[i]->source_language, source) && tml_str_eq(x->docs[i]->target_language, target))
      return tml_doc_segment(x->docs[i]);
  if (x->ndocs == LANGUAGES && inside) return tml_doc_segment(x->docs[LANGUAGES - 1]); /* a unit of more languages */
  if (x->ndocs == LANGUAGES) flush(x, x->unit_from, false);
  tml_doc *d = new_doc(x);
  d->source_language = source.n ? tml_arena_str(x->batch, source) : TML_S("");
  d->target_language = target.n ? tml_arena_str(x->batch, target) : TML_S("");
  x->docs[x->ndocs++] = d;
  return tml_doc_segment(d);
}

void tml_xml_unit_begin(tml_xml *x) { x->in_unit = true; }

void tml_xml_unit_done(tml_xml *x, uint32_t after) {
  x->unit_from = after;
  x->in_unit = x->paired = false;
  tml_arena_reset(&x->unit);
  if (batch_full(x, after)) flush(x, after, false);
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static void put(decoder *d, const char *s, size_t n, uint32_t raw, bool runs) {
  if (!n) return;
  if (raw != d->expect || !runs || !d->nmap) {
    d->map = tml_grow(d->map, d->nmap + 1, &d->map_cap, sizeof *d->map);
    d->map[d->nmap][0] = (uint32_t)d->out.n, d->map[d->nmap++][1] = raw;
  }
  tml_buf_put(&d->out, s, n);
  d->expect = runs ? raw + (uint32_t)n : UINT32_MAX;
}

/* A reference at `at` (an '&'): its bytes into out, returns its raw length; 0: none that is known. */
static uint32_t reference(const char *p, uint32_t at, uint32_t end, char out[4], unsigned *n) {
  static const struct {
    const char *name;
    char c;
  } five[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (size_t i = 0; i < TML_COUNT(five); i++) {
    size_t len = strlen(five[i].name);
    if (end - at < len || memcmp(p + at, five[i].name, len) != 0) continue;
    out[0] = five[i].c;
    *n = 1;
    return (uint32_t)len;
  }
  if (end - at < 4 || p[at + 1] != '#') return 0;
  uint32_t i = at + 2, cp = 0;
  bool hex = p[i] == 'x';
  for (i += hex; i < end && p[i] != ';' && cp < 0x110000; i++) {
    int c = p[i] | 0x20, v = p[i] >= '0' && p[i] <= '9' ? p[i] - '0' : c >= 'a' && c <= 'f' && hex ? c - 'a' + 10 : -1;
    if (v < 0) return 0;
    cp = cp * (hex ? 16 : 10) + (uint32_t)v;
  }
  if (i >= end || p[i] != ';' || cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) return 0;
  if (cp < 0x80) out[0] = (char)cp, *n = 1;
  else if (cp < 0x800) out[0] = (char)(0xC0 | cp >> 6), out[1] = (char)(0x80 | (cp & 63)), *n = 2;
  else if (cp < 0x10000)
    out[0] = (char)(0xE0 | cp >> 12), out[1] = (char)(0x80 | (cp >> 6 & 63)), out[2] = (char)(0x80 | (cp & 63)), *n = 3;
  else
    out[0] = (char)(0xF0 | cp >> 18), out[1] = (char)(0x80 | (cp >> 12 & 63)), out[2] = (char)(0x80 | (cp >> 6 & 63)),
    out[3] = (char)(0x80 | (cp & 63)), *n = 4;
  return i + 1 - at;
}

/* The end of a tag that begins at `at`: behind its '>', quotes heeded. */
static uint32_t tag_end(const char *p, uint32_t at, uint32_t end) {
  char quote = 0;
  for (; at < end; at++) {
    if (quote) quote = p[at] == quote ? 0 : quote;
    else if (p[at] == '"' || p[at] == '\'') quote = p[at];
    else if (p[at] == '>') return at + 1;
  }
  return end;
}

static tml_str tag_name(const char *p, uint32_t at, uint32_t end) {
  uint32_t from = at;
  while (at < end && p[at] != ' ' && p[at] != '>' && p[at] != '/' && p[at] != '\t' && p[at] != '\n' && p[at] != '\r') {
    if (p[at] == ':') from = at + 1;
    at++;
  }
  return tml_str_n(p + from, at - from);
}

static bool one_of(tml_str name, const char *list) { /* names between blanks */
  char key[8] = {' '};
  if (!name.n || name.n > 5) return false;
  memcpy(key + 1, name.p, name.n);
  key[name.n + 1] = ' ';
  return strstr(list, key) != NULL;
}

static uint32_t find_after(const char *p, uint32_t at, uint32_t end, const char *z) {
  size_t n = strlen(z);
  for (; at + n <= end; at++)
    if (p[at] == *z && memcmp(p + at, z, n) == 0) return at + (uint32_t)n;
  return end;
}

/* The end tag of the element whose content begins at `at`. */
static uint32_t closing(const char *p, uint32_t at, uint32_t end, tml_str name) {
  unsigned depth = 0;
  while (at < end) {
    const char *lt = memchr(p + at, '<', end - at);
    if (!lt) return end;
    at = (uint32_t)(lt - p);
    if (end - at > 8 && memcmp(lt, "<![CDATA[", 9) == 0) {
      at = find_after(p, at, end, "]]>");
      continue;
    }
    if (end - at > 3 && memcmp(lt, "<!--", 4) == 0) {
      at = find_after(p, at + 4, end, "-->");
      continue;
    }
    bool close = lt[1] == '/';
    uint32_t to = tag_end(p, at, end);
    if (tml_str_eq(tag_name(p, at + 1 + close, end), name)) {
      if (close && depth == 0) return at;
      if (close) depth--;
      else if (p[to - 2] != '/') depth++;
    }
    at = to;
  }
  return end;
}

/* Native code that a rule can read: a tag, or a placeholder whose braces match and that has no backslash (RTF). */
static bool readable(tml_str s) {
  s = tml_str_trim(s);
  int depth = 0;
  if (!s.n) return false;
  if (s.p[0] == '<') return s.p[s.n - 1] == '>';
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '\\' || s.p[i] == '<' || s.p[i] == '>') return false;
    depth += s.p[i] == '{' ? 1 : s.p[i] == '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth == 0 && s.n < 200;
}

static void decode(decoder *d, uint32_t at, uint32_t end);

/* Markup at `at` (a '<'); returns where the text goes on. */
static uint32_t inline_markup(decoder *d, uint32_t at, uint32_t end) {
  const char *p = d->p;
  uint32_t left = end - at;
  if (left > 8 && memcmp(p + at, "<![CDATA[", 9) == 0) {
    uint32_t to = find_after(p, at + 9, end, "]]>");
    put(d, p + at + 9, to - at - 12, at + 9, true);
    return to;
  }
  if (left > 3 && memcmp(p + at, "<!--", 4) == 0) return find_after(p, at + 4, end, "-->");
  if (left > 1 && p[at + 1] == '?') return find_after(p, at, end, "?>");
  bool close = left > 1 && p[at + 1] == '/';
  uint32_t to = tag_end(p, at, end);
  tml_str name = tag_name(p, at + 1 + close, end);
  if (one_of(name, " mrk hi sub sm em ")) return to;
  bool empty = to - at > 1 && p[to - 2] == '/';
  if (close || empty || !one_of(name, " bpt ept ph it ut ")) {
    put(d, p + at, to - at, at, true);
    return to;
  }
  uint32_t stop = closing(p, to, end, name);
  size_t n = d->out.n, nmap = d->nmap;
  uint32_t expect = d->expect;
  decode(d, to, stop);
  if (!readable(tml_str_n(d->out.p ? d->out.p + n : "", d->out.n - n))) {
    d->out.n = n, d->nmap = nmap, d->expect = expect;
    put(d, p + at, to - at, at, true);
  }
  return stop < end ? tag_end(p, stop, end) : end;
}

/* The first '&', '<' or CR from `at` on; else `end`. */
static uint32_t plain(const char *p, uint32_t at, uint32_t end) {
  return (uint32_t)tml_seek(p, at, end, '&', '<', '\r');
}

static void decode(decoder *d, uint32_t at, uint32_t end) {
  const char *p = d->p;
  while (at < end) {
    uint32_t from = at;
    at = plain(p, at, end);
    put(d, p + from, at - from, from, true);
    if (at >= end) break;
    if (p[at] == '<') {
      at = inline_markup(d, at, end);
    } else if (p[at] == '\r') { /* XML reads CR LF and CR as LF */
      if (at + 1 < end && p[at + 1] == '\n') at++;
      put(d, "\n", 1, at, p[at] == '\n');
      at++;
    } else {
      char c[4];
      unsigned n = 0;
      uint32_t len = reference(p, at, end, c, &n);
      if (len) put(d, c, n, at, false);
      else put(d, p + at, 1, at, true);
      at += len ? len : 1;
    }
  }
}

tml_text tml_xml_text(tml_xml *x, tml_arena *a, uint32_t start, uint32_t end) {
  const char *p = x->in->p;
  tml_text t = {.p = p + start, .n = end - start, .start = start, .end = end};
  if (plain(p, start, end) == end) return t;
  decoder *d = &x->decoder;
  d->p = p, d->out.n = d->nmap = 0, d->expect = UINT32_MAX;
  tml_buf_reserve(&d->out, t.n + 16);
  decode(d, start, end);
  t.p = tml_arena_str(a, tml_buf_view(&d->out)).p;
  t.n = (uint32_t)d->out.n;
  if (d->nmap) {
    t.start = d->map[0][1]; /* by contract the first entry is (0, start) */
    uint32_t(*map)[2] = tml_arena_alloc(a, d->nmap * sizeof *map);
    memcpy(map, d->map, d->nmap * sizeof *map);
    t.map = (const uint32_t(*)[2])map;
    t.nmap = (uint32_t)d->nmap;
  }
  return t;
}

/* ---- libxml2's callbacks ----------------------------------------------------------------------------------------- */

static void fail(tml_xml *x, int kind, uint32_t at, tml_str why) {
  if (!x->damage) {
    x->damage = kind;
    x->damage_at = at > x->filled ? (uint32_t)x->filled : at;
    x->why = tml_arena_str(&x->keep, tml_str_trim(why));
  }
  x->stopped = true;
  if (x->parser) lib.stop(x->parser);
}

/* Where the parser is. */
static uint32_t here(const tml_xml *x) {
  long n = lib.consumed(x->parser);
  size_t at = n < 0 ? 0 : tml_xmlcut_place(&x->cut, (uint64_t)n);
  return at > x->filled ? (uint32_t)x->filled : (uint32_t)at;
}

/* The format's number of an element's name. */
static int known(tml_xml *x, const xmlChar *name) {
  size_t at = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 9) % NAMES;
  if (x->names[at].name != name) {
    int k = 0;
    while (x->format->names[k] && strcmp(x->format->names[k], (const char *)name) != 0) k++;
    x->names[at].name = name, x->names[at].known = k;
  }
  return x->names[at].known;
}

/* The root element starts: from here on the file is cut. */
static tml_cut_tag root(tml_xml *x) {
  const char *p = x->in->p;
  uint32_t at = here(x);
  tml_cut_tag t = {at, at, TML_CUT_START};
  while (t.start > 0 && p[t.start] != '<') t.start--; /* no '<' in a tag but its first byte */
  while (t.end < x->filled && p[t.end] != '>') t.end++;
  t.kind = t.end > t.start && p[t.end - 1] == '/' ? TML_CUT_EMPTY : TML_CUT_START;
  t.end += t.end < x->filled;
  x->rooted = true;
  tml_xmlcut_begin(&x->cut, t.end, (uint32_t)x->filled, t.kind == TML_CUT_EMPTY);
  tml_xmlcut_run(&x->cut, p, (uint32_t)x->filled, false, 0);
  return t;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
                     const xmlChar **ns, int nattrs, int ndefault, const xmlChar **attrs) {
  (void)prefix, (void)uri, (void)nns, (void)ns, (void)ndefault;
  tml_xml *x = ctx;
  if (x->stopped) return;
  x->depth++;
  tml_cut_tag t, *next = tml_xmlcut_tag(&x->cut);
  if (!x->rooted) {
    t = root(x);
  } else if (next && next->kind != TML_CUT_END) {
    t = *next;
    x->cut.head += t.kind == TML_CUT_START;
  } else {
    fail(x, TML_DMG_SYNTAX, here(x), TML_S("an element that is no tag of the file"));
    return;
  }
  x->attrs = attrs;
  x->nattrs = nattrs;
  x->format->start(x, x->state, known(x, name), t.start, t.end);
  x->nattrs = 0;
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)prefix, (void)uri;
  tml_xml *x = ctx;
  if (x->stopped) return;
  x->depth--;
  tml_cut_tag *t = tml_xmlcut_tag(&x->cut);
  uint32_t close = x->cut.at, after = close; /* an empty root element */
  if (t && t->kind != TML_CUT_START) {
    after = t->end, close = t->kind == TML_CUT_END ? t->start : after; /* <seg/>: nothing inside */
    x->cut.head++;
  } else if (x->depth) {
    fail(x, TML_DMG_SYNTAX, here(x), TML_S("an element that is no tag of the file"));
    return;
  }
  x->format->end(x, x->state, known(x, name), close, after);
  if (x->in_unit) return;
  x->unit_from = after;
  x->paired = false;
  if (batch_full(x, after)) flush(x, after, false);
}

static void on_error(void *ctx, xmlErrorPtr e) {
  tml_xml *x = ctx;
  if (e->level < XML_ERR_FATAL || x->stopped || !e->message) return;
  bool cut = e->code == XML_ERR_DOCUMENT_END && x->depth; /* libxml2 speaks of extra content */
  fail(x, TML_DMG_SYNTAX, here(x),
       cut ? TML_S("the file ends in the middle of an element: it is cut") : tml_str_c(e->message));
}

/* What a file declares is not kept, and what it names is never expanded. */
static void on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *pub, const xmlChar *sys, xmlChar *text) {
  (void)name, (void)type, (void)pub, (void)sys, (void)text;
  tml_xml *x = ctx;
  if (!x->declares) x->declared_at = here(x);
  x->declares = true;
}

static xmlEntityPtr get_entity(void *ctx, const xmlChar *name) {
  static xmlChar mark[] = "?";
  static xmlEntity none = {.type = XML_ENTITY_DECL,
                           .name = mark,
                           .orig = mark,
                           .content = mark,
                           .length = 1,
                           .etype = XML_INTERNAL_PREDEFINED_ENTITY};
  xmlEntityPtr e = lib.predefined(name);
  return e ? e : ((tml_xml *)ctx)->declares ? &none : NULL;
}

/* ---- the way through the file ------------------------------------------------------------------------------------ */

/* The encoding that the declaration names; empty where none. */
static tml_str encoding_of(const char *p, size_t n) {
  if (n > 256) n = 256;
  if (n > 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3, n -= 3;
  if (n < 6 || memcmp(p, "<?xml", 5) != 0) return TML_S("");
  const char *stop = memchr(p, '>', n);
  if (!stop) return TML_S("");
  for (const char *s = p; s + 10 < stop; s++) {
    if (memcmp(s, "encoding", 8) != 0) continue;
    while (s < stop && *s != '"' && *s != '\'') s++;
    const char *from = s + 1, *to = from;
    while (to < stop && *to != *s) to++;
    return s < stop ? tml_str_n(from, (size_t)(to - from)) : TML_S("");
  }
  return TML_S("");
}

static void pump(tml_xml *x) {
  const tml_xml_input *in = x->in;
  xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                       .startElementNs = on_start,
                       .endElementNs = on_end,
                       .serror = on_error,
                       .entityDecl = on_entity,
                       .getEntity = get_entity};
  x->parser = lib.create(&sax, x, NULL, 0, NULL);
  if (!x->parser) tml_oom();
  lib.options(x->parser, XML_PARSE_NONET | XML_PARSE_COMPACT);
  while (!x->stopped) {
    size_t want = in->n - x->filled < CHUNK ? in->n - x->filled : CHUNK;
    size_t n = want && in->more ? in->more(in->ctx, x->filled, want) : want;
    const char *at = in->p + x->filled;
    x->filled += n;
    if (!x->rooted) {
      lib.chunk(x->parser, n ? at : "", (int)n, n == 0);
    } else {
      long taken = lib.consumed(x->parser);
      x->cut.out.n = 0;
      tml_xmlcut_run(&x->cut, in->p, (uint32_t)x->filled, n == 0, taken < 0 ? 0 : (uint64_t)taken);
      if (x->cut.out.n || !n) lib.chunk(x->parser, x->cut.out.n ? x->cut.out.p : "", (int)x->cut.out.n, n == 0);
    }
    if (!n) break;
    if (x->filled - x->unit_from > UNIT_MAX && !x->stopped)
      fail(x, TML_DMG_SYNTAX, x->unit_from, TML_S("an element of more than 8 MiB: no unit is that long"));
  }
  xmlDocPtr left = x->parser->myDoc; /* libxml2 makes one for a file that declares entities */
  if (left) lib.free_doc(left);
  x->parser->myDoc = NULL;
  lib.free_ctxt(x->parser);
  x->parser = NULL;
}

void tml_read_xml(tml_arena *a, tml_str path, int format, const tml_xml_input *in, const tml_xml_wish *wish,
                  void (*take)(void *ctx, tml_doc *d), void *ctx) {
  tml_xml x = {.in = in, .wish = wish, .batch = a, .take = take, .ctx = ctx, .path = path, .fmt = (uint8_t)format};
  x.line = 1;
  x.format = format == TML_FMT_TMX ? &tml_xml_tmx : &tml_xml_xliff;
  size_t want = in->n < 256 ? in->n : 256, head = in->more ? 0 : want;
  for (size_t n; head < want && (n = in->more(in->ctx, head, want - head)) > 0;) head += n; /* pieces may be small */
  tml_str enc = encoding_of(in->p, head);
  if (!loaded()) {
    fail(&x, TML_DMG_LIBRARY, 0,
         TML_S("libxml2 is not there: install it (Debian and Ubuntu: apt-get install libxml2)"));
  } else if (enc.n && !tml_str_ieq(enc, TML_S("utf-8")) && !tml_str_ieq(enc, TML_S("utf8")) &&
             !tml_str_ieq(enc, TML_S("us-ascii")) && !tml_str_ieq(enc, TML_S("ascii"))) {
    fail(&x, TML_DMG_ENCODING, 0, enc);
  } else {
    x.state = x.format->open(&x);
    pump(&x);
  }
  flush(&x, (uint32_t)x.filled, true);
  tml_arena_free(&x.keep);
  tml_arena_free(&x.part);
  tml_arena_free(&x.unit);
  tml_buf_free(&x.page);
  tml_buf_free(&x.decoder.out);
  free(x.decoder.map);
  tml_xmlcut_free(&x.cut);
}
