/* share.h - percentages that add up.
 *
 * Each part gets its share of the whole cut to hundredths of a percent; the hundredths that are
 * then missing go, one each, to the parts that lost most by the cut (largest remainder; the earlier
 * part first when equal). So a list of percentages adds up to exactly 100.00, as a reader expects.
 */
#ifndef ET_MONEY_SHARE_H
#define ET_MONEY_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;

#define ET_SHARE_WHOLE 10000 /* 100.00 % */

/* Fills ret_hundredths[0..count) for parts given as digits (no sign, at most 30 digits each), such
 * as numeric sums from PostgreSQL. All zero when every part is zero. Print one with
 * et_amount_put(buf, hundredths, 2). ET_EINVAL for other text, ET_ERANGE for too many digits or
 * parts, ET_ENOMEM. */
int et_share_percent(struct et_arena *arena, const struct et_slice *parts, size_t count,
                     int32_t *ret_hundredths);

#endif
