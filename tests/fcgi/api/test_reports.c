/* test_reports.c - figures of reports from rows written by hand. */
#include "fcgi/api/report_period.h"
#include "tests/fcgi/api/fixture.h"

/* In no order: the handler's is the amount, then the name. */
static const struct et_slice totals[] = {
    ET_LIT("JPY"),   ET_LIT("Other"), ET_LIT("70"),   ET_LIT("1"),    ET_LIT("INR"),
    ET_LIT("Other"), ET_LIT("1000"),  ET_LIT("2"),    ET_LIT("INR"),  ET_LIT("Gifts"),
    ET_LIT("1000"),  ET_LIT("1"),     ET_LIT("JPY"),  ET_LIT("Food"), ET_LIT("500"),
    ET_LIT("1"),     ET_LIT("INR"),   ET_LIT("Food"), ET_LIT("1000"), ET_LIT("3"),
};

#define SHARES                                                                                     \
    "[{\"category\":\"Food\",\"total_amount\":10.00,\"count\":3,\"percentage\":33.34},"            \
    "{\"category\":\"Gifts\",\"total_amount\":10.00,\"count\":1,\"percentage\":33.33},"            \
    "{\"category\":\"Other\",\"total_amount\":10.00,\"count\":2,\"percentage\":33.33}]"

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
    CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_report_months);
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

/* Rows of another currency, of the month before and of the one that is yet to come are passed over.
 */
static void test_monthly(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {
        ET_LIT("2026-11-01"), ET_LIT("INR"), ET_LIT("500"), ET_LIT("1"),
        ET_LIT("2026-11-01"), ET_LIT("INR"), ET_LIT("55"),  ET_LIT("2"),
        ET_LIT("2026-11-01"), ET_LIT("JPY"), ET_LIT("9"),   ET_LIT("9"),
        ET_LIT("2026-09-01"), ET_LIT("INR"), ET_LIT("9"),   ET_LIT("9"),
        ET_LIT("2026-12-01"), ET_LIT("INR"), ET_LIT("9"),   ET_LIT("9"),
    };
    struct et_rows rows = fixture_rows(cells, 5, 4);
    struct et_exchange *exchange = fixture_begin(&fixture, "months=2", "");
    CU_ASSERT(et_plan_report_monthly(exchange) == ET_RUN);
    CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_report_few_months);
    et_answer_report_monthly(exchange, &rows, 1);
    ET_ASSERT_TEXT(
        et_buf_text(&fixture.response.body),
        "[{\"month\":\"October 2026\",\"key\":\"2026-10\",\"total_amount\":0.00,\"count\":0},"
        "{\"month\":\"November 2026\",\"key\":\"2026-11\",\"total_amount\":5.55,\"count\":3}]");
    fixture_end(&fixture);
    CU_ASSERT(et_plan_report_monthly(fixture_begin(&fixture, "months=120", "")) == ET_RUN);
    CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_report_many_months);
    fixture_end(&fixture);
}

/* from, to, then the months, the days before and the days after: "first..end" or "-". */
static void test_cut(void)
{
    static const char *const cases[][5] = {
        {"", "", "1900-01-01..3000-01-01", "-", "-"},
        {"2024-02-01", "2024-02-29", "2024-02-01..2024-03-01", "-", "-"},
        {"2024-02-01", "", "2024-02-01..3000-01-01", "-", "-"},
        {"", "2999-12-31", "1900-01-01..3000-01-01", "-", "-"},
        {"", "2024-01-15", "1900-01-01..2024-01-01", "-", "2024-01-01..2024-01-16"},
        {"2023-12-25", "2024-01-24", "-", "2023-12-25..2024-01-25", "-"},
        {"2023-11-25", "2024-01-24", "2023-12-01..2024-01-01", "2023-11-25..2023-12-01",
         "2024-01-01..2024-01-25"},
        {"2024-02-29", "2024-02-29", "-", "2024-02-29..2024-03-01", "-"},
        {"2024-02-02", "2024-03-31", "2024-03-01..2024-04-01", "2024-02-02..2024-03-01", "-"},
    };
    for (size_t i = 0; i < ET_COUNT(cases); i++) {
        struct et_period_parts parts;
        et_period_cut(et_slice_from(cases[i][0]), et_slice_from(cases[i][1]), &parts);
        const struct et_days *days[] = {&parts.months, &parts.head, &parts.tail};
        for (size_t at = 0; at < 3; at++) {
            char text[2 * ET_DATE_SIZE + 2] = "-";
            if (strcmp(days[at]->first, days[at]->end) != 0) {
                (void)snprintf(text, sizeof text, "%s..%s", days[at]->first, days[at]->end);
            }
            CU_ASSERT_STRING_EQUAL(text, cases[i][2 + at]);
        }
        CU_ASSERT(parts.ragged == (cases[i][3][0] != '-' || cases[i][4][0] != '-'));
        CU_ASSERT(parts.open == (i == 0));
    }
}

static void test_statements(void)
{
    static const struct {
        const char *query;
        const struct et_statement *statement;
    } cases[] = {
        {"", &et_stmt_report_all},
        {"from=2024-01-01&to=2024-12-31", &et_stmt_report_months},
        {"from=2024-01-02", &et_stmt_report_days},
        {"level=all", &et_stmt_report_all},
        {"level=top", &et_stmt_report_levels},
        {"category=Food", &et_stmt_report_levels},
    };
    for (size_t i = 0; i < ET_COUNT(cases); i++) {
        struct fixture fixture;
        CU_ASSERT(et_plan_report_categories(fixture_begin(&fixture, cases[i].query, "")) == ET_RUN);
        CU_ASSERT(fixture.unit.steps[0].statement == cases[i].statement);
        CU_ASSERT(fixture.unit.steps[0].count == cases[i].statement->params);
        fixture_end(&fixture);
    }
    struct fixture fixture;
    CU_ASSERT(et_plan_report_categories(fixture_begin(&fixture, "level=2", "")) == ET_ANSWERED);
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
        {"a period is cut into months and days", test_cut},
        {"the cheapest statement that answers is taken", test_statements},
        {"bad parameters of a report are refused", test_bad_queries},
    };
    return et_test_run("reports", tests, ET_COUNT(tests));
}
