#include "lib/money/share.h"

#include <stdlib.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/money/wide.h"

/* 10^30 × 10^4 parts × 10^4 hundredths still fits 127 bits (about 1.7 × 10^38). */
#define PART_DIGITS_MAX 30
#define PARTS_MAX 10000

struct part {
    size_t index;
    et_wide size;
    et_wide remainder;
};

static int by_remainder(const void *left, const void *right)
{
    const struct part *a = left;
    const struct part *b = right;
    if (a->remainder != b->remainder) {
        return a->remainder > b->remainder ? -1 : 1;
    }
    return a->index < b->index ? -1 : 1;
}

static int read_parts(const struct et_slice *texts, size_t count, struct part *parts,
                      et_wide *ret_whole)
{
    et_wide whole = 0;
    for (size_t i = 0; i < count; i++) {
        parts[i].index = i;
        if (texts[i].len > PART_DIGITS_MAX) {
            return ET_ERANGE;
        }
        int status = et_wide_parse(texts[i], &parts[i].size);
        if (status != ET_OK) {
            return status;
        }
        if (parts[i].size < 0) {
            return ET_EINVAL;
        }
        whole += parts[i].size;
    }
    *ret_whole = whole;
    return ET_OK;
}

int et_share_percent(struct et_arena *arena, const struct et_slice *parts, size_t count,
                     int32_t *ret_hundredths)
{
    et_wide whole;
    if (count > PARTS_MAX) {
        return ET_ERANGE;
    }
    struct part *work = et_arena_array(arena, count, sizeof *work);
    if (work == NULL) {
        return ET_ENOMEM;
    }
    int status = read_parts(parts, count, work, &whole);
    if (status != ET_OK) {
        return status;
    }
    size_t missing = whole > 0 ? ET_SHARE_WHOLE : 0;
    for (size_t i = 0; i < count; i++) {
        et_wide scaled = work[i].size * ET_SHARE_WHOLE;
        ret_hundredths[i] = whole > 0 ? (int32_t)(scaled / whole) : 0;
        work[i].remainder = whole > 0 ? scaled % whole : 0;
        missing -= (size_t)ret_hundredths[i];
    }
    qsort(work, count, sizeof *work, by_remainder);
    for (size_t i = 0; i < missing; i++) {
        ret_hundredths[work[i].index]++;
    }
    return ET_OK;
}
