#!/usr/bin/env python3
"""Exports judged by programs that are not ours: run_roundtrip.py PROGRAM FOLDER

FOLDER's pages are exported as TMX, XLIFF and PO. xmllint holds the first two well-formed, `msgfmt -c` the last, and
translate-toolkit (where it is installed) reads all three: it must find the texts that `export --format tsv` writes. Our own
TMX read back must give the same texts. What is not installed is named and left out.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tmlib

FORMATS = {"tmx": "out.tmx", "xliff": "out.xlf", "po": "out.po"}


def plain(field):
    """A field of tsv without its escapes; line ends as XML reads them."""
    s = re.sub(r"\\([tnr\\])", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m[1]], field)
    return s.strip("\n")  # PO has no line feeds at the edges


def texts(program, args, cwd):
    """The pairs of a tsv export, sorted."""
    status, out, err = tmlib.run(program, ["export", "-f", "tsv", *args], cwd)
    if status:
        raise SystemExit(f"export of tsv: status {status}: {err.decode(errors='replace')}")
    return sorted(tuple(map(plain, line.split("\t")[3:5])) for line in out.decode().split("\n")[1:-1])


def toolkit(path, kind):
    """The pairs that translate-toolkit reads; None where it is not there."""
    try:
        from translate.storage import factory, tmx
    except ImportError:
        return None
    store = tmx.tmxfile.parsefile(path) if kind == "tmx" else factory.getobject(path)
    return sorted((str(u.source).strip("\n"), str(u.target or "").strip("\n")) for u in store.units if u.source)


def judges(kind, path):
    """Commands that must succeed and say nothing."""
    if kind == "po":
        return ["msgfmt", "-c", "-o", "/dev/null", path]
    return ["xmllint", "--noout", "--nonet", path]


def main(args):
    program, folder = os.path.abspath(args[0]), os.path.abspath(args[1])
    passed, bad, skipped = 0, [], set()
    with tempfile.TemporaryDirectory() as tmp:
        for kind, name in FORMATS.items():
            path = os.path.join(tmp, name)
            status, _, err = tmlib.run(program, ["export", "-f", kind, "-o", path, "."], folder)
            if status or err:
                bad.append(f"export of {kind}: status {status}: {err.decode(errors='replace')}")
                continue
            judge = judges(kind, path)
            if shutil.which(judge[0]):
                p = subprocess.run(judge, capture_output=True, text=True)
                if p.returncode or p.stderr:
                    bad.append(f"{judge[0]} on {kind}: {p.stderr}")
                passed += not (p.returncode or p.stderr)
            else:
                skipped.add(judge[0])
            want, got = texts(program, ["."], folder), toolkit(path, kind)
            if got is None:
                skipped.add("translate-toolkit")
            elif got != want:
                bad.append(f"translate-toolkit reads other texts in {kind}: {len(got)} for {len(want)}")
            passed += got == want
            if kind != "po":
                passed += texts(program, [path], tmp) == want
                if texts(program, [path], tmp) != want:
                    bad.append(f"our own {kind} read back has other texts")
    for s in sorted(skipped):
        print(f"skipped: {s} is not installed")
    for b in bad:
        print(b)
    print(f"{passed} passed, {len(bad)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
