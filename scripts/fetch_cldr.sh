#!/bin/sh
# fetch_cldr.sh — brings the CLDR releases that scripts/gen_locale.py reads into a cache folder outside the tree and
# prints that folder. Needs npm; does nothing where they are there already.
# $TMLINT_CLDR names the folder; default: tmlint-cldr in $XDG_CACHE_HOME or ~/.cache.
set -eu

# Package and release: what the committed tables were made from. Raise them together, run `make tables`, review the diff.
packages='cldr-core@48.2.0 cldr-numbers-full@48.2.0 cldr-dates-full@48.2.0 cldr-misc-full@48.2.0
cldr-units-full@48.2.0 cldr-rbnf@48.2.0 cldr-segments-full@46.1.0'

dir=${TMLINT_CLDR:-${XDG_CACHE_HOME:-$HOME/.cache}/tmlint-cldr}
mkdir -p "$dir"
for p in $packages; do
  name=${p%@*} version=${p#*@}
  [ -e "$dir/$name/.$version" ] && continue
  command -v npm >/dev/null || { echo "fetch_cldr.sh: npm is not installed (apt-get install npm)" >&2; exit 2; }
  rm -rf "$dir/$name"
  mkdir -p "$dir/$name"
  (cd "$dir" && npm pack --silent "$p" >/dev/null && tar -xzf "$name-$version.tgz" -C "$name" --strip-components=1)
  rm -f "$dir/$name-$version.tgz"
  : >"$dir/$name/.$version"
done
echo "$dir"
