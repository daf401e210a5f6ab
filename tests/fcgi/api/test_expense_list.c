/* test_expense_list.c - queries of the lists, pages and their answers. */
#include "fcgi/api/expense_json.h"
#include "fcgi/api/filter.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "lib/http/json_in.h"
#include "tests/fcgi/api/fixture.h"

static void test_bad_queries(void)
{
    static const struct {
        const char *query;
        const char *field;
    } bad[] = {
        {"limit=0", "limit"},
        {"limit=201", "limit"},
        {"limit=ten", "limit"},
        {"skip=-1", "skip"},
        {"skip=1000001", "skip"},
        {"limit=5&limit=6", "limit"},
        {"from=2024-02-30", "from"},
        {"to=yesterday", "to"},
        {"min=-1", "min"},
        {"max=1e3", "max"},
        {"sort=title", "sort"},
        {"currency=inr", "currency"},
        {"total=yes", "total"},
        {"cursor=abc", "cursor"},
        {"q=a%0Ab", "q"},
        {"from=2024-02-02&to=2024-02-01", "to"},
        {"merchant=a%0Ab", "merchant"},
        {"payment_method=a%7F", "payment_method"},
        {"tag=a&tag=b%09", "tag"},
        {"tag=1&tag=2&tag=3&tag=4&tag=5&tag=6&tag=7&tag=8&tag=9&tag=10&tag=11", "tag"},
        {"merchant=a&merchant=b", "merchant"},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        char field[64];
        (void)snprintf(field, sizeof field, "\"field\":\"%s\"", bad[i].field);
        CU_ASSERT(et_plan_expense_list(fixture_begin(&fixture, bad[i].query, "")) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, field));
        fixture_end(&fixture);
    }
}

static void test_unreadable_query(void)
{
    static const char *const bad[] = {"q=%zz", "q=%00", "q=%C3", "q=%"};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture fixture;
        CU_ASSERT(et_plan_expense_list(fixture_begin(&fixture, bad[i], "")) == ET_ANSWERED);
        CU_ASSERT(fixture.response.status == 422);
        fixture_end(&fixture);
    }
}

static void test_plain_list(void)
{
    struct fixture fixture;
    CU_ASSERT(et_plan_expense_list(fixture_begin(&fixture, "limit=20", "")) == ET_RUN);
    CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_expense_list);
    CU_ASSERT(fixture.unit.lane == ET_LANE_READ && fixture.unit.count == 2);
    CU_ASSERT(fixture.unit.steps[1].statement == &et_stmt_category_names);
    ET_ASSERT_TEXT(fixture_value(&fixture, 1), "5");
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "21");
    fixture_end(&fixture);
}

static void test_category_list(void)
{
    struct fixture fixture;
    et_plan_expense_list(fixture_begin(&fixture, "category=Food+%26+more&total=true", ""));
    CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_expense_list_category);
    ET_ASSERT_TEXT(fixture_value(&fixture, 8), "Food & more");
    CU_ASSERT(fixture.unit.count == 3 && fixture.unit.lane == ET_LANE_READ);
    fixture_end(&fixture);
}

static void test_search(void)
{
    struct fixture fixture;
    et_plan_expense_list(fixture_begin(&fixture, "q=tea&min=1.5&sort=amount_asc", ""));
    CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_expense_search);
    CU_ASSERT(fixture.unit.lane == ET_LANE_LONG);
    CU_ASSERT(fixture.unit.steps[0].count == et_stmt_expense_search.params);
    ET_ASSERT_TEXT(fixture_value(&fixture, 1), "{\"tag\":[],\"q\":\"tea\",\"min\":\"1.5\"}");
    ET_ASSERT_TEXT(fixture_value(&fixture, 3), "amount_asc");
    fixture_end(&fixture);
}

static void test_labels(void)
{
    static const char *const queries[] = {"merchant=Lidl", "payment_method=UPI",
                                          "tag=work&tag=a+%26+b"};
    static const char *const filters[] = {"{\"tag\":[],\"merchant\":\"Lidl\"}",
                                          "{\"tag\":[],\"payment_method\":\"UPI\"}",
                                          "{\"tag\":[\"work\",\"a & b\"]}"};
    for (size_t i = 0; i < ET_COUNT(queries); i++) {
        struct fixture fixture;
        et_plan_expense_list(fixture_begin(&fixture, queries[i], ""));
        CU_ASSERT(fixture.unit.steps[0].statement == &et_stmt_expense_search);
        CU_ASSERT(et_slice_eq(fixture_value(&fixture, 1), et_slice_from(filters[i])));
        fixture_end(&fixture);
    }
}

