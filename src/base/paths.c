/* paths.c — file names as strings (paths.h says what each promises). */
#include "tmlint/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

tml_str tml_path_join(tml_arena *a, tml_str dir, tml_str name) {
  if (tml_path_is_absolute(name) || dir.n == 0 || tml_str_is(dir, ".")) return tml_arena_str(a, name);
  bool slash = dir.p[dir.n - 1] != '/';
  char *p = tml_arena_alloc(a, dir.n + name.n + 2);
  memcpy(p, dir.p, dir.n);
  if (slash) p[dir.n] = '/';
  if (name.n) memcpy(p + dir.n + slash, name.p, name.n);
  size_t n = dir.n + slash + name.n;
  p[n] = '\0';
  return tml_str_n(p, n);
}

/* The part of p that starts at *at, which moves behind it; false at the end. Empty parts and "." are left out. */
static bool next_part(tml_str p, size_t *at, tml_str *part) {
  for (;;) {
    while (*at < p.n && p.p[*at] == '/') ++*at;
    if (*at >= p.n) return false;
    size_t start = *at;
    const char *slash = memchr(p.p + start, '/', p.n - start);
    *at = slash ? (size_t)(slash - p.p) : p.n;
    *part = tml_str_n(p.p + start, *at - start);
    if (!tml_str_is(*part, ".")) return true;
  }
}

/* Drops the last part of the path of *n bytes at p; false where there is none that can be dropped (at the root, at the
 * start, or after another ".."). */
static bool drop_last(const char *p, size_t *n, size_t root) {
  if (*n <= root) return false;
  size_t i = *n;
  while (i > root && p[i - 1] != '/') i--;
  if (*n - i == 2 && p[i] == '.' && p[i + 1] == '.') return false;
  *n = i > root ? i - 1 : root;
  return true;
}

static tml_str tidy(tml_arena *a, tml_str p, bool resolve) {
  char *to = tml_arena_alloc(a, p.n + 2);
  size_t root = tml_path_is_absolute(p) ? 1 : 0, n = root, at = 0;
  if (root) to[0] = '/';
  tml_str part;
  while (next_part(p, &at, &part)) {
    if (resolve && tml_str_is(part, "..")) {
      if (drop_last(to, &n, root)) continue;
      if (root) continue; /* "/.." is "/" */
    }
    if (n > root) to[n++] = '/';
    memcpy(to + n, part.p, part.n);
    n += part.n;
  }
  if (n == 0) to[n++] = '.';
  to[n] = '\0';
  return tml_str_n(to, n);
}

tml_str tml_path_clean(tml_arena *a, tml_str p) { return tidy(a, p, false); }
tml_str tml_path_normalise(tml_arena *a, tml_str p) { return tidy(a, p, true); }

tml_str tml_path_relative(tml_arena *a, tml_str from, tml_str path) {
  tml_str f = tml_path_normalise(a, from), p = tml_path_normalise(a, path), x, y;
  size_t i = 0, j = 0;
  if (tml_str_is(f, ".")) f.n = 0;
  if (tml_str_is(p, ".")) p.n = 0;
  for (;;) { /* past what both begin with */
    size_t i2 = i, j2 = j;
    if (!next_part(f, &i2, &x) || !next_part(p, &j2, &y) || !tml_str_eq(x, y)) break;
    i = i2;
    j = j2;
  }
  tml_buf b = {0};
  while (next_part(f, &i, &x)) tml_buf_z(&b, b.n ? "/.." : "..");
  while (next_part(p, &j, &y)) {
    if (b.n) tml_buf_c(&b, '/');
    tml_buf_str(&b, y);
  }
  tml_str out = tml_arena_str(a, b.n ? tml_buf_view(&b) : TML_S("."));
  tml_buf_free(&b);
  return out;
}

bool tml_path_inside(tml_str folder, tml_str path) {
  if (tml_str_is(folder, "."))
    return !tml_path_is_absolute(path) && !tml_str_is(path, "..") && !tml_str_starts(path, TML_S("../"));
  if (!tml_str_starts(path, folder)) return false;
  return path.n == folder.n || path.p[folder.n] == '/' || (folder.n && folder.p[folder.n - 1] == '/');
}

static tml_str without_slashes(tml_str p) {
  while (p.n > 1 && p.p[p.n - 1] == '/') p.n--;
  return p;
}

/* Where the last name of p (without trailing '/') begins. */
static size_t name_at(tml_str p) {
  size_t i = p.n;
  while (i > 0 && p.p[i - 1] != '/') i--;
  return i;
}

tml_str tml_path_basename(tml_str p) {
  p = without_slashes(p);
  if (p.n == 1 && p.p[0] == '/') return p;
  size_t i = name_at(p);
  return tml_str_n(p.p + i, p.n - i);
}

tml_str tml_path_dirname(tml_str p) {
  p = without_slashes(p);
  size_t i = name_at(p);
  if (i == 0) return p.n == 1 && p.p[0] == '/' ? p : TML_S(".");
  return without_slashes(tml_str_n(p.p, i));
}

tml_str tml_path_ext(tml_str p) {
  tml_str name = tml_path_basename(p);
  for (size_t i = name.n; i > 1; i--)
    if (name.p[i - 1] == '.') return tml_str_n(name.p + i, name.n - i);
  return tml_str_n(name.p ? name.p + name.n : "", 0);
}

/* ---- the disk ---- */

tml_str tml_path_absolute(tml_arena *a, tml_str p) {
  if (tml_path_is_absolute(p)) return tml_path_normalise(a, p);
  size_t cap = 4096;
  char *cwd = tml_malloc(cap);
  while (!getcwd(cwd, cap)) {
    if (errno != ERANGE) { /* the working folder is gone: its name is of no use to anyone */
      memcpy(cwd, "/", 2);
      break;
    }
    cap *= 2;
    cwd = tml_realloc(cwd, cap);
  }
  tml_str out = tml_path_normalise(a, tml_path_join(a, tml_str_c(cwd), p));
  free(cwd);
  return out;
}

static bool exists(tml_str path) {
  struct stat st;
  return stat(path.p, &st) == 0;
}

tml_str tml_path_find_up(tml_arena *a, tml_str start, const char *name, const char *stop) {
  tml_str dir = tml_path_absolute(a, start);
  for (;;) {
    tml_str path = tml_path_join(a, dir, tml_str_c(name));
    if (exists(path)) return path;
    if (stop && exists(tml_path_join(a, dir, tml_str_c(stop)))) break;
    if (dir.n <= 1) break;
    dir = tml_path_dirname(dir);
  }
  return tml_str_n("", 0);
}

tml_str tml_path_git_root(tml_arena *a, tml_str start) {
  tml_str git = tml_path_find_up(a, start, ".git", NULL);
  return git.n ? tml_arena_str(a, tml_path_dirname(git)) : git;
}
