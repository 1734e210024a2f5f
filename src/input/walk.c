/* walk.c — the files that are named on the command line or lie in folders named there (input.h has the contract).
 *
 * Folders wait in a list instead of on the stack and are opened by their path, so neither depth nor open files have a
 * limit of ours; entries are told apart by d_type, no stat a file. Links are put aside until all folders are read:
 * only then is it known whether one leads out of what is walked anyway.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* d_type */
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath */
#endif
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A folder to be read, or a link put aside. */
typedef struct folder {
  tml_str path;   /* as shown */
  size_t root;    /* bytes of path that are the named folder and its '/' */
  tml_str inside; /* the same folder below the repository's root, as ignore patterns see it */
  const tml_ignore *ignore;
  bool named;
} folder;

typedef struct folders {
  folder *items;
  size_t n, cap;
} folders;

typedef struct entry {
  size_t name; /* place in walker.names */
  unsigned char type;
} entry;

typedef struct walker {
  tml_arena *a;
  tml_walk *out;
  const tml_walk_opts *opts;
  const tml_glob **include, **exclude;
  folders todo, links;
  tml_str *roots; /* real paths of the folders walked and of the files that links led to */
  size_t nroots, root_cap;
  size_t file_cap, issue_cap;
  /* the folder in hand */
  tml_buf names, scratch;
  entry *entries;
  size_t nentries, entry_cap;
} walker;

static tml_str view(const tml_buf *b, size_t at) { return tml_str_c(b->p + at); }

static void add_issue(walker *w, tml_str path, int error, bool named) {
  tml_walk *o = w->out;
  o->issues = tml_grow(o->issues, o->n_issues + 1, &w->issue_cap, sizeof *o->issues);
  o->issues[o->n_issues++] = (tml_input_issue){
      .path = path, .msg = tml_arena_str(w->a, tml_str_c(strerror(error))), .error = error, .named = named};
}

static void add_file(walker *w, tml_str path, bool named) {
  tml_walk *o = w->out;
  o->files = tml_grow(o->files, o->n + 1, &w->file_cap, sizeof *o->files);
  o->files[o->n++] = (tml_input_file){path, named};
}

static void add_root(walker *w, tml_str real) {
  w->roots = tml_grow(w->roots, w->nroots + 1, &w->root_cap, sizeof *w->roots);
  w->roots[w->nroots++] = real;
}

static void push(folders *list, folder f) {
  list->items = tml_grow(list->items, list->n + 1, &list->cap, sizeof *list->items);
  list->items[list->n++] = f;
}

/* The real path in the arena; empty where there is none. */
static tml_str real_path(tml_arena *a, const char *path) {
  char *real = realpath(path, NULL);
  tml_str out = real ? tml_arena_str(a, tml_str_c(real)) : tml_str_n("", 0);
  free(real);
  return out;
}

/* ---- globs of the user ---- */

static const tml_glob **compile_all(tml_arena *a, const char *const *globs, size_t n) {
  const tml_glob **out = n ? tml_arena_alloc(a, n * sizeof *out) : NULL;
  for (size_t i = 0; i < n; i++) out[i] = tml_glob_compile(a, tml_str_c(globs[i]));
  return out;
}

static bool any_selects(const tml_glob **globs, size_t n, tml_str path, size_t root) {
  for (size_t i = 0; i < n; i++) {
    if (tml_glob_selects(globs[i], path)) return true;
    if (root && root < path.n && tml_glob_selects(globs[i], tml_str_n(path.p + root, path.n - root))) return true;
  }
  return false;
}

static bool excluded(const walker *w, tml_str path, size_t root) {
  return w->opts->n_exclude && any_selects(w->exclude, w->opts->n_exclude, path, root);
}

static bool included(const walker *w, tml_str path, size_t root) {
  return w->opts->n_include == 0 || any_selects(w->include, w->opts->n_include, path, root);
}

/* ---- ignore files ---- */

