# Two commands are all a newcomer needs: `make demo` and `make test`. Both share .venv in this folder.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint fix docs clean

demo: .venv/run.stamp  ## the demo restaurant on http://127.0.0.1:8080
	@exec $(BIN)/maitred demo

test: .venv/test.stamp lint  ## everything CI runs
	@sh tests/system-packages.sh
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --durations 8

lint: .venv/test.stamp
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

fix: .venv/test.stamp  ## what machines can tidy
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: .venv/test.stamp  ## write the generated reference pages anew
	@$(BIN)/python docs/generate.py
	@$(BIN)/python -m edge.web > docs/reference/openapi.json

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "maitred needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv || { echo "Could not make .venv: on Debian or Ubuntu, apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the daemon needs (a minute the first time)"
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: requirements/test.txt requirements/cpu_torch.py .venv/run.stamp
	@echo "Installing what the tests and benchmarks need (a few minutes the first time)"
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@$(BIN)/python requirements/cpu_torch.py
	@touch $@
