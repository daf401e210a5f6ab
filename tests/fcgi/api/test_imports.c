/* test_imports.c - the body of an import: all bad rows told, good rows as the database takes them.
 */
#include "tests/fcgi/api/fixture.h"

#define HEAD "{\"file_name\":\"a.csv\",\"currency\":\"INR\",\"rows\":["

static void test_rows_as_parameter(void)
{
    struct fixture fixture;
    struct et_exchange *exchange = fixture_begin(
        &fixture, "",
        HEAD "{\"client_id\":\"l2\",\"title\":\"Idli \\\"2\\\"\",\"amount\":\"60\","
             "\"category\":\"Food\",\"date\":\"2018-09-20T12:03\"},"
             "{\"client_id\":\"l3\",\"title\":\"Net\",\"amount\":19.90,\"date\":\"2018-09-17\"}],"
             "\"create_categories\":true}");
    CU_ASSERT(et_plan_import_create(exchange) == ET_RUN);
    CU_ASSERT(fixture.unit.lane == ET_LANE_LONG);
    CU_ASSERT(fixture.unit.steps[0].count == et_stmt_import_create.params);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2),
                   "[{\"n\":0,\"client_id\":\"l2\",\"title\":\"Idli \\\"2\\\"\","
                   "\"amount_minor\":6000,\"category\":\"Food\",\"date\":\"2018-09-20\","
                   "\"time\":\"12:03:00\"},"
                   "{\"n\":1,\"client_id\":\"l3\",\"title\":\"Net\",\"amount_minor\":1990,"
                   "\"date\":\"2018-09-17\"}]");
    ET_ASSERT_TEXT(fixture_value(&fixture, 5), "t");
    ET_ASSERT_TEXT(fixture_value(&fixture, 6), "f");
    fixture_end(&fixture);
}

static void test_rows_with_extras(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_import_create(fixture_begin(
                  &fixture, "",
                  HEAD "{\"client_id\":\"a\",\"title\":\"a\",\"amount\":1,\"date\":\"2018-09-20\","
                       "\"merchant\":\"M\",\"payment_method\":\"\",\"note\":\"1\\n2\","
                       "\"tags\":[\"t\"]}]}")) == ET_RUN);
    ET_ASSERT_TEXT(
        fixture_value(&fixture, 2),
        "[{\"n\":0,\"client_id\":\"a\",\"title\":\"a\",\"amount_minor\":100,"
        "\"date\":\"2018-09-20\",\"merchant\":\"M\",\"note\":\"1\\n2\",\"tags\":[\"t\"]}]");
    fixture_end(&fixture);
}

static void test_bad_rows(void)
{
    struct fixture fixture;
    struct et_exchange *exchange = fixture_begin(
        &fixture, "",
        HEAD
        "{\"client_id\":\"l1\",\"title\":\"a\",\"amount\":1,\"date\":\"2018-09-20\"},"
        "{\"client_id\":\"l2\",\"title\":\" \",\"amount\":0,\"date\":\"2018-09-31\",\"tags\":[7]},"
        "{\"title\":\"a\",\"amount\":1.999,\"date\":\"2018-09-20\",\"id\":1},5]}");
    CU_ASSERT(et_plan_import_create(exchange) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422);
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[1].tags\",\"code\":\"wrong_type\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[1].title\",\"code\":\"blank\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[1].amount\",\"code\":\"not_positive\","
                                         "\"message\":\"Amount must be greater than zero.\","
                                         "\"client_id\":\"l2\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[1].date\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[2].client_id\",\"code\":\"required\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[2].id\",\"code\":\"unknown_field\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[2].amount\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"rows[3]\""));
    CU_ASSERT(!fixture_body_has(&fixture, "rows[0]"));
    CU_ASSERT(fixture_body_has(&fixture, "(and 7 more problems)"));
    fixture_end(&fixture);
}

