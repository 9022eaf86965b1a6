#!/bin/sh
# Puts a PostgreSQL server and Spark's Java on a machine that has apt-get and lets us; `make test`
# calls it. Elsewhere it says what to do, and the tests that need them are skipped. Where both are
# there already, it does nothing.
set -eu
. "${0%/*}/install.sh"

postgres=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || true)
missing=""
[ -n "$postgres" ] || missing="postgresql"
command -v java >/dev/null || missing="$missing openjdk-17-jre-headless"
[ -n "$missing" ] || exit 0

if may_install; then
    begin_installing "the tests of other engines" "${missing# }"
    # A Debian without Java 17 has a newer one, under a name that points to it.
    for name in $missing; do
        install_packages "$name" ||
            { [ "$name" = postgresql ] && exit 1; } ||
            install_packages default-jre-headless
    done
else
    echo "The tests of other engines need PostgreSQL and Java 17 or newer, and are skipped without." \
        "On Debian: sudo apt-get install$(printf ' %s' $missing)." >&2
fi
