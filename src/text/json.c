/* json.c — JSON text with the place of each value (json.h).
 *
 * Grammar: RFC 8259. cJSON is laxer in three points that matter to people: control characters in strings, doubled keys
 * (checked here) and numbers like 01 (harmless). Comments are not JSON and are told as such.
 */
#include "tmlint/json.h"

#include "tmlint/io.h"

static tml_origin origin(const tml_json *j, size_t off) {
  tml_origin o = {j->path, 1, 1};
  for (size_t i = 0; i < off && i < j->text.n; i++) {
    unsigned char c = (unsigned char)j->text.p[i];
    if (c == '\n') {
      o.line++;
      o.column = 1;
    } else if ((c & 0xC0) != 0x80) {
      o.column++;
    }
  }
  return o;
}

static uint64_t key_of(const cJSON *node) { return (uint64_t)(uintptr_t)node; }

tml_origin tml_json_at(const tml_json *j, const cJSON *node) {
  const uint64_t *off = tml_map_get(&j->values, key_of(node));
  return origin(j, off ? (size_t)*off : 0);
}

tml_origin tml_json_key_at(const tml_json *j, const cJSON *node) {
  const uint64_t *off = tml_map_get(&j->keys, key_of(node));
  return off ? origin(j, (size_t)*off) : tml_json_at(j, node);
}

static const char *blanks(const char *p) {
  while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') p++;
  return p;
}

/* Behind a string that begins at p. */
static const char *after_string(const char *p) {
  for (p++; *p && *p != '"'; p++)
    if (*p == '\\' && p[1]) p++;
  return *p ? p + 1 : p;
}

/* Notes where node and all below it stand; p is at its first byte. Depth is bounded by cJSON's own nesting limit. */
static const char *locate(tml_json *j, const cJSON *node, const char *p) {
  *tml_map_put(&j->values, key_of(node), NULL) = (uint64_t)(p - j->text.p);
  if (cJSON_IsString(node)) return after_string(p);
  if (!cJSON_IsObject(node) && !cJSON_IsArray(node)) {
    while (*p && !strchr(",]} \t\r\n", *p)) p++;
    return p;
  }
  p++;
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    p = blanks(p);
    if (*p == ',') p = blanks(p + 1);
    if (cJSON_IsObject(node)) {
      *tml_map_put(&j->keys, key_of(kid), NULL) = (uint64_t)(p - j->text.p);
      p = blanks(after_string(p));
      p = blanks(p + 1); /* ':' */
    }
    p = locate(j, kid, p);
  }
  p = blanks(p);
  return *p ? p + 1 : p;
}

static int doubled(const tml_json *j, const cJSON *node, tml_err *err) {
  for (const cJSON *kid = node->child; kid; kid = kid->next) {
    if (cJSON_IsObject(node))
      for (const cJSON *other = node->child; other != kid; other = other->next)
        if (strcmp(other->string, kid->string) == 0) {
          tml_origin at = tml_json_key_at(j, kid), first = tml_json_key_at(j, other);
          return tml_fail(err, TML_EUSAGE, "%s:%u:%u: key \"%s\" stands twice, first in line %u; keep one", at.where,
                          at.line, at.column, kid->string, first.line);
        }
    int rc = doubled(j, kid, err);
    if (rc) return rc;
  }
  return TML_OK;
}

/* What is wrong at the byte where the parser gave up, in the words of somebody who edits JSON by hand. */
static const char *complaint(const char *text, const char *p) {
  const char *before = p;
  while (before > text && strchr(" \t\r\n", before[-1])) before--;
  char last = before > text ? before[-1] : 0;
  if (p[0] == '/' && (p[1] == '/' || p[1] == '*')) return "comments are not allowed in JSON";
  if (!*p) return "the text ends too early: a closing \"}\", \"]\" or quote is missing";
  if ((*p == '}' || *p == ']') && last == ',') return "a comma before the closing bracket is not allowed";
  if (*p == '\'') return "texts stand in double quotes";
  if (*p == '"' && last && strchr("{,:[", last)) return "this text has no closing quote, or an escape that is not JSON";
  if (*p == '"') return "a comma is missing before this";
  return "this is not JSON";
}

/* cJSON gives up at the bad byte, or one behind it where a key or a closing quote should be. */
static const char *gave_up(const char *text, const char *end) {
  if (end == text || strchr(" \t\r\n", end[-1])) return blanks(end);
  const char *before = end - 1;
  while (before > text && strchr(" \t\r\n", before[-1])) before--;
  char last = before > text ? before[-1] : 0;
  if (last && strchr(end[-1] == '"' ? "{,:[" : "{,", last)) return end - 1;
  return blanks(end);
}

static int parse(tml_json *j, tml_err *err) {
  const char *path = j->path;
  const char *text = j->text.p, *end = NULL;
  if (memchr(text, 0, j->text.n)) return tml_fail(err, TML_EUSAGE, "%s: not a text file, it holds a zero byte", path);
  if (j->text.n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3;
  j->root = cJSON_ParseWithOpts(text, &end, true);
  if (!j->root) {
    const char *p = gave_up(text, end ? end : text);
    tml_origin at = origin(j, (size_t)(p - j->text.p));
    return tml_fail(err, TML_EUSAGE, "%s:%u:%u: %s", path, at.line, at.column, complaint(text, p));
  }
  locate(j, j->root, blanks(text));
  if (!cJSON_IsObject(j->root)) {
    tml_origin at = tml_json_at(j, j->root);
    return tml_fail(err, TML_EUSAGE, "%s:%u:%u: an object is expected: { … }", path, at.line, at.column);
  }
  return doubled(j, j->root, err);
}

int tml_json_load(tml_json *j, const char *path, tml_err *err) {
  *j = (tml_json){.path = path};
  int rc = tml_io_read(path, &j->text, NULL, err);
  return rc ? rc : parse(j, err);
}

int tml_json_parse(tml_json *j, const char *path, tml_str text, tml_err *err) {
  *j = (tml_json){.path = path};
  tml_buf_str(&j->text, text);
  tml_buf_c(&j->text, 0);
  j->text.n--;
  return parse(j, err);
}

void tml_json_free(tml_json *j) {
  cJSON_Delete(j->root);
  tml_map_free(&j->keys);
  tml_map_free(&j->values);
  tml_buf_free(&j->text);
  *j = (tml_json){0};
}
