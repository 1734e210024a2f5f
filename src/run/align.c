/* align.c — `tmlint align`: pages paired, read, cut, aligned in batches, written (aligning.h).
 *
 * A batch is some ten thousand segments: enough to learn a lexicon from, little enough that a tree of any size takes
 * the memory of a batch. Page pairs of a batch are aligned together with those of their two languages.
 */
#include "alignment.h"

#include "interchange.h"
#include "pairing.h"
#include "parallel.h"
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/paths.h"
#include "tmlint/report.h"
#include "tmlint/fit.h"
#include "tmlint/run.h"
#include "tmlint/tm.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH = 60000, FLUSH = 1 << 16, TOLD = 5, FEW = 8 /* page pairs for which a memory is asked as it stands */ };

enum said {
  SAID_LONE,
  SAID_EMPTY,
  SAID_NO_TEXT,
  SAID_TWICE,
  SAID_SWAPPED,
  SAID_LANGUAGE,
  SAID_STRANGE,
  SAID_UNLEARNT,
  SAID_IDLE,
  SAID_KINDS
};

typedef struct couple {
  tml_str source, target; /* a missing one is empty */
} couple;

typedef struct entry { /* a page pair of the batch */
  tml_aligned_page page;
  tml_buf bytes[2];
  size_t lot; /* index of its language pair; SIZE_MAX: nothing to align */
  uint32_t number;
} entry;

typedef struct lot { /* the pages of two languages */
  const tml_locale *locale[2];
  tml_bitext *bitext;
} lot;

typedef struct job {
  const tml_config *c;
  const tml_settings *s;
  const tml_align_opts *o;
  tml_arena arena; /* paths: the run's; pages: the batch's */
  tml_arena batch;
  entry *v;
  size_t n, cap;
  lot *lots;
  size_t nlots, lot_cap;
  uint64_t segments, pages, all, beads;
  tml_buf out;
  tml_out to;
  uint32_t said[SAID_KINDS];
  tml_interchange x;
  tml_memory *memory;  /* NULL: none */
  bool known;          /* it has helped */
  tml_str strange[2];  /* languages that it does not know */
  tml_str language;    /* XLIFF: the first target language */
  bool progress, lost; /* lost: the output can't be written */
  uint64_t shown;
  int status;
  tml_err err;
} job;

/* ---- messages: a handful of each kind, then how many more ---- */

static void say(job *j, enum said kind, const char *fmt, ...) TML_PRINTF(3, 4);
static void say(job *j, enum said kind, const char *fmt, ...) {
  if (j->said[kind]++ >= TOLD) return;
  if (j->shown) fputs("\r\033[K", stderr);
  fputs("tmlint: ", stderr);
  va_list ap;
  va_start(ap, fmt);
  vfprintf(stderr, fmt, ap);
  va_end(ap);
  fputc('\n', stderr);
}

static void say_more(const job *j) {
  static const char *const what[] = {"pages have no partner",
                                     "pages are empty",
                                     "files hold no text to align",
                                     "pages find a partner that is taken",
                                     "page pairs look swapped",
                                     "pages are in another language than said",
                                     "page pairs do not look like translations of each other",
                                     "pages are in languages that the memory does not know",
                                     "side-by-side pages, where the memory teaches nothing"};
  for (int k = 0; k < SAID_KINDS; k++)
    if (j->said[k] > TOLD) fprintf(stderr, "tmlint: %u more %s\n", j->said[k] - TOLD, what[k]);
}

static void fail(job *j) {
  fprintf(stderr, "tmlint: %s\n", j->err.msg);
  j->status = 2;
}

static void tick(void *ctx, uint64_t done, uint64_t all) {
  job *j = ctx;
  uint64_t now = tml_clock_ns();
  if (!j->progress || now - j->shown < 200000000u) return;
  j->shown = now;
  if (j->all == 1) {
    fprintf(stderr, "\r\033[K%u %% of the page", (unsigned)(all ? 100 * done / all : 0));
    return;
  }
  uint64_t here = all ? j->n * done / all : 0; /* of the batch's pages, in whole ones */
  fprintf(stderr, "\r\033[K%llu of %llu pages", (unsigned long long)(j->pages - j->n + here),
          (unsigned long long)j->all);
}

/* ---- output ---- */

