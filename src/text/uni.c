/* uni.c — Unicode normalization; the only user of utf8proc. */
#include "text/uni.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "tmlint/text.h"

void tml_uni_nfc(tml_buf *out, tml_str s) {
  if (!s.n) return;
  const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.p;
  /* Most texts decompose to about as many code points as they have bytes; what doesn't fit is measured and tried again.
   */
  utf8proc_ssize_t room = (utf8proc_ssize_t)s.n + 16;
  utf8proc_int32_t *work = tml_malloc((size_t)(room + 1) * sizeof *work);
  utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, work, room, options);
  if (n > room) {
    room = n;
    work = tml_realloc(work, (size_t)(room + 1) * sizeof *work);
    n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, work, room, options);
  }
  if (n >= 0) n = utf8proc_reencode(work, n, options);
  /* utf8proc can only fail on ill-formed input, which callers have ruled out: the text then stays as it is. */
  if (n >= 0) tml_buf_put(out, work, (size_t)n);
  else tml_buf_str(out, s);
  free(work);
}

void tml_text_nfc(tml_buf *out, tml_str s) {
  if (tml_text_may_change(s)) tml_uni_nfc(out, s);
  else tml_buf_str(out, s);
}

bool tml_text_is_nfc(tml_str s) {
  if (!tml_text_may_change(s)) return true;
  tml_buf composed = {0};
  tml_uni_nfc(&composed, s);
  bool same = tml_str_eq(tml_buf_view(&composed), s);
  tml_buf_free(&composed);
  return same;
}
