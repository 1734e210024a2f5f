#!/usr/bin/env python3
"""gen_locale.py — writes src/text/tab_locale.c: the languages' facts as compact tables.

Facts from the CLDR packages that scripts/fetch_cldr.sh brings (cldr.py reads them, rbnf.py spells numbers out) and from
rules/locale/overrides.json, whose rows say why the field differs. The layout is that of tml_locale in
include/tmlint/text.h and of src/text/tables.h. Python's standard library only.
Usage: gen_locale.py CLDR_FOLDER [OUTPUT]
"""
import json
import math
import os
import sys

import cldr as cldr_module
import gen_unicode
import rbnf
from cldr import fold

ROOT = gen_unicode.ROOT
LISTS = [n[len("TML_LIST_") :] for n in gen_unicode.enum_of("tml_locale_list") if not n.endswith("__COUNT")]
WORDS = {n.split("=")[0].strip()[len("TML_WORD_") :]: i + 1 for i, n in enumerate(gen_unicode.enum_of("tml_word_kind"))}
SCRIPTS = {n[len("TML_SCRIPT_") :]: i for i, n in enumerate(gen_unicode.enum_of("tml_script"))}
ORDINAL, COMMON, COMMON_WORD, BEFORE = 1, 2, 1, 30000

# Every language of the side-by-side corpora, then the other languages documentation is published in.
LOCALES = """ar cs de el en es fi fr fr-CA he hi hu id ja ko pl pt pt-PT ru th tr uk vi zh zh-Hant
af az be bg bn bs ca da de-CH es-419 es-MX et eu fa fil ga gl gu hr hy is it ka kk km kn lo lt lv mk ml mn mr ms my ne
nl nn no pa ro si sk sl sq sr sr-Latn sv sw ta te ur uz cy am as it-CH ky lb or ps so tk zu""".split()

SCRIPT_NAMES = {
    "Latn": ["LATIN"], "Cyrl": ["CYRILLIC"], "Grek": ["GREEK"], "Arab": ["ARABIC"], "Hebr": ["HEBREW"], "Thai": ["THAI"],
    "Deva": ["DEVANAGARI"], "Beng": ["BENGALI"], "Guru": ["GURMUKHI"], "Gujr": ["GUJARATI"], "Taml": ["TAMIL"],
    "Telu": ["TELUGU"], "Knda": ["KANNADA"], "Mlym": ["MALAYALAM"], "Sinh": ["SINHALA"], "Armn": ["ARMENIAN"],
    "Geor": ["GEORGIAN"], "Ethi": ["ETHIOPIC"], "Orya": ["ORIYA"], "Khmr": ["KHMER"], "Laoo": ["LAO"], "Mymr": ["MYANMAR"],
    "Kore": ["HANGUL", "HAN"],
    "Jpan": ["HAN", "HIRAGANA", "KATAKANA"], "Hans": ["HAN"], "Hant": ["HAN", "BOPOMOFO"],
}
UNSPACED = {"Thai", "Khmr", "Laoo", "Mymr", "Jpan", "Hans", "Hant"}
CASED = {"Latn", "Cyrl", "Grek", "Armn"}
ASCII_ENDS = ".!?…"
ENDS = {
    "Jpan": "。！？…．", "Hans": "。！？…．", "Hant": "。！？…．", "Arab": ".؟!۔…", "Deva": "।?!॥.…", "Beng": "।?!॥.…",
    "Guru": "।?!॥.…", "Grek": ".;!\u037e…", "Armn": "։:՞!…", "Mymr": "။?!.…", "Khmr": "។?!៕.…", "Laoo": ASCII_ENDS,
    "Kore": ".!?。…", "Thai": ASCII_ENDS,
}
# Languages that may be written in two scripts: the script is said in `variant`.
VARIANTS = {"zh": "Hans", "zh-Hant": "Hant", "sr": "Cyrl", "sr-Latn": "Latn", "bs": "Latn", "uz": "Latn", "az": "Latn"}
MASK = (1 << 64) - 1


def tml_hash(data):
    """tml_hash of base.h, the low half."""
    h = 0x9E3779B97F4A7C15 ^ len(data)
    for at in range(0, len(data), 8):
        h = ((h ^ int.from_bytes(data[at : at + 8], "little")) * 0xFF51AFD7ED558CCD) & MASK
        h ^= h >> 32
    return h & 0xFFFFFFFF


