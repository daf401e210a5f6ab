/* samples.c - POST /api/expenses/seed and DELETE /api/expenses/sample: expenses to try things out.
 *
 * They are marked, so that they can be taken away again; what the person entered is never touched.
 * A hash of the seed and the row's number chooses everything, so one request id always gives the
 * same rows.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/sql.h"

#define COUNT_DEFAULT 10
#define COUNT_MAX 1000

/* Amounts are 1 to 100 units, in quarters where the currency has decimals. */
const struct et_statement et_stmt_sample_create = {
    .name = "sample_create",
    .sql =
        "with dice as materialized (\n"
        "  select g.n,\n"
        "         hashtextextended('day ' || g.n, $3::bigint) & 1073741823 as day,\n"
        "         hashtextextended('category ' || g.n, $3::bigint) & 1073741823 as category,\n"
        "         hashtextextended('title ' || g.n, $3::bigint) & 1073741823 as title,\n"
        "         hashtextextended('amount ' || g.n, $3::bigint) & 1073741823 as amount\n"
        "    from generate_series(1, $2::integer) as g (n)\n"
        "),\n"
        "offered as materialized (\n"
        "  select c.id, c.suggestions, row_number() over (order by c.position, c.id) - 1 as nth,\n"
        "         count(*) over () as all\n"
        "    from app.categories c\n"
        "   where c.ledger_id = $1::bigint\n"
        "     and c.archived_at is null\n"
        "     and cardinality(c.suggestions) > 0\n"
        "),\n"
        "x as (\n"
        "  insert into app.expenses\n"
        "         (ledger_id, title, amount_minor, currency, category_id, spent_on, sample)\n"
        "  select $1::bigint,\n"
        "         o.suggestions[1 + d.title % cardinality(o.suggestions)],\n"
        "         (100 + d.amount % 9901) * (array[1, 10, 100, 1000, 10000])[k.digits + 1] / 100,\n"
        "         s.currency, o.id,\n"
        "         (now() at time zone s.time_zone)::date - (d.day % 90)::integer, true\n"
        "    from app.user_settings s\n"
        "    join app.currencies k on k.code = s.currency\n"
        "   cross join dice d\n"
        "    join offered o on o.nth = d.category % o.all\n"
        "   where s.user_id = app.user_id()\n"
        "   order by d.n\n"
        "  returning *\n"
        "),\n"
        "e as (\n"
        "  select " ET_SQL_EXPENSE "\n"
        "    from x\n"
        "    " ET_SQL_CATEGORY_OF_X "\n"
        "   order by x.spent_on desc, x.id desc\n"
        "),\n" ET_SQL_KEEP("$4", "$5") "select * from e",
    .params = 5,
};

const struct et_statement et_stmt_sample_delete = {
    .name = "sample_delete",
    .sql = "with e as materialized (\n"
           "  select app.clear_expenses(true) as count\n"
           "   where app.ledger_id() = $1::bigint\n"
           "),\n" ET_SQL_KEEP("$2", "$3") "select * from e",
    .params = 3,
};

/* 63 bits of the request id (FNV-1a). */
static int64_t seed_of(struct et_slice id)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < id.len; i++) {
        hash = (hash ^ (unsigned char)id.ptr[i]) * 0x100000001b3U;
    }
    return (int64_t)(hash >> 1);
}

enum et_verdict et_plan_sample_create(struct et_exchange *exchange)
{
    struct et_request *request = exchange->request;
    struct et_query query;
    if (!exchange->settings->sample_data) {
        et_problem(exchange->response, request, 403, "feature_disabled",
                   "Sample data is switched off here.");
        return ET_ANSWERED;
    }
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    int64_t count =
        et_query_bounded(problems, request->arena, &query, "count", 1, COUNT_MAX, COUNT_DEFAULT);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(exchange->unit, request->arena, ET_LANE_LONG);
    et_unit_add(exchange->unit, &et_stmt_sample_create);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, count);
    et_unit_i64(exchange->unit, seed_of(request->id));
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_sample_create(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    exchange->response->status = 201;
    et_expense_put_all(&exchange->response->body, &rows[0], rows[0].rows, NULL);
}

enum et_verdict et_plan_sample_delete(struct et_exchange *exchange)
{
    return et_plan_bulk(exchange, &et_stmt_sample_delete);
}

void et_answer_sample_delete(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    et_answer_counted(exchange, "Sample data removed successfully", rows, count);
}
