# qneko's commands. A fresh machine needs Python >= 3.11, a C++20 compiler, make and git.
#
#   make study   build and install qneko in .venv, run studies/wdbc.toml, say where the report is
#   make help    all commands
#
# Two kinds of installation share .venv. `make study` installs qneko as a user gets it: a real
# wheel, built from this checkout. Every developer's command (dev, test, check, bench, docs)
# replaces that by an editable one, so that edits in src/ are live; from then on `make study` uses
# it too. Stamp files in .venv make a second call quick; an edit in native/ or of pyproject.toml
# builds again.

.DEFAULT_GOAL := help
.PHONY: help study dev test check bench validate calibrate ready docs clean
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
STUDY ?= studies/wdbc.toml
PYTEST_FLAGS ?=
BENCH_FLAGS ?=
VALIDATE_FLAGS ?=
CALIBRATE_FLAGS ?=
READY_FLAGS ?=

# The newest Python that runs and is new enough: a name on PATH may be a shim that does not start.
ifndef PYTHON
PYTHON := $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$name; break; }; done)
endif
# make's own default for CXX is g++, which macOS and some images lack
ifeq ($(origin CXX),default)
CXX := $(shell for name in c++ g++ clang++; do \
	command -v $$name >/dev/null 2>&1 && { echo $$name; break; }; done)
endif
export CXX

BUILD_INPUTS := pyproject.toml CMakeLists.txt $(shell find native -type f)
PACKAGE := $(shell find src -type f ! -name '*.pyc' ! -name '*.so')
USER_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-editable
# what is or could be committed
FILES := git ls-files --cached --others --exclude-standard
# an editable installation serves `make study` as well; a real one never serves a developer
INSTALLED = $(if $(wildcard $(DEV_STAMP)),$(DEV_STAMP),$(USER_STAMP))

help:  ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## */  make \1\t/p' Makefile | expand -t 16

study: $(INSTALLED)  ## run studies/wdbc.toml (another one: make study STUDY=my.toml); prints where the report is
	@$(BIN)/qneko run $(STUDY)

dev: $(DEV_STAMP)  ## install qneko editable, with every tool that the commands below need

test: $(DEV_STAMP)  ## all tests, and every snippet in README.md and docs/
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_FLAGS)

check: $(DEV_STAMP)  ## lint, format, types, floors, docstrings, file hygiene
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/numpydoc lint $$($(FILES) 'src/*.py')
	$(BIN)/clang-format --dry-run --Werror $$($(FILES) 'native/*.[ch]pp')
	@! $(FILES) | grep '\.ipynb$$' \
	  || { echo 'Notebooks do not review or test well: write a script or a docs page.'; exit 1; }
	@! $(FILES) | tr '\n' '\0' | xargs -0 sh -c 'find "$$@" -maxdepth 0 -size +1024k' find | grep . \
	  || { echo 'Files over 1 MiB make every clone slow: shrink or fetch them.'; exit 1; }
	@echo 'All checks passed.'

bench: $(DEV_STAMP)  ## qneko and its peers on the same work (about 5 minutes; peers are installed under benchmarks/.venvs)
	$(BIN)/python -m benchmarks.run $(BENCH_FLAGS)

validate: $(DEV_STAMP)  ## published results computed again; writes docs/validation.md (under 20 minutes)
	$(BIN)/python -m validation.run $(VALIDATE_FLAGS)

calibrate: $(DEV_STAMP)  ## how often verdicts are right where the answer is known; writes docs/calibration.md (under 25 minutes)
	$(BIN)/python -m calibration.run $(CALIBRATE_FLAGS)

ready: $(DEV_STAMP)  ## all ready studies, resumable; writes docs/studies/ (under 30 minutes)
	$(BIN)/python -m ready.run $(READY_FLAGS)

docs: $(DEV_STAMP)  ## build the site into docs/_build/html; a warning is an error
	$(BIN)/python -m sphinx -E -W --keep-going -q -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

clean:  ## remove what the commands made, except runs/
	rm -rf $(VENV) build dist docs/_build benchmarks/.venvs .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks calibration ready docs -name __pycache__ -type d -prune -exec rm -rf {} +

# Before minutes of building: is what we need here? Each answer is one sentence with the way out.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "qneko needs Python 3.11 or newer, but none of python3.13, python3.12, python3.11, python3 runs here: install one, or say make PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "qneko needs Python 3.11 or newer, but $(PYTHON) is older or does not run." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' || { echo "The C headers of $(PYTHON) are missing: install them (Debian, Ubuntu: apt install python3-dev)." >&2; exit 1; }
	@echo '#include <concepts>' | $(or $(CXX),false) -std=c++20 -x c++ -fsyntax-only - 2>/dev/null || { echo "qneko needs a C++20 compiler: install g++ 10, clang 12 or newer, or say make CXX=/path/to/compiler." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv --clear $(VENV)

$(USER_STAMP): $(BUILD_INPUTS) $(PACKAGE) | $(BIN)/python
	@echo 'Building and installing qneko in $(VENV) (some minutes the first time) ...'
	@$(BIN)/python -m pip install --quiet '.[parquet]'
	@touch $@

$(DEV_STAMP): $(BUILD_INPUTS) | $(BIN)/python
	@echo 'Building and installing qneko, editable and with its tools, in $(VENV) ...'
	@$(BIN)/python -m pip install --quiet --editable '.[dev,docs,parquet,qiskit]'
	@rm -f $(USER_STAMP)
	@touch $@
