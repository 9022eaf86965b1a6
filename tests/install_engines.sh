#!/bin/sh
# Puts a PostgreSQL server and Spark's Java on a machine that has apt-get and lets us; `make test`
# calls it. Elsewhere it says what to do, and the tests that need them are skipped. Where both are
# there already, it does nothing.
set -eu

postgres=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || true)
missing=""
[ -n "$postgres" ] || missing="postgresql"
command -v java >/dev/null || missing="$missing openjdk-17-jre-headless"
[ -n "$missing" ] || exit 0

administrator=no
if [ "$(id -u)" = 0 ]; then
    administrator=""
elif sudo -n true 2>/dev/null; then
    administrator="sudo"
fi

if command -v apt-get >/dev/null && [ "$administrator" != no ]; then
    echo "Installing for the tests of other engines:" $missing
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    $administrator apt-get -qq update </dev/null
    # A Debian without Java 17 has a newer one, under a name that points to it.
    for name in $missing; do
        $administrator apt-get -qq install -y --no-install-recommends "$name" </dev/null >/dev/null ||
            { [ "$name" = postgresql ] && exit 1; } ||
            $administrator apt-get -qq install -y --no-install-recommends default-jre-headless \
                </dev/null >/dev/null
    done
else
    echo "The tests of other engines need PostgreSQL and Java 17 or newer, and are skipped without." \
        "On Debian: sudo apt-get install$(printf ' %s' $missing)." >&2
fi
