# Makefile — builds, checks and installs tmlint (GNU make 4.3 or later).
#
#   make [CC=clang] [WERROR=1] [SAN=1] [PIE=1] [BUILD=dir]   build/tmlint (SAN=1: build/san/tmlint, with ASan and UBSan)
#   make check | check-san | check-speed | demo | accept | accept-speed | accuracy | bench | bench-align | bench-fit | bench-long | bench-memory | bench-tmx | fuzz | tables | format | install | dist | clean
#
# Every src/<room>/*.c is compiled and linked; a rule family (src/rule/<family>.c) and a pack (rules/*.json) are found
# by themselves. test, fuzz and bench hold programs of their own and are not shipped.

VERSION := 0.1.0
# The day of the manual page.
RELEASED := 2026-11-25

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
export LC_ALL := C

ifeq ($(origin CC),default)
CC := gcc
endif
SAN ?= 0
WERROR ?= $(if $(CI),1,0)
BUILD ?= $(if $(filter 1,$(SAN)),build/san,build)
B := $(BUILD)
PREFIX ?= /usr/local
DESTDIR ?=
PYTHON ?= python3
# Where docs/ can be read on the web, without a slash at the end: reports then link their rules (SARIF helpUri and others).
DOCS_URL ?=
PKG_CONFIG ?= pkg-config
CLANG_FORMAT ?= clang-format

# ---- what is built -----------------------------------------------------------------------------------------------

