/* paths.h — file names as strings: '/' separates, nothing here asks the disk but the last three functions.
 *
 * Results that come from an arena are NUL-terminated; views point into the argument. Units: bytes.
 */
#ifndef TMLINT_PATHS_H
#define TMLINT_PATHS_H

#include "tmlint/base.h"

static inline bool tml_path_is_absolute(tml_str p) { return p.n > 0 && p.p[0] == '/'; }

/* a/b; b alone when it is absolute or a is empty or "."; no doubled separator. */
tml_str tml_path_join(tml_arena *a, tml_str dir, tml_str name);
/* Without "./", "//" and a trailing '/'; ".." kept. "" and "." give ".": the display form of what a user named. */
tml_str tml_path_clean(tml_arena *a, tml_str p);
/* tml_path_clean and ".." resolved lexically ("a/../b" is "b"; "../b" stays; "/.." is "/"). */
tml_str tml_path_normalise(tml_arena *a, tml_str p);
/* path as seen from folder `from`, both absolute or both relative to one place; normalised, with ".." where needed.
 * from == path gives ".". */
tml_str tml_path_relative(tml_arena *a, tml_str from, tml_str path);
/* Is path folder itself or inside it? Both normalised. */
bool tml_path_inside(tml_str folder, tml_str path);

tml_str tml_path_basename(tml_str p); /* "a/b.md" → "b.md"; a trailing '/' is not part of it; "/" → "/" */
tml_str tml_path_dirname(tml_str p);  /* "a/b.md" → "a"; "b.md" → "."; "/b" → "/" */
tml_str tml_path_ext(tml_str p);      /* "a/b.tar.gz" → "gz"; none, or a name like ".gitignore": "" */

/* Absolute and normalised, by the working folder; links are not resolved. */
tml_str tml_path_absolute(tml_arena *a, tml_str p);
/* The first folder, from `start` (made absolute) upward to '/', that holds an entry `name`; gives the path of that
 * entry (absolute), or an empty string. A folder that holds `stop` (NULL: none) is the last one looked at. */
tml_str tml_path_find_up(tml_arena *a, tml_str start, const char *name, const char *stop);
/* The root of the git work tree that `start` is in (the folder with ".git"), absolute; empty where there is none. */
tml_str tml_path_git_root(tml_arena *a, tml_str start);

#endif
