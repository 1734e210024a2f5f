/* export.c — pairs out: JSON Lines by schema tmlint.pair/1, or tab-separated values (export.h).
 *
 * tsv: a header line, then path, line, id, source, target; tab, line feed, carriage return and backslash in a text
 * stand as \t \n \r \\ so that a pair is always one line.
 */
#include "tmlint/export.h"

#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/report.h"
#include "tmlint/run.h"

#include <stdio.h>
#include <unistd.h>

enum { FLUSH = 1 << 16 };

typedef struct writer {
  const tml_settings *settings;
  enum tml_export_format format;
  const char *output;
  tml_buf out;
  tml_arena arena;
  uint64_t files, pairs;
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

/* ---- the files --------------------------------------------------------------------------------------------------- */

static int flush(writer *w, size_t from) {
  if (w->output || w->out.n < from) return TML_OK;
  int rc = tml_io_write_fd(STDOUT_FILENO, "standard output", tml_buf_view(&w->out), &w->err);
  w->out.n = 0;
  return rc;
}

static int pairs_of(writer *w, tml_str path, const tml_buf *bytes) {
  if (bytes->n >= UINT32_MAX - 16) return tml_fail(&w->err, TML_ELIMIT, "%s: larger than 4 GiB", path.p);
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  d->arena = &w->arena;
  d->path = path;
  d->p = bytes->p;
  d->n = bytes->n;
  tml_run_read(w->settings, d);
  w->files++;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    if (w->format == TML_EXPORT_JSONL) json_pair(&w->out, d, i);
    else tsv_pair(&w->out, d, i);
    w->pairs++;
  }
  return flush(w, FLUSH);
}

/* Reads what is named, "-" first. Returns the exit status. */
static int pairs_of_all(writer *w, const tml_config *c) {
  tml_arena a = {0};
  tml_buf bytes = {0};
  tml_walk walk = {0};
  const char **paths = TML_NEWN(&a, const char *, c->npaths + 1);
  size_t n = 0;
  int status = 0;
  for (uint32_t i = 0; i < c->npaths; i++) {
    if (strcmp(c->paths[i], "-") != 0) {
      paths[n++] = c->paths[i];
      continue;
    }
    tml_str name = tml_str_c(c->stdin_filename ? c->stdin_filename : "<stdin>");
    if (tml_io_read_stdin(&bytes, &w->err) || pairs_of(w, name, &bytes)) {
      fprintf(stderr, "tmlint: %s\n", w->err.msg);
      status = 2;
    }
  }
  tml_walk_opts opts = {c->include, c->ninclude, c->exclude, c->nexclude, false};
  if (n || !c->npaths) tml_walk_run(&a, paths, n, &opts, &walk);
  for (size_t i = 0; i < walk.n_issues; i++) {
    fprintf(stderr, "tmlint: %s: %s\n", walk.issues[i].path.p, walk.issues[i].msg.p);
    status = 2;
  }
  for (size_t i = 0; i < walk.n; i++) {
    if (!walk.files[i].named && tml_format_is_binary(tml_sniff_name(walk.files[i].path))) continue;
    tml_arena_reset(&w->arena);
    if (tml_io_read(walk.files[i].path.p, &bytes, NULL, &w->err) || pairs_of(w, walk.files[i].path, &bytes)) {
      fprintf(stderr, "tmlint: %s\n", w->err.msg);
      status = 2;
    }
  }
  tml_buf_free(&bytes);
  tml_arena_free(&a);
  return status;
}

int tml_run_export(const tml_config *c, const tml_settings *s, enum tml_export_format format, const char *output) {
  writer w = {.settings = s, .format = format, .output = output};
  if (format == TML_EXPORT_TSV) tml_buf_z(&w.out, "path\tline\tsegment\tsource\ttarget\n");
  int status = pairs_of_all(&w, c);
  int rc = output ? tml_io_write(output, tml_buf_view(&w.out), NULL, &w.err) : flush(&w, 0);
  if (rc) {
    fprintf(stderr, "tmlint: %s\n", w.err.msg);
    status = 2;
  }
  if (!w.pairs && !c->quiet)
    fprintf(stderr, "tmlint: 0 pairs in %llu file%s\n", (unsigned long long)w.files, w.files == 1 ? "" : "s");
  tml_buf_free(&w.out);
  tml_arena_free(&w.arena);
  return status;
}
