/* command.c — commands, names of APIs and types, identifiers and file names in prose (code spans are scan.c's).
 *
 * What for: tokens whose shape cannot be a plain word, so that no translation changes them: Get-MailboxSearch,
 *   --resource-group, -ResourceGroupName, Microsoft.Quantum.Canon, formId, DB72_Expense, ReportPasswordNeverExpires,
 * 'T, Add_Domains.ps1; and the operators AND, OR, NOT, TRUE, FALSE in capitals. What not: brands in two humps
 * (PowerShell, SharePoint), with a small first letter (iPhone, eDiscovery), ASP.NET: entity.c; hosts: opaque.c;
 * hyphenated words (View-Only, Dual-Write), German compounds; sentences run together
 *   ("created.Document").
 * Facts: the verbs are PowerShell's approved ones as far as they stand before nouns.
 */
#include "tmlint/opaque.h"
#include "tmlint/tab_lists.h"

typedef struct cmd {
  const tml_featctx *ctx;
  tml_sheet *s;
  tml_tok *t;
  uint32_t n;
  const char *p;
} cmd;

static inline uint32_t size_of(const cmd *c, uint32_t i) { return c->t[i].end - c->t[i].start; }
static inline bool glued(const cmd *c, uint32_t i) { return i < c->n && !(c->t[i].flags & TML_TF_SPACE); }
static inline bool upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool lower(char c) { return c >= 'a' && c <= 'z'; }

/* A free token of ASCII letters, digits and '_' that begins with a letter. */
static bool ident(const cmd *c, uint32_t i) {
  if (i >= c->n || c->t[i].owner || (c->t[i].kind != TML_T_WORD && c->t[i].kind != TML_T_MIX)) return false;
  if (c->t[i].script != TML_SCRIPT_LATIN) return false;
  const char *p = c->p + c->t[i].start;
  if (!upper(*p) && !lower(*p)) return false;
  for (uint32_t k = 1; k < size_of(c, i); k++)
    if ((signed char)p[k] < 0) return false;
  return true;
}

static bool sign(const cmd *c, uint32_t i, uint32_t cp) {
  return i < c->n && !c->t[i].owner && c->t[i].kind == TML_T_PUNCT && c->t[i].cp == cp &&
         !(c->t[i].flags & TML_TF_SYNTAX);
}
static bool joined(const cmd *c, uint32_t i, uint32_t cp) {
  return sign(c, i, cp) && !(c->t[i].flags & TML_TF_ESCAPED) && glued(c, i) &&
         glued(c, i + 1); /* `\.` is a pattern's */
}

static uint32_t claim(const cmd *c, uint32_t first, uint32_t last, int kind, int sub) {
  tml_fact *f = tml_feat_claim(c->ctx, c->s, kind, first, last - first + 1);
  f->sub = (uint8_t)sub;
  uint64_t key = UINT64_C(0x636F6D6D616E64), key2 = key;
  for (uint32_t k = f->start; k < f->end; k++) {
    unsigned char b = (unsigned char)c->p[k];
    if (b == '\\') continue; /* an escaped '_' or '.' */
    key = tml_hash_mix(key, b);
    key2 = tml_hash_mix(key2, upper((char)b) ? b | 0x20u : b);
  }
  f->key = key;
  f->key2 = key2;
  return last + 1;
}

static bool listed(const char *const *list, tml_str s) {
  for (; *list; list++)
    if (**list == *s.p && tml_str_is(s, *list)) return true;
  return false;
}

/* ---- cmdlets and options ---- */

/* Sure before any noun; the others only before a noun with a capital inside. */
static const char *const sure_verbs[] = {TML_LIST_CMDLET_VERBS_SURE, NULL};
static const char *const verbs[] = {TML_LIST_CMDLET_VERBS, NULL};

/* A capital inside, behind a small letter or digit, or before one: MailboxSearch, SPOService, AzVM. */
static bool inner_capital(const cmd *c, uint32_t i) {
  if (c->t[i].kind == TML_T_WORD) return c->t[i].flags & TML_TF_CAPSIN;
  const char *p = c->p + c->t[i].start;
  uint32_t n = size_of(c, i);
  bool small = false, capital = false;
  for (uint32_t k = 0; k < n; k++) small |= lower(p[k]), capital |= k && upper(p[k]);
  return small && capital;
}

