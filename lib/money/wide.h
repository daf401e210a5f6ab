/* wide.h - 128-bit sums, for within lib/money. */
#ifndef ET_MONEY_WIDE_H
#define ET_MONEY_WIDE_H

#include "lib/base/slice.h"

__extension__ typedef __int128 et_wide;

#define ET_WIDE_DIGITS_MAX 36

/* True for an optional '-' and at least one digit. */
bool et_wide_is_digits(struct et_slice text);

/* Reads such text. ET_EINVAL for another form, ET_ERANGE beyond ET_WIDE_DIGITS_MAX digits. */
int et_wide_parse(struct et_slice text, et_wide *ret_value);

#endif
