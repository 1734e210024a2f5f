/* test_pieces.c — pages cut into pieces: testdata/read has pages and what their pieces are, and what must hold of any
 * page's pieces is held against all pages of testdata.
 *
 *   test_pieces            all of it; --accept writes down what the pieces are
 *   test_pieces --print FILE CUT LOCALE    what a page's pieces are, for writing a case
 *   test_pieces --hold FILE…               what must hold of any file's pieces
 */
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/paths.h"
#include "tmlint/pieces.h"
#include "tmlint/read.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kinds[] = {"paragraph", "heading", "list", "cell", "code", "front", "html"};

static void read_page(tml_doc *d, tml_arena *a, const char *path, tml_buf *bytes) {
  tml_err err = {0};
  if (tml_io_read(path, bytes, NULL, &err)) {
    fprintf(stderr, "%s\n", err.msg);
    exit(2);
  }
  *d = (tml_doc){.arena = a, .path = tml_str_c(path), .p = bytes->p, .n = bytes->n};
  d->format = (uint8_t)tml_sniff(d->path, tml_str_n(d->p, d->n));
  tml_frontmatter fm;
  tml_frontmatter_parse(tml_str_n(d->p, d->n), a, &fm);
  d->body = (uint32_t)fm.body;
  d->meta = TML_NEWN(a, tml_meta, fm.n);
  for (size_t i = 0; i < fm.n; i++)
    d->meta[d->nmeta++] =
        (tml_meta){fm.items[i].key, fm.items[i].value, (uint32_t)fm.items[i].start, (uint32_t)fm.items[i].end};
  tml_read_odd(d);
  if (d->format == TML_FMT_SXS) tml_read_sxs(d);
}

static void put_text(tml_buf *b, tml_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] == '\n') tml_buf_z(b, "\\n");
    else tml_buf_c(b, s.p[i]);
}

static enum tml_cut cut_named(char c) {
  return c == 's' ? TML_CUT_SENTENCES : c == 'l' ? TML_CUT_LINES : TML_CUT_BLOCKS;
}

/* A line a piece: start, end, block (! its first), kind and level, context in hex, anchor, text. */
static void put_pieces(tml_buf *b, const tml_pieces *v) {
  for (uint32_t i = 0; i < v->n; i++) {
    const tml_piece *q = &v->v[i];
    tml_buf_fmt(b, "%u\t%u\t%u%s\t%s", q->text.start, q->text.end, q->block_no, q->first ? "!" : "", kinds[q->block]);
    if (q->level) tml_buf_fmt(b, "%u", q->level);
    tml_buf_fmt(b, "\t%x\t%.*s\t", q->ctx, (int)q->anchor.n, q->anchor.p ? q->anchor.p : "");
    put_text(b, tml_str_n(q->text.p, q->text.n));
    tml_buf_c(b, '\n');
  }
}

static void pieces_of(tml_buf *out, tml_arena *a, const char *path, tml_buf *bytes, char cut, const char *locale) {
  tml_doc d;
  tml_pieces pieces;
  read_page(&d, a, path, bytes);
  tml_read_pieces(&d, cut_named(cut), tml_locale_find(tml_str_c(locale)), &pieces);
  put_pieces(out, &pieces);
}

static int print_pieces(const char *path, const char *cut, const char *locale) {
  tml_arena a = {0};
  tml_buf bytes = {0}, out = {0};
  pieces_of(&out, &a, path, &bytes, *cut, locale);
  fwrite(out.p, 1, out.n, stdout);
  tml_arena_free(&a);
  tml_buf_free(&bytes), tml_buf_free(&out);
  return 0;
}

/* What must hold of all pieces of any file: NULL, or what does not. */
static const char *broken(const tml_doc *d, const tml_pieces *v, uint32_t *at) {
  uint32_t end = 0;
  for (uint32_t i = 0; i < v->n; i++) {
    const tml_piece *q = &v->v[i];
    const tml_text *t = &q->text;
    *at = i;
    if (t->n == 0 || !t->p) return "an empty piece";
    if (t->start >= t->end || t->end > d->n) return "a span outside the file";
    if (t->start < end) return "spans out of order";
    end = t->end;
    if (tml_utf8_invalid(t->p, t->n) != t->n) return "invalid UTF-8";
    if (tml_str_trim(tml_str_n(t->p, t->n)).n != t->n) return "white space at an end";
    if (i ? q->block_no != v->v[i - 1].block_no + q->first : q->block_no || !q->first) return "block numbers";
    if (q->anchor.n && memcmp(q->anchor.p, d->p + q->anchor_start, q->anchor.n) != 0) return "an anchor's place";
    if (d->format == TML_FMT_HTML) continue; /* white space is folded and references are decoded: cases show it */
    for (uint32_t k = 0; k < t->n; k++) {
      while (t->n - k >= 3 && memcmp(t->p + k, "\xEF\xBF\xBD", 3) == 0) k += 3; /* bad bytes, mended */
      if (k < t->n && t->p[k] != d->p[tml_text_raw(t, k)]) return "the text is not the file's";
    }
  }
  return NULL;
}

