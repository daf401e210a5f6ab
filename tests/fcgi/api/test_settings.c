/* test_settings.c - settings, session, service and sample data. */
#include "fcgi/routes.h"
#include "fcgi/statements.h"
#include "tests/fcgi/api/fixture.h"

static void test_bad_settings(void)
{
    static const struct {
        const char *body;
        const char *field;
    } bad[] = {
        {"{\"theme\":\"blue\"}", "theme"},
        {"{\"theme\":null}", "theme"},
        {"{\"currency\":\"Rs\"}", "currency"},
        {"{\"locale\":\"e\"}", "locale"},
        {"{\"locale\":\"en_IN\"}", "locale"},
        {"{\"locale\":\"en-\"}", "locale"},
        {"{\"time_zone\":\"\"}", "time_zone"},
        {"{\"notifications\":1}", "notifications"},
        {"{\"version\":1}", "version"},
        {"{\"user_id\":1}", "user_id"},
        {"{\"first_day_of_week\":7}", "first_day_of_week"},
        {"{\"first_day_of_week\":-1}", "first_day_of_week"},
        {"{\"month_start_day\":0}", "month_start_day"},
        {"{\"month_start_day\":32}", "month_start_day"},
        {"{\"month_start_day\":null}", "month_start_day"},
        {"{\"shortcuts\":\"no\"}", "shortcuts"},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        char field[64];
        (void)snprintf(field, sizeof field, "\"field\":\"%s\"", bad[i].field);
        CU_ASSERT(et_plan_settings_update(fixture_begin(&fixture, "", bad[i].body)) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, field));
        fixture_end(&fixture);
    }
}

static void test_old_sign(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_expense_settings_update(fixture_begin(
                  &fixture, "", "{\"currency\":\"\xE2\x82\xAC\",\"notifications\":false}")) ==
              ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 3), "EUR");
    ET_ASSERT_TEXT(fixture_value(&fixture, 6), "f");
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 2)));
    fixture_end(&fixture);
}

static void test_week_by_locale(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_settings_update(fixture_begin(
                  &fixture, "", "{\"first_day_of_week\":null,\"month_start_day\":25}")) == ET_RUN);
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 7)));
    ET_ASSERT_TEXT(fixture_value(&fixture, 8), "t");
    ET_ASSERT_TEXT(fixture_value(&fixture, 9), "25");
    fixture_end(&fixture);
    CU_ASSERT(et_plan_settings_update(fixture_begin(
                  &fixture, "", "{\"first_day_of_week\":0,\"shortcuts\":false}")) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "0");
    ET_ASSERT_TEXT(fixture_value(&fixture, 10), "f");
    fixture_end(&fixture);
    CU_ASSERT(et_plan_settings_update(fixture_begin(&fixture, "", "{\"theme\":\"dark\"}")) ==
              ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 8), "f");
    fixture_end(&fixture);
}

static void test_older_form_knows_three(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_expense_settings_update(
                  fixture_begin(&fixture, "", "{\"locale\":\"en-IN\"}")) == ET_ANSWERED);
    CU_ASSERT(fixture_body_has(&fixture, "unknown_field"));
    fixture_end(&fixture);
}

static void test_session(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {ET_LIT("7"),     ET_LIT("a@example.com"),
                                     ET_LIT("Asha"),  ET_LIT("t"),
                                     ET_LIT("dark"),  ET_LIT("INR"),
                                     ET_LIT("en-IN"), ET_LIT("Asia/Kolkata"),
                                     ET_LIT("t"),     ET_ABSENT,
                                     ET_LIT("25"),    ET_LIT("t"),
                                     ET_LIT("3"),     ET_ABSENT};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    exchange->caller.expires = 1700000000;
    et_answer_session(exchange, &rows, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "{\"user\":{\"id\":7,\"email\":\"a@example.com\",\"name\":\"Asha\","
                   "\"picture\":\"/api/auth/picture\"},\"settings\":{\"theme\":\"dark\","
                   "\"currency\":\"INR\",\"locale\":\"en-IN\",\"time_zone\":\"Asia/Kolkata\","
                   "\"notifications\":true,\"first_day_of_week\":null,\"month_start_day\":25,"
                   "\"shortcuts\":true,\"version\":3},"
                   "\"expires_at\":\"2023-11-14T22:13:20.000Z\"}");
    fixture_end(&fixture);
}

