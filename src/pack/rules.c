/* rules.c — the list "rules" of a pack to rows of the registry (grammar: docs/packs.md).
 *
 * What not: no checking of texts (check.c), no examples run (examples.c).
 * All that a row says lives in the pack set's arena; patterns are compiled here, so that a wrong one is told with its
 * line before a file is read.
 */
#include "rules.h"

#include "tmlint/text.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kind_words[] = {"term", "pair", "forbid", "require", NULL};
static const char *const severity_words[] = {"info", "warning", "error", NULL};
static const char *const side_words[] = {"source", "target", NULL};
static const char *const fix_words[] = {"safe", "unsafe", NULL};
static const char *const where_words[] = {"list",  "table", "quote", "code",    "html", "front-matter",
                                          "image", "link",  "title", "heading", NULL};
static const uint16_t where_bits[] = {TML_CTX_LIST,  TML_CTX_TABLE, TML_CTX_QUOTE, TML_CTX_FENCE, TML_CTX_HTML,
                                      TML_CTX_FRONT, TML_CTX_IMAGE, TML_CTX_LINK,  TML_CTX_TITLE, 0};

typedef struct maker {
  pack_at *w;
  const cJSON *o; /* the rule */
  tml_arena *a;
  pack_patterns *px;
  tml_rule *row;
  pack_rule *rule;
} maker;

/* ---- pieces ---- */

static int compile(const maker *m, tml_str pattern, unsigned flags, const char *key, const tml_rx **out) {
  tml_err err = {0};
  tml_rx *rx = tml_rx_new(pattern, flags, &err);
  if (!rx) return pack_bad(m->w, key, "%s", err.msg);
  m->px->v = tml_grow(m->px->v, m->px->n + 1, &m->px->cap, sizeof *m->px->v);
  m->px->v[m->px->n++] = rx;
  *out = rx;
  return 0;
}

/* The member `key` as a pattern; *out stays NULL where it is absent. */
static int pattern(const maker *m, const char *key, bool necessary, const tml_rx **out) {
  tml_str s;
  int rc = pack_string(m->w, m->o, key, necessary, &s);
  if (rc) return rc < 0 ? rc : 0;
  return compile(m, s, m->rule->flags, key, out);
}

static int text(const maker *m, const char *key, bool necessary, const char **out) {
  tml_str s;
  int rc = pack_string(m->w, m->o, key, necessary, &s);
  if (!rc) *out = tml_arena_str(m->a, s).p;
  return rc < 0 ? rc : 0;
}

static int languages_of(const maker *m, const cJSON *list, const char *key, tml_strs *out) {
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return pack_bad(m->w, key, "a list of language tags is expected");
  for (const cJSON *j = list->child; j; j = j->next) {
    tml_str s = pack_str(j);
    if (s.n < 2 || s.n > 35)
      return pack_bad(m->w, key, "a list of language tags is expected, such as \"ko\" or \"pt-BR\"");
    out->v = tml_arena_grow(m->a, out->v, out->n, &out->cap, sizeof *out->v);
    out->v[out->n++] = tml_arena_str(m->a, s);
  }
  return 0;
}

static int languages(const maker *m) {
  static const char *const known[] = {"source", "target", NULL};
  const cJSON *o = pack_get(m->o, "languages");
  if (!o) return 0;
  if (!cJSON_IsObject(o)) return pack_bad(m->w, "languages", "an object is expected: {\"target\": [\"ko\"]}");
  if (pack_keys(m->w, o, "languages", known)) return TML_EFORMAT;
  int rc = languages_of(m, pack_get(o, "source"), "languages.source", &m->rule->sources);
  return rc ? rc : languages_of(m, pack_get(o, "target"), "languages.target", &m->rule->targets);
}

static int places(const maker *m) {
  const cJSON *list = pack_get(m->o, "where");
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return pack_bad(m->w, "where", "a list is expected, such as [\"heading\", \"table\"]");
  for (const cJSON *j = list->child; j; j = j->next) {
    int k = 0;
    while (where_words[k] && !tml_str_is(pack_str(j), where_words[k])) k++;
    if (!where_words[k])
      return pack_bad(m->w, "where",
                      "heading, list, table, quote, code, html, front-matter, title, image and link are known");
    m->rule->where |= where_bits[k];
    m->rule->headings |= !where_bits[k];
  }
  return 0;
}

