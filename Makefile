# What one does here. Each command sets up what it needs; none needs more than Python 3.11, git and make.
.PHONY: setup run assets test test-all attack check format

PORT ?= 8000
LIBRARIES = measurement coach charts files
LOOKS = journeys house/test_words.py growth/test_content.py

setup:
	@scripts/setup

# The demo company on http://127.0.0.1:8000
run: setup
	@.venv/bin/sapwood demo --port $(PORT)

# Styles, script and fonts, as `run` builds them too
assets: setup
	@SAPWOOD_MODE=demo .venv/bin/sapwood build-assets

test: setup
	@scripts/browser
	@.venv/bin/python -m pytest -m "not slow and not postgres"

# Everything: `make test`, then the longer suites, then once more on PostgreSQL what stands on a database: no pure library,
# and nothing that only looks at how pages are drawn and worded
test-all: test
	@.venv/bin/python -m pytest -m slow
	@.venv/bin/python scripts/with_postgres.py .venv/bin/python -m pytest -m "not slow and not sqlite" \
		$(addprefix --ignore=tests/,$(LIBRARIES) $(LOOKS))

# Every attack on what people answered, over 600 companies, beside chance and its control; non-zero if one succeeds
attack: setup
	@.venv/bin/python bench/attack.py

check: setup
	@.venv/bin/ruff format --check --quiet --output-format concise . || { echo "Some files are not formatted; run: make format"; exit 1; }
	@.venv/bin/ruff check --quiet --output-format concise .
	@.venv/bin/python -m mypy
	@.venv/bin/lint-imports
	@DJANGO_SETTINGS_MODULE=tests.settings .venv/bin/python manage.py makemigrations --check --dry-run --verbosity 1
	@.venv/bin/python scripts/check_docs.py

format: setup
	@.venv/bin/ruff check --quiet --fix .
	@.venv/bin/ruff format --quiet .

# The coach's models, rebuilt from its training statements: the same data gives the same file
train: setup
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/python -m sapwood.coach.training
