# What a person does with this repository, one word each; `make` alone lists it.
# Needs Python 3.11 or newer, make, and a package index that pip can reach.

PYTHON  ?= python3
EDITION ?= default
PACKAGE ?= seeds
TEST_JOBS ?= auto

# Wheels only: a package built here would fetch build tools that are not locked. Where an index
# has no wheel for a machine, `make PIP_ONLY_BINARY= ...` allows it.
export PIP_ONLY_BINARY ?= :all:
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_PROGRESS_BAR = off
unexport PYTHONPATH

# Modules, not scripts: a script names its interpreter by path, and a path may have blanks in it.
RUN := .venv/bin/python -m
BACKCHANNEL := $(RUN) analysis
quoted = '$(subst ','\'',$(1))'

# What each target takes on the command line of make; a misspelt name, or that of another target,
# would change nothing in silence.
for_report := EDITION SET
for_editions := NAMES JOBS DASK
for_verify := EDITION
for_check := PACKAGE TEXTS
for_lock := UPGRADE
for_test := TEST_JOBS
for_test-all := TEST_JOBS
taken := PYTHON $(foreach goal,$(MAKECMDGOALS),$(for_$(goal)))
given := $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name)))
unknown := $(if $(filter 0,$(MAKELEVEL)),$(filter-out $(taken) PIP_% SHELL MAKE%,$(given)))
define nearest
import difflib, sys; \
near = difflib.get_close_matches(sys.argv[1].upper(), sys.argv[2:], 1); \
print("did you mean %s?" % near[0] if near else "it takes " + ", ".join(sys.argv[2:]))
endef
$(foreach name,$(unknown),$(error $(name) is not a variable of `$(strip make $(MAKECMDGOALS))`; $(shell "$(PYTHON)" -c $(call quoted,$(nearest)) $(call quoted,$(name)) $(taken))))

.DEFAULT_GOAL := help
.PHONY: help report editions verify bench test test-all check lab tidy sample lint format lock large spark docs clean environment install declare

# Tests start many processes: what one of them has compiled the next need not compile again.
test test-all: export PYTHONDONTWRITEBYTECODE =

help:
	@echo "Usage: make TARGET [NAME=value ...]"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' Makefile

report: environment ## build a report: [EDITION=name] [SET="start=2023-10-20 title=Talks in autumn"]
	@$(BACKCHANNEL) report --edition $(call quoted,$(EDITION)) $(if $(SET),--set $(call quoted,$(SET)))

editions: environment ## build editions side by side: [NAMES="by-source default"] [JOBS=2] [DASK=address]
	@$(BACKCHANNEL) editions $(foreach name,$(NAMES),$(call quoted,$(name))) $(if $(JOBS),--jobs $(call quoted,$(JOBS))) $(if $(DASK),--dask $(call quoted,$(DASK)))

verify: environment ## build a report again and compare its bytes: [EDITION=name]
	@$(BACKCHANNEL) verify --edition $(call quoted,$(EDITION))

bench: large ## measure the press and large packages, as ratios: takes some minutes
	@$(RUN) bench.press
	@$(RUN) bench.scale

test: lint ## run every check of the code, then the tests but for the slow ones
	@$(RUN) pytest -m "not slow" --numprocesses $(TEST_JOBS) --dist worksteal

test-all: lint ## the same with the slow tests and the long ones: kills, browsers, copies, sweeps
	@$(RUN) pytest --numprocesses $(TEST_JOBS) --dist worksteal

check: environment ## validate the tables: [PACKAGE=seeds] [TEXTS=folder of the sources' texts]
	@$(BACKCHANNEL) check $(call quoted,$(PACKAGE)) $(if $(TEXTS),--texts $(call quoted,$(TEXTS)))

lab: environment ## open the notebooks in JupyterLab
	@$(BACKCHANNEL) lab

tidy: environment ## take out of the notebooks what running and saving them left behind
	@$(BACKCHANNEL) tidy

