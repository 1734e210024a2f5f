#!/usr/bin/env python3
"""Holds the planted kinds of scripts/accuracy.py to the rules: test_plant.py PROGRAM

Every stable rule of error or warning severity has a planted kind, or stands in plant_page.EXCEPTIONS with a reason; the pages
of testdata/pages are clean; and what is planted in them is found. Without corpora, so that it runs everywhere.
"""
import json
import os
import random
import subprocess
import sys

import accuracy
import plant_page
import tmlib

results = {"passed": 0, "failed": 0}


def test(name, problem):
    results["failed" if problem else "passed"] += 1
    if problem:
        print(f"FAILED: {name}: {problem}")


def main():
    program = os.path.abspath(sys.argv[1])
    out = subprocess.run([program, "rules", "--format", "json"], stdout=subprocess.PIPE, check=True).stdout
    rules = {r["code"]: r for r in json.loads(out)["rules"]}
    kinds = accuracy.all_kinds()
    planted = {code for _, codes, _ in kinds for code in codes}
    names = [k[0] for k in kinds]
    test("kinds have names of their own", sorted({n for n in names if names.count(n) > 1}))
    test("kinds name rules that are there", sorted(planted - set(rules)))
    asked = {c for c, r in rules.items() if r["status"] == "stable" and r["severity"] != "info"}
    test("every stable rule of error or warning severity has a planted kind (scripts/plant*.py) or a reason (plant_page.EXCEPTIONS)",
         sorted(asked - planted - set(plant_page.EXCEPTIONS)))
    test("exceptions are needed", sorted(set(plant_page.EXCEPTIONS) & planted | set(plant_page.EXCEPTIONS) - set(rules)))
    rest = sorted(set(rules) - planted - {c for c, r in rules.items() if r["status"] == "removed"})
    print("rules without a planted kind: " + " ".join(rest))

    folder = os.path.join(tmlib.TOP, "testdata", "pages")
    report, why = tmlib.report(program, ["check", "--format", "json", "--fail-on", "never", "--preview", "."], folder)
    test("the pages are read", why)
    test("the pages have no finding", [(f["code"], f["path"], f["line"]) for f in report["findings"]][:9] if report else why)
    pages = accuracy.read_pages(folder, random.Random(accuracy.SEED), 9)
    test("there are pages of two languages", None if len(pages) == 2 else list(pages))
    lines = []
    accuracy.recall(program, pages, 2, random.Random(accuracy.SEED), lambda s="": lines.append(s), "")
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    test("defects of eighty kinds are planted", None if len(rows) > 80 else len(rows))
    for row in rows[1:]:
        test(f"planted and found: {row[0]}", None if row[-1] == "100 %" else row)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
