/* test_expense_write.c - bodies of POST and PUT /api/expenses, and what is answered. */
#include "fcgi/api/expense_json.h"
#include "fcgi/api/extras.h"
#include "tests/fcgi/api/fixture.h"

struct bad_body {
    const char *body;
    int status;
    const char *code; /* somewhere in the answer: of the problem or of a field */
    const char *field;
};

#define TITLE_201                                                                                  \
    "01234567890123456789012345678901234567890123456789"                                           \
    "01234567890123456789012345678901234567890123456789"                                           \
    "01234567890123456789012345678901234567890123456789"                                           \
    "012345678901234567890123456789012345678901234567890"

static const struct bad_body bad_creates[] = {
    {"", 400, "malformed_json", NULL},
    {"{", 400, "malformed_json", NULL},
    {"[]", 422, "wrong_type", NULL},
    {"{\"title\":\"a\",\"amount\":NaN}", 400, "malformed_json", NULL},
    {"{\"title\":\"a\",\"amount\":Infinity}", 400, "malformed_json", NULL},
    {"{\"title\":\"a\",\"title\":\"b\",\"amount\":1}", 422, "duplicate_key", NULL},
    {"{\"title\":\"a\",\"amount\":[[[[[[[[[1]]]]]]]]]}", 422, "too_deep", NULL},
    {"{\"title\":\"a\\u0000b\",\"amount\":1}", 422, "bad_text", NULL},
    {"{\"title\":\"a\xC3\",\"amount\":1}", 422, "bad_text", NULL},
    {"{\"title\":\"a\xED\xA0\x80\",\"amount\":1}", 422, "bad_text", NULL},
    {"{}", 422, "required", "title"},
    {"{\"title\":\"a\"}", 422, "required", "amount"},
    {"{\"title\":null,\"amount\":1}", 422, "null", "title"},
    {"{\"title\":5,\"amount\":1}", 422, "wrong_type", "title"},
    {"{\"title\":\"\",\"amount\":1}", 422, "blank", "title"},
    {"{\"title\":\" \\u00a0 \",\"amount\":1}", 422, "blank", "title"},
    {"{\"title\":\"a\\nb\",\"amount\":1}", 422, "control_character", "title"},
    {"{\"title\":\"a\\u007f\",\"amount\":1}", 422, "control_character", "title"},
    {"{\"title\":\"" TITLE_201 "\",\"amount\":1}", 422, "too_long", "title"},
    {"{\"title\":\"a\",\"amount\":1,\"id\":5}", 422, "unknown_field", "id"},
    {"{\"title\":\"a\",\"amount\":1,\"user_id\":5}", 422, "unknown_field", "user_id"},
    {"{\"title\":\"a\",\"amount\":0}", 422, "not_positive", "amount"},
    {"{\"title\":\"a\",\"amount\":\"0.00\"}", 422, "not_positive", "amount"},
    {"{\"title\":\"a\",\"amount\":-5}", 422, "not_positive", "amount"},
    {"{\"title\":\"a\",\"amount\":null}", 422, "null", "amount"},
    {"{\"title\":\"a\",\"amount\":true}", 422, "wrong_type", "amount"},
    {"{\"title\":\"a\",\"amount\":{}}", 422, "wrong_type", "amount"},
    {"{\"title\":\"a\",\"amount\":\"1,5\"}", 422, "bad_amount", "amount"},
    {"{\"title\":\"a\",\"amount\":\"\"}", 422, "bad_amount", "amount"},
    {"{\"title\":\"a\",\"amount\":\"NaN\"}", 422, "bad_amount", "amount"},
    {"{\"title\":\"a\",\"amount\":1e2}", 422, "bad_amount", "amount"},
    {"{\"title\":\"a\",\"amount\":1e400}", 422, "bad_amount", "amount"},
    {"{\"title\":\"a\",\"amount\":1.23456}", 422, "too_many_decimals", "amount"},
    {"{\"title\":\"a\",\"amount\":1.234,\"currency\":\"INR\"}", 422, "too_many_decimals", "amount"},
    {"{\"title\":\"a\",\"amount\":1.5,\"currency\":\"JPY\"}", 422, "too_many_decimals", "amount"},
    {"{\"title\":\"a\",\"amount\":90071992547409.92,\"currency\":\"INR\"}", 422, "out_of_range",
     "amount"},
    {"{\"title\":\"a\",\"amount\":99999999999999999999}", 422, "out_of_range", "amount"},
    {"{\"title\":\"a\",\"amount\":1,\"currency\":\"XXX\"}", 422, "unknown_currency", "currency"},
    {"{\"title\":\"a\",\"amount\":1,\"currency\":\"\"}", 422, "unknown_currency", "currency"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":\"2024-02-30\"}", 422, "bad_date", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":\"15/01/2024\"}", 422, "bad_date", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":\"\"}", 422, "bad_date", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":\"2024-01-15T25:00\"}", 422, "bad_date", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":\"1899-12-31\"}", 422, "out_of_range", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":\"3000-01-01\"}", 422, "out_of_range", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"date\":5}", 422, "wrong_type", "date"},
    {"{\"title\":\"a\",\"amount\":1,\"category\":\"a\\tb\"}", 422, "control_character", "category"},
    {"{\"title\":\"a\",\"amount\":1,\"merchant\":7}", 422, "wrong_type", "merchant"},
    {"{\"title\":\"a\",\"amount\":1,\"merchant\":\"a\\nb\"}", 422, "control_character", "merchant"},
    {"{\"title\":\"a\",\"amount\":1,\"merchant\":\"" TITLE_201 "\"}", 422, "too_long", "merchant"},
    {"{\"title\":\"a\",\"amount\":1,\"payment_method\":\"" TITLE_201 "\"}", 422, "too_long",
     "payment_method"},
    {"{\"title\":\"a\",\"amount\":1,\"note\":\"a\\tb\"}", 422, "control_character", "note"},
    {"{\"title\":\"a\",\"amount\":1,\"tags\":\"work\"}", 422, "wrong_type", "tags"},
    {"{\"title\":\"a\",\"amount\":1,\"tags\":[null]}", 422, "wrong_type", "tags"},
    {"{\"title\":\"a\",\"amount\":1,\"tags\":[\"a\",\"" TITLE_201 "\"]}", 422, "too_long", "tags"},
    {"{\"title\":\"a\",\"amount\":1,\"tags\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\","
     "\"9\","
     "\"10\",\"11\"]}",
     422, "too_many", "tags"},
};

