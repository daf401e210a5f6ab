/* chores.h - what a pool does by itself now and then: removing for good what is long dead, and
 * making the recurring expenses that are due.
 *
 * When a chore is due stands in memory that all workers share; whoever sees it first takes the
 * turn. The pools of other machines have clocks of their own, and the functions in the database
 * bear that: app.purge() lets one run at a time and answers zeros to the others,
 * app.make_recurring() shares the rules out by their locks. Each works in batches on the lane for
 * long work, until one finds nothing more. Another chore is an entry of enum et_chore_kind
 * (slots.h), a row in slots.c and one in chores.c, and a setting.
 */
#ifndef ET_FCGI_CHORES_H
#define ET_FCGI_CHORES_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/slots.h"
#include "lib/db/pipeline.h"

struct et_arena;
struct et_journal;
struct et_lanes;
struct et_chores;

struct et_chore {
    struct et_chores *all;
    enum et_chore_kind kind;
    struct et_arena *arena;
    struct et_unit unit;
    struct et_job job;
    bool running;
    int64_t counts[ET_CHORE_COUNTS_MAX]; /* by the run in hand */
};

struct et_chores {
    struct et_lanes *lanes;
    struct et_journal *journal;
    struct et_slots *slots;
    struct et_slot *slot;
    const int64_t *seconds; /* between runs, by et_chore_kind; 0 = never */
    uint64_t random;        /* spreads pools that began together */
    struct et_chore each[ET_CHORES];
};

/* A batch; its columns are the counts that et_chore_words (slots.h) names. */
extern const struct et_statement et_chore_statements[ET_CHORES];

/* Set lanes, journal, slots, slot, seconds and random before. Returns 0 or ET_ENOMEM. */
int et_chores_init(struct et_chores *chores);

/* Starts what is due; a few instructions when nothing is. `now` is in milliseconds of the monotonic
 * clock. */
void et_chores_tick(struct et_chores *chores, int64_t now);

/* Call it after the lanes are closed: a batch may be on its way. */
void et_chores_done(struct et_chores *chores);

#endif
