#!/bin/sh
# embed.sh TABLE [FILE.json…] — writes the C source of a table of embedded files (include/tmlint/embedded.h) to stdout.
# Uses od and sed only, so that building needs no tool beyond a compiler and make.
set -eu
export LC_ALL=C
table=$1
shift
printf '/* written by scripts/embed.sh: do not edit */\n#include "tmlint/embedded.h"\n'
i=0
for file in "$@"; do
  printf '\nstatic const unsigned char bytes%d[] = {\n' "$i"
  od -An -v -tu1 "$file" | sed 's/\([0-9]\{1,\}\)/\1,/g; s/ //g'
  printf '0};\n'
  i=$((i + 1))
done
printf '\nconst struct tml_embedded %s[] = {\n' "$table"
i=0
for file in "$@"; do
  name=${file##*/}
  printf '    {"%s", (const char *)bytes%d, sizeof bytes%d - 1},\n' "${name%.json}" "$i" "$i"
  i=$((i + 1))
done
printf '    {0, 0, 0},\n};\nconst unsigned %s_n = %d;\n' "$table" "$i"
