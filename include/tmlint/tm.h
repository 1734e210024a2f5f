/* tm.h — the memory: what pages teach. Of a run, asked only after the barrier; or in a file (`tmlint learn`), asked
 * about each page.
 *
 * What it holds: 24 bytes a pair (hash of the folded source, hash of the folded target, place), 24 more for a pair
 * whose source states facts and for each term that markup sets apart, 4 for a pair of a page that other locales may
 * have, and 16 a name of a page. No texts: whoever needs them reads the page again. Everything adds up: pages are
 * learnt in any grouping, one after another in report order, with the same result.
 * Threads: tml_tm_learn is pure but for its buffer; an opened tml_memory is read-only and for all threads; the rest
 * belongs to one thread.
 */
#ifndef TMLINT_TM_H
#define TMLINT_TM_H

#include "tmlint/fit.h"
#include "tmlint/page.h"

typedef struct tml_tm tml_tm;

/* What places are compared in: by one thing that they share, in another. */
enum tml_tm_list {
  TML_TM_TARGET,             /* one source: its targets (TM001) */
  TML_TM_FACTS,              /* one target: the facts of its sources (TM002) */
  TML_TM_TERM,               /* one term that markup sets apart: its renderings (TM005) */
  TML_LISTS,                 /* lists of pairs end here */
  TML_TM_SOURCE = TML_LISTS, /* one unit of a page in several locales: its sources (TM010) */
  TML_TM_KINDS,
  TML_TM_TAGS = TML_TM_KINDS /* of tml_tm_learn alone: which languages the page is in, for a file */
};

tml_tm *tml_tm_new(void);
void tml_tm_free(tml_tm *m);

/* What one page teaches, appended to `out` as bytes for tml_tm_add. name: the page's path without its locale, the same
 * for all locales; empty: it has none. wanted: 1 << TML_TM_… */
void tml_tm_learn(const tml_page *page, tml_str name, unsigned wanted, tml_buf *out);
/* Adds what page number `file` taught. */
void tml_tm_add(tml_tm *m, uint32_t file, tml_str taught);
/* After the last page: puts everything in order. */
void tml_tm_finish(tml_tm *m);

/* How often pairs whose source has this name (a TML_F_NAME key) keep it, and how often they do not. */
void tml_tm_name(const tml_tm *m, uint64_t name, uint32_t *kept, uint32_t *lost);

/* Who has a source: the keys under which pairs of segment i's source are learnt (a heading is learnt as one), and the
 * pairs that the run learnt under a key, by place. */
void tml_tm_source_keys(const tml_page *page, uint32_t i, uint64_t key[2]);
void tml_tm_holders(const tml_tm *m, uint64_t key, void (*take)(void *ctx, uint32_t file, uint32_t start), void *ctx);

/* A place that does not go with the others. */
typedef struct tml_conflict {
  uint8_t kind;                       /* TML_TM_… */
  bool tie;                           /* no majority: reported at the later place */
  bool form;                          /* TML_TM_TARGET: they differ in case, punctuation or marks only */
  bool fits;                          /* TML_TM_FACTS: the other source has what the target says */
  uint32_t file, start;               /* the minority's place: page, and file offset of the unit */
  uint32_t other_file, other_start;   /* a place of the majority: the first */
  uint32_t minority, majority, total; /* how many places each has, and all together */
  uint64_t said;                      /* TML_TM_TERM: the majority's rendering */
  uint64_t key;                       /* of a memory file's: what the places have in common, in full */
  uint32_t segment, other_segment;    /* indexes in the page, where they are known: TML_TM_SOURCE, tml_memory_judge */
} tml_conflict;
/* All conflicts by place. *v lives as long as the memory. TML_TM_SOURCE: start and other_start are 0, segments told. */
size_t tml_tm_conflicts(tml_tm *m, const tml_conflict **v);

/* A term that markup sets apart, as segment i has it: its hash and its rendering's, and where they stand, text offsets.
 * False: it has none, or more than one. */
