/* recurring.c - /api/recurring: rules by which expenses come again.
 *
 * The database does the work (db/README.md, "Recurring expenses"): what is written here is only the
 * way in, recurring_input.c, and the way out. A change answers the rule as it is then; the part of
 * a rule that was split off answers as the rule that it has become.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/put.h"
#include "fcgi/api/recurring_input.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_out.h"

#define PATH "/api/recurring"
#define UPCOMING_MAX "500"

#define ENTRY                                                                                      \
    "x.id, x.title, x.amount_minor, x.currency, x.category, x.unit, x.every, x.last_day,\n"        \
    "       x.anchor_day, x.starts_on, x.ends_on, x.max_count, x.next_on, x.upcoming, x.paused,\n" \
    "       x.made, x.created_at, x.updated_at, x.version, x.made_now, x.changed, x.matched,\n"    \
    "       x.extras"
enum {
    ID,
    TITLE,
    AMOUNT_MINOR,
    CURRENCY,
    CATEGORY,
    UNIT,
    EVERY,
    LAST_DAY,
    ANCHOR_DAY,
    STARTS_ON,
    ENDS_ON,
    MAX_COUNT,
    NEXT_ON,
    UPCOMING,
    PAUSED,
    MADE,
    CREATED_AT,
    UPDATED_AT,
    RULE_VERSION,
    MADE_NOW,
    CHANGED,
    MATCHED,
    RULE_EXTRAS,
};

const struct et_statement et_stmt_recurring_list = {
    .name = "recurring_list",
    .sql = "select " ENTRY "\n"
           "  from app.recurring_entries(null) x\n"
           " where app.ledger_id() = $1::bigint",
    .params = 1,
};

const struct et_statement et_stmt_recurring_get = {
    .name = "recurring_get",
    .sql = "select " ENTRY "\n"
           "  from app.recurring_entries($2::bigint) x\n"
           " where app.ledger_id() = $1::bigint",
    .params = 2,
};

const struct et_statement et_stmt_recurring_upcoming = {
    .name = "recurring_upcoming",
    .sql = "select u.recurring_id, u.title, u.amount_minor, u.currency, u.category, u.day\n"
           "  from app.upcoming_recurring(coalesce($2::date, app.own_today() + 30),\n"
           "                              " UPCOMING_MAX ") u\n"
           " where app.ledger_id() = $1::bigint",
    .params = 2,
};

const struct et_statement et_stmt_recurring_preview = {
    .name = "recurring_preview",
    .sql = "select p.today, p.due, p.due_dates, p.upcoming, p.total, p.last_on\n"
           "  from app.preview_recurring($2::jsonb) p\n"
           " where app.ledger_id() = $1::bigint",
    .params = 2,
};
enum { DAY = 5 }; /* of an upcoming one; before it the columns are the same */
enum { TODAY, DUE, DUE_DATES, NEXT_DATES, TOTAL, LAST_ON };

#define CHANGE(call)                                                                               \
    "with e as materialized (\n"                                                                   \
    "  select " ENTRY "\n"                                                                         \
    "    from " call " x\n"                                                                        \
    "   where app.ledger_id() = $1::bigint\n"                                                      \
    "),\n"

const struct et_statement et_stmt_recurring_create = {
    .name = "recurring_create",
    .sql = CHANGE("app.create_recurring($2::jsonb)") ET_SQL_KEEP("$3", "$4") "select * from e",
    .params = 4,
};

const struct et_statement et_stmt_recurring_update = {
    .name = "recurring_update",
    .sql = CHANGE("app.change_recurring($2::bigint, $3::bigint[], $4::jsonb)")
        ET_SQL_KEEP_ONLY("$5", "$6", " and e.matched") "select * from e",
    .params = 6,
};

const struct et_statement et_stmt_recurring_delete = {
    .name = "recurring_delete",
    .sql = CHANGE("app.remove_recurring($2::bigint, $3::bigint[])")
        ET_SQL_KEEP_ONLY("$4", "$5", " and e.matched") "select * from e",
    .params = 5,
};

const struct et_statement et_stmt_recurring_restore = {
    .name = "recurring_restore",
    .sql = CHANGE("app.restore_recurring($2::bigint, $3::bigint[])")
        ET_SQL_KEEP_ONLY("$4", "$5", " and e.matched") "select * from e",
    .params = 5,
};

