/* aligner.h — private to align: one pair of pages, aligned with what the batch knows by now.
 *
 * score.c says how well segments near the expected path go together, chain.c finds the beads, aligner.c cuts long pages
 * into parts and says where the path is expected.
 */
#ifndef TML_ALIGN_ALIGNER_H
#define TML_ALIGN_ALIGNER_H

#include "lexicon.h"

#include "tmlint/bitext.h"

enum {
  BEAD_MOST = 5,          /* segments on one side of a bead, at most */
  PLANES = BEAD_MOST + 2, /* scores of a cell: groups of 1 to 5, and of 2 and 3 that lean on one of their segments */
  LENGTHS = 1024,         /* characters whose logarithms are kept */
  SOFT_ENDS = 16,         /* sums of logarithms that are farther apart: the larger one */
  SOFT_STEPS = 64,
  KINDS = 15,
  SKIPS = KINDS - 2 /* kinds of bead; the last two have an empty side */
};
extern const uint8_t tml_bead_kinds[KINDS][2];

/* A segment, as the aligner sees it. */
typedef struct seg_info {
  uint32_t chars; /* without white space */
  uint8_t block, level;
  uint16_t ctx; /* TML_CTX_… of lists, tables, quotes */
  bool first;
} seg_info;

typedef struct page_side {
  uint32_t n;
  seg_info *seg;
  uint32_t *at;    /* n + 1: where each segment's tokens begin, from `flat` */
  uint32_t *grams; /* n: where those of them begin that overlap; they stand behind the others */
  uint32_t flat;   /* where the page's tokens begin in the batch's list */
} page_side;

typedef struct page_pair {
  page_side side[2];
  tml_bead *beads; /* of the last pass, in order */
  uint32_t nbeads, nlikely;
  tml_bead *likely;  /* those of it that may be, with their chances; none: the lexicon is learnt from `beads` */
  uint32_t *order;   /* how the target's pieces were read (order.h); NULL: as they stand */
  uint32_t *near[2]; /* by source segment: the first and one behind the last target that its beads may have; or NULL */
} page_pair;

/* Lengths: ln((b + 2) / (a + 2)) of a bead's sides is near mu, with a variance of s0² + s1² / (min(a, b) + 1). */
typedef struct length_model {
  double mu, s0, s1;
  double ml, vl; /* mean and variance of ln(b + 2) over all targets */
} length_model;

/* What the batch knows when a pass begins. */
typedef struct knowledge {
  const lex_table *lex[2]; /* [0]: p(target|source) */
  const float *uni[2];     /* p(token) on each side, 0 where it does not occur there */
  const float *known[2];   /* how far a token of that side can be explained at all */
  const float *worth[2];   /* pseudo-counts of the lexicon's rows */
  uint32_t nvocab;
  uint32_t *const *tok; /* the flat lists */
  float lambda;
  bool leave_out; /* the counts that a segment's own bead of the last pass gave */
  bool chances;   /* not the likeliest chain alone: all likely beads are kept */
  bool last;      /* the last pass: beads by their chances, with scores */
  length_model length;
  double prior[KINDS]; /* logarithms */
  uint32_t window;
  void (*tick)(void *ctx, uint64_t done, uint64_t all); /* source segments of a page that is alone; or NULL */
  void *tick_ctx;
} knowledge;

/* A part of a page, or all of it. */
typedef struct page_part {
  const page_pair *page;
  page_side side[2];      /* of the part: seg and at moved on, n less */
  uint32_t from[2];       /* its first segments */
  const double *expected; /* by source segment: the target where the path is expected, in the page's numbers */
  const uint32_t *likely_at[2], *likely[2]; /* likely beads by segment: numbers likely[at[i], at[i + 1]) */
  const uint32_t *bead_of[2];               /* by segment: its bead of the last pass; where the knowledge leaves out */
  uint32_t *near[2];                        /* page_pair's, moved on; or NULL */
} page_part;

/* A worker's room, kept from page to page. */
typedef struct aligner {
  length_model length; /* whose tables these are */
  double logs[LENGTHS], spread[LENGTHS], half_log[LENGTHS];
  float soft[SOFT_ENDS * SOFT_STEPS + 2];
  size_t nvocab;
  float *vec;  /* by token: what the open segment predicts */
  float *mark; /* by token: what the beads left out give each share of it */
  uint32_t *touched;
  size_t ntouched;
  float *ring[BEAD_MOST]; /* p(t|s) / p(t) of the last segments, by token place */
  size_t nring[BEAD_MOST];
  float *most, *less, *gain, *rare; /* by token place */
  size_t nmost, nless, ngain, nrare;
  uint32_t *near; /* by token: how often around the segment at hand */
  float *self;    /* by token place: how much less it says here than in the batch */
  size_t nself;
  float *score[2]; /* [0]: groups of source segments predict a target segment; [1]: the other way */
  size_t nscore[2];
  uint32_t *lo, *hi;   /* the band: target segments of each source segment */
  uint32_t *clo, *chi; /* and the other way */
  size_t *off;         /* of a row's first cell */
  size_t nlo, nhi, nclo, nchi, noff;
  size_t *node; /* of a row's first node */
  float *bead;  /* by node and kind */
  float *fore, *back, *best;
  uint8_t *how;
  size_t nnode, nbead, nfore, nback, nbest, nhow;
  uint32_t *bead_of[2];
  size_t nbead_of[2];
  uint32_t *likely_at[2], *likely[2]; /* page_part's */
  size_t nlikely_at[2], nlikely[2];
  tml_bead *may; /* likely beads found */
  size_t nmay, may_cap;
  double *expected;
  size_t nexpected;
  tml_bead *out;
  size_t nout, out_cap;
  uint64_t *once; /* anchors */
  size_t nonce;
  uint32_t *chain[3];
  size_t nchain[3];
} aligner;

#define AL_ROOM(field, count, n) ((field) = tml_grow((field), (n) + 1, &(count), sizeof *(field)))

aligner *aligner_new(void);
void aligner_free(aligner *a);
/* Sets p->beads anew (heap). */
void aligner_run(aligner *a, const knowledge *k, page_pair *p);

/* One part alone: its beads are in a->out. Returns the logarithm of the sum over all chains. */
double aligner_part(aligner *a, const knowledge *k, const page_part *p);

/* score.c: fills lo, hi, clo, chi, off and score. Both sides have segments. */
void aligner_score(aligner *a, const knowledge *k, const page_part *p);
/* What groups of n segments of side d, from (i, j) on, say about one segment of the other side. */
static inline float *aligner_cell(const aligner *a, unsigned d, uint32_t i, uint32_t j) {
  return a->score[d] + (a->off[i] + (j - a->lo[i])) * PLANES;
}
/* chain.c: appends the part's beads to `out`, in the page's numbers. */
void aligner_chain(aligner *a, const knowledge *k, const page_part *p);
/* After the last pass's chain: the logarithm of the sum over all chains of the part. */
double aligner_sum(const aligner *a);

/* anchors.c: the expected path of a page that nothing is known of yet, in a->expected. */
void aligner_expect(aligner *a, const knowledge *k, const page_pair *p);

#endif
