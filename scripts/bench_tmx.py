"""TMX of 200 MB: bench_tmx.py PROGRAM BENCH-FOLDER

The TMX is made outside the tree, from the pages of the corpora (TMLINT_CORPORA, else ../shared/corpora; testdata/demo where there are
none) by `export --format tmx`, its units repeated up to BENCH_MB (200) under other page names. Measured in one run, the commands in
turn, warm cache, output thrown away, medians of BENCH_RUNS (5):

- a bare SAX2 parse (src/bench/sax.c), libxml2 reading the file itself, and the same with the file handed over in pieces;
- our reading to pairs, and nothing done with them (src/bench/units.c: the way `check` and `export` read);
- `export --format jsonl`, the pairs written;
- `check`, all that a user gets, one thread; with no rule at all, with its memory, and without it.

CPU is user + system. "of bare": the bare parse's CPU divided by the command's; the goal is .7 for our reading. A peak that is
less than this script's own cannot be seen (the kernel counts what a child held before it became the command): it is "below".
The goal of the check's peak is 16 MiB beside the memory (24 bytes a pair) and the findings that it holds (200 bytes each).
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

import test_corpora
import tmlib
from measure import RUNS, in_turn

SIZE = int(float(os.environ.get("BENCH_MB", 200)) * 1e6)


def make(program, path):
    """Writes the TMX; returns what it is made of."""
    corpora = test_corpora.corpora()
    folder = os.path.join(corpora, "sxs") if corpora else os.path.join(tmlib.TOP, "testdata", "demo")
    with tempfile.NamedTemporaryFile(dir=os.path.dirname(path)) as one:
        subprocess.run([program, "export", "--quiet", "--format", "tmx", "-o", one.name, folder], check=True)
        with open(one.name, "rb") as f:  # -o puts a new file in its place
            bytes_ = f.read()
    head = bytes_.index(b"<body>\n") + 7
    tail = bytes_.rindex(b"</body>")
    units, page, end = bytes_[head:tail], b'<prop type="x-page">', b"</tu>\n"
    copies = 0
    with open(path, "wb") as out:
        out.write(bytes_[:head])
        while out.tell() < SIZE:
            left = SIZE - out.tell()
            part = units
            if left < len(units):
                part = units[:units.find(end, left) + len(end)] if units.find(end, left) >= 0 else units
            out.write(part.replace(page, page + b"copy-%d/" % copies) if copies else part)
            copies += 1
        out.write(bytes_[tail:])
    return f"{os.path.getsize(path) / 1e6:.1f} MB, made of {'the corpora' if corpora else 'testdata/demo'}, {copies} cop{'y' if copies == 1 else 'ies'}"


def main():
    program, bench = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as tmp:
        path = os.path.join(tmp, "bench.tmx")
        # A child makes it: what this process holds would count as the peak of those that it starts.
        what = subprocess.run([sys.executable, "-B", __file__, "--make", program, path], check=True, capture_output=True, text=True).stdout.strip()
        print(f"{what}; CPU seconds (user + system), median of {RUNS} runs in turn, one thread")
        empty = os.path.join(tmp, "none.json")
        with open(empty, "w") as f:
            f.write("{}\n")
        check = [program, "check", "--config", empty, "--jobs", "1", "--format", "json", "--fail-on", "never"]
        commands = {
            "bare SAX2 parse": [os.path.join(bench, "sax"), path],
            "bare SAX2 parse, handed over": [os.path.join(bench, "sax"), "--push", path],
            "our reading": [os.path.join(bench, "units"), path],
            "export --format jsonl": [program, "export", "--format", "jsonl", path],
            "check without a rule": [*check, "--ignore", "ALL", path],
            "check without memory": [*check, "--ignore", "TM", path],
            "check": [*check, path],
        }
        middle = in_turn({name: (command, None) for name, command in commands.items()})
        size = os.path.getsize(path)
        bare = middle["bare SAX2 parse"][0]
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name, (cpu, _, peak) in middle.items():
            mib = f"{peak / 1024:6.1f} MiB" if peak > own * 1.05 else f"below {own / 1024:.1f} MiB"
            print(f"{name:30s} {cpu:6.2f} s  {size / cpu / 1e6:6.1f} MB/s  {bare / cpu:5.2f} of bare  {mib}")
        report = subprocess.run([*check, path], check=True, capture_output=True).stdout
        summary = json.loads(report)["summary"]
        findings = summary["errors"] + summary["warnings"] + summary["infos"]
        beside = middle["check"][2] / 1024 - (24 * summary["segments"] + 200 * findings) / (1 << 20)
        print(f"the check's peak beside its memory (24 bytes for each of {summary['segments']} pairs) and its {findings} findings"
              f" (200 bytes each): {beside:.1f} MiB (goal 16)")


if __name__ == "__main__":
    if sys.argv[1] == "--make":
        print(make(*sys.argv[2:4]))
    else:
        main()
