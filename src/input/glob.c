/* glob.c — glob patterns as an automaton (input.h has the grammar; glob.h the form that .gitignore uses).
 *
 * A pattern becomes a list of states. Every state leads to itself or to later ones, so a set of states is a bit set
 * that one ascending pass completes, and matching takes at most states × characters steps whatever the pattern.
 * In git's dialect characters are bytes, else code points (a byte that is not UTF-8 is a character of its own).
 *
 * The grammar of git's dialect is that of wildmatch.c (git 2.39), with its corners: `[]a]`, `[a-]`, `[\]]`, a `**` that
 * is not a whole part of the path is `*`, an unclosed `[` or a final `\` never matches.
 */
#include "input/glob.h"

#include <stdlib.h>

enum op {
  OP_CHAR,  /* the character `arg` */
  OP_ANY,   /* any but '/' */
  OP_SET,   /* one of ranges arg to arg2 (never '/') */
  OP_STAR,  /* any number of OP_ANY */
  OP_DEEP,  /* any number of anything */
  OP_SPLIT, /* the next state and the one at `arg` */
  OP_JUMP,  /* the state at `arg` */
  OP_FAIL,
  OP_MATCH
};

typedef struct state {
  uint8_t op;
  bool negated; /* OP_SET */
  uint32_t arg, arg2;
} state;

typedef struct range {
  uint32_t from, to;
} range;

struct tml_glob {
  state *states;
  range *ranges;
  uint32_t n, nranges;
  bool git;
  bool anchored;    /* a '/' in it: tml_glob_selects takes the whole path */
  tml_str suffix;   /* the text must end so: refuses most paths before the automaton starts */
  bool only_suffix; /* `**` + '/' + `*` + suffix: nothing more to ask */
};

enum { MAX_NESTED = 32 };

typedef struct maker {
  tml_arena *a;
  tml_glob *g;
  size_t state_cap, range_cap;
  tml_str pat;
  size_t at;
  /* Open braces: where the jump list of ended alternatives starts (chained through arg), and the split of the last. */
  uint32_t jumps[MAX_NESTED], split[MAX_NESTED];
  unsigned depth;
} maker;

static const uint32_t no_state = UINT32_MAX;

/* The character at *at, which moves behind it. */
static uint32_t next_char(tml_str s, size_t *at, bool bytes) {
  uint32_t c = (uint8_t)s.p[(*at)++];
  if (c < 0xC2 || bytes) return c < 0x80 || bytes ? c : 0x110000 + c;
  unsigned more = c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 0;
  if (more == 0 || s.n - *at < more) return 0x110000 + c;
  uint32_t v = c & (0x3Fu >> more);
  for (unsigned k = 0; k < more; k++) {
    uint8_t b = (uint8_t)s.p[*at + k];
    if ((b & 0xC0) != 0x80) return 0x110000 + c;
    v = v << 6 | (b & 0x3F);
  }
  *at += more;
  return v;
}

static uint32_t emit(maker *m, enum op op, uint32_t arg) {
  tml_glob *g = m->g;
  g->states = tml_arena_grow(m->a, g->states, g->n, &m->state_cap, sizeof *g->states);
  g->states[g->n] = (state){.op = (uint8_t)op, .arg = arg};
  return g->n++;
}

static void add_range(maker *m, uint32_t from, uint32_t to) {
  tml_glob *g = m->g;
  if (from > to) return;
  g->ranges = tml_arena_grow(m->a, g->ranges, g->nranges, &m->range_cap, sizeof *g->ranges);
  g->ranges[g->nranges++] = (range){from, to};
}

/* ---- sets ---- */

static const struct {
  const char *name;
  uint8_t ranges[8]; /* from, to, … */
} classes[] = {
    {"alnum", {'0', '9', 'A', 'Z', 'a', 'z'}},
    {"alpha", {'A', 'Z', 'a', 'z'}},
    {"blank", {' ', ' ', '\t', '\t'}},
    {"cntrl", {1, 31, 127, 127}},
    {"digit", {'0', '9'}},
    {"graph", {33, 126}},
    {"lower", {'a', 'z'}},
    {"print", {32, 126}},
    {"punct", {33, 47, 58, 64, 91, 96, 123, 126}},
    {"space", {9, 13, ' ', ' '}},
    {"upper", {'A', 'Z'}},
    {"xdigit", {'0', '9', 'A', 'F', 'a', 'f'}},
};

