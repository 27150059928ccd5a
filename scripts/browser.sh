#!/bin/sh
# Sees to it that the journeys have a browser with Chinese letters: installs both on Debian when we are root.
set -eu

there() {
    [ -x /usr/bin/chromium ] && [ -n "$(find /usr/share/fonts -name 'NotoSansCJK*' 2>/dev/null | head -n 1)" ]
}

there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update --quiet=2
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends chromium fonts-noto-cjk >/dev/null
    exit 0
fi
echo 'The stories in a browser will be left out: install them with `sudo apt-get install chromium fonts-noto-cjk`.' >&2
