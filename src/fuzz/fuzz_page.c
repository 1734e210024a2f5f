/* fuzz_page.c — libFuzzer target: any bytes through sniffing, front matter, the reader, the features and the page.
 *
 * What must hold for every input, not only that nothing crashes: spans inside the file and in order, a raw text decodes
 * to the text that rules see, tokens and facts inside their text. The file's length chooses the locale, so that every
 * locale's tables are reached and a crasher stays one plain page.
 * Run by `make fuzz`; minimised crashers live in testdata/fuzz/fuzz_page/.
 */
#include "holds.h"

#include "tmlint/doc.h"
#include "tmlint/feat.h"
#include "tmlint/input.h"
#include "tmlint/pack.h"
#include "tmlint/page.h"
#include "tmlint/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void text_holds(const tml_doc *d, const tml_text *t) {
  if (!t->p) return;
  HOLDS(t->start <= t->end && t->end <= d->n);
  if (!t->map) {
    HOLDS(t->n == t->end - t->start);
    HOLDS(t->n == 0 || memcmp(t->p, d->p + t->start, t->n) == 0);
    return;
  }
  HOLDS(t->nmap > 0 && t->map[0][0] == 0 && t->map[0][1] == t->start);
  for (uint32_t i = 1; i < t->nmap; i++)
    HOLDS(t->map[i][0] >= t->map[i - 1][0] && t->map[i][1] >= t->map[i - 1][1] && t->map[i][1] <= t->end);
  uint32_t last = t->start;
  for (uint32_t i = 0; i <= t->n; i++) {
    if (i < t->n && (t->p[i] & 0xC0) == 0x80) continue; /* inside a character: no place a finding could have */
    uint32_t raw = tml_text_raw(t, i);
    HOLDS(raw >= last && raw <= t->end);
    last = raw;
  }
}

static void sheet_holds(const tml_sheet *s) {
  uint32_t n = s->text->n, at = 0;
  for (uint32_t i = 0; i < s->ntok; i++) {
    HOLDS(at <= s->tok[i].start && s->tok[i].start <= s->tok[i].end && s->tok[i].end <= n);
    HOLDS(s->tok[i].owner <= s->nfact);
    at = s->tok[i].end;
  }
  at = 0;
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    HOLDS(at <= f->start && f->start <= f->end && f->end <= n);
    HOLDS(f->in_start <= f->in_end && f->in_end <= n && f->url_start <= f->url_end && f->url_end <= n);
    HOLDS((uint64_t)f->tok + f->ntok <= s->ntok);
    HOLDS(s->has & TML_FM(f->kind));
    at = f->start;
  }
  HOLDS(s->body_start <= s->body_end && s->body_end <= n);
}

static void features(const tml_doc *d, const tml_text *t, const tml_locale *locale) {
  if (!t->p) return;
  text_holds(d, t);
  tml_arena tokens = {0};
  tml_featctx ctx = {.arena = d->arena, .tokens = &tokens, .locale = locale, .lexicon = tml_pack_shipped()};
  tml_sheet sheet = {0}, again = {0};
  tml_feat_sheet(&ctx, t, &sheet);
  sheet_holds(&sheet);
  tml_feat_sheet(&ctx, t, &again);
  HOLDS(sheet.hash == again.hash && sheet.nfact == again.nfact && sheet.ntok == again.ntok);
  tml_arena_free(&tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  tml_arena arena = {0};
  tml_str bytes = tml_arena_str(&arena, (tml_str){(const char *)data, size});
  tml_sniff(TML_S(""), bytes);

  tml_frontmatter fm = {0};
  tml_frontmatter_parse(bytes, &arena, &fm);
  HOLDS(fm.body <= size && fm.start <= fm.end && fm.end <= size);
  for (size_t i = 0; i < fm.n; i++) HOLDS(fm.items[i].start <= fm.items[i].end && fm.items[i].end <= size);

  tml_doc doc = {.arena = &arena, .path = TML_S("fuzz.md"), .p = bytes.p, .n = size, .body = (uint32_t)fm.body};
  tml_read_odd(&doc);
  uint32_t at = 0;
  for (uint32_t i = 0; i < doc.nodd; i++) {
    HOLDS(at <= doc.odd[i].start && doc.odd[i].start <= doc.odd[i].end && doc.odd[i].end <= size);
    at = doc.odd[i].start;
  }
  tml_read_sxs(&doc);
  for (uint32_t i = 0; i < doc.ndamage; i++) {
    HOLDS(doc.damage[i].start <= doc.damage[i].end && doc.damage[i].end <= size);
    HOLDS(doc.damage[i].segment < doc.nsegs || doc.damage[i].segment == UINT32_MAX);
  }
  size_t nlocales;
  const tml_locale *locales = tml_locale_all(&nlocales);
  const tml_locale *locale = nlocales ? &locales[size % nlocales] : tml_locale_root();
  for (uint32_t i = 0; i < doc.nsegs; i++) {
    const tml_segment *s = &doc.segs[i];
    HOLDS(s->start <= s->end && s->end <= size && s->line_start <= s->start);
    HOLDS(s->target.p || s->source.p);
    features(&doc, &s->target, locale);
    features(&doc, &s->source, tml_locale_find(TML_S("en-US")));
    uint32_t line, column;
    tml_doc_position(&doc, s->start, &line, &column);
    HOLDS(line >= 1 && column >= 1);
  }
  tml_arena tokens = {0};
  tml_featctx src = {&arena, &tokens, tml_locale_find(TML_S("en-US")), tml_pack_shipped()}, tgt = src;
  tgt.locale = locale;
  tml_page page = {0};
  tml_feat_page(&src, &tgt, &doc, &page);
  for (uint32_t i = 0; i < doc.nsegs; i++) {
    if (doc.segs[i].source.p) sheet_holds(&page.source[i]);
    if (doc.segs[i].target.p) sheet_holds(&page.target[i]);
  }
  HOLDS(!page.subject || page.ntopics > 0);
  tml_arena_free(&tokens);
  tml_arena_free(&arena);
  return 0;
}
