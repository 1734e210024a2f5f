/* file.c — what happens to one file: bytes, document, features, rules, findings, packed into its slot. */
#include "parallel.h"

#include "fragments.h"
#include "late.h"
#include "misfits.h"
#include "reference.h"
#include "rule/sink.h"
#include "stream.h"
#include "tmlint/input.h"
#include "tmlint/page.h"
#include "tmlint/read.h"

#include <stdlib.h>

/* ---- reading ---- */

static void read_meta(tml_doc *d) {
  tml_frontmatter fm;
  tml_frontmatter_parse(tml_str_n(d->p, d->n), d->arena, &fm);
  d->body = (uint32_t)fm.body;
  d->meta = TML_NEWN(d->arena, tml_meta, fm.n);
  for (size_t i = 0; i < fm.n; i++)
    if (!fm.items[i].duplicate)
      d->meta[d->nmeta++] =
          (tml_meta){fm.items[i].key, fm.items[i].value, (uint32_t)fm.items[i].start, (uint32_t)fm.items[i].end};
}

bool tml_run_read_head(tml_doc *d) {
  d->format = (uint8_t)tml_sniff(d->path, tml_str_n(d->p, d->n));
  bool page = d->format == TML_FMT_SXS || d->format == TML_FMT_MARKDOWN || d->format == TML_FMT_TEXT;
  if (page) read_meta(d);
  return page;
}

void tml_run_read(const tml_settings *s, tml_doc *d) {
  if (tml_run_read_head(d)) {
    tml_settings_languages(s, d);
    tml_read_odd(d);
    if (d->format == TML_FMT_SXS) tml_read_sxs(d);
  }
}

/* ---- findings of the run itself ---- */

tml_finding *tml_run_report(tml_worker *w, const tml_doc *d, int rule, const tml_ruleset *set, tml_str message) {
  if (rule < 0 || !set->set[rule].severity) return NULL;
  tml_finding *f = tml_sink_new(&w->sink, &w->arena);
  f->rule = (uint16_t)rule;
  f->severity = set->set[rule].severity;
  f->path = d->path;
  f->rank = 100;
  f->message = message;
  return f;
}

void tml_worker_free(tml_worker *w) {
  tml_arena_free(&w->arena);
  tml_arena_free(&w->tokens);
  tml_buf_free(&w->file);
  tml_buf_free(&w->base);
  tml_buf_free(&w->source);
  tml_buf_free(&w->today);
  tml_buf_free(&w->then);
}

/* ---- order, positions, fingerprints ---- */

static int in_order(const void *pa, const void *pb) {
  const tml_finding *a = *(tml_finding *const *)pa, *b = *(tml_finding *const *)pb;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
  if (a->end != b->end) return a->end < b->end ? -1 : 1;
  if (a->nrelated && b->nrelated) { /* several texts that are missing at one place: in their own page's order */
    const tml_related *x = a->related, *y = b->related;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->column != y->column) return x->column < y->column ? -1 : 1;
  }
  return tml_str_cmp(a->message, b->message);
}

uint64_t tml_run_print(const tml_finding *f, tml_str path) {
  const tml_rule *r = tml_rule_at(f->rule);
  uint64_t h = tml_hash_mix(tml_hash(r->code, strlen(r->code)), tml_hash(path.p, path.n));
  h = tml_hash_mix(h, f->fp_text);
  for (int k = 0; k < TML_EV_KINDS; k++)
    for (uint32_t i = 0; i < f->evidence[k].n; i++)
      h = tml_hash_mix(h + (uint64_t)k, tml_hash(f->evidence[k].v[i].p, f->evidence[k].v[i].n));
  return h;
}

void tml_run_prints(const tml_run_ctx *run, tml_worker *w, tml_doc *d) {
  tml_sink *s = &w->sink;
  if (!s->n) return;
  qsort(s->v, s->n, sizeof *s->v, in_order);
  tml_str path = tml_config_relative(run->config, &w->arena, d->path);
  tml_map own = {0}, *seen = w->prints ? w->prints : &own;
  for (uint32_t i = 0; i < s->n; i++) {
    tml_finding *f = s->v[i];
    uint64_t h = tml_run_print(f, path);
    uint64_t *equal = tml_map_put(seen, h, NULL);
    f->fingerprint = *equal ? tml_hash_mix(h, *equal) : h;
    ++*equal;
  }
  tml_map_free(&own);
}

enum { MANY = 1 << 14 }; /* findings of one file, before those packed go to temporary files */

