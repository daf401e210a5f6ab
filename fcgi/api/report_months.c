/* report_months.c - GET /api/expenses/reports/monthly.
 *
 * Each month can stand beside the one as many months before as are shown. With `month_start` months
 * begin on that day, and are added up from the rows.
 *
 * The totals of some months are few rows, so they are added up here; of many months, in PostgreSQL.
 * Which month is the last one is known with the session: the statements read from a month that is
 * surely early enough to one that is surely late enough, and answer() takes what it needs.
 */
#include "fcgi/api/answer.h"
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

/* Months that begin on a day of the person's; app.month_period() has the same rule. */
const struct et_statement et_stmt_report_pay_months = {
    .name = "report_pay_months",
    .sql = "with asked as materialized (\n"
           "  select coalesce($4::text, s.currency) as currency,\n"
           "         (date_trunc('month', p.first_day::timestamp)\n"
           "          - g.ago * interval '1 month')::date as month\n"
           "    from app.user_settings s\n"
           "   cross join lateral app.month_period((now() at time zone s.time_zone)::date,\n"
           "                                       $3::smallint) p\n"
           "   cross join generate_series(0, $2::integer - 1) g (ago)\n"
           "   where s.user_id = app.user_id()\n"
           "),\n"
           "months as materialized (\n"
           "  select a.currency, p.first_day, p.last_day\n"
           "    from asked a\n"
           "   cross join lateral app.month_period(\n"
           "         least(a.month + $3::integer - 1,\n"
           "               (a.month + interval '1 month - 1 day')::date), $3::smallint) p\n"
           ")\n"
           "select m.first_day, m.currency, coalesce(t.amount, 0), t.count, m.last_day\n"
           "  from months m\n"
           " cross join lateral (\n"
           "       select sum(x.amount_minor) as amount, count(*) as count\n"
           "         from app.expenses x\n"
           "        where x.ledger_id = $1::bigint\n"
           "          and x.deleted_at is null\n"
           "          and x.spent_on >= m.first_day\n"
           "          and x.spent_on <= m.last_day\n"
           "          and x.currency = m.currency) t\n"
           " order by m.first_day",
    .params = 4,
};
#define LAST_DAY (COUNT + 1)

struct asked {
    struct et_slice currency; /* absent: the user's own */
    int64_t months;
    bool previous;
    int64_t start; /* the day on which months begin; 0: not asked */
};

