/* expense_list.c - GET /api/expenses and GET /api/expenses/{id}.
 *
 * The list that everybody opens, newest first with at most a period and a category, is read
 * straight from its index. Everything else goes through app.search_expenses(): under row-level
 * security a text search can't use its index otherwise (see db/README.md), and it plans with the
 * values asked for. One row more than the page is fetched, to know whether there is a next page.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"
#include "lib/base/arena.h"

#define PATH "/api/expenses"

/* Passing over more entries than this takes longer than reads that others wait behind. */
#define QUICK_SKIP 10000

/* Open ends have values of their own, so that one plan fits every page. */
#define FIRST_DAY ET_LIT("1900-01-01")
#define LAST_DAY ET_LIT("2999-12-31")
#define AFTER_LAST_DAY ET_LIT("3000-01-01")

#define SQL_PAGE                                                                                   \
    "   and x.spent_on >= $2::date\n"                                                              \
    "   and x.spent_on <= $3::date\n"                                                              \
    "   and (x.spent_on, x.id) < ($4::date, $5::bigint)\n"                                         \
    " order by x.spent_on desc, x.id desc\n"

/* One flat query: with the page in a subquery of its own, PostgreSQL takes half as long again. And
 * no join: looking up a category for each row was half of the work, so the ledger's categories come
 * by themselves (et_stmt_category_names) and are put together here. */
const struct et_statement et_stmt_expense_list = {
    .name = "expense_list",
    .sql = "select " ET_SQL_EXPENSE_UNNAMED "\n"
           "  from app.expenses x\n"
           " where x.ledger_id = $1::bigint\n"
           "   and x.deleted_at is null\n" SQL_PAGE "offset $6::integer\n"
           " limit $7::integer",
    .params = 7,
};

/* A category means its children too: each is read in order from the index, no further than the page
 * needs, and then merged. */
const struct et_statement et_stmt_expense_list_category = {
    .name = "expense_list_category",
    .sql = "select " ET_SQL_EXPENSE_UNNAMED "\n"
           "  from (select x.*\n"
           "          from unnest((select app.filter_categories($8::text))) f (id)\n"
           "         cross join lateral\n"
           "               (select x.*\n"
           "                  from app.expenses x\n"
           "                 where x.ledger_id = $1::bigint\n"
           "                   and x.category_id = f.id\n"
           "                   and x.deleted_at is null\n" SQL_PAGE
           "                 limit $6::integer + $7::integer) x\n"
           "         order by x.spent_on desc, x.id desc\n"
           "        offset $6::integer\n"
           "         limit $7::integer) x\n"
           " order by x.spent_on desc, x.id desc",
    .params = 8,
};

/* In the same snapshot as the page (lib/db/connect.c, one_moment), so that no name is missing. */
const struct et_statement et_stmt_category_names = {
    .name = "category_names",
    .sql = "select c.id, c.name\n"
           "  from app.categories c\n"
           " where c.ledger_id = $1::bigint\n"
           " order by c.id",
    .params = 1,
};

const struct et_statement et_stmt_expense_search = {
    .name = "expense_search",
    .sql =
        "select x.id, x.title, x.amount_minor, x.currency, x.category, x.spent_on, x.spent_at,\n"
        "       x.created_at, x.updated_at, x.version, x.sample, x.import_id, x.extras\n"
        "  from app.search_expenses(" ET_SQL_FILTER(
            "$1") ",\n"
                  "       $3::text, $4::date, $5::bigint, $6::bigint, $7::integer, $8::integer) x\n"
                  " where app.ledger_id() = $2::bigint",
    .params = 8,
};

const struct et_statement et_stmt_expense_totals = {
    .name = "expense_totals",
    .sql = "select t.currency, t.count, t.amount_minor\n"
           "  from app.count_expenses(" ET_SQL_FILTER("$1") ") t\n"
                                                            " where app.ledger_id() = $2::bigint\n"
                                                            " order by t.currency",
    .params = 2,
};

const struct et_statement et_stmt_expense_get = {
    .name = "expense_get",
    .sql = "select " ET_SQL_EXPENSE_READ "\n"
           "  from app.expenses x\n"
           "  " ET_SQL_CATEGORY_OF_X "\n"
           " where x.ledger_id = $1::bigint\n"
           "   and x.id = $2::bigint\n"
           "   and x.deleted_at is null",
    .params = 2,
};

static struct et_slice or_else(struct et_slice value, struct et_slice otherwise)
{
    return et_slice_present(value) ? value : otherwise;
}

static bool is_plain(const struct et_list_query *list)
{
    return !et_slice_present(list->q) && !et_slice_present(list->min) &&
           !et_slice_present(list->max) && !et_slice_present(list->currency) &&
           !et_slice_present(list->merchant) && !et_slice_present(list->payment_method) &&
           list->tag_count == 0 && et_slice_eq(list->sort, ET_LIT("date_desc"));
}

