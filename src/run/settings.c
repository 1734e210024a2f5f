/* settings.c — the configuration compiled against the rules that exist, and applied to one file (settings.h).
 *
 * How layers add up, rule by rule: `select` says which rules run (in an override: also run) and `ignore` which do not.
 * A code or name beats family letters, and these beat ALL; of equals in one layer `ignore` wins, between layers the
 * later one – so `--select EN` does not bring back the EN004 that a file ignores by its code, but `--select EN004`
 * does. Preview rules run where preview is on or where they are named by code; rules that are off by default run where
 * they are named by code, or given a severity or a parameter.
 */
#include "tmlint/settings.h"

#include "tmlint/input.h"
#include "tmlint/pack.h"
#include "tmlint/paths.h"

#include "tmlint/text.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { BY_NOTHING, BY_ALL, BY_FAMILY, BY_CODE }; /* how closely a selector names a rule */

typedef struct made { /* the rules for one set of matching overrides */
  tml_ruleset set;
  const uint8_t *matching; /* a byte an override */
  const tml_origin *origins;
  const tml_origin *const *param_origins;
  struct made *next;
} made;

typedef struct pattern {
  const tml_glob *glob;
  tml_str folder;
} pattern;

typedef struct field {
  tml_str key;
  const tml_glob **globs; /* by value; NULL: compared as it is, case ignored */
} field;

typedef struct override {
  pattern *paths;
  field *fields;
} override;

struct tml_settings {
  const tml_config *c;
  tml_arena arena;
  unsigned nrules;
  const char *alone; /* not NULL: why what must be learnt from whole folders is not learnt */
  tml_packs *packs;  /* NULL: none are configured */
  override *overrides;
  pattern *path_languages;
  pthread_mutex_t lock;
  made *list; /* base first */
};

/* ---- checking the words ------------------------------------------------------------------------------------------ */

static int selects(tml_str word, const tml_rule *rule) {
  if (tml_str_is(word, rule->code) || tml_str_is(word, rule->name)) return BY_CODE;
  if (word.n == tml_rule_letters(rule->code) && memcmp(word.p, rule->code, word.n) == 0) return BY_FAMILY;
  return tml_str_is(word, "ALL") ? BY_ALL : BY_NOTHING;
}

/* "tmlint.json:3:5: " or "--select: ". */
static void place(char *out, size_t n, const tml_origin *at) {
  if (at->line) snprintf(out, n, "%s:%u:%u: ", at->where, at->line, at->column);
  else snprintf(out, n, "%s: ", at->where);
}

static int check_word(const tml_word_at *w, bool one_rule, tml_err *err) {
  char at[256];
  place(at, sizeof at, &w->at);
  int rule = tml_rule_find(w->s);
  if (rule >= 0 && tml_rule_at((unsigned)rule)->status == TML_REMOVED)
    return tml_fail(err, TML_EUSAGE, "%srule %.*s was removed; take it out", at, (int)w->s.n, w->s.p);
  if (rule >= 0 || (!one_rule && (tml_str_is(w->s, "ALL") || tml_rule_is_family(w->s)))) return TML_OK;
  const char *near = tml_rule_nearest(w->s);
  if (near)
    return tml_fail(err, TML_EUSAGE, "%sunknown rule \"%.*s\"; did you mean \"%s\"?", at, (int)w->s.n, w->s.p, near);
  return tml_fail(err, TML_EUSAGE, "%sunknown rule \"%.*s\"; `tmlint rules` lists them%s", at, (int)w->s.n, w->s.p,
                  one_rule ? "" : ", and two letters such as EN, or ALL, name many");
}

static int check_words(const tml_words *w, tml_err *err) {
  for (uint32_t i = 0; i < w->n; i++) {
    int rc = check_word(&w->v[i], false, err);
    if (rc) return rc;
  }
  return TML_OK;
}

static int param_index(const tml_rule *rule, tml_str name) {
  for (int i = 0; rule->params && rule->params[i].name; i++)
    if (tml_str_is(name, rule->params[i].name)) return i;
  return -1;
}

