/* tags.c — which languages a memory has learnt: lines of tags, and the lexicon that goes with two tags. */
#include "fit.h"
#include "memory.h"

#include "tmlint/text.h"

#include <stdlib.h>

enum { LONGEST = 35, SHOWN = 4 };

static bool is_tag(tml_str s) {
  if (!s.n || s.n > LONGEST) return false;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (!tml_is_alpha(c) && !tml_is_digit(c) && c != '-' && c != '_') return false;
  }
  return true;
}

void tml_tags_of(const tml_doc *d, tml_buf *out) {
  uint32_t i = 0;
  while (i < d->nsegs && !(d->segs[i].source.p && d->segs[i].target.p)) i++;
  if (i == d->nsegs || !is_tag(d->source_language) || !is_tag(d->target_language)) return;
  tml_buf_str(out, d->source_language);
  tml_buf_c(out, '\t');
  tml_buf_str(out, d->target_language);
  tml_buf_c(out, '\n');
}

/* The first line of *rest, without its end; false: there is none. */
static bool next_line(tml_str *rest, tml_str *line) {
  const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
  if (!end) return false;
  *line = tml_str_n(rest->p, (size_t)(end - rest->p));
  rest->p = end + 1, rest->n -= line->n + 1;
  return true;
}

static bool two_tags(tml_str line, tml_str tag[2]) {
  const char *tab = memchr(line.p, '\t', line.n);
  if (!tab) return false;
  tag[0] = tml_str_n(line.p, (size_t)(tab - line.p));
  tag[1] = tml_str_n(tab + 1, line.n - tag[0].n - 1);
  return true;
}

static bool same_language(tml_str a, tml_str b) {
  const tml_locale *x = tml_locale_find(a), *y = tml_locale_find(b);
  if (strcmp(x->language, "und") == 0) return tml_str_ieq(a, b);
  return strcmp(x->language, y->language) == 0 && strcmp(x->variant, y->variant) == 0;
}

const tml_fit_lexicon *tml_memory_lexicon(tml_memory *m, tml_str source, tml_str target) {
  const tml_fit *f = tml_memory_fit(m, true);
  const fit_table *best = NULL;
  tml_str rest = m->section[TML_SEC_TAGS], tag[2];
  for (tml_str line; f && next_line(&rest, &line);) {
    if (!two_tags(line, tag)) continue;
    const bool exact = tml_str_ieq(tag[0], source) && tml_str_ieq(tag[1], target);
    if (!exact && !(same_language(tag[0], source) && same_language(tag[1], target))) continue;
    const fit_table *t = tml_fit_table(f, tml_hash_mix(tml_hash(tag[0].p, tag[0].n), tml_hash(tag[1].p, tag[1].n)));
    if (t && exact) return t;
    if (t && (!best || t->texts > best->texts)) best = t;
  }
  return best;
}

tml_str tml_memory_languages(const tml_memory *m, tml_arena *a) {
  tml_str rest = m->section[TML_SEC_TAGS], tag[2], all = TML_S("");
  unsigned n = 0, more = 0;
  for (tml_str line; next_line(&rest, &line);) {
    if (!two_tags(line, tag)) continue;
    if (n++ >= SHOWN) {
      more++;
      continue;
    }
    all = tml_arena_fmt(a, "%.*s%s%.*s to %.*s", (int)all.n, all.p, all.n ? ", " : "", (int)tag[0].n, tag[0].p,
                        (int)tag[1].n, tag[1].p);
  }
  if (more) all = tml_arena_fmt(a, "%.*s and %u more", (int)all.n, all.p, more);
  return n ? all : TML_S("no languages");
}
