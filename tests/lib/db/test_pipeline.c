/* Needs a PostgreSQL that EXPENSE_TEST_DATABASE_URL leads to, as a role that may create a schema
 * `app` when there is none; else it is skipped (exit status 77). */
#include "lib/db/pipeline.h"

#include <libpq-fe.h>
#include <poll.h>

#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "lib/db/sqlstate.h"
#include "tests/lib/unit.h"

#define USERS 1000
#define ROUNDS 3

static const char *url;

/* Sets an identity as the session statement does, local to the unit; fails for every seventh user.
 */
static const struct et_statement set_identity = {
    .name = "set_identity",
    .sql = "select set_config('app.test_user', $1::text, true), 1 / ($1::bigint % 7)",
    .params = 1,
};
static const struct et_statement who = {
    .name = "who",
    .sql = "select current_setting('app.test_user', true), $1::text",
    .params = 1,
};
static const struct et_statement who_planned = {
    .name = "who_planned",
    .sql = "select current_setting('app.test_user', true), $1::text",
    .params = 1,
    .plan_each_time = true,
};
static const struct et_statement wrong = {
    .name = "wrong", .sql = "select nothing_here from nowhere", .params = 0};
static const struct et_statement nap = {
    .name = "nap", .sql = "select pg_sleep($1::float8)", .params = 1};
/* Late enough for another unit to be on its way behind it. */
static const struct et_statement end_me = {
    .name = "end_me",
    .sql = "select pg_terminate_backend(pg_backend_pid()) from pg_sleep(0.5)",
    .params = 0};

struct work {
    struct et_job job;
    struct et_unit unit;
    struct et_unit first;
    struct et_arena *arena;
    int user;
    bool done;
};

static void on_done(struct et_job *job)
{
    ((struct work *)job->owner)->done = true;
}

static struct et_pipeline *make(void)
{
    struct et_pipeline_options options = {.conninfo = url,
                                          .name = "test",
                                          .schema_min = 1,
                                          .schema_max = 1000000,
                                          .statement_timeout_ms = 3000,
                                          .seed = 7};

    return et_pipeline_new(&options);
}

static void step(struct et_pipeline *p)
{
    struct pollfd wait = {.fd = et_pipeline_fd(p)};

    wait.events = (short)((et_pipeline_wants_read(p) ? POLLIN : 0) |
                          (et_pipeline_wants_write(p) ? POLLOUT : 0));
    if (wait.fd >= 0)
        (void)poll(&wait, 1, 50);
    if (wait.fd < 0 || wait.revents != 0 || et_pipeline_wake(p) <= et_clock_monotonic_ms())
        et_pipeline_step(p, et_clock_monotonic_ms());
}

static bool until_ready(struct et_pipeline *p)
{
    int64_t end = et_clock_monotonic_ms() + 5000;

    while (et_pipeline_state(p) != ET_DB_READY && et_clock_monotonic_ms() < end)
        step(p);
    return et_pipeline_state(p) == ET_DB_READY;
}

static bool until_idle(struct et_pipeline *p)
{
    int64_t end = et_clock_monotonic_ms() + 10000;

    while (et_pipeline_in_flight(p) > 0 && et_clock_monotonic_ms() < end)
        step(p);
    return et_pipeline_in_flight(p) == 0;
}

static void fill(struct work *work, int user, const struct et_statement *statement)
{
    char text[16];

    if (work->arena == NULL)
        work->arena = et_arena_new(65536);
    et_arena_reset(work->arena);
    work->user = user;
    work->done = false;
    (void)snprintf(text, sizeof(text), "%d", user);
    et_unit_init(&work->first, work->arena, ET_LANE_READ);
    (void)et_unit_add(&work->first, &set_identity);
    et_unit_text(&work->first, et_slice_from(text));
    et_unit_init(&work->unit, work->arena, ET_LANE_READ);
    (void)et_unit_add(&work->unit, statement);
    if (statement->params == 1)
        et_unit_text(&work->unit, et_slice_from(text));
    work->job = (struct et_job){.first = user >= 0 ? &work->first.steps[0] : NULL,
                                .unit = &work->unit,
                                .done = on_done,
                                .owner = work};
}

static int expected_failures;

/* A user whose number is a multiple of seven divides by zero: refused, and nobody else is. Every
 * eleventh unit sets no identity, and must not see anybody's. */
