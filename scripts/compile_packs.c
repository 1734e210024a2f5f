/* compile_packs.c — writes the lexicon of the shipped packs as C, ready to use: build/gen/lexicon.c.
 *
 * What for: loading the JSON packs takes longer than linting a page. The build loads them once and writes down what the
 * frozen lexicon holds; the program then starts with it. A host tool, not installed.
 * Errors: a pack that does not load ends the build with the pack's own complaint.
 */
#include "feat/lexicon.h"
#include "tmlint/pack.h"

#include <inttypes.h>
#include <stdio.h>

static void text(tml_str s) {
  putchar('{');
  putchar('"');
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c < ' ' || c >= 0x7F || c == '"' || c == '\\' || c == '?') printf("\\%03o", c);
    else putchar(c);
  }
  printf("\", %zu}", s.n);
}

static void number(const tml_stdnum *n) {
  printf("{%d, %d, %d, %d, %d, %d, %d, %d, %d, %d}", n->min, n->max, n->groups, n->part, n->need_part, n->dot,
         n->letters, n->year_dash, n->colon, n->letter);
}

static void map(const char *name, const tml_map *m) {
  printf("static const uint64_t %s[] = {", name);
  for (size_t i = 0; i < 2 * m->cap; i++) printf("%s%" PRIu64 "u,", i % 8 ? " " : "\n  ", m->slots[i]);
  printf("%s};\n", m->cap ? "" : "0");
}

static void entities(const tml_lexicon *l) {
  printf("static const tml_entity entity[] = {\n");
  for (size_t i = 0; i < l->nentity; i++) {
    const tml_entity *e = &l->entity[i];
    printf("  {%d, %d, %d, %" PRIu64 "u, ", e->kind, e->sub, e->flags, e->key);
    text(e->id);
    printf(", ");
    text(e->name);
    printf(", ");
    number(&e->number);
    printf("},\n");
  }
  printf("};\nstatic const uint32_t kin[] = {");
  for (size_t i = 0; i < l->nentity; i++) printf("%u, ", l->kin[i]);
  printf("};\n");
}

static void aliases(const tml_lexicon *l) {
  printf("static const tml_lexalias alias[] = {\n");
  for (size_t i = 0; i < l->nalias; i++) {
    const tml_lexalias *a = &l->alias[i];
    printf("  {");
    text(a->text);
    printf(", %u, %u, %u, \"%.4s\", %d, %d, %u},\n", a->entity, a->next, a->kin, a->lang, a->flags, a->dot, a->upper);
  }
  printf("};\n");
}

static void trie(const tml_lexicon *l) {
  printf("static const tml_lexnode node[] = {");
  for (size_t i = 0; i < l->nnode; i++) printf("{%u, %u}, ", l->node[i].alias, l->node[i].kids);
  printf("};\nstatic const tml_lexedge edge[] = {\n");
  for (size_t i = 0; i < l->edge_cap; i++) printf("  {%" PRIu64 "u, %u},\n", l->edge[i].key, l->edge[i].next);
  printf("};\n");
}

static void editions(const tml_lexicon *l) {
  printf("static const tml_lexedition edition[] = {\n");
  for (size_t i = 0; i < l->nedition; i++) {
    const tml_lexedition *e = &l->edition[i];
    printf("  {%" PRIu64 "u, %d, %d, ", e->key, e->year, e->replaced_by);
    text(e->when);
    printf(", ");
    text(e->source);
    printf("},\n");
  }
  printf("  {0, 0, 0, {0, 0}, {0, 0}},\n};\n");
}

static void whole(const tml_lexicon *l) {
  static const char *const maps[] = {"by_key", "by_id", "between"};
  const tml_map *of[] = {&l->by_key, &l->by_id, &l->between};
  /* The struct's pointers are writable for the builder's sake; nobody writes to a frozen lexicon. */
  printf("static const tml_lexicon lexicon = {\n  .entity = (tml_entity *)entity, .kin = (uint32_t *)kin, .nentity = "
         "%zu,\n"
         "  .alias = (tml_lexalias *)alias, .nalias = %zu, .node = (tml_lexnode *)node, .nnode = %zu,\n"
         "  .edge = (tml_lexedge *)edge, .nedge = %zu, .edge_cap = %zu, .edition = (tml_lexedition *)edition, "
         ".nedition = %zu,\n",
         l->nentity, l->nalias, l->nnode, l->nedge, l->edge_cap, l->nedition);
  for (unsigned i = 0; i < 3; i++)
    printf("  .%s = {(uint64_t *)map_%s, %zu, %zu, %" PRIu64 "u, %d},\n", maps[i], maps[i], of[i]->cap, of[i]->n,
           of[i]->zero, of[i]->has_zero);
  printf("  .frozen = true,\n  .first = {");
  for (size_t i = 0; i < TML_COUNT(l->first); i++) printf("%" PRIu64 "u, ", l->first[i]);
  printf("}};\n\nconst tml_lexicon *tml_pack_shipped(void) { return &lexicon; }\n");
}

int main(void) {
  tml_err err = {0};
  tml_lexicon *l = tml_pack_load_shipped(&err);
  if (!l) {
    fprintf(stderr, "compile_packs: %s\n", err.msg);
    return 1;
  }
  printf("/* written by scripts/compile_packs.c: do not edit */\n#include \"feat/lexicon.h\"\n#include "
         "\"tmlint/pack.h\"\n\n");
  entities(l);
  aliases(l);
  trie(l);
  editions(l);
  map("map_by_key", &l->by_key);
  map("map_by_id", &l->by_id);
  map("map_between", &l->between);
  whole(l);
  tml_lexicon_free(l);
  return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