static bool add_class(maker *m, tml_str name) {
  for (size_t i = 0; i < TML_COUNT(classes); i++) {
    if (!tml_str_is(name, classes[i].name)) continue;
    const uint8_t *r = classes[i].ranges;
    for (size_t k = 0; k < sizeof classes[i].ranges && r[k]; k += 2) add_range(m, r[k], r[k + 1]);
    return true;
  }
  return false;
}

/* "[:name:]" at *at ("[:" is there). 1: taken; 0: it is a '[' like any other; -1: no such class. */
static int take_class(maker *m, size_t *at) {
  size_t i = *at + 2;
  while (i < m->pat.n && m->pat.p[i] != ']') i++;
  if (i == m->pat.n) return -1;
  if (i == *at + 2 || m->pat.p[i - 1] != ':') return 0;
  if (!add_class(m, tml_str_n(m->pat.p + *at + 2, i - 1 - (*at + 2)))) return -1;
  *at = i + 1;
  return 1;
}

/* The character at *at with a '\' before it undone; no_state where the pattern ends. */
static uint32_t set_char(maker *m, size_t *at) {
  if (m->pat.p[*at] == '\\' && ++*at == m->pat.n) return no_state;
  return next_char(m->pat, at, m->g->git);
}

/* The body of a set from *at (behind '[' and '!') to its ']'. prev: the character a '-' would start from, 0 none. */
static bool set_body(maker *m, size_t *at) {
  const tml_str p = m->pat;
  uint32_t prev = 0;
  bool first = true;
  while (*at < p.n && (first || p.p[*at] != ']')) {
    first = false;
    if (p.p[*at] == '-' && prev && *at + 1 < p.n && p.p[*at + 1] != ']') {
      ++*at;
      uint32_t to = set_char(m, at);
      if (to == no_state) return false;
      add_range(m, prev, to);
      prev = 0;
      continue;
    }
    if (p.p[*at] == '[' && *at + 1 < p.n && p.p[*at + 1] == ':') {
      int rc = take_class(m, at);
      if (rc < 0) return false;
      if (rc > 0) {
        prev = 0;
        continue;
      }
    }
    prev = set_char(m, at);
    if (prev == no_state) return false;
    add_range(m, prev, prev);
  }
  if (*at >= p.n) return false;
  ++*at;
  return true;
}

/* A '[' at m->at. An unclosed one stands for itself, in git's dialect for nothing. */
static void take_set(maker *m) {
  size_t at = m->at + 1;
  uint32_t ranges = m->g->nranges;
  bool negated = at < m->pat.n && (m->pat.p[at] == '!' || m->pat.p[at] == '^');
  if (negated) at++;
  if (set_body(m, &at)) {
    uint32_t s = emit(m, OP_SET, ranges);
    m->g->states[s].arg2 = m->g->nranges;
    m->g->states[s].negated = negated;
    m->at = at;
    return;
  }
  m->g->nranges = ranges;
  if (m->g->git) emit(m, OP_FAIL, 0);
  else emit(m, OP_CHAR, '[');
  m->at++;
}

/* ---- stars, braces ---- */

/* Is the end of a path's part at i: the pattern's end, '/', or in braces the alternative's end? */
static bool part_ends(const maker *m, size_t i) {
  if (i == m->pat.n || m->pat.p[i] == '/') return true;
  if (m->g->git) return m->pat.p[i] == '\\' && i + 1 < m->pat.n && m->pat.p[i + 1] == '/';
  return m->depth && (m->pat.p[i] == ',' || m->pat.p[i] == '}');
}

static bool part_starts(const maker *m, size_t i) {
  if (i == 0 || m->pat.p[i - 1] == '/') return true;
  return m->depth && (m->pat.p[i - 1] == ',' || m->pat.p[i - 1] == '{');
}

static void take_stars(maker *m) {
  size_t start = m->at;
  while (m->at < m->pat.n && m->pat.p[m->at] == '*') m->at++;
  if (m->at - start < 2 || !part_starts(m, start) || !part_ends(m, m->at)) {
    emit(m, OP_STAR, 0);
  } else if (m->at < m->pat.n && m->pat.p[m->at] == '/') {
    /* `**` + '/': no folder at all, or any number of them */
    uint32_t s = emit(m, OP_SPLIT, 0);
    emit(m, OP_DEEP, 0);
    emit(m, OP_CHAR, '/');
    m->g->states[s].arg = m->g->n;
    m->at++;
  } else {
    emit(m, OP_DEEP, 0);
  }
}

