#!/usr/bin/env python3
"""Writes src/rule/tab_words.c from function-words.json, repeated-words.json and fill-in-words.json of rules/data, and
include/tmlint/tab_lists.h from lists.json there.

One table of hashes (tml_hash of the lower-case word) with a set of languages each: who has this as a function word, who
may write it twice, who never does. A language is a bit; src/rule/words.h maps a locale to its bit. `make tables` runs it;
the result is kept in the tree, so that building needs no Python. With --check nothing is written.
"""
import json
import pathlib
import sys
import textwrap
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
MASK = (1 << 64) - 1


def tml_hash(data: bytes) -> int:
    """The same function as tml_hash of base.h."""
    h = (0x9E3779B97F4A7C15 ^ len(data)) & MASK
    for i in range(0, len(data), 8):
        w = int.from_bytes(data[i:i + 8].ljust(8, b"\0"), "little")
        h = ((h ^ w) * 0xFF51AFD7ED558CCD) & MASK
        h ^= h >> 32
    return h


def words(text: str) -> list[str]:
    return [unicodedata.normalize("NFC", w) for w in text.split()]


def put(path: str, lines: list[str]) -> None:
    """Writes the file; with --check says whether it is as it would be written."""
    text = "\n".join(lines) + "\n"
    if "--check" not in sys.argv[1:]:
        (ROOT / path).write_text(text, "utf-8")
    elif (ROOT / path).read_text("utf-8") != text:
        raise SystemExit(f"{path}: not in step with rules/data: make tables")


def main() -> None:
    function = json.loads((ROOT / "rules/data/function-words.json").read_text("utf-8"))
    repeated = json.loads((ROOT / "rules/data/repeated-words.json").read_text("utf-8"))
    fill_in = json.loads((ROOT / "rules/data/fill-in-words.json").read_text("utf-8"))["words"].split()
    languages = sorted(set(function["languages"]) | set(repeated["languages"]))
    if len(languages) > 64:
        raise SystemExit("more than 64 languages")
    bit = {l: i for i, l in enumerate(languages)}
    table: dict[str, list[int]] = {}

    def add(lang: str, text: str, column: int) -> None:
        for w in words(text):
            if w != w.lower():
                raise SystemExit(f"{lang}: {w} is not in lower case")
            table.setdefault(w, [0, 0, 0])[column] |= 1 << bit[lang]

    for lang, text in function["languages"].items():
        add(lang, text, 0)
    for lang, row in repeated["languages"].items():
        add(lang, row.get("allowed", ""), 1)
        add(lang, row.get("never", ""), 2)
    rows = sorted((tml_hash(w.encode()), w, m) for w, m in table.items())
    if len({r[0] for r in rows}) != len(rows):
        raise SystemExit("two words have one hash")
    modes = []
    for lang in languages:
        mode = repeated["languages"].get(lang, {}).get("mode", "none")
        modes.append({"none": 0, "any": 1, "never": 2}[mode])
    starts = []
    at = 0
    for b in range(4097):
        while at < len(rows) and rows[at][0] >> 52 < b:
            at += 1
        starts.append(at)
    out = ["/* written by scripts/gen_words.py from rules/data: do not edit */", '#include "rule/words.h"', ""]
    out.append("const tml_word_language tml_word_languages[] = {")
    for lang, mode in zip(languages, modes):
        out.append(f'    {{"{lang}", {mode}, {int(lang in function["languages"])}}},')
    out.append('    {"", 0, 0}};')
    out.append("const uint16_t tml_word_starts[4097] = {")
    for i in range(0, 4097, 16):
        out.append("    " + ", ".join(map(str, starts[i:i + 16])) + ",")
    out.append("};")
    out.append("const tml_word_entry tml_word_entries[] = {")
    for h, w, m in rows:
        out.append(f"    {{0x{h:016X}, 0x{m[0]:X}, 0x{m[1]:X}, 0x{m[2]:X}}}, /* {w} */")
    out.append("};")
    out.append("const uint64_t tml_fill_in_words[] = {")
    for h, w in sorted((tml_hash(w.encode()), w) for w in set(fill_in)):
        out.append(f"    0x{h:016X}, /* {w} */")
    out += ["    UINT64_MAX,", "};"]
    put("src/rule/tab_words.c", out)


def lists() -> None:
    """Each list as a macro, to stand between the braces of an array: who uses none of them pays nothing."""
    out = ["/* written by scripts/gen_words.py from rules/data/lists.json: do not edit */",
           "#ifndef TMLINT_TAB_LISTS_H", "#define TMLINT_TAB_LISTS_H", ""]
    for name, row in json.loads((ROOT / "rules/data/lists.json").read_text("utf-8"))["lists"].items():
        each = [words(text) for text in row.get("languages", {"": row.get("words", "")}).values()]
        if not row["about"] or not row["source"] or any(not v or len(set(v)) != len(v) for v in each):
            raise SystemExit(f"lists.json: {name}: it needs about, source, and words that stand once")
        if "languages" in row:
            items = [f'{{"{lang}", " {" ".join(v)} "}}' for lang, v in zip(row["languages"], each)]
        else:
            items = [f'"{w}"' for w in each[0]]
        out.append(f"/* {row['about']} */")
        out.append("#define TML_LIST_" + name.upper().replace("-", "_") + " \\")
        lines = [i + "," for i in items] if "languages" in row else textwrap.wrap(", ".join(items), 110, break_on_hyphens=False)
        out.append("    " + " \\\n    ".join(lines).rstrip(","))
    out += ["", "#endif"]
    put("include/tmlint/tab_lists.h", out)


if __name__ == "__main__":
    main()
    lists()
