/* embedded.h — the files that are compiled in: shipped rule packs (rules/ *.json), JSON Schemas (docs/schema/ *.json)
 * and the parts of the HTML report (src/report/html/ *).
 *
 * For: the program needs no file beside it. Not for parsing them: pack and cli do that.
 * The tables are written by scripts/embed.sh into build/gen/, in byte order of the name.
 * Everything here is constant and lives as long as the process; any thread may read it.
 */
#ifndef TMLINT_EMBEDDED_H
#define TMLINT_EMBEDDED_H

struct tml_embedded {
  const char *name;  /* base name without ".json", NUL-terminated: "standards", "page.css" */
  const char *data;  /* the file's bytes, and a NUL after them that len does not count */
  unsigned long len; /* bytes */
};

/* The _n counts leave out the closing row, whose name is NULL. */
extern const struct tml_embedded tml_embedded_packs[];
extern const unsigned tml_embedded_packs_n;
extern const struct tml_embedded tml_embedded_optional[]; /* rules/optional/ *.json: packs that are used when named */
extern const unsigned tml_embedded_optional_n;
extern const struct tml_embedded tml_embedded_schemas[];
extern const unsigned tml_embedded_schemas_n;
extern const struct tml_embedded tml_embedded_page[];
extern const unsigned tml_embedded_page_n;

#endif
