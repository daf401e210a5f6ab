# stack-postgres.sh - the stack's private cluster. Sourced by stack; uses its variables.
# shellcheck shell=sh

as_superuser() { # psql arguments, as the cluster's owner (peer)
    "$PGBIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$PGSOCKET" -p "$PGPORT" -U postgres "$@"
}

make_cluster() {
    owner=$(id -un)
    as_postgres "$PGBIN/initdb" --pgdata="$PGDATA" --username=postgres --encoding=UTF8 \
        --locale=C.UTF-8 --data-checksums --auth=scram-sha-256 --pwfile="$PGROOT/password" \
        >"$LOG/initdb.log" 2>&1 || die "The database could not be made; see $LOG/initdb.log."
    # No TCP. The owner comes in by the system's word for who he is, everyone else by password.
    as_postgres tee "$PGDATA/pg_hba.conf" >/dev/null <<'END'
local all postgres peer map=owner
local all all scram-sha-256
END
    as_postgres tee "$PGDATA/pg_ident.conf" >/dev/null <<END
owner postgres postgres
owner $owner postgres
END
    as_postgres tee -a "$PGDATA/postgresql.conf" >/dev/null <<END
# Settings of this stack.
listen_addresses = ''
port = $PGPORT
unix_socket_directories = '$PGSOCKET'
unix_socket_permissions = 0777
password_encryption = scram-sha-256
max_connections = 100
shared_buffers = 256MB
log_line_prefix = '%m [%p] %u@%d '
log_min_duration_statement = 2s
client_connection_check_interval = 2s
include_if_exists = 'stack.conf'
END
}

start_postgres() {
    [ -x "$PGBIN/postgres" ] ||
        die "PostgreSQL 15 is not installed; ./dev up installs it, or: apt-get install postgresql-15"
    if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then
        die "PostgreSQL refuses to run as root and there is no user postgres; install postgresql-15 or run as another user."
    fi
    mkdir -p "$PGROOT" "$PGSOCKET"
    if [ "$(id -u)" = 0 ]; then chown postgres "$PGROOT" "$PGSOCKET"; fi
    if [ ! -f "$PGDATA/PG_VERSION" ]; then
        ( umask 077 && random_word >"$PGROOT/password" )
        if [ "$(id -u)" = 0 ]; then chown postgres "$PGROOT/password"; fi
        make_cluster
    fi
    printf '%s' "$POSTGRES_SETTINGS" | as_postgres tee "$PGDATA/stack.conf" >/dev/null
    if as_postgres "$PGBIN/pg_ctl" status -D "$PGDATA" >/dev/null 2>&1; then return 0; fi
    # pg_ctl's own log is opened by the cluster's owner; the file is made for it here.
    : >>"$LOG/postgres.log"
    if [ "$(id -u)" = 0 ]; then chown postgres "$LOG/postgres.log"; fi
    as_postgres "$PGBIN/pg_ctl" start -w -s -t 60 -D "$PGDATA" >>"$LOG/postgres.log" 2>&1 ||
        die "PostgreSQL did not start; see $LOG/postgres.log."
    head -n 1 "$PGDATA/postmaster.pid" >"$RUN/postgres.pid"
}

stop_postgres() {
    if [ -f "$PGDATA/postmaster.pid" ]; then
        as_postgres "$PGBIN/pg_ctl" stop -w -s -m fast -t 30 -D "$PGDATA" >>"$LOG/postgres.log" 2>&1 || true
    fi
    rm -f "$RUN/postgres.pid"
}

# The migrations run as a login that may make roles and owns the database, not as a superuser.
make_database() {
    if ! as_superuser -d postgres -Atc "select 1 from pg_database where datname = 'expense'" | grep -q 1; then
        as_superuser -d postgres -v password="$(cat "$SECRETS/migrator-password")" <<'END'
create role expense_migrator login createrole password :'password';
create database expense owner expense_migrator;
END
    fi
}

migrate() {
    DATABASE_URL='' DATABASE_URL_FILE="$SECRETS/migrator-database-url" "$ROOT/db/migrate" deploy \
        >"$LOG/migrate.log" 2>&1 || {
        tail -n 15 "$LOG/migrate.log" >&2
        die "The database could not be migrated; the log is $LOG/migrate.log."
    }
}

make_login() { # LOGIN GROUP SECRET
    as_superuser -d expense -v login="$1" -v role="$2" -v password="$(cat "$SECRETS/$3-password")" <<'END'
set client_min_messages = warning;
select format('create role %I login', :'login')
where not exists (select from pg_roles where rolname = :'login') \gexec
alter role :"login" login inherit password :'password';
select format('grant %I to %I', :'role', :'login')
where exists (select from pg_roles where rolname = :'role') \gexec
END
}

make_logins() {
    make_login expense_api expense_app api
    make_login expense_identity_login expense_identity identity
}
