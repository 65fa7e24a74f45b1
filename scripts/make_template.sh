#!/bin/sh
# Writes what a template repository holds into a new folder: `make_template.sh FOLDER`. It is the project that
# `build-site init` makes, with a place to work on it in the browser.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

build-site init "$1" --kind understanding
mkdir "$1/.devcontainer"
cp "$here/starters/common/devcontainer.json" "$1/.devcontainer/"
build-site check --strict -C "$1"
