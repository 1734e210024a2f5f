/* characters.c — rules CH001–CH007: bytes and characters that no text should have. They look at the whole file, outside
 * the pairs too.
 *
 * What for: judging what the one pass over the file (read/odd.c) listed.
 * What not: mixed scripts (CH008), variants (CH009).
 * Facts:    scripts that need joiners by the Unicode Standard, chapters 9–16 (ZWNJ and ZWJ) and 23.2 (zero-width space
 * in scripts without spaces); languages that write â by their orthographies. */
#include "tmlint/rule.h"
#include "tmlint/tab_lists.h"

enum { MOST = 50 }; /* findings of one rule in one file; the last one says how many more there are */

/* ---- where an odd character stands --------------------------------------------------------------------------------- */

typedef struct spot {
  const tml_odd *odd;
  uint32_t segment; /* UINT32_MAX outside the pairs */
  int side;         /* TML_SIDE_… */
} spot;

/* Odds and segments both ascend: *from is where to go on. */
static spot spot_of(const tml_doc *d, const tml_odd *o, uint32_t *from) {
  while (*from < d->nsegs && d->segs[*from].end <= o->start) ++*from;
  for (uint32_t i = *from; i < d->nsegs && d->segs[i].start <= o->start; i++) {
    const tml_text *t = &d->segs[i].target, *s = &d->segs[i].source;
    if (t->p && o->start >= t->start && o->end <= t->end) return (spot){o, i, TML_SIDE_TARGET};
    if (s->p && o->start >= s->start && o->end <= s->end) return (spot){o, i, TML_SIDE_SOURCE};
  }
  return (spot){o, UINT32_MAX, TML_SIDE_PAGE};
}

