/* parallel.c — pages whose source stands in another tree (parallel.h).
 *
 * Two passes: all pages are read, cut and aligned batch by batch, and their beads kept, a few bytes a sentence; then
 * each page is cut again when it is checked. So the memory does not grow with the texts, and what is found does not
 * hang on the number of threads. A pair is checked only where its bead is sure: a finding on texts that do not belong
 * together costs more than one that is missed.
 * What not: no rule for pieces that have no partner; the numbers are told.
 */
#include "parallel.h"

#include "alignment.h"
#include "pairing.h"
#include "tmlint/bitext.h"
#include "tmlint/changed.h"
#include "tmlint/paths.h"
#include "tmlint/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BATCH = 60000, TOLD = 5, LEAST = 10 };
static const float SURE = 0.5f;

typedef struct page {
  tml_str target, source; /* source: empty where there is none */
  tml_bead *beads;        /* the sure ones; on the heap */
  uint32_t nbeads;
  uint32_t pieces[2]; /* of source and target, to see that the files are still the same */
  tml_recut *cuts;    /* … and then where some hold two texts: the source's, then the target's; on the heap */
  uint32_t ncuts[2];
} page;

struct tml_parallel {
  tml_arena arena;
  page *v;
  size_t n;
  tml_map at; /* hash of the path → index + 1 */
  uint64_t pairs, doubtful, alone[2];
  size_t paired, strange, swapped, unread;
};

/* A page being aligned. */
typedef struct entry {
  size_t page, lot;
  uint32_t number;
} entry;

typedef struct lot {
  const tml_locale *locale[2];
  tml_bitext *bitext;
} lot;

typedef struct job {
  tml_parallel *p;
  const tml_run_ctx *run;
  tml_arena batch;
  tml_buf bytes[2];
  entry *v;
  size_t n, cap;
  lot *lots;
  size_t nlots, lot_cap;
  uint64_t segments, shown;
  size_t done, all;
  bool progress;
} job;

/* ---- a page and its source ---- */

static tml_doc *read_doc(const tml_run_ctx *run, tml_arena *a, tml_str path, tml_buf *bytes) {
  tml_doc *d = TML_NEW(a, tml_doc);
  d->arena = a, d->path = path, d->p = bytes->p ? bytes->p : "", d->n = bytes->n;
  if (bytes->n >= UINT32_MAX / 2) return NULL;
  tml_run_read(run->settings, d);
  if (d->format == TML_FMT_HTML) tml_settings_languages(run->settings, d);
  return d;
}

static bool can_pair(const tml_doc *d) {
  return d->format == TML_FMT_MARKDOWN || d->format == TML_FMT_TEXT || d->format == TML_FMT_HTML;
}

/* Locales of a pair. The source's language is what options and configuration say; else what its path and front matter
 * do, where that is not the target's (a folder ko/ may hold both trees); else what its words are; else English. */
static void locales(const tml_doc *source, tml_doc *target, const tml_locale **out) {
  out[1] = tml_locale_find(target->target_language);
  if (!target->source_language.n) {
    tml_str own = source->target_language;
    const char *read = NULL;
    if (own.n && strcmp(tml_locale_find(own)->language, out[1]->language) != 0) target->source_language = own;
    else if ((read = tml_guess_language(tml_str_n(source->p, source->n))) != NULL)
      target->source_language = tml_str_c(read);
    else target->source_language = TML_S("en-US");
  }
  out[0] = tml_locale_find(target->source_language);
}

/* Languages whose sentences nothing marks (Thai, Lao) are compared by blocks. */
static enum tml_cut cut_of(const tml_locale *const *l) {
  for (int k = 0; k < 2; k++) {
    if (l[k]->spaced || tml_str_is(tml_str_c(l[k]->language), "und")) continue;
    bool own = false;
    for (unsigned i = 0; i < TML_COUNT(l[k]->sentence_end) && l[k]->sentence_end[i]; i++)
      own |= l[k]->sentence_end[i] > 0xFF && l[k]->sentence_end[i] != 0x2026;
    if (!own) return TML_CUT_BLOCKS;
  }
  return TML_CUT_SENTENCES;
}

