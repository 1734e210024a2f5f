/* pairing.c — pages of two trees by their paths (pairing.h). What not: no file is opened. */
#include "pairing.h"

#include "tmlint/paths.h"
#include "tmlint/settings.h"

#include <stdlib.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Cuts the last name's suffix, and a locale before it: "a.ko.md" is "a". */
static tml_str stem(tml_str name, bool last) {
  if (!last) return name;
  tml_str ext = tml_path_ext(name);
  if (ext.n) name.n -= ext.n + 1;
  ext = tml_path_ext(name);
  if (ext.n && tml_settings_is_locale(ext)) name.n -= ext.n + 1;
  return name;
}

typedef struct names {
  tml_str v[64]; /* deeper folders than that are one name with those above */
  size_t n;
} names;

static void split(tml_str path, names *out) {
  out->n = 0;
  for (size_t i = 0, from = 0; i <= path.n; i++) {
    if (i < path.n && path.p[i] != '/') continue;
    tml_str part = tml_str_n(path.p + from, i - from);
    bool last = i == path.n;
    from = i + 1;
    if (!part.n || tml_str_is(part, ".")) continue;
    if (!last && tml_settings_is_locale(part)) continue;
    if (out->n == TML_COUNT(out->v)) {
      memmove(out->v, out->v + 1, (TML_COUNT(out->v) - 1) * sizeof *out->v);
      out->n--;
    }
    out->v[out->n++] = stem(part, last);
  }
}

static bool docusaurus(const names *v, size_t i) {
  return i + 3 < v->n && tml_str_is(v->v[i], "i18n") && tml_str_is(v->v[i + 1], "docusaurus-plugin-content-docs") &&
         tml_str_is(v->v[i + 2], "current");
}

tml_str tml_pair_key(tml_arena *a, tml_str path) {
  names v;
  split(path, &v);
  char *p = tml_arena_alloc(a, path.n + 8);
  size_t n = 0;
  for (size_t i = 0; i < v.n; i++) {
    tml_str part = v.v[i];
    if (docusaurus(&v, i)) part = TML_S("docs"), i += 2;
    if (n) p[n++] = '/';
    for (size_t k = 0; k < part.n; k++) p[n++] = lower(part.p[k]);
  }
  p[n] = 0;
  return tml_str_n(p, n);
}

struct tml_pair_tree {
  tml_arena arena;
  const tml_str *paths;
  tml_str *keys;
  tml_map first;  /* hash of the key → index + 1 */
  uint32_t *next; /* the next file with this hash, index + 1 */
  uint8_t *other; /* it is in another language than the sources */
};

bool tml_pair_names_other(tml_str path, tml_str source) {
  const tml_locale *own = tml_locale_find(source);
  tml_str name = tml_path_basename(path), ext = tml_path_ext(name);
  if (ext.n) ext = tml_path_ext(tml_str_n(name.p, name.n - ext.n - 1));
  if (ext.n && tml_settings_is_locale(ext)) return !tml_locale_is(tml_locale_find(ext), own->language);
  for (size_t i = 0, from = 0; i < path.n; i++) {
    if (path.p[i] != '/') continue;
    tml_str part = tml_str_n(path.p + from, i - from);
    from = i + 1;
    if (part.n && tml_settings_is_locale(part) && !tml_locale_is(tml_locale_find(part), own->language)) return true;
  }
  return false;
}

tml_pair_tree *tml_pair_tree_new(const tml_str *paths, size_t n, tml_str below, tml_str source) {
  tml_pair_tree *t = tml_calloc(1, sizeof *t);
  t->paths = paths;
  t->keys = TML_NEWN(&t->arena, tml_str, n + 1);
  t->next = TML_NEWN(&t->arena, uint32_t, n + 1);
  t->other = TML_NEWN(&t->arena, uint8_t, n + 1);
  for (size_t i = n; i-- > 0;) { /* backwards: lists come out ascending */
    tml_str path = paths[i];
    if (path.n > below.n && tml_str_starts(path, below) && path.p[below.n] == '/')
      path = tml_str_n(path.p + below.n + 1, path.n - below.n - 1);
    t->keys[i] = tml_pair_key(&t->arena, path);
    t->other[i] = tml_pair_names_other(path, source);
    uint64_t *at = tml_map_put(&t->first, tml_hash(t->keys[i].p, t->keys[i].n), NULL);
    t->next[i] = (uint32_t)*at;
    *at = i + 1;
  }
  return t;
}

void tml_pair_tree_free(tml_pair_tree *t) {
  if (!t) return;
  tml_map_free(&t->first);
  tml_arena_free(&t->arena);
  free(t);
}

/* Bytes that two paths share at their ends. */
static size_t shared_end(tml_str a, tml_str b) {
  size_t n = 0;
  while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n]) n++;
  return n;
}

/* Of the files with a key: not the page itself, rather one in the language of the sources, rather one of the same
 * folders (where each locale has sources of its own); else the first. */
static int64_t best_of(const tml_pair_tree *t, tml_arena *a, tml_str key, tml_str page) {
  const uint64_t *at = tml_map_get(&t->first, tml_hash(key.p, key.n));
  int64_t best = -1;
  size_t most = 0;
  for (uint32_t i = at ? (uint32_t)*at : 0; i; i = t->next[i - 1]) {
    tml_str path = t->paths[i - 1];
    if (!tml_str_eq(t->keys[i - 1], key) || tml_str_eq(tml_path_absolute(a, path), page)) continue;
    bool other = t->other[i - 1];
    size_t same = shared_end(path, page);
    bool better = best < 0 || (t->other[best] == other ? same > most : !other);
    if (better) best = (int64_t)i - 1, most = same;
  }
  return best;
}

int64_t tml_pair_find(const tml_pair_tree *t, tml_arena *a, tml_str path, tml_str inner, bool *sure) {
  tml_str key = tml_pair_key(a, path), own = inner.n ? tml_pair_key(a, inner) : TML_S("");
  *sure = false;
  for (size_t from = 0; from < key.n;) {
    tml_str rest = tml_str_n(key.p + from, key.n - from);
    int64_t at = best_of(t, a, rest, path);
    if (at >= 0) {
      *sure = (own.n && rest.n >= own.n) || memchr(rest.p, '/', rest.n) != NULL;
      return at;
    }
    while (from < key.n && key.p[from] != '/') from++;
    from++;
  }
  return -1;
}
