/* report_period.c - see report_period.h. */
#include "fcgi/api/report_period.h"

#include <stdio.h>
#include <string.h>

/* The days that an expense can have (expenses_spent_on_range), the last one not included. */
#define FIRST_DAY ((struct et_date){1900, 1, 1})
#define END_DAY ((struct et_date){3000, 1, 1})

static struct et_date first_of_next_month(struct et_date date)
{
    return date.month == 12 ? (struct et_date){date.year + 1, 1, 1}
                            : (struct et_date){date.year, date.month + 1, 1};
}

static struct et_date day_after(struct et_date date)
{
    return date.day < et_days_in_month(date.year, date.month)
               ? (struct et_date){date.year, date.month, date.day + 1}
               : first_of_next_month(date);
}

static bool is_before(struct et_date a, struct et_date b)
{
    return a.year != b.year     ? a.year < b.year
           : a.month != b.month ? a.month < b.month
                                : a.day < b.day;
}

/* True when there is such a day. */
static bool set_days(struct et_days *days, struct et_date first, struct et_date end)
{
    bool some = is_before(first, end);
    et_date_format(first, days->first);
    et_date_format(some ? end : first, days->end);
    return some;
}

void et_period_cut(struct et_slice from, struct et_slice to, struct et_period_parts *ret_parts)
{
    struct et_date first = FIRST_DAY;
    struct et_date last;
    struct et_date end = END_DAY;
    (void)et_date_parse(from, &first);
    if (et_date_parse(to, &last) == 0) {
        end = day_after(last);
    }
    struct et_date first_month = first.day == 1 ? first : first_of_next_month(first);
    struct et_date end_month = {end.year, end.month, 1};
    struct et_period_parts parts = {.open = from.len == 0 && to.len == 0};
    if (set_days(&parts.months, first_month, end_month)) {
        parts.ragged = set_days(&parts.head, first, first_month);
        parts.ragged |= set_days(&parts.tail, end_month, end);
    } else {
        parts.ragged = set_days(&parts.head, first, end);
        (void)set_days(&parts.tail, end, end);
    }
    *ret_parts = parts;
}
