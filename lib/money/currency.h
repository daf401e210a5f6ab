/* currency.h - the currencies of daily use (ISO 4217) and how many decimals each has.
 *
 * The table equals app.currencies in the database; a test compares them. Funds codes, metals and
 * units of account are left out: nobody buys tea with them.
 */
#ifndef ET_MONEY_CURRENCY_H
#define ET_MONEY_CURRENCY_H

#include <stddef.h>

#include "lib/base/slice.h"

#define ET_CURRENCY_DIGITS_MAX 4

struct et_currency {
    const char *code;     /* three capital letters */
    unsigned char digits; /* 0..ET_CURRENCY_DIGITS_MAX */
    const char *name;     /* English */
};

/* Finds a code, exactly as ISO 4217 writes it. NULL when there is none. */
const struct et_currency *et_currency_find(struct et_slice code);

/* The same, but also takes the signs ₹ $ € £ for INR, USD, EUR and GBP. */
const struct et_currency *et_currency_read(struct et_slice text);

/* The whole table, sorted by code. */
const struct et_currency *et_currency_all(size_t *ret_count);

#endif
