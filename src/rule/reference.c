/* reference.c — family RF: the page's source spans against today's source page (--reference). RF001–RF005.
 *
 * What for: "the page is old" becomes "these 14 sentences": what reads otherwise, is gone, is new; and whether the page
 *           as a whole is out of date, by edition and by share.
 * What not: which page is today's, and which text goes with which: src/run/reference.c, src/align/drift.c.
 * Who can mend it: nobody in the target; the page must be handed off again.
 */
#include "tmlint/entity.h"
#include "tmlint/reference.h"
#include "tmlint/rule.h"

/* A page check speaks about one pair: as if it ran there. */
static void enter(tml_check *c, uint32_t seg) {
  c->seg = &c->doc->segs[seg];
  c->index = seg;
  c->src = &c->page->source[seg];
  c->tgt = &c->page->target[seg];
}

static void leave(tml_check *c) {
  static const tml_sheet nothing = {0};
  c->seg = NULL;
  c->index = UINT32_MAX;
  c->src = c->tgt = &nothing;
}

/* The old text of a link: at its pair, or on the page, at the field that records its revision. */
static const tml_ref_old *enter_old(tml_check *c, const tml_reference *r, uint32_t old) {
  const tml_ref_old *o = &r->old[old];
  if (o->segment != UINT32_MAX) enter(c, o->segment);
  else leave(c);
  return o;
}

static tml_str old_text(const tml_ref_old *o) { return tml_str_n(o->text.p, o->text.n); }

/* A place in today's page. */
static void relate(tml_check *c, tml_finding *f, const tml_reference *r, uint32_t now, tml_str message) {
  if (!f->nrelated) f->related = TML_NEWN(c->arena, tml_related, f->related_cap = 1); /* mostly the only one */
  f->related = tml_arena_grow(c->arena, f->related, f->nrelated, &f->related_cap, sizeof *f->related);
  f->related[f->nrelated++] =
      (tml_related){.path = r->path, .message = message, .line = r->now[now].line, .column = r->now[now].column};
}

static tml_str now_text(tml_check *c, const tml_reference *r, uint32_t now) {
  return tml_check_quote(c, tml_str_n(r->now[now].text.p, r->now[now].text.n));
}

static void hand_off(tml_finding *f, const tml_reference *r, const tml_ref_old *o) {
  if (o->segment != UINT32_MAX) tml_report_side(f, TML_SIDE_SOURCE);
  else tml_report_place(f, r->revision->start, r->revision->end);
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = TML_ACT_RE_HANDOFF;
}

/* ---- RF001: edited ---- */

/* What differs: without the common beginning and end, cut at blanks. */
static void mark_change(tml_check *c, tml_finding *f, const tml_text *old, const tml_text *now) {
  uint32_t from = 0, a = old->n, b = now->n;
  while (from < a && from < b && old->p[from] == now->p[from]) from++;
  while (a > from && b > from && old->p[a - 1] == now->p[b - 1]) a--, b--;
  while (from > 0 && old->p[from - 1] != ' ') from--;
  while (a < old->n && old->p[a] != ' ') a++;
  if (a > from) tml_report_mark(c, f, TML_SIDE_SOURCE, from, a);
}

/* The sheet of a text of today's page; NULL where it has neither link nor name. */
static const tml_sheet *today_sheet(const tml_reference *r, uint32_t now) {
  uint32_t lo = 0, hi = r->today->doc->nsegs;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (r->held[mid] < now) lo = mid + 1;
    else hi = mid;
  }
  return lo < r->today->doc->nsegs && r->held[lo] == now ? &r->today->target[lo] : NULL;
}

/* Only markup differs: that matters where both have links, and they lead elsewhere. */
static bool links_differ(tml_check *c, const tml_reference *r, const tml_ref_link *l) {
  uint32_t segment = r->old[l->old].segment;
  if (segment == UINT32_MAX) return false;
  const tml_sheet *x = &c->page->source[segment], *y = today_sheet(r, l->now);
  if (!y || !tml_sheet_has(x, TML_F_LINK) || !tml_sheet_has(y, TML_F_LINK)) return false;
  tml_diff d = tml_feat_diff(c->arena, x, y, TML_F_LINK, true);
  return d.na && d.nb;
}

