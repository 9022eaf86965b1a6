#!/bin/sh
# Puts nginx on a machine that has apt-get and lets us; `make test` calls it. Elsewhere it says what
# to do. Where nginx is there already, it does nothing.
set -eu
. "${0%/*}/install.sh"

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
[ -z "${FOJA_NGINX:-}" ] || exit 0
! command -v nginx >/dev/null || exit 0

if may_install; then
    begin_installing "the tests" nginx-light
    install_packages nginx-light
else
    echo "The tests of the proxy need nginx, and are skipped without." \
        "On Debian: sudo apt-get install nginx-light." \
        "Elsewhere: install nginx and set FOJA_NGINX to its program." >&2
fi
