#!/bin/sh
# Builds the sample projects below the demo, which `build-site` has built: demos/tts/ becomes site/demos/tts/.
#
# Rule: the demo comes first. Its build leaves alone what stands in site/demos/, but refuses a folder without a list
# of its own.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

for project in demos/*/; do
    build-site build --strict -C "$project" -o "site/$project"
done
