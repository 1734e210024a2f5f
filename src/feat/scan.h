/* scan.h — inside the feature scan: the state that scan.c (tokens) and inline.c (code, links, tags …) share. */
#ifndef TMLINT_FEAT_SCAN_H
#define TMLINT_FEAT_SCAN_H

#include "tmlint/feat.h"

enum { TML_LOOK = 4096, TML_NEST = 32 }; /* bytes looked ahead for a closer; open brackets remembered */

/* Beyond these no closer stands: it is not sought again. */
typedef struct tml_scan_none {
  const char *code[8]; /* by run length, the last for longer ones */
  const char *paren, *comment, *math;
} tml_scan_none;

typedef struct tml_scan {
  const tml_featctx *ctx;
  tml_sheet *out;
  const char *p0, *end; /* eight bytes behind end may be read */
  tml_tok *tok;
  uint32_t ntok;
  size_t tok_cap;
  unsigned pend; /* TML_TF_… of the white space before the next token */
  uint32_t open[TML_NEST]; /* tokens of '[' that may open a link, innermost last */
  unsigned nopen;
  tml_scan_none none;
} tml_scan;

void tml_scan_hot_slow(tml_scan *s, uint32_t tok);
/* The token may begin something that later stages look for. */
static inline void tml_scan_hot(tml_scan *s, uint32_t tok) {
  tml_sheet *o = s->out;
  if (o->nhot && o->hot[o->nhot - 1] >= tok) return;
  if (TML_UNLIKELY(o->nhot == o->hot_cap)) tml_scan_hot_slow(s, tok);
  else o->hot[o->nhot++] = tok;
}

tml_tok *tml_scan_token(tml_scan *s, int kind, const char *from, const char *to);
void tml_scan_open_tokens(tml_scan *s, uint32_t bytes);
void tml_scan_more_tokens(tml_scan *s);
void tml_scan_close_tokens(tml_scan *s);
/* TML_M_… that a sign sets. */
uint32_t tml_scan_sign_marks(uint32_t cp);
/* At an ASCII sign that may begin an inline: makes tokens and facts, returns where to go on. */
const char *tml_scan_special(tml_scan *s, const char *p);
/* Key of a URL: without scheme, "www.", locale segment, trailing slash; &amp; and \-escapes undone; case of the host ignored. */
uint64_t tml_url_key(const char *p, size_t n);

#endif
