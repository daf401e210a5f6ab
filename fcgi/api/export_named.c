/* export_named.c - POST /api/expenses/export: the expenses that are named by their ids, as one
 * file.
 *
 * A POST, because ten thousand ids are too many for an address; it changes nothing. More than fit
 * one part are put in order first, all of them, and then the parts (api.h, `more`) are read by id:
 * each expense comes once, as it is when its part is read. Ids of nobody, of another ledger and of
 * the trash are all the same, which is nothing.
 */
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/bulk_input.h"
#include "fcgi/api/export_rows.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/sql.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/http/json_in.h"

/* The order of a list (list_query.h), as two numbers. */
#define SQL_ORDER                                                                                  \
    "order by case $3::text\n"                                                                     \
    "           when 'date_asc' then x.spent_on - date '1900-01-01'\n"                             \
    "           when 'date_desc' then date '1900-01-01' - x.spent_on\n"                            \
    "           when 'amount_asc' then x.amount_minor\n"                                           \
    "           else -x.amount_minor\n"                                                            \
    "         end,\n"                                                                              \
    "         case when $3::text in ('date_asc', 'amount_asc') then x.id else -x.id end"
#define SQL_NAMED                                                                                  \
    " where x.ledger_id = $1::bigint\n"                                                            \
    "   and x.id = any ($2::bigint[])\n"                                                           \
    "   and x.deleted_at is null\n"

const struct et_statement et_stmt_export_order = {
    .name = "export_order",
    .sql = "select array_agg(x.id " SQL_ORDER ")\n"
           "  from app.expenses x\n" SQL_NAMED,
    .params = 3,
};

const struct et_statement et_stmt_export_named = {
    .name = "export_named",
    .sql = "select " ET_SQL_EXPENSE_READ "\n"
           "  from app.expenses x\n"
           "  " ET_SQL_CATEGORY_OF_X "\n" SQL_NAMED SQL_ORDER,
    .params = 3,
};

enum { FORMAT, BOM, IDS, SORT, FIELDS };
static const struct et_json_field fields[FIELDS] = {
    [FORMAT] = {"format", ET_JSON_TEXT, true},
    [BOM] = {"bom", ET_JSON_BOOLEAN, false},
    [IDS] = {"ids", ET_JSON_ARRAY, true},
    [SORT] = {"sort", ET_JSON_TEXT, false},
};

struct named {
    struct et_export export;
    struct et_slice ids; /* as they were sent: an array as text */
    struct et_slice sort;
    bool in_parts;
    char *order;          /* as many bytes as `ids` */
    struct et_slice rest; /* of `order`: the ids still to come, with commas between */
};

static bool read_body(struct et_exchange *exchange, struct named *state)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_problems *problems = et_input_problems(exchange);
    struct et_json_value values[FIELDS];
    struct json_object *body;
    if (problems == NULL || !et_json_body(exchange->request, exchange->response, &body)) {
        return false;
    }
    et_json_read(arena, body, fields, FIELDS, "", problems, values);
    if (values[FORMAT].present) {
        et_export_format_read(problems, values[FORMAT].text, &state->export);
    }
    if (values[IDS].present) {
        state->ids = et_bulk_ids_read(arena, problems, values[IDS].node);
        state->in_parts = et_json_length(values[IDS].node) > ET_EXPORT_PART_ROWS;
    }
    state->sort = et_sort_read(problems, values[SORT].present ? values[SORT].text : ET_ABSENT);
    state->export.marked = values[BOM].present && values[BOM].boolean;
    return et_input_good(exchange, problems);
}

static void add(struct et_exchange *exchange, const struct et_statement *statement,
                struct et_slice ids)
{
    const struct named *state = exchange->state;
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_text(exchange->unit, ids);
    et_unit_text(exchange->unit, state->sort);
}

enum et_verdict et_plan_expense_export_named(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct named *state = et_arena_alloc(arena, sizeof *state);
    if (state == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (!read_body(exchange, state)) {
        return ET_ANSWERED;
    }
    state->order = et_arena_alloc(arena, state->ids.len);
    if (!et_slice_present(state->ids) || state->order == NULL) {
        return et_answer_no_memory(exchange);
    }
    state->export.bound = INT64_MAX;
    exchange->state = state;
    et_unit_init(exchange->unit, arena, ET_LANE_LONG);
    add(exchange, state->in_parts ? &et_stmt_export_order : &et_stmt_export_named, state->ids);
    return ET_RUN;
}

/* Copies what is between the braces, because cells go with their part. What was found is never
 * longer than what was asked for. */
static bool keep_order(struct named *state, struct et_slice found)
{
    if (found.len <= 2) {
        return true; /* none, NULL in SQL */
    }
    if (found.len > state->ids.len) {
        return false;
    }
    memcpy(state->order, found.ptr + 1, found.len - 2);
    state->rest = (struct et_slice){state->order, found.len - 2};
    return true;
}

/* Cuts the next part's ids from the rest. */
static struct et_slice next_ids(struct named *state)
{
    struct et_slice ids = {state->rest.ptr, 0};
    size_t count = 0;
    while (ids.len < state->rest.len) {
        if (state->rest.ptr[ids.len] == ',' && ++count == ET_EXPORT_PART_ROWS) {
            break;
        }
        ids.len++;
    }
    size_t cut = ids.len < state->rest.len ? ids.len + 1 : ids.len;
    state->rest = (struct et_slice){state->rest.ptr + cut, state->rest.len - cut};
    return ids;
}

static void more(struct et_exchange *exchange)
{
    struct named *state = exchange->state;
    struct et_slice ids = next_ids(state);
    struct et_buf array;
    et_buf_init(&array, exchange->request->arena, ids.len + 2);
    et_buf_putc(&array, '{');
    et_buf_put(&array, ids);
    et_buf_putc(&array, '}');
    add(exchange, &et_stmt_export_named, et_buf_text(&array));
    exchange->unit->failed = exchange->unit->failed || et_buf_failed(&array);
}

void et_answer_expense_export_named(struct et_exchange *exchange, const struct et_rows *rows,
                                    size_t count)
{
    struct named *state = exchange->state;
    struct et_rows part = rows[count - 1];
    if (state->in_parts && !state->export.begun) {
        exchange->response->body.failed |= !keep_order(state, et_cell(&part, 0, 0));
        part.rows = 0; /* they come with the next part */
    }
    bool last = state->rest.len == 0;
    et_export_part(exchange, &state->export, &part, last);
    if (!last) {
        exchange->more = more;
    }
}
