/* expense_export.c - GET /api/expenses/export: everything that the list would show, as one file.
 *
 * The answer goes out in parts (api.h, `more`): a part is a page of the list, found from where the
 * last one ended. So each part is one moment, not the whole file: an expense that is moved to
 * another day meanwhile may be missed or come twice. What is added meanwhile has a higher id than
 * the highest one at the start, and is left out.
 */
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/export_rows.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"

#define CELL_MAX 32 /* of a day, an amount in minor units, an id: at most 20 digits */

const struct et_statement et_stmt_expense_bound = {
    .name = "expense_bound",
    .sql = "select coalesce(max(x.id), 0)\n"
           "  from app.expenses x\n"
           " where x.ledger_id = $1::bigint",
    .params = 1,
};

struct listed {
    struct et_list_query list;
    struct et_export export;
    char after[3][CELL_MAX];
};

static bool read_format(struct et_exchange *exchange, struct et_export *export)
{
    struct et_problems *problems = et_input_problems(exchange);
    struct et_slice format = ET_ABSENT;
    struct et_query query;
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return false;
    }
    if (et_query_one(&query, "format", &format) == ET_EINVAL) {
        format = ET_ABSENT; /* twice */
    }
    et_export_format_read(problems, format, export);
    export->marked = et_query_flag(problems, &query, "bom");
    return et_input_good(exchange, problems);
}

enum et_verdict et_plan_expense_export(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct listed *state = et_arena_alloc(arena, sizeof *state);
    if (state == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (!read_format(exchange, &state->export) || !et_list_query_read(exchange, &state->list)) {
        return ET_ANSWERED;
    }
    state->list.limit = ET_EXPORT_PART_ROWS;
    state->list.skip = 0;
    state->list.total = false;
    memset(state->list.after, 0, sizeof state->list.after);
    exchange->state = state;
    et_unit_init(exchange->unit, arena, ET_LANE_LONG);
    et_unit_add(exchange->unit, &et_stmt_expense_bound);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_expense_list_add(exchange, &state->list);
    return ET_RUN;
}

static void more(struct et_exchange *exchange)
{
    struct listed *state = exchange->state;
    et_expense_list_add(exchange, &state->list);
}

/* The cells go with the part's memory, so what leads on is copied. */
static bool keep_cell(struct listed *state, size_t at, struct et_slice cell)
{
    if (cell.len >= CELL_MAX) {
        return false;
    }
    memcpy(state->after[at], cell.ptr, cell.len);
    state->after[at][cell.len] = '\0';
    state->list.after[at] = (struct et_slice){state->after[at], cell.len};
    return true;
}

void et_answer_expense_export(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    struct listed *state = exchange->state;
    struct et_rows part = rows[count - 1];
    bool last = part.rows <= ET_EXPORT_PART_ROWS; /* one more was asked for */
    if (!last) {
        part.rows = ET_EXPORT_PART_ROWS;
    }
    if (!state->export.begun) {
        state->export.bound = et_cell_i64(&rows[0], 0, 0, 0);
    }
    et_export_part(exchange, &state->export, &part, last);
    if (last) {
        return;
    }
    if (!keep_cell(state, 0, et_cell(&part, part.rows - 1, ET_EXPENSE_SPENT_ON)) ||
        !keep_cell(state, 1, et_cell(&part, part.rows - 1, ET_EXPENSE_AMOUNT_MINOR)) ||
        !keep_cell(state, 2, et_cell(&part, part.rows - 1, ET_EXPENSE_ID))) {
        exchange->response->body.failed = true; /* better a broken file than a short one */
    }
    exchange->more = more;
}
