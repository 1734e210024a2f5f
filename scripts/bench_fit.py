#!/usr/bin/env python3
"""Measures how well wrong pairs are told from real ones: bench_fit.py FIT [--quick]

FIT is build/bench/fit. For each locale of the side-by-side corpus (test_corpora.py says where), three quarters of the pages
teach the lexicon; the others' pairs are scored as they are and with wrong targets. Each score's limit is put where 1 % of
the real pairs fall (some of them are wrong, too); printed is the share of wrong pairs beyond it:
  shifted, swapped   by contrast: the score against the best that a neighbour has, source and target both
  replaced           by the score and .4 of the contrast with the neighbours' targets
Exit status 1 where the locales' mean is below a floor.
"""
import collections
import os
import subprocess
import sys

import test_corpora

FLOORS = {"shifted": .98, "swapped": .98, "replaced": .95}
SCORES = {"shifted": lambda own, best, both: own - both, "swapped": lambda own, best, both: own - both,
          "replaced": lambda own, best, both: own - .4 * max(best, -2)}
QUICK = ("ko-KR", "th-TH")


def main(program, quick):
    folder = test_corpora.corpora()
    if not folder or not os.path.isdir(os.path.join(folder, "sxs")):
        print("bench: no corpora here")
        return 0
    shares = collections.defaultdict(list)
    for locale in sorted(os.listdir(os.path.join(folder, "sxs"))):
        if quick and locale not in QUICK:
            continue
        out = subprocess.run([program, locale, os.path.join(folder, "sxs", locale)], stdout=subprocess.PIPE, check=True)
        rows, rules = collections.defaultdict(list), collections.defaultdict(list)
        for line in out.stdout.decode().splitlines():
            kind, *numbers = line.split()
            if kind == "rule":
                rules[numbers[0]].append([int(x) for x in numbers[1:]])
                continue
            rows[kind].append([float(x) for x in numbers])
        line = f"fit {locale}: {len(rows['real'])} real pairs, 1 % flagged:"
        for kind, score in SCORES.items():
            limit = sorted(score(*r) for r in rows["real"])[len(rows["real"]) // 100]
            shares[kind].append(sum(score(*r) < limit for r in rows[kind]) / len(rows[kind]))
            line += f" {kind} {shares[kind][-1]:.3f}"
        line += "; pages where the rules see it:"
        for kind in ("shifted", "exchanged", "replaced"):
            line += f" {kind} {sum(here > 0 for here, _ in rules[kind])} of {len(rules[kind])}"
        for kind, name in (("clean", "findings on clean pages"), ("lengths", "CO006")):
            line += f", {name} {sum(there for _, there in rules[kind])}"
        print(line, flush=True)
    means = {kind: sum(v) / len(v) for kind, v in shares.items()}
    print("fit, mean of the locales: " + ", ".join(f"{kind} {m:.3f}" for kind, m in means.items()))
    missed = [kind for kind, m in means.items() if m < FLOORS[kind]]
    if missed:
        print(f"below the floor: {', '.join(missed)} ({FLOORS})")
    return bool(missed)


if __name__ == "__main__":
    args = [a for a in sys.argv[1:] if a != "--quick"]
    sys.exit(main(os.path.abspath(args[0]), "--quick" in sys.argv))
