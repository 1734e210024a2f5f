/* page.h — the page: all sheets of a file, and what its witnesses say it is about.
 *
 * Topics: every standard and regulation the file names, with the witnesses for it (TML_W_… of rule.h): title,
 * description, first heading, file name, heading anchors, link URLs, majority of target and of source texts. The
 * subject is the one standard or regulation that the most telling of them agree on; a page that is about no such thing
 * has none.
 *
 * Pairs whose sides name different entities get a second, slower look (localized names in running text, numbers without
 * their body, reversed order), so that what the rules compare is what the texts say.
 */
#ifndef TMLINT_PAGE_H
#define TMLINT_PAGE_H

#include "tmlint/rule.h"

/* Makes all sheets of the document, topics and subject. `src`, `tgt`: the two languages' contexts (one arena, the
 * file's); everything in *out lives there. Never fails. */
void tml_feat_page(const tml_featctx *src, const tml_featctx *tgt, tml_doc *doc, tml_page *out);

#endif