/* The ignore file dir/name as a link of the chain; outer itself where there is none to read. */
static const tml_ignore *read_ignore(walker *w, tml_str dir, const char *name, tml_str base, const tml_ignore *outer) {
  tml_buf text = {0};
  const tml_ignore *list = outer;
  if (tml_io_read(tml_path_join(w->a, dir, tml_str_c(name)).p, &text, NULL, NULL) == TML_OK)
    list = tml_ignore_parse(w->a, tml_arena_str(w->a, tml_buf_view(&text)), base, outer);
  tml_buf_free(&text);
  return list;
}

/* What the folders above `real`, up to the repository's root, say: f->ignore and f->inside. */
static void ignore_from_above(walker *w, folder *f, tml_str real) {
  f->inside = tml_str_n("", 0);
  if (w->opts->no_ignore || real.n == 0) return;
  tml_str root = tml_path_git_root(w->a, real);
  if (root.n == 0 || tml_str_eq(root, real)) return; /* at the root itself its own entries say all */
  f->inside = tml_path_relative(w->a, root, real);
  f->ignore = read_ignore(w, root, ".git/info/exclude", tml_str_n("", 0), NULL);
  f->ignore = read_ignore(w, root, ".gitignore", tml_str_n("", 0), f->ignore);
  for (size_t i = 0; i < f->inside.n; i++) {
    if (f->inside.p[i] != '/') continue;
    tml_str base = tml_arena_str(w->a, tml_str_n(f->inside.p, i));
    f->ignore = read_ignore(w, tml_path_join(w->a, root, base), ".gitignore", base, f->ignore);
  }
}

/* ---- folders ---- */

/* dir + '/' + name in w->scratch, NUL-terminated. */
static tml_str join_scratch(walker *w, tml_str dir, tml_str name) {
  tml_buf *b = &w->scratch;
  b->n = 0;
  tml_buf_reserve(b, dir.n + name.n + 2);
  if (dir.n) {
    tml_buf_str(b, dir);
    if (dir.p[dir.n - 1] != '/') tml_buf_c(b, '/');
  }
  tml_buf_str(b, name);
  tml_buf_c(b, '\0');
  return tml_str_n(b->p, b->n - 1);
}

static unsigned char type_of(tml_str path) {
  struct stat st;
  if (lstat(path.p, &st) != 0) return DT_UNKNOWN;
  return S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : S_ISLNK(st.st_mode) ? DT_LNK : DT_FIFO;
}

/* Reads the names of folder f; has_git and has_ignore say whether ".git" and ".gitignore" are among them. 0 or errno.
 */
static int list_folder(walker *w, const folder *f, bool *has_git, bool *has_ignore) {
  w->names.n = 0;
  w->nentries = 0;
  *has_git = *has_ignore = false;
  DIR *dir = opendir(f->path.p);
  if (!dir) return errno;
  struct dirent *d;
  while (errno = 0, (d = readdir(dir))) {
    const char *name = d->d_name;
    if (name[0] == '.') {
      if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
      if (strcmp(name, ".git") == 0) {
        *has_git = true;
        continue;
      }
      if (strcmp(name, ".gitignore") == 0) *has_ignore = true;
    }
    w->entries = tml_grow(w->entries, w->nentries + 1, &w->entry_cap, sizeof *w->entries);
    w->entries[w->nentries++] = (entry){w->names.n, d->d_type};
    tml_buf_put(&w->names, name, strlen(name) + 1);
  }
  int error = errno;
  closedir(dir);
  return error;
}