/* Does the '{' at i have its '}'? */
static bool brace_closes(tml_str p, size_t i) {
  size_t depth = 0;
  for (; i < p.n; i++) {
    if (p.p[i] == '\\') i++;
    else if (p.p[i] == '{') depth++;
    else if (p.p[i] == '}' && --depth == 0) return true;
  }
  return false;
}

static void open_brace(maker *m) {
  m->at++;
  m->jumps[m->depth] = no_state;
  m->split[m->depth++] = emit(m, OP_SPLIT, 0);
}

/* An alternative ends: jump behind the braces, a place that is known when they close. */
static void end_alternative(maker *m) {
  uint32_t *jumps = &m->jumps[m->depth - 1];
  *jumps = emit(m, OP_JUMP, *jumps);
  m->at++;
}

static void next_alternative(maker *m) {
  end_alternative(m);
  m->g->states[m->split[m->depth - 1]].arg = m->g->n;
  m->split[m->depth - 1] = emit(m, OP_SPLIT, 0);
}

static void close_brace(maker *m) {
  end_alternative(m);
  uint32_t end = m->g->n, next;
  m->g->states[m->split[m->depth - 1]].op = OP_JUMP; /* the last alternative has no other */
  m->g->states[m->split[m->depth - 1]].arg = m->split[m->depth - 1] + 1;
  for (uint32_t j = m->jumps[m->depth - 1]; j != no_state; j = next) {
    next = m->g->states[j].arg;
    m->g->states[j].arg = end;
  }
  m->depth--;
}

static void take_char(maker *m) {
  if (m->pat.p[m->at] == '\\') {
    if (++m->at == m->pat.n) {
      if (m->g->git) emit(m, OP_FAIL, 0);
      else emit(m, OP_CHAR, '\\');
      return;
    }
  }
  emit(m, OP_CHAR, next_char(m->pat, &m->at, m->g->git));
}

static void make_states(maker *m) {
  const bool braces = !m->g->git;
  while (m->at < m->pat.n) {
    char c = m->pat.p[m->at];
    if (c == '*') take_stars(m);
    else if (c == '?') emit(m, OP_ANY, 0), m->at++;
    else if (c == '[') take_set(m);
    else if (braces && c == '{' && m->depth < MAX_NESTED && brace_closes(m->pat, m->at)) open_brace(m);
    else if (braces && m->depth && c == ',') next_alternative(m);
    else if (braces && m->depth && c == '}') close_brace(m);
    else take_char(m);
  }
  while (m->depth) close_brace(m); /* `{[}]`: the only '}' was in a set */
  emit(m, OP_MATCH, 0);
}

/* What every match must end with: the plain characters after the last special one. */
static void find_suffix(tml_glob *g, tml_str pat) {
  size_t i = pat.n;
  while (i > 0 && !strchr("*?[]{},\\", pat.p[i - 1])) i--;
  if (i > 1 && i < pat.n && pat.p[i - 1] == '*' && pat.p[i - 2] == '*' && pat.p[i] == '/')
    i++;                                  /* `**` + '/': or nothing */
  if (i > 0 && pat.p[i - 1] == '\\') i++; /* the escaped character may be half of a pair */
  if (i >= pat.n) return;
  /* A set that is cut by '/' or a brace without its pair would make the rest special; those end in `]` or `}` above. */
  g->suffix = tml_str_n(pat.p + i, pat.n - i);
  g->only_suffix = tml_str_is(tml_str_n(pat.p, i), "**/*") && !memchr(g->suffix.p, '/', g->suffix.n);
}

static tml_glob *make(tml_arena *a, tml_str pattern, bool git) {
  tml_glob *g = TML_NEW(a, tml_glob);
  g->git = git;
  pattern = tml_arena_str(a, pattern);
  maker m = {.a = a, .g = g, .pat = pattern};
  make_states(&m);
  find_suffix(g, pattern);
  return g;
}

const tml_glob *tml_glob_compile_git(tml_arena *a, tml_str pattern) { return make(a, pattern, true); }

/* Without "./" and '/' at the start. */
static tml_str strip_start(tml_str p) {
  for (;;) {
    if (p.n && p.p[0] == '/') p.p++, p.n--;
    else if (p.n > 1 && p.p[0] == '.' && p.p[1] == '/') p.p += 2, p.n -= 2;
    else return p;
  }
}

