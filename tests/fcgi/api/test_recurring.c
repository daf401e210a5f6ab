/* test_recurring.c - recurring expenses: what the database is asked, and what is refused before. */
#include "tests/fcgi/api/fixture.h"

static void test_only_what_is_there(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_recurring_create(fixture_begin(
                  &fixture, "",
                  "{\"title\":\"Rent\",\"amount\":15.50,\"unit\":\"month\",\"currency\":"
                  "\"\xE2\x82\xAC\",\"ends_on\":null,\"last_day\":true,\"every\":2}")) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2),
                   "{\"title\":\"Rent\",\"amount\":\"15.50\",\"currency\":\"EUR\",\"unit\":"
                   "\"month\",\"every\":2,\"last_day\":true,\"ends_on\":null}");
    fixture_end(&fixture);
}

static void test_labels(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_recurring_create(fixture_begin(
                  &fixture, "",
                  "{\"title\":\"Rent\",\"amount\":1,\"unit\":\"month\",\"merchant\":\"Landlord\","
                  "\"payment_method\":null,\"note\":\"a\\r\\nb\",\"tags\":[\"Home\",\"Fix\"]}")) ==
              ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2),
                   "{\"title\":\"Rent\",\"amount\":\"1\",\"merchant\":\"Landlord\","
                   "\"payment_method\":\"\",\"note\":\"a\\nb\",\"tags\":[\"Home\",\"Fix\"],"
                   "\"unit\":\"month\"}");
    fixture_end(&fixture);
    CU_ASSERT(et_plan_recurring_update(fixture_begin(
                  &fixture, "", "{\"scope\":\"this\",\"expense_id\":7,\"tags\":null}")) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 4), "{\"tags\":[],\"scope\":\"this\",\"expense_id\":7}");
    fixture_end(&fixture);
}

static void test_refused_creation(void)
{
    static const struct {
        const char *more;
        const char *field;
        const char *code;
    } bad[] = {
        {"\"unit\":\"hour\"", "unit", "unknown_unit"},
        {"\"unit\":\"day\",\"every\":0", "every", "out_of_range"},
        {"\"unit\":\"day\",\"every\":1000", "every", "out_of_range"},
        {"\"unit\":\"day\",\"count\":10001", "count", "out_of_range"},
        {"\"unit\":\"day\",\"count\":2,\"ends_on\":\"2030-01-01\"", "count", "two_ends"},
        {"\"unit\":\"day\",\"starts_on\":\"2025-02-29\"", "starts_on", "bad_date"},
        {"\"unit\":\"day\",\"starts_on\":\"1899-12-31\"", "starts_on", "out_of_range"},
        {"\"unit\":\"day\",\"expected_count\":-1", "expected_count", "out_of_range"},
        {"\"unit\":\"day\",\"from_expense\":0", "from_expense", "out_of_range"},
        {"\"unit\":\"day\",\"paused\":true", "paused", "unknown_field"},
        {"\"every\":1", "unit", "required"},
        {"\"unit\":\"day\",\"tags\":[1]", "tags", "wrong_type"},
        {"\"unit\":\"day\",\"note\":\"\\u0007\"", "note", "control_character"},
        {"\"unit\":\"day\",\"merchant\":7", "merchant", "wrong_type"},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        char body[256];
        char field[64];
        char code[64];
        (void)snprintf(body, sizeof body, "{\"title\":\"A\",\"amount\":1,%s}", bad[i].more);
        (void)snprintf(field, sizeof field, "\"field\":\"%s\"", bad[i].field);
        (void)snprintf(code, sizeof code, "\"code\":\"%s\"", bad[i].code);
        CU_ASSERT(et_plan_recurring_create(fixture_begin(&fixture, "", body)) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, field));
        CU_ASSERT(fixture_body_has(&fixture, code));
        fixture_end(&fixture);
    }
}

