/* The dispatcher with a made-up route table, a made-up verifier and made-up rows. */
#include "fcgi/dispatch.h"

#include "fcgi/replay.h"
#include "lib/auth/session_token.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static const struct et_statement change = {
    .name = "change", .sql = "select $1::text, $2::text", .params = 2};

static int planned;
static int64_t planned_user;
static int answer_status;

static enum et_verdict plan_ping(struct et_exchange *exchange)
{
    et_buf_puts(&exchange->response->body, "{}");
    return ET_ANSWERED;
}

static enum et_verdict plan_change(struct et_exchange *exchange)
{
    planned++;
    planned_user = exchange->caller.user;
    (void)et_unit_add(exchange->unit, &change);
    et_api_idempotency(exchange);
    return ET_RUN;
}

static void answer_change(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    exchange->response->status = answer_status;
    if (count == 1 && rows[0].rows == 1)
        et_buf_put(&exchange->response->body, et_cell(&rows[0], 0, 0));
}

/* Three parts; each is planned anew. */
static const struct et_statement page = {.name = "page", .sql = "select $1::bigint", .params = 1};

struct pages {
    int64_t next;
};

static void plan_more(struct et_exchange *exchange)
{
    struct pages *pages = exchange->state;

    (void)et_unit_add(exchange->unit, &page);
    et_unit_i64(exchange->unit, ++pages->next);
}

static enum et_verdict plan_pages(struct et_exchange *exchange)
{
    exchange->state = et_arena_alloc(exchange->request->arena, sizeof(struct pages));
    plan_more(exchange);
    return ET_RUN;
}

static void answer_pages(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    struct pages *pages = exchange->state;

    (void)rows;
    (void)count;
    et_buf_printf(&exchange->response->body, "page %d", (int)pages->next);
    (void)et_arena_alloc(exchange->request->arena, (size_t)64 * 1024);
    if (pages->next < 3)
        exchange->more = plan_more;
}

static const struct et_route routes[] = {
    {ET_GET, "/api/pages", ET_SIGNED_IN, 0, plan_pages, answer_pages, "pages"},
    {ET_GET, "/api/ping", ET_PUBLIC, 0, plan_ping, NULL, "ping"},
    {ET_GET, "/api/things", ET_SIGNED_IN, 0, plan_change, answer_change, "things"},
    {ET_POST, "/api/things", ET_SIGNED_IN, 100, plan_change, answer_change, "add"},
    {ET_GET, "/api/things/{id}", ET_SIGNED_IN, 0, plan_change, answer_change, "thing"},
    {ET_POST, "/api/question", ET_READING, 100, plan_change, answer_change, "question"},
    {ET_GET, "/api/own", ET_BROWSER, 0, plan_change, answer_change, "own"},
    {ET_POST, "/api/own", ET_BROWSER, 100, plan_change, answer_change, "own_add"},
    {ET_POST, "/api/out", ET_OPTIONAL, 0, plan_change, answer_change, "out"},
    {ET_GET, "/api/me", ET_OPTIONAL, 0, plan_change, answer_change, "me"},
};

/* "good" is user 5's token, "read" and "write" are API tokens of the same; anything else is
 * nobody's. */
static int verify(const struct et_key_ring *ring, struct et_slice token, const char *typ,
                  const char *aud, const char *iss, int64_t now, struct et_arena *arena,
                  struct et_session_claims *ret_claims)
{
    (void)ring;
    (void)typ;
    (void)aud;
    (void)iss;
    (void)now;
    (void)arena;
    *ret_claims = (struct et_session_claims){.user = 5, .ledger = 6, .session = ET_LIT("sid")};
    if (et_slice_eq(token, ET_LIT("read")))
        ret_claims->scope = ET_SCOPE_READ;
    else if (et_slice_eq(token, ET_LIT("write")))
        ret_claims->scope = ET_SCOPE_WRITE;
    else if (!et_slice_eq(token, ET_LIT("good")))
        return ET_EAUTH;
    return 0;
}

static const struct et_api_settings settings = {.public_origin = "https://app.test"};
static const struct et_dispatch dispatch = {
    .table = {routes, ET_COUNT(routes)},
    .authenticator = {.issuer = "https://app.test", .verify = verify},
    .api = &settings,
};

static struct et_call call;
static const char *params[12];

static enum et_next begin(const char *method, const char *path, const char *const *more)
{
    static char request_method[64];
    size_t count = 0;

