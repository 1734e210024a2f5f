/* inlines.c — family MK: code, tags, placeholders and docs tokens (MK001, MK004, MK011, MK012).
 *
 * What for: the checks; their rows stand in markup.c, the links in links.c, bold in bold.c.
 * Way: compare the two sheets' facts; where something differs, and only there, look whether it is one of the things
 * that translators rightly do. Nothing is looked at twice where nothing differs.
 */
#include "tmlint/tab_lists.h"

#include "markup.h"
#include "words.h"

/* ---- what the files share ---------------------------------------------------------------------------------------- */

static bool next_of(const tml_sheet *s, bool (*wanted)(const tml_fact *), uint32_t *i) {
  while (*i < s->nfact && !wanted(&s->fact[*i])) ++*i;
  return *i < s->nfact;
}

static uint32_t only_in(tml_check *c, const tml_sheet *a, const tml_sheet *b, bool (*wanted)(const tml_fact *),
                        tml_markup_item **out) {
  tml_map count = {0};
  uint32_t n = 0;
  size_t cap = 0;
  for (uint32_t i = 0; next_of(b, wanted, &i); i++) ++*tml_map_put(&count, b->fact[i].key, NULL);
  for (uint32_t i = 0; next_of(a, wanted, &i); i++) {
    uint64_t *left = tml_map_get(&count, a->fact[i].key);
    if (left && *left) {
      --*left;
      continue;
    }
    *out = tml_arena_grow(c->arena, *out, n, &cap, sizeof **out);
    (*out)[n++] = (tml_markup_item){&a->fact[i], TML_MK_OPEN};
  }
  tml_map_free(&count);
  return n;
}

bool tml_markup_compare(tml_check *c, bool (*wanted)(const tml_fact *), tml_markup_diff *out) {
  uint32_t i = 0, j = 0;
  for (;; i++, j++) { /* the common case: the same, in the same order */
    bool more_i = next_of(c->src, wanted, &i), more_j = next_of(c->tgt, wanted, &j);
    if (!more_i && !more_j) return false;
    if (!more_i || !more_j || c->src->fact[i].key != c->tgt->fact[j].key) break;
  }
  *out = (tml_markup_diff){0};
  out->nlost = only_in(c, c->src, c->tgt, wanted, &out->lost);
  out->nadded = only_in(c, c->tgt, c->src, wanted, &out->added);
  return out->nlost || out->nadded;
}

uint32_t tml_markup_left(const tml_markup_item *v, uint32_t n, int state) {
  uint32_t left = 0;
  for (uint32_t i = 0; i < n; i++) left += v[i].state == state;
  return left;
}

static bool holds(const tml_sheet *s, bool (*wanted)(const tml_fact *), uint64_t key) {
  for (uint32_t i = 0; next_of(s, wanted, &i); i++)
    if (s->fact[i].key == key) return true;
  return false;
}

int tml_markup_suspect(const tml_check *c, bool (*wanted)(const tml_fact *), uint64_t lost, uint64_t added) {
  enum { NEAR = 128 }; /* neighbours looked at: a file may have a million pairs */
  const tml_page *p = c->page;
  uint32_t n = p->doc->nsegs, from = c->index > NEAR ? c->index - NEAR : 0,
           to = n - c->index > NEAR ? c->index + NEAR : n;
  bool know_lost = false, know_added = false;
  for (uint32_t i = from; i < to && !(know_lost && (know_added || !added)); i++) {
    if (i == c->index) continue;
    if (lost && !know_lost) know_lost = holds(&p->source[i], wanted, lost) || holds(&p->target[i], wanted, lost);
    if (added && !know_added) know_added = holds(&p->source[i], wanted, added) || holds(&p->target[i], wanted, added);
  }
  if (lost && know_added && !know_lost) return TML_SUSPECT_SOURCE;
  return know_added && know_lost ? TML_SUSPECT_UNKNOWN : TML_SUSPECT_TARGET;
}

void tml_markup_swapped(const tml_check *c, tml_markup_diff *d) {
  for (uint32_t i = 0; i < d->nlost && i < 16; i++) {
    if (d->lost[i].state != TML_MK_OPEN) continue;
    const tml_fact *f = d->lost[i].f;
    tml_str s = f->kind == TML_F_LINK ? tml_sheet_str(c->src, f->url_start, f->url_end) : tml_fact_str(c->src, f);
    if (!tml_str_find(tml_doc_before(c->doc, c->index), s) && !tml_str_find(tml_doc_after(c->doc, c->index), s))
      continue;
    d->lost[i].state = TML_MK_SILENT;
    for (uint32_t j = 0; j < d->nadded; j++) {
      if (d->added[j].state != TML_MK_OPEN) continue;
      d->added[j].state = TML_MK_SILENT;
      break;
    }
  }
}

void tml_markup_show(tml_check *c, tml_finding *f, const tml_markup_diff *d, int state) {
  for (uint32_t i = 0; i < d->nlost; i++) {
    if (d->lost[i].state != state) continue;
    tml_report_mark(c, f, TML_SIDE_SOURCE, d->lost[i].f->start, d->lost[i].f->end);
    tml_report_evidence(c, f, TML_EV_SOURCE, tml_fact_str(c->src, d->lost[i].f));
  }
  for (uint32_t i = 0; i < d->nadded; i++) {
    if (d->added[i].state != state) continue;
    tml_report_mark(c, f, TML_SIDE_TARGET, d->added[i].f->start, d->added[i].f->end);
    tml_report_evidence(c, f, TML_EV_TARGET, tml_fact_str(c->tgt, d->added[i].f));
  }
}

tml_str tml_markup_list(tml_check *c, const tml_sheet *s, const tml_markup_item *v, uint32_t n, int state) {
  const tml_fact *first = NULL;
  uint32_t more = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (v[i].state != state) continue;
    if (first) more++;
    else first = v[i].f;
  }
  if (!first) return TML_S("");
  tml_str q = tml_check_quote(c, tml_fact_str(s, first));
  if (!more) return q;
  return tml_arena_fmt(c->arena, "%.*s and %u more", (int)q.n, q.p, (unsigned)more);
}

