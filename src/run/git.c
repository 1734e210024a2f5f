/* git.c — git as a child process, and the files that changed (git.h). */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath, which POSIX keeps in its XSI part */
#endif
#include "git.h"

#include "tmlint/io.h"
#include "tmlint/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ---- the child --------------------------------------------------------------------------------------------------- */

/* Reads both pipes to their ends: a child that fills one while we wait for the other would hang. */
static void read_both(int out_fd, int err_fd, tml_buf *out, tml_buf *said) {
  struct pollfd fds[2] = {{out_fd, POLLIN, 0}, {err_fd, POLLIN, 0}};
  tml_buf *to[2] = {out, said};
  enum { STEP = 1 << 16 };
  for (int open = 2; open;) {
    if (poll(fds, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    for (int i = 0; i < 2; i++) {
      if (fds[i].fd < 0 || !fds[i].revents) continue;
      tml_buf_reserve(to[i], STEP);
      ssize_t k = read(fds[i].fd, to[i]->p + to[i]->n, STEP);
      if (k > 0) to[i]->n += (size_t)k;
      else if (k == 0 || errno != EINTR) fds[i].fd = -1, open--;
    }
  }
}

/* Our environment, but that git speaks English, as what it says is shown among our own words, and opens no locale's
 * files: a twenty-fifth of what it costs. */
static char **plain_environment(void) {
  static char plain[] = "LC_ALL=C";
  size_t n = 0;
  while (environ[n]) n++;
  char **env = tml_calloc(n + 2, sizeof *env);
  size_t k = 0;
  for (size_t i = 0; i < n; i++)
    if (strncmp(environ[i], "LC_ALL=", 7) != 0) env[k++] = environ[i];
  env[k] = plain;
  return env;
}

static int spawn(const char *const *args, const int out[2], const int said[2], pid_t *pid) {
  posix_spawn_file_actions_t act;
  size_t n = 0;
  while (args[n]) n++;
  char **argv = tml_calloc(n + 2, sizeof *argv);
  argv[0] = tml_strdup(TML_S("git"));
  for (size_t i = 0; i < n; i++) argv[i + 1] = tml_strdup(tml_str_c(args[i]));
  posix_spawn_file_actions_init(&act);
  posix_spawn_file_actions_addopen(&act, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&act, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&act, said[1], STDERR_FILENO);
  char **env = plain_environment();
  int error = posix_spawnp(pid, "git", &act, NULL, argv, env);
  free(env);
  posix_spawn_file_actions_destroy(&act);
  for (size_t i = 0; argv[i]; i++) free(argv[i]);
  free(argv);
  return error;
}

static int make_pipe(int fd[2]) {
  if (pipe(fd)) return -1;
  fcntl(fd[0], F_SETFD, FD_CLOEXEC);
  fcntl(fd[1], F_SETFD, FD_CLOEXEC);
  return 0;
}

int tml_git_run(const char *const *args, tml_buf *out, tml_buf *said, tml_err *err) {
  int to[2] = {-1, -1}, er[2] = {-1, -1}, status = 0;
  pid_t pid;
  if (make_pipe(to) || make_pipe(er)) {
    int error = errno;
    if (to[0] >= 0) close(to[0]), close(to[1]);
    return tml_fail(err, TML_EIO, "pipe: %s", strerror(error));
  }
  int error = spawn(args, to, er, &pid);
  close(to[1]);
  close(er[1]);
  if (!error) read_both(to[0], er[0], out, said);
  close(to[0]);
  close(er[0]);
  if (error) return tml_fail(err, TML_EUSAGE, "git can't be started: %s", strerror(error));
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* ---- what to ask ------------------------------------------------------------------------------------------------- */

typedef struct asker {
  const tml_config *c;
  tml_arena *a;
  tml_str root;      /* the work tree's, absolute */
  const char *where; /* -C folder, or NULL: the working folder is in that work tree */
  tml_err *err;
} asker;

enum { ARGS = 48 };

/* First line of what git said, without its "fatal: ". */
static tml_str complaint(const tml_buf *said) {
  tml_str s = tml_str_trim(tml_buf_view(said));
  const char *nl = s.n ? memchr(s.p, '\n', s.n) : NULL;
  if (nl) s.n = (size_t)(nl - s.p);
  if (tml_str_starts(s, TML_S("fatal: "))) s = tml_str_n(s.p + 7, s.n - 7);
  return s.n ? s : TML_S("git failed and did not say why");
}

static int ask(const asker *k, const char *const *words, tml_buf *out, tml_buf *said) {
  const char *args[ARGS];
  size_t n = 0;
  if (k->where) args[n++] = "-C", args[n++] = k->where;
  for (size_t i = 0; words[i] && n + 1 < ARGS; i++) args[n++] = words[i];
  args[n] = NULL;
  return tml_git_run(args, out, said, k->err);
}

/* Without links: git names paths so. */
static tml_str resolved(tml_arena *a, tml_str path) {
  char *real = path.n ? realpath(path.p, NULL) : NULL;
  tml_str s = real ? tml_arena_str(a, tml_str_c(real)) : path;
  free(real);
  return s;
}

static int find_root(asker *k, const char *option) {
  const tml_config *c = k->c;
  const char *first = c->npaths && strcmp(c->paths[0], "-") != 0 ? c->paths[0] : ".";
  k->root = tml_path_git_root(k->a, tml_str_c(first));
  tml_str here = tml_path_git_root(k->a, TML_S("."));
  if (!k->root.n)
    return tml_fail(k->err, TML_EUSAGE, "%s is in no git repository, and %s needs one",
                    strcmp(first, ".") ? first : "the working folder", option);
  if (!tml_str_eq(k->root, here)) k->where = k->root.p;
  k->root = resolved(k->a, k->root);
  return TML_OK;
}

/* Without a REF: where a pull request would go. */
static int default_ref(const asker *k, const char **ref) {
  static const char *const order[] = {"upstream/main", "upstream/master", "origin/HEAD", "origin/main", "origin/master",
                                      "main",          "master"};
  const char *words[] = {"for-each-ref",
                         "--format=%(refname)",
                         "refs/remotes/upstream/",
                         "refs/remotes/origin/",
                         "refs/heads/main",
                         "refs/heads/master",
                         NULL};
  tml_buf out = {0}, said = {0};
  int rc = ask(k, words, &out, &said);
  *ref = NULL;
  for (size_t i = 0; rc == 0 && i < TML_COUNT(order) && !*ref; i++) {
    tml_str full = tml_arena_fmt(k->a, "refs/%s/%s", strchr(order[i], '/') ? "remotes" : "heads", order[i]);
    for (size_t at = 0; at < out.n && !*ref;) {
      const char *nl = memchr(out.p + at, '\n', out.n - at);
      size_t n = nl ? (size_t)(nl - out.p) - at : out.n - at;
      if (tml_str_eq(tml_str_n(out.p + at, n), full)) *ref = full.p;
      at += n + 1;
    }
  }
  if (rc > 0)
    rc = tml_fail(k->err, TML_EUSAGE, "--changed: git says: %.*s", (int)complaint(&said).n, complaint(&said).p);
  if (rc == 0 && !*ref)
    rc = tml_fail(
        k->err, TML_EUSAGE,
        "--changed: neither upstream/main, origin/main nor main is here; name what to compare with: --changed=REF");
  tml_buf_free(&out);
  tml_buf_free(&said);
  return rc;
}

static int merge_base(const asker *k, const char *ref, const char **base) {
  tml_buf out = {0}, said = {0};
  const char *words[] = {"merge-base", "--", "HEAD", ref, NULL};
  int rc = ask(k, words, &out, &said);
  if (rc == 0) {
    *base = tml_arena_str(k->a, tml_str_trim(tml_buf_view(&out))).p;
  } else if (rc == 1) {
    rc = tml_fail(
        k->err, TML_EUSAGE,
        "--changed: %s and HEAD have no common commit here; in a shallow clone fetch more: git fetch --unshallow", ref);
  } else if (rc > 0) {
    tml_str why = complaint(&said);
    rc = tml_fail(k->err, TML_EUSAGE,
                  "--changed: %s is no commit here (%.*s); in CI fetch it first: git fetch origin BRANCH", ref,
                  (int)why.n, why.p);
  }
  tml_buf_free(&out);
  tml_buf_free(&said);
  return rc;
}

/* Options that make the output the same whatever the user's configuration says. Binaries would only cost time. */
static const char *const diff_words[] = {"-c",
                                         "core.quotePath=false",
                                         "-c",
                                         "diff.suppressBlankEmpty=false",
                                         "diff",
                                         "--no-color",
                                         "--no-ext-diff",
                                         "--no-textconv",
                                         "--text",
                                         "-M",
                                         "-U99999999",
                                         "--src-prefix=a/",
                                         "--dst-prefix=b/",
                                         "--diff-filter=ACMRT",
                                         "--ignore-submodules",
                                         NULL};
static const char *const not_binary[] = {"--",
                                         ":/",
                                         ":(exclude,top,icase)*.png",
                                         ":(exclude,top,icase)*.jpg",
                                         ":(exclude,top,icase)*.jpeg",
                                         ":(exclude,top,icase)*.gif",
                                         ":(exclude,top,icase)*.ico",
                                         ":(exclude,top,icase)*.webp",
                                         ":(exclude,top,icase)*.pdf",
                                         ":(exclude,top,icase)*.zip",
                                         ":(exclude,top,icase)*.gz",
                                         ":(exclude,top,icase)*.mp4",
                                         ":(exclude,top,icase)*.docx",
                                         ":(exclude,top,icase)*.xlsx",
                                         ":(exclude,top,icase)*.pptx",
                                         NULL};

static int ask_diff(const asker *k, const char *of, const char *option, tml_buf *out) {
  const char *words[ARGS];
  size_t n = 0;
  tml_buf said = {0};
  for (size_t i = 0; diff_words[i]; i++) words[n++] = diff_words[i];
  words[n++] = of;
  for (size_t i = 0; not_binary[i]; i++) words[n++] = not_binary[i];
  words[n] = NULL;
  int rc = ask(k, words, out, &said);
  if (rc > 0) {
    tml_str why = complaint(&said);
    rc = tml_fail(k->err, TML_EUSAGE, "%s: git says: %.*s", option, (int)why.n, why.p);
  }
  tml_buf_free(&said);
  return rc;
}

/* ---- the list ---------------------------------------------------------------------------------------------------- */

typedef struct listing {
  asker *k;
  const tml_glob **include, **exclude;
  tml_str *named, *real; /* the paths as named, and absolute without links */
  size_t n_named;
} listing;

static bool selects(const tml_glob *const *v, uint32_t n, tml_str shown, tml_str inner) {
  for (uint32_t i = 0; i < n; i++)
    if (tml_glob_selects(v[i], shown) || (inner.n && tml_glob_selects(v[i], inner))) return true;
  return false;
}

/* How the file is shown, if it is asked for: by the first path named that holds it. */
static tml_str shown(const listing *l, tml_str whole) {
  const tml_config *c = l->k->c;
  tml_arena *a = l->k->a;
  for (size_t i = 0; i < l->n_named; i++) {
    if (!tml_path_inside(l->real[i], whole)) continue;
    bool itself = tml_str_eq(l->real[i], whole);
    tml_str inner = itself ? tml_str_n("", 0) : tml_path_relative(a, l->real[i], whole);
    tml_str path = itself ? l->named[i] : tml_path_join(a, l->named[i], inner);
    if (selects(l->exclude, c->nexclude, path, inner)) return tml_str_n("", 0);
    if (!itself && c->ninclude && !selects(l->include, c->ninclude, path, inner)) return tml_str_n("", 0);
    return path;
  }
  return tml_str_n("", 0);
}

static int name_paths(listing *l) {
  const tml_config *c = l->k->c;
  tml_arena *a = l->k->a;
  size_t n = c->npaths ? c->npaths : 1;
  l->named = TML_NEWN(a, tml_str, n);
  l->real = TML_NEWN(a, tml_str, n);
  for (size_t i = 0; i < n; i++) {
    const char *p = c->npaths ? c->paths[i] : ".";
    struct stat st;
    if (c->mode == TML_MODE_CHANGED &&
        lstat(p, &st) != 0) /* else `--changed main` would find nothing, and all were well */
      return tml_fail(l->k->err, TML_EUSAGE, "%s: no such file or folder; a reference of git is written --changed=%s",
                      p, p);
    l->named[i] = tml_path_clean(a, tml_str_c(p));
    l->real[i] = tml_path_absolute(a, resolved(a, tml_arena_str(a, tml_str_c(p))));
  }
  l->n_named = n;
  l->include = TML_NEWN(a, const tml_glob *, c->ninclude + 1);
  l->exclude = TML_NEWN(a, const tml_glob *, c->nexclude + 1);
  for (uint32_t i = 0; i < c->ninclude; i++) l->include[i] = tml_glob_compile(a, tml_str_c(c->include[i]));
  for (uint32_t i = 0; i < c->nexclude; i++) l->exclude[i] = tml_glob_compile(a, tml_str_c(c->exclude[i]));
  return TML_OK;
}

typedef struct row {
  tml_str path;
  const tml_patch *patch;
} row;

static int by_path(const void *pa, const void *pb) {
  const row *a = pa, *b = pb;
  int c = tml_str_cmp(a->path, b->path);
  return c ? c : a->patch < b->patch ? -1 : a->patch > b->patch;
}

/* Names in a diff are seen from the repository's root, or, in one that is not git's, from the working folder. */
static tml_str whole_path(const asker *k, tml_str name) {
  struct stat st;
  tml_str here = tml_path_absolute(k->a, name);
  if (!k->root.n) return here;
  tml_str whole = tml_path_normalise(k->a, tml_path_join(k->a, k->root, name));
  if (k->c->mode == TML_MODE_DIFF && stat(whole.p, &st) != 0 && stat(here.p, &st) == 0) return here;
  return whole;
}

static int list(asker *k, tml_changes *out, const char *name) {
  tml_patch *v;
  size_t n, m = 0;
  int rc = tml_patch_parse(k->a, tml_buf_view(&out->text), name, &v, &n, k->err);
  if (rc) return TML_EUSAGE;
  listing l = {.k = k};
  if (name_paths(&l)) return TML_EUSAGE;
  row *rows = TML_NEWN(k->a, row, n + 1);
  for (size_t i = 0; i < n; i++) {
    rows[m] = (row){shown(&l, whole_path(k, v[i].new_path)), &v[i]};
    if (rows[m].path.n) m++;
  }
  if (m) qsort(rows, m, sizeof *rows, by_path);
  out->files = TML_NEWN(k->a, tml_input_file, m + 1);
  out->patches = TML_NEWN(k->a, const tml_patch *, m + 1);
  for (size_t i = 0; i < m; i++) {
    if (out->n && tml_str_eq(out->files[out->n - 1].path, rows[i].path)) continue;
    out->files[out->n] = (tml_input_file){tml_arena_str(k->a, rows[i].path), false};
    out->patches[out->n++] = rows[i].patch;
  }
  return TML_OK;
}

int tml_changes_list(const tml_config *c, tml_arena *a, tml_changes *out, tml_err *err) {
  asker k = {.c = c, .a = a, .err = err};
  const char *base = NULL, *ref = c->changed_ref;
  int rc = TML_OK;
  *out = (tml_changes){.mode = c->mode};
  if (c->mode == TML_MODE_DIFF) {
    bool standard = strcmp(c->diff_from, "-") == 0;
    k.root = resolved(a, tml_path_git_root(a, tml_str_c(c->npaths ? c->paths[0] : ".")));
    rc = standard ? tml_io_read_stdin(&out->text, err) : tml_io_read(c->diff_from, &out->text, NULL, err);
    return rc ? TML_EUSAGE : list(&k, out, standard ? "standard input" : c->diff_from);
  }
  if (c->mode == TML_MODE_STAGED) {
    if ((rc = find_root(&k, "--staged")) == 0) rc = ask_diff(&k, "--cached", "--staged", &out->text);
    return rc ? rc : list(&k, out, "--staged");
  }
  rc = find_root(&k, "--changed");
  if (!rc && !ref) rc = default_ref(&k, &ref);
  if (!rc) rc = merge_base(&k, ref, &base);
  if (!rc) rc = ask_diff(&k, base, "--changed", &out->text);
  return rc ? rc : list(&k, out, "--changed");
}

const tml_patch *tml_changes_of(const tml_changes *c, tml_str path) {
  size_t lo = 0, hi = c->n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    int cmp = tml_str_cmp(c->files[mid].path, path);
    if (cmp == 0) return c->patches[mid];
    if (cmp < 0) lo = mid + 1;
    else hi = mid;
  }
  return NULL;
}