static void flush(job *j, size_t from) {
  if (j->out.n < from) return;
  if (!j->lost && tml_out_put(&j->to, tml_buf_view(&j->out), &j->err)) fail(j), j->lost = true;
  j->out.n = 0;
}

tml_text tml_aligned_text(tml_arena *a, const tml_aligned_page *p, unsigned side, uint32_t from, uint32_t n) {
  const tml_piece *v = p->piece[side].v + from;
  if (n == 1) return v->text;
  size_t room = 0, at = 0;
  for (uint32_t i = 0; i < n; i++) room += v[i].text.n + 1;
  char *text = tml_arena_alloc(a, room);
  for (uint32_t i = 0; i < n; i++) {
    if (i && p->locale[side]->spaced) text[at++] = ' ';
    memcpy(text + at, v[i].text.p, v[i].text.n);
    at += v[i].text.n;
  }
  return (tml_text){.p = text, .n = (uint32_t)at, .start = v->text.start, .end = v[n - 1].text.end};
}

static void json_indexes(tml_buf *b, const char *key, uint32_t from, uint32_t n) {
  tml_buf_fmt(b, ", \"%s\": [", key);
  for (uint32_t i = 0; i < n; i++) tml_buf_fmt(b, "%s%u", i ? ", " : "", from + i);
  tml_buf_c(b, ']');
}

static void json_side(tml_buf *b, tml_arena *a, const char *key, const tml_aligned_page *p, unsigned side,
                      uint32_t from, uint32_t n) {
  tml_buf_fmt(b, ", \"%s\": ", key);
  if (!n) {
    tml_buf_z(b, "null");
    return;
  }
  tml_text t = tml_aligned_text(a, p, side, from, n);
  tml_buf_fmt(b, "{\"start\": %u, \"end\": %u, \"text\": ", t.start, t.end);
  tml_json_string(b, tml_str_n(t.p, t.n));
  tml_buf_c(b, '}');
}

static void json_page(tml_buf *b, tml_arena *a, const tml_aligned_page *p) {
  for (size_t i = 0; i < p->nlines; i++) tml_run_drift_json(b, p->source, p->target, &p->lines[i]);
  for (size_t i = 0; i < p->nbeads; i++) {
    const tml_bead *e = &p->beads[i];
    tml_buf_z(b, "{\"source_path\": ");
    tml_json_string(b, p->source->path);
    tml_buf_z(b, ", \"target_path\": ");
    tml_json_string(b, p->target->path);
    json_indexes(b, "source_index", e->source, e->nsource);
    json_indexes(b, "target_index", e->target, e->ntarget);
    json_side(b, a, "source", p, 0, e->source, e->nsource);
    json_side(b, a, "target", p, 1, e->target, e->ntarget);
    tml_buf_fmt(b, ", \"score\": %.2f}\n", (double)e->score);
  }
}

static void tsv_field(tml_buf *b, tml_str s) {
  for (size_t i = 0; i < s.n; i++) switch (s.p[i]) {
    case '\t': tml_buf_z(b, "\\t"); break;
    case '\n': tml_buf_z(b, "\\n"); break;
    case '\r': tml_buf_z(b, "\\r"); break;
    case '\\': tml_buf_z(b, "\\\\"); break;
    default: tml_buf_c(b, s.p[i]);
    }
}

static void tsv_line(tml_buf *b, const tml_aligned_page *p, double score, const tml_text *s, const tml_text *t) {
  tsv_field(b, p->source->path);
  tml_buf_c(b, '\t');
  tsv_field(b, p->target->path);
  tml_buf_fmt(b, "\t%.2f\t", score);
  tsv_field(b, tml_str_n(s->p, s->n));
  tml_buf_c(b, '\t');
  tsv_field(b, tml_str_n(t->p, t->n));
  tml_buf_c(b, '\n');
}

static void tsv_page(tml_buf *b, tml_arena *a, const tml_aligned_page *p) {
  for (size_t i = 0; i < p->nlines; i++)
    tsv_line(b, p, p->lines[i].match / 100.0, &p->lines[i].source, &p->lines[i].target);
  for (size_t i = 0; i < p->nbeads; i++) {
    const tml_bead *e = &p->beads[i];
    tml_text side[2] = {{0}};
    if (e->nsource) side[0] = tml_aligned_text(a, p, 0, e->source, e->nsource);
    if (e->ntarget) side[1] = tml_aligned_text(a, p, 1, e->target, e->ntarget);
    tsv_line(b, p, (double)e->score, &side[0], &side[1]);
  }
}