static bool blank_between(const tml_doc *d, uint32_t from, uint32_t to) {
  if (from > to || to - from > 8) return false;
  for (; from < to; from++)
    if (d->p[from] != ' ' && d->p[from] != '\n' && d->p[from] != '\r' && d->p[from] != '\t') return false;
  return true;
}

/* Pieces that a bead holds as one text: the file's own bytes where only white space parts them. */
static tml_text joined(tml_arena *a, const tml_doc *d, const tml_piece *v, uint32_t n) {
  bool raw = n > 1;
  size_t room = 16, maps = 0;
  for (uint32_t i = 0; i < n; i++) {
    raw &= !v[i].text.map && (!i || blank_between(d, v[i - 1].text.end, v[i].text.start));
    room += v[i].text.n + 1, maps += v[i].text.nmap + 2;
  }
  if (n == 1) return v->text;
  tml_text t = {.start = v[0].text.start, .end = v[n - 1].text.end};
  if (raw) {
    t.p = d->p + t.start, t.n = t.end - t.start;
    return t;
  }
  char *p = tml_arena_zero(a, room);
  uint32_t(*map)[2] = tml_arena_alloc(a, maps * sizeof *map);
  for (uint32_t i = 0; i < n; i++) {
    const tml_text *x = &v[i].text;
    if (i) {
      map[t.nmap][0] = t.n, map[t.nmap++][1] = v[i - 1].text.end;
      p[t.n++] = ' ';
    }
    if (!x->map) map[t.nmap][0] = t.n, map[t.nmap++][1] = x->start;
    for (uint32_t k = 0; k < x->nmap; k++) map[t.nmap][0] = t.n + x->map[k][0], map[t.nmap++][1] = x->map[k][1];
    memcpy(p + t.n, x->p, x->n);
    t.n += x->n;
  }
  t.p = p, t.map = (const uint32_t(*)[2])map;
  return t;
}

/* ---- aligning ---- */

static void tick(void *ctx, uint64_t done, uint64_t all) {
  job *j = ctx;
  uint64_t now = tml_clock_ns();
  if (!j->progress || now - j->shown < 200000000u) return;
  j->shown = now;
  fprintf(stderr, "\r\033[Kaligned: %llu of %zu pages",
          (unsigned long long)(j->done - j->n + (all ? j->n * done / all : 0)), j->all);
}

static size_t lot_of(job *j, const tml_locale *const *l) {
  for (size_t i = 0; i < j->nlots; i++)
    if (j->lots[i].locale[0] == l[0] && j->lots[i].locale[1] == l[1]) return i;
  j->lots = tml_grow(j->lots, j->nlots + 1, &j->lot_cap, sizeof *j->lots);
  j->lots[j->nlots] = (lot){{l[0], l[1]}, tml_bitext_new(l[0], l[1])};
  return j->nlots++;
}

/* A source that holds no text, and sides that are each other's: said on standard error, a handful of each. */
static bool is_text(job *j, const tml_doc *s, tml_str path) {
  if (s && (can_pair(s) || s->format == TML_FMT_SXS)) return true;
  if (!j->run->config->quiet && j->p->unread++ < TOLD)
    fprintf(stderr, "tmlint: %s: %s, no text that can be aligned\n", path.p,
            s ? tml_format_name((tml_format)s->format) : "larger than 2 GiB");
  return false;
}

/* A page and its source, read and cut. False where they can't be, or are no texts. */
static bool read_both(job *j, const page *g, tml_doc **d, const tml_locale **l, tml_pieces *v) {
  tml_err err;
  if (tml_run_fetch(j->run, g->target, &j->bytes[1], NULL, &err) || tml_io_read(g->source.p, &j->bytes[0], NULL, &err))
    return false; /* said when the page is checked */
  tml_arena_reset(&j->batch);
  d[0] = read_doc(j->run, &j->batch, g->source, &j->bytes[0]);
  d[1] = read_doc(j->run, &j->batch, g->target, &j->bytes[1]);
  if (!d[1] || !can_pair(d[1]) || !is_text(j, d[0], g->source)) return false;
  locales(d[0], d[1], l);
  for (unsigned k = 0; k < 2; k++) tml_read_pieces(d[k], cut_of(l), l[k], &v[k]);
  return true;
}

