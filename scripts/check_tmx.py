#!/usr/bin/env python3
"""TMX and XLIFF made of pages teach and find what the pages do: check_tmx.py PROGRAM FOLDER [PAGES]

For each locale of FOLDER (folders of its own, or the folder itself), the pages (at most PAGES of each, evenly drawn) are exported as TMX
and as XLIFF and read back. Must hold: the same pairs (source, target), in the same order; and for TMX, which keeps each pair's page and
place, the same findings of all rules, in the same pages: code, severity, segment, both texts, marks, message, suspect, action. But for

- what is no pair's: damage of the page as a file, its front matter, its encoding, another file, a git history (LOST);
- characters that stand outside the pairs, which places of a page that has such are the three that are shown (CH005 to CH007), and how
  many more there are;
- links whose labels the page defines below its pairs (MK002 to a label);
- which other pages of the run hold a contaminated page's spans (TM006's last words): one file is all there is;
- pages of more than 1 MiB of TMX: they are cut, and what looks at the page looks at a part (named).
"""
import collections
import html
import json
import os
import re
import subprocess
import sys
import tempfile

LOST = ("SX", "IN", "FM", "RU", "RF", "AN003")
BOOK = 1 << 20
ELSEWHERE = re.compile(r"; \d+ of them stands? in .*|; \d+ more places in this file$")
LABEL = re.compile(r"\]\s?\[[^\]]+\]")


def run(program, args, cwd):
    p = subprocess.run([program, *args], cwd=cwd, capture_output=True)
    if p.returncode > 1:
        sys.exit(f"tmlint {' '.join(args[:6])}: status {p.returncode}: {p.stderr.decode(errors='replace')}")
    return p.stdout


def pairs(program, paths, cwd):
    out = [json.loads(line) for line in run(program, ["export", "--format", "jsonl", *paths], cwd).splitlines()]
    return [(x["source"]["text"].replace("\r\n", "\n"), x["target"]["text"].replace("\r\n", "\n")) for x in out if x["source"] and x["target"]]


def findings(program, paths, cwd):
    report = run(program, ["check", "--format", "json", "--fail-on", "never", "--jobs", "1", "--ignore", ",".join(LOST), *paths], cwd)
    return json.loads(report)["findings"]


def side(f, name):
    """A side's text and the text under its marks. Where a text is not the bytes themselves, the marks are as many."""
    s = f.get(name) or {}
    text, marks = s.get("text"), s.get("marks", [])
    raw = (text or "").encode()
    if len(raw) == s.get("end", 0) - s.get("start", 0):
        return text, tuple(raw[a - s["start"]:b - s["start"]] for a, b in marks)
    return text, len(marks)


def shown(f, page):
    return (page, f["code"], f["severity"], f.get("segment"), side(f, "source")[0], side(f, "target")[0], ELSEWHERE.sub("", f["message"]), f["suspect"], f["action"])


def unescape(s):
    """All the way down: a page's own references stand escaped in the TMX."""
    while html.unescape(s) != s:
        s = html.unescape(s)
    return s


def marked(f, page, data):
    """Marks, as the bytes that a file has there, its escapes read."""
    text = []
    for name in ("source", "target"):
        for a, b in (f.get(name) or {}).get("marks", []):
            text.append(unescape(data(f)[a:b].decode(errors="replace")).replace("\r\n", "\n"))
    return (page, f["code"], f.get("segment"), tuple(text))


def pages_of(path):
    """By line number: the page; and each page's bytes."""
    page, lines, size = "", [""], collections.Counter()
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = re.search('<prop type="x-page">(.*?)</prop>', line)
            if m and line.startswith("<tu "):
                page = html.unescape(m[1])
            lines.append(page)
            size[page] += len(line.encode())
    return lines, size


def compare(program, files, folder, path):
    """What is gone and what is new, but for the exceptions; how many there are; exceptions by kind."""
    cache = {}

    def data(f):
        where = os.path.join(folder, f["path"])
        if where not in cache:
            cache.clear()
            with open(where, "rb") as h:
                cache[where] = h.read()
        return cache[where]

    lines, size = pages_of(path)
    old, new, marks = collections.Counter(), collections.Counter(), [collections.Counter(), collections.Counter()]
    outside = set()  # pages with odd characters outside the pairs
    except_ = collections.Counter()
    found, again = findings(program, files, folder), findings(program, [path], folder)
    for k, (which, into) in enumerate(((found, old), (again, new))):
        for f in which:
            page = lines[f["line"]] if k else f["path"]
            if f["code"] in ("CH005", "CH006", "CH007") and not f.get("segment"):
                outside.add((page, f["code"]))
            into[shown(f, page)] += 1
            marks[k][marked(f, page, data)] += 1
    gone, more = old - new, new - old
    for which in (gone, more, marks[0] - marks[1], marks[1] - marks[0]):
        which_marks = which is not gone and which is not more
        for key in list(which):
            page, code = key[0], key[1]
            label = code == "MK002" and any(LABEL.search(t or "") for t in (key[3] if which_marks else key[4:6]))
            kind = ("characters outside the pairs" if (page, code) in outside else
                    "label of the page" if label or (which_marks and code == "MK002") else
                    "page of more than 1 MiB" if size[page] > BOOK else None)
            if kind:
                except_[kind] += 0 if which_marks else which[key]
                del which[key]
            elif which_marks:
                (gone if marks[0][key] > marks[1][key] else more)[(page, code, None, key[2], None, None, f"marks {key[3]}")] += 1
    return gone, more, len(found), len(again), except_


def one(program, folder, limit, say):
    files = sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, names in os.walk(folder) for f in names if f.endswith(".md"))
    if limit and len(files) > limit:
        files = [files[i * len(files) // limit] for i in range(limit)]
    name, bad = os.path.basename(folder), 0
    want = pairs(program, files, folder) if files else []
    if not want:
        return 0
    with tempfile.TemporaryDirectory() as tmp:
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
                gone, new, n, again, except_ = compare(program, files, folder, path)
                line += f"; {again} of {n} findings, {sum(gone.values())} gone, {sum(new.values())} new"
                if except_:
                    line += "; beside " + ", ".join(f"{v} ({k})" for k, v in sorted(except_.items()))
                bad += bool(gone or new) and not lost
                for what, which in (("gone", gone), ("new", new)):
                    for f in list(which)[:3]:
                        line += f"\n  {what}: {f[1]} {f[0]} {f[3]}: {f[6]}"
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
