/* report.h — what a report is told, and the writers that put it down, one file a format.
 *
 * A writer is told the run, then every file, then every finding (in report order: file, offset, code), then the end.
 * `jsonl` streams instead: file, its findings, the next file …, run-wide findings last; the others get all at the end,
 * so that begin already knows the summary. The same calls render a saved report in another format. Memory: what is
 * passed lives for the call alone; a writer keeps copies. Threads: one at a time.
 */
#ifndef TMLINT_REPORT_H
#define TMLINT_REPORT_H

#include "tmlint/base.h"
#include "tmlint/find.h"

typedef struct tml_report_file {
  tml_str path, format;                     /* format id: "sxs-markdown" */
  tml_str source_language, target_language; /* empty where unknown */
  uint32_t segments, source_words, findings;
  tml_strs subject;         /* "ISO 27001" */
  tml_str translation_type; /* front matter ms.translationtype, empty where absent */
} tml_report_file;

typedef struct tml_summary {
  uint64_t files, segments, errors, warnings, infos, suppressed, baselined;
  uint64_t files_with_pairs;
  double seconds;
} tml_summary;

typedef struct tml_cause { /* of the finding that is passed with it */
  uint32_t id;             /* c1, c2 …; 0: shares its cause with no other */
  uint32_t count;          /* findings with this cause */
  bool first;              /* this one is to be shown, the others counted (lowest rank, then report order) */
  bool systematic;         /* one rule, same evidence, three places or more */
  uint8_t actions[4]; /* by severity: bits 1 << enum tml_action of its findings; all 0 where it is this one alone */
} tml_cause;

/* What a cause counts as where it is counted once: its gravest finding. `actions`: bits of the actions that count;
 * TML_SEV_OFF where none of its findings has one of them. */
unsigned tml_cause_severity(const tml_finding *f, const tml_cause *c, uint8_t actions);
/* Does one of its findings say that the page is unfit as a whole (an error whose remedy is another hand-off)? */
bool tml_cause_critical(const tml_finding *f, const tml_cause *c, uint8_t actions);

/* The LQA score: MQM's linear model. Penalty points: minor 1 (a warning), major 5 (an error), critical 25 (an error
 * that makes the page unfit as a whole); an info is neutral. 100 × (1 - points / source words), not below 0.
 * docs/reports.md */
typedef struct tml_score {
  uint64_t words, minor, major, critical;
} tml_score;
enum { TML_SCORE_MINOR = 1, TML_SCORE_MAJOR = 5, TML_SCORE_CRITICAL = 25 };
/* Counts a finding, once a cause; not one that is suppressed or whose cause is counted elsewhere. */
void tml_score_finding(tml_score *s, const tml_finding *f, const tml_cause *c, uint8_t actions);
uint64_t tml_score_points(const tml_score *s);
double tml_score_per_thousand(const tml_score *s); /* points for each 1,000 source words; 0 where there are none */
double tml_score_value(const tml_score *s);        /* negative where there are no words */

typedef struct tml_report_opts {
  bool color, quiet, statistics;
  uint8_t severity_min;  /* text */
  uint32_t max_findings; /* 0: no limit */
  unsigned columns;      /* terminal width, 0: none */
  uint8_t fail_on;       /* what makes the exit status 1, for formats that know passed and failed: from this severity */
  uint8_t fail_actions;  /* on, and only actions of these bits, 1 << enum tml_action */
} tml_report_opts;

typedef struct tml_writer tml_writer;
typedef struct tml_writer_kind {
  const char *format;
  bool streams;
  /* opts live as long as the writer. */
  tml_writer *(*open)(tml_buf *out, const tml_report_opts *opts);
  void (*begin)(tml_writer *w, const tml_summary *s); /* s is NULL where the format streams */
  void (*file)(tml_writer *w, const tml_report_file *f);
  void (*finding)(tml_writer *w, const tml_finding *f, const tml_cause *c);
  void (*end)(tml_writer *w, const tml_summary *s);
  void (*close)(tml_writer *w);
} tml_writer_kind;
/* Writers append to the buffer given to open; the run writes it out whenever it is large, in order. */

extern const tml_writer_kind tml_writer_text, tml_writer_json, tml_writer_jsonl, tml_writer_csv, tml_writer_sarif,
    tml_writer_github, tml_writer_gitlab, tml_writer_junit, tml_writer_checkstyle, tml_writer_rdjsonl, tml_writer_html;
extern const tml_writer_kind tml_writer_github_summary; /* Markdown; no format by itself: goes with `github` */
const tml_writer_kind *tml_writer_find(tml_str format); /* NULL where there is none */
const char *const *tml_writer_formats(size_t *n);       /* names that exist, for messages and completions */
extern const char *const tml_writer_format_names[];     /* the same, ends with NULL */

/* JSON string with quotes; invalid UTF-8 becomes U+FFFD; U+2028, U+2029, control and bidi characters as \u escapes. */
void tml_json_string(tml_buf *b, tml_str s);
/* The same, but a byte that is not UTF-8 becomes the lone surrogate U+DC00 + byte (as Python's surrogateescape has it),
 * so that nothing is lost: for our own tests. */
void tml_json_bytes(tml_buf *b, tml_str s);

#endif
