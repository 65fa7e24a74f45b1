#!/bin/sh
# Runs the pages in Firefox and WebKitGTK, on a screen that nobody sees and with sound that nobody hears.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
pulseaudio --check 2>/dev/null || pulseaudio --start --exit-idle-time=-1 --load=module-null-sink 2>/dev/null || true
SOUNDCASE_ENGINES=1 exec xvfb-run -a -s "-screen 0 1280x900x24" python -m pytest -p no:cacheprovider -W "ignore:setting remote_server_addr:DeprecationWarning" tests/foreign_browsers "$@"
