#!/bin/sh
# Puts Chromium and two families of letters on a machine that has apt-get and lets us; `make test`
# calls it. Elsewhere it says what to do. Where Chromium is there already, it does nothing.
set -eu

names="chromium chromium-browser google-chrome"
fonts="fonts-liberation fonts-dejavu-core"

chromium=${FOJA_CHROMIUM:-}
for name in $names; do
    [ -n "$chromium" ] || chromium=$(command -v "$name" || true)
done

missing=""
[ -n "$chromium" ] || missing="chromium"
if command -v dpkg-query >/dev/null; then
    for font in $fonts; do
        state=$(dpkg-query -W -f='${db:Status-Status}' "$font" 2>/dev/null || true)
        [ "$state" = installed ] || missing="$missing $font"
    done
fi
[ -n "$missing" ] || exit 0

administrator=no
if [ "$(id -u)" = 0 ]; then
    administrator=""
elif sudo -n true 2>/dev/null; then
    administrator="sudo"
fi

if command -v apt-get >/dev/null && [ "$administrator" != no ]; then
    echo "Installing for the browser tests:" $missing
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    $administrator apt-get -qq update </dev/null
    # shellcheck disable=SC2086 # the names are words of one list
    $administrator apt-get -qq install -y --no-install-recommends $missing </dev/null >/dev/null
elif [ -z "$chromium" ]; then
    echo "The browser tests need Chromium." \
        "On Debian: sudo apt-get install chromium $fonts." \
        "Elsewhere: install Chromium or Chrome and set FOJA_CHROMIUM to its program." >&2
    exit 1
fi
