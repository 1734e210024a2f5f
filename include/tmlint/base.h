/* base.h — memory, strings, buffers, vectors, maps, hashes and errors: what every room stands on.
 *
 * Units: every length and offset is in bytes unless a name says otherwise.
 * Errors: a function that can fail returns 0 or a negative TML_E… and fills a tml_err when one is given.
 * Out of memory ends the program in one place (tml_oom, exit status 3): no caller checks for it.
 * Threads: nothing here has hidden state; an object belongs to one thread at a time.
 */
#ifndef TMLINT_BASE_H
#define TMLINT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TML_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define TML_LIKELY(x) __builtin_expect(!!(x), 1)
#define TML_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define TML_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- errors -------------------------------------------------------------------------------------------------- */

enum { TML_OK = 0, TML_EUSAGE = -1, TML_EIO = -2, TML_EFORMAT = -3, TML_ELIMIT = -4 };

/* One clear message: what, where (place), and what to do about it (remedy). */
typedef struct tml_err {
  int code;
  char msg[512];
} tml_err;

int tml_fail(tml_err *err, int code, const char *fmt, ...) TML_PRINTF(3, 4);
_Noreturn void tml_oom(void);

/* ---- strings: borrowed, not NUL-terminated unless said ---------------------------------------------------------- */

typedef struct tml_str {
  const char *p;
  size_t n;
} tml_str;