static void check_bad(et_plan_fn plan, const struct bad_body *bad)
{
    struct fixture fixture;
    char code[64];
    char field[64];
    enum et_verdict verdict = plan(fixture_begin(&fixture, "", bad->body));
    (void)snprintf(code, sizeof code, "\"code\":\"%s\"", bad->code);
    (void)snprintf(field, sizeof field, "\"field\":\"%s\"", bad->field != NULL ? bad->field : "");
    bool good = verdict == ET_ANSWERED && fixture.response.status == bad->status &&
                fixture_body_has(&fixture, code) &&
                (bad->field == NULL || fixture_body_has(&fixture, field));
    if (!good) {
        printf("# %s gave %d %.*s\n", bad->body, fixture.response.status,
               (int)fixture.response.body.len, fixture.response.body.data);
    }
    CU_ASSERT(good);
    fixture_end(&fixture);
}

static void test_bad_creates(void)
{
    for (size_t i = 0; i < ET_COUNT(bad_creates); i++) {
        check_bad(et_plan_expense_create, &bad_creates[i]);
    }
}

static void test_bad_updates(void)
{
    static const struct bad_body bad[] = {
        {"{\"title\":null}", 422, "null", "title"},
        {"{\"version\":3}", 422, "unknown_field", "version"},
        {"{\"deleted_at\":\"2024-01-01\"}", 422, "unknown_field", "deleted_at"},
        {"{\"amount\":\"1.\"}", 422, "bad_amount", "amount"},
        {"{\"date\":null}", 422, "null", "date"},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        check_bad(et_plan_expense_update, &bad[i]);
    }
}

static void test_all_bad_fields_at_once(void)
{
    struct fixture fixture;
    et_plan_expense_create(
        fixture_begin(&fixture, "", "{\"title\":\" \",\"amount\":0,\"date\":\"x\"}"));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"title\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"amount\""));
    CU_ASSERT(fixture_body_has(&fixture, "\"field\":\"date\""));
    fixture_end(&fixture);
}

static void test_sentence_names_currency(void)
{
    struct fixture fixture;
    et_plan_expense_create(
        fixture_begin(&fixture, "", "{\"title\":\"a\",\"amount\":1.234,\"currency\":\"INR\"}"));
    CU_ASSERT(fixture_body_has(&fixture, "\"detail\":\"Use at most 2 decimals for INR.\""));
    fixture_end(&fixture);
}

