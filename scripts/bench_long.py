#!/usr/bin/env python3
"""Pages as long as a book, and longer: bench_long.py PROGRAM

One source page and its translation of BENCH_MB (6, then 50) MB a side, made outside the tree of the Markdown of gold-drift/ (test_corpora.py
says where), its lines numbered by copy: `align` of the two; and one published side-by-side page of the corpora against that source page as
today's (`check --reference`). Then `align` of two trees of BENCH_PAGES (30,000) pages: those of plain/ beside their sources,
in as many folders as it takes. CPU is user + system, one thread, one run each; peak memory.
"""
import os
import re
import shutil
import sys
import tempfile

import measure
import test_corpora

PAGES = int(os.environ.get("BENCH_PAGES", "30000"))
SIZES = [int(x) for x in os.environ.get("BENCH_MB", "6 50").split()]
LINE = re.compile(r"(?<=[\w.:!?])$", re.M)


def sides(folder):
    """The source pages of a locale, and the target pages, each as one text."""
    text = ["", ""]
    for page in sorted(os.listdir(folder)):
        for d, name in enumerate(("source.md", "target.md")):
            with open(os.path.join(folder, page, name), encoding="utf8") as f:
                text[d] += re.sub(r"\A---\n.*?\n---\n", "", f.read(), flags=re.S) + "\n\n"
    return text


def trees(corpora, tmp):
    """Two trees of PAGES pages or a few less, copied from the corpora; how many."""
    en, plain = os.path.join(corpora, "en"), os.path.join(corpora, "plain")
    found = [os.path.relpath(os.path.join(d, f), plain) for d, _, files in os.walk(plain) for f in files]
    pages = sorted(p for p in found if os.path.exists(os.path.join(en, p)))
    for k in range(PAGES // len(pages)):
        for page in pages:
            for tree, of in (("source", en), ("target", plain)):
                to = os.path.join(tmp, tree, f"v{k:02}", page)
                os.makedirs(os.path.dirname(to), exist_ok=True)
                shutil.copyfile(os.path.join(of, page), to)
    return PAGES // len(pages) * len(pages)


def main(program):
    corpora = test_corpora.corpora()
    if not corpora:
        print("bench: no corpora here")
        return
    gold = os.path.join(corpora, "gold-drift")
    locale = sorted(os.listdir(gold))[0]
    text = sides(os.path.join(gold, locale))
    pages = os.path.join(corpora, "sxs", locale)
    old = min((os.path.join(d, f) for d, _, files in os.walk(pages) for f in files), key=lambda f: (abs(os.path.getsize(f) - 50000), f))
    common = ["--jobs", "1", "--quiet"]
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as tmp:
            files = [os.path.join(tmp, name) for name in ("source.md", "target.md")]
            copies = max(1, round(size * 1e6 / len(text[0].encode())))
            for path, side in zip(files, text):
                with open(path, "w", encoding="utf8") as f:
                    for k in range(copies):
                        f.write(LINE.sub(f" {k}", side))
            mb = [os.path.getsize(f) / 1e6 for f in files]
            cpu, _, peak = measure.once([program, "align", *common, "--source-language", "en-US", "--target-language", locale, *files])
            print(f"align, {mb[0]:.1f} and {mb[1]:.1f} MB: {cpu:.1f} s, {peak / 1024:.0f} MiB", flush=True)
            cpu, _, peak = measure.once([program, "check", *common, "--select", "RF", "--format", "json", "--fail-on", "never", "--reference",
                                         files[0], old])
            print(f"one page against a reference of {mb[0]:.1f} MB: {cpu:.1f} s, {peak / 1024:.0f} MiB", flush=True)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as tmp:
        n = trees(corpora, tmp)
        if n:
            out = os.path.join(tmp, "out.jsonl")
            cpu, _, peak = measure.once([program, "align", *common, "-o", out, os.path.join(tmp, "source"), os.path.join(tmp, "target")])
            print(f"align, trees of {n} pages, {os.path.getsize(out) / 1e6:.0f} MB written: {cpu:.0f} s, {peak / 1024:.0f} MiB")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
