# For tests that are shell scripts (tests/test_*.sh), which read this file first:
#
#   run COMMAND...		keeps the exit status in $status and all it wrote in $said
#   expect WHAT CONDITION...	CONDITION is a command; when it fails, WHAT is reported with $said
#   says TEXT, silent		conditions about $said
#   finish			the last line of a test: its exit status
#
# $scratch is an empty folder that goes away with the test.
# shellcheck shell=sh

failures=0
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

run() {
	said=$("$@" 2>&1)
	status=$?
}

expect() {
	what=$1
	shift
	if "$@"; then
		echo "ok      $what"
	else
		printf 'FAILED  %s\n  condition: %s\n  status %s, said: %s\n' "$what" "$*" "${status-}" "${said-}"
		failures=$((failures + 1))
	fi
}

says() {
	case $said in
	*"$1"*) return 0 ;;
	esac
	return 1
}

silent() {
	[ -z "$said" ]
}

ended_with() {
	[ "$status" -eq "$1" ]
}

finish() {
	[ "$failures" -eq 0 ]
	exit
}
