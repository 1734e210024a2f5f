/* feat.h — features: one pass over each text gives its tokens and its facts; rules compare two sheets and scan nothing.
 *
 * Text offsets are bytes in tml_text.p (file offsets come from tml_text_raw). Everything lives in the file's arena.
 *
 * Two layers:
 *   tokens  words, digits, mixed runs and single signs in order, white space as flags; made by scan.c, which also finds
 *           code spans, links, images, tags, URLs, placeholders, docs tokens: nothing inside these yields tokens
 *           (a link's text does: it is prose).
 *   facts   what the text states: numbers with what they are, standards, names, code, links, emphasis … Made in this
 *           order, each from the tokens no earlier one has claimed (tok.owner): scan → opaque → command → entity →
 * number. A digit therefore belongs to one fact only.
 */
#ifndef TMLINT_FEAT_H
#define TMLINT_FEAT_H

#include "tmlint/base.h"
#include "tmlint/doc.h"
#include "tmlint/text.h"

/* ---- tokens ------------------------------------------------------------------------------------------------------- */

enum tml_tok_kind {
  TML_T_WORD = 1, /* letters and marks of one script ("Überblick", "데이터", "データ" splits by script) */
  TML_T_NUM,   /* digits of one script: `num` is the value where it fits (18 digits), flag TML_TF_NATIVE if not ASCII */
  TML_T_MIX,   /* ASCII letters, digits and '_' run together: x64, 8F90, 25MB, MD5, my_name, __init__ */
  TML_T_PUNCT, /* one sign; `cp` is its code point (an HTML character reference or a \-escape is the sign it stands for)
                */
  TML_T_FACT   /* an opaque inline: code span, image, tag, bare URL, placeholder …; `owner` names the fact */
};

enum {
  TML_TF_SPACE = 1 << 0,   /* white space before it */
  TML_TF_NBSP = 1 << 1,    /* … among it U+00A0, U+202F, U+2007 … */
  TML_TF_NEWLINE = 1 << 2, /* … a line end */
  TML_TF_DOUBLE = 1 << 3,  /* … two or more blanks (no line end) */
  TML_TF_UPPER = 1 << 4,   /* begins with a capital */
  TML_TF_ALLCAPS = 1 << 5, /* two letters or more, all capitals */
  TML_TF_CAPSIN = 1 << 6,  /* a capital after the first letter */
  TML_TF_ESCAPED = 1 << 7, /* written as \x */
  TML_TF_REF = 1 << 8,     /* written as &…; */
  TML_TF_LINK = 1 << 9,    /* inside a link's text */
  TML_TF_EMPH = 1 << 10,   /* inside bold or italic */
  TML_TF_NATIVE = 1 << 11, /* digits that are not ASCII */
  TML_TF_SYNTAX = 1 << 12, /* a sign that is markup here: [ ] of a link, * of emphasis, ( ) of a link target */
  TML_TF_DIGIT = 1 << 13,  /* MIX: has a digit */
  TML_TF_UNDER = 1 << 14,  /* MIX: has '_' */
  TML_TF_FOLDED = 1 << 15  /* full-width or otherwise folded form */
};

typedef struct tml_tok {
  uint32_t start, end;  /* text offsets */
  uint8_t kind, script; /* TML_SCRIPT_… of text.h for words */
  uint16_t flags;
  uint32_t cp;    /* PUNCT: code point */
  uint64_t hash;  /* WORD, MIX: tml_hash of the case-folded bytes (Latin case folding; full width folded);
                     NUM: the value; PUNCT: the folded code point */
  uint32_t owner; /* fact index + 1, or 0: who claimed it */
} tml_tok;

/* ---- facts --------------------------------------------------------------------------------------------------------- */

