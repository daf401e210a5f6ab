/* amount.h - decimal text and whole minor units; nothing between them is ever a double.
 *
 * An amount is an int64 of minor units (paise, cents, yen) whose number of decimals, 0..4, comes
 * from its currency. Its magnitude is at most 2^53 - 1, so that JavaScript holds it exactly. Sums
 * come from PostgreSQL as digits of any length and stay text.
 */
#ifndef ET_MONEY_AMOUNT_H
#define ET_MONEY_AMOUNT_H

#include <stdint.h>

#include "lib/base/slice.h"

struct et_buf;

#define ET_AMOUNT_MAX INT64_C(9007199254740991)

enum et_amount_fault {
    ET_AMOUNT_OK = 0,
    ET_AMOUNT_SYNTAX,            /* not -?digits[.digits], such as "1e3", "1,5", "+1", ".5" */
    ET_AMOUNT_TOO_MANY_DECIMALS, /* a digit other than 0 beyond the currency's decimals */
    ET_AMOUNT_OUT_OF_RANGE,      /* beyond ±ET_AMOUNT_MAX minor units */
};

/* Reads decimal text exactly: "15.5" with 2 digits is 1550. At most 16 digits before the point are
 * in range (leading zeros count) and at most 4 after it. The sign and zero are the caller's to
 * judge. */
enum et_amount_fault et_amount_parse(struct et_slice text, unsigned digits, int64_t *ret_minor);

/* Writes minor units with exactly `digits` decimals: 1550 → "15.50", -5 → "-0.05". */
void et_amount_put(struct et_buf *buf, int64_t minor, unsigned digits);

/* The same from decimal digits of any length with an optional '-', as PostgreSQL prints a numeric
 * sum. ET_EINVAL for other text; then nothing is written. */
int et_amount_put_digits(struct et_buf *buf, struct et_slice minor, unsigned digits);

/* The mean of `count` amounts whose sum is `total` (text as above, at most 36 digits), in minor
 * units, rounded half to even. ET_EINVAL for other text or count < 1, ET_ERANGE for more digits or
 * a mean outside 64 bits. */
int et_amount_mean(struct et_slice total, int64_t count, int64_t *ret_minor);

#endif
