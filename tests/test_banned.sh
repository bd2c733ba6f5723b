#!/bin/sh
# tests/check-banned names the files that do not include src/banned.h last.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/support/script.sh

mkdir -p "$scratch/tree/src/cmd" "$scratch/tree/db" "$scratch/tree/ui"

# A file with these headers, one per argument.
file_with() {
	printf '/* A file. */\n' >"$scratch/tree/src/cmd/a.c"
	for header in "$@"; do
		printf '#include %s\n' "$header" >>"$scratch/tree/src/cmd/a.c"
	done
	run tests/check-banned "$scratch/tree"
}

file_with '<stdio.h>' '"src/text.h"' '"src/banned.h"'
expect "the last header may be banned.h" ended_with 0
file_with '<stdio.h>' '"src/banned.h"' '"src/text.h"'
expect "no header may follow it" ended_with 1
expect "... and the file is named" says "src/cmd/a.c: "
file_with '<stdio.h>'
expect "it must not be missing" ended_with 1
file_with
expect "also where there is no header at all" ended_with 1
printf 'int x;\n' >"$scratch/tree/ui/b.c"
file_with '"src/banned.h"'
expect "every folder is looked at" says "ui/b.c: "

run tests/check-banned .
expect "this tree keeps the rule" ended_with 0
finish
