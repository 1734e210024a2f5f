#!/usr/bin/env python3
"""Aligns our own pages and holds the beads against the pairs that are known: run_align.py PROGRAM FOLDER

FOLDER/garden.en.<format> is the page of all; FOLDER/<format>-<language>/ has garden.<language>.<format> and gold, a line a
bead, "[source pieces]:[target pieces]" from 0. Each page alone, so that nothing but itself teaches; texts lost on either side are in the gold with an
empty side. A floor for each format: strict F1 (the bead is in the gold), lax F1 (it overlaps one; bench_align.py).
"""
import json
import os
import subprocess
import sys

from bench_align import beads, score

# A dozen sentences teach next to nothing: what is missed are texts glued to their neighbours; lines alone have no
# structure to go by either.
FLOORS = {"md": (.8, .95), "html": (.8, .95), "txt": (.65, .7)}


def main(program, folder):
    good = bad = 0
    kinds = {}
    for name in sorted(os.listdir(folder)):
        if not os.path.isdir(os.path.join(folder, name)):
            continue
        form, language = name.split("-")
        place = os.path.join(folder, name)
        with open(os.path.join(place, "gold"), encoding="utf8") as f:
            gold = [tuple(tuple(json.loads(side)) for side in line.split(":")) for line in f]
        out = subprocess.run([program, "align", "--quiet", "--segments", "lines" if form == "txt" else "sentences",
                              "--source-language", "en", "--target-language", language,
                              os.path.join(folder, f"garden.en.{form}"), os.path.join(place, f"garden.{language}.{form}")],
                             stdout=subprocess.PIPE, check=True).stdout.decode("utf8")
        got = beads([json.loads(line) for line in out.splitlines()])
        kinds.setdefault(form, []).append((gold, got))
        if "--show" in sys.argv:
            print(name, *score([(gold, got)]), sorted(set(got) - set(gold)))
    for form, floor in FLOORS.items():
        got = score(kinds[form])
        fine = got[0] >= floor[0] and got[1] >= floor[1]
        good, bad = good + fine, bad + (not fine)
        if not fine:
            print(f"{form}: strict {got[0]:.4f}, lax {got[1]:.4f}; the floors are {floor[0]}, {floor[1]}")
    print(f"{good} passed, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2]))