static void check_changed(tml_check *c) {
  const tml_reference *r = c->page->reference;
  for (uint32_t i = 0; r && i < r->nlink; i++) {
    const tml_ref_link *l = &r->link[i];
    if (l->old == UINT32_MAX || l->now == UINT32_MAX || l->part || l->match == 100 || !r->old[l->old].counts) continue;
    if (l->shown && !links_differ(c, r, l)) continue;
    const tml_ref_old *o = enter_old(c, r, l->old);
    tml_str today = now_text(c, r, l->now), was = tml_check_quote(c, old_text(o));
    tml_finding *f = c->seg ? tml_report(c, "today's source page reads otherwise (match %u): \"%.*s\"", l->match,
                                         (int)today.n, today.p)
                            : tml_report(c, "the source read \"%.*s\" at this revision, today (match %u) \"%.*s\"",
                                         (int)was.n, was.p, l->match, (int)today.n, today.p);
    if (c->seg) mark_change(c, f, &o->text, &r->now[l->now].text);
    hand_off(f, r, o);
    tml_report_evidence(c, f, TML_EV_SOURCE, old_text(o));
    tml_report_evidence(c, f, TML_EV_PAGE, tml_str_n(r->now[l->now].text.p, r->now[l->now].text.n));
    relate(c, f, r, l->now, today);
  }
  leave(c);
}

/* ---- RF002: gone ---- */

static void check_removed(tml_check *c) {
  const tml_reference *r = c->page->reference;
  uint32_t last = UINT32_MAX;
  for (uint32_t i = 0; r && i < r->nlink; i++) {
    const tml_ref_link *l = &r->link[i];
    if (l->now != UINT32_MAX) last = l->now;
    if (l->status != TML_REF_REMOVED || !r->old[l->old].counts) continue;
    const tml_ref_old *o = enter_old(c, r, l->old);
    tml_str was = tml_check_quote(c, old_text(o));
    tml_finding *f = c->seg ? tml_report(c, "today's source page has no such text")
                            : tml_report(c, "the source said \"%.*s\" at this revision; today's page has no such text",
                                         (int)was.n, was.p);
    hand_off(f, r, o);
    tml_report_evidence(c, f, TML_EV_SOURCE, old_text(o));
    if (last != UINT32_MAX) relate(c, f, r, last, TML_S("today's text before it"));
  }
  leave(c);
}

/* ---- RF003: new ---- */

/* Behind the last unit that goes with a text before the new one; a page without pairs: at its revision. */
static void place_behind(tml_check *c, tml_finding *f, const tml_reference *r, uint32_t old) {
  uint32_t at = c->doc->body;
  if (old != UINT32_MAX && r->old[old].segment != UINT32_MAX) at = c->doc->segs[r->old[old].segment].end;
  tml_report_place(f, at, at);
  if (r->revision) tml_report_place(f, r->revision->start, r->revision->end);
}

