/* report_pair.h - two periods beside each other: the one asked for, and the one before.
 *
 * Without dates it is the month that holds today, as the person's months begin, and the one before
 * it; with `from` and `to` the same number of days before them, unless `previous_from` and
 * `previous_to` say which. While today lies inside of the period, only its days up to today count,
 * and are compared with as many days of the other.
 */
#ifndef ET_FCGI_API_REPORT_PAIR_H
#define ET_FCGI_API_REPORT_PAIR_H

#include <stdbool.h>

#include "fcgi/api/api.h"
#include "lib/http/json_out.h"

/* Columns that every row of a statement begins with; `until` is the last day that counts. */
enum {
    ET_PAIR_CURRENCY,
    ET_PAIR_FROM,
    ET_PAIR_TO,
    ET_PAIR_UNTIL,
    ET_PAIR_BEFORE_FROM,
    ET_PAIR_BEFORE_TO,
    ET_PAIR_BEFORE_UNTIL,
    ET_PAIR_COLUMNS,
};

/* Its parameters: $1 ledger, $2 from, $3 to, $4 and $5 those of the other period, $6 currency. */
#define ET_PAIR_PARAMS 6
#define ET_SQL_PAIR_COLUMNS                                                                        \
    "a.currency, a.first_day, a.last_day, a.until, a.before_first, a.before_last, a.before_until"
#define ET_SQL_PAIR                                                                                \
    "with period as materialized (\n"                                                              \
    "  select coalesce($6::text, s.currency) as currency, s.today, s.month_start_day,\n"           \
    "         coalesce($2::date, m.first_day) as first_day,\n"                                     \
    "         coalesce($3::date, m.last_day) as last_day\n"                                        \
    "    from (select u.currency, u.month_start_day,\n"                                            \
    "                 (now() at time zone u.time_zone)::date as today\n"                           \
    "            from app.user_settings u\n"                                                       \
    "           where u.user_id = app.user_id()) s\n"                                              \
    "   cross join lateral app.month_period(s.today, s.month_start_day) m\n"                       \
    "),\n"                                                                                         \
    "pair as materialized (\n"                                                                     \
    "  select p.*,\n"                                                                              \
    "         case when p.today >= p.first_day then least(p.today, p.last_day)\n"                  \
    "              else p.last_day end as until,\n"                                                \
    "         coalesce($4::date,\n"                                                                \
    "                  case when $2::date is null then b.first_day\n"                              \
    "                       else p.first_day - (p.last_day - p.first_day + 1) end)\n"              \
    "         as before_first,\n"                                                                  \
    "         coalesce($5::date, p.first_day - 1) as before_last\n"                                \
    "    from period p\n"                                                                          \
    "   cross join lateral app.month_period(p.first_day - 1, p.month_start_day) b\n"               \
    "),\n"                                                                                         \
    "asked as materialized (\n"                                                                    \
    "  select p.*,\n"                                                                              \
    "         case when p.until < p.last_day\n"                                                    \
    "              then least(p.before_last, p.before_first + (p.until - p.first_day))\n"          \
    "              else p.before_last end as before_until\n"                                       \
    "    from pair p\n"                                                                            \
    ")\n"

/* The rows of both, as columns `now` (boolean) and those of `columns`; days up to `before`, which
 * is a column of `asked`, of the other. */
#define ET_SQL_PAIR_ROWS(columns, before)                                                          \
    "select true as now, " columns "\n"                                                            \
    "            from asked a\n"                                                                   \
    "            join app.expenses x\n"                                                            \
    "              on x.ledger_id = $1::bigint\n"                                                  \
    "             and x.spent_on >= a.first_day\n"                                                 \
    "             and x.spent_on <= a.until\n"                                                     \
    "             and x.currency = a.currency\n"                                                   \
    "           where x.deleted_at is null\n"                                                      \
    "           union all\n"                                                                       \
    "          select false, " columns "\n"                                                        \
    "            from asked a\n"                                                                   \
    "            join app.expenses x\n"                                                            \
    "              on x.ledger_id = $1::bigint\n"                                                  \
    "             and x.spent_on >= a.before_first\n"                                              \
    "             and x.spent_on <= " before "\n"                                                  \
    "             and x.currency = a.currency\n"                                                   \
    "           where x.deleted_at is null\n"

/* Longest period: ten years. */
#define ET_PAIR_DAYS_MAX 3660

/* One period of a query. */
struct et_report_span {
    struct et_slice from; /* absent together with `to` */
    struct et_slice to;
    struct et_slice currency; /* absent: the user's own */
    int64_t days;             /* how many; a year when they were not given */
};

/* Reads `from`, `to` and `currency`. False: the response is the problem. */
bool et_report_span_read(struct et_exchange *exchange, int64_t days_max,
                         struct et_report_span *ret_span);

/* Reads the query and plans the statement; a long period goes where it holds up nobody. */
enum et_verdict et_report_plan_pair(struct et_exchange *exchange,
                                    const struct et_statement *statement, int64_t days_max);

/* Days of a lane that reads quickly, also in a large ledger. */
enum et_lane et_report_lane(int64_t days);

/* "from", "to", "until", "previous_from", "previous_to", "previous_until", "partial", "currency" */
void et_report_put_pair(struct et_json_out *out, const struct et_rows *rows);

/* Days from one to the other, both counted; 0 for text that is no day. */
int64_t et_report_days(struct et_slice from, struct et_slice to);

#endif
