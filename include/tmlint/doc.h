/* doc.h — the document: one file's bytes, its segments, and where each text stands in the file.
 *
 * A reader (src/read) makes a tml_doc; everything after it only reads. Everything lives in the file's arena.
 * Offsets are bytes in the file on disk, ends exclusive. Lines and columns are derived (tml_doc_position).
 */
#ifndef TMLINT_DOC_H
#define TMLINT_DOC_H

#include "tmlint/base.h"

/* One side of a segment. `p`/`n`: the text as rules see it: the container's own escapes decoded (XML entities, YAML
 * double quotes …), the Markdown in it kept as it is; sixteen bytes behind it may be read. `start`/`end`: its raw span
 * in the file. `map`: NULL where the text is the raw bytes themselves; else pairs (text offset, raw offset), ascending,
 * the first (0, start): between two entries the text runs byte for byte. */
typedef struct tml_text {
  const char *p;
  uint32_t n;
  uint32_t start, end;
  const uint32_t (*map)[2];
  uint32_t nmap;
} tml_text;

/* Text offset to file offset. */
uint32_t tml_text_raw(const tml_text *t, uint32_t off);
/* The part [from, to) of a text, from < to, as a text of its own; its map, where it needs one, in `a`. */
tml_text tml_text_part(tml_arena *a, const tml_text *t, uint32_t from, uint32_t to);

/* What the pair stands in. */
enum {
  TML_CTX_LIST = 1 << 0,
  TML_CTX_TABLE = 1 << 1,
  TML_CTX_QUOTE = 1 << 2,
  TML_CTX_FENCE = 1 << 3,  /* in fenced code */
  TML_CTX_HTML = 1 << 4,   /* on a line that begins with an HTML tag */
  TML_CTX_FRONT = 1 << 5,  /* in front matter */
  TML_CTX_IMAGE = 1 << 6,  /* the pair is an image's alternative text */
  TML_CTX_INDENT = 1 << 7, /* indented four columns or more */
  TML_CTX_LINK = 1 << 8,   /* the pair is a link's text; `url` is set */
  TML_CTX_TITLE = 1 << 9,  /* a front matter title or description */
  TML_CTX_NESTED = 1 << 10 /* the pair stands inside another pair's text */
};

/* What stands round a unit in its line of the page, where the file is not that page and yet tells (TMX of `export`).
 * before: from the unit before it in the line, else the line's beginning; after: to the next one's, else the line's
 * end. */
typedef struct tml_around {
  uint32_t line; /* of the page, 1-based; equal ones of neighbours: one line */
  tml_text before, after;
} tml_around;

/* A pair. A side that is missing (damage) has p == NULL. */
typedef struct tml_segment {
  tml_text target, source;
  tml_str id;          /* the target's id; the source's where there is no target */
  tml_str source_id;   /* differs from id only where the file is damaged */
  uint32_t start, end; /* the whole unit in the file, markup included */
  uint16_t ctx;        /* TML_CTX_… */
  uint8_t heading;     /* 1–6, or 0 */
  uint8_t state;       /* 0, or a format's "not final" state (CO008) */
  tml_str url;         /* the link around the pair: outside both spans, a third witness */
  uint32_t url_start;  /* its file offset */
  tml_str anchor;      /* the heading's <a name="…"> */
  uint32_t anchor_start;
  uint32_t line_start;      /* file offset of the line that the unit begins in; equal ones: one line */
  const tml_around *around; /* NULL: the file's own bytes tell, or nothing does */
} tml_segment;

/* Damage of the container that the reader met and recovered from: rules of family SX and IN report it. */
enum tml_damage_kind {
  TML_DMG_UNPAIRED_TARGET = 1,
  TML_DMG_UNPAIRED_SOURCE,
  TML_DMG_ID_MISMATCH,
  TML_DMG_QUOT_ENTITY,  /* &quot; in place of the quote in a tag */
  TML_DMG_TEXT_BETWEEN, /* text between the two spans, or in the lookup outside the source */
  TML_DMG_STRAY_CLOSE,  /* a </span> that cuts a text */
  TML_DMG_UNCLOSED,     /* a span that never closes */
  TML_DMG_SYNTAX,       /* malformed input of another format (IN004) */
  TML_DMG_ENCODING,     /* an encoding that is not read: the note names it (IN002) */
  TML_DMG_LIBRARY       /* what reads the format is not installed (IN003) */
};

typedef struct tml_damage {
  uint8_t kind;
  uint32_t start, end; /* where */
  uint32_t segment;    /* index, or UINT32_MAX */
  tml_str note;        /* for messages; may be empty */
} tml_damage;

