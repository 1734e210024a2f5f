/* hint.c — why there is little or nothing to say, and what to do about it: no file, no pair, two pages in place of one
 * side-by-side page, the source's tree, a language that nobody told or that has no table. One hint a run.
 */
#include "hint.h"

#include "tmlint/rule.h"
#include "tmlint/text.h"

#include <stdio.h>
#include <sys/stat.h>

typedef struct facts {
  size_t pages, empty, other; /* texts that could hold pairs; nothing in them; formats that are not read */
  size_t paired, in_english, untold, unknown;
  char example[256]; /* a page whose target language is not told; else one whose language is not known */
  char tag[32];      /* that language */
} facts;

static bool is_english(tml_str tag) {
  return tag.n >= 2 && (tag.p[0] | 32) == 'e' && (tag.p[1] | 32) == 'n' &&
         (tag.n == 2 || tag.p[2] == '-' || tag.p[2] == '_');
}

static void add(facts *f, const tml_report_file *file) {
  if (tml_str_is(file->format, "empty")) {
    f->empty++;
  } else if (!tml_str_is(file->format, "markdown") && !tml_str_is(file->format, "text") &&
             !tml_str_is(file->format, "sxs-markdown")) {
    f->other++;
  } else {
    f->pages++;
    f->paired += file->segments > 0;
    f->in_english += is_english(file->target_language);
    tml_str tag = file->target_language;
    if (!file->segments || (tag.n && !tml_locale_is(tml_locale_find(tag), "und"))) return;
    size_t *count = tag.n ? &f->unknown : &f->untold;
    if (!(*count)++ && (!tag.n || !f->untold)) {
      snprintf(f->example, sizeof f->example, "%.*s", (int)file->path.n, file->path.p);
      size_t n = 0; /* it comes from a page: nothing in it may act on the terminal */
      for (; n < tag.n && n + 1 < sizeof f->tag; n++) f->tag[n] = tag.p[n] > ' ' && tag.p[n] < 0x7F ? tag.p[n] : '?';
      f->tag[n] = 0;
    }
  }
}

static facts gather(tml_collector *all) {
  facts f = {0};
  tml_arena a = {0};
  tml_spill_view view = {0};
  for (size_t i = 0; i < all->nfiles; i++) {
    tml_report_file file;
    const char *packed = tml_spill_see(&all->spill, &view, all->files[i].off, all->files[i].len, NULL);
    if (!packed) break;
    tml_unpack_file(&a, packed, all->files[i].len, &file);
    add(&f, &file);
    tml_arena_reset(&a);
  }
  tml_spill_view_free(&view);
  tml_arena_free(&a);
  return f;
}

/* Most targets are in another language than their page is said to be in. */
static bool looks_swapped(const tml_collector *all, const facts *f) {
  int wrong = tml_rule_find(TML_S("CO005")), locale = tml_rule_find(TML_S("FM001"));
  uint64_t texts = 0, pages = 0;
  for (size_t i = 0; i < all->entries.n; i++) {
    texts += all->entries.v[i].rule == wrong;
    pages += all->entries.v[i].rule == locale;
  }
  return texts * 2 >= all->summary.segments || pages * 2 >= f->paired;
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static void no_file(const tml_walk *walk) {
  if (walk->n_issues) return; /* they were told */
  fputs("tmlint: no file to read: .md, .markdown and .txt files are looked for in folders", stderr);
  if (walk->n_ignored) fprintf(stderr, " (%zu left out by .gitignore or exclude)", walk->n_ignored);
  fputc('\n', stderr);
}

/* Two files or two folders: a page and its translation, most likely. */
static bool two_of_a_kind(const tml_config *c) {
  struct stat a, b;
  return c->npaths == 2 && stat(c->paths[0], &a) == 0 && stat(c->paths[1], &b) == 0 &&
         S_ISDIR(a.st_mode) == S_ISDIR(b.st_mode);
}

static void no_pair(const tml_config *c, const facts *f) {
  fprintf(stderr, "tmlint: 0 pairs in %zu file%s: ", f->pages, plural(f->pages));
  if (two_of_a_kind(c))
    fputs("neither holds both languages side by side. A source and its translation in two files or trees are paired by "
          "tmlint --source-tree SOURCE TARGET\n",
          stderr);
  else if (f->in_english == f->pages)
    fputs("the pages are in English by their path or front matter; name the folder of a translation\n", stderr);
  else
    fputs("no <span data-ttu-id=\"…\"> with its source stands in them. tmlint reads side-by-side pages: have the pages "
          "handed back with their source spans, or name the tree of the source pages with --source-tree\n",
          stderr);
}

void tml_run_hint(const tml_config *c, tml_collector *all, const tml_walk *walk) {
  if (c->quiet) return;
  facts f = gather(all);
  if (f.pages + f.empty + f.other == 0) {
    no_file(walk);
  } else if (f.pages == 0) {
    if (f.empty && !f.other)
      fprintf(stderr, "tmlint: %s\n", f.empty == 1 ? "the file is empty" : "all files are empty");
  } else if (f.paired == 0) {
    no_pair(c, &f);
  } else if (looks_swapped(all, &f)) {
    fputs("tmlint: most targets are not in the language that they should be in; are source and target language "
          "swapped, or "
          "is another page's locale in the front matter or path?\n",
          stderr);
  } else if (f.untold) {
    fprintf(stderr,
            "tmlint: nothing tells the target language of %zu file%s (%s%s): rules that need it are silent there. Give "
            "--target-language, or ms.contentlocale in front matter\n",
            f.untold, plural(f.untold), f.example, f.untold > 1 ? ", …" : "");
  } else if (f.unknown) {
    fprintf(stderr,
            "tmlint: there is no table for the target language \"%s\" (%s%s): only what holds for all languages is "
            "checked there\n",
            f.tag, f.example, f.unknown > 1 ? ", …" : "");
  }
}
