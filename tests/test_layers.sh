#!/bin/sh
# tests/check-layers lets through what the dependency rule allows and names what it forbids.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/support/script.sh

# A tree with one file that has one #include.
tree_with() {
	rm -rf "$scratch/tree"
	mkdir -p "$scratch/tree/src/cmd" "$scratch/tree/src/records" "$scratch/tree/db" "$scratch/tree/ui"
	printf '/* A file. */\n#include %s\n' "$2" >"$scratch/tree/$1"
	run tests/check-layers "$scratch/tree"
}

allowed() {
	tree_with "$1" "$2"
	expect "$1 may include $2" ended_with 0
}

forbidden() {
	tree_with "$1" "$2"
	expect "$1 must not include $2" ended_with 1
	expect "... and the line is named" says "$1:2: "
}

# src stands on the C library alone.
allowed src/text.c '"src/text.h"'
allowed src/records/org.c '"src/reg.h"'
allowed src/csv.c '<iconv.h>'
allowed src/text_key.c '<utf8proc.h>'
forbidden src/csv.c '<utf8proc.h>'
forbidden src/date.c '"db/store.h"'
forbidden src/date.c '"ui/ui.h"'
forbidden src/records/org.c '<sqlite3.h>'
forbidden src/date.c '<ncurses.h>'
forbidden src/date.c '"src/cli.h"'
forbidden src/date.c '"src/cmd/cmd.h"'
forbidden src/date.c '"src/config.h"'
forbidden src/date.h '<libconfig.h>'

# The configuration has its library to itself.
allowed src/config_file.c '<libconfig.h>'
forbidden src/config.c '<libconfig.h>'
allowed src/config_file.c '"src/config_part.h"'
allowed src/config.c '"src/text.h"'
forbidden src/config.h '<libconfig.h>'
forbidden src/config.c '"db/store.h"'
forbidden src/cli.c '<libconfig.h>'

# db has sqlite, the crypto library and ICU, and shows none of them at its doors.
allowed db/sql.c '<sqlite3.h>'
allowed db/sql.c '"db/internal.h"'
allowed db/internal.h '<sqlite3.h>'
allowed db/chain.c '<openssl/evp.h>'
allowed db/order.c '<unicode/ucol.h>'
allowed db/read.h '"db/store.h"'
forbidden db/store.h '<sqlite3.h>'
forbidden db/care.h '"db/internal.h"'
forbidden db/sql.c '"ui/ui.h"'
forbidden db/sql.c '<curses.h>'
forbidden db/sql.c '"src/config.h"'

# ui sees db through its doors.
allowed ui/list.c '"db/read.h"'
allowed ui/list.c '"ui/term.h"'
allowed ui/term.h '<ncurses.h>'
allowed ui/term.c '<panel.h>'
forbidden ui/list.c '"db/internal.h"'
forbidden ui/list.c '"db/embed.h"'
forbidden ui/list.c '<sqlite3.h>'
forbidden ui/ui.h '<ncurses.h>'
forbidden ui/ui.h '"ui/term.h"'
forbidden ui/list.c '"src/cli.h"'
forbidden ui/form.c '<form.h>'

# The program comes in by the doors, too.
allowed src/main.c '"ui/ui.h"'
allowed src/cmd/list.c '"db/read.h"'
allowed src/cmd/list.c '"src/cli.h"'
allowed src/cli_args.c '"src/config.h"'
forbidden src/cmd/list.c '"db/internal.h"'
forbidden src/cmd/list.c '"ui/list.h"'
forbidden src/main.c '<ncurses.h>'
forbidden src/cmd/verify.c '<sqlite3.h>'

# What the rule does not know is no way around it.
forbidden src/date.c '<libxml/parser.h>'
forbidden src/date.c '"date.h"'
forbidden src/date.c '"../db/store.h"'
forbidden src/date.c '"src/../db/store.h"'
forbidden src/date.c '"src/text.c"'
forbidden src/date.c 'HEADER'

run tests/check-layers .
expect "this tree keeps the rule" ended_with 0
finish