static void put_amount(struct et_json_out *out, const struct et_rows *rows, size_t row)
{
    struct et_slice currency = et_cell(rows, row, CURRENCY);

    et_json_key(out, "amount");
    et_put_amount(out->buf, et_cell(rows, row, AMOUNT_MINOR), currency);
    out->comma = true;
    et_json_pair_text(out, "currency", currency);
    et_json_pair_text(out, "category", et_cell(rows, row, CATEGORY));
}

static void put_instant(struct et_json_out *out, const char *name, struct et_slice text)
{
    et_json_key(out, name);
    et_put_instant(out->buf, text);
    out->comma = true;
}

static void put_entry(struct et_json_out *out, const struct et_rows *rows, size_t row)
{
    et_json_begin_object(out);
    et_json_pair_raw(out, "id", et_cell(rows, row, ID));
    et_json_pair_text(out, "title", et_cell(rows, row, TITLE));
    put_amount(out, rows, row);
    et_json_pair_text(out, "unit", et_cell(rows, row, UNIT));
    et_json_pair_raw(out, "every", et_cell(rows, row, EVERY));
    et_json_pair_bool(out, "last_day", et_cell_bool(rows, row, LAST_DAY));
    et_json_pair_raw(out, "anchor_day", et_cell(rows, row, ANCHOR_DAY));
    et_json_pair_text(out, "starts_on", et_cell(rows, row, STARTS_ON));
    et_json_pair_text(out, "ends_on", et_cell(rows, row, ENDS_ON));
    et_json_pair_raw(out, "count", et_cell(rows, row, MAX_COUNT));
    et_json_pair_text(out, "next_date", et_cell(rows, row, NEXT_ON));
    et_json_pair_raw(out, "upcoming", et_cell(rows, row, UPCOMING));
    et_json_pair_bool(out, "paused", et_cell_bool(rows, row, PAUSED));
    et_json_pair_raw(out, "made", et_cell(rows, row, MADE));
    put_instant(out, "created_at", et_cell(rows, row, CREATED_AT));
    put_instant(out, "updated_at", et_cell(rows, row, UPDATED_AT));
    et_json_pair_raw(out, "version", et_cell(rows, row, RULE_VERSION));
    et_put_members(out->buf, et_cell(rows, row, RULE_EXTRAS));
    if (et_slice_present(et_cell(rows, row, MADE_NOW))) {
        et_json_pair_raw(out, "made_now", et_cell(rows, row, MADE_NOW));
        et_json_pair_raw(out, "changed", et_cell(rows, row, CHANGED));
    }
    et_json_end_object(out);
}

static void answer_one(struct et_exchange *exchange, const struct et_rows *rows)
{
    struct et_json_out out = et_json_out(&exchange->response->body);

    if (rows->rows == 0) {
        et_problem(exchange->response, exchange->request, 404, "not_found",
                   "Recurring expense not found");
    } else if (!et_cell_bool(rows, 0, MATCHED)) {
        et_answer_stale(exchange, et_cell(rows, 0, RULE_VERSION));
    } else {
        put_entry(&out, rows, 0);
        et_answer_etag(exchange, et_cell(rows, 0, RULE_VERSION));
    }
}

enum et_verdict et_plan_recurring_list(struct et_exchange *exchange)
{
    return et_plan_of_ledger(exchange, &et_stmt_recurring_list);
}

void et_answer_recurring_list(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    struct et_json_out out = et_json_out(&exchange->response->body);

    (void)count;
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        put_entry(&out, &rows[0], row);
    }
    et_json_end_array(&out);
}

enum et_verdict et_plan_recurring_get(struct et_exchange *exchange)
{
    et_plan_of_ledger(exchange, &et_stmt_recurring_get);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    return ET_RUN;
}

void et_answer_recurring_get(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    answer_one(exchange, &rows[0]);
}

enum et_verdict et_plan_recurring_upcoming(struct et_exchange *exchange)
{
    struct et_list_query period;

