#!/usr/bin/env python3
"""Holds the findings of testdata/demo to its expected.tsv: run_demo.py [--accept] PROGRAM

expected.tsv has a line for each finding: page, segment (- where none), code; what the pages were given on purpose and
nothing else. --accept rewrites it, for review.
"""
import json
import os
import subprocess
import sys

import tmlib

DEMO = os.path.join(tmlib.TOP, "testdata", "demo")
HEAD = ("# The defects of the demo's pages, one line each: page, segment, code. Pages that are not named here have none.\n"
        "# scripts/run_demo.py holds the program to it.\n")


def found(program):
    p = subprocess.run([os.path.abspath(program), "check", "--format", "json", "--fail-on", "never", "."], cwd=DEMO,
                       stdout=subprocess.PIPE, check=True, timeout=120)
    report = json.loads(p.stdout)
    return sorted("\t".join((f["path"], f.get("segment") or "-", f["code"])) for f in report["findings"])


def main(args):
    accept = args[:1] == ["--accept"]
    program = args[accept:][0]
    got, path = found(program), os.path.join(DEMO, "expected.tsv")
    if accept:
        with open(path, "w", encoding="utf8") as f:
            f.write(HEAD + "".join(line + "\n" for line in got))
        return 0
    with open(path, encoding="utf8") as f:
        want = sorted(line.rstrip("\n") for line in f if not line.startswith("#"))
    bad = 0
    for line in sorted(set(got) | set(want)):
        for what, n in (("missed", want.count(line) - got.count(line)), ("not expected", got.count(line) - want.count(line))):
            for _ in range(n):
                print(f"{what}: {line}")
                bad += 1
    print(f"{len(want) - sum(max(0, want.count(w) - got.count(w)) for w in set(want))} passed, {bad} failed")
    return 1 if bad or not want else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
