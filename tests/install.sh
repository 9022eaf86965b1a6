# Read by the scripts beside it, which put Debian packages on a machine that lets them.

# Says whether this machine has apt-get and lets us use it.
may_install() {
    command -v apt-get >/dev/null || return 1
    administrator=""
    [ "$(id -u)" != 0 ] || return 0
    administrator="sudo"
    sudo -n true 2>/dev/null
}

# Says what is installed ($2) for which tests ($1), and learns which packages there are.
begin_installing() {
    echo "Installing for $1: $2"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    $administrator apt-get -qq update </dev/null
}

# Installs packages by their names.
install_packages() {
    $administrator apt-get -qq install -y --no-install-recommends "$@" </dev/null >/dev/null
}
