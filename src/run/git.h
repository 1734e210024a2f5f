/* git.h — inside the run: asks git, and lists what changed.
 *
 * git is started by posix_spawn, without a shell, once for --staged and two or three times for --changed; with all
 * lines as context its diff holds both versions of every page that changed, so nothing else needs to be read.
 */
#ifndef TMLINT_RUN_GIT_H
#define TMLINT_RUN_GIT_H

#include "tmlint/changed.h"
#include "tmlint/config.h"
#include "tmlint/input.h"

typedef struct tml_changes {
  tml_input_file *files;     /* byte order of path, as shown */
  const tml_patch **patches; /* of each */
  size_t n;
  int mode;     /* TML_MODE_… */
  tml_buf text; /* the diff */
} tml_changes;

/* Starts git with these arguments (NULL-terminated, without "git") and reads its output. The exit status, or a negative
 * error with a message where it can't be started. What it says on standard error goes to `said`. */
int tml_git_run(const char *const *args, tml_buf *out, tml_buf *said, tml_err *err);
/* The files that changed, of those that the configuration's paths, includes and excludes let in. Names and patches live
 * in `a` and in out->text, which the caller frees. TML_EUSAGE with one clear message: no repository, no such ref, no
 * diff. */
int tml_changes_list(const tml_config *c, tml_arena *a, tml_changes *out, tml_err *err);
/* The patch of a file of the list, or NULL. */
const tml_patch *tml_changes_of(const tml_changes *c, tml_str path);

#endif
