/* report_pair.c - see report_pair.h. */
#include "fcgi/api/report_pair.h"

#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "lib/base/calendar.h"

#define QUICK_DAYS 93
#define YEAR_DAYS 365
#define MONTH_DAYS 31

struct span {
    struct et_slice from;
    struct et_slice to;
};

static struct et_slice read_day(struct et_problems *problems, const struct et_query *query,
                                const char *name)
{
    struct et_slice text = et_query_value(problems, query, name);
    if (et_slice_present(text)) {
        et_input_day(problems, name, text);
    }
    return text;
}

static struct span read_span(struct et_exchange *exchange, struct et_problems *problems,
                             const struct et_query *query, const char *from, const char *to,
                             int64_t days_max)
{
    struct span span = {read_day(problems, query, from), read_day(problems, query, to)};
    if (et_slice_present(span.from) != et_slice_present(span.to)) {
        et_problems_add(problems, et_slice_present(span.from) ? to : from, "required",
                        "Give both days of the period, or neither.");
    } else if (problems->count == 0 && et_slice_present(span.from)) {
        int64_t days = et_report_days(span.from, span.to);
        if (days < 1) {
            et_problems_add(problems, to, "before_from", "The last day is before the first day.");
        } else if (days > days_max) {
            et_problems_add(problems, to, "too_long",
                            et_input_printf(exchange->request->arena,
                                            "Choose a period of at most %lld days.",
                                            (long long)days_max));
        }
    }
    return span;
}

static struct et_slice read_currency(struct et_problems *problems, const struct et_query *query)
{
    struct et_slice text = et_query_value(problems, query, "currency");
    const struct et_currency *currency =
        et_slice_present(text) ? et_input_currency(problems, "currency", text) : NULL;
    return currency != NULL ? et_slice_from(currency->code) : ET_ABSENT;
}

bool et_report_span_read(struct et_exchange *exchange, int64_t days_max,
                         struct et_report_span *ret_span)
{
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return false;
    }
    struct span span = read_span(exchange, problems, &query, "from", "to", days_max);
    struct et_slice currency = read_currency(problems, &query);
    if (!et_input_good(exchange, problems)) {
        return false;
    }
    *ret_span = (struct et_report_span){
        span.from, span.to, currency,
        et_slice_present(span.from) ? et_report_days(span.from, span.to) : YEAR_DAYS};
    return true;
}

enum et_lane et_report_lane(int64_t days)
{
    return days <= QUICK_DAYS ? ET_LANE_READ : ET_LANE_LONG;
}

enum et_verdict et_report_plan_pair(struct et_exchange *exchange,
                                    const struct et_statement *statement, int64_t days_max)
{
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    struct span now = read_span(exchange, problems, &query, "from", "to", days_max);
    struct span before =
        read_span(exchange, problems, &query, "previous_from", "previous_to", days_max);
    struct et_slice currency = read_currency(problems, &query);
    if (et_slice_present(before.from) && !et_slice_present(now.from)) {
        et_problems_add(problems, "from", "required",
                        "Say which period the other one is compared with.");
    }
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    int64_t days = et_slice_present(now.from) ? et_report_days(now.from, now.to) : MONTH_DAYS;
    et_unit_init(exchange->unit, exchange->request->arena, et_report_lane(days));
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_text(exchange->unit, now.from);
    et_unit_text(exchange->unit, now.to);
    et_unit_text(exchange->unit, before.from);
    et_unit_text(exchange->unit, before.to);
    et_unit_text(exchange->unit, currency);
    return ET_RUN;
}

void et_report_put_pair(struct et_json_out *out, const struct et_rows *rows)
{
    et_json_pair_text(out, "from", et_cell(rows, 0, ET_PAIR_FROM));
    et_json_pair_text(out, "to", et_cell(rows, 0, ET_PAIR_TO));
    et_json_pair_text(out, "until", et_cell(rows, 0, ET_PAIR_UNTIL));
    et_json_pair_text(out, "previous_from", et_cell(rows, 0, ET_PAIR_BEFORE_FROM));
    et_json_pair_text(out, "previous_to", et_cell(rows, 0, ET_PAIR_BEFORE_TO));
    et_json_pair_text(out, "previous_until", et_cell(rows, 0, ET_PAIR_BEFORE_UNTIL));
    et_json_pair_bool(out, "partial",
                      !et_slice_eq(et_cell(rows, 0, ET_PAIR_UNTIL), et_cell(rows, 0, ET_PAIR_TO)));
    et_json_pair_text(out, "currency", et_cell(rows, 0, ET_PAIR_CURRENCY));
}

/* Days since 0000-03-01 (Hinnant, "chrono-compatible low-level date algorithms"). */
static int64_t day_number(struct et_date date)
{
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1;
}

int64_t et_report_days(struct et_slice from, struct et_slice to)
{
    struct et_date first;
    struct et_date last;
    if (et_date_parse(from, &first) != 0 || et_date_parse(to, &last) != 0) {
        return 0;
    }
    return day_number(last) - day_number(first) + 1;
}
