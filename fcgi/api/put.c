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
bool et_put_split_instant(struct et_slice text, struct et_instant_parts *ret_parts)
{
    static const char zeros[] = ".000000";
    const size_t shortest = sizeof("2026-11-23 01:36:45+00") - 1;
    const size_t longest = shortest + sizeof(zeros) - 1;
    if (text.len < shortest || text.len > longest ||
        memcmp(text.ptr + text.len - 3, "+00", 3) != 0) {
        return false;
    }
    ret_parts->day = (struct et_slice){text.ptr, 10};
    ret_parts->time = (struct et_slice){text.ptr + 11, text.len - 14};
    ret_parts->zeros = (struct et_slice){zeros + (text.len - shortest), longest - text.len};
    return true;
}

void et_put_instant(struct et_buf *out, struct et_slice text)
{
    struct et_instant_parts parts;
    if (!et_put_split_instant(text, &parts)) {
        ET_PUT(out, "null");
        return;
    }
    ET_PUT(out, "\"");
    et_buf_put(out, parts.day);
    ET_PUT(out, "T");
    et_buf_put(out, parts.time);
    et_buf_put(out, parts.zeros);
    ET_PUT(out, "Z\"");
}
