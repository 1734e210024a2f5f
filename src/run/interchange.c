/* interchange.c — pairs as TMX 1.4b, XLIFF 1.2 and gettext PO (interchange.h).
 *
 * Texts stand as plain text, escaped; the Markdown in them is text, no inline elements are made of it. Page, unit id,
 * heading level, anchor, link and the kind of place are kept: TMX as props x-page, x-heading, x-anchor, x-url,
 * x-context, which read/tmx.c reads back; XLIFF as <file original>, resname and contexts; PO as references and
 * comments. A finding is a note and a prop (TMX x-tmlint), a note and the state needs-review-translation (XLIFF), a
 * comment and the flag fuzzy (PO).
 * What a format can't hold becomes U+FFFD and is counted: control characters and bytes that are not UTF-8 (XML; PO
 * takes control characters as escapes). PO: a source that comes again gets a msgctxt (page and id); line feeds at the
 * edges, where msgfmt wants both sides alike, are left out; pairs without source text too: that msgid is the header.
 */
#include "interchange.h"

#include "tmlint/text.h"

static void lost(tml_interchange *x, tml_buf *b) {
  tml_buf_z(b, "\xEF\xBF\xBD");
  x->lost++;
}

static void xml(tml_interchange *x, tml_buf *b, tml_str s, bool attr) {
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    unsigned char c = (unsigned char)*p;
    if (c < 0x80) {
      p++;
      if (c == '&') tml_buf_z(b, "&amp;");
      else if (c == '<') tml_buf_z(b, "&lt;");
      else if (c == '>') tml_buf_z(b, "&gt;");
      else if (c == '"' && attr) tml_buf_z(b, "&quot;");
      else if (c == '\r' || (attr && (c == '\n' || c == '\t'))) tml_buf_fmt(b, "&#%u;", c);
      else if (c < 0x20 && c != '\n' && c != '\t') lost(x, b);
      else tml_buf_c(b, (char)c);
      continue;
    }
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    bool own = cp == 0xFFFD && len == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0;
    if ((cp == 0xFFFD && !own) || cp == 0xFFFE || cp == 0xFFFF) lost(x, b);
    else tml_buf_put(b, p, len);
    p += len;
  }
}

static void attr(tml_interchange *x, tml_buf *b, const char *name, tml_str v) {
  tml_buf_fmt(b, " %s=\"", name);
  xml(x, b, v, true);
  tml_buf_c(b, '"');
}

static void element(tml_interchange *x, tml_buf *b, const char *open, tml_str v, const char *close) {
  tml_buf_z(b, open);
  xml(x, b, v, false);
  tml_buf_z(b, close);
}

static tml_str text_of(const tml_text *t) { return tml_str_n(t->p ? t->p : "", t->p ? t->n : 0); }

static tml_str tag_of(tml_str t) { return t.n ? t : TML_S("und"); }

/* "list quote": the words that read/tmx.c knows. */
static void context_words(tml_buf *b, const tml_segment *s) {
  static const struct {
    uint16_t bit;
    const char *word;
  } words[] = {{TML_CTX_LIST, "list"},          {TML_CTX_TABLE, "table"},     {TML_CTX_QUOTE, "quote"},
               {TML_CTX_FENCE, "code"},         {TML_CTX_HTML, "html"},       {TML_CTX_TITLE, "title"},
               {TML_CTX_FRONT, "front_matter"}, {TML_CTX_INDENT, "indented"}, {TML_CTX_NESTED, "nested"},
               {TML_CTX_IMAGE, "image"}};
  size_t n = 0;
  for (size_t i = 0; i < TML_COUNT(words); i++)
    if (s->ctx & words[i].bit) tml_buf_fmt(b, "%s%s", n++ ? " " : "", words[i].word);
}

/* The props of a place, each between `open` with its name and `close`. */
static void place(tml_interchange *x, tml_buf *b, const tml_segment *s, const char *open, const char *close) {
  char heading = (char)('0' + s->heading);
  tml_buf words = {0};
  context_words(&words, s);
  const struct {
    const char *name;
    tml_str v;
  } v[] = {{"x-heading", s->heading ? tml_str_n(&heading, 1) : TML_S("")},
           {"x-anchor", s->anchor},
           {"x-url", s->ctx & TML_CTX_LINK ? s->url : TML_S("")},
           {"x-context", tml_buf_view(&words)}};
  for (size_t i = 0; i < TML_COUNT(v); i++) {
    if (!v[i].v.n) continue;
    tml_buf_fmt(b, "%s\"%s\">", open, v[i].name);
    element(x, b, "", v[i].v, close);
  }
  tml_buf_free(&words);
}

static void prop(tml_interchange *x, tml_buf *b, const char *type, tml_str v) {
  tml_buf_fmt(b, "<prop type=\"%s\">", type);
  element(x, b, "", v, "</prop>");
}

