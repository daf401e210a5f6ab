#!/bin/sh
# start.sh - makes the cluster on the first start, then runs PostgreSQL. A cluster that was not
# finished is thrown away: it gets its name only when it is whole.
set -eu
umask 077

PATH=/usr/lib/postgresql/15/bin:$PATH
config=${POSTGRES_CONFIG:-/etc/postgres}
secrets=${POSTGRES_SECRETS:-/run/secrets/postgres}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # initdb asks for its user's name, and no file of the image has it; the image brings nss_wrapper.
    if ! getent passwd "$(id -u)" >/dev/null; then
        NSS_WRAPPER_PASSWD=/tmp/passwd
        NSS_WRAPPER_GROUP=/tmp/group
        printf 'postgres:x:%s:%s:PostgreSQL:/tmp:/bin/false\n' "$(id -u)" "$(id -g)" >"$NSS_WRAPPER_PASSWD"
        printf 'postgres:x:%s:\n' "$(id -g)" >"$NSS_WRAPPER_GROUP"
        LD_PRELOAD=$(echo /usr/lib/*/libnss_wrapper.so)
        export LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
    fi
    new=$PGDATA.new
    rm -rf "$new"
    initdb --pgdata="$new" --username=postgres --pwfile="$secrets/postgres-password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --data-checksums
    # The login that migrates: it owns the database and may make roles, and is no superuser.
    # One line is one statement here; quotes in the password are doubled.
    password=$(sed "s/'/''/g" "$secrets/migrator-password")
    postgres --single -D "$new" -c config_file="$config/postgresql.conf" postgres <<END
create role expense_migrator login createrole password '$password'
create database expense owner expense_migrator
END
    mv "$new" "$PGDATA"
    unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
fi
exec postgres -D "$PGDATA" -c config_file="$config/postgresql.conf" -c hba_file="$config/pg_hba.conf"
