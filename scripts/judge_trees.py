#!/usr/bin/env python3
"""Findings on aligned pairs of two trees against those on the side-by-side pages that the trees were made from.

    judge_trees.py TREES LOCALE TREES-REPORT.json PAGES-REPORT.json [--show N]

TREES is what unwrap_trees.py made; the reports are `tmlint check --format json`, of TREES/target/LOCALE with
--source-tree, and of the pages. Findings on pairs are equal where rule and pair are.
"""
import bisect
import collections
import json
import os
import random
import sys

args = sys.argv[1:]
show = int(args[args.index("--show") + 1]) if "--show" in args else 0
trees, locale, par, sxs = args[:4]
starts, ids = {}, {}
with open(os.path.join(trees, "pairs.jsonl"), encoding="utf-8") as f:
    for line in f:
        p = json.loads(line)
        if p["path"].startswith(locale + "/"):
            rows = sorted((u[1], u[2], u[0]) for u in p["pairs"])
            starts[p["path"]] = ([r[0] for r in rows], rows)


def tail(path):
    return path[path.index("/" + locale + "/") + 1:]


def load(name):
    with open(name, encoding="utf-8") as f:
        return json.load(f)["findings"]


a, b = {}, {}
for f in load(par):
    path = tail(f["path"])
    if not f.get("target") or not f.get("source") or path not in starts:
        continue
    keys, rows = starts[path]
    i = bisect.bisect_right(keys, f["target"]["end"] - 1) - 1
    seg = "?"
    while i >= 0 and rows[i][1] > f["target"]["start"]:
        seg = rows[i][2]
        i -= 1
        if rows[i + 1][0] <= f["target"]["start"]:
            break
    a[path, seg, f["code"]] = f
for f in load(sxs):
    path = tail(f["path"])
    if f.get("target") and f.get("source") and path in starts and f.get("segment"):
        b[path, f["segment"], f["code"]] = f
only_a, only_b = sorted(set(a) - set(b)), sorted(set(b) - set(a))
print(f"{locale}: {len(a)} on aligned pairs, {len(b)} on the pages, {len(set(a) & set(b))} equal")
for name, only, of in (("aligned only", only_a, a), ("pages only", only_b, b)):
    n = collections.Counter((k[2], of[k]["severity"]) for k in only)
    print(f"  {name}: {len(only)}:", ", ".join(f"{c} {s} {k}" for (c, s), k in n.most_common(24)))
random.seed(2)
for name, only, of in (("aligned only", only_a, a), ("pages only", only_b, b)):
    for k in random.sample(only, min(show, len(only))):
        f = of[k]
        print(f"\n{name} {k} {f['severity']} {f['message'][:160]}\n  S: {f['source']['text'][:260]!r}\n  T: {f['target']['text'][:260]!r}")
