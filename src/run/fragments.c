/* fragments.c — links to anchors that no page has (fragments.h).
 *
 * Which pages are meant: those of the run; with a memory file those that it knows, so that a page has the same findings
 *      wherever it is checked. Their anchors are read from the pages as they are now.
 * How: workers only note links with a fragment. Behind the barrier the pages that such links lead to are read once more
 *      for their anchors, and the pages with broken links for their texts. A page that changed meanwhile is left out.
 * Anchors of a page: name="" and id="" of tags; {#id}; and, of headings that have none, their text, in which letters
 * and digits alone count, because sites make slugs by rules of their own. What not: pages outside the run, addresses
 * with a scheme or from the root, tabs ("#tab/…"), "#top", pages that include others: their headings are not all in the
 * file.
 */
#include "fragments.h"

#include "tmlint/io.h"
#include "tmlint/paths.h"

#include <stdlib.h>
#if defined __SSE2__
#include <emmintrin.h>
#endif

/* ---- links ---- */

typedef struct noted { /* before the URL, in a slot */
  uint32_t start, n;   /* of the unit in its file; bytes of the URL */
} noted;

static void note(tml_buf *out, uint32_t start, tml_str url) {
  const char *hash = memchr(url.p, '#', url.n);
  if (!hash || hash + 1 == url.p + url.n || url.n > 2000) return;
  for (const char *p = url.p; p < hash; p++)
    if (*p == ':' || *p == '{' || *p == '$') return; /* a scheme, a placeholder */
  if (url.p[0] == '/' || url.p[0] == '~' || url.p[0] == '\\') return;
  noted h = {start, (uint32_t)url.n};
  tml_buf_put(out, &h, sizeof h);
  tml_buf_str(out, url);
}

void tml_fragments_collect(const tml_page *page, tml_buf *out) {
  const tml_doc *d = page->doc;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *s = &d->segs[i];
    const tml_sheet *t = &page->target[i];
    if ((s->ctx & TML_CTX_LINK) && s->url.n && s->target.p) note(out, s->start, s->url);
    if (!tml_sheet_has(t, TML_F_LINK)) continue;
    for (uint32_t k = 0; k < t->nfact; k++)
      if (t->fact[k].kind == TML_F_LINK && t->fact[k].url_end > t->fact[k].url_start)
        note(out, s->start, tml_sheet_str(t, t->fact[k].url_start, t->fact[k].url_end));
  }
}

void tml_fragments_keep(tml_buf *links, const tml_doc *d, const uint8_t *changed) {
  size_t kept = 0;
  for (size_t at = 0, next; at < links->n; at = next) {
    noted h;
    memcpy(&h, links->p + at, sizeof h);
    next = at + sizeof h + h.n;
    uint32_t lo = 0, hi = d->nsegs;
    while (lo < hi) {
      uint32_t mid = lo + (hi - lo) / 2;
      if (d->segs[mid].start < h.start) lo = mid + 1;
      else hi = mid;
    }
    if (!changed || lo == d->nsegs || !changed[lo]) continue;
    memmove(links->p + kept, links->p + at, next - at);
    kept += next - at;
  }
  links->n = kept;
}

typedef struct link {
  uint32_t from, to; /* files, by number in tml_fragments */
  uint32_t start;    /* of the unit */
  tml_str url, anchor;
} link;

struct tml_fragments {
  tml_arena arena;
  const tml_memory *memory;
  tml_str *paths;
  uint32_t *numbers; /* of the report */
  size_t nfiles, path_cap, number_cap;
  tml_map by_path; /* number + 1; with a memory REMEMBERED | its number, before a link led there */
  bool indexed;    /* the memory's pages are in it */
  link *v;
  size_t n, cap;
};

#define REMEMBERED (UINT64_C(1) << 32)

tml_fragments *tml_fragments_new(const tml_memory *memory) {
  tml_fragments *f = tml_calloc(1, sizeof *f);
  f->memory = memory;
  return f;
}

