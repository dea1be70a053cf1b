# Everything a checkout needs, from Python 3.11 or newer and make alone.
PORT ?= 8000
DATA ?= .ledger/demo
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-slow check schema rights references bench-quick bench-reads
.DEFAULT_GOAL := test

.venv/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml
	@echo "[1/3] virtual environment"; test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "[2/3] packages, held to their hashes"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@echo "[3/3] the ledger itself"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@echo "[dev] packages for the tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: .venv/.runtime
	@exec $(BIN)/ledger up --demo --port $(PORT) --data "$(DATA)"

check: .venv/.dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow"

DEBIAN_POSTGRES := /usr/lib/postgresql/15/bin

.venv/.contract: .venv/.dev requirements/contract.txt
	@echo "[contract] node, for the clients that the contract is tried with"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/contract.txt
	@touch $@

test-slow: .venv/.contract
	$(BIN)/python -m pytest -m slow
	@if test -x $(DEBIAN_POSTGRES)/initdb; then \
	  LEDGER_TEST_BINARIES=$(DEBIAN_POSTGRES) $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow" tests/eventstore tests/projections; \
	else echo "SKIPPED: the suite against PostgreSQL 15, which is not on this machine"; fi

schema: .venv/.runtime
	$(BIN)/ledger schema > schema.graphql.new && mv schema.graphql.new schema.graphql

rights: .venv/.runtime references
	$(BIN)/ledger rights > docs/rights.md.new && mv docs/rights.md.new docs/rights.md

references: .venv/.runtime
	for page in errors events limits metrics settings; do \
	  $(BIN)/ledger reference $$page > docs/reference/$$page.md.new && mv docs/reference/$$page.md.new docs/reference/$$page.md || exit 1; \
	done

bench-reads: .venv/.dev
	$(BIN)/python -m benchmarks.graphql.run --into benchmarks/results.json

bench-quick: .venv/.dev
	$(BIN)/python -m benchmarks.store --seconds 0.5 --rounds 7
	$(BIN)/python -m benchmarks.projector
	$(BIN)/python -m benchmarks.importing --events 50000
