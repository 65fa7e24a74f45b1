#!/bin/sh
# Builds the manual into a folder: `build_manual.sh FOLDER`. A warning, a broken link among them, is a failure.
#
# Rule: everything is read anew.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

python -m sphinx --quiet --fail-on-warning --keep-going --nitpicky --fresh-env --write-all \
    --doctree-dir "$1/.doctrees" --builder html docs "$1"
rm -rf -- "${1:?}/.doctrees" "$1/.buildinfo"
