# Each target says what it does after '##'; `make` alone shows them.
.DEFAULT_GOAL := help
.PHONY: help demo test check format build fuzz

MINUTES ?= 5
# More tests at once only wait for each other's servers; an unset or unknown variable runs them all at once.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8

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
	swift build --build-tests
	swift test --skip-build

check: ## what CI runs: style, scripts, layers, then every test
	@scripts/bootstrap --tests
	swift format lint --strict -r -p Sources Tests Package.swift
	@for script in $(SCRIPTS); do bash -n $$script || exit 1; done
	@scripts/check-layers
	@$(MAKE) --no-print-directory test

fuzz: ## run the tests by chance for MINUTES=5, each round from a new seed
	@scripts/fuzz $(MINUTES)

format: ## put the Swift files into the house style
	swift format -i -r -p Sources Tests Package.swift
