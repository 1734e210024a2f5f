#!/usr/bin/env python3
"""Exports judged by programs that are not ours: run_roundtrip.py PROGRAM FOLDER

FOLDER's pages are exported as TMX, XLIFF and PO. xmllint holds the first two well-formed, and valid by the official
schemas where build/schemas has them (scripts/deps.sh takes them out of Debian packages), `msgfmt -c` the last, and translate-toolkit (where
it is installed) reads all three: it must find the texts that `export --format tsv` writes. Our own TMX and XLIFF read back must give the
same texts. So must TMX and XLIFF of flagged pairs be valid: they have notes. What is not installed is named and left out.
"""
import json
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


READER = """
import json, sys
from translate.storage import factory, tmx
path, kind = sys.argv[1:]
store = tmx.tmxfile.parsefile(path) if kind == "tmx" else factory.getobject(path)
print(json.dumps([(str(u.source), str(u.target or "")) for u in store.units if u.source]))
"""


def toolkit(path, kind):
    """The pairs that translate-toolkit reads; None where it is not there. Debian's Python has it, which need not be ours."""
    for python in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(python) and subprocess.run([python, "-c", "import translate.storage.tmx"], capture_output=True).returncode == 0:
            out = subprocess.run([python, "-c", READER, path, kind], capture_output=True, text=True, check=True).stdout
            return sorted((s.strip("\n"), t.strip("\n")) for s, t in json.loads(out))
    return None


SCHEMAS = {"tmx": ("tmx14.dtd", "--dtdvalid"), "xliff": ("xliff-core-1.2-strict.xsd", "--schema")}


def schema(kind):
    """Arguments that make xmllint judge by the official schema; None where that is not there."""
    name, option = SCHEMAS[kind]
    path = os.path.join(tmlib.TOP, "build", "schemas", name)
    return [option, path] if os.path.exists(path) else None


def judges(kind, path):
    """Commands that must succeed and say nothing."""
    if kind == "po":
        return ["msgfmt", "-c", "-o", "/dev/null", path]
    return ["xmllint", "--noout", "--nonet", *(schema(kind) or []), path]


def main(args):
    program, folder = os.path.abspath(args[0]), os.path.abspath(args[1])
    passed, bad, skipped = 0, [], set()
    with tempfile.TemporaryDirectory() as tmp:
        if schema("tmx"):
            shutil.copy(schema("tmx")[1], tmp)  # where our TMX says that it is
        for kind, name in FORMATS.items():
            path = os.path.join(tmp, name)
            status, _, err = tmlib.run(program, ["export", "-f", kind, "-o", path, "."], folder)
            if status or err:
                bad.append(f"export of {kind}: status {status}: {err.decode(errors='replace')}")
                continue
            judge = judges(kind, path)
            if shutil.which(judge[0]):
                p = subprocess.run(judge, capture_output=True, text=True)
                said = p.stderr.replace(f"{path} validates\n", "")
                if p.returncode or said:
                    bad.append(f"{' '.join(judge)}: {said}")
                passed += not (p.returncode or said)
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
        for kind in SCHEMAS:
            if not schema(kind) or not shutil.which("xmllint"):
                skipped.add(f"{SCHEMAS[kind][0]} (scripts/test fetches it)")
                continue
            path = os.path.join(tmp, "flagged." + kind)
            tmlib.run(program, ["export", "-f", kind, "--only", "flagged", "-o", path, "."], folder)
            p = subprocess.run(judges(kind, path), capture_output=True, text=True)
            if p.returncode:
                bad.append(f"flagged pairs as {kind}: {p.stderr}")
            passed += not p.returncode
    for s in sorted(skipped):
        print(f"skipped: {s} is not there")
    for b in bad:
        print(b)
    print(f"{passed} passed, {len(bad)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
