/* file.h — inside the run: what the workers share, and what each has for itself. */
#ifndef TMLINT_RUN_FILE_H
#define TMLINT_RUN_FILE_H

#include "collect.h"
#include "rule/sink.h"
#include "tmlint/config.h"
#include "tmlint/entity.h"
#include "tmlint/input.h"
#include "tmlint/run.h"
#include "tmlint/settings.h"

typedef struct tml_worker {
  tml_arena arena, tokens; /* the file's; reset for the next one */
  tml_buf file;
  tml_sink sink;
} tml_worker;

typedef struct tml_run_ctx {
  const tml_config *config;
  tml_settings *settings;
  const tml_lexicon *lexicon;
  int in001, in002, in003; /* rule indexes */
  const tml_buf *stdin_bytes;
  tml_str stdin_path;
  /* What a page teaches the run's memory, appended to the slot's facts; NULL where no rule asks for it. */
  void (*collect_facts)(const struct tml_run_ctx *run, const tml_page *page, tml_buf *facts);
} tml_run_ctx;

/* May a file met in a folder hold pairs, by its name? */
bool tml_run_worth_opening(tml_str path);
/* Checks one file into its slot. */
void tml_run_file(const tml_run_ctx *run, tml_worker *w, const tml_input_file *in, tml_slot *slot);
/* Sorts the worker's findings, gives them positions and fingerprints, and packs them. */
void tml_run_seal(const tml_run_ctx *run, tml_worker *w, tml_doc *d, tml_slot *slot);

#endif