/* Pieces that hold two texts, known now that their counterparts are (align/recut.c). */
static void recut(job *j, const entry *e) {
  page *g = &j->p->v[e->page];
  tml_doc *d[2];
  const tml_locale *l[2];
  tml_pieces v[2], now[2];
  if (!read_both(j, g, d, l, v) || cut_of(l) != TML_CUT_SENTENCES) return;
  if (v[0].n != g->pieces[0] || v[1].n != g->pieces[1]) return; /* somebody writes into the trees meanwhile */
  memcpy(now, v, sizeof v);
  const uint32_t n = tml_bitext_recut(j->lots[e->lot].bitext, e->number, &now[0], &now[1], &j->batch);
  if (!n) return;
  g->cuts = tml_malloc(n * sizeof *g->cuts);
  g->ncuts[0] = tml_bitext_cuts(&v[0], &now[0], g->cuts);
  g->ncuts[1] = tml_bitext_cuts(&v[1], &now[1], g->cuts + g->ncuts[0]);
}

/* Keeps the sure beads of a page. A page most of whose pieces find nothing is another page. */
static void keep(job *j, const entry *e) {
  tml_parallel *p = j->p;
  page *g = &p->v[e->page];
  const tml_bead *v;
  size_t n = tml_bitext_beads(j->lots[e->lot].bitext, e->number, &v), sure = 0, doubtful = 0, alone[2] = {0};
  for (size_t i = 0; i < n; i++) {
    if (!v[i].nsource) alone[1] += v[i].ntarget;
    else if (!v[i].ntarget) alone[0] += v[i].nsource;
    else if (v[i].score >= SURE) sure++;
    else doubtful++;
  }
  uint32_t most = g->pieces[0] < g->pieces[1] ? g->pieces[0] : g->pieces[1];
  if (most >= LEAST && sure * 5 < most) {
    p->strange++;
    if (p->strange <= TOLD)
      fprintf(stderr, "tmlint: %s and %s do not look like translations of each other: the pair is left out\n",
              g->source.p, g->target.p);
    return;
  }
  p->pairs += sure, p->doubtful += doubtful, p->alone[0] += alone[0], p->alone[1] += alone[1];
  g->beads = tml_malloc((sure + 1) * sizeof *g->beads);
  for (size_t i = 0; i < n; i++)
    if (v[i].nsource && v[i].ntarget && v[i].score >= SURE) g->beads[g->nbeads++] = v[i];
}

static void run_batch(job *j) {
  for (size_t i = 0; i < j->nlots; i++) tml_bitext_run(j->lots[i].bitext, j->run->config->jobs, tick, j);
  for (size_t i = 0; i < j->n; i++) recut(j, &j->v[i]), keep(j, &j->v[i]);
  for (size_t i = 0; i < j->nlots; i++) tml_bitext_free(j->lots[i].bitext);
  j->n = j->nlots = 0, j->segments = 0;
}

static void look_swapped(job *j, const tml_doc *s, const tml_doc *t, const tml_locale *const *l) {
  const char *read[2];
  if (strcmp(l[0]->language, l[1]->language) == 0) return;
  for (unsigned k = 0; k < 2; k++) {
    const tml_doc *d = k ? t : s;
    read[k] = tml_guess_language(tml_str_n(d->p, d->n));
    if (!read[k] || strcmp(read[k], l[k ^ 1]->language) != 0) return;
  }
  if (!j->run->config->quiet && j->p->swapped++ < TOLD)
    fprintf(stderr, "tmlint: %s is in %s and %s in %s: source and target are swapped\n", s->path.p, read[0], t->path.p,
            read[1]);
}

