/* slots.c - see slots.h. */
#include "fcgi/slots.h"

#include <inttypes.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "lib/base/buf.h"

#define FRESH_MS 5000
#define TURNS_MS 1500 /* a worker turns once a second at least; one that does not takes nothing */

static const int64_t bucket_us[ET_BUCKETS] = {1000,    2500,    5000,     10000,  25000,
                                              50000,   100000,  250000,   500000, 1000000,
                                              2500000, 5000000, INT64_MAX};
static const char *const bucket_name[ET_BUCKETS] = {"0.001", "0.0025", "0.005", "0.01", "0.025",
                                                    "0.05",  "0.1",    "0.25",  "0.5",  "1",
                                                    "2.5",   "5",      "+Inf"};
static const char *const class_name[ET_CLASSES] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
const struct et_chore_words et_chore_words[ET_CHORES] = {
    [ET_CHORE_PURGE] = {.done = "purged",
                        .failed = "purge_failed",
                        .runs = "expense_purges_total",
                        .runs_help = "Removals of what is long dead.",
                        .failures = "expense_purge_failures_total",
                        .failures_help = "Removals that did not come to their end.",
                        .rows = "expense_purged_rows_total",
                        .rows_help = "Rows removed for good.",
                        .counts = 5,
                        .count = {"expenses", "idempotency_keys", "sessions", "categories",
                                  "accounts"}},
    [ET_CHORE_RECURRING] = {.done = "recurring_made",
                            .failed = "recurring_failed",
                            .quiet = true,
                            .runs = "expense_recurring_runs_total",
                            .runs_help = "Runs that looked for due recurring expenses.",
                            .failures = "expense_recurring_failures_total",
                            .failures_help = "Such runs that did not come to their end.",
                            .rows = "expense_recurring_rows_total",
                            .rows_help = "Recurring expenses made, due rules, rules put off.",
                            .counts = 3,
                            .count = {"made", "rules", "failed"}},
};
static const char *const cause_name[ET_RESTART_CAUSES] = {"exit", "signal", "hung", "recycle"};

struct et_slots *et_slots_new(void)
{
    void *memory = mmap(NULL, sizeof(struct et_slots), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

void et_slot_request(struct et_slot *slot, size_t label, int status, int64_t duration_us)
{
    size_t class = status >= 100 && status < 600 ? (size_t)(status / 100 - 1) : ET_CLASSES - 1;
    size_t bucket = 0;

    if (label >= ET_LABELS_MAX)
        label = ET_LABELS_MAX - 1;
    while (duration_us > bucket_us[bucket])
        bucket++;
    et_slot_add(&slot->requests[label][class], 1);
    et_slot_add(&slot->buckets[label][bucket], 1);
    et_slot_add(&slot->duration_us[label], duration_us > 0 ? (uint64_t)duration_us : 0);
}

#define SUM(slots, member) sum((slots), offsetof(struct et_slot, member))

static uint64_t sum(struct et_slots *slots, size_t offset)
{
    uint64_t total = 0;

    for (size_t i = 0; i < ET_SLOTS_MAX; i++)
        total += atomic_load_explicit((_Atomic uint64_t *)((char *)&slots->slots[i] + offset),
                                      memory_order_relaxed);
    return total;
}

static bool is_alive(const struct et_slot *slot)
{
    return atomic_load(&slot->state) != ET_SLOT_EMPTY;
}

static int64_t sum_gauge(struct et_slots *slots, size_t offset)
{
    int64_t total = 0;

    for (size_t i = 0; i < ET_SLOTS_MAX; i++) {
        if (is_alive(&slots->slots[i]))
            total += atomic_load((_Atomic int32_t *)((char *)&slots->slots[i] + offset));
    }
    return total;
}

static void put_head(struct et_buf *out, const char *name, const char *type, const char *help)
{
    et_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_number(struct et_buf *out, const char *name, const char *type, const char *help,
                       int64_t value)
{
    put_head(out, name, type, help);
    et_buf_printf(out, "%s %" PRId64 "\n", name, value);
}

static void put_requests(struct et_slots *slots, const char *const *labels, size_t count,
                         struct et_buf *out)
{
    put_head(out, "expense_http_requests_total", "counter", "Answered requests.");
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 1; c < ET_CLASSES; c++)
            et_buf_printf(out,
                          "expense_http_requests_total{route=\"%s\",class=\"%s\"} %" PRIu64 "\n",
                          labels[i], class_name[c], SUM(slots, requests[i][c]));
    }
}

static void put_durations(struct et_slots *slots, const char *const *labels, size_t count,
                          struct et_buf *out)
{
    static const char name[] = "expense_http_request_duration_seconds";

