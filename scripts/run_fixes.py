#!/usr/bin/env python3
"""Every fix comes to an end: run_fixes.py PROGRAM CASES…

The pages of all rule cases and of the rows' examples are fixed, unsafe ones too. Then nothing is left to fix, no rule finds
more than before, and what --diff showed is what --fix did (held against patch(1) where it is there).
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

import run_rule_cases as cases
import tmlib


def counts(program, root):
    rep, why = tmlib.report(program, ["check", "--format", "json", "--preview", "--fail-on", "never", "."], root)
    if rep is None:
        sys.exit(f"{why}\n0 passed, 1 failed")
    live = [f for f in rep["findings"] if not f["suppressed"]]
    return Counter((f["path"], f["code"]) for f in live), [f for f in live if f["fix"]]


def run(program, root, *options):
    return subprocess.run([os.path.abspath(program), "check", "--preview", "-q", "--fail-on", "never", *options, "."], cwd=root,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def main(args):
    program, *paths = args
    files = [g for p in paths for g in sorted(glob.glob(os.path.join(p, "*.txt")))]
    every = [c for f in files for c in cases.parse(f)] + cases.examples(program)
    problems = []
    with tempfile.TemporaryDirectory(prefix="tmlint-fixes-") as temp:
        root, patched = os.path.join(temp, "a"), os.path.join(temp, "b")
        for i, c in enumerate(every):
            for name, data in c.files():
                path = os.path.join(root, f"c{i:05d}", name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as f:
                    f.write(data)
        before, fixable = counts(program, root)
        shutil.copytree(root, patched)
        diff = run(program, root, "--diff", "--unsafe-fixes").stdout
        said = run(program, root, "--fix", "--unsafe-fixes").stderr.decode()
        after, left = counts(program, root)
        if said:
            problems.append(said)
        if not fixable or not diff:
            problems.append("no case has a fix: nothing was tested")
        problems += [f"still has a fix: {f['path']}:{f['line']} {f['code']} {f['message']}" for f in left]
        problems += [f"{p}: {after[p, c]} {c} after the fixes, {before[p, c]} before" for p, c in after if after[p, c] > before[p, c]]
        if shutil.which("patch"):
            p = subprocess.run(["patch", "-s", "-p1", "--binary"], cwd=patched, input=diff, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            d = subprocess.run(["diff", "-r", root, patched], stdout=subprocess.PIPE)
            if p.returncode or d.returncode:
                problems.append(f"patch does not make what --fix makes: {p.stdout.decode()} {d.stdout[:500]}")
    for p in problems:
        print(p)
    print(f"{len(fixable)} fixes in {len(every)} cases")
    print(f"{0 if problems else 1} passed, {1 if problems else 0} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
