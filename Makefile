# Each target says what it does after '##'; `make` alone shows them.
.DEFAULT_GOAL := help
.PHONY: help demo test check guard smoke format build fuzz crash crash-receiving bench image install

MINUTES ?= 5
PREFIX ?= /usr/local
# More tests at once only wait for each other's servers; an unset or unknown variable runs them all at once.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8

# What the tests tried is written into Docs/Connections.md; with --check it is only compared.
TABLE ?=

SCRIPTS := .ci/run $(shell grep -lI '^.!.*bash' scripts/*)

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

demo: ## build router and send a meeting invitation with it
	@scripts/bootstrap
	swift build -c release --static-swift-stdlib --product router
	@scripts/demo

build: ## build everything for debugging
	@scripts/bootstrap
	swift build

test: ## run every test, against real mail servers on this machine
	@scripts/bootstrap --tests
	@if [ -x scripts/python-peers ]; then scripts/python-peers; fi
	@scripts/cyrus-peer
	swift build --build-tests
	@rm -rf .build/tried
	@scripts/run-tests
	@scripts/connections-table $(TABLE)

check: ## what CI runs: style, scripts, layers, every test, the guard of instruction counts, then the release build
	@scripts/bootstrap --tests
	swift format lint --strict -r -p Sources Tests Benchmarks Package.swift
	@for script in $(SCRIPTS); do bash -n $$script || exit 1; done
	@scripts/check-layers
	@$(MAKE) --no-print-directory test TABLE=--check
	@$(MAKE) --no-print-directory guard
	@$(MAKE) --no-print-directory smoke

guard: ## count the instructions of the hot paths, and compare them with Benchmarks/instructions.json
	@scripts/bootstrap --tests
	swift build -c release --static-swift-stdlib --product router-measure
	@Benchmarks/guard.py

# The optimizer has made mistakes of its own before, which the tests of the debug build can't see.
smoke: ## README's commands and a short crash test, with the release build
	@scripts/bootstrap --tests
	swift build -c release --static-swift-stdlib --product router
	@scripts/readme-commands README.md .build/release/router >.build/readme.log 2>&1 || { cat .build/readme.log; exit 1; }
	@scripts/crash --letters 500 --kills 6 --router .build/release/router
	@scripts/crash --exchange --letters 500 --kills 6 --router .build/release/router

install: ## put the program, its manual page and completions under PREFIX=/usr/local
	swift build -c release --static-swift-stdlib --product router
	install -D .build/release/router $(DESTDIR)$(PREFIX)/bin/router
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	.build/release/router manual >$(DESTDIR)$(PREFIX)/share/man/man1/router.1
	.build/release/router completions bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/router
	.build/release/router completions zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_router
	.build/release/router completions fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/router.fish

fuzz: ## run the tests by chance for MINUTES=5, each round from a new seed
	@scripts/fuzz $(MINUTES)

crash: ## kill the service 50 times under 10,000 letters, and count what arrives; OPTIONS=--help tells more
	@scripts/bootstrap
	swift build -c release --static-swift-stdlib --product router
	@scripts/crash $(OPTIONS)

crash-receiving: ## kill the service 50 times while 5,000 letters come in, and count what the handler gets; OPTIONS=--help tells more
	@scripts/bootstrap
	swift build -c release --static-swift-stdlib --product router
	@scripts/crash-receiving $(OPTIONS)

image: ## follow packaging/Dockerfile in folders, and see whether what comes out serves; needs root and takes some minutes
	@scripts/try-image

bench: ## measure router beside its peers, and write Docs/Performance.md; OPTIONS=--help tells more
	@scripts/bootstrap --bench
	swift build -c release --static-swift-stdlib --product router
	swift build -c release --static-swift-stdlib --product router-measure
	@Benchmarks/bench.py $(OPTIONS)

format: ## put the Swift files into the house style
	swift format -i -r -p Sources Tests Benchmarks Package.swift