/* ---- kinds ---- */

static int one_side(const maker *m) {
  pack_rule *r = m->rule;
  int side = 1, fix;
  tml_str s;
  if (pack_get(m->o, "side") && pack_word(m->w, m->o, "side", side_words, &side)) return TML_EFORMAT;
  r->side = side ? TML_SIDE_TARGET : TML_SIDE_SOURCE;
  if (pattern(m, "pattern", true, &r->pattern) || pattern(m, "when", false, &r->when) ||
      pattern(m, "unless", false, &r->unless))
    return TML_EFORMAT;
  const cJSON *replacement = pack_get(m->o, "replacement");
  if (!replacement) return pack_get(m->o, "fix") ? pack_bad(m->w, "fix", "needs a \"replacement\"") : 0;
  if (r->kind == PACK_REQUIRE) return pack_bad(m->w, "replacement", "belongs to rules of kind forbid");
  if (!cJSON_IsString(replacement)) return pack_bad(m->w, "replacement", "a text is expected; it may be empty");
  if (pack_word(m->w, m->o, "fix", fix_words, &fix)) return TML_EFORMAT;
  s = pack_str(replacement);
  r->replacement = tml_arena_str(m->a, s);
  r->safe = fix == 0;
  m->row->fix = r->safe ? TML_FIX_SAFE : TML_FIX_UNSAFE;
  return 0;
}

static bool has_group(tml_str s) {
  for (size_t i = 0; i + 1 < s.n; i++)
    if (s.p[i] == '$' && s.p[i + 1] >= '0' && s.p[i + 1] <= '9') return true;
  return false;
}

static int both_sides(const maker *m) {
  pack_rule *r = m->rule;
  tml_str s;
  if (pattern(m, "source", true, &r->pattern) || pack_string(m->w, m->o, "target", true, &s)) return TML_EFORMAT;
  r->expect = tml_arena_str(m->a, s);
  for (size_t i = 0; i + 1 < s.n; i++)
    if (s.p[i] == '$' && s.p[i + 1] > '0' && s.p[i + 1] <= '9' &&
        (unsigned)(s.p[i + 1] - '0') > tml_rx_groups(r->pattern))
      return pack_bad(m->w, "target", "$%c is no group of \"source\", which has %u", s.p[i + 1],
                      tml_rx_groups(r->pattern));
  return compile(m, s, r->flags | (has_group(s) ? TML_RX_ONCE : 0), "target", &r->expected);
}

/* Letters of scripts that part words by blanks need a word boundary before them. */
static bool spaced(tml_str s) {
  const char *p = s.p;
  enum tml_script sc = tml_cp_script(tml_utf8_next(&p));
  return sc == TML_SCRIPT_LATIN || sc == TML_SCRIPT_CYRILLIC || sc == TML_SCRIPT_GREEK;
}