/* ---- TMX and XLIFF: the page as a document of pairs ---- */

/* Where a target's text stands, as the pairs of a side-by-side page are told of. */
static void place_of(tml_segment *s, const tml_piece *q) {
  s->ctx = q->ctx;
  if (q->block == TML_BLK_HEADING) s->heading = q->level;
  s->anchor = q->anchor;
}

static void interchange_page(job *j, const tml_aligned_page *p) {
  if (p->drift) {
    tml_fail(&j->err, TML_EUSAGE,
             "%s is a side-by-side page: it is compared with today's source, which makes no translations; take jsonl, "
             "tsv or html, or `tmlint export` for its own pairs",
             p->target->path.p);
    fail(j);
    return;
  }
  tml_doc d = {.arena = &j->batch,
               .path = p->target->path,
               .p = p->target->p,
               .n = p->target->n,
               .source_language = p->language[0],
               .target_language = p->language[1]};
  if (j->o->format == TML_ALIGN_XLIFF) {
    if (j->language.n && !tml_str_eq(j->language, d.target_language)) {
      tml_fail(&j->err, TML_EUSAGE,
               "XLIFF holds one target language, and these are %.*s and %.*s: align them one by one, or say "
               "--target-language",
               (int)j->language.n, j->language.p, (int)d.target_language.n, d.target_language.p);
      if (!j->status) fail(j);
      return;
    }
    j->language = d.target_language;
  }
  tml_segment s = {0};
  d.segs = &s, d.nsegs = 1;
  for (size_t i = 0; i < p->nbeads; i++) {
    s = (tml_segment){.id = tml_arena_fmt(&j->batch, "%zu", i + 1)};
    const tml_bead *e = &p->beads[i];
    if (!e->nsource || !e->ntarget) {
      j->x.halves++;
      continue;
    }
    s.source = tml_aligned_text(&j->batch, p, 0, e->source, e->nsource);
    s.target = tml_aligned_text(&j->batch, p, 1, e->target, e->ntarget);
    place_of(&s, &p->piece[1].v[e->target]);
    s.start = s.target.start, s.end = s.target.end;
    tml_interchange_pair(&j->x, &j->out, &d, 0, NULL);
  }
}

static void write_page(job *j, const tml_aligned_page *p) {
  switch (j->o->format) {
  case TML_ALIGN_JSONL: json_page(&j->out, &j->batch, p); break;
  case TML_ALIGN_TSV: tsv_page(&j->out, &j->batch, p); break;
  case TML_ALIGN_HTML: tml_align_html_page(&j->out, &j->batch, p); break;
  case TML_ALIGN_TMX:
  case TML_ALIGN_XLIFF: interchange_page(j, p); break;
  }
  j->beads += p->nbeads + p->nlines;
  flush(j, FLUSH);
}

/* ---- a batch ---- */

/* What the memory has of the newest lot's languages. */
static void know(job *j, const tml_aligned_page *p) {
  if (!j->memory) return;
  const tml_fit_lexicon *x = tml_memory_lexicon(j->memory, p->language[0], p->language[1]);
  if (!x) {
    j->strange[0] = tml_arena_str(&j->arena, p->language[0]), j->strange[1] = tml_arena_str(&j->arena, p->language[1]);
    if (j->all > 1 || strcmp(j->c->from.memory.where, "--memory") != 0)
      say(j, SAID_UNLEARNT, "%s: the memory does not know %.*s to %.*s: aligned without it", p->target->path.p,
          (int)p->language[0].n, p->language[0].p, (int)p->language[1].n, p->language[1].p);
    return;
  }
  const tml_bitext_words w = {.ctx = x,
                              .texts = tml_fit_lexicon_texts(x),
                              .tokens = {tml_fit_lexicon_tokens(x, 0), tml_fit_lexicon_tokens(x, 1)},
                              .word = tml_fit_word,
                              .count = tml_fit_lexicon_count,
                              .row = tml_fit_lexicon_row};
  tml_bitext_know(j->lots[j->nlots].bitext, &w);
  j->known = true;
}

