/* export.c — pairs out: JSON Lines by schema tmlint.pair/1, tab-separated values; which pairs; TMX, XLIFF and PO are in
 * interchange.c (export.h).
 *
 * tsv: a header line, then path, line, id, source, target; tab, line feed, carriage return and backslash in a text
 * stand as \t \n \r \\ so that a pair is always one line.
 */
#include "tmlint/export.h"

#include "interchange.h"
#include "stream.h"
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/report.h"
#include "tmlint/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FLUSH = 1 << 16 };

/* The run's findings, by pair. */
struct tml_writer {
  tml_map pairs; /* key → index of the first note, + 1 */
  tml_pair_note **notes;
  size_t n, cap;
  tml_arena keep;
  bool texts; /* else only whether there are any */
};

typedef struct writer {
  const tml_settings *settings;
  const tml_export_opts *o;
  tml_buf out;
  tml_out to;
  tml_arena arena, keep;
  uint64_t files, pairs;
  tml_interchange x;
  struct tml_writer found;
  tml_map seen;
  tml_str language; /* the first target language */
  int status, rc;
  tml_err err;
} writer;

/* ---- JSON Lines -------------------------------------------------------------------------------------------------- */

static void key(tml_buf *b, const char *k) { tml_buf_fmt(b, ", \"%s\": ", k); }

static void side(tml_buf *b, const char *k, const tml_text *t) {
  key(b, k);
  if (!t->p) {
    tml_buf_z(b, "null");
    return;
  }
  tml_buf_fmt(b, "{\"start\": %u, \"end\": %u, \"text\": ", t->start, t->end);
  tml_json_string(b, tml_str_n(t->p, t->n));
  tml_buf_c(b, '}');
}

static void index_of(tml_buf *b, const char *k, const tml_text *t, uint32_t i) {
  key(b, k);
  if (t->p) tml_buf_fmt(b, "[%u]", i);
  else tml_buf_z(b, "[]");
}

static void language(tml_buf *b, const char *k, tml_str tag) {
  key(b, k);
  if (tag.n) tml_json_string(b, tag);
  else tml_buf_z(b, "null");
}

/* What the pair stands in; only what holds is there. */
static void context(tml_buf *b, const tml_segment *s) {
  static const struct {
    uint16_t bit;
    const char *name;
  } flags[] = {{TML_CTX_LIST, "list"},   {TML_CTX_TABLE, "table"},     {TML_CTX_QUOTE, "quote"},
               {TML_CTX_FENCE, "code"},  {TML_CTX_HTML, "html"},       {TML_CTX_FRONT, "front_matter"},
               {TML_CTX_IMAGE, "image"}, {TML_CTX_INDENT, "indented"}, {TML_CTX_NESTED, "nested"}};
  key(b, "context");
  size_t begin = b->n;
  if (s->heading) tml_buf_fmt(b, ", \"heading\": %u", s->heading);
  for (size_t i = 0; i < TML_COUNT(flags); i++)
    if (s->ctx & flags[i].bit) tml_buf_fmt(b, ", \"%s\": true", flags[i].name);
  if (s->ctx & TML_CTX_LINK) {
    key(b, "link");
    tml_json_string(b, s->url);
  }
  if (s->anchor.n) {
    key(b, "anchor");
    tml_json_string(b, s->anchor);
  }
  if (b->n == begin) {
    tml_buf_z(b, "{}");
    return;
  }
  b->p[begin] = '{'; /* in place of the first ", " */
  memmove(b->p + begin + 1, b->p + begin + 2, b->n - begin - 2);
  b->n--;
  tml_buf_c(b, '}');
}

static void json_pair(tml_buf *b, const tml_doc *d, uint32_t i) {
  const tml_segment *s = &d->segs[i];
  tml_buf_z(b, "{\"source_path\": ");
  tml_json_string(b, d->path);
  key(b, "target_path");
  tml_json_string(b, d->path);
  index_of(b, "source_index", &s->source, i);
  index_of(b, "target_index", &s->target, i);
  side(b, "source", &s->source);
  side(b, "target", &s->target);
  tml_buf_fmt(b, ", \"score\": %s", s->source.p && s->target.p ? "1" : "0");
  key(b, "segment");
  tml_json_string(b, s->id);
  context(b, s);
  language(b, "source_language", d->source_language);
  language(b, "target_language", d->target_language);
  tml_buf_z(b, "}\n");
}

