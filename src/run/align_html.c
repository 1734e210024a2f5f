/* align_html.c — `tmlint align --format html`: a page's beads side by side, gaps and doubtful beads marked.
 *
 * One file, no script, no request (CSP): what is hidden by the switch is hidden by CSS. Light and dark by the system.
 * Text of pages is escaped and stands in elements only, never in attributes but paths, which are escaped for both.
 */
#include "alignment.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Aligned pages</title>\n<style>\n"
    ":root{color-scheme:light dark;--line:#d0d7de;--soft:#59636e;--gap:#fff1e5;--gapline:#bc4c00;--doubt:#fff8c5;"
    "--doubtline:#9a6700;--moved:#ddf4ff;--movedline:#0969da}\n"
    "@media(prefers-color-scheme:dark){:root{--line:#3d444d;--soft:#9198a1;--gap:#3d2214;--gapline:#f0883e;--doubt:#"
    "342a09;"
    "--doubtline:#d29922;--moved:#0c2d6b;--movedline:#58a6ff}}\n"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:84rem;margin:0 auto;padding:1rem}\n"
    "h1{font-size:1.3rem;margin:.5rem 0}h2{font-size:1rem;margin:2rem 0 .2rem;overflow-wrap:anywhere}\n"
    "p.sum,label,.n{color:var(--soft)}p.sum{margin:.2rem 0 .6rem}\n"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}\n"
    "td,th{border-top:1px solid var(--line);padding:.35rem .6rem;vertical-align:top;text-align:start}\n"
    "th{font-weight:600;color:var(--soft)}col.s{width:5.5rem}\n"
    ".n{font-size:.75rem;font-variant-numeric:tabular-nums;display:block}\n"
    ".t{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "td.m{text-align:center;font-variant-numeric:tabular-nums;color:var(--soft)}\n"
    "tr.gap td{background:var(--gap)}tr.gap td.m{color:var(--gapline);font-weight:600}\n"
    "tr.doubt td{background:var(--doubt)}tr.doubt td.m{color:var(--doubtline);font-weight:600}\n"
    "tr.moved td{background:var(--moved)}tr.moved td.m{color:var(--movedline);font-weight:600}\n"
    "body:has(#marked:checked) tr.ok{display:none}\n"
    "@media(max-width:40rem){col.s{width:3.6rem}td,th{padding:.3rem}}\n"
    "@media print{label{display:none}tr{break-inside:avoid}}\n"
    "</style>\n<h1>Aligned pages</h1>\n"
    "<label><input type=\"checkbox\" id=\"marked\"> only what is marked: gaps and doubtful pairs</label>\n";

void tml_align_html_begin(tml_buf *out) { tml_buf_z(out, head); }
void tml_align_html_end(tml_buf *out) { tml_buf_z(out, "</html>\n"); }

static void text(tml_buf *b, tml_str s) {
  for (const char *p = s.p, *end = s.p + s.n; p < end;) {
    unsigned len;
    uint32_t cp = tml_utf8_lenient(p, end, &len);
    if (cp == '&') tml_buf_z(b, "&amp;");
    else if (cp == '<') tml_buf_z(b, "&lt;");
    else if (cp == '>') tml_buf_z(b, "&gt;");
    else if (cp == '"') tml_buf_z(b, "&quot;");
    else if (cp == 0xFFFD || (cp < ' ' && cp != '\n' && cp != '\t') || cp == 0x7F) tml_buf_z(b, "&#xFFFD;");
    else tml_buf_put(b, p, len);
    p += len;
  }
}

static void cell(tml_buf *b, const char *lang, const tml_text *t, uint32_t from, uint32_t n) {
  tml_buf_z(b, "<td>");
  if (n) {
    tml_buf_fmt(b, n > 1 ? "<span class=\"n\">%u–%u</span>" : "<span class=\"n\">%u</span>", from, from + n - 1);
    tml_buf_fmt(b, "<span class=\"t\" dir=\"auto\" lang=\"%s\">", lang);
    text(b, tml_str_n(t->p, t->n));
    tml_buf_z(b, "</span>");
  }
  tml_buf_z(b, "</td>");
}

