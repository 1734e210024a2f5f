/* reference.h — today's source pages of a run (--reference): found for each page, cut, and linked to its source spans.
 *
 * Threads: opened and freed by one; attach by any number at once.
 */
#ifndef TMLINT_RUN_REFERENCE_H
#define TMLINT_RUN_REFERENCE_H

#include "file.h"

typedef struct tml_reference_set tml_reference_set;

/* c->reference: a page, or a folder of pages. TML_EIO or TML_EFORMAT where it can't be used, with the reason. */
int tml_reference_open(const tml_config *c, const tml_settings *s, const tml_lexicon *lexicon, tml_reference_set **out,
                       tml_err *err);
void tml_reference_free(tml_reference_set *r);
/* Sets page->reference where today's source page of it is known. In the worker's arena. */
void tml_reference_attach(tml_reference_set *r, tml_worker *w, tml_page *page);

#endif
