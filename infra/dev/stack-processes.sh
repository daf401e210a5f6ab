# stack-processes.sh - secrets, identity provider, pools, NGINX. Sourced by stack; uses its variables.
# shellcheck shell=sh

random_word() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }

# Made once and kept; only the owner may read them.
make_secrets() {
    (
        umask 077
        for name in migrator api identity; do
            [ -s "$SECRETS/$name-password" ] || random_word >"$SECRETS/$name-password"
        done
        [ -s "$SECRETS/oidc-client-secret" ] || random_word >"$SECRETS/oidc-client-secret"
        if [ ! -s "$SECRETS/token-keys" ]; then
            printf 'k1:%s\n' "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')" \
                >"$SECRETS/token-keys"
        fi
        conninfo migrator expense_migrator
        conninfo api expense_api
        conninfo identity expense_identity_login
    )
}

conninfo() { # SECRET LOGIN
    printf 'host=%s port=%s dbname=expense user=%s password=%s\n' \
        "$PGSOCKET" "$PGPORT" "$2" "$(cat "$SECRETS/$1-password")" >"$SECRETS/$1-database-url"
}

# Starts a command in a session of its own, so that Ctrl-C reaches only whoever asked for the stack.
launch() { # NAME COMMAND…
    name=$1
    shift
    setsid "$@" >>"$LOG/$name.log" 2>&1 </dev/null &
    remember "$name" $!
}

start_oidc() {
    provider=$ROOT/tests/oidc/provider.mjs
    [ -f "$provider" ] || { OIDC=no; warn "There is no local OpenID provider (tests/oidc); nobody can sign in."; return 0; }
    PATH=$(node_path)$PATH
    command -v node >/dev/null 2>&1 || die "Node.js is missing; ./dev up installs it (infra/node)."
    [ -d "$ROOT/tests/node_modules" ] ||
        die "The provider's packages are missing; run npm ci in tests/ (./dev up does it)."
    (
        export OIDC_PORT
        export OIDC_ISSUER="http://localhost:$OIDC_PORT"
        export OIDC_CLIENT_ID=expense-tracker
        OIDC_CLIENT_SECRET=$(cat "$SECRETS/oidc-client-secret")
        export OIDC_CLIENT_SECRET
        export OIDC_REDIRECT_URI="http://localhost:$PORT/api/auth/callback"
        export OIDC_DIR="$SECRETS"
        launch oidc node "$provider"
    )
    tries=200
    until curl -sf -m 1 -o /dev/null "http://localhost:$OIDC_PORT/.well-known/openid-configuration"; do
        tries=$((tries - 1))
        { running oidc && [ "$tries" -gt 0 ]; } || died oidc "The local OpenID provider"
        sleep 0.1
    done
}

start_pool() { # api|identity
    pool=$1
    command -v spawn-fcgi >/dev/null 2>&1 || die "spawn-fcgi is missing: apt-get install spawn-fcgi"
    rm -f "$RUN/$pool.sock" "$RUN/$pool-status.sock"
    (
        : "${EXPENSE_ENVIRONMENT:=development}"
        : "${EXPENSE_OIDC_NAME:=the local provider}"
        export EXPENSE_ENVIRONMENT EXPENSE_OIDC_NAME
        export EXPENSE_PUBLIC_ORIGIN="http://localhost:$PORT"
        export EXPENSE_STATUS_SOCKET="$RUN/$pool-status.sock"
        export EXPENSE_DATABASE_URL_FILE="$SECRETS/$pool-database-url"
        export EXPENSE_TOKEN_KEYS_FILE="$SECRETS/token-keys"
        if [ "$pool" = identity ]; then
            export EXPENSE_OIDC_ISSUER="${EXPENSE_OIDC_ISSUER:-http://localhost:$OIDC_PORT}"
            export EXPENSE_OIDC_CLIENT_ID="${EXPENSE_OIDC_CLIENT_ID:-expense-tracker}"
            if [ -z "${EXPENSE_OIDC_CLIENT_SECRET-}${EXPENSE_OIDC_CLIENT_SECRET_FILE-}" ]; then
                export EXPENSE_OIDC_CLIENT_SECRET_FILE="$SECRETS/oidc-client-secret"
            fi
        fi
        launch "$pool" spawn-fcgi -n -s "$RUN/$pool.sock" -M 0660 -b 1024 -- "$BIN" "--pool=$pool"
    )
}

start_nginx() {
    NGINX=$(command -v nginx || echo /usr/sbin/nginx)
    [ -x "$NGINX" ] || die "NGINX is missing: apt-get install nginx-light"
    [ -n "$SPA" ] || SPA=$ROOT/frontend/dist
    if [ ! -f "$SPA/index.html" ]; then
        SPA=$DIR/placeholder
        mkdir -p "$SPA"
        printf '<!doctype html><html lang="en"><title>Expense Tracker</title><p>The web app is not built yet.</p></html>\n' \
            >"$SPA/index.html"
    fi
    listen=127.0.0.1:$PORT internal=127.0.0.1:$INTERNAL_PORT
    if grep -q '^00000000000000000000000000000001 ' /proc/net/if_inet6 2>/dev/null; then
        listen="$listen [::1]:$PORT" internal="$internal [::1]:$INTERNAL_PORT"
    fi
    (
        if [ "$LIMITS" = no ]; then
            export NGINX_RATE=1000000r/s NGINX_BURST=1000000 NGINX_CONNECTIONS=60000
            export NGINX_SIGN_IN_RATE=1000000r/s NGINX_SIGN_IN_BURST=1000000
        fi
        if [ "$(id -u)" = 0 ]; then export NGINX_USER=root; fi
        NGINX_RUN=$RUN NGINX_LOG=$LOG NGINX_SPA=$SPA NGINX_DOCS=$ROOT/docs \
            NGINX_LISTEN=$listen NGINX_INTERNAL_LISTEN=$internal "$ROOT/nginx/render"
    )
    "$NGINX" -t -q -e "$LOG/nginx-error.log" -c "$RUN/nginx.conf" -p "$RUN" ||
        die "NGINX refuses its configuration; see above."
    # In batch: nginx/README.md.
    launch nginx chrt --batch 0 "$NGINX" -e "$LOG/nginx-error.log" -c "$RUN/nginx.conf" -p "$RUN" -g 'daemon off;'
}

died() { # NAME WORDS
    tail -n 15 "$LOG/$1.log" >&2 || true
    die "$2 did not start; its log is $LOG/$1.log."
}

wait_ready() {
    tries=${EXPENSE_DEV_WAIT:-300}
    for pool in readyz identity/readyz; do
        [ "$pool" = readyz ] || [ "$OIDC" = yes ] || continue
        name=api
        [ "$pool" = readyz ] || name=identity
        until curl -sf -m 2 -o /dev/null "http://localhost:$INTERNAL_PORT/$pool"; do
            tries=$((tries - 1))
            running nginx || died nginx NGINX
            { running "$name" && [ "$tries" -gt 0 ]; } || died "$name" "The $name pool"
            sleep 0.1
        done
    done
}