enum tml_fact_kind {
  TML_F_NONE,
  /* inline markup (scan.c) */
  TML_F_CODE,  /* key: content; key2: content with blanks and quotes dropped */
  TML_F_LINK,  /* start..end the whole; in: the link text; url_start/url_end; key: as TML_F_URL */
  TML_F_IMAGE, /* in: the alternative text; key: file name of the URL */
  TML_F_TAG,   /* HTML tag; key: lower-case name; sub: 0 open, 1 close, 2 self-closing or void, 3 comment */
  TML_F_URL,  /* bare or <…> URL, or an <a href>'s (TML_FF_INNER: its token is the tag's); key: without scheme, locale
                 segment, trailing slash, &amp; */
  TML_F_EMPH, /* sub 1 italic, 2 bold: rendered; in: what is emphasised; `***x***` is two facts, one in the other.
                 sub 0, TML_FF_LEFT: a run of signs that readers see: `**`, more than that, or a lone '*' or '_' that
                 could have opened or closed; unit: TML_EMPH_…; key: sign << 32 | how many. See emphasis.c */
  TML_F_PLACEHOLDER, /* {0} %s ${x} {{x}} %1$s; key: the text */
  TML_F_DOCS, /* [!NOTE], [!INCLUDE[..](..)], xref:, :::, tab and zone tokens; key: the text folded; sub: TML_DOCS_… */
  TML_F_MATH, /* $…$, $$…$$ */
  /* opaque.c */
  TML_F_OPAQUE, /* sub: TML_OPQ_…; key: canonical form; key2: letters and digits only, lower case */
  /* command.c */
  TML_F_COMMAND, /* cmdlets, CLI options; key exact, key2 case-folded */
  TML_F_API,     /* dotted, ::, camelCase, snake_case, generic types; key exact, key2 case-folded */
  TML_F_FILE,    /* file names and paths */
  /* entity.c */
  TML_F_STANDARD,   /* key: canonical id without edition (ISO:27001); key2: with edition; see entity.h */
  TML_F_REGULATION, /* key: canonical id */
  TML_F_NAME,       /* product, service, organisation: key: canonical id */
  TML_F_DOCKIND,    /* certificate, report …: key: kind id */
  /* number.c */
  TML_F_NUMBER,  /* num·10^exp; sub: TML_NUM_…; unit: unit or currency id */
  TML_F_VERSION, /* key: the dotted digits */
  TML_F_DATE,    /* key: y<<16|m<<8|d, parts 0 where not named */
  TML_F_TIME,    /* key: minutes of the day; sub 1: a.m./p.m. was named */
  TML_F_KINDS
};
#define TML_FM(kind) (UINT64_C(1) << (kind))
_Static_assert(TML_F_KINDS <= 24, "rules ask for facts in 24 bits");

enum { TML_DOCS_ALERT = 1, TML_DOCS_INCLUDE, TML_DOCS_XREF, TML_DOCS_COLON, TML_DOCS_OTHER };

/* EMPH facts that are left over: */
enum {
  TML_EMPH_OPENS = 1 << 0,  /* could open */
  TML_EMPH_CLOSES = 1 << 1, /* could close */
  TML_EMPH_ESCAPED = 1 << 2 /* two or more \* in a row */
};

enum {                          /* fact flags */
       TML_FF_IN_LINK = 1 << 0, /* inside a link's text */
       TML_FF_IN_EMPH = 1 << 1,
       TML_FF_BROKEN = 1 << 2,    /* syntax is damaged ("] (", full-width brackets): MK014 */
       TML_FF_REFERENCE = 1 << 3, /* [text][ref] */
       TML_FF_BARE = 1 << 4,  /* a standard or name written in a short form that only the page's subject makes clear */
       TML_FF_LOOSE = 1 << 5, /* malformed spelling (EN003) */
       TML_FF_LEFT = 1 << 6,  /* emphasis delimiter left unrendered: MK010 */
       TML_FF_INNER = 1 << 7, /* member of a larger fact (list expansion, range) */
       TML_FF_LOCALE = 1 << 8 /* LINK, URL: the URL holds a locale segment (/en-us/) */
};

typedef struct tml_fact {
  uint8_t kind, sub;
  uint16_t flags;
  uint32_t start, end;         /* the whole, text offsets */
  uint32_t in_start, in_end;   /* inner text (code content, link text, emphasised words) */
  uint32_t url_start, url_end; /* LINK, IMAGE: the URL */
  uint32_t tok, ntok;          /* first token and how many (inside it, for links and emphasis) */
  uint64_t key, key2;          /* same kind and same key: the same fact */
  int64_t num;                 /* NUMBER: decimal mantissa without trailing zeros */
  int16_t exp;                 /* … and exponent */
  uint16_t unit;
  uint8_t said; /* NAME: memo of tml_name_said_by_pair, enum tml_said + 1; 0 not asked yet */
} tml_fact;

/* ---- sheet ------------------------------------------------------------------------------------------------------------ */

/* Which signs a text has, so that a rule need not look: */
enum {
  TML_M_BRACKET = 1 << 0, /* any of ( ) [ ] { } and wide forms, not syntax */
  TML_M_QUOTE = 1 << 1,   /* any quotation mark, apostrophes aside */
  TML_M_STAR = 1 << 2,    /* '*' or '_' as a sign, rendered or not */
  TML_M_ESCAPE = 1 << 3,
  TML_M_REF = 1 << 4,
  TML_M_DOUBLE = 1 << 5, /* a double blank inside */
  TML_M_WIDE = 1 << 6,   /* full-width ASCII */
  TML_M_NBSP = 1 << 7,
  TML_M_NUM = 1 << 8, /* a digit token (also in MIX) */
  TML_M_NEWLINE = 1 << 9,
  TML_M_LT = 1 << 10, /* a '<' that opened no tag */
  TML_M_HASHTAG = 1 << 11,
  TML_M_APOS = 1 << 12,
  TML_M_CAPWORD = 1 << 13, /* a Latin word with a capital */
  TML_M_PIPE = 1 << 14,
  TML_M_DOLLAR = 1 << 15,
  TML_M_CAPSIN = 1 << 16, /* a word with a capital inside (TML_TF_CAPSIN) */
  TML_M_LONG = 1 << 17,   /* a word that is not ASCII, of TML_LONG bytes or more */
  TML_M_AMP = 1 << 18     /* '&', by itself or in a character reference */
};

