/* number.h - decimal integers from text, without strtol's leniency. */
#ifndef ET_BASE_NUMBER_H
#define ET_BASE_NUMBER_H

#include <stdint.h>

#include "lib/base/slice.h"

/* Reads the whole text as `0` or `[-]digits` without leading zeros, plus sign, space or "-0".
 * ET_EINVAL for any other form, ET_ERANGE for a value outside min..max (or outside 64 bits). */
int et_parse_i64(struct et_slice text, int64_t min, int64_t max, int64_t *ret_value);

/* Reads exactly `count` digits (1..18), leading zeros allowed, no sign. ET_EINVAL otherwise. */
int et_parse_digits(const char *text, size_t count, int64_t *ret_value);

#endif
