/* imports.c - POST /api/imports and its preview, GET /api/imports, DELETE /api/imports/{id}.
 *
 * The rows travel as one parameter; app.import_expenses() stores them in one transaction, all or
 * none. Their form is checked before, in import_input.c.
 */
#include "fcgi/api/imports.h"

#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_out.h"

const struct et_statement et_stmt_import_create = {
    .name = "import_create",
    .sql = "with e as materialized (\n"
           "  select i.import_id, i.count, i.skipped,\n"
           "         i.categories_created::text as categories_created, i.repeats::text as repeats\n"
           "    from app.import_expenses($2::jsonb, $3::text, $4::text, $5::boolean,\n"
           "                             $6::boolean) i\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$7", "$8") "select * from e",
    .params = 8,
};
enum { IMPORT_ID, IMPORT_COUNT, IMPORT_SKIPPED, IMPORT_CATEGORIES, IMPORT_REPEATS };

const struct et_statement et_stmt_import_preview = {
    .name = "import_preview",
    .sql = "select p.rows, p.new, p.repeats, p.unknown_categories, p.archived_categories\n"
           "  from app.import_preview($2::jsonb, $3::text) p\n"
           " where app.ledger_id() = $1::bigint",
    .params = 3,
};
enum { PREVIEW_ROWS, PREVIEW_NEW, PREVIEW_REPEATS, PREVIEW_CATEGORIES, PREVIEW_ARCHIVED };

const struct et_statement et_stmt_import_list = {
    .name = "import_list",
    .sql = "select i.id, i.file_name, i.row_count, i.created_at::text, i.undone_at::text\n"
           "  from app.imports i\n"
           " where i.ledger_id = $1::bigint\n"
           " order by i.id desc\n"
           " limit 100",
    .params = 1,
};
enum { LIST_ID, LIST_FILE_NAME, LIST_COUNT, LIST_CREATED_AT, LIST_UNDONE_AT };

/* An import of another ledger is not there: app.undo_import() raises ET404. */
const struct et_statement et_stmt_import_undo = {
    .name = "import_undo",
    .sql = "with e as materialized (\n"
           "  select u.deleted, u.kept\n"
           "    from app.undo_import($2::bigint) u\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$3", "$4") "select * from e",
    .params = 4,
};
enum { UNDO_DELETED, UNDO_KEPT };

enum et_verdict et_plan_import_create(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_import_input input;
    if (!et_import_read(exchange, &input)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_import_create);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, input.rows);
    et_unit_text(unit, input.file_name);
    et_unit_text(unit, input.currency);
    et_unit_bool(unit, input.create_categories);
    et_unit_bool(unit, input.skip_repeats);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_import_create(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    exchange->response->status = 201;
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "id", et_cell(&rows[0], 0, IMPORT_ID));
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, IMPORT_COUNT));
    et_json_pair_raw(&out, "skipped", et_cell(&rows[0], 0, IMPORT_SKIPPED));
    et_json_pair_raw(&out, "categories_created", et_cell(&rows[0], 0, IMPORT_CATEGORIES));
    et_json_pair_raw(&out, "repeats", et_cell(&rows[0], 0, IMPORT_REPEATS));
    et_json_end_object(&out);
}

enum et_verdict et_plan_import_preview(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_import_input input;
    if (!et_import_read(exchange, &input)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_import_preview);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, input.rows);
    et_unit_text(unit, input.currency);
    return ET_RUN;
}

void et_answer_import_preview(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "rows", et_cell(&rows[0], 0, PREVIEW_ROWS));
    et_json_pair_raw(&out, "new", et_cell(&rows[0], 0, PREVIEW_NEW));
    et_json_pair_raw(&out, "repeats", et_cell(&rows[0], 0, PREVIEW_REPEATS));
    et_json_pair_raw(&out, "unknown_categories", et_cell(&rows[0], 0, PREVIEW_CATEGORIES));
    et_json_pair_raw(&out, "archived_categories", et_cell(&rows[0], 0, PREVIEW_ARCHIVED));
    et_json_end_object(&out);
}

enum et_verdict et_plan_import_list(struct et_exchange *exchange)
{
    return et_plan_of_ledger(exchange, &et_stmt_import_list);
}

void et_answer_import_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_json_begin_object(&out);
        et_json_pair_raw(&out, "id", et_cell(&rows[0], row, LIST_ID));
        et_json_pair_text(&out, "file_name", et_cell(&rows[0], row, LIST_FILE_NAME));
        et_json_pair_raw(&out, "count", et_cell(&rows[0], row, LIST_COUNT));
        et_json_key(&out, "created_at");
        et_put_instant(out.buf, et_cell(&rows[0], row, LIST_CREATED_AT));
        out.comma = true;
        et_json_key(&out, "undone_at");
        et_put_instant(out.buf, et_cell(&rows[0], row, LIST_UNDONE_AT));
        out.comma = true;
        et_json_end_object(&out);
    }
    et_json_end_array(&out);
}

enum et_verdict et_plan_import_undo(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    et_unit_init(unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(unit, &et_stmt_import_undo);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, exchange->request->args[0]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_import_undo(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "deleted", et_cell(&rows[0], 0, UNDO_DELETED));
    et_json_pair_raw(&out, "kept", et_cell(&rows[0], 0, UNDO_KEPT));
    et_json_end_object(&out);
}
