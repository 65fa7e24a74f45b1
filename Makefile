# make demo    build the demo page, from nothing but Python 3.11 or newer, git and make
# make demos   build it with the sample projects of demos/ below it, in site/demos/
# make docs    build the manual, in docs/_build/
# make test    everything a change must pass: style, types, tests, a real browser
# make test-browsers   the pages' scripts in Firefox and WebKitGTK (Debian); ARGS="-k webkit -x" chooses among them
# make format  put the code into its usual form
# make clean   remove what these commands made, the environment included
#
# Names of files are relative, so that the folder's own name may hold blanks.

PYTHON_IN = .venv/bin/python
TESTS ?= tests
WORKERS ?= auto

.PHONY: demo demos docs test test-browsers check format clean

demo:
	@sh scripts/bootstrap.sh run
	@.venv/bin/build-site
	@$(PYTHON_IN) scripts/where.py site/index.html

demos:
	@sh scripts/bootstrap.sh run
	@.venv/bin/build-site
	@PATH="$$(pwd)/.venv/bin:$$PATH" sh scripts/build_demos.sh
	@$(PYTHON_IN) scripts/where.py site/index.html site/demos/*/index.html

docs:
	@sh scripts/bootstrap.sh docs
	@PATH="$$(pwd)/.venv/bin:$$PATH" sh scripts/build_manual.sh docs/_build
	@$(PYTHON_IN) scripts/where.py docs/_build/index.html

test:
	@sh scripts/bootstrap.sh test
	@PATH="$$(pwd)/.venv/bin:$$PATH" WORKERS="$(WORKERS)" sh scripts/check.sh $(TESTS)

test-browsers:
	@sh scripts/bootstrap.sh browsers
	@PATH="$$(pwd)/.venv/bin:$$PATH" sh scripts/test_browsers.sh $(ARGS)

check:
	@sh scripts/bootstrap.sh test
	@PATH="$$(pwd)/.venv/bin:$$PATH" sh scripts/check.sh

format:
	@sh scripts/bootstrap.sh test
	@$(PYTHON_IN) -m ruff check --fix --quiet . ; $(PYTHON_IN) -m ruff format .

clean:
	find site -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	rm -rf .venv dist docs/_build .soundcase demos/*/.soundcase .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
