#!/bin/sh
# check_format.sh FILE… — every file is as clang-format leaves it.
# check_format.sh --can — succeeds where the clang-format at hand is the version that judges; else says why not.
set -eu
want=14
tool=${CLANG_FORMAT:-clang-format}
if [ "${1:-}" = --can ]; then
  have=$("$tool" --version 2>/dev/null | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
  if [ -z "$have" ]; then echo "no clang-format here"; exit 1; fi
  if [ "$have" != "$want" ]; then echo "clang-format is version $have, formatting is judged by version $want"; exit 1; fi
  exit 0
fi
ok=0 bad=0
for file in "$@"; do
  if "$tool" --dry-run -Werror "$file" >/dev/null 2>&1; then ok=$((ok + 1)); else
    bad=$((bad + 1))
    echo "$file: run make format"
  fi
done
echo "$ok passed, $bad failed"
[ "$bad" -eq 0 ]