/* A memory that was named and knows no page's languages; asked with the last page at hand. */
static bool refused(job *j) {
  if (j->known || !j->strange[0].p || j->pages < j->all || strcmp(j->c->from.memory.where, "--memory") != 0)
    return false;
  tml_str has = tml_memory_languages(j->memory, &j->batch);
  tml_fail(
      &j->err, TML_EUSAGE,
      "%s: the memory knows %.*s, and not %.*s to %.*s; say --source-language and --target-language where these are "
      "not the pages', else learn such pages (tmlint learn PATH… -o FILE) or leave --memory out",
      j->c->memory, (int)has.n, has.p, (int)j->strange[0].n, j->strange[0].p, (int)j->strange[1].n, j->strange[1].p);
  fail(j);
  j->lost = true;
  return true;
}

static size_t lot_of(job *j, const tml_aligned_page *p) {
  const tml_locale *const *l = p->locale;
  for (size_t i = 0; i < j->nlots; i++)
    if (j->lots[i].locale[0] == l[0] && j->lots[i].locale[1] == l[1]) return i;
  j->lots = tml_grow(j->lots, j->nlots + 1, &j->lot_cap, sizeof *j->lots);
  j->lots[j->nlots] = (lot){{l[0], l[1]}, tml_bitext_new(l[0], l[1])};
  know(j, p);
  return j->nlots++;
}

/* A page whose beads hardly say anything of each other. */
static void judge(job *j, const tml_aligned_page *p) {
  enum { LEAST = 10 };
  size_t good = 0;
  for (size_t i = 0; i < p->nbeads; i++) good += p->beads[i].score >= .5f;
  size_t most = p->piece[0].n < p->piece[1].n ? p->piece[0].n : p->piece[1].n;
  if (most >= LEAST && good * 5 < most)
    say(j, SAID_STRANGE, "%s and %s do not look like translations of each other: of %u and %u segments only %zu pair%s",
        p->source->path.p, p->target->path.p, p->piece[0].n, p->piece[1].n, good, good == 1 ? "" : "s");
}

static void run_batch(job *j) {
  const bool none = refused(j);
  for (size_t i = 0; i < j->nlots && !none; i++) tml_bitext_run(j->lots[i].bitext, j->c->jobs, tick, j);
  for (size_t i = 0; i < j->n; i++) {
    entry *e = &j->v[i];
    if (none) e->lot = SIZE_MAX;
    if (e->lot != SIZE_MAX && j->o->cut == TML_CUT_SENTENCES)
      tml_bitext_recut(j->lots[e->lot].bitext, e->number, &e->page.piece[0], &e->page.piece[1], &j->batch);
    if (e->lot != SIZE_MAX) e->page.nbeads = tml_bitext_beads(j->lots[e->lot].bitext, e->number, &e->page.beads);
    if (e->lot != SIZE_MAX && e->page.piece[0].n && e->page.piece[1].n) judge(j, &e->page);
    write_page(j, &e->page);
    tml_buf_free(&e->bytes[0]), tml_buf_free(&e->bytes[1]);
  }
  for (size_t i = 0; i < j->nlots; i++) tml_bitext_free(j->lots[i].bitext);
  j->n = j->nlots = 0, j->segments = 0;
  tml_arena_reset(&j->batch);
}

/* ---- reading ---- */

/* The bytes as a document; NULL with a message where it holds no text. */
static tml_doc *read_doc(job *j, tml_str path, tml_buf *bytes) {
  if (tml_io_read(path.p, bytes, NULL, &j->err)) {
    fail(j);
    return NULL;
  }
  if (bytes->n >= UINT32_MAX / 2) {
    tml_fail(&j->err, TML_ELIMIT, "%s: larger than 2 GiB", path.p), fail(j);
    return NULL;
  }
  tml_doc *d = TML_NEW(&j->batch, tml_doc);
  d->arena = &j->batch, d->path = path, d->p = bytes->p, d->n = bytes->n;
  tml_run_read(j->s, d);
  if (!tml_format_is_binary((tml_format)d->format) && !tml_format_is_utf16or32((tml_format)d->format)) return d;
  say(j, SAID_NO_TEXT, "%s: %s, no text that can be aligned", path.p, tml_format_name((tml_format)d->format));
  return NULL;
}

