/* sxs.c — family SX, side-by-side markup: what the reader had to recover from, and the ids of a file.
 *
 * What for: damage that the reader noted (doc.h) becomes findings at its place; ids are counted over the file.
 * What not: nothing is read here again; gaps in the numbering of ids are normal and never reported.
 * Facts: in sound files ids are five hex digits, '-' and a number ("p" and a number for a paragraph), one prefix a
 * file, the same id on both sides of a pair.
 */
#include "tmlint/rule.h"

/* Makes segment i the running one, so that a finding shows both sides. */
static void at(tml_check *c, uint32_t i) {
  c->seg = &c->doc->segs[i];
  c->index = i;
  c->src = &c->page->source[i];
  c->tgt = &c->page->target[i];
}

static tml_finding *report_at(tml_check *c, uint32_t segment, uint32_t start, uint32_t end, const char *message) {
  const tml_check before = *c;
  if (segment < c->doc->nsegs) at(c, segment);
  tml_finding *f = tml_report(c, "%s", message);
  *c = before;
  f->side = TML_SIDE_PAGE;
  f->suspect = TML_SUSPECT_UNKNOWN;
  f->action = TML_ACT_FIX_TARGET;
  tml_report_place(f, start, end);
  return f;
}

static void report_damage(tml_check *c, const tml_damage *d, const char *message) {
  const char *text = message;
  if (d->note.n) text = tml_arena_fmt(c->arena, "%s: %.*s", message, (int)d->note.n, d->note.p).p;
  report_at(c, d->segment, d->start, d->end, text);
}

static void check_unpaired_target(tml_check *c) {
  for (uint32_t i = 0; i < c->doc->ndamage; i++)
    if (c->doc->damage[i].kind == TML_DMG_UNPAIRED_TARGET)
      report_damage(c, &c->doc->damage[i], "a target span without a source span");
}

static void check_unpaired_source(tml_check *c) {
  for (uint32_t i = 0; i < c->doc->ndamage; i++)
    if (c->doc->damage[i].kind == TML_DMG_UNPAIRED_SOURCE)
      report_damage(c, &c->doc->damage[i], "a source span without a target span");
}

static void check_ids_differ(tml_check *c) {
  for (uint32_t i = 0; i < c->doc->ndamage; i++) {
    const tml_damage *d = &c->doc->damage[i];
    if (d->kind != TML_DMG_ID_MISMATCH || d->segment >= c->doc->nsegs) continue;
    const tml_segment *s = &c->doc->segs[d->segment];
    tml_str a = tml_check_quote(c, s->id), b = tml_check_quote(c, s->source_id);
    tml_str m =
        tml_arena_fmt(c->arena, "the target span has the id %.*s, its source span %.*s", (int)a.n, a.p, (int)b.n, b.p);
    tml_finding *f = report_at(c, d->segment, d->start, d->end, m.p);
    tml_report_evidence(c, f, TML_EV_SOURCE, s->source_id);
    tml_report_evidence(c, f, TML_EV_TARGET, s->id);
  }
}

static void check_damage(tml_check *c) {
  for (uint32_t i = 0; i < c->doc->ndamage; i++) {
    const tml_damage *d = &c->doc->damage[i];
    if (i > 0 && d[-1].kind == d->kind && d[-1].segment == d->segment && d->segment < c->doc->nsegs) continue;
    switch (d->kind) {
    case TML_DMG_QUOT_ENTITY:
      report_damage(c, d, "&quot; stands for the quotation mark in a span's tag: readers see the tag");
      break;
    case TML_DMG_TEXT_BETWEEN:
      report_damage(c, d, "text between the two spans of a pair, where nothing may stand");
      break;
    case TML_DMG_STRAY_CLOSE: report_damage(c, d, "a </span> that ends the text too early"); break;
    case TML_DMG_UNCLOSED: report_damage(c, d, "the pair is damaged"); break;
    default: break;
    }
  }
}

/* ---- ids --------------------------------------------------------------------------------------------------------- */