static uint32_t cmdlet(const cmd *c, uint32_t i) {
  if (!(c->t[i].flags & TML_TF_UPPER) || !joined(c, i + 1, '-') || !ident(c, i + 2) || !upper(c->p[c->t[i + 2].start]))
    return i;
  if (sign(c, i + 3, '-') && glued(c, i + 3) && glued(c, i + 4)) return i;
  if (i && glued(c, i) && c->t[i - 1].kind == TML_T_PUNCT && c->t[i - 1].cp == '-') return i;
  tml_str verb = tml_tok_str(c->s, &c->t[i]);
  bool inner = inner_capital(c, i + 2);
  bool plain_noun = size_of(c, i + 2) >= 4 && !(c->t[i + 2].flags & TML_TF_ALLCAPS);
  if (!(listed(sure_verbs, verb) && (inner || plain_noun)) && !(inner && listed(verbs, verb))) return i;
  return claim(c, i, i + 2, TML_F_COMMAND, TML_CMD_CMDLET);
}

/* White space, the start, or an opening sign stands before token i, marks of emphasis aside: "(failed)--and" is a dash.
 */
static bool opens_word(const cmd *c, uint32_t i) {
  while (i && glued(c, i)) {
    const tml_tok *t = &c->t[--i];
    if (t->kind == TML_T_FACT) return true;
    if (t->kind != TML_T_PUNCT) return false;
    if (!(t->flags & TML_TF_SYNTAX) && t->cp != '(' && t->cp != '[' && t->cp != '"' && t->cp != '\'' &&
        t->cp != 0x201C && t->cp != 0xAB)
      return false;
  }
  return true;
}

/* -Name of one capital, at token i: an option where one with a capital inside stands beside it in a list: -Debug,
 * -ErrorAction, and -Verbose; or where it is all there is: the heading of a parameter. */
static bool among_options(const cmd *c, uint32_t i) {
  if (!upper(c->p[c->t[i + 1].start]) || size_of(c, i + 1) < 4 || c->t[i + 1].flags & TML_TF_ALLCAPS) return false;
  if (c->n == 2) return true;
  if (sign(c, i + 2, ',') && sign(c, i + 3, '-') && glued(c, i + 4) && ident(c, i + 4) && inner_capital(c, i + 4))
    return true;
  uint32_t k = i;
  if (k && c->t[k - 1].kind == TML_T_WORD && size_of(c, k - 1) <= 6) k--; /* and */
  if (k && sign(c, k - 1, ',')) k--;
  return k > 1 && k < i && ident(c, k - 1) && inner_capital(c, k - 1) && sign(c, k - 2, '-') && glued(c, k - 1);
}

/* --name, --resource-group; -ResourceGroupName */
static uint32_t option(const cmd *c, uint32_t i) {
  if (!opens_word(c, i)) return i;
  if (!glued(c, i + 1)) return i;
  if (sign(c, i + 1, '-')) {
    if (!glued(c, i + 2) || !ident(c, i + 2) || size_of(c, i + 2) < 2 || !lower(c->p[c->t[i + 2].start])) return i;
    uint32_t last = i + 2;
    while (joined(c, last + 1, '-') && ident(c, last + 2)) last += 2;
    return claim(c, i, last, TML_F_COMMAND, TML_CMD_OPTION);
  }
  if (i && !(c->t[i].flags & TML_TF_SPACE)) return i;
  if (!ident(c, i + 1)) return i;
  bool sure = upper(c->p[c->t[i + 1].start]) && inner_capital(c, i + 1) && size_of(c, i + 1) >= 6;
  if (!sure && !among_options(c, i)) return i;
  return claim(c, i, i + 1, TML_F_COMMAND, TML_CMD_OPTION);
}

static bool is_operator(const cmd *c, uint32_t i) {
  static const char *const words[] = {"AND", "OR", "NOT", "TRUE", "FALSE", NULL};
  return c->t[i].flags & TML_TF_ALLCAPS && size_of(c, i) <= 5 && listed(words, tml_tok_str(c->s, &c->t[i]));
}

/* ---- files ---- */

