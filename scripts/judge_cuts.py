#!/usr/bin/env python3
"""How well pages are cut: our pieces against the units of a translation memory.

    judge_cuts.py TEST_PIECES TREES [LOCALE…] [--show N] [--side source|target]

TREES is what unwrap_trees.py made. A cut of ours is right where a unit ends and the next begins, false where a unit
goes on over it, and not judged where no unit is near. Units that are whole paragraphs by their ids (-p) say
nothing of cuts inside. Told for cuts inside a block of ours (sentences) and for all.
"""
import collections
import json
import os
import random
import subprocess
import sys


def spans(tool, locale, files):
    out, cur = {}, None
    for i in range(0, len(files), 2000):
        r = subprocess.run([tool, "--spans", locale, *files[i:i + 2000]], stdout=subprocess.PIPE, check=True)
        for line in r.stdout.decode().split("\n"):
            if line.startswith("= "):
                cur = out.setdefault(line[2:], [])
            elif line:
                a, b, k, kind = line.split()
                cur.append((int(a), int(b), int(k), kind))
    return out


def judge(data, ours, units):
    """(kind of cut, inside a block?, where) for every unit border and every cut of ours that touches a unit"""
    units = sorted(units)
    ui, res = 0, []
    # false cuts: a cut strictly inside a unit
    for (a, b, k, kind), (c, d, l, kind2) in zip(ours, ours[1:]):
        while ui < len(units) and units[ui][1] <= b:
            ui += 1
        inside = k == l
        if ui < len(units) and units[ui][0] < b and units[ui][1] > c:
            if not units[ui][2]:
                res.append(("false", inside, b))
        elif ui < len(units) and ui and units[ui - 1][1] >= a and units[ui][0] <= d:
            res.append(("right", inside, b))
    # missed: two units in one piece of ours
    oi = 0
    for (a, b, _), (c, d, _) in zip(units, units[1:]):
        if c < b:
            continue
        while oi < len(ours) and ours[oi][1] < b:
            oi += 1
        if oi < len(ours) and ours[oi][0] < b and ours[oi][1] > c and ours[oi][3] != "code":
            res.append(("missed", True, b))
    return res


def main():
    args = sys.argv[1:]
    show, only = 0, None
    if "--show" in args:
        i = args.index("--show")
        show = int(args[i + 1])
        del args[i:i + 2]
    if "--side" in args:
        i = args.index("--side")
        only = args[i + 1]
        del args[i:i + 2]
    tool, trees, locales = args[0], args[1], args[2:]
    pages = collections.defaultdict(list)
    with open(os.path.join(trees, "pairs.jsonl"), encoding="utf-8") as f:
        for line in f:
            p = json.loads(line)
            pages[p["path"].split("/")[0]].append(p)
    for locale in locales or sorted(pages):
        for side in ("source", "target"):
            if only and side != only:
                continue
            n, shown = collections.Counter(), []
            names = [os.path.join(trees, side, p["path"]) for p in pages[locale]]
            got = spans(tool, "en-US" if side == "source" else locale, names)
            for p, name in zip(pages[locale], names):
                with open(name, "rb") as f:
                    data = f.read()
                o = (1, 2) if side == "target" else (3, 4)
                units = [(u[o[0]], u[o[1]], "-p" in u[0]) for u in p["pairs"] if u[o[1]] > u[o[0]]]
                for kind, inside, at in judge(data, got[name], units):
                    n[kind, inside] += 1
                    if kind != "right" and show:
                        shown.append((kind, inside, name, at, data))
            for label, ins in (("sentences", (True,)), ("all", (True, False))):
                r, fl, m = (sum(n[k, i] for i in ins) for k in ("right", "false", "missed"))
                print(f"{locale} {side} {label}: P {r / max(1, r + fl):.4f} R {r / max(1, r + m):.4f} "
                      f"({r} right, {fl} false, {m} missed)")
            random.seed(1)
            for kind, inside, name, at, data in random.sample(shown, min(show, len(shown))):
                a, b = data[max(0, at - 90):at], data[at:at + 90]
                print(f"  {kind} {'in' if inside else 'block'} {name[-50:]}: "
                      + (a.decode('utf-8', 'replace') + "¦" + b.decode('utf-8', 'replace')).replace("\n", "\\n"))


if __name__ == "__main__":
    main()
