#!/bin/sh
# Puts Chromium and two families of fonts on a machine that has apt-get and lets us; `make test`
# calls it. Elsewhere it says what to do. Where Chromium is there already, it does nothing.
set -eu
. "${0%/*}/install.sh"

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

if may_install; then
    begin_installing "the browser tests" "${missing# }"
    # shellcheck disable=SC2086 # the names are words of one list
    install_packages $missing
elif [ -z "$chromium" ]; then
    echo "The browser tests need Chromium." \
        "On Debian: sudo apt-get install chromium $fonts." \
        "Elsewhere: install Chromium or Chrome and set FOJA_CHROMIUM to its program." >&2
    exit 1
fi