typedef struct tml_term {
  uint64_t term, rendering;
  uint32_t source_start, source_end, target_start, target_end;
} tml_term;
bool tml_term_of(const tml_page *page, uint32_t i, tml_term *out);
/* Does the target of segment i say this rendering anywhere, in markup or not? */
bool tml_term_said(const tml_page *page, uint32_t i, uint64_t rendering);

/* What was learnt, as the bytes of a memory file. paths: by file number, relative to the root of fingerprints. After it
 * the memory is good for nothing but tml_tm_free. */
void tml_tm_write(tml_tm *m, const tml_fit *fit, const tml_str *paths, size_t npaths, tml_buf *out);

/* ---- a memory file -------------------------------------------------------------------------------------------- */

typedef struct tml_memory tml_memory;
typedef struct tml_memory_counts {
  uint64_t pages, pairs, names;
} tml_memory_counts;

/* Maps and checks the file. TML_EIO, or TML_EFORMAT for what is no memory, damaged, or of another version: the message
 * names the file and the remedy. Close at the end. */
int tml_memory_open(const char *name, tml_memory **out, tml_err *err);
void tml_memory_close(tml_memory *m);
tml_memory_counts tml_memory_size(const tml_memory *m);
/* A page's path; empty where the number is none. In `a`. */
tml_str tml_memory_path(const tml_memory *m, tml_arena *a, uint32_t file);
/* All of them, by number; a path lives as long as its call. */
void tml_memory_paths(const tml_memory *m, void (*take)(void *ctx, uint32_t file, tml_str path), void *ctx);
/* The number of a page; UINT32_MAX: it is not there. */
uint32_t tml_memory_file(const tml_memory *m, tml_str path);
/* As tml_tm_name: of the memory's other pages, and of this one as it is. part: as for tml_memory_judge. */
void tml_memory_name(const tml_memory *m, const tml_page *page, tml_str path, bool part, uint64_t name, uint32_t *kept,
                     uint32_t *lost);
/* As tml_tm_holders. */
void tml_memory_holders(const tml_memory *m, uint64_t key, void (*take)(void *ctx, uint32_t file, uint32_t start),
                        void *ctx);
/* What is known of languages; made at the first call, which belongs to one thread. NULL: the memory is damaged. many:
 * so many pages will ask that it pays to unpack a table. */
const tml_fit *tml_memory_fit(tml_memory *m, bool many);
/* What is known of words of two languages, for the alignment of pages: of these tags, else of the most texts of the
 * same languages and scripts. NULL: they are not in it; or the memory is damaged. The first call belongs to one thread.
 */
const tml_fit_lexicon *tml_memory_lexicon(tml_memory *m, tml_str source, tml_str target);
/* The languages that it has: "en-US to ko-KR, en-US to ja-JP", some of them where there are many. In `a`. */
tml_str tml_memory_languages(const tml_memory *m, tml_arena *a);
/* Which segments of a page are among the pairs that the memory has of its path, wherever they stood. In `a`. */
bool *tml_memory_pairs(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path);
/* Parts joined: the bytes that one learning of all their pages would have made. names: of the files, for messages.
 * TML_EFORMAT: a page is in two of them. */
int tml_memory_join(const tml_memory *const *parts, const char *const *names, size_t n, tml_buf *out, tml_err *err);

/* The conflicts of a page, of the kinds in `wanted` (1 << TML_TM_…), whether the memory knows the page or not: what it
 * knows of this path does not count, the page as it is does. In no order. other_file: the memory's number, UINT32_MAX
 * for the page itself. In `a`. name: as for tml_tm_learn. part: the page is a batch of a long file; what the memory
 * knows of the file counts then, for the other batches are not at hand. */
size_t tml_memory_judge(const tml_memory *m, tml_arena *a, const tml_page *page, tml_str path, tml_str name,
                        unsigned wanted, bool part, tml_conflict **v);
/* Is segment i of this page still what the memory has at the other place of c? start: that place's, where the page was
 * cut. name: of the page that was read. *strange: it is, but only looks as if it had something in common with the
 * other. */
bool tml_memory_knows(const tml_memory *m, const tml_page *page, uint32_t i, tml_str name, const tml_conflict *c,
                      bool *strange);

#endif
