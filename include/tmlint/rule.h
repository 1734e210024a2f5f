/* rule.h — the rule row, the registry, and what a check may do.
 *
 * A check reads its pair or page, uses scratch, reports. It keeps no state, does no io, and calls no libc locale
 * function.
 */
#ifndef TMLINT_RULE_H
#define TMLINT_RULE_H

#include "tmlint/doc.h"
#include "tmlint/feat.h"
#include "tmlint/find.h"
#include "tmlint/page.h"

typedef struct tml_check tml_check;

enum tml_status { TML_STABLE, TML_PREVIEW, TML_OFF /* depends on house policy: off until configured */, TML_REMOVED };
enum tml_scope { TML_SCOPE_SEGMENT, TML_SCOPE_PAGE, TML_SCOPE_RUN /* after the barrier: src/tm */ };
enum tml_fixkind { TML_FIX_NONE, TML_FIX_SAFE, TML_FIX_UNSAFE };

/* What one look at a pair finds (rule/glance.c). Of the target, if nothing else is said; 15 bits at most. */
enum {
  TML_G_PARTED = 1 << 0,    /* a blank before a closing sign, or behind an opening one */
  TML_G_GLUED = 1 << 1,     /* no blank between a word and a sign, on the side where one is written */
  TML_G_TWO_SIGNS = 1 << 2, /* a stop or comma and a sign at it */
  TML_G_TWICE = 1 << 3,     /* one token twice */
  TML_G_ASKS = 1 << 4,      /* ; : ! ? ¿ ¡ */
  TML_G_ROW = 1 << 5,       /* three tokens in a row that stood before */
  TML_G_HANGUL = 1 << 6,    /* words of Hangul */
  TML_G_SENTENCE = 1 << 7,  /* three words, and the source has some */
  TML_G_EDGE = 1 << 8,      /* a blank at an edge */
  TML_G_SCRIPTS = 1 << 9,   /* Latin and Greek or Cyrillic in one text of either side */
  TML_G_EMPTY = 1 << 10,    /* no word and no fact in the target, or nothing at all in the source */
  TML_G_BLOCK = 1 << 11,    /* either text begins with what may be a mark of a list, heading or quote */
  TML_G_STATE = 1 << 12,    /* the unit has a state */
  TML_G_HEBREW = 1 << 13,   /* words of Hebrew */
  TML_G_ENDING = 1 << 14    /* a blank beside an apostrophe or colon */
};

typedef struct tml_param {
  const char *name;
  enum { TML_PARAM_INT, TML_PARAM_BOOL, TML_PARAM_LIST } type;
  int64_t value;    /* the default of INT and BOOL; LIST is empty by default */
  int64_t min, max; /* INT */
  const char *summary;
} tml_param;

/* An executed example. Good ones (mark == NULL) must be silent; bad ones fire exactly once, at the marked text.
 * A list ends with {0}. Texts are our own. */
typedef struct tml_example {
  const char *locale; /* the target's, "ko-KR" */
  const char *target, *source;
  const char *mark;  /* bad: the marked text, as it stands on the finding's side */
  const char *why;   /* good: why it is right; bad: may say what is wrong */
  const char *fixed; /* rules with a fix: the whole text after it */
  const char *page;  /* instead of target and source: a whole file (page rules). `target` is NULL then, and `source`,
                        where  it is given, today's source page in Markdown (--reference) */
} tml_example;

typedef struct tml_rule {
  const char *code, *name;
  uint8_t status, severity, fix, scope;
  bool learns;             /* goes by what many pages taught: off where there are none, and no memory */
  const char *since;       /* version */
  const char *its;         /* ITS 2.0 localization quality issue type */
  const char *mqm;         /* MQM error type, "accuracy/mistranslation" */
  uint64_t needs;          /* facts: called only where source or target has one of TML_FM(…); 0: no such gate */
  uint32_t needs_marks;    /* signs: likewise TML_M_…; with both set, either suffices */
  uint16_t needs_glance;   /* places: likewise TML_G_… */
  const char *summary;     /* one line: what it finds */
  const char *rationale;   /* a paragraph or more: why it matters and when it is silent */
  const tml_param *params; /* ends with {0} */
  const char *const *refs; /* URLs or titles, ends with NULL */
  const tml_example *good, *bad;
  void (*check)(tml_check *c); /* NULL for rules that the run itself raises (IN, RU, TM of the barrier) */
  const void *data;            /* rules of packs: what src/pack made of the row's JSON; else NULL */
} tml_rule;

typedef struct tml_family {
  const char *name; /* two letters of the codes, "EN" … and a word, "entities" */
  const char *title;
  const tml_rule *rules;
  unsigned n;
} tml_family;

/* One line at the foot of a family's file:  TML_FAMILY(standards, "EN", "Entities", rules)  */
#define TML_FAMILY(id, letters, title_, rows)                                                                          \
  extern const tml_family tml_family_##id;                                                                             \
  const tml_family tml_family_##id = {letters, title_, rows, sizeof(rows) / sizeof((rows)[0])};

/* ---- registry: frozen before threads start ------------------------------------------------------------------------------ */

