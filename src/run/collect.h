/* collect.h — findings of a run between the workers and the writers: packed, spilled, put in order, causes counted. */
#ifndef TMLINT_RUN_COLLECT_H
#define TMLINT_RUN_COLLECT_H

#include "tmlint/find.h"
#include "tmlint/io.h"
#include "tmlint/report.h"
#include "tmlint/tm.h"

enum { TML_MISFIT_RULES = 3 };

/* What is known of a packed finding without unpacking it. */
typedef struct tml_entry {
  uint64_t off; /* in the spill (in a slot: in its own buffer) */
  uint64_t cause, evidence, pending_key, fingerprint;
  uint32_t len, file, start;
  uint16_t rule;
  uint8_t severity, rank, pending, action, suppressed, dropped;
} tml_entry;

typedef struct tml_entries {
  tml_entry *v;
  size_t n, cap;
} tml_entries;

/* One file's results, made by a worker. Kept and reused between files. */
typedef struct tml_slot {
  tml_buf file;     /* packed tml_report_file */
  tml_buf findings; /* packed findings */
  tml_entries entries;
  tml_buf facts; /* what the page teaches the memory */
  struct tml_slot_past {
    tml_spill findings, facts, fits; /* facts, fits: pieces, each behind its length */
  } * past;                          /* of a long file: what these buffers held before; else NULL */
  uint8_t severity[TML_TM_KINDS];    /* here, of the rules that the memory makes findings of */
  tml_buf fits;                      /* what it shows of its texts (misfits.h) */
  uint8_t misfit[TML_MISFIT_RULES];  /* severities of these rules here */
  tml_buf links;                     /* its links to anchors */
  tml_buf diff;                      /* what would be fixed */
  uint32_t fixes, overlaps;
  tml_buf known;    /* findings of the baseline: places in it, uint32_t each */
  tml_buf suppress; /* the page's suppressions, packed */
  tml_buf notes;    /* lines for standard error */
  uint32_t segments;
  bool read;     /* it is in the report at all */
  bool unopened; /* could not be read: the exit status says so */
} tml_slot;

void tml_slot_clear(tml_slot *s);
void tml_slot_free(tml_slot *s);
/* Packs a finding whose fingerprint is set. */
void tml_slot_add(tml_slot *s, const tml_finding *f);
/* Between two batches of a long file: what has come together goes to temporary files. */
void tml_slot_settle(tml_slot *s);
/* Finding number i, packed: in the slot, or read into `b`; NULL with an error where that fails. */
const char *tml_slot_finding(const tml_slot *s, size_t i, tml_buf *b, tml_err *err);
/* What the file teaches, piece by piece; and what it shows of its texts, whole records in each. */
int tml_slot_facts(const tml_slot *s, void (*take)(void *ctx, tml_str facts), void *ctx, tml_err *err);
int tml_slot_fits(const tml_slot *s, void (*take)(void *ctx, tml_str fits), void *ctx, tml_err *err);
void tml_pack_file(tml_buf *b, const tml_report_file *f);
void tml_unpack_file(tml_arena *a, const char *p, size_t n, tml_report_file *f);

typedef struct tml_collector {
  tml_spill spill;
  tml_entries entries;
  struct tml_file_at {
    uint64_t off;
    uint32_t len, findings;
  } * files;
  size_t nfiles, file_cap;
  tml_summary summary;
} tml_collector;

void tml_collect_init(tml_collector *c);
void tml_collect_free(tml_collector *c);
/* Takes a file's results; files come in report order. */
int tml_collect_add(tml_collector *c, tml_slot *s, tml_err *err);
/* A finding that only the whole run could make, for file number `file`. */
int tml_collect_late(tml_collector *c, uint32_t file, const tml_finding *f, tml_err *err);
/* A finding that was added has changed. */
int tml_collect_again(tml_collector *c, tml_entry *e, const tml_finding *f, tml_err *err);
/* After the last: order, counts, causes. Then tml_collect_write feeds one writer. */
void tml_collect_finish(tml_collector *c);
/* Writes everything through a writer; `flush` is called between findings, so that the buffer can be written out. */
int tml_collect_write(tml_collector *c, const tml_writer_kind *k, tml_writer *w, void (*flush)(void *ctx), void *ctx,
                      tml_err *err);

#endif