static void take_entry(walker *w, const folder *f, const entry *e) {
  const tml_str name = view(&w->names, e->name);
  const tml_str dir = tml_str_is(f->path, ".") ? tml_str_n("", 0) : f->path;
  unsigned char type = e->type;
  if (type == DT_UNKNOWN) type = type_of(join_scratch(w, dir, name));
  if (type != DT_REG && type != DT_DIR && type != DT_LNK) return;
  if (f->ignore && tml_ignore_match(f->ignore, join_scratch(w, f->inside, name), type == DT_DIR) == TML_IGNORE_YES) {
    w->out->n_ignored++;
    return;
  }
  tml_str path = join_scratch(w, dir, name);
  if (excluded(w, path, f->root)) {
    w->out->n_ignored++;
    return;
  }
  if (type == DT_REG) {
    if (included(w, path, f->root)) add_file(w, tml_arena_str(w->a, path), false);
    return;
  }
  folder sub = {.path = tml_arena_str(w->a, path), .root = f->root, .ignore = f->ignore};
  if (type == DT_LNK) {
    push(&w->links, sub);
    return;
  }
  sub.inside = tml_arena_str(w->a, join_scratch(w, f->inside, name));
  push(&w->todo, sub);
}

static void read_folder(walker *w, folder f) {
  bool has_git, has_ignore;
  int error = list_folder(w, &f, &has_git, &has_ignore);
  if (error) add_issue(w, f.path, error, f.named);
  if (!w->opts->no_ignore) {
    if (has_git) { /* a repository of its own: what lies above is not its business */
      f.inside = tml_str_n("", 0);
      f.ignore = read_ignore(w, f.path, ".git/info/exclude", f.inside, NULL);
    }
    if (has_ignore) f.ignore = read_ignore(w, f.path, ".gitignore", f.inside, f.ignore);
  }
  for (size_t i = 0; i < w->nentries; i++) take_entry(w, &f, &w->entries[i]);
}

static void walk_folder(walker *w, folder f, tml_str real) {
  if (real.n) add_root(w, real);
  ignore_from_above(w, &f, real);
  push(&w->todo, f);
  while (w->todo.n) read_folder(w, w->todo.items[--w->todo.n]);
}

static void take_named(walker *w, const char *name) {
  tml_str path = tml_path_clean(w->a, tml_str_c(name));
  struct stat st;
  /* As the user wrote it: "file/" is no file. */
  if (stat(name, &st) != 0) {
    add_issue(w, path, errno, true);
    return;
  }
  if (excluded(w, path, 0)) {
    w->out->n_ignored++;
    return;
  }
  if (!S_ISDIR(st.st_mode)) {
    add_file(w, path, true);
    return;
  }
  size_t root = tml_str_is(path, ".") ? 0 : path.n + (path.p[path.n - 1] != '/');
  walk_folder(w, (folder){.path = path, .root = root, .named = true}, real_path(w->a, path.p));
}

/* ---- links ---- */

static int by_path(const void *x, const void *y) {
  return tml_str_cmp(((const folder *)x)->path, ((const folder *)y)->path);
}

/* Would following a link to real read anything twice? */
static bool overlaps(const walker *w, tml_str real) {
  for (size_t i = 0; i < w->nroots; i++)
    if (tml_path_inside(w->roots[i], real) || tml_path_inside(real, w->roots[i])) return true;
  return false;
}

static void follow(walker *w, const folder *link) {
  struct stat st;
  if (stat(link->path.p, &st) != 0) { /* to nowhere or in a circle: there is no file to read */
    if (errno != ENOENT && errno != ELOOP && errno != ENOTDIR) add_issue(w, link->path, errno, false);
    return;
  }
  if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode)) return;
  tml_str real = real_path(w->a, link->path.p);
  if (real.n == 0 || overlaps(w, real)) return;
  if (S_ISDIR(st.st_mode)) {
    walk_folder(w, (folder){.path = link->path, .root = link->root}, real);
  } else if (included(w, link->path, link->root)) {
    add_root(w, real);
    add_file(w, link->path, false);
  }
}

static void follow_links(walker *w) {
  if (w->links.n == 0) return;
  for (size_t i = 0, n = w->out->n; i < n; i++)
    if (w->out->files[i].named) add_root(w, real_path(w->a, w->out->files[i].path.p));
  while (w->links.n) { /* those found behind links come in the next round */
    folders round = w->links;
    w->links = (folders){0};
    qsort(round.items, round.n, sizeof *round.items, by_path);
    for (size_t i = 0; i < round.n; i++) follow(w, &round.items[i]);
    free(round.items);
  }
}

