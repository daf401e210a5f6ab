/* test_budgets.c - budgets and warnings: what is read, what is refused, what is answered. */
#include "tests/fcgi/api/fixture.h"

static void test_create(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_budget_create(fixture_begin(
                  &fixture, "",
                  "{\"amount\":1000.5,\"period\":\"month\",\"category_id\":3,\"currency\":"
                  "\"\xE2\x82\xAC\","
                  "\"roll_over\":true,\"thresholds\":[100,80,100],\"from\":\"2026-01-31\"}")) ==
              ET_RUN);
    CU_ASSERT(fixture.unit.lane == ET_LANE_WRITE);
    ET_ASSERT_TEXT(fixture_value(&fixture, 1), "5");
    ET_ASSERT_TEXT(fixture_value(&fixture, 2), "3");
    ET_ASSERT_TEXT(fixture_value(&fixture, 3), "month");
    ET_ASSERT_TEXT(fixture_value(&fixture, 4), "EUR");
    ET_ASSERT_TEXT(fixture_value(&fixture, 5), "1000.5");
    ET_ASSERT_TEXT(fixture_value(&fixture, 6), "t");
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "{80,100}");
    ET_ASSERT_TEXT(fixture_value(&fixture, 8), "2026-01-31");
    fixture_end(&fixture);
}

static void test_defaults(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_budget_create(fixture_begin(
                  &fixture, "", "{\"amount\":\"5\",\"period\":\"week\",\"category_id\":null}")) ==
              ET_RUN);
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 2)));
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 4)));
    ET_ASSERT_TEXT(fixture_value(&fixture, 6), "f");
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "{80,100}");
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 8)));
    fixture_end(&fixture);

    CU_ASSERT(et_plan_budget_create(fixture_begin(
                  &fixture, "", "{\"amount\":5,\"period\":\"year\",\"thresholds\":[]}")) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "{}");
    fixture_end(&fixture);
}

static void test_update(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_budget_update(fixture_begin(&fixture, "", "{\"thresholds\":[90]}")) ==
              ET_RUN);
    for (size_t n = 3; n <= 5; n++) {
        CU_ASSERT(!et_slice_present(fixture_value(&fixture, n)));
    }
    ET_ASSERT_TEXT(fixture_value(&fixture, 6), "{90}");
    fixture_end(&fixture);

    CU_ASSERT(et_plan_budget_update(fixture_begin(
                  &fixture, "", "{\"period\":\"week\",\"currency\":\"EUR\",\"category_id\":1}")) ==
              ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422);
    CU_ASSERT(fixture_body_has(&fixture, "A budget keeps its period."));
    CU_ASSERT(fixture_body_has(&fixture, "A budget keeps its currency."));
    CU_ASSERT(fixture_body_has(&fixture, "A budget keeps its category."));
    fixture_end(&fixture);
}

static void test_bad(void)
{
    static const struct {
        const char *body;
        const char *field;
    } bad[] = {
        {"{\"period\":\"month\"}", "amount"},
        {"{\"amount\":1}", "period"},
        {"{\"amount\":0,\"period\":\"month\"}", "amount"},
        {"{\"amount\":1,\"period\":\"decade\"}", "period"},
        {"{\"amount\":1,\"period\":\"month\",\"currency\":\"X\"}", "currency"},
        {"{\"amount\":1.005,\"period\":\"month\",\"currency\":\"INR\"}", "amount"},
        {"{\"amount\":1,\"period\":\"month\",\"category_id\":0}", "category_id"},
        {"{\"amount\":1,\"period\":\"month\",\"from\":\"2026-02-30\"}", "from"},
        {"{\"amount\":1,\"period\":\"month\",\"thresholds\":[1,2,3,4,5,6]}", "thresholds"},
        {"{\"amount\":1,\"period\":\"month\",\"thresholds\":[1001]}", "thresholds"},
        {"{\"amount\":1,\"period\":\"month\",\"thresholds\":[null]}", "thresholds"},
        {"{\"amount\":1,\"period\":\"month\",\"thresholds\":[1.5]}", "thresholds"},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        char field[64];
        (void)snprintf(field, sizeof field, "\"field\":\"%s\"", bad[i].field);
        CU_ASSERT(et_plan_budget_create(fixture_begin(&fixture, "", bad[i].body)) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, field));
        fixture_end(&fixture);
    }
}

