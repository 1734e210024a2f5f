/* yaml.c — front matter that is more than plain lines, read with libyaml's events; the only user of libyaml.
 *
 * Only scalars become items, under the path that leads to them: `a.b`, `list[0].name`. Aliases give the text of the
 * scalar they name; a map or list that an alias names is not expanded, so nothing here can explode. libyaml counts
 * characters, the items want bytes: marks come in nearly ascending order, so one walk over the bytes translates them.
 */
#include "input/fm.h"

#include <stdlib.h>
#include <yaml.h>

enum { MAX_DEPTH = 64, MAX_PATH = 1024, MAX_BLOCK = 1 << 20, MAX_PATHS = 8 << 20, MAX_ANCHORS = 1000 };

static const char too_deep[] = "front matter is nested too far to be read";

typedef struct level {
  bool map;
  bool has_key;     /* in a map: the next node is a value */
  bool filled;      /* anything was in it */
  size_t start;     /* where it opens in the file */
  size_t path;      /* bytes of the path that lead here */
  size_t index;     /* in a list: of the next node */
  size_t key_start; /* in a map: of the key whose value comes next */
} level;

typedef struct anchor {
  tml_str name, value;
} anchor;

typedef struct reader {
  fm_builder *b;
  yaml_parser_t parser;
  size_t start, end;
  size_t mark, mark_byte; /* mark_byte is the offset in the file of character `mark` */
  level levels[MAX_DEPTH];
  unsigned depth;
  unsigned skip; /* inside a key that is a map or a list: levels until it is over */
  tml_buf path;
  size_t paths; /* bytes of all paths made */
  anchor *anchors;
  size_t nanchors, anchor_cap;
} reader;

/* The file offset of libyaml's character number. */
static size_t byte_of(reader *r, size_t index) {
  const char *p = r->b->bytes.p;
  for (; r->mark > index && r->mark_byte > r->start; r->mark--) { /* an empty value stands before its key's end */
    r->mark_byte--;
    while (r->mark_byte > r->start && ((uint8_t)p[r->mark_byte] & 0xC0) == 0x80) r->mark_byte--;
  }
  while (r->mark < index && r->mark_byte < r->end) {
    r->mark_byte++;
    while (r->mark_byte < r->end && ((uint8_t)p[r->mark_byte] & 0xC0) == 0x80) r->mark_byte++;
    r->mark++;
  }
  return r->mark_byte;
}

/* ---- paths ---- */

/* The path of the node that comes next, in r->path. */
static void enter_node(reader *r) {
  if (r->depth == 0) return;
  level *l = &r->levels[r->depth - 1];
  if (!l->map) {
    r->path.n = l->path;
    tml_buf_fmt(&r->path, "[%zu]", l->index++);
  }
  l->filled = true;
}

/* A node is complete: in a map a key follows. */
static void leave_node(reader *r) {
  if (r->depth && r->levels[r->depth - 1].map) r->levels[r->depth - 1].has_key = false;
}

static void take_key(reader *r, tml_str key, size_t at) {
  level *l = &r->levels[r->depth - 1];
  r->path.n = l->path;
  if (l->path) tml_buf_c(&r->path, '.');
  tml_buf_str(&r->path, key);
  l->has_key = true;
  l->key_start = at;
}

static bool expects_key(const reader *r) {
  return r->depth && r->levels[r->depth - 1].map && !r->levels[r->depth - 1].has_key;
}

static void add_item(reader *r, tml_fm_item it) {
  const level *l = &r->levels[r->depth - 1];
  if (r->path.n > MAX_PATH || r->paths > MAX_PATHS) {
    fm_fail(r->b, it.start, too_deep);
    return;
  }
  r->paths += r->path.n;
  it.key = tml_arena_str(r->b->a, tml_buf_view(&r->path));
  it.key_start = l->map ? l->key_start : it.start;
  fm_add(r->b, it);
}

/* ---- events ---- */

