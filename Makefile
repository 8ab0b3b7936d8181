# Two commands do everything on a fresh machine with Python 3.11 and make: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := yes

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.run: requirements/run.txt
	@command -v $(PYTHON) > /dev/null || { echo "Python 3.11 is needed; name it with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/run.txt --python $(BIN)/python
	@echo "$(CURDIR)" > $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/childrens_monthly.pth
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/dev.txt --python $(BIN)/python
	@touch $@

.PHONY: demo
demo: $(VENV)/.run ## Run every month of 2020 on demo deliveries and compare with the published report
	@$(BIN)/python -m orchestration.demo run
	@$(BIN)/python tests/back_test/compare.py

.PHONY: demo-rerun
demo-rerun: $(VENV)/.run ## After `make demo`: the delivery of January 2021, which revises two months
	@$(BIN)/python -m orchestration.demo rerun

.PHONY: demo-region
demo-region: $(VENV)/.run ## Run two months of a region of ten councils, one late and one refused, in data/region
	@CHILDREN_DATA=$${CHILDREN_DATA:-data/region} $(BIN)/python -m orchestration.demo.region run

.PHONY: demo-plan
demo-plan: $(VENV)/.dev ## Solve the plan of the demo histories again (needs no run; the plan is committed)
	@$(BIN)/python -m orchestration.demo.plan.solve

.PHONY: test
test: $(VENV)/.dev ## Run all checks and tests, style included
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder

.PHONY: test-all
test-all: test test-random test-kills test-mutants test-spark ## Run `make test` and what is run at night: hours
	@$(BIN)/python -m pytest -q -m nightly

.PHONY: check
check: $(VENV)/.dev ## Run the quick checks, for every save: two minutes
	@$(BIN)/ruff check orchestration tests
	@$(BIN)/ruff format --check --quiet orchestration tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder $(QUICK)

.PHONY: test-random
test-random: $(VENV)/.dev ## Compare models and reference on 2,000 random histories; CHILDREN_SEED=n repeats a run
	@CHILDREN_HISTORIES=$${CHILDREN_HISTORIES:-2000} CHILDREN_SEED=$${CHILDREN_SEED:-random} \
		$(BIN)/python -m pytest -q tests/reference/test_agreement.py

.PHONY: test-mutants
test-mutants: $(VENV)/.dev ## Which of 300 small wrong changes of the models tests notice; CHILDREN_MUTANTS=n, CHILDREN_SEED=n
	@nice -n 10 $(BIN)/python -m tests.mutants --mutants $${CHILDREN_MUTANTS:-300} --seed $${CHILDREN_SEED:-1} \
		--demo-data $${CHILDREN_DATA:-data}

.PHONY: test-kills
test-kills: $(VENV)/.dev ## Kill 200 runs at random moments; CHILDREN_KILLS=n, CHILDREN_SEED=n repeats a run
	@$(BIN)/python -m tests.kills.random_kills --kills $${CHILDREN_KILLS:-200} \
		$${CHILDREN_SEED:+--seed $$CHILDREN_SEED}

# Environments of their own, so that what runs every month stays small: benchmark, spark.
$(VENV)-%/.made: requirements/%.txt $(VENV)/.run
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)-$*
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/$*.txt --python $(VENV)-$*/bin/python
	@touch $@

.PHONY: test-spark
test-spark: $(VENV)-spark/.made ## Compare figures and macros on DuckDB and on Spark (some minutes; by itself)
	@$(VENV)-spark/bin/python -m tests.spark.compare

# Nothing is locked here, so that what is newest is found.
.PHONY: test-newest
test-newest: $(VENV)/.run ## Run the quick checks on the newest versions of dbt, DuckDB and Dagster, in .venv-newest
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)-newest
	@$(BIN)/uv pip install --quiet --upgrade --override requirements/newest_overrides.txt -r requirements/newest.in \
		--python $(VENV)-newest/bin/python
	@$(BIN)/uv pip list --quiet --python $(VENV)-newest/bin/python | grep -E '^(dagster|dbt-|duckdb)'
	@$(VENV)-newest/bin/python -m pytest -q tests/privacy tests/seeds tests/faults tests/layout/test_private_names.py \
		tests/defs/test_definitions.py tests/defs/test_event_log_storage.py tests/publish/test_publication.py

.PHONY: benchmark
benchmark: $(VENV)-benchmark/.made ## Measure all that is said of speed and write docs/benchmark.md (an hour; 60 GB of disk)
	@$(VENV)-benchmark/bin/python -m pytest -q tests/benchmark
	@$(VENV)-benchmark/bin/python -m tests.benchmark

.PHONY: lint
lint: $(VENV)/.dev ## Check style of Python, SQL and the dbt project
	@$(BIN)/ruff check orchestration tests
	@$(BIN)/ruff format --check --quiet orchestration tests
	@$(BIN)/python -m tests.lint.dbt_style

.PHONY: dev
dev: $(VENV)/.run ## Open Dagster on http://127.0.0.1:3000
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) DAGSTER_HOME=$${DAGSTER_HOME:-$(CURDIR)} $(BIN)/dg dev --host 127.0.0.1

.PHONY: land
land: $(VENV)/.run ## Land what is new, so that `dbt build` can run by itself
	@$(BIN)/python -m orchestration.run land

.PHONY: verify
verify: $(VENV)/.run ## Prove that everything published is as the run record says
	@$(BIN)/python -m orchestration.run verify

.PHONY: docs
docs: $(VENV)/.run ## Write the dbt documentation as one page, target/static_index.html
	@CHILDREN_BUILD_DB="$${CHILDREN_BUILD_DB:-$${CHILDREN_DATA:-data}/build/council.duckdb}" \
		$(BIN)/dbt docs generate --static

.PHONY: lock
lock: $(VENV)/.run ## Write the lock files again from requirements/*.in
	@for kind in run dev benchmark spark; do $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate --python-version 3.11 \
		requirements/$$kind.in -o requirements/$$kind.txt; done
