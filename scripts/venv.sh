#!/bin/sh
# Makes .venv and installs a lock file into it: scripts/venv.sh requirements.lock
set -eu

NEEDED='Python 3.11.5 or newer'
DEBIAN='from Debian 13 or Ubuntu 24.04 on: apt-get install python3 python3-venv'

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null
}

if ! [ -x .venv/bin/python ] || ! fits .venv/bin/python; then
    python=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        found=$("${PYTHON:-python3}" --version 2>&1) || found='no Python'
        echo "$NEEDED is needed and $found was found; install it ($DEBIAN), or name one: make PYTHON=/path/to/python3." >&2
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, sqlite3, ssl, venv' 2>/dev/null; then
        echo "$("$python" --version) comes without venv, pip, sqlite3 or ssl; install them ($DEBIAN)." >&2
        exit 1
    fi
    "$python" -m venv --clear .venv
fi
echo "Installing $1 into .venv"
.venv/bin/pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement "$1"