static tml_str prefix_of(const tml_segment *s) {
  const char *dash = s->id.n ? memchr(s->id.p, '-', s->id.n) : NULL;
  return dash ? tml_str_n(s->id.p, (size_t)(dash - s->id.p)) : s->id;
}

/* Whether b is greater than a, byte by byte; countings mostly differ in their last digits. */
static bool rises(const char *a, const char *b, size_t n) {
  size_t i = 0;
  while (i < n && a[i] == b[i]) i++;
  return i < n && (unsigned char)a[i] < (unsigned char)b[i];
}

/* Whether all ids have the first one's prefix and each of the two countings (101 …, p101 …) only rises: so it is in
 * sound files, and then no id stands twice and none is foreign. */
static bool ids_are_sound(const tml_doc *d) {
  if (!d->nsegs) return true;
  tml_str prefix = prefix_of(&d->segs[0]), last[2] = {{"", 0}, {"", 0}};
  size_t n = prefix.n + 1;
  for (uint32_t i = 0; i < d->nsegs; i++) {
    tml_str id = d->segs[i].id;
    if (id.n <= n || !tml_same_bytes(id.p, prefix.p, prefix.n) || id.p[prefix.n] != '-') return false;
    tml_str rest = tml_str_n(id.p + n, id.n - n), *before = &last[rest.p[0] == 'p'];
    if (rest.n < before->n || (rest.n == before->n && !rises(before->p, rest.p, rest.n))) return false;
    *before = rest;
  }
  return true;
}

static bool has_sound_ids(tml_check *c) {
  if (!c->ids) c->ids = ids_are_sound(c->doc) ? 1 : 2;
  return c->ids == 1;
}

static void check_ids_twice(tml_check *c) {
  if (has_sound_ids(c)) return;
  tml_map first = {0};
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    const tml_segment *s = &c->doc->segs[i];
    if (!s->id.n) continue;
    bool fresh;
    uint64_t *at_first = tml_map_put(&first, tml_hash(s->id.p, s->id.n), &fresh);
    if (fresh) {
      *at_first = i;
      continue;
    }
    tml_str id = tml_check_quote(c, s->id);
    tml_finding *f = report_at(c, i, s->start, s->end,
                               tml_arena_fmt(c->arena, "the id %.*s is used before in this file", (int)id.n, id.p).p);
    tml_report_evidence(c, f, TML_EV_PAGE, s->id);
    tml_report_related(c, f, (uint32_t)*at_first, TML_S("first used here"));
  }
  tml_map_free(&first);
}

/* The prefix of more than half of the ids; of few pairs nothing is told. */
static tml_str usual_prefix(const tml_doc *d) {
  enum { FEW = 4 };
  tml_str best = {0};
  int64_t lead = 0; /* the majority vote of Boyer and Moore: one pass, no table */
  for (uint32_t i = 0; i < d->nsegs; i++) {
    tml_str p = prefix_of(&d->segs[i]);
    if (lead == 0) best = p;
    lead += tml_str_eq(p, best) ? 1 : -1;
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < d->nsegs; i++) n += tml_str_eq(prefix_of(&d->segs[i]), best);
  return d->nsegs >= FEW && n > d->nsegs / 2 && n < d->nsegs ? best : (tml_str){0};
}

static void check_foreign_ids(tml_check *c) {
  if (has_sound_ids(c)) return;
  tml_str usual = usual_prefix(c->doc);
  if (!usual.n) return;
  for (uint32_t i = 0; i < c->doc->nsegs; i++) {
    const tml_segment *s = &c->doc->segs[i];
    if (!s->id.n || tml_str_eq(prefix_of(s), usual)) continue;
    tml_str id = tml_check_quote(c, s->id), own = tml_check_quote(c, usual);
    tml_finding *f =
        report_at(c, i, s->start, s->end,
                  tml_arena_fmt(c->arena, "the id %.*s comes from another file: this one's begin with %.*s", (int)id.n,
                                id.p, (int)own.n, own.p)
                      .p);
    tml_report_evidence(c, f, TML_EV_PAGE, s->id);
  }
}