    if (call.request.arena == NULL)
        call.request.arena = et_arena_new((size_t)1024 * 1024);
    struct et_arena *arena = call.request.arena;
    et_arena_reset(arena);
    (void)snprintf(request_method, sizeof(request_method), "REQUEST_METHOD=%s", method);
    params[count++] = request_method;
    for (; more != NULL && *more != NULL; more++)
        params[count++] = *more;
    params[count] = NULL;
    memset(&call, 0, sizeof(call));
    call.request = (struct et_request){.arena = arena,
                                       .method = et_method_parse(et_slice_from(method)),
                                       .path = et_slice_from(path),
                                       .query = ET_LIT(""),
                                       .body = ET_LIT(""),
                                       .id = ET_LIT("0123456789abcdef0123456789abcdef"),
                                       .params = params};
    planned = 0;
    planned_user = -1;
    answer_status = 200;
    et_dispatch_route(&dispatch, &call);
    return et_dispatch_begin(&dispatch, &call);
}

static const char *header(const char *name)
{
    for (size_t i = 0; i < call.response.header_count; i++) {
        if (strcmp(call.response.headers[i].name, name) == 0)
            return call.response.headers[i].value.ptr;
    }
    return "";
}

static bool body_has(const char *text)
{
    struct et_slice body = et_buf_text(&call.response.body);

    return body.ptr != NULL && memmem(body.ptr, body.len, text, strlen(text)) != NULL;
}

#define BEARER "HTTP_AUTHORIZATION=Bearer good"
#define COOKIE "HTTP_COOKIE=a=b; __Host-session=good"
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static enum et_next refuse(const char *sqlstate)
{
    call.job.outcome = ET_OUTCOME_REFUSED;
    call.job.error = (struct et_db_error){.message = ET_LIT("secret detail")};
    memcpy(call.job.error.sqlstate, sqlstate, 6);
    return et_dispatch_resume(&dispatch, &call);
}

static enum et_next succeed(const struct et_rows *rows)
{
    static const struct et_slice session[] = {
        {"INR", 3}, {"Asia/Kolkata", 12}, {"2026-11-23", 10}, {"owner", 5}};

    call.job.outcome = ET_OUTCOME_DONE;
    call.job.rows[0] = (struct et_rows){1, 4, session};
    call.job.rows[1] = rows != NULL ? *rows : (struct et_rows){0, 0, NULL};
    call.job.count = 2;
    return et_dispatch_resume(&dispatch, &call);
}

static void test_routes(void)
{
    CU_ASSERT_EQUAL(begin("GET", "/api/ping/", NULL), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 200);
    (void)begin("HEAD", "/api/ping", NULL);
    CU_ASSERT_EQUAL(call.response.status, 200);
    (void)begin("GET", "/api/nothing", NULL);
    CU_ASSERT_EQUAL(call.response.status, 404);
    (void)begin("DELETE", "/api/things", NULL);
    CU_ASSERT_EQUAL(call.response.status, 405);
    CU_ASSERT_STRING_EQUAL(header("Allow"), "GET, HEAD, POST, OPTIONS");
    (void)begin("OPTIONS", "/api/things", NULL);
    CU_ASSERT_EQUAL(call.response.status, 204);
    CU_ASSERT_STRING_EQUAL(header("Allow"), "GET, HEAD, POST, OPTIONS");
}

