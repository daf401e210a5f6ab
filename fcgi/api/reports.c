/* reports.c - GET /api/expenses/reports/{categories,monthly,summary}.
 *
 * Whole months come from app.monthly_totals, which the database keeps equal to the rows in the same
 * transaction, so a report costs the same with a million expenses; only the days before the first
 * and after the last whole month of a period are added up from the rows. One statement each, so
 * that all figures of an answer are of one moment.
 */
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "lib/base/arena.h"
#include "lib/base/number.h"
#include "lib/http/json_out.h"
#include "lib/money/amount.h"
#include "lib/money/share.h"

#define MONTHS_DEFAULT 6
#define MONTHS_MAX 120

/* A period inside one month, or without a whole one, has first_month after end_month or equal to
 * it: then the first ragged end takes all up to `to`, and what is left for the second doesn't
 * overlap. A report with a million expenses still adds up a thousand totals, so it counts by
 * integer (a month's count is far below 2^31; the sum is a bigint) and names categories last. */
const struct et_statement et_stmt_report_totals = {
    .name = "report_totals",
    .sql = "with asked as materialized (\n"
           "  select coalesce($2::date, '-infinity') as first_day,\n"
           "         coalesce($3::date, 'infinity') as last_day,\n"
           "         coalesce(date_trunc('month', $2::date + interval '1 month - 1 day')::date,\n"
           "                  '-infinity') as first_month,\n"
           "         coalesce(date_trunc('month', $3::date + interval '1 day')::date,\n"
           "                  'infinity') as end_month\n"
           "),\n"
           "parts as (\n"
           "  select t.currency, t.category_id, t.amount_minor, t.count\n"
           "    from asked a\n"
           "    join app.monthly_totals t\n"
           "      on t.month >= a.first_month\n"
           "     and t.month < a.end_month\n"
           "   where t.ledger_id = $1::bigint\n"
           "   union all\n"
           "  select x.currency, x.category_id, x.amount_minor, 1\n"
           "    from asked a\n"
           "    join app.expenses x\n"
           "      on x.spent_on >= a.first_day\n"
           "     and x.spent_on < a.first_month\n"
           "     and x.spent_on <= a.last_day\n"
           "   where x.ledger_id = $1::bigint\n"
           "     and x.deleted_at is null\n"
           "     and $2::date is not null\n"
           "   union all\n"
           "  select x.currency, x.category_id, x.amount_minor, 1\n"
           "    from asked a\n"
           "    join app.expenses x\n"
           "      on x.spent_on >= greatest(a.first_month, a.end_month)\n"
           "     and x.spent_on <= a.last_day\n"
           "   where x.ledger_id = $1::bigint\n"
           "     and x.deleted_at is null\n"
           "     and $3::date is not null\n"
           ")\n"
           "select t.currency, c.name, t.amount_minor, t.count\n"
           "  from (select p.currency, p.category_id, sum(p.amount_minor) as amount_minor,\n"
           "               sum(p.count::integer) as count\n"
           "          from parts p\n"
           "         group by p.currency, p.category_id) t\n"
           "  join app.categories c on c.ledger_id = $1::bigint and c.id = t.category_id\n"
           " order by t.amount_minor desc, c.name, c.id",
    .params = 3,
};
enum { CURRENCY, CATEGORY, AMOUNT, COUNT };

/* The current month counts whole, also the days of it that are yet to come. The months come first,
 * by themselves: under row-level security an index isn't asked for what a function may still
 * refuse, and then every total of the ledger would be read. */
const struct et_statement et_stmt_report_monthly = {
    .name = "report_monthly",
    .sql = "with asked as materialized (\n"
           "  select (date_trunc('month', now() at time zone s.time_zone)\n"
           "          - g.ago * interval '1 month')::date as month,\n"
           "         coalesce($3::text, s.currency) as currency\n"
           "    from app.user_settings s\n"
           "   cross join generate_series($2::integer - 1, 0, -1) as g (ago)\n"
           "   where s.user_id = app.user_id()\n"
           ")\n"
           "select to_char(a.month, 'YYYY-MM'), coalesce(t.amount_minor, 0), coalesce(t.count, 0)\n"
           "  from asked a\n"
           " cross join lateral (\n"
           "       select sum(t.amount_minor) as amount_minor, sum(t.count::integer) as count\n"
           "         from app.monthly_totals t\n"
           "        where t.ledger_id = $1::bigint\n"
           "          and t.month = a.month\n"
           "          and t.currency = a.currency) t\n"
           " order by a.month",
    .params = 3,
};
enum { MONTH_KEY, MONTH_AMOUNT, MONTH_COUNT };