/* The usual finding: what the source has and the target has instead. `what` is a plural noun's singular ("code"). */
static tml_finding *report_diff(tml_check *c, const tml_markup_diff *d, const char *what, int state) {
  tml_str lost = tml_markup_list(c, c->src, d->lost, d->nlost, state);
  tml_str added = tml_markup_list(c, c->tgt, d->added, d->nadded, state);
  tml_finding *f;
  if (lost.n && added.n)
    f = tml_report(c, "source has the %s %.*s, target has %.*s", what, (int)lost.n, lost.p, (int)added.n, added.p);
  else if (lost.n) f = tml_report(c, "the %s %.*s of the source is not in the target", what, (int)lost.n, lost.p);
  else f = tml_report(c, "target has the %s %.*s, source has not", what, (int)added.n, added.p);
  tml_markup_show(c, f, d, state);
  return f;
}

static uint64_t first_key(const tml_markup_item *v, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (v[i].state == TML_MK_OPEN) return v[i].f->key;
  return 0;
}

/* What occurs on the other side as often as needed, only not as many times: a pronoun took its place, or a repetition.
 */
static void mark_repeats(const tml_sheet *other, bool (*wanted)(const tml_fact *), tml_markup_item *v, uint32_t n) {
  if (n > 64) return;
  for (uint32_t i = 0; i < n; i++)
    if (v[i].state == TML_MK_OPEN && holds(other, wanted, v[i].f->key)) v[i].state = TML_MK_LESSER;
}

/* ---- MK001 code-mismatch ----------------------------------------------------------------------------------------- */

static bool is_code(const tml_fact *f) { return f->kind == TML_F_CODE; }

static tml_str content(const tml_sheet *s, const tml_fact *f) { return tml_sheet_str(s, f->in_start, f->in_end); }

/* What stands in <…> is for the reader to fill in where it is words: `<your-name>`, `<module.ext>`, `<user2>`, not
 * `<p1@mail.x>`. */
static bool is_slot(const char *p, const char *e) {
  bool word = p < e && ((signed char)*p < 0 || tml_is_alpha(*p));
  for (; p < e; p++)
    if ((signed char)*p >= 0 && !tml_is_alpha(*p) && !(word && tml_is_digit(*p)) && !strchr(" -_.", *p)) return false;
  return true;
}

/* Compares two contents without their slots: `--name <your-name>` is rightly `--name <Ihr-Name>`. */
static bool same_but_slots(tml_str a, tml_str b) {
  size_t i = 0, j = 0;
  bool slots = false;
  while (i < a.n && j < b.n) {
    if (a.p[i] != b.p[j]) return false;
    if (a.p[i] == '<') {
      const char *x = memchr(a.p + i, '>', a.n - i), *y = memchr(b.p + j, '>', b.n - j);
      if (!x || !y) return false;
      bool same = x - (a.p + i) == y - (b.p + j) && !memcmp(a.p + i, b.p + j, (size_t)(x - (a.p + i)));
      if (!same && (!is_slot(a.p + i + 1, x) || !is_slot(b.p + j + 1, y))) return false;
      i = (size_t)(x - a.p), j = (size_t)(y - b.p);
      slots = true;
    }
    i++, j++;
  }
  return slots && i == a.n && j == b.n;
}

static bool is_word_byte(char c) { return tml_is_alpha(c) || (signed char)c < 0; }

/* The run of letters at i; i behind it. */
static tml_str run_at(tml_str s, size_t *i) {
  size_t from = *i;
  while (*i < s.n && is_word_byte(s.p[*i])) ++*i;
  return tml_str_n(s.p + from, *i - from);
}

/* Another word, not the same one with a slip in it: more than half of the longer one differs, or it has letters that
 * the source's language lacks. */
static bool another_word(tml_str a, tml_str b) {
  size_t head = 0, tail = 0, n = a.n < b.n ? a.n : b.n, longer = a.n < b.n ? b.n : a.n;
  if (a.n < 2) return false;
  for (size_t i = 0; i < a.n; i++)
    if ((signed char)a.p[i] < 0 || (i && a.p[i] <= 'Z' && a.p[i - 1] > 'Z')) return false; /* parseXml */
  for (size_t i = 0; i < b.n; i++)
    if ((signed char)b.p[i] < 0) return true;
  while (head < n && a.p[head] == b.p[head]) head++;
  while (tail < n - head && a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail]) tail++;
  return 2 * (longer - head - tail) > longer;
}

/* A file, a pattern of files or a path: what a page has its reader name or see. */
static bool is_file_like(tml_str s) {
  size_t dot = s.n;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '/' || s.p[i] == '\\') return true;
    if (s.p[i] == '(' || s.p[i] == '=' || s.p[i] == ':') return false;
    if (s.p[i] == '.') dot = i;
  }
  return dot + 2 < s.n && s.n - dot <= 5;
}

/* The same signs and digits in the same order, and other words. */
static bool same_form(tml_str a, tml_str b) {
  size_t i = 0, j = 0;
  bool other = false;
  while (i < a.n && j < b.n) {
    if (!is_word_byte(a.p[i]) || !is_word_byte(b.p[j])) {
      if (a.p[i++] != b.p[j++]) return false;
      continue;
    }
    tml_str x = run_at(a, &i), y = run_at(b, &j);
    if (tml_str_eq(x, y)) continue;
    if (!another_word(x, y)) return false;
    other = true;
  }
  return other && i == a.n && j == b.n;
}

/* `Vacation-001.jpg` and `Loma-001.jpg`, where a page names files of its reader. */
static bool example_translated(tml_str a, tml_str b) { return is_file_like(a) && same_form(a, b); }

/* Signs of a command: options, calls, variables, slots, and cmdlets (`Get-Item`, `-Force`). */
static bool is_command(tml_str a) {
  for (size_t i = 0; i < a.n; i++) {
    if (memchr("${}<>", a.p[i], 5)) return true;
    if (a.p[i] == '(' && (!i || a.p[i - 1] != ' ')) return true; /* not `Date (fixed)` */
    if (a.p[i] == '-' && i + 1 < a.n && (a.p[i + 1] == '-' || tml_is_upper(a.p[i + 1]))) return true;
  }
  return false;
}

static bool is_all_capitals(tml_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!tml_is_upper(s.p[i])) return false;
  return s.n > 2;
}