/* What a page has its readers make, and all others. */
static const char *const documents[] = {TML_LIST_EXTENSIONS_OF_DOCUMENTS, NULL};
static const char *const extensions[] = {TML_LIST_EXTENSIONS_OF_FILES, NULL};

enum { NO_FILE = -1, OTHER_FILE }; /* else TML_FILE_… */

static int file_kind(const cmd *c, uint32_t i) {
  uint32_t n = size_of(c, i);
  if (n < 2 || n > 7) return NO_FILE;
  char low[8];
  const char *p = c->p + c->t[i].start;
  for (uint32_t k = 0; k < n; k++) low[k] = (char)(upper(p[k]) ? p[k] | 0x20 : p[k]);
  tml_str s = {low, n};
  /* In capitals only where the name has none to spare: "README.MD"; "HTML.CSS" is two words. */
  if (upper(*p) && n == 2) return NO_FILE;
  return listed(extensions, s) ? OTHER_FILE : listed(documents, s) ? TML_FILE_DOCUMENT : NO_FILE;
}

/* ---- dotted names ---- */

static bool method_behind(const cmd *c, uint32_t i) {
  return sign(c, i, '(') && glued(c, i) && sign(c, i + 1, ')') && glued(c, i + 1);
}

/* OpenOffice.org, Booking.com: a brand that bears its domain. */
static bool is_brand(const cmd *c, uint32_t i) {
  static const char *const domains[] = {"com", "net", "org", NULL};
  return listed(domains, tml_tok_str(c->s, &c->t[i])) && !(sign(c, i + 1, '(') && glued(c, i + 1));
}

/* System.String: two words with capitals and a stop may be two sentences that meet, but for the names that .NET has
 * right under its root. */
static bool is_root_type(const cmd *c, uint32_t i, uint32_t last) {
  static const char *const types[] = {TML_LIST_DOTNET_NAMES_UNDER_SYSTEM, NULL};
  return last == i + 2 && tml_str_is(tml_tok_str(c->s, &c->t[i]), "System") &&
         listed(types, tml_tok_str(c->s, &c->t[last]));
}

enum { MAX_LABELS = 64 }; /* no name has more; without a limit a text of "a.a.a." is looked through from every label */

/* Labels joined by stops; hyphens too, where only a file name can follow. */
static uint32_t dotted(const cmd *c, uint32_t i) {
  uint32_t last = i, dots = 0, hyphens = 0, ext = 0;
  int kind = NO_FILE;
  bool inner = false, all_lower = true, shorts = false, under = false;
  for (uint32_t at = i;;) {
    bool mix = c->t[at].kind == TML_T_MIX;
    inner |= inner_capital(c, at);
    under |= mix && c->t[at].flags & TML_TF_UNDER;
    all_lower &= !(c->t[at].flags & (TML_TF_UPPER | TML_TF_CAPSIN)) && !mix;
    shorts |= size_of(c, at) <= 2;
    last = at;
    if (dots && sign(c, at - 1, '.') && (kind = file_kind(c, at)) != NO_FILE) ext = at;
    if (joined(c, at + 1, '.') && ident(c, at + 2)) dots++;
    else if (joined(c, at + 1, '-') && ident(c, at + 2)) hyphens++;
    else break;
    if (dots + hyphens > MAX_LABELS) return i;
    at += 2;
  }
  if (!dots) return i;
  if (ext == last) return claim(c, i, last, TML_F_FILE, (uint8_t)kind);
  if (hyphens) return i;
  if (last == i + 2 && c->t[last].flags & TML_TF_ALLCAPS) return i; /* ASP.NET */
  if (last == i + 2 && c->t[i].flags & TML_TF_UPPER && is_brand(c, last)) return i;
  bool method = method_behind(c, last + 1);
  if (method) last += 2;
  bool sure = method || under || (!shorts && (inner || dots >= 2 || all_lower || is_root_type(c, i, last)));
  return sure ? claim(c, i, last, TML_F_API, TML_API_DOTTED) : i;
}

/* ---- identifiers of one token ---- */