void tml_run_seal(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot) {
  tml_sink *s = &w->sink;
  tml_run_suppress(run, w, d, set, slot);
  tml_run_prints(run, w, d);
  tml_run_control(run, w, d, set, slot);
  for (uint32_t i = 0; i < s->n; i++) {
    tml_finding *f = s->v[i];
    tml_doc_position(d, f->start, &f->line, &f->column);
    f->line_at = tml_doc_line_at(d, f->line);
    tml_doc_position(d, f->end > f->start ? f->end : f->start, &f->end_line, &f->end_column);
    tml_slot_add(slot, f);
    if (i % MANY == MANY - 1) tml_slot_settle(slot);
  }
}

/* ---- the pipeline ---- */

void tml_run_features(const tml_run_ctx *run, tml_worker *w, tml_doc *d, tml_page *page) {
  const tml_locale *sl = tml_locale_find(d->source_language), *tl = tml_locale_find(d->target_language);
  tml_featctx src = {&w->arena, &w->tokens, sl, run->lexicon}, tgt = {&w->arena, &w->tokens, tl, run->lexicon};
  tml_feat_page(&src, &tgt, d, page);
}

void tml_run_rules(const tml_run_ctx *run, tml_worker *w, tml_doc *d, tml_page *page, const tml_ruleset *set) {
  const tml_locale *sl = tml_locale_find(d->source_language), *tl = tml_locale_find(d->target_language);
  tml_run_features(run, w, d, page);
  if (run->reference) tml_reference_attach(run->reference, w, page);
  tml_check c = {.doc = d, .page = page, .src_loc = sl, .tgt_loc = tl, .arena = &w->arena, .sink = &w->sink};
  tml_rule_run(&c, set);
  if (d->other) tml_parallel_place(w, d);
}

static void check_page(const tml_run_ctx *run, tml_worker *w, tml_doc *d, const tml_ruleset *set, tml_slot *slot,
                       tml_report_file *rf) {
  tml_page page = {0};
  if (run->learn_only) {
    tml_run_features(run, w, d, &page);
    run->collect_facts(run, set, &page, slot);
    tml_misfits_collect(run, set, &page, slot);
    return;
  }
  tml_run_rules(run, w, d, &page, set);
  if (!run->collect_facts) tml_run_settle(run, w, &page, false);
  if (run->memory) tml_run_memory(run, w, d, &page, set);
  if (run->memory && run->misfits) tml_misfits_page(run, w, d, &page, set);
  for (uint32_t i = 0; i < d->nsegs; i++) rf->source_words += page.source[i].words;
  if (page.subject) {
    rf->subject.v = TML_NEWN(&w->arena, tml_str, 1);
    rf->subject.v[rf->subject.n++] = page.subject->text;
  }
  if (run->an003 >= 0) tml_fragments_collect(&page, &slot->links);
  if (run->collect_facts) run->collect_facts(run, set, &page, slot);
  if (run->collect_facts && run->misfits) tml_misfits_collect(run, set, &page, slot);
}

/* A page of HTML in the encoding that it declares, which is not UTF-8: its name; empty for all others. */
static tml_str other_charset(const tml_doc *d) {
  bool broken = false;
  for (uint32_t i = 0; i < d->nodd && !broken; i++) broken = d->odd[i].kind == TML_ODD_UTF8;
  if (!broken || d->format != TML_FMT_HTML) return TML_S("");
  tml_str name = tml_html_charset(tml_str_n(d->p, d->n));
  return tml_str_ieq(name, TML_S("utf-8")) || tml_str_ieq(name, TML_S("utf8")) ? TML_S("") : name;
}

