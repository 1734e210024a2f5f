/* config.h — what a run is asked to do: the options and the tmlint.json files, merged, with where each value came from.
 *
 * Not here: what the values mean for rules and for one file (rule names, path and front matter overrides, languages):
 * settings.h compiles that, because this room knows no rule. So rule selectors are kept here as words with their place.
 * Grammar of tmlint.json: docs/config.md; JSON as RFC 8259, no comments.
 * Memory: all of a tml_config lives in its arena. Strings are NUL-terminated where they are `const char *`.
 * Threads: filled by one thread, then frozen: read-only before threads start.
 * Errors: TML_EUSAGE with one message "place: what; remedy" (the program ends with status 2).
 */
#ifndef TMLINT_CONFIG_H
#define TMLINT_CONFIG_H

#include "tmlint/base.h"
#include "tmlint/json.h"

/* ---- where a value came from ------------------------------------------------------------------------------------- */

typedef struct tml_word_at { /* a word that somebody wrote, and where */
  tml_str s;
  tml_origin at;
} tml_word_at;

typedef struct tml_words {
  tml_word_at *v;
  uint32_t n;
  size_t cap;
} tml_words;

/* ---- what a layer says about rules: a file, one of its overrides, or the command line ------------------------------
 */

typedef struct tml_level_at { /* severity of a selector */
  tml_word_at rule;           /* code, name, family letters, or ALL */
  uint8_t level;              /* TML_LEVEL_… */
} tml_level_at;

/* The same numbers as find.h's severities. */
enum tml_level {
  TML_LEVEL_OFF,
  TML_LEVEL_INFO,
  TML_LEVEL_WARNING,
  TML_LEVEL_ERROR,
  TML_LEVEL_NEVER /* fail_on only */
};

typedef struct tml_param_at { /* rules: {RULE: {param: value}} */
  tml_word_at rule, name;
  enum { TML_VALUE_INT, TML_VALUE_BOOL, TML_VALUE_LIST } type;
  int64_t value;  /* INT, BOOL */
  tml_words list; /* LIST */
  tml_origin at;  /* of the value */
} tml_param_at;

typedef struct tml_layer {
  bool has_select; /* select replaces what earlier layers selected (in an override it adds) */
  tml_words select, ignore;
  tml_level_at *severity;
  uint32_t nseverity;
  size_t severity_cap;
  tml_param_at *params;
  uint32_t nparams;
  size_t param_cap;
} tml_layer;

typedef struct tml_pattern_at { /* path_languages, override languages: pattern → tag */
  tml_word_at pattern;
  const char *folder;         /* absolute: patterns are relative to the file's folder */
  tml_word_at source, target; /* empty: not said */
} tml_pattern_at;

typedef struct tml_field_at { /* front_matter: {key: value or list of values}; `*` and `?` as in file names */
  tml_word_at key;
  tml_words values;
} tml_field_at;

typedef struct tml_override { /* applies where a path pattern AND every front matter field match (those that are given)
                               */
  tml_origin at;
  const char *folder; /* absolute folder of the file it is written in */
  tml_words paths;
  tml_field_at *fields;
  uint32_t nfields;
  size_t field_cap;
  tml_layer layer;
  tml_word_at source_language, target_language; /* empty: not said */
} tml_override;

typedef struct tml_suppress_at { /* suppress: findings that hold for every condition given */
  tml_origin at;
  const char *folder;                                          /* absolute: the path is relative to the file's folder */
  tml_words rules;                                             /* none: any rule */
  tml_word_at path, segment, text, fingerprint, reason, until; /* empty: not given */
} tml_suppress_at;

/* ---- keys of tmlint.json: the reader, the JSON Schema and the test of the docs go by this table ---- */

enum tml_key_kind {
  TML_KEY_SELECTORS, /* a list of codes, names, family letters or ALL */
  TML_KEY_LEVELS,    /* {selector: level} */
  TML_KEY_PARAMS,    /* {rule: {param: value}} */
  TML_KEY_TEXTS,     /* a text or a list of texts */
  TML_KEY_TEXT,
  TML_KEY_LEVEL, /* one of `words` */
  TML_KEY_WORDS, /* a list of `words` */
  TML_KEY_BOOL,
  TML_KEY_COUNT,     /* a number from 0 */
  TML_KEY_SCORE,     /* a number from 0 to 100 */
  TML_KEY_LANGUAGES, /* {source, target} */
  TML_KEY_PATHS,     /* {pattern: tag or {source, target}} */
  TML_KEY_OVERRIDES,
  TML_KEY_SUPPRESS, /* a list of {rule, path, segment, text, fingerprint, reason, until} */
  TML_KEY_FIELDS    /* {front matter field: text or list of texts} */
};
enum { TML_KEY_TOP = 1, TML_KEY_OVERRIDE = 2 }; /* where a key may stand */

typedef struct tml_config_key {
  const char *name;
  uint8_t kind, where;
  const char *const *words; /* ends with NULL */
  const char *summary;
} tml_config_key;
extern const tml_config_key tml_config_keys[]; /* ends with a NULL name */

/* ---- the configuration ----------------------------------------------------------------------------------- */

typedef struct tml_output {
  const char *format; /* id, known to exist: "text" */
  const char *file;   /* NULL: standard output */
} tml_output;

