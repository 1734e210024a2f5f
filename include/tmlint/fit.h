/* fit.h — does a target fit its source? A lexicon of two languages and the lengths of their texts, learnt as counts
 * that add up, and what they make of a page: targets that belong to a neighbour (TM007, TM008) or to nobody near
 * (TM007), and lengths that the languages do not have (CO006).
 *
 * What a page shows of itself is a record of bytes: for each pair its place, its lengths and hashes of its words, no
 * texts. Records teach the lexicon, and records are judged by it, when all have taught.
 * The lexicon is bounded: some languages share the same cells evenly; more languages get coarser tables. Parts that
 * were learnt apart add up to what one learning makes, in any order.
 * Threads: tml_fit_record is pure but for its buffer; judging reads only; learning belongs to one thread.
 */
#ifndef TMLINT_FIT_H
#define TMLINT_FIT_H

#include "tmlint/page.h"

/* The most words of a text that are looked at: those whose hashes are least, so that the same words are always in. */
enum { TML_FIT_MOST = 16 };
/* Who has learnt fewer texts of two languages can't judge them. */
enum { TML_FIT_LEAST = 1000 };
/* … and who has learnt fewer than this can't tell of a pair alone (TM007): with 1,400 to 7,000 pairs a right one in
 * some hundred pages was told, with 40,000 none. */
enum { TML_FIT_ALONE = 8000 };

typedef struct tml_fit tml_fit;

tml_fit *tml_fit_new(void);
void tml_fit_free(tml_fit *f);
/* What one lexicon learnt, so that it may learn other languages: it is as a new one, and keeps room for a table. */
void tml_fit_forget(tml_fit *f);

/* What a page, or a batch of a file, shows of itself, appended to `out`. */
void tml_fit_record(const tml_page *page, tml_buf *out);
/* So many languages will be met: tables are made as small as they would become. */
void tml_fit_expect(tml_fit *f, size_t languages);
/* Learns what records (one after another) show. */
void tml_fit_learn(tml_fit *f, tml_str records);

/* The section of a memory file: written, checked, and read again. A section's bytes outlive the lexicon read from it.
 * many: tables are unpacked when they are asked for first, else they are asked as they stand. NULL: the bytes are none.
 */
void tml_fit_write(const tml_fit *f, tml_buf *out);
tml_fit *tml_fit_read(tml_str section, bool many);
/* Adds what another lexicon has. */
void tml_fit_add(tml_fit *to, const tml_fit *from);

/* ---- words, for the alignment of pages (words.c) ---- */

/* The number of a word, n bytes as they stand in a text, by which it is known; 0 where such words are not kept. Of an
 * unspaced script: the two or three characters that it is known by. Any thread. */
uint32_t tml_fit_word(enum tml_script script, const char *p, size_t n);
typedef struct fit_table tml_fit_lexicon; /* of two languages; NULL: nothing is known of them */
const tml_fit_lexicon *tml_fit_lexicon_of(const tml_fit *f, uint64_t language);
uint64_t tml_fit_lexicon_texts(const tml_fit_lexicon *x); /* how many pairs have taught it */
/* … and how many words and signs, each once a text, a side of them has. */
uint64_t tml_fit_lexicon_tokens(const tml_fit_lexicon *x, unsigned side);
/* How likely each of n target words (0: none) goes with a source word, 0 to 1, together 1 at most. `x`: a
 * tml_fit_lexicon. */
void tml_fit_lexicon_row(const void *x, uint32_t source, const uint32_t *target, size_t n, float *p);
/* How many texts of a side have a word. */
uint32_t tml_fit_lexicon_count(const void *x, unsigned side, uint32_t word);

enum tml_misfit_kind { TML_MISFIT_NEIGHBOUR, TML_MISFIT_STRANGER, TML_MISFIT_RUN, TML_MISFIT_LENGTH };

/* What is wrong at a pair. */
typedef struct tml_misfit {
  uint8_t kind;
  bool longer;    /* LENGTH: the target is too long for its source, else too short */
  int8_t offset;  /* NEIGHBOUR: where the better target stands, in pairs; RUN: the same for all its pairs */
  uint32_t pair;  /* in the record: its order */
  uint32_t pairs; /* RUN: how many pairs from there on */
  uint32_t times; /* LENGTH: the ratio of lengths, in hundredths of the usual one */
} tml_misfit;

typedef struct tml_fit_pair { /* as the record has it */
  uint32_t start;             /* file offset of the unit */
  uint32_t segment;           /* its index in the page or batch */
} tml_fit_pair;

/* How many bytes the first record of `records` has. */
size_t tml_fit_length(tml_str records);
size_t tml_fit_count(tml_str record);
/* Its languages, and how many texts it teaches. */
uint64_t tml_fit_language(tml_str record, uint32_t *taught);
tml_fit_pair tml_fit_at(tml_str record, size_t i);

/* Judges a record by what was learnt. `own`: was pair i of the record among it? By pair, in order; lists are in `a`. */
size_t tml_fit_judge(const tml_fit *f, tml_arena *a, tml_str record, bool (*own)(void *ctx, uint32_t segment),
                     void *ctx, tml_misfit **out);

/* For measurements: a record's scores. 0 for strangers, more for translations; negative infinity: nothing to go by. */
float tml_fit_score(const tml_fit *f, tml_str a, size_t source, tml_str b, size_t target);

#endif