/* `--tag label,pattern` and `--tag etiqueta,patrón`, `-WIDTH` and `-BREITE`: what the reader fills in, behind the words
 * of the command, which stay. */
static bool arguments_translated(tml_str a, tml_str b) {
  size_t i = 0, j = 0;
  bool other = false, kept = false;
  while (i < a.n && j < b.n) {
    if (!is_word_byte(a.p[i]) || !is_word_byte(b.p[j])) {
      if (a.p[i++] != b.p[j++]) return false;
      continue;
    }
    char before = i ? a.p[i - 1] : 0;
    tml_str x = run_at(a, &i), y = run_at(b, &j);
    if (tml_str_eq(x, y)) {
      kept |= x.n > 1;
      continue;
    }
    bool slot = kept && before && strchr(" =,(:\"'[", before);
    if (!another_word(x, y) || !(slot || (is_all_capitals(x) && before))) return false;
    kept |= is_all_capitals(x);
    other = true;
  }
  return other && kept && i == a.n && j == b.n;
}

/* `Downloads` and `Preuzimanja`: words. Whether the reader types them or sees them translated can't be told. */
static bool words_translated(tml_str a, tml_str b) {
  return (!is_command(a) && same_form(a, b)) || arguments_translated(a, b);
}

/* One of the words of a token that `_` and `-` join is one that manuals have the reader fill in: `account_name`,
 * `job-number`, `file`. */
static bool is_fill_in(tml_str s) {
  for (size_t i = 0, e; i < s.n; i = e + 1) {
    char low[16];
    for (e = i; e < s.n && tml_is_alpha(s.p[e]);) e++;
    if (e == i || e - i > sizeof low) continue;
    for (size_t k = i; k < e; k++) low[k - i] = (char)(s.p[k] | 0x20);
    if (tml_is_fill_in_word(tml_hash(low, e - i))) return true;
  }
  return false;
}

/* A piece of a command line or path: letters, digits, `_`, and `-` inside, or words in brackets behind a slash. */
static tml_str line_piece(tml_str s, size_t *i) {
  size_t from = *i;
  if (s.p[from] == '(' && from && s.p[from - 1] == '/') {
    const char *end = memchr(s.p + from, ')', s.n - from);
    if (end) *i = (size_t)(end - s.p) + 1;
    else *i = from + 1;
    return tml_str_n(s.p + from, *i - from);
  }
  while (*i < s.n && (is_word_byte(s.p[*i]) || tml_is_digit(s.p[*i]) || s.p[*i] == '_' ||
                      (s.p[*i] == '-' && *i > from && *i + 1 < s.n && is_word_byte(s.p[*i + 1]))))
    ++*i;
  if (*i == from) ++*i;
  return tml_str_n(s.p + from, *i - from);
}

/* `gpg --recv-keys user_ID` and `gpg --recv-keys ID_usuario`, `/var/mail/account_name` and `/var/mail/navn`, `command >
 * foo` and `orden > foo`: a line to type or a path whose fixed part stays, and what the reader fills in is translated.
 * Calls and variables are no such lines. */
static bool fill_in_translated(tml_str a, tml_str b) {
  size_t i = 0, j = 0;
  bool line = false, kept = false, other = false, open = false;
  for (size_t k = 0; k < a.n; k++) {
    if (memchr("${}", a.p[k], 3)) return false;
    if (a.p[k] == '(' && (!k || a.p[k - 1] != '/')) return false;
    if (memchr("<>|&", a.p[k], 4) && (!k || !memchr(" <>|&012", a.p[k - 1], 8))) return false; /* a tag, an entity */
    line |= a.p[k] == ' ' || a.p[k] == '/';
  }
  if (!line) return false;
  while (i < a.n && j < b.n) {
    size_t from = i;
    tml_str x = line_piece(a, &i), y = line_piece(b, &j);
    if (tml_str_eq(x, y)) {
      if (x.n > 1 && is_word_byte(x.p[0])) kept |= !is_fill_in(x);
      continue;
    }
    bool option = from && a.p[from - 1] == '-';
    if (option || !is_fill_in(x) || tml_is_upper(x.p[0]) || y.n < 2 || !(is_word_byte(y.p[0]) || y.p[0] == '('))
      return false;
    open |= !kept;
    other = true;
  }
  return other && !(open && kept) && i == a.n && j == b.n; /* not the command itself */
}

/* `Ctrl-D` and `Strg-D`: keys have the names that stand on the reader's keyboard. */
static bool keys_translated(tml_str a, tml_str b) {
  static const char *const modifiers[] = {"Ctrl", "Control", "Shift", "Left", "Right"};
  size_t i = 0, j = 0;
  bool chord = false;
  for (unsigned part = 0;; part++) {
    size_t x = i, y = j;
    while (i < a.n && a.p[i] != '-' && a.p[i] != '+') i++;
    while (j < b.n && b.p[j] != '-' && b.p[j] != '+') j++;
    tml_str p = tml_str_n(a.p + x, i - x), q = tml_str_n(b.p + y, j - y);
    if (!p.n || !q.n || (p.n == 1 && !tml_str_eq(p, q))) return false;
    for (unsigned k = 0; !part && k < TML_COUNT(modifiers); k++) chord |= tml_str_is(p, modifiers[k]);
    if (!chord || (i < a.n) != (j < b.n)) return false;
    if (i == a.n) return part > 0;
    if (a.p[i++] != b.p[j++]) return false;
  }
}

/* `/etc/init.d/` and `/etc/init.d`: the same folder. */
static bool slash_only(tml_str a, tml_str b) {
  tml_str x = a.n < b.n ? a : b, y = a.n < b.n ? b : a;
  return x.n > 2 && y.n == x.n + 1 && y.p[x.n] == '/' && (x.p[0] == '/' || x.p[0] == '~') && !memcmp(x.p, y.p, x.n);
}

/* Running words in code format ("First name"): two words or more, and no sign that code has. */
static bool is_prose(tml_str s) {
  unsigned blanks = 0, letters = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char ch = (unsigned char)s.p[i];
    if (ch == ' ') blanks++;
    else if (ch >= 0x80 || tml_is_alpha(s.p[i])) letters++;
    else if (ch != ',' && ch != '.' && ch != '!' && ch != '?' && ch != '\'' && ch != ':') return false;
  }
  return letters > 2 && (blanks > 0 || (s.n && (unsigned char)s.p[0] >= 0x80));
}

