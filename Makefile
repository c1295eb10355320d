# The whole project by its names: book, publish, serve, watch, class, test, check, key, export, kit, clean.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Compiled modules are kept, whatever the shell says: each command would take half a second longer without.
unexport PYTHONDONTWRITEBYTECODE
RUN := PYTHONPATH="$(CURDIR)" $(BIN)/python -m minusma

.PHONY: watch book publish serve class test check lint key export kit zip bench bench-hub clean requirements test-tools

book: $(READY)  ## build the book into _build/html
	@$(RUN) build

publish: $(READY)  ## the same with what a public host wants: cards for links, compressed files; the notebooks in real kernels
	@$(RUN) build --publish --kernels

serve: book  ## show the built book on this computer
	@$(RUN) serve

watch: $(READY)  ## show the book, build what changes, and have the open page follow
	@$(RUN) serve --watch

class: $(READY)  ## open the notebooks in JupyterLab, which asks for no news
	@PYTHONPATH="$(CURDIR)" JUPYTER_CONFIG_PATH="$(CURDIR)/deploy/jupyter" $(BIN)/jupyter lab --notebook-dir=notebooks

test: $(READY) test-tools publish  ## run every test
	@PYTHONPATH="$(CURDIR)" $(BIN)/python -m pytest -n 2

check: $(READY)  ## look for numbers typed by hand, dead citations and broken tables
	@$(RUN) check

lint: $(READY)  ## look at the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@PYTHONPATH="$(CURDIR)" $(BIN)/lint-imports --no-logo
	@$(BIN)/mypy

key: $(READY)  ## answer key and worksheets, for print, into dist/key
	@$(RUN) key

export: $(READY)  ## the questions for Moodle, Canvas and others, the tables for a spreadsheet, into dist/export
	@$(RUN) export

zip: book  ## the built book in one file, for a USB stick or a school server
	@$(RUN) zip

bench: publish test-tools  ## weight, Lighthouse, class report, build times and imports, into benchmarks/RESULTS.md; needs npm
	@npm install --silent --no-audit --no-fund --prefix benchmarks
	@$(BIN)/python benchmarks/weight.py
	@$(BIN)/python benchmarks/lighthouse.py
	@$(BIN)/python benchmarks/class_report.py
	@$(BIN)/python benchmarks/build_times.py
	@$(BIN)/python benchmarks/quiz.py
	@$(BIN)/python benchmarks/imports.py

bench-hub: $(READY)  ## learners on one JupyterHub, into benchmarks/RESULTS.md; needs npm
	@test -d _build/hub-env || $(PYTHON) -m venv _build/hub-env
	@_build/hub-env/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r deploy/jupyterhub/requirements.txt
	@npm install --silent --no-audit --no-fund --prefix deploy/jupyterhub
	@HUB_PYTHON=_build/hub-env/bin/python $(BIN)/python benchmarks/hub.py

kit: $(READY)  ## one zip for a class, into dist
	@$(RUN) kit

requirements: $(READY)  ## compile the pinned versions anew: the project's, then the hub's to match
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra book --extra class --extra test --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header -c requirements.txt deploy/jupyterhub/requirements.in \
	  -o deploy/jupyterhub/requirements.txt

clean:  ## remove what was built (the environment in .venv stays)
	rm -rf _build dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

# A bare Debian or Ubuntu has python3 without ensurepip; the package python3-venv brings it.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed; this is $$($(PYTHON) --version). Say which: make PYTHON=python3.12 book"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh .ci/install python3-venv python3-pip
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the packages of requirements.txt (the first time this takes some minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

test-tools:
	@sh .ci/tools