void tml_fragments_free(tml_fragments *f) {
  if (!f) return;
  tml_map_free(&f->by_path);
  tml_arena_free(&f->arena);
  free(f->paths);
  free(f->numbers);
  free(f->v);
  free(f);
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static uint64_t path_key(tml_str path) {
  uint64_t h = 7;
  for (size_t i = 0; i < path.n; i++) h = tml_hash_mix(h, (unsigned char)lower(path.p[i]));
  return h;
}

void tml_fragments_beside(tml_fragments *f, tml_str path) {
  bool fresh;
  uint64_t *at = tml_map_put(&f->by_path, path_key(tml_path_normalise(&f->arena, path)), &fresh);
  if (!fresh) return;
  f->paths = tml_grow(f->paths, f->nfiles + 1, &f->path_cap, sizeof *f->paths);
  f->paths[f->nfiles] = path;
  *at = ++f->nfiles;
}

void tml_fragments_add(tml_fragments *f, uint32_t file, tml_str path, tml_str collected) {
  f->paths = tml_grow(f->paths, f->nfiles + 1, &f->path_cap, sizeof *f->paths);
  f->numbers = tml_grow(f->numbers, f->nfiles + 1, &f->number_cap, sizeof *f->numbers);
  uint32_t own = (uint32_t)f->nfiles++;
  f->paths[own] = path;
  f->numbers[own] = file;
  if (!f->memory) *tml_map_put(&f->by_path, path_key(tml_path_normalise(&f->arena, path)), NULL) = own + 1;
  for (const char *p = collected.p, *end = p + collected.n; p < end;) {
    noted h;
    memcpy(&h, p, sizeof h);
    f->v = tml_grow(f->v, f->n + 1, &f->cap, sizeof *f->v);
    f->v[f->n++] = (link){.from = own, .start = h.start, .url = tml_arena_str(&f->arena, tml_str_n(p + sizeof h, h.n))};
    p += sizeof h + h.n;
  }
}

/* %41 and &amp; decoded, in lower case. */
static tml_str decode(tml_arena *a, tml_str s) {
  char *p = tml_arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned v = 0, k = 1;
    for (; s.p[i] == '%' && k < 3 && i + k < s.n; k++) {
      char c = lower(s.p[i + k]);
      if (c >= '0' && c <= '9') v = v * 16 + (unsigned)(c - '0');
      else if (c >= 'a' && c <= 'f') v = v * 16 + (unsigned)(c - 'a') + 10;
      else break;
    }
    if (k == 3) p[n++] = (char)v, i += 2;
    else p[n++] = s.p[i];
    if (p[n - 1] == '&' && s.n - i >= 5 && !memcmp(s.p + i, "&amp;", 5)) i += 4;
  }
  for (size_t i = 0; i < n; i++) p[i] = lower(p[i]);
  p[n] = 0;
  return tml_str_n(p, n);
}

static bool is_tool(tml_str anchor) { /* of the site, not of the page */
  return tml_str_is(anchor, "top") || tml_str_starts(anchor, TML_S("tab/")) || memchr(anchor.p, '!', anchor.n) ||
         memchr(anchor.p, ':', anchor.n) || memchr(anchor.p, '=', anchor.n);
}

/* The number of a page that a link may lead to, by its path from here; false: it leads to none. */
static bool page_at(tml_fragments *f, const tml_config *c, tml_str whole, link *l) {
  tml_str here = f->paths[l->from];
  if (f->memory && path_key(whole) == path_key(tml_path_normalise(&f->arena, here))) return l->to = l->from, true;
  if (f->memory) whole = tml_config_relative(c, &f->arena, whole);
  uint64_t *at = tml_map_get(&f->by_path, path_key(whole));
  if (!at) return false;
  if (*at & REMEMBERED) {
    tml_str own = tml_config_relative(c, &f->arena, here);
    tml_str path = tml_run_path_here(&f->arena, here, own, tml_memory_path(f->memory, &f->arena, (uint32_t)*at));
    f->paths = tml_grow(f->paths, f->nfiles + 1, &f->path_cap, sizeof *f->paths);
    f->paths[f->nfiles] = tml_arena_str(&f->arena, path);
    *at = ++f->nfiles;
  }
  return l->to = (uint32_t)*at - 1, true;
}

