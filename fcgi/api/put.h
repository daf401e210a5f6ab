/* put.h - values of database rows as JSON, copied as text: nothing is parsed into a number and
 * printed again, so a list costs little and nothing can be rounded. */
#ifndef ET_FCGI_API_PUT_H
#define ET_FCGI_API_PUT_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "lib/http/json_out.h"

/* Appends a literal, without the strlen() of et_buf_puts(). */
#define ET_PUT(out, literal) et_buf_put((out), ET_LIT(literal))

/* Appends the members of an object that PostgreSQL wrote, after others: what is inside its braces;
 * nothing when it is absent or empty. */
static inline void et_put_members(struct et_buf *out, struct et_slice object)
{
    if (object.len > 2) {
        ET_PUT(out, ",");
        et_buf_put(out, (struct et_slice){object.ptr + 1, object.len - 2});
    }
}

/* Decimals of a currency's amounts; 2 for a code that we don't know, which the database can't hold.
 */
unsigned et_put_decimals(struct et_slice currency);

/* Appends minor units, given as PostgreSQL's digits of any length, as a number token with exactly
 * the currency's decimals. */
void et_put_amount(struct et_buf *out, struct et_slice minor, struct et_slice currency);

/* Appends an instant, given as PostgreSQL's text of a timestamptz in UTC, as an RFC 3339 string;
 * null when it is absent. */
void et_put_instant(struct et_buf *out, struct et_slice text);

/* A member of an object that is an instant. */
void et_put_pair_instant(struct et_json_out *out, const char *name, struct et_slice text);

#endif
