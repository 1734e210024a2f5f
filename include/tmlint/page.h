/* page.h — the page: all sheets of a file, and what its witnesses say it is about.
 *
 * Topics: every standard and regulation the file names, with the witnesses for it (TML_W_…): title,
 * description, first heading, file name, heading anchors, link URLs, majority of target and of source texts. The
 * subject is the one standard or regulation that the most telling of them agree on; a page that is about no such thing
 * has none.
 *
 * Pairs whose sides name different entities get a second, slower look (localized names in running text, numbers without
 * their body, reversed order), so that what the rules compare is what the texts say.
 */
#ifndef TMLINT_PAGE_H
#define TMLINT_PAGE_H

#include "tmlint/doc.h"
#include "tmlint/feat.h"

/* One standard, name or kind that the page speaks of, with the witnesses for it (entity.c makes the list). */
typedef struct tml_topic {
  uint8_t kind; /* TML_F_STANDARD, … */
  uint64_t key;
  tml_str text;                  /* how to show it: "ISO 27001" */
  uint32_t witnesses;            /* TML_W_… */
  uint32_t in_source, in_target; /* pairs that name it */
} tml_topic;
enum {
  TML_W_TITLE = 1,
  TML_W_H1 = 2,
  TML_W_FILE = 4,
  TML_W_ANCHORS = 8,
  TML_W_URLS = 16,
  TML_W_TARGETS = 32,
  TML_W_SOURCES = 64,
  TML_W_DESCRIPTION = 128
};

/* The page: all sheets of the file and what its witnesses say. Made before any check runs. */
typedef struct tml_page {
  tml_doc *doc;
  const tml_sheet *source, *target;     /* by segment; an absent side has an empty sheet */
  const tml_sheet *title, *description; /* front matter, or NULL */
  const tml_locale *source_locale, *target_locale;
  const tml_topic *topics;
  uint32_t ntopics;
  const tml_topic *subject; /* the one standard or regulation that the page is about, or NULL */
  const struct tml_lexicon *lexicon;
  const struct tml_reference *reference; /* today's source page (reference.h), or NULL */
  uint8_t *taught; /* by segment: what the memory found of it when it first asked (tm/teach.c); zeros at first */
  void *scratch;   /* page rules that work together hand results on (standards → contamination): see rule/witness.h */
} tml_page;

/* Makes all sheets of the document, topics and subject. `src`, `tgt`: the two languages' contexts (one arena, the
 * file's); everything in *out lives there. Never fails. */
void tml_feat_page(const tml_featctx *src, const tml_featctx *tgt, tml_doc *doc, tml_page *out);

#endif
