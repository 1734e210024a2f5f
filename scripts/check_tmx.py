#!/usr/bin/env python3
"""TMX and XLIFF made of pages teach and find what the pages do: check_tmx.py PROGRAM FOLDER [PAGES]

For each locale of FOLDER (folders of its own, or the folder itself), the pages (at most PAGES of each, evenly drawn) are exported as TMX
and as XLIFF and read back. Must hold: the same pairs (source, target), in the same order; and for TMX, which keeps each pair's
place (x-page, x-heading, x-anchor, x-url, x-context), the same findings of rules about a pair: code, segment, both texts, marks, message.
Left out of the comparison: rules that need the page around the pairs, or its own bytes (named below).
"""
import collections
import json
import os
import subprocess
import sys
import tempfile

# The page's own bytes, container, front matter, or what stands around its pairs: an exchange file has none of it.
PAGE = ("SX", "IN", "FM", "RU", "TM", "CO", "RF", "AN", "SP001")  # SP001: blanks at an edge are looked at with what stands behind them


def run(program, args, cwd):
    p = subprocess.run([program, *args], cwd=cwd, capture_output=True)
    if p.returncode > 1:
        sys.exit(f"tmlint {' '.join(args[:6])}: status {p.returncode}: {p.stderr.decode(errors='replace')}")
    return p.stdout


def pairs(program, paths, cwd):
    out = [json.loads(line) for line in run(program, ["export", "--format", "jsonl", *paths], cwd).splitlines()]
    return [(x["source"]["text"].replace("\r\n", "\n"), x["target"]["text"].replace("\r\n", "\n")) for x in out if x["source"] and x["target"]]


def findings(program, paths, cwd):
    report = json.loads(run(program, ["check", "--format", "json", "--fail-on", "never", "--jobs", "1", "--ignore", ",".join(PAGE), *paths], cwd))
    return collections.Counter((f["code"], f.get("segment"), (f.get("source") or {}).get("text"), (f.get("target") or {}).get("text"), f["message"])
                               for f in report["findings"] if f.get("segment"))  # what stands between pairs is not in an exchange file


def one(program, folder, limit, say):
    files = sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, names in os.walk(folder) for f in names if f.endswith(".md"))
    if limit and len(files) > limit:
        files = [files[i * len(files) // limit] for i in range(limit)]
    name, bad = os.path.basename(folder), 0
    want = pairs(program, files, folder) if files else []
    if not want:
        return 0
    with tempfile.TemporaryDirectory() as tmp:
        found = findings(program, files, folder)
        for kind in ("tmx", "xlf"):
            path = os.path.join(tmp, "out." + kind)
            p = subprocess.run([program, "export", "--format", {"xlf": "xliff"}.get(kind, kind), "-o", path, *files], cwd=folder, capture_output=True, text=True)
            if p.returncode:
                sys.exit(f"{name}: {p.stderr}")
            lost = "U+FFFD" in p.stderr  # characters that XML can't hold
            got = pairs(program, [path], folder)
            differ = sum(a != b for a, b in zip(want, got)) + abs(len(want) - len(got))
            line = f"{name} {kind}: {len(got)} of {len(want)} pairs, {differ} differ" + (" (characters that XML can't hold)" if lost else "")
            bad += differ > 0 and not lost
            if kind == "tmx":
                again = findings(program, [path], folder)
                gone, new = found - again, again - found
                line += f"; {sum(again.values())} of {sum(found.values())} findings, {sum(gone.values())} gone, {sum(new.values())} new"
                bad += bool(gone or new) and not lost
                for what, which in (("gone", gone), ("new", new)):
                    for f in list(which)[:3]:
                        line += f"\n  {what}: {f[0]} {f[1]}: {f[4]}"
            say(line)
    return bad


def main():
    program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    folders = sorted(e.path for e in os.scandir(folder) if e.is_dir()) or [folder]
    bad = sum(one(program, f, limit, print) for f in folders)
    print("the same" if not bad else f"{bad} differ")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