static void index_path(void *ctx, uint32_t file, tml_str path) {
  tml_fragments *f = ctx;
  *tml_map_put(&f->by_path, path_key(path), NULL) = REMEMBERED | file;
}

/* Paths are compared without case, as links are. Once, and only where a link leads to another page. */
static void index_memory(tml_fragments *f) {
  if (f->indexed || !f->memory) return;
  tml_memory_paths(f->memory, index_path, f);
  f->indexed = true;
}

/* The page that a link leads to. */
static bool resolve(tml_fragments *f, const tml_config *c, link *l) {
  const char *hash = memchr(l->url.p, '#', l->url.n);
  tml_str path = tml_str_n(l->url.p, (size_t)(hash - l->url.p));
  l->anchor = decode(&f->arena, tml_str_n(hash + 1, l->url.n - path.n - 1));
  if (!l->anchor.n || is_tool(l->anchor)) return false;
  const char *query = memchr(path.p, '?', path.n);
  if (query) path.n = (size_t)(query - path.p);
  if (!path.n) return l->to = l->from, true;
  index_memory(f);
  tml_str whole = tml_path_join(&f->arena, tml_path_dirname(f->paths[l->from]), decode(&f->arena, path));
  whole = tml_path_normalise(&f->arena, whole);
  return page_at(f, c, whole, l) || page_at(f, c, tml_arena_fmt(&f->arena, "%.*s.md", (int)whole.n, whole.p), l);
}

/* ---- anchors ---- */

typedef struct anchors {
  tml_map exact, loose; /* hashes of anchors; of the letters and digits of headings without one */
  bool all;             /* false: some may come from elsewhere, or the page could not be read */
} anchors;

static uint64_t letters(tml_str s) { /* letters and digits alone */
  uint64_t h = 11;
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    if (tml_cp_is_word(cp)) h = tml_hash_mix(h, tml_cp_fold(cp));
    p += len;
  }
  return h;
}

static void put_exact(tml_arena *a, anchors *v, tml_str s) {
  s = decode(a, s);
  *tml_map_put(&v->exact, tml_hash(s.p, s.n), NULL) = 1;
}

/* name="…", id='…', id=… in the tags of a line; true where there is one. */
static bool of_tags(tml_arena *a, anchors *v, tml_str line) {
  bool any = false;
  const char *eq = line.p, *end = line.p + line.n;
  for (; (eq = memchr(eq, '=', (size_t)(end - eq))) && eq + 1 < end; eq++) {
    size_t before = (size_t)(eq - line.p),
           k = before >= 2 && lower(eq[-2]) == 'i' && lower(eq[-1]) == 'd'       ? 2
               : before >= 4 && tml_str_ieq(tml_str_n(eq - 4, 4), TML_S("name")) ? 4
                                                                                 : 0,
           i = before - k;
    if (!k || (i && line.p[i - 1] != ' ' && line.p[i - 1] != '\t')) continue;
    size_t from = i + k + 1, to;
    char quote = from < line.n && (line.p[from] == '"' || line.p[from] == '\'') ? line.p[from++] : 0;
    for (to = from; to < line.n; to++)
      if (quote ? line.p[to] == quote : line.p[to] == '>' || line.p[to] == ' ' || line.p[to] == '/') break;
    if (to == from) continue;
    put_exact(a, v, tml_str_n(line.p + from, to - from));
    any = true;
  }
  return any;
}

/* The text of a heading's line with links' URLs and tags dropped, hashed; `skip_sources`: without source spans;
 * `references`: "&amp;" gives its name to the slug, as some sites do. */