static void check_added(tml_check *c) {
  const tml_reference *r = c->page->reference;
  uint32_t behind = UINT32_MAX, quoted = UINT32_MAX;
  tml_str under = {"", 0};
  for (uint32_t i = 0; r && i < r->nlink; i++) {
    const tml_ref_link *l = &r->link[i];
    if (l->old != UINT32_MAX && l->now != UINT32_MAX && l->status != TML_REF_MOVED) behind = l->old;
    if (l->status != TML_REF_ADDED || !r->now[l->now].counts) continue;
    uint32_t section = r->now[l->now].section;
    tml_str today = now_text(c, r, l->now);
    if (section != quoted) under = section == UINT32_MAX ? TML_S("") : now_text(c, r, section), quoted = section;
    tml_finding *f =
        section == l->now ? tml_report(c, "new in today's source page, a heading: \"%.*s\"", (int)today.n, today.p)
        : section == UINT32_MAX ? tml_report(c, "new in today's source page: \"%.*s\"", (int)today.n, today.p)
                                : tml_report(c, "new in today's source page, under \"%.*s\": \"%.*s\"", (int)under.n,
                                             under.p, (int)today.n, today.p);
    place_behind(c, f, r, behind);
    f->suspect = TML_SUSPECT_UNKNOWN;
    f->action = TML_ACT_RE_HANDOFF;
    if (under.n) tml_report_evidence(c, f, TML_EV_PAGE, under);
    tml_report_evidence(c, f, TML_EV_SOURCE, tml_str_n(r->now[l->now].text.p, r->now[l->now].text.n));
    relate(c, f, r, l->now, today);
  }
}

/* ---- RF004: another edition ---- */

typedef struct editions {
  struct {
    int64_t year;
    uint32_t n;
  } v[8];
  uint32_t kinds, all;
} editions;

static void add_edition(editions *e, int64_t year) {
  uint32_t i = 0;
  while (i < e->kinds && e->v[i].year != year) i++;
  if (i == TML_COUNT(e->v)) return;
  if (i == e->kinds) e->v[e->kinds++].year = year, e->v[i].n = 0;
  e->v[i].n++;
  e->all++;
}

/* The editions that a sheet names of a standard; *at: the last fact that does. */
static void gather(const tml_sheet *s, uint64_t standard, editions *e, const tml_fact **at) {
  for (uint32_t i = 0; s && i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->kind != TML_F_STANDARD || f->key != standard || !f->num) continue;
    add_edition(e, f->num);
    if (at) *at = f;
  }
}

/* The edition that most of the mentions name; 0 where none leads. */
static int64_t leading(const editions *e, uint32_t least) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < e->kinds; i++)
    if (e->v[i].n > e->v[best].n) best = i;
  return e->kinds && e->v[best].n >= least && e->v[best].n * 3 > e->all * 2 ? e->v[best].year : 0;
}

/* What the page is about: its title's or first heading's edition, else that of its texts. */
static int64_t edition_of(const tml_page *p, uint64_t standard) {
  editions e = {0};
  gather(p->title, standard, &e, NULL);
  for (uint32_t i = 0; i < p->doc->nsegs; i++)
    if (p->doc->segs[i].heading == 1) {
      gather(&p->target[i], standard, &e, NULL);
      break;
    }
  if (e.all) return leading(&e, 1);
  for (uint32_t i = 0; i < p->doc->nsegs; i++) gather(&p->target[i], standard, &e, NULL);
  return leading(&e, 3);
}

static bool names_edition(const tml_page *p, uint64_t standard, int64_t year, uint32_t *segment) {
  for (uint32_t i = 0; i < p->doc->nsegs; i++)
    for (uint32_t k = 0; k < p->target[i].nfact; k++) {
      const tml_fact *f = &p->target[i].fact[k];
      if (f->kind == TML_F_STANDARD && f->key == standard && f->num == year) return *segment = i, true;
    }
  return false;
}

static void place_edition(tml_check *c, tml_finding *f, uint64_t standard) {
  editions e = {0};
  const tml_fact *at = NULL;
  const tml_sheet *title = c->page->title;
  gather(title, standard, &e, &at);
  if (at) {
    tml_report_place(f, tml_text_raw(title->text, at->start), tml_text_raw(title->text, at->end));
    return;
  }
  for (uint32_t i = 0; i < c->doc->nsegs && !at; i++) {
    const tml_sheet *s = &c->page->target[i];
    gather(s, standard, &e, &at);
    if (at) tml_report_place(f, tml_text_raw(s->text, at->start), tml_text_raw(s->text, at->end));
  }
}