with open(os.path.join(ROOT, "rules/data/function-words.json"), encoding="utf-8") as words_file:
    FUNCTION_WORDS = json.load(words_file)["languages"]


def number_code(value):
    """A number as tml_word holds it: itself, or -k for 10 to the k."""
    if value <= 10000:
        return value
    power = round(math.log10(value))
    assert 10**power == value, value
    return -power


def unique(*parts):
    return list(dict.fromkeys(x for part in parts for x in part if x))


class Locale:
    """One locale as gathered: the fields of tml_locale, lists of {string: (value, flags)}, words as a set."""

    def __init__(self, cldr, tag):
        self.id = tag
        self.lists = {name: {} for name in LISTS}
        self.words, self.common, self.spellings = set(), set(), []
        source = tag
        self.language = tag.split("-")[0]
        script = cldr.script(tag)
        self.script = script
        # Number words are searched for where no spaces part words, and in Korean, where particles are glued to them.
        self.searched = script in UNSPACED or script == "Kore"
        self.variant = VARIANTS.get(tag, "")
        self.scripts = SCRIPT_NAMES.get(script, ["OTHER"])
        if tag in ("sr", "bs"):
            self.scripts = self.scripts + ["LATIN" if tag == "sr" else "CYRILLIC"]
        self.rtl = cldr.rtl(source)
        n = cldr.numbers(source)
        self.min_grouping, self.group_size = n["min_grouping"], n["group_size"]
        self.zero, self.native = n["zero"], n["native"]
        self.decimal = unique(n["decimal"])
        self.group = self.spaces_in(unique(n["group"]))
        self.percent = unique(n["percent"], "%")
        self.ends = list(ENDS.get(script, ASCII_ENDS))
        self.quotes = unique(cldr.quotes(source))
        put = self.put
        put("MONTH", cldr.months(source))
        self.full_months = cldr.months(source, ("wide",), ("stand-alone",))
        put("WEEKDAY", cldr.weekdays(source))
        put("DAYPERIOD", cldr.dayperiods(source))
        put("ERA", cldr.eras(source, BEFORE))
        put("COMPACT", n["compact"])
        put("AND", cldr.list_words(source, "standard"))
        put("OR", cldr.list_words(source, "or"))
        put("ABBREVIATION", cldr.abbreviations(source))
        put("PERCENT", {fold(p): 0 for p in self.percent})
        put("PERCENT", cldr.percent_words(source))

    @staticmethod
    def spaces_in(group):
        """A locale that groups with one kind of space is typed with the others, an apostrophe with the other one."""
        kin = ["\u00a0\u202f\u2009 ", "’'"]
        return unique(group, *(k for k in kin if any(g in k for g in group)))

    def put(self, name, entries, flags=0):
        for text, value in entries.items():
            if text:
                self.lists[name].setdefault(text, (value, flags))

    def override(self, row):
        """Applies a row of overrides.json (its grammar is in that file)."""
        field, add, drop = row["list"], row.get("add", []), row.get("drop", [])
        for stem, value in row.get("stems", {}).items():
            add = {**(add or {}), **{stem + e: value for e in row["endings"]}}
        if field in ("decimal", "group", "percent-sign", "ends"):
            field = field.split("-")[0]
            setattr(self, field, [x for x in unique(getattr(self, field), add) if x not in drop])
        elif field == "quotes":
            self.quotes = unique(self.quotes, [tuple(q) for q in add])
        elif field in ("cardinal", "ordinal"):
            self.words |= {(fold(w), number_code(v), WORDS[field.upper()], 0) for w, v in add.items()}
        elif field == "aside":
            self.words |= {(fold(w.rstrip("*")), v, WORDS["ASIDE_STEM" if w.endswith("*") else "ASIDE"], 0) for w, v in add.items()}
        elif field == "common":
            self.common |= {fold(w) for w in add}
        elif field == "spelling":
            self.spellings += [(fold(a), fold(b)) for a, b in add]
        else:
            self.override_list(field.upper().replace("-", "_"), row, add, drop)

    def override_list(self, name, row, add, drop):
        keep = str if name == "ABBREVIATION" else fold
        for text in drop:
            self.lists[name].pop(keep(text), None)
        for text, value in self.full_months.items():
            for ending in row.get("inflect", []):
                self.lists[name].setdefault(fold(text + ending), (value, 0))
        flags = (ORDINAL if row.get("ordinal") else 0) | (COMMON if row.get("common") else 0)
        for text, value in (add if isinstance(add, dict) else {a: 0 for a in add}).items():
            self.lists[name][keep(text)] = (number_code(value) if name == "NUMBER" else value, flags)

    def finish(self):
        """After all rows: other spellings, the words of the lists, the marks of common words."""
        for a, b in self.spellings:
            self.words |= {(w.replace(a, b), v, k, f) for w, v, k, f in self.words if a in w}
            for name in ("MONTH", "COMPACT", "DAYPERIOD"):
                for text, entry in list(self.lists[name].items()):
                    if a in text:
                        self.lists[name].setdefault(text.replace(a, b), entry)
        # An ordinal that reads like its cardinal is a number CLDR has no ordinal for.
        cardinals = {(w, v) for w, v, k, f in self.words if k == WORDS["CARDINAL"]}
        self.words = {x for x in self.words if x[2] != WORDS["ORDINAL"] or x[:2] not in cardinals}
        # Czech "pro", Catalan "des.": short for a month, and a preposition.
        whole = {fold(m) for m in self.full_months}
        short = {text.rstrip(".") for text in self.lists["MONTH"]} - whole
        self.common |= short & set(FUNCTION_WORDS.get(self.language, "").split())
        self.words_of_lists()
        self.words = {(w, v, k, f | (COMMON_WORD if w in self.common else 0)) for w, v, k, f in self.words}
        # Two rows may give one word with and without the mark.
        marked = {x[:3] for x in self.words if x[3] & COMMON_WORD}
        self.words = {x for x in self.words if x[3] & COMMON_WORD or x[:3] not in marked}
        for name, entries in self.lists.items():
            for text, (value, flags) in entries.items():
                single = len(text) == 1 and text.isalpha()
                weak = name in ("NUMBER", "WEEKDAY", "DAYPERIOD", "ERA") or (name == "COMPACT" and text < "ʰ")
                if text in self.common or (single and weak):
                    entries[text] = (value, flags | COMMON)

    def words_of_lists(self):
        """Whole words of the lists, for the one probe that answers all kinds."""
        for name in ("MONTH", "WEEKDAY", "DAYPERIOD", "COMPACT", "AND", "OR", "PERCENT"):
            for text, (value, _) in self.lists[name].items():
                word = text.rstrip(".॰")
                short = len(word) < 2 and name not in ("AND", "OR") and ord(word[:1] or "x") < 0x2E80
                if word and not short and all(is_word(c) for c in word) and not (name in ("AND", "OR") and value):
                    self.words.add((word, value, WORDS[name], 0))


