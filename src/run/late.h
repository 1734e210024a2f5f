/* late.h — inside the run: findings that only the whole run can make. */
#ifndef TMLINT_RUN_LATE_H
#define TMLINT_RUN_LATE_H

#include "collect.h"
#include "file.h"
#include "tmlint/tm.h"

typedef struct tml_place { /* a segment, as a finding shows it */
  uint32_t file, start;    /* page, and file offset of the unit, or its number in the page */
  bool numbered;           /* the latter; line and column are the source's then */
  bool term;               /* what it has in bold is wanted */
  bool there;              /* the texts could be read */
  tml_str path, id;
  tml_excerpt source, target;
  uint32_t line, column, end_line, end_column, line_at;
  tml_str source_path; /* where the source stands in another tree; and its place there */
  uint32_t source_line, source_column;
  uint64_t said; /* term: that this is said elsewhere in the target, speaks for it */
  bool refuted;
  tml_str bold_source, bold_target;
  uint32_t bold_start, bold_end; /* the target's, file offsets */
} tml_place;

/* Its text, to keep. In `keep`. */
tml_excerpt tml_run_excerpt(tml_arena *keep, const tml_text *t);
/* For messages: the first 60 characters or so. */
tml_str tml_run_cut(tml_arena *a, tml_str s);
/* Fills all but file and start from a segment of a page. In `keep`. */
void tml_run_fill_place(tml_place *p, tml_doc *d, tml_arena *keep, const tml_segment *s);
/* Of a place whose term is wanted: from the sheets of segment i. */
void tml_run_fill_term(tml_place *p, tml_arena *keep, const tml_page *page, uint32_t i);
/* Reads a page again and tells it, or each batch of it. Nothing where it can't be read. */
void tml_run_reread(const tml_run_ctx *run, tml_worker *w, tml_str path, void (*take)(void *ctx, tml_doc *d),
                    void *ctx);
/* The page's path without its locale, the same in all locales; empty where it has none. */
tml_str tml_run_page_name(const tml_run_ctx *run, tml_arena *a, tml_str path);
/* A finding at a place, about its target, which is not said yet. */
void tml_run_at_place(tml_arena *a, const tml_place *p, uint16_t rule, uint8_t severity, tml_finding *f);
/* Where the source stands in another tree: that place goes before the related ones. */
void tml_run_relate_source(tml_arena *a, const tml_place *p, tml_finding *f);
/* The finding at `own`, which does not go with `other`; all but the fingerprint. False: the texts speak for `own`. */
bool tml_run_conflict(tml_arena *a, const tml_conflict *c, const tml_place *own, const tml_place *other, uint16_t rule,
                      uint8_t severity, tml_finding *f);
/* memory.c: where a page of the memory is from here; here, own: this page's path, and as the memory would have it. */
tml_str tml_run_path_here(tml_arena *a, tml_str here, tml_str own, tml_str other);
/* memory.c: what the run's memory file makes of a page. Findings land in the worker's sink. */
void tml_run_memory(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_page *page, const tml_ruleset *set);

typedef struct tml_late_page { /* a page of the report */
  tml_str path;
  uint8_t severity[TML_TM_KINDS]; /* of the rules that the memory makes findings of, here */
} tml_late_page;

/* Where findings go that are made after the barrier. */
typedef struct tml_late {
  const tml_run_ctx *run;
  tml_collector *all;
  void (*told)(void *ctx, const tml_finding *f); /* for formats that stream */
  void *ctx;
  tml_err *err;
  tml_map seen; /* fingerprints, by how many there are; tml_map_free at the end */
} tml_late;

/* Takes a finding of page `file` that has its place and fingerprint: suppressed, known to the baseline, or told. */
int tml_late_tell(tml_late *l, tml_arena *scratch, uint32_t file, tml_finding *f);
/* Makes those of the finished memory. pages: by file number of the report. */
int tml_run_late(tml_late *l, tml_tm *tm, const tml_late_page *pages);

#endif
