/* reference.c — today's source pages of a run (reference.h).
 *
 * A page without pairs that records the revision of its source (ms.sourcegitcommit, l10n.sourceCommit …) is compared
 * too, where today's page is found by its path and is in a git repository: the old texts are those of that revision.
 * What for: `--reference PATH`. A folder's pages are found by path (pairing.h) and read when a page asks for them; a
 * single page is read once.
 * What not: no verdict: rule/reference.c.
 * A page found by less than two names, and a single one, is the page's only where it is about the same standard, or the
 * page has 30 % of its spans from it: any two pages share a "See also".
 */
#include "reference.h"

#include "pairing.h"
#include "tmlint/bitext.h"
#include "tmlint/paths.h"
#include "tmlint/reference.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The same words on purpose: rules don't know the room that links. */
_Static_assert(TML_REF_SAME == (int)TML_DRIFT_SAME && TML_REF_EDITED == (int)TML_DRIFT_EDITED &&
                   TML_REF_MOVED == (int)TML_DRIFT_MOVED && TML_REF_ADDED == (int)TML_DRIFT_ADDED &&
                   TML_REF_REMOVED == (int)TML_DRIFT_REMOVED,
               "reference.h and bitext.h count alike");

enum {
  OWN_SHARE = 30, /* per cent of the page's spans that make a page its reference */
  OWN_TEXTS = 2, /* … with so many sentences among them, or the same share of the reference: a page of three words has
                    them from anywhere */
  WORDS = 4,
  ALIKE = 75
};

typedef struct today { /* a page of today, cut */
  tml_str path;
  tml_page page; /* some of the texts, as targets */
  tml_ref_text *texts;
  tml_text *plain;
  uint32_t *held;    /* by segment of `page`: its text; the others state nothing that anyone asks for */
  uint32_t n, front; /* the first ones are of front matter */
  bool visible;      /* no markup to compare */
} today;

struct tml_reference_set {
  const tml_config *c;
  const tml_settings *settings;
  const tml_lexicon *lexicon;
  tml_arena arena, tokens;
  tml_buf bytes;
  tml_pair_tree *tree; /* a folder's pages */
  tml_str *paths;
  today *single; /* or the one page */
  bool in_git;
  pthread_mutex_t lock; /* git */
};

/* ---- reading ---- */

static bool readable(int format) {
  switch (format) {
  case TML_FMT_SXS:
  case TML_FMT_MARKDOWN:
  case TML_FMT_TEXT:
  case TML_FMT_EMPTY:
  case TML_FMT_UNKNOWN:
  case TML_FMT_HTML: return true;
  default: return false;
  }
}

/* Prose of the page itself: not code, not front matter, no include or image alone. */
static bool counts(const tml_piece *p, const tml_sheet *s) {
  if (p && (p->block == TML_BLK_CODE || p->block == TML_BLK_FRONT || p->block == TML_BLK_HTML)) return false;
  if (!s->words || !s->letters) return false;
  for (uint32_t i = 0; i < s->nfact; i++) { /* all of it is one token of the documentation system, a picture, code */
    int k = s->fact[i].kind;
    bool alone = s->fact[i].start <= s->body_start && s->fact[i].end >= s->body_end;
    if (alone && (k == TML_F_DOCS || k == TML_F_IMAGE || k == TML_F_CODE || k == TML_F_URL || k == TML_F_MATH))
      return false;
  }
  return true;
}

static void add_text(today *t, tml_doc *d, const tml_text *text, const tml_piece *p, unsigned level,
                     uint32_t *section) {
  tml_ref_text *r = &t->texts[t->n];
  t->plain[t->n] = *text;
  *r = (tml_ref_text){.text = *text, .heading = (uint8_t)level};
  tml_doc_position(d, text->start, &r->line, &r->column);
  if (level) *section = t->n;
  r->section = *section;
  r->counts = p != NULL; /* settled when there are sheets */
  t->n++;
}