static int check_param(const tml_param_at *p, tml_err *err) {
  static const char *const wants[] = {"a whole number", "true or false", "a list of texts"};
  int rc = check_word(&p->rule, true, err);
  if (rc) return rc;
  const tml_rule *rule = tml_rule_at((unsigned)tml_rule_find(p->rule.s));
  int i = param_index(rule, p->name.s);
  char at[256];
  place(at, sizeof at, i < 0 ? &p->name.at : &p->at);
  if (i < 0) {
    const char *names[64];
    size_t n = 0;
    for (; n < TML_COUNT(names) && rule->params && rule->params[n].name; n++) names[n] = rule->params[n].name;
    const char *near = tml_config_nearest(p->name.s, names, n);
    if (!near && n) near = names[0];
    return near ? tml_fail(err, TML_EUSAGE, "%s%s has no parameter \"%s\"; did you mean \"%s\"?", at, rule->code,
                           p->name.s.p, near)
                : tml_fail(err, TML_EUSAGE, "%s%s has no parameters", at, rule->code);
  }
  const tml_param *q = &rule->params[i];
  if ((int)p->type != (int)q->type)
    return tml_fail(err, TML_EUSAGE, "%s\"%s\" of %s must be %s", at, q->name, rule->code, wants[q->type]);
  if (q->type == TML_PARAM_INT && (p->value < q->min || p->value > q->max))
    return tml_fail(err, TML_EUSAGE, "%s\"%s\" of %s must be from %lld to %lld", at, q->name, rule->code,
                    (long long)q->min, (long long)q->max);
  return TML_OK;
}

static int check_layer(const tml_layer *l, tml_err *err) {
  int rc = check_words(&l->select, err);
  if (rc == TML_OK) rc = check_words(&l->ignore, err);
  for (uint32_t i = 0; rc == TML_OK && i < l->nseverity; i++) rc = check_word(&l->severity[i].rule, false, err);
  for (uint32_t i = 0; rc == TML_OK && i < l->nparams; i++) rc = check_param(&l->params[i], err);
  return rc;
}

/* ---- one rule through the layers --------------------------------------------------------------------------------- */

typedef struct state {
  bool on;
  uint8_t ignored; /* how closely an earlier layer ignored it */
  uint8_t severity;
  tml_origin from;
} state;

static const tml_word_at *closest(const tml_words *w, const tml_rule *rule, int *how) {
  const tml_word_at *best = NULL;
  *how = BY_NOTHING;
  for (uint32_t i = 0; i < w->n; i++) {
    int s = selects(w->v[i].s, rule);
    if (s > *how) {
      *how = s;
      best = &w->v[i];
    }
  }
  return best;
}

static bool may_run(const tml_rule *rule, const tml_config *c, int how) {
  switch (rule->status) {
  case TML_STABLE: return true;
  case TML_PREVIEW: return c->preview || how == BY_CODE;
  case TML_OFF: return how == BY_CODE;
  default: return false;
  }
}

static void apply_severity(state *st, const tml_layer *l, const tml_rule *rule) {
  int best = BY_NOTHING;
  const tml_level_at *level = NULL;
  for (uint32_t i = 0; i < l->nseverity; i++) {
    int s = selects(l->severity[i].rule.s, rule);
    if (s > BY_NOTHING && s >= best) {
      best = s;
      level = &l->severity[i];
    }
  }
  if (!level) return;
  if (level->level == TML_LEVEL_OFF) {
    st->on = false;
    st->ignored = (uint8_t)best;
    st->from = level->rule.at;
    return;
  }
  st->severity = level->level;
  if (st->on || (rule->status == TML_OFF && best == BY_CODE)) st->from = level->rule.at;
  if (rule->status == TML_OFF && best == BY_CODE) st->on = true;
}

static void apply(const tml_config *c, state *st, const tml_layer *l, const tml_rule *rule, bool adds) {
  int how, not_how;
  const tml_word_at *yes = closest(&l->select, rule, &how), *no = closest(&l->ignore, rule, &not_how);
  if (l->has_select) {
    bool named = how > BY_NOTHING && how >= st->ignored && may_run(rule, c, how);
    if (named) {
      st->on = true;
      st->ignored = BY_NOTHING;
      st->from = yes->at;
    } else if (!adds && st->on) {
      st->on = false;
      st->from = l->select.n ? l->select.v[0].at : st->from;
    }
  }
  apply_severity(st, l, rule);
  for (uint32_t i = 0; i < l->nparams; i++)
    if (rule->status == TML_OFF && selects(l->params[i].rule.s, rule) == BY_CODE) {
      st->on = true;
      st->from = l->params[i].at;
    }
  if (not_how > BY_NOTHING && not_how >= how) {
    st->on = false;
    st->from = no->at;
    if (not_how > st->ignored) st->ignored = (uint8_t)not_how;
  }
}