enum { TML_CONFIG_JOBS_MAX = 1024 };

enum tml_color { TML_COLOR_AUTO, TML_COLOR_ALWAYS, TML_COLOR_NEVER };

/* Which findings count: all, or those of what changed (run/git.h). */
enum tml_mode { TML_MODE_ALL, TML_MODE_CHANGED, TML_MODE_STAGED, TML_MODE_DIFF };

typedef struct tml_config {
  tml_arena arena;

  /* what to read */
  const char *const *paths; /* as named; none: the working folder. "-" is standard input */
  uint32_t npaths;
  const char *stdin_filename;      /* or NULL; only with "-" */
  const char **include, **exclude; /* globs (input.h) */
  uint32_t ninclude, nexclude;
  size_t include_cap, exclude_cap;
  bool list_files;         /* print the files that would be read, and end */
  uint8_t mode;            /* enum tml_mode */
  const char *changed_ref; /* CHANGED: compared with the merge base of this and HEAD; NULL: the usual branch */
  bool fix, unsafe_fixes;  /* do what findings propose; also what may change what is said */
  bool diff;               /* show it instead, to standard output */
  const char *baseline;    /* findings that it has do not count; NULL: none */
  const char *source_tree; /* where the source pages stand, beside the pages to check; NULL: in the pages */
  const char **maps;       /* how their paths correspond: "TARGET=SOURCE" */
  uint32_t nmaps;
  size_t map_cap;
  const char *reference;  /* today's source page, or a tree of them; NULL: none */
  const char *memory;     /* what `tmlint learn` wrote; NULL: none */
  uint32_t shard, shards; /* only this part of the files, from 1; shards 0: all */
  const char *diff_from;  /* DIFF: a unified diff; "-": standard input */

  /* rules: the layers of the files (outermost `extends` first), then the overrides that match a file, then the options
   */
  tml_layer *layers;
  uint32_t nlayers;
  size_t layer_cap;
  tml_layer options;
  tml_override *overrides; /* of all files, in order */
  uint32_t noverrides;
  size_t override_cap;
  bool preview;
  tml_words packs; /* files as they can be opened, or names of shipped packs that are off by default */
  tml_suppress_at *suppress;
  uint32_t nsuppress;
  size_t suppress_cap;

  /* languages */
  tml_word_at option_source, option_target;     /* --source-language, --target-language; empty: not given */
  tml_word_at source_language, target_language; /* languages: {source, target}; empty: not given */
  tml_pattern_at *path_languages;
  uint32_t npath_languages;
  size_t path_language_cap;

  /* what to show, and when to fail */
  tml_output *outputs; /* at least one after tml_config_finish */
  uint32_t noutputs;
  size_t output_cap;
  uint8_t fail_on;       /* TML_LEVEL_INFO … TML_LEVEL_ERROR, or TML_LEVEL_NEVER. Default error */
  uint8_t fail_actions;  /* bit 1 << enum tml_action: only findings with these actions fail. Default all */
  uint8_t severity_min;  /* what `text` shows. Default warning */
  bool quiet;            /* no summary, no progress, no hints: findings and errors only */
  bool statistics;       /* `text`: counts by rule */
  uint8_t color;         /* enum tml_color; AUTO is settled by tml_config_finish: never AUTO after it */
  double min_score;      /* the LQA score under which the run fails (docs/reports.md); negative: no such gate */
  uint32_t max_findings; /* `text` and `json` stop showing after so many; 0: no limit */
  uint32_t jobs;         /* at least 1 after tml_config_finish */

  /* where from */
  const char *file; /* the config file, as shown; NULL: none */
  const char *cwd;  /* absolute */
  const char *root; /* absolute: the config's folder, else the git root, else the working folder (fingerprints) */
  struct {          /* origins of the plain values, for `tmlint config` */
    tml_origin preview, fail_on, fail_actions, severity_min, jobs, color, max_findings, min_score, include, exclude,
        baseline, reference, memory, source_tree, map;
  } from;
} tml_config;

void tml_config_init(tml_config *c); /* defaults */
void tml_config_free(tml_config *c);

/* The file to use: `tmlint.json` from the first path's folder (the working folder without one) upward; an empty string
 * where there is none. In c's arena. */
tml_str tml_config_find(tml_config *c, const char *first_path);
/* Reads a file and those it extends (outermost first) as layers and values. Call before the options are applied. */
int tml_config_load(tml_config *c, const char *path, tml_err *err);
/* Settles what is still open: colour, jobs, outputs, root. After it nothing changes. */
void tml_config_finish(tml_config *c);

/* Has it the shape of a BCP 47 tag (`ko`, `ko-KR`, `zh_Hant_TW`)? Whether anybody knows the language is not asked. */
bool tml_config_is_tag(tml_str s);

/* Path relative to c->root when it is inside, for fingerprints; otherwise the cleaned path. Thread-safe. */
tml_str tml_config_relative(const tml_config *c, tml_arena *a, tml_str path);

/* Level of a word: "off" "info" "warning" "error" (never: fail_on). -1: none of these. */
int tml_config_level(tml_str word, bool with_never);
extern const char *const tml_level_names[]; /* off info warning error never */

/* The nearest of n names by edit distance (case ignored), or NULL where none is near enough to be meant. */
const char *tml_config_nearest(tml_str word, const char *const *names, size_t n);

#endif
