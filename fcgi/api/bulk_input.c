/* bulk_input.c - see bulk_input.h. */
#include "fcgi/api/bulk_input.h"

#include "fcgi/api/answer.h"
#include "fcgi/api/extras.h"
#include "fcgi/api/filter.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "lib/base/arena.h"
#include "lib/http/json_in.h"

#define ID_TEXT_MAX 20
#define SET_TEXT_MAX ((size_t)64 * 1024)

enum { ACTION, IDS, FILTER, EXPECTED, SET, FIELDS };
static const struct et_json_field fields[FIELDS] = {
    [ACTION] = {"action", ET_JSON_TEXT, true},
    [IDS] = {"ids", ET_JSON_ARRAY, false},
    [FILTER] = {"filter", ET_JSON_OBJECT, false},
    [EXPECTED] = {"expected_count", ET_JSON_INTEGER, false},
    [SET] = {"set", ET_JSON_OBJECT, false},
};

enum { CATEGORY, DATE, MERCHANT, PAYMENT_METHOD, ADD_TAGS, REMOVE_TAGS, SET_FIELDS };
static const struct et_json_field set_fields[SET_FIELDS] = {
    [CATEGORY] = {"category", ET_JSON_TEXT, false},
    [DATE] = {"date", ET_JSON_TEXT, false},
    [MERCHANT] = {"merchant", ET_JSON_TEXT | ET_JSON_OR_NULL, false},
    [PAYMENT_METHOD] = {"payment_method", ET_JSON_TEXT | ET_JSON_OR_NULL, false},
    [ADD_TAGS] = {"add_tags", ET_JSON_ARRAY, false},
    [REMOVE_TAGS] = {"remove_tags", ET_JSON_ARRAY, false},
};

struct reader {
    struct et_arena *arena;
    struct et_problems *problems;
    struct et_buf set;
};

static bool is(struct et_slice action, const char *name)
{
    return et_slice_eq(action, et_slice_from(name));
}

static void read_action(struct reader *reader, struct et_slice action)
{
    if (!is(action, "update") && !is(action, "delete") && !is(action, "restore")) {
        et_problems_add(reader->problems, "action", "unknown_action",
                        "Use update, delete or restore.");
    }
}

struct et_slice et_bulk_ids_read(struct et_arena *arena, struct et_problems *problems,
                                 struct json_object *ids)
{
    struct et_buf out;
    size_t count = et_json_length(ids);
    if (count < 1 || count > ET_BULK_IDS_MAX) {
        et_problems_add(problems, "ids", "out_of_range",
                        et_input_printf(arena, "Name 1 to %d entries at once.", ET_BULK_IDS_MAX));
        return ET_ABSENT;
    }
    et_buf_init(&out, arena, 2 + count * ID_TEXT_MAX);
    et_buf_putc(&out, '{');
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        if (!et_json_integer(et_json_item(ids, i), &id) || id < 1) {
            et_problems_add(problems, "ids", "bad_id", "Each id must be a whole number.");
            return ET_ABSENT;
        }
        et_buf_puts(&out, i > 0 ? "," : "");
        et_buf_put_i64(&out, id);
    }
    et_buf_putc(&out, '}');
    return et_buf_failed(&out) ? ET_ABSENT : et_buf_text(&out);
}

static void put_name(struct reader *reader, const char *name)
{
    et_buf_printf(&reader->set, reader->set.len > 1 ? ",\"%s\":" : "\"%s\":", name);
}

/* One line of text, or null, which clears; an empty text clears, too. */
static void read_name(struct reader *reader, const struct et_json_value *value, const char *name,
                      const char *what, size_t max)
{
    if (!value->present) {
        return;
    }
    put_name(reader, name);
    if (value->null || value->text.len == 0) {
        et_buf_puts(&reader->set, "null");
        return;
    }
    et_input_text(reader->arena, reader->problems, et_input_printf(reader->arena, "set.%s", name),
                  value->text, what, max, ET_INPUT_BLANK_REFUSED);
    et_buf_put_json(&reader->set, value->text);
}

static void read_tags(struct reader *reader, const struct et_json_value *value, const char *name)
{
    const char *field = et_input_printf(reader->arena, "set.%s", name);
    size_t count = value->present ? et_json_length(value->node) : 0;
    size_t before = reader->problems->count;
    if (!value->present) {
        return;
    }
    if (count < 1 || count > ET_TAGS_MAX) {
        et_problems_add(reader->problems, field, "out_of_range",
                        et_input_printf(reader->arena, "Name 1 to %d tags.", ET_TAGS_MAX));
        return;
    }
    put_name(reader, name);
    et_buf_putc(&reader->set, '[');
    for (size_t i = 0; i < count && reader->problems->count == before; i++) {
        struct et_slice tag = ET_ABSENT;
        if (!et_json_text_item(value->node, i, &tag)) {
            et_problems_add(reader->problems, field, "wrong_type", "Each tag must be text.");
            return;
        }
        et_input_text(reader->arena, reader->problems, field, tag, "A tag", ET_LABEL_POINTS_MAX,
                      ET_INPUT_BLANK_REFUSED);
        et_buf_puts(&reader->set, i > 0 ? "," : "");
        et_buf_put_json(&reader->set, tag);
    }
    et_buf_putc(&reader->set, ']');
}

