/* registry.c — the families that the Makefile found, as one list of rules by code. */
#include "tmlint/rule.h"

#include <stdlib.h>

#define TML_FAMILY_ROW(id) extern const tml_family tml_family_##id;
#include "families.inc"
#undef TML_FAMILY_ROW

static const tml_family *const families[] = {
#define TML_FAMILY_ROW(id) &tml_family_##id,
#include "families.inc"
#undef TML_FAMILY_ROW
};

enum { MOST = 4096 };
/* Filled before any thread starts; read-only afterwards. Rows of packs are the ones with data. */
static const tml_rule *all[MOST];
static unsigned count;

static int by_code(const void *a, const void *b) {
  return strcmp((*(const tml_rule *const *)a)->code, (*(const tml_rule *const *)b)->code);
}

/* `all` is sorted by code. */
static const tml_rule *twice(void) {
  tml_map names = {0};
  const tml_rule *bad = NULL;
  for (unsigned i = 0; i < count && !bad; i++) {
    uint64_t *v = tml_map_put(&names, tml_hash(all[i]->name, strlen(all[i]->name)), NULL);
    if (*v) bad = all[i]->data ? all[i] : all[*v - 1];
    else if (i && strcmp(all[i]->code, all[i - 1]->code) == 0) bad = all[all[i]->data ? i : i - 1];
    *v = i + 1;
  }
  tml_map_free(&names);
  return bad;
}

int tml_rule_init(tml_err *err) {
  if (count) return TML_OK;
  for (size_t i = 0; i < TML_COUNT(families); i++)
    for (unsigned k = 0; k < families[i]->n; k++) {
      if (count == MOST) return tml_fail(err, TML_ELIMIT, "more than %d rules", MOST);
      all[count++] = &families[i]->rules[k];
    }
  qsort(all, count, sizeof *all, by_code);
  const tml_rule *r = twice();
  return r ? tml_fail(err, TML_EFORMAT, "rule %s (%s) stands twice", r->code, r->name) : TML_OK;
}

int tml_rule_add(const tml_rule *rows, unsigned n, tml_err *err) {
  if (count + n > MOST) return tml_fail(err, TML_ELIMIT, "more than %d rules", MOST);
  for (unsigned i = 0; i < n; i++) all[count++] = &rows[i];
  qsort(all, count, sizeof *all, by_code);
  const tml_rule *r = twice();
  return r ? tml_fail(err, TML_EFORMAT, "the code %s or the name \"%s\" is used by another rule", r->code, r->name)
           : TML_OK;
}

void tml_rule_drop(void) {
  unsigned n = 0;
  for (unsigned i = 0; i < count; i++)
    if (!all[i]->data) all[n++] = all[i];
  count = n;
}

bool tml_rule_is_family(tml_str letters) {
  for (unsigned i = 0; i < count; i++)
    if (letters.n == tml_rule_letters(all[i]->code) && memcmp(letters.p, all[i]->code, letters.n) == 0) return true;
  return false;
}

unsigned tml_rule_count(void) { return count; }
const tml_rule *tml_rule_at(unsigned i) { return all[i]; }

int tml_rule_find(tml_str s) {
  for (unsigned i = 0; i < count; i++)
    if (tml_str_ieq(s, tml_str_c(all[i]->code)) || tml_str_ieq(s, tml_str_c(all[i]->name))) return (int)i;
  return -1;
}

static unsigned distance(tml_str a, tml_str b) { /* Levenshtein, case ignored; words of up to 63 bytes */
  unsigned row[64];
  if (a.n > 63 || b.n > 63) return 99;
  for (unsigned j = 0; j <= b.n; j++) row[j] = j;
  for (unsigned i = 1; i <= a.n; i++) {
    unsigned diagonal = row[0];
    row[0] = i;
    for (unsigned j = 1; j <= b.n; j++) {
      unsigned up = row[j], cost = diagonal + ((a.p[i - 1] | 0x20) != (b.p[j - 1] | 0x20));
      if (up + 1 < cost) cost = up + 1;
      if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
      row[j] = cost;
      diagonal = up;
    }
  }
  return row[b.n];
}

const char *tml_rule_nearest(tml_str misspelt) {
  const char *best = NULL;
  unsigned least = (unsigned)(misspelt.n / 3 + 1);
  for (unsigned i = 0; i < count; i++) {
    const char *names[] = {all[i]->code, all[i]->name};
    for (int k = 0; k < 2; k++) {
      unsigned d = distance(misspelt, tml_str_c(names[k]));
      if (d <= least && (d < least || !best)) least = d, best = names[k];
    }
  }
  return best;
}
