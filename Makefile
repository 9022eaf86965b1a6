# `make` opens the dashboard, `make test` runs every test, `make help` lists the rest.
# Needs Python 3.11 or newer and a POSIX shell; GNU make 3.81, which macOS still ships, is enough.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTHONS := $(if $(PYTHON),$(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
WORKERS ?= auto

# HOST is also the name of a variable that some shells set, so only the command line counts.
SERVE := $(if $(filter command,$(origin HOST)),--host '$(HOST)') \
         $(if $(filter command,$(origin PORT)),--port '$(PORT)')

# The tests drive the Chromium that is installed; the browser's Python package must fetch none.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.DEFAULT_GOAL := serve
.PHONY: serve install test lint format snapshot docs screenshots bench fuzz constraints clean help chromium servers

serve: $(VENV)/.for-use ## open the dashboard (HOST=0.0.0.0 PORT=8080 to choose where)
	@$(BIN)/foja serve $(SERVE)

install: $(VENV)/.for-use ## only install, into .venv

test: $(VENV)/.for-tests chromium servers ## run every test (TESTS=tests/site for some, WORKERS=1 for one by one)
	@$(BIN)/pytest -n $(WORKERS) --maxprocesses 8 --dist worksteal $(TESTS)

lint: $(VENV)/.for-lint ## check style, format and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: $(VENV)/.for-lint ## put the code into the shape that lint asks for
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

snapshot: $(VENV)/.for-use ## read the tables in the package anew from the documents (FOJA_DOCUMENTS)
	@$(BIN)/python -m foja.tables.snapshot

docs: $(VENV)/.for-docs ## write anew what comes from the tables, then build the guides into build/docs
	@$(BIN)/python docs/write.py
	@$(BIN)/mkdocs build --quiet --strict
	@echo "The guides: build/docs/index.html"

fuzz: $(VENV)/.for-tests ## put thousands of odd questions and documents to Foja (FOJA_DOCUMENTS; takes long)
	@for each in api injection documents; do \
	    echo "== $$each"; $(BIN)/python -m tests.fuzz.$$each || exit 1; \
	done

screenshots: $(VENV)/.for-tests chromium ## take the pictures of the dashboard anew (FOJA_DOCUMENTS)
	@$(BIN)/python docs/screenshots.py

bench: $(VENV)/.for-bench chromium ## run every benchmark; most read the documents (FOJA_DOCUMENTS)
	@for each in benchmarks/[!_]*.py; do \
	    echo "== $$each"; $(BIN)/python "$$each" || exit 1; \
	done

constraints: $(VENV)/.made-in ## pin the newest versions that fit together into constraints.txt
	@$(BIN)/python -c 'import sys; sys.version_info[:2] == (3, 11) or sys.exit( \
	    "constraints.txt is written with Python 3.11, the oldest that Foja supports, so that every pin fits there too: make clean, then make constraints PYTHON=python3.11")'
	@grep '^#' constraints.txt > $(VENV)/constraints.txt
	@$(PIP) install --quiet --dry-run --ignore-installed --report - '.[test,lint,bench]' \
	    | $(BIN)/python -c 'import json, sys; \
	        found = [each["metadata"] for each in json.load(sys.stdin)["install"]]; \
	        pins = {each["name"].lower(): each["version"] for each in found if each["name"] != "foja"}; \
	        print(*(name + "==" + pins[name] for name in sorted(pins)), sep="\n")' \
	    >> $(VENV)/constraints.txt
	@mv $(VENV)/constraints.txt constraints.txt
	@git --no-pager diff --stat -- constraints.txt

clean: ## remove .venv and whatever was made here; documents and tables in your data folder stay
	@rm -rf $(VENV) build dist src/*.egg-info test-results \
	    .pytest_cache .hypothesis .mypy_cache .ruff_cache
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list what make can do here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

chromium:
	@sh tests/install_chromium.sh

servers:
	@sh tests/install_engines.sh
	@sh tests/install_nginx.sh

# A virtual environment knows its own path and its Python: where either has gone, it is made anew.
ifneq ($(shell test -x $(BIN)/python && cat $(VENV)/.made-in 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.made-in
endif

$(VENV)/.made-in:
	@set -- $(PYTHONS); first=$$1; python=; \
	for each in "$$@"; do \
	    if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        python=$$each; break; \
	    fi; \
	done; \
	if [ -z "$$python" ]; then \
	    found=$$("$$first" -c 'import sys; print("is Python %d.%d" % sys.version_info[:2])' 2>/dev/null); \
	    echo "Foja needs Python 3.11 or newer, and $$first $${found:-cannot be run}: install a newer one, or name it: make PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	fi; \
	rm -rf $(VENV); \
	if ! "$$python" -m venv $(VENV) >/dev/null 2>&1; then \
	    rm -rf $(VENV); \
	    "$$python" -m venv --without-pip $(VENV) && \
	    "$$python" -m pip --disable-pip-version-check --python $(BIN)/python install --quiet pip || exit 1; \
	fi; \
	pwd -P > $@

$(VENV)/.for-use: pyproject.toml constraints.txt $(VENV)/.made-in
	@echo "Installing Foja into $(VENV): about a minute the first time."
	@$(PIP) install --quiet -c constraints.txt -e '.[site,build]'
	@touch $@

$(VENV)/.for-tests: pyproject.toml constraints.txt $(VENV)/.made-in
	@echo "Installing Foja and what its tests need into $(VENV): some minutes the first time."
	@$(PIP) install --quiet -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.for-use $(VENV)/.for-docs

$(VENV)/.for-docs: pyproject.toml constraints.txt $(VENV)/.made-in
	@echo "Installing Foja and what builds its guides into $(VENV)."
	@$(PIP) install --quiet -c constraints.txt -e '.[site,build,docs]'
	@touch $@ $(VENV)/.for-use

$(VENV)/.for-bench: pyproject.toml constraints.txt $(VENV)/.made-in
	@echo "Installing Foja and what it is compared with into $(VENV)."
	@$(PIP) install --quiet -c constraints.txt -e '.[test,bench]'
	@touch $@ $(VENV)/.for-tests $(VENV)/.for-use

$(VENV)/.for-lint: pyproject.toml constraints.txt $(VENV)/.made-in
	@echo "Installing Foja and what checks its style and types into $(VENV)."
	@$(PIP) install --quiet -c constraints.txt -e '.[all,lint]'
	@touch $@