static void test_create_parameters(void)
{
    struct fixture fixture;
    struct et_exchange *exchange =
        fixture_begin(&fixture, "",
                      "{\"title\":\"Tea\",\"amount\":15.50,\"category\":\"\","
                      "\"date\":\"2024-01-15T23:30:00-08:00\",\"currency\":\"\xE2\x82\xB9\"}");
    CU_ASSERT(et_plan_expense_create(exchange) == ET_RUN);
    CU_ASSERT(!fixture.unit.failed && fixture.unit.lane == ET_LANE_WRITE);
    CU_ASSERT(fixture.unit.steps[0].count == et_stmt_expense_create.params);
    ET_ASSERT_TEXT(fixture_value(&fixture, 1), "5");
    ET_ASSERT_TEXT(fixture_value(&fixture, 2), "Tea");
    ET_ASSERT_TEXT(fixture_value(&fixture, 3), "15.50");
    ET_ASSERT_TEXT(fixture_value(&fixture, 4), "");
    ET_ASSERT_TEXT(fixture_value(&fixture, 5), "2024-01-15");
    ET_ASSERT_TEXT(fixture_value(&fixture, 6), "23:30:00");
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "INR");
    fixture_end(&fixture);
}

/* Parameters 8 to 11 of a new expense. */
static void check_extras(const char *body, struct et_slice merchant, struct et_slice method,
                         struct et_slice note, struct et_slice tags)
{
    struct fixture fixture;
    const struct et_slice wanted[] = {merchant, method, note, tags};
    CU_ASSERT(et_plan_expense_create(fixture_begin(&fixture, "", body)) == ET_RUN);
    for (size_t i = 0; i < ET_COUNT(wanted); i++) {
        struct et_slice value = fixture_value(&fixture, 8 + i);
        CU_ASSERT(et_slice_present(value) == et_slice_present(wanted[i]));
        if (et_slice_present(value)) {
            CU_ASSERT(et_slice_eq(value, wanted[i]));
        }
    }
    fixture_end(&fixture);
}

static void test_extras(void)
{
    check_extras("{\"title\":\"a\",\"amount\":1}", ET_ABSENT, ET_ABSENT, ET_ABSENT, ET_ABSENT);
    check_extras("{\"title\":\"a\",\"amount\":1,\"merchant\":\"Lidl\",\"payment_method\":\"UPI\","
                 "\"note\":\"a\\r\\nb\\rc\\n\",\"tags\":[\"x \\\"y\\\"\",\"\",\"z\"]}",
                 ET_LIT("Lidl"), ET_LIT("UPI"), ET_LIT("a\nb\nc\n"),
                 ET_LIT("[\"x \\\"y\\\"\",\"z\"]"));
    check_extras("{\"title\":\"a\",\"amount\":1,\"merchant\":null,\"payment_method\":\" \\u00a0\","
                 "\"note\":\"\\n \\r\\n\",\"tags\":null}",
                 ET_LIT(""), ET_LIT(""), ET_LIT(""), ET_LIT("[]"));
}

/* A note of exactly the most characters, of more bytes each, passes; one more doesn't. */
static void check_long_note(size_t points, enum et_verdict verdict)
{
    struct fixture fixture;
    char body[2 * ET_NOTE_POINTS_MAX + 128];
    size_t len = (size_t)snprintf(body, sizeof body, "{\"title\":\"a\",\"amount\":1,\"note\":\"");
    for (size_t i = 0; i < points; i++) {
        memcpy(body + len, "\xC3\xA9", 2);
        len += 2;
    }
    memcpy(body + len, "\"}", 3);
    CU_ASSERT(et_plan_expense_create(fixture_begin(&fixture, "", body)) == verdict);
    fixture_end(&fixture);
}

static void test_long_note(void)
{
    check_long_note(ET_NOTE_POINTS_MAX, ET_RUN);
    check_long_note(ET_NOTE_POINTS_MAX + 1, ET_ANSWERED);
}

static void test_largest_amount_of_any_currency(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_expense_create(fixture_begin(
                  &fixture, "", "{\"title\":\"a\",\"amount\":9007199254740991}")) == ET_RUN);
    fixture_end(&fixture);
}

static void test_create_answer(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {FIXTURE_TEA};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    et_answer_expense_create(fixture_begin(&fixture, "", ""), &rows, 1);
    CU_ASSERT(fixture.response.status == 201);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body), FIXTURE_TEA_JSON "}");
    ET_ASSERT_TEXT(fixture_header(&fixture, "Location"), "/api/expenses/1");
    ET_ASSERT_TEXT(fixture_header(&fixture, "ETag"), "\"1\"");
    fixture_end(&fixture);
}

