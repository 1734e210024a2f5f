/* init.c — `tmlint init`: what a folder tells about itself goes into a tmlint.json; and a git hook, where one is
 * wanted.
 *
 * Asks nothing that it can find out: the roots of the docsets, the languages of the pages.
 */
#include "config/docsets.h"
#include "file.h"
#include "git.h"

#include "tmlint/io.h"
#include "tmlint/paths.h"
#include "tmlint/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct survey {
  size_t pages, pairs, untold, nlanguages; /* pages with pairs; of them those whose target language nobody tells */
  struct language {
    char tag[16];
    size_t pages;
  } languages[64];
} survey;

static void count_language(survey *s, tml_str tag) {
  size_t i = 0;
  while (i < s->nlanguages && !tml_str_ieq(tml_str_c(s->languages[i].tag), tag)) i++;
  if (i == TML_COUNT(s->languages)) return;
  if (i == s->nlanguages) {
    snprintf(s->languages[i].tag, sizeof s->languages[i].tag, "%.*s", (int)tag.n, tag.p);
    s->nlanguages++;
  }
  s->languages[i].pages++;
}

static void look_round(const tml_config *c, tml_settings *settings, const tml_str *roots, size_t nroots, survey *out) {
  tml_arena a = {0}, page = {0};
  tml_buf bytes = {0};
  tml_walk walk;
  const char **paths = TML_NEWN(&a, const char *, nroots + 1);
  for (size_t i = 0; i < nroots; i++) paths[i] = roots[i].p;
  (void)c;
  tml_walk_run(&a, paths, nroots, NULL, &walk);
  for (size_t i = 0; i < walk.n; i++) {
    tml_err err;
    if (!tml_run_worth_opening(walk.files[i].path) || tml_io_read(walk.files[i].path.p, &bytes, NULL, &err)) continue;
    if (bytes.n >= UINT32_MAX - 16) continue;
    tml_doc d = {.arena = &page, .path = walk.files[i].path, .p = bytes.p, .n = bytes.n};
    tml_run_read(settings, &d);
    out->pages += d.nsegs > 0;
    out->pairs += d.nsegs;
    if (d.nsegs && d.target_language.n) count_language(out, d.target_language);
    out->untold += d.nsegs && !d.target_language.n;
    tml_arena_reset(&page);
  }
  tml_buf_free(&bytes);
  tml_arena_free(&page);
  tml_arena_free(&a);
}

static int write_config(const survey *s, const tml_str *roots, size_t nroots, tml_err *err) {
  tml_buf b = {0};
  tml_buf_z(&b, "{\n");
  if (nroots) {
    tml_buf_z(&b, "  \"include\": [");
    for (size_t i = 0; i < nroots; i++) {
      tml_buf_z(&b, i ? ", " : "");
      tml_str glob = tml_str_is(roots[i], ".") ? TML_S("**") : roots[i];
      tml_json_string(&b, glob);
    }
    tml_buf_z(&b, "],\n");
  }
  if (s->nlanguages == 1)
    tml_buf_fmt(&b, "  \"languages\": {\"source\": \"en-US\", \"target\": \"%s\"},\n", s->languages[0].tag);
  tml_buf_z(&b, "  \"fail_on\": \"error\"\n}\n");
  int rc = tml_io_write("tmlint.json", tml_buf_view(&b), NULL, err);
  tml_buf_free(&b);
  return rc;
}

static void tell(const survey *s, size_t nroots) {
  printf("tmlint.json: %zu page%s with %zu pair%s", s->pages, s->pages == 1 ? "" : "s", s->pairs,
         s->pairs == 1 ? "" : "s");
  for (size_t i = 0; i < s->nlanguages && i < 12; i++) printf("%s %s", i ? "," : " in", s->languages[i].tag);
  if (s->nlanguages > 12) printf(" and %zu more", s->nlanguages - 12);
  if (nroots) printf("; %zu docset%s", nroots, nroots == 1 ? "" : "s");
  printf("\n");
  if (s->untold)
    printf("%zu page%s in a language that nobody tells: set \"languages\" or \"path_languages\"\n", s->untold,
           s->untold == 1 ? " is" : "s are");
}

/* ---- the hook ---- */

static const char hook_text[] = "#!/bin/sh\n"
                                "# Made by `tmlint init --hook`: no commit with new errors in its pages.\n"
                                "command -v tmlint >/dev/null || {\n"
                                "  echo \"pre-commit: tmlint is not on PATH: install it, or remove $0\" >&2\n"
                                "  exit 1\n"
                                "}\n"
                                "exec tmlint check --quiet --staged\n";

static int write_hook(tml_err *err) {
  static const char *const words[] = {"rev-parse", "--git-path", "hooks/pre-commit", NULL};
  tml_buf out = {0}, said = {0}, old = {0};
  tml_arena a = {0};
  tml_err unused;
  int rc = tml_git_run(words, &out, &said, err);
  tml_str path = tml_arena_str(&a, tml_str_trim(tml_buf_view(&out)));
  if (rc > 0) {
    rc = tml_fail(err, TML_EUSAGE, "--hook: the working folder is in no git repository; `git init` makes one");
  } else if (rc == 0 && tml_io_read(path.p, &old, NULL, &unused) == 0 &&
             !tml_str_eq(tml_buf_view(&old), TML_S(hook_text))) {
    rc = tml_fail(err, TML_EUSAGE, "--hook: %s is there already; add to it: tmlint check --quiet --staged", path.p);
  } else if (rc == 0) {
    tml_str folder = tml_arena_str(&a, tml_path_dirname(path));
    mkdir(folder.p, 0777);
    if (!(rc = tml_io_write(path.p, TML_S(hook_text), NULL, err)) && chmod(path.p, 0755) != 0)
      rc = tml_fail(err, TML_EIO, "%s: can't be made executable", path.p);
    if (!rc) printf("%s: lints what is staged before every commit\n", path.p);
  }
  tml_buf_free(&out);
  tml_buf_free(&said);
  tml_buf_free(&old);
  tml_arena_free(&a);
  return rc;
}

int tml_run_init(const tml_config *c, tml_settings *s, bool hook) {
  tml_err err = {0};
  tml_arena a = {0};
  tml_str *roots;
  size_t nroots;
  survey found = {0};
  bool there = access("tmlint.json", F_OK) == 0;
  int rc = TML_OK;
  if (there && !hook)
    rc = tml_fail(&err, TML_EUSAGE, "tmlint.json is there already; `tmlint config` shows what it comes to");
  if (!there) rc = tml_config_docsets(&a, ".openpublishing.publish.config.json", &roots, &nroots, &err);
  if (!rc && !there) {
    look_round(c, s, roots, nroots, &found);
    if (!(rc = write_config(&found, roots, nroots, &err))) tell(&found, nroots);
  }
  if (!rc && hook) rc = write_hook(&err);
  if (rc) fprintf(stderr, "tmlint: %s\n", err.msg);
  tml_arena_free(&a);
  return rc ? 2 : 0;
}
