#!/bin/sh
# Builds the manual into a folder, and that of each release into a folder of its version there:
# `build_manuals.sh FOLDER`. Of releases that differ in the last number alone only the newest counts.
#
# Rule: a release whose manual cannot be built any more is a failure.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

sh scripts/build_manual.sh "$1"
folder=$(CDPATH='' cd -- "$1" && pwd)
sources=$(mktemp -d)
trap 'rm -rf -- "$sources"' EXIT
git tag --list 'v*.*.*' --sort=-version:refname | awk -F. '!seen[$1 "." $2]++' | while read -r tag; do
    mkdir "$sources/$tag"
    git archive "$tag" | tar -x -C "$sources/$tag"
    sh "$sources/$tag/scripts/build_manual.sh" "$folder/${tag#v}"
done
