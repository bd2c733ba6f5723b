#!/bin/sh
# The manual pages are well made, can be read, and say what the program says: each command
# with its options, each key of the screens' tables, in both languages, and nothing else.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/support/script.sh

LC_ALL=C.UTF-8
export LC_ALL
unset ZHIBU_DB ZHIBU_CONFIG ZHIBU_LANG ZHIBU_COLOR ZHIBU_THEME ZHIBU_UNICODE ZHIBU_CHINESE_CONSOLE ZHIBU_MOUSE \
	ZHIBU_IDLE_LOCK ZHIBU_BUSY_SECONDS ZHIBU_EXPORT_MASKS

pages="man/zhibu.1 man/zh_CN/zhibu.1"
conf_pages="man/zhibu.conf.5 man/zh_CN/zhibu.conf.5"

# The titles of a page's sections in the order both pages have them.
title() { # PAGE NUMBER
	grep '^\.SH ' "$1" | sed -n "$2{s/^\.SH //;s/\"//g;p;}"
}

# A section as people read it.
section() { # TEXT TITLE
	awk -v title="$2" '/^[^ \t]/ { inside = $0 == title; next } inside' "$1"
}

# --- form ---

for page in $pages $conf_pages; do
	run mandoc -Tlint -W style "$page"
	expect "mandoc has nothing to say about $page" test "$status/$said" = 0/
	# In cells, which are what an editor shows: a Chinese character takes three bytes and two cells.
	# shellcheck disable=SC2016	# awk's $0
	run env LC_ALL=C awk 'function cells(s,  b) { b = s; gsub(/[\001-\177]/, "", b); return length(s) - length(b) / 3 }
		cells($0) > 76 { print FILENAME ":" FNR ": " cells($0) " cells" }' "$page"
	expect "the lines of $page are short" silent
	name=$(echo "$page" | tr / _)
	mandoc -T utf8 -O width=100 "$page" | col -b -x >"$scratch/$name"
	if command -v man >/dev/null; then
		said=$(MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
		expect "man reads $page too" silent
	fi
done

for page in $pages $conf_pages; do
	sed -n 's/^\.\(S[HS]\|TP\|PP\|EX\|IP\).*/\1/p' "$page" >"$scratch/shape-$(echo "$page" | tr / _)"
done
run diff "$scratch/shape-man_zhibu.1" "$scratch/shape-man_zh_CN_zhibu.1"
expect "both pages have the same sections and paragraphs" silent
run diff "$scratch/shape-man_zhibu.conf.5" "$scratch/shape-man_zh_CN_zhibu.conf.5"
expect "so have those of the settings" silent

# --- commands and options ---

# Names of commands, or of the options that belong to all of them, from the program's own help.
commands() {
	"$ZHIBU_BIN" help | awk '/^[^ ]/ { part++ } part == 2 && /^  / { print $1 }'
}
global_options() {
	"$ZHIBU_BIN" help | awk '/^[^ ]/ { part++ } part == 3' | grep -oE -e ' --[a-z-]+ ' -e '^  -[A-Za-z],' | tr -d ' ,' | sort
}
command_options() {
	"$ZHIBU_BIN" help "$1" | grep -oE '^  --[a-z-]+' | tr -d ' ' | sort
}

# The same from a page: a command is a heading, its options follow the last line break.
page_commands() {
	section "$1" "$2" | sed -n 's/^   \([a-z][a-z]*\)\( .*\)\{0,1\}$/\1/p'
}
page_command_options() { # TEXT TITLE COMMAND
	section "$1" "$2" | awk -v name="$3" '/^   [^ ]/ { inside = $1 == name; last = ""; next }
		inside && /^       (Options:|选项：)/ { on = 1 } !inside { on = 0 } inside && on' |
		grep -oE -e '--[a-z-]+' | sort
}
page_explained() {	# what the last heading of a section explains, or all of it where there is none
	section "$1" "$2" | awk '/^   [^ ]/ { text = "" } { text = text "\n" $0 } END { print text }' |
		grep -oE '^       -(-[a-z-]+|[A-Za-z]), --[a-z-]+|^       --[a-z-]+' | tr -d ',' | tr ' ' '\n' | grep . | sort
}

run commands
expect "help names commands" test -n "$said"
for page in $pages; do
	text=$scratch/$(echo "$page" | tr / _)
	options=$(title "$page" 4)
	commands=$(title "$page" 5)
	commands | sort >"$scratch/a"
	page_commands "$text" "$commands" | sort >"$scratch/b"
	run diff "$scratch/a" "$scratch/b"
	expect "$page has the program's commands" silent
	global_options >"$scratch/a"
	page_explained "$text" "$options" >"$scratch/b"
	run diff "$scratch/a" "$scratch/b"
	expect "$page has the program's options" silent
	: >"$scratch/all"
	for command in $(commands); do
		command_options "$command" | tee -a "$scratch/all" >"$scratch/a"
		page_command_options "$text" "$commands" "$command" >"$scratch/b"
		run diff "$scratch/a" "$scratch/b"
		expect "$page has the options of $command" silent
	done
	sort -u "$scratch/all" >"$scratch/a"
	page_explained "$text" "$commands" >"$scratch/b"
	run diff "$scratch/a" "$scratch/b"
	expect "$page explains the options of commands" silent
done

# --- the example of a configuration ---

# As it is, and with every setting taken: what it shows is what is built in.
grep -v '^#[a-z_]* =' man/zhibu.conf >"$scratch/plain"
sed 's/^#\([a-z_]* =\)/\1/' man/zhibu.conf >"$scratch/taken"
run "$ZHIBU_BIN" --config "$scratch/plain" config --columns name,value
expect "the example is a good file" ended_with 0
without=$said
run env -u XDG_DATA_HOME "$ZHIBU_BIN" --config "$scratch/taken" config --columns name,value
expect "so it is with its settings" ended_with 0
expect "... which are those built in" test "$(echo "$said" | sed 1,2d)" = "$(echo "$without" | sed 1,2d)"
run "$ZHIBU_BIN" --config "$scratch/taken" config --columns name,origin --format tsv
expect "... and all that there are" test "$(echo "$said" | grep -c user)" -eq "$(echo "$without" | sed 1d | grep -c .)"

# The pages of the settings name each of them, and no others.
for page in $conf_pages; do
	"$ZHIBU_BIN" config --columns name --format tsv | sed 1d | sort >"$scratch/a"
	awk -v title="$(title "$page" 3)" '/^\.SH / { inside = $0 == ".SH " title } inside && tag { print $2 } { tag = /^\.TP/ }' \
		"$page" | sort >"$scratch/b"
	run diff "$scratch/a" "$scratch/b"
	expect "$page has the settings" silent
done

# --- keys ---

# One a line: those of the screens' actions, of the questions, and of the line editor, whose table has no names.
table_keys() {
	cat ui/*.[ch] | tr '\n\t' '  ' | grep -oE '\.keys = \{[^}]*\}' | grep -oE '"([^"\\]|\\.)+"' | sed 's/\\\(.\)/\1/g'
	cat ui/*.[ch] | grep -oE '\{ "[A-Za-z0-9-]+", N?_\("' | grep -oE '"[A-Za-z0-9-]+"'
	sed -n '/^} bindings\[\]/,/^};/p' ui/edit.c | sed -n 's/.*{ \.kind = K_\([A-Z]*\)\(.*\) }, EDIT_.*/\1\2/p' |
		awk '{
			name = $1; sub(/,.*/, "", name); part = ""
			split("UP Up DOWN Down LEFT Left RIGHT Right HOME Home END End PGUP PgUp PGDN PgDn BACKSPACE Backspace DELETE Del", w)
			for (i = 1; i in w; i += 2) word[w[i]] = w[i + 1]
			if (match($0, /\.cp = .[a-z]./)) part = toupper(substr($0, RSTART + 7, 1))
			if (name == "CTRL") part = "Ctrl-" part
			else if (name != "CHAR") part = word[name]
			if (/\.alt = true/) part = "Alt-" part
			if (/\.ctrl = true/) part = "Ctrl-" part
			print "\"" part "\""
		}'
}
page_keys() { # PAGE
	awk -v title="$(title "$1" 7)" '/^\.SH / { inside = $0 == ".SH " title; tag = 0 } inside && tag { print; tag = 0 } /^\.TP/ { tag = 1 }' \
		"$1" | sed 's/\\e/\\/g;s/, /\n/g'
}

table_keys | tr -d '"' | sort -u >"$scratch/a"
run test -s "$scratch/a"
expect "the screens have keys" ended_with 0
for page in $pages; do
	page_keys "$page" | sort -u >"$scratch/b"
	run diff "$scratch/a" "$scratch/b"
	expect "$page has the keys of the screens" silent
done

finish
