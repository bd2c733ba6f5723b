# Tests and checks; included by the Makefile.

##Checks
## check      build and run every test and tests/check-*; TESTS="test_date test_text" only these
## lint       clang-tidy, cppcheck, gcc -fanalyzer, shellcheck and the size budget
## valgrind   the tests of src, db and ui under valgrind
## coverage   which lines the tests run: build/coverage/index.html
## bench      speed and memory against their budgets
## fuzz       bad input without end
## torture    cut power, full disks, killed processes

.PHONY: check lint lint-size lint-shell lint-cppcheck lint-tidy lint-analyzer valgrind coverage bench fuzz torture

# ---- Test programs -----------------------------------------------------------------------------

ALL_TESTS := $(basename $(notdir $(wildcard tests/test_*.c)))
E2E := $(wildcard tests/support/e2e*.c)
# A library of its own, put before libc: it makes calls fail.
FAULTS := tests/support/faults.c
SUPPORT := $(filter-out $(E2E) $(FAULTS),$(wildcard tests/support/*.c))

# A test links the archives of its module's layer and of those below.  A test of no module
# (test_cli, test_e2e_forms) is about the program: it links all, and gets its path in ZHIBU_BIN.
layer = $(or \
	$(if $(filter cli% e2e% man%,$1),prog), \
	$(if $(filter db_%,$1),db), \
	$(if $(filter ui_%,$1),ui), \
	$(if $(filter src/$1.c src/records/$1.c,$(SRC)),src), \
	$(if $(filter db/$1.c,$(DB)),db), \
	$(if $(filter ui/$1.c,$(UI)),ui), \
	prog)
PROGRAM_TESTS := $(foreach t,$(ALL_TESTS),$(if $(filter prog,$(call layer,$(t:test_%=%))),$t))
UNIT_TESTS := $(filter-out $(PROGRAM_TESTS),$(ALL_TESTS))

$B/libsupport.a: $(call objects,$(SUPPORT))
$B/libe2e.a: $(call objects,$(E2E))

$B/tests/faults.so: $(FAULTS) $(FAULTS:.c=.h) $B/flags
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$Q$(CC) -std=c17 -I. -D_GNU_SOURCE $(CPPFLAGS) $(WARNINGS) $(CFLAGS) -fPIC -shared $(LDFLAGS) -o $@ $<

define test_program
$B/tests/$1: $B/tests/$1.o $(if $(filter prog,$2),$B/libe2e.a) $B/libsupport.a $(ARCHIVES_$2)
$B/tests/$1: PACKAGES := cmocka $(if $(filter prog,$2),vterm) $(PACKAGES_$2)
endef
$(foreach t,$(ALL_TESTS),$(eval $(call test_program,$t,$(call layer,$(t:test_%=%)))))

$(PROGRAM_TESTS:%=$B/tests/%): | $(PROGRAM) $(CATALOGUES)
# It runs the command line that a screen shows.
$B/tests/test_ui_bulk_fields: | $(PROGRAM)
$B/tests/test_faults $B/tests/test_e2e_drafts $B/tests/torture/faults $B/tests/torture/power: | $B/tests/faults.so
$(ALL_TESTS:%=$B/tests/%):
	$(call say,LD,$@)
	$Q$(LINK) -o $@ $(filter %.o %.a,$^) $(call libraries,$(PACKAGES))

programs = $(patsubst %,$B/tests/%,$1)

# ---- check -------------------------------------------------------------------------------------

# TESTS picks some, and then only what they need is built; otherwise it is everything.
SCRIPTS := $(wildcard tests/check-* tests/test_*.sh)
ifdef TESTS
CHECKED := $(filter $(TESTS:%=tests/%) $(TESTS:%=tests/%.sh),$(SCRIPTS)) \
	$(call programs,$(filter $(TESTS),$(ALL_TESTS)))
UNKNOWN := $(filter-out $(basename $(notdir $(CHECKED))),$(TESTS))
$(if $(UNKNOWN),$(error no such test: $(UNKNOWN)))
else
CHECKED := $(SCRIPTS) $(call programs,$(ALL_TESTS))
check: all
endif

check: $B/zhibu.pot $(filter $B/%,$(CHECKED))
	@tests/run-tests $B $(CHECKED)

VALGRIND := valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite,indirect --error-exitcode=99

valgrind: all $(call programs,$(UNIT_TESTS))
	@WRAPPER='$(VALGRIND)' tests/run-tests $B $(call programs,$(UNIT_TESTS))

# Counts of an earlier run would be added, or complained about in the tests' output.
coverage:
	@mkdir -p build/coverage && find build/coverage -name '*.gcda' -delete
	@$(MAKE) --no-print-directory check COV=1; status=$$?; \
	gcovr --root . --object-directory build/coverage --filter 'src/' --filter 'db/' --filter 'ui/' \
		--print-summary --html-details build/coverage/index.html build/coverage && exit $$status

# ---- lint --------------------------------------------------------------------------------------

C_FILES := $(MAIN) $(PROG) $(SRC) $(DB) $(UI) $(wildcard tests/*.c tests/support/*.c)
LINT_FLAGS := -std=c17 -I. -D_GNU_SOURCE -DLOCALEDIR=\"\" -DSYSCONFDIR=\"\"

# All of them, also after one has found something.
lint:
	@$(MAKE) --no-print-directory -k lint-size lint-shell lint-cppcheck lint-tidy lint-analyzer

lint-size:
	@tests/lint-size

lint-tidy:
	@echo "clang-tidy"
	$Qprintf '%s\n' $(C_FILES) | xargs -n 1 -P "$$(nproc)" sh -c \
		'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(LINT_FLAGS) 2>/dev/null' clang-tidy

lint-cppcheck:
	@echo "cppcheck"
	$Qcppcheck --quiet --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=duplicateAssignExpression -j "$$(nproc)" --std=c11 -I. -D_GNU_SOURCE -D__GNUC__ src db ui tests

lint-analyzer:
	@echo "gcc -fanalyzer"
	$Q$(MAKE) --no-print-directory CC=gcc ANALYZE=1 WERROR=1 all

lint-shell:
	@echo "shellcheck"
	$Qgrep -rlE '^#!/bin/(ba)?sh' .ci src db ui tests | xargs shellcheck -x

# ---- Long runs ---------------------------------------------------------------------------------

# Each tests/bench/*.c (fuzz, torture) becomes a program build/tests/bench/*, linked with everything.
LONG_RUNS := bench fuzz torture
programs_of = $(patsubst %.c,$B/%,$(wildcard $(1:%=tests/%/*.c)))

$(call programs_of,$(LONG_RUNS)): $B/%: $B/%.o $B/libe2e.a $B/libsupport.a $(ARCHIVES_prog)
	$(call say,LD,$@)
	$Q$(LINK) -o $@ $(filter %.o %.a,$^) $(call libraries,cmocka vterm $(PACKAGES_prog))

$(foreach r,$(LONG_RUNS),$(eval $r: $(call programs_of,$r)))
$(LONG_RUNS): all
	@test -x tests/$@/run || { echo "make $@: there is no tests/$@/run to call" >&2; exit 1; }
	@ZHIBU_BUILD=$(CURDIR)/$B ZHIBU_BIN=$(CURDIR)/$B/zhibu tests/$@/run
