#!/usr/bin/env python3
"""gen_units.py — writes src/feat/tab_units.c: the names of units in the languages of CLDR that content is translated into.

Usage: gen_units.py CLDR-FOLDER >src/feat/tab_units.c   (the folder: scripts/fetch_cldr.sh prints it)
Data: cldr-units-full (all lengths and grammatical cases), cldr-numbers-full (currency signs and names), cldr-core (systems of
measures).
Names of one letter and Latin names of two letters are left out unless they are sure (kb, ms; in Finnish Mt): "in", "m", "h" are
words and other things as often. A name that means two units in one language is left out, but for the order of UNITS.
"""
import json
import os
import re
import sys

import cldr
import gen_locale

LANGUAGES = """ar bg bn ca cs da de el en es et eu fa fi fil fr gl he hi hr hu id it ja kk km ko lo lt lv ms my nb nl nn pl pt pt-PT ro
ru sk sl sr sv sw ta te th tr uk ur vi zh zh-Hant""".split()
NO_SPACES = {"ja", "ko", "zh", "zh-Hant", "th", "lo", "km", "my"}
# our name, dimension, CLDR's id; earlier ones win where one name means both
UNITS = [("byte", "DATA", "digital-byte"), ("kilobyte", "DATA", "digital-kilobyte"), ("megabyte", "DATA", "digital-megabyte"),
         ("gigabyte", "DATA", "digital-gigabyte"), ("terabyte", "DATA", "digital-terabyte"), ("petabyte", "DATA", "digital-petabyte"),
         ("bit", "DATA", "digital-bit"), ("kilobit", "DATA", "digital-kilobit"), ("megabit", "DATA", "digital-megabit"),
         ("gigabit", "DATA", "digital-gigabit"), ("kibibyte", "DATA", None), ("mebibyte", "DATA", None), ("gibibyte", "DATA", None),
         ("tebibyte", "DATA", None),
         ("kilobit a second", "RATE", None), ("megabit a second", "RATE", None), ("gigabit a second", "RATE", None),
         ("nanosecond", "TIME", "duration-nanosecond"), ("microsecond", "TIME", "duration-microsecond"),
         ("millisecond", "TIME", "duration-millisecond"), ("second", "TIME", "duration-second"), ("minute", "TIME", "duration-minute"),
         ("hour", "TIME", "duration-hour"), ("day", "TIME", "duration-day"), ("week", "TIME", "duration-week"),
         ("month", "TIME", "duration-month"), ("year", "TIME", "duration-year"),
         ("kilometre", "LENGTH", "length-kilometer"), ("centimetre", "LENGTH", "length-centimeter"),
         ("millimetre", "LENGTH", "length-millimeter"), ("metre", "LENGTH", "length-meter"), ("mile", "LENGTH", "length-mile"),
         ("foot", "LENGTH", "length-foot"), ("inch", "LENGTH", "length-inch"), ("pixel", "LENGTH", "graphics-pixel"),
         ("kilogram", "MASS", "mass-kilogram"), ("gram", "MASS", "mass-gram"), ("milligram", "MASS", "mass-milligram"),
         ("degree Celsius", "TEMPERATURE", "temperature-celsius"), ("degree Fahrenheit", "TEMPERATURE", "temperature-fahrenheit"),
         ("hertz", "FREQUENCY", "frequency-hertz"), ("kilohertz", "FREQUENCY", "frequency-kilohertz"),
         ("megahertz", "FREQUENCY", "frequency-megahertz"), ("gigahertz", "FREQUENCY", "frequency-gigahertz"),
         ("watt", "POWER", "power-watt"), ("kilowatt", "POWER", "power-kilowatt"), ("megawatt", "POWER", "power-megawatt"),
         ("percent", "PERCENT", "concentr-percent")]
CURRENCIES = ["USD", "EUR", "GBP", "JPY", "CNY", "KRW", "INR", "RUB", "BRL", "TRY", "PLN", "CZK", "HUF", "ILS", "THB", "VND", "UAH", "IDR",
              "CHF", "CAD", "AUD", "MXN", "TWD", "HKD", "SAR", "AED", "SEK", "NOK", "DKK", "ISK", "NZD", "SGD", "ZAR", "RON", "BGN", "RSD", "MYR", "EGP",
              "KZT"]
