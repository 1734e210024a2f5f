#!/bin/sh
# gen_docs.sh PROGRAM DOCS — writes what docs/ has from the rules' rows: DOCS/schema/config.json, DOCS/rules/*.md.
# `make accept` calls it for docs/, a test for a folder of its own, to compare.
set -eu
program=$1 docs=$2
mkdir -p "$docs/schema" "$docs/rules"
rm -f "$docs"/rules/*.md
"$program" schema config >"$docs/schema/config.json.new"
mv -f "$docs/schema/config.json.new" "$docs/schema/config.json"
"$program" rules --format markdown >"$docs/rules/README.md"
for code in $("$program" rules | sed -n 's/^\([A-Z][A-Z][0-9][0-9][0-9]\) .*/\1/p'); do
  "$program" explain --format markdown "$code" >"$docs/rules/$code.md"
done