/* The layers that hold for a set of overrides, in order. `each` sees the layer and whether its select adds. */
typedef struct layers {
  const tml_layer **v;
  bool *adds;
  size_t n;
} layers;

static layers gather(tml_arena *a, const tml_config *c, const uint8_t *matching) {
  layers out = {TML_NEWN(a, const tml_layer *, c->nlayers + c->noverrides + 1),
                TML_NEWN(a, bool, c->nlayers + c->noverrides + 1), 0};
  for (uint32_t i = 0; i < c->nlayers; i++) out.v[out.n++] = &c->layers[i];
  for (uint32_t i = 0; i < c->noverrides; i++)
    if (matching[i]) {
      out.adds[out.n] = true;
      out.v[out.n++] = &c->overrides[i].layer;
    }
  out.v[out.n++] = &c->options;
  return out;
}

static void fill_params(tml_settings *s, const layers *ls, unsigned index, tml_setting *set, tml_origin **origins) {
  const tml_rule *rule = tml_rule_at(index);
  size_t n = 0;
  while (rule->params && rule->params[n].name) n++;
  if (!n) return;
  int64_t *values = TML_NEWN(&s->arena, int64_t, n);
  tml_strs *lists = TML_NEWN(&s->arena, tml_strs, n);
  *origins = TML_NEWN(&s->arena, tml_origin, n);
  for (size_t i = 0; i < n; i++) {
    values[i] = rule->params[i].value;
    (*origins)[i].where = "default";
  }
  for (size_t k = 0; k < ls->n; k++)
    for (uint32_t j = 0; j < ls->v[k]->nparams; j++) {
      const tml_param_at *p = &ls->v[k]->params[j];
      if (selects(p->rule.s, rule) != BY_CODE) continue;
      int i = param_index(rule, p->name.s);
      values[i] = p->value;
      (*origins)[i] = p->at;
      lists[i] = (tml_strs){TML_NEWN(&s->arena, tml_str, p->list.n), 0, p->list.n};
      for (uint32_t w = 0; w < p->list.n; w++) lists[i].v[lists[i].n++] = p->list.v[w].s;
    }
  set->values = values;
  set->lists = lists;
}

/* Has the rule nothing to go by here? A memory file is enough: for what is learnt, and for the pages that links lead to
 * (AN003); a shard knows of the other shards' pages. */
static bool alone(const tml_settings *s, const tml_rule *rule) {
  if (!s->alone || rule->scope != TML_SCOPE_RUN || memcmp(rule->code, "RU", 2) == 0) return false;
  if (s->c->memory) return false;
  return rule->learns || s->c->mode || s->c->shards < 2;
}

static made *make(tml_settings *s, const uint8_t *matching) {
  tml_arena *a = &s->arena;
  const tml_config *c = s->c;
  made *m = TML_NEW(a, made);
  uint8_t *kept = TML_NEWN(a, uint8_t, c->noverrides + 1);
  memcpy(kept, matching, c->noverrides);
  m->matching = kept;
  layers ls = gather(a, c, kept);
  tml_setting *set = TML_NEWN(a, tml_setting, s->nrules + 1);
  tml_origin *origins = TML_NEWN(a, tml_origin, s->nrules + 1);
  tml_origin **param_origins = TML_NEWN(a, tml_origin *, s->nrules + 1);
  m->set.segment_rules = TML_NEWN(a, uint16_t, s->nrules + 1);
  m->set.page_rules = TML_NEWN(a, uint16_t, s->nrules + 1);
  m->set.pack_rules = TML_NEWN(a, uint16_t, s->nrules + 1);
  for (unsigned i = 0; i < s->nrules; i++) {
    const tml_rule *rule = tml_rule_at(i);
    state st = {may_run(rule, c, BY_NOTHING), BY_NOTHING, rule->severity, {"default", 0, 0}};
    if (rule->status == TML_PREVIEW && c->preview) st.from = c->from.preview;
    for (size_t k = 0; k < ls.n; k++) apply(c, &st, ls.v[k], rule, ls.adds[k]);
    if (st.on && alone(s, rule)) {
      st.on = false;
      st.from = (tml_origin){s->alone, 0, 0};
    }
    set[i].severity = st.on ? st.severity : TML_SEV_OFF;
    origins[i] = st.from;
    fill_params(s, &ls, i, &set[i], &param_origins[i]);
    if (!st.on || !rule->check) continue;
    if (rule->data) {
      m->set.pack_rules[m->set.npack++] = (uint16_t)i;
    } else if (rule->scope == TML_SCOPE_SEGMENT) {
      assert(m->set.nsegment < 64 * TML_RULE_WORDS);
      for (uint64_t needs = tml_rule_needs(rule); needs; needs &= needs - 1)
        m->set.wanted_by[__builtin_ctzll(needs)][m->set.nsegment / 64] |= UINT64_C(1) << m->set.nsegment % 64;
      m->set.segment_rules[m->set.nsegment++] = (uint16_t)i;
    }
    if (rule->scope == TML_SCOPE_PAGE) m->set.page_rules[m->set.npage++] = (uint16_t)i;
  }
  m->set.set = set;
  m->origins = origins;
  m->param_origins = (const tml_origin *const *)param_origins;
  return m;
}