# Names that CLDR does not have, or that stand for all languages.
COMMON = {"byte": "byte bytes", "kilobyte": "kb kbyte kbytes", "megabyte": "mb mbyte mbytes", "gigabyte": "gb gbyte gbytes",
          "terabyte": "tb tbyte tbytes", "petabyte": "pb", "bit": "bit bits", "kibibyte": "kib", "mebibyte": "mib", "gibibyte": "gib",
          "tebibyte": "tib", "kilobit a second": "kbps", "megabit a second": "mbps", "gigabit a second": "gbps", "millisecond": "ms msec",
          "kilometre": "km", "centimetre": "cm", "millimetre": "mm", "pixel": "px", "kilogram": "kg", "milligram": "mg", "hertz": "hz",
          "kilohertz": "khz", "megahertz": "mhz", "gigahertz": "ghz", "kilowatt": "kw", "percent": "% pct percent"}
SHORT = {w for names in COMMON.values() for w in names.split()} | {"ko", "mo", "go", "to", "кб", "мб", "гб", "тб", "мс", "км", "см", "мм", "кг", "pb"}
# Names of two letters that are nothing else behind a number in their language.
SURE = {"fi": {"kt", "mt", "gt", "tt", "vk", "kk", "pv"}, "tr": {"sn", "dk"}, "hu": {"mp"}}
# Field's usage that CLDR lacks (seen in translated documentation).
EXTRA = {("uk", "minute"): "хв", ("ru", "minute"): "мин", ("ru", "second"): "сек", ("uk", "second"): "сек", ("ko", "month"): "개월",
         ("ja", "month"): "か月 ヶ月 カ月 ヵ月 箇月", ("zh", "month"): "个月", ("zh-Hant", "month"): "個月", ("ja", "hour"): "時間",
         ("zh", "hour"): "小时 个小时 钟头", ("zh-Hant", "hour"): "小時 個小時", ("zh", "day"): "天", ("zh-Hant", "day"): "天",
         ("zh", "minute"): "分钟", ("zh-Hant", "minute"): "分鐘", ("ja", "day"): "日間", ("ja", "year"): "年間", ("ja", "second"): "秒 秒間",
         ("ja", "minute"): "分間", ("ja", "week"): "週間", ("ko", "day"): "일", ("ko", "week"): "주", ("ko", "hour"): "시간",
         ("zh", "week"): "周 个星期 星期", ("zh-Hant", "week"): "週 周 個星期 星期", ("vi", "percent"): "phần"}
# Signs of CJK that stand for other things as well: 分 (minute, part), 日 and 月 (date), 点, 元 …
NEVER = {"ja": {"分", "日", "月", "か月", "年", "時"} - {"か月"}, "zh": {"分", "日", "月", "年", "点", "时", "克", "米", "度"},
         "zh-Hant": {"分", "日", "月", "年", "點", "時", "克", "公克", "度"}, "ko": {"월", "년", "시", "m", "그램", "미터", "피트"}}


def names(units, key):
    for form in ("long", "short", "narrow"):
        entry = units.get(form, {}).get(key, {})
        for k, v in entry.items():
            if k.startswith("perUnit") or k == "gender":
                continue
            if k == "displayName" or "{0}" in v:
                yield v.replace("{0}", " ")


def english_units(folder):
    """Ids of units that the English-speaking systems have and the metric one has not."""
    with open(os.path.join(folder, "cldr-core/supplemental/units.json"), encoding="utf-8") as f:
        known = json.load(f)["supplemental"]["convertUnits"]
    return {u for u, v in known.items() if "ussystem" in v["_systems"] and not any("metric" in s for s in v["_systems"])}


def plurals(folder):
    """CLDR's English names of more than one, by our names; ours with an s where it has none."""
    with open(os.path.join(folder, "cldr-units-full/main/en/units.json"), encoding="utf-8") as f:
        units = json.load(f)["main"]["en"]["units"]["long"]
    return {name: units[key]["displayName"] if key else name.replace("bit", "bits", 1) if dim == "RATE" else name + "s"
            for name, dim, key in UNITS}


