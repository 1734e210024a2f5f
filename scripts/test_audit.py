#!/usr/bin/env python3
"""The walk of an audit, as docs/reports.md has it: test_audit.py PROGRAM [FOLDER]

FOLDER is read (default: the side-by-side pages of the development corpora, else testdata/demo) and one HTML report written;
Chromium opens it without a network, with and without a filter in the address. What it shows must be what the JSON report
has; the screenshots are kept in build/audit/. Without Chromium that half is skipped, and said so.
"""
import collections
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import test_corpora
import tmlib

OUT = os.path.join(tmlib.TOP, "build", "audit")
results = {"passed": 0, "failed": 0, "skipped": 0}


def test(name, problem):
    results["failed" if problem else "passed"] += 1
    print(f"{'FAILED' if problem else 'ok'}: {name}" + (f": {problem}" if problem else ""))


def browser():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    return None


def walk(program, folder):
    """The command of the document, with its folder replaced by the one that is read."""
    with open(os.path.join(tmlib.TOP, "docs", "reports.md"), encoding="utf8") as f:
        text = f.read()
    block = text[text.index("<!-- walk-audit -->"):text.index("<!-- end -->", text.index("<!-- walk-audit -->"))]
    (line,) = re.findall(r"^    \$ tmlint (.*)$", block, re.M)
    words = [folder if w == "corpus/" else w for w in line.split()]
    p = subprocess.run([os.path.abspath(program), *words], cwd=OUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    test("the audit ends with findings, and nothing else", p.returncode not in (0, 1) and p.stderr.decode()[:500])
    test("the statistics are told", None if b"per 1,000" in p.stdout else p.stdout[-500:])


def opened(chromium, address, *more):
    with tempfile.TemporaryDirectory() as profile:
        p = subprocess.run([chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", "--window-size=1400,1000",
                            "--virtual-time-budget=20000", *more, address],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=180)
    return p.stdout.decode("utf8", errors="replace")


def counted(dom):
    """How many findings the page says it shows, of how many."""
    m = re.search(r'id="count"[^>]*>([\d\s,.’\u00a0\u202f]+) of ([\d\s,.’\u00a0\u202f]+) findings', dom)
    return tuple(int(re.sub(r"\D", "", g)) for g in m.groups()) if m else None


def main(program, folder):
    shutil.rmtree(OUT, ignore_errors=True)
    os.makedirs(OUT)
    walk(program, folder)
    with open(os.path.join(OUT, "audit.json"), encoding="utf8") as f:
        report = json.load(f)
    findings = report["findings"]
    name_of = {f["code"]: f["rule"] for f in findings}
    by_code = collections.Counter(f["code"] for f in findings)
    test("there are findings to look at", None if findings else "none")
    chromium = browser()
    if not chromium:
        results["skipped"] += 1
        print("skipped: the report in a browser: no chromium here")
        return
    page = "file://" + os.path.join(OUT, "audit.html")
    code, _ = by_code.most_common(1)[0]
    for name, hash_, expected in (("all", "once=0&hidden=1", len(findings)),
                                  (f"filtered by {code}", f"once=0&hidden=1&rule={code}+{name_of[code]}", by_code[code])):
        dom = opened(chromium, f"{page}#{hash_}", "--dump-dom")
        got = counted(dom)
        test(f"Chromium shows {name}: {expected} findings", None if got == (expected, len(findings)) else f"it says {got}")
        if name != "all":
            first = next(f for f in findings if f["code"] == code)
            test("the findings' messages are in the table", None if html.escape(first["message"], quote=False)[:30] in dom else
                 first["message"])
        shot = os.path.join(OUT, "filtered.png" if "rule" in hash_ else "all.png")
        opened(chromium, f"{page}#{hash_}", f"--screenshot={shot}")
        size = os.path.getsize(shot) if os.path.exists(shot) else 0
        test(f"a screenshot, {os.path.relpath(shot, tmlib.TOP)}", None if size > 20000 else f"{size} bytes")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    corpora = sys.argv[2] if len(sys.argv) == 3 else test_corpora.corpora()
    where = os.path.join(corpora, "sxs") if corpora and os.path.isdir(os.path.join(corpora, "sxs")) else corpora
    main(sys.argv[1], os.path.abspath(where or os.path.join(tmlib.TOP, "testdata", "demo")))
    print(f"{results['passed']} passed, {results['failed']} failed" + (f", {results['skipped']} skipped" if results["skipped"] else ""))
    sys.exit(1 if results["failed"] else 0)
