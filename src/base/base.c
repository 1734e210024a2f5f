/* base.c — memory, strings, buffers, maps, hashes and errors (base.h says what each promises). */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "tmlint/base.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void tml_oom(void) {
  fputs("tmlint: out of memory\n", stderr);
  exit(3);
}

int tml_fail(tml_err *err, int code, const char *fmt, ...) {
  if (err) {
    err->code = code;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
  }
  return code;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

const char *tml_str_find(tml_str s, tml_str what) {
  return what.n && what.n <= s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
}

bool tml_str_ieq(tml_str a, tml_str b) {
  if (a.n != b.n) return false;
  for (size_t i = 0; i < a.n; i++)
    if (lower(a.p[i]) != lower(b.p[i])) return false;
  return true;
}

int tml_str_cmp(tml_str a, tml_str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  int d = n ? memcmp(a.p, b.p, n) : 0;
  return d ? d : (a.n > b.n) - (a.n < b.n);
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

tml_str tml_str_trim(tml_str s) {
  while (s.n && blank(s.p[0])) s.p++, s.n--;
  while (s.n && blank(s.p[s.n - 1])) s.n--;
  return s;
}

/* ---- arena ---- */

struct tml_block {
  struct tml_block *next;
  size_t size;
  _Alignas(16) char data[];
};

/* Readable bytes behind every allocation, so that a scanner may load eight at a time. */
enum { SLACK = 16 };

static void use_block(tml_arena *a, struct tml_block *b) {
  a->head = b;
  a->at = b->data;
  a->end = b->data + b->size;
}

void *tml_arena_slow(tml_arena *a, size_t n) {
  struct tml_block *b = a->head ? a->head->next : a->first;
  if (b && b->size >= n) {
    use_block(a, b); /* kept from before a reset */
  } else {
    size_t size = a->total < ((size_t)1 << 16)   ? (size_t)1 << 16
                  : a->total < ((size_t)8 << 20) ? a->total
                                                 : (size_t)8 << 20;
    if (size < n) size = n;
    struct tml_block *fresh = tml_malloc(sizeof *fresh + size + SLACK);
    fresh->size = size;
    fresh->next = b;
    if (a->head) a->head->next = fresh;
    else a->first = fresh;
    a->total += size;
    use_block(a, fresh);
  }
  void *p = a->at;
  a->at += n;
  return p;
}

void *tml_arena_zero(tml_arena *a, size_t n) {
  void *p = tml_arena_alloc(a, n ? n : 1); /* never NULL, also of an arena without a block */
  return memset(p, 0, n);
}

/* What one huge file needed is not kept for the small ones after it. */
#define KEEP ((size_t)4 << 20)

void tml_arena_reset(tml_arena *a) {
  if (a->total > KEEP) {
    tml_arena_free(a);
    return;
  }
  a->head = NULL;
  a->at = a->end = NULL;
  if (a->first) use_block(a, a->first);
}

void tml_arena_free(tml_arena *a) {
  for (struct tml_block *b = a->first, *next; b; b = next) {
    next = b->next;
    free(b);
  }
  *a = (tml_arena){0};
}

tml_str tml_arena_str(tml_arena *a, tml_str s) {
  char *p = tml_arena_alloc(a, s.n + 1);
  if (s.n) memcpy(p, s.p, s.n);
  p[s.n] = 0;
  return (tml_str){p, s.n};
}

/* ---- formats ---- */

size_t tml_decimal(char *out, uint64_t v) {
  size_t n = 1;
  for (uint64_t x = 10; n < 19 && v >= x; x *= 10) n++;
  n += v >= UINT64_C(10000000000000000000);
  if (!out) return n;
  char *p = out + n;
  do *--p = (char)('0' + v % 10);
  while (v /= 10);
  return n;
}

/* What messages are made of, in a tenth of stdio's time: %s %.*s %c %d %u %zu %llu %%. Returns the bytes, and -1
 * at any other conversion. All of them are in `out` where they and a NUMBER are no more than `room`. */
enum { NUMBER = 20 };
static ptrdiff_t few_formats(char *out, size_t room, const char *fmt, va_list ap) {
  size_t n = 0;
  for (const char *f = fmt; *f;) {
    const char *s = f;
    size_t len = 0;
    if (*f != '%') {
      while (*f && *f != '%') f++;
      len = (size_t)(f - s);
    } else if (f[1] == 's') {
      f += 2;
      s = va_arg(ap, const char *);
      if (!s) return -1;
      len = strlen(s);
    } else if (f[1] == '.' && f[2] == '*' && f[3] == 's') {
      f += 4;
      int most = va_arg(ap, int);
      s = va_arg(ap, const char *);
      if (most < 0) return -1;
      len = most ? strnlen(s, (size_t)most) : 0;
    } else {
      char one;
      unsigned long long v;
      if (f[1] == 'u') v = va_arg(ap, unsigned), f += 2;
      else if (f[1] == 'z' && f[2] == 'u') v = va_arg(ap, size_t), f += 3;
      else if (f[1] == 'l' && f[2] == 'l' && f[3] == 'u') v = va_arg(ap, unsigned long long), f += 4;
      else if (f[1] == 'd') {
        int d = va_arg(ap, int);
        f += 2;
        if (d < 0) {
          if (n < room) out[n] = '-';
          n++;
        }
        v = d < 0 ? 0ULL - (unsigned long long)d : (unsigned long long)d;
      } else if (f[1] == 'c' || f[1] == '%') {
        one = f[1] == 'c' ? (char)va_arg(ap, int) : '%';
        if (n < room) out[n] = one;
        n++;
        f += 2;
        continue;
      } else {
        return -1;
      }
      n += tml_decimal(n + NUMBER <= room ? out + n : NULL, v);
      continue;
    }
    if (len && n + len <= room) memcpy(out + n, s, len);
    n += len;
  }
  return (ptrdiff_t)n;
}

tml_str tml_arena_vfmt(tml_arena *a, const char *fmt, va_list ap) {
  va_list again;
  char most[512]; /* most messages */
  va_copy(again, ap);
  ptrdiff_t n = few_formats(most, sizeof most, fmt, again);
  va_end(again);
  bool few = n >= 0;
  if (few && (size_t)n + NUMBER <= sizeof most) return tml_arena_str(a, tml_str_n(most, (size_t)n));
  if (!few) {
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0) return TML_S("");
  }
  char *p = tml_arena_alloc(a, (size_t)n + NUMBER);
  if (few) few_formats(p, (size_t)n + NUMBER, fmt, ap);
  else vsnprintf(p, (size_t)n + 1, fmt, ap);
  p[n] = 0;
  return (tml_str){p, (size_t)n};
}

tml_str tml_arena_fmt(tml_arena *a, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  tml_str s = tml_arena_vfmt(a, fmt, ap);
  va_end(ap);
  return s;
}

void *tml_arena_grow_slow(tml_arena *a, void *items, size_t n, size_t *cap, size_t size) {
  if (!n && !*cap) return *cap = 8, tml_arena_alloc(a, 8 * size); /* most lists begin so, and most end there */
  size_t want = *cap ? *cap * 2 : 8;
  if (want <= n) want = n + 1;
  /* The last allocation of a block grows in place. */
  if (items && (char *)items + ((*cap * size + 15) & ~(size_t)15) == a->at) {
    size_t more = ((want * size + 15) & ~(size_t)15) - ((*cap * size + 15) & ~(size_t)15);
    if ((size_t)(a->end - a->at) >= more) {
      a->at += more;
      *cap = want;
      return items;
    }
  }
  void *p = tml_arena_alloc(a, want * size);
  if (n) memcpy(p, items, n * size);
  *cap = want;
  return p;
}

/* ---- heap ---- */

void *tml_malloc(size_t n) {
  void *p = malloc(n ? n : 1);
  if (!p) tml_oom();
  return p;
}

void *tml_calloc(size_t n, size_t size) {
  void *p = calloc(n ? n : 1, size ? size : 1);
  if (!p) tml_oom();
  return p;
}

void *tml_realloc(void *p, size_t n) {
  p = realloc(p, n ? n : 1);
  if (!p) tml_oom();
  return p;
}

char *tml_strdup(tml_str s) {
  char *p = tml_malloc(s.n + 1);
  if (s.n) memcpy(p, s.p, s.n);
  p[s.n] = 0;
  return p;
}

void *tml_grow(void *items, size_t n, size_t *cap, size_t size) {
  if (n <= *cap) return items;
  size_t want = *cap ? *cap * 2 : 16;
  if (want < n) want = n;
  *cap = want;
  return tml_realloc(items, want * size);
}

/* ---- buffer ---- */

void tml_buf_free(tml_buf *b) {
  free(b->p);
  *b = (tml_buf){0};
}

void tml_buf_reserve(tml_buf *b, size_t more) { b->p = tml_grow(b->p, b->n + more, &b->cap, 1); }

void tml_buf_fmt(tml_buf *b, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  va_list again;
  va_copy(again, ap);
  ptrdiff_t n = few_formats(b->p ? b->p + b->n : NULL, b->cap - b->n, fmt, again);
  va_end(again);
  bool few = n >= 0;
  if (!few) {
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
  }
  if (n > 0 && few && (size_t)n + NUMBER <= b->cap - b->n) {
    b->n += (size_t)n;
  } else if (n > 0) {
    tml_buf_reserve(b, (size_t)n + NUMBER);
    if (few) few_formats(b->p + b->n, (size_t)n + NUMBER, fmt, ap);
    else vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    b->n += (size_t)n;
  }
  va_end(ap);
}

/* ---- hash and map ---- */

void tml_map_free(tml_map *m) {
  free(m->slots);
  *m = (tml_map){0};
}

static size_t slot_of(const tml_map *m, uint64_t key) {
  size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (m->cap - 1);
  while (m->slots[2 * i] && m->slots[2 * i] != key) i = (i + 1) & (m->cap - 1);
  return i;
}

uint64_t *tml_map_get(const tml_map *m, uint64_t key) {
  if (!key) return m->has_zero ? (uint64_t *)&m->zero : NULL;
  if (!m->cap) return NULL;
  size_t i = slot_of(m, key);
  return m->slots[2 * i] ? &m->slots[2 * i + 1] : NULL;
}

static void map_resize(tml_map *m, size_t cap) {
  tml_map big = {.slots = tml_calloc(cap * 2, sizeof *big.slots), .cap = cap};
  for (size_t i = 0; i < m->cap; i++)
    if (m->slots[2 * i]) {
      size_t k = slot_of(&big, m->slots[2 * i]);
      big.slots[2 * k] = m->slots[2 * i];
      big.slots[2 * k + 1] = m->slots[2 * i + 1];
    }
  free(m->slots);
  m->slots = big.slots;
  m->cap = cap;
}

uint64_t *tml_map_put(tml_map *m, uint64_t key, bool *fresh) {
  if (!key) {
    if (fresh) *fresh = !m->has_zero;
    if (!m->has_zero) m->n++;
    m->has_zero = true;
    return &m->zero;
  }
  if (m->n * 4 >= m->cap * 3) map_resize(m, m->cap ? m->cap * 2 : 64);
  size_t i = slot_of(m, key);
  if (fresh) *fresh = !m->slots[2 * i];
  if (!m->slots[2 * i]) {
    m->slots[2 * i] = key;
    m->n++;
  }
  return &m->slots[2 * i + 1];
}
