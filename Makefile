# Works with GNU make 3.81, which is what macOS ships.

# The port to serve at; the next free one is taken if it is in use.
PORT ?= 8000
# The most that the engine may weigh on the wire, in bytes after gzip: what it weighs decides who embeds it.
WASM_LIMIT ?= 400000

CARGO ?= cargo
NPM ?= npm
# Tests compare the page with this native engine.
IPVAL ?= $(CURDIR)/target/release/ipval
export IPVAL
# The rules below name files in this folder.
CARGO_TARGET_DIR := $(CURDIR)/target
export CARGO_TARGET_DIR

ENGINE := $(shell find src -type f) Cargo.toml Cargo.lock .cargo/config.toml
PAGES := $(shell find www -type f -not -path 'www/node_modules/*' -not -path 'www/dist/*' -not -path 'www/pkg/*')
DATA := $(shell find valuation-standards tests/cases -type f -name '*.json')

WASM := www/pkg/ipval_bg.wasm
PACK := www/pkg/standards.json
SITE := www/dist/index.html
PACKAGES := www/node_modules/.package-lock.json
NATIVE := target/release/ipval

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Cargo and npm use every core themselves, and their messages would mix.
.NOTPARALLEL:
.PHONY: help serve test bench site wasm golden clean tools \
	test-format test-lint test-engine test-size test-boundary test-site test-browser

help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

serve: $(SITE) ## Build the site and serve it on this machine, with a worked case open
	cd www && node_modules/.bin/vite preview --port $(PORT)

test: test-format test-lint test-engine test-size test-boundary test-site test-browser ## Run every test

bench: tools $(WASM) $(PACK) ## Measure the speed of the engine
	$(CARGO) bench --locked --bench '*'
	for script in $(wildcard benches/*.mjs); do node $$script || exit 1; done

site: $(SITE) ## Build the static site into www/dist, to be served from any path by any server

wasm: $(WASM) $(PACK) ## Build the engine's WebAssembly package into www/pkg

golden: tools ## Renew the golden files, the tables of methods and the published schema; review the difference before you commit it
	IPVAL_GOLDEN=write $(CARGO) test --locked --test golden --test oracles
	$(CARGO) run --locked --quiet --bin ipval -- schema > target/schema.json
	mv target/schema.json www/public/ipval-case-1.schema.json

clean: ## Remove all that was built and installed here
	rm -rf target www/dist www/pkg www/node_modules .tools

test-format: ## Check the layout of the Rust sources
	@.ci/setup rust lint
	$(CARGO) fmt --check

# The lints that count are named and denied in Cargo.toml; what a newer clippy adds only warns.
test-lint: ## Check the Rust sources with clippy, native and WebAssembly
	@.ci/setup rust lint
	$(CARGO) clippy --locked --all-targets
	$(CARGO) clippy --locked --lib --target wasm32-unknown-unknown

test-engine: tools ## Run the engine's own tests
	$(CARGO) test --locked --quiet

test-size: $(WASM) ## Check that the engine stays small
	@size=$$(gzip -9 -n -c $(WASM) | wc -c | tr -d ' '); \
	echo "$(WASM): $$size bytes after gzip, of at most $(WASM_LIMIT)"; \
	test "$$size" -le $(WASM_LIMIT)

test-boundary: $(WASM) $(PACK) $(NATIVE) ## Test the engine as JavaScript sees it
	node --test --test-reporter=spec tests/boundary/*.test.mjs

test-site: $(WASM) $(PACKAGES) ## Check the site's types and layout, and run its unit tests
	.ci/lock --check
	$(NPM) --prefix www run --silent check
	$(NPM) --prefix www run --silent test

test-browser: $(SITE) $(NATIVE) ## Test the built site in Chromium, and the engine's bits in Firefox
	@.ci/setup browser firefox
	CHROMIUM="$$(.ci/setup browser --print)" FIREFOX="$$(.ci/setup firefox --print)" $(NPM) --prefix www run --silent test:browser

tools:
	@.ci/setup rust

# An order-only prerequisite: whether the tools are there is looked up each time, and rebuilds nothing.
$(NATIVE): $(ENGINE) | tools
	$(CARGO) build --locked --release --bin ipval
	@touch $@

$(PACKAGES): www/package.json www/package-lock.json
	@.ci/setup node

$(WASM): $(ENGINE) .ci/wasm .ci/setup $(PACKAGES)
	@.ci/setup rust wasm
	.ci/wasm

# The editions lie beside the engine and change without it.
$(PACK): $(WASM) .ci/pack $(filter valuation-standards/%,$(DATA))
	.ci/pack www/pkg
	@touch $@

$(SITE): $(PAGES) $(DATA) $(WASM) $(PACK) $(PACKAGES)
	$(NPM) --prefix www run --silent build
	@touch $@
