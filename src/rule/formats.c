/* formats.c — rules NU002 and NU005: how a number is written, and which money it counts.
 *
 * What for: `1,234` in a German text, which reads as 1.234 there; euros that were dollars.
 * What not: other values (NU001), other units (NU004).
 * Facts:    decimal and grouping signs and the names and signs of currencies are CLDR's. */
#include "tmlint/number.h"
#include "tmlint/rule.h"

enum { MOST = 64 }; /* numbers of one text that are compared */

static const tml_fact *next_number(const tml_sheet *s, uint32_t *i) {
  for (; *i < s->nfact; ++*i)
    if (s->fact[*i].kind == TML_F_NUMBER) return &s->fact[(*i)++];
  return NULL;
}

/* ---- NU002 number-format ------------------------------------------------------------------------------------------------ */

static bool holds(const uint32_t *list, unsigned n, uint32_t cp) {
  for (unsigned i = 0; i < n && list[i]; i++)
    if (list[i] == cp) return true;
  return false;
}

/* How a number is written: its signs between ASCII digits, and the digits behind the last one. */
typedef struct writing {
  uint32_t sign[2]; /* the first and the last, where they differ */
  unsigned nsigns;  /* different ones: 0–2 */
  unsigned behind;  /* digits behind the last sign */
  unsigned times;   /* signs in all */
} writing;

static writing writing_of(const tml_sheet *s, const tml_fact *f) {
  writing w = {{0, 0}, 0, 0, 0};
  const char *p = s->text->p + f->start, *e = s->text->p + f->end;
  uint32_t held = 0;
  bool digits = false;
  while (p < e) {
    uint32_t cp = tml_utf8_next(&p);
    if (cp >= '0' && cp <= '9') {
      if (held) {
        if (!w.nsigns || w.sign[w.nsigns - 1] != held) {
          if (w.nsigns == 2) return (writing){{0, 0}, 0, 0, 0};
          w.sign[w.nsigns++] = held;
        }
        w.times++;
        w.behind = 0, held = 0;
      }
      digits = true;
      w.behind++;
    } else if (digits && !held && (cp == '.' || cp == ',')) {
      held = cp;
    } else if (digits) {
      break;
    }
  }
  return w;
}

static bool is_measured(const tml_fact *f) {
  return f->sub == TML_NUM_PERCENT || f->sub == TML_NUM_UNIT || f->sub == TML_NUM_CURRENCY;
}

/* What is wrong with the way the target writes the source's number; NULL for nothing. */
static const char *wrong_writing(const tml_locale *l, const tml_fact *src, const writing *v, const tml_fact *tgt,
                                 const writing *w) {
  if (!w->nsigns || !l->decimal[0]) return NULL;
  uint32_t last = w->sign[w->nsigns - 1];
  bool as_decimal = holds(l->decimal, TML_COUNT(l->decimal), last),
       as_group = holds(l->group, TML_COUNT(l->group), last);
  /* By the language's signs it is another number. */
  if (tgt->key != src->key && tgt->key2 == src->key) {
    /* `10.000` of an English text is ten, or ten thousand: nobody knows. */
    if (v->nsigns != 1 || v->sign[0] != ',' || w->times > v->times) return NULL;
    return as_decimal && !as_group ? "a decimal sign here" : as_group && !as_decimal ? "a grouping sign here" : NULL;
  }
  if (tgt->key != src->key) return NULL;
  /* 1,234.5: the last sign is the decimal one. 1.5 alone may be a version or a section: a unit tells that it is none.
   */
  bool sure = is_measured(tgt) || (tgt->sub == TML_NUM_COMPACT && src->sub == TML_NUM_COMPACT);
  if (w->nsigns == 2) return !as_decimal ? "not a decimal sign here" : NULL;
  if (tgt->exp < 0 && w->times == 1 && !as_decimal && sure) return "not a decimal sign here";
  if (tgt->exp >= 0 && w->times > 1 && !as_group) return "not a grouping sign here";
  return NULL;
}