const tml_glob *tml_glob_compile(tml_arena *a, tml_str pattern) {
  tml_str p = strip_start(pattern);
  bool anchored = p.n < pattern.n;
  while (p.n && p.p[p.n - 1] == '/') p.n--;
  tml_glob *g = make(a, p, false);
  g->anchored = anchored || memchr(p.n ? p.p : "", '/', p.n);
  return g;
}

/* ---- matching ---- */

typedef struct sets {
  uint64_t *now, *next;
  size_t words;
} sets;

static bool in_set(const tml_glob *g, const state *s, uint32_t c) {
  if (c == '/') return false;
  bool found = false;
  for (uint32_t i = s->arg; i < s->arg2 && !found; i++) found = c >= g->ranges[i].from && c <= g->ranges[i].to;
  return found != s->negated;
}

static void set_bit(uint64_t *set, uint32_t i) { set[i / 64] |= UINT64_C(1) << (i % 64); }

/* Follows the steps that take no character, in place. True when the pattern is matched here. */
static bool complete(const tml_glob *g, sets *s) {
  bool matched = false;
  for (size_t w = 0; w < s->words; w++) {
    uint64_t left = s->now[w];
    while (left) {
      uint32_t bit = (uint32_t)__builtin_ctzll(left), i = (uint32_t)(w * 64) + bit;
      const state *st = &g->states[i];
      if (st->op == OP_STAR || st->op == OP_DEEP || st->op == OP_SPLIT) set_bit(s->now, i + 1);
      if (st->op == OP_SPLIT || st->op == OP_JUMP) set_bit(s->now, st->arg);
      if (st->op == OP_MATCH) matched = true;
      left = bit == 63 ? 0 : s->now[w] & (~UINT64_C(0) << (bit + 1));
    }
  }
  return matched;
}

static bool takes(const tml_glob *g, const state *st, uint32_t c) {
  switch (st->op) {
  case OP_CHAR: return st->arg == c;
  case OP_ANY:
  case OP_STAR: return c != '/';
  case OP_DEEP: return true;
  case OP_SET: return in_set(g, st, c);
  default: return false;
  }
}

/* Takes the character c; false when no state is left. */
static bool step(const tml_glob *g, sets *s, uint32_t c) {
  uint64_t any = 0;
  memset(s->next, 0, s->words * sizeof *s->next);
  for (size_t w = 0; w < s->words; w++) {
    for (uint64_t left = s->now[w]; left; left &= left - 1) {
      uint32_t i = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
      const state *st = &g->states[i];
      if (takes(g, st, c)) set_bit(s->next, st->op == OP_STAR || st->op == OP_DEEP ? i : i + 1);
    }
  }
  for (size_t w = 0; w < s->words; w++) any |= s->next[w];
  uint64_t *swap = s->now;
  s->now = s->next;
  s->next = swap;
  return any != 0;
}

/* With `folders`, a match of a folder above (the text up to a '/') is a match too. */
static bool run_states(const tml_glob *g, tml_str text, bool folders) {
  uint64_t small[8] = {0};
  sets s = {.words = (g->n + 63) / 64};
  uint64_t *mem = s.words * 2 <= TML_COUNT(small) ? small : tml_calloc(s.words * 2, sizeof *mem);
  s.now = mem;
  s.next = mem + s.words;
  set_bit(s.now, 0);
  bool matched = complete(g, &s), alive = true;
  for (size_t at = 0; at < text.n && alive;) {
    if (matched && folders && text.p[at] == '/' && at) break;
    alive = step(g, &s, next_char(text, &at, g->git));
    matched = alive && complete(g, &s);
  }
  if (mem != small) free(mem);
  return matched;
}

bool tml_glob_run(const tml_glob *g, tml_str text) {
  if (g->suffix.n && !tml_str_ends(text, g->suffix)) return false;
  return g->only_suffix || run_states(g, text, false);
}

bool tml_glob_match(const tml_glob *g, tml_str path) { return tml_glob_run(g, strip_start(path)); }

bool tml_glob_selects(const tml_glob *g, tml_str path) {
  path = strip_start(path);
  if (g->only_suffix && tml_str_ends(path, g->suffix)) return true;
  if (g->anchored) return run_states(g, path, true);
  for (size_t at = 0; at <= path.n;) {
    const char *slash = at < path.n ? memchr(path.p + at, '/', path.n - at) : NULL;
    size_t end = slash ? (size_t)(slash - path.p) : path.n;
    if (tml_glob_run(g, tml_str_n(path.p + at, end - at))) return true;
    at = end + 1;
  }
  return false;
}