static void check_edition(tml_check *c) {
  const tml_reference *r = c->page->reference;
  const tml_page *page = r && r->was ? r->was : c->page;
  const tml_topic *subject = page->subject;
  if (!r || !subject || subject->kind != TML_F_STANDARD) return;
  int64_t own = edition_of(page, subject->key), today = edition_of(r->today, subject->key);
  uint32_t at;
  if (!own || today <= own) return;
  tml_finding *f = tml_report(c, "the page is about %.*s:%d, today's source page about %.*s:%d", (int)subject->text.n,
                              subject->text.p, (int)own, (int)subject->text.n, subject->text.p, (int)today);
  if (r->revision) tml_report_place(f, r->revision->start, r->revision->end);
  else place_edition(c, f, subject->key);
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = TML_ACT_RE_HANDOFF;
  tml_report_evidence(c, f, TML_EV_PAGE,
                      tml_arena_fmt(c->arena, "%.*s:%d", (int)subject->text.n, subject->text.p, (int)own));
  tml_report_evidence(c, f, TML_EV_SOURCE,
                      tml_arena_fmt(c->arena, "%.*s:%d", (int)subject->text.n, subject->text.p, (int)today));
  if (names_edition(r->today, subject->key, today, &at)) relate(c, f, r, r->held[at], now_text(c, r, r->held[at]));
}

/* ---- RF005: little of it left ---- */

enum { SHARE, MISSING };

/* One line a section of today's page that the page has not in full. */
static void tell_sections(tml_check *c, tml_finding *f, const tml_reference *r) {
  enum { SHOWN = 50 };
  bool *has = TML_NEWN(c->arena, bool, r->nnow + 1);
  for (uint32_t i = 0; i < r->nlink; i++)
    if (r->link[i].old != UINT32_MAX && r->link[i].now != UINT32_MAX) has[r->link[i].now] = true;
  uint32_t sections = 0;
  for (uint32_t i = 0; i < r->nnow; i++) sections += r->now[i].heading != 0;
  if (!sections) return; /* a scraped page has lost them */
  for (uint32_t i = 0, end; i < r->nnow && f->nrelated < SHOWN; i = end) {
    uint32_t all = 0, here = 0;
    for (end = i; end < r->nnow && r->now[end].section == r->now[i].section; end++) {
      all += r->now[end].counts;
      here += r->now[end].counts && has[end];
    }
    if (here == all) continue;
    uint32_t section = r->now[i].section;
    tml_str name = section == UINT32_MAX ? TML_S("before the first heading") : now_text(c, r, section);
    relate(c, f, r, i, tml_arena_fmt(c->arena, "%.*s: %u of %u", (int)name.n, name.p, (unsigned)here, (unsigned)all));
  }
}

static void check_outdated(tml_check *c) {
  const tml_reference *r = c->page->reference;
  if (!r || !r->texts || r->added < (uint64_t)tml_check_param(c, MISSING)) return;
  if ((uint64_t)r->covered * 100 >= (uint64_t)r->texts * (uint64_t)tml_check_param(c, SHARE)) return;
  tml_finding *f =
      tml_report(c,
                 "the page has %u of the %u texts of today's source page (%u %%): %u new; of its own %u, %u edited, %u "
                 "moved and %u gone",
                 (unsigned)r->covered, (unsigned)r->texts, (unsigned)(r->covered * 100ull / r->texts),
                 (unsigned)r->added, (unsigned)r->spans, (unsigned)r->edited, (unsigned)r->moved, (unsigned)r->gone);
  tml_report_place(f, c->doc->body, c->doc->body);
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = TML_ACT_RE_HANDOFF;
  tell_sections(c, f, r);
}

#define PAIR(id, t, s)                                                                                                 \
  "<span data-ttu-id=\"a1b2c-" id "\">" t "</span><span class=\"sxs-lookup\"><span data-stu-id=\"a1b2c-" id "\">" s    \
  "</span></span>\n\n"
