/* report_merchants.c - GET /api/expenses/reports/merchants: who was paid how much.
 *
 * Shares are of everything in the currency, also of what names no merchant and of merchants beyond
 * `limit`, which are told together.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "fcgi/api/report_lines.h"
#include "fcgi/api/report_pair.h"
#include "lib/base/arena.h"
#include "lib/money/amount.h"

#define LIMIT 50
#define LIMIT_MAX 500

const struct et_statement et_stmt_report_merchants = {
    .name = "report_merchants",
    .sql = "select t.currency, m.name, t.amount_minor, t.count\n"
           "  from (select x.currency, x.merchant_id, sum(x.amount_minor) as amount_minor,\n"
           "               count(*) as count\n"
           "          from app.expenses x\n"
           "         where x.ledger_id = $1::bigint\n"
           "           and x.deleted_at is null\n"
           "           and x.spent_on >= coalesce($2::date, '1900-01-01')\n"
           "           and x.spent_on <= coalesce($3::date, '2999-12-31')\n"
           "           and x.currency = coalesce($4::text,\n"
           "                                     (select u.currency\n"
           "                                        from app.user_settings u\n"
           "                                       where u.user_id = app.user_id()))\n"
           "         group by x.currency, x.merchant_id) t\n"
           "  left join app.merchants m on m.ledger_id = $1::bigint and m.id = t.merchant_id",
    .params = 4,
};

struct asked {
    struct et_slice currency; /* absent: the user's own */
    int64_t limit;
};

enum et_verdict et_plan_report_merchants(struct et_exchange *exchange)
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
    *asked = (struct asked){
        period.currency, et_query_bounded(problems, arena, &query, "limit", 1, LIMIT_MAX, LIMIT)};
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    exchange->state = asked;
    bool closed = et_slice_present(period.from) && et_slice_present(period.to);
    et_unit_init(exchange->unit, arena,
                 closed ? et_report_lane(et_report_days(period.from, period.to)) : ET_LANE_LONG);
    et_unit_add(exchange->unit, &et_stmt_report_merchants);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_text(exchange->unit, period.from);
    et_unit_text(exchange->unit, period.to);
    et_unit_text(exchange->unit, period.currency);
    return ET_RUN;
}

static void put_share(struct et_json_out *out, const struct et_report_sum *sum, int64_t share,
                      struct et_slice currency)
{
    et_report_put_sum(out, sum, currency, "count");
    et_json_key(out, "percentage");
    et_amount_put(out->buf, share, 2);
    out->comma = true;
}

static void put_merchants(struct et_json_out *out, const struct et_report_lines *lines,
                          int64_t limit, struct et_slice currency)
{
    struct et_report_sum others = {0, 0};
    int64_t others_share = 0;
    int64_t merchants = 0;
    et_json_key(out, "merchants");
    et_json_begin_array(out);
    for (size_t i = 0; i < lines->count; i++) {
        const struct et_report_line *line = &lines->items[i];
        struct et_report_sum sum = {0, 0};
        et_report_add(&sum, line->amount, line->count);
        if ((int64_t)i >= limit) {
            others.amount += sum.amount;
            others.count += sum.count;
            others_share += line->share;
            merchants += line->name.len > 0;
            continue;
        }
        et_json_begin_object(out);
        et_json_pair_text(out, "merchant", line->name.len > 0 ? line->name : ET_ABSENT);
        put_share(out, &sum, line->share, currency);
        et_json_end_object(out);
    }
    et_json_end_array(out);
    et_json_key(out, "others");
    if (others.count == 0) {
        et_json_null(out);
        return;
    }
    et_json_begin_object(out);
    et_json_pair_i64(out, "merchants", merchants);
    put_share(out, &others, others_share, currency);
    et_json_end_object(out);
}

void et_answer_report_merchants(struct et_exchange *exchange, const struct et_rows *rows,
                                size_t count)
{
    (void)count;
    const struct asked *asked = exchange->state;
    struct et_arena *arena = exchange->request->arena;
    struct et_slice currency =
        et_slice_present(asked->currency) ? asked->currency : exchange->caller.currency;
    struct et_report_lines all;
    struct et_report_lines mine;
    if (!et_report_lines(arena, &rows[0], &all) ||
        !et_report_shares(arena, &all, currency, &mine)) {
        exchange->response->body.failed = true;
        return;
    }
    struct et_report_sum sum = et_report_sum(&mine, currency);
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_text(&out, "currency", currency);
    et_report_put_sum(&out, &sum, currency, "count");
    put_merchants(&out, &mine, asked->limit, currency);
    et_json_end_object(&out);
}