static void test_extras_answer(void)
{
    struct fixture fixture;
    struct et_slice cells[] = {FIXTURE_TEA};
    cells[ET_EXPENSE_EXTRAS] = ET_LIT("{\"merchant\":\"Lidl\",\"tags\":[\"a\"]}");
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    et_answer_expense_create(fixture_begin(&fixture, "", ""), &rows, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   FIXTURE_TEA_JSON ",\"merchant\":\"Lidl\",\"tags\":[\"a\"]}");
    fixture_end(&fixture);
}

static void test_update_missing(void)
{
    struct fixture fixture;
    struct et_rows none = fixture_rows(NULL, 0, ET_EXPENSE_COLUMNS + 1);
    et_answer_expense_update(fixture_begin(&fixture, "", ""), &none, 1);
    CU_ASSERT(fixture.response.status == 404);
    CU_ASSERT(fixture_body_has(&fixture, "\"detail\":\"Expense not found\""));
    fixture_end(&fixture);
}

static void test_update_stale(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {FIXTURE_TEA, ET_LIT("f")};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    et_answer_expense_update(fixture_begin(&fixture, "", ""), &rows, 1);
    CU_ASSERT(fixture.response.status == 412);
    CU_ASSERT(fixture_body_has(&fixture, "\"code\":\"version_mismatch\""));
    ET_ASSERT_TEXT(fixture_header(&fixture, "ETag"), "\"1\"");
    fixture_end(&fixture);
}

static void test_if_match(void)
{
    struct fixture fixture;
    static const char *const params[] = {"HTTP_IF_MATCH=\"3\", \"4\"", NULL};
    struct et_exchange *exchange = fixture_begin(&fixture, "", "{\"title\":\"b\"}");
    fixture.request.params = params;
    fixture.request.args[0] = 9;
    CU_ASSERT(et_plan_expense_update(exchange) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 2), "9");
    ET_ASSERT_TEXT(fixture_value(&fixture, 9), "{3,4}");
    CU_ASSERT(!et_slice_present(fixture_value(&fixture, 4)));
    fixture_end(&fixture);
}

static void test_bad_if_match(void)
{
    struct fixture fixture;
    static const char *const params[] = {"HTTP_IF_MATCH=3", NULL};
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    fixture.request.params = params;
    CU_ASSERT(et_plan_expense_delete(exchange) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422);
    fixture_end(&fixture);
}

static void test_all_of_a_ledger(void)
{
    static enum et_verdict (*const plans[])(struct et_exchange *) = {
        et_plan_expense_clear,
        et_plan_trash_restore,
        et_plan_sample_delete,
    };
    static void (*const answers[])(struct et_exchange *, const struct et_rows *, size_t) = {
        et_answer_expense_clear,
        et_answer_trash_restore,
        et_answer_sample_delete,
    };
    const struct et_slice patience[] = {ET_LIT("30000")};
    const struct et_slice counted[] = {ET_LIT("100000")};
    const struct et_rows rows[] = {fixture_rows(patience, 1, 1), fixture_rows(counted, 1, 1)};
    for (size_t i = 0; i < ET_COUNT(plans); i++) {
        struct fixture fixture;
        struct et_exchange *exchange = fixture_begin(&fixture, "", "");
        CU_ASSERT(plans[i](exchange) == ET_RUN);
        CU_ASSERT(fixture.unit.patient && fixture.unit.lane == ET_LANE_LONG);
        CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_patience);
        answers[i](exchange, rows, ET_COUNT(rows));
        CU_ASSERT(fixture_body_has(&fixture, "\"count\":100000}"));
        fixture_end(&fixture);
    }
}

int main(void)
{
    static const struct et_test tests[] = {
        {"each bad body of a new expense names its field", test_bad_creates},
        {"a change refuses null and what the server owns", test_bad_updates},
        {"all bad fields are told at once", test_all_bad_fields_at_once},
        {"too many decimals names the currency", test_sentence_names_currency},
        {"a timestamp keeps its own day and time", test_create_parameters},
        {"the largest amount of a currency without decimals passes",
         test_largest_amount_of_any_currency},
        {"a new expense is 201 with exact decimals, Location and ETag", test_create_answer},
        {"merchant, method, note and tags are kept, cleared or left", test_extras},
        {"what moves all of a ledger has more time than other writes", test_all_of_a_ledger},
        {"a note has at most 2000 characters, whatever their bytes", test_long_note},
        {"what an expense has besides is part of its answer", test_extras_answer},
        {"a change of what isn't there is 404", test_update_missing},
        {"a change of another version is 412 with the version that is", test_update_stale},
        {"If-Match goes to the database as an array", test_if_match},
        {"a malformed If-Match is refused", test_bad_if_match},
    };
    return et_test_run("expense_write", tests, ET_COUNT(tests));
}
