# build.sh - builds the C program and the web app. Sourced by dev.
# shellcheck shell=sh

jobs() { nproc 2>/dev/null || echo 2; }

quietly() { # LOG WHAT COMMAND…
    log=$1 what=$2
    shift 2
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || {
        tail -n 25 "$log" >&2
        die "$what failed; the whole log is $log."
    }
}

prepare_configure() {
    if newer configure.ac configure || newer m4/expense.m4 configure || [ ! -f Makefile.in ]; then
        quietly "$VAR/log/autoreconf.log" "autoreconf" autoreconf -fi
    fi
}

configure_tree() { # FOLDER ARGUMENTS…
    tree=$1
    shift
    mkdir -p "$tree"
    if [ ! -f "$tree/Makefile" ] || newer configure "$tree/config.status" ||
        [ "$*" != "$(cat "$tree/configured" 2>/dev/null)" ]; then
        ( cd "$tree" && "$ROOT/configure" "$@" ) || return 1
        printf '%s' "$*" >"$tree/configured"
    fi
}

build_program() {
    prepare_configure
    say "Building expensed"
    quietly "$VAR/log/configure.log" "configure" configure_tree "$VAR/build"
    quietly "$VAR/log/make.log" "make" make -C "$VAR/build" -j"$(jobs)"
}

build_frontend() {
    [ -f frontend/package-lock.json ] || return 0
    npm_ci frontend
    if [ ! -f frontend/dist/index.html ] || [ -n "$(find frontend -path frontend/node_modules -prune -o \
        -path frontend/dist -prune -o -type f -newer frontend/dist/index.html -print | head -n 1)" ]; then
        say "Building the web app"
        quietly "$VAR/log/frontend.log" "Building the web app" npm --prefix frontend run build
    fi
}