/* The line of the page that a pair stands in, and what stands round it there. */
static void line_props(tml_interchange *x, tml_buf *b, tml_doc *d, uint32_t i) {
  const tml_segment *s = &d->segs[i];
  if (d->format != TML_FMT_SXS && !s->around) return;
  uint32_t line = s->around ? s->around->line : 0, column;
  if (!s->around) tml_doc_position(d, s->line_start, &line, &column);
  tml_buf_fmt(b, "<prop type=\"x-line\">%u</prop>", line);
  tml_str before = tml_doc_before(d, i), after = tml_doc_after(d, i);
  if (before.n) prop(x, b, "x-before", before);
  bool goes_on = i + 1 < d->nsegs && s[1].line_start == s->line_start && !(s[1].ctx & TML_CTX_NESTED);
  if (after.n && !goes_on) prop(x, b, "x-after", after); /* else the next one's x-before says it */
}

static void note_text(tml_interchange *x, tml_buf *b, const tml_pair_note *n) {
  element(x, b, "", n->code, " ");
  element(x, b, "", n->severity, ": ");
  element(x, b, "", n->message, "");
}

/* ---- TMX ---- */

static void tmx_head(tml_interchange *x, tml_buf *b, const tml_doc *d) {
  tml_buf_z(b,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n"
            "<header creationtool=\"tmlint\" creationtoolversion=\"" TML_VERSION
            "\" segtype=\"sentence\" o-tmf=\"tmlint\" adminlang=\"en\" datatype=\"plaintext\"");
  attr(x, b, "srclang", tag_of(d->source_language));
  tml_buf_z(b, "/>\n<body>\n");
  x->language = tml_arena_str(&x->keep, tag_of(d->source_language));
}

static void tmx_pair(tml_interchange *x, tml_buf *b, tml_doc *d, uint32_t i, const tml_pair_note *notes) {
  const tml_segment *s = &d->segs[i];
  if (!x->written) tmx_head(x, b, d);
  tml_str source = tag_of(d->source_language);
  tml_buf_z(b, "<tu");
  attr(x, b, "tuid", s->id);
  if (!tml_str_eq(source, x->language)) attr(x, b, "srclang", source);
  tml_buf_z(b, ">");
  for (const tml_pair_note *n = notes; n; n = n->next) {
    tml_buf_z(b, "<note>");
    note_text(x, b, n);
    tml_buf_z(b, "</note>");
    element(x, b, "<prop type=\"x-tmlint\">", n->code, " ");
    element(x, b, "", n->side, " ");
    element(x, b, "", n->action, "</prop>");
  }
  prop(x, b, "x-page", tml_doc_page(d));
  line_props(x, b, d, i);
  place(x, b, s, "<prop type=", "</prop>");
  tml_buf_z(b, "\n<tuv");
  attr(x, b, "xml:lang", source);
  element(x, b, "><seg>", text_of(&s->source), "</seg></tuv>\n<tuv");
  attr(x, b, "xml:lang", tag_of(d->target_language));
  element(x, b, "><seg>", text_of(&s->target), "</seg></tuv></tu>\n");
}

/* ---- XLIFF ---- */

static void xliff_pair(tml_interchange *x, tml_buf *b, const tml_doc *d, const tml_segment *s,
                       const tml_pair_note *notes) {
  if (!x->written)
    tml_buf_z(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
  tml_str page = tml_doc_page(d);
  if (!x->file.p || !tml_str_eq(page, x->file)) {
    if (x->file.p) tml_buf_z(b, "</body></file>\n");
    x->file = tml_arena_str(&x->keep, page);
    tml_buf_z(b, "<file");
    attr(x, b, "original", page);
    attr(x, b, "source-language", tag_of(d->source_language));
    attr(x, b, "target-language", tag_of(d->target_language));
    tml_buf_z(b, " datatype=\"plaintext\"><body>\n");
  }
  tml_buf_fmt(b, "<trans-unit id=\"%llu\"", (unsigned long long)x->written + 1);
  attr(x, b, "resname", s->id);
  element(x, b, " xml:space=\"preserve\">\n<source>", text_of(&s->source), "</source>\n<target");
  if (notes) tml_buf_z(b, " state=\"needs-review-translation\"");
  element(x, b, ">", text_of(&s->target), "</target>\n");
  if (s->heading || s->anchor.n || s->ctx) {
    size_t at = b->n;
    tml_buf_z(b, "<context-group purpose=\"location\">");
    size_t n = b->n;
    place(x, b, s, "<context context-type=", "</context>");
    if (b->n == n) b->n = at;
    else tml_buf_z(b, "</context-group>\n");
  }
  for (const tml_pair_note *n = notes; n; n = n->next) {
    tml_buf_fmt(b, "<note from=\"tmlint\" priority=\"%d\" annotates=\"%s\">", tml_str_is(n->severity, "error") ? 1 : 2,
                tml_str_is(n->side, "source")   ? "source"
                : tml_str_is(n->side, "target") ? "target"
                                                : "general");
    note_text(x, b, n);
    element(x, b, " (", n->action, ")</note>\n");
  }
  tml_buf_z(b, "</trans-unit>\n");
}

/* ---- PO ---- */

static void po_string(tml_interchange *x, tml_buf *b, const char *key, tml_str s) {
  tml_buf_fmt(b, "%s \"", key);
  while (s.n && s.p[0] == '\n') s.p++, s.n--;
  while (s.n && s.p[s.n - 1] == '\n') s.n--;
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    unsigned char c = (unsigned char)*p;
    unsigned len = 1;
    if (c == '"' || c == '\\') tml_buf_fmt(b, "\\%c", c);
    else if (c == '\n') tml_buf_z(b, "\\n");
    else if (c == '\t') tml_buf_z(b, "\\t");
    else if (c == '\r') tml_buf_z(b, "\\r");
    else if (c == 0) lost(x, b);
    else if (c < 0x20 || c == 0x7F) tml_buf_fmt(b, "\\%03o", c);
    else if (c < 0x80) tml_buf_c(b, (char)c);
    else if (tml_utf8_lenient(p, end, &len) == 0xFFFD && memcmp(p, "\xEF\xBF\xBD", len < 3 ? len : 3) != 0) lost(x, b);
    else tml_buf_put(b, p, len);
    p += len;
  }
  tml_buf_z(b, "\"\n");
}

