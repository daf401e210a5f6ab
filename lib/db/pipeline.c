/* pipeline.c - see pipeline.h; connecting is in connect.c. */
#include "lib/db/pipeline.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/db/pipeline_private.h"
#include "lib/db/rows.h"
#include "lib/db/sqlstate.h"

struct et_pipeline *et_pipeline_new(const struct et_pipeline_options *options)
{
    struct et_pipeline *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return NULL;
    p->magic = ET_PIPELINE_MAGIC;
    p->options = *options;
    p->random = options->seed | 1u;
    p->state = ET_DB_DOWN;
    return p;
}

void et_pipeline_free(struct et_pipeline *p)
{
    if (p == NULL)
        return;
    assert(p->magic == ET_PIPELINE_MAGIC);
    PQfinish(p->conn);
    p->magic = 0;
    free(p);
}

int et_pipeline_fd(const struct et_pipeline *p)
{
    return p->conn != NULL ? PQsocket(p->conn) : -1;
}

unsigned et_pipeline_serial(const struct et_pipeline *p)
{
    return p->serial;
}

bool et_pipeline_wants_read(const struct et_pipeline *p)
{
    return p->polling != PGRES_POLLING_WRITING;
}

bool et_pipeline_wants_write(const struct et_pipeline *p)
{
    return p->polling == PGRES_POLLING_WRITING || p->unsent;
}

int64_t et_pipeline_wake(const struct et_pipeline *p)
{
    if (p->broken)
        return 0;
    if (p->state == ET_DB_DOWN)
        return p->retry_at;
    return p->state == ET_DB_CONNECTING ? p->deadline : INT64_MAX;
}

enum et_db_state et_pipeline_state(const struct et_pipeline *p)
{
    return p->state;
}

bool et_pipeline_failing(const struct et_pipeline *p)
{
    return p->attempts > 1 || (p->attempts == 1 && p->state == ET_DB_DOWN);
}

int et_pipeline_schema(const struct et_pipeline *p)
{
    return p->schema;
}

const char *et_pipeline_trouble(const struct et_pipeline *p)
{
    return p->trouble;
}

size_t et_pipeline_in_flight(const struct et_pipeline *p)
{
    return p->tail - p->head;
}

bool et_pipeline_engaged(const struct et_pipeline *p)
{
    return p->patient > 0;
}

struct et_entry *et_pipeline_push(struct et_pipeline *p, enum et_entry_kind kind)
{
    struct et_entry *entry;

    if (p->tail - p->head >= ET_PIPELINE_DEPTH)
        return NULL;
    entry = &p->entries[p->tail++ % ET_PIPELINE_DEPTH];
    *entry = (struct et_entry){.kind = kind};
    return entry;
}

/* Open addressing on the statement's address; the table is kept at most half full. */
static struct et_prepared *prepared_slot(struct et_pipeline *p,
                                         const struct et_statement *statement)
{
    size_t at = ((uintptr_t)statement >> 4) * 2654435761u;

    for (;; at++) {
        struct et_prepared *slot = &p->prepared[at % ET_PIPELINE_STATEMENTS];

        if (slot->statement == statement || slot->statement == NULL)
            return slot;
    }
}

/* Makes sure that a statement is prepared, in a sync group of its own. False: the send failed. */
static bool prepare(struct et_pipeline *p, const struct et_statement *statement)
{
    struct et_prepared *slot;
    struct et_entry *entry;

    if (statement->plan_each_time)
        return true;
    slot = prepared_slot(p, statement);
    if (slot->usable)
        return true;
    if (PQsendPrepare(p->conn, statement->name, statement->sql, 0, NULL) != 1 ||
        PQpipelineSync(p->conn) != 1)
        return false;
    if (slot->statement == NULL)
        p->prepared_count++;
    slot->statement = statement;
    slot->usable = true;
    entry = et_pipeline_push(p, ET_ENTRY_PREPARE);
    entry->prepared = slot;
    return true;
}

