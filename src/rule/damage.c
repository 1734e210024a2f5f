/* damage.c — rule CH010: source texts that a program damaged.
 *
 * What for: `hello` where `the` was (`in hello portal`), `toohello` for `to the`, `toodeliver` for `to deliver`, and
 * short words glued to their neighbour (`notthe`, `inyour`): replacements that ran over a whole repository, and lost
 * blanks. What not: letters of a wrong encoding (CH002), spelling. Facts:    English has few words in `too-` (tool,
 * tooth, toot, toon and what is made of them); function words by words.h. Only English sources are asked. */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"
#include "rule/words.h"

enum { SHOWN = 4, PLACES = 24 };

typedef struct damage {
  const tml_page *page;
  uint64_t english; /* bit in the word table */
  uint64_t hello, world, everyone, toohello;
} damage;

static uint64_t hash_of(tml_str s) {
  char low[32];
  if (s.n > sizeof low) return 0;
  for (size_t i = 0; i < s.n; i++) low[i] = (char)(s.p[i] | 0x20);
  return tml_hash(low, s.n);
}

static bool is_function(const damage *d, uint64_t hash) {
  const tml_word_entry *e = tml_word_entry_find(hash);
  return e && (e->function & d->english);
}

/* Words before which `the` stands, and `hello` never does. */
static bool asks_article(tml_str w) {
  static const char *const words[] = {TML_LIST_EN_BEFORE_THE};
  for (unsigned i = 0; i < TML_COUNT(words); i++)
    if (tml_str_ieq(w, tml_str_c(words[i]))) return true;
  return false;
}

/* Words that follow a greeting. */
static bool greets(tml_str w) {
  static const char *const words[] = {TML_LIST_EN_BEHIND_HELLO};
  for (unsigned i = 0; i < TML_COUNT(words); i++)
    if (tml_str_ieq(w, tml_str_c(words[i]))) return true;
  return false;
}

static bool is_word(const tml_tok *t) { return t->kind == TML_T_WORD && t->script == TML_SCRIPT_LATIN; }

static bool is_hello(const damage *d, const tml_sheet *s, uint32_t i) {
  if (i + 1 >= s->ntok || !i || !is_word(&s->tok[i - 1])) return false;
  if (s->tok[i].flags & TML_TF_UPPER) return false;
  const tml_tok *n = &s->tok[i + 1];
  if (!(n->flags & TML_TF_SPACE) || !(s->tok[i].flags & TML_TF_SPACE)) return false;
  if (is_word(n) && (n->hash == d->world || n->hash == d->everyone || greets(tml_tok_str(s, n)))) return false;
  return asks_article(tml_tok_str(s, &s->tok[i - 1]));
}

/* The word stands in the page's sources, by itself. */
static bool on_page(const damage *d, uint64_t hash, size_t letters) {
  uint32_t n = 0;
  if (letters < 4) return false;
  for (uint32_t k = 0; k < d->page->doc->nsegs; k++) {
    const tml_sheet *s = &d->page->source[k];
    for (uint32_t i = 0; i < s->ntok; i++)
      if (s->tok[i].hash == hash && is_word(&s->tok[i]) && ++n >= 2) return true;
  }
  return n > 0;
}

static bool is_too(const damage *d, tml_str w) {
  tml_str rest = {w.p + 3, w.n - 3};
  if (rest.n == 1) return rest.p[0] == 'a'; /* to a */
  uint64_t h = hash_of(rest);
  bool known = is_function(d, h);
  if (known) return true;
  if (rest.p[0] >= 'A' && rest.p[0] <= 'Z') return true; /* tooAzure */
  if (rest.p[0] != 'l' && rest.p[0] != 't' && rest.p[0] != 'k' && rest.p[0] != 'n' && rest.p[0] != 'h')
    return rest.n >= 3;
  return on_page(d, h, rest.n);
}

/* `notthe`, `inyour`, `thefollowing`: a function word glued to a word. */
static bool is_glued(const damage *d, tml_str w) {
  static const char *const tails[] = {"the", "your", "their", "this", "these", "that", "our"};
  static const uint8_t lengths[] = {3, 4, 5, 4, 5, 4, 3};
  static const char *const heads[] = {TML_LIST_EN_GLUED_HEADS};
  for (unsigned i = 0; i < TML_COUNT(tails); i++) {
    size_t n = lengths[i];
    if (w.n <= n || w.p[w.n - 2] != tails[i][n - 2] || memcmp(w.p + w.n - n, tails[i], n) != 0) continue;
    tml_str t = {tails[i], n};
    tml_str head = {w.p, w.n - t.n};
    for (unsigned k = 0; k < TML_COUNT(heads); k++)
      if (tml_str_ieq(head, tml_str_c(heads[k]))) return true;
  }
  if (w.n >= 8 && tml_str_starts(w, TML_S("the"))) {
    tml_str rest = {w.p + 3, w.n - 3};
    return on_page(d, hash_of(rest), rest.n >= 5 ? rest.n : 0);
  }
  return false;
}