enum { NOWHERE, BARE, DRESSED };

static inline bool is_name(char c) { return tml_is_alpha(c) || (c >= '0' && c <= '9') || c == '_'; }

/* A quotation mark of any language just before (or at) an offset. */
static bool is_quote(const tml_sheet *s, uint32_t at, bool before) {
  const char *p = s->text->p + at;
  unsigned len;
  if (before ? at < 3 : s->text->n - at < 3) return false;
  if (before) p -= (signed char)p[-2] < 0 && (p[-2] & 0x40) ? 2 : 3;
  uint32_t cp = tml_utf8_lenient(p, s->text->p + s->text->n, &len);
  return cp == 0xAB || cp == 0xBB || (cp >= 0x2018 && cp <= 0x201F) || (cp >= 0x2039 && cp <= 0x203A) ||
         (cp >= 0x300C && cp <= 0x300F);
}

/* Bytes of the one blank just before (or at) an offset. */
static uint32_t blank_at(const tml_sheet *s, uint32_t at, bool before) {
  static const char *const blanks[] = {" ", "\xC2\xA0", "\xE2\x80\xAF"};
  for (unsigned k = 0; k < TML_COUNT(blanks); k++) {
    uint32_t n = (uint32_t)strlen(blanks[k]);
    if (before ? at < n : s->text->n - at < n) continue;
    if (!memcmp(s->text->p + (before ? at - n : at), blanks[k], n)) return n;
  }
  return 0;
}

/* How what stands at at..end is shown: not at all as a word of its own, as code, in bold, quotes, a tag or a link, or
 * bare. */
static int dress(const tml_sheet *s, uint32_t at, uint32_t end) {
  char b = at ? s->text->p[at - 1] : ' ', e = end < s->text->n ? s->text->p[end] : ' ';
  if ((is_name(b) && is_name(s->text->p[at])) || (is_name(e) && is_name(s->text->p[end - 1]))) return NOWHERE;
  uint32_t in = blank_at(s, at, true), out = blank_at(s, end, false); /* « x » */
  bool dressed = (b == '"' && e == '"') || (b == '\'' && e == '\'') || (b == '>' && e == '<') ||
                 (is_quote(s, at - in, true) && is_quote(s, end + out, false));
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (f->kind == TML_F_CODE && f->start <= at && f->end >= end) return NOWHERE;
    if (f->kind == TML_F_EMPH || f->kind == TML_F_LINK) dressed |= f->in_start <= at && f->in_end >= end;
  }
  return dressed ? DRESSED : BARE;
}

/* Whether the content stands on the other side without being code there, and where. */
static int stands(const tml_sheet *s, tml_str what, uint32_t *place) {
  if (what.n < 2) return NOWHERE;
  tml_str text = tml_str_n(s->text->p, s->text->n);
  unsigned tries = 0;
  for (const char *p; tries++ < TML_MK_TRIES && (p = tml_str_find(text, what));) {
    uint32_t at = (uint32_t)(p - s->text->p), end = at + (uint32_t)what.n;
    int how = dress(s, at, end);
    *place = at;
    if (how != NOWHERE) return how;
    text = tml_str_n(p + what.n, s->text->n - end);
  }
  return NOWHERE;
}

/* ---- spreadsheets: `=SUM(A1,0.5)` is rightly `=SUMME(A1;0,5)` ---- */

/* One piece of a formula or number: a word ('w': letters, with digits, stops and lines inside), digits ('0'), a string
 * in quotes ('"'), a separator of either world (',': commas, semicolons, stops), any other sign as itself; 0 at the
 * end. */
typedef struct piece {
  char kind;
  tml_str s;
} piece;

static piece next_piece(tml_str s, size_t *at) {
  while (*at < s.n && s.p[*at] == ' ') ++*at;
  if (*at >= s.n) return (piece){0, {s.p + s.n, 0}};
  size_t from = *at;
  char first = s.p[from];
  if (first == '"' || first == '\'') {
    const char *end = memchr(s.p + from + 1, first, s.n - from - 1);
    *at = end ? (size_t)(end - s.p) + 1 : s.n;
    return (piece){first, tml_str_n(s.p + from, *at - from)};
  }
  if (tml_is_digit(first)) {
    while (*at < s.n && tml_is_digit(s.p[*at])) ++*at;
    return (piece){'0', tml_str_n(s.p + from, *at - from)};
  }
  if (is_word_byte(first) || first == '_') {
    while (*at < s.n && (is_word_byte(s.p[*at]) || tml_is_digit(s.p[*at]) || s.p[*at] == '_' || s.p[*at] == '.')) ++*at;
    return (piece){'w', tml_str_n(s.p + from, *at - from)};
  }
  ++*at;
  return (piece){first == ';' || first == '.' ? ',' : first, tml_str_n(s.p + from, 1)};
}

/* The digits of a text by their runs, whatever order they stand in: a date's. */
static uint64_t digit_runs(tml_str s) {
  uint64_t sum = 0;
  for (size_t i = 0; i < s.n;) {
    size_t from = i;
    while (i < s.n && tml_is_digit(s.p[i])) i++;
    if (i > from) sum += tml_hash(s.p + from, i - from);
    else i++;
  }
  return sum;
}

/* Words that may differ: names of functions, of sheets and of ranges, not addresses of cells. */
static bool may_differ(tml_str a, tml_str b) {
  if (digit_runs(a) != digit_runs(b)) return false;
  size_t letters = 0;
  while (letters < a.n && tml_is_alpha(a.p[letters])) letters++;
  bool cell = letters && letters <= 3 && letters < a.n;
  for (size_t i = letters; cell && i < a.n; i++) cell = tml_is_digit(a.p[i]);
  return !cell;
}

/* A formula of a spreadsheet begins with `=`, or with a function in capitals whose arguments semicolons part: no
 * program and no query writes so. */