#define HEADING PAIR("101", "Fähren", "Ferries")
#define OPENS PAIR("102", "Das Hafenbüro öffnet um acht Uhr.", "The harbour office opens at eight.")
#define LEAVE PAIR("103", "Fähren legen am Nordpier ab.", "Ferries leave from the north pier.")
#define DOGS PAIR("104", "Hunde sind an der Leine zu führen.", "Dogs must be kept on a lead.")
#define PAGE "# " HEADING OPENS LEAVE DOGS
#define TODAY                                                                                                          \
  "# Ferries\n\nThe harbour office opens at eight. Ferries leave from the north pier.\n\nDogs must be kept on a "      \
  "lead.\n"

static const tml_example changed_good[] = {
    {.locale = "de-DE", .page = PAGE, .source = TODAY, .why = "nothing changed"},
    {.locale = "de-DE",
     .page = "# " HEADING OPENS PAIR("103", "Siehe [Fahrplan](plan.md) &amp; Preise.",
                                     "See the [timetable](plan.md) &amp; fares.") DOGS,
     .source = "# Ferries\n\nThe harbour office\nopens at eight. See the **[timetable](plan.md)** & fares. Dogs "
               "must be kept on a lead.\n",
     .why = "line breaks, references and emphasis are no change of the text"},
    {.locale = "de-DE",
     .page = "# " HEADING PAIR("102", "Das Büro öffnet um acht, Fähren legen am Nordpier ab.",
                               "The office opens at eight, ferries leave from the north pier.") DOGS,
     .source = "# Ferries\n\n- The office opens at eight,\n- ferries leave from the north pier.\n\nDogs must be "
               "kept on a lead.\n",
     .why = "cut in another way, word for word the same"},
    {.locale = "de-DE", .page = "# " HEADING LEAVE DOGS OPENS, .source = TODAY, .why = "moved, not changed"},
    {0}};
static const tml_example changed_bad[] = {
    {.locale = "de-DE",
     .page = PAGE,
     .source = "# Ferries\n\nThe harbour office opens at nine. Ferries leave from the north pier.\n\nDogs must be "
               "kept on a lead.\n",
     .mark = "eight."},
    {.locale = "ja-JP",
     .page = "# " PAIR("101", "フェリー", "Ferries")
         PAIR("102", "[時刻表](a.md)をご覧ください。", "See the [timetable](a.md) before you leave."),
     .source = "# Ferries\n\nSee the [timetable](b.md) before you leave.\n",
     .why = "the link leads elsewhere today"},
    {0}};
static const tml_example removed_good[] = {
    {.locale = "de-DE", .page = PAGE, .source = TODAY, .why = "all is there"},
    {.locale = "de-DE",
     .page = PAGE,
     .source = "# Ferries\n\nThe harbour office opens at nine. Ferries leave from the south pier.\n\nDogs must "
               "be kept on a lead at all times.\n",
     .why = "edited"},
    {.locale = "de-DE",
     .page = PAGE PAIR("105", "`ferry --now`", "`ferry --now`"),
     .source = TODAY,
     .why = "code is no text of the page"},
    {0}};
static const tml_example removed_bad[] = {
    {.locale = "de-DE",
     .page = PAGE,
     .source = "# Ferries\n\nThe harbour office opens at eight. Ferries leave from the north pier.\n"},
    {.locale = "ko-KR",
     .page = "# " PAIR("101", "페리", "Ferries")
         PAIR("102", "항만 사무소는 8시에 문을 엽니다.", "The harbour office opens at eight.")
             PAIR("103", "자전거는 무료입니다.", "Bicycles travel free of charge."),
     .source = "# Ferries\n\nThe harbour office opens at eight.\n\nTickets are sold on board.\n"},
    {0}};
