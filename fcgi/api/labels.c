/* labels.c - merchants, tags and payment methods: list, add (payment methods), rename, merge,
 * delete, and take that back.
 *
 * Merchants and tags come into being on an expense (expense_write.c). The three are one thing to
 * these handlers: the address says which. What needs other rows is in db/deploy/label_changes.sql.
 */
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/extras.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"

#define LIST_LIMIT 100
#define LIST_LIMIT_MAX 1000
#define TEXT_POINTS_MAX 200

struct kind {
    struct et_slice path;
    struct et_slice name; /* as app.label_kind() knows it */
    const char *what;     /* begins a sentence */
    const char *missing;
    size_t name_max;
    bool remembers; /* what the latest expense with it was */
};

static const struct kind kinds[] = {
    {ET_LIT("/api/merchants"), ET_LIT("merchant"), "The merchant", "Merchant not found",
     ET_MERCHANT_POINTS_MAX, true},
    {ET_LIT("/api/tags"), ET_LIT("tag"), "The tag", "Tag not found", ET_LABEL_POINTS_MAX, false},
    {ET_LIT("/api/payment-methods"), ET_LIT("payment_method"), "The payment method",
     "Payment method not found", ET_LABEL_POINTS_MAX, false},
};

const struct et_statement et_stmt_label_list = {
    .name = "label_list",
    .sql = "select l.id, l.name, l.version, l.count, l.last_category, l.last_currency,\n"
           "       l.last_payment_method\n"
           "  from app.labels($2::text, $3::text, $4::integer) l\n"
           " where app.ledger_id() = $1::bigint",
    .params = 4,
};
enum { ID, NAME, LABEL_VERSION, COUNT, LAST_CATEGORY, LAST_CURRENCY, LAST_PAYMENT_METHOD };

const struct et_statement et_stmt_payment_method_create = {
    .name = "payment_method_create",
    .sql = "with e as materialized (\n"
           "  select m.*\n"
           "    from app.add_payment_method($2::text) m\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$3", "$4") "select * from e",
    .params = 4,
};

const struct et_statement et_stmt_label_update = {
    .name = "label_update",
    .sql = "with e as materialized (\n"
           "  select l.*\n"
           "    from app.rename_label($2::text, $3::bigint, $4::bigint[], $5::text) l\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP_ONLY("$6", "$7", " and e.matched") "select * from e",
    .params = 7,
};
enum { UPDATE_MATCHED = LABEL_VERSION + 1 };

const struct et_statement et_stmt_label_replace = {
    .name = "label_replace",
    .sql = "with e as materialized (\n"
           "  select l.*\n"
           "    from app.replace_label($2::text, $3::bigint, $4::bigint[], $5::bigint,\n"
           "                           $6::bigint) l\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP_ONLY("$7", "$8", " and e.matched") "select * from e",
    .params = 8,
};
enum { REPLACE_VERSION, REPLACE_MATCHED, MOVED, INTO_ID, INTO_NAME };

const struct et_statement et_stmt_label_restore = {
    .name = "label_restore",
    .sql = "with e as materialized (\n"
           "  select l.*\n"
           "    from app.restore_label($2::text, $3::bigint) l\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$4", "$5") "select * from e",
    .params = 5,
};

/* The routes lead only addresses of these three here. */
static const struct kind *kind_of(const struct et_exchange *exchange)
{
    struct et_slice path = exchange->request->path;
    for (size_t i = 0; i + 1 < sizeof kinds / sizeof kinds[0]; i++) {
        if (path.len >= kinds[i].path.len &&
            memcmp(path.ptr, kinds[i].path.ptr, kinds[i].path.len) == 0) {
            return &kinds[i];
        }
    }
    return &kinds[sizeof kinds / sizeof kinds[0] - 1];
}

