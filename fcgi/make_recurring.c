/* make_recurring.c - see make_recurring.h. Nobody waits for this process, so it may block. */
#include "fcgi/make_recurring.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "fcgi/chores.h"
#include "fcgi/journal.h"
#include "fcgi/settings.h"

static void clear_result(PGresult **result)
{
    PQclear(*result);
}

static void finish_connection(PGconn **conn)
{
    PQfinish(*conn);
}

#define RESULT __attribute__((cleanup(clear_result))) PGresult *
#define CONNECTION __attribute__((cleanup(finish_connection))) PGconn *

/* The server says which rules it had to put off; our own line counts them. */
static void ignore_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

static PGconn *connect_to(const char *conninfo)
{
    static const char *const keywords[] = {
        "dbname",
        "application_name",
        "connect_timeout",
        "tcp_user_timeout",
        "client_encoding",
        "options",
        NULL,
    };
    const char *const values[] = {
        conninfo,
        "expensed recurring",
        "10",
        "15000",
        "UTF8",
        "-c TimeZone=UTC -c DateStyle=ISO -c search_path= -c statement_timeout=60000 "
        "-c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000",
        NULL,
    };

    return PQconnectdbParams(keywords, values, 1);
}

static int fail(struct et_journal *journal, const char *key, const char *value)
{
    et_journal_say(journal, ET_LOG_ERROR, et_chore_words[ET_CHORE_RECURRING].failed, key, value);
    return 1;
}

static bool schema_fits(PGconn *conn)
{
    RESULT result = PQexec(conn, "select app.schema_version()");
    long version;

    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        return false;
    version = strtol(PQgetvalue(result, 0, 0), NULL, 10);
    return version >= ET_SCHEMA_MIN && version <= ET_SCHEMA_MAX;
}

/* Adds one batch's counts; *ret_found is their sum. */
static int run_batch(PGconn *conn, struct et_journal *journal, int64_t *counts, int64_t *ret_found)
{
    RESULT result = PQexec(conn, et_chore_statements[ET_CHORE_RECURRING].sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    int columns = (int)et_chore_words[ET_CHORE_RECURRING].counts;

    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1 ||
        PQnfields(result) != columns)
        return fail(journal, "sqlstate", state != NULL ? state : "connection lost");
    *ret_found = 0;
    for (int i = 0; i < columns; i++) {
        int64_t count = strtoll(PQgetvalue(result, 0, i), NULL, 10);

        counts[i] += count;
        *ret_found += count;
    }
    return 0;
}

static void say_counts(struct et_journal *journal, const int64_t *counts)
{
    const struct et_chore_words *words = &et_chore_words[ET_CHORE_RECURRING];
    struct et_log *log = et_journal_begin(journal, ET_LOG_INFO, words->done);

    if (log == NULL)
        return;
    for (size_t i = 0; i < words->counts; i++)
        et_log_i64(log, words->count[i], counts[i]);
    et_journal_end(journal);
    et_journal_flush(journal);
}

int et_make_recurring(const struct et_settings *settings)
{
    enum { MADE, RULES, FAILED };
    int64_t counts[ET_CHORE_COUNTS_MAX] = {0};
    struct et_journal journal;
    int64_t found = 1;

    et_journal_init(&journal, settings->log_level);
    CONNECTION conn = connect_to(settings->database_url);
    if (PQstatus(conn) != CONNECTION_OK)
        return fail(&journal, "reason", "no database connection");
    PQsetNoticeReceiver(conn, ignore_notice, NULL);
    if (!schema_fits(conn))
        return fail(&journal, "reason", "the schema's version is not one that this program knows");
    while (found > 0) {
        if (run_batch(conn, &journal, counts, &found) != 0)
            return 1;
    }
    say_counts(&journal, counts);
    return counts[FAILED] > 0 ? 1 : 0;
}