static bool is_formula(tml_str a) {
  if (a.n > 3 && a.p[0] == '=' && a.p[1] != '=' && a.p[1] != '>') return true;
  size_t i = 0;
  while (i < a.n && (tml_is_upper(a.p[i]) || tml_is_digit(a.p[i]) || a.p[i] == '.')) i++;
  return i > 1 && i < a.n && a.p[i] == '(' && memchr(a.p, ';', a.n);
}

/* The same formula with the names, texts and separators of another language: it calls a function, names a sheet, or is
 * the name of a function alone. */
static bool formula_translated(tml_str a, tml_str b) {
  size_t i = is_formula(a) && a.p[0] == '=', j = b.n && b.p[0] == '=';
  if (!is_formula(a) || !b.n) return false;
  bool call = false;
  unsigned words = 0, all = 0;
  for (;;) {
    piece x = next_piece(a, &i), y = next_piece(b, &j);
    if (x.kind != y.kind) return false;
    if (!x.kind) return call || (words == 1 && all == 1 && tml_is_upper(a.p[1]) && tml_is_upper(a.p[a.n - 1]));
    all++;
    words += x.kind == 'w';
    call |= x.kind == '\'' || (x.kind == 'w' && i < a.n && a.p[i] == '(');
    bool fits = tml_str_eq(x.s, y.s) || x.kind == ',';
    if (!fits && x.kind == 'w') fits = may_differ(x.s, y.s);
    if (!fits && (x.kind == '"' || x.kind == '\'')) fits = digit_runs(x.s) == digit_runs(y.s);
    if (!fits) return false;
  }
}

/* `run() # the first time`: a remark in the code, which is there to be read. */
static bool remark_translated(tml_str a, tml_str b) {
  static const char *const signs[] = {" # ", " // "};
  for (unsigned k = 0; k < TML_COUNT(signs); k++) {
    tml_str sign = tml_str_c(signs[k]);
    const char *p = tml_str_find(a, sign);
    if (p && p > a.p && b.n > (size_t)(p - a.p) + sign.n && !memcmp(a.p, b.p, (size_t)(p - a.p) + sign.n)) return true;
  }
  return false;
}

/* `SetPrinter` and `SetPrinter()`: the method's name with and without its brackets. */
static bool brackets_only(tml_str a, tml_str b) {
  tml_str x = a.n < b.n ? a : b, y = a.n < b.n ? b : a;
  return x.n > 1 && y.n == x.n + 2 && !memcmp(x.p, y.p, x.n) && tml_str_ends(y, TML_S("()"));
}

/* `While…Wend.`: the sentence's stop inside the source's code. */
static bool stop_mended(tml_str a, tml_str b) {
  return a.n == b.n + 1 && a.n > 3 && a.p[a.n - 1] == '.' && a.p[a.n - 2] != '.' && !memcmp(a.p, b.p, b.n);
}

/* `123.45` and `123,45`, bare or in quotes: a number and nothing else, written as the target's language does. */
static bool number_translated(tml_str a, tml_str b) {
  bool other = false;
  if (a.n != b.n || a.n > 40) return false;
  for (size_t i = 0; i < a.n; i++) {
    bool sign = a.p[i] == '.' || a.p[i] == ',', edge = i == 0 || i + 1 == a.n;
    if (sign && (b.p[i] == '.' || b.p[i] == ',') && !edge && tml_is_digit(a.p[i - 1]) && tml_is_digit(a.p[i + 1])) {
      other |= a.p[i] != b.p[i];
      continue;
    }
    if (a.p[i] != b.p[i] || !(tml_is_digit(a.p[i]) || (edge && (a.p[i] == '"' || a.p[i] == '-')))) return false;
  }
  return other;
}

static void code_pairs(tml_check *c, tml_markup_diff *d) {
  for (uint32_t i = 0; i < d->nlost; i++) {
    tml_str a = content(c->src, d->lost[i].f);
    for (uint32_t j = 0; j < d->nadded && d->lost[i].state == TML_MK_OPEN; j++) {
      if (d->added[j].state != TML_MK_OPEN) continue;
      tml_str b = content(c->tgt, d->added[j].f);
      int state = TML_MK_OPEN;
      if (d->lost[i].f->key2 == d->added[j].f->key2) state = TML_MK_LESSER;
      else if (same_but_slots(a, b)) state = TML_MK_SILENT;
      else if ((is_prose(a) && is_prose(b)) || example_translated(a, b) || formula_translated(a, b) ||
               number_translated(a, b) || remark_translated(a, b) || stop_mended(a, b) || brackets_only(a, b) ||
               fill_in_translated(a, b) || keys_translated(a, b) || slash_only(a, b))
        state = TML_MK_LESSER;
      if (state != TML_MK_OPEN) d->lost[i].state = d->added[j].state = (uint8_t)state;
    }
  }
}

/* What is left is words that were translated, nothing else. */
static bool only_translated(const tml_check *c, const tml_markup_diff *d) {
  uint32_t j = 0;
  for (uint32_t i = 0; i < d->nlost; i++) {
    if (d->lost[i].state != TML_MK_OPEN) continue;
    while (j < d->nadded && d->added[j].state != TML_MK_OPEN) j++;
    if (j == d->nadded || !words_translated(content(c->src, d->lost[i].f), content(c->tgt, d->added[j].f)))
      return false;
    j++;
  }
  while (j < d->nadded && d->added[j].state != TML_MK_OPEN) j++;
  return j == d->nadded;
}

static void code_elsewhere(tml_check *c, tml_markup_diff *d) {
  uint32_t at;
  for (uint32_t i = 0; i < d->nlost && i < 16; i++)
    if (d->lost[i].state == TML_MK_OPEN && stands(c->tgt, content(c->src, d->lost[i].f), &at) == DRESSED)
      d->lost[i].state = TML_MK_LESSER;
  for (uint32_t i = 0; i < d->nadded && i < 16; i++)
    if (d->added[i].state == TML_MK_OPEN && stands(c->src, content(c->tgt, d->added[i].f), &at) != NOWHERE)
      d->added[i].state = TML_MK_LESSER;
}

/* `a``b`: two spans that became one for want of a blank. */
static const tml_markup_item *glued(const tml_sheet *s, const tml_markup_item *v, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (v[i].state == TML_MK_OPEN && tml_str_find(content(s, v[i].f), TML_S("``"))) return &v[i];
  return NULL;
}