/* The filter of a body, read by the rules of an address, as text for the database. */
static void check_json(const char *body, const char *wanted, const char *bad_field)
{
    struct fixture fixture;
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    struct et_arena *arena = exchange->request->arena;
    struct et_problems problems = {.count = 0};
    struct et_list_query list = {.limit = 0};
    struct json_object *object = NULL;
    CU_ASSERT(et_json_parse(arena, et_slice_from(body), &object) == 0);
    et_filter_of_json(arena, &problems, object, "filter.", &list);
    if (bad_field != NULL) {
        CU_ASSERT(problems.count == 1 && strcmp(problems.items[0].field, bad_field) == 0);
    } else {
        struct et_slice text = ET_ABSENT;
        CU_ASSERT(problems.count == 0 && et_filter_text(arena, &list, &text));
        CU_ASSERT(et_slice_eq(text, et_slice_from(wanted)));
    }
    fixture_end(&fixture);
}

static void test_json_filter(void)
{
    check_json("{}", "{\"tag\":[]}", NULL);
    check_json(
        "{\"q\":\"a\",\"tag\":[\"x\",\"y\"],\"min\":1.50,\"max\":\"2\",\"from\":\"2024-01-01\"}",
        "{\"tag\":[\"x\",\"y\"],\"q\":\"a\",\"from\":\"2024-01-01\",\"min\":\"1.50\",\"max\":"
        "\"2\"}",
        NULL);
    check_json("{\"to\":\"never\"}", NULL, "filter.to");
    check_json("{\"tag\":[1]}", NULL, "filter.tag");
    check_json("{\"min\":-1}", NULL, "filter.min");
    check_json("{\"colour\":\"red\"}", NULL, "filter.colour");
}

/* Ids of one, two and three digits: their order is that of numbers. */
static const struct et_slice names[] = {ET_LIT("3"),  ET_LIT("Rent"), ET_LIT("20"),  ET_LIT("Food"),
                                        ET_LIT("21"), ET_LIT("Bus"),  ET_LIT("100"), ET_LIT("Fun")};
#define NAMES fixture_rows(names, ET_COUNT(names) / 2, 2)

static void test_answer(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {FIXTURE_TEA_OF("20"), FIXTURE_TEA_OF("20")};
    struct et_rows rows[] = {fixture_rows(cells, 2, ET_EXPENSE_COLUMNS), NAMES};
    struct et_exchange *exchange = fixture_begin(&fixture, "limit=2", "");
    et_plan_expense_list(exchange);
    et_answer_expense_list(exchange, rows, 2);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "[" FIXTURE_TEA_JSON "}," FIXTURE_TEA_JSON "}]");
    CU_ASSERT(!et_slice_present(fixture_header(&fixture, "Link")));
    fixture_end(&fixture);
}

static void test_names(void)
{
    static const struct {
        struct et_slice cells[ET_EXPENSE_COLUMNS];
        const char *category;
    } rows_of[] = {
        {{FIXTURE_TEA_OF("3")}, "\"category\":\"Rent\""},
        {{FIXTURE_TEA_OF("20")}, "\"Food\""},
        {{FIXTURE_TEA_OF("21")}, "\"category\":\"Bus\""},
        {{FIXTURE_TEA_OF("100")}, "\"Fun\""},
        {{FIXTURE_TEA_OF("2")}, NULL},
        {{FIXTURE_TEA_OF("101")}, NULL},
        {{FIXTURE_TEA_OF("22")}, NULL},
    };
    for (size_t i = 0; i < ET_COUNT(rows_of); i++) {
        struct fixture fixture;
        struct et_rows rows[] = {fixture_rows(rows_of[i].cells, 1, ET_EXPENSE_COLUMNS), NAMES};
        struct et_exchange *exchange = fixture_begin(&fixture, "", "");
        et_plan_expense_list(exchange);
        et_answer_expense_list(exchange, rows, 2);
        CU_ASSERT_EQUAL(et_buf_failed(&fixture.response.body), rows_of[i].category == NULL);
        CU_ASSERT(rows_of[i].category == NULL || fixture_body_has(&fixture, rows_of[i].category));
        fixture_end(&fixture);
    }
}

static void test_totals(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {ET_LIT("INR"), ET_LIT("2460"), ET_LIT("123450"),
                                     ET_LIT("JPY"), ET_LIT("1"),    ET_LIT("3")};
    struct et_rows rows[] = {fixture_rows(NULL, 0, ET_EXPENSE_COLUMNS), fixture_rows(cells, 2, 3),
                             NAMES};
    struct et_exchange *exchange = fixture_begin(&fixture, "total=true", "");
    et_plan_expense_list(exchange);
    et_answer_expense_list(exchange, rows, 3);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body), "[]");
    ET_ASSERT_TEXT(fixture_header(&fixture, "X-Total-Count"), "2461");
    ET_ASSERT_TEXT(fixture_header(&fixture, "X-Total-Amount"), "INR 1234.50, JPY 3");
    fixture_end(&fixture);
}

