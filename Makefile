# What is done with this project; `make help` lists it. Nothing here needs more than Python, make and sh.
.DEFAULT_GOAL := help
.PHONY: help env dev browser run check test endure translations format clean

BIN := .venv/bin
STATIC := $(shell find static -type f -not -path 'static/dist/*' -not -path 'static/vendor/*' 2>/dev/null)
CATALOGUES := $(wildcard translations/zh_*/LC_MESSAGES/*.po)
PYTEST := $(BIN)/pytest -q -n 2 --dist loadfile
export PYTHON

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

env: .venv/.locked .venv/.assets .venv/.translations ## prepare everything without starting it

run: env ## prepare, then serve until Ctrl-C
	@exec $(BIN)/flask serve

check: dev ## the quick checks: style, types, architecture, tests on SQLite
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST) -m "not postgresql and not journey"

test: dev browser ## all checks in small: also PostgreSQL and the stories in a browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST)

endure: dev browser ## the same tests in the full sizes
	DIANXUE_SIZE=full $(PYTEST) -m full

translations: dev ## gather messages and the rooms' translations, then compile them
	$(BIN)/python -m scripts.translations collect
	$(BIN)/python -m scripts.translations build

format: dev ## bring source and shipped content into their one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/flask content format

clean: ## remove everything that can be made again; the database in var/ stays
	rm -rf .venv node_modules static/dist static/vendor .mypy_cache .ruff_cache .hypothesis translations/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev: env .venv/.locked-dev

browser:
	@sh scripts/browser.sh

.venv/.locked: requirements.lock scripts/venv.sh
	@sh scripts/venv.sh requirements.lock
	@touch $@

.venv/.locked-dev: requirements-dev.lock .venv/.locked
	@sh scripts/venv.sh requirements-dev.lock
	@touch $@

.venv/.assets: .venv/.locked package-lock.json requirements-node.lock scripts/assets.py $(STATIC)
	@command -v npm >/dev/null || sh scripts/venv.sh requirements-node.lock
	@$(BIN)/python scripts/assets.py
	@touch $@

.venv/.translations: .venv/.locked scripts/translations.py $(CATALOGUES)
	@$(BIN)/python -m scripts.translations build
	@touch $@
