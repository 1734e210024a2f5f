/* stream.h — XML files batch by batch: from disk in bounded memory, or from bytes that are there. */
#ifndef TMLINT_RUN_STREAM_H
#define TMLINT_RUN_STREAM_H

#include "file.h"
#include "tmlint/xml.h"

static inline bool tml_format_is_units(int format) { return format == TML_FMT_TMX || format == TML_FMT_XLIFF; }

/* Is the file at `path` a long one of units? Then its batches go to `take` (they live in `a`), and true is returned;
 * all else, short files too, is left to the caller: false. */
bool tml_stream_file(const tml_settings *s, tml_arena *a, tml_str path, void (*take)(void *, tml_doc *), void *ctx,
                     tml_err *err);
/* The same of bytes. */
void tml_stream_bytes(const tml_settings *s, tml_arena *a, tml_str path, tml_str bytes, int format,
                      void (*take)(void *, tml_doc *), void *ctx);
/* Checks a file of units into its slot; false: it is none, or a short one. */
bool tml_run_long(const tml_run_ctx *run, tml_worker *w, tml_str path, tml_slot *slot);
/* Checks bytes of such a format. */
void tml_run_units(const tml_run_ctx *run, tml_worker *w, tml_str path, int format, tml_slot *slot);

#endif
