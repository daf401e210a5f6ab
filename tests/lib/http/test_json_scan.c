#include "lib/http/json_scan.h"

#include "lib/base/arena.h"
#include "tests/lib/unit.h"

static enum et_json_fault scan(struct et_slice text)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    enum et_json_fault fault = et_json_scan(arena, text, 8).fault;
    et_arena_free(arena);
    return fault;
}

static void json_is_accepted(void)
{
    static const char *const good[] = {
        "{}",
        "[]",
        "0",
        "-0",
        "-1.5e+10",
        "1E400",
        "\"\"",
        "null",
        " { } ",
        "true",
        "false",
        "[1,2 ,3]",
        "{\"a\":{\"a\":1},\"b\":[{\"a\":2}]}",
        "\"\\u00e9\\ud83c\\udf55\\n\\/\"",
        "\t\r\n1 ",
        "{\"\":1}",
        "\"\x7F\"",
        "[[[[[[[[]]]]]]]]",
        "\"\xF0\x9F\x8D\x95\"",
        "1.0",
        "10",
        "0.0e-0",
    };
    for (size_t i = 0; i < ET_COUNT(good); i++) {
        CU_ASSERT(scan(et_slice_from(good[i])) == ET_JSON_OK);
    }
}

static void what_is_not_json_is_refused(void)
{
    static const char *const bad[] = {
        "",          " ",           "{",
        "}",         "[1,]",        "{\"a\":1,}",
        "{a:1}",     "{'a':1}",     "01",
        "-",         "1.",          ".5",
        "+1",        "1e",          "1e+",
        "-01",       "NaN",         "Infinity",
        "-Infinity", "nul",         "truex",
        "\"a",       "\"\\x\"",     "\"\\u12\"",
        "\"\n\"",    "1 2",         "{}{}",
        "[1 2]",     "{\"a\" 1}",   "// c\n1",
        "/**/1",     "{\"a\"}",     "True",
        "\"\\",      "\\",          "[,1]",
        "{,}",       "0x10",        "\xEF\xBB\xBF{}",
        "1,",        "{\"a\":}",    "\"\t\"",
        "\"\\u\"",   "\"\\ug000\"", "[",
        "[1",        "{\"a\":1",    "{1:2}",
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        if (scan(et_slice_from(bad[i])) != ET_JSON_SYNTAX) {
            printf("# %s\n", bad[i]);
        }
        CU_ASSERT(scan(et_slice_from(bad[i])) == ET_JSON_SYNTAX);
    }
    CU_ASSERT(scan(ET_LIT("{}\0")) == ET_JSON_SYNTAX);
    CU_ASSERT(scan(ET_LIT("\"a\0b\"")) == ET_JSON_SYNTAX);
    CU_ASSERT(scan(ET_ABSENT) == ET_JSON_SYNTAX);
}

static void repeated_keys_are_told_even_when_spelt_differently(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_json_report report =
        et_json_scan(arena, ET_LIT("{\"x\":{\"amount\":1,\"am\\u006funt\":2}}"), 8);
    CU_ASSERT(report.fault == ET_JSON_DUPLICATE_KEY);
    ET_ASSERT_TEXT(report.key, "amount");
    CU_ASSERT(et_json_scan(arena, ET_LIT("{\"\":1,\"\":2}"), 8).fault == ET_JSON_DUPLICATE_KEY);
    CU_ASSERT(et_json_scan(arena, ET_LIT("{\"a\":1,\"A\":2}"), 8).fault == ET_JSON_OK);
    et_arena_free(arena);
}

static void depth_is_limited(void)
{
    CU_ASSERT(scan(ET_LIT("[[[[[[[[1]]]]]]]]")) == ET_JSON_OK);
    CU_ASSERT(scan(ET_LIT("[[[[[[[[[1]]]]]]]]]")) == ET_JSON_DEPTH);
    CU_ASSERT(scan(ET_LIT("[[[[[[[[{}]]]]]]]]")) == ET_JSON_DEPTH);
    char deep[10000];
    memset(deep, '[', sizeof deep);
    CU_ASSERT(scan((struct et_slice){deep, sizeof deep}) == ET_JSON_DEPTH);
}

static void members_are_limited(void)
{
    char text[2000];
    size_t len = 0;
    text[len++] = '{';
    for (int i = 0; i < ET_JSON_MEMBERS_MAX; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\"%d\":0", i > 0 ? "," : "", i);
    }
    text[len] = '}';
    CU_ASSERT(scan((struct et_slice){text, len + 1}) == ET_JSON_OK);
    len += (size_t)snprintf(text + len, sizeof text - len, ",\"x\":0}");
    CU_ASSERT(scan((struct et_slice){text, len}) == ET_JSON_TOO_MANY);
}

static void text_that_cannot_be_stored_is_told(void)
{
    CU_ASSERT(scan(ET_LIT("\"\xC0\x80\"")) == ET_JSON_UTF8);
    CU_ASSERT(scan(ET_LIT("\"\xED\xA0\x80\"")) == ET_JSON_UTF8);
    CU_ASSERT(scan(ET_LIT("\"\xFF\"")) == ET_JSON_UTF8);
    CU_ASSERT(scan(ET_LIT("{\"\xF5\":1}")) == ET_JSON_UTF8);
    CU_ASSERT(scan(ET_LIT("\"\\u0000\"")) == ET_JSON_NUL);
    CU_ASSERT(scan(ET_LIT("{\"a\\u0000\":1}")) == ET_JSON_NUL);
    CU_ASSERT(scan(ET_LIT("\"\\ud800\"")) == ET_JSON_SURROGATE);
    CU_ASSERT(scan(ET_LIT("\"\\udc00\"")) == ET_JSON_SURROGATE);
    CU_ASSERT(scan(ET_LIT("\"\\ud800\\u0041\"")) == ET_JSON_SURROGATE);
    CU_ASSERT(scan(ET_LIT("\"\\ud800\\ud800\"")) == ET_JSON_SURROGATE);
    CU_ASSERT(scan(ET_LIT("\"\\ud800x\"")) == ET_JSON_SURROGATE);
}

static void a_full_arena_is_told(void)
{
    struct et_arena *arena = et_arena_new(0);
    CU_ASSERT(et_json_scan(arena, ET_LIT("{\"\\u0041\":1}"), 8).fault == ET_JSON_MEMORY);
    CU_ASSERT(et_json_scan(arena, ET_LIT("{\"A\":1}"), 8).fault == ET_JSON_OK);
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"JSON is accepted", json_is_accepted},
    {"what is not JSON is refused", what_is_not_json_is_refused},
    {"repeated keys are told even when spelt differently",
     repeated_keys_are_told_even_when_spelt_differently},
    {"depth is limited", depth_is_limited},
    {"members are limited", members_are_limited},
    {"text that cannot be stored is told", text_that_cannot_be_stored_is_told},
    {"a full arena is told", a_full_arena_is_told},
};

int main(void)
{
    return et_test_run("json_scan", tests, ET_COUNT(tests));
}
