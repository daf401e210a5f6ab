/* pipeline.h - one libpq connection in pipeline mode with many units in flight.
 *
 * Invariants:
 * - Every unit is followed by its own sync, so its statements are one transaction and its error
 * never reaches the next unit. A unit counts as committed only when its sync's result has arrived.
 * - A statement is prepared when it is first used on a connection, in a sync group of its own, so
 * that a unit that fails cannot take the preparation with it.
 * - Results come back in the order of sending; the queue of entries here mirrors libpq's.
 * - Identity is set inside each unit (local to its transaction); nothing of it outlives the unit.
 *
 * Nothing here waits. The owner watches et_pipeline_fd() and calls et_pipeline_step() when
 * something happens on it or et_pipeline_wake() has come. Time is given in milliseconds of a
 * monotonic clock.
 */
#ifndef ET_DB_PIPELINE_H
#define ET_DB_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/db/unit.h"

struct et_pipeline;
struct et_job;

enum et_db_state {
    ET_DB_DOWN,       /* waits for its next attempt to connect */
    ET_DB_CONNECTING, /* libpq is connecting, or the schema's version is being asked */
    ET_DB_READY,
    ET_DB_CONDEMNED, /* finishes what is in flight, then connects anew */
};

enum et_outcome {
    ET_OUTCOME_DONE,    /* committed; rows are valid */
    ET_OUTCOME_REFUSED, /* PostgreSQL refused; nothing was stored; error is valid */
    ET_OUTCOME_LOST,    /* the connection went before the answer: it may or may not be stored */
};

/* A unit on its way. Owned by the caller, who keeps it and the unit's arena until `done` was called
 * or et_pipeline_abandon() has returned. */
struct et_job {
    const struct et_step *first; /* runs before the unit's own steps, or NULL */
    struct et_unit *unit;
    void (*done)(struct et_job *job); /* may send again, also on the same pipeline */
    void *owner;
    enum et_outcome outcome;
    struct et_rows rows[ET_UNIT_STEPS_MAX + 1];
    size_t count;
    struct et_db_error error;
    struct et_pipeline *pipeline; /* not NULL while in flight */
    size_t ticket;                /* private */
};

struct et_pipeline_options {
    const char *conninfo; /* libpq connection string or URI; must outlive the pipeline */
    const char *name;     /* application_name */
    int schema_min;       /* app.schema_version() must be in this range */
    int schema_max;
    int statement_timeout_ms;
    bool one_plan;   /* plan a prepared statement once for all values, not anew for some of them */
    bool one_moment; /* all statements of a unit see the same snapshot */
    uint32_t seed;   /* for the jitter of the back-off */
};

/* Makes a pipeline that connects at its first step. NULL when out of memory. */
struct et_pipeline *et_pipeline_new(const struct et_pipeline_options *options);

/* Closes without waiting; jobs in flight get no call. Accepts NULL. */
void et_pipeline_free(struct et_pipeline *pipeline);

/* Connects, reads, writes and completes jobs, as far as it goes without waiting. */
void et_pipeline_step(struct et_pipeline *pipeline, int64_t now);

/* The descriptor to watch, -1 while there is none. `et_pipeline_serial()` changes when the
 * descriptor may be another file under the same number. */
int et_pipeline_fd(const struct et_pipeline *pipeline);
unsigned et_pipeline_serial(const struct et_pipeline *pipeline);
bool et_pipeline_wants_read(const struct et_pipeline *pipeline);
bool et_pipeline_wants_write(const struct et_pipeline *pipeline);

/* When to call et_pipeline_step() even if nothing happens; INT64_MAX for never. */
int64_t et_pipeline_wake(const struct et_pipeline *pipeline);

enum et_db_state et_pipeline_state(const struct et_pipeline *pipeline);

/* True from the first failed attempt to connect until a connection is ready again. */
bool et_pipeline_failing(const struct et_pipeline *pipeline);

/* The schema's version as last seen: 0 not yet known, -1 out of range or absent. */
int et_pipeline_schema(const struct et_pipeline *pipeline);

/* What libpq or PostgreSQL said when it last failed to connect, for the log; never NULL. */
const char *et_pipeline_trouble(const struct et_pipeline *pipeline);

size_t et_pipeline_in_flight(const struct et_pipeline *pipeline);

/* True while a patient unit is in flight: what is sent now may wait long behind it. */
bool et_pipeline_engaged(const struct et_pipeline *pipeline);

/* Sends a unit. Returns 0 and later calls job->done, or calls it never and returns ET_EIO (not
 * ready), ET_ETOOBIG (too many in flight) or ET_EINVAL (the unit is marked failed or has no
 * statement). */
int et_pipeline_send(struct et_pipeline *pipeline, struct et_job *job);

/* Forgets a job in flight: its results are thrown away when they come. It may still be committed.
 */
void et_pipeline_abandon(struct et_job *job);

#endif
