#!/bin/sh
# Puts nginx on a machine that has apt-get and lets us; `make test` calls it. Elsewhere it says what
# to do. Where nginx is there already, it does nothing.
set -eu

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
[ -z "${FOJA_NGINX:-}" ] || exit 0
! command -v nginx >/dev/null || exit 0

administrator=no
if [ "$(id -u)" = 0 ]; then
    administrator=""
elif sudo -n true 2>/dev/null; then
    administrator="sudo"
fi

if command -v apt-get >/dev/null && [ "$administrator" != no ]; then
    echo "Installing for the tests: nginx-light"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    $administrator apt-get -qq update </dev/null
    $administrator apt-get -qq install -y --no-install-recommends nginx-light </dev/null >/dev/null
else
    echo "The tests of the proxy need nginx, and are skipped without." \
        "On Debian: sudo apt-get install nginx-light." \
        "Elsewhere: install nginx and set FOJA_NGINX to its program." >&2
fi