UNSHIPPED := src/test/% src/fuzz/% src/bench/%
SOURCES := $(filter-out $(UNSHIPPED),$(sort $(wildcard src/*/*.c)))
MAIN := src/cli/main.c
LIB_OBJECTS := $(patsubst src/%.c,$(B)/obj/%.o,$(filter-out $(MAIN),$(SOURCES))) $(B)/obj/gen/packs.o $(B)/obj/gen/optional.o $(B)/obj/gen/lexicon.o $(B)/obj/gen/schemas.o $(B)/obj/gen/page.o
# The registry alone may hold state: it is filled once, before threads start.
RULE_OBJECTS := $(filter-out %/registry.o,$(filter $(B)/obj/rule/%,$(LIB_OBJECTS)))
LIB := $(B)/libtmlint.a
PROGRAM := $(B)/tmlint
TESTS := $(patsubst src/test/%.c,$(B)/test/%,$(sort $(wildcard src/test/test_*.c)))
TEST_HELPERS := $(patsubst src/test/%.c,$(B)/obj/test/%.o,$(filter-out src/test/test_%,$(sort $(wildcard src/test/*.c))))
BENCHES := $(patsubst src/bench/%.c,$(B)/bench/%,$(sort $(wildcard src/bench/*.c)))
FUZZERS := $(patsubst src/fuzz/%.c,build/fuzz/%,$(sort $(wildcard src/fuzz/fuzz_*.c)))
FAMILIES := $(sort $(wildcard src/rule/*.c))
PACKS := $(sort $(wildcard rules/*.json))
# Packs that are used only where the configuration names them.
OPTIONAL := $(sort $(wildcard rules/optional/*.json))
SCHEMAS := $(sort $(wildcard docs/schema/*.json))
# The parts of the HTML report.
PAGE := $(sort $(wildcard src/report/html/page.*))
# Generated tables are as their script writes them.
FORMATTED := $(filter-out $(wildcard src/*/tab_* include/tmlint/tab_*),$(sort $(wildcard src/*/*.c src/*/*.h include/tmlint/*.h)))

# ---- flags -------------------------------------------------------------------------------------------------------

LIBRARIES := libpcre2-8 libutf8proc libcjson yaml-0.1
GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(filter-out clean format check-format check-layers dist tables,$(GOALS)),)
MISSING := $(shell for p in $(LIBRARIES); do $(PKG_CONFIG) --exists $$p 2>/dev/null || echo $$p; done)
ifneq ($(MISSING),)
$(error not found by pkg-config: $(MISSING); on Debian and Ubuntu: apt-get install build-essential pkg-config libpcre2-dev libutf8proc-dev libcjson-dev libyaml-dev libxml2-dev)
endif
# System headers as such: our warnings are for our code.
LIB_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(LIBRARIES)))
LIB_LIBS := $(shell $(PKG_CONFIG) --libs $(LIBRARIES))
# libxml2 is opened by dlopen at the first XML file (linked, it triples the start-up time): only its headers are used.
XML_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags libxml-2.0 2>/dev/null))
endif

WARN := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings \
        -Wformat=2 -Wvla
ifeq ($(WERROR),1)
WARN += -Werror
endif
OPT := -O2
ifeq ($(SAN),1)
SAN_FLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT := -O1
endif
# Rows, packs and tables hold ten thousand addresses: were the program movable, each start would write them all, a fifth of
# what the hook costs on a page. PIE=1 makes it movable for who asks that of all programs.
ifneq ($(PIE),1)
ifeq ($(SAN_FLAGS),)
STAY_CC := -fno-pie
STAY_LD := -no-pie
endif
endif
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc -I$(B)/gen -DTML_VERSION='"$(VERSION)"' $(if $(DOCS_URL),-DTML_DOCS_URL='"$(DOCS_URL)"') $(LIB_CFLAGS)
CFLAGS_ALL = -std=c17 $(OPT) -g $(WARN) $(SAN_FLAGS) $(STAY_CC) -pthread $(CFLAGS)
LDFLAGS_ALL = $(SAN_FLAGS) $(STAY_LD) -pthread -Wl,--as-needed,-z,relro,-z,now $(LDFLAGS)
LDLIBS = $(LIB_LIBS) -lm -ldl
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# V=1 shows the commands.
ifneq ($(V),1)
say = @echo '  $(1)  $(2)';
endif

# ---- build -------------------------------------------------------------------------------------------------------

.PHONY: all tests demo check check-san check-layers check-format format accept accept-speed accuracy accuracy-docs bench bench-align bench-fit bench-long bench-memory bench-tmx check-speed fuzz tables install \
        uninstall dist clean FORCE
all: $(PROGRAM) $(LIB)

$(B)/tmlint: $(B)/obj/cli/main.o $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

# Made anew each time, so that no object of a deleted file stays in it.
$(LIB): $(LIB_OBJECTS)
	@rm -f $@
	$(call say,AR,$@) $(AR) rcs $@ $(LIB_OBJECTS)

# The rooms that read every byte.
ifneq ($(SAN),1)
$(B)/obj/align/%.o $(B)/obj/feat/%.o $(B)/obj/read/%.o $(B)/obj/text/%.o: OPT := -O3
endif
$(B)/obj/read/%.o: CPPFLAGS += $(XML_CFLAGS)
$(B)/obj/cli/man.o: CPPFLAGS += -DTML_RELEASED='"$(RELEASED)"'

$(B)/obj/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<) $(COMPILE)
$(B)/obj/gen/%.o: $(B)/gen/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<) $(COMPILE)

# update: keeps the old file, and its time, where nothing changed.
update = @mkdir -p $(@D); $(1) >$@.new && if cmp -s $@.new $@; then rm -f $@.new; else mv -f $@.new $@; fi

# Other flags or another compiler: everything is compiled again.
$(B)/flags: FORCE
	$(call update,printf '%s\n' '$(subst ','\'',$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(LDFLAGS_ALL))')

# One TML_FAMILY_ROW(name) for every line TML_FAMILY(name, …), in byte order of the files.
$(B)/gen/families.inc: FORCE
	$(call update,sed -n 's/^TML_FAMILY( *\([A-Za-z0-9_]*\) *[,)].*/TML_FAMILY_ROW(\1)/p' /dev/null $(FAMILIES))
$(B)/obj/rule/registry.o: $(B)/gen/families.inc

$(B)/gen/packs.c: scripts/embed.sh $(PACKS) FORCE
	$(call update,sh scripts/embed.sh tml_embedded_packs $(PACKS))
$(B)/gen/optional.c: scripts/embed.sh $(OPTIONAL) FORCE
	$(call update,sh scripts/embed.sh tml_embedded_optional $(OPTIONAL))
$(B)/gen/schemas.c: scripts/embed.sh $(SCHEMAS) FORCE
	$(call update,sh scripts/embed.sh tml_embedded_schemas $(SCHEMAS))
$(B)/gen/page.c: scripts/embed.sh $(PAGE) FORCE
	$(call update,sh scripts/embed.sh tml_embedded_page $(PAGE))

# The packs as a lexicon that needs no loading: a host tool loads them once, at build time.
PACKC_OBJECTS := $(filter $(foreach r,base text doc feat,$(B)/obj/$(r)/%),$(LIB_OBJECTS)) $(B)/obj/pack/pack.o $(B)/obj/gen/packs.o
$(B)/obj/scripts/%.o: scripts/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<) $(COMPILE)
$(B)/compile_packs: $(B)/obj/scripts/compile_packs.o $(PACKC_OBJECTS)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)
# Compiling it takes long: left alone where the tool made the same again.
$(B)/gen/lexicon.c: $(B)/compile_packs
	$(call update,$(B)/compile_packs)

-include $(wildcard $(B)/obj/*/*.d)

# ---- tests -------------------------------------------------------------------------------------------------------

tests: $(TESTS)
$(B)/test/%: $(B)/obj/test/%.o $(TEST_HELPERS) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ -lcmocka $(LDLIBS)
.PRECIOUS: $(B)/obj/%.o
# An independent reader of CommonMark to hold ours against; without it those tests skip.
$(B)/test/test_emphasis $(B)/test/test_markdown: LDLIBS += $(shell $(PKG_CONFIG) --libs md4c 2>/dev/null)

check: all tests
	@sh scripts/check.sh $(B) $(RULE_OBJECTS)
check-san:
	@$(MAKE) --no-print-directory SAN=1 BUILD=build/san check
check-layers:
	@$(PYTHON) -B scripts/check_layers.py
check-format:
	@sh scripts/check_format.sh $(FORMATTED)
format:
	$(CLANG_FORMAT) -i $(FORMATTED)

# Rewrites expectations, for review with git diff.
accept: all
	sh scripts/gen_docs.sh $(B)/tmlint docs
	$(PYTHON) -B scripts/docs_examples.py --write $(B)/tmlint testdata/cli/format-csv/in docs/reports.md
	$(PYTHON) -B scripts/docs_examples.py --write $(B)/tmlint testdata/cli/docs-packs/in docs/packs.md
	for d in README.md docs/tutorial.md; do \
	  $(PYTHON) -B scripts/docs_examples.py --write $(B)/tmlint testdata/demo $$d || exit 1; done
	$(PYTHON) -B scripts/run_cli_cases.py --accept $(B)/tmlint
	$(PYTHON) -B scripts/run_demo.py --accept $(B)/tmlint

# The findings of the demo are errors by design: only a status above 1 is a failure.
demo: all
	@$(B)/tmlint check --format text --format json=$(B)/demo.json testdata/demo || [ $$? -eq 1 ]
	@echo "The same findings as JSON: $(B)/demo.json"

accuracy: all
	$(PYTHON) -B scripts/accuracy.py $(B)/tmlint
# The page of the figures: docs/accuracy.md.
accuracy-docs: all
	$(PYTHON) -B scripts/accuracy.py $(B)/tmlint --write=docs/accuracy.md
bench: all $(BENCHES)
	sh scripts/bench.sh $(B)/tmlint
# Instructions a byte over pages of testdata against the number in the tree; fails where they grew by more than 2 %.
check-speed: all
	@$(PYTHON) -B scripts/check_speed.py $(B)/tmlint $(CC)
accept-speed: all
	@$(PYTHON) -B scripts/check_speed.py --accept $(B)/tmlint $(CC)
bench-align: all $(BENCHES)
	$(PYTHON) -B scripts/bench_drift.py $(B)/bench/drift $(PROGRAM)
	$(PYTHON) -B scripts/bench_align.py $(B)/tmlint
	$(PYTHON) -B scripts/bench_free.py $(B)/tmlint
	$(PYTHON) -B scripts/bench_fit.py $(B)/bench/fit
# How well wrong pairs are told from real ones (TM007, TM008).
bench-fit: all $(BENCHES)
	$(PYTHON) -B scripts/bench_fit.py $(B)/bench/fit

# Pages of 6 and of 50 MB, trees of 30,000 pages (some ten minutes).
bench-long: all
	$(PYTHON) -B scripts/bench_long.py $(B)/tmlint

# What memory files take, a pair; a page checked with one.
bench-memory: all
	$(PYTHON) -B scripts/bench_memory.py $(B)/tmlint

# A TMX of 200 MB, made outside the tree, against a bare parse by libxml2.
bench-tmx: all $(BENCHES)
	$(PYTHON) -B scripts/bench_tmx.py $(B)/tmlint $(B)/bench
$(B)/obj/bench/sax.o: CPPFLAGS += $(XML_CFLAGS)
$(B)/bench/sax: LDLIBS += $(shell $(PKG_CONFIG) --libs libxml-2.0)
$(B)/bench/%: $(B)/obj/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)

# libFuzzer programs; FUZZ_SECONDS each.
FUZZ_SECONDS ?= 60
fuzz:
	@$(MAKE) --no-print-directory CC=clang BUILD=build/fuzz FUZZING=1 fuzz-run
ifeq ($(FUZZING),1)
SAN_FLAGS := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
.PHONY: fuzz-run
fuzz-run: $(FUZZERS)
	@for f in $(FUZZERS); do sh scripts/fuzz.sh $$f $(FUZZ_SECONDS) || exit 1; done
build/fuzz/fuzz_%: build/fuzz/obj/fuzz/fuzz_%.o $(LIB)
	$(call say,LD,$@) $(CC) -fsanitize=fuzzer $(LDFLAGS_ALL) -o $@ $^ $(LDLIBS)
endif

# ---- generated sources ------------------------------------------------------------------------------------

tables:
	$(PYTHON) -B scripts/gen_unicode.py
	$(PYTHON) -B scripts/gen_variants.py
	$(PYTHON) -B scripts/gen_words.py
	$(PYTHON) -B scripts/gen_locale.py "$$(sh scripts/fetch_cldr.sh)"
	$(PYTHON) -B scripts/gen_units.py "$$(sh scripts/fetch_cldr.sh)" >src/feat/tab_units.c.new && \
	  mv src/feat/tab_units.c.new src/feat/tab_units.c

# ---- install -----------------------------------------------------------------------------------------------------

# The manual page and the completions, from the tables of the program.
$(B)/share/%.done: $(PROGRAM)
	@mkdir -p $(@D)
	$(call say,GEN,$(@D)) $(PROGRAM) help --man >$(@D)/tmlint.1 && \
	  for s in bash zsh fish; do $(PROGRAM) completion $$s >$(@D)/tmlint.$$s || exit 1; done && touch $@

# Where zsh looks differs: Debian's looks in vendor-completions, others in site-functions.
ZSH_DIR ?= $(PREFIX)/share/zsh/site-functions
install: all $(B)/share/people.done
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tmlint/rules $(DESTDIR)$(PREFIX)/share/tmlint/schema \
	  $(DESTDIR)$(PREFIX)/share/doc/tmlint
	install -m 755 $(B)/tmlint $(DESTDIR)$(PREFIX)/bin/tmlint
	$(if $(PACKS),install -m 644 $(PACKS) $(DESTDIR)$(PREFIX)/share/tmlint/rules/)
	$(if $(OPTIONAL),install -d $(DESTDIR)$(PREFIX)/share/tmlint/rules/optional)
	$(if $(OPTIONAL),install -m 644 $(OPTIONAL) $(DESTDIR)$(PREFIX)/share/tmlint/rules/optional/)
	$(if $(SCHEMAS),install -m 644 $(SCHEMAS) $(DESTDIR)$(PREFIX)/share/tmlint/schema/)
	install -m 644 LICENSE $(DESTDIR)$(PREFIX)/share/doc/tmlint/LICENSE
	install -D -m 644 $(B)/share/tmlint.1 $(DESTDIR)$(PREFIX)/share/man/man1/tmlint.1
	install -D -m 644 $(B)/share/tmlint.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tmlint
	install -D -m 644 $(B)/share/tmlint.zsh $(DESTDIR)$(ZSH_DIR)/_tmlint
	install -D -m 644 $(B)/share/tmlint.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/tmlint.fish
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/tmlint $(DESTDIR)$(PREFIX)/share/man/man1/tmlint.1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tmlint $(DESTDIR)$(ZSH_DIR)/_tmlint \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/tmlint.fish
	rm -rf $(DESTDIR)$(PREFIX)/share/tmlint $(DESTDIR)$(PREFIX)/share/doc/tmlint

dist:
	@mkdir -p build
	git archive --prefix=tmlint-$(VERSION)/ -o build/tmlint-$(VERSION).tar.gz HEAD
	@echo build/tmlint-$(VERSION).tar.gz
clean:
	rm -rf build
