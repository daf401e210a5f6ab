/* categories.c - GET and POST /api/categories, PUT /api/categories/{id}.
 *
 * The form of names, icons and colours is checked here; what needs other rows (a name that is
 * taken, a parent that is one) by the functions of db/deploy/category_changes.sql.
 */
#include "fcgi/api/categories.h"

#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/sql.h"
#include "lib/base/emoji.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"

const struct et_statement et_stmt_categories = {
    .name = "categories",
    .sql = "select c.*\n"
           "  from app.category_answers(null) c\n"
           " where app.ledger_id() = $1::bigint",
    .params = 1,
};

const struct et_statement et_stmt_category_create = {
    .name = "category_create",
    .sql = "with e as materialized (\n"
           "  select c.*\n"
           "    from app.create_category($2::text, $3::text, $4::text, $5::text, $6::bigint) c\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$7", "$8") "select * from e",
    .params = 8,
};

const struct et_statement et_stmt_category_update = {
    .name = "category_update",
    .sql = "with e as materialized (\n"
           "  select c.*\n"
           "    from app.change_category($2::bigint, $3::bigint[], $4::text, $5::text, $6::text,\n"
           "                             $7::text, $8::boolean, $9::bigint, $10::boolean) c\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP_ONLY("$11", "$12", " and e.matched") "select * from e",
    .params = 12,
};

enum {
    NAME,
    ICON,
    COLOR_LIGHT,
    COLOR_DARK,
    PARENT_ID,
    CREATE_FIELDS,
    ARCHIVED = CREATE_FIELDS,
    FIELDS
};

static const struct et_json_field create_fields[CREATE_FIELDS] = {
    [NAME] = {"name", ET_JSON_TEXT, true},
    [ICON] = {"icon", ET_JSON_TEXT, false},
    [COLOR_LIGHT] = {"color_light", ET_JSON_TEXT, false},
    [COLOR_DARK] = {"color_dark", ET_JSON_TEXT, false},
    [PARENT_ID] = {"parent_id", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
};

static const struct et_json_field update_fields[FIELDS] = {
    [NAME] = {"name", ET_JSON_TEXT, false},
    [ICON] = {"icon", ET_JSON_TEXT, false},
    [COLOR_LIGHT] = {"color_light", ET_JSON_TEXT, false},
    [COLOR_DARK] = {"color_dark", ET_JSON_TEXT, false},
    [PARENT_ID] = {"parent_id", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
    [ARCHIVED] = {"archived", ET_JSON_BOOLEAN, false},
};

static void put(struct et_json_out *out, const struct et_rows *rows, size_t row)
{
    et_json_begin_object(out);
    et_json_pair_raw(out, "id", et_cell(rows, row, ET_CATEGORY_ID));
    et_json_pair_text(out, "name", et_cell(rows, row, ET_CATEGORY_NAME));
    et_json_pair_text(out, "icon", et_cell(rows, row, ET_CATEGORY_ICON));
    et_json_pair_text(out, "color_light", et_cell(rows, row, ET_CATEGORY_COLOR_LIGHT));
    et_json_pair_text(out, "color_dark", et_cell(rows, row, ET_CATEGORY_COLOR_DARK));
    et_json_pair_raw(out, "suggestions", et_cell(rows, row, ET_CATEGORY_SUGGESTIONS));
    et_json_pair_raw(out, "parent_id", et_cell(rows, row, ET_CATEGORY_PARENT_ID));
    et_json_pair_bool(out, "archived", et_cell_bool(rows, row, ET_CATEGORY_ARCHIVED));
    et_json_pair_bool(out, "fallback", et_cell_bool(rows, row, ET_CATEGORY_FALLBACK));
    et_json_pair_raw(out, "position", et_cell(rows, row, ET_CATEGORY_POSITION));
    et_json_pair_raw(out, "version", et_cell(rows, row, ET_CATEGORY_VERSION));
    et_json_pair_raw(out, "count", et_cell(rows, row, ET_CATEGORY_COUNT));
    et_json_end_object(out);
}

void et_category_put_all(struct et_buf *buf, const struct et_rows *rows)
{
    struct et_json_out out = et_json_out(buf);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows->rows; row++) {
        put(&out, rows, row);
    }
    et_json_end_array(&out);
}

void et_category_answer(struct et_exchange *exchange, const struct et_rows *rows)
{
    struct et_json_out out = et_json_out(&exchange->response->body);
    put(&out, rows, 0);
    et_answer_etag(exchange, et_cell(rows, 0, ET_CATEGORY_VERSION));
}

void et_answer_missing_category(struct et_exchange *exchange)
{
    et_problem(exchange->response, exchange->request, 404, "not_found", "Category not found");
}

enum et_verdict et_plan_categories(struct et_exchange *exchange)
{
    return et_plan_of_ledger(exchange, &et_stmt_categories);
}

void et_answer_categories(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    et_category_put_all(&exchange->response->body, &rows[0]);
}

static bool is_hex_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static void check_color(struct et_problems *problems, const char *field,
                        const struct et_json_value *value)
{
    bool good = value->text.len == 7 && value->text.ptr[0] == '#';
    for (size_t i = 1; good && i < 7; i++) {
        good = is_hex_digit(value->text.ptr[i]);
    }
    if (value->present && !good) {
        et_problems_add(problems, field, "bad_color", "Use a colour such as #1e3a8a.");
    }
}

static void check(struct et_arena *arena, struct et_problems *problems,
                  const struct et_json_value values[FIELDS])
{
    if (values[NAME].present) {
        et_input_text(arena, problems, "name", values[NAME].text, "The name",
                      ET_CATEGORY_POINTS_MAX, ET_INPUT_BLANK_REFUSED);
    }
    if (values[ICON].present && !et_emoji_is_one(values[ICON].text)) {
        et_problems_add(problems, "icon", "bad_icon", "Use one emoji.");
    }
    check_color(problems, "color_light", &values[COLOR_LIGHT]);
    check_color(problems, "color_dark", &values[COLOR_DARK]);
    if (values[PARENT_ID].present && !values[PARENT_ID].null && values[PARENT_ID].integer < 1) {
        et_problems_add(problems, "parent_id", "unknown_category", "There is no such category.");
    }
}

/* Reads and checks the whole body. False: the response is the problem. */
static bool read_body(struct et_exchange *exchange, const struct et_json_field *fields,
                      size_t count, struct et_json_value ret_values[FIELDS])
{
    struct et_request *request = exchange->request;
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(request, exchange->response, &body)) {
        return false;
    }
    et_json_read(request->arena, body, fields, count, "", problems, ret_values);
    check(request->arena, problems, ret_values);
    return et_input_good(exchange, problems);
}

