# zhibu: one archive per layer, so that each layer's tests link without the layers above it.
#
#   prog (main, cli, cmd/, config)  ->  ui  ->  db  ->  src          "->": may use
#
# Sources are found by wildcard: a new file needs no line here.  Tests and other checks
# are in tests/tests.mk.  The lines that begin with two signs are what `make help` shows.

##Targets
## all        build everything into build/ (the default)
## run        open the program on a sample database; the figures where there is no terminal
## install    install below PREFIX; DESTDIR is put before it
## uninstall  take away what install put there
## po         bring ui/po/ up to date with the messages in the source
## clean      remove build/
## help       print this

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all run po install uninstall clean help
MAKEFLAGS += --no-builtin-rules

# ---- What a person may set ---------------------------------------------------------------------

##Variables
## V=1        show the commands
## WERROR=1   a warning is an error
## SAN=1      with AddressSanitizer and UndefinedBehaviorSanitizer, in build/san
## CC=clang   with clang, in build/clang
## CFLAGS, CPPFLAGS, LDFLAGS, PREFIX, DESTDIR, MANDIR, LOCALEDIR, SYSCONFDIR   as usual
ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
LOCALEDIR ?= $(PREFIX)/share/locale
SYSCONFDIR ?= /etc

# Each way of building has its own folder B, so that going to and fro costs no rebuild.
CLANG := $(findstring clang,$(CC))
VARIANT := $(or $(if $(COV),coverage),$(if $(ANALYZE),analyze),$(if $(SAN),$(CLANG:%=%-)san),$(CLANG))
B := build$(addprefix /,$(VARIANT))

# Quiet lines ("  CC   src/text.c").
Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-4s %s\n' '$1' '$2')

# ---- What the system must have -----------------------------------------------------------------

# `run`, `check` and their like install what is missing; any other target only names it.
GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(filter-out help clean uninstall,$(GOALS)),)
BUILDING := yes
INSTALLS := $(filter run check lint valgrind coverage bench fuzz torture,$(GOALS))
DRY_RUN := $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
SETUP := tests/setup-debian $(if $(and $(INSTALLS),$(if $(DRY_RUN),,yes)),,--ask) \
	build $(CLANG) $(filter lint valgrind coverage,$(GOALS))
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
FORTIFY := $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
SANITIZE := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# gcc 12's analyzer takes a failed iconv_open() for a leak; the sanitizers and valgrind look for leaks.
ANALYZER := -fanalyzer -Wno-analyzer-malloc-leak
MODE := $(or $(if $(COV),-O0 --coverage),$(if $(ANALYZE),$(ANALYZER)),$(if $(SAN),$(SANITIZE)),$(FORTIFY))

COMPILE = $(CC) -std=c17 -I. -D_GNU_SOURCE $(PLACES) $(CPPFLAGS) $(WARNINGS) $(CFLAGS) $(HARDEN) $(MODE)
LINK = $(CC) $(CFLAGS) $(HARDEN) $(HARDEN_LD) $(MODE) $(LDFLAGS)

# ---- Layers ------------------------------------------------------------------------------------

