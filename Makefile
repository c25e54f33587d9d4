# Common Hour: everything a person or CI runs. Needs Python 3.11 or newer and git, nothing else.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup dev demo serve quick test fuzz laws check bench docs lock clean
MINUTES ?= 1

help:  ## What can be run
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(VENV)/.runtime  ## .venv with what the hub needs to run

dev: $(VENV)/.dev  ## .venv with the test tools too

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(BIN)/python requirements.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(BIN)/python requirements-dev.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.runtime

demo: setup  ## A small real community, served on http://127.0.0.1:$(PORT)
	$(BIN)/commonhour demo --port $(PORT)

serve: setup  ## Your own hub
	$(BIN)/commonhour serve --port $(PORT)

TWO := -n 2 --dist loadfile
# One more than there are cores: hubs that are started and browsers are waited for.
THREE := -n 3 --dist loadfile --no-loadscope-reorder

quick: dev  ## What to run all the time: about a minute on two cores, SQLite only
	LAWS=0.1 $(BIN)/python -m pytest -m "not slow" $(TWO)

test: dev  ## The whole suite: pure, SQLite, PostgreSQL, browser
	@bash tests/install_browser.sh
	@bash tests/install_readers.sh
	@bash tests/install_imap.sh
	$(BIN)/python -m pytest $(THREE)
	@echo "The same on PostgreSQL:"
	$(BIN)/python tests/run_on_postgres.py

fuzz: dev  ## Files mutated for MINUTES=1, always from the same first case
	$(BIN)/python bench/fuzz.py --minutes $(MINUTES)

laws: dev  ## The laws on twenty times as many cases; for a night
	LAWS=20 $(BIN)/python -m pytest -m hypothesis $(TWO)

check: dev  ## Format, lint, types, architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py tests/test_docs.py

bench: dev  ## Ratios, measured in one run
	$(BIN)/python bench/run.py
	$(BIN)/python bench/engine.py
	$(BIN)/python bench/expanding.py
	$(BIN)/python bench/imports.py
	$(BIN)/python bench/guard.py
	$(BIN)/python bench/checks.py
	$(BIN)/python bench/notes.py
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/load.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/outbox.py
	$(BIN)/python bench/places.py
	$(BIN)/python bench/abuse.py
	$(BIN)/python bench/kills.py

docs: dev  ## Check that the documentation names every command, setting, URL and feed
	$(BIN)/python -m pytest tests/test_docs.py

lock: dev  ## Pin dependencies anew
	$(BIN)/pip-compile --quiet --strip-extras --extra build --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --extra build --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build *.egg-info
