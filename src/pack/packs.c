/* packs.c — the packs that a configuration names: opened, their rules in the registry, their entities in a lexicon.
 *
 * Without packs nothing here runs: the shipped lexicon was made at build time. A pack with entities costs one reading
 * of all shipped packs (a few milliseconds).
 */
#include "rules.h"

#include "tmlint/embedded.h"
#include "tmlint/pack.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct opened { /* kept for the examples of the entities */
  char *path;
  tml_json j;
} opened;

struct tml_packs {
  tml_arena arena;
  pack_patterns px;
  pack_rows rows;
  opened *v;
  size_t n, cap;
  tml_lexicon *lexicon; /* NULL: no pack has entities */
  bool added;
};

tml_packs *tml_packs_new(void) { return tml_calloc(1, sizeof(tml_packs)); }

void tml_packs_free(tml_packs *p) {
  if (!p) return;
  if (p->added) tml_rule_drop();
  for (size_t i = 0; i < p->px.n; i++) tml_rx_free(p->px.v[i]);
  free(p->px.v);
  for (size_t i = 0; i < p->n; i++) {
    tml_json_free(&p->v[i].j);
    free(p->v[i].path);
  }
  free(p->v);
  tml_lexicon_free(p->lexicon);
  tml_arena_free(&p->arena);
  free(p);
}

const char *tml_pack_optional(unsigned i) { return i < tml_embedded_optional_n ? tml_embedded_optional[i].name : NULL; }

static const struct tml_embedded *shipped(const char *name) {
  for (unsigned i = 0; i < tml_embedded_optional_n; i++)
    if (strcmp(tml_embedded_optional[i].name, name) == 0) return &tml_embedded_optional[i];
  return NULL;
}

static int unknown(const char *name, tml_err *err) {
  tml_buf list = {0};
  for (unsigned i = 0; tml_pack_optional(i); i++) tml_buf_fmt(&list, "%s%s", i ? ", " : "", tml_pack_optional(i));
  int rc = tml_fail(err, TML_EIO, "no pack is called \"%s\"; there are %.*s, and files that end in .json", name,
                    (int)list.n, list.p);
  tml_buf_free(&list);
  return rc;
}

static int read_pack(tml_packs *p, const tml_json *j, tml_err *err) {
  pack_at w = {.j = j, .item = j->root, .err = err};
  int rc = pack_head(&w);
  if (!rc) rc = pack_rules(&w, &p->arena, &p->px, &p->rows);
  return rc;
}

int tml_packs_open(tml_packs *p, const char *file_or_name, tml_err *err) {
  tml_str name = tml_str_c(file_or_name);
  bool file = memchr(name.p, '/', name.n) || tml_str_ends(name, TML_S(".json"));
  const struct tml_embedded *e = file ? NULL : shipped(file_or_name);
  if (!file && !e) return unknown(file_or_name, err);
  p->v = tml_grow(p->v, p->n + 1, &p->cap, sizeof *p->v);
  opened *o = &p->v[p->n++];
  *o = (opened){.path = tml_strdup(name)};
  int rc = file ? tml_json_load(&o->j, o->path, err) : tml_json_parse(&o->j, o->path, (tml_str){e->data, e->len}, err);
  if (rc == TML_EIO) return rc;
  return rc ? TML_EFORMAT : read_pack(p, &o->j, err);
}

static bool has_entities(const cJSON *pack) {
  return pack_get(pack, "entities") || pack_get(pack, "between") || pack_get(pack, "editions");
}

/* A pack that is called like a shipped one stands in its place. */
static int make_lexicon(tml_packs *p, tml_err *err) {
  const char **names = TML_NEWN(&p->arena, const char *, p->n + 1);
  size_t n = 0;
  for (size_t i = 0; i < p->n; i++)
    if (has_entities(p->v[i].j.root)) names[n++] = pack_str(pack_get(p->v[i].j.root, "pack")).p;
  if (!n) return TML_OK;
  p->lexicon = tml_pack_begin_shipped(names, err);
  if (!p->lexicon) return TML_EFORMAT;
  int rc = TML_OK;
  for (size_t i = 0; i < p->n && !rc; i++) {
    pack_at w = {.j = &p->v[i].j, .item = p->v[i].j.root, .err = err};
    rc = pack_entities(&w, p->lexicon);
  }
  if (!rc) tml_lexicon_freeze(p->lexicon);
  return rc;
}

int tml_packs_finish(tml_packs *p, tml_err *err) {
  int rc = make_lexicon(p, err);
  if (rc) return rc;
  for (uint32_t i = 0; i < p->rows.n; i++) {
    const tml_rule *r = &p->rows.v[i];
    const tml_origin *o = &p->rows.at[i];
    if (tml_rule_find(tml_str_c(r->code)) >= 0 || tml_rule_find(tml_str_c(r->name)) >= 0)
      return tml_fail(err, TML_EFORMAT, "%s:%u:%u: the code %s or the name \"%s\" is another rule's", o->where, o->line,
                      o->column, r->code, r->name);
    p->added = true;
    if ((rc = tml_rule_add(r, 1, err))) return rc;
  }
  return TML_OK;
}

const tml_lexicon *tml_packs_lexicon(const tml_packs *p) { return p->lexicon ? p->lexicon : tml_pack_shipped(); }

int tml_packs_test(const tml_packs *p, void (*say)(void *ctx, const char *msg), void *ctx, unsigned *rules,
                   unsigned *ran) {
  int failed = 0;
  *ran = 0;
  *rules = p->rows.n;
  for (size_t i = 0; i < p->n; i++) failed += pack_entity_examples(tml_packs_lexicon(p), &p->v[i].j, say, ctx, ran);
  for (uint32_t i = 0; i < p->rows.n; i++)
    failed += pack_examples(&p->rows.v[i], &p->rows.at[i], tml_packs_lexicon(p), say, ctx, ran);
  return failed;
}