static const tml_example added_good[] = {
    {.locale = "de-DE", .page = PAGE, .source = TODAY, .why = "nothing is new"},
    {.locale = "de-DE",
     .page = PAGE,
     .source = "---\ntitle: All about our ferries\n---\n" TODAY
               "\n```\nferry --today\n```\n\n[!INCLUDE [note](../includes/note.md)]\n",
     .why = "front matter, code and includes are not what a page is handed off for"},
    {.locale = "de-DE",
     .page = PAGE,
     .source = "Please swim across the bay.\n\nBoats are not allowed here.\n",
     .why = "another page, by all its texts: no reference for this one"},
    {0}};
static const tml_example added_bad[] = {
    {.locale = "de-DE", .page = PAGE, .source = TODAY "\nBicycles travel free of charge in winter.\n"},
    {.locale = "fr-FR",
     .page = "# " PAIR("101", "Ferries", "Ferries")
         PAIR("102", "Le bureau ouvre à huit heures.", "The harbour office opens at eight."),
     .source = "# Ferries\n\nThe harbour office opens at eight.\n\n## Prices\n"},
    {0}};

#define STANDARD(title, year, t, s)                                                                                    \
  "---\ntitle: " title "\n---\n# " PAIR("101", "ISO/IEC 20000-1:" year, "ISO/IEC 20000-1:" year) PAIR("102", t, s)
static const tml_example edition_good[] = {
    {.locale = "de-DE",
     .page = STANDARD("ISO/IEC 20000-1:2018", "2018", "Ein Überblick über ISO/IEC 20000-1:2018.",
                      "An overview of ISO/IEC 20000-1:2018."),
     .source = "# ISO/IEC 20000-1:2018\n\nAn overview of ISO/IEC 20000-1:2018, which replaced ISO/IEC 20000-1:2011.\n",
     .why = "the same edition"},
    {.locale = "de-DE",
     .page = STANDARD("ISO/IEC 20000-1:2018", "2018", "Ein Überblick über ISO/IEC 20000-1:2018.",
                      "An overview of ISO/IEC 20000-1:2018."),
     .source = "# ISO/IEC 20000-1:2011\n\nAn overview of ISO/IEC 20000-1:2011.\n",
     .why = "the reference is the older one"},
    {.locale = "de-DE",
     .page = STANDARD("ISO/IEC 20000-1:2011", "2011", "Ein Überblick über ISO/IEC 20000-1.",
                      "An overview of ISO/IEC 20000-1."),
     .source = "# ISO/IEC 20000-1\n\nAn overview of ISO/IEC 20000-1.\n",
     .why = "today's page names no edition"},
    {0}};
static const tml_example edition_bad[] = {
    {.locale = "ko-KR",
     .page = STANDARD("ISO/IEC 20000-1:2011 개요", "2011", "ISO/IEC 20000-1:2011 표준입니다.",
                      "This is ISO/IEC 20000-1:2011."),
     .source = "# ISO/IEC 20000-1:2018\n\nISO/IEC 20000-1:2018 is a standard for service management.\n",
     .mark = "ISO/IEC 20000-1:2011"},
    {.locale = "de-DE",
     .page = "# " PAIR("101", "ISO/IEC 27001:2013", "ISO/IEC 27001:2013")
         PAIR("102", "Was ISO/IEC 27001:2013 verlangt.", "What ISO/IEC 27001:2013 asks for."),
     .source = "# ISO/IEC 27001:2022\n\nWhat ISO/IEC 27001:2022 asks for.\n",
     .mark = "ISO/IEC 27001:2013"},
    {0}};

#define MORE "\nBicycles travel free of charge.\n\nTickets are sold on board.\n\nThe last ferry leaves at ten.\n"
static const tml_example outdated_good[] = {
    {.locale = "de-DE", .page = PAGE, .source = TODAY, .why = "the page has all of it"},
    {.locale = "de-DE", .page = PAGE, .source = TODAY "\nBicycles travel free of charge.\n", .why = "one text is new"},
    {.locale = "de-DE",
     .page = PAGE,
     .source =
         TODAY "\n```\nferry --to north\nferry --to south\n```\n\n```\nferry --back\n```\n\n```\nferry --stay\n```\n",
     .why = "code is not counted"},
    {0}};
