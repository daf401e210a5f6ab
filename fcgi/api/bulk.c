/* bulk.c - POST /api/expenses/bulk and POST /api/bulk/{id}/undo: many expenses changed, deleted or
 * restored as one operation, which can be undone whole.
 *
 * All of it happens in one call of a function (db/deploy/bulk_changes.sql), so it is one statement,
 * one transaction and one kept answer. An operation of another ledger is not there: ET404.
 */
#include "fcgi/api/bulk_input.h"
#include "fcgi/api/filter.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_out.h"

#define SQL_RESULT "b.id, b.count, b.unchanged, b.skipped::text as skipped"

const struct et_statement et_stmt_bulk_ids = {
    .name = "bulk_ids",
    .sql = "with e as materialized (\n"
           "  select " SQL_RESULT "\n"
           "    from app.change_expenses($2::text, $3::bigint[], $4::jsonb) b\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$5", "$6") "select * from e",
    .params = 6,
};

const struct et_statement et_stmt_bulk_filter = {
    .name = "bulk_filter",
    .sql = "with e as materialized (\n"
           "  select " SQL_RESULT "\n"
           "    from app.change_matching_expenses($2::text, " ET_SQL_FILTER(
               "$3") ", $4::bigint,\n"
                     "                                      $5::jsonb) b\n"
                     "   where app.ledger_id() = $1::bigint\n"
                     "),\n" ET_SQL_KEEP("$6", "$7") "select * from e",
    .params = 7,
};
enum { BULK_ID, BULK_COUNT, BULK_UNCHANGED, BULK_SKIPPED };

const struct et_statement et_stmt_bulk_undo = {
    .name = "bulk_undo",
    .sql = "with e as materialized (\n"
           "  select u.count, u.kept\n"
           "    from app.undo_bulk($2::bigint) u\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$3", "$4") "select * from e",
    .params = 4,
};
enum { UNDO_COUNT, UNDO_KEPT };

enum et_verdict et_plan_expense_bulk(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_bulk_input input;
    if (!et_bulk_read(exchange, &input)) {
        return ET_ANSWERED;
    }
    bool by_filter = et_slice_present(input.filter);
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_be_patient(unit);
    et_unit_add(unit, by_filter ? &et_stmt_bulk_filter : &et_stmt_bulk_ids);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, input.action);
    et_unit_text(unit, by_filter ? input.filter : input.ids);
    if (by_filter) {
        et_unit_text(unit, input.expected);
    }
    et_unit_text(unit, input.set);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_expense_bulk(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    const struct et_rows *result = &rows[count - 1]; /* the patience stands before it */
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(result, 0, BULK_ID));
    et_json_pair_raw(&out, "count", et_cell(result, 0, BULK_COUNT));
    et_json_pair_raw(&out, "unchanged", et_cell(result, 0, BULK_UNCHANGED));
    et_json_pair_raw(&out, "skipped", et_cell(result, 0, BULK_SKIPPED));
    et_json_end_object(&out);
}

enum et_verdict et_plan_bulk_undo(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_be_patient(unit);
    et_unit_add(unit, &et_stmt_bulk_undo);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, exchange->request->args[0]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_bulk_undo(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    const struct et_rows *result = &rows[count - 1];
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "count", et_cell(result, 0, UNDO_COUNT));
    et_json_pair_raw(&out, "kept", et_cell(result, 0, UNDO_KEPT));
    et_json_end_object(&out);
}
