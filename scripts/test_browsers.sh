#!/bin/sh
# Runs the pages in Firefox and WebKitGTK, on a screen that nobody sees. Arguments go to pytest:
# `make test-browsers ARGS="-k webkit -x"`. What does not happen is waited for two minutes: a failing run is slow.
# After `--run` stands another command that wants a screen and a loudspeaker: `sh scripts/test_browsers.sh --run COMMAND …`.
#
# Rule: sound goes to a server of this run alone, into a pipe that the tests read; nobody hears it, as root neither.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
sound=$(mktemp -d)
export PULSE_SERVER="unix:$sound/server" PULSE_RUNTIME_PATH="$sound" SOUNDCASE_HEARD="$sound/heard"
pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --log-level=error \
    -L "module-native-protocol-unix socket=$sound/server auth-anonymous=1 auth-cookie-enabled=0" \
    -L "module-pipe-sink file=$sound/heard format=s16le rate=8000 channels=1 use_system_clock_for_timing=yes" &
server=$!
trap 'kill "$server" && wait "$server"; rm -rf "$sound"' EXIT
trap 'exit 1' HUP INT TERM
until [ -S "$sound/server" ] && [ -p "$sound/heard" ]; do
    kill -0 "$server"
    sleep 0.1
done
if [ "${1-}" = --run ]; then
    shift
else
    set -- python -m pytest -p no:cacheprovider -W "ignore:setting remote_server_addr:DeprecationWarning" tests/foreign_browsers "$@"
fi
SOUNDCASE_ENGINES=1 xvfb-run -a -s "-screen 0 1280x900x24" "$@"