/* `a point "." and a comma ","`: the text is about the signs themselves. */
static bool tells_signs(const tml_sheet *s) {
  for (uint32_t i = 1; i + 1 < s->ntok; i++) {
    const tml_tok *t = &s->tok[i];
    if (t->kind != TML_T_PUNCT || (t->cp != '.' && t->cp != ',') || t[-1].kind != TML_T_PUNCT ||
        t[1].kind != TML_T_PUNCT || (t->flags | t[1].flags) & TML_TF_SPACE)
      continue;
    if (tml_cp_class(t[-1].cp) == TML_CP_PUNCT && t[-1].cp != ')' && t[1].cp != ')' && t[-1].cp != '.' &&
        t[-1].cp != ',' && t[1].cp != '.' && t[1].cp != ',' && !(t[-1].flags & TML_TF_SYNTAX) &&
        (t[-1].flags & TML_TF_SPACE))
      return true;
  }
  return false;
}

static void check_format(tml_check *c) {
  const tml_locale *l = c->tgt_loc;
  if (!tml_sheet_has(c->src, TML_F_NUMBER) || !tml_sheet_has(c->tgt, TML_F_NUMBER)) return;
  if ((c->seg->ctx & TML_CTX_FENCE) || (l->decimal[0] == '.' && l->group[0] == ',')) return; /* as the source writes */
  uint32_t j = 0;
  tml_finding *f = NULL;
  const tml_fact *t;
  for (unsigned m = 0; m < MOST && (t = next_number(c->tgt, &j)) != NULL; m++) {
    if (t->end - t->start < 3 || t->sub == TML_NUM_LIST || t->sub == TML_NUM_GLUED || t->flags & TML_FF_INNER) continue;
    if (c->same && !is_measured(t)) continue; /* left as it was: perhaps an identifier */
    writing w = writing_of(c->tgt, t);
    if (!w.nsigns || (t->end < c->tgt->text->n && tml_cp_is_word((unsigned char)c->tgt->text->p[t->end]))) continue;
    uint32_t i = 0;
    const tml_fact *s, *like = NULL;
    const char *what = NULL;
    bool right = false;
    for (unsigned k = 0; k < MOST && !right && (s = next_number(c->src, &i)) != NULL; k++) {
      if (s->key != t->key && s->key != t->key2) continue;
      writing v = writing_of(c->src, s);
      what = wrong_writing(l, s, &v, t, &w);
      right = !what;
      like = s;
    }
    if (!like || right || tells_signs(c->tgt)) continue;
    if (!f) {
      tml_str q = tml_check_quote(c, tml_fact_str(c->tgt, t));
      f = tml_report(c, "\"%.*s\": \"%c\" is %s", (int)q.n, q.p, (char)w.sign[w.nsigns - 1], what);
    }
    tml_report_mark(c, f, TML_SIDE_TARGET, t->start, t->end);
    tml_report_mark(c, f, TML_SIDE_SOURCE, like->start, like->end);
  }
}

/* ---- NU005 currency-mismatch -------------------------------------------------------------------------------------------- */

static bool is_money(const tml_fact *f) { return f->unit && tml_unit_dimension(f->unit) == TML_DIM_CURRENCY; }

static bool same_value(const tml_fact *a, const tml_fact *b) {
  return a->key == b->key || (b->key2 && b->key2 == a->key) || (a->key2 && a->key2 == b->key);
}

static void check_currency(tml_check *c) {
  if (c->same || !tml_sheet_has(c->src, TML_F_NUMBER) || !tml_sheet_has(c->tgt, TML_F_NUMBER)) return;
  uint32_t i = 0;
  const tml_fact *a, *b;
  for (unsigned n = 0; n < MOST && (a = next_number(c->src, &i)) != NULL; n++) {
    if (!is_money(a)) continue;
    const tml_fact *other = NULL;
    bool same = false;
    uint32_t j = 0;
    for (unsigned m = 0; m < MOST && !same && (b = next_number(c->tgt, &j)) != NULL; m++) {
      if (!is_money(b) || !same_value(a, b)) continue;
      if (b->unit == a->unit) same = true;
      else if (!other) other = b;
    }
    if (same || !other) continue;
    tml_finding *f = tml_report(
        c, "source has %s, target has %s: %s became %s", tml_check_quote(c, tml_fact_str(c->src, a)).p,
        tml_check_quote(c, tml_fact_str(c->tgt, other)).p, tml_unit_name(a->unit), tml_unit_name(other->unit));
    tml_report_mark(c, f, TML_SIDE_SOURCE, a->start, a->end);
    tml_report_mark(c, f, TML_SIDE_TARGET, other->start, other->end);
    return;
  }
}

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