static void read_set(struct reader *reader, struct json_object *set)
{
    struct et_json_value values[SET_FIELDS];
    size_t before = reader->problems->count;
    et_json_read(reader->arena, set, set_fields, SET_FIELDS, "set.", reader->problems, values);
    if (values[CATEGORY].present) {
        et_input_text(reader->arena, reader->problems, "set.category", values[CATEGORY].text,
                      "The category", ET_CATEGORY_POINTS_MAX, ET_INPUT_BLANK_REFUSED);
        put_name(reader, "category");
        et_buf_put_json(&reader->set, values[CATEGORY].text);
    }
    if (values[DATE].present) {
        et_input_day(reader->problems, "set.date", values[DATE].text);
        put_name(reader, "date");
        et_buf_put_json(&reader->set, values[DATE].text);
    }
    read_name(reader, &values[MERCHANT], "merchant", "The merchant", ET_MERCHANT_POINTS_MAX);
    read_name(reader, &values[PAYMENT_METHOD], "payment_method", "The payment method",
              ET_LABEL_POINTS_MAX);
    read_tags(reader, &values[ADD_TAGS], "add_tags");
    read_tags(reader, &values[REMOVE_TAGS], "remove_tags");
    if (reader->problems->count == before && reader->set.len == 1) {
        et_problems_add(reader->problems, "set", "required", "Say what to set.");
    }
}

/* Which entries: by their ids, or by a filter and how many it shall find. */
static void read_which(struct reader *reader, const struct et_json_value *values,
                       struct et_bulk_input *input)
{
    struct et_list_query *list = et_arena_alloc(reader->arena, sizeof *list);
    if (values[IDS].present == values[FILTER].present) {
        et_problems_add(reader->problems, "ids", "one_of",
                        "Name the entries either by ids or by a filter.");
        return;
    }
    if (values[IDS].present) {
        input->ids = et_bulk_ids_read(reader->arena, reader->problems, values[IDS].node);
        if (values[EXPECTED].present) {
            et_problems_add(reader->problems, "expected_count", "not_here",
                            "An expected count goes with a filter only.");
        }
        return;
    }
    if (is(input->action, "restore")) {
        et_problems_add(reader->problems, "filter", "not_here",
                        "Name the entries to restore by ids.");
    }
    if (!values[EXPECTED].present || values[EXPECTED].integer < 0) {
        et_problems_add(reader->problems, "expected_count", "required",
                        "Say how many entries the filter finds.");
    }
    struct et_buf expected;
    et_buf_init(&expected, reader->arena, ID_TEXT_MAX);
    et_buf_put_i64(&expected, values[EXPECTED].integer);
    input->expected = et_buf_text(&expected);
    if (list != NULL) {
        et_filter_of_json(reader->arena, reader->problems, values[FILTER].node, "filter.", list);
        (void)et_filter_text(reader->arena, list, &input->filter);
    }
}

bool et_bulk_read(struct et_exchange *exchange, struct et_bulk_input *ret_input)
{
    struct et_arena *arena = exchange->request->arena;
    struct reader reader = {.arena = arena, .problems = et_input_problems(exchange)};
    struct et_bulk_input input = {.ids = ET_ABSENT, .filter = ET_ABSENT, .expected = ET_ABSENT};
    struct et_json_value values[FIELDS];
    struct json_object *body;
    if (reader.problems == NULL || !et_json_body(exchange->request, exchange->response, &body)) {
        return false;
    }
    et_buf_init(&reader.set, arena, SET_TEXT_MAX);
    et_buf_putc(&reader.set, '{');
    et_json_read(arena, body, fields, FIELDS, "", reader.problems, values);
    if (values[ACTION].present) {
        input.action = values[ACTION].text;
        read_action(&reader, input.action);
    }
    read_which(&reader, values, &input);
    if (values[SET].present && !is(input.action, "update")) {
        et_problems_add(reader.problems, "set", "not_here", "Only an update sets something.");
    } else if (values[SET].present) {
        read_set(&reader, values[SET].node);
    } else if (is(input.action, "update")) {
        et_problems_add(reader.problems, "set", "required", "Say what to set.");
    }
    et_buf_putc(&reader.set, '}');
    input.set = et_buf_text(&reader.set);
    if (!et_input_good(exchange, reader.problems)) {
        return false;
    }
    if (et_buf_failed(&reader.set) ||
        et_slice_present(input.ids) == et_slice_present(input.filter)) {
        et_answer_no_memory(exchange);
        return false;
    }
    *ret_input = input;
    return true;
}
