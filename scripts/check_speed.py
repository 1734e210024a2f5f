"""The gate on speed: check_speed.py [--accept] PROGRAM CC

Counts (callgrind) the instructions that a check of the demo's pages takes, and divides by their bytes. A count is the same
from run to run, so it can be a test where seconds cannot; start-up is taken out by checking the pages once and twice. More
than 2 % above the number in testdata/speed.txt fails; --accept (make accept-speed) writes the number anew, to be judged as
a part of the change that made it grow. Another compiler's count has no number here, and is said and skipped, as is a
machine without valgrind.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BASELINE = os.path.join(TOP, "testdata", "speed.txt")
LIMIT = 1.02


def instructions(program, tree):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "check", "--format", "json"]
    r = subprocess.run([*command, "--fail-on", "never", "--jobs", "1", "."], cwd=tree, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", r.stderr)
    if r.returncode or not found:
        sys.exit(f"speed: {program} failed under callgrind (status {r.returncode})\n{r.stderr[-2000:]}")
    return int(found.group(1))


def measure(program):
    pages = os.path.join(TOP, "testdata", "demo")
    with tempfile.TemporaryDirectory() as t:
        size = 0
        counts = []
        for copy in ("a", "b"):
            for where, _, names in os.walk(pages):
                for name in sorted(names):
                    if not name.endswith(".md"):
                        continue
                    source = os.path.join(where, name)
                    to = os.path.join(t, copy, os.path.relpath(source, pages))
                    os.makedirs(os.path.dirname(to), exist_ok=True)
                    shutil.copyfile(source, to)
                    size += os.path.getsize(source)
            counts.append(instructions(program, t))
        return (counts[1] - counts[0]) / (size / 2)


def main():
    accept = sys.argv[1] == "--accept"
    program, cc = sys.argv[1 + accept], sys.argv[2 + accept]
    if not shutil.which("valgrind"):
        print("speed: skipped, valgrind is not here")
        return
    version = subprocess.run([cc, "-dumpversion"], capture_output=True, text=True).stdout.strip().split(".")[0]
    key = f"{os.path.basename(cc)}-{version} {os.uname().machine}"
    known = {}
    with open(BASELINE, encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                name, number = line.rsplit(None, 1)
                known[name] = float(number)
    if key not in known and not accept:
        print(f"speed: skipped, {os.path.relpath(BASELINE, TOP)} has no number for {key}")
        return
    now = measure(os.path.abspath(program))
    if accept:
        known[key] = now
        with open(BASELINE, "w", encoding="utf-8") as f:
            f.write("# Instructions a byte of the demo's pages, by compiler (scripts/check_speed.py; make accept-speed).\n")
            f.writelines(f"{name} {number:.2f}\n" for name, number in sorted(known.items()))
        print(f"speed: {now:.2f} instructions a byte, accepted")
        return
    grown = now / known[key]
    print(f"speed: {now:.2f} instructions a byte, {known[key]:.2f} accepted ({grown - 1:+.1%}, limit {LIMIT - 1:+.0%})")
    if grown > LIMIT:
        sys.exit("speed: more than the limit: find what costs (callgrind), or take the number with make accept-speed")


if __name__ == "__main__":
    main()
