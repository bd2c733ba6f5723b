#!/bin/sh
# tests/setup-debian on pretended systems: a PATH with nothing but the commands of each case.
# shellcheck disable=SC2317	# conditions are called by expect
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/support/script.sh

bin=$scratch/bin
export HAVE="$scratch/have"	# one line for each pkg-config module that is "installed"
export CALLS="$scratch/calls"	# what was asked of apt-get

command_is() {
	printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
	chmod +x "$bin/$1"
}

# A system with all that `build` needs, whose user is root.
whole_system() {
	rm -rf "$bin"
	mkdir "$bin"
	for tool in sh cat ls env grep; do
		ln -s "$(command -v $tool)" "$bin/$tool"
	done
	for tool in gcc make msgfmt mandoc; do
		command_is $tool 'exit 0'
	done
	printf '%s\n' ncursesw panelw sqlite3 libconfig cmocka libcrypto icu-i18n libutf8proc vterm >"$HAVE"
	: >"$CALLS"
	# shellcheck disable=SC2016
	command_is pkg-config 'shift; for m; do grep -qx "$m" "$HAVE" || exit 1; done'
	# shellcheck disable=SC2016
	command_is apt-get 'echo "$@" >>"$CALLS"; case "$*" in *install*) echo vterm >>"$HAVE" ;; esac'
	command_is id 'echo 0'
}

without_module() {
	grep -vx "$1" "$HAVE" >"$HAVE.new"
	mv "$HAVE.new" "$HAVE"
}

setup() {
	run env PATH="$bin" tests/setup-debian "$@"
}

apt_was_asked() {
	grep -q -- "$1" "$CALLS"
}

whole_system
setup build
expect "nothing missing: success" ended_with 0
expect "nothing missing: silence" silent

without_module vterm
setup --ask build
expect "--ask ends with 1" ended_with 1
expect "--ask names the package" says "missing: libvterm-dev"
expect "--ask says what to do" says "apt-get install libvterm-dev"
expect "--ask installs nothing" test ! -s "$CALLS"

setup build
expect "root installs" ended_with 0
expect "the lists are brought up to date first" apt_was_asked update
expect "only what is missing is installed" apt_was_asked 'install -y --no-install-recommends libvterm-dev$'

whole_system
without_module ncursesw
without_module panelw
setup --ask build
expect "a package is named once" says "missing: libncurses-dev
"

whole_system
rm "$bin/gcc" "$bin/msgfmt"
setup --ask build
expect "missing commands are seen" says "missing: build-essential gettext"

whole_system
rm "$bin/pkg-config"
setup --ask build
expect "pkg-config itself is named" says "pkg-config"

whole_system
without_module vterm
command_is id 'echo 1000'
setup build
expect "neither root nor sudo: status 1" ended_with 1
expect "neither root nor sudo: said" says "only root can install them and there is no sudo"
expect "neither root nor sudo: the remedy" says "as root, run: apt-get install libvterm-dev"

# shellcheck disable=SC2016
command_is sudo 'echo sudo "$@" >>"$CALLS"; exec "$@"'
command_is true 'exit 0'
setup build
expect "not root, with sudo: installed" ended_with 0
expect "not root, with sudo: through sudo" apt_was_asked 'sudo .*apt-get .*install'

whole_system
without_module vterm
command_is id 'echo 1000'
command_is sudo 'exit 1'
setup build
expect "sudo refuses: status 1" ended_with 1
expect "sudo refuses: said" says "sudo does not let you"

whole_system
without_module vterm
rm "$bin/apt-get"
setup build
expect "no apt-get: status 1" ended_with 1
expect "no apt-get: said" says "no apt-get"

whole_system
without_module vterm
command_is apt-get 'exit 100'
setup build
expect "apt-get fails: status 1" ended_with 1
expect "apt-get fails: said" says "apt-get update failed"

command_is apt-get 'exit 0'
setup build
expect "success without effect is not believed" ended_with 1
expect "success without effect: said" says "still missing: libvterm-dev"

whole_system
setup --ask build lint
expect "lint needs more" says "missing: clang clang-tidy cppcheck shellcheck"
setup kitchen
expect "an unknown job is a usage error" ended_with 2
expect "an unknown job is named" says "kitchen"
finish
