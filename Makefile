# zhibu: one archive per layer, so that each layer's tests link without the layers above it.
#
#   prog (main, cli, cmd/, config)  ->  ui  ->  db  ->  src          "->" may use
#
# Sources are found by wildcard; a new file needs no line here.  `make help` lists the targets.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# ---- What a person may set ---------------------------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
LOCALEDIR ?= $(PREFIX)/share/locale
SYSCONFDIR ?= /etc

# Each way of building has its own folder, so that going to and fro costs no rebuild.
VARIANT := $(if $(findstring clang,$(CC)),$(if $(SAN),clang-san,clang),$(if $(SAN),san,$(if $(COV),coverage)))
B := build$(addprefix /,$(VARIANT))

# Quiet lines ("CC src/text.c"); V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-4s %s\n' '$1' '$2')

# ---- What the system must have -----------------------------------------------------------------

# `check`, `run` and their like install what is missing; any other target only names it.
GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(filter-out help clean uninstall,$(GOALS)),)
BUILDING := yes
INSTALLS := $(filter run check lint valgrind coverage bench fuzz torture,$(GOALS))
DRY_RUN := $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
SETUP := tests/setup-debian $(if $(INSTALLS),$(if $(DRY_RUN),--ask),--ask) \
	build $(if $(findstring clang,$(CC)),clang) $(filter lint valgrind coverage,$(GOALS))
ifneq ($(shell $(SETUP) >&2 || echo missing),)
$(error what is named above is missing)
endif
endif

# ---- Flags -------------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wswitch-enum $(if $(WERROR),-Werror)

X86 := $(if $(BUILDING),$(filter x86_64-% i%86-%,$(shell $(CC) -dumpmachine)))
HARDEN := -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(X86),-fcf-protection)
HARDEN_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack

# _FORTIFY_SOURCE would hide library calls from the sanitizers, and it needs optimisation.
FORTIFY := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
SANITIZE := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
COVERAGE := -O0 --coverage
MODE := $(if $(SAN),$(SANITIZE),$(if $(COV),$(COVERAGE),$(FORTIFY)))

COMPILE = $(CC) -std=c17 -I. -D_GNU_SOURCE $(PLACES) $(CPPFLAGS) $(WARNINGS) $(CFLAGS) $(HARDEN) $(MODE)
LINK = $(CC) $(CFLAGS) $(HARDEN) $(HARDEN_LD) $(MODE) $(LDFLAGS)

# ---- Layers ------------------------------------------------------------------------------------

obj = $(patsubst %.c,$B/%.o,$1)

MAIN := $(wildcard src/main.c)
PROG := $(wildcard src/cli*.c src/config.c src/cmd/*.c)
SRC := $(filter-out $(MAIN) $(PROG),$(wildcard src/*.c src/records/*.c))
DB := $(wildcard db/*.c)
UI := $(wildcard ui/*.c)
EMBED := $(wildcard db/schema/*.sql db/seed/*.csv)

# Each layer's archives from the top down, and the libraries they take from the system.
A_src := $B/libsrc.a
A_db := $B/libdb.a $(A_src)
A_ui := $B/libui.a $(A_db)
A_prog := $B/libprog.a $(A_ui)
PKG_src := libutf8proc
PKG_db := sqlite3 libcrypto icu-i18n icu-uc $(PKG_src)
PKG_ui := panelw ncursesw $(PKG_db)
PKG_prog := libconfig $(PKG_ui)
libs = $(shell pkg-config --libs $1)

PROGRAM := $(if $(MAIN),$B/zhibu)
CATALOGUES := $(patsubst ui/po/%.po,$B/locale/%/LC_MESSAGES/zhibu.mo,$(wildcard ui/po/*.po))

all: $(A_prog) $(PROGRAM) $(CATALOGUES)	## build everything (the default)

$B/libsrc.a: $(call obj,$(SRC))
$B/libdb.a: $(call obj,$(DB)) $B/embed.o
$B/libui.a: $(call obj,$(UI))
$B/libprog.a: $(call obj,$(PROG))

$(A_prog) $B/libsupport.a $B/libsupport-e2e.a: $B/sources
	$(call say,AR,$@)
	$Qrm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$B/zhibu: $(call obj,$(MAIN)) $(A_prog)
	$(call say,LD,$@)
	$Q$(LINK) -o $@ $^ $(call libs,$(PKG_prog))

$B/%.o: %.c $B/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(COMPILE) -MMD -MP -c -o $@ $<

# Where things get installed is known to the program's own files only.
$(call obj,$(MAIN) $(PROG)): PLACES = -DLOCALEDIR='"$(LOCALEDIR)"' -DSYSCONFDIR='"$(SYSCONFDIR)"'
$(call obj,$(MAIN) $(PROG)): $B/places

# The schema and the seed become byte arrays in the program.
$B/embed.c: src/embed $(EMBED) $B/sources
	$(call say,GEN,$@)
	$Qsrc/embed $(sort $(EMBED)) > $@

$B/embed.o: $B/embed.c $B/flags
	$(call say,CC,$<)
	$Q$(COMPILE) -MMD -MP -c -o $@ $<

# Flags, places and the list of sources stand in small files, rewritten only when they change.
remember = $(if $(findstring <$(strip $2)>,<$(file <$B/$1)>),,$(file >$B/$1,$(strip $2)))
ifdef BUILDING
$(shell mkdir -p $B)
$(call remember,flags,$(COMPILE) $(LINK))
$(call remember,places,$(LOCALEDIR) $(SYSCONFDIR))
$(call remember,sources,$(MAIN) $(PROG) $(SRC) $(DB) $(UI) $(EMBED) $(wildcard tests/support/*.c))
endif
$B/flags $B/places $B/sources: ;

# ---- Tests -------------------------------------------------------------------------------------

# A test links the archives of its module's layer and those below; a test of no module (test_cli,
# test_e2e_...) is about the whole program.
PROG_TESTS := cli% e2e% man% $(patsubst src/%.c,%,$(PROG))
layer = $(or $(if $(filter $(PROG_TESTS),$1),prog),\
	$(if $(filter db_%,$1),db),$(if $(filter ui_%,$1),ui),\
	$(if $(wildcard src/$1.c src/records/$1.c),src),\
	$(if $(wildcard db/$1.c),db),$(if $(wildcard ui/$1.c),ui),prog)

TESTS := $(basename $(notdir $(wildcard tests/test_*.c)))
SUPPORT_E2E := $(wildcard tests/support/e2e*.c)
SUPPORT := $(filter-out $(SUPPORT_E2E),$(wildcard tests/support/*.c))

$B/libsupport.a: $(call obj,$(SUPPORT))
$B/libsupport-e2e.a: $(call obj,$(SUPPORT_E2E))

define test_program
$B/tests/$1: $B/tests/$1.o $(if $(filter prog,$2),$B/libsupport-e2e.a) $B/libsupport.a $(A_$2) \
	$(if $(filter prog,$2),| $(PROGRAM))
$B/tests/$1: LAYER := $2
endef
$(foreach t,$(TESTS),$(eval $(call test_program,$t,$(call layer,$(t:test_%=%)))))

$(TESTS:%=$B/tests/%):
	$(call say,LD,$@)
	$Q$(LINK) -o $@ $(filter %.o %.a,$^) $(call libs,cmocka $(if $(filter prog,$(LAYER)),vterm) $(PKG_$(LAYER)))

clean:	## remove build/
	rm -rf build

-include $(wildcard $B/*.d $B/*/*.d $B/*/*/*.d)
.PHONY: all clean
