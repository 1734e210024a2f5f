/* witness.h — who speaks for what on a page, shared by the families that judge a source span (EN, AN, TM006).
 *
 * What for: for every pair whose two sides name different standards or regulations, and for every heading whose anchor
 * disagrees with its source text, which side stands alone, and which witnesses say so. Made once a page, at the first
 * question, and kept in page->scratch.
 * What not: no reports.
 */
#ifndef TML_RULE_WITNESS_H
#define TML_RULE_WITNESS_H

#include "tmlint/entity.h"
#include "tmlint/rule.h"

enum { TML_WIT_NAMES = 16 }; /* of a side's differing names, the first ones count */

/* Witnesses against a source span. */
enum { TML_WIT_TARGET = 1, TML_WIT_URL = 2, TML_WIT_ANCHOR = 4, TML_WIT_SUBJECT = 8 };

/* What a pair's sides name that the other one doesn't. */
typedef struct tml_names {
  const tml_fact *s[TML_WIT_NAMES], *t[TML_WIT_NAMES];
  unsigned ns, nt;
  bool edition; /* the same standards, but of different editions */
} tml_names;

typedef struct tml_verdict {
  uint8_t suspect;   /* TML_SUSPECT_… */
  uint8_t witnesses; /* TML_WIT_…: against the source span, where it is the suspect */
  bool differs;      /* EN001 has something to say */
  bool heading;      /* AN001 has */
} tml_verdict;

typedef struct tml_witness {
  const tml_verdict *seg; /* by segment */
  uint32_t foreign;       /* source spans with two witnesses or more against them */
  uint32_t doubtful;      /* … with one */
  uint32_t named;         /* pairs of the page */
  uint64_t cause;         /* of the page's contamination; 0 where it isn't contaminated */
} tml_witness;

const tml_witness *tml_witness_of(tml_check *c);

/* The cause that findings about this segment's source span share: the page's contamination, else the span's own. */
uint64_t tml_witness_cause(const tml_witness *w, const tml_check *c, uint32_t seg);

/* The differing names of a pair; false where there are none. */
bool tml_witness_names(const tml_page *page, uint32_t seg, tml_names *out);

/* "ISO 27001, ISO 27018" in arena `a`: names of facts of one sheet, each once. */
tml_str tml_witness_list(tml_arena *a, const tml_page *page, const tml_sheet *s, const tml_fact *const *f, unsigned n,
                         bool edition);

/* ---- headings (heading.c) ---- */

typedef struct tml_heading {
  tml_str anchor;                /* the first one on the line: made from the real heading */
  uint32_t start, end;           /* its bytes in the file */
  uint32_t word_start, word_end; /* source text: from the first word that the anchor lacks to the last one */
  unsigned words;                /* DISAGREES: the anchor's */
  bool shares;                   /* DISAGREES, and yet some words of the anchor stand in the text */
} tml_heading;

/* Finds the anchor that the real heading made; false where the line has none. */
bool tml_heading_anchor(const tml_doc *d, uint32_t seg, tml_heading *out);
/* The anchor's words against the heading's source text. OWN_NAME: one word that isn't in the text; it may be an
 * author's own anchor, and counts only on a page whose other anchors are slugs. *out is set for the last two. */
enum { TML_HEADING_NONE, TML_HEADING_AGREES, TML_HEADING_OWN_NAME, TML_HEADING_DISAGREES };
int tml_heading_compare(const tml_doc *d, uint32_t seg, tml_heading *out);

#endif
