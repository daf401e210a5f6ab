#include "fcgi/identity_db.h"

#include <stdlib.h>

#include "fcgi/slots.h"
#include "lib/base/error.h"
#include "lib/db/sqlstate.h"

#define VALUES_MAX 16
#define TRIES_MAX 3  /* two would do, but for a connection that is cut just after the other one */
#define MISSES_MAX 2 /* of connecting: one may be cut while it is made */

struct et_identity_db {
    const char *conninfo;
    int schema_min;
    int schema_max;
    struct et_slot *slot;
    PGconn *conn;
};

struct et_identity_db *et_identity_db_new(const char *conninfo, int schema_min, int schema_max,
                                          struct et_slot *slot)
{
    struct et_identity_db *db = calloc(1, sizeof(*db));

    if (db == NULL)
        return NULL;
    db->conninfo = conninfo;
    db->schema_min = schema_min;
    db->schema_max = schema_max;
    db->slot = slot;
    atomic_store(&slot->database_total, 1);
    return db;
}

static void disconnect(struct et_identity_db *db)
{
    PQfinish(db->conn);
    db->conn = NULL;
    atomic_store(&db->slot->database_ready, 0);
}

void et_identity_db_free(struct et_identity_db *db)
{
    if (db == NULL)
        return;
    disconnect(db);
    free(db);
}

void et_identity_db_clear(PGresult **result)
{
    PQclear(*result);
    *result = NULL;
}

static void ignore_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

static bool schema_fits(struct et_identity_db *db)
{
    __attribute__((cleanup(et_identity_db_clear))) PGresult *result =
        PQexec(db->conn, "select app.schema_version()");

    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        return false;
    long version = strtol(PQgetvalue(result, 0, 0), NULL, 10);
    bool fits = version >= db->schema_min && version <= db->schema_max;
    atomic_store(&db->slot->schema, fits ? (int32_t)version : -1);
    return fits;
}

static void connect_now(struct et_identity_db *db)
{
    static const char *const keywords[] = {
        "dbname",          "application_name", "connect_timeout", "tcp_user_timeout",
        "keepalives_idle", "client_encoding",  "options",         NULL,
    };
    const char *const values[] = {
        db->conninfo,
        "expensed identity",
        "2",
        "5000",
        "5",
        "UTF8",
        "-c TimeZone=UTC -c DateStyle=ISO -c search_path= -c statement_timeout=4000 "
        "-c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000",
        NULL,
    };

    disconnect(db);
    db->conn = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(db->conn) != CONNECTION_OK) {
        disconnect(db);
        return;
    }
    PQsetNoticeReceiver(db->conn, ignore_notice, NULL);
    if (!schema_fits(db)) {
        disconnect(db);
        return;
    }
    atomic_store(&db->slot->database_ready, 1);
}

bool et_identity_db_ready(struct et_identity_db *db)
{
    if (db->conn == NULL || PQstatus(db->conn) != CONNECTION_OK)
        connect_now(db);
    return db->conn != NULL;
}

static PGresult *run_once(struct et_identity_db *db, const char *sql,
                          const struct et_db_value *values, int count)
{
    const char *data[VALUES_MAX];
    int lengths[VALUES_MAX];
    int formats[VALUES_MAX];

    for (int i = 0; i < count; i++) {
        data[i] = values[i].data;
        lengths[i] = values[i].len;
        formats[i] = values[i].binary ? 1 : 0;
    }
    return PQexecParams(db->conn, sql, count, NULL, data, lengths, formats, 0);
}

/* A server that has said goodbye (57P01) answers with that before libpq notices the closed
 * connection; an error without a code is libpq's own. */
static bool is_lost(const struct et_identity_db *db, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    return PQstatus(db->conn) != CONNECTION_OK || state == NULL ||
           et_sqlstate_rule(state)->reconnect;
}

int et_identity_db_run(struct et_identity_db *db, const char *sql, const struct et_db_value *values,
                       int count, PGresult **ret_result)
{
    if (count > VALUES_MAX)
        return ET_EINVAL;
    for (int tries = 0, misses = 0; tries < TRIES_MAX && misses < MISSES_MAX; tries++) {
        if (!et_identity_db_ready(db)) {
            misses++;
            continue;
        }
        PGresult *result = run_once(db, sql, values, count);
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
            *ret_result = result;
            return 0;
        }
        et_slot_count(&db->slot->database_errors);
        if (!is_lost(db, result)) {
            *ret_result = result;
            return ET_EINVAL;
        }
        PQclear(result);
        disconnect(db); /* restarted behind our back: once more on a new connection */
    }
    return ET_EIO;
}
