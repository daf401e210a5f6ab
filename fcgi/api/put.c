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

/* "2026-11-23 01:36:45.12+00" differs from RFC 3339 in two places only: the connection's TimeZone
 * is UTC (lib/db), so the offset is always +00. What PostgreSQL leaves out of the six decimals is
 * put back, so that every instant has the same width and sorts as text. */
void et_put_instant(struct et_buf *out, struct et_slice text)
{
    static const char zeros[] = ".000000";
    const size_t shortest = sizeof("2026-11-23 01:36:45+00") - 1;
    const size_t longest = shortest + sizeof(zeros) - 1;
    if (text.len < shortest || text.len > longest ||
        memcmp(text.ptr + text.len - 3, "+00", 3) != 0) {
        ET_PUT(out, "null");
        return;
    }
    ET_PUT(out, "\"");
    et_buf_put(out, (struct et_slice){text.ptr, 10});
    ET_PUT(out, "T");
    et_buf_put(out, (struct et_slice){text.ptr + 11, text.len - 14});
    et_buf_put(out, (struct et_slice){zeros + (text.len - shortest), longest - text.len});
    ET_PUT(out, "Z\"");
}

void et_put_pair_instant(struct et_json_out *out, const char *name, struct et_slice text)
{
    et_json_key(out, name);
    et_put_instant(out->buf, text);
    out->comma = true;
}
