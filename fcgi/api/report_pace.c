/* report_pace.c - GET /api/expenses/reports/{pace,days}.
 *
 * pace: what was spent up to and including each day of a period, beside the period before, whose
 * days are all there. days: what each day cost, for a calendar.
 */
#include "fcgi/api/handlers.h"
#include "fcgi/api/put.h"
#include "fcgi/api/report_lines.h"
#include "fcgi/api/report_pair.h"
#include "lib/base/arena.h"

#define PACE_DAYS_MAX 400
#define DAYS_MAX 1100

#define SQL_ROWS ET_SQL_PAIR_ROWS("x.amount_minor, x.spent_on", "a.before_last")

/* Days without expenses have no row. */
const struct et_statement et_stmt_report_pace = {
    .name = "report_pace",
    .sql = ET_SQL_PAIR
    "select " ET_SQL_PAIR_COLUMNS ",\n"
    "       r.now, r.spent_on - case when r.now then a.first_day else a.before_first end,\n"
    "       r.amount\n"
    "  from asked a\n"
    "  left join (\n"
    "       select p.now, p.spent_on, sum(p.amount_minor) as amount\n"
    "         from (" SQL_ROWS ") p\n"
    "        group by p.now, p.spent_on) r on true",
    .params = ET_PAIR_PARAMS,
};
enum { NOW = ET_PAIR_COLUMNS, NTH, AMOUNT };

enum et_verdict et_plan_report_pace(struct et_exchange *exchange)
{
    return et_report_plan_pair(exchange, &et_stmt_report_pace, PACE_DAYS_MAX);
}

/* The sums up to each of so many days. */
static void put_line(struct et_json_out *out, struct et_arena *arena, const struct et_rows *rows,
                     bool now, int64_t days)
{
    struct et_slice currency = et_cell(rows, 0, ET_PAIR_CURRENCY);
    struct et_report_sum *sums = et_arena_array(arena, (size_t)days + 1, sizeof *sums);
    char text[40];
    if (sums == NULL) {
        out->buf->failed = true;
        return;
    }
    for (size_t row = 0; row < rows->rows; row++) {
        int64_t nth = et_cell_i64(rows, row, NTH, -1);
        if (nth >= 0 && nth < days && et_cell_bool(rows, row, NOW) == now) {
            et_report_add(&sums[nth], et_cell(rows, row, AMOUNT), 0);
        }
    }
    et_report_wide sum = 0;
    et_json_begin_array(out);
    for (int64_t day = 0; day < days; day++) {
        sum += sums[day].amount;
        if (day > 0) {
            ET_PUT(out->buf, ",");
        }
        et_put_amount(out->buf, et_report_digits(sum, text), currency);
    }
    et_json_end_array(out);
}

void et_answer_report_pace(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_arena *arena = exchange->request->arena;
    if (rows[0].rows == 0) {
        exchange->response->body.failed = true;
        return;
    }
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_report_put_pair(&out, &rows[0]);
    et_json_key(&out, "current");
    put_line(
        &out, arena, &rows[0], true,
        et_report_days(et_cell(&rows[0], 0, ET_PAIR_FROM), et_cell(&rows[0], 0, ET_PAIR_UNTIL)));
    et_json_key(&out, "previous");
    put_line(&out, arena, &rows[0], false,
             et_report_days(et_cell(&rows[0], 0, ET_PAIR_BEFORE_FROM),
                            et_cell(&rows[0], 0, ET_PAIR_BEFORE_TO)));
    et_json_end_object(&out);
}

/* Without days: a year up to today. */
const struct et_statement et_stmt_report_calendar = {
    .name = "report_calendar",
    .sql = "with asked as materialized (\n"
           "  select coalesce($4::text, s.currency) as currency,\n"
           "         coalesce($2::date, s.today - 364) as first_day,\n"
           "         coalesce($3::date, s.today) as last_day\n"
           "    from (select u.currency, (now() at time zone u.time_zone)::date as today\n"
           "            from app.user_settings u\n"
           "           where u.user_id = app.user_id()) s\n"
           ")\n"
           "select a.currency, a.first_day, a.last_day, d.spent_on, d.amount, d.count\n"
           "  from asked a\n"
           "  left join (select x.spent_on, sum(x.amount_minor) as amount, count(*) as count\n"
           "               from asked a\n"
           "               join app.expenses x\n"
           "                 on x.ledger_id = $1::bigint\n"
           "                and x.spent_on >= a.first_day\n"
           "                and x.spent_on <= a.last_day\n"
           "                and x.currency = a.currency\n"
           "              where x.deleted_at is null\n"
           "              group by x.spent_on) d on true\n"
           " order by d.spent_on",
    .params = 4,
};
enum { DAY_CURRENCY, DAY_FROM, DAY_TO, DAY, DAY_AMOUNT, DAY_COUNT };

enum et_verdict et_plan_report_days(struct et_exchange *exchange)
{
    struct et_report_span span;
    if (!et_report_span_read(exchange, DAYS_MAX, &span)) {
        return ET_ANSWERED;
    }
    et_unit_init(exchange->unit, exchange->request->arena, et_report_lane(span.days));
    et_unit_add(exchange->unit, &et_stmt_report_calendar);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_text(exchange->unit, span.from);
    et_unit_text(exchange->unit, span.to);
    et_unit_text(exchange->unit, span.currency);
    return ET_RUN;
}

void et_answer_report_days(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    const struct et_rows *days = &rows[0];
    if (days->rows == 0) {
        exchange->response->body.failed = true;
        return;
    }
    struct et_slice currency = et_cell(days, 0, DAY_CURRENCY);
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_text(&out, "from", et_cell(days, 0, DAY_FROM));
    et_json_pair_text(&out, "to", et_cell(days, 0, DAY_TO));
    et_json_pair_text(&out, "currency", currency);
    et_json_key(&out, "days");
    et_json_begin_array(&out);
    for (size_t row = 0; row < days->rows; row++) {
        if (et_slice_present(et_cell(days, row, DAY))) {
            et_json_begin_object(&out);
            et_json_pair_text(&out, "date", et_cell(days, row, DAY));
            et_json_key(&out, "total_amount");
            et_put_amount(out.buf, et_cell(days, row, DAY_AMOUNT), currency);
            out.comma = true;
            et_json_pair_raw(&out, "count", et_cell(days, row, DAY_COUNT));
            et_json_end_object(&out);
        }
    }
    et_json_end_array(&out);
    et_json_end_object(&out);
}
