/* JSON in by a table of fields, JSON out with its commas. */
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"
#include "lib/http/problem.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "tests/lib/unit.h"

static const struct et_json_field fields[] = {
    {"title", ET_JSON_TEXT, true},
    {"amount", ET_JSON_AMOUNT, true},
    {"count", ET_JSON_INTEGER, false},
    {"sample", ET_JSON_BOOLEAN, false},
    {"rows", ET_JSON_ARRAY, false},
    {"inner", ET_JSON_OBJECT, false},
    {"day", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
};

enum { TITLE, AMOUNT, COUNT, SAMPLE, ROWS, INNER, DAY };

struct fixture {
    struct et_arena *arena;
    struct et_request request;
    struct et_response response;
    struct et_problems problems;
    struct et_json_value values[ET_COUNT(fields)];
    bool parsed;
};

static struct fixture read(struct et_slice body)
{
    struct fixture f = {.arena = et_arena_new(1 << 18)};
    struct json_object *tree;
    f.request = (struct et_request){.arena = f.arena, .body = body};
    et_response_init(&f.response, f.arena);
    f.parsed = et_json_body(&f.request, &f.response, &tree);
    if (f.parsed) {
        et_json_read(f.arena, tree, fields, ET_COUNT(fields), "", &f.problems, f.values);
    }
    return f;
}

static void fields_are_read_by_their_kind(void)
{
    struct fixture f = read(ET_LIT("{\"title\":\"Tea \\u20b9\",\"amount\":12.10,\"count\":-3,"
                                   "\"sample\":true,\"rows\":[1,\"x\",null],\"inner\":{}}"));
    CU_ASSERT(f.parsed && f.problems.count == 0);
    ET_ASSERT_TEXT(f.values[TITLE].text, "Tea \xE2\x82\xB9");
    ET_ASSERT_TEXT(f.values[AMOUNT].text, "12.10");
    CU_ASSERT(f.values[COUNT].integer == -3 && f.values[SAMPLE].boolean);
    struct json_object *rows = f.values[ROWS].node;
    CU_ASSERT(et_json_length(rows) == 3 && et_json_item(rows, 2) == NULL);
    CU_ASSERT(!et_json_is_object(et_json_item(rows, 2)) && et_json_is_object(f.values[INNER].node));
    et_arena_free(f.arena);
}

static void null_is_a_value_only_where_the_table_says_so(void)
{
    struct fixture f = read(ET_LIT("{\"title\":\"x\",\"amount\":1,\"day\":null}"));
    CU_ASSERT(f.problems.count == 0 && f.values[DAY].present && f.values[DAY].null);
    et_arena_free(f.arena);
    f = read(ET_LIT("{\"title\":\"x\",\"amount\":1,\"day\":6}"));
    CU_ASSERT(f.values[DAY].present && !f.values[DAY].null && f.values[DAY].integer == 6);
    et_arena_free(f.arena);
    f = read(ET_LIT("{\"title\":\"x\",\"amount\":1}"));
    CU_ASSERT(!f.values[DAY].present && !f.values[DAY].null);
    et_arena_free(f.arena);
    f = read(ET_LIT("{\"title\":\"x\",\"amount\":1,\"count\":null,\"day\":\"6\"}"));
    CU_ASSERT(f.problems.count == 2 && !f.values[COUNT].present && !f.values[DAY].present);
    et_arena_free(f.arena);
}

static struct et_slice amount_of(struct fixture *f, const char *token)
{
    char body[200];
    snprintf(body, sizeof body, "{\"title\":\"x\",\"amount\":%s}", token);
    *f = read(et_slice_from(body));
    return f->values[AMOUNT].text;
}

static void an_amount_is_its_source_text(void)
{
    static const char *const tokens[] = {"0.10",
                                         "15.50",
                                         "1e2",
                                         "1E2",
                                         "0.1000",
                                         "-3.0",
                                         "100",
                                         "90071992547409.91",
                                         "123456789.123456789"};
    for (size_t i = 0; i < ET_COUNT(tokens); i++) {
        struct fixture f;
        CU_ASSERT(et_slice_eq(amount_of(&f, tokens[i]), et_slice_from(tokens[i])));
        et_arena_free(f.arena);
    }
    struct fixture f;
    ET_ASSERT_TEXT(amount_of(&f, "\"15.50\""), "15.50");
    et_arena_free(f.arena);
    CU_ASSERT(amount_of(&f, "99999999999999999999999999").len > 16);
    et_arena_free(f.arena);
}

static void wrong_fields_are_told_each_with_its_code_and_name(void)
{
    struct fixture f = read(ET_LIT("{\"title\":7,\"count\":1.5,\"sample\":null,\"rows\":{},"
                                   "\"inner\":[],\"id\":3}"));
    static const struct {
        const char *field;
        const char *code;
        const char *message;
    } want[] = {
        {"title", "wrong_type", "The field \"title\" must be text."},
        {"amount", "required", "The field \"amount\" is missing."},
        {"count", "wrong_type", "The field \"count\" must be a whole number."},
        {"sample", "null", "The field \"sample\" can't be null."},
        {"rows", "wrong_type", "The field \"rows\" must be a list."},
        {"inner", "wrong_type", "The field \"inner\" must be an object."},
        {"id", "unknown_field", "There is no field \"id\"."},
    };
    CU_ASSERT(f.parsed && f.problems.count == ET_COUNT(want));
    for (size_t i = 0; i < ET_COUNT(want) && i < f.problems.count; i++) {
        CU_ASSERT_STRING_EQUAL(f.problems.items[i].field, want[i].field);
        CU_ASSERT_STRING_EQUAL(f.problems.items[i].code, want[i].code);
        CU_ASSERT_STRING_EQUAL(f.problems.items[i].message, want[i].message);
    }
    CU_ASSERT(!f.values[TITLE].present && !et_slice_present(f.values[TITLE].text));
    et_arena_free(f.arena);
}

static void integers_do_not_saturate(void)
{
    static const char *const tokens[] = {"9007199254740992",     "9223372036854775807",
                                         "9223372036854775808",  "-9223372036854775809",
                                         "18446744073709551616", "123456789012345678901234567890"};
    for (size_t i = 0; i < ET_COUNT(tokens); i++) {
        char body[200];
        snprintf(body, sizeof body, "{\"title\":\"x\",\"amount\":1,\"count\":%s}", tokens[i]);
        struct fixture f = read(et_slice_from(body));
        CU_ASSERT(f.problems.count == 1 && !f.values[COUNT].present);
        CU_ASSERT_STRING_EQUAL(f.problems.items[0].code, "out_of_range");
        et_arena_free(f.arena);
    }
}

static void a_path_leads_to_fields_of_rows(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct json_object *row;
    struct et_problems problems = {.count = 0};
    struct et_json_value values[ET_COUNT(fields)];
    CU_ASSERT(et_json_parse(arena, ET_LIT("{\"title\":\"x\",\"y\":1}"), &row) == ET_OK);
    et_json_read(arena, row, fields, ET_COUNT(fields), "rows[12].", &problems, values);
    CU_ASSERT(problems.count == 2);
    CU_ASSERT_STRING_EQUAL(problems.items[0].field, "rows[12].amount");
    CU_ASSERT_STRING_EQUAL(problems.items[1].field, "rows[12].y");
    et_arena_free(arena);
}

static void a_bad_body_becomes_a_problem(void)
{
    static const struct {
        const char *body;
        int status;
        const char *code;
    } bad[] = {{"", 400, "\"malformed_json\""},
               {"{", 400, "\"malformed_json\""},
               {"{\"a\":NaN}", 400, "\"malformed_json\""},
               {"[]", 422, "\"wrong_type\""},
               {"null", 422, "\"wrong_type\""},
               {"7", 422, "\"wrong_type\""},
               {"{\"a\":1,\"a\":2}", 422, "\"code\":\"duplicate_key\""},
               {"{\"a\":1,\"a\":2}", 422, "The field \\\"a\\\" is given twice."},
               {"{\"a\":\"\\u0000\"}", 422, "\"bad_text\""},
               {"{\"a\":\"\xC0\x80\"}", 422, "\"bad_text\""},
               {"[[[[[[[[[]]]]]]]]]", 422, "\"too_deep\""}};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        struct fixture f = read(et_slice_from(bad[i].body));
        CU_ASSERT(!f.parsed && f.response.status == bad[i].status);
        CU_ASSERT(strstr(et_buf_text(&f.response.body).ptr, bad[i].code) != NULL);
        et_arena_free(f.arena);
    }
}