    if (!et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    et_plan_of_ledger(exchange, &et_stmt_recurring_upcoming);
    et_unit_text(exchange->unit, period.to);
    return ET_RUN;
}

void et_answer_recurring_upcoming(struct et_exchange *exchange, const struct et_rows *rows,
                                  size_t count)
{
    struct et_json_out out = et_json_out(&exchange->response->body);

    (void)count;
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_json_begin_object(&out);
        et_json_pair_raw(&out, "recurring_id", et_cell(&rows[0], row, ID));
        et_json_pair_text(&out, "title", et_cell(&rows[0], row, TITLE));
        put_amount(&out, &rows[0], row);
        et_json_pair_text(&out, "date", et_cell(&rows[0], row, DAY));
        et_json_end_object(&out);
    }
    et_json_end_array(&out);
}

enum et_verdict et_plan_recurring_preview(struct et_exchange *exchange)
{
    struct et_slice json;

    if (!et_recurring_read(exchange, ET_RECURRING_PREVIEW, &json)) {
        return ET_ANSWERED;
    }
    et_plan_of_ledger(exchange, &et_stmt_recurring_preview);
    et_unit_text(exchange->unit, json);
    return ET_RUN;
}

void et_answer_recurring_preview(struct et_exchange *exchange, const struct et_rows *rows,
                                 size_t count)
{
    struct et_json_out out = et_json_out(&exchange->response->body);

    (void)count;
    et_json_begin_object(&out);
    et_json_pair_text(&out, "today", et_cell(&rows[0], 0, TODAY));
    et_json_pair_raw(&out, "expected_count", et_cell(&rows[0], 0, DUE));
    et_json_pair_raw(&out, "dates", et_cell(&rows[0], 0, DUE_DATES));
    et_json_pair_raw(&out, "upcoming", et_cell(&rows[0], 0, NEXT_DATES));
    et_json_pair_raw(&out, "total", et_cell(&rows[0], 0, TOTAL));
    et_json_pair_text(&out, "last_date", et_cell(&rows[0], 0, LAST_ON));
    et_json_end_object(&out);
}

/* Making up to 10,000 entries takes longer than others should wait. */
static void start_change(struct et_exchange *exchange, const struct et_statement *statement)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
}

enum et_verdict et_plan_recurring_create(struct et_exchange *exchange)
{
    struct et_slice json;

    if (!et_recurring_read(exchange, ET_RECURRING_CREATE, &json)) {
        return ET_ANSWERED;
    }
    start_change(exchange, &et_stmt_recurring_create);
    et_unit_text(exchange->unit, json);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_recurring_create(struct et_exchange *exchange, const struct et_rows *rows,
                                size_t count)
{
    struct et_buf location;

    (void)count;
    et_buf_init(&location, exchange->request->arena, 64);
    et_buf_puts(&location, PATH "/");
    et_buf_put(&location, et_cell(&rows[0], 0, ID));
    exchange->response->status = 201;
    et_response_header(exchange->response, "Location", et_buf_text(&location));
    answer_one(exchange, &rows[0]);
}

enum et_verdict et_plan_recurring_update(struct et_exchange *exchange)
{
    struct et_slice versions;
    struct et_slice json;

    if (!et_precondition_read(exchange, &versions) ||
        !et_recurring_read(exchange, ET_RECURRING_CHANGE, &json)) {
        return ET_ANSWERED;
    }
    start_change(exchange, &et_stmt_recurring_update);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_unit_text(exchange->unit, versions);
    et_unit_text(exchange->unit, json);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_recurring_update(struct et_exchange *exchange, const struct et_rows *rows,
                                size_t count)
{
    (void)count;
    answer_one(exchange, &rows[0]);
}

enum et_verdict et_plan_recurring_delete(struct et_exchange *exchange)
{
    return et_plan_of_one(exchange, ET_LANE_LONG, &et_stmt_recurring_delete);
}

void et_answer_recurring_delete(struct et_exchange *exchange, const struct et_rows *rows,
                                size_t count)
{
    (void)count;
    answer_one(exchange, &rows[0]);
}

enum et_verdict et_plan_recurring_restore(struct et_exchange *exchange)
{
    return et_plan_of_one(exchange, ET_LANE_LONG, &et_stmt_recurring_restore);
}

void et_answer_recurring_restore(struct et_exchange *exchange, const struct et_rows *rows,
                                 size_t count)
{
    (void)count;
    answer_one(exchange, &rows[0]);
}