/* The texts of the page: its pieces; of a side-by-side page the source spans. */
static void cut(today *t, tml_doc *d, const tml_locale *l, tml_pieces *pieces) {
  uint32_t n, section = UINT32_MAX;
  bool sxs = d->format == TML_FMT_SXS;
  if (!sxs) tml_read_pieces(d, TML_CUT_SENTENCES, l, pieces);
  n = sxs ? d->nsegs : pieces->n;
  t->texts = TML_NEWN(d->arena, tml_ref_text, n + 1);
  t->plain = TML_NEWN(d->arena, tml_text, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    if (sxs && d->segs[i].source.p) add_text(t, d, &d->segs[i].source, NULL, d->segs[i].heading, &section);
    if (!sxs) {
      const tml_piece *p = &pieces->v[i];
      if (p->block == TML_BLK_FRONT && t->n == t->front) t->front++;
      add_text(t, d, &p->text, p, p->block == TML_BLK_HEADING ? p->level : 0, &section);
    }
  }
}

static tml_str source_language(const tml_reference_set *r) {
  tml_str said = r->c->option_source.s.n ? r->c->option_source.s : r->c->source_language.s;
  return said.n ? said : TML_S("en-US");
}

/* Which texts count, and those whose sheets are wanted later, as segments of `as`: what names a standard or has a link,
 * and headings. Of a long page they are few; the other sheets are forgotten as soon as they are looked at. */
static void hold(const tml_reference_set *r, tml_doc *as, today *t, const tml_pieces *pieces, const tml_locale *l) {
  const uint64_t wanted =
      TML_FM(TML_F_STANDARD) | TML_FM(TML_F_REGULATION) | TML_FM(TML_F_DOCKIND) | TML_FM(TML_F_LINK);
  bool sxs = as->format == TML_FMT_SXS;
  tml_arena arena = {0}, tokens = {0};
  tml_featctx ctx = {&arena, &tokens, l, r->lexicon};
  bool *keep = TML_NEWN(as->arena, bool, t->n + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    tml_sheet s = {0};
    tml_feat_sheet(&ctx, &t->plain[i], &s);
    t->texts[i].counts = counts(sxs ? NULL : &pieces->v[i], &s);
    keep[i] = s.has & wanted || t->texts[i].heading == 1 || (!sxs && pieces->v[i].anchor.n);
    n += keep[i];
    tml_arena_reset(&arena);
    tml_arena_reset(&tokens);
  }
  tml_arena_free(&arena);
  tml_arena_free(&tokens);
  t->held = TML_NEWN(as->arena, uint32_t, n + 1);
  as->segs = TML_NEWN(as->arena, tml_segment, n + 1);
  as->nsegs = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    if (!keep[i]) continue;
    t->held[as->nsegs] = i;
    as->segs[as->nsegs++] = (tml_segment){
        .target = t->plain[i], .heading = t->texts[i].heading, .anchor = sxs ? (tml_str){0} : pieces->v[i].anchor};
  }
}

/* d: path and bytes are set. False: this is no page. */
static bool read_today(const tml_reference_set *r, tml_doc *d, tml_arena *tokens, today *t) {
  tml_run_read(r->settings, d);
  if (!readable(d->format)) return false;
  const tml_locale *l = tml_locale_find(source_language(r));
  tml_pieces pieces = {0};
  *t = (today){.path = d->path, .visible = d->format != TML_FMT_MARKDOWN && d->format != TML_FMT_SXS};
  cut(t, d, l, &pieces);
  tml_doc *as = TML_NEW(d->arena, tml_doc);
  *as = *d;
  hold(r, as, t, &pieces, l);
  tml_featctx ctx = {d->arena, tokens, l, r->lexicon};
  tml_feat_page(&ctx, &ctx, as, &t->page);
  return true;
}

