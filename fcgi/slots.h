/* slots.h - what workers tell the rest of the pool, in memory that all processes share.
 *
 * One slot per worker, 128-byte aligned, so that no two workers write to the same cache line (nginx
 * keeps its counters so too). Each slot has a single writer, its worker; everybody may read.
 * Counters only grow: a slot is never zeroed when its worker is replaced, so a scrape never sees a
 * total fall. There is nothing here to lock, so a worker that dies mid-way leaves nothing broken.
 */
#ifndef ET_FCGI_SLOTS_H
#define ET_FCGI_SLOTS_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/auth/jwks_cache.h"

#define ET_SLOTS_MAX 128 /* two generations of at most 64 workers */
#define ET_LABELS_MAX 128
#define ET_CLASSES 5  /* 1xx to 5xx */
#define ET_BUCKETS 13 /* the last is +Inf */

struct et_buf;

enum et_slot_state {
    ET_SLOT_EMPTY,
    ET_SLOT_STARTING,
    ET_SLOT_SERVING,
    ET_SLOT_DRAINING,
};

enum et_restart_cause {
    ET_RESTART_EXIT,    /* ended with a status other than 0 */
    ET_RESTART_SIGNAL,  /* killed by a signal that we did not send */
    ET_RESTART_HUNG,    /* we killed it: its heartbeat had stopped */
    ET_RESTART_RECYCLE, /* ended by itself after EXPENSE_MAX_REQUESTS */
    ET_RESTART_CAUSES,
};

/* What a pool does by itself now and then (chores.h). */
enum et_chore_kind { ET_CHORE_PURGE, ET_CHORE_RECURRING, ET_CHORES };
#define ET_CHORE_COUNTS_MAX 5

/* How a chore is told of: its log lines, its metrics, and what the columns of a batch count. */
struct et_chore_words {
    const char *done; /* log events */
    const char *failed;
    bool quiet;                   /* a run that found nothing is no news */
    const char *runs, *runs_help; /* metrics */
    const char *failures, *failures_help;
    const char *rows, *rows_help;
    size_t counts;
    const char *count[ET_CHORE_COUNTS_MAX];
};
extern const struct et_chore_words et_chore_words[ET_CHORES];

struct et_slot {
    alignas(128) _Atomic int32_t state;
    _Atomic int32_t pid;
    _Atomic int64_t heartbeat;      /* monotonic milliseconds of the last turn; 0 = need not turn */
    _Atomic int32_t schema;         /* 0 not known, -1 out of range, else the version */
    _Atomic int32_t database_ready; /* connections in use */
    _Atomic int32_t database_total;
    _Atomic int32_t in_flight;
    _Atomic int32_t connections;
    _Atomic uint64_t database_errors;
    _Atomic uint64_t database_lost; /* units whose connection went before the answer */
    _Atomic uint64_t unknown_outcomes;
    _Atomic uint64_t replays;
    _Atomic uint64_t shed;                  /* refused at the cap of requests in flight */
    _Atomic uint64_t chore_runs[ET_CHORES]; /* that went to their end */
    _Atomic uint64_t chore_failures[ET_CHORES];
    _Atomic uint64_t chore_counts[ET_CHORES][ET_CHORE_COUNTS_MAX];
    _Atomic uint64_t requests[ET_LABELS_MAX][ET_CLASSES];
    _Atomic uint64_t buckets[ET_LABELS_MAX][ET_BUCKETS];
    _Atomic uint64_t duration_us[ET_LABELS_MAX];
};

struct et_slots {
    alignas(128) _Atomic int64_t supervisor_heartbeat; /* monotonic milliseconds */
    _Atomic int32_t workers_wanted;
    _Atomic int32_t generation;
    _Atomic uint64_t restarts[ET_RESTART_CAUSES];
    _Atomic uint64_t reloads;
    _Atomic uint64_t reloads_refused;
    _Atomic int64_t chore_at[ET_CHORES]; /* monotonic milliseconds; 0 = not planned yet */
    struct et_jwks_shared keys[2];       /* of the identity provider, for each generation its own */
    struct et_slot slots[ET_SLOTS_MAX];
};

/* Maps zeroed memory that children inherit. NULL when there is none. */
struct et_slots *et_slots_new(void);

/* Adds to a counter; only for the slot's own worker. */
static inline void et_slot_add(_Atomic uint64_t *counter, uint64_t amount)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + amount,
                          memory_order_relaxed);
}

static inline void et_slot_count(_Atomic uint64_t *counter)
{
    et_slot_add(counter, 1);
}

/* Records one answered request. `label` is an index into the metric labels. */
void et_slot_request(struct et_slot *slot, size_t label, int status, int64_t duration_us);

/* The pool's figures as Prometheus text (exposition format 0.0.4). */
void et_slots_metrics(struct et_slots *slots, const char *pool, const char *version,
                      const char *const *labels, size_t label_count, int64_t now,
                      struct et_buf *out);

/* What readiness says. A pool is ready when a worker turns that has seen a schema in its range,
 * even while the database is away (`degraded`): an outage of PostgreSQL must not take every pod
 * out. */
struct et_readiness {
    int live; /* workers whose loop turned in the last 5 s */
    int schema_ok;
    int database_ready;
};
struct et_readiness et_slots_readiness(struct et_slots *slots, int64_t now);

/* How many connections the worker of `mine` has beyond the mean of the pool's workers that turn and
 * take new ones; 0 while it is too few to be worth moving. `now` is in monotonic milliseconds. */
int et_slots_surplus(const struct et_slots *slots, const struct et_slot *mine, int64_t now);

#endif
