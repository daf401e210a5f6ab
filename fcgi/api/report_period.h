/* report_period.h - a report's period, cut into whole months and the days around them.
 *
 * Whole months come from totals that are kept, the days before the first and after the last of them
 * from the rows. So a period costs what its ragged ends hold, however long it is.
 */
#ifndef ET_FCGI_API_REPORT_PERIOD_H
#define ET_FCGI_API_REPORT_PERIOD_H

#include <stdbool.h>

#include "lib/base/calendar.h"
#include "lib/base/slice.h"

/* Days from `first` up to, not including, `end`; both the same when there are none. */
struct et_days {
    char first[ET_DATE_SIZE];
    char end[ET_DATE_SIZE];
};

struct et_period_parts {
    bool open;   /* neither a first nor a last day: everything */
    bool ragged; /* days outside of whole months */
    struct et_days months;
    struct et_days head;
    struct et_days tail;
};

/* Cuts a period whose days were checked (list_query.h) and are absent when it is open there. A
 * period without a whole month is all head. */
void et_period_cut(struct et_slice from, struct et_slice to, struct et_period_parts *ret_parts);

#endif