static int hold_files(int n, char *const *paths) {
  int bad = 0;
  uint64_t pieces[3] = {0};
  for (int i = 0; i < n; i++) {
    tml_arena a = {0};
    tml_buf bytes = {0};
    tml_doc d;
    read_page(&d, &a, paths[i], &bytes);
    for (int cut = 0; cut < 3; cut++) {
      tml_pieces v;
      uint32_t at = 0;
      tml_read_pieces(&d, (enum tml_cut)cut, tml_locale_root(), &v);
      const char *why = broken(&d, &v, &at);
      if (why) printf("%s: cut %d, piece %u: %s\n", paths[i], cut, at, why), bad++;
      pieces[cut] += v.n;
    }
    tml_arena_free(&a);
    tml_buf_free(&bytes);
  }
  printf("%d files: %llu sentences, %llu lines, %llu blocks\n", n, (unsigned long long)pieces[0],
         (unsigned long long)pieces[1], (unsigned long long)pieces[2]);
  return bad != 0;
}

static int hold_tree(const char *path) {
  tml_arena a = {0};
  tml_walk w = {0};
  tml_walk_run(&a, &path, 1, NULL, &w);
  char **v = TML_NEWN(&a, char *, w.n + 1);
  int n = 0;
  for (size_t i = 0; i < w.n; i++) {
    tml_format f = tml_sniff_name(w.files[i].path);
    if (f == TML_FMT_MARKDOWN || f == TML_FMT_TEXT || f == TML_FMT_HTML) v[n++] = (char *)(uintptr_t)w.files[i].path.p;
  }
  int bad = hold_files(n, v);
  printf("%s - what must hold of the pieces of any page\n", bad ? "not ok" : "ok");
  tml_arena_free(&a);
  return bad;
}

/* Sentences of many files, for scripts/judge_cuts.py: "= path", then a line a piece: start, end, block, kind. */
static int print_spans(const char *locale, int n, char **paths) {
  for (int i = 0; i < n; i++) {
    tml_arena a = {0};
    tml_buf bytes = {0};
    tml_doc d;
    tml_pieces v;
    read_page(&d, &a, paths[i], &bytes);
    tml_read_pieces(&d, TML_CUT_SENTENCES, tml_locale_find(tml_str_c(locale)), &v);
    printf("= %s\n", paths[i]);
    for (uint32_t k = 0; k < v.n; k++)
      printf("%u %u %u %s\n", v.v[k].text.start, v.v[k].text.end, v.v[k].block_no, kinds[v.v[k].block]);
    tml_arena_free(&a);
    tml_buf_free(&bytes);
  }
  return 0;
}

/* testdata/read/<format>/<case>.<locale>.<cut>.<suffix>, and beside it the same name with ".pieces" behind it. */
static int run_cases(bool accept) {
  static const char *const where[] = {"testdata/read/"};
  tml_arena a = {0};
  tml_walk w = {0};
  int bad = 0;
  size_t cases = 0;
  tml_walk_run(&a, where, 1, NULL, &w);
  for (size_t i = 0; i < w.n; i++) {
    tml_str path = w.files[i].path, name = tml_path_basename(path);
    if (tml_str_ends(path, TML_S(".pieces"))) continue;
    char locale[16] = "", cut[16] = "";
    if (sscanf(name.p, "%*[^.].%15[^.].%15[^.].", locale, cut) != 2) {
      printf("not ok - %s: a case is named <case>.<locale>.<cut>.<suffix>\n", path.p);
      bad++;
      continue;
    }
    tml_buf bytes = {0}, got = {0}, want = {0};
    tml_err err;
    tml_str expected = tml_arena_fmt(&a, "%s.pieces", path.p);
    pieces_of(&got, &a, path.p, &bytes, *cut, locale);
    cases++;
    const int before = bad;
    if (accept) {
      if (tml_io_write(expected.p, tml_buf_view(&got), NULL, &err)) bad++, printf("%s\n", err.msg);
    } else if (tml_io_read(expected.p, &want, NULL, &err)) {
      bad++, printf("%s\n", err.msg);
    } else if (!tml_str_eq(tml_buf_view(&got), tml_buf_view(&want))) {
      printf("%s: its pieces are not those of %s, but\n%.*s", path.p, expected.p, (int)got.n, got.p);
      bad++;
    }
    printf("%s - %s\n", bad == before ? "ok" : "not ok", path.p);
    tml_buf_free(&bytes), tml_buf_free(&got), tml_buf_free(&want);
  }
  tml_arena_free(&a);
  return bad || !cases;
}

int main(int argc, char **argv) {
  if (argc == 5 && strcmp(argv[1], "--print") == 0) return print_pieces(argv[2], argv[3], argv[4]);
  if (argc > 3 && strcmp(argv[1], "--spans") == 0) return print_spans(argv[2], argc - 3, argv + 3);
  if (argc > 2 && strcmp(argv[1], "--hold") == 0) return hold_files(argc - 2, argv + 2);
  if (argc == 2 && strcmp(argv[1], "--accept") == 0) return run_cases(true);
  const int cases = run_cases(false), any = hold_tree("testdata");
  return cases || any;
}