sample: environment ## build the committed sample report again
	@$(BACKCHANNEL) sample

lint: environment ## check style, order, types and imports of the code
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@.venv/bin/python .venv/bin/lint-imports --no-logo --no-cache

format: environment ## put the code into the house style
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

lock: environment ## pin the requirements anew: [UPGRADE=1 for the newest versions]
	@$(RUN) uv pip compile requirements.in --output-file requirements.txt --quiet \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
	@for more in large spark; do \
	  $(RUN) uv pip compile requirements-$$more.in --output-file requirements-$$more.txt --quiet \
	    --constraint requirements.txt --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) || exit 1; done

large: environment ## add Ibis to .venv, for `import --engine duckdb`: files larger than memory
	@cmp -s requirements-large.txt .venv/large || { \
	  echo "Adding Ibis to .venv, once; 60 MB" \
	  && $(RUN) pip install --quiet --require-hashes -r requirements-large.txt \
	  && cp requirements-large.txt .venv/large; }

# PySpark has no wheel: it is built by the setuptools that is locked, and by nothing else.
spark: large ## add Spark to .venv, for `import --engine spark`; it needs Java 17 or newer
	@cmp -s requirements-spark.txt .venv/spark || { \
	  echo "Adding Spark to .venv, once; 430 MB" \
	  && $(RUN) pip install --quiet --require-hashes --no-build-isolation --no-binary pyspark \
	    -r requirements-spark.txt \
	  && cp requirements-spark.txt .venv/spark; }

docs: environment ## write what the docs take from the tables: codebook, sizes, agreement
	@$(RUN) analysis.package.documents

clean: ## remove the environment, the caches, exports and every report but the sample
	@rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache dist
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf exports
	@[ ! -d reports ] || find reports -mindepth 1 -maxdepth 1 ! -name sample -exec rm -rf {} +

# .venv/locked and .venv/declared say what the environment was made from: this folder and the
# lock file, and the project file. Each is written when its step is complete, so whatever
# was interrupted, moved or made from another lock file is made again.
environment:
	@{ pwd -P; cat requirements.txt; } | cmp -s - .venv/locked 2>/dev/null \
	  && test -x .venv/bin/python || $(MAKE) --no-print-directory install
	@cmp -s pyproject.toml .venv/declared 2>/dev/null || $(MAKE) --no-print-directory declare

# jsonschema takes up rfc3987-syntax where it is there, for a format that no notebook has; to build
# its grammar costs every process that reads a notebook over a second.
install:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Backchannel needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" -V 2>/dev/null || echo not there)."; \
	  echo "Name another one, for example: make PYTHON=python3.12 report"; exit 1; } >&2
	@echo "Making .venv from requirements.txt, once; this takes a minute or two"
	@base=$$("$(PYTHON)" -c 'import sys; print(sys._base_executable)') \
	  && rm -rf .venv && "$$base" -m venv .venv
	@{ pwd -P; cat requirements.txt; } > .venv/incomplete
	@{ PYTHONUNBUFFERED=1 $(RUN) pip install --require-hashes -r requirements.txt 2>&1 && echo complete; } \
	  | tee .venv/install.log | { \
	    found=0; \
	    while read -r line; do case "$$line" in \
	      Collecting*|Processing*) found=$$((found + 1)); [ $$((found % 40)) -ne 0 ] || echo "  $$found packages found" ;; \
	      Installing*) echo "  installing $$found packages" ;; \
	      complete) exit 0 ;; \
	    esac; done; \
	    tail -n 20 .venv/install.log >&2; exit 1; }
	@$(RUN) pip uninstall --quiet --yes rfc3987-syntax
	@mv .venv/incomplete .venv/locked

declare:
	@cp pyproject.toml .venv/undeclared
	@$(RUN) pip install --quiet --no-deps --no-build-isolation --editable .
	@mv .venv/undeclared .venv/declared