void tml_run_bytes(const tml_run_ctx *run, tml_worker *w, tml_str path, bool named, const char *fault, tml_slot *slot) {
  tml_str charset;
  tml_doc *d = TML_NEW(&w->arena, tml_doc);
  d->arena = &w->arena;
  d->path = path;
  d->p = w->file.p ? w->file.p : "";
  d->n = w->file.n;
  if (!fault && d->n >= UINT32_MAX - 16) fault = "the file is larger than 4 GiB: split it";
  if (!fault) tml_run_read(run->settings, d);
  else d->n = 0;
  if (!fault && tml_format_is_units(d->format)) {
    tml_run_units(run, w, path, d->format, slot);
    return;
  }
  if (run->parallel && !fault) tml_parallel_pair(run->parallel, run, w, d);
  const tml_ruleset *set = tml_settings_ruleset(run->settings, d);
  tml_report_file rf = {.path = path, .source_language = d->source_language, .target_language = d->target_language};
  rf.format = tml_str_c(tml_format_id(d->format));
  rf.translation_type = tml_doc_meta(d, "ms.translationtype");
  rf.segments = slot->segments = d->nsegs;
  slot->read = true;
  if (fault) {
    tml_run_report(w, d, run->in001, set, tml_arena_fmt(&w->arena, "can't be read: %s", fault));
    rf.format = TML_S("unknown");
  } else if (tml_format_is_utf16or32(d->format)) {
    tml_run_report(w, d, run->in002, set,
                   tml_arena_fmt(&w->arena,
                                 "the file is %s: pages are read as UTF-8; convert it (iconv -f %s -t UTF-8)",
                                 tml_format_name(d->format), tml_format_id(d->format)));
  } else if ((charset = other_charset(d)).n) {
    tml_run_report(w, d, run->in002, set,
                   tml_arena_fmt(&w->arena,
                                 "the page is in %.*s: pages are read as UTF-8; convert it (iconv -f %.*s -t UTF-8)",
                                 (int)charset.n, charset.p, (int)charset.n, charset.p));
  } else if (d->format == TML_FMT_SXS || d->format == TML_FMT_MARKDOWN || d->format == TML_FMT_TEXT ||
             d->format == TML_FMT_EMPTY || d->other) {
    check_page(run, w, d, set, slot, &rf);
  } else if (named || d->format == TML_FMT_PO) {
    tml_run_report(w, d, run->in003, set,
                   tml_arena_fmt(&w->arena, "this format is not read yet: %s", tml_format_name(d->format)));
  } else if (d->format == TML_FMT_UNKNOWN || tml_format_is_binary(d->format)) {
    tml_format name = tml_sniff_name(path); /* a page by its name, no text by its bytes: broken, not foreign */
    slot->read = name == TML_FMT_MARKDOWN || name == TML_FMT_TEXT || tml_format_is_units(name);
    if (slot->read)
      tml_run_report(
          w, d, run->in003, set,
          tml_arena_fmt(&w->arena, "named as a page, but its bytes are no text (%s)", tml_format_name(d->format)));
  } else {
    slot->read = false; /* met in a folder and nothing of ours */
  }
  if (!slot->read) return;
  tml_run_seal(run, w, d, set, slot);
  rf.findings = w->sink.n;
  tml_pack_file(&slot->file, &rf);
}

/* In a folder, what the name alone rules out is not opened. */
bool tml_run_worth_opening(tml_str path) {
  tml_format f = tml_sniff_name(path);
  switch (f) {
  case TML_FMT_SXS:
  case TML_FMT_MARKDOWN:
  case TML_FMT_TEXT:
  case TML_FMT_TMX:
  case TML_FMT_XLIFF:
  case TML_FMT_PO:
  case TML_FMT_YAML:
  case TML_FMT_HTML: return true;
  default: return false;
  }
}

int tml_run_fetch(const tml_run_ctx *run, tml_str path, tml_buf *out, tml_io_stamp *stamp, tml_err *err) {
  const bool standard = run->stdin_bytes && tml_str_eq(path, run->stdin_path);
  const bool staged = run->changes && run->changes->mode == TML_MODE_STAGED; /* the index, not the work tree */
  if (!standard && !staged) return tml_io_read(path.p, out, stamp, err);
  out->n = 0;
  if (standard) tml_buf_str(out, tml_buf_view(run->stdin_bytes));
  else tml_patch_side(tml_changes_of(run->changes, path), TML_PATCH_NEW, out);
  tml_buf_reserve(out, TML_IO_PAD);
  memset(out->p + out->n, 0, TML_IO_PAD);
  return TML_OK;
}

void tml_run_file(const tml_run_ctx *run, tml_worker *w, const tml_input_file *in, tml_slot *slot) {
  tml_arena_reset(&w->arena);
  tml_arena_reset(&w->tokens);
  w->sink = (tml_sink){0};
  tml_slot_clear(slot);
  if (!in->named && !tml_run_worth_opening(in->path)) return;
  tml_err err = {0};
  tml_io_stamp stamp = {0};
  const char *fault = NULL;
  const bool standard = run->stdin_bytes && tml_str_eq(in->path, run->stdin_path);
  const bool staged = run->changes && run->changes->mode == TML_MODE_STAGED;
  if (!standard && !staged && tml_run_long(run, w, in->path, slot)) return;
  if (tml_run_fetch(run, in->path, &w->file, &stamp, &err)) {
    fault = err.msg;
    size_t n = in->path.n; /* the message names the path already, and so does the finding */
    if (strncmp(fault, in->path.p, n) == 0 && fault[n] == ':' && fault[n + 1] == ' ') fault += n + 2;
  }
  tml_run_bytes(run, w, in->path, in->named, fault, slot);
  if (!fault && (run->config->fix || run->config->diff)) tml_run_repair(run, w, in, &stamp, slot);
  slot->unopened |= fault != NULL;
}