static void test_nobody(void)
{
    struct fixture fixture;
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    exchange->caller = (struct et_caller){.user = 0};
    CU_ASSERT(et_plan_session(exchange) == ET_ANSWERED && fixture.response.status == 200);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body), "{\"user\":null}");
    fixture_end(&fixture);

    exchange = fixture_begin(&fixture, "", "");
    exchange->caller = (struct et_caller){.user = 0};
    CU_ASSERT(et_plan_logout(exchange) == ET_ANSWERED && fixture.response.status == 200);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "{\"message\":\"Logged out successfully\"}");
    CU_ASSERT(et_slice_present(fixture_header(&fixture, "Set-Cookie")));
    fixture_end(&fixture);
}

static void test_picture(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {ET_LIT("image/png"), ET_LIT("ab12"), ET_LIT("89504e470a")};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    et_answer_picture(fixture_begin(&fixture, "", ""), &rows, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body), "\x89PNG\n");
    CU_ASSERT_STRING_EQUAL(fixture.response.content_type, "image/png");
    ET_ASSERT_TEXT(fixture_header(&fixture, "ETag"), "\"ab12\"");
    fixture_end(&fixture);

    struct et_rows none = fixture_rows(NULL, 0, 3);
    et_answer_picture(fixture_begin(&fixture, "", ""), &none, 1);
    CU_ASSERT(fixture.response.status == 404);
    fixture_end(&fixture);
}

static void test_samples(void)
{
    struct fixture fixture;
    struct et_exchange *exchange = fixture_begin(&fixture, "count=1001", "");
    CU_ASSERT(et_plan_sample_create(exchange) == ET_ANSWERED && fixture.response.status == 422);
    fixture_end(&fixture);

    exchange = fixture_begin(&fixture, "count=5", "");
    fixture.settings.sample_data = false;
    CU_ASSERT(et_plan_sample_create(exchange) == ET_ANSWERED && fixture.response.status == 403);
    CU_ASSERT(fixture_body_has(&fixture, "feature_disabled"));
    fixture_end(&fixture);
}

static void test_config(void)
{
    struct fixture fixture;
    et_plan_config(fixture_begin(&fixture, "", ""));
    CU_ASSERT(fixture_body_has(&fixture, "\"features\":{\"sample_data\":true}"));
    CU_ASSERT(fixture_body_has(&fixture, "{\"code\":\"JPY\",\"digits\":0,"));
    CU_ASSERT(fixture_body_has(
        &fixture, "\"limits\":{\"import_rows\":10000,\"title_length\":200,\"page_size\":200}}"));
    fixture_end(&fixture);
}

static void test_tables(void)
{
    for (size_t i = 0; i < et_route_count; i++) {
        CU_ASSERT(et_routes[i].plan != NULL && et_routes[i].label != NULL);
        for (size_t k = 0; k < i; k++) {
            CU_ASSERT(strcmp(et_routes[i].label, et_routes[k].label) != 0);
        }
    }
    for (size_t i = 0; i < et_statement_count; i++) {
        CU_ASSERT(et_statements[i]->params <= ET_STEP_PARAMS_MAX);
        for (size_t k = 0; k < i; k++) {
            CU_ASSERT(strcmp(et_statements[i]->name, et_statements[k]->name) != 0);
        }
    }
}

int main(void)
{
    static const struct et_test tests[] = {
        {"each bad setting is named", test_bad_settings},
        {"an old currency sign becomes its code", test_old_sign},
        {"a first day of the week can be left to the locale", test_week_by_locale},
        {"the older form of the settings has three fields", test_older_form_knows_three},
        {"the session tells user, settings and end", test_session},
        {"without a session the user is null and logging out works", test_nobody},
        {"a picture is answered as bytes, 404 without one", test_picture},
        {"sample data is bounded and can be switched off", test_samples},
        {"the configuration tells features, currencies and limits", test_config},
        {"labels and statement names are unique", test_tables},
    };
    return et_test_run("settings", tests, ET_COUNT(tests));
}
