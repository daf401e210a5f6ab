/* chores.c - see chores.h. */
#include "fcgi/chores.h"

#include "fcgi/journal.h"
#include "fcgi/lanes.h"
#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

#define ARENA_MAX ((size_t)64 * 1024)
#define CONNECTING_MS 1000
#define SOON_MS 60000 /* the first run, and the next one after a failure, come within this */

const struct et_statement et_chore_statements[ET_CHORES] = {
    [ET_CHORE_PURGE] = {.name = "purge",
                        .sql = "select p.expenses, p.idempotency_keys, p.sessions, p.categories,\n"
                               "       a.rows\n"
                               "from app.purge() p\n"
                               "cross join app.purge_accounts() a (rows)",
                        .params = 0},
    [ET_CHORE_RECURRING] = {.name = "make_recurring",
                            .sql = "select made, rules, failed\n"
                                   "from app.make_recurring()",
                            .params = 0},
};

int et_chores_init(struct et_chores *chores)
{
    for (size_t i = 0; i < ET_CHORES; i++) {
        chores->each[i] = (struct et_chore){
            .all = chores, .kind = (enum et_chore_kind)i, .arena = et_arena_new(ARENA_MAX)};
        if (chores->each[i].arena == NULL)
            return ET_ENOMEM;
    }
    return 0;
}

void et_chores_done(struct et_chores *chores)
{
    for (size_t i = 0; i < ET_CHORES; i++) {
        et_arena_free(chores->each[i].arena);
        chores->each[i].arena = NULL;
    }
}

static int64_t interval(const struct et_chore *chore)
{
    return chore->all->seconds[chore->kind] * 1000;
}

static int64_t soon(const struct et_chore *chore)
{
    return interval(chore) < SOON_MS ? interval(chore) : SOON_MS;
}

static void put_off(struct et_chore *chore, int64_t wait_ms)
{
    chore->running = false;
    atomic_store(&chore->all->slots->chore_at[chore->kind], et_clock_monotonic_ms() + wait_ms);
}

static void fail(struct et_chore *chore, const char *key, const char *value)
{
    et_slot_count(&chore->all->slot->chore_failures[chore->kind]);
    et_journal_say(chore->all->journal, ET_LOG_WARNING, et_chore_words[chore->kind].failed, key,
                   value);
    put_off(chore, soon(chore));
}

static void finish(struct et_chore *chore)
{
    const struct et_chore_words *words = &et_chore_words[chore->kind];
    struct et_log *log;
    int64_t total = 0;

    chore->running = false;
    et_slot_count(&chore->all->slot->chore_runs[chore->kind]);
    for (size_t i = 0; i < words->counts; i++)
        total += chore->counts[i];
    log = et_journal_begin(chore->all->journal,
                           total == 0 && words->quiet ? ET_LOG_DEBUG : ET_LOG_INFO, words->done);
    if (log == NULL)
        return;
    for (size_t i = 0; i < words->counts; i++)
        et_log_i64(log, words->count[i], chore->counts[i]);
    et_journal_end(chore->all->journal);
}

static void send_batch(struct et_chore *chore);

static void on_done(struct et_job *job)
{
    struct et_chore *chore = job->owner;
    size_t counts = et_chore_words[chore->kind].counts;
    int64_t batch = 0;

    if (job->outcome != ET_OUTCOME_DONE || job->count != 1 || job->rows[0].rows != 1 ||
        job->rows[0].columns != counts) {
        fail(chore, "sqlstate", job->error.sqlstate);
        return;
    }
    for (size_t i = 0; i < counts; i++) {
        int64_t count = et_cell_i64(&job->rows[0], 0, i, 0);

        chore->counts[i] += count;
        et_slot_add(&chore->all->slot->chore_counts[chore->kind][i], (uint64_t)count);
        batch += count;
    }
    if (batch > 0)
        send_batch(chore);
    else
        finish(chore);
}

static void send_batch(struct et_chore *chore)
{
    et_arena_reset(chore->arena);
    et_unit_init(&chore->unit, chore->arena, ET_LANE_LONG);
    (void)et_unit_add(&chore->unit, &et_chore_statements[chore->kind]);
    chore->job = (struct et_job){.unit = &chore->unit, .done = on_done, .owner = chore};
    switch (et_lanes_send(chore->all->lanes, ET_LANE_LONG, &chore->job)) {
    case ET_SENT:
        return;
    case ET_SENT_WAIT:
        put_off(chore, CONNECTING_MS);
        return;
    case ET_SENT_NO:
    case ET_SENT_BROKEN:
        fail(chore, "reason", "no database connection");
        return;
    }
}

static void tick(struct et_chore *chore, int64_t now)
{
    _Atomic int64_t *at = &chore->all->slots->chore_at[chore->kind];
    int64_t due = atomic_load_explicit(at, memory_order_relaxed);
    int64_t between = interval(chore);
    uint64_t random = chore->all->random;
    int64_t next;

    if (between == 0 || chore->running || (due != 0 && now < due))
        return;
    next = now + (due == 0 ? 1 + (int64_t)(random % (uint64_t)soon(chore))
                           : between + (int64_t)(random % (uint64_t)(between / 10 + 1)));
    if (!atomic_compare_exchange_strong(at, &due, next) || due == 0)
        return; /* another worker was faster, or the first run is only planned now */
    chore->running = true;
    memset(chore->counts, 0, sizeof(chore->counts));
    send_batch(chore);
}

void et_chores_tick(struct et_chores *chores, int64_t now)
{
    for (size_t i = 0; i < ET_CHORES; i++)
        tick(&chores->each[i], now);
}
