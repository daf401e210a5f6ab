/* category_moves.c - POST /api/categories/order, POST /api/categories/{id}/merge and
 * DELETE /api/categories/{id}.
 *
 * Each is one function of db/deploy/category_changes.sql, so one transaction: entries, their
 * history, the totals and whatever else names a category go along, or nothing does.
 */
#include <json-c/json.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/categories.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"

#define ORDER_MAX 1000

const struct et_statement et_stmt_category_order = {
    .name = "category_order",
    .sql = "with e as materialized (\n"
           "  select c.*\n"
           "    from app.order_categories($2::bigint[]) c\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$3", "$4") "select * from e",
    .params = 4,
};

const struct et_statement et_stmt_category_merge = {
    .name = "category_merge",
    .sql = "with e as materialized (\n"
           "  select m.version, m.matched, m.moved, m.into_id, m.into_name\n"
           "    from app.merge_category($2::bigint, $3::bigint[], $4::bigint, $5::bigint) m\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP_ONLY("$6", "$7", " and e.matched") "select * from e",
    .params = 7,
};

const struct et_statement et_stmt_category_delete = {
    .name = "category_delete",
    .sql = "with e as materialized (\n"
           "  select d.version, d.matched, d.moved\n"
           "    from app.delete_category($2::bigint, $3::bigint[], $4::bigint) d\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP_ONLY("$5", "$6", " and e.matched") "select * from e",
    .params = 6,
};
enum { DONE_VERSION, MATCHED, MOVED, INTO_ID, INTO_NAME };

/* The ids as an array of bigint in text, such as {3,1,2}. */
static struct et_slice read_ids(struct et_exchange *exchange, struct et_problems *problems,
                                struct json_object *array)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_buf text;
    size_t count = et_json_length(array);
    if (count > ORDER_MAX) {
        et_problems_add(problems, "ids", "too_many", "Name at most 1,000 categories.");
        return ET_ABSENT;
    }
    et_buf_init(&text, arena, 24 * ORDER_MAX);
    et_buf_putc(&text, '{');
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = et_json_item(array, i);
        int64_t id = json_object_is_type(item, json_type_int) ? json_object_get_int64(item) : 0;
        if (id < 1 || id > ET_JSON_INTEGER_MAX) {
            et_problems_add(problems, et_input_printf(arena, "ids[%zu]", i), "wrong_type",
                            "Name a category by its id.");
            break;
        }
        if (i > 0) {
            et_buf_putc(&text, ',');
        }
        et_buf_put_i64(&text, id);
    }
    et_buf_putc(&text, '}');
    return et_buf_text(&text);
}

enum et_verdict et_plan_category_order(struct et_exchange *exchange)
{
    static const struct et_json_field fields[1] = {{"ids", ET_JSON_ARRAY, true}};
    struct et_request *request = exchange->request;
    struct et_unit *unit = exchange->unit;
    struct et_json_value values[1];
    struct et_slice ids = ET_ABSENT;
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(request, exchange->response, &body)) {
        return ET_ANSWERED;
    }
    et_json_read(request->arena, body, fields, 1, "", problems, values);
    if (values[0].present) {
        ids = read_ids(exchange, problems, values[0].node);
    }
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_category_order);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, ids);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_category_order(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    et_category_put_all(&exchange->response->body, &rows[0]);
}

enum { INTO, EXPECTED_COUNT, MERGE_FIELDS };
static const struct et_json_field merge_fields[MERGE_FIELDS] = {
    [INTO] = {"into", ET_JSON_INTEGER, true},
    [EXPECTED_COUNT] = {"expected_count", ET_JSON_INTEGER, false},
};

static void check_merge(struct et_problems *problems,
                        const struct et_json_value values[MERGE_FIELDS])
{
    if (values[INTO].present && values[INTO].integer < 1) {
        et_problems_add(problems, "into", "unknown_category", "There is no such category.");
    }
    if (values[EXPECTED_COUNT].present && values[EXPECTED_COUNT].integer < 0) {
        et_problems_add(problems, "expected_count", "out_of_range", "Use 0 or more.");
    }
}

enum et_verdict et_plan_category_merge(struct et_exchange *exchange)
{
    struct et_request *request = exchange->request;
    struct et_unit *unit = exchange->unit;
    struct et_json_value values[MERGE_FIELDS];
    struct json_object *body;
    struct et_slice versions;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_precondition_read(exchange, &versions) ||
        !et_json_body(request, exchange->response, &body)) {
        return ET_ANSWERED;
    }
    et_json_read(request->arena, body, merge_fields, MERGE_FIELDS, "", problems, values);
    check_merge(problems, values);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_category_merge);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, request->args[0]);
    et_unit_text(unit, versions);
    et_unit_i64(unit, values[INTO].integer);
    if (values[EXPECTED_COUNT].present) {
        et_unit_i64(unit, values[EXPECTED_COUNT].integer);
    } else {
        et_unit_null(unit);
    }
    et_api_idempotency(exchange);
    return ET_RUN;
}

/* False: the response is the problem. */
static bool was_done(struct et_exchange *exchange, const struct et_rows *rows)
{
    if (rows->rows == 0) {
        et_answer_missing_category(exchange);
        return false;
    }
    if (!et_cell_bool(rows, 0, MATCHED)) {
        et_answer_stale(exchange, et_cell(rows, 0, DONE_VERSION));
        return false;
    }
    return true;
}

void et_answer_category_merge(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!was_done(exchange, &rows[0])) {
        return;
    }
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(&rows[0], 0, INTO_ID));
    et_json_pair_text(&out, "name", et_cell(&rows[0], 0, INTO_NAME));
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, MOVED));
    et_json_end_object(&out);
}

enum et_verdict et_plan_category_delete(struct et_exchange *exchange)
{
    struct et_request *request = exchange->request;
    struct et_unit *unit = exchange->unit;
    struct et_slice versions;
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_precondition_read(exchange, &versions) ||
        !et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    int64_t home =
        et_query_bounded(problems, request->arena, &query, "move_to", 1, ET_JSON_INTEGER_MAX, 0);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_category_delete);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, request->args[0]);
    et_unit_text(unit, versions);
    if (home > 0) {
        et_unit_i64(unit, home);
    } else {
        et_unit_null(unit);
    }
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_category_delete(struct et_exchange *exchange, const struct et_rows *rows,
                               size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!was_done(exchange, &rows[0])) {
        return;
    }
    et_json_begin_object(&out);
    et_json_pair_text(&out, "message", ET_LIT("Category deleted successfully"));
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, MOVED));
    et_json_end_object(&out);
}