static void add_newest(struct et_exchange *exchange, const struct et_list_query *list)
{
    struct et_unit *unit = exchange->unit;
    bool one_category = et_slice_present(list->category);
    et_unit_add(unit, one_category ? &et_stmt_expense_list_category : &et_stmt_expense_list);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, or_else(list->from, FIRST_DAY));
    et_unit_text(unit, or_else(list->to, LAST_DAY));
    et_unit_text(unit, or_else(list->after[0], AFTER_LAST_DAY));
    et_unit_text(unit, or_else(list->after[2], ET_LIT("0")));
    et_unit_i64(unit, list->skip);
    et_unit_i64(unit, list->limit + 1);
    if (one_category) {
        et_unit_text(unit, list->category);
    }
}

static void add_filter(struct et_exchange *exchange, const struct et_list_query *list)
{
    struct et_unit *unit = exchange->unit;
    struct et_slice filter = ET_ABSENT;
    unit->failed = unit->failed || !et_filter_text(exchange->request->arena, list, &filter);
    et_unit_text(unit, filter);
    et_unit_i64(unit, exchange->caller.ledger);
}

void et_expense_list_add(struct et_exchange *exchange, const struct et_list_query *list)
{
    struct et_unit *unit = exchange->unit;
    bool by_amount = list->sort.ptr[0] == 'a';
    et_unit_add(unit, &et_stmt_expense_search);
    add_filter(exchange, list);
    et_unit_text(unit, list->sort);
    et_unit_text(unit, by_amount ? ET_ABSENT : list->after[0]);
    et_unit_text(unit, by_amount ? list->after[1] : ET_ABSENT);
    et_unit_text(unit, list->after[2]);
    et_unit_i64(unit, list->skip);
    et_unit_i64(unit, list->limit + 1);
}

enum et_verdict et_plan_expense_list(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_list_query *list = et_arena_alloc(arena, sizeof *list);
    if (list == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (!et_list_query_read(exchange, list)) {
        return ET_ANSWERED;
    }
    exchange->state = list;
    bool plain = is_plain(list);
    bool quick = plain && list->skip <= QUICK_SKIP;
    et_unit_init(exchange->unit, arena, quick ? ET_LANE_READ : ET_LANE_LONG);
    if (plain) {
        add_newest(exchange, list);
    } else {
        et_expense_list_add(exchange, list);
    }
    if (list->total) {
        et_unit_add(exchange->unit, &et_stmt_expense_totals);
        add_filter(exchange, list);
    }
    if (plain) {
        et_unit_add(exchange->unit, &et_stmt_category_names);
        et_unit_i64(exchange->unit, exchange->caller.ledger);
    }
    return ET_RUN;
}

/* X-Total-Count: 2461 and X-Total-Amount: INR 1234.50, USD 3.00 */
static void add_totals(struct et_exchange *exchange, const struct et_rows *totals)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_buf amounts;
    struct et_buf count;
    int64_t all = 0;
    et_buf_init(&amounts, arena, (size_t)8 * 1024);
    et_buf_init(&count, arena, 32);
    for (size_t row = 0; row < totals->rows; row++) {
        struct et_slice currency = et_cell(totals, row, 0);
        all += et_cell_i64(totals, row, 1, 0);
        if (row > 0) {
            ET_PUT(&amounts, ", ");
        }
        et_buf_put(&amounts, currency);
        ET_PUT(&amounts, " ");
        et_put_amount(&amounts, et_cell(totals, row, 2), currency);
    }
    et_buf_put_i64(&count, all);
    et_response_header(exchange->response, "X-Total-Count", et_buf_text(&count));
    et_response_header(exchange->response, "X-Total-Amount", et_buf_text(&amounts));
}

void et_answer_expense_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    const struct et_list_query *list = exchange->state;
    size_t limit = (size_t)list->limit;
    bool more = rows[0].rows > limit;
    size_t shown = more ? limit : rows[0].rows;

    et_expense_put_all(&exchange->response->body, &rows[0], shown,
                       is_plain(list) ? &rows[count - 1] : NULL);
    if (more) {
        const struct et_slice after[3] = {et_cell(&rows[0], shown - 1, ET_EXPENSE_SPENT_ON),
                                          et_cell(&rows[0], shown - 1, ET_EXPENSE_AMOUNT_MINOR),
                                          et_cell(&rows[0], shown - 1, ET_EXPENSE_ID)};
        et_list_query_link(exchange, list, PATH, after);
    }
    if (list->total) {
        add_totals(exchange, &rows[1]);
    }
}

enum et_verdict et_plan_expense_get(struct et_exchange *exchange)
{
    et_plan_of_ledger(exchange, &et_stmt_expense_get);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    return ET_RUN;
}

void et_answer_expense_get(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    if (rows[0].rows == 0) {
        et_answer_missing_expense(exchange);
        return;
    }
    et_expense_answer(exchange, &rows[0], 0);
}
