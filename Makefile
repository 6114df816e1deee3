# Two commands matter: `make run` and `make test`. Both do their own set-up.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run status manage test coverage check lint types contracts migrations proof wire bench messages security audit sbom lock clean
python := .venv/bin/python
# Checks need settings, but neither secrets nor a database.
checking := SECRET_KEY=only-for-checks-only-for-checks-only-for-checks MIZAN_LOCAL=1 DATABASE_POOL=0 \
	DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with what a run needs
	@sh scripts/setup.sh

setup-dev:
	@sh scripts/setup.sh dev

run: setup ## start Mizan: database, broker, web, worker, beat (PORT=8000)
	@exec $(python) -m config.local run

status: ## show what runs and the memory it takes
	@$(python) -m config.local status

manage: setup ## a command of manage.py, beside a running Mizan or alone (ARGS="createsuperuser")
	@$(python) -m config.local manage $(ARGS)

test: setup-dev ## run all tests against real engines (ARGS="-k name" for some)
	@sh scripts/install_browser.sh
	@$(python) -m config.local engines -- $(python) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

coverage: setup-dev ## the tests, and how much of the code they reach; fails under 90% (htmlcov/ shows the rest)
	@sh scripts/install_browser.sh
	@$(python) -m coverage erase
	@$(python) -m config.local engines -- $(python) -m coverage run -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)
	@$(python) -m coverage combine --quiet
	@$(python) -m coverage html --quiet --fail-under=0
	@$(python) -m coverage report

check: lint types contracts migrations ## lint, format, types, import contracts, migrations; needs no network

lint: setup-dev
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@.venv/bin/zizmor --offline --quiet --no-progress .github

types: setup-dev
	@$(checking) $(python) -m mypy

contracts: setup-dev
	@.venv/bin/lint-imports

migrations: setup-dev
	@$(checking) $(python) manage.py check
	@$(checking) $(python) -W ignore manage.py makemigrations --check --dry-run

proof: setup-dev ## the tests' full counts (long; can be resumed)
	@sh scripts/install_browser.sh
	@MIZAN_PROOF=1 $(python) -m config.local engines -- $(python) -m pytest -m proof $(ARGS)

wire: ## ask a real small model on this machine (fetches 200 MB once): proves the protocol, never quality
	@sh scripts/setup.sh dev localmodel
	@$(checking) $(python) -m pytest llm/tests/wire_of_a_real_model.py $(ARGS)

bench: setup-dev ## measure speed; prints JSON
	@$(python) -m config.local engines --durable -- $(python) -m scripts.bench $(ARGS)

messages: setup-dev ## bring the translations up to what the code says (ARGS="check", "missing ru", "fill ru file.json")
	@$(python) -m scripts.messages $(ARGS)

security: ## weaknesses in the code and secrets left in files; needs no network once it is set up
	@sh scripts/setup.sh dev security
	@$(python) -m scripts.weaknesses

audit: ## known weaknesses of the packages (needs the package index)
	@sh scripts/setup.sh dev security
	@for one in production dev security; do .venv/bin/pip-audit --require-hashes --disable-pip --no-deps -r requirements/$$one.txt || exit 1; done

sbom: ## what the image's Python packages are, as CycloneDX, in build/
	@sh scripts/setup.sh dev security
	@mkdir -p build
	@.venv/bin/cyclonedx-py requirements requirements/production.txt --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.cdx.json

lock: setup-dev ## resolve pyproject.toml anew into requirements/ (needs the package index)
	@sh scripts/lock.sh

clean: ## remove the environment and caches; data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov staticfiles
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