#define TML_S(lit) ((tml_str){(lit), sizeof(lit) - 1})
static inline tml_str tml_str_c(const char *z) { return (tml_str){z, z ? strlen(z) : 0}; }
static inline tml_str tml_str_n(const char *p, size_t n) { return (tml_str){p, n}; }
static inline bool tml_str_eq(tml_str a, tml_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool tml_str_is(tml_str a, const char *z) { return tml_str_eq(a, tml_str_c(z)); }
/* The same where they mostly differ in their first bytes: lists of words tried one by one. z: NUL-terminated. */
static inline bool tml_str_same(tml_str a, const char *z) {
  size_t i = 0;
  while (i < a.n && a.p[i] == z[i] && z[i]) i++;
  return i == a.n && !z[i];
}
/* The same n bytes: eight at a time and no call, for short ones that mostly are the same. */
static inline bool tml_same_bytes(const char *a, const char *b, size_t n) {
  uint64_t x, y;
  if (n < 8) {
    for (size_t i = 0; i < n; i++)
      if (a[i] != b[i]) return false;
    return true;
  }
  for (size_t i = 0; i + 8 < n; i += 8) {
    memcpy(&x, a + i, 8), memcpy(&y, b + i, 8);
    if (x != y) return false;
  }
  memcpy(&x, a + n - 8, 8), memcpy(&y, b + n - 8, 8);
  return x == y;
}
bool tml_str_ieq(tml_str a, tml_str b); /* ASCII case ignored */
int tml_str_cmp(tml_str a, tml_str b);  /* byte order */
static inline bool tml_str_starts(tml_str s, tml_str prefix) {
  return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0;
}
static inline bool tml_str_ends(tml_str s, tml_str suffix) {
  return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}
tml_str tml_str_trim(tml_str s); /* ASCII white space */
/* ASCII, whatever the system's locale. */
static inline bool tml_is_digit(char c) { return (unsigned char)(c - '0') < 10; }
static inline bool tml_is_upper(char c) { return (unsigned char)(c - 'A') < 26; }
static inline bool tml_is_alpha(char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
/* The first place of `what`, or NULL; NULL for the empty string. Linear, whatever the two are. */
const char *tml_str_find(tml_str s, tml_str what);

/* ---- arena: freed as a whole; tml_arena_reset keeps the blocks for the next file ---------------------------------- */

typedef struct tml_arena {
  struct tml_block *head; /* current block */
  struct tml_block *first;
  char *at, *end;
  size_t total; /* bytes held in blocks */
} tml_arena;

void tml_arena_free(tml_arena *a);
void tml_arena_reset(tml_arena *a);
void *tml_arena_slow(tml_arena *a, size_t n);
/* n bytes, 16-aligned, not cleared. Never NULL. At least 16 bytes behind them may be read (but mean nothing). */
static inline void *tml_arena_alloc(tml_arena *a, size_t n) {
  n = (n + 15) & ~(size_t)15;
  if (TML_UNLIKELY((size_t)(a->end - a->at) < n)) return tml_arena_slow(a, n);
  void *p = a->at;
  a->at += n;
  return p;
}
void *tml_arena_zero(tml_arena *a, size_t n);
#define TML_NEW(a, T) ((T *)tml_arena_zero((a), sizeof(T)))
#define TML_NEWN(a, T, n) ((T *)tml_arena_zero((a), sizeof(T) * (size_t)(n)))
tml_str tml_arena_str(tml_arena *a, tml_str s); /* copy, NUL-terminated */
tml_str tml_arena_fmt(tml_arena *a, const char *fmt, ...) TML_PRINTF(2, 3);
tml_str tml_arena_vfmt(tml_arena *a, const char *fmt, va_list ap) TML_PRINTF(2, 0);

/* Grows an array that lives in an arena: returns the (maybe moved) array with room for n+1 items. */
void *tml_arena_grow_slow(tml_arena *a, void *items, size_t n, size_t *cap, size_t size);
static inline void *tml_arena_grow(tml_arena *a, void *items, size_t n, size_t *cap, size_t size) {
  return TML_LIKELY(n < *cap) ? items : tml_arena_grow_slow(a, items, n, cap, size);
}

/* ---- heap: never NULL -------------------------------------------------------------------------------------------- */

void *tml_malloc(size_t n);
void *tml_calloc(size_t n, size_t size);
void *tml_realloc(void *p, size_t n);
char *tml_strdup(tml_str s);
/* Heap vector growth: *cap in items, doubled as needed so that n items fit. */
void *tml_grow(void *items, size_t n, size_t *cap, size_t size);

/* ---- buffer: growing bytes ----------------------------------------------------------------------------------------- */

typedef struct tml_buf {
  char *p;
  size_t n, cap;
} tml_buf;

void tml_buf_free(tml_buf *b);
void tml_buf_reserve(tml_buf *b, size_t more);
static inline void tml_buf_put(tml_buf *b, const void *p, size_t n) {
  if (!n) return;
  if (TML_UNLIKELY(b->cap - b->n < n)) tml_buf_reserve(b, n);
  memcpy(b->p + b->n, p, n);
  b->n += n;
}
void tml_buf_fmt(tml_buf *b, const char *fmt, ...) TML_PRINTF(2, 3);
enum { TML_DIGITS = 20 }; /* of the greatest number */
/* Writes v in decimal to `out`, which has room, unless it is NULL; returns the bytes. No NUL. */
size_t tml_decimal(char *out, uint64_t v);
static inline void tml_buf_str(tml_buf *b, tml_str s) { tml_buf_put(b, s.p, s.n); }
static inline void tml_buf_z(tml_buf *b, const char *z) { tml_buf_put(b, z, strlen(z)); }
static inline void tml_buf_c(tml_buf *b, char c) {
  if (TML_UNLIKELY(b->n == b->cap)) tml_buf_reserve(b, 1);
  b->p[b->n++] = c;
}
static inline tml_str tml_buf_view(const tml_buf *b) { return (tml_str){b->p ? b->p : "", b->n}; }

/* ---- hashes -------------------------------------------------------------------------------------------------------- */

/* Hash of bytes, eight at a time (little endian, the last step zero-padded):
 *   h = 0x9E3779B97F4A7C15 ^ n;  for each step w: h = (h ^ w) * 0xFF51AFD7ED558CCD; h ^= h >> 32
 * The generated tables carry values of this function (scripts/gen_locale.py has the same), so it never changes. */
static inline uint64_t tml_hash_mix(uint64_t h, uint64_t w) {
  h = (h ^ w) * UINT64_C(0xFF51AFD7ED558CCD);
  return h ^ (h >> 32);
}
static inline uint64_t tml_hash(const void *p, size_t n) {
  const unsigned char *s = (const unsigned char *)p;
  uint64_t h = UINT64_C(0x9E3779B97F4A7C15) ^ n, w;
  for (; n >= 8; s += 8, n -= 8) {
    memcpy(&w, s, 8);
    h = tml_hash_mix(h, w);
  }
  if (n) {
    w = 0;
    switch (n) {                       /* little endian, zero-padded: no call for so few bytes */
    case 7: w |= (uint64_t)s[6] << 48; /* fall through */
    case 6: w |= (uint64_t)s[5] << 40; /* fall through */
    case 5: w |= (uint64_t)s[4] << 32; /* fall through */
    case 4: w |= (uint64_t)s[3] << 24; /* fall through */
    case 3: w |= (uint64_t)s[2] << 16; /* fall through */
    case 2: w |= (uint64_t)s[1] << 8;  /* fall through */
    default: w |= s[0];
    }
    h = tml_hash_mix(h, w);
  }
  return h;
}

/* ---- map: u64 to u64, open addressing, on the heap. Key 0 is allowed. --------------------------------------------------- */

typedef struct tml_map {
  uint64_t *slots; /* key, value pairs; a key of 0 marks a free slot, the real 0 has its own place */
  size_t cap, n;
  uint64_t zero;
  bool has_zero;
} tml_map;

void tml_map_free(tml_map *m);
uint64_t *tml_map_get(const tml_map *m, uint64_t key);        /* NULL where absent */
uint64_t *tml_map_put(tml_map *m, uint64_t key, bool *fresh); /* the value's place, 0 when fresh */

#endif
