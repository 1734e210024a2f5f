/* input.h — which files are read, and what they are: walk, .gitignore, globs, format by content, front matter.
 *
 * Memory: results live in the arena given; strings in them are NUL-terminated unless they are views of the bytes given.
 * Threads: no hidden state. Compiled globs and ignore lists are read-only once made and may be shared.
 */
#ifndef TMLINT_INPUT_H
#define TMLINT_INPUT_H

#include "tmlint/doc.h"

/* ---- globs --------------------------------------------------------------------------------------------- */

/* `*` and `?` match within a name, `**` as a whole part of the path matches any number of folders (none too), `[a-z]`,
 * `[!a]` and `[[:alpha:]]` one byte-sized character (`?` and negated sets take a whole UTF-8 sequence), `{a,b}` either
 * (nests), `\` the next character itself. Matching is an automaton: at most pattern × path steps, never exponential. */

typedef struct tml_glob tml_glob;

/* Compiles. Never fails: an unclosed `[` or `{` stands for itself. */
const tml_glob *tml_glob_compile(tml_arena *a, tml_str pattern);
/* The whole path against the whole pattern. */
bool tml_glob_match(const tml_glob *g, tml_str path);
/* As --include, --exclude and the overrides of a config mean it: a pattern without '/' is matched with the last name
 * at any depth, one with '/' with the whole path (a leading '/' or "./" is dropped); a pattern that matches a folder
 * above the path matches all that is in it (`old`, `old/` and `old/` + `**` are one). */
bool tml_glob_selects(const tml_glob *g, tml_str path);

/* ---- .gitignore ---------------------------------------------------------------------------------------- */

/* Patterns as gitignore(5) has them and git's wildmatch.c matches them. Case is always significant; the user's global
 * core.excludesFile is not read: findings must not depend on a home folder. */

typedef struct tml_ignore tml_ignore;
typedef enum tml_ignore_verdict { TML_IGNORE_NONE, TML_IGNORE_YES, TML_IGNORE_NO /* negated */ } tml_ignore_verdict;

/* One ignore file's text, borrowed for the arena's life. base: its folder relative to the root that paths are given
 * from, "" for the root itself, else without a trailing '/'. Lists form a chain: outer is asked when this one is
 * silent. */
const tml_ignore *tml_ignore_parse(tml_arena *a, tml_str text, tml_str base, const tml_ignore *outer);
/* path: relative to the root; folders above it are taken as not ignored (a walk prunes them first). NULL list: none. */
tml_ignore_verdict tml_ignore_match(const tml_ignore *list, tml_str path, bool is_dir);

/* ---- walk ---------------------------------------------------------------------------------------------- */

typedef struct tml_input_file {
  tml_str path; /* as shown and opened: the user's own spelling without "./" and "//"; relative stays relative */
  bool named;   /* on the command line itself, not found in a folder */
} tml_input_file;

typedef struct tml_input_issue {
  tml_str path;
  tml_str msg; /* the reason alone: "No such file or directory" */
  int error;   /* errno */
  bool named;
} tml_input_issue;

typedef struct tml_walk_opts {
  /* Globs as tml_glob_selects takes them, against the shown path and against the path below the named folder. */
  const char *const *include; /* with any, of the files in folders only those that match one; named files always */
  size_t n_include;
  const char *const *exclude; /* files and folders to leave out, named ones too */
  size_t n_exclude;
  bool no_ignore; /* do not read .gitignore */
} tml_walk_opts;

typedef struct tml_walk {
  tml_input_file *files; /* byte order of path, each once, also when named by two spellings: the first stays */
  size_t n;
  tml_input_issue *issues; /* byte order of path: missing, unreadable; the rest of the walk went on */
  size_t n_issues;
  size_t n_ignored; /* entries of folders that .gitignore or exclude left out */
} tml_walk;

/* Lists files of the paths named; no path means the working folder. Folders are walked: ".git" is skipped, hidden
 * files are not; .gitignore files in them, in the folders above up to the repository's root, and .git/info/exclude are
 * heeded (outside a repository: those inside the named folder). What was named is taken even where it is ignored.
 * Links in folders are followed when they lead out of all that is walked (else the content would come twice); so loops
 * end. Sockets, pipes and devices in folders are skipped. A path "-" is not special here. opts may be NULL. */
void tml_walk_run(tml_arena *a, const char *const *paths, size_t n, const tml_walk_opts *opts, tml_walk *out);

/* ---- format -------------------------------------------------------------------------------------------- */

/* What the bytes are. name (path or stdin name, may be empty) only decides where the content leaves it open. All of
 * the file is looked through for a side-by-side opener; the rest is decided in its first 64 KiB. */
tml_format tml_sniff(tml_str name, tml_str bytes);
/* By name alone, before opening: TML_FMT_COUNT where the name says nothing. Good for leaving images and archives of a
 * folder unopened; every other answer is a guess. */
tml_format tml_sniff_name(tml_str name);
/* Holds one of the openers `<span data-ttu-id=`, `<span data-stu-id=`, `<span class="sxs-lookup">`, or one whose quotes
 * are damaged (`&quot;`)? */
bool tml_sniff_has_pairs(tml_str bytes);
/* For messages: "TMX translation memory". For reports: "sxs-markdown", "markdown", "tmx" … Both static. */
const char *tml_format_name(tml_format f);
const char *tml_format_id(tml_format f);
/* No text inside that a linter could show: zip, pdf, image … */
bool tml_format_is_binary(tml_format f);
bool tml_format_is_utf16or32(tml_format f);

/* ---- front matter -------------------------------------------------------------------------------------- */
/* The YAML block between `---` lines at the start of a page (after a BOM); ended by `---` or `...`. Blanks may follow
 * the marks; CRLF, LF and lone CR end lines, also mixed. */

typedef struct tml_fm_item {
  tml_str key;       /* decoded; nested: "a.b", "list[0]", "list[0].name" (leaves only) */
  tml_str value;     /* decoded text; empty where nothing stands, and for an empty map or list */
  size_t start, end; /* bytes of the raw value in the file, quotes included, comments and outer blanks not */
  size_t key_start;  /* byte of the key in the file (of the value for list items) */
  unsigned line;     /* of key_start, in the file, from 1 */
  char style;        /* ':' plain, '"', '\'', '|', '>', '*' alias (value of its anchor, span of the alias) */
  bool duplicate;    /* the key stood already: the first counts, this one is listed */
} tml_fm_item;

typedef struct tml_frontmatter {
  bool present; /* a block was found; all else is empty when not */
  bool malformed;
  size_t start, end;  /* the YAML between the mark lines */
  size_t body;        /* first byte after the closing line; 0 (after a BOM: 3) without front matter */
  tml_fm_item *items; /* in the order of the file; when malformed, what plain scanning could read */
  size_t n;
  size_t err_at;                 /* when malformed: the place in the file, and why */
  unsigned err_line, err_column; /* from 1; column in code points */
  tml_str err_msg;
} tml_frontmatter;

/* Never fails. Views in items point into bytes where decoding changed nothing, else into the arena. An opening `---`
 * without an end is front matter only when two `key:` lines follow; then it is malformed and body is 0. A block whose
 * lines do not look like keys is prose between two thematic breaks: not present. */
void tml_frontmatter_parse(tml_str bytes, tml_arena *a, tml_frontmatter *out);
/* The first item with this key, or NULL. */
const tml_fm_item *tml_frontmatter_get(const tml_frontmatter *fm, const char *key);

#endif
