/* test_input.c — globs, .gitignore (against git itself where there is one) and the walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tree.h"

static tml_arena arena;

static int enter(void **state) {
  (void)state;
  tree_enter();
  return 0;
}

static int leave(void **state) {
  (void)state;
  tree_leave();
  tml_arena_reset(&arena);
  return 0;
}

/* ---- globs ---- */

typedef struct glob_case {
  const char *glob, *path;
  bool want;
} glob_case;

static void globs_match_whole_paths(void **state) {
  (void)state;
  static const glob_case cases[] = {
      {"a.md", "a.md", true},
      {"a.md", "b/a.md", false},
      {"*.md", "a.md", true},
      {"*.md", ".md", true},
      {"*.md", "b/a.md", false},
      {"*", "", true},
      {"", "", true},
      {"", "a", false},
      {"?", "a", true},
      {"?", "é", true},
      {"??", "é", false},
      {"?", "/", false},
      {"a?c", "abc", true},
      {"a?c", "a/c", false},
      {"**", "a/b/c", true},
      {"**/a.md", "a.md", true},
      {"**/a.md", "x/y/a.md", true},
      {"**/a.md", "xa.md", false},
      {"a/**", "a/b/c", true},
      {"a/**", "a", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"a/**/b/**/c", "a/b/x/b/c", true},
      {"**/*.md", "x/y.md", true},
      {"**/*.md", "y.md", true},
      {"**/*.md", "y.mdx", false},
      {"a**b", "axxb", true},
      {"a**b", "a/b", false},
      {"[abc].md", "b.md", true},
      {"[!abc].md", "b.md", false},
      {"[!abc].md", "é.md", true},
      {"[a-c]x", "bx", true},
      {"[c-a]x", "bx", false},
      {"[é-ü]", "ö", true},
      {"[]]", "]", true},
      {"[!]]", "]", false},
      {"[a-]", "-", true},
      {"[-a]", "-", true},
      {"[\\]]", "]", true},
      {"[[:digit:]x]", "7", true},
      {"[[:digit:]x]", "x", true},
      {"[[:digit:]x]", "y", false},
      {"[[:upper:]]", "A", true},
      {"[[:upper:]]", "a", false},
      {"[!a]", "/", false},
      {"[.-0]", "/", false},
      {"[abc", "[abc", true},
      {"{a,b}.md", "a.md", true},
      {"{a,b}.md", "b.md", true},
      {"{a,b}.md", "c.md", false},
      {"{a}", "a", true},
      {"{,x}a", "a", true},
      {"{a,{b,c}d}e", "cde", true},
      {"{a,{b,c}d}e", "ae", true},
      {"{a,{b,c}d}e", "bde", true},
      {"{a,{b,c}d}e", "be", false},
      {"{ko,ja}/**/*.{md,txt}", "ja/x/y.txt", true},
      {"{ko,ja}/**/*.{md,txt}", "fr/x/y.txt", false},
      {"{**/x,y}", "a/b/x", true},
      {"{**/x,y}", "x", true},
      {"{a,b", "{a,b", true},
      {"a}", "a}", true},
      {"a,b", "a,b", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\{a,b\\}", "{a,b}", true},
      {"a\\", "a\\", true},
      {"./a.md", "a.md", true},
      {"a.md", "./a.md", true},
      {"/a.md", "a.md", true},
      {"a/", "a", true},
      {"\xFFx", "\xFFx", true},
      {"?x", "\xFFx", true},
      {"日本*", "日本語.md", true},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    const tml_glob *g = tml_glob_compile(&arena, tml_str_c(cases[i].glob));
    if (tml_glob_match(g, tml_str_c(cases[i].path)) != cases[i].want)
      fail_msg("glob %s, path %s: %s expected", cases[i].glob, cases[i].path, cases[i].want ? "a match" : "no match");
  }
}

static void globs_select_names_and_folders(void **state) {
  (void)state;
  static const glob_case cases[] = {
      {"*.md", "x/y/a.md", true},       {"old", "x/old/a.md", true},     {"old/", "old/a.md", true},
      {"old/**", "old/a.md", true},     {"old", "older/a.md", false},    {"/old", "x/old/a.md", false},
      {"/old", "old/a.md", true},       {"x/old", "x/old/a/b.md", true}, {"x/old", "y/x/old/a.md", false},
      {"**/old", "y/x/old/a.md", true}, {"x/*.md", "x/a.md", true},      {"x/*.md", "x/y/a.md", false},
      {"./x", "x/a.md", true},          {"*.md", "/abs/a.md", true},     {"/abs/*", "/abs/a.md", true},
      {"{old,new}", "a/new/b", true},   {"**/*.md", "x/a.md", true},     {"**/*.md", "x.md/a.txt", true},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    const tml_glob *g = tml_glob_compile(&arena, tml_str_c(cases[i].glob));
    if (tml_glob_selects(g, tml_str_c(cases[i].path)) != cases[i].want)
      fail_msg("glob %s, path %s: %s expected", cases[i].glob, cases[i].path,
               cases[i].want ? "selected" : "not selected");
  }
}

/* Patterns that make a backtracking matcher try for ever. */
static void no_glob_is_exponential(void **state) {
  (void)state;
  char glob[512] = "", path[2000];
  for (int i = 0; i < 60; i++) strcat(glob, "{a,aa}*");
  strcat(glob, "b");
  memset(path, 'a', sizeof path);
  const tml_glob *g = tml_glob_compile(&arena, tml_str_c(glob));
  uint64_t t = tml_clock_cpu_ns();
  assert_false(tml_glob_match(g, tml_str_n(path, sizeof path)));
  path[sizeof path - 1] = 'b';
  assert_true(tml_glob_match(g, tml_str_n(path, sizeof path)));
  glob[0] = '\0';
  for (int i = 0; i < 40; i++) strcat(glob, "**/a*/");
  g = tml_glob_compile(&arena, tml_str_c(glob));
  for (size_t i = 0; i < sizeof path; i++) path[i] = i % 2 ? '/' : 'a';
  assert_true(tml_glob_match(g, tml_str_n(path, sizeof path - 1)));
  path[sizeof path - 2] = 'x';
  assert_false(tml_glob_match(g, tml_str_n(path, sizeof path - 1)));
  memset(glob, '{', sizeof glob - 1);
  g = tml_glob_compile(&arena, tml_str_n(glob, sizeof glob - 1));
  assert_true(tml_glob_match(g, tml_str_n(glob, sizeof glob - 1)));
  assert_true(tml_clock_cpu_ns() - t < UINT64_C(1000000000));
}

/* ---- .gitignore ---- */

static void ignore_lines_are_read_as_git_reads_them(void **state) {
  (void)state;
  static const struct {
    const char *text, *path;
    bool dir;
    tml_ignore_verdict want;
  } cases[] = {
      {"", "a", false, TML_IGNORE_NONE},
      {"# a\n\n   \na", "a", false, TML_IGNORE_YES},
      {"\\#a", "#a", false, TML_IGNORE_YES},
      {"\\!a", "!a", false, TML_IGNORE_YES},
      {"a  ", "a", false, TML_IGNORE_YES},
      {"a\\ ", "a ", false, TML_IGNORE_YES},
      {"a\\  ", "a ", false, TML_IGNORE_YES},
      {"a\r\nb\r\n", "b", false, TML_IGNORE_YES},
      {"\xEF\xBB\xBF"
       "a",
       "a", false, TML_IGNORE_YES},
      {"a/", "a", false, TML_IGNORE_NONE},
      {"a/", "a", true, TML_IGNORE_YES},
      {"a/", "x/a", true, TML_IGNORE_YES},
      {"/a", "x/a", false, TML_IGNORE_NONE},
      {"x/a", "y/x/a", false, TML_IGNORE_NONE},
      {"*.o\n!keep.o", "x/keep.o", false, TML_IGNORE_NO},
      {"!keep.o\n*.o", "keep.o", false, TML_IGNORE_YES},
      {"**/b", "x/y/b", false, TML_IGNORE_YES},
      {"a/**", "a", true, TML_IGNORE_NONE},
      {"a/**", "a/b/c", false, TML_IGNORE_YES},
      {"[ab", "[ab", false, TML_IGNORE_NONE},
      {"a\\", "a\\", false, TML_IGNORE_NONE},
      {"{a,b}", "a", false, TML_IGNORE_NONE},
      {"{a,b}", "{a,b}", false, TML_IGNORE_YES},
      {"A", "a", false, TML_IGNORE_NONE},
      {"/", "a", true, TML_IGNORE_NONE},
      {"!", "a", true, TML_IGNORE_NONE},
  };
  for (size_t i = 0; i < TML_COUNT(cases); i++) {
    const tml_ignore *l = tml_ignore_parse(&arena, tml_str_c(cases[i].text), TML_S(""), NULL);
    if (tml_ignore_match(l, tml_str_c(cases[i].path), cases[i].dir) != cases[i].want)
      fail_msg("\"%s\", path %s", cases[i].text, cases[i].path);
  }
  const tml_ignore *outer = tml_ignore_parse(&arena, TML_S("*.o\n"), TML_S(""), NULL);
  const tml_ignore *inner = tml_ignore_parse(&arena, TML_S("!a.o\n/b\n"), TML_S("x"), outer);
  assert_int_equal(tml_ignore_match(inner, TML_S("x/a.o"), false), TML_IGNORE_NO);
  assert_int_equal(tml_ignore_match(inner, TML_S("xy/a.o"), false), TML_IGNORE_YES);
  assert_int_equal(tml_ignore_match(inner, TML_S("x/b"), false), TML_IGNORE_YES);
  assert_int_equal(tml_ignore_match(inner, TML_S("b"), false), TML_IGNORE_NONE);
}

/* ---- the walk, compared with what git lists ---- */

static uint64_t seed = 20240607;

static unsigned pick(unsigned n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(seed >> 33) % n;
}

static const char *const names[] = {"a",  "b",   "ab",  "a.md", "b.md", "ab.txt", "foo",        "foo.o",
                                    "-x", "[x]", "a b", "bar",  ".h",   "B",      "\xC3\xA9.md"};

static void random_pattern(tml_buf *b) {
  static const char *const parts[] = {
      "a",     "b",   "ab",          "foo",         "bar",         "a.md", "*.md",  "*.o",     "*",
      "**",    "a*",  "*b",          "?",           "??",          "[ab]", "[!a]",  "[a-c]*",  "f*o",
      "*.*",   ".h",  "\\a",         "[[:alpha:]]", "[[:foo:]]",   "[x]",  "\\[x]", "a b",     "***",
      "a**",   "**b", "foo**",       "[^b].md",     "[]a]",        "[a",   "*a*",   "[\\a-b]", "[a-]",
      "{a,b}", "-x",  "\xC3\xA9.md", "B",           "[[:upper:]]", "?.md",
  };
  if (pick(5) == 0) tml_buf_c(b, '!');
  if (pick(4) == 0) tml_buf_c(b, '/');
  unsigned n = 1 + (pick(3) == 0) + (pick(4) == 0) + (pick(6) == 0);
  for (unsigned i = 0; i < n; i++) {
    if (i) tml_buf_c(b, '/');
    tml_buf_z(b, parts[pick(TML_COUNT(parts))]);
    if (pick(8) == 0) tml_buf_z(b, parts[pick(TML_COUNT(parts))]);
  }
  if (pick(4) == 0) tml_buf_c(b, '/');
  if (pick(12) == 0) tml_buf_c(b, ' ');
  tml_buf_z(b, pick(10) == 0 ? "\r\n" : "\n");
}

static void random_ignore(const char *dir, const char *file, unsigned most) {
  tml_buf b = {0};
  char path[300];
  for (unsigned i = 0, n = 1 + pick(most); i < n; i++) random_pattern(&b);
  snprintf(path, sizeof path, "%s/%s", dir, file);
  tree_bytes(path, b.p, b.n);
  tml_buf_free(&b);
}

static void random_tree(const char *root) {
  char path[300];
  for (int i = 0; i < 30; i++) {
    size_t n = (size_t)snprintf(path, sizeof path, "%s", root);
    for (unsigned depth = pick(4), k = 0; k <= depth; k++)
      n += (size_t)snprintf(path + n, sizeof path - n, "/%s", names[pick(TML_COUNT(names))]);
    struct stat st;
    if (stat(path, &st) == 0) continue;
    size_t above = n;
    while (path[above - 1] != '/') above--;
    path[above - 1] = '\0';
    bool free_place = stat(path, &st) != 0 || S_ISDIR(st.st_mode);
    for (size_t k = above - 1; free_place && k > strlen(root); k--) { /* a file stands where a folder is needed */
      if (path[k] != '/') continue;
      path[k] = '\0';
      free_place = stat(path, &st) != 0 || S_ISDIR(st.st_mode);
      path[k] = '/';
    }
    if (free_place && pick(5) == 0 && stat(path, &st) == 0) random_ignore(path, ".gitignore", 5);
    path[above - 1] = '/';
    if (free_place) tree_file(path, "x");
  }
}

#define GIT "cd t && GIT_CONFIG_NOSYSTEM=1 HOME=/nowhere XDG_CONFIG_HOME=/nowhere git -c core.excludesFile=/dev/null "

static void fail_at_difference(const char *want, const tml_buf *got) {
  size_t i = 0;
  while (i < got->n && got->p[i] == want[i]) i++;
  while (i > 0 && want[i - 1] != '\n') i--;
  char command[128];
  size_t n, dir = strcspn(want + i, "/");
  snprintf(command, sizeof command,
           "cd t/%.*s && find . -name .gitignore | xargs -d '\\n' tail -n +1 ../.git/info/exclude",
           dir < 8 ? (int)dir : 0, want + i);
  char *rules = tree_output(command, &n);
  fail_msg("git lists:\n%.300s\nthe walk lists:\n%.300s\nwith\n%s", want + i, i < got->n ? got->p + i : "",
           rules ? rules : "");
}

/* Hundreds of small trees with patterns of all kinds in one repository, so that git has to start only once a round. */
static void git_lists_the_same_files(void **state) {
  (void)state;
  size_t n;
  char *git = tree_output("git --version 2>/dev/null", &n);
  if (!git) {
    print_message("           no git here: skipped\n");
    skip();
  }
  free(git);
  size_t listed = 0, ignored = 0;
  for (int round = 0; round < 4; round++) {
    tree_folder("t");
    free(tree_output(GIT "init -q . 2>&1", &n));
    for (int i = 0; i < 40; i++) {
      char root[16];
      snprintf(root, sizeof root, "t/%02d", i);
      tree_folder(root);
      random_tree(root);
      random_ignore(root, ".gitignore", 10);
    }
    random_ignore("t/.git/info", "exclude", 2);
    char *want = tree_output(GIT "ls-files -z --others --exclude-standard | LC_ALL=C sort -z | tr '\\0' '\\n'", &n);
    assert_non_null(want);
    assert_int_equal(chdir("t"), 0);
    tml_walk w;
    tml_walk_run(&arena, NULL, 0, NULL, &w);
    assert_int_equal(chdir(".."), 0);
    tml_buf got = {0};
    for (size_t i = 0; i < w.n; i++) tml_buf_fmt(&got, "%s\n", w.files[i].path.p);
    listed += w.n;
    ignored += w.n_ignored;
    assert_int_equal(w.n_issues, 0);
    if (!tml_str_eq(tml_buf_view(&got), tml_str_n(want, n))) fail_at_difference(want, &got);
    tml_buf_free(&got);
    free(want);
    free(tree_output("rm -rf t", &n));
    tml_arena_reset(&arena);
  }
  assert_true(listed > 1000 && ignored > 500); /* both sides of the question were asked */
}

/* ---- the walk ---- */

static void assert_walk(const char *const *paths, size_t n, const tml_walk_opts *opts, const char *want) {
  tml_walk w;
  tml_walk_run(&arena, paths, n, opts, &w);
  tml_buf b = {0};
  for (size_t i = 0; i < w.n; i++) tml_buf_fmt(&b, "%s%s\n", w.files[i].path.p, w.files[i].named ? " *" : "");
  for (size_t i = 0; i < w.n_issues; i++)
    tml_buf_fmt(&b, "! %s: %s%s\n", w.issues[i].path.p, w.issues[i].msg.p, w.issues[i].named ? " *" : "");
  if (!tml_str_is(tml_buf_view(&b), want)) fail_msg("walked:\n%.*sexpected:\n%s", (int)b.n, b.p, want);
  tml_buf_free(&b);
}
#define WALK(want, ...)                                                                                                \
  do {                                                                                                                 \
    static const char *const paths_[] = {__VA_ARGS__};                                                                 \
    assert_walk(paths_, TML_COUNT(paths_), NULL, want);                                                                \
  } while (0)

static void paths_are_listed_in_byte_order_once(void **state) {
  (void)state;
  tree_file("a/x.md", "");
  tree_file("a-b/x.md", "");
  tree_file("a.md", "");
  tree_file("B.md", "");
  tree_file("a/.hidden/y.md", "");
  tree_file("a/.git/config", "");
  assert_walk(NULL, 0, NULL, "B.md\na-b/x.md\na.md\na/.hidden/y.md\na/x.md\n");
  WALK("B.md\na-b/x.md\na.md\na/.hidden/y.md\na/x.md\n", "./");
  WALK("a/.hidden/y.md\na/x.md *\n", "a", "a/x.md", "./a//x.md", "a/");
  WALK("a-b/../a/.hidden/y.md\na-b/../a/x.md *\n", "a-b/../a", "a/x.md", "a"); /* '-' is before '/' */
  WALK("a.md *\n", "./a.md");
  char above[600], want[1400];
  snprintf(above, sizeof above, "%s/a-b", tree_path());
  snprintf(want, sizeof want, "%s/x.md\n", above);
  const char *both[] = {above, "a-b"};
  assert_walk(both, 1, NULL, want);
  assert_walk(both, 2, NULL, want); /* '/' is before 'a' */
}

static void what_is_missing_does_not_stop_the_others(void **state) {
  (void)state;
  tree_file("a.md", "");
  WALK("a.md *\n! no.md: No such file or directory *\n", "no.md", "a.md");
  WALK("! a.md: Not a directory *\n", "a.md/");
  tree_file("d/b.md", "");
  tree_file("d/closed/c.md", "");
  if (geteuid() == 0) return; /* root reads everything */
  assert_int_equal(chmod("d/closed", 0), 0);
  WALK("d/b.md\n! d/closed: Permission denied\n", "d");
  WALK("! d/closed: Permission denied *\n", "d/closed");
  assert_int_equal(chmod("d/closed", 0700), 0);
}

static void globs_choose(void **state) {
  (void)state;
  tree_file("ko/a.md", "");
  tree_file("ko/a.txt", "");
  tree_file("ko/old/b.md", "");
  tree_file("fr/a.md", "");
  const char *const md[] = {"*.md"}, *const old[] = {"old"}, *const ko[] = {"ko/*"}, *const below[] = {"/old"};
  const char *here[] = {"."}, *folder[] = {"ko"}, *named[] = {"ko/a.txt", "ko/old"};
  assert_walk(here, 1, &(tml_walk_opts){.include = md, .n_include = 1}, "fr/a.md\nko/a.md\nko/old/b.md\n");
  assert_walk(here, 1, &(tml_walk_opts){.include = md, .n_include = 1, .exclude = old, .n_exclude = 1},
              "fr/a.md\nko/a.md\n");
  assert_walk(here, 1, &(tml_walk_opts){.exclude = ko, .n_exclude = 1}, "fr/a.md\n");
  assert_walk(folder, 1, &(tml_walk_opts){.exclude = below, .n_exclude = 1}, "ko/a.md\nko/a.txt\n");
  assert_walk(named, 2, &(tml_walk_opts){.include = md, .n_include = 1}, "ko/a.txt *\nko/old/b.md\n");
  assert_walk(named, 2, &(tml_walk_opts){.exclude = old, .n_exclude = 1}, "ko/a.txt *\n");
}

static void ignore_files_above_count_to_the_repository(void **state) {
  (void)state;
  tree_file(".gitignore", "*\n"); /* outside the repository */
  tree_folder("repo/.git/info");
  tree_file("repo/.git/info/exclude", "*.log\n");
  tree_file("repo/.gitignore", "*.tmp\n/docs/out\nbuild/\n");
  tree_file("repo/docs/.gitignore", "!keep.tmp\n");
  tree_file("repo/docs/ko/a.md", "");
  tree_file("repo/docs/ko/a.tmp", "");
  tree_file("repo/docs/ko/keep.tmp", "");
  tree_file("repo/docs/ko/x.log", "");
  tree_file("repo/docs/out/b.md", "");
  tree_file("repo/build/c.md", "");
  WALK("repo/docs/ko/a.md\nrepo/docs/ko/keep.tmp\n", "repo/docs/ko");
  WALK("repo/docs/.gitignore\nrepo/docs/ko/a.md\nrepo/docs/ko/keep.tmp\n", "repo/docs");
  /* Named: taken, though it is ignored. */
  WALK("repo/build/c.md\n", "repo/build");
  WALK("repo/docs/ko/a.tmp *\n", "repo/docs/ko/a.tmp");
  WALK("repo/docs/out/b.md\n", "repo/docs/out");
  const char *ko[] = {"repo/docs/ko"};
  assert_walk(ko, 1, &(tml_walk_opts){.no_ignore = true},
              "repo/docs/ko/a.md\nrepo/docs/ko/a.tmp\nrepo/docs/ko/keep.tmp\nrepo/docs/ko/x.log\n");
  /* From above, a repository is its own world; the .gitignore of a folder without one holds in it. */
  tree_file(".gitignore", "*.md\n");
  tree_file("plain/a.md", "");
  tree_file("plain/a.txt", "");
  tml_walk w;
  tml_walk_run(&arena, NULL, 0, NULL, &w);
  assert_int_equal(w.n, 6);
  assert_string_equal(w.files[1].path.p, "plain/a.txt");
  assert_string_equal(w.files[4].path.p, "repo/docs/ko/a.md");
}

static void links_never_loop_nor_double(void **state) {
  (void)state;
  tree_file("t/a/x.md", "");
  tree_file("out/o.md", "");
  tree_file("out/deep/p.md", "");
  tree_file("single.md", "");
  assert_int_equal(symlink("..", "t/a/up"), 0);
  assert_int_equal(symlink("../../..", "t/a/far-up"), 0);
  assert_int_equal(symlink("self", "t/self"), 0);
  assert_int_equal(symlink("nowhere", "t/dangling"), 0);
  assert_int_equal(symlink("a", "t/b"), 0);
  assert_int_equal(symlink("x.md", "t/a/y.md"), 0);
  assert_int_equal(symlink("../out", "t/out"), 0);
  assert_int_equal(symlink("../out/deep", "t/zdeep"), 0);
  assert_int_equal(symlink("../t", "out/back"), 0);
  assert_int_equal(symlink("../single.md", "t/s1.md"), 0);
  assert_int_equal(symlink("../single.md", "t/s2.md"), 0);
  WALK("t/a/x.md\nt/out/deep/p.md\nt/out/o.md\nt/s1.md\n", "t");
  WALK("single.md *\nt/a/x.md\nt/out/deep/p.md\nt/out/o.md\n", "t", "single.md");
  WALK("t/b/x.md\n", "t/b"); /* named */
  WALK("t/s1.md *\n", "t/s1.md");
}

static void odd_entries_are_left_out(void **state) {
  (void)state;
  tree_file("d/a\nb.md", "");
  assert_int_equal(mkfifo("d/pipe", 0600), 0);
  WALK("d/a\nb.md\n", "d");
  char deep[1200] = "d";
  for (int i = 0; i < 60; i++) {
    strcat(deep, "/e");
    mkdir(deep, 0777);
  }
  strcat(deep, "/f.md");
  tree_file(deep, "");
  tml_walk w;
  const char *d = "d";
  tml_walk_run(&arena, &d, 1, NULL, &w);
  assert_int_equal(w.n, 2);
  assert_string_equal(w.files[1].path.p, deep);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(globs_match_whole_paths),
      cmocka_unit_test(globs_select_names_and_folders),
      cmocka_unit_test(no_glob_is_exponential),
      cmocka_unit_test(ignore_lines_are_read_as_git_reads_them),
      cmocka_unit_test_setup_teardown(git_lists_the_same_files, enter, leave),
      cmocka_unit_test_setup_teardown(paths_are_listed_in_byte_order_once, enter, leave),
      cmocka_unit_test_setup_teardown(what_is_missing_does_not_stop_the_others, enter, leave),
      cmocka_unit_test_setup_teardown(globs_choose, enter, leave),
      cmocka_unit_test_setup_teardown(ignore_files_above_count_to_the_repository, enter, leave),
      cmocka_unit_test_setup_teardown(links_never_loop_nor_double, enter, leave),
      cmocka_unit_test_setup_teardown(odd_entries_are_left_out, enter, leave),
  };
  int rc = cmocka_run_group_tests(tests, NULL, NULL);
  tml_arena_free(&arena);
  return rc;
}