static void test_access(void)
{
    (void)begin("GET", "/api/things", NULL);
    CU_ASSERT_EQUAL(call.response.status, 401);
    CU_ASSERT_STRING_EQUAL(header("WWW-Authenticate"), "Bearer");
    (void)begin("GET", "/api/things", LIST("HTTP_AUTHORIZATION=Bearer bad", COOKIE));
    CU_ASSERT_EQUAL(call.response.status, 401);
    CU_ASSERT_EQUAL(begin("GET", "/api/things", LIST(COOKIE)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(BEARER)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("GET", "/api/me", NULL), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(planned_user, 0);
    CU_ASSERT_PTR_NULL(call.job.first);
}

static void test_api_tokens(void)
{
    static const char *const reads = "HTTP_AUTHORIZATION=Bearer read";
    static const char *const writes = "HTTP_AUTHORIZATION=Bearer write";
    static const char *const ours = "HTTP_SEC_FETCH_SITE=same-origin";

    CU_ASSERT_EQUAL(begin("GET", "/api/things", LIST(reads)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("HEAD", "/api/things", LIST(reads)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(writes)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(reads)), ET_NEXT_SEND);
    CU_ASSERT_TRUE(call.response.status == 403 && body_has("\"read_only\"") && planned == 0);
    CU_ASSERT_EQUAL(begin("POST", "/api/out", LIST(reads)), ET_NEXT_SEND);
    CU_ASSERT_TRUE(call.response.status == 403 && planned == 0);
    CU_ASSERT_EQUAL(begin("GET", "/api/me", LIST(reads)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("POST", "/api/question", LIST(reads)), ET_NEXT_QUERY);
    (void)begin("POST", "/api/question", NULL);
    CU_ASSERT_EQUAL(call.response.status, 401);

    (void)begin("GET", "/api/own", NULL);
    CU_ASSERT_EQUAL(call.response.status, 401);
    CU_ASSERT_EQUAL(begin("GET", "/api/own", LIST(COOKIE)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("POST", "/api/own", LIST(COOKIE, ours)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("GET", "/api/own", LIST(reads)), ET_NEXT_SEND);
    CU_ASSERT_TRUE(call.response.status == 403 && body_has("\"browser_only\"") && planned == 0);
    CU_ASSERT_EQUAL(begin("POST", "/api/own", LIST(writes, ours)), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 403);
    CU_ASSERT_EQUAL(begin("GET", "/api/own", LIST(BEARER)), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 403);
}

static void test_cross_site(void)
{
    (void)begin("POST", "/api/things", LIST(COOKIE));
    CU_ASSERT_EQUAL(call.response.status, 403);
    CU_ASSERT_TRUE(body_has("\"csrf\""));
    (void)begin("POST", "/api/things", LIST(COOKIE, "HTTP_SEC_FETCH_SITE=cross-site"));
    CU_ASSERT_EQUAL(call.response.status, 403);
    CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(COOKIE, "HTTP_SEC_FETCH_SITE=same-origin")),
                    ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(COOKIE, "HTTP_ORIGIN=https://app.test")),
                    ET_NEXT_QUERY);
}

#define SID_HASH "34b36454cab2e7842c389f7d88ecb7df279e3918cbac07970d4cde496e70f4c8"

static void test_session_first(void)
{
    CU_ASSERT_EQUAL(begin("GET", "/api/things/7", LIST(BEARER)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(call.request.args[0], 7);
    CU_ASSERT_PTR_EQUAL(call.job.first->statement, &et_stmt_begin_session);
    CU_ASSERT_EQUAL(call.job.first->count, 4);
    /* printf sid | sha256sum */
    CU_ASSERT_STRING_EQUAL(call.job.first->values[0], SID_HASH);
    CU_ASSERT_STRING_EQUAL(call.job.first->values[1], "5");
    CU_ASSERT_STRING_EQUAL(call.job.first->values[2], "6");
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_SEND);
    ET_ASSERT_TEXT(call.exchange.caller.currency, "INR");
    ET_ASSERT_TEXT(call.exchange.caller.today, "2026-11-23");
}

static void test_ended_session(void)
{
    (void)begin("GET", "/api/things", LIST(BEARER));
    CU_ASSERT_EQUAL(refuse("ET401"), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 401);
    (void)begin("GET", "/api/me", LIST(BEARER));
    CU_ASSERT_EQUAL(refuse("ET401"), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(planned, 2);
    CU_ASSERT_EQUAL(planned_user, 0);
    CU_ASSERT_PTR_NULL(call.job.first);
    CU_ASSERT_EQUAL(refuse("ET401"), ET_NEXT_SEND);
}

static void test_errors(void)
{
    (void)begin("GET", "/api/things", LIST(BEARER));
    CU_ASSERT_EQUAL(refuse("42P01"), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 500);
    CU_ASSERT_FALSE(body_has("secret detail"));
    CU_ASSERT_STRING_EQUAL(call.fault, "database_error");
    (void)begin("GET", "/api/things", LIST(BEARER));
    (void)refuse("53100");
    CU_ASSERT_EQUAL(call.response.status, 503);
    CU_ASSERT_STRING_EQUAL(header("Retry-After"), "30");
    (void)begin("POST", "/api/things", LIST(BEARER));
    call.job.error.field = ET_LIT("amount");
    call.job.outcome = ET_OUTCOME_REFUSED;
    call.job.error = (struct et_db_error){.sqlstate = "ET422",
                                          .message = ET_LIT("Too many decimals."),
                                          .field = ET_LIT("amount"),
                                          .hint = ET_LIT("too_many_decimals")};
    CU_ASSERT_EQUAL(et_dispatch_resume(&dispatch, &call), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 422);
    CU_ASSERT_TRUE(body_has("{\"field\":\"amount\",\"code\":\"too_many_decimals\""));
}

static void test_again(void)
{
    int tries = 0;

    (void)begin("POST", "/api/things", LIST(BEARER));
    while (refuse("40001") == ET_NEXT_QUERY)
        tries++;
    CU_ASSERT_EQUAL(tries, 3);
    CU_ASSERT_EQUAL(call.response.status, 503);
}

static enum et_next lose(void)
{
    call.job.outcome = ET_OUTCOME_LOST;
    call.job.error = (struct et_db_error){0};
    return et_dispatch_resume(&dispatch, &call);
}

static void test_lost(void)
{
    (void)begin("GET", "/api/things", LIST(BEARER));
    CU_ASSERT_EQUAL(lose(), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(lose(), ET_NEXT_SEND);
    CU_ASSERT_TRUE(body_has("database_unavailable"));
    (void)begin("POST", "/api/things", LIST(BEARER));
    CU_ASSERT_EQUAL(lose(), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 503);
    CU_ASSERT_TRUE(body_has("unknown_outcome"));
    CU_ASSERT_STRING_EQUAL(header("Retry-After"), "1");
}

#define KEY "HTTP_IDEMPOTENCY_KEY=k-1"

static void test_replay(void)
{
    char hash[ET_REQUEST_HASH_LEN + 1];
    struct et_slice cells[2];
    struct et_rows kept = {1, 2, cells};

    (void)begin("POST", "/api/things", LIST(BEARER, KEY));
    CU_ASSERT_STRING_EQUAL(call.unit.steps[0].values[0], "k-1");
    CU_ASSERT_EQUAL(refuse("23505"), ET_NEXT_QUERY);
    CU_ASSERT_PTR_EQUAL(call.job.unit->steps[0].statement, &et_stmt_replay);
    CU_ASSERT_EQUAL(et_request_hash(&call.request, hash), 0);
    cells[0] = et_slice_from(hash);
    cells[1] = ET_LIT("[{\"title\":\"Tea\",\"amount\":15.50}]");
    CU_ASSERT_EQUAL(succeed(&kept), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 200);
    CU_ASSERT_TRUE(call.exchange.replayed);
    CU_ASSERT_STRING_EQUAL(header("Idempotent-Replayed"), "true");
    ET_ASSERT_TEXT(et_buf_text(&call.response.body), "Tea");

    (void)begin("POST", "/api/things", LIST(BEARER, KEY));
    (void)refuse("23505");
    cells[0] = ET_LIT("00");
    (void)succeed(&kept);
    CU_ASSERT_EQUAL(call.response.status, 422);
    CU_ASSERT_TRUE(body_has("idempotency_key_reused"));
}

/* A repeated PUT with If-Match changes no row the second time, so no key conflicts. */
static void test_replay_of_changed_row(void)
{
    (void)begin("POST", "/api/things", LIST(BEARER, KEY));
    answer_status = 412;
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_QUERY);
    CU_ASSERT_PTR_EQUAL(call.job.unit->steps[0].statement, &et_stmt_replay);
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_SEND);
    CU_ASSERT_EQUAL(call.response.status, 412);
    (void)begin("POST", "/api/things", LIST(BEARER));
    answer_status = 412;
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_SEND);
}

static void test_parts(void)
{
    size_t used;

    CU_ASSERT_EQUAL(begin("GET", "/api/pages", LIST(BEARER)), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_PART);
    CU_ASSERT_TRUE(call.response.open_ended);
    ET_ASSERT_TEXT(et_buf_text(&call.response.body), "page 1");
    used = et_arena_used(call.request.arena);
    CU_ASSERT_EQUAL(et_dispatch_more(&call), ET_NEXT_QUERY);
    CU_ASSERT_STRING_EQUAL(call.unit.steps[0].values[0], "2");
    CU_ASSERT_STRING_EQUAL(call.job.first->values[1], "5");
    CU_ASSERT_EQUAL(lose(), ET_NEXT_QUERY); /* a read is asked again */
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_PART);
    ET_ASSERT_TEXT(et_buf_text(&call.response.body), "page 2");
    CU_ASSERT(et_arena_used(call.request.arena) < used + 4096);
    CU_ASSERT_EQUAL(et_dispatch_more(&call), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_SEND);
    ET_ASSERT_TEXT(et_buf_text(&call.response.body), "page 3");

    (void)begin("HEAD", "/api/pages", LIST(BEARER));
    CU_ASSERT_EQUAL(succeed(NULL), ET_NEXT_SEND);
    CU_ASSERT_TRUE(call.response.open_ended);
}

static void test_broken_parts(void)
{
    (void)begin("GET", "/api/pages", LIST(BEARER));
    CU_ASSERT_EQUAL(refuse("ET401"), ET_NEXT_SEND); /* before the first part: an answer */
    CU_ASSERT_EQUAL(call.response.status, 401);
    (void)begin("GET", "/api/pages", LIST(BEARER));
    (void)succeed(NULL);
    (void)et_dispatch_more(&call);
    CU_ASSERT_EQUAL(refuse("ET401"), ET_NEXT_BREAK);
    CU_ASSERT_STRING_EQUAL(call.fault, "part_refused");
    (void)begin("GET", "/api/pages", LIST(BEARER));
    (void)succeed(NULL);
    (void)et_dispatch_more(&call);
    CU_ASSERT_EQUAL(lose(), ET_NEXT_QUERY);
    CU_ASSERT_EQUAL(lose(), ET_NEXT_BREAK);
}

static void test_bad_headers(void)
{
    (void)begin("POST", "/api/things", LIST(BEARER, "HTTP_IDEMPOTENCY_KEY=a b"));
    CU_ASSERT_EQUAL(call.response.status, 400);
    CU_ASSERT_EQUAL(planned, 0);
}

static void test_no_version(void)
{
    for (size_t i = 0; i < 2; i++) {
        const char *tag = i == 0 ? "HTTP_IF_MATCH=\"1\"" : "HTTP_IF_MATCH=1";

        CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(BEARER, tag)), ET_NEXT_SEND);
        CU_ASSERT_EQUAL(call.response.status, 412);
        CU_ASSERT_EQUAL(begin("GET", "/api/things", LIST(BEARER, tag)), ET_NEXT_QUERY);
    }
    CU_ASSERT_EQUAL(begin("POST", "/api/things", LIST(BEARER, "HTTP_IF_MATCH=*")), ET_NEXT_QUERY);
}