/* The text offset of a file offset: the first one that does not lie before it. */
static uint32_t text_offset(const tml_text *t, uint32_t raw) {
  uint32_t lo = 0, hi = t->n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (tml_text_raw(t, mid) < raw) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* The source has the character, too: the target copied it. */
static bool copied(const tml_check *c, const tml_odd *odd) {
  tml_str what = tml_str_n(c->doc->p + odd->start, odd->end - odd->start);
  const tml_text *s = &c->seg->source;
  return what.n > 1 && tml_str_find(tml_str_n(s->p, s->p ? s->n : 0), what);
}

static tml_finding *report_spot(tml_check *c, const spot *at, const char *message) {
  tml_check one = *c;
  if (at->segment == UINT32_MAX) {
    tml_finding *f = tml_report(c, "%s", message);
    tml_report_place(f, at->odd->start, at->odd->end);
    return f;
  }
  one.seg = &c->doc->segs[at->segment];
  one.index = at->segment;
  one.src = &c->page->source[at->segment];
  one.tgt = &c->page->target[at->segment];
  tml_finding *f = tml_report(&one, "%s", message);
  bool source = at->side == TML_SIDE_SOURCE;
  const tml_text *t = source ? &one.seg->source : &one.seg->target;
  tml_report_suspect(f, source || copied(&one, at->odd) ? TML_SUSPECT_SOURCE : TML_SUSPECT_TARGET);
  tml_report_mark(&one, f, at->side, text_offset(t, at->odd->start), text_offset(t, at->odd->end));
  return f;
}

/* The characters beside it; 0 at the file's ends. */
static uint32_t char_before(const tml_doc *d, uint32_t at) {
  if (at == 0) return 0;
  uint32_t from = at;
  do from--;
  while (from > 0 && at - from < 4 && ((unsigned char)d->p[from] & 0xC0) == 0x80);
  unsigned len;
  return tml_utf8_lenient(d->p + from, d->p + at, &len);
}
static uint32_t char_after(const tml_doc *d, uint32_t at) {
  unsigned len;
  return at < d->n ? tml_utf8_lenient(d->p + at, d->p + d->n, &len) : 0;
}

static bool is_between(uint32_t cp) { return cp == ' ' || cp == 0xA0 || cp == 0x202F || cp == 0x200E || cp == 0x200F; }
static bool is_quote(uint32_t cp) {
  return cp == '`' || cp == '"' || cp == '\'' || cp == 0xAB || cp == 0xBB || (cp >= 0x2018 && cp <= 0x201F) ||
         cp == 0x2039 || cp == 0x203A || (cp >= 0x300C && cp <= 0x300F);
}

/* Shown as what it is, between quotes, brackets or backquotes: a text about the character. */
static bool is_quoted(const tml_doc *d, const tml_odd *o) {
  uint32_t a = char_before(d, o->start), b = char_after(d, o->end);
  bool left = is_quote(a) || a == '(' || a == 0xFF08, right = is_quote(b) || b == ')' || b == 0xFF09;
  if (left && right) return true;
  /* « x », and a mark of direction between a sign and its quote */
  uint32_t from = o->start, to = o->end;
  if (is_between(a)) from -= a == ' ' ? 1 : a == 0xA0 ? 2 : 3;
  if (is_between(b)) to += b == ' ' ? 1 : b == 0xA0 ? 2 : 3;
  return (from < o->start || to > o->end) && is_quote(char_before(d, from)) && is_quote(char_after(d, to));
}

/* The sequence stands by itself beside a quotation mark whose other half was forgotten. */
static bool is_half_quoted(const tml_doc *d, const tml_odd *o) {
  uint32_t a = char_before(d, o->start), b = char_after(d, o->end);
  return (is_quote(a) && is_between(b)) || (is_between(a) && is_quote(b));
}

/* ---- the rules ------------------------------------------------------------------------------------------------------- */

typedef bool (*judge)(const tml_check *c, const spot *at);
typedef const char *(*wording)(tml_check *c, const tml_odd *o);

static void check_kinds(tml_check *c, unsigned kinds, judge keep, wording say, bool fix) {
  const tml_doc *d = c->doc;
  uint32_t from = 0, n = 0, more = 0;
  tml_finding *last = NULL;
  for (uint32_t i = 0; i < d->nodd; i++) {
    const tml_odd *o = &d->odd[i];
    if (!(kinds >> o->kind & 1)) continue;
    spot at = spot_of(d, o, &from);
    if (keep && !keep(c, &at)) continue;
    if (n++ >= MOST) {
      more++;
      continue;
    }
    last = report_spot(c, &at, say(c, o));
    if (fix) tml_report_edit(c, last, o->start, o->end, TML_S(""), true);
  }
  if (more)
    last->message = tml_arena_fmt(c->arena, "%.*s; %u more places in this file", (int)last->message.n, last->message.p,
                                  (unsigned)more);
}

static const char *say_utf8(tml_check *c, const tml_odd *o) {
  const unsigned char *p = (const unsigned char *)c->doc->p + o->start;
  unsigned n = o->end - o->start;
  return tml_arena_fmt(c->arena, n == 1 ? "%u byte that is not UTF-8 (%02X)" : "%u bytes that are not UTF-8 (%02X …)",
                       n, p[0])
      .p;
}
static void check_utf8(tml_check *c) { check_kinds(c, 1u << TML_ODD_UTF8, NULL, say_utf8, false); }

static const char *say_fffd(tml_check *c, const tml_odd *o) {
  (void)c, (void)o;
  return "a replacement character (U+FFFD) stands where a character was lost";
}
static bool keep_fffd(const tml_check *c, const spot *at) { return !is_quoted(c->doc, at->odd); }
static void check_fffd(tml_check *c) { check_kinds(c, 1u << TML_ODD_FFFD, keep_fffd, say_fffd, false); }

static const char *say_control(tml_check *c, const tml_odd *o) {
  return tml_arena_fmt(c->arena,
                       o->kind == TML_ODD_PRIVATE ? "U+%04X is a private-use character: its look depends on a font"
                                                  : "U+%04X is a control character",
                       (unsigned)o->cp)
      .p;
}
static void check_control(tml_check *c) {
  check_kinds(c, 1u << TML_ODD_CONTROL | 1u << TML_ODD_PRIVATE, NULL, say_control, false);
}

/* CH002. `â` is a letter of these languages; a page of an unknown language is asked for its other words with â. */
static bool writes_a_circumflex(const tml_check *c, const spot *at) {
  static const char *const with[] = {TML_LIST_LANGUAGES_WITH_A_CIRCUMFLEX};
  const tml_locale *l = at->side == TML_SIDE_SOURCE ? c->page->source_locale : c->page->target_locale;
  for (unsigned i = 0; i < TML_COUNT(with); i++)
    if (tml_locale_is(l, with[i])) return true;
  if (!tml_locale_is(l, "und")) return false;
  uint32_t words = 0;
  for (const char *p = c->doc->p, *end = p + c->doc->n; (p = memchr(p, 0xC3, (size_t)(end - p))) != NULL; p++) {
    if ((unsigned char)p[1] != 0xA2 || p == c->doc->p) continue;
    bool before = tml_cp_is_word(char_before(c->doc, (uint32_t)(p - c->doc->p)));
    words += before && tml_cp_is_word(char_after(c->doc, (uint32_t)(p + 2 - c->doc->p)));
  }
  uint32_t bare = 0;
  for (uint32_t i = 0; i < c->doc->nodd; i++)
    bare += c->doc->odd[i].kind == TML_ODD_MOJIBAKE && c->doc->odd[i].cp == 0xE2 &&
            c->doc->odd[i].end - c->doc->odd[i].start == 2;
  return words > bare;
}
static bool keep_mojibake(const tml_check *c, const spot *at) {
  bool bare = at->odd->cp == 0xE2 && at->odd->end - at->odd->start == 2;
  return !is_quoted(c->doc, at->odd) && !is_half_quoted(c->doc, at->odd) && !(bare && writes_a_circumflex(c, at));
}
static const char *say_mojibake(tml_check *c, const tml_odd *o) {
  tml_str s = tml_check_quote(c, tml_str_n(c->doc->p + o->start, o->end - o->start));
  if (o->cp == 0xE2 && o->end - o->start == 2)
    return "\"â\" stands where an apostrophe was: UTF-8 read in another encoding, and cut";
  return tml_arena_fmt(c->arena, "\"%.*s\" is UTF-8 that was read in another encoding", (int)s.n, s.p).p;
}
static void check_mojibake(tml_check *c) { check_kinds(c, 1u << TML_ODD_MOJIBAKE, keep_mojibake, say_mojibake, false); }

/* CH005. */
static bool joins(uint32_t cp) {
  enum tml_script s = tml_cp_script(cp);
  return (s >= TML_SCRIPT_DEVANAGARI && s <= TML_SCRIPT_SINHALA) || s == TML_SCRIPT_ARABIC || s == TML_SCRIPT_SYRIAC ||
         s == TML_SCRIPT_THAANA || s == TML_SCRIPT_MONGOLIAN || s == TML_SCRIPT_KHMER || s == TML_SCRIPT_MYANMAR ||
         s == TML_SCRIPT_TIBETAN;
}
static bool is_emoji(uint32_t cp) {
  return (tml_cp_info(cp) & TML_CPI_EMOJI) || cp == 0xFE0F || (cp >= 0x1F3FB && cp <= 0x1F3FF) ||
         (cp >= 0xE0020 && cp <= 0xE007F);
}
static bool breaks(uint32_t cp) {
  enum tml_script s = tml_cp_script(cp);
  return s >= TML_SCRIPT_THAI && s <= TML_SCRIPT_TIBETAN;
}

/* In a target whose words are parted by zero-width spaces only, one beside a bracket, digit or foreign word is part of
 * the same habit; inside a Latin word it is not. */
static bool places_breaks(const tml_check *c, const spot *at, uint32_t a, uint32_t b) {
  if (at->segment == UINT32_MAX || at->side != TML_SIDE_TARGET) return false;
  uint8_t script = c->page->target_locale->scripts[0];
  if (script < TML_SCRIPT_THAI || script > TML_SCRIPT_TIBETAN) return false;
  return tml_cp_script(a) != TML_SCRIPT_LATIN || tml_cp_script(b) != TML_SCRIPT_LATIN;
}

static bool keep_invisible(const tml_check *c, const spot *at) {
  uint32_t cp = at->odd->cp, a = char_before(c->doc, at->odd->start), b = char_after(c->doc, at->odd->end);
  if (cp == 0x200C || cp == 0x200D) return !joins(a) && !joins(b) && !is_emoji(a) && !is_emoji(b);
  if (cp == 0x200B || cp == 0x2060) return !breaks(a) && !breaks(b) && !places_breaks(c, at, a, b);
  if (cp == 0x34F) return tml_cp_class(a) != TML_CP_MARK;
  if (cp == 0x180E || cp == 0x17B4 || cp == 0x17B5) return !joins(a);
  if (cp >= 0xE0000) return !is_emoji(a);
  return true;
}
static const char *say_invisible(tml_check *c, const tml_odd *o) {
  static const struct {
    uint32_t cp;
    const char *name;
  } names[] = {{0xAD, "soft hyphen"},         {0x200B, "zero-width space"}, {0x200C, "zero-width non-joiner"},
               {0x200D, "zero-width joiner"}, {0x2060, "word joiner"},      {0xFEFF, "byte order mark"},
               {0x3164, "Hangul filler"},     {0x115F, "Hangul filler"},    {0x1160, "Hangul filler"},
               {0xFFA0, "Hangul filler"},     {0x34F, "grapheme joiner"}};
  const char *name = "character that is not shown";
  for (unsigned i = 0; i < TML_COUNT(names); i++)
    if (names[i].cp == o->cp) name = names[i].name;
  return tml_arena_fmt(c->arena, "a %s (U+%04X) hides in the text", name, (unsigned)o->cp).p;
}
static void check_invisible(tml_check *c) {
  check_kinds(c, 1u << TML_ODD_INVISIBLE, keep_invisible, say_invisible, true);
}

/* ---- CH006 bidi-control ------------------------------------------------------------------------------------------------ */

enum { DEEP = 16 };

/* Inside something that is compared byte by byte: code, addresses, identifiers. */
static bool in_opaque(const tml_check *c, const spot *at) {
  if (at->segment == UINT32_MAX) return false;
  bool source = at->side == TML_SIDE_SOURCE;
  const tml_sheet *s = source ? &c->page->source[at->segment] : &c->page->target[at->segment];
  if (!s->text) return false;
  uint32_t off = text_offset(s->text, at->odd->start);
  for (uint32_t i = 0; i < s->nfact && s->fact[i].start < off; i++) {
    const tml_fact *f = &s->fact[i];
    switch (f->kind) {
    case TML_F_CODE:
    case TML_F_URL:
    case TML_F_PLACEHOLDER:
    case TML_F_OPAQUE:
    case TML_F_COMMAND:
    case TML_F_API:
    case TML_F_FILE:
      if (off < f->end) return true;
      break;
    case TML_F_LINK:
    case TML_F_IMAGE:
      if (off >= f->url_start && off < f->url_end) return true;
      break;
    default: break;
    }
  }
  return false;
}

static bool ascii_word(uint32_t cp) { return cp < 0x80 && tml_cp_is_word(cp); }

/* Embeddings and isolates end with their paragraph: those of one text, or of one line outside the pairs, belong
 * together. */
static bool one_scope(const tml_doc *d, const spot *a, const spot *b) {
  if (a->segment != b->segment || a->side != b->side) return false;
  return a->segment != UINT32_MAX ||
         !memchr(d->p + a->odd->end, '\n', b->odd->start > a->odd->end ? b->odd->start - a->odd->end : 0);
}

typedef struct open_mark {
  spot at;
  bool isolate;
} open_mark;

/* What is found so far: marks of one kind in one text are one finding. */
typedef struct bidi_report {
  uint32_t n;
  tml_finding *last;
  spot at;
  const char *what;
} bidi_report;

static void report_bidi(tml_check *c, const spot *at, const char *what, bidi_report *r) {
  if (r->last && r->what == what && at->segment != UINT32_MAX && r->at.segment == at->segment &&
      r->at.side == at->side) {
    tml_check one = *c;
    one.src = &c->page->source[at->segment], one.tgt = &c->page->target[at->segment];
    const tml_sheet *s = at->side == TML_SIDE_SOURCE ? one.src : one.tgt;
    if (s->text)
      tml_report_mark(&one, r->last, at->side, text_offset(s->text, at->odd->start),
                      text_offset(s->text, at->odd->end));
    return;
  }
  if (++r->n > MOST) return;
  r->last = report_spot(c, at, tml_arena_fmt(c->arena, "U+%04X %s", (unsigned)at->odd->cp, what).p);
  r->at = *at, r->what = what;
}

static const char UNCLOSED[] = "opens what nothing closes", UNOPENED[] = "closes what nothing opened",
                  HIDDEN[] = "hides inside an identifier, an address or code";

static bool overrides(uint32_t cp) { return cp == 0x202D || cp == 0x202E; }

/* Overrides are reported where they stand. */
static void report_open(tml_check *c, const open_mark *open, unsigned depth, bidi_report *n) {
  for (unsigned k = 0; k < depth; k++)
    if (!overrides(open[k].at.odd->cp)) report_bidi(c, &open[k].at, UNCLOSED, n);
}

static void check_bidi(tml_check *c) {
  const tml_doc *d = c->doc;
  uint32_t from = 0;
  bidi_report n = {0};
  open_mark open[DEEP];
  unsigned depth = 0;
  spot last = {NULL, 0, 0};
  for (uint32_t i = 0; i < d->nodd; i++) {
    const tml_odd *o = &d->odd[i];
    if (o->kind != TML_ODD_BIDI || is_quoted(d, o)) continue;
    spot at = spot_of(d, o, &from);
    if (last.odd && !one_scope(d, &last, &at)) {
      report_open(c, open, depth, &n);
      depth = 0;
    }
    last = at;
    uint32_t cp = o->cp;
    bool isolate = cp >= 0x2066;
    if (overrides(cp)) report_bidi(c, &at, "overrides the order of what follows", &n);
    if (cp == 0x200E || cp == 0x200F || cp == 0x61C) {
      if (in_opaque(c, &at) || (ascii_word(char_before(d, o->start)) && ascii_word(char_after(d, o->end))))
        report_bidi(c, &at, HIDDEN, &n);
    } else if (cp == 0x202C || cp == 0x2069) {
      if (depth && open[depth - 1].isolate == isolate) depth--;
      else report_bidi(c, &at, UNOPENED, &n);
    } else if (depth < DEEP) {
      open[depth++] = (open_mark){at, isolate};
    }
  }
  report_open(c, open, depth, &n);
}

/* ---- CH007 not-nfc ------------------------------------------------------------------------------------------------------ */

/* A page that was written decomposed is so all over: a few places are enough to see, the fix mends all. */
enum { SHOWN = 3 };

static void check_nfc(tml_check *c) {
  const tml_doc *d = c->doc;
  uint32_t from = 0, n = 0;
  tml_finding *last = NULL;
  for (uint32_t i = 0; i < d->nodd; i++) {
    const tml_odd *o = &d->odd[i];
    if (o->kind != TML_ODD_NFC) continue;
    tml_buf b = {0};
    tml_text_nfc(&b, tml_str_n(d->p + o->start, o->end - o->start));
    tml_str nfc = tml_arena_str(c->arena, tml_buf_view(&b));
    tml_buf_free(&b);
    if (n++ < SHOWN) {
      spot at = spot_of(d, o, &from);
      last = report_spot(c, &at,
                         tml_arena_fmt(c->arena, "\"%.*s\" is not in normal form C (%u bytes for %u)", (int)nfc.n,
                                       nfc.p, (unsigned)(o->end - o->start), (unsigned)nfc.n)
                             .p);
    }
    tml_report_edit(c, last, o->start, o->end, nfc, true);
  }
  if (n > SHOWN)
    last->message = tml_arena_fmt(c->arena, "%.*s; %u more places in this file", (int)last->message.n, last->message.p,
                                  (unsigned)(n - SHOWN));
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

/* Bytes and characters that can't be seen are written as the test cases write them: \\x{FF}, \\u{200B}. */
static const tml_example utf8_good[] = {
    {"ko-KR", "설정을 저장합니다.", "Save the settings.", NULL, "well-formed", NULL, NULL}, {0}};
static const tml_example utf8_bad[] = {
    {"fr-FR", "Le caf\\x{E9} est ouvert.", "The cafe is open.", "\\x{E9}", "Latin-1", NULL, NULL},
    {"ko-KR", "설정\\x{ED}\\x{A0}\\x{80}을 저장합니다.", "Save the settings.", "\\x{ED}\\x{A0}\\x{80}", "a surrogate",
     NULL, NULL},
    {0}};
static const tml_example moji_good[] = {
    {"fr-FR", "Il donnât un bât à l’âne, déjà « prêt » à midi.", "He gave the donkey a saddle.", NULL,
     "words of French", NULL, NULL},
    {"vi-VN", "Trung tâm quản trị và nhân viên.", "The admin center and the staff.", NULL, "words of Vietnamese", NULL,
     NULL},
    {"pt-BR", "A “IRMÃ” disse NÃO.", "The sister said no.", NULL, "capitals of Portuguese", NULL, NULL},
    {"de-DE", "Die Folge `â€™` steht für ein Anführungszeichen.", "The sequence `â€™` is an apostrophe.", NULL,
     "a text about it", NULL, NULL},
    {0}};
static const tml_example moji_bad[] = {
    {"fr-FR", "Le cafÃ© est ouvert.", "The cafe is open.", "Ã©", "é read as Latin-1", NULL, NULL},
    {"ko-KR", "조직의 설정입니다.", "These are the organizationâ€™s settings.", "â€™",
     "’ read as cp1252, in the source", NULL, NULL},
    {"de-DE", "Die Einstellungen.", "These are the organizationâs settings.", "â", "cut after that", NULL, NULL},
    {0}};
static const tml_example fffd_good[] = {{"es-ES", "El carácter «\\u{FFFD}» aparece entonces.",
                                         "The character \"\\u{FFFD}\" shows then.", NULL, "a text about it", NULL,
                                         NULL},
                                        {0}};
static const tml_example fffd_bad[] = {
    {"es-ES", "La configuraci\\u{FFFD}n se guarda.", "The settings are saved.", "\\u{FFFD}", NULL, NULL, NULL}, {0}};
static const tml_example control_good[] = {
    {"ja-JP", "設定を\\u{9}保存します。", "Save the\\u{9}settings.", NULL, "a tab", NULL, NULL}, {0}};
static const tml_example control_bad[] = {
    {"zh-CN", "保存\\u{99}设置。", "Save the settings.", "\\u{99}", "C1", NULL, NULL},
    {"ko-KR", "분모: \\u{F0A7} 분모", "Denominator", "\\u{F0A7}", "a bullet of one font", NULL, NULL},
    {0}};
static const tml_example invisible_good[] = {
    {"hi-IN", "स्\\u{200D}टाफ़ और निम्\\u{200D}न कार्य", "The staff and these tasks", NULL, "joiners of Devanagari", NULL,
     NULL},
    {"fa-IR", "می\\u{200C}خواهم ذخیره کنم", "I want to save", NULL, "non-joiners of Persian", NULL, NULL},
    {"th-TH", "บันทึก\\u{200B}การตั้งค่า", "Save the settings", NULL, "a place to break a Thai line", NULL, NULL},
    {"de-DE", "Team 👩\\u{200D}💻 da", "Team 👩\\u{200D}💻 here", NULL, "one emoji of two", NULL, NULL},
    {0}};
static const tml_example invisible_bad[] = {
    {"ja-JP", "価格の\\u{200B}ロック", "Price lock", "\\u{200B}", "zero-width space", "価格のロック", NULL},
    {"de-DE", "Ein\\u{AD}stellungen speichern", "Save the settings", "\\u{AD}", "soft hyphen",
     "Einstellungen speichern", NULL},
    {"es-ES", "artículos \\u{200C}sin existencias", "non-stocked items", "\\u{200C}", "a joiner that joins nothing",
     "artículos sin existencias", NULL},
    {0}};

static const tml_example bidi_good[] = {
    {"he-IL", "הדגם (A4)\\u{200E} מוכן", "Model (A4) is ready", NULL, "a mark between words", NULL, NULL},
    {"ar-SA", "اسم \\u{2068}Ali\\u{2069} و \\u{202A}C++\\u{202C}", "Name Ali and C++", NULL, "balanced pairs", NULL,
     NULL},
    {"fa-IR", "نشان \"\\u{202C}\" را ببینید", "See the sign", NULL, "the sign itself", NULL, NULL},
    {0}};
static const tml_example bidi_bad[] = {
    {"ar-SA", "افتح\\u{202C} الصفحة", "Open the page", "\\u{202C}", "an orphan", NULL, NULL},
    {"he-IL", "פתחו את jquery\\u{200F}ui", "Open jqueryui", "\\u{200F}", "inside a name", NULL, NULL},
    {"de-DE", "Datei \\u{202E}gnp.exe öffnen", "Open the file", "\\u{202E}", "an override", NULL, NULL},
    {0}};
static const tml_example nfc_good[] = {
    {"vi-VN", "Tiếng Việt được lưu", "Vietnamese is saved", NULL, "composed", NULL, NULL},
    {"ru-RU", "за\\u{301}мок", "castle", NULL, "no composed form exists", NULL, NULL},
    {"hi-IN", "सड़क", "road", NULL, "NFC keeps the nukta apart", NULL, NULL},
    {0}};
static const tml_example nfc_bad[] = {
    {"fr-FR", "caf\\u{65}\\u{301} noir", "black coffee", "e\\u{301}", NULL, "café noir", NULL},
    {"uk-UA", "\\u{438}\\u{306}ого назва", "its name", "\\u{438}\\u{306}", NULL, "його назва", NULL},
    {"ja-JP", "カ\\u{3099}イト", "guide", "カ\\u{3099}", NULL, "ガイト", NULL},
    {0}};

static const char *const refs_utf8[] = {"The Unicode Standard, table 3-7: Well-Formed UTF-8 Byte Sequences", NULL};
static const char *const refs_invisible[] = {"The Unicode Standard, chapter 23.2: Layout Controls", NULL};

static const char *const refs_bidi[] = {"UAX #9, Unicode Bidirectional Algorithm", NULL};
static const char *const refs_nfc[] = {"UAX #15, Unicode Normalization Forms", NULL};

#define ROW2 .status = TML_STABLE, .scope = TML_SCOPE_PAGE, .since = "0.1.0", .its = "characters"
#define ROW .status = TML_STABLE, .scope = TML_SCOPE_PAGE, .since = "0.1.0", .its = "characters"
static const tml_rule rules[] = {
    {.code = "CH001",
     .name = "invalid-utf8",
     ROW,
     .severity = TML_SEV_ERROR,
     .mqm = "fluency/character-encoding",
     .summary = "bytes that are not UTF-8",
     .rationale =
         "Programs drop, replace or refuse such bytes, each in its own way. The rest of the file is read all the same.",
     .refs = refs_utf8,
     .good = utf8_good,
     .bad = utf8_bad,
     .check = check_utf8},
    {.code = "CH002",
     .name = "mojibake",
     ROW,
     .severity = TML_SEV_ERROR,
     .mqm = "fluency/character-encoding",
     .summary = "UTF-8 that was read in another encoding, whole or damaged",
     .rationale = "`â€™` for an apostrophe, `Ã©` for é: text that went through a program with a wrong idea of its "
                  "encoding. A bare `â` "
                  "between a word and s, t, re, ve, ll or d is what is left when the invisible bytes behind it were "
                  "dropped. Silent for "
                  "words of languages that have these letters (French, Portuguese, Romanian, Vietnamese, Turkish …), "
                  "and where the "
                  "sequence itself stands in quotes or code.",
     .refs = NULL,
     .good = moji_good,
     .bad = moji_bad,
     .check = check_mojibake},
    {.code = "CH003",
     .name = "replacement-character",
     ROW,
     .severity = TML_SEV_ERROR,
     .mqm = "fluency/character-encoding",
     .summary = "U+FFFD, which stands where a character was lost",
     .rationale = "Some program could not read the text and wrote the replacement character for what it lost. Silent "
                  "where the sign "
                  "itself is quoted.",
     .good = fffd_good,
     .bad = fffd_bad,
     .check = check_fffd},
    {.code = "CH004",
     .name = "control-character",
     ROW,
     .severity = TML_SEV_WARNING,
     .mqm = "fluency/character-encoding",
     .summary = "control and private-use characters",
     .rationale = "Controls are invisible and break parsers; private-use characters look right with one font only. Tab "
                  "and line ends "
                  "are text.",
     .good = control_good,
     .bad = control_bad,
     .check = check_control},
    {.code = "CH005",
     .name = "invisible-character",
     ROW,
     .severity = TML_SEV_WARNING,
     .fix = TML_FIX_SAFE,
     .mqm = "fluency/character-encoding",
     .summary = "zero-width characters, soft hyphens, a byte order mark inside the file",
     .rationale = "They can't be seen, but break searching, matching of terms and links. Silent where the script needs "
                  "them: joiners in Indic scripts, Persian and emoji, zero-width spaces in Thai, Lao, Khmer and "
                  "Burmese, there also beside digits and foreign words. The fix takes them out.",
     .refs = refs_invisible,
     .good = invisible_good,
     .bad = invisible_bad,
     .check = check_invisible},
    {.code = "CH006",
     .name = "bidi-control",
     ROW2,
     .severity = TML_SEV_WARNING,
     .mqm = "fluency/character-encoding",
     .summary = "direction controls that are unbalanced, override, or hide in code",
     .rationale =
         "An embedding without its end turns the rest of the paragraph, an end without its beginning is left from a "
         "text that was cut, an override shows letters in another order than they stand, and a mark inside an "
         "identifier or an address makes another identifier of it. Silent for marks between words and for "
         "balanced pairs.",
     .refs = refs_bidi,
     .good = bidi_good,
     .bad = bidi_bad,
     .check = check_bidi},
    {.code = "CH007",
     .name = "not-nfc",
     ROW2,
     .severity = TML_SEV_INFO,
     .fix = TML_FIX_SAFE,
     .mqm = "fluency/character-encoding",
     .summary = "characters that are not in normal form C",
     .rationale =
         "é can be one character or two that look the same; a search for one does not find the other, and memories "
         "take the two for different texts. A page that is written so all over has three places shown; the fix "
         "mends all. Silent for marks that have no composed form.",
     .refs = refs_nfc,
     .good = nfc_good,
     .bad = nfc_bad,
     .check = check_nfc},
};
TML_FAMILY(characters, "CH", "Characters", rules)
