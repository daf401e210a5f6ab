#include "lib/http/request.h"

#include "tests/lib/unit.h"

static const char *const params[] = {
    "REQUEST_METHOD=GET", "HTTP_IF_MATCH=\"3\"", "HTTP_IF_MATCH_MORE=x",
    "CONTENT_TYPE=",      "EQUALS=a=b",          NULL};

static void a_variable_is_found_by_its_whole_name(void)
{
    struct et_request request = {.params = params};
    ET_ASSERT_TEXT(et_request_param(&request, "HTTP_IF_MATCH"), "\"3\"");
    ET_ASSERT_TEXT(et_request_param(&request, "EQUALS"), "a=b");
    CU_ASSERT(!et_slice_present(et_request_param(&request, "HTTP_IF")));
    CU_ASSERT(!et_slice_present(et_request_param(&request, "http_if_match")));
}

static void an_empty_variable_is_absent(void)
{
    struct et_request request = {.params = params};
    CU_ASSERT(!et_slice_present(et_request_param(&request, "CONTENT_TYPE")));
    request.params = NULL;
    CU_ASSERT(!et_slice_present(et_request_param(&request, "CONTENT_TYPE")));
}

static void methods_are_case_sensitive(void)
{
    CU_ASSERT(et_method_parse(ET_LIT("GET")) == ET_GET);
    CU_ASSERT(et_method_parse(ET_LIT("HEAD")) == ET_HEAD);
    CU_ASSERT(et_method_parse(ET_LIT("POST")) == ET_POST);
    CU_ASSERT(et_method_parse(ET_LIT("PUT")) == ET_PUT);
    CU_ASSERT(et_method_parse(ET_LIT("DELETE")) == ET_DELETE);
    CU_ASSERT(et_method_parse(ET_LIT("get")) == ET_METHOD_OTHER);
    CU_ASSERT(et_method_parse(ET_LIT("PATCH")) == ET_METHOD_OTHER);
    CU_ASSERT(et_method_parse(ET_LIT("")) == ET_METHOD_OTHER);
    CU_ASSERT(et_method_parse(ET_ABSENT) == ET_METHOD_OTHER);
}

static const struct et_test tests[] = {
    {"a variable is found by its whole name", a_variable_is_found_by_its_whole_name},
    {"an empty variable is absent", an_empty_variable_is_absent},
    {"methods are case-sensitive", methods_are_case_sensitive},
};

int main(void)
{
    return et_test_run("request", tests, ET_COUNT(tests));
}
