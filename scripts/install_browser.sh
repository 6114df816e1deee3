#!/bin/sh
# Makes sure that a Chromium is there for the browser tests. With CI=true a missing browser is an error.
set -eu

find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

if find_browser; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null 2>&1 || true
    apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1 || true
    if find_browser; then exit 0; fi
fi
echo "No Chromium or Chrome was found, so the browser tests cannot run." >&2
echo "Install one (Debian: apt install chromium; Ubuntu: snap install chromium; macOS: brew install chromium)." >&2
[ "${CI:-}" != true ] || exit 1
