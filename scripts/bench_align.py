#!/usr/bin/env python3
"""Measures `tmlint align`: bench_align.py PROGRAM [--quick]

Corpora as test_corpora.py finds them. gold-drift/: published pages and today's source pages with known pairs, in plain text
(the segments of the gold, one a line) and in Markdown (beads are held against the gold's byte spans); in one batch a
locale, page by page, and page by page with a memory of the locale's other pages (`tmlint learn`; pages of sxs/ that are called
like one of the gold are left out). literary/: free translation, a sentence a line.
F1 as usual for bitexts (Sennrich & Volk 2010): strict: the bead is in the gold; lax: it shares a source and a target with
one. Precision counts all beads, recall those of the gold that have two sides.
Then the CPU time a segment, and what twice the segments cost.
Exit status 1 where a floor is missed.
"""
import collections
import json
import os
import random
import resource
import subprocess
import sys
import tempfile

import test_corpora

FLOORS = {"plain": (.985, .997), "markdown": (.985, .997), "alone": (.97, 0), "memory": (.975, .98), "literary": (.87, .98)}
MS, TWICE = .3, 2.2
# Pages whose gold is wrong, read by hand: the published page has its source spans one to five sentences off ("You can use the
# same override technique …" for « Si HighResolutionIconUrl est spécifié … »), and sentences that no span holds. Figures are told
# with them and without; the floors are held without.
FAULTY = {"office-js-docs__docs_develop_localization"}


def align(program, source, target, *options):
    out = subprocess.run([program, "align", "--quiet", *options, source, target], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=True).stdout.decode("utf8")
    pages = collections.defaultdict(list)
    for line in out.splitlines():
        b = json.loads(line)
        pages[b["target_path"]].append(b)
    return pages