static const tml_example outdated_bad[] = {{.locale = "de-DE", .page = PAGE, .source = TODAY MORE},
                                           {.locale = "zh-TW",
                                            .page = "# " PAIR("101", "渡輪", "Ferries") PAIR(
                                                "102", "港務辦公室八點開門。", "The harbour office opens at eight."),
                                            .source = "# Ferries\n\nThe harbour office opens at nine.\n" MORE},
                                           {0}};

static const tml_param outdated_params[] = {
    {"share", TML_PARAM_INT, 80, 1, 100, "the least share of today's texts, in per cent, that a page must have"},
    {"missing", TML_PARAM_INT, 3, 1, 1000, "pages that lack fewer texts than this are not reported"},
    {0}};

#define ROW(code_, name_, severity_)                                                                                   \
  .code = code_, .name = name_, .status = TML_STABLE, .severity = severity_, .scope = TML_SCOPE_PAGE, .since = "0.1.0"

static const tml_rule rules[] = {
    {ROW("RF001", "source-changed", TML_SEV_INFO), .its = "inconsistency", .mqm = "accuracy",
     .summary = "the source span reads otherwise in today's source page",
     .rationale =
         "With --reference, the page's source spans are linked to the texts of today's source page; the message has "
         "the "
         "match score that translation programs show (99 and below: edited) and today's text. The translation is not "
         "at "
         "fault: the page must be handed off again. Silent for what folding evens out (blanks, dashes, character "
         "references, escapes), for emphasis and markup alone (another link target is a change), for sentences that "
         "are cut or "
         "joined in another way, and for texts that were only moved.",
     .good = changed_good, .bad = changed_bad, .check = check_changed},
    {ROW("RF002", "source-removed", TML_SEV_INFO), .its = "addition", .mqm = "accuracy/addition",
     .summary = "the source span is gone from today's source page",
     .rationale =
         "Readers of the translation are told what the source no longer says. Related: the text of today's page "
         "behind which it stood. Silent for code, and for texts that are edited, moved, or part of another "
         "text today.",
     .good = removed_good, .bad = removed_bad, .check = check_removed},
    {ROW("RF003", "source-added", TML_SEV_INFO), .its = "omission", .mqm = "accuracy/omission",
     .summary = "a text of today's source page that the page has not",
     .rationale =
         "One finding a sentence, cell or heading that is new in today's source page, with the section that it stands "
         "under; it is placed behind the pair that it would follow. Silent for front matter, code, images and "
         "includes, and for pages of which the reference is not the source: a single --reference page is used "
         "only for pages about the same standard, and for those that have 30 % of their spans from it.",
     .good = added_good, .bad = added_bad, .check = check_added},
    {ROW("RF004", "edition-outdated", TML_SEV_WARNING), .its = "inconsistency", .mqm = "accuracy",
     .summary = "the page is about an edition of a standard that today's source page is no longer about",
     .rationale =
         "A page about ISO/IEC 20000-1:2011 tells customers about a certificate that nobody issues any more once the "
         "source page is about the edition of 2018. The page's own edition is that of its title or first "
         "heading, else the one that most of its texts name. Silent where either page names none, and where "
         "the reference is the older one.",
     .good = edition_good, .bad = edition_bad, .check = check_edition},
    {ROW("RF005", "page-outdated", TML_SEV_WARNING), .its = "omission", .mqm = "accuracy/omission",
     .summary = "the page has too little of today's source page",
     .rationale =
         "One line a page: how many of the texts of today's source page the page has in some form, how many are "
         "new, how many of its own are edited or gone; related: each section that is not there in full. "
         "RF001, RF002 and RF003 (infos) name the texts. Code, front matter and includes are not counted.",
     .params = outdated_params, .good = outdated_good, .bad = outdated_bad, .check = check_outdated},
};
TML_FAMILY(reference, "RF", "Reference page", rules)