static void take(job *j, size_t i) {
  page *g = &j->p->v[i];
  tml_doc *d[2];
  const tml_locale *l[2];
  tml_pieces v[2];
  j->done++;
  if (!read_both(j, g, d, l, v)) return;
  look_swapped(j, d[0], d[1], l);
  j->v = tml_grow(j->v, j->n + 1, &j->cap, sizeof *j->v);
  entry *e = &j->v[j->n++];
  *e = (entry){.page = i, .lot = lot_of(j, l)};
  g->pieces[0] = v[0].n, g->pieces[1] = v[1].n;
  e->number = tml_bitext_add(j->lots[e->lot].bitext, &v[0], &v[1]);
  j->segments += v[0].n;
  if (j->segments >= BATCH) run_batch(j);
}

/* ---- which page is whose ---- */

typedef struct sources {
  tml_str *paths;
  size_t n;
  tml_map at; /* hash of the path → index + 1 */
  tml_str root;
  bool single; /* --source-tree names a file */
} sources;

static int list_sources(tml_parallel *p, const tml_config *c, sources *s, tml_err *err) {
  struct stat st;
  if (stat(c->source_tree, &st))
    return tml_fail(err, TML_EIO, "--source-tree: %s can't be opened: no such file or folder", c->source_tree);
  s->single = !S_ISDIR(st.st_mode);
  tml_walk w = {0};
  tml_walk_opts opts = {.exclude = c->exclude, .n_exclude = c->nexclude};
  tml_walk_run(&p->arena, &c->source_tree, 1, &opts, &w);
  s->paths = TML_NEWN(&p->arena, tml_str, w.n + 1);
  for (size_t i = 0; i < w.n; i++) {
    if (tml_format_is_binary(tml_sniff_name(w.files[i].path))) continue;
    *tml_map_put(&s->at, tml_hash(w.files[i].path.p, w.files[i].path.n), NULL) = s->n + 1;
    s->paths[s->n++] = w.files[i].path;
  }
  tml_str root = tml_str_c(c->source_tree);
  while (tml_str_starts(root, TML_S("./"))) root.p += 2, root.n -= 2;
  while (root.n > 1 && root.p[root.n - 1] == '/') root.n--;
  s->root = tml_str_is(root, ".") ? TML_S("") : root;
  return TML_OK;
}

static tml_str source_language(const tml_config *c) {
  return c->option_source.s.n ? c->option_source.s : c->source_language.s.n ? c->source_language.s : TML_S("en");
}

static tml_str below(tml_str root, tml_str path) {
  if (!root.n || path.n <= root.n + 1 || !tml_str_starts(path, root) || path.p[root.n] != '/') return path;
  return tml_str_n(path.p + root.n + 1, path.n - root.n - 1);
}

/* By the maps: index, or -1. The path is matched as it was named, else from the root on: a map of tmlint.json means the
 * same in every folder below. */
static int64_t by_map(tml_parallel *p, const tml_config *c, const sources *s, tml_str path) {
  for (uint32_t i = 0; i < c->nmaps; i++) {
    tml_str map = tml_str_c(c->maps[i]), at = tml_parallel_map(&p->arena, map, path);
    if (!at.n) at = tml_parallel_map(&p->arena, map, tml_config_relative(c, &p->arena, path));
    if (!at.n) continue;
    if (s->root.n) at = tml_arena_fmt(&p->arena, "%.*s/%.*s", (int)s->root.n, s->root.p, (int)at.n, at.p);
    const uint64_t *k = tml_map_get(&s->at, tml_hash(at.p, at.n));
    if (k && tml_str_eq(s->paths[*k - 1], at)) return (int64_t)*k - 1;
  }
  return -1;
}

/* The part of a path below the folder on the command line that it was found in. */
static tml_str inner_of(const tml_config *c, const sources *s, tml_str path) {
  for (uint32_t i = 0; i < c->npaths; i++) {
    tml_str root = tml_str_c(c->paths[i]);
    while (tml_str_starts(root, TML_S("./"))) root.p += 2, root.n -= 2;
    while (root.n > 1 && root.p[root.n - 1] == '/') root.n--;
    if (tml_str_is(root, ".")) return path;
    if (path.n > root.n + 1 && tml_str_starts(path, root) && path.p[root.n] == '/')
      return tml_str_n(path.p + root.n + 1, path.n - root.n - 1);
  }
  if (!c->npaths) return path;
  /* a file that was named itself: what is below its last locale, or below the tree that it shares with the sources */
  tml_str rest = below(s->root, path);
  bool known = rest.n < path.n;
  for (size_t i = 0, from = 0; i < path.n; i++) {
    if (path.p[i] != '/') continue;
    if (tml_settings_is_locale(tml_str_n(path.p + from, i - from)))
      rest = tml_str_n(path.p + i + 1, path.n - i - 1), known = true;
    from = i + 1;
  }
  return known ? rest : TML_S("");
}