static void of_heading(anchors *v, tml_str line, bool skip_sources, bool references) {
  static const char lookup[] = "<span class=\"sxs-lookup\">";
  tml_buf b = {0};
  for (size_t i = 0; i < line.n;) {
    tml_str rest = tml_str_n(line.p + i, line.n - i);
    const char *end;
    if (skip_sources && tml_str_starts(rest, TML_S(lookup))) {
      size_t k = sizeof lookup - 1;
      while (k + 14 <= rest.n && memcmp(rest.p + k, "</span></span>", 14) != 0) k++;
      i += k + 14;
    } else if (*rest.p == '<' && (end = memchr(rest.p, '>', rest.n))) {
      i += (size_t)(end - rest.p) + 1;
    } else if (!references && *rest.p == '&' && (end = memchr(rest.p, ';', rest.n < 10 ? rest.n : 10))) {
      i += (size_t)(end - rest.p) + 1;
    } else if (rest.n > 1 && rest.p[0] == ']' && rest.p[1] == '(' && (end = memchr(rest.p, ')', rest.n))) {
      i += (size_t)(end - rest.p) + 1;
    } else {
      tml_buf_c(&b, *rest.p);
      i++;
    }
  }
  *tml_map_put(&v->loose, letters(tml_buf_view(&b)), NULL) = 1;
  tml_buf_free(&b);
}

/* The next '[' or '{' of the line, which differ in one bit; the line's end where there is none. */
static size_t next_bracket(tml_str line, size_t k) {
#if defined __SSE2__
  for (; k + 16 <= line.n; k += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(line.p + k));
    v = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8('[' ^ '{')), _mm_set1_epi8('{'));
    unsigned hit = (unsigned)_mm_movemask_epi8(v);
    if (hit) return k + (unsigned)__builtin_ctz(hit);
  }
#endif
  const uint64_t ones = UINT64_C(0x0101010101010101), bit = ones * ('[' ^ '{'), high = ones * 0x80;
  for (; k + 8 <= line.n; k += 8) {
    uint64_t w;
    memcpy(&w, line.p + k, 8);
    w = (w | bit) ^ ones * '{';
    if ((w - ones) & ~w & high) break;
  }
  while (k < line.n && line.p[k] != '{' && line.p[k] != '[') k++;
  return k;
}

static void of_line(tml_arena *a, anchors *v, tml_str line) {
  size_t i = 0;
  while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t' || line.p[i] == '>')) i++;
  bool heading = i < line.n && line.p[i] == '#';
  bool own = memchr(line.p, '=', line.n) && of_tags(a, v, line);
  for (size_t k = 0; (k = next_bracket(line, k)) + 2 < line.n; k++) {
    if (line.p[k] == '{' && line.p[k + 1] == '#') { /* {#id} */
      size_t to = k + 2;
      while (to < line.n && line.p[to] != '}' && line.p[to] != ' ') to++;
      put_exact(a, v, tml_str_n(line.p + k + 2, to - k - 2));
      own = true;
    }
    /* Headings that are not in the file: includes, templates. */
    if (line.p[k] == '[' && line.p[k + 1] == '!' &&
        tml_str_ieq(tml_str_n(line.p + k + 2, line.n - k < 9 ? 0 : 7), TML_S("include")))
      v->all = false;
    if (line.p[k] == '{' && (line.p[k + 1] == '%' || line.p[k + 1] == '{')) v->all = false;
  }
  for (int k = 0; k < 2 && heading && !own; k++) of_heading(v, line, true, k);
}

/* Setext headings and side-by-side ones whose anchor is missing: by the document's segments. */
static void of_segments(anchors *v, const tml_doc *d) {
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *s = &d->segs[i];
    if (!s->heading || s->anchor.n) continue;
    for (int k = 0; k < 2; k++) {
      if (s->target.p) of_heading(v, tml_str_n(s->target.p, s->target.n), false, k);
      if (s->source.p) of_heading(v, tml_str_n(s->source.p, s->source.n), false, k);
    }
  }
}

/* A page as the run reads it: standard input's, the index's where it is staged. */
static int fetch(const tml_run_ctx *run, tml_str path, tml_buf *out) {
  const bool standard = run->stdin_bytes && tml_str_eq(path, run->stdin_path);
  const bool staged = run->changes && run->changes->mode == TML_MODE_STAGED && tml_changes_of(run->changes, path);
  return standard || staged ? tml_run_fetch(run, path, out, NULL, NULL) : tml_io_read(path.p, out, NULL, NULL);
}