enum et_verdict et_plan_report_monthly(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_query query;
    struct et_list_query period;
    struct et_problems *problems = et_input_problems(exchange);
    struct asked *asked = et_arena_array(arena, 1, sizeof *asked);
    if (asked == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (problems == NULL || !et_query_read(exchange, &query) ||
        !et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    asked->currency = period.currency;
    asked->months =
        et_query_bounded(problems, arena, &query, "months", 1, MONTHS_MAX, MONTHS_DEFAULT);
    asked->previous = et_query_flag(problems, &query, "previous");
    asked->start = et_query_bounded(problems, arena, &query, "month_start", 1, 31, 0);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    int64_t months = asked->months * (asked->previous ? 2 : 1);
    exchange->state = asked;
    et_unit_init(exchange->unit, arena,
                 asked->start > 1 && months > MONTHS_FEW ? ET_LANE_LONG : ET_LANE_READ);
    et_unit_add(exchange->unit, asked->start > 1       ? &et_stmt_report_pay_months
                                : months <= MONTHS_FEW ? &et_stmt_report_few_months
                                                       : &et_stmt_report_many_months);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, months);
    if (asked->start > 1) {
        et_unit_i64(exchange->unit, asked->start);
        et_unit_text(exchange->unit, asked->currency);
    }
    return ET_RUN;
}

/* Months since the year 0, for the distance between two. */
static int64_t month_number(struct et_date date)
{
    return (int64_t)date.year * 12 + date.month - 1;
}

struct month {
    struct et_report_sum sum;
    char first[ET_DATE_SIZE];
    char last[ET_DATE_SIZE];
};

static void name_month(struct month *month, int64_t number)
{
    struct et_date date = {(int)(number / 12), (int)(number % 12) + 1, 1};
    et_date_format(date, month->first);
    date.day = et_days_in_month(date.year, date.month);
    et_date_format(date, month->last);
}

/* Fills `count` months up to the one that holds today. */
static bool read_months(const struct et_exchange *exchange, const struct et_rows *rows,
                        struct et_slice currency, struct month *months, int64_t count)
{
    struct et_date date;
    if (et_date_parse(exchange->caller.today, &date) != 0) {
        return false;
    }
    int64_t first = month_number(date) - count + 1;
    for (int64_t i = 0; i < count; i++) {
        name_month(&months[i], first + i);
    }
    for (size_t row = 0; row < rows->rows; row++) {
        if (et_slice_eq(et_cell(rows, row, CURRENCY), currency) &&
            et_date_parse(et_cell(rows, row, MONTH), &date) == 0 && month_number(date) >= first &&
            month_number(date) < first + count) {
            et_report_add(&months[month_number(date) - first].sum, et_cell(rows, row, AMOUNT),
                          et_cell_i64(rows, row, COUNT, 0));
        }
    }
    return true;
}

/* The same from rows that are the months themselves. */
static bool read_pay_months(const struct et_rows *rows, struct month *months, int64_t count)
{
    if (rows->rows != (size_t)count) {
        return false;
    }
    for (size_t row = 0; row < rows->rows; row++) {
        struct et_date date;
        if (et_date_parse(et_cell(rows, row, MONTH), &date) != 0) {
            return false;
        }
        et_date_format(date, months[row].first);
        if (et_date_parse(et_cell(rows, row, LAST_DAY), &date) != 0) {
            return false;
        }
        et_date_format(date, months[row].last);
        et_report_add(&months[row].sum, et_cell(rows, row, AMOUNT),
                      et_cell_i64(rows, row, COUNT, 0));
    }
    return true;
}

static void put_month(struct et_json_out *out, const struct month *month,
                      const struct month *before, bool dated, struct et_slice currency)
{
    char text[40];
    struct et_date date = {1900, 1, 1};
    (void)et_date_parse(et_slice_from(month->first), &date);
    et_json_begin_object(out);
    et_json_key(out, "month");
    et_buf_printf(out->buf, "\"%s %04d\"", et_month_name(date.month), date.year);
    out->comma = true;
    et_json_pair_text(out, "key", (struct et_slice){month->first, 7});
    et_report_put_sum(out, &month->sum, currency, "count");
    if (dated) {
        et_json_pair_text(out, "from", et_slice_from(month->first));
        et_json_pair_text(out, "to", et_slice_from(month->last));
    }
    if (before != NULL) {
        et_json_pair_text(out, "previous_key", (struct et_slice){before->first, 7});
        et_json_key(out, "previous_amount");
        et_put_amount(out->buf, et_report_digits(before->sum.amount, text), currency);
        out->comma = true;
        et_json_pair_i64(out, "previous_count", before->sum.count);
    }
    et_json_end_object(out);
}

void et_answer_report_monthly(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    const struct asked *asked = exchange->state;
    struct et_slice currency =
        et_slice_present(asked->currency) ? asked->currency : exchange->caller.currency;
    int64_t before = asked->previous ? asked->months : 0;
    int64_t all = asked->months + before;
    struct month *months = et_arena_array(exchange->request->arena, (size_t)all, sizeof *months);
    if (months == NULL ||
        !(asked->start > 1 ? read_pay_months(&rows[0], months, all)
                           : read_months(exchange, &rows[0], currency, months, all))) {
        exchange->response->body.failed = true;
        return;
    }
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (int64_t i = before; i < all; i++) {
        put_month(&out, &months[i], before > 0 ? &months[i - before] : NULL, asked->start > 0,
                  currency);
    }
    et_json_end_array(&out);
}