static void pair_pages(tml_parallel *p, const tml_run_ctx *run, sources *s) {
  const tml_config *c = run->config;
  tml_pair_tree *tree = tml_pair_tree_new(s->paths, s->n, s->root, source_language(c));
  size_t lone = 0;
  for (size_t i = 0; i < p->n; i++) {
    page *g = &p->v[i];
    bool sure = true;
    int64_t k = by_map(p, c, s, g->target);
    if (k < 0 && s->single && p->n == 1 && s->n == 1) k = 0;
    if (k < 0 && !c->nmaps) {
      tml_str inner = inner_of(c, s, g->target);
      k = tml_pair_find(tree, &p->arena, tml_path_absolute(&p->arena, g->target), inner, &sure);
    }
    if (k >= 0 && sure && !tml_str_eq(s->paths[k], g->target)) {
      g->source = s->paths[k];
      p->paired++;
    } else if (lone++ < TOLD && !c->quiet && tml_run_worth_opening(g->target)) {
      fprintf(stderr, "tmlint: %s: no page of %s goes with it\n", g->target.p, c->source_tree);
    }
  }
  if (lone > TOLD && !c->quiet)
    fprintf(stderr, "tmlint: %zu more pages without a source page; --map says how paths correspond\n", lone - TOLD);
  tml_pair_tree_free(tree);
}

static const char *plural(uint64_t n) { return n == 1 ? "" : "s"; }

static void tell(const tml_parallel *p) {
  fprintf(stderr, "tmlint: %zu page%s of %zu paired; %llu pair%s to check", p->paired, plural(p->paired), p->n,
          (unsigned long long)p->pairs, plural(p->pairs));
  if (p->doubtful)
    fprintf(stderr, ", %llu doubtful one%s left out", (unsigned long long)p->doubtful, plural(p->doubtful));
  if (p->alone[0] + p->alone[1])
    fprintf(stderr, "; alone stand %llu source and %llu target piece%s", (unsigned long long)p->alone[0],
            (unsigned long long)p->alone[1], plural(p->alone[1]));
  if (p->strange) fprintf(stderr, "; %zu page%s of another text", p->strange, plural(p->strange));
  fputc('\n', stderr);
}

tml_parallel *tml_parallel_open(const tml_run_ctx *run, const tml_input_file *files, size_t n, bool progress,
                                tml_err *err) {
  tml_parallel *p = tml_calloc(1, sizeof *p);
  sources s = {0};
  if (list_sources(p, run->config, &s, err)) {
    tml_parallel_free(p);
    return NULL;
  }
  p->v = tml_calloc(n + 1, sizeof *p->v);
  for (size_t i = 0; i < n; i++) {
    if (!files[i].named && !tml_run_worth_opening(files[i].path)) continue;
    /* a source page itself, where its tree is inside what was named */
    const uint64_t *own = tml_map_get(&s.at, tml_hash(files[i].path.p, files[i].path.n));
    if (own && tml_str_eq(s.paths[*own - 1], files[i].path) &&
        !tml_pair_names_other(below(s.root, files[i].path), source_language(run->config)))
      continue;
    p->v[p->n].target = files[i].path;
    *tml_map_put(&p->at, tml_hash(files[i].path.p, files[i].path.n), NULL) = ++p->n;
  }
  pair_pages(p, run, &s);
  job j = {.p = p, .run = run, .progress = progress, .all = p->paired};
  for (size_t i = 0; i < p->n; i++)
    if (p->v[i].source.n) take(&j, i);
  run_batch(&j);
  if (j.shown) fputs("\r\033[K", stderr);
  if (!run->config->quiet) tell(p);
  tml_map_free(&s.at);
  tml_arena_free(&j.batch);
  tml_buf_free(&j.bytes[0]), tml_buf_free(&j.bytes[1]);
  free(j.v), free(j.lots);
  return p;
}

