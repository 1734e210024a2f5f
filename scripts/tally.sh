# tally.sh — sourced by check.sh and test: runs steps, counts what passed, failed and was skipped.
#
# A step whose output has a line "[name: ]N passed, N failed[, N skipped]" is counted by its last such line; any other
# step is one test, judged by its exit status. Lines that begin with "skipped" are always shown; everything else of a
# step only when it failed.

passed=0 failed=0 skipped=0

# step NAME COMMAND…
step() {
  name=$1
  shift
  log=$logs/$name.log
  began=$(date +%s)
  status=0
  "$@" >"$log" 2>&1 || status=$?
  line=$(sed -n 's/^\(.*: \)\{0,1\}\([0-9]\{1,\} passed, [0-9]\{1,\} failed\(, [0-9]\{1,\} skipped\)\{0,1\}\)$/\2/p' "$log" | tail -n 1)
  if [ -z "$line" ]; then
    if [ "$status" -eq 0 ]; then line='1 passed, 0 failed'; else line='0 passed, 1 failed'; fi
  fi
  # shellcheck disable=SC2086
  set -- $line
  bad=$3
  # A runner that broke off counts as a failure, whatever it had counted.
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + $1)) failed=$((failed + bad)) skipped=$((skipped + ${5:-0}))
  if [ "$bad" -eq 0 ]; then
    echo "ok      $name: $line ($(($(date +%s) - began)) s)"
    sed -n '/^ *skipped[: ]/s/^ */        /p' "$log"
  else
    echo "FAILED  $name: $1 passed, $bad failed (status $status)"
    tail -n "${TALLY_LINES:-60}" "$log" | sed 's/^/        /'
  fi
}

# skip NAME WHY
skip() {
  skipped=$((skipped + 1))
  echo "skipped $1: $2"
}

total() {
  if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
  else
    echo "$passed passed, $failed failed"
  fi
  [ "$failed" -eq 0 ]
}