/* ---- make, free -------------------------------------------------------------------------------------------------- */

static void compile_override(tml_settings *s, const tml_override *from, override *o) {
  tml_arena *a = &s->arena;
  o->paths = TML_NEWN(a, pattern, from->paths.n + 1);
  for (uint32_t i = 0; i < from->paths.n; i++)
    o->paths[i] = (pattern){tml_glob_compile(a, from->paths.v[i].s), tml_str_c(from->folder)};
  o->fields = TML_NEWN(a, field, from->nfields + 1);
  for (uint32_t i = 0; i < from->nfields; i++) {
    const tml_words *w = &from->fields[i].values;
    o->fields[i] = (field){from->fields[i].key.s, TML_NEWN(a, const tml_glob *, w->n + 1)};
    for (uint32_t k = 0; k < w->n; k++)
      if (strpbrk(w->v[k].s.p, "*?[{\\")) o->fields[i].globs[k] = tml_glob_compile(a, w->v[k].s);
  }
}

/* The packs that the configuration names: their rules are in the registry before a word is looked up there. */
static int open_packs(const tml_config *c, tml_packs **out, tml_err *err) {
  *out = NULL;
  if (!c->packs.n) return TML_OK;
  tml_packs *p = tml_packs_new();
  int rc = TML_OK;
  for (uint32_t i = 0; i < c->packs.n && rc == TML_OK; i++) {
    char at[256];
    tml_err why = {0};
    place(at, sizeof at, &c->packs.v[i].at);
    rc = tml_packs_open(p, c->packs.v[i].s.p, &why);
    if (rc == TML_EIO) tml_fail(err, TML_EUSAGE, "%s%s", at, why.msg);
    else if (rc) tml_fail(err, TML_EUSAGE, "%s", why.msg); /* it names the pack, and the place in it */
  }
  if (rc == TML_OK) rc = tml_packs_finish(p, err);
  if (rc) tml_packs_free(p);
  else *out = p;
  return rc;
}

const tml_lexicon *tml_settings_lexicon(const tml_settings *s) {
  return s->packs ? tml_packs_lexicon(s->packs) : tml_pack_shipped();
}

tml_settings *tml_settings_make(const tml_config *c, tml_err *err) {
  tml_packs *packs;
  int rc = open_packs(c, &packs, err);
  if (rc) return NULL;
  for (uint32_t i = 0; rc == TML_OK && i < c->nlayers; i++) rc = check_layer(&c->layers[i], err);
  for (uint32_t i = 0; rc == TML_OK && i < c->noverrides; i++) rc = check_layer(&c->overrides[i].layer, err);
  if (rc == TML_OK) rc = check_layer(&c->options, err);
  for (uint32_t i = 0; rc == TML_OK && i < c->nsuppress; i++) rc = check_words(&c->suppress[i].rules, err);
  if (rc) {
    tml_packs_free(packs);
    return NULL;
  }
  tml_settings *s = tml_calloc(1, sizeof *s);
  s->c = c;
  s->packs = packs;
  s->nrules = tml_rule_count();
  s->overrides = TML_NEWN(&s->arena, override, c->noverrides + 1);
  for (uint32_t i = 0; i < c->noverrides; i++) compile_override(s, &c->overrides[i], &s->overrides[i]);
  s->path_languages = TML_NEWN(&s->arena, pattern, c->npath_languages + 1);
  for (uint32_t i = 0; i < c->npath_languages; i++)
    s->path_languages[i] =
        (pattern){tml_glob_compile(&s->arena, c->path_languages[i].pattern.s), tml_str_c(c->path_languages[i].folder)};
  if (c->shards > 1) s->alone = "it learns from whole folders, not from a shard";
  if (c->mode) s->alone = "it learns from whole folders, not from what changed";
  for (uint32_t i = 0; i < c->npaths; i++)
    if (strcmp(c->paths[i], "-") == 0) s->alone = "it learns from whole folders, not from standard input";
  pthread_mutex_init(&s->lock, NULL);
  s->list = make(s, TML_NEWN(&s->arena, uint8_t, c->noverrides + 1));
  return s;
}

