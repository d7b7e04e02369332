# `make run` and `make test` need Python 3.11 or later and make; they fetch the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run build test test-programs test-python lint format types audit docs bench fuzz lock clean

run: $(VENV)/.installed ## set up, read the data, open the dashboard
	-$(BIN)/python -m etl build
	$(BIN)/streamlit run dashboard.py

build: $(VENV)/.installed ## read the data, publish the tables
	$(BIN)/python -m etl build

test: ## all checks and all tests, browser included
	$(MAKE) --jobs=2 $(VENV)/.installed-dev test-programs
	$(MAKE) --jobs=2 lint types audit test-python

test-programs: ## a browser and a database server for the tests, if there are none
	sh tests/browser/install-chromium.sh
	sh tests/postgres/install-postgresql.sh

test-python: $(VENV)/.installed-dev test-programs
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

audit: $(VENV)/.installed-dev ## is any library that we install known to have a hole?
	$(BIN)/python tests/supply/audit.py

types: $(VENV)/.installed-dev
	$(BIN)/mypy

format: $(VENV)/.installed-dev ## write the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed ## write the data dictionary anew from etl/columns.py
	$(BIN)/python -m etl.dictionary > docs/data-dictionary.md

bench: $(VENV)/.installed-bench ## speed and memory against other libraries on the same input, as ratios
	for benchmark in benchmarks/*.py; do PYTHONPATH=. $(BIN)/python $$benchmark || exit 1; done

fuzz: $(VENV)/.installed-fuzz ## a million made-up texts for what reads numbers, periods, places and HXL
	PYTHONPATH=. $(BIN)/python fuzz/readers.py

lock: $(VENV)/.installed-dev ## compile requirements*.in to requirements*.txt, with hashes
	$(BIN)/pip install --quiet "uv>=0.9,<1"
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-cluster.in -o requirements-cluster.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) datasets/tables .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: name it with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

# Python compiles what is used when it is first used: a third less time than compiling all of it here.
$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/.installed-bench: benchmarks/requirements.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	touch $@

$(VENV)/.installed-fuzz: fuzz/requirements.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r fuzz/requirements.txt
	touch $@
