#include "fcgi/slots.h"

#include "fcgi/status.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "tests/lib/unit.h"

_Static_assert(sizeof(struct et_slot) % 128 == 0, "slots share no cache line");

static const char *const labels[] = {"list", "unrouted"};

static bool has(struct et_buf *buf, const char *text)
{
    struct et_slice all = et_buf_text(buf);

    return all.ptr != NULL && memmem(all.ptr, all.len, text, strlen(text)) != NULL;
}

static int ask(struct et_slots *slots, const char *path, struct et_buf *body)
{
    struct et_status_options options = {slots, "api", "1.2.3", labels, ET_COUNT(labels)};
    const char *type;

    body->len = 0;
    return et_status_answer(&options, path, 100000, body, &type);
}

static void test_metrics(void)
{
    struct et_slots *slots = et_slots_new();
    struct et_arena *arena = et_arena_new((size_t)1024 * 1024);
    struct et_buf body;

    et_buf_init(&body, arena, (size_t)512 * 1024);
    et_slot_request(&slots->slots[0], 0, 200, 900);
    et_slot_request(&slots->slots[1], 0, 201, 2000000);
    et_slot_request(&slots->slots[70], 0, 503, 9000000);
    et_slot_request(&slots->slots[0], 1, 404, 10);
    et_slot_count(&slots->slots[0].replays);
    CU_ASSERT_EQUAL(ask(slots, "/metrics", &body), 200);
    CU_ASSERT_FALSE(et_buf_failed(&body));
    CU_ASSERT_TRUE(has(&body, "expense_build_info{version=\"1.2.3\",pool=\"api\"} 1\n"));
    CU_ASSERT_TRUE(has(&body, "expense_http_requests_total{route=\"list\",class=\"2xx\"} 2\n"));
    CU_ASSERT_TRUE(has(&body, "expense_http_requests_total{route=\"list\",class=\"5xx\"} 1\n"));
    CU_ASSERT_TRUE(has(&body, "expense_http_requests_total{route=\"unrouted\",class=\"4xx\"} 1\n"));
    CU_ASSERT_TRUE(has(&body, "_seconds_bucket{route=\"list\",le=\"0.001\"} 1\n"));
    CU_ASSERT_TRUE(has(&body, "_seconds_bucket{route=\"list\",le=\"2.5\"} 2\n"));
    CU_ASSERT_TRUE(has(&body, "_seconds_bucket{route=\"list\",le=\"+Inf\"} 3\n"));
    CU_ASSERT_TRUE(has(&body, "_seconds_sum{route=\"list\"} 11.000900\n"));
    CU_ASSERT_TRUE(has(&body, "expense_replays_total 1\n"));
    et_arena_free(arena);
}

static void test_health(void)
{
    struct et_slots *slots = et_slots_new();
    struct et_arena *arena = et_arena_new((size_t)1024 * 1024);
    struct et_slot *slot = &slots->slots[3];
    struct et_buf body;

    et_buf_init(&body, arena, (size_t)64 * 1024);
    CU_ASSERT_EQUAL(ask(slots, "/livez", &body), 503);
    atomic_store(&slots->supervisor_heartbeat, 99000);
    CU_ASSERT_EQUAL(ask(slots, "/livez", &body), 200);
    CU_ASSERT_EQUAL(ask(slots, "/readyz", &body), 503);
    atomic_store(&slot->state, ET_SLOT_SERVING);
    atomic_store(&slot->heartbeat, 99000);
    CU_ASSERT_EQUAL(ask(slots, "/readyz", &body), 503);
    atomic_store(&slot->schema, 1);
    CU_ASSERT_EQUAL(ask(slots, "/readyz?verbose", &body), 200);
    CU_ASSERT_TRUE(has(&body, "\"degraded\":true"));
    atomic_store(&slot->database_ready, 2);
    CU_ASSERT_EQUAL(ask(slots, "/readyz", &body), 200);
    CU_ASSERT_TRUE(has(&body, "\"degraded\":false"));
    atomic_store(&slot->heartbeat, 90000);
    CU_ASSERT_EQUAL(ask(slots, "/readyz", &body), 503);
    atomic_store(&slot->heartbeat, 0);
    CU_ASSERT_EQUAL(ask(slots, "/readyz", &body), 200);
    CU_ASSERT_EQUAL(ask(slots, "/other", &body), 404);
    et_arena_free(arena);
}

static void serve(struct et_slot *slot, int connections, int64_t heartbeat)
{
    atomic_store(&slot->state, ET_SLOT_SERVING);
    atomic_store(&slot->heartbeat, heartbeat);
    atomic_store(&slot->connections, connections);
}

static void test_surplus(void)
{
    struct et_slots *slots = et_slots_new();
    struct et_slot *mine = &slots->slots[0];
    struct et_slot *other = &slots->slots[9];

    serve(mine, 64, 99000);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 0); /* alone */
    serve(other, 0, 99000);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 32);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, other, 100000), 0);
    serve(mine, 35, 99000);
    serve(other, 29, 99000);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 0); /* 3 of 32: as good as even */
    serve(mine, 36, 99000);
    serve(other, 28, 99000);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 4);
    serve(&slots->slots[10], 2, 99000);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 14); /* to the mean, not to the least */
    CU_ASSERT_EQUAL(et_slots_surplus(slots, other, 100000), 6);
    atomic_store(&slots->slots[10].heartbeat, 98000); /* stuck: it would take nothing */
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 4);
    atomic_store(&other->state, ET_SLOT_DRAINING);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 0);
    serve(other, 1, 99000);
    serve(mine, 3, 99000);
    CU_ASSERT_EQUAL(et_slots_surplus(slots, mine, 100000), 0); /* a single one is not worth it */
}

int main(void)
{
    static const struct et_test tests[] = {
        {"metrics are summed over all slots", test_metrics},
        {"what a worker has beyond its share counts those that turn", test_surplus},
        {"health asks heartbeats and schema, not the database", test_health},
    };

    return et_test_run("slots", tests, ET_COUNT(tests));
}
