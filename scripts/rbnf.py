"""rbnf.py — spells numbers out by CLDR's rule-based number formats, and takes the words of a language from them.

Grammar: UTS 35, part 3, section 6 (rule sets, bases and radixes, `→→ ←← == [ ] $(plural)$`), as far as whole numbers need
it: rules for negatives, fractions and infinity are passed over. Plural categories: UTS 35, part 3, section 5.
"""
import re
from functools import lru_cache

from cldr import fold

SHY = "\u00ad"
ARROWS = re.compile(r"(→→→|[→←=][^→←=]*[→←=])")
PLURAL = re.compile(r"\$\((cardinal|ordinal),(.*?)\)\$")


class Plurals:
    """The category of a whole number by one language's rules."""

    def __init__(self, table):
        self.rules = [(k.split("-")[-1], v.split("@")[0].strip()) for k, v in table.items()]

    def category(self, n):
        for name, condition in self.rules:
            if name != "other" and self.holds(condition, n):
                return name
        return "other"

    @staticmethod
    def holds(condition, n):
        def relation(text):
            m = re.fullmatch(r"([nivwftce])(?: % (\d+))? (!?=) (.*)", text)
            value = n if m.group(1) in "ni" else 0
            if m.group(2):
                value %= int(m.group(2))
            inside = False
            for part in m.group(4).split(","):
                low, _, high = part.partition("..")
                inside |= int(low) <= value <= int(high or low)
            return inside == (m.group(3) == "=")

        return any(all(relation(r.strip()) for r in a.split(" and ")) for a in condition.split(" or "))


class Rule:
    def __init__(self, descriptor, text):
        m = re.fullmatch(r"(\d+)(?:/(\d+))?(>*)", descriptor)
        self.base, radix = int(m.group(1)), int(m.group(2) or 10)
        exponent = 0
        while self.base and radix ** (exponent + 1) <= self.base:
            exponent += 1
        self.divisor = radix ** max(0, exponent - len(m.group(3)))
        self.text = text.rstrip(";").lstrip("'")
        self.takes_rest = "→" in self.text and "[" not in self.text


