/* sniff.c — what a file is, by its bytes first and its name last (input.h has the contract).
 *
 * Order: byte order marks and magic numbers; a format whose syntax frames everything (XML by its root element, PO by
 * its first entry, JSON); a side-by-side opener anywhere; UTF-16 and UTF-32 without a mark by where their zeros fall;
 * binary; then the name. A text that nothing claims is Markdown when it looks so and has no name that says otherwise.
 */
#include "tmlint/input.h"
#include "tmlint/paths.h"

enum { HEAD = 65536 };

/* ---- names ---- */

static const struct {
  const char *id, *name;
} formats[] = {
    [TML_FMT_UNKNOWN] = {"unknown-text", "text of an unknown kind"},
    [TML_FMT_SXS] = {"sxs-markdown", "side-by-side Markdown"},
    [TML_FMT_MARKDOWN] = {"markdown", "Markdown"},
    [TML_FMT_TEXT] = {"text", "plain text"},
    [TML_FMT_EMPTY] = {"empty", "empty file"},
    [TML_FMT_HTML] = {"html", "HTML page"},
    [TML_FMT_TMX] = {"tmx", "TMX translation memory"},
    [TML_FMT_XLIFF] = {"xliff", "XLIFF document"},
    [TML_FMT_TBX] = {"tbx", "TBX term base"},
    [TML_FMT_XML] = {"xml", "XML document"},
    [TML_FMT_PO] = {"po", "gettext PO catalogue"},
    [TML_FMT_RESX] = {"resx", ".NET resource file (resx)"},
    [TML_FMT_JSON] = {"json", "JSON document"},
    [TML_FMT_YAML] = {"yaml", "YAML document"},
    [TML_FMT_PROPERTIES] = {"properties", "Java properties file"},
    [TML_FMT_STRINGS] = {"strings", "Apple strings file"},
    [TML_FMT_CSV] = {"csv", "CSV table"},
    [TML_FMT_TSV] = {"tsv", "tab-separated table"},
    [TML_FMT_UTF16LE] = {"utf-16le", "UTF-16 text (little endian)"},
    [TML_FMT_UTF16BE] = {"utf-16be", "UTF-16 text (big endian)"},
    [TML_FMT_UTF32] = {"utf-32", "UTF-32 text"},
    [TML_FMT_OFFICE] = {"office", "office document"},
    [TML_FMT_ZIP] = {"archive", "archive"},
    [TML_FMT_PDF] = {"pdf", "PDF document"},
    [TML_FMT_IMAGE] = {"image", "image"},
    [TML_FMT_BINARY] = {"binary", "binary file"},
};
_Static_assert(TML_COUNT(formats) == TML_FMT_COUNT, "every format has its names");

const char *tml_format_name(tml_format f) { return (unsigned)f < TML_FMT_COUNT ? formats[f].name : "unknown format"; }
const char *tml_format_id(tml_format f) { return (unsigned)f < TML_FMT_COUNT ? formats[f].id : "unknown"; }

bool tml_format_is_binary(tml_format f) { return f >= TML_FMT_OFFICE && f < TML_FMT_COUNT; }
bool tml_format_is_utf16or32(tml_format f) {
  return f == TML_FMT_UTF16LE || f == TML_FMT_UTF16BE || f == TML_FMT_UTF32;
}