enum et_verdict et_plan_label_list(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_unit *unit = exchange->unit;
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    struct et_slice text = et_query_value(problems, &query, "q");
    if (et_slice_present(text)) {
        et_input_text(arena, problems, "q", text, "The text", TEXT_POINTS_MAX,
                      ET_INPUT_BLANK_ALLOWED);
    }
    int64_t limit =
        et_query_bounded(problems, arena, &query, "limit", 1, LIST_LIMIT_MAX, LIST_LIMIT);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_label_list);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, kind_of(exchange)->name);
    et_unit_text(unit, text);
    et_unit_i64(unit, limit);
    return ET_RUN;
}

void et_answer_label_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    bool remembers = kind_of(exchange)->remembers;
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_json_begin_object(&out);
        et_json_pair_raw(&out, "id", et_cell(&rows[0], row, ID));
        et_json_pair_text(&out, "name", et_cell(&rows[0], row, NAME));
        et_json_pair_raw(&out, "version", et_cell(&rows[0], row, LABEL_VERSION));
        et_json_pair_raw(&out, "count", et_cell(&rows[0], row, COUNT));
        if (remembers) {
            et_json_pair_text(&out, "last_category", et_cell(&rows[0], row, LAST_CATEGORY));
            et_json_pair_text(&out, "last_currency", et_cell(&rows[0], row, LAST_CURRENCY));
            et_json_pair_text(&out, "last_payment_method",
                              et_cell(&rows[0], row, LAST_PAYMENT_METHOD));
        }
        et_json_end_object(&out);
    }
    et_json_end_array(&out);
}

/* {"name": …}. False: the response is the problem. */
static bool read_name(struct et_exchange *exchange, struct et_slice *ret_name)
{
    static const struct et_json_field fields[1] = {{"name", ET_JSON_TEXT, true}};
    struct et_request *request = exchange->request;
    const struct kind *kind = kind_of(exchange);
    struct et_json_value values[1];
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(request, exchange->response, &body)) {
        return false;
    }
    et_json_read(request->arena, body, fields, 1, "", problems, values);
    if (values[0].present) {
        et_input_text(request->arena, problems, "name", values[0].text, kind->what, kind->name_max,
                      ET_INPUT_BLANK_REFUSED);
    }
    *ret_name = values[0].text;
    return et_input_good(exchange, problems);
}

enum et_verdict et_plan_payment_method_create(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_slice name;
    if (!read_name(exchange, &name)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_payment_method_create);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, name);
    et_api_idempotency(exchange);
    return ET_RUN;
}

/* {"id":…,"name":…,"version":…} and the ETag. */
static void answer_label(struct et_exchange *exchange, const struct et_rows *rows)
{
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(rows, 0, ID));
    et_json_pair_text(&out, "name", et_cell(rows, 0, NAME));
    et_json_pair_raw(&out, "version", et_cell(rows, 0, LABEL_VERSION));
    et_json_end_object(&out);
    et_answer_etag(exchange, et_cell(rows, 0, LABEL_VERSION));
}

void et_answer_payment_method_create(struct et_exchange *exchange, const struct et_rows *rows,
                                     size_t count)
{
    (void)count;
    exchange->response->status = 201;
    answer_label(exchange, &rows[0]);
}

enum et_verdict et_plan_label_update(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_slice versions;
    struct et_slice name;
    if (!et_precondition_read(exchange, &versions) || !read_name(exchange, &name)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_label_update);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, kind_of(exchange)->name);
    et_unit_i64(unit, exchange->request->args[0]);
    et_unit_text(unit, versions);
    et_unit_text(unit, name);
    et_api_idempotency(exchange);
    return ET_RUN;
}

/* False: it isn't there, or not in that version, and the response says so. */
static bool was_done(struct et_exchange *exchange, const struct et_rows *rows, size_t version,
                     size_t matched)
{
    if (rows->rows == 0) {
        et_problem(exchange->response, exchange->request, 404, "not_found",
                   kind_of(exchange)->missing);
        return false;
    }
    if (!et_cell_bool(rows, 0, matched)) {
        et_answer_stale(exchange, et_cell(rows, 0, version));
        return false;
    }
    return true;
}