/* The page and the anchors of its lines; NULL where that is not to be had. */
static tml_doc *read_anchors(const tml_run_ctx *run, tml_worker *w, tml_str path, anchors *v) {
  if (fetch(run, path, &w->file)) return NULL;
  tml_arena_reset(&w->arena);
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  *d = (tml_doc){.arena = &w->arena, .path = path, .p = w->file.p, .n = w->file.n};
  tml_run_read_head(d);
  if (d->format != TML_FMT_SXS && d->format != TML_FMT_MARKDOWN) return NULL;
  v->all = true;
  for (const char *p = d->p + d->body, *end = d->p + d->n; p < end;) {
    const char *q = memchr(p, '\n', (size_t)(end - p));
    if (!q) q = end;
    of_line(&w->arena, v, tml_str_n(p, (size_t)(q - p)));
    p = q < end ? q + 1 : end;
  }
  return d;
}

/* The pairs' anchors, too: asked only where a link found none among the lines. */
static void read_more_anchors(const tml_run_ctx *run, tml_doc *lines, anchors *v) {
  tml_doc *d = TML_NEW(lines->arena, tml_doc);
  *d = (tml_doc){.arena = lines->arena, .path = lines->path, .p = lines->p, .n = lines->n};
  tml_run_read(run->settings, d);
  of_segments(v, d);
}

/* Also the second of several equal headings: "limits-1". */
static bool has_anchor(const anchors *v, tml_str anchor) {
  for (;;) {
    if (tml_map_get(&v->exact, tml_hash(anchor.p, anchor.n)) || tml_map_get(&v->loose, letters(anchor))) return true;
    size_t n = anchor.n;
    while (n && anchor.p[n - 1] >= '0' && anchor.p[n - 1] <= '9') n--;
    if (n == anchor.n || n < 2 || anchor.p[n - 1] != '-') return false;
    anchor.n = n - 1;
  }
}

/* ---- findings ---- */

static int by_target(const void *pa, const void *pb) {
  const link *a = pa, *b = pb;
  if (a->to != b->to) return a->to < b->to ? -1 : 1;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return tml_str_cmp(a->url, b->url);
}

static int by_place(const void *pa, const void *pb) {
  const link *a = pa, *b = pb;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return tml_str_cmp(a->url, b->url);
}

/* Where the URL stands in the target; the link round the pair otherwise. */
static void place(tml_worker *w, tml_finding *f, tml_doc *d, const tml_segment *s, const link *l) {
  tml_span *mark = TML_NEW(&w->arena, tml_span);
  const char *at = tml_str_find(f->target.text, l->url);
  if (at) {
    uint32_t i = (uint32_t)(at - f->target.text.p);
    *mark = (tml_span){tml_text_raw(&s->target, i), tml_text_raw(&s->target, i + (uint32_t)l->url.n)};
    f->target.marks = mark;
    f->target.nmarks = 1;
  }
  f->side = f->target.nmarks ? TML_SIDE_TARGET : TML_SIDE_PAGE;
  f->start = f->target.nmarks ? mark->start : s->url_start;
  f->end = f->target.nmarks ? mark->end : s->url_start + (uint32_t)s->url.n;
  tml_doc_position(d, f->start, &f->line, &f->column);
  tml_doc_position(d, f->end, &f->end_line, &f->end_column);
  f->line_at = d->lines[f->line - 1];
}

