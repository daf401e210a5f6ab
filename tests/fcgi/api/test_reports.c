/* test_reports.c - figures of reports from rows written by hand. */
#include "tests/fcgi/api/fixture.h"

static const struct et_slice totals[] = {
    ET_LIT("INR"),   ET_LIT("Food"), ET_LIT("1000"),  ET_LIT("3"),    ET_LIT("INR"),
    ET_LIT("Other"), ET_LIT("1000"), ET_LIT("2"),     ET_LIT("INR"),  ET_LIT("Gifts"),
    ET_LIT("1000"),  ET_LIT("1"),    ET_LIT("JPY"),   ET_LIT("Food"), ET_LIT("500"),
    ET_LIT("1"),     ET_LIT("JPY"),  ET_LIT("Other"), ET_LIT("70"),   ET_LIT("1"),
};

#define SHARES                                                                                     \
    "[{\"category\":\"Food\",\"total_amount\":10.00,\"count\":3,\"percentage\":33.34},"            \
    "{\"category\":\"Other\",\"total_amount\":10.00,\"count\":2,\"percentage\":33.33},"            \
    "{\"category\":\"Gifts\",\"total_amount\":10.00,\"count\":1,\"percentage\":33.33}]"

static void test_categories(void)
{
    struct fixture fixture;
    struct et_rows rows = fixture_rows(totals, 5, 4);
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    CU_ASSERT(et_plan_report_categories(exchange) == ET_RUN);
    et_answer_report_categories(exchange, &rows, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body), SHARES);
    fixture_end(&fixture);
}

static void test_summary(void)
{
    struct fixture fixture;
    struct et_rows rows = fixture_rows(totals, 5, 4);
    struct et_exchange *exchange = fixture_begin(&fixture, "from=2024-01-01", "");
    CU_ASSERT(et_plan_report_summary(exchange) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2), "2024-01-01");
    et_answer_report_summary(exchange, &rows, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "{\"total_amount\":30.00,\"total_count\":6,\"average_amount\":5.00,"
                   "\"currency\":\"INR\",\"categories\":" SHARES ",\"other_currencies\":"
                   "[{\"currency\":\"JPY\",\"total_amount\":570,\"count\":2}]}");
    fixture_end(&fixture);
}

static void test_empty_summary(void)
{
    struct fixture fixture;
    struct et_rows none = fixture_rows(NULL, 0, 4);
    struct et_exchange *exchange = fixture_begin(&fixture, "currency=KWD", "");
    et_plan_report_summary(exchange);
    et_answer_report_summary(exchange, &none, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "{\"total_amount\":0.000,\"total_count\":0,\"average_amount\":0.000,"
                   "\"currency\":\"KWD\",\"categories\":[],\"other_currencies\":[]}");
    fixture_end(&fixture);
}

static void test_huge_sums(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {ET_LIT("INR"), ET_LIT("Food"),
                                     ET_LIT("9007199254740991000000"), ET_LIT("1000000")};
    struct et_rows rows = fixture_rows(cells, 1, 4);
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    et_plan_report_summary(exchange);
    et_answer_report_summary(exchange, &rows, 1);
    CU_ASSERT(fixture_body_has(&fixture, "{\"total_amount\":90071992547409910000.00,"));
    CU_ASSERT(fixture_body_has(&fixture, "\"average_amount\":90071992547409.91,"));
    fixture_end(&fixture);
}

static void test_monthly(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {ET_LIT("2023-12"), ET_LIT("0"),   ET_LIT("0"),
                                     ET_LIT("2024-01"), ET_LIT("555"), ET_LIT("2")};
    struct et_rows rows = fixture_rows(cells, 2, 3);
    struct et_exchange *exchange = fixture_begin(&fixture, "months=2", "");
    CU_ASSERT(et_plan_report_monthly(exchange) == ET_RUN);
    et_answer_report_monthly(exchange, &rows, 1);
    ET_ASSERT_TEXT(
        et_buf_text(&fixture.response.body),
        "[{\"month\":\"December 2023\",\"key\":\"2023-12\",\"total_amount\":0.00,\"count\":0},"
        "{\"month\":\"January 2024\",\"key\":\"2024-01\",\"total_amount\":5.55,\"count\":2}]");
    fixture_end(&fixture);
}

static void test_bad_queries(void)
{
    static const char *const bad[] = {"months=0", "months=121", "months=x", "currency=QQQ"};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        CU_ASSERT(et_plan_report_monthly(fixture_begin(&fixture, bad[i], "")) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422);
        fixture_end(&fixture);
    }
}

int main(void)
{
    static const struct et_test tests[] = {
        {"percentages add up to 100.00", test_categories},
        {"the summary keeps currencies apart", test_summary},
        {"an empty summary is zero with the currency's decimals", test_empty_summary},
        {"sums beyond 64 bits stay exact", test_huge_sums},
        {"months have a name and a key", test_monthly},
        {"bad parameters of a report are refused", test_bad_queries},
    };
    return et_test_run("reports", tests, ET_COUNT(tests));
}
