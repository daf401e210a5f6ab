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

/* "2026-11-23 01:36:45.123456+00" differs from RFC 3339 in two places only. The connection's TimeZone
 * is UTC (lib/db), so the offset is always +00. */
void et_put_instant(struct et_buf *out, struct et_slice text)
{
    if (text.len < 22 || memcmp(text.ptr + text.len - 3, "+00", 3) != 0) {
        ET_PUT(out, "null");
        return;
    }
    ET_PUT(out, "\"");
    et_buf_put(out, (struct et_slice){text.ptr, 10});
    ET_PUT(out, "T");
    et_buf_put(out, (struct et_slice){text.ptr + 11, text.len - 14});
    ET_PUT(out, "Z\"");
}

void et_put_bool(struct et_buf *out, struct et_slice text)
{
    et_buf_put(out, text.len > 0 && text.ptr[0] == 't' ? ET_LIT("true") : ET_LIT("false"));
}

void et_put_number(struct et_buf *out, struct et_slice text)
{
    et_buf_put(out, et_slice_present(text) ? text : ET_LIT("null"));
}