static void test_scopes(void)
{
    static const struct {
        const char *body;
        const char *code; /* NULL: fine */
    } cases[] = {
        {"{\"scope\":\"all\",\"title\":\"A\"}", NULL},
        {"{\"scope\":\"this\",\"expense_id\":7,\"amount\":2}", NULL},
        {"{\"scope\":\"following\",\"date\":\"2026-01-31\",\"every\":2}", NULL},
        {"{\"paused\":true}", NULL},
        {"{\"scope\":\"rule\"}", "unknown_scope"},
        {"{\"scope\":\"this\"}", "which_entry"},
        {"{\"scope\":\"following\",\"date\":\"2026-01-31\",\"expense_id\":7}", "which_entry"},
        {"{\"scope\":\"all\",\"expense_id\":7}", "without_scope"},
        {"{\"date\":\"2026-01-31\"}", "without_scope"},
        {"{\"scope\":\"this\",\"expense_id\":7,\"paused\":true}", "not_of_one_entry"},
        {"{\"scope\":\"this\",\"expense_id\":7,\"ends_on\":null}", "not_of_one_entry"},
    };
    for (size_t i = 0; i < ET_COUNT(cases); i++) {
        struct fixture fixture;
        enum et_verdict verdict =
            et_plan_recurring_update(fixture_begin(&fixture, "", cases[i].body));
        CU_ASSERT((verdict == ET_RUN) == (cases[i].code == NULL));
        CU_ASSERT(cases[i].code == NULL || fixture_body_has(&fixture, cases[i].code));
        fixture_end(&fixture);
    }
}

static void test_preview_needs_a_unit_or_a_rule(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_recurring_preview(fixture_begin(&fixture, "", "{}")) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, "required"));
    fixture_end(&fixture);
    CU_ASSERT(et_plan_recurring_preview(fixture_begin(&fixture, "", "{\"recurring_id\":3}")) ==
              ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2), "{\"recurring_id\":3}");
    fixture_end(&fixture);
}

#define RULE(matched)                                                                              \
    ET_LIT("5"), ET_LIT("Rent"), ET_LIT("1550"), ET_LIT("INR"), ET_LIT("Food"), ET_LIT("month"),   \
        ET_LIT("1"), ET_LIT("f"), ET_LIT("31"), ET_LIT("2026-01-31"), ET_ABSENT, ET_ABSENT,        \
        ET_LIT("2026-02-28"), ET_LIT("[\"2026-02-28\"]"), ET_LIT("f"), ET_LIT("1"),                \
        ET_LIT("2026-01-31 01:36:45+00"), ET_LIT("2026-01-31 01:36:45+00"), ET_LIT("3"),           \
        ET_LIT("1"), ET_LIT("0"), ET_LIT(matched),                                                 \
        ET_LIT("{\"merchant\":\"Landlord\",\"tags\":[\"Home\"]}")

static void test_answers(void)
{
    const struct et_slice cells[] = {RULE("t")};
    const struct et_slice stale[] = {RULE("f")};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    struct fixture fixture;

    et_answer_recurring_create(fixture_begin(&fixture, "", NULL), &rows, 1);
    CU_ASSERT(fixture.response.status == 201);
    ET_ASSERT_TEXT(fixture_header(&fixture, "Location"), "/api/recurring/5");
    ET_ASSERT_TEXT(fixture_header(&fixture, "ETag"), "\"3\"");
    CU_ASSERT(fixture_body_has(
        &fixture,
        "\"amount\":15.50,\"currency\":\"INR\",\"category\":\"Food\",\"unit\":\"month\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"ends_on\":null,\"count\":null,\"next_date\":"
                                         "\"2026-02-28\",\"upcoming\":[\"2026-02-28\"]"));
    CU_ASSERT(fixture_body_has(&fixture, "\"version\":3,\"merchant\":\"Landlord\",\"tags\":"
                                         "[\"Home\"],\"made_now\":1,\"changed\":0}"));
    fixture_end(&fixture);

    rows = fixture_rows(stale, 1, ET_COUNT(stale));
    et_answer_recurring_update(fixture_begin(&fixture, "", NULL), &rows, 1);
    CU_ASSERT(fixture.response.status == 412);
    fixture_end(&fixture);

    rows = fixture_rows(cells, 0, ET_COUNT(cells));
    et_answer_recurring_delete(fixture_begin(&fixture, "", NULL), &rows, 1);
    CU_ASSERT(fixture.response.status == 404 && fixture_body_has(&fixture, "Recurring expense"));
    fixture_end(&fixture);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"the database gets only what is there", test_only_what_is_there},
        {"labels are kept or cleared, those of one entry too", test_labels},
        {"each bad field of a new one is named", test_refused_creation},
        {"a scope names its entry, and one entry has no schedule", test_scopes},
        {"a preview needs a unit or a rule", test_preview_needs_a_unit_or_a_rule},
        {"a rule is answered with its ETag, or 412, or 404", test_answers},
    };
    return et_test_run("recurring", tests, ET_COUNT(tests));
}
