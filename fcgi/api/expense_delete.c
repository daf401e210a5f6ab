/* expense_delete.c - DELETE /api/expenses/{id}, POST /api/expenses/{id}/restore,
 * DELETE /api/expenses/clear.
 *
 * Nothing is removed: deleted_at moves an expense to the trash. `target` takes the row's lock and
 * says what is there; `changed` is empty when the version isn't the one that the client has, or
 * when there is nothing to change. So one statement tells 404, 412 and done apart.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/sql.h"

#define MATCHED ET_EXPENSE_COLUMNS

const struct et_statement et_stmt_expense_delete = {
    .name = "expense_delete",
    .sql = "with target as materialized (\n"
           "  select x.*, " ET_SQL_MATCHED(
               "x.version", "$3") " as matched\n"
                                  "    from app.expenses x\n"
                                  "   where x.ledger_id = $1::bigint\n"
                                  "     and x.id = $2::bigint\n"
                                  "     and x.deleted_at is null\n"
                                  "     for update\n"
                                  "),\n"
                                  "changed as (\n"
                                  "  update app.expenses x\n"
                                  "     set deleted_at = now()\n"
                                  "    from target t\n"
                                  "   where x.ledger_id = t.ledger_id\n"
                                  "     and x.id = t.id\n"
                                  "     and t.matched\n"
                                  "  returning x.*\n"
                                  "),\n" ET_SQL_CHANGED_OR_TARGET ",\n" ET_SQL_KEEP_ONLY(
                                      "$4", "$5", " and e.matched") "select * from e",
    .params = 5,
};

const struct et_statement et_stmt_expense_restore = {
    .name = "expense_restore",
    .sql = "with target as materialized (\n"
           "  select x.*, " ET_SQL_MATCHED(
               "x.version", "$3") " as matched\n"
                                  "    from app.expenses x\n"
                                  "   where x.ledger_id = $1::bigint\n"
                                  "     and x.id = $2::bigint\n"
                                  "     for update\n"
                                  "),\n"
                                  "changed as (\n"
                                  "  update app.expenses x\n"
                                  "     set deleted_at = null\n"
                                  "    from target t\n"
                                  "   where x.ledger_id = t.ledger_id\n"
                                  "     and x.id = t.id\n"
                                  "     and t.matched\n"
                                  "     and t.deleted_at is not null\n"
                                  "  returning x.*\n"
                                  "),\n" ET_SQL_CHANGED_OR_TARGET ",\n" ET_SQL_KEEP_ONLY(
                                      "$4", "$5", " and e.matched") "select * from e",
    .params = 5,
};

const struct et_statement et_stmt_expense_clear = {
    .name = "expense_clear",
    .sql = "with e as materialized (\n"
           "  select app.clear_expenses(false) as count\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$2", "$3") "select * from e",
    .params = 3,
};

static void answer_one(struct et_exchange *exchange, const struct et_rows *rows)
{
    if (rows->rows == 0) {
        et_answer_missing_expense(exchange);
    } else if (!et_cell_bool(rows, 0, MATCHED)) {
        et_answer_stale(exchange, et_cell(rows, 0, ET_EXPENSE_VERSION));
    } else {
        et_expense_answer(exchange, rows, 0);
    }
}

enum et_verdict et_plan_expense_delete(struct et_exchange *exchange)
{
    return et_plan_of_one(exchange, ET_LANE_WRITE, &et_stmt_expense_delete);
}

void et_answer_expense_delete(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    answer_one(exchange, &rows[0]);
}

enum et_verdict et_plan_expense_restore(struct et_exchange *exchange)
{
    return et_plan_of_one(exchange, ET_LANE_WRITE, &et_stmt_expense_restore);
}

void et_answer_expense_restore(struct et_exchange *exchange, const struct et_rows *rows,
                               size_t count)
{
    (void)count;
    answer_one(exchange, &rows[0]);
}

enum et_verdict et_plan_expense_clear(struct et_exchange *exchange)
{
    return et_plan_bulk(exchange, &et_stmt_expense_clear);
}

void et_answer_expense_clear(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    et_answer_counted(exchange, "All expenses cleared successfully", rows, count);
}