def cpu(program, source, target, *options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    align(program, source, target, *options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def counts(gold, test):
    """Beads of `test` in all, those in the gold, those that overlap it."""
    exact, near = set(gold), collections.defaultdict(set)
    for s, t in exact:
        for x in s:
            near[x].update(t)
    strict = lax = 0
    for s, t in set(test):
        if (s, t) in exact:
            strict, lax = strict + 1, lax + 1
        elif any(near[x] & set(t) for x in s):
            lax += 1
    return len(set(test)), strict, lax


def score(pages):
    """[(gold, beads)] to (strict, lax)."""
    p, r = [0, 0, 0], [0, 0, 0]
    both = lambda v: [x for x in v if x[0] and x[1]]
    for gold, test in pages:
        p = [a + b for a, b in zip(p, counts(gold, test))]
        r = [a + b for a, b in zip(r, counts(both(test), both(gold)))]
    f = lambda k: 2 * (p[k] / p[0]) * (r[k] / r[0]) / (p[k] / p[0] + r[k] / r[0]) if p[k] and r[k] else 0
    return f(1), f(2)


def beads(lines):
    return [(tuple(b["source_index"]), tuple(b["target_index"])) for b in lines]


def memory(program, tree, golds, to):
    """The memory of a tree of side-by-side pages without those that are called like a page of the gold, whose name is its path
    with "_" for "/"; False where there is no tree."""
    if not os.path.isdir(tree):
        return False
    named = {f for _, _, files in os.walk(tree) for f in files if any(g.endswith(os.path.splitext(f)[0]) for g in golds)}
    subprocess.run([program, "learn", "--quiet", *(x for f in sorted(named) for x in ("--exclude", f)), tree, "-o", to], check=True)
    return True


class Drift:
    """The pages of a locale of gold-drift/."""

    def __init__(self, folder):
        self.pages = []
        for name in sorted(os.listdir(folder)):
            place = os.path.join(folder, name)
            with open(os.path.join(place, "gold.jsonl"), encoding="utf8") as f:
                rows = [json.loads(line) for line in f]
            self.pages.append((name, place, rows))

    def write_lines(self, top):
        """Segments one a line; the gold by line."""
        golds = {}
        for name, _, rows in self.pages:
            gold, index = [[None, None] for _ in rows], 0
            for d, side, key, text in ((0, "source", "s", "source"), (1, "target", "t", "target")):
                order = sorted((r[key][0], i) for i, r in enumerate(rows) if r[key])
                os.makedirs(os.path.join(top, side), exist_ok=True)
                with open(os.path.join(top, side, name + ".txt"), "w", encoding="utf8") as f:
                    for index, (_, i) in enumerate(order):
                        f.write((" ".join(rows[i][text].split()) or "-") + "\n")
                        gold[i][d] = index
            golds[name] = [tuple((x,) if x is not None else () for x in g) for g in gold]
        return golds

    def write_markdown(self, top):
        for name, place, _ in self.pages:
            for side in ("source", "target"):
                os.makedirs(os.path.join(top, side), exist_ok=True)
                with open(os.path.join(place, side + ".md"), "rb") as f, open(os.path.join(top, side, name + ".md"), "wb") as g:
                    g.write(f.read())

    def by_spans(self, name, lines):
        """Beads as sets of the gold's segments; those that hold none of them are not asked."""
        rows = next(r for n, _, r in self.pages if n == name)
        gold = [((i,) if r["s"] else (), (i,) if r["t"] else ()) for i, r in enumerate(rows)]
        test = set()
        for b in lines:
            hit = []
            for side, key in (("source", "s"), ("target", "t")):
                x = b[side]
                hit.append(tuple(i for i, r in enumerate(rows)
                                 if x and r[key] and r[key][0] < x["end"] and x["start"] < r[key][1]))
            if hit[0] or hit[1]:
                test.add(tuple(hit))
        return gold, list(test)


def page_of(path):
    return os.path.splitext(os.path.basename(path))[0]


def alone(program, d, top, form, golds, *options):
    """Each page by itself; golds: by line, None: by spans."""
    pages = {}
    for n, _, _ in d.pages:
        got = align(program, os.path.join(top, "source", n + form), os.path.join(top, "target", n + form), *options)
        for v in got.values():
            pages[n] = (golds[n], beads(v)) if golds else d.by_spans(n, v)
    return pages


def drift(program, folder, quick, show):
    ok = True
    for locale in sorted(os.listdir(folder)):
        d = Drift(os.path.join(folder, locale))
        languages = ["--target-language", locale, "--source-language", "en-US"]
        known = tempfile.NamedTemporaryFile(suffix=".tmm")
        learnt = not quick and memory(program, os.path.join(folder, "..", "sxs", locale), [n for n, _, _ in d.pages], known.name)
        with tempfile.TemporaryDirectory() as t:
            golds = d.write_lines(t)
            s, g = os.path.join(t, "source"), os.path.join(t, "target")
            results = [("plain text", "plain", {page_of(p): (golds[page_of(p)], beads(v))
                                                for p, v in align(program, s, g, "--segments", "lines").items()})]
            by_itself = None
            if not quick:
                by_itself = alone(program, d, t, ".txt", golds, "--segments", "lines")
            if learnt:
                helped = alone(program, d, t, ".txt", golds, "--segments", "lines", "--memory", known.name, *languages)
                spent = [min(cpu(program, s, g, "--segments", "lines", "--jobs", "1", *more, *languages) for _ in range(3))
                         for more in ([], ["--memory", known.name])]
                segments = sum(len(a) for gold in golds.values() for a, _ in gold)
        with tempfile.TemporaryDirectory() as t:
            d.write_markdown(t)
            got = align(program, os.path.join(t, "source"), os.path.join(t, "target"), *languages)
            pairs = {page_of(p): d.by_spans(page_of(p), v) for p, v in got.items()}
            results.append(("Markdown", "markdown", pairs))
            if show:
                for n, (gold, test) in pairs.items():
                    rows = next(r for x, _, r in d.pages if x == n)
                    for a, b in sorted(set(test) - set(gold)):
                        print("  ", n, a, b, [rows[i]["source"][:70] for i in a], [rows[i]["target"][:70] for i in b])
            if not quick:
                results.append(("a page alone", "alone", by_itself))
                results.append(("Markdown", "alone", alone(program, d, t, ".md", None, *languages)))
            if learnt:
                results.append(("with a memory", "memory", helped))
                results.append(("Markdown", "memory", alone(program, d, t, ".md", None, "--memory", known.name, *languages)))
        if learnt:
            print(f"gold-drift {locale}: one batch of {segments} source segments, " + ", ".join(
                f"{1000 * x / segments:.3f} ms a segment {how}" for x, how in zip(spent, ("by itself", "with a memory"))))
        faulty, missed = [n for n, _, _ in d.pages if n in FAULTY], set()
        for without in (False, True) if faulty else (True,):
            said = []
            for title, name, by_page in results:
                got = score([v for n, v in by_page.items() if not (without and n in FAULTY)])
                said.append(f"{title} {got[0]:.4f} / {got[1]:.4f}")
                if without and (got[0] < FLOORS[name][0] or got[1] < FLOORS[name][1]):
                    missed.add(title + (" " + name if name in ("alone", "memory") and title == "Markdown" else ""))
            print(f"gold-drift {locale}" + (f", without {len(faulty)} page whose gold is wrong" if faulty and without else "") +
                  ": " + ", ".join(said) + ("   BELOW THE FLOOR: " + ", ".join(sorted(missed)) if missed else ""), flush=True)
        ok &= not missed
    return ok


def without_words(program, source, target, gold, seed):
    """One text is little to go by: the same with other words gone."""
    r = random.Random(seed)
    with tempfile.TemporaryDirectory() as top:
        paths = []
        for path in (source, target):
            with open(path, encoding="utf8") as f:
                lines = f.read().split("\n")[:-1]
            paths.append(os.path.join(top, os.path.basename(path) + ".txt"))
            with open(paths[-1], "w", encoding="utf8") as f:
                f.write("".join((" ".join(w for w in x.split() if r.random() > .08) or x) + "\n" for x in lines))
        return score([(gold, beads(v)) for v in align(program, *paths, "--segments", "lines").values()])


def literary(program, folder):
    gold = []
    with open(os.path.join(folder, "dev.defr"), encoding="utf8") as f:
        for line in f:
            s, t = line.strip().split(":")
            gold.append((tuple(json.loads(s)), tuple(json.loads(t))))
    de, fr = os.path.join(folder, "dev.de"), os.path.join(folder, "dev.fr")
    back = [(t, s) for s, t in gold]
    got = score([(gold, beads(v)) for v in align(program, de, fr, "--segments", "lines").values()])
    other = score([(back, beads(v)) for v in align(program, fr, de, "--segments", "lines").values()])
    print(f"literary de-fr, one document: {got[0]:.4f} / {got[1]:.4f}; fr-de {other[0]:.4f} / {other[1]:.4f}")
    less = [without_words(program, de, fr, gold, seed) for seed in range(6)]
    strict, lax = (sum(x) / len(less) for x in zip(*less))
    print(f"the same without 8 % of its words, the mean of six: {strict:.4f} / {lax:.4f}")
    return got[0] >= FLOORS["literary"][0] and got[1] >= FLOORS["literary"][1]


def long_pages(program, folder):
    """One page made of all of a locale's, twice and four times: time a segment and the ratio."""
    d = Drift(os.path.join(folder, sorted(os.listdir(folder))[0]))
    text = {"source": [], "target": []}
    for _, _, rows in d.pages:
        for side, key in (("source", "s"), ("target", "t")):
            text[side] += [" ".join(rows[i][side].split()) or "-"
                           for _, i in sorted((r[key][0], i) for i, r in enumerate(rows) if r[key])]
    times = []
    for n in (2, 4, 8):
        with tempfile.TemporaryDirectory() as t:
            for side, lines in text.items():
                with open(os.path.join(t, side + ".txt"), "w", encoding="utf8") as f:
                    f.write("\n".join(f"{line} {k}" if k else line for k in range(n) for line in lines) + "\n")
            times.append(min(cpu(program, os.path.join(t, "source.txt"), os.path.join(t, "target.txt"), "--segments", "lines",
                                 "--jobs", "1") for _ in range(2)))
    segments = 8 * len(text["source"])
    each, twice = times[-1] / segments * 1000, (times[-1] / times[0]) ** .5
    print(f"one page of {segments} segments: {each:.3f} ms a segment; twice the segments cost {twice:.2f} times as much")
    return each <= MS and twice <= TWICE


def main(program, quick):
    folder = test_corpora.corpora()
    if not folder or not os.path.isdir(os.path.join(folder, "gold-drift")):
        print("bench: no corpora here")
        return 0
    program = os.path.abspath(program)
    ok = literary(program, os.path.join(folder, "literary"))
    ok &= drift(program, os.path.join(folder, "gold-drift"), quick, bool(os.environ.get("SHOW")))
    if not quick:
        ok &= long_pages(program, os.path.join(folder, "gold-drift"))
    if not ok:
        print(f"a floor is missed: {FLOORS}, {MS} ms a segment, {TWICE} times")
    return not ok


if __name__ == "__main__":
    args = [a for a in sys.argv[1:] if a != "--quick"]
    sys.exit(main(args[0], "--quick" in sys.argv))
