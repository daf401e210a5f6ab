# packages.sh - Debian packages and the pinned Node.js. Sourced by dev.
# shellcheck shell=sh

SUDO=
[ "$(id -u)" = 0 ] || SUDO=sudo

packages_of() { # SECTION…
    for section in "$@"; do
        sed -n "/^\[$section\]/,/^\[/p" "$ROOT/infra/packages" | sed -e 's/#.*//' -e '/^\[/d' -e 's/[[:space:]]*$//' -e '/^$/d'
    done
}

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# Installs what is missing. The services that come with the packages are not started: the stack
# starts its own, in its own folder.
install_packages() { # SECTION…
    missing=
    command -v dpkg-query >/dev/null 2>&1 || {
        warn "This is not Debian; make sure that what infra/packages lists is installed."
        return 0
    }
    for package in $(packages_of "$@"); do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "Installing:$missing"
    apt_install "$missing"
}

apt_install() { # 'PACKAGES'
    if [ -n "$SUDO" ] && ! command -v sudo >/dev/null 2>&1; then
        die "These packages are missing and there is no sudo. As root, run: apt-get install$1"
    fi
    policy=/usr/sbin/policy-rc.d ours=no
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $SUDO tee "$policy" >/dev/null
        $SUDO chmod 755 "$policy"
        ours=yes
    fi
    status=0
    mkdir -p "$VAR"
    # shellcheck disable=SC2086  # a list of packages
    { $SUDO apt-get -q update && $SUDO env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install $1; } >"$VAR/apt.log" 2>&1 || status=$?
    [ "$ours" = no ] || $SUDO rm -f "$policy"
    if [ "$status" -ne 0 ]; then
        tail -n 15 "$VAR/apt.log" >&2
        die "The packages could not be installed; the whole log is $VAR/apt.log. Check the network and try again, or install them yourself: apt-get install$1"
    fi
}

# An npm of 9 or later bootstraps the pinned Node.js (infra/node); all else runs with that one. It trusts the
# certificates that the machine trusts, as Debian's own Node.js does: behind a proxy npm needs them.
prepare_node() {
    certificates=/etc/ssl/certs/ca-certificates.crt
    if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -f "$certificates" ]; then
        export NODE_EXTRA_CA_CERTS=$certificates
    fi
    if [ -z "$(node_path)" ] ||
        newer infra/node/package-lock.json infra/node/node_modules/.package-lock.json; then
        major=$(npm --version 2>/dev/null | cut -d. -f1)
        if [ "${major:-0}" -lt 9 ]; then
            say "Installing: npm (brings the pinned Node.js; not used afterwards)"
            apt_install " npm"
        fi
        say "Fetching the pinned Node.js"
        npm_ci infra/node
    fi
    PATH=$(node_path)$PATH
    export PATH
    command -v node >/dev/null 2>&1 || die "There is no Node.js for this machine in infra/node; install Node.js 24 and put it on PATH."
}

# npm ci, when the lock file is newer than what is installed. An npm that loses a connection may wait for it
# for ever, heeding no SIGTERM (Debian's 9.2 did), so each try has its time; what came is in npm's cache.
npm_ci() { # FOLDER
    [ -f "$1/package-lock.json" ] || return 0
    newer "$1/package-lock.json" "$1/node_modules/.package-lock.json" || return 0
    mkdir -p "$VAR"
    log=$VAR/npm-$(printf %s "$1" | tr / -).log
    say "Installing the packages of $1"
    status=0
    for seconds in 180 600 1800; do
        [ "$status" = 0 ] || say "npm has come to no end; trying again"
        status=0
        ( cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 timeout --foreground -k 5 "$seconds" \
            npm ci --no-audit --no-fund ) >"$log" 2>&1 || status=$?
        case $status in 124 | 137) ;; *) break ;; esac
    done
    if [ "$status" -ne 0 ]; then
        tail -n 15 "$log" >&2
        die "npm could not install the packages of $1; the log is $log. Check the network and try again."
    fi
    touch "$1/node_modules/.package-lock.json"
}
