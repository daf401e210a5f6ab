/* lanes.c - see lanes.h. */
#include "fcgi/lanes.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "fcgi/journal.h"
#include "fcgi/settings.h"
#include "fcgi/slots.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

#define LONG_AT_ONCE 2 /* units on a connection for long work */

static void tell(struct et_line *line, bool ready, bool failing)
{
    struct et_journal *journal = line->lanes->journal;

    if (failing && !line->was_failing)
        et_journal_say(journal, ET_LOG_WARNING, "database_away", "reason",
                       et_pipeline_trouble(line->pipeline));
    else if (ready && line->was_failing)
        et_journal_say(journal, ET_LOG_INFO, "database_back", NULL, NULL);
}

/* Brings epoll and the slot up to date with what a step has changed. */
static void refresh(struct et_line *line)
{
    struct et_pipeline *p = line->pipeline;
    struct et_lanes *lanes = line->lanes;
    bool ready = et_pipeline_state(p) == ET_DB_READY;
    bool failing = et_pipeline_failing(p);
    uint32_t events =
        (et_pipeline_wants_read(p) ? EPOLLIN : 0u) | (et_pipeline_wants_write(p) ? EPOLLOUT : 0u);

    if (line->serial != et_pipeline_serial(p) || line->watch.fd != et_pipeline_fd(p)) {
        et_loop_forget(lanes->loop, &line->watch);
        line->serial = et_pipeline_serial(p);
        line->watch.fd = et_pipeline_fd(p);
    }
    if (line->watch.fd >= 0)
        (void)et_loop_watch(lanes->loop, &line->watch, events);
    if (ready == line->was_ready && failing == line->was_failing)
        return;
    tell(line, ready, failing);
    atomic_fetch_add(&lanes->slot->database_ready, (int)ready - (int)line->was_ready);
    line->was_ready = ready;
    line->was_failing = failing;
    if (et_pipeline_schema(p) != 0)
        atomic_store(&lanes->slot->schema, et_pipeline_schema(p));
    lanes->changed = true;
}

static void step(struct et_line *line, int64_t now)
{
    et_pipeline_step(line->pipeline, now);
    refresh(line);
    if (line->lane == ET_LANE_LONG && et_pipeline_in_flight(line->pipeline) < LONG_AT_ONCE)
        line->lanes->changed = true;
}

static void on_ready(struct et_watch *watch, uint32_t events)
{
    (void)events;
    step((struct et_line *)watch, et_clock_monotonic_ms());
}

static int add_line(struct et_lanes *lanes, const struct et_settings *settings, enum et_lane lane)
{
    struct et_line *line = &lanes->lines[lanes->count];
    struct et_pipeline_options options = {
        .conninfo = settings->database_url,
        .name = "expensed",
        .schema_min = ET_SCHEMA_MIN,
        .schema_max = ET_SCHEMA_MAX,
        .statement_timeout_ms = 4000,
        /* Short work is written so that one plan fits every value; left to choose, PostgreSQL plans
         * reports anew each time. Long work, such as an import, gains from knowing its values. */
        .one_plan = lane != ET_LANE_LONG,
        .one_moment = lane == ET_LANE_READ,
        .seed = (uint32_t)getpid() * 2654435761u + (uint32_t)lanes->count * 40503u,
    };

    line->pipeline = et_pipeline_new(&options);
    if (line->pipeline == NULL)
        return ET_ENOMEM;
    line->watch.fd = -1;
    line->watch.ready = on_ready;
    line->lanes = lanes;
    line->lane = lane;
    lanes->count++;
    return 0;
}

int et_lanes_init(struct et_lanes *lanes, const struct et_settings *settings, struct et_loop *loop,
                  struct et_journal *journal, struct et_slot *slot)
{
    lanes->loop = loop;
    lanes->journal = journal;
    lanes->slot = slot;
    for (int lane = ET_LANE_READ; lane <= ET_LANE_LONG; lane++) {
        for (int i = 0; i < settings->connections[lane]; i++) {
            if (add_line(lanes, settings, (enum et_lane)lane) != 0)
                return ET_ENOMEM;
        }
    }
    atomic_store(&slot->database_ready, 0);
    atomic_store(&slot->database_total, (int)lanes->count);
    return 0;
}

void et_lanes_done(struct et_lanes *lanes)
{
    for (size_t i = 0; i < lanes->count; i++)
        et_pipeline_free(lanes->lines[i].pipeline);
    lanes->count = 0;
}

int64_t et_lanes_tick(struct et_lanes *lanes, int64_t now)
{
    int64_t next = INT64_MAX;

    for (size_t i = 0; i < lanes->count; i++) {
        struct et_line *line = &lanes->lines[i];
        int64_t wake = et_pipeline_wake(line->pipeline);

        if (wake <= now) {
            step(line, now);
            wake = et_pipeline_wake(line->pipeline);
        }
        if (wake < next)
            next = wake;
    }
    return next;
}

/* The ready connection with the fewest units in flight: of the lane, or (any) of the others. One on
 * which patient work is under way is only taken if `engaged` will do. */
static struct et_line *choose(struct et_lanes *lanes, enum et_lane lane, bool any, bool engaged)
{
    struct et_line *best = NULL;

    for (size_t i = 0; i < lanes->count; i++) {
        struct et_line *line = &lanes->lines[i];

        if (any ? lane == ET_LANE_LONG && line->lane == ET_LANE_READ : line->lane != lane)
            continue;
        if (et_pipeline_state(line->pipeline) != ET_DB_READY ||
            (!engaged && et_pipeline_engaged(line->pipeline)))
            continue;
        if (best == NULL ||
            et_pipeline_in_flight(line->pipeline) < et_pipeline_in_flight(best->pipeline))
            best = line;
    }
    return best;
}

static bool all_failing(const struct et_lanes *lanes)
{
    for (size_t i = 0; i < lanes->count; i++) {
        if (!et_pipeline_failing(lanes->lines[i].pipeline))
            return false;
    }
    return true;
}

bool et_lanes_crowded(struct et_lanes *lanes, enum et_lane lane)
{
    const struct et_line *line = lane == ET_LANE_LONG ? choose(lanes, lane, false, false) : NULL;

    return line != NULL && et_pipeline_in_flight(line->pipeline) >= LONG_AT_ONCE;
}

enum et_sent et_lanes_send(struct et_lanes *lanes, enum et_lane lane, struct et_job *job)
{
    struct et_line *line = choose(lanes, lane, /* any */ false, /* engaged */ false);
    int result;

    if (line == NULL)
        line = choose(lanes, lane, true, false);
    if (line == NULL)
        line = choose(lanes, lane, false, true);
    if (line == NULL)
        line = choose(lanes, lane, true, true);
    if (line == NULL)
        return all_failing(lanes) ? ET_SENT_NO : ET_SENT_WAIT;
    result = et_pipeline_send(line->pipeline, job);
    refresh(line);
    if (result == 0)
        return ET_SENT;
    return result == ET_EINVAL ? ET_SENT_BROKEN : result == ET_EIO ? ET_SENT_WAIT : ET_SENT_NO;
}