/* ---- tab-separated ----------------------------------------------------------------------------------------------- */

static void field(tml_buf *b, tml_str s) {
  for (size_t i = 0; i < s.n; i++) switch (s.p[i]) {
    case '\t': tml_buf_z(b, "\\t"); break;
    case '\n': tml_buf_z(b, "\\n"); break;
    case '\r': tml_buf_z(b, "\\r"); break;
    case '\\': tml_buf_z(b, "\\\\"); break;
    default: tml_buf_c(b, s.p[i]);
    }
}

static void tsv_pair(tml_buf *b, tml_doc *d, uint32_t i) {
  const tml_segment *s = &d->segs[i];
  uint32_t line, column;
  tml_doc_position(d, s->start, &line, &column);
  field(b, d->path);
  tml_buf_fmt(b, "\t%u\t", line);
  field(b, s->id);
  tml_buf_c(b, '\t');
  field(b, tml_str_n(s->source.p, s->source.n));
  tml_buf_c(b, '\t');
  field(b, tml_str_n(s->target.p, s->target.n));
  tml_buf_c(b, '\n');
}

/* ---- which pairs ------------------------------------------------------------------------------------------------- */

/* By path and the places of both texts: what a finding and a pair have in common. */
static uint64_t key_of(tml_str path, uint32_t source, uint32_t target) {
  return tml_hash_mix(tml_hash(path.p, path.n), (uint64_t)source << 32 | target);
}

static void ignore_run(tml_writer *w, const tml_summary *s) { (void)w, (void)s; }
static void ignore_file(tml_writer *w, const tml_report_file *f) { (void)w, (void)f; }

static void note_finding(tml_writer *w, const tml_finding *f, const tml_cause *c) {
  (void)c;
  if (f->severity < TML_SEV_WARNING || f->suppressed_by.n || !f->source.present || !f->target.present) return;
  uint64_t *at = tml_map_put(&w->pairs, key_of(f->path, f->source.start, f->target.start), NULL);
  if (!w->texts) {
    *at = 1;
    return;
  }
  tml_pair_note *n = TML_NEW(&w->keep, tml_pair_note);
  *n = (tml_pair_note){.code = tml_str_c(tml_rule_at(f->rule)->code),
                       .severity = tml_str_c(tml_severity_names[f->severity]),
                       .side = tml_str_c(tml_side_names[f->side]),
                       .action = tml_str_c(tml_action_names[f->action]),
                       .message = tml_arena_str(&w->keep, f->message)};
  if (!*at) {
    w->notes = tml_grow(w->notes, w->n + 1, &w->cap, sizeof *w->notes);
    w->notes[w->n++] = n;
    *at = w->n;
    return;
  }
  tml_pair_note *last = w->notes[*at - 1];
  while (last->next) last = last->next;
  last->next = n;
}

static const tml_writer_kind notes_kind = {"notes",     false,        NULL,       ignore_run,
                                           ignore_file, note_finding, ignore_run, NULL};

static bool of_locale(const char *want, tml_str tag) {
  size_t n = want ? strlen(want) : 0;
  return !want ||
         (tag.n >= n && tml_str_ieq(tml_str_n(tag.p, n), tml_str_n(want, n)) && (tag.n == n || tag.p[n] == '-'));
}

static bool seen_before(writer *w, const tml_doc *d, const tml_segment *s) {
  uint64_t h = tml_hash(d->target_language.p, d->target_language.n);
  h = tml_hash_mix(h, tml_hash(s->source.p ? s->source.p : "", s->source.n));
  h = tml_hash_mix(h + 1, tml_hash(s->target.p ? s->target.p : "", s->target.n));
  bool fresh;
  tml_map_put(&w->seen, h, &fresh);
  return !fresh;
}

