/* changed.c — unified diffs taken apart and put back, and the pairs of a page that another version does not have
 * (changed.h).
 */
#include "tmlint/changed.h"

/* ---- lines ---- */

/* The line at *p with its end, and *p behind it. */
static tml_str next_line(const char **p, const char *end) {
  const char *nl = memchr(*p, '\n', (size_t)(end - *p));
  const char *stop = nl ? nl + 1 : end;
  tml_str line = {*p, (size_t)(stop - *p)};
  *p = stop;
  return line;
}

static bool starts(tml_str s, const char *z) { return tml_str_starts(s, tml_str_c(z)); }

static bool read_number(const char **p, const char *end, uint32_t *out) {
  uint64_t v = 0;
  const char *from = *p;
  while (*p < end && **p >= '0' && **p <= '9' && v < UINT32_MAX) v = v * 10 + (uint64_t)(*(*p)++ - '0');
  *out = (uint32_t)v;
  return *p > from && v < UINT32_MAX;
}

typedef struct hunk {
  uint32_t old_start, old_n, new_start, new_n;
} hunk;

/* "@@ -1,2 +3,4 @@ …"; a count that is missing is 1. */
static bool read_hunk(tml_str line, hunk *h) {
  const char *p = line.p + 4, *end = line.p + line.n;
  *h = (hunk){0, 1, 0, 1};
  if (!starts(line, "@@ -") || !read_number(&p, end, &h->old_start)) return false;
  if (p < end && *p == ',' && (p++, !read_number(&p, end, &h->old_n))) return false;
  if (end - p < 2 || p[0] != ' ' || p[1] != '+') return false;
  p += 2;
  if (!read_number(&p, end, &h->new_start)) return false;
  if (p < end && *p == ',' && (p++, !read_number(&p, end, &h->new_n))) return false;
  return end - p >= 3 && memcmp(p, " @@", 3) == 0;
}

/* ---- parsing ---- */

/* A name as git writes it: C-quoted where it has odd bytes; a tab ends it (behind it stands diff's time stamp). */
static tml_str file_name(tml_arena *a, tml_str s) {
  while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r')) s.n--;
  if (!s.n || *s.p != '"') {
    const char *tab = memchr(s.p, '\t', s.n);
    return tab ? tml_str_n(s.p, (size_t)(tab - s.p)) : s;
  }
  static const char names[] = "abtnvfr", values[] = "\a\b\t\n\v\f\r";
  char *out = tml_arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 1; i < s.n && s.p[i] != '"'; i++) {
    char c = s.p[i];
    if (c == '\\' && i + 1 < s.n) {
      c = s.p[++i];
      const char *known = strchr(names, c);
      if (c >= '0' && c <= '7' && i + 2 < s.n) {
        c = (char)((c - '0') * 64 + (s.p[i + 1] - '0') * 8 + (s.p[i + 2] - '0'));
        i += 2;
      } else if (known && c) {
        c = values[known - names];
      }
    }
    out[n++] = c;
  }
  return tml_str_n(out, n);
}

static void strip_prefixes(tml_patch *p) {
  bool old_a = starts(p->old_path, "a/") || tml_str_is(p->old_path, "/dev/null");
  bool new_b = starts(p->new_path, "b/") || tml_str_is(p->new_path, "/dev/null");
  tml_str *both[] = {&p->old_path, &p->new_path};
  for (int i = 0; i < 2; i++) {
    if (tml_str_is(*both[i], "/dev/null")) *both[i] = tml_str_n("", 0);
    else if (old_a && new_b) *both[i] = tml_str_n(both[i]->p + 2, both[i]->n - 2);
  }
}

/* Steps over the lines of one hunk. False: they end before its counts are full. */
static bool skip_hunk(const char **p, const char *end, const hunk *h) {
  uint32_t old_left = h->old_n, new_left = h->new_n;
  while (old_left || new_left) {
    if (*p == end) return false;
    tml_str line = next_line(p, end);
    bool both = *line.p == ' ' || *line.p == '\n' || *line.p == '\r';
    if (*line.p == '\\') continue;
    if (!both && *line.p != '-' && *line.p != '+') return false;
    if (both || *line.p == '-') {
      if (!old_left--) return false;
    }
    if (both || *line.p == '+') {
      if (!new_left--) return false;
    }
  }
  const char *q = *p;
  if (q < end && *q == '\\') next_line(p, end);
  return true;
}

static unsigned line_of(tml_str text, const char *p) {
  unsigned n = 1;
  for (const char *q = text.p; q < p; q++) n += *q == '\n';
  return n;
}

int tml_patch_parse(tml_arena *a, tml_str text, const char *name, tml_patch **out, size_t *n, tml_err *err) {
  const char *p = text.p, *end = text.p + text.n;
  size_t cap = 0;
  bool any = false;
  *out = NULL;
  *n = 0;
  while (p < end) {
    const char *at = p;
    tml_str line = next_line(&p, end);
    any |= starts(line, "diff ") || starts(line, "Index: ");
    if (starts(line, "@@ -"))
      return tml_fail(err, TML_EFORMAT, "%s:%u: a hunk of no file: \"---\" and \"+++\" lines are missing", name,
                      line_of(text, at));
    if (!starts(line, "--- ") || p == end || memcmp(p, "+++ ", (size_t)(end - p) < 4 ? (size_t)(end - p) : 4) != 0)
      continue;
    tml_patch f = {.old_path = file_name(a, tml_str_n(line.p + 4, line.n - 4))};
    line = next_line(&p, end);
    if (line.n < 5) continue;
    f.new_path = file_name(a, tml_str_n(line.p + 4, line.n - 4));
    strip_prefixes(&f);
    f.hunks.p = p;
    hunk h;
    while (p < end) {
      at = p;
      line = next_line(&p, end);
      if (!starts(line, "@@ -")) {
        p = at;
        break;
      }
      if (!read_hunk(line, &h))
        return tml_fail(err, TML_EFORMAT, "%s:%u: this is no hunk of a unified diff", name, line_of(text, at));
      if (!skip_hunk(&p, end, &h))
        return tml_fail(err, TML_EFORMAT, "%s:%u: this hunk is cut short or damaged", name, line_of(text, at));
    }
    f.hunks.n = (size_t)(p - f.hunks.p);
    any = true;
    if (!f.hunks.n || !f.new_path.n) continue;
    *out = tml_arena_grow(a, *out, *n, &cap, sizeof **out);
    (*out)[(*n)++] = f;
  }
  if (!any && tml_str_trim(text).n)
    return tml_fail(err, TML_EFORMAT, "%s: this is no unified diff (diff -u, git diff)", name);
  return TML_OK;
}

