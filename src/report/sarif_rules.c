/* sarif_rules.c — the tool of a SARIF run: every rule's metadata from its row, and the taxonomies they point into.
 *
 * MQM's ids are paths (accuracy/mistranslation/number), ITS 2.0's are the values of its localization quality issue
 * type. Only the taxa that a rule names are listed.
 */
#include "sarif.h"

#include <stdlib.h>

#ifndef TML_VERSION
#define TML_VERSION "0"
#endif

enum { MQM, ITS, TAXONOMIES };
static const struct {
  const char *name, *full, *uri, *organization, *version;
} taxonomy[TAXONOMIES] = {
    {"MQM", "Multidimensional Quality Metrics: error types", "https://themqm.org/", "MQM Council", "2.0"},
    {"ITS", "Internationalization Tag Set 2.0: localization quality issue types", "https://www.w3.org/TR/its20/", "W3C",
     "2.0"}};

static const char *taxon_of(const tml_rule *r, int which) { return which == MQM ? r->mqm : r->its; }

typedef struct taxa {
  const char **id;
  size_t n;
} taxa;

static int by_id(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static taxa collect(int which) {
  taxa t = {tml_calloc(tml_rule_count() + 1, sizeof *t.id), 0};
  size_t n = 0;
  for (unsigned i = 0; i < tml_rule_count(); i++)
    if (taxon_of(tml_rule_at(i), which)) t.id[n++] = taxon_of(tml_rule_at(i), which);
  if (n) qsort(t.id, n, sizeof *t.id, by_id);
  for (size_t i = 0; i < n; i++)
    if (!t.n || strcmp(t.id[t.n - 1], t.id[i]) != 0) t.id[t.n++] = t.id[i];
  return t;
}

/* ---- a rule ------------------------------------------------------------------------------------------------------ */

static void markdown_example(tml_buf *b, const char *label, const char *text) {
  if (!text) return;
  tml_buf_fmt(b, "    %s: ", label);
  for (const char *p = text; *p; p++) {
    tml_buf_c(b, *p);
    if (*p == '\n' && p[1]) tml_buf_z(b, "    ");
  }
  tml_buf_c(b, '\n');
}

static void markdown_examples(tml_buf *b, const char *title, const tml_example *x) {
  if (!x || (!x->target && !x->source && !x->page)) return;
  tml_buf_fmt(b, "\n**%s**\n", title);
  for (; x->target || x->source || x->page; x++) {
    if (x->why) tml_buf_fmt(b, "\n%s\n", x->why);
    tml_buf_c(b, '\n');
    markdown_example(b, x->page ? "today's source page" : "source", x->source);
    markdown_example(b, x->locale ? x->locale : "target", x->target);
    markdown_example(b, "page", x->page);
    markdown_example(b, "marks", x->mark);
    markdown_example(b, "fixed", x->fixed);
  }
}

static void sentence(tml_buf *b, const char *z) { /* SARIF asks that descriptions are sentences */
  size_t at = b->n;
  tml_buf_z(b, z);
  if (*z >= 'a' && *z <= 'z') b->p[at] = (char)(*z - 'a' + 'A');
  if (b->n > at && b->p[b->n - 1] != '.') tml_buf_c(b, '.');
}

static void sentence_json(tml_buf *b, const char *z) {
  tml_buf t = {0};
  sentence(&t, z);
  tml_json_string(b, tml_buf_view(&t));
  tml_buf_free(&t);
}

static void help(tml_buf *b, const tml_rule *r) {
  tml_buf text = {0}, md = {0};
  sentence(&text, r->summary);
  if (r->rationale) tml_buf_fmt(&text, " %s", r->rationale);
  tml_buf_put(&md, text.p, text.n);
  tml_buf_c(&md, '\n');
  markdown_examples(&md, "Found", r->bad);
  markdown_examples(&md, "Right, so silent", r->good);
  for (size_t i = 0; r->refs && r->refs[i]; i++)
    tml_buf_fmt(&md, "%s* %s\n", i ? "" : "\n**References**\n\n", r->refs[i]);
  tml_buf_z(b, ", \"help\": {\"text\": ");
  tml_json_string(b, tml_buf_view(&text));
  tml_out_text(b, "markdown", tml_buf_view(&md));
  tml_buf_c(b, '}');
  tml_buf_free(&md);
  text.n = 0;
  if (tml_out_rule_url(&text, r)) tml_out_text(b, "helpUri", tml_buf_view(&text));
  tml_buf_free(&text);
}

/* "{"id": …, "index": …, "toolComponent": …}" */
static void relationships(tml_buf *b, const tml_rule *r, const taxa *all) {
  bool any = false;
  for (int k = 0; k < TAXONOMIES; k++) {
    const char *id = taxon_of(r, k);
    const char **at = id ? bsearch(&id, all[k].id, all[k].n, sizeof *all[k].id, by_id) : NULL;
    if (!at) continue;
    tml_buf_fmt(
        b,
        "%s{\"target\": {\"id\": \"%s\", \"index\": %zu, \"toolComponent\": {\"name\": \"%s\", \"index\": %d}}, "
        "\"kinds\": [\"superset\"]}",
        any ? ", " : ", \"relationships\": [", id, (size_t)(at - all[k].id), taxonomy[k].name, k);
    any = true;
  }
  if (any) tml_buf_c(b, ']');
}

static void rule(tml_buf *b, const tml_rule *r, const taxa *all) {
  static const char *const levels[] = {"none", "note", "warning", "error"};
  static const char *const status[] = {"stable", "preview", "off", "removed"};
  tml_buf_fmt(b, "{\"id\": \"%s\", \"name\": \"%s\", \"shortDescription\": {\"text\": ", r->code, r->name);
  sentence_json(b, r->summary);
  tml_buf_z(b, "}, \"fullDescription\": {\"text\": ");
  sentence_json(b, r->rationale ? r->rationale : r->summary);
  tml_buf_c(b, '}');
  help(b, r);
  tml_buf_fmt(b, ", \"defaultConfiguration\": {\"enabled\": %s, \"level\": \"%s\"}",
              r->status == TML_STABLE ? "true" : "false", levels[r->severity & 3]);
  relationships(b, r, all);
  tml_buf_fmt(b, ", \"properties\": {\"tags\": [\"translation\", \"%.*s\", \"%s\"", (int)tml_rule_letters(r->code),
              r->code, status[r->status & 3]);
  if (r->fix != TML_FIX_NONE) tml_buf_z(b, ", \"fixable\"");
  tml_buf_z(b, "]}}");
}

void tml_sarif_tool(tml_buf *b) {
  taxa all[TAXONOMIES];
  for (int k = 0; k < TAXONOMIES; k++) all[k] = collect(k);
  tml_buf_z(b, "\"tool\": {\"driver\": {\"name\": \"tmlint\", \"version\": \"" TML_VERSION
               "\", \"semanticVersion\": \"" TML_VERSION "\", \"supportedTaxonomies\": [");
  for (int k = 0; k < TAXONOMIES; k++)
    tml_buf_fmt(b, "%s{\"name\": \"%s\", \"index\": %d}", k ? ", " : "", taxonomy[k].name, k);
  tml_buf_z(b, "], \"rules\": [");
  for (unsigned i = 0; i < tml_rule_count(); i++) {
    tml_buf_z(b, i ? ",\n" : "\n");
    rule(b, tml_rule_at(i), all);
  }
  tml_buf_z(b, "\n]}},\n\"taxonomies\": [");
  for (int k = 0; k < TAXONOMIES; k++) {
    tml_buf_fmt(b,
                "%s{\"name\": \"%s\", \"version\": \"%s\", \"organization\": \"%s\", \"shortDescription\": {\"text\": "
                "\"%s.\"}, "
                "\"informationUri\": \"%s\", \"isComprehensive\": false, \"taxa\": [",
                k ? ",\n" : "\n", taxonomy[k].name, taxonomy[k].version, taxonomy[k].organization, taxonomy[k].full,
                taxonomy[k].uri);
    for (size_t i = 0; i < all[k].n; i++) tml_buf_fmt(b, "%s{\"id\": \"%s\"}", i ? ", " : "", all[k].id[i]);
    tml_buf_z(b, "]}");
    free(all[k].id);
  }
  tml_buf_z(b, "\n]");
}
