/* gitignore.c — the patterns of ignore files, matched as git matches them (input.h has the interface).
 *
 * Grammar: gitignore(5); reading of lines and the order of tests: git 2.39, dir.c (add_patterns_from_buffer,
 * parse_path_pattern, match_basename, match_pathname). Most patterns are plain names or `*.ext`: those are compared as
 * bytes, the automaton of glob.c only sees the rest, from its first special character on, as in git.
 */
#include "input/glob.h"

typedef enum how {
  BY_NAME,      /* the last name is `text` */
  BY_NAME_END,  /* the last name ends with `text` */
  BY_NAME_GLOB, /* the last name begins with `text`, the rest matches `glob` */
  BY_PATH,      /* the path below the base is `text` */
  BY_PATH_GLOB  /* the path below the base begins with `text`, the rest matches `glob` */
} how;

typedef struct pattern {
  tml_str text;
  const tml_glob *glob;
  uint8_t how;
  bool negated, dirs_only;
} pattern;

struct tml_ignore {
  const tml_ignore *outer;
  tml_str base;
  pattern *patterns;
  size_t n;
};

static bool special(char c) { return c == '*' || c == '?' || c == '[' || c == '\\'; }

static size_t plain_length(tml_str s) {
  size_t i = 0;
  while (i < s.n && !special(s.p[i])) i++;
  return i;
}

static tml_str tail(tml_str s, size_t from) { return tml_str_n(s.p + from, s.n - from); }

/* Spaces at the end go, but not one behind a '\'. */
static tml_str trim_spaces(tml_str line) {
  size_t keep = line.n;
  bool run = false;
  for (size_t i = 0; i < line.n; i++) {
    if (line.p[i] == ' ') {
      if (!run) keep = i;
      run = true;
      continue;
    }
    run = false;
    if (line.p[i] == '\\' && ++i == line.n) return line;
  }
  return run ? tml_str_n(line.p, keep) : line;
}

static void set_how(tml_arena *a, pattern *p, tml_str s) {
  bool name_only = !memchr(s.n ? s.p : "", '/', s.n);
  if (!name_only && s.p[0] == '/') s = tail(s, 1); /* anchored, and that was all the '/' was for */
  size_t plain = plain_length(s);
  p->text = tml_str_n(s.p, plain);
  if (plain == s.n) {
    p->how = name_only ? BY_NAME : BY_PATH;
  } else if (name_only && s.p[0] == '*' && plain_length(tail(s, 1)) == s.n - 1) {
    p->how = BY_NAME_END;
    p->text = tail(s, 1);
  } else {
    p->how = name_only ? BY_NAME_GLOB : BY_PATH_GLOB;
    p->glob = tml_glob_compile_git(a, tail(s, plain));
  }
}

static void take_line(tml_arena *a, tml_ignore *list, size_t *cap, tml_str line) {
  if (line.n && line.p[line.n - 1] == '\r') line.n--;
  line = trim_spaces(line);
  if (line.n == 0 || line.p[0] == '#') return;
  pattern p = {0};
  if (line.p[0] == '!') {
    p.negated = true;
    line = tail(line, 1);
  }
  if (line.n && line.p[line.n - 1] == '/') {
    p.dirs_only = true;
    line.n--;
  }
  set_how(a, &p, line);
  list->patterns = tml_arena_grow(a, list->patterns, list->n, cap, sizeof *list->patterns);
  list->patterns[list->n++] = p;
}

const tml_ignore *tml_ignore_parse(tml_arena *a, tml_str text, tml_str base, const tml_ignore *outer) {
  tml_ignore *list = TML_NEW(a, tml_ignore);
  list->outer = outer;
  list->base = base;
  if (tml_str_starts(text, TML_S("\xEF\xBB\xBF"))) text = tail(text, 3);
  size_t cap = 0;
  while (text.n) {
    const char *end = memchr(text.p, '\n', text.n);
    size_t n = end ? (size_t)(end - text.p) : text.n;
    take_line(a, list, &cap, tml_str_n(text.p, n));
    text = tail(text, end ? n + 1 : n);
  }
  return list;
}

static bool matches(const pattern *p, tml_str path, tml_str name) {
  switch ((how)p->how) {
  case BY_NAME: return tml_str_eq(name, p->text);
  case BY_NAME_END: return tml_str_ends(name, p->text);
  case BY_NAME_GLOB: return tml_str_starts(name, p->text) && tml_glob_run(p->glob, tail(name, p->text.n));
  case BY_PATH: return tml_str_eq(path, p->text);
  case BY_PATH_GLOB: return tml_str_starts(path, p->text) && tml_glob_run(p->glob, tail(path, p->text.n));
  }
  return false;
}

/* The path below the list's folder; false when it is not in it. */
static bool below(const tml_ignore *list, tml_str *path) {
  if (list->base.n == 0) return true;
  if (path->n <= list->base.n || path->p[list->base.n] != '/' || !tml_str_starts(*path, list->base)) return false;
  *path = tail(*path, list->base.n + 1);
  return true;
}

tml_ignore_verdict tml_ignore_match(const tml_ignore *list, tml_str path, bool is_dir) {
  size_t at = path.n;
  while (at > 0 && path.p[at - 1] != '/') at--;
  const tml_str name = tail(path, at);
  for (; list; list = list->outer) {
    tml_str rest = path;
    if (!below(list, &rest)) continue;
    for (size_t i = list->n; i > 0; i--) { /* the last pattern that matches decides */
      const pattern *p = &list->patterns[i - 1];
      if (p->dirs_only && !is_dir) continue;
      if (matches(p, rest, name)) return p->negated ? TML_IGNORE_NO : TML_IGNORE_YES;
    }
  }
  return TML_IGNORE_NONE;
}