MAIN := $(wildcard src/main.c)
PROG := $(wildcard src/cli*.c src/config*.c src/cmd/*.c)
SRC := $(filter-out $(MAIN) $(PROG),$(wildcard src/*.c src/records/*.c))
DB := $(wildcard db/*.c)
UI := $(wildcard ui/*.c)
EMBED := $(sort $(wildcard db/schema/*.sql db/seed/*.csv))
objects = $(patsubst %.c,$B/%.o,$1)

# A layer's archive with those below it, and the libraries that they take from the system.
ARCHIVES_src := $B/libsrc.a
ARCHIVES_db := $B/libdb.a $(ARCHIVES_src)
ARCHIVES_ui := $B/libui.a $(ARCHIVES_db)
ARCHIVES_prog := $B/libprog.a $(ARCHIVES_ui)
PACKAGES_src := libutf8proc
PACKAGES_db := sqlite3 libcrypto icu-i18n $(PACKAGES_src)
PACKAGES_ui := panelw ncursesw $(PACKAGES_db)
PACKAGES_prog := libconfig $(PACKAGES_ui)
libraries = $(shell pkg-config --libs $1)

PROGRAM := $(if $(MAIN),$B/zhibu)
CATALOGUES := $(patsubst ui/po/%.po,$B/locale/%/LC_MESSAGES/zhibu.mo,$(wildcard ui/po/*.po))

all: $(ARCHIVES_prog) $(PROGRAM) $(CATALOGUES)

$B/libsrc.a: $(call objects,$(SRC))
$B/libdb.a: $(call objects,$(DB)) $B/embed.o
$B/libui.a: $(call objects,$(UI))
$B/libprog.a: $(call objects,$(PROG))

$(ARCHIVES_prog) $B/libsupport.a $B/libe2e.a: $B/sources
	$(call say,AR,$@)
	$Qrm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$B/zhibu: $(call objects,$(MAIN)) $(ARCHIVES_prog)
	$(call say,LD,$@)
	$Q$(LINK) -o $@ $^ $(call libraries,$(PACKAGES_prog))

$B/%.o: %.c $B/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(COMPILE) -MMD -MP -c -o $@ $<

# Only the program's own files know where things get installed.
$(call objects,$(MAIN) $(PROG)): PLACES = -DLOCALEDIR='"$(LOCALEDIR)"' -DSYSCONFDIR='"$(SYSCONFDIR)"'
$(call objects,$(MAIN) $(PROG)): $B/places

# The schema and the seed become byte arrays in the program.
$B/embed.c: src/embed $(EMBED) $B/sources
	$(call say,GEN,$@)
	$Qsrc/embed $(EMBED) > $@

$B/embed.o: $B/embed.c $B/flags
	$(call say,CC,$<)
	$Q$(COMPILE) -MMD -MP -c -o $@ $<

# Flags, places and the list of sources stand in small files, rewritten only when they
# change; what was built with others is then built again.  A dry run (make -n) writes nothing.
rewrite = $(if $(DRY_RUN),$(eval .PHONY: $B/$1),$(file >$B/$1,$2))
remember = $(if $(findstring <$(strip $2)>,<$(file <$B/$1)>),,$(call rewrite,$1,$(strip $2)))
ifdef BUILDING
$(if $(DRY_RUN),,$(shell mkdir -p $B))
$(call remember,flags,$(COMPILE) $(LINK))
$(call remember,places,$(LOCALEDIR) $(SYSCONFDIR))
$(call remember,sources,$(MAIN) $(PROG) $(SRC) $(DB) $(UI) $(EMBED) $(wildcard tests/support/*.c))
endif
STATE := $B/flags $B/places $B/sources
$(STATE): ;

# ---- Messages ----------------------------------------------------------------------------------

# The flags say which functions take a format, so that msgfmt compares the conversions of a
# translation with those of the source.
XGETTEXT := xgettext --from-code=UTF-8 -k_ -kN_ --flag=_:1:pass-c-format --flag=N_:1:pass-c-format \
	--flag=err_set:3:c-format --flag=err_field:4:c-format --flag=buf_addf:2:c-format \
	--package-name=zhibu --add-location=file --force-po
MESSAGES := $(wildcard src/*.[ch] src/records/*.[ch] src/cmd/*.[ch] db/*.[ch] ui/*.[ch])

$B/zhibu.pot: $(MESSAGES) $B/sources
	$(call say,GEN,$@)
	$Q$(XGETTEXT) -o - $(MESSAGES) | sed '/^"POT-Creation-Date:/d' > $@

$B/locale/%/LC_MESSAGES/zhibu.mo: ui/po/%.po
	$(call say,MO,$@)
	@mkdir -p $(@D)
	$Qmsgfmt --check -o $@ $<

# No fuzzy guesses: a message whose source changed is translated anew.
po: $B/zhibu.pot
	@test -e ui/po/en.po || sed -e 's/^"Language: /&en/' -e '/^#, fuzzy$$/d' $< > ui/po/en.po
	$Qfor po in ui/po/*.po; do msgmerge --quiet --update --no-wrap --backup=none --no-fuzzy-matching $$po $<; done
	@for po in ui/po/*.po; do printf '%s: ' $$po; msgfmt --statistics -o /dev/null $$po; done

# ---- Running and installing --------------------------------------------------------------------

# The sample gets its name only when it is complete.
SAMPLE := $B/sample/zhibu.db
RUN := ZHIBU_LOCALEDIR=$(CURDIR)/$B/locale $B/zhibu

$(SAMPLE): | $B/zhibu
	@rm -rf $(@D) && mkdir -p $(@D)
	$(call say,DEMO,$@)
	$Q$(RUN) --db $@.new demo 2> $@.log || { cat $@.log >&2; exit 1; }
	@mv $@.new $@ && rm $@.log

run: all $(SAMPLE)
	@if [ -t 0 ] && [ -t 1 ]; then $(RUN) --db $(SAMPLE); else $(RUN) --db $(SAMPLE) figures; fi

# file=place, for install and uninstall alike.
PAGES := $(wildcard man/*.[1-8])
ZH_PAGES := $(wildcard man/zh_CN/*.[1-8])
INSTALLED := $(PROGRAM:%=%=$(PREFIX)/bin/zhibu) \
	$(foreach f,$(PAGES),$f=$(MANDIR)/man$(subst .,,$(suffix $f))/$(notdir $f)) \
	$(foreach f,$(ZH_PAGES),$f=$(MANDIR)/zh_CN/man$(subst .,,$(suffix $f))/$(notdir $f)) \
	$(foreach f,$(CATALOGUES),$f=$(LOCALEDIR)/$(f:$B/locale/%=%)) \
	$(foreach f,$(wildcard man/*.conf),$f=$(PREFIX)/share/doc/zhibu/examples/$(notdir $f))

install: all
	$Qfor i in $(INSTALLED); do \
		case $$i in */bin/zhibu) mode=755 ;; *) mode=644 ;; esac; \
		install -D -m $$mode "$${i%%=*}" "$(DESTDIR)$${i#*=}" || exit; \
		echo "  INST $(DESTDIR)$${i#*=}"; \
	done

uninstall:
	$Qfor i in $(INSTALLED); do rm -f "$(DESTDIR)$${i#*=}"; done

# Together with other targets it comes first, and leaves the small files they have just written.
ifneq ($(filter clean,$(GOALS)),)
.NOTPARALLEL:
endif
clean:
	rm -rf $(if $(BUILDING),$(filter-out $(STATE),$(wildcard $B/*)),build)

help:
	@sed -n -e 's/^## / /p' -e 's/^##/\n/p' $(MAKEFILE_LIST)

include tests/tests.mk
-include $(wildcard $B/*.d $B/*/*.d $B/*/*/*.d)
