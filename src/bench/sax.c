/* sax.c — a bare SAX2 parse by libxml2, for scripts/bench_tmx.py: the yardstick of how we read TMX.
 *
 *   sax [--push] FILE     the file's elements and characters are counted, nothing else is done
 *
 * The handlers are the least that an application needs. Without --push libxml2 reads the file itself; with it, the
 * file is handed over in pieces of 32 KiB, as src/read/xml.c does.
 */
#include <libxml/parser.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct count {
  unsigned long elements, bytes;
} count;

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
                     const xmlChar **ns, int nattrs, int ndefault, const xmlChar **attrs) {
  (void)name, (void)prefix, (void)uri, (void)nns, (void)ns, (void)nattrs, (void)ndefault, (void)attrs;
  ((count *)ctx)->elements++;
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)ctx, (void)name, (void)prefix, (void)uri;
}

static void on_text(void *ctx, const xmlChar *s, int n) {
  (void)s;
  ((count *)ctx)->bytes += (unsigned long)n;
}

static int push(xmlSAXHandler *sax, count *c, const char *path) {
  static char piece[1 << 15];
  FILE *f = fopen(path, "rb");
  xmlParserCtxtPtr p = f ? xmlCreatePushParserCtxt(sax, c, NULL, 0, NULL) : NULL;
  if (!p) return 1;
  xmlCtxtUseOptions(p, XML_PARSE_NONET | XML_PARSE_COMPACT);
  setvbuf(f, NULL, _IONBF, 0);
  for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) xmlParseChunk(p, piece, (int)n, 0);
  xmlParseChunk(p, piece, 0, 1);
  int bad = !p->wellFormed;
  xmlFreeParserCtxt(p);
  fclose(f);
  return bad;
}

int main(int argc, char **argv) {
  bool pushed = argc == 3 && !strcmp(argv[1], "--push");
  if (argc != 2 + pushed) return fprintf(stderr, "usage: sax [--push] FILE\n"), 2;
  count c = {0, 0};
  xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                       .startElementNs = on_start,
                       .endElementNs = on_end,
                       .characters = on_text,
                       .ignorableWhitespace = on_text,
                       .cdataBlock = on_text};
  int bad = pushed ? push(&sax, &c, argv[2]) : xmlSAXUserParseFile(&sax, &c, argv[1]);
  printf("%lu elements, %lu bytes of text\n", c.elements, c.bytes);
  return bad != 0;
}