def is_word(ch):
    import unicodedata

    return unicodedata.category(ch)[0] in "LM" or ch in "-'’\u200c\u200d"


def root_locale(cldr):
    """The neutral locale: Unicode's facts, no words."""
    root = Locale(cldr, "und")
    root.language, root.scripts, root.variant = "und", [], ""
    root.lists = {name: {} for name in LISTS}
    root.put("PERCENT", {"%": 0, "٪": 0})
    root.ends = list(".!?…。！？؟")[:7]
    root.decimal, root.group = [".", ","], [",", ".", "\u00a0", "\u202f", "’", "'"]
    root.percent = ["%", "٪"]
    return root


# ---- tags ---------------------------------------------------------------------------------------------------------


def resolve(cldr, tag, known):
    """The locale a CLDR id falls back to: its parents, never through English for another language."""
    language = tag.split("-")[0]
    while tag not in known:
        if tag in cldr.parents:
            tag = cldr.parents[tag]
        elif "-" in tag:
            parts = tag.split("-")
            # zh-TW: the likely script decides before the region is cut off.
            if len(parts) == 2 and len(parts[1]) < 4 and tag in cldr.likely:
                script = cldr.likely[tag].split("-")[1]
                if script != cldr.script(parts[0]):
                    tag = parts[0] + "-" + script
                    continue
            tag = "-".join(parts[:-1])
        else:
            return "und"
    return "und" if tag.split("-")[0] == "en" != language else tag


