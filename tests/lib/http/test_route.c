#include "lib/http/route.h"

#include "tests/lib/unit.h"

static int64_t args[ET_ROUTE_ARGS_MAX];

static bool match(const char *pattern, const char *path)
{
    args[0] = args[1] = -1;
    return et_route_match(pattern, et_slice_from(path), args);
}

static void literal_paths_match_with_and_without_a_trailing_slash(void)
{
    CU_ASSERT(match("/api/expenses", "/api/expenses"));
    CU_ASSERT(match("/api/expenses", "/api/expenses/"));
    CU_ASSERT(!match("/api/expenses", "/api/expenses//"));
    CU_ASSERT(!match("/api/expenses", "/api/expense"));
    CU_ASSERT(!match("/api/expenses", "/api/expensesx"));
    CU_ASSERT(!match("/api/expenses", "/api"));
    CU_ASSERT(!match("/api/expenses", "/api//expenses"));
    CU_ASSERT(!match("/api/expenses", ""));
    CU_ASSERT(!match("/api/expenses", "/API/expenses"));
    CU_ASSERT(!match("/api/expenses", "/api/%65xpenses"));
    CU_ASSERT(match("/", "/"));
    CU_ASSERT(!et_route_match("/api", ET_ABSENT, args));
}

static void numbers_fit_the_placeholder(void)
{
    CU_ASSERT(match("/api/expenses/{id}", "/api/expenses/42/") && args[0] == 42);
    CU_ASSERT(match("/api/expenses/{id}/restore", "/api/expenses/7/restore") && args[0] == 7);
    CU_ASSERT(match("/a/{id}/b/{id}", "/a/1/b/9223372036854775807"));
    CU_ASSERT(args[0] == 1 && args[1] == INT64_MAX);
}

static void other_segments_do_not_fit_the_placeholder(void)
{
    static const char *const bad[] = {"0", "-1",  "+1", "01",   "1x", "x", "9223372036854775808",
                                      "",  "%31", "1 ", "{id}", "1.0"};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        char path[64];
        snprintf(path, sizeof path, "/e/%s", bad[i]);
        CU_ASSERT(!match("/e/{id}", path) && args[0] == -1);
    }
}

static const struct et_test tests[] = {
    {"literal paths match with and without a trailing slash",
     literal_paths_match_with_and_without_a_trailing_slash},
    {"numbers fit the placeholder", numbers_fit_the_placeholder},
    {"other segments do not fit the placeholder", other_segments_do_not_fit_the_placeholder},
};

int main(void)
{
    return et_test_run("route", tests, ET_COUNT(tests));
}
