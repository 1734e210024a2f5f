/* pair.h — inside tm: what is remembered, piece by piece; what a page teaches as bytes; how a crowd is weighed. */
#ifndef TMLINT_TM_PAIR_H
#define TMLINT_TM_PAIR_H

#include "tmlint/tm.h"

typedef struct tml_pair { /* 24 bytes: a place, and what it says of a key. Lists differ in what both are (TML_TM_…) */
  uint64_t source, target;
  uint32_t file, start; /* file offset of the unit */
} tml_pair;

/* TML_TM_TARGET: the target's low bits tell its form (case, punctuation, marks), the others its words. */
#define TML_FORM_BITS UINT64_C(0xFFFF)

/* TML_TM_FACTS: what a source states, a lane of bits for each sort of fact; above them, a bit for each lane, whether
 * the target states it, too. */
enum { TML_LANES = 4, TML_LANE_BITS = 15 };
#define TML_LANE(value, lane) ((value) >> ((lane)*TML_LANE_BITS) & ((UINT64_C(1) << TML_LANE_BITS) - 1))

/* Counts of 16 bits stay at their greatest. */
static inline uint16_t tml_sum16(uint32_t a, uint32_t b) { return (uint16_t)(a + b < UINT16_MAX ? a + b : UINT16_MAX); }

typedef struct tml_name_sum { /* what a page does with a name, by name and page */
  uint64_t name;
  uint32_t file;
  uint16_t kept, lost; /* 65535: that many or more */
} tml_name_sum;

typedef struct tml_page_at { /* a page that other locales may have, too: its source texts, unit by unit */
  uint64_t key;
  uint32_t file, first, n, none; /* its units are first … first + n - 1 of TML_SEC_UNITS; none: 0 */
} tml_page_at;

/* The parts of a memory: what a run collects, and in a file in the order of the file. */
enum tml_section {
  TML_SEC_LIST,                             /* tml_pair; as many lists as there are: TML_TM_TARGET … (file: pack.h) */
  TML_SEC_NAMES = TML_SEC_LIST + TML_LISTS, /* tml_name_sum (file: names.c) */
  TML_SEC_PAGES,                            /* tml_page_at */
  TML_SEC_UNITS,                            /* uint32_t: hash of a source's words (file: its first TML_UNIT_BYTES) */
  TML_SEC_TAGS, /* a line for each pair of languages, "en-US\tko-KR\n" (file: each once, sorted) */
  TML_SEC_FIT,  /* what is known of languages (fit_file.c) */
  TML_SECTIONS
};
extern const uint32_t tml_section_size[TML_SECTIONS]; /* bytes of an item that a run collects */

/* Three bytes of a unit's hash: two sources that differ share them once in 17 million, and only where a third differs
 * from both is anything said then. */
enum { TML_UNIT_BYTES = 3 };
#define TML_UNIT(hash) ((hash) >> 8)

typedef struct tml_block { /* stands before what a page teaches a section */
  uint32_t section, bytes;
} tml_block;

/* Renderings of one source that are told apart. Beyond so many nobody can speak of a majority. */
enum { TML_RENDERINGS = 64 };

/* Does a pair teach? Not where it is short, is code, or its texts have nothing to do with each other. */
bool tml_pair_teaches(const tml_page *page, uint32_t i);
/* The pairs of a page for one list, appended to `out`; their file is the segment's index. */
void tml_pairs_of(const tml_page *page, int list, tml_buf *out);
/* The key of the page among those of other locales, 0 where it has none, and a hash for each of its sources. */
uint64_t tml_units_of(const tml_page *page, tml_str name, tml_buf *out);
/* The languages of a page, as a line of TML_SEC_TAGS; none where it has no pair, or a tag is none. */
void tml_tags_of(const tml_doc *d, tml_buf *out);
/* The names of a page; their file is 0. */
void tml_names_of(const tml_page *page, tml_buf *out);
/* Sorts n pairs, n > 0. `order` compares sources first. */
void tml_pairs_sort(tml_pair *v, size_t n, int (*order)(const void *, const void *));
/* The names of a file, n of them: what is written and read (names.c). `v` is sorted by name and page. */
size_t tml_names_pack(tml_buf *out, const tml_name_sum *v, size_t n);
bool tml_names_open(tml_str section, uint64_t n);
/* Calls back for each page that has the name. */
void tml_names_ask(tml_str section, size_t n, uint64_t name, void (*take)(void *ctx, const tml_name_sum *s), void *ctx);
/* All of them, appended to `out`. */
void tml_names_unpack(tml_str section, size_t n, tml_buf *out);
/* The first of n pairs, by source, that has this source or a greater one. */
size_t tml_pairs_find(const tml_pair *v, size_t n, uint64_t source);
/* memory.c: the whole file, of sections that are in any order. Files are numbers of `paths`; they are renumbered in
 * place, and the names sorted; those of one name and page are added up. */
void tml_memory_write(tml_buf *out, const tml_str *paths, size_t npaths, tml_buf sections[TML_SECTIONS],
                      const tml_fit *fit);

/* tml_page_at, in the order of the file: key, page. */
int tml_by_page_key(const void *pa, const void *pb);
/* In the order of a file's lists: key, what is said, place. */
int tml_by_rendering(const void *pa, const void *pb);

/* ---- weighing (verdict.c) ---- */

/* A place in the order of paths. In a run: a page's number. Of a memory: a page of it at 2 * number + 1, one that is
 * not in it between two of them. */
typedef struct tml_spot {
  uint32_t rank, start, file, segment;
} tml_spot;

static inline bool tml_spot_earlier(const tml_spot *a, const tml_spot *b) {
  return a->rank != b->rank ? a->rank < b->rank : a->start < b->start;
}

typedef struct tml_kind { /* one of the things that are said of a key */
  uint64_t value;
  uint32_t count;
  tml_spot first;
} tml_kind;

typedef struct tml_kinds { /* all that is said of a key. Zero it; keep it for the next; free v */
  tml_kind *v;
  size_t n, cap;
  bool many;  /* more than can be weighed */
  bool words; /* TML_TM_TARGET: they differ in words */
} tml_kinds;

void tml_kinds_add(tml_kinds *k, uint64_t value, uint32_t n, tml_spot first);
/* After the last: false where nobody is to blame. */
bool tml_kinds_settle(tml_kinds *k, int list);
/* What is to be said at a place that says `value`; false: nothing. Fills all but the place. other_segment is set. */
bool tml_kinds_judge(const tml_kinds *k, int list, uint64_t value, const tml_spot *own, tml_conflict *out);

/* The source texts of one page in several locales: v[i] are page i's n units, pages in order of their paths. Calls back
 * for every unit of page `own` that stands alone against the others. */
void tml_units_judge(const uint32_t *const *v, size_t pages, uint32_t n, size_t own,
                     void (*found)(void *ctx, uint32_t unit, size_t other, uint32_t majority), void *ctx);

#endif
