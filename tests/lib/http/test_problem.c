/* Responses and problems: what goes wrong is told, whatever the state. */
#include "lib/http/problem.h"

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "tests/lib/unit.h"

static void a_header_with_a_line_break_is_refused(void)
{
    struct et_response response;
    et_response_init(&response, NULL);
    CU_ASSERT(et_response_header(&response, "X", ET_LIT("a\r\nSet-Cookie: b")) == ET_EINVAL);
    CU_ASSERT(et_response_header(&response, "X", ET_LIT("a\0")) == ET_EINVAL);
    CU_ASSERT(response.header_count == 0);
    for (int i = 0; i < ET_RESPONSE_HEADERS_MAX; i++) {
        CU_ASSERT(et_response_header(&response, "X", ET_LIT("fine")) == ET_OK);
    }
    CU_ASSERT(et_response_header(&response, "X", ET_LIT("fine")) == ET_ETOOBIG);
}

static void a_problem_replaces_a_half_written_body(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_request request = {.arena = arena, .id = ET_LIT("00ff")};
    struct et_response response;
    et_response_init(&response, arena);
    et_buf_puts(&response.body, "{\"half\":");
    et_problem(&response, &request, 404, "not_found", "Expense not found");
    CU_ASSERT(response.status == 404);
    CU_ASSERT_STRING_EQUAL(response.content_type, "application/problem+json");
    ET_ASSERT_TEXT(et_buf_text(&response.body),
                   "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                   "\"detail\":\"Expense not found\",\"code\":\"not_found\","
                   "\"request_id\":\"00ff\"}");
    et_arena_free(arena);
}

static void field_errors_are_listed_and_the_first_is_the_detail(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_response response;
    struct et_problems problems = {.count = 0};
    et_response_init(&response, arena);
    et_problems_add(&problems, "amount", "required", "Amount is missing.");
    et_problems_add(&problems, "title", "blank", "Title is \"blank\".");
    et_problem_fields(&response, NULL, &problems);
    CU_ASSERT(response.status == 422);
    ET_ASSERT_TEXT(
        et_buf_text(&response.body),
        "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
        "\"detail\":\"Amount is missing. (and 1 more problem)\",\"code\":\"invalid\",\"errors\":["
        "{\"field\":\"amount\",\"code\":\"required\",\"message\":\"Amount is missing.\"},"
        "{\"field\":\"title\",\"code\":\"blank\",\"message\":\"Title is \\\"blank\\\".\"}]}");
    et_arena_free(arena);
}

static void an_error_inside_a_list_says_where_in_the_detail(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_response response;
    struct et_problems problems = {.count = 0};
    et_response_init(&response, arena);
    et_problems_add(&problems, "rows[12].amount", "bad_amount", "Use an amount such as 12.50.");
    et_problem_fields(&response, NULL, &problems);
    CU_ASSERT(strstr(et_buf_text(&response.body).ptr,
                     "\"detail\":\"rows[12].amount: Use an amount such as 12.50.\"") != NULL);
    et_arena_free(arena);
}

static void errors_beyond_the_maximum_are_counted_but_not_kept(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    struct et_response response;
    struct et_problems problems = {.count = 0};
    et_response_init(&response, arena);
    for (int i = 0; i < ET_PROBLEM_FIELDS_MAX + 50; i++) {
        et_problems_add(&problems, "f", "c", "Wrong.");
    }
    et_problem_fields(&response, NULL, &problems);
    CU_ASSERT(problems.count == ET_PROBLEM_FIELDS_MAX + 50);
    CU_ASSERT(strstr(et_buf_text(&response.body).ptr, "(and 149 more problems)") != NULL);
    et_arena_free(arena);
}

static void without_memory_the_status_still_tells(void)
{
    struct et_arena *arena = et_arena_new(64);
    struct et_response response;
    et_response_init(&response, arena);
    et_problem(&response, NULL, 503, "busy", "Try again.");
    CU_ASSERT(response.status == 503 && response.content_type == NULL);
    CU_ASSERT(et_buf_text(&response.body).len == 0 && !et_buf_failed(&response.body));
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"a header with a line break is refused", a_header_with_a_line_break_is_refused},
    {"a problem replaces a half-written body", a_problem_replaces_a_half_written_body},
    {"field errors are listed and the first is the detail",
     field_errors_are_listed_and_the_first_is_the_detail},
    {"an error inside a list says where in the detail",
     an_error_inside_a_list_says_where_in_the_detail},
    {"errors beyond the maximum are counted but not kept",
     errors_beyond_the_maximum_are_counted_but_not_kept},
    {"without memory the status still tells", without_memory_the_status_still_tells},
};

int main(void)
{
    return et_test_run("problem", tests, ET_COUNT(tests));
}