/* A bad byte run or an odd character found by the one scan over the whole file (family CH). */
enum tml_odd_kind {
  TML_ODD_UTF8 = 1,
  TML_ODD_FFFD,
  TML_ODD_CONTROL,
  TML_ODD_PRIVATE,
  TML_ODD_INVISIBLE,
  TML_ODD_BIDI,
  TML_ODD_MOJIBAKE,
  TML_ODD_BOM,
  TML_ODD_NFC /* not in normal form C: base and marks */
};
typedef struct tml_odd {
  uint8_t kind;
  uint32_t start, end;
  uint32_t cp; /* code point, 0 for bad bytes */
} tml_odd;

/* What a file's bytes are (tml_sniff decides; names for people: tml_format_name). */
typedef enum tml_format {
  TML_FMT_UNKNOWN,  /* text of a name or content nobody knows (source code, a log) */
  TML_FMT_SXS,      /* Markdown or other text that holds a side-by-side opener, whatever its name */
  TML_FMT_MARKDOWN, /* no pairs */
  TML_FMT_TEXT,     /* .txt and the like */
  TML_FMT_EMPTY,    /* no byte, or white space only */
  TML_FMT_HTML,
  TML_FMT_TMX,
  TML_FMT_XLIFF, /* 1.x, 2.x and dialects (sdlxliff, mqxliff, mxliff) */
  TML_FMT_TBX,
  TML_FMT_XML, /* other XML */
  TML_FMT_PO,
  TML_FMT_RESX,
  TML_FMT_JSON,
  TML_FMT_YAML,
  TML_FMT_PROPERTIES,
  TML_FMT_STRINGS, /* Apple .strings */
  TML_FMT_CSV,     /* comma, semicolon */
  TML_FMT_TSV,
  TML_FMT_UTF16LE, /* with or without BOM; what is in it is not asked */
  TML_FMT_UTF16BE,
  TML_FMT_UTF32,
  TML_FMT_OFFICE, /* docx, xlsx, pptx, odt and the like */
  TML_FMT_ZIP,    /* other archives */
  TML_FMT_PDF,
  TML_FMT_IMAGE,
  TML_FMT_BINARY, /* other */
  TML_FMT_COUNT
} tml_format;

typedef struct tml_meta { /* a front matter field */
  tml_str key, value;
  uint32_t start, end; /* the value's raw bytes in the file */
} tml_meta;

typedef struct tml_doc {
  tml_arena *arena;
  tml_str path;  /* as reported */
  tml_str page;  /* the page that the units are of, where the file is none itself (TMX, XLIFF); else empty */
  const char *p; /* the file's bytes; p[n] is readable and 0 */
  size_t n;
  uint32_t from; /* a batch of a long file: the first byte that is there; then its line (0: the first) … */
  uint32_t from_line, from_line_at, from_chars; /* … where that line begins, characters of it before `from` */
  uint8_t format;
  tml_str source_language, target_language; /* BCP 47 as found; empty where unknown */
  uint32_t body;                            /* file offset where front matter ends */
  tml_meta *meta;
  uint32_t nmeta;
  tml_segment *segs;
  uint32_t nsegs;
  size_t seg_cap;
  tml_damage *damage;
  uint32_t ndamage;
  size_t damage_cap;
  tml_odd *odd;
  uint32_t nodd;
  size_t odd_cap;
  uint32_t *lines; /* line starts, made when first asked for */
  uint32_t nlines;
  uint32_t *chars;       /* characters before every TML_DOC_STEP bytes, made when a long line is asked about */
  struct tml_doc *other; /* the page that the sources stand in, with their offsets; NULL: this one */
} tml_doc;

tml_segment *tml_doc_segment(tml_doc *d); /* appends a cleared segment */
void tml_doc_damage(tml_doc *d, int kind, uint32_t start, uint32_t end, uint32_t segment, tml_str note);
tml_str tml_doc_meta(const tml_doc *d, const char *key); /* empty where absent */

/* Text in the unit's line between it and the unit before or the line's beginning (behind it: the next, the end), at
 * most TML_DOC_NEAR bytes of it, those next to the unit; empty where nothing is known. */
tml_str tml_doc_before(const tml_doc *d, uint32_t seg);
tml_str tml_doc_after(const tml_doc *d, uint32_t seg);
/* The file is no page, it holds units of pages: what stands round a unit there is markup. */
static inline bool tml_doc_is_units(const tml_doc *d) { return d->format == TML_FMT_TMX || d->format == TML_FMT_XLIFF; }

enum { TML_DOC_STEP = 1024, TML_DOC_NEAR = 512 };
/* 1-based line, and column in code points (a bad byte counts as one). Makes the line index at the first call. */
void tml_doc_position(tml_doc *d, uint32_t off, uint32_t *line, uint32_t *column);
/* The file offset at which a line begins that tml_doc_position told. */
uint32_t tml_doc_line_at(const tml_doc *d, uint32_t line);
/* The page's path: of the page that the units of an exchange file are of, or the file's own. */
static inline tml_str tml_doc_page(const tml_doc *d) { return d->page.n ? d->page : d->path; }

#endif
