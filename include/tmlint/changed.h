/* changed.h — what changed between two versions of a page: unified diffs, and the pairs whose bytes differ.
 *
 * Not for asking git (run/git.h). Grammar: the unified format of POSIX diff -u with git's extended headers (renames,
 * mode lines, C-quoted names, `\ No newline at end of file`). Memory: views of the patch text; lists live in the arena
 * given. Threads: no hidden state.
 */
#ifndef TMLINT_CHANGED_H
#define TMLINT_CHANGED_H

#include "tmlint/doc.h"

typedef struct tml_patch {    /* one file of a diff */
  tml_str old_path, new_path; /* without a/ and b/; empty for /dev/null */
  tml_str hunks;              /* from the first @@ line; empty where no line changed */
} tml_patch;

/* TML_EFORMAT with "NAME:line: what" where the text is not a unified diff. Files without hunks (renames, modes,
 * binaries) are left out, and so are deleted ones. */
int tml_patch_parse(tml_arena *a, tml_str text, const char *name, tml_patch **out, size_t *n, tml_err *err);
/* One side of the hunks put together: a whole file, where the diff has all lines as context. Appends to out. */
enum { TML_PATCH_OLD, TML_PATCH_NEW };
void tml_patch_side(const tml_patch *p, int side, tml_buf *out);
/* The old version of a file whose new version is `now`. Appends to out. 0, or the line (of the new version) at which
 * the diff says something else than the file. */
uint32_t tml_patch_reverse(const tml_patch *p, tml_str now, tml_buf *out);

/* A byte a segment of `now`, 1 where the pair is not in `base` as it is here: texts, markup and place (heading, link,
 * anchor) are compared; ids are not, nor where the pair stands. In d's arena. base == NULL: all. */
uint8_t *tml_changed_pairs(const tml_doc *now, const tml_doc *base);

#endif