static void begin_page(tml_buf *b, const tml_aligned_page *p, size_t rows, size_t gaps, size_t doubts) {
  tml_buf_z(b, "<h2>");
  text(b, p->source->path);
  tml_buf_z(b, " · ");
  text(b, p->target->path);
  tml_buf_fmt(b, "</h2>\n<p class=\"sum\">%zu rows, %zu gap%s, %zu %s</p>\n", rows, gaps, gaps == 1 ? "" : "s", doubts,
              p->drift ? "edited or moved" : "doubtful");
  tml_buf_fmt(b, "<table><colgroup><col><col class=\"s\"><col></colgroup>\n<tr><th>%s</th><th></th><th>%s</th></tr>\n",
              p->drift ? "Source page of today" : "Source", p->drift ? "Source span in the page" : "Target");
}

static void row(tml_buf *b, const char *kind) { tml_buf_fmt(b, "<tr class=\"%s\">", kind); }

static void beads(tml_buf *b, tml_arena *a, const tml_aligned_page *p) {
  const float doubtful = .5f;
  size_t gaps = 0, doubts = 0;
  for (size_t i = 0; i < p->nbeads; i++) {
    bool gap = !p->beads[i].nsource || !p->beads[i].ntarget;
    gaps += gap, doubts += !gap && p->beads[i].score < doubtful;
  }
  begin_page(b, p, p->nbeads, gaps, doubts);
  for (size_t i = 0; i < p->nbeads; i++) {
    const tml_bead *e = &p->beads[i];
    bool gap = !e->nsource || !e->ntarget;
    tml_text side[2] = {{0}};
    if (e->nsource) side[0] = tml_aligned_text(a, p, 0, e->source, e->nsource);
    if (e->ntarget) side[1] = tml_aligned_text(a, p, 1, e->target, e->ntarget);
    row(b, gap ? "gap" : e->score < doubtful ? "doubt" : "ok");
    cell(b, p->locale[0]->id, &side[0], e->source, e->nsource);
    if (gap) tml_buf_z(b, "<td class=\"m\">gap</td>");
    else tml_buf_fmt(b, "<td class=\"m\">%.2f%s</td>", (double)e->score, e->score < doubtful ? " ?" : "");
    cell(b, p->locale[1]->id, &side[1], e->target, e->ntarget);
    tml_buf_z(b, "</tr>\n");
  }
  tml_buf_z(b, "</table>\n");
}

static void lines(tml_buf *b, const tml_aligned_page *p) {
  static const char *const kinds[] = {"ok", "doubt", "moved", "gap", "gap"}; /* by status */
  size_t gaps = 0, doubts = 0;
  for (size_t i = 0; i < p->nlines; i++)
    gaps += p->lines[i].status >= TML_DRIFT_ADDED,
        doubts += p->lines[i].status == TML_DRIFT_EDITED || p->lines[i].status == TML_DRIFT_MOVED;
  begin_page(b, p, p->nlines, gaps, doubts);
  for (size_t i = 0; i < p->nlines; i++) {
    const tml_drift_line *e = &p->lines[i];
    row(b, kinds[e->status]);
    cell(b, p->locale[0]->id, &e->source, e->nnow ? e->now[0] : 0, e->nnow);
    tml_buf_fmt(b, "<td class=\"m\">%s %u</td>", tml_drift_names[e->status], e->match);
    cell(b, p->locale[0]->id, &e->target, e->segment, e->segment != UINT32_MAX);
    tml_buf_z(b, "</tr>\n");
  }
  tml_buf_z(b, "</table>\n");
}

void tml_align_html_page(tml_buf *out, tml_arena *a, const tml_aligned_page *p) {
  if (p->drift) lines(out, p);
  else beads(out, a, p);
}