/* ---- the files --------------------------------------------------------------------------------------------------- */

/* XLIFF and PO hold one target language: nothing is shown before it is sure that there is one. */
static bool holds_one(const writer *w) { return w->o->format == TML_EXPORT_XLIFF || w->o->format == TML_EXPORT_PO; }

static int flush(writer *w, size_t from) {
  if (w->out.n < from || (from && w->to.direct && holds_one(w) && !w->o->locale)) return TML_OK;
  int rc = tml_out_put(&w->to, tml_buf_view(&w->out), &w->err);
  w->out.n = 0;
  return rc;
}

static void pairs_of_doc(void *ctx, tml_doc *d) {
  writer *w = ctx;
  for (uint32_t i = 0; i < d->ndamage; i++)
    if (d->damage[i].kind >= TML_DMG_SYNTAX) {
      fprintf(stderr, "tmlint: %.*s: %.*s\n", (int)d->path.n, d->path.p, (int)d->damage[i].note.n, d->damage[i].note.p);
      w->status = 2;
    }
  if (!d->nsegs || !of_locale(w->o->locale, d->target_language) || w->rc) return;
  if (holds_one(w) && w->language.n && !tml_str_eq(w->language, d->target_language)) {
    w->rc =
        tml_fail(&w->err, TML_EUSAGE, "%s holds one target language, and these are %.*s and %.*s: add --locale %.*s",
                 w->o->format == TML_EXPORT_PO ? "PO" : "XLIFF", (int)w->language.n, w->language.p,
                 (int)d->target_language.n, d->target_language.p, (int)w->language.n, w->language.p);
    return;
  }
  if (!w->language.n) w->language = tml_arena_str(&w->keep, d->target_language);
  for (uint32_t i = 0; i < d->nsegs; i++) {
    const tml_segment *s = &d->segs[i];
    const tml_pair_note *notes = NULL;
    if (w->o->only) {
      const uint64_t *at = tml_map_get(&w->found.pairs, key_of(d->path, s->source.start, s->target.start));
      if ((at != NULL) != (w->o->only == TML_ONLY_FLAGGED) || !s->source.p || !s->target.p) continue;
      if (at) notes = w->found.notes ? w->found.notes[*at - 1] : NULL;
    }
    if (w->o->dedup && seen_before(w, d, s)) continue;
    if (w->o->format == TML_EXPORT_JSONL) json_pair(&w->out, d, i);
    else if (w->o->format == TML_EXPORT_TSV) tsv_pair(&w->out, d, i);
    else tml_interchange_pair(&w->x, &w->out, d, i, notes);
    w->pairs++;
  }
  w->rc = flush(w, FLUSH);
}

static int pairs_of(writer *w, tml_str path, const tml_buf *bytes) {
  if (bytes->n >= UINT32_MAX - 16) return tml_fail(&w->err, TML_ELIMIT, "%s: larger than 4 GiB", path.p);
  w->files++;
  tml_format f = tml_sniff(path, tml_buf_view(bytes));
  if (tml_format_is_units(f)) {
    tml_stream_bytes(w->settings, &w->arena, path, tml_buf_view(bytes), f, pairs_of_doc, w);
    return w->rc;
  }
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  d->arena = &w->arena;
  d->path = path;
  d->p = bytes->p;
  d->n = bytes->n;
  tml_run_read(w->settings, d);
  pairs_of_doc(w, d);
  return w->rc;
}

static int pairs_of_file(writer *w, tml_str path, tml_buf *bytes) {
  tml_err err = {0};
  if (tml_stream_file(w->settings, &w->arena, path, pairs_of_doc, w, &err)) {
    w->files++;
    if (err.code) return tml_fail(&w->err, err.code, "%s: %s", path.p, err.msg);
    return w->rc;
  }
  int rc = tml_io_read(path.p, bytes, NULL, &w->err);
  return rc ? rc : pairs_of(w, path, bytes);
}

