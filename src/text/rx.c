/* rx.c — the only user of pcre2 (rx.h).
 *
 * Limits: 100,000 match steps and 20,000 KiB of heap a call, so that `(a+)+$` costs a third of a millisecond and is
 * told; a pattern of at most 4,000 bytes, its parentheses at most 50 deep. Compiled with JIT where there is one (8 to
 * 15 microseconds a pattern); the interpreter finds the same.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "tmlint/rx.h"

#include <pcre2.h>
#include <stdlib.h>

enum { LONGEST = 4000, DEEPEST = 50, HEAP_KIB = 20000 };

struct tml_rx {
  pcre2_code *code;
  unsigned groups;
};

tml_rx *tml_rx_new(tml_str pattern, unsigned flags, tml_err *err) {
  if (pattern.n > LONGEST) {
    tml_fail(err, TML_EFORMAT, "a pattern of at most %d bytes is expected", LONGEST);
    return NULL;
  }
  uint32_t options =
      PCRE2_UTF | (flags & TML_RX_FOLD ? PCRE2_CASELESS : 0) | (flags & TML_RX_LITERAL ? PCRE2_LITERAL : 0);
  if (!(flags & TML_RX_LITERAL)) options |= PCRE2_NEVER_BACKSLASH_C;
  pcre2_compile_context *limits = pcre2_compile_context_create(NULL);
  if (!limits) tml_oom();
  pcre2_set_parens_nest_limit(limits, DEEPEST);
  int code;
  PCRE2_SIZE at;
  pcre2_code *made = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &code, &at, limits);
  pcre2_compile_context_free(limits);
  if (!made) {
    char what[200];
    if (pcre2_get_error_message(code, (PCRE2_UCHAR *)what, sizeof what) < 0) what[0] = 0;
    tml_fail(err, TML_EFORMAT, "the pattern is wrong at byte %zu: %s", (size_t)at, what);
    return NULL;
  }
  tml_rx *rx = tml_calloc(1, sizeof *rx);
  uint32_t groups = 0;
  pcre2_pattern_info(made, PCRE2_INFO_CAPTURECOUNT, &groups);
  *rx = (tml_rx){made, groups};
  if (!(flags & TML_RX_ONCE)) pcre2_jit_compile(made, PCRE2_JIT_COMPLETE); /* where it fails, the interpreter runs */
  return rx;
}

void tml_rx_free(tml_rx *rx) {
  if (!rx) return;
  pcre2_code_free(rx->code);
  free(rx);
}

unsigned tml_rx_groups(const tml_rx *rx) { return rx->groups; }

/* The library's own blocks come from the caller's arena: nothing to free, nothing shared between threads. */
static void *from_arena(PCRE2_SIZE n, void *arena) { return tml_arena_alloc(arena, n); }
static void to_arena(void *p, void *arena) { (void)p, (void)arena; }

int tml_rx_find(const tml_rx *rx, tml_arena *scratch, tml_str text, uint32_t from, tml_match *m) {
  pcre2_general_context *memory = pcre2_general_context_create(from_arena, to_arena, scratch);
  pcre2_match_context *limits = pcre2_match_context_create(memory);
  pcre2_match_data *data = pcre2_match_data_create(TML_RX_GROUPS, memory);
  pcre2_set_match_limit(limits, TML_RX_MATCH_LIMIT);
  pcre2_set_heap_limit(limits, HEAP_KIB);
  int rc = pcre2_match(rx->code, (PCRE2_SPTR)text.p, text.n, from, 0, data, limits);
  if (rc == PCRE2_ERROR_NOMATCH || (rc <= PCRE2_ERROR_UTF8_ERR1 && rc >= PCRE2_ERROR_UTF8_ERR21)) return TML_RX_NONE;
  if (rc < 0) return TML_RX_LIMIT;
  const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);
  for (int i = 0; i < TML_RX_GROUPS; i++) {
    bool took = rc == 0 || i < rc;
    took = took && at[2 * i] != PCRE2_UNSET;
    m->start[i] = took ? (uint32_t)at[2 * i] : UINT32_MAX;
    m->end[i] = took ? (uint32_t)at[2 * i + 1] : UINT32_MAX;
  }
  if (m->start[0] > m->end[0]) m->end[0] = m->start[0]; /* \K in a lookahead */
  PCRE2_SPTR mark = pcre2_get_mark(data);
  m->mark = mark ? tml_str_c((const char *)mark) : (tml_str){"", 0};
  return TML_RX_FOUND;
}