    put_head(out, name, "histogram", "Time from reading a request to having written its answer.");
    for (size_t i = 0; i < count; i++) {
        uint64_t total = 0;
        uint64_t micros = SUM(slots, duration_us[i]);

        for (size_t b = 0; b < ET_BUCKETS; b++) {
            total += SUM(slots, buckets[i][b]);
            et_buf_printf(out, "%s_bucket{route=\"%s\",le=\"%s\"} %" PRIu64 "\n", name, labels[i],
                          bucket_name[b], total);
        }
        et_buf_printf(out, "%s_sum{route=\"%s\"} %" PRIu64 ".%06" PRIu64 "\n", name, labels[i],
                      micros / 1000000, micros % 1000000);
        et_buf_printf(out, "%s_count{route=\"%s\"} %" PRIu64 "\n", name, labels[i], total);
    }
}

static void put_workers(struct et_slots *slots, int64_t now, struct et_buf *out)
{
    struct et_readiness ready = et_slots_readiness(slots, now);

    put_number(out, "expense_workers_wanted", "gauge", "Workers that the settings ask for.",
               atomic_load(&slots->workers_wanted));
    put_number(out, "expense_workers_live", "gauge", "Workers whose loop turned lately.",
               ready.live);
    put_number(out, "expense_generation", "gauge", "Rises with every reload.",
               atomic_load(&slots->generation));
    put_head(out, "expense_worker_restarts_total", "counter", "Workers replaced, by cause.");
    for (size_t i = 0; i < ET_RESTART_CAUSES; i++)
        et_buf_printf(out, "expense_worker_restarts_total{cause=\"%s\"} %" PRIu64 "\n",
                      cause_name[i], atomic_load(&slots->restarts[i]));
    put_number(out, "expense_reloads_total", "counter", "Reloads carried out.",
               (int64_t)atomic_load(&slots->reloads));
    put_number(out, "expense_reloads_refused_total", "counter",
               "Reloads refused because the settings were wrong.",
               (int64_t)atomic_load(&slots->reloads_refused));
}

static void put_database(struct et_slots *slots, struct et_buf *out)
{
    put_number(out, "expense_database_connections", "gauge", "Connections that exist.",
               sum_gauge(slots, offsetof(struct et_slot, database_total)));
    put_number(out, "expense_database_connections_ready", "gauge", "Connections in use.",
               sum_gauge(slots, offsetof(struct et_slot, database_ready)));
    put_number(out, "expense_database_errors_total", "counter",
               "Units that PostgreSQL refused for reasons that are our own fault.",
               (int64_t)SUM(slots, database_errors));
    put_number(out, "expense_database_lost_total", "counter",
               "Units whose connection went before the answer.",
               (int64_t)SUM(slots, database_lost));
    put_number(out, "expense_unknown_outcomes_total", "counter",
               "Writes answered 503 because it is not known whether they were committed.",
               (int64_t)SUM(slots, unknown_outcomes));
}

static void put_chores(struct et_slots *slots, struct et_buf *out)
{
    for (size_t i = 0; i < ET_CHORES; i++) {
        const struct et_chore_words *words = &et_chore_words[i];

        put_number(out, words->runs, "counter", words->runs_help,
                   (int64_t)SUM(slots, chore_runs[i]));
        put_number(out, words->failures, "counter", words->failures_help,
                   (int64_t)SUM(slots, chore_failures[i]));
        put_head(out, words->rows, "counter", words->rows_help);
        for (size_t c = 0; c < words->counts; c++)
            et_buf_printf(out, "%s{what=\"%s\"} %" PRIu64 "\n", words->rows, words->count[c],
                          SUM(slots, chore_counts[i][c]));
    }
}

void et_slots_metrics(struct et_slots *slots, const char *pool, const char *version,
                      const char *const *labels, size_t label_count, int64_t now,
                      struct et_buf *out)
{
    put_head(out, "expense_build_info", "gauge", "Version and pool of this process.");
    et_buf_printf(out, "expense_build_info{version=\"%s\",pool=\"%s\"} 1\n", version, pool);
    put_workers(slots, now, out);
    put_number(out, "expense_requests_in_flight", "gauge", "Requests that wait for an answer.",
               sum_gauge(slots, offsetof(struct et_slot, in_flight)));
    put_number(out, "expense_connections", "gauge", "FastCGI connections, idle ones included.",
               sum_gauge(slots, offsetof(struct et_slot, connections)));
    put_number(out, "expense_requests_shed_total", "counter",
               "Requests refused because too many were in flight.", (int64_t)SUM(slots, shed));
    put_number(out, "expense_replays_total", "counter",
               "Answers repeated for a repeated Idempotency-Key.", (int64_t)SUM(slots, replays));
    put_database(slots, out);
    put_chores(slots, out);
    put_requests(slots, labels, label_count, out);
    put_durations(slots, labels, label_count, out);
}

struct et_readiness et_slots_readiness(struct et_slots *slots, int64_t now)
{
    struct et_readiness ready = {0};

    for (size_t i = 0; i < ET_SLOTS_MAX; i++) {
        const struct et_slot *slot = &slots->slots[i];
        int64_t heartbeat = atomic_load(&slot->heartbeat);

        if (atomic_load(&slot->state) != ET_SLOT_SERVING)
            continue;
        if (heartbeat != 0 && now - heartbeat > FRESH_MS)
            continue;
        ready.live++;
        if (atomic_load(&slot->schema) > 0)
            ready.schema_ok++;
        ready.database_ready += atomic_load(&slot->database_ready);
    }
    return ready;
}

int et_slots_surplus(const struct et_slots *slots, const struct et_slot *mine, int64_t now)
{
    int connections = atomic_load_explicit(&mine->connections, memory_order_relaxed);
    int total = 0;
    int workers = 0;

    for (size_t i = 0; i < ET_SLOTS_MAX; i++) {
        const struct et_slot *slot = &slots->slots[i];

        if (atomic_load(&slot->state) != ET_SLOT_SERVING ||
            now - atomic_load_explicit(&slot->heartbeat, memory_order_relaxed) > TURNS_MS)
            continue;
        total += atomic_load_explicit(&slot->connections, memory_order_relaxed);
        workers++;
    }
    if (workers < 2)
        return 0;

    int mean = total / workers;
    int surplus = connections - mean;

    return surplus > 1 + mean / 16 ? surplus : 0;
}