static bool send_step(struct et_pipeline *p, const struct et_step *step)
{
    const struct et_statement *statement = step->statement;

    if (statement->plan_each_time)
        return PQsendQueryParams(p->conn, statement->sql, step->count, NULL, step->values, NULL,
                                 NULL, 0) == 1;
    return PQsendQueryPrepared(p->conn, statement->name, step->count, step->values, NULL, NULL,
                               0) == 1;
}

static bool send_unit(struct et_pipeline *p, const struct et_job *job)
{
    const struct et_unit *unit = job->unit;
    bool sent = job->first == NULL || prepare(p, job->first->statement);

    for (size_t i = 0; sent && i < unit->count; i++)
        sent = prepare(p, unit->steps[i].statement);
    sent = sent && (job->first == NULL || send_step(p, job->first));
    for (size_t i = 0; sent && i < unit->count; i++)
        sent = send_step(p, &unit->steps[i]);
    return sent && PQpipelineSync(p->conn) == 1;
}

static bool step_is_complete(const struct et_step *step)
{
    return step->count == step->statement->params;
}

int et_pipeline_send(struct et_pipeline *p, struct et_job *job)
{
    struct et_entry *entry;
    const struct et_unit *unit = job->unit;

    if (unit->failed || (unit->count == 0 && job->first == NULL))
        return ET_EINVAL;
    if (job->first != NULL && !step_is_complete(job->first))
        return ET_EINVAL;
    for (size_t i = 0; i < unit->count; i++) {
        if (!step_is_complete(&unit->steps[i]))
            return ET_EINVAL;
    }
    if (p->state != ET_DB_READY || p->broken)
        return ET_EIO;
    if (p->tail - p->head + unit->count + 2 > ET_PIPELINE_DEPTH)
        return ET_ETOOBIG;
    if (p->prepared_count + unit->count + 1 > ET_PIPELINE_STATEMENTS / 2) {
        p->state = ET_DB_CONDEMNED;
        return ET_EIO;
    }
    if (!send_unit(p, job)) {
        p->broken = true;
        return ET_EIO;
    }
    job->pipeline = p;
    job->ticket = p->tail;
    job->count = 0;
    job->error = (struct et_db_error){0};
    entry = et_pipeline_push(p, ET_ENTRY_UNIT);
    entry->job = job;
    entry->patient = unit->patient;
    p->patient += unit->patient ? 1 : 0;
    p->unsent = PQflush(p->conn) == 1;
    return 0;
}

void et_pipeline_abandon(struct et_job *job)
{
    struct et_pipeline *p = job->pipeline;

    if (p == NULL)
        return;
    p->entries[job->ticket % ET_PIPELINE_DEPTH].job = NULL;
    job->pipeline = NULL;
}

/* A unit whose statement could not be prepared fails with 26000, which says nothing; the reason
 * came with the preparation. True when that is what happened. */
static bool explain_unprepared(struct et_pipeline *p, struct et_job *job)
{
    for (size_t i = 0; i <= job->unit->count; i++) {
        const struct et_step *step = i == 0 ? job->first : &job->unit->steps[i - 1];
        const struct et_prepared *slot;

        if (step == NULL || step->statement->plan_each_time)
            continue;
        slot = prepared_slot(p, step->statement);
        if (slot->failed_once) {
            const char *why = et_arena_copy(job->unit->arena, et_slice_from(slot->message));

            memcpy(job->error.sqlstate, slot->sqlstate, sizeof(slot->sqlstate));
            job->error.message = et_slice_from(why);
            return true;
        }
    }
    return false;
}

static void fail_unit(struct et_pipeline *p, struct et_entry *entry, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool explained = false;

    entry->failed = true;
    if (entry->job != NULL) {
        et_db_error_from_result(entry->job->unit->arena, result, &entry->job->error);
        if (state != NULL && strcmp(state, "26000") == 0)
            explained = explain_unprepared(p, entry->job);
    }
    if (!explained && p->state == ET_DB_READY && state != NULL &&
        et_sqlstate_rule(state)->reconnect)
        p->state = ET_DB_CONDEMNED;
}

