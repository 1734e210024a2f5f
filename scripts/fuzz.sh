#!/bin/sh
# fuzz.sh FUZZER SECONDS — runs one libFuzzer program from what testdata holds and the corpus it has grown in build/fuzz.
set -eu
name=${1##*/}
grown=build/fuzz/corpus/$name
mkdir -p "$grown"
seeds=
for folder in "testdata/fuzz/$name" testdata/demo testdata/cli testdata/rule; do
  [ ! -d "$folder" ] || seeds="$seeds $folder"
done
dict=testdata/fuzz/$name.dict
[ ! -f "$dict" ] || seeds="-dict=$dict $seeds"
# shellcheck disable=SC2086
exec "$1" -max_total_time="$2" -max_len=4096 -timeout=10 -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" "$grown" $seeds
