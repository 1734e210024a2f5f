#!/bin/sh
# check.sh BUILD RULE_OBJECT… — the fast tests, called by `make check` from the top of the tree. Writes into BUILD only.
set -u
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
B=$1
shift
logs=$B/log
mkdir -p "$logs"
: >"$B/check.began"
. scripts/tally.sh
python=${PYTHON:-python3}
program=$B/tmlint

# Each src/test/test_*.c is a program of its own; cmocka speaks TAP.
unit_tests() {
  ok=0 bad=0 none=0
  for t in "$B"/test/test_*; do
    [ -x "$t" ] || continue
    [ -f "src/test/${t##*/}.c" ] || continue # left over from a test that is gone
    out=$(CMOCKA_MESSAGE_OUTPUT=TAP "$t" 2>&1)
    status=$?
    good_here=$(printf '%s\n' "$out" | grep -c '^ok ')
    bad_here=$(printf '%s\n' "$out" | grep '^not ok ' | grep -vc '# SKIP')
    none_here=$(printf '%s\n' "$out" | grep -c '^not ok .*# SKIP')
    printf '%s\n' "$out" | sed -n 's/^not ok .*# SKIP /skipped: /p'
    if [ "$status" -ne 0 ] && [ "$bad_here" -eq 0 ]; then bad_here=1; fi
    if [ "$bad_here" -ne 0 ]; then printf '%s: status %d\n%s\n' "$t" "$status" "$out"; fi
    ok=$((ok + good_here)) bad=$((bad + bad_here)) none=$((none + none_here))
  done
  if [ "$none" -gt 0 ]; then echo "$ok passed, $bad failed, $none skipped"; else echo "$ok passed, $bad failed"; fi
}

# No statics in rules: a rule's object has nothing in .data or .bss (relocated constants are .data.rel.ro).
rule_objects() {
  ok=0 bad=0
  for o in "$@"; do
    held=$(size -A "$o" | awk '$1 ~ /^\.(data|bss|tdata|tbss)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 { printf "%s %s bytes ", $1, $2 }')
    if [ -z "$held" ]; then ok=$((ok + 1)); else
      bad=$((bad + 1))
      echo "$o: $held"
    fi
  done
  echo "$ok passed, $bad failed"
}

# Nothing outside build/ may have been written since the tests began.
tree_untouched() {
  touched=$(find . \( -path ./build -o -path ./.git \) -prune -o -newer "$B/check.began" -type f -print)
  [ -z "$touched" ] || { printf 'written by the tests: %s\n' "$touched"; return 1; }
}

if ls src/test/test_*.c >/dev/null 2>&1; then step unit unit_tests; else skip unit "no unit tests yet"; fi
step layers "$python" scripts/check_layers.py
step words "$python" scripts/gen_words.py --check
case $B in
  *san*) ;; # the sanitizers put their own data there
  *) [ $# -eq 0 ] || step rule-objects rule_objects "$@" ;;
esac
if [ -x "$program" ]; then
  step rule-examples "$python" scripts/run_rule_cases.py --examples "$program"
  step rule-cases "$python" scripts/run_rule_cases.py "$program" testdata/rule
  step cli-cases "$python" scripts/run_cli_cases.py "$program" testdata/cli
  step fixes "$python" scripts/run_fixes.py "$program" testdata/rule
  step align "$python" -B scripts/run_align.py "$program" testdata/align
  step round-trip "$python" -B scripts/run_roundtrip.py "$program" testdata/cli/export-formats/in/ko-KR
  step tmx "$python" -B scripts/check_tmx.py "$program" testdata/demo
  step demo "$python" scripts/run_demo.py "$program"
  step planted "$python" scripts/test_plant.py "$program"
  case $B in *san*) ;; *) step hostile "$python" scripts/run_hostile.py "$program" ;; esac
  step reports "$python" scripts/validate_json.py --program "$program" testdata
else
  skip program "$program is not built yet"
fi
step tree-untouched tree_untouched
total
