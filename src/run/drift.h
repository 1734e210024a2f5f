/* drift.h — a side-by-side page's source spans against today's source page, as lines: `tmlint align SOURCE PAGE`. */
#ifndef TMLINT_RUN_DRIFT_H
#define TMLINT_RUN_DRIFT_H

#include "tmlint/bitext.h"

typedef struct tml_drift_line {
  const uint32_t *now; /* texts of today's page that go with the span, ascending */
  uint32_t nnow;
  uint32_t segment; /* index in the page; UINT32_MAX: new in today's page */
  tml_text source;  /* today's text, several joined by a blank; p NULL: none */
  tml_text target;  /* the page's source span; p NULL: none */
  uint8_t status, match;
} tml_drift_line;

/* Both are read (tml_run_read); `l`: the language of both. In order of the page's spans, new texts behind the span that
 * they follow in today's page. Everything in page->arena, which must live as long as the source's. */
size_t tml_run_drift(tml_doc *source, tml_doc *page, enum tml_cut cut, const tml_locale *l, const tml_drift_line **v);
/* One line of schema tmlint.pair/1, with its line feed. */
void tml_run_drift_json(tml_buf *out, const tml_doc *source, const tml_doc *page, const tml_drift_line *line);

#endif