/* 開 `x` きます: code that slid into a Japanese verb, between its character and its ending. Particles and する, なる,
 * です rightly stand behind code; these endings stand behind nothing but their own verb. */
static const tml_fact *inside_word(const tml_check *c) {
  static const char *const endings[] = {TML_LIST_JA_VERB_ENDINGS};
  if (!tml_str_is(tml_str_c(c->tgt_loc->language), "ja")) return NULL;
  for (uint32_t i = 0; i < c->tgt->nfact; i++) {
    const tml_fact *f = &c->tgt->fact[i];
    if (f->kind != TML_F_CODE || f->tok == 0 || f->tok + 1 >= c->tgt->ntok) continue;
    const tml_tok *before = &c->tgt->tok[f->tok - 1], *after = &c->tgt->tok[f->tok + 1];
    if (before->kind != TML_T_WORD || before->script != TML_SCRIPT_HAN || after->kind != TML_T_WORD) continue;
    tml_str w = tml_tok_str(c->tgt, after);
    if (w.n < 9 || (memcmp(w.p + 3, "ます", 6) != 0 && memcmp(w.p + 3, "まし", 6) != 0)) continue;
    for (size_t k = 0; k < TML_COUNT(endings); k++)
      if (memcmp(w.p, endings[k], 3) == 0) return f;
  }
  return NULL;
}

static void report_inside_word(tml_check *c) {
  const tml_fact *x = inside_word(c);
  if (!x) return;
  tml_str q = tml_check_quote(c, tml_fact_str(c->tgt, x));
  tml_finding *f = tml_report(c, "the code %.*s stands inside a word", (int)q.n, q.p);
  tml_report_mark(c, f, TML_SIDE_TARGET, x->start, x->end);
  tml_report_evidence(c, f, TML_EV_TARGET, tml_fact_str(c->tgt, x));
}

/* All that is lost stands in the target, only not as code. */
static bool all_bare(const tml_check *c, const tml_markup_diff *d, uint32_t lost) {
  uint32_t at;
  if (lost > 16) return false;
  for (uint32_t i = 0; i < d->nlost; i++)
    if (d->lost[i].state == TML_MK_OPEN && stands(c->tgt, content(c->src, d->lost[i].f), &at) != BARE) return false;
  return lost > 0;
}

static void report_bare(tml_check *c, const tml_markup_diff *d) {
  tml_str lost = tml_markup_list(c, c->src, d->lost, d->nlost, TML_MK_OPEN);
  tml_finding *f = tml_report(c, "in the target without code format: %.*s", (int)lost.n, lost.p);
  tml_markup_show(c, f, d, TML_MK_OPEN);
  for (uint32_t i = 0; i < d->nlost; i++) {
    if (d->lost[i].state != TML_MK_OPEN) continue;
    tml_str what = content(c->src, d->lost[i].f);
    uint32_t at;
    if (stands(c->tgt, what, &at) == BARE) tml_report_mark(c, f, TML_SIDE_TARGET, at, at + (uint32_t)what.n);
  }
  tml_report_suspect(f, TML_SUSPECT_TARGET);
  if (f->severity > TML_SEV_WARNING) f->severity = TML_SEV_WARNING;
}

void tml_markup_code(tml_check *c) {
  tml_markup_diff d;
  if (!tml_markup_comparable(c)) return;
  if (!tml_markup_compare(c, is_code, &d)) {
    report_inside_word(c);
    return;
  }
  if (tml_markup_few(&d)) code_pairs(c, &d);
  tml_markup_swapped(c, &d);
  mark_repeats(c->tgt, is_code, d.lost, d.nlost);
  mark_repeats(c->src, is_code, d.added, d.nadded);
  code_elsewhere(c, &d);
  uint32_t lost = tml_markup_left(d.lost, d.nlost, TML_MK_OPEN),
           added = tml_markup_left(d.added, d.nadded, TML_MK_OPEN);
  if (lost + added == 0) {
    if (tml_markup_left(d.lost, d.nlost, TML_MK_LESSER) + tml_markup_left(d.added, d.nadded, TML_MK_LESSER) == 0)
      return;
    tml_report_lesser(report_diff(c, &d, "code", TML_MK_LESSER));
    return;
  }
  if (!added && all_bare(c, &d, lost)) {
    report_bare(c, &d);
    return;
  }
  const tml_markup_item *run = glued(c->tgt, d.added, d.nadded), *mended = glued(c->src, d.lost, d.nlost);
  if (mended && added > 1) { /* the target has parted what the source runs together */
    tml_finding *f = report_diff(c, &d, "code", TML_MK_OPEN);
    tml_report_suspect(f, TML_SUSPECT_SOURCE);
    tml_report_lesser(f);
  } else if (run) {
    tml_str q = tml_check_quote(c, tml_fact_str(c->tgt, run->f));
    tml_finding *f = tml_report(c, "code spans run together and are one for the reader: %.*s", (int)q.n, q.p);
    tml_markup_show(c, f, &d, TML_MK_OPEN);
  } else {
    tml_finding *f = report_diff(c, &d, "code", TML_MK_OPEN);
    if (lost > 1 && !(c->tgt->has & TML_FM(TML_F_CODE)))
      f->suspect = TML_SUSPECT_UNKNOWN; /* perhaps another sentence's source */
    else
      tml_report_suspect(f, tml_markup_suspect(c, is_code, first_key(d.lost, d.nlost), first_key(d.added, d.nadded)));
    if (f->severity > TML_SEV_WARNING && f->suspect != TML_SUSPECT_SOURCE && only_translated(c, &d))
      f->severity = TML_SEV_WARNING;
  }
}

/* ---- MK004 tag-mismatch ------------------------------------------------------------------------------------------ */

/* Names whose closing tag HTML lets go, and those that stand for a place and no formatting. */
static bool tag_matters(const tml_sheet *s, const tml_fact *f) {
  if (f->kind != TML_F_TAG || f->sub > 1 || (f->flags & TML_FF_LOOSE)) return false;
  static const char *const loose[] = {"p",  "li", "td",  "th",     "tr",    "dt",   "dd",
                                      "br", "hr", "img", "option", "thead", "tbody"};
  tml_str name = content(s, f);
  for (size_t i = 0; i < TML_COUNT(loose); i++)
    if (name.n && (name.p[0] | 0x20) == *loose[i] && tml_str_ieq(name, tml_str_c(loose[i]))) return false;
  return true;
}

