#!/usr/bin/env python3
"""Makes two parallel trees of side-by-side pages, and says what of the one goes with what of the other.

    unwrap_trees.py TMLINT OUT PATH…     OUT/source/…, OUT/target/…, OUT/pairs.jsonl

A page with its source spans dropped is the published translation; with its target spans dropped (and the heading
anchors, the title and the language fields of the translation) it is close to the English page. Pages with damaged or
nested pairs are left out. pairs.jsonl has a line a page: {"path", "pairs": [[id, target start, end, source start, end,
place of the target's text in the side-by-side page, of the source's], …]}, in bytes.
"""
import json
import os
import re
import subprocess
import sys

UNIT = re.compile(rb'<span data-ttu-id="([^"<>]+)">\Z')
MIDDLE = re.compile(rb'</span><span class="sxs-lookup"><span data-stu-id="([^"<>]+)">\Z')
ANCHOR = re.compile(rb'<a name="[^"<>\n]*"></a>')
FRONT = re.compile(rb'\A(\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n', re.S | re.M)
FIELD = re.compile(rb'^(title|description|ms\.(contentlocale|translationtype|lasthandoff|locfileid|openlocfilehash|'
                   rb'sourcegitcommit)):.*\r?\n(^[ \t]+.*\r?\n)*', re.M)


def units(data, pairs):
    out, at = [], 0
    for p in pairs:
        t, s = p["target"], p["source"]
        if not t or not s:
            return None
        before = data.rfind(b"<span data-ttu-id=", 0, t["start"])
        if before < at or not UNIT.match(data[before:t["start"]]) or not MIDDLE.match(data[t["end"]:s["start"]]):
            return None
        if data[s["end"]:s["end"] + 14] != b"</span></span>":
            return None
        at = s["end"] + 14
        out.append((before, t["start"], t["end"], s["start"], s["end"], at, p["segment"]))
    return out


def main(tmlint, out, paths):
    r = subprocess.run([tmlint, "export", "--format", "jsonl", "--quiet", *paths], stdout=subprocess.PIPE, check=True)
    pages = {}
    for line in r.stdout.decode("utf-8", "replace").split("\n"):
        if line:
            p = json.loads(line)
            pages.setdefault(p["target_path"], []).append(p)
    os.makedirs(out, exist_ok=True)
    common = os.path.commonpath([os.path.abspath(p) for p in paths])
    kept = left = 0
    with open(os.path.join(out, "pairs.jsonl"), "w", encoding="utf-8") as index:
        for path, pairs in pages.items():
            with open(path, "rb") as f:
                data = f.read()
            us = units(data, pairs)
            if us is None:
                left += 1
                continue
            source, target, where, at = bytearray(), bytearray(), [], 0
            body = FRONT.match(data)
            if body and not any(u[0] < body.end() for u in us):
                at = body.end()
                target += data[:at]
                front = FIELD.sub(b"", data[:at])
                source += front
            for start, ta, tb, sa, sb, end, seg in us:
                target += data[at:start]
                source += ANCHOR.sub(b"", data[at:start])
                t0, s0 = len(target), len(source)
                target += data[ta:tb]
                source += data[sa:sb]
                where.append([seg, t0, len(target), s0, len(source), ta, sa])
                at = end
            target += data[at:]
            source += ANCHOR.sub(b"", data[at:])
            rel = os.path.relpath(path, common)
            for side, content in (("source", source), ("target", target)):
                name = os.path.join(out, side, rel)
                os.makedirs(os.path.dirname(name), exist_ok=True)
                with open(name, "wb") as f:
                    f.write(content)
            index.write(json.dumps({"path": rel, "pairs": where}) + "\n")
            kept += 1
    print(f"{kept} pages, {left} left out")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
