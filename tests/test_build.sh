#!/bin/sh
# The Makefile on a tiny tree of its own: what is built from what, how `make check` reports,
# and that uninstall takes away what install has put there.
# shellcheck disable=SC2016,SC2317	# $ is meant for other shells; conditions are called by expect
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/support/script.sh

tree=$scratch/tree
mkdir -p "$tree/src/cmd" "$tree/src/records" "$tree/db/schema" "$tree/ui/po" "$tree/tests" "$tree/man/zh_CN"
cp Makefile "$tree/"
cp src/embed "$tree/src/"
cp db/embed.h "$tree/db/"
cp tests/tests.mk tests/run-tests tests/setup-debian tests/check-* "$tree/tests/"
# The files made here include nothing; test_banned.sh looks at that check.
rm "$tree/tests/check-banned"
root=$PWD
cd "$tree" || exit 1

build() {
	run make "$@"
}

built() {
	[ -e "build/$1" ]
}

# A function that calls the others, so that a link fails where one of them is out of reach.
function_file() {
	file=$1
	name=$2
	shift 2
	{
		for callee; do echo "int $callee(void);"; done
		echo "int $name(void);"
		echo "int $name(void)"
		echo "{"
		for callee; do echo "	$callee();"; done
		echo "	return 0;"
		echo "}"
	} >"$file"
}

# A test program that calls one function.
test_file() {
	printf 'int %s(void);\n\nint main(void)\n{\n\treturn %s();\n}\n' "$2" "$2" >"tests/$1.c"
}

# ---- building ----

build all
expect "a tree without any .c file builds" ended_with 0
expect "every layer has its archive" built libui.a
expect "there is no program without main.c" test ! -e build/zhibu

function_file src/low.c low
function_file src/records/row.c row low
function_file db/middle.c middle low
function_file ui/high.c high middle
function_file src/cli.c cli high
function_file src/cmd/verb.c verb cli
printf 'int verb(void);\n\nint main(void)\n{\n\treturn verb();\n}\n' >src/main.c
build all WERROR=1
expect "new files are found" ended_with 0
expect "the program is linked from all layers" built zhibu
build all
expect "flags that changed build again" says "src/low.c"
build all
expect "nothing to do is silent" says "Nothing to be done"
build -n all WERROR=1
expect "a dry run knows other flags" says "src/low.c"
build all
expect "a dry run leaves everything as it was" says "Nothing to be done"

test_file test_low low
test_file test_row row
test_file test_middle middle
test_file test_high high
test_file test_cli_verb verb
build build/tests/test_low build/tests/test_row build/tests/test_middle build/tests/test_high \
	build/tests/test_cli_verb
expect "tests of every layer link" ended_with 0

test_file test_low middle
build build/tests/test_low
expect "a test of src does not reach db" says "undefined reference to \`middle'"
test_file test_low low
function_file src/low.c low middle
build build/tests/test_low
expect "src that calls db does not link alone" says "undefined reference to \`middle'"
function_file src/low.c low
function_file db/middle.c middle high
build build/tests/test_middle
expect "db that calls ui does not link alone" says "undefined reference to \`high'"
function_file db/middle.c middle low

echo '#include <sqlite3.h>' >src/bad.c
build check
expect "make check runs check-layers" says "src/bad.c:1: <sqlite3.h>"
expect "make check fails with it" ended_with 2
rm src/bad.c
build all
expect "a file that went away is forgotten" ended_with 0

echo 'int unused(void) { int x; return 0; }' >src/warn.c
build all
expect "a warning is no error" ended_with 0
build all WERROR=1
expect "WERROR=1 makes it one" ended_with 2
rm src/warn.c

printf 'SELECT 1;\n' >db/schema/001-one.sql
printf '#include "db/embed.h"\nint main(void)\n{\n\treturn embed_schema[0].size != 10 || embed_schema[0].data[10] != 0;\n}\n' \
	>tests/test_db_embed.c
