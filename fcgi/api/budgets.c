/* budgets.c - GET /api/budgets, GET and DELETE /api/budgets/{id}, POST /api/budgets/{id}/restore.
 *
 * What is spent of a budget and what it may reach is app.budget_states()'s to say (db/README.md has
 * the rules); here it becomes JSON.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/budget_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/sql.h"
#include "lib/base/error.h"

const struct et_statement et_stmt_budget_list = {
    .name = "budget_list",
    .sql = "select " ET_SQL_BUDGET_OF("s.") "\n"
                                            "  from app.budget_states(null, $2::date) s\n"
                                            " where app.ledger_id() = $1::bigint",
    .params = 2,
};

const struct et_statement et_stmt_budget_get = {
    .name = "budget_get",
    .sql = "select " ET_SQL_BUDGET_OF("s.") "\n"
                                            "  from app.budget_states($2::bigint, null) s\n"
                                            " where app.ledger_id() = $1::bigint",
    .params = 2,
};

const struct et_statement et_stmt_budget_terms = {
    .name = "budget_terms",
    .sql = "select t.from_day, t.amount_minor, t.roll_over\n"
           "  from app.budget_terms t\n"
           " where t.ledger_id = $1::bigint\n"
           "   and t.budget_id = $2::bigint\n"
           " order by t.from_day",
    .params = 2,
};

const struct et_statement et_stmt_budget_delete = {
    .name = "budget_delete",
    .sql =
        "with e as materialized (\n"
        "  select " ET_SQL_BUDGET_OF(
            "(d.state).") ", d.matched\n"
                          "    from app.delete_budget($2::bigint, $3::bigint[]) d\n"
                          "   where app.ledger_id() = $1::bigint\n"
                          "),\n" ET_SQL_KEEP_ONLY("$4", "$5", " and e.matched") "select * from e",
    .params = 5,
};

const struct et_statement et_stmt_budget_restore = {
    .name = "budget_restore",
    .sql =
        "with e as materialized (\n"
        "  select " ET_SQL_BUDGET_OF(
            "(r.state).") ", r.matched\n"
                          "    from app.restore_budget($2::bigint, $3::bigint[]) r\n"
                          "   where app.ledger_id() = $1::bigint\n"
                          "),\n" ET_SQL_KEEP_ONLY("$4", "$5", " and e.matched") "select * from e",
    .params = 5,
};

enum et_verdict et_plan_budget_list(struct et_exchange *exchange)
{
    struct et_query query;
    struct et_slice day = ET_ABSENT;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    if (et_query_one(&query, "date", &day) == ET_EINVAL) {
        et_problems_add(problems, "date", "repeated", "Give this parameter only once.");
    } else if (day.len > 0) {
        et_input_day(problems, "date", day);
    }
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_plan_of_ledger(exchange, &et_stmt_budget_list);
    et_unit_text(exchange->unit, day.len > 0 ? day : ET_ABSENT);
    return ET_RUN;
}

void et_answer_budget_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_budget_put(&out, &rows[0], row, NULL);
    }
    et_json_end_array(&out);
}

enum et_verdict et_plan_budget_get(struct et_exchange *exchange)
{
    et_plan_of_ledger(exchange, &et_stmt_budget_get);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_unit_add(exchange->unit, &et_stmt_budget_terms);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    return ET_RUN;
}

void et_answer_budget_get(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    et_budget_answer(exchange, &rows[0], count > 1 ? &rows[1] : NULL);
}

enum et_verdict et_plan_budget_delete(struct et_exchange *exchange)
{
    return et_plan_of_one(exchange, ET_LANE_WRITE, &et_stmt_budget_delete);
}

void et_answer_budget_delete(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    et_budget_answer(exchange, &rows[0], NULL);
}

enum et_verdict et_plan_budget_restore(struct et_exchange *exchange)
{
    return et_plan_of_one(exchange, ET_LANE_WRITE, &et_stmt_budget_restore);
}

void et_answer_budget_restore(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    et_budget_answer(exchange, &rows[0], NULL);
}