typedef struct tag_count {
  uint64_t key;
  int32_t n[2][2]; /* by side and sub (open, close) */
  const tml_fact *at[2];
} tag_count;
enum { TAGS = 24 };

static bool count_tags(const tml_sheet *s, unsigned side, tag_count *v, uint32_t *n) {
  for (uint32_t i = 0; i < s->nfact; i++) {
    const tml_fact *f = &s->fact[i];
    if (!tag_matters(s, f)) continue;
    uint32_t k = 0;
    while (k < *n && v[k].key != f->key) k++;
    if (k == TAGS) return false;
    if (k == *n) v[(*n)++] = (tag_count){.key = f->key};
    v[k].n[side][f->sub]++;
    if (!v[k].at[side]) v[k].at[side] = f;
  }
  return true;
}

static uint32_t count_emphasis(const tml_sheet *s, unsigned sub) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->nfact; i++) n += s->fact[i].kind == TML_F_EMPH && s->fact[i].sub == sub;
  return n;
}

static uint32_t count_kind(const tml_sheet *s, int kind) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->nfact; i++) n += s->fact[i].kind == kind && !(s->fact[i].flags & TML_FF_INNER);
  return n;
}

/* How many Markdown inlines a side has that say the same as the tag. */
static uint32_t in_markdown(const tml_sheet *s, tml_str name) {
  if (tml_str_ieq(name, TML_S("b")) || tml_str_ieq(name, TML_S("strong"))) return count_emphasis(s, 2);
  if (tml_str_ieq(name, TML_S("i")) || tml_str_ieq(name, TML_S("em"))) return count_emphasis(s, 1);
  if (tml_str_ieq(name, TML_S("code")) || tml_str_ieq(name, TML_S("tt"))) return count_kind(s, TML_F_CODE);
  if (tml_str_ieq(name, TML_S("a"))) return count_kind(s, TML_F_LINK) + count_kind(s, TML_F_URL);
  return 0;
}

/* 10<sup>th</sup>, 1<sup>er</sup>, <sup>TM</sup>: the ordinals and signs of each language. */
static bool is_superscript_letters(const tml_sheet *s, const tml_fact *f) {
  if (!tml_str_ieq(content(s, f), TML_S("sup"))) return false;
  uint32_t p = f->end;
  while (p < s->text->n && s->text->p[p] != '<') {
    if (s->text->p[p] >= '0' && s->text->p[p] <= '9') return false;
    p++;
  }
  return p - f->end <= 8;
}

/* x<sup>2</sup> as x². */
static bool has_raised_signs(const tml_sheet *s) {
  for (uint32_t i = 0; i < s->ntok; i++) {
    uint32_t cp = s->tok[i].cp;
    if (cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || (cp >= 0x2070 && cp <= 0x209C)) return true;
  }
  return false;
}

/* Whether another sign took the place of the (balanced) tags. */
static bool is_replaced(const tml_check *c, const tml_sheet *has, const tml_fact *f) {
  const tml_sheet *lacks = has == c->src ? c->tgt : c->src;
  tml_str name = content(has, f);
  if (tml_str_ieq(name, TML_S("sup")) || tml_str_ieq(name, TML_S("sub")))
    return is_superscript_letters(has, f) || has_raised_signs(lacks);
  return in_markdown(lacks, name) == 0 && (lacks->marks & ~has->marks & TML_M_QUOTE) &&
         (tml_str_ieq(name, TML_S("b")) || tml_str_ieq(name, TML_S("strong")) || tml_str_ieq(name, TML_S("i")) ||
          tml_str_ieq(name, TML_S("em")));
}

/* Whether the name's tags differ in a way that shows. */
static bool tags_differ(const tml_check *c, const tag_count *t) {
  int32_t so = t->n[0][0], sc = t->n[0][1], to = t->n[1][0], tc = t->n[1][1];
  if (so == to && sc == tc) return false;
  if (so != sc) return false; /* the source is cut or broken there: what the target should have is not told */
  const tml_sheet *has = t->at[0] ? c->src : c->tgt;
  const tml_fact *f = t->at[0] ? t->at[0] : t->at[1];
  tml_str name = content(has, f);
  if (tml_str_ieq(name, TML_S("a")) || tml_str_ieq(name, TML_S("span"))) { /* bookmarks go and come with their place */
    if (!tml_str_find(tml_fact_str(has, f), TML_S("href"))) return false;
  }
  if (to == tc) {
    if (is_replaced(c, has, f)) return false;
    /* balanced: perhaps the same thing in Markdown */
    uint32_t s = in_markdown(c->src, name), g = in_markdown(c->tgt, name);
    if ((int64_t)s + so == (int64_t)g + to) return false;
    if (to > so ? s > g : g > s) return false;
  }
  return true;
}

/* The target dresses more words as code, as it may in Markdown (MK001): whole elements, and none less. */
static bool more_code(const tag_count *t, tml_str name) {
  return t->n[1][0] == t->n[1][1] && t->n[1][0] > t->n[0][0] &&
         (tml_str_ieq(name, TML_S("code")) || tml_str_ieq(name, TML_S("tt")));
}

void tml_markup_tag(tml_check *c) {
  if (!tml_markup_comparable(c)) return;
  tag_count v[TAGS];
  uint32_t n = 0;
  if (!count_tags(c->src, 0, v, &n) || !count_tags(c->tgt, 1, v, &n)) return;
  for (uint32_t i = 0; i < n; i++) {
    if (!tags_differ(c, &v[i])) continue;
    const tag_count *t = &v[i];
    const tml_sheet *has = t->at[0] ? c->src : c->tgt;
    tml_str name = content(has, t->at[0] ? t->at[0] : t->at[1]);
    tml_finding *f = tml_report(c, "<%.*s>: source opens %d and closes %d, target opens %d and closes %d", (int)name.n,
                                name.p, t->n[0][0], t->n[0][1], t->n[1][0], t->n[1][1]);
    if (t->at[0]) tml_report_mark(c, f, TML_SIDE_SOURCE, t->at[0]->start, t->at[0]->end);
    if (t->at[1]) tml_report_mark(c, f, TML_SIDE_TARGET, t->at[1]->start, t->at[1]->end);
    tml_report_evidence(c, f, TML_EV_SOURCE, name);
    if (more_code(t, name)) tml_report_lesser(f);
    return; /* one finding a pair: the first name says enough */
  }
}

