/* pipeline_private.h - what connect.c and pipeline.c share; nobody else includes it. */
#ifndef ET_DB_PIPELINE_PRIVATE_H
#define ET_DB_PIPELINE_PRIVATE_H

#include <libpq-fe.h>

#include "lib/db/pipeline.h"

#define ET_PIPELINE_DEPTH 1024     /* entries in flight; a power of two */
#define ET_PIPELINE_STATEMENTS 512 /* prepared statements a connection may hold; a power of two */
#define ET_PIPELINE_MAGIC 0x50495045u

enum et_entry_kind { ET_ENTRY_UNIT, ET_ENTRY_PREPARE, ET_ENTRY_SCHEMA };

struct et_prepared {
    const struct et_statement *statement;
    bool usable;       /* sent to be prepared, and not known to have failed */
    bool failed_once;  /* a preparation failed on this connection */
    char sqlstate[6];  /* why */
    char message[160]; /* the same in words, cut short */
};

struct et_entry {
    enum et_entry_kind kind;
    struct et_job *job;           /* NULL: not a unit, or abandoned */
    struct et_prepared *prepared; /* of ET_ENTRY_PREPARE */
    bool patient; /* the unit may take long */
    bool failed;
    bool overflow; /* a result did not fit in the job's arena */
};

struct et_pipeline {
    unsigned magic;
    struct et_pipeline_options options;
    PGconn *conn;
    enum et_db_state state;
    PostgresPollingStatusType polling;
    unsigned serial;
    unsigned attempts;
    uint32_t random;
    int64_t deadline; /* of connecting */
    int64_t retry_at; /* of the next attempt */
    int schema;
    bool broken; /* a send failed: drop the connection at the next step */
    bool unsent; /* libpq still holds bytes */
    char trouble[256];
    size_t head; /* oldest entry; head and tail only grow */
    size_t tail;
    size_t patient; /* entries in flight that may take long */
    size_t prepared_count;
    struct et_entry entries[ET_PIPELINE_DEPTH];
    struct et_prepared prepared[ET_PIPELINE_STATEMENTS];
};

/* connect.c: begins an attempt, carries it on, and gives a connection up with its jobs lost. */
void et_connect_start(struct et_pipeline *pipeline, int64_t now);
void et_connect_poll(struct et_pipeline *pipeline, int64_t now);
void et_connect_drop(struct et_pipeline *pipeline, int64_t now, const char *why);
void et_connect_schema(struct et_pipeline *pipeline, const PGresult *result);

/* pipeline.c: the next free entry, or NULL when the queue is full. */
struct et_entry *et_pipeline_push(struct et_pipeline *pipeline, enum et_entry_kind kind);

#endif