build check TESTS=test_db_embed
expect "the schema is in libdb.a" says "1 passed, 0 failed"
printf 'SELECT 12;\n' >db/schema/001-one.sql
build check TESTS=test_db_embed
expect "a schema that changed is built again" says "0 passed, 1 failed"
rm tests/test_db_embed.c db/schema/001-one.sql

build all V=1 SAN=1
expect "SAN=1 builds in build/san" built san/zhibu
expect "V=1 shows the commands" says "-fsanitize=address,undefined"
expect "the sanitizers go without _FORTIFY_SOURCE" test "${said#*FORTIFY}" = "$said"

# ---- hardening ----

hardened() {
	readelf -W "$1" build/zhibu | grep -q "$2"
}
build all
expect "position independent" hardened -h 'DYN .*Position-Independent'
expect "RELRO" hardened -l GNU_RELRO
expect "bound at start" hardened -d 'BIND_NOW\|NOW'
expect "no executable stack" hardened -l 'GNU_STACK.* RW '

# ---- make check ----

build check
expect "all pass: success" ended_with 0
expect "all pass: said so in the last line" test "${said##*
}" = "7 passed, 0 failed"

printf '#include <stdio.h>\n\nint main(void)\n{\n\tputs("what went wrong");\n\treturn 3;\n}\n' >tests/test_low.c
build check
expect "one fails: no success" ended_with 2
expect "one fails: its log is shown" says "what went wrong"
expect "one fails: the others ran" says "ok     test_high"
expect "one fails: counted" says "6 passed, 1 failed"

printf '#!/bin/sh\nenv\nexit 1\n' >tests/test_env.sh
chmod +x tests/test_env.sh
export ZHIBU_DB=/somewhere LANGUAGE=en
build check TESTS=test_env
expect "tests get the program's path" says "ZHIBU_BIN=$tree/build/zhibu"
expect "tests get a home of their own" says "HOME=${TMPDIR:-/tmp}/zhibu-test."
expect "tests see nothing of the person's settings" test "${said#*/somewhere}" = "$said"
expect "tests run in C.UTF-8" says "LC_ALL=C.UTF-8"

printf '#!/bin/sh\nexec tail -f /dev/null\n' >tests/test_env.sh
TEST_SECONDS=1 run make check TESTS=test_env
expect "a test that hangs is ended and named" says "FAILED test_env.sh (no end after 1 s)"
rm tests/test_env.sh

build check TESTS=test_nonsense
expect "an unknown test is named" says "no such test: test_nonsense"
build bench
expect "a missing bench is said" says "there is no tests/bench/run"
mkdir tests/bench
printf '#!/bin/sh\n"$ZHIBU_BUILD/tests/bench/probe" && echo measured\n' >tests/bench/run
chmod +x tests/bench/run
test_file bench/probe high
build bench
expect "bench builds its programs and calls its script" says measured
build help
expect "help names the targets" says "uninstall"

# ---- make run ----

main_of_run() {
	cat >src/main.c <<-'END'
	/* zhibu --db FILE [demo|figures]: writes the file, or says how it was called. */
	#include <stdio.h>
	#include <string.h>

	int main(int argc, char **argv)
	{
		if (argc != 4 || strcmp(argv[3], "demo") != 0)
			return printf("called: %s %s\n", argv[2], argc == 4 ? argv[3] : "screens") < 0;
		fclose(fopen(argv[2], "w"));
		puts("sample made");
		return STATUS;
	}
	END
	sed -i "s/STATUS/$1/" src/main.c
}
mv src/main.c "$scratch/main.c"
main_of_run 1
build run
expect "a sample that failed: no success" ended_with 2
expect "a sample that failed leaves no database" test ! -e build/sample/zhibu.db
main_of_run 0
build run
expect "run makes the sample" says "sample made"
expect "run prints the figures where there is no terminal" says "called: build/sample/zhibu.db figures"
build run
expect "the sample is made once" test "${said#*sample made}" = "$said"
run script -qec 'make run' "$scratch/typescript"
expect "run opens the screens on a terminal" says "called: build/sample/zhibu.db screens"
mv "$scratch/main.c" src/main.c
touch src/main.c

# ---- messages ----

