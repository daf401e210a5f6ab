/* reports.c - GET /api/expenses/reports/{categories,summary}.
 *
 * The database keeps totals per category equal to the rows in the same transaction: of each month
 * (app.monthly_totals) and of all months (app.ledger_totals). So a report costs the same with a
 * million expenses; only the days around the whole months of a period are added up from the rows.
 * plan() takes the cheapest statement that answers; it is one, so that all figures of an answer are
 * of one moment, and answers lines in any order (report_lines.h).
 */
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/report_lines.h"
#include "fcgi/api/report_period.h"
#include "lib/base/arena.h"
#include "lib/money/amount.h"

/* Everything: a line is a row. */
const struct et_statement et_stmt_report_all = {
    .name = "report_all",
    .sql = "select t.currency, c.name, t.amount_minor, t.count\n"
           "  from app.ledger_totals t\n"
           "  join app.categories c on c.ledger_id = t.ledger_id and c.id = t.category_id\n"
           " where t.ledger_id = $1::bigint",
    .params = 1,
};

#define SQL_MONTHS                                                                                 \
    "select t.currency, t.category_id, t.amount_minor, t.count\n"                                  \
    "    from app.monthly_totals t\n"                                                              \
    "   where t.ledger_id = $1::bigint\n"                                                          \
    "     and t.month >= $2::date\n"                                                               \
    "     and t.month < $3::date\n"
#define SQL_DAYS(first, end)                                                                       \
    "select x.currency, x.category_id, x.amount_minor, 1\n"                                        \
    "    from app.expenses x\n"                                                                    \
    "   where x.ledger_id = $1::bigint\n"                                                          \
    "     and x.deleted_at is null\n"                                                              \
    "     and x.spent_on >= " first "::date\n"                                                     \
    "     and x.spent_on < " end "::date\n"
#define SQL_ALL_PARTS                                                                              \
    SQL_MONTHS "   union all\n  " SQL_DAYS("$4", "$5") "   union all\n  " SQL_DAYS("$6", "$7")

/* Adds up before names are looked for, and counts by integer: a month's count is far below 2^31,
 * and the sum of integers is a bigint, that of bigints a numeric. */
#define SQL_SUMS(parts)                                                                            \
    "(select p.currency, p.category_id, sum(p.amount_minor) as amount_minor,\n"                    \
    "          sum(p.count::integer) as count\n"                                                   \
    "     from (" parts ") p\n"                                                                    \
    "    group by p.currency, p.category_id) t\n"                                                  \
    "  join app.categories c on c.ledger_id = $1::bigint and c.id = t.category_id\n"

#define SQL_ALL_SUMS SQL_SUMS(SQL_ALL_PARTS)

const struct et_statement et_stmt_report_months = {
    .name = "report_months",
    .sql = "select t.currency, c.name, t.amount_minor, t.count\n"
           "  from " SQL_SUMS(SQL_MONTHS),
    .params = 3,
};

const struct et_statement et_stmt_report_days = {
    .name = "report_days",
    .sql = "select t.currency, c.name, t.amount_minor, t.count\n"
           "  from " SQL_ALL_SUMS,
    .params = 7,
};

/* What is below a category counts as it ($8), or only one category and what is below it ($9); a
 * name that isn't there is refused by app.category_id(). */
const struct et_statement et_stmt_report_levels = {
    .name = "report_levels",
    .sql = "select t.currency, f.name, sum(t.amount_minor), sum(t.count)\n"
           "  from " SQL_ALL_SUMS "  join app.categories f\n"
           "    on f.ledger_id = $1::bigint\n"
           "   and f.id = case when $8::boolean then coalesce(c.parent_id, c.id) else c.id end\n"
           " where $9::text is null\n"
           "    or (select coalesce(k.id, app.category_id($9::text))\n"
           "          from (select) one\n"
           "          left join app.categories k\n"
           "            on k.ledger_id = $1::bigint\n"
           "           and lower(k.name) = lower(btrim($9::text)))\n"
           "       in (c.id, c.parent_id)\n"
           " group by t.currency, f.name",
    .params = 9,
};

static void add_days(struct et_unit *unit, const struct et_days *days)
{
    et_unit_text(unit, et_slice_from(days->first));
    et_unit_text(unit, et_slice_from(days->end));
}

static void plan_period(struct et_exchange *exchange, const struct et_list_query *query,
                        const struct et_statement *needed)
{
    struct et_period_parts parts;
    et_period_cut(query->from, query->to, &parts);
    const struct et_statement *statement = needed != NULL ? needed
                                           : parts.open   ? &et_stmt_report_all
                                           : parts.ragged ? &et_stmt_report_days
                                                          : &et_stmt_report_months;
    exchange->state = et_arena_copy(exchange->request->arena, query->currency);
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    if (statement->params > 1) {
        add_days(exchange->unit, &parts.months);
    }
    if (statement->params > 3) {
        add_days(exchange->unit, &parts.head);
        add_days(exchange->unit, &parts.tail);
    }
}

static bool is_top(struct et_problems *problems, const struct et_query *query)
{
    struct et_slice level = et_query_value(problems, query, "level");
    bool top = et_slice_eq(level, ET_LIT("top"));
    if (et_slice_present(level) && !top && !et_slice_eq(level, ET_LIT("all"))) {
        et_problems_add(problems, "level", "unknown_level", "Use top or all.");
    }
    return top;
}

enum et_verdict et_plan_report_categories(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_query query;
    struct et_list_query period;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query) ||
        !et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    bool top = is_top(problems, &query);
    struct et_slice category = et_query_value(problems, &query, "category");
    if (et_slice_present(category)) {
        et_input_text(arena, problems, "category", category, "The category", ET_CATEGORY_POINTS_MAX,
                      ET_INPUT_BLANK_REFUSED);
    }
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    bool plain = !top && !et_slice_present(category);
    plan_period(exchange, &period, plain ? NULL : &et_stmt_report_levels);
    if (!plain) {
        et_unit_bool(exchange->unit, top);
        et_unit_text(exchange->unit, category);
    }
    return ET_RUN;
}

void et_answer_report_categories(struct et_exchange *exchange, const struct et_rows *rows,
                                 size_t count)
{
    (void)count;
    struct et_arena *arena = exchange->request->arena;
    struct et_report_lines all;
    struct et_report_lines mine;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!et_report_lines(arena, &rows[0], &all) ||
        !et_report_shares(arena, &all, et_report_currency(exchange), &mine)) {
        exchange->response->body.failed = true;
        return;
    }
    et_report_put_shares(&out, &mine, "category");
}

enum et_verdict et_plan_report_summary(struct et_exchange *exchange)
{
    struct et_list_query period;
    if (!et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    plan_period(exchange, &period, NULL);
    return ET_RUN;
}

void et_answer_report_summary(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    struct et_arena *arena = exchange->request->arena;
    struct et_slice currency = et_report_currency(exchange);
    struct et_report_lines all;
    struct et_report_lines mine;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!et_report_lines(arena, &rows[0], &all) ||
        !et_report_shares(arena, &all, currency, &mine)) {
        exchange->response->body.failed = true;
        return;
    }
    struct et_report_sum sum = et_report_sum(&mine, currency);
    et_json_begin_object(&out);
    et_report_put_sum(&out, &sum, currency, "total_count");
    et_report_put_mean(&out, "average_amount", &sum, sum.count, currency);
    et_json_pair_text(&out, "currency", currency);
    et_json_key(&out, "categories");
    et_report_put_shares(&out, &mine, "category");
    et_report_put_others(&out, &all, currency);
    et_json_end_object(&out);
}
