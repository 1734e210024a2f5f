/* stats.h — private to report: counts by rule, family, locale, folder, kind of translation and page, each with its
 * score. */
#ifndef TML_REPORT_STATS_H
#define TML_REPORT_STATS_H

#include "out.h"

enum tml_stats_kind {
  TML_STATS_ALL,
  TML_STATS_LOCALE,
  TML_STATS_TYPE,
  TML_STATS_FOLDER,
  TML_STATS_PAGE,
  TML_STATS_KINDS
};

typedef struct tml_stats_row {
  tml_str name;                /* "ko-KR", "human (HT)", "ko/azure", "ko/azure/a.md" */
  uint64_t files, findings[4]; /* by severity, a cause once */
  tml_score score;
} tml_stats_row;

typedef struct tml_stats_group { /* in order of first appearance */
  tml_stats_row *v;
  size_t n, cap;
  tml_map index;
} tml_stats_group;

typedef struct tml_stats {
  tml_arena arena;
  uint64_t *rules; /* findings by rule index, all of them */
  tml_stats_group group[TML_STATS_KINDS];
  tml_out_files files;
  uint32_t (*rows)[TML_STATS_KINDS]; /* by file: its row in each group */
  size_t row_cap;
  uint8_t actions; /* that the score counts */
} tml_stats;

tml_stats *tml_stats_new(uint8_t actions);
void tml_stats_free(tml_stats *s); /* NULL is allowed */
void tml_stats_file(tml_stats *s, const tml_report_file *f);
void tml_stats_finding(tml_stats *s, const tml_finding *f, const tml_cause *c);
/* For people: tables of text. */
void tml_stats_text(tml_stats *s, tml_buf *b);

#endif
