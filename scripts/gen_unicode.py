#!/usr/bin/env python3
"""gen_unicode.py — writes src/text/tab_unicode.c: the facts of every code point, packed for one lookup.

Reads the Unicode Character Database of Debian's package unicode-data (/usr/share/unicode, or $TMLINT_UCD).
The packing is described at tml_cp_info in include/tmlint/text.h; the lists of types and scripts are read from there,
so that the enumerations are typed once. Python's standard library only. Usage: gen_unicode.py [OUTPUT]
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UCD = os.environ.get("TMLINT_UCD", "/usr/share/unicode")
SHIFT = 7
LIMIT = 0x110000


def enum_of(name):
    """The names of an enumeration in text.h, in order."""
    with open(os.path.join(ROOT, "include/tmlint/text.h"), encoding="utf-8") as f:
        body = re.search(r"enum %s \{(.*?)\};" % name, f.read(), re.S).group(1)
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
    return [n.strip() for n in body.split(",") if n.strip()]


def rows(name):
    """(first, last, fields) of every line of a UCD file."""
    with open(os.path.join(UCD, name), encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if not line:
                continue
            fields = [x.strip() for x in line.split(";")]
            first, _, last = fields[0].partition("..")
            yield int(first, 16), int(last or first, 16), fields


def version():
    with open(os.path.join(UCD, "Scripts.txt"), encoding="utf-8") as f:
        return re.search(r"Scripts-([0-9.]+)\.txt", f.readline()).group(1)


def read_unicode_data():
    category, digits = ["Cn"] * LIMIT, {}
    start = None
    for cp, _, f in rows("UnicodeData.txt"):
        if f[1].endswith(", First>"):
            start = cp
            continue
        for c in range(start if f[1].endswith(", Last>") else cp, cp + 1):
            category[c] = f[2]
        start = None
        if f[2] == "Nd":
            digits[cp] = int(f[6])
    return category, digits


def type_of(cp, cat):
    if cp in (9, 10, 11, 12, 13, 0x85) or cat[0] == "Z":
        return "SPACE"
    if cat in ("Cn", "Cs"):
        return "UNASSIGNED"
    exact = {"Nd": "DIGIT", "Cf": "FORMAT", "Cc": "CONTROL", "Co": "PRIVATE"}
    return exact.get(cat) or {"L": "LETTER", "M": "MARK", "N": "NUMBER", "P": "PUNCT", "S": "SYMBOL"}[cat[0]]


def read_widths(category):
    width = bytearray([1]) * LIMIT
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD)):
        width[first : last + 1] = bytes([2]) * (last + 1 - first)
    for first, last, f in rows("EastAsianWidth.txt"):
        if f[1] in ("W", "F"):
            width[first : last + 1] = bytes([2]) * (last + 1 - first)
    for cp in range(LIMIT):
        if category[cp] in ("Mn", "Me", "Cc") or (category[cp] == "Cf" and cp != 0xAD):
            width[cp] = 0
    # Vowels and finals of conjoining Hangul stand in the column of their initial.
    for first, last in ((0x1160, 0x11FF), (0xD7B0, 0xD7FF)):
        width[first : last + 1] = bytes(last + 1 - first)
    return width


def packed(types, scripts):
    category, digits = read_unicode_data()
    width = read_widths(category)
    number_of = {n[len("TML_CP_") :]: i for i, n in enumerate(types)}
    script_of = {n[len("TML_SCRIPT_") :]: i for i, n in enumerate(scripts)}
    info = [0] * LIMIT
    for cp in range(LIMIT):
        c = category[cp]
        upper, lower = c in ("Lu", "Lt"), c == "Ll"
        info[cp] = number_of[type_of(cp, c)] | upper << 4 | lower << 5 | width[cp] << 6
    for first, last, f in rows("Scripts.txt"):
        script = script_of.get(f[1].upper(), script_of["OTHER"])
        for cp in range(first, last + 1):
            info[cp] |= script << 8
    for first, last, f in rows("emoji/emoji-data.txt"):
        if f[1] == "Extended_Pictographic":
            for cp in range(first, last + 1):
                if cp > 0xFF:
                    info[cp] |= 1 << 14
    for first, last, f in rows("DerivedNormalizationProps.txt"):
        if f[1] == "NFC_QC" and f[2] in ("N", "M"):
            for cp in range(first, last + 1):
                info[cp] |= 1 << 15
    return info, digits


def two_stage(values, shift):
    """(stage1, stage2): equal blocks are kept once."""
    size, seen, stage1, stage2 = 1 << shift, {}, [], []
    for at in range(0, len(values), size):
        block = tuple(values[at : at + size])
        block += (0,) * (size - len(block))
        if block not in seen:
            seen[block] = len(seen)
            stage2.extend(block)
        stage1.append(seen[block])
    return stage1, stage2


def folds():
    delta = {}
    for cp, _, f in rows("CaseFolding.txt"):
        if f[1] in ("C", "S"):
            delta[cp] = int(f[2], 16) - cp
    # Only full and Turkic foldings exist for İ: the one that makes Turkish words compare.
    delta[0x130] = ord("i") - 0x130
    return delta


def two_bytes(info, delta, types):
    """U+0080 to U+07FF for the scan: the folded character as its two UTF-8 bytes, script, case, letter or mark."""
    letter, mark = types.index("TML_CP_LETTER"), types.index("TML_CP_MARK")
    out = []
    for cp in range(0x80, 0x800):
        fold = cp + delta.get(cp, 0)
        kind = info[cp] & 15
        if kind not in (letter, mark) or not 0x80 <= fold < 0x800:
            out.append(0)
            continue
        b = chr(fold).encode("utf-8")
        entry = b[0] | b[1] << 8 | (info[cp] >> 8 & 63) << 16 | (info[cp] >> 4 & 3) << 22
        out.append(entry | (1 << 24 if kind == letter else 1 << 25))
    return out


# Scripts whose letters have cases: the scan folds their words.
CASED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")


def three_bytes(info, types, scripts):
    """Blocks of 64 characters, U+0000 to U+FFFF: the script where all are its letters and none has a case, else 0; and
    the characters U+0800 to U+33FF: the script of a letter without case, 64 where it is of none, 65 a mark, else 0."""
    letter, mark = types.index("TML_CP_LETTER"), types.index("TML_CP_MARK")
    inherited = scripts.index("TML_SCRIPT_INHERITED")
    cased = {scripts.index("TML_SCRIPT_" + s) for s in CASED}
    assert len(scripts) <= 64

    def one(cp):
        kind, script = info[cp] & 15, info[cp] >> 8 & 63
        if kind == letter:
            return 0 if script in cased else script if script > inherited else 64
        return 65 if kind == mark else 0

    blocks = [0] * 0x400
    for cp in range(0x800, 0x10000, 64):
        block = {one(i) for i in range(cp, cp + 64)}
        if len(block) == 1 and max(block) < 64:
            blocks[cp >> 6] = max(block)
    return blocks, [one(cp) for cp in range(0x800, 0x3400)]


def digit_zeros(digits):
    zeros = sorted(cp for cp, v in digits.items() if v == 0)
    for cp, v in digits.items():
        assert digits.get(cp - v) == 0, "the digits of a script are a run of ten"
    return zeros


def array(out, kind, name, values, per_line=16):
    out.append("%s %s[%d] = {" % (kind, name, len(values)))
    for at in range(0, len(values), per_line):
        out.append("  " + ",".join(str(v) for v in values[at : at + per_line]) + ",")
    out.append("};\n")


def main():
    types, scripts = enum_of("tml_cp_type"), enum_of("tml_script")
    scripts = [s for s in scripts if not s.endswith("__COUNT")]
    info, digits = packed(types, scripts)
    stage1, stage2 = two_stage(info, SHIFT)
    stage1.append(stage1[-1])
    delta = folds()
    kinds = [0] + sorted(set(delta.values()))
    assert len(kinds) < 256
    rank = {d: i for i, d in enumerate(kinds)}
    last = max(delta) | ((1 << SHIFT) - 1)
    fold1, fold2 = two_stage([rank[delta.get(cp, 0)] for cp in range(last + 1)], SHIFT)
    out = [
        "/* tab_unicode.c — facts of every code point: type, case, columns, script, emoji, NFC; case folding; digits.",
        " *",
        " * Generated by scripts/gen_unicode.py (`make tables`) from the Unicode Character Database %s; not for editing." % version(),
        " * Unicode's data are © Unicode, Inc.: rules/locale/UNICODE-LICENSE.",
        " * As long as Unicode is wide: no hand reads it, hence no limit of length. */",
        "// clang-format off",
        '#include "text/tables.h"\n',
    ]
    array(out, "const uint16_t", "tml_cp_stage1", stage1)
    array(out, "const uint16_t", "tml_cp_stage2", stage2)
    array(out, "const uint8_t", "tml_fold_stage1", fold1)
    array(out, "const uint8_t", "tml_fold_stage2", fold2)
    array(out, "const int32_t", "tml_fold_delta", kinds)
    array(out, "const uint32_t", "tml_cp_two", two_bytes(info, delta, types))
    blocks, near = three_bytes(info, types, scripts)
    array(out, "const uint8_t", "tml_cp_three", blocks, 32)
    array(out, "const uint8_t", "tml_cp_near", near, 32)
    out.append("const uint32_t tml_fold_end = 0x%X;\n" % (last + 1))
    zeros = digit_zeros(digits)
    array(out, "const uint32_t", "tml_digit_zeros", zeros)
    out.append("const unsigned tml_digit_zeros_n = %d;\n" % len(zeros))
    out.append("const char *const tml_script_names[] = {")
    out.extend('  "%s",' % s[len("TML_SCRIPT_") :].capitalize() for s in scripts)
    out.append("};")
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "src/text/tab_unicode.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")
    size = 2 * len(stage1) + 2 * len(stage2) + len(fold1) + len(fold2) + 4 * len(kinds) + 4 * 0x780 + 0x400 + len(near)
    print("%s: %d bytes of tables" % (os.path.relpath(path), size))


if __name__ == "__main__":
    main()