static void add_parent(struct et_unit *unit, const struct et_json_value *value)
{
    if (value->present && !value->null) {
        et_unit_i64(unit, value->integer);
    } else {
        et_unit_null(unit);
    }
}

static void add_look(struct et_unit *unit, const struct et_json_value values[FIELDS])
{
    et_unit_text(unit, values[NAME].text);
    et_unit_text(unit, values[ICON].text);
    et_unit_text(unit, values[COLOR_LIGHT].text);
    et_unit_text(unit, values[COLOR_DARK].text);
}

enum et_verdict et_plan_category_create(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_json_value values[FIELDS] = {{.present = false}};
    if (!read_body(exchange, create_fields, CREATE_FIELDS, values)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_category_create);
    et_unit_i64(unit, exchange->caller.ledger);
    add_look(unit, values);
    add_parent(unit, &values[PARENT_ID]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_category_create(struct et_exchange *exchange, const struct et_rows *rows,
                               size_t count)
{
    (void)count;
    struct et_buf location;
    et_buf_init(&location, exchange->request->arena, 64);
    et_buf_puts(&location, "/api/categories/");
    et_buf_put(&location, et_cell(&rows[0], 0, ET_CATEGORY_ID));

    exchange->response->status = 201;
    et_response_header(exchange->response, "Location", et_buf_text(&location));
    et_category_answer(exchange, &rows[0]);
}

enum et_verdict et_plan_category_update(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_json_value values[FIELDS] = {{.present = false}};
    struct et_slice versions;
    if (!et_precondition_read(exchange, &versions) ||
        !read_body(exchange, update_fields, FIELDS, values)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_category_update);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, exchange->request->args[0]);
    et_unit_text(unit, versions);
    add_look(unit, values);
    et_unit_bool(unit, values[PARENT_ID].present);
    add_parent(unit, &values[PARENT_ID]);
    if (values[ARCHIVED].present) {
        et_unit_bool(unit, values[ARCHIVED].boolean);
    } else {
        et_unit_null(unit);
    }
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_category_update(struct et_exchange *exchange, const struct et_rows *rows,
                               size_t count)
{
    (void)count;
    if (rows[0].rows == 0) {
        et_answer_missing_category(exchange);
    } else if (!et_cell_bool(&rows[0], 0, ET_CATEGORY_MATCHED)) {
        et_answer_stale(exchange, et_cell(&rows[0], 0, ET_CATEGORY_VERSION));
    } else {
        et_category_answer(exchange, &rows[0]);
    }
}