static tml_str language_of(const job *j, const tml_doc *d, unsigned side) {
  const tml_config *c = j->c;
  if (side == 0) {
    if (c->option_source.s.n) return c->option_source.s;
    return c->option_target.s.n || !d->target_language.n ? d->source_language : d->target_language;
  }
  return c->option_target.s.n ? c->option_target.s : d->target_language;
}

static bool is_language(tml_str tag, const char *id) {
  return tag.n && strcmp(tml_locale_find(tag)->language, id) == 0;
}

/* Locales of both sides, by what is said and else by what is read; says where the two do not agree. */
static void languages(job *j, tml_aligned_page *p) {
  tml_doc *d[2] = {p->source, p->target};
  tml_str said[2];
  const char *read[2];
  for (unsigned k = 0; k < 2; k++) {
    said[k] = language_of(j, d[k], k);
    read[k] = tml_guess_language(tml_str_n(d[k]->p, d[k]->n));
  }
  /* Below a folder `ko/` that holds both sides the path says nothing of the source. */
  if (!j->c->option_source.s.n && tml_str_eq(said[0], said[1])) said[0] = (tml_str){NULL, 0};
  for (unsigned k = 0; k < 2; k++) {
    p->language[k] = said[k].n ? said[k] : tml_str_c(read[k] ? read[k] : "und");
    p->locale[k] = tml_locale_find(p->language[k]);
  }
  if (p->drift || !read[0] || !read[1]) return;
  bool crossed = is_language(said[0], read[1]) && is_language(said[1], read[0]) && strcmp(read[0], read[1]) != 0;
  if (crossed) {
    say(j, SAID_SWAPPED, "%s is in %s and %s in %s: source and target are swapped", p->source->path.p, read[0],
        p->target->path.p, read[1]);
    return;
  }
  if (strcmp(read[0], read[1]) == 0) {
    say(j, SAID_LANGUAGE, "%s and %s are both in %s", p->source->path.p, p->target->path.p, read[0]);
    return;
  }
  for (unsigned k = 0; k < 2; k++)
    if (said[k].n && !is_language(said[k], read[k]) && strcmp(p->locale[k]->language, "und") != 0)
      say(j, SAID_LANGUAGE, "%s should be in %.*s, but is in %s", d[k]->path.p, (int)said[k].n, said[k].p, read[k]);
}

static bool has_sources(const tml_doc *d) {
  for (uint32_t i = 0; d->format == TML_FMT_SXS && i < d->nsegs; i++)
    if (d->segs[i].source.p) return true;
  return false;
}

static void take(job *j, couple c) {
  j->pages++;
  j->v = tml_grow(j->v, j->n + 1, &j->cap, sizeof *j->v);
  entry *e = &j->v[j->n];
  *e = (entry){.lot = SIZE_MAX};
  tml_aligned_page *p = &e->page;
  p->source = read_doc(j, c.source, &e->bytes[0]);
  p->target = read_doc(j, c.target, &e->bytes[1]);
  if (!p->source || !p->target) {
    if (p->source || p->target)
      say(j, SAID_LONE, "%s has no partner that can be read: it is left out",
          (p->source ? p->source : p->target)->path.p);
    tml_buf_free(&e->bytes[0]), tml_buf_free(&e->bytes[1]);
    return;
  }
  j->n++;
  p->drift = has_sources(p->target);
  languages(j, p);
  if (p->drift && j->memory)
    say(j, SAID_IDLE,
        "%s is a side-by-side page: it is compared with today's source, and the memory teaches nothing there",
        p->target->path.p);
  if (p->drift) {
    p->nlines = tml_run_drift(p->source, p->target, j->o->cut, p->locale[0], &p->lines);
    j->segments += p->nlines;
  } else {
    tml_read_pieces(p->source, j->o->cut, p->locale[0], &p->piece[0]);
    tml_read_pieces(p->target, j->o->cut, p->locale[1], &p->piece[1]);
    if (!p->piece[0].n && !p->piece[1].n)
      say(j, SAID_EMPTY, "%s and %s hold no text", p->source->path.p, p->target->path.p);
    else
      for (unsigned k = 0; k < 2; k++)
        if (!p->piece[k].n)
          say(j, SAID_EMPTY, "%s holds no text: all %u segments of %s stand alone", (k ? p->target : p->source)->path.p,
              p->piece[k ^ 1].n, (k ? p->source : p->target)->path.p);
    e->lot = lot_of(j, p);
    e->number = tml_bitext_add(j->lots[e->lot].bitext, &p->piece[0], &p->piece[1]);
    j->segments += p->piece[0].n;
  }
  if (j->segments >= BATCH) run_batch(j);
}

