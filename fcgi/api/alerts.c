/* alerts.c - GET /api/alerts, POST /api/alerts/{id}/dismiss.
 *
 * Warnings are made while they are read, so that adding an expense doesn't pay for them: hence a
 * read that takes a connection for writes. Whoever doesn't want any (the setting `notifications`)
 * gets none, and none are made.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/budget_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"

const struct et_statement et_stmt_alert_list = {
    .name = "alert_list",
    .sql =
        "select a.id, a.budget_id, a.category_id, a.category, a.period, a.currency, a.threshold,\n"
        "       a.first_day, a.last_day, a.limit_minor, a.spent_minor, a.percent,\n"
        "       a.created_at::text\n"
        "  from app.budget_alerts() a\n"
        " where app.ledger_id() = $1::bigint\n"
        "   and (select s.notifications\n"
        "          from app.user_settings s\n"
        "         where s.user_id = app.user_id())",
    .params = 1,
};
enum {
    ID,
    BUDGET_ID,
    CATEGORY_ID,
    CATEGORY,
    PERIOD,
    CURRENCY,
    THRESHOLD,
    FIRST_DAY,
    LAST_DAY,
    LIMIT,
    SPENT,
    PERCENT,
    CREATED_AT
};

const struct et_statement et_stmt_alert_dismiss = {
    .name = "alert_dismiss",
    .sql = "with e as materialized (\n"
           "  select d.id, d.budget_id, d.threshold, d.first_day, d.last_day,\n"
           "         d.dismissed_at::text as dismissed_at\n"
           "    from app.dismiss_alert($2::bigint) d\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$3", "$4") "select * from e",
    .params = 4,
};
enum { D_ID, D_BUDGET_ID, D_THRESHOLD, D_FIRST_DAY, D_LAST_DAY, D_DISMISSED_AT };

enum et_verdict et_plan_alert_list(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_alert_list);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    return ET_RUN;
}

static void put_alert(struct et_json_out *out, const struct et_slice *cell)
{
    et_json_begin_object(out);
    et_json_pair_raw(out, "id", cell[ID]);
    et_json_pair_raw(out, "budget_id", cell[BUDGET_ID]);
    et_json_pair_raw(out, "category_id", cell[CATEGORY_ID]);
    et_json_pair_text(out, "category", cell[CATEGORY]);
    et_json_pair_text(out, "period", cell[PERIOD]);
    et_json_pair_text(out, "currency", cell[CURRENCY]);
    et_json_pair_raw(out, "threshold", cell[THRESHOLD]);
    et_json_pair_text(out, "first_day", cell[FIRST_DAY]);
    et_json_pair_text(out, "last_day", cell[LAST_DAY]);
    et_budget_pair_amount(out, "limit", cell[LIMIT], cell[CURRENCY]);
    et_budget_pair_amount(out, "spent", cell[SPENT], cell[CURRENCY]);
    et_json_pair_raw(out, "percent", cell[PERCENT]);
    et_json_key(out, "created_at");
    et_put_instant(out->buf, cell[CREATED_AT]);
    out->comma = true;
    et_json_end_object(out);
}

void et_answer_alert_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        put_alert(&out, &rows[0].cells[row * rows[0].columns]);
    }
    et_json_end_array(&out);
}

enum et_verdict et_plan_alert_dismiss(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_alert_dismiss);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_alert_dismiss(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    if (rows[0].rows == 0) {
        et_problem(exchange->response, exchange->request, 404, "not_found", "Alert not found");
        return;
    }
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(&rows[0], 0, D_ID));
    et_json_pair_raw(&out, "budget_id", et_cell(&rows[0], 0, D_BUDGET_ID));
    et_json_pair_raw(&out, "threshold", et_cell(&rows[0], 0, D_THRESHOLD));
    et_json_pair_text(&out, "first_day", et_cell(&rows[0], 0, D_FIRST_DAY));
    et_json_pair_text(&out, "last_day", et_cell(&rows[0], 0, D_LAST_DAY));
    et_json_key(&out, "dismissed_at");
    et_put_instant(out.buf, et_cell(&rows[0], 0, D_DISMISSED_AT));
    out.comma = true;
    et_json_end_object(&out);
}
