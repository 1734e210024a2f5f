/* stream.c — files of units (TMX, XLIFF), batch by batch (stream.h).
 *
 * A long file is read through a window that slides: what is left of it moves to the window's beginning, so the same
 * pages of memory, warm in the cache, hold the whole file one part after another. An address range of the file's size
 * is reserved in front of the window and never touched: the address that the file's first byte would have lies in it,
 * so that every offset is the file's. (A mapped file would do without reading, but a file that shrinks meanwhile would
 * end the program.)
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, madvise */
#endif
#include "stream.h"

#include "late.h"
#include "misfits.h"
#include "tmlint/page.h"
#include "tmlint/read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A window: a batch, a unit of the greatest length, what is read ahead. SLIDE: from how much on it moves. */
enum { LONG = 1 << 20, WINDOW = 16 << 20, SLIDE = 1 << 18, GIVE_BACK = 1 << 20 };

/* ---- the file ---- */

typedef struct range {
  int fd;
  char *window;
  size_t n, filled, from; /* bytes of the file; those before `filled` were read, those from `from` on are there */
  size_t touched;         /* of the window */
  tml_xml_input in;
} range;

static size_t more(void *ctx, size_t from, size_t n) {
  range *r = ctx;
  if (n > r->n - from) n = r->n - from;
  if (from + n > r->from + WINDOW) n = r->from + WINDOW - from;
  while (r->filled < from + n) {
    ssize_t got = pread(r->fd, r->window + (r->filled - r->from), from + n - r->filled, (off_t)r->filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    r->filled += (size_t)got;
  }
  size_t used = r->filled - r->from;
  if (used > r->touched) r->touched = used;
  memset(r->window + used, 0, TML_IO_PAD);
  return r->filled > from ? (r->filled - from < n ? r->filled - from : n) : 0;
}

static void done(void *ctx, size_t to) {
  range *r = ctx;
  if (to < r->from + SLIDE) return;
  memmove(r->window, r->window + (to - r->from), r->filled - to);
  r->from = to;
  r->in.p = r->window - to;
  if (r->touched > GIVE_BACK) { /* a unit of many MiB went by */
    madvise(r->window + GIVE_BACK, r->touched - GIVE_BACK, MADV_DONTNEED);
    r->touched = GIVE_BACK;
  }
}

static tml_xml_wish wish_of(const tml_settings *s) {
  const tml_config *c = tml_settings_config(s);
  return (tml_xml_wish){c->option_source.s, c->option_target.s};
}

bool tml_stream_file(const tml_settings *s, tml_arena *a, tml_str path, void (*take)(void *, tml_doc *), void *ctx,
                     tml_err *err) {
  tml_format name = tml_sniff_name(path);
  if (!tml_format_is_units(name) && name != TML_FMT_XML) return false;
  range r = {.fd = open(path.p, O_RDONLY | O_CLOEXEC)};
  struct stat st;
  if (r.fd < 0) return false; /* who reads it whole says why */
  bool ours = !fstat(r.fd, &st) && S_ISREG(st.st_mode) && st.st_size > LONG && st.st_size < (off_t)UINT32_MAX - 16;
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *reserved = NULL;
  if (ours) {
    r.n = (size_t)st.st_size;
    reserved = mmap(NULL, r.n + page + WINDOW + page, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (reserved == MAP_FAILED) reserved = NULL, ours = false;
    else r.window = reserved + (r.n / page + 1) * page;
  }
  tml_format f = ours ? tml_sniff(path, tml_str_n(r.window, more(&r, 0, 1 << 16))) : TML_FMT_UNKNOWN;
  ours = ours && tml_format_is_units(f);
  if (ours) {
    r.in = (tml_xml_input){.p = r.window, .n = r.n, .more = more, .done = done, .ctx = &r};
    tml_xml_wish wish = wish_of(s);
    tml_read_xml(a, path, f, &r.in, &wish, take, ctx);
    if (fstat(r.fd, &st) || (size_t)st.st_size != r.n) tml_fail(err, TML_EIO, "changed while it was read");
  }
  if (reserved) munmap(reserved, r.n + page + WINDOW + page);
  close(r.fd);
  return ours;
}

void tml_stream_bytes(const tml_settings *s, tml_arena *a, tml_str path, tml_str bytes, int format,
                      void (*take)(void *, tml_doc *), void *ctx) {
  tml_xml_input in = {.p = bytes.p, .n = bytes.n};
  tml_xml_wish wish = wish_of(s);
  tml_read_xml(a, path, format, &in, &wish, take, ctx);
}

/* ---- checking ---- */

typedef struct checking {
  const tml_run_ctx *run;
  tml_worker *w;
  tml_slot *slot;
  tml_report_file rf;
  tml_arena keep;
  tml_map prints;
} checking;

/* Odd characters of the batch's own bytes. */
static void read_odd(tml_doc *d) {
  tml_doc part = {.arena = d->arena, .p = d->p + d->from, .n = d->n - d->from};
  tml_read_odd(&part);
  for (uint32_t i = 0; i < part.nodd; i++) part.odd[i].start += d->from, part.odd[i].end += d->from;
  d->odd = part.odd, d->nodd = part.nodd, d->odd_cap = part.odd_cap;
}

static void languages(const checking *k, tml_doc *d) {
  tml_str source = d->source_language, target = d->target_language;
  if (source.n && target.n) return;
  tml_settings_languages(k->run->settings, d);
  if (source.n) d->source_language = source;
  if (target.n) d->target_language = target;
}

static void damages(const checking *k, tml_doc *d, const tml_ruleset *set) {
  const tml_run_ctx *run = k->run;
  tml_arena *a = d->arena;
  for (uint32_t i = 0; i < d->ndamage; i++) {
    const tml_damage *x = &d->damage[i];
    tml_str why = x->note;
    int rule = x->kind == TML_DMG_SYNTAX ? run->in004 : x->kind == TML_DMG_ENCODING ? run->in002 : run->in003;
    if (x->kind == TML_DMG_ENCODING)
      why =
          tml_arena_fmt(a,
                        "the file is in %.*s: XML is read as UTF-8; convert it (iconv -f %.*s -t UTF-8) and name UTF-8 "
                        "in its first line",
                        (int)why.n, why.p, (int)why.n, why.p);
    else if (x->kind == TML_DMG_SYNTAX)
      why = tml_arena_fmt(a, "broken XML: %.*s; the units before this place are checked, nothing behind it", (int)why.n,
                          why.p);
    if (x->kind == TML_DMG_SYNTAX && tml_str_starts(x->note, TML_S("the file declares"))) why = x->note;
    tml_finding *f = tml_run_report(k->w, d, rule, set, why);
    if (f) f->start = x->start, f->end = x->end;
  }
}

static void check_batch(void *ctx, tml_doc *d) {
  checking *k = ctx;
  tml_worker *w = k->w;
  w->sink = (tml_sink){0};
  w->prints = &k->prints;
  languages(k, d);
  read_odd(d);
  const tml_ruleset *set = tml_settings_ruleset(k->run->settings, d);
  if (d->nsegs) {
    if (!k->rf.segments) {
      k->rf.source_language = tml_arena_str(&k->keep, d->source_language);
      k->rf.target_language = tml_arena_str(&k->keep, d->target_language);
    }
    tml_page page = {0};
    if (k->run->learn_only) tml_run_features(k->run, w, d, &page);
    else tml_run_rules(k->run, w, d, &page, set);
    if (!k->run->collect_facts) tml_run_settle(k->run, w, &page, true);
    if (k->run->memory) tml_run_memory(k->run, w, d, &page, set);
    if (k->run->memory && k->run->misfits) tml_misfits_page(k->run, w, d, &page, set);
    for (uint32_t i = 0; i < d->nsegs; i++) k->rf.source_words += page.source[i].words;
    if (k->run->collect_facts) k->run->collect_facts(k->run, set, &page, k->slot);
    if (k->run->collect_facts && k->run->misfits) tml_misfits_collect(k->run, set, &page, k->slot);
    k->rf.segments += d->nsegs;
  }
  damages(k, d, set);
  for (uint32_t i = 0; i < w->sink.n; i++) w->sink.v[i]->nedits = 0; /* what would be typed there is no XML */
  tml_run_seal(k->run, w, d, set, k->slot);
  k->rf.findings += w->sink.n;
  w->sink = (tml_sink){0};
  w->prints = NULL;
  tml_arena_reset(&w->tokens);
  tml_slot_settle(k->slot);
}

static void finish(checking *k) {
  k->slot->segments = k->rf.segments;
  k->slot->read = true;
  tml_pack_file(&k->slot->file, &k->rf);
  tml_arena_free(&k->keep);
  tml_map_free(&k->prints);
}

bool tml_run_long(const tml_run_ctx *run, tml_worker *w, tml_str path, tml_slot *slot) {
  checking k = {.run = run, .w = w, .slot = slot};
  tml_err err = {0};
  k.rf.path = path;
  k.rf.format = tml_str_c(tml_format_id(tml_sniff_name(path) == TML_FMT_XLIFF ? TML_FMT_XLIFF : TML_FMT_TMX));
  if (!tml_stream_file(run->settings, &w->arena, path, check_batch, &k, &err)) return false;
  if (err.code) {
    tml_doc d = {.arena = &w->arena, .path = path, .p = ""};
    const tml_ruleset *set = tml_settings_ruleset(run->settings, &d);
    tml_run_report(w, &d, run->in001, set, tml_arena_fmt(&w->arena, "can't be read: %s", err.msg));
    tml_run_seal(run, w, &d, set, slot);
    slot->unopened = true;
  }
  finish(&k);
  return true;
}

void tml_run_units(const tml_run_ctx *run, tml_worker *w, tml_str path, int format, tml_slot *slot) {
  checking k = {.run = run, .w = w, .slot = slot};
  k.rf.path = path;
  k.rf.format = tml_str_c(tml_format_id((tml_format)format));
  tml_stream_bytes(run->settings, &w->arena, path, tml_buf_view(&w->file), format, check_batch, &k);
  finish(&k);
}