static void remember(reader *r, const yaml_char_t *name, tml_str value) {
  if (!name || r->nanchors == MAX_ANCHORS) return;
  r->anchors = tml_arena_grow(r->b->a, r->anchors, r->nanchors, &r->anchor_cap, sizeof *r->anchors);
  r->anchors[r->nanchors++] = (anchor){tml_arena_str(r->b->a, tml_str_c((const char *)name)), value};
}

/* A value's bytes begin behind its anchor and tag, and end before the line ends that libyaml counts to it. */
static void trim_span(const reader *r, tml_fm_item *it) {
  const char *p = r->b->bytes.p;
  while (it->start < it->end && (p[it->start] == '&' || p[it->start] == '!')) {
    while (it->start < it->end && !strchr(" \t\r\n", p[it->start])) it->start++;
    while (it->start < it->end && strchr(" \t\r\n", p[it->start])) it->start++;
  }
  while (it->end > it->start && strchr(" \t\r\n", p[it->end - 1])) it->end--;
}

static char style_of(yaml_scalar_style_t s) {
  switch (s) {
  case YAML_SINGLE_QUOTED_SCALAR_STYLE: return '\'';
  case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return '"';
  case YAML_LITERAL_SCALAR_STYLE: return '|';
  case YAML_FOLDED_SCALAR_STYLE: return '>';
  default: return ':';
  }
}

static void on_scalar(reader *r, const yaml_event_t *e) {
  tml_str text = tml_str_n((const char *)e->data.scalar.value, e->data.scalar.length);
  size_t start = byte_of(r, e->start_mark.index);
  if (expects_key(r)) {
    take_key(r, text, start);
    remember(r, e->data.scalar.anchor, tml_arena_str(r->b->a, text));
    return;
  }
  tml_fm_item it = {.start = start, .end = byte_of(r, e->end_mark.index), .style = style_of(e->data.scalar.style)};
  it.value = tml_arena_str(r->b->a, text);
  trim_span(r, &it);
  remember(r, e->data.scalar.anchor, it.value);
  enter_node(r);
  add_item(r, it);
  leave_node(r);
}

static void on_alias(reader *r, const yaml_event_t *e) {
  tml_str name = tml_str_c((const char *)e->data.alias.anchor), value = {"", 0};
  for (size_t i = r->nanchors; i > 0; i--) {
    if (!tml_str_eq(r->anchors[i - 1].name, name)) continue;
    value = r->anchors[i - 1].value;
    break;
  }
  size_t start = byte_of(r, e->start_mark.index);
  if (expects_key(r)) {
    take_key(r, value, start);
    return;
  }
  enter_node(r);
  add_item(r, (tml_fm_item){.start = start, .end = byte_of(r, e->end_mark.index), .style = '*', .value = value});
  leave_node(r);
}

static void on_open(reader *r, const yaml_event_t *e, bool map) {
  size_t start = byte_of(r, e->start_mark.index);
  if (expects_key(r)) { /* `? [a, b]`: no name could be made of it */
    take_key(r, TML_S("?"), start);
    r->skip = 1;
    return;
  }
  if (r->depth == MAX_DEPTH || r->path.n > MAX_PATH) {
    fm_fail(r->b, start, too_deep);
    return;
  }
  enter_node(r);
  r->levels[r->depth++] = (level){.map = map, .path = r->path.n, .start = start};
}

/* An empty map or list is listed, so that its key is known to be there. */
static void on_close(reader *r, const yaml_event_t *e) {
  const level closed = r->levels[--r->depth];
  r->path.n = closed.path;
  if (!closed.filled && r->depth) {
    size_t end = byte_of(r, e->end_mark.index);
    add_item(r, (tml_fm_item){.start = closed.start, .end = end, .style = ':', .value = {"", 0}});
  }
  leave_node(r);
}