static void check_no_pairs(tml_check *c) {
  if (c->doc->nsegs || (c->doc->format != TML_FMT_MARKDOWN && c->doc->format != TML_FMT_TEXT)) return;
  tml_finding *f = tml_report(c, "no pair of source and target in this file");
  tml_report_place(f, 0, 0);
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

#define T(id, text) "<span data-ttu-id=\"" id "\">" text "</span>"
#define S(id, text) "<span class=\"sxs-lookup\"><span data-stu-id=\"" id "\">" text "</span></span>"
#define PAIR(n, t, s) T("c0de1-" n, t) S("c0de1-" n, s)
#define GOOD(text, reason)                                                                                             \
  { .locale = "de-DE", .page = text, .why = reason }
#define BAD(text, marked, reason)                                                                                      \
  { .locale = "de-DE", .page = text, .mark = marked, .why = reason }
#define END                                                                                                            \
  { 0 }

static const tml_example target_good[] = {
    GOOD(PAIR("101", "Eins", "One") "\n", "a pair"),
    GOOD(PAIR("101", "Der Tag `<span>`", "The `<span>` tag") "\n", "a tag that is spoken of"), END};
static const tml_example target_bad[] = {BAD(PAIR("101", "Eins", "One") "\n\n" T("c0de1-102", "Zwei") "\n",
                                             "<span data-ttu-id=\"c0de1-102\">Zwei", "the source is missing"),
                                         END};
static const tml_example source_good[] = {GOOD(PAIR("101", "Eins", "One") "\n", "a pair"),
                                          GOOD(PAIR("101", "Eins", "") "\n", "an empty source is a source"), END};
static const tml_example source_bad[] = {
    BAD(PAIR("101", "Eins", "One") "\n\n" S("c0de1-102", "Two") "\n", NULL, "the target is missing"), END};
static const tml_example differ_good[] = {GOOD(PAIR("101", "Eins", "One") "\n", "one id"),
                                          GOOD(PAIR("p101", "Eins.", "One.") "\n", "a paragraph's id"), END};
static const tml_example differ_bad[] = {
    BAD(T("c0de1-101", "Eins") S("c0de1-107", "One") "\n", "<span data-stu-id=\"c0de1-107\">", "which source is it?"),
    END};
static const tml_example twice_good[] = {
    GOOD(PAIR("101", "Eins", "One") "\n\n" PAIR("105", "Zwei", "Two") "\n", "gaps are normal"), END};
static const tml_example twice_bad[] = {BAD(PAIR("101", "Eins", "One") "\n\n" PAIR("101", "Zwei", "Two") "\n",
                                            PAIR("101", "Zwei", "Two"), "copied with its id"),
                                        END};
static const tml_example damage_good[] = {
    GOOD("---\ntitle: \"<span data-ttu-id=\\\"c0de1-101\\\">Eins</span><span class=\\\"sxs-lookup\\\"><span "
         "data-stu-id=\\\"c0de1-101\\\">One</span></span>\"\n---\n",
         "a quotation mark in a YAML string"),
    GOOD(PAIR("101", "Eins <span id=\"x\">2</span>", "One <span id=\"x\">2</span>") "\n", "a span of the text's own"),
    END};
static const tml_example damage_bad[] = {
    BAD("<span data-ttu-id=\"c0de1-101&quot;>Eins</span>" S("c0de1-101", "One") "\n",
        "<span data-ttu-id=\"c0de1-101&quot;>", "the tag is shown"),
    BAD(T("c0de1-101", "Eins") " und " S("c0de1-101", "One") "\n", " und ", "text that belongs to no side"), END};
static const tml_example foreign_good[] = {
    GOOD(PAIR("101", "Eins", "One") "\n\n" PAIR("102", "Zwei", "Two") "\n\n" PAIR("103", "Drei", "Three") "\n\n" PAIR(
             "104", "Vier", "Four") "\n",
         "one prefix"),
    END};
static const tml_example foreign_bad[] = {
    BAD(PAIR("101", "Eins", "One") "\n\n" PAIR("102", "Zwei", "Two") "\n\n" PAIR("103", "Drei", "Three") "\n\n" T(
            "beef2-104", "Vier") S("beef2-104", "Four") "\n",
        T("beef2-104", "Vier") S("beef2-104", "Four"), "pasted from another file"),
    END};
static const tml_example none_good[] = {GOOD(PAIR("101", "Eins", "One") "\n", "a pair"), END};
static const tml_example none_bad[] = {BAD("# Eins\n\nText.\n", NULL, "one language only"), END};

#define ROW(f, level, its_, mqm_)                                                                                      \
  .status = TML_STABLE, .severity = level, .scope = TML_SCOPE_PAGE, .since = "0.1.0", .its = its_, .mqm = mqm_,        \
  .check = f

static const tml_rule rules[] = {
    {.code = "SX001",
     .name = "unpaired-target",
     ROW(check_unpaired_target, TML_SEV_ERROR, "markup", "accuracy/other"),
     .summary = "a target span with no source span",
     .rationale = "A reader of the side-by-side page can't see what was translated, and no rule can check it. Other "
                  "<span> tags in a text, and "
                  "tags in code, are text.",
     .good = target_good,
     .bad = target_bad},
    {.code = "SX002",
     .name = "unpaired-source",
     ROW(check_unpaired_source, TML_SEV_ERROR, "omission", "accuracy/omission"),
     .summary = "a source span with no target span",
     .rationale = "The page shows the reader nothing where the source has a text, or the target lost its span and is "
                  "checked by nobody.",
     .good = source_good,
     .bad = source_bad},
    {.code = "SX003",
     .name = "unit-id-mismatch",
     ROW(check_ids_differ, TML_SEV_ERROR, "markup", "accuracy/other"),
     .summary = "the two ids of a pair differ",
     .rationale = "Pairs are stored by id: with two ids the translation goes back to the memory under a wrong source. "
                  "The pair is checked all the same, "
                  "for its spans stand side by side.",
     .good = differ_good,
     .bad = differ_bad},
    {.code = "SX004",
     .name = "duplicate-unit-id",
     ROW(check_ids_twice, TML_SEV_WARNING, "duplication", "accuracy/other"),
     .summary = "an id is used twice in a file",
     .rationale = "The second pair overwrites the first when the page goes back to the memory. Gaps in the numbering "
                  "are normal and not reported.",
     .good = twice_good,
     .bad = twice_bad},
    {.code = "SX005",
     .name = "damaged-span",
     ROW(check_damage, TML_SEV_ERROR, "markup", "accuracy/other"),
     .summary = "the tags of a pair are damaged",
     .rationale = "&quot; for a quotation mark in a tag, text between the two spans, a </span> that cuts a text, a "
                  "span that is never closed: the page "
                  "shows tags, or hides text. The pair is recovered and checked. Silent for \\\" in a YAML string, "
                  "which is legal.",
     .good = damage_good,
     .bad = damage_bad},
    {.code = "SX006",
     .name = "foreign-unit-id",
     ROW(check_foreign_ids, TML_SEV_WARNING, "markup", "accuracy/other"),
     .summary = "an id whose prefix is not this file's",
     .rationale = "All ids of a file begin alike; another prefix shows that the pair was pasted from another file. "
                  "Silent in files of fewer than "
                  "four pairs and where no prefix has the majority.",
     .good = foreign_good,
     .bad = foreign_bad},
    {.code = "SX007",
     .name = "no-pairs",
     ROW(check_no_pairs, TML_SEV_INFO, "uncategorized", "accuracy/other"),
     .summary = "a Markdown or text file with no pair at all",
     .rationale = "Nothing in it can be checked as a translation. Rules about characters run all the same.",
     .good = none_good,
     .bad = none_bad},
};

TML_FAMILY(sxs, "SX", "Side-by-side markup", rules)