void tml_parallel_free(tml_parallel *p) {
  if (!p) return;
  for (size_t i = 0; i < p->n; i++) free(p->v[i].beads), free(p->v[i].cuts);
  free(p->v);
  tml_map_free(&p->at);
  tml_arena_free(&p->arena);
  free(p);
}

/* ---- checking ---- */

static void add_pair(tml_doc *d, const tml_doc *source, const tml_piece *s, uint32_t ns, const tml_piece *t,
                     uint32_t nt) {
  for (uint32_t i = 0; i < ns; i++)
    if (s[i].block == TML_BLK_CODE) return;
  for (uint32_t i = 0; i < nt; i++)
    if (t[i].block == TML_BLK_CODE) return;
  tml_segment *g = tml_doc_segment(d);
  g->source = joined(d->arena, source, s, ns);
  g->target = joined(d->arena, d, t, nt);
  g->start = g->target.start, g->end = g->target.end;
  g->ctx = t->ctx;
  g->heading = t->block == TML_BLK_HEADING ? t->level : 0;
  g->anchor = t->anchor, g->anchor_start = t->anchor_start;
  g->line_start = g->start;
  while (g->line_start > 0 && d->p[g->line_start - 1] != '\n') g->line_start--;
}

/* Odd bytes of a page of HTML, those of its texts: scripts and attributes are nobody's to translate. */
static void odd_in_texts(tml_doc *d) {
  tml_read_odd(d);
  uint32_t n = 0, g = 0;
  for (uint32_t i = 0; i < d->nodd; i++) {
    while (g < d->nsegs && d->segs[g].end <= d->odd[i].start) g++;
    if (g < d->nsegs && d->odd[i].start >= d->segs[g].start) d->odd[n++] = d->odd[i];
  }
  d->nodd = n;
}

void tml_parallel_pair(const tml_parallel *p, const tml_run_ctx *run, tml_worker *w, tml_doc *d) {
  const uint64_t *at = tml_map_get(&p->at, tml_hash(d->path.p, d->path.n));
  if (!at || !tml_str_eq(p->v[*at - 1].target, d->path)) return;
  const page *g = &p->v[*at - 1];
  tml_err err;
  if (!g->nbeads || !can_pair(d)) return;
  if (tml_io_read(g->source.p, &w->source, NULL, &err)) return;
  tml_doc *s = read_doc(run, &w->arena, g->source, &w->source);
  if (d->format == TML_FMT_HTML) tml_settings_languages(run->settings, d);
  if (!s) return;
  const tml_locale *l[2];
  locales(s, d, l);
  tml_pieces v[2];
  tml_read_pieces(s, cut_of(l), l[0], &v[0]);
  tml_read_pieces(d, cut_of(l), l[1], &v[1]);
  if (v[0].n != g->pieces[0] || v[1].n != g->pieces[1]) return; /* somebody writes into the trees meanwhile */
  tml_bitext_cut(&v[0], g->cuts, g->ncuts[0], d->arena);
  if (g->cuts) tml_bitext_cut(&v[1], g->cuts + g->ncuts[0], g->ncuts[1], d->arena);
  for (uint32_t i = 0; i < g->nbeads; i++) {
    const tml_bead *b = &g->beads[i];
    add_pair(d, s, v[0].v + b->source, b->nsource, v[1].v + b->target, b->ntarget);
  }
  if (d->format == TML_FMT_HTML) odd_in_texts(d);
  d->other = s;
}