static tml_doc *new_doc(tml_arena *a, tml_str path, const tml_buf *bytes) {
  tml_doc *d = TML_NEW(a, tml_doc);
  d->arena = a;
  d->path = path;
  d->p = bytes->p;
  d->n = bytes->n;
  return d;
}

static int open_page(tml_reference_set *r, tml_err *err) {
  const char *path = r->c->reference;
  int rc = tml_io_read(path, &r->bytes, NULL, err);
  if (rc) return rc;
  r->single = TML_NEW(&r->arena, today);
  tml_doc *d = new_doc(&r->arena, tml_path_clean(&r->arena, tml_str_c(path)), &r->bytes);
  if (read_today(r, d, &r->tokens, r->single)) return TML_OK;
  return tml_fail(err, TML_EFORMAT, "--reference %s: a source page is Markdown, HTML or text; this is: %s", path,
                  tml_format_name(d->format));
}

static int open_tree(tml_reference_set *r, tml_err *err) {
  const char *path = r->c->reference;
  tml_walk walk;
  tml_walk_run(&r->arena, &path, 1, NULL, &walk);
  r->paths = TML_NEWN(&r->arena, tml_str, walk.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < walk.n; i++) {
    tml_format f = tml_sniff_name(walk.files[i].path);
    if (f == TML_FMT_SXS || f == TML_FMT_MARKDOWN || f == TML_FMT_TEXT || f == TML_FMT_HTML)
      r->paths[n++] = walk.files[i].path;
  }
  if (!n) return tml_fail(err, TML_EFORMAT, "--reference %s: no page (Markdown, HTML, text) is in this folder", path);
  r->tree = tml_pair_tree_new(r->paths, n, tml_path_clean(&r->arena, tml_str_c(path)), source_language(r));
  return TML_OK;
}

int tml_reference_open(const tml_config *c, const tml_settings *s, const tml_lexicon *lexicon, tml_reference_set **out,
                       tml_err *err) {
  tml_reference_set *r = tml_calloc(1, sizeof *r);
  struct stat st;
  r->c = c;
  r->settings = s;
  r->lexicon = lexicon;
  pthread_mutex_init(&r->lock, NULL);
  r->in_git = tml_path_git_root(&r->arena, tml_str_c(c->reference)).n > 0;
  int rc = stat(c->reference, &st) == 0 && S_ISDIR(st.st_mode) ? open_tree(r, err) : open_page(r, err);
  if (rc) tml_reference_free(r);
  else *out = r;
  return rc;
}

void tml_reference_free(tml_reference_set *r) {
  if (!r) return;
  pthread_mutex_destroy(&r->lock);
  tml_pair_tree_free(r->tree);
  tml_buf_free(&r->bytes);
  tml_arena_free(&r->arena);
  tml_arena_free(&r->tokens);
  free(r);
}

/* ---- one page ---- */

/* The part of a path below the folder on the command line that it was found in. */
static tml_str below_named(const tml_config *c, tml_arena *a, tml_str path) {
  tml_str best = {"", 0};
  if (!c->npaths) return path;
  for (uint32_t i = 0; i < c->npaths; i++) {
    tml_str folder = tml_path_clean(a, tml_str_c(c->paths[i]));
    if (tml_str_is(folder, ".") && !tml_path_is_absolute(path)) return path;
    if (path.n > folder.n + 1 && tml_str_starts(path, folder) && path.p[folder.n] == '/')
      best = tml_str_n(path.p + folder.n + 1, path.n - folder.n - 1);
  }
  return best;
}

static const today *today_of(const tml_reference_set *r, tml_worker *w, tml_str path, bool *sure) {
  *sure = false;
  if (r->single) return r->single;
  int64_t at =
      tml_pair_find(r->tree, &w->arena, tml_path_absolute(&w->arena, path), below_named(r->c, &w->arena, path), sure);
  if (at < 0 || tml_io_read(r->paths[at].p, &w->today, NULL, NULL)) return NULL;
  today *t = TML_NEW(&w->arena, today);
  return read_today(r, new_doc(&w->arena, r->paths[at], &w->today), &w->tokens, t) ? t : NULL;
}