static void check(const struct work *work)
{
    char text[16];
    const struct et_rows *rows = &work->job.rows[work->user < 0 ? 0 : 1];

    (void)snprintf(text, sizeof(text), "%d", work->user);
    if (!work->done) {
        CU_FAIL("a unit was not answered");
    } else if (work->user >= 0 && work->user % 7 == 0) {
        expected_failures++;
        CU_ASSERT_EQUAL(work->job.outcome, ET_OUTCOME_REFUSED);
        CU_ASSERT_STRING_EQUAL(work->job.error.sqlstate, "22012");
    } else if (work->job.outcome != ET_OUTCOME_DONE) {
        CU_FAIL("another unit's error came here");
    } else if (work->user < 0) {
        CU_ASSERT_EQUAL(et_cell(rows, 0, 0).len, 0);
    } else {
        CU_ASSERT_TRUE(et_slice_eq(et_cell(rows, 0, 0), et_slice_from(text)));
        CU_ASSERT_TRUE(et_slice_eq(et_cell(rows, 0, 1), et_slice_from(text)));
        CU_ASSERT_EQUAL(work->job.count, 2);
    }
}

static void test_identity_never_leaks(void)
{
    static struct work works[USERS];
    struct et_pipeline *p = make();

    CU_ASSERT_TRUE(until_ready(p));
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < USERS; i++) {
            fill(&works[i], i % 11 == 10 ? -1 : i + 1, i % 2 == 0 ? &who : &who_planned);
            while (et_pipeline_send(p, &works[i].job) != 0)
                step(p);
        }
        CU_ASSERT_TRUE(until_idle(p));
        for (int i = 0; i < USERS; i++)
            check(&works[i]);
    }
    CU_ASSERT(expected_failures > 100);
    for (int i = 0; i < USERS; i++)
        et_arena_free(works[i].arena);
    et_pipeline_free(p);
}

static void test_unpreparable(void)
{
    struct work bad = {0};
    struct work good = {0};
    struct et_pipeline *p = make();

    CU_ASSERT_TRUE(until_ready(p));
    fill(&bad, 1, &wrong);
    fill(&good, 2, &who);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &bad.job), 0);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &good.job), 0);
    CU_ASSERT_TRUE(until_idle(p));
    CU_ASSERT_EQUAL(bad.job.outcome, ET_OUTCOME_REFUSED);
    CU_ASSERT_STRING_EQUAL(bad.job.error.sqlstate, "42P01");
    CU_ASSERT_EQUAL(good.job.outcome, ET_OUTCOME_DONE);
    CU_ASSERT_EQUAL(et_pipeline_state(p), ET_DB_READY);
    et_arena_free(bad.arena);
    et_arena_free(good.arena);
    et_pipeline_free(p);
}

static void test_abandoned(void)
{
    struct work slow = {0};
    struct work next = {0};
    struct et_pipeline *p = make();

    CU_ASSERT_TRUE(until_ready(p));
    fill(&slow, -1, &nap);
    et_unit_init(&slow.unit, slow.arena, ET_LANE_READ);
    (void)et_unit_add(&slow.unit, &nap);
    et_unit_text(&slow.unit, ET_LIT("0.2"));
    fill(&next, 3, &who);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &slow.job), 0);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &next.job), 0);
    et_pipeline_abandon(&slow.job);
    et_arena_reset(slow.arena);
    CU_ASSERT_TRUE(until_idle(p));
    CU_ASSERT_FALSE(slow.done);
    CU_ASSERT_EQUAL(next.job.outcome, ET_OUTCOME_DONE);
    et_arena_free(slow.arena);
    et_arena_free(next.arena);
    et_pipeline_free(p);
}

static void test_lost(void)
{
    struct work fatal = {0};
    struct work behind = {0};
    struct et_pipeline *p = make();

    CU_ASSERT_TRUE(until_ready(p));
    fill(&fatal, -1, &end_me);
    fill(&behind, 3, &who);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &fatal.job), 0);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &behind.job), 0);
    CU_ASSERT_TRUE(until_idle(p));
    CU_ASSERT_EQUAL(fatal.job.outcome, ET_OUTCOME_LOST);
    CU_ASSERT_EQUAL(behind.job.outcome, ET_OUTCOME_LOST);
    CU_ASSERT_TRUE(until_ready(p));
    CU_ASSERT_EQUAL(et_pipeline_send(p, &behind.job), 0);
    CU_ASSERT_TRUE(until_idle(p));
    CU_ASSERT_EQUAL(behind.job.outcome, ET_OUTCOME_DONE);
    et_arena_free(fatal.arena);
    et_arena_free(behind.arena);
    et_pipeline_free(p);
}

static void test_bad_units(void)
{
    struct work work = {0};
    struct et_pipeline *p = make();

    fill(&work, 1, &who);
    CU_ASSERT_NOT_EQUAL(et_pipeline_send(p, &work.job), 0);
    CU_ASSERT_TRUE(until_ready(p));
    work.unit.steps[0].count = 0;
    CU_ASSERT_NOT_EQUAL(et_pipeline_send(p, &work.job), 0);
    work.unit.failed = true;
    CU_ASSERT_NOT_EQUAL(et_pipeline_send(p, &work.job), 0);
    CU_ASSERT_EQUAL(et_pipeline_in_flight(p), 0);
    et_arena_free(work.arena);
    et_pipeline_free(p);
}