def alias_table(cldr, known):
    """{lower-case tag: id} for all tags that cutting off subtags from the right would resolve otherwise."""
    tags = {t: t for t in known if t != "und"}
    for tag in sorted(set(cldr.available) | set(cldr.parents) | {t for t in cldr.likely if t.count("-") == 1}, key=len):
        language = tag.split("-")[0]
        if language in known or resolve(cldr, language, known) != "und":
            tags.setdefault(tag, resolve(cldr, tag, known))
    for old, row in cldr.aliases.items():
        new = row["_replacement"]
        if "-" not in old and (new in known or resolve(cldr, new, known) != "und"):
            tags.setdefault(old, resolve(cldr, new, known))
    # A language in a script that is not its own has no table here.
    table = {}
    for tag in sorted(tags, key=lambda t: (t.count("-"), t)):
        parts, cut = tag.lower().split("-"), "und"
        for n in range(len(parts) - 1, 0, -1):
            if "-".join(parts[:n]) in table:
                cut = table["-".join(parts[:n])]
                break
        if tags[tag] != cut or tag in known:
            table[tag.lower()] = tags[tag]
    return table


# ---- output -------------------------------------------------------------------------------------------------------


class Pool:
    """Strings, items and words, each kept once where two locales share them."""

    def __init__(self):
        self.text, self.places = bytearray(), {}
        self.items, self.ranges = [], {}
        self.words, self.buckets, self.word_ranges = [], [], {}

    def string(self, text):
        data = text.encode()
        if data not in self.places:
            at = self.text.find(data)
            if at < 0:
                at = len(self.text)
                self.text += data
            self.places[data] = at
        return self.places[data], len(data)

    def list_range(self, entries):
        key = tuple(entries)
        if not key:
            return 0, 0
        if key not in self.ranges:
            self.ranges[key] = len(self.items)
            for text, value, flags in key:
                at, n = self.string(text)
                assert n < 256 and -32768 <= value < 32768, (text, value)
                self.items.append((at, n, value, flags))
        return self.ranges[key], len(key)

    def word_range(self, words):
        """Words ordered by hash, with an index by the hash's top bits: (at, n, buckets, bits)."""
        rows = sorted({(tml_hash(w.encode()), k, v, f) for w, v, k, f in words})
        key = tuple(rows)
        if key not in self.word_ranges:
            bits = max(0, len(rows) - 1).bit_length()
            at, start = len(self.words), len(self.buckets)
            self.words.extend(rows)
            bounds = [0] * ((1 << bits) + 1)
            for h, *_ in rows:
                bounds[(h >> (32 - bits) if bits else 0) + 1] += 1
            for i in range(1 << bits):
                bounds[i + 1] += bounds[i]
            self.buckets.extend(bounds)
            self.word_ranges[key] = (at, len(rows), start, bits)
        return self.word_ranges[key]


def c_string(data):
    """C literals of at most 100 columns, as hexadecimal-free as can be."""
    lines, line = [], ""
    for b in data:
        ch = "\\%03o" % b if b < 32 or b > 126 or chr(b) in '"\\?' else chr(b)
        if len(line) + len(ch) > 112:
            lines.append(line)
            line = ""
        line += ch
    return ['  "%s"' % x for x in lines + [line]]


def points(chars, room):
    chars = list(chars)
    assert len(chars) < room, chars
    return "{" + ", ".join("0x%X" % ord(c) for c in chars) + "}" if chars else "{0}"


def first_masks(texts):
    """Which last and last-but-one bytes the first characters have, by their low six bits."""
    last = before = 0
    for text in texts:
        data = text[0].encode()
        last |= 1 << (data[-1] & 63)
        before |= 1 << (data[-2 if len(data) > 1 else -1] & 63)
    return last, before