/* The last two letters of the words that is_glued looks for at a word's end: the, your, their, this, these, that, our.
 */
static inline bool may_be_glued(const char *e) {
  switch (e[-1]) {
  case 'e': return e[-2] == 'h' || e[-2] == 's';
  case 'r': return e[-2] == 'u' || e[-2] == 'i';
  case 's': return e[-2] == 'i';
  case 't': return e[-2] == 'a';
  default: return false;
  }
}

/* What is wrong with the word at i; NULL for nothing. The order of the tests is that of their cost. */
static inline const char *damaged(const damage *d, const tml_sheet *s, uint32_t i) {
  const tml_tok *t = &s->tok[i];
  uint32_t n = t->end - t->start;
  if (n - 4 > 20 || !is_word(t) || t->owner || (t->flags & TML_TF_ALLCAPS)) return NULL;
  const char *p = s->text->p + t->start, *e = s->text->p + t->end;
  bool too = p[0] == 't' && p[1] == 'o' && p[2] == 'o';
  if (n < 6) {
    if (t->hash == d->hello && is_hello(d, s, i)) return "\"hello\" stands where \"the\" belongs";
    if (!too && (n < 5 || p[2] != 't')) return NULL;
  }
  if (too) {
    if (t->hash == d->toohello) return "\"toohello\" stands where \"to the\" belongs";
    return is_too(d, tml_tok_str(s, t)) ? "\"to\" is spelt \"too\" and glued to the next word" : NULL;
  }
  bool head = n >= 8 && p[0] == 't' && p[1] == 'h' && p[2] == 'e';
  if ((!head && !may_be_glued(e)) || (t->flags & TML_TF_CAPSIN)) return NULL;
  return is_glued(d, tml_tok_str(s, t)) ? "two words are glued together" : NULL;
}

/* The damaged word stands in the target, too. */
static const tml_tok *copy_of(const tml_sheet *t, uint64_t hash) {
  for (uint32_t i = 0; i < t->ntok; i++)
    if (t->tok[i].hash == hash && is_word(&t->tok[i])) return &t->tok[i];
  return NULL;
}

typedef struct tally {
  uint32_t texts, words, copied;
  uint32_t first;
} tally;

/* Reports the damage of one text; `all`: the page's, in one finding. */
static tml_finding *report_damage(tml_check *page, const damage *d, uint32_t index, const tally *all) {
  tml_check c = *page;
  c.seg = &page->doc->segs[index], c.index = index;
  c.src = &page->page->source[index], c.tgt = &page->page->target[index];
  tml_finding *f = NULL;
  for (uint32_t i = 0; i < c.src->ntok; i++) {
    const char *what = damaged(d, c.src, i);
    if (!what) continue;
    const tml_tok *t = &c.src->tok[i], *copy = copy_of(c.tgt, t->hash);
    if (!f) {
      tml_str w = tml_check_quote(&c, tml_tok_str(c.src, t));
      if (all)
        f = tml_report(&c,
                       "the page's source is damaged all over: \"%.*s\" and others in %u texts, %u of them copied into "
                       "the target",
                       (int)w.n, w.p, (unsigned)all->texts, (unsigned)all->copied);
      else
        f = tml_report(&c, "source is damaged at \"%.*s\": %s%s", (int)w.n, w.p, what,
                       copy ? "; the target has copied it" : "");
      tml_report_suspect(f, TML_SUSPECT_SOURCE);
    }
    tml_report_mark(&c, f, TML_SIDE_SOURCE, t->start, t->end);
    if (copy) tml_report_mark(&c, f, TML_SIDE_TARGET, copy->start, copy->end);
  }
  return f;
}

/* A look at a word's first and last bytes: nearly every word is let go here. A text's bytes may be read eight beyond
 * its end. */
static inline bool may_be_damaged(uint64_t hello, const char *text, const tml_tok *t) {
  uint32_t n = t->end - t->start;
  if (n - 4 > 20 || t->kind != TML_T_WORD) return false;
  const char *p = text + t->start, *z = text + t->end - 2;
  if (p[1] == 'o' && p[2] == 'o') return (p[0] | 0x20) == 't';
  switch (z[1]) {
  case 'e': return z[0] == 'h' || z[0] == 's' || (n > 7 && p[1] == 'h'); /* the, these; the… */
  case 'r': return z[0] == 'u' || z[0] == 'i' || (n > 7 && p[1] == 'h'); /* our, your, their */
  case 's': return z[0] == 'i' || (n > 7 && p[1] == 'h');                /* this */
  case 't': return z[0] == 'a' || (n > 7 && p[1] == 'h');                /* that */
  case 'o': return t->hash == hello;
  default: return n > 7 && p[0] == 't' && p[1] == 'h' && p[2] == 'e';
  }
}