/* The standard that a page without title and headings (a scraped one) speaks of most. */
static const tml_topic *leader(const tml_page *p) {
  const tml_topic *best = p->subject;
  if (best) return best;
  uint32_t all = 0;
  for (uint32_t i = 0; i < p->ntopics; i++) {
    all += p->topics[i].in_target;
    if (!best || p->topics[i].in_target > best->in_target) best = &p->topics[i];
  }
  return best && best->in_target >= 3 && best->in_target * 2 > all ? best : NULL;
}

static bool same_subject(const tml_page *page, const tml_page *of_today) {
  const tml_topic *t = page->subject ? leader(of_today) : NULL;
  return t && t->key == page->subject->key;
}

/* Is the reference the page's by what they share? */
static bool shares_enough(const tml_reference *r, const tml_page *page) {
  uint32_t sentences = 0;
  for (uint32_t i = 0; i < r->nlink; i++) {
    const tml_ref_link *l = &r->link[i];
    if (l->old == UINT32_MAX || l->now == UINT32_MAX || !r->old[l->old].counts) continue;
    sentences += page->source[r->old[l->old].segment].words >= WORDS && (l->shown || l->match >= ALIKE);
  }
  return r->spans && (r->spans - r->gone) * 100 >= OWN_SHARE * r->spans &&
         (sentences >= OWN_TEXTS || r->covered * 100 >= OWN_SHARE * r->texts);
}

static void count(tml_arena *a, tml_reference *r) {
  bool *has = TML_NEWN(a, bool, r->nnow + 1), *told = TML_NEWN(a, bool, r->nold + 1);
  for (uint32_t i = 0; i < r->nlink; i++) {
    const tml_ref_link *l = &r->link[i];
    if (l->old != UINT32_MAX && l->now != UINT32_MAX) has[l->now] = true;
    if (l->old == UINT32_MAX || told[l->old] || !r->old[l->old].counts) continue;
    told[l->old] = true;
    r->gone += l->status == TML_REF_REMOVED;
    r->moved += l->status == TML_REF_MOVED;
    r->edited += l->status != TML_REF_REMOVED && !l->shown;
    r->spans++;
  }
  for (uint32_t i = 0; i < r->nnow; i++) {
    if (!r->now[i].counts) continue;
    r->texts++;
    r->covered += has[i];
    r->added += !has[i];
  }
}

/* Links the old texts to today's, without the first `from` of those. */
static tml_reference *link_texts(tml_arena *a, const tml_ref_old *old, uint32_t n, const today *t, uint32_t from) {
  tml_text *plain = TML_NEWN(a, tml_text, n + 1);
  for (uint32_t i = 0; i < n; i++) plain[i] = old[i].text;
  const tml_link *links;
  size_t nlinks = tml_drift(a, plain, n, t->plain + from, t->n - from, t->visible ? TML_DRIFT_VISIBLE : 0, &links);
  tml_ref_link *link = TML_NEWN(a, tml_ref_link, nlinks + 1);
  for (size_t i = 0; i < nlinks; i++)
    link[i] = (tml_ref_link){.old = links[i].old,
                             .now = links[i].now == UINT32_MAX ? UINT32_MAX : links[i].now + from,
                             .status = links[i].status,
                             .match = links[i].match,
                             .shown = links[i].shown,
                             .part = links[i].part};
  tml_reference *r = TML_NEW(a, tml_reference);
  *r = (tml_reference){.path = t->path,
                       .old = old,
                       .nold = n,
                       .now = t->texts,
                       .nnow = t->n,
                       .link = link,
                       .nlink = (uint32_t)nlinks,
                       .today = &t->page,
                       .held = t->held};
  count(a, r);
  return r;
}

