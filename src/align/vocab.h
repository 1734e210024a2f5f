/* vocab.h — private to align: texts to tokens, tokens to numbers.
 *
 * A token is what two languages can have in common, or what a lexicon can be learnt of:
 *   word     letters and marks, case and diacritics folded, cut to its first TML_TOK_STEM letters; of one letter: none
 *   gram     two neighbouring characters of a script that is written without spaces
 *   number   its digits, signs between them dropped: 8,839.5 and 8 839,5 are one
 *   code     a code span, as a whole
 *   url      the target of a link, its locale segment, query and protocol dropped
 *   tag      the name of an HTML tag
 *   sign     one of ? ! : ; ( ) [ ] * | %, full width folded, and what stands for them in other scripts
 * A Hangul word gives its syllables 1–2, and 3–4 where it has four or more.
 */
#ifndef TML_ALIGN_VOCAB_H
#define TML_ALIGN_VOCAB_H

#include "tmlint/doc.h"
#include "tmlint/text.h"

enum tok_class { TOK_WORD, TOK_GRAM, TOK_HANGUL, TOK_NUMBER, TOK_CODE, TOK_URL, TOK_TAG, TOK_SIGN };
enum { TML_TOK_STEM = 6, TML_TOK_LETTERS = 12 };

/* Marks on tokens that are hashes: others can be learnt to go with it; nothing follows where it has no partner. */
#define TML_TOK_LEARNT 0x80000000u
#define TML_TOK_WEAK 0x40000000u

/* What is known of a token, but its number. */
typedef struct tok_info {
  uint8_t cls;
  uint8_t n;                   /* letters in `s` */
  uint16_t s[TML_TOK_LETTERS]; /* words: the letters of the first such word met, folded, Cyrillic and Greek in Latin */
  uint32_t word;               /* its number in the memory, by the first such word met; 0: none */
} tok_info;

typedef struct vocab {
  tml_map ids; /* hash of class and text to number */
  tok_info *v;
  uint32_t n;
  size_t cap;
  uint32_t (*word)(enum tml_script script, const char *p, size_t n); /* a memory's; or NULL */
  bool hashes;                                                       /* tokens are their hash: nothing is kept */
} vocab;

typedef struct tok_list {
  uint32_t *v;
  size_t n, cap;
} tok_list;

void vocab_free(vocab *v);
/* Appends the tokens of a text (any bytes); returns its length in characters without white space. */
uint32_t vocab_tokens(vocab *v, const tml_text *t, tok_list *out);

#endif