static void fail_prepare(struct et_entry *entry, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    struct et_prepared *slot = entry->prepared;

    entry->failed = true;
    slot->usable = false;
    slot->failed_once = true;
    if (state != NULL && strlen(state) == 5)
        memcpy(slot->sqlstate, state, 6);
    (void)snprintf(slot->message, sizeof(slot->message), "%s", message != NULL ? message : "");
}

static void keep_rows(struct et_entry *entry, PGresult *result)
{
    struct et_job *job = entry->job;

    if (job == NULL || entry->failed || job->count > ET_UNIT_STEPS_MAX) {
        PQclear(result);
        return;
    }
    if (et_rows_from_result(job->unit->arena, result, &job->rows[job->count]) != 0)
        entry->overflow = true;
    else
        job->count++;
}

/* The sync has arrived: the unit's transaction is decided. */
static void complete(struct et_pipeline *p)
{
    struct et_entry entry = p->entries[p->head++ % ET_PIPELINE_DEPTH];

    p->patient -= entry.patient ? 1 : 0;
    if (entry.kind == ET_ENTRY_SCHEMA && p->schema > 0 && !p->broken) {
        p->state = ET_DB_READY;
        p->attempts = 0;
    }
    if (entry.job == NULL)
        return;
    entry.job->pipeline = NULL;
    entry.job->outcome = entry.failed     ? ET_OUTCOME_REFUSED
                         : entry.overflow ? ET_OUTCOME_LOST
                                          : ET_OUTCOME_DONE;
    entry.job->done(entry.job);
}

static void take(struct et_pipeline *p, PGresult *result)
{
    struct et_entry *entry = &p->entries[p->head % ET_PIPELINE_DEPTH];

    switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC:
        PQclear(result);
        complete(p);
        return;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
        if (entry->kind == ET_ENTRY_SCHEMA)
            et_connect_schema(p, result);
        if (entry->kind == ET_ENTRY_UNIT)
            keep_rows(entry, result);
        else
            PQclear(result);
        return;
    case PGRES_PIPELINE_ABORTED:
        break;
    case PGRES_FATAL_ERROR:
        if (entry->kind == ET_ENTRY_SCHEMA)
            et_connect_schema(p, result);
        else if (entry->kind == ET_ENTRY_PREPARE)
            fail_prepare(entry, result);
        else if (!entry->failed)
            fail_unit(p, entry, result);
        break;
    default: /* COPY and the like: no statement of ours does that */
        p->broken = true;
        break;
    }
    PQclear(result);
}

static void read_results(struct et_pipeline *p, int64_t now)
{
    int nothing = 0;

    if (PQconsumeInput(p->conn) != 1) {
        et_connect_drop(p, now, PQerrorMessage(p->conn));
        return;
    }
    /* libpq puts one NULL between results; several in a row mean that it has no more. */
    while (p->head != p->tail && !p->broken && nothing < 3 && !PQisBusy(p->conn)) {
        PGresult *result = PQgetResult(p->conn);

        nothing = result == NULL ? nothing + 1 : 0;
        if (result != NULL)
            take(p, result);
    }
    if (PQstatus(p->conn) == CONNECTION_BAD)
        et_connect_drop(p, now, PQerrorMessage(p->conn));
}

void et_pipeline_step(struct et_pipeline *p, int64_t now)
{
    assert(p->magic == ET_PIPELINE_MAGIC);
    if (p->state == ET_DB_DOWN) {
        if (now >= p->retry_at)
            et_connect_start(p, now);
        return;
    }
    if (p->state == ET_DB_CONNECTING && now >= p->deadline) {
        et_connect_drop(p, now, "connecting took too long");
        return;
    }
    if (p->state == ET_DB_CONNECTING && p->polling != PGRES_POLLING_OK) {
        et_connect_poll(p, now);
        return;
    }
    read_results(p, now);
    if (p->conn == NULL)
        return;
    if (p->broken || (p->state == ET_DB_CONDEMNED && p->head == p->tail)) {
        et_connect_drop(p, now, NULL);
        return;
    }
    p->unsent = PQflush(p->conn) == 1;
}