/* A budget as the database answers it: overspent before, so that its limit is below zero. */
#define FOOD                                                                                       \
    ET_LIT("4"), ET_LIT("3"), ET_LIT("Food"), ET_LIT("f"), ET_LIT("month"), ET_LIT("INR"),         \
        ET_LIT("100050"), ET_LIT("t"), ET_LIT("[80,100]"), ET_LIT("2"),                            \
        ET_LIT("2026-11-01 08:00:00+00"), ET_LIT("2026-11-02 08:00:00+00"), ET_LIT("2026-11-01"),  \
        ET_LIT("2026-11-30"), ET_LIT("-100055"), ET_LIT("-5"), ET_LIT("700"), ET_LIT("-705"),      \
        ET_LIT("3"), ET_LIT("1"), ET_ABSENT, ET_LIT("40.00")

static void test_answer(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {FOOD};
    const struct et_slice term[] = {ET_LIT("2026-11-01"), ET_LIT("100050"), ET_LIT("t")};
    struct et_rows rows[] = {fixture_rows(cells, 1, ET_COUNT(cells)), fixture_rows(term, 1, 3)};
    et_answer_budget_get(fixture_begin(&fixture, "", ""), rows, 2);
    ET_ASSERT_TEXT(
        et_buf_text(&fixture.response.body),
        "{\"id\":4,\"category_id\":3,\"category\":\"Food\",\"category_archived\":false,"
        "\"period\":\"month\",\"currency\":\"INR\",\"amount\":1000.50,\"roll_over\":true,"
        "\"thresholds\":[80,100],\"version\":2,\"created_at\":\"2026-11-01T08:00:00.000000Z\","
        "\"updated_at\":\"2026-11-02T08:00:00.000000Z\",\"state\":{\"first_day\":\"2026-11-01\","
        "\"last_day\":\"2026-11-30\",\"carried\":-1000.55,\"limit\":-0.05,\"spent\":7.00,"
        "\"remaining\":-7.05,\"count\":3,\"in_other_currencies\":1,\"percent\":null,"
        "\"pace\":40.00},\"terms\":[{\"from\":\"2026-11-01\",\"amount\":1000.50,"
        "\"roll_over\":true}]}");
    ET_ASSERT_TEXT(fixture_header(&fixture, "ETag"), "\"2\"");
    fixture_end(&fixture);
}

static void test_missing_and_stale(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {FOOD, ET_LIT("f")};
    struct et_rows none = fixture_rows(NULL, 0, ET_COUNT(cells));
    et_answer_budget_update(fixture_begin(&fixture, "", ""), &none, 1);
    CU_ASSERT(fixture.response.status == 404);
    fixture_end(&fixture);

    struct et_rows stale = fixture_rows(cells, 1, ET_COUNT(cells));
    et_answer_budget_delete(fixture_begin(&fixture, "", ""), &stale, 1);
    CU_ASSERT(fixture.response.status == 412);
    ET_ASSERT_TEXT(fixture_header(&fixture, "ETag"), "\"2\"");
    fixture_end(&fixture);
}

static void test_list_day(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_budget_list(fixture_begin(&fixture, "date=2024-02-29", "")) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2), "2024-02-29");
    fixture_end(&fixture);
    CU_ASSERT(et_plan_budget_list(fixture_begin(&fixture, "date=", "")) == ET_RUN);
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 2)));
    fixture_end(&fixture);
    CU_ASSERT(et_plan_budget_list(fixture_begin(&fixture, "date=2023-02-29", "")) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422);
    fixture_end(&fixture);
}

static void test_alerts(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_alert_list(fixture_begin(&fixture, "", "")) == ET_RUN);
    CU_ASSERT(fixture.unit.lane == ET_LANE_WRITE);
    fixture_end(&fixture);

    struct et_rows none = fixture_rows(NULL, 0, 6);
    et_answer_alert_dismiss(fixture_begin(&fixture, "", ""), &none, 1);
    CU_ASSERT(fixture.response.status == 404);
    fixture_end(&fixture);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a new budget is read in full, thresholds in order and once", test_create},
        {"what is not said has its default", test_defaults},
        {"a change names what it changes; what is fixed is said in words", test_update},
        {"each bad field is named", test_bad},
        {"amounts are answered exactly, below zero too", test_answer},
        {"a missing budget is 404, another version 412", test_missing_and_stale},
        {"the list is of a day that exists", test_list_day},
        {"warnings are made while they are read; another's is not there", test_alerts},
    };
    return et_test_run("budgets", tests, ET_COUNT(tests));
}