def usable(lang, word):
    if not word or re.search(r"[\s\d/.()’'-]", word) or word in NEVER.get(lang, ()):
        return False
    if word in SHORT or word == "%" or word in SURE.get(lang, ()):
        return True
    latin = all(ord(c) < 0x250 for c in word)
    if lang in NO_SPACES and not latin:
        return True
    return len(word) > 2 or (len(word) == 2 and ord(word[0]) > 0x8FF)


def collect(folder, lang):
    with open(os.path.join(folder, "cldr-units-full/main", lang, "units.json"), encoding="utf-8") as f:
        units = json.load(f)["main"][lang]["units"]
    found = {}
    for index, (name, _, key) in enumerate(UNITS, 1):
        words = [cldr.fold(cldr.no_marks(w)).strip() for w in names(units, key)] if key else []
        words += EXTRA.get((lang, name), "").split() + COMMON.get(name, "").split()
        for w in words:
            if usable(lang, w):
                found.setdefault(w, index)
    with open(os.path.join(folder, "cldr-numbers-full/main", lang, "currencies.json"), encoding="utf-8") as f:
        money = json.load(f)["main"][lang]["numbers"]["currencies"]
    for at, code in enumerate(CURRENCIES):
        index = len(UNITS) + 1 + at
        found[code.lower()] = index
        entry = money.get(code, {})
        for k in ("symbol", "symbol-alt-narrow"):
            sign = entry.get(k, "")
            if len(sign) == 1 and ord(sign) in (0x24, *range(0xA2, 0xA6), *range(0x20A0, 0x20D0), 0xE3F):
                found.setdefault(sign, index)
            elif k == "symbol" and 1 < len(sign) < 4 and sign.isalpha() and sign != code and not sign.isupper():  # its own: Rp, Kč
                found.setdefault(cldr.fold(sign), index)
    return found


def main():
    folder = sys.argv[1]
    out = sys.stdout.write
    rows, prefixes = [], []
    for lang in LANGUAGES:
        for word, unit in sorted(collect(folder, lang).items()):
            rows.append((gen_locale.tml_hash(f"{lang}/{word}".encode()), unit))
            if lang in NO_SPACES and ord(word[0]) > 0xFF:
                prefixes.append((lang, word, unit))
    seen = {}
    for h, unit in rows:
        if seen.setdefault(h, unit) != unit:
            sys.exit(f"gen_units.py: two names have the hash {h:#x}")
    english, many = english_units(folder), plurals(folder)
    out("/* Made by scripts/gen_units.py from CLDR (cldr-core, cldr-units-full, cldr-numbers-full 48.2.0). Do not edit. */\n")
    out('#include "units.h"\n\n')
    out("const tml_unit_row tml_unit_rows[] = {\n")
    for name, dim, key in [("", "NONE", None)] + UNITS + [(c, "CURRENCY", None) for c in CURRENCIES]:
        only = "true" if key and key.split("-", 1)[1] in english else "false"
        out(f'    {{"{name}", "{many.get(name, name)}", TML_DIM_{dim}, {only}}},\n')
    out("};\nconst unsigned tml_unit_rows_n = sizeof tml_unit_rows / sizeof *tml_unit_rows;\n\n")
    out("/* By hash of \"language/name\". */\nconst tml_unit_word tml_unit_words[] = {\n")
    cells = [f"{{0x{h:08x}, {u}}}," for h, u in sorted(seen.items())]
    for i in range(0, len(cells), 8):
        out("    " + " ".join(cells[i : i + 8]) + "\n")
    out("};\nconst unsigned tml_unit_words_n = sizeof tml_unit_words / sizeof *tml_unit_words;\n\n")
    out("/* Names in scripts without spaces, by language, the longest first. */\nconst tml_unit_prefix_row tml_unit_prefixes[] = {\n")
    for lang, word, unit in sorted(prefixes, key=lambda p: (p[0], -len(p[1].encode()), p[1])):
        out(f'    {{"{lang}", {len(word.encode())}, {unit}, "{word}"}},\n')
    out("};\nconst unsigned tml_unit_prefixes_n = sizeof tml_unit_prefixes / sizeof *tml_unit_prefixes;\n")


main()