const tml_config *tml_settings_config(const tml_settings *s) { return s->c; }

void tml_settings_free(tml_settings *s) {
  if (!s) return;
  pthread_mutex_destroy(&s->lock);
  tml_packs_free(s->packs);
  tml_arena_free(&s->arena);
  free(s);
}

/* ---- for one file ------------------------------------------------------------------------------------------------ */

/* The file's path, absolute: patterns must not depend on how and from where it was named. */
static tml_str whole_path(const tml_settings *s, const tml_doc *d) {
  return tml_path_normalise(d->arena, tml_path_join(d->arena, tml_str_c(s->c->cwd), d->path));
}

static bool matches_path(const pattern *p, tml_str whole) {
  if (!tml_path_inside(p->folder, whole)) return false;
  size_t skip = p->folder.n == 1 ? 1 : p->folder.n + 1;
  return whole.n > skip && tml_glob_selects(p->glob, tml_str_n(whole.p + skip, whole.n - skip));
}

static bool matches_override(const tml_settings *s, uint32_t i, const tml_doc *d, tml_str whole) {
  const tml_override *from = &s->c->overrides[i];
  const override *o = &s->overrides[i];
  bool hit = from->paths.n == 0;
  for (uint32_t k = 0; k < from->paths.n && !hit; k++) hit = matches_path(&o->paths[k], whole);
  for (uint32_t f = 0; f < from->nfields && hit; f++) {
    tml_str value = tml_doc_meta(d, o->fields[f].key.p);
    const tml_words *w = &from->fields[f].values;
    hit = false;
    for (uint32_t k = 0; k < w->n && !hit; k++) {
      const tml_glob *g = o->fields[f].globs[k];
      hit = g ? tml_glob_match(g, value) : tml_str_ieq(w->v[k].s, value);
    }
  }
  return hit;
}

const tml_ruleset *tml_settings_base(tml_settings *s) { return &s->list->set; }

const tml_ruleset *tml_settings_ruleset(tml_settings *s, const tml_doc *d) {
  uint32_t n = s->c->noverrides;
  if (n == 0) return &s->list->set;
  tml_str whole = whole_path(s, d);
  uint8_t *matching = tml_arena_zero(d->arena, n);
  for (uint32_t i = 0; i < n; i++) matching[i] = matches_override(s, i, d, whole);
  pthread_mutex_lock(&s->lock);
  made *m = s->list, *last = NULL;
  for (; m && memcmp(m->matching, matching, n) != 0; m = m->next) last = m;
  if (!m) last->next = m = make(s, matching);
  pthread_mutex_unlock(&s->lock);
  return &m->set;
}

tml_origin tml_settings_origin(tml_settings *s, unsigned rule) { return s->list->origins[rule]; }
tml_origin tml_settings_param_origin(tml_settings *s, unsigned rule, unsigned param) {
  return s->list->param_origins[rule][param];
}

/* ---- languages --------------------------------------------------------------------------------------------------- */

/* Locale tags in paths: `/ko-KR/`, `/ko/`, `a.ko.md`. A lone language must be one that the tables know, in two letters:
 * folders are called `api` and `lib` too. A tag with a region or script is believed in any language. */
enum { NO_TAG, LONE, FULL };