/* ---- order ---- */

static int by_file(const void *x, const void *y) {
  const tml_input_file *a = x, *b = y;
  int d = tml_str_cmp(a->path, b->path);
  return d ? d : (int)b->named - (int)a->named;
}

static int by_issue(const void *x, const void *y) {
  return tml_str_cmp(((const tml_input_issue *)x)->path, ((const tml_input_issue *)y)->path);
}

typedef struct keyed {
  tml_str key;
  tml_input_file *file;
} keyed;

static int by_key(const void *x, const void *y) {
  const keyed *a = x, *b = y;
  int d = tml_str_cmp(a->key, b->key);
  return d ? d : by_file(a->file, b->file);
}

/* Can one file have two spellings here? */
static bool spelt_freely(const char *const *paths, size_t n) {
  for (size_t i = 0; i < n && n > 1; i++)
    if (paths[i][0] == '/' || strstr(paths[i], "..")) return true;
  return false;
}

/* Empties the path of each file that another spelling names too, all but the first. */
static void drop_spellings(walker *w) {
  tml_walk *o = w->out;
  keyed *k = tml_malloc((o->n + 1) * sizeof *k);
  for (size_t i = 0; i < o->n; i++) k[i] = (keyed){tml_path_absolute(w->a, o->files[i].path), &o->files[i]};
  qsort(k, o->n, sizeof *k, by_key);
  for (size_t i = 1, first = 0; i < o->n; i++) {
    if (!tml_str_eq(k[i].key, k[first].key)) {
      first = i;
      continue;
    }
    k[first].file->named |= k[i].file->named;
    k[i].file->path.n = 0;
  }
  free(k);
}

/* Sorted, each path once, in the arena. */
static void finish(walker *w, bool free_spelling) {
  tml_walk *o = w->out;
  if (o->n) qsort(o->files, o->n, sizeof *o->files, by_file);
  if (free_spelling) drop_spellings(w);
  size_t n = 0;
  for (size_t i = 0; i < o->n; i++) {
    const tml_input_file f = o->files[i];
    if (f.path.n && (n == 0 || !tml_str_eq(o->files[n - 1].path, f.path))) o->files[n++] = f;
  }
  o->n = n;
  if (o->n_issues) qsort(o->issues, o->n_issues, sizeof *o->issues, by_issue);

  void *files = o->files, *issues = o->issues;
  o->files = tml_arena_alloc(w->a, (o->n + 1) * sizeof *o->files);
  o->issues = tml_arena_alloc(w->a, (o->n_issues + 1) * sizeof *o->issues);
  if (o->n) memcpy(o->files, files, o->n * sizeof *o->files);
  if (o->n_issues) memcpy(o->issues, issues, o->n_issues * sizeof *o->issues);
  free(files);
  free(issues);
}

void tml_walk_run(tml_arena *a, const char *const *paths, size_t n, const tml_walk_opts *opts, tml_walk *out) {
  static const tml_walk_opts none = {0};
  static const char *const here[] = {"."};
  if (n == 0) {
    paths = here;
    n = 1;
  }
  *out = (tml_walk){0};
  walker w = {.a = a, .out = out, .opts = opts ? opts : &none};
  w.include = compile_all(a, w.opts->include, w.opts->n_include);
  w.exclude = compile_all(a, w.opts->exclude, w.opts->n_exclude);
  for (size_t i = 0; i < n; i++) take_named(&w, paths[i]);
  follow_links(&w);
  finish(&w, spelt_freely(paths, n));
  free(w.todo.items);
  free(w.links.items);
  free(w.roots);
  free(w.entries);
  tml_buf_free(&w.names);
  tml_buf_free(&w.scratch);
}