static void test_schema_range(void)
{
    struct et_pipeline_options options = {.conninfo = url,
                                          .name = "test",
                                          .schema_min = 999998,
                                          .schema_max = 999999,
                                          .statement_timeout_ms = 3000};
    struct et_pipeline *p = et_pipeline_new(&options);
    int64_t end = et_clock_monotonic_ms() + 3000;

    while (et_pipeline_schema(p) == 0 && et_clock_monotonic_ms() < end)
        step(p);
    CU_ASSERT_EQUAL(et_pipeline_schema(p), -1);
    CU_ASSERT_NOT_EQUAL(et_pipeline_state(p), ET_DB_READY);
    et_pipeline_free(p);
}

/* Has PostgreSQL raise a code, and gives back what arrived. */
static void provoke(struct et_pipeline *p, const char *code, char ret_state[6])
{
    char sql[160];
    struct et_statement raise = {.name = "raise", .sql = sql, .plan_each_time = true};
    struct work work = {0};

    (void)snprintf(sql, sizeof(sql),
                   "do $$ begin raise exception using errcode = '%s', message = 'm', "
                   "column = 'c', hint = 'h'; end $$",
                   code);
    CU_ASSERT_TRUE(until_ready(p));
    fill(&work, -1, &raise);
    CU_ASSERT_EQUAL(et_pipeline_send(p, &work.job), 0);
    CU_ASSERT_TRUE(until_idle(p));
    CU_ASSERT_EQUAL(work.job.outcome, ET_OUTCOME_REFUSED);
    ET_ASSERT_TEXT(work.job.error.message, "m");
    ET_ASSERT_TEXT(work.job.error.field, "c");
    ET_ASSERT_TEXT(work.job.error.hint, "h");
    memcpy(ret_state, work.job.error.sqlstate, 6);
    et_arena_free(work.arena);
}

/* Classes are provoked by their code 000; a code that asks for it leaves the connection. */
static void test_every_rule(void)
{
    struct et_pipeline *p = make();

    for (size_t i = 0; i < et_sqlstate_rule_count; i++) {
        const struct et_sqlstate_rule *rule = &et_sqlstate_rules[i];
        char code[6] = "99999";
        char state[6] = "";
        unsigned serial;

        if (strlen(rule->state) == 5)
            memcpy(code, rule->state, 6);
        else if (strlen(rule->state) == 2)
            (void)snprintf(code, sizeof(code), "%.2s001", rule->state);
        CU_ASSERT_TRUE(until_ready(p));
        serial = et_pipeline_serial(p);
        provoke(p, code, state);
        CU_ASSERT_STRING_EQUAL(state, code);
        CU_ASSERT_PTR_EQUAL(et_sqlstate_rule(state), rule);
        CU_ASSERT_TRUE(until_ready(p));
        CU_ASSERT_EQUAL(et_pipeline_serial(p) != serial, rule->reconnect);
    }
    et_pipeline_free(p);
}

static bool make_schema(void)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "select app.schema_version()");
    bool ok = PQresultStatus(result) == PGRES_TUPLES_OK;

    PQclear(result);
    if (!ok) {
        result = PQexec(conn, "create schema if not exists app;"
                              "create function app.schema_version() returns int language sql "
                              "as 'select 1'");
        ok = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
    }
    PQfinish(conn);
    return ok;
}

int main(void)
{
    static const struct et_test tests[] = {
        {"the identities of 1,000 interleaved users never leak", test_identity_never_leaks},
        {"a statement that cannot be prepared fails alone and says why", test_unpreparable},
        {"an abandoned unit's results are thrown away", test_abandoned},
        {"a lost connection loses what was in flight and comes back", test_lost},
        {"incomplete units are not sent", test_bad_units},
        {"every kind of error arrives with its rule and is acted on", test_every_rule},
        {"a schema outside the range is refused", test_schema_range},
    };

    url = getenv("EXPENSE_TEST_DATABASE_URL");
    if (url == NULL || url[0] == '\0') {
        printf("1..0 # SKIP EXPENSE_TEST_DATABASE_URL is not set\n");
        return 77;
    }
    if (!make_schema()) {
        printf("1..0 # SKIP the database at EXPENSE_TEST_DATABASE_URL does not answer\n");
        return 77;
    }
    return et_test_run("pipeline", tests, ET_COUNT(tests));
}