/* One currency's rows, picked from those of all. */
struct share_list {
    struct et_slice currency;
    size_t *rows;
    struct et_slice *amounts;
    int32_t *hundredths;
    size_t count;
};

static enum et_verdict plan_totals(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_list_query period;
    if (!et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    exchange->state = et_arena_copy(arena, period.currency);
    et_unit_init(exchange->unit, arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_report_totals);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_text(exchange->unit, period.from);
    et_unit_text(exchange->unit, period.to);
    return ET_RUN;
}

/* The currency asked for, or the user's own. */
static struct et_slice currency_of(const struct et_exchange *exchange)
{
    struct et_slice asked = et_slice_from(exchange->state);
    return asked.len > 0 ? asked : exchange->caller.currency;
}

static bool pick(struct et_exchange *exchange, const struct et_rows *rows,
                 struct share_list *ret_list)
{
    struct et_arena *arena = exchange->request->arena;
    struct share_list list = {
        .currency = currency_of(exchange),
        .rows = et_arena_array(arena, rows->rows + 1, sizeof *list.rows),
        .amounts = et_arena_array(arena, rows->rows + 1, sizeof *list.amounts),
        .hundredths = et_arena_array(arena, rows->rows + 1, sizeof *list.hundredths),
    };
    if (list.rows == NULL || list.amounts == NULL || list.hundredths == NULL) {
        return false;
    }
    for (size_t row = 0; row < rows->rows; row++) {
        if (et_slice_eq(et_cell(rows, row, CURRENCY), list.currency)) {
            list.rows[list.count] = row;
            list.amounts[list.count++] = et_cell(rows, row, AMOUNT);
        }
    }
    if (et_share_percent(arena, list.amounts, list.count, list.hundredths) != 0) {
        return false;
    }
    *ret_list = list;
    return true;
}

static void put_shares(struct et_json_out *out, const struct et_rows *rows,
                       const struct share_list *list)
{
    et_json_begin_array(out);
    for (size_t i = 0; i < list->count; i++) {
        et_json_begin_object(out);
        et_json_pair_text(out, "category", et_cell(rows, list->rows[i], CATEGORY));
        et_json_key(out, "total_amount");
        et_put_amount(out->buf, list->amounts[i], list->currency);
        out->comma = true;
        et_json_pair_raw(out, "count", et_cell(rows, list->rows[i], COUNT));
        et_json_key(out, "percentage");
        et_amount_put(out->buf, list->hundredths[i], 2);
        out->comma = true;
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

enum et_verdict et_plan_report_categories(struct et_exchange *exchange)
{
    return plan_totals(exchange);
}

void et_answer_report_categories(struct et_exchange *exchange, const struct et_rows *rows,
                                 size_t count)
{
    (void)count;
    struct share_list list;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!pick(exchange, &rows[0], &list)) {
        exchange->response->body.failed = true;
        return;
    }
    put_shares(&out, &rows[0], &list);
}

/* Adds digits to a sum; sums of sums stay far inside 128 bits (at most 10^16 × rows). */
__extension__ typedef unsigned __int128 wide_sum;

static void add_digits(wide_sum *sum, struct et_slice digits)
{
    wide_sum value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        value = value * 10 + (unsigned)(digits.ptr[i] - '0');
    }
    *sum += value;
}

static struct et_slice digits_of(wide_sum sum, char text[40])
{
    size_t at = 40;
    do {
        text[--at] = (char)('0' + (int)(sum % 10));
        sum /= 10;
    } while (sum != 0);
    return (struct et_slice){text + at, 40 - at};
}

struct figures {
    wide_sum amount;
    int64_t count;
};

static struct figures sum_of(const struct et_rows *rows, struct et_slice currency)
{
    struct figures figures = {0, 0};
    for (size_t row = 0; row < rows->rows; row++) {
        if (et_slice_eq(et_cell(rows, row, CURRENCY), currency)) {
            add_digits(&figures.amount, et_cell(rows, row, AMOUNT));
            figures.count += et_cell_i64(rows, row, COUNT, 0);
        }
    }
    return figures;
}

static void put_figures(struct et_json_out *out, const struct figures *figures,
                        struct et_slice currency, const char *count_name)
{
    char text[40];
    et_json_key(out, "total_amount");
    et_put_amount(out->buf, digits_of(figures->amount, text), currency);
    out->comma = true;
    et_json_pair_i64(out, count_name, figures->count);
}

/* Has this row's currency not been seen in an earlier row? */
static bool is_first_of_currency(const struct et_rows *rows, size_t row)
{
    for (size_t i = 0; i < row; i++) {
        if (et_slice_eq(et_cell(rows, i, CURRENCY), et_cell(rows, row, CURRENCY))) {
            return false;
        }
    }
    return true;
}

static void put_other_currencies(struct et_json_out *out, const struct et_rows *rows,
                                 struct et_slice main_currency)
{
    et_json_key(out, "other_currencies");
    et_json_begin_array(out);
    for (size_t row = 0; row < rows->rows; row++) {
        struct et_slice currency = et_cell(rows, row, CURRENCY);
        if (et_slice_eq(currency, main_currency) || !is_first_of_currency(rows, row)) {
            continue;
        }
        struct figures figures = sum_of(rows, currency);
        et_json_begin_object(out);
        et_json_pair_text(out, "currency", currency);
        put_figures(out, &figures, currency, "count");
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

enum et_verdict et_plan_report_summary(struct et_exchange *exchange)
{
    return plan_totals(exchange);
}

void et_answer_report_summary(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    char text[40];
    int64_t mean = 0;
    struct share_list list;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (!pick(exchange, &rows[0], &list)) {
        exchange->response->body.failed = true;
        return;
    }
    struct figures figures = sum_of(&rows[0], list.currency);
    if (figures.count > 0) {
        (void)et_amount_mean(digits_of(figures.amount, text), figures.count, &mean);
    }
    et_json_begin_object(&out);
    put_figures(&out, &figures, list.currency, "total_count");
    et_json_key(&out, "average_amount");
    et_amount_put(out.buf, mean, et_put_decimals(list.currency));
    out.comma = true;
    et_json_pair_text(&out, "currency", list.currency);
    et_json_key(&out, "categories");
    put_shares(&out, &rows[0], &list);
    put_other_currencies(&out, &rows[0], list.currency);
    et_json_end_object(&out);
}

enum et_verdict et_plan_report_monthly(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_query query;
    struct et_list_query period;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query) ||
        !et_period_query_read(exchange, &period)) {
        return ET_ANSWERED;
    }
    int64_t months =
        et_query_bounded(problems, arena, &query, "months", 1, MONTHS_MAX, MONTHS_DEFAULT);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    exchange->state = et_arena_copy(arena, period.currency);
    et_unit_init(exchange->unit, arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_report_monthly);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, months);
    et_unit_text(exchange->unit, period.currency);
    return ET_RUN;
}

/* "January 2024" of "2024-01". */
static void put_month_name(struct et_json_out *out, struct et_slice key)
{
    int64_t month = 1;
    if (key.len == 7) {
        (void)et_parse_digits(key.ptr + 5, 2, &month);
    }
    et_json_key(out, "month");
    ET_PUT(out->buf, "\"");
    et_buf_puts(out->buf, et_month_name((int)month));
    ET_PUT(out->buf, " ");
    et_buf_put(out->buf, (struct et_slice){key.ptr, 4});
    ET_PUT(out->buf, "\"");
    out->comma = true;
}

void et_answer_report_monthly(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    struct et_slice currency = currency_of(exchange);
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_json_begin_object(&out);
        put_month_name(&out, et_cell(&rows[0], row, MONTH_KEY));
        et_json_pair_text(&out, "key", et_cell(&rows[0], row, MONTH_KEY));
        et_json_key(&out, "total_amount");
        et_put_amount(out.buf, et_cell(&rows[0], row, MONTH_AMOUNT), currency);
        out.comma = true;
        et_json_pair_raw(&out, "count", et_cell(&rows[0], row, MONTH_COUNT));
        et_json_end_object(&out);
    }
    et_json_end_array(&out);
}