/* ---- putting versions together ---- */

/* The lines of one side of the hunk at *p (behind its @@ line). */
static void put_side(const char **p, const char *end, const hunk *h, int side, tml_buf *out) {
  uint32_t old_left = h->old_n, new_left = h->new_n;
  char mine = side == TML_PATCH_OLD ? '-' : '+';
  bool last_mine = false;
  while (*p < end && (old_left || new_left || **p == '\\')) {
    tml_str line = next_line(p, end);
    char kind = *line.p;
    if (kind == '\\') { /* the line before it has no end */
      if (last_mine && out->n && out->p[out->n - 1] == '\n') out->n--;
      continue;
    }
    bool both = kind == ' ' || kind == '\n' || kind == '\r';
    old_left -= both || kind == '-';
    new_left -= both || kind == '+';
    last_mine = both || kind == mine;
    size_t skip = kind == '\n' || kind == '\r' ? 0 : 1; /* an empty context line whose blank was taken off */
    if (last_mine) tml_buf_put(out, line.p + skip, line.n - skip);
  }
}

void tml_patch_side(const tml_patch *f, int side, tml_buf *out) {
  const char *p = f->hunks.p, *end = p + f->hunks.n;
  hunk h;
  while (p < end && read_hunk(next_line(&p, end), &h)) put_side(&p, end, &h, side, out);
}

uint32_t tml_patch_reverse(const tml_patch *f, tml_str now, tml_buf *out) {
  const char *p = f->hunks.p, *end = p + f->hunks.n, *at = now.p, *stop = now.p + now.n;
  uint32_t line = 1, wrong = 0;
  tml_buf mine = {0};
  hunk h;
  while (p < end && read_hunk(next_line(&p, end), &h) && !wrong) {
    uint32_t first = h.new_n ? h.new_start : h.new_start + 1; /* an empty side stands behind its line */
    for (; line < first && at < stop; line++) {
      tml_str same = next_line(&at, stop);
      tml_buf_str(out, same);
    }
    const char *q = p;
    mine.n = 0;
    put_side(&q, end, &h, TML_PATCH_NEW, &mine);
    if (line != first || (size_t)(stop - at) < mine.n || (mine.n && memcmp(at, mine.p, mine.n) != 0))
      wrong = first ? first : 1;
    if (wrong) break;
    put_side(&p, end, &h, TML_PATCH_OLD, out);
    at += mine.n;
    line += h.new_n;
  }
  if (!wrong) tml_buf_put(out, at, (size_t)(stop - at));
  tml_buf_free(&mine);
  return wrong;
}

/* ---- pairs ---- */

static uint64_t mix_str(uint64_t h, tml_str s) { return tml_hash_mix(h ^ s.n, s.n ? tml_hash(s.p, s.n) : 0); }

/* The unit's bytes without its ids: a page that is handed off again has new ones and nothing else. Ids that disagree
 * are damage, and told apart. */
static uint64_t pair_hash(const tml_doc *d, const tml_segment *s) {
  uint64_t h = mix_str(s->ctx | (uint64_t)s->heading << 16 | (uint64_t)tml_str_eq(s->id, s->source_id) << 24, s->url);
  h = mix_str(h, s->anchor);
  uint32_t at = s->start;
  const tml_str ids[2] = {s->id, s->source_id};
  for (int done = 0; done < 2; done++) { /* at most two ids stand in the unit, in either order */
    const char *next = NULL;
    size_t skip = 0;
    for (int i = 0; i < 2; i++)
      if (ids[i].n && ids[i].p >= d->p + at && ids[i].p < d->p + s->end && (!next || ids[i].p < next))
        next = ids[i].p, skip = ids[i].n;
    if (!next) break;
    h = mix_str(h, tml_str_n(d->p + at, (size_t)(next - (d->p + at))));
    at = (uint32_t)(next + skip - d->p);
  }
  return mix_str(h, tml_str_n(d->p + at, s->end > at ? s->end - at : 0));
}

uint8_t *tml_changed_pairs(const tml_doc *now, const tml_doc *base) {
  uint8_t *changed = tml_arena_zero(now->arena, now->nsegs + 1);
  tml_map left = {0};
  for (uint32_t i = 0; base && i < base->nsegs; i++) ++*tml_map_put(&left, pair_hash(base, &base->segs[i]), NULL);
  for (uint32_t i = 0; i < now->nsegs; i++) {
    uint64_t *n = tml_map_get(&left, pair_hash(now, &now->segs[i]));
    if (n && *n) --*n;
    else changed[i] = 1;
  }
  tml_map_free(&left);
  return changed;
}
