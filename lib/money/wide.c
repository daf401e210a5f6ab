#include "lib/money/wide.h"

#include "lib/base/error.h"

bool et_wide_is_digits(struct et_slice text)
{
    size_t start = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
    for (size_t i = start; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > start;
}

int et_wide_parse(struct et_slice text, et_wide *ret_value)
{
    if (!et_wide_is_digits(text)) {
        return ET_EINVAL;
    }
    bool negative = text.ptr[0] == '-';
    size_t start = negative ? 1 : 0;
    if (text.len - start > ET_WIDE_DIGITS_MAX) {
        return ET_ERANGE;
    }
    et_wide value = 0;
    for (size_t i = start; i < text.len; i++) {
        value = value * 10 + (text.ptr[i] - '0');
    }
    *ret_value = negative ? -value : value;
    return ET_OK;
}