enum { TML_LONG = 24 };

typedef struct tml_sheet {
  const tml_text *text;
  tml_tok *tok;
  uint32_t ntok;
  tml_fact *fact; /* by start */
  uint32_t nfact;
  size_t tok_cap, fact_cap;
  uint64_t has;     /* TML_FM(kind) of the facts present */
  uint32_t marks;   /* TML_M_… */
  uint32_t words;   /* WORD and MIX tokens */
  uint32_t lower;   /* Latin words without a capital, 2 letters or more */
  uint32_t letters; /* letters outside code, URLs and tags */
  uint32_t latin;   /* … of them Latin */
  uint32_t *hot;    /* tokens that may begin something opaque, a command or a number, ascending: NUM, MIX, words with
                       capitals inside or only capitals, '@', "::", an option's '-', and words that a sign joins to the
                       next token */
  uint32_t nhot;
  size_t hot_cap;
  uint64_t scripts;              /* bit TML_SCRIPT_… of the scripts of its words */
  uint32_t body_start, body_end; /* text offsets without edge blanks */
  uint64_t
      content;     /* hash of the folded words, digits and inline facts in order; signs, blanks and case do not count */
  uint64_t hash;   /* of all that and the signs */
  uint32_t *named; /* tokens that may begin a name of the lexicon, ascending */
  uint32_t nnamed;
  size_t named_cap;
} tml_sheet;

/* What a text's languages say. */
typedef struct tml_featctx {
  tml_arena *arena;
  tml_arena *tokens;        /* tokens alone: the scan reserves room for many and gives back what it did not need */
  const tml_locale *locale; /* never NULL (neutral root) */
  const struct tml_lexicon *lexicon; /* names of the packs: entity.h; may be NULL */
} tml_featctx;

/* Makes the sheet of one text: runs scan, opaque, command, entity, number in turn. */
void tml_feat_sheet(const tml_featctx *ctx, const tml_text *text, tml_sheet *out);

/* The stages, in order (each in src/feat/<name>.c). Each is called only where the sheet may hold something for it. */
void tml_feat_scan(const tml_featctx *ctx, tml_sheet *s);
void tml_feat_emphasis(const tml_featctx *ctx, tml_sheet *s); /* only where TML_M_STAR */
void tml_feat_opaque(const tml_featctx *ctx, tml_sheet *s);
void tml_feat_command(const tml_featctx *ctx, tml_sheet *s);
void tml_feat_entity(const tml_featctx *ctx, tml_sheet *s);
void tml_feat_number(const tml_featctx *ctx, tml_sheet *s); /* only where TML_M_NUM */

/* Helpers for the stages. */
tml_fact *tml_feat_add(const tml_featctx *ctx, tml_sheet *s, int kind, uint32_t start, uint32_t end);
/* Adds a fact that owns tokens first..first+n-1. */
tml_fact *tml_feat_claim(const tml_featctx *ctx, tml_sheet *s, int kind, uint32_t first, uint32_t n);

/* ---- reading sheets ---------------------------------------------------------------------------------------------------- */

static inline tml_str tml_sheet_str(const tml_sheet *s, uint32_t start, uint32_t end) {
  return (tml_str){s->text->p + start, end - start};
}
static inline tml_str tml_fact_str(const tml_sheet *s, const tml_fact *f) { return tml_sheet_str(s, f->start, f->end); }
static inline tml_str tml_tok_str(const tml_sheet *s, const tml_tok *t) { return tml_sheet_str(s, t->start, t->end); }
static inline bool tml_sheet_has(const tml_sheet *s, int kind) { return (s->has & TML_FM(kind)) != 0; }

/* The difference of two sheets' facts of one kind as multisets of `key`, in order of place. Both lists are in `a`. */
typedef struct tml_diff {
  const tml_fact **only_a, **only_b;
  uint32_t na, nb;
  uint32_t common; /* how many matched */
} tml_diff;
tml_diff tml_feat_diff(tml_arena *a, const tml_sheet *x, const tml_sheet *y, int kind, bool as_set);

#endif