static void any_value_may_be_at_the_top_of_a_token(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct json_object *tree;
    static const char *const good[] = {"7", "-1.5", "\"x\"", "[1]", " true ", "null", "0"};
    for (size_t i = 0; i < ET_COUNT(good); i++) {
        CU_ASSERT(et_json_parse(arena, et_slice_from(good[i]), &tree) == ET_OK);
    }
    CU_ASSERT(et_json_parse(arena, ET_LIT("x"), &tree) == ET_EINVAL);
    CU_ASSERT(et_json_parse(arena, ET_LIT("[[[[[[[[[]]]]]]]]]"), &tree) == ET_ETOOBIG);
    et_arena_free(arena);
}

static void commas_are_put_where_they_belong(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_buf buf;
    et_buf_init(&buf, arena, 1000);
    struct et_json_out out = et_json_out(&buf);
    et_json_begin_array(&out);
    et_json_begin_object(&out);
    et_json_pair_i64(&out, "id", 7);
    et_json_pair_text(&out, "title", ET_LIT("a\"b"));
    et_json_pair_raw(&out, "amount", ET_LIT("15.50"));
    et_json_pair_bool(&out, "sample", false);
    et_json_pair_text(&out, "none", ET_ABSENT);
    et_json_pair_raw(&out, "nothing", ET_ABSENT);
    et_json_key(&out, "list");
    et_json_begin_array(&out);
    et_json_bool(&out, true);
    et_json_null(&out);
    et_json_end_array(&out);
    et_json_key(&out, "empty");
    et_json_begin_object(&out);
    et_json_end_object(&out);
    et_json_end_object(&out);
    et_json_i64(&out, 1);
    et_json_end_array(&out);
    ET_ASSERT_TEXT(et_buf_text(&buf),
                   "[{\"id\":7,\"title\":\"a\\\"b\",\"amount\":15.50,\"sample\":false,"
                   "\"none\":null,\"nothing\":null,\"list\":[true,null],\"empty\":{}},1]");
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"fields are read by their kind", fields_are_read_by_their_kind},
    {"null is a value only where the table says so", null_is_a_value_only_where_the_table_says_so},
    {"an amount is its source text", an_amount_is_its_source_text},
    {"wrong fields are told, each with its code and name",
     wrong_fields_are_told_each_with_its_code_and_name},
    {"integers do not saturate", integers_do_not_saturate},
    {"a path leads to fields of rows", a_path_leads_to_fields_of_rows},
    {"a bad body becomes a problem", a_bad_body_becomes_a_problem},
    {"any value may be at the top of a token", any_value_may_be_at_the_top_of_a_token},
    {"commas are put where they belong", commas_are_put_where_they_belong},
};

int main(void)
{
    return et_test_run("json", tests, ET_COUNT(tests));
}
