/* rx.h — patterns that people write in rule packs: PCRE2, compiled once, with limits that no text can get past.
 *
 * What for: packs. What not: built-in checks compare features and use no pattern.
 * Syntax: PCRE2 (pcre2pattern(3)), over UTF-8 and code points; `\d` and `\w` are ASCII (no UCP), so that particles
 * glued to Latin words do not count as word characters. Offsets are bytes. A match that reaches the match limit is
 * TML_RX_LIMIT, never "no match": the pattern is at fault, not the text. Threads: a compiled pattern is read-only;
 * scratch comes from the caller's arena.
 */
#ifndef TMLINT_RX_H
#define TMLINT_RX_H

#include "tmlint/base.h"

typedef struct tml_rx tml_rx;

enum {
  TML_RX_FOLD = 1,    /* case does not count */
  TML_RX_LITERAL = 2, /* the text itself, no pattern */
  TML_RX_ONCE = 4     /* for a few matches: not worth machine code */
};
enum { TML_RX_NONE = 0, TML_RX_FOUND = 1, TML_RX_LIMIT = -1 };
enum { TML_RX_GROUPS = 10 /* the whole and \1 to \9 */, TML_RX_MATCH_LIMIT = 100000 };

/* Compiles. NULL on error: TML_EFORMAT, "at byte 5: missing closing parenthesis". Free with tml_rx_free. */
tml_rx *tml_rx_new(tml_str pattern, unsigned flags, tml_err *err);
void tml_rx_free(tml_rx *rx);
/* How many groups the pattern has, the whole not counted. */
unsigned tml_rx_groups(const tml_rx *rx);

typedef struct tml_match {
  uint32_t start[TML_RX_GROUPS], end[TML_RX_GROUPS]; /* start UINT32_MAX: the group took no part */
  tml_str mark;                                      /* of (*MARK:name), borrowed from the pattern; or empty */
} tml_match;

/* The first match at or behind `from`. `text` must be valid UTF-8: what is not matches nothing. */
int tml_rx_find(const tml_rx *rx, tml_arena *scratch, tml_str text, uint32_t from, tml_match *m);

#endif
