#!/usr/bin/env python3
"""Measures memory files: bench_memory.py PROGRAM [TREE…]

Learns each tree (default: sxs/ of the corpora and each of its locales) and prints what the file's parts take, a pair that teaches
(the pairs that `tmlint learn` tells); what is known of languages (TM007, TM008, CO006, `align --memory`) stands apart, for it is
bounded. Then that two shards joined are the same bytes, and the CPU time of one page checked with the memory and without.
Exit status 1 where the parts of a tree with 100,000 pairs take more than 24 bytes a pair together, or the shards differ.
"""
import os
import resource
import struct
import subprocess
import sys
import tempfile

import test_corpora

GOAL, LARGE = 24, 100000
FORMAT = 7
HEAD = "<8sIIQQ16sQQ8Q8Q"  # src/tm/memory.c
PARTS = ["sources", "facts", "terms", "names", "pages", "units", "tags", "languages"]


def parts(path):
    with open(path, "rb") as f:
        data = f.read()
    h = struct.unpack_from(HEAD, data)
    assert h[1] == FORMAT, f"format {h[1]}: this script knows {FORMAT}"
    return len(data), h[6], h[7], dict(zip(PARTS, zip(h[8:16], h[16:24])))


def cpu(program, *args):
    def used():
        r = resource.getrusage(resource.RUSAGE_CHILDREN)
        return r.ru_utime + r.ru_stime
    times = []
    for _ in range(20):
        before = used()
        subprocess.run([program, "--quiet", "--fail-on", "never", *args], stdout=subprocess.DEVNULL, check=True)
        times.append(used() - before)
    return sorted(times)[len(times) // 2] * 1000


def page_of(tree):
    """One of about 20 KB."""
    sizes = sorted((abs(os.path.getsize(os.path.join(d, f)) - 20000), os.path.join(d, f))
                   for d, _, files in os.walk(tree) for f in files if f.endswith(".md"))
    return sizes[0][1]


def tree(program, name):
    with tempfile.TemporaryDirectory() as t:
        at = lambda f: os.path.join(t, f)
        learn = [program, "learn", "--quiet"]
        subprocess.run([*learn, name, "-o", at("all.tmm")], check=True)
        for k in "12":
            subprocess.run([*learn, "--shard", k + "/2", name, "-o", at(k + ".tmm")], check=True)
        subprocess.run([*learn, "--merge", at("2.tmm"), at("1.tmm"), "-o", at("sum.tmm")], check=True)
        with open(at("all.tmm"), "rb") as f, open(at("sum.tmm"), "rb") as g:
            same = f.read() == g.read()
        size, pages, paths, p = parts(at("all.tmm"))
        pairs = p["sources"][0]
        rest = size - p["languages"][1]
        print(f"{os.path.basename(name.rstrip('/'))}: {pages} pages, {p['units'][0]} pairs, {pairs} teach; {size / 1e6:.2f} MB, "
              f"{p['languages'][1] / 1e6:.2f} of them of languages; the others {rest / pairs:.1f} bytes a pair that teaches, "
              f"{rest / p['units'][0]:.1f} a pair" + ("" if same else "; SHARDS DIFFER"))
        print("   " + ", ".join(f"{k} {b / pairs:.2f}" for k, b in [*((k, v[1]) for k, v in p.items() if k != "languages"),
                                                                     ("paths", paths)]))
        page = page_of(name)
        print(f"   a page of {os.path.getsize(page) / 1000:.0f} KB: {cpu(program, page):.1f} ms, "
              f"with the memory {cpu(program, '--memory', at('all.tmm'), page):.1f} ms", flush=True)
        return same and (pairs < LARGE or rest <= GOAL * pairs)


def main(program, trees):
    top = test_corpora.corpora()
    if not trees and top:
        sxs = os.path.join(top, "sxs")
        trees = [sxs, *(os.path.join(sxs, x) for x in sorted(os.listdir(sxs)))]
    if not trees:
        print("bench: no corpora here")
        return 0
    ok = [tree(os.path.abspath(program), x) for x in trees]
    return not all(ok)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