static void test_rows_from_json(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_rows rows;

    CU_ASSERT_EQUAL(
        et_replay_rows(arena,
                       ET_LIT("[{\"a\":\"x\\\"y\",\"b\":15.50,\"c\":true,\"d\":null},"
                              "{\"a\":\"\",\"b\":9007199254740991,\"c\":false,\"d\":1}]"),
                       &rows),
        0);
    CU_ASSERT_EQUAL(rows.rows, 2);
    CU_ASSERT_EQUAL(rows.columns, 4);
    ET_ASSERT_TEXT(et_cell(&rows, 0, 0), "x\"y");
    ET_ASSERT_TEXT(et_cell(&rows, 0, 1), "15.50");
    ET_ASSERT_TEXT(et_cell(&rows, 0, 2), "t");
    CU_ASSERT_FALSE(et_slice_present(et_cell(&rows, 0, 3)));
    ET_ASSERT_TEXT(et_cell(&rows, 1, 1), "9007199254740991");
    CU_ASSERT_NOT_EQUAL(et_replay_rows(arena, ET_LIT("{}"), &rows), 0);
    CU_ASSERT_NOT_EQUAL(et_replay_rows(arena, ET_LIT("[1]"), &rows), 0);
    CU_ASSERT_NOT_EQUAL(et_replay_rows(arena, ET_LIT("[]"), &rows), 0);
    CU_ASSERT_NOT_EQUAL(et_replay_rows(arena, ET_LIT("[{\"a\":1},{}]"), &rows), 0);
    CU_ASSERT_NOT_EQUAL(et_replay_rows(arena, ET_LIT("[{\"a\":1}"), &rows), 0);
    et_arena_free(arena);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"paths and methods find their route, 404, 405 or OPTIONS", test_routes},
        {"a token decides who may call what", test_access},
        {"an API token reads or writes, and is no person", test_api_tokens},
        {"a cookie changes nothing from another site", test_cross_site},
        {"the session statement stands first and fills the caller", test_session_first},
        {"an ended session is 401, or anonymous where that is allowed", test_ended_session},
        {"database errors become problems without their text", test_errors},
        {"a lost race is repeated three times", test_again},
        {"a lost read is repeated once, a lost write never", test_lost},
        {"a repeated key is answered from what was kept", test_replay},
        {"a repeat is found even when its row has moved on", test_replay_of_changed_row},
        {"an answer in parts costs the memory of one", test_parts},
        {"an error between parts breaks the answer off", test_broken_parts},
        {"a malformed Idempotency-Key is refused", test_bad_headers},
        {"a version can't match where there is none", test_no_version},
        {"kept JSON becomes rows again", test_rows_from_json},
    };

    int failed = et_test_run("dispatch", tests, ET_COUNT(tests));
    et_arena_free(call.request.arena);
    return failed;
}