static void literal(tml_buf *b, tml_str s) {
  for (size_t i = 0; i < s.n; i++) {
    if ((unsigned char)s.p[i] < 0x80 && !strchr("_ ", s.p[i]) && !((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') &&
        !(s.p[i] >= '0' && s.p[i] <= '9'))
      tml_buf_c(b, '\\');
    if (s.p[i] == ' ') tml_buf_z(b, "[\\s\\x{A0}]+");
    else tml_buf_c(b, s.p[i]);
  }
}

/* Any of the texts, with what may follow them (inflection) left open. */
static int any_of(const maker *m, const cJSON *list, const char *key, bool fold, tml_str *shown, const tml_rx **out) {
  if (!cJSON_IsArray(list) || !list->child) return pack_bad(m->w, key, "a list of texts is expected, not empty");
  tml_buf b = {0}, names = {0};
  int rc = 0;
  tml_buf_z(&b, "(?:");
  for (const cJSON *j = list->child; j && !rc; j = j->next) {
    tml_str s = pack_str(j);
    if (!s.n || tml_utf8_invalid(s.p, s.n) != s.n) {
      rc = pack_bad(m->w, key, "a list of texts is expected, none empty");
      break;
    }
    tml_buf_fmt(&b, "%s%s", j == list->child ? "" : "|", spaced(s) ? "(?<!\\p{L})" : "");
    literal(&b, s);
    tml_buf_fmt(&names, "%s\"%s\"", j == list->child ? "" : j->next ? ", " : " or ", s.p);
  }
  tml_buf_c(&b, ')');
  if (!rc) rc = compile(m, tml_buf_view(&b), (fold ? TML_RX_FOLD : 0) | TML_RX_ONCE, key, out);
  if (!rc && shown) *shown = tml_arena_str(m->a, tml_buf_view(&names));
  tml_buf_free(&b);
  tml_buf_free(&names);
  return rc;
}

static pack_rendering *rendering(const maker *m, pack_term *t, size_t *cap, const char *language) {
  for (uint32_t i = 0; i < t->n; i++)
    if (tml_str_is(t->renderings[i].language, language)) return &t->renderings[i];
  t->renderings = tml_arena_grow(m->a, t->renderings, t->n, cap, sizeof *t->renderings);
  t->renderings[t->n] = (pack_rendering){.language = tml_arena_str(m->a, tml_str_c(language))};
  return &t->renderings[t->n++];
}

static int one_term(const maker *m, const cJSON *j, unsigned index, pack_term *t, bool *fold) {
  static const char *const known[] = {"source", "target", "forbidden", "case", "note", NULL};
  char key[48];
  snprintf(key, sizeof key, "terms[%u]", index);
  bool cased;
  if (!cJSON_IsObject(j)) return pack_bad(m->w, key, "an object is expected");
  if (pack_keys(m->w, j, key, known)) return TML_EFORMAT;
  if (pack_string(m->w, j, "source", true, &t->source) || pack_flag(m->w, j, "case", &cased)) return TML_EFORMAT;
  *fold = !cased;
  size_t cap = 0;
  const char *const lists[] = {"target", "forbidden"};
  for (int k = 0; k < 2; k++) {
    const cJSON *by = pack_get(j, lists[k]);
    if (by && !cJSON_IsObject(by)) return pack_bad(m->w, key, "\"%s\": an object of languages is expected", lists[k]);
    for (const cJSON *l = by ? by->child : NULL; l; l = l->next) {
      pack_rendering *r = rendering(m, t, &cap, l->string);
      if (any_of(m, l, key, *fold, k ? NULL : &r->shown, k ? &r->forbidden : &r->allowed)) return TML_EFORMAT;
    }
  }
  return t->n ? 0 : pack_bad(m->w, key, "\"target\" or \"forbidden\" is expected");
}

typedef struct sized {
  tml_str s;
  unsigned index;
  bool fold;
} sized;

static int longest_first(const void *pa, const void *pb) {
  const sized *a = pa, *b = pb;
  if (a->s.n != b->s.n) return a->s.n > b->s.n ? -1 : 1;
  return a->index < b->index ? -1 : 1;
}

/* All terms in one pattern, the longest first, each with its number as mark. */
static int all_terms(const maker *m) {
  const cJSON *list = pack_get(m->o, "terms");
  unsigned n = cJSON_IsArray(list) ? (unsigned)cJSON_GetArraySize(list) : 0;
  if (!n) return pack_bad(m->w, "terms", "a list is expected, not empty");
  pack_term *terms = TML_NEWN(m->a, pack_term, n);
  sized *order = TML_NEWN(m->a, sized, n);
  unsigned i = 0;
  for (const cJSON *j = list->child; j; j = j->next, i++) {
    if (one_term(m, j, i, &terms[i], &order[i].fold)) return TML_EFORMAT;
    terms[i].source = tml_arena_str(m->a, terms[i].source);
    order[i].s = terms[i].source;
    order[i].index = i;
  }
  qsort(order, n, sizeof *order, longest_first);
  tml_buf b = {0};
  tml_buf_z(&b, "(?<![\\p{L}\\d])(?:");
  for (i = 0; i < n; i++) {
    tml_buf_fmt(&b, "%s%s", i ? "|" : "", order[i].fold ? "(?i:" : "(?:");
    literal(&b, order[i].s);
    tml_buf_fmt(&b, ")(?:s|es)?(*MARK:%u)", order[i].index);
  }
  tml_buf_z(&b, ")(?![\\p{L}\\d])");
  int rc = compile(m, tml_buf_view(&b), 0, "terms", &m->rule->pattern);
  tml_buf_free(&b);
  m->rule->terms = terms;
  return rc;
}

/* ---- examples ---- */

static const char *example_text(const maker *m, const cJSON *j, const char *key) {
  tml_str s = pack_str(pack_get(j, key));
  return s.p[0] ? tml_arena_str(m->a, s).p : NULL;
}

static int examples(const maker *m) {
  static const char *const known[] = {"locale", "source", "target", "mark", "fixed", "why", NULL};
  const cJSON *list = pack_get(m->o, "examples");
  unsigned n = cJSON_IsArray(list) ? (unsigned)cJSON_GetArraySize(list) : 0, good = 0, bad = 0;
  tml_example *lists[2] = {TML_NEWN(m->a, tml_example, n + 1), TML_NEWN(m->a, tml_example, n + 1)};
  for (const cJSON *j = n ? list->child : NULL; j; j = j->next) {
    char key[48];
    snprintf(key, sizeof key, "examples[%u]", good + bad);
    if (!cJSON_IsObject(j)) return pack_bad(m->w, key, "an object is expected");
    if (pack_keys(m->w, j, key, known)) return TML_EFORMAT;
    tml_example x = {.locale = example_text(m, j, "locale"),
                     .source = example_text(m, j, "source"),
                     .target = example_text(m, j, "target"),
                     .mark = example_text(m, j, "mark"),
                     .fixed = example_text(m, j, "fixed"),
                     .why = example_text(m, j, "why")};
    if (!x.locale || !x.source || !x.target) return pack_bad(m->w, key, "locale, source and target are expected");
    if (x.mark) lists[1][bad++] = x;
    else lists[0][good++] = x;
  }
  if (!good || !bad) return pack_bad(m->w, "examples", "at least one good and one bad (with \"mark\") are expected");
  m->row->good = lists[0];
  m->row->bad = lists[1];
  return 0;
}

/* ---- a row ---- */

static int code_and_name(const maker *m) {
  if (text(m, "code", true, &m->row->code) || text(m, "name", true, &m->row->name)) return TML_EFORMAT;
  const char *c = m->row->code;
  size_t letters = tml_rule_letters(c);
  if (letters < 3 || letters > 8 || strspn(c + letters, "0123456789") != 3 || c[letters + 3])
    return pack_bad(m->w, "code",
                    "three to eight capital letters and three digits are expected, such as ACME001 (two letters "
                    "are the program's own)");
  if (m->row->name[strspn(m->row->name, "abcdefghijklmnopqrstuvwxyz0123456789-")])
    return pack_bad(m->w, "name", "small letters, digits and hyphens are expected");
  return 0;
}

static int references(const maker *m) {
  const cJSON *list = pack_get(m->o, "references");
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return pack_bad(m->w, "references", "a list of texts is expected");
  const char **v = TML_NEWN(m->a, const char *, cJSON_GetArraySize(list) + 1);
  size_t n = 0;
  for (const cJSON *j = list->child; j; j = j->next) v[n++] = tml_arena_str(m->a, pack_str(j)).p;
  m->row->refs = v;
  return 0;
}

static int common(const maker *m) {
  int kind, severity = 1;
  bool fold;
  tml_str message;
  if (code_and_name(m) || pack_word(m->w, m->o, "kind", kind_words, &kind) ||
      text(m, "summary", true, &m->row->summary) || text(m, "rationale", false, &m->row->rationale) ||
      text(m, "mqm", false, &m->row->mqm) || text(m, "its", false, &m->row->its) ||
      pack_flag(m->w, m->o, "ignore_case", &fold) || pack_flag(m->w, m->o, "in_code", &m->rule->anywhere))
    return TML_EFORMAT;
  if (pack_get(m->o, "severity") && pack_word(m->w, m->o, "severity", severity_words, &severity)) return TML_EFORMAT;
  int rc = pack_string(m->w, m->o, "message", false, &message);
  if (rc < 0 || languages(m) || places(m) || references(m)) return TML_EFORMAT;
  if (!rc) m->rule->message = tml_arena_str(m->a, message);
  m->rule->kind = (uint8_t)kind;
  m->rule->flags = fold ? TML_RX_FOLD : 0;
  m->row->severity = (uint8_t)(severity + TML_SEV_INFO);
  return 0;
}

/* Keys of one kind only, so that nothing is read over. */
static int kind_keys(const maker *m) {
  static const struct {
    const char *key;
    unsigned kinds;
  } own[] = {{"terms", 1u << PACK_TERM},
             {"source", 1u << PACK_PAIR},
             {"target", 1u << PACK_PAIR},
             {"pattern", 1u << PACK_FORBID | 1u << PACK_REQUIRE},
             {"side", 1u << PACK_FORBID | 1u << PACK_REQUIRE},
             {"when", 1u << PACK_FORBID | 1u << PACK_REQUIRE},
             {"unless", 1u << PACK_FORBID | 1u << PACK_REQUIRE},
             {"replacement", 1u << PACK_FORBID},
             {"fix", 1u << PACK_FORBID},
             {"ignore_case", 1u << PACK_PAIR | 1u << PACK_FORBID | 1u << PACK_REQUIRE}};
  for (size_t i = 0; i < TML_COUNT(own); i++)
    if (pack_get(m->o, own[i].key) && !(own[i].kinds & 1u << m->rule->kind))
      return pack_bad(m->w, own[i].key, "does not belong to rules of kind %s", kind_words[m->rule->kind]);
  return 0;
}

static int one_rule(const maker *m) {
  static const char *const known[] = {
      "code",        "name",      "kind",   "severity", "summary",     "rationale", "references", "mqm",  "its",
      "message",     "languages", "where",  "in_code",  "ignore_case", "side",      "pattern",    "when", "unless",
      "replacement", "fix",       "source", "target",   "terms",       "examples",  NULL};
  if (!cJSON_IsObject(m->o)) return pack_bad(m->w, NULL, "an object is expected");
  if (pack_keys(m->w, m->o, "", known) || common(m) || kind_keys(m)) return TML_EFORMAT;
  int rc = m->rule->kind == PACK_TERM ? all_terms(m) : m->rule->kind == PACK_PAIR ? both_sides(m) : one_side(m);
  if (rc || examples(m)) return TML_EFORMAT;
  m->row->status = TML_STABLE;
  m->row->scope = TML_SCOPE_SEGMENT;
  m->row->check = pack_check;
  m->row->data = m->rule;
  return 0;
}

int pack_rules(pack_at *w, tml_arena *a, pack_patterns *px, pack_rows *out) {
  const cJSON *pack = w->item, *list = pack_get(pack, "rules");
  if (!list) return 0;
  if (!cJSON_IsArray(list)) return pack_bad(w, "rules", "a list is expected");
  tml_str version = pack_str(pack_get(pack, "version")), name = pack_str(pack_get(pack, "pack"));
  const char *since =
      tml_arena_fmt(a, "%.*s%s%.*s", (int)name.n, name.p, version.n ? " " : "", (int)version.n, version.p).p;
  int rc = 0;
  w->list = "rules";
  w->index = 0;
  for (const cJSON *j = list->child; j && !rc; j = j->next, w->index++) {
    out->v = tml_arena_grow(a, out->v, out->n, &out->cap, sizeof *out->v);
    out->at = tml_arena_grow(a, out->at, out->n, &out->at_cap, sizeof *out->at);
    out->v[out->n] = (tml_rule){.since = since};
    out->at[out->n] = tml_json_at(w->j, j);
    w->item = j;
    maker m = {w, j, a, px, &out->v[out->n], TML_NEW(a, pack_rule)};
    rc = one_rule(&m);
    if (!rc) out->n++;
  }
  w->list = NULL;
  w->item = pack;
  return rc;
}
