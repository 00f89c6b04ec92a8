# One word for each task; README.md has the same without make. Another Python: make PYTHON=python3.12 demo
.DEFAULT_GOAL := help
.PHONY: help demo test check bench soak lock texts docs clean distclean

VENV := .venv
ifeq ($(OS),Windows_NT)
PYTHON ?= py -3
BIN := $(VENV)/Scripts
else
PYTHON ?= python3
BIN := $(VENV)/bin
endif
PY := $(BIN)/python

RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check
LOCK := $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header $(if $(UPGRADE),--upgrade)

# Options for pytest, as in: make test ARGS="tests/common -x"
ARGS ?=
# Benchmarks to run, all if empty, as in: make bench ONLY=help_start
ONLY ?=

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /  make \1\t/p' Makefile

demo: $(RUNTIME)  ## set up and run the exchange visit; say where the debrief lies
	$(PY) cli.py run exchange-visit --seed 7 --player zhetysu=rules --player aviayuklar=rules \
		--player tbilisi=chance --out demo/ --replace

test: $(DEV)  ## run the tests (not the long ones)
	$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(DEV)  ## format, lint, types, house, locks, what must not be tracked
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(PY) .ci/locks.py
	$(PY) .ci/catalogues.py check
	$(PY) .ci/tracked.py

bench: $(DEV)  ## measure against references and refresh benchmarks/README.md
	$(PY) -m benchmarks $(ONLY)

soak: $(DEV)  ## the long proofs
	$(PY) -m pytest -m soak $(ARGS)

lock: $(VENV)/made.stamp  ## make the locks again from pyproject.toml; UPGRADE=1 takes newer releases
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) 'uv>=0.9'
	$(LOCK) --output-file runtime.lock
	$(LOCK) --group dev --constraint runtime.lock --output-file dev.lock

texts: $(DEV)  ## put new texts into the catalogues of translations, take out what is said no more
	$(PY) .ci/catalogues.py update

docs: $(DEV)  ## make the scenario reference again, run the commands in the documents and put in what they print
	$(PY) .ci/pages.py

clean:  ## remove what was made, but not the environment
	rm -rf demo dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean  ## remove the environment too
	rm -rf $(VENV)

$(VENV)/made.stamp:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "jointdrill needs Python 3.11 or newer, and '$(PYTHON)' is not. Say which: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUNTIME): runtime.lock | $(VENV)/made.stamp
	@echo "Installing runtime.lock into $(VENV) ..."
	@$(PIP) --require-hashes -r runtime.lock
	@touch $@

# The project itself is installed as a link to this checkout, so that the command `jointdrill` is there.
$(DEV): dev.lock | $(VENV)/made.stamp
	@echo "Installing dev.lock into $(VENV) ..."
	@$(PIP) --require-hashes -r dev.lock
	@$(PIP) --no-deps --no-build-isolation --no-index --editable .
	@touch $(RUNTIME) $@