void et_answer_label_update(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    if (was_done(exchange, &rows[0], LABEL_VERSION, UPDATE_MATCHED)) {
        answer_label(exchange, &rows[0]);
    }
}

/* `into` and `expected` are absent in the database when they are 0 and negative. */
static enum et_verdict plan_replace(struct et_exchange *exchange, struct et_slice versions,
                                    int64_t into, int64_t expected)
{
    struct et_unit *unit = exchange->unit;
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_label_replace);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, kind_of(exchange)->name);
    et_unit_i64(unit, exchange->request->args[0]);
    et_unit_text(unit, versions);
    if (into > 0) {
        et_unit_i64(unit, into);
    } else {
        et_unit_null(unit);
    }
    if (expected >= 0) {
        et_unit_i64(unit, expected);
    } else {
        et_unit_null(unit);
    }
    et_api_idempotency(exchange);
    return ET_RUN;
}

enum { INTO, EXPECTED_COUNT, MERGE_FIELDS };

enum et_verdict et_plan_label_merge(struct et_exchange *exchange)
{
    static const struct et_json_field fields[MERGE_FIELDS] = {
        [INTO] = {"into", ET_JSON_INTEGER, true},
        [EXPECTED_COUNT] = {"expected_count", ET_JSON_INTEGER, false},
    };
    struct et_request *request = exchange->request;
    struct et_json_value values[MERGE_FIELDS];
    struct et_slice versions;
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_precondition_read(exchange, &versions) ||
        !et_json_body(request, exchange->response, &body)) {
        return ET_ANSWERED;
    }
    et_json_read(request->arena, body, fields, MERGE_FIELDS, "", problems, values);
    if (values[INTO].present && values[INTO].integer < 1) {
        et_problems_add(problems, "into", "out_of_range", "Name another one by its id.");
    }
    if (values[EXPECTED_COUNT].present && values[EXPECTED_COUNT].integer < 0) {
        et_problems_add(problems, "expected_count", "out_of_range", "Use 0 or more.");
    }
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    return plan_replace(exchange, versions, values[INTO].integer,
                        values[EXPECTED_COUNT].present ? values[EXPECTED_COUNT].integer : -1);
}

void et_answer_label_merge(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!was_done(exchange, &rows[0], REPLACE_VERSION, REPLACE_MATCHED)) {
        return;
    }
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(&rows[0], 0, INTO_ID));
    et_json_pair_text(&out, "name", et_cell(&rows[0], 0, INTO_NAME));
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, MOVED));
    et_json_end_object(&out);
}

enum et_verdict et_plan_label_delete(struct et_exchange *exchange)
{
    struct et_slice versions;
    if (!et_precondition_read(exchange, &versions)) {
        return ET_ANSWERED;
    }
    return plan_replace(exchange, versions, 0, -1);
}

void et_answer_label_delete(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!was_done(exchange, &rows[0], REPLACE_VERSION, REPLACE_MATCHED)) {
        return;
    }
    et_json_begin_object(&out);
    et_json_pair_text(&out, "message", ET_LIT("Deleted successfully"));
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, MOVED));
    et_json_end_object(&out);
}

enum et_verdict et_plan_label_restore(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_label_restore);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, kind_of(exchange)->name);
    et_unit_i64(unit, exchange->request->args[0]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_label_restore(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (rows[0].rows == 0) {
        et_problem(exchange->response, exchange->request, 404, "not_found",
                   kind_of(exchange)->missing);
        return;
    }
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(&rows[0], 0, ID));
    et_json_pair_text(&out, "name", et_cell(&rows[0], 0, NAME));
    et_json_pair_raw(&out, "version", et_cell(&rows[0], 0, LABEL_VERSION));
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, COUNT));
    et_json_end_object(&out);
    et_answer_etag(exchange, et_cell(&rows[0], 0, LABEL_VERSION));
}