static const struct {
  tml_format format;
  const char *extensions; /* each between blanks */
} by_extension[] = {
    {TML_FMT_MARKDOWN, " md markdown mdown mkd mkdn mdwn mdx "},
    {TML_FMT_TEXT, " txt text "},
    {TML_FMT_HTML, " html htm xhtml "},
    {TML_FMT_TMX, " tmx "},
    {TML_FMT_XLIFF, " xlf xliff sdlxliff mqxliff mxliff mxlf txlf "},
    {TML_FMT_TBX, " tbx "},
    {TML_FMT_XML, " xml svg dita ditamap xsl xsd "},
    {TML_FMT_PO, " po pot "},
    {TML_FMT_RESX, " resx resw "},
    {TML_FMT_JSON, " json jsonl arb xcstrings "},
    {TML_FMT_YAML, " yml yaml "},
    {TML_FMT_PROPERTIES, " properties "},
    {TML_FMT_STRINGS, " strings "},
    {TML_FMT_CSV, " csv "},
    {TML_FMT_TSV, " tsv tab "},
    {TML_FMT_OFFICE, " docx xlsx pptx docm xlsm pptm dotx odt ods odp doc xls ppt epub vsdx "},
    {TML_FMT_ZIP, " zip gz tgz bz2 xz zst 7z rar tar jar nupkg whl "},
    {TML_FMT_PDF, " pdf "},
    {TML_FMT_IMAGE, " png jpg jpeg gif bmp ico webp tif tiff psd avif heic "},
    {TML_FMT_BINARY, " exe dll so a o obj bin class pyc wasm pdb lib dylib mo sqlite db woff woff2 ttf otf eot mp3 mp4 "
                     "wav ogg webm mov avi swf dat iso img "},
};