/* Of the word at i: 0 sound, 1 damaged, 2 and the target has copied it. Apart, so that the loop over all words keeps
 * what it needs in registers. */
__attribute__((noinline)) static int judge_word(const tml_check *c, const damage *d, uint32_t k, uint32_t i) {
  const tml_sheet *s = &c->page->source[k];
  return !damaged(d, s, i) ? 0 : copy_of(&c->page->target[k], s->tok[i].hash) ? 2 : 1;
}

/* The same of the text, as its last damaged word has it; but a copied one decides. */
static int judge(const tml_check *c, const damage *d, uint32_t k) {
  const tml_sheet *s = &c->page->source[k];
  if (!s->ntok) return 0;
  const char *text = s->text->p;
  const uint64_t hello = d->hello;
  int is = 0;
  for (const tml_tok *t = s->tok, *end = t + s->ntok; t < end; t++) {
    if (TML_LIKELY(!may_be_damaged(hello, text, t))) continue;
    int word = judge_word(c, d, k, (uint32_t)(t - s->tok));
    if (word) is = word;
    if (word == 2) break;
  }
  return is;
}

static void check_damage(tml_check *c) {
  const tml_page *p = c->page;
  if (!tml_locale_is(p->source_locale, "en")) return;
  int bit = tml_word_language_of(p->source_locale);
  if (bit < 0) return;
  const damage d = {p,
                    UINT64_C(1) << bit,
                    tml_hash("hello", 5),
                    tml_hash("world", 5),
                    tml_hash("everyone", 8),
                    tml_hash("toohello", 8)};
  tally all = {0, 0, 0, 0};
  uint32_t at[PLACES];
  for (uint32_t k = 0; k < c->doc->nsegs; k++) {
    if (c->doc->segs[k].ctx & TML_CTX_FENCE) continue;
    int is = judge(c, &d, k);
    if (!is) continue;
    if (all.texts < PLACES) at[all.texts] = k;
    all.texts++;
    all.copied += is == 2;
  }
  if (!all.texts) return;
  if (all.texts <= SHOWN) {
    for (uint32_t i = 0; i < all.texts; i++) report_damage(c, &d, at[i], NULL);
    return;
  }
  tml_finding *f = report_damage(c, &d, at[0], &all);
  for (uint32_t i = 1; i < all.texts && i < PLACES; i++) tml_report_related(c, f, at[i], TML_S("damaged, too"));
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example damage_good[] = {
    {"hu-HU", "Üdvözlet", "Say hello world and hello to all; Windows Hello for Business", NULL, "greetings", NULL,
     NULL},
    {"de-DE", "Werkzeugleiste", "The toolbar, toolset, tooltips and tooling", NULL, "words that begin so", NULL, NULL},
    {"fr-FR", "Ainsi", "Therefore the theater breathes with another, and neither", NULL, "words that end so", NULL,
     NULL},
    {0}};
static const tml_example damage_bad[] = {
    {"hu-HU", "Nyissa meg a portált.", "Open it in hello portal.", "hello", NULL, NULL, NULL},
    {"hu-HU", "Az üzenetek küldése", "How toodeliver messages", "toodeliver", NULL, NULL, NULL},
    {"fr-FR", "Selon que le client le voit ou non", "Whether or notthe customer sees it", "notthe", NULL, NULL, NULL},
    {0}};

static const tml_rule rules[] = {
    {.code = "CH010",
     .name = "damaged-source",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_PAGE,
     .since = "0.1.0",
     .its = "misspelling",
     .mqm = "fluency/spelling",
     .summary = "source texts that a program damaged: hello for the, toodeliver, notthe",
     .rationale =
         "A replacement that ran over a whole repository turned \"the\" into \"hello\" and \"to\" into \"too\" with "
         "the next "
         "word glued to it; memories keep such sources, and machines translate them. Words with lost blanks are of "
         "the same kind. It is said where the target has copied the damage. A page that has it all over is one "
         "finding with its places. Silent for greetings and for words that begin or end like this.",
     .good = damage_good,
     .bad = damage_bad,
     .check = check_damage},
};
TML_FAMILY(damage, "CH", "Characters", rules)