static void test_bad_whole(void)
{
    static const struct {
        const char *body;
        const char *code;
    } bad[] = {
        {HEAD "]}", "out_of_range"},
        {"{\"file_name\":\"a\",\"currency\":\"INR\",\"rows\":{}}", "wrong_type"},
        {"{\"file_name\":\"a\",\"rows\":[]}", "required"},
        {HEAD "{\"client_id\":\"x y\",\"title\":\"a\",\"amount\":1,\"date\":\"2018-09-20\"}]}",
         "bad_client_id"},
        {HEAD "{\"client_id\":\"x\",\"title\":\"a\",\"amount\":1,\"date\":\"2018-09-20\"},"
              "{\"client_id\":\"x\",\"title\":\"a\",\"amount\":1,\"date\":\"2018-09-20\"}]}",
         "client_id_repeated"},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        CU_ASSERT(et_plan_import_preview(fixture_begin(&fixture, "", bad[i].body)) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, bad[i].code));
        fixture_end(&fixture);
    }
}

/* A body of `count` rows with the title given. */
static char *many_rows(size_t count, const char *title)
{
    size_t size = 128 + count * (96 + strlen(title));
    char *body = malloc(size);
    CU_ASSERT_FATAL(body != NULL);
    size_t at = (size_t)snprintf(body, size, "%s", HEAD);
    for (size_t i = 0; i < count; i++) {
        at += (size_t)snprintf(body + at, size - at,
                               "%s{\"client_id\":\"line-%zu\",\"title\":\"%s\",\"amount\":1.25,"
                               "\"date\":\"2018-09-20\"}",
                               i > 0 ? "," : "", i, title);
    }
    (void)snprintf(body + at, size - at, "]}");
    return body;
}

static void test_many_rows(void)
{
    struct fixture fixture;
    char *body = many_rows(10000, "Coffee and cake");
    CU_ASSERT(et_plan_import_create(fixture_begin(&fixture, "", body)) == ET_RUN);
    CU_ASSERT(!fixture.unit.failed);
    fixture_end(&fixture);
    free(body);
    body = many_rows(10001, "a");
    CU_ASSERT(et_plan_import_create(fixture_begin(&fixture, "", body)) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422);
    fixture_end(&fixture);
    free(body);
}

static void test_many_errors(void)
{
    struct fixture fixture;
    char *body = many_rows(10000, " ");
    CU_ASSERT(et_plan_import_create(fixture_begin(&fixture, "", body)) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422);
    CU_ASSERT(fixture_body_has(&fixture, "(and 9999 more problems)"));
    CU_ASSERT(fixture_body_has(&fixture, "rows[99].title"));
    CU_ASSERT(!fixture_body_has(&fixture, "rows[100].title"));
    fixture_end(&fixture);
    free(body);
}

static void test_answer(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {ET_LIT("3"), ET_LIT("2"), ET_LIT("1"), ET_LIT("[\"New\"]"),
                                     ET_LIT("[{\"client_id\":\"l2\",\"existing_id\":17}]")};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    et_answer_import_create(fixture_begin(&fixture, "", ""), &rows, 1);
    CU_ASSERT(fixture.response.status == 201);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "{\"id\":3,\"count\":2,\"skipped\":1,\"categories_created\":[\"New\"],"
                   "\"repeats\":[{\"client_id\":\"l2\",\"existing_id\":17}]}");
    fixture_end(&fixture);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"good rows become one parameter in minor units", test_rows_as_parameter},
        {"rows may carry merchant, method, note and tags", test_rows_with_extras},
        {"every bad field of every row is told", test_bad_rows},
        {"a body that is bad as a whole is refused", test_bad_whole},
        {"10,000 rows pass, one more doesn't", test_many_rows},
        {"at most 100 errors are shown, all are counted", test_many_errors},
        {"the answer counts and names", test_answer},
    };
    return et_test_run("imports", tests, ET_COUNT(tests));
}