/* TML_FMT_COUNT: no extension; TML_FMT_UNKNOWN: one that is not in the table. */
static tml_format extension_format(tml_str name) {
  tml_str ext = tml_path_ext(name);
  char key[16] = {' '};
  if (ext.n == 0) return TML_FMT_COUNT;
  if (ext.n + 3 > sizeof key) return TML_FMT_UNKNOWN;
  for (size_t i = 0; i < ext.n; i++) {
    char c = ext.p[i];
    if (c == ' ') return TML_FMT_UNKNOWN;
    key[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
  }
  key[ext.n + 1] = ' ';
  for (size_t i = 0; i < TML_COUNT(by_extension); i++)
    if (strstr(by_extension[i].extensions, key)) return by_extension[i].format;
  return TML_FMT_UNKNOWN;
}

tml_format tml_sniff_name(tml_str name) {
  tml_format f = extension_format(name);
  return f == TML_FMT_UNKNOWN ? TML_FMT_COUNT : f;
}

/* ---- bytes ---- */

static bool begins(tml_str s, const char *lit, size_t n) { return s.n >= n && memcmp(s.p, lit, n) == 0; }
#define BEGINS(s, lit) begins((s), (lit), sizeof(lit) - 1)

static const char *find(tml_str s, const char *z) { return tml_str_find(s, tml_str_c(z)); }

static tml_str from(tml_str s, const char *p) { return tml_str_n(p, (size_t)(s.p + s.n - p)); }

static tml_str head_of(tml_str s) { return tml_str_n(s.p, s.n < HEAD ? s.n : HEAD); }

bool tml_sniff_has_pairs(tml_str bytes) {
  static const char opener[] = "<span ";
  const char *at;
  while ((at = find(bytes, opener))) {
    bytes = from(bytes, at + sizeof opener - 1);
    if (BEGINS(bytes, "data-ttu-id=") || BEGINS(bytes, "data-stu-id=") || BEGINS(bytes, "class=\"sxs-lookup\">") ||
        BEGINS(bytes, "class=&quot;sxs-lookup&quot;>"))
      return true;
  }
  return false;
}

static tml_format zip_kind(tml_str head, tml_format named) {
  if (named == TML_FMT_OFFICE || find(head, "[Content_Types].xml") || find(head, "mimetypeapplication/"))
    return TML_FMT_OFFICE;
  return TML_FMT_ZIP;
}

/* By a byte order mark or a magic number; TML_FMT_COUNT where there is none. */
static tml_format by_magic(tml_str s, tml_format named) {
  if (BEGINS(s, "\xFF\xFE\0\0") || BEGINS(s, "\0\0\xFE\xFF")) return TML_FMT_UTF32;
  if (BEGINS(s, "\xFF\xFE")) return TML_FMT_UTF16LE;
  if (BEGINS(s, "\xFE\xFF")) return TML_FMT_UTF16BE;
  if (BEGINS(s, "%PDF-")) return TML_FMT_PDF;
  if (BEGINS(s, "PK\3\4") || BEGINS(s, "PK\5\6")) return zip_kind(head_of(s), named);
  if (BEGINS(s, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return TML_FMT_OFFICE;
  if (BEGINS(s, "\x89PNG\r\n\x1A\n") || BEGINS(s, "\xFF\xD8\xFF") || BEGINS(s, "GIF87a") || BEGINS(s, "GIF89a"))
    return TML_FMT_IMAGE;
  if (BEGINS(s, "II*\0") || BEGINS(s, "MM\0*") || BEGINS(s, "\0\0\1\0")) return TML_FMT_IMAGE;
  if (BEGINS(s, "BM") && named == TML_FMT_IMAGE) return TML_FMT_IMAGE;
  if (BEGINS(s, "RIFF") && s.n > 11) return memcmp(s.p + 8, "WEBP", 4) == 0 ? TML_FMT_IMAGE : TML_FMT_BINARY;
  if (BEGINS(s, "\x1F\x8B") || BEGINS(s, "BZh9") ||
      BEGINS(s, "\xFD"
                "7zXZ\0") ||
      BEGINS(s, "7z\xBC\xAF\x27\x1C") || BEGINS(s, "\x28\xB5\x2F\xFD") || BEGINS(s, "Rar!\x1A\7"))
    return TML_FMT_ZIP;
  if (BEGINS(s, "\x7F"
                "ELF") ||
      BEGINS(s, "\xCA\xFE\xBA\xBE") || BEGINS(s, "SQLite format 3\0") || BEGINS(s, "\0asm") ||
      BEGINS(s, "\xDE\x12\x04\x95") || BEGINS(s, "\x95\x04\x12\xDE"))
    return TML_FMT_BINARY;
  return TML_FMT_COUNT;
}

typedef struct zeros {
  size_t at[4]; /* zero bytes by offset modulo 4 */
  size_t all, controls, n;
} zeros;

static zeros count_zeros(tml_str head) {
  zeros z = {.n = head.n};
  for (size_t i = 0; i < head.n; i++) {
    uint8_t c = (uint8_t)head.p[i];
    if (c == 0) z.at[i % 4]++, z.all++;
    else if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 27) z.controls++;
  }
  return z;
}

/* Could the head be UTF-16? No lone surrogate, no control character but those of text. */
static bool valid_utf16(tml_str head, bool big) {
  for (size_t i = 0; i + 1 < head.n; i += 2) {
    uint8_t hi = (uint8_t)head.p[i + !big], lo = (uint8_t)head.p[i + big];
    if (hi == 0 && lo < 32 && lo != '\t' && lo != '\n' && lo != '\r' && lo != '\f') return false;
    if (hi >= 0xDC && hi <= 0xDF) return false;
    if (hi >= 0xD8 && hi <= 0xDB) {
      i += 2;
      if (i + 1 >= head.n) return true; /* cut */
      uint8_t low = (uint8_t)head.p[i + !big];
      if (low < 0xDC || low > 0xDF) return false;
    }
  }
  return true;
}

/* Text in UTF-16 has ASCII in it whatever the language (line ends, blanks, markup), whose other half is zero; U+4E00
 * and U+3000 have the zero in the wrong half, but are fewer. */
static tml_format by_zeros(tml_str head, const zeros *z) {
  if (z->all == 0) return TML_FMT_COUNT;
  size_t even = z->at[0] + z->at[2], odd = z->at[1] + z->at[3], quarter = z->n / 4;
  size_t most = quarter - quarter / 8; /* few characters are beyond the first plane */
  if (quarter && z->at[3] == quarter && z->at[2] >= most && z->at[0] <= quarter / 4) return TML_FMT_UTF32;
  if (quarter && z->at[0] == quarter && z->at[1] >= most && z->at[3] <= quarter / 4) return TML_FMT_UTF32;
  size_t least = z->n / 50 + 1; /* four units in a hundred */
  if (odd >= least && even <= odd / 4 && valid_utf16(head, false)) return TML_FMT_UTF16LE;
  if (even >= least && odd <= even / 4 && valid_utf16(head, true)) return TML_FMT_UTF16BE;
  return TML_FMT_COUNT;
}

/* A page with a stray zero or control character is still a page (rules report them); many make a binary. */
static bool binary(const zeros *z) { return z->all + z->controls > z->n / 50 && z->all + z->controls > 4; }

/* ---- texts ---- */

static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static tml_str skip_space(tml_str s) {
  while (s.n && space(s.p[0])) s.p++, s.n--;
  return s;
}

static tml_str skip_bom(tml_str s) { return BEGINS(s, "\xEF\xBB\xBF") ? tml_str_n(s.p + 3, s.n - 3) : s; }

static tml_str skip_past(tml_str s, const char *z) {
  const char *at = find(s, z);
  return at ? from(s, at + strlen(z)) : tml_str_n(s.p + s.n, 0);
}

/* The document type declaration with its internal subset: quotes and comments in it may hold anything. */
static tml_str skip_doctype(tml_str s) {
  int depth = 0;
  while (s.n) {
    char c = s.p[0];
    s = BEGINS(s, "<!--") ? skip_past(s, "-->") : tml_str_n(s.p + 1, s.n - 1);
    if (c == '"' || c == '\'') s = skip_past(s, c == '"' ? "\"" : "'");
    else if (c == '[') depth++;
    else if (c == ']') depth--;
    else if (c == '>' && depth <= 0) break;
  }
  return s;
}

/* The root element's name without prefix; empty where the text does not begin like XML or HTML. */
static tml_str root_name(tml_str s, bool *declared, bool *html) {
  *declared = *html = false;
  for (;;) {
    s = skip_space(s);
    if (BEGINS(s, "<?")) {
      *declared |= BEGINS(s, "<?xml");
      s = skip_past(s, "?>");
    } else if (BEGINS(s, "<!--")) {
      s = skip_past(s, "-->");
    } else if (s.n > 9 && tml_str_ieq(tml_str_n(s.p, 9), TML_S("<!DOCTYPE"))) {
      *html = s.n > 14 && tml_str_ieq(tml_str_n(s.p + 10, 4), TML_S("html"));
      s = skip_doctype(s);
    } else {
      break;
    }
  }
  if (s.n < 2 || s.p[0] != '<') return tml_str_n("", 0);
  size_t start = 1, i = 1;
  while (i < s.n && !space(s.p[i]) && s.p[i] != '>' && s.p[i] != '/') {
    if (s.p[i] == ':') start = i + 1;
    i++;
  }
  return tml_str_n(s.p + start, i - start);
}

static tml_format by_root(tml_str head, tml_format named) {
  bool declared, html;
  tml_str root = root_name(head, &declared, &html);
  if (root.n) {
    if (tml_str_is(root, "tmx")) return TML_FMT_TMX;
    if (tml_str_is(root, "xliff")) return TML_FMT_XLIFF;
    if (tml_str_is(root, "tbx") || tml_str_is(root, "martif")) return TML_FMT_TBX;
    if (tml_str_is(root, "root") && (named == TML_FMT_RESX || find(head, "<resheader"))) return TML_FMT_RESX;
    if (html || tml_str_ieq(root, TML_S("html"))) return TML_FMT_HTML;
  }
  if (html) return TML_FMT_HTML;
  if (declared) return TML_FMT_XML;
  return root.n && (named == TML_FMT_XML || named == TML_FMT_HTML) ? named : TML_FMT_COUNT;
}

static tml_str next_line(tml_str *s) {
  const char *end = s->n ? memchr(s->p, '\n', s->n) : NULL;
  tml_str line = end ? tml_str_n(s->p, (size_t)(end - s->p)) : *s;
  *s = end ? from(*s, end + 1) : tml_str_n(s->p + s->n, 0);
  return line;
}

/* The first line that is no comment opens an entry, and some later line gives a translation. */
static bool is_po(tml_str head) {
  tml_str s = head, line = {"", 0};
  while (s.n) {
    line = tml_str_trim(next_line(&s));
    if (line.n && line.p[0] != '#') break;
  }
  if (!BEGINS(line, "msgid \"") && !BEGINS(line, "msgctxt \"") && !BEGINS(line, "domain \"")) return false;
  return find(head, "\nmsgstr") != NULL;
}

static bool is_json(tml_str head, tml_format named) {
  tml_str s = skip_space(head);
  if (s.n == 0 || (s.p[0] != '{' && s.p[0] != '[')) return false;
  if (named == TML_FMT_JSON) return true;
  if (named == TML_FMT_MARKDOWN || named == TML_FMT_TEXT) return false;
  char open = s.p[0];
  s = skip_space(tml_str_n(s.p + 1, s.n - 1));
  return s.n && (s.p[0] == '"' || (open == '[' ? s.p[0] == '{' : s.p[0] == '}'));
}

/* A heading, a fence, a list, a link, front matter: for texts whose name says nothing. */
static bool like_markdown(tml_str head) {
  if (BEGINS(head, "---\n") || BEGINS(head, "---\r\n") || find(head, "](")) return true;
  for (tml_str s = head; s.n;) {
    tml_str line = next_line(&s);
    size_t marks = 0;
    while (marks < line.n && line.p[marks] == '#') marks++;
    if (marks && marks <= 6 && marks < line.n && line.p[marks] == ' ') return true;
    if (BEGINS(line, "```") || BEGINS(line, "- ") || BEGINS(line, "* ") || BEGINS(line, "> ")) return true;
  }
  return false;
}

/* What a text without pairs is that no syntax frames. */
static tml_format by_name(tml_str head, tml_format named) {
  switch (named) {
  case TML_FMT_COUNT: return like_markdown(head) ? TML_FMT_MARKDOWN : TML_FMT_TEXT;
  /* Their syntax was looked for and not found: the name is wrong. */
  case TML_FMT_TMX:
  case TML_FMT_XLIFF:
  case TML_FMT_TBX:
  case TML_FMT_PO:
  case TML_FMT_RESX: return TML_FMT_UNKNOWN;
  default: return tml_format_is_binary(named) ? TML_FMT_UNKNOWN : named;
  }
}

tml_format tml_sniff(tml_str name, tml_str bytes) {
  const tml_format named = extension_format(name);
  if (bytes.n == 0) return TML_FMT_EMPTY;
  tml_format f = by_magic(bytes, named);
  if (f != TML_FMT_COUNT) return f;
  const tml_str text = skip_bom(bytes), head = head_of(text);
  if (skip_space(text).n == 0) return TML_FMT_EMPTY;
  f = by_root(head, named);
  if (f != TML_FMT_COUNT && f != TML_FMT_HTML) return f;
  if (is_po(head)) return TML_FMT_PO;
  if (named == TML_FMT_JSON && is_json(head, named)) return TML_FMT_JSON;
  if (tml_sniff_has_pairs(text)) return TML_FMT_SXS;
  if (f != TML_FMT_COUNT) return f;
  const zeros z = count_zeros(head);
  f = by_zeros(head, &z);
  if (f != TML_FMT_COUNT) return f;
  if (binary(&z)) return TML_FMT_BINARY;
  return is_json(head, named) ? TML_FMT_JSON : by_name(head, named);
}