static const tml_example format_good[] = {
    {"de-DE", "1.234,5 MB und 2.500 Zeilen", "1,234.5 MB and 2,500 rows", NULL, "German signs", NULL, NULL},
    {"fr-FR", "TLS 1.2, article 1.5, 2021", "TLS 1.2, section 1.5, 2021", NULL, "versions, sections, years", NULL,
     NULL},
    {"ko-KR", "1,234.5MB", "1,234.5 MB", NULL, "Korean writes as English does", NULL, NULL},
    {"es-MX", "1,234.5 MB", "1,234.5 MB", NULL, "so does Mexico", NULL, NULL},
    {0}};
static const tml_example format_bad[] = {
    {"de-DE", "Bis zu 1,234 Zeilen", "Up to 1,234 rows", "1,234", "reads as 1.234", NULL, NULL},
    {"uk-UA", "Близько 99.9% часу", "About 99.9% of the time", "99.9%", NULL, NULL, NULL},
    {"pl-PL", "Plik ma 1,234.5 MB.", "The file has 1,234.5 MB.", "1,234.5", NULL, NULL, NULL},
    {"id-ID", "Sediakan 3.5 GB ruang.", "Provide 3.5 GB of room.", "3.5", "an amount behind a capital", NULL, NULL},
    {0}};
static const tml_example currency_good[] = {
    {"de-DE", "Das kostet 5 €.", "It costs €5.", NULL, "the sign moves", NULL, NULL},
    {"ja-JP", "5ドルです。", "It costs $5.", NULL, "spelt out", NULL, NULL},
    {"fr-FR", "5 USD par mois", "$5 a month", NULL, "sign and code", NULL, NULL},
    {0}};
static const tml_example currency_bad[] = {{"de-DE", "Das kostet 5 €.", "It costs $5.", "5 €", NULL, NULL, NULL},
                                           {"pl-PL", "Cena: 20 EUR", "Price: 20 USD", "20", NULL, NULL, NULL},
                                           {"id-ID", "Bayar Rp9.500.", "Pay £9,500.", "Rp9.500", NULL, NULL, NULL},
                                           {0}};

static const char *const refs_cldr[] = {"Unicode CLDR, number symbols and currencies", NULL};

static const tml_rule rules[] = {
    {.code = "NU002",
     .name = "number-format",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "locale-violation",
     .mqm = "fluency/locale-convention/number-format",
     .needs = TML_FM(TML_F_NUMBER),
     .summary = "decimal or grouping signs that are not the language's",
     .rationale = "1,234 in German, French or Polish is a number between one and two. The signs are compared with "
                  "those that CLDR gives for the locale; a text about the signs themselves, and one whose number can "
                  "be read as the source's by them is silent, as are versions, years, sections, identifiers and ports, "
                  "and a lone decimal without a unit, which may be a version.",
     .refs = refs_cldr,
     .good = format_good,
     .bad = format_bad,
     .check = check_format},
    {.code = "NU005",
     .name = "currency-mismatch",
     .status = TML_STABLE,
     .severity = TML_SEV_WARNING,
     .scope = TML_SCOPE_SEGMENT,
     .since = "0.1.0",
     .its = "mistranslation",
     .mqm = "accuracy/mistranslation/unit-conversion",
     .needs = TML_FM(TML_F_NUMBER),
     .summary = "the same amount in another currency",
     .rationale =
         "Signs, codes and names of currencies are CLDR's. Silent where the sign moved to the other side, where it "
         "is spelt out, and where one side names no currency that the tables know.",
     .refs = refs_cldr,
     .good = currency_good,
     .bad = currency_bad,
     .check = check_currency},
};
TML_FAMILY(formats, "NU", "Numbers", rules)
