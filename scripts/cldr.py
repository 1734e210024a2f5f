"""cldr.py — what one locale's CLDR files say, as plain Python values for gen_locale.py.

Reads the JSON packages that fetch_cldr.sh unpacks. Knows CLDR's file layout and nothing of the C tables.
"""
import json
import os
import re
import unicodedata

import gen_unicode

FOLDS = None
BIDI = {0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
SPACES = {0xA0, 0x202F, 0x2007, 0x2009, 0x3000}
DASHES = {*range(0x2010, 0x2016), 0x2212}


def fold(text):
    """tml_text_fold with TML_FOLD_LOWER (src/text/utf8.c)."""
    global FOLDS
    if FOLDS is None:
        FOLDS = gen_unicode.folds()
    out = []
    for ch in unicodedata.normalize("NFC", text):
        cp = ord(ch)
        if cp in BIDI:
            continue
        if cp in SPACES:
            cp = 32
        elif cp in DASHES:
            cp = ord("-")
        elif 0xFF01 <= cp <= 0xFF5E:
            cp -= 0xFEE0
        out.append(chr(cp + FOLDS.get(cp, 0)))
    return unicodedata.normalize("NFC", "".join(out))


def no_marks(text):
    return "".join(c for c in text if ord(c) not in BIDI)


class Cldr:
    def __init__(self, folder):
        self.folder = folder
        core = lambda name, *keys: self.load("cldr-core/" + name, *keys)
        self.likely = core("supplemental/likelySubtags.json", "supplemental", "likelySubtags")
        self.parents = core("supplemental/parentLocales.json", "supplemental", "parentLocales", "parentLocale")
        self.aliases = core("supplemental/aliases.json", "supplemental", "metadata", "alias", "languageAlias")
        self.available = core("availableLocales.json", "availableLocales", "full")
        self.numbering = core("supplemental/numberingSystems.json", "supplemental", "numberingSystems")
        self.cardinal = core("supplemental/plurals.json", "supplemental", "plurals-type-cardinal")
        self.ordinal = core("supplemental/ordinals.json", "supplemental", "plurals-type-ordinal")

    def load(self, path, *keys):
        with open(os.path.join(self.folder, path), encoding="utf-8") as f:
            value = json.load(f)
        for k in keys:
            value = value[k]
        return value

    def version(self):
        return self.load("cldr-core/package.json", "version")

    def main(self, package, locale, name, *keys):
        return self.load("cldr-%s-full/main/%s/%s.json" % (package, locale, name), "main", locale, *keys)

    def script(self, locale):
        """Four-letter script code."""
        parts = locale.split("-")
        if len(parts) > 1 and len(parts[1]) == 4:
            return parts[1]
        for tag in ("-".join(parts[:2]), parts[0]):
            if tag in self.likely:
                return self.likely[tag].split("-")[1]
        return "Zzzz"

    def rtl(self, locale):
        return self.main("misc", locale, "layout", "layout", "orientation", "characterOrder") == "right-to-left"

    # -- numbers

    def numbers(self, locale):
        n = self.main("numbers", locale, "numbers", "numbers")
        default = n["defaultNumberingSystem"]
        native = n.get("otherNumberingSystems", {}).get("native", default)
        systems = [s for s in dict.fromkeys((default, "latn", native)) if "symbols-numberSystem-" + s in n]
        symbols = [n["symbols-numberSystem-" + s] for s in systems]
        pattern = n["decimalFormats-numberSystem-" + systems[0]]["standard"].split(";")[0]
        groups = pattern.split(".")[0].split(",")[1:]
        return {
            "decimal": [s["decimal"] for s in symbols],
            "group": [s["group"] for s in symbols],
            "percent": [no_marks(s["percentSign"]) for s in symbols],
            "min_grouping": int(n["minimumGroupingDigits"]),
            "group_size": (len(groups[-1]), len(groups[0]) if len(groups) > 1 else len(groups[-1])),
            "zero": self.zero(default),
            "native": self.zero(native) or self.zero(default),
            "compact": self.compact([n.get("decimalFormats-numberSystem-" + s, {}) for s in systems]),
        }

    def zero(self, system):
        """First of ten digits in a row, 0 for systems that are none (hanidec)."""
        digits = self.numbering.get(system, {}).get("_digits", "")
        return ord(digits[0]) if digits and ord(digits[-1]) - ord(digits[0]) == 9 else 0

    @staticmethod
    def compact(formats):
        found = {}
        for fmt in formats:
            for style in ("long", "short"):
                for key, pattern in fmt.get(style, {}).get("decimalFormat", {}).items():
                    power = len(key.split("-")[0]) - 1
                    pattern = pattern.split(";")[0]
                    digits = re.search(r"0+", pattern)
                    word = re.sub(r"0+", "", pattern).replace("'", "").strip(" \u00a0\u202f\u200f\u200e")
                    if digits and word:
                        found.setdefault(fold(word), power - len(digits.group()) + 1)
        return found

    def percent_words(self, locale):
        units = self.main("units", locale, "units", "units")
        found = {}
        for style in ("long", "short"):
            for key, pattern in units[style].get("concentr-percent", {}).items():
                if "{0}" in pattern:
                    word = fold(pattern.replace("{0}", "")).strip()
                    if word and not re.search(r"[%٪]", word):
                        found[word] = 0
        return found

    # -- dates

    def calendar(self, locale):
        return self.main("dates", locale, "ca-gregorian", "dates", "calendars", "gregorian")

    @staticmethod
    def names(table, widths, contexts=("format", "stand-alone")):
        """(key, folded name) of the forms wanted."""
        for width in widths:
            for context in contexts:
                for key, name in table.get(context, {}).get(width, {}).items():
                    yield key, fold(name).strip()

    def months(self, locale, widths=("wide", "abbreviated"), contexts=("format", "stand-alone")):
        found = {}
        for key, name in self.names(self.calendar(locale)["months"], widths, contexts):
            if not name.isdigit() and not re.fullmatch(r"m\d\d", name):
                found.setdefault(name, int(key.split("-")[0]))
        return found

    def weekdays(self, locale):
        order = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
        found = {}
        for key, name in self.names(self.calendar(locale)["days"], ("wide", "abbreviated")):
            found.setdefault(name, order[key])
        return found

    def dayperiods(self, locale):
        order = ["am", "pm", "midnight", "noon", "morning", "afternoon", "evening", "night"]
        found = {}
        forms = list(self.names(self.calendar(locale)["dayPeriods"], ("wide", "abbreviated")))
        for rank in range(len(order)):
            for key, name in forms:
                if re.sub(r"\d|-alt.*", "", key) == order[rank] and (len(name) > 1 or ord(name) > 0x2E80):
                    found.setdefault(name, rank)
        return found

    def eras(self, locale, before):
        found = {}
        eras = self.calendar(locale)["eras"]
        for kind in ("eraNames", "eraAbbr"):
            for key, name in eras[kind].items():
                found.setdefault(fold(name), before if key[0] == "0" else 0)
        return found

    # -- text

    def quotes(self, locale):
        d = self.main("misc", locale, "delimiters", "delimiters")
        return [(d["quotationStart"], d["quotationEnd"]), (d["alternateQuotationStart"], d["alternateQuotationEnd"])]

    def list_words(self, locale, kind):
        """The words between the members of a list of two; value 1 where the word is glued to what follows (Arabic و)."""
        patterns = self.main("misc", locale, "listPatterns", "listPatterns")["listPattern-type-" + kind]
        found = {}
        for key in ("2", "end"):
            literal = re.search(r"\{0\}(.*)\{1\}", no_marks(patterns[key]))
            literal = literal.group(1) if literal else ""
            word = fold(literal).strip(" ,،、؛;")
            if word and any(c.isalpha() for c in word):
                found.setdefault(word, int(literal[0].isspace() and not literal[-1].isspace()))
        return found

    def abbreviations(self, locale):
        path = os.path.join(self.folder, "cldr-segments-full/segments", locale, "suppressions.json")
        if not os.path.exists(path):
            return {}
        s = self.load(path, "segments", "segmentations").get("SentenceBreak", {}).get("standard", [])
        return {x["suppression"]: 0 for x in s}

    # -- rules that spell numbers out

    def spellout(self, locale):
        path = "cldr-rbnf/rbnf/%s.json" % locale
        if not os.path.exists(os.path.join(self.folder, path)):
            return {}
        groups = self.load(path, "rbnf", "rbnf")
        return {g: {n: r for n, r in s.items() if not n.startswith("_")} for g, s in groups.items()}
