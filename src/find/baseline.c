/* baseline.c — baselines read, looked up and written (baseline.h). */
#include "tmlint/baseline.h"

#include "tmlint/io.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static const char schema[] = "tmlint.baseline/1";

void tml_baseline_free(tml_baseline *b) {
  tml_map_free(&b->index);
  tml_arena_free(&b->arena);
  *b = (tml_baseline){0};
}

void tml_baseline_add(tml_baseline *b, const tml_known *k) {
  bool fresh;
  uint64_t *at = tml_map_put(&b->index, k->fingerprint, &fresh);
  if (!fresh) return;
  b->v = tml_arena_grow(&b->arena, b->v, b->n, &b->cap, sizeof *b->v);
  *at = b->n;
  b->v[b->n++] = (tml_known){k->fingerprint, tml_arena_str(&b->arena, k->path), tml_arena_str(&b->arena, k->code),
                             tml_arena_str(&b->arena, k->message)};
}

ptrdiff_t tml_baseline_find(const tml_baseline *b, uint64_t fingerprint) {
  const uint64_t *at = tml_map_get(&b->index, fingerprint);
  return at ? (ptrdiff_t)*at : -1;
}

static int in_order(const void *pa, const void *pb) {
  const tml_known *a = pa, *b = pb;
  int c = tml_str_cmp(a->path, b->path);
  if (!c) c = tml_str_cmp(a->code, b->code);
  return c ? c : a->fingerprint < b->fingerprint ? -1 : a->fingerprint > b->fingerprint;
}

void tml_baseline_sort(tml_baseline *b) {
  if (b->n) qsort(b->v, b->n, sizeof *b->v, in_order);
  for (size_t i = 0; i < b->n; i++) *tml_map_put(&b->index, b->v[i].fingerprint, NULL) = i;
}

/* ---- reading ---- */

static tml_str text(const cJSON *node, const char *key) {
  const cJSON *kid = cJSON_GetObjectItemCaseSensitive(node, key);
  return cJSON_IsString(kid) ? tml_str_c(kid->valuestring) : tml_str_n("", 0);
}

static bool read_print(tml_str s, uint64_t *out) {
  *out = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (v < 0) return false;
    *out = *out << 4 | (uint64_t)v;
  }
  return s.n == 16;
}

static int read_findings(tml_baseline *b, const cJSON *root, const char *path, tml_err *err) {
  tml_str kind = text(root, "schema");
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "findings");
  if (!tml_str_is(kind, schema) || !cJSON_IsArray(list))
    return tml_fail(err, TML_EUSAGE,
                    "%s: this is no baseline of this version (schema %s); make one with `tmlint baseline`", path,
                    schema);
  size_t number = 0;
  for (const cJSON *kid = list->child; kid; kid = kid->next) {
    tml_known k = {0, text(kid, "path"), text(kid, "code"), text(kid, "message")};
    number++;
    if (!read_print(text(kid, "fingerprint"), &k.fingerprint))
      return tml_fail(err, TML_EUSAGE, "%s: finding %zu has no fingerprint of 16 hexadecimal digits", path, number);
    tml_baseline_add(b, &k);
  }
  tml_baseline_sort(b);
  return TML_OK;
}

int tml_baseline_load(tml_baseline *b, const char *path, tml_err *err) {
  tml_buf bytes = {0};
  *b = (tml_baseline){0};
  tml_err why;
  if (tml_io_read(path, &bytes, NULL, &why))
    return tml_fail(err, TML_EUSAGE, "the baseline %s; make one with `tmlint baseline`", why.msg);
  cJSON *root = cJSON_ParseWithLength(bytes.p, bytes.n);
  int rc = root ? read_findings(b, root, path, err)
                : tml_fail(err, TML_EUSAGE, "%s: this is not valid JSON; make it anew with `tmlint baseline`", path);
  cJSON_Delete(root);
  tml_buf_free(&bytes);
  return rc;
}

/* ---- writing ---- */

static void put_text(tml_buf *b, tml_str s) {
  tml_buf_c(b, '"');
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '"' || c == '\\') tml_buf_c(b, '\\');
    if (c < 0x20 || c == 0x7F) tml_buf_fmt(b, "\\u%04x", c);
    else tml_buf_c(b, (char)c);
  }
  tml_buf_c(b, '"');
}

void tml_baseline_write(const tml_baseline *b, const uint8_t *skip, tml_buf *out) {
  bool any = false;
  tml_buf_fmt(out, "{\n\"schema\": \"%s\",\n\"findings\": [", schema);
  for (size_t i = 0; i < b->n; i++) {
    const tml_known *k = &b->v[i];
    if (skip && skip[i]) continue;
    tml_buf_fmt(out, "%s{\"fingerprint\": \"%016llx\", \"code\": ", any ? ",\n" : "\n",
                (unsigned long long)k->fingerprint);
    any = true;
    put_text(out, k->code);
    tml_buf_z(out, ", \"path\": ");
    put_text(out, k->path);
    tml_buf_z(out, ", \"message\": ");
    put_text(out, k->message);
    tml_buf_c(out, '}');
  }
  tml_buf_z(out, "\n]\n}\n");
}
