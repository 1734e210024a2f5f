/* settings.h — the configuration as it applies to one file: rule settings, languages. src/run/settings.c.
 *
 * Not for reading config files or options (config.h): this compiles what they say against the rules that exist.
 * Memory: a tml_settings owns all it hands out, until tml_settings_free. Threads: after tml_settings_make any thread
 * may call any function here; rulesets are made at the first file that needs them, under a lock, and kept.
 */
#ifndef TMLINT_SETTINGS_H
#define TMLINT_SETTINGS_H

#include "tmlint/config.h"
#include "tmlint/doc.h"
#include "tmlint/rule.h"

typedef struct tml_settings tml_settings;

/* Checks every selector, severity and parameter of the configuration against the registry (TML_EUSAGE: the place, the
 * word and the nearest name) and compiles patterns. c must outlive it. NULL on error. */
tml_settings *tml_settings_make(const tml_config *c, tml_err *err);
void tml_settings_free(tml_settings *s);
const tml_config *tml_settings_config(const tml_settings *s);
/* The lexicon of the shipped packs and of those that the configuration names. */
const struct tml_lexicon *tml_settings_lexicon(const tml_settings *s);

/* Sets d->source_language and d->target_language (views that live as long as d or s). Needs path and meta. Order:
 * option > override > path_languages > front matter (ms.contentlocale, lang, locale, language; target only) > a path
 * segment or file suffix that is a locale tag (target only) > languages of the config > side-by-side pages: source
 * en-US > empty. */
void tml_settings_languages(const tml_settings *s, tml_doc *d);
/* Is a path's part a locale's name: a tag with a region or script, or a known language in two letters? */
bool tml_settings_is_locale(tml_str name);
/* The rules for this file: defaults, layers, overrides that match its path and front matter, command line. */
const tml_ruleset *tml_settings_ruleset(tml_settings *s, const tml_doc *d);
/* Without a file: no override applies (rules of run scope, `tmlint config`, `tmlint rules`). */
const tml_ruleset *tml_settings_base(tml_settings *s);
/* Who last decided a rule's severity in the base ruleset, and who its parameter's value; for `tmlint config`. */
tml_origin tml_settings_origin(tml_settings *s, unsigned rule);
tml_origin tml_settings_param_origin(tml_settings *s, unsigned rule, unsigned param);

#endif
