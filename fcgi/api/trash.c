/* trash.c - GET /api/trash and POST /api/trash/restore: what was deleted in the last 30 days. */
#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"
#include "lib/base/arena.h"

#define PATH "/api/trash"
#define DELETED_AT ET_EXPENSE_COLUMNS

/* All rows of one "clear" have the same instant, so the id is part of the order. */
const struct et_statement et_stmt_trash_list = {
    .name = "trash_list",
    .sql = "select " ET_SQL_EXPENSE ",\n"
           "       x.deleted_at::text\n"
           "  from (select x.*\n"
           "          from app.expenses x\n"
           "         where x.ledger_id = $1::bigint\n"
           "           and x.deleted_at is not null\n"
           "           and (x.deleted_at, x.id) < ($2::timestamptz, $3::bigint)\n"
           "         order by x.deleted_at desc, x.id desc\n"
           "         limit $4::integer) x\n"
           "  " ET_SQL_CATEGORY_OF_X "\n"
           " order by x.deleted_at desc, x.id desc",
    .params = 4,
};

const struct et_statement et_stmt_trash_restore = {
    .name = "trash_restore",
    .sql = "with e as materialized (\n"
           "  select app.restore_trash() as count\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$2", "$3") "select * from e",
    .params = 3,
};

enum et_verdict et_plan_trash_list(struct et_exchange *exchange)
{
    struct et_list_query *list = et_arena_alloc(exchange->request->arena, sizeof *list);
    if (list == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (!et_list_query_read_page(exchange, list)) {
        return ET_ANSWERED;
    }
    exchange->state = list;
    bool first_page = !et_slice_present(list->after[0]);
    et_plan_of_ledger(exchange, &et_stmt_trash_list);
    et_unit_text(exchange->unit, first_page ? ET_LIT("infinity") : list->after[0]);
    et_unit_text(exchange->unit, first_page ? ET_LIT("0") : list->after[2]);
    et_unit_i64(exchange->unit, list->limit + 1);
    return ET_RUN;
}

void et_answer_trash_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    const struct et_list_query *list = exchange->state;
    struct et_buf *out = &exchange->response->body;
    size_t limit = (size_t)list->limit;
    bool more = rows[0].rows > limit;
    size_t shown = more ? limit : rows[0].rows;

    ET_PUT(out, "[");
    for (size_t row = 0; row < shown; row++) {
        if (row > 0) {
            ET_PUT(out, ",");
        }
        et_expense_put(out, &rows[0], row, et_cell(&rows[0], row, DELETED_AT));
    }
    ET_PUT(out, "]");
    if (more) {
        const struct et_slice after[3] = {et_cell(&rows[0], shown - 1, DELETED_AT),
                                          et_cell(&rows[0], shown - 1, ET_EXPENSE_AMOUNT_MINOR),
                                          et_cell(&rows[0], shown - 1, ET_EXPENSE_ID)};
        et_list_query_link(exchange, list, PATH, after);
    }
}

enum et_verdict et_plan_trash_restore(struct et_exchange *exchange)
{
    return et_plan_bulk(exchange, &et_stmt_trash_restore);
}

void et_answer_trash_restore(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    et_answer_counted(exchange, "All deleted expenses restored successfully", rows, count);
}