/* Comments are lines. */
static void po_line(tml_interchange *x, tml_buf *b, const char *mark, tml_str s) {
  size_t at = b->n;
  tml_buf_fmt(b, "%s ", mark);
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    if (cp < 0x20) tml_buf_c(b, ' ');
    else if (cp == 0xFFFD && len < 3) lost(x, b);
    else tml_buf_put(b, p, len);
    p += len;
  }
  while (b->n > at && b->p[b->n - 1] == ' ') b->n--;
  tml_buf_c(b, '\n');
}

static void po_head(tml_buf *b, tml_str language) {
  tml_buf_z(b, "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: tmlint export\\n\"\n"
               "\"PO-Revision-Date: 1970-01-01 00:00+0000\\n\"\n\"Last-Translator: tmlint\\n\"\n"
               "\"Language-Team: none\\n\"\n\"Language: ");
  for (size_t i = 0; i < language.n; i++) tml_buf_c(b, language.p[i] == '-' ? '_' : language.p[i]);
  tml_buf_z(b, "\\n\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
               "\"Content-Transfer-Encoding: 8bit\\n\"\n");
}

static void po_pair(tml_interchange *x, tml_buf *b, tml_doc *d, const tml_segment *s, const tml_pair_note *notes) {
  if (!x->written) po_head(b, tag_of(d->target_language));
  tml_arena *a = &x->keep;
  uint32_t line, column;
  tml_doc_position(d, s->start, &line, &column);
  tml_str page = tml_doc_page(d), src = tml_str_trim(text_of(&s->source));
  tml_buf_c(b, '\n');
  for (const tml_pair_note *n = notes; n; n = n->next)
    po_line(x, b, "#.",
            tml_arena_fmt(a, "%.*s %.*s: %.*s (%.*s)", (int)n->code.n, n->code.p, (int)n->severity.n, n->severity.p,
                          (int)n->message.n, n->message.p, (int)n->action.n, n->action.p));
  if (s->id.n) po_line(x, b, "#. unit:", s->id);
  if (!memchr(page.p, ' ', page.n)) po_line(x, b, "#:", tml_arena_fmt(a, "%.*s:%u", (int)page.n, page.p, line));
  if (notes) tml_buf_z(b, "#, fuzzy\n");
  uint64_t *times = tml_map_put(&x->ids, tml_hash(src.p, src.n), NULL);
  if ((*times)++)
    po_string(
        x, b, "msgctxt",
        tml_arena_fmt(a, "%.*s#%.*s (%llu)", (int)page.n, page.p, (int)s->id.n, s->id.p, (unsigned long long)*times));
  po_string(x, b, "msgid", text_of(&s->source));
  po_string(x, b, "msgstr", text_of(&s->target));
  if (!x->file.p) tml_arena_reset(a);
}

/* ---- */

void tml_interchange_pair(tml_interchange *x, tml_buf *b, tml_doc *d, uint32_t i, const tml_pair_note *notes) {
  const tml_segment *s = &d->segs[i];
  tml_str src = text_of(&s->source);
  if (!s->source.p || !s->target.p || (x->format == TML_EXPORT_PO && !tml_str_trim(src).n)) {
    x->halves++;
    return;
  }
  if (x->format == TML_EXPORT_TMX) tmx_pair(x, b, d, i, notes);
  else if (x->format == TML_EXPORT_XLIFF) xliff_pair(x, b, d, s, notes);
  else po_pair(x, b, d, s, notes);
  x->written++;
}

void tml_interchange_end(tml_interchange *x, tml_buf *b) {
  tml_doc none = {.source_language = TML_S("en-US")};
  if (x->format == TML_EXPORT_TMX) {
    if (!x->written) tmx_head(x, b, &none);
    tml_buf_z(b, "</body>\n</tmx>\n");
  } else if (x->format == TML_EXPORT_XLIFF && x->written) {
    tml_buf_z(b, "</body></file>\n</xliff>\n");
  }
  tml_map_free(&x->ids);
  tml_arena_free(&x->keep);
}
