/* purge.h - removes for good what is long dead, now and then, by one worker of the pool.
 *
 * When it is due stands in memory that all workers share; whoever sees it first takes the turn. The
 * pools of other machines have clocks of their own: app.purge() lets one run at a time and answers
 * zeros to the others. It works in batches on the lane for long work, until one finds nothing more.
 */
#ifndef ET_FCGI_PURGE_H
#define ET_FCGI_PURGE_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/slots.h"
#include "lib/db/pipeline.h"

struct et_arena;
struct et_journal;
struct et_lanes;

struct et_purge {
    struct et_lanes *lanes;
    struct et_journal *journal;
    struct et_slots *slots;
    struct et_slot *slot;
    int64_t interval_ms; /* 0 = never */
    uint64_t random;     /* spreads pools that began together */
    struct et_arena *arena;
    struct et_unit unit;
    struct et_job job;
    bool running;
    int64_t removed[ET_PURGED_KINDS]; /* by the run in hand */
};

extern const struct et_statement et_stmt_purge;

/* Set lanes, journal, slots, slot, interval_ms and random before. Returns 0 or ET_ENOMEM. */
int et_purge_init(struct et_purge *purge);

/* Starts a run when one is due; a few instructions when none is. `now` is in milliseconds of the
 * monotonic clock. */
void et_purge_tick(struct et_purge *purge, int64_t now);

/* Call it after the lanes are closed: a batch may be on its way. */
void et_purge_done(struct et_purge *purge);

#endif
