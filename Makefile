# One command each; everything it needs it makes itself, in .venv and in a cache of wheels.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
DONE := .venv/done
SOURCES := $(shell find cytodesk -name '*.py' 2>/dev/null)
PLATFORMS := linux win32 darwin
PYTEST ?= -n 2
QT_LIBRARIES := libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_SYSTEM_CERTS := 1

.PHONY: help run test faults acceptance check format lint types contracts licences words wheels system bench constraints wheel frozen package clean always

help:
	@sed -n '/^```sh/,/^```/p' CONTRIBUTING.md | grep make

run: $(DONE)/ready system wheels  # CytoDesk, or its journey in pictures where no screen is
	CYTODESK_WHEELS="$$($(BIN)/python packaging/wheel_cache.py --folder)" \
	  $(BIN)/python packaging/run.py

test: system check wheels
	$(BIN)/python packaging/without_network.py $(BIN)/python -m pytest $(PYTEST)

faults: system wheels  # the long form of what `make test` has short
	CYTODESK_KILLS=$${CYTODESK_KILLS:-100} CYTODESK_FUZZ=$${CYTODESK_FUZZ:-10000} \
	  $(BIN)/python packaging/without_network.py $(BIN)/python -m pytest -m faults -s --timeout 3600

acceptance: $(DONE)/ready wheels  # make acceptance APPS=folder with the apps' git repositories
	CYTODESK_APPS="$(APPS)" $(BIN)/python packaging/without_network.py \
	  $(BIN)/python -m pytest tests/acceptance -s -v

check: lint types contracts licences

lint: $(DONE)/ready
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .

types: $(PLATFORMS:%=$(DONE)/types-%)

$(DONE)/types-%: $(SOURCES) $(DONE)/names pyproject.toml $(DONE)/ready
	$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$*
	@touch $@

# A file that went away changes no date: its name is missed here.
$(DONE)/names: always $(DONE)/ready
	@find cytodesk -name '*.py' | sort > $@.now
	@if cmp -s $@.now $@; then rm $@.now; else mv $@.now $@; fi

contracts: $(DONE)/contracts

$(DONE)/contracts: $(SOURCES) $(DONE)/names pyproject.toml $(DONE)/ready
	$(BIN)/lint-imports > $@.said || { cat $@.said; exit 1; }
	@touch $@

licences: $(DONE)/licences

$(DONE)/licences: THIRD-PARTY.md packaging/third_party.py $(DONE)/ready
	$(BIN)/python packaging/third_party.py --check
	@touch $@

format: $(DONE)/ready
	$(BIN)/ruff format -q .
	$(BIN)/ruff check -q --fix .

words: $(DONE)/ready
	$(BIN)/python packaging/words.py

wheels: $(DONE)/ready
	$(BIN)/python packaging/wheel_cache.py

frozen: $(DONE)/frozen-tools
	$(BIN)/python packaging/frozen/build.py

package: frozen  # a .deb of dist/cytodesk
	$(BIN)/python packaging/linux/make_deb.py

$(DONE)/frozen-tools: $(DONE)/ready
	VIRTUAL_ENV=.venv $(BIN)/uv pip install -q -c constraints.txt -e '.[package]'
	@touch $@

wheel: $(DONE)/ready
	$(BIN)/python -m hatchling build -t wheel

bench: $(DONE)/ready
	for each in $(wildcard benchmarks/*.py); do $(BIN)/python "$$each" || exit 1; done

constraints: $(DONE)/ready
	$(BIN)/uv pip compile -q --upgrade pyproject.toml --extra dev --extra package --universal --python-version 3.11 \
	  --no-header --no-annotate --no-emit-index-url -o constraints.txt
	$(BIN)/python packaging/third_party.py

# Qt needs a few libraries of the system, even where it draws on no screen.
system: $(DONE)/ready
	@if ! QT_QPA_PLATFORM=offscreen $(BIN)/python -c $(A_WINDOW) 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -qq --no-install-recommends $(QT_LIBRARIES) >/dev/null; \
	  else \
	    echo "Qt needs libraries of the system. Please run: sudo apt-get install $(QT_LIBRARIES)"; \
	    exit 3; \
	  fi; \
	fi
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -c $(A_WINDOW)

A_WINDOW := 'from PySide6.QtWidgets import QApplication; QApplication([])'

$(DONE)/ready: pyproject.toml constraints.txt cytodesk/__init__.py $(BIN)/python
	$(BIN)/python -m pip install -q -c constraints.txt uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip install -q -c constraints.txt -e '.[dev]'
	@mkdir -p $(DONE) && touch $@

$(BIN)/python:
	@found=; for each in "$(PYTHON)" python3.12 python3.11 python3; do \
	  [ -n "$$each" ] && "$$each" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null \
	    && found="$$each" && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No Python 3.11 or 3.12 with venv was found. Name one: make PYTHON=/path/to/python3.12"; exit 3; \
	fi; \
	"$$found" -m venv .venv

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
