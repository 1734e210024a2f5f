/* pairing.h — which file of one tree is the same page as a file of another. */
#ifndef TMLINT_RUN_PAIRING_H
#define TMLINT_RUN_PAIRING_H

#include "tmlint/base.h"

/* What a page is called in every language: the path without its locale segments (`ko-KR/`, `ko/`, `page.ko.md`),
 * without the last suffix, in lower case; Docusaurus' `i18n/ko/docusaurus-plugin-content-docs/current/` is `docs/`. In
 * `a`. */
tml_str tml_pair_key(tml_arena *a, tml_str path);

/* Does the path name a language that is not `source`? */
bool tml_pair_names_other(tml_str path, tml_str source);

/* The pages of a tree by their keys. Read-only once it is made: any thread may ask. */
typedef struct tml_pair_tree tml_pair_tree;
/* `paths`: files as opened, borrowed; `below`: the folder that they are in; `source`: the language wanted, where
 * several files are the same page. */
tml_pair_tree *tml_pair_tree_new(const tml_str *paths, size_t n, tml_str below, tml_str source);
void tml_pair_tree_free(tml_pair_tree *t);
/* The file that is the page at `path` (absolute): the one whose key ends the path's key, the longest of them. Index, or
 * -1. *sure: more than one name agrees, or `inner`, the part of the path below the folder that was named, does as a
 * whole (may be empty: no folder was named). `a`: scratch. */
int64_t tml_pair_find(const tml_pair_tree *t, tml_arena *a, tml_str path, tml_str inner, bool *sure);

#endif
