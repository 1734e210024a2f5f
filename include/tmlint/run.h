/* run.h — a run: files in, findings out. The one door that cli (and later others) go through.
 *
 * Any number of jobs gives the same bytes. A broken file is a finding; a broken rule would be a bug.
 */
#ifndef TMLINT_RUN_H
#define TMLINT_RUN_H

#include "tmlint/config.h"
#include "tmlint/doc.h"
#include "tmlint/report.h"
#include "tmlint/rule.h"
#include "tmlint/settings.h"

/* Lints what the configuration names and writes every output. Messages for the person (missing paths, hints, the time)
 * go to standard error. Returns the exit status of contract.md: 0, 1, 2, 3. */
int tml_run_check(const tml_config *c, tml_settings *s);

/* The same run, its findings given to `w` at the end in place of the outputs. Exit status: 0, 2, 3. */
int tml_run_findings(const tml_config *c, tml_settings *s, const tml_writer_kind *kind, tml_writer *w);

/* Writes today's findings as a baseline to `file` (NULL: standard output); with prune, the baseline that is there
 * without what is fixed. Exit status: 0, 2, 3. */
int tml_run_baseline(const tml_config *c, tml_settings *s, const char *file, bool prune);

/* `tmlint init`: writes tmlint.json for the working folder and, with hook, a git hook. Exit status: 0, 2. */
int tml_run_init(const tml_config *c, tml_settings *s, bool hook);

/* Reads one file's bytes into a document: format, front matter, languages, odd characters, segments. `d` is cleared
 * first but for arena, path, p, n. For `export` and the tests too. */
void tml_run_read(const tml_settings *s, tml_doc *d);
/* Its first steps alone: the format, the front matter and where it ends. False where the bytes are no page. */
bool tml_run_read_head(tml_doc *d);

/* Joins the saved `json` reports that the configuration names as paths, and writes every output as the one run would
 * have. Returns the exit status: 0, 1, 2 (a report that can't be read, or a file in two of them), 3. */
int tml_run_merge(const tml_config *c);

/* `tmlint learn`: writes the memory of the pages that the configuration names to file `to`. Exit status: 0; 2 where a
 * path can't be read (the others are still learnt) or the file can't be written. */
int tml_run_learn(const tml_config *c, tml_settings *s, const char *to);
/* `tmlint learn --merge`: the configuration's paths are parts of a memory. Exit status: 0, 2. */
int tml_run_join(const tml_config *c, const char *to);

/* Runs the examples of packs (files, or names of shipped ones) and tells of those that fail. Exit status: 0 all hold, 1
 * some fail, 2 a pack is malformed. */
int tml_run_pack_test(const char *const *files, size_t n);
/* The shipped packs, to standard output. */
int tml_run_pack_list(void);

/* Lists the files that check would read, one a line, to standard output. */
int tml_run_list(const tml_config *c);

#endif
