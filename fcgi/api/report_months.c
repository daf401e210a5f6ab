/* report_months.c - GET /api/expenses/reports/monthly.
 *
 * The totals of some months are few rows, so they are added up here; of many months, in PostgreSQL.
 * Which month is the last one is known with the session: the statements read from a month that is
 * surely early enough to one that is surely late enough, and answer() takes what it needs.
 */
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "fcgi/api/report_lines.h"
#include "lib/base/arena.h"
#include "lib/base/calendar.h"

#define MONTHS_DEFAULT 6
#define MONTHS_MAX 120
#define MONTHS_FEW 24

/* No zone is a day ahead of UTC or behind it. */
#define SQL_FROM_MONTHS                                                                            \
    "  from app.monthly_totals t\n"                                                                \
    " where t.ledger_id = $1::bigint\n"                                                            \
    "   and t.month >= (date_trunc('month', now() - interval '1 day')\n"                           \
    "                   - ($2::integer - 1) * interval '1 month')::date\n"                         \
    "   and t.month <= (now() + interval '1 day')::date"

const struct et_statement et_stmt_report_few_months = {
    .name = "report_few_months",
    .sql = "select t.month, t.currency, t.amount_minor, t.count\n" SQL_FROM_MONTHS,
    .params = 2,
};

const struct et_statement et_stmt_report_many_months = {
    .name = "report_many_months",
    .sql =
        "select t.month, t.currency, sum(t.amount_minor), sum(t.count::integer)\n" SQL_FROM_MONTHS
        "\n group by t.month, t.currency",
    .params = 2,
};
enum { MONTH, CURRENCY, AMOUNT, COUNT };

struct asked {
    struct et_slice currency; /* absent: the user's own */
    int64_t months;
};

enum et_verdict et_plan_report_monthly(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_query query;
    struct et_list_query period;
    struct et_problems *problems = et_input_problems(exchange);
    struct asked *asked = et_arena_array(arena, 1, sizeof *asked);
    if (problems == NULL || asked == NULL || !et_query_read(exchange, &query) ||
        !et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    asked->currency = period.currency;
    asked->months =
        et_query_bounded(problems, arena, &query, "months", 1, MONTHS_MAX, MONTHS_DEFAULT);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    exchange->state = asked;
    et_unit_init(exchange->unit, arena, ET_LANE_READ);
    et_unit_add(exchange->unit, asked->months <= MONTHS_FEW ? &et_stmt_report_few_months
                                                            : &et_stmt_report_many_months);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, asked->months);
    return ET_RUN;
}

/* Months since the year 0, for the distance between two. */
static int64_t month_number(struct et_date date)
{
    return (int64_t)date.year * 12 + date.month - 1;
}

static void put_month(struct et_json_out *out, int64_t number, const struct et_report_sum *sum,
                      struct et_slice currency)
{
    int year = (int)(number / 12);
    int month = (int)(number % 12) + 1;
    et_json_begin_object(out);
    et_json_key(out, "month");
    et_buf_printf(out->buf, "\"%s %04d\"", et_month_name(month), year);
    out->comma = true;
    et_json_key(out, "key");
    et_buf_printf(out->buf, "\"%04d-%02d\"", year, month);
    out->comma = true;
    et_report_put_sum(out, sum, currency, "count");
    et_json_end_object(out);
}

void et_answer_report_monthly(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    const struct asked *asked = exchange->state;
    struct et_slice currency =
        et_slice_present(asked->currency) ? asked->currency : exchange->caller.currency;
    struct et_report_sum sums[MONTHS_MAX] = {0};
    struct et_date date;
    if (et_date_parse(exchange->caller.today, &date) != 0) {
        exchange->response->body.failed = true;
        return;
    }
    int64_t first = month_number(date) - asked->months + 1;
    for (size_t row = 0; row < rows[0].rows; row++) {
        if (et_slice_eq(et_cell(&rows[0], row, CURRENCY), currency) &&
            et_date_parse(et_cell(&rows[0], row, MONTH), &date) == 0 &&
            month_number(date) >= first && month_number(date) < first + asked->months) {
            et_report_add(&sums[month_number(date) - first], et_cell(&rows[0], row, AMOUNT),
                          et_cell_i64(&rows[0], row, COUNT, 0));
        }
    }
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (int64_t i = 0; i < asked->months; i++) {
        put_month(&out, first + i, &sums[i], currency);
    }
    et_json_end_array(&out);
}
