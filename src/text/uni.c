/* uni.c — Unicode normalization; the only user of utf8proc.
 *
 * NFC changes little of what people write, so only suspicious clusters are given to utf8proc: those with a character
 * that NFC_Quick_Check doesn't clear, or with marks out of canonical order (UAX 15, section 9). A cluster begins at a
 * character that composes with nothing before it; what is outside of suspicious clusters is copied.
 */
#include "text/uni.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "tmlint/text.h"

static bool is_ascii(const char *p) {
  uint64_t w;
  memcpy(&w, p, sizeof w);
  return !(w & UINT64_C(0x8080808080808080));
}

static int combining_class(uint32_t cp) { return utf8proc_get_property((utf8proc_int32_t)cp)->combining_class; }

static bool is_boundary(unsigned info) { return !(info & TML_CPI_NFC) && TML_CPI_TYPE(info) != TML_CP_MARK; }

static const char *cluster_end(const char *p, const char *end) {
  while (p < end) {
    const char *q = p;
    if (is_boundary(tml_cp_info(tml_utf8_next(&p)))) return q;
  }
  return p;
}

/* The first suspicious cluster at or after `from`, a cluster's start: *a to *b. */
static bool next_suspect(const char *from, const char *end, const char **a, const char **b) {
  const char *start = from; /* of the cluster that p is in */
  uint32_t last = 0;        /* the mark before, if there is one */
  for (const char *p = from; p < end;) {
    unsigned char c = (unsigned char)*p;
    if (c < 0xCC) {                              /* below U+0300 nothing composes with what is before it */
      while (end - p > 8 && is_ascii(p)) p += 7; /* the eighth may be the base of a mark */
      start = p;
      p += (unsigned char)*p < 0x80 ? 1 : 2;
      last = 0;
      continue;
    }
    const char *q = p;
    uint32_t cp = tml_utf8_next(&p);
    unsigned info = tml_cp_info(cp);
    if (is_boundary(info)) {
      start = q;
      last = 0;
      continue;
    }
    bool suspect = info & TML_CPI_NFC;
    if (!suspect && last) {
      int class = combining_class(cp);
      suspect = class && combining_class(last) > class;
    }
    last = cp;
    if (!suspect) continue;
    *a = start;
    *b = cluster_end(p, end);
    return true;
  }
  return false;
}

/* Appends s, all of it through utf8proc. */
static void compose(tml_buf *out, tml_str s) {
  const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.p;
  utf8proc_int32_t few[64], *work = few;
  utf8proc_ssize_t room = (utf8proc_ssize_t)TML_COUNT(few) - 1; /* re-encoding needs one more */
  utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, work, room, options);
  if (n > room) {
    room = n;
    work = tml_malloc((size_t)(room + 1) * sizeof *work);
    n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, work, room, options);
  }
  if (n >= 0) n = utf8proc_reencode(work, n, options);
  /* utf8proc can only fail on ill-formed input, which callers have ruled out: the text then stays as it is. */
  if (n >= 0) tml_buf_put(out, work, (size_t)n);
  else tml_buf_str(out, s);
  if (work != few) free(work);
}

bool tml_uni_suspect(tml_str s) {
  const char *a, *b;
  return next_suspect(s.p, s.p + s.n, &a, &b);
}

void tml_text_nfc(tml_buf *out, tml_str s) {
  const char *p = s.p, *end = s.p + s.n, *a, *b;
  while (next_suspect(p, end, &a, &b)) {
    tml_buf_put(out, p, (size_t)(a - p));
    compose(out, tml_str_n(a, (size_t)(b - a)));
    p = b;
  }
  if (p < end) tml_buf_put(out, p, (size_t)(end - p));
}

bool tml_text_is_nfc(tml_str s) {
  const char *p = s.p, *end = s.p + s.n, *a, *b;
  tml_buf composed = {0};
  bool same = true;
  while (same && next_suspect(p, end, &a, &b)) {
    composed.n = 0;
    compose(&composed, tml_str_n(a, (size_t)(b - a)));
    same = tml_str_eq(tml_buf_view(&composed), tml_str_n(a, (size_t)(b - a)));
    p = b;
  }
  tml_buf_free(&composed);
  return same;
}