unsigned tml_rule_count(void);
const tml_rule *tml_rule_at(unsigned i);        /* by code */
int tml_rule_find(tml_str code_or_name);        /* index or -1 */
const char *tml_rule_nearest(tml_str misspelt); /* the nearest code or name, or NULL */
int tml_rule_init(tml_err *err);                /* collects the families, checks codes and names are unique */
/* Rules of packs, beside the built-in ones. Indexes change: call before anything keeps one. The rows are borrowed until
 * tml_rule_drop, which leaves the built-in ones. TML_EFORMAT where a code or name stands twice. */
int tml_rule_add(const tml_rule *rows, unsigned n, tml_err *err);
void tml_rule_drop(void);
/* The letters that a code begins with are its family: how many. */
static inline size_t tml_rule_letters(const char *code) {
  size_t n = 0;
  while (code[n] >= 'A' && code[n] <= 'Z') n++;
  return n;
}
static inline bool tml_rule_same_family(const char *a, const char *b) {
  size_t n = tml_rule_letters(a);
  return n == tml_rule_letters(b) && memcmp(a, b, n) == 0;
}
/* Do these letters name a family that has a rule? */
bool tml_rule_is_family(tml_str letters);

/* What a run's configuration makes of a rule. */
typedef struct tml_setting {
  uint8_t severity;      /* TML_SEV_OFF: not run */
  const int64_t *values; /* by parameter, defaults filled in */
  const tml_strs *lists; /* by parameter, empty for INT and BOOL */
} tml_setting;

/* Segment rules that can be on at once, in words of 64. */
enum { TML_RULE_WORDS = 2 };

typedef struct tml_ruleset {
  const tml_setting *set;                 /* by rule index */
  uint16_t *segment_rules, *page_rules;   /* enabled ones, by code */
  uint64_t wanted_by[64][TML_RULE_WORDS]; /* by bit of tml_needs_of: which of segment_rules ask for it, as bits */
  uint32_t nsegment, npage;
  uint16_t *pack_rules; /* segment rules of packs, run behind the built-in ones */
  uint32_t npack;
} tml_ruleset;

/* What a rule needs, or a pair has, as one number: facts in the low 24 bits, signs in the next 24, places above; bit
 * 63: always. */
static inline uint64_t tml_needs_of(uint64_t facts, uint32_t marks, unsigned glance) {
  return facts | (uint64_t)marks << 24 | (uint64_t)glance << 48;
}
static inline uint64_t tml_rule_needs(const tml_rule *r) {
  uint64_t n = tml_needs_of(r->needs, r->needs_marks, r->needs_glance);
  return n ? n : UINT64_C(1) << 63;
}

/* ---- what a check sees --------------------------------------------------------------------------------------------------- */

struct tml_check {
  const tml_rule *rule;
  uint16_t rule_index;
  const tml_setting *setting;
  tml_doc *doc;
  tml_page *page;
  const tml_segment *seg; /* NULL in page scope */
  uint32_t index;         /* of the segment */
  const tml_sheet *src, *tgt;
  const tml_locale *src_loc, *tgt_loc;
  bool same;              /* the two texts are the same bytes */
  uint8_t language_known; /* memo of the rules that ask what language a text is in: 0 not asked yet, for this segment */
  void *language;
  int16_t words_src, words_tgt; /* memo of the same rules: the word language of either locale + 2; 0 not asked yet */
  uint8_t ids;                  /* memo of the rules about ids: 0 not asked yet, 1 sound, 2 not */
  const uint16_t *glances;      /* by segment: TML_G_…, 0 for half a pair */
  tml_arena *arena;             /* the file's: what a finding keeps */
  struct tml_sink *sink;
};

static inline int64_t tml_check_param(const tml_check *c, unsigned i) { return c->setting->values[i]; }

/* Reports: a finding of the running rule at the running segment, with both excerpts and the rule's severity. Defaults:
 * side target, suspect target, action fix-target; place: the first mark of its side, else that side's whole text. The
 * message says the fact in plain words and quotes both sides where both speak. */
tml_finding *tml_report(tml_check *c, const char *fmt, ...) TML_PRINTF(2, 3);
/* Sets which side is suspect and with it side and action (source: fix-memory; target: fix-target). */
void tml_report_suspect(tml_finding *f, int suspect);
void tml_report_side(tml_finding *f, int side);
/* Marks text offsets start..end on a side (TML_SIDE_SOURCE, _TARGET) of the running segment. */
void tml_report_mark(tml_check *c, tml_finding *f, int side, uint32_t start, uint32_t end);
/* Page findings and places outside both texts: file offsets. */
void tml_report_place(tml_finding *f, uint32_t start, uint32_t end);
void tml_report_evidence(tml_check *c, tml_finding *f, int kind, tml_str s);
void tml_report_related(tml_check *c, tml_finding *f, uint32_t segment_index, tml_str message);
void tml_report_edit(tml_check *c, tml_finding *f, uint32_t start, uint32_t end, tml_str text,
                     bool safe); /* file offsets */
/* The lesser form of a rule: info, wherever the main form's severity is moved to. */
void tml_report_lesser(tml_finding *f);
/* TM006's message: the run makes it anew when donors have been asked. */
tml_str tml_contaminated(tml_arena *a, uint32_t foreign, uint32_t pairs, tml_str subject);
/* Copy of text for messages: control and bidi characters made visible, cut at about 60 code points. */
tml_str tml_check_quote(tml_check *c, tml_str s);

#endif
