#include "lib/http/query.h"

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static void pairs_are_decoded(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_query query;
    struct et_slice value = ET_ABSENT;
    CU_ASSERT(et_query_parse(arena, ET_LIT("q=caf%C3%A9+au%20lait&from=2024-01-01&&total&e="),
                             &query) == ET_OK);
    CU_ASSERT(query.count == 4);
    CU_ASSERT(et_query_one(&query, "q", &value) == ET_OK);
    ET_ASSERT_TEXT(value, "caf\xC3\xA9 au lait");
    CU_ASSERT(value.ptr[value.len] == '\0');
    CU_ASSERT(et_query_one(&query, "total", &value) == ET_OK && value.len == 0);
    CU_ASSERT(et_query_one(&query, "e", &value) == ET_OK && value.len == 0);
    CU_ASSERT(et_query_one(&query, "none", &value) == ET_ENOENT);
    CU_ASSERT(et_query_parse(arena, ET_ABSENT, &query) == ET_OK && query.count == 0);
    et_arena_free(arena);
}

static void bad_escapes_and_bad_text_are_refused(void)
{
    static const char *const bad[] = {"q=%",   "q=%4",        "q=%zz", "q=%4g",     "q=%00",
                                      "q=%FF", "q=%ED%A0%80", "%=1",   "q=\xC0\x80"};
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_query query = {.count = 9};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(et_query_parse(arena, et_slice_from(bad[i]), &query) == ET_EINVAL);
    }
    CU_ASSERT(query.count == 9);
    et_arena_free(arena);
}

static void a_parameter_given_twice_matters_only_when_asked_for(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_query query;
    struct et_slice value = ET_ABSENT;
    CU_ASSERT(et_query_parse(arena, ET_LIT("a=1&b=2&a=1"), &query) == ET_OK);
    CU_ASSERT(et_query_one(&query, "b", &value) == ET_OK);
    CU_ASSERT(et_query_one(&query, "a", &value) == ET_EINVAL);
    et_arena_free(arena);
}

static void more_than_the_allowed_pairs_are_refused(void)
{
    char text[3 * (ET_QUERY_PAIRS_MAX + 1)];
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_query query;
    for (size_t i = 0; i < sizeof text; i += 3) {
        memcpy(text + i, "a=&", 3);
    }
    struct et_slice most = {text, 3 * ET_QUERY_PAIRS_MAX};
    CU_ASSERT(et_query_parse(arena, most, &query) == ET_OK);
    CU_ASSERT(et_query_parse(arena, (struct et_slice){text, sizeof text}, &query) == ET_ETOOBIG);
    et_arena_free(arena);
}

static void text_is_encoded_for_links(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_buf buf;
    et_buf_init(&buf, arena, 1000);
    et_query_put(&buf, ET_LIT("a-Z.0_~ &=+\xC3\xA9"));
    ET_ASSERT_TEXT(et_buf_text(&buf), "a-Z.0_~%20%26%3D%2B%C3%A9");
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"pairs are decoded", pairs_are_decoded},
    {"bad escapes and bad text are refused", bad_escapes_and_bad_text_are_refused},
    {"a parameter given twice matters only when asked for",
     a_parameter_given_twice_matters_only_when_asked_for},
    {"more than the allowed pairs are refused", more_than_the_allowed_pairs_are_refused},
    {"text is encoded for links", text_is_encoded_for_links},
};

int main(void)
{
    return et_test_run("query", tests, ET_COUNT(tests));
}
