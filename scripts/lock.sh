#!/bin/sh
# Writes the lock files anew from pyproject.toml, for all systems and Python 3.11 or newer, naming no index.
#     scripts/lock.sh              keeps the locked versions and adds what is missing
#     scripts/lock.sh --upgrade    takes the newest versions
# Needs uv on the PATH; nothing else of this project does.
set -eu
cd "$(dirname "$0")/.."

lock() {
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet "$@"
}

lock --output-file requirements.lock "$@"
lock --group dev --output-file requirements-dev.lock "$@"