static int tag_kind(tml_str s) {
  if (s.n < 2 || s.n > 12 || !tml_config_is_tag(s)) return NO_TAG;
  size_t lang = 0;
  while (lang < s.n && s.p[lang] != '-' && s.p[lang] != '_') lang++;
  if (lang == s.n) return s.n == 2 && !tml_str_is(tml_str_c(tml_locale_find(s)->language), "und") ? LONE : NO_TAG;
  size_t last = s.n;
  while (s.p[last - 1] != '-' && s.p[last - 1] != '_') last--;
  /* A region (KR, 419) or a script (Hant), and a language that is known or at least has a region written as one. */
  size_t n = s.n - last;
  bool digits = n == 3 && s.p[last] >= '0' && s.p[last] <= '9';
  if (n != 2 && n != 4 && !digits) return NO_TAG;
  if (!tml_str_is(tml_str_c(tml_locale_find(s)->language), "und")) return FULL;
  return n == 2 && s.p[last] >= 'A' && s.p[last] <= 'Z' && s.p[0] >= 'a' ? FULL : NO_TAG;
}

bool tml_settings_is_locale(tml_str name) { return tag_kind(name) != NO_TAG; }

/* "a.ko.md": "ko". */
static tml_str suffix(tml_str path) {
  tml_str name = tml_path_basename(path), ext = tml_path_ext(name);
  if (!ext.n) return ext;
  return tml_path_ext(tml_str_n(name.p, name.n - ext.n - 1));
}

/* The file's suffix, else the outermost full tag, else the outermost lone language. `lone`: look for those too. */
static tml_str tag_in_path(tml_str path, bool lone) {
  tml_str found = suffix(path);
  if (tag_kind(found) != NO_TAG) return found;
  found = tml_str_n("", 0);
  size_t at = 0;
  for (size_t i = 0; i < path.n; i++) {
    if (path.p[i] != '/') continue;
    tml_str part = tml_str_n(path.p + at, i - at);
    int kind = tag_kind(part);
    if (kind == FULL) return part;
    if (kind == LONE && lone && !found.n) found = part;
    at = i + 1;
  }
  return found;
}

static tml_str from_path(const tml_settings *s, tml_doc *d) {
  if (d->path.n == 0 || tml_str_is(d->path, "-")) return tml_str_n("", 0);
  tml_str whole = whole_path(s, d), root = tml_str_c(s->c->root);
  tml_str inner =
      tml_path_inside(root, whole) ? tml_str_n(whole.p + root.n, whole.n - root.n) : tml_path_clean(d->arena, d->path);
  tml_str tag = tag_in_path(inner, true);
  /* Above the root only what can be nothing else: `/home/it/` is not Italian. */
  return tag.n ? tag : tag_in_path(whole, false);
}

static tml_str from_meta(const tml_doc *d) {
  static const char *const fields[] = {"ms.contentlocale", "lang", "locale", "language"};
  for (size_t i = 0; i < TML_COUNT(fields); i++) {
    tml_str v = tml_str_trim(tml_doc_meta(d, fields[i]));
    if (v.n && tml_config_is_tag(v)) return v;
  }
  return tml_str_n("", 0);
}

/* What overrides and path_languages say; the last that matches wins. */
static void from_config(const tml_settings *s, tml_doc *d, tml_str *source, tml_str *target) {
  const tml_config *c = s->c;
  if (!c->npath_languages && !c->noverrides) return;
  tml_str whole = whole_path(s, d);
  for (uint32_t i = 0; i < c->npath_languages; i++) {
    const tml_pattern_at *p = &c->path_languages[i];
    if (!matches_path(&s->path_languages[i], whole)) continue;
    if (p->source.s.n) *source = p->source.s;
    if (p->target.s.n) *target = p->target.s;
  }
  for (uint32_t i = 0; i < c->noverrides; i++) {
    const tml_override *o = &c->overrides[i];
    if ((!o->source_language.s.n && !o->target_language.s.n) || !matches_override(s, i, d, whole)) continue;
    if (o->source_language.s.n) *source = o->source_language.s;
    if (o->target_language.s.n) *target = o->target_language.s;
  }
}

void tml_settings_languages(const tml_settings *s, tml_doc *d) {
  const tml_config *c = s->c;
  tml_str source = {"", 0}, target = {"", 0};
  from_config(s, d, &source, &target);
  if (c->option_source.s.n) source = c->option_source.s;
  if (c->option_target.s.n) target = c->option_target.s;
  if (!target.n) target = from_meta(d);
  if (!target.n) target = from_path(s, d);
  if (!target.n && c->target_language.s.n) target = c->target_language.s;
  if (!source.n && c->source_language.s.n) source = c->source_language.s;
  if (!source.n && d->format == TML_FMT_SXS) source = TML_S("en-US");
  d->source_language = source;
  d->target_language = target;
}