message() {
	printf '#define _(text) text\nconst char *said(void);\nconst char *said(void)\n{\n\treturn _("%s");\n}\n' "$1" >src/said.c
}
message '共有 %d 人'
build check TESTS=check-po
expect "a catalogue that is missing is named" says "ui/po/en.po is missing"
build po
build check TESTS=check-po
expect "an untranslated message is an error" says "0 passed, 1 failed"
sed -i '/共有/{n;s/""/"%d people"/}' ui/po/en.po
build check TESTS=check-po
expect "a translated message is right" says "1 passed, 0 failed"
sed -i 's/"%d people"/"%s people"/' ui/po/en.po
build check TESTS=check-po
expect "another conversion is an error" says "0 passed, 1 failed"
sed -i 's/"%s people"/"%d people"/' ui/po/en.po
message '现有 %d 人'
build check TESTS=check-po
expect "a message that is not in the catalogue is an error" says "0 passed, 1 failed"
message '共有 %d 人'
sed -i 's/^#, c-format/#, fuzzy, c-format/' ui/po/en.po
build check TESTS=check-po
expect "a fuzzy message is an error" says "0 passed, 1 failed"
sed -i 's/fuzzy, //' ui/po/en.po

# ---- the size budget ----

# A file of COUNT functions of LINES lines each.
functions_of() {
	awk -v count="$1" -v lines="$2" 'BEGIN {
		for (f = 0; f < count; f++) {
			printf "int f%d(void)\n{\n", f
			for (l = 0; l < lines - 3; l++)
				print "\t;"
			print "}"
		}
	}' >"$scratch/size/src/size.c"
}

mkdir -p "$scratch/size/src" "$scratch/size/db" "$scratch/size/ui" "$scratch/size/tests"
functions_of 50 12
run "$root/tests/lint-size" "$scratch/size"
expect "short functions are within the budget" ended_with 0
functions_of 50 13
run "$root/tests/lint-size" "$scratch/size"
expect "a median of 13 lines is not" says "the median: over 12 lines"
functions_of 50 12
cp "$scratch/size/src/size.c" "$scratch/size/src/many.c"
functions_of 1 101
run "$root/tests/lint-size" "$scratch/size"
expect "a function of 101 lines is named" says "src/size.c:1: a function of 101 lines"
functions_of 6 61
run "$root/tests/lint-size" "$scratch/size"
expect "more than 5 in 100 over 60 lines are named" says "src/size.c:62: 61 lines"
functions_of 64 11
run "$root/tests/lint-size" "$scratch/size"
expect "a file of 704 lines is named" says "src/size.c: more than 700 lines"

# ---- install ----

echo '.TH zhibu 1' >man/zhibu.1
cp man/zhibu.1 man/zh_CN/
echo '# sample' >man/zhibu.conf
installed() {
	(cd "$scratch/dest" && find . -type f -printf '%m %P\n' | LC_ALL=C sort -k 2)
}
build install DESTDIR="$scratch/dest" PREFIX=/usr
expect "install succeeds" ended_with 0
expect "everything has its place" test "$(installed)" = "755 usr/bin/zhibu
644 usr/share/doc/zhibu/examples/zhibu.conf
644 usr/share/locale/en/LC_MESSAGES/zhibu.mo
644 usr/share/man/man1/zhibu.1
644 usr/share/man/zh_CN/man1/zhibu.1"
build uninstall DESTDIR="$scratch/dest" PREFIX=/usr
expect "uninstall leaves nothing" test -z "$(installed)"
build install V=1 DESTDIR="$scratch/dest" PREFIX=/opt/z MANDIR=/opt/man
expect "MANDIR is obeyed" test -e "$scratch/dest/opt/man/man1/zhibu.1"
expect "the program knows the place of its catalogues" says 'LOCALEDIR='"'"'"/opt/z/share/locale"'

build -j2 clean all
expect "clean and another target go together" says "CC   src/low.c"
expect "... and both succeed" ended_with 0
build clean
expect "clean leaves no build" test ! -e build
cd "$root" || exit 1
finish