/* Follows the link of a full page and gives the query part of it in `next`. */
static void next_page(struct fixture *fixture, const char *query, char next[2048])
{
    const struct et_slice cells[] = {FIXTURE_TEA_OF("20"), FIXTURE_TEA_OF("20")};
    struct et_rows rows[] = {fixture_rows(cells, 2, ET_EXPENSE_COLUMNS), NAMES};
    struct et_exchange *exchange = fixture_begin(fixture, query, "");
    et_plan_expense_list(exchange);
    et_answer_expense_list(exchange, rows, 2);
    struct et_slice link = fixture_header(fixture, "Link");
    const char *start = link.ptr != NULL ? memchr(link.ptr, '?', link.len) : NULL;
    const char *end = link.ptr != NULL ? memchr(link.ptr, '>', link.len) : NULL;
    CU_ASSERT_FATAL(start != NULL && end != NULL);
    (void)snprintf(next, 2048, "%.*s", (int)(end - start - 1), start + 1);
}

static void test_cursor(void)
{
    struct fixture fixture;
    char next[2048];
    next_page(&fixture, "limit=1&category=Food", next);
    fixture_end(&fixture);
    CU_ASSERT(et_plan_expense_list(fixture_begin(&fixture, next, "")) == ET_RUN);
    ET_ASSERT_TEXT(fixture_value(&fixture, 4), "2024-01-15");
    ET_ASSERT_TEXT(fixture_value(&fixture, 5), "1");
    ET_ASSERT_TEXT(fixture_value(&fixture, 7), "2");
    ET_ASSERT_TEXT(fixture_value(&fixture, 8), "Food");
    fixture_end(&fixture);
}

static void test_cursor_of_other_list(void)
{
    struct fixture fixture;
    char next[2048];
    char other[4096];
    next_page(&fixture, "limit=1", next);
    fixture_end(&fixture);
    (void)snprintf(other, sizeof other, "%s&category=Food", next);
    CU_ASSERT(et_plan_expense_list(fixture_begin(&fixture, other, "")) == ET_ANSWERED);
    CU_ASSERT(fixture.response.status == 422 && fixture_body_has(&fixture, "bad_cursor"));
    fixture_end(&fixture);
}

static void test_cursor_of_other_ledger(void)
{
    struct fixture fixture;
    char next[2048];
    next_page(&fixture, "limit=1", next);
    fixture_end(&fixture);
    struct et_exchange *exchange = fixture_begin(&fixture, next, "");
    exchange->caller.ledger = 6;
    CU_ASSERT(et_plan_expense_list(exchange) == ET_ANSWERED && fixture.response.status == 422);
    fixture_end(&fixture);
}

static void test_trash(void)
{
    struct fixture fixture;
    const struct et_slice cells[] = {FIXTURE_TEA, ET_LIT("2026-11-23 02:00:00.5+00")};
    struct et_rows rows = fixture_rows(cells, 1, ET_COUNT(cells));
    struct et_exchange *exchange = fixture_begin(&fixture, "", "");
    CU_ASSERT(et_plan_trash_list(exchange) == ET_RUN);
    et_answer_trash_list(exchange, &rows, 1);
    ET_ASSERT_TEXT(et_buf_text(&fixture.response.body),
                   "[" FIXTURE_TEA_JSON ",\"deleted_at\":\"2026-11-23T02:00:00.500000Z\"}]");
    fixture_end(&fixture);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"each bad parameter is named", test_bad_queries},
        {"a query that can't be decoded is refused", test_unreadable_query},
        {"the plain list fetches one row more than the page", test_plain_list},
        {"one category has a statement of its own", test_category_list},
        {"a search runs apart from the quick reads", test_search},
        {"merchant, method and tags are searched for", test_labels},
        {"a filter in a body reads as one in an address", test_json_filter},
        {"a page is an array of expenses", test_answer},
        {"each expense gets the name of its category, or the answer fails", test_names},
        {"totals are of everything that matches, by currency", test_totals},
        {"the next page begins after the last row", test_cursor},
        {"a cursor of other filters is refused", test_cursor_of_other_list},
        {"a cursor of another ledger is refused", test_cursor_of_other_ledger},
        {"the trash says when something was deleted", test_trash},
    };
    return et_test_run("expense_list", tests, ET_COUNT(tests));
}