static uint32_t identifier(const cmd *c, uint32_t i) {
  const tml_tok *t = &c->t[i];
  const char *p = c->p + t->start;
  uint32_t n = size_of(c, i);
  if (t->kind == TML_T_MIX) {
    if (t->flags & TML_TF_UNDER) return claim(c, i, i, TML_F_API, TML_API_SNAKE);
    return n >= 10 && upper(*p) && inner_capital(c, i) ? claim(c, i, i, TML_F_API, TML_API_PASCAL) : i;
  }
  if (!(t->flags & TML_TF_CAPSIN) || n < 5) return i;
  unsigned humps = 0, run = 0;
  for (uint32_t k = 0; k < n; k++) {
    if (upper(p[k])) {
      if (k + 1 < n && lower(p[k + 1]) && (k == 0 || run > 1 || !upper(p[k - 1]))) humps++;
      run = 0;
    } else {
      run++;
    }
  }
  if (lower(*p)) {
    if (!lower(p[1])) return i;                                  /* iPhone, eDiscovery, vCPU */
    if (humps < 1 || !lower(p[2]) || !lower(p[n - 1])) return i; /* macOS, mmHg, URLs with small letters */
    return claim(c, i, i, TML_F_API, TML_API_CAMEL);
  }
  return humps >= 3 && n >= 12 ? claim(c, i, i, TML_F_API, TML_API_PASCAL) : i;
}

/* 'T, the type variable of several languages: a capital behind an apostrophe that closes nothing. */
static uint32_t type_variable(const cmd *c, uint32_t i) {
  if (!(c->t[i].flags & TML_TF_SPACE) || !glued(c, i + 1) || !ident(c, i + 1) || size_of(c, i + 1) != 1) return i;
  if (!upper(c->p[c->t[i + 1].start]) ||
      (i + 2 < c->n && glued(c, i + 2) && c->t[i + 2].kind == TML_T_PUNCT && c->t[i + 2].cp == '\''))
    return i;
  return claim(c, i, i + 1, TML_F_API, TML_API_TYPEVAR);
}

static uint32_t word_at(const cmd *c, uint32_t i) {
  const tml_tok *t = &c->t[i];
  uint32_t next = i;
  if (is_operator(c, i)) return claim(c, i, i, TML_F_COMMAND, TML_CMD_OPERATOR);
  if (i + 1 < c->n && c->t[i + 1].kind == TML_T_PUNCT && !(c->t[i + 1].flags & TML_TF_SPACE) && glued(c, i + 2)) {
    uint32_t cp = c->t[i + 1].cp;
    if (cp != '.' && cp != '-') goto alone;
    if (!ident(c, i)) return i;
    if (cp == '-' && (next = cmdlet(c, i)) != i) return next;
    if (!(cp == '.' && i > 1 && joined(c, i - 1, '.') && ident(c, i - 2)) && (next = dotted(c, i)) != i) return next;
  }
alone:
  if (!(t->flags & (TML_TF_CAPSIN | TML_TF_UNDER)) || !ident(c, i)) return i;
  /* a part of something hyphenated, or behind an '@' or '#', is no identifier of its own */
  if (i && glued(c, i) && c->t[i - 1].kind == TML_T_PUNCT &&
      (c->t[i - 1].cp == '-' || c->t[i - 1].cp == '@' || c->t[i - 1].cp == '#'))
    return i;
  if (sign(c, i + 1, '-') && glued(c, i + 1) && glued(c, i + 2)) return i;
  return identifier(c, i);
}

void tml_feat_command(const tml_featctx *ctx, tml_sheet *s) {
  cmd c = {ctx, s, s->tok, s->ntok, s->text->p};
  uint32_t low = 0;
  for (uint32_t k = 0; k < s->nhot; k++) {
    uint32_t i = s->hot[k], next = i;
    if (i < low || i >= c.n) continue;
    const tml_tok *t = &c.t[i];
    if (t->owner || t->kind == TML_T_FACT || t->kind == TML_T_NUM) continue;
    if (t->kind == TML_T_PUNCT) {
      if (t->cp == '-' && !(t->flags & TML_TF_SYNTAX)) next = option(&c, i);
      else if (t->cp == '\'') next = type_variable(&c, i);
    } else if (t->script == TML_SCRIPT_LATIN) {
      next = word_at(&c, i);
    }
    if (next > i) low = next;
  }
}