/* ---- MK011 placeholder-mismatch ---------------------------------------------------------------------------------- */

static bool is_placeholder(const tml_fact *f) { return f->kind == TML_F_PLACEHOLDER; }

/* {name}: in documentation it stands for what the reader fills in, and is rightly translated. */
static bool is_word_slot(const tml_sheet *s, const tml_fact *f) {
  const char *p = s->text->p + f->start;
  return p[0] == '{' && p[1] != '{' && !(p[1] >= '0' && p[1] <= '9');
}

/* TeX, where braces group: \ket{0}, x^{2}. */
static bool has_tex(const tml_sheet *s) {
  if (s->has & TML_FM(TML_F_MATH)) return true;
  const char *p = s->text->p, *e = p + s->text->n;
  for (; p + 1 < e && (p = memchr(p, '\\', (size_t)(e - p - 1))); p++)
    if (tml_is_alpha(p[1])) return true;
  for (p = s->text->p; p + 1 < e; p++)
    if ((*p == '^' || *p == '_') && p[1] == '{') return true;
  return false;
}

static uint32_t count_braces(const tml_sheet *s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->ntok; i++) n += s->tok[i].kind == TML_T_PUNCT && s->tok[i].hash == '{';
  for (uint32_t i = 0; i < s->nfact; i++) n += is_placeholder(&s->fact[i]) && is_word_slot(s, &s->fact[i]);
  return n;
}

/* `%m/%d/%y` in code format on the other side: the placeholder is there. */
static void silence_in_code(const tml_sheet *s, const tml_sheet *other, tml_markup_item *v, uint32_t n) {
  if (!(other->has & TML_FM(TML_F_CODE)) || n > 16) return;
  for (uint32_t k = 0; k < n; k++)
    for (uint32_t i = 0, tries = 0; i < other->nfact && tries < TML_MK_TRIES; i++) {
      if (!is_code(&other->fact[i])) continue;
      tries++;
      if (tml_str_find(content(other, &other->fact[i]), tml_fact_str(s, v[k].f))) v[k].state = TML_MK_SILENT;
    }
}

void tml_markup_placeholder(tml_check *c) {
  tml_markup_diff d;
  if (!tml_markup_comparable(c) || !tml_markup_compare(c, is_placeholder, &d)) return;
  if (has_tex(c->src) || has_tex(c->tgt)) return;
  mark_repeats(c->tgt, is_placeholder, d.lost, d.nlost);
  mark_repeats(c->src, is_placeholder, d.added, d.nadded);
  silence_in_code(c->src, c->tgt, d.lost, d.nlost);
  silence_in_code(c->tgt, c->src, d.added, d.nadded);
  bool translated = count_braces(c->tgt) >= count_braces(c->src);
  bool confused = tml_markup_left(d.added, d.nadded, TML_MK_LESSER) > 0; /* one slot's name in the place of another's */
  if (translated && !confused) {
    for (uint32_t i = 0; i < d.nlost; i++)
      if (is_word_slot(c->src, d.lost[i].f)) d.lost[i].state = TML_MK_SILENT;
    for (uint32_t i = 0; i < d.nadded; i++)
      if (is_word_slot(c->tgt, d.added[i].f)) d.added[i].state = TML_MK_SILENT;
  }
  if (tml_markup_left(d.lost, d.nlost, TML_MK_OPEN) + tml_markup_left(d.added, d.nadded, TML_MK_OPEN) == 0) return;
  tml_finding *f = report_diff(c, &d, "placeholder", TML_MK_OPEN);
  tml_report_suspect(f, TML_SUSPECT_TARGET);
}

/* ---- MK012 docs-token-mismatch ----------------------------------------------------------------------------------- */

static bool is_docs(const tml_fact *f) { return f->kind == TML_F_DOCS; }

/* xref:Uid?text=Localized words: the words may be translated; and the case of a uid is not told apart by all systems.
 */
static bool same_uid(tml_str a, tml_str b) {
  const char *x = memchr(a.p, '?', a.n), *y = memchr(b.p, '?', b.n);
  size_t n = x ? (size_t)(x - a.p) : a.n, m = y ? (size_t)(y - b.p) : b.n;
  if (n && a.p[n - 1] == '>') n--;
  if (m && b.p[m - 1] == '>') m--;
  return tml_str_ieq(tml_str_n(a.p, n), tml_str_n(b.p, m));
}

void tml_markup_docs(tml_check *c) {
  tml_markup_diff d;
  if (!tml_markup_comparable(c) || !tml_markup_compare(c, is_docs, &d)) return;
  for (uint32_t i = 0; i < d.nlost && tml_markup_few(&d); i++)
    for (uint32_t j = 0; j < d.nadded && d.lost[i].state == TML_MK_OPEN; j++) {
      const tml_fact *a = d.lost[i].f, *b = d.added[j].f;
      if (d.added[j].state != TML_MK_OPEN || a->sub != b->sub || a->sub != TML_DOCS_XREF) continue;
      if (same_uid(tml_fact_str(c->src, a), tml_fact_str(c->tgt, b)))
        d.lost[i].state = d.added[j].state = TML_MK_SILENT;
    }
  tml_markup_swapped(c, &d);
  mark_repeats(c->tgt, is_docs, d.lost, d.nlost);
  mark_repeats(c->src, is_docs, d.added, d.nadded);
  if (tml_markup_left(d.lost, d.nlost, TML_MK_OPEN) + tml_markup_left(d.added, d.nadded, TML_MK_OPEN) == 0) return;
  tml_finding *f = report_diff(c, &d, "docs token", TML_MK_OPEN);
  tml_report_suspect(f, tml_markup_suspect(c, is_docs, first_key(d.lost, d.nlost), first_key(d.added, d.nadded)));
}