/* Takes one event; false after the last. */
static bool take(reader *r, const yaml_event_t *e) {
  const bool opens = e->type == YAML_MAPPING_START_EVENT || e->type == YAML_SEQUENCE_START_EVENT;
  const bool closes = e->type == YAML_MAPPING_END_EVENT || e->type == YAML_SEQUENCE_END_EVENT;
  if (r->skip) {
    if (opens) r->skip++;
    if (closes) r->skip--;
    if (r->skip > MAX_DEPTH) fm_fail(r->b, byte_of(r, e->start_mark.index), too_deep);
    return r->skip <= MAX_DEPTH;
  }
  if (r->depth == 0 &&
      (e->type == YAML_SCALAR_EVENT || e->type == YAML_ALIAS_EVENT || e->type == YAML_SEQUENCE_START_EVENT)) {
    fm_fail(r->b, byte_of(r, e->start_mark.index), "front matter is not a list of \"key: value\" lines");
    return false;
  }
  if (e->type == YAML_SCALAR_EVENT) on_scalar(r, e);
  else if (e->type == YAML_ALIAS_EVENT) on_alias(r, e);
  else if (opens) on_open(r, e, e->type == YAML_MAPPING_START_EVENT);
  else if (closes) on_close(r, e);
  else return e->type != YAML_DOCUMENT_END_EVENT && e->type != YAML_STREAM_END_EVENT;
  return !r->b->out->malformed;
}

/* ---- errors ---- */

/* What libyaml says, and what to do about it. */
static const struct {
  const char *problem, *message;
  bool context; /* the place is where it began */
} remedies[] = {
    {"mapping values are not allowed in this context", "a value with \": \" in it must stand in quotes", false},
    {"could not find expected ':'", "this is no \"key: value\" line (a ':' with a space behind it is missing)", true},
    {"found character that cannot start any token", "a value can't begin with this character: put it in quotes", false},
    {"found unexpected end of stream", "a quotation mark is not closed", true},
    {"found unknown escape character", "in double quotes a backslash must be written twice", false},
    {"did not find expected key", "text behind a value: put the whole value in quotes, or mend the indentation", false},
    {"did not find expected ',' or ']'", "a list is not closed by \"]\"", true},
    {"did not find expected ',' or '}'", "a map is not closed by \"}\"", true},
    {"control characters are not allowed", "a control character", false},
    {"invalid leading UTF-8 octet", "bytes that are not UTF-8", false},
    {"invalid trailing UTF-8 octet", "bytes that are not UTF-8", false},
    {"incomplete UTF-8 octet sequence", "bytes that are not UTF-8", false},
};

static void report(reader *r) {
  const yaml_parser_t *p = &r->parser;
  const char *msg = p->problem ? p->problem : "malformed YAML";
  bool context = false;
  for (size_t i = 0; i < TML_COUNT(remedies); i++) {
    if (strcmp(msg, remedies[i].problem) != 0) continue;
    msg = remedies[i].message;
    context = remedies[i].context && p->context;
    break;
  }
  size_t at = p->error == YAML_READER_ERROR ? r->start + p->problem_offset
                                            : byte_of(r, context ? p->context_mark.index : p->problem_mark.index);
  fm_fail(r->b, at > r->end ? r->end : at, msg);
}

void fm_read_yaml(fm_builder *b, size_t start, size_t end) {
  reader r = {.b = b, .start = start, .end = end, .mark_byte = start};
  if (end - start > MAX_BLOCK) {
    fm_fail(b, start, "front matter of more than 1 MiB");
    return;
  }
  if (!yaml_parser_initialize(&r.parser)) tml_oom();
  yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&r.parser, (const unsigned char *)b->bytes.p + start, end - start);
  for (bool more = true; more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&r.parser, &event)) {
      if (r.parser.error == YAML_MEMORY_ERROR) tml_oom();
      report(&r);
      break;
    }
    more = take(&r, &event);
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&r.parser);
  tml_buf_free(&r.path);
}