void tml_parallel_place(tml_worker *w, tml_doc *d) {
  for (uint32_t i = 0; i < w->sink.n; i++) {
    tml_finding *f = w->sink.v[i];
    if (!f->source.present) continue;
    f->source_path = d->other->path;
    const tml_excerpt *s = &f->source, *t = &f->target;
    tml_related *r = TML_NEWN(&w->arena, tml_related, f->nrelated + 1);
    r[0] = (tml_related){.path = d->other->path, .message = TML_S("the source text")};
    tml_doc_position(d->other, s->nmarks ? s->marks[0].start : s->start, &r[0].line, &r[0].column);
    if (f->nrelated) memcpy(r + 1, f->related, f->nrelated * sizeof *r);
    f->related = r, f->nrelated++, f->related_cap = f->nrelated;
    if (f->side != TML_SIDE_SOURCE) continue;
    f->side = TML_SIDE_TARGET;
    f->start = t->nmarks ? t->marks[0].start : t->start;
    f->end = t->nmarks ? t->marks[0].end : t->end;
    f->nedits = 0; /* the source tree is not ours to mend */
  }
}

bool tml_parallel_unchanged(const tml_segment *s, const tml_doc *d, tml_str other) {
  return tml_str_find(other, tml_str_n(d->p + s->target.start, s->target.end - s->target.start)) != NULL;
}

/* ---- maps ---- */

typedef struct binding {
  tml_str name, value;
} binding;

typedef struct matching {
  binding v[16];
  size_t n;
} matching;

/* Matches the whole of `s`. "{locale}" is a language tag, "{path}" anything, another "{name}" anything within a name.
 */
static bool match(tml_str pattern, tml_str s, matching *m) {
  while (pattern.n && *pattern.p != '{') {
    if (!s.n || *s.p != *pattern.p) return false;
    pattern.p++, pattern.n--, s.p++, s.n--;
  }
  if (!pattern.n) return s.n == 0;
  const char *close = memchr(pattern.p, '}', pattern.n);
  if (!close || m->n == TML_COUNT(m->v)) return false;
  tml_str name = {pattern.p + 1, (size_t)(close - pattern.p) - 1};
  tml_str rest = {close + 1, pattern.n - name.n - 2};
  const bool deep = tml_str_is(name, "path"), locale = tml_str_is(name, "locale");
  const size_t mine = m->n++;
  size_t most = s.n;
  if (!deep) {
    const char *slash = memchr(s.p, '/', s.n);
    if (slash) most = (size_t)(slash - s.p);
  }
  for (size_t len = most; len > 0; len--) {
    tml_str value = {s.p, len};
    if (locale && !tml_settings_is_locale(value)) continue;
    m->v[mine] = (binding){name, value};
    m->n = mine + 1;
    if (match(rest, tml_str_n(s.p + len, s.n - len), m)) return true;
  }
  m->n = mine;
  return false;
}

tml_str tml_parallel_map(tml_arena *a, tml_str pattern, tml_str path) {
  const char *eq = memchr(pattern.p, '=', pattern.n);
  if (!eq) return (tml_str){0};
  tml_str left = {pattern.p, (size_t)(eq - pattern.p)}, right = {eq + 1, pattern.n - left.n - 1};
  matching m;
  bool found = false;
  for (size_t from = 0; from < path.n && !found;) { /* from any folder of the path on */
    m.n = 0;
    found = match(left, tml_str_n(path.p + from, path.n - from), &m);
    const char *slash = found ? NULL : memchr(path.p + from, '/', path.n - from);
    from = slash ? (size_t)(slash - path.p) + 1 : path.n;
  }
  if (!found) return (tml_str){0};
  tml_buf b = {0};
  for (size_t i = 0; i < right.n; i++) {
    const char *close = right.p[i] == '{' ? memchr(right.p + i, '}', right.n - i) : NULL;
    if (!close) {
      tml_buf_c(&b, right.p[i]);
      continue;
    }
    tml_str name = {right.p + i + 1, (size_t)(close - right.p) - i - 1};
    for (size_t k = 0; k < m.n; k++)
      if (tml_str_eq(m.v[k].name, name)) tml_buf_str(&b, m.v[k].value);
    i += name.n + 1;
  }
  tml_str out = tml_arena_str(a, tml_buf_view(&b));
  tml_buf_free(&b);
  return out;
}
