/* The scan never lets through what json-c then refuses, and what is written back is read again. */
#include <json-c/json.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"
#include "lib/http/json_in.h"
#include "lib/http/json_scan.h"
#include "lib/http/problem.h"
#include "tests/fuzz/fuzz.h"

static const struct et_json_field fields[] = {
    {"title", ET_JSON_TEXT, true}, {"amount", ET_JSON_AMOUNT, true}, {"n", ET_JSON_INTEGER, false},
    {"b", ET_JSON_BOOLEAN, false}, {"rows", ET_JSON_ARRAY, false},
};
#define COUNT (sizeof fields / sizeof fields[0])

static void read_fields(struct et_arena *arena, struct json_object *tree)
{
    struct et_problems problems = {.count = 0};
    struct et_json_value values[COUNT];
    et_json_read(arena, tree, fields, COUNT, "rows[0].", &problems, values);
    if (values[0].present) {
        ET_MUST(et_utf8_valid(values[0].text));
        ET_MUST(values[0].text.len == 0 ||
                memchr(values[0].text.ptr, '\0', values[0].text.len) == NULL);
    }
    if (values[2].present) {
        ET_MUST(llabs(values[2].integer) <= ET_JSON_INTEGER_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)4 << 20);
    struct et_slice text = et_fuzz_text(data, size);
    struct et_json_report report = et_json_scan(arena, text, ET_JSON_DEPTH_MAX);
    struct json_object *tree;
    int status = et_json_parse(arena, text, &tree);
    ET_MUST(report.offset <= size);
    ET_MUST((status == ET_OK) == (report.fault == ET_JSON_OK));
    if (status == ET_OK) {
        struct et_slice again =
            et_slice_from(json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN));
        struct json_object *copy;
        ET_MUST(et_json_parse(arena, again, &copy) == ET_OK);
        if (et_json_is_object(tree)) {
            read_fields(arena, tree);
        }
    }
    et_arena_free(arena);
    return 0;
}
