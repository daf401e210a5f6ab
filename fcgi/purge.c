/* purge.c - see purge.h. */
#include "fcgi/purge.h"

#include "fcgi/journal.h"
#include "fcgi/lanes.h"
#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

#define ARENA_MAX ((size_t)64 * 1024)
#define CONNECTING_MS 1000
#define SOON_MS 60000 /* the first run, and the next one after a failure, come within this */

const struct et_statement et_stmt_purge = {
    .name = "purge",
    .sql = "select expenses, idempotency_keys, sessions, categories\n"
           "from app.purge()",
    .params = 0,
};

int et_purge_init(struct et_purge *purge)
{
    purge->arena = et_arena_new(ARENA_MAX);
    return purge->arena != NULL ? 0 : ET_ENOMEM;
}

void et_purge_done(struct et_purge *purge)
{
    et_arena_free(purge->arena);
    purge->arena = NULL;
}

static int64_t soon(const struct et_purge *purge)
{
    return purge->interval_ms < SOON_MS ? purge->interval_ms : SOON_MS;
}

static void put_off(struct et_purge *purge, int64_t wait_ms)
{
    purge->running = false;
    atomic_store(&purge->slots->purge_at, et_clock_monotonic_ms() + wait_ms);
}

static void fail(struct et_purge *purge, const char *key, const char *value)
{
    et_slot_count(&purge->slot->purge_failures);
    et_journal_say(purge->journal, ET_LOG_WARNING, "purge_failed", key, value);
    put_off(purge, soon(purge));
}

static void finish(struct et_purge *purge)
{
    struct et_log *log = et_journal_begin(purge->journal, ET_LOG_INFO, "purged");

    purge->running = false;
    et_slot_count(&purge->slot->purges);
    if (log == NULL)
        return;
    for (size_t i = 0; i < ET_PURGED_KINDS; i++)
        et_log_i64(log, et_purged_name[i], purge->removed[i]);
    et_journal_end(purge->journal);
}

static void send_batch(struct et_purge *purge);

static void on_done(struct et_job *job)
{
    struct et_purge *purge = job->owner;
    int64_t batch = 0;

    if (job->outcome != ET_OUTCOME_DONE || job->count != 1 || job->rows[0].rows != 1 ||
        job->rows[0].columns != ET_PURGED_KINDS) {
        fail(purge, "sqlstate", job->error.sqlstate);
        return;
    }
    for (size_t i = 0; i < ET_PURGED_KINDS; i++) {
        int64_t removed = et_cell_i64(&job->rows[0], 0, i, 0);

        purge->removed[i] += removed;
        et_slot_add(&purge->slot->purged[i], (uint64_t)removed);
        batch += removed;
    }
    if (batch > 0)
        send_batch(purge);
    else
        finish(purge);
}

static void send_batch(struct et_purge *purge)
{
    et_arena_reset(purge->arena);
    et_unit_init(&purge->unit, purge->arena, ET_LANE_LONG);
    (void)et_unit_add(&purge->unit, &et_stmt_purge);
    purge->job = (struct et_job){.unit = &purge->unit, .done = on_done, .owner = purge};
    switch (et_lanes_send(purge->lanes, ET_LANE_LONG, &purge->job)) {
    case ET_SENT:
        return;
    case ET_SENT_WAIT:
        put_off(purge, CONNECTING_MS);
        return;
    case ET_SENT_NO:
    case ET_SENT_BROKEN:
        fail(purge, "reason", "no database connection");
        return;
    }
}

void et_purge_tick(struct et_purge *purge, int64_t now)
{
    int64_t due = atomic_load_explicit(&purge->slots->purge_at, memory_order_relaxed);
    int64_t next;

    if (purge->interval_ms == 0 || purge->running || (due != 0 && now < due))
        return;
    next =
        now + (due == 0 ? 1 + (int64_t)(purge->random % (uint64_t)soon(purge))
                        : purge->interval_ms +
                              (int64_t)(purge->random % (uint64_t)(purge->interval_ms / 10 + 1)));
    if (!atomic_compare_exchange_strong(&purge->slots->purge_at, &due, next) || due == 0)
        return; /* another worker was faster, or the first run is only planned now */
    purge->running = true;
    memset(purge->removed, 0, sizeof(purge->removed));
    send_batch(purge);
}
