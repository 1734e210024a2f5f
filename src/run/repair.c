/* repair.c — --fix and --diff: what the findings of a file propose is done to its bytes, which are checked again until
 * nothing is left to do; then the file is replaced, or the difference shown.
 */
#include "file.h"

#include "tmlint/fix.h"
#include "tmlint/io.h"

/* One fix may make room for another that overlapped it, or bring to light what it hid. */
enum { PASSES = 8 };

static bool any_fix(const tml_worker *w, bool unsafe) {
  for (uint32_t i = 0; i < w->sink.n; i++) {
    const tml_finding *f = w->sink.v[i];
    if (f->nedits && !f->suppressed_by.n && !f->pending && (f->fix_safe || unsafe)) return true;
  }
  return false;
}

/* Takes the bytes in *from as the file's, and checks them into the slot. */
static void check_again(const tml_run_ctx *run, tml_worker *w, const tml_input_file *in, tml_buf *from,
                        tml_slot *slot) {
  tml_buf old = w->file;
  tml_buf_reserve(from, TML_IO_PAD);
  memset(from->p + from->n, 0, TML_IO_PAD);
  w->file = *from;
  *from = old;
  from->n = 0;
  tml_arena_reset(&w->arena);
  tml_arena_reset(&w->tokens);
  w->sink = (tml_sink){0};
  tml_slot_clear(slot);
  tml_run_bytes(run, w, in->path, in->named, NULL, slot);
}

void tml_run_repair(const tml_run_ctx *run, tml_worker *w, const tml_input_file *in, const tml_io_stamp *stamp,
                    tml_slot *slot) {
  const tml_config *c = run->config;
  if (!any_fix(w, c->unsafe_fixes)) return;
  tml_buf first = {0}, next = {0};
  tml_slot aside = {0}, *to = c->diff ? &aside : slot; /* with --diff the report is of the file as it is */
  tml_fix_count n = {0};
  tml_err err = {0};
  uint32_t made = 0, overlapping = 0;
  const char *fault = NULL;
  tml_buf_str(&first, tml_buf_view(&w->file));
  for (int pass = 0; pass < PASSES && any_fix(w, c->unsafe_fixes); pass++) {
    n = tml_fix_apply(tml_buf_view(&w->file), w->sink.v, w->sink.n, c->unsafe_fixes, &next);
    overlapping += n.overlapping;
    made += n.applied;
    if (n.applied) check_again(run, w, in, &next, to);
    else break;
  }
  if (any_fix(w, c->unsafe_fixes)) fault = "its fixes come to no end; it is left as it was";
  else if (c->diff) tml_fix_diff(in->path, tml_buf_view(&first), tml_buf_view(&w->file), &slot->diff);
  else if (tml_io_write(in->path.p, tml_buf_view(&w->file), stamp, &err)) fault = err.msg;
  if (fault) {
    made = overlapping = 0;
    if (!c->diff) check_again(run, w, in, &first, slot);
    bool named = strncmp(fault, in->path.p, in->path.n) == 0;
    tml_buf_fmt(&slot->notes, "tmlint: %s%s%s\n", named ? "" : in->path.p, named ? "" : ": ", fault);
    slot->unopened = true;
  }
  slot->fixes = made;
  slot->overlaps = overlapping;
  tml_slot_free(&aside);
  tml_buf_free(&first);
  tml_buf_free(&next);
}