class Speller:
    def __init__(self, cldr, language, groups):
        self.sets = {}
        for group in groups.values():
            for name, rules in group.items():
                rows = [Rule(d, t) for d, t in rules if re.fullmatch(r"\d+(/\d+)?>*", d)]
                self.sets[name] = sorted(rows, key=lambda r: r.base)
        self.plurals = {
            "cardinal": Plurals(cldr.cardinal.get(language, {})),
            "ordinal": Plurals(cldr.ordinal.get(language, {})),
        }
        self.spell = lru_cache(maxsize=None)(self._spell)

    def _spell(self, name, n, below=None):
        """n by rule set `name`; below: only by the rules before that one (→→→)."""
        rules = self.sets[name]
        if below is not None:
            return self.apply(name, below - 1, n)
        at = max((i for i, r in enumerate(rules) if r.base <= n), default=None)
        if at is None:
            return ""
        rule = rules[at]
        # A rule that is to spell the rest of its number but finds none leaves it to the rule before.
        if rule.takes_rest and n % rule.divisor == 0 and rule.base % rule.divisor and at:
            at -= 1
        return self.apply(name, at, n)

    def apply(self, name, at, n):
        rule = self.sets[name][at]
        whole = rule.base and rule.base % rule.divisor == 0 and n % rule.divisor == 0

        def optional(m):
            full, _, bare = m.group(1).partition("|")
            return bare if whole else full

        def plural(m):
            forms = dict(re.findall(r"(\w+)\{(.*?)\}", m.group(2)))
            return forms.get(self.plurals[m.group(1)].category(n // rule.divisor), forms.get("other", ""))

        text = re.sub(r"\[(.*?)\]", optional, rule.text)
        text = PLURAL.sub(plural, text)
        return ARROWS.sub(lambda m: self.substitute(name, at, n, m.group(1)), text)

    def substitute(self, name, at, n, token):
        divisor = self.sets[name][at].divisor
        value = {"→": n % divisor, "←": n // divisor, "=": n}[token[0]]
        if token == "→→→":
            return self.spell(name, value, at)
        inner = token[1:-1]
        if not inner:
            return self.spell(name, value)
        if inner.startswith("%"):
            return self.spell(inner, value)
        return str(value)  # a decimal format


def kind_of(name):
    """cardinal or ordinal for the rule sets whose words running text uses."""
    if name.startswith("%%") or re.search(r"year|financial|days", name):
        return None
    if name.startswith("%spellout-ordinal"):
        return "ORDINAL"
    return "CARDINAL" if name.startswith(("%spellout-cardinal", "%spellout-numbering")) else None


def clean(text):
    """(parts, whole): soft hyphens part a compound, and go."""
    text = re.sub(r"[\u200b\u2060]", "", fold(text)).strip()
    return re.split(r"[ %s]+" % SHY, text), text.replace(SHY, "")


def collect(speller):
    """{(word, kind): value} of single words, {(text, kind): value} of all that was spelt out."""
    words, texts = {}, {}
    sets = [(n, kind_of(n)) for n in speller.sets if kind_of(n)]
    # Finnish joins its words and has two dozen cases: compounds past twenty are kept in the first case only.
    rich = len(sets) > 24 and " " not in speller.spell(sets[0][0], 42)
    for name, kind in sets:
        for n in [*range(0, 101), *range(200, 1000, 100)]:
            if rich and n > 20 and n % 10 and re.search(r"-[a-z]+ive|-plural|-ordinal-|-cardinal-", name):
                continue
            parts, whole = clean(speller.spell(name, n))
            if not whole or any(c.isdigit() for c in whole):
                continue
            texts.setdefault((whole, kind), n)
            if " " not in whole:
                words.setdefault((whole, kind), n)
    # Thousand, million … in all their forms, freed from the word that counts them.
    for name, kind in sets:
        for power in (2, 3, 4, 5, 6, 7, 8, 9, 12):
            for m in (1, 2, 3, 5, 10, 20):
                parts, whole = clean(speller.spell(name, m * 10**power))
                if not whole or any(c.isdigit() for c in whole):
                    continue
                if m == 1:
                    texts.setdefault((whole, kind), 10**power)
                if len(parts) == 1 and m == 1:
                    words.setdefault((whole, kind), 10**power)
                if len(parts) == 2 and words.get((parts[0], "CARDINAL")) == m:
                    words.setdefault((parts[1], kind), 10**power)
    return words, texts


def affixes(speller):
    """What stands before and behind the digits of an ordinal."""
    before, behind = {}, {}
    for name in speller.sets:
        if name.startswith("%digits-ordinal"):
            for n in [*range(0, 32), 100, 101, 111, 1000, 10**6]:
                text = fold(speller.spell(name, n))
                m = re.fullmatch(r"(\D*)%d(\D*)" % n, text)
                if m:
                    before.setdefault(m.group(1).strip(), 0)
                    behind.setdefault(m.group(2).strip(), 0)
    return before, behind


def spell_locale(cldr, locale, codes, number_code):
    """Puts number words, ordinal affixes and, for languages without spaces, number strings into a Locale.
    codes: the numbers of kinds and flags in text.h."""
    chain = [locale.id]
    while chain[-1] != "und":
        tag = chain[-1]
        chain.append(cldr.parents.get(tag) or (tag.rsplit("-", 1)[0] if "-" in tag else "und"))
    groups = {}
    for tag in reversed(chain[:-1]):
        for group, sets in cldr.spellout(tag).items():
            groups.setdefault(group, {}).update(sets)
    if not groups:
        return
    speller = Speller(cldr, locale.language, groups)
    words, texts = collect(speller)
    for (word, kind), value in words.items():
        # One is an article or a pronoun in most languages.
        flags = codes["COMMON_WORD"] if kind == "CARDINAL" and value == 1 else 0
        locale.words.add((word, number_code(value), codes[kind], flags))
    if locale.searched:
        for (text, kind), value in texts.items():
            locale.put("NUMBER", {text: number_code(value)}, codes["ORDINAL_ITEM"] if kind == "ORDINAL" else 0)
    before, behind = affixes(speller)
    locale.put("ORDINAL_PREFIX", before)
    locale.put("ORDINAL_SUFFIX", behind)
