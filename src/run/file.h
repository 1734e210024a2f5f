/* file.h — inside the run: what the workers share, and what each has for itself. */
#ifndef TMLINT_RUN_FILE_H
#define TMLINT_RUN_FILE_H

#include "collect.h"
#include "git.h"
#include "accepted.h"
#include "rule/sink.h"
#include "tmlint/baseline.h"
#include "tmlint/config.h"
#include "tmlint/entity.h"
#include "tmlint/input.h"
#include "tmlint/io.h"
#include "tmlint/run.h"
#include "tmlint/settings.h"
#include "tmlint/tm.h"

typedef struct tml_worker {
  tml_arena arena, tokens; /* the file's; reset for the next one */
  tml_buf file;
  tml_buf base;        /* the version it is compared with */
  tml_buf source;      /* the source page of another tree */
  tml_buf today, then; /* the source page of today, and of the recorded revision */
  tml_sink sink;
  tml_map *prints; /* fingerprints met, of a file that comes in batches; else NULL */
} tml_worker;

typedef struct tml_run_ctx {
  const tml_config *config;
  tml_settings *settings;
  const tml_lexicon *lexicon;
  int in001, in002, in003, in004, ru001, ru002, an003; /* rule indexes; an003: -1 where it is off */
  int tm[TML_TM_KINDS];                                /* rules that the memory makes findings of */
  unsigned taught;                                     /* 1 << TML_TM_…: what pages teach */
  int misfit[TML_MISFIT_RULES];                        /* misfits.h: rule indexes */
  bool misfits;                                        /* … and whether any of them may be on */
  tml_accepted accepted;
  const tml_baseline *baseline; /* NULL: none */
  uint8_t *seen;                /* by place in it; the main thread's */
  struct tml_kept {             /* pages that have suppressions of their own, for findings after the barrier */
    tml_str path;
    tml_buf packed;
  } * kept;
  size_t nkept, kept_cap;
  struct tml_parallel *parallel;       /* the pages of --source-tree; NULL: none are given */
  const struct tml_memory *memory;     /* a memory file; NULL: none */
  const tml_fit *fit;                  /* of it, where rules ask for it */
  bool learn_only;                     /* no rule is asked: what pages teach is all that is wanted */
  struct tml_reference_set *reference; /* today's source pages; NULL: none are given */
  const tml_changes *changes;          /* NULL: all findings count */
  const tml_buf *stdin_bytes;
  tml_str stdin_path;
  /* What a page teaches the run's memory, appended to the slot's facts; NULL where no rule asks for it. */
  void (*collect_facts)(const struct tml_run_ctx *run, const tml_ruleset *set, const tml_page *page, tml_slot *slot);
} tml_run_ctx;

/* May a file met in a folder hold pairs, by its name? */
bool tml_run_worth_opening(tml_str path);
/* A file's bytes, padded: standard input's, the index's or the disk's, as the run has it. `stamp` may be NULL. */
int tml_run_fetch(const tml_run_ctx *run, tml_str path, tml_buf *out, tml_io_stamp *stamp, tml_err *err);
/* Checks one file into its slot. */
void tml_run_file(const tml_run_ctx *run, tml_worker *w, const tml_input_file *in, tml_slot *slot);
void tml_worker_free(tml_worker *w);
/* learn.c: what a page, or a batch of a file, teaches, appended to the slot's facts. */
void tml_run_teach(const tml_run_ctx *run, const tml_ruleset *set, const tml_page *page, tml_slot *slot);
/* learn.c: the rules that the memory makes findings of, and what they need to learn. */
void tml_run_memory_rules(tml_run_ctx *run);
/* learn.c: of the input, sorted, what belongs to the configuration's shard, as a list of its own in `a`. */
void tml_run_shard(const tml_config *c, tml_arena *a, tml_input_file **v, size_t *n);
/* The fingerprint, as far as the finding itself goes; path: relative to the root. */
uint64_t tml_run_print(const tml_finding *f, tml_str path);
/* A finding of the run itself, on the page; NULL where the rule is off. */
tml_finding *tml_run_report(tml_worker *w, const tml_doc *d, int rule, const tml_ruleset *set, tml_str message);
/* All sheets of a document that was read. */
void tml_run_features(const tml_run_ctx *run, tml_worker *w, tml_doc *d, tml_page *page);
/* The rules over a document that was read: findings land in the worker's sink. */
void tml_run_rules(const tml_run_ctx *run, tml_worker *w, tml_doc *d, tml_page *page, const tml_ruleset *set);
/* The page's own suppressions: set in its findings, and findings of family RU about them. slot: kept there for later;
 * or NULL. */
void tml_run_suppress(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot);
/* Puts the sink's findings in order and gives each its fingerprint. */
void tml_run_prints(const tml_run_ctx *run, tml_worker *w, tml_doc *d);
/* Sorts the worker's findings, gives them positions and fingerprints, and packs them. */
void tml_run_seal(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot);

/* control.c: leaves in the sink what counts. The findings have their order and fingerprints. */
void tml_run_control(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot);

/* donors.c: pending findings of a page that has neither a run's memory nor a file to go by, or has a file: settled in
 * the worker's sink. part: the page is a batch. */
void tml_run_settle(const tml_run_ctx *run, tml_worker *w, const tml_page *page, bool part);
/* After the barrier, by the run's memory: false: it is dropped. file: its page. changed: it is to be packed again. In
 * `a`. */
struct tml_late_page;
bool tml_run_settle_late(const tml_run_ctx *run, tml_arena *a, const tml_tm *tm, const struct tml_late_page *pages,
                         uint32_t file, tml_finding *f, bool *changed);

/* The same for a finding that is made after the barrier. False: the baseline has it. */
bool tml_run_accept_late(const tml_run_ctx *run, tml_arena *scratch, tml_finding *f);

/* Bytes are in w->file, or `fault` says why not: read, checked and packed. */
void tml_run_bytes(const tml_run_ctx *run, tml_worker *w, tml_str path, bool named, const char *fault, tml_slot *slot);
/* repair.c: what the findings in the sink propose is done, and the slot made anew. */
void tml_run_repair(const tml_run_ctx *run, tml_worker *w, const tml_input_file *in, const tml_io_stamp *stamp,
                    tml_slot *slot);

#endif