static void attach_spans(const tml_reference_set *set, tml_worker *w, tml_page *page) {
  const tml_doc *d = page->doc;
  bool sure;
  const today *t = today_of(set, w, d->path, &sure);
  if (!t) return;
  tml_ref_old *old = TML_NEWN(&w->arena, tml_ref_old, d->nsegs + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < d->nsegs; i++)
    if (d->segs[i].source.p) old[n++] = (tml_ref_old){d->segs[i].source, i, counts(NULL, &page->source[i])};
  /* A title in front matter would take the first heading's place, where the page has none itself. */
  uint32_t from = n && d->segs[old[0].segment].start < d->body ? 0 : t->front;
  tml_reference *r = link_texts(&w->arena, old, n, t, from);
  if (sure || same_subject(page, &t->page) || shares_enough(r, page)) page->reference = r;
}

/* ---- pages without pairs: the revision that they record ---- */

static const tml_meta *recorded_revision(const tml_doc *d) {
  static const char *const fields[] = {"ms.sourcegitcommit", "l10n.sourceCommit", "sourceCommit", "source_commit"};
  for (size_t k = 0; k < TML_COUNT(fields); k++)
    for (uint32_t i = 0; i < d->nmeta; i++) {
      const tml_meta *m = &d->meta[i];
      bool hex = m->value.n >= 7 && m->value.n <= 64 && tml_str_is(m->key, fields[k]);
      for (size_t c = 0; hex && c < m->value.n; c++)
        hex = (m->value.p[c] >= '0' && m->value.p[c] <= '9') || (m->value.p[c] >= 'a' && m->value.p[c] <= 'f');
      if (hex) return m;
    }
  return NULL;
}

/* The file as it was at that revision, with the padding that readers want. */
static bool read_revision(tml_reference_set *r, tml_arena *a, tml_str path, tml_str revision, tml_buf *out) {
  tml_buf said = {0};
  tml_str folder = tml_path_dirname(path), name = tml_path_basename(path),
          spec = tml_arena_fmt(a, "%.*s:./%.*s", (int)revision.n, revision.p, (int)name.n, name.p);
  const char *const args[] = {"-C", tml_arena_str(a, folder).p, "cat-file", "blob", spec.p, NULL};
  out->n = 0;
  pthread_mutex_lock(&r->lock); /* one at a time: a child must not inherit another one's pipes */
  int status = tml_git_run(args, out, &said, NULL);
  pthread_mutex_unlock(&r->lock);
  tml_buf_free(&said);
  if (status) return false;
  tml_buf_reserve(out, TML_IO_PAD);
  memset(out->p + out->n, 0, TML_IO_PAD);
  return true;
}

static void attach_revision(tml_reference_set *set, tml_worker *w, tml_page *page) {
  const tml_meta *revision = recorded_revision(page->doc);
  bool sure;
  if (!revision || !set->in_git) return;
  const today *t = today_of(set, w, page->doc->path, &sure);
  if (!t || !sure || !read_revision(set, &w->arena, t->path, revision->value, &w->then)) return;
  today *was = TML_NEW(&w->arena, today);
  if (!read_today(set, new_doc(&w->arena, t->path, &w->then), &w->tokens, was)) return;
  tml_ref_old *old = TML_NEWN(&w->arena, tml_ref_old, was->n + 1);
  uint32_t n = 0; /* front matter does not count, and would take the first heading's place */
  for (uint32_t i = was->front; i < was->n; i++)
    old[n++] = (tml_ref_old){was->plain[i], UINT32_MAX, was->texts[i].counts};
  tml_reference *r = link_texts(&w->arena, old, n, t, t->front);
  r->revision = revision;
  r->was = &was->page;
  page->reference = r;
}

void tml_reference_attach(tml_reference_set *set, tml_worker *w, tml_page *page) {
  if (page->doc->format == TML_FMT_SXS && page->doc->nsegs) attach_spans(set, w, page);
  else if (page->doc->format == TML_FMT_MARKDOWN) attach_revision(set, w, page);
}