/* ---- which pages ---- */

static size_t walk(job *j, const char *path, tml_str **v) {
  tml_walk w = {0};
  tml_walk_opts opts = {j->c->include, j->c->ninclude, j->c->exclude, j->c->nexclude, false};
  tml_walk_run(&j->arena, &path, 1, &opts, &w);
  for (size_t i = 0; i < w.n_issues; i++) {
    fprintf(stderr, "tmlint: %s: %s\n", w.issues[i].path.p, w.issues[i].msg.p);
    j->status = 2;
  }
  *v = TML_NEWN(&j->arena, tml_str, w.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < w.n; i++)
    if (!tml_format_is_binary(tml_sniff_name(w.files[i].path))) (*v)[n++] = w.files[i].path;
  return n;
}

/* The folder as the walk spells it, for cutting it off. */
static tml_str below(const char *folder) {
  tml_str s = tml_str_c(folder);
  while (tml_str_starts(s, TML_S("./"))) s.p += 2, s.n -= 2;
  while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
  return tml_str_is(s, ".") ? TML_S("") : s;
}

/* By --map: the index of the source page, or -1. The pattern is read against the whole path of the target and the part
 * below the folder that was named. */
static int64_t by_map(job *j, const tml_map *at, const tml_str *s, tml_str base, tml_str path, tml_str inner) {
  const tml_str tries[2] = {path, inner};
  for (uint32_t i = 0; i < j->c->nmaps; i++)
    for (unsigned k = 0; k < 2; k++) {
      tml_str to = tml_parallel_map(&j->arena, tml_str_c(j->c->maps[i]), tries[k]);
      if (!to.n) continue;
      if (base.n) to = tml_arena_fmt(&j->arena, "%.*s/%.*s", (int)base.n, base.p, (int)to.n, to.p);
      const uint64_t *q = tml_map_get(at, tml_hash(to.p, to.n));
      if (q && tml_str_eq(s[*q - 1], to)) return (int64_t)*q - 1;
    }
  return -1;
}

static size_t pair_trees(job *j, couple **out) {
  tml_str *s, *t, base[2] = {below(j->o->source), below(j->o->target)};
  size_t ns = walk(j, j->o->source, &s), nt = walk(j, j->o->target, &t), n = 0;
  couple *v = TML_NEWN(&j->arena, couple, nt + 1);
  uint8_t *taken = TML_NEWN(&j->arena, uint8_t, ns + 1);
  tml_pair_tree *tree =
      tml_pair_tree_new(s, ns, base[0], j->c->option_source.s.n ? j->c->option_source.s : j->c->source_language.s);
  tml_map by_path = {0};
  for (size_t i = 0; j->c->nmaps && i < ns; i++) *tml_map_put(&by_path, tml_hash(s[i].p, s[i].n), NULL) = i + 1;
  for (size_t i = 0; i < nt; i++) {
    tml_str inner = t[i];
    if (base[1].n && inner.n > base[1].n + 1) inner.p += base[1].n + 1, inner.n -= base[1].n + 1;
    bool sure = true;
    int64_t k = j->c->nmaps ? by_map(j, &by_path, s, base[0], t[i], inner)
                            : tml_pair_find(tree, &j->arena, inner, inner, &sure);
    if (k < 0 || !sure) {
      say(j, SAID_LONE, "%s: no page of %s goes with it", t[i].p, j->o->source);
    } else if (taken[k]) {
      say(j, SAID_TWICE, "%s: its page %s already goes with another", t[i].p, s[k].p);
    } else {
      taken[k] = 1;
      v[n++] = (couple){s[k], t[i]};
    }
  }
  for (size_t i = 0; i < ns; i++)
    if (!taken[i]) say(j, SAID_LONE, "%s: no page of %s goes with it", s[i].p, j->o->target);
  if (!n) {
    tml_fail(&j->err, TML_EUSAGE,
             "%s (%zu pages) and %s (%zu pages) have no page in common; pages are paired by their path%s", j->o->source,
             ns, j->o->target, nt, j->c->nmaps ? ", and --map finds none" : "; --map says how paths correspond");
    fail(j);
  }
  tml_pair_tree_free(tree);
  tml_map_free(&by_path);
  *out = v;
  return n;
}