/* Reads what is named, "-" first. */
static void pairs_of_all(writer *w, const tml_config *c) {
  tml_arena a = {0};
  tml_buf bytes = {0};
  tml_walk walk = {0};
  const char **paths = TML_NEWN(&a, const char *, c->npaths + 1);
  size_t n = 0;
  for (uint32_t i = 0; i < c->npaths; i++) {
    if (strcmp(c->paths[i], "-") != 0) {
      paths[n++] = c->paths[i];
      continue;
    }
    tml_str name = tml_str_c(c->stdin_filename ? c->stdin_filename : "<stdin>");
    if (tml_io_read_stdin(&bytes, &w->err) || pairs_of(w, name, &bytes)) {
      if (!w->rc) fprintf(stderr, "tmlint: %s\n", w->err.msg);
      w->status = 2;
    }
  }
  tml_walk_opts opts = {c->include, c->ninclude, c->exclude, c->nexclude, false};
  if (n || !c->npaths) tml_walk_run(&a, paths, n, &opts, &walk);
  for (size_t i = 0; i < walk.n_issues; i++) {
    fprintf(stderr, "tmlint: %s: %s\n", walk.issues[i].path.p, walk.issues[i].msg.p);
    w->status = 2;
  }
  for (size_t i = 0; i < walk.n && !w->rc; i++) {
    if (!walk.files[i].named && tml_format_is_binary(tml_sniff_name(walk.files[i].path))) continue;
    tml_arena_reset(&w->arena);
    if (pairs_of_file(w, walk.files[i].path, &bytes)) {
      if (!w->rc) fprintf(stderr, "tmlint: %s\n", w->err.msg);
      w->status = 2;
    }
  }
  tml_buf_free(&bytes);
  tml_arena_free(&a);
}

static int find_first(writer *w, const tml_config *c, tml_settings *s) {
  for (uint32_t i = 0; i < c->npaths; i++)
    if (strcmp(c->paths[i], "-") == 0) {
      fprintf(stderr, "tmlint: --only reads the files twice, and standard input can be read once: name files\n");
      return 2;
    }
  w->found.texts = w->o->only == TML_ONLY_FLAGGED;
  return tml_run_findings(c, s, &notes_kind, &w->found);
}

static void free_all(writer *w) {
  tml_buf_free(&w->out);
  tml_arena_free(&w->arena);
  tml_arena_free(&w->keep);
  tml_arena_free(&w->found.keep);
  tml_map_free(&w->found.pairs);
  tml_map_free(&w->seen);
  free(w->found.notes);
}

int tml_run_export(const tml_config *c, tml_settings *s, const tml_export_opts *o) {
  writer w = {.settings = s, .o = o, .x = {.format = o->format}, .to = {.fd = -1}};
  if (o->only) w.status = find_first(&w, c, s);
  if (w.status >= 2 && o->only) {
    free_all(&w);
    return w.status;
  }
  if (tml_out_begin(&w.to, o->output, &w.err)) {
    fprintf(stderr, "tmlint: %s\n", w.err.msg);
    free_all(&w);
    return 2;
  }
  if (o->format == TML_EXPORT_TSV) tml_buf_z(&w.out, "path\tline\tsegment\tsource\ttarget\n");
  pairs_of_all(&w, c);
  if (o->format >= TML_EXPORT_TMX) tml_interchange_end(&w.x, &w.out);
  if (!w.rc) w.rc = flush(&w, 0);
  if (w.rc) tml_out_drop(&w.to);
  else w.rc = tml_out_keep(&w.to, &w.err);
  if (w.rc) {
    fprintf(stderr, "tmlint: %s\n", w.err.msg);
    w.status = 2;
  }
  if (!w.pairs && !c->quiet)
    fprintf(stderr, "tmlint: 0 pairs in %llu file%s\n", (unsigned long long)w.files, w.files == 1 ? "" : "s");
  if (w.x.lost && !c->quiet)
    fprintf(stderr, "tmlint: %llu characters that the format can't hold were written as U+FFFD\n",
            (unsigned long long)w.x.lost);
  if (w.x.halves && !c->quiet)
    fprintf(stderr, "tmlint: %llu pairs without one of their texts were left out\n", (unsigned long long)w.x.halves);
  free_all(&w);
  return w.status;
}
