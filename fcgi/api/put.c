/* put.c - see put.h. */
#include "fcgi/api/put.h"

#include <string.h>

#include "lib/money/amount.h"
#include "lib/money/currency.h"

#define DECIMALS_UNKNOWN 2

unsigned et_put_decimals(struct et_slice currency)
{
    const struct et_currency *known = et_currency_find(currency);
    return known != NULL ? known->digits : DECIMALS_UNKNOWN;
}

void et_put_amount(struct et_buf *out, struct et_slice minor, struct et_slice currency)
{
    (void)et_amount_put_digits(out, minor, et_put_decimals(currency));
}

/* "2026-11-23 01:36:45.123456+00" differs from RFC 3339 in two places only. The connection's
 * TimeZone is UTC (lib/db), so the offset is always +00. */
bool et_put_split_instant(struct et_slice text, struct et_slice *ret_day, struct et_slice *ret_time)
{
    if (text.len < 22 || memcmp(text.ptr + text.len - 3, "+00", 3) != 0) {
        return false;
    }
    *ret_day = (struct et_slice){text.ptr, 10};
    *ret_time = (struct et_slice){text.ptr + 11, text.len - 14};
    return true;
}

void et_put_instant(struct et_buf *out, struct et_slice text)
{
    struct et_slice day;
    struct et_slice time;
    if (!et_put_split_instant(text, &day, &time)) {
        ET_PUT(out, "null");
        return;
    }
    ET_PUT(out, "\"");
    et_buf_put(out, day);
    ET_PUT(out, "T");
    et_buf_put(out, time);
    ET_PUT(out, "Z\"");
}