def c_locale(pool, loc):
    words = pool.word_range(loc.words)
    ranges, masks = [], []
    for name in LISTS:
        entries = [(t, v, f) for t, (v, f) in loc.lists[name].items()]
        # tml_locale_match looks its first character up, then takes the longest.
        entries.sort(key=lambda e: (e[0][0].encode(), -len(e[0].encode()), e[0].encode()))
        ranges.append(pool.list_range(entries))
        masks.append(first_masks(e[0] for e in entries))
    quotes = ", ".join("{0x%X, 0x%X}" % (ord(a), ord(b)) for a, b in loc.quotes)
    assert len(loc.quotes) < 12
    scripts = ", ".join("TML_SCRIPT_" + s for s in loc.scripts) or "0"
    flag = lambda x: "true" if x else "false"
    return [
        '  {"%s", "%s", "%s", {%s}, %s, %s, %s, %d, {%d, %d}, 0x%X, 0x%X,'
        % (loc.id, loc.language, loc.variant, scripts, flag(loc.rtl), flag(loc.script not in UNSPACED),
           flag(loc.script in CASED), loc.min_grouping, *loc.group_size, loc.zero, loc.native),
        "   %s, %s, %s, %s," % (points(loc.decimal, 4), points(loc.group, 8), points(loc.percent, 4), points(loc.ends, 8)),
        "   {%s}," % (quotes or "{0, 0}"),
        "   {%s}," % ", ".join("{%d, %d}" % r for r in ranges),
        "   {%s}," % ", ".join("{0x%X, 0x%X}" % m for m in masks),
        "   {%d, %d}, %d, %d}," % words,
    ]


def rows_of(out, head, cells, per_line):
    out.append(head)
    for at in range(0, len(cells), per_line):
        out.append("  " + ", ".join(cells[at : at + per_line]) + ",")
    out.append("};\n")


def write(path, cldr, locales, aliases):
    pool = Pool()
    body = [line for loc in locales for line in c_locale(pool, loc)]
    order = {loc.id: i for i, loc in enumerate(locales)}
    out = [
        "/* tab_locale.c — the languages' facts: signs, names, number words, tags.",
        " *",
        " * Generated by scripts/gen_locale.py (`make tables`) from Unicode CLDR %s (© Unicode, Inc.:" % cldr.version(),
        " * rules/locale/UNICODE-LICENSE) and rules/locale/overrides.json; not for editing. Strings are offsets into one pool, so",
        " * that start-up relocates nothing. As long as the world has words: no hand reads it, hence no limit of length. */",
        "// clang-format off",
        '#include "text/tables.h"\n',
        "const char tml_pool[] =",
    ]
    out += c_string(bytes(pool.text))
    out[-1] += ";\n"
    rows_of(out, "const tml_pool_item tml_pool_items[] = {", ["{%d, %d, %d, %d}" % i for i in pool.items] or ["{0}"], 8)
    rows_of(out, "const tml_word tml_pool_words[] = {", ["{0x%X, %d, %d, %d}" % (h, v, k, f) for h, k, v, f in pool.words] or ["{0}"], 6)
    rows_of(out, "const uint16_t tml_pool_buckets[] = {", [str(b) for b in pool.buckets], 24)
    out += ["const tml_locale tml_locales[] = {"] + body + ["};", "const unsigned tml_locales_n = %d;\n" % len(locales)]
    rows_of(out, "const tml_locale_alias tml_locale_aliases[] = {", ['{"%s", %d}' % (t, order[aliases[t]]) for t in sorted(aliases)], 6)
    out.append("const unsigned tml_locale_aliases_n = %d;" % len(aliases))
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")
    sizes = {
        "strings": len(pool.text), "items": 8 * len(pool.items), "words": 8 * len(pool.words),
        "buckets": 2 * len(pool.buckets), "locales": 600 * len(locales), "tags": 18 * len(aliases),
    }
    print("%s: %d locales, about %d KB of tables: %s" % (os.path.relpath(path), len(locales), sum(sizes.values()) // 1000, sizes))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    cldr = cldr_module.Cldr(sys.argv[1])
    with open(os.path.join(ROOT, "rules/locale/overrides.json"), encoding="utf-8") as f:
        overrides = json.load(f)["overrides"]
    locales = {"und": root_locale(cldr)}
    codes = {"CARDINAL": WORDS["CARDINAL"], "ORDINAL": WORDS["ORDINAL"], "COMMON_WORD": COMMON_WORD, "ORDINAL_ITEM": ORDINAL}
    for tag in LOCALES:
        locales[tag] = Locale(cldr, tag)
        rbnf.spell_locale(cldr, locales[tag], codes, number_code)
    for row in overrides:
        assert row.get("why"), row
        for tag in row["locales"].split():
            locales[tag].override(row)
    for loc in locales.values():
        loc.finish()
    ordered = [locales[t] for t in sorted(locales)]
    path = sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, "src/text/tab_locale.c")
    write(path, cldr, ordered, alias_table(cldr, set(locales)))


if __name__ == "__main__":
    main()
