/* lanes.h - a worker's database connections, grouped by the kind of work.
 *
 * A unit takes the connection of its lane with the fewest units in flight; when none of its lane is
 * ready, any other lane's (but long work never takes the place of short). A connection on which a
 * patient unit is under way is passed over while there is another. When none is ready at all
 * it may wait for one, as long as connecting has not failed: with the database away, people get an
 * answer at once.
 *
 * Short units are sent behind each other, as many as come. Long ones are not: two are on a
 * connection, one at work and one that follows without a pause, and the others are better kept by
 * the owner, who can still drop them when nobody wants their answer any more.
 */
#ifndef ET_FCGI_LANES_H
#define ET_FCGI_LANES_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/loop.h"
#include "lib/db/pipeline.h"

struct et_journal;
struct et_settings;
struct et_slot;

#define ET_LINES_MAX 96

struct et_lanes;

struct et_line {
    struct et_watch watch; /* first */
    struct et_lanes *lanes;
    struct et_pipeline *pipeline;
    enum et_lane lane;
    unsigned serial;
    bool was_ready;
    bool was_failing;
};

struct et_lanes {
    struct et_loop *loop;
    struct et_journal *journal;
    struct et_slot *slot;
    struct et_line lines[ET_LINES_MAX];
    size_t count;
    bool changed; /* a connection came, went or has room again since the owner last looked */
};

enum et_sent {
    ET_SENT,
    ET_SENT_WAIT,   /* none is ready yet: try again when `changed` */
    ET_SENT_NO,     /* the database is away, or everything is full */
    ET_SENT_BROKEN, /* the unit cannot be sent by anyone */
};

/* Makes the connections; they connect in the loop. Returns 0 or ET_ENOMEM. */
int et_lanes_init(struct et_lanes *lanes, const struct et_settings *settings, struct et_loop *loop,
                  struct et_journal *journal, struct et_slot *slot);
void et_lanes_done(struct et_lanes *lanes);

/* Steps the connections whose time has come; returns when the next one's comes. */
int64_t et_lanes_tick(struct et_lanes *lanes, int64_t now);

/* Should a unit of this lane be kept for now? Never while a connection of the lane has room. */
bool et_lanes_crowded(struct et_lanes *lanes, enum et_lane lane);

enum et_sent et_lanes_send(struct et_lanes *lanes, enum et_lane lane, struct et_job *job);

#endif
