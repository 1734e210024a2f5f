#!/bin/sh
# bench.sh PROGRAM [TREE] — speed and memory as ratios measured in one run, and instructions a byte: never a timed test.
#
# TREE: a folder of side-by-side pages; without one, the sxs folder of the corpora (TMLINT_CORPORA, else ../shared/corpora). CPU is
# user + system time, the median of RUNS runs, the commands in turn, warm cache, output thrown away. What a figure needs and the
# machine has not (valgrind, msgfmt, git, strace) is said and left out.
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
tree=${2:-}
if [ -z "$tree" ]; then
  corpora=$(python3 -B -c "import sys; sys.path.insert(0, '$top/scripts'); import test_corpora; print(test_corpora.corpora() or '')")
  [ -n "$corpora" ] || { echo "bench: no corpora here: name a folder of side-by-side pages"; exit 0; }
  tree=$corpora/sxs
fi
exec python3 -B "$top/scripts/bench.py" "$program" "$tree"
