/* reference.h — a page against today's source page: what the rules of family RF judge.
 *
 * The run finds today's page, cuts it and links its texts (bitext.h's tml_drift) to the old ones: the page's source
 * spans, or, of a page without pairs, the source page at the revision that it records; the rules only read. Everything
 * lives as long as the page, or longer.
 */
#ifndef TMLINT_REFERENCE_H
#define TMLINT_REFERENCE_H

#include "tmlint/doc.h"

enum tml_ref_status { TML_REF_SAME, TML_REF_EDITED, TML_REF_MOVED, TML_REF_ADDED, TML_REF_REMOVED };

typedef struct tml_ref_text { /* a text of today's page */
  tml_text text;
  uint32_t line, column; /* in its file */
  uint32_t section;      /* index of the heading that it stands under, its own for a heading; UINT32_MAX before any */
  uint8_t heading;       /* its level, or 0 */
  bool counts;           /* prose that a page is made of: no code, no front matter, no include */
} tml_ref_text;

typedef struct tml_ref_old { /* a text of the source as it was */
  tml_text text;
  uint32_t segment; /* the pair whose source span it is; UINT32_MAX: it is of a recorded revision */
  bool counts;      /* prose: neither code nor an include */
} tml_ref_old;

typedef struct tml_ref_link {
  uint32_t old, now; /* indexes; UINT32_MAX on the side that is missing */
  uint8_t status;    /* TML_REF_… */
  uint8_t match;     /* 0–100, the score that translation programs show */
  bool shown;        /* readers see no difference: the markup differs at most */
  bool part;         /* one stands word for word in the other, or in several: cut in another way */
} tml_ref_link;

typedef struct tml_reference {
  tml_str path;
  const tml_meta *revision; /* a page without pairs: its field that records the source's revision; else NULL */
  const tml_ref_old *old;
  uint32_t nold;
  const tml_ref_text *now;
  uint32_t nnow;
  const tml_ref_link *link; /* in order of today's page; removed ones behind the link of the text before them */
  uint32_t nlink;
  const struct tml_page *was;     /* with `revision`: the source page then, with its sheets, as targets; else NULL */
  const struct tml_page *today;   /* today's page: those of its texts that have a link, a heading's or a name's sheet */
  const uint32_t *held;           /* … by segment there (a target): its text, ascending */
  uint32_t texts, covered, added; /* today's texts that count; … that the page has in some form; … that it has not */
  uint32_t spans, edited, gone;   /* the old texts that count; … edited; … that are no more */
  uint32_t moved;                 /* … that stand elsewhere, edited or not */
} tml_reference;

#endif