static bool make(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_fragments *all, const link *l,
                 tml_finding *f) {
  const tml_segment *s = NULL;
  for (uint32_t i = 0; i < d->nsegs && !s; i++)
    if (d->segs[i].start == l->start) s = &d->segs[i];
  if (!s) return false;
  tml_str url = l->url, to = all->paths[l->to];
  bool own = l->to == l->from;
  *f = (tml_finding){.path = all->paths[l->from], .segment = s->id, .rank = 100, .rule = (uint16_t)run->an003};
  f->severity = tml_settings_base(run->settings)->set[run->an003].severity;
  f->source = tml_run_excerpt(&w->arena, &s->source);
  f->target = tml_run_excerpt(&w->arena, &s->target);
  place(w, f, d, s, l);
  /* The source's own link, or the one round the pair: the translator did not write it. */
  bool foreign = tml_str_find(f->source.text, url) || f->side == TML_SIDE_PAGE;
  f->suspect = foreign ? TML_SUSPECT_UNKNOWN : TML_SUSPECT_TARGET;
  f->action = foreign ? TML_ACT_RE_HANDOFF : TML_ACT_FIX_TARGET;
  f->message =
      own ? tml_arena_fmt(&w->arena, "the page has no anchor \"%.*s\"", (int)l->anchor.n, l->anchor.p)
          : tml_arena_fmt(&w->arena, "%.*s has no anchor \"%.*s\"", (int)to.n, to.p, (int)l->anchor.n, l->anchor.p);
  if (!own) {
    f->related = TML_NEWN(&w->arena, tml_related, 1);
    f->related[0] =
        (tml_related){.path = to, .line = 1, .column = 1, .message = TML_S("the page that the link leads to")};
    f->nrelated = 1;
  }
  tml_str *ev = TML_NEWN(&w->arena, tml_str, 1);
  *ev = url;
  f->evidence[TML_EV_ANCHOR] = (tml_strs){ev, 1, 1};
  tml_str path = tml_config_relative(run->config, &w->arena, f->path);
  f->fp_text = tml_hash_mix(tml_hash(f->source.text.p, f->source.text.n), tml_hash(f->target.text.p, f->target.text.n));
  uint64_t h = tml_hash_mix(tml_hash("AN003", 5), tml_hash(path.p, path.n));
  f->fingerprint = tml_hash_mix(tml_hash_mix(h, f->fp_text), tml_hash(url.p, url.n));
  return true;
}

/* Reads the page of links v[0..n) again and tells them. */
static int tell_page(tml_fragments *f, tml_worker *w, const link *v, size_t n, tml_late *late) {
  tml_str path = f->paths[v->from];
  int rc = TML_OK;
  if (fetch(late->run, path, &w->file)) return TML_OK;
  tml_arena_reset(&w->arena);
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  *d = (tml_doc){.arena = &w->arena, .path = path, .p = w->file.p, .n = w->file.n};
  tml_run_read(late->run->settings, d);
  for (size_t i = 0; i < n && !rc; i++) {
    tml_finding x;
    if (i && v[i].start == v[i - 1].start && tml_str_eq(v[i].url, v[i - 1].url)) continue;
    if (make(late->run, w, d, f, &v[i], &x)) rc = tml_late_tell(late, &w->arena, f->numbers[v[i].from], &x);
  }
  return rc;
}

int tml_fragments_run(tml_fragments *f, tml_late *late) {
  const tml_run_ctx *run = late->run;
  size_t n = 0, broken = 0;
  tml_worker w = {0};
  for (size_t i = 0; i < f->n; i++)
    if (resolve(f, run->config, &f->v[i])) f->v[n++] = f->v[i];
  if (n) qsort(f->v, n, sizeof *f->v, by_target);
  for (size_t i = 0, j; i < n; i = j) {
    anchors a = {0};
    tml_doc *d = read_anchors(run, &w, f->paths[f->v[i].to], &a);
    for (j = i; j < n && f->v[j].to == f->v[i].to; j++) {
      if (!a.all || has_anchor(&a, f->v[j].anchor)) continue;
      if (d) read_more_anchors(run, d, &a), d = NULL;
      if (!has_anchor(&a, f->v[j].anchor)) f->v[broken++] = f->v[j];
    }
    tml_map_free(&a.exact);
    tml_map_free(&a.loose);
  }
  if (broken) qsort(f->v, broken, sizeof *f->v, by_place);
  int rc = TML_OK;
  for (size_t i = 0, j; i < broken && !rc; i = j) {
    for (j = i + 1; j < broken && f->v[j].from == f->v[i].from;) j++;
    rc = tell_page(f, &w, &f->v[i], j - i, late);
  }
  tml_arena_free(&w.arena);
  tml_arena_free(&w.tokens);
  tml_buf_free(&w.file);
  return rc;
}