static size_t couples(job *j, couple **v) {
  const char *path[2] = {j->o->source, j->o->target};
  struct stat st[2];
  bool bad = false;
  for (int k = 0; k < 2; k++)
    if (stat(path[k], &st[k]) != 0) {
      fprintf(stderr, "tmlint: %s: %s: it can't be opened\n", k ? "TARGET" : "SOURCE", path[k]);
      bad = true;
    }
  if (bad) return j->status = 2, 0;
  if (S_ISDIR(st[0].st_mode) != S_ISDIR(st[1].st_mode)) {
    tml_fail(&j->err, TML_EUSAGE, "%s is a %s and %s a %s; name two files, or two folders", path[0],
             S_ISDIR(st[0].st_mode) ? "folder" : "file", path[1], S_ISDIR(st[1].st_mode) ? "folder" : "file");
    return fail(j), 0;
  }
  if (S_ISDIR(st[0].st_mode)) return pair_trees(j, v);
  if (j->c->nmaps) {
    tml_fail(&j->err, TML_EUSAGE, "--map says how the pages of two folders correspond; %s and %s are files", path[0],
             path[1]);
    return fail(j), 0;
  }
  *v = TML_NEW(&j->arena, couple);
  **v = (couple){tml_str_c(path[0]), tml_str_c(path[1])};
  return 1;
}

int tml_run_align(const tml_config *c, const tml_settings *s, const tml_align_opts *o) {
  job j = {.c = c, .s = s, .o = o, .to = {.fd = -1}, .progress = !c->quiet && tml_io_is_terminal(STDERR_FILENO)};
  couple *v = NULL;
  if (c->memory && tml_memory_open(c->memory, &j.memory, &j.err)) return fail(&j), j.status;
  size_t n = couples(&j, &v);
  j.all = n;
  if (n && j.memory && !tml_memory_fit(j.memory, n > FEW)) {
    tml_fail(&j.err, TML_EFORMAT, "%s: the memory is damaged", c->memory);
    fail(&j), n = 0;
  }
  if (n && tml_out_begin(&j.to, o->output, &j.err)) fail(&j), n = 0; /* before an hour's work, not after it */
  if (o->format == TML_ALIGN_TSV) tml_buf_z(&j.out, "source_path\ttarget_path\tscore\tsource\ttarget\n");
  if (o->format == TML_ALIGN_HTML) tml_align_html_begin(&j.out);
  j.x.format = o->format == TML_ALIGN_TMX ? TML_EXPORT_TMX : TML_EXPORT_XLIFF;
  for (size_t i = 0; i < n; i++) take(&j, v[i]);
  run_batch(&j);
  if (o->format == TML_ALIGN_HTML) tml_align_html_end(&j.out);
  if (o->format >= TML_ALIGN_TMX) {
    if (j.status && !j.x.written) n = 0; /* nothing to write; it was said why */
    tml_interchange_end(&j.x, &j.out);
  }
  if (j.shown) fputs("\r\033[K", stderr);
  say_more(&j);
  if (o->format >= TML_ALIGN_TMX && j.x.halves && !c->quiet)
    fprintf(stderr, "tmlint: %llu texts without a partner were left out: TMX and XLIFF hold pairs\n",
            (unsigned long long)j.x.halves);
  /* Two files of which one holds no text: nothing could be done of what was asked. */
  if (n == 1 && j.said[SAID_NO_TEXT]) j.status = 2;
  if (n) flush(&j, 0);
  if (!n || j.lost) tml_out_drop(&j.to);
  else if (tml_out_keep(&j.to, &j.err)) fail(&j);
  tml_buf_free(&j.out);
  free(j.v), free(j.lots);
  tml_memory_close(j.memory);
  tml_arena_free(&j.arena), tml_arena_free(&j.batch);
  return j.status;
}
