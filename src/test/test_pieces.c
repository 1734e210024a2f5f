/* test_pieces.c — pages cut into pieces: testdata/read/<format>/<case> says what the pieces of a page are, and every
 * piece is held against the file's bytes.
 *
 *   test_pieces            all cases
 *   test_pieces --print FILE CUT LOCALE    what a page's pieces are, for writing a case
 *   test_pieces --hold FILE…               what must hold of any file's pieces
 */
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/pieces.h"
#include "tmlint/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

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

static void print_text(tml_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] == '\n') fputs("\\n", stdout);
    else putchar(s.p[i]);
}

static int print_pieces(const char *path, const char *cut, const char *locale) {
  tml_arena a = {0};
  tml_buf bytes = {0};
  tml_doc d;
  read_page(&d, &a, path, &bytes);
  tml_pieces pieces;
  tml_read_pieces(&d,
                  cut[0] == 's'   ? TML_CUT_SENTENCES
                  : cut[0] == 'l' ? TML_CUT_LINES
                                  : TML_CUT_BLOCKS,
                  tml_locale_find(tml_str_c(locale)), &pieces);
  for (uint32_t i = 0; i < pieces.n; i++) {
    const tml_piece *q = &pieces.v[i];
    printf("%u\t%u\t%u%s\t%s%u\t%x\t%.*s\t", q->text.start, q->text.end, q->block_no, q->first ? "!" : "",
           kinds[q->block], q->level, q->ctx, (int)q->anchor.n, q->anchor.p ? q->anchor.p : "");
    print_text(tml_str_n(q->text.p, q->text.n));
    putchar('\n');
  }
  tml_arena_free(&a);
  tml_buf_free(&bytes);
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
    for (uint32_t k = 0; k < t->n; k++) {
      if (t->n - k >= 3 && memcmp(t->p + k, "\xEF\xBF\xBD", 3) == 0) k += 3; /* bad bytes, mended */
      if (k < t->n && t->p[k] != d->p[tml_text_raw(t, k)]) return "the text is not the file's";
    }
  }
  return NULL;
}

static int hold_files(int n, char **paths) {
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

int main(int argc, char **argv) {
  if (argc == 5 && strcmp(argv[1], "--print") == 0) return print_pieces(argv[2], argv[3], argv[4]);
  if (argc > 3 && strcmp(argv[1], "--spans") == 0) return print_spans(argv[2], argc - 3, argv + 3);
  if (argc > 2 && strcmp(argv[1], "--hold") == 0) return hold_files(argc - 2, argv + 2);
  return 0;
}
