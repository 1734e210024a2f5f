/* interchange.h — pairs as TMX 1.4b, XLIFF 1.2 and PO (interchange.c). */
#ifndef TMLINT_RUN_INTERCHANGE_H
#define TMLINT_RUN_INTERCHANGE_H

#include "tmlint/doc.h"
#include "tmlint/export.h"
#include "tmlint/find.h"

/* What is said of a pair: its findings, as texts. */
typedef struct tml_pair_note {
  struct tml_pair_note *next;
  tml_str code, severity, side, action, message;
} tml_pair_note;

typedef struct tml_interchange {
  enum tml_export_format format;
  uint64_t written, lost; /* pairs; characters that the format can't hold */
  uint64_t halves;        /* pairs without one side, left out */
  tml_str file, language; /* XLIFF: the <file> that is open; in `keep` */
  tml_map ids;            /* PO: how often a msgid came */
  tml_arena keep;
} tml_interchange;

/* `d` and a pair of it; `notes` may be NULL. The first pair brings the head of the file. */
void tml_interchange_pair(tml_interchange *x, tml_buf *b, tml_doc *d, uint32_t i, const tml_pair_note *notes);
void tml_interchange_end(tml_interchange *x, tml_buf *b);

#endif
