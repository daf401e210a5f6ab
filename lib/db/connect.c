/* connect.c - connecting without waiting, and what follows when it fails.
 *
 * A connection is ready after PostgreSQL has told the schema's version and it lies in the range
 * that this program was built for. Attempts back off from 0.1 to 2 s with jitter, so that a
 * restarted database is not met by all workers at once, and is back in use within two seconds.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/db/pipeline_private.h"

#define CONNECT_MS 2000
#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 2000

static const char schema_sql[] = "select app.schema_version()";

static void ignore_notice(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static void note(struct et_pipeline *p, const char *why)
{
    size_t length = strcspn(why, "\n");

    if (length >= sizeof(p->trouble))
        length = sizeof(p->trouble) - 1;
    memcpy(p->trouble, why, length);
    p->trouble[length] = '\0';
}

static uint32_t next_random(struct et_pipeline *p)
{
    p->random ^= p->random << 13;
    p->random ^= p->random >> 17;
    p->random ^= p->random << 5;
    return p->random;
}

/* Half of the doubled delay is certain, half is chance. */
static int64_t backoff(struct et_pipeline *p)
{
    int64_t delay = BACKOFF_MIN_MS;

    for (unsigned i = 1; i < p->attempts && delay < BACKOFF_MAX_MS; i++)
        delay *= 2;
    if (delay > BACKOFF_MAX_MS)
        delay = BACKOFF_MAX_MS;
    return delay / 2 + (int64_t)(next_random(p) % (uint32_t)(delay / 2 + 1));
}

void et_connect_start(struct et_pipeline *p, int64_t now)
{
    char options[480];
    const char *const keywords[] = {
        "dbname",           "application_name", "options", "client_encoding",
        "tcp_user_timeout", "keepalives_idle",  NULL};
    const char *const values[] = {
        p->options.conninfo, p->options.name, options, "UTF8", "5000", "30", NULL};

    /* One plan without knowing how many rows a ledger has: reading an index in its order and
     * stopping is never far from best, gathering all rows and sorting them can be. */
    (void)snprintf(options, sizeof(options),
                   "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c search_path= "
                   "-c statement_timeout=%d -c lock_timeout=2000 -c jit=off "
                   "-c idle_in_transaction_session_timeout=10000 -c bytea_output=hex "
                   "-c extra_float_digits=1 -c default_transaction_isolation=%s "
                   "-c plan_cache_mode=%s",
                   p->options.statement_timeout_ms,
                   p->options.one_moment ? "repeatable\\ read" : "read\\ committed",
                   p->options.one_plan ? "force_generic_plan -c enable_bitmapscan=off" : "auto");
    p->attempts++;
    p->serial++;
    p->conn = PQconnectStartParams(keywords, values, /* expand_dbname */ 1);
    if (p->conn == NULL || PQstatus(p->conn) == CONNECTION_BAD) {
        et_connect_drop(p, now, p->conn != NULL ? PQerrorMessage(p->conn) : "out of memory");
        return;
    }
    (void)PQsetNoticeProcessor(p->conn, ignore_notice, NULL);
    p->state = ET_DB_CONNECTING;
    p->polling = PGRES_POLLING_WRITING;
    p->deadline = now + CONNECT_MS;
}

/* Connected: ask for the schema's version before anything else is let in. */
static void ask_schema(struct et_pipeline *p, int64_t now)
{
    if (PQsetnonblocking(p->conn, 1) != 0 || PQenterPipelineMode(p->conn) != 1 ||
        PQsendQueryParams(p->conn, schema_sql, 0, NULL, NULL, NULL, NULL, 0) != 1 ||
        PQpipelineSync(p->conn) != 1) {
        et_connect_drop(p, now, PQerrorMessage(p->conn));
        return;
    }
    (void)et_pipeline_push(p, ET_ENTRY_SCHEMA);
    p->polling = PGRES_POLLING_OK;
}

void et_connect_poll(struct et_pipeline *p, int64_t now)
{
    int before = PQsocket(p->conn);

    p->polling = PQconnectPoll(p->conn);
    if (PQsocket(p->conn) != before)
        p->serial++;
    if (p->polling == PGRES_POLLING_FAILED)
        et_connect_drop(p, now, PQerrorMessage(p->conn));
    else if (p->polling == PGRES_POLLING_OK)
        ask_schema(p, now);
}

void et_connect_schema(struct et_pipeline *p, const PGresult *result)
{
    char *end = NULL;
    long version = 0;

    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1 &&
        PQnfields(result) == 1)
        version = strtol(PQgetvalue(result, 0, 0), &end, 10);
    if (version >= p->options.schema_min && version <= p->options.schema_max) {
        p->schema = (int)version;
        return;
    }
    p->schema = -1;
    p->broken = true;
    if (version == 0)
        note(p, PQresultErrorMessage(result));
    else
        (void)snprintf(p->trouble, sizeof(p->trouble), "schema version %ld is outside %d to %d",
                       version, p->options.schema_min, p->options.schema_max);
}

/* The jobs are taken off the queue before anyone is told, so that a job may be sent again elsewhere
 * from within its own call. */
void et_connect_drop(struct et_pipeline *p, int64_t now, const char *why)
{
    struct et_job *lost[ET_PIPELINE_DEPTH];
    size_t count = 0;
    bool planned = p->state == ET_DB_CONDEMNED && p->head == p->tail;

    if (why != NULL)
        note(p, why);
    for (; p->head != p->tail; p->head++) {
        struct et_job *job = p->entries[p->head % ET_PIPELINE_DEPTH].job;

        if (job != NULL)
            lost[count++] = job;
    }
    PQfinish(p->conn);
    p->conn = NULL;
    p->serial++;
    p->state = ET_DB_DOWN;
    p->broken = false;
    p->unsent = false;
    p->patient = 0;
    p->prepared_count = 0;
    memset(p->prepared, 0, sizeof(p->prepared));
    p->retry_at = planned || p->attempts == 0 ? now : now + backoff(p);
    for (size_t i = 0; i < count; i++) {
        lost[i]->pipeline = NULL;
        lost[i]->outcome = ET_OUTCOME_LOST;
        lost[i]->done(lost[i]);
    }
}
