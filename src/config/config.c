/* config.c — defaults, finding the file, settling what is open, and the nearest name for a misspelt one (config.h). */
#include "tmlint/config.h"

#include "tmlint/io.h"
#include "tmlint/paths.h"
#include "tmlint/pool.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const tml_level_names[] = {"off", "info", "warning", "error", "never"};

int tml_config_level(tml_str word, bool with_never) {
  for (int i = 0; i <= (with_never ? TML_LEVEL_NEVER : TML_LEVEL_ERROR); i++)
    if (tml_str_is(word, tml_level_names[i])) return i;
  return -1;
}

void tml_config_init(tml_config *c) {
  static const tml_origin by_default = {"default", 0, 0};
  *c = (tml_config){
      .fail_on = TML_LEVEL_ERROR, .fail_actions = 0xFF, .severity_min = TML_LEVEL_WARNING, .min_score = -1};
  c->cwd = tml_path_absolute(&c->arena, TML_S(".")).p;
  tml_origin *from[] = {&c->from.preview, &c->from.fail_on,     &c->from.fail_actions, &c->from.severity_min,
                        &c->from.jobs,    &c->from.baseline,    &c->from.reference,    &c->from.color,
                        &c->from.include, &c->from.exclude,     &c->from.max_findings, &c->from.min_score,
                        &c->from.memory,  &c->from.source_tree, &c->from.map};
  for (size_t i = 0; i < TML_COUNT(from); i++) *from[i] = by_default;
}

void tml_config_free(tml_config *c) { tml_arena_free(&c->arena); }

/* A path as people like to read it: relative when it is inside the working folder. */
static tml_str shown(const tml_config *c, tml_arena *a, tml_str absolute) {
  tml_str cwd = tml_str_c(c->cwd);
  return tml_path_inside(cwd, absolute) ? tml_path_relative(a, cwd, absolute) : absolute;
}

tml_str tml_config_find(tml_config *c, const char *first_path) {
  tml_arena *a = &c->arena;
  tml_str start = first_path ? tml_str_c(first_path) : TML_S(".");
  struct stat st;
  /* A file's own folder; that of a path that is not there too (standard input under a name). */
  if (first_path && (stat(first_path, &st) != 0 || !S_ISDIR(st.st_mode))) start = tml_path_dirname(start);
  tml_str found = tml_path_find_up(a, start, "tmlint.json", NULL);
  return found.n ? shown(c, a, found) : found;
}

static const char *root_of(tml_config *c) {
  tml_arena *a = &c->arena;
  if (c->file) return tml_arena_str(a, tml_path_dirname(tml_path_absolute(a, tml_str_c(c->file)))).p;
  tml_str start = TML_S(".");
  if (c->npaths && strcmp(c->paths[0], "-") != 0) start = tml_str_c(c->paths[0]);
  tml_str git = tml_path_git_root(a, start);
  return git.n ? git.p : c->cwd;
}

void tml_config_finish(tml_config *c) {
  if (c->jobs == 0) c->jobs = tml_cpu_count();
  if (c->color == TML_COLOR_AUTO) {
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM"); /* no-color.org: any value that is not empty */
    bool dumb = term && strcmp(term, "dumb") == 0;
    c->color = (no && *no) || dumb || !tml_io_is_terminal(STDOUT_FILENO) ? TML_COLOR_NEVER : TML_COLOR_ALWAYS;
  }
  if (c->noutputs == 0) {
    c->outputs = tml_arena_grow(&c->arena, c->outputs, 0, &c->output_cap, sizeof *c->outputs);
    c->outputs[c->noutputs++] = (tml_output){"text", NULL};
  }
  c->root = root_of(c);
}

tml_str tml_config_relative(const tml_config *c, tml_arena *a, tml_str path) {
  tml_str root = tml_str_c(c->root);
  tml_str whole = tml_path_normalise(a, tml_path_join(a, tml_str_c(c->cwd), path));
  return tml_path_inside(root, whole) ? tml_path_relative(a, root, whole) : tml_path_clean(a, path);
}

static bool is_letter(char ch) { return (ch | 32) >= 'a' && (ch | 32) <= 'z'; }

bool tml_config_is_tag(tml_str s) {
  size_t part = 0, at = 0; /* part: number of subtags behind us */
  while (at < s.n) {
    size_t n = 0;
    bool letters = true;
    for (; at + n < s.n && s.p[at + n] != '-' && s.p[at + n] != '_'; n++) {
      if (!is_letter(s.p[at + n])) letters = false;
      if (!is_letter(s.p[at + n]) && !(s.p[at + n] >= '0' && s.p[at + n] <= '9')) return false;
    }
    if (part == 0 ? !letters || n < 2 || n > 3 : n < 1 || n > 8) return false;
    part++;
    at += n;
    if (at < s.n && ++at == s.n) return false;
  }
  return part > 0;
}

/* ---- the nearest name -------------------------------------------------------------------------------------------- */

enum { NAME_MAX_BYTES = 64 };

static char lower(char ch) { return ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch; }

/* Insertions, deletions, changes and swaps of neighbours that make b of a, at most NAME_MAX_BYTES bytes each. */
static unsigned distance(tml_str a, tml_str b) {
  unsigned row[3][NAME_MAX_BYTES + 1];
  for (unsigned j = 0; j <= b.n; j++) row[1][j] = j;
  for (size_t i = 1; i <= a.n; i++) {
    unsigned *old = row[i % 3], *now = row[(i + 1) % 3], *older = row[(i + 2) % 3];
    now[0] = (unsigned)i;
    for (size_t j = 1; j <= b.n; j++) {
      char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);
      unsigned best = old[j - 1] + (x != y);
      if (old[j] + 1 < best) best = old[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      if (i > 1 && j > 1 && x == lower(b.p[j - 2]) && lower(a.p[i - 2]) == y && older[j - 2] + 1 < best)
        best = older[j - 2] + 1;
      now[j] = best;
    }
  }
  return row[(a.n + 1) % 3][b.n];
}

const char *tml_config_nearest(tml_str word, const char *const *names, size_t n) {
  const char *best = NULL;
  unsigned least = 0;
  if (word.n == 0 || word.n > NAME_MAX_BYTES) return NULL;
  for (size_t i = 0; i < n; i++) {
    tml_str name = tml_str_c(names[i]);
    if (name.n == 0 || name.n > NAME_MAX_BYTES) continue;
    unsigned d = distance(word, name);
    size_t longer = word.n > name.n ? word.n : name.n;
    /* A third of the letters may be wrong; or the word is the start of the name. */
    bool near = d <= (longer < 3 ? 1 : longer / 3);
    if (!near && word.n >= 3 && name.n > word.n && tml_str_ieq(tml_str_n(name.p, word.n), word)) near = true;
    if (near && (!best || d < least)) {
      best = names[i];
      least = d;
    }
  }
  return best;
}
